/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef ALS_TEST_PLANE_H
#define ALS_TEST_PLANE_H

#include "alignscale.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the core tests need to run a plan on memory of their own. */

/* xorshift64*: the same numbers everywhere. */
static inline uint32_t
test_random (uint64_t *state)
{
  *state ^= *state >> 12;
  *state ^= *state << 25;
  *state ^= *state >> 27;
  return (uint32_t) ((*state * 0x2545F4914F6CDD1Dull) >> 32);
}

/* lo to hi, both included */
static inline int
test_random_in (uint64_t *state, int lo, int hi)
{
  return lo + (int) (test_random (state) % (uint32_t) (hi - lo + 1));
}

/* Memory or the end of the program. */
static inline void *
test_alloc (size_t size)
{
  void *p = malloc (size ? size : 1);

  if (!p) {
    fprintf (stderr, "out of memory\n");
    exit (1);
  }
  return p;
}

static inline AlsMethod
test_method (const char *name)
{
  int i;

  for (i = 0; i < ALS_N_METHODS; i++) {
    const char *a = als_method_name ((AlsMethod) i), *b = name;

    for (; *a && *a == *b; a++, b++);
    if (*a == *b)
      return (AlsMethod) i;
  }
  fprintf (stderr, "unknown method %s\n", name);
  exit (1);
}

/* Ends the program as skipped where the environment names an instruction set that this processor does not have. */
static inline void
test_skip_instruction_set (void)
{
  AlsParams p = ALS_PARAMS_INIT;
  AlsPlan *plan;

  p.instruction_set = getenv ("ALIGNSCALE_INSTRUCTION_SET");
  if (als_plan_new (&p, &plan) == ALS_ERROR_INSTRUCTION_SET) {
    printf ("no %s here\n", p.instruction_set);
    exit (77);
  }
  als_plan_free (plan);
}

/* The first of the rows of a slice. */
static inline int
test_first_row (int height, int slice, int n_slices)
{
  return (int) ((int64_t) height * slice / n_slices);
}

/* Runs a plan in slices, last first, in scratch memory that is one byte past a multiple of 64 and changes nothing around. */
static inline void
test_run_slices (const AlsPlan *plan, const AlsPlane *src, const AlsPlane *dst, int height, int n_slices)
{
  const size_t size = als_plan_scratch_size (plan), around = 64;
  uint8_t *memory = test_alloc (size + 3 * around), *scratch = memory + around;
  size_t i;
  int slice;

  scratch += (65 - (uintptr_t) scratch % 64) % 64;
  memset (memory, 0xa5, size + 3 * around);
  for (slice = n_slices - 1; slice >= 0; slice--)
    als_plan_run (plan, src, dst, test_first_row (height, slice, n_slices), test_first_row (height, slice + 1, n_slices),
        scratch);
  for (i = 0; i < around; i++)
    if (scratch[-1 - (ptrdiff_t) i] != 0xa5 || scratch[size + i] != 0xa5) {
      fprintf (stderr, "%zu bytes around the scratch memory of %zu are other ones\n", i, size);
      exit (1);
    }
  free (memory);
}

/* Makes a plan, checks the planes and runs it in n_slices slices; anything but ALS_OK is the answer. The
 * instruction set is that of the environment, where the parameters name none. */
static inline AlsStatus
test_scale (const AlsParams *params, const AlsPlane *src, const AlsPlane *dst, int n_slices)
{
  AlsParams p = *params;
  AlsPlan *plan;
  AlsStatus status;

  if (!p.instruction_set)
    p.instruction_set = getenv ("ALIGNSCALE_INSTRUCTION_SET");
  status = als_plan_new (&p, &plan);

  if (status != ALS_OK)
    return status;
  status = als_plan_check (plan, src, dst);
  if (status == ALS_OK)
    test_run_slices (plan, src, dst, p.dst_height, n_slices);
  als_plan_free (plan);
  return status;
}

#endif
