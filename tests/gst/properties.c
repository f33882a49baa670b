/* alignscale: properties, and changes while frames flow
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include <locale.h>
#include <math.h>

#include "alignscale.h"
#include "scaler.h"

/* --------------------------------------------------------- types, defaults */

static const struct
{
  const gchar *name, *type, *value;
} defaults[] = {
  {"method", "GstAlignScaleMethod", "bilinear"},
  {"align-corners", "gboolean", "false"},
  {"padding-mode", "GstAlignScalePaddingMode", "auto"},
  {"antialias", "gboolean", "false"},
  {"coordinate-mode", "GstAlignScaleCoordinateMode", "auto"},
  {"nearest-rounding", "GstAlignScaleNearestRounding", "auto"},
  {"cubic-a", "gdouble", "0"},
  {"src-x", "gdouble", "0"},
  {"src-y", "gdouble", "0"},
  {"src-width", "gdouble", "0"},
  {"src-height", "gdouble", "0"},
  {"alpha-weighting", "gboolean", "false"},
  {"gamma-decode", "gboolean", "false"},
  {"add-borders", "gboolean", "true"},
  {"border-color", "guint", "4278190080"},
  {"n-threads", "guint", "0"},
};

/* A property as gst-inspect would print it, to be freed. */
static gchar *
text_of (GObject * object, const gchar * name)
{
  GValue value = G_VALUE_INIT;
  gchar *text;

  g_object_get_property (object, name, &value);
  if (G_VALUE_HOLDS_ENUM (&value))
    text = g_strdup (g_enum_get_value (g_type_class_peek (G_VALUE_TYPE
                (&value)), g_value_get_enum (&value))->value_nick);
  else if (G_VALUE_HOLDS_DOUBLE (&value))
    text = g_strdup_printf ("%g", g_value_get_double (&value));
  else
    text = gst_value_serialize (&value);
  g_value_unset (&value);
  return text;
}

static void
assert_value (GObject * object, const gchar * name, const gchar * expected)
{
  gchar *text = text_of (object, name);

  fail_unless (g_strcmp0 (text, expected) == 0, "%s is %s, not %s", name, text,
      expected);
  g_free (text);
}

GST_START_TEST (test_defaults)
{
  GstElement *element = gst_check_setup_element ("alignscale");
  const GParamFlags flags = G_PARAM_READWRITE | GST_PARAM_MUTABLE_PLAYING;
  GParamSpec **specs;
  guint i, n;
  gsize own = 0;

  for (i = 0; i < G_N_ELEMENTS (defaults); i++) {
    GParamSpec *spec = g_object_class_find_property (G_OBJECT_GET_CLASS
        (element), defaults[i].name);

    fail_unless (spec != NULL, "no %s", defaults[i].name);
    fail_unless_equals_string (g_type_name (spec->value_type),
        defaults[i].type);
    fail_unless ((spec->flags & flags) == flags, "%s", spec->name);
    fail_unless (strlen (g_param_spec_get_blurb (spec)) > 20);
    fail_unless (strlen (g_param_spec_get_nick (spec)) > 3);
    assert_value (G_OBJECT (element), spec->name, defaults[i].value);
  }
  specs = g_object_class_list_properties (G_OBJECT_GET_CLASS (element), &n);
  for (i = 0; i < n; i++)
    own += specs[i]->owner_type == G_OBJECT_TYPE (element);
  fail_unless_equals_uint64 (own, G_N_ELEMENTS (defaults));
  g_free (specs);
  gst_check_teardown_element (element);
}

GST_END_TEST;

