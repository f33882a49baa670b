/* alignscale: where a pointer on the output points to in the input
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "parts.h"

#include <math.h>

/* Sends the event upstream and returns the one that leaves the element. */
static GstEvent *
through (GstHarness * h, GstEvent * event)
{
  fail_unless (gst_harness_push_upstream_event (h, event));
  while ((event = gst_harness_try_pull_upstream_event (h))) {
    if (GST_EVENT_TYPE (event) == GST_EVENT_NAVIGATION)
      return event;
    gst_event_unref (event);
  }
  fail ("no navigation event");
  return NULL;
}

static GstEvent *
navigation (const gchar * name, gdouble x, gdouble y)
{
  return gst_event_new_navigation (gst_structure_new
      ("application/x-gst-navigation", "event", G_TYPE_STRING, name, "button",
          G_TYPE_INT, 2, "pointer_x", G_TYPE_DOUBLE, x, "pointer_y",
          G_TYPE_DOUBLE, y, NULL));
}

/* Consumes the event. */
static void
assert_at (GstEvent * event, const gchar * name, gdouble x, gdouble y)
{
  const GstStructure *structure = gst_event_get_structure (event);
  gdouble got_x = -1, got_y = -1;
  gint button;

  fail_unless (gst_structure_get (structure, "pointer_x", G_TYPE_DOUBLE, &got_x,
          "pointer_y", G_TYPE_DOUBLE, &got_y, "button", G_TYPE_INT, &button,
          NULL));
  fail_unless (fabs (got_x - x) < 1e-9 && fabs (got_y - y) < 1e-9,
      "%f,%f, not %f,%f", got_x, got_y, x, y);
  fail_unless_equals_int (button, 2);
  fail_unless_equals_string (gst_structure_get_string (structure, "event"),
      name);
  gst_event_unref (event);
}

typedef struct
{
  const gchar *properties;
  gint in_w, in_h, out_w, out_h;
  gint x, y;                    /* the pixel of the input that is seen */
  const gchar *fields;          /* of the caps */
} Row;

/* Each pixel becomes a block, so that the centre of the block is that of the
 * pixel. */
static const Row rows[] = {
  {"", 16, 16, 48, 48, 5, 11, NULL},
  {"add-borders=false", 16, 16, 48, 80, 5, 11, NULL},
  {"", 16, 8, 64, 64, 15, 0, NULL},
  {"", 8, 16, 64, 64, 3, 15, NULL},
  {"src-x=4 src-y=2 src-width=8 src-height=4", 16, 8, 64, 32, 6, 4, NULL},
  {"src-x=4 src-y=2 src-width=8 src-height=4", 16, 8, 64, 96, 6, 4, NULL},
  {"src-x=-8 src-y=-8 src-width=32 src-height=32 padding-mode=zeros", 16, 16,
      96, 96, 1, 14, NULL},
  {"src-x=2 add-borders=false", 16, 16, 42, 48, 9, 9, NULL},
  {"src-x=4 src-width=8 add-borders=false", 8, 8, 8, 8, 5, 6, NULL},
  {"src-x=5 src-y=11 src-width=1 src-height=1", 16, 16, 16, 16, 5, 11, NULL},
  /* in either of two views, with and without borders beside each, and a box */
  {"", 32, 16, 96, 48, 5, 11, "multiview-mode=side-by-side"},
  {"", 32, 16, 96, 48, 21, 11, "multiview-mode=side-by-side"},
  {"", 32, 16, 160, 64, 5, 11, "multiview-mode=side-by-side"},
  {"", 32, 16, 160, 64, 15, 0, "multiview-mode=side-by-side"},
  {"", 32, 16, 160, 64, 16, 0, "multiview-mode=side-by-side"},
  {"", 32, 16, 160, 64, 30, 15, "multiview-mode=side-by-side"},
  {"", 16, 32, 64, 160, 3, 15, "multiview-mode=top-bottom"},
  {"", 16, 32, 64, 160, 3, 16, "multiview-mode=top-bottom"},
  {"src-x=4 src-width=8 add-borders=false", 32, 16, 128, 32, 10, 3,
      "multiview-mode=side-by-side"},
  {"src-x=4 src-width=8 add-borders=false", 32, 16, 128, 32, 21, 3,
      "multiview-mode=side-by-side"},
  {"src-y=12 src-height=4 add-borders=false", 16, 32, 32, 96, 9, 29,
      "multiview-mode=top-bottom"},
};

/* The block of pixels that are not black. */
static void
find (const GstVideoInfo * info, GstBuffer * buffer, gdouble * x, gdouble * y)
{
  gint x0 = G_MAXINT, y0 = G_MAXINT, x1 = 0, y1 = 0, i, n;
  Component component;

  frame_component (&component, info, buffer, 0);
  n = component.width * component.height;
  for (i = 0; i < n; i++) {
    if (!component.samples[i])
      continue;
    x0 = MIN (x0, i % component.width);
    y0 = MIN (y0, i / component.width);
    x1 = MAX (x1, i % component.width + 1);
    y1 = MAX (y1, i / component.width + 1);
  }
  fail_unless (x0 < x1);
  *x = (x0 + x1) / 2.0;
  *y = (y0 + y1) / 2.0;
  component_clear (&component);
}

