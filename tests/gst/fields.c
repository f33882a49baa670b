/* alignscale: fields and views are scaled apart, each in its place
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "parts.h"

/* What of `how` the oracle is not told in other words. */
typedef struct
{
  const gchar *properties, *grid;
} Method;

static const Method methods[] = {
  {"method=bilinear", "half-pixel"},
  {"method=bicubic antialias=true", "half-pixel"},
  {"method=lanczos padding-mode=zeros", "half-pixel"},
  {"method=mitchell antialias=true align-corners=true "
        "coordinate-mode=align-corners", "align-corners"},
  {"method=bilinear align-corners=true", "align-corners"},
  {"method=coverage", "half-pixel"},
  {"method=nearest", "asymmetric"},
  {"method=nearest-exact", "half-pixel"},
};

static const gchar *const field_formats[] = {
  "GRAY8", "RGB", "I420", "NV12", "YUY2", "Y42B", "Y41B", "YUV9", "P010_10LE",
  "A420", "ARGB64", "Y444_10LE", "I420_12BE", "BGRx",
  /* those that GStreamer unpacks */
  "v210", "UYVP", "IYU1", "r210", "Y410", "Y412_BE", "RGB16", "GRAY10_LE32",
  "NV12_10LE32", "NV12_10LE40", "NV16_10LE32", "NV12_4L4", "NV12_16L32S",
  "NV12_64Z32", "NV12_10BE_8L128",
};

/* Whether a luma height has whole chroma lines is the formats' business. */
static const gint field_sizes[][4] = {
  {24, 16, 36, 40}, {24, 32, 20, 16}, {17, 23, 29, 31}, {16, 48, 16, 24},
  {9, 5, 12, 9}, {8, 3, 8, 2}, {8, 2, 8, 11}, {8, 1, 8, 6}, {8, 7, 8, 1},
};

static gchar *
caps_fields (const gchar * mode, const gchar * site)
{
  return g_strdup_printf ("interlace-mode=%s%s%s", mode,
      site ? ",chroma-site=" : "", site ? site : "");
}

GST_START_TEST (test_interleaved)
{
  static const gchar *const sites[] = { NULL, "mpeg2", "cosited" };
  const GstVideoFormat format = gst_video_format_from_string
      (field_formats[__i__]);
  guint size, method, site;

  for (size = 0; size < G_N_ELEMENTS (field_sizes); size++)
    for (method = 0; method < G_N_ELEMENTS (methods); method++)
      for (site = 0; site < G_N_ELEMENTS (sites); site++) {
        gchar *how = g_strconcat ("add-borders=false ",
            methods[method].properties, NULL);
        gchar *fields = caps_fields ("interleaved", sites[site]);
        GstVideoInfo in, out;
        GstHarness *h;
        GstBuffer *buffer, *got;

        h = part_harness (how, format, field_sizes[size], fields, &in, &out);
        buffer = frame_random (&in, size);
        got = scaler_run (h, buffer);
        part_assert_fields (methods[method].properties, methods[method].grid,
            &in, buffer, &out, got, sites[site]);
        fail_unless (scaler_messages (h, GST_MESSAGE_WARNING) == 0);
        gst_buffer_unref (got);
        gst_buffer_unref (buffer);
        scaler_free (h);
        g_free (fields);
        g_free (how);
      }
}

GST_END_TEST;

/* In memory, in tiles, in runs of bits. */
static const gchar *const some_formats[] = {
  "I420", "v210", "NV12_10LE40", "RGB16", "NV12_4L4",
};

