/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "gstalignscaleratio.h"

typedef GstAlignScaleWide Wide;

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

static Wide
wide_product (const gint factors[4])
{
  Wide wide = { 0, (guint64) factors[0] };
  gint i;

  for (i = 1; i < 4; i++)
    wide = wide_mul (wide, factors[i]);
  return wide;
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

GstAlignScaleRatio
gst_align_scale_ratio_make (const gint n[4], const gint d[4])
{
  const GstAlignScaleRatio ratio = { wide_product (n), wide_product (d) };

  return ratio;
}

gint
gst_align_scale_ratio_round (GstAlignScaleRatio ratio, gboolean up)
{
  Wide rest;
  guint64 quotient = wide_divide (ratio.n, ratio.d, &rest);

  if (up ? rest.hi != 0 || rest.lo != 0 : !wide_less (wide_mul (rest, 2),
          ratio.d))
    quotient++;
  return (gint) MIN (quotient, G_MAXINT);
}

/* The last convergent of the continued fraction that fits, or the last fraction
 * on the way to the next one if that is nearer. */
void
gst_align_scale_ratio_to_fraction (GstAlignScaleRatio ratio, gint * num,
    gint * den)
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
