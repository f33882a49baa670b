/* alignscale: the sizes and pixel aspect ratios that are chosen
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "shapes.h"

GST_DEBUG_CATEGORY (gst_align_scale_debug);

/* ---------------------------------------------------- sizes and PAR, rows */

typedef struct
{
  const gchar *in, *out;
  gint width, height, par_n, par_d;
  gboolean differs;             /* videoscale does something else */
} SizeRow;

/* Fields after video/x-raw,format=AYUV on either side. */
static const SizeRow size_rows[] = {
  /* the cases of videoscale's own test */
  {"width=720,height=576,pixel-aspect-ratio=16/15", "width=768,height=576",
      768, 576, 1, 1, FALSE},
  {"width=320,height=240", "width=640,height=320", 640, 320, 2, 3, FALSE},
  {"width=320,height=240",
        "width=640,height=320,pixel-aspect-ratio=[0/1,1/1]", 640, 320, 2, 3,
      FALSE},
  {"width=1920,height=2560,pixel-aspect-ratio=1/1",
        "width=[1,2048],height=[1,2048],pixel-aspect-ratio=1/1", 1536, 2048, 1,
      1, FALSE},
  {"width=1920,height=2560,pixel-aspect-ratio=1/1",
      "width=[1,2048],height=[1,2048]", 1920, 2048, 4, 5, FALSE},
  {"width=1920,height=2560", "width=[1,2048],height=[1,2048]", 1920, 2048, 4, 5,
      FALSE},
  {"width=1920,height=2560",
        "width=1200,height=[1,2048],pixel-aspect-ratio=1/1", 1200, 1600, 1, 1,
      FALSE},
  {"width=320,height=240,pixel-aspect-ratio=1/1",
      "width=200,height=200,pixel-aspect-ratio=1/2", 200, 200, 1, 2, FALSE},
  {"width=854,height=480",
        "width=[2,512,2],height=[2,512,2],pixel-aspect-ratio=1/1", 512, 288, 1,
      1, FALSE},

  /* nothing asked, nothing changed */
  {"width=320,height=240", "framerate=[0/1,1000/1]", 320, 240, 1, 1, FALSE},
  {"width=720,height=576,pixel-aspect-ratio=16/15", "framerate=[0/1,1000/1]",
      720, 576, 16, 15, FALSE},
  /* one size asked: the other one stays, the pixels change shape */
  {"width=1280,height=720", "height=1080", 1280, 1080, 3, 2, FALSE},
  {"width=1280,height=720", "width=640", 640, 720, 2, 1, FALSE},
  /* square pixels and one size asked */
  {"width=1280,height=720", "height=1080,pixel-aspect-ratio=1/1", 1920, 1080, 1,
      1, FALSE},
  {"width=720,height=576,pixel-aspect-ratio=64/45",
      "width=1024,pixel-aspect-ratio=1/1", 1024, 576, 1, 1, FALSE},
  /* square pixels asked: the height stays */
  {"width=720,height=576,pixel-aspect-ratio=16/15", "pixel-aspect-ratio=1/1",
      768, 576, 1, 1, FALSE},
  {"width=1920,height=1080", "height=360,pixel-aspect-ratio=1/1", 640, 360, 1,
      1, FALSE},
  {"width=1440,height=1080,pixel-aspect-ratio=4/3",
      "height=360,pixel-aspect-ratio=1/1", 640, 360, 1, 1, FALSE},
  /* ... and the other one even, the nearest to what the first one asks */
  {"width=854,height=480",
        "width=[2,32766,2],height=360,pixel-aspect-ratio=1/1",
      640, 360, 1, 1, FALSE},
  {"width=1920,height=1080",
        "width=[2,32766,2],height=[2,400,2],pixel-aspect-ratio=1/1", 710, 400,
      1, 1, FALSE},
  {"width=1000,height=601", "width=500,height=[2,32766,2],"
        "pixel-aspect-ratio=1/1", 500, 300, 1, 1, FALSE},
  /* sizes and pixel shapes from lists */
  {"width=640,height=480",
        "width={160,320,352},height={120,240,288},pixel-aspect-ratio=1/1", 352,
      240, 1, 1, FALSE},
  {"width=640,height=360", "height=480,pixel-aspect-ratio={2/3,1/1}", 853, 480,
      1, 1, FALSE},
  {"width=640,height=360", "width=480,pixel-aspect-ratio={2/3,1/1}", 480, 270,
      1, 1, FALSE},
  {"width=640,height=480",
        "width=[16,512,16],height=[16,256,16],pixel-aspect-ratio=[1/2,1/1]",
        512,
      256, 2, 3, FALSE},

  /* no such width: the height follows the nearest pixel shape */
  {"width=640,height=480,pixel-aspect-ratio=1/1",
        "width=[1,640],height=[1,1000],pixel-aspect-ratio={1/2,3/4}", 640, 360,
      3, 4, FALSE},
  {"width=640,height=480,pixel-aspect-ratio=1/1",
        "width=320,height={300,500},pixel-aspect-ratio={1/1,3/2}", 320, 300, 3,
      2, FALSE},

  /* Output pixels of a fixed shape other than 1/1, sizes free: videoscale
   * multiplies by the ratio where it ought to divide. */
  {"width=320,height=240,pixel-aspect-ratio=1/1", "pixel-aspect-ratio=2/1",
      160, 240, 2, 1, TRUE},
  {"width=320,height=240,pixel-aspect-ratio=1/1", "pixel-aspect-ratio=1/2",
      640, 240, 1, 2, TRUE},
  {"width=768,height=576,pixel-aspect-ratio=1/1", "pixel-aspect-ratio=16/15",
      720, 576, 16, 15, TRUE},
  {"width=640,height=360,pixel-aspect-ratio=1/1",
        "width=[1,500],height=[1,300],pixel-aspect-ratio=2/3", 500, 188, 2, 3,
      TRUE},
  /* ranges inside a list */
  {"width=640,height=480",
      "width={[16,64],[128,256]},height={[16,64],[128,192]},"
        "pixel-aspect-ratio=1/1", 256, 192, 1, 1, TRUE},
};

