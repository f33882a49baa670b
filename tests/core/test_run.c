/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What must hold for any plan: the same samples whatever the memory looks like, nothing else written, and the symmetries
 * of resampling. Random plans by seed. */

#include "picture.h"

#include <math.h>

#define PLANS 1500

static uint16_t
random_value (uint64_t *state, int max)
{
  /* extremes half of the time */
  switch (test_random_in (state, 0, 3)) {
    case 0:
      return 0;
    case 1:
      return (uint16_t) max;
    default:
      return (uint16_t) test_random_in (state, 0, max);
  }
}

static AlsParams
random_params (uint64_t *state)
{
  static const int larges[] = { 3, 17, 70, 300 };
  AlsParams p = ALS_PARAMS_INIT;

  p.src_width = test_random_in (state, 1, larges[test_random_in (state, 0, 3)]);
  p.src_height = test_random_in (state, 1, larges[test_random_in (state, 0, 3)]);
  p.dst_width = test_random_in (state, 1, larges[test_random_in (state, 0, 2)]);
  p.dst_height = test_random_in (state, 1, larges[test_random_in (state, 0, 2)]);
  p.method = (AlsMethod) test_random_in (state, 0, ALS_N_METHODS - 1);
  p.padding = (AlsPadding) test_random_in (state, 0, ALS_N_PADDINGS - 1);
  p.align_corners = test_random_in (state, 0, 1);
  p.antialias = test_random_in (state, 0, 1);
  /* exact ratios have functions of their own, which no largest value but 255 takes */
  if (test_random_in (state, 0, 3) == 0) {
    const bool halves = test_random_in (state, 0, 1);
    const int of_two = test_random_in (state, 0, 2) ? 2 : test_random_in (state, 3, 6);

    p.dst_width = halves ? (p.src_width + 1) / 2 : 2 * p.src_width;
    p.dst_height = halves ? (p.src_height + 1) / 2 : 2 * p.src_height;
    p.src_width = halves ? of_two * p.dst_width : p.src_width;
    p.src_height = halves ? of_two * p.dst_height : p.src_height;
    if (halves && of_two > 2 && test_random_in (state, 0, 1)) {
      p.dst_width *= 2;
      p.dst_height *= 2;
    }
    p.method = halves && test_random_in (state, 0, 1) ? ALS_METHOD_AREA
        : test_random_in (state, 0, 1) ? ALS_METHOD_BICUBIC : ALS_METHOD_BILINEAR;
  }
  p.cubic_a = test_random_in (state, 0, 3) ? 0.0 : -0.01 * test_random_in (state, 0, 100);
  p.components = test_random_in (state, 1, 4);
  p.sample_bytes = test_random_in (state, 1, 2);
  if (p.sample_bytes == 2) {
    p.swapped = test_random_in (state, 0, 1);
    p.shift = 2 * test_random_in (state, 0, 3);
    p.max = (1 << (16 - p.shift)) - 1;
  }
  return p;
}

/* What has no symmetries: a grid, a box, colour by alpha. Light is tested by test_convert. */
static void
randomise_more (AlsParams *p, uint64_t *state)
{
  int c;

  p->coordinate_mode = (AlsCoordinateMode) test_random_in (state, 0, ALS_N_COORDINATES - 1);
  p->nearest_rounding = (AlsNearestRounding) test_random_in (state, 0, ALS_N_ROUNDINGS - 1);
  if (test_random_in (state, 0, 1)) {
    p->box_x = test_random_in (state, -4000, 4000) / 100.0;
    p->box_y = test_random_in (state, -4000, 4000) / 100.0;
    p->box_width = test_random_in (state, 1, 20000) / 100.0;
    p->box_height = test_random_in (state, 1, 20000) / 100.0;
  }
  for (c = 0; c < 4; c++)
    p->fill[c] = random_value (state, p->max);
  p->alpha_component = test_random_in (state, -1, p->components - 1);
  p->alpha_weighting = test_random_in (state, 0, 1);
}