/* Mixed streams go by the buffer's flags, which come out as they went in. */
GST_START_TEST (test_mixed)
{
  static const gint size[] = { 24, 32, 36, 20 };
  static const guint flags[] = {
    0, GST_VIDEO_BUFFER_FLAG_INTERLACED,
    GST_VIDEO_BUFFER_FLAG_INTERLACED | GST_VIDEO_BUFFER_FLAG_TFF,
    GST_VIDEO_BUFFER_FLAG_TFF | GST_VIDEO_BUFFER_FLAG_RFF,
    GST_VIDEO_BUFFER_FLAG_INTERLACED | GST_VIDEO_BUFFER_FLAG_TFF |
        GST_VIDEO_BUFFER_FLAG_ONEFIELD, 0
  };
  const guint all = GST_VIDEO_BUFFER_FLAG_INTERLACED |
      GST_VIDEO_BUFFER_FLAG_TFF | GST_VIDEO_BUFFER_FLAG_RFF |
      GST_VIDEO_BUFFER_FLAG_ONEFIELD;
  const GstVideoFormat format = gst_video_format_from_string
      (some_formats[__i__]);
  const gchar *how = "method=bicubic add-borders=false";
  GstVideoInfo in, out;
  GstHarness *h = part_harness (how, format, size, "interlace-mode=mixed", &in,
      &out);
  guint i;

  for (i = 0; i < G_N_ELEMENTS (flags); i++) {
    GstBuffer *buffer = frame_random (&in, i), *got, *expected;
    const gboolean fields = flags[i] & GST_VIDEO_BUFFER_FLAG_INTERLACED;

    expected = part_scale (how, format, size, fields ?
        "interlace-mode=interleaved" : "interlace-mode=progressive", buffer);
    GST_BUFFER_FLAG_SET (buffer, flags[i]);
    got = scaler_run (h, buffer);
    fail_unless ((GST_BUFFER_FLAGS (got) & all) == flags[i]);
    frame_assert_equal (&out, got, expected, fields ? "fields" : "a frame");
    gst_buffer_unref (got);
    gst_buffer_unref (expected);
    gst_buffer_unref (buffer);
  }
  scaler_free (h);
}

GST_END_TEST;

/* Field f of a frame in rows as a frame of half the height. */
static GstBuffer *
field_of (const GstVideoInfo * info, const GstVideoInfo * half,
    GstBuffer * frame, gint f)
{
  guint8 *bytes = g_malloc0 (half->size);
  gsize size;
  guint8 *from = frame_bytes (frame, &size);
  guint p;
  gint row;

  for (p = 0; p < GST_VIDEO_INFO_N_PLANES (info); p++)
    for (row = 0; row < GST_VIDEO_INFO_COMP_HEIGHT (half, p); row++)
      memcpy (bytes + half->offset[p] + row * half->stride[p],
          from + info->offset[p] + (2 * row + f) * info->stride[p],
          (gsize) info->stride[p]);
  g_free (from);
  return gst_buffer_new_wrapped (bytes, half->size);
}

/* A buffer of caps with alternate fields as a frame of half the height. */
static void
field_info (GstVideoInfo * info, const gchar * text)
{
  GstCaps *caps = gst_caps_from_string (text);
  GstVideoInfo alternate;

  fail_unless (gst_video_info_from_caps (&alternate, caps));
  frame_info (info, GST_VIDEO_INFO_FORMAT (&alternate), alternate.width,
      GST_VIDEO_INFO_FIELD_HEIGHT (&alternate));
  memcpy (info->offset, alternate.offset, sizeof (info->offset));
  info->size = alternate.size;
  gst_caps_unref (caps);
}

