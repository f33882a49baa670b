/* alignscale: the pictures of the benchmark
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "bench.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static guint
first_component (const GstVideoInfo * info, guint plane)
{
  guint c;

  for (c = 0; c < GST_VIDEO_INFO_N_COMPONENTS (info); c++)
    if (info->finfo->plane[c] == plane)
      return c;
  g_error ("%s: no component in plane %u", info->finfo->name, plane);
}

gint
bench_plane_rows (const GstVideoInfo * info, guint plane)
{
  return GST_VIDEO_INFO_COMP_HEIGHT (info, first_component (info, plane));
}

gint
bench_plane_width (const GstVideoInfo * info, guint plane)
{
  return GST_VIDEO_INFO_COMP_WIDTH (info, first_component (info, plane));
}

gint
bench_plane_pixel (const GstVideoInfo * info, guint plane)
{
  return GST_VIDEO_INFO_COMP_PSTRIDE (info, first_component (info, plane));
}

void
bench_picture_init (BenchPicture * picture, GstVideoFormat format, gint width,
    gint height, guint align)
{
  GstVideoAlignment alignment;
  void *data;
  guint p;

  gst_video_info_set_format (&picture->info, format, (guint) width,
      (guint) height);
  gst_video_alignment_reset (&alignment);
  for (p = 0; p < GST_VIDEO_MAX_PLANES; p++)
    alignment.stride_align[p] = align - 1;
  if (align > 1 && !gst_video_info_align (&picture->info, &alignment))
    g_error ("%s cannot be aligned", gst_video_format_to_string (format));
  if (posix_memalign (&data, 64, picture->info.size + 64))
    g_error ("out of memory");
  memset (data, 0, picture->info.size + 64);
  picture->data = data;
  for (p = 0; p < GST_VIDEO_INFO_N_PLANES (&picture->info); p++)
    picture->planes[p] = picture->data + picture->info.offset[p];
  picture->buffer = gst_buffer_new_wrapped_full ((GstMemoryFlags) 0,
      picture->data, picture->info.size, 0, picture->info.size, NULL, NULL);
}

void
bench_picture_clear (BenchPicture * picture)
{
  gst_clear_buffer (&picture->buffer);
  free (picture->data);
  picture->data = NULL;
}

/* The rows of a plane as they lie in memory; tiles, whose stride counts tiles, are
 * one row of all their bytes. */
static gint
memory_rows (const GstVideoInfo * info, guint plane)
{
  return GST_VIDEO_FORMAT_INFO_IS_TILED (info->finfo) ? 1 :
      bench_plane_rows (info, plane);
}

static gint
memory_row_bytes (const GstVideoInfo * info, guint plane)
{
  const gsize end = plane + 1 < GST_VIDEO_INFO_N_PLANES (info) ?
      info->offset[plane + 1] : info->size;

  return GST_VIDEO_FORMAT_INFO_IS_TILED (info->finfo) ?
      (gint) (end - info->offset[plane]) : info->stride[plane];
}

static guint8 *
row_of (const BenchPicture * picture, guint plane, gint y)
{
  return picture->planes[plane] + (gssize) y * picture->info.stride[plane];
}

void
bench_picture_copy (BenchPicture * to, const BenchPicture * from)
{
  guint p;
  gint y;

  for (p = 0; p < GST_VIDEO_INFO_N_PLANES (&from->info); p++)
    for (y = 0; y < bench_plane_rows (&from->info, p); y++)
      memcpy (row_of (to, p, y), row_of (from, p, y),
          (gsize) MIN (to->info.stride[p], from->info.stride[p]));
}

/* Waves and noise, as rows of bytes or of 16-bit words. */
static void
picture_fill (BenchPicture * picture)
{
  const GstVideoFormatInfo *finfo = picture->info.finfo;
  const gboolean words = finfo->depth[0] > 8;
  const gfloat top = (gfloat) ((1u << finfo->depth[0]) - 1);
  const guint shift = words ? finfo->shift[0] : 0;
  const gint high = GST_VIDEO_FORMAT_INFO_IS_LE (finfo) ? 1 : 0;
  guint32 r = 1;
  guint p;

  for (p = 0; p < GST_VIDEO_INFO_N_PLANES (&picture->info); p++) {
    const gint n = memory_row_bytes (&picture->info, p) / (words ? 2 : 1);
    gfloat *wide = g_new (gfloat, n), *fine = g_new (gfloat, n);
    gint x, y;

    for (x = 0; x < n; x++) {
      wide[x] = 0.5f + 0.22f * sinf ((gfloat) x * 0.0071f);
      fine[x] = 0.10f * sinf ((gfloat) x * 0.063f);
    }
    for (y = 0; y < memory_rows (&picture->info, p); y++) {
      const gfloat slow = 0.16f * cosf ((gfloat) y * 0.0113f);
      const gfloat fast = sinf ((gfloat) y * 0.047f + (gfloat) p);
      guint8 *row = row_of (picture, p, y);

      for (x = 0; x < n; x++) {
        guint v;

        r = r * 1664525u + 1013904223u;
        v = (guint) (top * CLAMP (wide[x] + slow + fine[x] * fast
                + ((gfloat) (r >> 16) / 65536.0f - 0.5f) * 0.12f, 0.0f, 1.0f));
        if (words) {
          row[2 * x + high] = (guint8) (v << shift >> 8);
          row[2 * x + 1 - high] = (guint8) (v << shift);
        } else {
          row[x] = (guint8) v;
        }
      }
    }
    g_free (wide);
    g_free (fine);
  }
}

/* The picture rolled down by a third of its height. */
static void
picture_roll (BenchPicture * to, const BenchPicture * from)
{
  guint p;
  gint y;

  for (p = 0; p < GST_VIDEO_INFO_N_PLANES (&from->info); p++) {
    const gint rows = memory_rows (&from->info, p);

    for (y = 0; y < rows; y++)
      memcpy (row_of (to, p, (y + rows / 3) % rows), row_of (from, p, y),
          (gsize) memory_row_bytes (&from->info, p));
  }
}

BenchPictures *
bench_pictures_new (const BenchCell * cell)
{
  BenchPictures *pictures = g_new0 (BenchPictures, 1);
  guint i;

  for (i = 0; i < BENCH_PICTURES; i++) {
    bench_picture_init (&pictures->in[i], cell->format, cell->in_w, cell->in_h,
        1);
    bench_picture_init (&pictures->out[i], cell->format, cell->out_w,
        cell->out_h, 1);
    if (i == 0)
      picture_fill (&pictures->in[i]);
    else
      picture_roll (&pictures->in[i], &pictures->in[i - 1]);
  }
  return pictures;
}

void
bench_pictures_free (BenchPictures * pictures)
{
  guint i;

  for (i = 0; i < BENCH_PICTURES; i++) {
    bench_picture_clear (&pictures->in[i]);
    bench_picture_clear (&pictures->out[i]);
  }
  g_free (pictures);
}
