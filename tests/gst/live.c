/* alignscale: live streams: latency, seeks, and everything at once
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "scaler.h"

/* The element adds none, and keeps no frame: each comes out of the call that
 * took it in, and nobody holds on to it then. */
GST_START_TEST (test_latency)
{
  static const gchar *const settings[] = {
    "method=lanczos antialias=true n-threads=2", "n-threads=1", "method=area",
  };
  const GstClockTime latency = 40 * GST_MSECOND;
  guint i, k, scaled;

  for (i = 0; i < G_N_ELEMENTS (settings); i++)
    for (scaled = 0; scaled < 2; scaled++) {
      GstHarness *h = scaler_new (settings[i]);
      GstVideoInfo in, out;
      GstBuffer *buffer;

      frame_info (&in, GST_VIDEO_FORMAT_NV12, 64, 48);
      frame_info (&out, GST_VIDEO_FORMAT_NV12, scaled ? 100 : 64, 48);
      scaler_caps (h, &in, &out);
      gst_harness_set_upstream_latency (h, latency);
      buffer = frame_random (&in, i);
      for (k = 0; k < 5; k++) {
        GstBuffer *result = scaler_run (h, buffer);

        fail_unless ((result != buffer) == scaled);
        gst_buffer_unref (result);
        ASSERT_MINI_OBJECT_REFCOUNT (buffer, "input", 1);
        fail_unless_equals_uint64 (gst_harness_query_latency (h), latency);
      }
      gst_buffer_unref (buffer);
      scaler_free (h);
    }
}

GST_END_TEST;

static GstElement *
named (GstElement * pipeline, const gchar * name)
{
  GstElement *element = gst_bin_get_by_name (GST_BIN (pipeline), name);

  fail_unless (element != NULL, "%s", name);
  gst_object_unref (element);   /* the pipeline holds it */
  return element;
}

static GstElement *
launch (const gchar * line)
{
  GError *error = NULL;
  GstElement *pipeline = gst_parse_launch (line, &error);

  fail_unless (pipeline != NULL && error == NULL, "%s: %s", line,
      error ? error->message : "");
  return pipeline;
}

static void
wait_for_state (GstElement * pipeline)
{
  fail_unless_equals_int (gst_element_get_state (pipeline, NULL, NULL,
          20 * GST_SECOND), GST_STATE_CHANGE_SUCCESS);
}

/* A seek shows the frame that was asked for, in the size that was. */
GST_START_TEST (test_seek)
{
  static const gchar *const caps[] = {
    "video/x-raw,width=100,height=50", "video/x-raw,width=64,height=48",
    "video/x-raw,width=31,height=70",
  };
  GRand *rand = g_rand_new_with_seed (8);
  GstElement *pipeline = launch ("videotestsrc num-buffers=10000 ! "
      "video/x-raw,format=I420,width=64,height=48,framerate=25/1 ! "
      "alignscale ! capsfilter name=filter ! fakesink name=sink sync=true");
  GstElement *filter = named (pipeline, "filter");
  GstElement *sink = named (pipeline, "sink");
  guint i;

  for (i = 0; i < 100; i++) {
    const gint64 frame = g_rand_int_range (rand, 0, 5000);
    GstSample *sample;
    GstCaps *expected;
    GstVideoInfo info;

    gst_util_set_object_arg (G_OBJECT (filter), "caps", caps[i % 3]);
    gst_element_set_state (pipeline, i % 2 ? GST_STATE_PLAYING :
        GST_STATE_PAUSED);
    wait_for_state (pipeline);
    fail_unless (gst_element_seek_simple (pipeline, GST_FORMAT_TIME,
            GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE,
            frame * 40 * (gint64) GST_MSECOND));
    gst_element_set_state (pipeline, GST_STATE_PAUSED);
    wait_for_state (pipeline);

    g_object_get (sink, "last-sample", &sample, NULL);
    fail_unless (sample != NULL);
    expected = gst_caps_from_string (caps[i % 3]);
    fail_unless (gst_caps_can_intersect (gst_sample_get_caps (sample),
            expected), "%" GST_PTR_FORMAT, gst_sample_get_caps (sample));
    fail_unless (gst_video_info_from_caps (&info,
            gst_sample_get_caps (sample)));
    fail_unless (gst_buffer_get_size (gst_sample_get_buffer (sample)) >=
        info.size);
    /* while playing it may have gone on by a few */
    fail_unless (GST_BUFFER_PTS (gst_sample_get_buffer (sample)) >=
        (GstClockTime) frame * 40 * GST_MSECOND);
    if (i % 2 == 0)
      fail_unless_equals_uint64 (GST_BUFFER_PTS (gst_sample_get_buffer
              (sample)), (GstClockTime) frame * 40 * GST_MSECOND);
    gst_caps_unref (expected);
    gst_sample_unref (sample);
  }
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (pipeline);
  g_rand_free (rand);
}

GST_END_TEST;

