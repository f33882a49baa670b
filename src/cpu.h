/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Which row functions the processor can run.
 */
#ifndef ALS_CPU_H
#define ALS_CPU_H

#include "rows.h"

#if defined (__x86_64__) || defined (__i386__)
#define ALS_CPU_X86
extern const AlsRows als_rows_sse41;
extern const AlsRows als_rows_avx2;
#ifdef __x86_64__
#define ALS_CPU_X86_64
extern const AlsRows als_rows_avx512;
#endif
#elif defined (__aarch64__)
#define ALS_CPU_AARCH64
extern const AlsRows als_rows_neon;
#endif

/* The tables that this processor can run, the C rows first and the fastest last; index 0 .. als_cpu_n_rows() - 1. */
int als_cpu_n_rows (void);
const AlsRows *als_cpu_rows_at (int index);

/* The fastest of them where name is NULL, else the one of that name, NULL where there is none. */
const AlsRows *als_cpu_rows (const char *name);

#endif
