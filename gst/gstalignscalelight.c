/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "gstalignscalelight.h"

#include <math.h>

/* Light of the signal e, which is 0 to 1 in range; beyond, as steep as there:
 * values below black and above white come back as they were. */
static gdouble
light_of (GstVideoTransferFunction transfer, gdouble e)
{
  const gdouble step = 1.0 / 1024;

  if (e < 0.0)
    return e / step * gst_video_transfer_function_decode (transfer, step);
  if (e > 1.0)
    return 1.0 + (e - 1.0) / step * (1.0 -
        gst_video_transfer_function_decode (transfer, 1.0 - step));
  return gst_video_transfer_function_decode (transfer, e);
}

gfloat *
gst_align_scale_light_new (const GstVideoInfo * info, guint component,
    gint max)
{
  const GstVideoTransferFunction transfer = info->colorimetry.transfer;
  gint offset[GST_VIDEO_MAX_COMPONENTS], scale[GST_VIDEO_MAX_COMPONENTS];
  const gdouble least_step = 1.0 / (1 << 18);
  gfloat *light;
  gint i;

  if (transfer == GST_VIDEO_TRANSFER_UNKNOWN ||
      transfer == GST_VIDEO_TRANSFER_GAMMA10)
    return NULL;
  gst_video_color_range_offsets (info->colorimetry.range, info->finfo, offset,
      scale);
  light = g_new (gfloat, 2 * max + 1);
  for (i = 0; i <= 2 * max; i++) {
    gdouble l = light_of (transfer,
        (i / 2.0 - offset[component]) / scale[component]);

    /* the two pieces of BT.709 do not quite meet; values need room between
     * them to come back from a sum of floats */
    if (i > 0)
      l = MAX (l, light[i - 1] + fabs (light[i - 1]) * least_step);
    light[i] = (gfloat) l;
  }
  return light;
}
