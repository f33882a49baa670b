/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "taps.h"

#include <math.h>
#include <string.h>

#include "checked.h"
#include "grid.h"
#include "kernel.h"

/* A pixel on the end of a kernel may lie this far beyond it by rounding. */
#define NOISE 1e-9

/* The weights of one output pixel while they are made. */
typedef struct {
  double *weights;      /* of the pixels -1 to in of the picture and its frame; 0 outside lo..hi */
  int lo, hi;           /* pixels in use; lo > hi: none */
  double outside;       /* what lies outside and is worth 0 */
} Row;

/* An axis and what its rule needs to know. */
typedef struct {
  AlsAxis axis;
  const AlsKernel *kernel;
  AlsGrid grid;
  AlsPadding padding;
  AlsNearestRounding rounding;
  bool torch_index;     /* nearest and nearest-exact: F.interpolate's float32 index */
  double late;          /* by how much a coordinate rounds to a pixel later than half way: nearest takes the floor, of frames */
  double a;             /* parameter of bicubic */
  double filter_scale;  /* by how much the kernel is widened, >= 1 */
} Rule;

/* The pixels from..to that an output pixel may use, and where it lies. */
typedef struct {
  int from, to;
  double at;            /* its coordinate */
  double begin, end;    /* its area, counted from the picture's edge */
} Span;

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
  if (weight == 0.0)
    return;
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

/* Whether the input coordinate lies on the frame, of which the plane has but some pixels: those beside its first and last one
 * are as near as it gets. */
static bool
lies_on_frame (const Rule *rule, double at)
{
  const AlsAxis *axis = &rule->axis;
  const double x = (at - rule->late) * axis->spacing + axis->offset + 0.5;

  return axis->spacing > 1.0 && x >= 0 && (rule->late > 0 ? x < axis->frame_in : x <= axis->frame_in);
}

/* The pixel that is nearest to output pixel i. */
static int
nearest_index (const Rule *rule, int i)
{
  const AlsAxis *axis = &rule->axis;
  const double at = als_grid_at (&rule->grid, i);
  double edge = at + 0.5, j;

  if (rule->torch_index) {
    float scale = (float) (als_axis_box_size (axis) / axis->out);
    float offset = rule->kernel->rule == ALS_RULE_NEAREST ? 0.0f : 0.5f;

    j = axis->box + (double) (((float) i + offset) * scale);
    edge = rule->kernel->rule == ALS_RULE_NEAREST ? j + 0.5 : j;
    j = floor (j);
  } else {
    switch (rule->rounding) {
      case ALS_ROUNDING_FLOOR:
        j = floor (at);
        break;
      case ALS_ROUNDING_CEIL:
        j = ceil (at);
        break;
      case ALS_ROUNDING_HALF_DOWN:
        j = ceil (at - 0.5);
        break;
      case ALS_ROUNDING_HALF_EVEN:
        j = rint (at);
        break;
      default:
        j = floor (at + 0.5 - rule->late);
        break;
    }
  }
  /* what lies within the picture is not rounded out of it */
  if ((edge >= 0 && edge <= axis->in) || lies_on_frame (rule, at))
    j = fmin (fmax (j, 0), axis->in - 1);
  return (int) j;
}

static Span
span_of (const Rule *rule, int i)
{
  const double reach = rule->kernel->support * rule->filter_scale;
  Span span = { .at = als_grid_at (&rule->grid, i) };

  switch (rule->kernel->rule) {
    case ALS_RULE_WEIGHT:
      span.from = (int) ceil (span.at - reach - NOISE);
      span.to = (int) floor (span.at + reach + NOISE);
      break;
    case ALS_RULE_NEAREST:
    case ALS_RULE_NEAREST_EXACT:
      span.from = span.to = nearest_index (rule, i);
      break;
    case ALS_RULE_AREA:
    case ALS_RULE_COVERAGE:
      span.begin = als_grid_edge (&rule->grid, i);
      span.end = als_grid_edge (&rule->grid, i + 1);
      span.from = (int) floor (span.begin);
      span.to = (int) ceil (span.end) - 1;
      /* an area of nothing is the pixel where it lies */
      if (span.to < span.from || span.end - span.begin < NOISE) {
        span.to = span.from;
        span.begin = span.from;
        span.end = span.from + 1.0;
      }
      break;
  }
  return span;
}

