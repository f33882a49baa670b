/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The row functions, each called twice with the same arguments.
 */
#include "cases.h"

long n_cases;

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
  als_rows_c.horizontal_in[c->samples.bytes - 1] (ref, src, step, c->n_rows, 0, &taps, &c->samples);
  c->rows->horizontal_in[c->samples.bytes - 1] (dst, src, step, c->n_rows, random_int (0, 1) * 100000, &taps,
      &c->samples);
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

/* Weights of few bits, and samples few of which are above max: AVX-512 sums words as integers. */
static void
make_whole (Case *c, float *weights, int rows, int n, const uint8_t *const *src, int span)
{
  const int bits = random_int (0, 12), most = (1 << random_int (6, 15)) - 1, above = random_int (0, 1) * 500;
  /* what integers can sum, or more */
  const int limit = (1 << 24) / most << random_int (0, 1) * 3, least = random_int (0, 1) * -limit;
  int i, k;

  c->samples.shift = most < 1 << 10 ? random_int (0, 1) * 6 : 0;
  c->samples.max = (float) (most - random_int (0, 3));
  for (k = 0; k < rows * n; k++)
    weights[k] = (float) random_int (least / n, limit / n) / (float) (1 << bits);
  for (k = 0; k < span; k++) {
    uint8_t *row = (uint8_t *) (uintptr_t) src[k];

    for (i = 0; i < c->width * c->samples.components; i++)
      if (above == 0 || random_int (0, above))
        als_put_sample (row + 2 * i, (unsigned) random_int (0, most), 2, &c->samples);
  }
}

bool
check_vertical_in (const Case *of)
{
  Case now = *of, *c = &now;
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
  if (c->samples.bytes == 2 && c->step == 2 * c->samples.components && random_int (0, 1))
    make_whole (c, weights, sums.rows, n, src, sums.span);
  sums.ahead = random_int (0, 1) * 100000;
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
  c->rows->shuffle (dst, src, random_int (0, 1) * 100000, &guarded);
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
  als_rows_c.halve (ref, a, b, c->width, 0, &c->samples);
  c->rows->halve (dst, a, b, c->width, random_int (0, 1) * 100000, &c->samples);
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
