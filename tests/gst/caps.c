/* alignscale: tests of caps negotiation and of where the picture lies
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * TCase "functions" needs the functions only, "element" the element as well
 * (TEST_ELEMENT runs the same rows through another one).
 */

#include <gst/check/gstcheck.h>
#include <gst/check/gstharness.h>

#include "../../gst/gstalignscalecaps.h"

#ifndef TEST_ELEMENT
#define TEST_ELEMENT "alignscale"
#endif

GST_DEBUG_CATEGORY (gst_align_scale_debug);

#define MAX_SIZE GST_ALIGN_SCALE_MAX_SIZE
#define FULL "width=[1,32767],height=[1,32767]"
#define FULL_PAR "pixel-aspect-ratio=[1/2147483647,2147483647/1]"

/* -------------------------------------------------------------- helpers */

static GstCaps *
caps_of (const gchar * string)
{
  GstCaps *caps = gst_caps_from_string (string);

  fail_unless (caps != NULL, "bad caps in the test: %s", string);
  return caps;
}

static void
assert_same (GstCaps * caps, GstCaps * want, const gchar * what)
{
  gchar *expected = gst_caps_to_string (want);
  gchar *got = gst_caps_to_string (caps);

  fail_unless (gst_caps_is_strictly_equal (caps, want),
      "%s:\n  expected %s\n  got      %s", what, expected, got);
  g_free (got);
  g_free (expected);
}

static void
assert_caps (GstCaps * caps, const gchar * expected, const gchar * what)
{
  GstCaps *want = caps_of (expected);

  assert_same (caps, want, what);
  gst_caps_unref (want);
}

typedef struct
{
  gint width, height, par_n, par_d;
} Shape;

static Shape
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

/* What an element does with fixed caps on one pad and what the peer of the
 * other pad accepts. Checks that the result is one of the choices, fixed, and
 * stays when it is fixated again. */
static GstCaps *
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
  /* sizes and pixel shapes from lists */
  {"width=640,height=480",
        "width={160,320,352},height={120,240,288},pixel-aspect-ratio=1/1", 352,
      240, 1, 1, FALSE},
  {"width=640,height=360", "height=480,pixel-aspect-ratio={2/3,1/1}", 853, 480,
      1, 1, FALSE},
  {"width=640,height=360", "width=480,pixel-aspect-ratio={2/3,1/1}", 480, 270,
      1, 1, FALSE},
  {"width=640,height=480",
      "width=[16,512,16],height=[16,256,16],pixel-aspect-ratio=[1/2,1/1]", 512,
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

GST_START_TEST (test_sizes)
{
  const SizeRow *row = &size_rows[__i__];
  gchar *in = g_strconcat ("video/x-raw,format=AYUV,", row->in, NULL);
  gchar *out = g_strconcat ("video/x-raw,format=AYUV,", row->out, NULL);
  GstCaps *caps = caps_of (in), *peer = caps_of (out);
  GstCaps *result = negotiate (GST_PAD_SINK, caps, peer);
  Shape got;

  fail_if (gst_caps_is_empty (result));
  got = shape_of (result);
  fail_unless (got.width == row->width && got.height == row->height
      && got.par_n == row->par_n && got.par_d == row->par_d,
      "%s to %s: %dx%d %d/%d, not %dx%d %d/%d", in, out, got.width, got.height,
      got.par_n, got.par_d, row->width, row->height, row->par_n, row->par_d);
  gst_caps_unref (result);
  gst_caps_unref (peer);
  gst_caps_unref (caps);
  g_free (in);
  g_free (out);
}

GST_END_TEST;

/* Everything but size and pixel shape is handed through. */
GST_START_TEST (test_other_fields)
{
#define OTHERS "format=I420,framerate=30/1,interlace-mode=mixed," \
    "colorimetry=bt709,chroma-site=mpeg2,multiview-mode=side-by-side"
  GstCaps *caps = caps_of ("video/x-raw,width=320,height=240," OTHERS);
  GstCaps *peer = caps_of ("video/x-raw,width=160,framerate=[0/1,60/1],"
      "pixel-aspect-ratio=1/1");
  GstCaps *result = negotiate (GST_PAD_SINK, caps, peer);

  assert_caps (result, "video/x-raw,width=160,height=120,"
      "pixel-aspect-ratio=1/1," OTHERS, "other fields");
  gst_caps_unref (result);
  gst_caps_unref (peer);
  gst_caps_unref (caps);
}

GST_END_TEST;

/* Sizes stay within the element's limits whatever is offered. */
GST_START_TEST (test_limits)
{
  static const gchar *const rows[][3] = {
    {"width=32000,height=2,pixel-aspect-ratio=1/1",
          "width=[0,2147483647],height=400,pixel-aspect-ratio=1/1",
        "width=32767,height=400,pixel-aspect-ratio=1/1"},
    {"width=2,height=32000,pixel-aspect-ratio=1/1",
          "width=[0,2147483647],height=40,pixel-aspect-ratio=1/1",
        "width=1,height=40,pixel-aspect-ratio=1/1"},
    {"width=2,height=3", "width={100,-3},height={0,9}",
        "width=100,height=9,pixel-aspect-ratio=3/50"},
    {"width=2,height=3", "framerate=25/1", "width=2,height=3,framerate=25/1"},
    {"width=8,height=6,pixel-aspect-ratio=3/4", "width=6,height=[1,99]",
        "width=6,height=6"},
  };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (rows); i++) {
    gchar *strings[3];
    GstCaps *caps, *result;
    gint k;

    for (k = 0; k < 3; k++)
      strings[k] = g_strconcat ("video/x-raw,format=GRAY8,", rows[i][k], NULL);
    caps = caps_of (strings[0]);
    result = gst_align_scale_caps_fixate (GST_PAD_SINK, caps,
        caps_of (strings[1]));
    assert_caps (result, strings[2], strings[0]);
    gst_caps_unref (result);
    gst_caps_unref (caps);
    for (k = 0; k < 3; k++)
      g_free (strings[k]);
  }
}

