/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Runs one slice of a plan. Nothing here can fail: plan.c has decided everything.
 */
#include "plan.h"

#include <string.h>

#define COPY_AHEAD 4            /* rows that copying is behind the cache */
#define RING_FLOATS 6144        /* of the ring in the fastest cache, about */

/* One slice on its way. */
typedef struct {
  const AlsPlan *plan;
  const AlsPlane *src, *dst;
  int y0, y1;                   /* output rows */
  float *rows;                  /* plan->n_rows of them */
  uint8_t *framed;              /* plan->framed_rows of them */
  uint8_t *packed_in, *packed_out;      /* so many rows of each side as the plan has, with pixels side by side */
  AlsPacking packing_in, packing_out;
  bool packs_in, packs_out;     /* sums are made of packed rows, and to packed rows */
  int packed_from, packed_to;   /* the source rows that are packed, row r in slot r % plan->packed_in */
} Run;

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

static float *
float_row (const Run *run, int i)
{
  return run->rows + (size_t) i * run->plan->row_floats;
}

static const float *
weights_of (const AlsTaps *taps, int i)
{
  return taps->weights + (size_t) i * (size_t) taps->n;
}

/* Input row r of a plane with a pixel of fill at each end, packed, in a slot of the framed rows. */
static const uint8_t *
frame_row (const Run *run, const AlsPlane *plane, int r, int pixel, const uint8_t *fill, int slot)
{
  const AlsPlan *plan = run->plan;
  uint8_t *row = run->framed + (size_t) slot * (size_t) plan->x.in * (size_t) (plan->samples.components * plan->samples.bytes);
  const bool outside = r == 0 || r == plan->y.in - 1;
  const uint8_t *src = outside ? NULL : plane_row (plane, r - 1);
  int x;

  for (x = 0; x < plan->x.in; x++) {
    const bool edge = outside || x == 0 || x == plan->x.in - 1;

    memcpy (row + (ptrdiff_t) x * pixel, edge ? fill : src + (ptrdiff_t) (x - 1) * plane->step, (size_t) pixel);
  }
  return row;
}

static uint8_t *
packed_source (const Run *run, int r)
{
  const AlsPlan *plan = run->plan;

  return run->packed_in + (size_t) (r % plan->packed_in) * ((size_t) plan->x.in * (size_t) (plan->samples.components
      * plan->samples.bytes) + ALS_PACKED_SLACK);
}

/* Brings the pixels of the source rows lo..hi - 1 side by side, where they are not and sums are made of them. */
static void
pack_sources (Run *run, int lo, int hi)
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

/* The same for those of the n output rows from y on. */
static void
pack_for (Run *run, int y, int n)
{
  const AlsTaps *taps = &run->plan->y;
  int lo = taps->first[y], hi = lo, i;

  for (i = 1; i < n; i++) {
    lo = least (lo, taps->first[y + i]);
    hi = taps->first[y + i] > hi ? taps->first[y + i] : hi;
  }
  pack_sources (run, lo, hi + taps->n);
}

/* Where output row y is made; slot is below the plan's packed rows. */
static uint8_t *
target_row (const Run *run, int y, int slot)
{
  const AlsPlan *plan = run->plan;

  return run->packs_out ? run->packed_out + (size_t) slot * ((size_t) plan->x.out * (size_t) (plan->samples.components
      * plan->samples.bytes) + ALS_PACKED_SLACK) : plane_row (run->dst, y);
}

static int
target_step (const Run *run)
{
  return run->packs_out ? run->plan->samples.components * run->plan->samples.bytes : run->dst->step;
}

/* Output row y, made in slot, is complete. */
static void
finish_row (const Run *run, int y, int slot)
{
  if (run->packs_out)
    run->plan->rows->spread (plane_row (run->dst, y), target_row (run, y, slot), &run->packing_out, run->plan->x.out);
}

/* Input row r, as the taps count rows; slot is below the set's block or the plan's framed rows. */
static const uint8_t *
source_row (const Run *run, int r, int slot)
{
  const AlsPlan *plan = run->plan;
  const int pixel = plan->samples.components * plan->samples.bytes;

  if (plan->framed)
    return frame_row (run, run->src, r, pixel, plan->fill, slot);
  return run->packs_in ? packed_source (run, r) : plane_row (run->src, r);
}

static int
source_step (const Run *run)
{
  return run->plan->framed || run->packs_in ? run->plan->samples.components * run->plan->samples.bytes : run->src->step;
}

