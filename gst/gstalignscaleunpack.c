/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "gstalignscaleunpackprivate.h"

#include "gstalignscaleline.h"

/* Pixels beyond the width that functions of lines may read and write. */
#define SPARE_PIXELS 64
/* Most bytes of a pixel, packed or unpacked. */
#define MAX_PIXEL 8
/* Bytes beyond the end of a row that they read at most. */
#define READ_BEYOND 64

gint
gst_align_scale_unpacked_get_rows (const GstAlignScaleUnpacked * unpacked,
    guint p, gboolean interleaved)
{
  const GstAlignScalePlane plane = {.h_sub = unpacked->h_sub[p] };

  return gst_align_scale_plane_rows (&plane, unpacked->height, interleaved);
}

/* Lines of a frame. Two fields may have a chroma line beyond the last line of
 * luma, which is that of the line that would follow. */
static gint
lines_of (const GstAlignScaleUnpacked * unpacked, gboolean interleaved)
{
  gint lines = unpacked->height;
  guint p;

  for (p = 0; p < GST_VIDEO_MAX_PLANES; p++)
    lines = MAX (lines, ((gst_align_scale_unpacked_get_rows (unpacked, p,
                    interleaved) - 1) << unpacked->h_sub[p]) + 1);
  return lines;
}

/* The first line of a slice, which begins with a row of each plane. */
static gint
first_line (const GstAlignScaleUnpacked * unpacked, gboolean interleaved,
    gint slice, gint n_slices)
{
  const gint lines = lines_of (unpacked, interleaved);
  gint first = (gint) ((gint64) lines * slice / n_slices);
  guint p;

  for (p = 0; p < GST_VIDEO_MAX_PLANES; p++)
    while (first & ((1 << unpacked->h_sub[p]) - 1))
      first++;
  return MIN (first, lines);
}

void
gst_align_scale_unpacked_get_line (const GstAlignScaleUnpacked * unpacked,
    guint8 * line, gpointer data[GST_VIDEO_MAX_PLANES],
    const gint stride[GST_VIDEO_MAX_PLANES], gint y)
{
  const GstVideoFormatInfo *finfo = unpacked->layout->finfo;

  finfo->unpack_func (finfo, GST_VIDEO_PACK_FLAG_TRUNCATE_RANGE, line, data,
      stride, 0, y, unpacked->width);
}

/* Sets the planes, as if memory began at 0, and its size. */
static gsize
place_planes (GstAlignScaleUnpacked * unpacked,
    gsize offset[GST_VIDEO_MAX_COMPONENTS])
{
  const GstAlignScaleLayout *layout = unpacked->layout;
  gsize size = 0;
  guint c;

  for (c = 0; c < layout->n_planes; c++) {
    const GstAlignScalePlane *plane = &layout->planes[c];
    AlsPlane *to = &unpacked->planes[c];
    gint rows = gst_align_scale_plane_rows (plane, unpacked->height, TRUE);

    to->step = plane->step;
    to->stride = layout->whole ? (unpacked->width + SPARE_PIXELS) * plane->step
        : gst_align_scale_plane_width (plane, unpacked->width) * plane->step;
    offset[c] = layout->whole ? (gsize) plane->offset : size;
    if (c == 0 || !layout->whole)
      size += (gsize) to->stride *(gsize) rows;
  }
  return size;
}

GstAlignScaleUnpacked *
gst_align_scale_unpacked_new (const GstVideoInfo * info,
    const GstAlignScaleLayout * layout)
{
  GstAlignScaleUnpacked *unpacked = g_new0 (GstAlignScaleUnpacked, 1);
  gsize offset[GST_VIDEO_MAX_COMPONENTS] = { 0 };
  guint c;

  unpacked->layout = layout;
  unpacked->width = info->width;
  unpacked->height = GST_VIDEO_INFO_FIELD_HEIGHT (info);
  unpacked->tiled = GST_VIDEO_FORMAT_INFO_IS_TILED (info->finfo);
  unpacked->line_size = (gsize) (info->width + SPARE_PIXELS) * MAX_PIXEL;
  for (c = 0; c < layout->n_planes; c++) {
    const GstAlignScalePlane *plane = &layout->planes[c];

    unpacked->h_sub[plane->plane] = plane->h_sub;
    unpacked->tiles[plane->plane] = info->stride[plane->plane];
  }
  unpacked->n_lines = lines_of (unpacked, TRUE);
  unpacked->memory = g_try_malloc (place_planes (unpacked, offset));
  unpacked->wanted = g_try_malloc0 ((gsize) (GST_VIDEO_MAX_PLANES
          * unpacked->n_lines));
  if (!unpacked->memory || !unpacked->wanted
      || !gst_align_scale_unpacked_measure (unpacked, info)) {
    gst_align_scale_unpacked_free (unpacked);
    return NULL;
  }
  for (c = 0; c < layout->n_planes; c++)
    unpacked->planes[c].data = unpacked->memory + offset[c];
  return unpacked;
}

