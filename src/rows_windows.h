/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Part of rows_vector.h: horizontal functions of few taps, 8 outputs of a row at a time by shuffles.
 */
#ifndef ALS_ROWS_WINDOWS_H
#define ALS_ROWS_WINDOWS_H

#define MOST_WINDOW_TAPS 8

typedef int32_t Words4 __attribute__ ((vector_size (16)));
typedef int64_t Words2 __attribute__ ((vector_size (16)));

/* Tap k of 8 outputs, for each k. */
INLINE void
weights_of_block (V *weights, const AlsTaps *taps, int x, int n)
{
  const float *first = taps->weights + (size_t) x * (size_t) n;
  V rows[LANES];
  int i, k;

  if (n == 2) {
    v_even_odd (first, &weights[0], &weights[1]);
    return;
  }
  if (x + LANES < taps->out - LANES) {
    /* more than n of each: there are others behind */
    UNROLLED for (i = 0; i < LANES; i++)
      rows[i] = v_loadu (first + i * n);
  } else {
    float copy[LANES][LANES] __attribute__ ((aligned (64))) = { { 0 } };

    for (i = 0; i < LANES; i++)
      memcpy (copy[i], first + i * n, (size_t) n * sizeof (float));
    UNROLLED for (i = 0; i < LANES; i++)
      rows[i] = v_load (copy[i]);
  }
  v_transpose (rows);
  UNROLLED for (k = 0; k < MOST_WINDOW_TAPS; k++)
    if (k < n)
      weights[k] = rows[k];
}

/* 8 outputs by windows: what is the same in every row. Each 4 lanes share a window of 16 bytes, or each of their outputs
 * has one of 8 or 4. */
typedef struct {
  int at[4][2][4];                      /* bytes from the row's beginning to the windows of 4 lanes */
  I8 mask[4][MOST_WINDOW_TAPS];
  V weights[4][MOST_WINDOW_TAPS];
} Window;

/* False where the taps of a lane do not lie in its window of a row of length bytes. */
INLINE bool
window_make (Window *window, const Job *job, int x, int length, int n, int components, int bytes, int windows)
{
  const int step = job->step, size = 16 / windows, room = size - bytes - (n - 1) * step;
  const int32_t *first = job->taps->first + x;
  V weights[MOST_WINDOW_TAPS];
  I8 pixels = i_load (first);
  int j, k, h, i;

  weights_of_block (weights, job->taps, x, n);
  UNROLLED for (j = 0; j < components; j++) {
    int32_t within[LANES], at[LANES], place[LANES];
    I8 rest;

    UNROLLED for (h = 0; h < 2; h++)
      UNROLLED for (i = 0; i < windows; i++)
        window->at[j][h][i] = least (first[(8 * j + 4 * h) / components + i] * step, length - size);
    UNROLLED for (k = 0; k < LANES; k++) {
      const int mine = windows == 1 ? 0 : (8 * j + k) / components - (8 * j + k / 4 * 4) / components;

      within[k] = (8 * j + k) % components * bytes;
      place[k] = mine * size;
      at[k] = window->at[j][k / 4][mine];
    }
    rest = i_add (i_mul (i_spread (pixels, components, j), i_set1 (step)), i_load (within));
    rest = i_sub (rest, windows == 1 ? i_halves (at[0], at[4]) : i_load (at));
    if (!i_within (rest, room))
      return false;
    if (windows > 1)
      rest = i_add (rest, i_load (place));
    if (bytes == 1)
      rest = i_or (rest, i_set1 ((int) 0x80808000));
    else
      rest = i_add (i_mul (rest, i_set1 (0x0101)), i_set1 ((int) (job->samples->swapped ? 0x80800001 : 0x80800100)));
    for (k = 0; k < n; k++) {
      window->mask[j][k] = i_add (rest, i_set1 (k * step * (bytes == 1 ? 1 : 0x0101)));
      window->weights[j][k] = v_spread (weights[k], components, j);
    }
  }
  return true;
}

INLINE int32_t
four_bytes (const uint8_t *p)
{
  int32_t v;

  memcpy (&v, p, sizeof v);
  return v;
}

INLINE int64_t
eight_bytes (const uint8_t *p)
{
  int64_t v;

  memcpy (&v, p, sizeof v);
  return v;
}

/* 16 bytes: the windows at at[] of a row. */
INLINE B16
window_load (const uint8_t *src, const int *at, int windows)
{
  if (windows == 4)
    return (B16) (Words4) { four_bytes (src + at[0]), four_bytes (src + at[1]), four_bytes (src + at[2]),
      four_bytes (src + at[3]) };
  if (windows == 2)
    return (B16) (Words2) { eight_bytes (src + at[0]), eight_bytes (src + at[1]) };
  return b_load (src + at[0]);
}

INLINE void
by_windows (const Job *job, int length, int n, int components, int bytes, int windows)
{
  const int shift = job->samples->shift, out = job->taps->out;
  Window window;
  int x, j, k, r;

  for (x = 0; x < out; x += LANES) {
    /* the last ones once more */
    int from = least (x, out - LANES);

    if (!window_make (&window, job, from, length, n, components, bytes, windows)) {
      columns_in (job, from, from + LANES);
      continue;
    }
    for (r = 0; r < job->rows; r++) {
      const uint8_t *src = job->src[r];

      UNROLLED for (j = 0; j < components; j++) {
        W16 w = w_join (window_load (src, window.at[j][0], windows), window_load (src, window.at[j][1], windows));
        V sum = v_mul (window.weights[j][0], v_window (w, window.mask[j][0], shift, bytes));

        for (k = 1; k < n; k++)
          sum = v_add (sum, v_mul (window.weights[j][k], v_window (w, window.mask[j][k], shift, bytes)));
        v_storeu (job->floats_out[r] + from * components + j * LANES, sum);
      }
    }
  }
}

