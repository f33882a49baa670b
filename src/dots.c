/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "dots.h"

#include <math.h>

#include "checked.h"

#define MOST_BITS 8

/* The least bits that make the weights of output pixel i whole, -1 where they are more than MOST_BITS; sum becomes that of
 * their magnitudes, the largest of which may be no more than most, below that of those below 0. */
static int
bits_of (const AlsTaps *taps, int i, int most, double *sum, double *below)
{
  const float *weights = taps->weights + (ptrdiff_t) i * taps->n;
  int k, bits = 0;

  *sum = *below = 0.0;
  for (k = 0; k < taps->n; k++) {
    bits = als_weight_bits (weights[k], bits, MOST_BITS);
    if (bits < 0)
      return -1;
    *sum += fabs ((double) weights[k]);
    *below += fmax (0.0, -(double) weights[k]);
  }
  for (k = 0; k < taps->n; k++)
    if (!(fabsf (ldexpf (weights[k], bits)) <= (float) most))
      return -1;
  return bits;
}

/* The run of output pixels around the middle one whose weights have as few bits as those. */
typedef struct {
  int begin, end;
  int bits;
  double sum, below;            /* the largest of a pixel's magnitudes, and of those below 0 */
} Inner;

static bool
inner_add (Inner *inner, const AlsTaps *taps, int i, int most)
{
  double sum, below;

  if (bits_of (taps, i, most, &sum, &below) != inner->bits)
    return false;
  inner->sum = fmax (inner->sum, sum);
  inner->below = fmax (inner->below, below);
  return true;
}

static Inner
inner_of (const AlsTaps *taps, int most)
{
  const int middle = taps->out / 2;
  Inner inner = { .begin = middle, .end = middle };

  inner.bits = bits_of (taps, middle, most, &inner.sum, &inner.below);
  if (inner.bits < 0)
    return inner;
  while (inner.end < taps->out && inner_add (&inner, taps, inner.end, most))
    inner.end++;
  while (inner.begin > 0 && inner_add (&inner, taps, inner.begin - 1, most))
    inner.begin--;
  return inner;
}

/* Whether no sum of the float rows is rounded by more than what leaves most samples as they are; then says which are not
 * sure. Those of one axis never are. Sums of both are whole numbers of units, exact up to 2^24 of them, off by one unit for
 * each tap up to twice that. On the way to the last tap a sum may be larger than in the end, by what taps take from it. */
static bool
risk_init (AlsDots *dots, const AlsTaps *x, const AlsTaps *y, const Inner *columns, const Inner *rows, double max)
{
  const double unit = ldexp (1.0, -columns->bits - rows->bits), limit = 16777216.0 * unit;
  const double largest = max * columns->sum * rows->sum;
  const double taken = max * (columns->below * (rows->sum - rows->below) + (columns->sum - columns->below) * rows->below);

  dots->risky = largest > limit;
  dots->risky_from = (float) (limit - taken);
  dots->risky_near = (float) ((x->n + y->n) * unit);
  return ldexp (max * columns->sum, columns->bits) <= 16777216.0 && ldexp (max * rows->sum, rows->bits) <= 16777216.0
      && largest <= 2.0 * limit && (!dots->risky || (limit > max && !x->counts && !y->counts));
}

/* The 4 taps from tap on of 16 output samples, and the bytes that they come from; what is beyond the last weighs nothing. */
static void
group_init (AlsDots *dots, int *source, int group, const AlsTaps *x, int components)
{
  const int first = group / dots->quads * (ALS_GROUP_BYTES / 4), tap = group % dots->quads * 4;
  const int n = (dots->x1 - dots->x0) * components;
  int8_t *weights = (int8_t *) dots->groups.weights + (ptrdiff_t) group * ALS_GROUP_BYTES;
  int i, k;

  for (i = 0; i < ALS_GROUP_BYTES / 4; i++) {
    const int sample = first + i < n ? first + i : n - 1, pixel = dots->x0 + sample / components;

    for (k = 0; k < 4; k++) {
      const bool real = tap + k < x->n && first + i < n;
      const float weight = real ? x->weights[(ptrdiff_t) pixel * x->n + tap + k] : 0.0f;

      source[4 * i + k] = (x->first[pixel] + (tap + k < x->n ? tap + k : x->n - 1)) * components + sample % components;
      weights[4 * i + k] = (int8_t) ldexpf (weight, dots->bits);
    }
  }
}

