/* alignscale: a stream in which anything can happen
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifndef ALS_TEST_STREAM_H
#define ALS_TEST_STREAM_H

#include "scaler.h"

typedef enum
{
  SCALED, PASSED, REFUSED, FLUSHED, FRESH, ORACLE, CAPS, PROPERTIES, FLUSHES,
  STATES, ELEMENTS, N_COUNTS
} Count;

typedef struct
{
  GRand *rand;
  GArray *formats;
  GstHarness *h;
  GstCaps *in_caps, *out_caps;
  GstVideoInfo in, out;
  const gchar *fields;          /* of the caps, NULL: none */
  gchar *properties;
  gboolean has_oracle, has_box, has_auto_grid;  /* of the properties */
  GstBuffer *frame;             /* of random samples */
  gboolean fresh_is_due, oracle_is_due; /* a frame is to be compared with */
  guint n_frames, round_frames;
  guint counts[N_COUNTS];
} Stream;

gint stream_within (Stream * s, gint low, gint high);
gboolean stream_one_in (Stream * s, gint n);

/* An element of its own between random caps, and its end. The random numbers
 * and the counts stay. */
void stream_begin (Stream * s);
void stream_end (Stream * s);

/* Each takes what it sets at random. */
void stream_change_properties (Stream * s);
void stream_change_caps (Stream * s);
void stream_change_frame (Stream * s);

/* The frame in any layout, with anything on it; may be too short. */
GstBuffer *stream_make_buffer (Stream * s);

/* An event, a flush with frames on their way, a change of state, or nothing. */
void stream_meddle (Stream * s);

/* Takes the events that came out. Fails the test where an error is left. */
void stream_drain (Stream * s);

#endif
