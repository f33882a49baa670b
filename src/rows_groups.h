/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Groups of bytes on x86, as AlsGroups has them, written once for all widths of registers, whose instructions have the same
 * names.
 */
#ifndef ALS_ROWS_GROUPS_H
#define ALS_ROWS_GROUPS_H

#ifdef __AVX512VBMI__
#define W(op) _mm512_##op
#define W_ALL(op) _mm512_##op##_si512
#define W_OR _mm512_or_si512
#define W_AND _mm512_and_si512
#define W_BYTES 64
#define GROUP_WINDOW 64
typedef __m512i Words;
#elif defined __AVX2__
#define W(op) _mm256_##op
#define W_ALL(op) _mm256_##op##_si256
#define W_OR _mm256_or_si256
#define W_AND _mm256_and_si256
#define W_BYTES 32
#define GROUP_WINDOW 16
typedef __m256i Words;
#else
#define W(op) _mm_##op
#define W_ALL(op) _mm_##op##_si128
#define W_OR _mm_or_si128
#define W_AND _mm_and_si128
#define W_BYTES 16
#define GROUP_WINDOW 16
typedef __m128i Words;
#endif

#define GROUP_WORDS (ALS_GROUP_BYTES / W_BYTES)

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

/* How a register of a group is made: part of GROUP_WORDS. */
typedef struct {
  const int32_t *at;
  Words masks[ALS_GROUP_WINDOWS], weights;
} Group;

INLINE Group
group_of (const AlsGroups *groups, int group, int part, int windows)
{
  const ptrdiff_t shuffle = (ptrdiff_t) group * windows;
  Group g;
  int w;

  g.at = groups->at + shuffle * (ALS_GROUP_BYTES / GROUP_WINDOW) + part * (W_BYTES / GROUP_WINDOW);
  g.weights = w_load_bytes (groups->weights + (ptrdiff_t) group * ALS_GROUP_BYTES + part * W_BYTES);
  w = 0;
  do
    g.masks[w] = w_load_bytes (groups->masks + (shuffle + w) * ALS_GROUP_BYTES + part * W_BYTES);
  while (++w < windows);
  return g;
}

INLINE Words
group_in (const uint8_t *src, const Group *g, int windows)
{
  Words v;
  int w;

  if (windows == 1)
    return w_shuffle_all (w_window (src, g->at), g->masks[0]);
  v = w_shuffle (w_window (src, g->at), g->masks[0]);
  for (w = 1; w < windows; w++)
    v = W_OR (v, w_shuffle (w_window (src, g->at + w * (ALS_GROUP_BYTES / GROUP_WINDOW)), g->masks[w]));
  return v;
}

/* Asks the cache for the bytes that lie ahead of those of the rows from *asked on to to, and moves *asked there. */
INLINE void
ask_ahead (const uint8_t *const *src, int rows, ptrdiff_t ahead, int *asked, int to)
{
  int r;

  for (; ahead != 0 && *asked < to; *asked += 64)
    for (r = 0; r < rows; r++)
      __builtin_prefetch (src[r] + *asked + ahead);
}

#endif
