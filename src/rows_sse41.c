/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The vectors of SSE4.1, two registers each; rows_vector.h makes the row functions of them. Compiled with -msse4.1.
 */
#include "cpu.h"

#include <smmintrin.h>

#define INLINE static inline __attribute__ ((always_inline))
#define LANES 8
#define CHAINS(components) ((components) == 1 ? 4 : (components) == 4 ? 1 : 2)
#define STRIP 32

typedef struct {
  __m128 a, b;
} V;

typedef struct {
  __m128i a, b;
} I8;

typedef I8 W16;
typedef __m128i B16;

INLINE V
v_load (const float *p)
{
  return (V) { _mm_load_ps (p), _mm_load_ps (p + 4) };
}

INLINE V
v_loadu (const float *p)
{
  return (V) { _mm_loadu_ps (p), _mm_loadu_ps (p + 4) };
}

INLINE void
v_store (float *p, V v)
{
  _mm_store_ps (p, v.a);
  _mm_store_ps (p + 4, v.b);
}

INLINE void
v_storeu (float *p, V v)
{
  _mm_storeu_ps (p, v.a);
  _mm_storeu_ps (p + 4, v.b);
}

INLINE V
v_set1 (float f)
{
  return (V) { _mm_set1_ps (f), _mm_set1_ps (f) };
}

INLINE V
v_mul (V a, V b)
{
  return (V) { _mm_mul_ps (a.a, b.a), _mm_mul_ps (a.b, b.b) };
}

INLINE V
v_add (V a, V b)
{
  return (V) { _mm_add_ps (a.a, b.a), _mm_add_ps (a.b, b.b) };
}

INLINE V
v_div (V a, V b)
{
  return (V) { _mm_div_ps (a.a, b.a), _mm_div_ps (a.b, b.b) };
}

INLINE I8
i_load (const int32_t *p)
{
  return (I8) { _mm_loadu_si128 ((const __m128i *) p), _mm_loadu_si128 ((const __m128i *) (p + 4)) };
}

INLINE I8
i_set1 (int i)
{
  return (I8) { _mm_set1_epi32 (i), _mm_set1_epi32 (i) };
}

INLINE I8
i_halves (int a, int b)
{
  return (I8) { _mm_set1_epi32 (a), _mm_set1_epi32 (b) };
}

INLINE I8
i_add (I8 a, I8 b)
{
  return (I8) { _mm_add_epi32 (a.a, b.a), _mm_add_epi32 (a.b, b.b) };
}

INLINE I8
i_sub (I8 a, I8 b)
{
  return (I8) { _mm_sub_epi32 (a.a, b.a), _mm_sub_epi32 (a.b, b.b) };
}

INLINE I8
i_or (I8 a, I8 b)
{
  return (I8) { _mm_or_si128 (a.a, b.a), _mm_or_si128 (a.b, b.b) };
}

INLINE I8
i_mul (I8 a, I8 b)
{
  return (I8) { _mm_mullo_epi32 (a.a, b.a), _mm_mullo_epi32 (a.b, b.b) };
}

INLINE bool
i_within (I8 v, int limit)
{
  I8 rest = i_sub (i_set1 (limit), v);
  __m128i outside = _mm_or_si128 (_mm_or_si128 (v.a, v.b), _mm_or_si128 (rest.a, rest.b));

  return _mm_movemask_ps (_mm_castsi128_ps (outside)) == 0;
}

INLINE I8
i_spread (I8 v, int components, int j)
{
  switch (components) {
    case 1:
      return v;
    case 2:
      v.a = j ? v.b : v.a;
      return (I8) { _mm_shuffle_epi32 (v.a, 0x50), _mm_shuffle_epi32 (v.a, 0xfa) };
    case 3:
      if (j == 0)
        return (I8) { _mm_shuffle_epi32 (v.a, 0x40), _mm_shuffle_epi32 (v.a, 0xa5) };
      if (j == 1)
        return (I8) { _mm_shuffle_epi32 (v.a, 0xfe), _mm_shuffle_epi32 (v.b, 0x40) };
      return (I8) { _mm_shuffle_epi32 (v.b, 0xa5), _mm_shuffle_epi32 (v.b, 0xfe) };
    default:
      v.a = j < 2 ? v.a : v.b;
      if (j % 2 == 0)
        return (I8) { _mm_shuffle_epi32 (v.a, 0x00), _mm_shuffle_epi32 (v.a, 0x55) };
      return (I8) { _mm_shuffle_epi32 (v.a, 0xaa), _mm_shuffle_epi32 (v.a, 0xff) };
  }
}

