/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "gstalignscalelayout.h"

#include "gstalignscaleformat.h"

gint
gst_align_scale_plane_width (const GstAlignScalePlane * plane, gint width)
{
  return GST_VIDEO_SUB_SCALE (plane->w_sub, width);
}

gint
gst_align_scale_plane_height (const GstAlignScalePlane * plane, gint height)
{
  return GST_VIDEO_SUB_SCALE (plane->h_sub, height);
}

gint
gst_align_scale_plane_rows (const GstAlignScalePlane * plane, gint height,
    gboolean interleaved)
{
  if (!interleaved)
    return gst_align_scale_plane_height (plane, height);
  return gst_align_scale_plane_height (plane, (height + 1) / 2)
      + gst_align_scale_plane_height (plane, height / 2);
}

/* TRUE where all components of a plane of memory are sampled alike, so that
 * its pixels can be scaled whole. */
static gboolean
plane_is_uniform (const GstVideoFormatInfo * finfo, guint plane)
{
  gint first = -1;
  guint c;

  for (c = 0; c < finfo->n_components; c++) {
    if (finfo->plane[c] != plane)
      continue;
    if (first < 0)
      first = (gint) c;
    else if (finfo->w_sub[c] != finfo->w_sub[first] ||
        finfo->h_sub[c] != finfo->h_sub[first] ||
        finfo->pixel_stride[c] != finfo->pixel_stride[first])
      return FALSE;
  }
  return TRUE;
}

/* The place of component c among the samples of its pixel. */
static gint
place_in_pixel (const GstVideoFormatInfo * finfo, guint c, gint bytes)
{
  gint samples = 0, rank = 0;
  guint i;

  for (i = 0; i < finfo->n_components; i++) {
    if (finfo->plane[i] == finfo->plane[c]) {
      samples++;
      rank += finfo->poffset[i] < finfo->poffset[c];
    }
  }
  /* by rank where nothing pads: the offset of P010's V is not in bytes */
  if (samples * bytes == finfo->pixel_stride[c])
    return rank;
  return (gint) finfo->poffset[c] / bytes;
}

/* Where component c of packed 4:2:2 begins. Of VYUY GstVideoFormatInfo takes U for
 * V, which nobody does who packs it. */
static gint
packed_offset (const GstVideoFormatInfo * finfo, guint c)
{
  const gint stride[GST_VIDEO_MAX_PLANES] = { 0 };
  guint8 line[] = { 0, 1, 2, 3, 0, 1, 2, 3 }, bytes[8] = { 0 };
  gpointer data[GST_VIDEO_MAX_PLANES] = { bytes };
  gint i;

  finfo->pack_func (finfo, GST_VIDEO_PACK_FLAG_NONE, line, 0, data, stride,
      GST_VIDEO_CHROMA_SITE_UNKNOWN, 0, 2);
  for (i = 0; i < 4; i++)
    if (bytes[i] == c + 1)
      return i;
  return (gint) finfo->poffset[c];
}

static void
plane_init (GstAlignScalePlane * plane, const GstVideoFormatInfo * finfo,
    guint c)
{
  guint i;

  plane->plane = finfo->plane[c];
  plane->components = 1;
  plane->w_sub = finfo->w_sub[c];
  plane->h_sub = finfo->h_sub[c];
  plane->max = (1 << finfo->depth[c]) - 1;
  for (i = 0; i < G_N_ELEMENTS (plane->component); i++)
    plane->component[i] = -1;
}

/* TRUE where pixels are so many bytes each, which are theirs alone. */
static gboolean
pixels_are_whole (const GstVideoFormatInfo * finfo)
{
  guint c;

  if (GST_VIDEO_FORMAT_INFO_IS_COMPLEX (finfo)
      || GST_VIDEO_FORMAT_INFO_IS_TILED (finfo))
    return FALSE;
  for (c = 0; c < finfo->n_components; c++)
    if (finfo->w_sub[c] || finfo->h_sub[c] || finfo->plane[c] != 0
        || finfo->pixel_stride[c] != finfo->pixel_stride[0])
      return FALSE;
  return finfo->pixel_stride[0] > 0;
}

/* A plane of all samples of the unpacked pixels. Where one depth is not that of
 * the first its samples are padding there, and a plane of their own; bytes are
 * so if they are to be apart, or one has no bit to spare. */
