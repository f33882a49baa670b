/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The row functions, each called twice with the same arguments.
 */
#include "checkrows.h"

#include <stdio.h>

#include "taps.h"

char failure[256];
long n_cases;

#define ROUNDED(floats) (((size_t) (floats) + ALS_ROW_FLOATS - 1) / ALS_ROW_FLOATS * ALS_ROW_FLOATS)

static bool
random_end (void)
{
  return random_int (0, 3) != 0;
}

static void
random_fill (uint8_t *p, size_t size, int pattern)
{
  size_t i;

  for (i = 0; i < size; i++) {
    uint64_t bits = random_bits ();

    p[i] = pattern == 1 ? (uint8_t) (bits & 1 ? 0xff : 0) : (uint8_t) bits;
    for (; pattern != 1 && i + 1 < size && (i & 3) != 3; i++)
      p[i + 1] = (uint8_t) (bits >>= 8);
  }
}

static size_t
row_bytes (const Case *c, int pixels, int step)
{
  return (size_t) (pixels - 1) * (size_t) step + (size_t) (c->samples.components * c->samples.bytes);
}

/* A weight: any, large, or 0. */
static float
random_weight (int pattern)
{
  return pattern == 2 && random_int (0, 3) == 0 ? 0.0f : pattern == 3 ? random_float (-300.0f, 300.0f)
      : random_float (-0.5f, 1.0f);
}

static const uint8_t *
sample_row (const Case *c, int row, int pixels, int step)
{
  size_t size = row_bytes (c, pixels, step);
  uint8_t *p = guard_place (GUARD_SRC + row, size, random_end ());

  random_fill (p, size, c->pattern);
  return p;
}

/* Whole float rows; what pads them is no number. */
static const float *
float_row (const Case *c, int row, int pixels)
{
  int floats = pixels * c->samples.components, i;
  size_t rounded = ROUNDED (floats);
  float *p = (float *) (void *) guard_place (GUARD_SRC + row, rounded * sizeof *p, true);

  for (i = 0; i < floats; i++)
    p[i] = c->pattern == 1 ? (random_int (0, 1) ? c->samples.max : 0.0f)
        : random_float (-0.2f * c->samples.max, 1.2f * c->samples.max);
  for (; i < (int) rounded; i++)
    memset (&p[i], random_int (0, 1) * 0xff, sizeof *p);
  return p;
}

/* Two rows of the same bytes. */
static void
two_rows (int row, size_t size, bool at_end, uint8_t **dst, uint8_t **ref)
{
  *dst = guard_place (GUARD_DST + row, size, at_end);
  *ref = guard_place (GUARD_REF + row, size, true);
  random_fill (*dst, size, 0);
  memcpy (*ref, *dst, size);
}

static void
two_float_rows (int row, int floats, float **dst, float **ref)
{
  uint8_t *d, *r;

  two_rows (row, ROUNDED (floats) * sizeof (float), true, &d, &r);
  *dst = (float *) (void *) d;
  *ref = (float *) (void *) r;
}

static bool
fail (const Case *c, const char *what, int row, size_t at)
{
  const AlsSamples *s = &c->samples;

  snprintf (failure, sizeof failure, "%s, row %d at %zu: width %d, %d taps, %d components, step %d (other %d), "
      "%d rows, shift %d, swapped %d, max %g, counts %d, add %d, pattern %d", what, row, at, c->width, c->n,
      s->components, c->step, c->other_step, c->n_rows, s->shift, s->swapped, (double) s->max, c->counts, c->add,
      c->pattern);
  return false;
}

static bool
same_bytes (const Case *c, int row, const uint8_t *dst, const uint8_t *ref, size_t size)
{
  size_t i;

  if (memcmp (dst, ref, size) == 0)
    return guard_is_whole (GUARD_DST + row, dst, size) || fail (c, "bytes around it changed", row, 0);
  for (i = 0; dst[i] == ref[i]; i++);
  return fail (c, "other bytes", row, i);
}

