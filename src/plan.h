/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What a plan holds: everything that plan.c decided and running it needs.
 */
#ifndef ALS_PLAN_H
#define ALS_PLAN_H

#include "convert.h"
#include "dots.h"
#include "lerp.h"

typedef enum {
  ALS_ORDER_COPY,               /* both axes only move pixels */
  ALS_ORDER_HORIZONTAL_FIRST,   /* float rows of the output's width in a ring */
  ALS_ORDER_VERTICAL_FIRST,     /* float rows of the input's width, one for each output row of a block */
  ALS_ORDER_VERTICAL_ONLY,      /* columns stay where they are: one float row */
} AlsOrder;

/* Ratios at which integers give the same bits, where pixels lie side by side. */
typedef enum {
  ALS_DYADIC_NONE,
  ALS_DYADIC_HALVE,
  ALS_DYADIC_DOUBLE,
  ALS_DYADIC_LERP,              /* two taps at any other such ratio, where rows have no sample above max */
  ALS_DYADIC_DOTS,              /* many taps */
} AlsDyadic;

struct AlsPlan {
  AlsTaps x, y;
  AlsLerp lerp;
  AlsDots dots;
  AlsShuffles shuffles;         /* of x, where both axes copy and columns move */
  AlsOrder order;
  AlsDyadic dyadic;             /* instead of the order, which memory with gaps still takes */
  AlsSamples samples;
  const AlsRows *rows;
  int src_width, src_height;    /* of the picture alone, without a frame */
  bool framed;                  /* padding color: the taps know one more pixel at each end, which is fill */
  uint8_t fill[4 * 2];          /* a pixel of samples */
  bool converts;                /* rows are decoded before and encoded after */
  AlsConvert convert;

  /* scratch memory: float rows, then rows of samples with a frame, then rows of each side with pixels side by side */
  size_t row_floats;            /* length of a float row */
  int ring_rows;                /* float rows of the ring, or one for each output row of a block */
  int n_rows;                   /* all float rows */
  int framed_rows;              /* rows of samples */
  int packed_in, packed_out;    /* rows with pixels side by side; 0: they stay where they are */
  size_t scratch_size;          /* bytes of all */
};

/* The length of a float row that holds so many. */
static inline size_t
als_row_floats (size_t floats)
{
  return (floats + ALS_ROW_FLOATS - 1) / ALS_ROW_FLOATS * ALS_ROW_FLOATS;
}

/* Rows of the ring where integers make the sums of many taps. */
static inline int
als_dots_ring (const AlsPlan *plan)
{
  return plan->y.n + plan->rows->block;
}

/* Products of a plan whose passes are in that order, one of the two that have two of them. */
int64_t als_plan_products (const AlsTaps *x, const AlsTaps *y, AlsOrder order);
/* Memory that runs out is the one error. */
AlsStatus als_plan_choose_dyadic (AlsPlan *plan);
/* Sizes the scratch memory of a plan that is otherwise made; false where that does not fit into a size_t. */
bool als_plan_size_scratch (AlsPlan *plan);

#endif