GST_END_TEST;

/* From the source pad: what has no pixel shape gets square pixels. */
GST_START_TEST (test_from_source_pad)
{
  static const gchar *const rows[][3] = {
    {"width=640,height=320", FULL,
        "width=640,height=320,pixel-aspect-ratio=1/1"},
    {"width=720,height=576,pixel-aspect-ratio=16/15", FULL,
        "width=768,height=576,pixel-aspect-ratio=1/1"},
    {"width=640,height=480", "width=320,height=[1,32767]," FULL_PAR,
        "width=320,height=480,pixel-aspect-ratio=2/1"},
  };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (rows); i++) {
    gchar *strings[3];
    GstCaps *caps, *result;
    gint k;

    for (k = 0; k < 3; k++)
      strings[k] = g_strconcat ("video/x-raw,format=GRAY8,", rows[i][k], NULL);
    caps = caps_of (strings[0]);
    result = gst_align_scale_caps_fixate (GST_PAD_SRC, caps,
        caps_of (strings[1]));
    assert_caps (result, strings[2], strings[0]);
    gst_caps_unref (result);
    gst_caps_unref (caps);
    for (k = 0; k < 3; k++)
      g_free (strings[k]);
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
      "height=240,pixel-aspect-ratio=1/2147483647", MAX_SIZE, 240, 1, G_MAXINT,
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
  const SizeRow *row = &extreme_rows[__i__];
  gchar *in = g_strconcat ("video/x-raw,format=GRAY8,", row->in, NULL);
  gchar *out = g_strconcat ("video/x-raw,format=GRAY8,", row->out, NULL);
  GstCaps *caps = caps_of (in), *peer = caps_of (out);
  GstCaps *result = negotiate (GST_PAD_SINK, caps, peer);
  Shape got;

  fail_if (gst_caps_is_empty (result));
  got = shape_of (result);
  fail_unless (got.width == row->width && got.height == row->height
      && got.par_n == row->par_n && got.par_d == row->par_d,
      "%s to %s: %dx%d %d/%d, not %dx%d %d/%d", in, out, got.width, got.height,
      got.par_n, got.par_d, row->width, row->height, row->par_n, row->par_d);
  gst_caps_unref (result);
  gst_caps_unref (peer);
  gst_caps_unref (caps);
  g_free (in);
  g_free (out);
}

GST_END_TEST;

/* -------------------------------------------------------------- properties */

static gint
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

static void
random_par (GRand * rand, Shape * shape)
{
  gint a = random_term (rand), b = random_term (rand);
  gint divisor = gst_util_greatest_common_divisor (a, b);

  shape->par_n = a / divisor;
  shape->par_d = b / divisor;
}

static GstCaps *
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

/* The display aspect ratio in the 64 bits of a long double, where there is
 * one; sizes and ratios below allow for 53. */
