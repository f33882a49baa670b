/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Buffers of any layout: memories allocated to the byte and cut anywhere, a GstVideoMeta that says anything, a GstVideoCropMeta.
 * The element answers with a frame or an error, and the next good frame comes out right. */

#include <gst/check/gstharness.h>
#include <gst/video/video.h>

#include "element.h"

static const GstVideoFormat formats[] = {
  GST_VIDEO_FORMAT_I420, GST_VIDEO_FORMAT_NV12, GST_VIDEO_FORMAT_RGB, GST_VIDEO_FORMAT_YUY2, GST_VIDEO_FORMAT_P010_10LE,
  GST_VIDEO_FORMAT_A420, GST_VIDEO_FORMAT_AYUV64, GST_VIDEO_FORMAT_GRAY8, GST_VIDEO_FORMAT_GBR_10BE, GST_VIDEO_FORMAT_v210,
  GST_VIDEO_FORMAT_NV12_4L4, GST_VIDEO_FORMAT_RGB16, GST_VIDEO_FORMAT_Y41B, GST_VIDEO_FORMAT_UYVP, GST_VIDEO_FORMAT_NV16_10LE32,
  GST_VIDEO_FORMAT_NV12_64Z32, GST_VIDEO_FORMAT_RGB8P,
};

static const gchar *const modes[] = { "progressive", "progressive", "interleaved", "mixed" };

static GstCaps *
some_caps (GstVideoFormat format, const gchar * mode, gint width, gint height)
{
  return gst_caps_new_simple ("video/x-raw", "format", G_TYPE_STRING, gst_video_format_to_string (format), "width", G_TYPE_INT,
      width, "height", G_TYPE_INT, height, "framerate", GST_TYPE_FRACTION, 25, 1, "pixel-aspect-ratio", GST_TYPE_FRACTION, 1, 1,
      "interlace-mode", G_TYPE_STRING, mode, NULL);
}

/* Memory of just that size, so that what lies beyond is nobody's. */
static GstMemory *
some_memory (Bytes * bytes, gsize size)
{
  guint8 *data = g_malloc (MAX (size, 1));

  memset (data, fuzz_int (bytes, 0, 255), size);
  return gst_memory_new_wrapped (fuzz_int (bytes, 0, 7) ? 0 : GST_MEMORY_FLAG_READONLY, data, size, 0, size, data, g_free);
}

static void
spoil (Bytes * bytes, GstVideoMeta * meta, gsize size)
{
  const guint p = (guint) fuzz_int (bytes, 0, GST_VIDEO_MAX_PLANES - 1);

  switch (fuzz_int (bytes, 0, 7)) {
    case 0:
      meta->offset[p] = (gsize) fuzz_int (bytes, 0, (gint) size + 1);
      break;
    case 1:
      fuzz_take (bytes, &meta->offset[p], sizeof meta->offset[p]);
      break;
    case 2:
      meta->stride[p] = fuzz_int (bytes, -300, 300);
      break;
    case 3:
      meta->stride[p] = fuzz_any_int (bytes);
      break;
    case 4:
      meta->width = fuzz_int (bytes, 0, 3) ? (guint) fuzz_int (bytes, 0, 60) : (guint) fuzz_any_int (bytes);
      break;
    case 5:
      meta->height = fuzz_int (bytes, 0, 3) ? (guint) fuzz_int (bytes, 0, 60) : (guint) fuzz_any_int (bytes);
      break;
    case 6:
      meta->n_planes = (guint) fuzz_int (bytes, 0, GST_VIDEO_MAX_PLANES);
      break;
    default:
      meta->format = (GstVideoFormat) fuzz_int (bytes, 0, 130);
  }
}

static GstBuffer *
some_buffer (Bytes * bytes, const GstVideoInfo * info)
{
  GstBuffer *buffer = gst_buffer_new ();
  gint size = (gint) info->size + (fuzz_int (bytes, 0, 1) ? fuzz_int (bytes, -40, 40) : 0), left = MAX (size, 0);
  gint n = fuzz_int (bytes, 1, 5);

  for (; n > 1 && left > 0; n--) {
    const gint part = fuzz_int (bytes, 0, left);

    gst_buffer_append_memory (buffer, some_memory (bytes, (gsize) part));
    left -= part;
  }
  gst_buffer_append_memory (buffer, some_memory (bytes, (gsize) left));
  if (fuzz_int (bytes, 0, 3)) {
    GstVideoMeta *meta = gst_buffer_add_video_meta_full (buffer, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_INFO_FORMAT (info),
        (guint) info->width, (guint) info->height, GST_VIDEO_INFO_N_PLANES (info), (gsize *) info->offset,
        (gint *) info->stride);

    for (n = fuzz_int (bytes, 0, 3); n > 0; n--)
      spoil (bytes, meta, info->size);
  }
  if (fuzz_int (bytes, 0, 3) == 0) {
    GstVideoCropMeta *crop = gst_buffer_add_video_crop_meta (buffer);
    const gboolean any = fuzz_int (bytes, 0, 3) == 0;

    crop->x = any ? (guint) fuzz_any_int (bytes) : (guint) fuzz_int (bytes, 0, 50);
    crop->y = any ? (guint) fuzz_any_int (bytes) : (guint) fuzz_int (bytes, 0, 50);
    crop->width = any ? (guint) fuzz_any_int (bytes) : (guint) fuzz_int (bytes, 0, 50);
    crop->height = any ? (guint) fuzz_any_int (bytes) : (guint) fuzz_int (bytes, 0, 50);
  }
  if (fuzz_int (bytes, 0, 1))
    GST_BUFFER_FLAGS (buffer) |= (guint) fuzz_int (bytes, 0, 31) * GST_VIDEO_BUFFER_FLAG_INTERLACED;
  return buffer;
}

