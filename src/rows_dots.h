/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Many taps of bytes on x86: 4 of them at a time, in each lane of 32 bits.
 */
#ifndef ALS_ROWS_DOTS_H
#define ALS_ROWS_DOTS_H

#include "rows_groups.h"

/* The sum and the products of 4 bytes and their weights, which have a sign. */
INLINE Words
w_dots (Words sum, Words v, Words weights)
{
#if W_BYTES == 64
  return _mm512_dpbusd_epi32 (sum, v, weights);
#else
  const Words even = W_AND (v, W (set1_epi16) (0xff)), odd = W (srli_epi16) (v, 8);
  const Words even_weights = W (srai_epi16) (W (slli_epi16) (weights, 8), 8), odd_weights = W (srai_epi16) (weights, 8);

  sum = W (add_epi32) (sum, W (madd_epi16) (even, even_weights));
  return W (add_epi32) (sum, W (madd_epi16) (odd, odd_weights));
#endif
}

INLINE void
store_scaled (float *p, Words sum, float scale)
{
#if W_BYTES == 64
  _mm512_store_ps (p, _mm512_mul_ps (_mm512_cvtepi32_ps (sum), _mm512_set1_ps (scale)));
#elif W_BYTES == 32
  _mm256_store_ps (p, _mm256_mul_ps (_mm256_cvtepi32_ps (sum), _mm256_set1_ps (scale)));
#else
  _mm_store_ps (p, _mm_mul_ps (_mm_cvtepi32_ps (sum), _mm_set1_ps (scale)));
#endif
}

INLINE void
dots_of (float *const *dst, const uint8_t *const *src, int rows, ptrdiff_t ahead, const AlsDots *dots, int quads,
    int windows, bool shared)
{
  const float scale = 1.0f / (float) (1 << dots->bits);
  const int n = dots->groups.n / quads * GROUP_WORDS;
  Group groups[ALS_DOT_TAPS / 4];
  int i, q, r, asked = 0;

  for (i = 0; i < n; i++) {
    q = 0;
    do
      groups[q] = group_of (&dots->groups, i / GROUP_WORDS * quads + q, i % GROUP_WORDS, windows);
    while (++q < quads);
    ask_ahead (src, rows, ahead, &asked, groups[0].at[0] + 1);
    for (r = 0; r < rows; r++) {
      const Words whole = w_window (src[r], groups[0].at);
      Words sum = W_ALL (setzero) ();

      for (q = 0; q < quads; q++)
        sum = w_dots (sum, shared ? w_shuffle_all (whole, groups[q].masks[0]) : group_in (src[r], &groups[q], windows),
            groups[q].weights);
      store_scaled (dst[r] + i * (W_BYTES / 4), sum, scale);
    }
  }
}

/* Loops of a known length, of those that are used most: bicubic and bilinear at 2:1 and 4:1, area at 5:1 to 9:1. */
static void
dots (float *const *dst, const uint8_t *const *src, int rows, ptrdiff_t ahead, const AlsDots *dots)
{
#define DOTS(quads, windows, shared) dots_of (dst, src, rows, ahead, dots, quads, windows, shared)
  const int quads = dots->quads, windows = dots->groups.windows;

  if (dots->shared && quads == 1)
    DOTS (1, 1, true);
  else if (dots->shared && quads == 2)
    DOTS (2, 1, true);
  else if (dots->shared)
    DOTS (quads, 1, true);
  else if (windows == 2 && quads == 2)
    DOTS (2, 2, false);
  else if (windows == 2 && quads == 3)
    DOTS (3, 2, false);
  else if (windows == 3 && quads == 3)
    DOTS (3, 3, false);
  else
    DOTS (quads, windows, false);
#undef DOTS
}

/* Whether a sum is at or above from, and no further than near from a half; beyond 255 it is none. */
#if W_BYTES == 64
INLINE bool
v_is_risky (V v, float from, float near)
{
  const V sum = _mm512_min_ps (v, _mm512_set1_ps (255.0f));
  const V off = _mm512_abs_ps (_mm512_sub_ps (sum, _mm512_roundscale_ps (sum, _MM_FROUND_TO_NEAREST_INT)));

  return (_mm512_cmp_ps_mask (sum, _mm512_set1_ps (from), _CMP_GE_OQ)
      & _mm512_cmp_ps_mask (off, _mm512_set1_ps (0.5f - near), _CMP_GE_OQ)) != 0;
}
#elif W_BYTES == 32
INLINE bool
v_is_risky (V v, float from, float near)
{
  const V sum = _mm256_min_ps (v, _mm256_set1_ps (255.0f));
  const V off = _mm256_andnot_ps (_mm256_set1_ps (-0.0f),
      _mm256_sub_ps (sum, _mm256_round_ps (sum, _MM_FROUND_TO_NEAREST_INT)));

  return _mm256_movemask_ps (_mm256_and_ps (_mm256_cmp_ps (sum, _mm256_set1_ps (from), _CMP_GE_OQ),
      _mm256_cmp_ps (off, _mm256_set1_ps (0.5f - near), _CMP_GE_OQ))) != 0;
}
#else
INLINE bool
is_risky (__m128 v, float from, float near)
{
  const __m128 sum = _mm_min_ps (v, _mm_set1_ps (255.0f));
  const __m128 off = _mm_andnot_ps (_mm_set1_ps (-0.0f),
      _mm_sub_ps (sum, _mm_round_ps (sum, _MM_FROUND_TO_NEAREST_INT)));

  return _mm_movemask_ps (_mm_and_ps (_mm_cmpge_ps (sum, _mm_set1_ps (from)),
      _mm_cmpge_ps (off, _mm_set1_ps (0.5f - near)))) != 0;
}

INLINE bool
v_is_risky (V v, float from, float near)
{
  return is_risky (v.a, from, near) || is_risky (v.b, from, near);
}
#endif

INLINE uint64_t
risk_of (const V *sum, int from, int vectors, const AlsDots *dots)
{
  uint64_t risk = 0;
  int i;

  for (i = 0; i < vectors; i++)
    risk |= (uint64_t) v_is_risky (sum[i], dots->risky_from, dots->risky_near) << (from + i * LANES) / ALS_DOT_CHUNK;
  return risk;
}

INLINE uint64_t
dots_out_of (uint8_t *dst, const float *const *src, const float *weights, int n, int samples, const AlsDots *dots)
{
  const AlsSamples bytes = { .components = 1, .bytes = 1, .max = 255.0f };
  V sum[STRIP / LANES];
  uint8_t staged[LANES];
  uint64_t risk = 0;
  int from, i;

  for (from = 0; from + STRIP <= samples; from += STRIP) {
    sum_floats (sum, src, from, weights, n, STRIP / LANES);
    risk |= risk_of (sum, from, STRIP / LANES, dots);
    UNROLLED for (i = 0; i < STRIP / LANES; i += 4)
      v_put (dst + from + i * LANES, sum + i, 4, &bytes, 1);
  }
  for (; from < samples; from += LANES) {
    sum_floats (sum, src, from, weights, n, 1);
    risk |= risk_of (sum, from, 1, dots);
    v_put (staged, sum, 1, &bytes, 1);
    memcpy (dst + from, staged, (size_t) least (LANES, samples - from));
  }
  return risk;
}

static uint64_t
dots_out (uint8_t *dst, const float *const *src, const float *weights, int n, int samples, const AlsDots *dots)
{
  return n == 8 ? dots_out_of (dst, src, weights, 8, samples, dots) : dots_out_of (dst, src, weights, n, samples, dots);
}

#endif
