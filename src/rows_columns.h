/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Part of rows_vector.h: horizontal functions by columns, any taps. LANES rows at a time, a row in each lane.
 */
#ifndef ALS_ROWS_COLUMNS_H
#define ALS_ROWS_COLUMNS_H

#define TILE_COLUMNS (4096 / LANES)     /* columns kept at a time, as a rule */
#define MOST_COLUMNS 1024               /* and where one block of outputs needs more */

typedef struct {
  float at[MOST_COLUMNS + LANES][LANES];
} __attribute__ ((aligned (64))) Columns;

/* The arguments of a horizontal function. */
typedef struct {
  const AlsTaps *taps;
  const AlsSamples *samples;
  int rows, step;
  const uint8_t *src[LANES];    /* in: samples, the last row again where there are fewer */
  ptrdiff_t ahead;              /* in: bytes from there to what the cache is asked for, or 0 */
  float *floats_out[LANES];
  const float *floats_in[LANES];        /* out: likewise */
  uint8_t *dst[LANES];
  AlsPacking packing;           /* out */
  const float *count;           /* of each row, as many as there are lanes, aligned; or NULL */
} Job;

/* How many bytes an output row goes on for from pixel x. */
INLINE int
room_from (const Job *job, int x)
{
  return (job->taps->out - 1 - x) * job->step + job->packing.pixel;
}

INLINE void
columns_of_rows (float (*columns)[LANES], const uint8_t *const *rows, int n, ptrdiff_t ahead, const AlsSamples *samples,
    int bytes, bool swapped)
{
  int i;

  for (i = 0; i + LANES <= n; i += LANES) {
    if (i * bytes % 64 == 0)
      ask_rows (rows, LANES, i * bytes, 1, ahead);
    v_columns (columns + i, rows, i * bytes, samples->shift, bytes, swapped);
  }
  /* the last ones once more */
  if (i < n)
    v_columns (columns + n - LANES, rows, (n - LANES) * bytes, samples->shift, bytes, swapped);
}

/* Pixels from.. of the job's rows -> columns; the answer is how many columns lie before them. */
NOINLINE int
fill_samples (float (*columns)[LANES], const Job *job, int from, int pixels)
{
  const AlsSamples *samples = job->samples;
  const int components = samples->components, bytes = samples->bytes, pixel = components * bytes;
  uint8_t packed[LANES][MOST_COLUMNS * 2 + LANES * 2];
  const uint8_t *rows[LANES];
  int begin = from * components, skip = 0, n = pixels * components, r;

  if (job->step == pixel && job->taps->in * components >= LANES) {
    if (n < LANES) {
      /* not beyond the end, so perhaps from before the beginning */
      skip = begin - least (begin, job->taps->in * components - LANES);
      n = LANES;
    }
    for (r = 0; r < LANES; r++)
      rows[r] = job->src[r] + (ptrdiff_t) (begin - skip) * bytes;
  } else {
    const AlsPacking packing = als_packing (job->step, pixel);
    const int length = (job->taps->in - 1 - from) * job->step + pixel;

    for (r = 0; r < LANES; r++) {
      pack_pixels (packed[r], job->src[r] + (ptrdiff_t) from * job->step, &packing, pixels, length);
      memset (packed[r] + n * bytes, 0, LANES * 2);
      rows[r] = packed[r];
    }
    n = n < LANES ? LANES : n;
  }
  if (bytes == 1)
    columns_of_rows (columns, rows, n, job->ahead, samples, 1, false);
  else if (samples->swapped)
    columns_of_rows (columns, rows, n, job->ahead, samples, 2, true);
  else
    columns_of_rows (columns, rows, n, job->ahead, samples, 2, false);
  return skip;
}

NOINLINE int
fill_floats (float (*columns)[LANES], const Job *job, int from, int pixels)
{
  const int components = job->samples->components;
  const int begin = from * components, aligned = begin & ~(LANES - 1), end = begin + pixels * components;
  V v[LANES];
  int i, r;

  for (i = aligned; i < end; i += LANES) {
    UNROLLED for (r = 0; r < LANES; r++)
      v[r] = v_load (job->floats_in[r] + i);
    v_transpose (v);
    UNROLLED for (r = 0; r < LANES; r++)
      v_store (columns[i - aligned + r], v[r]);
  }
  return begin - aligned;
}

