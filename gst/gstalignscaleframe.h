/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The trust boundary: from a buffer to planes whose every byte exists.
 */
#ifndef __GST_ALIGN_SCALE_FRAME_H__
#define __GST_ALIGN_SCALE_FRAME_H__

#include "gstalignscaleunpack.h"

G_BEGIN_DECLS

typedef struct
{
  GstBuffer *buffer;
  guint n_maps;
  GstMapInfo maps[GST_VIDEO_MAX_PLANES];
  guint8 *data[GST_VIDEO_MAX_PLANES];   /* of memory */
  gint stride[GST_VIDEO_MAX_PLANES];
  AlsPlane planes[GST_VIDEO_MAX_COMPONENTS];    /* those of the layout */
} GstAlignScaleFrame;

/* Maps the memory of every plane of a frame of the size and format of info, of
 * two fields or not, placed where the buffer's GstVideoMeta says, or where info
 * says. Where the layout is unpacked, planes are those of unpacked. FALSE, with
 * the reason in error and nothing mapped, where a single byte of it is
 * missing. */
gboolean gst_align_scale_frame_map (GstAlignScaleFrame * frame,
    GstBuffer * buffer, const GstVideoInfo * info,
    const GstAlignScaleLayout * layout, const GstAlignScaleUnpacked * unpacked,
    gboolean interleaved, GstMapFlags flags, GError ** error);

void gst_align_scale_frame_unmap (GstAlignScaleFrame * frame);

G_END_DECLS

#endif
