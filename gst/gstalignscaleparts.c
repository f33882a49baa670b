/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "gstalignscaleparts.h"

#include "gstalignscalecaps.h"

/* How the views of a frame lie in it: so many tiles across and down, or every
 * so many-th column or row. */
typedef struct
{
  GstVideoMultiviewMode mode;
  gint tiles_x, tiles_y, columns, rows;
} Views;

static const Views arrangements[] = {
  {GST_VIDEO_MULTIVIEW_MODE_SIDE_BY_SIDE, 2, 1, 1, 1},
  /* each view stays on its side; that its rows are shifted is not seen */
  {GST_VIDEO_MULTIVIEW_MODE_SIDE_BY_SIDE_QUINCUNX, 2, 1, 1, 1},
  {GST_VIDEO_MULTIVIEW_MODE_TOP_BOTTOM, 1, 2, 1, 1},
  {GST_VIDEO_MULTIVIEW_MODE_COLUMN_INTERLEAVED, 1, 1, 2, 1},
  {GST_VIDEO_MULTIVIEW_MODE_ROW_INTERLEAVED, 1, 1, 1, 2},
  /* those that cannot be told apart */
  {GST_VIDEO_MULTIVIEW_MODE_CHECKERBOARD, 0, 0, 0, 0},
  {GST_VIDEO_MULTIVIEW_MODE_SEPARATED, 0, 0, 0, 0},
};

static const Views no_views = { GST_VIDEO_MULTIVIEW_MODE_NONE, 1, 1, 1, 1 };

/* Pixels along one axis. */
typedef struct
{
  gint start, size;
} Span;

/* The pictures whose rows alternate in a frame, or columns. */
typedef struct
{
  gint period;                  /* how many; 1: one, that has all */
  gint phase;                   /* which of them */
  gint lines;                   /* of the frame to one in memory: 2 where a
                                 * buffer has one field alone */
  gboolean fields;              /* each picture has whole chroma lines */
} Weave;

/* Where the pixels of a plane lie on those of luma. */
typedef struct
{
  guint sub;                    /* subsampling, as a shift */
  gboolean sited;               /* FALSE: the plane is scaled by itself */
  gdouble offset;               /* of the first, where sited */
} Siting;

GstAlignScaleFields
gst_align_scale_parts_fields (const GstVideoInfo * info, GstBuffer * buffer)
{
  switch (GST_VIDEO_INFO_INTERLACE_MODE (info)) {
    case GST_VIDEO_INTERLACE_MODE_PROGRESSIVE:
      return GST_ALIGN_SCALE_FIELDS_NONE;
    case GST_VIDEO_INTERLACE_MODE_MIXED:
      return buffer && GST_BUFFER_FLAG_IS_SET (buffer,
          GST_VIDEO_BUFFER_FLAG_INTERLACED) ? GST_ALIGN_SCALE_FIELDS_BOTH :
          GST_ALIGN_SCALE_FIELDS_NONE;
    case GST_VIDEO_INTERLACE_MODE_ALTERNATE:
      if (buffer && GST_VIDEO_BUFFER_IS_TOP_FIELD (buffer))
        return GST_ALIGN_SCALE_FIELDS_TOP;
      if (buffer && GST_VIDEO_BUFFER_IS_BOTTOM_FIELD (buffer))
        return GST_ALIGN_SCALE_FIELDS_BOTTOM;
      return GST_ALIGN_SCALE_FIELDS_NONE;
    default:
      return GST_ALIGN_SCALE_FIELDS_BOTH;
  }
}

static const Views *
find_views (const GstVideoInfo * info)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (arrangements); i++)
    if (arrangements[i].mode == GST_VIDEO_INFO_MULTIVIEW_MODE (info))
      return &arrangements[i];
  return &no_views;
}

gboolean
gst_align_scale_parts_views (const GstVideoInfo * info, GstBuffer * buffer)
{
  if (find_views (info) == &no_views)
    return FALSE;
  return !(GST_VIDEO_INFO_MULTIVIEW_FLAGS (info) &
      GST_VIDEO_MULTIVIEW_FLAGS_MIXED_MONO) || (buffer
      && GST_BUFFER_FLAG_IS_SET (buffer, GST_VIDEO_BUFFER_FLAG_MULTIPLE_VIEW));
}

