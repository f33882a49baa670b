/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "gstalignscaleplansprivate.h"

static gboolean
same_place (const AlsPlacement * a, const AlsPlacement * b)
{
  return a->src_frame == b->src_frame && a->dst_frame == b->dst_frame
      && a->spacing == b->spacing && a->offset == b->offset;
}

/* TRUE where the planes of one plan can be scaled by the other's. */
static gboolean
same_plan (const AlsParams * a, const AlsParams * b)
{
  return a->src_width == b->src_width && a->src_height == b->src_height
      && a->dst_width == b->dst_width && a->dst_height == b->dst_height
      && a->box_x == b->box_x && a->box_y == b->box_y
      && a->box_width == b->box_width && a->box_height == b->box_height
      && same_place (&a->place_x, &b->place_x)
      && same_place (&a->place_y, &b->place_y)
      && a->components == b->components && a->max == b->max
      && a->alpha_component == b->alpha_component && a->linear == b->linear
      && memcmp (a->fill, b->fill, sizeof (a->fill)) == 0;
}

/* The size of a source box that begins at start. A part that begins before its
 * first sample is larger than the frame that begins there, so its far edge is
 * said; a box behind it is none. */
static gdouble
box_size (const GstAlignScaleAxis * axis, gdouble start, gdouble size)
{
  if (size == 0 && axis->shift < 0)
    return axis->place.src_frame > start ? axis->place.src_frame - start : -1;
  return size / axis->unit;
}

static AlsParams
part_params (const GstAlignScalePlans * plans, const GstAlignScalePart * part)
{
  const GstAlignScaleSettings *settings = &plans->settings;
  const GstAlignScalePlane *plane = &plans->layout.planes[part->plane];
  const gboolean is_alpha = plans->alpha == (gint) part->plane;
  AlsParams params = ALS_PARAMS_INIT;
  gint c;

  params.src_width = part->x.src_size;
  params.src_height = part->y.src_size;
  params.dst_width = part->x.dst_size;
  params.dst_height = part->y.dst_size;
  params.method = settings->method;
  if (plans->notes & GST_ALIGN_SCALE_NOTE_PALETTE)
    params.method = ALS_METHOD_NEAREST_EXACT;
  params.padding = settings->padding;
  params.align_corners = settings->align_corners;
  params.antialias = settings->antialias;
  params.coordinate_mode = settings->coordinate_mode;
  params.nearest_rounding = settings->nearest_rounding;
  params.cubic_a = settings->cubic_a;
  params.place_x = part->x.place;
  params.place_y = part->y.place;
  params.box_x = (settings->src_x + part->x.shift) / part->x.unit;
  params.box_y = (settings->src_y + part->y.shift) / part->y.unit;
  params.box_width = box_size (&part->x, settings->src_x, settings->src_width);
  params.box_height = box_size (&part->y, settings->src_y,
      settings->src_height);
  params.components = plane->components;
  params.sample_bytes = plans->layout.sample_bytes;
  params.swapped = plans->layout.swapped;
  params.shift = plane->shift;
  params.max = plane->max;
  /* for tests: all give the same samples */
  params.instruction_set = g_getenv ("ALIGNSCALE_INSTRUCTION_SET");
  for (c = 0; c < plane->components; c++) {
    gint component = plane->component[c];

    if (component == GST_VIDEO_COMP_A && !is_alpha)
      params.alpha_component = c;
    if (settings->padding == ALS_PADDING_COLOR)
      params.fill[c] = component < 0 ? params.max :
          (gint) plans->border[component];
  }
  if (plans->weighting && plans->alpha >= 0 && !is_alpha) {
    params.alpha_component = ALS_ALPHA_PLANE;
    /* in the units of the samples beside it */
    params.fill[c] = (gint) plans->border[GST_VIDEO_COMP_A]
        << (plans->layout.planes[plans->alpha].shift - plane->shift);
  }
  params.alpha_weighting = plans->weighting && !is_alpha;
  if (!is_alpha)
    params.linear = plans->light[part->plane];
  return params;
}

