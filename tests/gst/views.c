/* alignscale: the views of a stereo frame are scaled apart
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "parts.h"

/* How two views lie in a frame. */
static const struct
{
  const gchar *mode;
  gint tiles_x, tiles_y, columns, rows;
} modes[] = {
  {"side-by-side", 2, 1, 1, 1},
  {"side-by-side-quincunx", 2, 1, 1, 1},
  {"top-bottom", 1, 2, 1, 1},
  {"column-interleaved", 1, 1, 2, 1},
  {"row-interleaved", 1, 1, 1, 2},
  {"mono", 1, 1, 1, 1},
  {"left", 1, 1, 1, 1},
  {"frame-by-frame", 1, 1, 1, 1},
};

static const gchar *const formats[] = {
  "GRAY8", "RGB", "I420", "NV12", "YUY2", "Y41B", "YUV9", "AYUV64",
  /* those that GStreamer unpacks */
  "v210", "UYVP", "r210", "Y410", "RGB16", "GRAY10_LE32", "NV12_10LE40",
  "NV12_4L4", "NV12_10BE_8L128",
};

static const gint sizes[][4] = {
  {32, 32, 48, 64}, {48, 64, 32, 16}, {16, 16, 16, 48},
};

/* Tile `view` of the axis' frames, which have so many. */
static PartAxis
axis_of_tile (const PartSite * site, gint in, gint out, gint n_in, gint n_out,
    gint view, gint tiles, gint phase, gint period)
{
  PartAxis axis = part_axis ("half-pixel", site, in / tiles, out / tiles,
      n_in / tiles, n_out / tiles, phase, period);

  axis.in_start += view * n_in / tiles;
  axis.out_start += view * n_out / tiles;
  return axis;
}

/* Every view of out is that of in, scaled; so is every field of it where rows
 * of both alternate. */
static void
assert_views (guint mode, gboolean fields, const gchar * properties,
    const gchar * site, const GstVideoInfo * in_info, GstBuffer * in,
    const GstVideoInfo * out_info, GstBuffer * out)
{
  const GstVideoFormatInfo *finfo = in_info->finfo;
  const gint period = fields ? 2 : modes[mode].rows;
  gint u, v, p, q;
  guint c;

  for (c = 0; c < finfo->n_components; c++) {
    const PartSite across = part_site (finfo, c, finfo->w_sub[c], site, TRUE);
    const PartSite down = part_site (finfo, c, finfo->h_sub[c], site, FALSE);
    Component from, got;

    frame_component (&from, in_info, in, c);
    frame_component (&got, out_info, out, c);
    for (u = 0; u < modes[mode].tiles_x; u++)
      for (v = 0; v < modes[mode].tiles_y; v++)
        for (p = 0; p < modes[mode].columns; p++)
          for (q = 0; q < period; q++) {
            PartAxis x = axis_of_tile (&across, in_info->width,
                out_info->width, from.width, got.width, u,
                modes[mode].tiles_x, p, modes[mode].columns);
            PartAxis y = axis_of_tile (&down, in_info->height,
                out_info->height, from.height, got.height, v,
                modes[mode].tiles_y, q, period);
            gchar *what = g_strdup_printf ("%s %s %dx%d to %dx%d, %s, "
                "component %u, tile %d,%d, phase %d,%d", modes[mode].mode,
                finfo->name, in_info->width, in_info->height, out_info->width,
                out_info->height, site ? site : "no site", c, u, v, p, q);

            part_assert (properties, &from, &got, &x, &y, what);
            g_free (what);
          }
    component_clear (&from);
    component_clear (&got);
  }
}

static void
check_views (guint mode, const gchar * format, const gint * size,
    const gchar * properties, const gchar * site, gboolean fields)
{
  gchar *text = g_strdup_printf ("multiview-mode=%s%s%s%s", modes[mode].mode,
      fields ? ",interlace-mode=interleaved" : "",
      site ? ",chroma-site=" : "", site ? site : "");
  GstVideoInfo in, out;
  GstHarness *h = part_harness (properties,
      gst_video_format_from_string (format), size, text, &in, &out);
  GstBuffer *buffer = frame_random (&in, (guint) size[1]), *got;

  got = scaler_run (h, buffer);
  assert_views (mode, fields, properties, site, &in, buffer, &out, got);
  fail_unless (scaler_messages (h, GST_MESSAGE_WARNING) == 0);
  gst_buffer_unref (got);
  gst_buffer_unref (buffer);
  scaler_free (h);
  g_free (text);
}

