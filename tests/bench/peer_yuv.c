/* alignscale: libyuv in the benchmark
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "bench.h"

#include <libyuv/scale.h>
#include <libyuv/scale_argb.h>
#include <libyuv/scale_rgb.h>
#include <libyuv/scale_uv.h>

typedef struct
{
  BenchPeer peer;
  BenchPictures *pictures;
  enum FilterMode filter;
} Yuv;

static void
run_plane (const BenchPicture * in, const BenchPicture * out, guint p,
    enum FilterMode filter)
{
  const guint8 *from = in->planes[p];
  guint8 *to = out->planes[p];
  const gint from_stride = in->info.stride[p], to_stride = out->info.stride[p];
  const gint from_w = bench_plane_width (&in->info, p);
  const gint from_h = bench_plane_rows (&in->info, p);
  const gint to_w = bench_plane_width (&out->info, p);
  const gint to_h = bench_plane_rows (&out->info, p);

  if (in->info.finfo->depth[0] > 8) {
    ScalePlane_12 ((const uint16_t *) (gconstpointer) from, from_stride / 2,
        from_w, from_h, (uint16_t *) (gpointer) to, to_stride / 2, to_w, to_h,
        filter);
    return;
  }
  switch (bench_plane_pixel (&in->info, p)) {
    case 1:
      ScalePlane (from, from_stride, from_w, from_h, to, to_stride, to_w, to_h,
          filter);
      break;
    case 2:
      UVScale (from, from_stride, from_w, from_h, to, to_stride, to_w, to_h,
          filter);
      break;
    case 3:
      RGBScale (from, from_stride, from_w, from_h, to, to_stride, to_w, to_h,
          filter);
      break;
    default:
      ARGBScale (from, from_stride, from_w, from_h, to, to_stride, to_w, to_h,
          filter);
      break;
  }
}

static void
run (BenchPeer * peer, guint i)
{
  Yuv *y = (Yuv *) peer;
  const BenchPicture *in = &y->pictures->in[i], *out = &y->pictures->out[i];
  guint p;

  for (p = 0; p < GST_VIDEO_INFO_N_PLANES (&in->info); p++)
    run_plane (in, out, p, y->filter);
  peer->output = out;
}

static void
yuv_free (BenchPeer * peer)
{
  g_free (peer);
}

BenchPeer *
bench_yuv_new (const BenchCell * cell, BenchPictures * pictures)
{
  const gboolean up = cell->out_w > cell->in_w;
  Yuv *y;

  if (cell->kind == BENCH_BICUBIC || cell->kind == BENCH_LANCZOS)
    return NULL;
  y = g_new0 (Yuv, 1);
  g_strlcpy (y->peer.name, "libyuv", sizeof y->peer.name);
  y->peer.run = run;
  y->peer.free = yuv_free;
  y->pictures = pictures;
  y->filter = kFilterBox;
  if (cell->kind == BENCH_NEAREST) {
    y->filter = kFilterNone;
    bench_peer_means (&y->peer, cell, up ? "nearest" : "nearest-exact", FALSE,
        "border");
  } else if (cell->kind == BENCH_BILINEAR) {
    y->filter = kFilterBilinear;
    /* pixels of 3 and 4 bytes follow no grid that is known */
    if (bench_plane_pixel (&pictures->in[0].info, 0) > 2)
      return &y->peer;
    bench_peer_means (&y->peer, cell, "bilinear", FALSE, "border");
    /* it aligns corners going up, but for its kernels of exactly 2x */
    y->peer.ideal.coordinate_mode = up && cell->out_w != 2 * cell->in_w ?
        "align-corners" : "half-pixel";
  }
  return &y->peer;
}
