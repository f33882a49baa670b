/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a plan refuses, and with what words. */

#include "plane.h"
#include "require.h"

#include <math.h>
#include <string.h>

/* A change to good parameters, and the status that it must give. */
typedef struct
{
  const char *what;
  void (*change) (AlsParams *p, int value);
  int value;
  AlsStatus status;
} Row;

static void src_width (AlsParams *p, int v) { p->src_width = v; }
static void src_height (AlsParams *p, int v) { p->src_height = v; }
static void dst_width (AlsParams *p, int v) { p->dst_width = v; }
static void dst_height (AlsParams *p, int v) { p->dst_height = v; }
static void method (AlsParams *p, int v) { p->method = (AlsMethod) v; }
static void padding (AlsParams *p, int v) { p->padding = (AlsPadding) v; }
static void cubic_a (AlsParams *p, int v) { p->cubic_a = v; }
static void cubic_nan (AlsParams *p, int v) { (void) v; p->cubic_a = NAN; }
static void cubic_inf (AlsParams *p, int v) { p->cubic_a = v * HUGE_VAL; }
static void components (AlsParams *p, int v) { p->components = v; }
static void bytes (AlsParams *p, int v) { p->sample_bytes = v; }
static void max (AlsParams *p, int v) { p->max = v; }
static void shift (AlsParams *p, int v) { p->shift = v; }
static void max16 (AlsParams *p, int v) { p->sample_bytes = 2; p->max = v; }
static void shift16 (AlsParams *p, int v) { p->sample_bytes = 2; p->max = 1023; p->shift = v; }
static void swapped8 (AlsParams *p, int v) { p->swapped = v; }
static void coordinate_mode (AlsParams *p, int v) { p->coordinate_mode = (AlsCoordinateMode) v; }
static void nearest_rounding (AlsParams *p, int v) { p->nearest_rounding = (AlsNearestRounding) v; }
static void box_x (AlsParams *p, int v) { p->box_x = v; }
static void box_y_nan (AlsParams *p, int v) { p->box_y = v * (double) NAN; }
static void box_width (AlsParams *p, int v) { p->box_width = v; }
static void box_height_inf (AlsParams *p, int v) { p->box_height = v * HUGE_VAL; }
static void fill (AlsParams *p, int v) { p->fill[3] = v; }
static void alpha_component (AlsParams *p, int v) { p->alpha_component = v; }

/* Rising but for the last one, which is v. */
static void
linear (AlsParams *p, int v)
{
  static float light[511];
  int i;

  for (i = 0; i < 510; i++)
    light[i] = (float) i;
  light[510] = v < 0 ? NAN : (float) v;
  p->linear = light;
}

static void instruction_set (AlsParams *p, int v) { p->instruction_set = v ? "c" : "mmx"; }
static void spacing (AlsParams *p, int v) { p->place_x = (AlsPlacement) { 14, 6, v, 0.5 }; }
static void offset (AlsParams *p, int v) { p->place_y = (AlsPlacement) { 14, 6, 2, v * (v == 1 ? (double) NAN : 1) }; }
static void frame (AlsParams *p, int v) { p->place_y = (AlsPlacement) { v, 6, 2, 0 }; }
static void frame_out (AlsParams *p, int v) { p->place_x = (AlsPlacement) { 14, v, 2, 0 }; }
static void long_plane (AlsParams *p, int v) { p->src_width = v; p->place_x = (AlsPlacement) { 14, 6, 2, 0 }; }
static void long_plane_out (AlsParams *p, int v) { p->dst_height = v; p->place_y = (AlsPlacement) { 14, 6, 2, 0 }; }

static void size (AlsParams *p, int v) { p->size = (size_t) v; }

