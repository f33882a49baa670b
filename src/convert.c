/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "convert.h"

#include "checked.h"

bool
als_convert_is_needed (const AlsParams *params)
{
  return params->linear || (params->alpha_weighting && params->alpha_component >= 0);
}

/* The value that light rounds to, which lies in lo..hi. */
static unsigned
search_value (const AlsConvert *convert, float light, unsigned lo, unsigned hi)
{
  while (lo < hi) {
    unsigned middle = (lo + hi) / 2;

    if (light >= convert->linear[2 * middle + 1])
      lo = middle + 1;
    else
      hi = middle;
  }
  return lo;
}

AlsStatus
als_convert_init (AlsConvert *convert, const AlsParams *params)
{
  const size_t n = 2 * (size_t) params->max + 1;
  int k;

  if (!params->linear || convert->n != n)
    als_convert_clear (convert);
  convert->alpha = params->alpha_component;
  convert->weighting = params->alpha_weighting && params->alpha_component >= 0;
  convert->components = params->components + (convert->weighting && params->alpha_component == ALS_ALPHA_PLANE);
  if (!params->linear
      || (convert->linear && memcmp (convert->linear, params->linear, n * sizeof *convert->linear) == 0))
    return ALS_OK;
  if (!convert->linear) {
    convert->n = n;
    convert->linear = als_new_array (n, sizeof *convert->linear);
    convert->guess = als_new_array (ALS_LIGHT_STEPS + 1, sizeof *convert->guess);
  }
  if (!convert->linear || !convert->guess) {
    als_convert_clear (convert);
    return ALS_ERROR_MEMORY;
  }
  memcpy (convert->linear, params->linear, n * sizeof *convert->linear);
  for (k = 0; k <= ALS_LIGHT_STEPS; k++) {
    float light = convert->linear[0] + (convert->linear[n - 1] - convert->linear[0]) * (float) k / ALS_LIGHT_STEPS;

    convert->guess[k] = (uint16_t) search_value (convert, light, 0, (unsigned) params->max);
  }
  return ALS_OK;
}

void
als_convert_clear (AlsConvert *convert)
{
  free (convert->linear);
  free (convert->guess);
  *convert = (AlsConvert) { .alpha = -1 };
}

void
als_decode_row (const AlsConvert *convert, float *dst, const uint8_t *src, int step, const uint8_t *alpha, int alpha_step,
    int width, const AlsSamples *samples)
{
  int x, c;

  for (x = 0; x < width; x++, src += step, dst += convert->components) {
    float weight = 1.0f;

    if (convert->weighting && convert->alpha == ALS_ALPHA_PLANE) {
      weight = (float) als_get_sample (alpha, samples->bytes, samples);
      dst[samples->components] = weight;
      alpha += alpha_step;
    } else if (convert->weighting) {
      weight = (float) als_get_sample (src + convert->alpha * samples->bytes, samples->bytes, samples);
    }
    for (c = 0; c < samples->components; c++) {
      unsigned value = als_get_sample (src + c * samples->bytes, samples->bytes, samples);

      if (c == convert->alpha)
        dst[c] = (float) value;
      else if (convert->linear)
        dst[c] = convert->linear[2 * ((float) value < samples->max ? value : (unsigned) samples->max)] * weight;
      else
        dst[c] = (float) value * weight;
    }
  }
}

static unsigned
light_value (const AlsConvert *convert, float light, unsigned max)
{
  const float low = convert->linear[0], high = convert->linear[2 * max];
  int k;

  if (!(light > low))
    return 0;
  if (light >= high)
    return max;
  k = (int) ((light - low) / (high - low) * ALS_LIGHT_STEPS);
  /* a step to either side: the division may have rounded */
  return search_value (convert, light, convert->guess[k > 0 ? k - 1 : 0],
      convert->guess[k + 2 < ALS_LIGHT_STEPS ? k + 2 : ALS_LIGHT_STEPS]);
}

void
als_encode_row (const AlsConvert *convert, uint8_t *dst, const float *src, int step, int width, const float *counts,
    float count, const AlsSamples *samples)
{
  const int alpha = convert->alpha == ALS_ALPHA_PLANE ? samples->components : convert->alpha;
  int x, c;

  for (x = 0; x < width; x++, dst += step, src += convert->components) {
    const float divisor = counts ? counts[x] * count : 1.0f;
    const float weight = convert->weighting ? src[alpha] : divisor;

    for (c = 0; c < samples->components; c++) {
      float v = src[c] / (c == convert->alpha ? divisor : weight);
      unsigned value;

      /* nothing of the colour is seen */
      if (c != convert->alpha && convert->weighting && !(weight > 0.0f))
        value = 0;
      else if (c != convert->alpha && convert->linear)
        value = light_value (convert, v, (unsigned) samples->max);
      else
        value = als_round_value (v, samples);
      als_put_sample (dst + c * samples->bytes, value, samples->bytes, samples);
    }
  }
}