static bool
same_floats (const Case *c, int row, const float *dst, const float *ref, int floats)
{
  int i;

  if (!guard_is_whole (GUARD_DST + row, (const uint8_t *) dst, ROUNDED (floats) * sizeof *dst))
    return fail (c, "bytes around it changed", row, 0);
  if (memcmp (dst, ref, (size_t) floats * sizeof *dst) == 0)
    return true;
  /* the sign of 0 is free */
  for (i = 0; i < floats; i++)
    if (memcmp (&dst[i], &ref[i], sizeof *dst) != 0 && !(dst[i] == 0.0f && ref[i] == 0.0f))
      return fail (c, "other floats", row, (size_t) i);
  return true;
}

/* Taps as the plan makes them, or any that are allowed; in guarded memory. */
static void
make_taps (AlsTaps *taps, const Case *c)
{
  static const int widest = 4096;
  AlsParams params = ALS_PARAMS_INIT;
  AlsTaps real = { 0 };
  AlsAxis axis;
  int i, kind = random_int (0, 7);
  int64_t in = 0;

  if (kind < 3) {
    params.method = kind == 2 ? ALS_METHOD_AREA : (AlsMethod) random_int (0, ALS_N_METHODS - 1);
    params.padding = (AlsPadding) random_int (0, ALS_N_PADDINGS - 1);
    params.align_corners = random_int (0, 1);
    params.antialias = random_int (0, 1);
    /* about as many taps as the case has */
    in = random_int (0, 2) ? c->width * (int64_t) random_int (1, 2 * c->n) / (random_int (1, 4)) : random_int (1, 700);
    in = in < 1 ? 1 : in > widest ? widest : in;
    axis = als_axis ((int) in, c->width, 0, 0, &params.place_x);
    if (als_taps_init (&real, &axis, &params) != ALS_OK)
      kind = 7;
    in = real.in;
  }
  *taps = (AlsTaps) { .out = c->width };
  taps->n = kind < 3 ? real.n : c->n;
  if (kind >= 3) {
    in = c->n + (random_int (0, 2) ? (int64_t) c->width * random_int (1, 60) / random_int (1, 30) : random_int (0, 40));
    in = in > widest ? widest : in;
  }
  taps->in = (int) in;
  taps->first = (int32_t *) (void *) guard_place (GUARD_FIRST, (size_t) c->width * 4, true);
  taps->weights = (float *) (void *) guard_place (GUARD_WEIGHTS, (size_t) c->width * (size_t) taps->n * 4, true);
  taps->counts = c->counts ? (float *) (void *) guard_place (GUARD_COUNTS, (size_t) c->width * 4, true) : NULL;
  for (i = 0; i < c->width; i++) {
    int room = taps->in - taps->n;

    taps->first[i] = kind < 3 ? real.first[i] : kind < 6 ? (int) ((int64_t) room * i / c->width) : random_int (0, room);
    if (taps->counts)
      taps->counts[i] = real.counts ? real.counts[i] : (float) random_int (1, 9);
  }
  for (i = 0; i < c->width * taps->n; i++)
    taps->weights[i] = kind < 3 ? real.weights[i] : random_weight (c->pattern);
  if (kind < 3)
    als_taps_clear (&real);
}

/* The largest sums, up and down: samples at either end of their range by the signs of the weights of one output. */
static void
worst_samples (const Case *c, const AlsTaps *taps, const uint8_t *row, int step)
{
  const int x = random_int (0, taps->out - 1), bytes = c->samples.bytes;
  uint8_t *p = (uint8_t *) (uintptr_t) row + (ptrdiff_t) taps->first[x] * step;
  int k, up = random_int (0, 1);

  for (k = 0; k < taps->n; k++)
    memset (p + k * step, (taps->weights[x * taps->n + k] > 0.0f) == up ? 0xff : 0,
        (size_t) (c->samples.components * bytes));
}

