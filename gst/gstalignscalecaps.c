/* alignscale: caps and geometry
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "gstalignscalecaps.h"

GST_DEBUG_CATEGORY_EXTERN (gst_align_scale_debug);
#define GST_CAT_DEFAULT gst_align_scale_debug

/* Exact arithmetic. Sizes and pixel aspect ratios are quotients of products of
 * up to four ints: 124 bits, and compilers for 32-bit processors have no such
 * integer. */
typedef struct
{
  guint64 hi, lo;
} Wide;

typedef struct
{
  Wide n, d;
} Ratio;

static Wide
wide_mul (Wide a, gint factor)
{
  guint64 m = (guint64) factor;
  guint64 low = (a.lo & G_MAXUINT32) * m;
  guint64 mid = (a.lo >> 32) * m + (low >> 32);

  a.lo = (mid << 32) | (low & G_MAXUINT32);
  a.hi = a.hi * m + (mid >> 32);
  return a;
}

/* All factors are positive. */
static Wide
wide_product (gint a, gint b, gint c, gint d)
{
  Wide wide = { 0, (guint64) a };

  return wide_mul (wide_mul (wide_mul (wide, b), c), d);
}

static gboolean
wide_less (Wide a, Wide b)
{
  return a.hi < b.hi || (a.hi == b.hi && a.lo < b.lo);
}

/* a is not less than b */
static Wide
wide_minus (Wide a, Wide b)
{
  Wide r = { a.hi - b.hi - (a.lo < b.lo), a.lo - b.lo };

  return r;
}

/* The whole part of n / d, or 2^40 if it is greater; d is below 2^127. */
static guint64
wide_divide (Wide n, Wide d, Wide * remainder)
{
  const guint64 limit = G_GUINT64_CONSTANT (1) << 40;
  guint64 quotient = 0;
  Wide r = { 0, 0 };
  gint i;

  for (i = 127; i >= 0; i--) {
    guint64 bit = i >= 64 ? n.hi >> (i - 64) : n.lo >> i;

    r.hi = (r.hi << 1) | (r.lo >> 63);
    r.lo = (r.lo << 1) | (bit & 1);
    quotient <<= 1;
    if (!wide_less (r, d)) {
      r = wide_minus (r, d);
      quotient++;
    }
    quotient = MIN (quotient, limit);
  }
  *remainder = r;
  return quotient;
}

/* Rounded to nearest (halves up) or up, at most G_MAXINT. */
static gint
ratio_round (Ratio ratio, gboolean up)
{
  Wide rest;
  guint64 quotient = wide_divide (ratio.n, ratio.d, &rest);

  if (up ? rest.hi != 0 || rest.lo != 0 : !wide_less (wide_mul (rest, 2),
          ratio.d))
    quotient++;
  return (gint) MIN (quotient, G_MAXINT);
}

/* The fraction of two positive ints that is nearest to @ratio: the last
 * convergent of its continued fraction that fits, or the last fraction on the
 * way to the next one if that is nearer. Exact if @ratio can be written so. */
static void
ratio_to_fraction (Ratio ratio, gint * num, gint * den)
{
  Wide n = ratio.n, d = ratio.d;
  gint p0 = 0, q0 = 1, p1 = 1, q1 = 0;
  gboolean fits = TRUE;

  while (fits && (d.hi != 0 || d.lo != 0)) {
    Wide rest;
    guint64 quotient = wide_divide (n, d, &rest);
    gint steps = G_MAXINT, p, q;

    if (p1 > 0)
      steps = MIN (steps, (G_MAXINT - p0) / p1);
    if (q1 > 0)
      steps = MIN (steps, (G_MAXINT - q0) / q1);
    fits = quotient <= (guint64) steps;
    if (fits)
      steps = (gint) quotient;
    p = steps * p1 + p0;
    q = steps * q1 + q0;
    if (!fits && p1 > 0 && q1 > 0 && !wide_less (wide_mul (wide_minus (n,
                    wide_mul (d, steps)), q1), wide_mul (d, q)))
      break;
    p0 = p1;
    q0 = q1;
    p1 = p;
    q1 = q;
    n = d;
    d = rest;
  }
  *num = p1;
  *den = q1;
}

/* A picture: its size and the shape of its pixels. All are positive. */
typedef struct
{
  gint width, height, par_n, par_d;
} Picture;

