/* alignscale: slices on pools of every temper
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include <gst/check/gstcheck.h>

#include "../../gst/gstalignscaleslices.h"

#define MAX_SLICES 200
#define MAX_WORKERS 40

/* ----------------------------------------------------------------- a pool */

typedef enum
{
  POOL_REFUSES,                 /* every push is an error */
  POOL_REFUSES_LATER,           /* every push but the first is */
  POOL_IMMEDIATE,               /* runs the task in push */
  POOL_KEEPS,                   /* runs it when run_kept() says so */
  POOL_SLOW,                    /* a thread for each, after a while */
  POOL_N_MODES
} PoolMode;

typedef struct
{
  GstTaskPoolFunction func;
  gpointer data;
} Task;

typedef struct
{
  GstTaskPool parent;
  PoolMode mode;
  guint n_pushed;
  GArray *kept;
  GPtrArray *threads;
} TestPool;

typedef struct
{
  GstTaskPoolClass parent;
} TestPoolClass;

static GType test_pool_get_type (void);
G_DEFINE_TYPE (TestPool, test_pool, GST_TYPE_TASK_POOL);

static gpointer
run_slowly (gpointer data)
{
  Task *task = data;

  g_usleep (300);
  task->func (task->data);
  g_free (task);
  return NULL;
}

static gpointer
test_pool_push (GstTaskPool * pool, GstTaskPoolFunction func, gpointer data,
    GError ** error)
{
  TestPool *self = (TestPool *) pool;
  Task task = { func, data }, *slow;

  self->n_pushed++;
  switch (self->mode) {
    case POOL_REFUSES_LATER:
      if (self->n_pushed % 4 == 1) {
        g_array_append_val (self->kept, task);
        return NULL;
      }
      /* fall through */
    case POOL_REFUSES:
      g_set_error (error, GST_CORE_ERROR, GST_CORE_ERROR_THREAD, "no threads");
      return NULL;
    case POOL_IMMEDIATE:
      func (data);
      return NULL;
    case POOL_KEEPS:
      g_array_append_val (self->kept, task);
      return NULL;
    default:
      slow = g_new (Task, 1);
      *slow = task;
      g_ptr_array_add (self->threads, g_thread_new ("slow", run_slowly, slow));
      return NULL;
  }
}

static void
run_kept (TestPool * self)
{
  guint i;

  for (i = 0; i < self->kept->len; i++) {
    Task *task = &g_array_index (self->kept, Task, i);

    task->func (task->data);
  }
  g_array_set_size (self->kept, 0);
  for (i = 0; i < self->threads->len; i++)
    g_thread_join (g_ptr_array_index (self->threads, i));
  g_ptr_array_set_size (self->threads, 0);
}

static void
test_pool_finalize (GObject * object)
{
  TestPool *self = (TestPool *) object;

  fail_unless (self->kept->len == 0 && self->threads->len == 0);
  g_array_unref (self->kept);
  g_ptr_array_unref (self->threads);
  G_OBJECT_CLASS (test_pool_parent_class)->finalize (object);
}

static void
test_pool_class_init (TestPoolClass * klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_pool_finalize;
  GST_TASK_POOL_CLASS (klass)->push = test_pool_push;
}

static void
test_pool_init (TestPool * self)
{
  self->kept = g_array_new (FALSE, FALSE, sizeof (Task));
  self->threads = g_ptr_array_new ();
}

static TestPool *
test_pool_new (PoolMode mode)
{
  TestPool *pool = g_object_new (test_pool_get_type (), NULL);

  pool->mode = mode;
  return gst_object_ref_sink (pool);
}

/* ------------------------------------------------------------------ a frame */

typedef struct
{
  gint n_slices, n_workers;
  gint runs[MAX_SLICES];        /* atomic */
  gint busy[MAX_WORKERS];       /* atomic */
  gint total;                   /* atomic */
  gboolean finished;
} Frame;

static void
run_slice (gpointer user_data, gint slice, gint n_slices, gint worker)
{
  Frame *frame = user_data;

  /* the bounds of an array on another thread's stack */
  if (slice < 0 || slice >= MAX_SLICES || n_slices != frame->n_slices
      || frame->finished)
    g_error ("slice %d of %d", slice, n_slices);
  if (worker < 0 || worker >= frame->n_workers
      || g_atomic_int_add (&frame->busy[worker], 1) != 0)
    g_error ("worker %d of %d", worker, frame->n_workers);
  if (slice % 7 == 3)
    g_thread_yield ();
  g_atomic_int_inc (&frame->runs[slice]);
  g_atomic_int_inc (&frame->total);
  g_atomic_int_add (&frame->busy[worker], -1);
}

