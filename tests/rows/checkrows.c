/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Every row function of every instruction set that runs here against the C rows, bit for bit. Rows and tables of taps
 * end at guard pages or begin right after one; what lies around and between the samples of a destination must not
 * change.
 *
 * checkrows [--seed N] [--rounds N] [--only NAME] [--fault]: with --fault a wrong function is put into the last table,
 * so that it has to fail.
 */
#include "checkrows.h"

#include "require.h"

#include <inttypes.h>
#include <stdlib.h>
#include <time.h>

static const int tap_counts[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 63, 64, 65,
  128, 130, 257 };
#define N_TAP_COUNTS ((int) (sizeof tap_counts / sizeof *tap_counts))

/* All widths up to this: twice the longest run that a function handles at once, and one. */
#define ALL_WIDTHS 129

static uint64_t state;

uint64_t
random_bits (void)
{
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state * UINT64_C (0x2545f4914f6cdd1d) >> 8;
}

int
random_int (int from, int to)
{
  return from + (int) (random_bits () % (uint64_t) (to - from + 1));
}

float
random_float (float from, float to)
{
  return from + (to - from) * (float) (random_bits () % 16777216) / 16777216.0f;
}

static void
make_samples (Case *c, int components, int bytes)
{
  c->samples = (AlsSamples) { .components = components, .bytes = bytes, .max = 255.0f };
  if (bytes == 2) {
    c->samples.shift = random_int (0, 2) ? random_int (0, 1) * 6 : random_int (0, 15);
    c->samples.swapped = random_int (0, 1);
    c->samples.max = (float) (65535 >> c->samples.shift);
  }
  if (random_int (0, 3) == 0)
    c->samples.max = (float) random_int (1, (int) c->samples.max);
}

static int
random_step (int pixel, int width)
{
  switch (random_int (0, 5)) {
    case 0:
      return 2 * pixel;
    case 1:
      return pixel + random_int (1, 4);
    case 2:
      return width <= 512 ? random_int (pixel, 64) : 4 * pixel;
    default:
      return pixel;
  }
}

/* Every count of taps and width, in mixed company; false after a failure. */
static bool
check_function (const AlsRows *rows, CheckFunction check, int bytes, int rounds)
{
  int components, i, round;

  for (round = 0; round < rounds; round++) {
    for (components = 1; components <= 4; components++) {
      const int pixel = components * bytes;
      Case c = { .rows = rows };

      for (i = 0; i < ALL_WIDTHS + N_TAP_COUNTS + 12; i++) {
        make_samples (&c, components, bytes);
        c.width = i < ALL_WIDTHS ? i + 1 : random_int (1, i < ALL_WIDTHS + N_TAP_COUNTS ? 700 : 4096);
        c.n = i >= ALL_WIDTHS && i < ALL_WIDTHS + N_TAP_COUNTS ? tap_counts[i - ALL_WIDTHS]
            : i < ALL_WIDTHS ? tap_counts[random_int (0, random_int (0, 7) ? 8 : N_TAP_COUNTS - 1)]
            : random_int (1, 12);
        c.step = random_step (pixel, c.width);
        c.other_step = random_step (pixel, c.width);
        c.n_rows = random_int (0, 1) ? rows->block : random_int (1, rows->block);
        c.counts = random_int (0, 2) == 0;
        c.add = random_int (0, 1);
        c.pattern = random_int (0, 3);
        if (!check (&c))
          return false;
      }
    }
  }
  return true;
}

static const struct {
  const char *name;
  CheckFunction check;
} functions[] = {
  { "horizontal_in", check_horizontal_in },
  { "horizontal_out", check_horizontal_out },
  { "vertical_in", check_vertical_in },
  { "vertical_out", check_vertical_out },
  { "horizontal", check_horizontal },
  { "vertical", check_vertical },
  { "shuffle", check_shuffle },
  { "pack", check_pack },
  { "spread", check_spread },
  { "halve", check_halve },
  { "double_rows", check_double },
  { "lerp", check_lerp },
  { "dots", check_dots },
};
#define N_FUNCTIONS ((int) (sizeof functions / sizeof *functions))