static long double
aspect (Shape s)
{
  return (long double) s.width * s.par_n / s.height / s.par_d;
}

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

    ratio = aspect (in) / aspect (got);
    if (what == 0) {
      fail_unless (gst_caps_is_equal (result, caps));
    } else if (what == 1 || what == 4) {
      /* The shape of the pixels makes up for everything, unless they would
       * have to be longer than any. */
      Shape pixel = { got.width, got.height, 1, 1 };
      long double par = aspect (in) / aspect (pixel);

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

/* ------------------------------------------------------- transform of caps */

typedef struct
{
  const gchar *caps, *filter, *result;
} TransformRow;

#define RAW "video/x-raw,"
#define DMABUF "video/x-raw(memory:DMABuf),"
#define OVERLAY \
  "video/x-raw(memory:SystemMemory, meta:GstVideoOverlayComposition),"
#define ALTERNATE "video/x-raw(format:Interlaced),interlace-mode=alternate,"

static const TransformRow transform_rows[] = {
  {RAW "width=320,height=240", NULL, RAW FULL},
  {RAW "format=I420", NULL, RAW "format=I420," FULL},
  {RAW "width=320,height=240,pixel-aspect-ratio=16/15", NULL,
      RAW FULL "," FULL_PAR},
  {RAW "format={I420,NV12},width=[1,9],framerate=25/1,interlace-mode=mixed,"
        "multiview-mode=mono", NULL,
        RAW "format={I420,NV12},framerate=25/1,interlace-mode=mixed,"
      "multiview-mode=mono," FULL},
  /* features: these can be scaled ... */
  {"video/x-raw(memory:SystemMemory),width=320,height=240", NULL, RAW FULL},
  {OVERLAY "width=320,height=240", NULL, OVERLAY FULL},
  {ALTERNATE "width=320,height=240", NULL, ALTERNATE FULL},
  /* ... and these only pass */
  {DMABUF "width=320,height=240", NULL, DMABUF "width=320,height=240"},
  {"video/x-raw(memory:GLMemory, meta:GstVideoOverlayComposition),"
        "width=320,height=240", NULL,
        "video/x-raw(memory:GLMemory, meta:GstVideoOverlayComposition),"
      "width=320,height=240"},
  {"video/x-raw(memory:SystemMemory, meta:Unheard),width=320,height=240", NULL,
        "video/x-raw(memory:SystemMemory, meta:Unheard),"
      "width=320,height=240"},
  {"video/x-raw(ANY),width=320,height=240", NULL,
      "video/x-raw(ANY),width=320,height=240"},
  {DMABUF "width=320,height=240", DMABUF "width=640,height=480", "EMPTY"},
  {DMABUF "width=320,height=240", RAW FULL, "EMPTY"},
  {DMABUF "width=320,height=240", "video/x-raw(ANY)",
      DMABUF "width=320,height=240"},
  {ALTERNATE "width=320,height=240", RAW "interlace-mode=alternate", "EMPTY"},
  {RAW "interlace-mode=alternate,width=320,height=240", ALTERNATE FULL,
      "EMPTY"},
  {ALTERNATE "width=320,height=240",
      "video/x-raw(format:Interlaced),interlace-mode=interleaved", "EMPTY"},
  /* several structures: the order stays, what is there already goes */
  {RAW "width=320,height=240;" RAW "width=640,height=480", NULL, RAW FULL},
  {DMABUF "width=320,height=240;" RAW "width=320,height=240", NULL,
      DMABUF "width=320,height=240;" RAW FULL},
  {RAW "format=I420,width=8;" RAW "format=NV12,width=9;" RAW
        "format=I420", NULL,
      RAW "format=I420," FULL ";" RAW "format=NV12," FULL},
  {RAW "format=I420;" DMABUF "width=320,height=240",
        DMABUF "width=320,height=240;" RAW "format=I420,width=99,height=9",
        DMABUF "width=320,height=240;" RAW "format=I420,width=99,height=9"},
  /* formats never change */
  {RAW "format=I420,width=320,height=240", RAW "format=NV12", "EMPTY"},
  {RAW "format=I420,width=320,height=240", RAW "format={NV12,I420},width=5",
      RAW "format=I420,width=5,height=[1,32767]"},
  /* sizes the element does not make */
  {RAW "width=320,height=240", RAW "width=32768,height=1", "EMPTY"},
  {RAW "width=320,height=240", RAW "width=0,height=1", "EMPTY"},
  /* nothing and everything */
  {"EMPTY", NULL, "EMPTY"},
  {"EMPTY", RAW "width=5", "EMPTY"},
  {"ANY", NULL, "ANY"},
  {"ANY", RAW "width=5", RAW "width=5"},
  {RAW "width=320,height=240", "ANY", RAW FULL},
  {RAW "width=320,height=240", "EMPTY", "EMPTY"},
};

GST_START_TEST (test_transform)
{
  const TransformRow *row = &transform_rows[__i__];
  static const GstPadDirection directions[] = { GST_PAD_SINK, GST_PAD_SRC };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (directions); i++) {
    GstCaps *caps = caps_of (row->caps);
    GstCaps *filter = row->filter ? caps_of (row->filter) : NULL;
    GstCaps *result =
        gst_align_scale_caps_transform (directions[i], caps, filter);

    assert_caps (result, row->result, row->caps);
    /* and what was given is as it was */
    assert_caps (caps, row->caps, "argument changed");
    gst_caps_unref (result);
    gst_caps_unref (caps);
    gst_clear_caps (&filter);
  }
}

GST_END_TEST;

