/* alignscale: input buffers that are not what the caps say
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "pools.h"
#include "scaler.h"

static const GstVideoFormat formats[] = {
  GST_VIDEO_FORMAT_I420, GST_VIDEO_FORMAT_NV12, GST_VIDEO_FORMAT_RGB,
  GST_VIDEO_FORMAT_YUY2, GST_VIDEO_FORMAT_P010_10LE, GST_VIDEO_FORMAT_A420,
  GST_VIDEO_FORMAT_AYUV64, GST_VIDEO_FORMAT_GRAY8, GST_VIDEO_FORMAT_GBR_10BE,
  GST_VIDEO_FORMAT_UYVP, GST_VIDEO_FORMAT_NV12_10LE40, GST_VIDEO_FORMAT_Y410,
};

/* Rows fill their stride, so that the last byte of a plane is a sample's. */
#define IN_WIDTH 16
#define IN_HEIGHT 12
#define PROPERTIES "method=bicubic add-borders=false n-threads=2"

typedef struct
{
  GstVideoInfo in, out;
  GstHarness *h;
  GstBuffer *good, *expected;   /* a frame, and what becomes of it */
} Fixture;

static void
set_up (Fixture * f, GstVideoFormat format)
{
  frame_info (&f->in, format, IN_WIDTH, IN_HEIGHT);
  frame_info (&f->out, format, 13, 19);
  f->good = frame_random (&f->in, 5);
  f->expected = scaler_once (PROPERTIES, &f->in, f->good, &f->out);
  f->h = scaler_new (PROPERTIES);
  scaler_caps (f->h, &f->in, &f->out);
}

static void
tear_down (Fixture * f)
{
  gst_buffer_unref (f->expected);
  gst_buffer_unref (f->good);
  scaler_free (f->h);
}

/* The buffer, which is consumed, gives the picture of the good one, and is
 * itself left as it was. */
static void
assert_works (Fixture * f, GstBuffer * buffer, const gchar * what)
{
  gsize size_before, size_after;
  guint8 *before = frame_bytes (buffer, &size_before), *after;
  GstBuffer *result = scaler_run (f->h, buffer);

  fail_unless (result != buffer);
  fail_unless (gst_buffer_peek_memory (result, 0)
      != gst_buffer_peek_memory (buffer, 0));
  frame_assert_equal (&f->out, result, f->expected, what);
  after = frame_bytes (buffer, &size_after);
  fail_unless (size_before == size_after
      && memcmp (before, after, size_after) == 0, "%s: the input changed",
      what);
  g_free (before);
  g_free (after);
  gst_buffer_unref (result);
  gst_buffer_unref (buffer);
}

/* The buffer, which is consumed, is refused, and a good one works after it. */
static void
assert_refused (Fixture * f, GstBuffer * buffer, const gchar * words)
{
  scaler_fail (f->h, buffer, words);
  gst_buffer_unref (buffer);
  assert_works (f, gst_buffer_ref (f->good), words);
}

static GstBuffer *
copy (GstBuffer * buffer)
{
  return gst_buffer_copy_deep (buffer);
}

/* A copy of the good frame with a GstVideoMeta that is right, to be spoilt. */
static GstBuffer *
with_meta (Fixture * f, GstVideoMeta ** meta)
{
  GstBuffer *buffer = copy (f->good);

  *meta = gst_buffer_add_video_meta_full (buffer, GST_VIDEO_FRAME_FLAG_NONE,
      GST_VIDEO_INFO_FORMAT (&f->in), IN_WIDTH, IN_HEIGHT,
      GST_VIDEO_INFO_N_PLANES (&f->in), f->in.offset, f->in.stride);
  return buffer;
}

