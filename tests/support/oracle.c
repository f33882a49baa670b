/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "oracle.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979323846
#define DYADIC_BITS 12
#define MAX_SIZE 32767
#define BOX_BITS 10 /* boxes that are multiples of 2^-10 are kept as fractions, all others as doubles */
#define OUTSIDE (-1) /* the index of a tap that is worth `fill` */

/* *INDENT-OFF* */
typedef enum { NEAREST, NEAREST_EXACT, AREA, COVERAGE, BOX, BILINEAR, BICUBIC, LANCZOS, LANCZOS2, LANCZOS4, HAMMING,
  MITCHELL, CATROM, HERMITE, SPLINE16, SPLINE36, GAUSSIAN, METHODS } Method;
typedef enum { BORDER, ZEROS, REFLECTION, RENORMALIZE, COLOR, PADDINGS } Padding;
typedef enum { AUTO, HALF_PIXEL, CORNERS, CORNERS_CENTER, ASYMMETRIC, OFFSET_CORNERS, MODES } Mode;
typedef enum { ROUND_AUTO, FLOOR, CEIL, HALF_DOWN, HALF_UP, HALF_EVEN, ROUNDINGS } Rounding;

static const char *const method_names[METHODS] = { "nearest", "nearest-exact", "area", "coverage", "box", "bilinear",
  "bicubic", "lanczos", "lanczos2", "lanczos4", "hamming", "mitchell", "catrom", "hermite", "spline16", "spline36",
  "gaussian" };
static const char *const padding_names[PADDINGS] = { "border", "zeros", "reflection", "renormalize", "color" };
static const char *const mode_names[MODES] = { "auto", "half-pixel", "align-corners", "align-corners-center",
  "asymmetric", "offset-corners" };
static const char *const rounding_names[ROUNDINGS] = { "auto", "floor", "ceil", "half-down", "half-up", "half-even" };
static const double reaches[METHODS] = { 0, 0, 0, 0, 0.5, 1, 2, 3, 2, 4, 1, 2, 2, 1, 2, 3, 1.5 };
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

/* The place of name among n names; NULL is the first. -1: not there. */
static int
lookup (const char *name, const char *const *names, int n)
{
  for (int i = 0; name && i < n; i++)
    if (strcmp (name, names[i]) == 0)
      return i;
  return name ? -1 : 0;
}

static bool
by_index (Method method)
{
  return method == NEAREST || method == NEAREST_EXACT;
}

static bool
read_rule (const OracleCase *c, Rule *r)
{
  const int method = lookup (c->method, method_names, METHODS), mode = lookup (c->coordinate_mode, mode_names, MODES);
  const int rounding = lookup (c->rounding, rounding_names, ROUNDINGS);
  int padding = lookup (c->padding, padding_names, PADDINGS);
  const bool has_grid = method >= BOX;

  if (strcmp (c->padding, "auto") == 0)
    padding = c->antialias && has_grid ? RENORMALIZE : BORDER;
  if (method < 0 || padding < 0 || mode < 0 || rounding < 0 || !isfinite (c->cubic_a))
    return false;
  if (c->in_w < 1 || c->in_h < 1 || c->out_w < 1 || c->out_h < 1 || c->in_w > MAX_SIZE || c->in_h > MAX_SIZE
      || c->out_w > MAX_SIZE || c->out_h > MAX_SIZE)
    return false;

  r->method = (Method) method;
  r->padding = (Padding) padding;
  r->mode = (Mode) mode;
  r->rounding = (Rounding) rounding;
  r->antialias = c->antialias && has_grid;
  r->torch_corners = r->mode == AUTO && c->align_corners && r->antialias;
  if (r->method == AREA || r->method == COVERAGE)
    r->mode = HALF_PIXEL; /* they have edges, no points */
  if (r->mode == AUTO && has_grid)
    r->mode = c->align_corners && !r->antialias ? CORNERS : HALF_PIXEL;
  r->magnitudes = c->magnitudes;
  r->a = c->cubic_a < 0 || c->cubic_a > 0 ? c->cubic_a : c->antialias ? -0.5 : -0.75;
  return true;
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

static Position
position (const Rule *r, const Axis *axis, int64_t i)
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
  Window w = { .p = position (r, axis, i) };

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
    p = position (&r, axis, i);
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

static void
axis_clear (Axis *axis)
{
  free (axis->start);
  free (axis->taps);
  free (axis->bits);
}

static bool
axis_make (const Rule *r, int n, int m, double origin, double size, Axis *axis)
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
    if (fraction_bits (position (r, axis, i).step) < 0)
      most = -1; /* float32 coordinates are noisy even where a weight happens to be simple */
    for (size_t t = axis->start[i]; t < axis->count && most >= 0; t++) {
      const int bits = fraction_bits (axis->taps[t].weight);

      most = bits < 0 || bits > most ? bits : most;
    }
    axis->bits[i] = (signed char) most;
  }
  return true;
}

