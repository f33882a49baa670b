/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What a plan holds: everything that plan.c decided and run.c needs.
 */
#ifndef ALS_PLAN_H
#define ALS_PLAN_H

#include "rows.h"

typedef enum {
  ALS_ORDER_COPY,               /* both axes only move pixels */
  ALS_ORDER_HORIZONTAL_FIRST,   /* float rows of the output's width in a ring */
  ALS_ORDER_VERTICAL_FIRST,     /* float rows of the input's width, one for each output row of a block */
} AlsOrder;

struct AlsPlan {
  AlsTaps x, y;
  AlsOrder order;
  AlsSamples samples;
  const AlsRows *rows;
  size_t row_floats;            /* length of a float row */
  int n_rows;                   /* float rows in the scratch memory */
  size_t scratch_size;          /* bytes */
};

#endif
