/* alignscale: what videoscale's own tests try: every format at sizes down to
 * one pixel, by the numbers of its methods
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "scaler.h"

#define N_METHODS 4

static const struct
{
  gint from_w, from_h, to_w, to_h;
} sizes[] = {
  {640, 480, 320, 240}, {320, 240, 640, 480},
  {640, 480, 1, 1}, {1, 1, 640, 480},
  {641, 481, 111, 30}, {111, 30, 641, 481},
  {641, 481, 30, 111}, {30, 111, 641, 481},
  {640, 480, 320, 1}, {320, 1, 640, 480},
  {640, 480, 1, 240}, {1, 240, 640, 480},
};

/* A line of a frame as GStreamer unpacks them: 4 values a pixel, of 8 or 16
 * bits. */
static guint8 *
new_line (const GstVideoInfo * info, gsize * pixel_size)
{
  *pixel_size = (gsize) gst_video_format_get_info (info->finfo->unpack_format)
      ->pixel_stride[0];
  /* a few formats unpack by whole groups of pixels */
  return g_malloc0 (((gsize) info->width + 64) * *pixel_size);
}

/* One colour in every pixel. U and V are the same, because GStreamer unpacks
 * the last pixel of an odd line of VYUY and NV61 with the two exchanged. */
static GstBuffer *
flat_frame (const GstVideoInfo * info)
{
  /* packing may write past an odd line */
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, info->size + 64, NULL);
  static const guint8 values[] = { 0xff, 0x56, 0x77, 0x77 };
  GstVideoFrame frame;
  gsize size, i;
  guint8 *line = new_line (info, &size);
  gint y;

  for (i = 0; i < (gsize) info->width * size; i++)
    line[i] = values[i % size * 4 / size];
  gst_buffer_memset (buffer, 0, 0, info->size + 64);
  fail_unless (gst_video_frame_map (&frame, info, buffer, GST_MAP_READWRITE));
  for (y = 0; y < info->height; y++)
    info->finfo->pack_func (info->finfo, GST_VIDEO_PACK_FLAG_NONE, line,
        0, frame.data, frame.info.stride, info->chroma_site, y, info->width);
  gst_video_frame_unmap (&frame);
  g_free (line);
  return buffer;
}

/* The colour of the frame's first pixel, once it is seen in all the others of
 * its first lines. In NV16_10LE32 the last pixel of an odd line has no place
 * for its V. */
static guint64
flat_colour (const GstVideoInfo * info, GstBuffer * buffer, gint n_lines)
{
  GstVideoFrame frame;
  guint64 colour = 0;
  gsize size;
  guint8 *line = new_line (info, &size);
  const gint checked = info->width > 1 && info->finfo->w_sub[1] ?
      info->width & ~1 : info->width;
  gint y;

  fail_unless (gst_video_frame_map (&frame, info, buffer, GST_MAP_READ));
  for (y = 0; y < n_lines; y++) {
    info->finfo->unpack_func (info->finfo, GST_VIDEO_PACK_FLAG_TRUNCATE_RANGE,
        line, frame.data, frame.info.stride, 0, y, info->width);
    if (y == 0)
      memcpy (&colour, line, size);
    fail_unless (memcmp (line, &colour, size) == 0
        && memcmp (line, line + size, (gsize) (checked - 1) * size) == 0,
        "%s %dx%d is not flat in line %d", info->finfo->name,
        info->width, info->height, y);
  }
  gst_video_frame_unmap (&frame);
  g_free (line);
  return colour;
}

/* The colour stays what it was in each pixel, whatever the sizes. */
GST_START_TEST (test_sizes)
{
  GArray *formats = scaler_formats ();
  GstHarness *h = scaler_new ("add-borders=false");
  guint i, method;

  for (i = 0; i < formats->len; i++) {
    GstVideoFormat format = g_array_index (formats, GstVideoFormat, i);
    GstVideoInfo in, out;
    GstBuffer *buffer;
    guint64 from;

    frame_info (&in, format, sizes[__i__].from_w, sizes[__i__].from_h);
    frame_info (&out, format, sizes[__i__].to_w, sizes[__i__].to_h);
    scaler_caps (h, &in, &out);
    buffer = flat_frame (&in);
    from = flat_colour (&in, buffer, 1);
    for (method = 0; method < N_METHODS; method++) {
      GstBuffer *result;
      guint64 to;

      g_object_set (h->element, "method", method, NULL);
      result = scaler_run (h, buffer);
      to = flat_colour (&out, result, out.height);
      fail_unless (from == to, "method %u, %s %dx%d to %dx%d: %"
          G_GINT64_MODIFIER "x becomes %" G_GINT64_MODIFIER "x", method,
          in.finfo->name, in.width, in.height, out.width, out.height, from, to);
      gst_buffer_unref (result);
    }
    gst_buffer_unref (buffer);
  }
  scaler_free (h);
  g_array_unref (formats);
}

GST_END_TEST;

/* Two structures: system memory, which is scaled, and any other. The first has
 * every format of videoscale's, but those of floating point. */
