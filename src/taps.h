/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The taps of one axis: for each output pixel a run of input pixels and their weights, borders already folded in.
 */
#ifndef ALS_TAPS_H
#define ALS_TAPS_H

#include "grid.h"

typedef struct {
  int in, out;          /* pixels; with padding color in has one more at each end, of that colour */
  int n;                /* taps of every output pixel, 1 to in */
  int32_t *first;       /* [out] first input pixel; first + n <= in; falls where the picture is seen mirrored */
  float *weights;       /* [out][n]; short runs are filled up with weights of 0 */
  float *counts;        /* [out] what the sum is divided by in the end, or NULL: area has weights of 1 */
  bool copy;            /* n is 1 and every weight and count is 1: pixels move unchanged */
  bool identity;        /* copy, from every pixel to itself */
  int even_from, even_to;       /* outputs of the same weights, whose taps begin 2 pixels after those of the one before */

  /* memory that the next als_taps_init() may use again */
  float *count_memory;
  double *row_memory;
  size_t first_room, weights_room, count_room, row_room;
} AlsTaps;

/* Makes the taps of params, which are valid, for an axis; taps is cleared or was made before. On failure taps holds nothing
 * but memory. */
AlsStatus als_taps_init (AlsTaps *taps, const AlsAxis *axis, const AlsParams *params);
/* Finds the outputs even_from.. to even_to - 1; none, where there are few. */
void als_taps_find_even (AlsTaps *taps);
void als_taps_clear (AlsTaps *taps);

/* The least bits, from bits on, that make a weight a multiple of 2^-bits; -1 where they are more than most. */
static inline int
als_weight_bits (float weight, int bits, int most)
{
  while (weight * (float) (1 << bits) != (float) (int) (weight * (float) (1 << bits)))
    if (++bits > most)
      return -1;
  return bits;
}

#endif
