/* alignscale: ten things that videoscale does to pixels, measured on both
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include <math.h>

#include "scaler.h"

typedef struct
{
  gint in_w, in_h, out_w, out_h;
} Size;

/* What the picture has at x, y of component c. */
typedef guint (*Sample) (guint c, gint x, gint y);

static guint
noise (guint c, gint x, gint y)
{
  guint32 hash = (guint32) x * 374761393u + (guint32) y * 668265263u +
      c * 2147483647u;

  hash = (hash ^ (hash >> 13)) * 1274126177u;
  return (hash ^ (hash >> 16)) & 255;
}

static guint
same_noise (guint c, gint x, gint y)
{
  (void) c;
  return noise (0, x, y);
}

static guint
across (guint c, gint x, gint y)
{
  (void) c;
  (void) y;
  return 20 * (guint) x;
}

static guint
down (guint c, gint x, gint y)
{
  return across (c, y, x);
}

static guint
slope (guint c, gint x, gint y)
{
  (void) c;
  (void) y;
  return 400 * (guint) x;
}

static guint
chroma_slope (guint c, gint x, gint y)
{
  (void) y;
  return c == 1 ? 3 * (guint) x : 192 - 3 * (guint) x;
}

static guint
white (guint c, gint x, gint y)
{
  (void) c;
  (void) x;
  (void) y;
  return 255;
}

static guint
thousand (guint c, gint x, gint y)
{
  return 745 + white (c, x, y);
}

static GstBuffer *
draw (const GstVideoInfo * info, Sample sample)
{
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, info->size, NULL);
  GstVideoFrame frame;
  guint c;
  gint x, y;

  gst_buffer_memset (buffer, 0, 0, info->size);
  fail_unless (gst_video_frame_map (&frame, info, buffer, GST_MAP_WRITE));
  for (c = 0; c < info->finfo->n_components; c++)
    for (y = 0; y < GST_VIDEO_FRAME_COMP_HEIGHT (&frame, c); y++)
      for (x = 0; x < GST_VIDEO_FRAME_COMP_WIDTH (&frame, c); x++) {
        guint8 *to = GST_VIDEO_FRAME_COMP_DATA (&frame, c) +
            y * GST_VIDEO_FRAME_COMP_STRIDE (&frame, c) +
            x * GST_VIDEO_FRAME_COMP_PSTRIDE (&frame, c);
        guint value = sample (c, x, y);

        if (info->finfo->depth[c] > 8)
          GST_WRITE_UINT16_LE (to, (guint16) value);
        else
          *to = (guint8) value;
      }
  gst_video_frame_unmap (&frame);
  return buffer;
}

/* Component c of a frame of the format, scaled by the element. */
static Component
scaled (const gchar * element, const gchar * format, const gchar * fields,
    Size size, Sample sample, guint c)
{
  GstVideoFormat f = gst_video_format_from_string (format);
  gchar *line = g_strconcat (element, " add-borders=false", NULL);
  GstHarness *h = gst_harness_new_parse (line);
  GstVideoInfo in, out;
  GstBuffer *buffer;
  Component result;

  frame_info (&in, f, size.in_w, size.in_h);
  frame_info (&out, f, size.out_w, size.out_h);
  gst_harness_set_caps (h, frame_caps (f, size.in_w, size.in_h, fields),
      frame_caps (f, size.out_w, size.out_h, fields));
  fail_unless_equals_int (gst_harness_push (h, draw (&in, sample)),
      GST_FLOW_OK);
  buffer = gst_harness_pull (h);
  frame_component (&result, &out, buffer, c);
  gst_buffer_unref (buffer);
  gst_harness_teardown (h);
  g_free (line);
  return result;
}

/* The greatest difference of two components; b is read with x and y exchanged
 * where it is a picture on its side. */
static gdouble
difference (Component a, Component b, gboolean on_its_side)
{
  gint worst = 0, x, y;

  for (y = 0; y < a.height; y++)
    for (x = 0; x < a.width; x++) {
      gint at = on_its_side ? x * b.width + y : y * b.width + x;

      worst = MAX (worst, ABS (a.samples[y * a.width + x] - b.samples[at]));
    }
  component_clear (&a);
  component_clear (&b);
  return worst;
}

