/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

/**
 * SECTION:element-alignscale
 * @title: alignscale
 * @see_also: videoscale, videoconvertscale
 *
 * Scales video so that every sample equals what PyTorch's
 * torch.nn.functional.interpolate computes for the same arguments, rounded
 * half to even. The default is `mode='bilinear', align_corners=False`.
 *
 * The size comes from the caps behind the element, as with videoscale. All
 * properties may be changed while playing and take effect with the next frame.
 *
 * ## Example launch lines
 * |[
 * gst-launch-1.0 videotestsrc ! alignscale ! video/x-raw,width=640,height=360 ! videoconvert ! autovideosink
 * ]| Scales to 640x360.
 * |[
 * gst-launch-1.0 videotestsrc num-buffers=1 ! video/x-raw,width=1280,height=720,format=RGB ! alignscale method=bicubic antialias=true add-borders=false ! video/x-raw,width=224,height=224 ! pngenc ! filesink location=224.png
 * ]| What F.interpolate (x, (224, 224), mode='bicubic', antialias=True) gives.
 *
 * Since: 0.1
 */

#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "gstalignscale.h"

#include "gstalignscalecaps.h"
#include "gstalignscaleformat.h"
#include "gstalignscalemeta.h"
#include "gstalignscaleplans.h"

GST_DEBUG_CATEGORY (gst_align_scale_debug);
#define GST_CAT_DEFAULT gst_align_scale_debug

struct _GstAlignScale
{
  GstVideoFilter parent;

  /* with the object lock */
  GstAlignScaleSettings settings;
  gboolean mapped;              /* what follows is that of the last frame */
  GstAlignScaleMapping mapping; /* written by the streaming thread alone */

  /* streaming thread */
  GstAlignScaleSettings current;        /* those of the frame at hand */
  GstAlignScalePlans *plans;    /* NULL before caps and where frames are opaque */
  GstAlignScalePlans *plans_before;     /* of the caps before, or NULL */
  GstAlignScaleSlices *slices;
  GstAlignScaleNotes warned;    /* those that have been spoken of */
};

G_DEFINE_TYPE (GstAlignScale, gst_align_scale, GST_TYPE_VIDEO_FILTER);
GST_ELEMENT_REGISTER_DEFINE_WITH_CODE (alignscale, "alignscale", GST_RANK_NONE,
    GST_TYPE_ALIGN_SCALE, GST_DEBUG_CATEGORY_INIT (gst_align_scale_debug,
        "alignscale", 0, "alignscale element"));

static void
gst_align_scale_set_property (GObject * object, guint prop_id,
    const GValue * value, GParamSpec * pspec)
{
  GstAlignScale *self = GST_ALIGN_SCALE (object);

  (void) pspec;
  GST_OBJECT_LOCK (self);
  gst_align_scale_settings_set (&self->settings, prop_id, value);
  GST_OBJECT_UNLOCK (self);
}

static void
gst_align_scale_get_property (GObject * object, guint prop_id, GValue * value,
    GParamSpec * pspec)
{
  GstAlignScale *self = GST_ALIGN_SCALE (object);

  (void) pspec;
  GST_OBJECT_LOCK (self);
  gst_align_scale_settings_get (&self->settings, prop_id, value);
  GST_OBJECT_UNLOCK (self);
}

/* A stream often returns to the caps before. */
static void
set_plans_aside (GstAlignScale * self)
{
  if (self->plans) {
    g_clear_pointer (&self->plans_before, gst_align_scale_plans_free);
    self->plans_before = g_steal_pointer (&self->plans);
  }
  GST_OBJECT_LOCK (self);
  self->mapped = FALSE;
  GST_OBJECT_UNLOCK (self);
}

static void
drop_plans (GstAlignScale * self)
{
  set_plans_aside (self);
  g_clear_pointer (&self->plans_before, gst_align_scale_plans_free);
}

