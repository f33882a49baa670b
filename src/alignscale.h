/* alignscale: resampling of planar and packed pictures
 *
 * Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * One plan scales one plane of 1 to 4 interleaved components. A picture of several planes takes one plan for each.
 *
 *   AlsParams params = ALS_PARAMS_INIT;
 *   params.src_width = 1920; params.src_height = 1080;
 *   params.dst_width = 224; params.dst_height = 224;
 *   params.components = 3;
 *   AlsPlan *plan;
 *   AlsStatus status = als_plan_new (&params, &plan);
 *   ...
 *   status = als_plan_check (plan, &src, &dst);
 *   als_plan_run (plan, &src, &dst, 0, 112, scratch[0]);        in any order, on any threads
 *   als_plan_run (plan, &src, &dst, 112, 224, scratch[1]);
 *   als_plan_free (plan);
 *
 * The samples that come out are those of torch.nn.functional.interpolate for the same arguments, rounded half to even and
 * clamped. They do not depend on which rows are made at once, on threads, strides, alignment or processor.
 */
#ifndef ALIGNSCALE_H
#define ALIGNSCALE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ALS_VERSION_MAJOR 0
#define ALS_VERSION_MINOR 1
#define ALS_VERSION_MICRO 0

#if defined(__GNUC__)
#define ALS_API __attribute__ ((visibility ("default")))
#else
#define ALS_API
#endif

/* Largest width and height of a plane, in pixels. */
#define ALS_MAX_SIZE 32767

/* What a call answers. als_status_text() says it in words. */
typedef enum {
  ALS_OK = 0,
  ALS_ERROR_NULL,         /* a pointer that must be given is NULL */
  ALS_ERROR_VERSION,      /* AlsParams.size is of no version of this header */
  ALS_ERROR_SIZE,         /* a width or height below 1 or above ALS_MAX_SIZE */
  ALS_ERROR_METHOD,       /* not a value of AlsMethod */
  ALS_ERROR_PADDING,      /* not a value of AlsPadding */
  ALS_ERROR_CUBIC_A,      /* not a number, or outside -4 to 1 */
  ALS_ERROR_COORDINATE_MODE,    /* not a value of AlsCoordinateMode */
  ALS_ERROR_NEAREST_ROUNDING,   /* not a value of AlsNearestRounding */
  ALS_ERROR_PLACEMENT,    /* a place on the frame that is not a number or out of range */
  ALS_ERROR_BOX,          /* a source box that is empty, not a number or too far away */
  ALS_ERROR_COMPONENTS,   /* not 1 to 4 */
  ALS_ERROR_SAMPLE,       /* sample bytes, maximum and shift do not fit each other */
  ALS_ERROR_ALPHA,        /* no such alpha component */
  ALS_ERROR_LINEAR,       /* linear light that does not rise */
  ALS_ERROR_INSTRUCTION_SET,    /* one that the library or the processor does not have */
  ALS_ERROR_STEP,         /* a pixel step smaller than its samples, or too large */
  ALS_ERROR_STRIDE,       /* a stride shorter than a row */
  ALS_ERROR_MEMORY,       /* out of memory */
  ALS_N_STATUS
} AlsStatus;

/* Kernels. The numbers 0 to 3 mean what those of GStreamer's videoscale mean, as nearly as possible. */
typedef enum {
  ALS_METHOD_NEAREST_EXACT = 0,
  ALS_METHOD_BILINEAR,
  ALS_METHOD_BICUBIC,
  ALS_METHOD_LANCZOS,
  ALS_METHOD_NEAREST,
  ALS_METHOD_AREA,
  ALS_METHOD_COVERAGE,
  ALS_METHOD_BOX,
  ALS_METHOD_HAMMING,
  ALS_METHOD_LANCZOS2,
  ALS_METHOD_LANCZOS4,
  ALS_METHOD_MITCHELL,
  ALS_METHOD_CATROM,
  ALS_METHOD_HERMITE,
  ALS_METHOD_SPLINE16,
  ALS_METHOD_SPLINE36,
  ALS_METHOD_GAUSSIAN,
  ALS_N_METHODS
} AlsMethod;

/* What a tap outside the picture is worth. */
typedef enum {
  ALS_PADDING_AUTO = 0,     /* border; renormalize with antialias */
  ALS_PADDING_BORDER,       /* the nearest pixel of the picture */
  ALS_PADDING_ZEROS,        /* 0 in every component */
  ALS_PADDING_REFLECTION,   /* the picture mirrored: about pixel centres where the grid aligns corners, else about edges */
  ALS_PADDING_RENORMALIZE,  /* nothing: the weights inside are divided by their sum */
  ALS_PADDING_COLOR,        /* AlsParams.fill */
  ALS_N_PADDINGS
} AlsPadding;

