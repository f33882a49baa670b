/* alignscale: caps, the shapes of pictures in them, and what is negotiated
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "shapes.h"

GstCaps *
caps_of (const gchar * string)
{
  GstCaps *caps = gst_caps_from_string (string);

  fail_unless (caps != NULL, "bad caps in the test: %s", string);
  return caps;
}

void
assert_same (GstCaps * caps, GstCaps * want, const gchar * what)
{
  gchar *expected = gst_caps_to_string (want);
  gchar *got = gst_caps_to_string (caps);

  fail_unless (gst_caps_is_strictly_equal (caps, want),
      "%s:\n  expected %s\n  got      %s", what, expected, got);
  g_free (got);
  g_free (expected);
}

void
assert_caps (GstCaps * caps, const gchar * expected, const gchar * what)
{
  GstCaps *want = caps_of (expected);

  assert_same (caps, want, what);
  gst_caps_unref (want);
}

Shape
shape_of (GstCaps * caps)
{
  GstStructure *s = gst_caps_get_structure (caps, 0);
  Shape shape = { 0, 0, 1, 1 };

  fail_unless (gst_structure_get_int (s, "width", &shape.width));
  fail_unless (gst_structure_get_int (s, "height", &shape.height));
  if (gst_structure_has_field (s, "pixel-aspect-ratio"))
    fail_unless (gst_structure_get_fraction (s, "pixel-aspect-ratio",
            &shape.par_n, &shape.par_d));
  return shape;
}

long double
shape_aspect (Shape s)
{
  return (long double) s.width * s.par_n / s.height / s.par_d;
}

GstCaps *
negotiate (GstPadDirection direction, GstCaps * caps, GstCaps * peer)
{
  GstCaps *choice = gst_align_scale_caps_transform (direction, caps, peer);
  GstCaps *result, *again;

  if (gst_caps_is_empty (choice))
    return choice;

  result = gst_align_scale_caps_fixate (direction, caps, gst_caps_ref (choice));
  fail_unless (gst_caps_is_fixed (result));
  /* gst_caps_is_subset() knows no ranges in lists */
  fail_unless (gst_caps_can_intersect (result, choice), "%s is none of %s",
      gst_caps_to_string (result), gst_caps_to_string (choice));
  again = gst_align_scale_caps_fixate (direction, caps, gst_caps_copy (result));
  assert_same (again, result, "fixated twice");
  gst_caps_unref (again);
  gst_caps_unref (choice);
  return result;
}

gint
random_size (GRand * rand)
{
  gint bits = g_rand_int_range (rand, 0, 16);

  return MIN (g_rand_int_range (rand, 1, (1 << bits) + 1), MAX_SIZE);
}

static gint
random_term (GRand * rand)
{
  static const gint special[] = { 1, 2, 15, 65519, 65521, G_MAXINT - 1,
    G_MAXINT
  };

  if (g_rand_boolean (rand))
    return special[g_rand_int_range (rand, 0, G_N_ELEMENTS (special))];
  return g_rand_int_range (rand, 1, (1 << g_rand_int_range (rand, 1, 31)));
}

void
random_par (GRand * rand, Shape * shape)
{
  gint a = random_term (rand), b = random_term (rand);
  gint divisor = gst_util_greatest_common_divisor (a, b);

  shape->par_n = a / divisor;
  shape->par_d = b / divisor;
}

GstCaps *
random_caps (GRand * rand, Shape * shape)
{
  shape->width = random_size (rand);
  shape->height = random_size (rand);
  random_par (rand, shape);
  return gst_caps_new_simple ("video/x-raw", "format", G_TYPE_STRING, "GRAY8",
      "width", G_TYPE_INT, shape->width, "height", G_TYPE_INT, shape->height,
      "pixel-aspect-ratio", GST_TYPE_FRACTION, shape->par_n, shape->par_d,
      NULL);
}