GST_START_TEST (test_template)
{
  GstElementFactory *videoscale = gst_element_factory_find ("videoscale");
  GstElementFactory *factory = gst_element_factory_find ("alignscale");
  const GList *item;

  fail_unless (videoscale != NULL && factory != NULL);
  for (item = gst_element_factory_get_static_pad_templates (factory); item;
      item = item->next) {
    GstCaps *caps = gst_static_pad_template_get_caps (item->data), *theirs;
    GstStaticPadTemplate *other = g_list_nth_data ((GList *)
        gst_element_factory_get_static_pad_templates (videoscale), 0);
    const GValue *list;
    guint i;

    fail_unless_equals_uint64 (gst_caps_get_size (caps), 2);
    fail_unless (gst_caps_features_is_any (gst_caps_get_features (caps, 1)));
    theirs = gst_static_pad_template_get_caps (other);
    list = gst_structure_get_value (gst_caps_get_structure (theirs, 0),
        "format");
    for (i = 0; i < gst_value_list_get_size (list); i++) {
      const gchar *name = g_value_get_string (gst_value_list_get_value (list,
              i));
      GstCaps *one = gst_caps_new_simple ("video/x-raw", "format",
          G_TYPE_STRING, name, NULL);
      GstCaps *scaled = gst_caps_copy_nth (caps, 0);

      fail_unless (strstr (name, "_F16") || strstr (name, "_F32")
          || gst_caps_can_intersect (scaled, one), "%s is not scaled", name);
      gst_caps_unref (scaled);
      gst_caps_unref (one);
    }
    gst_caps_unref (theirs);
    gst_caps_unref (caps);
  }
  gst_object_unref (factory);
  gst_object_unref (videoscale);
}

GST_END_TEST;

/* The same size by each method's number: the very buffer. */
GST_START_TEST (test_passthrough)
{
  gchar *settings = g_strdup_printf ("method=%d", __i__);
  GArray *formats = scaler_formats ();
  guint i;

  for (i = 0; i < formats->len; i++) {
    GstVideoInfo info;
    GstBuffer *buffer, *result;

    frame_info (&info, g_array_index (formats, GstVideoFormat, i), 640, 480);
    buffer = frame_random (&info, i);
    result = scaler_once (settings, &info, buffer, &info);
    fail_unless (result == buffer, "%s", info.finfo->name);
    gst_buffer_unref (result);
    gst_buffer_unref (buffer);
  }
  g_array_unref (formats);
  g_free (settings);
}

GST_END_TEST;

/* The same properties and values to a launch line, and what they become. */
GST_START_TEST (test_lines)
{
  static const gchar *const lines[] = {
    "method=nearest-neighbour", "method=bilinear", "method=4-tap",
    "method=lanczos", "method=hermite", "method=catrom", "method=mitchell",
    "method=0", "method=1", "method=2", "method=3",
    "add-borders=true", "add-borders=false", "n-threads=0", "n-threads=4",
    "gamma-decode=true", "qos=false",
    "method=lanczos add-borders=true n-threads=2 gamma-decode=true qos=true",
  };
  static const gchar *const elements[] = { "videoscale", "alignscale" };
  GstBuffer *results[G_N_ELEMENTS (elements)];
  GstVideoInfo in, out;
  GstBuffer *buffer;
  guint i, k;
  gint x, y;

  /* 4:3 in 16:9: a picture with bars at its sides, where there are borders */
  frame_info (&in, GST_VIDEO_FORMAT_RGB, 64, 48);
  frame_info (&out, GST_VIDEO_FORMAT_RGB, 128, 72);
  buffer = flat_frame (&in);
  for (i = 0; i < G_N_ELEMENTS (lines); i++) {
    for (k = 0; k < G_N_ELEMENTS (elements); k++) {
      gchar *line = g_strdup_printf ("%s %s", elements[k], lines[i]);
      GstHarness *h = gst_harness_new_parse (line);

      fail_unless (h != NULL, "%s", line);
      scaler_caps (h, &in, &out);
      fail_unless_equals_int (gst_harness_push (h, gst_buffer_ref (buffer)),
          GST_FLOW_OK);
      results[k] = gst_harness_pull (h);
      gst_harness_teardown (h);
      g_free (line);
    }
    for (k = 0; k < 3; k++) {
      Component theirs, ours;

      frame_component (&theirs, &out, results[0], k);
      frame_component (&ours, &out, results[1], k);
      for (y = 0; y < out.height; y++)
        for (x = 0; x < out.width; x++) {
          gint difference = theirs.samples[y * out.width + x] -
              ours.samples[y * out.width + x];

          /* videoscale's flat is not always flat */
          fail_unless (ABS (difference) <= 8, "%s: %d at %d,%d", lines[i],
              difference, x, y);
        }
      component_clear (&ours);
      component_clear (&theirs);
    }
    gst_buffer_unref (results[0]);
    gst_buffer_unref (results[1]);
  }
  gst_buffer_unref (buffer);
}

GST_END_TEST;

static Suite *
alignscale_dropin_suite (void)
{
  Suite *s = suite_create ("dropin");
  TCase *tc = tcase_create ("dropin");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_sizes, 0, G_N_ELEMENTS (sizes));
  tcase_add_test (tc, test_template);
  tcase_add_loop_test (tc, test_passthrough, 0, N_METHODS);
  tcase_add_test (tc, test_lines);
  return s;
}

GST_CHECK_MAIN (alignscale_dropin);
