/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "grid.h"

AlsGrid
als_grid (int in, int out, bool align_corners, bool antialias)
{
  AlsGrid grid = { .num = in, .den = out };

  if (align_corners) {
    /* one output pixel: F.interpolate has a scale of 0; one of one: nothing moves */
    grid.num = out > 1 ? in - 1 : in == 1;
    grid.den = out > 1 ? out - 1 : 1;
  }
  grid.centred_corners = align_corners && !antialias;
  /* F.interpolate (antialias=True, align_corners=True) puts the scale of the one into the formula of the other */
  if (!grid.centred_corners)
    grid.b = 0.5 * als_grid_scale (&grid) - 0.5;
  return grid;
}
