/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Halving and doubling on x86 in integers of 16 bits, written once for both widths of registers, whose instructions have
 * the same names. Rows shorter than what is done at once are left to plain bytes; else the last step ends where the row
 * ends and does some bytes again.
 */
#ifndef ALS_ROWS_DYADIC_H
#define ALS_ROWS_DYADIC_H

#define HAVE_DYADIC

#ifdef __AVX2__
#define D(op) _mm256_##op
#define D_AND _mm256_and_si256
#define D_BYTES 32
typedef __m256i Dyad;
#else
#define D(op) _mm_##op
#define D_AND _mm_and_si128
#define D_BYTES 16
typedef __m128i Dyad;
#endif

INLINE Dyad
d_load (const uint8_t *p)
{
#ifdef __AVX2__
  return _mm256_loadu_si256 ((const __m256i *) p);
#else
  return _mm_loadu_si128 ((const __m128i *) p);
#endif
}

INLINE void
d_store (uint8_t *p, Dyad v)
{
#ifdef __AVX2__
  _mm256_storeu_si256 ((__m256i *) p, v);
#else
  _mm_storeu_si128 ((__m128i *) p, v);
#endif
}

/* What instructions that keep to halves of a register packed, in order. */
INLINE Dyad
d_packed (Dyad v)
{
#ifdef __AVX2__
  return _mm256_permute4x64_epi64 (v, 0xd8);
#else
  return v;
#endif
}

/* The low and the high parts that they unpacked, one after the other. */
INLINE void
d_store_unpacked (uint8_t *p, Dyad lo, Dyad hi)
{
#ifdef __AVX2__
  d_store (p, _mm256_permute2x128_si256 (lo, hi, 0x20));
  d_store (p + D_BYTES, _mm256_permute2x128_si256 (lo, hi, 0x31));
#else
  d_store (p, lo);
  d_store (p + D_BYTES, hi);
#endif
}

/* As als_round_shift. */
INLINE Dyad
d_round (Dyad sum, int shift)
{
  const Dyad odd = D_AND (D (srli_epi16) (sum, shift), D (set1_epi16) (1));
  const Dyad below_half = D (set1_epi16) ((short) ((1 << (shift - 1)) - 1));

  return D (srli_epi16) (D (add_epi16) (D (add_epi16) (sum, below_half), odd), shift);
}

/* The sums of neighbours in a row: components bytes apart. */
INLINE Dyad
pair_sums (const uint8_t *p, int components)
{
  const char order[2][16] = {
    { 0, 2, 1, 3, 4, 6, 5, 7, 8, 10, 9, 11, 12, 14, 13, 15 },
    { 0, 4, 1, 5, 2, 6, 3, 7, 8, 12, 9, 13, 10, 14, 11, 15 },
  };
  Dyad v = d_load (p);

  if (components > 1) {
    const __m128i mask = _mm_loadu_si128 ((const __m128i *) order[components / 4]);
#ifdef __AVX2__
    v = _mm256_shuffle_epi8 (v, _mm256_broadcastsi128_si256 (mask));
#else
    v = _mm_shuffle_epi8 (v, mask);
#endif
  }
  return D (maddubs_epi16) (v, D (set1_epi8) (1));
}

INLINE void
halve_block (uint8_t *dst, const uint8_t *a, const uint8_t *b, int components)
{
  Dyad lo = D (add_epi16) (pair_sums (a, components), pair_sums (b, components));
  Dyad hi = D (add_epi16) (pair_sums (a + D_BYTES, components), pair_sums (b + D_BYTES, components));

  d_store (dst, d_packed (D (packus_epi16) (d_round (lo, 2), d_round (hi, 2))));
}

INLINE void
halve_row (uint8_t *dst, const uint8_t *a, const uint8_t *b, int width, ptrdiff_t ahead, int components)
{
  const int bytes = width * components;
  int i;

  if (bytes < D_BYTES) {
    als_halve_bytes (dst, a, b, 0, bytes, components);
    return;
  }
  for (i = 0; i + D_BYTES <= bytes; i += D_BYTES) {
    if (ahead != 0) {
      __builtin_prefetch (a + 2 * i + ahead);
      __builtin_prefetch (b + 2 * i + ahead);
    }
    halve_block (dst + i, a + 2 * i, b + 2 * i, components);
  }
  if (i < bytes) {
    i = bytes - D_BYTES;
    halve_block (dst + i, a + 2 * i, b + 2 * i, components);
  }
}

/* Of a row: the bytes at p, 3 of them and 1 of those on their left or right, as words of the low and the high bytes. */
typedef struct {
  Dyad left[2], right[2];
} Neighbours;