static void
picture_set_par (Picture * pic, gint par_n, gint par_d)
{
  pic->par_n = par_n > 0 && par_d > 0 ? par_n : 1;
  pic->par_d = par_n > 0 && par_d > 0 ? par_d : 1;
}

/* The width (or height, or pixel aspect ratio) that shows @in undistorted
 * when the rest of @out is given. */

static Ratio
picture_width (const Picture * in, const Picture * out)
{
  Ratio ratio = { wide_product (in->width, in->par_n, out->height, out->par_d),
    wide_product (in->height, in->par_d, out->par_n, 1)
  };

  return ratio;
}

static Ratio
picture_height (const Picture * in, const Picture * out)
{
  Ratio ratio = { wide_product (in->height, in->par_d, out->width, out->par_n),
    wide_product (in->width, in->par_n, out->par_d, 1)
  };

  return ratio;
}

static Ratio
picture_par (const Picture * in, const Picture * out)
{
  Ratio ratio = { wide_product (in->width, in->par_n, out->height, 1),
    wide_product (in->height, in->par_d, out->width, 1)
  };

  return ratio;
}

/* The size in @value (NULL: any) that is nearest to @target, 0 if there is
 * none. gst_structure_fixate_field_nearest_int() overlooks ranges in lists. */
static gint
value_nearest_size (const GValue * value, gint target)
{
  gint best = 0;
  guint i;

  target = CLAMP (target, 1, GST_ALIGN_SCALE_MAX_SIZE);
  if (value == NULL) {
    best = target;
  } else if (G_VALUE_HOLDS_INT (value)) {
    best = g_value_get_int (value);
  } else if (GST_VALUE_HOLDS_INT_RANGE (value)) {
    gint64 min = gst_value_get_int_range_min (value);
    gint64 max = gst_value_get_int_range_max (value);
    gint64 step = gst_value_get_int_range_step (value);
    gint64 offset = CLAMP (target, min, max) - min;

    best = (gint) (min + (offset + (step - 1) / 2) / step * step);
  } else if (GST_VALUE_HOLDS_LIST (value)) {
    for (i = 0; i < gst_value_list_get_size (value); i++) {
      gint other = value_nearest_size (gst_value_list_get_value (value, i),
          target);

      if (other > 0 && (best == 0 || ABS (other - target) <
              ABS (best - target)))
        best = other;
    }
  }
  return MAX (best, 0);
}

/* Moves the fraction to the nearest one in @value, FALSE if there is none. */
static gboolean
value_nearest_fraction (const GValue * value, gint * n, gint * d)
{
  GstStructure *s = gst_structure_new_empty ("nearest");
  gboolean found;

  gst_structure_set_value (s, "par", value);
  if (!gst_structure_fixate_field_nearest_fraction (s, "par", *n, *d))
    gst_structure_fixate_field (s, "par");
  found = gst_structure_get_fraction (s, "par", n, d);
  gst_structure_free (s);
  return found;
}

/* Gives @s the size and pixel aspect ratio that suit @in best. What @s leaves
 * open is chosen in this order: size of @in, height of @in, width of @in. The
 * pixel aspect ratio takes up the difference where it may. */
static void
structure_fixate_size (GstStructure * s, const Picture * in)
{
  const GValue *width = gst_structure_get_value (s, "width");
  const GValue *height = gst_structure_get_value (s, "height");
  const GValue *par = gst_structure_get_value (s, "pixel-aspect-ratio");
  gboolean width_fixed = width != NULL && gst_value_is_fixed (width);
  gboolean height_fixed = height != NULL && gst_value_is_fixed (height);
  Picture out;
  gint n, d;

  out.width = value_nearest_size (width, in->width);
  out.height = value_nearest_size (height, in->height);
  if (out.width == 0 || out.height == 0)
    return;

  ratio_to_fraction (picture_par (in, &out), &n, &d);
  if (par != NULL && !value_nearest_fraction (par, &n, &d))
    return;
  picture_set_par (&out, n, d);

  /* Where that is not the pixel aspect ratio it takes, another size makes up
   * for it, in one direction; else this changes nothing. */
  if (!(width_fixed && height_fixed)) {
    gint want_width = ratio_round (picture_width (in, &out), FALSE);
    gint want_height = ratio_round (picture_height (in, &out), FALSE);
    gint set_width = value_nearest_size (width, want_width);
    gint set_height = value_nearest_size (height, want_height);

    if (height_fixed || (!width_fixed && set_width == want_width)) {
      out.width = set_width;
    } else if (width_fixed || set_height == want_height) {
      out.height = set_height;
    } else if (par != NULL && gst_value_is_fixed (par)) {
      /* neither fits: the one that is off by the smaller area */
      if ((gint64) out.width * ABS (set_height - want_height) <
          (gint64) out.height * ABS (set_width - want_width))
        out.height = set_height;
      else
        out.width = set_width;
    }
  }

  gst_structure_set (s, "width", G_TYPE_INT, out.width, "height", G_TYPE_INT,
      out.height, NULL);
  if (par != NULL || n != d)
    gst_structure_set (s, "pixel-aspect-ratio", GST_TYPE_FRACTION, n, d, NULL);
}

