/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The row functions of every instruction set, written once over vectors of LANES. A file rows_*.c defines the vectors
 * and their operations, includes this and ends with its table. Sums are made in the order that rows.h asks for.
 *
 * Horizontally there are these ways:
 *   columns  a row in each lane; any taps. Weights are broadcast, so their layout does not matter.
 *   window   8 lanes; samples in, few taps: 4 outputs find all of their taps in 16 bytes, or each in bytes of its own of
 *            which those of 4 lie side by side; a shuffle brings tap k of each.
 *   pairs    8 lanes; floats in, 2 taps: the same in 8 floats.
 *   even     16 lanes; floats in, one component at 2:1. Of AVX-512, rows_even.h.
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
 *   W16         w_join (a, b), v_window (w, mask, shift): 16 bytes for lanes 0-3 and for 4-7, picked by bytes of mask
 *   B16 bytes   b_load b_store b_or, b_pick (v, mask): those at mask where it is below 16, 0 where it is 0x80;
 *               b_pick_or (v, mask, other): those of other there
 *   CHAINS (components)           outputs whose sums the registers hold in columns
 *   STRIP                         floats whose sums they hold in the vertical functions, a multiple of 32
 *   HAVE_PAIRS                    if so, v_pairs (p, q, picks, w0, w1): the sums of pairs
 *   HAVE_PICKS                    if so, picks are there instead of windows and pairs
 *   HAVE_DYADIC                   if so, halve, double_rows, lerp and dots are there, as rows_dyadic.h, rows_lerp.h and
 *                                 rows_dots.h make them on x86
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
#include "rows_vertical.h"
#include "rows_columns.h"
#ifdef HAVE_PICKS
#include "rows_picks.h"
#include "rows_even.h"
#include "rows_far.h"
#else
#include "rows_windows.h"
#endif
#ifdef HAVE_DYADIC
#include "rows_dots.h"
#endif

/* False where not all has been done. */
INLINE bool
horizontal_in_near (const Job *job, int bytes)
{
  const int pixel = job->samples->components * bytes, length = (job->taps->in - 1) * job->step + pixel;

#ifdef HAVE_PICKS
  return picks_in (job, length, bytes) || far_in (job, length);
#else
  return job->taps->n <= MOST_WINDOW_TAPS && length >= 16 && windows_of_any (job, length, bytes);
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

INLINE void
horizontal_in (float *const *dst, const uint8_t *const *src, int step, int rows, ptrdiff_t ahead, const AlsTaps *taps,
    const AlsSamples *samples, int bytes)
{
  Job job = { .taps = taps, .samples = samples, .rows = rows, .step = step, .ahead = ahead };
  int r;

  for (r = 0; r < LANES; r++) {
    job.src[r] = src[least (r, rows - 1)];
    job.floats_out[r] = dst[least (r, rows - 1)];
  }
  if (!(bytes == 1 ? horizontal_in_near_u8 (&job) : horizontal_in_near_u16 (&job)))
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
  if (even_out (&job, bytes) || picks_out (&job, bytes))
    return;
#elif defined (HAVE_PAIRS)
  if (taps->n == 2 && taps_lie_close (taps, 4, samples->components, samples->components, samples->components, LANES)
      && pairs_of_any (&job, bytes))
    return;
#endif
  columns_out (&job, 0, taps->out);
}

static void
horizontal (float *const *dst, const float *const *src, int rows, const AlsTaps *taps, int components)
{
  const AlsSamples samples = { .components = components };
  Job job = { .taps = taps, .samples = &samples, .rows = rows };
  int r;

  /* four and an alpha plane */
  if (components > 4) {
    als_rows_c.horizontal (dst, src, rows, taps, components);
    return;
  }
  for (r = 0; r < LANES; r++) {
    job.floats_in[r] = src[least (r, rows - 1)];
    job.floats_out[r] = dst[least (r, rows - 1)];
  }
  columns_of_floats (&job);
}

static void
horizontal_in_u8 (float *const *dst, const uint8_t *const *src, int step, int rows, ptrdiff_t ahead, const AlsTaps *taps,
    const AlsSamples *samples)
{
  horizontal_in (dst, src, step, rows, ahead, taps, samples, 1);
}

static void
horizontal_in_u16 (float *const *dst, const uint8_t *const *src, int step, int rows, ptrdiff_t ahead, const AlsTaps *taps,
    const AlsSamples *samples)
{
  horizontal_in (dst, src, step, rows, ahead, taps, samples, 2);
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
#define GROUP_WINDOW 0
#endif

#define ALS_ROWS_TABLE(set) {                                   \
  .name = set,                                                  \
  .block = LANES,                                               \
  .horizontal_in = { horizontal_in_u8, horizontal_in_u16 },     \
  .horizontal_out = { horizontal_out_u8, horizontal_out_u16 },  \
  .vertical_in = { vertical_in_u8, vertical_in_u16 },           \
  .vertical_out = { vertical_out_u8, vertical_out_u16 },        \
  .horizontal = horizontal,                                     \
  .vertical = vertical,                                         \
  .shuffle = shuffle,                                           \
  .pack = pack,                                                 \
  .spread = spread,                                             \
  .halve = DYADIC (halve),                                      \
  .double_rows = DYADIC (double_rows),                          \
  .lerp = { DYADIC (lerp_u8), DYADIC (lerp_u16) },              \
  .dots = DYADIC (dots),                                        \
  .dots_out = DYADIC (dots_out),                                \
  .window = GROUP_WINDOW,                                       \
}

#endif