/* Caps with other features keep everything when fixated. */
GST_START_TEST (test_fixate_passthrough)
{
  static const gchar *const rows[] = {
    DMABUF "format=NV12,width=320,height=240",
    DMABUF "format=NV12,width=320,height=240,pixel-aspect-ratio=16/15",
    ALTERNATE "format=NV12,width=320,height=240",
  };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (rows); i++) {
    GstCaps *caps = caps_of (rows[i]);
    GstCaps *any = caps_of ("video/x-raw(ANY)");
    GstCaps *result = negotiate (GST_PAD_SINK, caps, any);

    assert_caps (result, rows[i], rows[i]);
    gst_caps_unref (result);
    gst_caps_unref (any);
    gst_caps_unref (caps);
  }
}

GST_END_TEST;

/* ------------------------------------------------------------- odd caps */

/* Whatever the caps, no critical and a fixed result (or EMPTY). */

static const gchar *const odd_media[] = {
  "video/x-raw", "video/x-raw", "video/x-raw(ANY)", "video/x-raw(memory:X)",
  "video/x-raw(format:Interlaced)", "audio/x-raw",
};

static const gchar *const odd_sizes[] = {
  NULL, "(int)640", "(int)480", "(int)1", "(int)32767", "(int)32768",
  "(int)2147483647", "(int)0", "(int)-5", "(int)[1,32767]",
  "(int)[0,2147483647]", "(int)[-10,-5]", "(int)[2,512,2]", "(int)[7,700,7]",
  "(int){1,17,320}", "(int){[1,10],[20,30]}", "(int){-3,0}", "(string)wide",
  "(double)12.5", "(int)[40000,50000]", "(fraction)1/2",
};

static const gchar *const odd_pars[] = {
  NULL, "(fraction)1/1", "(fraction)16/15", "(fraction)0/1", "(fraction)-1/2",
  "(fraction)2147483647/1", "(fraction)1/2147483647",
  "(fraction)2147483646/2147483647", "(fraction)[0/1,2147483647/1]",
  "(fraction)[1/2147483647,2147483647/1]", "(fraction)[-2/1,-1/1]",
  "(fraction){1/1,4/3,2147483647/1}", "(fraction){[1/3,1/2],[2/1,3/1]}",
  "(int)1", "(string)square", "(fraction){0/1,-1/1}",
};

static const gchar *const odd_others[] = {
  NULL, "format=I420", "format={I420,NV12,nonsense}",
  "framerate=[0/1,2147483647/1]", "framerate=0/1,interlace-mode=unknown",
  "interlace-mode={progressive,mixed}", "colorimetry=garbage",
  "interlace-mode=alternate,views=[1,2]",
};

#define PICK(rand, array) \
    (array[g_rand_int_range (rand, 0, G_N_ELEMENTS (array))])

static GstCaps *
odd_caps (GRand * rand)
{
  gint n = g_rand_int_range (rand, 1, 100);
  GString *string;
  GstCaps *caps;

  if (n <= 2)
    return gst_caps_new_any ();
  if (n <= 4)
    return gst_caps_new_empty ();

  string = g_string_new (NULL);
  for (n = n > 80 ? 3 : 1; n > 0; n--) {
    const gchar *width = PICK (rand, odd_sizes);
    const gchar *height = PICK (rand, odd_sizes);
    const gchar *par = PICK (rand, odd_pars);
    const gchar *other = PICK (rand, odd_others);

    g_string_append (string, PICK (rand, odd_media));
    if (width)
      g_string_append_printf (string, ",width=%s", width);
    if (height)
      g_string_append_printf (string, ",height=%s", height);
    if (par)
      g_string_append_printf (string, ",pixel-aspect-ratio=%s", par);
    if (other)
      g_string_append_printf (string, ",%s", other);
    if (n > 1)
      g_string_append (string, ";");
  }
  caps = caps_of (string->str);
  g_string_free (string, TRUE);
  return caps;
}

GST_START_TEST (test_odd_caps)
{
  GRand *rand = g_rand_new_with_seed (7);
  gint i;

  g_log_set_always_fatal ((GLogLevelFlags) (G_LOG_LEVEL_CRITICAL
          | G_LOG_LEVEL_WARNING | G_LOG_FATAL_MASK));

  for (i = 0; i < 20000; i++) {
    GstPadDirection direction = i % 2 ? GST_PAD_SRC : GST_PAD_SINK;
    GstCaps *caps = odd_caps (rand), *other = odd_caps (rand);
    GstCaps *before = gst_caps_copy (caps);
    GstCaps *result, *again;

    /* as base class would do it */
    result = gst_align_scale_caps_transform (direction, caps, other);
    if (gst_caps_is_fixed (caps))
      gst_caps_unref (negotiate (direction, caps, other));
    gst_caps_unref (result);

    /* and whatever else may come */
    result = gst_align_scale_caps_fixate (direction, caps, other);
    fail_unless (gst_caps_is_empty (result) || gst_caps_is_fixed (result));
    again = gst_align_scale_caps_fixate (direction, caps,
        gst_caps_copy (result));
    assert_same (again, result, "fixated twice");
    assert_same (caps, before, "argument changed");
    gst_caps_unref (again);
    gst_caps_unref (result);
    gst_caps_unref (before);
    gst_caps_unref (caps);
  }
  g_rand_free (rand);
}