/* The greatest difference of a flat picture from what it was. */
static gdouble
departure (Component a, gint value)
{
  gint worst = 0, i;

  for (i = 0; i < a.width * a.height; i++)
    worst = MAX (worst, ABS (a.samples[i] - value));
  component_clear (&a);
  return worst;
}

static gdouble
geometry (const gchar * element)
{
  const Size size = { 8, 8, 16, 16 };

  return difference (scaled (element, "GRAY8", NULL, size, across, 0),
      scaled (element, "GRAY8", NULL, size, down, 0), TRUE);
}

static gdouble
chroma_layout (const gchar * element)
{
  const Size size = { 16, 16, 40, 40 };

  return difference (scaled (element, "I420", NULL, size, noise, 1),
      scaled (element, "NV12", NULL, size, noise, 1), FALSE);
}

static gdouble
torch_bilinear (const gchar * element)
{
  const Size size = { 37, 29, 64, 48 };
  OracleCase how = {.in_w = size.in_w,.in_h = size.in_h,.out_w = size.out_w,
    .out_h = size.out_h,.method = "bilinear",.padding = "auto"
  };
  Component got = scaled (element, "RGB", NULL, size, noise, 0);
  gsize n = (gsize) got.width * (gsize) got.height, i, wrong;
  gdouble *in = g_new (gdouble, size.in_w * size.in_h);
  gdouble *exact = g_new (gdouble, n);
  guint16 *expected = g_new (guint16, n);
  guint8 *dyadic = g_new (guint8, n);

  for (i = 0; i < (gsize) (size.in_w * size.in_h); i++)
    in[i] = noise (0, (gint) i % size.in_w, (gint) i / size.in_w);
  fail_unless (oracle_resize (&how, in, exact, dyadic));
  for (i = 0; i < n; i++)
    expected[i] = (guint16) rint (exact[i]);
  wrong = ref_compare (NULL, "", got.samples, expected, exact, dyadic, n, 255,
      NULL);
  g_free (dyadic);
  g_free (expected);
  g_free (exact);
  g_free (in);
  component_clear (&got);
  return 100.0 * (gdouble) wrong / (gdouble) n;
}

static gdouble
planar_rgb (const gchar * element)
{
  const Size size = { 16, 16, 40, 40 };

  return difference (scaled (element, "GBR", NULL, size, same_noise, 1),
      scaled (element, "GBR", NULL, size, same_noise, 0), FALSE);
}

static gdouble
flat_8_bits (const gchar * element)
{
  return departure (scaled (element, "GRAY8", NULL, (Size) {512, 512, 32, 32},
          white, 0), 255);
}

static gdouble
flat_16_bits (const gchar * element)
{
  return departure (scaled (element, "GRAY16_LE", NULL, (Size) {16, 16, 40, 40},
          thousand, 0), 1000);
}

static gdouble
odd_taps (const gchar * element)
{
  Component got = scaled (element, "GRAY16_LE", NULL, (Size) {96, 8, 64, 8},
      slope, 0);
  gdouble sum = 0;
  gint x, n = 0;

  for (x = 8; x < 56; x++, n++)
    sum += got.samples[x] / 400.0 - ((x + 0.5) * 1.5 - 0.5);
  component_clear (&got);
  return fabs (sum / n);
}

static gdouble
halving (const gchar * element)
{
  const Size size = { 64, 64, 32, 32 };

  return difference (scaled (element, "I420", NULL, size, same_noise, 0),
      scaled (element, "RGB", NULL, size, same_noise, 0), FALSE);
}

/* Cosited chroma sample j of a row that is four times as long belongs to luma
 * pixel 2 j there, and so to luma pixel (2 j + 0.5) / 4 - 0.5 of the input.
 * U rises and V falls, so that samples which are all too small are no shift. */
static gdouble
siting (const gchar * element)
{
  const Size size = { 128, 16, 512, 16 };
  Component u = scaled (element, "I420", "chroma-site=mpeg2", size,
      chroma_slope, 1);
  Component v = scaled (element, "I420", "chroma-site=mpeg2", size,
      chroma_slope, 2);
  gdouble sum = 0;
  gint x, n = 0;

  for (x = 64; x < 192; x++, n++) {
    gdouble exact = 3 * ((2 * x + 0.5) / 4 - 0.5) / 2;

    sum += u.samples[x] - rint (exact) - v.samples[x] + rint (192 - exact);
  }
  component_clear (&u);
  component_clear (&v);
  return fabs (sum / n) / 2 / 3 * 8;
}

