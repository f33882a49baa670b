/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Part of rows_vector.h: horizontal functions of few taps by AVX-512, 16 outputs of a row at a time. All of their taps lie
 * in one register of samples, or two of floats; a permutation brings tap k of each.
 */
#ifndef ALS_ROWS_PICKS_H
#define ALS_ROWS_PICKS_H

#define MOST_PICKS 12           /* taps */

/* 16 outputs, components registers: what is the same in every row. */
typedef struct {
  int at[4];                    /* bytes, or floats, from the row's beginning to what is loaded */
  __m512i first[4];             /* where it holds tap 0 of each lane */
  V weights[4][MOST_PICKS];
  V count[4];
} Picks;

/* Of 16 pixels, what lanes 16 * j.. of all their samples belong to. */
INLINE __m512i
pixels_of_lanes (int components, int j)
{
  int32_t pixel[16];
  int i;

  UNROLLED for (i = 0; i < 16; i++)
    pixel[i] = (16 * j + i) / components;
  return _mm512_loadu_si512 (pixel);
}

INLINE __m512i
samples_of_lanes (int components, int j)
{
  int32_t sample[16];
  int i;

  UNROLLED for (i = 0; i < 16; i++)
    sample[i] = (16 * j + i) % components;
  return _mm512_loadu_si512 (sample);
}