/* Where the pixels of a plane lie on those of the frame, along one axis: chroma that is sited, a field of interlaced video.
 * Pixel j lies at spacing * j + offset, on both sides; the grid and the box are those of the frames. */
typedef struct {
  int src_frame, dst_frame;     /* pixels of the frames, 1 to ALS_MAX_SIZE; n of the plane need (n - 1) * spacing - 16 */
  double spacing;               /* frame pixels from one to the next, 1 to 16; 0 (default): the plane is the frame */
  double offset;                /* frame pixels from the first of the frame to the first of the plane, -16 to 16 */
} AlsPlacement;

/* Where output pixel i of m lies on n input pixels, a * i + b; input pixel j is the point j. */
typedef enum {
  ALS_COORDINATE_AUTO = 0,          /* align_corners as F.interpolate: half-pixel or align-corners; with antialias the
                                       scale of align-corners in the formula of half-pixel. nearest: asymmetric */
  ALS_COORDINATE_HALF_PIXEL,        /* a = n / m, b = a / 2 - 1 / 2 */
  ALS_COORDINATE_ALIGN_CORNERS,     /* a = (n - 1) / (m - 1), b = 0; m = 1: pixel 0 */
  ALS_COORDINATE_ALIGN_CORNERS_CENTER,      /* the same; m = 1: the centre, (n - 1) / 2 */
  ALS_COORDINATE_ASYMMETRIC,        /* a = n / m, b = 0 */
  ALS_COORDINATE_OFFSET_CORNERS,    /* a = max (1, n - 1) / m, b = a / 2 */
  ALS_N_COORDINATES
} AlsCoordinateMode;

/* How nearest and nearest-exact round a coordinate to a pixel. */
typedef enum {
  ALS_ROUNDING_AUTO = 0,    /* F.interpolate's float32 index; with a coordinate mode other than auto half up */
  ALS_ROUNDING_FLOOR,
  ALS_ROUNDING_CEIL,
  ALS_ROUNDING_HALF_DOWN,   /* to the nearest, half down */
  ALS_ROUNDING_HALF_UP,
  ALS_ROUNDING_HALF_EVEN,
  ALS_N_ROUNDINGS
} AlsNearestRounding;

typedef struct {
  size_t size;                  /* sizeof (AlsParams) at the caller; ALS_PARAMS_INIT sets it */
  int src_width, src_height;    /* pixels, 1 to ALS_MAX_SIZE */
  int dst_width, dst_height;    /* pixels, 1 to ALS_MAX_SIZE */
  AlsMethod method;             /* default bilinear */
  AlsPadding padding;           /* default auto */
  bool align_corners;           /* centres of the corner pixels aligned (true) or edges of the picture (false, default);
                                   nearest, nearest-exact, area and coverage know no such thing and ignore it and antialias */
  bool antialias;               /* widen the kernel when downscaling; default false */
  double cubic_a;               /* Keys' parameter of bicubic, -4 to 1; 0 (default): -0.75, with antialias -0.5 */
  int components;               /* interleaved samples of a pixel, 1 to 4; default 1 */
  int sample_bytes;             /* 1 or 2; default 1 */
  bool swapped;                 /* 2-byte samples in the other byte order than this machine's; default false */
  int shift;                    /* value = sample >> shift; sample = value << shift; default 0 */
  int max;                      /* largest value, 1 to 255 or 65535 >> shift; results are clamped to it; default 255 */
  AlsCoordinateMode coordinate_mode;    /* default auto */
  AlsNearestRounding nearest_rounding;  /* default auto; of nearest and nearest-exact alone */
  double box_x, box_y;          /* the part of the source that fills the output: its corner, counted in pixels from the
                                   edge of the picture, -ALS_MAX_SIZE to ALS_MAX_SIZE; default 0. The box may leave the
                                   picture, whose edges alone are where padding begins */
  double box_width, box_height; /* its size in pixels, 0 to 2 * ALS_MAX_SIZE; 0 (default): to the far edge */
  AlsPlacement place_x, place_y;        /* default: the plane is a frame of its own */
  int fill[4];                  /* what lies outside with ALS_PADDING_COLOR: a value, 0 to max, for each component, then for
                                   an alpha with a plane of its own */
  int alpha_component;          /* which component is alpha: 0 to 3, -1 (default): none, ALS_ALPHA_PLANE: AlsPlane.alpha,
                                   beside at most 3 components */
  bool alpha_weighting;         /* weight the other components by alpha, so that no transparent pixel's colour is seen; where
                                   alpha comes out as 0 or less so do they. Where pixels are only moved they stay as they
                                   are. Default false: each component by itself */
  const float *linear;          /* linear light of the values: [2 v] that of value v, [2 v + 1] the least that rounds to
                                   v + 1; 2 * max + 1 rising numbers, copied. Components other than alpha are averaged as
                                   light, and the zeros of ALS_PADDING_ZEROS are none. NULL (default): as they are */
  const char *instruction_set;  /* "c", "sse41", "avx2", "avx512" or "neon", for tests: all give the same samples. NULL
                                   (default): the fastest that the processor has */
} AlsParams;

