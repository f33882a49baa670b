/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "kernel.h"

/* sin (pi x) for 0 <= x, by its Taylor series on [0, 1/2]: libm's sin differs between processors. */
static double
sin_pi (double x)
{
  /* 1 / 3!, 1 / 5! ... 1 / 21! with their signs */
  static const double series[] = {
    -1.0 / 6.0, 1.0 / 120.0, -1.0 / 5040.0, 1.0 / 362880.0, -1.0 / 39916800.0, 1.0 / 6227020800.0,
    -1.0 / 1307674368000.0, 1.0 / 355687428096000.0, -1.0 / 121645100408832000.0, 1.0 / 51090942171709440000.0
  };
  static const double pi = 3.14159265358979323846;
  int whole = (int) x, k;
  double r = x - whole, y, y2, sum = 0.0;

  y = pi * (r > 0.5 ? 1.0 - r : r);
  y2 = y * y;
  for (k = (int) (sizeof series / sizeof series[0]) - 1; k >= 0; k--)
    sum = (sum + series[k]) * y2;
  sum = y + y * sum;
  return whole % 2 ? -sum : sum;
}

/* Linear interpolation: the triangle. */
static double
triangle (double x, double a)
{
  (void) a;
  return 1.0 - x;
}

/* R. G. Keys, "Cubic convolution interpolation for digital image processing", 1981, equation 15 with parameter a. */
static double
keys (double x, double a)
{
  if (x < 1.0)
    return ((a + 2.0) * x - (a + 3.0)) * x * x + 1.0;
  return ((a * x - 5.0 * a) * x + 8.0 * a) * x - 4.0 * a;
}

/* C. E. Duchon, "Lanczos filtering in one and two dimensions", 1979: sinc (x) sinc (x / 3). */
static double
lanczos3 (double x, double a)
{
  static const double pi2 = 9.86960440108935861883;

  (void) a;
  return x < 1e-8 ? 1.0 : 3.0 * sin_pi (x) * sin_pi (x / 3.0) / (pi2 * x * x);
}

/* *INDENT-OFF* */
const AlsKernel als_kernels[ALS_N_METHODS] = {
  [ALS_METHOD_NEAREST_EXACT] = { "nearest-exact", "The pixel whose area holds the centre of the output pixel",
    ALS_RULE_NEAREST_EXACT, 0.5, NULL },
  [ALS_METHOD_BILINEAR] = { "bilinear", "Linear between the two nearest pixels of each axis",
    ALS_RULE_WEIGHT, 1.0, triangle },
  [ALS_METHOD_BICUBIC] = { "bicubic", "Cubic convolution over 4 pixels of each axis, parameter cubic-a",
    ALS_RULE_WEIGHT, 2.0, keys },
  [ALS_METHOD_LANCZOS] = { "lanczos", "Windowed sinc of 3 lobes over 6 pixels of each axis",
    ALS_RULE_WEIGHT, 3.0, lanczos3 },
  [ALS_METHOD_NEAREST] = { "nearest", "The pixel at the rounded-down position of the output pixel's corner",
    ALS_RULE_NEAREST, 0.5, NULL },
  [ALS_METHOD_AREA] = { "area", "The mean of the pixels that the output pixel touches",
    ALS_RULE_AREA, 0.5, NULL },
};
/* *INDENT-ON* */

const char *
als_method_name (AlsMethod method)
{
  return (unsigned) method < ALS_N_METHODS ? als_kernels[method].name : NULL;
}

const char *
als_method_blurb (AlsMethod method)
{
  return (unsigned) method < ALS_N_METHODS ? als_kernels[method].blurb : NULL;
}

bool
als_method_has_grid (AlsMethod method)
{
  return (unsigned) method < ALS_N_METHODS && als_kernels[method].rule == ALS_RULE_WEIGHT;
}
