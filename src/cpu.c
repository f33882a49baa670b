/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "cpu.h"

#include <string.h>

#ifdef ALS_CPU_AARCH64
#include <sys/auxv.h>
#ifndef HWCAP_ASIMD
#define HWCAP_ASIMD (1 << 1)
#endif
#endif

static bool
can_always (void)
{
  return true;
}

#ifdef ALS_CPU_X86
/* __builtin_cpu_supports asks the system too: it has to save the registers */
static bool
can_sse41 (void)
{
  return __builtin_cpu_supports ("sse4.1") != 0;
}

static bool
can_avx2 (void)
{
  return __builtin_cpu_supports ("avx2") != 0;
}
#endif

#ifdef ALS_CPU_X86_64
/* as of Ice Lake and Zen 4, whose clock they do not slow down */
static bool
can_avx512 (void)
{
  return __builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512bw") && __builtin_cpu_supports ("avx512dq")
      && __builtin_cpu_supports ("avx512vl") && __builtin_cpu_supports ("avx512vbmi")
      && __builtin_cpu_supports ("avx512vnni");
}
#endif

#ifdef ALS_CPU_AARCH64
static bool
can_neon (void)
{
  return (getauxval (AT_HWCAP) & HWCAP_ASIMD) != 0;
}
#endif

/* From the slowest to the fastest; who can run one can run those before it. */
static const struct {
  const AlsRows *rows;
  bool (*can_run) (void);
} sets[] = {
  { &als_rows_c, can_always },
#ifdef ALS_CPU_X86
  { &als_rows_sse41, can_sse41 },
  { &als_rows_avx2, can_avx2 },
#endif
#ifdef ALS_CPU_X86_64
  { &als_rows_avx512, can_avx512 },
#endif
#ifdef ALS_CPU_AARCH64
  { &als_rows_neon, can_neon },
#endif
};

int
als_cpu_n_rows (void)
{
  int n = 0;

#ifdef ALS_CPU_X86
  __builtin_cpu_init ();
#endif
  while (n < (int) (sizeof sets / sizeof *sets) && sets[n].can_run ())
    n++;
  return n;
}

const AlsRows *
als_cpu_rows_at (int index)
{
  return sets[index].rows;
}

const AlsRows *
als_cpu_rows (const char *name)
{
  int i = als_cpu_n_rows () - 1;

  while (name && i >= 0 && strcmp (sets[i].rows->name, name) != 0)
    i--;
  return i < 0 ? NULL : sets[i].rows;
}