/* AlsParams.alpha_component: alpha has a plane of its own */
#define ALS_ALPHA_PLANE 4

/* *INDENT-OFF* */
#define ALS_PARAMS_INIT { sizeof (AlsParams), 1, 1, 1, 1, ALS_METHOD_BILINEAR, ALS_PADDING_AUTO, \
  false, false, 0.0, 1, 1, false, 0, 255, ALS_COORDINATE_AUTO, ALS_ROUNDING_AUTO, 0.0, 0.0, 0.0, 0.0, { 0, 0, 0.0, 0.0 }, \
  { 0, 0, 0.0, 0.0 }, { 0, 0, 0, 0 }, \
  -1, false, NULL, NULL }
/* *INDENT-ON* */

/* A plane in memory. Pixel x of row y starts at data + y * stride + x * step; its samples follow one another.
 * Nothing but the rows of the picture, from their first sample to the last, is read or written; what lies between pixels
 * keeps its value. No alignment is asked. */
typedef struct AlsPlane {
  uint8_t *data;        /* first sample of the first row; of a source it is only read */
  ptrdiff_t stride;     /* bytes from a row to the next, may be negative */
  int step;             /* bytes from a pixel to the next, components * sample_bytes to 64 */
  const struct AlsPlane *alpha; /* of a source with ALS_ALPHA_PLANE and alpha_weighting: its alpha, a plane of 1 component;
                                   else not looked at */
} AlsPlane;

/* Immutable between updates: any number of threads may use one plan at once. */
typedef struct AlsPlan AlsPlan;

/* What is wrong, in words; static, never NULL. */
ALS_API const char *als_status_text (AlsStatus status);

/* The name of a method ("nearest-exact"), and what it does; static, NULL outside the enumeration. */
ALS_API const char *als_method_name (AlsMethod method);
ALS_API const char *als_method_blurb (AlsMethod method);

/* True where align_corners and antialias mean something to the method. */
ALS_API bool als_method_has_grid (AlsMethod method);

/* Makes a plan. On ALS_OK *plan is the caller's, to be freed by als_plan_free(); else *plan is NULL. */
ALS_API AlsStatus als_plan_new (const AlsParams *params, AlsPlan **plan);

/* Makes plan the plan of params, in the memory that it has where that is enough: for a box that moves with every frame.
 * Not while the plan runs. On anything but ALS_OK the plan is good for another update or als_plan_free() alone. */
ALS_API AlsStatus als_plan_update (AlsPlan *plan, const AlsParams *params);

ALS_API void als_plan_free (AlsPlan *plan);

/* A plane whose pixels lie among those of others, and its plan. */
typedef struct {
  const AlsPlan *plan;
  int src_offset, src_step;     /* bytes from a byte of the row that is the same for all, and from pixel to pixel */
  int dst_offset, dst_step;
} AlsWoven;

/* Makes *joined, which is NULL or the plan of an earlier call, the plan that runs n plans at once: on the two planes of all
 * samples in a row, side by side, whose data and step are the first sample's and its bytes. There is one where all of the
 * plans copy, from the same rows to the same rows, and their pixels leave no gap in a row; else *joined is freed and NULL,
 * which is no error. */
ALS_API AlsStatus als_plan_join (AlsPlan **joined, const AlsWoven *planes, int n);

/* True where the plan copies every sample to where it was. */
ALS_API bool als_plan_is_identity (const AlsPlan *plan);

/* The rows [*first, *first + *n) of the source, and of its alpha, that make output row y, which is one: what other rows hold
 * does not matter. *n can be 0 with ALS_PADDING_COLOR. */
ALS_API void als_plan_source_rows (const AlsPlan *plan, int y, int *first, int *n);

/* Bytes of scratch memory that each concurrent als_plan_run() needs. */
ALS_API size_t als_plan_scratch_size (const AlsPlan *plan);

/* Checks what can be checked of two planes: pointers, steps, strides. That the memory exists is the caller's promise. */
ALS_API AlsStatus als_plan_check (const AlsPlan *plan, const AlsPlane *src, const AlsPlane *dst);

/* Computes the output rows [begin, end). Cannot fail: what goes in is what als_plan_new() and als_plan_check() accepted,
 * 0 <= begin <= end <= dst_height, and als_plan_scratch_size() bytes of scratch of any alignment that no other running call
 * uses. src and dst must not overlap. What lies between the pixels of a row of dst is read and written back, so planes that
 * share rows, as those of packed 4:2:2, are not run at the same time. */
ALS_API void als_plan_run (const AlsPlan *plan, const AlsPlane *src, const AlsPlane *dst, int begin, int end,
    void *scratch);

#ifdef __cplusplus
}
#endif

#endif
