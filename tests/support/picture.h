/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef ALS_TEST_PICTURE_H
#define ALS_TEST_PICTURE_H

#include "plane.h"
#include "require.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* A picture that is scaled in memory of any layout, in which nothing else is read or written. */

/* A picture of 16-bit values in memory of its own: w * h * components. */
typedef struct
{
  AlsParams params;
  uint16_t *in, *out;
} Picture;

static inline void
put_sample (uint8_t *p, uint16_t value, const AlsParams *params)
{
  value = (uint16_t) (value << params->shift);
  if (params->swapped)
    value = (uint16_t) (value << 8 | value >> 8);
  if (params->sample_bytes == 1)
    *p = (uint8_t) value;
  else
    memcpy (p, &value, 2);
}

static inline uint16_t
get_sample (const uint8_t *p, const AlsParams *params)
{
  uint16_t value;

  if (params->sample_bytes == 1)
    return *p;
  memcpy (&value, p, 2);
  if (params->swapped)
    value = (uint16_t) (value << 8 | value >> 8);
  return (uint16_t) (value >> params->shift);
}

/* What lies below the value in a sample. */
static inline int
low_bits (const uint8_t *p, const AlsParams *params)
{
  AlsParams whole = *params;

  whole.shift = 0;
  return get_sample (p, &whole) & ((1 << params->shift) - 1);
}

/* Bytes of a plane with a stride, and where its first row begins in them. */
static inline size_t
plane_bytes (const AlsPlane *plane, int w, int h, int pixel, size_t *first)
{
  size_t rows = (size_t) (h - 1) * (size_t) (plane->stride < 0 ? -plane->stride : plane->stride);

  *first = plane->stride < 0 ? rows : 0;
  return rows + (size_t) (w - 1) * (size_t) plane->step + (size_t) pixel;
}

/* Memory that ends where a page begins that nobody may touch. */
typedef struct
{
  void *pages;
  size_t pages_size;
  uint8_t *data;
} Guarded;

static inline Guarded
guarded_new (size_t size)
{
  const size_t page = (size_t) sysconf (_SC_PAGESIZE), used = (size + page - 1) / page * page;
  Guarded memory = { .pages_size = used + page };

  memory.pages = mmap (NULL, memory.pages_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory.pages == MAP_FAILED || mprotect ((uint8_t *) memory.pages + used, page, PROT_NONE) != 0) {
    perror ("guard pages");
    exit (2);
  }
  memory.data = (uint8_t *) memory.pages + used - size;
  return memory;
}

/* Scales a picture in memory with the given steps, distances of rows and slices. Every byte that is no sample must stay. */
static inline void
scale_in_memory (Picture *picture, int src_step, int src_gap, int dst_step, int dst_gap, bool flipped, int n_slices)
{
  const AlsParams *p = &picture->params;
  const int pixel = p->components * p->sample_bytes;
  AlsPlane src = { .step = src_step }, dst = { .step = dst_step };
  size_t src_first, dst_first, src_size, dst_size, i;
  uint8_t *dst_memory, *touched;
  Guarded src_memory;
  AlsStatus status;
  int x, y, c;

  src.stride = (ptrdiff_t) (p->src_width - 1) * src_step + pixel + src_gap;
  dst.stride = (ptrdiff_t) (p->dst_width - 1) * dst_step + pixel + dst_gap;
  if (flipped) {
    src.stride = -src.stride;
    dst.stride = -dst.stride;
  }
  src_size = plane_bytes (&src, p->src_width, p->src_height, pixel, &src_first);
  dst_size = plane_bytes (&dst, p->dst_width, p->dst_height, pixel, &dst_first);
  src_memory = guarded_new (src_size);
  dst_memory = test_alloc (dst_size);
  touched = test_alloc (dst_size);
  memset (src_memory.data, 0xEE, src_size);
  memset (dst_memory, 0xA5, dst_size);
  memset (touched, 0, dst_size);
  src.data = src_memory.data + src_first;
  dst.data = dst_memory + dst_first;
  for (y = 0; y < p->src_height; y++)
    for (x = 0; x < p->src_width; x++)
      for (c = 0; c < p->components; c++)
        put_sample (src.data + y * src.stride + x * src.step + c * p->sample_bytes,
            picture->in[((size_t) y * (size_t) p->src_width + (size_t) x) * (size_t) p->components + (size_t) c], p);

  status = test_scale (p, &src, &dst, n_slices);
  REQUIRE (status == ALS_OK, "%s", als_status_text (status));

  for (y = 0; y < p->dst_height; y++) {
    for (x = 0; x < p->dst_width; x++) {
      for (c = 0; c < p->components; c++) {
        uint8_t *at = dst.data + y * dst.stride + x * dst.step + c * p->sample_bytes;

        picture->out[((size_t) y * (size_t) p->dst_width + (size_t) x) * (size_t) p->components + (size_t) c] =
            get_sample (at, p);
        REQUIRE (low_bits (at, p) == 0, "low bits of sample %d,%d", x, y);
        memset (touched + (at - dst_memory), 1, (size_t) p->sample_bytes);
      }
    }
  }
  for (i = 0; i < dst_size; i++)
    REQUIRE (touched[i] || dst_memory[i] == 0xA5, "byte %zu of %zu written", i, dst_size);
  munmap (src_memory.pages, src_memory.pages_size);
  free (dst_memory);
  free (touched);
}

static inline size_t
n_samples (int w, int h, const AlsParams *p)
{
  return (size_t) w * (size_t) h * (size_t) p->components;
}

#endif
