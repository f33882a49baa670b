/* alignscale: memory runs out
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The element is linked into this program, so that the linker can send its
 * allocations here; those that may fail are those of the core and g_try_malloc.
 */
#include <malloc.h>

#include "gstalignscale.h"
#include "scaler.h"

void *__real_malloc (size_t size);
void *__real_calloc (size_t count, size_t size);
gpointer __real_g_try_malloc (gsize size);
gpointer __real_g_try_malloc0 (gsize size);
void *__wrap_malloc (size_t size);
void *__wrap_calloc (size_t count, size_t size);
gpointer __wrap_g_try_malloc (gsize size);
gpointer __wrap_g_try_malloc0 (gsize size);

static gint fails_at = -1;      /* allocations until the one that fails */
static gboolean failed;

static gboolean
fails (void)
{
  if (fails_at < 0 || fails_at-- > 0)
    return FALSE;
  failed = TRUE;
  return TRUE;
}

void *
__wrap_malloc (size_t size)
{
  return fails ()? NULL : __real_malloc (size);
}

void *
__wrap_calloc (size_t count, size_t size)
{
  return fails ()? NULL : __real_calloc (count, size);
}

gpointer
__wrap_g_try_malloc (gsize size)
{
  return fails ()? NULL : __real_g_try_malloc (size);
}

gpointer
__wrap_g_try_malloc0 (gsize size)
{
  return fails ()? NULL : __real_g_try_malloc0 (size);
}

/* Planes of the core, interleaved, and two that GStreamer unpacks. */
static const GstVideoFormat formats[] = {
  GST_VIDEO_FORMAT_I420, GST_VIDEO_FORMAT_RGBA, GST_VIDEO_FORMAT_v210,
  GST_VIDEO_FORMAT_NV12_4L4,
};

#define BEFORE "method=bilinear add-borders=false n-threads=2"
#define AFTER "method=lanczos antialias=true src-x=1.5 alpha-weighting=true " \
    "add-borders=false"

static GstHarness *
make_harness (const GstVideoInfo * in, const GstVideoInfo * out)
{
  GstElement *element = g_object_new (GST_TYPE_ALIGN_SCALE, NULL);
  GstHarness *h = gst_harness_new_with_element (element, "sink", "src");
  GstBus *bus = gst_bus_new ();

  gst_element_set_bus (element, bus);
  gst_object_unref (bus);
  gst_object_unref (element);
  scaler_set (h->element, BEFORE);
  scaler_caps (h, in, out);
  return h;
}

/* One frame while the n-th allocation fails; then one that must be right. TRUE
 * where there was an n-th. */
static gboolean
one_fails (GstHarness * h, const GstVideoInfo * out, GstBuffer * frame,
    GstBuffer * expected, gint n)
{
  GstBuffer *got;
  GstFlowReturn flow;
  gboolean hit;

  failed = FALSE;
  fails_at = n;
  flow = gst_harness_push (h, gst_buffer_ref (frame));
  fails_at = -1;
  hit = failed;
  if (hit) {
    gchar *text = scaler_error (h);

    fail_unless_equals_int (flow, GST_FLOW_ERROR);
    fail_unless (strstr (text, "out of memory"), "allocation %d: %s", n, text);
    fail_unless (!gst_harness_try_pull (h), "an output");
    g_free (text);
    got = scaler_run (h, frame);
  } else {
    fail_unless_equals_int (flow, GST_FLOW_OK);
    got = gst_harness_pull (h);
  }
  frame_assert_equal (out, got, expected, "after a failure");
  gst_buffer_unref (got);
  return hit;
}

GST_START_TEST (test_memory_runs_out)
{
  GstVideoInfo in, out;
  GstBuffer *frame, *before, *after;
  GstHarness *h;
  gboolean hit = TRUE;
  gint n;

  /* makes its debug category */
  GST_ELEMENT_REGISTER (alignscale, NULL);
  frame_info (&in, formats[__i__], 64, 48);
  frame_info (&out, formats[__i__], 40, 70);
  frame = frame_random (&in, 3);
  h = make_harness (&in, &out);
  before = scaler_run (h, frame);
  scaler_set (h->element, AFTER);
  after = scaler_run (h, frame);
  fail_if (frame_same (&out, before, after));
  scaler_free (h);

  for (n = 0; hit; n++) {
    h = make_harness (&in, &out);
    hit = one_fails (h, &out, frame, before, n);
    scaler_free (h);
  }
  /* at least a plan with its taps */
  fail_unless (n > 8, "%d allocations", n - 1);

  for (n = 0, hit = TRUE; hit; n++) {
    h = make_harness (&in, &out);
    gst_buffer_unref (scaler_run (h, frame));
    scaler_set (h->element, AFTER);
    hit = one_fails (h, &out, frame, after, n);
    scaler_free (h);
  }
  fail_unless (n > 1, "%d allocations", n - 1);
  gst_buffer_unref (frame);
  gst_buffer_unref (before);
  gst_buffer_unref (after);
}

GST_END_TEST;

#if defined(__GLIBC_PREREQ) && __GLIBC_PREREQ (2, 33)
#define ROUNDS 16

static gsize
least_of (const gsize * bytes)
{
  gsize least = bytes[0];
  gint i;

  for (i = 1; i < ROUNDS; i++)
    least = MIN (least, bytes[i]);
  return least;
}

/* Elements come and go, and what they took goes with them. */
GST_START_TEST (test_nothing_is_kept)
{
  gsize bytes[3 * ROUNDS], before, after;
  GstVideoInfo in, out;
  GstBuffer *frame;
  GstHarness *h;
  gint i;

  GST_ELEMENT_REGISTER (alignscale, NULL);
  frame_info (&in, formats[__i__], 64, 48);
  frame_info (&out, formats[__i__], 40, 70);
  frame = frame_random (&in, 3);
  for (i = 0; i < 3 * ROUNDS; i++) {
    h = make_harness (&in, &out);
    /* other threads free when it suits them */
    scaler_set (h->element, "n-threads=1");
    gst_buffer_unref (scaler_run (h, frame));
    scaler_set (h->element, AFTER);
    gst_buffer_unref (scaler_run (h, frame));
    scaler_caps (h, &out, &in);
    scaler_free (h);
    bytes[i] = mallinfo2 ().uordblks;
  }
  gst_buffer_unref (frame);
  /* after some rounds to get warm; the smallest block takes 32 bytes a round */
  before = least_of (bytes + ROUNDS);
  after = least_of (bytes + 2 * ROUNDS);
  fail_unless (after < before + 24 * ROUNDS,
      "%" G_GSIZE_FORMAT " bytes, before %" G_GSIZE_FORMAT, after, before);
}

GST_END_TEST;
#endif

static Suite *
memory_suite (void)
{
  Suite *s = suite_create ("memory");
  TCase *tc = tcase_create ("memory");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_memory_runs_out, 0, G_N_ELEMENTS (formats));
#if defined(__GLIBC_PREREQ) && __GLIBC_PREREQ (2, 33)
  /* tracers keep what they see */
  if (!g_getenv ("GST_TRACERS"))
    tcase_add_loop_test (tc, test_nothing_is_kept, 0, G_N_ELEMENTS (formats));
#endif
  return s;
}

GST_CHECK_MAIN (memory);
