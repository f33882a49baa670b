/* alignscale: parts of frames for the tests of the element
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifndef ALS_TEST_PARTS_H
#define ALS_TEST_PARTS_H

#include "scaler.h"

/* Samples start, start + step, ... of a component along one axis, in and out,
 * and where they lie: output sample j reads input sample a * j + b. */
typedef struct
{
  gint in_start, in_step, in_n, out_start, out_step, out_n;
  gdouble a, b;
  gdouble late;                 /* method nearest: beyond half way */
} PartAxis;

/* Along one axis of a component: samples lie `spacing` luma pixels apart, the
 * first at `offset`; spacing 0: the component is a picture of its own. */
typedef struct
{
  gint spacing;
  gdouble offset;
} PartSite;

/* Of component c, subsampled by the shift sub; site: NULL, mpeg2 or cosited. */
PartSite part_site (const GstVideoFormatInfo * finfo, guint c, guint sub,
    const gchar * site, gboolean across);

/* Every period-th sample from phase on of a component of n_in and n_out
 * samples, whose frames have in and out luma pixels, in the grid: half-pixel,
 * align-corners, asymmetric. */
PartAxis part_axis (const gchar * grid, const PartSite * site, gint in,
    gint out, gint n_in, gint n_out, gint phase, gint period);

/* The samples of out that the axes name are those of in, scaled. The oracle is
 * asked for the half-pixel grid of the box that is where they lie. */
void part_assert (const gchar * properties, const Component * in,
    const Component * out, const PartAxis * x, const PartAxis * y,
    const gchar * what);

/* Every field of an interleaved frame out is that of in, scaled. */
void part_assert_fields (const gchar * properties, const gchar * grid,
    const GstVideoInfo * in_info, GstBuffer * in,
    const GstVideoInfo * out_info, GstBuffer * out, const gchar * site);

/* Gives the buffer a crop rectangle, or changes the one that it has. */
void part_set_crop (GstBuffer * buffer, guint x, guint y, guint width,
    guint height);

/* The element between caps with the fields, and what they say; size: width and
 * height in, width and height out. */
GstHarness *part_harness (const gchar * properties, GstVideoFormat format,
    const gint * size, const gchar * fields, GstVideoInfo * in,
    GstVideoInfo * out);

/* A frame from an element of its own between caps with the fields. */
GstBuffer *part_scale (const gchar * properties, GstVideoFormat format,
    const gint * size, const gchar * fields, GstBuffer * buffer);

#endif
