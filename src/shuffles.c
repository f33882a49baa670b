/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "shuffles.h"

#include <string.h>

#include "checked.h"

/* Spreads the 16 bytes from source over windows that begin at end - 16 at most; the answer is how many it takes, beyond
 * ALS_MOST_WINDOWS not counted to the end. */
static int
make_windows (const int *source, int end, int32_t *at, uint8_t (*masks)[16])
{
  bool done[16] = { false };
  int n, b, left = 16;

  for (n = 0; left > 0 && n < ALS_MOST_WINDOWS; n++) {
    int lo = end - 16;

    for (b = 0; b < 16; b++)
      if (!done[b] && source[b] < lo)
        lo = source[b];
    at[n] = lo;
    for (b = 0; b < 16; b++) {
      const bool here = !done[b] && source[b] < lo + 16;

      masks[n][b] = (uint8_t) (here ? source[b] - lo : 0x80);
      done[b] |= here;
      left -= here;
    }
  }
  return left > 0 ? ALS_MOST_WINDOWS + 1 : n;
}

AlsStatus
als_shuffles_init (AlsShuffles *shuffles, const AlsTaps *taps, int pixel)
{
  const int bytes = taps->out * pixel, blocks = (bytes + 15) / 16;
  int i, b, w, most = 0;

  shuffles->bytes = bytes;
  shuffles->windows = 0;
  if (bytes < 16 || taps->in * pixel < 16)
    return ALS_OK;
  if (!als_make_room (&shuffles->at, &shuffles->at_room, (size_t) blocks * ALS_MOST_WINDOWS, sizeof *shuffles->at)
      || !als_make_room (&shuffles->masks, &shuffles->masks_room, (size_t) blocks * ALS_MOST_WINDOWS, 16))
    return ALS_ERROR_MEMORY;

  for (i = 0; i < blocks && most <= ALS_MOST_WINDOWS; i++) {
    int32_t *at = shuffles->at + i * ALS_MOST_WINDOWS;
    uint8_t (*masks)[16] = (uint8_t (*)[16]) shuffles->masks + i * ALS_MOST_WINDOWS;
    const int first = als_shuffles_block (shuffles, i);
    int source[16], n;

    for (b = 0; b < 16; b++)
      source[b] = taps->first[(first + b) / pixel] * pixel + (first + b) % pixel;
    n = make_windows (source, taps->in * pixel, at, masks);
    for (w = n; w < ALS_MOST_WINDOWS; w++) {
      at[w] = at[0];
      memset (masks[w], 0x80, 16);
    }
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
