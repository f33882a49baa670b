/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "oracle_taps.h"

#include <math.h>
#include <stdlib.h>

#define PI 3.14159265358979323846
#define DYADIC_BITS 12
#define BOX_BITS 10 /* boxes that are multiples of 2^-10 are kept as fractions, all others as doubles */

/* *INDENT-OFF* */
static const double reaches[METHODS] = { 0, 0, 0, 0, 0.5, 1, 2, 3, 2, 4, 1, 2, 2, 1, 2, 3, 1.5 };
/* *INDENT-ON* */

static bool
by_index (Method method)
{
  return method == NEAREST || method == NEAREST_EXACT;
}

/* src = (u w + v) / d + origin - shift / 2 with the box w = W / q, origin = X / q pixels. */
static Position
place (const Axis *axis, int64_t u, int64_t v, int64_t d, int shift, int64_t step_w, int64_t step_1)
{
  const double q = 1 << BOX_BITS, W = axis->size * q, X = axis->origin * q;
  Position p = { 0 };

  p.exact = W == rint (W) && X == rint (X);
  if (p.exact) {
    const int64_t one = W == q * rint (axis->size) && X == q * rint (axis->origin) ? 1 : 1 << BOX_BITS;
    const int64_t w = (int64_t) (axis->size * (double) one), x = (int64_t) (axis->origin * (double) one);

    p.num = 2 * (u * w + v * one + d * x) - shift * d * one;
    p.den = 2 * d * one;
    p.step_num = step_w * w + step_1 * one;
    p.step_den = d * one;
    p.src = (double) p.num / (double) p.den;
    p.step = (double) p.step_num / (double) p.step_den;
  } else {
    p.src = ((double) u * axis->size + (double) v) / (double) d + axis->origin - 0.5 * shift;
    p.step = ((double) step_w * axis->size + (double) step_1) / (double) d;
  }
  return p;
}

Position
oracle_position (const Rule *r, const Axis *axis, int64_t i)
{
  const int64_t m = axis->m;
  const bool tiny = axis->size < 1; /* no corner pixels to be apart */

  if (r->torch_corners) {
    if (m == 1 && axis->size == 1) /* torch copies equal sizes */
      return place (axis, 0, 0, 1, 0, 0, 1);
    if (m == 1 || tiny)
      return place (axis, 0, 0, 1, 1, 0, 0);
    return place (axis, 2 * i + 1, -(2 * i + 1), 2 * (m - 1), 1, 2, -2);
  }
  switch (r->mode) {
    case CORNERS:
    case CORNERS_CENTER:
      if (m == 1 && r->mode == CORNERS_CENTER)
        return place (axis, 1, 0, 2, 1, 0, 0);
      return m == 1 || tiny ? place (axis, 0, 0, 1, 0, 0, 0) : place (axis, i, -i, m - 1, 0, 1, -1);
    case ASYMMETRIC:
      return place (axis, i, 0, m, 0, 1, 0);
    case OFFSET_CORNERS:
      if (axis->size <= 2)
        return place (axis, 0, 2 * i + 1, 2 * m, 0, 0, 2);
      return place (axis, 2 * i + 1, -(2 * i + 1), 2 * m, 0, 2, -2);
    default:
      return place (axis, 2 * i + 1, 0, 2 * m, 1, 2, 0);
  }
}

/* Exactly 0 at whole numbers, which sin (PI * x) is not. */
static double
sinc (double x)
{
  if (x == 0)
    return 1;
  return x == rint (x) ? 0 : sin (PI * x) / (PI * x);
}

/* Mitchell and Netravali 1988, which holds Keys' family (b = 0, c = -a) too */
static double
cubic (double t, double b, double c)
{
  if (t < 1)
    return ((12 - 9 * b - 6 * c) * t * t * t + (-18 + 12 * b + 6 * c) * t * t + 6 - 2 * b) / 6;
  return t < 2 ? ((-b - 6 * c) * t * t * t + (6 * b + 30 * c) * t * t + (-12 * b - 48 * c) * t + 8 * b + 24 * c) / 6 : 0;
}

