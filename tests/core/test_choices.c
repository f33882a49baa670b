/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a plan chooses by cost, which no sample shows: the order of passes, integers where they give the bits, the windows of
 * shuffles, and the memory that docs/element.md says it takes. */

#include "plan.h"
#include "plane.h"
#include "require.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define COPY ALS_ORDER_COPY
#define ACROSS ALS_ORDER_HORIZONTAL_FIRST
#define DOWN ALS_ORDER_VERTICAL_FIRST
#define ROWS ALS_ORDER_VERTICAL_ONLY
#define NONE ALS_DYADIC_NONE
#define HALVE ALS_DYADIC_HALVE
#define DOUBLE ALS_DYADIC_DOUBLE
#define LERP ALS_DYADIC_LERP
#define DOTS ALS_DYADIC_DOTS

typedef struct
{
  int src_width, src_height, dst_width, dst_height, components, max;
  AlsMethod method;
  bool antialias;
  AlsOrder order;
  AlsDyadic dyadic;             /* of sets that have it */
  int windows, wide_windows;    /* of blocks, or of groups by windows of 16 and of 64 bytes */
  int even;                     /* outputs of the same weights two pixels apart */
} Choice;

static const Choice choices[] = {
  { 1920, 1080, 1280, 720, 1, 255, ALS_METHOD_BILINEAR, false, DOWN, LERP, 1, 1, 0 },
  { 1920, 1080, 1280, 720, 3, 255, ALS_METHOD_BILINEAR, false, DOWN, LERP, 1, 1, 0 },
  { 1920, 1080, 1280, 720, 4, 255, ALS_METHOD_BILINEAR, false, DOWN, LERP, 1, 1, 0 },
  { 1920, 1080, 1280, 720, 1, 1023, ALS_METHOD_BILINEAR, false, DOWN, LERP, 1, 1, 0 },
  { 1920, 1080, 1280, 720, 1, 65535, ALS_METHOD_BILINEAR, false, DOWN, NONE, 0, 0, 0 },
  { 1920, 1080, 640, 640, 1, 255, ALS_METHOD_BILINEAR, false, ACROSS, LERP, 2, 2, 0 },
  { 1920, 1080, 640, 640, 3, 255, ALS_METHOD_BILINEAR, false, ACROSS, LERP, 2, 2, 0 },
  { 1920, 1080, 224, 224, 1, 255, ALS_METHOD_BILINEAR, false, ACROSS, NONE, 0, 0, 0 },
  { 3840, 2160, 1920, 1080, 1, 255, ALS_METHOD_BILINEAR, false, DOWN, HALVE, 0, 0, 1920 },
  { 3840, 2160, 1920, 1080, 3, 255, ALS_METHOD_BILINEAR, false, DOWN, LERP, 2, 2, 1920 },
  { 3840, 2160, 1920, 1080, 1, 1023, ALS_METHOD_BILINEAR, false, DOWN, LERP, 1, 1, 1920 },
  { 3840, 2160, 1920, 1080, 1, 255, ALS_METHOD_AREA, false, DOWN, HALVE, 0, 0, 1920 },
  { 1920, 1080, 3840, 2160, 2, 255, ALS_METHOD_BILINEAR, false, ACROSS, DOUBLE, 0, 0, 0 },
  { 1920, 1080, 3840, 2160, 3, 255, ALS_METHOD_BILINEAR, false, ACROSS, LERP, 1, 1, 0 },
  { 1280, 720, 1920, 1080, 1, 255, ALS_METHOD_BILINEAR, false, ACROSS, NONE, 0, 0, 0 },
  { 1280, 720, 1920, 1080, 1, 255, ALS_METHOD_BICUBIC, false, ACROSS, NONE, 0, 0, 0 },
  { 1920, 1080, 1280, 720, 1, 255, ALS_METHOD_LANCZOS, true, DOWN, NONE, 0, 0, 0 },
  { 3840, 2160, 1920, 1080, 1, 255, ALS_METHOD_BICUBIC, true, DOWN, DOTS, 1, 1, 1916 },
  { 3840, 2160, 1920, 1080, 1, 1023, ALS_METHOD_BICUBIC, true, DOWN, NONE, 0, 0, 1916 },
  { 3840, 2160, 960, 540, 1, 255, ALS_METHOD_BILINEAR, true, DOWN, DOTS, 1, 1, 0 },
  { 3840, 2160, 1280, 720, 1, 255, ALS_METHOD_AREA, false, DOWN, DOTS, 1, 1, 0 },
  { 1920, 1080, 224, 224, 3, 255, ALS_METHOD_AREA, false, ACROSS, DOTS, 2, 3, 0 },
  { 1920, 1080, 1280, 720, 1, 255, ALS_METHOD_NEAREST, false, COPY, NONE, 2, 2, 0 },
  { 1920, 1080, 1920, 1080, 3, 255, ALS_METHOD_BILINEAR, false, COPY, NONE, 1, 1, 0 },
  { 1920, 1080, 1920, 720, 4, 255, ALS_METHOD_BILINEAR, false, ROWS, LERP, 1, 1, 0 },
  { 1920, 1080, 1920, 720, 4, 65535, ALS_METHOD_LANCZOS, false, ROWS, NONE, 0, 0, 0 },
  { 1920, 1080, 1280, 1080, 2, 255, ALS_METHOD_BILINEAR, false, ACROSS, LERP, 1, 1, 0 },
  { 24, 200, 1, 100, 3, 255, ALS_METHOD_BILINEAR, true, ACROSS, NONE, 0, 0, 1 },
  { 64, 4000, 640, 40, 1, 255, ALS_METHOD_LANCZOS, true, DOWN, NONE, 0, 0, 0 },
};