static AlsStatus
plan_part (GstAlignScaleScheme * scheme, GstAlignScalePlans * plans, guint i)
{
  const GstAlignScalePart *part = &scheme->parts.parts[i];
  GstAlignScalePartPlan *mine = &scheme->plans[i];
  AlsStatus status;
  guint k;

  mine->plan = NULL;
  if (part->x.dst_size == 0 || part->y.dst_size == 0)
    return ALS_OK;
  mine->params = part_params (plans, part);
  for (k = 0; k < i; k++) {
    if (scheme->plans[k].plan
        && same_plan (&scheme->plans[k].params, &mine->params)) {
      mine->plan = scheme->plans[k].plan;
      return ALS_OK;
    }
  }
  if (mine->own)
    status = als_plan_update (mine->own, &mine->params);
  else
    status = als_plan_new (&mine->params, &mine->own);
  mine->plan = mine->own;
  if (status == ALS_OK)
    plans->scratch_size = MAX (plans->scratch_size,
        als_plan_scratch_size (mine->plan));
  return status;
}

/* Part i, counted from the beginning of the rows. */
static AlsWoven
woven_part (const GstAlignScaleScheme * scheme,
    const GstAlignScalePlans * plans, guint i)
{
  const GstAlignScalePart *part = &scheme->parts.parts[i];
  const GstAlignScalePlane *plane = &plans->layout.planes[part->plane];
  const AlsWoven woven = { scheme->plans[i].plan,
    plane->offset + part->x.src_start * plane->step,
    plane->step * part->x.step,
    plane->offset + part->x.dst_start * plane->step,
    plane->step * part->x.step
  };

  return woven;
}

/* Joins the plans of each picture whose planes lie in one memory. */
static AlsStatus
join_parts (GstAlignScaleScheme * scheme, GstAlignScalePlans * plans)
{
  const GstAlignScaleLayout *layout = &plans->layout;
  AlsWoven woven[GST_VIDEO_MAX_COMPONENTS];
  AlsStatus status = ALS_OK;
  guint i, k;

  for (k = 1; k < layout->n_planes; k++)
    if (layout->unpacked || layout->planes[k].plane != layout->planes[0].plane)
      return ALS_OK;
  for (i = 0; layout->n_planes > 1 && i < scheme->parts.n_parts
      && status == ALS_OK; i += layout->n_planes) {
    gboolean all = TRUE;

    for (k = 0; k < layout->n_planes; k++) {
      woven[k] = woven_part (scheme, plans, i + k);
      all = all && woven[k].plan
          && scheme->parts.parts[i + k].y.src_start ==
          scheme->parts.parts[i].y.src_start
          && scheme->parts.parts[i + k].y.dst_start ==
          scheme->parts.parts[i].y.dst_start;
    }
    if (all)
      status = als_plan_join (&scheme->plans[i].joined, woven,
          (gint) layout->n_planes);
    else
      g_clear_pointer (&scheme->plans[i].joined, als_plan_free);
    if (scheme->plans[i].joined)
      plans->scratch_size = MAX (plans->scratch_size,
          als_plan_scratch_size (scheme->plans[i].joined));
  }
  return status;
}

AlsStatus
gst_align_scale_scheme_make (GstAlignScaleScheme * scheme,
    GstAlignScalePlans * plans)
{
  AlsStatus status = ALS_OK;
  guint i;

  for (i = 0; i < scheme->parts.n_parts && status == ALS_OK; i++)
    status = plan_part (scheme, plans, i);
  return status == ALS_OK ? join_parts (scheme, plans) : status;
}

void
gst_align_scale_scheme_free (GstAlignScaleScheme * scheme)
{
  guint i;

  for (i = 0; scheme && i < GST_ALIGN_SCALE_MAX_PARTS; i++) {
    als_plan_free (scheme->plans[i].own);
    als_plan_free (scheme->plans[i].joined);
  }
  g_free (scheme);
}