static const Row rows[] = {
  { "source width", src_width, 0, ALS_ERROR_SIZE },
  { "source width", src_width, -1, ALS_ERROR_SIZE },
  { "source width", src_width, 32768, ALS_ERROR_SIZE },
  { "source width", src_width, 32767, ALS_OK },
  { "source height", src_height, 0, ALS_ERROR_SIZE },
  { "source height", src_height, INT32_MIN, ALS_ERROR_SIZE },
  { "source height", src_height, 32767, ALS_OK },
  { "width", dst_width, 0, ALS_ERROR_SIZE },
  { "width", dst_width, INT32_MAX, ALS_ERROR_SIZE },
  { "width", dst_width, 32767, ALS_OK },
  { "height", dst_height, -5, ALS_ERROR_SIZE },
  { "height", dst_height, 65535, ALS_ERROR_SIZE },
  { "height", dst_height, 32767, ALS_OK },
  { "method", method, -1, ALS_ERROR_METHOD },
  { "method", method, ALS_N_METHODS, ALS_ERROR_METHOD },
  { "padding", padding, -1, ALS_ERROR_PADDING },
  { "padding", padding, ALS_N_PADDINGS, ALS_ERROR_PADDING },
  { "cubic a", cubic_a, -4, ALS_OK },
  { "cubic a", cubic_a, 1, ALS_OK },
  { "cubic a", cubic_a, -5, ALS_ERROR_CUBIC_A },
  { "cubic a", cubic_a, 2, ALS_ERROR_CUBIC_A },
  { "cubic a", cubic_nan, 0, ALS_ERROR_CUBIC_A },
  { "cubic a", cubic_inf, 1, ALS_ERROR_CUBIC_A },
  { "cubic a", cubic_inf, -1, ALS_ERROR_CUBIC_A },
  { "components", components, 0, ALS_ERROR_COMPONENTS },
  { "components", components, 5, ALS_ERROR_COMPONENTS },
  { "components", components, 4, ALS_OK },
  { "sample bytes", bytes, 0, ALS_ERROR_SAMPLE },
  { "sample bytes", bytes, 3, ALS_ERROR_SAMPLE },
  { "sample bytes", bytes, 4, ALS_ERROR_SAMPLE },
  { "max", max, 0, ALS_ERROR_SAMPLE },
  { "max", max, 256, ALS_ERROR_SAMPLE },
  { "max", max, 1, ALS_OK },
  { "max of 16 bits", max16, 65535, ALS_OK },
  { "max of 16 bits", max16, 65536, ALS_ERROR_SAMPLE },
  { "shift of 8 bits", shift, 1, ALS_ERROR_SAMPLE },
  { "shift of 16 bits", shift16, 6, ALS_OK },
  { "shift of 16 bits", shift16, 7, ALS_ERROR_SAMPLE },
  { "shift of 16 bits", shift16, -1, ALS_ERROR_SAMPLE },
  { "shift of 16 bits", shift16, 16, ALS_ERROR_SAMPLE },
  { "byte order of 8 bits", swapped8, 1, ALS_ERROR_SAMPLE },
  { "coordinate mode", coordinate_mode, -1, ALS_ERROR_COORDINATE_MODE },
  { "coordinate mode", coordinate_mode, ALS_N_COORDINATES, ALS_ERROR_COORDINATE_MODE },
  { "coordinate mode", coordinate_mode, ALS_N_COORDINATES - 1, ALS_OK },
  { "rounding of nearest", nearest_rounding, -1, ALS_ERROR_NEAREST_ROUNDING },
  { "rounding of nearest", nearest_rounding, ALS_N_ROUNDINGS, ALS_ERROR_NEAREST_ROUNDING },
  { "box x to the far edge", box_x, 6, ALS_OK },
  { "box x, nothing left", box_x, 7, ALS_ERROR_BOX },
  { "box x", box_x, -32767, ALS_OK },
  { "box x", box_x, -32768, ALS_ERROR_BOX },
  { "box x", box_x, 32768, ALS_ERROR_BOX },
  { "box y", box_y_nan, 1, ALS_ERROR_BOX },
  { "box width", box_width, -1, ALS_ERROR_BOX },
  { "box width", box_width, 65534, ALS_OK },
  { "box width", box_width, 65535, ALS_ERROR_BOX },
  { "box height", box_height_inf, 1, ALS_ERROR_BOX },
  { "fill", fill, -1, ALS_ERROR_SAMPLE },
  { "fill", fill, 256, ALS_ERROR_SAMPLE },
  { "alpha component", alpha_component, -2, ALS_ERROR_ALPHA },
  { "alpha component", alpha_component, 0, ALS_OK },
  { "alpha component", alpha_component, 1, ALS_ERROR_ALPHA },
  { "alpha component", alpha_component, ALS_ALPHA_PLANE, ALS_OK },
  { "alpha component", alpha_component, 5, ALS_ERROR_ALPHA },
  { "linear light", linear, 510, ALS_OK },
  { "linear light", linear, 100, ALS_ERROR_LINEAR },
  { "linear light", linear, -1, ALS_ERROR_LINEAR },
  { "instruction set", instruction_set, 1, ALS_OK },
  { "instruction set", instruction_set, 0, ALS_ERROR_INSTRUCTION_SET },
  { "spacing", spacing, 2, ALS_OK },
  { "spacing", spacing, -1, ALS_ERROR_PLACEMENT },
  { "spacing", spacing, 17, ALS_ERROR_PLACEMENT },
  { "offset", offset, -16, ALS_OK },
  { "offset", offset, 17, ALS_ERROR_PLACEMENT },
  { "offset", offset, 1, ALS_ERROR_PLACEMENT },
  { "frame", frame, 0, ALS_ERROR_PLACEMENT },
  { "frame", frame, 32768, ALS_ERROR_PLACEMENT },
  { "frame", frame, 32767, ALS_OK },
  { "output frame", frame_out, 0, ALS_ERROR_PLACEMENT },
  { "output frame", frame_out, 32768, ALS_ERROR_PLACEMENT },
  { "output frame", frame_out, 32767, ALS_OK },
  { "plane as long as its frame", long_plane, 16, ALS_OK },
  { "plane longer than its frame", long_plane, 17, ALS_ERROR_PLACEMENT },
  { "output plane as long as its frame", long_plane_out, 12, ALS_OK },
  { "output plane longer than its frame", long_plane_out, 13, ALS_ERROR_PLACEMENT },
  { "struct size", size, 0, ALS_ERROR_VERSION },
  { "struct size", size, 8, ALS_ERROR_VERSION },
};