static AlsPlan *
plan_new (const Choice *choice)
{
  AlsParams p = ALS_PARAMS_INIT;
  AlsPlan *plan;

  p.src_width = choice->src_width;
  p.src_height = choice->src_height;
  p.dst_width = choice->dst_width;
  p.dst_height = choice->dst_height;
  p.components = choice->components;
  p.max = choice->max;
  p.sample_bytes = choice->max > 255 ? 2 : 1;
  p.method = choice->method;
  p.antialias = choice->antialias;
  p.instruction_set = getenv ("ALIGNSCALE_INSTRUCTION_SET");
  if (als_plan_new (&p, &plan) != ALS_OK)
    abort ();
  return plan;
}

static bool
set_has (const AlsRows *rows, AlsDyadic dyadic, int sample_bytes)
{
  switch (dyadic) {
    case ALS_DYADIC_HALVE:
      return rows->halve;
    case ALS_DYADIC_DOUBLE:
      return rows->double_rows;
    case ALS_DYADIC_LERP:
      return rows->window > 0 && rows->lerp[sample_bytes - 1];
    case ALS_DYADIC_DOTS:
      return rows->window > 0 && rows->dots;
    default:
      return false;
  }
}

/* Floats of a row, in bytes, as the document counts them. */
static size_t
row_bytes (int width, int components)
{
  return 4 * (((size_t) width * (size_t) components + 15) & ~(size_t) 15);
}

static size_t
at_least (size_t a, size_t b)
{
  return a > b ? a : b;
}

/* The formula of docs/element.md. */
static size_t
documented_scratch (const Choice *choice, const AlsPlan *plan, AlsDyadic dyadic)
{
  const size_t block = (size_t) plan->rows->block, taps = (size_t) plan->y.n;
  const size_t bytes = (size_t) choice->components * (choice->max > 255 ? 2 : 1);
  const size_t in = row_bytes (choice->src_width, choice->components), out = row_bytes (choice->dst_width, choice->components);
  const size_t packed_in = (size_t) choice->src_width * bytes + 16, packed_out = (size_t) choice->dst_width * bytes + 16;
  const size_t span = (size_t) ceil ((double) (block - 1) * choice->src_height / choice->dst_height) + taps;
  size_t floats = choice->order == COPY ? 0 : choice->order == ROWS ? out : choice->order == DOWN ? in * block
      : out * (taps + block);

  if (choice->order == COPY)
    return packed_in + packed_out + 63;
  if (dyadic == DOTS)
    floats = at_least (floats, out * (taps + block) + (choice->order == DOWN ? in : out));
  if (dyadic == DOUBLE)
    return floats + 2 * (packed_in + packed_out) + 63;
  if (choice->order == DOWN || (dyadic == LERP && bytes == (size_t) choice->components))
    floats += block * packed_out + (span <= 128 ? span * packed_in : 0);
  return floats + 63;
}

static void
check_choice (const Choice *choice)
{
  AlsPlan *plan = plan_new (choice);
  const AlsRows *rows = plan->rows;
  const AlsDyadic dyadic = set_has (rows, choice->dyadic, choice->max > 255 ? 2 : 1) ? choice->dyadic : NONE;
  const int windows = rows->window == 64 ? choice->wide_windows : choice->windows;
  const int found = choice->order == COPY ? plan->shuffles.windows : dyadic == LERP ? plan->lerp.groups.windows
      : dyadic == DOTS ? plan->dots.groups.windows : windows;
  const size_t scratch = documented_scratch (choice, plan, dyadic);
  char name[100];

  snprintf (name, sizeof name, "%dx%d to %dx%d, %d components up to %d, %s%s", choice->src_width, choice->src_height,
      choice->dst_width, choice->dst_height, choice->components, choice->max, als_method_name (choice->method),
      choice->antialias ? " with antialias" : "");
  REQUIRE (plan->order == choice->order, "%s: %d, not %d", name, (int) plan->order, (int) choice->order);
  REQUIRE (plan->dyadic == dyadic, "%s: %d, not %d", name, (int) plan->dyadic, (int) dyadic);
  REQUIRE (found == windows, "%s: %d windows, not %d", name, found, windows);
  REQUIRE (plan->x.even_to - plan->x.even_from == choice->even, "%s: %d, not %d", name,
      plan->x.even_to - plan->x.even_from, choice->even);
  /* what two kinds of rows share is counted in whole rows */
  REQUIRE (plan->scratch_size >= scratch && plan->scratch_size - scratch < (dyadic == DOTS ? plan->row_floats * 4 : 1),
      "%s: %zu bytes, not %zu", name, plan->scratch_size, scratch);
  als_plan_free (plan);
}

/* The ends of dots are few columns, and are those whose weights the border changes. */
static void
test_ends (void)
{
  static const Choice halves = { 3840, 2160, 1920, 1080, 1, 255, ALS_METHOD_BICUBIC, true, DOWN, DOTS, 1, 1, 1916 };
  AlsPlan *plan = plan_new (&halves);

  if (plan->dyadic == DOTS)
    REQUIRE (plan->dots.x0 == 2 && plan->dots.x1 == 1918 && plan->dots.y0 == 2 && plan->dots.y1 == 1078,
        "%d..%d %d..%d", plan->dots.x0, plan->dots.x1, plan->dots.y0, plan->dots.y1);
  als_plan_free (plan);
}

int
main (void)
{
  size_t i;

  test_skip_instruction_set ();
  for (i = 0; i < sizeof choices / sizeof choices[0]; i++)
    check_choice (&choices[i]);
  test_ends ();
  return require_status;
}
