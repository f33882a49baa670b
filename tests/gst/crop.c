/* alignscale: the crop rectangle of a buffer is the picture
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "parts.h"

#define FRAME_WIDTH 44
#define FRAME_HEIGHT 36

/* A frame of random samples in rows with padding. */
static GstBuffer *
frame (GstVideoInfo * info, GstVideoFormat format)
{
  GstBuffer *packed, *padded;

  frame_info (info, format, FRAME_WIDTH, FRAME_HEIGHT);
  packed = frame_random (info, (guint32) format);
  padded = frame_padded (info, packed, 16, 8);
  gst_buffer_unref (packed);
  return padded;
}

static const struct
{
  const gchar *properties;
  gint x, y, width, height, out_w, out_h;
} rows[] = {
  {"method=bicubic", 8, 4, 20, 16, 33, 27},
  {"method=bicubic", 8, 4, 20, 16, 40, 64},
  {"", 0, 0, 20, 16, 30, 24},
  {"", 12, 8, 17, 13, 21, 9},
  {"", 24, 20, 20, 16, 11, 9},
  {"", 40, 32, 4, 4, 8, 8},
  {"method=nearest", 8, 8, 20, 20, 50, 50},
  {"method=area", 8, 8, 20, 20, 10, 10},
  {"add-borders=false padding-mode=zeros src-x=-4 src-y=2 src-width=20 "
        "src-height=18", 8, 8, 16, 16, 40, 36},
  {"add-borders=false padding-mode=reflection method=lanczos", 8, 8, 16, 16, 40,
      10},
  /* nothing but the copy */
  {"", 8, 4, 20, 16, 20, 16},
};

/* Rows of some formats end before the last chroma sample of an odd width. */
static gboolean
has_all_samples (const GstVideoInfo * info, GstBuffer * buffer)
{
  gboolean all = TRUE;
  guint c;

  for (c = 0; c < frame_components (info->finfo); c++) {
    Component component;

    frame_component (&component, info, buffer, c);
    all = all && component.stored == component.width;
    component_clear (&component);
  }
  return all;
}

GST_START_TEST (test_formats)
{
  GArray *formats = scaler_formats ();
  guint i;

  for (i = 0; i < formats->len; i++) {
    GstVideoFormat format = g_array_index (formats, GstVideoFormat, i);
    GstVideoInfo whole, in, out;
    GstBuffer *buffer = frame (&whole, format), *copy, *expected, *result;

    frame_info (&in, format, rows[__i__].width, rows[__i__].height);
    frame_info (&out, format, rows[__i__].out_w, rows[__i__].out_h);
    copy = frame_cropped (&in, &whole, buffer, rows[__i__].x, rows[__i__].y);
    if (!has_all_samples (&in, copy)) {
      gst_buffer_unref (copy);
      gst_buffer_unref (buffer);
      continue;
    }
    part_set_crop (buffer, (guint) rows[__i__].x, (guint) rows[__i__].y,
        (guint) in.width, (guint) in.height);
    expected = scaler_once (rows[__i__].properties, &in, copy, &out);
    result = scaler_once (rows[__i__].properties, &in, buffer, &out);
    frame_assert_equal (&out, result, expected, "crop");
    fail_unless (gst_buffer_get_video_crop_meta (result) == NULL);
    gst_buffer_unref (result);
    gst_buffer_unref (expected);
    gst_buffer_unref (copy);
    gst_buffer_unref (buffer);
  }
  g_array_unref (formats);
}

GST_END_TEST;

