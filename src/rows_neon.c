/* Copyright (C) 2026 The alignscale authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The vectors of aarch64, two registers each; rows_vector.h makes the row functions of them. Little endian, as every
 * system that is met.
 */
#include "cpu.h"

#include <arm_neon.h>

#define INLINE static inline __attribute__ ((always_inline))
#define LANES 8
#define CHAINS(components) ((components) == 1 ? 8 : (components) == 4 ? 2 : 4)
#define STRIP 64

typedef struct {
  float32x4_t a, b;
} V;

typedef struct {
  int32x4_t a, b;
} I8;

typedef struct {
  uint8x16_t a, b;
} W16;

typedef uint8x16_t B16;

INLINE V
v_load (const float *p)
{
  return (V) { vld1q_f32 (p), vld1q_f32 (p + 4) };
}

INLINE V
v_loadu (const float *p)
{
  return v_load (p);
}

INLINE void
v_store (float *p, V v)
{
  vst1q_f32 (p, v.a);
  vst1q_f32 (p + 4, v.b);
}

INLINE void
v_storeu (float *p, V v)
{
  v_store (p, v);
}

INLINE V
v_set1 (float f)
{
  return (V) { vdupq_n_f32 (f), vdupq_n_f32 (f) };
}

INLINE V
v_mul (V a, V b)
{
  return (V) { vmulq_f32 (a.a, b.a), vmulq_f32 (a.b, b.b) };
}

INLINE V
v_add (V a, V b)
{
  return (V) { vaddq_f32 (a.a, b.a), vaddq_f32 (a.b, b.b) };
}

INLINE V
v_div (V a, V b)
{
  return (V) { vdivq_f32 (a.a, b.a), vdivq_f32 (a.b, b.b) };
}

INLINE I8
i_load (const int32_t *p)
{
  return (I8) { vld1q_s32 (p), vld1q_s32 (p + 4) };
}

INLINE I8
i_set1 (int i)
{
  return (I8) { vdupq_n_s32 (i), vdupq_n_s32 (i) };
}

INLINE I8
i_halves (int a, int b)
{
  return (I8) { vdupq_n_s32 (a), vdupq_n_s32 (b) };
}

INLINE I8
i_add (I8 a, I8 b)
{
  return (I8) { vaddq_s32 (a.a, b.a), vaddq_s32 (a.b, b.b) };
}

INLINE I8
i_sub (I8 a, I8 b)
{
  return (I8) { vsubq_s32 (a.a, b.a), vsubq_s32 (a.b, b.b) };
}

INLINE I8
i_or (I8 a, I8 b)
{
  return (I8) { vorrq_s32 (a.a, b.a), vorrq_s32 (a.b, b.b) };
}

INLINE I8
i_mul (I8 a, I8 b)
{
  return (I8) { vmulq_s32 (a.a, b.a), vmulq_s32 (a.b, b.b) };
}

INLINE bool
i_within (I8 v, int limit)
{
  /* as unsigned numbers those below 0 are the largest */
  uint32x4_t most = vmaxq_u32 (vreinterpretq_u32_s32 (v.a), vreinterpretq_u32_s32 (v.b));

  return limit >= 0 && vmaxvq_u32 (most) <= (uint32_t) limit;
}

#ifdef __clang__
#define PICK(v, a, b, c, d) __builtin_shufflevector (v, v, a, b, c, d)
#else
#define PICK(v, a, b, c, d) __builtin_shuffle (v, (int32x4_t) { a, b, c, d })
#endif

INLINE I8
i_spread (I8 v, int components, int j)
{
  switch (components) {
    case 1:
      return v;
    case 2:
      v.a = j ? v.b : v.a;
      return (I8) { vzip1q_s32 (v.a, v.a), vzip2q_s32 (v.a, v.a) };
    case 3:
      if (j == 0)
        return (I8) { PICK (v.a, 0, 0, 0, 1), PICK (v.a, 1, 1, 2, 2) };
      if (j == 1)
        return (I8) { PICK (v.a, 2, 3, 3, 3), PICK (v.b, 0, 0, 0, 1) };
      return (I8) { PICK (v.b, 1, 1, 2, 2), PICK (v.b, 2, 3, 3, 3) };
    default:
      v.a = j < 2 ? v.a : v.b;
      if (j % 2 == 0)
        return (I8) { vdupq_laneq_s32 (v.a, 0), vdupq_laneq_s32 (v.a, 1) };
      return (I8) { vdupq_laneq_s32 (v.a, 2), vdupq_laneq_s32 (v.a, 3) };
  }
}

