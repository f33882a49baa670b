/* alignscale: caps and geometry
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "gstalignscalecaps.h"

#include "gstalignscaleratio.h"

GST_DEBUG_CATEGORY_EXTERN (gst_align_scale_debug);
#define GST_CAT_DEFAULT gst_align_scale_debug

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

static GstAlignScaleRatio
picture_width (const Picture * in, const Picture * out)
{
  const gint n[] = { in->width, in->par_n, out->height, out->par_d };
  const gint d[] = { in->height, in->par_d, out->par_n, 1 };

  return gst_align_scale_ratio_make (n, d);
}

static GstAlignScaleRatio
picture_height (const Picture * in, const Picture * out)
{
  const gint n[] = { in->height, in->par_d, out->width, out->par_n };
  const gint d[] = { in->width, in->par_n, out->par_d, 1 };

  return gst_align_scale_ratio_make (n, d);
}

static GstAlignScaleRatio
picture_par (const Picture * in, const Picture * out)
{
  const gint n[] = { in->width, in->par_n, out->height, 1 };
  const gint d[] = { in->height, in->par_d, out->width, 1 };

  return gst_align_scale_ratio_make (n, d);
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

  gst_align_scale_ratio_to_fraction (picture_par (in, &out), &n, &d);
  if (par != NULL && !value_nearest_fraction (par, &n, &d))
    return;
  picture_set_par (&out, n, d);

  /* Where that is not the pixel aspect ratio it takes, another size makes up
   * for it, in one direction; else this changes nothing. */
  if (!(width_fixed && height_fixed)) {
    gint want_width = gst_align_scale_ratio_round (picture_width (in, &out),
        FALSE);
    gint want_height = gst_align_scale_ratio_round (picture_height (in, &out),
        FALSE);
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
centre (gint frame, GstAlignScaleRatio size, gint unit, gint * position,
    gint * length)
{
  const gint rounded = gst_align_scale_ratio_round (size, FALSE);
  const gint whole = gst_align_scale_ratio_round (size, TRUE);

  if (whole > frame)
    return FALSE;
  if (frame - whole >= unit) {
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
