/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "plan.h"

#include <math.h>

#include "checked.h"
#include "cpu.h"

#define MAX_STEP 64

static const char *const status_texts[ALS_N_STATUS] = {
  [ALS_OK] = "no error",
  [ALS_ERROR_NULL] = "a pointer is NULL",
  [ALS_ERROR_VERSION] = "the parameters are of another version of the library",
  [ALS_ERROR_SIZE] = "widths and heights must be 1 to 32767 pixels",
  [ALS_ERROR_METHOD] = "there is no such method",
  [ALS_ERROR_PADDING] = "there is no such padding",
  [ALS_ERROR_CUBIC_A] = "the parameter of bicubic must be a number from -4 to 1",
  [ALS_ERROR_COORDINATE_MODE] = "there is no such coordinate mode",
  [ALS_ERROR_NEAREST_ROUNDING] = "there is no such rounding of nearest",
  [ALS_ERROR_PLACEMENT] = "a plane lies within a frame of 1 to 32767 pixels with a spacing of 1 to 16 and an offset of -16 to 16",
  [ALS_ERROR_BOX] = "the source box is empty or too large: with a size of 0 it ends at the far edge, before which its corner must lie",
  [ALS_ERROR_COMPONENTS] = "a pixel must have 1 to 4 components",
  [ALS_ERROR_SAMPLE] = "bytes, shift, maximum and byte order of a sample do not fit each other",
  [ALS_ERROR_ALPHA] = "there is no such alpha component",
  [ALS_ERROR_LINEAR] = "the linear light of rising values must rise",
  [ALS_ERROR_INSTRUCTION_SET] = "the processor or the library does not have that instruction set",
  [ALS_ERROR_STEP] = "the step from pixel to pixel must be from the bytes of a pixel to 64",
  [ALS_ERROR_STRIDE] = "the stride is shorter than a row of pixels",
  [ALS_ERROR_MEMORY] = "out of memory",
};

const char *
als_status_text (AlsStatus status)
{
  return (unsigned) status < ALS_N_STATUS ? status_texts[status] : "unknown status";
}

static bool
size_is_valid (int size)
{
  return size >= 1 && size <= ALS_MAX_SIZE;
}

static bool
sample_is_valid (const AlsParams *p)
{
  if (p->sample_bytes == 1)
    return p->shift == 0 && !p->swapped && p->max >= 1 && p->max <= 255;
  return p->sample_bytes == 2 && p->shift >= 0 && p->shift <= 15 && p->max >= 1 && p->max <= 65535 >> p->shift;
}

/* Not (in range), so that NaN is refused, throughout. */
static bool
axis_is_valid (const AlsAxis *axis)
{
  return axis->box >= -ALS_MAX_SIZE && axis->box <= ALS_MAX_SIZE && axis->size >= 0 && axis->size <= 2 * ALS_MAX_SIZE
      && als_axis_box_size (axis) > 0;
}

/* n pixels on a frame: one larger than its frame would ask for taps without end. */
static bool
plane_fits (int n, double spacing, int frame)
{
  return size_is_valid (frame) && (n - 1) * spacing <= frame + 16.0;
}

static bool
place_is_valid (const AlsAxis *axis)
{
  return axis->spacing >= 1 && axis->spacing <= 16 && axis->offset >= -16 && axis->offset <= 16
      && plane_fits (axis->in, axis->spacing, axis->frame_in) && plane_fits (axis->out, axis->spacing, axis->frame_out);
}

static bool
fill_is_valid (const AlsParams *p)
{
  int c;

  for (c = 0; c < 4; c++)
    if (p->fill[c] < 0 || p->fill[c] > p->max)
      return false;
  return true;
}

static bool
alpha_is_valid (const AlsParams *p)
{
  return p->alpha_component >= -1 && (p->alpha_component < p->components
      || (p->alpha_component == ALS_ALPHA_PLANE && p->components < 4));
}

static bool
linear_is_valid (const AlsParams *p)
{
  int i;

  for (i = 0; p->linear && i < 2 * p->max; i++)
    if (!(p->linear[i] <= p->linear[i + 1]))
      return false;
  return !p->linear || isfinite (p->linear[0] - p->linear[2 * p->max]);
}