static GstBuffer *
good_frame (const GstVideoInfo * info)
{
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, info->size, NULL);
  gsize i;

  for (i = 0; i < info->size; i++) {
    const guint8 byte = (guint8) (i * 31 >> 2);

    gst_buffer_fill (buffer, i, &byte, 1);
  }
  return buffer;
}

/* Where a component's samples have bytes of their own; what lies between them is nobody's. */
static void
check_same (const GstVideoInfo * info, GstBuffer * a, GstBuffer * b)
{
  GstVideoFrame fa, fb;
  guint c;
  gint x, y;

  FUZZ_REQUIRE (gst_video_frame_map (&fa, info, a, GST_MAP_READ) && gst_video_frame_map (&fb, info, b, GST_MAP_READ), "frames");
  for (c = 0; c < GST_VIDEO_INFO_N_COMPONENTS (info) && !GST_VIDEO_FORMAT_INFO_IS_COMPLEX (info->finfo)
      && !GST_VIDEO_FORMAT_INFO_IS_TILED (info->finfo); c++) {
    const guint8 *pa = GST_VIDEO_FRAME_COMP_DATA (&fa, c), *pb = GST_VIDEO_FRAME_COMP_DATA (&fb, c);

    for (y = 0; y < GST_VIDEO_FRAME_COMP_HEIGHT (&fa, c); y++)
      for (x = 0; x < GST_VIDEO_FRAME_COMP_WIDTH (&fa, c); x++)
        FUZZ_REQUIRE (!memcmp (pa + y * GST_VIDEO_FRAME_COMP_STRIDE (&fa, c) + x * GST_VIDEO_FRAME_COMP_PSTRIDE (&fa, c),
                pb + y * GST_VIDEO_FRAME_COMP_STRIDE (&fb, c) + x * GST_VIDEO_FRAME_COMP_PSTRIDE (&fb, c),
                GST_VIDEO_FORMAT_INFO_DEPTH (info->finfo, c) > 8 ? 2 : 1), "sample %d,%d of component %u of %s, %dx%d", x, y, c,
            GST_VIDEO_INFO_NAME (info), info->width, info->height);
  }
  gst_video_frame_unmap (&fa);
  gst_video_frame_unmap (&fb);
}

int
LLVMFuzzerTestOneInput (const uint8_t * data, size_t size)
{
  Bytes bytes = { data, size };
  const GstVideoFormat format = formats[fuzz_int (&bytes, 0, G_N_ELEMENTS (formats) - 1)];
  const gchar *mode = modes[fuzz_int (&bytes, 0, G_N_ELEMENTS (modes) - 1)];
  const gint width = fuzz_int (&bytes, 1, 40), height = fuzz_int (&bytes, 1, 40);
  GstElement *element;
  GstVideoInfo in, out_info;
  GstCaps *caps, *out_caps;
  GstHarness *h;
  GstBuffer *first, *out;
  GstFlowReturn flow;
  gint n;

  fuzz_start ();
  element = gst_element_factory_make ("alignscale", NULL);
  g_object_set (element, "method", fuzz_int (&bytes, 0, 16), "antialias", fuzz_int (&bytes, 0, 1), "add-borders",
      fuzz_int (&bytes, 0, 1), "n-threads", fuzz_int (&bytes, 1, 3), "padding-mode", fuzz_int (&bytes, 0, 5), NULL);
  if (fuzz_int (&bytes, 0, 3) == 0)
    g_object_set (element, "src-x", fuzz_int (&bytes, -30, 30) / 2.0, "src-width", fuzz_int (&bytes, 1, 80) / 2.0, NULL);
  h = gst_harness_new_with_element (element, "sink", "src");
  gst_object_unref (element);
  caps = some_caps (format, mode, width, height);
  FUZZ_REQUIRE (gst_video_info_from_caps (&in, caps), "caps");
  out_caps = some_caps (format, mode, fuzz_int (&bytes, 1, 40), fuzz_int (&bytes, 1, 40));
  FUZZ_REQUIRE (gst_video_info_from_caps (&out_info, out_caps), "caps");
  gst_harness_set_caps (h, caps, out_caps);

  flow = gst_harness_push (h, good_frame (&in));
  /* some sizes cannot be had with some interlace modes */
  first = flow == GST_FLOW_OK ? gst_harness_pull (h) : NULL;
  for (n = first ? fuzz_int (&bytes, 1, 4) : 0; n > 0; n--) {
    flow = gst_harness_push (h, some_buffer (&bytes, &in));
    FUZZ_REQUIRE (flow == GST_FLOW_OK || flow == GST_FLOW_ERROR, "%s", gst_flow_get_name (flow));
    out = gst_harness_try_pull (h);
    FUZZ_REQUIRE ((out != NULL) == (flow == GST_FLOW_OK), "%s and %s frame", gst_flow_get_name (flow), out ? "a" : "no");
    gst_clear_buffer (&out);
    flow = gst_harness_push (h, good_frame (&in));
    FUZZ_REQUIRE (flow == GST_FLOW_OK, "%s after a bad buffer", gst_flow_get_name (flow));
    out = gst_harness_pull (h);
    check_same (&out_info, first, out);
    gst_buffer_unref (out);
  }
  gst_clear_buffer (&first);
  gst_harness_teardown (h);
  return 0;
}
