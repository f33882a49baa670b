/* alignscale: regions of interest and overlays move with the picture
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "parts.h"

typedef struct
{
  const gchar *properties;
  gint in_w, in_h, out_w, out_h;
  guint in[4];
  gint out[4];                  /* width -1: dropped */
} Region;

#define BOX "add-borders=false src-x=8 src-y=4 src-width=16 src-height=8"

static const Region regions[] = {
  {"", 4, 4, 8, 8, {0, 1, 2, 3}, {0, 2, 4, 6}},
  {"add-borders=false", 40, 20, 10, 10, {8, 4, 12, 8}, {2, 2, 3, 4}},
  /* bars of 8 pixels left and right of 48x36 */
  {"", 32, 24, 64, 36, {4, 4, 8, 8}, {14, 6, 12, 12}},
  {"", 32, 24, 64, 36, {0, 0, 32, 24}, {8, 0, 48, 36}},
  {"", 32, 16, 48, 48, {16, 8, 16, 8}, {24, 24, 24, 12}},
  {BOX, 32, 16, 64, 32, {10, 6, 4, 2}, {8, 8, 16, 8}},
  {BOX, 32, 16, 64, 32, {4, 0, 8, 8}, {0, 0, 16, 16}},
  {BOX, 32, 16, 64, 32, {0, 0, 32, 16}, {0, 0, 64, 32}},
  {BOX, 32, 16, 64, 32, {0, 0, 8, 16}, {0, 0, -1, 0}},
  {BOX, 32, 16, 64, 32, {0, 12, 32, 4}, {0, 0, -1, 0}},
  {BOX, 32, 16, 64, 32, {24, 4, 8, 8}, {0, 0, -1, 0}},
  /* the same box, with bars */
  {"src-x=8 src-y=4 src-width=16 src-height=8", 32, 16, 64, 64, {10, 6, 4, 2},
      {8, 24, 16, 8}},
  {"src-x=24", 32, 16, 64, 32, {28, 0, 4, 16}, {32, 0, 32, 32}},
  /* a box that leaves the picture */
  {"src-x=-8 src-y=-8 src-width=32 src-height=32", 16, 16, 32, 32,
      {0, 0, 16, 16}, {8, 8, 16, 16}},
  /* at equal size */
  {"src-x=4 src-width=16", 16, 16, 16, 16, {4, 0, 8, 16}, {0, 0, 8, 16}},
  {"method=mitchell", 16, 16, 16, 16, {3, 1, 8, 4}, {3, 1, 8, 4}},
  /* edges go to the nearest pixel, and something stays of what is small */
  {"", 10, 10, 15, 15, {1, 3, 1, 2}, {2, 5, 1, 3}},
  {"", 320, 320, 32, 32, {11, 311, 2, 2}, {1, 31, 1, 1}},
  {"", 320, 320, 32, 32, {319, 0, 1, 320}, {31, 0, 1, 32}},
  {"", 16, 16, 32, 32, {4, 5, 0, 0}, {8, 10, 0, 0}},
  /* beyond the frame */
  {"", 16, 16, 32, 32, {8, 8, G_MAXUINT, G_MAXUINT}, {16, 16, 16, 16}},
  {"", 16, 16, 32, 32, {G_MAXUINT, 0, G_MAXUINT, 8}, {0, 0, -1, 0}},
  {"", 16, 16, 32, 32, {16, 0, 4, 8}, {0, 0, -1, 0}},
};

GST_START_TEST (test_region)
{
  const Region *row = &regions[__i__];
  GstBuffer *buffer = scaler_gray_frame (row->in_w, row->in_h), *out;
  GstVideoRegionOfInterestMeta *region =
      gst_buffer_add_video_region_of_interest_meta (buffer, "face", row->in[0],
      row->in[1], row->in[2], row->in[3]);
  GstStructure *roi;
  gdouble quality;

  region->id = 7;
  region->parent_id = 3;
  gst_video_region_of_interest_meta_add_param (region,
      gst_structure_new ("roi/x264enc", "quality", G_TYPE_DOUBLE, 0.25, NULL));
  gst_video_region_of_interest_meta_add_param (region,
      gst_structure_new_empty ("detection"));
  out =
      scaler_gray (row->properties, row->in_w, row->in_h, row->out_w,
      row->out_h, buffer);
  fail_unless_equals_int (scaler_n_metas (out,
          GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE), row->out[2] >= 0);
  if (row->out[2] >= 0) {
    region = (GstVideoRegionOfInterestMeta *) gst_buffer_get_meta (out,
        GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE);
    fail_unless (region->x == (guint) row->out[0]
        && region->y == (guint) row->out[1] && region->w == (guint) row->out[2]
        && region->h == (guint) row->out[3], "%u,%u %ux%u", region->x,
        region->y, region->w, region->h);
    fail_unless_equals_int (region->id, 7);
    fail_unless_equals_int (region->parent_id, 3);
    fail_unless_equals_string (g_quark_to_string (region->roi_type), "face");
    fail_unless (g_list_length (region->params) == 2);
    roi = gst_video_region_of_interest_meta_get_param (region, "roi/x264enc");
    fail_unless (gst_structure_get_double (roi, "quality", &quality));
    fail_unless (quality == 0.25);
  }
  gst_buffer_unref (out);
}

