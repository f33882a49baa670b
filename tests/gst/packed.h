/* alignscale: formats whose samples are runs of bits, or lie in tiles
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifndef ALS_TEST_PACKED_H
#define ALS_TEST_PACKED_H

#include <gst/video/video.h>

/* A format as its definition has it, whatever GstVideoFormatInfo says. */
typedef struct _Packed Packed;

/* NULL where the samples of the format are bytes or words. */
const Packed *packed_find (const GstVideoFormatInfo * finfo);

/* Samples of component c in a row, of those of width pixels, that have all
 * their bits in the row of the default layout. */
gint packed_stored (const Packed * packed, const GstVideoInfo * info, guint c);

/* The sample x, y of component c; plane is the plane of memory that it is in.
 * Depths are those of GstVideoFormatInfo. */
guint packed_get (const Packed * packed, const GstVideoInfo * info, guint c,
    const guint8 * plane, gint stride, gint x, gint y);
void packed_put (const Packed * packed, const GstVideoInfo * info, guint c,
    guint8 * plane, gint stride, gint x, gint y, guint value);

#endif
