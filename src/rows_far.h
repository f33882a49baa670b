/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Part of rows_vector.h: samples in, few taps, by AVX-512, 16 outputs of a row at a time whose taps lie too far from each
 * other for one register. Some lanes share a window of the row; windows lie side by side in 2 or 4 registers.
 */
#ifndef ALS_ROWS_FAR_H
#define ALS_ROWS_FAR_H

/* 16 samples of outputs: what is the same in every row. */
typedef struct {
  int at[16];                   /* bytes from the row's beginning to the window of each lane */
  __m512i first;                /* the bytes of tap 0 of each lane, in the pair of registers that has its window */
  V weights[MOST_PICKS];
} Far;

/* Windows of so many bytes, those that cost least first. */
#define EACH_LAYOUT(layout, function, ...)              \
  switch (layout) {                                     \
    case 0: function (__VA_ARGS__, 2, 64); break;       \
    case 1: function (__VA_ARGS__, 4, 32); break;       \
    case 2: function (__VA_ARGS__, 4, 64); break;       \
    case 3: function (__VA_ARGS__, 8, 16); break;       \
    case 4: function (__VA_ARGS__, 8, 32); break;       \
    default: function (__VA_ARGS__, 16, 16); break;     \
  }
#define FAR_LAYOUTS 6

/* *fits stays true where the taps of each lane, reach bytes from byte from on, lie in its window. */
INLINE void
far_place (bool *fits, Far *far, __m512i from, int reach, int length, int windows, int size)
{
  const int lanes = 16 / windows;
  int32_t leader[16], place[16];
  __m512i at;
  int i;

  UNROLLED for (i = 0; i < 16; i++) {
    leader[i] = i / lanes * lanes;
    place[i] = i / lanes * size % 128;
  }
  at = _mm512_min_epi32 (_mm512_permutexvar_epi32 (_mm512_loadu_si512 (leader), from),
      _mm512_set1_epi32 (length - size));
  from = _mm512_sub_epi32 (from, at);
  *fits &= reach <= size && size <= length && !_mm512_cmpgt_epu32_mask (from, _mm512_set1_epi32 (size - reach));
  _mm512_storeu_si512 (far->at, at);
  far->first = _mm512_add_epi32 (from, _mm512_loadu_si512 (place));
}

/* Outputs x.. by the first layout from *layout on that holds the taps of all of them; false where none does. */
INLINE bool
far_make (Far *far, int *layout, const Job *job, int x, int n, int length, int components, int bytes)
{
  const AlsTaps *taps = job->taps;
  const __m512i first = _mm512_mullo_epi32 (_mm512_loadu_si512 (taps->first + x), _mm512_set1_epi32 (job->step));
  V weights[16];
  bool fits;
  int j, k;

  do {
    fits = true;
    UNROLLED for (j = 0; j < components; j++) {
      const __m512i sample = _mm512_mullo_epi32 (samples_of_lanes (components, j), _mm512_set1_epi32 (bytes));
      const __m512i from = _mm512_add_epi32 (_mm512_permutexvar_epi32 (pixels_of_lanes (components, j), first), sample);

      EACH_LAYOUT (*layout, far_place, &fits, far + j, from, (n - 1) * job->step + bytes, length)
      if (bytes == 2)
        far[j].first = _mm512_add_epi32 (_mm512_mullo_epi32 (far[j].first, _mm512_set1_epi32 (0x0101)),
            _mm512_set1_epi32 (job->samples->swapped ? 0x0001 : 0x0100));
    }
  } while (!fits && ++*layout < FAR_LAYOUTS);
  if (!fits)
    return false;
  weights_of_16 (weights, taps->weights + (size_t) x * (size_t) n, n);
  UNROLLED for (j = 0; j < components; j++)
    for (k = 0; k < n; k++)
      far[j].weights[k] = components == 1 ? weights[k]
          : _mm512_permutexvar_ps (pixels_of_lanes (components, j), weights[k]);
  return true;
}

/* 64 bytes: windows of size bytes at at[0].. of a row. */
INLINE __m512i
far_load (const uint8_t *src, const int *at, int size)
{
  __m512i v;

  if (size == 64)
    return _mm512_loadu_si512 (src + at[0]);
  if (size == 32)
    return _mm512_inserti64x4 (_mm512_castsi256_si512 (_mm256_loadu_si256 ((const __m256i *) (src + at[0]))),
        _mm256_loadu_si256 ((const __m256i *) (src + at[1])), 1);
  v = _mm512_castsi128_si512 (_mm_loadu_si128 ((const __m128i *) (src + at[0])));
  v = _mm512_inserti32x4 (v, _mm_loadu_si128 ((const __m128i *) (src + at[1])), 1);
  v = _mm512_inserti32x4 (v, _mm_loadu_si128 ((const __m128i *) (src + at[2])), 2);
  return _mm512_inserti32x4 (v, _mm_loadu_si128 ((const __m128i *) (src + at[3])), 3);
}

