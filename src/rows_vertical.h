/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Part of rows_vector.h: sums of rows, STRIP floats at a time, whose sums stay in registers.
 */
#ifndef ALS_ROWS_VERTICAL_H
#define ALS_ROWS_VERTICAL_H

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

/* Asks the cache for the bytes that lie ahead of those of n rows. */
INLINE void
ask_rows (const uint8_t *const *src, int n, ptrdiff_t at, int bytes, ptrdiff_t ahead)
{
  int i, k;

  for (k = 0; k < n && ahead != 0; k++)
    for (i = 0; i < bytes; i += 64)
      __builtin_prefetch (src[k] + at + i + ahead);
}

/* The same while sum r is made, for its share of the source rows, of which asked have been: all at once would be more than a
 * core waits for. The answer is how many have been then. */
INLINE int
ask_strip (const AlsSums *sums, const uint8_t *const *src, int r, ptrdiff_t at, int bytes, int asked)
{
  int to = asked;

  while (to * sums->rows < (r + 1) * sums->span)
    to++;
  ask_rows (src + asked, to - asked, at, bytes, sums->ahead);
  return to;
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

#ifdef HAVE_PICKS
#include "rows_words.h"
#endif

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
  int from, i, k, r, asked;
#ifdef HAVE_PICKS
  Words16 words = { .bits = -1 };

  if (bytes == 2 && step == pixel)
    words_init (&words, sums, samples);
#endif

  for (from = 0; from < floats; from += strip) {
    const int now = least (strip, floats - from);

#ifdef HAVE_PICKS
    if (words.bits >= 0 && now == STRIP && words_strip (sums, src, (ptrdiff_t) from * 2, &words, samples, swapped))
      continue;
#endif
    for (k = 0; k < sums->span; k++) {
      if (step == pixel) {
        strip_in (strips[k], src[k] + (ptrdiff_t) from * bytes, now, samples, bytes, swapped);
      } else {
        const int at = from / components * step;

        pack_pixels (packed, src[k] + at, &packing, now / components, length - at);
        strip_in (strips[k], packed, now, samples, bytes, swapped);
      }
    }
    for (asked = r = 0; r < sums->rows; r++) {
      const float *first = strips[sums->first[r]], *weights = sums->weights[r];
      float *dst = sums->dst[r] + from;

      asked = ask_strip (sums, src, r, (ptrdiff_t) (from / components) * step, strip / components * step, asked);
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
    ptrdiff_t ahead, const AlsSamples *samples, int bytes, bool swapped)
{
  V sum[STRIP / LANES], last;
  int i;

  /* the last samples by themselves, before what they are added to changes */
  sum_samples (&last, src, (ptrdiff_t) (floats - LANES) * bytes, weights, n, 1, samples, bytes, swapped);
  if (add)
    last = v_add (v_loadu (dst + floats - LANES), last);
  for (i = 0; i + STRIP <= floats; i += STRIP) {
    ask_rows (src, n, (ptrdiff_t) i * bytes, STRIP * bytes, ahead);
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
    vertical_in_row (sums->dst[r], src + sums->first[r], sums->weights[r], sums->n, floats, sums->add, sums->ahead,
        samples, bytes, swapped);
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

/* Float rows are longer than their floats, so that vectors need not end with them. */
static void
vertical (float *dst, const float *const *src, const float *weights, int n, int floats, bool add)
{
  V sum[STRIP / LANES];
  int i;

  for (i = 0; i + STRIP <= floats; i += STRIP) {
    sum_floats (sum, src, i, weights, n, STRIP / LANES);
    store_sums (dst + i, sum, STRIP / LANES, add);
  }
  for (; i < floats; i += LANES) {
    sum_floats (sum, src, i, weights, n, 1);
    store_sums (dst + i, sum, 1, add);
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

/* Asks the cache for bytes that are about to be written. */
INLINE void
ask_to_write (uint8_t *dst, int bytes)
{
  int i;

  for (i = 0; i < bytes; i += 64)
    __builtin_prefetch (dst + i, 1);
}

/* The answer is how many floats have been done. */
INLINE int
whole_strips_out (uint8_t *dst, const float *const *src, const float *weights, int n, int floats, const float *counts,
    float count, const AlsSamples *samples, int bytes)
{
  int from;

  for (from = 0; from + STRIP <= floats; from += STRIP) {
    /* as far as the row is long: about where the next one is, or the next columns of this one */
    ask_to_write (dst + (ptrdiff_t) (from + floats) * bytes, STRIP * bytes);
    whole_strip_out (dst + (ptrdiff_t) from * bytes, src, from, weights, n, counts, count, samples, bytes);
  }
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
    else if (n == 6 && !counts)
      from = whole_strips_out (dst, src, weights, 6, floats, NULL, count, samples, bytes);
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

#endif
