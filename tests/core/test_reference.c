/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The library against every reference frame, sample for sample. argv[1] is the directory of the frames. */

#include "oracle.h"
#include "plane.h"
#include "reference.h"
#include "require.h"

#include <string.h>

static AlsPadding
padding_of (const char *name)
{
  static const char *const names[] = { "auto", "border", "zeros", "reflection", "renormalize" };
  int i;

  for (i = 0; i < ALS_N_PADDINGS; i++)
    if (strcmp (names[i], name) == 0)
      return (AlsPadding) i;
  fprintf (stderr, "unknown padding %s\n", name);
  exit (1);
}

static bool
is_big_endian (void)
{
  const uint16_t one = 1;

  return *(const uint8_t *) &one == 0;
}

/* Exact values of one component of a plane, for the comparison. */
static void
exact_component (const RefCase *c, const RefPlane *p, const uint16_t *in, double *exact, unsigned char *dyadic)
{
  OracleCase scale = c->scale;
  size_t n = (size_t) p->in_w * (size_t) p->in_h, i;
  double *values = test_alloc (n * sizeof *values);

  for (i = 0; i < n; i++)
    values[i] = in[i];
  scale.in_w = p->in_w;
  scale.in_h = p->in_h;
  scale.out_w = p->out_w;
  scale.out_h = p->out_h;
  REQUIRE (oracle_resize (&scale, values, exact, dyadic), "case %d", c->id);
  free (values);
}

static void
test_plane (const RefCase *c, const RefPlane *p, RefTally *tally)
{
  size_t n_in = (size_t) p->in_w * (size_t) p->in_h, n_out = (size_t) p->out_w * (size_t) p->out_h, first = 0, wrong;
  int pixel = p->components * p->sample_bytes, component;
  uint8_t *output = test_alloc (n_out * (size_t) pixel);
  uint16_t *in = test_alloc (n_in * 2), *got = test_alloc (n_out * 2), *expected = test_alloc (n_out * 2);
  double *exact = test_alloc (n_out * sizeof *exact);
  unsigned char *dyadic = test_alloc (n_out);
  AlsPlane src = { (uint8_t *) c->input + p->in_offset, (ptrdiff_t) p->in_w * pixel, pixel, NULL };
  AlsPlane dst = { output, (ptrdiff_t) p->out_w * pixel, pixel, NULL };
  AlsParams params = ALS_PARAMS_INIT;
  AlsStatus status;
  char ratio[32];

  params.src_width = p->in_w;
  params.src_height = p->in_h;
  params.dst_width = p->out_w;
  params.dst_height = p->out_h;
  params.method = test_method (c->scale.method);
  params.padding = padding_of (c->scale.padding);
  params.align_corners = c->scale.align_corners;
  params.antialias = c->scale.antialias;
  params.cubic_a = c->scale.cubic_a;
  params.components = p->components;
  params.sample_bytes = p->sample_bytes;
  params.swapped = p->sample_bytes == 2 && is_big_endian ();
  params.max = ref_max (c);
  memset (output, 0xA5, n_out * (size_t) pixel);
  status = test_scale (&params, &src, &dst, 1 + c->id % 3);
  REQUIRE (status == ALS_OK, "case %d: %s", c->id, als_status_text (status));

  ref_ratio (p->in_w, p->in_h, p->out_w, p->out_h, ratio);
  for (component = 0; component < p->components; component++) {
    ref_component (c->input + p->in_offset, p, p->in_w, p->in_h, component, in);
    ref_component (output, p, p->out_w, p->out_h, component, got);
    ref_component (c->expected + p->out_offset, p, p->out_w, p->out_h, component, expected);
    exact_component (c, p, in, exact, dyadic);
    wrong = ref_compare (tally, ratio, got, expected, exact, dyadic, n_out, ref_max (c), &first);
    REQUIRE (wrong == 0, "case %d (%s, %s, %dx%d to %dx%d): %zu samples wrong, first %zu: %d instead of %d (%f)", c->id,
        c->format, c->scale.method, p->in_w, p->in_h, p->out_w, p->out_h, wrong, first, got[first], expected[first],
        exact[first]);
  }
  free (output);
  free (in);
  free (got);
  free (expected);
  free (exact);
  free (dyadic);
}

int
main (int argc, char **argv)
{
  RefTally tally = { .n_rows = 0 };
  RefSet set;
  size_t i;

  test_skip_instruction_set ();
  if (argc != 2 || !ref_load (argv[1], &set))
    return 1;
  REQUIRE (set.n_cases > 900, "%zu cases", set.n_cases);
  for (i = 0; i < set.n_cases; i++) {
    RefPlane planes[3];
    int n = ref_planes (&set.cases[i], planes), k;

    REQUIRE (n > 0, "case %d", set.cases[i].id);
    for (k = 0; k < n; k++)
      test_plane (&set.cases[i], &planes[k], &tally);
  }
  ref_tally_print (&tally, stdout);
  ref_free (&set);
  return require_status;
}
