/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * THE contract of the row functions. rows_c.c defines the right answer; every other instruction set gives the same bits.
 *
 * - A function reads exactly the samples of the rows that it is given and writes exactly its output: any alignment, any
 *   width >= 1, no padding asked. Float rows are ours: 64-byte aligned, their length rounded up to ALS_ROW_FLOATS, the
 *   rest of them may be read and written. Bytes between the pixels of a row are written with what they held.
 * - Arithmetic is float32. The products of an output sample are summed one after the other, in blocks of ALS_TAP_BLOCK
 *   taps from the first tap on; the sum of each block is added to the sum of the blocks before it. No product is
 *   contracted with a sum (fma). The sign of a sum that is zero is free: no sample shows it.
 * - A sample comes in as (float) (sample >> shift). It goes out as: the sum, divided by the product of the counts of
 *   column and row where the plan has counts, clamped to 0 .. max, rounded half to even, << shift.
 */
#ifndef ALS_ROWS_H
#define ALS_ROWS_H

#include <string.h>

#include "shuffles.h"

#define ALS_ROW_BLOCK 16        /* most rows that a horizontal function is given at once */
#define ALS_TAP_BLOCK 64        /* most taps that a vertical function is given at once */
#define ALS_SPAN 128            /* most rows that a block of sums is made of */
#define ALS_ROW_FLOATS 16       /* float rows are a multiple of this long */
#define ALS_PACKED_SLACK 16     /* bytes behind rows of pixels that are packed or to be spread */

/* How the samples of a plane lie in memory. */
typedef struct {
  int components;               /* interleaved, 1 to 4 */
  int bytes;                    /* of a sample, 1 or 2 */
  int shift;                    /* value = sample >> shift */
  bool swapped;                 /* byte order of 2-byte samples */
  float max;                    /* largest value */
} AlsSamples;

/* Up to the set's block of rows of samples, step bytes from pixel to pixel -> as many float rows, resampled by taps. The
 * cache may be asked for what lies ahead bytes from each, unless that is 0; nothing need be there. */
typedef void (*AlsHorizontalIn) (float *const *dst, const uint8_t *const *src, int step, int rows, ptrdiff_t ahead,
    const AlsTaps *taps, const AlsSamples *samples);

/* Up to the set's block of float rows -> as many rows of samples, step bytes from pixel to pixel, resampled by taps; count is
 * that of each row, NULL where the plan has none. */
typedef void (*AlsHorizontalOut) (uint8_t *const *dst, const float *const *src, int step, int rows, const AlsTaps *taps,
    const float *count, const AlsSamples *samples);

/* Float rows to be made of neighbouring rows of samples: row i is the sum of src[first[i]].. by weights[i]. */
typedef struct {
  int rows;                     /* up to the set's block */
  int n;                        /* taps of each, up to ALS_TAP_BLOCK */
  int span;                     /* rows of samples, up to ALS_SPAN; first + n <= span */
  bool add;                     /* to what is in dst */
  float *dst[ALS_ROW_BLOCK];
  int first[ALS_ROW_BLOCK];
  const float *weights[ALS_ROW_BLOCK];
  ptrdiff_t ahead;              /* bytes from a row to what the cache is asked for; nothing need be there; 0: none */
} AlsSums;

/* Rows of samples -> float rows; rows of src that no sum needs may be read. */
typedef void (*AlsVerticalIn) (const AlsSums *sums, const uint8_t *const *src, int step, int width,
    const AlsSamples *samples);

/* n <= ALS_TAP_BLOCK float rows -> the row of samples of their weighted sum; counts is that of each column or NULL, count
 * that of the row. */
typedef void (*AlsVerticalOut) (uint8_t *dst, const float *const *src, int step, const float *weights, int n, int width,
    const float *counts, float count, const AlsSamples *samples);

/* Float rows -> float rows, for samples that are converted before and after: as AlsHorizontalIn and AlsVerticalIn. A pixel
 * has 1 to 5 components. */
typedef void (*AlsHorizontal) (float *const *dst, const float *const *src, int rows, const AlsTaps *taps, int components);
typedef void (*AlsVertical) (float *dst, const float *const *src, const float *weights, int n, int floats, bool add);

/* Pixel x of dst is pixel first[x] of src, every bit of it. Of the C rows alone. */
typedef void (*AlsGather) (uint8_t *dst, const uint8_t *src, int dst_step, int src_step, const int32_t *first, int width,
    int pixel);

