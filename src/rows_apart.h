/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Part of rows_vector.h: samples in, few taps far apart. Those of each output are brought side by side first.
 */
#ifndef ALS_ROWS_APART_H
#define ALS_ROWS_APART_H

#define APART_OUTPUTS 256       /* brought together at a time */
#define APART_BYTES 16          /* most of the taps of an output */

/* Whether pixels lie between the taps of one output and those of the next, as far as the scale tells. */
INLINE bool
taps_lie_apart (const AlsTaps *taps, int pixel)
{
  return taps->out >= LANES && taps->n * pixel <= APART_BYTES
      && (int64_t) taps->first[taps->out - 1] - taps->first[0] > (int64_t) (taps->out - 1) * taps->n;
}

INLINE void
bring_runs (uint8_t *dst, const uint8_t *src, const int32_t *first, int step, int outputs, size_t bytes)
{
  int x;

  for (x = 0; x < outputs; x++)
    memcpy (dst + (size_t) x * bytes, src + (ptrdiff_t) first[x] * step, bytes);
}

INLINE void
bring_pixels (uint8_t *dst, const uint8_t *src, const int32_t *first, int step, int n, int outputs, size_t pixel)
{
  int x, k;

  for (x = 0; x < outputs; x++)
    for (k = 0; k < n; k++)
      memcpy (dst + (size_t) (x * n + k) * pixel, src + (ptrdiff_t) (first[x] + k) * step, pixel);
}

/* The taps of outputs, side by side. Usual sizes are constants, so that memcpy() is no call. */
NOINLINE void
bring_together (uint8_t *dst, const uint8_t *src, const int32_t *first, int step, int n, int outputs, int pixel)
{
  switch (step == pixel ? n * pixel : -pixel) {
#define RUNS(bytes) case bytes: bring_runs (dst, src, first, step, outputs, bytes); break
#define PIXELS(bytes) case -bytes: bring_pixels (dst, src, first, step, n, outputs, bytes); break
    RUNS (1);
    RUNS (2);
    RUNS (3);
    RUNS (4);
    RUNS (6);
    RUNS (8);
    RUNS (12);
    RUNS (16);
    PIXELS (1);
    PIXELS (2);
#undef RUNS
#undef PIXELS
    default:
      bring_pixels (dst, src, first, step, n, outputs, (size_t) pixel);
      break;
  }
}

NOINLINE void
by_apart (const Job *job, int pixel, void (*near) (const Job *))
{
  const AlsTaps *taps = job->taps;
  const int n = taps->n, most = least (taps->out, APART_OUTPUTS), components = job->samples->components;
  uint8_t packed[LANES][APART_OUTPUTS * APART_BYTES];
  int32_t first[APART_OUTPUTS];
  AlsTaps together = { .in = most * n, .out = most, .n = n, .first = first };
  Job now = *job;
  int x, r;

  now.taps = &together;
  now.step = pixel;
  for (x = 0; x < most; x++)
    first[x] = x * n;
  for (x = 0; x < taps->out; x += most) {
    /* the last ones once more */
    const int from = least (x, taps->out - most);

    together.weights = taps->weights + (size_t) from * (size_t) n;
    for (r = 0; r < LANES; r++) {
      if (r < job->rows)
        bring_together (packed[r], job->src[r], taps->first + from, job->step, n, most, pixel);
      now.src[r] = packed[least (r, job->rows - 1)];
      now.floats_out[r] = job->floats_out[r] + from * components;
    }
    near (&now);
  }
}

#endif
