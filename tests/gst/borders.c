/* alignscale: bars beside a picture that keeps its aspect ratio
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "scaler.h"

typedef struct
{
  const gchar *format, *fields;
  guint color;
  guint samples[4];
} Row;

static const Row rows[] = {
  {"RGB", NULL, 0xff102030, {16, 32, 48}},
  {"RGB", NULL, 0x00102030, {16, 32, 48}},
  {"BGRx", NULL, 0xff102030, {16, 32, 48}},
  {"xRGB", NULL, 0xff102030, {16, 32, 48}},
  {"GBR", NULL, 0xff102030, {16, 32, 48}},
  {"RGBA", NULL, 0x00000000, {0, 0, 0, 0}},
  {"RGBA", NULL, 0x80ff4000, {255, 64, 0, 128}},
  {"ABGR", NULL, 0x80ff4000, {255, 64, 0, 128}},
  {"GBRA", NULL, 0x01020304, {2, 3, 4, 1}},
  {"ARGB64", NULL, 0x80ff4000, {65535, 16448, 0, 32896}},
  {"GBR_10LE", NULL, 0xffff0000, {1023, 0, 0}},
  {"GBR_12BE", NULL, 0xff00ff00, {0, 4095, 0}},
  {"I420", NULL, 0xff000000, {16, 128, 128}},
  {"I420", NULL, 0xffffffff, {235, 128, 128}},
  {"I420", NULL, 0xffff0000, {81, 90, 240}},
  {"I420", NULL, 0xff00ff00, {145, 54, 34}},
  {"I420", NULL, 0xff0000ff, {41, 240, 110}},
  {"I420", "colorimetry=bt709", 0xffff0000, {63, 102, 240}},
  {"I420", "colorimetry=1:3:5:1", 0xffff0000, {54, 99, 255}},
  {"I420", "colorimetry=1:4:0:0", 0xffffffff, {255, 128, 128}},
  {"NV12", NULL, 0xffff0000, {81, 90, 240}},
  {"NV21", NULL, 0xffff0000, {81, 90, 240}},
  {"YUY2", NULL, 0xffff0000, {81, 90, 240}},
  {"VYUY", NULL, 0xffff0000, {81, 90, 240}},
  {"Y41B", NULL, 0xffff0000, {81, 90, 240}},
  {"AYUV", NULL, 0x80ff0000, {81, 90, 240, 128}},
  {"A420", NULL, 0x00ffffff, {235, 128, 128, 0}},
  {"I420_10LE", NULL, 0xff000000, {64, 512, 512}},
  {"I420_10BE", NULL, 0xffffffff, {940, 512, 512}},
  {"P010_10LE", NULL, 0xffffffff, {940, 512, 512}},
  {"Y444_12LE", NULL, 0xff000000, {256, 2048, 2048}},
  {"v210", NULL, 0xff000000, {64, 512, 512}},
  {"UYVP", NULL, 0xffffffff, {940, 512, 512}},
  {"NV12_4L4", NULL, 0xffff0000, {81, 90, 240}},
  {"NV12_10LE40", NULL, 0xffffffff, {940, 512, 512}},
  {"r210", NULL, 0xffff0000, {1023, 0, 0}},
  {"RGB16", NULL, 0xff00ff00, {0, 63, 0}},
  {"BGR10A2_LE", NULL, 0x80ff0000, {1023, 0, 0, 2}},
  {"Y410", NULL, 0x80ff0000, {326, 361, 960, 2}},
  {"Y412_LE", NULL, 0x80ffffff, {3760, 2048, 2048, 2056}},
  {"Y412_BE", NULL, 0x803c8ad2, {1945, 2739, 1418, 2056}},
  {"GRAY8", NULL, 0xffffffff, {255}},
  {"GRAY8", NULL, 0xff000000, {0}},
  {"GRAY8", NULL, 0xff808080, {128}},
  {"GRAY16_LE", NULL, 0xffffffff, {65535}},
  {"GRAY16_BE", NULL, 0xff800000, {9836}},
  /* worked out by the formulas of BT.601, BT.709 and BT.2020 */
  {"Y444_10LE", "colorimetry=bt2020", 0xff3c8ad2, {482, 677, 365}},
  {"I422_10BE", "colorimetry=bt709", 0xff3c8ad2, {499, 670, 363}},
  {"I420_12LE", "colorimetry=bt2100-pq", 0xff3c8ad2, {1929, 2707, 1459}},
  {"Y444_12BE", "colorimetry=1:6:0:0", 0xff3c8ad2, {1956, 2801, 1375}},
  {"P016_LE", "colorimetry=bt709", 0xff3c8ad2, {31934, 42873, 23255}},
  {"P012_BE", "colorimetry=bt601", 0xff3c8ad2, {1945, 2739, 1418}},
  {"Y444_16BE", "colorimetry=1:4:0:0", 0xff3c8ad2, {31582, 45402, 21240}},
  {"A444_10LE", "colorimetry=bt709", 0x403c8ad2, {499, 670, 363, 257}},
  {"A420_10BE", "colorimetry=bt601", 0x003c8ad2, {486, 685, 354, 0}},
  {"AYUV64", "colorimetry=bt2020", 0x403c8ad2, {30870, 43313, 23347, 16448}},
  {"VUYA", "colorimetry=1:3:0:0", 0x403c8ad2, {127, 173, 86, 64}},
  {"AV12", "colorimetry=bt709", 0x403c8ad2, {125, 167, 91, 64}},
  {"NV16", "colorimetry=bt709", 0xff3c8ad2, {125, 167, 91}},
  {"NV24", "colorimetry=bt2020", 0xff3c8ad2, {121, 169, 91}},
  {"YVYU", "colorimetry=bt709", 0xff3c8ad2, {125, 167, 91}},
  {"YUV9", "colorimetry=bt601", 0xff3c8ad2, {122, 171, 89}},
  {"IYU2", "colorimetry=bt709", 0xff3c8ad2, {125, 167, 91}},
  {"GBR", "colorimetry=2:1:0:0", 0xff3c8ad2, {68, 135, 196}},
  {"GBR_12LE", "colorimetry=2:1:0:0", 0xff3c8ad2, {1080, 2152, 3142}},
  {"GBRA_10BE", "colorimetry=sRGB", 0x403c8ad2, {241, 554, 842, 257}},
  {"RGBA64_LE", "colorimetry=sRGB", 0x003c8ad2, {15420, 35466, 53970, 0}},
};

