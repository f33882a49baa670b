/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The library against the float64 oracle in random cases over every parameter. argv[1], which the other tests need, is
 * not looked at; ORACLE_CASES and ORACLE_SEED in the environment change how many cases there are and which.
 *
 * What a sample may differ by:
 *  - plain samples: nothing where the weights are dyadic and the sum fits float32's 24 bits; else by 1 where the exact
 *    value lies within 1e-3 of a tie (above 8 bits 2^-21 of the largest value, 0.03 at 16 bits), times the sum of the weights'
 *    magnitudes where negative lobes make that more than 1;
 *  - alpha weighting divides one float32 sum, N = sum w a c, by another, D = sum w a. Each is off by at most E times the sum
 *    of its terms' magnitudes, E = 2^-21: 8 roundings' worth of float32 (products, sums over two passes), and by
 *    E / 4 times its largest term, since weights are multiples of 2^-24, small ones too. So the quotient is off by
 *    (dN + |c| dD) / D. Where D is not surely above 0 any colour may come. A plan that copies
 *    pixels may copy those without alpha as they are;
 *  - linear light is a sum of float32 light: any value between those of the light minus and plus the dN of w l. */

#include "oracle.h"
#include "plane.h"
#include "require.h"

#include <math.h>
#include <string.h>

#define CASES 4800
#define E (1.0 / 2097152)

/* *INDENT-OFF* */
static const char *const paddings[] = { "auto", "border", "zeros", "reflection", "renormalize", "color" };
static const char *const modes[] = { "auto", "half-pixel", "align-corners", "align-corners-center", "asymmetric",
  "offset-corners" };
static const char *const roundings[] = { "auto", "floor", "ceil", "half-down", "half-up", "half-even" };
/* *INDENT-ON* */

typedef struct
{
  AlsParams params;
  OracleCase oracle;
  int *in, *alpha, *got; /* values, components interleaved */
  double *plane, *other, *exact, *sum, *size, *below, *reach;
  unsigned char *dyadic;
  float *linear;
} Case;

typedef struct
{
  unsigned long cases, samples, excused;
} Tally;

enum { PLAIN, WEIGHTED, LIGHT, KINDS };
static Tally tallies[KINDS][ALS_N_METHODS];

static bool
chance (uint64_t *state, int percent)
{
  return test_random_in (state, 1, 100) <= percent;
}

static double
uniform (uint64_t *state, double lo, double hi)
{
  return lo + (hi - lo) * (test_random (state) / 4294967296.0);
}

/* How much `v` may be a multiple of 1, 2^-k or of nothing. */
static double
grained (double v, int grain)
{
  static const double grains[] = { 1, 2, 4, 10, 64, 1024 };

  return grain < 6 ? rint (v * grains[grain]) / grains[grain] : v;
}

static void
random_sizes (uint64_t *state, AlsParams *p)
{
  static const int ratios[][2] = { { 1, 2 }, { 2, 1 }, { 1, 4 }, { 4, 1 }, { 2, 3 }, { 6, 1 }, { 1, 8 }, { 1, 1 } };
  int k;

  for (k = 0; k < 2; k++) {
    int most = chance (state, 8) ? 300 : 24, *n = k ? &p->src_height : &p->src_width;
    int *m = k ? &p->dst_height : &p->dst_width;

    *n = chance (state, 5) ? 1 : test_random_in (state, 1, most);
    *m = chance (state, 8) ? 1 : test_random_in (state, 1, most);
    if (chance (state, 30)) {
      int r = test_random_in (state, 0, 7);

      *m = 1 + (*n - 1) / ratios[r][0];
      *n = *m * ratios[r][0];
      *m *= ratios[r][1];
    }
  }
}

