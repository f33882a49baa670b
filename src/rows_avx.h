/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What AVX2 and AVX-512 have alike: 8 integers, 16 bytes.
 */
#ifndef ALS_ROWS_AVX_H
#define ALS_ROWS_AVX_H

#include <immintrin.h>

#include "cpu.h"

#define INLINE static inline __attribute__ ((always_inline))

typedef __m256i I8;
typedef __m128i B16;

INLINE I8
i_load (const int32_t *p)
{
  return _mm256_loadu_si256 ((const __m256i *) p);
}

INLINE I8
i_set1 (int i)
{
  return _mm256_set1_epi32 (i);
}

INLINE I8
i_halves (int a, int b)
{
  return _mm256_setr_m128i (_mm_set1_epi32 (a), _mm_set1_epi32 (b));
}

INLINE I8
i_add (I8 a, I8 b)
{
  return _mm256_add_epi32 (a, b);
}

INLINE I8
i_sub (I8 a, I8 b)
{
  return _mm256_sub_epi32 (a, b);
}

INLINE I8
i_or (I8 a, I8 b)
{
  return _mm256_or_si256 (a, b);
}

INLINE I8
i_mul (I8 a, I8 b)
{
  return _mm256_mullo_epi32 (a, b);
}

INLINE bool
i_within (I8 v, int limit)
{
  I8 outside = _mm256_or_si256 (v, _mm256_sub_epi32 (_mm256_set1_epi32 (limit), v));

  return _mm256_movemask_ps (_mm256_castsi256_ps (outside)) == 0;
}

INLINE I8
i_spread (I8 v, int components, int j)
{
  int i = 8 * j, c = components;

  if (components == 1)
    return v;
  return _mm256_permutevar8x32_epi32 (v, _mm256_setr_epi32 (i / c, (i + 1) / c, (i + 2) / c, (i + 3) / c, (i + 4) / c,
      (i + 5) / c, (i + 6) / c, (i + 7) / c));
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

#endif
