/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The float64 oracle against the reference frames and against published numbers. argv[1]: tests/reference. */
#include "../support/oracle.h"
#include "../support/reference.h"
#include "../support/require.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CASE(w, h, out_width, out_height, name, corners, outside, wide, keys) \
  { .in_w = w, .in_h = h, .out_w = out_width, .out_h = out_height, .method = name, .align_corners = corners, \
    .padding = outside, .antialias = wide, .cubic_a = keys }

static RefTally by_ratio, by_method;
static unsigned long exact_values, components_checked;
static double worst_float64, worst_pillow;

static void
check_exact (const RefCase *c, const double *got, size_t n)
{
  /* Pillow keeps the picture between its two passes and the result in float32: a few steps of the largest value. */
  const bool single = strncmp (c->source, "pillow", 6) == 0;
  const double scale = ref_max (c), limit = single ? 4e-7 : 1e-9;
  double *worst = single ? &worst_pillow : &worst_float64;

  for (size_t i = 0; i < n; i++) {
    const double want = ref_exact (c, i);
    const double error = fabs (got[i] - want) / (single ? scale : fmax (1, fabs (want)));

    exact_values++;
    if (error > *worst)
      *worst = error;
    REQUIRE (error <= limit, "case %d sample %zu: %.12g, torch or Pillow %.12g", c->id, i, got[i], want);
  }
}

static void
check_component (const RefCase *c, const RefPlane *p, int component)
{
  const size_t n_in = (size_t) p->in_w * (size_t) p->in_h, n_out = (size_t) p->out_w * (size_t) p->out_h;
  uint16_t *in16 = malloc (2 * n_in), *expected = malloc (2 * n_out), *got = malloc (2 * n_out);
  double *in = malloc (n_in * sizeof *in), *out = malloc (n_out * sizeof *out);
  unsigned char *dyadic = malloc (n_out);
  OracleCase scale = c->scale;
  size_t wrong, first = 0;
  char ratio[32];

  scale.in_w = p->in_w;
  scale.in_h = p->in_h;
  scale.out_w = p->out_w;
  scale.out_h = p->out_h;
  if (!in16 || !expected || !got || !in || !out || !dyadic) {
    REQUIRE (false, "out of memory");
    goto done;
  }
  ref_component (c->input + p->in_offset, p, p->in_w, p->in_h, component, in16);
  ref_component (c->expected + p->out_offset, p, p->out_w, p->out_h, component, expected);
  for (size_t i = 0; i < n_in; i++)
    in[i] = in16[i];
  if (!oracle_resize (&scale, in, out, dyadic)) {
    REQUIRE (false, "case %d: the oracle refused", c->id);
    goto done;
  }
  for (size_t i = 0; i < n_out; i++)
    got[i] = (uint16_t) fmin (fmax (rint (out[i]), 0), ref_max (c));

  ref_ratio (p->in_w, p->in_h, p->out_w, p->out_h, ratio);
  wrong = ref_compare (&by_ratio, ratio, got, expected, out, dyadic, n_out, ref_max (c), &first);
  ref_compare (&by_method, c->scale.method, got, expected, out, dyadic, n_out, ref_max (c), NULL);
  REQUIRE (wrong == 0,
      "case %d %s %s %s %d,%d to %d,%d: %zu wrong, first at %zu: %d, expected %d, exact %.9f dyadic %d", c->id,
      c->source, c->format, c->scale.method, p->in_w, p->in_h, p->out_w, p->out_h, wrong, first, got[first],
      expected[first], out[first], dyadic[first]);
  if (c->exact)
    check_exact (c, out, n_out);
  components_checked++;

done:
  free (in16);
  free (expected);
  free (got);
  free (in);
  free (out);
  free (dyadic);
}

static void
check_frames (const char *directory)
{
  RefSet set;

  if (!ref_load (directory, &set)) {
    REQUIRE (false, "no reference frames in %s", directory);
    return;
  }
  for (size_t i = 0; i < set.n_cases; i++) {
    RefPlane planes[3];
    const int n = ref_planes (&set.cases[i], planes);

    for (int k = 0; k < n; k++)
      for (int component = 0; component < planes[k].components; component++)
        check_component (&set.cases[i], &planes[k], component);
  }
  printf ("%zu reference frames, %lu component planes, %lu exact values\n", set.n_cases, components_checked,
      exact_values);
  printf ("worst distance from torch float64: %.3g relative; from Pillow float32: %.3g of the maximum\n", worst_float64,
      worst_pillow);
  ref_free (&set);
}