GST_END_TEST;

GST_START_TEST (test_any_and_empty)
{
  GstCaps *caps = caps_of ("video/x-raw,format=I420,width=320,height=240");
  GstCaps *any = gst_caps_new_any (), *result;

  result = gst_align_scale_caps_fixate (GST_PAD_SINK, caps, gst_caps_ref (any));
  fail_unless (gst_caps_is_equal (result, caps));
  gst_caps_unref (result);
  result = gst_align_scale_caps_fixate (GST_PAD_SINK, any, gst_caps_ref (any));
  fail_unless (gst_caps_is_empty (result));
  gst_caps_unref (result);
  result = gst_align_scale_caps_fixate (GST_PAD_SINK, caps,
      gst_caps_new_empty ());
  fail_unless (gst_caps_is_empty (result));
  gst_caps_unref (result);
  result = gst_align_scale_caps_fixate (GST_PAD_SINK, any, caps_of (RAW FULL));
  fail_unless (gst_caps_is_fixed (result));
  gst_caps_unref (result);
  gst_caps_unref (any);
  gst_caps_unref (caps);
}

GST_END_TEST;

/* -------------------------------------------------------------- rectangle */

typedef struct
{
  const gchar *fields;          /* of both sides */
  Shape in, out;
  gboolean add_borders;
  gint x, y, w, h;
} RectangleRow;

