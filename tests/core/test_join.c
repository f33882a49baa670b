/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Planes among one another's pixels: one plan for all of them copies what their own plans copy. */

#include "plane.h"
#include "require.h"

#include <string.h>

#define CASES 400
#define MOST 4

/* A row: where the first pixel of each plane lies, and how far it is to the next, in samples. */
static const struct
{
  const char *what;
  int n, offset[MOST], step[MOST], components[MOST];
} layouts[] = {
  { "YUY2", 3, { 0, 1, 3 }, { 2, 4, 4 }, { 1, 1, 1 } },
  { "VYUY", 3, { 1, 2, 0 }, { 2, 4, 4 }, { 1, 1, 1 } },
  { "colour and alpha", 2, { 1, 0 }, { 4, 4 }, { 3, 1 } },
};

typedef struct
{
  int layout, width[2], height[2];
  AlsParams params[MOST];
  AlsPlane planes[2][MOST];     /* in, out */
  AlsPlane joined[2];
  AlsWoven woven[MOST];
  uint8_t *memory[2];
  size_t size[2];
} Case;

static void
make_side (Case *c, int side, uint64_t *state)
{
  const int bytes = c->params[0].sample_bytes;
  int row = 0, i;
  size_t k;

  for (i = 0; i < layouts[c->layout].n; i++) {
    const AlsParams *p = &c->params[i];
    const int width = side ? p->dst_width : p->src_width;
    const int end = layouts[c->layout].offset[i] + (width - 1) * layouts[c->layout].step[i] + p->components;

    row = end > row ? end : row;
  }
  row *= bytes;
  c->size[side] = (size_t) (row * c->height[side]);
  c->memory[side] = test_alloc (c->size[side]);
  for (k = 0; k < c->size[side]; k++)
    c->memory[side][k] = (uint8_t) test_random (state);
  for (i = 0; i < layouts[c->layout].n; i++)
    c->planes[side][i] = (AlsPlane) { c->memory[side] + layouts[c->layout].offset[i] * bytes, row,
      layouts[c->layout].step[i] * bytes, NULL
    };
  c->joined[side] = (AlsPlane) { c->memory[side], row, bytes, NULL };
}

static void
make_case (Case *c, uint64_t *state)
{
  const bool words = test_random_in (state, 0, 1);
  AlsParams params = ALS_PARAMS_INIT;
  int i, side;

  memset (c, 0, sizeof *c);
  c->layout = test_random_in (state, 0, (int) (sizeof layouts / sizeof layouts[0]) - 1);
  for (side = 0; side < 2; side++) {
    c->width[side] = test_random_in (state, 1, test_random_in (state, 0, 1) ? 40 : 700);
    c->height[side] = test_random_in (state, 1, 9);
  }
  params.src_height = c->height[0];
  params.dst_height = c->height[1];
  params.method = test_method (test_random_in (state, 0, 1) ? "nearest" : "nearest-exact");
  params.padding = test_random_in (state, 0, 1) ? ALS_PADDING_REFLECTION : ALS_PADDING_BORDER;
  params.sample_bytes = 1 + words;
  params.shift = words ? 6 : 0;
  params.max = words ? 1023 : 255;
  params.swapped = words && test_random_in (state, 0, 1);
  params.instruction_set = getenv ("ALIGNSCALE_INSTRUCTION_SET");
  for (i = 0; i < layouts[c->layout].n; i++) {
    const int sub = layouts[c->layout].step[i] / layouts[c->layout].step[0];

    c->params[i] = params;
    c->params[i].components = layouts[c->layout].components[i];
    c->params[i].src_width = (c->width[0] + sub - 1) / sub;
    c->params[i].dst_width = (c->width[1] + sub - 1) / sub;
  }
  for (side = 0; side < 2; side++)
    make_side (c, side, state);
}

static void
free_case (Case *c)
{
  free (c->memory[0]);
  free (c->memory[1]);
}

/* The plans of the planes; their places count from anywhere. */
static void
make_plans (Case *c, AlsPlan **plans)
{
  int i;

  for (i = 0; i < layouts[c->layout].n; i++) {
    AlsStatus status = als_plan_new (&c->params[i], &plans[i]);

    REQUIRE (status == ALS_OK, "%s", als_status_text (status));
    c->woven[i] = (AlsWoven) { plans[i], (int) (c->planes[0][i].data - c->memory[0]) - 8, c->planes[0][i].step,
      (int) (c->planes[1][i].data - c->memory[1]) + 100, c->planes[1][i].step
    };
  }
}

