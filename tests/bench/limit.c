/* alignscale: what no scaler can be faster than: reading the input and writing
 * the output once
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "bench.h"

#include <string.h>

typedef struct
{
  BenchPeer peer;
  BenchPictures *pictures;
} Limit;

typedef guint64 Block __attribute__ ((vector_size (32), may_alias));

#if defined (__x86_64__) && defined (__gnu_linux__)
#define WITH_WIDE_VECTORS __attribute__ ((target_clones ("avx2", "default")))
#else
#define WITH_WIDE_VECTORS
#endif

/* whole blocks of 128 bytes; the rest is too little to count */
WITH_WIDE_VECTORS static void
read_all (const guint8 * data, gsize size, guint64 * sum)
{
  const Block *b = (const Block *) data;
  Block s0 = { 0 }, s1 = { 0 }, s2 = { 0 }, s3 = { 0 };
  gsize i, n = size / sizeof *b;

  for (i = 0; i + 4 <= n; i += 4) {
    s0 ^= b[i];
    s1 ^= b[i + 1];
    s2 ^= b[i + 2];
    s3 ^= b[i + 3];
  }
  s0 ^= s1 ^ s2 ^ s3;
  memcpy (sum, &s0, 4 * sizeof *sum);
}

WITH_WIDE_VECTORS static void
write_all (guint8 * data, gsize size, guint64 value)
{
  Block *b = (Block *) data;
  const Block v = { value, value, value, value };
  gsize i, n = size / sizeof *b;

  for (i = 0; i + 4 <= n; i += 4) {
    b[i] = v;
    b[i + 1] = v;
    b[i + 2] = v;
    b[i + 3] = v;
    /* without this the loop becomes a call of memset */
    __asm__ volatile ("":::"memory");
  }
}

static void
run (BenchPeer * peer, guint i)
{
  BenchPictures *pictures = ((Limit *) peer)->pictures;
  guint64 sum[4];

  read_all (pictures->in[i].data, pictures->in[i].info.size, sum);
  write_all (pictures->out[i].data, pictures->out[i].info.size,
      sum[0] ^ sum[1] ^ sum[2] ^ sum[3]);
  peer->output = &pictures->out[i];
}

static void
limit_free (BenchPeer * peer)
{
  g_free (peer);
}

BenchPeer *
bench_limit_new (const BenchCell * cell, BenchPictures * pictures)
{
  Limit *l = g_new0 (Limit, 1);

  (void) cell;
  g_strlcpy (l->peer.name, "limit", sizeof l->peer.name);
  l->peer.run = run;
  l->peer.free = limit_free;
  l->pictures = pictures;
  return &l->peer;
}