INLINE V
v_spread (V v, int components, int j)
{
  I8 i = i_spread ((I8) { _mm_castps_si128 (v.a), _mm_castps_si128 (v.b) }, components, j);

  return (V) { _mm_castsi128_ps (i.a), _mm_castsi128_ps (i.b) };
}

INLINE void
v_even_odd (const float *p, V *even, V *odd)
{
  __m128 a = _mm_loadu_ps (p), b = _mm_loadu_ps (p + 4), c = _mm_loadu_ps (p + 8), d = _mm_loadu_ps (p + 12);

  *even = (V) { _mm_shuffle_ps (a, b, 0x88), _mm_shuffle_ps (c, d, 0x88) };
  *odd = (V) { _mm_shuffle_ps (a, b, 0xdd), _mm_shuffle_ps (c, d, 0xdd) };
}

INLINE void
v_transpose (V *v)
{
  _MM_TRANSPOSE4_PS (v[0].a, v[1].a, v[2].a, v[3].a);
  _MM_TRANSPOSE4_PS (v[4].a, v[5].a, v[6].a, v[7].a);
  _MM_TRANSPOSE4_PS (v[0].b, v[1].b, v[2].b, v[3].b);
  _MM_TRANSPOSE4_PS (v[4].b, v[5].b, v[6].b, v[7].b);
  for (int i = 0; i < 4; i++) {
    __m128 swap = v[i].b;

    v[i].b = v[i + 4].a;
    v[i + 4].a = swap;
  }
}

INLINE B16
b_load (const uint8_t *p)
{
  return _mm_loadu_si128 ((const __m128i *) p);
}

INLINE void
b_store (uint8_t *p, B16 v)
{
  _mm_storeu_si128 ((__m128i *) p, v);
}

INLINE B16
b_or (B16 a, B16 b)
{
  return _mm_or_si128 (a, b);
}

INLINE B16
b_pick (B16 v, B16 mask)
{
  return _mm_shuffle_epi8 (v, mask);
}

INLINE B16
b_pick_or (B16 v, B16 mask, B16 other)
{
  return _mm_blendv_epi8 (_mm_shuffle_epi8 (v, mask), other, mask);
}

INLINE __m128i
swap_bytes (__m128i v)
{
  return _mm_or_si128 (_mm_slli_epi16 (v, 8), _mm_srli_epi16 (v, 8));
}

INLINE __m128i
load_words (const uint8_t *p, int shift, bool swapped)
{
  __m128i v = _mm_loadu_si128 ((const __m128i *) p);

  return _mm_srl_epi16 (swapped ? swap_bytes (v) : v, _mm_cvtsi32_si128 (shift));
}

INLINE V
floats_of_words (__m128i v)
{
  const __m128i zero = _mm_setzero_si128 ();

  return (V) { _mm_cvtepi32_ps (_mm_unpacklo_epi16 (v, zero)), _mm_cvtepi32_ps (_mm_unpackhi_epi16 (v, zero)) };
}

INLINE V
v_samples (const uint8_t *p, int shift, int bytes, bool swapped)
{
  if (bytes == 1)
    return floats_of_words (_mm_cvtepu8_epi16 (_mm_loadl_epi64 ((const __m128i *) p)));
  return floats_of_words (load_words (p, shift, swapped));
}

INLINE void
v_columns (float (*dst)[8], const uint8_t *const *rows, int at, int shift, int bytes, bool swapped)
{
  const __m128i zero = _mm_setzero_si128 ();
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
      v_store (dst[i], floats_of_words (_mm_unpacklo_epi8 (r[i], zero)));
      v_store (dst[i + 1], floats_of_words (_mm_unpackhi_epi8 (r[i], zero)));
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
    v_store (dst[2 * i], floats_of_words (_mm_unpacklo_epi64 (b[i], b[i + 4])));
    v_store (dst[2 * i + 1], floats_of_words (_mm_unpackhi_epi64 (b[i], b[i + 4])));
  }
}

/* 8 values clamped and rounded; what is below 0 is left to the packing, which saturates. */
INLINE __m128i
words_of_floats (__m128 a, __m128 b, __m128 max)
{
  return _mm_packus_epi32 (_mm_cvtps_epi32 (_mm_min_ps (max, a)), _mm_cvtps_epi32 (_mm_min_ps (max, b)));
}