static double
weight_of (const Rule *rule, const Span *span, int j)
{
  switch (rule->kernel->rule) {
    case ALS_RULE_WEIGHT:
      return rule->kernel->weight ((j - span->at) / rule->filter_scale, rule->a);
    case ALS_RULE_COVERAGE:
      return fmin (span->end, j + 1.0) - fmax (span->begin, j);
    default:
      return 1.0;
  }
}

/* True where the share of the weights that lies inside the picture is too small to divide by. */
static bool
too_little_inside (const Rule *rule, const Span *span)
{
  double all = 0, inside = 0;
  int j;

  for (j = span->from; j <= span->to; j++) {
    double weight = weight_of (rule, span, j);

    all += weight;
    inside += j >= 0 && j < rule->axis.in ? weight : 0.0;
  }
  return fabs (inside) < 1e-3 * fabs (all);
}

/* The run of pixels of output pixel i, folded by the padding. Its weights sum to one, but for area, which has the answer as
 * the sum to divide by. */
static double
row_make (Row *row, const Rule *rule, int i)
{
  const int in = rule->axis.in;
  const Span span = span_of (rule, i);
  AlsPadding padding = rule->padding;
  double dropped = 0;
  int j;

  if (padding == ALS_PADDING_RENORMALIZE && too_little_inside (rule, &span))
    padding = ALS_PADDING_BORDER;
  for (j = span.from; j <= span.to; j++) {
    double weight = weight_of (rule, &span, j);

    if (j >= 0 && j < in)
      row_add (row, j, weight);
    else if (padding == ALS_PADDING_BORDER)
      row_add (row, clamp_index (j, in), weight);
    else if (padding == ALS_PADDING_COLOR)
      row_add (row, j < 0 ? -1 : in, weight);
    else if (padding == ALS_PADDING_REFLECTION)
      row_add (row, reflect_index (j, in, rule->grid.centred_corners), weight);
    else if (padding == ALS_PADDING_ZEROS)
      row->outside += weight;
    else
      dropped += weight;
  }
  if (rule->kernel->rule == ALS_RULE_AREA)
    return span.to - span.from + 1 - dropped;
  if (row->lo <= row->hi)
    row_quantise (row);
  return 1.0;
}

/* Most pixels that an output pixel can use, of in pixels with the frame. */
static int
most_taps (const Rule *rule, int in)
{
  double taps;

  if (rule->kernel->rule == ALS_RULE_WEIGHT)
    taps = 2.0 * rule->kernel->support * rule->filter_scale + 1.0;
  else
    taps = als_grid_scale (&rule->grid) + 2.0;
  return taps < in ? (int) taps : in;
}

/* After so many output pixels the same weights come again, so many input pixels further on; 0: not before the end. */
static int
phases_of (const Rule *rule, int *move)
{
  double a = rule->grid.r, b = rule->grid.p, rest;

  if (rule->kernel->rule != ALS_RULE_WEIGHT || !(b > 0))
    return 0;
  /* remainders of doubles are exact, so that the last of them divides both */
  while (b > 0) {
    rest = fmod (a, b);
    a = b;
    b = rest;
  }
  if (rule->grid.r / a >= rule->axis.out || rule->grid.p / a > rule->axis.in)
    return 0;
  *move = (int) (rule->grid.p / a);
  return (int) (rule->grid.r / a);
}

