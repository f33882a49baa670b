/* alignscale: frames that are not what they seem: formats that cannot be
 * scaled, and fields
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "scaler.h"

/* A format that is not scaled passes through, and is refused at another size. */
GST_START_TEST (test_opaque)
{
  GstHarness *h = scaler_new ("add-borders=false");
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, 100, NULL), *got;

  gst_harness_set_caps (h, frame_caps (GST_VIDEO_FORMAT_ENCODED, 64, 48, NULL),
      frame_caps (GST_VIDEO_FORMAT_ENCODED, 64, 48, NULL));
  got = scaler_run (h, buffer);
  fail_unless (got == buffer, "not passed through");
  gst_buffer_unref (got);
  scaler_free (h);

  h = scaler_new ("add-borders=false");
  gst_harness_set_caps (h, frame_caps (GST_VIDEO_FORMAT_ENCODED, 64, 48, NULL),
      frame_caps (GST_VIDEO_FORMAT_ENCODED, 32, 20, NULL));
  fail_unless (gst_harness_push (h, gst_buffer_ref (buffer)) ==
      GST_FLOW_NOT_NEGOTIATED);
  fail_unless (gst_harness_try_pull (h) == NULL);
  scaler_free (h);
  gst_buffer_unref (buffer);
}

GST_END_TEST;

/* Every format of the library that holds samples is scaled. */
GST_START_TEST (test_template)
{
  static const gchar *const all = GST_VIDEO_FORMATS_ALL;
  gchar **names = g_strsplit_set (all, "{ ,}", -1);
  GArray *formats = scaler_formats ();
  guint i, k, n = 0;

  for (i = 0; names[i]; i++) {
    gboolean found = FALSE;

    if (!names[i][0] || strstr (names[i], "_F16") || strstr (names[i], "_F32"))
      continue;
    for (k = 0; k < formats->len; k++)
      found = found || g_str_equal (names[i],
          gst_video_format_to_string (g_array_index (formats, GstVideoFormat,
                  k)));
    fail_unless (found, "%s is not scaled", names[i]);
    n++;
  }
  fail_unless (n >= 100);
  g_array_unref (formats);
  g_strfreev (names);
}

GST_END_TEST;

/* Other sizes are offered for what is scaled alone. */
GST_START_TEST (test_offer)
{
  GstHarness *h = scaler_new ("");
  GstPad *sink = gst_element_get_static_pad (h->element, "sink");
  GstCaps *offer, *other;

  gst_harness_set_sink_caps_str (h,
      "video/x-raw,format={I420,ENCODED,v210},width=64,height=48");
  offer = gst_pad_query_caps (sink, NULL);
  other = gst_caps_from_string ("video/x-raw,format=v210,width=10,height=10");
  fail_unless (gst_caps_can_intersect (offer, other));
  gst_caps_set_simple (other, "format", G_TYPE_STRING, "ENCODED", NULL);
  fail_if (gst_caps_can_intersect (offer, other));
  gst_caps_set_simple (other, "width", G_TYPE_INT, 64, "height", G_TYPE_INT, 48,
      NULL);
  fail_unless (gst_caps_can_intersect (offer, other));
  gst_caps_unref (other);
  gst_caps_unref (offer);
  gst_object_unref (sink);
  scaler_free (h);
}

GST_END_TEST;

/* What GstBaseTransform and GstVideoFilter never ask, another class may. */
GST_START_TEST (test_called_directly)
{
  GstHarness *h = scaler_new ("");
  GstBaseTransform *trans = GST_BASE_TRANSFORM (h->element);
  GstVideoFilter *filter = GST_VIDEO_FILTER (trans);
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, 100, NULL);
  GstCaps *any = gst_caps_new_any (), *got;
  gchar *text;

  got = GST_BASE_TRANSFORM_GET_CLASS (trans)->transform_caps (trans,
      GST_PAD_SINK, any, NULL);
  fail_unless (gst_caps_is_any (got));
  gst_caps_unref (got);
  gst_caps_unref (any);

  fail_unless_equals_int (GST_BASE_TRANSFORM_GET_CLASS (trans)->transform
      (trans, buffer, buffer), GST_FLOW_NOT_NEGOTIATED);
  text = scaler_error (h);
  fail_unless (strstr (text, "before caps that can be scaled"), "%s", text);
  g_free (text);
  fail_unless_equals_int (GST_VIDEO_FILTER_GET_CLASS (filter)->transform_frame
      (filter, NULL, NULL), GST_FLOW_ERROR);
  gst_buffer_unref (buffer);
  scaler_free (h);
}

GST_END_TEST;

