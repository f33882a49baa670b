/* alignscale: the cells of the benchmark
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "bench.h"

#include <stdio.h>
#include <string.h>

/* what the exact result costs, in products, to be worth waiting for in a hurry */
#define QUICK_PRODUCTS 2e8

/* formats by their short names, sizes by theirs */
#define CELL(format, in_w, in_h, out_w, out_h, kind) \
  { GST_VIDEO_FORMAT_ ## format, in_w, in_h, out_w, out_h, BENCH_ ## kind }
#define P720 1280, 720
#define P1080 1920, 1080
#define UHD 3840, 2160
#define CELLS(format, from, to, kind) CELL (format, from, to, kind)

static const BenchCell cells[] = {
  CELLS (I420, P1080, P720, BILINEAR),
  CELLS (I420, P1080, UHD, BILINEAR),
  CELLS (I420, UHD, P1080, BILINEAR),
  CELL (I420, 1920, 1080, 640, 640, BILINEAR),
  CELLS (I420, P720, P1080, BILINEAR),
  CELL (I420, 224, 224, 448, 448, BILINEAR),
  CELL (I420, 1920, 1080, 224, 224, BILINEAR),
  CELLS (I420, P1080, P720, NEAREST),
  CELLS (I420, P1080, P720, BICUBIC),
  CELLS (I420, P1080, P720, LANCZOS),
  CELLS (I420, P1080, P720, AREA),
  CELLS (I420, P1080, UHD, NEAREST),
  CELLS (I420, P1080, UHD, BICUBIC),
  CELLS (I420, P1080, UHD, LANCZOS),
  CELLS (I420, UHD, P1080, BICUBIC),
  CELLS (I420, UHD, P1080, AREA),
  CELL (I420, 1920, 1080, 224, 224, AREA),
  CELLS (I420, P720, P1080, BICUBIC),
  CELLS (NV12, P1080, P720, BILINEAR),
  CELL (NV12, 1920, 1080, 640, 640, BILINEAR),
  CELLS (NV12, P1080, P720, BICUBIC),
  CELLS (NV12, P1080, P720, NEAREST),
  CELLS (RGB, P1080, P720, BILINEAR),
  CELL (RGB, 1920, 1080, 640, 640, BILINEAR),
  CELL (RGB, 1920, 1080, 640, 640, BICUBIC),
  CELL (RGB, 1920, 1080, 224, 224, BILINEAR),
  CELL (RGB, 1920, 1080, 224, 224, AREA),
  CELL (RGB, 224, 224, 448, 448, BILINEAR),
  CELLS (RGB, P1080, P720, NEAREST),
  CELLS (RGBA, P1080, P720, BILINEAR),
  CELLS (RGBA, P1080, UHD, BILINEAR),
  CELL (RGBA, 1920, 1080, 640, 640, BICUBIC),
  CELLS (RGBA, P1080, P720, NEAREST),
  CELLS (GRAY8, P1080, P720, BILINEAR),
  CELLS (GRAY8, P720, P1080, BICUBIC),
  CELLS (I420_10LE, P1080, P720, BILINEAR),
  CELLS (I420_10LE, P1080, UHD, BILINEAR),
  CELLS (I420_10LE, UHD, P1080, BICUBIC),
  CELLS (Y444, P1080, P720, BILINEAR),
  CELLS (Y444, P1080, P720, LANCZOS),
};

gboolean
bench_cell_is_wanted (const BenchOptions * options, const BenchCell * cell)
{
  gchar *name, *pattern;
  gboolean wanted;

  if (!options->cells)
    return TRUE;
  name = bench_cell_name (cell);
  pattern = g_strdup_printf ("*%s*", options->cells);
  wanted = g_pattern_match_simple (pattern, name);
  g_free (pattern);
  g_free (name);
  return wanted;
}

/* products of weights, about */
static gdouble
exact_work (const BenchPeer * peer, const BenchCell * cell)
{
  const gdouble reach = cell->kind == BENCH_LANCZOS ? 6
      : cell->kind == BENCH_BICUBIC ? 4 : 2;
  const gdouble x = (gdouble) cell->in_w / cell->out_w;
  const gdouble y = (gdouble) cell->in_h / cell->out_h;
  const gboolean wide = peer->ideal.antialias || cell->kind == BENCH_AREA;

  return (gdouble) cell->out_w * cell->out_h * reach * reach
      * (wide ? MAX (x, 1) * MAX (y, 1) : 1) + 4.0 * cell->in_w * cell->in_h;
}

static void
measure (const BenchOptions * options, const BenchCell * cell)
{
  const BenchEffort effort = options->quick ?
      (BenchEffort) { 0.9, 3, 3, 15, FALSE } : (BenchEffort) { 8, 10, 9, 61, FALSE };
  BenchPictures *pictures = bench_pictures_new (cell);
  BenchPeer *peers[BENCH_MAX_PEERS];
  gdouble off[BENCH_MAX_PEERS];
  guint i, n = bench_peers_new (cell, pictures, peers);
  BenchTimes times;

  for (i = 0; i < n; i++)
    off[i] = options->quick && exact_work (peers[i], cell) > QUICK_PRODUCTS ?
        -1 : bench_peer_off (peers[i], pictures);
  bench_times_run (&times, peers, n, &effort);
  bench_progress (" %.3f ms, %.3f of videoscale",
      bench_times_median (&times, 0), bench_times_ratio (&times, 0, 1));
  bench_print_cell ("cell", cell);
  bench_print_peers (peers, &times, off);
  printf ("}\n");
  bench_times_clear (&times);
  for (i = 0; i < n; i++)
    bench_peer_free (peers[i]);
  bench_pictures_free (pictures);
}

void
bench_cells (const BenchOptions * options)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cells); i++) {
    gchar *name;

    if (!bench_cell_is_wanted (options, &cells[i]))
      continue;
    name = bench_cell_name (&cells[i]);
    bench_progress ("%2u/%u  %s:", i + 1, (guint) G_N_ELEMENTS (cells), name);
    g_free (name);
    measure (options, &cells[i]);
    bench_progress ("\n");
  }
}
