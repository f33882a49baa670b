/* alignscale: how many samples of a peer are not what it means to compute
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "bench.h"

#include <math.h>

static gdouble
sample_of (const BenchPicture * picture, guint c, gint x, gint y)
{
  const GstVideoInfo *info = &picture->info;
  const guint p = info->finfo->plane[c];
  const guint8 *s = picture->planes[p] + (gssize) y * info->stride[p]
      + (gssize) x * info->finfo->pixel_stride[c] + info->finfo->poffset[c];

  /* the cells have 8-bit and little-endian formats alone */
  return info->finfo->depth[c] > 8 ? s[0] | s[1] << 8 : s[0];
}

/* The case of the plane, in one step or, where columns go another way, in two. */
static gboolean
compute_ideal (const BenchPeer * peer, const OracleCase * plane,
    const gdouble * in, gdouble * out)
{
  OracleCase across = *plane, down = *plane;
  gdouble *middle;
  gboolean ok;

  if (!peer->vertical)
    return oracle_resize (plane, in, out, NULL);
  across.out_h = across.in_h;
  down.in_w = down.out_w;
  down.coordinate_mode = peer->vertical;
  middle = g_new (gdouble, (gsize) across.out_w * (gsize) across.out_h);
  ok = oracle_resize (&across, in, middle, NULL)
      && oracle_resize (&down, middle, out, NULL);
  g_free (middle);
  return ok;
}

static gdouble
component_off (const BenchPeer * peer, const BenchPicture * in, guint c)
{
  const BenchPicture *got = peer->output;
  const gdouble max = (1 << in->info.finfo->depth[c]) - 1;
  /* float32 may fall to either side of a tie */
  const gdouble near_enough = max > 255 ? 0.52 : 0.501;
  OracleCase plane = peer->ideal;
  gdouble *from, *to, off = 0;
  gint x, y;

  plane.in_w = GST_VIDEO_INFO_COMP_WIDTH (&in->info, c);
  plane.in_h = GST_VIDEO_INFO_COMP_HEIGHT (&in->info, c);
  plane.out_w = GST_VIDEO_INFO_COMP_WIDTH (&got->info, c);
  plane.out_h = GST_VIDEO_INFO_COMP_HEIGHT (&got->info, c);
  from = g_new (gdouble, (gsize) plane.in_w * (gsize) plane.in_h);
  to = g_new (gdouble, (gsize) plane.out_w * (gsize) plane.out_h);
  for (y = 0; y < plane.in_h; y++)
    for (x = 0; x < plane.in_w; x++)
      from[(gsize) y * (gsize) plane.in_w + (gsize) x] =
          sample_of (in, c, x, y);
  if (!compute_ideal (peer, &plane, from, to))
    g_error ("%s: no ideal for %s", peer->name, plane.method);
  for (y = 0; y < plane.out_h; y++)
    for (x = 0; x < plane.out_w; x++)
      off += fabs (sample_of (got, c, x, y)
          - CLAMP (to[(gsize) y * (gsize) plane.out_w + (gsize) x], 0, max))
          > near_enough;
  g_free (from);
  g_free (to);
  return off / ((gdouble) plane.out_w * plane.out_h);
}

gdouble
bench_peer_off (BenchPeer * peer, const BenchPictures * pictures)
{
  const BenchPicture *in = &pictures->in[0];
  guint c, n = peer->all_components ? in->info.finfo->n_components : 1;
  gdouble sum = 0;

  if (!peer->ideal.method)
    return -1;
  peer->run (peer, 0);
  for (c = 0; c < n; c++)
    sum += component_off (peer, in, c);
  return 100 * sum / n;
}