static AlsStatus
check_params (const AlsParams *p, const AlsAxis *x, const AlsAxis *y)
{
  if (p->size != sizeof *p)
    return ALS_ERROR_VERSION;
  if (!size_is_valid (p->src_width) || !size_is_valid (p->src_height) || !size_is_valid (p->dst_width)
      || !size_is_valid (p->dst_height))
    return ALS_ERROR_SIZE;
  if ((unsigned) p->method >= ALS_N_METHODS)
    return ALS_ERROR_METHOD;
  if ((unsigned) p->padding >= ALS_N_PADDINGS)
    return ALS_ERROR_PADDING;
  if (!(p->cubic_a >= -4.0 && p->cubic_a <= 1.0))
    return ALS_ERROR_CUBIC_A;
  if ((unsigned) p->coordinate_mode >= ALS_N_COORDINATES)
    return ALS_ERROR_COORDINATE_MODE;
  if ((unsigned) p->nearest_rounding >= ALS_N_ROUNDINGS)
    return ALS_ERROR_NEAREST_ROUNDING;
  if (!place_is_valid (x) || !place_is_valid (y))
    return ALS_ERROR_PLACEMENT;
  if (!axis_is_valid (x) || !axis_is_valid (y))
    return ALS_ERROR_BOX;
  if (p->components < 1 || p->components > 4)
    return ALS_ERROR_COMPONENTS;
  if (!sample_is_valid (p) || !fill_is_valid (p))
    return ALS_ERROR_SAMPLE;
  if (!alpha_is_valid (p))
    return ALS_ERROR_ALPHA;
  if (!linear_is_valid (p))
    return ALS_ERROR_LINEAR;
  if (!als_cpu_rows (p->instruction_set))
    return ALS_ERROR_INSTRUCTION_SET;
  return ALS_OK;
}

int64_t
als_plan_products (const AlsTaps *x, const AlsTaps *y, AlsOrder order)
{
  const int64_t rows = (int64_t) y->n * y->out < y->in ? (int64_t) y->n * y->out : y->in;

  if (order == ALS_ORDER_HORIZONTAL_FIRST)
    return rows * x->out * x->n + (int64_t) y->out * x->out * y->n;
  return (int64_t) y->out * x->in * y->n + (int64_t) y->out * x->out * x->n;
}

/* The order of the passes decides bits, so it is a function of sizes and taps alone, fixed for ever: the one with fewer
 * products; where they are equal, as they are for one scale on both axes, vertical first when there are fewer rows
 * afterwards. Rows that no output row needs are never resampled; columns always are. Beyond a block of taps it is
 * vertical first, so that a ring of rows stays small. */
static AlsOrder
choose_order (const AlsTaps *x, const AlsTaps *y, bool plain)
{
  const int64_t horizontal_first = als_plan_products (x, y, ALS_ORDER_HORIZONTAL_FIRST);
  const int64_t vertical_first = als_plan_products (x, y, ALS_ORDER_VERTICAL_FIRST);

  if (x->copy && y->copy)
    return ALS_ORDER_COPY;
  /* either order gives the same bits where one axis only moves pixels */
  if (plain && x->identity)
    return ALS_ORDER_VERTICAL_ONLY;
  if (y->n > ALS_TAP_BLOCK)
    return ALS_ORDER_VERTICAL_FIRST;
  if (horizontal_first == vertical_first)
    return y->out < y->in ? ALS_ORDER_VERTICAL_FIRST : ALS_ORDER_HORIZONTAL_FIRST;
  return vertical_first < horizontal_first ? ALS_ORDER_VERTICAL_FIRST : ALS_ORDER_HORIZONTAL_FIRST;
}

static int
least (int a, int b)
{
  return a < b ? a : b;
}

/* Most source rows from the first to the last one that a block of output rows needs. */
static int
rows_of_block (const AlsTaps *taps, int block)
{
  int y, i, most = 0;

  for (y = 0; y < taps->out; y++) {
    int lo = taps->first[y], hi = lo;

    for (i = y; i < taps->out && i < y + block; i++) {
      lo = taps->first[i] < lo ? taps->first[i] : lo;
      hi = taps->first[i] > hi ? taps->first[i] : hi;
    }
    most = hi - lo + taps->n > most ? hi - lo + taps->n : most;
  }
  return most;
}

