/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A frame through its plans.
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "gstalignscaleplansprivate.h"

#include "gstalignscaleborder.h"

/* Rows of parts whose pixels lie among one another's: few enough to stay in the
 * cache, many enough that those which both turns need do not count. */
#define ROWS_PER_TURN 48

/* One frame on its way. */
typedef struct
{
  const GstAlignScalePlans *plans;
  GstAlignScaleFrame in, out;
  AlsPlane sources[GST_ALIGN_SCALE_MAX_PARTS];
  AlsPlane targets[GST_ALIGN_SCALE_MAX_PARTS];
  /* work of the parts before each, then of all */
  gint64 before[GST_ALIGN_SCALE_MAX_PARTS + 1];
  gint n_turns;                 /* that the parts take in each slice; 0: they
                                 * come one after the other */
} Job;

static guint8 *
scratch_of (const GstAlignScalePlans * plans, gint worker)
{
  return plans->scratch + (gsize) worker * plans->scratch_size;
}

/* The plan that runs part i. That of a joined plan is the first of its picture's,
 * and there are none of the others'. */
static const AlsPlan *
plan_of (const GstAlignScalePlans * plans, guint i)
{
  const GstAlignScalePartPlan *parts = plans->scheme->plans;
  const guint first = i - i % plans->layout.n_planes;

  if (!parts[first].joined)
    return parts[i].plan;
  return i == first ? parts[i].joined : NULL;
}

/* The part of n that comes before a slice. Each thread has a long slice, and then
 * shorter ones, so that one that begins late, is held up or is slower takes
 * fewer, and all are done at about the same time. */
static gint64
before_slice (const GstAlignScalePlans * plans, gint slice, gint64 n)
{
  static const gint ninths[GST_ALIGN_SCALE_SLICES_PER_THREAD + 1] =
      { 0, 6, 8, 9 };
  const gint threads = plans->n_threads, kind = slice / threads;

  if (slice == 0 || slice == plans->n_slices)
    return slice == 0 ? 0 : n;
  return n * (ninths[kind] * threads
      + (ninths[kind + 1] - ninths[kind]) * (slice % threads)) / (9 * threads);
}

static void
run_rows (const Job * job, guint i, gint begin, gint end, gint worker)
{
  const AlsPlan *plan = plan_of (job->plans, i);

  if (plan && begin < end)
    als_plan_run (plan, &job->sources[i], &job->targets[i], begin, end,
        scratch_of (job->plans, worker));
}

/* The row of part i where the work of all parts, one after the other, is cut. */
static gint
cut_row (const Job * job, guint i, gint64 work)
{
  const gint rows = job->plans->scheme->parts.parts[i].y.dst_size;
  const gint64 from = job->before[i], to = job->before[i + 1];

  if (work >= to)
    return rows;
  return work <= from ? 0 : (gint) (rows * (work - from) / (to - from));
}

/* Runs one slice of the parts, one part after the other: the fewer cuts, the
 * fewer rows are made twice. */
static void
run_slice (gpointer user_data, gint slice, gint n_slices, gint worker)
{
  const Job *job = user_data;
  const GstAlignScalePlans *plans = job->plans;
  const guint n = plans->scheme->parts.n_parts;
  const gint64 begin = before_slice (plans, slice, job->before[n]);
  const gint64 end = before_slice (plans, slice + 1, job->before[n]);
  guint i;

  (void) n_slices;
  for (i = 0; i < n; i++)
    run_rows (job, i, cut_row (job, i, begin), cut_row (job, i, end), worker);
}

/* The same of parts with pixels among one another's: they have the same rows in
 * it, and are never written at the same time. */
static void
run_woven_slice (gpointer user_data, gint slice, gint n_slices, gint worker)
{
  const Job *job = user_data;
  const GstAlignScalePlans *plans = job->plans;
  const GstAlignScaleParts *parts = &plans->scheme->parts;
  gint turn;
  guint i;

  (void) n_slices;
  for (turn = 0; turn < job->n_turns; turn++)
    for (i = 0; i < parts->n_parts; i++) {
      const gint rows = parts->parts[i].y.dst_size;
      const gint begin = (gint) before_slice (plans, slice, rows);
      const gint n = (gint) before_slice (plans, slice + 1, rows) - begin;

      run_rows (job, i, begin + n * turn / job->n_turns,
          begin + n * (turn + 1) / job->n_turns, worker);
    }
}