GST_END_TEST;

/* Regions are places in the frame, of which the crop rectangle is a part. */
GST_START_TEST (test_cropped)
{
  static const Region rows[] = {
    {"", 16, 8, 64, 64, {10, 6, 4, 2}, {8, 24, 16, 8}},
    {"", 16, 8, 64, 64, {0, 0, 32, 16}, {0, 16, 64, 32}},
    {"", 16, 8, 16, 8, {10, 6, 4, 2}, {2, 2, 4, 2}},
    {"", 16, 8, 64, 64, {0, 0, 8, 16}, {0, 0, -1, 0}},
    /* seen is the crop rectangle alone */
    {"src-x=-4 src-y=-2 src-width=24 src-height=12", 16, 8, 48, 24,
        {0, 0, 10, 16}, {8, 4, 4, 16}},
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (rows); i++) {
    const Region *row = &rows[i];
    GstBuffer *buffer = scaler_gray_frame (32, 16), *out;
    GstVideoCropMeta *crop = gst_buffer_add_video_crop_meta (buffer);
    GstVideoRegionOfInterestMeta *region;

    crop->x = 8;
    crop->y = 4;
    crop->width = 16;
    crop->height = 8;
    gst_buffer_add_video_meta (buffer, GST_VIDEO_FRAME_FLAG_NONE,
        GST_VIDEO_FORMAT_GRAY8, 32, 16);
    gst_buffer_add_video_region_of_interest_meta (buffer, "x", row->in[0],
        row->in[1], row->in[2], row->in[3]);
    out =
        scaler_gray (row->properties, row->in_w, row->in_h, row->out_w,
        row->out_h, buffer);
    region =
        (GstVideoRegionOfInterestMeta *) gst_buffer_get_meta (out,
        GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE);
    fail_unless ((region != NULL) == (row->out[2] >= 0));
    fail_unless (!region || (region->x == (guint) row->out[0]
            && region->y == (guint) row->out[1]
            && region->w == (guint) row->out[2]
            && region->h == (guint) row->out[3]), "%u: %u,%u %ux%u", i,
        region ? region->x : 0, region ? region->y : 0, region ? region->w : 0,
        region ? region->h : 0);
    gst_buffer_unref (out);
  }
}

GST_END_TEST;

typedef struct
{
  const gchar *fields, *properties;
  gint size[4];
  guint in[4];
  gint out[4];                  /* width -1: dropped */
} ViewRegion;

#define SIDE "multiview-mode=side-by-side"
#define VIEW_BOX "add-borders=false src-x=4 src-width=8"

/* Regions move with the view that they are in, those in both become what is
 * around both. */
static const ViewRegion view_regions[] = {
  {SIDE, "", {32, 16, 64, 32}, {12, 0, 8, 16}, {24, 0, 16, 32}},
  /* bars of 8 pixels left and right of each view */
  {SIDE, "", {32, 16, 160, 64}, {2, 4, 4, 4}, {16, 16, 16, 16}},
  {SIDE, "", {32, 16, 160, 64}, {18, 4, 4, 4}, {96, 16, 16, 16}},
  {SIDE, "", {32, 16, 160, 64}, {12, 0, 8, 16}, {56, 0, 48, 64}},
  {SIDE, "", {32, 16, 160, 64}, {0, 0, 32, 16}, {8, 0, 144, 64}},
  {"multiview-mode=top-bottom", "", {16, 32, 64, 160}, {4, 18, 4, 4},
      {16, 96, 16, 16}},
  {SIDE, VIEW_BOX, {32, 16, 128, 64}, {6, 4, 4, 4}, {16, 16, 32, 16}},
  {SIDE, VIEW_BOX, {32, 16, 128, 64}, {22, 4, 4, 4}, {80, 16, 32, 16}},
  {SIDE, VIEW_BOX, {32, 16, 128, 64}, {0, 0, 4, 16}, {0, 0, -1, 0}},
  {SIDE, VIEW_BOX, {32, 16, 128, 64}, {12, 0, 8, 16}, {0, 0, -1, 0}},
  {SIDE, VIEW_BOX, {32, 16, 128, 64}, {8, 0, 16, 16}, {32, 0, 64, 64}},
  /* a box that reaches into the other view does not show it */
  {SIDE, "add-borders=false src-x=8 src-width=16", {32, 16, 128, 64},
      {12, 0, 8, 16}, {16, 0, 16, 64}},
};