static const struct
{
  const gchar *what, *unit;
  const gchar *videoscale, *alignscale;
    gdouble (*measure) (const gchar * element);
  gdouble limit;                /* of a sound scaler */
} facts[] = {
  {"A ramp across a grey picture and the same ramp down it, 8 to 16 pixels: "
        "greatest difference", "levels",
      "videoscale", "alignscale", geometry, 0},
  {"The same random chroma as I420 and as NV12, 16x16 to 40x40: greatest "
        "difference", "levels",
      "videoscale", "alignscale", chroma_layout, 0},
  {"Samples that are not those of `F.interpolate(mode='bilinear')`, RGB 37x29 "
        "to 64x48", "%",
      "videoscale", "alignscale", torch_bilinear, 0},
  {"Three equal planes of GBR, 16x16 to 40x40: greatest difference between "
        "colours", "levels",
      "videoscale method=lanczos", "alignscale method=lanczos", planar_rgb, 0},
  {"White in 8 bits, 512 to 32 pixels: greatest departure", "levels",
        "videoscale method=lanczos", "alignscale method=lanczos antialias=true",
      flat_8_bits, 0},
  {"A flat 1000 in 16 bits, 16 to 40 pixels: greatest departure", "levels",
      "videoscale", "alignscale", flat_16_bits, 0},
  {"A ramp, 96 to 64 pixels: mean shift", "input pixels",
        "videoscale method=bilinear2", "alignscale antialias=true", odd_taps,
      0.002},
  {"The same noise as luma of I420 and as RGB, halved: greatest difference",
        "levels",
        "videoscale method=bilinear2", "alignscale antialias=true", halving,
      0},
  {"Chroma that the caps site at the left (mpeg2), enlarged 4 times: mean "
        "shift", "output pixels",
      "videoscale", "alignscale", siting, 0.01},
};

GST_START_TEST (test_fact)
{
  gdouble ours = facts[__i__].measure (facts[__i__].alignscale);
  gdouble theirs = facts[__i__].measure (facts[__i__].videoscale);
  guint major, minor, micro, nano;

  fail_unless (ours <= facts[__i__].limit, "%s: %g %s", facts[__i__].what, ours,
      facts[__i__].unit);
  /* where it is known, so that the measure is known to see it */
  gst_version (&major, &minor, &micro, &nano);
  if (major == 1 && minor == 22)
    fail_unless (theirs > facts[__i__].limit, "%s: videoscale has %g %s",
        facts[__i__].what, theirs, facts[__i__].unit);
}

GST_END_TEST;

static gsize
count_reference_frames (void)
{
  const gchar *directory = g_getenv ("ALS_REFERENCE_DIR");
  RefSet set;
  gsize n;

  fail_unless (directory != NULL && ref_load (directory, &set));
  n = set.n_cases;
  ref_free (&set);
  return n;
}

/* gst-reference goes through all of them. */
GST_START_TEST (test_reference_frames)
{
  fail_unless (count_reference_frames () > 900);
}

GST_END_TEST;

/* tools/facts puts what this prints into the docs. */
GST_START_TEST (test_table)
{
  gchar *version = gst_version_string ();
  guint i;

  printf ("| | measured | videoscale of %s | alignscale |\n|---|---|---|---|\n",
      version);
  for (i = 0; i < G_N_ELEMENTS (facts); i++) {
    const gchar *unit = facts[i].unit;

    printf ("| %u | %s | %.2f %s (`%s`) | %.2f %s (`%s`) |\n", i + 1,
        facts[i].what, facts[i].measure (facts[i].videoscale), unit,
        facts[i].videoscale, facts[i].measure (facts[i].alignscale), unit,
        facts[i].alignscale);
  }
  printf ("| %u | Frames of known pixels that its tests compare with | 0 | %"
      G_GSIZE_FORMAT " |\n", i + 1, count_reference_frames ());
  fflush (stdout);
  g_free (version);
}

GST_END_TEST;

static Suite *
alignscale_facts_suite (void)
{
  Suite *s = suite_create ("facts");
  TCase *tc = tcase_create ("facts");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_fact, 0, G_N_ELEMENTS (facts));
  tcase_add_test (tc, test_reference_frames);
  tcase_add_test (tc, test_table);
  return s;
}

GST_CHECK_MAIN (alignscale_facts);