/* Asks for the rows that the plans look at. */
static void
want_rows (const GstAlignScalePlans * plans)
{
  const GstAlignScaleScheme *scheme = plans->scheme;
  gint y, first, n;
  guint i;

  gst_align_scale_unpacked_want_none (plans->unpacked_in);
  for (i = 0; i < scheme->parts.n_parts; i++) {
    const GstAlignScalePart *part = &scheme->parts.parts[i];

    for (y = 0; scheme->plans[i].plan && y < part->y.dst_size; y++) {
      als_plan_source_rows (scheme->plans[i].plan, y, &first, &n);
      gst_align_scale_unpacked_want (plans->unpacked_in, part->plane,
          part->y.src_start + first * part->y.step, part->y.step, n);
    }
  }
}

static void
read_slice (gpointer user_data, gint slice, gint n_slices, gint worker)
{
  const Job *job = user_data;
  const GstAlignScalePlans *plans = job->plans;

  gst_align_scale_unpacked_read (plans->unpacked_in, job->in.data,
      job->in.stride, plans->scheme->parts.interleaved, slice, n_slices,
      scratch_of (plans, worker));
}

static void
write_slice (gpointer user_data, gint slice, gint n_slices, gint worker)
{
  const Job *job = user_data;
  const GstAlignScalePlans *plans = job->plans;

  gst_align_scale_unpacked_write (plans->unpacked_out, job->out.data,
      job->out.stride, plans->scheme->parts.interleaved, slice, n_slices,
      scratch_of (plans, worker));
}

static void
move_plane (AlsPlane * plane, gint x, gint y)
{
  plane->data += y * plane->stride + x * plane->step;
}

/* Makes the first of a picture's planes the one of all of their samples. */
static void
join_planes (AlsPlane * planes, const GstAlignScalePlans * plans)
{
  guint i;

  for (i = 1; i < plans->layout.n_planes; i++)
    planes[0].data = MIN (planes[0].data, planes[i].data);
  planes[0].step = plans->layout.sample_bytes;
}

/* Sets the planes of every part and checks them. */
static gboolean
prepare_parts (Job * job, GError ** error)
{
  const GstAlignScalePlans *plans = job->plans;
  const GstAlignScaleScheme *scheme = plans->scheme;
  guint i;

  for (i = 0; i < scheme->parts.n_parts; i++) {
    const GstAlignScalePart *part = &scheme->parts.parts[i];

    job->sources[i] = job->in.planes[part->plane];
    job->targets[i] = job->out.planes[part->plane];
    move_plane (&job->sources[i], part->x.src_start, part->y.src_start);
    move_plane (&job->targets[i], part->x.dst_start, part->y.dst_start);
    if (plans->alpha >= 0)
      job->sources[i].alpha =
          &job->sources[i - part->plane + (guint) plans->alpha];
  }
  for (i = 0; i < scheme->parts.n_parts; i++) {
    const GstAlignScalePart *part = &scheme->parts.parts[i];
    const AlsParams *params = &scheme->plans[i].params;
    AlsPlane *source = &job->sources[i], *target = &job->targets[i];
    AlsStatus status;

    job->before[i + 1] = job->before[i];
    if (!scheme->plans[i].plan)
      continue;
    /* with the strides of the frames, which are the ones to be wrong */
    status = als_plan_check (scheme->plans[i].plan, source, target);
    if (status != ALS_OK) {
      g_set_error (error, GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT,
          "plane %u of %s, stride %" G_GSSIZE_FORMAT " for %d pixels in and %"
          G_GSSIZE_FORMAT " for %d out: %s",
          plans->layout.planes[part->plane].plane,
          GST_VIDEO_INFO_NAME (&plans->in), (gssize) source->stride,
          part->x.src_size, (gssize) target->stride, part->x.dst_size,
          als_status_text (status));
      return FALSE;
    }
    source->step *= part->x.step;
    target->step *= part->x.step;
    source->stride *= part->y.step;
    target->stride *= part->y.step;
    if (plan_of (plans, i) == scheme->plans[i].plan
        && target->step > params->components * params->sample_bytes)
      job->n_turns = MAX (job->n_turns,
          MAX (1, part->y.dst_size / (plans->n_threads * ROWS_PER_TURN)));
    if (plan_of (plans, i))
      job->before[i + 1] += params->components
          * ((gint64) part->x.src_size * part->y.src_size
          + (gint64) part->x.dst_size * part->y.dst_size);
  }
  for (i = 0; i < scheme->parts.n_parts; i += plans->layout.n_planes) {
    if (scheme->plans[i].joined) {
      join_planes (&job->sources[i], plans);
      join_planes (&job->targets[i], plans);
    }
  }
  return TRUE;
}

