/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "gstalignscaleplansprivate.h"

#include "gstalignscaleborder.h"
#include "gstalignscalelight.h"
#include "gstalignscalemeta.h"

/* Pixels in and out below which a further thread costs more than it saves. */
#define PIXELS_PER_THREAD (256 * 256)
#define MAX_THREADS 64

static gint
choose_threads (guint n_threads, const GstVideoInfo * in,
    const GstVideoInfo * out)
{
  guint64 pixels = (guint64) in->width * (guint64) in->height
      + (guint64) out->width * (guint64) out->height;

  if (n_threads > 0)
    return (gint) MIN (n_threads, MAX_THREADS);
  return (gint) CLAMP (MIN (pixels / PIXELS_PER_THREAD,
          g_get_num_processors ()), 1, MAX_THREADS);
}

/* TRUE where colour can be weighted by alpha: both there, sampled alike, and
 * not weighted yet. */
static gboolean
can_weight (const GstAlignScalePlans * plans, GstAlignScaleNotes * notes)
{
  const GstVideoFormatInfo *finfo = plans->in.finfo;
  guint c;

  if (!GST_VIDEO_FORMAT_INFO_HAS_ALPHA (finfo) || plans->layout.palette ||
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

static void
clear_light (GstAlignScalePlans * plans)
{
  gfloat *first = plans->light[0];
  guint i;

  for (i = 0; i < G_N_ELEMENTS (plans->light); i++) {
    if (i == 0 || plans->light[i] != first)
      g_free (plans->light[i]);
    plans->light[i] = NULL;
  }
}

/* Makes the tables of light, or notes that there are none. */
static void
update_light (GstAlignScalePlans * plans)
{
  const GstAlignScaleLayout *layout = &plans->layout;
  const GstVideoTransferFunction transfer = plans->in.colorimetry.transfer;
  guint i;

  if (!plans->settings.gamma_decode || layout->palette) {
    clear_light (plans);
    return;
  }
  if (transfer != GST_VIDEO_TRANSFER_GAMMA10 && (transfer ==
          GST_VIDEO_TRANSFER_UNKNOWN || GST_VIDEO_INFO_IS_YUV (&plans->in)))
    plans->notes |= GST_ALIGN_SCALE_NOTE_GAMMA;
  if (plans->moves)
    return;
  for (i = 0; !GST_VIDEO_INFO_IS_YUV (&plans->in) && i < layout->n_planes; i++) {
    if (i > 0 && layout->planes[i].max == layout->planes[0].max)
      plans->light[i] = plans->light[0];
    else if (!plans->light[i] && plans->alpha != (gint) i)
      plans->light[i] = gst_align_scale_light_new (&plans->in, i,
          layout->planes[i].max);
  }
}

/* Takes over the layout for methods that move pixels, or that for others, with
 * tables of light or without. */
static void
take_layout (GstAlignScalePlans * plans, gboolean moves,
    gboolean apart)
{
  const GstVideoFormatInfo *finfo = plans->in.finfo;
  guint i;

  clear_light (plans);
  g_clear_pointer (&plans->unpacked_in, gst_align_scale_unpacked_free);
  g_clear_pointer (&plans->unpacked_out, gst_align_scale_unpacked_free);
  plans->moves = moves;
  plans->apart = apart;
  plans->alpha = -1;
  if (moves) {
    gst_align_scale_layout_init_moved (&plans->layout, finfo);
    return;
  }
  gst_align_scale_layout_init (&plans->layout, finfo, apart);
  for (i = 0; i < plans->layout.n_planes; i++)
    if (plans->layout.planes[i].component[0] == GST_VIDEO_COMP_A
        && plans->layout.planes[i].components == 1)
      plans->alpha = (gint) i;
}

GstAlignScalePlans *
gst_align_scale_plans_new (const GstVideoInfo * in, const GstVideoInfo * out,
    GstVideoChromaSite site)
{
  GstAlignScalePlans *plans = g_new0 (GstAlignScalePlans, 1);

  plans->in = plans->frame = *in;
  plans->out = *out;
  plans->site = site;
  take_layout (plans, FALSE, FALSE);
  return plans;
}

gboolean
gst_align_scale_plans_are_for (const GstAlignScalePlans * plans,
    const GstVideoInfo * in, const GstVideoInfo * out, GstVideoChromaSite site)
{
  return plans->site == site && gst_video_info_is_equal (&plans->in, in)
      && gst_video_info_is_equal (&plans->out, out);
}

static void
drop_schemes (GstAlignScalePlans * plans)
{
  guint i, k;

  plans->scratch_size = 0;
  for (i = 0; i < GST_ALIGN_SCALE_N_FIELDS; i++)
    for (k = 0; k < 2; k++)
      if (plans->schemes[i][k])
        plans->schemes[i][k]->made = FALSE;
}

/* Takes over the size of the frames that are cropped, for which no scheme is
 * made yet. */
static void
take_frame (GstAlignScalePlans * plans, const GstVideoRectangle * frame)
{
  plans->frame = plans->in;
  if (frame->w != plans->in.width || frame->h != plans->in.height)
    gst_video_info_set_interlaced_format (&plans->frame,
        GST_VIDEO_INFO_FORMAT (&plans->in),
        GST_VIDEO_INFO_INTERLACE_MODE (&plans->in), (guint) frame->w,
        (guint) frame->h);
  g_clear_pointer (&plans->unpacked_in, gst_align_scale_unpacked_free);
  drop_schemes (plans);
}

/* Takes over new settings, with which no scheme is made yet. */
static void
take_settings (GstAlignScalePlans * plans,
    const GstAlignScaleSettings * settings)
{
  const gboolean moves = (settings->method == ALS_METHOD_NEAREST
      || settings->method == ALS_METHOD_NEAREST_EXACT)
      && gst_align_scale_format_moves (plans->in.finfo);
  const gboolean apart = settings->gamma_decode || settings->alpha_weighting;

  plans->set = TRUE;
  plans->settings = *settings;
  plans->notes = 0;
  if (!als_method_has_grid (settings->method) &&
      (settings->align_corners || settings->antialias))
    plans->notes |= GST_ALIGN_SCALE_NOTE_GRID;
  if (plans->layout.palette && settings->method != ALS_METHOD_NEAREST
      && settings->method != ALS_METHOD_NEAREST_EXACT)
    plans->notes |= GST_ALIGN_SCALE_NOTE_PALETTE;
  if (plans->moves != moves || plans->apart != apart)
    take_layout (plans, moves, apart);
  gst_align_scale_border_color (&plans->out, settings->border_color,
      plans->border);
  if (moves)
    gst_align_scale_border_pack (&plans->layout, plans->border);
  plans->weighting = settings->alpha_weighting
      && can_weight (plans, &plans->notes) && !moves;
  update_light (plans);
  plans->n_threads = choose_threads (settings->n_threads, &plans->in,
      &plans->out);
  plans->n_slices = plans->n_threads == 1 ? 1 :
      plans->n_threads * GST_ALIGN_SCALE_SLICES_PER_THREAD;
  drop_schemes (plans);
}

/* Makes the planes of components that are not those of memory. */
static AlsStatus
make_unpacked (GstAlignScalePlans * plans)
{
  gsize size;

  if (!plans->layout.unpacked)
    return ALS_OK;
  if (!plans->unpacked_in)
    plans->unpacked_in = gst_align_scale_unpacked_new (&plans->frame,
        &plans->layout);
  if (!plans->unpacked_out)
    plans->unpacked_out = gst_align_scale_unpacked_new (&plans->out,
        &plans->layout);
  if (!plans->unpacked_in || !plans->unpacked_out)
    return ALS_ERROR_MEMORY;
  size = MAX (gst_align_scale_unpacked_scratch_size (plans->unpacked_in),
      gst_align_scale_unpacked_scratch_size (plans->unpacked_out));
  plans->scratch_size = MAX (plans->scratch_size, size);
  return ALS_OK;
}

static AlsStatus
make_room (GstAlignScalePlans * plans)
{
  gsize needed;

  /* lines are unpacked to words */
  plans->scratch_size = (plans->scratch_size + 63) & ~(gsize) 63;
  needed = plans->scratch_size * (gsize) plans->n_threads;
  if (needed <= plans->scratch_room)
    return ALS_OK;
  g_free (plans->scratch);
  plans->scratch = g_try_malloc0 (needed);
  plans->scratch_room = plans->scratch ? needed : 0;
  return plans->scratch ? ALS_OK : ALS_ERROR_MEMORY;
}

/* TRUE where the plans for one crop rectangle are those for the other. */
static gboolean
crop_is_like (const GstVideoRectangle * a, const GstVideoRectangle * b)
{
  return a->w == b->w && a->h == b->h
      && (a->x - b->x) % GST_ALIGN_SCALE_CROP_UNIT == 0
      && (a->y - b->y) % GST_ALIGN_SCALE_CROP_UNIT == 0;
}

gboolean
gst_align_scale_plans_update (GstAlignScalePlans * plans,
    const GstAlignScaleSettings * settings, GstBuffer * buffer, GError ** error)
{
  const GstVideoInfo *in = &plans->in, *out = &plans->out;
  const GstAlignScaleFields fields = gst_align_scale_parts_fields (in, buffer);
  const gboolean views = gst_align_scale_parts_views (in, buffer);
  GstAlignScaleScheme **scheme = &plans->schemes[fields][views];
  GstVideoRectangle frame, crop;
  AlsStatus status;

  if (!gst_align_scale_meta_get_crop (buffer, in, &frame, &crop, error))
    return FALSE;
  if (frame.w != plans->frame.width || frame.h != plans->frame.height)
    take_frame (plans, &frame);
  if (!plans->set
      || !gst_align_scale_settings_equal (&plans->settings, settings))
    take_settings (plans, settings);
  if (!*scheme)
    *scheme = g_new0 (GstAlignScaleScheme, 1);
  plans->scheme = *scheme;
  if (plans->scheme->made
      && memcmp (&plans->scheme->crop, &crop, sizeof (crop)) == 0)
    return TRUE;

  gst_align_scale_parts_init (&plans->scheme->parts, in, &crop, out,
      &plans->layout, plans->site, fields, views, settings->add_borders);
  plans->scheme->made = plans->scheme->made
      && crop_is_like (&plans->scheme->crop, &crop);
  plans->scheme->crop = crop;
  if (plans->scheme->made)
    return TRUE;
  status = gst_align_scale_scheme_make (plans->scheme, plans);
  if (status == ALS_OK)
    status = make_unpacked (plans);
  if (status == ALS_OK)
    status = make_room (plans);
  if (status != ALS_OK) {
    g_set_error (error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS,
        "no plan for %s %dx%d to %dx%d: %s", GST_VIDEO_INFO_NAME (in),
        crop.w, crop.h, out->width, out->height,
        als_status_text (status));
    return FALSE;
  }
  plans->scheme->made = TRUE;
  return TRUE;
}

void
gst_align_scale_plans_free (GstAlignScalePlans * plans)
{
  guint i, k;

  if (!plans)
    return;
  for (i = 0; i < GST_ALIGN_SCALE_N_FIELDS; i++)
    for (k = 0; k < 2; k++)
      gst_align_scale_scheme_free (plans->schemes[i][k]);
  clear_light (plans);
  gst_align_scale_unpacked_free (plans->unpacked_in);
  gst_align_scale_unpacked_free (plans->unpacked_out);
  g_free (plans->scratch);
  g_free (plans);
}

gboolean
gst_align_scale_plans_are_identity (const GstAlignScalePlans * plans)
{
  const GstAlignScaleScheme *scheme = plans->scheme;
  guint i;

  for (i = 0; i < scheme->parts.n_parts; i++)
    if (scheme->plans[i].plan && !als_plan_is_identity (scheme->plans[i].plan))
      return FALSE;
  return !scheme->parts.has_borders && scheme->crop.x == 0
      && scheme->crop.y == 0;
}

GstAlignScaleNotes
gst_align_scale_plans_get_notes (const GstAlignScalePlans * plans)
{
  return plans->notes | (plans->scheme->parts.mixes_views ?
      GST_ALIGN_SCALE_NOTE_VIEWS : 0);
}
