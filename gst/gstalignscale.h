/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifndef __GST_ALIGN_SCALE_H__
#define __GST_ALIGN_SCALE_H__

#include <gst/video/gstvideofilter.h>

G_BEGIN_DECLS

#define GST_TYPE_ALIGN_SCALE (gst_align_scale_get_type ())
G_DECLARE_FINAL_TYPE (GstAlignScale, gst_align_scale, GST, ALIGN_SCALE,
    GstVideoFilter)

GST_ELEMENT_REGISTER_DECLARE (alignscale);

G_END_DECLS

#endif
