/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include <math.h>

#include "gstalignscalemeta.h"

#include "gstalignscalecaps.h"

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
    /* its buffers are fields, all other heights are those of frames */
    if (GST_VIDEO_INFO_INTERLACE_MODE (info) ==
        GST_VIDEO_INTERLACE_MODE_ALTERNATE)
      height *= 2;
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

void
gst_align_scale_mapping_init (GstAlignScaleMapping * mapping,
    const GstVideoInfo * in, const GstVideoInfo * out,
    const GstAlignScaleSettings * settings, const GstVideoRectangle * crop)
{
  GstVideoRectangle *picture = &mapping->picture;
  GstVideoInfo cropped = *in;

  *picture = *crop;
  cropped.width = picture->w;
  cropped.height = picture->h;
  gst_align_scale_caps_get_rectangle (&cropped, out, settings->add_borders,
      &mapping->rect);
  /* caps of the size of the crop rectangle do not know what is around it */
  mapping->origin_x = mapping->origin_y = 0;
  if (picture->w == in->width && picture->h == in->height) {
    mapping->origin_x = picture->x;
    mapping->origin_y = picture->y;
  }
  mapping->x = picture->x + settings->src_x;
  mapping->y = picture->y + settings->src_y;
  mapping->width = settings->src_width > 0 ? settings->src_width :
      picture->w - settings->src_x;
  mapping->height = settings->src_height > 0 ? settings->src_height :
      picture->h - settings->src_y;
}

static gdouble
map_x (const GstAlignScaleMapping * mapping, gdouble x)
{
  return mapping->rect.x + (x - mapping->x) * mapping->rect.w / mapping->width;
}

static gdouble
map_y (const GstAlignScaleMapping * mapping, gdouble y)
{
  return mapping->rect.y + (y - mapping->y) * mapping->rect.h / mapping->height;
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
  return is_all_of (&mapping->picture, in_info)
      && is_all_of (&mapping->rect, out_info) && mapping->x == 0.0
      && mapping->y == 0.0 && mapping->width == in_info->width
      && mapping->height == in_info->height;
}

static void
transform_region (const GstAlignScaleMapping * mapping,
    const GstVideoRegionOfInterestMeta * region, GstBuffer * out)
{
  const GstVideoRectangle *picture = &mapping->picture;
  gdouble x0 = region->x, x1 = x0 + region->w;
  gdouble y0 = region->y, y1 = y0 + region->h;
  GstVideoRegionOfInterestMeta *moved;
  gint x, y, w, h;
  GList *item;

  if (!clip (&x0, &x1, picture->x, picture->w) ||
      !clip (&y0, &y1, picture->y, picture->h) ||
      !clip (&x0, &x1, mapping->x, mapping->width) ||
      !clip (&y0, &y1, mapping->y, mapping->height))
    return;
  run_of_edges (map_x (mapping, x0), map_x (mapping, x1), &x, &w);
  run_of_edges (map_y (mapping, y0), map_y (mapping, y1), &y, &h);
  moved = gst_buffer_add_video_region_of_interest_meta_id (out,
      region->roi_type, (guint) x, (guint) y, (guint) w, (guint) h);
  moved->id = region->id;
  moved->parent_id = region->parent_id;
  for (item = region->params; item; item = item->next)
    gst_video_region_of_interest_meta_add_param (moved,
        gst_structure_copy (item->data));
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
    gint x, y;
    guint w, h;
    gdouble x0, x1, y0, y1;

    gst_video_overlay_rectangle_get_render_rectangle (rectangle, &x, &y, &w,
        &h);
    x0 = x;
    y0 = y;
    x1 = x0 + w;
    y1 = y0 + h;
    if (!clip (&x0, &x1, mapping->x, mapping->width) ||
        !clip (&y0, &y1, mapping->y, mapping->height))
      continue;
    run_of_edges (map_x (mapping, x), map_x (mapping, (gdouble) x + w), &x,
        (gint *) & w);
    run_of_edges (map_y (mapping, y), map_y (mapping, (gdouble) y + h), &y,
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
transform_by_itself (const GstAlignScaleMapping * mapping,
    const GstVideoInfo * in_info, const GstVideoInfo * out_info,
    GstBuffer * in, GstMeta * meta, GstBuffer * out)
{
  GstVideoInfo box = *in_info, rect = *out_info;
  GstVideoMetaTransform scale = { &box, &rect };
  Matrix matrix = { in_info, mapping->picture, out_info, mapping->rect,
    {{0}}
  };
  GQuark quark = matrix_quark ();

  matrix.matrix[0][0] = (gfloat) (mapping->rect.w / mapping->width);
  matrix.matrix[1][1] = (gfloat) (mapping->rect.h / mapping->height);
  matrix.matrix[2][2] = 1.0f;
  matrix.matrix[0][2] = (gfloat) (map_x (mapping, mapping->picture.x)
      - mapping->rect.x);
  matrix.matrix[1][2] = (gfloat) (map_y (mapping, mapping->picture.y)
      - mapping->rect.y);
  if (quark && meta->info->transform_func (out, meta, in, quark, &matrix))
    return;

  /* sizes alone: positions are right where box and rect begin at 0 */
  box.width = MAX ((gint) rint (mapping->width), 1);
  box.height = MAX ((gint) rint (mapping->height), 1);
  rect.width = mapping->rect.w;
  rect.height = mapping->rect.h;
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
      (whole || api != GST_VIDEO_AFD_META_API_TYPE))
    transform_by_itself (mapping, in_info, out_info, in, meta, out);
  return FALSE;
}

GstEvent *
gst_align_scale_meta_map_event (const GstAlignScaleMapping * mapping,
    GstEvent * event)
{
  const GstStructure *structure = gst_event_get_structure (event);
  gdouble x, y;

  /* mouse and touch alike */
  if (!structure || !gst_structure_get_double (structure, "pointer_x", &x) ||
      !gst_structure_get_double (structure, "pointer_y", &y))
    return event;
  x = mapping->x + (x - mapping->rect.x) * mapping->width / mapping->rect.w;
  y = mapping->y + (y - mapping->rect.y) * mapping->height / mapping->rect.h;
  event = gst_event_make_writable (event);
  gst_structure_set (gst_event_writable_structure (event),
      "pointer_x", G_TYPE_DOUBLE, x - mapping->origin_x,
      "pointer_y", G_TYPE_DOUBLE, y - mapping->origin_y, NULL);
  return event;
}
