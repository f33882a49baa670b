/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "gstalignscalesettings.h"

enum
{
  PROP_0,
  PROP_METHOD,
  PROP_ALIGN_CORNERS,
  PROP_PADDING_MODE,
  PROP_ANTIALIAS,
  PROP_CUBIC_A,
  PROP_ADD_BORDERS,
  PROP_BORDER_COLOR,
  PROP_N_THREADS,
  N_PROPERTIES
};

/* The field of each property. An enumeration is held as an int. */
#define FIELD(name) G_STRUCT_OFFSET (GstAlignScaleSettings, name)
static const glong fields[N_PROPERTIES] = {
  [PROP_METHOD] = FIELD (method),
  [PROP_ALIGN_CORNERS] = FIELD (align_corners),
  [PROP_PADDING_MODE] = FIELD (padding),
  [PROP_ANTIALIAS] = FIELD (antialias),
  [PROP_CUBIC_A] = FIELD (cubic_a),
  [PROP_ADD_BORDERS] = FIELD (add_borders),
  [PROP_BORDER_COLOR] = FIELD (border_color),
  [PROP_N_THREADS] = FIELD (n_threads),
};

G_STATIC_ASSERT (sizeof (AlsMethod) == sizeof (gint));
G_STATIC_ASSERT (sizeof (AlsPadding) == sizeof (gint));

/* Other scalers' names for a method. */
static const struct
{
  AlsMethod method;
  const gchar *nick;
} aliases[] = {
  {ALS_METHOD_NEAREST_EXACT, "nearest-neighbour"},
};

#define GST_TYPE_ALIGN_SCALE_METHOD (gst_align_scale_method_get_type ())
static GType
gst_align_scale_method_get_type (void)
{
  static GEnumValue values[ALS_N_METHODS + G_N_ELEMENTS (aliases) + 1];
  static gsize type = 0;

  if (g_once_init_enter (&type)) {
    GType new_type;
    guint i;

    for (i = 0; i < ALS_N_METHODS; i++)
      values[i] = (GEnumValue) {
      (gint) i, als_method_blurb (i), als_method_name (i)};
    for (i = 0; i < G_N_ELEMENTS (aliases); i++)
      values[ALS_N_METHODS + i] = (GEnumValue) {
      (gint) aliases[i].method, als_method_blurb (aliases[i].method),
            aliases[i].nick};
    new_type = g_enum_register_static ("GstAlignScaleMethod", values);
    gst_type_mark_as_plugin_api (new_type, 0);
    g_once_init_leave (&type, new_type);
  }
  return type;
}

#define GST_TYPE_ALIGN_SCALE_PADDING_MODE \
    (gst_align_scale_padding_mode_get_type ())
static GType
gst_align_scale_padding_mode_get_type (void)
{
  static const GEnumValue values[] = {
    {ALS_PADDING_AUTO, "As PyTorch: border, with antialias renormalize",
        "auto"},
    {ALS_PADDING_BORDER, "The picture's outermost pixel", "border"},
    {ALS_PADDING_ZEROS, "0 in every component (green in YUV)", "zeros"},
    {ALS_PADDING_REFLECTION, "The picture mirrored at its edge", "reflection"},
    {ALS_PADDING_RENORMALIZE, "Nothing: the pixels inside share its weight",
        "renormalize"},
    {0, NULL, NULL}
  };
  static gsize type = 0;

  if (g_once_init_enter (&type)) {
    GType new_type = g_enum_register_static ("GstAlignScalePaddingMode",
        values);

    gst_type_mark_as_plugin_api (new_type, 0);
    g_once_init_leave (&type, new_type);
  }
  return type;
}

void
gst_align_scale_settings_init (GstAlignScaleSettings * settings)
{
  *settings = (GstAlignScaleSettings) {
    .method = ALS_METHOD_BILINEAR,
    .padding = ALS_PADDING_AUTO,
    .add_borders = TRUE,
    .border_color = 0xff000000u,
  };
}

