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
  PROP_COORDINATE_MODE,
  PROP_NEAREST_ROUNDING,
  PROP_CUBIC_A,
  PROP_SRC_X,
  PROP_SRC_Y,
  PROP_SRC_WIDTH,
  PROP_SRC_HEIGHT,
  PROP_ALPHA_WEIGHTING,
  PROP_GAMMA_DECODE,
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
  [PROP_COORDINATE_MODE] = FIELD (coordinate_mode),
  [PROP_NEAREST_ROUNDING] = FIELD (nearest_rounding),
  [PROP_CUBIC_A] = FIELD (cubic_a),
  [PROP_SRC_X] = FIELD (src_x),
  [PROP_SRC_Y] = FIELD (src_y),
  [PROP_SRC_WIDTH] = FIELD (src_width),
  [PROP_SRC_HEIGHT] = FIELD (src_height),
  [PROP_ALPHA_WEIGHTING] = FIELD (alpha_weighting),
  [PROP_GAMMA_DECODE] = FIELD (gamma_decode),
  [PROP_ADD_BORDERS] = FIELD (add_borders),
  [PROP_BORDER_COLOR] = FIELD (border_color),
  [PROP_N_THREADS] = FIELD (n_threads),
};

G_STATIC_ASSERT (sizeof (AlsMethod) == sizeof (gint));
G_STATIC_ASSERT (sizeof (AlsPadding) == sizeof (gint));
G_STATIC_ASSERT (sizeof (AlsCoordinateMode) == sizeof (gint));
G_STATIC_ASSERT (sizeof (AlsNearestRounding) == sizeof (gint));

/* Other scalers' names for a method. */
static const struct
{
  AlsMethod method;
  const gchar *nick;
} aliases[] = {
  {ALS_METHOD_NEAREST_EXACT, "nearest-neighbour"},
  {ALS_METHOD_BICUBIC, "4-tap"},
};

static const GEnumValue padding_modes[] = {
  {ALS_PADDING_AUTO, "As PyTorch: border, with antialias renormalize", "auto"},
  {ALS_PADDING_BORDER, "The picture's outermost pixel", "border"},
  {ALS_PADDING_ZEROS, "0 in every component (green in YUV)", "zeros"},
  {ALS_PADDING_REFLECTION, "The picture mirrored at its edge", "reflection"},
  {ALS_PADDING_RENORMALIZE, "Nothing: the pixels inside share its weight",
      "renormalize"},
  {ALS_PADDING_COLOR, "The colour border-color", "color"},
  {0, NULL, NULL}
};

static const GEnumValue coordinate_modes[] = {
  {ALS_COORDINATE_AUTO, "As PyTorch, by align-corners and antialias", "auto"},
  {ALS_COORDINATE_HALF_PIXEL,
      "The edges of the pictures aligned (PyTorch, OpenCV, Pillow, TF2, ONNX)",
      "half-pixel"},
  {ALS_COORDINATE_ALIGN_CORNERS,
      "The centres of the corner pixels aligned; one pixel reads the first",
      "align-corners"},
  {ALS_COORDINATE_ALIGN_CORNERS_CENTER,
        "The centres of the corner pixels aligned; one pixel reads the centre "
        "(grid_sample, CoreML)", "align-corners-center"},
  {ALS_COORDINATE_ASYMMETRIC,
      "The centres of the first pixels aligned, by the ratio of sizes (TF1)",
      "asymmetric"},
  {ALS_COORDINATE_OFFSET_CORNERS,
      "As CoreML's ROI_ALIGN and OFFSET_CORNERS", "offset-corners"},
  {0, NULL, NULL}
};

static const GEnumValue nearest_roundings[] = {
  {ALS_ROUNDING_AUTO,
      "PyTorch's index; with a coordinate-mode other than auto half-up",
      "auto"},
  {ALS_ROUNDING_FLOOR, "Down", "floor"},
  {ALS_ROUNDING_CEIL, "Up", "ceil"},
  {ALS_ROUNDING_HALF_DOWN, "To the nearest, half down (OpenCV, ONNX)",
      "half-down"},
  {ALS_ROUNDING_HALF_UP, "To the nearest, half up (Pillow, TF2)", "half-up"},
  {ALS_ROUNDING_HALF_EVEN, "To the nearest, half to even (grid_sample)",
      "half-even"},
  {0, NULL, NULL}
};

