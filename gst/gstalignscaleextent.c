/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The bytes that frames need which are unpacked.
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "gstalignscaleunpackprivate.h"

#include "gstalignscaleline.h"

static gsize
tile_size (const GstVideoFormatInfo * finfo, guint plane)
{
#if GST_CHECK_VERSION (1, 22, 0)
  return finfo->tile_info[plane].size;
#else
  (void) plane;
  return (gsize) 1 << (finfo->tile_ws + finfo->tile_hs);
#endif
}

/* What the unpack function makes of rows of which only a part is there. */
typedef struct
{
  gsize row_size;
  gint stride[GST_VIDEO_MAX_PLANES];
  guint8 *line, *samples;
  gpointer rows[GST_VIDEO_MAX_PLANES];
} Probe;

/* How many samples of component c are whole where the first n bytes of the rows
 * are there: they are full of ones and the others of zeros. */
static gint
count_whole (const GstAlignScaleUnpacked * unpacked, Probe * probe,
    guint c, gsize n)
{
  const GstAlignScaleLayout *layout = unpacked->layout;
  const GstAlignScalePlane *plane = &layout->planes[c];
  const gint width = gst_align_scale_plane_width (plane, unpacked->width);
  guint8 *row = probe->rows[plane->plane];
  gint k;

  memset (row, 0xff, n);
  memset (row + n, 0, probe->row_size - n);
  gst_align_scale_unpacked_get_line (unpacked, probe->line, probe->rows,
      probe->stride, 0);
  gst_align_scale_line_take (layout, c, probe->samples, probe->line, width);
  for (k = 0; k < width; k++)
    if ((layout->sample_bytes == 1 ? probe->samples[k] :
            ((guint16 *) (gpointer) probe->samples)[k]) != plane->max)
      break;
  return k;
}

gboolean
gst_align_scale_unpacked_measure (GstAlignScaleUnpacked * unpacked,
    const GstVideoInfo * info)
{
  const GstAlignScaleLayout *layout = unpacked->layout;
  Probe probe = {.row_size = unpacked->line_size };
  guint c, p;

  if (layout->whole) {
    unpacked->row_bytes[0] = (gsize) unpacked->width
        * (gsize) layout->finfo->pixel_stride[0];
    return TRUE;
  }
  for (p = 0; unpacked->tiled && p < GST_VIDEO_INFO_N_PLANES (info); p++) {
    gint columns = GST_VIDEO_TILE_X_TILES (info->stride[p]);

    probe.stride[p] = GST_VIDEO_TILE_MAKE_STRIDE (columns, 1);
    unpacked->row_bytes[p] = (gsize) columns * tile_size (layout->finfo, p);
    probe.row_size = MAX (probe.row_size, unpacked->row_bytes[p]
        + tile_size (layout->finfo, p));
  }
  probe.line = g_try_malloc0 (2 * unpacked->line_size
      + GST_VIDEO_MAX_PLANES * probe.row_size);
  if (!probe.line)
    return FALSE;
  probe.samples = probe.line + unpacked->line_size;
  for (p = 0; p < GST_VIDEO_MAX_PLANES; p++)
    probe.rows[p] = probe.samples + unpacked->line_size + p * probe.row_size;
  for (c = 0; !unpacked->tiled && c < layout->n_planes; c++) {
    const GstAlignScalePlane *plane = &layout->planes[c];
    const gint width = gst_align_scale_plane_width (plane, unpacked->width);
    gsize low = 0, high = probe.row_size;

    while (low + 1 < high) {
      gsize n = low + (high - low) / 2;

      if (count_whole (unpacked, &probe, c, n) == width)
        high = n;
      else
        low = n;
    }
    unpacked->row_bytes[plane->plane] = MAX (unpacked->row_bytes[plane->plane],
        MIN (high, (gsize) info->stride[plane->plane]));
  }
  for (c = 0; c < layout->n_planes; c++)
    unpacked->n_whole[c] = count_whole (unpacked, &probe, c,
        unpacked->row_bytes[layout->planes[c].plane]);
  g_free (probe.line);
  return TRUE;
}

static gboolean
get_extent_of_tiles (const GstAlignScaleUnpacked * unpacked, guint plane,
    gint stride, gint64 * end, GError ** error)
{
  const GstVideoFormatInfo *finfo = unpacked->layout->finfo;
  const gint x_tiles = GST_VIDEO_TILE_X_TILES (stride);
  const gint y_tiles = GST_VIDEO_TILE_Y_TILES (stride);
  const gint columns = GST_VIDEO_TILE_X_TILES (unpacked->tiles[plane]);
  const gint rows = GST_VIDEO_TILE_Y_TILES (unpacked->tiles[plane]);
  guint last = 0, c;
  gint x, y;

  for (c = 0; c < unpacked->layout->n_planes; c++) {
    const GstAlignScalePlane *component = &unpacked->layout->planes[c];

    if (unpacked->n_whole[c] < gst_align_scale_plane_width (component,
            unpacked->width)) {
      g_set_error (error, GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT,
          "plane %u of %s %dx%d has no room for the last chroma sample of a "
          "row, other widths have", component->plane, finfo->name,
          unpacked->width, unpacked->height);
      return FALSE;
    }
  }
  if (x_tiles < columns || y_tiles < rows) {
    g_set_error (error, GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT,
        "plane %u of %s %dx%d: stride %d is %d x %d tiles, %d x %d are needed",
        plane, finfo->name, unpacked->width, unpacked->height, stride, x_tiles,
        y_tiles, columns, rows);
    return FALSE;
  }
  /* whatever the order of tiles, the last one is in the last two rows */
  for (y = MAX (rows - 2, 0); y < rows; y++)
    for (x = 0; x < columns; x++)
      last = MAX (last, gst_video_tile_get_index (finfo->tile_mode, x, y,
              x_tiles, y_tiles));
  *end = ((gint64) last + 1) * (gint64) tile_size (finfo, plane);
  return TRUE;
}

gboolean
gst_align_scale_unpacked_get_extent (const GstAlignScaleUnpacked * unpacked,
    guint plane, gint stride, gboolean interleaved, gint64 * begin,
    gint64 * end, GError ** error)
{
  const gint64 row = (gint64) unpacked->row_bytes[plane];
  const gint rows = gst_align_scale_unpacked_get_rows (unpacked, plane,
      interleaved);
  const gint64 last_row = (gint64) stride * (rows - 1);

  *begin = 0;
  if (unpacked->tiled)
    return get_extent_of_tiles (unpacked, plane, stride, end, error);
  if (rows > 1 && ABS ((gint64) stride) < row) {
    g_set_error (error, GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT,
        "plane %u of %s %dx%d: stride %d is shorter than a row of %"
        G_GINT64_FORMAT " bytes", plane, unpacked->layout->finfo->name,
        unpacked->width, unpacked->height, stride, row);
    return FALSE;
  }
  *begin = MIN (last_row, 0);
  *end = row + MAX (last_row, 0);
  return TRUE;
}