GST_START_TEST (test_strings)
{
  static const struct
  {
    const gchar *name, *set, *get;
  } rows[] = {
    /* videoscale's names; those without a twin are none */
    {"method", "nearest-neighbour", "nearest-exact"},
    {"method", "4-tap", "bicubic"},
    {"method", "bilinear2", "bicubic"},
    {"method", "sinc", "bicubic"},
    {"method", "spline", "bicubic"},
    {"method", "0", "nearest-exact"},
    {"method", "1", "bilinear"},
    {"method", "2", "bicubic"},
    {"method", "3", "lanczos"},
    {"padding-mode", "border", "border"},
    {"padding-mode", "zeros", "zeros"},
    {"padding-mode", "reflection", "reflection"},
    {"padding-mode", "renormalize", "renormalize"},
    {"padding-mode", "auto", "auto"},
    {"align-corners", "true", "true"},
    {"align-corners", "no", "false"},
    {"antialias", "1", "true"},
    {"cubic-a", "-0.625", "-0.625"},
    {"cubic-a", "1", "1"},
    {"cubic-a", "-4", "-4"},
    {"border-color", "0x80ff0000", "2164195328"},
    {"border-color", "4294967295", "4294967295"},
    {"n-threads", "7", "7"},
    /* what cannot be read changes nothing */
    {"method", "cubic", "lanczos"},
    {"padding-mode", "mirror", "auto"},
    {"cubic-a", "half", "-4"},
  };
  GstElement *element = gst_check_setup_element ("alignscale");
  guint i;

  for (i = 0; i < ALS_N_METHODS; i++) {
    gst_util_set_object_arg (G_OBJECT (element), "method",
        als_method_name ((AlsMethod) i));
    assert_value (G_OBJECT (element), "method",
        als_method_name ((AlsMethod) i));
  }
  for (i = 0; i < G_N_ELEMENTS (rows); i++) {
    gst_util_set_object_arg (G_OBJECT (element), rows[i].name, rows[i].set);
    assert_value (G_OBJECT (element), rows[i].name, rows[i].get);
  }
  gst_check_teardown_element (element);
}

GST_END_TEST;

/* A launch line means the same where decimals have a comma. */
GST_START_TEST (test_locale)
{
  static const gchar *const names[] = { "de_DE.UTF-8", "de_DE", "fr_FR.UTF-8" };
  GError *error = NULL;
  GstElement *element;
  gdouble a;
  guint i;

  for (i = 0; i < G_N_ELEMENTS (names) && !setlocale (LC_ALL, names[i]); i++);
  if (i == G_N_ELEMENTS (names))
    printf ("no locale with a decimal comma is installed\n");
  else
    fail_unless_equals_string (localeconv ()->decimal_point, ",");
  element = gst_parse_launch ("alignscale method=bicubic cubic-a=-0.6 "
      "border-color=0xff102030", &error);
  fail_unless (element != NULL && error == NULL);
  g_object_get (element, "cubic-a", &a, NULL);
  fail_unless (a >= -0.6 && a <= -0.6, "%g", a);
  gst_util_set_object_arg (G_OBJECT (element), "cubic-a", "-0.25");
  g_object_get (element, "cubic-a", &a, NULL);
  fail_unless (a >= -0.25 && a <= -0.25, "%g", a);
  gst_object_unref (gst_object_ref_sink (element));
  setlocale (LC_ALL, "C");
}

GST_END_TEST;

/* GObject says so and the old value stays. */
GST_START_TEST (test_refused)
{
  static const gdouble bad[] = { NAN, INFINITY, -INFINITY, 5, 1.0001, -4.0001 };
  GstElement *element = gst_check_setup_element ("alignscale");
  GObject *object = G_OBJECT (element);
  guint i;

  g_object_set (object, "cubic-a", -0.5, "n-threads", 3, NULL);
  scaler_set (element, "method=area padding-mode=zeros");
  for (i = 0; i < G_N_ELEMENTS (bad); i++) {
    ASSERT_WARNING (g_object_set (object, "cubic-a", bad[i], NULL));
    assert_value (object, "cubic-a", "-0.5");
  }
  ASSERT_WARNING (gst_util_set_object_arg (object, "cubic-a", "nan"));
  ASSERT_WARNING (gst_util_set_object_arg (object, "cubic-a", "5"));
  assert_value (object, "cubic-a", "-0.5");
  ASSERT_WARNING (g_object_set (object, "method", ALS_N_METHODS, NULL));
  ASSERT_WARNING (g_object_set (object, "method", -1, NULL));
  assert_value (object, "method", "area");
  ASSERT_WARNING (g_object_set (object, "padding-mode", ALS_N_PADDINGS, NULL));
  assert_value (object, "padding-mode", "zeros");
  ASSERT_WARNING (g_object_set (object, "n-threads", 1u << 31, NULL));
  assert_value (object, "n-threads", "3");
  gst_check_teardown_element (element);
}