static void
require_same (const Picture *a, const uint16_t *out, const char *what, int seed)
{
  const AlsParams *p = &a->params;
  size_t n = n_samples (p->dst_width, p->dst_height, p), i;

  for (i = 0; i < n && a->out[i] == out[i]; i++);
  REQUIRE (i == n, "%s, seed %d: %s, %dx%d to %dx%d, %d components of %d bytes: sample %zu is %d instead of %d", what, seed,
      als_method_name (p->method), p->src_width, p->src_height, p->dst_width, p->dst_height, p->components,
      p->sample_bytes, i, a->out[i], out[i]);
}

/* Strides, steps, alignment, direction of rows and slices change no sample. */
static void
test_memory (Picture *picture, uint64_t *state, int seed)
{
  const AlsParams *p = &picture->params;
  const int pixel = p->components * p->sample_bytes;
  size_t n = n_samples (p->dst_width, p->dst_height, p);
  uint16_t *plain = test_alloc (n * sizeof *plain);

  scale_in_memory (picture, pixel, 0, pixel, 0, false, 1);
  memcpy (plain, picture->out, n * sizeof *plain);
  scale_in_memory (picture, pixel, test_random_in (state, 0, 63), pixel, test_random_in (state, 0, 63), false,
      test_random_in (state, 1, 9));
  require_same (picture, plain, "strides", seed);
  scale_in_memory (picture, test_random_in (state, pixel, 17), 5, test_random_in (state, pixel, 17), 7, false, 200);
  require_same (picture, plain, "steps", seed);
  scale_in_memory (picture, pixel, 1, pixel, 3, true, 2);
  require_same (picture, plain, "negative strides", seed);
  free (plain);
}

/* Means of values below 255 do not know what the largest value is, so that functions for 255 alone give those of the others. */
static void
test_largest_value (Picture *picture, int seed)
{
  const AlsParams *p = &picture->params;
  const int pixel = p->components;
  size_t n_in = n_samples (p->src_width, p->src_height, p), n = n_samples (p->dst_width, p->dst_height, p), i;
  uint16_t *plain;

  if (p->sample_bytes != 1 || p->max != 255 || p->padding == ALS_PADDING_COLOR
      || (p->method != ALS_METHOD_BILINEAR && p->method != ALS_METHOD_AREA))
    return;
  for (i = 0; i < n_in; i++)
    picture->in[i] = picture->in[i] < 254 ? picture->in[i] : 254;
  plain = test_alloc (n * sizeof *plain);
  picture->params.max = 254;
  scale_in_memory (picture, pixel, 0, pixel, 0, false, 1);
  picture->params.max = 255;
  memcpy (plain, picture->out, n * sizeof *plain);
  scale_in_memory (picture, pixel, 0, pixel, 0, false, 1);
  require_same (picture, plain, "largest value", seed);
  scale_in_memory (picture, 2 * pixel, 0, pixel + 3, 0, false, 3);
  require_same (picture, plain, "largest value, in gaps", seed);
  free (plain);
}

/* Rows that no output row is made of do not matter. Returns how many there are. */
static int
test_rows (Picture *picture, int seed)
{
  const AlsParams *p = &picture->params;
  const int pixel = p->components * p->sample_bytes;
  const size_t n = n_samples (p->dst_width, p->dst_height, p), row = n_samples (p->src_width, 1, p);
  uint16_t *plain = test_alloc (n * sizeof *plain);
  bool *made_of = test_alloc ((size_t) p->src_height * sizeof *made_of);
  int y, first, rows, free_rows = 0;
  AlsPlan *plan;
  size_t i;

  scale_in_memory (picture, pixel, 0, pixel, 0, false, 1);
  memcpy (plain, picture->out, n * sizeof *plain);
  memset (made_of, 0, (size_t) p->src_height * sizeof *made_of);
  REQUIRE (als_plan_new (p, &plan) == ALS_OK, "seed %d", seed);
  for (y = 0; y < p->dst_height; y++) {
    als_plan_source_rows (plan, y, &first, &rows);
    REQUIRE (first >= 0 && rows >= 0 && first + rows <= p->src_height, "rows %d, %d of %d", first, rows, p->src_height);
    REQUIRE (rows > 0 || p->padding == ALS_PADDING_COLOR, "no rows, seed %d", seed);
    while (rows-- > 0)
      made_of[first + rows] = true;
  }
  als_plan_free (plan);
  for (y = 0; y < p->src_height; y++) {
    free_rows += !made_of[y];
    for (i = 0; i < row && !made_of[y]; i++)
      picture->in[(size_t) y * row + i] ^= (uint16_t) p->max;
  }
  scale_in_memory (picture, pixel, 0, pixel, 0, false, 3);
  require_same (picture, plain, "rows", seed);
  free (made_of);
  free (plain);
  return free_rows;
}