static void
assert_shape (const SizeRow * row, GstCaps * caps, const gchar * what)
{
  Shape got = shape_of (caps);

  fail_unless (got.width == row->width && got.height == row->height
      && got.par_n == row->par_n && got.par_d == row->par_d,
      "%s, %s to %s: %dx%d %d/%d, not %dx%d %d/%d", what, row->in, row->out,
      got.width, got.height, got.par_n, got.par_d, row->width, row->height,
      row->par_n, row->par_d);
}

static void
check_functions (const SizeRow * row, const gchar * format)
{
  gchar *in = g_strdup_printf (RAW "format=%s,%s", format, row->in);
  gchar *out = g_strdup_printf (RAW "format=%s,%s", format, row->out);
  GstCaps *caps = caps_of (in), *peer = caps_of (out);
  GstCaps *result = negotiate (GST_PAD_SINK, caps, peer);

  fail_if (gst_caps_is_empty (result));
  assert_shape (row, result, "functions");
  gst_caps_unref (result);
  gst_caps_unref (peer);
  gst_caps_unref (caps);
  g_free (in);
  g_free (out);
}

GST_START_TEST (test_sizes)
{
  check_functions (&size_rows[__i__], "AYUV");
}

GST_END_TEST;

/* What fixating alone does. */
GST_START_TEST (test_fixate)
{
  static const struct
  {
    GstPadDirection direction;
    const gchar *caps, *choice, *result;
  } rows[] = {
    /* sizes stay within the element's limits whatever is offered */
    {GST_PAD_SINK, "width=32000,height=2,pixel-aspect-ratio=1/1",
          "width=[0,2147483647],height=400,pixel-aspect-ratio=1/1",
        "width=32767,height=400,pixel-aspect-ratio=1/1"},
    {GST_PAD_SINK, "width=2,height=32000,pixel-aspect-ratio=1/1",
          "width=[0,2147483647],height=40,pixel-aspect-ratio=1/1",
        "width=1,height=40,pixel-aspect-ratio=1/1"},
    {GST_PAD_SINK, "width=2,height=3", "width={100,-3},height={0,9}",
        "width=100,height=9,pixel-aspect-ratio=3/50"},
    {GST_PAD_SINK, "width=2,height=3", "framerate=25/1",
        "width=2,height=3,framerate=25/1"},
    {GST_PAD_SINK, "width=8,height=6,pixel-aspect-ratio=3/4",
        "width=6,height=[1,99]", "width=6,height=6"},
    /* from the source pad: what has no pixel shape gets square pixels */
    {GST_PAD_SRC, "width=640,height=320", FULL,
        "width=640,height=320,pixel-aspect-ratio=1/1"},
    {GST_PAD_SRC, "width=720,height=576,pixel-aspect-ratio=16/15", FULL,
        "width=768,height=576,pixel-aspect-ratio=1/1"},
    {GST_PAD_SRC, "width=640,height=480",
          "width=320,height=[1,32767]," FULL_PAR,
        "width=320,height=480,pixel-aspect-ratio=2/1"},
  };
  gsize i;

#define GRAY8 RAW "format=GRAY8,"
  for (i = 0; i < G_N_ELEMENTS (rows); i++) {
    gchar *in = g_strconcat (GRAY8, rows[i].caps, NULL);
    gchar *choice = g_strconcat (GRAY8, rows[i].choice, NULL);
    gchar *expected = g_strconcat (GRAY8, rows[i].result, NULL);
    GstCaps *caps = caps_of (in);
    GstCaps *result = gst_align_scale_caps_fixate (rows[i].direction, caps,
        caps_of (choice));

    assert_caps (result, expected, in);
    gst_caps_unref (result);
    gst_caps_unref (caps);
    g_free (expected);
    g_free (choice);
    g_free (in);
  }
}

