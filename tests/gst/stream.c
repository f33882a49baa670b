/* alignscale: a stream in which anything can happen
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "stream.h"

#include "pools.h"

gint
stream_within (Stream * s, gint low, gint high)
{
  return g_rand_int_range (s->rand, low, high + 1);
}

gboolean
stream_one_in (Stream * s, gint n)
{
  return g_rand_int_range (s->rand, 0, n) == 0;
}

/* ------------------------------------------------------------- properties */

/* Any value of an enumeration, by its own name rather than an alias. */
static const gchar *
random_nick (Stream * s, const gchar * property)
{
  GParamSpec *spec = g_object_class_find_property (G_OBJECT_GET_CLASS
      (s->h->element), property);
  GEnumClass *values = G_PARAM_SPEC_ENUM (spec)->enum_class;
  guint i = (guint) stream_within (s, 0, (gint) values->n_values - 1);

  return g_enum_get_value (values, values->values[i].value)->value_nick;
}

static void
append_quarters (Stream * s, GString * text, const gchar * name, gint low,
    gint high)
{
  gchar number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (text, " %s=%s", name, g_ascii_dtostr (number,
          sizeof (number), stream_within (s, low * 4, high * 4) / 4.0));
}

/* All properties, half of them at their defaults. What the oracle is not told
 * (add-borders and what is of colours) comes last. */
void
stream_change_properties (Stream * s)
{
  GString *text = g_string_new (NULL);
  const gchar *method = random_nick (s, "method");
  const gchar *padding =
      stream_one_in (s, 2) ? random_nick (s, "padding-mode") : "auto";
  const gchar *grid =
      stream_one_in (s, 2) ? random_nick (s, "coordinate-mode") : "auto";
  const gchar *rounding =
      stream_one_in (s, 4) ? random_nick (s, "nearest-rounding") : "auto";
  const gboolean align = stream_one_in (s, 4), borders = stream_one_in (s, 3);
  const gboolean light = stream_one_in (s, 8), weighting = stream_one_in (s, 6);

  s->has_box = stream_one_in (s, 4);
  s->has_auto_grid = !align && g_str_equal (grid, "auto")
      && g_str_equal (rounding, "auto");
  s->has_oracle = !borders && !light && !weighting
      && !g_str_equal (padding, "color");
  g_string_printf (text, "method=%s padding-mode=%s coordinate-mode=%s "
      "nearest-rounding=%s align-corners=%s antialias=%s n-threads=%d "
      "add-borders=%s border-color=%u cubic-a=%s", method, padding, grid,
      rounding, align ? "true" : "false", stream_one_in (s,
          2) ? "true" : "false", stream_within (s, 1, 3),
      borders ? "true" : "false", stream_one_in (s,
          2) ? 0xff000000u : g_rand_int (s->rand), stream_one_in (s,
          6) ? "-0.6" : "0");
  append_quarters (s, text, "src-x", s->has_box ? -9 : 0, s->has_box ? 40 : 0);
  append_quarters (s, text, "src-y", s->has_box ? -9 : 0, s->has_box ? 40 : 0);
  append_quarters (s, text, "src-width", s->has_box ? 0 : 0,
      s->has_box ? 40 : 0);
  append_quarters (s, text, "src-height", s->has_box ? 0 : 0,
      s->has_box ? 40 : 0);
  g_free (s->properties);
  s->properties = g_string_free (text, FALSE);
  scaler_set (s->h->element, s->properties);
  gst_util_set_object_arg (G_OBJECT (s->h->element), "gamma-decode",
      light ? "true" : "false");
  gst_util_set_object_arg (G_OBJECT (s->h->element), "alpha-weighting",
      weighting ? "true" : "false");
  s->counts[PROPERTIES]++;
}

/* ------------------------------------------------------------------- caps */

static gint
random_size (Stream * s)
{
  return stream_one_in (s, 40) ? stream_within (s, 65, 200) : stream_one_in (s,
      5) ? stream_within (s, 1, 4)
      : stream_within (s, 1, 64);
}

void
stream_change_frame (Stream * s)
{
  gst_clear_buffer (&s->frame);
  s->frame = frame_random (&s->in, g_rand_int (s->rand));
}

