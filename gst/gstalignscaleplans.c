/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "gstalignscaleplans.h"

#include "gstalignscaleborder.h"
#include "gstalignscalecaps.h"
#include "gstalignscalelight.h"

/* Pixels in and out below which a further thread costs more than it saves. */
#define PIXELS_PER_THREAD (256 * 256)
#define MAX_THREADS 64

/* The plan of one plane, and where its picture lies in the output. */
typedef struct
{
  AlsParams params;
  AlsPlan *own;                 /* NULL until one was needed */
  AlsPlan *plan;                /* own, or an earlier plane's that is the same */
  GstVideoRectangle rect;       /* pixels of the plane */
} Plane;

struct _GstAlignScalePlans
{
  GstVideoInfo in, out;
  GstAlignScaleLayout layout;
  GstVideoChromaSite site;
  gint alpha;                   /* plane of the core that is alpha alone, -1 */

  gboolean made;                /* what follows is that of the settings */
  GstAlignScaleSettings settings;
  GstAlignScaleNotes notes;
  gboolean has_borders;
  guint border[GST_VIDEO_MAX_COMPONENTS];
  gfloat *light;
  Plane planes[GST_VIDEO_MAX_COMPONENTS];
  gint n_slices;
  gsize scratch_size;           /* of one slice */
  gsize scratch_room;           /* of all */
  guint8 *scratch;
};

/* One frame on its way. */
typedef struct
{
  const GstAlignScalePlans *plans;
  GstAlignScaleFrame in, out;
  AlsPlane target[GST_VIDEO_MAX_COMPONENTS];    /* out, within the borders */
} Job;

static gint
choose_slices (guint n_threads, const GstVideoInfo * in,
    const GstVideoInfo * out)
{
  guint64 pixels = (guint64) in->width * (guint64) in->height
      + (guint64) out->width * (guint64) out->height;

  if (n_threads > 0)
    return (gint) MIN (n_threads, MAX_THREADS);
  return (gint) CLAMP (MIN (pixels / PIXELS_PER_THREAD,
          g_get_num_processors ()), 1, MAX_THREADS);
}

/* The part of the plane that shows the part rect of the picture. */
static void
plane_rectangle (const GstAlignScalePlane * plane,
    const GstVideoRectangle * rect, GstVideoRectangle * result)
{
  result->x = rect->x >> plane->w_sub;
  result->y = rect->y >> plane->h_sub;
  result->w = gst_align_scale_plane_width (plane, rect->x + rect->w)
      - result->x;
  result->h = gst_align_scale_plane_height (plane, rect->y + rect->h)
      - result->y;
}

/* TRUE where the planes of one plan can be scaled by the other's. */
static gboolean
same_plan (const AlsParams * a, const AlsParams * b)
{
  return a->src_width == b->src_width && a->src_height == b->src_height
      && a->dst_width == b->dst_width && a->dst_height == b->dst_height
      && a->box_x == b->box_x && a->box_y == b->box_y
      && a->box_width == b->box_width && a->box_height == b->box_height
      && a->place_x.spacing == b->place_x.spacing
      && a->place_y.spacing == b->place_y.spacing
      && a->components == b->components
      && a->alpha_component == b->alpha_component && a->linear == b->linear
      && memcmp (a->fill, b->fill, sizeof (a->fill)) == 0;
}

/* Where subsampled pixels lie on those of luma. */
static AlsPlacement
placement_of (guint sub, gboolean cosited, gint src_frame, gint dst_frame)
{
  const gdouble spacing = 1 << sub;
  AlsPlacement place = { src_frame, dst_frame, spacing,
    cosited ? 0.0 : (spacing - 1.0) / 2.0
  };

  return place;
}