GST_END_TEST;

/* ------------------------------------------------------------ extreme PAR */

static const SizeRow extreme_rows[] = {
  /* nothing asked: nothing changes */
  {"width=320,height=240,pixel-aspect-ratio=2147483647/1", FULL,
      320, 240, G_MAXINT, 1, FALSE},
  {"width=32767,height=1,pixel-aspect-ratio=1/2147483647", FULL,
      32767, 1, 1, G_MAXINT, FALSE},
  {"width=32767,height=32749,pixel-aspect-ratio=65521/65519", FULL,
      32767, 32749, 65521, 65519, FALSE},
  /* no output pixel is as long or as high as it would have to be */
  {"width=1920,height=1080,pixel-aspect-ratio=2147483647/1",
      "width=1,height=1", 1, 1, G_MAXINT, 1, FALSE},
  {"width=1080,height=1920,pixel-aspect-ratio=1/2147483647",
      "width=1,height=1", 1, 1, 1, G_MAXINT, FALSE},
  /* the exact ratio has too many digits: the nearest one that fits */
  {"width=32767,height=32749,pixel-aspect-ratio=65521/65519",
      "width=32719,height=32717", 32719, 32717, 77862752, 77822361, FALSE},
  {"width=32749,height=32767,pixel-aspect-ratio=65519/65521",
      "width=32717,height=32719", 32717, 32719, 77822361, 77862752, FALSE},
  {"width=1920,height=1080,pixel-aspect-ratio=2147483629/2147483647",
      "width=1279,height=719", 1279, 719, 2053882703, 2055132475, FALSE},
  /* sizes out of range stop there */
  {"width=320,height=240,pixel-aspect-ratio=2147483647/1",
        "height=240,pixel-aspect-ratio=1/2147483647", MAX_SIZE, 240, 1,
        G_MAXINT,
      FALSE},
  {"width=320,height=240,pixel-aspect-ratio=1/2147483647",
        "height=240,pixel-aspect-ratio=2147483647/1", 1, 240, G_MAXINT, 1,
      FALSE},
  {"width=320,height=240,pixel-aspect-ratio=2147483647/1",
      "width=320,pixel-aspect-ratio=1/1", 320, 1, 1, 1, FALSE},
  /* 2^88 pixels wide */
  {"width=16384,height=1,pixel-aspect-ratio=1073741824/1",
        "height=16384,pixel-aspect-ratio=1/1073741824", MAX_SIZE, 16384, 1,
      1073741824, FALSE},
  /* a pixel shape that is none counts as square */
  {"width=320,height=240,pixel-aspect-ratio=0/1",
      "height=120,pixel-aspect-ratio=1/1", 160, 120, 1, 1, FALSE},
  /* the width would leave the range: then the height gives way */
  {"width=32767,height=32766", "pixel-aspect-ratio=1/2", MAX_SIZE, 16383, 1, 2,
      FALSE},
  /* large numbers that reduce to an ordinary change */
  {"width=320,height=240,pixel-aspect-ratio=65521/65519",
        "pixel-aspect-ratio=65519/65521,height=480", 640, 480, 65519, 65521,
      FALSE},
  {"width=640,height=480,pixel-aspect-ratio=2147483647/2147483646",
        "height=240,pixel-aspect-ratio=2147483646/2147483647", 320, 240,
      2147483646, G_MAXINT, FALSE},
  {"width=640,height=480,pixel-aspect-ratio=2147483647/1",
        "height=240,pixel-aspect-ratio=1073741823/1", 640, 240, 1073741823, 1,
      FALSE},
};

