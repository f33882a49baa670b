/* alignscale: linear light, and colour weighted by its alpha
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "scaler.h"

/* the first is sRGB, with a matrix that GRAY may have */
static const gchar *const colorimetries[] = {
  "1:4:7:1", "bt709", "bt2020", "bt2100-pq", "bt2100-hlg"
};

static const gchar *const light_formats[] = {
  "RGB", "BGRx", "GBR", "RGBA", "GBR_10LE", "GRAY8", "GRAY16_LE", "ARGB64"
};

static void
init_info (GstVideoInfo * info, const gchar * format, gint width, gint height,
    const gchar * colorimetry)
{
  frame_info (info, gst_video_format_from_string (format), width, height);
  if (colorimetry)
    fail_unless (gst_video_colorimetry_from_string (&info->colorimetry,
            colorimetry), "colorimetry %s", colorimetry);
}

/* A frame whose samples are given, all components of a pixel side by side. */
static GstBuffer *
frame_of (const GstVideoInfo * info, const guint16 * samples)
{
  const GstVideoFormatInfo *finfo = info->finfo;
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, info->size, NULL);
  GstVideoFrame frame;
  guint c;
  gint x, y;

  gst_buffer_memset (buffer, 0, 0, info->size);
  fail_unless (gst_video_frame_map (&frame, info, buffer, GST_MAP_WRITE));
  for (c = 0; c < finfo->n_components; c++) {
    for (y = 0; y < info->height; y++) {
      for (x = 0; x < info->width; x++) {
        guint16 v =
            samples[(guint) (y * info->width + x) * finfo->n_components + c];
        guint8 *p = (guint8 *) GST_VIDEO_FRAME_PLANE_DATA (&frame,
            finfo->plane[c])
            + y * GST_VIDEO_FRAME_PLANE_STRIDE (&frame, finfo->plane[c])
            + x * finfo->pixel_stride[c] + frame_offset (finfo, c);

        if (finfo->depth[c] > 8)
          GST_WRITE_UINT16_LE (p, v);
        else
          *p = (guint8) v;
      }
    }
  }
  gst_video_frame_unmap (&frame);
  return buffer;
}

static guint16
sample_at (const GstVideoInfo * info, GstBuffer * buffer, guint c, gint x,
    gint y)
{
  Component component;
  guint16 v;

  frame_component (&component, info, buffer, c);
  v = component.samples[y * component.width + x];
  component_clear (&component);
  return v;
}

/* A harness whose caps name the colorimetry. */
static GstHarness *
harness_of (const gchar * properties, const GstVideoInfo * in,
    const GstVideoInfo * out)
{
  GstHarness *h = scaler_new (properties);
  GstVideoInfo infos[2] = { *in, *out };
  GstCaps *caps[2];
  guint i;

  for (i = 0; i < 2; i++) {
    infos[i].fps_n = 30;
    infos[i].fps_d = 1;
    caps[i] = gst_video_info_to_caps (&infos[i]);
  }
  gst_harness_set_caps (h, caps[0], caps[1]);
  return h;
}

/* Every flat frame comes back as it was, whatever the kernel. */
GST_START_TEST (test_flat)
{
  const gint n_formats = G_N_ELEMENTS (light_formats);
  const gchar *format = light_formats[__i__ % n_formats];
  const gchar *colorimetry = colorimetries[__i__ / n_formats];
  GstVideoInfo in, out;
  guint16 samples[5 * 4 * 4];
  GstHarness *h;
  gint max, step, v;
  guint i;

  init_info (&in, format, 5, 4, colorimetry);
  init_info (&out, format, 3, 7, colorimetry);
  max = (1 << in.finfo->depth[0]) - 1;
  step = max > 255 ? max / 255 + 2 : 1;
  h = harness_of ("method=lanczos antialias=true gamma-decode=true "
      "add-borders=false", &in, &out);
  for (v = 0; v <= max; v += step) {
    GstBuffer *buffer, *got;
    Component component;
    guint c;
    gint k;

    for (i = 0; i < G_N_ELEMENTS (samples); i++)
      samples[i] = (guint16) v;
    buffer = frame_of (&in, samples);
    got = scaler_run (h, buffer);
    for (c = 0; c < in.finfo->n_components; c++) {
      frame_component (&component, &out, got, c);
      for (k = 0; k < component.width * component.height; k++)
        fail_unless (component.samples[k] == v, "%s %s: %d became %d", format,
            colorimetry, v, component.samples[k]);
      component_clear (&component);
    }
    gst_buffer_unref (got);
    gst_buffer_unref (buffer);
  }
  fail_unless (scaler_messages (h, GST_MESSAGE_WARNING) == 0);
  scaler_free (h);
}