/* The entry of a table, as something that can be compared. */
static const void *
entry (const AlsRows *rows, int function, int bytes)
{
  const void *entries[] = {
    (const void *) rows->horizontal_in[bytes - 1],
    (const void *) rows->horizontal_out[bytes - 1],
    (const void *) rows->vertical_in[bytes - 1],
    (const void *) rows->vertical_out[bytes - 1],
    (const void *) rows->horizontal,
    (const void *) rows->vertical,
    (const void *) rows->shuffle,
    (const void *) rows->pack,
    (const void *) rows->spread,
    (const void *) rows->halve,
    (const void *) rows->double_rows,
    (const void *) rows->lerp[bytes - 1],
    (const void *) rows->dots,
  };

  return entries[function];
}

/* Some are of bytes alone, and of the sets that have them. */
static bool
is_there (const AlsRows *rows, int function, int bytes)
{
  const CheckFunction check = functions[function].check;
  const bool of_bytes = check == check_halve || check == check_double || check == check_dots;

  return entry (rows, function, bytes) && (!of_bytes || bytes == 1);
}

static void
check_set (const AlsRows *rows, int rounds)
{
  double begin = (double) clock () / CLOCKS_PER_SEC;
  int function, bytes, checked = 0;

  n_cases = 0;
  for (function = 0; function < N_FUNCTIONS; function++) {
    for (bytes = 1; bytes <= 2; bytes++) {
      if (!is_there (rows, function, bytes))
        continue;
      REQUIRE (rows == &als_rows_c || entry (rows, function, bytes) != entry (&als_rows_c, function, bytes),
          "%s has the C rows' %s for %d bytes", rows->name, functions[function].name, bytes);
      REQUIRE (check_function (rows, functions[function].check, bytes, rounds), "%s, %s, %d bytes: %s", rows->name,
          functions[function].name, bytes, failure);
      checked++;
    }
  }
  printf ("%-6s %d functions, %ld cases, %.1f s\n", rows->name, checked, n_cases,
      (double) clock () / CLOCKS_PER_SEC - begin);
}

/* A check that passes a function that is wrong in one sample of one row is no check. */
static void
check_the_checks (const AlsRows *rows)
{
  int function, bytes;

  for (function = 0; function < N_FUNCTIONS; function++) {
    for (bytes = 1; bytes <= 2; bytes++) {
      AlsRows broken = *rows;

      if (!is_there (rows, function, bytes))
        continue;
      plant_fault (&broken, function, bytes);
      REQUIRE (!check_function (&broken, functions[function].check, bytes, 1), "a fault in %s, %d bytes, was not seen",
          functions[function].name, bytes);
    }
  }
}

int
main (int argc, char **argv)
{
  uint64_t seed = (uint64_t) time (NULL) * 2 + 1;
  const char *only = NULL;
  bool fault = false;
  int rounds = 6, i;

  for (i = 1; i < argc; i++) {
    if (strcmp (argv[i], "--fault") == 0)
      fault = true;
    else if (strcmp (argv[i], "--seed") == 0 && i + 1 < argc)
      seed = strtoull (argv[++i], NULL, 0);
    else if (strcmp (argv[i], "--rounds") == 0 && i + 1 < argc)
      rounds = atoi (argv[++i]);
    else if (strcmp (argv[i], "--only") == 0 && i + 1 < argc)
      only = argv[++i];
    else {
      fprintf (stderr, "usage: checkrows [--seed N] [--rounds N] [--only NAME] [--fault]\n");
      return 2;
    }
  }
  setvbuf (stdout, NULL, _IONBF, 0);
  printf ("seed %" PRIu64 "\n", seed);
  state = seed * UINT64_C (0x9e3779b97f4a7c15) | 1;
  guards_init ();
  for (i = 0; i < als_cpu_n_rows (); i++) {
    const AlsRows *rows = als_cpu_rows_at (i);
    AlsRows broken = *rows;

    if (only && strcmp (only, rows->name) != 0)
      continue;
    REQUIRE (als_cpu_rows (rows->name) == rows, "%s is not found by its name", rows->name);
    if (fault && i == als_cpu_n_rows () - 1) {
      int function, bytes;

      do {
        function = random_int (0, N_FUNCTIONS - 1);
        bytes = random_int (1, 2);
      } while (!is_there (rows, function, bytes));
      plant_fault (&broken, function, bytes);
      rows = &broken;
    }
    check_set (rows, rounds);
  }
  check_the_checks (als_cpu_rows (NULL));
  return require_status;
}
