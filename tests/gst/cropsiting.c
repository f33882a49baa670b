/* alignscale: crop rectangles that begin between samples of colour or within
 * a pair of lines
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "parts.h"

#include <math.h>

typedef struct
{
  const gchar *format, *fields;
  gdouble offset_x, offset_y;   /* of the first chroma sample, in luma pixels */
  gint x, y;
} Ramp;

static const Ramp ramps[] = {
  {"I420", "chroma-site=jpeg", 0.5, 0.5, 5, 7},
  {"I420", "chroma-site=mpeg2", 0.0, 0.5, 5, 7},
  {"NV12", "chroma-site=cosited", 0.0, 0.0, 5, 7},
  {"I420", NULL, 0.5, 0.5, 7, 4},
  {"I420", NULL, 0.5, 0.5, 4, 7},
  {"YUY2", "chroma-site=mpeg2", 0.0, 0.0, 3, 7},
  {"Y41B", NULL, 1.5, 0.0, 6, 0},
  {"YUV9", NULL, 1.5, 1.5, 7, 6},
  {"P010_10LE", "chroma-site=mpeg2", 0.0, 0.5, 5, 7},
  {"I420", "interlace-mode=interleaved", 0.5, 0.5, 4, 2},
  {"I420", "interlace-mode=interleaved", 0.5, 0.5, 5, 6},
  {"I420", "interlace-mode=interleaved", 0.5, 0.5, 4, 3},
  {"NV12", "interlace-mode=interleaved,chroma-site=mpeg2", 0.0, 0.5, 3, 1},
  {"I420", "interlace-mode=interleaved", 0.5, 0.5, 4, 4},
};

#define RAMP_WIDTH 60
#define RAMP_HEIGHT 56
#define RAMP_CROP 40
#define RAMP_OUT 80

/* 2 x + 1.5 y in every component, in tenths of the range */
static gdouble
ramp_at (gdouble x, gdouble y)
{
  return 2.0 * x + 1.5 * y + 10.0;
}

