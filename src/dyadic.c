/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Chooses the integers that give the bits of the float rows.
 */
#include "plan.h"

/* Each output pixel is the mean of two pixels of its own. */
static bool
taps_halve (const AlsTaps *taps)
{
  const float weight = taps->counts ? 1.0f : 0.5f;
  int i;

  if (taps->n != 2)
    return false;
  for (i = 0; i < taps->out; i++)
    if (taps->first[i] != 2 * i || taps->weights[2 * i] != weight || taps->weights[2 * i + 1] != weight
        || (taps->counts && taps->counts[i] != 2.0f))
      return false;
  return true;
}

/* Each output pixel is 3/4 of its pixel and 1/4 of the neighbour on its side, which at the ends is the pixel itself. */
static bool
taps_double (const AlsTaps *taps)
{
  const int last = 2 * taps->in - 1;
  int i;

  if (taps->n != 2 || taps->counts || taps->out != 2 * taps->in)
    return false;
  for (i = 0; i <= last; i++) {
    const int first = i == 0 ? 0 : i == last ? taps->in - 2 : (i - 1) / 2;
    const float weight = i == 0 ? 1.0f : i == last ? 0.0f : i % 2 ? 0.75f : 0.25f;

    if (taps->first[i] != first || taps->weights[2 * i] != weight || taps->weights[2 * i + 1] != 1.0f - weight)
      return false;
  }
  return true;
}

/* Columns first cost little as integers, but not without end where rows first would leave few of them. */
static bool
dots_are_worth_it (const AlsPlan *plan)
{
  const AlsTaps *x = &plan->x, *y = &plan->y;

  return x->n > 2 && als_plan_products (x, y, ALS_ORDER_HORIZONTAL_FIRST)
      <= 2 * als_plan_products (x, y, ALS_ORDER_VERTICAL_FIRST);
}

AlsStatus
als_plan_choose_dyadic (AlsPlan *plan)
{
  const AlsSamples *samples = &plan->samples;
  const AlsRows *rows = plan->rows;
  const bool plain = !plan->framed && !plan->converts, whole = samples->bytes == 1 && samples->components != 3;
  AlsStatus status = ALS_OK;
  bool does = false;

  plan->dyadic = ALS_DYADIC_NONE;
  if (!plain || (samples->bytes == 1 && samples->max != 255.0f))
    return ALS_OK;
  if (whole && rows->halve && taps_halve (&plan->x) && taps_halve (&plan->y)) {
    plan->dyadic = ALS_DYADIC_HALVE;
  } else if (whole && rows->double_rows && taps_double (&plan->x) && taps_double (&plan->y)) {
    plan->dyadic = ALS_DYADIC_DOUBLE;
  } else if (rows->window > 0 && !samples->swapped) {
    status = als_lerp_init (&plan->lerp, &plan->x, &plan->y, samples, rows->window, &does);
    plan->dyadic = does ? ALS_DYADIC_LERP : ALS_DYADIC_NONE;
    if (status == ALS_OK && !does && dots_are_worth_it (plan)) {
      status = als_dots_init (&plan->dots, &plan->x, &plan->y, samples, rows->window, &does);
      if (does && (!plan->dots.risky || plan->order == ALS_ORDER_VERTICAL_FIRST))
        plan->dyadic = ALS_DYADIC_DOTS;
    }
  }
  return status;
}
