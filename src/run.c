/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Runs one slice of a plan. Nothing here can fail: plan.c has decided everything.
 */
#include "run.h"

#include <string.h>

#define COPY_AHEAD 4            /* rows that copying is behind the cache */
#define RING_FLOATS 24576       /* of the ring in the fast caches, about */

static const float *
weights_of (const AlsTaps *taps, int i)
{
  return taps->weights + (size_t) i * (size_t) taps->n;
}

static void
encode_row (const AlsRun *run, int y, const float *row)
{
  const AlsPlan *plan = run->plan;

  als_encode_row (&plan->convert, plane_row (run->dst, y), row, run->dst->step, plan->x.out, plan->x.counts,
      plan->y.counts ? plan->y.counts[y] : 1.0f, &plan->samples);
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
copied_row (const AlsRun *run, int r, ptrdiff_t ahead, uint8_t *out)
{
  const AlsPlan *plan = run->plan;
  const int pixel = (int) pixel_bytes (plan), width = plan->x.out;
  const bool moves = !plan->x.identity || plan->framed;
  const uint8_t *row = als_source_row (run, r, 0);
  int step = als_source_step (run);

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
    plan->rows->shuffle (out, row, ahead, &plan->shuffles);
  else
    als_rows_c.gather (out, row, pixel, step, plan->x.first, width, pixel);
  if (plan->samples.shift > 0)
    clear_low_bits (out, width * plan->samples.components, &plan->samples);
  return out;
}

static void
run_copy (AlsRun *run)
{
  const AlsPlan *plan = run->plan;
  const AlsPlane *dst = run->dst;
  const int pixel = (int) pixel_bytes (plan);
  const bool packed = dst->step == pixel;
  const uint8_t *row = NULL;
  int y;

  for (y = run->y0; y < run->y1; y++) {
    uint8_t *out = packed ? plane_row (dst, y) : run->packed_out;

    if (!row || plan->y.first[y] != plan->y.first[y - 1])
      row = copied_row (run, plan->y.first[y], als_bytes_ahead (run, y, COPY_AHEAD), out);
    if (!packed)
      plan->rows->spread (plane_row (dst, y), row, &run->packing_out, plan->x.out);
    else if (row != out)
      memcpy (out, row, (size_t) plan->x.out * (size_t) pixel);
  }
}

/* Input rows, horizontally resampled, in a ring: row r lies in float row r % ring_rows where present[] of it is r. */
typedef struct {
  AlsRun run;
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
  const AlsRun *run = &ring->run;
  const AlsPlan *plan = run->plan;
  const uint8_t *src[ALS_ROW_BLOCK];
  const float *decoded[ALS_ROW_BLOCK];
  float *dst[ALS_ROW_BLOCK];
  const ptrdiff_t ahead = r[0] + 2 * n <= plan->src_height && !plan->framed ? n * run->src->stride : 0;
  int i;

  for (i = 0; i < n; i++) {
    dst[i] = ring_row (ring, r[i]);
    if (plan->converts)
      decoded[i] = als_decoded_row (run, r[i], i, plan->ring_rows + i);
    else
      src[i] = als_source_row (run, r[i], i);
  }
  if (run->dots)
    plan->rows->dots (dst, src, n, ahead, run->dots);
  else if (plan->converts)
    plan->rows->horizontal (dst, decoded, n, &plan->x, plan->convert.components);
  else
    plan->rows->horizontal_in[plan->samples.bytes - 1] (dst, src, als_source_step (run), n, ahead, &plan->x,
        &plan->samples);
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
      *present = r;
      rows[n++] = r;
      if (n == plan->rows->block) {
        ring_make (ring, rows, n);
        n = 0;
        if (i > y)
          return;
      }
    }
  }
  if (n > 0)
    ring_make (ring, rows, n);
}

/* The columns x.. to x1 - 1 of output row y, of the float rows. */
static void
sum_columns (const AlsRun *run, int y, int x, int x1, const float *const *rows)
{
  const AlsPlan *plan = run->plan;
  const int components = plan->samples.components;
  uint8_t *dst = plane_row (run->dst, y) + (ptrdiff_t) x * run->dst->step;
  uint64_t again;
  int i;

  if (!run->dots || !run->dots->risky) {
    plan->rows->vertical_out[plan->samples.bytes - 1] (dst, rows, run->dst->step, weights_of (&plan->y, y), plan->y.n,
        x1 - x, plan->x.counts ? plan->x.counts + x : NULL, plan->y.counts ? plan->y.counts[y] : 1.0f, &plan->samples);
    return;
  }
  again = plan->rows->dots_out (dst, rows, weights_of (&plan->y, y), plan->y.n, (x1 - x) * components, run->dots);
  for (i = 0; again >> i > 0; i++)
    if (again >> i & 1)
      als_run_again (run, y, x + i * ALS_DOT_CHUNK / components,
          least (x + (i + 1) * ALS_DOT_CHUNK / components + 1, x1));
}

/* The output rows y.. to y1 - 1, whose rows are in the ring. Some columns at a time, which then stay in the fastest cache
 * from one output row to the next. */
static void
ring_sum (const Ring *ring, int y, int y1)
{
  const AlsRun *run = &ring->run;
  const AlsPlan *plan = run->plan;
  const int components = plan->samples.components, unit = components % 2 ? 128 : 64;
  const int units = RING_FLOATS / (plan->ring_rows * components * unit);
  /* two rows are not worth it */
  const int columns = plan->y.n < 4 && !run->dots ? plan->x.out : unit * (units > 1 ? units : 1);
  const float *rows[ALS_TAP_BLOCK];
  int x, i, k;

  for (x = 0; x < plan->x.out; x += columns) {
    for (i = y; i < y1; i++) {
      for (k = 0; k < plan->y.n; k++)
        rows[k] = ring_row (ring, plan->y.first[i] + k) + (ptrdiff_t) x * components;
      sum_columns (run, i, x, least (x + columns, plan->x.out), rows);
    }
  }
}

