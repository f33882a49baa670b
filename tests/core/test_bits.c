/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The arithmetic is fixed for ever: every sample of these plans, on every machine and instruction set. The 16-bit noise
 * shows the last bits of sums, so that another order of passes or of taps is seen. A number here may change only with a
 * decision to change results. */

#include "plan.h"
#include "plane.h"
#include "require.h"

#include <string.h>

typedef struct
{
  int src_width, src_height, dst_width, dst_height, components;
} Size;

/* Both pass orders, more than one block of taps on each axis, one pixel. */
static const Size sizes[] = {
  { 96, 54, 64, 36, 1 }, { 64, 36, 96, 54, 1 }, { 97, 31, 41, 67, 2 }, { 23, 130, 61, 17, 3 }, { 120, 90, 33, 33, 4 },
  { 700, 9, 5, 4, 1 }, { 7, 700, 9, 3, 2 }, { 40, 40, 80, 80, 3 }, { 64, 64, 32, 32, 4 }, { 1, 1, 5, 7, 1 },
  { 500, 300, 1, 1, 1 },
};

static const uint64_t expected[ALS_N_METHODS] = {
  [ALS_METHOD_NEAREST_EXACT] = UINT64_C (0xe9966205fd37f925),
  [ALS_METHOD_BILINEAR] = UINT64_C (0x746f9310fdc9db57),
  [ALS_METHOD_BICUBIC] = UINT64_C (0x686e72bef61d4de1),
  [ALS_METHOD_LANCZOS] = UINT64_C (0xe60d25f097596d59),
  [ALS_METHOD_NEAREST] = UINT64_C (0xa196a0ec028fb9c5),
  [ALS_METHOD_AREA] = UINT64_C (0x82db53a22aee40a5),
  [ALS_METHOD_COVERAGE] = UINT64_C (0xd808e0445515a565),
  [ALS_METHOD_BOX] = UINT64_C (0xc141dc05b23db3e2),
  [ALS_METHOD_HAMMING] = UINT64_C (0x6422763f28ad277f),
  [ALS_METHOD_LANCZOS2] = UINT64_C (0x07222a918d66b42a),
  [ALS_METHOD_LANCZOS4] = UINT64_C (0x0f41627da39576d7),
  [ALS_METHOD_MITCHELL] = UINT64_C (0x881d6e7f01cdf388),
  [ALS_METHOD_CATROM] = UINT64_C (0x5693810348b985eb),
  [ALS_METHOD_HERMITE] = UINT64_C (0xebbb802fc467c62d),
  [ALS_METHOD_SPLINE16] = UINT64_C (0xee8c5c46c4092f05),
  [ALS_METHOD_SPLINE36] = UINT64_C (0x3de59831050a35ed),
  [ALS_METHOD_GAUSSIAN] = UINT64_C (0xbfb155b04770c837),
};

static uint64_t
fnv (uint64_t hash, const uint8_t *data, size_t size)
{
  size_t i;

  for (i = 0; i < size; i++)
    hash = (hash ^ data[i]) * UINT64_C (1099511628211);
  return hash;
}

static uint64_t
hash_plan (uint64_t hash, const Size *s, const AlsParams *params)
{
  AlsParams p = *params;
  uint64_t state = 12345;
  size_t n_in, n_out, i;
  uint16_t *in, *out;
  uint8_t *bytes;
  int pixel;

  p.src_width = s->src_width;
  p.src_height = s->src_height;
  p.dst_width = s->dst_width;
  p.dst_height = s->dst_height;
  p.components = s->components;
  p.sample_bytes = 2;
  p.max = 65535;
  pixel = 2 * s->components;
  n_in = (size_t) (s->src_width * s->src_height * s->components);
  n_out = (size_t) (s->dst_width * s->dst_height * s->components);
  in = test_alloc (2 * n_in);
  out = test_alloc (2 * n_out);
  bytes = test_alloc (2 * n_out);
  for (i = 0; i < n_in; i++)
    in[i] = (uint16_t) test_random (&state);

  AlsPlane src = { (uint8_t *) in, (ptrdiff_t) s->src_width * pixel, pixel, NULL };
  AlsPlane dst = { (uint8_t *) out, (ptrdiff_t) s->dst_width * pixel, pixel, NULL };
  REQUIRE (test_scale (&p, &src, &dst, 2) == ALS_OK, "plan");
  for (i = 0; i < n_out; i++) {
    bytes[2 * i] = (uint8_t) out[i];
    bytes[2 * i + 1] = (uint8_t) (out[i] >> 8);
  }
  hash = fnv (hash, bytes, 2 * n_out);
  free (in);
  free (out);
  free (bytes);
  return hash;
}

