/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef ALS_FUZZ_PARAMS_H
#define ALS_FUZZ_PARAMS_H

#include "alignscale.h"
#include "fuzz.h"

#define LIGHT_FLOATS (2 * 65535 + 1)

/* A number of the range, or, where the input is wild and says so, any number at all. */
static inline int
some_int (Bytes *bytes, bool wild, int from, int to)
{
  return wild && fuzz_int (bytes, 0, 63) == 0 ? fuzz_any_int (bytes) : fuzz_int (bytes, from, to);
}

static inline double
some_double (Bytes *bytes, bool wild, double from, double to)
{
  return wild && fuzz_int (bytes, 0, 63) == 0 ? fuzz_any_double (bytes)
      : from + (to - from) * fuzz_int (bytes, 0, 1 << 20) / (1 << 20);
}

static inline void
some_placement (Bytes *bytes, bool wild, AlsPlacement *place, int in, int out)
{
  if (fuzz_int (bytes, 0, 3) != 0)
    return;
  place->spacing = wild ? some_double (bytes, true, 1.0, 16.0) : fuzz_int (bytes, 1, 4);
  place->offset = some_double (bytes, wild, -2.0, 2.0);
  place->src_frame = wild ? some_int (bytes, true, 1, ALS_MAX_SIZE) : (int) (in * place->spacing);
  place->dst_frame = wild ? some_int (bytes, true, 1, ALS_MAX_SIZE) : (int) (out * place->spacing);
}

/* Parameters up to the size, good ones but where they are wild. light has room for LIGHT_FLOATS. */
static inline AlsParams
fuzz_params (Bytes *bytes, bool wild, int size, float *light)
{
  AlsParams p = ALS_PARAMS_INIT;
  int c;

  p.src_width = some_int (bytes, wild, 1, size);
  p.src_height = some_int (bytes, wild, 1, size);
  p.dst_width = some_int (bytes, wild, 1, size);
  p.dst_height = some_int (bytes, wild, 1, size);
  /* exact ratios have functions of their own */
  switch (fuzz_int (bytes, 0, 7)) {
    case 0:
      p.dst_width = p.src_width;
      p.dst_height = p.src_height;
      break;
    case 1:
      p.dst_width = (int) (2u * (unsigned) p.src_width);
      p.dst_height = (int) (2u * (unsigned) p.src_height);
      break;
    case 2:
      p.src_width = (int) (2u * (unsigned) p.dst_width);
      p.src_height = (int) (2u * (unsigned) p.dst_height);
      break;
    default:
      break;
  }
  p.method = (AlsMethod) some_int (bytes, wild, 0, ALS_N_METHODS - 1);
  p.padding = (AlsPadding) some_int (bytes, wild, 0, ALS_N_PADDINGS - 1);
  p.align_corners = fuzz_int (bytes, 0, 1);
  p.antialias = fuzz_int (bytes, 0, 1);
  p.cubic_a = some_double (bytes, wild, -4.0, 1.0);
  p.components = some_int (bytes, wild, 1, 4);
  p.sample_bytes = some_int (bytes, wild, 1, 2);
  if (p.sample_bytes == 2) {
    p.swapped = fuzz_int (bytes, 0, 1);
    p.shift = some_int (bytes, wild, 0, 15);
    p.max = p.shift >= 0 && p.shift <= 15 ? 65535 >> p.shift : 1;
  }
  if (fuzz_int (bytes, 0, 3) == 0)
    p.max = some_int (bytes, wild, 1, p.max);
  p.coordinate_mode = (AlsCoordinateMode) some_int (bytes, wild, 0, ALS_N_COORDINATES - 1);
  p.nearest_rounding = (AlsNearestRounding) some_int (bytes, wild, 0, ALS_N_ROUNDINGS - 1);
  if (fuzz_int (bytes, 0, 1)) {
    p.box_x = some_double (bytes, wild, -2.0 * size, 2.0 * size);
    p.box_y = some_double (bytes, wild, -2.0 * size, 2.0 * size);
    p.box_width = some_double (bytes, wild, 1.0 / 4096, 2.0 * size);
    p.box_height = some_double (bytes, wild, 1.0 / 4096, 2.0 * size);
  }
  some_placement (bytes, wild, &p.place_x, p.src_width, p.dst_width);
  some_placement (bytes, wild, &p.place_y, p.src_height, p.dst_height);
  for (c = 0; c < 4; c++)
    p.fill[c] = some_int (bytes, wild, 0, p.max > 0 ? p.max : 1);
  p.alpha_component = some_int (bytes, wild, -1, p.components > 0 ? p.components - 1 : 3);
  if (p.components < 4 && fuzz_int (bytes, 0, 3) == 0)
    p.alpha_component = ALS_ALPHA_PLANE;
  p.alpha_weighting = fuzz_int (bytes, 0, 1);
  if (fuzz_int (bytes, 0, 7) == 0 && p.max >= 1 && p.max <= 65535) {
    const double bend = some_double (bytes, wild, 0.0, 1.0);
    int i;

    for (i = 0; i <= 2 * p.max; i++) {
      const double v = i / (2.0 * p.max);

      light[i] = (float) (v * (1.0 - bend) + v * v * bend);
    }
    p.linear = light;
  }
  return p;
}

#endif
