/* alignscale: the element in a harness
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "scaler.h"

/* "key=value key=value" to "key", "value", "key", "value". */
static gchar **
split (const gchar * properties)
{
  gchar **words = g_strsplit_set (properties, " =", -1);

  fail_unless (!*properties || g_strv_length (words) % 2 == 0, "'%s'",
      properties);
  return words;
}

void
scaler_set (GstElement * element, const gchar * properties)
{
  gchar **words = split (properties);
  guint i;

  for (i = 0; *properties && words[i]; i += 2)
    gst_util_set_object_arg (G_OBJECT (element), words[i], words[i + 1]);
  g_strfreev (words);
}

OracleCase
scaler_oracle (const gchar * properties)
{
  OracleCase how = {.method = "bilinear",.padding = "auto" };
  gchar **words = split (properties);
  guint i;

  for (i = 0; *properties && words[i]; i += 2) {
    const gchar *key = words[i], *value = words[i + 1];

    if (g_str_equal (key, "method"))
      how.method = g_intern_string (value);
    else if (g_str_equal (key, "padding-mode"))
      how.padding = g_intern_string (value);
    else if (g_str_equal (key, "align-corners"))
      how.align_corners = g_str_equal (value, "true");
    else if (g_str_equal (key, "antialias"))
      how.antialias = g_str_equal (value, "true");
    else if (g_str_equal (key, "cubic-a"))
      how.cubic_a = g_ascii_strtod (value, NULL);
    else if (g_str_equal (key, "coordinate-mode"))
      how.coordinate_mode = g_intern_string (value);
    else if (g_str_equal (key, "nearest-rounding"))
      how.rounding = g_intern_string (value);
    else if (g_str_equal (key, "src-x"))
      how.box_x = g_ascii_strtod (value, NULL);
    else if (g_str_equal (key, "src-y"))
      how.box_y = g_ascii_strtod (value, NULL);
    else if (g_str_equal (key, "src-width"))
      how.box_w = g_ascii_strtod (value, NULL);
    else if (g_str_equal (key, "src-height"))
      how.box_h = g_ascii_strtod (value, NULL);
    else
      fail_unless (g_str_equal (key, "add-borders")
          || g_str_equal (key, "border-color")
          || g_str_equal (key, "n-threads"), "what is %s?", key);
  }
  g_strfreev (words);
  return how;
}

GArray *
scaler_formats (void)
{
  GstElementFactory *factory = gst_element_factory_find ("alignscale");
  GArray *formats = g_array_new (FALSE, FALSE, sizeof (GstVideoFormat));
  const GList *item;

  fail_unless (factory != NULL);
  for (item = gst_element_factory_get_static_pad_templates (factory); item;
      item = item->next) {
    GstCaps *caps = gst_static_pad_template_get_caps (item->data);
    const GValue *list = gst_structure_get_value (gst_caps_get_structure (caps,
            0), "format");
    guint i;

    if (((GstStaticPadTemplate *) item->data)->direction == GST_PAD_SINK)
      for (i = 0; i < gst_value_list_get_size (list); i++) {
        GstVideoFormat format = gst_video_format_from_string
            (g_value_get_string (gst_value_list_get_value (list, i)));

        fail_unless (format != GST_VIDEO_FORMAT_UNKNOWN);
        g_array_append_val (formats, format);
      }
    gst_caps_unref (caps);
  }
  gst_object_unref (factory);
  fail_unless (formats->len >= 60, "%u formats", formats->len);
  return formats;
}

GstHarness *
scaler_new (const gchar * properties)
{
  GstHarness *h = gst_harness_new ("alignscale");
  GstBus *bus = gst_bus_new ();

  gst_element_set_bus (h->element, bus);
  gst_object_unref (bus);
  scaler_set (h->element, properties);
  return h;
}

void
scaler_free (GstHarness * h)
{
  gst_element_set_bus (h->element, NULL);
  gst_harness_teardown (h);
}

