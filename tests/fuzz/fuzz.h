/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef ALS_FUZZ_H
#define ALS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A fuzzer is a program that makes something of any bytes, and ends by abort() where what must hold does not. libFuzzer calls
 * it, or main.c with the bytes of files and of a generator. */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

#define FUZZ_REQUIRE(condition, ...)                                                  \
  do {                                                                                \
    if (!(condition)) {                                                               \
      fprintf (stderr, "%s:%d: not so: %s: ", __FILE__, __LINE__, #condition);        \
      fprintf (stderr, __VA_ARGS__);                                                  \
      fputc ('\n', stderr);                                                           \
      abort ();                                                                       \
    }                                                                                 \
  } while (0)

/* What is left of the input; beyond its end there are zeros. */
typedef struct
{
  const uint8_t *data;
  size_t size;
} Bytes;

static inline void
fuzz_take (Bytes *bytes, void *to, size_t size)
{
  const size_t n = size < bytes->size ? size : bytes->size;

  memset (to, 0, size);
  if (n > 0)
    memcpy (to, bytes->data, n);
  bytes->data += n;
  bytes->size -= n;
}

static inline int32_t
fuzz_any_int (Bytes *bytes)
{
  int32_t v;

  fuzz_take (bytes, &v, sizeof v);
  return v;
}

/* from..to, both included; one byte is taken where that is enough */
static inline int
fuzz_int (Bytes *bytes, int from, int to)
{
  const uint32_t range = (uint32_t) to - (uint32_t) from + 1;
  uint32_t v = 0;

  fuzz_take (bytes, &v, range <= 256 ? 1 : 4);
  return (int) ((uint32_t) from + (range == 0 ? v : v % range));
}

static inline double
fuzz_any_double (Bytes *bytes)
{
  double v;

  fuzz_take (bytes, &v, sizeof v);
  return v;
}

#endif
