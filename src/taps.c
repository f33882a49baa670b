/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "taps.h"

#include <math.h>
#include <string.h>

#include "checked.h"
#include "grid.h"
#include "kernel.h"

/* The weights of one output pixel while they are made. */
typedef struct {
  double *weights;      /* [in] of the picture's pixels; 0 outside lo..hi */
  int lo, hi;           /* pixels in use; lo > hi: none */
  double outside;       /* what lies outside and is worth 0 */
} Row;

/* What the kernel needs to know of an axis. */
typedef struct {
  const AlsKernel *kernel;
  AlsGrid grid;
  AlsPadding padding;
  double a;             /* parameter of bicubic */
  double filter_scale;  /* by how much the kernel is widened, >= 1 */
} Axis;

static int
clamp_index (int j, int in)
{
  return j < 0 ? 0 : j >= in ? in - 1 : j;
}

/* The pixel that is seen at j in a picture mirrored for ever: about the outermost pixels' centres or about its edges. */
static int
reflect_index (int j, int in, bool about_centres)
{
  int period = about_centres ? 2 * in - 2 : 2 * in;

  if (period == 0)
    return 0;
  j %= period;
  if (j < 0)
    j += period;
  return j < in ? j : period - j - (about_centres ? 0 : 1);
}

static void
row_add (Row *row, int j, double weight)
{
  row->weights[j] += weight;
  if (row->lo > row->hi) {
    row->lo = row->hi = j;
  } else {
    row->lo = j < row->lo ? j : row->lo;
    row->hi = j > row->hi ? j : row->hi;
  }
}

/* Makes the weights sum to one exactly, as floats: multiples of 2^-24 of the power of two at or above the largest, with
 * the residue on the largest. */
static void
row_quantise (Row *row)
{
  double largest = 0, sum = row->outside, quantum;
  int j, at = row->lo, exponent;

  for (j = row->lo; j <= row->hi; j++) {
    sum += row->weights[j];
    if (fabs (row->weights[j]) > largest) {
      largest = fabs (row->weights[j]);
      at = j;
    }
  }
  frexp (largest / sum, &exponent);
  quantum = ldexp (1.0, exponent - 24);
  row->outside = quantum * rint (row->outside / sum / quantum);
  /* sums of multiples of the quantum are exact */
  double rest = 1.0 - row->outside;
  for (j = row->lo; j <= row->hi; j++) {
    row->weights[j] = quantum * rint (row->weights[j] / sum / quantum);
    rest -= row->weights[j];
  }
  row->weights[at] += rest;
}

/* The kernel's weight of pixel j for an output pixel at the coordinate at. */
static double
weight_of (const Axis *axis, int j, double at)
{
  double x = fabs (j - at) / axis->filter_scale;

  return x < axis->kernel->support ? axis->kernel->weight (x, axis->a) : 0.0;
}

/* True where the share of the weights from..to that lies inside the picture is too small to divide by. */
static bool
too_little_inside (const Axis *axis, double at, int from, int to, int in)
{
  double all = 0, inside = 0;
  int j;

  for (j = from; j <= to; j++) {
    double weight = weight_of (axis, j, at);

    all += weight;
    inside += j >= 0 && j < in ? weight : 0.0;
  }
  return fabs (inside) < 1e-3 * fabs (all);
}

/* The run of pixels of output pixel i by the kernel's weight, folded by the padding and summing to one. */
static void
row_by_weight (Row *row, const Axis *axis, int i, int in)
{
  double at = als_grid_at (&axis->grid, i), reach = axis->kernel->support * axis->filter_scale;
  int from = (int) ceil (at - reach), to = (int) floor (at + reach), j;
  AlsPadding padding = axis->padding;

  if (padding == ALS_PADDING_RENORMALIZE && too_little_inside (axis, at, from, to, in))
    padding = ALS_PADDING_BORDER;

  for (j = from; j <= to; j++) {
    double weight = weight_of (axis, j, at);

    if (j >= 0 && j < in)
      row_add (row, j, weight);
    else if (padding == ALS_PADDING_BORDER)
      row_add (row, clamp_index (j, in), weight);
    else if (padding == ALS_PADDING_REFLECTION)
      row_add (row, reflect_index (j, in, axis->grid.centred_corners), weight);
    else if (padding == ALS_PADDING_ZEROS)
      row->outside += weight;
  }
  if (row->lo <= row->hi)
    row_quantise (row);
}

/* The run of pixels of output pixel i, and what its sum is divided by. */
static float
row_make (Row *row, const Axis *axis, int i, int in, int out)
{
  float scale = (float) in / (float) out;
  int j, from, to;

  switch (axis->kernel->rule) {
    case ALS_RULE_WEIGHT:
      row_by_weight (row, axis, i, in);
      return 1.0f;
    case ALS_RULE_NEAREST:
      row_add (row, clamp_index ((int) floorf ((float) i * scale), in), 1.0);
      return 1.0f;
    case ALS_RULE_NEAREST_EXACT:
      row_add (row, clamp_index ((int) floorf (((float) i + 0.5f) * scale), in), 1.0);
      return 1.0f;
    case ALS_RULE_AREA:
      break;
  }
  from = (int) ((int64_t) i * in / out);
  to = (int) ((((int64_t) i + 1) * in + out - 1) / out);
  for (j = from; j < to; j++)
    row_add (row, j, 1.0);
  return (float) (to - from);
}

