/* alignscale: where the picture lies between borders
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "shapes.h"

GST_DEBUG_CATEGORY (gst_align_scale_debug);

typedef struct
{
  const gchar *fields;          /* of both sides */
  Shape in, out;
  gboolean add_borders;
  gint x, y, w, h;
} RectangleRow;

static const RectangleRow rectangle_rows[] = {
  /* same shape, or no borders wanted: everything */
  {"format=I420", {640, 480, 1, 1}, {320, 240, 1, 1}, TRUE, 0, 0, 320, 240},
  {"format=I420", {640, 480, 1, 1}, {1920, 1080, 1, 1}, FALSE, 0, 0, 1920,
      1080},
  {"format=GRAY8", {640, 480, 1, 1}, {1, 7, 9, 1}, FALSE, 0, 0, 1, 7},
  {"format=I420", {720, 576, 16, 15}, {768, 576, 1, 1}, TRUE, 0, 0, 768, 576},
  {"format=I420", {720, 576, 64, 45}, {1280, 720, 1, 1}, TRUE, 0, 0, 1280,
      720},
  /* 4:3 in 16:9, and the reverse */
  {"format=I420", {640, 480, 1, 1}, {1920, 1080, 1, 1}, TRUE, 240, 0, 1440,
      1080},
  {"format=I420", {1280, 720, 1, 1}, {640, 480, 1, 1}, TRUE, 0, 60, 640, 360},
  {"format=GRAY8", {320, 240, 1, 1}, {320, 240, 2, 1}, TRUE, 80, 0, 160, 240},
  {"format=GRAY8", {320, 240, 2, 1}, {320, 240, 1, 1}, TRUE, 0, 60, 320, 120},
  /* 640 wide from 854x480 is 359.72 high: 360, and 60 above and below */
  {"format=GRAY8", {854, 480, 1, 1}, {640, 480, 1, 1}, TRUE, 0, 60, 640, 360},
  /* odd sizes: 641 x 361 for 16:9 in 641 x 481 */
  {"format=GRAY8", {1280, 720, 1, 1}, {641, 481, 1, 1}, TRUE, 0, 60, 641, 361},
  {"format=I420", {1280, 720, 1, 1}, {641, 481, 1, 1}, TRUE, 0, 58, 641, 362},
  {"format=I420", {480, 641, 1, 1}, {641, 481, 1, 1}, TRUE, 140, 0, 360, 481},
  {"format=Y444", {480, 641, 1, 1}, {641, 481, 1, 1}, TRUE, 140, 0, 360, 481},
  /* 101 x 75.75: 76 of 100 lines */
  {"format=GRAY8", {4, 3, 1, 1}, {101, 100, 1, 1}, TRUE, 0, 12, 101, 76},
  {"format=I420", {4, 3, 1, 1}, {101, 100, 1, 1}, TRUE, 0, 12, 101, 76},
  {"format=Y42B", {3, 4, 1, 1}, {100, 99, 1, 1}, TRUE, 12, 0, 74, 99},
  {"format=Y41B", {3, 4, 1, 1}, {100, 99, 1, 1}, TRUE, 12, 0, 76, 99},
  {"format=YUY2", {3, 4, 1, 1}, {100, 97, 1, 1}, TRUE, 12, 0, 74, 97},
  {"format=NV12", {16, 9, 1, 1}, {100, 99, 1, 1}, TRUE, 0, 20, 100, 56},
  /* one line is no bar in 4:2:0, and one in 4:4:4 */
  {"format=I420", {100, 99, 1, 1}, {100, 100, 1, 1}, TRUE, 0, 0, 100, 100},
  {"format=Y444", {100, 99, 1, 1}, {100, 100, 1, 1}, TRUE, 0, 0, 100, 99},
  {"format=Y444", {100, 98, 1, 1}, {100, 100, 1, 1}, TRUE, 0, 1, 100, 98},
  {"format=I420", {100, 98, 1, 1}, {100, 100, 1, 1}, TRUE, 0, 0, 100, 98},
  {"format=Y41B", {97, 100, 1, 1}, {100, 100, 1, 1}, TRUE, 0, 0, 100, 100},
  /* less than half a line is none anywhere */
  {"format=GRAY8", {854, 480, 1, 1}, {853, 479, 1, 1}, TRUE, 0, 0, 853, 479},
  /* single pixels */
  {"format=GRAY8", {1, 1, 1, 1}, {1, 1, 1, 1}, TRUE, 0, 0, 1, 1},
  {"format=GRAY8", {1, 1, 1, 1}, {9, 5, 1, 1}, TRUE, 2, 0, 5, 5},
  {"format=GRAY8", {640, 480, 1, 1}, {1, 1, 1, 1}, TRUE, 0, 0, 1, 1},
  {"format=I420", {640, 480, 1, 1}, {1, 9, 1, 1}, TRUE, 0, 2, 1, 2},
  {"format=I420", {640, 480, 1, 1}, {3, 1, 1, 1}, TRUE, 0, 0, 3, 1},
  {"format=I420", {640, 480, 1, 1}, {4, 1, 1, 1}, TRUE, 0, 0, 2, 1},
  {"format=GRAY8", {32767, 1, 1, 1}, {100, 100, 1, 1}, TRUE, 0, 49, 100, 1},
  {"format=NV12", {1, 32767, 1, 1}, {100, 100, 1, 1}, TRUE, 48, 0, 2, 100},
  /* pixel shapes at the limits */
  {"format=GRAY8", {320, 240, G_MAXINT, 1}, {320, 240, 1, 1}, TRUE, 0, 119, 320,
      1},
  {"format=GRAY8", {320, 240, 1, G_MAXINT}, {320, 240, G_MAXINT, 1}, TRUE, 159,
      0, 1, 240},
  {"format=GRAY8", {320, 240, G_MAXINT, G_MAXINT - 1}, {640, 480, 1, 1}, TRUE,
      0, 0, 640, 480},
  /* interlaced: whole chroma lines in each field */
  {"format=I420,interlace-mode=interleaved", {1280, 720, 1, 1}, {720, 486, 1,
          1}, TRUE, 0, 40, 720, 404},
  {"format=Y444,interlace-mode=mixed", {100, 98, 1, 1}, {100, 101, 1, 1}, TRUE,
      0, 0, 100, 98},
  {"format=I420", {1280, 720, 1, 1}, {720, 486, 1, 1}, TRUE, 0, 40, 720, 406},
  {"format=Y444,interlace-mode=interleaved", {100, 99, 1, 1}, {100, 100, 1, 1},
      TRUE, 0, 0, 100, 100},
};