bool
check_horizontal_in (const Case *c)
{
  const uint8_t *src[ALS_ROW_BLOCK];
  float *dst[ALS_ROW_BLOCK], *ref[ALS_ROW_BLOCK];
  AlsTaps taps;
  int r, floats = c->width * c->samples.components, step = c->step;

  make_taps (&taps, c);
  if (row_bytes (c, taps.in, step) > 400000)
    step = c->samples.components * c->samples.bytes;
  for (r = 0; r < c->n_rows; r++) {
    src[r] = sample_row (c, r, taps.in, step);
    if (c->pattern == 0)
      worst_samples (c, &taps, src[r], step);
    two_float_rows (r, floats, &dst[r], &ref[r]);
  }
  n_cases++;
  als_rows_c.horizontal_in[c->samples.bytes - 1] (ref, src, step, c->n_rows, &taps, &c->samples);
  c->rows->horizontal_in[c->samples.bytes - 1] (dst, src, step, c->n_rows, &taps, &c->samples);
  for (r = 0; r < c->n_rows; r++)
    if (!same_floats (c, r, dst[r], ref[r], floats))
      return false;
  return true;
}

bool
check_horizontal_out (const Case *c)
{
  const size_t size = row_bytes (c, c->width, c->step);
  const float *src[ALS_ROW_BLOCK];
  uint8_t *dst[ALS_ROW_BLOCK], *ref[ALS_ROW_BLOCK];
  float count[ALS_ROW_BLOCK];
  AlsTaps taps;
  int r;

  make_taps (&taps, c);
  for (r = 0; r < c->n_rows; r++) {
    src[r] = float_row (c, r, taps.in);
    two_rows (r, size, random_end (), &dst[r], &ref[r]);
    count[r] = (float) random_int (1, 9);
  }
  n_cases++;
  als_rows_c.horizontal_out[c->samples.bytes - 1] (ref, src, c->step, c->n_rows, &taps, c->counts ? count : NULL,
      &c->samples);
  c->rows->horizontal_out[c->samples.bytes - 1] (dst, src, c->step, c->n_rows, &taps, c->counts ? count : NULL,
      &c->samples);
  for (r = 0; r < c->n_rows; r++)
    if (!same_bytes (c, r, dst[r], ref[r], size))
      return false;
  return true;
}

bool
check_vertical_in (const Case *c)
{
  const int n = c->n < ALS_TAP_BLOCK ? c->n : ALS_TAP_BLOCK, floats = c->width * c->samples.components;
  float *weights = (float *) (void *) guard_place (GUARD_WEIGHTS, (size_t) (c->n_rows * n) * 4, true);
  const uint8_t *src[ALS_SPAN];
  float *ref[ALS_ROW_BLOCK];
  AlsSums sums = { .rows = c->n_rows, .n = n, .add = c->add }, ref_sums;
  int i, k, r, apart = random_int (0, 2) ? random_int (0, 4) : ALS_SPAN;

  /* rows of sums one after the other, or anywhere */
  for (r = 0; r < sums.rows; r++) {
    sums.first[r] = apart < ALS_SPAN ? r * apart / 2 : random_int (0, ALS_SPAN - n);
    sums.first[r] = sums.first[r] < ALS_SPAN - n ? sums.first[r] : ALS_SPAN - n;
    sums.span = sums.first[r] + n > sums.span ? sums.first[r] + n : sums.span;
    sums.weights[r] = weights + r * n;
    two_float_rows (r, floats, &sums.dst[r], &ref[r]);
    for (i = 0; i < floats; i++)
      ref[r][i] = sums.dst[r][i] = random_float (-1000.0f, 1000.0f);
  }
  for (k = 0; k < sums.rows * n; k++)
    weights[k] = random_weight (c->pattern);
  for (k = 0; k < sums.span; k++) {
    src[k] = sample_row (c, k, c->width, c->step);
    if (c->pattern == 0)
      memset ((uint8_t *) (uintptr_t) src[k], weights[k % n] > 0.0f ? 0xff : 0, row_bytes (c, c->width, c->step));
  }
  ref_sums = sums;
  memcpy (ref_sums.dst, ref, sizeof ref);
  n_cases++;
  als_rows_c.vertical_in[c->samples.bytes - 1] (&ref_sums, src, c->step, c->width, &c->samples);
  c->rows->vertical_in[c->samples.bytes - 1] (&sums, src, c->step, c->width, &c->samples);
  for (r = 0; r < sums.rows; r++)
    if (!same_floats (c, r, sums.dst[r], ref[r], floats))
      return false;
  return true;
}

