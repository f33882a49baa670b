/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Size arithmetic that says when it overflows.
 */
#ifndef ALS_CHECKED_H
#define ALS_CHECKED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

/* *total += count * size; false, and *total undefined, where that does not fit into a size_t. */
static inline bool
als_add_bytes (size_t *total, size_t count, size_t size)
{
  size_t bytes;

  return !__builtin_mul_overflow (count, size, &bytes) && !__builtin_add_overflow (*total, bytes, total);
}

/* Memory for count items of size bytes, not cleared; NULL on overflow or where there is none. Freed by free(). */
static inline void *
als_new_array (size_t count, size_t size)
{
  size_t bytes = 0;

  return als_add_bytes (&bytes, count, size) ? malloc (bytes) : NULL;
}

/* Makes room for count items of size bytes at *memory, a pointer of any type; what was in it is lost. */
static inline bool
als_make_room (void *memory, size_t *room, size_t count, size_t size)
{
  void **array = memory;

  if (*array && count <= *room)
    return true;
  free (*array);
  *array = als_new_array (count, size);
  *room = *array ? count : 0;
  return *array != NULL;
}

#endif
