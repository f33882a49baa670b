/* alignscale: parts of frames for the tests of the element
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "parts.h"

#include <math.h>

/* The input coordinate of output coordinate i. */
static gdouble
grid (const gchar * name, gint n, gint m, gdouble i)
{
  if (g_str_equal (name, "align-corners"))
    return m > 1 ? i * (n - 1) / (m - 1) : 0;
  if (g_str_equal (name, "asymmetric"))
    return i * n / m;
  return (i + 0.5) * n / m - 0.5;
}

PartAxis
part_axis (const gchar * name, const PartSite * site, gint in, gint out,
    gint n_in, gint n_out, gint phase, gint period)
{
  const PartSite own = { 1, 0.0 };
  PartAxis axis = { phase, period, 0, phase, period, 0, 0, 0, 0 };
  gdouble first, next;

  if (site->spacing == 0) {
    site = &own;
    in = n_in;
    out = n_out;
  }
  if (n_in < period) {
    axis.in_step = axis.out_step = period = 1;
    n_out = phase ? 0 : n_out;
  }
  axis.in_n = (n_in - phase + period - 1) / period;
  axis.out_n = MAX (n_out - phase + period - 1, 0) / period;
  first = site->spacing * phase + site->offset;
  next = site->spacing * (phase + period) + site->offset;
  axis.a = (grid (name, in, out, next) - grid (name, in, out, first))
      / (site->spacing * period);
  axis.b = (grid (name, in, out, first) - first) / (site->spacing * period);
  /* F.interpolate takes the floor: half a pixel of the frame later */
  if (g_str_equal (name, "asymmetric"))
    axis.late = 0.5 / (site->spacing * period);
  return axis;
}

static gint
nearest (const PartAxis * axis, gint j)
{
  gint at = (gint) floor (axis->a * j + axis->b + 0.5 - axis->late + 1e-9);

  return CLAMP (at, 0, axis->in_n - 1);
}

/* The source scaled by the methods that take one pixel. */
static void
resize_nearest (const PartAxis * x, const PartAxis * y, const gdouble * source,
    gdouble * exact, guint8 * dyadic)
{
  gint row, column;

  for (row = 0; row < y->out_n; row++)
    for (column = 0; column < x->out_n; column++) {
      *exact++ = source[nearest (y, row) * x->in_n + nearest (x, column)];
      *dyadic++ = 1;
    }
}

void
part_assert (const gchar * properties, const Component * in,
    const Component * out, const PartAxis * x, const PartAxis * y,
    const gchar * what)
{
  OracleCase how = scaler_oracle (properties);
  gsize n_in = (gsize) x->in_n * (gsize) y->in_n, i = 0;
  gsize n_out = (gsize) x->out_n * (gsize) y->out_n, wrong, at = 0;
  gdouble *source = g_new (gdouble, n_in + 1), *exact = g_new (gdouble, n_out);
  guint16 *got = g_new (guint16, n_out), *want = g_new (guint16, n_out);
  guint8 *dyadic = g_new (guint8, n_out);
  gint row, column;

  if (n_out > 0) {
    for (row = 0; row < y->in_n; row++)
      for (column = 0; column < x->in_n; column++)
        source[i++] = in->samples[(y->in_start + row * y->in_step) * in->width
            + x->in_start + column * x->in_step];
    how.in_w = x->in_n;
    how.in_h = y->in_n;
    how.out_w = x->out_n;
    how.out_h = y->out_n;
    how.align_corners = FALSE;
    how.coordinate_mode = "half-pixel";
    how.box_x = x->b - x->a / 2 + 0.5;
    how.box_w = MAX (x->a * x->out_n, 1e-12);
    how.box_y = y->b - y->a / 2 + 0.5;
    how.box_h = MAX (y->a * y->out_n, 1e-12);
    if (g_str_has_prefix (how.method, "nearest"))
      resize_nearest (x, y, source, exact, dyadic);
    else
      fail_unless (oracle_resize (&how, source, exact, dyadic));
    i = 0;
    for (row = 0; row < y->out_n; row++)
      for (column = 0; column < x->out_n; column++, i++) {
        want[i] = (guint16) CLAMP (rint (exact[i]), 0, out->max);
        got[i] = out->samples[(y->out_start + row * y->out_step) * out->width
            + x->out_start + column * x->out_step];
      }
    wrong = ref_compare (NULL, "", got, want, exact, dyadic, n_out, out->max,
        &at);
    fail_unless (wrong == 0, "%s: %s: %" G_GSIZE_FORMAT " samples are wrong, "
        "the first at %d,%d: %d, not %d (%f)", properties, what, wrong,
        (gint) at % x->out_n, (gint) at / x->out_n, got[at], want[at],
        exact[at]);
  }
  g_free (source);
  g_free (exact);
  g_free (got);
  g_free (want);
  g_free (dyadic);
}