static void
random_box (uint64_t *state, int n, bool jumps, double *origin, double *size)
{
  int grain = test_random_in (state, 0, 8);

  if (grain == 3 && jumps)
    grain = 4; /* tenths are no exact doubles: on which side of a jump they come to lie is nobody's definition */
  switch (test_random_in (state, 0, 5)) {
    case 0: /* inside */
      *origin = uniform (state, 0, n);
      *size = uniform (state, 0, n - *origin);
      break;
    case 1: /* over the edges */
      *origin = uniform (state, -0.7 * n, 0.7 * n);
      *size = uniform (state, 0, 2 * n);
      break;
    case 2: /* round the whole, several times: taps run back and forth with reflection */
      *origin = uniform (state, -4.0 * n, 0);
      *size = uniform (state, n, 9.0 * n);
      break;
    case 3: /* outside */
      *origin = chance (state, 50) ? uniform (state, n, 3.0 * n) : uniform (state, -4.0 * n, -2.0 * n);
      *size = uniform (state, 0, 1.5 * n);
      break;
    case 4: /* tiny */
      *origin = uniform (state, -1, n);
      *size = uniform (state, 0.001, 2);
      break;
    default: /* as torch's scale_factor: a size alone */
      *origin = 0;
      *size = uniform (state, 0.5 * n, 1.5 * n);
  }
  *origin = grained (*origin, grain);
  *size = grained (*size, grain);
  if (*size <= 0)
    *size = *origin < n ? 0 : 1; /* 0: to the far edge, which has to be somewhere ahead */
}

static void
random_case (uint64_t *state, Case *c)
{
  AlsParams *p = &c->params;
  int i;

  *p = (AlsParams) ALS_PARAMS_INIT;
  random_sizes (state, p);
  p->method = (AlsMethod) test_random_in (state, 0, ALS_N_METHODS - 1);
  p->padding = (AlsPadding) test_random_in (state, 0, ALS_N_PADDINGS - 1);
  p->align_corners = chance (state, 40);
  p->antialias = chance (state, 40);
  p->cubic_a = chance (state, 50) ? 0 : chance (state, 30) ? -0.5 : uniform (state, -4, 1);
  p->coordinate_mode = chance (state, 40) ? ALS_COORDINATE_AUTO
      : (AlsCoordinateMode) test_random_in (state, 1, ALS_N_COORDINATES - 1);
  p->nearest_rounding = (AlsNearestRounding) test_random_in (state, 0, ALS_N_ROUNDINGS - 1);
  if (chance (state, 55)) {
    const bool jumps = p->method == ALS_METHOD_BOX || p->method == ALS_METHOD_GAUSSIAN
        || p->method == ALS_METHOD_NEAREST || p->method == ALS_METHOD_NEAREST_EXACT || p->method == ALS_METHOD_AREA;

    random_box (state, p->src_width, jumps, &p->box_x, &p->box_width);
    random_box (state, p->src_height, jumps, &p->box_y, &p->box_height);
  }
  p->components = test_random_in (state, 1, 4);
  p->sample_bytes = test_random_in (state, 1, 2);
  if (p->sample_bytes == 2) {
    p->swapped = chance (state, 30);
    p->shift = chance (state, 30) ? test_random_in (state, 1, 6) : 0;
  }
  p->max = (p->sample_bytes == 2 ? 65535 : 255) >> p->shift;
  for (i = 0; i < 4; i++)
    p->fill[i] = test_random_in (state, 0, p->max);
  p->alpha_component = test_random_in (state, -1, ALS_ALPHA_PLANE);
  if (p->alpha_component >= p->components && (p->alpha_component != ALS_ALPHA_PLANE || p->components == 4))
    p->alpha_component = -1;
  p->alpha_weighting = p->alpha_component >= 0 && chance (state, 60);
  c->linear = NULL;

  c->oracle = (OracleCase) { .in_w = p->src_width, .in_h = p->src_height, .out_w = p->dst_width, .out_h = p->dst_height,
    .method = als_method_name (p->method), .align_corners = p->align_corners, .padding = paddings[p->padding],
    .antialias = p->antialias, .cubic_a = p->cubic_a, .coordinate_mode = modes[p->coordinate_mode],
    .rounding = roundings[p->nearest_rounding], .box_x = p->box_x, .box_y = p->box_y, .box_w = p->box_width,
    .box_h = p->box_height };
}

/* A power between 1 and 2.6, a foot to start from, and the thresholds half way in value. */
static void
random_light (uint64_t *state, Case *c)
{
  /* light of value 0: limited range has some below 0. With zeros only 0: "nothing outside" and "value 0 outside" differ */
  double power = uniform (state, 1, 2.6);
  double foot = c->params.padding == ALS_PADDING_ZEROS || chance (state, 70) ? 0 : chance (state, 50) ? 0.1 : -0.1;
  int max = c->params.max, i;

  c->linear = test_alloc ((size_t) (2 * max + 1) * sizeof *c->linear);
  for (i = 0; i <= 2 * max; i++)
    c->linear[i] = (float) (foot + 0.1 * i / (2.0 * max) + pow (i / (2.0 * max), power));
  c->params.linear = c->linear;
}

