/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Ratios at which integers give the bits of the float rows.
 */
#include "run.h"

#include <string.h>

#define HALVE_AHEAD 2           /* output rows that halving is behind the cache */
#define LERP_BYTES (128 << 10)  /* of source rows that are asked for before they are needed, about */

static void
run_halve (AlsRun *run)
{
  const AlsPlan *plan = run->plan;
  int y;

  for (y = run->y0; y < run->y1; y++) {
    als_pack_sources (run, 2 * y, 2 * y + 2);
    plan->rows->halve (als_target_row (run, y, 0), als_source_row (run, 2 * y, 0), als_source_row (run, 2 * y + 1, 1),
        plan->x.out, als_bytes_ahead (run, y, HALVE_AHEAD), &plan->samples);
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

static int
lerp_block (const AlsPlan *plan)
{
  const int64_t row = (int64_t) ((size_t) plan->x.in * pixel_bytes (plan)) * plan->y.in / plan->y.out;

  return plan->rows->block * row > LERP_BYTES ? least (plan->rows->block, 8) : plan->rows->block;
}

static void
run_lerp (AlsRun *run)
{
  const AlsPlan *plan = run->plan;
  const int block = lerp_block (plan);
  int known[2 * ALS_ROW_BLOCK];
  int y, i, k;

  for (y = run->y0; y < run->y1; y += block) {
    AlsLerpJob job = { .rows = least (run->y1 - y, block), .ahead = als_bytes_ahead (run, y, block) };

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

/* Output columns begin..end - 1, whose taps are of the source's columns from..to - 1, as which first counts them. */
typedef struct {
  int begin, end, from, to;
  int32_t *first;
} Columns;

static void
run_columns (const AlsRun *run, Columns columns, AlsOrder order, const AlsDots *dots)
{
  const int pixel = (int) pixel_bytes (run->plan);
  AlsPlan part = *run->plan;
  AlsPlane src = *run->src, dst = *run->dst;
  AlsRun now = *run;

  if (columns.begin == columns.end)
    return;
  src.data += (ptrdiff_t) columns.from * pixel;
  dst.data += (ptrdiff_t) columns.begin * pixel;
  part.order = order;
  part.x.out = columns.end - columns.begin;
  part.x.in = part.src_width = columns.to - columns.from;
  part.x.first = columns.first;
  part.x.weights += (ptrdiff_t) columns.begin * part.x.n;
  part.x.even_from = part.x.even_to = 0;
  if (part.x.counts)
    part.x.counts += columns.begin;
  part.row_floats = als_row_floats ((size_t) ((order == ALS_ORDER_HORIZONTAL_FIRST ? part.x.out : part.x.in)
      * part.samples.components));
  if (dots)
    part.ring_rows = als_dots_ring (&part);
  now.plan = &part;
  now.src = &src;
  now.dst = &dst;
  now.dots = dots;
  als_run_floats (&now);
}

void
als_run_again (const AlsRun *run, int y, int begin, int end)
{
  const AlsTaps *x = &run->plan->x;
  int32_t first[ALS_DOT_CHUNK + 1];
  int from = x->in, to = 0, i;
  AlsRun row = *run;

  for (i = begin; i < end; i++) {
    from = least (from, x->first[i]);
    to = x->first[i] + x->n > to ? x->first[i] + x->n : to;
  }
  for (i = begin; i < end; i++)
    first[i - begin] = x->first[i] - from;
  row.rows = float_row (run, run->plan->ring_rows);
  row.y0 = y;
  row.y1 = y + 1;
  run_columns (&row, (Columns) { begin, end, from, to, first }, ALS_ORDER_VERTICAL_FIRST, NULL);
}

/* The output rows y0..y1 - 1, of those of the slice. */
static AlsRun
rows_of (const AlsRun *run, int y0, int y1)
{
  AlsRun rows = *run;

  rows.y0 = y0 > run->y0 ? y0 : run->y0;
  rows.y1 = least (y1, run->y1);
  return rows;
}

static void
run_dots (const AlsRun *run)
{
  const AlsPlan *plan = run->plan;
  const AlsDots *dots = &plan->dots;
  AlsRun top = rows_of (run, 0, dots->y0), inner = rows_of (run, dots->y0, dots->y1);
  AlsRun bottom = rows_of (run, dots->y1, plan->y.out);
  int32_t right[ALS_DOT_ENDS];  /* taps are nothing that may not be written */

  memcpy (right, dots->right, sizeof right);
  als_run_floats (&top);
  if (inner.y0 < inner.y1) {
    run_columns (&inner, (Columns) { 0, dots->x0, 0, dots->left_to, plan->x.first }, plan->order, NULL);
    run_columns (&inner, (Columns) { dots->x0, dots->x1, 0, plan->x.in, plan->x.first + dots->x0 },
        ALS_ORDER_HORIZONTAL_FIRST, dots);
    run_columns (&inner, (Columns) { dots->x1, plan->x.out, dots->right_from, plan->x.in, right }, plan->order,
        NULL);
  }
  als_run_floats (&bottom);
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
  else if (plan->dyadic == ALS_DYADIC_LERP)
    run_lerp (run);
  else if (run->packs_in || run->packs_out)
    return false;
  else
    run_dots (run);
  return true;
}
