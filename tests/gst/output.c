/* alignscale: output memory of every kind, and of no use
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "pools.h"
#include "scaler.h"

static const GstVideoFormat formats[] = {
  GST_VIDEO_FORMAT_I420, GST_VIDEO_FORMAT_NV12, GST_VIDEO_FORMAT_RGB,
  GST_VIDEO_FORMAT_YUY2, GST_VIDEO_FORMAT_P010_10LE, GST_VIDEO_FORMAT_GBRA,
  GST_VIDEO_FORMAT_AYUV64, GST_VIDEO_FORMAT_GRAY8, GST_VIDEO_FORMAT_YVYU,
};

/* Rows of the output fill their stride, so that its last byte is a sample. */
#define IN_WIDTH 18
#define IN_HEIGHT 14
#define OUT_WIDTH 16
#define OUT_HEIGHT 20
#define PROPERTIES "method=bicubic add-borders=false n-threads=2"

/* Every byte of the buffer that holds no sample is still FILL. */
static void
assert_rest_untouched (const GstVideoInfo * info, GstBuffer * buffer)
{
  gsize size, at;
  guint8 *bytes = frame_bytes (buffer, &size);
  guint8 *used = g_malloc0 (size);
  GstVideoMeta *meta = gst_buffer_get_video_meta (buffer);
  guint c;
  gint x, y;

  for (c = 0; c < info->finfo->n_components; c++) {
    guint p = info->finfo->plane[c];
    gint width = GST_VIDEO_INFO_COMP_WIDTH (info, c);
    gint height = GST_VIDEO_INFO_COMP_HEIGHT (info, c);

    for (y = 0; y < height; y++)
      for (x = 0; x < width; x++) {
        gsize i = (meta ? meta->offset : info->offset)[p]
            + (gsize) (y * (meta ? meta->stride : info->stride)[p]
            + x * info->finfo->pixel_stride[c]
            + frame_offset (info->finfo, c));

        fail_unless (i < size);
        used[i] = used[i + (info->finfo->depth[c] > 8)] = 1;
      }
  }
  for (at = 0; at < size; at++)
    fail_unless (used[at] || bytes[at] == FILL, "%s: byte %" G_GSIZE_FORMAT
        " is not part of the picture", info->finfo->name, at);
  g_free (used);
  g_free (bytes);
}

/* Nobody has left the memory of the buffer mapped. */
static void
assert_unmapped (GstBuffer * buffer)
{
  GstMemory *memory = gst_buffer_peek_memory (buffer, 0);
  GstMapInfo map;

  fail_unless (gst_memory_map (memory, &map, GST_MAP_WRITE));
  gst_memory_unmap (memory, &map);
}

GST_START_TEST (test_pools)
{
  PoolMode mode = (PoolMode) __i__;
  guint i;

  for (i = 0; i < G_N_ELEMENTS (formats); i++) {
    GstHarness *h = scaler_new (PROPERTIES);
    GstVideoInfo in, out;
    GstBuffer *buffer, *expected, *result, *second;

    frame_info (&in, formats[i], IN_WIDTH, IN_HEIGHT);
    frame_info (&out, formats[i], OUT_WIDTH, OUT_HEIGHT);
    buffer = frame_random (&in, i);
    expected = scaler_once (PROPERTIES, &in, buffer, &out);
    pool_offer (h, &out, mode);
    scaler_caps (h, &in, &out);
    result = scaler_run (h, buffer);
    second = scaler_run (h, buffer);
    fail_unless (result != second);
    frame_assert_equal (&out, result, expected, "pool");
    frame_assert_equal (&out, second, expected, "pool");
    assert_unmapped (buffer);
    assert_unmapped (result);
    assert_rest_untouched (&out, result);
    gst_buffer_unref (second);
    gst_buffer_unref (result);
    gst_buffer_unref (expected);
    gst_buffer_unref (buffer);
    scaler_free (h);
  }
}

GST_END_TEST;

/* Buffers that cannot be written: an error, nothing pushed, and the element
 * works again as soon as downstream offers others. */
GST_START_TEST (test_bad_pools)
{
  static const gchar *const words[POOL_N_MODES] = {
    [POOL_SHORT] = "output:|plane|bytes",
    [POOL_BAD_META] = "output:|plane|GstVideoMeta|stride",
  };
  PoolMode mode = (PoolMode) __i__;
  guint i;

  for (i = 0; i < G_N_ELEMENTS (formats); i++) {
    GstHarness *h = scaler_new (PROPERTIES);
    GstVideoInfo in, out, good;
    GstBuffer *buffer, *expected, *result;

    frame_info (&in, formats[i], IN_WIDTH, IN_HEIGHT);
    frame_info (&out, formats[i], OUT_WIDTH, OUT_HEIGHT);
    frame_info (&good, formats[i], 9, 7);
    buffer = frame_random (&in, i);
    pool_offer (h, &out, mode);
    scaler_caps (h, &in, &out);
    scaler_fail (h, buffer, words[mode]);
    scaler_fail (h, buffer, words[mode]);
    assert_unmapped (buffer);

    pool_offer_none (h);
    scaler_caps (h, &in, &good);
    result = scaler_run (h, buffer);
    expected = scaler_once (PROPERTIES, &in, buffer, &good);
    frame_assert_equal (&good, result, expected, "after an error");
    gst_buffer_unref (result);
    gst_buffer_unref (expected);
    gst_buffer_unref (buffer);
    scaler_free (h);
  }
}

