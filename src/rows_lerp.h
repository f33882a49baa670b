/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Two taps on each axis on x86 in integers of 16 bits, written once for all widths of registers, whose instructions have
 * the same names. A chunk of 64 bytes of output at a time: the words of its source rows first, then the sums of two of them.
 */
#ifndef ALS_ROWS_LERP_H
#define ALS_ROWS_LERP_H

#ifdef __AVX512VBMI__
#define W(op) _mm512_##op
#define W_ALL(op) _mm512_##op##_si512
#define W_OR _mm512_or_si512
#define W_AND _mm512_and_si512
#define W_BYTES 64
#define LERP_WINDOW 64
typedef __m512i Words;
#elif defined __AVX2__
#define W(op) _mm256_##op
#define W_ALL(op) _mm256_##op##_si256
#define W_OR _mm256_or_si256
#define W_AND _mm256_and_si256
#define W_BYTES 32
#define LERP_WINDOW 16
typedef __m256i Words;
#else
#define W(op) _mm_##op
#define W_ALL(op) _mm_##op##_si128
#define W_OR _mm_or_si128
#define W_AND _mm_and_si128
#define W_BYTES 16
#define LERP_WINDOW 16
typedef __m128i Words;
#endif

#define GROUP_WINDOWS (ALS_LERP_BYTES / LERP_WINDOW)
#define GROUP_WORDS (ALS_LERP_BYTES / W_BYTES)

INLINE Words
w_load_bytes (const void *p)
{
  return W_ALL (loadu) ((const Words *) p);
}

INLINE void
w_store_bytes (void *p, Words v)
{
  W_ALL (storeu) ((Words *) p, v);
}

/* The windows of a register, as long as it or 16 bytes each. */
INLINE Words
w_window (const uint8_t *src, const int32_t *at)
{
#if W_BYTES == 32
  return _mm256_setr_m128i (_mm_loadu_si128 ((const __m128i *) (src + at[0])),
      _mm_loadu_si128 ((const __m128i *) (src + at[1])));
#else
  return w_load_bytes (src + at[0]);
#endif
}

/* Bytes at mask; 0 where it is 0x80. */
INLINE Words
w_shuffle (Words v, Words mask)
{
#if W_BYTES == 64
  return _mm512_maskz_permutexvar_epi8 (~_mm512_movepi8_mask (mask), mask, v);
#else
  return W (shuffle_epi8) (v, mask);
#endif
}

/* The same of the one window that a shuffle has: no mask is 0x80. */
INLINE Words
w_shuffle_all (Words v, Words mask)
{
#if W_BYTES == 64
  return _mm512_permutexvar_epi8 (mask, v);
#else
  return W (shuffle_epi8) (v, mask);
#endif
}

/* What instructions that keep to quarters of a register packed, in order. */
INLINE Words
w_packed (Words v)
{
#if W_BYTES == 64
  return _mm512_permutexvar_epi64 (_mm512_setr_epi64 (0, 2, 4, 6, 1, 3, 5, 7), v);
#elif W_BYTES == 32
  return _mm256_permute4x64_epi64 (v, 0xd8);
#else
  return v;
#endif
}

INLINE bool
w_any (Words v, Words bits)
{
#if W_BYTES == 64
  return _mm512_test_epi16_mask (v, bits) != 0;
#else
  return !W_ALL (testz) (v, bits);
#endif
}

/* As als_round_shift. */
INLINE Words
w_round (Words sum, int shift)
{
  const __m128i by = _mm_cvtsi32_si128 (shift);
  const Words odd = W_AND (W (srl_epi16) (sum, by), W (set1_epi16) (1));
  const Words below_half = W (set1_epi16) ((short) ((1 << (shift - 1)) - 1));

  return W (srl_epi16) (W (add_epi16) (W (add_epi16) (sum, below_half), odd), by);
}

/* How a register of pairs is made. */
typedef struct {
  const int32_t *at;
  Words masks[ALS_LERP_WINDOWS], weights;
} Pairs;

INLINE Pairs
pairs_of (const AlsLerp *lerp, int group, int part, int windows)
{
  const ptrdiff_t shuffle = (ptrdiff_t) group * windows;
  Pairs pairs;
  int w;

  pairs.at = lerp->at + shuffle * GROUP_WINDOWS + part * (W_BYTES / LERP_WINDOW);
  pairs.weights = w_load_bytes (lerp->weights + (ptrdiff_t) group * ALS_LERP_BYTES + part * W_BYTES);
  w = 0;
  do
    pairs.masks[w] = w_load_bytes (lerp->masks + (shuffle + w) * ALS_LERP_BYTES + part * W_BYTES);
  while (++w < windows);
  return pairs;
}

