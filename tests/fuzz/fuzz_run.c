/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Plans run on planes that are allocated to the byte, in any number of slices: every instruction set writes what the C rows
 * write, and nothing between the samples. */

#include "cpu.h"
#include "params.h"

/* wider than vectors are, and beyond a block of taps */
#define SIZE 150

typedef struct
{
  AlsPlane plane;
  uint8_t *memory;
  size_t size;
} Memory;

static Memory
make_plane (Bytes *bytes, int width, int height, int pixel)
{
  Memory m = { .plane.step = fuzz_int (bytes, 0, 2) ? pixel : fuzz_int (bytes, pixel, 17) };
  const ptrdiff_t row = (ptrdiff_t) (width - 1) * m.plane.step + pixel;
  const ptrdiff_t stride = row + (fuzz_int (bytes, 0, 1) ? fuzz_int (bytes, 0, 70) : 0);
  const bool flipped = fuzz_int (bytes, 0, 3) == 0;

  m.size = (size_t) (stride * (height - 1) + row);
  m.memory = malloc (m.size);
  FUZZ_REQUIRE (m.memory, "%zu bytes", m.size);
  memset (m.memory, 0xA5, m.size);
  m.plane.stride = flipped ? -stride : stride;
  m.plane.data = m.memory + (flipped ? stride * (height - 1) : 0);
  return m;
}

/* The input's own bytes first, then noise made of them, with runs of the extremes. */
static void
fill (Bytes *bytes, Memory *m)
{
  uint32_t state = (uint32_t) fuzz_any_int (bytes) | 1;
  size_t i;

  for (i = 0; i < m->size; i++) {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    m->memory[i] = state & 0x300 ? (uint8_t) state : state & 0x400 ? 255 : 0;
  }
}

/* Bytes that are no sample still are what they were. */
static void
check_gaps (const Memory *m, int width, int height, int pixel)
{
  uint8_t *samples = calloc (1, m->size);
  size_t i;
  int x, y;

  FUZZ_REQUIRE (samples, "%zu bytes", m->size);
  for (y = 0; y < height; y++)
    for (x = 0; x < width; x++)
      memset (samples + (m->plane.data - m->memory) + y * m->plane.stride + x * m->plane.step, 1, (size_t) pixel);
  for (i = 0; i < m->size; i++)
    FUZZ_REQUIRE (samples[i] || m->memory[i] == 0xA5, "byte %zu is written", i);
  free (samples);
}

static void
run (const AlsParams *params, const AlsPlane *src, const AlsPlane *dst, int n_slices)
{
  AlsPlan *plan;
  AlsStatus status = als_plan_new (params, &plan);
  void *scratch;
  int slice;

  FUZZ_REQUIRE (status == ALS_OK, "%s", als_status_text (status));
  status = als_plan_check (plan, src, dst);
  FUZZ_REQUIRE (status == ALS_OK, "%s", als_status_text (status));
  scratch = malloc (als_plan_scratch_size (plan));
  FUZZ_REQUIRE (scratch || als_plan_scratch_size (plan) == 0, "%zu bytes", als_plan_scratch_size (plan));
  for (slice = 0; slice < n_slices; slice++)
    als_plan_run (plan, src, dst, params->dst_height * slice / n_slices, params->dst_height * (slice + 1) / n_slices,
        scratch);
  free (scratch);
  als_plan_free (plan);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static float light[LIGHT_FLOATS];
  Bytes bytes = { data, size };
  AlsParams p = fuzz_params (&bytes, false, SIZE, light);
  const int pixel = p.components * p.sample_bytes;
  const int n_slices = fuzz_int (&bytes, 1, 9);
  uint8_t *expected = NULL;
  Memory src, alpha, dst;
  AlsPlan *plan;
  int i;

  /* boxes may be too far away and offsets too large: the other fuzzer's business */
  if (als_plan_new (&p, &plan) != ALS_OK)
    return 0;
  als_plan_free (plan);
  src = make_plane (&bytes, p.src_width, p.src_height, pixel);
  alpha = make_plane (&bytes, p.src_width, p.src_height, p.sample_bytes);
  dst = make_plane (&bytes, p.dst_width, p.dst_height, pixel);
  fill (&bytes, &src);
  fill (&bytes, &alpha);
  src.plane.alpha = &alpha.plane;
  for (i = 0; i < als_cpu_n_rows (); i++) {
    memset (dst.memory, 0xA5, dst.size);
    p.instruction_set = als_cpu_rows_at (i)->name;
    run (&p, &src.plane, &dst.plane, i == 0 ? 1 : n_slices);
    check_gaps (&dst, p.dst_width, p.dst_height, pixel);
    if (i == 0) {
      expected = malloc (dst.size);
      FUZZ_REQUIRE (expected, "%zu bytes", dst.size);
      memcpy (expected, dst.memory, dst.size);
    }
    FUZZ_REQUIRE (!memcmp (expected, dst.memory, dst.size), "%s: %s, %dx%d to %dx%d, %d components of %d bytes",
        p.instruction_set, als_method_name (p.method), p.src_width, p.src_height, p.dst_width, p.dst_height, p.components,
        p.sample_bytes);
  }
  free (expected);
  free (src.memory);
  free (alpha.memory);
  free (dst.memory);
  return 0;
}