void
scaler_caps (GstHarness * h, const GstVideoInfo * in, const GstVideoInfo * out)
{
  gst_harness_set_caps (h,
      frame_caps (GST_VIDEO_INFO_FORMAT (in), in->width, in->height, NULL),
      frame_caps (GST_VIDEO_INFO_FORMAT (out), out->width, out->height, NULL));
}

gchar *
scaler_error (GstHarness * h)
{
  GstMessage *message = gst_bus_pop_filtered (GST_ELEMENT_BUS (h->element),
      GST_MESSAGE_ERROR);
  GError *error = NULL;
  gchar *debug, *text;

  if (!message)
    return g_strdup ("no error on the bus");
  gst_message_parse_error (message, &error, &debug);
  text = g_strdup_printf ("%s (%s)", error->message, debug);
  gst_message_unref (message);
  g_error_free (error);
  g_free (debug);
  return text;
}

GstBuffer *
scaler_run (GstHarness * h, GstBuffer * buffer)
{
  GstFlowReturn flow = gst_harness_push (h, gst_buffer_ref (buffer));
  GstBuffer *out;

  fail_unless (flow == GST_FLOW_OK, "%s: %s", gst_flow_get_name (flow),
      scaler_error (h));
  out = gst_harness_try_pull (h);
  fail_unless (out != NULL);
  fail_unless (gst_harness_try_pull (h) == NULL);
  return out;
}

GstBuffer *
scaler_once (const gchar * properties, const GstVideoInfo * in,
    GstBuffer * buffer, const GstVideoInfo * out)
{
  GstHarness *h = scaler_new (properties);
  GstBuffer *result;

  scaler_caps (h, in, out);
  result = scaler_run (h, buffer);
  scaler_free (h);
  return result;
}

GstBuffer *
scaler_gray_frame (gint width, gint height)
{
  GstVideoInfo info;

  frame_info (&info, GST_VIDEO_FORMAT_GRAY8, width, height);
  return frame_random (&info, 1);
}

GstBuffer *
scaler_gray (const gchar * properties, gint in_w, gint in_h, gint out_w,
    gint out_h, GstBuffer * buffer)
{
  GstVideoInfo in, out;
  GstBuffer *result;

  frame_info (&in, GST_VIDEO_FORMAT_GRAY8, in_w, in_h);
  frame_info (&out, GST_VIDEO_FORMAT_GRAY8, out_w, out_h);
  result = scaler_once (properties, &in, buffer, &out);
  gst_buffer_unref (buffer);
  return result;
}

gint
scaler_n_metas (GstBuffer * buffer, GType api)
{
  gpointer state = NULL;
  gint n = 0;

  while (gst_buffer_iterate_meta_filtered (buffer, &state, api))
    n++;
  return n;
}

void
scaler_fail (GstHarness * h, GstBuffer * buffer, const gchar * words)
{
  gchar **list = g_strsplit (words, "|", -1), **word, *text;

  scaler_messages (h, GST_MESSAGE_ANY);
  fail_unless_equals_int (gst_harness_push (h, gst_buffer_ref (buffer)),
      GST_FLOW_ERROR);
  fail_unless (gst_harness_try_pull (h) == NULL);
  text = scaler_error (h);
  for (word = list; *word; word++)
    fail_unless (strstr (text, *word) != NULL, "no '%s' in: %s", *word, text);
  fail_unless (scaler_messages (h, GST_MESSAGE_ERROR) == 0);
  g_free (text);
  g_strfreev (list);
}

guint
scaler_messages (GstHarness * h, GstMessageType type)
{
  GstMessage *message;
  guint n = 0;

  while ((message = gst_bus_pop (GST_ELEMENT_BUS (h->element)))) {
    n += (GST_MESSAGE_TYPE (message) & type) != 0;
    gst_message_unref (message);
  }
  return n;
}