bool
check_vertical_out (const Case *c)
{
  const int n = c->n < ALS_TAP_BLOCK ? c->n : ALS_TAP_BLOCK;
  const size_t size = row_bytes (c, c->width, c->step);
  float *weights = (float *) (void *) guard_place (GUARD_WEIGHTS, (size_t) n * 4, true);
  float *counts = (float *) (void *) guard_place (GUARD_COUNTS, (size_t) c->width * 4, true);
  float count = (float) random_int (1, 9);
  const float *src[ALS_TAP_BLOCK];
  uint8_t *dst, *ref;
  int x, k;

  for (k = 0; k < n; k++) {
    weights[k] = random_weight (c->pattern);
    src[k] = float_row (c, k, c->width);
  }
  for (x = 0; x < c->width; x++)
    counts[x] = (float) random_int (1, 9);
  two_rows (0, size, random_end (), &dst, &ref);
  n_cases++;
  als_rows_c.vertical_out[c->samples.bytes - 1] (ref, src, c->step, weights, n, c->width, c->counts ? counts : NULL,
      count, &c->samples);
  c->rows->vertical_out[c->samples.bytes - 1] (dst, src, c->step, weights, n, c->width, c->counts ? counts : NULL,
      count, &c->samples);
  return same_bytes (c, 0, dst, ref, size);
}

bool
check_horizontal (const Case *c)
{
  Case wide = *c;
  const float *src[ALS_ROW_BLOCK];
  float *dst[ALS_ROW_BLOCK], *ref[ALS_ROW_BLOCK];
  AlsTaps taps;
  int r, floats;

  /* a plane of alpha comes along */
  wide.samples.components += random_int (0, 1);
  floats = c->width * wide.samples.components;
  make_taps (&taps, &wide);
  for (r = 0; r < c->n_rows; r++) {
    src[r] = float_row (&wide, r, taps.in);
    two_float_rows (r, floats, &dst[r], &ref[r]);
  }
  n_cases++;
  als_rows_c.horizontal (ref, src, c->n_rows, &taps, wide.samples.components);
  c->rows->horizontal (dst, src, c->n_rows, &taps, wide.samples.components);
  for (r = 0; r < c->n_rows; r++)
    if (!same_floats (c, r, dst[r], ref[r], floats))
      return false;
  return true;
}

bool
check_vertical (const Case *c)
{
  const int n = c->n < ALS_TAP_BLOCK ? c->n : ALS_TAP_BLOCK, floats = c->width * c->samples.components;
  float *weights = (float *) (void *) guard_place (GUARD_WEIGHTS, (size_t) n * 4, true);
  const float *src[ALS_TAP_BLOCK];
  float *dst, *ref;
  int i, k;

  for (k = 0; k < n; k++) {
    weights[k] = random_weight (c->pattern);
    src[k] = float_row (c, k, c->width);
  }
  two_float_rows (0, floats, &dst, &ref);
  for (i = 0; i < floats; i++)
    ref[i] = dst[i] = random_float (-1000.0f, 1000.0f);
  n_cases++;
  als_rows_c.vertical (ref, src, weights, n, floats, c->add);
  c->rows->vertical (dst, src, weights, n, floats, c->add);
  return same_floats (c, 0, dst, ref, floats);
}

/* Against the pixels that the taps name, so that the windows themselves are checked too. */
bool
check_shuffle (const Case *c)
{
  const int pixel = c->samples.components * c->samples.bytes;
  const size_t size = row_bytes (c, c->width, pixel);
  Case near = *c;
  AlsShuffles shuffles = { 0 }, guarded;
  const uint8_t *src;
  uint8_t *dst, *ref;
  size_t blocks;
  AlsTaps taps;

  near.n = random_int (1, 4);
  make_taps (&taps, &near);
  if (als_shuffles_init (&shuffles, &taps, pixel) != ALS_OK || shuffles.windows == 0) {
    als_shuffles_clear (&shuffles);
    return true;
  }
  guarded = shuffles;
  blocks = (size + 15) / 16 * (size_t) shuffles.windows;
  guarded.at = (int32_t *) (void *) guard_place (GUARD_COUNTS, blocks * sizeof *guarded.at, true);
  guarded.masks = guard_place (GUARD_REF + 1, blocks * 16, true);
  memcpy (guarded.at, shuffles.at, blocks * sizeof *guarded.at);
  memcpy (guarded.masks, shuffles.masks, blocks * 16);
  als_shuffles_clear (&shuffles);
  src = sample_row (c, 0, taps.in, pixel);
  two_rows (0, size, random_end (), &dst, &ref);
  n_cases++;
  als_rows_c.gather (ref, src, pixel, pixel, taps.first, c->width, pixel);
  c->rows->shuffle (dst, src, &guarded);
  return same_bytes (c, 0, dst, ref, size);
}

