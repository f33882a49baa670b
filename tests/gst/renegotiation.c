/* alignscale: other sizes and formats in mid-stream
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "scaler.h"

#define SWITCHES 200

static const gchar *const settings[] = {
  "method=bilinear padding-mode=auto antialias=false align-corners=false",
  "method=bilinear padding-mode=zeros antialias=false align-corners=true",
  "method=bicubic padding-mode=auto antialias=true align-corners=false",
  "method=lanczos padding-mode=reflection antialias=true align-corners=false",
  "method=area antialias=false align-corners=false",
  "method=nearest antialias=false align-corners=false",
};

typedef enum
{
  BOTH_PADS,                    /* both pads get new caps */
  DOWNSTREAM,                   /* the source pad alone */
  UPSTREAM,                     /* the sink pad alone, downstream takes all */
  PASSTHROUGH,
  BACK,                         /* to the sizes and the format before */
  N_KINDS
} Kind;

static gint
random_size (GRand * rand)
{
  return g_rand_int_range (rand, 0, 5) ? g_rand_int_range (rand, 1, 50)
      : g_rand_int_range (rand, 1, 4);
}

/* Each frame is scaled as its caps say, whatever came before it. */
GST_START_TEST (test_random)
{
  GRand *rand = g_rand_new_with_seed ((guint32) __i__);
  GArray *formats = scaler_formats ();
  GstHarness *h = scaler_new ("add-borders=false");
  const gchar *properties = settings[0];
  GstVideoInfo in, out, in_before, out_before;
  guint i, k, kinds[N_KINDS] = { 0 };

  frame_info (&in, GST_VIDEO_FORMAT_I420, 16, 16);
  out = in_before = out_before = in;
  for (i = 0; i < SWITCHES; i++) {
    Kind kind = (Kind) (i ? g_rand_int_range (rand, 0, N_KINDS) : 0);
    GstVideoFormat format = GST_VIDEO_INFO_FORMAT (&in);
    GstVideoInfo in_now = in, out_now = out;
    OracleCase how;

    /* not a palette, which warns of methods, nor a format that GStreamer has no
     * room for at some widths */
    if (kind == BACK) {
      in = in_before;
      out = out_before;
      format = GST_VIDEO_INFO_FORMAT (&in);
    } else if (kind != DOWNSTREAM && g_rand_boolean (rand))
      do
        format = g_array_index (formats, GstVideoFormat,
            g_rand_int_range (rand, 0, (gint) formats->len));
      while (format == GST_VIDEO_FORMAT_RGB8P
          || g_str_equal (gst_video_format_to_string (format),
              "NV12_10BE_8L128"));
    if (kind != DOWNSTREAM && kind != BACK)
      frame_info (&in, format, random_size (rand), random_size (rand));
    if (kind == PASSTHROUGH || kind == UPSTREAM)
      out = in;
    else if (kind != BACK)
      frame_info (&out, format, random_size (rand), random_size (rand));

    if (kind == UPSTREAM)
      gst_harness_set_sink_caps_str (h, "video/x-raw");
    else
      gst_harness_set_sink_caps (h, frame_caps (format, out.width, out.height,
              NULL));
    if (kind != DOWNSTREAM)
      gst_harness_set_src_caps (h, frame_caps (format, in.width, in.height,
              NULL));
    if (g_rand_int_range (rand, 0, 3) == 0) {
      properties = settings[g_rand_int_range (rand, 0,
              G_N_ELEMENTS (settings))];
      scaler_set (h->element, properties);
    }
    how = scaler_oracle (properties);
    kinds[kind]++;
    in_before = in_now;
    out_before = out_now;

    for (k = 0; k < 2; k++) {
      GstBuffer *buffer = frame_random (&in, i), *result;

      result = scaler_run (h, buffer);
      if (in.width == out.width && in.height == out.height)
        fail_unless (result == buffer);
      else
        frame_assert_scaled (&how, &in, buffer, &out, result, NULL);
      gst_buffer_unref (result);
      gst_buffer_unref (buffer);
    }
  }
  for (k = 0; k < N_KINDS; k++)
    fail_unless (kinds[k] > SWITCHES / 10);
  fail_unless_equals_uint64 (scaler_messages (h,
          GST_MESSAGE_ERROR | GST_MESSAGE_WARNING), 0);
  g_array_unref (formats);
  g_rand_free (rand);
  scaler_free (h);
}

GST_END_TEST;

/* Caps that no output can have, and good ones after them. */
GST_START_TEST (test_refused_caps)
{
  OracleCase how = scaler_oracle ("method=bilinear");
  GstHarness *h = scaler_new ("add-borders=false");
  GstVideoInfo in, out;
  GstBuffer *buffer, *result;
  gint i;

  frame_info (&in, GST_VIDEO_FORMAT_I420, 20, 20);
  frame_info (&out, GST_VIDEO_FORMAT_I420, 30, 10);
  buffer = frame_random (&in, 1);
  for (i = 0; i < 5; i++) {
    gst_harness_set_caps_str (h,
        "video/x-raw,format=I420,width=20,height=20,framerate=25/1",
        "video/x-raw,format=RGB,width=30,height=10");
    fail_unless_equals_int (gst_harness_push (h, gst_buffer_ref (buffer)),
        GST_FLOW_NOT_NEGOTIATED);
    fail_unless (gst_harness_try_pull (h) == NULL);

    scaler_caps (h, &in, &out);
    result = scaler_run (h, buffer);
    frame_assert_scaled (&how, &in, buffer, &out, result, NULL);
    gst_buffer_unref (result);
  }
  gst_buffer_unref (buffer);
  scaler_free (h);
}

GST_END_TEST;

/* A frame of the old size after new caps is refused, not read past its end. */
GST_START_TEST (test_stale_buffer)
{
  GstHarness *h = scaler_new ("add-borders=false");
  GstVideoInfo small, large, out;
  GstBuffer *buffer;

  frame_info (&small, GST_VIDEO_FORMAT_NV12, 20, 20);
  frame_info (&large, GST_VIDEO_FORMAT_NV12, 40, 40);
  frame_info (&out, GST_VIDEO_FORMAT_NV12, 30, 30);
  buffer = frame_random (&small, 1);
  scaler_caps (h, &small, &out);
  gst_buffer_unref (scaler_run (h, buffer));
  scaler_caps (h, &large, &out);
  scaler_fail (h, buffer, "input:|plane 0|40x40|600 bytes");
  scaler_caps (h, &small, &out);
  gst_buffer_unref (scaler_run (h, buffer));
  gst_buffer_unref (buffer);
  scaler_free (h);
}

GST_END_TEST;

static Suite *
alignscale_renegotiation_suite (void)
{
  Suite *s = suite_create ("renegotiation");
  TCase *tc = tcase_create ("renegotiation");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_random, 1, 6);
  tcase_add_test (tc, test_refused_caps);
  tcase_add_test (tc, test_stale_buffer);
  return s;
}

GST_CHECK_MAIN (alignscale_renegotiation);
