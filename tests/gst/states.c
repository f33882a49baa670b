/* alignscale: states, events and what buffers carry
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "scaler.h"

#define PROPERTIES "method=bicubic add-borders=false n-threads=2"

typedef struct
{
  GstHarness *h;
  GstVideoInfo in, out;
  GstBuffer *buffer, *expected;
} Fixture;

static void
set_up (Fixture * f)
{
  frame_info (&f->in, GST_VIDEO_FORMAT_I420, 40, 30);
  frame_info (&f->out, GST_VIDEO_FORMAT_I420, 33, 50);
  f->buffer = frame_random (&f->in, 3);
  f->expected = scaler_once (PROPERTIES, &f->in, f->buffer, &f->out);
  f->h = scaler_new (PROPERTIES);
  scaler_caps (f->h, &f->in, &f->out);
}

static void
tear_down (Fixture * f)
{
  gst_buffer_unref (f->expected);
  gst_buffer_unref (f->buffer);
  scaler_free (f->h);
}

static void
assert_scales (Fixture * f, const gchar * when)
{
  GstBuffer *result = scaler_run (f->h, f->buffer);

  frame_assert_equal (&f->out, result, f->expected, when);
  gst_buffer_unref (result);
}

/* The next event of the type that comes out, others before it dropped. */
static GstEvent *
pull_event (GstHarness * h, GstEventType type)
{
  GstEvent *event;

  while ((event = gst_harness_try_pull_event (h))) {
    if (GST_EVENT_TYPE (event) == type)
      return event;
    gst_event_unref (event);
  }
  fail ("no %s event", gst_event_type_get_name (type));
  return NULL;
}

static void
count (GstElement * sink, GstBuffer * buffer, GstPad * pad, gpointer n)
{
  (void) sink;
  (void) pad;
  fail_unless (gst_buffer_get_size (buffer) > 0);
  g_atomic_int_inc ((gint *) n);
}

/* One pipeline all the time: to the end, or stopped with frames on their way.
 * Odd rounds scale, even ones pass through. */
GST_START_TEST (test_cycles)
{
  GError *error = NULL;
  GstElement *pipeline = gst_parse_launch ("videotestsrc num-buffers=3 ! "
      "video/x-raw,format=NV12,width=64,height=48 ! alignscale n-threads=2 "
      "! capsfilter name=filter ! fakesink name=sink signal-handoffs=true",
      &error);
  GstElement *filter, *sink;
  GstBus *bus;
  gint i, n_frames = 0;

  fail_unless (pipeline != NULL && error == NULL);
  filter = gst_bin_get_by_name (GST_BIN (pipeline), "filter");
  sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  g_signal_connect (sink, "handoff", G_CALLBACK (count), &n_frames);
  bus = gst_element_get_bus (pipeline);
  for (i = 0; i < 100; i++) {
    gint before = g_atomic_int_get (&n_frames);

    gst_util_set_object_arg (G_OBJECT (filter), "caps", i % 2 ?
        "video/x-raw,width=100,height=50" : "video/x-raw,width=64,height=48");
    fail_unless (gst_element_set_state (pipeline, GST_STATE_PLAYING)
        != GST_STATE_CHANGE_FAILURE);
    if (i % 4 < 2) {
      GstMessage *message = gst_bus_timed_pop_filtered (bus, 20 * GST_SECOND,
          GST_MESSAGE_EOS | GST_MESSAGE_ERROR | GST_MESSAGE_WARNING);

      fail_unless (message != NULL
          && GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS);
      gst_message_unref (message);
      fail_unless_equals_int (g_atomic_int_get (&n_frames) - before, 3);
    } else if (i % 8 < 4) {
      fail_unless (gst_element_get_state (pipeline, NULL, NULL,
              20 * GST_SECOND) == GST_STATE_CHANGE_SUCCESS);
    }
    fail_unless_equals_int (gst_element_set_state (pipeline, GST_STATE_NULL),
        GST_STATE_CHANGE_SUCCESS);
  }
  gst_object_unref (bus);
  gst_object_unref (sink);
  gst_object_unref (filter);
  gst_object_unref (pipeline);
}

GST_END_TEST;

/* The element alone: NULL, READY, PAUSED and PLAYING in all orders. */
GST_START_TEST (test_walk)
{
  GRand *rand = g_rand_new_with_seed (4);
  GstElement *element = gst_check_setup_element ("alignscale");
  gint i;

  for (i = 0; i < 300; i++)
    fail_unless (gst_element_set_state (element,
            (GstState) g_rand_int_range (rand, GST_STATE_NULL,
                GST_STATE_PLAYING + 1)) != GST_STATE_CHANGE_FAILURE);
  gst_element_set_state (element, GST_STATE_NULL);
  gst_check_teardown_element (element);
  g_rand_free (rand);
}

GST_END_TEST;

