/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Part of rows_vector.h: pixels moved as they are, side by side, apart again, or gathered.
 */
#ifndef ALS_ROWS_PIXELS_H
#define ALS_ROWS_PIXELS_H

/* What lies between the pixels of dst is not touched. */
INLINE void
copy_pixels (uint8_t *dst, int dst_step, const uint8_t *src, int src_step, size_t pixel, int pixels)
{
  int x;

  for (x = 0; x < pixels; x++)
    memcpy (dst + (ptrdiff_t) x * dst_step, src + (ptrdiff_t) x * src_step, pixel);
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

/* How pixels step bytes apart come side by side. */
typedef struct {
  int step, pixel, at_once;     /* pixels in 16 bytes; 0 where they are not to be shuffled */
  uint8_t mask[16];
} Packing;

INLINE Packing
packing_of (int step, int pixel)
{
  Packing p = { .step = step, .pixel = pixel };
  int i, x = 0, c = 0;

  p.at_once = step != pixel && step < 16 ? (16 - pixel) / step + 1 : 0;
  for (i = 0; i < 16; i++) {
    p.mask[i] = (uint8_t) (x * step + c < 16 ? x * step + c : 0);
    if (++c == pixel) {
      c = 0;
      x++;
    }
  }
  return p;
}

/* The row goes on for length bytes from src; 16 bytes beyond the last pixel of dst may be written. */
INLINE void
pack_pixels (uint8_t *dst, const uint8_t *src, const Packing *p, int pixels, int length)
{
  int x = 0;

  if (p->step == p->pixel) {
    memcpy (dst, src, (size_t) (pixels * p->pixel));
    return;
  }
  if (p->at_once > 1)
    for (; x < pixels && x * p->step + 16 <= length; x += p->at_once)
      shuffle16 (dst + x * p->pixel, src + x * p->step, p->mask);
  if (x < pixels)
    copy_pixels_of_any (dst + x * p->pixel, p->pixel, src + x * p->step, p->step, p->pixel, pixels - x);
}

INLINE void
gather_pixels (uint8_t *dst, const uint8_t *src, int dst_step, int src_step, const int32_t *first, int width,
    size_t pixel)
{
  int x;

  for (x = 0; x < width; x++)
    memcpy (dst + (ptrdiff_t) x * dst_step, src + (ptrdiff_t) first[x] * src_step, pixel);
}

/* Single bytes side by side: 16 or 8 outputs from 16 bytes that end where a pixel is known to be. */
INLINE void
gather_bytes (uint8_t *dst, const uint8_t *src, const int32_t *first, int width)
{
  const int last = first[width - 1];
  int x = 0;

  for (; x + 16 <= width; x += 16) {
    int base = least (first[x], last - 15);
    I8 lo = i_sub (i_load (first + x), i_set1 (base)), hi = i_sub (i_load (first + x + 8), i_set1 (base));

    int base_hi = least (first[x + 8], last - 15);
    I8 own = i_sub (hi, i_set1 (base_hi - base));

    if (base >= 0 && i_within (lo, 15) && i_within (hi, 15)) {
      shuffle16_by_ints (dst + x, src + base, src + base, lo, hi);
    } else if (base >= 0 && base_hi >= 0 && i_within (lo, 15) && i_within (own, 15)) {
      shuffle16_by_ints (dst + x, src + base, src + base_hi, lo, own);
    } else {
      gather_pixels (dst + x, src, 1, 1, first + x, 16, 1);
    }
  }
  gather_pixels (dst + x, src, 1, 1, first + x, width - x, 1);
}

/* Pixels of 3 bytes side by side, moved as 4 where another follows on both sides. */
INLINE void
gather_triples (uint8_t *dst, const uint8_t *src, const int32_t *first, int width)
{
  const int last = first[width - 1];
  int x;

  for (x = 0; x < width - 1; x++) {
    if (first[x] < last)
      memcpy (dst + 3 * x, src + (ptrdiff_t) first[x] * 3, 4);
    else
      memcpy (dst + 3 * x, src + (ptrdiff_t) first[x] * 3, 3);
  }
  memcpy (dst + 3 * x, src + (ptrdiff_t) last * 3, 3);
}

static void
gather (uint8_t *dst, const uint8_t *src, int dst_step, int src_step, const int32_t *first, int width,
    const AlsSamples *samples)
{
  const int pixel = samples->components * samples->bytes;
  const bool packed = dst_step == pixel && src_step == pixel;

  switch (pixel) {
    case 1:
      if (packed)
        gather_bytes (dst, src, first, width);
      else
        gather_pixels (dst, src, dst_step, src_step, first, width, 1);
      break;
    case 2:
      gather_pixels (dst, src, dst_step, src_step, first, width, 2);
      break;
    case 3:
      if (packed)
        gather_triples (dst, src, first, width);
      else
        gather_pixels (dst, src, dst_step, src_step, first, width, 3);
      break;
    case 4:
      gather_pixels (dst, src, dst_step, src_step, first, width, 4);
      break;
    case 6:
      gather_pixels (dst, src, dst_step, src_step, first, width, 6);
      break;
    default:
      gather_pixels (dst, src, dst_step, src_step, first, width, 8);
      break;
  }
}

#endif
