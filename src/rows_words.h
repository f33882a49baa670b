/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Part of rows_vector.h, for AVX-512: sums of rows of words with weights of few bits, by dot products of two rows at a time.
 * Integers give the bits of the floats, because no sum of either is rounded.
 */
#ifndef ALS_ROWS_WORDS_H
#define ALS_ROWS_WORDS_H

#define MOST_WORD_BITS 12

typedef struct {
  int bits;                     /* weights are of 2^-bits; -1: integers do not do */
  int above;                    /* bits that no word may have */
  int16_t weights[ALS_ROW_BLOCK][ALS_TAP_BLOCK + 2];    /* of the taps from an even row on */
} Words16;

/* The least bits that make all weights whole, or -1. */
INLINE int
bits_of_weights (const AlsSums *sums)
{
  int bits = 0, r, k;

  for (r = 0; r < sums->rows; r++) {
    for (k = 0; k < sums->n; k++) {
      bits = als_weight_bits (sums->weights[r][k], bits, MOST_WORD_BITS);
      if (bits < 0)
        return -1;
    }
  }
  return bits;
}

INLINE void
words_init (Words16 *words, const AlsSums *sums, const AlsSamples *samples)
{
  int most = 1, r, k;

  words->bits = -1;
  while (most < (int) samples->max)
    most = 2 * most + 1;
  words->above = ~most;
  if (sums->add || most > INT16_MAX)
    return;
  words->bits = bits_of_weights (sums);
  for (r = 0; r < sums->rows && words->bits >= 0; r++) {
    int16_t *weights = words->weights[r] + sums->first[r] % 2;
    int64_t sum = 0;

    memset (words->weights[r], 0, sizeof words->weights[r]);
    for (k = 0; k < sums->n; k++) {
      const int weight = (int) (sums->weights[r][k] * (float) (1 << words->bits));

      weights[k] = (int16_t) weight;
      sum += weight < 0 ? -weight : weight;
    }
    if (sum > INT16_MAX || sum * most > 1 << 24)
      words->bits = -1;
  }
}

INLINE __m512i
words_at (const uint8_t *p, const AlsSamples *samples, bool swapped)
{
  const __m512i v = _mm512_loadu_si512 (p);

  return _mm512_srl_epi16 (swapped ? swap_words (v) : v, _mm_cvtsi32_si128 (samples->shift));
}

/* STRIP floats of a sum of n pairs of rows. */
INLINE void
store_words (float *dst, const __m512i (*pairs)[STRIP / 16], const int16_t *weights, int n, V scale)
{
  __m512i sum[STRIP / 16];
  int i, k;

  UNROLLED for (i = 0; i < STRIP / 16; i++)
    sum[i] = _mm512_setzero_si512 ();
  for (k = 0; k < n; k++) {
    int pair;

    memcpy (&pair, weights + 2 * k, sizeof pair);
    UNROLLED for (i = 0; i < STRIP / 16; i++)
      sum[i] = _mm512_dpwssd_epi32 (sum[i], pairs[k][i], _mm512_set1_epi32 (pair));
  }
  UNROLLED for (i = 0; i < STRIP / 16; i++)
    v_store (dst + i * LANES, v_mul (scale, _mm512_cvtepi32_ps (sum[i])));
}

/* The STRIP floats of each sum from byte at on; false where a word is above those that the weights leave room for. */
INLINE bool
words_strip (const AlsSums *sums, const uint8_t *const *src, ptrdiff_t at, const Words16 *words, const AlsSamples *samples,
    bool swapped)
{
  const __m512i low = _mm512_set_epi16 (47, 15, 46, 14, 45, 13, 44, 12, 43, 11, 42, 10, 41, 9, 40, 8, 39, 7, 38, 6, 37, 5,
      36, 4, 35, 3, 34, 2, 33, 1, 32, 0);
  const __m512i high = _mm512_add_epi16 (low, _mm512_set1_epi16 (16));
  const V scale = v_set1 (1.0f / (float) (1 << words->bits));
  __m512i pairs[ALS_SPAN / 2][STRIP / 16], seen = _mm512_setzero_si512 ();
  int i, k, r, asked = 0;

  for (k = 0; k < sums->span; k += 2) {
    /* a row without another is one of its own, which weighs nothing */
    const uint8_t *a = src[k] + at, *b = src[least (k + 1, sums->span - 1)] + at;

    UNROLLED for (i = 0; i < STRIP / 32; i++) {
      __m512i of_a, of_b;

      /* the next strip is in the second cache by now */
      __builtin_prefetch (a + 64 * i + STRIP * 2);
      __builtin_prefetch (b + 64 * i + STRIP * 2);
      of_a = words_at (a + 64 * i, samples, swapped);
      of_b = words_at (b + 64 * i, samples, swapped);
      seen = _mm512_or_si512 (seen, _mm512_or_si512 (of_a, of_b));
      pairs[k / 2][2 * i] = _mm512_permutex2var_epi16 (of_a, low, of_b);
      pairs[k / 2][2 * i + 1] = _mm512_permutex2var_epi16 (of_a, high, of_b);
    }
  }
  if (_mm512_test_epi16_mask (seen, _mm512_set1_epi16 ((short) words->above)))
    return false;
  for (r = 0; r < sums->rows; r++) {
    const __m512i (*first)[STRIP / 16] = pairs + sums->first[r] / 2;
    const int n = (sums->first[r] % 2 + sums->n + 1) / 2;
    float *dst = sums->dst[r] + at / 2;

    asked = ask_strip (sums, src, r, at, STRIP * 2, asked);
    /* as bicubic has them at 2:1 */
    if (n == 4)
      store_words (dst, first, words->weights[r], 4, scale);
    else
      store_words (dst, first, words->weights[r], n, scale);
  }
  return true;
}

#endif
