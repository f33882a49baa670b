/* alignscale: what the files of the benchmark share
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifndef ALS_BENCH_H
#define ALS_BENCH_H

#include <gst/video/video.h>

#include "oracle.h"

G_BEGIN_DECLS

/* pictures in rotation, on both sides */
#define BENCH_PICTURES 4
#define BENCH_MAX_PEERS 12

typedef enum
{
  BENCH_NEAREST,
  BENCH_BILINEAR,
  BENCH_BICUBIC,
  BENCH_LANCZOS,
  BENCH_AREA,
  BENCH_N_KINDS
} BenchKind;

/* How each element is asked for the same work. */
typedef struct
{
  const gchar *name;
  const gchar *alignscale;      /* its method */
  gboolean antialias;
  const gchar *videoscale;      /* its method */
} BenchMethod;

extern const BenchMethod bench_methods[BENCH_N_KINDS];

typedef struct
{
  GstVideoFormat format;
  gint in_w, in_h, out_w, out_h;
  BenchKind kind;
} BenchCell;

/* "I420 1080p>720p bilinear", to be freed */
gchar *bench_cell_name (const BenchCell * cell);

/* ------------------------------------------------------------- pictures */

typedef struct
{
  GstVideoInfo info;
  guint8 *data;                 /* aligned to 64 bytes, owned */
  guint8 *planes[GST_VIDEO_MAX_PLANES];
  GstBuffer *buffer;            /* around the same memory */
} BenchPicture;

typedef struct
{
  BenchPicture in[BENCH_PICTURES], out[BENCH_PICTURES];
} BenchPictures;

/* Strides are multiples of align bytes; 1: GStreamer's own. */
void bench_picture_init (BenchPicture * picture, GstVideoFormat format,
    gint width, gint height, guint align);
void bench_picture_clear (BenchPicture * picture);
/* The same samples in a picture of other strides. */
void bench_picture_copy (BenchPicture * to, const BenchPicture * from);
gint bench_plane_rows (const GstVideoInfo * info, guint plane);
/* Pixels of a plane in a row, and bytes of such a pixel. */
gint bench_plane_width (const GstVideoInfo * info, guint plane);
gint bench_plane_pixel (const GstVideoInfo * info, guint plane);

/* Inputs are smooth with noise, each another; outputs are touched. */
BenchPictures *bench_pictures_new (const BenchCell * cell);
void bench_pictures_free (BenchPictures * pictures);

/* A pool of buffers around the outputs. */
GstBufferPool *bench_pool_new (BenchPictures * pictures);
/* Which output a buffer of the pool is. */
guint bench_pool_index (GstBufferPool * pool, GstBuffer * buffer);

/* ---------------------------------------------------------------- peers */

typedef struct _BenchPeer BenchPeer;
struct _BenchPeer
{
  gchar name[24];
  void (*run) (BenchPeer * peer, guint i);      /* scales input i */
  void (*free) (BenchPeer * peer);
  const BenchPicture *output;   /* that of the last run */

  /* what it means to compute; method NULL: not known, or nothing simple */
  OracleCase ideal;
  const gchar *vertical;        /* another coordinate mode down the columns */
  gboolean all_components;      /* judged, not the first alone */
};

/* An element with add-borders=false; extra is "name=value ..." or NULL. */
BenchPeer *bench_element_new (const gchar * factory, const BenchCell * cell,
    BenchPictures * pictures, const gchar * extra);
/* Each element with the method of the cell. */
BenchPeer *bench_alignscale_new (const BenchCell * cell,
    BenchPictures * pictures, guint n_threads);
BenchPeer *bench_videoscale_new (const BenchCell * cell,
    BenchPictures * pictures, guint n_threads);

/* NULL where the library has no such thing. */
BenchPeer *bench_zimg_new (const BenchCell * cell, BenchPictures * pictures);
BenchPeer *bench_sws_new (const BenchCell * cell, BenchPictures * pictures,
    gboolean accurate);
BenchPeer *bench_yuv_new (const BenchCell * cell, BenchPictures * pictures);
BenchPeer *bench_cv_new (const BenchCell * cell, BenchPictures * pictures);
BenchPeer *bench_limit_new (const BenchCell * cell, BenchPictures * pictures);
/* A frame of both peers at once, on two threads; owns them. */
BenchPeer *bench_pair_new (BenchPeer * a, BenchPeer * b);

/* Fills in a case of the sizes of the cell. */
void bench_peer_means (BenchPeer * peer, const BenchCell * cell,
    const gchar * method, gboolean antialias, const gchar * padding);
void bench_peer_free (BenchPeer * peer);

/* All of them, alignscale and videoscale first, the limit last. */
guint bench_peers_new (const BenchCell * cell, BenchPictures * pictures,
    BenchPeer * peers[BENCH_MAX_PEERS]);

/* Percent of the samples of its output for input 0 that are not the nearest
 * value to the float64 result; -1 where that is not known. */
gdouble bench_peer_off (BenchPeer * peer, const BenchPictures * pictures);

/* ---------------------------------------------------------------- times */

/* milliseconds per frame by round, then peer */
typedef struct
{
  guint n_rounds, n_peers;
  gdouble *ms;
} BenchTimes;

typedef struct
{
  gdouble seconds;              /* for all of it, about */
  gdouble turn_ms;              /* of one peer in one round, at least */
  guint min_rounds, max_rounds;
  gboolean threads;             /* time on the wall, not of one thread */
} BenchEffort;

void bench_times_run (BenchTimes * times, BenchPeer ** peers, guint n,
    const BenchEffort * effort);
void bench_times_clear (BenchTimes * times);
gdouble bench_times_median (const BenchTimes * times, guint peer);
/* Median over rounds of peer / base. */
gdouble bench_times_ratio (const BenchTimes * times, guint peer, guint base);
gdouble bench_now_ms (void);

/* --------------------------------------------------------------- output */

typedef struct
{
  gboolean quick;
  const gchar *cells;           /* pattern or NULL */
} BenchOptions;

gboolean bench_cell_is_wanted (const BenchOptions * options,
    const BenchCell * cell);

/* Every function below prints a line of JSON for each of its measurements. */
void bench_cells (const BenchOptions * options);
void bench_first (const BenchOptions * options);
void bench_threads (const BenchOptions * options);
void bench_sizes (const BenchOptions * options);
void bench_taps (const BenchOptions * options);
void bench_formats (const BenchOptions * options);
void bench_other_methods (const BenchOptions * options);

/* "type": and the cell's fields, without an end */
void bench_print_cell (const gchar * type, const BenchCell * cell);
/* the peers' names and times; off may be NULL */
void bench_print_peers (BenchPeer ** peers, const BenchTimes * times,
    const gdouble * off);
/* What is going on, for whoever waits. */
void bench_progress (const gchar * format, ...) G_GNUC_PRINTF (1, 2);

G_END_DECLS

#endif