/* A flat picture stays flat, but for zeros outside. */
static void
test_flat (Picture *picture, uint64_t *state, int seed)
{
  const AlsParams *p = &picture->params;
  const int pixel = p->components * p->sample_bytes;
  size_t n_in = n_samples (p->src_width, p->src_height, p), n_out = n_samples (p->dst_width, p->dst_height, p), i;
  uint16_t value = random_value (state, p->max);
  uint16_t *flat = test_alloc (n_out * sizeof *flat);

  if (p->padding != ALS_PADDING_ZEROS && p->padding != ALS_PADDING_COLOR) {
    for (i = 0; i < n_in; i++)
      picture->in[i] = value;
    for (i = 0; i < n_out; i++)
      flat[i] = value;
    scale_in_memory (picture, pixel, 0, pixel, 0, false, 1);
    require_same (picture, flat, "flat", seed);
  }
  free (flat);
}

/* Equal size is a copy, but for kernels that blur. */
static void
test_identity (Picture *picture, int seed)
{
  Picture same = *picture;
  const int pixel = same.params.components * same.params.sample_bytes;
  size_t n = n_samples (same.params.src_width, same.params.src_height, &same.params);
  AlsPlan *plan;

  if (same.params.method == ALS_METHOD_MITCHELL || same.params.method == ALS_METHOD_GAUSSIAN)
    return;
  same.params.dst_width = same.params.src_width;
  same.params.dst_height = same.params.src_height;
  same.out = test_alloc (n * sizeof *same.out);
  REQUIRE (als_plan_new (&same.params, &plan) == ALS_OK && als_plan_is_identity (plan), "seed %d", seed);
  als_plan_free (plan);
  scale_in_memory (&same, pixel, 0, pixel + 1, 0, false, 1);
  require_same (&same, same.in, "identity", seed);
  free (same.out);
}

/* A mirrored picture scales to the mirrored result within a level: sums run the other way. */
static void
test_mirror (Picture *picture, int seed)
{
  const AlsParams *p = &picture->params;
  const int pixel = p->components * p->sample_bytes, n = p->components;
  size_t n_out = n_samples (p->dst_width, p->dst_height, p), k;
  uint16_t *plain = test_alloc (n_out * sizeof *plain);
  int x, y, c;

  /* these know left from right */
  if (p->method == ALS_METHOD_NEAREST || p->method == ALS_METHOD_NEAREST_EXACT || p->method == ALS_METHOD_BOX
      || (p->align_corners && (p->antialias || p->dst_width == 1))) {
    free (plain);
    return;
  }
  scale_in_memory (picture, pixel, 0, pixel, 0, false, 1);
  memcpy (plain, picture->out, n_out * sizeof *plain);
  for (y = 0; y < p->src_height; y++) {
    for (x = 0; x < p->src_width / 2; x++) {
      for (c = 0; c < n; c++) {
        uint16_t *a = &picture->in[(y * p->src_width + x) * n + c];
        uint16_t *b = &picture->in[(y * p->src_width + p->src_width - 1 - x) * n + c];
        uint16_t t = *a;

        *a = *b;
        *b = t;
      }
    }
  }
  scale_in_memory (picture, pixel, 0, pixel, 0, false, 1);
  for (k = 0; k < n_out; k++) {
    int column = (int) (k / (size_t) n) % p->dst_width;
    size_t mirrored = k + (size_t) ((p->dst_width - 1 - 2 * column) * n);
    int difference = plain[k] - picture->out[mirrored];

    REQUIRE (difference >= -1 && difference <= 1, "mirror, seed %d: %s %dx%d to %dx%d sample %zu: %d and %d", seed,
        als_method_name (p->method), p->src_width, p->src_height, p->dst_width, p->dst_height, k, plain[k],
        picture->out[mirrored]);
  }
  free (plain);
}

