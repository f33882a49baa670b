/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include <math.h>

#include "gstalignscalemeta.h"

#include "gstalignscalecaps.h"

typedef struct
{
  gdouble x0, y0, x1, y1;
} Edges;

/* Data of the transform "gst-video-matrix": GstVideoMetaTransformMatrix, which
 * headers before GStreamer 1.28 do not have. matrix takes a point, counted from
 * the corner of in_rectangle, to one counted from that of out_rectangle. */
typedef struct
{
  const GstVideoInfo *in_info;
  GstVideoRectangle in_rectangle;
  const GstVideoInfo *out_info;
  GstVideoRectangle out_rectangle;
  gfloat matrix[3][3];
} Matrix;

gboolean
gst_align_scale_meta_get_crop (GstBuffer * buffer, const GstVideoInfo * info,
    GstVideoRectangle * frame, GstVideoRectangle * crop, GError ** error)
{
  GstVideoCropMeta *meta = buffer ? gst_buffer_get_video_crop_meta (buffer)
      : NULL;
  GstVideoMeta *video = meta ? gst_buffer_get_video_meta (buffer) : NULL;
  guint width = (guint) info->width, height = (guint) info->height;

  frame->x = frame->y = 0;
  frame->w = info->width;
  frame->h = info->height;
  *crop = *frame;
  if (!meta)
    return TRUE;
  if (video) {
    width = MIN (video->width, GST_ALIGN_SCALE_MAX_SIZE);
    height = MIN (video->height, GST_ALIGN_SCALE_MAX_SIZE);
    /* where buffers are fields it has their height, or that of frames, which is
     * what pools say and the rectangle counts in */
    if (GST_VIDEO_INFO_INTERLACE_MODE (info) ==
        GST_VIDEO_INTERLACE_MODE_ALTERNATE && (meta->height > height
            || meta->y > height - meta->height))
      height = MIN (2 * height, GST_ALIGN_SCALE_MAX_SIZE);
  }
  if (meta->width < 1 || meta->height < 1 || meta->width > width
      || meta->x > width - meta->width || meta->height > height
      || meta->y > height - meta->height) {
    g_set_error (error, GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT,
        "input: the buffer's GstVideoCropMeta says %ux%u pixels at %u,%u, the "
        "frame has %ux%u pixels by its %s", meta->width, meta->height, meta->x,
        meta->y, width, height, video ? "GstVideoMeta" : "caps");
    return FALSE;
  }
  frame->w = (gint) width;
  frame->h = (gint) height;
  crop->x = (gint) meta->x;
  crop->y = (gint) meta->y;
  crop->w = (gint) meta->width;
  crop->h = (gint) meta->height;
  return TRUE;
}

static void
view_mapping_init (GstAlignScaleViewMapping * mapping,
    const GstAlignScaleView * view, const GstAlignScaleSettings * settings)
{
  const GstVideoRectangle *picture = &mapping->picture;

  mapping->picture = view->source;
  mapping->region = view->region;
  mapping->rect = view->picture;
  mapping->x = picture->x + settings->src_x;
  mapping->y = picture->y + settings->src_y;
  mapping->width = settings->src_width > 0 ? settings->src_width :
      picture->w - settings->src_x;
  mapping->height = settings->src_height > 0 ? settings->src_height :
      picture->h - settings->src_y;
}

/* TRUE where all of the view becomes all of its region. */
static gboolean
view_is_whole (const GstAlignScaleViewMapping * view)
{
  return view->x == view->picture.x && view->y == view->picture.y
      && view->width == view->picture.w && view->height == view->picture.h
      && view->rect.w == view->region.w && view->rect.h == view->region.h;
}

