/* alignscale: a long run of everything at once, on two threads
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Two streams, one on an element that lives all along, the other on one that is
 * another in every round. Every 100th frame is compared with that of a fresh
 * element, and with the oracle where it knows all that is set. SOAK_FRAMES and
 * SOAK_SEED in the environment say how many and which, SOAK_LOG names a file
 * that gets a line a round: frames and KiB resident.
 */
#include "parts.h"
#include "process.h"
#include "stream.h"

#define FRAMES 3000
#define ROUNDS 50
#define CHECK_EVERY 100
#define N_STREAMS 2
/* resident memory is watched in runs of at least so many frames */
#define LONG_RUN 50000
#define MAX_GROWTH (4 << 20)

static const gchar *const count_names[N_COUNTS] = {
  "frames scaled", "frames passed through", "frames refused",
  "frames flushed away", "frames compared with those of fresh elements",
  "frames compared with the oracle", "changes of caps",
  "changes of properties", "flushes", "changes of state", "elements"
};

/* ----------------------------------------------------------------- checks */

static void
compare_fresh (Stream * s, GstBuffer * buffer, GstBuffer * result)
{
  static const gchar *const colour[] = { "gamma-decode", "alpha-weighting" };
  GstHarness *h = scaler_new (s->properties);
  GstBuffer *fresh;
  guint i;

  for (i = 0; i < G_N_ELEMENTS (colour); i++) {
    gboolean value;

    g_object_get (s->h->element, colour[i], &value, NULL);
    g_object_set (h->element, colour[i], value, NULL);
  }
  gst_harness_set_caps (h, gst_caps_ref (s->in_caps),
      gst_caps_ref (s->out_caps));
  fresh = scaler_run (h, buffer);
  frame_assert_equal (&s->out, result, fresh, s->properties);
  gst_buffer_unref (fresh);
  scaler_free (h);
  s->counts[FRESH]++;
}

/* The picture of the buffer where it is a frame of its own, and its info. */
static GstBuffer *
picture_of (Stream * s, GstBuffer * buffer, GstVideoInfo * info)
{
  const GstVideoCropMeta *crop = gst_buffer_get_video_crop_meta (buffer);
  guint32 grain = 4;

  *info = s->in;
  if (!crop)
    return gst_buffer_ref (buffer);
  if (crop->x % grain || crop->y % grain || !frame_has_words (s->in.finfo))
    return NULL;
  frame_info (info, GST_VIDEO_INFO_FORMAT (&s->in), (gint) crop->width,
      (gint) crop->height);
  return frame_cropped (info, &s->in, buffer, (gint) crop->x, (gint) crop->y);
}

/* FALSE where the oracle does not know all that is set. */
static gboolean
compare_oracle (Stream * s, GstBuffer * buffer, GstBuffer * result)
{
  const GstVideoFormatInfo *finfo = s->in.finfo;
  const gboolean has_subsampling = finfo->w_sub[1] || finfo->h_sub[1]
      || finfo->w_sub[2] || finfo->h_sub[2];
  const OracleCase how = scaler_oracle (s->properties);
  /* part_assert() says places by a box, which rounds them: not for kernels that
   * end at a step */
  static const gchar *const edged[] = { "area", "box", "gaussian", NULL };
  GstVideoInfo info;
  GstBuffer *picture;

  /* a frame may lack bytes behind its last sample; the tests cannot read it */
  if (!s->has_oracle || (s->has_box && has_subsampling)
      || gst_buffer_get_size (buffer) < s->in.size)
    return FALSE;
  if (g_strcmp0 (s->fields, "interlace-mode=interleaved") == 0) {
    if (!s->has_auto_grid || s->has_box || !frame_has_words (finfo)
        || g_strv_contains (edged, how.method)
        || (g_str_has_prefix (how.method, "nearest")
            && !g_str_equal (how.padding, "auto"))
        || GST_VIDEO_FORMAT_INFO_HAS_PALETTE (finfo)
        || gst_buffer_get_video_crop_meta (buffer))
      return FALSE;
    part_assert_fields (s->properties, g_str_equal (how.method, "nearest") ?
        "asymmetric" : "half-pixel", &s->in, buffer, &s->out, result, NULL);
  } else {
    if (s->fields && !g_str_has_prefix (s->fields, "colorimetry"))
      return FALSE;
    picture = picture_of (s, buffer, &info);
    if (!picture)
      return FALSE;
    frame_assert_scaled (&how, &info, picture, &s->out, result, NULL);
    gst_buffer_unref (picture);
  }
  s->counts[ORACLE]++;
  return TRUE;
}

/* ------------------------------------------------------------------- runs */

static void
push (Stream * s)
{
  GstBuffer *buffer = stream_make_buffer (s), *result;
  GstFlowReturn flow = gst_harness_push (s->h, gst_buffer_ref (buffer));

  if (s->n_frames % CHECK_EVERY == 0)
    s->fresh_is_due = s->oracle_is_due = TRUE;
  s->n_frames++;
  result = gst_harness_try_pull (s->h);
  fail_unless ((result != NULL) == (flow == GST_FLOW_OK));
  if (flow == GST_FLOW_OK) {
    s->counts[result == buffer ? PASSED : SCALED]++;
    if (s->fresh_is_due && result != buffer) {
      compare_fresh (s, buffer, result);
      s->fresh_is_due = FALSE;
    }
    if (s->oracle_is_due && result != buffer)
      s->oracle_is_due = !compare_oracle (s, buffer, result);
    gst_buffer_unref (result);
  } else {
    gchar *text = scaler_error (s->h);

    /* too short, a box with nothing in it, or a size that its format cannot
     * hold */
    fail_unless (flow == GST_FLOW_ERROR && (strstr (text, "bytes")
            || strstr (text, "box")
            || strstr (text, "has no room")), "%s: %s, %s, %s",
        gst_flow_get_name (flow), text, s->fields, s->properties);
    g_free (text);
    s->counts[REFUSED]++;
  }
  gst_buffer_unref (buffer);
}