/* Do all samples of plane p lie in the buffer, and its rows apart? */
static gboolean
plane_exists (const GstVideoInfo * info, const GstVideoMeta * meta, guint p,
    gsize size)
{
  guint c;

  for (c = 0; c < info->finfo->n_components; c++) {
    gint64 width = GST_VIDEO_INFO_COMP_WIDTH (info, c);
    gint64 height = GST_VIDEO_INFO_COMP_HEIGHT (info, c);
    gint64 stride = meta->stride[p], from, to, row;

    if (info->finfo->plane[c] != p)
      continue;
    /* rows of formats that are not words fill their stride too */
    row = frame_has_words (info->finfo) ? (width - 1)
        * info->finfo->pixel_stride[c] + (info->finfo->depth[c] > 8 ? 2 : 1)
        : info->stride[p];
    if (height > 1 && ABS (stride) < row)
      return FALSE;
    if (meta->offset[p] > size)
      return FALSE;
    from = (gint64) meta->offset[p] + (frame_has_words (info->finfo) ?
        frame_offset (info->finfo, c) : 0);
    to = from + row;
    if (stride < 0)
      from += stride * (height - 1);
    else
      to += stride * (height - 1);
    if (from < 0 || to > (gint64) size)
      return FALSE;
  }
  return TRUE;
}

typedef enum
{
  STRIDE_DOUBLE, STRIDE_MAX, STRIDE_MIN, STRIDE_ZERO, STRIDE_ONE,
  STRIDE_NEGATIVE, STRIDE_NEGATIVE_ONE, STRIDE_OVERFLOW,
  OFFSET_LAST_BYTE, OFFSET_SIZE, OFFSET_ONE_MORE, OFFSET_MAX,
  OFFSET_ALMOST_MAX, OFFSET_WRAPS, OFFSET_SIGN,
  N_SPOILS
} Spoil;

static void
spoil_meta (Spoil spoil, GstVideoMeta * meta, guint p, gsize size)
{
  gsize *offset = &meta->offset[p];
  gint *stride = &meta->stride[p];

  switch (spoil) {
    case STRIDE_DOUBLE:
      *stride *= 2;
      break;
    case STRIDE_MAX:
      *stride = G_MAXINT;
      break;
    case STRIDE_MIN:
      *stride = G_MININT;
      break;
    case STRIDE_ZERO:
      *stride = 0;
      break;
    case STRIDE_ONE:
      *stride = 1;
      break;
    case STRIDE_NEGATIVE:
      *stride = -*stride;
      break;
    case STRIDE_NEGATIVE_ONE:
      *stride = -1;
      *offset = size / 2;
      break;
    case STRIDE_OVERFLOW:      /* 12 rows of it are 2^32 */
      *stride = (gint) ((G_GINT64_CONSTANT (1) << 32) / 12);
      break;
    case OFFSET_LAST_BYTE:
      *offset = size - 1;
      break;
    case OFFSET_SIZE:
      *offset = size;
      break;
    case OFFSET_ONE_MORE:
      *offset += p + 1u == meta->n_planes ? 1 : size - *offset - 3;
      break;
    case OFFSET_MAX:
      *offset = G_MAXSIZE;
      break;
    case OFFSET_ALMOST_MAX:
      *offset = G_MAXSIZE - 64;
      break;
    case OFFSET_WRAPS:
      *offset = (gsize) 0 - (gsize) (*stride * 11);
      break;
    case OFFSET_SIGN:
      *offset = (G_MAXSIZE >> 1) + 1;
      break;
    case N_SPOILS:
      break;
  }
}

GST_START_TEST (test_meta)
{
  GstVideoFormat format = formats[__i__ / N_SPOILS];
  Spoil spoil = (Spoil) (__i__ % N_SPOILS);
  OracleCase how = scaler_oracle (PROPERTIES);
  Fixture f;
  guint p;

  set_up (&f, format);
  for (p = 0; p < GST_VIDEO_INFO_N_PLANES (&f.in); p++) {
    GstVideoMeta *meta;
    GstBuffer *buffer = with_meta (&f, &meta);
    gboolean rows_overlap = spoil == STRIDE_ZERO || spoil == STRIDE_ONE
        || spoil == STRIDE_NEGATIVE_ONE;
    gchar *words;

    spoil_meta (spoil, meta, p, gst_buffer_get_size (buffer));
    words = g_strdup_printf ("plane %u|stride %d|%s", p, meta->stride[p],
        rows_overlap ? "shorter than a row" : "input:");
    if (plane_exists (&f.in, meta, p, gst_buffer_get_size (buffer))) {
      /* odd, but all there: the picture is what the meta says */
      GstBuffer *result = scaler_run (f.h, buffer);

      fail_unless (spoil == STRIDE_DOUBLE || spoil == STRIDE_NEGATIVE,
          "%d plane %u of %s", spoil, p, f.in.finfo->name);
      frame_assert_scaled (&how, &f.in, buffer, &f.out, result, NULL);
      gst_buffer_unref (result);
      gst_buffer_unref (buffer);
    } else {
      assert_refused (&f, buffer, words);
    }
    g_free (words);
  }
  tear_down (&f);
}

