#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes the committed reference frames from real PyTorch (and Pillow for lanczos).

Run (Debian 12; the Python that owns the packages, not another one on PATH):
    apt-get install python3-torch python3-numpy python3-pil
    /usr/bin/python3 tests/reference/make_reference.py [OUTPUT-DIRECTORY]
The output directory defaults to the script's own. It writes cases.txt (what each case is), frames.bin (inputs and
expected outputs, tightly packed frames) and exact.bin (unrounded values, little-endian float64, GRAY cases only).
The same versions of torch and Pillow give the same bytes every time.

Where the expected samples come from (column `source`):
  interpolate   round(F.interpolate(x.float())).clamp(0, max); exact: the same call in float64
  interpolate64 as above, expected from the float64 call: torch's float32 coordinates are too coarse for 16 bits
  grid_sample   F.grid_sample(F.affine_grid(identity)) in float64: zeros, border, reflection without antialias
  renormalized  grid_sample of the picture with zeros, divided by grid_sample of a picture of ones
  padded        F.interpolate in float64 of the picture extended on all sides by np.pad, middle cut out
  blend         torch's bicubic (-0.75) and its antialiased bicubic (-0.5), mixed linearly per axis: any cubic-a
  numpy         dense float64 matrices: cubic-a with antialias, for which torch has no argument
  pillow        Image.resize(LANCZOS) in mode F (exact values are only float32)
  pillow-padded the same on an extended picture; pillow-points: every output pixel resized from a 1x1 box of its own
"""
import os
import sys

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

torch.set_num_threads(1)

NP_PAD = {'zeros': 'constant', 'border': 'edge', 'reflection': 'symmetric'}

# (in width, in height, out width, out height)
UP, DOWN, MIXED = (7, 5, 17, 13), (23, 19, 9, 7), (8, 21, 19, 6)
X2, HALF, X15, TWO3 = (8, 6, 16, 12), (24, 18, 12, 9), (12, 10, 18, 15), (18, 15, 12, 10)
X3, THIRD, X4, QUARTER = (5, 4, 15, 12), (27, 21, 9, 7), (4, 5, 16, 20), (32, 28, 8, 7)
CORNER_UP, CORNER_DOWN = (5, 5, 9, 9), (9, 9, 5, 5)
DOTS = [(1, 1, 5, 4), (9, 7, 1, 1), (1, 9, 6, 4), (9, 1, 4, 6), (1, 7, 1, 15), (7, 1, 3, 1), (6, 5, 1, 9),
        (7, 9, 5, 1), (2, 2, 9, 7), (1, 1, 1, 1)]
SAME, ROWS_ONLY, SIXTH, BIG = (9, 8, 9, 8), (9, 8, 9, 13), (30, 24, 5, 4), (64, 48, 37, 29)
ALL = [UP, DOWN, MIXED, X2, HALF, X15, TWO3, X3, THIRD, X4, QUARTER, CORNER_UP, CORNER_DOWN, SIXTH, SAME, ROWS_ONLY,
       BIG] + DOTS
SOME = [UP, DOWN, MIXED, X2, HALF, X15, TWO3, (1, 9, 6, 4), (9, 7, 1, 3)]
NO_SINGLE = [s for s in ALL if s[2] > 1 and s[3] > 1]


def quantise(v):
    """Multiples of 2^-32: drops float64 noise, so that ties are ties and every processor writes the same bytes."""
    return np.rint(np.asarray(v, np.float64) * 2.0 ** 32) / 2.0 ** 32 + 0.0


def tensor(x, dtype):
    return torch.from_numpy(np.ascontiguousarray(x)).to(dtype)[None, None]


def interpolate(x, ow, oh, method, corners, antialias, dtype=torch.float64):
    kw = {}
    if method in ('bilinear', 'bicubic'):
        kw = {'align_corners': corners, 'antialias': antialias}
    return F.interpolate(tensor(x, dtype), size=(oh, ow), mode=method, **kw)[0, 0].double().numpy()


def grid_sample(x, ow, oh, method, corners, padding):
    assert not corners or (ow > 1 and oh > 1)  # one output: grid_sample reads the centre, F.interpolate pixel 0
    eye = torch.tensor([[[1, 0, 0], [0, 1, 0]]], dtype=torch.float64)
    grid = F.affine_grid(eye, (1, 1, oh, ow), align_corners=corners)
    return F.grid_sample(tensor(x, torch.float64), grid, mode=method, padding_mode=padding,
                         align_corners=corners)[0, 0].numpy()


def extended(x, ow, oh, corners, padding, resize):
    """Resizes a picture that np.pad extended by a whole number of output pixels, and cuts out the middle."""
    h, w = x.shape
    k = 4
    px, qx = (k * (w - 1), k * (ow - 1)) if corners else (k * w, k * ow)
    py, qy = (k * (h - 1), k * (oh - 1)) if corners else (k * h, k * oh)
    assert not corners or min(w, h, ow, oh) > 1
    big = np.pad(x, ((py, py), (px, px)), mode=NP_PAD[padding])
    return resize(big, ow + 2 * qx, oh + 2 * qy)[qy:qy + oh, qx:qx + ow]


def padded(x, ow, oh, method, corners, padding):
    return extended(x, ow, oh, corners, padding, lambda b, w, h: interpolate(b, w, h, method, corners, True))


def pillow(x, ow, oh, box=None):
    image = Image.fromarray(np.ascontiguousarray(x, np.float32), mode='F')
    return np.asarray(image.resize((ow, oh), Image.LANCZOS, box=box), np.float64)


def pillow_corners(x, ow, oh):
    """torch's antialias grid with align-corners as a source box; only where that box stays inside (upscaling)."""
    h, w = x.shape
    return pillow(x, ow, oh, (0, 0, (w - 1) / (ow - 1) * ow, (h - 1) / (oh - 1) * oh))


