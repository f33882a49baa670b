/* alignscale: two peers at once, each on a thread of its own
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What the machine has for two threads that share no work: good for no more
 * than one frame in half the time.
 */
#include "bench.h"

/* microseconds that the other thread stays awake without work */
#define PATIENCE 1000

typedef struct
{
  BenchPeer peer;
  BenchPeer *peers[2];
  GThread *thread;
  GMutex lock;
  GCond wake;
  gboolean asleep, ends;        /* with lock */
  guint picture;
  gint begun, done;             /* frames, atomic */
} Pair;

static void
wait_for_frame (Pair * p, gint frame)
{
  const gint64 sleeps_at = g_get_monotonic_time () + PATIENCE;

  while (g_atomic_int_get (&p->begun) < frame
      && g_get_monotonic_time () < sleeps_at);
  g_mutex_lock (&p->lock);
  p->asleep = TRUE;
  while (g_atomic_int_get (&p->begun) < frame && !p->ends)
    g_cond_wait (&p->wake, &p->lock);
  p->asleep = FALSE;
  g_mutex_unlock (&p->lock);
}

static gpointer
other (gpointer data)
{
  Pair *p = data;
  gint frame;

  for (frame = 1;; frame++) {
    wait_for_frame (p, frame);
    if (p->ends)
      return NULL;
    p->peers[1]->run (p->peers[1], p->picture);
    g_atomic_int_set (&p->done, frame);
  }
}

static void
run (BenchPeer * peer, guint i)
{
  Pair *p = (Pair *) peer;
  const gint frame = g_atomic_int_get (&p->done) + 1;

  p->picture = i;
  g_atomic_int_set (&p->begun, frame);
  g_mutex_lock (&p->lock);
  if (p->asleep)
    g_cond_signal (&p->wake);
  g_mutex_unlock (&p->lock);
  p->peers[0]->run (p->peers[0], i);
  while (g_atomic_int_get (&p->done) < frame);
  peer->output = p->peers[0]->output;
}

static void
pair_free (BenchPeer * peer)
{
  Pair *p = (Pair *) peer;

  g_mutex_lock (&p->lock);
  p->ends = TRUE;
  g_cond_signal (&p->wake);
  g_mutex_unlock (&p->lock);
  g_thread_join (p->thread);
  bench_peer_free (p->peers[0]);
  bench_peer_free (p->peers[1]);
  g_mutex_clear (&p->lock);
  g_cond_clear (&p->wake);
  g_free (p);
}

BenchPeer *
bench_pair_new (BenchPeer * a, BenchPeer * b)
{
  Pair *p = g_new0 (Pair, 1);

  g_strlcpy (p->peer.name, "pair", sizeof p->peer.name);
  p->peer.run = run;
  p->peer.free = pair_free;
  p->peers[0] = a;
  p->peers[1] = b;
  g_mutex_init (&p->lock);
  g_cond_init (&p->wake);
  p->thread = g_thread_new ("pair", other, p);
  return &p->peer;
}
