/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What is shared by making the plans of a frame and running them.
 */
#ifndef __GST_ALIGN_SCALE_PLANS_PRIVATE_H__
#define __GST_ALIGN_SCALE_PLANS_PRIVATE_H__

#include "gstalignscaleparts.h"
#include "gstalignscaleplans.h"

G_BEGIN_DECLS

/* A long one and shorter ones; more would make rows at their ends twice. */
#define GST_ALIGN_SCALE_SLICES_PER_THREAD 3

/* The plan of one part of a frame. */
typedef struct
{
  AlsParams params;
  AlsPlan *own;                 /* NULL until one was needed */
  AlsPlan *plan;                /* own, or an earlier part's that is the same;
                                 * NULL where there is nothing to do */
  AlsPlan *joined;              /* of the first part of a picture: that of all
                                 * of its parts at once; NULL: there is none */
} GstAlignScalePartPlan;

/* The plans of one kind of frame. */
typedef struct
{
  gboolean made;                /* they are those of the settings */
  GstVideoRectangle crop;       /* of the frame at hand */
  GstAlignScaleParts parts;
  GstAlignScalePartPlan plans[GST_ALIGN_SCALE_MAX_PARTS];
} GstAlignScaleScheme;

struct _GstAlignScalePlans
{
  GstVideoInfo in, out;
  GstVideoInfo frame;           /* in, or that of which it is cropped */
  GstAlignScaleLayout layout;
  gboolean moves, apart;        /* it is that of pixels that are moved, or not
                                 * averaged as they are */
  GstVideoChromaSite site;
  gint alpha;                   /* plane of the core that is alpha alone, -1 */
  GstAlignScaleUnpacked *unpacked_in, *unpacked_out;    /* NULL until needed */

  gboolean set;                 /* what follows is that of the settings */
  GstAlignScaleSettings settings;
  GstAlignScaleNotes notes;
  gboolean weighting;
  guint border[GST_VIDEO_MAX_COMPONENTS];
  gfloat *light[GST_VIDEO_MAX_COMPONENTS];      /* of the planes; those of
                                                 * equal depth have the first's */
  /* by what a frame holds, without and with views; NULL until there was one */
  GstAlignScaleScheme *schemes[GST_ALIGN_SCALE_N_FIELDS][2];
  GstAlignScaleScheme *scheme;  /* that of the frame at hand */
  gint n_threads, n_slices;
  gsize scratch_size;           /* of one thread */
  gsize scratch_room;           /* of all */
  guint8 *scratch;
};

/* Makes the plans of the scheme's parts, with the settings that plans have taken
 * over, which learn how much scratch memory they need. */
AlsStatus gst_align_scale_scheme_make (GstAlignScaleScheme * scheme,
    GstAlignScalePlans * plans);
void gst_align_scale_scheme_free (GstAlignScaleScheme * scheme);

G_END_DECLS

#endif
