/* alignscale: every format of the pad template
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "scaler.h"

static const gchar *const settings[] = {
  "method=bilinear add-borders=false",
  "method=nearest add-borders=false",
  "method=lanczos antialias=true add-borders=false n-threads=2",
};

static const struct
{
  gint in_w, in_h, out_w, out_h;
} sizes[] = {
  {17, 13, 31, 9},
  {32, 24, 16, 12},
  {15, 7, 30, 14},
  {3, 5, 1, 1},
  {1, 1, 5, 3},
  {9, 8, 9, 13},
};

static gboolean
template_has (const gchar * name)
{
  GArray *formats = scaler_formats ();
  gboolean found = FALSE;
  guint i;

  for (i = 0; i < formats->len; i++)
    found = found || g_str_equal (name, gst_video_format_to_string
        (g_array_index (formats, GstVideoFormat, i)));
  g_array_unref (formats);
  return found;
}

/* The bits of a word that hold no sample are 0. */
static void
assert_low_bits_zero (const GstVideoInfo * info, GstBuffer * buffer)
{
  GstVideoFrame frame;
  guint c;
  gint x, y;

  if (info->finfo->shift[0] == 0 || !frame_has_words (info->finfo))
    return;
  fail_unless (gst_video_frame_map (&frame, (GstVideoInfo *) info, buffer,
          GST_MAP_READ));
  for (c = 0; c < info->finfo->n_components; c++)
    for (y = 0; y < GST_VIDEO_FRAME_COMP_HEIGHT (&frame, c); y++)
      for (x = 0; x < GST_VIDEO_FRAME_COMP_WIDTH (&frame, c); x++) {
        guint p = info->finfo->plane[c];
        const guint8 *s = (guint8 *) GST_VIDEO_FRAME_PLANE_DATA (&frame, p)
            + y * GST_VIDEO_FRAME_PLANE_STRIDE (&frame, p)
            + frame_offset (info->finfo, c)
            + x * info->finfo->pixel_stride[c];
        guint low = s[g_str_has_suffix (info->finfo->name, "BE") ? 1 : 0];

        fail_unless ((low & ((1u << info->finfo->shift[c]) - 1)) == 0,
            "%s: low bits %02x", info->finfo->name, low);
      }
  gst_video_frame_unmap (&frame);
}

GST_START_TEST (test_every_format)
{
  const gchar *properties = settings[__i__];
  OracleCase how = scaler_oracle (properties);
  GArray *formats = scaler_formats ();
  static RefTally tally;
  guint i, k;

  for (i = 0; i < formats->len; i++) {
    GstHarness *h = scaler_new (properties);

    for (k = 0; k < G_N_ELEMENTS (sizes); k++) {
      GstVideoFormat format = g_array_index (formats, GstVideoFormat, i);
      GstVideoInfo in, out;
      GstBuffer *buffer, *result;

      frame_info (&in, format, sizes[k].in_w, sizes[k].in_h);
      frame_info (&out, format, sizes[k].out_w, sizes[k].out_h);
      buffer = frame_random (&in, 100 * i + k);
      scaler_caps (h, &in, &out);
      result = scaler_run (h, buffer);
      frame_assert_scaled (&how, &in, buffer, &out, result, &tally);
      assert_low_bits_zero (&out, result);
      gst_buffer_unref (result);
      gst_buffer_unref (buffer);
    }
    scaler_free (h);
  }
  printf ("%u formats, %s\n", formats->len, properties);
  ref_tally_print (&tally, stdout);
  fflush (stdout);
  g_array_unref (formats);
}

GST_END_TEST;

