/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The slices of a frame on a pool of threads. Whatever the pool does or fails
 * to do, every slice is run exactly once: the calling thread runs those that
 * no thread of the pool has taken.
 */
#ifndef __GST_ALIGN_SCALE_SLICES_H__
#define __GST_ALIGN_SCALE_SLICES_H__

#include <gst/gst.h>

G_BEGIN_DECLS

typedef struct _GstAlignScaleSlices GstAlignScaleSlices;

/* Runs one slice; called for each slice on any thread. No two calls at the same
 * time have the same worker, which is below the number of workers. */
typedef void (*GstAlignScaleSliceFunc) (gpointer user_data, gint slice,
    gint n_slices, gint worker);

/* On pool, or on a pool of its own where pool is NULL. Freed by _free(), after
 * which tasks of the pool that come late find nothing to do. */
GstAlignScaleSlices *gst_align_scale_slices_new (GstTaskPool * pool);
void gst_align_scale_slices_free (GstAlignScaleSlices * slices);

/* Runs all slices on n_workers threads, the calling one among them, and returns
 * when the last is done. From one thread at a time. */
void gst_align_scale_slices_run (GstAlignScaleSlices * slices, gint n_workers,
    gint n_slices, GstAlignScaleSliceFunc func, gpointer user_data);

G_END_DECLS

#endif