/* Caps of the frame, and a rectangle that is another for every buffer. */
GST_START_TEST (test_moving)
{
  static const guint places[][4] = {
    {8, 4, 20, 16}, {16, 4, 20, 16}, {16, 12, 20, 16}, {24, 12, 20, 24},
    {0, 0, FRAME_WIDTH, FRAME_HEIGHT}, {4, 8, 5, 7}, {9, 3, 20, 16},
    {8, 4, 20, 16}
  };
  static const GstVideoFormat formats[] = {
    GST_VIDEO_FORMAT_I420, GST_VIDEO_FORMAT_RGB, GST_VIDEO_FORMAT_YUY2,
    GST_VIDEO_FORMAT_v210, GST_VIDEO_FORMAT_RGB16, GST_VIDEO_FORMAT_NV12_4L4,
    GST_VIDEO_FORMAT_NV12_10LE32
  };
  guint i, k;

  for (k = 0; k < G_N_ELEMENTS (formats); k++) {
    GstHarness *h = scaler_new ("add-borders=false");
    GstVideoInfo whole, out;
    GstBuffer *buffer = frame (&whole, formats[k]);

    frame_info (&out, formats[k], 30, 24);
    scaler_caps (h, &whole, &out);
    for (i = 0; i < G_N_ELEMENTS (places); i++) {
      const guint *place = places[i];
      GstVideoInfo in;
      GstBuffer *copy, *expected, *result;
      guint c;

      frame_info (&in, formats[k], (gint) place[2], (gint) place[3]);
      copy =
          frame_cropped (&in, &whole, buffer, (gint) place[0], (gint) place[1]);
      expected = scaler_once ("add-borders=false", &in, copy, &out);
      part_set_crop (buffer, place[0], place[1], place[2], place[3]);
      result = scaler_run (h, buffer);
      /* a copy of a picture that begins in a chroma sample moves chroma */
      for (c = 0; c < (place[0] % 2 ? 1u : out.finfo->n_components); c++) {
        Component got, wanted;

        frame_component (&got, &out, result, c);
        frame_component (&wanted, &out, expected, c);
        fail_unless (memcmp (got.samples, wanted.samples,
                sizeof (guint16) * (gsize) (got.width * got.height)) == 0,
            "%s, place %u, component %u", out.finfo->name, i, c);
        component_clear (&got);
        component_clear (&wanted);
      }
      gst_buffer_unref (result);
      gst_buffer_unref (expected);
      gst_buffer_unref (copy);
    }
    gst_buffer_unref (buffer);
    scaler_free (h);
  }
}

GST_END_TEST;

GST_START_TEST (test_passthrough)
{
  GstHarness *h = scaler_new ("");
  GstVideoInfo whole, in;
  GstBuffer *buffer = frame (&whole, GST_VIDEO_FORMAT_I420), *out, *copy;
  gint i;

  /* caps of the size of the rectangle, and caps of the size of the frame */
  frame_info (&in, GST_VIDEO_FORMAT_I420, 20, 16);
  scaler_caps (h, &in, &in);
  copy = frame_cropped (&in, &whole, buffer, 8, 4);
  out = scaler_run (h, copy);
  fail_unless (out == copy);
  gst_buffer_unref (out);
  for (i = 0; i < 2; i++) {
    part_set_crop (buffer, 8, 4, 20, 16);
    out = scaler_run (h, buffer);
    fail_unless (out != buffer);
    frame_assert_equal (&in, out, copy, "crop");
    fail_unless (gst_buffer_get_video_crop_meta (out) == NULL);
    gst_buffer_unref (out);
    out = scaler_run (h, copy);
    fail_unless (out == copy);
    gst_buffer_unref (out);
  }
  scaler_caps (h, &whole, &whole);
  part_set_crop (buffer, 0, 0, FRAME_WIDTH, FRAME_HEIGHT);
  out = scaler_run (h, buffer);
  fail_unless (out == buffer);
  gst_buffer_unref (out);
  part_set_crop (buffer, 0, 0, FRAME_WIDTH / 2, FRAME_HEIGHT);
  out = scaler_run (h, buffer);
  fail_unless (out != buffer);
  fail_if (frame_same (&whole, out, buffer));
  gst_buffer_unref (out);
  gst_buffer_unref (copy);
  gst_buffer_unref (buffer);
  scaler_free (h);
}

GST_END_TEST;