INLINE void
windows_of (const Job *job, int length, int components, int bytes, int windows)
{
  if (job->taps->n == 2)
    by_windows (job, length, 2, components, bytes, windows);
  else if (job->taps->n == 4 && windows == 1)
    by_windows (job, length, 4, components, bytes, 1);
  else
    by_windows (job, length, job->taps->n, components, bytes, windows);
}

/* Whether so many lanes find their taps in so many units, as far as the scale tells. */
INLINE bool
taps_lie_close (const AlsTaps *taps, int lanes, int components, int step, int pixel, int units)
{
  const int pixels = components == 3 ? 1 : lanes / components - 1;
  int64_t apart;

  if (taps->out < LANES)
    return false;
  apart = ((int64_t) taps->first[taps->out - 1] - taps->first[0]) * pixels;
  apart = (apart + taps->out - 2) / (taps->out - 1);
  return apart >= 0 && (apart + taps->n - 1) * step + pixel <= units;
}

/* False where nothing has been done: neither do 4 lanes find their taps in 16 bytes nor each output in 8 or 4. */
INLINE bool
windows_of_any (const Job *job, int length, int bytes)
{
  const AlsTaps *taps = job->taps;
  const int components = job->samples->components, pixel = components * bytes, size = components == 1 ? 4 : 8;
  const bool close = taps_lie_close (taps, 4, components, job->step, pixel, 16);

  if (!close && (components == 4 || taps->out < LANES || (taps->n - 1) * job->step + pixel > size))
    return false;
  switch (components) {
    case 1:
      if (close)
        windows_of (job, length, 1, bytes, 1);
      else
        windows_of (job, length, 1, bytes, 4);
      break;
    case 2:
      if (close)
        windows_of (job, length, 2, bytes, 1);
      else
        windows_of (job, length, 2, bytes, 2);
      break;
    case 3:
      if (close)
        windows_of (job, length, 3, bytes, 1);
      else
        windows_of (job, length, 3, bytes, 2);
      break;
    default:
      windows_of (job, length, 4, bytes, 1);
      break;
  }
  return true;
}

#ifdef HAVE_PAIRS
#define PAIRS 4                 /* vectors made at a time */

/* 2 taps, floats: false where nothing has been done. */
INLINE bool
by_pairs (const Job *job, int components, int bytes)
{
  const AlsTaps *taps = job->taps;
  const int floats = taps->out * components;
  const int length = (taps->in * components + ALS_ROW_FLOATS - 1) / ALS_ROW_FLOATS * ALS_ROW_FLOATS;
  const int outputs = PAIRS * LANES / components, groups = outputs / LANES;
  const bool packed = job->step == components * bytes;
  int x;

  if (floats < PAIRS * LANES)
    return false;
  for (x = 0; x < taps->out; x += outputs) {
    int from = least (x, taps->out - outputs), at[PAIRS][2], g, j, r, h;
    I8 picks[PAIRS];
    V w0[PAIRS], w1[PAIRS], d[PAIRS];
    bool fits = true;

    UNROLLED for (g = 0; g < groups; g++) {
      const int32_t *first = taps->first + from + g * LANES;
      I8 pixels = i_load (first);
      V even, odd;

      v_even_odd (taps->weights + (size_t) (from + g * LANES) * 2, &even, &odd);
      UNROLLED for (j = 0; j < components; j++) {
        int v = g * components + j;
        int32_t within[LANES];

        UNROLLED for (h = 0; h < LANES; h++)
          within[h] = (8 * j + h) % components;
        UNROLLED for (h = 0; h < 2; h++)
          at[v][h] = least (first[(8 * j + 4 * h) / components] * components, length - LANES);
        picks[v] = i_add (i_mul (i_spread (pixels, components, j), i_set1 (components)), i_load (within));
        picks[v] = i_sub (picks[v], i_halves (at[v][0], at[v][1]));
        fits &= i_within (picks[v], LANES - 1 - components);
        w0[v] = v_spread (even, components, j);
        w1[v] = v_spread (odd, components, j);
        d[v] = job->count ? v_spread (v_loadu (taps->counts + from + g * LANES), components, j) : w0[v];
      }
    }
    if (!fits) {
      columns_out (job, from, from + outputs);
      continue;
    }
    for (r = 0; r < job->rows; r++) {
      uint8_t *dst = job->dst[r] + (ptrdiff_t) from * job->step, staged[PAIRS * LANES * 2 + 16];
      V sum[PAIRS];

      UNROLLED for (j = 0; j < PAIRS; j++) {
        const float *src = job->floats_in[r];

        sum[j] = v_pairs (src + at[j][0], src + at[j][1], picks[j], components, w0[j], w1[j]);
        if (job->count)
          sum[j] = v_div (sum[j], v_mul (d[j], v_set1 (job->count[r])));
      }
      v_put (packed ? dst : staged, sum, PAIRS, job->samples, bytes);
      if (!packed)
        spread_pixels (dst, staged, &job->packing, outputs, room_from (job, from));
    }
  }
  return true;
}

INLINE bool
pairs_of_any (const Job *job, int bytes)
{
  switch (job->samples->components) {
    case 1:
      return by_pairs (job, 1, bytes);
    case 2:
      return by_pairs (job, 2, bytes);
    case 4:
      return by_pairs (job, 4, bytes);
    default:
      return false;
  }
}
#endif

#endif
