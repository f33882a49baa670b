/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The row functions of every instruction set, written once over vectors of LANES. A file rows_*.c defines the vectors
 * and their operations, includes this and ends with its table. Sums are made in the order that rows.h asks for.
 *
 * Horizontally there are three ways:
 *   columns  a row in each lane; any taps. Weights are broadcast, so their layout does not matter.
 *   window   8 lanes; samples in, few taps: 4 outputs find all of their taps in 16 bytes, a shuffle brings tap k of each.
 *   pairs    8 lanes; floats in, 2 taps: the same in 8 floats.
 *   picks    16 lanes; few taps: 16 outputs find all of their taps in 64 bytes or 32 floats. Of AVX-512, rows_picks.h.
 *
 * What the file defines, with bytes and swapped constant wherever they are passed:
 *   LANES, 8 or 16: of V, and the rows that a horizontal function is given at once
 *   V floats    v_load v_loadu v_store v_storeu v_set1 v_mul v_add v_div
 *   v_transpose (V *)             LANES x LANES
 *   v_samples (p, ...)            LANES samples as floats
 *   v_columns (dst, rows, ...)    LANES samples of LANES rows, a vector for each column
 *   v_put (p, v, n, ...)          n vectors, 4 or 1, as n * LANES samples
 *   v_put_rows (dst, at, v, ...)  LANES columns of LANES rows as LANES samples at dst[row] + at
 *   v_spread (v, components, j)   lane i becomes lane (8 * j + i) / components; of 8 lanes, as are
 *   v_even_odd (p, &even, &odd)   of 16 floats
 *   I8 integers i_load i_set1 i_halves i_add i_sub i_or i_mul i_spread
 *   i_within (v, limit)           every lane is 0 to limit
 *   W16         w_load (p, q), v_window (w, mask, shift): 16 bytes for lanes 0-3 and for 4-7, picked by bytes of mask
 *   B16 bytes   b_load b_store b_or, b_pick (v, mask): those at mask where it is below 16, 0 where it is 0x80;
 *               b_pick_or (v, mask, other): those of other there
 *   CHAINS (components)           outputs whose sums the registers hold in columns
 *   STRIP                         floats whose sums they hold in the vertical functions, a multiple of 32
 *   HAVE_PAIRS                    if so, v_pairs (p, q, picks, w0, w1): the sums of pairs
 *   HAVE_PICKS                    if so, picks are there instead of windows and pairs
 *   HAVE_DYADIC                   if so, halve and double_rows are there, as rows_dyadic.h makes them on x86
 */
#ifndef ALS_ROWS_VECTOR_H
#define ALS_ROWS_VECTOR_H

#include <string.h>

/* Large and called from several places. */
#define NOINLINE static __attribute__ ((noinline))

/* Always whole: what it loops over stays in registers. */
#ifdef __clang__
#define UNROLLED _Pragma ("clang loop unroll(full)")
#else
#define UNROLLED _Pragma ("GCC unroll 16")
#endif

INLINE int
least (int a, int b)
{
  return a < b ? a : b;
}

#include "rows_pixels.h"

/* The weighted sum of the samples at src[] + at. */
INLINE void
sum_samples (V *sum, const uint8_t *const *src, ptrdiff_t at, const float *weights, int n, int vectors,
    const AlsSamples *samples, int bytes, bool swapped)
{
  V weight = v_set1 (weights[0]);
  int i, k;

  UNROLLED for (i = 0; i < vectors; i++)
    sum[i] = v_mul (weight, v_samples (src[0] + at + i * LANES * bytes, samples->shift, bytes, swapped));
  for (k = 1; k < n; k++) {
    weight = v_set1 (weights[k]);
    UNROLLED for (i = 0; i < vectors; i++)
      sum[i] = v_add (sum[i],
          v_mul (weight, v_samples (src[k] + at + i * LANES * bytes, samples->shift, bytes, swapped)));
  }
}

