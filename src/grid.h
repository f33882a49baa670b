/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Where the pixels of the output lie on the input: the only place that knows a sampling grid's formula.
 */
#ifndef ALS_GRID_H
#define ALS_GRID_H

#include <stdbool.h>

/* Output pixel i reads the input coordinate num * i / den + b; input pixel j is the point j. */
typedef struct {
  double num, den, b;   /* num / den is the exact scale: input pixels per output pixel */
  bool centred_corners; /* the outermost pixels' centres are the picture's bounds: reflection is about them */
} AlsGrid;

AlsGrid als_grid (int in, int out, bool align_corners, bool antialias);

/* num / den */
static inline double
als_grid_scale (const AlsGrid *grid)
{
  return grid->num / grid->den;
}

static inline double
als_grid_at (const AlsGrid *grid, int i)
{
  return grid->num * i / grid->den + grid->b;
}

#endif
