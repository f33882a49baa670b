/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A fuzzer without libFuzzer: fuzz_NAME CORPUS INPUTS runs it on each file of a folder, which has some, and on as many inputs
 * of a generator, always the same. */

#include "fuzz.h"

#include <dirent.h>

static int
run_files (const char *folder)
{
  DIR *dir = opendir (folder);
  struct dirent *entry;
  int n = 0;

  FUZZ_REQUIRE (dir, "there is no folder %s", folder);
  while ((entry = readdir (dir))) {
    char path[4096];
    FILE *file;
    uint8_t *data;
    long size;

    if (entry->d_name[0] == '.')
      continue;
    snprintf (path, sizeof path, "%s/%s", folder, entry->d_name);
    file = fopen (path, "rb");
    FUZZ_REQUIRE (file && fseek (file, 0, SEEK_END) == 0, "%s", path);
    size = ftell (file);
    rewind (file);
    /* to the byte, so that reading beyond the end is seen */
    data = malloc (size > 0 ? (size_t) size : 1);
    FUZZ_REQUIRE (data && size >= 0 && fread (data, 1, (size_t) size, file) == (size_t) size, "%s", path);
    fclose (file);
    printf ("%s\n", path);
    LLVMFuzzerTestOneInput (data, (size_t) size);
    free (data);
    n++;
  }
  closedir (dir);
  FUZZ_REQUIRE (n > 0, "the folder %s is empty", folder);
  return n;
}

int
main (int argc, char **argv)
{
  uint64_t state = 1;
  int n_files, i;

  if (argc != 3) {
    fprintf (stderr, "usage: %s CORPUS INPUTS\n", argv[0]);
    return 2;
  }
  setvbuf (stdout, NULL, _IONBF, 0);
  n_files = run_files (argv[1]);
  for (i = 0; i < atoi (argv[2]); i++) {
    uint8_t data[400];
    size_t k;

    for (k = 0; k < sizeof data; k++) {
      state = state * UINT64_C (6364136223846793005) + UINT64_C (1442695040888963407);
      data[k] = (uint8_t) (state >> 56);
    }
    LLVMFuzzerTestOneInput (data, sizeof data);
  }
  printf ("%d files, %d generated inputs\n", n_files, i);
  return 0;
}