GST_START_TEST (test_views)
{
  const ViewRegion *row = &view_regions[__i__];
  GstBuffer *buffer = scaler_gray_frame (row->size[0], row->size[1]), *out;
  GstVideoRegionOfInterestMeta *region;

  gst_buffer_add_video_region_of_interest_meta (buffer, "x", row->in[0],
      row->in[1], row->in[2], row->in[3]);
  out = part_scale (row->properties, GST_VIDEO_FORMAT_GRAY8, row->size,
      row->fields, buffer);
  fail_unless_equals_int (scaler_n_metas (out,
          GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE), row->out[2] >= 0);
  region = (GstVideoRegionOfInterestMeta *) gst_buffer_get_meta (out,
      GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE);
  fail_unless (!region || (region->x == (guint) row->out[0]
          && region->y == (guint) row->out[1]
          && region->w == (guint) row->out[2]
          && region->h == (guint) row->out[3]), "%u,%u %ux%u",
      region ? region->x : 0, region ? region->y : 0, region ? region->w : 0,
      region ? region->h : 0);
  gst_buffer_unref (out);
  gst_buffer_unref (buffer);
}

GST_END_TEST;

static GstVideoOverlayRectangle *
overlay_rectangle (gint x, gint y, guint width, guint height)
{
  GstBuffer *pixels = gst_buffer_new_allocate (NULL, 4 * 4 * 4, NULL);
  GstVideoOverlayRectangle *rectangle;

  gst_buffer_memset (pixels, 0, 0x7f, 4 * 4 * 4);
  gst_buffer_add_video_meta (pixels, GST_VIDEO_FRAME_FLAG_NONE,
      GST_VIDEO_OVERLAY_COMPOSITION_FORMAT_RGB, 4, 4);
  rectangle = gst_video_overlay_rectangle_new_raw (pixels, x, y, width, height,
      GST_VIDEO_OVERLAY_FORMAT_FLAG_NONE);
  gst_buffer_unref (pixels);
  return rectangle;
}

static void
assert_overlay (GstVideoOverlayComposition * overlay, guint n, gint x, gint y,
    guint width, guint height)
{
  gint got_x, got_y;
  guint got_width, got_height;

  gst_video_overlay_rectangle_get_render_rectangle
      (gst_video_overlay_composition_get_rectangle (overlay, n), &got_x, &got_y,
      &got_width, &got_height);
  fail_unless (x == got_x && y == got_y && width == got_width
      && height == got_height, "%d,%d %ux%u", got_x, got_y, got_width,
      got_height);
}

/* Gives the buffer rectangles at places of x, y, width and height; whoever calls
 * frees the composition too. */
static GstVideoOverlayComposition *
add_overlay (GstBuffer * buffer, const gint (*places)[4], guint n)
{
  GstVideoOverlayComposition *overlay = NULL;
  guint i;

  for (i = 0; i < n; i++) {
    GstVideoOverlayRectangle *rectangle = overlay_rectangle (places[i][0],
        places[i][1], (guint) places[i][2], (guint) places[i][3]);

    if (overlay)
      gst_video_overlay_composition_add_rectangle (overlay, rectangle);
    else
      overlay = gst_video_overlay_composition_new (rectangle);
    gst_video_overlay_rectangle_unref (rectangle);
  }
  gst_buffer_add_video_overlay_composition_meta (buffer, overlay);
  return overlay;
}

GST_START_TEST (test_overlay)
{
  /* reaching out, inside, all outside of the box */
  static const gint places[][4] = { {4, 2, 8, 4}, {10, 6, 4, 2}, {0, 0, 8, 4} };
  GstBuffer *buffer = scaler_gray_frame (32, 16), *out;
  GstVideoOverlayComposition *overlay, *moved;

  overlay = add_overlay (buffer, places, G_N_ELEMENTS (places));
  gst_buffer_ref (buffer);
  out =
      scaler_gray ("src-x=8 src-y=4 src-width=16 src-height=8", 32, 16, 64, 64,
      buffer);
  fail_unless_equals_int (scaler_n_metas (out,
          GST_VIDEO_OVERLAY_COMPOSITION_META_API_TYPE), 1);
  moved = gst_buffer_get_video_overlay_composition_meta (out)->overlay;
  fail_unless (gst_video_overlay_composition_n_rectangles (moved) == 2);
  assert_overlay (moved, 0, -16, 8, 32, 16);
  assert_overlay (moved, 1, 8, 24, 16, 8);
  /* upstream's is not touched */
  assert_overlay (overlay, 0, 4, 2, 8, 4);
  gst_buffer_unref (out);

  out = scaler_gray ("src-x=16 src-y=8", 32, 16, 64, 64, buffer);
  fail_unless_equals_int (scaler_n_metas (out,
          GST_VIDEO_OVERLAY_COMPOSITION_META_API_TYPE), 0);
  gst_buffer_unref (out);
  gst_video_overlay_composition_unref (overlay);
}

