/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Runs one slice of a plan. Nothing here can fail: plan.c has decided everything.
 */
#include "plan.h"

#include <string.h>

static uint8_t *
plane_row (const AlsPlane *plane, int y)
{
  return plane->data + y * plane->stride;
}

static int
least (int a, int b)
{
  return a < b ? a : b;
}

/* The float rows of the scratch memory. */
static float *
first_row (void *scratch)
{
  return (float *) (((uintptr_t) scratch + 63) & ~(uintptr_t) 63);
}

static const float *
weights_of (const AlsTaps *taps, int i)
{
  return taps->weights + (size_t) i * (size_t) taps->n;
}

static void
run_copy (const AlsPlan *plan, const AlsPlane *src, const AlsPlane *dst, int y0, int y1)
{
  const int pixel = plan->samples.components * plan->samples.bytes;
  const size_t row = (size_t) plan->x.out * (size_t) pixel;
  const bool packed = dst->step == pixel;
  int y;

  for (y = y0; y < y1; y++) {
    if (packed && y > y0 && plan->y.first[y] == plan->y.first[y - 1])
      memcpy (plane_row (dst, y), plane_row (dst, y - 1), row);
    else if (packed && src->step == pixel && plan->x.identity)
      memcpy (plane_row (dst, y), plane_row (src, plan->y.first[y]), row);
    else
      plan->rows->gather (plane_row (dst, y), plane_row (src, plan->y.first[y]), dst->step, src->step, plan->x.first,
          plan->x.out, &plan->samples);
  }
}

/* Input rows, horizontally resampled, in a ring: row r lies in slot r % n_rows where present[slot] is r. */
typedef struct {
  const AlsPlan *plan;
  const AlsPlane *src;
  float *rows;
  int present[ALS_TAP_BLOCK + ALS_ROW_BLOCK];
} Ring;

static float *
ring_row (const Ring *ring, int r)
{
  return ring->rows + (size_t) (r % ring->plan->n_rows) * ring->plan->row_floats;
}

/* Resamples the n rows r. */
static void
ring_make (const Ring *ring, const int *r, int n)
{
  const AlsPlan *plan = ring->plan;
  const uint8_t *src[ALS_ROW_BLOCK];
  float *dst[ALS_ROW_BLOCK];
  int i;

  for (i = 0; i < n; i++) {
    src[i] = plane_row (ring->src, r[i]);
    dst[i] = ring_row (ring, r[i]);
  }
  plan->rows->horizontal_in[plan->samples.bytes - 1] (dst, src, ring->src->step, n, &plan->x, &plan->samples);
}

static bool
ring_has (const Ring *ring, int y)
{
  const AlsTaps *taps = &ring->plan->y;
  int r;

  for (r = taps->first[y]; r < taps->first[y] + taps->n; r++)
    if (ring->present[r % ring->plan->n_rows] != r)
      return false;
  return true;
}

/* Makes the rows of output row y present. The last block of them is filled up with rows of the output rows that follow,
 * as far as the ring has room beside the rows of y. */
static void
ring_fill (Ring *ring, int y, int y1)
{
  const AlsTaps *taps = &ring->plan->y;
  const int begin = taps->first[y], end = begin + ring->plan->n_rows;
  int rows[ALS_ROW_BLOCK], n = 0, i, r;

  if (ring_has (ring, y))
    return;
  for (i = y; i < y1 && taps->first[i] >= begin && taps->first[i] + taps->n <= end; i++) {
    for (r = taps->first[i]; r < taps->first[i] + taps->n; r++) {
      int *present = &ring->present[r % ring->plan->n_rows];

      if (*present == r)
        continue;
      if (n == ALS_ROW_BLOCK) {
        ring_make (ring, rows, n);
        n = 0;
        if (i > y)
          return;
      }
      *present = r;
      rows[n++] = r;
    }
  }
  ring_make (ring, rows, n);
}

static void
run_horizontal_first (const AlsPlan *plan, const AlsPlane *src, const AlsPlane *dst, int y0, int y1, void *scratch)
{
  Ring ring = { .plan = plan, .src = src, .rows = first_row (scratch) };
  const float *rows[ALS_TAP_BLOCK];
  int y, k;

  for (k = 0; k < plan->n_rows; k++)
    ring.present[k] = -1;
  for (y = y0; y < y1; y++) {
    ring_fill (&ring, y, y1);
    for (k = 0; k < plan->y.n; k++)
      rows[k] = ring_row (&ring, plan->y.first[y] + k);
    plan->rows->vertical_out[plan->samples.bytes - 1] (plane_row (dst, y), rows, dst->step, weights_of (&plan->y, y),
        plan->y.n, plan->x.out, plan->x.counts, plan->y.counts ? plan->y.counts[y] : 1.0f, &plan->samples);
  }
}

/* The float row of output row y, still as wide as the input. */
static void
vertical_row (const AlsPlan *plan, const AlsPlane *src, int y, float *row)
{
  const float *weights = weights_of (&plan->y, y);
  const uint8_t *rows[ALS_TAP_BLOCK];
  int from, k;

  for (from = 0; from < plan->y.n; from += ALS_TAP_BLOCK) {
    int n = least (plan->y.n - from, ALS_TAP_BLOCK);

    for (k = 0; k < n; k++)
      rows[k] = plane_row (src, plan->y.first[y] + from + k);
    plan->rows->vertical_in[plan->samples.bytes - 1] (row, rows, src->step, weights + from, n, plan->x.in, from > 0,
        &plan->samples);
  }
}

static void
run_vertical_first (const AlsPlan *plan, const AlsPlane *src, const AlsPlane *dst, int y0, int y1, void *scratch)
{
  const float *rows[ALS_ROW_BLOCK];
  uint8_t *out[ALS_ROW_BLOCK];
  int y, i;

  for (y = y0; y < y1; y += ALS_ROW_BLOCK) {
    int n = least (y1 - y, ALS_ROW_BLOCK);

    for (i = 0; i < n; i++) {
      float *row = first_row (scratch) + (size_t) i * plan->row_floats;

      vertical_row (plan, src, y + i, row);
      rows[i] = row;
      out[i] = plane_row (dst, y + i);
    }
    plan->rows->horizontal_out[plan->samples.bytes - 1] (out, rows, dst->step, n, &plan->x,
        plan->y.counts ? plan->y.counts + y : NULL, &plan->samples);
  }
}

void
als_plan_run (const AlsPlan *plan, const AlsPlane *src, const AlsPlane *dst, int slice, int n_slices, void *scratch)
{
  const int y0 = (int) ((int64_t) slice * plan->y.out / n_slices);
  const int y1 = (int) (((int64_t) slice + 1) * plan->y.out / n_slices);

  switch (plan->order) {
    case ALS_ORDER_COPY:
      run_copy (plan, src, dst, y0, y1);
      break;
    case ALS_ORDER_HORIZONTAL_FIRST:
      run_horizontal_first (plan, src, dst, y0, y1, scratch);
      break;
    case ALS_ORDER_VERTICAL_FIRST:
      run_vertical_first (plan, src, dst, y0, y1, scratch);
      break;
  }
}