/* The same for pixels side by side, by the windows of shuffles. Here and below the cache may be asked for what lies ahead
 * bytes from the rows of src, unless that is 0; nothing need be there. */
typedef void (*AlsShuffle) (uint8_t *dst, const uint8_t *src, ptrdiff_t ahead, const AlsShuffles *shuffles);

/* Pixels step bytes apart come side by side, and go apart again. The row side by side is ours: ALS_PACKED_SLACK bytes behind
 * it may be written, or read. */
typedef void (*AlsPack) (uint8_t *dst, const uint8_t *src, const AlsPacking *packing, int pixels);
typedef void (*AlsSpread) (uint8_t *dst, const uint8_t *src, const AlsPacking *packing, int pixels);

/* Exact ratios, for samples of one byte up to 255 side by side, 1, 2 or 4 components: integers give the bits of the float
 * rows, because no sum of theirs is rounded. Halving: width pixels of the mean of two by two, a above b. */
typedef void (*AlsHalve) (uint8_t *dst, const uint8_t *a, const uint8_t *b, int width, ptrdiff_t ahead,
    const AlsSamples *samples);

/* Doubling: the two rows of 2 * width pixels that lie between the rows a and b, near_a nearer to a; one of them may be NULL.
 * Pixels weigh 3/4 where they are near and 1/4 where they are not, on both axes; beyond the ends the last one goes on. */
typedef void (*AlsDouble) (uint8_t *near_a, uint8_t *near_b, const uint8_t *a, const uint8_t *b, int width,
    const AlsSamples *samples);

/* How sums of pairs are made where als_lerp_init() finds that integers do. A group has the samples of both taps of each output
 * sample side by side, with weights as long as they; two of them give a chunk of an output row, the last one that which ends
 * with the row. */
typedef struct {
  int row[2], weight[2];        /* source rows of an output row, and their weights */
} AlsLerpRow;

typedef struct {
  int samples;                  /* of an output row */
  int x_bits, shift;            /* weights of columns are of 2^-x_bits, those of a sum of 2^-shift */
  AlsGroups groups;
  AlsLerpRow *rows;             /* of output rows */
  size_t rows_room;
} AlsLerp;

/* The first output sample of a chunk. */
static inline int
als_lerp_chunk (const AlsLerp *lerp, int chunk, int bytes)
{
  const int samples = ALS_GROUP_BYTES / bytes;

  return samples * chunk < lerp->samples - samples ? samples * chunk : lerp->samples - samples;
}

/* Output rows to be made at once. */
typedef struct {
  int rows;                     /* up to the set's block */
  int lines;                    /* source rows */
  uint8_t *dst[ALS_ROW_BLOCK];
  const uint8_t *src[2 * ALS_ROW_BLOCK];
  int line[ALS_ROW_BLOCK][2];   /* those of an output row */
  int weight[ALS_ROW_BLOCK][2];
  ptrdiff_t ahead;              /* as in AlsSums */
} AlsLerpJob;

/* Rows of pixels side by side, not swapped -> rows of pixels side by side. False where a sample is above max, which the float
 * rows let through before they clamp: the output then has to be made by them. */
typedef bool (*AlsLerpFunction) (const AlsLerpJob *job, const AlsLerp *lerp, const AlsSamples *samples);

/* How float rows of bytes, max 255, side by side, are made where als_dots_init() finds that integers do: sums that nothing
 * rounds, of the output columns x0..x1 - 1 and for the output rows y0..y1 - 1. A group has 4 taps each of 16 output
 * samples, with signed bytes as weights; quads of them, one after the other, are all their taps. */
#define ALS_DOT_TAPS 32         /* most taps */
#define ALS_DOT_ENDS 16         /* most columns at each end that integers do not make */

typedef struct {
  int x0, x1, y0, y1;
  int bits;                     /* weights are of 2^-bits */
  int quads;
  bool shared;                  /* all quads of a group are in the same window */
  int left_to, right_from;      /* source pixels of the columns before x0 end, and those of the columns from x1 on begin */
  int32_t right[ALS_DOT_ENDS];  /* the first ones of the latter, right_from being 0 */
  bool risky;                   /* the float rows may round sums: such as are .. */
  float risky_from, risky_near; /* from here on and no further than that from a half may become another sample */
  AlsGroups groups;
} AlsDots;

