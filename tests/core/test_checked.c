/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Sizes that do not fit into a size_t are found out before memory is asked for. */

#include "checked.h"
#include "require.h"

#include <stdint.h>

static void
test_add_bytes (void)
{
  static const struct {
    size_t total, count, size;
    bool fits;
    size_t sum;
  } rows[] = {
    { 7, 3, 5, true, 22 },
    { 7, 0, SIZE_MAX, true, 7 },
    { 0, SIZE_MAX, 1, true, SIZE_MAX },
    { 1, SIZE_MAX - 1, 1, true, SIZE_MAX },
    { 2, SIZE_MAX - 1, 1, false, 0 },
    { SIZE_MAX, 1, 1, false, 0 },
    { 0, SIZE_MAX / 4 + 2, 4, false, 0 },
    { 0, SIZE_MAX / 2 + 1, 2, false, 0 },
    { 0, SIZE_MAX, SIZE_MAX, false, 0 },
  };
  size_t i;

  for (i = 0; i < sizeof rows / sizeof *rows; i++) {
    size_t total = rows[i].total;
    bool fits = als_add_bytes (&total, rows[i].count, rows[i].size);

    REQUIRE (fits == rows[i].fits, "row %zu: %d", i, fits);
    REQUIRE (!fits || total == rows[i].sum, "row %zu: %zu bytes", i, total);
  }
}

static void
test_arrays (void)
{
  /* 4 bytes where it wraps around */
  void *array = als_new_array (SIZE_MAX / 4 + 2, 4);

  REQUIRE (!array, "an array larger than memory");
  free (array);
  array = als_new_array (6, 4);
  REQUIRE (array, "no array of 24 bytes");
  free (array);
}

static void
test_room (void)
{
  int *array = NULL, *before;
  size_t room = 0;

  REQUIRE (als_make_room (&array, &room, 10, sizeof *array) && array && room == 10, "room for %zu", room);
  before = array;
  REQUIRE (als_make_room (&array, &room, 10, sizeof *array) && array == before && room == 10, "moved at 10 of %zu", room);
  REQUIRE (als_make_room (&array, &room, 4, sizeof *array) && array == before && room == 10, "moved at 4 of %zu", room);
  REQUIRE (als_make_room (&array, &room, 11, sizeof *array) && array && room == 11, "room for %zu", room);
  REQUIRE (!als_make_room (&array, &room, SIZE_MAX, sizeof *array) && !array && room == 0, "room for %zu", room);
  REQUIRE (als_make_room (&array, &room, 1, sizeof *array) && array && room == 1, "room for %zu", room);
  free (array);
}

int
main (void)
{
  test_add_bytes ();
  test_arrays ();
  test_room ();
  return require_status;
}
