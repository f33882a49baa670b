/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "run.h"

#include <string.h>

/* A packed row of n pixels, with room for what vectors write behind it. */
static size_t
packed_bytes (const AlsPlan *plan, int n)
{
  return (size_t) n * pixel_bytes (plan) + ALS_PACKED_SLACK;
}

AlsRun
als_run_begin (const AlsPlan *plan, const AlsPlane *src, const AlsPlane *dst, int begin, int end, void *scratch)
{
  const int pixel = (int) pixel_bytes (plan);
  AlsRun run = { .plan = plan, .src = src, .dst = dst, .y0 = begin, .y1 = end };

  run.rows = (float *) (((uintptr_t) scratch + 63) & ~(uintptr_t) 63);
  run.framed = (uint8_t *) (run.rows + plan->row_floats * (size_t) plan->n_rows);
  run.packed_in = run.framed + (size_t) plan->framed_rows * (size_t) plan->x.in * pixel_bytes (plan);
  run.packed_out = run.packed_in + (size_t) plan->packed_in * packed_bytes (plan, plan->x.in);
  run.packing_in = als_packing (src->step, pixel);
  run.packing_out = als_packing (dst->step, pixel);
  run.packs_in = plan->order != ALS_ORDER_COPY && plan->packed_in > 0 && src->step != pixel;
  run.packs_out = plan->order != ALS_ORDER_COPY && plan->packed_out > 0 && dst->step != pixel;
  return run;
}

static void
copy_pixels (uint8_t *dst, const uint8_t *src, int step, int pixel, int n)
{
  int x;

  if (step == pixel) {
    memcpy (dst, src, (size_t) n * (size_t) pixel);
    return;
  }
  for (x = 0; x < n; x++)
    memcpy (dst + (ptrdiff_t) x * pixel, src + (ptrdiff_t) x * step, (size_t) pixel);
}

/* Input row r of a plane with a pixel of fill at each end, packed, in a slot of the framed rows. */
static const uint8_t *
frame_row (const AlsRun *run, const AlsPlane *plane, int r, int pixel, const uint8_t *fill, int slot)
{
  const AlsPlan *plan = run->plan;
  uint8_t *row = run->framed + (size_t) slot * (size_t) plan->x.in * pixel_bytes (plan);

  if (r == 0 || r == plan->y.in - 1) {
    copy_pixels (row, fill, 0, pixel, plan->x.in);
    return row;
  }
  memcpy (row, fill, (size_t) pixel);
  copy_pixels (row + pixel, plane_row (plane, r - 1), plane->step, pixel, plan->x.in - 2);
  memcpy (row + (ptrdiff_t) (plan->x.in - 1) * pixel, fill, (size_t) pixel);
  return row;
}

static uint8_t *
packed_source (const AlsRun *run, int r)
{
  const AlsPlan *plan = run->plan;

  return run->packed_in + (size_t) (r % plan->packed_in) * packed_bytes (plan, plan->x.in);
}

void
als_pack_sources (AlsRun *run, int lo, int hi)
{
  const AlsPlan *plan = run->plan;

  if (!run->packs_in)
    return;
  if (lo < run->packed_from || lo > run->packed_to)
    run->packed_from = run->packed_to = lo;
  for (; run->packed_to < hi; run->packed_to++)
    plan->rows->pack (packed_source (run, run->packed_to), plane_row (run->src, run->packed_to), &run->packing_in,
        plan->x.in);
  if (run->packed_from < run->packed_to - plan->packed_in)
    run->packed_from = run->packed_to - plan->packed_in;
}

void
als_pack_for (AlsRun *run, int y, int n)
{
  const AlsTaps *taps = &run->plan->y;
  int lo = taps->first[y], hi = lo, i;

  for (i = 1; i < n; i++) {
    lo = least (lo, taps->first[y + i]);
    hi = taps->first[y + i] > hi ? taps->first[y + i] : hi;
  }
  als_pack_sources (run, lo, hi + taps->n);
}

uint8_t *
als_target_row (const AlsRun *run, int y, int slot)
{
  const AlsPlan *plan = run->plan;

  return run->packs_out ? run->packed_out + (size_t) slot * packed_bytes (plan, plan->x.out) : plane_row (run->dst, y);
}

int
als_target_step (const AlsRun *run)
{
  return run->packs_out ? (int) pixel_bytes (run->plan) : run->dst->step;
}

void
als_finish_row (const AlsRun *run, int y, int slot)
{
  if (run->packs_out)
    run->plan->rows->spread (plane_row (run->dst, y), als_target_row (run, y, slot), &run->packing_out, run->plan->x.out);
}

const uint8_t *
als_source_row (const AlsRun *run, int r, int slot)
{
  const AlsPlan *plan = run->plan;
  const int pixel = (int) pixel_bytes (plan);

  if (plan->framed)
    return frame_row (run, run->src, r, pixel, plan->fill, slot);
  return run->packs_in ? packed_source (run, r) : plane_row (run->src, r);
}

int
als_source_step (const AlsRun *run)
{
  return run->plan->framed || run->packs_in ? (int) pixel_bytes (run->plan) : run->src->step;
}

const float *
als_decoded_row (const AlsRun *run, int r, int slot, int i)
{
  const AlsPlan *plan = run->plan;
  const AlsPlane *alpha_plane = run->src->alpha;
  const uint8_t *row = als_source_row (run, r, slot), *alpha = NULL;
  int alpha_step = 0;

  if (plan->convert.components > plan->samples.components) {
    const int bytes = plan->samples.bytes;

    alpha = plan->framed ? frame_row (run, alpha_plane, r, bytes, plan->fill + plan->samples.components * bytes,
        plan->framed_rows / 2 + slot) : plane_row (alpha_plane, r);
    alpha_step = plan->framed ? bytes : alpha_plane->step;
  }
  als_decode_row (&plan->convert, float_row (run, i), row, als_source_step (run), alpha, alpha_step, plan->x.in,
      &plan->samples);
  return float_row (run, i);
}

ptrdiff_t
als_bytes_ahead (const AlsRun *run, int y, int rows)
{
  const AlsTaps *taps = &run->plan->y;
  const int next = y + rows;

  if (run->plan->framed || run->packs_in || next >= run->y1)
    return 0;
  return (ptrdiff_t) (taps->first[next] - taps->first[y]) * run->src->stride;
}