/* The parameters of plane i, whose rectangle is set; rect is luma's. */
static void
set_params (GstAlignScalePlans * plans, guint i, gboolean weighting,
    const GstVideoRectangle * rect)
{
  const GstAlignScaleSettings *settings = &plans->settings;
  const GstAlignScalePlane *plane = &plans->layout.planes[i];
  const gboolean placed = (plans->site & GST_VIDEO_CHROMA_SITE_COSITED)
      && (plane->w_sub || plane->h_sub);
  const gint height = GST_VIDEO_INFO_FIELD_HEIGHT (&plans->in);
  gdouble across = 1 << plane->w_sub, down = 1 << plane->h_sub;
  AlsParams params = ALS_PARAMS_INIT;
  gint c;

  params.src_width = gst_align_scale_plane_width (plane, plans->in.width);
  params.src_height = gst_align_scale_plane_height (plane, height);
  params.dst_width = plans->planes[i].rect.w;
  params.dst_height = plans->planes[i].rect.h;
  params.method = settings->method;
  params.padding = settings->padding;
  params.align_corners = settings->align_corners;
  params.antialias = settings->antialias;
  params.coordinate_mode = settings->coordinate_mode;
  params.nearest_rounding = settings->nearest_rounding;
  params.cubic_a = settings->cubic_a;
  if (placed) {
    params.place_x = placement_of (plane->w_sub,
        plans->site & GST_VIDEO_CHROMA_SITE_H_COSITED,
        plans->in.width, rect->w);
    params.place_y = placement_of (plane->h_sub,
        plans->site & GST_VIDEO_CHROMA_SITE_V_COSITED, height,
        rect->h);
    across = down = 1.0;
  }
  params.box_x = settings->src_x / across;
  params.box_y = settings->src_y / down;
  params.box_width = settings->src_width / across;
  params.box_height = settings->src_height / down;
  params.components = plane->components;
  params.sample_bytes = plans->layout.sample_bytes;
  params.swapped = plans->layout.swapped;
  params.shift = plans->layout.shift;
  params.max = plans->layout.max;
  /* for tests: all give the same samples */
  params.instruction_set = g_getenv ("ALIGNSCALE_INSTRUCTION_SET");
  for (c = 0; c < plane->components; c++) {
    gint component = plane->component[c];

    if (component == GST_VIDEO_COMP_A)
      params.alpha_component = c;
    if (settings->padding == ALS_PADDING_COLOR)
      params.fill[c] = component < 0 ? params.max :
          (gint) plans->border[component];
  }
  if (weighting && plans->alpha >= 0 && plans->alpha != (gint) i) {
    params.alpha_component = ALS_ALPHA_PLANE;
    params.fill[c] = (gint) plans->border[GST_VIDEO_COMP_A];
  }
  params.alpha_weighting = weighting && plans->alpha != (gint) i;
  if (plans->alpha != (gint) i)
    params.linear = plans->light;
  plans->planes[i].params = params;
}

static AlsStatus
plan_plane (GstAlignScalePlans * plans, guint i)
{
  Plane *plane = &plans->planes[i];
  AlsStatus status;
  guint k;

  for (k = 0; k < i; k++) {
    if (same_plan (&plans->planes[k].params, &plane->params)) {
      plane->plan = plans->planes[k].plan;
      return ALS_OK;
    }
  }
  if (plane->own)
    status = als_plan_update (plane->own, &plane->params);
  else
    status = als_plan_new (&plane->params, &plane->own);
  plane->plan = plane->own;
  if (status == ALS_OK)
    plans->scratch_size = MAX (plans->scratch_size,
        als_plan_scratch_size (plane->plan));
  return status;
}

/* TRUE where colour can be weighted by alpha: both there, sampled alike, and
 * not weighted yet. */
static gboolean
can_weight (const GstAlignScalePlans * plans, GstAlignScaleNotes * notes)
{
  const GstVideoFormatInfo *finfo = plans->in.finfo;
  guint c;

  if (!GST_VIDEO_FORMAT_INFO_HAS_ALPHA (finfo) ||
      (GST_VIDEO_INFO_FLAGS (&plans->in) &
          GST_VIDEO_FLAG_PREMULTIPLIED_ALPHA))
    return FALSE;
  for (c = 0; c < finfo->n_components; c++) {
    if (finfo->w_sub[c] || finfo->h_sub[c]) {
      *notes |= GST_ALIGN_SCALE_NOTE_ALPHA;
      return FALSE;
    }
  }
  return TRUE;
}