static void
info_of (GstVideoInfo * info, const gchar * fields, Shape shape)
{
  gchar *string = g_strdup_printf ("video/x-raw,%s,width=%d,height=%d,"
      "pixel-aspect-ratio=%d/%d", fields, shape.width, shape.height,
      shape.par_n, shape.par_d);
  GstCaps *caps = caps_of (string);

  fail_unless (gst_video_info_from_caps (info, caps), "%s", string);
  gst_caps_unref (caps);
  g_free (string);
}

GST_START_TEST (test_rectangle)
{
  const RectangleRow *row = &rectangle_rows[__i__];
  GstVideoInfo in, out;
  GstVideoRectangle got = { -1, -1, -1, -1 };

  info_of (&in, row->fields, row->in);
  info_of (&out, row->fields, row->out);
  gst_align_scale_caps_get_rectangle (&in, &out, row->add_borders, &got);
  fail_unless (got.x == row->x && got.y == row->y && got.w == row->w
      && got.h == row->h,
      "%s %dx%d %d/%d in %dx%d %d/%d: %d,%d %dx%d, not %d,%d %dx%d",
      row->fields, row->in.width, row->in.height, row->in.par_n, row->in.par_d,
      row->out.width, row->out.height, row->out.par_n, row->out.par_d, got.x,
      got.y, got.w, got.h, row->x, row->y, row->w, row->h);
}

GST_END_TEST;

GST_START_TEST (test_random_rectangles)
{
  static const struct
  {
    const gchar *fields;
    gint unit_x, unit_y;
  } formats[] = {
    {"format=GRAY8", 1, 1}, {"format=RGB", 1, 1}, {"format=AYUV", 1, 1},
    {"format=I420", 2, 2}, {"format=A420", 2, 2}, {"format=NV12", 2, 2},
    {"format=P010_10LE", 2, 2}, {"format=Y42B", 2, 1}, {"format=UYVY", 2, 1},
    {"format=Y41B", 4, 1}, {"format=I420,interlace-mode=interleaved", 2, 4},
    {"format=RGB,interlace-mode=mixed", 1, 2},
  };
  GRand *rand = g_rand_new_with_seed (99);
  gint i;

  for (i = 0; i < 6000; i++) {
    gint f = i % (gint) G_N_ELEMENTS (formats);
    gint ux = formats[f].unit_x, uy = formats[f].unit_y;
    GstVideoInfo in, out;
    GstVideoRectangle r;
    Shape from, to, picture;
    long double ratio;

    gst_caps_unref (random_caps (rand, &from));
    gst_caps_unref (random_caps (rand, &to));
    if (i % 3) {
      from.par_n = from.par_d = to.par_d = 1;
      to.par_n = 1 + i % 2;
    }
    info_of (&in, formats[f].fields, from);
    info_of (&out, formats[f].fields, to);
    gst_align_scale_caps_get_rectangle (&in, &out, TRUE, &r);

    fail_unless (r.x >= 0 && r.y >= 0 && r.w >= 1 && r.h >= 1);
    fail_unless (r.x + r.w <= to.width && r.y + r.h <= to.height);
    fail_unless (r.w == to.width || r.h == to.height);
    fail_unless (r.x % ux == 0 && r.y % uy == 0);
    fail_unless (r.w == to.width || r.w % ux == 0);
    fail_unless (r.h == to.height || r.h % uy == 0);
    /* in the middle */
    fail_unless (ABS (to.width - r.w - 2 * r.x) < 2 * ux);
    fail_unless (ABS (to.height - r.h - 2 * r.y) < 2 * uy);
    /* and of the right shape: to half a unit, or less than a unit of bar */
    picture = to;
    picture.width = r.w;
    picture.height = r.h;
    ratio = shape_aspect (from) / shape_aspect (picture);
    if (r.w < to.width && r.w > ux)
      fail_unless (ABS (r.w * ratio - r.w) < 0.5L * ux + 0.5001L);
    else if (r.h < to.height && r.h > uy)
      fail_unless (ABS (r.h / ratio - r.h) < 0.5L * uy + 0.5001L);
    else if (r.w == to.width && r.h == to.height)
      fail_unless (ratio < 1 ? r.w - r.w * ratio < ux : r.h - r.h / ratio < uy);
  }
  g_rand_free (rand);
}

GST_END_TEST;

static Suite *
alignscale_rectangle_suite (void)
{
  Suite *s = suite_create ("rectangle");
  TCase *tc = tcase_create ("rectangle");

  GST_DEBUG_CATEGORY_INIT (gst_align_scale_debug, "alignscale", 0, NULL);

  suite_add_tcase (s, tc);
  tcase_set_timeout (tc, 120);
  tcase_add_loop_test (tc, test_rectangle, 0, G_N_ELEMENTS (rectangle_rows));
  tcase_add_test (tc, test_random_rectangles);
  return s;
}

GST_CHECK_MAIN (alignscale_rectangle);