GST_END_TEST;

/* Each rectangle moves with the view that shows most of it; what no view shows
 * is the last one. */
GST_START_TEST (test_overlay_of_views)
{
  static const struct
  {
    const gchar *fields;
    gint size[4], places[5][4], moved[4][4];
  } rows[] = {
    {SIDE, {32, 16, 160, 64},
          {{2, 4, 4, 4}, {18, 4, 4, 4}, {14, 0, 8, 4}, {10, 0, 8, 4},
          {40, 0, 8, 4}},
          {{16, 16, 16, 16}, {96, 16, 16, 16}, {80, 0, 32, 16},
          {48, 0, 32, 16}}},
    {"multiview-mode=top-bottom", {16, 32, 64, 160},
          {{4, 2, 4, 4}, {4, 18, 4, 4}, {0, 14, 4, 8}, {0, 10, 4, 8},
          {0, 40, 4, 8}},
          {{16, 16, 16, 16}, {16, 96, 16, 16}, {0, 80, 16, 32},
          {0, 48, 16, 32}}},
  };
  GstVideoOverlayComposition *overlay, *moved;
  GstBuffer *buffer, *out;
  guint i, n;

  for (i = 0; i < G_N_ELEMENTS (rows); i++) {
    buffer = scaler_gray_frame (rows[i].size[0], rows[i].size[1]);
    overlay = add_overlay (buffer, rows[i].places, 5);
    out = part_scale ("", GST_VIDEO_FORMAT_GRAY8, rows[i].size, rows[i].fields,
        buffer);
    moved = gst_buffer_get_video_overlay_composition_meta (out)->overlay;
    fail_unless (gst_video_overlay_composition_n_rectangles (moved) == 4);
    for (n = 0; n < 4; n++)
      assert_overlay (moved, n, rows[i].moved[n][0], rows[i].moved[n][1],
          (guint) rows[i].moved[n][2], (guint) rows[i].moved[n][3]);
    gst_buffer_unref (out);
    gst_buffer_unref (buffer);
    gst_video_overlay_composition_unref (overlay);
  }
}

GST_END_TEST;

/* Metas say where the picture is, whatever property moved it last. */
GST_START_TEST (test_live)
{
  static const gchar *const properties[] = {
    "src-x=8 src-width=16", "src-x=0 src-width=0", "src-x=16 src-width=16",
  };
  static const gint expected[][2] = { {0, 64}, {16, 32}, {-1, 0} };
  GstHarness *h = scaler_new ("add-borders=false");
  GstVideoInfo in, out;
  guint i;

  frame_info (&in, GST_VIDEO_FORMAT_GRAY8, 32, 16);
  frame_info (&out, GST_VIDEO_FORMAT_GRAY8, 64, 16);
  scaler_caps (h, &in, &out);
  for (i = 0; i < G_N_ELEMENTS (properties); i++) {
    GstBuffer *buffer = scaler_gray_frame (32, 16), *result;
    GstVideoRegionOfInterestMeta *region;

    gst_buffer_add_video_region_of_interest_meta (buffer, "x", 8, 0, 16, 16);
    scaler_set (h->element, properties[i]);
    if (expected[i][0] < 0)
      scaler_set (h->element, "src-x=24 src-width=8");
    result = scaler_run (h, buffer);
    region = (GstVideoRegionOfInterestMeta *) gst_buffer_get_meta (result,
        GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE);
    fail_unless ((region != NULL) == (expected[i][0] >= 0));
    if (region) {
      fail_unless_equals_int ((gint) region->x, expected[i][0]);
      fail_unless_equals_int ((gint) region->w, expected[i][1]);
    }
    gst_buffer_unref (result);
    gst_buffer_unref (buffer);
  }
  scaler_free (h);
}

GST_END_TEST;

static Suite *
regions_suite (void)
{
  Suite *s = suite_create ("regions");
  TCase *tc = tcase_create ("general");

  tcase_add_loop_test (tc, test_region, 0, G_N_ELEMENTS (regions));
  tcase_add_test (tc, test_cropped);
  tcase_add_loop_test (tc, test_views, 0, G_N_ELEMENTS (view_regions));
  tcase_add_test (tc, test_overlay);
  tcase_add_test (tc, test_overlay_of_views);
  tcase_add_test (tc, test_live);
  suite_add_tcase (s, tc);
  return s;
}

GST_CHECK_MAIN (regions);
