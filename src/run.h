/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * One slice of a plan on its way, and the rows that it takes and gives: run_rows.c brings them into the shape that sums
 * are made of, run.c makes the sums, run_dyadic.c those that integers make.
 */
#ifndef ALS_RUN_H
#define ALS_RUN_H

#include "plan.h"

typedef struct {
  const AlsPlan *plan;
  const AlsPlane *src, *dst;
  int y0, y1;                   /* output rows */
  float *rows;                  /* plan->n_rows of them */
  uint8_t *framed;              /* plan->framed_rows of them */
  uint8_t *packed_in, *packed_out;      /* so many rows of each side as the plan has, with pixels side by side */
  AlsPacking packing_in, packing_out;
  bool packs_in, packs_out;     /* sums are made of packed rows, and to packed rows */
  const AlsDots *dots;          /* makes the rows of the ring, or NULL */
  int decoded[ALS_TAP_BLOCK];   /* the source row that is decoded in a slot, + 1 */
  int packed_from, packed_to;   /* the source rows that are packed, row r in slot r % plan->packed_in */
} AlsRun;

static inline uint8_t *
plane_row (const AlsPlane *plane, int y)
{
  return plane->data + y * plane->stride;
}

static inline size_t
pixel_bytes (const AlsPlan *plan)
{
  return (size_t) (plan->samples.components * plan->samples.bytes);
}

static inline float *
float_row (const AlsRun *run, int i)
{
  return run->rows + (size_t) i * run->plan->row_floats;
}

static inline int
least (int a, int b)
{
  return a < b ? a : b;
}

/* Takes the scratch memory of a slice apart. */
AlsRun als_run_begin (const AlsPlan *plan, const AlsPlane *src, const AlsPlane *dst, int begin, int end, void *scratch);

/* Makes the rows of a slice in the order of the plan. */
void als_run_floats (AlsRun *run);
/* The same by integers; false where nothing was done: they do not give the bits, or pixels neither lie side by side nor come
 * there. */
bool als_run_dyadic (AlsRun *run);

/* Makes the pixels begin..end - 1 of row y anew, by float rows behind those of the ring, vertical first. */
void als_run_again (const AlsRun *run, int y, int begin, int end);

/* ---- rows of the source, r as the taps count rows */

/* Brings the pixels of rows lo..hi - 1 side by side, where they are not and sums are made of them. */
void als_pack_sources (AlsRun *run, int lo, int hi);
/* The same for the rows of the n output rows from y on. */
void als_pack_for (AlsRun *run, int y, int n);
/* Row r, framed or packed as the plan wants it; slot, for a frame, is below the set's block or the plan's framed rows. */
const uint8_t *als_source_row (const AlsRun *run, int r, int slot);
/* Bytes from pixel to pixel of such a row. */
int als_source_step (const AlsRun *run);
/* Row r as floats, in float row i. */
const float *als_decoded_row (const AlsRun *run, int r, int slot, int i);

/* Bytes from the source rows of output row y to those of so many rows later; 0 where there are none. Row functions ask for
 * them as they go: of what is asked for at once, caches drop most. */
ptrdiff_t als_bytes_ahead (const AlsRun *run, int y, int rows);

/* ---- rows of the output */

/* Where row y is made; slot is below the plan's packed rows. */
uint8_t *als_target_row (const AlsRun *run, int y, int slot);
int als_target_step (const AlsRun *run);
/* Row y, made in slot, is complete. */
void als_finish_row (const AlsRun *run, int y, int slot);

#endif