GST_END_TEST;

/* A picture that lies upside down in memory. */
GST_START_TEST (test_upside_down)
{
  GstVideoMeta *meta;
  GstBuffer *buffer;
  guint8 *bytes;
  gsize size;
  Fixture f;
  guint p;
  gint y;

  set_up (&f, formats[__i__]);
  bytes = g_malloc (GST_VIDEO_INFO_SIZE (&f.in));
  buffer = with_meta (&f, &meta);
  for (p = 0; p < GST_VIDEO_INFO_N_PLANES (&f.in); p++) {
    gint stride = f.in.stride[p], height = p && f.in.finfo->h_sub[p]
        ? IN_HEIGHT / 2 : IN_HEIGHT;
    guint8 *from = frame_bytes (f.good, &size);

    for (y = 0; y < height; y++)
      memcpy (bytes + f.in.offset[p] + (height - 1 - y) * stride,
          from + f.in.offset[p] + y * stride, (gsize) stride);
    meta->offset[p] += (gsize) (stride * (height - 1));
    meta->stride[p] = -stride;
    g_free (from);
  }
  gst_buffer_fill (buffer, 0, bytes, size);
  g_free (bytes);
  assert_works (&f, buffer, "upside down");
  tear_down (&f);
}

GST_END_TEST;

/* What is added to a right meta. */
static const struct
{
  gint width, height, planes;
  GstVideoFormat format;        /* UNKNOWN: that of the caps */
  const gchar *words;           /* NULL: works */
} metas[] = {
  {0, 0, 0, GST_VIDEO_FORMAT_UNKNOWN, NULL},
  {4, 7, 0, GST_VIDEO_FORMAT_UNKNOWN, NULL},
  {30000, 30000, 0, GST_VIDEO_FORMAT_UNKNOWN, NULL},
  {-1, 0, 0, GST_VIDEO_FORMAT_UNKNOWN, "input:|GstVideoMeta|15x12|16x12"},
  {0, -1, 0, GST_VIDEO_FORMAT_UNKNOWN, "input:|GstVideoMeta|16x11|16x12"},
  {-16, -12, 0, GST_VIDEO_FORMAT_UNKNOWN, "input:|GstVideoMeta|0x0|16x12"},
  {0, 0, 1, GST_VIDEO_FORMAT_UNKNOWN, "input:|GstVideoMeta|planes"},
  {0, 0, -1, GST_VIDEO_FORMAT_UNKNOWN, "input:|GstVideoMeta|planes"},
  {0, 0, 1000, GST_VIDEO_FORMAT_UNKNOWN, "input:|GstVideoMeta|planes"},
  {0, 0, 0, GST_VIDEO_FORMAT_BGR, "input:|GstVideoMeta|BGR"},
  {0, 0, 0, GST_VIDEO_FORMAT_YV12, "input:|GstVideoMeta|YV12"},
  {0, 0, 0, GST_VIDEO_FORMAT_ENCODED, "input:|GstVideoMeta|ENCODED"},
  {0, 0, 0, (GstVideoFormat) 99999, "input:|GstVideoMeta"},
};

GST_START_TEST (test_other_meta)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (formats); i++) {
    GstVideoMeta *meta;
    GstBuffer *buffer;
    Fixture f;

    set_up (&f, formats[i]);
    buffer = with_meta (&f, &meta);
    meta->width += (guint) metas[__i__].width;
    meta->height += (guint) metas[__i__].height;
    meta->n_planes += (guint) metas[__i__].planes;
    if (metas[__i__].format != GST_VIDEO_FORMAT_UNKNOWN)
      meta->format = metas[__i__].format;
    if (metas[__i__].words)
      assert_refused (&f, buffer, metas[__i__].words);
    else
      assert_works (&f, buffer, "a meta of a larger frame");
    tear_down (&f);
  }
}

GST_END_TEST;

