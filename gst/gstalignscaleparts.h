/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The parts of a frame that are scaled apart: planes, fields and views.
 */
#ifndef __GST_ALIGN_SCALE_PARTS_H__
#define __GST_ALIGN_SCALE_PARTS_H__

#include "gstalignscalelayout.h"

#include <gst/video/gstvideosink.h>

G_BEGIN_DECLS

#define GST_ALIGN_SCALE_MAX_TILES 2
/* planes, of two tiles or of two columns, of two fields */
#define GST_ALIGN_SCALE_MAX_PARTS (GST_VIDEO_MAX_COMPONENTS * 2 * 2)

/* chroma of a quarter, of two fields */
#define GST_ALIGN_SCALE_CROP_UNIT 8

/* What a buffer holds. */
typedef enum
{
  GST_ALIGN_SCALE_FIELDS_NONE,  /* one picture */
  GST_ALIGN_SCALE_FIELDS_BOTH,  /* two fields, line by line */
  GST_ALIGN_SCALE_FIELDS_TOP,   /* one field of two */
  GST_ALIGN_SCALE_FIELDS_BOTTOM,
  GST_ALIGN_SCALE_N_FIELDS
} GstAlignScaleFields;

/* A part along one axis. */
typedef struct
{
  gint src_start, dst_start;    /* pixels of the planes in memory */
  gint src_size, dst_size;      /* pixels of the part; dst_size 0: no part */
  gint step;                    /* of the plane's pixels, from start on */
  AlsPlacement place;
  gint shift;                   /* luma pixels that src begins too early; below
                                 * 0: too late */
  gdouble unit;                 /* luma pixels to one of a source box */
} GstAlignScaleAxis;

typedef struct
{
  guint plane;                  /* of the layout */
  GstAlignScaleAxis x, y;
} GstAlignScalePart;

/* A view of a frame, or all of it, in luma pixels and lines of whole frames. */
typedef struct
{
  GstVideoRectangle source;     /* of the input frame */
  GstVideoRectangle region;     /* of the output frame, which regions tile */
  GstVideoRectangle picture;    /* where in region source goes; beside it are
                                 * borders */
} GstAlignScaleView;

typedef struct
{
  /* in groups of one part for each plane, planes in order */
  guint n_parts;
  GstAlignScalePart parts[GST_ALIGN_SCALE_MAX_PARTS];
  /* what there is of the output in memory, in luma pixels: regions that tile
   * it, and the picture in each, beside which are borders */
  guint n_tiles;
  GstVideoRectangle tiles[GST_ALIGN_SCALE_MAX_TILES];
  GstVideoRectangle pictures[GST_ALIGN_SCALE_MAX_TILES];
  gboolean has_borders;
  gboolean interleaved;         /* two fields, each with whole chroma lines */
  gboolean mixes_views;         /* there are views that cannot be told apart */
} GstAlignScaleParts;

/* What buffer holds; as far as the caps tell, where it is NULL. */
GstAlignScaleFields gst_align_scale_parts_fields (const GstVideoInfo * info,
    GstBuffer * buffer);
/* TRUE where it holds several views. */
gboolean gst_align_scale_parts_views (const GstVideoInfo * info,
    GstBuffer * buffer);

/* Cuts the rectangle crop of frames of in that become frames of out into views
 * that lie beside or below one another, and returns how many: 1 where there are
 * no such views, or they cannot be told apart. */
guint gst_align_scale_parts_cut (const GstVideoInfo * in,
    const GstVideoRectangle * crop, const GstVideoInfo * out,
    gboolean has_views, gboolean add_borders,
    GstAlignScaleView views[GST_ALIGN_SCALE_MAX_TILES]);

/* The parts of the rectangle crop in frames of in that become frames of out.
 * With a cosited site, and along an axis where crop begins between two chroma
 * samples, chroma stays in place against luma; else each plane is scaled by
 * itself. All but src_start depends on the size of crop and its corner modulo
 * GST_ALIGN_SCALE_CROP_UNIT. */
void gst_align_scale_parts_init (GstAlignScaleParts * parts,
    const GstVideoInfo * in, const GstVideoRectangle * crop,
    const GstVideoInfo * out, const GstAlignScaleLayout * layout, GstVideoChromaSite site,
    GstAlignScaleFields fields, gboolean views, gboolean add_borders);

/* The pixels of a plane that show the rectangle, which begins with a whole
 * chroma sample. */
void gst_align_scale_parts_rectangle (const GstAlignScaleParts * parts,
    const GstAlignScalePlane * plane, const GstVideoRectangle * rect,
    GstVideoRectangle * result);

G_END_DECLS

#endif
