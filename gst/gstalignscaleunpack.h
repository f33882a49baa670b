/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Frames whose samples the core cannot address, as planes of components: lines
 * go through the unpack and pack functions of GStreamer, each component at its
 * own depth and subsampling.
 */
#ifndef __GST_ALIGN_SCALE_UNPACK_H__
#define __GST_ALIGN_SCALE_UNPACK_H__

#include "gstalignscalelayout.h"

G_BEGIN_DECLS

typedef struct _GstAlignScaleUnpacked GstAlignScaleUnpacked;

/* Planes for the components of frames of info, whose layout is unpacked and
 * stays where it is. NULL where there is no memory for them. */
GstAlignScaleUnpacked *gst_align_scale_unpacked_new (const GstVideoInfo * info,
    const GstAlignScaleLayout * layout);
void gst_align_scale_unpacked_free (GstAlignScaleUnpacked * unpacked);

/* The planes, one for each of the layout. */
const AlsPlane *gst_align_scale_unpacked_get_planes (
    const GstAlignScaleUnpacked * unpacked);

/* The bytes [*begin, *end) of a plane of memory that a frame, of two fields or
 * not, needs with this stride, counted from the start of the plane. FALSE, with the reason in error,
 * where the frame does not fit the stride. */
gboolean gst_align_scale_unpacked_get_extent (
    const GstAlignScaleUnpacked * unpacked, guint plane, gint stride,
    gboolean interleaved, gint64 * begin, gint64 * end, GError ** error);

/* Bytes of scratch memory, aligned to 8, that each concurrent call needs. */
gsize gst_align_scale_unpacked_scratch_size (
    const GstAlignScaleUnpacked * unpacked);

/* Says which rows of the planes are read: none, and so many more, every
 * step-th from first on. */
void gst_align_scale_unpacked_want_none (GstAlignScaleUnpacked * unpacked);
void gst_align_scale_unpacked_want (GstAlignScaleUnpacked * unpacked,
    guint plane, gint first, gint step, gint n);

/* Moves the rows of one slice of a frame, of which the extents exist, to the
 * planes, or those of the planes to the frame. */
void gst_align_scale_unpacked_read (const GstAlignScaleUnpacked * unpacked,
    guint8 * const data[GST_VIDEO_MAX_PLANES],
    const gint stride[GST_VIDEO_MAX_PLANES], gboolean interleaved, gint slice,
    gint n_slices, guint8 * scratch);
void gst_align_scale_unpacked_write (const GstAlignScaleUnpacked * unpacked,
    guint8 * const data[GST_VIDEO_MAX_PLANES],
    const gint stride[GST_VIDEO_MAX_PLANES], gboolean interleaved, gint slice,
    gint n_slices, guint8 * scratch);

G_END_DECLS

#endif
