/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What is shared by measuring frames that are unpacked and moving their lines.
 */
#ifndef __GST_ALIGN_SCALE_UNPACK_PRIVATE_H__
#define __GST_ALIGN_SCALE_UNPACK_PRIVATE_H__

#include "gstalignscaleunpack.h"

G_BEGIN_DECLS

struct _GstAlignScaleUnpacked
{
  const GstAlignScaleLayout *layout;
  gint width, height;
  gboolean tiled;
  gsize line_size;              /* of a line and of a row in scratch memory */
  guint h_sub[GST_VIDEO_MAX_PLANES];    /* of each plane of memory */
  gint tiles[GST_VIDEO_MAX_PLANES];     /* least stride, where there are tiles */
  gsize row_bytes[GST_VIDEO_MAX_PLANES];        /* that hold samples */
  gint n_whole[GST_VIDEO_MAX_COMPONENTS];       /* samples of a row */
  AlsPlane planes[GST_VIDEO_MAX_COMPONENTS];
  guint8 *memory;
  gint n_lines;                 /* most that a frame has */
  guint8 *wanted;               /* TRUE for the rows that are read, n_lines of each
                                 * plane of memory */
};

/* Rows of plane p of memory. */
gint gst_align_scale_unpacked_get_rows (const GstAlignScaleUnpacked * unpacked,
    guint p, gboolean interleaved);

/* Unpacks line y of the planes of memory. */
void gst_align_scale_unpacked_get_line (const GstAlignScaleUnpacked * unpacked,
    guint8 * line, gpointer data[GST_VIDEO_MAX_PLANES],
    const gint stride[GST_VIDEO_MAX_PLANES], gint y);

/* Finds row_bytes and n_whole, for which all but them is to be set: the bytes
 * that a row needs, and what of them rows of info have: those of some formats
 * end before the last chroma sample of an odd width. FALSE where there is no
 * memory to find out. */
gboolean gst_align_scale_unpacked_measure (GstAlignScaleUnpacked * unpacked,
    const GstVideoInfo * info);

G_END_DECLS

#endif
