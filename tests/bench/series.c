/* alignscale: first frames, threads, sizes and taps in the benchmark
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "bench.h"

#include <stdio.h>
#include <string.h>

/* ----------------------------------------------------------- first frame */

/* set-up with the first frame, then the frame after it, in milliseconds */
static void
time_first (const BenchCell * cell, BenchPictures * pictures, guint which,
    gdouble ms[2], gchar name[24])
{
  BenchPeer *peer = NULL;
  gdouble start = bench_now_ms ();

  switch (which) {
    case 0:
      peer = bench_alignscale_new (cell, pictures, 1);
      break;
    case 1:
      peer = bench_videoscale_new (cell, pictures, 1);
      break;
#ifdef BENCH_HAS_SWS
    case 2:
      peer = bench_sws_new (cell, pictures, FALSE);
      break;
#endif
#ifdef BENCH_HAS_ZIMG
    case 3:
      peer = bench_zimg_new (cell, pictures);
      break;
#endif
    default:
      break;
  }
  if (!peer)
    return;
  peer->run (peer, 0);
  ms[0] = bench_now_ms () - start;
  start = bench_now_ms ();
  peer->run (peer, 1);
  ms[1] = bench_now_ms () - start;
  g_strlcpy (name, peer->name, 24);
  bench_peer_free (peer);
}

static void
first_frames (const BenchCell * cell, guint rounds)
{
  BenchPictures *pictures = bench_pictures_new (cell);
  guint which, r;

  bench_print_cell ("first", cell);
  printf (", \"peers\": [");
  for (which = 0; which < 4; which++) {
    gchar name[24] = "";
    GString *first = g_string_new (NULL), *second = g_string_new (NULL);

    /* the round before the first loads code and touches memory */
    for (r = 0; r <= rounds; r++) {
      gdouble ms[2] = { 0, 0 };

      time_first (cell, pictures, which, ms, name);
      if (r > 0)
        g_string_append_printf (first, "%s%.6g", r > 1 ? ", " : "", ms[0]);
      if (r > 0)
        g_string_append_printf (second, "%s%.6g", r > 1 ? ", " : "", ms[1]);
    }
    if (name[0])
      printf ("%s{\"name\": \"%s\", \"ms\": [%s], \"next_ms\": [%s]}",
          which ? ", " : "", name, first->str, second->str);
    g_string_free (first, TRUE);
    g_string_free (second, TRUE);
  }
  printf ("]}\n");
  bench_pictures_free (pictures);
}

void
bench_first (const BenchOptions * options)
{
  static const BenchCell cells[] = {
    {GST_VIDEO_FORMAT_I420, 1920, 1080, 1280, 720, BENCH_BILINEAR},
    {GST_VIDEO_FORMAT_I420, 1920, 1080, 1280, 720, BENCH_BICUBIC},
    {GST_VIDEO_FORMAT_I420, 1920, 1080, 1280, 720, BENCH_LANCZOS},
    {GST_VIDEO_FORMAT_I420, 1920, 1080, 3840, 2160, BENCH_BICUBIC},
    {GST_VIDEO_FORMAT_RGB, 1920, 1080, 224, 224, BENCH_BILINEAR},
    {GST_VIDEO_FORMAT_I420, 1920, 1080, 1367, 769, BENCH_BICUBIC},
  };
  guint i;

  bench_progress ("first frames");
  for (i = 0; i < G_N_ELEMENTS (cells); i++) {
    bench_progress (".");
    first_frames (&cells[i], options->quick ? 5 : 15);
  }
  bench_progress ("\n");
}

/* ---------------------------------------------------------------- threads */