GST_START_TEST (test_unknown_format)
{
  GstVideoMeta *meta;
  GstBuffer *buffer;
  Fixture f;

  set_up (&f, GST_VIDEO_FORMAT_I420);
  buffer = with_meta (&f, &meta);
  meta->format = GST_VIDEO_FORMAT_UNKNOWN;
  assert_refused (&f, buffer, "input:|GstVideoMeta|I420");
  tear_down (&f);
}

GST_END_TEST;

/* Rows and planes farther apart than the caps say. */
GST_START_TEST (test_larger_frame)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (formats); i++) {
    GstBuffer *buffer;
    Fixture f;

    set_up (&f, formats[i]);
    buffer = frame_padded (&f.in, f.good, 48, 100);
    gst_buffer_get_video_meta (buffer)->width += 4;
    gst_buffer_get_video_meta (buffer)->height += 6;
    assert_works (&f, buffer, "a part of a larger frame");
    tear_down (&f);
  }
}

GST_END_TEST;

GST_START_TEST (test_sizes)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (formats); i++) {
    GstBuffer *buffer;
    gsize size;
    Fixture f;

    set_up (&f, formats[i]);
    size = GST_VIDEO_INFO_SIZE (&f.in);
    buffer = gst_buffer_append (copy (f.good),
        gst_buffer_new_wrapped (g_malloc0 (333), 333));
    assert_works (&f, buffer, "a buffer that is too large");
    buffer = copy (f.good);
    gst_buffer_set_size (buffer, (gssize) size - 1);
    assert_refused (&f, buffer, "input:|plane|bytes|caps");
    buffer = copy (f.good);
    gst_buffer_set_size (buffer, 0);
    assert_refused (&f, buffer, "input:|plane 0|0 bytes|caps");
    assert_refused (&f, gst_buffer_new (), "input:|plane 0|0 bytes|caps");
    tear_down (&f);
  }
}

GST_END_TEST;

/* The same bytes in any number of memories. */
GST_START_TEST (test_memories)
{
  guint i, n;

  for (i = 0; i < G_N_ELEMENTS (formats); i++) {
    Fixture f;
    gsize size;

    set_up (&f, formats[i]);
    size = GST_VIDEO_INFO_SIZE (&f.in);
    assert_works (&f, buffer_cut_planes (&f.in, f.good), "plane by plane");
    for (n = 1; n <= 20; n++)
      assert_works (&f, buffer_cut_evenly (f.good, n), "evenly");
    for (n = 0; n < GST_VIDEO_INFO_N_PLANES (&f.in); n++) {
      gsize begin = f.in.offset[n];
      gsize cuts[] = { MAX (begin, 1) - 1, begin + 1, begin + 5, size - 1 };

      assert_works (&f, buffer_cut (f.good, cuts, 4), "across planes");
    }
    tear_down (&f);
  }
}

GST_END_TEST;

/* Memory that nobody may write, and that others hold as well. */
GST_START_TEST (test_read_only)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (formats); i++) {
    GstBuffer *buffer, *shared;
    guint8 *bytes;
    gsize size;
    Fixture f;

    set_up (&f, formats[i]);
    bytes = frame_bytes (f.good, &size);
    buffer = gst_buffer_new_wrapped_full (GST_MEMORY_FLAG_READONLY, bytes, size,
        0, size, bytes, g_free);
    shared = gst_buffer_copy (buffer);
    assert_works (&f, buffer, "read-only memory");
    assert_works (&f, shared, "shared memory");
    tear_down (&f);
  }
}

GST_END_TEST;

static Suite *
alignscale_hostile_suite (void)
{
  Suite *s = suite_create ("hostile");
  TCase *tc = tcase_create ("input");
  gint n = G_N_ELEMENTS (formats);

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_meta, 0, n * N_SPOILS);
  tcase_add_loop_test (tc, test_upside_down, 0, n);
  tcase_add_loop_test (tc, test_other_meta, 0, G_N_ELEMENTS (metas));
  tcase_add_test (tc, test_unknown_format);
  tcase_add_test (tc, test_larger_frame);
  tcase_add_test (tc, test_sizes);
  tcase_add_test (tc, test_memories);
  tcase_add_test (tc, test_read_only);
  return s;
}

GST_CHECK_MAIN (alignscale_hostile);
