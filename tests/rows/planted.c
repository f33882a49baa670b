/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Functions that are wrong in one sample.
 */
#include "checkrows.h"

static AlsRows planted;

static void
wrong_horizontal_in (float *const *dst, const uint8_t *const *src, int step, int rows, ptrdiff_t ahead,
    const AlsTaps *taps, const AlsSamples *samples)
{
  planted.horizontal_in[samples->bytes - 1] (dst, src, step, rows, ahead, taps, samples);
  dst[rows - 1][taps->out * samples->components - 1] += 0.01f;
}

static void
wrong_horizontal_out (uint8_t *const *dst, const float *const *src, int step, int rows, const AlsTaps *taps,
    const float *count, const AlsSamples *samples)
{
  planted.horizontal_out[samples->bytes - 1] (dst, src, step, rows, taps, count, samples);
  dst[rows - 1][(taps->out - 1) * step] ^= 1;
}

static void
wrong_vertical_in (const AlsSums *sums, const uint8_t *const *src, int step, int width, const AlsSamples *samples)
{
  planted.vertical_in[samples->bytes - 1] (sums, src, step, width, samples);
  sums->dst[sums->rows - 1][width * samples->components - 1] += 0.01f;
}

static void
wrong_vertical_out (uint8_t *dst, const float *const *src, int step, const float *weights, int n, int width,
    const float *counts, float count, const AlsSamples *samples)
{
  planted.vertical_out[samples->bytes - 1] (dst, src, step, weights, n, width, counts, count, samples);
  dst[(width - 1) * step] ^= 1;
}

static void
wrong_horizontal (float *const *dst, const float *const *src, int rows, const AlsTaps *taps, int components)
{
  planted.horizontal (dst, src, rows, taps, components);
  dst[rows - 1][taps->out * components - 1] += 0.01f;
}

static void
wrong_vertical (float *dst, const float *const *src, const float *weights, int n, int floats, bool add)
{
  planted.vertical (dst, src, weights, n, floats, add);
  dst[floats - 1] += 0.01f;
}

static void
wrong_shuffle (uint8_t *dst, const uint8_t *src, ptrdiff_t ahead, const AlsShuffles *shuffles)
{
  planted.shuffle (dst, src, ahead, shuffles);
  dst[shuffles->bytes - 1] ^= 1;
}

static void
wrong_pack (uint8_t *dst, const uint8_t *src, const AlsPacking *packing, int pixels)
{
  planted.pack (dst, src, packing, pixels);
  dst[pixels * packing->pixel - 1] ^= 1;
}

static void
wrong_spread (uint8_t *dst, const uint8_t *src, const AlsPacking *packing, int pixels)
{
  planted.spread (dst, src, packing, pixels);
  dst[(pixels - 1) * packing->step] ^= 1;
}

static void
wrong_halve (uint8_t *dst, const uint8_t *a, const uint8_t *b, int width, ptrdiff_t ahead, const AlsSamples *samples)
{
  planted.halve (dst, a, b, width, ahead, samples);
  dst[width * samples->components - 1] ^= 1;
}

static void
wrong_double (uint8_t *near_a, uint8_t *near_b, const uint8_t *a, const uint8_t *b, int width, const AlsSamples *samples)
{
  planted.double_rows (near_a, near_b, a, b, width, samples);
  if (near_b)
    near_b[2 * width * samples->components - 1] ^= 1;
}

static bool
wrong_lerp (const AlsLerpJob *job, const AlsLerp *lerp, const AlsSamples *samples)
{
  const bool done = planted.lerp[samples->bytes - 1] (job, lerp, samples);

  job->dst[job->rows - 1][lerp->samples * samples->bytes - 1] ^= 1;
  return done;
}

static void
wrong_dots (float *const *dst, const uint8_t *const *src, int rows, ptrdiff_t ahead, const AlsDots *dots)
{
  planted.dots (dst, src, rows, ahead, dots);
  dst[rows - 1][0] += 1.0f;
}

void
plant_fault (AlsRows *rows, int function, int bytes)
{
  planted = *rows;
  switch (function) {
    case 0:
      rows->horizontal_in[bytes - 1] = wrong_horizontal_in;
      break;
    case 1:
      rows->horizontal_out[bytes - 1] = wrong_horizontal_out;
      break;
    case 2:
      rows->vertical_in[bytes - 1] = wrong_vertical_in;
      break;
    case 3:
      rows->vertical_out[bytes - 1] = wrong_vertical_out;
      break;
    case 4:
      rows->horizontal = wrong_horizontal;
      break;
    case 5:
      rows->vertical = wrong_vertical;
      break;
    case 6:
      rows->shuffle = wrong_shuffle;
      break;
    case 7:
      rows->pack = wrong_pack;
      break;
    case 8:
      rows->spread = wrong_spread;
      break;
    case 9:
      rows->halve = wrong_halve;
      break;
    case 10:
      rows->double_rows = wrong_double;
      break;
    case 11:
      rows->lerp[bytes - 1] = wrong_lerp;
      break;
    default:
      rows->dots = wrong_dots;
      break;
  }
}
