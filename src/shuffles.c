/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "shuffles.h"

#include <string.h>

#include "checked.h"

int
als_windows_init (const int *source, int window, int end, int most, int32_t *at, int at_step, uint8_t *masks,
    int masks_step)
{
  bool done[ALS_WIDEST_WINDOW] = { false };
  int n, b, left = window, used = 0;

  for (n = 0; n < most; n++) {
    int lo = end - window;

    for (b = 0; b < window; b++)
      if (!done[b] && source[b] < lo)
        lo = source[b];
    at[n * at_step] = left > 0 ? lo : at[0];
    used += left > 0;
    for (b = 0; b < window; b++) {
      const bool here = !done[b] && source[b] < lo + window;

      masks[n * masks_step + b] = (uint8_t) (here ? source[b] - lo : 0x80);
      done[b] |= here;
      left -= here;
    }
  }
  return left > 0 ? most + 1 : used;
}

AlsStatus
als_shuffles_init (AlsShuffles *shuffles, const AlsTaps *taps, int pixel)
{
  const int bytes = taps->out * pixel, blocks = (bytes + 15) / 16;
  int i, b, most = 0;

  shuffles->bytes = bytes;
  shuffles->windows = 0;
  if (bytes < 16 || taps->in * pixel < 16)
    return ALS_OK;
  if (!als_make_room (&shuffles->at, &shuffles->at_room, (size_t) blocks * ALS_MOST_WINDOWS, sizeof *shuffles->at)
      || !als_make_room (&shuffles->masks, &shuffles->masks_room, (size_t) blocks * ALS_MOST_WINDOWS, 16))
    return ALS_ERROR_MEMORY;

  for (i = 0; i < blocks && most <= ALS_MOST_WINDOWS; i++) {
    int32_t *at = shuffles->at + i * ALS_MOST_WINDOWS;
    uint8_t *masks = shuffles->masks + (ptrdiff_t) i * ALS_MOST_WINDOWS * 16;
    const int first = als_shuffles_block (shuffles, i);
    int source[16], n;

    for (b = 0; b < 16; b++)
      source[b] = taps->first[(first + b) / pixel] * pixel + (first + b) % pixel;
    n = als_windows_init (source, 16, taps->in * pixel, ALS_MOST_WINDOWS, at, 1, masks, 16);
    most = n > most ? n : most;
  }
  if (most > ALS_MOST_WINDOWS)
    return ALS_OK;
  shuffles->windows = most;
  for (i = 0; i < blocks; i++) {
    memmove (shuffles->at + i * most, shuffles->at + i * ALS_MOST_WINDOWS, (size_t) most * sizeof *shuffles->at);
    memmove (shuffles->masks + i * most * 16, shuffles->masks + i * ALS_MOST_WINDOWS * 16, (size_t) most * 16);
  }
  return ALS_OK;
}

void
als_shuffles_clear (AlsShuffles *shuffles)
{
  free (shuffles->at);
  free (shuffles->masks);
  *shuffles = (AlsShuffles) { 0 };
}