def pillow_points(x, ow, oh, corners, padding):
    """Lanczos without antialias: a 1x1 box round each point has filter scale 1. Points must be whole eighths."""
    h, w = x.shape
    pad = 8
    mode = 'reflect' if corners and padding == 'reflection' else NP_PAD[padding]
    big = np.pad(x, pad, mode=mode)
    out = np.empty((oh, ow))
    for j in range(oh):
        sy = (h - 1) / (oh - 1) * j if corners else h / oh * (j + .5) - .5
        for i in range(ow):
            sx = (w - 1) / (ow - 1) * i if corners else w / ow * (i + .5) - .5
            assert sx * 8 == int(sx * 8) and sy * 8 == int(sy * 8)
            out[j, i] = pillow(big, 1, 1, (sx + pad, sy + pad, sx + pad + 1, sy + pad + 1))[0, 0]
    return out


def blend(x, ow, oh, a):
    """Keys' kernel is linear in its parameter: -0.75 and -0.5 give every other one. Upscaling, border."""
    def axis(v, w, h):
        keys75 = interpolate(v, w, h, 'bicubic', False, False)
        keys50 = padded(v, w, h, 'bicubic', False, 'border')
        return keys50 + (keys75 - keys50) * ((a + .5) / -.25)
    h, w = x.shape
    assert ow >= w and oh >= h
    return axis(axis(x, ow, h), ow, oh)


def dense_keys(x, ow, oh, a):
    """Antialiased bicubic with parameter a, half-pixel, taps outside dropped and the rest renormalised."""
    def keys(t):
        t = abs(t)
        if t < 1:
            return (a + 2) * t ** 3 - (a + 3) * t ** 2 + 1
        return a * t ** 3 - 5 * a * t ** 2 + 8 * a * t - 4 * a if t < 2 else 0

    def matrix(n, m):
        fs = max(1, n / m)
        rows = [[keys((j - (n / m * (i + .5) - .5)) / fs) for j in range(n)] for i in range(m)]
        rows = np.array(rows, np.float64)
        return rows / rows.sum(axis=1, keepdims=True)
    return matrix(x.shape[0], oh) @ x @ matrix(x.shape[1], ow).T


