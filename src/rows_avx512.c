/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The vectors of AVX-512 with VBMI and VNNI; rows_vector.h makes the row functions of them. Compiled without contraction to
 * fma.
 */
#include "rows_avx.h"

#define LANES 16
#define CHAINS(components) ((components) == 1 ? 8 : 4)
#define STRIP 128
#define HAVE_PICKS

typedef __m512 V;

INLINE V
v_load (const float *p)
{
  return _mm512_load_ps (p);
}

INLINE V
v_loadu (const float *p)
{
  return _mm512_loadu_ps (p);
}

INLINE void
v_store (float *p, V v)
{
  _mm512_store_ps (p, v);
}

INLINE void
v_storeu (float *p, V v)
{
  _mm512_storeu_ps (p, v);
}

INLINE V
v_set1 (float f)
{
  return _mm512_set1_ps (f);
}

INLINE V
v_mul (V a, V b)
{
  return _mm512_mul_ps (a, b);
}

INLINE V
v_add (V a, V b)
{
  return _mm512_add_ps (a, b);
}

INLINE V
v_div (V a, V b)
{
  return _mm512_div_ps (a, b);
}

/* 4 x 4 of 4 bytes in each quarter. */
INLINE void
transpose_quarters (__m512i *q)
{
  __m512i a = _mm512_unpacklo_epi32 (q[0], q[1]), b = _mm512_unpackhi_epi32 (q[0], q[1]);
  __m512i c = _mm512_unpacklo_epi32 (q[2], q[3]), d = _mm512_unpackhi_epi32 (q[2], q[3]);

  q[0] = _mm512_unpacklo_epi64 (a, c);
  q[1] = _mm512_unpackhi_epi64 (a, c);
  q[2] = _mm512_unpacklo_epi64 (b, d);
  q[3] = _mm512_unpackhi_epi64 (b, d);
}

INLINE void
v_transpose (V *v)
{
  __m512i q[16];
  int i;

  for (i = 0; i < 16; i++)
    q[i] = _mm512_castps_si512 (v[i]);
  for (i = 0; i < 16; i += 4)
    transpose_quarters (q + i);
  /* quarter k of q[4 * g + i] is columns 4 * g.. of row 4 * k + i */
  for (i = 0; i < 4; i++) {
    __m512i a = _mm512_shuffle_i32x4 (q[i], q[4 + i], 0x44), b = _mm512_shuffle_i32x4 (q[i], q[4 + i], 0xee);
    __m512i c = _mm512_shuffle_i32x4 (q[8 + i], q[12 + i], 0x44), d = _mm512_shuffle_i32x4 (q[8 + i], q[12 + i], 0xee);

    v[i] = _mm512_castsi512_ps (_mm512_shuffle_i32x4 (a, c, 0x88));
    v[4 + i] = _mm512_castsi512_ps (_mm512_shuffle_i32x4 (a, c, 0xdd));
    v[8 + i] = _mm512_castsi512_ps (_mm512_shuffle_i32x4 (b, d, 0x88));
    v[12 + i] = _mm512_castsi512_ps (_mm512_shuffle_i32x4 (b, d, 0xdd));
  }
}

INLINE __m512i
swap_words (__m512i v)
{
  return _mm512_or_si512 (_mm512_slli_epi16 (v, 8), _mm512_srli_epi16 (v, 8));
}

INLINE V
v_samples (const uint8_t *p, int shift, int bytes, bool swapped)
{
  __m256i v;

  if (bytes == 1)
    return _mm512_cvtepi32_ps (_mm512_cvtepu8_epi32 (_mm_loadu_si128 ((const __m128i *) p)));
  v = _mm256_loadu_si256 ((const __m256i *) p);
  if (swapped)
    v = _mm256_or_si256 (_mm256_slli_epi16 (v, 8), _mm256_srli_epi16 (v, 8));
  return _mm512_cvtepi32_ps (_mm512_cvtepu16_epi32 (_mm256_srl_epi16 (v, _mm_cvtsi32_si128 (shift))));
}