/* Fields in buffers of their own are scaled as those of one frame. */
GST_START_TEST (test_alternate)
{
  static const gint sizes[][4] = {
    {24, 16, 32, 24}, {24, 32, 36, 20}, {16, 16, 16, 40},
  };
  static const gchar *const site[] = { NULL, "mpeg2", "cosited" };
  const gchar *name = some_formats[__i__];
  const GstVideoFormat format = gst_video_format_from_string (name);
  guint i, k;
  gint f;

  for (i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (k = 0; k < G_N_ELEMENTS (site); k++) {
      const gint *s = sizes[i];
      const gchar *how = "method=bicubic add-borders=false";
      gchar *fields = caps_fields ("interleaved", site[k]);
      gchar *text[2];
      GstVideoInfo in, out, in_field, out_field;
      GstBuffer *buffer, *frame;
      GstHarness *h = scaler_new (how);

      for (f = 0; f < 2; f++)
        text[f] = g_strdup_printf ("video/x-raw(format:Interlaced),format=%s,"
            "interlace-mode=alternate,width=%d,height=%d,framerate=25/1%s%s",
            name, s[2 * f], s[2 * f + 1], site[k] ? ",chroma-site=" : "",
            site[k] ? site[k] : "");
      gst_harness_set_caps (h, gst_caps_from_string (text[0]),
          gst_caps_from_string (text[1]));
      frame_info (&in, format, s[0], s[1]);
      frame_info (&out, format, s[2], s[3]);
      field_info (&in_field, text[0]);
      field_info (&out_field, text[1]);
      buffer = frame_random (&in, i);
      frame = part_scale (how, format, s, fields, buffer);
      for (f = 0; f < 4; f++) {
        GstBuffer *field = field_of (&in, &in_field, buffer, f % 2);
        GstBuffer *expected = field_of (&out, &out_field, frame, f % 2), *got;
        GstBuffer *pixels;

        GST_BUFFER_FLAG_SET (field, f % 2 ? GST_VIDEO_BUFFER_FLAG_BOTTOM_FIELD
            : GST_VIDEO_BUFFER_FLAG_TOP_FIELD);
        got = scaler_run (h, field);
        fail_unless (f % 2 ? GST_VIDEO_BUFFER_IS_BOTTOM_FIELD (got)
            : GST_VIDEO_BUFFER_IS_TOP_FIELD (got));
        /* a meta of the frame would speak of its whole height */
        pixels = gst_buffer_copy_region (got, GST_BUFFER_COPY_MEMORY, 0,
            gst_buffer_get_size (got));
        frame_assert_equal (&out_field, pixels, expected, "a field");
        gst_buffer_unref (pixels);
        gst_buffer_unref (got);
        gst_buffer_unref (expected);
        gst_buffer_unref (field);
      }
      fail_unless (scaler_messages (h, GST_MESSAGE_WARNING) == 0);
      gst_buffer_unref (frame);
      gst_buffer_unref (buffer);
      scaler_free (h);
      g_free (text[0]);
      g_free (text[1]);
      g_free (fields);
    }
}

GST_END_TEST;

/* Bars leave fields where they are: they are whole chroma lines of both. */
GST_START_TEST (test_borders)
{
  static const struct
  {
    const gchar *format;
    gint size[4], w, h, x, y;
  } cases[] = {
    {"I420", {32, 16, 48, 48}, 48, 24, 0, 12},
    {"I420", {64, 36, 48, 48}, 48, 28, 0, 8},
    {"RGB", {64, 36, 48, 48}, 48, 28, 0, 10},
    {"YUV9", {64, 32, 64, 64}, 64, 32, 0, 16},
    {"YUY2", {32, 32, 64, 24}, 24, 24, 20, 0},
    {"v210", {64, 36, 48, 48}, 48, 28, 0, 10},
    {"RGB16", {64, 36, 48, 48}, 48, 28, 0, 10},
    {"NV12_4L4", {64, 36, 48, 48}, 48, 28, 0, 8},
    {"NV12_16L32S", {32, 16, 48, 48}, 48, 24, 0, 12},
  };
  guint i, c;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    const GstVideoFormat format = gst_video_format_from_string
        (cases[i].format);
    const gchar *fields = "interlace-mode=interleaved";
    const gint inside_size[] = { cases[i].size[0], cases[i].size[1],
      cases[i].w, cases[i].h
    };
    GstVideoInfo in, out, inside;
    GstHarness *h =
        part_harness ("method=bicubic border-color=0xffffffff", format,
        cases[i].size, fields, &in, &out);
    GstBuffer *buffer = frame_random (&in, i), *got = scaler_run (h, buffer);
    GstBuffer *picture = part_scale ("method=bicubic add-borders=false", format,
        inside_size, fields, buffer);
    GstCaps *caps = frame_caps (format, cases[i].w, cases[i].h, fields);

    fail_unless (gst_video_info_from_caps (&inside, caps));
    for (c = 0; c < out.finfo->n_components; c++) {
      Component all, part;
      gint x, y, left = cases[i].x >> out.finfo->w_sub[c];
      gint top = cases[i].y >> out.finfo->h_sub[c];

      frame_component (&all, &out, got, c);
      frame_component (&part, &inside, picture, c);
      for (y = 0; y < all.height; y++)
        for (x = 0; x < all.width; x++) {
          const gboolean bar = x < left || y < top || x >= left + part.width
              || y >= top + part.height;
          const gint white = GST_VIDEO_INFO_IS_RGB (&out) ? all.max :
              (c ? 128 : 235) * ((all.max + 1) / 256);
          const gint want = bar ? white :
              part.samples[(y - top) * part.width + x - left];

          fail_unless (all.samples[y * all.width + x] == want,
              "%s component %u at %d,%d is %d, not %d", cases[i].format, c, x,
              y, all.samples[y * all.width + x], want);
        }
      component_clear (&all);
      component_clear (&part);
    }
    gst_caps_unref (caps);
    gst_buffer_unref (picture);
    gst_buffer_unref (got);
    gst_buffer_unref (buffer);
    scaler_free (h);
  }
}

