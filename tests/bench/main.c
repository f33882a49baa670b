/* alignscale: the benchmark; prints its measurements as lines of JSON
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>

static void
print_machine (void)
{
  const gchar *forced = g_getenv ("ALIGNSCALE_INSTRUCTION_SET");
  gchar *version = gst_version_string ();
  double load = 0;

  if (getloadavg (&load, 1) < 1)
    load = 0;
  printf ("{\"type\": \"machine\", \"gstreamer\": \"%s\", "
#ifdef __clang__
      "\"compiler\": \"%s\", "
#else
      "\"compiler\": \"gcc %s\", "
#endif
      "\"cores\": %u, \"instructions\": \"%s\", \"load\": %.2f}\n", version, __VERSION__,
      g_get_num_processors (), forced ? forced : "", load);
  g_free (version);
}

gint
main (gint argc, gchar ** argv)
{
  BenchOptions options = { FALSE, NULL };
  gchar *cells = NULL;
  gboolean threads = FALSE;
  GOptionEntry entries[] = {
    {"quick", 0, 0, G_OPTION_ARG_NONE, &options.quick,
        "Fewer rounds, fewer exact results, fewer formats", NULL},
    {"threads", 0, 0, G_OPTION_ARG_NONE, &threads, "Only two threads", NULL},
    {"cells", 0, 0, G_OPTION_ARG_STRING, &cells,
        "Only cells whose name has PATTERN (* and ? allowed)", "PATTERN"},
    {NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL},
  };
  GOptionContext *context = g_option_context_new (NULL);
  GError *error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_group (context, gst_init_get_option_group ());
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    fprintf (stderr, "bench: %s\n", error->message);
    return 2;
  }
  g_option_context_free (context);
  /* whoever reads along gets whole lines */
  setvbuf (stdout, NULL, _IOLBF, 0);
  options.cells = cells;
  print_machine ();
  if (threads) {
    bench_threads (&options);
    return 0;
  }
  bench_cells (&options);
  if (!cells) {
    bench_first (&options);
    bench_threads (&options);
    bench_sizes (&options);
    bench_taps (&options);
  }
  bench_formats (&options);
  if (!cells)
    bench_other_methods (&options);
  g_free (cells);
  return 0;
}