static void
run_frame (GstAlignScaleSlices * slices, gint n_slices)
{
  Frame frame = { 0 };
  gint i;

  frame.n_slices = n_slices;
  frame.n_workers = 1 + n_slices % MAX_WORKERS;
  gst_align_scale_slices_run (slices, frame.n_workers, n_slices, run_slice,
      &frame);
  frame.finished = TRUE;
  fail_unless_equals_int (g_atomic_int_get (&frame.total), n_slices);
  for (i = 0; i < MAX_SLICES; i++)
    fail_unless_equals_int (g_atomic_int_get (&frame.runs[i]), i < n_slices);
}

/* The handles that it disposes of and the tasks it holds: none is left. */
GST_START_TEST (test_counts)
{
  TestPool *pool = __i__ < POOL_N_MODES ? test_pool_new ((PoolMode) __i__) :
      NULL;
  GstAlignScaleSlices *slices = gst_align_scale_slices_new ((GstTaskPool *)
      pool);
  gint n;

  for (n = 1; n <= MAX_SLICES; n += __i__ == POOL_SLOW && n > 8 ? 31 : 1)
    run_frame (slices, n);
  for (n = MAX_SLICES; n >= 1; n -= 73)
    run_frame (slices, n);
  gst_align_scale_slices_free (slices);
  if (pool) {
    fail_unless (pool->n_pushed > 0);
    run_kept (pool);
    gst_object_unref (pool);
  }
}

GST_END_TEST;

/* Tasks of one frame that come during the next, or when all is over. */
GST_START_TEST (test_late)
{
  TestPool *pool = test_pool_new (POOL_KEEPS);
  GstAlignScaleSlices *slices =
      gst_align_scale_slices_new (GST_TASK_POOL (pool));
  guint n_pushed = 0;
  gint i;

  for (i = 0; i < 50; i++) {
    run_frame (slices, 1 + i % 9);
    /* this thread is one of them */
    n_pushed += (guint) i % 9;
    fail_unless_equals_uint64 (pool->n_pushed, n_pushed);
    if (i % 3 == 0)
      run_kept (pool);
  }
  fail_unless (pool->kept->len > 0);
  gst_align_scale_slices_free (slices);
  run_kept (pool);
  ASSERT_OBJECT_REFCOUNT (pool, "pool", 1);
  gst_object_unref (pool);
}

GST_END_TEST;

/* A pool that took tasks keeps the slices, not the pool, alive. */
GST_START_TEST (test_free_with_running_tasks)
{
  gint i;

  for (i = 0; i < 100; i++) {
    TestPool *pool = test_pool_new (POOL_SLOW);
    GstAlignScaleSlices *slices =
        gst_align_scale_slices_new (GST_TASK_POOL (pool));

    run_frame (slices, 4);
    gst_align_scale_slices_free (slices);
    run_kept (pool);
    gst_object_unref (pool);
  }
}

GST_END_TEST;

/* A real pool that has fewer threads than there are slices. */
GST_START_TEST (test_small_pool)
{
  GstTaskPool *pool = gst_shared_task_pool_new ();
  GstAlignScaleSlices *slices;
  gint i;

  gst_shared_task_pool_set_max_threads (GST_SHARED_TASK_POOL (pool), 1);
  gst_task_pool_prepare (pool, NULL);
  slices = gst_align_scale_slices_new (pool);
  for (i = 0; i < 500; i++)
    run_frame (slices, 1 + i % MAX_SLICES);
  gst_align_scale_slices_free (slices);
  gst_task_pool_cleanup (pool);
  gst_object_unref (pool);
}

GST_END_TEST;

static gpointer
hammer (gpointer pool)
{
  gint i, k;

  for (i = 0; i < 8; i++) {
    GstAlignScaleSlices *slices = gst_align_scale_slices_new (pool);

    for (k = 0; k < 100; k++)
      run_frame (slices, 1 + (i + k) % 16);
    gst_align_scale_slices_free (slices);
  }
  return NULL;
}

/* Many elements on one pool, or each on a pool of its own. */
GST_START_TEST (test_hammer)
{
  GstTaskPool *pool = __i__ ? gst_shared_task_pool_new () : NULL;
  GThread *threads[6];
  guint i;

  if (pool) {
    gst_shared_task_pool_set_max_threads (GST_SHARED_TASK_POOL (pool), 3);
    gst_task_pool_prepare (pool, NULL);
  }
  for (i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("hammer", hammer, pool);
  for (i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  if (pool) {
    gst_task_pool_cleanup (pool);
    gst_object_unref (pool);
  }
}

GST_END_TEST;

static Suite *
alignscale_threads_suite (void)
{
  Suite *s = suite_create ("threads");
  TCase *tc = tcase_create ("slices");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_counts, 0, POOL_N_MODES + 1);
  tcase_add_test (tc, test_late);
  tcase_add_test (tc, test_free_with_running_tasks);
  tcase_add_test (tc, test_small_pool);
  tcase_add_loop_test (tc, test_hammer, 0, 2);
  return s;
}

GST_CHECK_MAIN (alignscale_threads);
