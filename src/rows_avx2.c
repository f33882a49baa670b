/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The vectors of AVX2; rows_vector.h makes the row functions of them. Compiled with -mavx2 and without fma.
 */
#include "rows_avx.h"

#define LANES 8
#define CHAINS(components) ((components) == 1 ? 8 : (components) == 4 ? 2 : 4)
#define STRIP 64
#define HAVE_PAIRS

typedef __m256 V;
typedef __m256i W16;

INLINE V
v_load (const float *p)
{
  return _mm256_load_ps (p);
}

INLINE V
v_loadu (const float *p)
{
  return _mm256_loadu_ps (p);
}

INLINE void
v_store (float *p, V v)
{
  _mm256_store_ps (p, v);
}

INLINE void
v_storeu (float *p, V v)
{
  _mm256_storeu_ps (p, v);
}

INLINE V
v_set1 (float f)
{
  return _mm256_set1_ps (f);
}

INLINE V
v_mul (V a, V b)
{
  return _mm256_mul_ps (a, b);
}

INLINE V
v_add (V a, V b)
{
  return _mm256_add_ps (a, b);
}

INLINE V
v_div (V a, V b)
{
  return _mm256_div_ps (a, b);
}

INLINE V
v_spread (V v, int components, int j)
{
  return _mm256_castsi256_ps (i_spread (_mm256_castps_si256 (v), components, j));
}

INLINE void
v_even_odd (const float *p, V *even, V *odd)
{
  __m256d a = _mm256_castps_pd (_mm256_loadu_ps (p)), b = _mm256_castps_pd (_mm256_loadu_ps (p + 8));
  __m256 lo = _mm256_castpd_ps (_mm256_permute2f128_pd (a, b, 0x20));
  __m256 hi = _mm256_castpd_ps (_mm256_permute2f128_pd (a, b, 0x31));

  *even = _mm256_shuffle_ps (lo, hi, 0x88);
  *odd = _mm256_shuffle_ps (lo, hi, 0xdd);
}

INLINE void
v_transpose (V *v)
{
  __m256 a0 = _mm256_unpacklo_ps (v[0], v[1]), a1 = _mm256_unpackhi_ps (v[0], v[1]);
  __m256 a2 = _mm256_unpacklo_ps (v[2], v[3]), a3 = _mm256_unpackhi_ps (v[2], v[3]);
  __m256 a4 = _mm256_unpacklo_ps (v[4], v[5]), a5 = _mm256_unpackhi_ps (v[4], v[5]);
  __m256 a6 = _mm256_unpacklo_ps (v[6], v[7]), a7 = _mm256_unpackhi_ps (v[6], v[7]);
  __m256 b0 = _mm256_shuffle_ps (a0, a2, 0x44), b1 = _mm256_shuffle_ps (a0, a2, 0xee);
  __m256 b2 = _mm256_shuffle_ps (a1, a3, 0x44), b3 = _mm256_shuffle_ps (a1, a3, 0xee);
  __m256 b4 = _mm256_shuffle_ps (a4, a6, 0x44), b5 = _mm256_shuffle_ps (a4, a6, 0xee);
  __m256 b6 = _mm256_shuffle_ps (a5, a7, 0x44), b7 = _mm256_shuffle_ps (a5, a7, 0xee);

  v[0] = _mm256_permute2f128_ps (b0, b4, 0x20);
  v[1] = _mm256_permute2f128_ps (b1, b5, 0x20);
  v[2] = _mm256_permute2f128_ps (b2, b6, 0x20);
  v[3] = _mm256_permute2f128_ps (b3, b7, 0x20);
  v[4] = _mm256_permute2f128_ps (b0, b4, 0x31);
  v[5] = _mm256_permute2f128_ps (b1, b5, 0x31);
  v[6] = _mm256_permute2f128_ps (b2, b6, 0x31);
  v[7] = _mm256_permute2f128_ps (b3, b7, 0x31);
}

INLINE V
v_samples (const uint8_t *p, int shift, int bytes, bool swapped)
{
  if (bytes == 1)
    return _mm256_cvtepi32_ps (_mm256_cvtepu8_epi32 (_mm_loadl_epi64 ((const __m128i *) p)));
  return _mm256_cvtepi32_ps (_mm256_cvtepu16_epi32 (load_words (p, shift, swapped)));
}

