/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Ratios at which integers give the bits of the float rows.
 */
#include "run.h"

static void
run_halve (AlsRun *run)
{
  const AlsPlan *plan = run->plan;
  int y;

  for (y = run->y0; y < run->y1; y++) {
    als_prefetch_rows (run, y + 1);
    als_pack_sources (run, 2 * y, 2 * y + 2);
    plan->rows->halve (als_target_row (run, y, 0), als_source_row (run, 2 * y, 0), als_source_row (run, 2 * y + 1, 1),
        plan->x.out, &plan->samples);
    als_finish_row (run, y, 0);
  }
}

/* Output rows 2 * r - 1 and 2 * r lie between source rows r - 1 and r. */
static void
run_double (AlsRun *run)
{
  const AlsPlan *plan = run->plan;
  int r;

  for (r = (run->y0 + 1) / 2; 2 * r - 1 < run->y1; r++) {
    const int a = r > 0 ? r - 1 : 0, b = least (r, plan->y.in - 1);
    uint8_t *near_a = 2 * r - 1 >= run->y0 ? als_target_row (run, 2 * r - 1, 0) : NULL;
    uint8_t *near_b = 2 * r < run->y1 ? als_target_row (run, 2 * r, 1) : NULL;

    /* neither in a slice without rows */
    if (!near_a && !near_b)
      continue;
    als_pack_sources (run, a, b + 1);
    plan->rows->double_rows (near_a, near_b, als_source_row (run, a, 0), als_source_row (run, b, 1), plan->x.in,
        &plan->samples);
    if (near_a)
      als_finish_row (run, 2 * r - 1, 0);
    if (near_b)
      als_finish_row (run, 2 * r, 1);
  }
}

/* Source row r among those of a job; it may be one of the last two. */
static int
line_of (const AlsRun *run, AlsLerpJob *job, int *known, int r)
{
  int i;

  for (i = job->lines - 1; i >= 0 && i >= job->lines - 2; i--)
    if (known[i] == r)
      return i;
  known[job->lines] = r;
  job->src[job->lines] = als_source_row (run, r, 0);
  return job->lines++;
}

static void
run_lerp (AlsRun *run)
{
  const AlsPlan *plan = run->plan;
  const int block = plan->rows->block;
  int known[2 * ALS_ROW_BLOCK];
  int y, i, k;

  for (y = run->y0; y < run->y1; y += block) {
    AlsLerpJob job = { .rows = least (run->y1 - y, block) };

    for (i = 0; i < job.rows; i++)
      als_prefetch_rows (run, y + i + block);
    als_pack_for (run, y, job.rows);
    for (i = 0; i < job.rows; i++) {
      const AlsLerpRow *row = &plan->lerp.rows[y + i];

      job.dst[i] = als_target_row (run, y + i, i);
      for (k = 0; k < 2; k++) {
        job.line[i][k] = line_of (run, &job, known, row->row[k]);
        job.weight[i][k] = row->weight[k];
      }
    }
    if (plan->rows->lerp[plan->samples.bytes - 1] (&job, &plan->lerp, &plan->samples)) {
      for (i = 0; i < job.rows; i++)
        als_finish_row (run, y + i, i);
    } else {
      AlsRun part = *run;

      part.y0 = y;
      part.y1 = y + job.rows;
      als_run_floats (&part);
    }
  }
}

bool
als_run_dyadic (AlsRun *run)
{
  const AlsPlan *plan = run->plan;
  const int pixel = (int) pixel_bytes (plan);

  if (plan->dyadic == ALS_DYADIC_NONE || als_source_step (run) != pixel || als_target_step (run) != pixel)
    return false;
  if (plan->dyadic == ALS_DYADIC_HALVE)
    run_halve (run);
  else if (plan->dyadic == ALS_DYADIC_DOUBLE)
    run_double (run);
  else
    run_lerp (run);
  return true;
}