INLINE void
store_sums (float *dst, V *sum, int vectors, bool add)
{
  int i;

  UNROLLED for (i = 0; i < vectors; i++)
    v_store (dst + i * LANES, add ? v_add (v_load (dst + i * LANES), sum[i]) : sum[i]);
}

/* The weighted sum of rows STRIP floats apart. */
INLINE void
sum_strips (V *sum, const float *src, const float *weights, int n, int vectors)
{
  V weight = v_set1 (weights[0]);
  int i, k;

  UNROLLED for (i = 0; i < vectors; i++)
    sum[i] = v_mul (weight, v_load (src + i * LANES));
  for (k = 1; k < n; k++) {
    weight = v_set1 (weights[k]);
    src += STRIP;
    UNROLLED for (i = 0; i < vectors; i++)
      sum[i] = v_add (sum[i], v_mul (weight, v_load (src + i * LANES)));
  }
}

/* Samples side by side as floats: STRIP of them, or the last ones of the row. */
INLINE void
strip_in (float *strip, const uint8_t *src, int floats, const AlsSamples *samples, int bytes, bool swapped)
{
  uint8_t staged[STRIP * 2] = { 0 };
  int i;

  if (floats == STRIP) {
    UNROLLED for (i = 0; i < STRIP / LANES; i++)
      v_store (strip + i * LANES, v_samples (src + i * LANES * bytes, samples->shift, bytes, swapped));
    return;
  }
  memcpy (staged, src, (size_t) (floats * bytes));
  for (i = 0; i < floats; i += LANES)
    v_store (strip + i, v_samples (staged + i * bytes, samples->shift, bytes, swapped));
}

/* Converts each strip of the source rows once for all sums. */
INLINE void
vertical_in_strips (const AlsSums *sums, const uint8_t *const *src, int step, int width, const AlsSamples *samples,
    int bytes, bool swapped)
{
  const int components = samples->components, pixel = components * bytes, floats = width * components;
  const int strip = step == pixel || components != 3 ? STRIP : STRIP / 4 * 3, length = (width - 1) * step + pixel;
  const AlsPacking packing = als_packing (step, pixel);
  float strips[ALS_SPAN][STRIP] __attribute__ ((aligned (64)));
  uint8_t packed[STRIP * 2 + 16];
  V sum[STRIP / LANES];
  int from, i, k, r;

  for (from = 0; from < floats; from += strip) {
    const int now = least (strip, floats - from);

    for (k = 0; k < sums->span; k++) {
      if (step == pixel) {
        strip_in (strips[k], src[k] + (ptrdiff_t) from * bytes, now, samples, bytes, swapped);
      } else {
        const int at = from / components * step;

        pack_pixels (packed, src[k] + at, &packing, now / components, length - at);
        strip_in (strips[k], packed, now, samples, bytes, swapped);
      }
    }
    for (r = 0; r < sums->rows; r++) {
      const float *first = strips[sums->first[r]], *weights = sums->weights[r];
      float *dst = sums->dst[r] + from;

      if (now == STRIP) {
        sum_strips (sum, first, weights, sums->n, STRIP / LANES);
        store_sums (dst, sum, STRIP / LANES, sums->add);
        continue;
      }
      for (i = 0; i < now; i += LANES) {
        sum_strips (sum, first + i, weights, sums->n, 1);
        store_sums (dst + i, sum, 1, sums->add);
      }
    }
  }
}

/* One sum, of samples side by side. */
INLINE void
vertical_in_row (float *dst, const uint8_t *const *src, const float *weights, int n, int floats, bool add,
    const AlsSamples *samples, int bytes, bool swapped)
{
  V sum[STRIP / LANES], last;
  int i;

  /* the last samples by themselves, before what they are added to changes */
  sum_samples (&last, src, (ptrdiff_t) (floats - LANES) * bytes, weights, n, 1, samples, bytes, swapped);
  if (add)
    last = v_add (v_loadu (dst + floats - LANES), last);
  for (i = 0; i + STRIP <= floats; i += STRIP) {
    sum_samples (sum, src, (ptrdiff_t) i * bytes, weights, n, STRIP / LANES, samples, bytes, swapped);
    store_sums (dst + i, sum, STRIP / LANES, add);
  }
  for (; i + LANES <= floats; i += LANES) {
    sum_samples (sum, src, (ptrdiff_t) i * bytes, weights, n, 1, samples, bytes, swapped);
    store_sums (dst + i, sum, 1, add);
  }
  v_storeu (dst + floats - LANES, last);
}

