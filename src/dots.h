/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Many taps of bytes with weights of few bits, as area has them at any ratio and bicubic with antialias at 2:1: integers give
 * the bits of the float rows, because no sum of either is rounded. Columns are summed first, whatever the order of the plan
 * is. Columns and rows near the ends, whose weights are divided by what the border took, are left to the float rows.
 */
#ifndef ALS_DOTS_H
#define ALS_DOTS_H

#include "rows.h"

/* Makes the table of two axes for a set that shuffles so many bytes at once; it does not do where weights have too many bits,
 * taps lie too far apart or rows are too short. */
AlsStatus als_dots_init (AlsDots *dots, const AlsTaps *x, const AlsTaps *y, const AlsSamples *samples, int window, bool *does);
void als_dots_clear (AlsDots *dots);

#endif
