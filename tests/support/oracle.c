/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "oracle.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979323846
#define DYADIC_BITS 12
#define MAX_SIZE 32767

typedef enum { NEAREST, NEAREST_EXACT, BILINEAR, BICUBIC, AREA, LANCZOS } Method;
typedef enum { BORDER, ZEROS, REFLECTION, RENORMALIZE } Padding;

typedef struct
{
  Method method;
  Padding padding;
  bool corners, antialias;
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
  size_t *start;
  Tap *taps;
  size_t count, room;
  signed char *bits; /* fractional bits of an output's weights, -1: not dyadic */
} Axis;

/* A coordinate num / den and the size of a step, both exact: n and m are below 2^15. */
typedef struct
{
  int64_t num, den;
  int64_t step_num, step_den;
} Position;

static bool
read_rule (const OracleCase *c, Rule *r)
{
  static const char *const methods[] = { "nearest", "nearest-exact", "bilinear", "bicubic", "area", "lanczos" };
  static const char *const paddings[] = { "border", "zeros", "reflection", "renormalize" };
  int method = -1, padding = -1;

  for (int i = 0; i < 6; i++)
    if (strcmp (c->method, methods[i]) == 0)
      method = i;
  for (int i = 0; i < 4; i++)
    if (strcmp (c->padding, paddings[i]) == 0)
      padding = i;
  if (strcmp (c->padding, "auto") == 0)
    padding = c->antialias ? RENORMALIZE : BORDER;
  if (method < 0 || padding < 0 || !isfinite (c->cubic_a))
    return false;
  if (c->in_w < 1 || c->in_h < 1 || c->out_w < 1 || c->out_h < 1 || c->in_w > MAX_SIZE || c->in_h > MAX_SIZE
      || c->out_w > MAX_SIZE || c->out_h > MAX_SIZE)
    return false;

  r->method = (Method) method;
  r->padding = (Padding) padding;
  r->corners = c->align_corners;
  r->antialias = c->antialias;
  r->a = c->cubic_a < 0 || c->cubic_a > 0 ? c->cubic_a : c->antialias ? -0.5 : -0.75;
  return true;
}

static Position
position (const Rule *r, int64_t n, int64_t m, int64_t i)
{
  if (!r->corners)
    return (Position) { (2 * i + 1) * n - m, 2 * m, n, m };
  if (r->antialias) /* torch: the scale of aligned corners in the half-pixel formula */
    return m == 1 ? (n == 1 ? (Position) { 0, 1, 1, 1 } : (Position) { -1, 2, 0, 1 })
        : (Position) { (2 * i + 1) * (n - 1) - (m - 1), 2 * (m - 1), n - 1, m - 1 };
  return m == 1 ? (Position) { 0, 1, 0, 1 } : (Position) { i * (n - 1), m - 1, n - 1, m - 1 };
}

/* Exactly 0 at whole numbers, which sin (PI * x) is not. */
static double
sinc (double x)
{
  if (x == 0)
    return 1;
  return x == rint (x) ? 0 : sin (PI * x) / (PI * x);
}

static double
kernel (const Rule *r, double x)
{
  const double t = fabs (x), a = r->a;

  if (r->method == BILINEAR)
    return t < 1 ? 1 - t : 0;
  if (r->method == LANCZOS)
    return t < 3 ? sinc (t) * sinc (t / 3) : 0;
  if (t < 1)
    return (a + 2) * t * t * t - (a + 3) * t * t + 1;
  return t < 2 ? a * t * t * t - 5 * a * t * t + 8 * a * t - 4 * a : 0;
}

static int
clamp_index (int64_t j, int64_t n)
{
  return (int) (j < 0 ? 0 : j >= n ? n - 1 : j);
}

static int
reflect (int64_t j, int64_t n, bool about_centres)
{
  const int64_t period = about_centres ? 2 * (n - 1) : 2 * n;

  if (period == 0)
    return 0;
  j %= period;
  if (j < 0)
    j += period;
  if (j < n)
    return (int) j;
  return (int) (about_centres ? period - j : period - 1 - j);
}

static bool
add_tap (Axis *axis, int index, double weight)
{
  if (axis->count == axis->room) {
    size_t room = axis->room ? 2 * axis->room : 256;
    Tap *taps = realloc (axis->taps, room * sizeof *taps);

    if (!taps)
      return false;
    axis->taps = taps;
    axis->room = room;
  }
  axis->taps[axis->count++] = (Tap) { index, weight };
  return true;
}

/* coordinate -> kernel -> normalise over all taps -> border */
static bool
kernel_taps (const Rule *r, int n, int m, int i, Axis *axis)
{
  const Position p = position (r, n, m, i);
  const bool wide = r->antialias && p.step_num > p.step_den;
  const int64_t fs_num = wide ? p.step_num : 1, fs_den = wide ? p.step_den : 1;
  const double src = (double) p.num / (double) p.den;
  const double reach = (r->method == BILINEAR ? 1 : r->method == BICUBIC ? 2 : 3) * (double) fs_num / (double) fs_den;
  const int64_t first = (int64_t) floor (src - reach) - 1, last = (int64_t) ceil (src + reach) + 1;
  const bool about_centres = r->corners && !r->antialias;
  Padding padding = r->padding;
  double whole = 0, inside = 0;

  for (int pass = 0; pass < 2; pass++) {
    for (int64_t j = first; j <= last; j++) {
      const bool within = j >= 0 && j < n;
      double w = kernel (r, (double) ((j * p.den - p.num) * fs_den) / (double) (p.den * fs_num));
      int index = (int) j;

      if (w == 0)
        continue;
      if (pass == 0) {
        whole += w;
        inside += within ? w : 0;
        continue;
      }
      if (!within) {
        if (padding == ZEROS || padding == RENORMALIZE)
          continue;
        index = padding == BORDER ? clamp_index (j, n) : reflect (j, n, about_centres);
      }
      if (!add_tap (axis, index, w / (padding == RENORMALIZE ? inside : whole)))
        return false;
    }
    if (padding == RENORMALIZE && inside < 1e-3 * whole)
      padding = BORDER;
  }
  return true;
}

