/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "gstalignscaleframe.h"

/* Where the planes of a frame say that they are. */
typedef struct
{
  const gchar *source;
  const gsize *offset;
  const gint *stride;
} Placement;

static gboolean
find_placement (Placement * placement, GstBuffer * buffer,
    const GstVideoInfo * info, GError ** error)
{
  GstVideoMeta *meta = gst_buffer_get_video_meta (buffer);

  if (!meta) {
    placement->source = "caps";
    placement->offset = info->offset;
    placement->stride = info->stride;
    return TRUE;
  }
  if (meta->format != GST_VIDEO_INFO_FORMAT (info) ||
      meta->n_planes != GST_VIDEO_INFO_N_PLANES (info)) {
    g_set_error (error, GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT,
        "the buffer's GstVideoMeta says %s with %u planes, the caps say %s "
        "with %u", meta->format == GST_VIDEO_FORMAT_UNKNOWN ? "UNKNOWN" :
        GST_STR_NULL (gst_video_format_to_string (meta->format)),
        meta->n_planes, GST_VIDEO_INFO_NAME (info),
        GST_VIDEO_INFO_N_PLANES (info));
    return FALSE;
  }
  if (meta->width < (guint) info->width ||
      meta->height < (guint) GST_VIDEO_INFO_FIELD_HEIGHT (info)) {
    g_set_error (error, GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT,
        "the buffer's GstVideoMeta says %ux%u pixels, the caps say %dx%d",
        meta->width, meta->height, info->width,
        GST_VIDEO_INFO_FIELD_HEIGHT (info));
    return FALSE;
  }
  placement->source = "GstVideoMeta";
  placement->offset = meta->offset;
  placement->stride = meta->stride;
  return TRUE;
}

/* A frame, as its planes of memory are found. */
typedef struct
{
  const GstVideoInfo *info;
  const GstAlignScaleLayout *layout;
  const GstAlignScaleUnpacked *unpacked;
  gboolean interleaved;         /* two fields */
  Placement placement;
} Form;

/* The bytes [*begin, *end) that plane p of memory spans, counted from the start
 * of that plane. */
static gboolean
plane_extent (const Form * form, guint p, gint64 * begin, gint64 * end,
    GError ** error)
{
  const GstAlignScaleLayout *layout = form->layout;
  const gint stride = form->placement.stride[p];
  guint i;

  if (layout->unpacked)
    return gst_align_scale_unpacked_get_extent (form->unpacked, p, stride,
        form->interleaved, begin, end, error);
  *begin = *end = 0;
  if (layout->palette && p == 1)
    *end = GST_ALIGN_SCALE_PALETTE_SIZE;
  for (i = 0; i < layout->n_planes; i++) {
    const GstAlignScalePlane *plane = &layout->planes[i];
    gint64 last_row, row;

    if (plane->plane != p)
      continue;
    last_row = (gint64) stride * (gst_align_scale_plane_rows (plane,
            GST_VIDEO_INFO_FIELD_HEIGHT (form->info), form->interleaved) - 1);
    row = plane->offset + plane->components * layout->sample_bytes
        + (gint64) plane->step
        * (gst_align_scale_plane_width (plane, form->info->width) - 1);
    *begin = MIN (*begin, last_row);
    *end = MAX (*end, row + MAX (last_row, 0));
  }
  return TRUE;
}

/* TRUE where a plane lies in more than one memory. */
static gboolean
is_cut (GstBuffer * buffer, const Form * form)
{
  guint p, memory, n_memories;
  gint64 begin, end;
  gsize skip;

  for (p = 0; p < GST_VIDEO_INFO_N_PLANES (form->info); p++)
    if (plane_extent (form, p, &begin, &end, NULL) &&
        gst_buffer_find_memory (buffer,
            form->placement.offset[p] + (gsize) begin, (gsize) (end - begin),
            &memory, &n_memories, &skip) && n_memories > 1)
      return TRUE;
  return FALSE;
}