GST_START_TEST (test_views)
{
  static const gchar *const methods[] = {
    "method=lanczos add-borders=false",
    "method=bilinear antialias=true padding-mode=zeros add-borders=false",
  };
  static const gchar *const sites[] = { NULL, "mpeg2", "cosited" };
  const guint mode = (guint) __i__;
  guint format, size, method, site;
  gint fields;

  for (format = 0; format < G_N_ELEMENTS (formats); format++)
    for (size = 0; size < G_N_ELEMENTS (sizes); size++)
      for (method = 0; method < G_N_ELEMENTS (methods); method++)
        for (site = 0; site < G_N_ELEMENTS (sites); site++)
          for (fields = 0; fields < (modes[mode].rows > 1 ? 1 : 2); fields++)
            check_views (mode, formats[format], sizes[size], methods[method],
                sites[site], fields);
}

GST_END_TEST;

/* Across views only widths have to fit, down views only heights. */
GST_START_TEST (test_odd_sizes)
{
  static const gint odd_height[] = { 32, 31, 48, 45 };
  static const gint odd_width[] = { 31, 32, 45, 48 };
  static const gchar *const names[] = { "GRAY8", "RGB", "I420", "NV12" };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (names); i++) {
    check_views (0, names[i], odd_height,
        "method=lanczos add-borders=false", NULL, FALSE);
    check_views (2, names[i], odd_width,
        "method=lanczos add-borders=false", NULL, FALSE);
  }
}

GST_END_TEST;

/* What cannot be told apart is one picture, and said once. */
GST_START_TEST (test_whole)
{
  static const struct
  {
    const gchar *format, *fields, *plain;
    gint size[4];
  } cases[] = {
    {"RGB", "multiview-mode=side-by-side", "", {31, 16, 40, 20}},
    {"RGB", "multiview-mode=side-by-side", "", {32, 16, 41, 20}},
    {"I420", "multiview-mode=side-by-side", "", {30, 16, 40, 20}},
    {"Y41B", "multiview-mode=side-by-side", "", {40, 16, 44, 20}},
    {"RGB", "multiview-mode=top-bottom", "", {32, 15, 40, 20}},
    {"I420", "multiview-mode=top-bottom", "", {32, 16, 40, 18}},
    {"RGB", "multiview-mode=top-bottom,interlace-mode=interleaved",
        "interlace-mode=interleaved", {32, 16, 40, 18}},
    {"I420", "multiview-mode=top-bottom,interlace-mode=interleaved",
        "interlace-mode=interleaved", {32, 16, 40, 20}},
    {"RGB", "multiview-mode=row-interleaved,interlace-mode=interleaved",
        "interlace-mode=interleaved", {32, 16, 40, 20}},
    {"RGB", "multiview-mode=checkerboard", "", {32, 16, 40, 20}},
    {"RGB", "multiview-mode=separated,views=2", "", {32, 16, 40, 20}},
  };
  guint i, k;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    const GstVideoFormat format = gst_video_format_from_string
        (cases[i].format);
    const gchar *how = "method=bicubic add-borders=false";
    const gchar *plain = *cases[i].plain ? cases[i].plain : NULL;
    GstVideoInfo in, out;
    GstHarness *h = part_harness (how, format, cases[i].size, cases[i].fields,
        &in, &out);
    GstBuffer *buffer = frame_random (&in, i), *expected, *got;

    expected = part_scale (how, format, cases[i].size, plain, buffer);
    for (k = 0; k < 3; k++) {
      got = scaler_run (h, buffer);
      frame_assert_equal (&out, got, expected, cases[i].fields);
      gst_buffer_unref (got);
    }
    fail_unless (scaler_messages (h, GST_MESSAGE_WARNING) == 1, "%s",
        cases[i].fields);
    gst_buffer_unref (expected);
    gst_buffer_unref (buffer);
    scaler_free (h);
  }
}

GST_END_TEST;