/* Scales and compares row `row` of the result with n literals. */
static void
check_row (const OracleCase *c, const double *in, int row, const double *want, double limit)
{
  double *out = malloc ((size_t) c->out_w * (size_t) c->out_h * sizeof *out);
  const bool ok = out && oracle_resize (c, in, out, NULL);

  REQUIRE (ok, "%s %d,%d to %d,%d: refused", c->method, c->in_w, c->in_h, c->out_w, c->out_h);
  for (int i = 0; ok && i < c->out_w; i++) {
    const double got = out[row * c->out_w + i];

    REQUIRE (fabs (got - want[i]) <= limit, "%s %s align-corners %d %d to %d, row %d column %d: %.6f, not %.6f",
        c->method, c->padding, c->align_corners, c->in_w, c->out_w, row, i, got, want[i]);
  }
  free (out);
}

/* Numbers printed with four decimals in forum posts and manuals about align_corners. */
static void
check_published (void)
{
  static const double framed[] = { 1, 2, 0, 3, 4, 0, 0, 0, 0 }, square[] = { 1, 2, 3, 4 }, step[] = { 0, 1 };
  static const double one[] = { 1 }, ones[] = { 1, 1, 1, 1 };
  const OracleCase half = CASE (3, 3, 6, 6, "bilinear", false, "auto", false, 0);
  const OracleCase corners = CASE (3, 3, 6, 6, "bilinear", true, "auto", false, 0);
  const OracleCase cubic_half = CASE (2, 2, 4, 4, "bicubic", false, "auto", false, 0);
  const OracleCase cubic_corners = CASE (2, 2, 4, 4, "bicubic", true, "auto", false, 0);
  const OracleCase step_half = CASE (2, 1, 4, 1, "bilinear", false, "auto", false, 0);
  const OracleCase step_corners = CASE (2, 1, 4, 1, "bilinear", true, "auto", false, 0);
  const OracleCase fade = CASE (1, 1, 5, 1, "bilinear", false, "zeros", false, 0);
  const OracleCase fade4 = CASE (4, 1, 8, 1, "bilinear", false, "zeros", false, 0);

  check_row (&half, framed, 0, (const double[]) { 1, 1.25, 1.75, 1.5, 0.5, 0 }, 1e-12);
  check_row (&half, framed, 2, (const double[]) { 2.5, 2.75, 3.25, 2.625, 0.875, 0 }, 1e-12);
  check_row (&corners, framed, 0, (const double[]) { 1, 1.4, 1.8, 1.6, 0.8, 0 }, 1e-12);
  check_row (&corners, framed, 2, (const double[]) { 2.6, 3, 3.4, 2.88, 1.44, 0 }, 1e-12);
  check_row (&cubic_corners, square, 0, (const double[]) { 1, 1.3148, 1.6852, 2 }, 5.1e-5);
  check_row (&cubic_half, square, 0, (const double[]) { 0.6836, 1.0156, 1.5625, 1.8945 }, 5.1e-5);
  check_row (&cubic_half, square, 3, (const double[]) { 3.1055, 3.4375, 3.9844, 4.3164 }, 5.1e-5);
  check_row (&step_half, step, 0, (const double[]) { 0, 0.25, 0.75, 1 }, 1e-12);
  check_row (&step_corners, step, 0, (const double[]) { 0, 1. / 3, 2. / 3, 1 }, 1e-12);
  check_row (&fade, one, 0, (const double[]) { 0.6, 0.8, 1, 0.8, 0.6 }, 1e-12);
  check_row (&fade4, ones, 0, (const double[]) { 0.75, 1, 1, 1, 1, 1, 1, 0.75 }, 1e-12);

  for (int i = 0; i < 4; i++) {
    const double a = oracle_coordinate (&step_half, false, i), b = oracle_coordinate (&step_corners, false, i);

    REQUIRE (fabs (a - (-0.25 + 0.5 * i)) < 1e-15, "half-pixel coordinate %d: %g", i, a);
    REQUIRE (fabs (b - i / 3.0) < 1e-15, "align-corners coordinate %d: %g", i, b);
  }
}

/* Where the outputs of the pixels 0 and 1 lie, as coremltools prints it for resize_bilinear's modes; a box moves and
 * scales the same formulas; rounding, coverage and alpha by hand. */
