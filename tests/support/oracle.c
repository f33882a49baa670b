/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "oracle.h"
#include "oracle_taps.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* *INDENT-OFF* */
static const char *const method_names[METHODS] = { "nearest", "nearest-exact", "area", "coverage", "box", "bilinear",
  "bicubic", "lanczos", "lanczos2", "lanczos4", "hamming", "mitchell", "catrom", "hermite", "spline16", "spline36",
  "gaussian" };
static const char *const padding_names[PADDINGS] = { "border", "zeros", "reflection", "renormalize", "color" };
static const char *const mode_names[MODES] = { "auto", "half-pixel", "align-corners", "align-corners-center",
  "asymmetric", "offset-corners" };
static const char *const rounding_names[ROUNDINGS] = { "auto", "floor", "ceil", "half-down", "half-up", "half-even" };
/* *INDENT-ON* */

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
  ok = oracle_axis_make (&r, c->in_w, c->out_w, c->box_x, c->box_w, &x)
      && oracle_axis_make (&r, c->in_h, c->out_h, c->box_y, c->box_h, &y);
  for (int j = 0; ok && j < c->out_h; j++) {
    for (int i = 0; i < c->out_w; i++) {
      const size_t at = (size_t) j * (size_t) c->out_w + (size_t) i;

      out[at] = plane_sum (&x, &y, i, j, in, r.padding == COLOR ? c->fill : 0, r.method == AREA);
      if (dyadic)
        dyadic[at] = (unsigned char) (x.bits[i] < 0 || y.bits[j] < 0 ? 0 : 1 + x.bits[i] + y.bits[j]);
    }
  }
  oracle_axis_clear (&x);
  oracle_axis_clear (&y);
  return ok;
}

bool
oracle_copies (const OracleCase *c)
{
  Axis axes[2] = { { 0 }, { 0 } };
  bool one = true;
  Rule r;

  if (!read_rule (c, &r) || !oracle_axis_make (&r, c->in_w, c->out_w, c->box_x, c->box_w, &axes[0])
      || !oracle_axis_make (&r, c->in_h, c->out_h, c->box_y, c->box_h, &axes[1]))
    one = false;
  for (int k = 0; k < 2; k++) {
    for (int i = 0; one && i < axes[k].m; i++)
      for (size_t t = axes[k].start[i]; t < axes[k].start[i + 1]; t++)
        one = one && axes[k].taps[t].index == axes[k].taps[axes[k].start[i]].index;
    oracle_axis_clear (&axes[k]);
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
  return oracle_position (&r, &axis, i).src;
}
