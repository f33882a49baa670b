/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "gstalignscaleformat.h"

/* Every format, the one to prefer first: more depth, more components, more
 * chroma, as GST_VIDEO_FORMATS_ALL orders them. By name, because the running
 * library may know fewer of them. */
static const gchar *const formats[] = {
  "ABGR64_LE", "BGRA64_LE", "AYUV64", "ARGB64_LE", "ARGB64", "RGBA64_LE",
  "ABGR64_BE", "BGRA64_BE", "ARGB64_BE", "RGBA64_BE",
  "A444_16LE", "A444_16BE", "A422_16LE", "A422_16BE", "A420_16LE", "A420_16BE",
  "Y416_LE", "Y416_BE",
  "A444_12LE", "GBRA_12LE", "A444_12BE", "GBRA_12BE", "Y412_LE", "Y412_BE",
  "A422_12LE", "A422_12BE", "A420_12LE", "A420_12BE",
  "A444_10LE", "GBRA_10LE", "A444_10BE", "GBRA_10BE",
  "A422_10LE", "A422_10BE", "A420_10LE", "A420_10BE",
  "BGR10A2_LE", "RGB10A2_LE", "Y410",
  "A444", "GBRA", "ABGR", "VUYA", "BGRA", "AYUV", "ARGB", "RGBA", "RBGA",
  "A422", "A420", "AV12",
  "Y444_16LE", "GBR_16LE", "Y444_16BE", "GBR_16BE", "v216", "Y216_LE",
  "Y216_BE", "P016_LE", "P016_BE",
  "Y444_12LE", "GBR_12LE", "Y444_12BE", "GBR_12BE",
  "I422_12LE", "I422_12BE", "Y212_LE", "Y212_BE",
  "I420_12LE", "I420_12BE", "P012_LE", "P012_BE",
  "Y444_10LE", "GBR_10LE", "Y444_10BE", "GBR_10BE", "r210", "BGR10x2_LE",
  "RGB10x2_LE",
  "I422_10LE", "I422_10BE", "NV16_10LE32", "Y210", "UYVP", "v210",
  "I420_10LE", "I420_10BE", "P010_10LE", "NV12_10LE40", "NV12_10LE32",
  "P010_10BE", "MT2110R", "MT2110T", "NV12_10BE_8L128", "NV12_10LE40_4L4",
  "Y444", "RGBP", "GBR", "BGRP", "NV24",
  "xBGR", "BGRx", "xRGB", "RGBx", "BGR", "IYU2", "v308", "RGB",
  "Y42B", "NV61", "NV16", "VYUY", "UYVY", "YVYU", "YUY2",
  "I420", "YV12", "NV21", "NV12", "NV12_8L128", "NV12_64Z32", "NV12_4L4",
  "NV12_32L32", "NV12_16L32S", "Y41B", "IYU1", "YVU9", "YUV9",
  "BGR16", "RGB16", "BGR15", "RGB15", "RGB8P",
  "GRAY16_LE", "GRAY16_BE", "GRAY10_LE16", "GRAY10_LE32", "GRAY8",
};

/* Those whose samples are not words of memory of equal depth, or are but
 * GstVideoFormatInfo does not say where: GStreamer unpacks and packs them. */
static const gchar *const unpacked[] = {
  "v210", "v216", "UYVP", "IYU1", "r210", "Y210", "Y212_LE", "Y212_BE",
  "Y216_LE", "Y216_BE", "Y410", "Y412_LE", "Y412_BE", "Y416_LE", "Y416_BE",
  "RGB10A2_LE", "BGR10A2_LE", "RGB10x2_LE", "BGR10x2_LE",
  "RGB16", "BGR16", "RGB15", "BGR15", "GRAY10_LE16", "GRAY10_LE32",
  "NV12_10LE32", "NV16_10LE32", "NV12_10LE40", "NV12_10LE40_4L4",
  "NV12_64Z32", "NV12_4L4", "NV12_32L32", "NV12_16L32S", "NV12_8L128",
  "NV12_10BE_8L128", "MT2110T", "MT2110R",
};

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

static gboolean
has_name (const gchar * const *names, guint n, const gchar * name)
{
  guint i;

  for (i = 0; i < n; i++)
    if (g_str_equal (names[i], name))
      return TRUE;
  return FALSE;
}

/* Bytes of a sample of unpacked lines, 0 where they are not of integers. */
static gint
unpacked_bytes (const GstVideoFormatInfo * finfo)
{
  switch (finfo->unpack_format) {
    case GST_VIDEO_FORMAT_AYUV:
    case GST_VIDEO_FORMAT_ARGB:
      return 1;
    case GST_VIDEO_FORMAT_AYUV64:
    case GST_VIDEO_FORMAT_ARGB64:
      return 2;
    default:
      return 0;
  }
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

  for (c = 0; c < finfo->n_components; c++)
    if (finfo->w_sub[c] || finfo->h_sub[c] || finfo->plane[c] != 0
        || finfo->pixel_stride[c] != finfo->pixel_stride[0])
      return FALSE;
  return finfo->pixel_stride[0] > 0;
}

/* A plane of all samples of the unpacked pixels. Where one depth is not that of
 * the first its samples are padding there, and a plane of their own; bytes are
 * so if they are to be apart. */