INLINE void
vertical_in (const AlsSums *sums, const uint8_t *const *src, int step, int width, const AlsSamples *samples, int bytes,
    bool swapped)
{
  const int floats = width * samples->components;
  /* strips are written and read once more, so rows have to be shared */
  const bool shared = sums->n >= 4 && 4 * sums->span <= 3 * sums->rows * sums->n;
  int r;

  if (shared || step != samples->components * bytes || floats < LANES) {
    vertical_in_strips (sums, src, step, width, samples, bytes, swapped);
    return;
  }
  for (r = 0; r < sums->rows; r++)
    vertical_in_row (sums->dst[r], src + sums->first[r], sums->weights[r], sums->n, floats, sums->add, samples, bytes,
        swapped);
}

INLINE void
sum_floats (V *sum, const float *const *src, int at, const float *weights, int n, int vectors)
{
  V weight = v_set1 (weights[0]);
  int i, k;

  UNROLLED for (i = 0; i < vectors; i++)
    sum[i] = v_mul (weight, v_load (src[0] + at + i * LANES));
  for (k = 1; k < n; k++) {
    weight = v_set1 (weights[k]);
    UNROLLED for (i = 0; i < vectors; i++)
      sum[i] = v_add (sum[i], v_mul (weight, v_load (src[k] + at + i * LANES)));
  }
}

/* What the floats from..from + STRIP - 1 are divided by. */
INLINE void
divide (V *sum, int from, int floats, const float *counts, float count, int components)
{
  float divisors[STRIP] __attribute__ ((aligned (64)));
  int i, x = from / components, c = from % components;

  for (i = 0; i < STRIP; i++) {
    divisors[i] = from + i < floats ? counts[x] * count : 1.0f;
    if (++c == components) {
      c = 0;
      x++;
    }
  }
  UNROLLED for (i = 0; i < STRIP / LANES; i++)
    sum[i] = v_div (sum[i], v_load (divisors + i * LANES));
}

/* The same for whole strips of single components. */
INLINE void
divide_single (V *sum, const float *counts, float count)
{
  int i;

  UNROLLED for (i = 0; i < STRIP / LANES; i++)
    sum[i] = v_div (sum[i], v_mul (v_loadu (counts + i * LANES), v_set1 (count)));
}

/* The strip from from on, whole; its sums stay in registers. */
INLINE void
whole_strip_out (uint8_t *dst, const float *const *src, int from, const float *weights, int n, const float *counts,
    float count, const AlsSamples *samples, int bytes)
{
  V sum[STRIP / LANES];
  int i;

  sum_floats (sum, src, from, weights, n, STRIP / LANES);
  if (counts && samples->components == 1)
    divide_single (sum, counts + from, count);
  else if (counts)
    divide (sum, from, from + STRIP, counts, count, samples->components);
  UNROLLED for (i = 0; i < STRIP / LANES; i += 4)
    v_put (dst + i * LANES * bytes, sum + i, 4, samples, bytes);
}

/* The floats from from on, STRIP of them at most. */
INLINE void
part_strip_out (uint8_t *dst, const float *const *src, int from, int floats, const float *weights, int n,
    const float *counts, float count, const AlsSamples *samples, int bytes)
{
  V sum[STRIP / LANES];
  int i;

  for (i = 0; i < STRIP / LANES; i++)
    sum[i] = v_set1 (0.0f);
  for (i = 0; i * LANES < floats; i++)
    sum_floats (sum + i, src, from + i * LANES, weights, n, 1);
  if (counts)
    divide (sum, from, from + floats, counts, count, samples->components);
  for (i = 0; i * LANES < floats; i++)
    v_put (dst + i * LANES * bytes, sum + i, 1, samples, bytes);
}