/* Bytes of 16 samples, at first of the first two registers or, the last 8 lanes, of the other two, as floats. */
INLINE V
far_samples (const __m512i *w, __m512i first, int registers, int shift, int bytes)
{
  const __mmask64 low = bytes == 1 ? 0x1111111111111111 : 0x3333333333333333;
  __m512i v;

  if (registers == 2)
    v = _mm512_maskz_permutex2var_epi8 (low, w[0], first, w[1]);
  else
    v = _mm512_or_si512 (_mm512_maskz_permutex2var_epi8 (low & 0xffffffff, w[0], first, w[1]),
        _mm512_maskz_permutex2var_epi8 (low << 32, w[2], first, w[3]));
  return _mm512_cvtepi32_ps (bytes == 1 ? v : _mm512_srl_epi32 (v, _mm_cvtsi32_si128 (shift)));
}

/* 16 floats from float x on of each row. */
INLINE void
far_rows (const Job *job, const Far *far, int x, int n, int bytes, int windows, int size)
{
  const int registers = windows * size / 64, shift = job->samples->shift;
  const __m512i step = _mm512_set1_epi32 (job->step * (bytes == 1 ? 1 : 0x0101));
  const __m512i tap0 = far->first;
  int at[16], i, k, r;

  /* no store to a row of floats can change these */
  UNROLLED for (i = 0; i < windows; i++)
    at[i] = far->at[i * 16 / windows];
  for (r = 0; r < job->rows; r++) {
    __m512i w[4], first = tap0;
    V sum;

    UNROLLED for (i = 0; i < registers; i++)
      w[i] = far_load (job->src[r], at + i * windows / registers, size);
    sum = v_mul (far->weights[0], far_samples (w, first, registers, shift, bytes));
    for (k = 1; k < n; k++) {
      first = _mm512_add_epi32 (first, step);
      sum = v_add (sum, v_mul (far->weights[k], far_samples (w, first, registers, shift, bytes)));
    }
    v_storeu (job->floats_out[r] + x, sum);
  }
}

/* By itself, as many taps make it long. */
NOINLINE void
far_rows_of_any (const Job *job, const Far *far, int layout, int x)
{
  if (job->samples->bytes == 1)
    EACH_LAYOUT (layout, far_rows, job, far, x, job->taps->n, 1)
  else
    EACH_LAYOUT (layout, far_rows, job, far, x, job->taps->n, 2)
}

/* False where not all has been done. */
INLINE bool
far_of (const Job *job, int length, int n, int components, int bytes)
{
  const int out = job->taps->out;
  int x, j, layout = 0;
  Far far[4];

  for (x = 0; x < out; x += 16) {
    /* the last ones once more */
    const int from = least (x, out - 16);

    if (!far_make (far, &layout, job, from, n, length, components, bytes))
      return false;
    for (j = 0; j < components; j++) {
      if (n == 2)
        EACH_LAYOUT (layout, far_rows, job, far + j, from * components + 16 * j, 2, bytes)
      else
        far_rows_of_any (job, far + j, layout, from * components + 16 * j);
    }
  }
  return true;
}

INLINE bool
far_in_of (const Job *job, int length, int n, int bytes)
{
  switch (job->samples->components) {
    case 1:
      return far_of (job, length, n, 1, bytes);
    case 2:
      return far_of (job, length, n, 2, bytes);
    case 3:
      return far_of (job, length, n, 3, bytes);
    default:
      return far_of (job, length, n, 4, bytes);
  }
}

/* Not where outputs share taps, as far as the scale tells, nor many taps of which the columns of several blocks are kept. */
INLINE bool
taps_lie_far (const AlsTaps *taps, int components)
{
  const int64_t apart = (int64_t) taps->first[taps->out - 1] - taps->first[0], outputs = taps->out - 1;

  if (taps->out < 16 || taps->n > MOST_PICKS || 5 * apart < 4 * outputs * taps->n)
    return false;
  return taps->n <= 4 || 2 * 16 * apart * components > TILE_COLUMNS * outputs;
}

/* The same. */
NOINLINE bool
far_in (const Job *job, int length)
{
  const AlsTaps *taps = job->taps;
  const int bytes = job->samples->bytes;

  if (!taps_lie_far (taps, job->samples->components))
    return false;
  if (taps->n != 2)
    return far_in_of (job, length, taps->n, bytes);
  return bytes == 1 ? far_in_of (job, length, 2, 1) : far_in_of (job, length, 2, 2);
}

#endif