static void
gst_align_scale_finalize (GObject * object)
{
  GstAlignScale *self = GST_ALIGN_SCALE (object);

  drop_plans (self);
  G_OBJECT_CLASS (gst_align_scale_parent_class)->finalize (object);
}

static gboolean
gst_align_scale_start (GstBaseTransform * trans)
{
  GstAlignScale *self = GST_ALIGN_SCALE (trans);

  self->slices = gst_align_scale_slices_new (NULL);
  self->warned = 0;
  return TRUE;
}

static gboolean
gst_align_scale_stop (GstBaseTransform * trans)
{
  GstAlignScale *self = GST_ALIGN_SCALE (trans);

  drop_plans (self);
  g_clear_pointer (&self->slices, gst_align_scale_slices_free);
  return TRUE;
}

static GstCaps *
gst_align_scale_transform_caps (GstBaseTransform * trans,
    GstPadDirection direction, GstCaps * caps, GstCaps * filter)
{
  GstCaps *scaled, *as_is, *result;

  /* memory that is mappable, of a format that is not: passed through alone */
  gst_align_scale_format_split_caps (caps, &scaled, &as_is);
  result = gst_align_scale_caps_transform (direction, scaled, NULL);
  gst_caps_append (result, as_is);
  gst_caps_unref (scaled);
  if (filter) {
    GstCaps *all = result;

    result = gst_caps_intersect_full (filter, all, GST_CAPS_INTERSECT_FIRST);
    gst_caps_unref (all);
  }

  GST_DEBUG_OBJECT (trans, "%" GST_PTR_FORMAT " becomes %" GST_PTR_FORMAT,
      caps, result);
  return result;
}

static GstCaps *
gst_align_scale_fixate_caps (GstBaseTransform * trans,
    GstPadDirection direction, GstCaps * caps, GstCaps * othercaps)
{
  GstCaps *result = gst_align_scale_caps_fixate (direction, caps, othercaps);

  GST_DEBUG_OBJECT (trans, "fixated to %" GST_PTR_FORMAT, result);
  return result;
}

/* Says once on the bus which properties have no effect. */
static void
warn_of_ignored (GstAlignScale * self, const GstAlignScaleSettings * settings)
{
  GstAlignScaleNotes notes = gst_align_scale_plans_get_notes (self->plans)
      & ~self->warned;

  self->warned |= notes;
  if (notes & GST_ALIGN_SCALE_NOTE_GRID)
    GST_ELEMENT_WARNING (self, LIBRARY, SETTINGS,
        ("Method %s ignores align-corners and antialias.",
            als_method_name (settings->method)),
        ("PyTorch's interpolate refuses them for nearest, nearest-exact and "
            "area, and coverage has no use for them either. coordinate-mode "
            "sets the grid of nearest and nearest-exact."));
  if (notes & GST_ALIGN_SCALE_NOTE_ALPHA)
    GST_ELEMENT_WARNING (self, LIBRARY, SETTINGS,
        ("alpha-weighting has no effect on formats with subsampled colour."),
        ("Put videoconvert and a format such as AYUV or RGBA in front."));
  if (notes & GST_ALIGN_SCALE_NOTE_GAMMA)
    GST_ELEMENT_WARNING (self, LIBRARY, SETTINGS,
        ("gamma-decode has no effect: it needs RGB or GRAY and caps whose "
            "colorimetry names a transfer function."),
        ("Put videoconvert and a format such as RGB in front."));
  if (notes & GST_ALIGN_SCALE_NOTE_PALETTE)
    GST_ELEMENT_WARNING (self, LIBRARY, SETTINGS,
        ("Formats with a palette are scaled with nearest-exact."),
        ("Put videoconvert and a format such as RGB in front."));
  if (notes & GST_ALIGN_SCALE_NOTE_VIEWS)
    GST_ELEMENT_WARNING (self, STREAM, NOT_IMPLEMENTED,
        ("The views of a frame are scaled as if they were one picture."),
        ("Views side by side, one above the other, or in rows or columns by "
            "turns are told apart where all sizes are even, and multiples of "
            "four where colour is subsampled or lines are interlaced."));
}

