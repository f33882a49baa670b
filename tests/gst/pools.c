/* alignscale: memory, pools and allocators that misbehave
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "pools.h"

#include <gst/check/gstcheck.h>

GstBuffer *
buffer_cut (GstBuffer * buffer, const gsize * cuts, guint n_cuts)
{
  GstBuffer *result = gst_buffer_new ();
  GstVideoMeta *meta = gst_buffer_get_video_meta (buffer);
  gsize size, begin = 0;
  guint8 *bytes = frame_bytes (buffer, &size);
  guint i;

  for (i = 0; i <= n_cuts; i++) {
    gsize end = i < n_cuts ? cuts[i] : size;

    fail_unless (begin <= end && end <= size);
    if (end > begin) {
      guint8 *part = g_malloc (end - begin);

      memcpy (part, bytes + begin, end - begin);
      gst_buffer_append_memory (result, gst_memory_new_wrapped (0, part,
              end - begin, 0, end - begin, part, g_free));
    }
    begin = end;
  }
  if (meta)
    gst_buffer_add_video_meta_full (result, meta->flags, meta->format,
        meta->width, meta->height, meta->n_planes, meta->offset, meta->stride);
  g_free (bytes);
  return result;
}

GstBuffer *
buffer_cut_planes (const GstVideoInfo * info, GstBuffer * buffer)
{
  return buffer_cut (buffer, info->offset + 1,
      GST_VIDEO_INFO_N_PLANES (info) - 1);
}

GstBuffer *
buffer_cut_evenly (GstBuffer * buffer, guint n)
{
  gsize cuts[64];
  guint i;

  fail_unless (n <= G_N_ELEMENTS (cuts));
  for (i = 1; i < n; i++)
    cuts[i - 1] = gst_buffer_get_size (buffer) * i / n;
  return buffer_cut (buffer, cuts, n - 1);
}

/* ---------------------------------------------------------- an allocator */

typedef struct
{
  GstMemory memory;
  guint8 *bytes;
} BrokenMemory;

typedef struct
{
  GstAllocator parent;
  const Broken *how;
} BrokenAllocator;

typedef struct
{
  GstAllocatorClass parent;
} BrokenAllocatorClass;

static GType broken_allocator_get_type (void);
G_DEFINE_TYPE (BrokenAllocator, broken_allocator, GST_TYPE_ALLOCATOR);

static GstMemory *
broken_alloc (GstAllocator * allocator, gsize size,
    GstAllocationParams * params)
{
  BrokenMemory *memory = g_new0 (BrokenMemory, 1);

  memory->bytes = g_malloc0 (size);
  gst_memory_init (GST_MEMORY_CAST (memory),
      params->flags | GST_MEMORY_FLAG_NO_SHARE, allocator, NULL, size, 0, 0,
      size);
  return GST_MEMORY_CAST (memory);
}

static void
broken_free (GstAllocator * allocator, GstMemory * memory)
{
  (void) allocator;
  g_free (((BrokenMemory *) memory)->bytes);
  g_free (memory);
}

static gpointer
broken_map (GstMemory * memory, GstMapInfo * info, gsize size)
{
  const Broken how = *((BrokenAllocator *) memory->allocator)->how;

  (void) size;
  info->size -= how == BROKEN_MAPS_LESS ? 32 : 0;
  return how == BROKEN_REFUSES ? NULL : ((BrokenMemory *) memory)->bytes;
}

static void
broken_unmap (GstMemory * memory)
{
  (void) memory;
}

static void
broken_allocator_class_init (BrokenAllocatorClass * klass)
{
  GST_ALLOCATOR_CLASS (klass)->alloc = broken_alloc;
  GST_ALLOCATOR_CLASS (klass)->free = broken_free;
}

static void
broken_allocator_init (BrokenAllocator * self)
{
  GstAllocator *allocator = GST_ALLOCATOR (self);

  allocator->mem_type = "BrokenMemory";
  allocator->mem_map_full = broken_map;
  allocator->mem_unmap = broken_unmap;
}

GstAllocator *
broken_allocator_new (const Broken * how)
{
  BrokenAllocator *self = g_object_new (broken_allocator_get_type (), NULL);

  self->how = how;
  gst_object_ref_sink (self);
  return GST_ALLOCATOR (self);
}

/* ----------------------------------------------------------------- a pool */

typedef struct
{
  GstBufferPool parent;
  GstVideoInfo info;
  PoolMode mode;
  gboolean refused;
} TestPool;

typedef struct
{
  GstBufferPoolClass parent;
} TestPoolClass;

static GType test_pool_get_type (void);
G_DEFINE_TYPE (TestPool, test_pool, GST_TYPE_BUFFER_POOL);

static const gchar **
test_pool_get_options (GstBufferPool * pool)
{
  static const gchar *with_meta[] = { GST_BUFFER_POOL_OPTION_VIDEO_META, NULL };
  static const gchar *none[] = { NULL };

  return ((TestPool *) pool)->mode == POOL_NO_META ? none : with_meta;
}

