/* alignscale: the element in a harness
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifndef ALS_TEST_SCALER_H
#define ALS_TEST_SCALER_H

#include <gst/check/gstcheck.h>
#include <gst/check/gstharness.h>

#include "frames.h"

/* Sets "method=lanczos antialias=true" as gst-launch would. */
void scaler_set (GstElement * element, const gchar * properties);

/* What the same text means to the oracle; sizes are left at 0. */
OracleCase scaler_oracle (const gchar * properties);

/* The formats (GstVideoFormat) that the pad template names. (transfer full) */
GArray *scaler_formats (void);

/* The element with a bus; scaler_free() frees both. */
GstHarness *scaler_new (const gchar * properties);
void scaler_free (GstHarness * h);

/* Fixes the caps of both pads: frame_caps() of the infos. */
void scaler_caps (GstHarness * h, const GstVideoInfo * in,
    const GstVideoInfo * out);

/* Pushes a reference to the buffer and pulls what comes. */
GstBuffer *scaler_run (GstHarness * h, GstBuffer * buffer);
/* A fresh element for one frame. */
GstBuffer *scaler_once (const gchar * properties, const GstVideoInfo * in,
    GstBuffer * buffer, const GstVideoInfo * out);

/* A frame of random GRAY8, and one scaled by a fresh element, which takes the
 * reference to the buffer. */
GstBuffer *scaler_gray_frame (gint width, gint height);
GstBuffer *scaler_gray (const gchar * properties, gint in_w, gint in_h,
    gint out_w, gint out_h, GstBuffer * buffer);

/* Metas of a buffer that have the api. */
gint scaler_n_metas (GstBuffer * buffer, GType api);

/* What the first error on the bus says. (transfer full) */
gchar *scaler_error (GstHarness * h);

/* Pushes a reference to the buffer, which must fail: GST_FLOW_ERROR, no output
 * buffer, and one error on the bus in whose text every one of the words,
 * separated by '|', is found. */
void scaler_fail (GstHarness * h, GstBuffer * buffer, const gchar * words);

/* Messages of the type on the bus, which is emptied. */
guint scaler_messages (GstHarness * h, GstMessageType type);

#endif
