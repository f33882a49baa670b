/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Linear light of code values, by the transfer function of the caps.
 */
#ifndef __GST_ALIGN_SCALE_LIGHT_H__
#define __GST_ALIGN_SCALE_LIGHT_H__

#include <gst/video/video.h>

G_BEGIN_DECLS

/* The table that AlsParams.linear asks for, to be freed by g_free(), for
 * a component of colour of info, which is RGB or GRAY, of values 0 to max. NULL
 * where the values are linear already, or how is not known. */
gfloat *gst_align_scale_light_new (const GstVideoInfo * info, guint component,
    gint max);

G_END_DECLS

#endif