static gpointer
run_round (gpointer data)
{
  Stream *s = data;
  const guint last = s->n_frames + s->round_frames;
  gint i;

  while (s->n_frames < last) {
    gint n = stream_within (s, 1, 10);

    if (stream_one_in (s, 2))
      stream_change_caps (s);
    else if (stream_one_in (s, 3))
      stream_change_frame (s);
    for (i = 0; i < n; i++) {
      if (stream_one_in (s, 3))
        stream_change_properties (s);
      push (s);
    }
    stream_meddle (s);
    stream_drain (s);
  }
  return NULL;
}

static guint
setting (const gchar * name, guint preset)
{
  const gchar *text = g_getenv (name);

  return text ? (guint) g_ascii_strtoull (text, NULL, 10) : preset;
}

/* The mean of what was resident in some rounds, which are few and even. */
static gdouble
mean (const gsize * resident, guint from, guint to)
{
  gdouble sum = 0;
  guint i;

  for (i = from; i < to; i++)
    sum += (gdouble) resident[i];
  return sum / (to - from);
}

GST_START_TEST (test_soak)
{
  const guint frames = setting ("SOAK_FRAMES", FRAMES);
  const guint seed = setting ("SOAK_SEED", 1);
  const gchar *log_name = g_getenv ("SOAK_LOG");
  FILE *log = log_name ? fopen (log_name, "w") : NULL;
  const gint64 began = g_get_monotonic_time ();
  Stream streams[N_STREAMS];
  GArray *formats = scaler_formats ();
  gsize resident[ROUNDS];
  guint i, k, live, round, done = 0;
  gdouble growth;

  printf ("seed %u, %u frames\n", seed, frames);
  fflush (stdout);
  memset (streams, 0, sizeof streams);
  for (i = 0; i < N_STREAMS; i++) {
    streams[i].rand = g_rand_new_with_seed (seed * N_STREAMS + i);
    streams[i].formats = formats;
    streams[i].round_frames = frames / ROUNDS / N_STREAMS + 1;
  }
  /* what is made once and stays */
  stream_begin (&streams[0]);
  run_round (&streams[0]);
  stream_end (&streams[0]);
  live = process_live_objects ();

  stream_begin (&streams[0]);
  for (round = 0; round < ROUNDS; round++) {
    GThread *threads[N_STREAMS];

    stream_begin (&streams[1]);
    for (i = 0; i < N_STREAMS; i++)
      threads[i] = g_thread_new ("stream", run_round, &streams[i]);
    for (i = 0; i < N_STREAMS; i++)
      g_thread_join (threads[i]);
    stream_end (&streams[1]);
    done = streams[0].n_frames + streams[1].n_frames;
    resident[round] = process_resident ();
    if (log)
      fprintf (log, "%u %" G_GSIZE_FORMAT "\n", done, resident[round] / 1024);
    if (round % 5 == 4 && frames >= LONG_RUN) {
      printf ("%u frames, %.0f s, %" G_GSIZE_FORMAT " KiB resident\n", done,
          (gdouble) (g_get_monotonic_time () - began) / G_USEC_PER_SEC,
          resident[round] / 1024);
      fflush (stdout);
    }
  }
  stream_end (&streams[0]);
  fail_unless_equals_uint64 (process_live_objects (), live);
  growth = mean (resident, ROUNDS * 3 / 4, ROUNDS)
      - mean (resident, ROUNDS / 4, ROUNDS / 2);
  for (k = 0; k < N_COUNTS; k++) {
    guint sum = 0;

    for (i = 0; i < N_STREAMS; i++)
      sum += streams[i].counts[k];
    printf ("| %s | %u |\n", count_names[k], sum);
    fail_unless (sum > 0, "no %s", count_names[k]);
  }
  printf ("| objects alive at the end that were not at the beginning | 0 |\n"
      "| resident memory, fourth quarter less second | %.0f KiB |\n",
      growth / 1024);
  fflush (stdout);
#ifndef __SANITIZE_ADDRESS__    /* keeps what was freed for a while */
  if (frames >= LONG_RUN)
    fail_unless (growth < MAX_GROWTH);
#endif
  for (i = 0; i < N_STREAMS; i++)
    g_rand_free (streams[i].rand);
  g_array_unref (formats);
  if (log)
    fclose (log);
}

GST_END_TEST;

static Suite *
soak_suite (void)
{
  Suite *s = suite_create ("soak");
  TCase *tc = tcase_create ("soak");

  suite_add_tcase (s, tc);
  /* as long as it takes */
  tcase_set_timeout (tc, 0);
  tcase_add_test (tc, test_soak);
  return s;
}

int
main (int argc, char **argv)
{
  g_setenv ("GST_TRACERS", "leaks", TRUE);
  gst_check_init (&argc, &argv);
  return gst_check_run_suite (soak_suite (), "soak", __FILE__);
}