/* The order of the passes, which decides bits: fewer products, and vertical first on a tie with fewer rows afterwards. */
static void
test_orders (void)
{
  static const struct {
    int src_width, src_height, dst_width, dst_height;
    AlsMethod method;
    bool antialias;
    AlsOrder order;
  } rows[] = {
    /* 3 * 5 * 4 + 2 * 5 * 3 products against 2 * 7 * 3 + 2 * 5 * 4 */
    { 7, 3, 5, 2, ALS_METHOD_BICUBIC, false, ALS_ORDER_VERTICAL_FIRST },
    /* 3 * 6 * 4 + 2 * 6 * 3 against 2 * 12 * 3 + 2 * 6 * 4 */
    { 12, 3, 6, 2, ALS_METHOD_BICUBIC, false, ALS_ORDER_HORIZONTAL_FIRST },
    /* 4 * 8 * 2 + 2 * 8 * 2 against 2 * 16 * 2 + 2 * 8 * 2, and fewer rows */
    { 16, 8, 8, 2, ALS_METHOD_BILINEAR, false, ALS_ORDER_VERTICAL_FIRST },
    /* 8 * 32 * 2 + 16 * 32 * 2 against 16 * 16 * 2 + 16 * 32 * 2, and more rows */
    { 16, 8, 32, 16, ALS_METHOD_BILINEAR, false, ALS_ORDER_HORIZONTAL_FIRST },
    /* 8 * 17 * 2 + 16 * 17 * 2 against 16 * 8 * 2 + 16 * 17 * 2 */
    { 8, 8, 17, 16, ALS_METHOD_BILINEAR, false, ALS_ORDER_VERTICAL_FIRST },
    /* more than a block of taps vertically, though 100 * 1 * 100 + 3 * 1 * 67 are fewer than 3 * 100 * 67 + 3 * 1 * 100 */
    { 100, 100, 1, 3, ALS_METHOD_BILINEAR, true, ALS_ORDER_VERTICAL_FIRST },
    { 9, 7, 9, 14, ALS_METHOD_BILINEAR, false, ALS_ORDER_VERTICAL_ONLY },
    { 9, 7, 9, 14, ALS_METHOD_NEAREST, false, ALS_ORDER_COPY },
  };
  size_t i;

  for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    AlsParams p = ALS_PARAMS_INIT;
    AlsPlan *plan;

    p.src_width = rows[i].src_width;
    p.src_height = rows[i].src_height;
    p.dst_width = rows[i].dst_width;
    p.dst_height = rows[i].dst_height;
    p.method = rows[i].method;
    p.antialias = rows[i].antialias;
    REQUIRE (als_plan_new (&p, &plan) == ALS_OK, "plan");
    REQUIRE (plan->order == rows[i].order, "row %zu: order %d of %d x %d taps", i, (int) plan->order, plan->x.n, plan->y.n);
    als_plan_free (plan);
  }
}

int
main (void)
{
  int m, antialias, align_corners, padding;
  size_t i;

  test_skip_instruction_set ();
  test_orders ();
  for (m = 0; m < ALS_N_METHODS; m++) {
    uint64_t hash = UINT64_C (14695981039346656037);

    for (i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
      for (antialias = 0; antialias < 2; antialias++) {
        for (align_corners = 0; align_corners < 2; align_corners++) {
          for (padding = ALS_PADDING_BORDER; padding <= ALS_PADDING_RENORMALIZE; padding++) {
            AlsParams p = ALS_PARAMS_INIT;

            p.method = (AlsMethod) m;
            p.antialias = antialias;
            p.align_corners = align_corners;
            p.padding = (AlsPadding) padding;
            hash = hash_plan (hash, &sizes[i], &p);
          }
        }
      }
    }
    REQUIRE (hash == expected[m], "%s: 0x%016llx", als_method_name ((AlsMethod) m), (unsigned long long) hash);
  }
  return require_status;
}
