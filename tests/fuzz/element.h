/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef ALS_FUZZ_ELEMENT_H
#define ALS_FUZZ_ELEMENT_H

#include <gst/gst.h>

#include "fuzz.h"
#include "gstalignscale.h"

/* GStreamer with the element that is linked into the program; what GStreamer calls critical ends it. */
static inline void
fuzz_start (void)
{
  static gboolean started = FALSE;

  if (started)
    return;
  started = TRUE;
  /* no other plugin: nothing to scan for */
  g_setenv ("GST_REGISTRY_DISABLE", "yes", TRUE);
  gst_init (NULL, NULL);
  gst_debug_set_default_threshold (GST_LEVEL_NONE);
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
  FUZZ_REQUIRE (GST_ELEMENT_REGISTER (alignscale, NULL), "no element");
}

#endif