static double
kernel (const Rule *r, double x)
{
  const double t = fabs (x), s = t - floor (t);

  if (t >= reaches[r->method] && r->method != BOX)
    return 0;
  switch (r->method) {
    case BOX: /* Pillow: a centre on the right edge belongs to the pixel, one on the left edge does not */
      return x > -0.5 && x <= 0.5;
    case BILINEAR:
      return 1 - t;
    case LANCZOS:
    case LANCZOS2:
    case LANCZOS4:
      return sinc (t) * sinc (t / reaches[r->method]);
    case HAMMING: /* Pillow */
      return sinc (t) * (0.54 + 0.46 * cos (PI * t));
    case MITCHELL:
      return cubic (t, 1. / 3, 1. / 3);
    case CATROM:
      return cubic (t, 0, 0.5);
    case HERMITE:
      return cubic (t, 0, 0);
    case SPLINE16: /* Helmut Dersch, Panorama Tools, as spline36 */
      return t < 1 ? ((s - 9. / 5) * s - 1. / 5) * s + 1 : ((-1. / 3 * s + 4. / 5) * s - 7. / 15) * s;
    case SPLINE36:
      return t < 1 ? ((13. / 11 * s - 453. / 209) * s - 3. / 209) * s + 1
          : t < 2 ? ((-6. / 11 * s + 270. / 209) * s - 156. / 209) * s : ((1. / 11 * s - 45. / 209) * s + 26. / 209) * s;
    case GAUSSIAN: /* TensorFlow's: sigma 0.5, cut at 1.5 */
      return exp (-2 * t * t);
    default:
      return cubic (t, 0, -r->a);
  }
}

static int
extend (const Rule *r, int64_t j, int64_t n)
{
  const bool about_centres = (r->mode == CORNERS || r->mode == CORNERS_CENTER) && !r->torch_corners;
  const int64_t period = about_centres ? 2 * (n - 1) : 2 * n;

  if (j >= 0 && j < n)
    return (int) j;
  if (r->padding == ZEROS || r->padding == COLOR)
    return OUTSIDE;
  if (r->padding != REFLECTION)
    return (int) (j < 0 ? 0 : n - 1);
  if (period == 0)
    return 0;
  j = (j % period + period) % period;
  return (int) (j < n ? j : about_centres ? period - j : period - 1 - j);
}

static bool
add_tap (const Rule *r, Axis *axis, int index, double weight)
{
  if (axis->count == axis->room) {
    size_t room = axis->room ? 2 * axis->room : 256;
    Tap *taps = realloc (axis->taps, room * sizeof *taps);

    if (!taps)
      return false;
    axis->taps = taps;
    axis->room = room;
  }
  axis->taps[axis->count++] = (Tap) { index, r->magnitudes ? fabs (weight) : weight };
  return true;
}

/* Overlap of pixel j with [x + i w / m, x + (i + 1) w / m], as a part of that length. */
static double
overlap (const Axis *axis, int64_t i, int64_t j)
{
  const double q = 1 << BOX_BITS, W = axis->size * q, X = axis->origin * q;

  if (W == rint (W) && X == rint (X)) {
    const int64_t low = (int64_t) X * axis->m + i * (int64_t) W, high = low + (int64_t) W;
    const int64_t left = j * axis->m * (1 << BOX_BITS), right = (j + 1) * axis->m * (1 << BOX_BITS);
    const int64_t both = (high < right ? high : right) - (low > left ? low : left);

    return both > 0 ? (double) both / W : 0;
  }
  const double step = axis->size / axis->m, low = axis->origin + (double) i * axis->size / axis->m;

  return fmax (0, fmin (low + step, (double) j + 1) - fmax (low, (double) j)) / step;
}

/* Position, then the weight of pixel j: what every method but nearest is made of. */
typedef struct
{
  Position p;
  int64_t first, last;
} Window;

static double
weight_at (const Rule *r, const Axis *axis, const Window *w, int i, int64_t j)
{
  const Position *p = &w->p;
  const bool wide = r->antialias && p->step > 1;
  int64_t top, bottom, offset;

  if (r->method == AREA)
    return 1;
  if (r->method == COVERAGE)
    return overlap (axis, i, j);
  if (p->exact && !__builtin_mul_overflow (j, p->den, &offset) && !__builtin_sub_overflow (offset, p->num, &offset)
      && !__builtin_mul_overflow (offset, wide ? p->step_den : 1, &top)
      && !__builtin_mul_overflow (p->den, wide ? p->step_num : 1, &bottom))
    return kernel (r, (double) top / (double) bottom);
  return kernel (r, ((double) j - p->src) / (wide ? p->step : 1));
}

static int64_t
floor_div (int64_t a, int64_t b)
{
  return a / b - (a % b < 0);
}

static Window
window (const Rule *r, const Axis *axis, int i)
{
  Window w = { .p = oracle_position (r, axis, i) };

  if (r->method == AREA || r->method == COVERAGE) {
    /* [floor (x + i w / m), ceil (x + (i + 1) w / m)), from the half-pixel position without its half */
    const Position low = place (axis, i, 0, axis->m, 0, 1, 0), high = place (axis, i + 1, 0, axis->m, 0, 1, 0);

    w.first = low.exact ? floor_div (low.num, low.den) : (int64_t) floor (low.src);
    w.last = (low.exact ? -floor_div (-high.num, high.den) : (int64_t) ceil (high.src)) - 1;
  } else {
    const double reach = reaches[r->method] * (r->antialias ? fmax (1, w.p.step) : 1);

    w.first = (int64_t) floor (w.p.src - reach) - 1;
    w.last = (int64_t) ceil (w.p.src + reach) + 1;
  }
  return w;
}