/* Formats of the same components, wherever these lie. */
static const gchar *const same_picture[] = {
  ("I420 YV12 NV12 NV21 NV12_64Z32 NV12_4L4 NV12_32L32 NV12_16L32S "
      "NV12_8L128"),
  "RGB BGR RGBx BGRx xRGB xBGR GBR RGBP BGRP",
  "RGBA ARGB BGRA ABGR GBRA",
  "Y42B YUY2 UYVY YVYU VYUY NV16 NV61",
  "Y41B IYU1",
  "Y444 NV24 v308 IYU2",
  "AYUV VUYA",
  "A420 AV12",
  "YUV9 YVU9",
  ("I420_10LE I420_10BE P010_10LE P010_10BE NV12_10LE32 NV12_10LE40 "
      "NV12_10BE_8L128"),
  "I422_10LE I422_10BE v210 UYVP Y210 NV16_10LE32",
  "Y444_10LE Y444_10BE Y410",
  "GBR_10LE GBR_10BE r210 RGB10A2_LE BGR10A2_LE",
  "I420_12LE I420_12BE P012_LE P012_BE",
  "I422_12LE I422_12BE Y212_LE Y212_BE",
  "Y444_12LE Y444_12BE Y412_LE Y412_BE",
  "P016_LE P016_BE",
  ("ARGB64 ARGB64_LE ARGB64_BE RGBA64_LE RGBA64_BE BGRA64_LE BGRA64_BE "
      "ABGR64_LE ABGR64_BE"),
  "RGB16 BGR16",
  "RGB15 BGR15",
  "GRAY16_LE GRAY16_BE",
};

/* A picture of one format, and the same picture in another one. */
static void
assert_same_picture (const gchar * first, const gchar * name, guint k)
{
  GstVideoFormat a = gst_video_format_from_string (first);
  GstVideoFormat b = gst_video_format_from_string (name);
  GstVideoInfo a_in, a_out, b_in, b_out;
  GstBuffer *a_buffer, *b_buffer, *a_result, *b_result, *back, *there;
  guint s;

  frame_info (&a_in, a, sizes[k].in_w, sizes[k].in_h);
  frame_info (&a_out, a, sizes[k].out_w, sizes[k].out_h);
  frame_info (&b_in, b, sizes[k].in_w, sizes[k].in_h);
  frame_info (&b_out, b, sizes[k].out_w, sizes[k].out_h);
  back = frame_random (&a_in, 7 + k);
  b_buffer = frame_relaid (&b_in, &a_in, back);
  gst_buffer_unref (back);
  /* what there is room for in both */
  a_buffer = frame_relaid (&a_in, &b_in, b_buffer);
  for (s = 0; s < G_N_ELEMENTS (settings); s++) {
    a_result = scaler_once (settings[s], &a_in, a_buffer, &a_out);
    b_result = scaler_once (settings[s], &b_in, b_buffer, &b_out);
    there = frame_relaid (&b_out, &a_out, a_result);
    back = frame_relaid (&a_out, &b_out, there);
    gst_buffer_unref (there);
    there = frame_relaid (&a_out, &b_out, b_result);
    frame_assert_equal (&a_out, there, back, name);
    gst_buffer_unref (there);
    gst_buffer_unref (back);
    gst_buffer_unref (b_result);
    gst_buffer_unref (a_result);
  }
  gst_buffer_unref (b_buffer);
  gst_buffer_unref (a_buffer);
}

GST_START_TEST (test_same_picture)
{
  gchar **names = g_strsplit (same_picture[__i__], " ", -1);
  guint i, k, n = 0;

  fail_unless (template_has (names[0]), "%s", names[0]);
  for (i = 1; names[i]; i++) {
    if (!template_has (names[i]))
      continue;
    for (k = 0; k < G_N_ELEMENTS (sizes); k++)
      assert_same_picture (names[0], names[i], k);
    n++;
  }
  fail_unless (n > 0);
  g_strfreev (names);
}

GST_END_TEST;

GST_START_TEST (test_byte_orders)
{
  GArray *formats = scaler_formats ();
  guint i, k, n = 0;

  for (i = 0; i < formats->len; i++) {
    const gchar *name = gst_video_format_to_string (g_array_index (formats,
            GstVideoFormat, i));
    gchar *other = g_strdup (name);
    gsize length = strlen (name);

    if (g_str_has_suffix (name, "LE")) {
      other[length - 2] = 'B';
      if (gst_video_format_from_string (other) == GST_VIDEO_FORMAT_UNKNOWN) {
        g_free (other);
        continue;
      }
      fail_unless (template_has (other), "%s without %s", name, other);
      for (k = 0; k < G_N_ELEMENTS (sizes); k++)
        assert_same_picture (name, other, k);
      n++;
    }
    g_free (other);
  }
  fail_unless (n >= 15, "%u", n);
  g_array_unref (formats);
}

GST_END_TEST;