/* 16 bytes of rows 0, 4, 8 and 12 from rows on. */
INLINE __m512i
load_quarters (const uint8_t *const *rows, int at)
{
  __m512i v = _mm512_castsi128_si512 (_mm_loadu_si128 ((const __m128i *) (rows[0] + at)));

  v = _mm512_inserti32x4 (v, _mm_loadu_si128 ((const __m128i *) (rows[4] + at)), 1);
  v = _mm512_inserti32x4 (v, _mm_loadu_si128 ((const __m128i *) (rows[8] + at)), 2);
  return _mm512_inserti32x4 (v, _mm_loadu_si128 ((const __m128i *) (rows[12] + at)), 3);
}

/* Whose byte b of quarter q goes to the lane 4 * q + b, as a whole number; + 4 for the next column. */
INLINE __m512i
byte_picks (void)
{
  return _mm512_setr_epi32 (0, 1, 2, 3, 16, 17, 18, 19, 32, 33, 34, 35, 48, 49, 50, 51);
}

INLINE void
byte_columns (float (*dst)[16], const uint8_t *const *rows, int at)
{
  __m512i r[4], a[4];
  int i, k;

  for (i = 0; i < 4; i++)
    r[i] = load_quarters (rows + i, at);
  a[0] = _mm512_unpacklo_epi8 (r[0], r[1]);
  a[1] = _mm512_unpackhi_epi8 (r[0], r[1]);
  a[2] = _mm512_unpacklo_epi8 (r[2], r[3]);
  a[3] = _mm512_unpackhi_epi8 (r[2], r[3]);
  for (i = 0; i < 2; i++) {
    r[2 * i] = _mm512_unpacklo_epi16 (a[i], a[i + 2]);
    r[2 * i + 1] = _mm512_unpackhi_epi16 (a[i], a[i + 2]);
  }
  /* 4 columns in each, a column's rows 4 * q.. in quarter q */
  for (i = 0; i < 4; i++) {
    for (k = 0; k < 4; k++) {
      const __m512i picks = _mm512_add_epi32 (byte_picks (), _mm512_set1_epi32 (4 * k));

      _mm512_store_ps (dst[4 * i + k],
          _mm512_cvtepi32_ps (_mm512_maskz_permutexvar_epi8 (0x1111111111111111, picks, r[i])));
    }
  }
}

/* 8 of them. */
INLINE void
word_columns (float (*dst)[16], const uint8_t *const *rows, int at, int shift, bool swapped)
{
  const __m512i first = _mm512_setr_epi32 (0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27);
  __m512i r[4], a[4];
  int i, k;

  for (i = 0; i < 4; i++) {
    r[i] = load_quarters (rows + i, at);
    r[i] = _mm512_srl_epi16 (swapped ? swap_words (r[i]) : r[i], _mm_cvtsi32_si128 (shift));
  }
  a[0] = _mm512_unpacklo_epi16 (r[0], r[1]);
  a[1] = _mm512_unpackhi_epi16 (r[0], r[1]);
  a[2] = _mm512_unpacklo_epi16 (r[2], r[3]);
  a[3] = _mm512_unpackhi_epi16 (r[2], r[3]);
  for (i = 0; i < 2; i++) {
    r[2 * i] = _mm512_unpacklo_epi32 (a[i], a[i + 2]);
    r[2 * i + 1] = _mm512_unpackhi_epi32 (a[i], a[i + 2]);
  }
  for (i = 0; i < 4; i++) {
    for (k = 0; k < 2; k++) {
      const __m512i picks = _mm512_add_epi32 (first, _mm512_set1_epi32 (4 * k));

      _mm512_store_ps (dst[2 * i + k],
          _mm512_cvtepi32_ps (_mm512_maskz_permutexvar_epi16 (0x55555555, picks, r[i])));
    }
  }
}

INLINE void
v_columns (float (*dst)[16], const uint8_t *const *rows, int at, int shift, int bytes, bool swapped)
{
  if (bytes == 1) {
    byte_columns (dst, rows, at);
    return;
  }
  word_columns (dst, rows, at, shift, swapped);
  word_columns (dst + 8, rows, at + 16, shift, swapped);
}

/* Clamped to the largest value and rounded; what is below 0 is left to the packing, which saturates. */
INLINE __m512i
rounded (V v, __m512 max)
{
  return _mm512_cvtps_epi32 (_mm512_min_ps (max, v));
}

INLINE __m512i
finish_words (__m512i v, int shift, bool swapped)
{
  v = _mm512_sll_epi16 (v, _mm_cvtsi32_si128 (shift));
  return swapped ? swap_words (v) : v;
}

