/* alignscale: GLib's locks by those of POSIX
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * ThreadSanitizer sees nothing of what GLib does inside: the linker sends the
 * calls that order what threads do here, where it does.
 */
#include <gst/gst.h>

#include <pthread.h>
#include <stdlib.h>

void __wrap_g_mutex_init (GMutex * mutex);
void __wrap_g_mutex_clear (GMutex * mutex);
void __wrap_g_mutex_lock (GMutex * mutex);
gboolean __wrap_g_mutex_trylock (GMutex * mutex);
void __wrap_g_mutex_unlock (GMutex * mutex);
void __wrap_g_cond_init (GCond * cond);
void __wrap_g_cond_clear (GCond * cond);
void __wrap_g_cond_signal (GCond * cond);
void __wrap_g_cond_wait (GCond * cond, GMutex * mutex);
gpointer __wrap_g_atomic_rc_box_alloc0 (gsize size);
gpointer __wrap_g_atomic_rc_box_acquire (gpointer memory);
void __wrap_g_atomic_rc_box_release_full (gpointer memory,
    GDestroyNotify clear);
gpointer __real_gst_task_pool_push (GstTaskPool * pool,
    GstTaskPoolFunction func, gpointer user_data, GError ** error);
gpointer __wrap_gst_task_pool_push (GstTaskPool * pool,
    GstTaskPoolFunction func, gpointer user_data, GError ** error);

/* what was done before a push was done before the lock that its task takes */
static gint n_pushes;           /* atomic */

void
__wrap_g_mutex_init (GMutex * mutex)
{
  mutex->p = malloc (sizeof (pthread_mutex_t));
  pthread_mutex_init (mutex->p, NULL);
}

void
__wrap_g_mutex_clear (GMutex * mutex)
{
  pthread_mutex_destroy (mutex->p);
  free (mutex->p);
}

void
__wrap_g_mutex_lock (GMutex * mutex)
{
  g_atomic_int_get (&n_pushes);
  pthread_mutex_lock (mutex->p);
}

gboolean
__wrap_g_mutex_trylock (GMutex * mutex)
{
  g_atomic_int_get (&n_pushes);
  return pthread_mutex_trylock (mutex->p) == 0;
}

void
__wrap_g_mutex_unlock (GMutex * mutex)
{
  pthread_mutex_unlock (mutex->p);
}

void
__wrap_g_cond_init (GCond * cond)
{
  cond->p = malloc (sizeof (pthread_cond_t));
  pthread_cond_init (cond->p, NULL);
}

void
__wrap_g_cond_clear (GCond * cond)
{
  pthread_cond_destroy (cond->p);
  free (cond->p);
}

void
__wrap_g_cond_signal (GCond * cond)
{
  pthread_cond_signal (cond->p);
}

void
__wrap_g_cond_wait (GCond * cond, GMutex * mutex)
{
  pthread_cond_wait (cond->p, mutex->p);
}

typedef struct
{
  gint refs;                    /* atomic */
  gdouble memory[];
} Box;

gpointer
__wrap_g_atomic_rc_box_alloc0 (gsize size)
{
  Box *box = calloc (1, sizeof (Box) + size);

  box->refs = 1;
  return box->memory;
}

static Box *
box_of (gpointer memory)
{
  return (Box *) ((guint8 *) memory - offsetof (Box, memory));
}

gpointer
__wrap_g_atomic_rc_box_acquire (gpointer memory)
{
  g_atomic_int_inc (&box_of (memory)->refs);
  return memory;
}

void
__wrap_g_atomic_rc_box_release_full (gpointer memory, GDestroyNotify clear)
{
  if (g_atomic_int_dec_and_test (&box_of (memory)->refs)) {
    clear (memory);
    free (box_of (memory));
  }
}

gpointer
__wrap_gst_task_pool_push (GstTaskPool * pool, GstTaskPoolFunction func,
    gpointer user_data, GError ** error)
{
  g_atomic_int_inc (&n_pushes);
  return __real_gst_task_pool_push (pool, func, user_data, error);
}