void
gst_align_scale_mapping_init (GstAlignScaleMapping * mapping,
    const GstVideoInfo * in, const GstVideoInfo * out,
    const GstAlignScaleSettings * settings, const GstVideoRectangle * crop,
    gboolean has_views)
{
  GstAlignScaleView views[GST_ALIGN_SCALE_MAX_TILES];
  guint i;

  mapping->n_views = gst_align_scale_parts_cut (in, crop, out, has_views,
      settings->add_borders, views);
  for (i = 0; i < mapping->n_views; i++)
    view_mapping_init (&mapping->views[i], &views[i], settings);
  if (mapping->n_views > 1 && view_is_whole (&mapping->views[0])) {
    mapping->n_views = gst_align_scale_parts_cut (in, crop, out, FALSE, FALSE,
        views);
    view_mapping_init (&mapping->views[0], &views[0], settings);
    mapping->views[0].width = crop->w;
    mapping->views[0].height = crop->h;
  }
  /* caps of the size of the crop rectangle do not know what is around it */
  mapping->origin_x = mapping->origin_y = 0;
  if (crop->w == in->width && crop->h == in->height) {
    mapping->origin_x = crop->x;
    mapping->origin_y = crop->y;
  }
}

static gdouble
map_x (const GstAlignScaleViewMapping * view, gdouble x)
{
  return view->rect.x + (x - view->x) * view->rect.w / view->width;
}

static gdouble
map_y (const GstAlignScaleViewMapping * view, gdouble y)
{
  return view->rect.y + (y - view->y) * view->rect.h / view->height;
}

/* The run of pixels between two edges; of at least one pixel, the one in the
 * middle, where they are not the same edge. */
static void
run_of_edges (gdouble from, gdouble to, gint * start, gint * length)
{
  gdouble first = floor (from + 0.5), end = floor (to + 0.5);

  if (first == end && from < to) {
    first = floor ((from + to) / 2);
    end = first + 1;
  }
  *start = (gint) CLAMP (first, G_MININT / 4, G_MAXINT / 4);
  *length = (gint) CLAMP (end - first, 0, G_MAXINT / 4);
}

/* Cuts [*from, *to] to [start, start + length]. FALSE where nothing is left of
 * it, or nothing that has a size if it had one. */
static gboolean
clip (gdouble * from, gdouble * to, gdouble start, gdouble length)
{
  gboolean has_size = *from < *to;

  *from = MAX (*from, start);
  *to = MIN (*to, start + length);
  return has_size ? *from < *to : *from == *to;
}

static gboolean
is_all_of (const GstVideoRectangle * rect, const GstVideoInfo * info)
{
  return rect->x == 0 && rect->y == 0 && rect->w == info->width
      && rect->h == info->height;
}

/* TRUE where all of the input becomes all of the output. */
static gboolean
is_whole (const GstAlignScaleMapping * mapping, const GstVideoInfo * in_info,
    const GstVideoInfo * out_info)
{
  return mapping->n_views == 1 && view_is_whole (&mapping->views[0])
      && is_all_of (&mapping->views[0].picture, in_info)
      && is_all_of (&mapping->views[0].region, out_info);
}

/* Cuts edges to what is seen of the view; FALSE where nothing is. */
static gboolean
clip_to_view (const GstAlignScaleViewMapping * view, Edges * edges)
{
  const GstVideoRectangle *picture = &view->picture;

  return clip (&edges->x0, &edges->x1, picture->x, picture->w)
      && clip (&edges->y0, &edges->y1, picture->y, picture->h)
      && clip (&edges->x0, &edges->x1, view->x, view->width)
      && clip (&edges->y0, &edges->y1, view->y, view->height);
}

/* What is seen in several views becomes the region around all of it. */
static void
transform_region (const GstAlignScaleMapping * mapping,
    const GstVideoRegionOfInterestMeta * region, GstBuffer * out)
{
  const Edges whole = { region->x, region->y, (gdouble) region->x + region->w,
    (gdouble) region->y + region->h
  };
  Edges seen = { G_MAXDOUBLE, G_MAXDOUBLE, -G_MAXDOUBLE, -G_MAXDOUBLE };
  GstVideoRegionOfInterestMeta *moved;
  gint x, y, w, h;
  GList *item;
  guint i;

  for (i = 0; i < mapping->n_views; i++) {
    const GstAlignScaleViewMapping *view = &mapping->views[i];
    Edges edges = whole;

    if (!clip_to_view (view, &edges))
      continue;
    seen.x0 = MIN (seen.x0, map_x (view, edges.x0));
    seen.y0 = MIN (seen.y0, map_y (view, edges.y0));
    seen.x1 = MAX (seen.x1, map_x (view, edges.x1));
    seen.y1 = MAX (seen.y1, map_y (view, edges.y1));
  }
  if (seen.x0 > seen.x1)
    return;
  run_of_edges (seen.x0, seen.x1, &x, &w);
  run_of_edges (seen.y0, seen.y1, &y, &h);
  moved = gst_buffer_add_video_region_of_interest_meta_id (out,
      region->roi_type, (guint) x, (guint) y, (guint) w, (guint) h);
  moved->id = region->id;
  moved->parent_id = region->parent_id;
  for (item = region->params; item; item = item->next)
    gst_video_region_of_interest_meta_add_param (moved,
        gst_structure_copy (item->data));
}