bool
check_pack (const Case *c)
{
  const int pixel = c->samples.components * c->samples.bytes;
  const size_t size = row_bytes (c, c->width, pixel);
  const AlsPacking packing = als_packing (c->step, pixel);
  const uint8_t *src = sample_row (c, 0, c->width, c->step);
  uint8_t *dst, *ref;

  two_rows (0, size + ALS_PACKED_SLACK, true, &dst, &ref);
  n_cases++;
  als_rows_c.pack (ref, src, &packing, c->width);
  c->rows->pack (dst, src, &packing, c->width);
  memcpy (dst + size, ref + size, ALS_PACKED_SLACK);
  return same_bytes (c, 0, dst, ref, size + ALS_PACKED_SLACK);
}

bool
check_spread (const Case *c)
{
  const int pixel = c->samples.components * c->samples.bytes;
  const size_t size = row_bytes (c, c->width, c->step), slack = ALS_PACKED_SLACK;
  const AlsPacking packing = als_packing (c->step, pixel);
  uint8_t *src = guard_place (GUARD_SRC, row_bytes (c, c->width, pixel) + slack, true), *dst, *ref;

  random_fill (src, row_bytes (c, c->width, pixel) + slack, c->pattern);
  two_rows (0, size, random_end (), &dst, &ref);
  n_cases++;
  als_rows_c.spread (ref, src, &packing, c->width);
  c->rows->spread (dst, src, &packing, c->width);
  return same_bytes (c, 0, dst, ref, size);
}

/* Pixels side by side of 1, 2 or 4 bytes alone. */
static bool
is_dyadic (const Case *c)
{
  return c->samples.bytes == 1 && c->samples.components != 3;
}

bool
check_halve (const Case *c)
{
  const int components = c->samples.components;
  const size_t size = (size_t) (c->width * components);
  const uint8_t *a, *b;
  uint8_t *dst, *ref;

  if (!is_dyadic (c))
    return true;
  a = sample_row (c, 0, 2 * c->width, components);
  b = sample_row (c, 1, 2 * c->width, components);
  two_rows (0, size, random_end (), &dst, &ref);
  n_cases++;
  als_rows_c.halve (ref, a, b, c->width, &c->samples);
  c->rows->halve (dst, a, b, c->width, &c->samples);
  return same_bytes (c, 0, dst, ref, size);
}

bool
check_double (const Case *c)
{
  const int components = c->samples.components, which = random_int (0, 3);
  const size_t size = (size_t) (2 * c->width * components);
  uint8_t *dst[2], *ref[2];
  const uint8_t *a, *b;
  int r;

  if (!is_dyadic (c))
    return true;
  a = sample_row (c, 0, c->width, components);
  b = random_int (0, 3) ? sample_row (c, 1, c->width, components) : a;
  for (r = 0; r < 2; r++)
    two_rows (r, size, random_end (), &dst[r], &ref[r]);
  n_cases++;
  als_rows_c.double_rows (which == 1 ? NULL : ref[0], which == 2 ? NULL : ref[1], a, b, c->width, &c->samples);
  c->rows->double_rows (which == 1 ? NULL : dst[0], which == 2 ? NULL : dst[1], a, b, c->width, &c->samples);
  return same_bytes (c, 0, dst[0], ref[0], size) && same_bytes (c, 1, dst[1], ref[1], size);
}