static const RectangleRow rectangle_rows[] = {
  /* same shape, or no borders wanted: everything */
  {"format=I420", {640, 480, 1, 1}, {320, 240, 1, 1}, TRUE, 0, 0, 320, 240},
  {"format=I420", {640, 480, 1, 1}, {1920, 1080, 1, 1}, FALSE, 0, 0, 1920,
      1080},
  {"format=GRAY8", {640, 480, 1, 1}, {1, 7, 9, 1}, FALSE, 0, 0, 1, 7},
  {"format=I420", {720, 576, 16, 15}, {768, 576, 1, 1}, TRUE, 0, 0, 768, 576},
  {"format=I420", {720, 576, 64, 45}, {1280, 720, 1, 1}, TRUE, 0, 0, 1280,
      720},
  /* 4:3 in 16:9, and the reverse */
  {"format=I420", {640, 480, 1, 1}, {1920, 1080, 1, 1}, TRUE, 240, 0, 1440,
      1080},
  {"format=I420", {1280, 720, 1, 1}, {640, 480, 1, 1}, TRUE, 0, 60, 640, 360},
  {"format=GRAY8", {320, 240, 1, 1}, {320, 240, 2, 1}, TRUE, 80, 0, 160, 240},
  {"format=GRAY8", {320, 240, 2, 1}, {320, 240, 1, 1}, TRUE, 0, 60, 320, 120},
  /* 640 wide from 854x480 is 359.72 high: 360, and 60 above and below */
  {"format=GRAY8", {854, 480, 1, 1}, {640, 480, 1, 1}, TRUE, 0, 60, 640, 360},
  /* odd sizes: 641 x 361 for 16:9 in 641 x 481 */
  {"format=GRAY8", {1280, 720, 1, 1}, {641, 481, 1, 1}, TRUE, 0, 60, 641, 361},
  {"format=I420", {1280, 720, 1, 1}, {641, 481, 1, 1}, TRUE, 0, 58, 641, 362},
  {"format=I420", {480, 641, 1, 1}, {641, 481, 1, 1}, TRUE, 140, 0, 360, 481},
  {"format=Y444", {480, 641, 1, 1}, {641, 481, 1, 1}, TRUE, 140, 0, 360, 481},
  /* 101 x 75.75: 76 of 100 lines */
  {"format=GRAY8", {4, 3, 1, 1}, {101, 100, 1, 1}, TRUE, 0, 12, 101, 76},
  {"format=I420", {4, 3, 1, 1}, {101, 100, 1, 1}, TRUE, 0, 12, 101, 76},
  {"format=Y42B", {3, 4, 1, 1}, {100, 99, 1, 1}, TRUE, 12, 0, 74, 99},
  {"format=Y41B", {3, 4, 1, 1}, {100, 99, 1, 1}, TRUE, 12, 0, 76, 99},
  {"format=YUY2", {3, 4, 1, 1}, {100, 97, 1, 1}, TRUE, 12, 0, 74, 97},
  {"format=NV12", {16, 9, 1, 1}, {100, 99, 1, 1}, TRUE, 0, 20, 100, 56},
  /* one line is no bar in 4:2:0, and one in 4:4:4 */
  {"format=I420", {100, 99, 1, 1}, {100, 100, 1, 1}, TRUE, 0, 0, 100, 100},
  {"format=Y444", {100, 99, 1, 1}, {100, 100, 1, 1}, TRUE, 0, 0, 100, 99},
  {"format=Y444", {100, 98, 1, 1}, {100, 100, 1, 1}, TRUE, 0, 1, 100, 98},
  {"format=I420", {100, 98, 1, 1}, {100, 100, 1, 1}, TRUE, 0, 0, 100, 98},
  {"format=Y41B", {97, 100, 1, 1}, {100, 100, 1, 1}, TRUE, 0, 0, 100, 100},
  /* less than half a line is none anywhere */
  {"format=GRAY8", {854, 480, 1, 1}, {853, 479, 1, 1}, TRUE, 0, 0, 853, 479},
  /* single pixels */
  {"format=GRAY8", {1, 1, 1, 1}, {1, 1, 1, 1}, TRUE, 0, 0, 1, 1},
  {"format=GRAY8", {1, 1, 1, 1}, {9, 5, 1, 1}, TRUE, 2, 0, 5, 5},
  {"format=GRAY8", {640, 480, 1, 1}, {1, 1, 1, 1}, TRUE, 0, 0, 1, 1},
  {"format=I420", {640, 480, 1, 1}, {1, 9, 1, 1}, TRUE, 0, 2, 1, 2},
  {"format=I420", {640, 480, 1, 1}, {3, 1, 1, 1}, TRUE, 0, 0, 3, 1},
  {"format=I420", {640, 480, 1, 1}, {4, 1, 1, 1}, TRUE, 0, 0, 2, 1},
  {"format=GRAY8", {32767, 1, 1, 1}, {100, 100, 1, 1}, TRUE, 0, 49, 100, 1},
  {"format=NV12", {1, 32767, 1, 1}, {100, 100, 1, 1}, TRUE, 48, 0, 2, 100},
  /* pixel shapes at the limits */
  {"format=GRAY8", {320, 240, G_MAXINT, 1}, {320, 240, 1, 1}, TRUE, 0, 119, 320,
      1},
  {"format=GRAY8", {320, 240, 1, G_MAXINT}, {320, 240, G_MAXINT, 1}, TRUE, 159,
      0, 1, 240},
  {"format=GRAY8", {320, 240, G_MAXINT, G_MAXINT - 1}, {640, 480, 1, 1}, TRUE,
      0, 0, 640, 480},
  /* interlaced: whole chroma lines in each field */
  {"format=I420,interlace-mode=interleaved", {1280, 720, 1, 1}, {720, 486, 1,
          1}, TRUE, 0, 40, 720, 404},
  {"format=Y444,interlace-mode=mixed", {100, 98, 1, 1}, {100, 101, 1, 1}, TRUE,
      0, 0, 100, 98},
  {"format=I420", {1280, 720, 1, 1}, {720, 486, 1, 1}, TRUE, 0, 40, 720, 406},
  {"format=Y444,interlace-mode=interleaved", {100, 99, 1, 1}, {100, 100, 1, 1},
      TRUE, 0, 0, 100, 100},
};

static void
info_of (GstVideoInfo * info, const gchar * fields, Shape shape)
{
  gchar *string = g_strdup_printf ("video/x-raw,%s,width=%d,height=%d,"
      "pixel-aspect-ratio=%d/%d", fields, shape.width, shape.height,
      shape.par_n, shape.par_d);
  GstCaps *caps = caps_of (string);

  fail_unless (gst_video_info_from_caps (info, caps), "%s", string);
  gst_caps_unref (caps);
  g_free (string);
}

GST_START_TEST (test_rectangle)
{
  const RectangleRow *row = &rectangle_rows[__i__];
  GstVideoInfo in, out;
  GstVideoRectangle got = { -1, -1, -1, -1 };

  info_of (&in, row->fields, row->in);
  info_of (&out, row->fields, row->out);
  gst_align_scale_caps_get_rectangle (&in, &out, row->add_borders, &got);
  fail_unless (got.x == row->x && got.y == row->y && got.w == row->w
      && got.h == row->h,
      "%s %dx%d %d/%d in %dx%d %d/%d: %d,%d %dx%d, not %d,%d %dx%d",
      row->fields, row->in.width, row->in.height, row->in.par_n, row->in.par_d,
      row->out.width, row->out.height, row->out.par_n, row->out.par_d, got.x,
      got.y, got.w, got.h, row->x, row->y, row->w, row->h);
}

GST_END_TEST;

