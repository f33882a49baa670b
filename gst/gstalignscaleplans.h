/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What the element makes of its properties and caps: a plan for each plane.
 */
#ifndef __GST_ALIGN_SCALE_PLANS_H__
#define __GST_ALIGN_SCALE_PLANS_H__

#include "gstalignscaleframe.h"
#include "gstalignscalesettings.h"
#include "gstalignscaleslices.h"

G_BEGIN_DECLS

/* What a user would not expect, and should be told. */
typedef enum
{
  /* no effect of align-corners or antialias, alpha-weighting, gamma-decode */
  GST_ALIGN_SCALE_NOTE_GRID = 1 << 0,
  GST_ALIGN_SCALE_NOTE_ALPHA = 1 << 1,
  GST_ALIGN_SCALE_NOTE_GAMMA = 1 << 2,
  /* views of a frame that cannot be told apart are scaled as one picture */
  GST_ALIGN_SCALE_NOTE_VIEWS = 1 << 3,
  /* entries of a palette are moved, whatever the method */
  GST_ALIGN_SCALE_NOTE_PALETTE = 1 << 4,
} GstAlignScaleNotes;

typedef struct _GstAlignScalePlans GstAlignScalePlans;

/* Plans from frames of in to frames of out, which have the same format. They
 * are made by _update(). With a cosited site chroma stays in place against
 * luma; else each plane is scaled by itself. The site is not that of in, which
 * GStreamer 1.22 does not take from the caps. */
GstAlignScalePlans *gst_align_scale_plans_new (const GstVideoInfo * in,
    const GstVideoInfo * out, GstVideoChromaSite site);
gboolean gst_align_scale_plans_are_for (const GstAlignScalePlans * plans,
    const GstVideoInfo * in, const GstVideoInfo * out,
    GstVideoChromaSite site);
void gst_align_scale_plans_free (GstAlignScalePlans * plans);

/* Makes the plans of the settings for what buffer holds (fields, views: its
 * flags; NULL: what the caps say), where they are not those already. FALSE,
 * with the reason in error, where settings and sizes make no plan. What follows
 * is about the frame of the last update. */
gboolean gst_align_scale_plans_update (GstAlignScalePlans * plans,
    const GstAlignScaleSettings * settings, GstBuffer * buffer,
    GError ** error);

/* TRUE where a frame comes out as it went in. */
gboolean gst_align_scale_plans_are_identity (const GstAlignScalePlans * plans);

GstAlignScaleNotes gst_align_scale_plans_get_notes (
    const GstAlignScalePlans * plans);

/* Scales a frame. FALSE, with the reason in error, where a buffer is not what
 * the caps say; out is then not written. */
gboolean gst_align_scale_plans_run (GstAlignScalePlans * plans,
    GstAlignScaleSlices * slices, GstBuffer * in, GstBuffer * out,
    GError ** error);

G_END_DECLS

#endif