static void
test_params (void)
{
  size_t i;

  for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    AlsParams params = ALS_PARAMS_INIT;
    AlsPlan *plan = (AlsPlan *) &params;
    AlsStatus status;

    params.src_width = 7;
    params.src_height = 5;
    params.dst_width = 3;
    params.dst_height = 9;
    rows[i].change (&params, rows[i].value);
    status = als_plan_new (&params, &plan);
    REQUIRE (status == rows[i].status, "%s %d: %s", rows[i].what, rows[i].value, als_status_text (status));
    REQUIRE ((plan != NULL) == (status == ALS_OK), "%s %d", rows[i].what, rows[i].value);
    als_plan_free (plan);
  }
}

static void
test_null (void)
{
  AlsParams params = ALS_PARAMS_INIT;
  AlsPlan *plan = (AlsPlan *) &params;

  REQUIRE (als_plan_new (NULL, &plan) == ALS_ERROR_NULL && !plan, "no parameters");
  REQUIRE (als_plan_new (&params, NULL) == ALS_ERROR_NULL, "nowhere to put the plan");
  als_plan_free (NULL);
}

/* An update gives what a new plan gives, also after one that failed. */
static void
test_update (void)
{
  static const int sizes[][2] = { { 40, 30 }, { 7, 90 }, { 300, 2 }, { 0, 5 }, { 40, 30 }, { 1, 1 } };
  uint8_t in[50 * 50], out[2][300 * 90], scratch[1 << 17];
  AlsPlane src = { in, 50, 1, NULL };
  AlsPlan *plan = NULL;
  uint64_t state = 5;
  size_t i, k;
  int m;

  for (k = 0; k < sizeof in; k++)
    in[k] = (uint8_t) test_random (&state);
  for (m = 0; m < ALS_N_METHODS; m++) {
    for (i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
      AlsParams params = ALS_PARAMS_INIT;
      AlsStatus status;

      params.src_width = params.src_height = 50;
      params.dst_width = sizes[i][0];
      params.dst_height = sizes[i][1];
      params.method = (AlsMethod) m;
      params.antialias = i % 2;
      params.padding = (AlsPadding) (m % ALS_N_PADDINGS);
      params.box_x = (double) m - 3.5;
      status = plan ? als_plan_update (plan, &params) : als_plan_new (&params, &plan);
      REQUIRE ((status == ALS_OK) == (sizes[i][0] > 0), "update: %s", als_status_text (status));
      if (status == ALS_OK) {
        AlsPlane dst = { out[0], sizes[i][0], 1, NULL };

        REQUIRE (als_plan_scratch_size (plan) <= sizeof scratch, "%zu", als_plan_scratch_size (plan));
        als_plan_run (plan, &src, &dst, 0, params.dst_height, scratch);
        dst.data = out[1];
        REQUIRE (test_scale (&params, &src, &dst, 1) == ALS_OK, "new");
        REQUIRE (memcmp (out[0], out[1], (size_t) (sizes[i][0] * sizes[i][1])) == 0, "method %d, size %zu", m, i);
      }
    }
  }
  REQUIRE (als_plan_update (plan, NULL) == ALS_ERROR_NULL, "no parameters");
  REQUIRE (als_plan_update (NULL, NULL) == ALS_ERROR_NULL, "no plan");
  als_plan_free (plan);
}