GST_END_TEST;

/* Half the light of black and white: sRGB 187.5, which is 188. */
GST_START_TEST (test_half_light)
{
  static const struct
  {
    const gchar *colorimetry, *properties;
    guint16 value, black, white;
  } rows[] = {
    /* (0.5^(1 / 2.4) * 1.055 - 0.055) * 255 = 187.516 */
    {"sRGB", "gamma-decode=true", 188, 0, 255},
    {"sRGB", "gamma-decode=false", 128, 0, 255},
    /* (1.099 * 0.5^0.45 - 0.099) * 255 = 179.9 */
    {"1:1:5:1", "gamma-decode=true", 180, 0, 255},
    /* limited range: 16 + 219 * 187.516 / 255 = 177.04 */
    {"2:1:7:1", "gamma-decode=true", 177, 16, 235},
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (rows); i++) {
    gchar *properties = g_strconcat ("add-borders=false ", rows[i].properties,
        NULL);
    const guint16 b = rows[i].black, w = rows[i].white;
    const guint16 samples[] = { b, b, b, w, w, w };
    GstVideoInfo in, out;
    GstBuffer *buffer, *got;
    GstHarness *h;
    guint16 v;

    init_info (&in, "RGB", 2, 1, rows[i].colorimetry);
    init_info (&out, "RGB", 1, 1, rows[i].colorimetry);
    buffer = frame_of (&in, samples);
    h = harness_of (properties, &in, &out);
    got = scaler_run (h, buffer);
    v = sample_at (&out, got, 1, 0, 0);
    fail_unless (v == rows[i].value, "%s %s: %d", rows[i].colorimetry,
        rows[i].properties, v);
    gst_buffer_unref (got);
    gst_buffer_unref (buffer);
    scaler_free (h);
    g_free (properties);
  }
}

GST_END_TEST;

static const gchar *const alpha_formats[] = {
  "RGBA", "BGRA", "ARGB", "ABGR", "GBRA", "ARGB64", "GBRA_10LE", "AYUV",
  "VUYA", "AYUV64", "A444_10LE",
  "RGB10A2_LE", "BGR10A2_LE"
};

/* Transparent beside opaque: no trace of the transparent pixel's colour. */
GST_START_TEST (test_alpha)
{
  const gchar *format = alpha_formats[__i__];
  GstVideoInfo in, out;
  guint16 samples[2 * 4], max;
  GstBuffer *buffer, *got, *bled;
  GstHarness *h;
  gint x, c, bleeding = 0;

  init_info (&in, format, 2, 1, NULL);
  init_info (&out, format, 9, 3, NULL);
  max = (guint16) ((1 << in.finfo->depth[0]) - 1);
  for (c = 0; c < 3; c++) {
    samples[c] = c == 0 ? max : 0;
    samples[4 + c] = (guint16) (c == 0 ? 0 : max / 3 * c);
  }
  samples[3] = 0;
  samples[7] = (guint16) ((1 << in.finfo->depth[3]) - 1);
  buffer = frame_of (&in, samples);
  h = harness_of ("alpha-weighting=true add-borders=false", &in, &out);
  got = scaler_run (h, buffer);
  bled = scaler_once ("add-borders=false", &in, buffer, &out);
  for (x = 0; x < 9; x++) {
    guint16 alpha = sample_at (&out, got, 3, x, 1);

    /* alpha itself is what it would have been */
    fail_unless_equals_int (alpha, sample_at (&out, bled, 3, x, 1));
    for (c = 0; c < 3; c++) {
      guint16 v = sample_at (&out, got, (guint) c, x, 1);

      /* a little alpha may round to 0 */
      fail_unless (v == (alpha ? samples[4 + c] : 0)
          || (samples[7] < 255 && v == samples[4 + c]),
          "%s: component %d of pixel %d is %d", format, c, x, v);
      bleeding += v != sample_at (&out, bled, (guint) c, x, 1);
    }
  }
  fail_unless (bleeding > 0);
  gst_buffer_unref (got);
  gst_buffer_unref (bled);
  gst_buffer_unref (buffer);
  scaler_free (h);
}