INLINE void
v_columns (float (*dst)[8], const uint8_t *const *rows, int at, int shift, int bytes, bool swapped)
{
  __m128i r[8], a[8], b[8];
  int i;

  if (bytes == 1) {
    for (i = 0; i < 8; i++)
      r[i] = _mm_loadl_epi64 ((const __m128i *) (rows[i] + at));
    for (i = 0; i < 4; i++)
      a[i] = _mm_unpacklo_epi8 (r[2 * i], r[2 * i + 1]);
    b[0] = _mm_unpacklo_epi16 (a[0], a[1]);
    b[1] = _mm_unpackhi_epi16 (a[0], a[1]);
    b[2] = _mm_unpacklo_epi16 (a[2], a[3]);
    b[3] = _mm_unpackhi_epi16 (a[2], a[3]);
    r[0] = _mm_unpacklo_epi32 (b[0], b[2]);
    r[2] = _mm_unpackhi_epi32 (b[0], b[2]);
    r[4] = _mm_unpacklo_epi32 (b[1], b[3]);
    r[6] = _mm_unpackhi_epi32 (b[1], b[3]);
    for (i = 0; i < 8; i += 2) {
      _mm256_store_ps (dst[i], _mm256_cvtepi32_ps (_mm256_cvtepu8_epi32 (r[i])));
      _mm256_store_ps (dst[i + 1], _mm256_cvtepi32_ps (_mm256_cvtepu8_epi32 (_mm_unpackhi_epi64 (r[i], r[i]))));
    }
    return;
  }
  for (i = 0; i < 8; i++)
    r[i] = load_words (rows[i] + at, shift, swapped);
  for (i = 0; i < 4; i++) {
    a[2 * i] = _mm_unpacklo_epi16 (r[2 * i], r[2 * i + 1]);
    a[2 * i + 1] = _mm_unpackhi_epi16 (r[2 * i], r[2 * i + 1]);
  }
  for (i = 0; i < 2; i++) {
    b[4 * i] = _mm_unpacklo_epi32 (a[4 * i], a[4 * i + 2]);
    b[4 * i + 1] = _mm_unpackhi_epi32 (a[4 * i], a[4 * i + 2]);
    b[4 * i + 2] = _mm_unpacklo_epi32 (a[4 * i + 1], a[4 * i + 3]);
    b[4 * i + 3] = _mm_unpackhi_epi32 (a[4 * i + 1], a[4 * i + 3]);
  }
  for (i = 0; i < 4; i++) {
    __m128i even = _mm_unpacklo_epi64 (b[i], b[i + 4]), odd = _mm_unpackhi_epi64 (b[i], b[i + 4]);

    _mm256_store_ps (dst[2 * i], _mm256_cvtepi32_ps (_mm256_cvtepu16_epi32 (even)));
    _mm256_store_ps (dst[2 * i + 1], _mm256_cvtepi32_ps (_mm256_cvtepu16_epi32 (odd)));
  }
}

/* Clamped to the largest value and rounded; what is below 0 is left to the packing, which saturates. */
INLINE __m256i
rounded (V v, __m256 max)
{
  return _mm256_cvtps_epi32 (_mm256_min_ps (max, v));
}

INLINE __m256i
finish_words (__m256i v, int shift, bool swapped)
{
  v = _mm256_sll_epi16 (v, _mm_cvtsi32_si128 (shift));
  return swapped ? _mm256_or_si256 (_mm256_slli_epi16 (v, 8), _mm256_srli_epi16 (v, 8)) : v;
}

INLINE void
v_put (uint8_t *p, const V *v, int n, const AlsSamples *samples, int bytes)
{
  const __m256 max = _mm256_set1_ps (samples->max);
  __m256i a, b;

  a = rounded (v[0], max);
  if (n == 1) {
    __m128i w = _mm_packus_epi32 (_mm256_castsi256_si128 (a), _mm256_extracti128_si256 (a, 1));

    if (bytes == 1)
      _mm_storel_epi64 ((__m128i *) p, _mm_packus_epi16 (w, w));
    else
      _mm_storeu_si128 ((__m128i *) p,
          _mm256_castsi256_si128 (finish_words (_mm256_castsi128_si256 (w), samples->shift, samples->swapped)));
    return;
  }
  a = _mm256_packus_epi32 (a, rounded (v[1], max));
  b = _mm256_packus_epi32 (rounded (v[2], max), rounded (v[3], max));
  if (bytes == 1) {
    a = _mm256_packus_epi16 (a, b);
    a = _mm256_permutevar8x32_epi32 (a, _mm256_setr_epi32 (0, 4, 1, 5, 2, 6, 3, 7));
    _mm256_storeu_si256 ((__m256i *) p, a);
    return;
  }
  a = finish_words (_mm256_permute4x64_epi64 (a, 0xd8), samples->shift, samples->swapped);
  b = finish_words (_mm256_permute4x64_epi64 (b, 0xd8), samples->shift, samples->swapped);
  _mm256_storeu_si256 ((__m256i *) p, a);
  _mm256_storeu_si256 ((__m256i *) (p + 32), b);
}