/* Can the element touch pictures with these features? */
static gboolean
features_can_scale (const GstCapsFeatures * features)
{
  guint i;

  if (gst_caps_features_is_any (features))
    return FALSE;
  for (i = 0; i < gst_caps_features_get_size (features); i++) {
    const gchar *feature = gst_caps_features_get_nth (features, i);

    if (!g_str_equal (feature, GST_CAPS_FEATURE_MEMORY_SYSTEM_MEMORY)
        && !g_str_equal (feature, GST_CAPS_FEATURE_FORMAT_INTERLACED)
        && !g_str_equal (feature,
            GST_CAPS_FEATURE_META_GST_VIDEO_OVERLAY_COMPOSITION))
      return FALSE;
  }
  return TRUE;
}

/* gst_caps_is_subset() would abort the program at some stepped ranges. */
static gboolean
caps_contain (GstCaps * caps, const GstStructure * s,
    const GstCapsFeatures * features)
{
  guint i;

  for (i = 0; i < gst_caps_get_size (caps); i++) {
    if (gst_structure_is_equal (gst_caps_get_structure (caps, i), s)
        && gst_caps_features_is_equal (gst_caps_get_features (caps, i),
            features))
      return TRUE;
  }
  return FALSE;
}

gboolean
gst_align_scale_caps_can_scale (GstCaps * caps)
{
  return features_can_scale (gst_caps_get_features (caps, 0));
}

GstCaps *
gst_align_scale_caps_transform (GstPadDirection direction, GstCaps * caps,
    GstCaps * filter)
{
  GstCaps *result;
  guint i;

  result = gst_caps_is_any (caps) ? gst_caps_new_any () : gst_caps_new_empty ();
  for (i = 0; i < gst_caps_get_size (caps); i++) {
    GstStructure *s = gst_structure_copy (gst_caps_get_structure (caps, i));
    GstCapsFeatures *features = gst_caps_get_features (caps, i);

    if (features_can_scale (features)) {
      gst_structure_set (s,
          "width", GST_TYPE_INT_RANGE, 1, GST_ALIGN_SCALE_MAX_SIZE,
          "height", GST_TYPE_INT_RANGE, 1, GST_ALIGN_SCALE_MAX_SIZE, NULL);
      if (gst_structure_has_field (s, "pixel-aspect-ratio"))
        gst_structure_set (s, "pixel-aspect-ratio", GST_TYPE_FRACTION_RANGE,
            1, G_MAXINT, G_MAXINT, 1, NULL);
    }
    if (caps_contain (result, s, features))
      gst_structure_free (s);
    else
      gst_caps_append_structure_full (result, s,
          gst_caps_features_copy (features));
  }

  if (filter != NULL) {
    GstCaps *all = result;

    result = gst_caps_intersect_full (filter, all, GST_CAPS_INTERSECT_FIRST);
    gst_caps_unref (all);
  }

  GST_DEBUG ("%s caps %" GST_PTR_FORMAT " allow %" GST_PTR_FORMAT,
      direction == GST_PAD_SINK ? "sink" : "src", caps, result);
  return result;
}

