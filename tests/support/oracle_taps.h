/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef ALS_TEST_ORACLE_TAPS_H
#define ALS_TEST_ORACLE_TAPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One axis of the oracle: coordinates, kernels, and the taps that they make. */

#define MAX_SIZE 32767
#define OUTSIDE (-1) /* the index of a tap that is worth `fill` */

/* *INDENT-OFF* */
typedef enum { NEAREST, NEAREST_EXACT, AREA, COVERAGE, BOX, BILINEAR, BICUBIC, LANCZOS, LANCZOS2, LANCZOS4, HAMMING,
  MITCHELL, CATROM, HERMITE, SPLINE16, SPLINE36, GAUSSIAN, METHODS } Method;
typedef enum { BORDER, ZEROS, REFLECTION, RENORMALIZE, COLOR, PADDINGS } Padding;
typedef enum { AUTO, HALF_PIXEL, CORNERS, CORNERS_CENTER, ASYMMETRIC, OFFSET_CORNERS, MODES } Mode;
typedef enum { ROUND_AUTO, FLOOR, CEIL, HALF_DOWN, HALF_UP, HALF_EVEN, ROUNDINGS } Rounding;
/* *INDENT-ON* */

typedef struct
{
  Method method;
  Padding padding;
  Mode mode;
  Rounding rounding;
  bool torch_corners; /* the scale of aligned corners in the half-pixel formula */
  bool antialias, magnitudes;
  double a; /* of Keys' kernel */
} Rule;

typedef struct
{
  int index;
  double weight;
} Tap;

/* Output pixel i of an axis is the sum over taps[start[i]] to taps[start[i + 1] - 1]. */
typedef struct
{
  int n, m;
  double origin, size; /* of the source box */
  size_t *start;
  Tap *taps;
  size_t count, room;
  signed char *bits; /* fractional bits of an output's weights, -1: not dyadic */
} Axis;

/* A coordinate src = num / den and the size of a step, exact where `exact`, which all of them are without a box. */
typedef struct
{
  bool exact;
  int64_t num, den, step_num, step_den;
  double src, step;
} Position;

/* The coordinate that output pixel i reads; by n, m, origin and size of the axis alone. */
Position oracle_position (const Rule * r, const Axis * axis, int64_t i);

/* Taps for n pixels to m, from a box of size (0: to the far edge) at origin. False: the box is out of range, or memory is
 * short; oracle_axis_clear() then too. */
bool oracle_axis_make (const Rule * r, int n, int m, double origin, double size, Axis * axis);
void oracle_axis_clear (Axis * axis);

#endif
