/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "convert.h"

#include <math.h>

#include "checked.h"

#define INLINE static inline __attribute__ ((always_inline))
#define MOST_LIGHT_STEPS 65536

bool
als_convert_is_needed (const AlsParams *params)
{
  return params->linear || (params->alpha_weighting && params->alpha_component >= 0);
}

/* The value that light rounds to, which lies in lo..hi. */
INLINE unsigned
search_value (const float *linear, float light, unsigned lo, unsigned hi)
{
  while (hi - lo > 1) {
    unsigned middle = (lo + hi) / 2;

    if (light >= linear[2 * middle + 1])
      lo = middle + 1;
    else
      hi = middle;
  }
  return lo + (light >= linear[2 * lo + 1]);
}

static void
make_guesses (AlsConvert *convert, unsigned max)
{
  const float low = convert->linear[0], step = (convert->linear[convert->n - 1] - low) / (float) convert->steps;
  unsigned value = 0;
  int k;

  for (k = 0; k < convert->steps + 3; k++) {
    /* by less than what rounding can move a light */
    const float light = low + ((float) k - 0.0625f) * step;

    while (value < max && light >= convert->linear[2 * value + 1])
      value++;
    convert->guess[k] = (uint16_t) value;
  }
}

AlsStatus
als_convert_init (AlsConvert *convert, const AlsParams *params)
{
  const size_t n = 2 * (size_t) params->max + 1;
  const bool kept = params->linear && convert->n == n
      && memcmp (convert->linear, params->linear, n * sizeof *convert->linear) == 0;

  if (!kept)
    als_convert_clear (convert);
  convert->alpha = params->alpha_component;
  convert->weighting = params->alpha_weighting && params->alpha_component >= 0;
  convert->components = params->components + (convert->weighting && params->alpha_component == ALS_ALPHA_PLANE);
  if (kept || !params->linear)
    return ALS_OK;
  convert->n = n;
  convert->linear = als_new_array (n + 1, sizeof *convert->linear);
  convert->steps = params->max < MOST_LIGHT_STEPS / 32 ? 32 * (params->max + 1) : MOST_LIGHT_STEPS;
  convert->guess = als_new_array ((size_t) convert->steps + 3, sizeof *convert->guess);
  if (!convert->linear || !convert->guess) {
    als_convert_clear (convert);
    return ALS_ERROR_MEMORY;
  }
  memcpy (convert->linear, params->linear, n * sizeof *convert->linear);
  /* nothing rounds to what follows the largest value */
  convert->linear[n] = INFINITY;
  make_guesses (convert, (unsigned) params->max);
  return ALS_OK;
}

void
als_convert_clear (AlsConvert *convert)
{
  free (convert->linear);
  free (convert->guess);
  *convert = (AlsConvert) { .alpha = -1 };
}

/* Constant in every call: bytes of a sample, whether there is light, whether colour is weighted. What a row does not change
 * is copied, so that bytes that are written cannot be taken for it. */
INLINE void
decode_row (const AlsConvert *convert, float *dst, const uint8_t *src, int step, const uint8_t *alpha, int alpha_step,
    int width, const AlsSamples *samples, int bytes, bool light, bool weighting)
{
  const unsigned max = (unsigned) samples->max;
  const AlsConvert to = *convert;
  const AlsSamples from = *samples;
  int x, c;

  for (x = 0; x < width; x++, src += step, dst += to.components) {
    float weight = 1.0f;

    if (weighting && to.alpha == ALS_ALPHA_PLANE) {
      weight = (float) als_get_sample (alpha, bytes, &from);
      dst[from.components] = weight;
      alpha += alpha_step;
    } else if (weighting) {
      weight = (float) als_get_sample (src + to.alpha * bytes, bytes, &from);
    }
    for (c = 0; c < from.components; c++) {
      const unsigned value = als_get_sample (src + c * bytes, bytes, &from);

      if (c == to.alpha)
        dst[c] = (float) value;
      else if (light)
        dst[c] = to.linear[2 * (value < max ? value : max)] * weight;
      else
        dst[c] = (float) value * weight;
    }
  }
}

/* Without a branch on the light. */
INLINE unsigned
light_value (const AlsConvert *convert, float light, float low, float high, float scale)
{
  const float most = (float) convert->steps;
  float at;
  int k;

  light = light > low ? light : low;
  light = light < high ? light : high;
  at = (light - low) * scale;
  k = (int) (at < most ? at : most);
  return search_value (convert->linear, light, convert->guess[k], convert->guess[k + 2]);
}