void
stream_change_caps (Stream * s)
{
  static const gchar *const fields[] = {
    "interlace-mode=interleaved", "interlace-mode=interleaved",
    "interlace-mode=mixed", "chroma-site=mpeg2", "chroma-site=cosited",
    "interlace-mode=interleaved,chroma-site=mpeg2", "colorimetry=bt709",
    "colorimetry=1:4:7:1", "multiview-mode=side-by-side",
    "multiview-mode=top-bottom", "multiview-mode=row-interleaved",
    "multiview-mode=column-interleaved", "multiview-mode=checkerboard",
    "multiview-mode=top-bottom,interlace-mode=interleaved",
  };
  GstVideoFormat format = g_array_index (s->formats, GstVideoFormat,
      stream_within (s, 0, (gint) s->formats->len - 1));
  gint width = random_size (s), height = random_size (s);

  s->fields = stream_one_in (s, 2) ? fields[stream_within (s, 0,
          G_N_ELEMENTS (fields) - 1)] : NULL;
  gst_clear_caps (&s->in_caps);
  gst_clear_caps (&s->out_caps);
  s->in_caps = frame_caps (format, width, height, s->fields);
  if (!stream_one_in (s, 8)) {
    width = random_size (s);
    height = random_size (s);
  }
  s->out_caps = frame_caps (format, width, height, s->fields);
  fail_unless (gst_video_info_from_caps (&s->in, s->in_caps));
  fail_unless (gst_video_info_from_caps (&s->out, s->out_caps));
  gst_harness_set_caps (s->h, gst_caps_ref (s->in_caps),
      gst_caps_ref (s->out_caps));
  stream_change_frame (s);
  s->counts[CAPS]++;
}

/* ----------------------------------------------------------------- events */

void
stream_drain (Stream * s)
{
  GstEvent *event;

  while ((event = gst_harness_try_pull_event (s->h)))
    gst_event_unref (event);
  while ((event = gst_harness_try_pull_upstream_event (s->h)))
    gst_event_unref (event);
  fail_unless (scaler_messages (s->h, GST_MESSAGE_ERROR) == 0, "%s",
      s->properties);
}

static gpointer
flush_start (gpointer harness)
{
  fail_unless (gst_harness_push_event (harness, gst_event_new_flush_start ()));
  return NULL;
}

/* From another thread, while frames come, and the end of it from this one. */
static void
flush (Stream * s)
{
  GThread *thread = g_thread_new ("flush", flush_start, s->h);
  GstSegment segment;
  GstBuffer *result;
  gint i, n = stream_within (s, 0, 3);

  for (i = 0; i < n; i++) {
    GstFlowReturn flow = gst_harness_push (s->h, gst_buffer_ref (s->frame));

    if (flow == GST_FLOW_ERROR)
      g_free (scaler_error (s->h));
    s->counts[flow == GST_FLOW_FLUSHING ? FLUSHED : flow == GST_FLOW_OK ?
        SCALED : REFUSED]++;
    s->n_frames++;
  }
  g_thread_join (thread);
  while ((result = gst_harness_try_pull (s->h)))
    gst_buffer_unref (result);
  fail_unless (gst_harness_push_event (s->h, gst_event_new_flush_stop (TRUE)));
  gst_segment_init (&segment, GST_FORMAT_TIME);
  fail_unless (gst_harness_push_event (s->h, gst_event_new_segment (&segment)));
  s->counts[FLUSHES]++;
}

/* Down to NULL or READY and back; the stream begins anew. */
static void
restart (Stream * s)
{
  gst_element_set_state (s->h->element, stream_one_in (s, 2) ? GST_STATE_NULL :
      GST_STATE_READY);
  gst_element_set_state (s->h->element, GST_STATE_PLAYING);
  fail_unless (gst_harness_push_event (s->h,
          gst_event_new_stream_start ("soak")));
  stream_change_caps (s);
  s->counts[STATES]++;
}

