/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include <math.h>

#include "gstalignscaleborder.h"

void
gst_align_scale_border_color (const GstVideoInfo * info, guint32 argb,
    guint samples[GST_VIDEO_MAX_COMPONENTS])
{
  const GstVideoFormatInfo *finfo = info->finfo;
  gdouble r = ((argb >> 16) & 0xff) / 255.0;
  gdouble g = ((argb >> 8) & 0xff) / 255.0;
  gdouble b = (argb & 0xff) / 255.0;
  gdouble kr = 0.299, kb = 0.114, luma;
  gdouble values[GST_VIDEO_MAX_COMPONENTS] = { r, g, b, (argb >> 24) / 255.0 };
  gint offset[GST_VIDEO_MAX_COMPONENTS], scale[GST_VIDEO_MAX_COMPONENTS];
  guint c;

  if (GST_VIDEO_FORMAT_INFO_HAS_PALETTE (finfo)) {
    samples[0] = 0;
    return;
  }
  gst_video_color_matrix_get_Kr_Kb (info->colorimetry.matrix, &kr, &kb);
  luma = kr * r + (1.0 - kr - kb) * g + kb * b;
  if (GST_VIDEO_FORMAT_INFO_IS_YUV (finfo)) {
    values[0] = luma;
    values[1] = (b - luma) / (2.0 * (1.0 - kb));
    values[2] = (r - luma) / (2.0 * (1.0 - kr));
  } else if (GST_VIDEO_FORMAT_INFO_IS_GRAY (finfo)) {
    values[0] = luma;
  }

  gst_video_color_range_offsets (info->colorimetry.range, finfo, offset, scale);
  for (c = 0; c < finfo->n_components; c++) {
    gint max = (1 << finfo->depth[c]) - 1;
    gdouble v;

    /* alpha has the full range whatever the caps say of the colour */
    if (c == GST_VIDEO_COMP_A)
      v = values[c] * max;
    else
      v = offset[c] + values[c] * scale[c];
    samples[c] = (guint) CLAMP (rint (v), 0, max);
  }
}

void
gst_align_scale_border_pack (const GstAlignScaleLayout * layout,
    guint samples[GST_VIDEO_MAX_COMPONENTS])
{
  const GstVideoFormatInfo *finfo = layout->finfo;
  const gboolean words = finfo->unpack_format == GST_VIDEO_FORMAT_AYUV64
      || finfo->unpack_format == GST_VIDEO_FORMAT_ARGB64;
  const gint stride[GST_VIDEO_MAX_PLANES] = { 0 };
  guint8 bytes[8] = { 0 }, pixel[4] = { 0 };
  gpointer data[GST_VIDEO_MAX_PLANES] = { bytes };
  guint16 wide[4] = { 0 }, pair;
  guint c;

  for (c = 0; c < finfo->n_components; c++) {
    const guint place = c == GST_VIDEO_COMP_A ? 0 : c + 1;
    const guint sample = samples[c] << (16 - finfo->depth[c]);

    wide[place] = (guint16) sample;
    pixel[place] = (guint8) (sample >> 8);
  }
  finfo->pack_func (finfo, GST_VIDEO_PACK_FLAG_NONE, words ? (gpointer) wide :
      pixel, 0, data, stride, GST_VIDEO_CHROMA_SITE_UNKNOWN, 0, 1);
  for (c = 0; c < GST_VIDEO_MAX_COMPONENTS; c++) {
    memcpy (&pair, bytes + 2 * c, 2);
    samples[c] = layout->sample_bytes == 1 ? bytes[c] : pair;
  }
}

guint
gst_align_scale_border_entry (const GstVideoFormatInfo * finfo,
    guint8 * palette, guint32 argb)
{
  const gint stride[GST_VIDEO_MAX_PLANES] = { 0 };
  guint8 entries[256], colors[256][4];
  gpointer data[GST_VIDEO_MAX_PLANES] = { entries, palette };
  guint i, best = 0;
  gint c, least = G_MAXINT;

  for (i = 0; i < 256; i++)
    entries[i] = (guint8) i;
  finfo->unpack_func (finfo, GST_VIDEO_PACK_FLAG_NONE, colors, data, stride, 0,
      0, 256);
  for (i = 0; i < 256; i++) {
    gint distance = 0;

    for (c = 0; c < 4; c++) {
      gint d = colors[i][c] - (gint) ((argb >> (24 - 8 * c)) & 0xff);

      distance += d * d;
    }
    if (distance < least) {
      least = distance;
      best = i;
    }
  }
  return best;
}

/* Writes the pixels x0 to x1 of a row. */
static void
fill_run (guint8 * row, gint step, gint x0, gint x1, const guint8 * pixel,
    gsize size)
{
  gint x;

  if (size == 1 && step == 1) {
    memset (row + x0, *pixel, (gsize) (x1 - x0));
    return;
  }
  for (x = x0; x < x1; x++)
    memcpy (row + (gssize) x * step, pixel, size);
}

void
gst_align_scale_border_fill (const GstAlignScaleLayout * layout,
    const GstAlignScalePlane * plane, const AlsPlane * pixels, gint width,
    gint height, const GstVideoRectangle * rect,
    const guint samples[GST_VIDEO_MAX_COMPONENTS])
{
  guint8 pixel[8] = { 0 };
  gsize size = (gsize) (plane->components * layout->sample_bytes);
  gint i, y;

  for (i = 0; i < plane->components; i++) {
    /* padding is full, as an alpha in its place would be */
    gint c = plane->component[i];
    guint16 sample = (guint16) (c < 0 ? (guint) plane->max : samples[c]);

    sample = (guint16) (sample << plane->shift);
    if (layout->swapped)
      sample = GUINT16_SWAP_LE_BE (sample);
    if (layout->sample_bytes == 1)
      pixel[i] = (guint8) sample;
    else
      memcpy (pixel + 2 * i, &sample, 2);
  }

  for (y = 0; y < height; y++) {
    guint8 *row = pixels->data + y * pixels->stride;

    if (y < rect->y || y >= rect->y + rect->h) {
      fill_run (row, pixels->step, 0, width, pixel, size);
    } else {
      fill_run (row, pixels->step, 0, rect->x, pixel, size);
      fill_run (row, pixels->step, rect->x + rect->w, width, pixel, size);
    }
  }
}