INLINE V
v_spread (V v, int components, int j)
{
  I8 i = i_spread ((I8) { vreinterpretq_s32_f32 (v.a), vreinterpretq_s32_f32 (v.b) }, components, j);

  return (V) { vreinterpretq_f32_s32 (i.a), vreinterpretq_f32_s32 (i.b) };
}

INLINE void
v_even_odd (const float *p, V *even, V *odd)
{
  float32x4x2_t a = vld2q_f32 (p), b = vld2q_f32 (p + 8);

  *even = (V) { a.val[0], b.val[0] };
  *odd = (V) { a.val[1], b.val[1] };
}

INLINE float32x4_t
joined (float64x2_t v)
{
  return vreinterpretq_f32_f64 (v);
}

INLINE void
transpose4 (float32x4_t *a, float32x4_t *b, float32x4_t *c, float32x4_t *d)
{
  float64x2_t ab = vreinterpretq_f64_f32 (vtrn1q_f32 (*a, *b)), ba = vreinterpretq_f64_f32 (vtrn2q_f32 (*a, *b));
  float64x2_t cd = vreinterpretq_f64_f32 (vtrn1q_f32 (*c, *d)), dc = vreinterpretq_f64_f32 (vtrn2q_f32 (*c, *d));

  *a = joined (vtrn1q_f64 (ab, cd));
  *b = joined (vtrn1q_f64 (ba, dc));
  *c = joined (vtrn2q_f64 (ab, cd));
  *d = joined (vtrn2q_f64 (ba, dc));
}

INLINE void
v_transpose (V *v)
{
  int i;

  transpose4 (&v[0].a, &v[1].a, &v[2].a, &v[3].a);
  transpose4 (&v[4].a, &v[5].a, &v[6].a, &v[7].a);
  transpose4 (&v[0].b, &v[1].b, &v[2].b, &v[3].b);
  transpose4 (&v[4].b, &v[5].b, &v[6].b, &v[7].b);
  for (i = 0; i < 4; i++) {
    float32x4_t swap = v[i].b;

    v[i].b = v[i + 4].a;
    v[i + 4].a = swap;
  }
}

INLINE B16
b_load (const uint8_t *p)
{
  return vld1q_u8 (p);
}

INLINE void
b_store (uint8_t *p, B16 v)
{
  vst1q_u8 (p, v);
}

INLINE B16
b_or (B16 a, B16 b)
{
  return vorrq_u8 (a, b);
}

INLINE B16
b_pick (B16 v, B16 mask)
{
  return vqtbl1q_u8 (v, mask);
}

INLINE B16
b_pick_or (B16 v, B16 mask, B16 other)
{
  return vqtbx1q_u8 (other, v, mask);
}

INLINE uint16x8_t
swap_bytes (uint16x8_t v)
{
  return vreinterpretq_u16_u8 (vrev16q_u8 (vreinterpretq_u8_u16 (v)));
}

INLINE uint16x8_t
load_words (const uint8_t *p, int shift, bool swapped)
{
  uint16x8_t v = vreinterpretq_u16_u8 (vld1q_u8 (p));

  return vshlq_u16 (swapped ? swap_bytes (v) : v, vdupq_n_s16 ((int16_t) -shift));
}

INLINE V
floats_of_words (uint16x8_t v)
{
  return (V) { vcvtq_f32_u32 (vmovl_u16 (vget_low_u16 (v))), vcvtq_f32_u32 (vmovl_high_u16 (v)) };
}

INLINE V
v_samples (const uint8_t *p, int shift, int bytes, bool swapped)
{
  if (bytes == 1)
    return floats_of_words (vmovl_u8 (vld1_u8 (p)));
  return floats_of_words (load_words (p, shift, swapped));
}