/* Input row r as floats, in float row i. */
static const float *
decoded_row (const Run *run, int r, int slot, int i)
{
  const AlsPlan *plan = run->plan;
  const AlsPlane *alpha_plane = run->src->alpha;
  const uint8_t *row = source_row (run, r, slot), *alpha = NULL;
  int alpha_step = 0;

  if (plan->convert.components > plan->samples.components) {
    const int bytes = plan->samples.bytes;

    alpha = plan->framed ? frame_row (run, alpha_plane, r, bytes, plan->fill + plan->samples.components * bytes,
        plan->framed_rows / 2 + slot) : plane_row (alpha_plane, r);
    alpha_step = plan->framed ? bytes : alpha_plane->step;
  }
  als_decode_row (&plan->convert, float_row (run, i), row, source_step (run), alpha, alpha_step, plan->x.in,
      &plan->samples);
  return float_row (run, i);
}

static void
encode_row (const Run *run, int y, const float *row)
{
  const AlsPlan *plan = run->plan;

  als_encode_row (&plan->convert, plane_row (run->dst, y), row, run->dst->step, plan->x.out, plan->x.counts,
      plan->y.counts ? plan->y.counts[y] : 1.0f, &plan->samples);
}

/* Asks the cache for the source rows of output row y that the row before it does not need: rows are used faster than
 * memory brings them. */
static void
prefetch_rows (const Run *run, int y)
{
  const AlsTaps *taps = &run->plan->y;
  const size_t length = (size_t) run->plan->src_width * (size_t) run->src->step;
  int r = taps->first[y], end = r + taps->n, known = taps->first[y - 1] + taps->n;
  size_t at;

  for (r = r > known ? r : known; r < end; r++)
    for (at = 0; at < length; at += 64)
      __builtin_prefetch (plane_row (run->src, r) + at, 0, 2);
}

/* The bits below a value hold no sample: whatever they hold is not copied. */
static void
clear_low_bits (uint8_t *row, int n, const AlsSamples *samples)
{
  const uint16_t low = (uint16_t) ((1u << samples->shift) - 1);
  const uint16_t mask = (uint16_t) ~(samples->swapped ? __builtin_bswap16 (low) : low);
  int i;

  for (i = 0; i < n; i++) {
    uint16_t sample;

    memcpy (&sample, row + 2 * i, sizeof sample);
    sample &= mask;
    memcpy (row + 2 * i, &sample, sizeof sample);
  }
}

/* Input row r, where both axes copy, as the output has it, with pixels side by side: made in out, unless it is already
 * there. */
static const uint8_t *
copied_row (const Run *run, int r, uint8_t *out)
{
  const AlsPlan *plan = run->plan;
  const int pixel = plan->samples.components * plan->samples.bytes, width = plan->x.out;
  const bool moves = !plan->x.identity || plan->framed;
  const uint8_t *row = source_row (run, r, 0);
  int step = source_step (run);

  if (step != pixel && (!moves || plan->shuffles.windows > 0)) {
    plan->rows->pack (run->packed_in, row, &run->packing_in, plan->x.in);
    row = run->packed_in;
    step = pixel;
  }
  /* behind a row of the picture there is nothing that may be read, as spreading does */
  if (!moves && plan->samples.shift == 0 && (row == run->packed_in || run->dst->step == pixel))
    return row;
  if (!moves)
    memcpy (out, row, (size_t) width * (size_t) pixel);
  else if (plan->shuffles.windows > 0)
    plan->rows->shuffle (out, row, &plan->shuffles);
  else
    als_rows_c.gather (out, row, pixel, step, plan->x.first, width, pixel);
  if (plan->samples.shift > 0)
    clear_low_bits (out, width * plan->samples.components, &plan->samples);
  return out;
}

static void
run_copy (Run *run)
{
  const AlsPlan *plan = run->plan;
  const AlsPlane *dst = run->dst;
  const int pixel = plan->samples.components * plan->samples.bytes;
  const bool packed = dst->step == pixel;
  const uint8_t *row = NULL;
  int y;

  for (y = run->y0; y < run->y1; y++) {
    uint8_t *out = packed ? plane_row (dst, y) : run->packed_out;

    if (y + COPY_AHEAD < run->y1 && !plan->framed)
      prefetch_rows (run, y + COPY_AHEAD);
    if (!row || plan->y.first[y] != plan->y.first[y - 1])
      row = copied_row (run, plan->y.first[y], out);
    if (!packed)
      plan->rows->spread (plane_row (dst, y), row, &run->packing_out, plan->x.out);
    else if (row != out)
      memcpy (out, row, (size_t) plan->x.out * (size_t) pixel);
  }
}

