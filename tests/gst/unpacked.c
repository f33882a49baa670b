/* alignscale: formats that GStreamer unpacks, and palettes
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include <sys/mman.h>
#include <unistd.h>

#include "scaler.h"

#define PROPERTIES "method=lanczos antialias=true add-borders=false n-threads=3"

/* The formats of the template that lie in no words. */
static GArray *
unpacked_formats (void)
{
  GArray *formats = scaler_formats ();
  guint i;

  for (i = formats->len; i > 0; i--)
    if (frame_has_words (gst_video_format_get_info (g_array_index (formats,
                    GstVideoFormat, i - 1))))
      g_array_remove_index (formats, i - 1);
  fail_unless (formats->len >= 27);
  return formats;
}

/* Frames of many tiles, and of lines longer than any group; all of them are
 * read, or those alone that are looked at, of luma other than of chroma. */
GST_START_TEST (test_large)
{
  static const gint sizes[][4] = {
    {300, 290, 203, 171}, {131, 65, 262, 130}, {70, 33, 259, 300},
    {200, 290, 50, 48}
  };
  static const gchar *const properties[] = {
    PROPERTIES, "method=bilinear add-borders=false n-threads=2"
  };
  const OracleCase how = scaler_oracle (properties[__i__]);
  GArray *formats = unpacked_formats ();
  GstVideoInfo in, out;
  guint i, k;

  for (i = 0; i < formats->len; i++)
    for (k = 0; k < G_N_ELEMENTS (sizes); k++) {
      GstBuffer *buffer, *got;

      frame_info (&in, g_array_index (formats, GstVideoFormat, i), sizes[k][0],
          sizes[k][1]);
      frame_info (&out, GST_VIDEO_INFO_FORMAT (&in), sizes[k][2], sizes[k][3]);
      buffer = frame_random (&in, i);
      got = scaler_once (properties[__i__], &in, buffer, &out);
      frame_assert_scaled (&how, &in, buffer, &out, got, NULL);
      gst_buffer_unref (got);
      gst_buffer_unref (buffer);
    }
  g_array_unref (formats);
}

GST_END_TEST;