/* 8 x 8 words. */
INLINE void
transpose_words (uint16x8_t *r)
{
  uint32x4_t a[8];
  uint64x2_t b[8];
  int i;

  for (i = 0; i < 8; i += 2) {
    a[i] = vreinterpretq_u32_u16 (vtrn1q_u16 (r[i], r[i + 1]));
    a[i + 1] = vreinterpretq_u32_u16 (vtrn2q_u16 (r[i], r[i + 1]));
  }
  for (i = 0; i < 8; i += 4) {
    b[i] = vreinterpretq_u64_u32 (vtrn1q_u32 (a[i], a[i + 2]));
    b[i + 1] = vreinterpretq_u64_u32 (vtrn1q_u32 (a[i + 1], a[i + 3]));
    b[i + 2] = vreinterpretq_u64_u32 (vtrn2q_u32 (a[i], a[i + 2]));
    b[i + 3] = vreinterpretq_u64_u32 (vtrn2q_u32 (a[i + 1], a[i + 3]));
  }
  for (i = 0; i < 4; i++) {
    r[i] = vreinterpretq_u16_u64 (vtrn1q_u64 (b[i], b[i + 4]));
    r[i + 4] = vreinterpretq_u16_u64 (vtrn2q_u64 (b[i], b[i + 4]));
  }
}

INLINE void
v_columns (float (*dst)[8], const uint8_t *const *rows, int at, int shift, int bytes, bool swapped)
{
  uint16x8_t r[8];
  int i;

  for (i = 0; i < 8; i++)
    r[i] = bytes == 1 ? vmovl_u8 (vld1_u8 (rows[i] + at)) : load_words (rows[i] + at, shift, swapped);
  transpose_words (r);
  for (i = 0; i < 8; i++)
    v_store (dst[i], floats_of_words (r[i]));
}

/* 8 values clamped and rounded half to even; the conversion saturates at 0. */
INLINE uint16x8_t
words_of_floats (V v, float32x4_t max)
{
  return vmovn_high_u32 (vmovn_u32 (vcvtnq_u32_f32 (vminq_f32 (v.a, max))), vcvtnq_u32_f32 (vminq_f32 (v.b, max)));
}

INLINE uint16x8_t
finish_words (uint16x8_t v, const AlsSamples *samples)
{
  v = vshlq_u16 (v, vdupq_n_s16 ((int16_t) samples->shift));
  return samples->swapped ? swap_bytes (v) : v;
}

INLINE void
v_put (uint8_t *p, const V *v, int n, const AlsSamples *samples, int bytes)
{
  const float32x4_t max = vdupq_n_f32 (samples->max);
  int i;

  for (i = 0; i < n; i++) {
    uint16x8_t w = words_of_floats (v[i], max);

    if (bytes == 1)
      vst1_u8 (p + 8 * i, vmovn_u16 (w));
    else
      vst1q_u8 (p + 16 * i, vreinterpretq_u8_u16 (finish_words (w, samples)));
  }
}

INLINE void
v_put_rows (uint8_t *const *dst, int at, const V *v, const AlsSamples *samples, int bytes)
{
  const float32x4_t max = vdupq_n_f32 (samples->max);
  uint16x8_t w[8];
  int i;

  for (i = 0; i < 8; i++)
    w[i] = words_of_floats (v[i], max);
  transpose_words (w);
  for (i = 0; i < 8; i++) {
    if (bytes == 1)
      vst1_u8 (dst[i] + at, vmovn_u16 (w[i]));
    else
      vst1q_u8 (dst[i] + at, vreinterpretq_u8_u16 (finish_words (w[i], samples)));
  }
}

INLINE W16
w_join (B16 a, B16 b)
{
  return (W16) { a, b };
}

INLINE float32x4_t
window4 (uint8x16_t w, int32x4_t mask, int shift, int bytes)
{
  uint32x4_t v = vreinterpretq_u32_u8 (vqtbl1q_u8 (w, vreinterpretq_u8_s32 (mask)));

  return vcvtq_f32_u32 (bytes == 1 ? v : vshlq_u32 (v, vdupq_n_s32 (-shift)));
}

INLINE V
v_window (W16 w, I8 mask, int shift, int bytes)
{
  return (V) { window4 (w.a, mask.a, shift, bytes), window4 (w.b, mask.b, shift, bytes) };
}

#include "rows_vector.h"

const AlsRows als_rows_neon = ALS_ROWS_TABLE ("neon");
