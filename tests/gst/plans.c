/* alignscale: what the element chooses by cost, which no pixel shows
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include <gst/check/gstcheck.h>

#include "../../gst/gstalignscaleplansprivate.h"
#include "../../src/plan.h"
#include "frames.h"

static GstAlignScalePlans *
plans_new (GstVideoFormat format, gint in_w, gint in_h, gint out_w, gint out_h)
{
  GstVideoInfo in, out;

  frame_info (&in, format, in_w, in_h);
  frame_info (&out, format, out_w, out_h);
  return gst_align_scale_plans_new (&in, &out, GST_VIDEO_CHROMA_SITE_NONE);
}

static void
plans_update (GstAlignScalePlans * plans,
    const GstAlignScaleSettings * settings)
{
  GError *error = NULL;

  fail_unless (gst_align_scale_plans_update (plans, settings, NULL, &error),
      "%s", error ? error->message : "");
}

typedef struct
{
  GstVideoFormat format;
  guint n_planes;               /* of the core */
  gint components;              /* of the first */
  guint n_plans;                /* that are not another one's */
  gboolean joined;              /* where pixels are moved */
  gboolean unpacked;
} Choice;

static const Choice choices[] = {
  {GST_VIDEO_FORMAT_GRAY8, 1, 1, 1, FALSE, FALSE},
  {GST_VIDEO_FORMAT_I420, 3, 1, 2, FALSE, FALSE},
  {GST_VIDEO_FORMAT_Y444, 3, 1, 1, FALSE, FALSE},
  {GST_VIDEO_FORMAT_A420, 4, 1, 2, FALSE, FALSE},
  {GST_VIDEO_FORMAT_NV12, 2, 1, 2, FALSE, FALSE},
  {GST_VIDEO_FORMAT_P010_10LE, 2, 1, 2, FALSE, FALSE},
  {GST_VIDEO_FORMAT_YUY2, 3, 1, 2, TRUE, FALSE},
  {GST_VIDEO_FORMAT_VYUY, 3, 1, 2, TRUE, FALSE},
  {GST_VIDEO_FORMAT_RGB, 1, 3, 1, FALSE, FALSE},
  {GST_VIDEO_FORMAT_BGRx, 1, 4, 1, FALSE, FALSE},
  {GST_VIDEO_FORMAT_AYUV64, 1, 4, 1, FALSE, FALSE},
  {GST_VIDEO_FORMAT_GBR_10LE, 3, 1, 1, FALSE, FALSE},
  {GST_VIDEO_FORMAT_v210, 3, 1, 2, FALSE, TRUE},
  {GST_VIDEO_FORMAT_NV12_4L4, 3, 1, 2, FALSE, TRUE},
};

/* Planes scaled alike share a plan; those in one memory are moved at once. */
GST_START_TEST (test_choices)
{
  const Choice *choice = &choices[__i__];
  GstAlignScalePlans *plans = plans_new (choice->format, 96, 80, 64, 40);
  GstAlignScaleSettings settings;
  guint i, n_plans = 0;

  gst_align_scale_settings_init (&settings);
  settings.method = ALS_METHOD_BILINEAR;
  settings.n_threads = 1;
  plans_update (plans, &settings);
  fail_unless_equals_uint64 (plans->layout.n_planes, choice->n_planes);
  fail_unless_equals_int (plans->layout.planes[0].components,
      choice->components);
  fail_unless_equals_int (plans->layout.unpacked, choice->unpacked);
  fail_unless_equals_uint64 (plans->scheme->parts.n_parts, choice->n_planes);
  for (i = 0; i < choice->n_planes; i++) {
    fail_unless (plans->scheme->plans[i].plan != NULL);
    n_plans += plans->scheme->plans[i].plan == plans->scheme->plans[i].own;
  }
  fail_unless_equals_uint64 (n_plans, choice->n_plans);
  fail_unless (plans->scheme->plans[0].joined == NULL);

  settings.method = ALS_METHOD_NEAREST;
  plans_update (plans, &settings);
  fail_unless_equals_int (plans->scheme->plans[0].joined != NULL,
      choice->joined);
  settings.padding = ALS_PADDING_COLOR;
  plans_update (plans, &settings);
  fail_unless (plans->scheme->plans[0].joined == NULL);
  gst_align_scale_plans_free (plans);
}

GST_END_TEST;

/* Threads as asked for, or as many as the frame is worth; memory for each. */
GST_START_TEST (test_threads)
{
  static const struct
  {
    guint n_threads;
    gint width, height, most, slices;
  } cases[] = {
    {1, 1920, 1080, 1, 1},
    {3, 64, 48, 3, 12},
    {1000, 64, 48, 64, 256},
    {0, 64, 48, 1, 1},
    {0, 256, 256, 2, 8},
    {0, 1920, 1080, 64, 256},
  };
  const gint n_processors = (gint) g_get_num_processors ();
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    GstAlignScalePlans *plans = plans_new (GST_VIDEO_FORMAT_RGB,
        cases[i].width, cases[i].height, cases[i].width, cases[i].height);
    GstAlignScaleSettings settings;
    gint n = cases[i].most;

    gst_align_scale_settings_init (&settings);
    settings.n_threads = cases[i].n_threads;
    settings.src_x = 0.5;
    plans_update (plans, &settings);
    if (cases[i].n_threads == 0)
      n = MIN (n, n_processors);
    fail_unless_equals_int (plans->n_threads, n);
    fail_unless_equals_int (plans->n_slices, n == 1 ? 1 : 3 * n);
    fail_unless (plans->scratch_size >=
        als_plan_scratch_size (plans->scheme->plans[0].plan)
        && plans->scratch_size < 64 +
        als_plan_scratch_size (plans->scheme->plans[0].plan));
    fail_unless_equals_uint64 (plans->scratch_room,
        plans->scratch_size * (gsize) n);
    gst_align_scale_plans_free (plans);
  }
}

GST_END_TEST;

/* A plan stays as it is when nothing changes, and keeps its memory when
 * something does. */
GST_START_TEST (test_kept)
{
  GstAlignScalePlans *plans = plans_new (GST_VIDEO_FORMAT_I420, 96, 80, 64, 40);
  GstAlignScaleSettings settings;
  const AlsPlan *plan;
  gfloat *weights;

  gst_align_scale_settings_init (&settings);
  settings.method = ALS_METHOD_BICUBIC;
  plans_update (plans, &settings);
  plan = plans->scheme->plans[0].plan;
  weights = plan->x.weights;
  weights[0] = 42;
  plans_update (plans, &settings);
  fail_unless (plans->scheme->plans[0].plan == plan);
  fail_unless (weights[0] == 42);
  settings.src_x = 1.25;
  plans_update (plans, &settings);
  fail_unless (plans->scheme->plans[0].plan == plan);
  fail_unless (plan->x.weights == weights);
  fail_unless (weights[0] < 1);
  gst_align_scale_plans_free (plans);
}

GST_END_TEST;

static Suite *
plans_suite (void)
{
  Suite *s = suite_create ("plans");
  TCase *tc = tcase_create ("plans");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_choices, 0, G_N_ELEMENTS (choices));
  tcase_add_test (tc, test_threads);
  tcase_add_test (tc, test_kept);
  return s;
}

GST_CHECK_MAIN (plans);
