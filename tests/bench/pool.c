/* alignscale: the buffer pool of the benchmark
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "bench.h"

/* Hands out the output pictures, so that elements write where the libraries do. */
typedef struct
{
  GstBufferPool parent;
  BenchPictures *pictures;
  GstBuffer *buffers[BENCH_PICTURES];   /* not owned */
  guint n_buffers;
} BenchPool;

typedef struct
{
  GstBufferPoolClass parent;
} BenchPoolClass;

static GType bench_pool_get_type (void);
G_DEFINE_TYPE (BenchPool, bench_pool, GST_TYPE_BUFFER_POOL);

static GstFlowReturn
bench_pool_alloc (GstBufferPool * pool, GstBuffer ** buffer,
    GstBufferPoolAcquireParams * params)
{
  BenchPool *self = (BenchPool *) pool;
  BenchPicture *picture;

  (void) params;
  if (self->n_buffers == BENCH_PICTURES)
    return GST_FLOW_ERROR;
  picture = &self->pictures->out[self->n_buffers];
  *buffer = gst_buffer_new_wrapped_full ((GstMemoryFlags) 0, picture->data,
      picture->info.size, 0, picture->info.size, NULL, NULL);
  self->buffers[self->n_buffers++] = *buffer;
  return GST_FLOW_OK;
}

static void
bench_pool_class_init (BenchPoolClass * klass)
{
  GST_BUFFER_POOL_CLASS (klass)->alloc_buffer = bench_pool_alloc;
}

static void
bench_pool_init (BenchPool * self)
{
  (void) self;
}

GstBufferPool *
bench_pool_new (BenchPictures * pictures)
{
  BenchPool *pool = g_object_new (bench_pool_get_type (), NULL);

  pool->pictures = pictures;
  return GST_BUFFER_POOL (gst_object_ref_sink (pool));
}

guint
bench_pool_index (GstBufferPool * pool, GstBuffer * buffer)
{
  BenchPool *self = (BenchPool *) pool;
  guint i;

  for (i = 0; i < self->n_buffers; i++)
    if (self->buffers[i] == buffer)
      return i;
  g_error ("the element does not use the pool it was offered");
}