/* Wherever the crop rectangle begins, colour stays with luma. */
GST_START_TEST (test_between_samples)
{
  const Ramp *row = &ramps[__i__];
  GstVideoFormat format = gst_video_format_from_string (row->format);
  GstHarness *h = scaler_new ("");
  GstVideoInfo whole, out;
  GstVideoFrame mapped;
  GstCaps *caps, *in_caps, *out_caps;
  GstBuffer *buffer, *result;
  gint c;

  caps = frame_caps (format, RAMP_WIDTH, RAMP_HEIGHT, row->fields);
  in_caps = frame_caps (format, RAMP_CROP, RAMP_CROP, row->fields);
  out_caps = frame_caps (format, RAMP_OUT, RAMP_OUT, row->fields);
  fail_unless (gst_video_info_from_caps (&whole, caps));
  fail_unless (gst_video_info_from_caps (&out, out_caps));
  gst_caps_unref (caps);
  buffer = gst_buffer_new_allocate (NULL, whole.size, NULL);
  gst_buffer_memset (buffer, 0, 0, whole.size);
  fail_unless (gst_video_frame_map (&mapped, &whole, buffer, GST_MAP_WRITE));
  for (c = 0; c < 3; c++) {
    gint scale = whole.finfo->depth[c] > 8 ? 4 << whole.finfo->shift[c] : 1;
    gint sx = 1 << whole.finfo->w_sub[c], sy = 1 << whole.finfo->h_sub[c];
    gint x, y;

    for (y = 0; y < GST_VIDEO_FRAME_COMP_HEIGHT (&mapped, c); y++)
      for (x = 0; x < GST_VIDEO_FRAME_COMP_WIDTH (&mapped, c); x++) {
        gint v = scale * (gint) rint (ramp_at (sx * x + (sx > 1 ?
                    row->offset_x : 0), sy * y + (sy > 1 ? row->offset_y : 0)));
        guint8 *s = (guint8 *) GST_VIDEO_FRAME_PLANE_DATA (&mapped,
            whole.finfo->plane[c])
            + y * GST_VIDEO_FRAME_COMP_STRIDE (&mapped, c)
            + x * GST_VIDEO_FRAME_COMP_PSTRIDE (&mapped, c)
            + frame_offset (whole.finfo, (guint) c);

        s[0] = (guint8) v;
        if (whole.finfo->depth[c] > 8)
          s[1] = (guint8) (v >> 8);
      }
  }
  gst_video_frame_unmap (&mapped);
  gst_buffer_add_video_meta (buffer, GST_VIDEO_FRAME_FLAG_NONE, format,
      RAMP_WIDTH, RAMP_HEIGHT);
  if (GST_VIDEO_INFO_IS_INTERLACED (&whole)) {
    GstVideoMeta *meta = gst_buffer_get_video_meta (buffer);

    memcpy (meta->offset, whole.offset, sizeof (whole.offset));
  }
  part_set_crop (buffer, (guint) row->x, (guint) row->y, RAMP_CROP, RAMP_CROP);
  gst_harness_set_caps (h, in_caps, out_caps);
  result = scaler_run (h, buffer);
  for (c = 0; c < 3; c++) {
    gint sx = 1 << out.finfo->w_sub[c], sy = 1 << out.finfo->h_sub[c];
    gint scale = out.finfo->depth[c] > 8 ? 4 : 1, x, y;
    /* where the picture's edge is not near */
    gint margin_x = 8 / sx + 2, margin_y = 8 / sy + 2;
    Component component;

    if (GST_VIDEO_INFO_IS_INTERLACED (&out))
      margin_y *= 2;
    frame_component (&component, &out, result, (guint) c);
    for (y = margin_y; y < component.height - margin_y; y++)
      for (x = margin_x; x < component.width - margin_x; x++) {
        gdouble px = sx * x + (sx > 1 ? row->offset_x : 0);
        gdouble py = sy * y + (sy > 1 ? row->offset_y : 0);
        gdouble v = ramp_at (row->x + (px + 0.5) / 2 - 0.5,
            row->y + (py + 0.5) / 2 - 0.5);
        gdouble got = component.samples[y * component.width + x]
            / (gdouble) scale;

        fail_unless (fabs (got - v) <= 1.01,
            "component %d at %d,%d: %f, not %f", c, x, y, got, v);
      }
    component_clear (&component);
  }
  gst_buffer_unref (result);
  gst_buffer_unref (buffer);
  scaler_free (h);
}

GST_END_TEST;

/* Each line of the output is of one field, colour as well. */
GST_START_TEST (test_fields)
{
  const gint top = __i__;
  GstHarness *h = scaler_new ("add-borders=false");
  GstVideoInfo whole, out;
  GstCaps *caps = frame_caps (GST_VIDEO_FORMAT_I420, 32, 64,
      "interlace-mode=interleaved");
  GstCaps *in_caps = frame_caps (GST_VIDEO_FORMAT_I420, 32, 48,
      "interlace-mode=interleaved");
  GstCaps *out_caps = frame_caps (GST_VIDEO_FORMAT_I420, 32, 96,
      "interlace-mode=interleaved");
  GstBuffer *buffer, *result;
  guint p;

  fail_unless (gst_video_info_from_caps (&whole, caps));
  fail_unless (gst_video_info_from_caps (&out, out_caps));
  buffer = gst_buffer_new_allocate (NULL, whole.size, NULL);
  for (p = 0; p < 3; p++) {
    gint y, height = p ? 32 : 64;

    for (y = 0; y < height; y++)
      gst_buffer_memset (buffer, whole.offset[p]
          + (gsize) (y * whole.stride[p]), y % 2 ? 200 : 50,
          (gsize) whole.stride[p]);
  }
  gst_buffer_add_video_meta_full (buffer, GST_VIDEO_FRAME_FLAG_NONE,
      GST_VIDEO_FORMAT_I420, 32, 64, 3, whole.offset, whole.stride);
  part_set_crop (buffer, 0, (guint) top, 32, 48);
  gst_harness_set_caps (h, in_caps, out_caps);
  result = scaler_run (h, buffer);
  for (p = 0; p < 3; p++) {
    Component component;
    gint i;

    frame_component (&component, &out, result, p);
    for (i = 0; i < component.width * component.height; i++) {
      const gint y = i / component.width;

      fail_unless (component.samples[i] == ((y + top) % 2 ? 200 : 50),
          "component %u, line %d: %d", p, y, component.samples[i]);
    }
    component_clear (&component);
  }
  gst_caps_unref (caps);
  gst_buffer_unref (result);
  gst_buffer_unref (buffer);
  scaler_free (h);
}

