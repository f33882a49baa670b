/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Sums of pairs by integers, against the pixels and weights that the taps name: the C rows have no such function, and the
 * table is checked along with it.
 */
#include "cases.h"
#include "lerp.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define MOST_LINES 8

/* Taps of weights of so many bits, of pixels near those of the same place, or anywhere. */
static void
make_pairs (AlsTaps *taps, int out, int in, int bits, bool counts)
{
  const int one = 1 << bits;
  const bool apart = random_int (0, 15) == 0;
  const int wide = random_int (1, 5);
  int i, k;

  *taps = (AlsTaps) { .in = in, .out = out, .n = in > 1 ? random_int (1, 2) : 1 };
  taps->first = malloc ((size_t) out * sizeof *taps->first);
  taps->weights = malloc ((size_t) (out * taps->n) * sizeof *taps->weights);
  taps->counts = counts ? malloc ((size_t) out * sizeof *taps->counts) : NULL;
  if (!taps->first || !taps->weights || (counts && !taps->counts))
    abort ();
  for (i = 0; i < out; i++) {
    const int room = in - taps->n, near = (int) ((int64_t) i * wide / 2 % (room + 1));
    const int first = random_int (0, 4) ? one - random_int (0, one) : random_int (0, 1) * one;

    taps->first[i] = apart ? random_int (0, room) : near;
    for (k = 0; k < taps->n; k++)
      taps->weights[i * taps->n + k] = (float) (k == 0 ? first : random_int (0, 7) ? one - first : 0) / (float) one;
    if (counts) {
      taps->counts[i] = (float) (1 << random_int (0, 1));
      for (k = 0; k < taps->n; k++)
        taps->weights[i * taps->n + k] *= taps->counts[i];
    }
  }
}

static void
free_pairs (AlsTaps *taps)
{
  free (taps->first);
  free (taps->weights);
  free (taps->counts);
}

static double
share (const AlsTaps *taps, int i, int k)
{
  return taps->weights[i * taps->n + k] / (taps->counts ? taps->counts[i] : 1.0f);
}

/* The sample of an output pixel; above says whether one that counts is above max. */
static unsigned
exact_sample (const Case *c, const AlsTaps *x, const AlsTaps *y, const uint8_t *const *src, int row, int pixel, int component,
    bool *above)
{
  const AlsSamples *s = &c->samples;
  double sum = 0;
  int i, k;

  for (k = 0; k < y->n; k++) {
    for (i = 0; i < x->n; i++) {
      const int at = (x->first[pixel] + i) * s->components + component;
      const unsigned v = als_get_sample (src[y->first[row] + k] + at * s->bytes, s->bytes, s);
      const double weight = share (y, row, k) * share (x, pixel, i);

      sum += weight * v;
      *above |= weight > 0 && v > (unsigned) s->max;
    }
  }
  return (unsigned) nearbyint (sum);
}

/* Random rows, few of whose samples are above max. */
static const uint8_t *
make_row (const Case *c, int row, int pixels, bool clean)
{
  const AlsSamples *s = &c->samples;
  const int pixel = s->components * s->bytes;
  uint8_t *p = (uint8_t *) (uintptr_t) sample_row (c, row, pixels, pixel);
  int i;

  for (i = 0; s->bytes == 2 && i < pixels * s->components; i++)
    if (clean || random_int (0, 200) > 0)
      als_put_sample (p + 2 * i, als_get_sample (p + 2 * i, 2, s) & (unsigned) s->max, 2, s);
  return p;
}

/* The rows of a table that stands, made and compared. */
static bool
check_table (const Case *c, const AlsTaps *x, const AlsTaps *y, const AlsLerp *lerp)
{
  const AlsSamples *s = &c->samples;
  const int pixel = s->components * s->bytes;
  const size_t size = row_bytes (c, c->width, pixel);
  const AlsLerp guarded = { .samples = lerp->samples, .x_bits = lerp->x_bits, .shift = lerp->shift,
    .groups = guarded_groups (&lerp->groups, c->rows->window) };
  AlsLerpJob job = { .rows = y->out, .lines = y->in };
  const bool clean = random_int (0, 1);
  bool above = false, done;
  uint8_t *ref[ALS_ROW_BLOCK];
  int r, i, k;

  for (r = 0; r < y->in; r++)
    job.src[r] = make_row (c, r, x->in, clean);
  for (r = 0; r < y->out; r++) {
    two_rows (r, size, random_end (), &job.dst[r], &ref[r]);
    for (k = 0; k < 2; k++) {
      job.line[r][k] = lerp->rows[r].row[k];
      job.weight[r][k] = lerp->rows[r].weight[k];
    }
    for (i = 0; i < c->width * s->components; i++)
      als_put_sample (ref[r] + i * s->bytes,
          exact_sample (c, x, y, job.src, r, i / s->components, i % s->components, &above), s->bytes, s);
  }
  n_cases++;
  done = c->rows->lerp[s->bytes - 1] (&job, &guarded, s);
  if (above || !done) {
    snprintf (failure, sizeof failure, "samples above %g: %d, answer %d", (double) s->max, above, done);
    return !done && !clean;
  }
  for (r = 0; r < y->out; r++)
    if (!same_bytes (c, r, job.dst[r], ref[r], size))
      return false;
  return true;
}

bool
check_lerp (const Case *c)
{
  Case now = *c;
  const int x_bits = random_int (0, 6), bytes = c->samples.bytes;
  const int in = c->width * random_int (1, 8) / random_int (1, 4);
  AlsLerp lerp = { 0 };
  AlsTaps x, y;
  bool right = true, does;

  if (c->width > 700)
    return true;
  now.samples.swapped = false;
  now.samples.shift = bytes == 2 ? random_int (0, 1) * 6 : 0;
  now.samples.max = bytes == 1 ? 255.0f : (float) ((1 << random_int (4, 10)) - random_int (1, 9) / 8);
  make_pairs (&x, c->width, in < 1 ? 1 : in, x_bits, c->counts);
  make_pairs (&y, c->n_rows, random_int (1, MOST_LINES), random_int (0, 8 - x_bits), c->counts);
  if (als_lerp_init (&lerp, &x, &y, &now.samples, c->rows->window, &does) == ALS_OK && does)
    right = check_table (&now, &x, &y, &lerp);
  als_lerp_clear (&lerp);
  free_pairs (&x);
  free_pairs (&y);
  return right;
}