def scale(source, x, ow, oh, c, bits):
    """-> (rounded and clamped expected samples, exact values) of one component plane x (float64)."""
    method, corners, antialias = c['method'], c['corners'], c['antialias']
    top = 2 ** bits - 1
    if source == 'interpolate':
        exact = interpolate(x, ow, oh, method, corners, antialias)
        single = interpolate(x, ow, oh, method, corners, antialias, torch.float32)
        if method.startswith('nearest'):
            exact = single  # torch's index is a float32 computation
        return torch.round(torch.from_numpy(single)).clamp(0, top).numpy(), quantise(exact)
    if source == 'interpolate64':
        exact = interpolate(x, ow, oh, method, corners, antialias)
    elif source == 'grid_sample':
        exact = grid_sample(x, ow, oh, method, corners, c['padding'])
    elif source == 'renormalized':
        exact = (grid_sample(x, ow, oh, method, corners, 'zeros')
                 / grid_sample(np.ones_like(x), ow, oh, method, corners, 'zeros'))
    elif source == 'padded':
        exact = padded(x, ow, oh, method, corners, c['padding'])
    elif source == 'blend':
        exact = blend(x, ow, oh, c['cubic_a'])
    elif source == 'numpy':
        exact = dense_keys(x, ow, oh, c['cubic_a'])
    elif source == 'pillow':
        exact = pillow_corners(x, ow, oh) if corners else pillow(x, ow, oh)
    elif source == 'pillow-padded':
        exact = extended(x, ow, oh, False, c['padding'], pillow)
    elif source == 'pillow-points':
        exact = pillow_points(x, ow, oh, corners, c['padding'])
    exact = quantise(exact)
    return np.clip(np.rint(exact), 0, top), exact


def planes(fmt, w, h):
    cw, ch = (w + 1) // 2, (h + 1) // 2
    return {'GRAY8': [(w, h, 1)], 'GRAY16_LE': [(w, h, 1)], 'RGB': [(w, h, 3)],
            'I420': [(w, h, 1), (cw, ch, 1), (cw, ch, 1)], 'NV12': [(w, h, 1), (cw, ch, 2)]}[fmt]


