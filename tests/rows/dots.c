/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Sums of many taps by integers, against the pixels and weights that the taps name: the C rows have no such function, and the
 * table is checked along with it.
 */
#include "cases.h"
#include "dots.h"

#include <math.h>
#include <stdlib.h>

/* Taps of weights of so many bits, near those of the same place or anywhere; few output pixels at the ends have others. */
static void
make_small (AlsTaps *taps, int out, int in, int n, int bits)
{
  const int most = random_int (0, 1) ? INT8_MAX : random_int (1, INT8_MAX), bare = random_int (0, 1) * ALS_DOT_ENDS;
  const int left = random_int (0, bare), right = random_int (0, bare);
  const bool apart = random_int (0, 15) == 0;
  int i, k;

  n = n < in ? n : in;
  *taps = (AlsTaps) { .in = in, .out = out, .n = n };
  taps->first = malloc ((size_t) out * sizeof *taps->first);
  taps->weights = malloc ((size_t) (out * n) * sizeof *taps->weights);
  if (!taps->first || !taps->weights)
    abort ();
  for (i = 0; i < out; i++) {
    const bool end = i < left || i >= out - right;
    const int room = in - n;

    taps->first[i] = apart ? random_int (0, room) : (int) ((int64_t) i * room / (out > 1 ? out - 1 : 1));
    for (k = 0; k < n; k++)
      taps->weights[i * n + k] = (float) (random_int (0, 9) ? random_int (-most, most) : 0) / (float) (1 << bits);
    /* as many bits as all have, or none that do */
    taps->weights[i * n] = end ? 1.0f / 3.0f : ldexpf (1.0f, -bits);
  }
}

static void
free_small (AlsTaps *taps)
{
  free (taps->first);
  free (taps->weights);
}

static bool
check_table (const Case *c, const AlsTaps *x, const AlsDots *dots)
{
  const int components = c->samples.components, floats = (dots->x1 - dots->x0) * components;
  const AlsDots guarded = { .x0 = dots->x0, .x1 = dots->x1, .bits = dots->bits, .quads = dots->quads,
    .shared = dots->shared,
    .groups = guarded_groups (&dots->groups, c->rows->window) };
  const uint8_t *src[ALS_ROW_BLOCK];
  float *dst[ALS_ROW_BLOCK], *ref[ALS_ROW_BLOCK];
  int r, i, k;

  for (r = 0; r < c->n_rows; r++) {
    src[r] = sample_row (c, r, x->in, components);
    two_float_rows (r, floats, &dst[r], &ref[r]);
    for (i = 0; i < floats; i++) {
      const int pixel = dots->x0 + i / components, component = i % components;
      double sum = 0;

      for (k = 0; k < x->n; k++)
        sum += (double) x->weights[pixel * x->n + k] * src[r][(x->first[pixel] + k) * components + component];
      ref[r][i] = (float) sum;
    }
  }
  n_cases++;
  c->rows->dots (dst, src, c->n_rows, random_int (0, 1) * 100000, &guarded);
  for (r = 0; r < c->n_rows; r++)
    if (!same_floats (c, r, dst[r], ref[r], floats))
      return false;
  return true;
}

bool
check_dots (const Case *c)
{
  const int bits = random_int (0, 8), n = random_int (1, 3) == 1 ? random_int (1, ALS_DOT_TAPS) : random_int (1, 9);
  const int in = c->width * random_int (1, 8) / random_int (1, 4);
  Case now = *c;
  AlsDots dots = { 0 };
  AlsTaps x, y;
  bool right = true, does;

  if (c->width > 700)
    return true;
  now.n = n;
  now.samples.max = 255.0f;
  make_small (&x, c->width, in < 1 ? 1 : in, n, bits);
  make_small (&y, 40, 60, 2, 0);
  if (als_dots_init (&dots, &x, &y, &now.samples, c->rows->window, &does) == ALS_OK && does)
    right = check_table (&now, &x, &dots);
  als_dots_clear (&dots);
  free_small (&x);
  free_small (&y);
  return right;
}