/* The whole part of the frame, in lines of memory. */
static Span
span_in_memory (Span span, const Weave * weave)
{
  Span result = { span.start / weave->lines, 0 };

  result.size = (span.start + span.size + weave->lines - 1) / weave->lines
      - result.start;
  return result;
}

/* The pixels of a plane that show the span, if it begins with a whole one. */
static Span
span_in_plane (Span span, guint sub, gboolean fields)
{
  const GstAlignScalePlane plane = {.h_sub = sub };
  Span result = { span.start >> sub, gst_align_scale_plane_rows (&plane,
        span.size, fields)
  };

  return result;
}

/* Makes the source of axis, of whose picture the phase-th of period makes the
 * plane, begin with the last sample that does not lie behind the start of src,
 * which is between two of them. */
static void
begin_between (GstAlignScaleAxis * axis, const Siting * siting,
    const Weave * weave, gint period, gint phase, Span src, Span dst)
{
  const GstAlignScalePlane plane = {.h_sub = siting->sub };
  const gint spacing = 1 << siting->sub;
  const Span in = span_in_memory (src, weave);
  /* lines of the picture to one in memory, and of memory to the next sample */
  const gint lines = period > 1 ? weave->lines : 1, step = period / lines;
  const gint start = in.start + (step > 1 ? phase : 0);
  const gint row = start / step / spacing * step + start % step;
  /* of two fields in buffers of their own each ends where it does */
  const gint last = lines > 1 ? (src.start + src.size - phase + 1) / lines :
      in.start + in.size;
  const gint end = gst_align_scale_plane_rows (&plane, last,
      weave->lines == 1 && weave->fields);

  axis->unit = 1.0;
  axis->src_start = row;
  axis->src_size = (end - row + step - 1) / step;
  axis->shift = (lines > 1 ? src.start : in.start) - spacing * (lines * row
      - (step > 1 ? phase : 0));
  axis->place.src_frame = (period > 1 ? src.size : in.size)
      + MAX (axis->shift, 0);
  axis->place.dst_frame = period > 1 ? dst.size :
      span_in_memory (dst, weave).size;
  axis->place.spacing = spacing * period;
  axis->place.offset = spacing * phase + siting->offset;
}

static void
set_axis (GstAlignScaleAxis * axis, const Siting * siting, const Weave * weave,
    Span src, Span dst)
{
  const gint spacing = 1 << siting->sub;
  /* the frames, and what of them is in memory */
  const Span src_frame = span_in_plane (src, siting->sub, weave->fields);
  const Span dst_frame = span_in_plane (dst, siting->sub, weave->fields);
  const Span in = weave->lines == 1 ? src_frame :
      span_in_plane (span_in_memory (src, weave), siting->sub, FALSE);
  const Span out = weave->lines == 1 ? dst_frame :
      span_in_plane (span_in_memory (dst, weave), siting->sub, FALSE);
  const Span source = src, target = dst;
  gint period = weave->period, phase = weave->phase;

  memset (axis, 0, sizeof (*axis));
  axis->unit = siting->sited ? 1.0 : spacing;
  axis->step = 1;
  axis->src_start = in.start;
  axis->src_size = in.size;
  axis->dst_start = out.start;
  axis->dst_size = out.size;
  if (period > 1 && weave->lines == 1) {
    if (in.size < period) {
      /* too few for all: the first takes them, and all of the output */
      axis->dst_size = phase ? 0 : out.size;
      period = 1;
    } else {
      axis->step = period;
      axis->src_start += phase;
      axis->dst_start += phase;
      axis->src_size = (in.size - phase + period - 1) / period;
      axis->dst_size = (out.size - phase + period - 1) / period;
    }
  }

  if (period == 1) {
    src = span_in_memory (src, weave);
    dst = span_in_memory (dst, weave);
    phase = 0;
  }
  if (siting->sited) {
    axis->place.src_frame = src.size;
    axis->place.dst_frame = dst.size;
    axis->place.spacing = spacing * period;
    axis->place.offset = spacing * phase + siting->offset;
  } else if (period > 1) {
    axis->place.src_frame = src_frame.size;
    axis->place.dst_frame = dst_frame.size;
    axis->place.spacing = period;
    axis->place.offset = phase;
  }
  if (source.start % (spacing * MAX (weave->period, weave->lines)))
    begin_between (axis, siting, weave, period, phase, source, target);
}

