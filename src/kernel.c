/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "kernel.h"

#include <math.h>

static const double pi = 3.14159265358979323846;

/* sin (pi x) for 0 <= x, by its Taylor series on [0, 1/2]: libm's sin differs between processors. */
static double
sin_pi (double x)
{
  /* 1 / 3!, 1 / 5! ... 1 / 21! with their signs */
  static const double series[] = {
    -1.0 / 6.0, 1.0 / 120.0, -1.0 / 5040.0, 1.0 / 362880.0, -1.0 / 39916800.0, 1.0 / 6227020800.0,
    -1.0 / 1307674368000.0, 1.0 / 355687428096000.0, -1.0 / 121645100408832000.0, 1.0 / 51090942171709440000.0
  };
  int whole = (int) x, k;
  double r = x - whole, y, y2, sum = 0.0;

  y = pi * (r > 0.5 ? 1.0 - r : r);
  y2 = y * y;
  for (k = (int) (sizeof series / sizeof series[0]) - 1; k >= 0; k--)
    sum = (sum + series[k]) * y2;
  sum = y + y * sum;
  return whole % 2 ? -sum : sum;
}

/* exp (-x) for 0 <= x < 16, by the Taylor series of exp (x / 64): libm's exp differs as its sin does. */
static double
exp_minus (double x)
{
  double y = x / 64.0, sum = 1.0;
  int k;

  for (k = 16; k >= 1; k--)
    sum = 1.0 + y / k * sum;
  for (k = 0; k < 6; k++)
    sum *= sum;
  return 1.0 / sum;
}

/* sinc (x) = sin (pi x) / (pi x) */
static double
sinc (double x)
{
  x = fabs (x);
  return x < 1e-8 ? 1.0 : sin_pi (x) / (pi * x);
}

/* Linear interpolation: the triangle 1 - |x|. */
static double
triangle (double x, double a)
{
  (void) a;
  return 1.0 - fabs (x);
}

/* R. G. Keys, "Cubic convolution interpolation for digital image processing", 1981, equation 15 with parameter a. */
static double
keys (double x, double a)
{
  x = fabs (x);
  if (x < 1.0)
    return ((a + 2.0) * x - (a + 3.0)) * x * x + 1.0;
  return ((a * x - 5.0 * a) * x + 8.0 * a) * x - 4.0 * a;
}

/* Keys with a = -1/2: E. Catmull and R. Rom, "A class of local interpolating splines", 1974. */
static double
catmull_rom (double x, double a)
{
  (void) a;
  return keys (x, -0.5);
}

/* D. P. Mitchell and A. N. Netravali, "Reconstruction filters in computer graphics", 1988, with B = C = 1/3. */
static double
mitchell (double x, double a)
{
  (void) a;
  x = fabs (x);
  if (x < 1.0)
    return ((21.0 * x - 36.0) * x * x + 16.0) / 18.0;
  return (((-7.0 * x + 36.0) * x - 60.0) * x + 32.0) / 18.0;
}

/* The cubic with slope 0 at both ends: 2 |x|^3 - 3 x^2 + 1. */
static double
hermite (double x, double a)
{
  (void) a;
  x = fabs (x);
  return (2.0 * x - 3.0) * x * x + 1.0;
}

/* C. E. Duchon, "Lanczos filtering in one and two dimensions", 1979: sinc (x) sinc (x / lobes). */
static double
lanczos2 (double x, double a)
{
  (void) a;
  return sinc (x) * sinc (x / 2.0);
}

static double
lanczos3 (double x, double a)
{
  (void) a;
  return sinc (x) * sinc (x / 3.0);
}

static double
lanczos4 (double x, double a)
{
  (void) a;
  return sinc (x) * sinc (x / 4.0);
}

/* sinc (x) (0.54 + 0.46 cos (pi x)), as Pillow's HAMMING. */
static double
hamming (double x, double a)
{
  (void) a;
  return sinc (x) * (0.54 + 0.46 * sin_pi (fabs (x) + 0.5));
}