GST_END_TEST;

/* Both at once, planar as packed, with a frame of colour around. */
GST_START_TEST (test_layouts)
{
  const gchar *how = "alpha-weighting=true gamma-decode=true method=bicubic "
      "antialias=true padding-mode=color border-color=0x80ff4010 src-x=-3.5 "
      "src-width=30 add-borders=false";
  GstVideoInfo in[2], out[2];
  GstBuffer *buffer[2], *got[2], *relaid;
  gint round;

  for (round = 0; round < 2; round++) {
    const gint height = round ? 40 : 9;

    init_info (&in[0], "RGBA", 23, 17, NULL);
    init_info (&in[1], "GBRA", 23, 17, NULL);
    init_info (&out[0], "RGBA", 11, height, NULL);
    init_info (&out[1], "GBRA", 11, height, NULL);
    buffer[0] = frame_random (&in[0], 7);
    buffer[1] = frame_relaid (&in[1], &in[0], buffer[0]);
    got[0] = scaler_once (how, &in[0], buffer[0], &out[0]);
    got[1] = scaler_once (how, &in[1], buffer[1], &out[1]);
    relaid = frame_relaid (&out[0], &out[1], got[1]);
    frame_assert_equal (&out[0], got[0], relaid, "GBRA as RGBA");
    gst_buffer_unref (relaid);
    gst_buffer_unref (got[0]);
    gst_buffer_unref (got[1]);
    gst_buffer_unref (buffer[0]);
    gst_buffer_unref (buffer[1]);
  }
}

GST_END_TEST;

/* What cannot be done is said once, and the frame is scaled all the same. */
GST_START_TEST (test_warnings)
{
  static const struct
  {
    const gchar *format, *properties;
    guint warnings;
  } rows[] = {
    {"A420", "alpha-weighting=true", 1},
    {"RGBA", "alpha-weighting=true", 0},
    {"RGB", "alpha-weighting=true", 0},
    {"I420", "gamma-decode=true", 1},
    {"RGB", "gamma-decode=true", 0},
    {"A420", "gamma-decode=true alpha-weighting=true method=area "
          "align-corners=true", 3},
  };
  guint i, k;

  for (i = 0; i < G_N_ELEMENTS (rows); i++) {
    GstVideoInfo in, out;
    GstBuffer *buffer;
    GstHarness *h = scaler_new (rows[i].properties);
    guint n;

    init_info (&in, rows[i].format, 16, 12, NULL);
    init_info (&out, rows[i].format, 8, 6, NULL);
    buffer = frame_random (&in, i);
    scaler_caps (h, &in, &out);
    for (k = 0; k < 3; k++) {
      gst_buffer_unref (scaler_run (h, buffer));
      g_object_set (h->element, "cubic-a", -0.1 * k, NULL);
    }
    n = scaler_messages (h, GST_MESSAGE_WARNING);
    fail_unless (n == rows[i].warnings, "%s %s: %u warnings", rows[i].format,
        rows[i].properties, n);
    /* once for each start */
    gst_element_set_state (h->element, GST_STATE_NULL);
    gst_element_set_state (h->element, GST_STATE_PLAYING);
    scaler_caps (h, &in, &out);
    gst_buffer_unref (scaler_run (h, buffer));
    fail_unless (scaler_messages (h, GST_MESSAGE_WARNING) ==
        rows[i].warnings);
    gst_buffer_unref (buffer);
    scaler_free (h);
  }
}

GST_END_TEST;

static Suite *
light_suite (void)
{
  Suite *s = suite_create ("alignscale-light");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_flat, 0,
      G_N_ELEMENTS (light_formats) * G_N_ELEMENTS (colorimetries));
  tcase_add_test (tc, test_half_light);
  tcase_add_loop_test (tc, test_alpha, 0, G_N_ELEMENTS (alpha_formats));
  tcase_add_test (tc, test_layouts);
  tcase_add_test (tc, test_warnings);
  return s;
}

GST_CHECK_MAIN (light);
