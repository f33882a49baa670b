/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Video formats as planes of the resampling core: those of memory, or the
 * components that GStreamer unpacks lines to.
 */
#ifndef __GST_ALIGN_SCALE_LAYOUT_H__
#define __GST_ALIGN_SCALE_LAYOUT_H__

#include <gst/video/video.h>

#include "alignscale.h"

G_BEGIN_DECLS

/* Bytes of a palette, which is plane 1 of memory. */
#define GST_ALIGN_SCALE_PALETTE_SIZE (256 * 4)

/* One plane of the core: 1 to 4 interleaved components of equal subsampling.
 * Packed 4:2:2 is three of them in one plane of memory. */
typedef struct
{
  guint plane;                  /* plane of the frame whose memory it lies in */
  gint offset;                  /* bytes from the plane's start to the first sample */
  gint step;                    /* bytes from pixel to pixel */
  gint components;              /* interleaved samples, padding included */
  gint component[4];            /* component of the format each one is, -1: padding */
  guint w_sub, h_sub;           /* subsampling, as shifts */
  gint shift;                   /* value = sample >> shift */
  gint max;                     /* largest value */
} GstAlignScalePlane;

/* A format, as the core sees it. */
typedef struct
{
  const GstVideoFormatInfo *finfo;
  gboolean unpacked;            /* planes are those of GstAlignScaleUnpacked */
  gboolean whole;               /* and each has the pixels of unpacked lines */
  gboolean palette;             /* samples are colours of a palette */
  gint sample_bytes;
  gboolean swapped;             /* 2-byte samples of the other byte order */
  guint n_planes;
  GstAlignScalePlane planes[GST_VIDEO_MAX_COMPONENTS];
} GstAlignScaleLayout;

/* Width and height of a plane of a frame of width x height. */
gint gst_align_scale_plane_width (const GstAlignScalePlane * plane, gint width);
gint gst_align_scale_plane_height (const GstAlignScalePlane * plane,
    gint height);
/* Rows of a plane of a frame of height luma lines. Of two interleaved fields
 * each has whole chroma lines, which can be a line more than the frame has. */
gint gst_align_scale_plane_rows (const GstAlignScalePlane * plane, gint height,
    gboolean interleaved);

/* Fills in the layout; FALSE where the core cannot scale the format as it lies
 * in memory. All components of a plane have one depth where they are to be
 * apart; else the maximum of a plane can be more than that of a component. */
gboolean gst_align_scale_layout_init (GstAlignScaleLayout * layout,
    const GstVideoFormatInfo * finfo, gboolean apart);

/* TRUE where an unpacked format has pixels of whole bytes, so that they can be
 * moved as they are; and the layout for that, whose components are the bytes of
 * up to four, or the words of up to eight. */
gboolean gst_align_scale_format_moves (const GstVideoFormatInfo * finfo);
void gst_align_scale_layout_init_moved (GstAlignScaleLayout * layout,
    const GstVideoFormatInfo * finfo);

G_END_DECLS

#endif
