/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "plan.h"

#include "checked.h"

#define MAX_STEP 64

static const char *const status_texts[ALS_N_STATUS] = {
  [ALS_OK] = "no error",
  [ALS_ERROR_NULL] = "a pointer is NULL",
  [ALS_ERROR_VERSION] = "the parameters are of another version of the library",
  [ALS_ERROR_SIZE] = "widths and heights must be 1 to 32767 pixels",
  [ALS_ERROR_METHOD] = "there is no such method",
  [ALS_ERROR_PADDING] = "there is no such padding",
  [ALS_ERROR_CUBIC_A] = "the parameter of bicubic must be a number from -4 to 1",
  [ALS_ERROR_COMPONENTS] = "a pixel must have 1 to 4 components",
  [ALS_ERROR_SAMPLE] = "bytes, shift, maximum and byte order of a sample do not fit each other",
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

static AlsStatus
check_params (const AlsParams *p)
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
  /* not (in range), so that NaN is refused */
  if (!(p->cubic_a >= -4.0 && p->cubic_a <= 1.0))
    return ALS_ERROR_CUBIC_A;
  if (p->components < 1 || p->components > 4)
    return ALS_ERROR_COMPONENTS;
  if (!sample_is_valid (p))
    return ALS_ERROR_SAMPLE;
  return ALS_OK;
}

/* The order of the passes decides bits, so it is a function of sizes and taps alone, fixed for ever: the one with fewer
 * products; where they are equal, as they are for one scale on both axes, vertical first when there are fewer rows
 * afterwards. Rows that no output row needs are never resampled; columns always are. Beyond a block of taps it is
 * vertical first, so that a ring of rows stays small. */
static AlsOrder
choose_order (const AlsTaps *x, const AlsTaps *y)
{
  int64_t rows = (int64_t) y->n * y->out < y->in ? (int64_t) y->n * y->out : y->in;
  int64_t horizontal_first = rows * x->out * x->n + (int64_t) y->out * x->out * y->n;
  int64_t vertical_first = (int64_t) y->out * x->in * y->n + (int64_t) y->out * x->out * x->n;

  if (x->copy && y->copy)
    return ALS_ORDER_COPY;
  if (y->n > ALS_TAP_BLOCK)
    return ALS_ORDER_VERTICAL_FIRST;
  if (horizontal_first == vertical_first)
    return y->out < y->in ? ALS_ORDER_VERTICAL_FIRST : ALS_ORDER_HORIZONTAL_FIRST;
  return vertical_first < horizontal_first ? ALS_ORDER_VERTICAL_FIRST : ALS_ORDER_HORIZONTAL_FIRST;
}

static bool
size_scratch (AlsPlan *plan)
{
  bool horizontal_first = plan->order == ALS_ORDER_HORIZONTAL_FIRST;
  size_t floats = (size_t) (horizontal_first ? plan->x.out : plan->x.in) * (size_t) plan->samples.components;

  if (plan->order == ALS_ORDER_COPY)
    return true;
  plan->row_floats = (floats + ALS_ROW_FLOATS - 1) / ALS_ROW_FLOATS * ALS_ROW_FLOATS;
  plan->n_rows = horizontal_first ? plan->y.n + ALS_ROW_BLOCK : ALS_ROW_BLOCK;
  /* rows begin at a multiple of 64 bytes */
  plan->scratch_size = 63;
  return als_add_bytes (&plan->scratch_size, plan->row_floats * sizeof (float), (size_t) plan->n_rows);
}

AlsStatus
als_plan_new (const AlsParams *params, AlsPlan **plan_out)
{
  AlsStatus status;
  AlsPlan *plan;

  if (!plan_out)
    return ALS_ERROR_NULL;
  *plan_out = NULL;
  if (!params)
    return ALS_ERROR_NULL;
  status = check_params (params);
  if (status != ALS_OK)
    return status;

  plan = calloc (1, sizeof *plan);
  if (!plan)
    return ALS_ERROR_MEMORY;
  plan->rows = &als_rows_c;
  plan->samples = (AlsSamples) {
    .components = params->components,
    .bytes = params->sample_bytes,
    .shift = params->shift,
    .swapped = params->swapped,
    .max = (float) params->max,
  };
  status = als_taps_init (&plan->x, params->src_width, params->dst_width, params);
  if (status == ALS_OK)
    status = als_taps_init (&plan->y, params->src_height, params->dst_height, params);
  if (status == ALS_OK) {
    plan->order = choose_order (&plan->x, &plan->y);
    if (!size_scratch (plan))
      status = ALS_ERROR_MEMORY;
  }
  if (status != ALS_OK) {
    als_plan_free (plan);
    return status;
  }
  *plan_out = plan;
  return ALS_OK;
}

void
als_plan_free (AlsPlan *plan)
{
  if (!plan)
    return;
  als_taps_clear (&plan->x);
  als_taps_clear (&plan->y);
  free (plan);
}

bool
als_plan_is_identity (const AlsPlan *plan)
{
  return plan->x.identity && plan->y.identity;
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
  status = check_plane (src, &plan->samples, plan->x.in, plan->y.in);
  return status == ALS_OK ? check_plane (dst, &plan->samples, plan->x.out, plan->y.out) : status;
}