/* The answer is how many floats have been done. */
INLINE int
whole_strips_out (uint8_t *dst, const float *const *src, const float *weights, int n, int floats, const float *counts,
    float count, const AlsSamples *samples, int bytes)
{
  int from;

  for (from = 0; from + STRIP <= floats; from += STRIP)
    whole_strip_out (dst + (ptrdiff_t) from * bytes, src, from, weights, n, counts, count, samples, bytes);
  return from;
}

INLINE void
vertical_out (uint8_t *dst, const float *const *src, int step, const float *weights, int n, int width,
    const float *counts, float count, const AlsSamples *samples, int bytes)
{
  const int components = samples->components, pixel = components * bytes, floats = width * components;
  const int strip = components != 3 ? STRIP : STRIP / 4 * 3, length = (width - 1) * step + pixel;
  const AlsPacking packing = als_packing (step, pixel);
  uint8_t staged[STRIP * 2 + 16];
  int from = 0;

  if (step == pixel) {
    if (n == 2 && !counts)
      from = whole_strips_out (dst, src, weights, 2, floats, NULL, count, samples, bytes);
    else if (n == 4 && !counts)
      from = whole_strips_out (dst, src, weights, 4, floats, NULL, count, samples, bytes);
    else
      from = whole_strips_out (dst, src, weights, n, floats, counts, count, samples, bytes);
    if (from < floats) {
      part_strip_out (staged, src, from, floats - from, weights, n, counts, count, samples, bytes);
      memcpy (dst + (ptrdiff_t) from * bytes, staged, (size_t) ((floats - from) * bytes));
    }
    return;
  }
  for (; from < floats; from += strip) {
    const int now = least (strip, floats - from), at = from / components * step;

    if (now == STRIP)
      whole_strip_out (staged, src, from, weights, n, counts, count, samples, bytes);
    else
      part_strip_out (staged, src, from, now, weights, n, counts, count, samples, bytes);
    spread_pixels (dst + at, staged, &packing, now / components, length - at);
  }
}

#include "rows_columns.h"
#ifdef HAVE_PICKS
#include "rows_picks.h"
#else
#include "rows_windows.h"
#endif
#include "rows_apart.h"

/* False where nothing has been done. */
INLINE bool
horizontal_in_near (const Job *job, int bytes)
{
  const int pixel = job->samples->components * bytes, length = (job->taps->in - 1) * job->step + pixel;

#ifdef HAVE_PICKS
  return picks_in (job, length, bytes);
#else
  if (job->taps->n > MOST_WINDOW_TAPS || length < 16
      || !taps_lie_close (job->taps, 4, job->samples->components, job->step, pixel, 16))
    return false;
  windows_of_any (job, length, bytes);
  return true;
#endif
}

NOINLINE bool
horizontal_in_near_u8 (const Job *job)
{
  return horizontal_in_near (job, 1);
}

NOINLINE bool
horizontal_in_near_u16 (const Job *job)
{
  return horizontal_in_near (job, 2);
}

static void
horizontal_in_together (const Job *job)
{
  if (!(job->samples->bytes == 1 ? horizontal_in_near_u8 (job) : horizontal_in_near_u16 (job)))
    columns_in (job, 0, job->taps->out);
}

INLINE void
horizontal_in (float *const *dst, const uint8_t *const *src, int step, int rows, const AlsTaps *taps,
    const AlsSamples *samples, int bytes)
{
  const int pixel = samples->components * bytes;
  Job job = { .taps = taps, .samples = samples, .rows = rows, .step = step };
  int r;

  for (r = 0; r < LANES; r++) {
    job.src[r] = src[least (r, rows - 1)];
    job.floats_out[r] = dst[least (r, rows - 1)];
  }
  if (bytes == 1 ? horizontal_in_near_u8 (&job) : horizontal_in_near_u16 (&job))
    return;
  if (taps_lie_apart (taps, pixel))
    by_apart (&job, pixel, horizontal_in_together);
  else
    columns_in (&job, 0, taps->out);
}