GST_START_TEST (test_buffer_before_caps)
{
  GstElement *element = gst_check_setup_element ("alignscale");
  GstPad *pad = gst_element_get_static_pad (element, "sink");
  GstSegment segment;

  fail_unless_equals_int (gst_element_set_state (element, GST_STATE_PLAYING),
      GST_STATE_CHANGE_SUCCESS);
  gst_segment_init (&segment, GST_FORMAT_TIME);
  fail_unless (gst_pad_send_event (pad, gst_event_new_stream_start ("test")));
  fail_unless (gst_pad_send_event (pad, gst_event_new_segment (&segment)));
  fail_unless_equals_int (gst_pad_chain (pad, gst_buffer_new_allocate (NULL,
              100, NULL)), GST_FLOW_NOT_NEGOTIATED);
  fail_unless_equals_int (gst_element_set_state (element, GST_STATE_NULL),
      GST_STATE_CHANGE_SUCCESS);
  gst_object_unref (pad);
  gst_check_teardown_element (element);
}

GST_END_TEST;

static void
flush_start (GstHarness * h)
{
  fail_unless (gst_harness_push_event (h, gst_event_new_flush_start ()));
}

static void
flush_stop (GstHarness * h)
{
  GstSegment segment;

  fail_unless (gst_harness_push_event (h, gst_event_new_flush_stop (TRUE)));
  gst_segment_init (&segment, GST_FORMAT_TIME);
  fail_unless (gst_harness_push_event (h, gst_event_new_segment (&segment)));
}

GST_START_TEST (test_flush)
{
  Fixture f;
  gint i;

  set_up (&f);
  for (i = 0; i < 10; i++) {
    assert_scales (&f, "before a flush");
    flush_start (f.h);
    fail_unless_equals_int (gst_harness_push (f.h, gst_buffer_ref (f.buffer)),
        GST_FLOW_FLUSHING);
    flush_stop (f.h);
  }
  assert_scales (&f, "after a flush");
  tear_down (&f);
}

GST_END_TEST;

typedef struct
{
  GstHarness *h;
  gint stop, flushing;          /* atomic */
} Flusher;

static gpointer
flush_often (gpointer data)
{
  Flusher *flusher = data;

  while (!g_atomic_int_get (&flusher->stop)) {
    if (!g_atomic_int_get (&flusher->flushing)) {
      flush_start (flusher->h);
      g_atomic_int_set (&flusher->flushing, 1);
    }
    g_usleep (100);
  }
  return NULL;
}

/* Flushes from another thread while a frame is scaled. */
GST_START_TEST (test_flush_in_the_middle)
{
  Flusher flusher = { NULL, 0, 0 };
  gint scaled = 0, flushed = 0;
  GThread *thread;
  Fixture f;

  set_up (&f);
  flusher.h = f.h;
  thread = g_thread_new ("flush", flush_often, &flusher);
  while (flushed < 200 || scaled < 50) {
    GstFlowReturn flow = gst_harness_push (f.h, gst_buffer_ref (f.buffer));
    GstBuffer *result;

    fail_unless (flow == GST_FLOW_OK || flow == GST_FLOW_FLUSHING, "%s",
        gst_flow_get_name (flow));
    while ((result = gst_harness_try_pull (f.h))) {
      frame_assert_equal (&f.out, result, f.expected, "during flushes");
      gst_buffer_unref (result);
      scaled++;
    }
    if (flow == GST_FLOW_FLUSHING) {
      while (!g_atomic_int_get (&flusher.flushing))
        g_thread_yield ();
      flush_stop (f.h);
      g_atomic_int_set (&flusher.flushing, 0);
      flushed++;
    }
  }
  g_atomic_int_set (&flusher.stop, 1);
  g_thread_join (thread);
  if (g_atomic_int_get (&flusher.flushing))
    flush_stop (f.h);
  assert_scales (&f, "after flushes");
  tear_down (&f);
}

GST_END_TEST;

GST_START_TEST (test_eos)
{
  Fixture f;

  set_up (&f);
  assert_scales (&f, "before EOS");
  fail_unless (gst_harness_push_event (f.h, gst_event_new_eos ()));
  gst_event_unref (pull_event (f.h, GST_EVENT_EOS));
  fail_unless_equals_int (gst_harness_push (f.h, gst_buffer_ref (f.buffer)),
      GST_FLOW_EOS);
  flush_start (f.h);
  flush_stop (f.h);
  assert_scales (&f, "after EOS and a flush");
  tear_down (&f);
}

GST_END_TEST;