static void
check_grids (void)
{
  static const struct { const char *mode; double want[5]; } rows[] = {
    { "align-corners", { 0, .25, .5, .75, 1 } }, { "align-corners-center", { 0, .25, .5, .75, 1 } },
    { "asymmetric", { 0, .4, .8, 1, 1 } }, { "offset-corners", { .1, .3, .5, .7, .9 } }, { "half-pixel", { 0, .1, .5, .9, 1 } }
  };
  static const char *const roundings[] = { "half-even", "half-down", "half-up", "floor", "ceil" };
  static const double picks[][4] = { { 0, 2, 4, 6 }, { 0, 2, 4, 6 }, { 1, 3, 5, 7 }, { 0, 2, 4, 6 }, { 1, 3, 5, 7 } };
  static const double step[] = { 0, 1 }, ramp[] = { 0, 1, 2, 3, 4, 5, 6, 7 }, four[] = { 1, 2, 4, 8 };
  static const double alpha[] = { 0, 1 }, colour[] = { 9, 5 };
  OracleCase c = CASE (2, 1, 5, 1, "bilinear", false, "border", false, 0);
  OracleCase boxed = CASE (8, 1, 4, 1, "bilinear", false, "border", false, 0);
  OracleCase half = CASE (8, 1, 4, 1, "nearest", false, "auto", false, 0);
  const OracleCase cover = CASE (4, 1, 3, 1, "coverage", false, "auto", false, 0);
  const OracleCase mean = CASE (2, 1, 1, 1, "bilinear", false, "auto", false, 0);
  double out[1], sum[1];

  for (int i = 0; i < 5; i++) {
    c.coordinate_mode = rows[i].mode;
    check_row (&c, step, 0, rows[i].want, 1e-12);
    half.coordinate_mode = "half-pixel";
    half.rounding = roundings[i];
    check_row (&half, ramp, 0, picks[i], 0);
  }
  boxed.box_x = 1.5;
  boxed.box_w = 2;
  check_row (&boxed, ramp, 0, (const double[]) { 1.25, 1.75, 2.25, 2.75 }, 1e-12);
  boxed.box_x = -2;
  boxed.padding = "color";
  boxed.fill = 9;
  check_row (&boxed, ramp, 0, (const double[]) { 9, 9, 9, 0.25 * 0 + 0.75 * 9 }, 1e-12);
  check_row (&cover, four, 0, (const double[]) { 1.25, 3, 7 }, 1e-12);
  REQUIRE (oracle_resize_weighted (&mean, colour, alpha, 0, out, sum) && out[0] == 5 && sum[0] == 0.5, "%g %g", out[0],
      sum[0]);
}

/* Row 0 of the weights of 9 -> 3 with antialias: one unit impulse after another. The first n are known by heart. */
static void
check_weights (const char *method, const char *padding, const double *want, int n, double want_sum)
{
  const OracleCase c = CASE (9, 1, 3, 1, method, false, padding, true, 0);
  double sum = 0;

  for (int j = 0; j < 9; j++) {
    double in[9] = { 0 }, out[3] = { 0 };

    in[j] = 1;
    REQUIRE (oracle_resize (&c, in, out, NULL), "refused");
    sum += out[0];
    if (j < n)
      REQUIRE (fabs (out[0] - want[j]) < 5.1e-5, "9 -> 3 %s %s: weight %d is %.5f, not %.5f", method, padding, j,
          out[0], want[j]);
  }
  REQUIRE (fabs (sum - want_sum) < 1e-12, "9 -> 3 %s %s: weights sum to %.5f, not %.5f", method, padding, sum,
      want_sum);
}

/* What counts as exact in float32: x2 has weights of 2 bits (bilinear) and 8 bits (bicubic), x1.5 never. */
static void
check_dyadic (void)
{
  static const struct { const char *method; int out; unsigned char want; } rows[] = {
    { "bilinear", 8, 5 }, { "bicubic", 8, 17 }, { "bilinear", 6, 0 }, { "bicubic", 6, 0 }, { "lanczos", 8, 0 },
    { "area", 6, 1 }, { "nearest", 6, 1 }, { "bicubic", 4, 1 }
  };
  const double in[16] = { 0 };

  for (int i = 0; i < 8; i++) {
    const OracleCase c = CASE (4, 4, rows[i].out, rows[i].out, rows[i].method, false, "auto", false, 0);
    unsigned char dyadic[64] = { 0 };
    double out[64];

    REQUIRE (oracle_resize (&c, in, out, dyadic), "refused");
    REQUIRE (dyadic[9] == rows[i].want, "%s 4 to %d: %d, not %d", c.method, c.out_w, dyadic[9], rows[i].want);
  }
}

static void
check_nearest_float32 (void)
{
  /* 2 -> 82: floor (41 * (2 / 82)) is 1 exactly and in float32 0. */
  const OracleCase c = CASE (2, 1, 82, 1, "nearest", false, "auto", false, 0);
  const double in[] = { 0, 1 };
  double out[82];

  REQUIRE (oracle_resize (&c, in, out, NULL), "refused");
  REQUIRE (out[40] == 0 && out[41] == 0 && out[42] == 1, "%g %g %g", out[40], out[41], out[42]);
}

