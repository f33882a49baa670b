/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What the parts of checkrows know of each other.
 */
#ifndef ALS_TEST_CHECKROWS_H
#define ALS_TEST_CHECKROWS_H

#include <string.h>

#include "cpu.h"


/* One call of a row function. */
typedef struct {
  const AlsRows *rows;
  AlsSamples samples;
  int width, n, step, other_step, n_rows, pattern;
  bool counts, add;
} Case;

/* True where the function gave what the C rows give and touched nothing else; else failure says what happened. */
typedef bool (*CheckFunction) (const Case *c);
bool check_horizontal_in (const Case *c);
bool check_horizontal_out (const Case *c);
bool check_vertical_in (const Case *c);
bool check_vertical_out (const Case *c);
bool check_horizontal (const Case *c);
bool check_vertical (const Case *c);
bool check_shuffle (const Case *c);
bool check_pack (const Case *c);
bool check_spread (const Case *c);
bool check_halve (const Case *c);
bool check_double (const Case *c);
bool check_lerp (const Case *c);
bool check_dots (const Case *c);
extern char failure[256];
extern long n_cases;

/* Puts a function that is wrong in its last sample into a table; one at a time. */
void plant_fault (AlsRows *rows, int function, int bytes);

uint64_t random_bits (void);
int random_int (int from, int to);
float random_float (float from, float to);

/* Memory between two pages that must not be touched. */
typedef enum {
  GUARD_SRC = 0,
  GUARD_DST = GUARD_SRC + ALS_SPAN,
  GUARD_REF = GUARD_DST + ALS_ROW_BLOCK,
  GUARD_FIRST = GUARD_REF + ALS_ROW_BLOCK,
  GUARD_COUNTS,
  GUARD_WEIGHTS,
  GUARD_N
} Guard;

void guards_init (void);

/* size bytes that end at a guard page or, where at_end is false, begin right after one. */
uint8_t *guard_place (int guard, size_t size, bool at_end);

/* True where the 64 bytes on the side without a guard are as guard_place left them. */
bool guard_is_whole (int guard, const uint8_t *data, size_t size);

#endif
