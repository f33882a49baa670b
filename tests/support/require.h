/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef ALS_TEST_REQUIRE_H
#define ALS_TEST_REQUIRE_H

#include <stdio.h>

/* A test program's main() ends with `return require_status;`. */
static int require_status = 0;

/* The first failures in full, then silence: a broken kernel would print a line for every pixel. */
static unsigned require_failures = 0;
#define REQUIRE_SHOWN 40u

/* REQUIRE (condition, "printf format of the values", values...): a failure is told and the program goes on. */
#define REQUIRE(condition, ...)                                                       \
  do {                                                                                \
    if (!(condition)) {                                                               \
      require_status = 1;                                                             \
      if (require_failures++ < REQUIRE_SHOWN) {                                       \
        fprintf (stderr, "%s:%d: not so: %s: ", __FILE__, __LINE__, #condition);      \
        fprintf (stderr, __VA_ARGS__);                                                \
        fputc ('\n', stderr);                                                         \
      }                                                                               \
    }                                                                                 \
  } while (0)

#endif