GST_END_TEST;

/* What would not change passes through. */
GST_START_TEST (test_identity)
{
  static const gchar *const fields[] = {
    "interlace-mode=interleaved", "interlace-mode=mixed",
    "interlace-mode=interleaved,chroma-site=cosited",
    "interlace-mode=interleaved,chroma-site=mpeg2",
    "multiview-mode=side-by-side", "multiview-mode=top-bottom",
    "multiview-mode=row-interleaved,chroma-site=cosited",
    "multiview-mode=column-interleaved", "multiview-mode=checkerboard",
  };
  static const gchar *const formats[] = {
    "I420", "P010_10LE", "YUV9", "RGB", "v210", "NV12_4L4"
  };
  static const gchar *const same[] = {
    "method=bilinear", "method=lanczos antialias=true", "method=nearest",
    "method=area", "method=coverage", "method=bicubic align-corners=true",
  };
  guint i, k, m;
  gint height;

  for (i = 0; i < G_N_ELEMENTS (fields); i++)
    for (k = 0; k < G_N_ELEMENTS (formats); k++)
      for (m = 0; m < G_N_ELEMENTS (same); m++)
        for (height = 1; height < 20; height++) {
          const gint size[] = { 24, height, 24, height };
          GstVideoInfo in, out;
          GstHarness *h = part_harness (same[m],
              gst_video_format_from_string (formats[k]), size, fields[i], &in,
              &out);
          GstBuffer *buffer = frame_random (&in, 1), *got;

          GST_BUFFER_FLAG_SET (buffer, GST_VIDEO_BUFFER_FLAG_INTERLACED);
          got = scaler_run (h, buffer);
          fail_unless (got == buffer, "%s %s %s: %d lines do not pass through",
              formats[k], same[m], fields[i], height);
          gst_buffer_unref (got);
          gst_buffer_unref (buffer);
          scaler_free (h);
        }
}

GST_END_TEST;

/* Crop rectangles of few lines, wherever they begin: no field of them is
 * refused, and what is of one colour stays so. */