def picture(w, h, comps, bits, kind, seed):
    """Noise, a ramp, blocks of the extremes, or noise with such blocks: h x w x comps whole numbers."""
    rng = np.random.RandomState(seed)  # the legacy generator: its stream is frozen for all versions
    top = 2 ** bits - 1
    noise = rng.randint(0, top + 1, (h, w, comps))
    y, x, k = np.mgrid[0:h, 0:w, 0:comps]
    blocks = np.where((x // 2 + y // 3 + k) % 2, top, 0)
    if kind == 'noise':
        return noise
    if kind == 'ramp':
        return (x * (k + 2) + y * 3) * top // max(1, (w - 1) * (comps + 1) + (h - 1) * 3)
    return blocks if kind == 'blocks' else np.where((x + y) % 5 < 2, blocks, noise)


class Store:
    """A file of byte strings, equal ones kept once, each at a multiple of eight."""

    def __init__(self):
        self.data, self.where = bytearray(), {}

    def add(self, data):
        if data not in self.where:
            self.where[data] = len(self.data)
            self.data += data + bytes(-len(data) % 8)
        return self.where[data]


def build_cases():
    cases = []

    def add(source, size, method, corners=False, padding='auto', antialias=False, cubic_a=0.0, fmt='GRAY8',
            group='grid', kinds=('noise',), given=None):
        for kind in kinds:
            src = source
            if fmt == 'GRAY16_LE' and source == 'interpolate' and method in ('bilinear', 'bicubic'):
                src = 'interpolate64'
            cases.append(dict(source=src, size=size, method=method, corners=corners, padding=padding, fmt=fmt,
                              antialias=antialias, cubic_a=cubic_a, group=group, kind=kind, given=given))

    both = (False, True)
    for method in ('nearest', 'nearest-exact', 'area'):
        for size in ALL:
            add('interpolate', size, method)
        add('interpolate', UP, method, corners=True, group='ignored')
        add('interpolate', DOWN, method, antialias=True, padding='zeros', group='ignored')
    for method in ('nearest', 'nearest-exact'):
        for size in [(2, 3, 82, 3), (3, 2, 3, 82), (1920, 1, 224, 1), (1, 1920, 1, 224), (83, 2, 46, 3)]:
            add('interpolate', size, method, group='float32-index')
    for method in ('bilinear', 'bicubic'):
        for corners in both:
            for antialias in both:
                for size in ALL:
                    add('interpolate', size, method, corners, antialias=antialias)
                for size in (X2, HALF, TWO3):
                    add('interpolate', size, method, corners, antialias=antialias, kinds=('ramp', 'mix', 'blocks'))
                add('interpolate', UP, method, corners, 'renormalize' if antialias else 'border', antialias)
            for padding in ('zeros', 'border', 'reflection'):
                for size in SOME + [CORNER_UP]:
                    if not corners or min(size[2:]) > 1:
                        add('grid_sample', size, method, corners, padding)
                for size in (DOWN, MIXED, HALF, X15):
                    add('padded', size, method, corners, padding, antialias=True)
            for size in (UP, X2, (1, 9, 6, 4)):
                add('renormalized', size, method, corners, 'renormalize')
    for a in (-1.0, -0.6, -0.5, 0.25):
        for size in (UP, X2, X15):
            add('blend', size, 'bicubic', cubic_a=a, group='cubic-a')
    add('interpolate', HALF, 'bicubic', cubic_a=-0.75, group='cubic-a')
    add('interpolate', HALF, 'bicubic', antialias=True, cubic_a=-0.5, group='cubic-a')
    for a in (-1.0, -0.75):
        for size in (UP, DOWN, HALF, TWO3):
            add('numpy', size, 'bicubic', antialias=True, cubic_a=a, group='cubic-a')
    for size in ALL:
        add('pillow', size, 'lanczos', antialias=True)
    for size in (UP, CORNER_UP, (2, 2, 9, 7)):
        add('pillow', size, 'lanczos', True, antialias=True)
    add('pillow', DOWN, 'lanczos', padding='renormalize', antialias=True)
    add('pillow', UP, 'lanczos', padding='renormalize', antialias=False)
    for padding in ('zeros', 'border', 'reflection'):
        for size in (DOWN, MIXED, HALF, (9, 7, 1, 3)):
            add('pillow-padded', size, 'lanczos', padding=padding, antialias=True)
        for size in (UP, X2, X15, (1, 1, 5, 4)):
            add('pillow-padded', size, 'lanczos', padding=padding)
        for size in (HALF, QUARTER):
            add('pillow-points', size, 'lanczos', padding=padding)
        for size in (CORNER_UP, CORNER_DOWN):
            add('pillow-points', size, 'lanczos', True, padding)

    for fmt in ('GRAY16_LE', 'RGB', 'I420', 'NV12'):
        for size in (UP, DOWN, X2, HALF, MIXED, (1, 1, 5, 4), (9, 7, 1, 1)):
            for method in ('nearest', 'nearest-exact', 'area'):
                add('interpolate', size, method, fmt=fmt, group='formats')
            add('pillow', size, 'lanczos', antialias=True, fmt=fmt, group='formats')
            for method in ('bilinear', 'bicubic'):
                add('interpolate', size, method, fmt=fmt, group='formats')
                if size in (UP, HALF, MIXED):
                    add('interpolate', size, method, antialias=True, fmt=fmt, group='formats')
                    add('interpolate', size, method, True, fmt=fmt, group='formats')
                    add('interpolate', size, method, True, antialias=True, fmt=fmt, group='formats')
        for method in ('bilinear', 'bicubic'):
            for padding in ('zeros', 'reflection'):
                add('grid_sample', UP, method, padding=padding, fmt=fmt, group='formats')
                add('grid_sample', TWO3, method, True, padding, fmt=fmt, group='formats')
                add('padded', TWO3, method, padding=padding, antialias=True, fmt=fmt, group='formats')
    for method in ('bilinear', 'bicubic'):
        for size in (X2, HALF):
            add('interpolate', size, method, fmt='GRAY16_LE', group='formats', kinds=('blocks', 'mix'))

    # numbers printed in forum posts and manuals about align_corners, times 10000
    square, framed = [[1, 2], [3, 4]], [[1, 2, 0], [3, 4, 0], [0, 0, 0]]
    for corners in both:
        for given, size, method in ((framed, (3, 3, 6, 6), 'bilinear'), (square, (2, 2, 4, 4), 'bicubic'),
                                    ([[0, 1]], (2, 1, 4, 1), 'bilinear')):
            add('interpolate', size, method, corners, fmt='GRAY16_LE', group='published', given=given)
    add('grid_sample', (1, 1, 5, 1), 'bilinear', padding='zeros', fmt='GRAY16_LE', group='published', given=[[1]])
    add('grid_sample', (4, 1, 8, 1), 'bilinear', padding='zeros', fmt='GRAY16_LE', group='published',
        given=[[1, 2, 3, 4]])
    return cases


HEADER = '''\
# Reference frames made by make_reference.py with torch %s and Pillow %s. One case a line; columns:
# id group format in_width in_height out_width out_height method align-corners padding-mode antialias cubic-a
# source picture input_offset input_bytes expected_offset expected_bytes exact_offset
# Offsets count bytes: input and expected in frames.bin, exact in exact.bin (float64 little-endian, one per output
# sample; -1: not stored). Frames are tightly packed without row padding. source: see make_reference.py.
'''


def main():
    where = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
    frames, exacts, lines = Store(), Store(), []
    cases = build_cases()
    for number, c in enumerate(cases):
        iw, ih, ow, oh = c['size']
        bits = 16 if c['fmt'] == 'GRAY16_LE' else 8
        sample = '<u2' if bits == 16 else 'u1'
        data_in, data_out, exact_at = b'', b'', -1
        for index, ((w, h, comps), (pw, ph, _)) in enumerate(zip(planes(c['fmt'], iw, ih), planes(c['fmt'], ow, oh))):
            seed = iw * 1000003 + ih * 1009 + index
            x = picture(w, h, comps, bits, c['kind'], seed) if c['given'] is None else (
                np.array(c['given'])[:, :, None] * 10000)
            data_in += x.astype(sample).tobytes()
            results = [scale(c['source'], x[:, :, k].astype(np.float64), pw, ph, c, bits) for k in range(comps)]
            data_out += np.stack([r[0] for r in results], axis=2).astype(sample).tobytes()
            if c['fmt'].startswith('GRAY') and not c['method'].startswith('nearest'):
                exact_at = exacts.add(results[0][1].astype('<f8').tobytes())
        lines.append(' '.join(map(str, (
            number, c['group'], c['fmt'], iw, ih, ow, oh, c['method'], str(c['corners']).lower(), c['padding'],
            str(c['antialias']).lower(), c['cubic_a'], c['source'], 'given' if c['given'] else c['kind'],
            frames.add(data_in), len(data_in), frames.add(data_out), len(data_out), exact_at))) + '\n')
        if number % 25 == 24 or number + 1 == len(cases):
            print('\r%d of %d cases' % (number + 1, len(cases)), end='', flush=True)
    print()
    with open(os.path.join(where, 'cases.txt'), 'w', encoding='ascii', newline='\n') as f:
        f.write(HEADER % (torch.__version__, Image.__version__) + ''.join(lines))
    for name, store in (('frames.bin', frames), ('exact.bin', exacts)):
        with open(os.path.join(where, name), 'wb') as f:
            f.write(store.data)
        print('%s: %d bytes' % (name, len(store.data)))


if __name__ == '__main__':
    main()