static Siting
siting_of (guint sub, gboolean sited, gboolean cosited)
{
  Siting siting = { sub, sited, cosited ? 0.0 : ((1 << sub) - 1) / 2.0 };

  return siting;
}

/* Adds the parts of one picture, which is rect in and to out. */
static void
add_picture (GstAlignScaleParts * parts, const GstAlignScaleLayout * layout,
    GstVideoChromaSite site, const Weave * across, const Weave * down,
    const GstVideoRectangle * from, const GstVideoRectangle * to)
{
  guint i;

  for (i = 0; i < layout->n_planes; i++) {
    const GstAlignScalePlane *plane = &layout->planes[i];
    const gboolean sited = (site & GST_VIDEO_CHROMA_SITE_COSITED)
        && (plane->w_sub || plane->h_sub);
    const Siting x = siting_of (plane->w_sub, sited,
        site & GST_VIDEO_CHROMA_SITE_H_COSITED);
    const Siting y = siting_of (plane->h_sub, sited,
        site & GST_VIDEO_CHROMA_SITE_V_COSITED);
    GstAlignScalePart *part = &parts->parts[parts->n_parts++];

    part->plane = i;
    set_axis (&part->x, &x, across, (Span) {
        from->x, from->w}, (Span) {
        to->x, to->w});
    set_axis (&part->y, &y, down, (Span) {
        from->y, from->h}, (Span) {
        to->y, to->h});
  }
}

/* TRUE where frames have room for whole chroma lines of each field: GStreamer
 * rounds up the chroma of interlaced video in most formats, not in all. */
static gboolean
fields_are_whole (const GstVideoInfo * info, const GstAlignScaleLayout * layout)
{
  guint i;

  for (i = 0; i < layout->n_planes; i++) {
    const guint p = layout->planes[i].plane;
    const gsize end = p + 1 < GST_VIDEO_INFO_N_PLANES (info) ?
        info->offset[p + 1] : info->size;

    if (info->offset[p] + (gsize) info->stride[p]
        * (gsize) gst_align_scale_plane_rows (&layout->planes[i],
            info->height, TRUE) > end)
      return FALSE;
  }
  return TRUE;
}

/* The arrangement of the views of a frame where each can be scaled by itself,
 * whole chroma samples in whole lines of fields. */
static const Views *
separable_views (const GstVideoInfo * in, const GstVideoRectangle * crop,
    const GstVideoInfo * out)
{
  const Views *views = find_views (in);
  gint unit_x = views->tiles_x, unit_y = views->tiles_y;
  guint w_sub = 0, h_sub = 0, i;

  for (i = 0; i < GST_VIDEO_INFO_N_COMPONENTS (in); i++) {
    w_sub = MAX (w_sub, GST_VIDEO_FORMAT_INFO_W_SUB (in->finfo, i));
    h_sub = MAX (h_sub, GST_VIDEO_FORMAT_INFO_H_SUB (in->finfo, i));
  }
  if (GST_VIDEO_INFO_IS_INTERLACED (in)) {
    if (views->rows > 1)
      return NULL;
    if (views->tiles_y > 1)
      unit_y *= 2;
  }
  if (!views->tiles_x || (views->tiles_x > 1 && ((crop->w | out->width)
              & ((unit_x << w_sub) - 1))) ||
      (views->tiles_y > 1 && ((crop->h | out->height)
              & ((unit_y << h_sub) - 1))))
    return NULL;
  return views;
}

