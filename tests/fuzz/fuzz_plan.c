/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Any parameters: a plan whose taps stay inside the picture, or an error; a plan that was another one before is the same. */

#include <math.h>

#include "params.h"
#include "plan.h"

static void
check_taps (const AlsTaps *taps)
{
  int i, k;

  FUZZ_REQUIRE (taps->n >= 1 && taps->n <= taps->in, "%d taps of %d pixels", taps->n, taps->in);
  for (i = 0; i < taps->out; i++) {
    double sum = 0.0;

    FUZZ_REQUIRE (taps->first[i] >= 0 && taps->first[i] <= taps->in - taps->n, "pixel %d begins at %d, %d taps of %d", i,
        taps->first[i], taps->n, taps->in);
    for (k = 0; k < taps->n; k++)
      sum += taps->weights[(size_t) i * (size_t) taps->n + (size_t) k];
    FUZZ_REQUIRE (isfinite (sum), "pixel %d", i);
    FUZZ_REQUIRE (!taps->counts || taps->counts[i] >= 1.0f, "pixel %d is divided by %g", i, (double) taps->counts[i]);
  }
}

static void
check_same_taps (const AlsTaps *a, const AlsTaps *b)
{
  const size_t out = (size_t) a->out, n = (size_t) a->n;

  FUZZ_REQUIRE (a->in == b->in && a->out == b->out && a->n == b->n && a->copy == b->copy && a->identity == b->identity,
      "%d taps, %d taps", a->n, b->n);
  FUZZ_REQUIRE (!memcmp (a->first, b->first, out * sizeof *a->first), "first");
  FUZZ_REQUIRE (!memcmp (a->weights, b->weights, out * n * sizeof *a->weights), "weights");
  FUZZ_REQUIRE (!a->counts == !b->counts && (!a->counts || !memcmp (a->counts, b->counts, out * sizeof *a->counts)), "counts");
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static float light[2][LIGHT_FLOATS];
  Bytes bytes = { data, size };
  const bool large = fuzz_int (&bytes, 0, 15) == 0;
  AlsParams p[2];
  AlsPlan *plans[2];
  int i;

  for (i = 0; i < 2; i++) {
    AlsStatus status;

    p[i] = fuzz_params (&bytes, true, large ? ALS_MAX_SIZE : 300, light[i]);
    status = als_plan_new (&p[i], &plans[i]);
    FUZZ_REQUIRE ((status == ALS_OK) == (plans[i] != NULL), "%s", als_status_text (status));
    FUZZ_REQUIRE (status < ALS_N_STATUS && status != ALS_ERROR_MEMORY, "%s", als_status_text (status));
    if (!plans[i])
      continue;
    check_taps (&plans[i]->x);
    check_taps (&plans[i]->y);
    FUZZ_REQUIRE (als_plan_scratch_size (plans[i]) < (size_t) 1 << 28, "%zu bytes", als_plan_scratch_size (plans[i]));
  }
  if (plans[0] && plans[1]) {
    FUZZ_REQUIRE (als_plan_update (plans[0], &p[1]) == ALS_OK, "an update");
    check_same_taps (&plans[0]->x, &plans[1]->x);
    check_same_taps (&plans[0]->y, &plans[1]->y);
    FUZZ_REQUIRE (als_plan_scratch_size (plans[0]) == als_plan_scratch_size (plans[1])
        && plans[0]->order == plans[1]->order, "scratch");
  }
  als_plan_free (plans[0]);
  als_plan_free (plans[1]);
  return 0;
}