/* The largest sizes work, sums of weights are one, and renormalize without a neighbour inside falls back to border. */
static void
check_large (void)
{
  static const char *const methods[] = { "nearest", "nearest-exact", "bilinear", "bicubic", "area", "lanczos" };
  double *in = malloc (32767 * sizeof *in), *out = malloc (32767 * sizeof *out);

  REQUIRE (in && out, "out of memory");
  for (int i = 0; in && i < 32767; i++)
    in[i] = 1;
  for (int k = 0; in && out && k < 24; k++) {
    const int from = k & 1 ? 32767 : 3, to = k & 1 ? 5 : 32767;
    const OracleCase c = CASE (from, 1, to, 1, methods[k / 4], false, "auto", (k & 2) != 0, 0);

    REQUIRE (oracle_resize (&c, in, out, NULL), "%s %d to %d refused", c.method, from, to);
    for (int i = 0; i < to; i++)
      REQUIRE (fabs (out[i] - 1) < 1e-9, "%s %d to %d: flat area is %.12g at %d", c.method, from, to, out[i], i);
  }
  free (in);
  free (out);
}

static void
check_refusals (void)
{
  const OracleCase bad[] = { CASE (0, 1, 1, 1, "bilinear", false, "auto", false, 0),
    CASE (1, 1, 1, 32768, "bilinear", false, "auto", false, 0), CASE (1, 1, 1, 1, "cubic", false, "auto", false, 0),
    CASE (1, 1, 1, 1, "bilinear", false, "mirror", false, 0), CASE (1, 1, 1, 1, "bicubic", false, "auto", false, NAN)
  };
  double in = 1, out;

  for (int i = 0; i < 5; i++)
    REQUIRE (!oracle_resize (&bad[i], &in, &out, NULL), "bad case %d taken", i);
}

/* The rule itself: what it excuses and what not. */
static void
check_rule (void)
{
  const uint16_t got[] = { 5, 5, 5, 5, 5 }, expected[] = { 5, 6, 6, 6, 7 };
  const double exact[] = { 5, 5.4995, 5.4995, 5.498, 5.4995 };
  const unsigned char dyadic[] = { 0, 0, 1, 0, 0 }, many_bits[] = { 17, 17, 17, 17, 17 };
  RefTally tally = { 0 };
  size_t first = 9;

  REQUIRE (ref_compare (&tally, "1:1", got, expected, exact, dyadic, 5, 255, &first) == 3, "8 bits");
  REQUIRE (first == 2 && tally.rows[0].excused == 1 && tally.rows[0].pixels == 5, "%zu", first);
  REQUIRE (ref_compare (NULL, "", got, expected, exact, dyadic, 5, 65535, NULL) == 2, "16 bits");
  REQUIRE (ref_compare (NULL, "", got, expected, exact, many_bits, 5, 255, NULL) == 4, "dyadic");
  REQUIRE (ref_compare (NULL, "", got, expected, exact, many_bits, 5, 65535, NULL) == 1, "more bits than float32 has");
}

int
main (int argc, char **argv)
{
  if (argc != 2) {
    fprintf (stderr, "usage: %s DIRECTORY-OF-REFERENCE-FRAMES\n", argv[0]);
    return 2;
  }
  check_published ();
  check_grids ();
  check_weights ("bilinear", "renormalize", (const double[]) { .25, .375, .25, .125, 0, 0 }, 6, 1);
  check_weights ("bilinear", "border", (const double[]) { 3. / 9, 3. / 9, 2. / 9, 1. / 9, 0, 0 }, 6, 1);
  check_weights ("bilinear", "reflection", (const double[]) { 3. / 9, 3. / 9, 2. / 9, 1. / 9, 0, 0 }, 6, 1);
  check_weights ("bilinear", "zeros", (const double[]) { 2. / 9, 3. / 9, 2. / 9, 1. / 9, 0, 0 }, 6, 8. / 9);
  check_weights ("bicubic", "renormalize", (const double[]) { .28, .36, .28, .12, 0, -.0267 }, 6, 1);
  check_weights ("bicubic", "border", (const double[]) { .3333, .3333, .2593, .1111 }, 4, 1);
  check_weights ("bicubic", "reflection", (const double[]) { .3704, .3333, .2346, .0988 }, 4, 1);
  check_dyadic ();
  check_nearest_float32 ();
  check_large ();
  check_refusals ();
  check_rule ();
  check_frames (argv[1]);

  printf ("\nshare of pixels excused by near-ties, by ratio\n");
  ref_tally_print (&by_ratio, stdout);
  printf ("\nthe same by method\n");
  ref_tally_print (&by_method, stdout);
  if (require_failures > REQUIRE_SHOWN)
    fprintf (stderr, "%u failures in all\n", require_failures);
  printf ("%s\n", require_status ? "FAILED" : "ok");
  return require_status;
}