static void
random_values (uint64_t *state, int *values, size_t n, int max)
{
  int kind = test_random_in (state, 0, 4), flat = test_random_in (state, 0, max);
  size_t i;

  for (i = 0; i < n; i++)
    values[i] = kind == 0 ? flat : kind == 1 ? (chance (state, 50) ? max : 0)
        : kind == 2 && chance (state, 60) ? 0 : test_random_in (state, 0, max);
}

/* Values to and from samples as they lie in memory. */
static void
store (const AlsParams *p, const int *values, size_t n, uint8_t *data)
{
  size_t i;

  for (i = 0; i < n; i++) {
    uint16_t sample = (uint16_t) (values[i] << p->shift);

    if (p->swapped)
      sample = (uint16_t) (sample << 8 | sample >> 8);
    if (p->sample_bytes == 2)
      memcpy (data + 2 * i, &sample, 2);
    else
      data[i] = (uint8_t) sample;
  }
}

static void
load (const AlsParams *p, const uint8_t *data, size_t n, int *values)
{
  size_t i;

  for (i = 0; i < n; i++) {
    uint16_t sample = data[i];

    if (p->sample_bytes == 2)
      memcpy (&sample, data + 2 * i, 2);
    if (p->swapped)
      sample = (uint16_t) (sample << 8 | sample >> 8);
    values[i] = sample >> p->shift;
    if (values[i] << p->shift != sample)
      values[i] = -1; /* bits below the value */
  }
}

static AlsStatus
run_library (const Case *c, size_t n_in, size_t n_out, int slices)
{
  const AlsParams *p = &c->params;
  int pixel = p->components * p->sample_bytes;
  uint8_t *in = test_alloc (n_in * (size_t) pixel), *out = test_alloc (n_out * (size_t) pixel);
  uint8_t *alpha = test_alloc (n_in * 2);
  AlsPlane plane = { alpha, (ptrdiff_t) p->src_width * p->sample_bytes, p->sample_bytes, NULL };
  AlsPlane src = { in, (ptrdiff_t) p->src_width * pixel, pixel, &plane };
  AlsPlane dst = { out, (ptrdiff_t) p->dst_width * pixel, pixel, NULL };
  AlsStatus status;

  store (p, c->in, n_in * (size_t) p->components, in);
  store (p, c->alpha, n_in, alpha);
  memset (out, 0xA5, n_out * (size_t) pixel);
  status = test_scale (p, &src, &dst, slices);
  load (p, out, n_out * (size_t) p->components, c->got);
  free (in);
  free (out);
  free (alpha);
  return status;
}

static double
clamped (double v, int max)
{
  return fmin (fmax (rint (v), 0), max);
}

