/* alignscale: what becomes of the metas, flags and times of a buffer
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "parts.h"

#include <gst/rtp/rtp.h>

/* A meta that does nothing but be there, and what is asked of it. */
typedef struct
{
  const gchar *name;
  const gchar *tags[4];
  gboolean survives;
} Tagged;

static const Tagged tagged[] = {
  {"TestPlain", {NULL}, TRUE},
  {"TestVideo", {"video", NULL}, TRUE},
  {"TestVendor", {"video", "vendor", NULL}, TRUE},
  {"TestColour", {"video", "colorspace", NULL}, TRUE},
  {"TestTurn", {"video", "orientation", NULL}, TRUE},
  {"TestMemory", {"memory", NULL}, FALSE},
  {"TestReference", {"memory-reference", NULL}, FALSE},
  /* nothing is known about it but that it depends on the size */
  {"TestSize", {"video", "size", NULL}, FALSE},
};

GST_START_TEST (test_tags)
{
  GstBuffer *buffer = scaler_gray_frame (16, 16), *out;
  guint i;

  for (i = 0; i < G_N_ELEMENTS (tagged); i++) {
    GstCustomMeta *meta;

    gst_meta_register_custom (tagged[i].name,
        (const gchar **) (gpointer) tagged[i].tags, NULL, NULL, NULL);
    meta = gst_buffer_add_custom_meta (buffer, tagged[i].name);
    gst_structure_set (gst_custom_meta_get_structure (meta), "value",
        G_TYPE_INT, (gint) i, NULL);
  }
  out = scaler_gray ("", 16, 16, 24, 24, gst_buffer_ref (buffer));
  for (i = 0; i < G_N_ELEMENTS (tagged); i++) {
    GstCustomMeta *meta = gst_buffer_get_custom_meta (out, tagged[i].name);
    gint value;

    fail_unless ((meta != NULL) == tagged[i].survives, "%s", tagged[i].name);
    if (!meta)
      continue;
    fail_unless_equals_int (scaler_n_metas (out, meta->meta.info->api), 1);
    fail_unless (gst_structure_get_int (gst_custom_meta_get_structure (meta),
            "value", &value));
    fail_unless_equals_int (value, (gint) i);
  }
  gst_buffer_unref (out);

  /* every pixel changes, none moves */
  out = scaler_gray ("method=mitchell", 16, 16, 16, 16, buffer);
  fail_unless (gst_buffer_get_custom_meta (out, "TestSize") != NULL);
  fail_unless (gst_buffer_get_custom_meta (out, "TestMemory") == NULL);
  gst_buffer_unref (out);
}

GST_END_TEST;

typedef struct
{
  const GstVideoInfo *in_info;
  GstVideoRectangle in;
  const GstVideoInfo *out_info;
  GstVideoRectangle out;
  gfloat matrix[3][3];
} Matrix;

/* Keeps the point x, y of the frame, by one of two kinds of transform. */
static gboolean
move_point (GstBuffer * out, GstCustomMeta * meta, GstBuffer * in, GQuark type,
    gpointer data, gpointer user_data)
{
  GstStructure *from = gst_custom_meta_get_structure (meta), *to;
  const gboolean *takes_matrix = user_data;
  gdouble x, y;

  fail_unless (in != out);
  gst_structure_get (from, "x", G_TYPE_DOUBLE, &x, "y", G_TYPE_DOUBLE, &y,
      NULL);
  if (*takes_matrix && g_str_equal (g_quark_to_string (type),
          "gst-video-matrix")) {
    const Matrix *trans = data;

    x = trans->matrix[0][0] * (x - trans->in.x) + trans->matrix[0][2]
        + trans->out.x;
    y = trans->matrix[1][1] * (y - trans->in.y) + trans->matrix[1][2]
        + trans->out.y;
    fail_unless_equals_float (trans->matrix[2][2], 1.0f);
    fail_unless (trans->matrix[0][1] == 0.0f && trans->matrix[1][0] == 0.0f
        && trans->matrix[2][0] == 0.0f && trans->matrix[2][1] == 0.0f);
  } else if (GST_VIDEO_META_TRANSFORM_IS_SCALE (type)) {
    const GstVideoMetaTransform *trans = data;

    x = x * trans->out_info->width / trans->in_info->width;
    y = y * trans->out_info->height / trans->in_info->height;
  } else {
    return FALSE;
  }
  to = gst_custom_meta_get_structure (gst_buffer_add_custom_meta (out,
          gst_structure_get_name (from)));
  gst_structure_set (to, "x", G_TYPE_DOUBLE, x, "y", G_TYPE_DOUBLE, y, NULL);
  return TRUE;
}

