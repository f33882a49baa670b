/* alignscale: crop rectangles at every kind of corner, in every format
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "scaler.h"

#define WIDTH 44
#define HEIGHT 36
#define OUT_WIDTH 30
#define OUT_HEIGHT 24

/* One pixel, all but one row or column or both, odd corners and sizes. */
static const guint places[][4] = {
  {0, 0, 1, 1}, {5, 7, 1, 1}, {WIDTH - 1, HEIGHT - 1, 1, 1}, {20, 0, 1, 1},
  {0, 0, WIDTH - 1, HEIGHT - 1}, {1, 1, WIDTH - 1, HEIGHT - 1},
  {1, 0, WIDTH - 1, HEIGHT}, {0, 1, WIDTH, HEIGHT - 1}, {3, 5, 7, 9},
  {0, 17, WIDTH, 1}, {21, 0, 1, HEIGHT}, {0, 0, WIDTH, HEIGHT},
};

/* Component c of the part of a frame, scaled as a picture of its own. */
static void
assert_part (const gchar * how, const Component * whole, const guint * place,
    const Component * got, const gchar * name, guint c)
{
  GstVideoInfo in, out;
  GstBuffer *buffer, *expected;
  Component wanted;
  guint16 *row;
  guint y;

  frame_info (&in, GST_VIDEO_FORMAT_GRAY16_LE, (gint) place[2],
      (gint) place[3]);
  frame_info (&out, GST_VIDEO_FORMAT_GRAY16_LE, OUT_WIDTH, OUT_HEIGHT);
  row = g_new0 (guint16, in.size / 2);
  for (y = 0; y < place[3]; y++)
    memcpy ((guint8 *) row + y * (guint) in.stride[0], whole->samples
        + (y + place[1]) * (guint) whole->width + place[0], 2 * place[2]);
  buffer = gst_buffer_new_wrapped (row, in.size);
  expected = scaler_once (how, &in, buffer, &out);
  frame_component (&wanted, &out, expected, 0);
  fail_unless (memcmp (wanted.samples, got->samples,
          sizeof (guint16) * OUT_WIDTH * OUT_HEIGHT) == 0,
      "%s, component %u of %ux%u at %u,%u", name, c, place[2], place[3],
      place[0], place[1]);
  component_clear (&wanted);
  gst_buffer_unref (expected);
  gst_buffer_unref (buffer);
}

/* The rectangle is another for every buffer of a stream. Subsampled colour,
 * which has no samples where these rectangles begin, only has to be there. */
GST_START_TEST (test_grid)
{
  const gchar *how = "add-borders=false method=bilinear";
  GArray *formats = scaler_formats ();
  guint i, k, c;

  for (i = 0; i < formats->len; i++) {
    GstHarness *h = scaler_new (how);
    GstVideoInfo info, out;
    GstBuffer *packed, *buffer;
    GstVideoCropMeta *crop;
    gboolean palette;

    frame_info (&info, g_array_index (formats, GstVideoFormat, i), WIDTH,
        HEIGHT);
    frame_info (&out, g_array_index (formats, GstVideoFormat, i), OUT_WIDTH,
        OUT_HEIGHT);
    palette = GST_VIDEO_FORMAT_INFO_HAS_PALETTE (info.finfo);
    if (palette)
      scaler_set (h->element, "method=nearest-exact");
    packed = frame_random (&info, i);
    buffer = frame_padded (&info, packed, 16, 8);
    gst_buffer_unref (packed);
    crop = gst_buffer_add_video_crop_meta (buffer);
    scaler_caps (h, &info, &out);
    for (k = 0; k < G_N_ELEMENTS (places); k++) {
      GstBuffer *result;

      crop->x = places[k][0];
      crop->y = places[k][1];
      crop->width = places[k][2];
      crop->height = places[k][3];
      result = scaler_run (h, buffer);
      for (c = 0; c < frame_components (info.finfo); c++) {
        Component from, got;

        if (info.finfo->w_sub[c] || info.finfo->h_sub[c])
          continue;
        frame_component (&from, &info, buffer, c);
        frame_component (&got, &out, result, c);
        assert_part (palette ? "add-borders=false method=nearest-exact" : how,
            &from, places[k], &got, info.finfo->name, c);
        component_clear (&from);
        component_clear (&got);
      }
      gst_buffer_unref (result);
    }
    gst_buffer_unref (buffer);
    scaler_free (h);
  }
  g_array_unref (formats);
}

GST_END_TEST;

static Suite *
cropgrid_suite (void)
{
  Suite *s = suite_create ("cropgrid");
  TCase *tc = tcase_create ("general");

  tcase_add_test (tc, test_grid);
  suite_add_tcase (s, tc);
  return s;
}

GST_CHECK_MAIN (cropgrid);