/* Caps of both sides that meet, but ask for what is not done: a word that only
 * one side says, which the other could have meant. */
static const struct
{
  const gchar *sides, *more;
} unmet[] = {
  {"video/x-raw,format=RGB,framerate=25/1", ",interlace-mode=interleaved"},
  {"video/x-raw,format=RGB,framerate=25/1", ",interlace-mode=mixed"},
  {"video/x-raw(memory:GLMemory),format=RGBA", ",framerate=25/1"},
  {"video/x-raw,format=ENCODED", ",framerate=25/1"},
};

GST_START_TEST (test_unmet)
{
  GstHarness *h = scaler_new ("add-borders=false");
  gchar *in = g_strdup_printf ("%s,width=32,height=24", unmet[__i__].sides);
  gchar *out = g_strconcat (in, unmet[__i__].more, NULL);
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, 10000, NULL), *got;

  gst_harness_set_caps_str (h, in, out);
  fail_unless_equals_int (gst_harness_push (h, gst_buffer_ref (buffer)),
      GST_FLOW_NOT_NEGOTIATED);
  fail_unless (gst_harness_try_pull (h) == NULL);
  gst_harness_set_caps_str (h, out, out);
  got = scaler_run (h, buffer);
  fail_unless (got == buffer);
  gst_buffer_unref (got);
  gst_buffer_unref (buffer);
  g_free (in);
  g_free (out);
  scaler_free (h);
}

GST_END_TEST;

/* A field that does not say which is scaled as a picture of half the height. */
GST_START_TEST (test_alternate)
{
  static const gint sizes[][4] = {
    {64, 48, 96, 64}, {64, 48, 32, 24}, {33, 50, 20, 90}
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (sizes); i++) {
    GstHarness *h = scaler_new ("method=bicubic add-borders=false");
    const gchar *text = "video/x-raw(format:Interlaced),format=RGB,width=%d,"
        "height=%d,interlace-mode=alternate,framerate=25/1";
    gchar *from = g_strdup_printf (text, sizes[i][0], sizes[i][1]);
    gchar *to = g_strdup_printf (text, sizes[i][2], sizes[i][3]);
    GstVideoInfo in, out;
    GstBuffer *buffer, *got, *field, *expected;

    frame_info (&in, GST_VIDEO_FORMAT_RGB, sizes[i][0], sizes[i][1] / 2);
    frame_info (&out, GST_VIDEO_FORMAT_RGB, sizes[i][2], sizes[i][3] / 2);
    buffer = frame_random (&in, i);
    gst_harness_set_caps (h, gst_caps_from_string (from),
        gst_caps_from_string (to));
    got = scaler_run (h, buffer);
    fail_unless_equals_uint64 (gst_buffer_get_size (got), out.size);
    expected = scaler_once ("method=bicubic add-borders=false", &in, buffer,
        &out);
    /* a meta of the frame would speak of its whole height */
    field = gst_buffer_copy_region (got, GST_BUFFER_COPY_MEMORY, 0, out.size);
    frame_assert_equal (&out, field, expected, "a field");
    gst_buffer_unref (field);
    gst_buffer_unref (expected);
    gst_buffer_unref (got);
    gst_buffer_unref (buffer);
    scaler_free (h);
    g_free (from);
    g_free (to);
  }
}

GST_END_TEST;

/* A stream that does not count time is scaled as any other. */
GST_START_TEST (test_bytes)
{
  GstHarness *h = scaler_new ("add-borders=false");
  GstVideoInfo in, out;
  GstBuffer *buffer;
  GstSegment segment;

  frame_info (&in, GST_VIDEO_FORMAT_GRAY8, 32, 24);
  frame_info (&out, GST_VIDEO_FORMAT_GRAY8, 16, 12);
  scaler_caps (h, &in, &out);
  gst_segment_init (&segment, GST_FORMAT_BYTES);
  fail_unless (gst_harness_push_event (h, gst_event_new_segment (&segment)));
  buffer = frame_random (&in, 1);
  gst_buffer_unref (scaler_run (h, buffer));
  gst_buffer_unref (buffer);
  scaler_free (h);
}

GST_END_TEST;

static Suite *
unlisted_suite (void)
{
  Suite *s = suite_create ("alignscale-unlisted");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_opaque);
  tcase_add_test (tc, test_template);
  tcase_add_test (tc, test_offer);
  tcase_add_test (tc, test_called_directly);
  tcase_add_loop_test (tc, test_unmet, 0, G_N_ELEMENTS (unmet));
  tcase_add_test (tc, test_alternate);
  tcase_add_test (tc, test_bytes);
  return s;
}

GST_CHECK_MAIN (unlisted);