GST_START_TEST (test_small_crops)
{
  static const gchar *const formats[] = {
    "I420", "RGB", "NV12_4L4", "NV12_16L32S",
    /* a field's chroma is 8 lines apart: some rectangles begin before it */
    "YUV9"
  };
  static const gchar *const fields[] = {
    "interlace-mode=interleaved",
    "interlace-mode=interleaved,chroma-site=mpeg2",
    "multiview-mode=row-interleaved",
  };
  static const gchar *const properties[] = {
    "add-borders=false method=bicubic",
    /* what lies within the picture is not rounded out of a field of it */
    "add-borders=false method=nearest-exact padding-mode=zeros",
    "add-borders=false method=nearest padding-mode=zeros",
  };
  const gint size[] = { 8, 24, 19, 13 };
  guint i, k, y, lines;

  for (i = 0; i < G_N_ELEMENTS (formats) - (__i__ > 0); i++)
    for (k = 0; k < G_N_ELEMENTS (fields); k++)
      for (y = 0; y < 9; y++)
        for (lines = 1; lines < 7; lines++) {
          const GstVideoFormat format = gst_video_format_from_string
              (formats[i]);
          GstVideoInfo in, out;
          GstHarness *h = part_harness (properties[__i__], format, size,
              fields[k], &in, &out);
          GstBuffer *buffer = gst_buffer_new_allocate (NULL, in.size, NULL);
          GstVideoCropMeta *crop = gst_buffer_add_video_crop_meta (buffer);
          GstBuffer *got;
          guint c;

          gst_buffer_memset (buffer, 0, 77, in.size);
          crop->y = y;
          crop->width = 8;
          crop->height = lines;
          got = scaler_run (h, buffer);
          for (c = 0; c < out.finfo->n_components; c++) {
            Component component;
            gint at;

            frame_component (&component, &out, got, c);
            for (at = 0; at < component.width * component.height; at++)
              fail_unless (component.samples[at] == 77, "%s, %s, %s, %u lines "
                  "from %u on: sample %d of component %u is %d",
                  properties[__i__], formats[i], fields[k], lines, y, at, c,
                  component.samples[at]);
            component_clear (&component);
          }
          gst_buffer_unref (got);
          gst_buffer_unref (buffer);
          scaler_free (h);
        }
}

GST_END_TEST;

/* Padding is what lies outside of the picture, not what lies between its edge
 * and the first or last line of a field. */
GST_START_TEST (test_nearest_edges)
{
  static const gchar *const names[] = { "nearest-exact", "nearest" };
  static const gchar *const formats[] = { "GRAY8", "I420", "v210" };
  const gint size[] = { 12, 16, 12, 80 };
  guint i, k, c;
  gint at;

  for (i = 0; i < G_N_ELEMENTS (names); i++)
    for (k = 0; k < G_N_ELEMENTS (formats); k++) {
      gchar *how = g_strdup_printf ("method=%s padding-mode=zeros "
          "add-borders=false src-y=-4 src-height=24", names[i]);
      GstVideoInfo in, out;
      GstHarness *h = part_harness (how,
          gst_video_format_from_string (formats[k]), size,
          "interlace-mode=interleaved,chroma-site=cosited", &in, &out);
      GstBuffer *buffer = gst_buffer_new_allocate (NULL, in.size, NULL), *got;

      gst_buffer_memset (buffer, 0, 0x55, in.size);
      got = scaler_run (h, buffer);
      for (c = 0; c < out.finfo->n_components; c++) {
        Component component;

        frame_component (&component, &out, got, c);
        for (at = 0; at < component.width * component.height; at++) {
          /* lines of the frame that are between the picture and this one */
          const gdouble y = ((at / component.width << out.finfo->h_sub[c])
              + (i ? 0 : 0.5)) * 24 / 80 - 4;
          const gdouble away = MAX (-y, y - 16);

          if (away < 0)
            fail_unless (component.samples[at] != 0, "%s, %s, component %u: "
                "line %d is none of the picture", names[i], formats[k], c,
                at / component.width);
          if (away > 2)
            fail_unless (component.samples[at] == 0, "%s, %s, component %u: "
                "line %d is not outside", names[i], formats[k], c,
                at / component.width);
        }
        component_clear (&component);
      }
      gst_buffer_unref (got);
      gst_buffer_unref (buffer);
      scaler_free (h);
      g_free (how);
    }
}

GST_END_TEST;

static Suite *
fields_suite (void)
{
  Suite *s = suite_create ("alignscale-fields");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_interleaved, 0, G_N_ELEMENTS (field_formats));
  tcase_add_loop_test (tc, test_mixed, 0, G_N_ELEMENTS (some_formats));
  /* fields of tiles are no rows */
  tcase_add_loop_test (tc, test_alternate, 0, G_N_ELEMENTS (some_formats) - 1);
  tcase_add_test (tc, test_borders);
  tcase_add_loop_test (tc, test_small_crops, 0, 3);
  tcase_add_test (tc, test_nearest_edges);
  tcase_add_test (tc, test_identity);
  return s;
}

GST_CHECK_MAIN (fields);