/* No byte beyond the frame is read: behind it is a page that nobody may read. */
GST_START_TEST (test_end)
{
  const gsize page = (gsize) sysconf (_SC_PAGESIZE), room = 64 * page;
  guint8 *memory = mmap (NULL, room + page, PROT_READ | PROT_WRITE,
      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  GArray *formats = unpacked_formats ();
  guint i, n = 0;
  gint width;

  fail_unless (memory != MAP_FAILED);
  fail_unless (mprotect (memory + room, page, PROT_NONE) == 0);
  for (i = 0; i < formats->len; i++) {
    GstHarness *h = scaler_new ("add-borders=false");

    for (width = 1; width <= 70; width++) {
      GstVideoInfo in, out;
      GstBuffer *random, *buffer;
      GstFlowReturn flow;
      gchar *error;

      frame_info (&in, g_array_index (formats, GstVideoFormat, i), width, 3);
      frame_info (&out, GST_VIDEO_INFO_FORMAT (&in), 71 - width, 5);
      random = frame_random (&in, (guint) width);
      gst_buffer_extract (random, 0, memory + room - in.size, in.size);
      buffer = gst_buffer_new_wrapped_full (GST_MEMORY_FLAG_READONLY,
          memory + room - in.size, in.size, 0, in.size, NULL, NULL);
      scaler_caps (h, &in, &out);
      flow = gst_harness_push (h, buffer);
      if (flow != GST_FLOW_OK) {
        /* GStreamer's rows end before the last sample, tiles and all */
        error = scaler_error (h);
        fail_unless (g_str_equal (in.finfo->name, "NV12_10BE_8L128")
            && strstr (error, "no room for the last chroma sample"), "%s",
            error);
        g_free (error);
        n++;
      } else {
        gst_buffer_unref (gst_harness_pull (h));
      }
      gst_buffer_unref (random);
    }
    scaler_free (h);
  }
  fail_unless (n == 8, "%u", n);
  g_array_unref (formats);
  munmap (memory, room + page);
}

GST_END_TEST;

/* Tiles beyond those of the picture, and too few of them. */
GST_START_TEST (test_tiles)
{
  OracleCase how = scaler_oracle (PROPERTIES);
  GArray *formats = unpacked_formats ();
  guint i, p, n = 0;

  for (i = 0; i < formats->len; i++) {
    GstVideoFormat format = g_array_index (formats, GstVideoFormat, i);
    GstVideoInfo in, out, large;
    GstBuffer *buffer, *got, *small;
    GstHarness *h;

    if (!GST_VIDEO_FORMAT_INFO_IS_TILED (gst_video_format_get_info (format)))
      continue;
    n++;
    frame_info (&in, format, 100, 300);
    frame_info (&large, format, 300, 700);
    frame_info (&out, format, 40, 50);
    h = scaler_new (PROPERTIES);
    scaler_caps (h, &in, &out);
    buffer = frame_random (&large, i);
    gst_buffer_add_video_meta_full (buffer, GST_VIDEO_FRAME_FLAG_NONE, format,
        100, 300, 2, large.offset, large.stride);
    got = scaler_run (h, buffer);
    frame_assert_scaled (&how, &in, buffer, &out, got, NULL);
    gst_buffer_unref (got);
    gst_buffer_unref (buffer);

    for (p = 0; p < 2; p++) {
      gint columns = GST_VIDEO_TILE_X_TILES (in.stride[p]);
      gint rows = GST_VIDEO_TILE_Y_TILES (in.stride[p]);
      gint strides[] = { GST_VIDEO_TILE_MAKE_STRIDE (columns - 1, rows),
        GST_VIDEO_TILE_MAKE_STRIDE (columns, rows - 1), 0, -1, 100,
        GST_VIDEO_TILE_MAKE_STRIDE (0xffff, rows)
      };
      guint k;

      for (k = 0; k < G_N_ELEMENTS (strides); k++) {
        gint stride[GST_VIDEO_MAX_PLANES] = { in.stride[0], in.stride[1] };

        stride[p] = strides[k];
        small = frame_random (&in, k);
        gst_buffer_add_video_meta_full (small, GST_VIDEO_FRAME_FLAG_NONE,
            format, 100, 300, 2, in.offset, stride);
        scaler_fail (h, small, p ? "input:|plane 1" : "input:|plane 0");
        gst_buffer_unref (small);
      }
    }
    buffer = frame_random (&in, i);
    got = scaler_run (h, buffer);
    frame_assert_scaled (&how, &in, buffer, &out, got, NULL);
    gst_buffer_unref (got);
    gst_buffer_set_size (buffer, (gssize) (in.offset[1] +
            (in.size - in.offset[1]) / 4));
    scaler_fail (h, buffer, "input:|plane 1|bytes");
    gst_buffer_unref (buffer);
    scaler_free (h);
  }
  fail_unless (n >= 6);
  g_array_unref (formats);
}

GST_END_TEST;

/* Components of unequal depth have tables of light of their own: one colour
 * stays what it is. */
GST_START_TEST (test_light)
{
  static const gchar *const names[] = { "RGB16", "BGR15", "RGB10A2_LE", "r210" };
  guint i, c;

  for (i = 0; i < G_N_ELEMENTS (names); i++) {
    GstHarness *h = scaler_new ("gamma-decode=true add-borders=false");
    GstVideoFormat format = gst_video_format_from_string (names[i]);
    GstVideoInfo in, out;
    GstBuffer *buffer, *got;
    Component from, to;
    guint32 *bytes;
    guint k;

    frame_info (&in, format, 12, 8);
    frame_info (&out, format, 7, 11);
    bytes = g_malloc (in.size);
    for (k = 0; k < in.size / 4; k++)
      bytes[k] = 0xb1a7b1a7;
    buffer = gst_buffer_new_wrapped (bytes, in.size);
    gst_harness_set_caps (h, frame_caps (format, 12, 8, "colorimetry=sRGB"),
        frame_caps (format, 7, 11, "colorimetry=sRGB"));
    got = scaler_run (h, buffer);
    fail_unless (scaler_messages (h, GST_MESSAGE_WARNING) == 0);
    for (c = 0; c < frame_components (in.finfo); c++) {
      frame_component (&from, &in, buffer, c);
      frame_component (&to, &out, got, c);
      for (k = 0; k < 77; k++)
        fail_unless_equals_int (to.samples[k], from.samples[0]);
      component_clear (&from);
      component_clear (&to);
    }
    gst_buffer_unref (got);
    gst_buffer_unref (buffer);
    scaler_free (h);
  }
}

GST_END_TEST;

/* A picture of 8 x 4 entries with red as number 77 and nothing else like it. */
static GstBuffer *
palette_frame (GstVideoInfo * info)
{
  guint8 *bytes;
  guint i;

  frame_info (info, GST_VIDEO_FORMAT_RGB8P, 8, 4);
  bytes = g_malloc0 (info->size);
  for (i = 0; i < 32; i++)
    bytes[i] = (guint8) (100 + i);
  for (i = 0; i < 256; i++) {
    guint32 argb = i == 77 ? 0xfff00000 : 0xff008000 | i;

    memcpy (bytes + info->offset[1] + 4 * i, &argb, 4);
  }
  return gst_buffer_new_wrapped (bytes, info->size);
}

/* Borders, and what is outside of the picture, have the nearest entry of the
 * palette at hand. */
GST_START_TEST (test_palette_border)
{
  static const gchar *const properties[] = {
    "method=nearest border-color=0xffff0000",
    "method=nearest add-borders=false padding-mode=color "
        "border-color=0xffff0000 src-y=-4 src-height=12",
  };
  guint i, k;

  for (i = 0; i < G_N_ELEMENTS (properties); i++) {
    GstHarness *h = scaler_new (properties[i]);
    GstVideoInfo in, out;
    GstBuffer *buffer = palette_frame (&in), *got;
    const guint32 full_red = 0xffff0000;
    guint8 *bytes;
    gsize size;
    gint x, y;

    frame_info (&out, GST_VIDEO_FORMAT_RGB8P, 8, 12);
    scaler_caps (h, &in, &out);
    for (k = 0; k < 3; k++) {
      guint8 red = (guint8) (k ? 3 : 77);

      if (k) {
        /* another palette */
        buffer = gst_buffer_make_writable (buffer);
        gst_buffer_memset (buffer, in.offset[1] + 4 * 77, 0x80, 4);
        gst_buffer_fill (buffer, in.offset[1] + 4 * 3, &full_red, 4);
      }
      got = scaler_run (h, buffer);
      bytes = frame_bytes (got, &size);
      for (y = 0; y < 12; y++)
        for (x = 0; x < 8; x++)
          fail_unless_equals_int (bytes[y * out.stride[0] + x],
              y < 4 || y >= 8 ? red : 100 + (y - 4) * 8 + x);
      g_free (bytes);
      gst_buffer_unref (got);
    }
    gst_buffer_unref (buffer);
    scaler_free (h);
  }
}

GST_END_TEST;

/* Methods that mix samples are told of once, and a palette must be there. */
GST_START_TEST (test_palette)
{
  GstHarness *h = scaler_new ("add-borders=false");
  GstVideoInfo in, out;
  GstBuffer *buffer = palette_frame (&in);
  guint k;

  frame_info (&out, GST_VIDEO_FORMAT_RGB8P, 5, 7);
  scaler_caps (h, &in, &out);
  for (k = 0; k < 3; k++)
    gst_buffer_unref (scaler_run (h, buffer));
  fail_unless (scaler_messages (h, GST_MESSAGE_WARNING) == 1);
  gst_buffer_set_size (buffer, (gssize) in.size - 1);
  scaler_fail (h, buffer, "input:|plane 1|RGB8P|bytes");
  gst_buffer_unref (buffer);
  scaler_free (h);

  h = scaler_new ("add-borders=false method=nearest");
  buffer = palette_frame (&in);
  scaler_caps (h, &in, &out);
  gst_buffer_unref (scaler_run (h, buffer));
  fail_unless (scaler_messages (h, GST_MESSAGE_WARNING) == 0);
  gst_buffer_unref (buffer);
  scaler_free (h);
}

GST_END_TEST;

static Suite *
unpacked_suite (void)
{
  Suite *s = suite_create ("unpacked");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_large, 0, 2);
  tcase_add_test (tc, test_end);
  tcase_add_test (tc, test_tiles);
  tcase_add_test (tc, test_light);
  tcase_add_test (tc, test_palette_border);
  tcase_add_test (tc, test_palette);
  return s;
}

GST_CHECK_MAIN (unpacked);
