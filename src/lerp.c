/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "lerp.h"

#include <math.h>

#include "checked.h"

/* Tap k of output pixel i: its share of the sum. */
static float
weight_of (const AlsTaps *taps, int i, int k)
{
  const float weight = k < taps->n ? taps->weights[(ptrdiff_t) i * taps->n + k] : 0.0f;

  return taps->counts ? weight / taps->counts[i] : weight;
}

/* The least bits that make all weights whole; -1 where they are more than most, or weights are not shares of one. */
static int
bits_of (const AlsTaps *taps, int most)
{
  int i, k, bits = 0;

  for (i = 0; i < taps->out; i++) {
    if (weight_of (taps, i, 0) + weight_of (taps, i, 1) > 1.0f)
      return -1;
    for (k = 0; k < taps->n; k++) {
      const float weight = weight_of (taps, i, k);

      if (!(weight >= 0.0f))
        return -1;
      bits = als_weight_bits (weight, bits, most);
      if (bits < 0)
        return -1;
    }
  }
  return bits;
}

/* The pixel of tap k, or of the other tap where k weighs nothing. */
static int
pixel_of (const AlsTaps *taps, int i, int k)
{
  return taps->first[i] + (weight_of (taps, i, k) > 0.0f ? k : weight_of (taps, i, 1 - k) > 0.0f ? 1 - k : 0);
}

/* The pairs of a group, and the bytes that they come from. */
static void
group_init (AlsLerp *lerp, int *source, int group, const AlsTaps *x, const AlsSamples *samples)
{
  const int components = samples->components, bytes = samples->bytes, outputs = ALS_GROUP_BYTES / 2 / bytes;
  const int from = als_lerp_chunk (lerp, group / 2, bytes) + group % 2 * outputs;
  uint8_t *weights = lerp->groups.weights + (ptrdiff_t) group * ALS_GROUP_BYTES;
  int i, k, b;

  for (i = 0; i < outputs; i++) {
    const int pixel = (from + i) / components, component = (from + i) % components;

    for (k = 0; k < 2; k++) {
      const int sample = pixel_of (x, pixel, k) * components + component;
      const uint16_t weight = (uint16_t) ldexpf (weight_of (x, pixel, k), lerp->x_bits);

      for (b = 0; b < bytes; b++)
        source[(2 * i + k) * bytes + b] = sample * bytes + b;
      if (bytes == 1)
        weights[2 * i + k] = (uint8_t) weight;
      else
        memcpy (weights + (2 * i + k) * 2, &weight, sizeof weight);
    }
  }
}

AlsStatus
als_lerp_init (AlsLerp *lerp, const AlsTaps *x, const AlsTaps *y, const AlsSamples *samples, int window, bool *does)
{
  const int bytes = samples->bytes, max = (int) samples->max, row = x->in * samples->components * bytes;
  int source[ALS_GROUP_BYTES], y_bits, group, groups, i, k;

  *does = false;
  lerp->samples = x->out * samples->components;
  /* samples above max are seen by bits that it has not, which any sample may have of other values */
  if ((bytes == 2 && (max & (max + 1)) != 0) || x->n > 2 || y->n > 2 || lerp->samples * bytes < ALS_GROUP_BYTES
      || row < window)
    return ALS_OK;
  /* weights of bytes are bytes with a sign */
  lerp->x_bits = bits_of (x, bytes == 1 ? 6 : 14);
  y_bits = bits_of (y, 14);
  lerp->shift = lerp->x_bits + y_bits;
  if (lerp->x_bits < 0 || y_bits < 0 || lerp->shift < 1 || lerp->shift > 14
      || ((int64_t) max << lerp->shift) + (1 << (lerp->shift - 1)) > UINT16_MAX)
    return ALS_OK;

  groups = 2 * ((lerp->samples * bytes + ALS_GROUP_BYTES - 1) / ALS_GROUP_BYTES);
  if (!als_groups_begin (&lerp->groups, groups, window)
      || !als_make_room (&lerp->rows, &lerp->rows_room, (size_t) y->out, sizeof *lerp->rows))
    return ALS_ERROR_MEMORY;
  for (group = 0; group < groups; group++) {
    group_init (lerp, source, group, x, samples);
    if (!als_groups_set (&lerp->groups, group, source, window, row))
      return ALS_OK;
  }
  als_groups_end (&lerp->groups, window);
  for (i = 0; i < y->out; i++) {
    for (k = 0; k < 2; k++) {
      lerp->rows[i].row[k] = pixel_of (y, i, k);
      lerp->rows[i].weight[k] = (int) ldexpf (weight_of (y, i, k), y_bits);
    }
  }
  *does = true;
  return ALS_OK;
}

void
als_lerp_clear (AlsLerp *lerp)
{
  als_groups_clear (&lerp->groups);
  free (lerp->rows);
  *lerp = (AlsLerp) { 0 };
}