/* Input rows, horizontally resampled, in a ring: row r lies in float row r % ring_rows where present[] of it is r. */
typedef struct {
  Run run;
  int present[ALS_TAP_BLOCK + ALS_ROW_BLOCK];
} Ring;

static float *
ring_row (const Ring *ring, int r)
{
  return float_row (&ring->run, r % ring->run.plan->ring_rows);
}

/* Resamples the n rows r. */
static void
ring_make (const Ring *ring, const int *r, int n)
{
  const Run *run = &ring->run;
  const AlsPlan *plan = run->plan;
  const uint8_t *src[ALS_ROW_BLOCK];
  const float *decoded[ALS_ROW_BLOCK];
  float *dst[ALS_ROW_BLOCK];
  int i;

  for (i = 0; i < n; i++) {
    dst[i] = ring_row (ring, r[i]);
    if (plan->converts)
      decoded[i] = decoded_row (run, r[i], i, plan->ring_rows + i);
    else
      src[i] = source_row (run, r[i], i);
  }
  if (plan->converts)
    als_rows_c.horizontal (dst, decoded, n, &plan->x, plan->convert.components);
  else
    plan->rows->horizontal_in[plan->samples.bytes - 1] (dst, src, source_step (run), n, &plan->x, &plan->samples);
}

static bool
ring_has (const Ring *ring, int y)
{
  const AlsPlan *plan = ring->run.plan;
  int r;

  for (r = plan->y.first[y]; r < plan->y.first[y] + plan->y.n; r++)
    if (ring->present[r % plan->ring_rows] != r)
      return false;
  return true;
}

/* Makes the rows of output row y present. The last block of them is filled up with rows of the output rows that follow,
 * as far as the ring has room beside the rows of y. */