/* Makes the table of light, or notes that there is none. */
static void
update_light (GstAlignScalePlans * plans)
{
  if (!plans->settings.gamma_decode) {
    g_clear_pointer (&plans->light, g_free);
    return;
  }
  if (!plans->light && !GST_VIDEO_INFO_IS_YUV (&plans->in))
    plans->light = gst_align_scale_light_new (&plans->in, plans->layout.max);
  if (!plans->light &&
      plans->in.colorimetry.transfer != GST_VIDEO_TRANSFER_GAMMA10)
    plans->notes |= GST_ALIGN_SCALE_NOTE_GAMMA;
}

GstAlignScalePlans *
gst_align_scale_plans_new (const GstVideoInfo * in, const GstVideoInfo * out,
    GstVideoChromaSite site)
{
  GstAlignScalePlans *plans = g_new0 (GstAlignScalePlans, 1);
  guint i;

  plans->in = *in;
  plans->out = *out;
  plans->site = site;
  plans->alpha = -1;
  gst_align_scale_layout_init (&plans->layout, in->finfo);
  for (i = 0; i < plans->layout.n_planes; i++)
    if (plans->layout.planes[i].component[0] == GST_VIDEO_COMP_A
        && plans->layout.planes[i].components == 1)
      plans->alpha = (gint) i;
  return plans;
}

gboolean
gst_align_scale_plans_update (GstAlignScalePlans * plans,
    const GstAlignScaleSettings * settings, GError ** error)
{
  const GstVideoInfo *in = &plans->in, *out = &plans->out;
  AlsStatus status = ALS_OK;
  GstVideoRectangle rect;
  gboolean weighting;
  guint i;

  if (plans->made && gst_align_scale_settings_equal (&plans->settings, settings))
    return TRUE;
  plans->made = FALSE;
  plans->settings = *settings;
  plans->notes = 0;
  if (!als_method_has_grid (settings->method) &&
      (settings->align_corners || settings->antialias))
    plans->notes |= GST_ALIGN_SCALE_NOTE_GRID;
  gst_align_scale_caps_get_rectangle (in, out, settings->add_borders, &rect);
  if (GST_VIDEO_INFO_INTERLACE_MODE (out) == GST_VIDEO_INTERLACE_MODE_ALTERNATE) {
    /* buffers are fields, the rectangle is that of the frame */
    gint end = (rect.y + rect.h + 1) / 2;

    rect.y /= 2;
    rect.h = end - rect.y;
  } else if (GST_VIDEO_INFO_IS_INTERLACED (out)) {
    plans->notes |= GST_ALIGN_SCALE_NOTE_INTERLACED;
  }
  plans->has_borders = rect.w != out->width
      || rect.h != GST_VIDEO_INFO_FIELD_HEIGHT (out);
  gst_align_scale_border_color (out, settings->border_color, plans->border);
  weighting = settings->alpha_weighting && can_weight (plans, &plans->notes);
  update_light (plans);

  plans->scratch_size = 0;
  for (i = 0; i < plans->layout.n_planes && status == ALS_OK; i++) {
    plane_rectangle (&plans->layout.planes[i], &rect, &plans->planes[i].rect);
    set_params (plans, i, weighting, &rect);
    status = plan_plane (plans, i);
  }
  if (status == ALS_OK) {
    gsize needed;

    plans->n_slices = choose_slices (settings->n_threads, in, out);
    needed = plans->scratch_size * (gsize) plans->n_slices;
    if (needed > plans->scratch_room) {
      g_free (plans->scratch);
      plans->scratch = g_try_malloc0 (needed);
      plans->scratch_room = plans->scratch ? needed : 0;
      if (!plans->scratch)
        status = ALS_ERROR_MEMORY;
    }
  }
  if (status != ALS_OK) {
    g_set_error (error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS,
        "no plan for %s %dx%d to %dx%d: %s", GST_VIDEO_INFO_NAME (in),
        in->width, in->height, rect.w, rect.h, als_status_text (status));
    return FALSE;
  }
  plans->made = TRUE;
  return TRUE;
}

