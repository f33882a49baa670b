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

bool
als_groups_begin (AlsGroups *groups, int n, int window)
{
  const size_t shuffles = (size_t) n * ALS_GROUP_WINDOWS;

  groups->n = n;
  groups->windows = 0;
  return als_make_room (&groups->at, &groups->at_room, shuffles * (size_t) (ALS_GROUP_BYTES / window), sizeof *groups->at)
      && als_make_room (&groups->masks, &groups->masks_room, shuffles, ALS_GROUP_BYTES)
      && als_make_room (&groups->weights, &groups->weights_room, (size_t) n, ALS_GROUP_BYTES);
}

bool
als_groups_set (AlsGroups *groups, int group, const int *source, int window, int end)
{
  const int at_once = ALS_GROUP_BYTES / window;
  int32_t *at = groups->at + (ptrdiff_t) group * ALS_GROUP_WINDOWS * at_once;
  uint8_t *masks = groups->masks + (ptrdiff_t) group * ALS_GROUP_WINDOWS * ALS_GROUP_BYTES;
  int i;

  for (i = 0; i < at_once; i++) {
    const int n = als_windows_init (source + i * window, window, end, ALS_GROUP_WINDOWS, at + i, at_once,
        masks + i * window, ALS_GROUP_BYTES);

    if (n > ALS_GROUP_WINDOWS)
      return false;
    groups->windows = n > groups->windows ? n : groups->windows;
  }
  return true;
}

void
als_groups_end (AlsGroups *groups, int window)
{
  const ptrdiff_t n = groups->windows, at_once = ALS_GROUP_BYTES / window;
  int i;

  for (i = 0; i < groups->n && n < ALS_GROUP_WINDOWS; i++) {
    memmove (groups->at + i * n * at_once, groups->at + i * ALS_GROUP_WINDOWS * at_once,
        (size_t) (n * at_once) * sizeof *groups->at);
    memmove (groups->masks + i * n * ALS_GROUP_BYTES, groups->masks + (ptrdiff_t) i * ALS_GROUP_WINDOWS * ALS_GROUP_BYTES,
        (size_t) n * ALS_GROUP_BYTES);
  }
}

void
als_groups_clear (AlsGroups *groups)
{
  free (groups->at);
  free (groups->masks);
  free (groups->weights);
  *groups = (AlsGroups) { 0 };
}
