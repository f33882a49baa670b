/* alignscale: caps and geometry
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Functions of caps and video infos alone: they keep no state, never post a
 * message and take whatever a peer may send.
 */

#ifndef __GST_ALIGN_SCALE_CAPS_H__
#define __GST_ALIGN_SCALE_CAPS_H__

#include <gst/gst.h>
#include <gst/base/gstbasetransform.h>
#include <gst/video/video.h>
#include <gst/video/gstvideosink.h>

G_BEGIN_DECLS

/* Width and height go from 1 to this on both pads. */
#define GST_ALIGN_SCALE_MAX_SIZE 32767

/* What the other pad can have when the pad of @direction has @caps, in the
 * order of @filter where there is one: any size and pixel aspect ratio for
 * pictures in system memory, the same caps (passthrough) for all else. */
GstCaps *gst_align_scale_caps_transform (GstPadDirection direction,
    GstCaps * caps, GstCaps * filter);

/* TRUE where a frame of @caps, which are fixed, can be read and scaled; FALSE
 * where it can only be passed through. */
gboolean gst_align_scale_caps_can_scale (GstCaps * caps);

/* Takes @othercaps and returns its first structure, fixed: size and pixel
 * aspect ratio are chosen so that the picture of @caps keeps its display
 * aspect ratio, as near to the size of @caps as @othercaps allow. EMPTY where
 * nothing can be chosen (@othercaps EMPTY, or both of them ANY). */
GstCaps *gst_align_scale_caps_fixate (GstPadDirection direction,
    GstCaps * caps, GstCaps * othercaps);

/* Where the picture of @in lies in a frame of @out: everywhere, or with
 * @add_borders the largest centred rectangle of the same display aspect ratio.
 * Its corner and, unless it reaches across the whole frame, its size are whole
 * chroma samples; in interlaced video whole chroma samples of each field, so
 * that halving y and h gives the rectangle in a field, and likewise where rows
 * or columns of views alternate. */
void gst_align_scale_caps_get_rectangle (const GstVideoInfo * in,
    const GstVideoInfo * out, gboolean add_borders, GstVideoRectangle * rect);

G_END_DECLS

#endif /* __GST_ALIGN_SCALE_CAPS_H__ */