static void
init_whole (GstAlignScaleLayout * layout, const GstVideoFormatInfo * finfo,
    gboolean apart)
{
  const gint bytes = layout->sample_bytes;
  guint c;

  layout->whole = TRUE;
  for (c = 0; c < finfo->n_components; c++) {
    /* unpacked pixels begin with alpha */
    gint place = c == GST_VIDEO_COMP_A ? 0 : (gint) c + 1;
    GstAlignScalePlane *plane = &layout->planes[0];

    if (c > 0 && (finfo->depth[c] == finfo->depth[0] || (bytes == 1
                && !apart))) {
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
  layout->sample_bytes = unpacked_bytes (finfo);
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

  return has_name (unpacked, G_N_ELEMENTS (unpacked), finfo->name)
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
  if (has_name (unpacked, G_N_ELEMENTS (unpacked), finfo->name))
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
      plane->offset = uniform ? 0 : (gint) finfo->poffset[c];
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

/* TRUE where the running library can unpack and pack the format line by line. */
static gboolean
can_unpack (const gchar * name)
{
  GstVideoFormat format = gst_video_format_from_string (name);
  const GstVideoFormatInfo *finfo;

  if (format == GST_VIDEO_FORMAT_UNKNOWN)
    return FALSE;
  finfo = gst_video_format_get_info (format);
  return finfo->unpack_func && finfo->pack_func && finfo->pack_lines == 1
      && unpacked_bytes (finfo) > 0;
}

gboolean
gst_align_scale_format_is_listed (const gchar * name)
{
  return has_name (formats, G_N_ELEMENTS (formats), name)
      && (!has_name (unpacked, G_N_ELEMENTS (unpacked), name)
      || can_unpack (name));
}

/* Leaves the listed formats of a structure in it; TRUE where there were
 * others. */
static gboolean
keep_listed (GstStructure * structure)
{
  const GValue *value = gst_structure_get_value (structure, "format");
  GValue kept = G_VALUE_INIT;
  gboolean others = FALSE;
  guint i;

  if (!value || G_VALUE_HOLDS_STRING (value))
    return value && !gst_align_scale_format_is_listed (g_value_get_string
        (value));
  g_value_init (&kept, GST_TYPE_LIST);
  for (i = 0; GST_VALUE_HOLDS_LIST (value)
      && i < gst_value_list_get_size (value); i++) {
    const GValue *name = gst_value_list_get_value (value, i);

    if (G_VALUE_HOLDS_STRING (name) &&
        gst_align_scale_format_is_listed (g_value_get_string (name)))
      gst_value_list_append_value (&kept, name);
    else
      others = TRUE;
  }
  if (others)
    gst_structure_set_value (structure, "format", &kept);
  g_value_unset (&kept);
  return others;
}

/* TRUE where a structure can still have a format. */
static gboolean
has_format (const GstStructure * structure)
{
  const GValue *value = gst_structure_get_value (structure, "format");

  if (value && G_VALUE_HOLDS_STRING (value))
    return gst_align_scale_format_is_listed (g_value_get_string (value));
  return !value || gst_value_list_get_size (value) > 0;
}

void
gst_align_scale_format_split_caps (GstCaps * caps, GstCaps ** scaled,
    GstCaps ** as_is)
{
  guint i;

  *as_is = gst_caps_new_empty ();
  if (gst_caps_is_any (caps)) {
    *scaled = gst_caps_ref (caps);
    return;
  }
  *scaled = gst_caps_new_empty ();
  for (i = 0; i < gst_caps_get_size (caps); i++) {
    GstStructure *whole = gst_caps_get_structure (caps, i);
    GstCapsFeatures *features = gst_caps_get_features (caps, i);
    GstStructure *listed = gst_structure_copy (whole);

    if (keep_listed (listed))
      gst_caps_append_structure_full (*as_is, gst_structure_copy (whole),
          features ? gst_caps_features_copy (features) : NULL);
    if (has_format (listed))
      gst_caps_append_structure_full (*scaled, listed,
          features ? gst_caps_features_copy (features) : NULL);
    else
      gst_structure_free (listed);
  }
}

GstCaps *
gst_align_scale_format_get_template_caps (void)
{
  GstCaps *caps = gst_caps_new_empty_simple ("video/x-raw");
  GValue list = G_VALUE_INIT, name = G_VALUE_INIT;
  guint i;

  g_value_init (&list, GST_TYPE_LIST);
  g_value_init (&name, G_TYPE_STRING);
  for (i = 0; i < G_N_ELEMENTS (formats); i++) {
    if (gst_video_format_from_string (formats[i]) == GST_VIDEO_FORMAT_UNKNOWN
        || !gst_align_scale_format_is_listed (formats[i]))
      continue;
    g_value_set_static_string (&name, formats[i]);
    gst_value_list_append_value (&list, &name);
  }
  gst_caps_set_simple (caps, "width", GST_TYPE_INT_RANGE, 1, ALS_MAX_SIZE,
      "height", GST_TYPE_INT_RANGE, 1, ALS_MAX_SIZE,
      "framerate", GST_TYPE_FRACTION_RANGE, 0, 1, G_MAXINT, 1, NULL);
  gst_caps_set_value (caps, "format", &list);
  g_value_unset (&name);
  g_value_unset (&list);

  /* memory that is not the system's passes through */
  gst_caps_append (caps, gst_caps_from_string ("video/x-raw(ANY), "
          "width = (int) [ 1, 32767 ], height = (int) [ 1, 32767 ], "
          "framerate = (fraction) [ 0, max ]"));
  return caps;
}