/* Takes what the properties say for the frames from here on. */
static void
take_settings (GstAlignScale * self)
{
  GST_OBJECT_LOCK (self);
  self->current = self->settings;
  GST_OBJECT_UNLOCK (self);
}

/* Makes the plans those of the settings and of what buffer, if any, holds. */
static gboolean
update_plans (GstAlignScale * self, GstBuffer * buffer, GError ** error)
{
  if (!gst_align_scale_plans_update (self->plans, &self->current, buffer,
          error))
    return FALSE;
  warn_of_ignored (self, &self->current);
  return TRUE;
}

/* Makes the mapping that of the settings and of what buffer, if any, holds. */
static void
update_mapping (GstAlignScale * self, const GstVideoInfo * in,
    const GstVideoInfo * out, GstBuffer * buffer)
{
  GstVideoRectangle frame, crop;

  GST_OBJECT_LOCK (self);
  self->mapped = gst_align_scale_meta_get_crop (buffer, in, &frame, &crop,
      NULL);
  if (self->mapped)
    gst_align_scale_mapping_init (&self->mapping, in, out, &self->current,
        &crop, gst_align_scale_parts_views (in, buffer));
  GST_OBJECT_UNLOCK (self);
}

/* Passes frames through where nothing would change them. */
static void
update_passthrough (GstAlignScale * self, GstBuffer * buffer)
{
  GstVideoFilter *filter = GST_VIDEO_FILTER (self);
  GstBaseTransform *trans = GST_BASE_TRANSFORM (self);
  gboolean passthrough = !self->plans;

  if (self->plans)
    update_mapping (self, &filter->in_info, &filter->out_info, buffer);
  /* what has no plan is scaled, so that the failure is told */
  if (self->plans && gst_video_info_is_equal (&filter->in_info,
          &filter->out_info))
    passthrough = update_plans (self, buffer, NULL)
        && gst_align_scale_plans_are_identity (self->plans);
  if (passthrough == gst_base_transform_is_passthrough (trans))
    return;
  GST_DEBUG_OBJECT (self, "passthrough: %d", passthrough);
  gst_base_transform_set_passthrough (trans, passthrough);
  /* buffers of our own are needed, or no more */
  gst_base_transform_reconfigure_src (trans);
}

static void
take_plans (GstAlignScale * self, const GstVideoInfo * in,
    const GstVideoInfo * out, GstVideoChromaSite site)
{
  GstAlignScalePlans *again = g_steal_pointer (&self->plans_before);

  set_plans_aside (self);
  if (again && gst_align_scale_plans_are_for (again, in, out, site)) {
    self->plans = again;
    return;
  }
  self->plans = gst_align_scale_plans_new (in, out, site);
  if (!self->plans_before)
    self->plans_before = again;
  else if (again)
    gst_align_scale_plans_free (again);
}

static gboolean
gst_align_scale_set_info (GstVideoFilter * filter, GstCaps * incaps,
    GstVideoInfo * in, GstCaps * outcaps, GstVideoInfo * out)
{
  GstAlignScale *self = GST_ALIGN_SCALE (filter);
  const gchar *site;

  if (!gst_align_scale_caps_can_scale (incaps) ||
      !gst_align_scale_format_is_scaled (GST_VIDEO_INFO_NAME (in))) {
    set_plans_aside (self);
    if (!gst_caps_is_equal (incaps, outcaps)) {
      GST_ERROR_OBJECT (self, "cannot scale %" GST_PTR_FORMAT, incaps);
      return FALSE;
    }
    gst_base_transform_set_passthrough (GST_BASE_TRANSFORM (self), TRUE);
    return TRUE;
  }
  if (GST_VIDEO_INFO_FORMAT (in) != GST_VIDEO_INFO_FORMAT (out) ||
      GST_VIDEO_INFO_INTERLACE_MODE (in) !=
      GST_VIDEO_INFO_INTERLACE_MODE (out)) {
    set_plans_aside (self);
    GST_ERROR_OBJECT (self, "format and interlace mode cannot change: %"
        GST_PTR_FORMAT " to %" GST_PTR_FORMAT, incaps, outcaps);
    return FALSE;
  }
  site = gst_structure_get_string (gst_caps_get_structure (incaps, 0),
      "chroma-site");
  take_plans (self, in, out, site ? gst_video_chroma_site_from_string (site) :
      GST_VIDEO_CHROMA_SITE_UNKNOWN);
  take_settings (self);
  update_mapping (self, in, out, NULL);
  /* GstVideoFilter's infos are not set yet */
  gst_base_transform_set_passthrough (GST_BASE_TRANSFORM (self),
      gst_video_info_is_equal (in, out) && update_plans (self, NULL, NULL)
      && gst_align_scale_plans_are_identity (self->plans));
  return TRUE;
}