static int
value_of_light (const Case *c, double light)
{
  int low = 0, high = c->params.max;

  while (low < high) {
    int middle = (low + high) / 2;

    if (light >= (double) c->linear[2 * middle + 1])
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* The value that light would be, and fill, which is a value too. */
static double
meaning (const Case *c, int value, bool light)
{
  return light ? (double) c->linear[2 * value] : value;
}

/* One component: the oracle's exact values with a tolerance, then sample by sample. True: all right. */
static void
check_component (Case *c, int number, int component, size_t n_in, size_t n_out)
{
  const AlsParams *p = &c->params;
  const bool is_alpha = component == p->alpha_component;
  const bool copies = p->alpha_weighting && !is_alpha && oracle_copies (&c->oracle);
  const bool weighted = p->alpha_weighting && !is_alpha && !copies;
  const bool light = c->linear && !is_alpha, zero_alpha = p->padding == ALS_PADDING_ZEROS;
  const int bits = p->max > 255 ? 16 : 8;
  Tally *tally = &tallies[weighted ? WEIGHTED : light ? LIGHT : PLAIN][p->method];
  OracleCase o = c->oracle;
  double base = p->max > 255 ? E * p->max : 1e-3, fill_alpha;
  size_t i, wrong = 0, first = 0;
  double low = 0, high = 0, top = 0, top_alpha = 0;
  bool ok;

  for (i = 0; i < n_in; i++) {
    size_t at = i * (size_t) p->components;

    c->plane[i] = meaning (c, c->in[at + (size_t) component], light);
    c->other[i] = p->alpha_component == ALS_ALPHA_PLANE ? c->alpha[i]
        : p->alpha_component >= 0 ? c->in[at + (size_t) p->alpha_component] : 0;
  }
  /* zeros is the value 0, which may be some light */
  if (zero_alpha && light)
    o.padding = "color";
  o.fill = meaning (c, zero_alpha ? 0 : p->fill[component], light);
  fill_alpha = zero_alpha ? 0 : p->alpha_component == ALS_ALPHA_PLANE ? p->fill[p->components]
      : p->alpha_component >= 0 ? p->fill[p->alpha_component] : 0;
  ok = weighted ? oracle_resize_weighted (&o, c->plane, c->other, fill_alpha, c->exact, c->sum)
      : oracle_resize (&o, c->plane, c->exact, c->dyadic);
  if (copies) {
    OracleCase a = o;

    a.fill = fill_alpha;
    ok = ok && oracle_resize (&a, c->other, c->sum, NULL);
  }
  o.magnitudes = true;
  if (weighted) { /* sum |w a| to below, sum |w a c| to reach */
    OracleCase a = o;

    a.fill = fill_alpha;
    o.fill = fabs (o.fill) * fill_alpha;
    top_alpha = p->padding == ALS_PADDING_COLOR ? a.fill : 0;
    top = p->padding == ALS_PADDING_COLOR ? o.fill : 0;
    for (i = 0; i < n_in; i++) {
      c->plane[i] = fabs (c->plane[i]) * c->other[i];
      top = fmax (top, c->plane[i]);
      top_alpha = fmax (top_alpha, c->other[i]);
    }
    ok = ok && oracle_resize (&a, c->other, c->below, NULL) && oracle_resize (&o, c->plane, c->reach, NULL);
  } else if (light) {
    o.fill = fabs (o.fill);
    top = o.fill;
    for (i = 0; i < n_in; i++) {
      c->plane[i] = fabs (c->plane[i]);
      top = fmax (top, c->plane[i]);
    }
    ok = ok && oracle_resize (&o, c->plane, c->reach, NULL);
  } else {
    for (i = 0; i < n_in; i++)
      c->plane[i] = 1;
    o.fill = 1;
    ok = ok && oracle_resize (&o, c->plane, c->reach, NULL);
  }
  REQUIRE (ok, "case %d: the oracle refused", number);

  tally->samples += n_out;
  for (i = 0; ok && i < n_out; i++) {
    int got = c->got[i * (size_t) p->components + (size_t) component];
    double tolerance, middle = c->exact[i];
    bool right, exactly;

    if (weighted) {
      /* no alpha at all is 0 exactly; an alpha sum that might be 0 is anything */
      if (c->below[i] > 0 && fabs (c->sum[i]) <= E * (2 * c->below[i] + top_alpha / 4)) {
        tally->excused++;
        continue;
      }
      tolerance = c->sum[i] > 0 ? E * (c->reach[i] + top / 4 + fabs (middle) * (c->below[i] + top_alpha / 4)) / c->sum[i] : 0;
      if (light && c->sum[i] <= 0)
        middle = -1;
    } else if (light) {
      tolerance = E * (c->reach[i] + top / 4);
    } else {
      tolerance = base * fmax (1, c->reach[i]);
      if (c->dyadic[i] > 0 && c->dyadic[i] - 1 + bits <= 24)
        tolerance = 0;
    }
    low = light ? value_of_light (c, middle - tolerance) : clamped (middle - tolerance, p->max);
    high = light ? value_of_light (c, middle + tolerance) : clamped (middle + tolerance, p->max);
    right = (got >= low && got <= high) || (copies && c->sum[i] <= 0 && got == (light ? value_of_light (c, 0) : 0));
    exactly = got == (light ? value_of_light (c, middle) : clamped (middle, p->max));
    if (!right && wrong++ == 0)
      first = i;
    tally->excused += right && !exactly;
  }
  if (ok && wrong) {
    i = first;
    REQUIRE (wrong == 0,
        "case %d component %d: %zu of %zu wrong, first at %zu,%zu: %d, exact %.9g%s%s (%dx%d to %dx%d %s %s %s %s corners %d "
        "antialias %d a %g box %.17g,%.17g %.17gx%.17g max %d fill %d alpha %d weighting %d)", number, component, wrong,
        n_out, i % (size_t) p->dst_width, i / (size_t) p->dst_width,
        c->got[i * (size_t) p->components + (size_t) component], c->exact[i], weighted ? " weighted" : "",
        light ? " light" : "", p->src_width, p->src_height, p->dst_width, p->dst_height, c->oracle.method,
        c->oracle.padding, c->oracle.coordinate_mode, c->oracle.rounding, p->align_corners, p->antialias, p->cubic_a,
        p->box_x, p->box_y, p->box_width, p->box_height, p->max, p->fill[component], p->alpha_component,
        p->alpha_weighting);
  }
}

static void
check_case (uint64_t *state, int number)
{
  Case c;
  size_t n_in, n_out;
  AlsStatus status;
  int component;

  random_case (state, &c);
  if (chance (state, 20))
    random_light (state, &c);
  n_in = (size_t) c.params.src_width * (size_t) c.params.src_height;
  n_out = (size_t) c.params.dst_width * (size_t) c.params.dst_height;
  c.in = test_alloc (n_in * 4 * sizeof *c.in);
  c.alpha = test_alloc (n_in * sizeof *c.alpha);
  c.got = test_alloc (n_out * 4 * sizeof *c.got);
  c.plane = test_alloc (n_in * sizeof *c.plane);
  c.other = test_alloc (n_in * sizeof *c.other);
  c.exact = test_alloc (n_out * sizeof *c.exact);
  c.sum = test_alloc (n_out * sizeof *c.sum);
  c.below = test_alloc (n_out * sizeof *c.below);
  c.reach = test_alloc (n_out * sizeof *c.reach);
  c.dyadic = test_alloc (n_out);
  random_values (state, c.in, n_in * (size_t) c.params.components, c.params.max);
  random_values (state, c.alpha, n_in, c.params.max);

  status = run_library (&c, n_in, n_out, 1 + number % 3);
  REQUIRE (status == ALS_OK, "case %d: %s: box %.17g,%.17g %.17gx%.17g of %dx%d", number, als_status_text (status),
      c.params.box_x, c.params.box_y, c.params.box_width, c.params.box_height, c.params.src_width, c.params.src_height);
  tallies[c.params.alpha_weighting ? WEIGHTED : c.linear ? LIGHT : PLAIN][c.params.method].cases++;
  for (component = 0; status == ALS_OK && component < c.params.components; component++)
    check_component (&c, number, component, n_in, n_out);

  free (c.in);
  free (c.alpha);
  free (c.got);
  free (c.plane);
  free (c.other);
  free (c.exact);
  free (c.sum);
  free (c.below);
  free (c.reach);
  free (c.dyadic);
  free (c.linear);
}

static void
print_row (const char *kind, const char *name, const Tally *t)
{
  printf ("%-10s %-14s %8lu %10lu %8lu %8.4f%%\n", kind, name, t->cases, t->samples, t->excused,
      t->samples ? 100.0 * (double) t->excused / (double) t->samples : 0.0);
}

int
main (void)
{
  static const char *const kinds[KINDS] = { "plain", "weighted", "light" };
  const char *cases_text = getenv ("ORACLE_CASES"), *seed_text = getenv ("ORACLE_SEED");
  int cases = cases_text ? atoi (cases_text) : CASES, number, k, m;
  uint64_t seed = seed_text ? strtoull (seed_text, NULL, 0) : 1;

  test_skip_instruction_set ();
  /* a state of its own for each case, so that a number alone brings it back */
  for (number = 0; number < cases; number++) {
    uint64_t state = (seed << 32 | ((uint64_t) number + 1)) * 0x9E3779B97F4A7C15ull;

    for (k = 0; k < 4; k++)
      test_random (&state);
    check_case (&state, number);
  }
  printf ("%-10s %-14s %8s %10s %8s %9s\n", "arithmetic", "method", "cases", "samples", "excused", "percent");
  for (k = 0; k < KINDS; k++) {
    Tally all = { 0, 0, 0 };

    for (m = 0; m < ALS_N_METHODS; m++) {
      print_row (kinds[k], als_method_name ((AlsMethod) m), &tallies[k][m]);
      all.cases += tallies[k][m].cases;
      all.samples += tallies[k][m].samples;
      all.excused += tallies[k][m].excused;
    }
    print_row (kinds[k], "all", &all);
  }
  printf ("%d cases, seed %llu\n", cases, (unsigned long long) seed);
  if (require_failures > REQUIRE_SHOWN)
    fprintf (stderr, "%u failures in all\n", require_failures);
  return require_status;
}
