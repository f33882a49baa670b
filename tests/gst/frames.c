/* alignscale: frames of any format for the tests of the element
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "frames.h"
#include "packed.h"

#include <gst/check/gstcheck.h>
#include <math.h>

GstCaps *
frame_caps (GstVideoFormat format, gint width, gint height,
    const gchar * fields)
{
  gchar *text = g_strdup_printf ("video/x-raw,format=%s,width=%d,height=%d,"
      "framerate=25/1,pixel-aspect-ratio=1/1%s%s",
      gst_video_format_to_string (format), width, height,
      fields ? "," : "", fields ? fields : "");
  GstCaps *caps = gst_caps_from_string (text);

  fail_unless (caps != NULL, "bad caps in the test: %s", text);
  g_free (text);
  return caps;
}

void
frame_info (GstVideoInfo * info, GstVideoFormat format, gint width, gint height)
{
  GstCaps *caps = frame_caps (format, width, height, NULL);

  fail_unless (gst_video_info_from_caps (info, caps));
  gst_caps_unref (caps);
}

static gboolean
is_little_endian (const GstVideoFormatInfo * finfo)
{
  if (g_str_has_suffix (finfo->name, "LE"))
    return TRUE;
  return !g_str_has_suffix (finfo->name, "BE")
      && G_BYTE_ORDER == G_LITTLE_ENDIAN;
}

gint
frame_offset (const GstVideoFormatInfo * finfo, guint c)
{
  gint offset = (gint) finfo->poffset[c];

  /* whose U and V are the other way round there */
  if (g_str_equal (finfo->name, "VYUY") && c > 0)
    return c == 1 ? 2 : 0;

  /* that of P010's V counts samples */
  return finfo->depth[c] > 8 && offset % 2 ? offset * 2 : offset;
}

guint
frame_components (const GstVideoFormatInfo * finfo)
{
  return GST_VIDEO_FORMAT_INFO_HAS_PALETTE (finfo) ? 1 : finfo->n_components;
}

gboolean
frame_has_words (const GstVideoFormatInfo * finfo)
{
  return !packed_find (finfo);
}

static gint
component_width (const GstVideoFormatInfo * finfo, guint c, gint width)
{
  gint sub = 1 << (gint) finfo->w_sub[c];

  return (width + sub - 1) / sub;
}

/* Two fields have whole chroma lines each, where there is room for them. */
static gint
component_height (const GstVideoInfo * info, guint c)
{
  gint sub = 1 << (gint) info->finfo->h_sub[c], height = info->height;
  guint p = info->finfo->plane[c];
  gsize end = p + 1 < GST_VIDEO_INFO_N_PLANES (info) ? info->offset[p + 1]
      : info->size;
  gint room = (gint) ((end - info->offset[p]) / (gsize) info->stride[p]);
  gint rows = (height + sub - 1) / sub, of_fields =
      ((height + 1) / 2 + sub - 1) / sub + (height / 2 + sub - 1) / sub;

  return GST_VIDEO_INFO_INTERLACE_MODE (info) ==
      GST_VIDEO_INTERLACE_MODE_INTERLEAVED && of_fields <= room ? of_fields
      : rows;
}

GstBuffer *
frame_random (const GstVideoInfo * info, guint32 seed)
{
  const GstVideoFormatInfo *finfo = info->finfo;
  GRand *rand = g_rand_new_with_seed (seed);
  gsize i, size = GST_VIDEO_INFO_SIZE (info);
  guint8 *bytes = g_malloc (size);

  for (i = 0; i < size; i++) {
    guint32 r = g_rand_int (rand);

    /* a quarter of them at the ends, where kernels overshoot */
    bytes[i] = (guint8) ((r >> 8) % 8 == 0 ? 0 : (r >> 8) % 8 == 1 ? 255 : r);
  }
  for (i = 0; finfo->depth[0] > 8 && frame_has_words (finfo) && i + 1 < size;
      i += 2) {
    guint mask = ((1u << finfo->depth[0]) - 1) << finfo->shift[0];
    gsize high = is_little_endian (finfo) ? i + 1 : i;

    bytes[high] &= (guint8) (mask >> 8);
    bytes[high ^ 1] &= (guint8) mask;
  }
  g_rand_free (rand);
  return gst_buffer_new_wrapped (bytes, size);
}

guint8 *
frame_bytes (GstBuffer * buffer, gsize * size)
{
  gpointer bytes;

  gst_buffer_extract_dup (buffer, 0, gst_buffer_get_size (buffer), &bytes,
      size);
  return bytes;
}

