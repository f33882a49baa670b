/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Which formats are scaled, and how: those of the list in gstalignscaleformat.c
 * as they lie in memory, any other that the running library unpacks and packs
 * by what it says of it.
 */
#ifndef __GST_ALIGN_SCALE_FORMAT_H__
#define __GST_ALIGN_SCALE_FORMAT_H__

#include <gst/video/video.h>

G_BEGIN_DECLS

/* TRUE where the core can scale the format as it lies in memory. */
gboolean gst_align_scale_format_is_native (const GstVideoFormatInfo * finfo);

/* Bytes of a sample of unpacked lines, 0 where they are not of integers. */
gint gst_align_scale_format_unpacked_bytes (const GstVideoFormatInfo * finfo);

/* TRUE where the running library knows a format of this name, and it can be
 * scaled. */
gboolean gst_align_scale_format_is_scaled (const gchar * name);

/* Takes caps apart: scaled gets the structures with the formats that are
 * scaled, as_is those with others or with no system memory, which can pass
 * through alone. (transfer full) */
void gst_align_scale_format_split_caps (GstCaps * caps, GstCaps ** scaled,
    GstCaps ** as_is);

/* The caps of both pad templates: every format that is scaled, and anything in
 * passthrough. (transfer full) */
GstCaps *gst_align_scale_format_get_template_caps (void);

G_END_DECLS

#endif