static guint
cut (const Views * arrangement, const GstVideoInfo * in,
    const GstVideoRectangle * crop, const GstVideoInfo * out,
    gboolean add_borders, GstAlignScaleView * views)
{
  GstVideoInfo from = *in, to = *out;
  GstVideoRectangle rect;
  const guint n = (guint) (arrangement->tiles_x * arrangement->tiles_y);
  guint i;

  from.width = crop->w / arrangement->tiles_x;
  from.height = crop->h / arrangement->tiles_y;
  to.width /= arrangement->tiles_x;
  to.height /= arrangement->tiles_y;
  gst_align_scale_caps_get_rectangle (&from, &to, add_borders, &rect);
  for (i = 0; i < n; i++) {
    /* tiles are across or down */
    const gint x = (gint) i % arrangement->tiles_x;
    const gint y = (gint) i / arrangement->tiles_x;
    GstAlignScaleView *view = &views[i];

    view->source = (GstVideoRectangle) {
    crop->x + x * from.width, crop->y + y * from.height, from.width,
          from.height};
    view->region = (GstVideoRectangle) {
    x * to.width, y * to.height, to.width, to.height};
    view->picture = rect;
    view->picture.x += view->region.x;
    view->picture.y += view->region.y;
  }
  return n;
}

guint
gst_align_scale_parts_cut (const GstVideoInfo * in,
    const GstVideoRectangle * crop, const GstVideoInfo * out,
    gboolean has_views, gboolean add_borders,
    GstAlignScaleView views[GST_ALIGN_SCALE_MAX_TILES])
{
  const Views *arrangement = has_views ? separable_views (in, crop, out) : NULL;

  return cut (arrangement ? arrangement : &no_views, in, crop, out, add_borders,
      views);
}

static GstVideoRectangle
rectangle_in_memory (const GstVideoRectangle * rect, const Weave * weave)
{
  const Span span = span_in_memory ((Span) { rect->y, rect->h }, weave);

  return (GstVideoRectangle) {
  rect->x, span.start, rect->w, span.size};
}

void
gst_align_scale_parts_init (GstAlignScaleParts * parts,
    const GstVideoInfo * in, const GstVideoRectangle * crop,
    const GstVideoInfo * out, const GstAlignScaleLayout * layout,
    GstVideoChromaSite site, GstAlignScaleFields fields, gboolean has_views,
    gboolean add_borders)
{
  const Views *arrangement = &no_views;
  const gint lines = GST_VIDEO_INFO_INTERLACE_MODE (out) ==
      GST_VIDEO_INTERLACE_MODE_ALTERNATE ? 2 : 1;
  Weave across = { 1, 0, 1, FALSE };
  Weave down = { 1, 0, lines, lines > 1 };
  GstAlignScaleView views[GST_ALIGN_SCALE_MAX_TILES];
  guint i;

  if (has_views)
    arrangement = separable_views (in, crop, out);
  memset (parts, 0, sizeof (*parts));
  parts->mixes_views = arrangement == NULL;
  if (!arrangement)
    arrangement = &no_views;
  across.period = arrangement->columns;
  down.period = fields == GST_ALIGN_SCALE_FIELDS_NONE ? arrangement->rows : 2;
  if (fields == GST_ALIGN_SCALE_FIELDS_BOTH)
    down.fields = parts->interleaved = fields_are_whole (in, layout)
        && fields_are_whole (out, layout);

  parts->n_tiles = cut (arrangement, in, crop, out, add_borders, views);
  for (i = 0; i < parts->n_tiles; i++) {
    const GstAlignScaleView *view = &views[i];

    parts->has_borders = view->picture.w != view->region.w
        || view->picture.h != view->region.h;
    for (across.phase = 0; across.phase < across.period; across.phase++)
      for (down.phase = 0; down.phase < down.period; down.phase++)
        if (lines == 1 || down.period == 1 ||
            down.phase == (fields == GST_ALIGN_SCALE_FIELDS_BOTTOM))
          add_picture (parts, layout, site, &across, &down, &view->source,
              &view->picture);
    parts->tiles[i] = rectangle_in_memory (&view->region, &down);
    parts->pictures[i] = rectangle_in_memory (&view->picture, &down);
  }
}

void
gst_align_scale_parts_rectangle (const GstAlignScaleParts * parts,
    const GstAlignScalePlane * plane, const GstVideoRectangle * rect,
    GstVideoRectangle * result)
{
  result->x = rect->x >> plane->w_sub;
  result->y = rect->y >> plane->h_sub;
  result->w = gst_align_scale_plane_width (plane, rect->w);
  result->h = gst_align_scale_plane_rows (plane, rect->h, parts->interleaved);
}