GST_START_TEST (test_gap)
{
  GstClockTime timestamp, duration;
  GstEvent *event;
  Fixture f;

  set_up (&f);
  assert_scales (&f, "before a gap");
  fail_unless (gst_harness_push_event (f.h, gst_event_new_gap (GST_SECOND,
              40 * GST_MSECOND)));
  event = pull_event (f.h, GST_EVENT_GAP);
  gst_event_parse_gap (event, &timestamp, &duration);
  fail_unless_equals_uint64 (timestamp, GST_SECOND);
  fail_unless_equals_uint64 (duration, 40 * GST_MSECOND);
  gst_event_unref (event);
  fail_unless (gst_harness_try_pull (f.h) == NULL);
  /* a buffer that says it is one is scaled all the same */
  f.buffer = gst_buffer_make_writable (f.buffer);
  GST_BUFFER_FLAG_SET (f.buffer, GST_BUFFER_FLAG_GAP);
  assert_scales (&f, "a gap buffer");
  tear_down (&f);
}

GST_END_TEST;

/* Times, offsets and flags of each buffer, and none of the one before. */
GST_START_TEST (test_buffer_fields)
{
  static const guint flags[] = {
    0, GST_BUFFER_FLAG_DISCONT, GST_BUFFER_FLAG_RESYNC, GST_BUFFER_FLAG_MARKER,
    GST_BUFFER_FLAG_CORRUPTED, GST_BUFFER_FLAG_HEADER,
    GST_BUFFER_FLAG_DROPPABLE, GST_BUFFER_FLAG_DELTA_UNIT,
    GST_VIDEO_BUFFER_FLAG_TFF, GST_VIDEO_BUFFER_FLAG_RFF,
    GST_BUFFER_FLAG_DISCONT | GST_BUFFER_FLAG_CORRUPTED, 0,
  };
  const guint all = ~0u ^ GST_BUFFER_FLAG_TAG_MEMORY;
  Fixture f;
  guint i, k;

  set_up (&f);
  for (k = 0; k < 2; k++) {
    for (i = 0; i < G_N_ELEMENTS (flags); i++) {
      GstBuffer *buffer = gst_buffer_copy (f.buffer), *result;

      GST_BUFFER_PTS (buffer) = i % 3 ? i * GST_SECOND : GST_CLOCK_TIME_NONE;
      GST_BUFFER_DTS (buffer) = i % 2 ? i * GST_MSECOND : GST_CLOCK_TIME_NONE;
      GST_BUFFER_DURATION (buffer) = i % 5 ? i + 1 : GST_CLOCK_TIME_NONE;
      GST_BUFFER_OFFSET (buffer) = i % 4 ? i : GST_BUFFER_OFFSET_NONE;
      GST_BUFFER_OFFSET_END (buffer) = i % 4 ? i + 7 : GST_BUFFER_OFFSET_NONE;
      GST_BUFFER_FLAG_UNSET (buffer, all);
      GST_BUFFER_FLAG_SET (buffer, flags[i]);
      result = scaler_run (f.h, buffer);
      fail_unless ((result == buffer) == (k == 1));
      fail_unless_equals_uint64 (result->pts, buffer->pts);
      fail_unless_equals_uint64 (result->dts, buffer->dts);
      fail_unless_equals_uint64 (result->duration, buffer->duration);
      fail_unless_equals_uint64 (result->offset, buffer->offset);
      fail_unless_equals_uint64 (result->offset_end, buffer->offset_end);
      fail_unless_equals_uint64 (GST_BUFFER_FLAGS (result) & all, flags[i]);
      gst_buffer_unref (result);
      gst_buffer_unref (buffer);
    }
    scaler_caps (f.h, &f.in, &f.in);
  }
  tear_down (&f);
}

GST_END_TEST;

/* Downstream that asks for new caps again and again. */
GST_START_TEST (test_reconfigure)
{
  GstBuffer *result;
  Fixture f;
  gint i;

  set_up (&f);
  for (i = 0; i < 50; i++) {
    fail_unless (gst_harness_push_upstream_event (f.h,
            gst_event_new_reconfigure ()));
    assert_scales (&f, "after RECONFIGURE");
  }
  scaler_caps (f.h, &f.in, &f.in);
  for (i = 0; i < 50; i++) {
    fail_unless (gst_harness_push_upstream_event (f.h,
            gst_event_new_reconfigure ()));
    result = scaler_run (f.h, f.buffer);
    fail_unless (result == f.buffer);
    gst_buffer_unref (result);
  }
  tear_down (&f);
}

GST_END_TEST;

static Suite *
alignscale_states_suite (void)
{
  Suite *s = suite_create ("states");
  TCase *tc = tcase_create ("states");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_cycles);
  tcase_add_test (tc, test_walk);
  tcase_add_test (tc, test_buffer_before_caps);
  tcase_add_test (tc, test_flush);
  tcase_add_test (tc, test_flush_in_the_middle);
  tcase_add_test (tc, test_eos);
  tcase_add_test (tc, test_gap);
  tcase_add_test (tc, test_buffer_fields);
  tcase_add_test (tc, test_reconfigure);
  return s;
}

GST_CHECK_MAIN (alignscale_states);
