/* alignscale: zimg in the benchmark
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "bench.h"

#include <zimg.h>

#include <stdlib.h>

/* what its 64-byte vectors ask for */
#define ALIGN 64

typedef struct
{
  BenchPeer peer;
  BenchPictures *pictures;
  BenchPictures *aligned;       /* owned; NULL where strides are aligned */
  zimg_filter_graph *graph;
  void *scratch;
} Zimg;

static void
run (BenchPeer * peer, guint i)
{
  Zimg *z = (Zimg *) peer;
  BenchPictures *pictures = z->aligned ? z->aligned : z->pictures;
  const BenchPicture *in = &pictures->in[i], *out = &pictures->out[i];
  zimg_image_buffer_const src = { ZIMG_API_VERSION, {{0}} };
  zimg_image_buffer dst = { ZIMG_API_VERSION, {{0}} };
  guint p;

  for (p = 0; p < GST_VIDEO_INFO_N_PLANES (&in->info); p++) {
    src.plane[p].data = in->planes[p];
    src.plane[p].stride = in->info.stride[p];
    src.plane[p].mask = ZIMG_BUFFER_MAX;
    dst.plane[p].data = out->planes[p];
    dst.plane[p].stride = out->info.stride[p];
    dst.plane[p].mask = ZIMG_BUFFER_MAX;
  }
  if (zimg_filter_graph_process (z->graph, &src, &dst, z->scratch, NULL, NULL,
          NULL, NULL))
    g_error ("zimg: a frame failed");
  peer->output = out;
}

static void
zimg_free (BenchPeer * peer)
{
  Zimg *z = (Zimg *) peer;

  zimg_filter_graph_free (z->graph);
  if (z->aligned)
    bench_pictures_free (z->aligned);
  free (z->scratch);
  g_free (z);
}

static void
set_format (zimg_image_format * format, const GstVideoInfo * info)
{
  const GstVideoFormatInfo *finfo = info->finfo;

  zimg_image_format_default (format, ZIMG_API_VERSION);
  format->width = (unsigned) info->width;
  format->height = (unsigned) info->height;
  format->pixel_type = finfo->depth[0] > 8 ? ZIMG_PIXEL_WORD : ZIMG_PIXEL_BYTE;
  format->depth = finfo->depth[0];
  format->color_family = ZIMG_COLOR_GREY;
  format->pixel_range = ZIMG_RANGE_LIMITED;
  /* each plane by itself */
  format->chroma_location = ZIMG_CHROMA_CENTER;
  if (finfo->n_components == 3) {
    format->color_family = ZIMG_COLOR_YUV;
    format->matrix_coefficients = ZIMG_MATRIX_BT709;
    format->subsample_w = finfo->w_sub[1];
    format->subsample_h = finfo->h_sub[1];
  }
}

static void
set_filter (zimg_graph_builder_params * params, BenchPeer * peer,
    const BenchCell * cell)
{
  zimg_graph_builder_params_default (params, ZIMG_API_VERSION);
  params->cpu_type = ZIMG_CPU_AUTO_64B;
  switch (cell->kind) {
    case BENCH_NEAREST:
      params->resample_filter = ZIMG_RESIZE_POINT;
      bench_peer_means (peer, cell, "nearest-exact", FALSE, "border");
      break;
    case BENCH_BICUBIC:
      params->resample_filter = ZIMG_RESIZE_BICUBIC;
      params->filter_param_a = params->filter_param_a_uv = 0;
      params->filter_param_b = params->filter_param_b_uv = 0.5;
      bench_peer_means (peer, cell, "bicubic", TRUE, "border");
      peer->ideal.cubic_a = -0.5;
      break;
    case BENCH_LANCZOS:
      params->resample_filter = ZIMG_RESIZE_LANCZOS;
      params->filter_param_a = params->filter_param_a_uv = 3;
      bench_peer_means (peer, cell, "lanczos", TRUE, "border");
      break;
    default:
      params->resample_filter = ZIMG_RESIZE_BILINEAR;
      bench_peer_means (peer, cell, "bilinear", TRUE, "border");
      break;
  }
  params->resample_filter_uv = params->resample_filter;
}

static gboolean
is_aligned (const BenchPicture * picture)
{
  guint p;

  for (p = 0; p < GST_VIDEO_INFO_N_PLANES (&picture->info); p++)
    if (picture->info.stride[p] % ALIGN || picture->info.offset[p] % ALIGN)
      return FALSE;
  return TRUE;
}

static void
align_pictures (Zimg * z)
{
  const GstVideoInfo *in = &z->pictures->in[0].info;
  const GstVideoInfo *out = &z->pictures->out[0].info;
  guint i;

  if (is_aligned (&z->pictures->in[0]) && is_aligned (&z->pictures->out[0]))
    return;
  z->aligned = g_new0 (BenchPictures, 1);
  for (i = 0; i < BENCH_PICTURES; i++) {
    bench_picture_init (&z->aligned->in[i], GST_VIDEO_INFO_FORMAT (in),
        in->width, in->height, ALIGN);
    bench_picture_init (&z->aligned->out[i], GST_VIDEO_INFO_FORMAT (out),
        out->width, out->height, ALIGN);
    bench_picture_copy (&z->aligned->in[i], &z->pictures->in[i]);
  }
}

BenchPeer *
bench_zimg_new (const BenchCell * cell, BenchPictures * pictures)
{
  const GstVideoInfo *info = &pictures->in[0].info;
  zimg_image_format src, dst;
  zimg_graph_builder_params params;
  size_t size = 0;
  Zimg *z;

  if (info->finfo->n_components != GST_VIDEO_INFO_N_PLANES (info)
      || info->finfo->n_components == 4 || GST_VIDEO_INFO_IS_RGB (info)
      || (info->finfo->depth[0] > 8 && cell->format != GST_VIDEO_FORMAT_I420_10LE)
      || cell->kind == BENCH_AREA)
    return NULL;
  z = g_new0 (Zimg, 1);
  g_strlcpy (z->peer.name, "zimg", sizeof z->peer.name);
  z->peer.run = run;
  z->peer.free = zimg_free;
  z->pictures = pictures;
  align_pictures (z);
  set_format (&src, info);
  set_format (&dst, &pictures->out[0].info);
  set_filter (&params, &z->peer, cell);
  z->graph = zimg_filter_graph_build (&src, &dst, &params);
  if (!z->graph) {              /* odd sizes of subsampled formats */
    zimg_free (&z->peer);
    return NULL;
  }
  if (zimg_filter_graph_get_tmp_size (z->graph, &size)
      || posix_memalign (&z->scratch, ALIGN, size + ALIGN))
    g_error ("zimg: no memory");
  return &z->peer;
}