/* Whether the planes leave samples of a row to no one: the last luma of YUY2, which V follows. */
static bool
has_gap (const Case *c)
{
  return c->layout == 0 && c->width[1] % 2;
}

static void
free_plans (const Case *c, AlsPlan **plans)
{
  int i;

  for (i = 0; i < layouts[c->layout].n; i++)
    als_plan_free (plans[i]);
}

static void
run (const AlsPlan *plan, const AlsPlane *src, const AlsPlane *dst, int height, int n_slices)
{
  void *scratch = test_alloc (als_plan_scratch_size (plan));
  int slice;

  REQUIRE (als_plan_check (plan, src, dst) == ALS_OK, "planes");
  for (slice = 0; slice < n_slices; slice++)
    als_plan_run (plan, src, dst, test_first_row (height, slice, n_slices), test_first_row (height, slice + 1, n_slices),
        scratch);
  free (scratch);
}

static void
test_random_cases (void)
{
  AlsPlan *joined = NULL;
  uint64_t state = 11;
  int n, i, made = 0;

  for (n = 0; n < CASES; n++) {
    AlsPlan *plans[MOST];
    uint8_t *expected;
    Case c;

    make_case (&c, &state);
    make_plans (&c, plans);
    REQUIRE (als_plan_join (&joined, c.woven, layouts[c.layout].n) == ALS_OK, "case %d", n);
    REQUIRE (!joined == has_gap (&c), "%s of %d pixels: %p", layouts[c.layout].what, c.width[1], (void *) joined);
    if (joined) {
      made++;
      expected = test_alloc (c.size[1]);
      for (i = 0; i < layouts[c.layout].n; i++)
        run (plans[i], &c.planes[0][i], &c.planes[1][i], c.height[1], 1);
      memcpy (expected, c.memory[1], c.size[1]);
      memset (c.memory[1], 0x55, c.size[1]);
      run (joined, &c.joined[0], &c.joined[1], c.height[1], 1 + n % 3);
      REQUIRE (memcmp (expected, c.memory[1], c.size[1]) == 0, "case %d: %s, %dx%d to %dx%d", n,
          layouts[c.layout].what, c.width[0], c.height[0], c.width[1], c.height[1]);
      free (expected);
    }
    free_plans (&c, plans);
    free_case (&c);
  }
  als_plan_free (joined);
  REQUIRE (made > CASES / 2, "%d", made);
  printf ("%d of %d joined\n", made, CASES);
}

static void other_rows (AlsParams *p) { p->box_y = 3; }
static void sums (AlsParams *p) { p->method = ALS_METHOD_BILINEAR; }
static void fill (AlsParams *p) { p->padding = ALS_PADDING_COLOR; }
static void other_height (AlsParams *p) { p->src_height = 9; }

/* What is not copied alike has no plan in common; a plan that was there goes. */
static void
test_refused (void)
{
  static const struct
  {
    void (*change) (AlsParams *p);
    int from;                   /* the planes from this one on */
  } changes[] = { { NULL, 0 }, { other_rows, 2 }, { sums, 2 }, { sums, 0 }, { fill, 0 }, { other_height, 1 }, { NULL, 0 } };
  AlsPlan *joined = NULL, *plans[MOST];
  uint64_t state = 3;
  size_t i;
  int k;
  Case c;

  do {
    make_case (&c, &state);
    if (c.layout == 0 && c.width[1] % 2 == 0 && c.height[0] == 8 && c.height[1] == 8)
      break;
    free_case (&c);
  } while (true);
  for (i = 0; i < sizeof changes / sizeof changes[0]; i++) {
    const Case good = c;

    for (k = changes[i].from; changes[i].change && k < 3; k++)
      changes[i].change (&c.params[k]);
    make_plans (&c, plans);
    REQUIRE (als_plan_join (&joined, c.woven, 3) == ALS_OK, "change %zu", i);
    REQUIRE (!joined == (changes[i].change != NULL), "change %zu", i);
    REQUIRE (als_plan_join (&joined, c.woven, 2) == ALS_OK && !joined, "two of three leave gaps");
    free_plans (&c, plans);
    c = good;
  }
  REQUIRE (als_plan_join (NULL, c.woven, 3) == ALS_ERROR_NULL, "nowhere");
  REQUIRE (als_plan_join (&joined, NULL, 3) == ALS_ERROR_NULL, "nothing");
  als_plan_free (joined);
  free_case (&c);
}

int
main (void)
{
  test_skip_instruction_set ();
  test_random_cases ();
  test_refused ();
  return require_status;
}