/* The view that shows most of the rectangle, which may reach beyond the
 * picture; NULL where none does. */
static const GstAlignScaleViewMapping *
find_view (const GstAlignScaleMapping * mapping, const Edges * rectangle)
{
  const GstAlignScaleViewMapping *found = NULL;
  gdouble most = -1.0;
  guint i;

  for (i = 0; i < mapping->n_views; i++) {
    const GstAlignScaleViewMapping *view = &mapping->views[i];
    Edges edges = *rectangle;
    gdouble area;

    if (!clip (&edges.x0, &edges.x1, view->x, view->width) ||
        !clip (&edges.y0, &edges.y1, view->y, view->height))
      continue;
    area = (edges.x1 - edges.x0) * (edges.y1 - edges.y0);
    if (area > most) {
      found = view;
      most = area;
    }
  }
  return found;
}

/* Rectangles may reach beyond the frame; those that do not reach into it go. */
static void
transform_overlay (const GstAlignScaleMapping * mapping,
    GstVideoOverlayComposition * overlay, GstBuffer * out)
{
  guint i, n = gst_video_overlay_composition_n_rectangles (overlay);
  GstVideoOverlayComposition *moved = NULL;

  for (i = 0; i < n; i++) {
    GstVideoOverlayRectangle *rectangle =
        gst_video_overlay_composition_get_rectangle (overlay, i);
    const GstAlignScaleViewMapping *view;
    Edges edges;
    gint x, y;
    guint w, h;

    gst_video_overlay_rectangle_get_render_rectangle (rectangle, &x, &y, &w,
        &h);
    edges = (Edges) {
    x, y, (gdouble) x + w, (gdouble) y + h};
    view = find_view (mapping, &edges);
    if (!view)
      continue;
    run_of_edges (map_x (view, edges.x0), map_x (view, edges.x1), &x,
        (gint *) & w);
    run_of_edges (map_y (view, edges.y0), map_y (view, edges.y1), &y,
        (gint *) & h);
    rectangle = gst_video_overlay_rectangle_copy (rectangle);
    gst_video_overlay_rectangle_set_render_rectangle (rectangle, x, y, w, h);
    if (moved)
      gst_video_overlay_composition_add_rectangle (moved, rectangle);
    else
      moved = gst_video_overlay_composition_new (rectangle);
    gst_video_overlay_rectangle_unref (rectangle);
  }
  if (moved) {
    gst_buffer_add_video_overlay_composition_meta (out, moved);
    gst_video_overlay_composition_unref (moved);
  }
}

/* 0 where the running library has no such transform, so that no meta takes it
 * for another. */
static GQuark
matrix_quark (void)
{
  guint major, minor, micro, nano;

  gst_version (&major, &minor, &micro, &nano);
  if (major > 1 || minor >= 28)
    return g_quark_from_static_string ("gst-video-matrix");
  return g_quark_try_string ("gst-video-matrix");
}