GST_START_TEST (test_outside)
{
  static const guint places[][4] = {
    {FRAME_WIDTH - 19, 0, 20, 16}, {0, FRAME_HEIGHT - 15, 20, 16},
    {0, 0, FRAME_WIDTH + 1, 16}, {0, 0, 20, FRAME_HEIGHT + 1}, {4, 4, 0, 16},
    {4, 4, 20, 0}, {G_MAXUINT, 0, 20, 16}, {0, G_MAXUINT - 8, 20, 16},
    {8, 8, G_MAXUINT, G_MAXUINT}, {G_MAXINT, G_MAXINT, G_MAXINT, G_MAXINT},
  };
  GstHarness *h = scaler_new ("");
  GstVideoInfo whole, in, out;
  GstBuffer *buffer = frame (&whole, GST_VIDEO_FORMAT_I420), *expected, *result;
  GstBuffer *copy, *bare;
  guint i;

  frame_info (&in, GST_VIDEO_FORMAT_I420, 20, 16);
  frame_info (&out, GST_VIDEO_FORMAT_I420, 30, 24);
  copy = frame_cropped (&in, &whole, buffer, 24, 20);
  expected = scaler_once ("", &in, copy, &out);
  scaler_caps (h, &in, &out);
  for (i = 0; i < G_N_ELEMENTS (places); i++) {
    part_set_crop (buffer, places[i][0], places[i][1], places[i][2],
        places[i][3]);
    scaler_fail (h, buffer, "input:|GstVideoCropMeta|44x36 pixels by its "
        "GstVideoMeta");
    part_set_crop (buffer, 24, 20, 20, 16);
    result = scaler_run (h, buffer);
    frame_assert_equal (&out, result, expected, "after an error");
    gst_buffer_unref (result);
  }
  /* without a GstVideoMeta the caps say how large the frame is */
  bare = gst_buffer_copy (copy);
  part_set_crop (bare, 8, 4, 20, 16);
  scaler_fail (h, bare, "GstVideoCropMeta|20x16 pixels at 8,4|20x16 pixels by "
      "its caps");
  /* a frame that is not there */
  gst_buffer_get_video_meta (buffer)->width = G_MAXUINT;
  gst_buffer_get_video_meta (buffer)->height = G_MAXUINT;
  part_set_crop (buffer, 32000, 0, 20, 16);
  scaler_fail (h, buffer, "input:|plane 0|bytes");
  part_set_crop (buffer, 0, 32000, 20, 16);
  scaler_fail (h, buffer, "input:|plane 0|bytes");
  part_set_crop (buffer, 0, 32760, 20, 16);
  scaler_fail (h, buffer, "input:|GstVideoCropMeta");
  gst_buffer_unref (bare);
  gst_buffer_unref (copy);
  gst_buffer_unref (expected);
  gst_buffer_unref (buffer);
  scaler_free (h);
}

GST_END_TEST;

static GstPadProbeReturn
count_crops (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  guint *n = user_data;

  (void) pad;
  *n += gst_buffer_get_video_crop_meta (GST_PAD_PROBE_INFO_BUFFER (info))
      != NULL;
  return GST_PAD_PROBE_OK;
}

/* videocrop leaves the cropping to us. */
GST_START_TEST (test_videocrop)
{
  GstHarness *h = gst_harness_new_parse
      ("videocrop name=crop left=6 top=10 right=18 bottom=6 ! alignscale");
  GstElement *crop = gst_bin_get_by_name (GST_BIN (h->element), "crop");
  GstPad *pad = gst_element_get_static_pad (crop, "src");
  GstVideoInfo whole, in, out;
  GstBuffer *buffer = frame (&whole, GST_VIDEO_FORMAT_I420), *copy, *expected;
  GstBuffer *result;
  guint n = 0;

  frame_info (&in, GST_VIDEO_FORMAT_I420, 20, 20);
  frame_info (&out, GST_VIDEO_FORMAT_I420, 31, 31);
  copy = frame_cropped (&in, &whole, buffer, 6, 10);
  expected = scaler_once ("", &in, copy, &out);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, count_crops, &n, NULL);
  scaler_caps (h, &whole, &out);
  fail_unless_equals_int (gst_harness_push (h, buffer), GST_FLOW_OK);
  result = gst_harness_pull (h);
  fail_unless (n == 1);
  frame_assert_equal (&out, result, expected, "videocrop");
  gst_buffer_unref (result);
  gst_buffer_unref (expected);
  gst_buffer_unref (copy);
  gst_object_unref (pad);
  gst_object_unref (crop);
  gst_harness_teardown (h);
}

GST_END_TEST;

static Suite *
crop_suite (void)
{
  Suite *s = suite_create ("crop");
  TCase *tc = tcase_create ("general");

  tcase_add_loop_test (tc, test_formats, 0, G_N_ELEMENTS (rows));
  tcase_add_test (tc, test_moving);
  tcase_add_test (tc, test_passthrough);
  tcase_add_test (tc, test_outside);
  tcase_add_test (tc, test_videocrop);
  suite_add_tcase (s, tc);
  return s;
}

GST_CHECK_MAIN (crop);
