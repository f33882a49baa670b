/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The reference rows: they define the right answer. Every function is written once for both sample sizes; the constant
 * argument bytes makes two of it.
 */
#include "rows.h"

#include <float.h>

_Static_assert (FLT_EVAL_METHOD == 0, "float must be computed in float: on i386 compile with -msse2 -mfpmath=sse");

#define INLINE static inline __attribute__ ((always_inline))

#define TILE 64                 /* floats summed at a time by the vertical functions */

/* The sum of n products of weights and of samples step bytes apart, which are floats where bytes is 4. */
INLINE float
dot (const uint8_t *p, int step, const float *weights, int n, int bytes, const AlsSamples *samples)
{
  float all = 0.0f;
  int from, k;

  for (from = 0; from < n; from += ALS_TAP_BLOCK) {
    int to = from + ALS_TAP_BLOCK < n ? from + ALS_TAP_BLOCK : n;
    float sum = 0.0f;

    for (k = from; k < to; k++, p += step) {
      float v;

      if (bytes == 4)
        memcpy (&v, p, sizeof v);
      else
        v = (float) als_get_sample (p, bytes, samples);
      sum += weights[k] * v;
    }
    all += sum;
  }
  return all;
}

INLINE void
horizontal_in (float *const *dst, const uint8_t *const *src, int step, int rows, const AlsTaps *taps,
    const AlsSamples *samples, int bytes)
{
  const int components = samples->components;
  int row, x, c;

  for (row = 0; row < rows; row++) {
    float *out = dst[row];

    for (x = 0; x < taps->out; x++) {
      const uint8_t *first = src[row] + (ptrdiff_t) taps->first[x] * step;
      const float *weights = taps->weights + (size_t) x * (size_t) taps->n;

      for (c = 0; c < components; c++)
        *out++ = dot (first + c * bytes, step, weights, taps->n, bytes, samples);
    }
  }
}

INLINE void
horizontal_out (uint8_t *const *dst, const float *const *src, int step, int rows, const AlsTaps *taps,
    const float *count, const AlsSamples *samples, int bytes)
{
  const int components = samples->components, pixel = components * (int) sizeof (float);
  int row, x, c;

  for (row = 0; row < rows; row++) {
    for (x = 0; x < taps->out; x++) {
      const float *first = src[row] + (ptrdiff_t) taps->first[x] * components;
      const float *weights = taps->weights + (size_t) x * (size_t) taps->n;
      uint8_t *out = dst[row] + (ptrdiff_t) x * step;

      for (c = 0; c < components; c++) {
        float sum = dot ((const uint8_t *) (first + c), pixel, weights, taps->n, 4, samples);

        if (count)
          sum /= taps->counts[x] * count[row];
        als_put_sample (out + c * bytes, als_round_value (sum, samples), bytes, samples);
      }
    }
  }
}

INLINE void
vertical_in (const AlsSums *sums, const uint8_t *const *src, int step, int width, const AlsSamples *samples, int bytes)
{
  const int components = samples->components;
  int row, x, c, k;

  for (row = 0; row < sums->rows; row++) {
    const uint8_t *const *rows = src + sums->first[row];
    const float *weights = sums->weights[row];
    float *dst = sums->dst[row];

    for (x = 0; x < width; x++) {
      for (c = 0; c < components; c++, dst++) {
        ptrdiff_t at = (ptrdiff_t) x * step + c * bytes;
        float sum = 0.0f;

        for (k = 0; k < sums->n; k++)
          sum += weights[k] * (float) als_get_sample (rows[k] + at, bytes, samples);
        *dst = sums->add ? *dst + sum : sum;
      }
    }
  }
}

INLINE void
vertical_out (uint8_t *dst, const float *const *src, int step, const float *weights, int n, int width,
    const float *counts, float count, const AlsSamples *samples, int bytes)
{
  const int components = samples->components, floats = width * components;
  int from, i, k, x = 0, c = 0;

  for (from = 0; from < floats; from += TILE) {
    int tile = floats - from < TILE ? floats - from : TILE;
    float sum[TILE] = { 0 };

    for (k = 0; k < n; k++) {
      const float *row = src[k] + from, weight = weights[k];

      for (i = 0; i < tile; i++)
        sum[i] += weight * row[i];
    }
    for (i = 0; i < tile; i++) {
      float v = counts ? sum[i] / (counts[x] * count) : sum[i];

      als_put_sample (dst + (ptrdiff_t) x * step + c * bytes, als_round_value (v, samples), bytes, samples);
      if (++c == components) {
        c = 0;
        x++;
      }
    }
  }
}

static void
horizontal (float *const *dst, const float *const *src, int rows, const AlsTaps *taps, int components)
{
  int row, x, c;

  for (row = 0; row < rows; row++) {
    float *out = dst[row];

    for (x = 0; x < taps->out; x++)
      for (c = 0; c < components; c++)
        *out++ = dot ((const uint8_t *) (src[row] + (ptrdiff_t) taps->first[x] * components + c),
            components * (int) sizeof (float), taps->weights + (size_t) x * (size_t) taps->n, taps->n, 4, NULL);
  }
}

