/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Exact arithmetic of sizes and pixel aspect ratios, which are quotients of
 * products of up to four ints: 124 bits, and compilers for 32-bit processors
 * have no such integer.
 */
#ifndef __GST_ALIGN_SCALE_RATIO_H__
#define __GST_ALIGN_SCALE_RATIO_H__

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint64 hi, lo;
} GstAlignScaleWide;

typedef struct
{
  GstAlignScaleWide n, d;
} GstAlignScaleRatio;

/* The quotient of two products; all factors are positive. */
GstAlignScaleRatio gst_align_scale_ratio_make (const gint n[4],
    const gint d[4]);

/* Rounded to nearest (halves up) or up, at most G_MAXINT. */
gint gst_align_scale_ratio_round (GstAlignScaleRatio ratio, gboolean up);

/* The fraction of two positive ints that is nearest to the ratio; exact if it
 * can be written so. */
void gst_align_scale_ratio_to_fraction (GstAlignScaleRatio ratio, gint * num,
    gint * den);

G_END_DECLS

#endif