void
stream_meddle (Stream * s)
{
  switch (stream_within (s, 0, 9)) {
    case 0:
      flush (s);
      break;
    case 1:
      restart (s);
      break;
    case 2:
      gst_harness_push_upstream_event (s->h, gst_event_new_reconfigure ());
      break;
    case 3:
      gst_harness_push_event (s->h, gst_event_new_gap (0, GST_SECOND));
      break;
    case 4:
      gst_harness_push_upstream_event (s->h,
          gst_navigation_event_new_mouse_move (3.0, 5.0, 0));
      break;
    case 5:
      gst_harness_query_latency (s->h);
      break;
    default:
      break;
  }
}

/* ---------------------------------------------------------------- buffers */

static void
add_metas (Stream * s, GstBuffer * buffer)
{
  GstVideoCropMeta *crop;

  if (stream_one_in (s, 3))
    gst_buffer_add_video_region_of_interest_meta (buffer, "face", 1, 2, 5, 6);
  if (stream_one_in (s, 10))
    gst_buffer_add_video_time_code_meta_full (buffer, 25, 1, NULL, 0, 1, 2, 3,
        4, 0);
  if (stream_one_in (s, 10)) {
    GstBuffer *pixels = gst_buffer_new_allocate (NULL, 4 * 4 * 4, NULL);
    GstVideoOverlayRectangle *rectangle;
    GstVideoOverlayComposition *composition;

    gst_buffer_memset (pixels, 0, 0x80, 4 * 4 * 4);
    gst_buffer_add_video_meta (pixels, 0,
        GST_VIDEO_OVERLAY_COMPOSITION_FORMAT_RGB, 4, 4);
    rectangle = gst_video_overlay_rectangle_new_raw (pixels, 1, 1, 4, 4, 0);
    composition = gst_video_overlay_composition_new (rectangle);
    gst_buffer_add_video_overlay_composition_meta (buffer, composition);
    gst_video_overlay_composition_unref (composition);
    gst_video_overlay_rectangle_unref (rectangle);
    gst_buffer_unref (pixels);
  }
  if (stream_one_in (s, 5)) {
    const gint grain = stream_one_in (s, 3) ? 1 : 4;
    const gint x = stream_within (s, 0, (s->in.width - 1) / grain) * grain;
    const gint y = stream_within (s, 0, (s->in.height - 1) / grain) * grain;

    crop = gst_buffer_add_video_crop_meta (buffer);
    crop->x = (guint) x;
    crop->y = (guint) y;
    crop->width = (guint) stream_within (s, 1, s->in.width - x);
    crop->height = (guint) stream_within (s, 1, s->in.height - y);
  }
}

GstBuffer *
stream_make_buffer (Stream * s)
{
  GstBuffer *buffer;

  switch (stream_within (s, 0, 7)) {
    case 0:
      buffer = frame_padded (&s->in, s->frame, 16 * stream_within (s, 0, 3),
          (gsize) stream_within (s, 0, 40));
      break;
    case 1:
      buffer = buffer_cut_planes (&s->in, s->frame);
      break;
    case 2:
      buffer = buffer_cut_evenly (s->frame, (guint) stream_within (s, 1, 9));
      break;
    case 3:
      buffer = gst_buffer_copy_deep (s->frame);
      gst_buffer_resize (buffer, 0, stream_within (s, 0,
              (gint) gst_buffer_get_size (buffer)));
      break;
    default:
      buffer = gst_buffer_copy (s->frame);
      break;
  }
  add_metas (s, buffer);
  if (stream_one_in (s, 2))
    GST_BUFFER_FLAG_SET (buffer, GST_VIDEO_BUFFER_FLAG_INTERLACED |
        GST_VIDEO_BUFFER_FLAG_TFF);
  GST_BUFFER_PTS (buffer) = s->n_frames * GST_MSECOND;
  return buffer;
}

/* -------------------------------------------------------------------- life */

void
stream_begin (Stream * s)
{
  s->h = scaler_new ("qos=false");
  stream_change_properties (s);
  stream_change_caps (s);
  s->counts[ELEMENTS]++;
}

void
stream_end (Stream * s)
{
  scaler_free (s->h);
  gst_clear_caps (&s->in_caps);
  gst_clear_caps (&s->out_caps);
  gst_clear_buffer (&s->frame);
  g_clear_pointer (&s->properties, g_free);
}
