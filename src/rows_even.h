/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Part of rows_vector.h, for AVX-512: single components at 2:1 with the same taps for all. The even and the odd floats of a row
 * by themselves; those of the next tap are these, moved by a lane.
 */
#ifndef ALS_ROWS_EVEN_H
#define ALS_ROWS_EVEN_H

typedef struct {
  V even, odd;
} Halves;

/* Of 32 floats. */
INLINE Halves
halves_of (const float *src)
{
  const __m512i evens = _mm512_setr_epi32 (0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
  const V a = v_load (src), b = v_load (src + 16);

  return (Halves) {
    _mm512_permutex2var_ps (a, evens, b),
    _mm512_permutex2var_ps (a, _mm512_add_epi32 (evens, _mm512_set1_epi32 (1)), b),
  };
}

/* The lanes from i on of two vectors; i is constant, 0 to 6, as far as 12 taps go. */
INLINE V
lanes_from (V a, V b, int i)
{
  const __m512i lo = _mm512_castps_si512 (a), hi = _mm512_castps_si512 (b);

  switch (i) {
    case 0:
      return a;
    case 1:
      return _mm512_castsi512_ps (_mm512_alignr_epi32 (hi, lo, 1));
    case 2:
      return _mm512_castsi512_ps (_mm512_alignr_epi32 (hi, lo, 2));
    case 3:
      return _mm512_castsi512_ps (_mm512_alignr_epi32 (hi, lo, 3));
    case 4:
      return _mm512_castsi512_ps (_mm512_alignr_epi32 (hi, lo, 4));
    case 5:
      return _mm512_castsi512_ps (_mm512_alignr_epi32 (hi, lo, 5));
    default:
      return _mm512_castsi512_ps (_mm512_alignr_epi32 (hi, lo, 6));
  }
}

/* The sums of 16 outputs, whose first tap is the first or, where odd is 1, the second float of a. */
INLINE V
sum_halves (Halves a, Halves b, const V *weights, int n, int odd)
{
  V sum = v_mul (weights[0], odd ? a.odd : a.even);
  int k;

  UNROLLED for (k = 1; k < n; k++) {
    const int at = k + odd;

    sum = v_add (sum, v_mul (weights[k], at % 2 ? lanes_from (a.odd, b.odd, at / 2) : lanes_from (a.even, b.even, at / 2)));
  }
  return sum;
}

/* Vectors of outputs from x on, whose taps begin at or right after a multiple of 16 floats. */
INLINE void
even_rows (const Job *job, int x, int vectors, int n, int odd, int bytes)
{
  const float *taps = job->taps->weights + (ptrdiff_t) x * n;
  V weights[16];
  int r, i, k;

  UNROLLED for (k = 0; k < n; k++)
    weights[k] = v_set1 (taps[k]);
  for (r = 0; r < job->rows; r++) {
    const float *src = job->floats_in[r] + job->taps->first[x] - odd;
    uint8_t *dst = job->dst[r] + (ptrdiff_t) x * bytes;
    Halves a = halves_of (src);

    for (i = 0; i + 4 <= vectors; i += 4) {
      Halves h[5] = { a };
      V sum[4];

      /* the next but one */
      ask_to_write (dst + 16 * (i + 8) * bytes, 64 * bytes);
      UNROLLED for (k = 0; k < 4; k++) {
        h[k + 1] = halves_of (src + 32 * (i + k + 1));
        sum[k] = sum_halves (h[k], h[k + 1], weights, n, odd);
      }
      v_put (dst + 16 * i * bytes, sum, 4, job->samples, bytes);
      a = h[4];
    }
    for (; i < vectors; i++) {
      const Halves b = halves_of (src + 32 * (i + 1));
      const V sum = sum_halves (a, b, weights, n, odd);

      v_put (dst + 16 * i * bytes, &sum, 1, job->samples, bytes);
      a = b;
    }
  }
}

#define EACH_ODD(n)                                             \
  if (odd)                                                      \
    even_rows (job, x, vectors, n, 1, bytes);                   \
  else                                                          \
    even_rows (job, x, vectors, n, 0, bytes);                   \
  break;

/* False where nothing has been done. */
INLINE bool
even_out (const Job *job, int bytes)
{
  const AlsTaps *taps = job->taps;
  const int end = taps->even_to, floats = (taps->in + 15) / 16 * 16;
  int x = taps->even_from, odd, vectors;

  if (end - x < 64 || job->samples->components != 1 || job->step != bytes || job->count)
    return false;
  odd = taps->first[x] % 2;
  while (taps->first[x] % 16 != odd)
    x++;
  /* halves of what comes after the last vector are made too */
  vectors = (floats - (taps->first[x] - odd)) / 32 - 1;
  vectors = least (vectors, (end - x) / 16);
  switch (taps->n) {
    case 4:
      EACH_ODD (4)
    case 8:
      EACH_ODD (8)
    case 12:
      EACH_ODD (12)
    default:
      return false;
  }
  columns_out (job, 0, x);
  columns_out (job, x + 16 * vectors, taps->out);
  return true;
}

#endif
