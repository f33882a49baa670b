/* alignscale: peers take turns
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#define _GNU_SOURCE             /* RUSAGE_THREAD */
#include "bench.h"

#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#define WARM_FRAMES 4
#define MAX_FRAMES 2000
/* of a turn during which other programs took the processor */
#define RETRIES 3

static gdouble
now_ms (clockid_t clock)
{
  struct timespec t;

  clock_gettime (clock, &t);
  return 1e3 * (gdouble) t.tv_sec + 1e-6 * (gdouble) t.tv_nsec;
}

gdouble
bench_now_ms (void)
{
  return now_ms (CLOCK_MONOTONIC);
}

/* milliseconds per frame of n frames, from the input `first` on */
static gdouble
turn (BenchPeer * peer, guint first, guint n, clockid_t clock)
{
  const gdouble start = now_ms (clock);
  guint i;

  for (i = 0; i < n; i++)
    peer->run (peer, (first + i) % BENCH_PICTURES);
  return (now_ms (clock) - start) / n;
}

/* How often this thread was made to wait for others. */
static glong
preemptions (void)
{
#ifdef RUSAGE_THREAD
  struct rusage usage;

  if (getrusage (RUSAGE_THREAD, &usage) == 0)
    return usage.ru_nivcsw;
#endif
  return 0;
}

static gdouble
quiet_turn (BenchPeer * peer, guint first, guint n, clockid_t clock)
{
  gdouble ms = 0;
  guint i;

  for (i = 0; i <= RETRIES; i++) {
    const glong before = preemptions ();

    ms = turn (peer, first, n, clock);
    if (preemptions () == before)
      break;
  }
  return ms;
}

void
bench_times_run (BenchTimes * times, BenchPeer ** peers, guint n,
    const BenchEffort * effort)
{
  /* of this thread alone: what other programs take does not count */
  const clockid_t clock =
      effort->threads ? CLOCK_MONOTONIC : CLOCK_THREAD_CPUTIME_ID;
  guint frames[BENCH_MAX_PEERS], i, r;
  gdouble round_ms = 0;

  g_assert (n <= BENCH_MAX_PEERS);
  for (i = 0; i < n; i++) {
    gdouble ms = turn (peers[i], 0, 1, clock);

    /* slow ones are warm after their first frame */
    ms = turn (peers[i], 1, ms > 100 ? 1 : WARM_FRAMES, clock);
    frames[i] = (guint) CLAMP (effort->turn_ms / ms + 0.5, 1, MAX_FRAMES);
    if (frames[i] > BENCH_PICTURES)
      frames[i] -= frames[i] % BENCH_PICTURES;
    round_ms += ms * frames[i];
  }
  times->n_peers = n;
  times->n_rounds = (guint) CLAMP (1e3 * effort->seconds / round_ms,
      effort->min_rounds, effort->max_rounds);
  times->ms = g_new (gdouble, n * times->n_rounds);
  /* each round begins with another peer */
  for (r = 0; r < times->n_rounds; r++)
    for (i = 0; i < n; i++) {
      const guint k = (i + r) % n;

      times->ms[r * n + k] = quiet_turn (peers[k], r * frames[k], frames[k],
          clock);
    }
}

void
bench_times_clear (BenchTimes * times)
{
  g_clear_pointer (&times->ms, g_free);
}

static gint
compare (const void *a, const void *b)
{
  const gdouble x = *(const gdouble *) a, y = *(const gdouble *) b;

  return (x > y) - (x < y);
}

static gdouble
median (gdouble * values, guint n)
{
  gdouble m;

  qsort (values, n, sizeof *values, compare);
  m = n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
  g_free (values);
  return m;
}

gdouble
bench_times_median (const BenchTimes * times, guint peer)
{
  gdouble *values = g_new (gdouble, times->n_rounds);
  guint r;

  for (r = 0; r < times->n_rounds; r++)
    values[r] = times->ms[r * times->n_peers + peer];
  return median (values, times->n_rounds);
}

gdouble
bench_times_ratio (const BenchTimes * times, guint peer, guint base)
{
  gdouble *values = g_new (gdouble, times->n_rounds);
  guint r;

  for (r = 0; r < times->n_rounds; r++)
    values[r] = times->ms[r * times->n_peers + peer]
        / times->ms[r * times->n_peers + base];
  return median (values, times->n_rounds);
}