/* Most pixels that an output pixel can use. */
static int
most_taps (const Axis *axis, int in, int out)
{
  double reach = axis->kernel->support * axis->filter_scale;
  double taps;

  if (axis->kernel->rule == ALS_RULE_AREA)
    taps = (double) in / out + 2.0;
  else
    taps = 2.0 * reach + 1.0;
  return taps < in ? (int) taps : in;
}

/* Moves the runs together where the widest is narrower than it might have been. */
static void
taps_narrow (AlsTaps *taps, int most)
{
  int i, k, n = 1;

  for (i = 0; i < taps->out; i++)
    for (k = n; k < most; k++)
      if (taps->weights[(size_t) i * (size_t) most + (size_t) k] != 0.0f)
        n = k + 1;
  for (i = 0; i < taps->out; i++) {
    /* a run must not reach beyond the picture: start earlier, with zeros */
    int late = taps->first[i] + n - taps->in;
    float *run = taps->weights + (size_t) i * (size_t) n;

    memmove (run, taps->weights + (size_t) i * (size_t) most, (size_t) n * sizeof (float));
    if (late > 0) {
      memmove (run + late, run, (size_t) (n - late) * sizeof (float));
      memset (run, 0, (size_t) late * sizeof (float));
      taps->first[i] -= late;
    }
  }
  taps->n = n;
}

static void
taps_classify (AlsTaps *taps)
{
  int i;

  taps->copy = taps->n == 1;
  taps->identity = taps->copy && taps->in == taps->out;
  for (i = 0; taps->copy && i < taps->out; i++) {
    taps->copy = taps->weights[i] == 1.0f && (!taps->counts || taps->counts[i] == 1.0f);
    taps->identity = taps->identity && taps->copy && taps->first[i] == i;
  }
}

AlsStatus
als_taps_init (AlsTaps *taps, int in, int out, const AlsParams *params)
{
  bool antialias = params->antialias && als_method_has_grid (params->method);
  Axis axis = { .kernel = &als_kernels[params->method], .padding = params->padding, .a = params->cubic_a };
  Row row;
  int i, j, most;

  axis.grid = als_grid (in, out, params->align_corners, antialias);
  axis.filter_scale = antialias ? fmax (1.0, als_grid_scale (&axis.grid)) : 1.0;
  if (axis.a == 0.0)
    axis.a = antialias ? -0.5 : -0.75;
  if (axis.padding == ALS_PADDING_AUTO)
    axis.padding = antialias ? ALS_PADDING_RENORMALIZE : ALS_PADDING_BORDER;

  most = most_taps (&axis, in, out);
  *taps = (AlsTaps) { .in = in, .out = out };
  taps->first = als_new_array ((size_t) out, sizeof *taps->first);
  taps->weights = als_new_array ((size_t) out * (size_t) most, sizeof *taps->weights);
  if (axis.kernel->rule == ALS_RULE_AREA)
    taps->counts = als_new_array ((size_t) out, sizeof *taps->counts);
  row.weights = als_new_array ((size_t) in, sizeof *row.weights);
  if (!taps->first || !taps->weights || (axis.kernel->rule == ALS_RULE_AREA && !taps->counts) || !row.weights) {
    free (row.weights);
    als_taps_clear (taps);
    return ALS_ERROR_MEMORY;
  }

  memset (row.weights, 0, (size_t) in * sizeof *row.weights);
  for (i = 0; i < out; i++) {
    float *run = taps->weights + (size_t) i * (size_t) most;
    float count;
    int lo, hi;

    row.lo = 0;
    row.hi = -1;
    row.outside = 0;
    count = row_make (&row, &axis, i, in, out);
    if (taps->counts)
      taps->counts[i] = count;
    for (lo = row.lo; lo < row.hi && row.weights[lo] == 0.0; lo++);
    for (hi = row.hi; hi > lo && row.weights[hi] == 0.0; hi--);
    taps->first[i] = lo;
    memset (run, 0, (size_t) most * sizeof *run);
    for (j = lo; j <= hi; j++)
      run[j - lo] = (float) row.weights[j];
    for (j = row.lo; j <= row.hi; j++)
      row.weights[j] = 0.0;
  }
  free (row.weights);
  taps_narrow (taps, most);
  taps_classify (taps);
  return ALS_OK;
}

void
als_taps_clear (AlsTaps *taps)
{
  free (taps->first);
  free (taps->weights);
  free (taps->counts);
  *taps = (AlsTaps) { 0 };
}