/* The sums of outputs, whose first columns and weights are given. */
INLINE void
sum_some (V *sum, const float *const *at, const float *const *weights, int from, int n, int outputs, int components)
{
  V s[16];
  int i, c, k;

  UNROLLED for (i = 0; i < outputs; i++) {
    V weight = v_set1 (weights[i][from]);

    UNROLLED for (c = 0; c < components; c++)
      s[i * components + c] = v_mul (weight, v_load (at[i] + (from * components + c) * LANES));
  }
  for (k = from + 1; k < n; k++) {
    UNROLLED for (i = 0; i < outputs; i++) {
      V weight = v_set1 (weights[i][k]);

      UNROLLED for (c = 0; c < components; c++)
        s[i * components + c] = v_add (s[i * components + c],
            v_mul (weight, v_load (at[i] + (k * components + c) * LANES)));
    }
  }
  UNROLLED for (i = 0; i < outputs * components; i++)
    sum[i] = from > 0 ? v_add (sum[i], s[i]) : s[i];
}

/* A block of outputs; at and weights are of LANES of them. */
INLINE void
sum_block (V *sum, const float *const *at, const float *const *weights, int n, int outputs, int components)
{
  int i, from;

  for (i = 0; i < outputs; i += CHAINS (components)) {
    if (n == 2)
      sum_some (sum + i * components, at + i, weights + i, 0, 2, CHAINS (components), components);
    else if (n == 4)
      sum_some (sum + i * components, at + i, weights + i, 0, 4, CHAINS (components), components);
    else
      sum_some (sum + i * components, at + i, weights + i, 0, least (n, ALS_TAP_BLOCK), CHAINS (components),
          components);
    for (from = ALS_TAP_BLOCK; from < n; from += ALS_TAP_BLOCK)
      sum_some (sum + i * components, at + i, weights + i, from, least (n, from + ALS_TAP_BLOCK), CHAINS (components),
          components);
  }
}

/* The sums of outputs x.. go to where they belong. */
INLINE void
emit_floats (const Job *job, V *sum, int x, int outputs, int components)
{
  float staged[LANES][LANES * 4] __attribute__ ((aligned (64)));
  int i, j, r;

  for (j = 0; j < components; j++) {
    v_transpose (sum + j * LANES);
    if (outputs == LANES)
      for (r = 0; r < job->rows; r++)
        v_storeu (job->floats_out[r] + x * components + j * LANES, sum[j * LANES + r]);
    else
      for (i = 0; i < LANES; i++)
        v_store (staged[i] + j * LANES, sum[j * LANES + i]);
  }
  for (r = 0; outputs < LANES && r < job->rows; r++)
    memcpy (job->floats_out[r] + x * components, staged[r], (size_t) (outputs * components) * sizeof (float));
}

INLINE void
emit_samples (const Job *job, V *sum, int x, int outputs, int components, int bytes)
{
  const int pixel = components * bytes;
  uint8_t staged[LANES][LANES * 4 * 2 + 16], *rows[LANES];
  int i, j, r;

  if (job->count) {
    for (i = 0; i < outputs; i++) {
      V divisor = v_mul (v_set1 (job->taps->counts[x + i]), v_load (job->count));

      UNROLLED for (j = 0; j < components; j++)
        sum[i * components + j] = v_div (sum[i * components + j], divisor);
    }
  }
  if (outputs == LANES && job->rows == LANES && job->step == pixel) {
    UNROLLED for (j = 0; j < components; j++)
      v_put_rows (job->dst, (x * components + j * LANES) * bytes, sum + j * LANES, job->samples, bytes);
    return;
  }
  for (r = 0; r < LANES; r++)
    rows[r] = staged[r];
  UNROLLED for (j = 0; j < components; j++)
    v_put_rows (rows, j * LANES * bytes, sum + j * LANES, job->samples, bytes);
  for (r = 0; r < job->rows; r++) {
    uint8_t *dst = job->dst[r] + (ptrdiff_t) x * job->step;

    if (job->step == pixel)
      memcpy (dst, staged[r], (size_t) (outputs * pixel));
    else
      spread_pixels (dst, staged[r], &job->packing, outputs, room_from (job, x));
  }
}

INLINE void
emit (const Job *job, V *sum, int x, int outputs, int components, int bytes)
{
  if (bytes > 0)
    emit_samples (job, sum, x, outputs, components, bytes);
  else
    emit_floats (job, sum, x, outputs, components);
}