GST_START_TEST (test_extreme_par)
{
  check_functions (&extreme_rows[__i__], "GRAY8");
}

GST_END_TEST;

/* -------------------------------------------------------------- properties */

static gboolean
near_half (long double exact, gint rounded)
{
  long double off = exact - rounded;

  return (off < 0 ? -off : off) <= 0.5L + exact * 1e-14L;
}

GST_START_TEST (test_random_ratios)
{
  GRand *rand = g_rand_new_with_seed (20260401);
  gint i;
  guint in_range = 0, exact = 0;

  for (i = 0; i < 8000; i++) {
    gint what = i % 5;
    Shape in, want = { 0, 0, 0, 0 }, got;
    GstCaps *caps = random_caps (rand, &in);
    GstCaps *peer = gst_caps_new_simple ("video/x-raw", "format",
        G_TYPE_STRING, "GRAY8", NULL);
    GstCaps *result;
    long double ratio;

    /* what is asked: 0 nothing, 1 both sizes, 2 PAR, 3 width and PAR,
     * 4 height */
    want.width = random_size (rand);
    want.height = random_size (rand);
    random_par (rand, &want);
    if (what == 1 || what == 3)
      gst_caps_set_simple (peer, "width", G_TYPE_INT, want.width, NULL);
    if (what == 1 || what == 4)
      gst_caps_set_simple (peer, "height", G_TYPE_INT, want.height, NULL);
    if (what == 2 || what == 3)
      gst_caps_set_simple (peer, "pixel-aspect-ratio", GST_TYPE_FRACTION,
          want.par_n, want.par_d, NULL);

    result = negotiate (GST_PAD_SINK, caps, peer);
    fail_if (gst_caps_is_empty (result));
    got = shape_of (result);
    fail_unless (got.width >= 1 && got.width <= MAX_SIZE);
    fail_unless (got.height >= 1 && got.height <= MAX_SIZE);
    fail_unless (got.par_n >= 1 && got.par_d >= 1);

    ratio = shape_aspect (in) / shape_aspect (got);
    if (what == 0) {
      fail_unless (gst_caps_is_equal (result, caps));
    } else if (what == 1 || what == 4) {
      /* The shape of the pixels makes up for everything, unless they would
       * have to be longer than any. */
      Shape pixel = { got.width, got.height, 1, 1 };
      long double par = shape_aspect (in) / shape_aspect (pixel);

      if (what == 1)
        fail_unless_equals_int (got.width, want.width);
      fail_unless_equals_int (got.height, want.height);
      if (got.width != in.width && what == 4) {
        /* pixels as long as can be, and the width does the rest */
        fail_unless (got.par_n == G_MAXINT || got.par_d == G_MAXINT);
        fail_unless (near_half (got.width * ratio, got.width)
            || got.width == 1 || got.width == MAX_SIZE);
      } else if (par <= G_MAXINT && par >= 1.0L / G_MAXINT) {
        in_range++;
        exact += ratio == 1.0L;
        fail_unless (ratio > 1 - 5e-10L && ratio < 1 + 5e-10L,
            "%d: off by %Lg", i, ratio - 1);
      } else {
        fail_unless (par > 1 ? got.par_n == G_MAXINT && got.par_d == 1
            : got.par_n == 1 && got.par_d == G_MAXINT);
      }
    } else {
      long double width = got.width * ratio, height = got.height / ratio;

      if (what == 3)
        fail_unless_equals_int (got.width, want.width);
      /* One of the sizes is the nearest there is. */
      if (got.width == in.width || what == 3) {
        if (height >= 0.5L && height < MAX_SIZE) {
          in_range++;
          fail_unless (near_half (height, got.height)
              || (what == 2 && near_half (width, got.width)),
              "%d: %dx%d for %Lg x %Lg", i, got.width, got.height, width,
              height);
        }
      } else if (width >= 0.5L && width < MAX_SIZE) {
        in_range++;
        fail_unless (near_half (width, got.width), "%d: %d for %Lg", i,
            got.width, width);
      }
    }
    gst_caps_unref (result);
    gst_caps_unref (peer);
    gst_caps_unref (caps);
  }
  /* the cases are not all out of range */
  fail_unless (in_range > 2000 && exact > 100, "%u %u", in_range, exact);
  g_rand_free (rand);
}

