/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Positions: from where in an input frame its picture is taken, where it goes,
 * and what becomes of the metas and events that speak of places in it.
 */
#ifndef __GST_ALIGN_SCALE_META_H__
#define __GST_ALIGN_SCALE_META_H__

#include <gst/video/video.h>
#include <gst/video/gstvideosink.h>

#include "gstalignscaleparts.h"
#include "gstalignscalesettings.h"

G_BEGIN_DECLS

/* One view, or all of a frame. Edges of the box lie on edges of rect, whatever
 * the grid does in between. */
typedef struct
{
  GstVideoRectangle picture;    /* of the input frame or its crop rectangle */
  gdouble x, y, width, height;  /* the box of the input frame that fills rect */
  GstVideoRectangle region;     /* of the output frame: rect and its borders */
  GstVideoRectangle rect;
} GstAlignScaleViewMapping;

typedef struct
{
  guint n_views;                /* 1 also where views lie as one picture would */
  GstAlignScaleViewMapping views[GST_ALIGN_SCALE_MAX_TILES];
  gint origin_x, origin_y;      /* of upstream's caps, in the input frame */
} GstAlignScaleMapping;

/* The frame in buffer, and the part of it that is the picture: what a
 * GstVideoCropMeta says, or all that the caps say, as where buffer is NULL.
 * Rows are those of frames where buffers are fields. FALSE, with the reason in
 * error, where the frame has no such part. */
gboolean gst_align_scale_meta_get_crop (GstBuffer * buffer,
    const GstVideoInfo * info, GstVideoRectangle * frame,
    GstVideoRectangle * crop, GError ** error);

/* Frames of in to frames of out, of which crop is the picture, or its views. */
void gst_align_scale_mapping_init (GstAlignScaleMapping * mapping,
    const GstVideoInfo * in, const GstVideoInfo * out,
    const GstAlignScaleSettings * settings, const GstVideoRectangle * crop,
    gboolean has_views);

/* Decides about a meta of in: TRUE where the base class should copy it as it
 * is; FALSE where it has none of its own on out, or one that was added here.
 * in_info and out_info are those of the caps. */
gboolean gst_align_scale_meta_transform (const GstAlignScaleMapping * mapping,
    const GstVideoInfo * in_info, const GstVideoInfo * out_info,
    GstBuffer * in, GstMeta * meta, GstBuffer * out);

/* Takes a navigation event from downstream and returns it with the coordinates
 * that it has upstream. */
GstEvent *gst_align_scale_meta_map_event (const GstAlignScaleMapping * mapping,
    GstEvent * event);

G_END_DECLS

#endif
