/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Two taps on each axis on x86 in integers of 16 bits. A chunk of 64 bytes of output at a time: the words of its source rows
 * first, then the sums of two of them.
 */
#ifndef ALS_ROWS_LERP_H
#define ALS_ROWS_LERP_H

#include "rows_groups.h"

#define WRITE_AHEAD 256         /* bytes before they are written, rows are asked for */

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

/* Words of a chunk's samples in each source row; samples of 2 bytes are noted in seen. */
INLINE void
lerp_columns (Words (*words)[2 * GROUP_WORDS], const AlsLerpJob *job, const AlsLerp *lerp, int chunk,
    const AlsSamples *samples, Words *seen, int windows, int bytes)
{
  const __m128i shift = _mm_cvtsi32_si128 (samples->shift);
  int i, r;

  for (i = 0; i < 2 * GROUP_WORDS; i += bytes) {
    const Group a = group_of (&lerp->groups, 2 * chunk + i / GROUP_WORDS, i % GROUP_WORDS, windows);
    Group b;

    if (bytes == 1) {
      for (r = 0; r < job->lines; r++)
        words[r][i] = W (maddubs_epi16) (group_in (job->src[r], &a, windows), a.weights);
      continue;
    }
    b = group_of (&lerp->groups, 2 * chunk + (i + 1) / GROUP_WORDS, (i + 1) % GROUP_WORDS, windows);
    for (r = 0; r < job->lines; r++) {
      const Words of_a = W (srl_epi16) (group_in (job->src[r], &a, windows), shift);
      const Words of_b = W (srl_epi16) (group_in (job->src[r], &b, windows), shift);

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

    __builtin_prefetch (job->dst[r] + at + WRITE_AHEAD, 1);
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
  const int chunks = (lerp->samples * bytes + ALS_GROUP_BYTES - 1) / ALS_GROUP_BYTES;
  Words words[2 * ALS_ROW_BLOCK][2 * GROUP_WORDS], seen = W_ALL (setzero) ();
  int chunk, asked = 0;

  for (chunk = 0; chunk < chunks; chunk++) {
    const Group last = group_of (&lerp->groups, 2 * chunk + 1, GROUP_WORDS - 1, windows);

    ask_ahead (job->src, job->lines, job->ahead, &asked, last.at[0] + 1);
    lerp_columns (words, job, lerp, chunk, samples, &seen, windows, bytes);
    lerp_rows (job, lerp, als_lerp_chunk (lerp, chunk, bytes) * bytes, words, samples, bytes);
  }
  return bytes == 1 || !w_any (seen, W (set1_epi16) ((short) ~(int) samples->max));
}

static bool
lerp_u8 (const AlsLerpJob *job, const AlsLerp *lerp, const AlsSamples *samples)
{
  return lerp->groups.windows == 1 ? lerp_chunks (job, lerp, samples, 1, 1)
      : lerp_chunks (job, lerp, samples, lerp->groups.windows, 1);
}

static bool
lerp_u16 (const AlsLerpJob *job, const AlsLerp *lerp, const AlsSamples *samples)
{
  return lerp->groups.windows == 1 ? lerp_chunks (job, lerp, samples, 1, 2)
      : lerp_chunks (job, lerp, samples, lerp->groups.windows, 2);
}

#endif