GST_END_TEST;

GST_START_TEST (test_no_answer)
{
  GstHarness *h = scaler_new (PROPERTIES);
  GstVideoInfo in, out;
  GstBuffer *buffer, *expected, *result;

  frame_info (&in, GST_VIDEO_FORMAT_I420, IN_WIDTH, IN_HEIGHT);
  frame_info (&out, GST_VIDEO_FORMAT_I420, OUT_WIDTH, OUT_HEIGHT);
  buffer = frame_random (&in, 1);
  expected = scaler_once (PROPERTIES, &in, buffer, &out);
  pool_offer_none (h);
  scaler_caps (h, &in, &out);
  result = scaler_run (h, buffer);
  frame_assert_equal (&out, result, expected, "no allocation answer");
  gst_buffer_unref (result);
  gst_buffer_unref (expected);
  gst_buffer_unref (buffer);
  scaler_free (h);
}

GST_END_TEST;

/* Memory that cannot be mapped, or not all of it, on either side. */
GST_START_TEST (test_broken_allocator)
{
  static const gchar *const words[][2] = {
    [BROKEN_REFUSES] = {"output:|plane 0|mapped for writing",
        "input:|plane 0|mapped for reading"},
    [BROKEN_MAPS_LESS] = {"output:|mapping plane|bytes|are needed",
        "input:|mapping plane|bytes|are needed"},
  };
  const Broken broken = (Broken) __i__;
  Broken how = BROKEN_NOT;
  GstAllocator *allocator = broken_allocator_new (&how);
  guint i;

  for (i = 0; i < G_N_ELEMENTS (formats); i++) {
    GstHarness *h = scaler_new (PROPERTIES);
    GstVideoInfo in, out;
    GstBuffer *buffer, *same, *expected, *result;
    gsize size;
    guint8 *bytes;

    frame_info (&in, formats[i], IN_WIDTH, IN_HEIGHT);
    frame_info (&out, formats[i], OUT_WIDTH, OUT_HEIGHT);
    buffer = frame_random (&in, i);
    expected = scaler_once (PROPERTIES, &in, buffer, &out);
    gst_harness_set_propose_allocator (h, gst_object_ref (allocator), NULL);
    scaler_caps (h, &in, &out);
    how = broken;
    scaler_fail (h, buffer, words[broken][0]);
    how = BROKEN_NOT;
    result = scaler_run (h, buffer);
    fail_unless (gst_buffer_peek_memory (result, 0)->allocator == allocator);
    frame_assert_equal (&out, result, expected, "after an error");
    gst_buffer_unref (result);

    same = gst_buffer_new_allocate (allocator, GST_VIDEO_INFO_SIZE (&in), NULL);
    bytes = frame_bytes (buffer, &size);
    gst_buffer_fill (same, 0, bytes, size);
    g_free (bytes);
    how = broken;
    scaler_fail (h, same, words[broken][1]);
    how = BROKEN_NOT;
    result = scaler_run (h, same);
    frame_assert_equal (&out, result, expected, "after an error");
    gst_buffer_unref (result);
    gst_buffer_unref (same);
    gst_buffer_unref (expected);
    gst_buffer_unref (buffer);
    scaler_free (h);
  }
  gst_object_unref (allocator);
}

GST_END_TEST;

/* With bars too, every sample is written. */
GST_START_TEST (test_pool_with_borders)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (formats); i++) {
    GstBuffer *results[2], *buffer;
    GstVideoInfo in, out;
    guint k;

    frame_info (&in, formats[i], 32, 24);
    frame_info (&out, formats[i], 64, 36);
    buffer = frame_random (&in, i);
    for (k = 0; k < 2; k++) {
      GstHarness *h = scaler_new ("border-color=0xff123456");

      if (k)
        pool_offer (h, &out, POOL_PADDED);
      scaler_caps (h, &in, &out);
      results[k] = scaler_run (h, buffer);
      scaler_free (h);
    }
    frame_assert_equal (&out, results[1], results[0], "bars");
    assert_rest_untouched (&out, results[1]);
    gst_buffer_unref (results[0]);
    gst_buffer_unref (results[1]);
    gst_buffer_unref (buffer);
  }
}

GST_END_TEST;

static Suite *
alignscale_output_suite (void)
{
  Suite *s = suite_create ("output");
  TCase *tc = tcase_create ("output");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_pools, 0, POOL_OK_MODES);
  tcase_add_loop_test (tc, test_bad_pools, POOL_OK_MODES, POOL_N_MODES);
  tcase_add_test (tc, test_no_answer);
  tcase_add_loop_test (tc, test_broken_allocator, BROKEN_REFUSES,
      BROKEN_MAPS_LESS + 1);
  tcase_add_test (tc, test_pool_with_borders);
  return s;
}

GST_CHECK_MAIN (alignscale_output);