/* Source rows, up to the set's block -> float rows that begin with column x0. The cache is asked for what lies ahead bytes
 * from each, unless that is 0; nothing need be there. */
typedef void (*AlsDotsFunction) (float *const *dst, const uint8_t *const *src, int rows, ptrdiff_t ahead,
    const AlsDots *dots);

/* n <= ALS_TAP_BLOCK float rows -> so many samples, 64 * ALS_DOT_CHUNK at most, of their weighted sum. Bit i of the answer
 * says that one of those from ALS_DOT_CHUNK * i on is of a risky sum. */
#define ALS_DOT_CHUNK 64
typedef uint64_t (*AlsDotsOut) (uint8_t *dst, const float *const *src, const float *weights, int n, int samples,
    const AlsDots *dots);

/* The functions of an instruction set, indexed by the bytes of a sample - 1. */
typedef struct {
  const char *name;
  int block;                    /* rows that it is best at once, up to ALS_ROW_BLOCK */
  AlsHorizontalIn horizontal_in[2];
  AlsHorizontalOut horizontal_out[2];
  AlsVerticalIn vertical_in[2];
  AlsVerticalOut vertical_out[2];
  AlsHorizontal horizontal;
  AlsVertical vertical;
  AlsGather gather;
  AlsShuffle shuffle;
  AlsPack pack;
  AlsSpread spread;
  AlsHalve halve;               /* NULL where the set has none, as is double_rows */
  AlsDouble double_rows;
  AlsLerpFunction lerp[2];      /* NULL where the set has none */
  AlsDotsFunction dots;         /* NULL where the set has none, as is dots_out */
  AlsDotsOut dots_out;
  int window;                   /* bytes that it shuffles at once in groups, 16 or 64; 0: it has neither */
} AlsRows;

extern const AlsRows als_rows_c;

/* The value of a sample, the value that a sum rounds to, and the sample of a value; bytes is samples->bytes, which a row
 * function knows. */
static inline unsigned
als_get_sample (const uint8_t *p, int bytes, const AlsSamples *samples)
{
  uint16_t v;

  if (bytes == 1)
    return *p;
  memcpy (&v, p, sizeof v);
  if (samples->swapped)
    v = __builtin_bswap16 (v);
  return (unsigned) v >> samples->shift;
}

static inline unsigned
als_round_value (float v, const AlsSamples *samples)
{
  /* 2^23: floats have no fraction there, so that adding it rounds half to even */
  const float whole = 8388608.0f;

  v = v > 0.0f ? v : 0.0f;
  v = v < samples->max ? v : samples->max;
  return (unsigned) ((v + whole) - whole);
}

static inline void
als_put_sample (uint8_t *p, unsigned value, int bytes, const AlsSamples *samples)
{
  uint16_t v = (uint16_t) (value << samples->shift);

  if (bytes == 1) {
    *p = (uint8_t) value;
    return;
  }
  if (samples->swapped)
    v = __builtin_bswap16 (v);
  memcpy (p, &v, sizeof v);
}

/* A sum of products as a sample: of 4 or 16 in all, rounded half to even. */
static inline uint8_t
als_round_shift (unsigned sum, int shift)
{
  return (uint8_t) ((sum + (1u << (shift - 1)) - 1 + (sum >> shift & 1)) >> shift);
}

/* The bytes from..to - 1 of a halved row. */
static inline void
als_halve_bytes (uint8_t *dst, const uint8_t *a, const uint8_t *b, int from, int to, int components)
{
  int i;

  for (i = from; i < to; i++) {
    const int at = 2 * i - i % components, next = at + components;

    dst[i] = als_round_shift ((unsigned) (a[at] + a[next] + b[at] + b[next]), 2);
  }
}

/* What the bytes from..to - 1 of a row of width pixels become in the doubled row that is nearer to it than to far. */
static inline void
als_double_bytes (uint8_t *dst, const uint8_t *near, const uint8_t *far, int from, int to, int width, int components)
{
  int i;

  for (i = from; i < to; i++) {
    const int left = i < components ? i : i - components;
    const int right = i + components < width * components ? i + components : i;
    const int here = 3 * (3 * near[i] + far[i]);
    uint8_t *out = dst + 2 * i - i % components;

    out[0] = als_round_shift ((unsigned) (here + 3 * near[left] + far[left]), 4);
    out[components] = als_round_shift ((unsigned) (here + 3 * near[right] + far[right]), 4);
  }
}

#endif