static void
assert_moved (const gchar * name, const gchar * properties, gint out_w,
    gint out_h, gdouble x, gdouble y)
{
  GstBuffer *buffer = scaler_gray_frame (32, 16), *out;
  GstStructure *point = gst_custom_meta_get_structure
      (gst_buffer_add_custom_meta (buffer, name));
  GstCustomMeta *meta;
  gdouble got_x, got_y;

  gst_structure_set (point, "x", G_TYPE_DOUBLE, 12.0, "y", G_TYPE_DOUBLE, 6.0,
      NULL);
  out = scaler_gray (properties, 32, 16, out_w, out_h, buffer);
  meta = gst_buffer_get_custom_meta (out, name);
  fail_unless (meta != NULL);
  fail_unless_equals_int (scaler_n_metas (out, meta->meta.info->api), 1);
  gst_structure_get (gst_custom_meta_get_structure (meta), "x", G_TYPE_DOUBLE,
      &got_x, "y", G_TYPE_DOUBLE, &got_y, NULL);
  fail_unless (got_x == x && got_y == y, "%s '%s': %f,%f", name, properties,
      got_x, got_y);
  gst_buffer_unref (out);
}

/* Metas that depend on the size move by their own functions. */
GST_START_TEST (test_own_transform)
{
  static const gchar *tags[] = { "video", "size", "orientation", NULL };
  static gboolean takes_matrix[] = { FALSE, TRUE };
  guint i;

  gst_meta_register_custom ("TestScale", tags, move_point, &takes_matrix[0],
      NULL);
  gst_meta_register_custom ("TestMatrix", tags, move_point, &takes_matrix[1],
      NULL);
  assert_moved ("TestScale", "", 64, 32, 24, 12);
  assert_moved ("TestScale", "add-borders=false", 8, 32, 3, 12);
  /* scaled as the picture is, where its corner stays */
  assert_moved ("TestScale", "src-width=16 src-height=8", 64, 32, 48, 24);

  /* one transform cannot move two views apart */
  for (i = 0; i < 2; i++) {
    static const gint sizes[][4] = { {32, 16, 64, 32}, {32, 16, 160, 64} };
    GstBuffer *buffer = scaler_gray_frame (32, 16), *out;
    GstStructure *point = gst_custom_meta_get_structure
        (gst_buffer_add_custom_meta (buffer, "TestScale"));

    gst_structure_set (point, "x", G_TYPE_DOUBLE, 12.0, "y", G_TYPE_DOUBLE, 6.0,
        NULL);
    out = part_scale ("", GST_VIDEO_FORMAT_GRAY8, sizes[i],
        "multiview-mode=side-by-side", buffer);
    fail_unless ((gst_buffer_get_custom_meta (out, "TestScale") != NULL) ==
        (i == 0));
    gst_buffer_unref (out);
    gst_buffer_unref (buffer);
  }

  /* known from GStreamer 1.28 on */
  fail_unless (g_quark_from_static_string ("gst-video-matrix") != 0);
  assert_moved ("TestScale", "", 64, 32, 24, 12);
  assert_moved ("TestMatrix", "", 64, 32, 24, 12);
  assert_moved ("TestMatrix", "", 64, 64, 24, 28);
  assert_moved ("TestMatrix", "src-x=8 src-y=4.5 src-width=16 src-height=8", 64,
      64, 16, 22);
}