/* EOS from outside, whatever is going on: it arrives, and no error does. */
GST_START_TEST (test_eos_at_any_moment)
{
  GRand *rand = g_rand_new_with_seed (9);
  GstElement *pipeline = launch ("videotestsrc is-live=false ! capsfilter "
      "name=sender caps-change-mode=delayed ! alignscale name=scaler ! "
      "video/x-raw,width=100,height=50 ! fakesink");
  GstElement *sender = named (pipeline, "sender");
  GstBus *bus = gst_element_get_bus (pipeline);
  guint i;

  for (i = 0; i < 60; i++) {
    GstMessage *message;

    gst_util_set_object_arg (G_OBJECT (sender), "caps",
        "video/x-raw,format=I420,width=64,height=48");
    fail_unless (gst_element_set_state (pipeline, GST_STATE_PLAYING) !=
        GST_STATE_CHANGE_FAILURE);
    /* a source that is not playing yet can wait for itself, whoever follows */
    wait_for_state (pipeline);
    g_usleep ((gulong) g_rand_int_range (rand, 0, 3000));
    if (i % 2)
      gst_util_set_object_arg (G_OBJECT (sender), "caps",
          "video/x-raw,format=I420,width=80,height=60");
    fail_unless (gst_element_send_event (pipeline, gst_event_new_eos ()));
    message = gst_bus_timed_pop_filtered (bus, 20 * GST_SECOND,
        GST_MESSAGE_EOS | GST_MESSAGE_ERROR | GST_MESSAGE_WARNING);
    fail_unless (message != NULL
        && GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS, "round %u: %"
        GST_PTR_FORMAT, i, message);
    gst_message_unref (message);
    gst_element_set_state (pipeline, GST_STATE_NULL);
  }
  gst_object_unref (bus);
  gst_object_unref (pipeline);
  g_rand_free (rand);
}

GST_END_TEST;

typedef struct
{
  GstHarness *h;
  gint stop;                    /* atomic */
} Meddler;

static gpointer
set_properties (gpointer data)
{
  static const gchar *const changes[] = {
    "method=bicubic antialias=true n-threads=3", "src-x=3.5 src-width=20",
    "method=nearest antialias=false n-threads=1", "add-borders=true",
    "src-x=0 src-width=0 method=lanczos", "border-color=0xff00ff00",
    "add-borders=false method=bilinear align-corners=true",
    "align-corners=false padding-mode=zeros", "padding-mode=auto",
  };
  Meddler *meddler = data;
  guint i;

  for (i = 0; !g_atomic_int_get (&meddler->stop); i++) {
    scaler_set (meddler->h->element, changes[i % G_N_ELEMENTS (changes)]);
    g_usleep (i % 90);
  }
  return NULL;
}

static gpointer
ask (gpointer data)
{
  Meddler *meddler = data;
  guint i;

  for (i = 0; !g_atomic_int_get (&meddler->stop); i++) {
    GstPad *pad = gst_element_get_static_pad (meddler->h->element,
        i % 2 ? "sink" : "src");

    if (i % 3)
      gst_caps_unref (gst_pad_query_caps (pad, NULL));
    else
      gst_harness_push_upstream_event (meddler->h, i % 2 ?
          gst_event_new_reconfigure () :
          gst_event_new_qos (GST_QOS_TYPE_THROTTLE, 1.0, 0, 0));
    gst_object_unref (pad);
    g_usleep (i % 70);
  }
  return NULL;
}

/* Sizes change from frame to frame while others set properties, ask for caps
 * and for new ones, and the stream is flushed now and then. No frame is lost
 * but by a flush, and each is of its size. */
GST_START_TEST (test_everything_at_once)
{
  GRand *rand = g_rand_new_with_seed (10);
  GstHarness *h = scaler_new ("qos=false");
  Meddler meddler = { h, 0 };
  GThread *threads[2];
  GstSegment segment;
  guint i, k;

  gst_harness_set_sink_caps_str (h, "video/x-raw");
  threads[0] = g_thread_new ("properties", set_properties, &meddler);
  threads[1] = g_thread_new ("queries", ask, &meddler);
  for (i = 0; i < 600; i++) {
    GstVideoInfo in, out;
    GstBuffer *buffer;

    frame_info (&in, i % 3 ? GST_VIDEO_FORMAT_I420 : GST_VIDEO_FORMAT_RGB,
        g_rand_int_range (rand, 24, 90), g_rand_int_range (rand, 1, 60));
    frame_info (&out, GST_VIDEO_INFO_FORMAT (&in),
        g_rand_int_range (rand, 1, 90), g_rand_int_range (rand, 1, 60));
    scaler_caps (h, &in, &out);
    buffer = frame_random (&in, i);
    for (k = 0; k < 3; k++) {
      GstBuffer *result = scaler_run (h, buffer);

      fail_unless (gst_buffer_get_size (result) >= out.size
          || (in.width == out.width && in.height == out.height));
      gst_buffer_unref (result);
    }
    gst_buffer_unref (buffer);
    if (i % 10 == 9) {
      fail_unless (gst_harness_push_event (h, gst_event_new_flush_start ()));
      fail_unless (gst_harness_push_event (h, gst_event_new_flush_stop (TRUE)));
      gst_segment_init (&segment, GST_FORMAT_TIME);
      fail_unless (gst_harness_push_event (h,
              gst_event_new_segment (&segment)));
    }
  }
  g_atomic_int_set (&meddler.stop, 1);
  for (i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  fail_unless_equals_uint64 (scaler_messages (h, GST_MESSAGE_ERROR), 0);
  scaler_free (h);
  g_rand_free (rand);
}

GST_END_TEST;

static Suite *
alignscale_live_suite (void)
{
  Suite *s = suite_create ("live");
  TCase *tc = tcase_create ("live");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_latency);
  tcase_add_test (tc, test_seek);
  tcase_add_test (tc, test_eos_at_any_moment);
  tcase_add_test (tc, test_everything_at_once);
  return s;
}

GST_CHECK_MAIN (alignscale_live);
