/* alignscale: allocation queries of upstream and what downstream says to them
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "scaler.h"

/* What upstream is told. */
static GstQuery *
ask (GstHarness * h, const GstVideoInfo * in)
{
  GstCaps *caps = frame_caps (GST_VIDEO_INFO_FORMAT (in), in->width, in->height,
      NULL);
  GstQuery *query = gst_query_new_allocation (caps, TRUE);

  fail_unless (gst_pad_peer_query (h->srcpad, query));
  gst_caps_unref (caps);
  return query;
}

static gboolean
offers (GstQuery * query, GType api)
{
  return gst_query_find_allocation_meta (query, api, NULL);
}

GST_START_TEST (test_scaling)
{
  GstHarness *h = scaler_new ("");
  GstVideoInfo in, out;
  GstBufferPool *pool;
  GstQuery *query;
  guint size;

  frame_info (&in, GST_VIDEO_FORMAT_I420, 30, 22);
  frame_info (&out, GST_VIDEO_FORMAT_I420, 60, 44);
  scaler_caps (h, &in, &out);
  query = ask (h, &in);
  fail_unless (gst_query_get_n_allocation_pools (query) == 1);
  gst_query_parse_nth_allocation_pool (query, 0, &pool, &size, NULL, NULL);
  fail_unless (pool != NULL);
  fail_unless_equals_uint64 (size, GST_VIDEO_INFO_SIZE (&in));
  gst_object_unref (pool);
  fail_unless (offers (query, GST_VIDEO_META_API_TYPE));
  fail_unless (offers (query, GST_VIDEO_CROP_META_API_TYPE));
  /* what downstream can do is another matter */
  fail_if (offers (query, GST_VIDEO_OVERLAY_COMPOSITION_META_API_TYPE));
  gst_query_unref (query);
  scaler_free (h);
}

GST_END_TEST;

/* In passthrough downstream answers. */
GST_START_TEST (test_passthrough)
{
  static const gchar *const properties[] = { "", "src-x=1", "" };
  const gboolean passes[] = { TRUE, FALSE, TRUE };
  GstHarness *h = scaler_new ("");
  GstVideoInfo info;
  GstBuffer *buffer;
  guint i;

  frame_info (&info, GST_VIDEO_FORMAT_I420, 32, 24);
  gst_harness_add_propose_allocation_meta (h,
      GST_VIDEO_OVERLAY_COMPOSITION_META_API_TYPE, NULL);
  scaler_caps (h, &info, &info);
  buffer = frame_random (&info, 1);
  for (i = 0; i < G_N_ELEMENTS (properties); i++) {
    GstBuffer *out;
    GstQuery *query;

    scaler_set (h->element, "src-x=0");
    if (*properties[i])
      scaler_set (h->element, properties[i]);
    out = scaler_run (h, buffer);
    fail_unless ((out == buffer) == passes[i]);
    gst_buffer_unref (out);
    query = ask (h, &info);
    fail_unless (offers (query, GST_VIDEO_OVERLAY_COMPOSITION_META_API_TYPE) ==
        passes[i]);
    fail_unless ((gst_query_get_n_allocation_pools (query) == 0) == passes[i]);
    fail_unless (offers (query, GST_VIDEO_META_API_TYPE) != passes[i]);
    fail_unless (offers (query, GST_VIDEO_CROP_META_API_TYPE) != passes[i]);
    gst_query_unref (query);
  }
  gst_buffer_unref (buffer);
  scaler_free (h);
}

GST_END_TEST;

static GstPadProbeReturn
keep_pool (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  GstQuery *query = GST_PAD_PROBE_INFO_QUERY (info);
  GstBufferPool **pool = user_data;

  (void) pad;
  if (GST_QUERY_TYPE (query) != GST_QUERY_ALLOCATION)
    return GST_PAD_PROBE_OK;
  gst_query_add_allocation_pool (query, *pool, 0, 0, 0);
  gst_query_add_allocation_meta (query, GST_VIDEO_META_API_TYPE, NULL);
  return GST_PAD_PROBE_HANDLED;
}

/* Frames are written where downstream wants them, with its padding. */
GST_START_TEST (test_downstream_pool)
{
  GstHarness *h = scaler_new ("");
  GstVideoAlignment align;
  GstVideoInfo in, out, aligned;
  GstBufferPool *pool = gst_video_buffer_pool_new ();
  GstStructure *config = gst_buffer_pool_get_config (pool);
  GstBuffer *buffer, *result, *expected;
  GstVideoMeta *meta;
  GstCaps *caps;

  frame_info (&in, GST_VIDEO_FORMAT_I420, 30, 22);
  frame_info (&out, GST_VIDEO_FORMAT_I420, 60, 44);
  gst_video_alignment_reset (&align);
  align.padding_left = 16;
  align.padding_right = align.padding_top = align.padding_bottom = 8;
  align.stride_align[0] = align.stride_align[1] = align.stride_align[2] = 63;
  caps = frame_caps (GST_VIDEO_FORMAT_I420, 60, 44, NULL);
  gst_buffer_pool_config_set_params (config, caps,
      (guint) GST_VIDEO_INFO_SIZE (&out), 0, 0);
  gst_buffer_pool_config_add_option (config, GST_BUFFER_POOL_OPTION_VIDEO_META);
  gst_buffer_pool_config_add_option (config,
      GST_BUFFER_POOL_OPTION_VIDEO_ALIGNMENT);
  gst_buffer_pool_config_set_video_alignment (config, &align);
  fail_unless (gst_buffer_pool_set_config (pool, config));
  gst_pad_add_probe (h->sinkpad, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM, keep_pool,
      &pool, NULL);
  scaler_caps (h, &in, &out);
  buffer = frame_random (&in, 1);
  expected = scaler_once ("", &in, buffer, &out);
  result = scaler_run (h, buffer);
  fail_unless (result->pool == pool);
  meta = gst_buffer_get_video_meta (result);
  fail_unless (meta != NULL);
  aligned = out;
  fail_unless (gst_video_info_align (&aligned, &align));
  fail_unless_equals_int (meta->stride[0], aligned.stride[0]);
  fail_unless (meta->stride[0] > out.stride[0]);
  fail_unless (meta->offset[0] > 0);
  frame_assert_equal (&out, result, expected, "pool");
  gst_buffer_unref (expected);
  gst_buffer_unref (result);
  gst_buffer_unref (buffer);
  gst_caps_unref (caps);
  scaler_free (h);
  gst_object_unref (pool);
}

GST_END_TEST;

static Suite *
allocation_suite (void)
{
  Suite *s = suite_create ("allocation");
  TCase *tc = tcase_create ("general");

  tcase_add_test (tc, test_scaling);
  tcase_add_test (tc, test_passthrough);
  tcase_add_test (tc, test_downstream_pool);
  suite_add_tcase (s, tc);
  return s;
}

GST_CHECK_MAIN (allocation);