static void
vertical (float *dst, const float *const *src, const float *weights, int n, int floats, bool add)
{
  int i, k;

  for (i = 0; i < floats; i++) {
    float sum = 0.0f;

    for (k = 0; k < n; k++)
      sum += weights[k] * src[k][i];
    dst[i] = add ? dst[i] + sum : sum;
  }
}

INLINE void
gather_pixels (uint8_t *dst, const uint8_t *src, int dst_step, int src_step, const int32_t *first, int width,
    size_t pixel)
{
  int x;

  for (x = 0; x < width; x++)
    memcpy (dst + (ptrdiff_t) x * dst_step, src + (ptrdiff_t) first[x] * src_step, pixel);
}

static void
gather (uint8_t *dst, const uint8_t *src, int dst_step, int src_step, const int32_t *first, int width, int pixel)
{
  switch (pixel) {
    case 1:
      gather_pixels (dst, src, dst_step, src_step, first, width, 1);
      break;
    case 2:
      gather_pixels (dst, src, dst_step, src_step, first, width, 2);
      break;
    case 3:
      gather_pixels (dst, src, dst_step, src_step, first, width, 3);
      break;
    case 4:
      gather_pixels (dst, src, dst_step, src_step, first, width, 4);
      break;
    case 6:
      gather_pixels (dst, src, dst_step, src_step, first, width, 6);
      break;
    default:
      gather_pixels (dst, src, dst_step, src_step, first, width, 8);
      break;
  }
}

static void
shuffle (uint8_t *dst, const uint8_t *src, ptrdiff_t ahead, const AlsShuffles *shuffles)
{
  const int32_t *at = shuffles->at;
  const uint8_t *mask = shuffles->masks;
  int block, w, b;

  (void) ahead;
  for (block = 0; 16 * block < shuffles->bytes; block++) {
    uint8_t *out = dst + als_shuffles_block (shuffles, block);

    for (w = 0; w < shuffles->windows; w++, at++, mask += 16)
      for (b = 0; b < 16; b++)
        if (mask[b] < 16)
          out[b] = src[*at + mask[b]];
  }
}

static void
pack (uint8_t *dst, const uint8_t *src, const AlsPacking *packing, int pixels)
{
  const int step = packing->step, pixel = packing->pixel;
  int x;

  for (x = 0; x < pixels; x++)
    memcpy (dst + (ptrdiff_t) x * pixel, src + (ptrdiff_t) x * step, (size_t) pixel);
}

static void
spread (uint8_t *dst, const uint8_t *src, const AlsPacking *packing, int pixels)
{
  const int step = packing->step, pixel = packing->pixel;
  int x;

  for (x = 0; x < pixels; x++)
    memcpy (dst + (ptrdiff_t) x * step, src + (ptrdiff_t) x * pixel, (size_t) pixel);
}

static void
halve (uint8_t *dst, const uint8_t *a, const uint8_t *b, int width, ptrdiff_t ahead, const AlsSamples *samples)
{
  (void) ahead;
  als_halve_bytes (dst, a, b, 0, width * samples->components, samples->components);
}

static void
double_rows (uint8_t *near_a, uint8_t *near_b, const uint8_t *a, const uint8_t *b, int width, const AlsSamples *samples)
{
  const int components = samples->components;

  if (near_a)
    als_double_bytes (near_a, a, b, 0, width * components, width, components);
  if (near_b)
    als_double_bytes (near_b, b, a, 0, width * components, width, components);
}

static void
horizontal_in_u8 (float *const *dst, const uint8_t *const *src, int step, int rows, ptrdiff_t ahead, const AlsTaps *taps,
    const AlsSamples *samples)
{
  (void) ahead;
  horizontal_in (dst, src, step, rows, taps, samples, 1);
}

static void
horizontal_in_u16 (float *const *dst, const uint8_t *const *src, int step, int rows, ptrdiff_t ahead, const AlsTaps *taps,
    const AlsSamples *samples)
{
  (void) ahead;
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
  vertical_in (sums, src, step, width, samples, 1);
}

static void
vertical_in_u16 (const AlsSums *sums, const uint8_t *const *src, int step, int width, const AlsSamples *samples)
{
  vertical_in (sums, src, step, width, samples, 2);
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

const AlsRows als_rows_c = {
  .name = "c",
  .block = 8,
  .horizontal_in = { horizontal_in_u8, horizontal_in_u16 },
  .horizontal_out = { horizontal_out_u8, horizontal_out_u16 },
  .vertical_in = { vertical_in_u8, vertical_in_u16 },
  .vertical_out = { vertical_out_u8, vertical_out_u16 },
  .horizontal = horizontal,
  .vertical = vertical,
  .gather = gather,
  .shuffle = shuffle,
  .pack = pack,
  .spread = spread,
  .halve = halve,
  .double_rows = double_rows,
};
