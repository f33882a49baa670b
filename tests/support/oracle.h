/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef ALS_TEST_ORACLE_H
#define ALS_TEST_ORACLE_H

#include <stdbool.h>

/* A float64 resampler written from the definitions alone. It shares no code with the library under test. */

typedef struct
{
  int in_w, in_h, out_w, out_h; /* pixels, 1 to 32767 */
  const char *method;           /* a name of the element's method property */
  bool align_corners;           /* ignored by nearest, nearest-exact, area and coverage, as antialias is */
  const char *padding;          /* auto, border, zeros, reflection, renormalize, color */
  bool antialias;
  double cubic_a;               /* 0: -0.75, with antialias -0.5 */
  /* 0 and NULL mean auto from here on */
  const char *coordinate_mode;  /* auto, half-pixel, align-corners, align-corners-center, asymmetric, offset-corners */
  const char *rounding;         /* auto, floor, ceil, half-down, half-up, half-even */
  double box_x, box_y;          /* pixels from the picture's edge, -32767 to 32767 */
  double box_w, box_h;          /* pixels to 65534; 0: to the far edge */
  double fill;                  /* what padding color has outside */
  bool magnitudes;              /* every weight by its absolute value: how far a sum of errors can reach */
} OracleCase;

/* Scales one tightly packed component plane; nothing is rounded or clamped. dyadic (may be NULL) gets for each output
 * sample 0 unless every weight of both axes and both scales are multiples of 2^-12, so that float32 can meet ties
 * exactly; else 1 + the fractional bits of the products of weights (nearest and area: always 1).
 * False: a parameter is unknown or out of range, or memory is short. */
bool oracle_resize (const OracleCase * c, const double *in, double *out, unsigned char *dyadic);

/* The same for a colour weighted by its alpha: sum w a c / sum w a, 0 where the alpha sum is 0 or less. A tap outside has
 * colour c->fill and alpha fill_alpha (0 with zeros). sum (may be NULL) gets sum w a. */
bool oracle_resize_weighted (const OracleCase * c, const double *in, const double *alpha, double fill_alpha, double *out,
    double *sum);

/* True where every output pixel is one input pixel, or what lies outside. */
bool oracle_copies (const OracleCase * c);

/* The input coordinate that output pixel `i` of a row (vertical: of a column) reads; pixel j's centre is at j.
 * For methods with a kernel only; NaN for nearest, nearest-exact, area and coverage. */
double oracle_coordinate (const OracleCase * c, bool vertical, int i);

#endif