void
gst_align_scale_unpacked_free (GstAlignScaleUnpacked * unpacked)
{
  if (!unpacked)
    return;
  g_free (unpacked->memory);
  g_free (unpacked->wanted);
  g_free (unpacked);
}

const AlsPlane *
gst_align_scale_unpacked_get_planes (const GstAlignScaleUnpacked * unpacked)
{
  return unpacked->planes;
}

gsize
gst_align_scale_unpacked_scratch_size (const GstAlignScaleUnpacked * unpacked)
{
  return (1 + GST_VIDEO_MAX_PLANES) * unpacked->line_size;
}

/* TRUE where plane p of memory has a row that begins with line y. */
static gboolean
has_row (const GstAlignScaleUnpacked * unpacked, guint p, gboolean interleaved,
    gint y)
{
  return unpacked->row_bytes[p] > 0
      && (y & ((1 << unpacked->h_sub[p]) - 1)) == 0
      && y >> unpacked->h_sub[p] < gst_align_scale_unpacked_get_rows (unpacked,
      p, interleaved);
}

static guint8 *
row_of (const GstAlignScaleUnpacked * unpacked, guint8 * data, gint stride,
    guint p, gint y)
{
  return data + (gssize) stride *(y >> unpacked->h_sub[p]);
}

void
gst_align_scale_unpacked_want_none (GstAlignScaleUnpacked * unpacked)
{
  memset (unpacked->wanted, FALSE,
      (gsize) (GST_VIDEO_MAX_PLANES * unpacked->n_lines));
}

static guint8 *
wanted_rows (const GstAlignScaleUnpacked * unpacked, guint p)
{
  return unpacked->wanted + (gssize) p * unpacked->n_lines;
}

void
gst_align_scale_unpacked_want (GstAlignScaleUnpacked * unpacked, guint plane,
    gint first, gint step, gint n)
{
  guint8 *wanted = wanted_rows (unpacked, unpacked->layout->planes[plane].plane);
  gint k;

  for (k = 0; k < n; k++)
    wanted[first + k * step] = TRUE;
}

/* On the way through the lines of a slice. */
typedef struct
{
  gint y, end;                  /* the line to go on with, where there are tiles */
  gint next[GST_VIDEO_MAX_PLANES];      /* the rows to go on with, where not */
  gint ends[GST_VIDEO_MAX_PLANES];
  gint row[GST_VIDEO_MAX_PLANES];       /* to be read now, -1: none */
} Walk;

static Walk
walk_slice (const GstAlignScaleUnpacked * unpacked, gboolean interleaved,
    gint slice, gint n_slices)
{
  Walk walk = {.y = first_line (unpacked, interleaved, slice, n_slices),
    .end = first_line (unpacked, interleaved, slice + 1, n_slices)
  };
  guint p;

  for (p = 0; p < GST_VIDEO_MAX_PLANES; p++) {
    const gint rows = unpacked->row_bytes[p] > 0 ?
        gst_align_scale_unpacked_get_rows (unpacked, p, interleaved) : 0;
    const GstAlignScalePlane plane = {.h_sub = unpacked->h_sub[p] };

    walk.next[p] = gst_align_scale_plane_height (&plane, walk.y);
    walk.ends[p] = MIN (gst_align_scale_plane_height (&plane, walk.end), rows);
  }
  return walk;
}

/* Finds the next line of tiles that is wanted, with the row of each plane. One
 * that several lines have is read with one that is wanted anyway, if any is. */
static gboolean
walk_tiles (Walk * walk, const GstAlignScaleUnpacked * unpacked)
{
  gboolean found = FALSE;
  guint p;

  for (; walk->y < walk->end && !found; walk->y++) {
    const gboolean luma = wanted_rows (unpacked, 0)[walk->y];

    for (p = 0; p < GST_VIDEO_MAX_PLANES; p++) {
      const gint row = walk->y >> unpacked->h_sub[p];
      const gboolean last = walk->y + 1 == walk->end
          || (walk->y + 1) >> unpacked->h_sub[p] != row;

      walk->row[p] = -1;
      if (row < walk->next[p] || row >= walk->ends[p]
          || !wanted_rows (unpacked, p)[row] || (!luma && !last))
        continue;
      walk->row[p] = row;
      walk->next[p] = row + 1;
      found = TRUE;
    }
  }
  return found;
}

