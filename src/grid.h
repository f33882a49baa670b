/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Where the pixels of the output lie on the input: the only place that knows a sampling grid's formula.
 */
#ifndef ALS_GRID_H
#define ALS_GRID_H

#include "alignscale.h"

/* One axis of a plane, and the part of it that fills the output. */
typedef struct {
  int in, out;          /* pixels */
  double box, size;     /* corner and size of the box, pixels of the input frame; size 0: to the far edge */
  int frame_in, frame_out;      /* pixels of the frames */
  double spacing, offset;       /* pixel j of the plane lies at spacing * j + offset of the frame */
} AlsAxis;

AlsAxis als_axis (int in, int out, double box, double size, const AlsPlacement *place);

/* Output pixel i reads the input coordinate (p * i + q) / r + origin; input pixel j is the point j. Without a box p, q and
 * r are whole numbers, so that a coordinate half way between pixels comes out exactly. */
typedef struct {
  double p, q, r, origin;
  bool centred_corners; /* the outermost pixels' centres are the picture's bounds: reflection is about them */
} AlsGrid;

/* The size of an axis' box: that given, or to the far edge. Positive where the box is not empty. */
static inline double
als_axis_box_size (const AlsAxis *axis)
{
  return axis->size > 0 ? axis->size : axis->frame_in - axis->box;
}

AlsGrid als_grid (const AlsAxis *axis, const AlsParams *params);

/* Input pixels for an output pixel. */
static inline double
als_grid_scale (const AlsGrid *grid)
{
  return grid->p / grid->r;
}

static inline double
als_grid_at (const AlsGrid *grid, int i)
{
  return (grid->p * i + grid->q) / grid->r + grid->origin;
}

/* Where the area of output pixel i begins, counted from the picture's edge; it ends where that of i + 1 begins. */
static inline double
als_grid_edge (const AlsGrid *grid, int i)
{
  return (grid->p * i + grid->q + (grid->r - grid->p) / 2) / grid->r + grid->origin;
}

#endif
