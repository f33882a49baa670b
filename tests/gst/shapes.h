/* alignscale: caps, the shapes of pictures in them, and what is negotiated
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifndef ALS_TEST_SHAPES_H
#define ALS_TEST_SHAPES_H

#include <gst/check/gstcheck.h>
#include <gst/check/gstharness.h>

#include "../../gst/gstalignscalecaps.h"

#define MAX_SIZE GST_ALIGN_SCALE_MAX_SIZE
#define FULL "width=[1,32767],height=[1,32767]"
#define FULL_PAR "pixel-aspect-ratio=[1/2147483647,2147483647/1]"
#define RAW "video/x-raw,"

/* Fails the test where the string is none. (transfer full) */
GstCaps *caps_of (const gchar * string);
void assert_same (GstCaps * caps, GstCaps * want, const gchar * what);
void assert_caps (GstCaps * caps, const gchar * expected, const gchar * what);

typedef struct
{
  gint width, height, par_n, par_d;
} Shape;

/* Of the first structure; no pixel aspect ratio is 1/1. */
Shape shape_of (GstCaps * caps);
/* The display aspect ratio in the 64 bits of a long double, where there is
 * one; sizes and ratios of the tests allow for 53. */
long double shape_aspect (Shape s);

/* What an element does with fixed caps on one pad and what the peer of the
 * other pad accepts. Checks that the result is one of the choices, fixed, and
 * stays when it is fixated again. */
GstCaps *negotiate (GstPadDirection direction, GstCaps * caps, GstCaps * peer);

/* Sizes and pixel aspect ratios of every magnitude, with the limits. */
gint random_size (GRand * rand);
void random_par (GRand * rand, Shape * shape);
GstCaps *random_caps (GRand * rand, Shape * shape);

#endif
