/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "gstalignscaleline.h"

/* By how much the sample of a component is shifted in the number that is a pixel
 * of an unpacked line: four samples, alpha first, each in the highest bits. */
static gint
shift_in_pixel (const GstAlignScaleLayout * layout, guint c)
{
  const gint bits = 8 * layout->sample_bytes;
  const gint place = c == GST_VIDEO_COMP_A ? 0 : (gint) c + 1;

  return bits * (G_BYTE_ORDER == G_LITTLE_ENDIAN ? place : 3 - place)
      + bits - (gint) layout->finfo->depth[c];
}

static inline void
take_bytes (guint8 * restrict dst, const guint32 * restrict line, gint n,
    gint step, gint shift, guint max)
{
  gint k;

  for (k = 0; k < n; k++)
    dst[k] = (guint8) (line[k * step] >> shift & max);
}

static inline void
take_words (guint16 * restrict dst, const guint64 * restrict line, gint n,
    gint step, gint shift, guint max)
{
  gint k;

  for (k = 0; k < n; k++)
    dst[k] = (guint16) (line[k * step] >> shift & max);
}

/* steps are constants where they are usual, so that the loops become vectors */
void
gst_align_scale_line_take (const GstAlignScaleLayout * layout, guint c, guint8 * dst,
    const guint8 * line, gint n)
{
  const gint step = 1 << layout->planes[c].w_sub;
  const gint shift = shift_in_pixel (layout, c);
  const guint max = (guint) layout->planes[c].max;
  const guint32 *four = (const guint32 *) (gconstpointer) line;
  const guint64 *eight = (const guint64 *) (gconstpointer) line;
  guint16 *words = (guint16 *) (gpointer) dst;

  if (layout->sample_bytes == 1) {
    if (step == 1)
      take_bytes (dst, four, n, 1, shift, max);
    else if (step == 2)
      take_bytes (dst, four, n, 2, shift, max);
    else
      take_bytes (dst, four, n, step, shift, max);
  } else {
    if (step == 1)
      take_words (words, eight, n, 1, shift, max);
    else if (step == 2)
      take_words (words, eight, n, 2, shift, max);
    else
      take_words (words, eight, n, step, shift, max);
  }
}

static inline void
put_bytes (guint32 * restrict line, const guint8 * restrict src, gint n,
    gint step, gint shift, guint32 keep)
{
  gint k, i;

  for (k = 0; k < n; k++)
    for (i = 0; i < step; i++)
      line[k * step + i] = (line[k * step + i] & keep)
          | (guint32) src[k] << shift;
}

static inline void
put_words (guint64 * restrict line, const guint16 * restrict src, gint n,
    gint step, gint shift, guint64 keep)
{
  gint k, i;

  for (k = 0; k < n; k++)
    for (i = 0; i < step; i++)
      line[k * step + i] = (line[k * step + i] & keep)
          | (guint64) src[k] << shift;
}

void
gst_align_scale_line_put (const GstAlignScaleLayout * layout, guint c, guint8 * line,
    const guint8 * src, gint n)
{
  const gint step = 1 << layout->planes[c].w_sub;
  const gint shift = shift_in_pixel (layout, c);
  const guint64 keep = c > 0 ? G_MAXUINT64 : 0;
  guint32 *four = (guint32 *) (gpointer) line;
  guint64 *eight = (guint64 *) (gpointer) line;
  const guint16 *words = (const guint16 *) (gconstpointer) src;

  if (layout->sample_bytes == 1) {
    if (step == 1)
      put_bytes (four, src, n, 1, shift, (guint32) keep);
    else if (step == 2)
      put_bytes (four, src, n, 2, shift, (guint32) keep);
    else
      put_bytes (four, src, n, step, shift, (guint32) keep);
  } else {
    if (step == 1)
      put_words (eight, words, n, 1, shift, keep);
    else if (step == 2)
      put_words (eight, words, n, 2, shift, keep);
    else
      put_words (eight, words, n, step, shift, keep);
  }
}

/* The samples of one depth in a pixel of bytes. */
typedef struct
{
  guint depth;
  guint32 ones;                 /* the lowest bit of the byte of each */
} Depth;

/* Finds the two depths, the larger one first; no samples have the other one
 * where there is but one. */
static void
find_depths (const GstAlignScaleLayout * layout, Depth depths[2])
{
  const GstVideoFormatInfo *finfo = layout->finfo;
  guint largest = 0, c;

  for (c = 0; c < finfo->n_components; c++)
    largest = MAX (largest, finfo->depth[c]);
  depths[0] = depths[1] = (Depth) { largest, 0 };
  for (c = 0; c < finfo->n_components; c++) {
    Depth *depth = &depths[finfo->depth[c] != largest];

    depth->depth = finfo->depth[c];
    depth->ones |= 1u << (shift_in_pixel (layout, c) + (gint) finfo->depth[c]
        - 8);
  }
}

/* The bits of the samples, in the lowest ones of their bytes. */
static inline guint32
bits_of (Depth depth, guint bits)
{
  return (depth.ones << bits) - depth.ones;
}

static inline guint32
lowered (guint32 pixel, Depth depth)
{
  return pixel >> (8 - depth.depth) & bits_of (depth, depth.depth);
}

static inline guint32
raised (guint32 pixel, Depth depth)
{
  return (pixel & bits_of (depth, depth.depth)) << (8 - depth.depth);
}

/* Makes those that are larger than their depth has its largest; the sum of two
 * of the largest depth fits a byte. */
static inline guint32
clamped (guint32 pixel, Depth depth, guint largest)
{
  const guint32 all = bits_of (depth, largest);
  const guint32 over = (((pixel & all) + all - bits_of (depth, depth.depth))
      >> largest) & depth.ones;

  return pixel | ((over << depth.depth) - over);
}

void
gst_align_scale_line_lower (const GstAlignScaleLayout * layout, guint8 * line,
    gint n)
{
  guint32 *pixels = (guint32 *) (gpointer) line;
  Depth depths[2];
  gint k;

  find_depths (layout, depths);
  if (depths[1].ones)
    for (k = 0; k < n; k++)
      pixels[k] = lowered (pixels[k], depths[0])
          | lowered (pixels[k], depths[1]);
  else
    for (k = 0; k < n; k++)
      pixels[k] = lowered (pixels[k], depths[0]);
}

void
gst_align_scale_line_raise (const GstAlignScaleLayout * layout, guint8 * line,
    gint n)
{
  guint32 *pixels = (guint32 *) (gpointer) line;
  Depth depths[2];
  gint k;

  find_depths (layout, depths);
  if (depths[1].ones)
    for (k = 0; k < n; k++)
      pixels[k] = raised (pixels[k], depths[0]) | raised (clamped (pixels[k],
              depths[1], depths[0].depth), depths[1]);
  else
    for (k = 0; k < n; k++)
      pixels[k] = raised (pixels[k], depths[0]);
}