GST_START_TEST (test_pixel)
{
  const Row *row = &rows[__i__];
  const gint size[] = { row->in_w, row->in_h, row->out_w, row->out_h };
  GstVideoInfo in, out;
  GstHarness *h =
      part_harness ("method=nearest-exact coordinate-mode=half-pixel",
      GST_VIDEO_FORMAT_GRAY8, size, row->fields, &in, &out);
  GstBuffer *buffer, *result;
  gdouble x, y;

  scaler_set (h->element, row->properties);
  buffer = gst_buffer_new_allocate (NULL, in.size, NULL);
  gst_buffer_memset (buffer, 0, 0, in.size);
  gst_buffer_memset (buffer, (gsize) (row->y * in.stride[0] + row->x), 255, 1);
  result = scaler_run (h, buffer);
  find (&out, result, &x, &y);
  assert_at (through (h, navigation ("mouse-move", x, y)), "mouse-move",
      row->x + 0.5, row->y + 0.5);
  assert_at (through (h, navigation ("mouse-button-press", x, y)),
      "mouse-button-press", row->x + 0.5, row->y + 0.5);
  assert_at (through (h, navigation ("touch-down", x, y)), "touch-down",
      row->x + 0.5, row->y + 0.5);
  gst_buffer_unref (result);
  gst_buffer_unref (buffer);
  scaler_free (h);
}

GST_END_TEST;

/* From the caps on, in passthrough and out of it; and what has no place is
 * left alone. */
GST_START_TEST (test_states)
{
  GstHarness *h = scaler_new ("");
  GstVideoInfo in, out;
  GstBuffer *buffer;
  GstEvent *event;

  assert_at (through (h, navigation ("mouse-move", 3, 4)), "mouse-move", 3, 4);
  frame_info (&in, GST_VIDEO_FORMAT_GRAY8, 32, 24);
  frame_info (&out, GST_VIDEO_FORMAT_GRAY8, 64, 36);
  scaler_caps (h, &in, &out);
  assert_at (through (h, navigation ("touch-up", 14, 6)), "touch-up", 4, 4);
  event = through (h, gst_event_new_navigation (gst_structure_new
          ("application/x-gst-navigation", "event", G_TYPE_STRING, "key-press",
              "key", G_TYPE_STRING, "a", NULL)));
  fail_unless_equals_int (gst_structure_n_fields (gst_event_get_structure
          (event)), 2);
  gst_event_unref (event);

  frame_info (&out, GST_VIDEO_FORMAT_GRAY8, 32, 24);
  scaler_caps (h, &in, &out);
  buffer = frame_random (&in, 1);
  gst_buffer_unref (scaler_run (h, buffer));
  assert_at (through (h, navigation ("mouse-move", 3, 4)), "mouse-move", 3, 4);
  scaler_set (h->element, "src-x=16 src-y=12");
  gst_buffer_unref (scaler_run (h, buffer));
  assert_at (through (h, navigation ("mouse-move", 16, 4)), "mouse-move", 24,
      14);
  scaler_set (h->element, "src-x=0 src-y=0");
  gst_buffer_unref (scaler_run (h, buffer));
  assert_at (through (h, navigation ("mouse-move", 3, 4)), "mouse-move", 3, 4);
  gst_buffer_unref (buffer);
  scaler_free (h);
}

GST_END_TEST;

/* Upstream of caps of the crop rectangle nobody knows the frame; upstream of
 * caps of the frame everybody does. */
GST_START_TEST (test_crop)
{
  static const gint sizes[][2] = { {16, 8}, {32, 16} };
  static const gdouble corners[][2] = { {0, 0}, {8, 4} };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (sizes); i++) {
    GstHarness *h = scaler_new ("");
    GstVideoInfo frame, in, out;
    GstBuffer *buffer;

    frame_info (&frame, GST_VIDEO_FORMAT_GRAY8, 32, 16);
    frame_info (&in, GST_VIDEO_FORMAT_GRAY8, sizes[i][0], sizes[i][1]);
    frame_info (&out, GST_VIDEO_FORMAT_GRAY8, 64, 64);
    buffer = frame_random (&frame, 1);
    part_set_crop (buffer, 8, 4, 16, 8);
    gst_buffer_add_video_meta (buffer, GST_VIDEO_FRAME_FLAG_NONE,
        GST_VIDEO_FORMAT_GRAY8, 32, 16);
    scaler_caps (h, &in, &out);
    gst_buffer_unref (scaler_run (h, buffer));
    assert_at (through (h, navigation ("mouse-move", 8, 24)), "mouse-move",
        corners[i][0] + 2, corners[i][1] + 2);
    gst_buffer_unref (buffer);
    scaler_free (h);
  }
}

GST_END_TEST;

/* What lies between two views is at the seam. */
GST_START_TEST (test_seam)
{
  static const gint size[] = { 32, 16, 160, 64 };
  static const gdouble across[][2] = {
    {71, 15.75}, {75, 16}, {85, 16}, {89, 16.25}, {159, 32}, {2, 0}
  };
  GstVideoInfo in, out;
  GstHarness *h = part_harness ("", GST_VIDEO_FORMAT_GRAY8, size,
      "multiview-mode=side-by-side", &in, &out);
  guint i;

  for (i = 0; i < G_N_ELEMENTS (across); i++)
    assert_at (through (h, navigation ("mouse-move", across[i][0], 32)),
        "mouse-move", across[i][1], 8);
  scaler_free (h);
}

GST_END_TEST;

static Suite *
navigation_suite (void)
{
  Suite *s = suite_create ("navigation");
  TCase *tc = tcase_create ("general");

  tcase_add_loop_test (tc, test_pixel, 0, G_N_ELEMENTS (rows));
  tcase_add_test (tc, test_states);
  tcase_add_test (tc, test_crop);
  tcase_add_test (tc, test_seam);
  suite_add_tcase (s, tc);
  return s;
}

GST_CHECK_MAIN (navigation);
