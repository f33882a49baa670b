/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * One plan for planes whose pixels lie among one another's, where all of them copy: that of a plane of single samples.
 */
#include "plan.h"

#include "checked.h"

/* Where the samples of the planes begin and end on one side of a row, in bytes. */
static void
woven_extent (const AlsWoven *planes, int n, bool out, int *begin, int *end)
{
  int i;

  for (i = 0; i < n; i++) {
    const AlsPlan *plan = planes[i].plan;
    const int pixel = plan->samples.components * plan->samples.bytes;
    const int from = out ? planes[i].dst_offset : planes[i].src_offset;
    const int to = from + (out ? (plan->x.out - 1) * planes[i].dst_step : (plan->x.in - 1) * planes[i].src_step) + pixel;

    *begin = i == 0 || from < *begin ? from : *begin;
    *end = i == 0 || to > *end ? to : *end;
  }
}

static bool
can_join (const AlsWoven *planes, int n)
{
  const AlsPlan *first = planes[0].plan;
  int i;

  for (i = 0; i < n; i++) {
    const AlsPlan *plan = planes[i].plan;
    const AlsSamples *a = &first->samples, *b = &plan->samples;

    if (plan->order != ALS_ORDER_COPY || plan->framed || plan->rows != first->rows || a->bytes != b->bytes
        || a->shift != b->shift || a->swapped != b->swapped || plan->y.out != first->y.out || plan->y.in != first->y.in
        || memcmp (plan->y.first, first->y.first, (size_t) first->y.out * sizeof *first->y.first) != 0
        || (planes[i].src_offset - planes[0].src_offset) % a->bytes || planes[i].src_step % a->bytes
        || (planes[i].dst_offset - planes[0].dst_offset) % a->bytes || planes[i].dst_step % a->bytes)
      return false;
  }
  return true;
}

/* Samples from begin on, whose pixels move as those of the planes do; *gaps where there are samples of no plane. */
static void
join_taps (AlsTaps *taps, const AlsWoven *planes, int n, int src_begin, int dst_begin, bool *gaps)
{
  const int bytes = planes[0].plan->samples.bytes;
  int i, x, c, left = taps->out;

  /* -1 */
  memset (taps->first, 0xff, (size_t) taps->out * sizeof *taps->first);
  for (i = 0; i < n; i++) {
    const AlsTaps *from = &planes[i].plan->x;

    for (x = 0; x < from->out; x++) {
      for (c = 0; c < planes[i].plan->samples.components; c++) {
        int32_t *first = &taps->first[(planes[i].dst_offset - dst_begin + x * planes[i].dst_step) / bytes + c];

        left -= *first < 0;
        *first = (planes[i].src_offset - src_begin + from->first[x] * planes[i].src_step) / bytes + c;
      }
    }
  }
  *gaps = left > 0;
  taps->n = 1;
  taps->copy = true;
  taps->identity = taps->in == taps->out;
  for (i = 0; i < taps->out && taps->identity; i++)
    taps->identity = taps->first[i] == i;
}

AlsStatus
als_plan_join (AlsPlan **joined, const AlsWoven *planes, int n)
{
  int src_begin, src_end, dst_begin, dst_end;
  bool gaps = true;
  AlsPlan *plan;

  if (!joined || !planes || n < 1)
    return ALS_ERROR_NULL;
  plan = *joined ? *joined : calloc (1, sizeof *plan);
  *joined = NULL;
  if (!plan)
    return ALS_ERROR_MEMORY;
  if (can_join (planes, n)) {
    const AlsPlan *first = planes[0].plan;
    const int bytes = first->samples.bytes;

    woven_extent (planes, n, false, &src_begin, &src_end);
    woven_extent (planes, n, true, &dst_begin, &dst_end);
    plan->rows = first->rows;
    plan->samples = first->samples;
    plan->samples.components = 1;
    plan->order = ALS_ORDER_COPY;
    plan->src_width = plan->x.in = (src_end - src_begin) / bytes;
    plan->src_height = plan->y.in = first->y.in;
    plan->x.out = (dst_end - dst_begin) / bytes;
    plan->y.out = first->y.out;
    plan->y.n = 1;
    plan->y.copy = true;
    plan->y.identity = first->y.identity;
    if (!als_make_room (&plan->x.first, &plan->x.first_room, (size_t) plan->x.out, sizeof *plan->x.first)
        || !als_make_room (&plan->y.first, &plan->y.first_room, (size_t) plan->y.out, sizeof *plan->y.first))
      goto no_memory;
    memcpy (plan->y.first, first->y.first, (size_t) plan->y.out * sizeof *plan->y.first);
    join_taps (&plan->x, planes, n, src_begin, dst_begin, &gaps);
    if (als_shuffles_init (&plan->shuffles, &plan->x, bytes) != ALS_OK || !als_plan_size_scratch (plan))
      goto no_memory;
  }
  if (gaps)
    als_plan_free (plan);
  else
    *joined = plan;
  return ALS_OK;

no_memory:
  als_plan_free (plan);
  return ALS_ERROR_MEMORY;
}