/* Maps plane p and sets the planes of the core that lie in it. */
static gboolean
map_plane (GstAlignScaleFrame * frame, const Form * form, guint p,
    GstMapFlags flags, GError ** error)
{
  const GstAlignScaleLayout *layout = form->layout;
  const GstVideoInfo *info = form->info;
  const Placement *placement = &form->placement;
  gsize size = gst_buffer_get_size (frame->buffer), skip;
  gint height = GST_VIDEO_INFO_FIELD_HEIGHT (info);
  gint stride = placement->stride[p];
  GstMapInfo *map = &frame->maps[frame->n_maps];
  gint64 begin, end;
  guint memory, n_memories, i;

  if (!plane_extent (form, p, &begin, &end, error))
    return FALSE;
  /* compared without a sum that could overflow */
  if (placement->offset[p] > size || (gint64) placement->offset[p] < -begin ||
      end > (gint64) (size - placement->offset[p])) {
    g_set_error (error, GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT,
        "plane %u of %s %dx%d reaches from byte %" G_GINT64_FORMAT " to %"
        G_GINT64_FORMAT " around offset %" G_GSIZE_FORMAT " with stride %d "
        "(from the %s), the buffer has %" G_GSIZE_FORMAT " bytes", p,
        GST_VIDEO_INFO_NAME (info), info->width, height, begin, end,
        placement->offset[p], stride, placement->source, size);
    return FALSE;
  }
  if (!gst_buffer_find_memory (frame->buffer,
          (gsize) ((gint64) placement->offset[p] + begin),
          (gsize) (end - begin), &memory, &n_memories, &skip) ||
      !gst_buffer_map_range (frame->buffer, memory, (gint) n_memories, map,
          flags)) {
    g_set_error (error, GST_RESOURCE_ERROR,
        flags & GST_MAP_WRITE ? GST_RESOURCE_ERROR_WRITE :
        GST_RESOURCE_ERROR_READ,
        "the memory of plane %u of %s cannot be mapped for %s", p,
        GST_VIDEO_INFO_NAME (info),
        flags & GST_MAP_WRITE ? "writing" : "reading");
    return FALSE;
  }
  frame->n_maps++;
  if (map->size < skip || map->size - skip < (gsize) (end - begin)) {
    g_set_error (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_FAILED,
        "mapping plane %u of %s gave %" G_GSIZE_FORMAT " bytes, %"
        G_GINT64_FORMAT " are needed", p, GST_VIDEO_INFO_NAME (info),
        map->size, (gint64) skip + end - begin);
    return FALSE;
  }

  frame->data[p] = map->data + skip - begin;
  frame->stride[p] = stride;
  for (i = 0; i < layout->n_planes && !layout->unpacked; i++) {
    const GstAlignScalePlane *plane = &layout->planes[i];

    if (plane->plane == p) {
      frame->planes[i].data = frame->data[p] + plane->offset;
      frame->planes[i].stride = stride;
      frame->planes[i].step = plane->step;
    }
  }
  return TRUE;
}

gboolean
gst_align_scale_frame_map (GstAlignScaleFrame * frame, GstBuffer * buffer,
    const GstVideoInfo * info, const GstAlignScaleLayout * layout,
    const GstAlignScaleUnpacked * unpacked, gboolean interleaved,
    GstMapFlags flags, GError ** error)
{
  Form form = {.info = info,.layout = layout,.unpacked = unpacked,
    .interleaved = interleaved
  };
  GstMemory *all;
  guint p;

  memset (frame, 0, sizeof (*frame));
  frame->buffer = buffer;
  if (!find_placement (&form.placement, buffer, info, error))
    return FALSE;
  /* the memories of a plane cannot become one while other planes are mapped */
  if ((flags & GST_MAP_WRITE) && is_cut (buffer, &form) &&
      (all = gst_buffer_get_all_memory (buffer)))
    gst_buffer_replace_all_memory (buffer, all);
  for (p = 0; p < GST_VIDEO_INFO_N_PLANES (info); p++) {
    if (!map_plane (frame, &form, p, flags, error)) {
      gst_align_scale_frame_unmap (frame);
      return FALSE;
    }
  }
  if (unpacked)
    memcpy (frame->planes, gst_align_scale_unpacked_get_planes (unpacked),
        sizeof (frame->planes));
  return TRUE;
}

void
gst_align_scale_frame_unmap (GstAlignScaleFrame * frame)
{
  while (frame->n_maps > 0)
    gst_buffer_unmap (frame->buffer, &frame->maps[--frame->n_maps]);
}
