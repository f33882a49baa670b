/* alignscale: OpenCV in the benchmark
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "bench.h"

#include <opencv2/imgproc.hpp>

namespace {

struct Cv
{
  BenchPeer peer;               /* first: it is what the others know */
  BenchPictures *pictures;
  int interpolation;
};

cv::Mat
plane_of (const BenchPicture &picture, guint p)
{
  const GstVideoInfo *info = &picture.info;
  const int depth = info->finfo->depth[0] > 8 ? CV_16U : CV_8U;
  const int components = bench_plane_pixel (info, p) / (depth == CV_16U ? 2 : 1);

  return cv::Mat (bench_plane_rows (info, p), bench_plane_width (info, p),
      CV_MAKETYPE (depth, components), picture.planes[p],
      static_cast<size_t> (info->stride[p]));
}

void
run (BenchPeer *peer, guint i)
{
  Cv *c = reinterpret_cast<Cv *> (peer);
  const BenchPicture &in = c->pictures->in[i], &out = c->pictures->out[i];

  for (guint p = 0; p < GST_VIDEO_INFO_N_PLANES (&in.info); p++) {
    cv::Mat to = plane_of (out, p);

    cv::resize (plane_of (in, p), to, to.size (), 0, 0, c->interpolation);
  }
  peer->output = &out;
}

void
cv_free (BenchPeer *peer)
{
  delete reinterpret_cast<Cv *> (peer);
}

} // namespace

BenchPeer *
bench_cv_new (const BenchCell *cell, BenchPictures *pictures)
{
  Cv *c = new Cv ();

  cv::setNumThreads (1);
  g_strlcpy (c->peer.name, "opencv", sizeof c->peer.name);
  c->peer.run = run;
  c->peer.free = cv_free;
  c->pictures = pictures;
  switch (cell->kind) {
    case BENCH_NEAREST:
      c->interpolation = cv::INTER_NEAREST;
      bench_peer_means (&c->peer, cell, "nearest", FALSE, "border");
      break;
    case BENCH_BICUBIC: // without antialias
      c->interpolation = cv::INTER_CUBIC;
      bench_peer_means (&c->peer, cell, "bicubic", FALSE, "border");
      break;
    case BENCH_LANCZOS: // without antialias, 8 taps
      c->interpolation = cv::INTER_LANCZOS4;
      break;
    case BENCH_AREA:
      c->interpolation = cv::INTER_AREA;
      if (cell->out_w < cell->in_w)
        bench_peer_means (&c->peer, cell, "coverage", FALSE, "border");
      break;
    default:
      c->interpolation = cv::INTER_LINEAR;
      bench_peer_means (&c->peer, cell, "bilinear", FALSE, "border");
      break;
  }
  return &c->peer;
}
