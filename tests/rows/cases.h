/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The arguments of a case and their comparison.
 */
#ifndef ALS_TEST_CASES_H
#define ALS_TEST_CASES_H

#include "checkrows.h"

#include "taps.h"

/* At the end of the memory, mostly. */
bool random_end (void);
/* Bytes; in pattern 1 all or none of their bits. */
void random_fill (uint8_t *p, size_t size, int pattern);
/* A weight: any, large, or 0. */
float random_weight (int pattern);

/* Taps as the plan makes them, or any that are allowed. */
void make_taps (AlsTaps *taps, const Case *c);

/* Of pixels that begin step bytes apart. */
size_t row_bytes (const Case *c, int pixels, int step);
const uint8_t *sample_row (const Case *c, int row, int pixels, int step);
/* Whole float rows; what pads them is no number. */
const float *float_row (const Case *c, int row, int pixels);

/* Groups that end where their memory does. */
AlsGroups guarded_groups (const AlsGroups *groups, int window);

/* Two rows of the same bytes: for the function, and for the C rows. */
void two_rows (int row, size_t size, bool at_end, uint8_t **dst, uint8_t **ref);
void two_float_rows (int row, int floats, float **dst, float **ref);

/* True where the rows are the same and nothing around dst changed; else failure says what differs. The sign of a float 0 is
 * free. */
bool same_bytes (const Case *c, int row, const uint8_t *dst, const uint8_t *ref, size_t size);
bool same_floats (const Case *c, int row, const float *dst, const float *ref, int floats);

#endif