GST_START_TEST (test_random_rectangles)
{
  static const struct
  {
    const gchar *fields;
    gint unit_x, unit_y;
  } formats[] = {
    {"format=GRAY8", 1, 1}, {"format=RGB", 1, 1}, {"format=AYUV", 1, 1},
    {"format=I420", 2, 2}, {"format=A420", 2, 2}, {"format=NV12", 2, 2},
    {"format=P010_10LE", 2, 2}, {"format=Y42B", 2, 1}, {"format=UYVY", 2, 1},
    {"format=Y41B", 4, 1}, {"format=I420,interlace-mode=interleaved", 2, 4},
    {"format=RGB,interlace-mode=mixed", 1, 2},
  };
  GRand *rand = g_rand_new_with_seed (99);
  gint i;

  for (i = 0; i < 6000; i++) {
    gint f = i % (gint) G_N_ELEMENTS (formats);
    gint ux = formats[f].unit_x, uy = formats[f].unit_y;
    GstVideoInfo in, out;
    GstVideoRectangle r;
    Shape from, to, picture;
    long double ratio;

    gst_caps_unref (random_caps (rand, &from));
    gst_caps_unref (random_caps (rand, &to));
    if (i % 3) {
      from.par_n = from.par_d = to.par_d = 1;
      to.par_n = 1 + i % 2;
    }
    info_of (&in, formats[f].fields, from);
    info_of (&out, formats[f].fields, to);
    gst_align_scale_caps_get_rectangle (&in, &out, TRUE, &r);

    fail_unless (r.x >= 0 && r.y >= 0 && r.w >= 1 && r.h >= 1);
    fail_unless (r.x + r.w <= to.width && r.y + r.h <= to.height);
    fail_unless (r.w == to.width || r.h == to.height);
    fail_unless (r.x % ux == 0 && r.y % uy == 0);
    fail_unless (r.w == to.width || r.w % ux == 0);
    fail_unless (r.h == to.height || r.h % uy == 0);
    /* in the middle */
    fail_unless (ABS (to.width - r.w - 2 * r.x) < 2 * ux);
    fail_unless (ABS (to.height - r.h - 2 * r.y) < 2 * uy);
    /* and of the right shape: to half a unit, or less than a unit of bar */
    picture = to;
    picture.width = r.w;
    picture.height = r.h;
    ratio = aspect (from) / aspect (picture);
    if (r.w < to.width && r.w > ux)
      fail_unless (ABS (r.w * ratio - r.w) < 0.5L * ux + 0.5001L);
    else if (r.h < to.height && r.h > uy)
      fail_unless (ABS (r.h / ratio - r.h) < 0.5L * uy + 0.5001L);
    else if (r.w == to.width && r.h == to.height)
      fail_unless (ratio < 1 ? r.w - r.w * ratio < ux : r.h - r.h / ratio < uy);
  }
  g_rand_free (rand);
}

GST_END_TEST;

/* ------------------------------------------------------------- the element */

GST_START_TEST (test_element_sizes)
{
  const SizeRow *row = &size_rows[__i__];
  gchar *line = g_strdup_printf ("videotestsrc num-buffers=1 pattern=black"
      " ! capsfilter caps=\"video/x-raw,format=AYUV,%s\" ! " TEST_ELEMENT
      " ! capsfilter name=out caps=\"video/x-raw,format=AYUV,%s\""
      " ! fakesink", row->in, row->out);
  GError *error = NULL;
  GstElement *pipeline = gst_parse_launch (line, &error);
  GstElement *out;
  GstPad *pad;
  GstCaps *caps;
  Shape got;

  fail_unless (pipeline != NULL && error == NULL, "%s: %s", line,
      error ? error->message : "");
  gst_element_set_state (pipeline, GST_STATE_PAUSED);
  fail_unless (gst_element_get_state (pipeline, NULL, NULL,
          10 * GST_SECOND) == GST_STATE_CHANGE_SUCCESS, "%s", line);

  out = gst_bin_get_by_name (GST_BIN (pipeline), "out");
  pad = gst_element_get_static_pad (out, "sink");
  caps = gst_pad_get_current_caps (pad);
  fail_unless (caps != NULL);
  got = shape_of (caps);
  fail_unless (got.width == row->width && got.height == row->height
      && got.par_n == row->par_n && got.par_d == row->par_d,
      "%s: %dx%d %d/%d, not %dx%d %d/%d", line, got.width, got.height,
      got.par_n, got.par_d, row->width, row->height, row->par_n, row->par_d);

  gst_caps_unref (caps);
  gst_object_unref (pad);
  gst_object_unref (out);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (pipeline);
  g_free (line);
}

GST_END_TEST;