bool
als_plan_size_scratch (AlsPlan *plan)
{
  const size_t pixel = (size_t) (plan->samples.components * plan->samples.bytes);
  const int components = plan->converts ? plan->convert.components : plan->samples.components;
  const int taps = least (plan->y.n, ALS_TAP_BLOCK), rows = plan->rows->block;
  /* where the float rows may have to take over, they have to be packed by their order alone */
  bool packs = plan->dyadic == ALS_DYADIC_LERP && plan->samples.bytes == 1;
  int width = 0;

  plan->ring_rows = plan->n_rows = plan->framed_rows = plan->packed_in = plan->packed_out = 0;
  switch (plan->order) {
    case ALS_ORDER_COPY:
      plan->framed_rows = 1;
      plan->packed_in = plan->packed_out = 1;
      break;
    case ALS_ORDER_HORIZONTAL_FIRST:
      width = plan->converts && plan->x.in > plan->x.out ? plan->x.in : plan->x.out;
      plan->ring_rows = plan->y.n + rows;
      /* decoded rows, and the one to be encoded */
      plan->n_rows = plan->ring_rows + (plan->converts ? rows + 1 : 0);
      plan->framed_rows = rows;
      break;
    case ALS_ORDER_VERTICAL_ONLY:
      width = plan->x.out;
      plan->ring_rows = plan->n_rows = 1;
      break;
    case ALS_ORDER_VERTICAL_FIRST:
      width = plan->converts && plan->x.out > plan->x.in ? plan->x.out : plan->x.in;
      plan->ring_rows = rows;
      /* decoded rows, and those to be encoded */
      plan->n_rows = plan->ring_rows + (plan->converts ? taps + rows : 0);
      plan->framed_rows = plan->converts ? taps : least (plan->y.in, ALS_SPAN);
      packs = !plan->converts;
      break;
  }
  if (packs) {
    plan->packed_out = rows;
    /* all rows are needed, few at a time */
    if (!plan->framed && (int64_t) plan->y.n * plan->y.out >= plan->y.in)
      plan->packed_in = rows_of_block (&plan->y, rows);
    if (plan->packed_in > ALS_SPAN)
      plan->packed_in = 0;
  }
  if (plan->dyadic == ALS_DYADIC_DOUBLE)
    plan->packed_in = plan->packed_out = 2;
  plan->row_floats = als_row_floats ((size_t) width * (size_t) components);
  if (plan->dyadic == ALS_DYADIC_DOTS && plan->row_floats > 0) {
    /* a ring, where the float rows may have none, and a row of theirs */
    const size_t ring = (size_t) als_dots_ring (plan) * als_row_floats ((size_t) (plan->x.out * components));
    const int n = (int) ((ring + plan->row_floats - 1) / plan->row_floats) + 1;

    plan->n_rows = n > plan->n_rows ? n : plan->n_rows;
  }
  if (!plan->framed)
    plan->framed_rows = 0;
  /* alpha's rows have a frame of their own */
  if (plan->converts && plan->convert.components > plan->samples.components)
    plan->framed_rows *= 2;
  /* float rows begin at a multiple of 64 bytes */
  plan->scratch_size = 63;
  return als_add_bytes (&plan->scratch_size, (size_t) plan->x.in * pixel + ALS_PACKED_SLACK, (size_t) plan->packed_in)
      && als_add_bytes (&plan->scratch_size, (size_t) plan->x.out * pixel + ALS_PACKED_SLACK, (size_t) plan->packed_out)
      && als_add_bytes (&plan->scratch_size, plan->row_floats * sizeof (float), (size_t) plan->n_rows)
      && als_add_bytes (&plan->scratch_size, (size_t) plan->x.in * pixel, (size_t) plan->framed_rows);
}