static gint
plane_rows (const GstVideoInfo * info, guint plane)
{
  guint c;

  if (plane == 1 && GST_VIDEO_FORMAT_INFO_HAS_PALETTE (info->finfo))
    return 256;
  for (c = 0; c < GST_VIDEO_INFO_N_COMPONENTS (info); c++)
    if (info->finfo->plane[c] == plane)
      return component_height (info, c);
  fail ("no component in plane %u", plane);
  return 0;
}

/* Bytes of a plane of the default layout. */
static gsize
plane_bytes (const GstVideoInfo * info, guint p)
{
  return (p + 1 < GST_VIDEO_INFO_N_PLANES (info) ? info->offset[p + 1] :
      GST_VIDEO_INFO_SIZE (info)) - info->offset[p];
}

GstBuffer *
frame_padded (const GstVideoInfo * info, GstBuffer * from, gint pad, gsize skip)
{
  gsize offset[GST_VIDEO_MAX_PLANES] = { 0 }, size = skip, from_size;
  gint stride[GST_VIDEO_MAX_PLANES] = { 0 };
  guint8 *bytes = frame_bytes (from, &from_size), *padded;
  guint p, n_planes = GST_VIDEO_INFO_N_PLANES (info);
  GstBuffer *buffer;

  fail_unless (from_size == GST_VIDEO_INFO_SIZE (info));
  for (p = 0; p < n_planes; p++) {
    offset[p] = size;
    if (GST_VIDEO_FORMAT_INFO_IS_TILED (info->finfo)) {
      stride[p] = info->stride[p];
      size += plane_bytes (info, p) + (gsize) pad;
    } else {
      /* a palette is one row */
      stride[p] = info->stride[p]
          + (GST_VIDEO_FORMAT_INFO_HAS_PALETTE (info->finfo) && p ? 0 : pad);
      size += (gsize) (stride[p] * plane_rows (info, p));
    }
  }
  padded = g_malloc (size);
  memset (padded, 0xa5, size);
  for (p = 0; p < n_planes; p++) {
    gint row;

    if (GST_VIDEO_FORMAT_INFO_IS_TILED (info->finfo))
      memcpy (padded + offset[p], bytes + info->offset[p],
          plane_bytes (info, p));
    else
      for (row = 0; row < plane_rows (info, p); row++)
        memcpy (padded + offset[p] + row * stride[p],
            bytes + info->offset[p] + row * info->stride[p],
            (gsize) info->stride[p]);
  }
  g_free (bytes);
  buffer = gst_buffer_new_wrapped (padded, size);
  gst_buffer_add_video_meta_full (buffer, GST_VIDEO_FRAME_FLAG_NONE,
      GST_VIDEO_INFO_FORMAT (info), (guint) info->width, (guint) info->height,
      n_planes, offset, stride);
  return buffer;
}

void
frame_component (Component * component, const GstVideoInfo * info,
    GstBuffer * buffer, guint c)
{
  const GstVideoFormatInfo *finfo = info->finfo;
  gint width = component_width (finfo, c, info->width);
  gint height = component_height (info, c);
  const Packed *packed = packed_find (finfo);
  gboolean little = is_little_endian (finfo);
  GstVideoFrame frame;
  gint x, y;

  component->width = width;
  component->height = height;
  component->stored = width;
  component->max = (1 << finfo->depth[c]) - 1;
  component->samples = g_new (guint16, (gsize) width * (gsize) height);
  fail_unless (gst_video_frame_map (&frame, (GstVideoInfo *) info, buffer,
          GST_MAP_READ));
  fail_unless (frame.info.width == info->width);
  if (packed) {
    component->stored = packed_stored (packed, info, c);
    for (y = 0; y < height; y++)
      for (x = 0; x < width; x++)
        component->samples[y * width + x] = (guint16) packed_get (packed, info,
            c, GST_VIDEO_FRAME_PLANE_DATA (&frame, finfo->plane[c]),
            GST_VIDEO_FRAME_PLANE_STRIDE (&frame, finfo->plane[c]),
            MIN (x, component->stored - 1), y);
    gst_video_frame_unmap (&frame);
    return;
  }
  for (y = 0; y < height; y++) {
    const guint8 *row =
        (guint8 *) GST_VIDEO_FRAME_PLANE_DATA (&frame, finfo->plane[c])
        + (gssize) y * GST_VIDEO_FRAME_PLANE_STRIDE (&frame, finfo->plane[c]);

    for (x = 0; x < width; x++) {
      const guint8 *s = row + frame_offset (finfo, c)
          + (gssize) x * GST_VIDEO_FRAME_COMP_PSTRIDE (&frame, c);
      guint v = s[0];

      if (finfo->depth[c] > 8)
        v = little ? s[0] | (guint) s[1] << 8 : s[1] | (guint) s[0] << 8;
      component->samples[y * width + x] = (guint16) (v >> finfo->shift[c]);
    }
  }
  gst_video_frame_unmap (&frame);
}

