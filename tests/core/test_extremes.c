/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Sizes at the limits, ratios close to 1, samples that drive each sum as far as it goes, and what holds for any picture: a
 * rising ramp stays one under kernels without negative lobes, and a picture on its side scales to the result on its side. */

#include "oracle.h"
#include "plane.h"
#include "reference.h"
#include "require.h"

#include <math.h>
#include <string.h>

static void
set_sizes (AlsParams *p, int in_w, int in_h, int out_w, int out_h)
{
  p->src_width = in_w;
  p->src_height = in_h;
  p->dst_width = out_w;
  p->dst_height = out_h;
}

static size_t
area (int w, int h)
{
  return (size_t) w * (size_t) h;
}

/* One component, packed. The result is to be freed. */
static uint16_t *
scale (const AlsParams *p, const uint16_t *in)
{
  size_t n_in = area (p->src_width, p->src_height), n_out = area (p->dst_width, p->dst_height), i;
  uint8_t *src_bytes = test_alloc (n_in * 2), *dst_bytes = test_alloc (n_out * 2);
  uint16_t *out = test_alloc (n_out * sizeof *out);
  AlsPlane src = { src_bytes, (ptrdiff_t) p->src_width * p->sample_bytes, p->sample_bytes, NULL };
  AlsPlane dst = { dst_bytes, (ptrdiff_t) p->dst_width * p->sample_bytes, p->sample_bytes, NULL };
  AlsStatus status;

  if (p->sample_bytes == 2)
    memcpy (src_bytes, in, n_in * 2);
  else
    for (i = 0; i < n_in; i++)
      src_bytes[i] = (uint8_t) in[i];
  status = test_scale (p, &src, &dst, 3);
  REQUIRE (status == ALS_OK, "%s", als_status_text (status));
  if (p->sample_bytes == 2)
    memcpy (out, dst_bytes, n_out * 2);
  else
    for (i = 0; i < n_out; i++)
      out[i] = dst_bytes[i];
  free (src_bytes);
  free (dst_bytes);
  return out;
}

static OracleCase
oracle_case (const AlsParams *p)
{
  OracleCase how = { .in_w = p->src_width, .in_h = p->src_height, .out_w = p->dst_width, .out_h = p->dst_height,
    .method = als_method_name (p->method), .padding = "auto", .align_corners = p->align_corners,
    .antialias = p->antialias };

  return how;
}

static void
compare (const AlsParams *p, const uint16_t *in, const char *what)
{
  const OracleCase how = oracle_case (p);
  size_t n_in = area (p->src_width, p->src_height), n_out = area (p->dst_width, p->dst_height), i, wrong, first = 0;
  double *source = test_alloc (n_in * sizeof *source), *exact = test_alloc (n_out * sizeof *exact);
  unsigned char *dyadic = test_alloc (n_out);
  uint16_t *want = test_alloc (n_out * sizeof *want), *got = scale (p, in);

  for (i = 0; i < n_in; i++)
    source[i] = in[i];
  REQUIRE (oracle_resize (&how, source, exact, dyadic), "the oracle refuses %s", how.method);
  for (i = 0; i < n_out; i++)
    want[i] = (uint16_t) fmin (fmax (rint (exact[i]), 0), p->max);
  wrong = ref_compare (NULL, "", got, want, exact, dyadic, n_out, p->max, &first);
  REQUIRE (wrong == 0, "%s: %s antialias=%d align-corners=%d %dx%d to %dx%d, %d bytes: %zu samples are wrong, sample %zu is "
      "%d, not %d (%f)", what, how.method, p->antialias, p->align_corners, p->src_width, p->src_height, p->dst_width,
      p->dst_height, p->sample_bytes, wrong, first, got[first], want[first], exact[first]);
  free (source);
  free (exact);
  free (dyadic);
  free (want);
  free (got);
}

static void
compare_random (AlsParams *p, uint64_t *state, const char *what)
{
  size_t n = area (p->src_width, p->src_height), i;
  uint16_t *in = test_alloc (n * sizeof *in);

  for (i = 0; i < n; i++)
    in[i] = (uint16_t) test_random_in (state, 0, p->max);
  compare (p, in, what);
  free (in);
}

static void
set_samples (AlsParams *p, int bytes)
{
  p->sample_bytes = bytes;
  p->max = bytes == 2 ? 65535 : 255;
}