/* coordinate -> kernel -> normalise over all taps -> border. Area's weights stay whole: plane_sum divides once, so that
 * ties are exact. */
static bool
window_taps (const Rule *rule, int i, Axis *axis)
{
  const Window w = window (rule, axis, i);
  Rule r = *rule;
  double whole = 0, inside = 0;

  for (int64_t j = w.first; j <= w.last; j++) {
    const double weight = weight_at (&r, axis, &w, i, j);

    whole += weight;
    inside += j >= 0 && j < axis->n ? weight : 0;
  }
  /* far outside, only negative lobes reach in: their sum divides as well as any, as in Pillow and TensorFlow */
  if (r.padding == RENORMALIZE && fabs (inside) < 1e-3 * fabs (whole))
    r.padding = BORDER;
  for (int64_t j = w.first; j <= w.last; j++) {
    const double weight = weight_at (&r, axis, &w, i, j);
    const bool dropped = r.padding == RENORMALIZE && (j < 0 || j >= axis->n);

    if (weight != 0 && !dropped
        && !add_tap (&r, axis, extend (&r, j, axis->n),
            r.method == AREA ? weight : weight / (r.padding == RENORMALIZE ? inside : whole)))
      return false;
  }
  return true;
}

static int64_t
rounded (Rounding rounding, const Position *p)
{
  /* whole part and twice the rest against one: exact where the position is */
  const int64_t whole = p->exact ? floor_div (p->num, p->den) : (int64_t) floor (p->src);
  const double rest = p->exact ? (double) (p->num - whole * p->den) / (double) p->den : p->src - (double) whole;

  switch (rounding) {
    case FLOOR:
      return whole;
    case CEIL:
      return whole + (rest > 0);
    case HALF_DOWN:
      return whole + (rest > 0.5);
    case HALF_EVEN:
      return whole + (rest > 0.5 || (rest == 0.5 && whole % 2 != 0));
    default:
      return whole + (rest >= 0.5);
  }
}

static bool
nearest_tap (const Rule *rule, int i, Axis *axis)
{
  Rule r = *rule;
  int64_t j;
  bool within; /* the picture's edges */

  if (r.mode == AUTO && r.rounding == ROUND_AUTO) {
    /* torch computes this in float32 and stores every step, whatever FLT_EVAL_METHOD says */
    volatile float scale = (float) (axis->size / axis->m);
    volatile float product = (r.method == NEAREST_EXACT ? (float) i + 0.5f : (float) i) * scale;
    const double at = (double) product + axis->origin;
    const double centre = r.method == NEAREST_EXACT ? at - 0.5 : at;

    j = (int64_t) floor (at);
    within = centre >= -0.5 && centre <= axis->n - 0.5;
  } else {
    Position p;

    if (r.mode == AUTO)
      r.mode = r.method == NEAREST ? ASYMMETRIC : HALF_PIXEL;
    p = oracle_position (&r, axis, i);
    j = rounded (r.rounding, &p);
    within = p.exact ? 2 * p.num >= -p.den && 2 * p.num <= (2 * axis->n - 1) * p.den
        : p.src >= -0.5 && p.src <= axis->n - 0.5;
  }
  if (within)
    j = j < 0 ? 0 : j >= axis->n ? axis->n - 1 : j;
  return add_tap (&r, axis, extend (&r, j, axis->n), 1);
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

void
oracle_axis_clear (Axis *axis)
{
  free (axis->start);
  free (axis->taps);
  free (axis->bits);
}

bool
oracle_axis_make (const Rule *r, int n, int m, double origin, double size, Axis *axis)
{
  const bool always = r->method == AREA || by_index (r->method);

  *axis = (Axis) { n, m, origin, size > 0 ? size : n - origin, NULL, NULL, 0, 0, NULL };
  axis->start = calloc ((size_t) m + 1, sizeof *axis->start);
  axis->bits = calloc ((size_t) m, 1);
  if (!axis->start || !axis->bits || !(axis->size > 0) || axis->size > 2 * MAX_SIZE || !(fabs (origin) <= MAX_SIZE))
    return false;
  for (int i = 0; i < m; i++) {
    int most = 0;

    if (!(by_index (r->method) ? nearest_tap (r, i, axis) : window_taps (r, i, axis)))
      return false;
    axis->start[i + 1] = axis->count;
    if (always)
      continue;
    if (fraction_bits (oracle_position (r, axis, i).step) < 0)
      most = -1; /* float32 coordinates are noisy even where a weight happens to be simple */
    for (size_t t = axis->start[i]; t < axis->count && most >= 0; t++) {
      const int bits = fraction_bits (axis->taps[t].weight);

      most = bits < 0 || bits > most ? bits : most;
    }
    axis->bits[i] = (signed char) most;
  }
  return true;
}