INLINE void
encode_row (const AlsConvert *convert, uint8_t *dst, const float *src, int step, int width, const float *counts,
    float count, const AlsSamples *samples, int bytes, bool light, bool weighting)
{
  const unsigned max = (unsigned) samples->max;
  const float low = light ? convert->linear[0] : 0, high = light ? convert->linear[2 * max] : 0;
  const float scale = light ? (float) convert->steps / (high - low) : 0;
  const AlsConvert from = *convert;
  const AlsSamples to = *samples;
  const int alpha = from.alpha == ALS_ALPHA_PLANE ? to.components : from.alpha;
  int x, c;

  for (x = 0; x < width; x++, dst += step, src += from.components) {
    const float divisor = counts ? counts[x] * count : 1.0f;
    const float weight = weighting ? src[alpha] : divisor;
    /* nothing of the colour is seen */
    const bool hidden = weighting && !(weight > 0.0f);

    for (c = 0; c < to.components; c++) {
      const bool colour = c != from.alpha;
      const float v = weighting || counts ? src[c] / (colour ? weight : divisor) : src[c];
      unsigned value;

      if (colour && hidden)
        value = 0;
      else if (colour && light)
        value = light_value (&from, v, low, high, scale);
      else
        value = als_round_value (v, &to);
      als_put_sample (dst + c * bytes, value, bytes, &to);
    }
  }
}

/* Rows of light alone, side by side: a row of n samples. */
INLINE void
decode_light (const AlsConvert *convert, float *dst, const uint8_t *src, int n, const AlsSamples *samples, int bytes)
{
  const float *linear = convert->linear;
  const unsigned max = (unsigned) samples->max;
  const AlsSamples from = *samples;
  int i;

  for (i = 0; i < n; i++) {
    const unsigned value = als_get_sample (src + i * bytes, bytes, &from);

    dst[i] = linear[2 * (value < max ? value : max)];
  }
}

INLINE void
encode_light (const AlsConvert *convert, uint8_t *dst, const float *src, int n, const AlsSamples *samples, int bytes)
{
  const AlsConvert from = *convert;
  const AlsSamples to = *samples;
  const float low = from.linear[0], high = from.linear[2 * (unsigned) to.max], scale = (float) from.steps / (high - low);
  int i;

  for (i = 0; i < n; i++)
    als_put_sample (dst + i * bytes, light_value (&from, src[i], low, high, scale), bytes, &to);
}

/* No alpha among them, no counts. */
static bool
is_light_alone (const AlsConvert *convert, int step, const AlsSamples *samples)
{
  return convert->linear && !convert->weighting && (unsigned) convert->alpha >= (unsigned) samples->components
      && step == samples->components * samples->bytes;
}

/* Calls a function with what is constant. */
#define EACH_KIND(function, ...)                                                        \
  do {                                                                                  \
    if (samples->bytes == 1 && convert->weighting && convert->linear)                   \
      function (__VA_ARGS__, samples, 1, true, true);                                   \
    else if (samples->bytes == 1 && convert->weighting)                                 \
      function (__VA_ARGS__, samples, 1, false, true);                                  \
    else if (samples->bytes == 1)                                                       \
      function (__VA_ARGS__, samples, 1, true, false);                                  \
    else if (convert->weighting && convert->linear)                                     \
      function (__VA_ARGS__, samples, 2, true, true);                                   \
    else if (convert->weighting)                                                        \
      function (__VA_ARGS__, samples, 2, false, true);                                  \
    else                                                                                \
      function (__VA_ARGS__, samples, 2, true, false);                                  \
  } while (0)

void
als_decode_row (const AlsConvert *convert, float *dst, const uint8_t *src, int step, const uint8_t *alpha, int alpha_step,
    int width, const AlsSamples *samples)
{
  const int n = width * samples->components;

  if (!is_light_alone (convert, step, samples))
    EACH_KIND (decode_row, convert, dst, src, step, alpha, alpha_step, width);
  else if (samples->bytes == 1)
    decode_light (convert, dst, src, n, samples, 1);
  else
    decode_light (convert, dst, src, n, samples, 2);
}

void
als_encode_row (const AlsConvert *convert, uint8_t *dst, const float *src, int step, int width, const float *counts,
    float count, const AlsSamples *samples)
{
  const int n = width * samples->components;

  if (counts || !is_light_alone (convert, step, samples))
    EACH_KIND (encode_row, convert, dst, src, step, width, counts, count);
  else if (samples->bytes == 1)
    encode_light (convert, dst, src, n, samples, 1);
  else
    encode_light (convert, dst, src, n, samples, 2);
}