AlsStatus
als_plan_update (AlsPlan *plan, const AlsParams *p)
{
  AlsAxis x, y;
  AlsStatus status;
  int c;

  if (!plan || !p)
    return ALS_ERROR_NULL;
  if (p->size != sizeof *p)
    return ALS_ERROR_VERSION;
  x = als_axis (p->src_width, p->dst_width, p->box_x, p->box_width, &p->place_x);
  y = als_axis (p->src_height, p->dst_height, p->box_y, p->box_height, &p->place_y);
  status = check_params (p, &x, &y);
  if (status != ALS_OK)
    return status;

  plan->rows = als_cpu_rows (p->instruction_set);
  plan->samples = (AlsSamples) {
    .components = p->components,
    .bytes = p->sample_bytes,
    .shift = p->shift,
    .swapped = p->swapped,
    .max = (float) p->max,
  };
  plan->src_width = p->src_width;
  plan->src_height = p->src_height;
  plan->framed = p->padding == ALS_PADDING_COLOR;
  for (c = 0; c < 4; c++)
    als_put_sample (plan->fill + c * p->sample_bytes, (unsigned) p->fill[c], p->sample_bytes, &plan->samples);
  plan->converts = als_convert_is_needed (p);
  status = als_convert_init (&plan->convert, p);
  if (status == ALS_OK)
    status = als_taps_init (&plan->x, &x, p);
  if (status == ALS_OK)
    status = als_taps_init (&plan->y, &y, p);
  if (status != ALS_OK)
    return status;
  plan->order = choose_order (&plan->x, &plan->y, !plan->framed && !plan->converts);
  status = als_plan_choose_dyadic (plan);
  if (status != ALS_OK)
    return status;
  if (plan->order == ALS_ORDER_COPY
      && als_shuffles_init (&plan->shuffles, &plan->x, p->components * p->sample_bytes) != ALS_OK)
    return ALS_ERROR_MEMORY;
  return als_plan_size_scratch (plan) ? ALS_OK : ALS_ERROR_MEMORY;
}

AlsStatus
als_plan_new (const AlsParams *params, AlsPlan **plan_out)
{
  AlsStatus status;
  AlsPlan *plan;

  if (!plan_out)
    return ALS_ERROR_NULL;
  *plan_out = NULL;
  plan = calloc (1, sizeof *plan);
  if (!plan)
    return ALS_ERROR_MEMORY;
  status = als_plan_update (plan, params);
  if (status == ALS_OK)
    *plan_out = plan;
  else
    als_plan_free (plan);
  return status;
}

void
als_plan_free (AlsPlan *plan)
{
  if (!plan)
    return;
  als_taps_clear (&plan->x);
  als_taps_clear (&plan->y);
  als_dots_clear (&plan->dots);
  als_lerp_clear (&plan->lerp);
  als_shuffles_clear (&plan->shuffles);
  als_convert_clear (&plan->convert);
  free (plan);
}

bool
als_plan_is_identity (const AlsPlan *plan)
{
  return plan->x.identity && plan->y.identity;
}

void
als_plan_source_rows (const AlsPlan *plan, int y, int *first, int *n)
{
  const int shift = plan->framed ? 1 : 0;       /* the frame's first row is before the picture's */
  int begin = plan->y.first[y] - shift, end = begin + plan->y.n;

  begin = begin < 0 ? 0 : begin;
  end = end > plan->src_height ? plan->src_height : end;
  *first = begin;
  *n = end > begin ? end - begin : 0;
}

size_t
als_plan_scratch_size (const AlsPlan *plan)
{
  return plan->scratch_size;
}

static AlsStatus
check_plane (const AlsPlane *plane, const AlsSamples *samples, int width, int height)
{
  int pixel = samples->components * samples->bytes;
  ptrdiff_t row;

  if (!plane || !plane->data)
    return ALS_ERROR_NULL;
  if (plane->step < pixel || plane->step > MAX_STEP)
    return ALS_ERROR_STEP;
  row = (ptrdiff_t) (width - 1) * plane->step + pixel;
  if (height > 1 && plane->stride < row && plane->stride > -row)
    return ALS_ERROR_STRIDE;
  return ALS_OK;
}

AlsStatus
als_plan_check (const AlsPlan *plan, const AlsPlane *src, const AlsPlane *dst)
{
  AlsStatus status;

  if (!plan)
    return ALS_ERROR_NULL;
  status = check_plane (src, &plan->samples, plan->src_width, plan->src_height);
  if (status == ALS_OK && plan->converts && plan->convert.components > plan->samples.components) {
    AlsSamples alpha = plan->samples;

    alpha.components = 1;
    status = check_plane (src->alpha, &alpha, plan->src_width, plan->src_height);
  }
  return status == ALS_OK ? check_plane (dst, &plan->samples, plan->x.out, plan->y.out) : status;
}