/* How many outputs from x on, up to x1, find their taps among so many columns; *from and *to bound those taps. */
INLINE int
fitting (const AlsTaps *taps, int x, int x1, int components, int columns, int *from, int *to)
{
  int n = 0, lo = taps->in, hi = 0, some = LANES, i;

  while (x + n < x1) {
    const int32_t *first = taps->first + x + n;
    int some_lo = lo, some_hi = hi;

    if (x1 - x - n < LANES)
      some = 1;
    if (some == LANES) {
      for (i = 0; i < LANES; i++) {
        some_lo = first[i] < some_lo ? first[i] : some_lo;
        some_hi = first[i] > some_hi ? first[i] : some_hi;
      }
    } else {
      some_lo = least (lo, *first);
      some_hi = *first > hi ? *first : hi;
    }
    if ((some_hi - some_lo + taps->n) * components <= columns) {
      lo = some_lo;
      hi = some_hi;
      n += some;
    } else if (some == LANES && n == 0) {
      some = 1;
    } else {
      break;
    }
  }
  *from = lo;
  *to = hi + taps->n;
  return n;
}

/* An output of so many taps that they are not kept at once. */
INLINE void
sum_long (V *sum, Columns *columns, const Job *job, int x, int components, bool in)
{
  const AlsTaps *taps = job->taps;
  const float *weights = taps->weights + (size_t) x * (size_t) taps->n;
  int (*fill) (float (*) [LANES], const Job *, int, int) = in ? fill_samples : fill_floats;
  int from, c;

  for (from = 0; from < taps->n; from += ALS_TAP_BLOCK) {
    int n = least (taps->n - from, ALS_TAP_BLOCK);
    int skip = fill (columns->at, job, taps->first[x] + from, n);
    const float *at = columns->at[skip], *block = weights + from;
    V s[4];

    sum_some (s, &at, &block, 0, n, 1, components);
    UNROLLED for (c = 0; c < components; c++)
      sum[c] = from > 0 ? v_add (sum[c], s[c]) : s[c];
  }
}

/* Outputs x.. to x1 - 1 by columns, of samples or of floats; bytes of a sample to be written, 0: floats. */
INLINE void
by_columns (const Job *job, int x, int x1, int components, int bytes, bool in)
{
  const AlsTaps *taps = job->taps;
  const int alone = (taps->n * components + 2 * LANES - 2) / LANES * LANES; /* columns of an output by itself */
  const float *at[LANES], *weights[LANES];
  int (*fill) (float (*) [LANES], const Job *, int, int) = in ? fill_samples : fill_floats;
  V sum[LANES * 4];
  Columns columns;
  int i, b;

  for (i = 0; i < LANES * 4; i++)
    sum[i] = v_set1 (0.0f);
  while (x < x1) {
    int from, to, skip, n = fitting (taps, x, x1, components, TILE_COLUMNS, &from, &to);

    if (n < LANES)
      n = fitting (taps, x, x1, components, MOST_COLUMNS, &from, &to);
    if (n == 0) {
      sum_long (sum, &columns, job, x, components, in);
      emit (job, sum, x++, 1, components, bytes);
      continue;
    }
    /* far apart: only what is needed */
    bool apart = (int64_t) n * alone < (int64_t) (to - from) * components && alone * LANES <= MOST_COLUMNS;

    skip = apart ? 0 : fill (columns.at, job, from, to - from);
    for (b = 0; b < n; b += LANES) {
      int outputs = least (n - b, LANES);

      for (i = 0; i < LANES; i++) {
        int o = x + b + (outputs == LANES ? i : least (i, outputs - 1));

        if (apart && i < outputs)
          skip = i * alone + fill (columns.at + i * alone, job, taps->first[o], taps->n);
        at[i] = columns.at[apart ? skip : (taps->first[o] - from) * components + skip];
        weights[i] = taps->weights + (size_t) o * (size_t) taps->n;
      }
      sum_block (sum, at, weights, taps->n, outputs, components);
      emit (job, sum, x + b, outputs, components, bytes);
    }
    x += n;
  }
}

INLINE void
columns_of_any (const Job *job, int x, int x1, int bytes, bool in)
{
  switch (job->samples->components) {
    case 1:
      by_columns (job, x, x1, 1, bytes, in);
      break;
    case 2:
      by_columns (job, x, x1, 2, bytes, in);
      break;
    case 3:
      by_columns (job, x, x1, 3, bytes, in);
      break;
    default:
      by_columns (job, x, x1, 4, bytes, in);
      break;
  }
}

NOINLINE void
columns_in (const Job *job, int x, int x1)
{
  columns_of_any (job, x, x1, 0, true);
}

NOINLINE void
columns_of_floats (const Job *job)
{
  columns_of_any (job, 0, job->taps->out, 0, false);
}

NOINLINE void
columns_out (const Job *job, int x, int x1)
{
  if (job->samples->bytes == 1)
    columns_of_any (job, x, x1, 1, false);
  else
    columns_of_any (job, x, x1, 2, false);
}

#endif
