/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Random arguments of a row function, in guarded memory, and whether two calls gave the same.
 */
#include "cases.h"

#include <stdio.h>

char failure[256];

#define ROUNDED(floats) (((size_t) (floats) + ALS_ROW_FLOATS - 1) / ALS_ROW_FLOATS * ALS_ROW_FLOATS)

bool
random_end (void)
{
  return random_int (0, 3) != 0;
}

void
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

size_t
row_bytes (const Case *c, int pixels, int step)
{
  return (size_t) (pixels - 1) * (size_t) step + (size_t) (c->samples.components * c->samples.bytes);
}

float
random_weight (int pattern)
{
  return pattern == 2 && random_int (0, 3) == 0 ? 0.0f : pattern == 3 ? random_float (-300.0f, 300.0f)
      : random_float (-0.5f, 1.0f);
}

const uint8_t *
sample_row (const Case *c, int row, int pixels, int step)
{
  size_t size = row_bytes (c, pixels, step);
  uint8_t *p = guard_place (GUARD_SRC + row, size, random_end ());

  random_fill (p, size, c->pattern);
  return p;
}

const float *
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

AlsGroups
guarded_groups (const AlsGroups *groups, int window)
{
  const size_t n = (size_t) groups->n, shuffles = n * (size_t) groups->windows;
  const size_t at = shuffles * (size_t) (ALS_GROUP_BYTES / window) * sizeof *groups->at;
  AlsGroups guarded = *groups;

  guarded.at = (int32_t *) (void *) guard_place (GUARD_FIRST, at, true);
  guarded.masks = guard_place (GUARD_COUNTS, shuffles * ALS_GROUP_BYTES, true);
  guarded.weights = guard_place (GUARD_WEIGHTS, n * ALS_GROUP_BYTES, true);
  memcpy (guarded.at, groups->at, at);
  memcpy (guarded.masks, groups->masks, shuffles * ALS_GROUP_BYTES);
  memcpy (guarded.weights, groups->weights, n * ALS_GROUP_BYTES);
  return guarded;
}

void
two_rows (int row, size_t size, bool at_end, uint8_t **dst, uint8_t **ref)
{
  *dst = guard_place (GUARD_DST + row, size, at_end);
  *ref = guard_place (GUARD_REF + row, size, true);
  random_fill (*dst, size, 0);
  memcpy (*ref, *dst, size);
}

void
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

bool
same_bytes (const Case *c, int row, const uint8_t *dst, const uint8_t *ref, size_t size)
{
  size_t i;

  if (memcmp (dst, ref, size) == 0)
    return guard_is_whole (GUARD_DST + row, dst, size) || fail (c, "bytes around it changed", row, 0);
  for (i = 0; dst[i] == ref[i]; i++);
  return fail (c, "other bytes", row, i);
}

bool
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

/* As at 2:1: each output but some at the ends like the one before, 2 pixels on. */
static void
make_even (AlsTaps *taps)
{
  const int begin = random_int (0, 40), end = taps->out - random_int (0, 40), from = random_int (0, 40);
  int i;

  for (i = begin + 1; i < end && from + 2 * (i - begin) + taps->n <= taps->in; i++) {
    taps->first[begin] = from;
    taps->first[i] = from + 2 * (i - begin);
    memcpy (taps->weights + (ptrdiff_t) i * taps->n, taps->weights + (ptrdiff_t) begin * taps->n,
        (size_t) taps->n * sizeof *taps->weights);
  }
}

void
make_taps (AlsTaps *taps, const Case *c)
{
  static const int widest = 4096;
  AlsParams params = ALS_PARAMS_INIT;
  AlsTaps real = { 0 };
  AlsAxis axis;
  int i, kind = random_int (0, 7);
  const bool even = kind == 7 && c->width > 1;
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
    if (even) {
      taps->n = 4 * random_int (1, 3);
      in = taps->n + 2 * c->width + random_int (-c->width, 60);
    }
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
  if (even)
    make_even (taps);
  als_taps_find_even (taps);
}