INLINE void
horizontal_out (uint8_t *const *dst, const float *const *src, int step, int rows, const AlsTaps *taps,
    const float *count, const AlsSamples *samples, int bytes)
{
  float counts[LANES] __attribute__ ((aligned (64)));
  Job job = { .taps = taps, .samples = samples, .rows = rows, .step = step, .count = count ? counts : NULL,
    .packing = als_packing (step, samples->components * bytes) };
  int r;

  for (r = 0; r < LANES; r++) {
    counts[r] = count ? count[least (r, rows - 1)] : 1.0f;
    job.floats_in[r] = src[least (r, rows - 1)];
    job.dst[r] = dst[least (r, rows - 1)];
  }
  (void) bytes;
#ifdef HAVE_PICKS
  if (picks_out (&job, bytes))
    return;
#elif defined (HAVE_PAIRS)
  if (taps->n == 2 && taps_lie_close (taps, 4, samples->components, samples->components, samples->components, LANES)
      && pairs_of_any (&job, bytes))
    return;
#endif
  columns_out (&job, 0, taps->out);
}

static void
horizontal_in_u8 (float *const *dst, const uint8_t *const *src, int step, int rows, const AlsTaps *taps,
    const AlsSamples *samples)
{
  horizontal_in (dst, src, step, rows, taps, samples, 1);
}

static void
horizontal_in_u16 (float *const *dst, const uint8_t *const *src, int step, int rows, const AlsTaps *taps,
    const AlsSamples *samples)
{
  horizontal_in (dst, src, step, rows, taps, samples, 2);
}

static void
horizontal_out_u8 (uint8_t *const *dst, const float *const *src, int step, int rows, const AlsTaps *taps,
    const float *count, const AlsSamples *samples)
{
  horizontal_out (dst, src, step, rows, taps, count, samples, 1);
}

static void
horizontal_out_u16 (uint8_t *const *dst, const float *const *src, int step, int rows, const AlsTaps *taps,
    const float *count, const AlsSamples *samples)
{
  horizontal_out (dst, src, step, rows, taps, count, samples, 2);
}

static void
vertical_in_u8 (const AlsSums *sums, const uint8_t *const *src, int step, int width, const AlsSamples *samples)
{
  vertical_in (sums, src, step, width, samples, 1, false);
}

static void
vertical_in_u16 (const AlsSums *sums, const uint8_t *const *src, int step, int width, const AlsSamples *samples)
{
  if (samples->swapped)
    vertical_in (sums, src, step, width, samples, 2, true);
  else
    vertical_in (sums, src, step, width, samples, 2, false);
}

static void
vertical_out_u8 (uint8_t *dst, const float *const *src, int step, const float *weights, int n, int width,
    const float *counts, float count, const AlsSamples *samples)
{
  vertical_out (dst, src, step, weights, n, width, counts, count, samples, 1);
}

static void
vertical_out_u16 (uint8_t *dst, const float *const *src, int step, const float *weights, int n, int width,
    const float *counts, float count, const AlsSamples *samples)
{
  vertical_out (dst, src, step, weights, n, width, counts, count, samples, 2);
}

/* Where a set has no functions for exact ratios, the others do. */
#ifdef HAVE_DYADIC
#define DYADIC(function) function
#else
#define DYADIC(function) NULL
#endif

#define ALS_ROWS_TABLE(set) {                                   \
  .name = set,                                                  \
  .block = LANES,                                               \
  .horizontal_in = { horizontal_in_u8, horizontal_in_u16 },     \
  .horizontal_out = { horizontal_out_u8, horizontal_out_u16 },  \
  .vertical_in = { vertical_in_u8, vertical_in_u16 },           \
  .vertical_out = { vertical_out_u8, vertical_out_u16 },        \
  .shuffle = shuffle,                                           \
  .pack = pack,                                                 \
  .spread = spread,                                             \
  .halve = DYADIC (halve),                                      \
  .double_rows = DYADIC (double_rows),                          \
}

#endif
