/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The taps of one axis: for each output pixel a run of input pixels and their weights, borders already folded in.
 */
#ifndef ALS_TAPS_H
#define ALS_TAPS_H

#include "alignscale.h"

typedef struct {
  int in, out;          /* pixels */
  int n;                /* taps of every output pixel, 1 to in */
  int32_t *first;       /* [out] first input pixel; first + n <= in */
  float *weights;       /* [out][n]; short runs are filled up with weights of 0 */
  float *counts;        /* [out] what the sum is divided by in the end, or NULL: area has weights of 1 */
  bool copy;            /* n is 1 and every weight and count is 1: pixels move unchanged */
  bool identity;        /* copy, from every pixel to itself */
} AlsTaps;

/* The taps of params' method from in to out pixels, which are valid. On failure nothing needs to be freed. */
AlsStatus als_taps_init (AlsTaps *taps, int in, int out, const AlsParams *params);
void als_taps_clear (AlsTaps *taps);

#endif
