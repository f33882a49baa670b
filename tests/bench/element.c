/* alignscale: an element between two pads, for the benchmark
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "bench.h"

#include <string.h>

typedef struct
{
  BenchPeer peer;
  BenchPictures *pictures;
  GstElement *element;
  GstPad *src, *sink;           /* ours */
  GstBufferPool *pool;
} Element;

static GstFlowReturn
take (GstPad * pad, GstObject * parent, GstBuffer * buffer)
{
  Element *e = gst_pad_get_element_private (pad);

  (void) parent;
  e->peer.output = &e->pictures->out[bench_pool_index (e->pool, buffer)];
  gst_buffer_unref (buffer);
  return GST_FLOW_OK;
}

static gboolean
answer (GstPad * pad, GstObject * parent, GstQuery * query)
{
  Element *e = gst_pad_get_element_private (pad);

  if (GST_QUERY_TYPE (query) != GST_QUERY_ALLOCATION)
    return gst_pad_query_default (pad, parent, query);
  gst_query_add_allocation_pool (query, e->pool,
      (guint) e->pictures->out[0].info.size, BENCH_PICTURES, BENCH_PICTURES);
  return TRUE;
}

static void
run (BenchPeer * peer, guint i)
{
  Element *e = (Element *) peer;

  if (gst_pad_push (e->src, gst_buffer_ref (e->pictures->in[i].buffer)) !=
      GST_FLOW_OK)
    g_error ("%s: a frame was not accepted", peer->name);
}

static void
element_free (BenchPeer * peer)
{
  Element *e = (Element *) peer;

  gst_element_set_state (e->element, GST_STATE_NULL);
  gst_pad_set_active (e->src, FALSE);
  gst_pad_set_active (e->sink, FALSE);
  gst_object_unref (e->src);
  gst_object_unref (e->sink);
  gst_object_unref (e->element);
  gst_buffer_pool_set_active (e->pool, FALSE);
  gst_object_unref (e->pool);
  g_free (e);
}

/* The same colours on both sides, so that sizes alone differ. */
static GstCaps *
make_caps (const BenchPicture * picture)
{
  GstVideoInfo info = picture->info;

  if (GST_VIDEO_INFO_IS_YUV (&info))
    gst_video_colorimetry_from_string (&info.colorimetry,
        GST_VIDEO_COLORIMETRY_BT709);
  info.chroma_site = GST_VIDEO_CHROMA_SITE_UNKNOWN;
  GST_VIDEO_INFO_FPS_N (&info) = 25;
  return gst_video_info_to_caps (&info);
}

static void
set_properties (GstElement * element, const gchar * text)
{
  gchar **list = g_strsplit (text, " ", -1), **item;

  for (item = list; *item; item++) {
    gchar *value = strchr (*item, '=');

    if (!value)
      continue;
    *value++ = '\0';
    gst_util_set_object_arg (G_OBJECT (element), *item, value);
  }
  g_strfreev (list);
}

static void
link_pads (Element * e, GstCaps * out)
{
  GstPadTemplate *template = gst_pad_template_new ("sink", GST_PAD_SINK,
      GST_PAD_ALWAYS, out);
  GstPad *pad;

  e->src = gst_object_ref_sink (gst_pad_new ("src", GST_PAD_SRC));
  e->sink = gst_object_ref_sink (gst_pad_new_from_template (template, "sink"));
  gst_object_unref (template);
  gst_pad_set_element_private (e->sink, e);
  gst_pad_set_chain_function (e->sink, take);
  gst_pad_set_query_function (e->sink, answer);
  gst_pad_set_active (e->src, TRUE);
  gst_pad_set_active (e->sink, TRUE);
  pad = gst_element_get_static_pad (e->element, "sink");
  if (gst_pad_link (e->src, pad) != GST_PAD_LINK_OK)
    g_error ("%s: its sink pad cannot be linked", e->peer.name);
  gst_object_unref (pad);
  pad = gst_element_get_static_pad (e->element, "src");
  if (gst_pad_link (pad, e->sink) != GST_PAD_LINK_OK)
    g_error ("%s: its source pad cannot be linked", e->peer.name);
  gst_object_unref (pad);
}

BenchPeer *
bench_element_new (const gchar * factory, const BenchCell * cell,
    BenchPictures * pictures, const gchar * extra)
{
  Element *e = g_new0 (Element, 1);
  GstCaps *in = make_caps (&pictures->in[0]);
  GstCaps *out = make_caps (&pictures->out[0]);
  GstSegment segment;

  (void) cell;
  g_strlcpy (e->peer.name, factory, sizeof e->peer.name);
  e->peer.run = run;
  e->peer.free = element_free;
  e->pictures = pictures;
  e->pool = bench_pool_new (pictures);
  e->element = gst_element_factory_make (factory, NULL);
  if (!e->element)
    g_error ("there is no element %s", factory);
  gst_object_ref_sink (e->element);
  gst_util_set_object_arg (G_OBJECT (e->element), "add-borders", "false");
  set_properties (e->element, extra ? extra : "");
  link_pads (e, out);
  gst_element_set_state (e->element, GST_STATE_PAUSED);
  gst_pad_push_event (e->src, gst_event_new_stream_start ("bench"));
  if (!gst_pad_push_event (e->src, gst_event_new_caps (in)))
    g_error ("%s: caps were not accepted", factory);
  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_pad_push_event (e->src, gst_event_new_segment (&segment));
  gst_caps_unref (in);
  gst_caps_unref (out);
  return &e->peer;
}

BenchPeer *
bench_alignscale_new (const BenchCell * cell, BenchPictures * pictures,
    guint n_threads)
{
  const BenchMethod *m = &bench_methods[cell->kind];
  gchar *extra = g_strdup_printf ("method=%s antialias=%s n-threads=%u",
      m->alignscale, m->antialias ? "true" : "false", n_threads);
  BenchPeer *peer = bench_element_new ("alignscale", cell, pictures, extra);

  g_free (extra);
  bench_peer_means (peer, cell, m->alignscale, m->antialias, "auto");
  peer->all_components = TRUE;
  return peer;
}

BenchPeer *
bench_videoscale_new (const BenchCell * cell, BenchPictures * pictures,
    guint n_threads)
{
  const BenchMethod *m = &bench_methods[cell->kind];
  gchar *extra = g_strdup_printf ("method=%s n-threads=%u", m->videoscale,
      n_threads);
  BenchPeer *peer = bench_element_new ("videoscale", cell, pictures, extra);
  const GstVideoFormatInfo *finfo = pictures->in[0].info.finfo;

  g_free (extra);
  if (cell->kind == BENCH_NEAREST)
    bench_peer_means (peer, cell, "nearest-exact", FALSE, "border");
  if (cell->kind == BENCH_BILINEAR) {
    bench_peer_means (peer, cell, "bilinear", FALSE, "border");
    /* its 2-tap fast path, but where it halves; packed 3-byte and deep formats
     * do without */
    if (finfo->depth[0] == 8 && finfo->pixel_stride[0] != 3
        && cell->in_w != 2 * cell->out_w) {
      peer->ideal.coordinate_mode = "align-corners";
      peer->vertical = "half-pixel";
    }
  }
  return peer;
}
