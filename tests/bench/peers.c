/* alignscale: who takes part in the benchmark
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "bench.h"

#include <stdarg.h>
#include <stdio.h>

const BenchMethod bench_methods[BENCH_N_KINDS] = {
  {"nearest", "nearest-exact", FALSE, "nearest-neighbour"},
  {"bilinear", "bilinear", FALSE, "bilinear"},
  {"bicubic", "bicubic", TRUE, "catrom"},
  {"lanczos", "lanczos", TRUE, "lanczos"},
  {"area", "area", FALSE, "bilinear2"},
};

static void
size_name (gint w, gint h, gchar name[16])
{
  if (w == 3840 && h == 2160)
    g_strlcpy (name, "4K", 16);
  else if (w == h)
    g_snprintf (name, 16, "%d^2", w);
  else if ((h == 1080 || h == 720) && 9 * w == 16 * h)
    g_snprintf (name, 16, "%dp", h);
  else
    g_snprintf (name, 16, "%dx%d", w, h);
}

gchar *
bench_cell_name (const BenchCell * cell)
{
  gchar in[16], out[16];

  size_name (cell->in_w, cell->in_h, in);
  size_name (cell->out_w, cell->out_h, out);
  return g_strdup_printf ("%s %s>%s %s",
      gst_video_format_to_string (cell->format), in, out,
      bench_methods[cell->kind].name);
}

void
bench_peer_means (BenchPeer * peer, const BenchCell * cell,
    const gchar * method, gboolean antialias, const gchar * padding)
{
  peer->ideal.in_w = cell->in_w;
  peer->ideal.in_h = cell->in_h;
  peer->ideal.out_w = cell->out_w;
  peer->ideal.out_h = cell->out_h;
  peer->ideal.method = method;
  peer->ideal.antialias = antialias;
  peer->ideal.padding = padding;
}

void
bench_peer_free (BenchPeer * peer)
{
  peer->free (peer);
}

guint
bench_peers_new (const BenchCell * cell, BenchPictures * pictures,
    BenchPeer * peers[BENCH_MAX_PEERS])
{
  guint n = 0, i, kept = 0;

  peers[n++] = bench_alignscale_new (cell, pictures, 1);
  peers[n++] = bench_videoscale_new (cell, pictures, 1);
#ifdef BENCH_HAS_CV
  peers[n++] = bench_cv_new (cell, pictures);
#endif
#ifdef BENCH_HAS_YUV
  peers[n++] = bench_yuv_new (cell, pictures);
#endif
#ifdef BENCH_HAS_SWS
  peers[n++] = bench_sws_new (cell, pictures, FALSE);
  peers[n++] = bench_sws_new (cell, pictures, TRUE);
#endif
#ifdef BENCH_HAS_ZIMG
  peers[n++] = bench_zimg_new (cell, pictures);
#endif
  peers[n++] = bench_limit_new (cell, pictures);
  for (i = 0; i < n; i++)
    if (peers[i])
      peers[kept++] = peers[i];
  return kept;
}

void
bench_print_cell (const gchar * type, const BenchCell * cell)
{
  gchar *name = bench_cell_name (cell);

  printf ("{\"type\": \"%s\", \"name\": \"%s\", \"format\": \"%s\", "
      "\"in\": [%d, %d], \"out\": [%d, %d], \"kind\": \"%s\"", type, name,
      gst_video_format_to_string (cell->format), cell->in_w, cell->in_h,
      cell->out_w, cell->out_h, bench_methods[cell->kind].name);
  g_free (name);
}

void
bench_print_peers (BenchPeer ** peers, const BenchTimes * times,
    const gdouble * off)
{
  guint i, r;

  printf (", \"peers\": [");
  for (i = 0; i < times->n_peers; i++) {
    printf ("%s{\"name\": \"%s\", \"ms\": [", i ? ", " : "", peers[i]->name);
    for (r = 0; r < times->n_rounds; r++)
      printf ("%s%.6g", r ? ", " : "", times->ms[r * times->n_peers + i]);
    printf ("]");
    if (off && off[i] >= 0)
      printf (", \"off\": %.6g", off[i]);
    printf ("}");
  }
  printf ("]");
}

void
bench_progress (const gchar * format, ...)
{
  va_list args;

  va_start (args, format);
  vfprintf (stderr, format, args);
  va_end (args);
  fflush (stderr);
}
