/* alignscale: chroma stays where it is against luma
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "parts.h"

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

/* What a component has at a luma coordinate of the input. */
static gdouble
ramp (const GstVideoInfo * info, gdouble x, gdouble y)
{
  const gdouble unit = ((1 << info->finfo->depth[0]) - 1) / 255.0;

  return unit * (20.0 + 140.0 * x / info->width + 70.0 * y / info->height);
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
    Component size;

    frame_component (&size, info, buffer, c);
    component_clear (&size);
    for (y = 0; y < size.height; y++) {
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

/* Luma pixels that the edge of the picture is seen from: two samples, on the
 * grid that is the coarser one. */
static gdouble
margin (gint in, gint out, guint sub, gint period)
{
  return 2.0 * MAX ((gdouble) in / out, 1.0) * (1 << sub) * period + 1.0;
}

/* The ramp that comes out is the ramp that went in, away from the edges. */
static void
check_ramp (const gchar * format, guint site, const gint * size,
    const gchar * properties, guint method, gboolean fields, gdouble within)
{
  gchar *text = g_strdup_printf ("chroma-site=%s%s", sites[site].site,
      fields ? ",interlace-mode=interleaved" : "");
  gchar *how = g_strconcat ("add-borders=false ", properties, NULL);
  GstVideoInfo in, out;
  GstHarness *h = part_harness (how, gst_video_format_from_string (format),
      size, text, &in, &out);
  GstBuffer *buffer, *got;
  guint c;
  gint x, y, checked = 0;

  buffer = frame_random (&in, 1);
  fill (&in, buffer, sites[site].across, sites[site].down);
  got = scaler_run (h, buffer);
  for (c = 0; c < in.finfo->n_components; c++) {
    const gdouble margin_x = margin (size[0], size[2], in.finfo->w_sub[c], 1);
    const gdouble margin_y = margin (size[1], size[3], in.finfo->h_sub[c],
        fields ? 2 : 1);
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

        if (at_x < margin_x || at_y < margin_y ||
            at_x > size[0] - 1 - margin_x || at_y > size[1] - 1 - margin_y)
          continue;
        checked++;
        /* fail_unless would report every sample that is right */
        if (ABS (v - expected) > within)
          fail ("%s %s %s %dx%d to %dx%d: component %u at %d,%d is %d, not %g",
            format, text, properties, size[0], size[1],
            size[2], size[3], c, x, y, v, expected);
      }
    }
    component_clear (&component);
  }
  fail_unless (checked > 100, "%s %s %s %dx%d to %dx%d: %d samples", format,
      text, properties, size[0], size[1], size[2], size[3], checked);
  gst_buffer_unref (got);
  gst_buffer_unref (buffer);
  scaler_free (h);
  g_free (how);
  g_free (text);
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
          check_ramp (format, site, sizes[size], methods[method], method,
              FALSE, 1.2);
}

GST_END_TEST;

/* To one level at any ratio, each of luma, chroma and fields: half a level of
 * the input's rounding and half of the output's. */
GST_START_TEST (test_ratios)
{
  static const gchar *const formats[] = { "I420", "YUY2", "Y41B", "YUV9" };
  static const gchar *const linear[] = {
    "method=bilinear", "method=bilinear antialias=true",
    "method=bicubic cubic-a=-0.5", "method=catrom antialias=true",
  };
  static const gint out_sizes[][2] = {
    {160, 128}, {161, 129}, {159, 127}, {320, 256}, {80, 64}, {107, 85},
    {213, 171}, {400, 300}, {53, 43}, {97, 211}, {640, 90}, {60, 500},
  };
  static const gint in_sizes[][2] = { {160, 128}, {157, 131} };
  const guint site = (guint) __i__ / 2;
  const gboolean fields = __i__ % 2;
  guint format, in, out;

  for (format = 0; format < G_N_ELEMENTS (formats); format++)
    for (in = 0; in < G_N_ELEMENTS (in_sizes); in++)
      for (out = 0; out < G_N_ELEMENTS (out_sizes); out++) {
        const gint size[] = { in_sizes[in][0], in_sizes[in][1],
          out_sizes[out][0], out_sizes[out][1]
        };
        const guint method = (format + in + out) / 2 % G_N_ELEMENTS (linear);

        if (g_str_equal (sites[site].site, "jpeg") &&
            (in > 0 || ((size[2] | size[3]) & 7)))
          continue;
        if ((format + in + out) % 2)
          continue;
        check_ramp (formats[format], site, size, linear[method], 0, fields,
            method < 2 ? 1.0 + 1e-4 : 1.25);
      }
}

GST_END_TEST;

static Suite *
siting_suite (void)
{
  Suite *s = suite_create ("alignscale-siting");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_ramp, 0, G_N_ELEMENTS (siting_formats));
  tcase_add_loop_test (tc, test_ratios, 0, 2 * G_N_ELEMENTS (sites));
  return s;
}

GST_CHECK_MAIN (siting);