static void
test_planes (void)
{
  AlsParams params = ALS_PARAMS_INIT;
  uint8_t memory[4096];
  const AlsPlane good = { memory, 30, 3, NULL };
  AlsPlane src = good, dst = good;
  AlsPlan *plan;

  params.src_width = params.dst_height = 10;
  params.src_height = params.dst_width = 5;
  params.components = 3;
  REQUIRE (als_plan_new (&params, &plan) == ALS_OK, "plan");
  REQUIRE (als_plan_check (plan, &src, &dst) == ALS_OK, "good planes");
  REQUIRE (als_plan_check (NULL, &src, &dst) == ALS_ERROR_NULL, "no plan");
  REQUIRE (als_plan_check (plan, NULL, &dst) == ALS_ERROR_NULL, "no source");
  REQUIRE (als_plan_check (plan, &src, NULL) == ALS_ERROR_NULL, "no destination");
  src.data = NULL;
  REQUIRE (als_plan_check (plan, &src, &dst) == ALS_ERROR_NULL, "no source memory");
  src = good;
  src.stride = 29;
  REQUIRE (als_plan_check (plan, &src, &dst) == ALS_ERROR_STRIDE, "short source stride");
  src.stride = -29;
  REQUIRE (als_plan_check (plan, &src, &dst) == ALS_ERROR_STRIDE, "short negative stride");
  src.stride = 0;
  REQUIRE (als_plan_check (plan, &src, &dst) == ALS_ERROR_STRIDE, "no stride");
  src.stride = -30;
  REQUIRE (als_plan_check (plan, &src, &dst) == ALS_OK, "negative stride");
  src = good;
  src.step = 2;
  REQUIRE (als_plan_check (plan, &src, &dst) == ALS_ERROR_STEP, "short step");
  src.step = 65;
  REQUIRE (als_plan_check (plan, &src, &dst) == ALS_ERROR_STEP, "long step");
  src = good;
  dst.stride = 14;
  REQUIRE (als_plan_check (plan, &src, &dst) == ALS_ERROR_STRIDE, "short destination stride");
  dst.stride = 15;
  REQUIRE (als_plan_check (plan, &src, &dst) == ALS_OK, "tight destination stride");
  als_plan_free (plan);
}

static void
test_texts (void)
{
  int i, k;

  for (i = 0; i < ALS_N_STATUS; i++)
    for (k = 0; k < i; k++)
      REQUIRE (strcmp (als_status_text ((AlsStatus) i), als_status_text ((AlsStatus) k)) != 0, "%d and %d", i, k);
  REQUIRE (als_status_text ((AlsStatus) 99) && als_status_text ((AlsStatus) -1), "unknown status");
  for (i = 0; i < ALS_N_METHODS; i++) {
    REQUIRE (als_method_name ((AlsMethod) i) && als_method_blurb ((AlsMethod) i), "method %d", i);
    REQUIRE (test_method (als_method_name ((AlsMethod) i)) == (AlsMethod) i, "name of method %d is not its own", i);
  }
  REQUIRE (!als_method_name (ALS_N_METHODS) && !als_method_name ((AlsMethod) -1), "no such method");
  REQUIRE (als_method_has_grid (ALS_METHOD_BILINEAR) && !als_method_has_grid (ALS_METHOD_AREA), "grid");
}

/* A tall column to one pixel must not need a frame of scratch memory. */
static void
test_scratch (void)
{
  static const int sizes[][4] = { { 64, 32767, 64, 1 }, { 32767, 64, 1, 64 }, { 32767, 32767, 16000, 1 },
    { 1, 1, 32767, 32767 }, { 1920, 1080, 224, 224 }, { 32767, 500, 32767, 7 } };
  size_t i;
  int m, antialias;

  for (i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
    for (m = 0; m < ALS_N_METHODS; m++) {
      for (antialias = 0; antialias < 2; antialias++) {
        AlsParams params = ALS_PARAMS_INIT;
        AlsPlan *plan;
        size_t row;

        params.src_width = sizes[i][0];
        params.src_height = sizes[i][1];
        params.dst_width = sizes[i][2];
        params.dst_height = sizes[i][3];
        params.method = (AlsMethod) m;
        params.antialias = antialias;
        params.components = 4;
        REQUIRE (als_plan_new (&params, &plan) == ALS_OK, "%dx%d", params.src_width, params.src_height);
        row = 16u * (size_t) (params.src_width > params.dst_width ? params.src_width : params.dst_width) + 64;
        REQUIRE (als_plan_scratch_size (plan) <= 72 * row + 64, "%s %dx%d to %dx%d: %zu bytes",
            als_method_name (params.method), params.src_width, params.src_height, params.dst_width, params.dst_height,
            als_plan_scratch_size (plan));
        als_plan_free (plan);
      }
    }
  }
}

int
main (void)
{
  test_params ();
  test_null ();
  test_planes ();
  test_update ();
  test_texts ();
  test_scratch ();
  return require_status;
}
