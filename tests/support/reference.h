/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef ALS_TEST_REFERENCE_H
#define ALS_TEST_REFERENCE_H

#include "oracle.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* The committed reference frames (tests/reference) and the rule by which every pixel test judges a difference. */

typedef struct
{
  int id;
  char group[16], format[16], source[16], picture[16]; /* format: GStreamer's name; source: see make_reference.py */
  char method_name[16], padding_name[16];              /* what scale.method and scale.padding point to */
  OracleCase scale;                                    /* of the whole frame */
  const uint8_t *input, *expected; /* tightly packed frames without row padding */
  size_t input_size, expected_size;
  const uint8_t *exact; /* NULL, or a float64 little-endian per sample of `expected`: read with ref_exact */
} RefCase;

typedef struct
{
  RefCase *cases;
  size_t n_cases;
  uint8_t *frames, *exacts; /* what the cases point into */
} RefSet;

/* One plane of a tightly packed frame. Offsets count bytes from the frame's start. */
typedef struct
{
  int in_w, in_h, out_w, out_h, components, sample_bytes;
  size_t in_offset, out_offset;
} RefPlane;

/* False after a line on stderr that says which file or line is bad. */
bool ref_load (const char *directory, RefSet * set);
void ref_free (RefSet * set);

int ref_max (const RefCase * c);                       /* 255 or 65535 */
int ref_planes (const RefCase * c, RefPlane planes[3]); /* how many; 0: a format this does not know */
double ref_exact (const RefCase * c, size_t sample);

/* Copies one component of a plane of w x h pixels out of a packed frame. */
void ref_component (const uint8_t * plane, const RefPlane * p, int w, int h, int component, uint16_t * samples);

#define REF_RATIOS 64
typedef struct
{
  struct
  {
    char ratio[32];
    unsigned long pixels, excused, wrong;
  } rows[REF_RATIOS]; /* the last one collects what finds no room */
  int n_rows;
} RefTally;

/* "3:2", input to output; "3:2 x 1:2" where the axes differ. */
void ref_ratio (int in_w, int in_h, int out_w, int out_h, char text[32]);

/* Judges n samples against expected ones: equal is right; a difference of 1 is excused only where `dyadic` (see
 * oracle_resize) is 0 and the exact value lies within 1e-3 (16 bits: 0.02, a few float32 steps of 65535) of a tie; all
 * else is wrong. At 16 bits weights count as dyadic only while sample and weights together fit float32's 24 bits.
 * Returns the number of wrong samples; *first_wrong (may be NULL) gets the place of the first. tally may be NULL. */
size_t ref_compare (RefTally * tally, const char *ratio, const uint16_t * got, const uint16_t * expected,
    const double *exact, const unsigned char *dyadic, size_t n, int max, size_t * first_wrong);

void ref_tally_print (const RefTally * tally, FILE * to);

#endif