GST_END_TEST;

GST_START_TEST (test_known_metas)
{
  static const guint8 caption[] = { 0xfc, 0x94, 0x20 };
  GstBuffer *buffer = scaler_gray_frame (32, 16), *out;
  GstBuffer *parent = gst_buffer_new ();
  GstCaps *reference = gst_caps_new_empty_simple ("timestamp/x-ntp");
  const guint32 ssrc = 0x12345678, csrc[] = { 1, 2 };
  GstReferenceTimestampMeta *stamp;
  GstRTPSourceMeta *source;
  GstVideoAffineTransformationMeta *turn;

  gst_buffer_add_video_caption_meta (buffer, GST_VIDEO_CAPTION_TYPE_CEA608_RAW,
      caption, sizeof (caption));
  gst_buffer_add_video_time_code_meta_full (buffer, 25, 1, NULL, 0, 1, 2, 3, 4,
      0);
  gst_buffer_add_reference_timestamp_meta (buffer, reference, 42, 43);
  gst_buffer_add_rtp_source_meta (buffer, &ssrc, csrc, G_N_ELEMENTS (csrc));
  turn = gst_buffer_add_video_affine_transformation_meta (buffer);
  turn->matrix[5] = -1.0f;
  gst_buffer_add_video_afd_meta (buffer, 0, GST_VIDEO_AFD_SPEC_DVB_ETSI,
      GST_VIDEO_AFD_4_3_FULL_16_9_FULL);
  gst_buffer_add_video_bar_meta (buffer, 0, TRUE, 2, 2);
  gst_buffer_add_parent_buffer_meta (buffer, parent);

  out = scaler_gray ("", 32, 16, 64, 32, gst_buffer_ref (buffer));
  fail_unless_equals_int (scaler_n_metas (out, GST_VIDEO_CAPTION_META_API_TYPE),
      1);
  fail_unless (memcmp (gst_buffer_get_video_caption_meta (out)->data, caption,
          sizeof (caption)) == 0);
  fail_unless_equals_int (scaler_n_metas (out,
          GST_VIDEO_TIME_CODE_META_API_TYPE), 1);
  fail_unless (gst_buffer_get_video_time_code_meta (out)->tc.frames == 4);
  fail_unless_equals_int (scaler_n_metas (out,
          GST_REFERENCE_TIMESTAMP_META_API_TYPE), 1);
  stamp = gst_buffer_get_reference_timestamp_meta (out, reference);
  fail_unless (stamp && stamp->timestamp == 42 && stamp->duration == 43);
  fail_unless_equals_int (scaler_n_metas (out, GST_RTP_SOURCE_META_API_TYPE),
      1);
  source = gst_buffer_get_rtp_source_meta (out);
  fail_unless (source->ssrc_valid && source->ssrc == ssrc
      && source->csrc_count == 2 && source->csrc[1] == 2);
  fail_unless_equals_int (scaler_n_metas (out,
          GST_VIDEO_AFFINE_TRANSFORMATION_META_API_TYPE), 1);
  turn = gst_buffer_get_video_affine_transformation_meta (out);
  fail_unless_equals_float (turn->matrix[5], -1.0f);
  fail_unless_equals_int (scaler_n_metas (out, GST_VIDEO_AFD_META_API_TYPE), 1);
  fail_unless_equals_int (scaler_n_metas (out, GST_VIDEO_BAR_META_API_TYPE), 0);
  fail_unless_equals_int (scaler_n_metas (out, GST_PARENT_BUFFER_META_API_TYPE),
      0);
  fail_unless_equals_int (scaler_n_metas (out, GST_VIDEO_META_API_TYPE), 1);
  gst_buffer_unref (out);

  /* another shape, bars, a part of the picture */
  out =
      scaler_gray ("add-borders=false", 32, 16, 64, 64,
      gst_buffer_ref (buffer));
  fail_unless_equals_int (scaler_n_metas (out, GST_VIDEO_AFD_META_API_TYPE), 0);
  gst_buffer_unref (out);
  out = scaler_gray ("", 32, 16, 64, 64, gst_buffer_ref (buffer));
  fail_unless_equals_int (scaler_n_metas (out, GST_VIDEO_AFD_META_API_TYPE), 0);
  gst_buffer_unref (out);
  out = scaler_gray ("src-width=16 src-height=8", 32, 16, 64, 32,
      gst_buffer_ref (buffer));
  fail_unless_equals_int (scaler_n_metas (out, GST_VIDEO_AFD_META_API_TYPE), 0);
  gst_buffer_unref (out);

  /* nothing moves: all of it stays */
  out = scaler_gray ("method=mitchell", 32, 16, 32, 16, buffer);
  fail_unless_equals_int (scaler_n_metas (out, GST_VIDEO_AFD_META_API_TYPE), 1);
  fail_unless_equals_int (scaler_n_metas (out, GST_VIDEO_BAR_META_API_TYPE), 1);
  gst_buffer_unref (out);
  gst_buffer_unref (parent);
  gst_caps_unref (reference);
}