/* Whatever a decoder leaves in the bits below the samples does not count. */
GST_START_TEST (test_bits_below)
{
  GArray *formats = scaler_formats ();
  guint i, s, n = 0;

  for (i = 0; i < formats->len; i++) {
    GstVideoInfo in, out;
    GstBuffer *buffer, *dirty, *expected, *result;
    gsize size, at;
    guint8 *bytes;

    frame_info (&in, g_array_index (formats, GstVideoFormat, i), 16, 12);
    frame_info (&out, GST_VIDEO_INFO_FORMAT (&in), 11, 20);
    if (in.finfo->shift[0] == 0 || !frame_has_words (in.finfo))
      continue;
    buffer = frame_random (&in, i);
    bytes = frame_bytes (buffer, &size);
    for (at = g_str_has_suffix (in.finfo->name, "BE") ? 1 : 0; at < size;
        at += 2)
      bytes[at] |= (guint8) ((1 << (gint) in.finfo->shift[0]) - 1);
    dirty = gst_buffer_new_wrapped (bytes, size);
    for (s = 0; s < G_N_ELEMENTS (settings); s++) {
      expected = scaler_once (settings[s], &in, buffer, &out);
      result = scaler_once (settings[s], &in, dirty, &out);
      frame_assert_equal (&out, result, expected, "bits below the samples");
      assert_low_bits_zero (&out, result);
      gst_buffer_unref (result);
      gst_buffer_unref (expected);
    }
    gst_buffer_unref (dirty);
    gst_buffer_unref (buffer);
    n++;
  }
  fail_unless (n >= 4);
  g_array_unref (formats);
}

GST_END_TEST;

/* Other strides and a frame that begins within the buffer change nothing. */
GST_START_TEST (test_padded)
{
  static const gint pads[] = { 0, 1, 2, 13, 64 };
  GArray *formats = scaler_formats ();
  guint i, k;

  for (i = 0; i < formats->len; i++) {
    GstVideoFormat format = g_array_index (formats, GstVideoFormat, i);
    GstHarness *h = scaler_new (settings[2]);
    GstVideoInfo in, out;
    GstBuffer *buffer, *expected;

    frame_info (&in, format, 17, 13);
    frame_info (&out, format, 12, 20);
    scaler_caps (h, &in, &out);
    buffer = frame_random (&in, i);
    expected = scaler_run (h, buffer);
    for (k = 0; k < G_N_ELEMENTS (pads); k++) {
      GstBuffer *padded = frame_padded (&in, buffer, pads[k], 5 * k);
      GstBuffer *result = scaler_run (h, padded);

      frame_assert_equal (&out, result, expected, "padded");
      gst_buffer_unref (result);
      gst_buffer_unref (padded);
    }
    gst_buffer_unref (expected);
    gst_buffer_unref (buffer);
    scaler_free (h);
  }
  g_array_unref (formats);
}

GST_END_TEST;

/* At equal size the very buffer passes, whatever the method. */
GST_START_TEST (test_passthrough)
{
  GArray *formats = scaler_formats ();
  guint i, k;

  for (i = 0; i < formats->len; i++)
    for (k = 0; k < G_N_ELEMENTS (settings); k++) {
      GstVideoFormat format = g_array_index (formats, GstVideoFormat, i);
      GstHarness *h = scaler_new (settings[k]);
      GstVideoInfo info;
      GstBuffer *buffer, *result;

      frame_info (&info, format, 17, 13);
      scaler_caps (h, &info, &info);
      buffer = frame_random (&info, i);
      result = scaler_run (h, buffer);
      fail_unless (result == buffer, "%s is copied", GST_VIDEO_INFO_NAME
          (&info));
      gst_buffer_unref (result);
      gst_buffer_unref (buffer);
      scaler_free (h);
    }
  g_array_unref (formats);
}

GST_END_TEST;

static Suite *
alignscale_formats_suite (void)
{
  Suite *s = suite_create ("formats");
  TCase *tc = tcase_create ("formats");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_every_format, 0, G_N_ELEMENTS (settings));
  tcase_add_loop_test (tc, test_same_picture, 0, G_N_ELEMENTS (same_picture));
  tcase_add_test (tc, test_byte_orders);
  tcase_add_test (tc, test_bits_below);
  tcase_add_test (tc, test_padded);
  tcase_add_test (tc, test_passthrough);
  return s;
}

GST_CHECK_MAIN (alignscale_formats);