/* Tap k of 16 outputs, for each k; n is below 16. */
INLINE void
weights_of_16 (V *weights, const float *first, int n)
{
  const __m512i even = _mm512_setr_epi32 (0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
  const __m512i order = _mm512_setr_epi32 (0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
  __m512i q[4];
  int i;

  if (n == 1) {
    weights[0] = v_loadu (first);
  } else if (n == 2) {
    const V a = v_loadu (first), b = v_loadu (first + 16);

    weights[0] = _mm512_permutex2var_ps (a, even, b);
    weights[1] = _mm512_permutex2var_ps (a, _mm512_add_epi32 (even, _mm512_set1_epi32 (1)), b);
  } else if (n == 4) {
    UNROLLED for (i = 0; i < 4; i++)
      q[i] = _mm512_loadu_si512 (first + 16 * i);
    transpose_quarters (q);
    UNROLLED for (i = 0; i < 4; i++)
      weights[i] = _mm512_castsi512_ps (_mm512_permutexvar_epi32 (order, q[i]));
  } else {
    UNROLLED for (i = 0; i < 16; i++)
      weights[i] = _mm512_maskz_loadu_ps ((__mmask16) ((1 << n) - 1), first + i * n);
    v_transpose (weights);
  }
}

/* False where the taps of 16 lanes do not lie in units of the row, step of them from pixel to pixel and of sample size. */
INLINE bool
picks_make (Picks *picks, const Job *job, int x, int n, int components, int step, int size, int units, int length)
{
  const AlsTaps *taps = job->taps;
  const __m512i first = _mm512_mullo_epi32 (_mm512_loadu_si512 (taps->first + x), _mm512_set1_epi32 (step));
  V weights[16];
  int j, k;

  weights_of_16 (weights, taps->weights + (size_t) x * (size_t) n, n);
  UNROLLED for (j = 0; j < components; j++) {
    const __m512i pixel = pixels_of_lanes (components, j);
    const __m512i sample = _mm512_mullo_epi32 (samples_of_lanes (components, j), _mm512_set1_epi32 (size));
    const __m512i from = _mm512_add_epi32 (_mm512_permutexvar_epi32 (pixel, first), sample);
    const int at = least (taps->first[x + 16 * j / components] * step, length - units);

    picks->at[j] = at;
    picks->first[j] = _mm512_sub_epi32 (from, _mm512_set1_epi32 (at));
    if (_mm512_cmpgt_epu32_mask (picks->first[j], _mm512_set1_epi32 (units - size - (n - 1) * step)))
      return false;
    for (k = 0; k < n; k++)
      picks->weights[j][k] = components == 1 ? weights[k] : _mm512_permutexvar_ps (pixel, weights[k]);
    picks->count[j] = job->count ? _mm512_permutexvar_ps (pixel, _mm512_loadu_ps (taps->counts + x)) : v_set1 (1.0f);
  }
  return true;
}

/* Bytes of 16 samples, in the register at first, as floats. */
INLINE V
picked_samples (__m512i w, __m512i first, int shift, int bytes, bool swapped)
{
  if (bytes == 1)
    return _mm512_cvtepi32_ps (_mm512_maskz_permutexvar_epi8 (0x1111111111111111, first, w));
  first = _mm512_add_epi32 (_mm512_mullo_epi32 (first, _mm512_set1_epi32 (0x0101)),
      _mm512_set1_epi32 (swapped ? 0x0001 : 0x0100));
  w = _mm512_maskz_permutexvar_epi8 (0x3333333333333333, first, w);
  return _mm512_cvtepi32_ps (_mm512_srl_epi32 (w, _mm_cvtsi32_si128 (shift)));
}

INLINE void
picks_of_samples (const Job *job, int length, int n, int components, int bytes, bool swapped)
{
  const int out = job->taps->out, step = job->step;
  Picks picks;
  int x, j, k, r, asked = 0;

  for (x = 0; x < out; x += 16) {
    /* the last ones once more */
    const int from = least (x, out - 16);

    if (!picks_make (&picks, job, from, n, components, step, bytes, 64, length)) {
      columns_in (job, from, from + 16);
      continue;
    }
    for (; asked <= picks.at[0] && job->ahead != 0; asked += 64)
      ask_rows (job->src, job->rows, asked, 1, job->ahead);
    for (r = 0; r < job->rows; r++) {
      UNROLLED for (j = 0; j < components; j++) {
        const __m512i w = _mm512_loadu_si512 (job->src[r] + picks.at[j]);
        __m512i first = picks.first[j];
        V sum = v_mul (picks.weights[j][0], picked_samples (w, first, job->samples->shift, bytes, swapped));

        for (k = 1; k < n; k++) {
          first = _mm512_add_epi32 (first, _mm512_set1_epi32 (step));
          sum = v_add (sum,
              v_mul (picks.weights[j][k], picked_samples (w, first, job->samples->shift, bytes, swapped)));
        }
        v_storeu (job->floats_out[r] + from * components + j * 16, sum);
      }
    }
  }
}

INLINE void
picks_of_floats (const Job *job, int n, int components, int bytes)
{
  const int out = job->taps->out, pixel = components * bytes;
  const int length = (job->taps->in * components + ALS_ROW_FLOATS - 1) / ALS_ROW_FLOATS * ALS_ROW_FLOATS;
  uint8_t staged[16 * 4 * 2 + 16];
  Picks picks;
  int x, j, k, r;

  for (x = 0; x < out; x += 16) {
    const int from = least (x, out - 16);

    if (!picks_make (&picks, job, from, n, components, components, 1, 32, length)) {
      columns_out (job, from, from + 16);
      continue;
    }
    for (r = 0; r < job->rows; r++) {
      uint8_t *dst = job->dst[r] + (ptrdiff_t) from * job->step;
      V sum[4];

      UNROLLED for (j = 0; j < components; j++) {
        const float *src = job->floats_in[r] + picks.at[j];
        const V a = v_loadu (src), b = v_loadu (src + 16);
        __m512i first = picks.first[j];

        sum[j] = v_mul (picks.weights[j][0], _mm512_permutex2var_ps (a, first, b));
        for (k = 1; k < n; k++) {
          first = _mm512_add_epi32 (first, _mm512_set1_epi32 (components));
          sum[j] = v_add (sum[j], v_mul (picks.weights[j][k], _mm512_permutex2var_ps (a, first, b)));
        }
        if (job->count)
          sum[j] = v_div (sum[j], v_mul (picks.count[j], v_set1 (job->count[r])));
      }
      if (job->step == pixel && components == 4) {
        v_put (dst, sum, 4, job->samples, bytes);
        continue;
      }
      UNROLLED for (j = 0; j < components; j++)
        v_put ((job->step == pixel ? dst : staged) + 16 * j * bytes, sum + j, 1, job->samples, bytes);
      if (job->step != pixel)
        spread_pixels (dst, staged, &job->packing, 16, room_from (job, from));
    }
  }
}

/* Whether 16 lanes may find their taps in so many units, as far as the scale tells. */
INLINE bool
taps_lie_close (const AlsTaps *taps, int components, int step, int units)
{
  int64_t apart;

  if (taps->out < 16 || taps->n > MOST_PICKS)
    return false;
  apart = ((int64_t) taps->first[taps->out - 1] - taps->first[0]) * (16 / components - 1) / (taps->out - 1);
  return apart >= 0 && (apart + taps->n) * step <= units;
}

#define EACH_COMPONENTS(function, ...)                          \
  switch (job->samples->components) {                           \
    case 1: function (__VA_ARGS__, 1, bytes); break;            \
    case 2: function (__VA_ARGS__, 2, bytes); break;            \
    case 3: function (__VA_ARGS__, 3, bytes); break;            \
    default: function (__VA_ARGS__, 4, bytes); break;           \
  }

/* The tap counts of bilinear, bicubic and lanczos, and of the last two with antialias at 3:2, by themselves: what tap k needs
 * then stays in registers from row to row. */
#define EACH_TAPS(function, ...)                                \
  switch (taps->n) {                                            \
    case 2: EACH_COMPONENTS (function, __VA_ARGS__, 2) break;   \
    case 4: EACH_COMPONENTS (function, __VA_ARGS__, 4) break;   \
    case 6: EACH_COMPONENTS (function, __VA_ARGS__, 6) break;   \
    case 9: EACH_COMPONENTS (function, __VA_ARGS__, 9) break;   \
    default: EACH_COMPONENTS (function, __VA_ARGS__, taps->n)   \
  }

INLINE void
picks_in_of (const Job *job, int length, int n, int components, int bytes)
{
  if (bytes == 2 && job->samples->swapped)
    picks_of_samples (job, length, n, components, bytes, true);
  else
    picks_of_samples (job, length, n, components, bytes, false);
}

/* False where nothing has been done. */
INLINE bool
picks_in (const Job *job, int length, int bytes)
{
  const AlsTaps *taps = job->taps;

  if (length < 64 || !taps_lie_close (taps, job->samples->components, job->step, 64))
    return false;
  EACH_TAPS (picks_in_of, job, length)
  return true;
}

INLINE bool
picks_out (const Job *job, int bytes)
{
  const AlsTaps *taps = job->taps;

  if (taps->in * job->samples->components <= 16 || !taps_lie_close (taps, job->samples->components,
      job->samples->components, 32))
    return false;
  EACH_TAPS (picks_of_floats, job)
  return true;
}

#endif
