/* alignscale: what the process holds
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "process.h"

#include <gst/check/gstcheck.h>
#include <stdio.h>
#include <unistd.h>

guint
process_live_objects (void)
{
  GList *tracers = gst_tracing_get_active_tracers (), *item;
  GstStructure *live = NULL;
  guint n = 0;

  for (item = tracers; item; item = item->next)
    if (g_str_equal (G_OBJECT_TYPE_NAME (item->data), "GstLeaksTracer"))
      g_signal_emit_by_name (item->data, "get-live-objects", &live);
  fail_unless (live != NULL, "the leaks tracer is not there");
  n = gst_value_list_get_size (gst_structure_get_value (live,
          "live-objects-list"));
  gst_structure_free (live);
  g_list_free_full (tracers, gst_object_unref);
  return n;
}

gsize
process_resident (void)
{
  unsigned long total, resident;
  FILE *file = fopen ("/proc/self/statm", "r");

  fail_unless (file != NULL
      && fscanf (file, "%lu %lu", &total, &resident) == 2);
  fclose (file);
  return (gsize) resident *(gsize) sysconf (_SC_PAGESIZE);
}
