/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Caps of any shape: what the element makes of them is what the filter and the template allow; what it fixates is fixed, is one
 * of the choices and stays when it is fixated again. */

#include <gst/video/video.h>

#include "element.h"
#include "gstalignscalecaps.h"

static const gchar *const media[] = {
  "video/x-raw", "video/x-raw", "video/x-raw", "video/x-raw(memory:SystemMemory)", "video/x-raw(memory:GLMemory)",
  "video/x-raw(format:Interlaced)", "video/x-raw(ANY)", "video/x-raw(memory:SystemMemory,meta:GstVideoOverlayComposition)",
  "audio/x-raw", "video/x-h264",
};

static const gchar *const formats[] = {
  "I420", "RGB", "NV12", "YUY2", "{ RGB, BGRA, GRAY8 }", "v210", "{ NV12, I420 }", "NONSENSE", "DMA_DRM", "Y444_16LE", "RGB8P",
};

static const gchar *const others[] = {
  "", "", "", ",framerate=30/1", ",framerate=[0/1,60/1]", ",interlace-mode=progressive",
  ",interlace-mode=interleaved,field-order=top-field-first", ",interlace-mode={alternate,mixed}", ",chroma-site=mpeg2",
  ",chroma-site=garbage", ",colorimetry=bt709", ",colorimetry=1:2:3:4", ",views=2", ",multiview-mode=side-by-side",
  ",multiview-mode=separated,views=3", ",max-framerate=5/1", ",extra=(string)field",
};

static gint
some_size (Bytes * bytes)
{
  static const gint edges[] = { 1, 2, 3, 320, 1080, 32766, 32767, 32768, 65535, G_MAXINT - 1, G_MAXINT, 0 };

  return fuzz_int (bytes, 0, 1) ? fuzz_int (bytes, 1, 5000) : edges[fuzz_int (bytes, 0, G_N_ELEMENTS (edges) - 1)];
}

/* No ranges in lists: gst_structure_is_subset() of GStreamer 1.22 has a critical for them. */
static void
add_size (Bytes * bytes, GString * text, const gchar * name)
{
  gint a = some_size (bytes), b = some_size (bytes), c = some_size (bytes);

  switch (fuzz_int (bytes, 0, 4)) {
    case 0:
      break;
    case 1:
      if (a != b)
        g_string_append_printf (text, ",%s=[%d,%d]", name, MIN (a, b), MAX (a, b));
      break;
    case 2:
      g_string_append_printf (text, ",%s={%d,%d,%d}", name, a, b, c);
      break;
    default:
      g_string_append_printf (text, ",%s=%d", name, a);
  }
}

static gint
some_term (Bytes * bytes)
{
  static const gint terms[] = { 1, 1, 2, 3, 4, 8, 9, 10, 11, 16, 64, 45, 59, 65519, 65521, G_MAXINT - 1, G_MAXINT };

  return fuzz_int (bytes, 0, 1) ? terms[fuzz_int (bytes, 0, G_N_ELEMENTS (terms) - 1)] : fuzz_int (bytes, 1, 10000);
}

static void
add_shape (Bytes * bytes, GString * text)
{
  const gint a = some_term (bytes), b = some_term (bytes), c = some_term (bytes), d = some_term (bytes);

  switch (fuzz_int (bytes, 0, 5)) {
    case 0:
    case 1:
      break;
    case 2:
      if ((gint64) a * d < (gint64) c * b)
        g_string_append_printf (text, ",pixel-aspect-ratio=[%d/%d,%d/%d]", a, b, c, d);
      break;
    case 3:
      g_string_append_printf (text, ",pixel-aspect-ratio={%d/%d,%d/%d}", a, b, c, d);
      break;
    default:
      g_string_append_printf (text, ",pixel-aspect-ratio=%d/%d", a, b);
  }
}

/* Up to three structures, or the bytes themselves as text. */
static GstCaps *
some_caps (Bytes * bytes)
{
  GString *text = g_string_new (NULL);
  GstCaps *caps;
  gint i, n = fuzz_int (bytes, 0, 3);

  if (fuzz_int (bytes, 0, 31) == 0)
    g_string_append (text, fuzz_int (bytes, 0, 1) ? "ANY" : "EMPTY");
  for (i = 0; text->len == 0 || (i < n && text->str[0] == 'v'); i++) {
    if (text->len > 0)
      g_string_append (text, "; ");
    g_string_append (text, media[fuzz_int (bytes, 0, G_N_ELEMENTS (media) - 1)]);
    if (fuzz_int (bytes, 0, 7))
      g_string_append_printf (text, ",format=%s", formats[fuzz_int (bytes, 0, G_N_ELEMENTS (formats) - 1)]);
    add_size (bytes, text, "width");
    add_size (bytes, text, "height");
    add_shape (bytes, text);
    g_string_append (text, others[fuzz_int (bytes, 0, G_N_ELEMENTS (others) - 1)]);
  }
  caps = gst_caps_from_string (text->str);
  FUZZ_REQUIRE (caps, "%s", text->str);
  g_string_free (text, TRUE);
  return caps;
}

