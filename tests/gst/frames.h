/* alignscale: frames of any format for the tests of the element
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifndef ALS_TEST_FRAMES_H
#define ALS_TEST_FRAMES_H

#include <gst/video/video.h>

#include "oracle.h"
#include "reference.h"

/* "video/x-raw" of the size with square pixels and a framerate and nothing
 * else; fields (may be NULL) are appended. (transfer full) */
GstCaps *frame_caps (GstVideoFormat format, gint width, gint height,
    const gchar * fields);
void frame_info (GstVideoInfo * info, GstVideoFormat format, gint width,
    gint height);

/* A buffer of exactly the size of info: random samples, and random bytes where
 * rows and pixels have room for more. Bits of a word beyond the depth are 0. */
GstBuffer *frame_random (const GstVideoInfo * info, guint32 seed);
/* The same with a GstVideoMeta: every row ends `pad` bytes later, and the
 * frame begins `skip` bytes into the buffer. The picture is that of `from`. */
GstBuffer *frame_padded (const GstVideoInfo * info, GstBuffer * from, gint pad,
    gsize skip);
/* The same samples in another layout, as many components as both have. */
GstBuffer *frame_relaid (const GstVideoInfo * info,
    const GstVideoInfo * from_info, GstBuffer * from);
/* The part of a frame that begins at x, y, as a frame of info. Chroma begins
 * with the sample that is there. */
GstBuffer *frame_cropped (const GstVideoInfo * info,
    const GstVideoInfo * from_info, GstBuffer * from, gint x, gint y);
/* Bytes of the frame, to be freed. */
guint8 *frame_bytes (GstBuffer * buffer, gsize * size);

/* One component of a frame, read by an own understanding of GstVideoFormatInfo:
 * values without the shift. */
typedef struct
{
  gint width, height, max;
  gint stored;                  /* of a row; those beyond are like the last */
  guint16 *samples;
} Component;

void frame_component (Component * component, const GstVideoInfo * info,
    GstBuffer * buffer, guint c);
void component_clear (Component * component);
/* Components that are pictures: all but a palette. */
guint frame_components (const GstVideoFormatInfo * finfo);
/* Is every sample a byte or a 16-bit word in a place of its own? */
gboolean frame_has_words (const GstVideoFormatInfo * finfo);
/* Offset in bytes of component c within a pixel of its plane, where it has. */
gint frame_offset (const GstVideoFormatInfo * finfo, guint c);

/* Fails the test where one sample of a component differs. */
void frame_assert_equal (const GstVideoInfo * info, GstBuffer * got,
    GstBuffer * expected, const gchar * what);
/* Are all samples of two frames the same? */
gboolean frame_same (const GstVideoInfo * info, GstBuffer * a, GstBuffer * b);

/* Fails the test where a component of out is not that of in, scaled as the
 * oracle scales it, by the rule of ref_compare. tally may be NULL. */
void frame_assert_scaled (const OracleCase * how, const GstVideoInfo * in_info,
    GstBuffer * in, const GstVideoInfo * out_info, GstBuffer * out,
    RefTally * tally);

#endif
