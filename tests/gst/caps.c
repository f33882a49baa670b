/* alignscale: what caps on one pad allow on the other
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "shapes.h"

GST_DEBUG_CATEGORY (gst_align_scale_debug);

/* Everything but size and pixel shape is handed through, whatever it says. */
static const gchar *const other_fields[] = {
  "framerate=30/1", "framerate=0/1,max-framerate=60/1",
  "interlace-mode=mixed,field-order=bottom-field-first",
  "colorimetry=bt709", "colorimetry=bt2100-pq", "colorimetry=2:4:5:4",
  "chroma-site=mpeg2", "chroma-site=v-cosited",
  ("mastering-display-info=35400:14600:8500:39850:6550:2300:15635:16450:"
      "10000000:1"), "content-light-level=(string)1000:400",
  "multiview-mode=side-by-side,multiview-flags=0:ffffffff:/right-view-first",
  "multiview-mode=top-bottom,views=2", "views=1", "unheard-of=7",
};

GST_START_TEST (test_other_fields)
{
  const gchar *others = other_fields[__i__];
  gchar *in = g_strdup_printf (RAW "format=I420,width=320,height=240,"
      "%s%s", others, strstr (others, "framerate") ? "" : ",framerate=25/1");
  GstCaps *caps = caps_of (in), *expected = gst_caps_copy (caps), *peer, *got;
  GstHarness *h = gst_harness_new ("alignscale");
  GstVideoInfo info;
  GstBuffer *buffer;

  gst_caps_set_simple (expected, "width", G_TYPE_INT, 160, "height",
      G_TYPE_INT, 120, "pixel-aspect-ratio", GST_TYPE_FRACTION, 1, 1, NULL);
  peer = caps_of (RAW "width=160,pixel-aspect-ratio=1/1");
  got = negotiate (GST_PAD_SINK, caps, peer);
  assert_same (got, expected, "functions");
  gst_caps_unref (got);

  fail_unless (gst_video_info_from_caps (&info, caps));
  gst_harness_set_sink_caps (h, peer);
  gst_harness_set_src_caps (h, gst_caps_ref (caps));
  buffer = gst_buffer_new_allocate (NULL, info.size, NULL);
  gst_buffer_memset (buffer, 0, 128, info.size);
  fail_unless_equals_int (gst_harness_push (h, buffer), GST_FLOW_OK);
  buffer = gst_harness_pull (h);
  got = gst_pad_get_current_caps (h->sinkpad);
  assert_same (got, expected, "element");
  gst_caps_unref (got);
  gst_buffer_unref (buffer);
  gst_harness_teardown (h);
  gst_caps_unref (expected);
  gst_caps_unref (caps);
  g_free (in);
}

GST_END_TEST;

/* ------------------------------------------------------- transform of caps */

typedef struct
{
  const gchar *caps, *filter, *result;
} TransformRow;

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
      "video/x-raw(memory:SystemMemory, meta:Unheard)," "width=320,height=240"},
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

/* ------------------------------------------------------------- the element */

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
  GstHarness *h = gst_harness_new ("alignscale");
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
    GstHarness *h = gst_harness_new ("alignscale");
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

static Suite *
alignscale_caps_suite (void)
{
  Suite *s = suite_create ("caps");
  TCase *tc = tcase_create ("caps");

  GST_DEBUG_CATEGORY_INIT (gst_align_scale_debug, "alignscale", 0, NULL);

  suite_add_tcase (s, tc);
  tcase_set_timeout (tc, 120);
  tcase_add_loop_test (tc, test_other_fields, 0, G_N_ELEMENTS (other_fields));
  tcase_add_loop_test (tc, test_transform, 0, G_N_ELEMENTS (transform_rows));
  tcase_add_test (tc, test_fixate_passthrough);
  tcase_add_test (tc, test_odd_caps);
  tcase_add_test (tc, test_any_and_empty);
  tcase_add_test (tc, test_element_alternate);
  tcase_add_test (tc, test_element_features);
  return s;
}

GST_CHECK_MAIN (alignscale_caps);
