/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The bars beside a picture that keeps its aspect ratio.
 */
#ifndef __GST_ALIGN_SCALE_BORDER_H__
#define __GST_ALIGN_SCALE_BORDER_H__

#include "gstalignscalelayout.h"

G_BEGIN_DECLS

/* The samples of a colour, indexed by component of the format. argb is 8 bits
 * each of straight alpha, red, green and blue; YUV formats get it through the
 * matrix and range of info. 0 where the samples are those of a palette. */
void gst_align_scale_border_color (const GstVideoInfo * info, guint32 argb,
    guint samples[GST_VIDEO_MAX_COMPONENTS]);

/* Makes the samples those of the layout for pixels that are moved. */
void gst_align_scale_border_pack (const GstAlignScaleLayout * layout,
    guint samples[GST_VIDEO_MAX_COMPONENTS]);

/* The entry of a palette of format finfo that is nearest to the colour. */
guint gst_align_scale_border_entry (const GstVideoFormatInfo * finfo,
    guint8 * palette, guint32 argb);

/* Fills what of plane, width x height pixels at pixels, lies outside the
 * rectangle x, y, w, h, which lies within it. */
void gst_align_scale_border_fill (const GstAlignScaleLayout * layout,
    const GstAlignScalePlane * plane, const AlsPlane * pixels, gint width,
    gint height, const GstVideoRectangle * rect,
    const guint samples[GST_VIDEO_MAX_COMPONENTS]);

G_END_DECLS

#endif
