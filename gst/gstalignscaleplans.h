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

typedef struct _GstAlignScalePlans GstAlignScalePlans;

/* NULL, with the reason in error, where settings and sizes make no plan. */
GstAlignScalePlans *gst_align_scale_plans_new (
    const GstAlignScaleSettings * settings, const GstVideoInfo * in,
    const GstVideoInfo * out, GError ** error);
void gst_align_scale_plans_free (GstAlignScalePlans * plans);

/* The settings that the plans were made of. */
const GstAlignScaleSettings *gst_align_scale_plans_get_settings (
    const GstAlignScalePlans * plans);

/* Scales a frame. FALSE, with the reason in error, where a buffer is not what
 * the caps say; out is then not written. */
gboolean gst_align_scale_plans_run (GstAlignScalePlans * plans,
    GstAlignScaleSlices * slices, GstBuffer * in, GstBuffer * out,
    GError ** error);

G_END_DECLS

#endif