/* Where a stream has both, the flag of a buffer tells frames of two views. */
GST_START_TEST (test_mixed_mono)
{
  static const gint size[] = { 32, 16, 48, 20 };
  const gchar *mixed = "multiview-mode=side-by-side,"
      "multiview-flags=(GstVideoMultiviewFlagsSet)8000:ffffffff:/mixed-mono";
  const gchar *how = "method=bicubic add-borders=false";
  GstVideoInfo in, out;
  GstHarness *h = part_harness (how, GST_VIDEO_FORMAT_RGB, size, mixed, &in,
      &out);
  guint k;

  fail_unless (GST_VIDEO_INFO_MULTIVIEW_FLAGS (&in) &
      GST_VIDEO_MULTIVIEW_FLAGS_MIXED_MONO);
  for (k = 0; k < 4; k++) {
    GstBuffer *buffer = frame_random (&in, k), *got, *expected;

    expected = part_scale (how, GST_VIDEO_FORMAT_RGB, size,
        k % 2 ? "multiview-mode=side-by-side" : NULL, buffer);
    if (k % 2)
      GST_BUFFER_FLAG_SET (buffer, GST_VIDEO_BUFFER_FLAG_MULTIPLE_VIEW);
    got = scaler_run (h, buffer);
    frame_assert_equal (&out, got, expected, k % 2 ? "two views" : "one view");
    gst_buffer_unref (got);
    gst_buffer_unref (expected);
    gst_buffer_unref (buffer);
  }
  scaler_free (h);
}

GST_END_TEST;

/* Bars lie beside each view, and caps keep what they say of views. */
GST_START_TEST (test_borders)
{
  static const gint size[] = { 64, 24, 96, 24 };
  static const gint half[] = { 32, 24, 48, 24 };
  const gchar *fields = "multiview-mode=side-by-side,"
      "multiview-flags=(GstVideoMultiviewFlagsSet)1:ffffffff:/right-view-first";
  GstVideoInfo in, out, half_in, half_out;
  GstHarness *h = part_harness ("border-color=0xffffffff",
      GST_VIDEO_FORMAT_RGB, size, fields, &in, &out);
  GstBuffer *buffer = frame_random (&in, 1), *got = scaler_run (h, buffer);
  GstCaps *caps = gst_pad_get_current_caps (h->sinkpad);
  const gchar *mode = gst_structure_get_string (gst_caps_get_structure (caps,
          0), "multiview-mode");
  Component left;
  gint view, y;
  gsize all;
  guint8 *from = frame_bytes (buffer, &all), *to = frame_bytes (got, &all);

  fail_unless_equals_string (mode, "side-by-side");
  gst_caps_unref (caps);
  frame_component (&left, &out, got, 0);
  fail_unless (left.samples[0] == 255 && left.samples[95] == 255
      && left.samples[47] == 255 && left.samples[48] == 255);
  component_clear (&left);
  frame_info (&half_in, GST_VIDEO_FORMAT_RGB, half[0], half[1]);
  frame_info (&half_out, GST_VIDEO_FORMAT_RGB, half[2], half[3]);
  for (view = 0; view < 2; view++) {
    guint8 *one = g_malloc (half_in.size), *scaled = g_malloc (half_out.size);
    GstBuffer *alone, *expected;

    for (y = 0; y < half[1]; y++)
      memcpy (one + y * half_in.stride[0], from + y * in.stride[0]
          + view * half[0] * 3, (gsize) half[0] * 3);
    for (y = 0; y < half[3]; y++)
      memcpy (scaled + y * half_out.stride[0], to + y * out.stride[0]
          + view * half[2] * 3, (gsize) half[2] * 3);
    alone = gst_buffer_new_wrapped (one, half_in.size);
    expected = part_scale ("border-color=0xffffffff", GST_VIDEO_FORMAT_RGB,
        half, NULL, alone);
    gst_buffer_unref (alone);
    alone = gst_buffer_new_wrapped (scaled, half_out.size);
    frame_assert_equal (&half_out, alone, expected, "a view with bars");
    gst_buffer_unref (alone);
    gst_buffer_unref (expected);
  }
  g_free (from);
  g_free (to);
  gst_buffer_unref (got);
  gst_buffer_unref (buffer);
  scaler_free (h);
}

GST_END_TEST;

static Suite *
views_suite (void)
{
  Suite *s = suite_create ("alignscale-views");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_views, 0, G_N_ELEMENTS (modes));
  tcase_add_test (tc, test_whole);
  tcase_add_test (tc, test_odd_sizes);
  tcase_add_test (tc, test_mixed_mono);
  tcase_add_test (tc, test_borders);
  return s;
}

GST_CHECK_MAIN (views);
