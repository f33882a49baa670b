/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Two taps on each axis with weights of few bits, as bilinear has them at 3:2, 4:1 or 5:8: integers of 16 bits give the
 * bits of the float rows, because no sum of either is rounded.
 */
#ifndef ALS_LERP_H
#define ALS_LERP_H

#include "rows.h"

/* Makes the table of two axes for a set that shuffles so many bytes at once; it does not do where their weights have too many
 * bits for the samples, their taps lie too far apart or their rows are too short. */
AlsStatus als_lerp_init (AlsLerp *lerp, const AlsTaps *x, const AlsTaps *y, const AlsSamples *samples, int window, bool *does);
void als_lerp_clear (AlsLerp *lerp);

#endif