INLINE Words
pairs_in (const uint8_t *src, const Pairs *pairs, int windows)
{
  Words v;
  int w;

  if (windows == 1)
    return w_shuffle_all (w_window (src, pairs->at), pairs->masks[0]);
  v = w_shuffle (w_window (src, pairs->at), pairs->masks[0]);
  for (w = 1; w < windows; w++)
    v = W_OR (v, w_shuffle (w_window (src, pairs->at + w * GROUP_WINDOWS), pairs->masks[w]));
  return v;
}

/* Words of a chunk's samples in each source row; samples of 2 bytes are noted in seen. */
INLINE void
lerp_columns (Words (*words)[2 * GROUP_WORDS], const AlsLerpJob *job, const AlsLerp *lerp, int chunk,
    const AlsSamples *samples, Words *seen, int windows, int bytes)
{
  const __m128i shift = _mm_cvtsi32_si128 (samples->shift);
  int i, r;

  for (i = 0; i < 2 * GROUP_WORDS; i += bytes) {
    const Pairs a = pairs_of (lerp, 2 * chunk + i / GROUP_WORDS, i % GROUP_WORDS, windows);
    Pairs b;

    if (bytes == 1) {
      for (r = 0; r < job->lines; r++)
        words[r][i] = W (maddubs_epi16) (pairs_in (job->src[r], &a, windows), a.weights);
      continue;
    }
    b = pairs_of (lerp, 2 * chunk + (i + 1) / GROUP_WORDS, (i + 1) % GROUP_WORDS, windows);
    for (r = 0; r < job->lines; r++) {
      const Words of_a = W (srl_epi16) (pairs_in (job->src[r], &a, windows), shift);
      const Words of_b = W (srl_epi16) (pairs_in (job->src[r], &b, windows), shift);

      *seen = W_OR (*seen, W_OR (of_a, of_b));
      words[r][i / 2] = W (packus_epi32) (W (madd_epi16) (of_a, a.weights), W (madd_epi16) (of_b, b.weights));
    }
  }
}

INLINE void
lerp_rows (const AlsLerpJob *job, const AlsLerp *lerp, int at, Words (*words)[2 * GROUP_WORDS],
    const AlsSamples *samples, int bytes)
{
  const __m128i shift = _mm_cvtsi32_si128 (samples->shift);
  int r, i;

  for (r = 0; r < job->rows; r++) {
    const Words *a = words[job->line[r][0]], *b = words[job->line[r][1]];
    const Words weight_a = W (set1_epi16) ((short) job->weight[r][0]);
    const Words weight_b = W (set1_epi16) ((short) job->weight[r][1]);
    Words sum[2 * GROUP_WORDS];

    for (i = 0; i < 2 * GROUP_WORDS / bytes; i++)
      sum[i] = w_round (W (add_epi16) (W (mullo_epi16) (a[i], weight_a), W (mullo_epi16) (b[i], weight_b)),
          lerp->shift);
    for (i = 0; i < GROUP_WORDS; i++)
      w_store_bytes (job->dst[r] + at + i * W_BYTES, w_packed (bytes == 2 ? W (sll_epi16) (sum[i], shift)
          : W (packus_epi16) (sum[2 * i], sum[2 * i + 1])));
  }
}

INLINE bool
lerp_chunks (const AlsLerpJob *job, const AlsLerp *lerp, const AlsSamples *samples, int windows, int bytes)
{
  const int chunks = (lerp->samples * bytes + ALS_LERP_BYTES - 1) / ALS_LERP_BYTES;
  Words words[2 * ALS_ROW_BLOCK][2 * GROUP_WORDS], seen = W_ALL (setzero) ();
  int chunk;

  for (chunk = 0; chunk < chunks; chunk++) {
    lerp_columns (words, job, lerp, chunk, samples, &seen, windows, bytes);
    lerp_rows (job, lerp, als_lerp_chunk (lerp, chunk, bytes) * bytes, words, samples, bytes);
  }
  return bytes == 1 || !w_any (seen, W (set1_epi16) ((short) ~(int) samples->max));
}

static bool
lerp_u8 (const AlsLerpJob *job, const AlsLerp *lerp, const AlsSamples *samples)
{
  return lerp->windows == 1 ? lerp_chunks (job, lerp, samples, 1, 1)
      : lerp_chunks (job, lerp, samples, lerp->windows, 1);
}

static bool
lerp_u16 (const AlsLerpJob *job, const AlsLerp *lerp, const AlsSamples *samples)
{
  return lerp->windows == 1 ? lerp_chunks (job, lerp, samples, 1, 2)
      : lerp_chunks (job, lerp, samples, lerp->windows, 2);
}

#endif