/* The same for samples that are converted. */
static void
ring_sum_converted (const Ring *ring, int y, int y1)
{
  const AlsRun *run = &ring->run;
  const AlsPlan *plan = run->plan;
  float *sums = float_row (run, plan->n_rows - 1);
  const float *rows[ALS_TAP_BLOCK];
  int k;

  for (; y < y1; y++) {
    for (k = 0; k < plan->y.n; k++)
      rows[k] = ring_row (ring, plan->y.first[y] + k);
    plan->rows->vertical (sums, rows, weights_of (&plan->y, y), plan->y.n, plan->x.out * plan->convert.components, false);
    encode_row (run, y, sums);
  }
}

static void
run_horizontal_first (const AlsRun *run)
{
  const AlsPlan *plan = run->plan;
  Ring ring = { .run = *run };
  int y, end, k;

  for (k = 0; k < plan->ring_rows; k++)
    ring.present[k] = -1;
  for (y = run->y0; y < run->y1; y = end) {
    ring_fill (&ring, y);
    for (end = y + 1; end < run->y1 && ring_has (&ring, end); end++);
    if (plan->converts)
      ring_sum_converted (&ring, y, end);
    else
      ring_sum (&ring, y, end);
  }
}

/* The float row of output row y, still as wide as the input, of rows that are decoded first: row r into slot r % most, if it
 * is not there from output rows before. */
static void
decoded_sum (AlsRun *run, int y, float *row)
{
  const AlsPlan *plan = run->plan;
  const int most = least (plan->y.n, ALS_TAP_BLOCK);
  const float *decoded[ALS_TAP_BLOCK];
  int from, k;

  for (from = 0; from < plan->y.n; from += ALS_TAP_BLOCK) {
    const int n = least (plan->y.n - from, ALS_TAP_BLOCK);

    for (k = 0; k < n; k++) {
      const int r = plan->y.first[y] + from + k, slot = r % most;

      if (run->decoded[slot] != r + 1)
        als_decoded_row (run, r, slot, plan->ring_rows + slot);
      run->decoded[slot] = r + 1;
      decoded[k] = float_row (run, plan->ring_rows + slot);
    }
    plan->rows->vertical (row, decoded, weights_of (&plan->y, y) + from, n, plan->x.in * plan->convert.components,
        from > 0);
  }
}

/* As many float rows from output row y on, n of them at most, as can be made at once; the answer is how many. */
static int
sum_rows (const AlsRun *run, int y, int n, int row)
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
  sums.ahead = als_bytes_ahead (run, y, plan->rows->block);
  for (from = 0; from < taps->n; from += ALS_TAP_BLOCK) {
    sums.n = least (taps->n - from, ALS_TAP_BLOCK);
    sums.span = hi - lo + sums.n;
    sums.add = from > 0;
    for (k = 0; k < sums.span; k++)
      src[k] = als_source_row (run, lo + from + k, k);
    for (i = 0; i < sums.rows; i++) {
      sums.dst[i] = float_row (run, row + i);
      sums.first[i] = taps->first[y + i] - lo;
      sums.weights[i] = weights_of (taps, y + i) + from;
    }
    plan->rows->vertical_in[plan->samples.bytes - 1] (&sums, src, als_source_step (run), plan->x.in, &plan->samples);
  }
  return sums.rows;
}

/* Columns stay where they are: the float row only has to be rounded. */
static void
run_vertical_only (const AlsRun *run)
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
run_vertical_first (AlsRun *run)
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
      if (plan->converts)
        decoded_sum (run, y + i, float_row (run, i));
      rows[i] = float_row (run, i);
      sums[i] = float_row (run, plan->n_rows - block + i);
      out[i] = als_target_row (run, y + i, i);
    }
    als_pack_for (run, y, n);
    for (i = 0; i < n && !plan->converts;)
      i += sum_rows (run, y + i, n - i, i);
    if (plan->converts) {
      plan->rows->horizontal (sums, rows, n, &plan->x, plan->convert.components);
      for (i = 0; i < n; i++)
        encode_row (run, y + i, sums[i]);
    } else {
      plan->rows->horizontal_out[plan->samples.bytes - 1] (out, rows, als_target_step (run), n, &plan->x,
          plan->y.counts ? plan->y.counts + y : NULL, &plan->samples);
      for (i = 0; i < n; i++)
        als_finish_row (run, y + i, i);
    }
  }
}

void
als_run_floats (AlsRun *run)
{
  switch (run->plan->order) {
    case ALS_ORDER_COPY:
      run_copy (run);
      break;
    case ALS_ORDER_HORIZONTAL_FIRST:
      run_horizontal_first (run);
      break;
    case ALS_ORDER_VERTICAL_FIRST:
      run_vertical_first (run);
      break;
    case ALS_ORDER_VERTICAL_ONLY:
      run_vertical_only (run);
      break;
  }
}

void
als_plan_run (const AlsPlan *plan, const AlsPlane *src, const AlsPlane *dst, int begin, int end, void *scratch)
{
  AlsRun run = als_run_begin (plan, src, dst, begin, end, scratch);

  if (!als_run_dyadic (&run))
    als_run_floats (&run);
}