/* Finds the next row of each plane that is wanted. */
static gboolean
walk_rows (Walk * walk, const GstAlignScaleUnpacked * unpacked)
{
  gboolean found = FALSE;
  guint p;

  for (p = 0; p < GST_VIDEO_MAX_PLANES; p++) {
    while (walk->next[p] < walk->ends[p]
        && !wanted_rows (unpacked, p)[walk->next[p]])
      walk->next[p]++;
    walk->row[p] = walk->next[p] < walk->ends[p] ? walk->next[p]++ : -1;
    found = found || walk->row[p] >= 0;
  }
  return found;
}

/* Row r of plane p of memory, or a copy of it in room where it is one of the
 * last: functions of lines read beyond the end of a row. */
static guint8 *
readable_row (const GstAlignScaleUnpacked * unpacked, guint p, gint r,
    guint8 * data, gint stride, gboolean interleaved, guint8 * room)
{
  guint8 *row = data + (gssize) r * stride;
  const gint beyond = gst_align_scale_unpacked_get_rows (unpacked, p,
      interleaved) - 1 - r;

  if ((gint64) beyond * stride >= READ_BEYOND)
    return row;
  memcpy (room, row, unpacked->row_bytes[p]);
  return room;
}

/* Moves the samples of a line to the planes that have a row of it. */
static void
take_line (const GstAlignScaleUnpacked * unpacked, const guint8 * line,
    const gint row[GST_VIDEO_MAX_PLANES])
{
  const GstAlignScaleLayout *layout = unpacked->layout;
  guint c;

  for (c = 0; c < layout->n_planes; c++) {
    const GstAlignScalePlane *plane = &layout->planes[c];
    const AlsPlane *to = &unpacked->planes[c];
    const gint n = gst_align_scale_plane_width (plane, unpacked->width);
    guint8 *samples;

    if (row[plane->plane] < 0)
      continue;
    samples = to->data + row[plane->plane] * to->stride;
    gst_align_scale_line_take (layout, c, samples, line, n);
    /* what the row has no room for is as the sample before it */
    if (unpacked->n_whole[c] < n && n > 1)
      memcpy (samples + (n - 1) * to->step, samples + (n - 2) * to->step,
          (gsize) to->step);
  }
}

void
gst_align_scale_unpacked_read (const GstAlignScaleUnpacked * unpacked,
    guint8 * const data[GST_VIDEO_MAX_PLANES],
    const gint stride[GST_VIDEO_MAX_PLANES], gboolean interleaved, gint slice,
    gint n_slices, guint8 * scratch)
{
  const GstAlignScaleLayout *layout = unpacked->layout;
  const gint no_stride[GST_VIDEO_MAX_PLANES] = { 0 };
  gpointer rows[GST_VIDEO_MAX_PLANES];
  Walk walk = walk_slice (unpacked, interleaved, slice, n_slices);
  guint p;

  for (p = 0; p < GST_VIDEO_MAX_PLANES; p++)
    rows[p] = unpacked->tiled ? data[p] : scratch + (p + 1)
        * unpacked->line_size;
  while (unpacked->tiled ? walk_tiles (&walk, unpacked) :
      walk_rows (&walk, unpacked)) {
    if (unpacked->tiled) {
      gst_align_scale_unpacked_get_line (unpacked, scratch, rows, stride,
          walk.y - 1);
      take_line (unpacked, scratch, walk.row);
      continue;
    }
    if (layout->whole) {
      guint8 *line = unpacked->memory + walk.row[0] * unpacked->planes[0].stride;

      rows[0] = data[0] + (gssize) walk.row[0] * stride[0];
      gst_align_scale_unpacked_get_line (unpacked, line, rows, no_stride, 0);
      if (layout->sample_bytes == 1)
        gst_align_scale_line_lower (layout, line, unpacked->width);
      continue;
    }
    for (p = 0; p < GST_VIDEO_MAX_PLANES; p++)
      if (walk.row[p] >= 0)
        rows[p] = readable_row (unpacked, p, walk.row[p], data[p], stride[p],
            interleaved, scratch + (p + 1) * unpacked->line_size);
    gst_align_scale_unpacked_get_line (unpacked, scratch, rows, no_stride, 0);
    take_line (unpacked, scratch, walk.row);
  }
}