GST_END_TEST;

/* ------------------------------------------------------------- the element */

static void
check_element (const gchar * element, const SizeRow * row)
{
  gchar *line = g_strdup_printf ("videotestsrc num-buffers=1 pattern=black"
      " ! capsfilter caps=\"video/x-raw,format=AYUV,%s\" ! %s"
      " ! capsfilter name=out caps=\"video/x-raw,format=AYUV,%s\""
      " ! fakesink", row->in, element, row->out);
  GError *error = NULL;
  GstElement *pipeline = gst_parse_launch (line, &error);
  GstElement *out;
  GstPad *pad;
  GstCaps *caps;

  fail_unless (pipeline != NULL && error == NULL, "%s: %s", line,
      error ? error->message : "");
  gst_element_set_state (pipeline, GST_STATE_PAUSED);
  fail_unless (gst_element_get_state (pipeline, NULL, NULL,
          10 * GST_SECOND) == GST_STATE_CHANGE_SUCCESS, "%s", line);

  out = gst_bin_get_by_name (GST_BIN (pipeline), "out");
  pad = gst_element_get_static_pad (out, "sink");
  caps = gst_pad_get_current_caps (pad);
  fail_unless (caps != NULL);
  assert_shape (row, caps, element);

  gst_caps_unref (caps);
  gst_object_unref (pad);
  gst_object_unref (out);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (pipeline);
  g_free (line);
}

/* A line that names videoscale gets the same size from either, unless
 * videoscale's would look wrong. */
GST_START_TEST (test_element_sizes)
{
  check_element ("alignscale", &size_rows[__i__]);
  if (!size_rows[__i__].differs)
    check_element ("videoscale", &size_rows[__i__]);
}

GST_END_TEST;

/* The frame stays, its pixels get another shape. */
GST_START_TEST (test_element_par_only)
{
  GstHarness *h = gst_harness_new ("alignscale");

  gst_harness_set_sink_caps_str (h, RAW "format=UYVY,width=352,height=288,"
      "framerate=30/1,pixel-aspect-ratio=12/11");
  gst_harness_set_src_caps_str (h, RAW "format=UYVY,width=352,height=288,"
      "framerate=30/1,pixel-aspect-ratio=1/1");
  fail_unless_equals_int (gst_harness_push (h, gst_harness_create_buffer (h,
              2 * 352 * 288)), GST_FLOW_OK);
  gst_buffer_unref (gst_harness_pull (h));
  gst_harness_teardown (h);
}

GST_END_TEST;

static Suite *
alignscale_sizes_suite (void)
{
  Suite *s = suite_create ("sizes");
  TCase *tc = tcase_create ("sizes");

  GST_DEBUG_CATEGORY_INIT (gst_align_scale_debug, "alignscale", 0, NULL);

  suite_add_tcase (s, tc);
  tcase_set_timeout (tc, 120);
  tcase_add_loop_test (tc, test_sizes, 0, G_N_ELEMENTS (size_rows));
  tcase_add_test (tc, test_fixate);
  tcase_add_loop_test (tc, test_extreme_par, 0, G_N_ELEMENTS (extreme_rows));
  tcase_add_test (tc, test_random_ratios);
  tcase_add_loop_test (tc, test_element_sizes, 0, G_N_ELEMENTS (size_rows));
  tcase_add_test (tc, test_element_par_only);
  return s;
}

GST_CHECK_MAIN (alignscale_sizes);
