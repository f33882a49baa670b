/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "reference.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define COLUMNS 19

static uint8_t *
read_file (const char *directory, const char *name, size_t *size)
{
  char path[4096];
  FILE *f = NULL;
  uint8_t *data = NULL;
  long end;

  *size = 0;
  if (snprintf (path, sizeof path, "%s/%s", directory, name) < (int) sizeof path)
    f = fopen (path, "rb");
  if (f && fseek (f, 0, SEEK_END) == 0 && (end = ftell (f)) >= 0 && fseek (f, 0, SEEK_SET) == 0) {
    data = malloc ((size_t) end + 1);
    if (data && fread (data, 1, (size_t) end, f) == (size_t) end) {
      data[end] = 0; /* the manifest is read as one string */
      *size = (size_t) end;
    } else {
      free (data);
      data = NULL;
    }
  }
  if (f)
    fclose (f);
  if (!data)
    fprintf (stderr, "reference: cannot read %s/%s\n", directory, name);
  return data;
}

static bool
inside (unsigned long offset, unsigned long length, size_t size)
{
  return offset <= size && length <= size - offset;
}

static bool
parse_case (const char *line, RefSet *set, size_t frames_size, size_t exacts_size, RefCase *c)
{
  char corners[8], antialias[8];
  unsigned long in_at, in_size, out_at, out_size;
  OracleCase *s = &c->scale;
  RefPlane planes[3], *last;
  long exact_at;
  int n;

  memset (c, 0, sizeof *c);
  if (sscanf (line, "%d %15s %15s %d %d %d %d %15s %7s %15s %7s %lf %15s %15s %lu %lu %lu %lu %ld", &c->id, c->group,
          c->format, &s->in_w, &s->in_h, &s->out_w, &s->out_h, c->method_name, corners, c->padding_name, antialias,
          &s->cubic_a, c->source, c->picture, &in_at, &in_size, &out_at, &out_size, &exact_at) != COLUMNS)
    return false;
  s->align_corners = strcmp (corners, "true") == 0;
  s->antialias = strcmp (antialias, "true") == 0;
  if (!inside (in_at, in_size, frames_size) || !inside (out_at, out_size, frames_size))
    return false;
  c->input = set->frames + in_at;
  c->input_size = in_size;
  c->expected = set->frames + out_at;
  c->expected_size = out_size;

  n = ref_planes (c, planes);
  if (n == 0)
    return false;
  last = &planes[n - 1];
  if (last->in_offset + (size_t) last->in_w * (size_t) last->in_h * (size_t) (last->components * last->sample_bytes)
          != in_size
      || last->out_offset
          + (size_t) last->out_w * (size_t) last->out_h * (size_t) (last->components * last->sample_bytes) != out_size)
    return false;
  if (exact_at >= 0) {
    if (!inside ((unsigned long) exact_at, 8 * out_size / (unsigned long) last->sample_bytes, exacts_size))
      return false;
    c->exact = set->exacts + exact_at;
  }
  return true;
}

bool
ref_load (const char *directory, RefSet *set)
{
  size_t text_size, frames_size = 0, exacts_size = 0, lines = 0, number = 0;
  char *text = (char *) read_file (directory, "cases.txt", &text_size);
  bool ok;

  memset (set, 0, sizeof *set);
  set->frames = read_file (directory, "frames.bin", &frames_size);
  set->exacts = read_file (directory, "exact.bin", &exacts_size);
  for (size_t i = 0; text && i < text_size; i++)
    lines += text[i] == '\n';
  set->cases = calloc (lines + 1, sizeof *set->cases);
  ok = text && set->frames && set->exacts && set->cases;

  for (char *line = text, *end; ok && (end = strchr (line, '\n')); line = end + 1) {
    *end = 0;
    number++;
    if (*line == '#')
      continue;
    ok = parse_case (line, set, frames_size, exacts_size, &set->cases[set->n_cases]);
    if (ok)
      set->n_cases++;
    else
      fprintf (stderr, "reference: %s/cases.txt:%zu: bad line or offsets outside the files\n", directory, number);
  }
  if (ok && set->n_cases == 0) {
    fprintf (stderr, "reference: %s/cases.txt has no cases\n", directory);
    ok = false;
  }
  for (size_t i = 0; ok && i < set->n_cases; i++) {
    set->cases[i].scale.method = set->cases[i].method_name;
    set->cases[i].scale.padding = set->cases[i].padding_name;
  }
  free (text);
  if (!ok)
    ref_free (set);
  return ok;
}

void
ref_free (RefSet *set)
{
  free (set->cases);
  free (set->frames);
  free (set->exacts);
  memset (set, 0, sizeof *set);
}

int
ref_max (const RefCase *c)
{
  return strcmp (c->format, "GRAY16_LE") == 0 ? 65535 : 255;
}

static RefPlane
make_plane (const OracleCase *s, bool chroma, int components, int sample_bytes, const RefPlane *before)
{
  const int d = chroma ? 2 : 1;
  RefPlane p = { (s->in_w + d - 1) / d, (s->in_h + d - 1) / d, (s->out_w + d - 1) / d, (s->out_h + d - 1) / d,
    components, sample_bytes, 0, 0
  };

  if (before) {
    const size_t pixel = (size_t) (before->components * before->sample_bytes);

    p.in_offset = before->in_offset + (size_t) before->in_w * (size_t) before->in_h * pixel;
    p.out_offset = before->out_offset + (size_t) before->out_w * (size_t) before->out_h * pixel;
  }
  return p;
}

