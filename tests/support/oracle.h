/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef ALS_TEST_ORACLE_H
#define ALS_TEST_ORACLE_H

#include <stdbool.h>

/* A float64 resampler written from the definitions alone. It shares no code with the library under test. */

typedef struct
{
  int in_w, in_h, out_w, out_h; /* pixels, 1 to 32767 */
  const char *method;           /* nearest, nearest-exact, bilinear, bicubic, area, lanczos */
  bool align_corners;           /* ignored by nearest, nearest-exact and area, as antialias is */
  const char *padding;          /* auto, border, zeros, reflection, renormalize */
  bool antialias;
  double cubic_a;               /* 0: -0.75, with antialias -0.5 */
} OracleCase;

/* Scales one tightly packed component plane; nothing is rounded or clamped. dyadic (may be NULL) gets for each output
 * sample 0 unless every weight of both axes and both scales are multiples of 2^-12, so that float32 can meet ties
 * exactly; else 1 + the fractional bits of the products of weights (nearest and area: always 1).
 * False: a parameter is unknown or out of range, or memory is short. */
bool oracle_resize (const OracleCase * c, const double *in, double *out, unsigned char *dyadic);

/* The input coordinate that output pixel `i` of a row (vertical: of a column) reads; pixel j's centre is at j.
 * For methods with a kernel only; NaN for nearest, nearest-exact and area. */
double oracle_coordinate (const OracleCase * c, bool vertical, int i);

#endif