#define TEXT(caps) gst_caps_to_string (caps)

static GstCaps *
template_caps (GstPadDirection direction)
{
  GstElementFactory *factory = gst_element_factory_find ("alignscale");
  const GList *item;
  GstCaps *caps = NULL;

  for (item = gst_element_factory_get_static_pad_templates (factory); item; item = item->next) {
    GstStaticPadTemplate *templ = item->data;

    if (templ->direction == direction)
      caps = gst_static_pad_template_get_caps (templ);
  }
  gst_object_unref (factory);
  FUZZ_REQUIRE (caps, "no template");
  return caps;
}

/* What negotiation does once the caps of one pad are fixed. */
static void
check_fixate (GstPadDirection direction, GstCaps * caps, GstCaps * filter, GstCaps * other_template)
{
  GstCaps *choices = gst_align_scale_caps_transform (direction, caps, filter), *allowed, *fixed, *again;

  allowed = gst_caps_intersect (choices, other_template);
  gst_caps_unref (choices);
  if (!gst_caps_is_empty (allowed)) {
    fixed = gst_align_scale_caps_fixate (direction, caps, gst_caps_ref (allowed));
    FUZZ_REQUIRE (gst_caps_is_fixed (fixed), "%s of %s for %s", TEXT (fixed), TEXT (allowed), TEXT (caps));
    FUZZ_REQUIRE (gst_caps_is_subset (fixed, allowed), "%s of %s for %s", TEXT (fixed), TEXT (allowed), TEXT (caps));
    again = gst_align_scale_caps_fixate (direction, caps, gst_caps_ref (fixed));
    FUZZ_REQUIRE (gst_caps_is_strictly_equal (fixed, again), "%s, then %s", TEXT (fixed), TEXT (again));
    gst_caps_unref (again);
    gst_caps_unref (fixed);
  }
  gst_caps_unref (allowed);
}

static void
check_rectangle (Bytes * bytes, GstCaps * caps)
{
  GstVideoInfo in, out;
  GstVideoRectangle rect;

  if (!gst_align_scale_caps_can_scale (caps) || !gst_video_info_from_caps (&in, caps))
    return;
  out = in;
  out.width = fuzz_int (bytes, 1, GST_ALIGN_SCALE_MAX_SIZE);
  out.height = fuzz_int (bytes, 1, GST_ALIGN_SCALE_MAX_SIZE);
  out.par_n = some_term (bytes);
  out.par_d = some_term (bytes);
  gst_align_scale_caps_get_rectangle (&in, &out, TRUE, &rect);
  FUZZ_REQUIRE (rect.x >= 0 && rect.y >= 0 && rect.w >= 1 && rect.h >= 1 && rect.w <= out.width - rect.x
      && rect.h <= out.height - rect.y, "%d,%d %dx%d in %dx%d", rect.x, rect.y, rect.w, rect.h, out.width, out.height);
}

int
LLVMFuzzerTestOneInput (const uint8_t * data, size_t size)
{
  Bytes bytes = { data, size };
  GstPadDirection direction = fuzz_int (&bytes, 0, 1) ? GST_PAD_SINK : GST_PAD_SRC;
  GstCaps *own, *other, *caps, *filter, *result;

  fuzz_start ();
  own = template_caps (direction);
  other = template_caps (direction == GST_PAD_SINK ? GST_PAD_SRC : GST_PAD_SINK);
  caps = some_caps (&bytes);
  filter = fuzz_int (&bytes, 0, 1) ? some_caps (&bytes) : NULL;

  result = gst_align_scale_caps_transform (direction, caps, filter);
  FUZZ_REQUIRE (!filter || gst_caps_is_subset (result, filter), "%s of %s", TEXT (result), TEXT (filter));
  gst_caps_unref (result);

  result = gst_caps_intersect (own, caps);
  if (!gst_caps_is_empty (result) && !gst_caps_is_any (result)) {
    result = gst_caps_fixate (result);
    check_fixate (direction, result, filter, other);
    check_rectangle (&bytes, result);
  }
  gst_caps_unref (result);
  if (filter)
    gst_caps_unref (filter);
  gst_caps_unref (caps);
  gst_caps_unref (other);
  gst_caps_unref (own);
  return 0;
}
