/* alignscale: what becomes of the metas, flags and times of a buffer
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "parts.h"

#include <gst/rtp/rtp.h>

/* Scales a buffer of GRAY8 and gives up the reference to it. */
static GstBuffer *
scale (const gchar * properties, gint in_w, gint in_h, gint out_w, gint out_h,
    GstBuffer * buffer)
{
  GstVideoInfo in, out;
  GstBuffer *result;

  frame_info (&in, GST_VIDEO_FORMAT_GRAY8, in_w, in_h);
  frame_info (&out, GST_VIDEO_FORMAT_GRAY8, out_w, out_h);
  result = scaler_once (properties, &in, buffer, &out);
  gst_buffer_unref (buffer);
  return result;
}

static GstBuffer *
gray (gint width, gint height)
{
  GstVideoInfo info;

  frame_info (&info, GST_VIDEO_FORMAT_GRAY8, width, height);
  return frame_random (&info, 1);
}

static gint
count (GstBuffer * buffer, GType api)
{
  gpointer state = NULL;
  gint n = 0;

  while (gst_buffer_iterate_meta_filtered (buffer, &state, api))
    n++;
  return n;
}

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
  GstBuffer *buffer = gray (row->in_w, row->in_h), *out;
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
  out = scale (row->properties, row->in_w, row->in_h, row->out_w, row->out_h,
      buffer);
  fail_unless_equals_int (count (out,
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
    GstBuffer *buffer = gray (32, 16), *out;
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
    out = scale (row->properties, row->in_w, row->in_h, row->out_w, row->out_h,
        buffer);
    region = (GstVideoRegionOfInterestMeta *) gst_buffer_get_meta (out,
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
  GstBuffer *buffer = gray (row->size[0], row->size[1]), *out;
  GstVideoRegionOfInterestMeta *region;

  gst_buffer_add_video_region_of_interest_meta (buffer, "x", row->in[0],
      row->in[1], row->in[2], row->in[3]);
  out = part_scale (row->properties, GST_VIDEO_FORMAT_GRAY8, row->size,
      row->fields, buffer);
  fail_unless_equals_int (count (out,
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

GST_START_TEST (test_overlay)
{
  /* reaching out, inside, all outside of the box */
  static const gint places[][4] = { {4, 2, 8, 4}, {10, 6, 4, 2}, {0, 0, 8, 4} };
  GstBuffer *buffer = gray (32, 16), *out;
  GstVideoOverlayComposition *overlay = NULL, *moved;
  guint i;

  for (i = 0; i < G_N_ELEMENTS (places); i++) {
    GstVideoOverlayRectangle *rectangle = overlay_rectangle (places[i][0],
        places[i][1], (guint) places[i][2], (guint) places[i][3]);

    if (overlay)
      gst_video_overlay_composition_add_rectangle (overlay, rectangle);
    else
      overlay = gst_video_overlay_composition_new (rectangle);
    gst_video_overlay_rectangle_unref (rectangle);
  }
  gst_buffer_add_video_overlay_composition_meta (buffer, overlay);
  gst_buffer_ref (buffer);
  out = scale ("src-x=8 src-y=4 src-width=16 src-height=8", 32, 16, 64, 64,
      buffer);
  fail_unless_equals_int (count (out,
          GST_VIDEO_OVERLAY_COMPOSITION_META_API_TYPE), 1);
  moved = gst_buffer_get_video_overlay_composition_meta (out)->overlay;
  fail_unless (gst_video_overlay_composition_n_rectangles (moved) == 2);
  assert_overlay (moved, 0, -16, 8, 32, 16);
  assert_overlay (moved, 1, 8, 24, 16, 8);
  /* upstream's is not touched */
  assert_overlay (overlay, 0, 4, 2, 8, 4);
  gst_buffer_unref (out);

  out = scale ("src-x=16 src-y=8", 32, 16, 64, 64, buffer);
  fail_unless_equals_int (count (out,
          GST_VIDEO_OVERLAY_COMPOSITION_META_API_TYPE), 0);
  gst_buffer_unref (out);
  gst_video_overlay_composition_unref (overlay);
}

GST_END_TEST;

/* Each rectangle moves with the view that shows most of it. */
GST_START_TEST (test_overlay_of_views)
{
  static const gint size[] = { 32, 16, 160, 64 };
  static const gint places[][4] = {
    {2, 4, 4, 4}, {18, 4, 4, 4}, {14, 0, 8, 4}, {10, 0, 8, 4}, {40, 0, 8, 4}
  };
  GstBuffer *buffer = gray (32, 16), *out;
  GstVideoOverlayComposition *overlay = NULL, *moved;
  guint i;

  for (i = 0; i < G_N_ELEMENTS (places); i++) {
    GstVideoOverlayRectangle *rectangle = overlay_rectangle (places[i][0],
        places[i][1], (guint) places[i][2], (guint) places[i][3]);

    if (overlay)
      gst_video_overlay_composition_add_rectangle (overlay, rectangle);
    else
      overlay = gst_video_overlay_composition_new (rectangle);
    gst_video_overlay_rectangle_unref (rectangle);
  }
  gst_buffer_add_video_overlay_composition_meta (buffer, overlay);
  out = part_scale ("", GST_VIDEO_FORMAT_GRAY8, size, SIDE, buffer);
  moved = gst_buffer_get_video_overlay_composition_meta (out)->overlay;
  fail_unless (gst_video_overlay_composition_n_rectangles (moved) == 4);
  assert_overlay (moved, 0, 16, 16, 16, 16);
  assert_overlay (moved, 1, 96, 16, 16, 16);
  assert_overlay (moved, 2, 80, 0, 32, 16);
  assert_overlay (moved, 3, 48, 0, 32, 16);
  gst_buffer_unref (out);
  gst_buffer_unref (buffer);
  gst_video_overlay_composition_unref (overlay);
}

GST_END_TEST;

/* A meta that does nothing but be there, and what is asked of it. */
typedef struct
{
  const gchar *name;
  const gchar *tags[4];
  gboolean survives;
} Tagged;

static const Tagged tagged[] = {
  {"TestPlain", {NULL}, TRUE},
  {"TestVideo", {"video", NULL}, TRUE},
  {"TestVendor", {"video", "vendor", NULL}, TRUE},
  {"TestColour", {"video", "colorspace", NULL}, TRUE},
  {"TestTurn", {"video", "orientation", NULL}, TRUE},
  {"TestMemory", {"memory", NULL}, FALSE},
  {"TestReference", {"memory-reference", NULL}, FALSE},
  /* nothing is known about it but that it depends on the size */
  {"TestSize", {"video", "size", NULL}, FALSE},
};

GST_START_TEST (test_tags)
{
  GstBuffer *buffer = gray (16, 16), *out;
  guint i;

  for (i = 0; i < G_N_ELEMENTS (tagged); i++) {
    GstCustomMeta *meta;

    gst_meta_register_custom (tagged[i].name,
        (const gchar **) (gpointer) tagged[i].tags, NULL, NULL, NULL);
    meta = gst_buffer_add_custom_meta (buffer, tagged[i].name);
    gst_structure_set (gst_custom_meta_get_structure (meta), "value",
        G_TYPE_INT, (gint) i, NULL);
  }
  out = scale ("", 16, 16, 24, 24, gst_buffer_ref (buffer));
  for (i = 0; i < G_N_ELEMENTS (tagged); i++) {
    GstCustomMeta *meta = gst_buffer_get_custom_meta (out, tagged[i].name);
    gint value;

    fail_unless ((meta != NULL) == tagged[i].survives, "%s", tagged[i].name);
    if (!meta)
      continue;
    fail_unless_equals_int (count (out, meta->meta.info->api), 1);
    fail_unless (gst_structure_get_int (gst_custom_meta_get_structure (meta),
            "value", &value));
    fail_unless_equals_int (value, (gint) i);
  }
  gst_buffer_unref (out);

  /* every pixel changes, none moves */
  out = scale ("method=mitchell", 16, 16, 16, 16, buffer);
  fail_unless (gst_buffer_get_custom_meta (out, "TestSize") != NULL);
  fail_unless (gst_buffer_get_custom_meta (out, "TestMemory") == NULL);
  gst_buffer_unref (out);
}

GST_END_TEST;

typedef struct
{
  const GstVideoInfo *in_info;
  GstVideoRectangle in;
  const GstVideoInfo *out_info;
  GstVideoRectangle out;
  gfloat matrix[3][3];
} Matrix;

/* Keeps the point x, y of the frame, by one of two kinds of transform. */
static gboolean
move_point (GstBuffer * out, GstCustomMeta * meta, GstBuffer * in, GQuark type,
    gpointer data, gpointer user_data)
{
  GstStructure *from = gst_custom_meta_get_structure (meta), *to;
  const gboolean *takes_matrix = user_data;
  gdouble x, y;

  fail_unless (in != out);
  gst_structure_get (from, "x", G_TYPE_DOUBLE, &x, "y", G_TYPE_DOUBLE, &y,
      NULL);
  if (*takes_matrix && g_str_equal (g_quark_to_string (type),
          "gst-video-matrix")) {
    const Matrix *trans = data;

    x = trans->matrix[0][0] * (x - trans->in.x) + trans->matrix[0][2]
        + trans->out.x;
    y = trans->matrix[1][1] * (y - trans->in.y) + trans->matrix[1][2]
        + trans->out.y;
    fail_unless_equals_float (trans->matrix[2][2], 1.0f);
    fail_unless (trans->matrix[0][1] == 0.0f && trans->matrix[1][0] == 0.0f
        && trans->matrix[2][0] == 0.0f && trans->matrix[2][1] == 0.0f);
  } else if (GST_VIDEO_META_TRANSFORM_IS_SCALE (type)) {
    const GstVideoMetaTransform *trans = data;

    x = x * trans->out_info->width / trans->in_info->width;
    y = y * trans->out_info->height / trans->in_info->height;
  } else {
    return FALSE;
  }
  to = gst_custom_meta_get_structure (gst_buffer_add_custom_meta (out,
          gst_structure_get_name (from)));
  gst_structure_set (to, "x", G_TYPE_DOUBLE, x, "y", G_TYPE_DOUBLE, y, NULL);
  return TRUE;
}

static void
assert_moved (const gchar * name, const gchar * properties, gint out_w,
    gint out_h, gdouble x, gdouble y)
{
  GstBuffer *buffer = gray (32, 16), *out;
  GstStructure *point = gst_custom_meta_get_structure
      (gst_buffer_add_custom_meta (buffer, name));
  GstCustomMeta *meta;
  gdouble got_x, got_y;

  gst_structure_set (point, "x", G_TYPE_DOUBLE, 12.0, "y", G_TYPE_DOUBLE, 6.0,
      NULL);
  out = scale (properties, 32, 16, out_w, out_h, buffer);
  meta = gst_buffer_get_custom_meta (out, name);
  fail_unless (meta != NULL);
  fail_unless_equals_int (count (out, meta->meta.info->api), 1);
  gst_structure_get (gst_custom_meta_get_structure (meta), "x", G_TYPE_DOUBLE,
      &got_x, "y", G_TYPE_DOUBLE, &got_y, NULL);
  fail_unless (got_x == x && got_y == y, "%s '%s': %f,%f", name, properties,
      got_x, got_y);
  gst_buffer_unref (out);
}

/* Metas that depend on the size move by their own functions. */
GST_START_TEST (test_own_transform)
{
  static const gchar *tags[] = { "video", "size", "orientation", NULL };
  static gboolean takes_matrix[] = { FALSE, TRUE };
  guint i;

  gst_meta_register_custom ("TestScale", tags, move_point, &takes_matrix[0],
      NULL);
  gst_meta_register_custom ("TestMatrix", tags, move_point, &takes_matrix[1],
      NULL);
  assert_moved ("TestScale", "", 64, 32, 24, 12);
  assert_moved ("TestScale", "add-borders=false", 8, 32, 3, 12);
  /* scaled as the picture is, where its corner stays */
  assert_moved ("TestScale", "src-width=16 src-height=8", 64, 32, 48, 24);

  /* one transform cannot move two views apart */
  for (i = 0; i < 2; i++) {
    static const gint sizes[][4] = { {32, 16, 64, 32}, {32, 16, 160, 64} };
    GstBuffer *buffer = gray (32, 16), *out;
    GstStructure *point = gst_custom_meta_get_structure
        (gst_buffer_add_custom_meta (buffer, "TestScale"));

    gst_structure_set (point, "x", G_TYPE_DOUBLE, 12.0, "y", G_TYPE_DOUBLE, 6.0,
        NULL);
    out = part_scale ("", GST_VIDEO_FORMAT_GRAY8, sizes[i], SIDE, buffer);
    fail_unless ((gst_buffer_get_custom_meta (out, "TestScale") != NULL) ==
        (i == 0));
    gst_buffer_unref (out);
    gst_buffer_unref (buffer);
  }

  /* known from GStreamer 1.28 on */
  fail_unless (g_quark_from_static_string ("gst-video-matrix") != 0);
  assert_moved ("TestScale", "", 64, 32, 24, 12);
  assert_moved ("TestMatrix", "", 64, 32, 24, 12);
  assert_moved ("TestMatrix", "", 64, 64, 24, 28);
  assert_moved ("TestMatrix", "src-x=8 src-y=4.5 src-width=16 src-height=8", 64,
      64, 16, 22);
}

GST_END_TEST;

GST_START_TEST (test_known_metas)
{
  static const guint8 caption[] = { 0xfc, 0x94, 0x20 };
  GstBuffer *buffer = gray (32, 16), *out, *parent = gst_buffer_new ();
  GstCaps *reference = gst_caps_new_empty_simple ("timestamp/x-ntp");
  const guint32 ssrc = 0x12345678, csrc[] = { 1, 2 };
  GstReferenceTimestampMeta *stamp;
  GstRTPSourceMeta *source;
  GstVideoAffineTransformationMeta *turn;

  gst_buffer_add_video_caption_meta (buffer, GST_VIDEO_CAPTION_TYPE_CEA608_RAW,
      caption, sizeof (caption));
  gst_buffer_add_video_time_code_meta_full (buffer, 25, 1, NULL, 0, 1, 2, 3, 4,
      0);
  gst_buffer_add_reference_timestamp_meta (buffer, reference, 42, 43);
  gst_buffer_add_rtp_source_meta (buffer, &ssrc, csrc, G_N_ELEMENTS (csrc));
  turn = gst_buffer_add_video_affine_transformation_meta (buffer);
  turn->matrix[5] = -1.0f;
  gst_buffer_add_video_afd_meta (buffer, 0, GST_VIDEO_AFD_SPEC_DVB_ETSI,
      GST_VIDEO_AFD_4_3_FULL_16_9_FULL);
  gst_buffer_add_video_bar_meta (buffer, 0, TRUE, 2, 2);
  gst_buffer_add_parent_buffer_meta (buffer, parent);

  out = scale ("", 32, 16, 64, 32, gst_buffer_ref (buffer));
  fail_unless_equals_int (count (out, GST_VIDEO_CAPTION_META_API_TYPE), 1);
  fail_unless (memcmp (gst_buffer_get_video_caption_meta (out)->data, caption,
          sizeof (caption)) == 0);
  fail_unless_equals_int (count (out, GST_VIDEO_TIME_CODE_META_API_TYPE), 1);
  fail_unless (gst_buffer_get_video_time_code_meta (out)->tc.frames == 4);
  fail_unless_equals_int (count (out, GST_REFERENCE_TIMESTAMP_META_API_TYPE),
      1);
  stamp = gst_buffer_get_reference_timestamp_meta (out, reference);
  fail_unless (stamp && stamp->timestamp == 42 && stamp->duration == 43);
  fail_unless_equals_int (count (out, GST_RTP_SOURCE_META_API_TYPE), 1);
  source = gst_buffer_get_rtp_source_meta (out);
  fail_unless (source->ssrc_valid && source->ssrc == ssrc
      && source->csrc_count == 2 && source->csrc[1] == 2);
  fail_unless_equals_int (count (out,
          GST_VIDEO_AFFINE_TRANSFORMATION_META_API_TYPE), 1);
  turn = gst_buffer_get_video_affine_transformation_meta (out);
  fail_unless_equals_float (turn->matrix[5], -1.0f);
  fail_unless_equals_int (count (out, GST_VIDEO_AFD_META_API_TYPE), 1);
  fail_unless_equals_int (count (out, GST_VIDEO_BAR_META_API_TYPE), 0);
  fail_unless_equals_int (count (out, GST_PARENT_BUFFER_META_API_TYPE), 0);
  fail_unless_equals_int (count (out, GST_VIDEO_META_API_TYPE), 1);
  gst_buffer_unref (out);

  /* another shape, bars, a part of the picture */
  out = scale ("add-borders=false", 32, 16, 64, 64, gst_buffer_ref (buffer));
  fail_unless_equals_int (count (out, GST_VIDEO_AFD_META_API_TYPE), 0);
  gst_buffer_unref (out);
  out = scale ("", 32, 16, 64, 64, gst_buffer_ref (buffer));
  fail_unless_equals_int (count (out, GST_VIDEO_AFD_META_API_TYPE), 0);
  gst_buffer_unref (out);
  out = scale ("src-width=16 src-height=8", 32, 16, 64, 32,
      gst_buffer_ref (buffer));
  fail_unless_equals_int (count (out, GST_VIDEO_AFD_META_API_TYPE), 0);
  gst_buffer_unref (out);

  /* nothing moves: all of it stays */
  out = scale ("method=mitchell", 32, 16, 32, 16, buffer);
  fail_unless_equals_int (count (out, GST_VIDEO_AFD_META_API_TYPE), 1);
  fail_unless_equals_int (count (out, GST_VIDEO_BAR_META_API_TYPE), 1);
  gst_buffer_unref (out);
  gst_buffer_unref (parent);
  gst_caps_unref (reference);
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
    GstBuffer *buffer = gray (32, 16), *result;
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

GST_START_TEST (test_flags_and_times)
{
  const GstBufferFlags flags = GST_BUFFER_FLAG_MARKER
      | GST_BUFFER_FLAG_CORRUPTED | GST_BUFFER_FLAG_DELTA_UNIT
      | GST_BUFFER_FLAG_DROPPABLE | GST_BUFFER_FLAG_HEADER
      | GST_BUFFER_FLAG_DISCONT | GST_BUFFER_FLAG_RESYNC
      | GST_BUFFER_FLAG_NON_DROPPABLE | GST_BUFFER_FLAG_LIVE;
  GstBuffer *buffer = gray (16, 16), *out;

  GST_BUFFER_FLAG_SET (buffer, flags);
  GST_BUFFER_FLAG_SET (buffer, GST_VIDEO_BUFFER_FLAG_TFF);
  GST_BUFFER_FLAG_SET (buffer, GST_VIDEO_BUFFER_FLAG_RFF);
  GST_BUFFER_PTS (buffer) = 7 * GST_SECOND;
  GST_BUFFER_DTS (buffer) = 6 * GST_SECOND;
  GST_BUFFER_DURATION (buffer) = 40 * GST_MSECOND;
  out = scale ("", 16, 16, 24, 24, buffer);
  fail_unless_equals_int (GST_BUFFER_FLAGS (out) & flags, flags);
  fail_unless (GST_BUFFER_FLAG_IS_SET (out, GST_VIDEO_BUFFER_FLAG_TFF));
  fail_unless (GST_BUFFER_FLAG_IS_SET (out, GST_VIDEO_BUFFER_FLAG_RFF));
  fail_if (GST_BUFFER_FLAG_IS_SET (out, GST_VIDEO_BUFFER_FLAG_ONEFIELD));
  fail_unless_equals_uint64 (GST_BUFFER_PTS (out), 7 * GST_SECOND);
  fail_unless_equals_uint64 (GST_BUFFER_DTS (out), 6 * GST_SECOND);
  fail_unless_equals_uint64 (GST_BUFFER_DURATION (out), 40 * GST_MSECOND);
  gst_buffer_unref (out);
}

GST_END_TEST;

static Suite *
metas_suite (void)
{
  Suite *s = suite_create ("metas");
  TCase *tc = tcase_create ("general");

  tcase_add_loop_test (tc, test_region, 0, G_N_ELEMENTS (regions));
  tcase_add_test (tc, test_cropped);
  tcase_add_loop_test (tc, test_views, 0, G_N_ELEMENTS (view_regions));
  tcase_add_test (tc, test_overlay);
  tcase_add_test (tc, test_overlay_of_views);
  tcase_add_test (tc, test_tags);
  tcase_add_test (tc, test_own_transform);
  tcase_add_test (tc, test_known_metas);
  tcase_add_test (tc, test_live);
  tcase_add_test (tc, test_flags_and_times);
  suite_add_tcase (s, tc);
  return s;
}

GST_CHECK_MAIN (metas);