GST_END_TEST;

typedef struct
{
  gint field, x, y, meta_height;
} Alternate;

/* GStreamer's pools give a field the height of its frame, others that of the
 * field. */
static const Alternate alternates[] = {
  {0, 8, 8, RAMP_HEIGHT}, {1, 8, 8, RAMP_HEIGHT}, {0, 8, 8, RAMP_HEIGHT / 2},
  {1, 8, 8, RAMP_HEIGHT / 2}, {0, 3, 10, RAMP_HEIGHT}, {1, 6, 10, RAMP_HEIGHT},
  {0, 8, 9, RAMP_HEIGHT}, {1, 8, 9, RAMP_HEIGHT}, {0, 4, 3, RAMP_HEIGHT / 2},
  {1, 4, 3, RAMP_HEIGHT / 2}, {1, 0, 16, RAMP_HEIGHT}, {1, 0, 15, RAMP_HEIGHT},
};

/* A ramp over the frame of which each buffer has one field. */
GST_START_TEST (test_alternate)
{
  static const GstVideoFormat formats[] = {
    GST_VIDEO_FORMAT_GRAY8, GST_VIDEO_FORMAT_Y42B
  };
  const Alternate *row = &alternates[__i__];
  guint i;

  for (i = 0; i < G_N_ELEMENTS (formats); i++) {
    GstHarness *h = scaler_new ("");
    GstCaps *caps[2];
    GstVideoInfo whole, out;
    GstBuffer *buffer, *result;
    Component component;
    gint x, y, k;

    for (k = 0; k < 2; k++)
      caps[k] = gst_caps_new_simple ("video/x-raw", "format", G_TYPE_STRING,
          gst_video_format_to_string (formats[i]), "width", G_TYPE_INT,
          k ? RAMP_OUT : RAMP_CROP, "height", G_TYPE_INT, k ? RAMP_OUT :
          RAMP_CROP, "interlace-mode", G_TYPE_STRING, "alternate", "framerate",
          GST_TYPE_FRACTION, 25, 1, NULL);
    for (k = 0; k < 2; k++)
      gst_caps_set_features (caps[k], 0,
          gst_caps_features_new ("format:Interlaced", NULL));
    /* a field is a picture of half the height */
    frame_info (&whole, formats[i], RAMP_WIDTH, RAMP_HEIGHT / 2);
    frame_info (&out, formats[i], RAMP_OUT, RAMP_OUT / 2);
    buffer = gst_buffer_new_allocate (NULL, whole.size, NULL);
    gst_buffer_memset (buffer, 0, 128, whole.size);
    for (y = 0; y < RAMP_HEIGHT / 2; y++) {
      guint8 line[RAMP_WIDTH];

      for (x = 0; x < RAMP_WIDTH; x++)
        line[x] = (guint8) rint (ramp_at (x, 2 * y + row->field));
      gst_buffer_fill (buffer, (gsize) (y * whole.stride[0]), line, RAMP_WIDTH);
    }
    gst_buffer_add_video_meta_full (buffer, GST_VIDEO_FRAME_FLAG_NONE,
        formats[i], RAMP_WIDTH, (guint) row->meta_height,
        GST_VIDEO_INFO_N_PLANES (&whole), whole.offset, whole.stride);
    part_set_crop (buffer, (guint) row->x, (guint) row->y, RAMP_CROP,
        RAMP_CROP);
    GST_BUFFER_FLAG_SET (buffer,
        row->field ? GST_VIDEO_BUFFER_FLAG_BOTTOM_FIELD :
        GST_VIDEO_BUFFER_FLAG_TOP_FIELD);
    gst_harness_set_caps (h, caps[0], caps[1]);
    result = scaler_run (h, buffer);
    frame_component (&component, &out, result, 0);
    for (y = 4; y < RAMP_OUT / 2 - 4; y++)
      for (x = 4; x < RAMP_OUT - 4; x++) {
        const gdouble v = ramp_at (row->x + (x + 0.5) / 2 - 0.5,
            row->y + (2 * y + row->field + 0.5) / 2 - 0.5);
        const gint got = component.samples[y * component.width + x];

        fail_unless (fabs (got - v) <= 1.01, "%s at %d,%d: %d, not %f",
            out.finfo->name, x, y, got, v);
      }
    component_clear (&component);
    gst_buffer_unref (result);
    gst_buffer_unref (buffer);
    scaler_free (h);
  }
}

