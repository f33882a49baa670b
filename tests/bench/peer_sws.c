/* alignscale: libswscale in the benchmark
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "bench.h"

#include <libswscale/swscale.h>

typedef struct
{
  BenchPeer peer;
  BenchPictures *pictures;
  struct SwsContext *context;
} Sws;

static void
run (BenchPeer * peer, guint i)
{
  Sws *s = (Sws *) peer;
  const BenchPicture *in = &s->pictures->in[i], *out = &s->pictures->out[i];

  if (sws_scale (s->context, (const uint8_t * const *) in->planes,
          in->info.stride, 0, in->info.height, out->planes, out->info.stride)
      != out->info.height)
    g_error ("swscale: a frame failed");
  peer->output = out;
}

static void
sws_free (BenchPeer * peer)
{
  Sws *s = (Sws *) peer;

  sws_freeContext (s->context);
  g_free (s);
}

static enum AVPixelFormat
pixel_format (GstVideoFormat format)
{
  switch (format) {
    case GST_VIDEO_FORMAT_I420:
      return AV_PIX_FMT_YUV420P;
    case GST_VIDEO_FORMAT_Y444:
      return AV_PIX_FMT_YUV444P;
    case GST_VIDEO_FORMAT_NV12:
      return AV_PIX_FMT_NV12;
    case GST_VIDEO_FORMAT_I420_10LE:
      return AV_PIX_FMT_YUV420P10LE;
    case GST_VIDEO_FORMAT_GRAY8:
      return AV_PIX_FMT_GRAY8;
    case GST_VIDEO_FORMAT_RGB:
      return AV_PIX_FMT_RGB24;
    case GST_VIDEO_FORMAT_RGBA:
      return AV_PIX_FMT_RGBA;
    default:
      return AV_PIX_FMT_NONE;
  }
}

static gint
set_method (BenchPeer * peer, const BenchCell * cell)
{
  switch (cell->kind) {
    case BENCH_NEAREST:
      bench_peer_means (peer, cell, "nearest-exact", FALSE, "border");
      return SWS_POINT;
    case BENCH_BICUBIC:
      bench_peer_means (peer, cell, "bicubic", TRUE, "border");
      peer->ideal.cubic_a = -0.6;
      return SWS_BICUBIC;
    case BENCH_LANCZOS:
      bench_peer_means (peer, cell, "lanczos", TRUE, "border");
      return SWS_LANCZOS;
    case BENCH_AREA:
      return SWS_AREA;
    default:
      bench_peer_means (peer, cell, "bilinear", TRUE, "border");
      return SWS_BILINEAR;
  }
}

BenchPeer *
bench_sws_new (const BenchCell * cell, BenchPictures * pictures,
    gboolean accurate)
{
  const enum AVPixelFormat format = pixel_format (cell->format);
  Sws *s;
  gint flags;

  if (format == AV_PIX_FMT_NONE
      || (accurate && (cell->kind == BENCH_NEAREST || cell->kind == BENCH_AREA)))
    return NULL;
  s = g_new0 (Sws, 1);
  g_strlcpy (s->peer.name, accurate ? "swscale-accurate" : "swscale",
      sizeof s->peer.name);
  s->peer.run = run;
  s->peer.free = sws_free;
  s->pictures = pictures;
  flags = set_method (&s->peer, cell) | (accurate ? SWS_ACCURATE_RND : 0);
  s->context = sws_getContext (cell->in_w, cell->in_h, format, cell->out_w,
      cell->out_h, format, flags, NULL, NULL, NULL);
  if (!s->context)
    g_error ("swscale: no context");
  return &s->peer;
}