/* 1 on (-1/2, 1/2], as Pillow's BOX; what lies on an end within rounding errors counts as on it. */
static double
box (double x, double a)
{
  (void) a;
  return x > -0.5 + 1e-9 && x <= 0.5 + 1e-9 ? 1.0 : 0.0;
}

/* exp (-2 x^2) on (-3/2, 3/2), as TensorFlow 2's gaussian: standard deviation 1/2. */
static double
gaussian (double x, double a)
{
  (void) a;
  return fabs (x) < 1.5 - 1e-9 ? exp_minus (2.0 * x * x) : 0.0;
}

/* H. Dersch's cubic splines of 4 and 6 points, "Interpolator testing", 1999. */
static double
spline16 (double x, double a)
{
  (void) a;
  x = fabs (x);
  if (x < 1.0)
    return ((x - 9.0 / 5.0) * x - 1.0 / 5.0) * x + 1.0;
  x -= 1.0;
  return ((-1.0 / 3.0 * x + 4.0 / 5.0) * x - 7.0 / 15.0) * x;
}

static double
spline36 (double x, double a)
{
  (void) a;
  x = fabs (x);
  if (x < 1.0)
    return ((13.0 / 11.0 * x - 453.0 / 209.0) * x - 3.0 / 209.0) * x + 1.0;
  x -= 1.0;
  if (x < 1.0)
    return ((-6.0 / 11.0 * x + 270.0 / 209.0) * x - 156.0 / 209.0) * x;
  x -= 1.0;
  return ((1.0 / 11.0 * x - 45.0 / 209.0) * x + 26.0 / 209.0) * x;
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
  [ALS_METHOD_COVERAGE] = { "coverage", "The mean of the area that the output pixel covers, parts of pixels included",
    ALS_RULE_COVERAGE, 0.5, NULL },
  [ALS_METHOD_BOX] = { "box", "The mean of the pixels whose centres the output pixel covers; for antialias",
    ALS_RULE_WEIGHT, 0.5, box },
  [ALS_METHOD_HAMMING] = { "hamming", "Windowed sinc of 1 lobe, sharper than bilinear; for antialias",
    ALS_RULE_WEIGHT, 1.0, hamming },
  [ALS_METHOD_LANCZOS2] = { "lanczos2", "Windowed sinc of 2 lobes over 4 pixels of each axis",
    ALS_RULE_WEIGHT, 2.0, lanczos2 },
  [ALS_METHOD_LANCZOS4] = { "lanczos4", "Windowed sinc of 4 lobes over 8 pixels of each axis",
    ALS_RULE_WEIGHT, 4.0, lanczos4 },
  [ALS_METHOD_MITCHELL] = { "mitchell", "Mitchell-Netravali cubic: little ringing, little blur, changes equal sizes too",
    ALS_RULE_WEIGHT, 2.0, mitchell },
  [ALS_METHOD_CATROM] = { "catrom", "Catmull-Rom cubic: bicubic with cubic-a=-0.5",
    ALS_RULE_WEIGHT, 2.0, catmull_rom },
  [ALS_METHOD_HERMITE] = { "hermite", "Cubic between the two nearest pixels of each axis, no overshoot",
    ALS_RULE_WEIGHT, 1.0, hermite },
  [ALS_METHOD_SPLINE16] = { "spline16", "Cubic spline over 4 pixels of each axis",
    ALS_RULE_WEIGHT, 2.0, spline16 },
  [ALS_METHOD_SPLINE36] = { "spline36", "Cubic spline over 6 pixels of each axis",
    ALS_RULE_WEIGHT, 3.0, spline36 },
  [ALS_METHOD_GAUSSIAN] = { "gaussian", "Gaussian over 3 pixels of each axis: soft, changes equal sizes too",
    ALS_RULE_WEIGHT, 1.5, gaussian },
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
