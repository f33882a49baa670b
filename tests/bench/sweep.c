/* alignscale: every format and every method of videoscale
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "bench.h"

#include <stdio.h>

typedef struct
{
  const gchar *videoscale, *alignscale;
  gboolean antialias;
} Pair;

/* those that the cells do not have, with what comes nearest */
static const Pair others[] = {
  {"4-tap", "bicubic", FALSE},
  {"bilinear2", "bilinear", TRUE},
  {"sinc", "lanczos", TRUE},
  {"hermite", "hermite", TRUE},
  {"spline", "spline16", TRUE},
  {"mitchell", "mitchell", TRUE},
};

/* Does the element scale the format? In other caps features it may but pass
 * frames on. */
static gboolean
has_format (const gchar * factory, const gchar * format)
{
  GstElementFactory *f = gst_element_factory_find (factory);
  GstCaps *caps = gst_caps_new_simple ("video/x-raw",
      "format", G_TYPE_STRING, format, NULL);
  const GList *l = gst_element_factory_get_static_pad_templates (f);
  gboolean has = FALSE;

  for (; l; l = l->next) {
    GstCaps *all = gst_static_pad_template_get_caps (l->data);
    guint i;

    for (i = 0; i < gst_caps_get_size (all); i++)
      has = has || (!gst_caps_features_is_any (gst_caps_get_features (all, i))
          && gst_structure_can_intersect (gst_caps_get_structure (all, i),
              gst_caps_get_structure (caps, 0)));
    gst_caps_unref (all);
  }
  gst_caps_unref (caps);
  gst_object_unref (f);
  return has;
}

static void
measure (const BenchOptions * options, const BenchCell * cell,
    const Pair * pair)
{
  const BenchEffort effort = options->quick ?
      (BenchEffort) { 0.02, 0.5, 3, 9, FALSE } : (BenchEffort) { 0.25, 2, 5, 31, FALSE };
  BenchPictures *pictures = bench_pictures_new (cell);
  BenchPeer *peers[2];
  BenchTimes times;
  guint i;

  if (pair) {
    gchar *a = g_strdup_printf ("n-threads=1 method=%s antialias=%s",
        pair->alignscale, pair->antialias ? "true" : "false");
    gchar *v = g_strdup_printf ("n-threads=1 method=%s", pair->videoscale);

    peers[0] = bench_element_new ("alignscale", cell, pictures, a);
    peers[1] = bench_element_new ("videoscale", cell, pictures, v);
    g_free (a);
    g_free (v);
  } else {
    peers[0] = bench_alignscale_new (cell, pictures, 1);
    peers[1] = bench_videoscale_new (cell, pictures, 1);
  }
  bench_times_run (&times, peers, 2, &effort);
  bench_print_cell (pair ? "method" : "format", cell);
  if (pair)
    printf (", \"method\": \"%s\", \"ours\": \"%s%s\"", pair->videoscale,
        pair->alignscale, pair->antialias ? " antialias" : "");
  bench_print_peers (peers, &times, NULL);
  printf ("}\n");
  bench_times_clear (&times);
  for (i = 0; i < 2; i++)
    bench_peer_free (peers[i]);
  bench_pictures_free (pictures);
}

/* down by 3:2, then up by as much */
static void
set_sizes (BenchCell * cell, gboolean up)
{
  cell->in_w = up ? 320 : 720;
  cell->in_h = up ? 240 : 540;
  cell->out_w = 480;
  cell->out_h = 360;
}

void
bench_formats (const BenchOptions * options)
{
  guint f, k, up;

  if (!options->cells)
    bench_progress ("formats");
  for (f = GST_VIDEO_FORMAT_I420; f < 256; f++) {
    const gchar *name = gst_video_format_to_string ((GstVideoFormat) f);

    /* pictures here have no palettes */
    if (!name || f == GST_VIDEO_FORMAT_RGB8P || !has_format ("alignscale", name)
        || !has_format ("videoscale", name) || (options->quick && f % 3))
      continue;
    if (!options->cells)
      bench_progress (" %s", name);
    for (k = BENCH_NEAREST; k <= BENCH_BICUBIC; k++)
      for (up = 0; up < 2; up++) {
        BenchCell cell = { (GstVideoFormat) f, 0, 0, 0, 0, (BenchKind) k };

        set_sizes (&cell, up != 0);
        if (bench_cell_is_wanted (options, &cell))
          measure (options, &cell, NULL);
      }
  }
  if (!options->cells)
    bench_progress ("\n");
}

void
bench_other_methods (const BenchOptions * options)
{
  static const GstVideoFormat formats[] = { GST_VIDEO_FORMAT_I420,
    GST_VIDEO_FORMAT_NV12, GST_VIDEO_FORMAT_YUY2, GST_VIDEO_FORMAT_RGB,
    GST_VIDEO_FORMAT_RGBA, GST_VIDEO_FORMAT_GRAY8, GST_VIDEO_FORMAT_I420_10LE
  };
  guint f, k, up;

  bench_progress ("methods");
  for (k = 0; k < G_N_ELEMENTS (others); k++) {
    bench_progress (" %s", others[k].videoscale);
    for (f = 0; f < G_N_ELEMENTS (formats); f++)
      for (up = 0; up < 2; up++) {
        BenchCell cell = { formats[f], 0, 0, 0, 0, BENCH_BILINEAR };

        set_sizes (&cell, up != 0);
        if (!options->quick || f % 3 == 0)
          measure (options, &cell, &others[k]);
      }
  }
  bench_progress ("\n");
}