/* Rows from the last to the first, over many blocks of rows. */
static void
test_rows_backwards (void)
{
  Picture picture = { .params = ALS_PARAMS_INIT };
  AlsParams *p = &picture.params;
  uint64_t state = 7;
  uint16_t *plain;
  size_t n, n_out, i;

  p->src_width = 20;
  p->src_height = 300;
  p->dst_width = 14;
  p->dst_height = 200;
  p->padding = ALS_PADDING_REFLECTION;
  p->box_y = -300.0;
  p->box_height = 300.0;
  n = n_samples (p->src_width, p->src_height, p);
  n_out = n_samples (p->dst_width, p->dst_height, p);
  picture.in = test_alloc (n * sizeof *picture.in);
  picture.out = test_alloc (n_out * sizeof *picture.out);
  for (i = 0; i < n; i++)
    picture.in[i] = random_value (&state, p->max);
  plain = test_alloc (n_out * sizeof *plain);
  scale_in_memory (&picture, 1, 0, 1, 0, false, 1);
  memcpy (plain, picture.out, n_out * sizeof *plain);
  scale_in_memory (&picture, 2, 0, 4, 0, false, 1);
  require_same (&picture, plain, "backwards", 0);
  free (plain);
  free (picture.in);
  free (picture.out);
}

/* Where alpha comes out as exactly 0 colour does too, though its weighted sum is not 0: -90/16 + 9 * 10/16 = 0 of alpha, and
 * of colour -90 * 100/16 + 9 * 10 * 200/16 = 562.5. */
static void
test_no_alpha (void)
{
  const uint8_t in[] = { 100, 90, 200, 10, 50, 0, 50, 0 };
  uint8_t out[] = { 7, 7 };
  const AlsPlane src = { (uint8_t *) (uintptr_t) in, sizeof in, 2, NULL }, dst = { out, sizeof out, 2, NULL };
  AlsParams p = ALS_PARAMS_INIT;

  p.src_width = 4;
  p.method = ALS_METHOD_CATROM;
  p.components = 2;
  p.alpha_component = 1;
  p.alpha_weighting = true;
  REQUIRE (test_scale (&p, &src, &dst, 1) == ALS_OK, "plan");
  REQUIRE (out[0] == 0 && out[1] == 0, "colour %d of alpha %d", out[0], out[1]);
}

/* The bits below a sample come out as 0 whatever they held, where pixels stay and where they only move. */
static void
test_low_bits (void)
{
  const uint16_t in[] = { 0xffff, 0x003f, 0x1234 };
  int width, shift;

  for (width = 3; width <= 6; width += 3) {
    for (shift = 1; shift <= 15; shift++) {
      uint16_t out[6];
      AlsPlane src = { (uint8_t *) (uintptr_t) in, sizeof in, 2, NULL }, dst = { (uint8_t *) out, sizeof out, 2, NULL };
      AlsParams p = ALS_PARAMS_INIT;
      int x;

      p.src_width = 3;
      p.dst_width = width;
      p.method = ALS_METHOD_NEAREST;
      p.sample_bytes = 2;
      p.max = 65535 >> shift;
      p.shift = shift;
      REQUIRE (test_scale (&p, &src, &dst, 1) == ALS_OK, "plan");
      for (x = 0; x < width; x++)
        REQUIRE (out[x] == (in[3 * x / width] >> shift << shift), "pixel %d of %d, shift %d: 0x%04x", x, width, shift, out[x]);
    }
  }
}

/* A sample above the largest value counts as what it is, until the sum is clamped: at 3:2, whose sums integers make. */
static void
test_above_max (void)
{
  enum { IN_W = 96, IN_H = 72, W = 64, H = 48 };
  uint16_t in[IN_H][IN_W], out[H][W];
  AlsPlane src = { (uint8_t *) in, sizeof *in, 2, NULL }, dst = { (uint8_t *) out, sizeof *out, 2, NULL };
  AlsParams p = ALS_PARAMS_INIT;
  uint64_t state = 1;
  int x, y, clamped = 0;

  p.src_width = IN_W;
  p.src_height = IN_H;
  p.dst_width = W;
  p.dst_height = H;
  p.method = ALS_METHOD_BILINEAR;
  p.sample_bytes = 2;
  p.max = 1023;
  for (y = 0; y < IN_H; y++)
    for (x = 0; x < IN_W; x++)
      in[y][x] = random_value (&state, p.max);
  in[40][50] = 40000;
  in[10][3] = 1024;
  in[23][7] = 5000;
  REQUIRE (test_scale (&p, &src, &dst, 1) == ALS_OK, "plan");
  for (y = 0; y < H; y++) {
    for (x = 0; x < W; x++) {
      const int i = 3 * x / 2, j = 3 * y / 2;
      const double right = x % 2 ? 0.75 : 0.25, below = y % 2 ? 0.75 : 0.25;
      const double sum = (1 - below) * ((1 - right) * in[j][i] + right * in[j][i + 1])
          + below * ((1 - right) * in[j + 1][i] + right * in[j + 1][i + 1]);
      const double want = sum > p.max ? p.max : nearbyint (sum);

      clamped += sum > p.max;
      REQUIRE (out[y][x] == want, "%d, %d: %d, not %g", x, y, out[y][x], want);
    }
  }
  REQUIRE (clamped > 0, "none clamped");
}

