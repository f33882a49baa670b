/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* One plan in several threads at once gives the samples that it gives in one: slices of one picture, and pictures of their
 * own. Under ThreadSanitizer this is the proof that a running plan is only read. */

#include "plane.h"
#include "require.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#define PLANS 60
#define THREADS 4

typedef struct
{
  const AlsPlan *plan;
  AlsPlane src, dst;
  int height, n_slices;
  atomic_int next;              /* slice that nobody has taken */
} Work;

static void *
run_slices (void *data)
{
  Work *work = data;
  void *scratch = test_alloc (als_plan_scratch_size (work->plan));
  int slice;

  while ((slice = atomic_fetch_add (&work->next, 1)) < work->n_slices)
    als_plan_run (work->plan, &work->src, &work->dst, test_first_row (work->height, slice, work->n_slices),
        test_first_row (work->height, slice + 1, work->n_slices), scratch);
  free (scratch);
  return NULL;
}

static bool
start (pthread_t *thread, Work *work)
{
  const int error = pthread_create (thread, NULL, run_slices, work);

  REQUIRE (error == 0, "pthread_create: %s", strerror (error));
  return error == 0;
}

static AlsParams
random_params (uint64_t *state)
{
  AlsParams p = ALS_PARAMS_INIT;

  p.src_width = test_random_in (state, 1, 200);
  p.src_height = test_random_in (state, 1, 150);
  p.dst_width = test_random_in (state, 1, 200);
  p.dst_height = test_random_in (state, 1, 150);
  if (test_random_in (state, 0, 3) == 0) {
    p.dst_width = 2 * p.src_width;
    p.dst_height = 2 * p.src_height;
  }
  p.method = (AlsMethod) test_random_in (state, 0, ALS_N_METHODS - 1);
  p.padding = (AlsPadding) test_random_in (state, 0, ALS_N_PADDINGS - 1);
  p.antialias = test_random_in (state, 0, 1);
  p.components = test_random_in (state, 1, 4);
  p.sample_bytes = test_random_in (state, 1, 2);
  p.max = p.sample_bytes == 1 ? 255 : 65535;
  p.alpha_component = test_random_in (state, -1, p.components - 1);
  p.alpha_weighting = test_random_in (state, 0, 1);
  p.instruction_set = getenv ("ALIGNSCALE_INSTRUCTION_SET");
  return p;
}

static void
test_plan (int seed)
{
  uint64_t state = UINT64_C (0x9E3779B97F4A7C15) * (uint64_t) seed;
  const AlsParams p = random_params (&state);
  const int pixel = p.components * p.sample_bytes;
  const size_t in_size = (size_t) (p.src_width * p.src_height * pixel);
  const size_t out_size = (size_t) (p.dst_width * p.dst_height * pixel);
  uint8_t *in = test_alloc (in_size), *expected = test_alloc (out_size);
  pthread_t threads[THREADS];
  Work work[THREADS];
  AlsPlan *plan;
  int i, n_threads;
  size_t k;

  for (k = 0; k < in_size; k++)
    in[k] = (uint8_t) test_random (&state);
  REQUIRE (als_plan_new (&p, &plan) == ALS_OK, "seed %d", seed);
  for (i = 0; i < THREADS; i++) {
    work[i].plan = plan;
    work[i].src = (AlsPlane) { in, (ptrdiff_t) p.src_width * pixel, pixel, NULL };
    work[i].dst = (AlsPlane) { test_alloc (out_size), (ptrdiff_t) p.dst_width * pixel, pixel, NULL };
    work[i].height = p.dst_height;
    work[i].n_slices = test_random_in (&state, 1, 12);
    atomic_init (&work[i].next, 0);
    memset (work[i].dst.data, 0xA5, out_size);
  }

  run_slices (&work[0]);
  memcpy (expected, work[0].dst.data, out_size);

  /* one picture, taken apart */
  memset (work[0].dst.data, 0xA5, out_size);
  atomic_store (&work[0].next, 0);
  for (n_threads = 0; n_threads < THREADS && start (&threads[n_threads], &work[0]); n_threads++);
  for (i = 0; i < n_threads; i++)
    pthread_join (threads[i], NULL);
  REQUIRE (memcmp (expected, work[0].dst.data, out_size) == 0, "seed %d, %d slices in %d threads", seed,
      work[0].n_slices, n_threads);

  /* a picture for each */
  atomic_store (&work[0].next, 0);
  for (n_threads = 0; n_threads < THREADS && start (&threads[n_threads], &work[n_threads]); n_threads++);
  for (i = 0; i < n_threads; i++)
    pthread_join (threads[i], NULL);
  for (i = 0; i < THREADS; i++) {
    REQUIRE (memcmp (expected, work[i].dst.data, out_size) == 0, "seed %d, picture %d", seed, i);
    free (work[i].dst.data);
  }
  als_plan_free (plan);
  free (in);
  free (expected);
}

int
main (void)
{
  int seed;

  test_skip_instruction_set ();
  for (seed = 1; seed <= PLANS; seed++)
    test_plan (seed);
  return require_status;
}
