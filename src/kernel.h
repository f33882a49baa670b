/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The table of methods. A new method is one row in kernel.c and one value of AlsMethod.
 */
#ifndef ALS_KERNEL_H
#define ALS_KERNEL_H

#include "alignscale.h"

/* How a method finds its taps. */
typedef enum {
  ALS_RULE_WEIGHT,        /* weight() around the coordinate of the grid */
  ALS_RULE_NEAREST,       /* F.interpolate (mode='nearest'): floor (i * scale) in float32 */
  ALS_RULE_NEAREST_EXACT, /* F.interpolate (mode='nearest-exact'): floor ((i + 0.5) * scale) in float32 */
  ALS_RULE_AREA,          /* F.interpolate (mode='area'): the mean of [floor (i * in / out), ceil ((i + 1) * in / out)) */
  ALS_RULE_COVERAGE,      /* the mean of [i * in / out, (i + 1) * in / out), pixels cut where they lie across its ends */
} AlsRule;

typedef struct {
  const char *name;
  const char *blurb;
  AlsRule rule;
  double support;                       /* weight (x) is 0 beyond; input pixels */
  double (*weight) (double x, double a);        /* weight at distance x, which may exceed support by 1e-9; a is the parameter of bicubic */
} AlsKernel;

/* Indexed by AlsMethod. */
extern const AlsKernel als_kernels[ALS_N_METHODS];

#endif
