/* alignscale: formats that nobody listed
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The element is linked into this program, so that the linker can ask here which
 * formats are in its list: hidden from it, each is one that a newer library
 * might have brought, known by its GstVideoFormatInfo alone.
 */
#include "gstalignscale.h"
#include "gstalignscaleformat.h"
#include "parts.h"

gboolean __real_gst_align_scale_format_is_native (const GstVideoFormatInfo *
    finfo);
gboolean __wrap_gst_align_scale_format_is_native (const GstVideoFormatInfo *
    finfo);

static gboolean hidden;
static guint n_asked;

gboolean
__wrap_gst_align_scale_format_is_native (const GstVideoFormatInfo * finfo)
{
  n_asked++;
  return !hidden && __real_gst_align_scale_format_is_native (finfo);
}

static const gchar *const properties[] = {
  "method=lanczos antialias=true add-borders=false n-threads=2",
  "method=nearest add-borders=false",
  "method=bilinear border-color=0x803c8ad2",
  "method=bicubic alpha-weighting=true add-borders=false",
  "method=area gamma-decode=true add-borders=false",
};

static const gchar *const fields[] = {
  "colorimetry=sRGB", "interlace-mode=interleaved", "chroma-site=cosited",
  "multiview-mode=side-by-side",
};

static GstBuffer *
scale (const gchar * how, GstCaps * in, GstCaps * out, GstBuffer * buffer,
    gboolean hide)
{
  GstElement *element = g_object_new (GST_TYPE_ALIGN_SCALE, NULL);
  GstHarness *h = gst_harness_new_with_element (element, "sink", "src");
  GstBus *bus = gst_bus_new ();
  GstBuffer *result;

  hidden = hide;
  n_asked = 0;
  gst_element_set_bus (element, bus);
  gst_object_unref (bus);
  gst_object_unref (element);
  scaler_set (h->element, how);
  gst_harness_set_caps (h, gst_caps_ref (in), gst_caps_ref (out));
  result = scaler_run (h, buffer);
  fail_unless (n_asked > 0);
  scaler_free (h);
  return result;
}

GST_START_TEST (test_hidden)
{
  static const gint sizes[][4] = { {32, 24, 48, 20}, {28, 16, 12, 40} };
  GArray *formats = scaler_formats ();
  guint i, k, f, n = 0;

  /* makes its debug category */
  GST_ELEMENT_REGISTER (alignscale, NULL);
  for (i = 0; i < formats->len; i++) {
    const GstVideoFormat format = g_array_index (formats, GstVideoFormat, i);
    const GstVideoFormatInfo *finfo = gst_video_format_get_info (format);

    /* entries of a palette are no samples */
    if (!__real_gst_align_scale_format_is_native (finfo)
        || GST_VIDEO_FORMAT_INFO_HAS_PALETTE (finfo))
      continue;
    n++;
    for (k = 0; k < G_N_ELEMENTS (sizes); k++)
      for (f = 0; f < G_N_ELEMENTS (fields); f++) {
        GstCaps *in = frame_caps (format, sizes[k][0], sizes[k][1], fields[f]);
        GstCaps *out = frame_caps (format, sizes[k][2], sizes[k][3], fields[f]);
        GstVideoInfo in_info, out_info;
        GstBuffer *buffer, *listed, *unlisted;

        fail_unless (gst_video_info_from_caps (&in_info, in));
        fail_unless (gst_video_info_from_caps (&out_info, out));
        buffer = frame_random (&in_info, i + k);
        listed = scale (properties[__i__], in, out, buffer, FALSE);
        unlisted = scale (properties[__i__], in, out, buffer, TRUE);
        frame_assert_equal (&out_info, unlisted, listed, fields[f]);
        gst_buffer_unref (unlisted);
        gst_buffer_unref (listed);
        gst_buffer_unref (buffer);
        gst_caps_unref (in);
        gst_caps_unref (out);
      }
  }
  fail_unless (n >= 70, "%u", n);
  g_array_unref (formats);
}

GST_END_TEST;

static Suite *
native_suite (void)
{
  Suite *s = suite_create ("native");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_hidden, 0, G_N_ELEMENTS (properties));
  return s;
}

GST_CHECK_MAIN (native);