void
gst_align_scale_settings_install (GObjectClass * klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
      GST_PARAM_MUTABLE_PLAYING;
  GstAlignScaleSettings defaults;
  GParamSpec *specs[N_PROPERTIES] = { NULL, };

  gst_align_scale_settings_init (&defaults);
  specs[PROP_METHOD] = g_param_spec_enum ("method", "Method",
      "How an output pixel is made of input pixels (bilinear: the default of "
      "PyTorch for video and of videoscale)",
      GST_TYPE_ALIGN_SCALE_METHOD, (gint) defaults.method, flags);
  specs[PROP_ALIGN_CORNERS] = g_param_spec_boolean ("align-corners",
      "Align corners",
      "Align the centres of the corner pixels (true) or the edges of the "
      "picture (false: the default of PyTorch, OpenCV and TensorFlow 2); not "
      "for nearest, nearest-exact and area", defaults.align_corners, flags);
  specs[PROP_PADDING_MODE] = g_param_spec_enum ("padding-mode", "Padding mode",
      "What the kernel sees outside the picture (auto: what PyTorch's "
      "interpolate sees)",
      GST_TYPE_ALIGN_SCALE_PADDING_MODE, (gint) defaults.padding, flags);
  specs[PROP_ANTIALIAS] = g_param_spec_boolean ("antialias", "Antialias",
      "Widen the kernel when downscaling, so that fine detail does not alias "
      "(false: PyTorch's default); not for nearest, nearest-exact and area",
      defaults.antialias, flags);
  specs[PROP_CUBIC_A] = g_param_spec_double ("cubic-a", "Cubic a",
      "Parameter of the bicubic kernel, its slope at distance 1 (0: as "
      "PyTorch, -0.75 and with antialias -0.5)",
      -4.0, 1.0, defaults.cubic_a, flags);
  specs[PROP_ADD_BORDERS] = g_param_spec_boolean ("add-borders", "Add borders",
      "Add borders where needed to keep the display aspect ratio (true, as "
      "videoscale: nothing looks stretched); false stretches, as PyTorch does",
      defaults.add_borders, flags);
  specs[PROP_BORDER_COLOR] = g_param_spec_uint ("border-color", "Border color",
      "Colour of the borders as 0xAARRGGBB (opaque black: what players show "
      "beside a picture)", 0, G_MAXUINT32, defaults.border_color, flags);
  specs[PROP_N_THREADS] = g_param_spec_uint ("n-threads", "Threads",
      "Threads that share a frame (0: as many as there are cores and the "
      "frame is worth)", 0, G_MAXINT, defaults.n_threads, flags);
  g_object_class_install_properties (klass, N_PROPERTIES, specs);
}

gboolean
gst_align_scale_settings_set (GstAlignScaleSettings * settings, guint prop_id,
    const GValue * value)
{
  gpointer field;

  if (prop_id == PROP_0 || prop_id >= N_PROPERTIES)
    return FALSE;
  field = G_STRUCT_MEMBER_P (settings, fields[prop_id]);
  if (G_VALUE_HOLDS_ENUM (value))
    *(gint *) field = g_value_get_enum (value);
  else if (G_VALUE_HOLDS_BOOLEAN (value))
    *(gboolean *) field = g_value_get_boolean (value);
  else if (G_VALUE_HOLDS_DOUBLE (value))
    *(gdouble *) field = g_value_get_double (value);
  else
    *(guint *) field = g_value_get_uint (value);
  return TRUE;
}

gboolean
gst_align_scale_settings_get (const GstAlignScaleSettings * settings,
    guint prop_id, GValue * value)
{
  gconstpointer field;

  if (prop_id == PROP_0 || prop_id >= N_PROPERTIES)
    return FALSE;
  field = G_STRUCT_MEMBER_P (settings, fields[prop_id]);
  if (G_VALUE_HOLDS_ENUM (value))
    g_value_set_enum (value, *(const gint *) field);
  else if (G_VALUE_HOLDS_BOOLEAN (value))
    g_value_set_boolean (value, *(const gboolean *) field);
  else if (G_VALUE_HOLDS_DOUBLE (value))
    g_value_set_double (value, *(const gdouble *) field);
  else
    g_value_set_uint (value, *(const guint *) field);
  return TRUE;
}

gboolean
gst_align_scale_settings_equal (const GstAlignScaleSettings * a,
    const GstAlignScaleSettings * b)
{
  return a->method == b->method && a->padding == b->padding
      && a->align_corners == b->align_corners && a->antialias == b->antialias
      && a->cubic_a == b->cubic_a && a->add_borders == b->add_borders
      && a->border_color == b->border_color && a->n_threads == b->n_threads;
}