static void
gst_align_scale_before_transform (GstBaseTransform * trans, GstBuffer * buffer)
{
  GstAlignScale *self = GST_ALIGN_SCALE (trans);
  GstClockTime time = GST_CLOCK_TIME_NONE;

  if (trans->segment.format == GST_FORMAT_TIME)
    time = gst_segment_to_stream_time (&trans->segment, GST_FORMAT_TIME,
        GST_BUFFER_TIMESTAMP (buffer));
  if (GST_CLOCK_TIME_IS_VALID (time))
    gst_object_sync_values (GST_OBJECT (self), time);
  take_settings (self);
  if (GST_VIDEO_FILTER (self)->negotiated)
    update_passthrough (self, buffer);
}

/* The caps may have changed since before_transform: here they are final, and
 * all metas are yet to come. */
static gboolean
gst_align_scale_copy_metadata (GstBaseTransform * trans, GstBuffer * inbuf,
    GstBuffer * outbuf)
{
  GstAlignScale *self = GST_ALIGN_SCALE (trans);

  if (self->plans)
    update_mapping (self, &GST_VIDEO_FILTER (self)->in_info,
        &GST_VIDEO_FILTER (self)->out_info, inbuf);
  return GST_BASE_TRANSFORM_CLASS (gst_align_scale_parent_class)->copy_metadata
      (trans, inbuf, outbuf);
}

static gboolean
gst_align_scale_transform_meta (GstBaseTransform * trans, GstBuffer * outbuf,
    GstMeta * meta, GstBuffer * inbuf)
{
  GstAlignScale *self = GST_ALIGN_SCALE (trans);

  return self->mapped && gst_align_scale_meta_transform (&self->mapping,
      &GST_VIDEO_FILTER (self)->in_info, &GST_VIDEO_FILTER (self)->out_info,
      inbuf, meta, outbuf);
}

/* Frames may be cropped by their meta alone; in passthrough downstream has the
 * word. */
static gboolean
gst_align_scale_propose_allocation (GstBaseTransform * trans,
    GstQuery * decide_query, GstQuery * query)
{
  if (!GST_BASE_TRANSFORM_CLASS
      (gst_align_scale_parent_class)->propose_allocation (trans, decide_query,
          query))
    return FALSE;
  if (decide_query)
    gst_query_add_allocation_meta (query, GST_VIDEO_CROP_META_API_TYPE, NULL);
  return TRUE;
}

/* From any thread. */
static gboolean
gst_align_scale_src_event (GstBaseTransform * trans, GstEvent * event)
{
  GstAlignScale *self = GST_ALIGN_SCALE (trans);

  if (GST_EVENT_TYPE (event) == GST_EVENT_NAVIGATION) {
    GST_OBJECT_LOCK (self);
    if (self->mapped)
      event = gst_align_scale_meta_map_event (&self->mapping, event);
    GST_OBJECT_UNLOCK (self);
  }
  return GST_BASE_TRANSFORM_CLASS (gst_align_scale_parent_class)->src_event
      (trans, event);
}

