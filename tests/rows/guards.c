/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "checkrows.h"

#include <stdio.h>

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define ROW_SIZE (1u << 19)             /* 4096 pixels of 16 floats */
#define WEIGHTS_SIZE (1u << 23)
#define MARGIN 64
#define MARGIN_BYTE 0xa5

static struct {
  uint8_t *begin, *end;
} guards[GUARD_N];

void
guards_init (void)
{
  const size_t page = (size_t) sysconf (_SC_PAGESIZE);
  int i;

  for (i = 0; i < GUARD_N; i++) {
    size_t size = i == GUARD_WEIGHTS ? WEIGHTS_SIZE : ROW_SIZE;
    uint8_t *p = mmap (NULL, size + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    if (p == MAP_FAILED || mprotect (p + page, size, PROT_READ | PROT_WRITE) != 0) {
      perror ("guard pages");
      exit (2);
    }
    guards[i].begin = p + page;
    guards[i].end = p + page + size;
  }
}

uint8_t *
guard_place (int guard, size_t size, bool at_end)
{
  if (size + MARGIN > (size_t) (guards[guard].end - guards[guard].begin)) {
    fprintf (stderr, "checkrows: a row of %zu bytes is too long\n", size);
    exit (2);
  }
  if (at_end) {
    memset (guards[guard].end - size - MARGIN, MARGIN_BYTE, MARGIN);
    return guards[guard].end - size;
  }
  memset (guards[guard].begin + size, MARGIN_BYTE, MARGIN);
  return guards[guard].begin;
}

bool
guard_is_whole (int guard, const uint8_t *data, size_t size)
{
  const uint8_t *margin = data == guards[guard].begin ? data + size : data - MARGIN;
  int i;

  for (i = 0; i < MARGIN; i++)
    if (margin[i] != MARGIN_BYTE)
      return false;
  return true;
}