int
ref_planes (const RefCase *c, RefPlane planes[3])
{
  const OracleCase *s = &c->scale;
  const char *f = c->format;

  if (s->in_w < 1 || s->in_h < 1 || s->out_w < 1 || s->out_h < 1 || s->in_w > 32767 || s->in_h > 32767
      || s->out_w > 32767 || s->out_h > 32767)
    return 0;
  if (strcmp (f, "GRAY8") == 0 || strcmp (f, "RGB") == 0 || strcmp (f, "GRAY16_LE") == 0) {
    planes[0] = make_plane (s, false, strcmp (f, "RGB") == 0 ? 3 : 1, strcmp (f, "GRAY16_LE") == 0 ? 2 : 1, NULL);
    return 1;
  }
  planes[0] = make_plane (s, false, 1, 1, NULL);
  if (strcmp (f, "NV12") == 0) {
    planes[1] = make_plane (s, true, 2, 1, &planes[0]);
    return 2;
  }
  if (strcmp (f, "I420") != 0)
    return 0;
  planes[1] = make_plane (s, true, 1, 1, &planes[0]);
  planes[2] = make_plane (s, true, 1, 1, &planes[1]);
  return 3;
}

double
ref_exact (const RefCase *c, size_t sample)
{
  const uint8_t *p = c->exact + 8 * sample;
  uint64_t bits = 0;
  double value;

  for (int i = 7; i >= 0; i--)
    bits = bits << 8 | p[i];
  memcpy (&value, &bits, sizeof value);
  return value;
}

void
ref_component (const uint8_t *plane, const RefPlane *p, int w, int h, int component, uint16_t *samples)
{
  const size_t n = (size_t) w * (size_t) h;

  for (size_t i = 0; i < n; i++) {
    const uint8_t *s = plane + (i * (size_t) p->components + (size_t) component) * (size_t) p->sample_bytes;

    samples[i] = (uint16_t) (p->sample_bytes == 2 ? s[0] | s[1] << 8 : s[0]);
  }
}

static int
gcd (int a, int b)
{
  return b ? gcd (b, a % b) : a;
}

void
ref_ratio (int in_w, int in_h, int out_w, int out_h, char text[32])
{
  const int x = gcd (in_w, out_w), y = gcd (in_h, out_h);

  if (in_w / x == in_h / y && out_w / x == out_h / y)
    snprintf (text, 32, "%d:%d", in_w / x, out_w / x);
  else
    snprintf (text, 32, "%d:%d x %d:%d", in_w / x, out_w / x, in_h / y, out_h / y);
}

static int
tally_row (RefTally *tally, const char *ratio)
{
  for (int i = 0; i < tally->n_rows; i++)
    if (strcmp (tally->rows[i].ratio, ratio) == 0)
      return i;
  if (tally->n_rows == REF_RATIOS)
    return REF_RATIOS - 1;
  snprintf (tally->rows[tally->n_rows].ratio, sizeof tally->rows[0].ratio, "%s",
      tally->n_rows == REF_RATIOS - 1 ? "others" : ratio);
  return tally->n_rows++;
}

size_t
ref_compare (RefTally *tally, const char *ratio, const uint16_t *got, const uint16_t *expected, const double *exact,
    const unsigned char *dyadic, size_t n, int max, size_t *first_wrong)
{
  const double near = max > 255 ? 0.02 : 1e-3;
  const int exact_below = max > 255 ? 24 - 16 + 2 : 256; /* of the dyadic values */
  size_t wrong = 0, excused = 0;

  for (size_t i = 0; i < n; i++) {
    const bool exactly = dyadic[i] > 0 && dyadic[i] < exact_below;

    if (got[i] == expected[i])
      continue;
    if (abs (got[i] - expected[i]) == 1 && !exactly && fabs (exact[i] - floor (exact[i]) - 0.5) < near) {
      excused++;
      continue;
    }
    if (wrong++ == 0 && first_wrong)
      *first_wrong = i;
  }
  if (tally) {
    const int row = tally_row (tally, ratio);

    tally->rows[row].pixels += n;
    tally->rows[row].excused += excused;
    tally->rows[row].wrong += wrong;
  }
  return wrong;
}

void
ref_tally_print (const RefTally *tally, FILE *to)
{
  unsigned long pixels = 0, excused = 0, wrong = 0;

  fprintf (to, "%-24s %10s %9s %9s %7s\n", "ratio in:out", "pixels", "excused", "percent", "wrong");
  for (int i = 0; i <= tally->n_rows; i++) {
    const bool total = i == tally->n_rows;
    const unsigned long p = total ? pixels : tally->rows[i].pixels, e = total ? excused : tally->rows[i].excused;
    const unsigned long w = total ? wrong : tally->rows[i].wrong;

    fprintf (to, "%-24s %10lu %9lu %8.3f%% %7lu\n", total ? "all" : tally->rows[i].ratio, p, e,
        p ? 100.0 * (double) e / (double) p : 0.0, w);
    pixels += p;
    excused += e;
    wrong += w;
  }
}
