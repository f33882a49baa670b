/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Components of lines that GStreamer has unpacked: AYUV, ARGB, AYUV64, ARGB64.
 */
#ifndef __GST_ALIGN_SCALE_LINE_H__
#define __GST_ALIGN_SCALE_LINE_H__

#include "gstalignscalelayout.h"

G_BEGIN_DECLS

/* Takes n samples of component c out of a line, the first of all pixels that
 * share one, at the depth of the format. Lines are aligned to 8 bytes. */
void gst_align_scale_line_take (const GstAlignScaleLayout * layout, guint c,
    guint8 * dst, const guint8 * line, gint n);

/* Puts them back, each into all pixels that share it, of which the last may be
 * beyond the width. Component 0 is to be put first. */
void gst_align_scale_line_put (const GstAlignScaleLayout * layout, guint c,
    guint8 * line, const guint8 * src, gint n);

/* Moves the samples of n whole pixels of bytes to the lowest bits of each, and
 * back. */
void gst_align_scale_line_lower (const GstAlignScaleLayout * layout,
    guint8 * line, gint n);
void gst_align_scale_line_raise (const GstAlignScaleLayout * layout,
    guint8 * line, gint n);

G_END_DECLS

#endif