/* Near white the float rows round sums of bicubic with antialias at 2:1, so that integers alone would miss one sample of a
 * million. Pixels apart are left to the float rows. */
static void
test_near_white (void)
{
  enum { IN = 512, OUT = IN / 2, PICTURES = 200 };
  uint8_t *in = test_alloc (IN * IN), *apart = test_alloc (2 * IN * IN), *out = test_alloc (OUT * OUT);
  uint8_t *want = test_alloc (OUT * OUT);
  AlsPlane src = { in, IN, 1, NULL }, src_apart = { apart, 2 * IN, 2, NULL }, dst = { out, OUT, 1, NULL };
  AlsPlane dst_of_floats = { want, OUT, 1, NULL };
  AlsParams p = ALS_PARAMS_INIT;
  uint64_t state = 1;
  int picture, i;

  p.src_width = p.src_height = IN;
  p.dst_width = p.dst_height = OUT;
  p.method = ALS_METHOD_BICUBIC;
  p.antialias = true;
  for (picture = 0; picture < PICTURES; picture++) {
    for (i = 0; i < IN * IN; i++)
      apart[2 * i] = in[i] = (uint8_t) (test_random_in (&state, 0, 3) ? 255 : test_random_in (&state, 100, 255));
    REQUIRE (test_scale (&p, &src, &dst, 1) == ALS_OK, "plan");
    REQUIRE (test_scale (&p, &src_apart, &dst_of_floats, 1) == ALS_OK, "plan");
    for (i = 0; i < OUT * OUT && out[i] == want[i]; i++);
    REQUIRE (i == OUT * OUT, "picture %d, sample %d: %d, not %d", picture, i, out[i], want[i]);
  }
  free (in);
  free (apart);
  free (out);
  free (want);
}

int
main (void)
{
  int seed, free_rows = 0;

  test_skip_instruction_set ();
  test_rows_backwards ();
  test_no_alpha ();
  test_low_bits ();
  test_above_max ();
  test_near_white ();
  for (seed = 1; seed <= PLANS; seed++) {
    uint64_t state = UINT64_C (0x9E3779B97F4A7C15) * (uint64_t) seed;
    Picture picture = { .params = random_params (&state) };
    const AlsParams *p = &picture.params;
    size_t n_in = n_samples (p->src_width, p->src_height, p), i;

    picture.in = test_alloc (n_in * sizeof *picture.in);
    picture.out = test_alloc (n_samples (p->dst_width, p->dst_height, p) * sizeof *picture.out);
    for (i = 0; i < n_in; i++)
      picture.in[i] = random_value (&state, p->max);
    test_identity (&picture, seed);
    test_mirror (&picture, seed);
    test_flat (&picture, &state, seed);
    for (i = 0; i < n_in; i++)
      picture.in[i] = random_value (&state, p->max);
    test_largest_value (&picture, seed);
    for (i = 0; i < n_in; i++)
      picture.in[i] = random_value (&state, p->max);
    if (seed % 2)
      randomise_more (&picture.params, &state);
    test_memory (&picture, &state, seed);
    free_rows += test_rows (&picture, seed);
    free (picture.in);
    free (picture.out);
  }
  REQUIRE (free_rows > PLANS, "%d rows do not matter", free_rows);
  printf ("%d random plans\n", PLANS);
  return require_status;
}