GST_END_TEST;

/* ----------------------------------------------------------- while playing */

typedef struct
{
  GstVideoInfo in, out;
  GstBuffer *buffer;
} Picture;

static void
picture_set_up (Picture * picture)
{
  frame_info (&picture->in, GST_VIDEO_FORMAT_I420, 40, 30);
  frame_info (&picture->out, GST_VIDEO_FORMAT_I420, 32, 18);
  picture->buffer = frame_random (&picture->in, 11);
}

/* Every change is seen in the next frame, which is that of an element that was
 * made so. */
GST_START_TEST (test_live)
{
  static const struct
  {
    const gchar *change;
    gboolean visible;
  } rows[] = {
    {"add-borders=false", TRUE},
    {"method=bicubic", TRUE},
    {"cubic-a=-0.6", TRUE},
    {"padding-mode=zeros", TRUE},
    {"antialias=true", TRUE},
    {"padding-mode=reflection", TRUE},
    {"padding-mode=renormalize", TRUE},
    {"method=lanczos", TRUE},
    {"cubic-a=-0.7", FALSE},
    {"antialias=false", TRUE},
    {"align-corners=true", TRUE},
    {"n-threads=3", FALSE},
    {"method=bilinear", TRUE},
    {"border-color=0xffff0000", FALSE},
    {"add-borders=true", TRUE},
    {"border-color=0xff00ff00", TRUE},
    {"align-corners=false", TRUE},
    {"method=nearest", TRUE},
    {"method=nearest-exact", TRUE},
    {"n-threads=1", FALSE},
    {"method=area", TRUE},
    {"n-threads=0", FALSE},
  };
  GstHarness *h = scaler_new ("");
  gchar *settings = g_strdup ("qos=true");
  GstBuffer *last;
  Picture picture;
  guint i;

  picture_set_up (&picture);
  scaler_caps (h, &picture.in, &picture.out);
  last = scaler_run (h, picture.buffer);
  for (i = 0; i < G_N_ELEMENTS (rows); i++) {
    gchar *more = g_strdup_printf ("%s %s", settings, rows[i].change);
    GstBuffer *result, *fresh;

    g_free (settings);
    settings = more;
    scaler_set (h->element, rows[i].change);
    result = scaler_run (h, picture.buffer);
    fresh = scaler_once (settings, &picture.in, picture.buffer, &picture.out);
    frame_assert_equal (&picture.out, result, fresh, settings);
    fail_unless (frame_same (&picture.out, result, last) != rows[i].visible,
        "%s %s", rows[i].change, rows[i].visible ? "changes nothing" :
        "changes the picture");
    gst_buffer_unref (fresh);
    gst_buffer_unref (last);
    last = result;
  }
  gst_buffer_unref (last);
  gst_buffer_unref (picture.buffer);
  g_free (settings);
  scaler_free (h);
}

GST_END_TEST;

static const gchar *const changes[] = {
  "method=bilinear antialias=false",
  "method=bicubic",
  "method=bicubic antialias=true",
  "method=lanczos antialias=true n-threads=2",
  "method=area antialias=false n-threads=5",
  "method=nearest-exact n-threads=1",
};

typedef struct
{
  GstElement *element;
  gint stop;                    /* atomic */
} Changer;

static gpointer
change (gpointer data)
{
  Changer *changer = data;
  guint i;

  for (i = 0; !g_atomic_int_get (&changer->stop); i++) {
    scaler_set (changer->element, changes[i % G_N_ELEMENTS (changes)]);
    g_usleep (i % 50);
  }
  return NULL;
}