static void
test_largest (uint64_t *state)
{
  static const int sizes[][4] = {
    { 32767, 1, 1, 1 }, { 1, 32767, 1, 1 }, { 32767, 2, 1, 1 }, { 2, 32767, 1, 1 }, { 1, 1, 32767, 1 }, { 1, 1, 1, 32767 },
    { 32767, 1, 32766, 1 }, { 1, 32766, 1, 32767 }, { 16384, 1, 32767, 1 }, { 32767, 1, 100, 3 }, { 1, 32767, 3, 100 },
    { 2, 1, 32767, 1 }, { 1, 3, 1, 32767 },
  };
  size_t i;
  int m;

  for (i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
    for (m = 0; m < 2 * ALS_N_METHODS; m++) {
      AlsParams p = ALS_PARAMS_INIT;

      set_sizes (&p, sizes[i][0], sizes[i][1], sizes[i][2], sizes[i][3]);
      p.method = (AlsMethod) (m / 2);
      p.antialias = m % 2;
      compare_random (&p, state, "largest");
    }
}

static void
test_near_unity (uint64_t *state)
{
  static const int sizes[] = { 1, 2, 7, 24, 64, 255, 2598 };
  size_t i;
  int m, d;

  for (i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
    for (m = 0; m < 4 * ALS_N_METHODS; m++)
      for (d = -8; d <= 8; d++) {
        AlsParams p = ALS_PARAMS_INIT;
        const int n = sizes[i];

        if (n + d < 1)
          continue;
        p.method = (AlsMethod) (m / 4);
        p.antialias = m % 2;
        p.align_corners = m % 4 / 2;
        set_samples (&p, 1 + (d & 1));
        if (d & 2)
          set_sizes (&p, 1, n, 1, n + d);
        else
          set_sizes (&p, n, 1, n + d, 1);
        compare_random (&p, state, "near unity");
      }
}

/* The whole range where a weight is positive and 0 where it is negative, and the other way round, for each output sample. */
static void
test_farthest (void)
{
  static const int sizes[][2] = { { 24, 64 }, { 64, 24 }, { 48, 16 }, { 97, 13 }, { 16, 32 }, { 32, 16 } };
  size_t i;
  int m, bytes, upright, k, j, inverse;

  for (i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
    for (m = 0; m < 2 * ALS_N_METHODS; m++) {
      const int n_in = sizes[i][0], n_out = sizes[i][1];
      double impulse[97] = { 0 }, column[64], weights[64][97];
      AlsParams p = ALS_PARAMS_INIT;
      OracleCase how;
      uint16_t in[97];

      p.method = (AlsMethod) (m / 2);
      p.antialias = m % 2;
      set_sizes (&p, n_in, 1, n_out, 1);
      how = oracle_case (&p);
      for (j = 0; j < n_in; j++) {
        impulse[j] = 1;
        REQUIRE (oracle_resize (&how, impulse, column, NULL), "the oracle refuses");
        impulse[j] = 0;
        for (k = 0; k < n_out; k++)
          weights[k][j] = column[k];
      }
      for (bytes = 1; bytes <= 2; bytes++)
        for (upright = 0; upright < 2; upright++)
          for (k = 0; k < n_out; k += 3)
            for (inverse = 0; inverse < 2; inverse++) {
              set_samples (&p, bytes);
              if (upright)
                set_sizes (&p, 1, n_in, 1, n_out);
              else
                set_sizes (&p, n_in, 1, n_out, 1);
              for (j = 0; j < n_in; j++)
                in[j] = (uint16_t) ((weights[k][j] > 0) != inverse ? p.max : 0);
              compare (&p, in, "farthest sum");
            }
    }
}

static bool
has_lobes (AlsMethod method)
{
  static const AlsMethod lobes[] = { ALS_METHOD_BICUBIC, ALS_METHOD_LANCZOS, ALS_METHOD_LANCZOS2, ALS_METHOD_LANCZOS4,
    ALS_METHOD_MITCHELL, ALS_METHOD_CATROM, ALS_METHOD_SPLINE16, ALS_METHOD_SPLINE36 };
  size_t i;

  for (i = 0; i < sizeof lobes / sizeof lobes[0]; i++)
    if (lobes[i] == method)
      return true;
  return false;
}

static void
test_ramp (uint64_t *state)
{
  int round, m, k;

  for (round = 0; round < 40; round++)
    for (m = 0; m < 2 * ALS_N_METHODS; m++) {
      AlsParams p = ALS_PARAMS_INIT;
      uint16_t in[200], *out;
      int n = test_random_in (state, 1, 200), value = 0;

      p.method = (AlsMethod) (m / 2);
      p.antialias = m % 2;
      set_samples (&p, 1 + round % 2);
      if (has_lobes (p.method))
        continue;
      set_sizes (&p, n, 1, test_random_in (state, 1, 400), 1);
      for (k = 0; k < n; k++) {
        in[k] = (uint16_t) value;
        value = test_random_in (state, value, p.max < value + 9 ? p.max : value + 9);
      }
      out = scale (&p, in);
      for (k = 1; k < p.dst_width; k++)
        REQUIRE (out[k] >= out[k - 1], "%s antialias=%d, %d to %d: sample %d falls from %d to %d", als_method_name (p.method),
            p.antialias, n, p.dst_width, k, out[k - 1], out[k]);
      free (out);
    }
}

/* Within a level: the passes are in another order. */
static void
test_on_its_side (uint64_t *state)
{
  int round, m;

  for (round = 0; round < 10; round++)
    for (m = 0; m < 2 * ALS_N_METHODS; m++) {
      AlsParams p = ALS_PARAMS_INIT;
      uint16_t upright[40 * 40], side[40 * 40], *a, *b;
      const int w = test_random_in (state, 1, 40), h = test_random_in (state, 1, 40);
      int x, y;

      p.method = (AlsMethod) (m / 2);
      p.antialias = m % 2;
      set_sizes (&p, w, h, test_random_in (state, 1, 60), test_random_in (state, 1, 60));
      for (y = 0; y < h; y++)
        for (x = 0; x < w; x++)
          upright[y * w + x] = side[x * h + y] = (uint16_t) test_random_in (state, 0, p.max);
      a = scale (&p, upright);
      set_sizes (&p, h, w, p.dst_height, p.dst_width);
      b = scale (&p, side);
      for (y = 0; y < p.dst_height; y++)
        for (x = 0; x < p.dst_width; x++)
          REQUIRE (abs (a[x * p.dst_height + y] - b[y * p.dst_width + x]) <= 1, "%s antialias=%d, %dx%d to %dx%d: %d and %d",
              als_method_name (p.method), p.antialias, h, w, p.dst_width, p.dst_height, a[x * p.dst_height + y],
              b[y * p.dst_width + x]);
      free (a);
      free (b);
    }
}

/* -0.0 is 0: the default. */
static void
test_negative_zero (void)
{
  static const uint16_t in[] = { 3, 200, 7, 90, 255, 0, 0, 31 };
  AlsParams p = ALS_PARAMS_INIT, n;
  uint16_t *a, *b;

  p.method = ALS_METHOD_BICUBIC;
  set_sizes (&p, 8, 1, 13, 1);
  n = p;
  n.cubic_a = n.box_x = n.box_y = n.box_width = n.box_height = -0.0;
  n.place_x.spacing = n.place_x.offset = -0.0;
  a = scale (&p, in);
  b = scale (&n, in);
  REQUIRE (memcmp (a, b, 13 * sizeof *a) == 0, "negative zero");
  free (a);
  free (b);
}

/* Where a thousandth of the weights lies inside the picture they are divided by it; where less does the border goes on.
 * Output 0 has (1 + d) / 1600 of them at pixel 0 and d / 1600 at pixel 1. */
static void
test_little_inside (void)
{
  static const uint16_t in[100] = { 0, 170 };
  static const struct { double d; int out; } cases[] = { { 0.25, 0 }, { 0.35, 35 } };
  AlsParams p = ALS_PARAMS_INIT;
  size_t i;

  p.antialias = true;
  p.box_width = 80;
  set_sizes (&p, 100, 1, 2, 1);
  for (i = 0; i < 2; i++) {
    uint16_t *out;

    p.box_x = cases[i].d - 58.5;
    out = scale (&p, in);
    REQUIRE (out[0] == cases[i].out, "%g: %d, not %d", cases[i].d, out[0], cases[i].out);
    free (out);
  }
}

int
main (void)
{
  uint64_t state = 42;

  test_skip_instruction_set ();
  test_largest (&state);
  test_near_unity (&state);
  test_farthest ();
  test_ramp (&state);
  test_on_its_side (&state);
  test_negative_zero ();
  test_little_inside ();
  return require_status;
}