INLINE __m128i
finish_words (__m128i v, const AlsSamples *samples)
{
  v = _mm_sll_epi16 (v, _mm_cvtsi32_si128 (samples->shift));
  return samples->swapped ? swap_bytes (v) : v;
}

INLINE void
v_put (uint8_t *p, const V *v, int n, const AlsSamples *samples, int bytes)
{
  const __m128 max = _mm_set1_ps (samples->max);
  int i;

  for (i = 0; i < n; i++) {
    __m128i w = words_of_floats (v[i].a, v[i].b, max);

    if (bytes == 2) {
      _mm_storeu_si128 ((__m128i *) (p + 16 * i), finish_words (w, samples));
    } else if (n == 1) {
      _mm_storel_epi64 ((__m128i *) p, _mm_packus_epi16 (w, w));
    } else if (i % 2 == 0) {
      w = _mm_packus_epi16 (w, words_of_floats (v[i + 1].a, v[i + 1].b, max));
      _mm_storeu_si128 ((__m128i *) (p + 8 * i), w);
    }
  }
}

/* 8 columns of 4 rows. */
INLINE void
put_four_rows (uint8_t *const *dst, int at, const __m128 *v, const AlsSamples *samples, int bytes)
{
  const __m128i order4 = _mm_setr_epi8 (0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
  const __m128i order2 = _mm_setr_epi8 (0, 1, 8, 9, 2, 3, 10, 11, 4, 5, 12, 13, 6, 7, 14, 15);
  const __m128 max = _mm_set1_ps (samples->max);
  __m128i p[4], q[4];
  int i;

  for (i = 0; i < 4; i++)
    p[i] = words_of_floats (v[2 * i], v[2 * i + 1], max);
  if (bytes == 1) {
    p[0] = _mm_shuffle_epi8 (_mm_packus_epi16 (p[0], p[1]), order4);
    p[1] = _mm_shuffle_epi8 (_mm_packus_epi16 (p[2], p[3]), order4);
    q[0] = _mm_unpacklo_epi32 (p[0], p[1]);
    q[1] = _mm_unpackhi_epi32 (p[0], p[1]);
    for (i = 0; i < 2; i++) {
      _mm_storel_epi64 ((__m128i *) (dst[2 * i] + at), q[i]);
      _mm_storel_epi64 ((__m128i *) (dst[2 * i + 1] + at), _mm_unpackhi_epi64 (q[i], q[i]));
    }
    return;
  }
  for (i = 0; i < 4; i++)
    p[i] = _mm_shuffle_epi8 (finish_words (p[i], samples), order2);
  q[0] = _mm_unpacklo_epi32 (p[0], p[1]);
  q[1] = _mm_unpackhi_epi32 (p[0], p[1]);
  q[2] = _mm_unpacklo_epi32 (p[2], p[3]);
  q[3] = _mm_unpackhi_epi32 (p[2], p[3]);
  for (i = 0; i < 2; i++) {
    _mm_storeu_si128 ((__m128i *) (dst[2 * i] + at), _mm_unpacklo_epi64 (q[i], q[i + 2]));
    _mm_storeu_si128 ((__m128i *) (dst[2 * i + 1] + at), _mm_unpackhi_epi64 (q[i], q[i + 2]));
  }
}

INLINE void
v_put_rows (uint8_t *const *dst, int at, const V *v, const AlsSamples *samples, int bytes)
{
  __m128 half[8];
  int i;

  for (i = 0; i < 8; i++)
    half[i] = v[i].a;
  put_four_rows (dst, at, half, samples, bytes);
  for (i = 0; i < 8; i++)
    half[i] = v[i].b;
  put_four_rows (dst + 4, at, half, samples, bytes);
}

INLINE W16
w_join (B16 a, B16 b)
{
  return (W16) { a, b };
}

INLINE V
v_window (W16 w, I8 mask, int shift, int bytes)
{
  w.a = _mm_shuffle_epi8 (w.a, mask.a);
  w.b = _mm_shuffle_epi8 (w.b, mask.b);
  if (bytes == 2) {
    w.a = _mm_srl_epi32 (w.a, _mm_cvtsi32_si128 (shift));
    w.b = _mm_srl_epi32 (w.b, _mm_cvtsi32_si128 (shift));
  }
  return (V) { _mm_cvtepi32_ps (w.a), _mm_cvtepi32_ps (w.b) };
}

#include "rows_dyadic.h"
#include "rows_lerp.h"
#include "rows_vector.h"

const AlsRows als_rows_sse41 = ALS_ROWS_TABLE ("sse41");
