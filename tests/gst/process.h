/* alignscale: what the process holds
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifndef ALS_TEST_PROCESS_H
#define ALS_TEST_PROCESS_H

#include <gst/gst.h>

/* GStreamer's objects and buffers that are alive. Wants GST_TRACERS=leaks. */
guint process_live_objects (void);

/* Bytes of the process in memory. */
gsize process_resident (void);

#endif