static void
ring_fill (Ring *ring, int y)
{
  const AlsPlan *plan = ring->run.plan;
  const AlsTaps *taps = &plan->y;
  const int begin = taps->first[y], end = begin + plan->ring_rows;
  int rows[ALS_ROW_BLOCK], n = 0, i, r;

  if (ring_has (ring, y))
    return;
  for (i = y; i < ring->run.y1 && taps->first[i] >= begin && taps->first[i] + taps->n <= end; i++) {
    for (r = taps->first[i]; r < taps->first[i] + taps->n; r++) {
      int *present = &ring->present[r % plan->ring_rows];

      if (*present == r)
        continue;
      if (n == plan->rows->block) {
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

/* The output rows y.. to y1 - 1, whose rows are in the ring. Some columns at a time, which then stay in the fastest cache
 * from one output row to the next. */
static void
ring_sum (const Ring *ring, int y, int y1)
{
  const Run *run = &ring->run;
  const AlsPlan *plan = run->plan;
  const int components = plan->samples.components, unit = components % 2 ? 128 : 64;
  const int units = RING_FLOATS / (plan->ring_rows * components * unit);
  /* two rows are not worth it */
  const int columns = plan->y.n < 4 ? plan->x.out : unit * (units > 1 ? units : 1);
  const float *rows[ALS_TAP_BLOCK];
  int x, i, k;

  for (x = 0; x < plan->x.out; x += columns) {
    for (i = y; i < y1; i++) {
      for (k = 0; k < plan->y.n; k++)
        rows[k] = ring_row (ring, plan->y.first[i] + k) + (ptrdiff_t) x * components;
      plan->rows->vertical_out[plan->samples.bytes - 1] (plane_row (run->dst, i) + (ptrdiff_t) x * run->dst->step, rows,
          run->dst->step, weights_of (&plan->y, i), plan->y.n, least (columns, plan->x.out - x),
          plan->x.counts ? plan->x.counts + x : NULL, plan->y.counts ? plan->y.counts[i] : 1.0f, &plan->samples);
    }
  }
}

/* The same for samples that are converted. */
static void
ring_sum_converted (const Ring *ring, int y, int y1)
{
  const Run *run = &ring->run;
  const AlsPlan *plan = run->plan;
  float *sums = float_row (run, plan->n_rows - 1);
  const float *rows[ALS_TAP_BLOCK];
  int k;

  for (; y < y1; y++) {
    for (k = 0; k < plan->y.n; k++)
      rows[k] = ring_row (ring, plan->y.first[y] + k);
    als_rows_c.vertical (sums, rows, weights_of (&plan->y, y), plan->y.n, plan->x.out * plan->convert.components, false);
    encode_row (run, y, sums);
  }
}

static void
run_horizontal_first (const Run *run)
{
  const AlsPlan *plan = run->plan;
  const int block = plan->rows->block;
  Ring ring = { .run = *run };
  int y, end, k;

  for (k = 0; k < plan->ring_rows; k++)
    ring.present[k] = -1;
  for (y = run->y0; y < run->y1; y = end) {
    ring_fill (&ring, y);
    for (end = y + 1; end < run->y1 && ring_has (&ring, end); end++);
    for (k = y; k < end; k++)
      if (k + block < run->y1 && !plan->framed)
        prefetch_rows (run, k + block);
    if (plan->converts)
      ring_sum_converted (&ring, y, end);
    else
      ring_sum (&ring, y, end);
  }
}

/* The float row of output row y, still as wide as the input, of rows that are decoded first. */
static void
decoded_sum (const Run *run, int y, float *row)
{
  const AlsPlan *plan = run->plan;
  const float *decoded[ALS_TAP_BLOCK];
  int from, k;

  for (from = 0; from < plan->y.n; from += ALS_TAP_BLOCK) {
    const int n = least (plan->y.n - from, ALS_TAP_BLOCK);

    for (k = 0; k < n; k++)
      decoded[k] = decoded_row (run, plan->y.first[y] + from + k, k, plan->ring_rows + k);
    als_rows_c.vertical (row, decoded, weights_of (&plan->y, y) + from, n, plan->x.in * plan->convert.components,
        from > 0);
  }
}

/* As many float rows from output row y on, n of them at most, as can be made at once; the answer is how many. */
static int
sum_rows (const Run *run, int y, int n, int row)
{
  const AlsPlan *plan = run->plan;
  const AlsTaps *taps = &plan->y;
  const uint8_t *src[ALS_SPAN];
  AlsSums sums = { 0 };
  int from, i, k, lo = taps->first[y], hi = lo;

  for (i = 1; i < n && taps->n <= ALS_TAP_BLOCK; i++) {
    const int first = taps->first[y + i];
    const int new_lo = first < lo ? first : lo, new_hi = first > hi ? first : hi;

    if (new_hi - new_lo + taps->n > ALS_SPAN)
      break;
    lo = new_lo;
    hi = new_hi;
  }
  sums.rows = taps->n <= ALS_TAP_BLOCK ? i : 1;
  for (from = 0; from < taps->n; from += ALS_TAP_BLOCK) {
    sums.n = least (taps->n - from, ALS_TAP_BLOCK);
    sums.span = hi - lo + sums.n;
    sums.add = from > 0;
    for (k = 0; k < sums.span; k++)
      src[k] = source_row (run, lo + from + k, k);
    for (i = 0; i < sums.rows; i++) {
      sums.dst[i] = float_row (run, row + i);
      sums.first[i] = taps->first[y + i] - lo;
      sums.weights[i] = weights_of (taps, y + i) + from;
    }
    plan->rows->vertical_in[plan->samples.bytes - 1] (&sums, src, source_step (run), plan->x.in, &plan->samples);
  }
  return sums.rows;
}

/* Columns stay where they are: the float row only has to be rounded. */
static void
run_vertical_only (const Run *run)
{
  static const float one = 1.0f;
  const AlsPlan *plan = run->plan;
  const float *row = float_row (run, 0);
  int y;

  for (y = run->y0; y < run->y1; y++) {
    sum_rows (run, y, 1, 0);
    plan->rows->vertical_out[plan->samples.bytes - 1] (plane_row (run->dst, y), &row, run->dst->step, &one, 1, plan->x.out,
        plan->x.counts, plan->y.counts ? plan->y.counts[y] : 1.0f, &plan->samples);
  }
}

static void
run_vertical_first (Run *run)
{
  const AlsPlan *plan = run->plan;
  const float *rows[ALS_ROW_BLOCK];
  float *sums[ALS_ROW_BLOCK];
  uint8_t *out[ALS_ROW_BLOCK];
  const int block = plan->rows->block;
  int y, i;

  for (y = run->y0; y < run->y1; y += block) {
    const int n = least (run->y1 - y, block);

    for (i = 0; i < n; i++) {
      if (y + i + block < run->y1 && !plan->framed && plan->y.n <= ALS_TAP_BLOCK)
        prefetch_rows (run, y + i + block);
      if (plan->converts)
        decoded_sum (run, y + i, float_row (run, i));
      rows[i] = float_row (run, i);
      sums[i] = float_row (run, plan->n_rows - block + i);
      out[i] = target_row (run, y + i, i);
    }
    pack_for (run, y, n);
    for (i = 0; i < n && !plan->converts;)
      i += sum_rows (run, y + i, n - i, i);
    if (plan->converts) {
      als_rows_c.horizontal (sums, rows, n, &plan->x, plan->convert.components);
      for (i = 0; i < n; i++)
        encode_row (run, y + i, sums[i]);
    } else {
      plan->rows->horizontal_out[plan->samples.bytes - 1] (out, rows, target_step (run), n, &plan->x,
          plan->y.counts ? plan->y.counts + y : NULL, &plan->samples);
      for (i = 0; i < n; i++)
        finish_row (run, y + i, i);
    }
  }
}

static void
run_halve (Run *run)
{
  const AlsPlan *plan = run->plan;
  int y;

  for (y = run->y0; y < run->y1; y++) {
    if (y + 1 < run->y1)
      prefetch_rows (run, y + 1);
    pack_sources (run, 2 * y, 2 * y + 2);
    plan->rows->halve (target_row (run, y, 0), source_row (run, 2 * y, 0), source_row (run, 2 * y + 1, 1), plan->x.out,
        &plan->samples);
    finish_row (run, y, 0);
  }
}

/* Output rows 2 * r - 1 and 2 * r lie between source rows r - 1 and r. */
static void
run_double (Run *run)
{
  const AlsPlan *plan = run->plan;
  int r;

  for (r = (run->y0 + 1) / 2; 2 * r - 1 < run->y1; r++) {
    const int a = r > 0 ? r - 1 : 0, b = least (r, plan->y.in - 1);
    uint8_t *near_a = 2 * r - 1 >= run->y0 ? target_row (run, 2 * r - 1, 0) : NULL;
    uint8_t *near_b = 2 * r < run->y1 ? target_row (run, 2 * r, 1) : NULL;

    /* neither in a slice without rows */
    if (!near_a && !near_b)
      continue;
    pack_sources (run, a, b + 1);
    plan->rows->double_rows (near_a, near_b, source_row (run, a, 0), source_row (run, b, 1), plan->x.in, &plan->samples);
    if (near_a)
      finish_row (run, 2 * r - 1, 0);
    if (near_b)
      finish_row (run, 2 * r, 1);
  }
}

/* Only where the pixels lie side by side, or come there. */
static bool
run_dyadic (Run *run)
{
  const AlsPlan *plan = run->plan;
  const int pixel = plan->samples.components * plan->samples.bytes;

  if (plan->dyadic == ALS_DYADIC_NONE || source_step (run) != pixel || target_step (run) != pixel)
    return false;
  if (plan->dyadic == ALS_DYADIC_HALVE)
    run_halve (run);
  else
    run_double (run);
  return true;
}

void
als_plan_run (const AlsPlan *plan, const AlsPlane *src, const AlsPlane *dst, int slice, int n_slices, void *scratch)
{
  const int pixel = plan->samples.components * plan->samples.bytes;
  Run run = { .plan = plan, .src = src, .dst = dst };

  run.y0 = (int) ((int64_t) slice * plan->y.out / n_slices);
  run.y1 = (int) (((int64_t) slice + 1) * plan->y.out / n_slices);
  run.rows = (float *) (((uintptr_t) scratch + 63) & ~(uintptr_t) 63);
  run.framed = (uint8_t *) (run.rows + plan->row_floats * (size_t) plan->n_rows);
  run.packed_in = run.framed + (size_t) plan->framed_rows * (size_t) plan->x.in * (size_t) pixel;
  run.packed_out = run.packed_in + (size_t) plan->packed_in * ((size_t) plan->x.in * (size_t) pixel + ALS_PACKED_SLACK);
  run.packing_in = als_packing (src->step, pixel);
  run.packing_out = als_packing (dst->step, pixel);
  run.packs_in = plan->order != ALS_ORDER_COPY && plan->packed_in > 0 && src->step != pixel;
  run.packs_out = plan->order != ALS_ORDER_COPY && plan->packed_out > 0 && dst->step != pixel;
  if (run_dyadic (&run))
    return;
  switch (plan->order) {
    case ALS_ORDER_COPY:
      run_copy (&run);
      break;
    case ALS_ORDER_HORIZONTAL_FIRST:
      run_horizontal_first (&run);
      break;
    case ALS_ORDER_VERTICAL_FIRST:
      run_vertical_first (&run);
      break;
    case ALS_ORDER_VERTICAL_ONLY:
      run_vertical_only (&run);
      break;
  }
}