INLINE Neighbours
neighbours_of (const uint8_t *p, int components)
{
  const Dyad left = d_load (p - components), here = d_load (p), right = d_load (p + components);
  const Dyad one_three = D (set1_epi16) (0x0301), three_one = D (set1_epi16) (0x0103);

  return (Neighbours) {
    .left = {
      D (maddubs_epi16) (D (unpacklo_epi8) (left, here), one_three),
      D (maddubs_epi16) (D (unpackhi_epi8) (left, here), one_three),
    },
    .right = {
      D (maddubs_epi16) (D (unpacklo_epi8) (here, right), three_one),
      D (maddubs_epi16) (D (unpackhi_epi8) (here, right), three_one),
    },
  };
}

/* 3 of near and 1 of far, rounded: bytes. */
INLINE Dyad
blend (const Dyad *near, const Dyad *far)
{
  Dyad v[2];
  int i;

  for (i = 0; i < 2; i++)
    v[i] = d_round (D (add_epi16) (D (add_epi16) (near[i], far[i]), D (slli_epi16) (near[i], 1)), 4);
  return D (packus_epi16) (v[0], v[1]);
}

INLINE void
double_block (uint8_t *dst, const Neighbours *near, const Neighbours *far, int components)
{
  const Dyad even = blend (near->left, far->left), odd = blend (near->right, far->right);

  if (components == 1)
    d_store_unpacked (dst, D (unpacklo_epi8) (even, odd), D (unpackhi_epi8) (even, odd));
  else if (components == 2)
    d_store_unpacked (dst, D (unpacklo_epi16) (even, odd), D (unpackhi_epi16) (even, odd));
  else
    d_store_unpacked (dst, D (unpacklo_epi32) (even, odd), D (unpackhi_epi32) (even, odd));
}

/* What the bytes at from become in both rows; near_b may be NULL. */
INLINE void
double_blocks (uint8_t *near_a, uint8_t *near_b, const uint8_t *a, const uint8_t *b, int from, int components)
{
  const Neighbours of_a = neighbours_of (a + from, components), of_b = neighbours_of (b + from, components);

  double_block (near_a + 2 * from, &of_a, &of_b, components);
  if (near_b)
    double_block (near_b + 2 * from, &of_b, &of_a, components);
}

/* The outermost pixels by themselves: blocks read a pixel on either side. */
INLINE void
double_both (uint8_t *near_a, uint8_t *near_b, const uint8_t *a, const uint8_t *b, int width, int components)
{
  const int bytes = width * components, end = bytes - components;
  int i;

  if (end - components < D_BYTES) {
    als_double_bytes (near_a, a, b, 0, bytes, width, components);
    if (near_b)
      als_double_bytes (near_b, b, a, 0, bytes, width, components);
    return;
  }
  als_double_bytes (near_a, a, b, 0, components, width, components);
  als_double_bytes (near_a, a, b, end, bytes, width, components);
  if (near_b) {
    als_double_bytes (near_b, b, a, 0, components, width, components);
    als_double_bytes (near_b, b, a, end, bytes, width, components);
  }
  /* the second block begins where stores are aligned if the rows are */
  double_blocks (near_a, near_b, a, b, components, components);
  for (i = D_BYTES; i + D_BYTES <= end; i += D_BYTES) {
    /* about where the next two rows are */
    __builtin_prefetch (near_a + 2 * i + 4 * bytes, 1);
    if (near_b)
      __builtin_prefetch (near_b + 2 * i + 4 * bytes, 1);
    double_blocks (near_a, near_b, a, b, i, components);
  }
  if (i < end)
    double_blocks (near_a, near_b, a, b, end - D_BYTES, components);
}

INLINE void
double_any (uint8_t *near_a, uint8_t *near_b, const uint8_t *a, const uint8_t *b, int width, int components)
{
  if (!near_a)
    double_both (near_b, NULL, b, a, width, components);
  else if (!near_b)
    double_both (near_a, NULL, a, b, width, components);
  else
    double_both (near_a, near_b, a, b, width, components);
}

static void
halve (uint8_t *dst, const uint8_t *a, const uint8_t *b, int width, ptrdiff_t ahead, const AlsSamples *samples)
{
  if (samples->components == 1)
    halve_row (dst, a, b, width, ahead, 1);
  else if (samples->components == 2)
    halve_row (dst, a, b, width, ahead, 2);
  else
    halve_row (dst, a, b, width, ahead, 4);
}

static void
double_rows (uint8_t *near_a, uint8_t *near_b, const uint8_t *a, const uint8_t *b, int width, const AlsSamples *samples)
{
  if (samples->components == 1)
    double_any (near_a, near_b, a, b, width, 1);
  else if (samples->components == 2)
    double_any (near_a, near_b, a, b, width, 2);
  else
    double_any (near_a, near_b, a, b, width, 4);
}

#endif