GstCaps *
gst_align_scale_caps_fixate (GstPadDirection direction, GstCaps * caps,
    GstCaps * othercaps)
{
  GstStructure *s;

  if (gst_caps_is_any (othercaps)) {
    gst_caps_unref (othercaps);
    othercaps = gst_caps_is_any (caps) ? gst_caps_new_empty () :
        gst_caps_copy (caps);
  }
  if (gst_caps_is_empty (othercaps))
    return othercaps;

  othercaps = gst_caps_make_writable (gst_caps_truncate (othercaps));
  s = gst_caps_get_structure (othercaps, 0);

  /* A missing pixel aspect ratio is 1/1 on the sink pad and any on the source
   * pad. */
  if (direction == GST_PAD_SRC
      && !gst_structure_has_field (s, "pixel-aspect-ratio"))
    gst_structure_set (s, "pixel-aspect-ratio", GST_TYPE_FRACTION, 1, 1, NULL);

  if (gst_caps_get_size (caps) > 0) {
    const GstStructure *from = gst_caps_get_structure (caps, 0);
    const GValue *par = gst_structure_get_value (from, "pixel-aspect-ratio");
    gint n = 1, d = 1;
    Picture in;

    if (par != NULL)
      value_nearest_fraction (par, &n, &d);
    picture_set_par (&in, n, d);
    if (gst_structure_get_int (from, "width", &in.width) && in.width > 0
        && gst_structure_get_int (from, "height", &in.height) && in.height > 0)
      structure_fixate_size (s, &in);
  }
  othercaps = gst_caps_fixate (othercaps);

  GST_DEBUG ("%s caps %" GST_PTR_FORMAT " give %" GST_PTR_FORMAT,
      direction == GST_PAD_SINK ? "sink" : "src", caps, othercaps);
  return othercaps;
}

/* Centres a picture of @size in @frame, both in whole units but for the far
 * edge. No bar is narrower than a unit. FALSE if the picture is larger. */
static gboolean
centre (gint frame, Ratio size, gint unit, gint * position, gint * length)
{
  gint rounded = ratio_round (size, FALSE);

  if (ratio_round (size, TRUE) > frame)
    return FALSE;
  if (frame - ratio_round (size, TRUE) >= unit) {
    *length = MAX ((rounded + unit / 2) / unit, 1) * unit;
    *position = (frame - *length) / 2 / unit * unit;
  }
  return TRUE;
}

void
gst_align_scale_caps_get_rectangle (const GstVideoInfo * in,
    const GstVideoInfo * out, gboolean add_borders, GstVideoRectangle * rect)
{
  Picture from, to;
  gint unit_x = 1, unit_y = 1;
  guint i;

  from.width = GST_VIDEO_INFO_WIDTH (in);
  from.height = GST_VIDEO_INFO_HEIGHT (in);
  picture_set_par (&from, GST_VIDEO_INFO_PAR_N (in), GST_VIDEO_INFO_PAR_D (in));
  to.width = GST_VIDEO_INFO_WIDTH (out);
  to.height = GST_VIDEO_INFO_HEIGHT (out);
  picture_set_par (&to, GST_VIDEO_INFO_PAR_N (out), GST_VIDEO_INFO_PAR_D (out));

  rect->x = rect->y = 0;
  rect->w = to.width;
  rect->h = to.height;
  if (!add_borders || from.width < 1 || from.height < 1 || to.width < 1
      || to.height < 1)
    return;

  for (i = 0; i < GST_VIDEO_INFO_N_COMPONENTS (out); i++) {
    unit_x = MAX (unit_x, 1 << GST_VIDEO_FORMAT_INFO_W_SUB (out->finfo, i));
    unit_y = MAX (unit_y, 1 << GST_VIDEO_FORMAT_INFO_H_SUB (out->finfo, i));
  }
  if (GST_VIDEO_INFO_IS_INTERLACED (out) || GST_VIDEO_INFO_MULTIVIEW_MODE (in)
      == GST_VIDEO_MULTIVIEW_MODE_ROW_INTERLEAVED)
    unit_y *= 2;
  if (GST_VIDEO_INFO_MULTIVIEW_MODE (in) ==
      GST_VIDEO_MULTIVIEW_MODE_COLUMN_INTERLEAVED)
    unit_x *= 2;

  if (!centre (to.width, picture_width (&from, &to), unit_x, &rect->x,
          &rect->w))
    centre (to.height, picture_height (&from, &to), unit_y, &rect->y, &rect->h);
}