GST_END_TEST;

/* What is around the rectangle in its field is not seen. */
GST_START_TEST (test_alternate_edge)
{
  const gint field = __i__ % 2, top = 8 + __i__ / 2 % 2;
  GstHarness *h = scaler_new ("method=lanczos");
  GstCaps *caps[2];
  GstVideoInfo whole, out;
  GstBuffer *buffer, *result;
  Component component;
  gint y, k;

  for (k = 0; k < 2; k++)
    caps[k] = gst_caps_from_string (k ? "video/x-raw(format:Interlaced),"
        "format=GRAY8,width=16,height=24,interlace-mode=alternate,"
        "framerate=25/1" : "video/x-raw(format:Interlaced),format=GRAY8,"
        "width=16,height=12,interlace-mode=alternate,framerate=25/1");
  frame_info (&whole, GST_VIDEO_FORMAT_GRAY8, 16, 16);
  frame_info (&out, GST_VIDEO_FORMAT_GRAY8, 16, 12);
  buffer = gst_buffer_new_allocate (NULL, whole.size, NULL);
  gst_buffer_memset (buffer, 0, 200, whole.size);
  for (y = 0; y < 16; y++)
    if (2 * y + field >= top - (top & 1) && 2 * y + field < top + 12)
      gst_buffer_memset (buffer, (gsize) (y * whole.stride[0]), 50, 16);
  gst_buffer_add_video_meta (buffer, GST_VIDEO_FRAME_FLAG_NONE,
      GST_VIDEO_FORMAT_GRAY8, 16, 32);
  part_set_crop (buffer, 0, (guint) top, 16, 12);
  GST_BUFFER_FLAG_SET (buffer, field ? GST_VIDEO_BUFFER_FLAG_BOTTOM_FIELD :
      GST_VIDEO_BUFFER_FLAG_TOP_FIELD);
  gst_harness_set_caps (h, caps[0], caps[1]);
  result = scaler_run (h, buffer);
  frame_component (&component, &out, result, 0);
  for (k = 0; k < component.width * component.height; k++)
    fail_unless_equals_int (component.samples[k], 50);
  component_clear (&component);
  gst_buffer_unref (result);
  gst_buffer_unref (buffer);
  scaler_free (h);
}

GST_END_TEST;

static Suite *
cropsiting_suite (void)
{
  Suite *s = suite_create ("cropsiting");
  TCase *tc = tcase_create ("general");

  tcase_add_loop_test (tc, test_between_samples, 0, G_N_ELEMENTS (ramps));
  tcase_add_loop_test (tc, test_fields, 0, 9);
  tcase_add_loop_test (tc, test_alternate, 0, G_N_ELEMENTS (alternates));
  tcase_add_loop_test (tc, test_alternate_edge, 0, 4);
  suite_add_tcase (s, tc);
  return s;
}

GST_CHECK_MAIN (cropsiting);
