/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "gstalignscaleslices.h"

#define MAX_TASKS 64
/* Microseconds that a thread stays awake without work: until the next frame
 * comes, and until others have done the last slices of this one. To be woken up
 * takes longer than most slices, and longer than the next frame takes to come
 * where frames are waiting. */
#define PATIENCE 50
#define PATIENCE_AT_END 200
#define LOCK_TRIES 100

struct _GstAlignScaleSlices
{
  GstTaskPool *pool;
  gboolean own_pool;

  GMutex lock;
  GCond all_done;
  /* with lock */
  GstAlignScaleSliceFunc func;
  gpointer user_data;
  gint n_slices, n_taken, n_done;
  gint n_workers, max_workers;
  gint n_waiting;               /* tasks without work */

  gint news;                    /* atomic: another number with each frame that
                                 * begins or is done */
};

static void
slices_clear (gpointer data)
{
  GstAlignScaleSlices *slices = data;

  g_mutex_clear (&slices->lock);
  g_cond_clear (&slices->all_done);
}

/* Whoever has the lock has it for a moment. To sleep until it is free would take
 * longer than many slices. */
static void
slices_lock (GstAlignScaleSlices * slices)
{
  gint i;

  for (i = 0; i < LOCK_TRIES; i++)
    if (g_mutex_trylock (&slices->lock))
      return;
  g_mutex_lock (&slices->lock);
}

/* Takes slices and runs them until none is left; with lock. */
static void
slices_work (GstAlignScaleSlices * slices, gint worker)
{
  while (slices->n_taken < slices->n_slices) {
    gint slice = slices->n_taken++;

    g_mutex_unlock (&slices->lock);
    slices->func (slices->user_data, slice, slices->n_slices, worker);
    slices_lock (slices);
    if (++slices->n_done == slices->n_slices) {
      g_atomic_int_inc (&slices->news);
      g_cond_signal (&slices->all_done);
    }
  }
}

/* Waits for news, without the lock, which others would have to sleep for. FALSE
 * when it is time to sleep. */
static gboolean
slices_pause (GstAlignScaleSlices * slices, gint64 sleeps_at)
{
  const gint news = g_atomic_int_get (&slices->news);

  if (g_get_monotonic_time () >= sleeps_at)
    return FALSE;
  g_mutex_unlock (&slices->lock);
  while (g_atomic_int_get (&slices->news) == news
      && g_get_monotonic_time () < sleeps_at)
    g_thread_yield ();
  slices_lock (slices);
  return TRUE;
}

/* Waits until all are done; with lock. */
static void
slices_wait (GstAlignScaleSlices * slices)
{
  const gint64 sleeps_at = g_get_monotonic_time () + PATIENCE_AT_END;

  while (slices->n_done < slices->n_slices)
    if (!slices_pause (slices, sleeps_at))
      g_cond_wait (&slices->all_done, &slices->lock);
}

/* TRUE where there is work for one more; with lock. A task of the frame before
 * may come late, beside those of this one. */
static gboolean
slices_want_worker (const GstAlignScaleSlices * slices)
{
  return slices->n_taken < slices->n_slices
      && slices->n_workers < slices->max_workers;
}

static void
slices_task (gpointer data)
{
  GstAlignScaleSlices *slices = data;
  gint64 sleeps_at = g_get_monotonic_time () + PATIENCE;

  slices_lock (slices);
  slices->n_waiting++;
  do {
    if (slices_want_worker (slices)) {
      slices->n_waiting--;
      slices_work (slices, slices->n_workers++);
      slices->n_waiting++;
      sleeps_at = g_get_monotonic_time () + PATIENCE_AT_END;
    } else if (slices->n_done >= slices->n_slices) {
      sleeps_at = MIN (sleeps_at, g_get_monotonic_time () + PATIENCE);
    }
  } while (slices_pause (slices, sleeps_at));
  slices->n_waiting--;
  g_mutex_unlock (&slices->lock);
  g_atomic_rc_box_release_full (slices, slices_clear);
}

GstAlignScaleSlices *
gst_align_scale_slices_new (GstTaskPool * pool)
{
  GstAlignScaleSlices *slices = g_atomic_rc_box_new0 (GstAlignScaleSlices);

  g_mutex_init (&slices->lock);
  g_cond_init (&slices->all_done);
  if (pool) {
    slices->pool = gst_object_ref (pool);
  } else {
    slices->pool = gst_shared_task_pool_new ();
    slices->own_pool = TRUE;
    gst_shared_task_pool_set_max_threads (GST_SHARED_TASK_POOL (slices->pool),
        g_get_num_processors ());
    gst_task_pool_prepare (slices->pool, NULL);
  }
  return slices;
}

void
gst_align_scale_slices_free (GstAlignScaleSlices * slices)
{
  if (slices->own_pool)
    gst_task_pool_cleanup (slices->pool);
  gst_object_unref (slices->pool);
  g_atomic_rc_box_release_full (slices, slices_clear);
}

void
gst_align_scale_slices_run (GstAlignScaleSlices * slices, gint n_workers,
    gint n_slices, GstAlignScaleSliceFunc func, gpointer user_data)
{
  gpointer handles[MAX_TASKS];
  gint n_tasks = MIN (MIN (n_workers, n_slices) - 1, MAX_TASKS), i;

  slices_lock (slices);
  slices->func = func;
  slices->user_data = user_data;
  slices->n_slices = n_slices;
  slices->n_taken = slices->n_done = 0;
  slices->max_workers = n_workers;
  slices->n_workers = 1;        /* this thread */
  n_tasks -= slices->n_waiting;
  g_atomic_int_inc (&slices->news);
  g_mutex_unlock (&slices->lock);

  for (i = 0; i < n_tasks; i++) {
    GError *error = NULL;

    g_atomic_rc_box_acquire (slices);
    handles[i] = gst_task_pool_push (slices->pool, slices_task, slices, &error);
    if (error) {
      GST_WARNING ("pool refused a task: %s", error->message);
      g_error_free (error);
      g_atomic_rc_box_release_full (slices, slices_clear);
      break;
    }
  }
  n_tasks = i;

  slices_lock (slices);
  slices_work (slices, 0);
  slices_wait (slices);
  slices->n_slices = slices->n_taken = 0;
  g_mutex_unlock (&slices->lock);

  for (i = 0; i < n_tasks; i++)
    if (handles[i])
      gst_task_pool_dispose_handle (slices->pool, handles[i]);
}
