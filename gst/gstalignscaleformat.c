/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "gstalignscaleformat.h"

#include "alignscale.h"

/* Formats whose samples are 8- or 16-bit words of memory, of equal depth, and
 * GstVideoFormatInfo says where. By name, because the running library may know
 * fewer of them. All others GStreamer unpacks and packs. */
static const gchar *const native[] = {
  "ABGR64_LE", "BGRA64_LE", "AYUV64", "ARGB64_LE", "ARGB64", "RGBA64_LE",
  "ABGR64_BE", "BGRA64_BE", "ARGB64_BE", "RGBA64_BE", "A444_16LE", "A444_16BE",
  "A422_16LE", "A422_16BE", "A420_16LE", "A420_16BE", "A444_12LE", "GBRA_12LE",
  "A444_12BE", "GBRA_12BE", "A422_12LE", "A422_12BE", "A420_12LE", "A420_12BE",
  "A444_10LE", "GBRA_10LE", "A444_10BE", "GBRA_10BE", "A422_10LE", "A422_10BE",
  "A420_10LE", "A420_10BE", "A444", "GBRA", "ABGR", "VUYA", "BGRA", "AYUV",
  "ARGB", "RGBA", "RBGA", "A422", "A420", "AV12", "Y444_16LE", "GBR_16LE",
  "Y444_16BE", "GBR_16BE", "P016_LE", "P016_BE", "Y444_12LE", "GBR_12LE",
  "Y444_12BE", "GBR_12BE", "I422_12LE", "I422_12BE", "I420_12LE", "I420_12BE",
  "P012_LE", "P012_BE", "Y444_10LE", "GBR_10LE", "Y444_10BE", "GBR_10BE",
  "I422_10LE", "I422_10BE", "I420_10LE", "I420_10BE", "P010_10LE", "P010_10BE",
  "Y444", "RGBP", "GBR", "BGRP", "NV24", "xBGR", "BGRx", "xRGB", "RGBx", "BGR",
  "IYU2", "v308", "RGB", "Y42B", "NV61", "NV16", "VYUY", "UYVY", "YVYU",
  "YUY2", "I420", "YV12", "NV21", "NV12", "Y41B", "YVU9", "YUV9", "RGB8P",
  "GRAY16_LE", "GRAY16_BE", "GRAY8",
};

gboolean
gst_align_scale_format_is_native (const GstVideoFormatInfo * finfo)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (native); i++)
    if (g_str_equal (native[i], finfo->name))
      return TRUE;
  return FALSE;
}

gint
gst_align_scale_format_unpacked_bytes (const GstVideoFormatInfo * finfo)
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

/* TRUE where the running library can unpack and pack the format line by line. */
static gboolean
can_unpack (const GstVideoFormatInfo * finfo)
{
  return finfo->unpack_func && finfo->pack_func && finfo->pack_lines == 1
      && gst_align_scale_format_unpacked_bytes (finfo) > 0;
}

gboolean
gst_align_scale_format_is_scaled (const gchar * name)
{
  const GstVideoFormat format = gst_video_format_from_string (name);
  const GstVideoFormatInfo *finfo;

  if (format == GST_VIDEO_FORMAT_UNKNOWN)
    return FALSE;
  finfo = gst_video_format_get_info (format);
  return gst_align_scale_format_is_native (finfo) || can_unpack (finfo);
}

/* Leaves the formats that are scaled in a structure; TRUE where there were
 * others. */
static gboolean
keep_scaled (GstStructure * structure)
{
  const GValue *value = gst_structure_get_value (structure, "format");
  GValue kept = G_VALUE_INIT;
  gboolean others = FALSE;
  guint i;

  if (!value || G_VALUE_HOLDS_STRING (value))
    return value && !gst_align_scale_format_is_scaled (g_value_get_string
        (value));
  g_value_init (&kept, GST_TYPE_LIST);
  for (i = 0; GST_VALUE_HOLDS_LIST (value)
      && i < gst_value_list_get_size (value); i++) {
    const GValue *name = gst_value_list_get_value (value, i);

    if (G_VALUE_HOLDS_STRING (name) &&
        gst_align_scale_format_is_scaled (g_value_get_string (name)))
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
    return gst_align_scale_format_is_scaled (g_value_get_string (value));
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

    if (keep_scaled (listed))
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
  const GstVideoFormat *formats;
  guint i, n;

  g_value_init (&list, GST_TYPE_LIST);
  g_value_init (&name, G_TYPE_STRING);
  /* the one to prefer first */
  formats = gst_video_formats_raw (&n);
  for (i = 0; i < n; i++) {
    const gchar *text = gst_video_format_to_string (formats[i]);

    if (!gst_align_scale_format_is_scaled (text))
      continue;
    g_value_set_static_string (&name, text);
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
