/* alignscale: the source box, live
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include <gst/controller/controller.h>

#include "scaler.h"

/* A box of whole pixels at scale 1 is a crop, in every format. */
GST_START_TEST (test_crop)
{
  GArray *formats = scaler_formats ();
  guint i, c;

  for (i = 0; i < formats->len; i++) {
    GstVideoFormat format = g_array_index (formats, GstVideoFormat, i);
    GstVideoInfo in, out;
    GstBuffer *buffer, *got;

    frame_info (&in, format, 48, 32);
    frame_info (&out, format, 24, 16);
    buffer = frame_random (&in, i + 1);
    got = scaler_once ("src-x=8 src-y=12 src-width=24 src-height=16 "
        "add-borders=false", &in, buffer, &out);
    for (c = 0; c < frame_components (in.finfo); c++) {
      Component from, to;
      gint x, y;

      frame_component (&from, &in, buffer, c);
      frame_component (&to, &out, got, c);
      for (y = 0; y < to.height; y++)
        for (x = 0; x < to.width; x++)
          fail_unless_equals_int (to.samples[y * to.width + x],
              from.samples[(y + (12 >> in.finfo->h_sub[c])) * from.width + x +
                  (8 >> in.finfo->w_sub[c])]);
      component_clear (&from);
      component_clear (&to);
    }
    gst_buffer_unref (got);
    gst_buffer_unref (buffer);
  }
  g_array_unref (formats);
}

GST_END_TEST;

/* A box at equal size ends passthrough, and its end brings it back. */
GST_START_TEST (test_passthrough)
{
  static const struct
  {
    const gchar *properties;
    gboolean passes;
  } rows[] = {
    {"method=bilinear", TRUE},
    {"src-x=2", FALSE},
    {"src-x=0", TRUE},
    {"method=mitchell", FALSE},
    {"method=gaussian", FALSE},
    {"method=lanczos antialias=true", TRUE},
    {"coordinate-mode=offset-corners", FALSE},
    {"coordinate-mode=align-corners", TRUE},
    {"padding-mode=color", TRUE},
    {"padding-mode=zeros src-width=64", TRUE},
    {"src-height=100", FALSE},
  };
  GstHarness *h = scaler_new ("");
  GstVideoInfo info;
  GstBuffer *buffer;
  guint i, k;

  frame_info (&info, GST_VIDEO_FORMAT_RGB, 64, 48);
  buffer = frame_random (&info, 3);
  scaler_caps (h, &info, &info);
  for (i = 0; i < G_N_ELEMENTS (rows); i++) {
    scaler_set (h->element, rows[i].properties);
    for (k = 0; k < 2; k++) {
      GstBuffer *got = scaler_run (h, buffer);

      fail_unless ((got == buffer) == rows[i].passes, "%s, frame %u",
          rows[i].properties, k);
      fail_unless (frame_same (&info, got, buffer) == rows[i].passes, "%s",
          rows[i].properties);
      gst_buffer_unref (got);
    }
  }
  gst_buffer_unref (buffer);
  scaler_free (h);
}

GST_END_TEST;

/* A controlled box is where the controller says at each frame's time. */
GST_START_TEST (test_controlled)
{
  const gchar *fixed = "method=bicubic antialias=true padding-mode=reflection "
      "add-borders=false";
  static const gchar *const names[] = { "src-x", "src-y", "src-width",
    "src-height"
  };
  static const gdouble from[] = { -10, 5, 64, 48 }, to[] = { 40, -3.5, 7, 90 };
  GstHarness *h = scaler_new (fixed);
  GstVideoInfo in, out;
  GstBuffer *buffer;
  guint i, k;

  frame_info (&in, GST_VIDEO_FORMAT_I420, 64, 48);
  frame_info (&out, GST_VIDEO_FORMAT_I420, 33, 50);
  buffer = frame_random (&in, 3);
  scaler_caps (h, &in, &out);
  for (i = 0; i < G_N_ELEMENTS (names); i++) {
    GstControlSource *source = gst_interpolation_control_source_new ();

    g_object_set (source, "mode", GST_INTERPOLATION_MODE_LINEAR, NULL);
    gst_timed_value_control_source_set (GST_TIMED_VALUE_CONTROL_SOURCE
        (source), 0, from[i]);
    gst_timed_value_control_source_set (GST_TIMED_VALUE_CONTROL_SOURCE
        (source), 10 * GST_SECOND, to[i]);
    fail_unless (gst_object_add_control_binding (GST_OBJECT (h->element),
            gst_direct_control_binding_new_absolute (GST_OBJECT (h->element),
                names[i], source)));
    gst_object_unref (source);
  }
  for (k = 0; k <= 10; k++) {
    GstBuffer *in_buffer = gst_buffer_copy (buffer), *got, *expected;
    GString *text = g_string_new (fixed);
    gchar number[G_ASCII_DTOSTR_BUF_SIZE];

    GST_BUFFER_PTS (in_buffer) = k * GST_SECOND;
    got = scaler_run (h, in_buffer);
    for (i = 0; i < G_N_ELEMENTS (names); i++)
      g_string_append_printf (text, " %s=%s", names[i],
          g_ascii_dtostr (number, sizeof (number),
              from[i] + (to[i] - from[i]) * k / 10.0));
    expected = scaler_once (text->str, &in, buffer, &out);
    frame_assert_equal (&out, got, expected, text->str);
    g_string_free (text, TRUE);
    gst_buffer_unref (expected);
    gst_buffer_unref (got);
    gst_buffer_unref (in_buffer);
  }
  gst_buffer_unref (buffer);
  scaler_free (h);
}

GST_END_TEST;

/* Nothing to see is an error, and the next good box works. */
GST_START_TEST (test_empty)
{
  GstHarness *h = scaler_new ("src-x=64 add-borders=false");
  GstVideoInfo in, out;
  GstBuffer *buffer, *got, *expected;

  frame_info (&in, GST_VIDEO_FORMAT_NV12, 64, 48);
  frame_info (&out, GST_VIDEO_FORMAT_NV12, 32, 24);
  buffer = frame_random (&in, 9);
  scaler_caps (h, &in, &out);
  scaler_fail (h, buffer, "NV12|64x48|source box");
  scaler_set (h->element, "src-x=63.5");
  got = scaler_run (h, buffer);
  expected = scaler_once ("src-x=63.5 add-borders=false", &in, buffer, &out);
  frame_assert_equal (&out, got, expected, "after an empty box");
  gst_buffer_unref (expected);
  gst_buffer_unref (got);
  gst_buffer_unref (buffer);
  scaler_free (h);
}

GST_END_TEST;

static Suite *
box_suite (void)
{
  Suite *s = suite_create ("alignscale-box");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_crop);
  tcase_add_test (tc, test_passthrough);
  tcase_add_test (tc, test_controlled);
  tcase_add_test (tc, test_empty);
  return s;
}

GST_CHECK_MAIN (box);
