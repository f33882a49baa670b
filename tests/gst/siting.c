/* alignscale: chroma stays where it is against luma
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "scaler.h"

static const gchar *const siting_formats[] = {
  "I420", "NV12", "NV21", "YUY2", "UYVY", "Y42B", "Y41B", "A420", "YUV9",
  "I420_10LE", "P010_10LE"
};

static const struct
{
  const gchar *site;
  gboolean across, down;        /* cosited */
} sites[] = {
  {"mpeg2", TRUE, FALSE},
  {"cosited", TRUE, TRUE},
  {"v-cosited", FALSE, TRUE},
  {"jpeg", FALSE, FALSE},
  {"dv", TRUE, TRUE},
};

static const gint sizes[][4] = {
  {96, 64, 192, 128}, {96, 64, 240, 100}, {96, 64, 40, 48}, {96, 64, 64, 64},
  {95, 63, 33, 141},
};

static const gchar *const methods[] = {
  "method=bilinear", "method=bicubic antialias=true",
  "method=bilinear align-corners=true",
  "method=bilinear src-x=5.25 src-width=80 src-y=-1 src-height=66",
};

/* Where sample j of a component lies, in luma pixels. */
static gdouble
place (guint sub, gboolean cosited, gdouble j)
{
  const gint s = 1 << sub;

  return j * s + (cosited ? 0.0 : (s - 1) / 2.0);
}

/* The input coordinate of luma's output coordinate i of m, on n pixels. */
static gdouble
grid (guint method, gint n, gint m, gboolean vertical, gdouble i)
{
  gdouble from = 0, size = n;

  if (method == 2)
    return i * (n - 1) / (m - 1);
  if (method == 3) {
    from = vertical ? -1 : 5.25;
    size = vertical ? 66 : 80;
  }
  return (i + 0.5) * size / m - 0.5 + from;
}

/* Fills a component with a ramp of the luma coordinate. */
static gdouble
ramp (const GstVideoInfo * info, gdouble x, gdouble y)
{
  const gdouble unit = ((1 << info->finfo->depth[0]) - 1) / 255.0;

  return unit * (20.0 + 1.5 * x + 0.9 * y);
}

static void
fill (const GstVideoInfo * info, GstBuffer * buffer, gboolean across,
    gboolean down)
{
  const GstVideoFormatInfo *finfo = info->finfo;
  GstVideoFrame frame;
  guint c;
  gint x, y;

  fail_unless (gst_video_frame_map (&frame, info, buffer, GST_MAP_WRITE));
  for (c = 0; c < finfo->n_components; c++) {
    for (y = 0; y < GST_VIDEO_INFO_COMP_HEIGHT (info, c); y++) {
      for (x = 0; x < GST_VIDEO_INFO_COMP_WIDTH (info, c); x++) {
        guint16 v = (guint16) (0.5 + ramp (info,
                finfo->w_sub[c] ? place (finfo->w_sub[c], across, x) : x,
                finfo->h_sub[c] ? place (finfo->h_sub[c], down, y) : y));
        guint8 *p = (guint8 *) GST_VIDEO_FRAME_PLANE_DATA (&frame,
            finfo->plane[c])
            + y * GST_VIDEO_FRAME_PLANE_STRIDE (&frame, finfo->plane[c])
            + x * finfo->pixel_stride[c] + frame_offset (finfo, c);

        if (finfo->depth[c] > 8)
          GST_WRITE_UINT16_LE (p, (guint16) (v << finfo->shift[c]));
        else
          *p = (guint8) v;
      }
    }
  }
  gst_video_frame_unmap (&frame);
}

/* The ramp that comes out is the ramp that went in, away from the edges. */
static void
check_ramp (const gchar * format, guint site, const gint * size, guint method)
{
  gchar *fields = g_strdup_printf ("chroma-site=%s", sites[site].site);
  gchar *how = g_strconcat ("add-borders=false ", methods[method], NULL);
  GstHarness *h = scaler_new (how);
  GstVideoInfo in, out;
  GstBuffer *buffer, *got;
  guint c;
  gint x, y, checked = 0;

  frame_info (&in, gst_video_format_from_string (format), size[0], size[1]);
  frame_info (&out, gst_video_format_from_string (format), size[2], size[3]);
  gst_harness_set_caps (h, frame_caps (GST_VIDEO_INFO_FORMAT (&in), size[0],
          size[1], fields), frame_caps (GST_VIDEO_INFO_FORMAT (&in), size[2],
          size[3], fields));
  buffer = frame_random (&in, 1);
  fill (&in, buffer, sites[site].across, sites[site].down);
  got = scaler_run (h, buffer);
  for (c = 0; c < in.finfo->n_components; c++) {
    Component component;

    frame_component (&component, &out, got, c);
    for (y = 0; y < component.height; y++) {
      for (x = 0; x < component.width; x++) {
        gdouble at_x = grid (method, size[0], size[2], FALSE,
            in.finfo->w_sub[c] ? place (in.finfo->w_sub[c], sites[site].across,
                x) : x);
        gdouble at_y = grid (method, size[1], size[3], TRUE,
            in.finfo->h_sub[c] ? place (in.finfo->h_sub[c], sites[site].down,
                y) : y);
        gdouble expected = ramp (&in, at_x, at_y);
        gint v = component.samples[y * component.width + x];

        if (at_x < 16 || at_y < 16 || at_x > size[0] - 17 ||
            at_y > size[1] - 17)
          continue;
        checked++;
        fail_unless (ABS (v - expected) <= 1.2,
            "%s %s %s %dx%d to %dx%d: component %u at %d,%d is %d, not %g",
            format, sites[site].site, methods[method], size[0], size[1],
            size[2], size[3], c, x, y, v, expected);
      }
    }
    component_clear (&component);
  }
  fail_unless (checked > 100);
  gst_buffer_unref (got);
  gst_buffer_unref (buffer);
  scaler_free (h);
  g_free (how);
  g_free (fields);
}

GST_START_TEST (test_ramp)
{
  const gchar *format = siting_formats[__i__];
  guint site, size, method;

  for (site = 0; site < G_N_ELEMENTS (sites); site++)
    for (size = 0; size < G_N_ELEMENTS (sizes); size++)
      for (method = 0; method < G_N_ELEMENTS (methods); method++)
        /* jpeg is a plane by itself: an odd size is not quite in place, nor
         * are the corners of planes those of luma */
        if (g_strcmp0 (sites[site].site, "jpeg") != 0 ||
            (size < 4 && method != 2))
          check_ramp (format, site, sizes[size], method);
}

GST_END_TEST;

static Suite *
siting_suite (void)
{
  Suite *s = suite_create ("alignscale-siting");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_ramp, 0, G_N_ELEMENTS (siting_formats));
  return s;
}

GST_CHECK_MAIN (siting);