/* Writes sample x, y of component c into the bytes of a frame. */
static void
put_sample (const GstVideoInfo * info, guint8 * bytes, guint c, gint x, gint y,
    guint v)
{
  const GstVideoFormatInfo *finfo = info->finfo;
  const Packed *packed = packed_find (finfo);
  const gboolean little = is_little_endian (finfo);
  guint8 *s = bytes + info->offset[finfo->plane[c]];

  if (packed) {
    if (x < packed_stored (packed, info, c))
      packed_put (packed, info, c, s, info->stride[finfo->plane[c]], x, y, v);
    return;
  }
  s += y * info->stride[finfo->plane[c]] + frame_offset (finfo, c)
      + x * finfo->pixel_stride[c];
  v <<= finfo->shift[c];
  if (finfo->depth[c] <= 8) {
    s[0] = (guint8) v;
  } else {
    s[little ? 0 : 1] = (guint8) v;
    s[little ? 1 : 0] = (guint8) (v >> 8);
  }
}

GstBuffer *
frame_relaid (const GstVideoInfo * info, const GstVideoInfo * from_info,
    GstBuffer * from)
{
  guint8 *bytes = g_malloc0 (GST_VIDEO_INFO_SIZE (info));
  guint c, n = MIN (frame_components (info->finfo),
      frame_components (from_info->finfo));

  for (c = 0; c < n; c++) {
    Component component;
    gint x, y;

    frame_component (&component, from_info, from, c);
    for (y = 0; y < component.height; y++)
      for (x = 0; x < component.width; x++)
        put_sample (info, bytes, c, x, y,
            component.samples[y * component.width + x]);
    component_clear (&component);
  }
  return gst_buffer_new_wrapped (bytes, GST_VIDEO_INFO_SIZE (info));
}

GstBuffer *
frame_cropped (const GstVideoInfo * info, const GstVideoInfo * from_info,
    GstBuffer * from, gint x, gint y)
{
  const GstVideoFormatInfo *finfo = info->finfo;
  guint8 *bytes = g_malloc0 (GST_VIDEO_INFO_SIZE (info));
  guint c;

  for (c = 0; c < frame_components (finfo); c++) {
    const gint width = component_width (finfo, c, info->width);
    Component component;
    const guint16 *samples;
    gint i, n = width * component_height (info, c);

    frame_component (&component, from_info, from, c);
    samples = component.samples + (y >> finfo->h_sub[c]) * component.width
        + (x >> finfo->w_sub[c]);
    for (i = 0; i < n; i++)
      put_sample (info, bytes, c, i % width, i / width,
          samples[i / width * component.width + i % width]);
    component_clear (&component);
  }
  if (GST_VIDEO_FORMAT_INFO_HAS_PALETTE (finfo)) {
    GstVideoFrame frame;

    fail_unless (gst_video_frame_map (&frame, (GstVideoInfo *) from_info, from,
            GST_MAP_READ));
    memcpy (bytes + info->offset[1], GST_VIDEO_FRAME_PLANE_DATA (&frame, 1),
        1024);
    gst_video_frame_unmap (&frame);
  }
  return gst_buffer_new_wrapped (bytes, GST_VIDEO_INFO_SIZE (info));
}

void
component_clear (Component * component)
{
  g_clear_pointer (&component->samples, g_free);
}

/* Index of the first difference, -1 where there is none. */
static gssize
component_difference (const Component * a, const Component * b)
{
  gsize i, n = (gsize) a->width * (gsize) a->height;

  for (i = 0; i < n; i++)
    if (a->samples[i] != b->samples[i])
      return (gssize) i;
  return -1;
}

static gssize
frame_difference (const GstVideoInfo * info, GstBuffer * a, GstBuffer * b,
    guint c)
{
  Component x, y;
  gssize at;

  frame_component (&x, info, a, c);
  frame_component (&y, info, b, c);
  at = component_difference (&x, &y);
  component_clear (&x);
  component_clear (&y);
  return at;
}

