/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Rows of moved bytes, which bytes of the source each of them is: of pixels, 16 bytes at a time, and of what is summed by
 * integers.
 */
#ifndef ALS_SHUFFLES_H
#define ALS_SHUFFLES_H

#include <string.h>

#include "taps.h"

#define ALS_MOST_WINDOWS 4
#define ALS_WIDEST_WINDOW 64

/* Block i of a row are its 16 bytes from 16 * i on, the last one those that end with the row. Byte b of it is byte
 * masks[i][w][b] of the 16 bytes from at[i][w] of the source row on, for the one window w where that is below 16. */
typedef struct {
  int bytes;            /* of a row */
  int windows;          /* of each block; 0: the pixels lie too far apart, or the rows are too short */
  int32_t *at;          /* [blocks][windows] */
  uint8_t *masks;       /* [blocks][windows][16]; 0x80: of another window */

  size_t at_room, masks_room;
} AlsShuffles;

/* Spreads the bytes source[] of a row of end bytes, as many as a window has, over the windows that they lie in, most of them:
 * each begins at at[] and holds byte b at masks[][b], 0x80 where another one does. Windows that are not needed hold nothing.
 * The answer is how many are needed, most + 1 where those are not enough. */
int als_windows_init (const int *source, int window, int end, int most, int32_t *at, int at_step, uint8_t *masks,
    int masks_step);

/* Makes the shuffles of taps that copy pixels of so many bytes, from side by side to side by side. */
AlsStatus als_shuffles_init (AlsShuffles *shuffles, const AlsTaps *taps, int pixel);
void als_shuffles_clear (AlsShuffles *shuffles);

/* Groups of ALS_GROUP_BYTES bytes of a row, brought side by side to be multiplied by the weights beside them and summed. */
#define ALS_GROUP_BYTES 64
#define ALS_GROUP_WINDOWS 4

typedef struct {
  int n;
  int windows;          /* of each group; 0: the bytes lie too far apart */
  int32_t *at;          /* [n][windows][ALS_GROUP_BYTES / window] first byte of each window */
  uint8_t *masks;       /* [n][windows][ALS_GROUP_BYTES] bytes of it; 0x80: of another window */
  uint8_t *weights;     /* [n][ALS_GROUP_BYTES] */

  size_t at_room, masks_room, weights_room;
} AlsGroups;

/* Room for n groups, for a set that shuffles window bytes at once, 16 or 64; false where there is none. */
bool als_groups_begin (AlsGroups *groups, int n, int window);
/* The bytes source[ALS_GROUP_BYTES] of a row of end bytes, no fewer than window, are a group; false where they lie too far
 * apart. */
bool als_groups_set (AlsGroups *groups, int group, const int *source, int window, int end);
/* All are set: windows that none needs go. */
void als_groups_end (AlsGroups *groups, int window);
void als_groups_clear (AlsGroups *groups);

/* The first byte of a block. */
static inline int
als_shuffles_block (const AlsShuffles *shuffles, int block)
{
  return 16 * block < shuffles->bytes - 16 ? 16 * block : shuffles->bytes - 16;
}

/* How pixels step bytes apart come side by side, and how they go apart again, in 16 bytes. */
typedef struct {
  int step, pixel;
  int at_once;                  /* pixels; 0 where they lie side by side already */
  int groups;                   /* of so many pixels that fill 16 bytes, where they do; else 1 */
  uint8_t together[4][16], apart[16];   /* which byte of the other row each one is, by groups; 0x80: none */
} AlsPacking;

static inline AlsPacking
als_packing (int step, int pixel)
{
  AlsPacking p = { .step = step, .pixel = pixel };
  int x, c, g;

  if (step == pixel)
    return p;
  p.at_once = (16 - pixel) / step + 1;
  p.groups = p.at_once * pixel == 8 ? 2 : p.at_once * pixel == 4 ? 4 : 1;
  memset (p.together, 0x80, sizeof p.together);
  memset (p.apart, 0x80, sizeof p.apart);
  for (x = 0; x < p.at_once; x++) {
    for (c = 0; c < pixel; c++) {
      for (g = 0; g < p.groups; g++)
        p.together[g][(g * p.at_once + x) * pixel + c] = (uint8_t) (x * step + c);
      p.apart[x * step + c] = (uint8_t) (x * pixel + c);
    }
  }
  return p;
}

#endif
