/* alignscale: formats whose samples are runs of bits, or lie in tiles
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "packed.h"

typedef enum
{
  NO_TILES, ROW_BY_ROW, Z_FLIP_Z
} Tiles;

/* Each component has n samples in a group of bytes that repeats; sample i
 * begins at bit[i], counted from the lowest bit of the first byte or, where big,
 * from the highest. */
struct _Packed
{
  const gchar *name;
  gboolean big;
  struct
  {
    gint bytes, n, bit[6];
  } component[4];
  Tiles tiles;
  gint tile_width, tile_height[2];      /* bytes, rows of each plane */
};

/* *INDENT-OFF* */
#define LUMA_32 { 4, 3, { 0, 10, 20 } }
#define CHROMA_32 { 8, 3, { 0, 20, 42 } }, { 8, 3, { 10, 32, 52 } }
#define LUMA_40 { 5, 4, { 0, 10, 20, 30 } }
#define CHROMA_40 { 5, 2, { 0, 20 } }, { 5, 2, { 10, 30 } }
#define NV12 { { 1, 1, { 0 } }, { 2, 1, { 0 } }, { 2, 1, { 8 } } }

static const Packed formats[] = {
  { .name = "v210", .component = { { 16, 6, { 10, 32, 52, 74, 96, 116 } },
      { 16, 3, { 0, 42, 84 } }, { 16, 3, { 20, 64, 106 } } } },
  { .name = "v216",
      .component = { { 8, 2, { 16, 48 } }, { 8, 1, { 0 } },
      { 8, 1, { 32 } } } },
  { .name = "UYVP", .big = TRUE,
      .component = { { 5, 2, { 10, 30 } }, { 5, 1, { 0 } },
      { 5, 1, { 20 } } } },
  { .name = "IYU1", .component = { { 6, 4, { 8, 16, 32, 40 } }, { 6, 1, { 0 } },
      { 6, 1, { 24 } } } },
  { .name = "r210", .big = TRUE,
      .component = { { 4, 1, { 2 } }, { 4, 1, { 12 } }, { 4, 1, { 22 } } } },
  { .name = "Y210",
      .component = { { 8, 2, { 6, 38 } }, { 8, 1, { 22 } },
      { 8, 1, { 54 } } } },
  { .name = "Y212_LE", .component = { { 8, 2, { 4, 36 } }, { 8, 1, { 20 } },
      { 8, 1, { 52 } } } },
  { .name = "Y212_BE", .big = TRUE,
      .component = { { 8, 2, { 0, 32 } }, { 8, 1, { 16 } },
      { 8, 1, { 48 } } } },
  { .name = "Y410",
      .component = { { 4, 1, { 10 } }, { 4, 1, { 0 } }, { 4, 1, { 20 } },
      { 4, 1, { 30 } } } },
  { .name = "Y412_LE",
      .component = { { 8, 1, { 20 } }, { 8, 1, { 4 } }, { 8, 1, { 36 } },
      { 8, 1, { 52 } } } },
  { .name = "Y412_BE", .big = TRUE,
      .component = { { 8, 1, { 16 } }, { 8, 1, { 0 } }, { 8, 1, { 32 } },
      { 8, 1, { 48 } } } },
  { .name = "RGB10A2_LE", .component = { { 4, 1, { 0 } }, { 4, 1, { 10 } },
      { 4, 1, { 20 } }, { 4, 1, { 30 } } } },
  { .name = "BGR10A2_LE", .component = { { 4, 1, { 20 } }, { 4, 1, { 10 } },
      { 4, 1, { 0 } }, { 4, 1, { 30 } } } },
  { .name = "RGB16",
      .component = { { 2, 1, { 11 } }, { 2, 1, { 5 } }, { 2, 1, { 0 } } } },
  { .name = "BGR16",
      .component = { { 2, 1, { 0 } }, { 2, 1, { 5 } }, { 2, 1, { 11 } } } },
  { .name = "RGB15",
      .component = { { 2, 1, { 10 } }, { 2, 1, { 5 } }, { 2, 1, { 0 } } } },
  { .name = "BGR15",
      .component = { { 2, 1, { 0 } }, { 2, 1, { 5 } }, { 2, 1, { 10 } } } },
  { .name = "GRAY10_LE32", .component = { LUMA_32 } },
  { .name = "NV12_10LE32", .component = { LUMA_32, CHROMA_32 } },
  { .name = "NV16_10LE32", .component = { LUMA_32, CHROMA_32 } },
  { .name = "NV12_10LE40", .component = { LUMA_40, CHROMA_40 } },
  { .name = "NV12_64Z32", .component = NV12, .tiles = Z_FLIP_Z,
      .tile_width = 64, .tile_height = { 32, 32 } },
  { .name = "NV12_4L4", .component = NV12, .tiles = ROW_BY_ROW,
      .tile_width = 4, .tile_height = { 4, 4 } },
  { .name = "NV12_32L32", .component = NV12, .tiles = ROW_BY_ROW,
      .tile_width = 32, .tile_height = { 32, 32 } },
  { .name = "NV12_16L32S", .component = NV12, .tiles = ROW_BY_ROW,
      .tile_width = 16, .tile_height = { 32, 16 } },
  { .name = "NV12_8L128", .component = NV12, .tiles = ROW_BY_ROW,
      .tile_width = 8, .tile_height = { 128, 128 } },
  { .name = "NV12_10BE_8L128", .big = TRUE, .component = { LUMA_40, CHROMA_40 },
      .tiles = ROW_BY_ROW, .tile_width = 8, .tile_height = { 128, 128 } },
};
/* *INDENT-ON* */