/* Whether output pixel i has the weights of the pixel so many phases before it: neither reaches over an edge. */
static bool
has_weights_of_before (const Rule *rule, int i, int phases, int move)
{
  Span before, now;

  if (phases == 0 || i < phases)
    return false;
  before = span_of (rule, i - phases);
  now = span_of (rule, i);
  return before.from >= 0 && now.to < rule->axis.in && now.from == before.from + move && now.to == before.to + move;
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
taps_classify (AlsTaps *taps, int frame)
{
  int i;

  taps->copy = taps->n == 1;
  taps->identity = taps->copy && taps->in - 2 * frame == taps->out;
  for (i = 0; taps->copy && i < taps->out; i++) {
    taps->copy = taps->weights[i] == 1.0f && (!taps->counts || taps->counts[i] == 1.0f);
    taps->identity = taps->identity && taps->copy && taps->first[i] == i + frame;
  }
}

static Rule
rule_of (const AlsAxis *axis, const AlsParams *params)
{
  const AlsKernel *kernel = &als_kernels[params->method];
  const bool antialias = params->antialias && kernel->rule == ALS_RULE_WEIGHT;
  Rule rule = { .axis = *axis, .kernel = kernel, .padding = params->padding, .a = params->cubic_a };

  rule.grid = als_grid (axis, params);
  rule.filter_scale = antialias ? fmax (1.0, als_grid_scale (&rule.grid)) : 1.0;
  rule.rounding = params->nearest_rounding;
  if (!params->coordinate_mode && !params->nearest_rounding) {
    rule.torch_index = axis->spacing == 1.0;
    rule.late = kernel->rule == ALS_RULE_NEAREST ? 0.5 / axis->spacing : 0.0;
  }
  if (rule.a == 0.0)
    rule.a = antialias ? -0.5 : -0.75;
  if (rule.padding == ALS_PADDING_AUTO)
    rule.padding = antialias ? ALS_PADDING_RENORMALIZE : ALS_PADDING_BORDER;
  return rule;
}

AlsStatus
als_taps_init (AlsTaps *taps, const AlsAxis *axis, const AlsParams *params)
{
  const Rule rule = rule_of (axis, params);
  const int frame = rule.padding == ALS_PADDING_COLOR, out = axis->out;
  const bool counted = rule.kernel->rule == ALS_RULE_AREA;
  int move = 0, most, i, j;
  const int phases = phases_of (&rule, &move);
  Row row;

  taps->in = axis->in + 2 * frame;
  taps->out = out;
  most = most_taps (&rule, taps->in);
  if (!als_make_room (&taps->first, &taps->first_room, (size_t) out, sizeof *taps->first)
      || !als_make_room (&taps->weights, &taps->weights_room, (size_t) out * (size_t) most, sizeof *taps->weights)
      || (counted && !als_make_room (&taps->count_memory, &taps->count_room, (size_t) out, sizeof *taps->counts))
      || !als_make_room (&taps->row_memory, &taps->row_room, (size_t) axis->in + 2, sizeof *taps->row_memory))
    return ALS_ERROR_MEMORY;

  taps->counts = counted ? taps->count_memory : NULL;
  memset (taps->row_memory, 0, ((size_t) axis->in + 2) * sizeof *taps->row_memory);
  row.weights = taps->row_memory + 1;
  for (i = 0; i < out; i++) {
    float *run = taps->weights + (size_t) i * (size_t) most;
    double count;
    int lo, hi;

    if (has_weights_of_before (&rule, i, phases, move)) {
      taps->first[i] = taps->first[i - phases] + move;
      memcpy (run, run - (size_t) phases * (size_t) most, (size_t) most * sizeof *run);
      continue;
    }
    row.lo = 0;
    row.hi = -1;
    row.outside = 0;
    count = row_make (&row, &rule, i);
    if (counted)
      taps->counts[i] = (float) count;
    for (lo = row.lo; lo < row.hi && row.weights[lo] == 0.0; lo++);
    for (hi = row.hi; hi > lo && row.weights[hi] == 0.0; hi--);
    taps->first[i] = lo + frame;
    memset (run, 0, (size_t) most * sizeof *run);
    for (j = lo; j <= hi; j++)
      run[j - lo] = (float) row.weights[j];
    for (j = row.lo; j <= row.hi; j++)
      row.weights[j] = 0.0;
  }
  taps_narrow (taps, most);
  taps_classify (taps, frame);
  als_taps_find_even (taps);
  return ALS_OK;
}

void
als_taps_find_even (AlsTaps *taps)
{
  const size_t run = (size_t) taps->n * sizeof *taps->weights;
  const int middle = taps->out / 2;
  const float *weights = taps->weights + (ptrdiff_t) middle * taps->n;
  int from = middle, to = middle + 1;

  while (to < taps->out && taps->first[to] == taps->first[to - 1] + 2
      && memcmp (taps->weights + (ptrdiff_t) to * taps->n, weights, run) == 0)
    to++;
  while (from > 0 && taps->first[from - 1] == taps->first[from] - 2
      && memcmp (taps->weights + (ptrdiff_t) (from - 1) * taps->n, weights, run) == 0)
    from--;
  taps->even_from = from;
  taps->even_to = to - from > taps->out / 2 ? to : from;
}

void
als_taps_clear (AlsTaps *taps)
{
  free (taps->first);
  free (taps->weights);
  free (taps->count_memory);
  free (taps->row_memory);
  *taps = (AlsTaps) { 0 };
}
