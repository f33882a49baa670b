/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Samples that are not averaged as they are: linear light, and colour weighted by its alpha.
 */
#ifndef ALS_CONVERT_H
#define ALS_CONVERT_H

#include "rows.h"

typedef struct {
  int alpha;            /* component, ALS_ALPHA_PLANE or -1 */
  bool weighting;
  int components;       /* floats of a pixel: those of the samples, and alpha where it has a plane of its own */
  float *linear;        /* [2 max + 1] as AlsParams.linear, or NULL */
  size_t n;             /* of them */
  uint16_t *guess;      /* [steps + 3] the value of a light a little below k / steps of the range */
  int steps;            /* many to a value, where light is proportional to it */
} AlsConvert;

/* Sets up params' conversion, which is valid; convert is cleared or was set up before, and keeps the light that is the
 * same. On failure nothing needs to be freed. */
AlsStatus als_convert_init (AlsConvert *convert, const AlsParams *params);
void als_convert_clear (AlsConvert *convert);

/* True where there is something to convert. */
bool als_convert_is_needed (const AlsParams *params);

/* A row of samples, step bytes from pixel to pixel, and where alpha has a plane of its own a row of that -> a float row. */
void als_decode_row (const AlsConvert *convert, float *dst, const uint8_t *src, int step, const uint8_t *alpha,
    int alpha_step, int width, const AlsSamples *samples);

/* The float row of sums -> a row of samples; counts and count as AlsVerticalOut. */
void als_encode_row (const AlsConvert *convert, uint8_t *dst, const float *src, int step, int width, const float *counts,
    float count, const AlsSamples *samples);

#endif