/* The row of the plane of component c that line y shows. */
static const guint8 *
row_shown (const GstAlignScaleUnpacked * unpacked, guint c,
    gboolean interleaved, gint y)
{
  const GstAlignScalePlane *plane = &unpacked->layout->planes[c];
  const gint row = MIN (y >> plane->h_sub, gst_align_scale_unpacked_get_rows
      (unpacked, plane->plane, interleaved) - 1);

  return unpacked->planes[c].data + row * unpacked->planes[c].stride;
}

/* TRUE where line y has the samples of the line before it. */
static gboolean
repeats (const GstAlignScaleUnpacked * unpacked, gboolean interleaved, gint y)
{
  guint c;

  for (c = 0; c < unpacked->layout->n_planes; c++) {
    const guint8 *row = row_shown (unpacked, c, interleaved, y);
    const guint8 *before = row_shown (unpacked, c, interleaved, y - 1);

    if (row != before
        && memcmp (row, before, (gsize) unpacked->planes[c].stride) != 0)
      return FALSE;
  }
  return TRUE;
}

/* Puts the samples of line y into an unpacked line. */
static void
put_line (const GstAlignScaleUnpacked * unpacked, gboolean interleaved, gint y,
    guint8 * line)
{
  const GstAlignScaleLayout *layout = unpacked->layout;
  guint c;

  for (c = 0; c < layout->n_planes; c++)
    gst_align_scale_line_put (layout, c, line, row_shown (unpacked, c,
            interleaved, y), gst_align_scale_plane_width (&layout->planes[c],
            unpacked->width));
}

void
gst_align_scale_unpacked_write (const GstAlignScaleUnpacked * unpacked,
    guint8 * const data[GST_VIDEO_MAX_PLANES],
    const gint stride[GST_VIDEO_MAX_PLANES], gboolean interleaved, gint slice,
    gint n_slices, guint8 * scratch)
{
  const GstAlignScaleLayout *layout = unpacked->layout;
  const GstVideoFormatInfo *finfo = layout->finfo;
  const gint no_stride[GST_VIDEO_MAX_PLANES] = { 0 };
  const gint begin = first_line (unpacked, interleaved, slice, n_slices);
  const gint end = first_line (unpacked, interleaved, slice + 1, n_slices);
  gpointer rows[GST_VIDEO_MAX_PLANES];
  gint y;
  guint p;

  for (p = 0; p < GST_VIDEO_MAX_PLANES; p++)
    rows[p] = scratch + (p + 1) * unpacked->line_size;
  for (y = begin; y < end; y++) {
    if (layout->whole) {
      guint8 *line = unpacked->memory + y * unpacked->planes[0].stride;

      if (layout->sample_bytes == 1)
        gst_align_scale_line_raise (layout, line, unpacked->width);
      rows[0] = row_of (unpacked, data[0], stride[0], 0, y);
      finfo->pack_func (finfo, GST_VIDEO_PACK_FLAG_NONE, line, 0, rows,
          no_stride, GST_VIDEO_CHROMA_SITE_UNKNOWN, 0, unpacked->width);
      continue;
    }
    if (unpacked->tiled) {
      put_line (unpacked, interleaved, y, scratch);
      finfo->pack_func (finfo, GST_VIDEO_PACK_FLAG_NONE, scratch, 0,
          (gpointer *) data, stride, GST_VIDEO_CHROMA_SITE_UNKNOWN, y,
          unpacked->width);
      continue;
    }
    if (y == begin || !repeats (unpacked, interleaved, y)) {
      put_line (unpacked, interleaved, y, scratch);
      for (p = 0; p < GST_VIDEO_MAX_PLANES; p++)
        memset (rows[p], 0, unpacked->row_bytes[p]);
      finfo->pack_func (finfo, GST_VIDEO_PACK_FLAG_NONE, scratch, 0, rows,
          no_stride, GST_VIDEO_CHROMA_SITE_UNKNOWN, 0, unpacked->width);
    }
    for (p = 0; p < GST_VIDEO_MAX_PLANES; p++)
      if (has_row (unpacked, p, interleaved, y))
        memcpy (row_of (unpacked, data[p], stride[p], p, y), rows[p],
            unpacked->row_bytes[p]);
  }
}