/* The kernels of the core, and the aliases. */
static const GEnumValue *
make_methods (void)
{
  static GEnumValue values[ALS_N_METHODS + G_N_ELEMENTS (aliases) + 1];
  guint i;

  for (i = 0; i < ALS_N_METHODS; i++) {
    values[i].value = (gint) i;
    values[i].value_name = als_method_blurb (i);
    values[i].value_nick = als_method_name (i);
  }
  for (i = 0; i < G_N_ELEMENTS (aliases); i++) {
    values[ALS_N_METHODS + i].value = (gint) aliases[i].method;
    values[ALS_N_METHODS + i].value_name = als_method_blurb (aliases[i].method);
    values[ALS_N_METHODS + i].value_nick = aliases[i].nick;
  }
  return values;
}

/* Called by class_init, so once. */
static GType
enum_type (const gchar * name, const GEnumValue * values)
{
  GType type = g_enum_register_static (name, values);

  gst_type_mark_as_plugin_api (type, 0);
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
      enum_type ("GstAlignScaleMethod", make_methods ()),
      (gint) defaults.method,
      flags);
  specs[PROP_ALIGN_CORNERS] = g_param_spec_boolean ("align-corners",
      "Align corners",
      "Align the centres of the corner pixels (true) or the edges of the "
      "picture (false: the default of PyTorch, OpenCV and TensorFlow 2); not "
      "for nearest, nearest-exact, area and coverage", defaults.align_corners, flags);
  specs[PROP_PADDING_MODE] = g_param_spec_enum ("padding-mode", "Padding mode",
      "What the kernel sees outside the picture (auto: what PyTorch's "
      "interpolate sees)",
      enum_type ("GstAlignScalePaddingMode", padding_modes),
      (gint) defaults.padding,
      flags);
  specs[PROP_ANTIALIAS] = g_param_spec_boolean ("antialias", "Antialias",
      "Widen the kernel when downscaling, so that fine detail does not alias "
      "(false: PyTorch's default); not for nearest, nearest-exact, area and "
      "coverage",
      defaults.antialias, flags);
  specs[PROP_COORDINATE_MODE] = g_param_spec_enum ("coordinate-mode",
      "Coordinate mode", "Where output pixels lie on the input (auto: where "
      "PyTorch's interpolate puts them)",
      enum_type ("GstAlignScaleCoordinateMode", coordinate_modes),
      (gint) defaults.coordinate_mode, flags);
  specs[PROP_NEAREST_ROUNDING] = g_param_spec_enum ("nearest-rounding",
      "Nearest rounding", "How nearest and nearest-exact round a position to a "
      "pixel (auto: as PyTorch's interpolate)",
      enum_type ("GstAlignScaleNearestRounding", nearest_roundings),
      (gint) defaults.nearest_rounding, flags);
  specs[PROP_CUBIC_A] = g_param_spec_double ("cubic-a", "Cubic a",
      "Parameter of the bicubic kernel, its slope at distance 1 (0: as "
      "PyTorch, -0.75 and with antialias -0.5)",
      -4.0, 1.0, defaults.cubic_a, flags);
  specs[PROP_SRC_X] = g_param_spec_double ("src-x", "Source x",
      "Left edge of the part of the picture that is scaled, in input pixels "
      "and fractions; may lie outside, where padding-mode says what is seen "
      "(0: the picture's edge)", -ALS_MAX_SIZE, ALS_MAX_SIZE, defaults.src_x,
      flags | GST_PARAM_CONTROLLABLE);
  specs[PROP_SRC_Y] = g_param_spec_double ("src-y", "Source y",
      "Top edge of the part of the picture that is scaled, in input pixels and "
      "fractions; may lie outside, where padding-mode says what is seen (0: "
      "the picture's edge)", -ALS_MAX_SIZE, ALS_MAX_SIZE, defaults.src_y,
      flags | GST_PARAM_CONTROLLABLE);
  specs[PROP_SRC_WIDTH] = g_param_spec_double ("src-width", "Source width",
      "Width of the part of the picture that is scaled, in input pixels and "
      "fractions (0: to the far edge, which src-x must lie before)", 0, 2 * ALS_MAX_SIZE,
      defaults.src_width, flags | GST_PARAM_CONTROLLABLE);
  specs[PROP_SRC_HEIGHT] = g_param_spec_double ("src-height", "Source height",
      "Height of the part of the picture that is scaled, in input pixels and "
      "fractions (0: to the far edge, which src-y must lie before)", 0, 2 * ALS_MAX_SIZE,
      defaults.src_height, flags | GST_PARAM_CONTROLLABLE);
  specs[PROP_ALPHA_WEIGHTING] = g_param_spec_boolean ("alpha-weighting",
      "Alpha weighting", "Weight colour by its alpha, so that the colour of "
      "transparent pixels is not seen (false: every component by itself, as "
      "PyTorch); where colour is subsampled it cannot be",
      defaults.alpha_weighting, flags);
  specs[PROP_GAMMA_DECODE] = g_param_spec_boolean ("gamma-decode",
      "Gamma decode", "Average light instead of its code values, by the "
      "transfer function of the caps, in RGB and GRAY formats (false: code "
      "values, as PyTorch)", defaults.gamma_decode, flags);
  specs[PROP_ADD_BORDERS] = g_param_spec_boolean ("add-borders", "Add borders",
      "Add borders where needed to keep the display aspect ratio (true, as "
      "videoscale: nothing looks stretched); false stretches, as PyTorch does",
      defaults.add_borders, flags);
  specs[PROP_BORDER_COLOR] = g_param_spec_uint ("border-color", "Border color",
      "Colour of the borders and of padding-mode=color as 0xAARRGGBB (opaque "
      "black: what players show beside a picture)", 0, G_MAXUINT32, defaults.border_color, flags);
  specs[PROP_N_THREADS] = g_param_spec_uint ("n-threads", "Threads",
      "Threads that share a frame (0: as many as there are cores and the "
      "frame is worth; more than 64 are 64)", 0, G_MAXINT, defaults.n_threads, flags);
  g_object_class_install_properties (klass, N_PROPERTIES, specs);
}

