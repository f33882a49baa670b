/* alignscale: fields and views are scaled apart, each in its place
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "scaler.h"

#include <math.h>

/* Samples start, start + step, ... of a component along one axis, in and out,
 * and where they lie: output sample j reads input sample a * j + b. */
typedef struct
{
  gint in_start, in_step, in_n, out_start, out_step, out_n;
  gdouble a, b;
} Axis;

/* Along one axis of a component: samples lie `spacing` luma pixels apart, the
 * first at `offset`; spacing 0: the component is a picture of its own. */
typedef struct
{
  gint spacing;
  gdouble offset;
} Site;

/* What of `how` the oracle is not told in other words. */
typedef struct
{
  const gchar *properties, *grid;
} Method;

static const Method methods[] = {
  {"method=bilinear", "half-pixel"},
  {"method=bicubic antialias=true", "half-pixel"},
  {"method=lanczos padding-mode=zeros", "half-pixel"},
  {"method=mitchell antialias=true align-corners=true "
        "coordinate-mode=align-corners", "align-corners"},
  {"method=bilinear align-corners=true", "align-corners"},
  {"method=coverage", "half-pixel"},
};

static const gchar *const field_formats[] = {
  "GRAY8", "RGB", "I420", "NV12", "YUY2", "Y42B", "Y41B", "YUV9", "P010_10LE",
  "A420", "ARGB64", "Y444_10LE", "I420_12BE", "BGRx",
};

/* Whether a luma height has whole chroma lines is the formats' business. */
static const gint field_sizes[][4] = {
  {24, 16, 36, 40}, {24, 32, 20, 16}, {17, 23, 29, 31}, {16, 48, 16, 24},
  {9, 5, 12, 9}, {8, 3, 8, 2}, {8, 2, 8, 11}, {8, 1, 8, 6}, {8, 7, 8, 1},
};

/* The input coordinate of output coordinate i. */
static gdouble
grid (const gchar * name, gint n, gint m, gdouble i)
{
  if (g_str_equal (name, "align-corners"))
    return m > 1 ? i * (n - 1) / (m - 1) : 0;
  return (i + 0.5) * n / m - 0.5;
}

/* Field `phase` of `period` of a component of n_in and n_out samples, whose
 * frames have in and out luma pixels. */
static Axis
axis_of (const gchar * name, const Site * site, gint in, gint out, gint n_in,
    gint n_out, gint phase, gint period)
{
  const Site own = { 1, 0.0 };
  Axis axis = { phase, period, 0, phase, period, 0, 0, 0 };
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
  return axis;
}

/* The samples of out that the axes name are those of in, scaled. The oracle is
 * asked for the half-pixel grid of the box that is where they lie. */
static void
assert_part (const gchar * properties, const Component * in,
    const Component * out, const Axis * x, const Axis * y, const gchar * what)
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

static Site
site_of (const GstVideoFormatInfo * finfo, guint c, guint sub,
    const gchar * site, gboolean across)
{
  Site result = { 0, 0.0 };

  if (site && (finfo->w_sub[c] || finfo->h_sub[c])) {
    result.spacing = 1 << sub;
    /* mpeg2 is cosited across, cosited both ways */
    if (!across && g_str_equal (site, "mpeg2"))
      result.offset = (result.spacing - 1) / 2.0;
  }
  return result;
}

/* Every field of out is that of in, scaled. */
static void
assert_fields (const Method * method, const GstVideoInfo * in_info,
    GstBuffer * in, const GstVideoInfo * out_info, GstBuffer * out,
    const gchar * site)
{
  const GstVideoFormatInfo *finfo = in_info->finfo;
  guint c;
  gint f;

  for (c = 0; c < finfo->n_components; c++) {
    const Site at_x = site_of (finfo, c, finfo->w_sub[c], site, TRUE);
    const Site at_y = site_of (finfo, c, finfo->h_sub[c], site, FALSE);
    Component from, got;

    frame_component (&from, in_info, in, c);
    frame_component (&got, out_info, out, c);
    for (f = 0; f < 2; f++) {
      Axis x = axis_of (method->grid, &at_x, in_info->width, out_info->width,
          from.width, got.width, 0, 1);
      Axis y = axis_of (method->grid, &at_y, in_info->height, out_info->height,
          from.height, got.height, f, 2);
      gchar *what = g_strdup_printf ("%s %dx%d to %dx%d, %s, component %u, "
          "field %d", finfo->name, in_info->width, in_info->height,
          out_info->width, out_info->height, site ? site : "no site", c, f);

      assert_part (method->properties, &from, &got, &x, &y, what);
      g_free (what);
    }
    component_clear (&from);
    component_clear (&got);
  }
}

static gchar *
caps_fields (const gchar * mode, const gchar * site)
{
  return g_strdup_printf ("interlace-mode=%s%s%s", mode,
      site ? ",chroma-site=" : "", site ? site : "");
}

/* The element between caps with the fields, and what they say. */
static GstHarness *
harness (const gchar * properties, GstVideoFormat format, const gint * size,
    const gchar * fields, GstVideoInfo * in, GstVideoInfo * out)
{
  GstHarness *h = scaler_new (properties);
  GstCaps *in_caps = frame_caps (format, size[0], size[1], fields);
  GstCaps *out_caps = frame_caps (format, size[2], size[3], fields);

  fail_unless (gst_video_info_from_caps (in, in_caps));
  fail_unless (gst_video_info_from_caps (out, out_caps));
  gst_harness_set_caps (h, in_caps, out_caps);
  return h;
}

GST_START_TEST (test_interleaved)
{
  static const gchar *const sites[] = { NULL, "mpeg2", "cosited" };
  const GstVideoFormat format = gst_video_format_from_string
      (field_formats[__i__]);
  guint size, method, site;

  for (size = 0; size < G_N_ELEMENTS (field_sizes); size++)
    for (method = 0; method < G_N_ELEMENTS (methods); method++)
      for (site = 0; site < G_N_ELEMENTS (sites); site++) {
        gchar *how = g_strconcat ("add-borders=false ",
            methods[method].properties, NULL);
        gchar *fields = caps_fields ("interleaved", sites[site]);
        GstVideoInfo in, out;
        GstHarness *h;
        GstBuffer *buffer, *got;

        h = harness (how, format, field_sizes[size], fields, &in, &out);
        buffer = frame_random (&in, size);
        got = scaler_run (h, buffer);
        assert_fields (&methods[method], &in, buffer, &out, got, sites[site]);
        fail_unless (scaler_messages (h, GST_MESSAGE_WARNING) == 0);
        gst_buffer_unref (got);
        gst_buffer_unref (buffer);
        scaler_free (h);
        g_free (fields);
        g_free (how);
      }
}

GST_END_TEST;

static Suite *
fields_suite (void)
{
  Suite *s = suite_create ("alignscale-fields");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_interleaved, 0, G_N_ELEMENTS (field_formats));
  return s;
}

GST_CHECK_MAIN (fields);
