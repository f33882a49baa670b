/* alignscale: the element against reference frames of PyTorch and Pillow
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "scaler.h"

#define MAX_THREADS 3

static gchar *
properties_of (const RefCase * c, guint n_threads)
{
  gchar a[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_dtostr (a, sizeof (a), c->scale.cubic_a);
  return g_strdup_printf ("method=%s padding-mode=%s align-corners=%s "
      "antialias=%s cubic-a=%s add-borders=false n-threads=%u",
      c->scale.method, c->scale.padding,
      c->scale.align_corners ? "true" : "false",
      c->scale.antialias ? "true" : "false", a, n_threads);
}

/* Packed planes as the buffer of a frame with GStreamer's rows, or back. */
static void
copy_planes (const RefCase * c, const GstVideoInfo * info, guint8 * frame,
    guint8 * packed, gboolean is_input)
{
  RefPlane planes[3];
  gint n = ref_planes (c, planes), i, y;

  for (i = 0; i < n; i++) {
    const RefPlane *p = &planes[i];
    gsize row = (gsize) ((is_input ? p->in_w : p->out_w) * p->components
        * p->sample_bytes);

    for (y = 0; y < (is_input ? p->in_h : p->out_h); y++) {
      guint8 *there = frame + info->offset[i] + y * info->stride[i];
      guint8 *here = packed + (is_input ? p->in_offset : p->out_offset)
          + (gsize) y * row;

      if (is_input)
        memcpy (there, here, row);
      else
        memcpy (here, there, row);
    }
  }
}

static GstBuffer *
buffer_of (const RefCase * c, const GstVideoInfo * info)
{
  guint8 *frame = g_malloc0 (GST_VIDEO_INFO_SIZE (info));

  copy_planes (c, info, frame, (guint8 *) c->input, TRUE);
  return gst_buffer_new_wrapped (frame, GST_VIDEO_INFO_SIZE (info));
}

/* The output of the element as packed planes. */
static guint8 *
packed_of (const RefCase * c, const GstVideoInfo * info, GstBuffer * buffer)
{
  guint8 *packed = g_malloc0 (c->expected_size);
  GstVideoMeta *meta = gst_buffer_get_video_meta (buffer);
  GstVideoInfo placed = *info;
  GstMapInfo map;

  if (meta) {
    memcpy (placed.offset, meta->offset, sizeof (placed.offset));
    memcpy (placed.stride, meta->stride, sizeof (placed.stride));
  }
  fail_unless (gst_buffer_map (buffer, &map, GST_MAP_READ));
  copy_planes (c, &placed, map.data, packed, FALSE);
  gst_buffer_unmap (buffer, &map);
  return packed;
}

static void
judge (const RefCase * c, const guint8 * packed, RefTally * tally)
{
  RefPlane planes[3];
  gint n = ref_planes (c, planes), i, k;

  for (i = 0; i < n; i++) {
    const RefPlane *p = &planes[i];
    gsize n_in = (gsize) p->in_w * (gsize) p->in_h;
    gsize n_out = (gsize) p->out_w * (gsize) p->out_h, at;
    guint16 *in = g_new (guint16, n_in), *got = g_new (guint16, n_out);
    guint16 *expected = g_new (guint16, n_out);
    gdouble *source = g_new (gdouble, n_in), *exact = g_new (gdouble, n_out);
    guint8 *dyadic = g_new (guint8, n_out);
    OracleCase scale = c->scale;
    gchar ratio[32];

    scale.in_w = p->in_w;
    scale.in_h = p->in_h;
    scale.out_w = p->out_w;
    scale.out_h = p->out_h;
    ref_ratio (p->in_w, p->in_h, p->out_w, p->out_h, ratio);
    for (k = 0; k < p->components; k++) {
      gsize wrong, first = 0;

      ref_component (c->input + p->in_offset, p, p->in_w, p->in_h, k, in);
      ref_component (c->expected + p->out_offset, p, p->out_w, p->out_h, k,
          expected);
      ref_component (packed + p->out_offset, p, p->out_w, p->out_h, k, got);
      for (at = 0; at < n_in; at++)
        source[at] = in[at];
      fail_unless (oracle_resize (&scale, source, exact, dyadic));
      wrong = ref_compare (tally, ratio, got, expected, exact, dyadic, n_out,
          ref_max (c), &first);
      fail_unless (wrong == 0, "case %d %s %s %s %s align-corners=%d "
          "antialias=%d %dx%d to %dx%d: %" G_GSIZE_FORMAT " samples are wrong, "
          "the first of plane %d component %d at %" G_GSIZE_FORMAT ": %d, not "
          "%d (%f)", c->id, c->source, c->format, c->scale.method,
          c->scale.padding, c->scale.align_corners, c->scale.antialias,
          p->in_w, p->in_h, p->out_w, p->out_h, wrong, i, k, first, got[first],
          expected[first], exact[first]);
    }
    g_free (in);
    g_free (got);
    g_free (expected);
    g_free (source);
    g_free (exact);
    g_free (dyadic);
  }
}

static void
run_case (const RefCase * c, RefTally * all, RefTally * area)
{
  GstVideoFormat format = gst_video_format_from_string (c->format);
  GstVideoInfo in, out;
  GstBuffer *buffer;
  guint8 *first = NULL;
  guint n_threads;

  frame_info (&in, format, c->scale.in_w, c->scale.in_h);
  frame_info (&out, format, c->scale.out_w, c->scale.out_h);
  buffer = buffer_of (c, &in);
  for (n_threads = 1; n_threads <= MAX_THREADS; n_threads++) {
    gchar *properties = properties_of (c, n_threads);
    GstBuffer *result = scaler_once (properties, &in, buffer, &out);
    guint8 *packed = packed_of (c, &out, result);

    if (n_threads == 1) {
      judge (c, packed, all);
      if (g_str_equal (c->scale.method, "area"))
        judge (c, packed, area);
      first = packed;
    } else {
      fail_unless (memcmp (first, packed, c->expected_size) == 0,
          "case %d: %u threads give other bytes than one", c->id, n_threads);
      g_free (packed);
    }
    gst_buffer_unref (result);
    g_free (properties);
  }
  g_free (first);
  gst_buffer_unref (buffer);
}

GST_START_TEST (test_reference)
{
  const gchar *directory = g_getenv ("ALS_REFERENCE_DIR");
  static RefTally all, area;
  gint i;
  RefSet set;

  fail_unless (directory != NULL, "ALS_REFERENCE_DIR is not set");
  fail_unless (ref_load (directory, &set));
  for (i = 0; i < (gint) set.n_cases; i++)
    run_case (&set.cases[i], &all, &area);
  printf ("%d reference frames, %d thread counts each\n", i, MAX_THREADS);
  ref_tally_print (&all, stdout);
  for (i = 0; i < area.n_rows; i++)
    fail_unless (area.rows[i].excused == 0, "area needs no excuse");
  fflush (stdout);
  ref_free (&set);
}

GST_END_TEST;

static Suite *
alignscale_reference_suite (void)
{
  Suite *s = suite_create ("reference");
  TCase *tc = tcase_create ("frames");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_reference);
  return s;
}

GST_CHECK_MAIN (alignscale_reference);
