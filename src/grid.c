/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "grid.h"

#include "kernel.h"

/* The modes with a formula, and the one that has no name: F.interpolate (antialias=True, align_corners=True) puts the scale
 * of align-corners into the formula of half-pixel. */
enum { CORNER_SCALE_HALF_PIXEL = ALS_N_COORDINATES };

static int
resolve_mode (const AlsParams *params)
{
  switch (als_kernels[params->method].rule) {
    case ALS_RULE_NEAREST:
      return params->coordinate_mode ? (int) params->coordinate_mode : ALS_COORDINATE_ASYMMETRIC;
    case ALS_RULE_WEIGHT:
      if (params->coordinate_mode)
        return (int) params->coordinate_mode;
      if (params->align_corners)
        return params->antialias ? (int) CORNER_SCALE_HALF_PIXEL : (int) ALS_COORDINATE_ALIGN_CORNERS;
      return ALS_COORDINATE_HALF_PIXEL;
    case ALS_RULE_NEAREST_EXACT:
      return params->coordinate_mode ? (int) params->coordinate_mode : ALS_COORDINATE_HALF_PIXEL;
    case ALS_RULE_AREA:
    case ALS_RULE_COVERAGE:
      break;
  }
  return ALS_COORDINATE_HALF_PIXEL;
}

AlsAxis
als_axis (int in, int out, double box, double size, const AlsPlacement *place)
{
  AlsAxis axis = { in, out, box, size, in, out, 1.0, 0.0 };

  if (place->spacing != 0.0) {
    axis.frame_in = place->src_frame;
    axis.frame_out = place->dst_frame;
    axis.spacing = place->spacing;
    axis.offset = place->offset;
  }
  return axis;
}

AlsGrid
als_grid (const AlsAxis *axis, const AlsParams *params)
{
  const double n = als_axis_box_size (axis), m = axis->frame_out, between = n > 1 ? n - 1 : 0;
  const int mode = resolve_mode (params);
  AlsGrid grid = { .origin = axis->box };

  switch (mode) {
    case ALS_COORDINATE_ALIGN_CORNERS:
    case ALS_COORDINATE_ALIGN_CORNERS_CENTER:
      grid.centred_corners = true;
      grid.p = m > 1 ? between : 0;
      grid.r = m > 1 ? m - 1 : 1;
      grid.q = m == 1 && mode == ALS_COORDINATE_ALIGN_CORNERS_CENTER ? (n - 1) / 2 : 0;
      break;
    case ALS_COORDINATE_ASYMMETRIC:
      grid.p = n;
      grid.r = m;
      break;
    case ALS_COORDINATE_OFFSET_CORNERS:
      grid.q = n > 2 ? between : 1;
      grid.p = 2 * grid.q;
      grid.r = 2 * m;
      break;
    case CORNER_SCALE_HALF_PIXEL:
      if (m > 1) {
        grid.p = 2 * between;
        grid.q = between - (m - 1);
        grid.r = 2 * (m - 1);
      } else {
        /* F.interpolate has a scale of 0; one pixel of one stays where it is */
        grid.q = n == 1 ? 0 : -1;
        grid.r = 2;
      }
      break;
    default:
      grid.p = 2 * n;
      grid.q = n - m;
      grid.r = 2 * m;
      break;
  }
  /* from frame to plane: pixel i lies at spacing * i + offset, and what is at x there is at (x - offset) / spacing here */
  grid.q += grid.p * axis->offset;
  grid.p *= axis->spacing;
  grid.r *= axis->spacing;
  grid.origin = (grid.origin - axis->offset) / axis->spacing;
  return grid;
}
