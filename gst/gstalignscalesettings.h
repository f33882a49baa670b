/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The element's properties. A new property is a field of the settings and one
 * row of each of the two lists in gstalignscalesettings.c.
 */
#ifndef __GST_ALIGN_SCALE_SETTINGS_H__
#define __GST_ALIGN_SCALE_SETTINGS_H__

#include <gst/gst.h>

#include "alignscale.h"

G_BEGIN_DECLS

/* The properties, as they are at one moment. */
typedef struct
{
  AlsMethod method;
  AlsPadding padding;
  gboolean align_corners;
  gboolean antialias;
  AlsCoordinateMode coordinate_mode;
  AlsNearestRounding nearest_rounding;
  gdouble cubic_a;
  gdouble src_x, src_y;         /* input pixels */
  gdouble src_width, src_height;        /* 0: to the far edge */
  gboolean alpha_weighting;
  gboolean gamma_decode;
  gboolean add_borders;
  guint border_color;           /* 0xAARRGGBB */
  guint n_threads;              /* 0: automatic */
} GstAlignScaleSettings;

/* Sets every property's default. */
void gst_align_scale_settings_init (GstAlignScaleSettings * settings);

/* Adds the properties to a class. */
void gst_align_scale_settings_install (GObjectClass * klass);

/* prop_id is that of a property that was installed. */
void gst_align_scale_settings_set (GstAlignScaleSettings * settings,
    guint prop_id, const GValue * value);
void gst_align_scale_settings_get (const GstAlignScaleSettings * settings,
    guint prop_id, GValue * value);

gboolean gst_align_scale_settings_equal (const GstAlignScaleSettings * a,
    const GstAlignScaleSettings * b);

G_END_DECLS

#endif