static const struct
{
  gint in_w, in_h, out_w, out_h, x, y, w, h;
} sizes[] = {
  {32, 24, 64, 36, 8, 0, 48, 36},
  {32, 16, 48, 48, 0, 12, 48, 24},
  {64, 48, 32, 18, 4, 0, 24, 18},
};

static gboolean
is_scaled (GstVideoFormat format)
{
  GArray *formats = scaler_formats ();
  gboolean found = FALSE;
  guint i;

  for (i = 0; i < formats->len; i++)
    found = found || g_array_index (formats, GstVideoFormat, i) == format;
  g_array_unref (formats);
  return found;
}

/* Component c of out is inside where the picture is, and color beside it. */
static void
assert_framed (const Row * row, guint c, const GstVideoInfo * info,
    GstBuffer * buffer, const GstVideoInfo * inside_info, GstBuffer * inside,
    gint left, gint top)
{
  Component all, picture;
  gint x, y;

  frame_component (&all, info, buffer, c);
  frame_component (&picture, inside_info, inside, c);
  left >>= info->finfo->w_sub[c];
  top >>= info->finfo->h_sub[c];
  for (y = 0; y < all.height; y++)
    for (x = 0; x < all.width; x++) {
      gboolean bar = x < left || x >= left + picture.width || y < top
          || y >= top + picture.height;
      guint want = bar ? row->samples[c] :
          picture.samples[(y - top) * picture.width + x - left];
      guint got = all.samples[y * all.width + x];

      fail_unless (got == want, "%s %s %08x component %u at %d,%d (%s): %u, "
          "not %u", row->format, row->fields, row->color, c, x, y,
          bar ? "bar" : "picture", got, want);
    }
  component_clear (&all);
  component_clear (&picture);
}

GST_START_TEST (test_bars)
{
  static const gchar *const methods[] = {
    "method=area", "method=lanczos padding-mode=zeros n-threads=2",
    "method=nearest", "method=bilinear alpha-weighting=true",
  };
  const Row *row = &rows[__i__];
  GstVideoFormat format = gst_video_format_from_string (row->format);
  guint i, k, c;

  if (!is_scaled (format))
    return;
  for (i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (k = 0; k < G_N_ELEMENTS (methods); k++) {
      gchar *settings = g_strdup_printf ("%s border-color=%u", methods[k],
          row->color);
      GstHarness *h = scaler_new (settings);
      GstVideoInfo in, out, inside;
      GstBuffer *buffer, *expected, *result;

      frame_info (&in, format, sizes[i].in_w, sizes[i].in_h);
      frame_info (&out, format, sizes[i].out_w, sizes[i].out_h);
      frame_info (&inside, format, sizes[i].w, sizes[i].h);
      buffer = frame_random (&in, i);
      expected = scaler_once (methods[k], &in, buffer, &inside);
      gst_harness_set_caps (h,
          frame_caps (format, in.width, in.height, row->fields),
          frame_caps (format, out.width, out.height, row->fields));
      result = scaler_run (h, buffer);
      for (c = 0; c < out.finfo->n_components; c++)
        assert_framed (row, c, &out, result, &inside, expected, sizes[i].x,
            sizes[i].y);
      gst_buffer_unref (result);
      gst_buffer_unref (expected);
      gst_buffer_unref (buffer);
      g_free (settings);
      scaler_free (h);
    }
}

GST_END_TEST;

/* Off: the picture fills the frame. Same shape: no bars. */
GST_START_TEST (test_none)
{
  static const struct
  {
    const gchar *settings;
    gint width, height;
  } cases[] = {
    {"add-borders=false", 64, 36},
    {"add-borders=true", 64, 48},
    {"add-borders=true", 15, 11},
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    OracleCase how = scaler_oracle (cases[i].settings);
    GstVideoInfo in, out;
    GstBuffer *buffer, *result;

    frame_info (&in, GST_VIDEO_FORMAT_I420, 32, 24);
    frame_info (&out, GST_VIDEO_FORMAT_I420, cases[i].width, cases[i].height);
    buffer = frame_random (&in, i);
    result = scaler_once (cases[i].settings, &in, buffer, &out);
    frame_assert_scaled (&how, &in, buffer, &out, result, NULL);
    gst_buffer_unref (result);
    gst_buffer_unref (buffer);
  }
}

GST_END_TEST;

static Suite *
alignscale_borders_suite (void)
{
  Suite *s = suite_create ("borders");
  TCase *tc = tcase_create ("borders");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_bars, 0, G_N_ELEMENTS (rows));
  tcase_add_test (tc, test_none);
  return s;
}

GST_CHECK_MAIN (alignscale_borders);