const Packed *
packed_find (const GstVideoFormatInfo * finfo)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_equal (formats[i].name, finfo->name))
      return &formats[i];
  return NULL;
}

/* The bit of sample x, counted through the row, at which it begins. */
static gint
first_bit (const Packed * packed, guint c, gint x)
{
  const gint n = packed->component[c].n;

  return 8 * packed->component[c].bytes * (x / n)
      + packed->component[c].bit[x % n];
}

gint
packed_stored (const Packed * packed, const GstVideoInfo * info, guint c)
{
  const guint p = info->finfo->plane[c];
  gint width = GST_VIDEO_INFO_COMP_WIDTH (info, c);
  gint bytes = packed->tiles ? packed->tile_width *
      GST_VIDEO_TILE_X_TILES (info->stride[p]) : info->stride[p];

  while (first_bit (packed, c, width - 1) + (gint) info->finfo->depth[c]
      > 8 * bytes)
    width--;
  return width;
}

/* Where byte x of row y is. */
static gssize
byte_at (const Packed * packed, guint p, gint stride, gint x, gint y)
{
  const gint columns = GST_VIDEO_TILE_X_TILES (stride);
  const gint width = packed->tile_width, height = packed->tile_height[p];
  gint tile, pair;

  if (packed->tiles == NO_TILES)
    return (gssize) y * stride + x;
  tile = y / height * columns + x / width;
  pair = y / height / 2;
  if (packed->tiles == Z_FLIP_Z &&
      2 * pair + 1 < (gint) GST_VIDEO_TILE_Y_TILES (stride)) {
    /* 0 1 6 7 8 9 .. above 2 3 4 5 10 11 .. */
    gint two = x / width / 2, low = y / height % 2;

    tile = 2 * pair * columns + 4 * two + 2 * (low ^ (two % 2))
        + x / width % 2;
  }
  return (gssize) tile *width * height + y % height * width + x % width;
}

/* The byte of bit i of a sample, and its mask there; bit 0 is the lowest. */
static gssize
bit_at (const Packed * packed, const GstVideoInfo * info, guint c, gint stride,
    gint x, gint y, gint i, guint8 * mask)
{
  const gint depth = (gint) info->finfo->depth[c];
  gint bit = first_bit (packed, c, x) + (packed->big ? depth - 1 - i : i);

  *mask = (guint8) (packed->big ? 0x80 >> bit % 8 : 1 << bit % 8);
  return byte_at (packed, info->finfo->plane[c], stride, bit / 8, y);
}

guint
packed_get (const Packed * packed, const GstVideoInfo * info, guint c,
    const guint8 * plane, gint stride, gint x, gint y)
{
  guint value = 0;
  guint8 mask;
  gint i;

  for (i = 0; i < (gint) info->finfo->depth[c]; i++)
    if (plane[bit_at (packed, info, c, stride, x, y, i, &mask)] & mask)
      value |= 1u << i;
  return value;
}

void
packed_put (const Packed * packed, const GstVideoInfo * info, guint c,
    guint8 * plane, gint stride, gint x, gint y, guint value)
{
  guint8 mask;
  gint i;

  for (i = 0; i < (gint) info->finfo->depth[c]; i++) {
    gssize at = bit_at (packed, info, c, stride, x, y, i, &mask);

    plane[at] = (guint8) (value >> i & 1 ? plane[at] | mask : plane[at] & ~mask);
  }
}