INLINE void
put_16 (uint8_t *p, V v, const AlsSamples *samples, int bytes)
{
  __m512i a = _mm512_max_epi32 (rounded (v, _mm512_set1_ps (samples->max)), _mm512_setzero_si512 ());

  if (bytes == 1)
    _mm_storeu_si128 ((__m128i *) p, _mm512_cvtepi32_epi8 (a));
  else
    _mm256_storeu_si256 ((__m256i *) p, _mm512_castsi512_si256 (finish_words (_mm512_castsi256_si512 (
        _mm512_cvtepi32_epi16 (a)), samples->shift, samples->swapped)));
}

INLINE void
v_put (uint8_t *p, const V *v, int n, const AlsSamples *samples, int bytes)
{
  const __m512 max = _mm512_set1_ps (samples->max);
  const __m512i quarters = _mm512_setr_epi32 (0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
  const __m512i halves = _mm512_setr_epi64 (0, 2, 4, 6, 1, 3, 5, 7);
  __m512i a, b;

  if (n == 1) {
    put_16 (p, v[0], samples, bytes);
    return;
  }
  a = _mm512_packus_epi32 (rounded (v[0], max), rounded (v[1], max));
  b = _mm512_packus_epi32 (rounded (v[2], max), rounded (v[3], max));
  if (bytes == 1) {
    _mm512_storeu_si512 (p, _mm512_permutexvar_epi32 (quarters, _mm512_packus_epi16 (a, b)));
    return;
  }
  a = _mm512_permutexvar_epi64 (halves, finish_words (a, samples->shift, samples->swapped));
  b = _mm512_permutexvar_epi64 (halves, finish_words (b, samples->shift, samples->swapped));
  _mm512_storeu_si512 (p, a);
  _mm512_storeu_si512 (p + 64, b);
}

/* 16 bytes of the rows 0, 4, 8 and 12 from dst on. */
INLINE void
store_quarters (uint8_t *const *dst, int at, __m512i v)
{
  _mm_storeu_si128 ((__m128i *) (dst[0] + at), _mm512_castsi512_si128 (v));
  _mm_storeu_si128 ((__m128i *) (dst[4] + at), _mm512_extracti32x4_epi32 (v, 1));
  _mm_storeu_si128 ((__m128i *) (dst[8] + at), _mm512_extracti32x4_epi32 (v, 2));
  _mm_storeu_si128 ((__m128i *) (dst[12] + at), _mm512_extracti32x4_epi32 (v, 3));
}

INLINE void
v_put_rows (uint8_t *const *dst, int at, const V *v, const AlsSamples *samples, int bytes)
{
  const __m512 max = _mm512_set1_ps (samples->max);
  const __m512i order4 = _mm512_broadcast_i32x4 (_mm_setr_epi8 (0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15));
  const __m512i order2 = _mm512_broadcast_i32x4 (_mm_setr_epi8 (0, 1, 8, 9, 2, 3, 10, 11, 4, 5, 12, 13, 6, 7, 14, 15));
  __m512i p[8];
  int i;

  /* rows 4 * q.. of two columns in quarter q */
  for (i = 0; i < 8; i++)
    p[i] = _mm512_packus_epi32 (rounded (v[2 * i], max), rounded (v[2 * i + 1], max));
  if (bytes == 1) {
    for (i = 0; i < 4; i++)
      p[i] = _mm512_shuffle_epi8 (_mm512_packus_epi16 (p[2 * i], p[2 * i + 1]), order4);
    transpose_quarters (p);
    for (i = 0; i < 4; i++)
      store_quarters (dst + i, at, p[i]);
    return;
  }
  for (i = 0; i < 8; i++)
    p[i] = _mm512_shuffle_epi8 (finish_words (p[i], samples->shift, samples->swapped), order2);
  transpose_quarters (p);
  transpose_quarters (p + 4);
  for (i = 0; i < 4; i++) {
    store_quarters (dst + i, at, p[i]);
    store_quarters (dst + i, at + 16, p[4 + i]);
  }
}

#include "rows_dyadic.h"
#include "rows_lerp.h"
#include "rows_vector.h"

const AlsRows als_rows_avx512 = ALS_ROWS_TABLE ("avx512");
