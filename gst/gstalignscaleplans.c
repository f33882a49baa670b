/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "gstalignscaleplans.h"

#include "gstalignscaleborder.h"
#include "gstalignscalecaps.h"

/* Pixels in and out below which a further thread costs more than it saves. */
#define PIXELS_PER_THREAD (256 * 256)
#define MAX_THREADS 64

/* The plan of one plane, and where its picture lies in the output. */
typedef struct
{
  AlsPlan *plan;                /* that of an earlier plane where they are equal */
  GstVideoRectangle rect;       /* pixels of the plane */
} Plane;

struct _GstAlignScalePlans
{
  GstAlignScaleSettings settings;
  GstVideoInfo in, out;
  GstAlignScaleLayout layout;
  gboolean has_borders;
  guint border[GST_VIDEO_MAX_COMPONENTS];
  Plane planes[GST_VIDEO_MAX_COMPONENTS];
  gint n_slices;
  gsize scratch_size;           /* of one slice */
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

static AlsStatus
plan_plane (GstAlignScalePlans * plans, guint i, const GstVideoRectangle * rect)
{
  const GstAlignScalePlane *plane = &plans->layout.planes[i];
  const GstAlignScaleSettings *settings = &plans->settings;
  AlsParams params = ALS_PARAMS_INIT;
  AlsStatus status;
  guint k;

  plane_rectangle (plane, rect, &plans->planes[i].rect);
  for (k = 0; k < i; k++) {
    const GstAlignScalePlane *other = &plans->layout.planes[k];

    if (other->components == plane->components && other->w_sub == plane->w_sub
        && other->h_sub == plane->h_sub) {
      plans->planes[i].plan = plans->planes[k].plan;
      return ALS_OK;
    }
  }

  params.src_width = gst_align_scale_plane_width (plane, plans->in.width);
  params.src_height = gst_align_scale_plane_height (plane,
      GST_VIDEO_INFO_FIELD_HEIGHT (&plans->in));
  params.dst_width = plans->planes[i].rect.w;
  params.dst_height = plans->planes[i].rect.h;
  params.method = settings->method;
  params.padding = settings->padding;
  params.align_corners = settings->align_corners;
  params.antialias = settings->antialias;
  params.cubic_a = settings->cubic_a;
  params.components = plane->components;
  params.sample_bytes = plans->layout.sample_bytes;
  params.swapped = plans->layout.swapped;
  params.shift = plans->layout.shift;
  params.max = plans->layout.max;
  status = als_plan_new (&params, &plans->planes[i].plan);
  if (status == ALS_OK)
    plans->scratch_size = MAX (plans->scratch_size,
        als_plan_scratch_size (plans->planes[i].plan));
  return status;
}

GstAlignScalePlans *
gst_align_scale_plans_new (const GstAlignScaleSettings * settings,
    const GstVideoInfo * in, const GstVideoInfo * out, GError ** error)
{
  GstAlignScalePlans *plans = g_new0 (GstAlignScalePlans, 1);
  AlsStatus status = ALS_OK;
  GstVideoRectangle rect;
  guint i;

  plans->settings = *settings;
  plans->in = *in;
  plans->out = *out;
  if (!gst_align_scale_layout_init (&plans->layout, in->finfo)) {
    g_set_error (error, GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT,
        "format %s cannot be scaled", GST_VIDEO_INFO_NAME (in));
    goto failed;
  }
  gst_align_scale_caps_get_rectangle (in, out, settings->add_borders, &rect);
  plans->has_borders = rect.w != out->width
      || rect.h != GST_VIDEO_INFO_FIELD_HEIGHT (out);
  gst_align_scale_border_color (out, settings->border_color, plans->border);

  for (i = 0; i < plans->layout.n_planes && status == ALS_OK; i++)
    status = plan_plane (plans, i, &rect);
  if (status == ALS_OK) {
    plans->n_slices = choose_slices (settings->n_threads, in, out);
    plans->scratch =
        g_try_malloc0_n ((gsize) plans->n_slices, plans->scratch_size + 64);
    if (!plans->scratch)
      status = ALS_ERROR_MEMORY;
  }
  if (status != ALS_OK) {
    g_set_error (error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS,
        "no plan for %s %dx%d to %dx%d: %s", GST_VIDEO_INFO_NAME (in),
        in->width, in->height, rect.w, rect.h, als_status_text (status));
    goto failed;
  }
  return plans;

failed:
  gst_align_scale_plans_free (plans);
  return NULL;
}

void
gst_align_scale_plans_free (GstAlignScalePlans * plans)
{
  guint i, k;

  if (!plans)
    return;
  for (i = 0; i < plans->layout.n_planes; i++) {
    for (k = 0; k < i && plans->planes[k].plan != plans->planes[i].plan; k++);
    if (k == i)
      als_plan_free (plans->planes[i].plan);
  }
  g_free (plans->scratch);
  g_free (plans);
}

const GstAlignScaleSettings *
gst_align_scale_plans_get_settings (const GstAlignScalePlans * plans)
{
  return &plans->settings;
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
        plans->scratch + (gsize) slice * (plans->scratch_size + 64));
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