static gboolean
test_pool_set_config (GstBufferPool * pool, GstStructure * config)
{
  TestPool *self = (TestPool *) pool;
  GstCaps *caps;
  guint size, min, max;
  gboolean refuses = self->mode == POOL_OTHER_CONFIG && !self->refused;

  if (refuses) {
    self->refused = TRUE;
    gst_buffer_pool_config_get_params (config, &caps, &size, &min, &max);
    gst_buffer_pool_config_set_params (config, caps, size + 64, min, 40);
  }
  return GST_BUFFER_POOL_CLASS (test_pool_parent_class)->set_config (pool,
      config) && !refuses;
}

static GstBuffer *
wrap (guint8 * bytes, gsize size, GstMemoryFlags flags)
{
  return gst_buffer_new_wrapped_full (flags, bytes, size, 0, size, bytes,
      g_free);
}

static GstFlowReturn
test_pool_alloc_buffer (GstBufferPool * pool, GstBuffer ** buffer,
    GstBufferPoolAcquireParams * params)
{
  TestPool *self = (TestPool *) pool;
  const GstVideoInfo *info = &self->info;
  gsize size = GST_VIDEO_INFO_SIZE (info) - (self->mode == POOL_SHORT);
  guint8 *bytes = g_malloc (size);
  GstBuffer *plain;
  gsize offset[GST_VIDEO_MAX_PLANES];
  gint stride[GST_VIDEO_MAX_PLANES];
  gsize cuts[] = { size / 2, size - 7 };

  (void) params;
  memset (bytes, FILL, size);
  memcpy (offset, info->offset, sizeof (offset));
  memcpy (stride, info->stride, sizeof (stride));
  plain = wrap (bytes, size,
      self->mode == POOL_READONLY ? GST_MEMORY_FLAG_READONLY : 0);

  switch (self->mode) {
    case POOL_PADDED:
      *buffer = frame_padded (info, plain, 13, 21);
      gst_buffer_memset (*buffer, 0, FILL, gst_buffer_get_size (*buffer));
      break;
    case POOL_PLANES:
      *buffer = buffer_cut_planes (info, plain);
      break;
    case POOL_FRAGMENTS:
      *buffer = buffer_cut_evenly (plain, 16);
      break;
    case POOL_STRADDLED:
      *buffer = buffer_cut (plain, cuts, 2);
      break;
    default:
      *buffer = gst_buffer_ref (plain);
      break;
  }
  gst_buffer_unref (plain);
  if (self->mode == POOL_BAD_META)
    stride[GST_VIDEO_INFO_N_PLANES (info) - 1] *= 2;
  if (self->mode != POOL_NO_META && self->mode != POOL_PADDED)
    gst_buffer_add_video_meta_full (*buffer, GST_VIDEO_FRAME_FLAG_NONE,
        GST_VIDEO_INFO_FORMAT (info), (guint) info->width,
        (guint) info->height, GST_VIDEO_INFO_N_PLANES (info), offset, stride);
  return GST_FLOW_OK;
}

static void
test_pool_class_init (TestPoolClass * klass)
{
  GstBufferPoolClass *pool_class = GST_BUFFER_POOL_CLASS (klass);

  pool_class->get_options = test_pool_get_options;
  pool_class->set_config = test_pool_set_config;
  pool_class->alloc_buffer = test_pool_alloc_buffer;
}

static void
test_pool_init (TestPool * self)
{
  (void) self;
}

static GstPadProbeReturn
answer_allocation (GstPad * pad, GstPadProbeInfo * info, gpointer pool)
{
  GstQuery *query = GST_PAD_PROBE_INFO_QUERY (info);

  (void) pad;
  if (GST_QUERY_TYPE (query) != GST_QUERY_ALLOCATION)
    return GST_PAD_PROBE_OK;
  if (!pool)
    return GST_PAD_PROBE_DROP;
  gst_query_add_allocation_pool (query, pool,
      (guint) GST_VIDEO_INFO_SIZE (&((TestPool *) pool)->info), 0, 0);
  if (((TestPool *) pool)->mode != POOL_NO_META)
    gst_query_add_allocation_meta (query, GST_VIDEO_META_API_TYPE, NULL);
  return GST_PAD_PROBE_HANDLED;
}

void
pool_offer (GstHarness * h, const GstVideoInfo * info, PoolMode mode)
{
  TestPool *pool = g_object_new (test_pool_get_type (), NULL);

  gst_object_ref_sink (pool);
  pool->info = *info;
  pool->mode = mode;
  gst_pad_add_probe (h->sinkpad, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM,
      answer_allocation, pool, gst_object_unref);
}

void
pool_offer_none (GstHarness * h)
{
  gst_pad_add_probe (h->sinkpad, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM,
      answer_allocation, NULL, NULL);
}