/* `fill` is worth what a tap finds that is outside on either axis. */
static double
plane_sum (const Axis *x, const Axis *y, int i, int j, const double *in, double fill, bool mean)
{
  double sum = 0;

  for (size_t v = y->start[j]; v < y->start[j + 1]; v++) {
    const int line = y->taps[v].index;
    double part = 0;

    for (size_t u = x->start[i]; u < x->start[i + 1]; u++) {
      const int column = x->taps[u].index;

      part += x->taps[u].weight
          * (line == OUTSIDE || column == OUTSIDE ? fill : in[(size_t) line * (size_t) x->n + (size_t) column]);
    }
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
  ok = axis_make (&r, c->in_w, c->out_w, c->box_x, c->box_w, &x)
      && axis_make (&r, c->in_h, c->out_h, c->box_y, c->box_h, &y);
  for (int j = 0; ok && j < c->out_h; j++) {
    for (int i = 0; i < c->out_w; i++) {
      const size_t at = (size_t) j * (size_t) c->out_w + (size_t) i;

      out[at] = plane_sum (&x, &y, i, j, in, r.padding == COLOR ? c->fill : 0, r.method == AREA);
      if (dyadic)
        dyadic[at] = (unsigned char) (x.bits[i] < 0 || y.bits[j] < 0 ? 0 : 1 + x.bits[i] + y.bits[j]);
    }
  }
  axis_clear (&x);
  axis_clear (&y);
  return ok;
}

bool
oracle_copies (const OracleCase *c)
{
  Axis axes[2] = { { 0 }, { 0 } };
  bool one = true;
  Rule r;

  if (!read_rule (c, &r) || !axis_make (&r, c->in_w, c->out_w, c->box_x, c->box_w, &axes[0])
      || !axis_make (&r, c->in_h, c->out_h, c->box_y, c->box_h, &axes[1]))
    one = false;
  for (int k = 0; k < 2; k++) {
    for (int i = 0; one && i < axes[k].m; i++)
      for (size_t t = axes[k].start[i]; t < axes[k].start[i + 1]; t++)
        one = one && axes[k].taps[t].index == axes[k].taps[axes[k].start[i]].index;
    axis_clear (&axes[k]);
  }
  return one;
}

bool
oracle_resize_weighted (const OracleCase *c, const double *in, const double *alpha, double fill_alpha, double *out,
    double *sum)
{
  const size_t n_in = (size_t) c->in_w * (size_t) c->in_h, n_out = (size_t) c->out_w * (size_t) c->out_h;
  double *product = malloc (n_in * sizeof *product), *below = malloc (n_out * sizeof *below);
  OracleCase above = *c, weights = *c;
  bool ok = product && below;

  above.fill = c->fill * fill_alpha;
  weights.fill = fill_alpha;
  for (size_t i = 0; ok && i < n_in; i++)
    product[i] = in[i] * alpha[i];
  ok = ok && oracle_resize (&above, product, out, NULL) && oracle_resize (&weights, alpha, below, NULL);
  for (size_t i = 0; ok && i < n_out; i++) {
    out[i] = below[i] > 0 ? out[i] / below[i] : 0;
    if (sum)
      sum[i] = below[i];
  }
  free (product);
  free (below);
  return ok;
}

double
oracle_coordinate (const OracleCase *c, bool vertical, int i)
{
  const Axis axis = vertical ? (Axis) { .n = c->in_h, .m = c->out_h, .origin = c->box_y,
    .size = c->box_h > 0 ? c->box_h : c->in_h - c->box_y } : (Axis) { .n = c->in_w, .m = c->out_w, .origin = c->box_x,
    .size = c->box_w > 0 ? c->box_w : c->in_w - c->box_x };
  Rule r;

  if (!read_rule (c, &r) || r.method < BOX)
    return NAN;
  return position (&r, &axis, i).src;
}