/* Each frame is that of one moment's properties. */
GST_START_TEST (test_changes_from_another_thread)
{
  static const gchar *const methods[] = { "nearest-exact", "bilinear",
    "bicubic", "lanczos", "area"
  };
  GstHarness *h = scaler_new ("add-borders=false");
  GstBuffer *valid[G_N_ELEMENTS (methods) * 2];
  guint seen[G_N_ELEMENTS (valid)] = { 0 }, i, k, kinds = 0;
  Changer changer = { h->element, 0 };
  GThread *thread;
  Picture picture;

  picture_set_up (&picture);
  for (i = 0; i < G_N_ELEMENTS (valid); i++) {
    gchar *settings = g_strdup_printf ("add-borders=false method=%s "
        "antialias=%s", methods[i / 2], i % 2 ? "true" : "false");

    valid[i] = scaler_once (settings, &picture.in, picture.buffer,
        &picture.out);
    g_free (settings);
  }
  scaler_caps (h, &picture.in, &picture.out);
  thread = g_thread_new ("change", change, &changer);
  for (i = 0; i < 1000; i++) {
    GstBuffer *result = scaler_run (h, picture.buffer);

    for (k = 0; k < G_N_ELEMENTS (valid); k++)
      if (frame_same (&picture.out, result, valid[k]))
        break;
    fail_unless (k < G_N_ELEMENTS (valid), "frame %u is a mixture", i);
    kinds += seen[k]++ == 0;
    gst_buffer_unref (result);
  }
  g_atomic_int_set (&changer.stop, 1);
  g_thread_join (thread);
  fail_unless (kinds > 1, "nothing changed");
  for (i = 0; i < G_N_ELEMENTS (valid); i++)
    gst_buffer_unref (valid[i]);
  gst_buffer_unref (picture.buffer);
  scaler_free (h);
}

GST_END_TEST;

/* What F.interpolate refuses is said once, and ignored. */
GST_START_TEST (test_ignored)
{
  static const struct
  {
    const gchar *settings, *plain;
    guint warnings;
  } rows[] = {
    {"method=nearest align-corners=true", "method=nearest", 1},
    {"method=nearest-exact align-corners=true", "method=nearest-exact", 1},
    {"method=area align-corners=true antialias=true", "method=area", 1},
    {"method=nearest antialias=true", "method=nearest", 1},
    {"method=bilinear align-corners=true",
        "method=bilinear align-corners=true", 0},
    {"method=area", "method=area", 0},
  };
  guint i, k;

  for (i = 0; i < G_N_ELEMENTS (rows); i++) {
    GstHarness *h = scaler_new (rows[i].settings);
    GstBuffer *expected, *result;
    Picture picture;

    picture_set_up (&picture);
    scaler_caps (h, &picture.in, &picture.out);
    expected = scaler_once (rows[i].plain, &picture.in, picture.buffer,
        &picture.out);
    for (k = 0; k < 4; k++) {
      scaler_set (h->element, k % 2 ? "n-threads=2" : "n-threads=1");
      result = scaler_run (h, picture.buffer);
      frame_assert_equal (&picture.out, result, expected, rows[i].settings);
      gst_buffer_unref (result);
    }
    fail_unless_equals_uint64 (scaler_messages (h, GST_MESSAGE_WARNING),
        rows[i].warnings);
    gst_buffer_unref (expected);
    gst_buffer_unref (picture.buffer);
    scaler_free (h);
  }
}

GST_END_TEST;

static Suite *
alignscale_properties_suite (void)
{
  Suite *s = suite_create ("properties");
  TCase *tc = tcase_create ("properties");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_defaults);
  tcase_add_test (tc, test_strings);
  tcase_add_test (tc, test_locale);
  tcase_add_test (tc, test_refused);
  tcase_add_test (tc, test_live);
  tcase_add_test (tc, test_changes_from_another_thread);
  tcase_add_test (tc, test_ignored);
  return s;
}

GST_CHECK_MAIN (alignscale_properties);