/* Not GstVideoFilter's: it answers OK for a frame that it cannot map. */
static GstFlowReturn
gst_align_scale_transform (GstBaseTransform * trans, GstBuffer * inbuf,
    GstBuffer * outbuf)
{
  GstAlignScale *self = GST_ALIGN_SCALE (trans);
  GError *error = NULL;

  if (!self->plans) {
    GST_ELEMENT_ERROR (self, CORE, NEGOTIATION, (NULL),
        ("a buffer came before caps that can be scaled"));
    return GST_FLOW_NOT_NEGOTIATED;
  }
  if (!update_plans (self, inbuf, &error) ||
      !gst_align_scale_plans_run (self->plans, self->slices, inbuf, outbuf,
          &error)) {
    gst_element_message_full (GST_ELEMENT (self), GST_MESSAGE_ERROR,
        error->domain, error->code,
        g_strdup ("A frame could not be scaled."), g_strdup (error->message),
        __FILE__, GST_FUNCTION, __LINE__);
    g_error_free (error);
    return GST_FLOW_ERROR;
  }
  return GST_FLOW_OK;
}

/* GstVideoFilter would scale in place without one, and never call transform */
static GstFlowReturn
gst_align_scale_transform_frame (GstVideoFilter * filter, GstVideoFrame * in,
    GstVideoFrame * out)
{
  (void) in;
  (void) out;
  GST_ERROR_OBJECT (filter, "frames are not scaled here");
  return GST_FLOW_ERROR;
}

static void
gst_align_scale_class_init (GstAlignScaleClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstBaseTransformClass *trans_class = GST_BASE_TRANSFORM_CLASS (klass);
  GstVideoFilterClass *filter_class = GST_VIDEO_FILTER_CLASS (klass);
  GstCaps *caps = gst_align_scale_format_get_template_caps ();

  object_class->set_property = gst_align_scale_set_property;
  object_class->get_property = gst_align_scale_get_property;
  object_class->finalize = gst_align_scale_finalize;
  gst_align_scale_settings_install (object_class);

  gst_element_class_set_static_metadata (element_class,
      "Video scaler with PyTorch's pixels", "Filter/Converter/Video/Scaler",
      "Resizes video; every pixel is what PyTorch's interpolate gives",
      "The alignscale authors");
  gst_element_class_add_pad_template (element_class,
      gst_pad_template_new ("sink", GST_PAD_SINK, GST_PAD_ALWAYS, caps));
  gst_element_class_add_pad_template (element_class,
      gst_pad_template_new ("src", GST_PAD_SRC, GST_PAD_ALWAYS, caps));
  gst_caps_unref (caps);

  trans_class->start = GST_DEBUG_FUNCPTR (gst_align_scale_start);
  trans_class->stop = GST_DEBUG_FUNCPTR (gst_align_scale_stop);
  trans_class->transform_caps =
      GST_DEBUG_FUNCPTR (gst_align_scale_transform_caps);
  trans_class->fixate_caps = GST_DEBUG_FUNCPTR (gst_align_scale_fixate_caps);
  trans_class->before_transform =
      GST_DEBUG_FUNCPTR (gst_align_scale_before_transform);
  trans_class->propose_allocation =
      GST_DEBUG_FUNCPTR (gst_align_scale_propose_allocation);
  trans_class->copy_metadata =
      GST_DEBUG_FUNCPTR (gst_align_scale_copy_metadata);
  trans_class->transform_meta =
      GST_DEBUG_FUNCPTR (gst_align_scale_transform_meta);
  trans_class->src_event = GST_DEBUG_FUNCPTR (gst_align_scale_src_event);
  trans_class->transform = GST_DEBUG_FUNCPTR (gst_align_scale_transform);
  filter_class->set_info = GST_DEBUG_FUNCPTR (gst_align_scale_set_info);
  filter_class->transform_frame =
      GST_DEBUG_FUNCPTR (gst_align_scale_transform_frame);
}

static void
gst_align_scale_init (GstAlignScale * self)
{
  gst_align_scale_settings_init (&self->settings);
}