PartSite
part_site (const GstVideoFormatInfo * finfo, guint c, guint sub,
    const gchar * site, gboolean across)
{
  PartSite result = { 0, 0.0 };

  if (site && (finfo->w_sub[c] || finfo->h_sub[c])) {
    result.spacing = 1 << sub;
    /* mpeg2 is cosited across, cosited both ways */
    if (!across && g_str_equal (site, "mpeg2"))
      result.offset = (result.spacing - 1) / 2.0;
  }
  return result;
}

void
part_assert_fields (const gchar * properties, const gchar * grid_name,
    const GstVideoInfo * in_info, GstBuffer * in,
    const GstVideoInfo * out_info, GstBuffer * out, const gchar * site)
{
  const GstVideoFormatInfo *finfo = in_info->finfo;
  guint c;
  gint f;

  for (c = 0; c < finfo->n_components; c++) {
    const PartSite at_x = part_site (finfo, c, finfo->w_sub[c], site, TRUE);
    const PartSite at_y = part_site (finfo, c, finfo->h_sub[c], site, FALSE);
    Component from, got;

    frame_component (&from, in_info, in, c);
    frame_component (&got, out_info, out, c);
    for (f = 0; f < 2; f++) {
      PartAxis x = part_axis (grid_name, &at_x, in_info->width, out_info->width,
          from.width, got.width, 0, 1);
      PartAxis y =
          part_axis (grid_name, &at_y, in_info->height, out_info->height,
          from.height, got.height, f, 2);
      gchar *what = g_strdup_printf ("%s %dx%d to %dx%d, %s, component %u, "
          "field %d", finfo->name, in_info->width, in_info->height,
          out_info->width, out_info->height, site ? site : "no site", c, f);

      part_assert (properties, &from, &got, &x, &y, what);
      g_free (what);
    }
    component_clear (&from);
    component_clear (&got);
  }
}

void
part_set_crop (GstBuffer * buffer, guint x, guint y, guint width, guint height)
{
  GstVideoCropMeta *meta = gst_buffer_get_video_crop_meta (buffer);

  if (!meta)
    meta = gst_buffer_add_video_crop_meta (buffer);
  meta->x = x;
  meta->y = y;
  meta->width = width;
  meta->height = height;
}

GstHarness *
part_harness (const gchar * properties, GstVideoFormat format,
    const gint * size, const gchar * fields, GstVideoInfo * in,
    GstVideoInfo * out)
{
  GstHarness *h = scaler_new (properties);
  GstCaps *in_caps = frame_caps (format, size[0], size[1], fields);
  GstCaps *out_caps = frame_caps (format, size[2], size[3], fields);

  fail_unless (gst_video_info_from_caps (in, in_caps));
  fail_unless (gst_video_info_from_caps (out, out_caps));
  gst_harness_set_caps (h, in_caps, out_caps);
  return h;
}

GstBuffer *
part_scale (const gchar * properties, GstVideoFormat format, const gint * size,
    const gchar * fields, GstBuffer * buffer)
{
  GstVideoInfo in, out;
  GstHarness *h = part_harness (properties, format, size, fields, &in, &out);
  GstBuffer *result = scaler_run (h, buffer);

  scaler_free (h);
  return result;
}
