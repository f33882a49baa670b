/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The n-th allocation fails, for every n: making and changing a plan says so, leaks nothing, and the plan can be changed again.
 * The linker sends the library's calls here. */

#include "plane.h"
#include "plan.h"
#include "require.h"

#include <string.h>

void *__real_malloc (size_t size);
void *__real_calloc (size_t count, size_t size);
void __real_free (void *p);
void *__wrap_malloc (size_t size);
void *__wrap_calloc (size_t count, size_t size);
void __wrap_free (void *p);

static int fails_at = -1;       /* allocations until the one that fails; -1: none does */
static int allocated;           /* alive */
static bool failed;

static bool
fails (void)
{
  if (fails_at < 0 || fails_at-- > 0)
    return false;
  failed = true;
  return true;
}

void *
__wrap_malloc (size_t size)
{
  void *p = fails () ? NULL : __real_malloc (size);

  allocated += p != NULL;
  return p;
}

void *
__wrap_calloc (size_t count, size_t size)
{
  void *p = fails () ? NULL : __real_calloc (count, size);

  allocated += p != NULL;
  return p;
}

void
__wrap_free (void *p)
{
  allocated -= p != NULL;
  __real_free (p);
}

#define MAX_VALUE 15
static float light[2 * MAX_VALUE + 1];

/* With every array that a plan may have, and without. */
static AlsParams
params_of (int which)
{
  AlsParams p = ALS_PARAMS_INIT;

  p.src_width = 40 + 10 * which;
  p.src_height = 30 + 20 * which;
  p.dst_width = 25 + 30 * which;
  p.dst_height = 60 - 9 * which;
  p.max = MAX_VALUE;
  p.method = which % 2 ? ALS_METHOD_AREA : ALS_METHOD_BICUBIC;
  p.antialias = true;
  p.padding = which == 3 ? ALS_PADDING_COLOR : ALS_PADDING_AUTO;
  p.linear = which >= 2 && which < 4 ? light : NULL;
  /* 2:1 by integers */
  if (which == 4) {
    p.max = 255;
    p.components = 3;
    p.src_width = 2 * p.dst_width;
    p.src_height = 2 * p.dst_height;
    p.method = ALS_METHOD_BILINEAR;
    p.antialias = false;
  }
  /* the same with many taps */
  if (which == 5) {
    p.max = 255;
    p.src_width = 2 * p.dst_width;
    p.src_height = 2 * p.dst_height;
    p.method = ALS_METHOD_BICUBIC;
  }
  return p;
}
#define N_PARAMS 6

static void
test_new (const AlsParams *p)
{
  AlsPlan *plan;
  int n = 0;

  do {
    AlsStatus status;

    fails_at = n;
    failed = false;
    status = als_plan_new (p, &plan);
    fails_at = -1;
    if (failed) {
      REQUIRE (status == ALS_ERROR_MEMORY && !plan, "allocation %d: %s", n, als_status_text (status));
      REQUIRE (allocated == 0, "allocation %d: %d leaked", n, allocated);
    } else {
      REQUIRE (status == ALS_OK && plan, "%s", als_status_text (status));
    }
    n++;
  } while (failed);
  /* the plan, and its taps' three arrays for each axis */
  REQUIRE (n > 7, "%d allocations", n - 1);
  als_plan_free (plan);
  REQUIRE (allocated == 0, "%d leaked", allocated);
}

static bool
same_taps (const AlsTaps *a, const AlsTaps *b)
{
  return a->n == b->n && a->out == b->out && !memcmp (a->first, b->first, (size_t) a->out * sizeof *a->first)
      && !memcmp (a->weights, b->weights, (size_t) a->out * (size_t) a->n * sizeof *a->weights);
}

static void
test_update (const AlsParams *from, const AlsParams *to)
{
  AlsPlan *expected;
  int n = 0;

  REQUIRE (als_plan_new (to, &expected) == ALS_OK, "a plan");
  do {
    const int before = allocated;
    AlsPlan *plan;
    AlsStatus status;

    REQUIRE (als_plan_new (from, &plan) == ALS_OK, "a plan");
    fails_at = n;
    failed = false;
    status = als_plan_update (plan, to);
    fails_at = -1;
    REQUIRE (status == (failed ? ALS_ERROR_MEMORY : ALS_OK), "allocation %d: %s", n, als_status_text (status));
    REQUIRE (als_plan_update (plan, to) == ALS_OK, "an update after the failure of allocation %d", n);
    REQUIRE (same_taps (&plan->x, &expected->x) && same_taps (&plan->y, &expected->y), "allocation %d", n);
    als_plan_free (plan);
    REQUIRE (allocated == before, "allocation %d: %d leaked", n, allocated - before);
    n++;
  } while (failed);
  als_plan_free (expected);
}

static void
test_join (void)
{
  AlsParams p = params_of (0);
  AlsWoven woven[2] = { { NULL, 0, 2, 1, 2 }, { NULL, 1, 2, 0, 2 } };
  AlsPlan *plan, *joined = NULL;
  int n = 0;

  p.method = ALS_METHOD_NEAREST;
  REQUIRE (als_plan_new (&p, &plan) == ALS_OK, "a plan");
  woven[0].plan = woven[1].plan = plan;
  do {
    const int before = allocated;
    AlsStatus status;

    fails_at = n++;
    failed = false;
    status = als_plan_join (&joined, woven, 2);
    fails_at = -1;
    REQUIRE (status == (failed ? ALS_ERROR_MEMORY : ALS_OK) && !joined == failed, "allocation %d: %s", n - 1,
        als_status_text (status));
    REQUIRE (!failed || allocated == before, "allocation %d: %d leaked", n - 1, allocated - before);
  } while (failed);
  /* the plan, its taps and its shuffles */
  REQUIRE (n > 5, "%d allocations", n - 1);
  als_plan_free (joined);
  als_plan_free (plan);
  REQUIRE (allocated == 0, "%d leaked", allocated);
}

int
main (void)
{
  int i, j;

  for (i = 0; i <= 2 * MAX_VALUE; i++)
    light[i] = (float) (i * i);
  for (i = 0; i < N_PARAMS; i++) {
    const AlsParams p = params_of (i);

    test_new (&p);
    for (j = 0; j < N_PARAMS; j++) {
      const AlsParams to = params_of (j);

      test_update (&p, &to);
    }
  }
  test_join ();
  return require_status;
}
