/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Part of rows_vector.h: pixels moved as they are, side by side, apart again, or to other places.
 */
#ifndef ALS_ROWS_PIXELS_H
#define ALS_ROWS_PIXELS_H

INLINE void
copy_pixels (uint8_t *dst, int dst_step, const uint8_t *src, int src_step, int pixel, int pixels)
{
  int x;

  for (x = 0; x < pixels; x++)
    memcpy (dst + (ptrdiff_t) x * dst_step, src + (ptrdiff_t) x * src_step, (size_t) pixel);
}

NOINLINE void
copy_pixels_of_any (uint8_t *dst, int dst_step, const uint8_t *src, int src_step, int pixel, int pixels)
{
  switch (pixel) {
    case 1:
      copy_pixels (dst, dst_step, src, src_step, 1, pixels);
      break;
    case 2:
      copy_pixels (dst, dst_step, src, src_step, 2, pixels);
      break;
    case 3:
      copy_pixels (dst, dst_step, src, src_step, 3, pixels);
      break;
    case 4:
      copy_pixels (dst, dst_step, src, src_step, 4, pixels);
      break;
    case 6:
      copy_pixels (dst, dst_step, src, src_step, 6, pixels);
      break;
    default:
      copy_pixels (dst, dst_step, src, src_step, 8, pixels);
      break;
  }
}

/* 16 bytes of dst at a time, so that they can be loaded again at once; the answer is how many pixels have been done. */
INLINE int
pack_groups (uint8_t *dst, const uint8_t *src, const AlsPacking *p, int pixels, int length, int groups)
{
  const int step = p->step, at_once = p->at_once, reach = (groups - 1) * at_once * step + 16;
  B16 mask[4], v;
  int x, g;

  UNROLLED for (g = 0; g < groups; g++)
    mask[g] = b_load (p->together[g]);
  for (x = 0; x < pixels && x * step + reach <= length; x += groups * at_once) {
    v = b_pick (b_load (src + x * step), mask[0]);
    UNROLLED for (g = 1; g < groups; g++)
      v = b_or (v, b_pick (b_load (src + (x + g * at_once) * step), mask[g]));
    b_store (dst + x * p->pixel, v);
  }
  return x;
}

/* The row goes on for length bytes from src; 16 bytes beyond the last pixel of dst may be written. */
INLINE void
pack_pixels (uint8_t *dst, const uint8_t *src, const AlsPacking *p, int pixels, int length)
{
  const int step = p->step, pixel = p->pixel, at_once = p->at_once;
  int x = 0;

  if (step == pixel) {
    memcpy (dst, src, (size_t) (pixels * pixel));
    return;
  }
  if (at_once > 1) {
    if (p->groups == 2)
      x = pack_groups (dst, src, p, pixels, length, 2);
    else if (p->groups == 4)
      x = pack_groups (dst, src, p, pixels, length, 4);
    for (; x < pixels && x * step + 16 <= length; x += at_once)
      b_store (dst + x * pixel, b_pick (b_load (src + x * step), b_load (p->together[0])));
  }
  if (x < pixels)
    copy_pixels_of_any (dst + x * pixel, pixel, src + x * step, step, pixel, pixels - x);
}

/* The row goes on for length bytes from dst, those between pixels are written with what they held; 16 bytes beyond the
 * last pixel of src may be read. */
INLINE void
spread_pixels (uint8_t *dst, const uint8_t *src, const AlsPacking *p, int pixels, int length)
{
  const int step = p->step, pixel = p->pixel, at_once = p->at_once;
  int x = 0;

  if (at_once > 1) {
    const B16 mask = b_load (p->apart);

    for (; x + at_once <= pixels && x * step + 16 <= length; x += at_once)
      b_store (dst + x * step, b_pick_or (b_load (src + x * pixel), mask, b_load (dst + x * step)));
  }
  if (x < pixels)
    copy_pixels_of_any (dst + x * step, step, src + x * pixel, pixel, pixel, pixels - x);
}

static void
pack (uint8_t *dst, const uint8_t *src, const AlsPacking *packing, int pixels)
{
  pack_pixels (dst, src, packing, pixels, (pixels - 1) * packing->step + packing->pixel);
}

static void
spread (uint8_t *dst, const uint8_t *src, const AlsPacking *packing, int pixels)
{
  spread_pixels (dst, src, packing, pixels, (pixels - 1) * packing->step + packing->pixel);
}

INLINE void
shuffle_windows (uint8_t *dst, const uint8_t *src, ptrdiff_t ahead, const AlsShuffles *shuffles, int windows)
{
  const int32_t *at = shuffles->at;
  const uint8_t *mask = shuffles->masks;
  const int bytes = shuffles->bytes, end = at[(bytes - 1) / 16 * windows];
  /* so many bytes come of no more than a line of the cache */
  const int asks = end <= bytes ? 64 : end / 2 <= bytes ? 32 : 16;
  int to, w;

  for (to = 0; to < bytes; to += 16, at += windows, mask += 16 * windows) {
    B16 v = b_pick (b_load (src + at[0]), b_load (mask));

    if (ahead != 0 && (to & (asks - 1)) == 0)
      __builtin_prefetch (src + at[0] + ahead);
    UNROLLED for (w = 1; w < windows; w++)
      v = b_or (v, b_pick (b_load (src + at[w]), b_load (mask + 16 * w)));
    b_store (dst + least (to, bytes - 16), v);
  }
}

static void
shuffle (uint8_t *dst, const uint8_t *src, ptrdiff_t ahead, const AlsShuffles *shuffles)
{
  switch (shuffles->windows) {
    case 1:
      shuffle_windows (dst, src, ahead, shuffles, 1);
      break;
    case 2:
      shuffle_windows (dst, src, ahead, shuffles, 2);
      break;
    case 3:
      shuffle_windows (dst, src, ahead, shuffles, 3);
      break;
    default:
      shuffle_windows (dst, src, ahead, shuffles, 4);
      break;
  }
}

#endif