/* torch's adaptive pool: equal weights. They stay whole here, plane_sum divides once, so that ties are exact. */
static bool
area_taps (int64_t n, int64_t m, int64_t i, Axis *axis)
{
  const int64_t first = i * n / m, end = ((i + 1) * n + m - 1) / m;

  for (int64_t j = first; j < end; j++)
    if (!add_tap (axis, (int) j, 1))
      return false;
  return true;
}

/* torch computes this in float32 and stores every step, whatever FLT_EVAL_METHOD says. */
static int
nearest_index (bool exact, int n, int m, int i)
{
  volatile float scale = (float) n / (float) m;
  volatile float at = (exact ? (float) i + 0.5f : (float) i) * scale;

  return clamp_index ((int64_t) floorf (at), n);
}

/* Fractional bits of w, -1 when there are more than DYADIC_BITS. */
static int
fraction_bits (double w)
{
  for (int bits = 0; bits <= DYADIC_BITS; bits++)
    if (ldexp (w, bits) == rint (ldexp (w, bits)))
      return bits;
  return -1;
}

static void
axis_clear (Axis *axis)
{
  free (axis->start);
  free (axis->taps);
  free (axis->bits);
}

static bool
axis_make (const Rule *r, int n, int m, Axis *axis)
{
  const bool always = r->method == AREA || r->method == NEAREST || r->method == NEAREST_EXACT;

  *axis = (Axis) { 0 };
  axis->start = calloc ((size_t) m + 1, sizeof *axis->start);
  axis->bits = calloc ((size_t) m, 1);
  if (!axis->start || !axis->bits)
    return false;
  for (int i = 0; i < m; i++) {
    int most = 0;
    bool ok;

    if (r->method == AREA)
      ok = area_taps (n, m, i, axis);
    else if (always)
      ok = add_tap (axis, nearest_index (r->method == NEAREST_EXACT, n, m, i), 1);
    else
      ok = kernel_taps (r, n, m, i, axis);
    if (!ok)
      return false;
    axis->start[i + 1] = axis->count;

    if (!always) {
      const Position p = position (r, n, m, i);

      if (fraction_bits ((double) p.step_num / (double) p.step_den) < 0)
        most = -1; /* float32 coordinates are noisy even where a weight happens to be simple */
      for (size_t t = axis->start[i]; t < axis->count && most >= 0; t++) {
        const int bits = fraction_bits (axis->taps[t].weight);

        most = bits < 0 || bits > most ? bits : most;
      }
    }
    axis->bits[i] = (signed char) most;
  }
  return true;
}

static double
plane_sum (const Axis *x, const Axis *y, int i, int j, const double *in, int in_w, bool mean)
{
  double sum = 0;

  for (size_t v = y->start[j]; v < y->start[j + 1]; v++) {
    const double *row = in + (size_t) y->taps[v].index * (size_t) in_w;
    double part = 0;

    for (size_t u = x->start[i]; u < x->start[i + 1]; u++)
      part += x->taps[u].weight * row[x->taps[u].index];
    sum += y->taps[v].weight * part;
  }
  return mean ? sum / ((double) (x->start[i + 1] - x->start[i]) * (double) (y->start[j + 1] - y->start[j])) : sum;
}

bool
oracle_resize (const OracleCase *c, const double *in, double *out, unsigned char *dyadic)
{
  Axis x = { 0 }, y = { 0 };
  Rule r;
  bool ok;

  if (!read_rule (c, &r))
    return false;
  ok = axis_make (&r, c->in_w, c->out_w, &x) && axis_make (&r, c->in_h, c->out_h, &y);
  for (int j = 0; ok && j < c->out_h; j++) {
    for (int i = 0; i < c->out_w; i++) {
      const size_t at = (size_t) j * (size_t) c->out_w + (size_t) i;

      out[at] = plane_sum (&x, &y, i, j, in, c->in_w, r.method == AREA);
      if (dyadic)
        dyadic[at] = (unsigned char) (x.bits[i] < 0 || y.bits[j] < 0 ? 0 : 1 + x.bits[i] + y.bits[j]);
    }
  }
  axis_clear (&x);
  axis_clear (&y);
  return ok;
}

double
oracle_coordinate (const OracleCase *c, bool vertical, int i)
{
  Position p;
  Rule r;

  if (!read_rule (c, &r) || r.method == NEAREST || r.method == NEAREST_EXACT || r.method == AREA)
    return NAN;
  p = position (&r, vertical ? c->in_h : c->in_w, vertical ? c->out_h : c->out_w, i);
  return (double) p.num / (double) p.den;
}