/* Alternating fields go with both the feature and the mode, or not at all. */
GST_START_TEST (test_element_alternate)
{
#define PIXELS "format=ARGB,width=1,height="
  static const struct
  {
    const gchar *in, *out;
    GstFlowReturn flow;
  } rows[] = {
    {ALTERNATE PIXELS "2", RAW PIXELS "1", GST_FLOW_NOT_NEGOTIATED},
    {RAW "interlace-mode=alternate," PIXELS "2",
          "video/x-raw(format:Interlaced)," PIXELS "1",
        GST_FLOW_NOT_NEGOTIATED},
    {ALTERNATE PIXELS "2", ALTERNATE PIXELS "1", GST_FLOW_OK},
    {ALTERNATE PIXELS "2", ALTERNATE PIXELS "4", GST_FLOW_OK},
  };
  GstHarness *h = gst_harness_new (TEST_ELEMENT);
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (rows); i++) {
    gst_harness_set_sink_caps_str (h, rows[i].out);
    gst_harness_set_src_caps_str (h, rows[i].in);
    fail_unless_equals_int (gst_harness_push (h,
            gst_harness_create_buffer (h, 4)), rows[i].flow);
  }
  gst_harness_teardown (h);
}

GST_END_TEST;

/* Memory that is not ours to touch passes when nothing changes. */
GST_START_TEST (test_element_features)
{
#define GRAY(size) "format=GRAY8,framerate=25/1,width=4,height=" #size
  static const struct
  {
    const gchar *in, *out;
    GstFlowReturn flow;
    gboolean same_buffer;
  } rows[] = {
    {DMABUF GRAY (4), DMABUF GRAY (4), GST_FLOW_OK, TRUE},
    {DMABUF GRAY (4), DMABUF GRAY (8), GST_FLOW_NOT_NEGOTIATED, FALSE},
    {DMABUF GRAY (4), RAW GRAY (4), GST_FLOW_NOT_NEGOTIATED, FALSE},
    {RAW GRAY (4), RAW GRAY (4), GST_FLOW_OK, TRUE},
    {OVERLAY GRAY (4), OVERLAY GRAY (4), GST_FLOW_OK, TRUE},
    {OVERLAY GRAY (4), OVERLAY GRAY (8), GST_FLOW_OK, FALSE},
  };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (rows); i++) {
    GstHarness *h = gst_harness_new (TEST_ELEMENT);
    GstBuffer *in, *out;

    gst_harness_set_sink_caps_str (h, rows[i].out);
    gst_harness_set_src_caps_str (h, rows[i].in);
    in = gst_buffer_ref (gst_harness_create_buffer (h, 16));
    fail_unless_equals_int (gst_harness_push (h, in), rows[i].flow);
    out = gst_harness_try_pull (h);
    fail_unless ((out != NULL) == (rows[i].flow == GST_FLOW_OK));
    fail_unless ((out == in) == rows[i].same_buffer, "%s to %s", rows[i].in,
        rows[i].out);
    gst_clear_buffer (&out);
    gst_buffer_unref (in);
    gst_harness_teardown (h);
  }
}

GST_END_TEST;

/* The frame stays, its pixels get another shape. */
GST_START_TEST (test_element_par_only)
{
  GstHarness *h = gst_harness_new (TEST_ELEMENT);

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
alignscale_caps_suite (void)
{
  Suite *s = suite_create ("caps");
  TCase *functions = tcase_create ("functions");
  TCase *element = tcase_create ("element");

  GST_DEBUG_CATEGORY_INIT (gst_align_scale_debug, "alignscale", 0, NULL);

  suite_add_tcase (s, functions);
  tcase_set_timeout (functions, 120);
  tcase_add_loop_test (functions, test_sizes, 0, G_N_ELEMENTS (size_rows));
  tcase_add_test (functions, test_other_fields);
  tcase_add_test (functions, test_limits);
  tcase_add_test (functions, test_from_source_pad);
  tcase_add_loop_test (functions, test_extreme_par, 0,
      G_N_ELEMENTS (extreme_rows));
  tcase_add_test (functions, test_random_ratios);
  tcase_add_loop_test (functions, test_transform, 0,
      G_N_ELEMENTS (transform_rows));
  tcase_add_test (functions, test_fixate_passthrough);
  tcase_add_test (functions, test_odd_caps);
  tcase_add_test (functions, test_any_and_empty);
  tcase_add_loop_test (functions, test_rectangle, 0,
      G_N_ELEMENTS (rectangle_rows));
  tcase_add_test (functions, test_random_rectangles);

  suite_add_tcase (s, element);
  tcase_set_timeout (element, 60);
  tcase_add_loop_test (element, test_element_sizes, 0,
      G_N_ELEMENTS (size_rows));
  tcase_add_test (element, test_element_alternate);
  tcase_add_test (element, test_element_features);
  tcase_add_test (element, test_element_par_only);
  return s;
}

GST_CHECK_MAIN (alignscale_caps);