void
gst_align_scale_plans_free (GstAlignScalePlans * plans)
{
  guint i;

  if (!plans)
    return;
  for (i = 0; i < G_N_ELEMENTS (plans->planes); i++)
    als_plan_free (plans->planes[i].own);
  g_free (plans->light);
  g_free (plans->scratch);
  g_free (plans);
}

gboolean
gst_align_scale_plans_are_identity (const GstAlignScalePlans * plans)
{
  guint i;

  for (i = 0; i < plans->layout.n_planes; i++)
    if (!als_plan_is_identity (plans->planes[i].plan))
      return FALSE;
  return !plans->has_borders;
}

GstAlignScaleNotes
gst_align_scale_plans_get_notes (const GstAlignScalePlans * plans)
{
  return plans->notes;
}

/* Runs one slice of every plane. */
static void
run_slice (gpointer user_data, gint slice, gint n_slices)
{
  const Job *job = user_data;
  const GstAlignScalePlans *plans = job->plans;
  guint i;

  for (i = 0; i < plans->layout.n_planes; i++)
    als_plan_run (plans->planes[i].plan, &job->in.planes[i], &job->target[i],
        slice, n_slices,
        plans->scratch + (gsize) slice * plans->scratch_size);
}

/* Sets the targets within the borders and checks the planes. */
static gboolean
prepare_planes (Job * job, GError ** error)
{
  const GstAlignScalePlans *plans = job->plans;
  guint i;

  for (i = 0; i < plans->layout.n_planes; i++) {
    const GstVideoRectangle *rect = &plans->planes[i].rect;
    AlsPlane *target = &job->target[i];
    AlsStatus status;

    if (plans->alpha >= 0)
      job->in.planes[i].alpha = &job->in.planes[plans->alpha];
    *target = job->out.planes[i];
    target->data += rect->y * target->stride + rect->x * target->step;
    status = als_plan_check (plans->planes[i].plan, &job->in.planes[i], target);
    if (status != ALS_OK) {
      g_set_error (error, GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT,
          "plane %u of %s, stride %" G_GSSIZE_FORMAT " for %d pixels in and %"
          G_GSSIZE_FORMAT " for %d out: %s", plans->layout.planes[i].plane,
          GST_VIDEO_INFO_NAME (&plans->in), (gssize) job->in.planes[i].stride,
          gst_align_scale_plane_width (&plans->layout.planes[i],
              plans->in.width), (gssize) target->stride, rect->w,
          als_status_text (status));
      return FALSE;
    }
  }
  return TRUE;
}

gboolean
gst_align_scale_plans_run (GstAlignScalePlans * plans,
    GstAlignScaleSlices * slices, GstBuffer * in, GstBuffer * out,
    GError ** error)
{
  Job job = { .plans = plans };
  gboolean done = FALSE;
  guint i;

  if (!gst_align_scale_frame_map (&job.in, in, &plans->in, &plans->layout,
          GST_MAP_READ, error)) {
    g_prefix_error (error, "input: ");
    return FALSE;
  }
  if (!gst_align_scale_frame_map (&job.out, out, &plans->out, &plans->layout,
          GST_MAP_WRITE, error)) {
    g_prefix_error (error, "output: ");
    gst_align_scale_frame_unmap (&job.in);
    return FALSE;
  }

  if (prepare_planes (&job, error)) {
    for (i = 0; plans->has_borders && i < plans->layout.n_planes; i++) {
      const GstAlignScalePlane *plane = &plans->layout.planes[i];

      gst_align_scale_border_fill (&plans->layout, plane, &job.out.planes[i],
          gst_align_scale_plane_width (plane, plans->out.width),
          gst_align_scale_plane_height (plane,
              GST_VIDEO_INFO_FIELD_HEIGHT (&plans->out)),
          &plans->planes[i].rect, plans->border);
    }
    gst_align_scale_slices_run (slices, plans->n_slices, run_slice, &job);
    done = TRUE;
  }
  gst_align_scale_frame_unmap (&job.out);
  gst_align_scale_frame_unmap (&job.in);
  return done;
}