GST_END_TEST;

GST_START_TEST (test_flags_and_times)
{
  const GstBufferFlags flags = GST_BUFFER_FLAG_MARKER
      | GST_BUFFER_FLAG_CORRUPTED | GST_BUFFER_FLAG_DELTA_UNIT
      | GST_BUFFER_FLAG_DROPPABLE | GST_BUFFER_FLAG_HEADER
      | GST_BUFFER_FLAG_DISCONT | GST_BUFFER_FLAG_RESYNC
      | GST_BUFFER_FLAG_NON_DROPPABLE | GST_BUFFER_FLAG_LIVE;
  GstBuffer *buffer = scaler_gray_frame (16, 16), *out;

  GST_BUFFER_FLAG_SET (buffer, flags);
  GST_BUFFER_FLAG_SET (buffer, GST_VIDEO_BUFFER_FLAG_TFF);
  GST_BUFFER_FLAG_SET (buffer, GST_VIDEO_BUFFER_FLAG_RFF);
  GST_BUFFER_PTS (buffer) = 7 * GST_SECOND;
  GST_BUFFER_DTS (buffer) = 6 * GST_SECOND;
  GST_BUFFER_DURATION (buffer) = 40 * GST_MSECOND;
  out = scaler_gray ("", 16, 16, 24, 24, buffer);
  fail_unless_equals_int (GST_BUFFER_FLAGS (out) & flags, flags);
  fail_unless (GST_BUFFER_FLAG_IS_SET (out, GST_VIDEO_BUFFER_FLAG_TFF));
  fail_unless (GST_BUFFER_FLAG_IS_SET (out, GST_VIDEO_BUFFER_FLAG_RFF));
  fail_if (GST_BUFFER_FLAG_IS_SET (out, GST_VIDEO_BUFFER_FLAG_ONEFIELD));
  fail_unless_equals_uint64 (GST_BUFFER_PTS (out), 7 * GST_SECOND);
  fail_unless_equals_uint64 (GST_BUFFER_DTS (out), 6 * GST_SECOND);
  fail_unless_equals_uint64 (GST_BUFFER_DURATION (out), 40 * GST_MSECOND);
  gst_buffer_unref (out);
}

GST_END_TEST;

static Suite *
metas_suite (void)
{
  Suite *s = suite_create ("metas");
  TCase *tc = tcase_create ("general");

  tcase_add_test (tc, test_tags);
  tcase_add_test (tc, test_own_transform);
  tcase_add_test (tc, test_known_metas);
  tcase_add_test (tc, test_flags_and_times);
  suite_add_tcase (s, tc);
  return s;
}

GST_CHECK_MAIN (metas);
