/* alignscale: an adaptive stream, whose sender changes its size every second
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Encoder, payloader, depayloader, decoder and scaler in one process. A minute
 * of stream takes as long as it takes; with ALS_REAL_TIME=1 a minute.
 */
#include "process.h"
#include "scaler.h"

#define SECONDS 60
#define FPS 15

static const gchar *const codecs[] = {
  "vp8enc deadline=1 cpu-used=8 ! rtpvp8pay ! rtpvp8depay ! vp8dec",
  "jpegenc ! rtpjpegpay ! rtpjpegdepay ! jpegdec",
};

static const struct
{
  gint width, height;
} steps[] = {
  {320, 184}, {160, 96}, {640, 360}, {240, 136}, {480, 272}, {320, 240},
  {176, 144},
};

/* What the scaler got last. */
static GstPadProbeReturn
keep_buffer (GstPad * pad, GstPadProbeInfo * info, gpointer kept)
{
  (void) pad;
  gst_buffer_replace (kept, GST_PAD_PROBE_INFO_BUFFER (info));
  return GST_PAD_PROBE_OK;
}

/* The frame that an element makes which never saw another size. */
static void
assert_fresh (GstElement * scaler, GstBuffer * decoded, GstBuffer * result)
{
  GstPad *sink = gst_element_get_static_pad (scaler, "sink");
  GstPad *src = gst_element_get_static_pad (scaler, "src");
  GstCaps *in_caps = gst_pad_get_current_caps (sink);
  GstCaps *out_caps = gst_pad_get_current_caps (src);
  GstHarness *h = scaler_new ("");
  GstVideoInfo out;
  GstBuffer *fresh;

  fail_unless (gst_video_info_from_caps (&out, out_caps));
  fail_unless_equals_int (out.width, 640);
  fail_unless_equals_int (out.height, 360);
  gst_harness_set_caps (h, in_caps, out_caps);
  fresh = scaler_run (h, decoded);
  frame_assert_equal (&out, result, fresh, "after a change of size");
  gst_buffer_unref (fresh);
  scaler_free (h);
  gst_object_unref (src);
  gst_object_unref (sink);
}

/* Slanted stripes that move. */
static GstBuffer *
draw (gsize size, guint n)
{
  guint8 *bytes = g_malloc (size);
  gsize i;

  for (i = 0; i < size; i++)
    bytes[i] = (guint8) (i / 24 + 5 * n);
  return gst_buffer_new_wrapped (bytes, size);
}

static void
stream (const gchar * codec, guint seconds, gsize * growth)
{
  const gboolean real_time = g_strcmp0 (g_getenv ("ALS_REAL_TIME"), "1") == 0;
  gchar *line = g_strdup_printf ("%s ! alignscale name=scaler ! "
      "capsfilter caps=video/x-raw,width=640,height=360,"
      "pixel-aspect-ratio=1/1", codec);
  GstHarness *h = gst_harness_new_parse (line);
  GstElement *scaler = gst_harness_find_element (h, "alignscale");
  GstPad *pad = gst_element_get_static_pad (scaler, "sink");
  const gint64 began = g_get_monotonic_time ();
  GstBuffer *decoded = NULL, *result;
  gsize resident = 0;
  guint second, frame, n = 0;

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, keep_buffer, &decoded,
      NULL);
  for (second = 0; second < seconds; second++) {
    const guint step = second % G_N_ELEMENTS (steps);
    GstVideoInfo in;
    GstCaps *caps = gst_caps_new_simple ("video/x-raw", "format",
        G_TYPE_STRING, "I420", "width", G_TYPE_INT, steps[step].width,
        "height", G_TYPE_INT, steps[step].height, "framerate",
        GST_TYPE_FRACTION, FPS, 1, NULL);

    fail_unless (gst_video_info_from_caps (&in, caps));
    gst_harness_set_src_caps (h, caps);
    for (frame = 0; frame < FPS; frame++, n++) {
      GstBuffer *buffer = draw (in.size, n);
      GstClockTime pts = gst_util_uint64_scale (n, GST_SECOND, FPS);

      GST_BUFFER_PTS (buffer) = pts;
      GST_BUFFER_DURATION (buffer) = GST_SECOND / FPS;
      if (real_time)
        g_usleep ((gulong) MAX ((gint64) (pts / 1000) -
                (g_get_monotonic_time () - began), 0));
      fail_unless_equals_int (gst_harness_push (h, buffer), GST_FLOW_OK);
      result = gst_harness_try_pull (h);
      fail_unless (result != NULL, "frame %u is lost", n);
      fail_unless (gst_harness_try_pull (h) == NULL);
      /* an RTP clock has 90,000 ticks */
      fail_unless (GST_CLOCK_DIFF (pts, GST_BUFFER_PTS (result)) <=
          GST_SECOND / 90000 && GST_CLOCK_DIFF (GST_BUFFER_PTS (result), pts)
          <= GST_SECOND / 90000, "frame %u has time %" GST_TIME_FORMAT, n,
          GST_TIME_ARGS (GST_BUFFER_PTS (result)));
      if (frame == 0 || frame == FPS - 1)
        assert_fresh (scaler, decoded, result);
      gst_buffer_unref (result);
    }
    if (second == seconds / 3)
      resident = process_resident ();
  }
  *growth = MAX (process_resident (), resident) - resident;
  gst_clear_buffer (&decoded);
  gst_object_unref (pad);
  gst_object_unref (scaler);
  gst_harness_teardown (h);
  g_free (line);
}

GST_START_TEST (test_stream)
{
  guint live;
  gsize growth;

  /* what is made once and stays */
  stream (codecs[__i__], 3, &growth);
  live = process_live_objects ();
  stream (codecs[__i__], SECONDS, &growth);
  fail_unless_equals_uint64 (process_live_objects (), live);
  printf ("%s: %d frames, %d sizes, %" G_GSIZE_FORMAT " KiB more at the end\n",
      codecs[__i__], SECONDS * FPS, SECONDS, growth / 1024);
  fflush (stdout);
#ifndef __SANITIZE_ADDRESS__    /* keeps what was freed for a while */
  fail_unless (growth < 4 << 20);
#endif
}

GST_END_TEST;

static Suite *
alignscale_adaptive_suite (void)
{
  Suite *s = suite_create ("adaptive");
  TCase *tc = tcase_create ("adaptive");

  suite_add_tcase (s, tc);
  tcase_set_timeout (tc, 120);
  tcase_add_loop_test (tc, test_stream, 0, G_N_ELEMENTS (codecs));
  return s;
}

int
main (int argc, char **argv)
{
  g_setenv ("GST_TRACERS", "leaks", TRUE);
  gst_check_init (&argc, &argv);
  return gst_check_run_suite (alignscale_adaptive_suite (), "adaptive",
      __FILE__);
}