gboolean
frame_same (const GstVideoInfo * info, GstBuffer * a, GstBuffer * b)
{
  guint c;

  for (c = 0; c < frame_components (info->finfo); c++)
    if (frame_difference (info, a, b, c) >= 0)
      return FALSE;
  return TRUE;
}

void
frame_assert_equal (const GstVideoInfo * info, GstBuffer * got,
    GstBuffer * expected, const gchar * what)
{
  guint c;

  for (c = 0; c < frame_components (info->finfo); c++) {
    gssize at = frame_difference (info, got, expected, c);

    fail_unless (at < 0, "%s: %s %dx%d: component %u differs from sample %"
        G_GSSIZE_FORMAT " on", what, GST_VIDEO_INFO_NAME (info), info->width,
        info->height, c, at);
  }
}

static gboolean
same_palette (const GstVideoInfo * a_info, GstBuffer * a,
    const GstVideoInfo * b_info, GstBuffer * b)
{
  GstVideoFrame x, y;
  gboolean same;

  fail_unless (gst_video_frame_map (&x, (GstVideoInfo *) a_info, a,
          GST_MAP_READ));
  fail_unless (gst_video_frame_map (&y, (GstVideoInfo *) b_info, b,
          GST_MAP_READ));
  same = memcmp (GST_VIDEO_FRAME_PLANE_DATA (&x, 1),
      GST_VIDEO_FRAME_PLANE_DATA (&y, 1), 256 * 4) == 0;
  gst_video_frame_unmap (&x);
  gst_video_frame_unmap (&y);
  return same;
}

void
frame_assert_scaled (const OracleCase * how, const GstVideoInfo * in_info,
    GstBuffer * in, const GstVideoInfo * out_info, GstBuffer * out,
    RefTally * tally)
{
  guint c;

  for (c = 0; c < frame_components (in_info->finfo); c++) {
    OracleCase plane = *how;
    Component from, got;
    gsize i, n_in, n_out, first = 0, wrong;
    gdouble *source, *exact;
    guint16 *expected;
    guint8 *dyadic;
    gchar ratio[32];

    if (GST_VIDEO_FORMAT_INFO_HAS_PALETTE (in_info->finfo)) {
      fail_unless (same_palette (in_info, in, out_info, out));
      /* entries are moved, whatever the method */
      if (!g_str_equal (how->method, "nearest"))
        plane.method = "nearest-exact";
      plane.antialias = plane.align_corners = FALSE;
    }
    frame_component (&from, in_info, in, c);
    frame_component (&got, out_info, out, c);
    plane.in_w = from.width;
    plane.in_h = from.height;
    plane.out_w = got.width;
    plane.out_h = got.height;
    n_in = (gsize) from.width * (gsize) from.height;
    n_out = (gsize) got.width * (gsize) got.height;
    source = g_new (gdouble, n_in);
    exact = g_new (gdouble, n_out);
    expected = g_new (guint16, n_out);
    dyadic = g_new (guint8, n_out);
    for (i = 0; i < n_in; i++)
      source[i] = from.samples[i];
    fail_unless (oracle_resize (&plane, source, exact, dyadic));
    /* what a row has no room for is not there to be compared */
    for (i = 0; i < n_out; i++)
      if ((gint) i % got.width >= got.stored)
        exact[i] = got.samples[i];
    for (i = 0; i < n_out; i++)
      expected[i] = (guint16) CLAMP (rint (exact[i]), 0, got.max);

    ref_ratio (plane.in_w, plane.in_h, plane.out_w, plane.out_h, ratio);
    wrong = ref_compare (tally, ratio, got.samples, expected, exact, dyadic,
        n_out, got.max, &first);
    fail_unless (wrong == 0, "%s %s align-corners=%d antialias=%d %s %dx%d to "
        "%dx%d, component %u: %" G_GSIZE_FORMAT " samples are wrong, the first "
        "at %d,%d: %d, not %d (%f)", how->method, how->padding,
        how->align_corners, how->antialias, GST_VIDEO_INFO_NAME (in_info),
        in_info->width, in_info->height, out_info->width, out_info->height, c,
        wrong, (gint) first % got.width, (gint) first / got.width,
        got.samples[first], expected[first], exact[first]);

    g_free (source);
    g_free (exact);
    g_free (expected);
    g_free (dyadic);
    component_clear (&from);
    component_clear (&got);
  }
}