/* Where the window of byte i lies behind that of the first quad of its group. */
static int
window_shift (const AlsDots *dots, int i, int window)
{
  const int at_once = ALS_GROUP_BYTES / window, group = i / ALS_GROUP_BYTES;
  const int32_t *at = dots->groups.at + i % ALS_GROUP_BYTES / window;

  return at[group * at_once] - at[group / dots->quads * dots->quads * at_once];
}

/* Lets the quads of a group share a window, where they have one each and all fit. */
static void
share_windows (AlsDots *dots, int window)
{
  const int n = dots->groups.n * ALS_GROUP_BYTES;
  int i;

  dots->shared = dots->groups.windows == 1;
  for (i = 0; i < n && dots->shared; i++)
    dots->shared = dots->groups.masks[i] + window_shift (dots, i, window) < window;
  for (i = 0; i < n && dots->shared; i++)
    dots->groups.masks[i] = (uint8_t) (dots->groups.masks[i] + window_shift (dots, i, window));
}

/* Where the taps of the columns at both ends lie. */
static void
ends_init (AlsDots *dots, const AlsTaps *x)
{
  int i;

  dots->left_to = 0;
  for (i = 0; i < dots->x0; i++)
    dots->left_to = x->first[i] + x->n > dots->left_to ? x->first[i] + x->n : dots->left_to;
  dots->right_from = x->in;
  for (i = dots->x1; i < x->out; i++)
    dots->right_from = x->first[i] < dots->right_from ? x->first[i] : dots->right_from;
  for (i = dots->x1; i < x->out; i++)
    dots->right[i - dots->x1] = x->first[i] - dots->right_from;
}

AlsStatus
als_dots_init (AlsDots *dots, const AlsTaps *x, const AlsTaps *y, const AlsSamples *samples, int window, bool *does)
{
  const int row = x->in * samples->components;
  int source[ALS_GROUP_BYTES], groups, group;
  Inner columns, rows;

  *does = false;
  if (samples->bytes != 1 || x->n > ALS_DOT_TAPS || y->n > ALS_TAP_BLOCK || row < window)
    return ALS_OK;
  columns = inner_of (x, INT8_MAX);
  rows = inner_of (y, INT16_MAX);
  if (columns.begin > ALS_DOT_ENDS || x->out - columns.end > ALS_DOT_ENDS || columns.end - columns.begin <= x->out / 2
      || rows.end - rows.begin <= y->out / 2 || !risk_init (dots, x, y, &columns, &rows, (double) samples->max))
    return ALS_OK;

  dots->x0 = columns.begin;
  dots->x1 = columns.end;
  dots->y0 = rows.begin;
  dots->y1 = rows.end;
  dots->bits = columns.bits;
  dots->quads = (x->n + 3) / 4;
  ends_init (dots, x);
  groups = ((dots->x1 - dots->x0) * samples->components * 4 + ALS_GROUP_BYTES - 1) / ALS_GROUP_BYTES * dots->quads;
  if (!als_groups_begin (&dots->groups, groups, window))
    return ALS_ERROR_MEMORY;
  for (group = 0; group < groups; group++) {
    group_init (dots, source, group, x, samples->components);
    if (!als_groups_set (&dots->groups, group, source, window, row))
      return ALS_OK;
  }
  als_groups_end (&dots->groups, window);
  share_windows (dots, window);
  *does = true;
  return ALS_OK;
}

void
als_dots_clear (AlsDots *dots)
{
  als_groups_clear (&dots->groups);
  *dots = (AlsDots) { 0 };
}
