/* alignscale: memory, pools and allocators that misbehave
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifndef ALS_TEST_POOLS_H
#define ALS_TEST_POOLS_H

#include <gst/check/gstharness.h>

#include "frames.h"

/* The bytes of a buffer in memories of their own that end at each of the
 * n_cuts places, ascending. A GstVideoMeta is kept. */
GstBuffer *buffer_cut (GstBuffer * buffer, const gsize * cuts, guint n_cuts);
/* The same with one memory for each plane. */
GstBuffer *buffer_cut_planes (const GstVideoInfo * info, GstBuffer * buffer);
/* The same with n memories of about equal size. */
GstBuffer *buffer_cut_evenly (GstBuffer * buffer, guint n);

typedef enum
{
  BROKEN_NOT,
  BROKEN_REFUSES,               /* memory cannot be mapped */
  BROKEN_MAPS_LESS              /* fewer bytes than there are */
} Broken;

/* An allocator whose memory is broken in that way at the moment. */
GstAllocator *broken_allocator_new (const Broken * how);

/* What a pool of downstream does. All fill their buffers with FILL. */
#define FILL 0xdb
typedef enum
{
  POOL_PLAIN,
  POOL_NO_META,
  POOL_PADDED,                  /* GstVideoMeta with other strides */
  POOL_PLANES,                  /* a memory for each plane */
  POOL_FRAGMENTS,               /* 16 memories */
  POOL_STRADDLED,               /* 3 memories, cut in the middle of planes */
  POOL_OTHER_CONFIG,            /* wants another configuration at first */
  POOL_READONLY,                /* memory that is copied before it is written */
  POOL_OK_MODES,                /* what follows cannot be written */
  POOL_SHORT = POOL_OK_MODES,   /* one byte too small */
  POOL_BAD_META,                /* GstVideoMeta beyond the memory */
  POOL_N_MODES
} PoolMode;

/* Answers the element's allocation queries with such a pool, until the harness
 * goes. */
void pool_offer (GstHarness * h, const GstVideoInfo * info, PoolMode mode);
/* Leaves them without an answer. */
void pool_offer_none (GstHarness * h);

#endif