static void
init_whole (GstAlignScaleLayout * layout, const GstVideoFormatInfo * finfo,
    gboolean apart)
{
  const gint bytes = layout->sample_bytes;
  gboolean together = bytes == 1 && !apart;
  guint c;

  layout->whole = TRUE;
  for (c = 0; c < finfo->n_components; c++)
    together = together && finfo->depth[c] < 8;
  for (c = 0; c < finfo->n_components; c++) {
    /* unpacked pixels begin with alpha */
    gint place = c == GST_VIDEO_COMP_A ? 0 : (gint) c + 1;
    GstAlignScalePlane *plane = &layout->planes[0];

    if (c > 0 && (finfo->depth[c] == finfo->depth[0] || together)) {
      plane->component[place] = (gint) c;
      plane->max = MAX (plane->max, (1 << finfo->depth[c]) - 1);
      continue;
    }
    plane = &layout->planes[layout->n_planes++];
    plane_init (plane, finfo, c);
    plane->step = 4 * bytes;
    /* bytes are shifted by line functions, because the core does not */
    plane->shift = bytes == 2 ? 16 - (gint) finfo->depth[c] : 0;
    if (c == 0) {
      plane->components = 4;
      plane->component[place] = (gint) c;
    } else {
      plane->offset = place * bytes;
      plane->component[0] = (gint) c;
    }
    /* the core weights by a plane of alpha three components at most */
    if (apart && c == GST_VIDEO_COMP_A) {
      plane = &layout->planes[0];
      plane->components = 3;
      plane->offset = bytes;
      for (place = 0; place < 3; place++)
        plane->component[place] = place;
      plane->component[3] = -1;
    }
  }
}

/* Each component is a plane, or those of whole pixels are one. */
static gboolean
init_unpacked (GstAlignScaleLayout * layout, const GstVideoFormatInfo * finfo,
    gboolean apart)
{
  guint c;

  layout->unpacked = TRUE;
  layout->sample_bytes = gst_align_scale_format_unpacked_bytes (finfo);
  for (c = 0; c < finfo->n_components; c++)
    if ((gint) finfo->depth[c] > 8 * layout->sample_bytes)
      return FALSE;
  if (finfo->n_components > 1 && pixels_are_whole (finfo)) {
    init_whole (layout, finfo, apart);
    return TRUE;
  }
  layout->n_planes = finfo->n_components;
  for (c = 0; c < finfo->n_components; c++) {
    GstAlignScalePlane *plane = &layout->planes[c];

    plane_init (plane, finfo, c);
    plane->step = layout->sample_bytes;
    plane->component[0] = (gint) c;
  }
  return TRUE;
}

gboolean
gst_align_scale_format_moves (const GstVideoFormatInfo * finfo)
{
  const gint size = finfo->pixel_stride[0];

  return !gst_align_scale_format_is_native (finfo)
      && pixels_are_whole (finfo) && (size <= 4 || (size <= 8 && size % 2 == 0));
}

void
gst_align_scale_layout_init_moved (GstAlignScaleLayout * layout,
    const GstVideoFormatInfo * finfo)
{
  GstAlignScalePlane *plane = &layout->planes[0];
  gint i;

  memset (layout, 0, sizeof (*layout));
  layout->finfo = finfo;
  layout->sample_bytes = finfo->pixel_stride[0] <= 4 ? 1 : 2;
  layout->n_planes = 1;
  plane_init (plane, finfo, 0);
  plane->step = finfo->pixel_stride[0];
  plane->components = plane->step / layout->sample_bytes;
  plane->max = layout->sample_bytes == 1 ? 255 : 65535;
  for (i = 0; i < plane->components; i++)
    plane->component[i] = i;
}

gboolean
gst_align_scale_layout_init (GstAlignScaleLayout * layout,
    const GstVideoFormatInfo * finfo, gboolean apart)
{
  gint index_of_plane[GST_VIDEO_MAX_PLANES] = { -1, -1, -1, -1 };
  gint bytes = finfo->depth[0] > 8 ? 2 : 1;
  gboolean little = GST_VIDEO_FORMAT_INFO_IS_LE (finfo);
  guint c, n = finfo->n_components;

  memset (layout, 0, sizeof (*layout));
  layout->finfo = finfo;
  if (!gst_align_scale_format_is_native (finfo))
    return init_unpacked (layout, finfo, apart);

  layout->palette = GST_VIDEO_FORMAT_INFO_HAS_PALETTE (finfo);
  if (layout->palette)
    n = 1;                      /* the palette is the other one */
  layout->sample_bytes = bytes;
  layout->swapped = bytes == 2 && little != (G_BYTE_ORDER == G_LITTLE_ENDIAN);

  for (c = 0; c < n; c++) {
    guint memory = finfo->plane[c];
    gboolean uniform = plane_is_uniform (finfo, memory);
    GstAlignScalePlane *plane;

    if (finfo->depth[c] != finfo->depth[0] || finfo->pixel_stride[c] < bytes)
      return FALSE;
    if (!uniform || index_of_plane[memory] < 0) {
      plane = &layout->planes[layout->n_planes];
      index_of_plane[memory] = (gint) layout->n_planes++;
      plane_init (plane, finfo, c);
      plane->shift = (gint) finfo->shift[0];
      plane->offset = uniform ? 0 : packed_offset (finfo, c);
      plane->step = finfo->pixel_stride[c];
      plane->components = uniform ? plane->step / bytes : 1;
      if (plane->components > 4)
        return FALSE;
    } else {
      plane = &layout->planes[index_of_plane[memory]];
    }
    plane->component[uniform ? place_in_pixel (finfo, c, bytes) : 0] = (gint) c;
  }
  return TRUE;
}