void
bench_threads (const BenchOptions * options)
{
  static const BenchCell cells[] = {
    {GST_VIDEO_FORMAT_I420, 1920, 1080, 1280, 720, BENCH_BILINEAR},
    {GST_VIDEO_FORMAT_I420, 1920, 1080, 1280, 720, BENCH_BICUBIC},
    {GST_VIDEO_FORMAT_I420, 1920, 1080, 3840, 2160, BENCH_BILINEAR},
    {GST_VIDEO_FORMAT_I420, 3840, 2160, 1920, 1080, BENCH_BICUBIC},
    {GST_VIDEO_FORMAT_I420, 1280, 720, 1920, 1080, BENCH_BICUBIC},
    {GST_VIDEO_FORMAT_RGB, 1920, 1080, 1280, 720, BENCH_BILINEAR},
  };
  const BenchEffort effort = options->quick ?
      (BenchEffort) { 0.4, 3, 3, 9, TRUE } : (BenchEffort) { 12, 10, 9, 121, TRUE };
  guint i, k;

  if (g_get_num_processors () < 2) {
    bench_progress ("threads: one processor, left out\n");
    return;
  }
  bench_progress ("threads");
  for (i = 0; i < G_N_ELEMENTS (cells); i++) {
    BenchPictures *pictures = bench_pictures_new (&cells[i]);
    BenchCell half = cells[i];
    BenchPictures *halves[2];
    BenchPeer *peers[5];
    BenchTimes times;

    half.in_h /= 2;
    half.out_h /= 2;

    for (k = 0; k < 4; k++) {
      peers[k] = k < 2 ? bench_alignscale_new (&cells[i], pictures, 1 + k % 2)
          : bench_videoscale_new (&cells[i], pictures, 1 + k % 2);
      g_strlcat (peers[k]->name, k % 2 ? " 2" : " 1", sizeof peers[k]->name);
    }
    for (k = 0; k < 2; k++)
      halves[k] = bench_pictures_new (&half);
    peers[4] = bench_pair_new (bench_alignscale_new (&half, halves[0], 1),
        bench_alignscale_new (&half, halves[1], 1));
    bench_times_run (&times, peers, 5, &effort);
    bench_progress (" %.2f (%.2f)", bench_times_ratio (&times, 1, 0),
        bench_times_ratio (&times, 4, 0));
    bench_print_cell ("threads", &cells[i]);
    bench_print_peers (peers, &times, NULL);
    printf ("}\n");
    bench_times_clear (&times);
    for (k = 0; k < 5; k++)
      bench_peer_free (peers[k]);
    bench_pictures_free (pictures);
    bench_pictures_free (halves[0]);
    bench_pictures_free (halves[1]);
  }
  bench_progress ("\n");
}

/* --------------------------------------------------------- sizes and taps */

static void
series_cell (const BenchOptions * options, const gchar * type,
    const BenchCell * cell)
{
  const BenchEffort effort = options->quick ?
      (BenchEffort) { 0.15, 2, 3, 9, FALSE } : (BenchEffort) { 2, 6, 5, 31, FALSE };
  BenchPictures *pictures = bench_pictures_new (cell);
  BenchPeer *peers[3] = { bench_alignscale_new (cell, pictures, 1),
    bench_videoscale_new (cell, pictures, 1), bench_limit_new (cell, pictures)
  };
  BenchTimes times;
  guint i;

  bench_times_run (&times, peers, 3, &effort);
  bench_progress (".");
  bench_print_cell (type, cell);
  bench_print_peers (peers, &times, NULL);
  printf ("}\n");
  bench_times_clear (&times);
  for (i = 0; i < 3; i++)
    bench_peer_free (peers[i]);
  bench_pictures_free (pictures);
}

void
bench_sizes (const BenchOptions * options)
{
  static const gint sizes[][2] = { {64, 64}, {128, 128}, {256, 256}, {640, 360},
  {1280, 720}, {1920, 1080}, {3840, 2160}, {7680, 4320}
  };
  guint i, k;

  bench_progress ("frame sizes");
  for (k = BENCH_BILINEAR; k <= BENCH_BICUBIC; k++)
    for (i = 0; i < G_N_ELEMENTS (sizes); i++) {
      const BenchCell cell = { GST_VIDEO_FORMAT_I420, sizes[i][0], sizes[i][1],
        sizes[i][0] * 2 / 3, sizes[i][1] * 2 / 3, (BenchKind) k
      };

      if (!options->quick || sizes[i][0] < 7680)
        series_cell (options, "size", &cell);
    }
  bench_progress ("\n");
}

void
bench_taps (const BenchOptions * options)
{
  /* 1920x1080 over these: 4 taps for each of them */
  static const gdouble ratios[] = { 1.5, 2, 3, 4, 6, 8, 12, 15 };
  guint i;

  bench_progress ("taps");
  for (i = 0; i < G_N_ELEMENTS (ratios); i++) {
    const BenchCell cell = { GST_VIDEO_FORMAT_GRAY8, 1920, 1080,
      (gint) (1920 / ratios[i]), (gint) (1080 / ratios[i]), BENCH_BICUBIC
    };

    series_cell (options, "taps", &cell);
  }
  bench_progress ("\n");
}