INLINE void
v_put_rows (uint8_t *const *dst, int at, const V *v, const AlsSamples *samples, int bytes)
{
  const __m256 max = _mm256_set1_ps (samples->max);
  const __m128i bytes4 = _mm_setr_epi8 (0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
  const __m128i words2 = _mm_setr_epi8 (0, 1, 8, 9, 2, 3, 10, 11, 4, 5, 12, 13, 6, 7, 14, 15);
  const __m256i order4 = _mm256_broadcastsi128_si256 (bytes4), order2 = _mm256_broadcastsi128_si256 (words2);
  __m256i p[4], q[4];
  int i;

  /* rows 0-3 of two columns, rows 4-7 of them */
  for (i = 0; i < 4; i++)
    p[i] = _mm256_packus_epi32 (rounded (v[2 * i], max), rounded (v[2 * i + 1], max));
  if (bytes == 1) {
    __m256i a = _mm256_shuffle_epi8 (_mm256_packus_epi16 (p[0], p[1]), order4);
    __m256i b = _mm256_shuffle_epi8 (_mm256_packus_epi16 (p[2], p[3]), order4);

    q[0] = _mm256_unpacklo_epi32 (a, b);
    q[1] = _mm256_unpackhi_epi32 (a, b);
    for (i = 0; i < 2; i++) {
      __m128i lo = _mm256_castsi256_si128 (q[i]), hi = _mm256_extracti128_si256 (q[i], 1);

      _mm_storel_epi64 ((__m128i *) (dst[2 * i] + at), lo);
      _mm_storel_epi64 ((__m128i *) (dst[2 * i + 1] + at), _mm_unpackhi_epi64 (lo, lo));
      _mm_storel_epi64 ((__m128i *) (dst[2 * i + 4] + at), hi);
      _mm_storel_epi64 ((__m128i *) (dst[2 * i + 5] + at), _mm_unpackhi_epi64 (hi, hi));
    }
    return;
  }
  for (i = 0; i < 4; i++)
    p[i] = _mm256_shuffle_epi8 (finish_words (p[i], samples->shift, samples->swapped), order2);
  q[0] = _mm256_unpacklo_epi32 (p[0], p[1]);
  q[1] = _mm256_unpackhi_epi32 (p[0], p[1]);
  q[2] = _mm256_unpacklo_epi32 (p[2], p[3]);
  q[3] = _mm256_unpackhi_epi32 (p[2], p[3]);
  for (i = 0; i < 2; i++) {
    __m256i even = _mm256_unpacklo_epi64 (q[i], q[i + 2]), odd = _mm256_unpackhi_epi64 (q[i], q[i + 2]);

    _mm_storeu_si128 ((__m128i *) (dst[2 * i] + at), _mm256_castsi256_si128 (even));
    _mm_storeu_si128 ((__m128i *) (dst[2 * i + 1] + at), _mm256_castsi256_si128 (odd));
    _mm_storeu_si128 ((__m128i *) (dst[2 * i + 4] + at), _mm256_extracti128_si256 (even, 1));
    _mm_storeu_si128 ((__m128i *) (dst[2 * i + 5] + at), _mm256_extracti128_si256 (odd, 1));
  }
}

INLINE W16
w_join (B16 a, B16 b)
{
  return _mm256_setr_m128i (a, b);
}

INLINE V
v_window (W16 w, I8 mask, int shift, int bytes)
{
  w = _mm256_shuffle_epi8 (w, mask);
  return _mm256_cvtepi32_ps (bytes == 1 ? w : _mm256_srl_epi32 (w, _mm_cvtsi32_si128 (shift)));
}

INLINE V
v_pairs (const float *p, const float *q, I8 first, int components, V w0, V w1)
{
  const __m256i second = _mm256_add_epi32 (first, _mm256_set1_epi32 (components));
  __m256 lo = _mm256_loadu_ps (p), hi = _mm256_loadu_ps (q), a, b;

  /* lanes 0-3 of each tap from p, 4-7 from q */
  a = _mm256_permutevar8x32_ps (lo, _mm256_permute2x128_si256 (first, second, 0x20));
  b = _mm256_permutevar8x32_ps (hi, _mm256_permute2x128_si256 (first, second, 0x31));
  return _mm256_add_ps (_mm256_mul_ps (w0, _mm256_permute2f128_ps (a, b, 0x20)),
      _mm256_mul_ps (w1, _mm256_permute2f128_ps (a, b, 0x31)));
}

#include "rows_dyadic.h"
#include "rows_lerp.h"
#include "rows_vector.h"

const AlsRows als_rows_avx2 = ALS_ROWS_TABLE ("avx2");