/* Metas that know how to move themselves. */
static void
transform_by_itself (const GstAlignScaleViewMapping * view,
    const GstVideoInfo * in_info, const GstVideoInfo * out_info,
    GstBuffer * in, GstMeta * meta, GstBuffer * out)
{
  GstVideoInfo box = *in_info, rect = *out_info;
  GstVideoMetaTransform scale = { &box, &rect };
  Matrix matrix = { in_info, view->picture, out_info, view->rect,
    {{0}}
  };
  GQuark quark = matrix_quark ();

  matrix.matrix[0][0] = (gfloat) (view->rect.w / view->width);
  matrix.matrix[1][1] = (gfloat) (view->rect.h / view->height);
  matrix.matrix[2][2] = 1.0f;
  matrix.matrix[0][2] = (gfloat) (map_x (view, view->picture.x)
      - view->rect.x);
  matrix.matrix[1][2] = (gfloat) (map_y (view, view->picture.y)
      - view->rect.y);
  if (quark && meta->info->transform_func (out, meta, in, quark, &matrix))
    return;

  /* sizes alone: positions are right where box and rect begin at 0 */
  box.width = MAX ((gint) rint (view->width), 1);
  box.height = MAX ((gint) rint (view->height), 1);
  rect.width = view->rect.w;
  rect.height = view->rect.h;
  meta->info->transform_func (out, meta, in,
      gst_video_meta_transform_scale_get_quark (), &scale);
}

gboolean
gst_align_scale_meta_transform (const GstAlignScaleMapping * mapping,
    const GstVideoInfo * in_info, const GstVideoInfo * out_info,
    GstBuffer * in, GstMeta * meta, GstBuffer * out)
{
  const GType api = meta->info->api;
  const gboolean whole = is_whole (mapping, in_info, out_info);

  /* what was cropped is cropped; and the memory is another */
  if (api == GST_VIDEO_CROP_META_API_TYPE ||
      gst_meta_api_type_has_tag (api,
          g_quark_from_static_string (GST_META_TAG_MEMORY_STR)) ||
      gst_meta_api_type_has_tag (api,
          g_quark_from_static_string (GST_META_TAG_MEMORY_REFERENCE_STR)))
    return FALSE;
  if (whole && in_info->width == out_info->width
      && in_info->height == out_info->height)
    return TRUE;

  /* known by name: those of overlays had no tags at first */
  if (api == GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE)
    transform_region (mapping, (GstVideoRegionOfInterestMeta *) meta, out);
  else if (api == GST_VIDEO_OVERLAY_COMPOSITION_META_API_TYPE)
    transform_overlay (mapping,
        ((GstVideoOverlayCompositionMeta *) meta)->overlay, out);
  else if (!gst_meta_api_type_has_tag (api,
          g_quark_from_static_string (GST_META_TAG_VIDEO_SIZE_STR)))
    return TRUE;
  /* a description of the shape of a frame is of no use to a part of it */
  else if (meta->info->transform_func &&
      (whole || api != GST_VIDEO_AFD_META_API_TYPE)
      /* nobody can tell it that views move apart */
      && mapping->n_views == 1)
    transform_by_itself (&mapping->views[0], in_info, out_info, in, meta, out);
  return FALSE;
}

GstEvent *
gst_align_scale_meta_map_event (const GstAlignScaleMapping * mapping,
    GstEvent * event)
{
  const GstStructure *structure = gst_event_get_structure (event);
  const GstAlignScaleViewMapping *view;
  gdouble x, y;

  /* mouse and touch alike */
  if (!structure || !gst_structure_get_double (structure, "pointer_x", &x) ||
      !gst_structure_get_double (structure, "pointer_y", &y))
    return event;
  view = &mapping->views[mapping->n_views - 1];
  if (x < view->region.x || y < view->region.y)
    view = &mapping->views[0];
  x = view->x + (x - view->rect.x) * view->width / view->rect.w;
  y = view->y + (y - view->rect.y) * view->height / view->rect.h;
  if (mapping->n_views > 1) {
    /* what lies beside a view is not in the other one */
    x = CLAMP (x, view->picture.x, view->picture.x + view->picture.w);
    y = CLAMP (y, view->picture.y, view->picture.y + view->picture.h);
  }
  event = gst_event_make_writable (event);
  gst_structure_set (gst_event_writable_structure (event),
      "pointer_x", G_TYPE_DOUBLE, x - mapping->origin_x,
      "pointer_y", G_TYPE_DOUBLE, y - mapping->origin_y, NULL);
  return event;
}