void
gst_align_scale_settings_set (GstAlignScaleSettings * settings, guint prop_id,
    const GValue * value)
{
  gpointer field = G_STRUCT_MEMBER_P (settings, fields[prop_id]);

  if (G_VALUE_HOLDS_ENUM (value))
    *(gint *) field = g_value_get_enum (value);
  else if (G_VALUE_HOLDS_BOOLEAN (value))
    *(gboolean *) field = g_value_get_boolean (value);
  else if (G_VALUE_HOLDS_DOUBLE (value))
    *(gdouble *) field = g_value_get_double (value);
  else
    *(guint *) field = g_value_get_uint (value);
}

void
gst_align_scale_settings_get (const GstAlignScaleSettings * settings,
    guint prop_id, GValue * value)
{
  gconstpointer field = G_STRUCT_MEMBER_P (settings, fields[prop_id]);

  if (G_VALUE_HOLDS_ENUM (value))
    g_value_set_enum (value, *(const gint *) field);
  else if (G_VALUE_HOLDS_BOOLEAN (value))
    g_value_set_boolean (value, *(const gboolean *) field);
  else if (G_VALUE_HOLDS_DOUBLE (value))
    g_value_set_double (value, *(const gdouble *) field);
  else
    g_value_set_uint (value, *(const guint *) field);
}

gboolean
gst_align_scale_settings_equal (const GstAlignScaleSettings * a,
    const GstAlignScaleSettings * b)
{
  return a->method == b->method && a->padding == b->padding
      && a->align_corners == b->align_corners && a->antialias == b->antialias
      && a->coordinate_mode == b->coordinate_mode
      && a->nearest_rounding == b->nearest_rounding && a->cubic_a == b->cubic_a
      && a->src_x == b->src_x && a->src_y == b->src_y
      && a->src_width == b->src_width && a->src_height == b->src_height
      && a->alpha_weighting == b->alpha_weighting
      && a->gamma_decode == b->gamma_decode && a->add_borders == b->add_borders
      && a->border_color == b->border_color && a->n_threads == b->n_threads;
}