/* Fills what of the output is not picture. */
static void
fill_borders (const Job * job)
{
  const GstAlignScalePlans *plans = job->plans;
  const GstAlignScaleParts *parts = &plans->scheme->parts;
  guint tile, i;

  for (tile = 0; parts->has_borders && tile < parts->n_tiles; tile++) {
    for (i = 0; i < plans->layout.n_planes; i++) {
      const GstAlignScalePlane *plane = &plans->layout.planes[i];
      AlsPlane pixels = job->out.planes[i];
      GstVideoRectangle all, picture;

      gst_align_scale_parts_rectangle (parts, plane, &parts->tiles[tile], &all);
      gst_align_scale_parts_rectangle (parts, plane, &parts->pictures[tile],
          &picture);
      move_plane (&pixels, all.x, all.y);
      picture.x -= all.x;
      picture.y -= all.y;
      gst_align_scale_border_fill (&plans->layout, plane, &pixels, all.w, all.h,
          &picture, plans->border);
    }
  }
}

/* Copies the palette and looks for the border color in it. */
static gboolean
prepare_palette (GstAlignScalePlans * plans, const Job * job, GError ** error)
{
  GstAlignScaleScheme *scheme = plans->scheme;
  guint entry = gst_align_scale_border_entry (plans->in.finfo,
      job->in.data[1], plans->settings.border_color);
  AlsStatus status = ALS_OK;
  guint i;

  memcpy (job->out.data[1], job->in.data[1], GST_ALIGN_SCALE_PALETTE_SIZE);
  plans->border[0] = entry;
  for (i = 0; i < scheme->parts.n_parts && status == ALS_OK
      && plans->settings.padding == ALS_PADDING_COLOR; i++) {
    GstAlignScalePartPlan *part = &scheme->plans[i];

    if (!part->own || part->plan != part->own
        || part->params.fill[0] == (gint) entry)
      continue;
    part->params.fill[0] = (gint) entry;
    status = als_plan_update (part->own, &part->params);
  }
  if (status == ALS_OK)
    return TRUE;
  scheme->made = FALSE;
  g_set_error (error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS,
      "no plan with the border color: %s", als_status_text (status));
  return FALSE;
}

gboolean
gst_align_scale_plans_run (GstAlignScalePlans * plans,
    GstAlignScaleSlices * slices, GstBuffer * in, GstBuffer * out,
    GError ** error)
{
  const gint n_threads = plans->n_threads, n_slices = plans->n_slices;
  Job job = { .plans = plans };
  gboolean interleaved = plans->scheme->parts.interleaved, done = FALSE;

  if (!gst_align_scale_frame_map (&job.in, in, &plans->frame, &plans->layout,
          plans->unpacked_in, interleaved, GST_MAP_READ, error)) {
    g_prefix_error (error, "input: ");
    return FALSE;
  }
  if (!gst_align_scale_frame_map (&job.out, out, &plans->out, &plans->layout,
          plans->unpacked_out, interleaved, GST_MAP_WRITE, error)) {
    g_prefix_error (error, "output: ");
    gst_align_scale_frame_unmap (&job.in);
    return FALSE;
  }

  if (prepare_parts (&job, error) && (!plans->layout.palette
          || prepare_palette (plans, &job, error))) {
    fill_borders (&job);
    if (plans->layout.unpacked) {
      want_rows (plans);
      gst_align_scale_slices_run (slices, n_threads, n_slices, read_slice,
          &job);
    }
    gst_align_scale_slices_run (slices, n_threads, n_slices,
        job.n_turns > 0 ? run_woven_slice : run_slice, &job);
    if (plans->layout.unpacked)
      gst_align_scale_slices_run (slices, n_threads, n_slices, write_slice,
          &job);
    done = TRUE;
  }
  gst_align_scale_frame_unmap (&job.out);
  gst_align_scale_frame_unmap (&job.in);
  return done;
}
