# SPDX-License-Identifier: LGPL-2.1-or-later
"""The systems, each with the launch line that reproduces it. A System's `axes` makes the two axes of the formula of a case,
`ask` (where the system is installed) its own answer, as exact as it gives one, and `everyday` the answer that its users see."""
import warnings

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

import model as m

torch.set_num_threads(1)
warnings.filterwarnings('ignore', message='.*affine_grid behavior has changed.*')


class System:
    def __init__(self, name, properties, axes, ask=None, everyday=None, noise=0., index_noise=False, most=400, down=False):
        self.name, self.properties, self.axes, self.ask, self.everyday = name, properties, axes, ask, everyday
        self.noise, self.index_noise, self.most, self.down = noise, index_noise, most, down
        self.scaled = False  # sizes follow from case.scales
        self.avoided = ()    # ratios of sizes

    def launch_properties(self, case):
        return self.properties


def both(make):
    return lambda c: (make(c.width, c.out_width), make(c.height, c.out_height))


def kernel(grid, weights, border, antialias=False):
    return both(lambda n, o: m.kernel_axis(n, o, grid, weights, border, antialias))


def nearest(grid, rounding):
    return both(lambda n, o: m.nearest_axis(n, o, grid, rounding))


# ---- PyTorch ----

def tensor(picture, kind):
    return torch.from_numpy(np.ascontiguousarray(picture.astype(np.float64).transpose(2, 0, 1)))[None].to(kind)


def array(x):
    return x[0].permute(1, 2, 0).double().numpy()


def torch_call(mode, scaled, corners, antialias, kind):
    keywords = {'align_corners': corners, 'antialias': antialias} if mode in ('bilinear', 'bicubic') else {}

    def ask(c):
        if scaled:
            size = {'scale_factor': (c.scales[1], c.scales[0]), 'recompute_scale_factor': False}
        else:
            size = {'size': (c.out_height, c.out_width)}
        return array(F.interpolate(tensor(c.picture, kind), mode=mode, **size, **keywords))
    return ask


def torch_index(mode, scaled):
    """torch's own float32 index: what it does to a row of numbers"""
    def axes(c):
        made = []
        for k, (n, o) in enumerate(((c.width, c.out_width), (c.height, c.out_height))):
            row = torch.arange(n, dtype=torch.float32)[None, None]
            size = {'scale_factor': c.scales[k], 'recompute_scale_factor': False} if scaled else {'size': o}
            made.append(m.index_axis(n, F.interpolate(row, mode=mode, **size)[0, 0].numpy().astype(int)))
        return made
    return axes


def torch_system(mode, corners=False, antialias=False, scaled=False):
    name = 'F.interpolate ' + mode + (' scale_factor' if scaled else '') + (' align' if corners else '')
    properties = {'method': mode}
    if corners:
        properties['align-corners'] = 'true'
    if antialias:
        properties['antialias'] = 'true'
        name += ' antialias'
    border = 'renormalize' if antialias else 'border'
    weights = m.TRIANGLE if mode == 'bilinear' else m.keys(-.5 if antialias else -.75)
    grid = m.half_pixel if not corners else m.torch_antialias_corners if antialias else m.align_corners

    def copied(n, o):
        """Bilinear forgets the scale on an axis that keeps its size."""
        return scaled and mode == 'bilinear' and not antialias and n == o

    if mode.startswith('nearest'):
        axes = torch_index(mode, scaled)
    elif mode == 'area':
        axes = both(m.area_axis)
    elif scaled:
        def axes(c):
            return [m.kernel_axis(n, o, grid if copied(n, o) else m.half_pixel_scale(*f), weights, border, antialias)
                    for n, o, f in zip((c.width, c.height), (c.out_width, c.out_height), c.fractions)]
    else:
        axes = kernel(grid, weights, border, antialias)
    # nearest is float32 by definition: some of torch's paths take other indices for a picture of doubles
    exact = torch.float32 if mode.startswith('nearest') else torch.float64
    s = System(name, properties, axes, torch_call(mode, scaled, corners, antialias, exact),
               torch_call(mode, scaled, corners, antialias, torch.float32), noise=1e-11)
    if scaled:
        # where the output is the input's size or twice that, nearest forgets the scale or not as the memory's format will
        s.scaled, s.avoided = True, (1, 2) if mode == 'nearest' else ()
        s.launch_properties = lambda c: {
            **properties, 'src-width': 0 if copied(c.width, c.out_width) else repr(c.out_width / c.scales[0]),
            'src-height': 0 if copied(c.height, c.out_height) else repr(c.out_height / c.scales[1])}
        s.properties = {**properties, 'src-width': 'OUT/S', 'src-height': 'OUT/S'}
    return s


def grid_sample(mode, corners, padding):
    border = {'zeros': 'zeros', 'border': 'border', 'reflection': 'mirror-centres' if corners else 'mirror-edges'}[padding]
    grid = m.align_corners_center if corners else m.half_pixel

    def ask(c, kind=torch.float64):
        eye = torch.tensor([[[1, 0, 0], [0, 1, 0]]], dtype=kind)
        at = F.affine_grid(eye, (1, c.picture.shape[2], c.out_height, c.out_width), align_corners=corners)
        return array(F.grid_sample(tensor(c.picture, kind), at, mode=mode, padding_mode=padding, align_corners=corners))

    properties = {'method': mode, 'coordinate-mode': 'align-corners-center' if corners else 'half-pixel'}
    if mode == 'nearest':
        axes = nearest(grid, m.half_even)
        properties['nearest-rounding'] = 'half-even'
    else:
        axes = kernel(grid, m.TRIANGLE if mode == 'bilinear' else m.keys(-.75), border)
        properties['padding-mode'] = padding
        if mode == 'bicubic':
            properties['cubic-a'] = -.75
    name = f'grid_sample {mode}{" align" if corners else ""}{"" if mode == "nearest" else " " + padding}'
    return System(name, properties, axes, ask, lambda c: ask(c, torch.float32), noise=1e-11, index_noise=mode == 'nearest')


# ---- OpenCV and Pillow: the float result is the target, the 8-bit one is what their users see ----

def cv_call(flag, kind):
    def ask(c):
        out = cv2.resize(c.picture.astype(kind(c)), (c.out_width, c.out_height), interpolation=flag)
        return out.reshape(c.out_height, c.out_width, -1).astype(np.float64)
    return ask


def cv(name, flag, properties, axes, **keywords):
    return System('OpenCV ' + name, properties, axes, cv_call(flag, lambda c: np.float64), cv_call(flag, lambda c: c.picture.dtype),
                  **keywords)


def pillow_call(how, whole):
    def ask(c):
        parts = []
        for k in range(c.picture.shape[2]):
            part = c.picture[:, :, k]
            image = Image.fromarray(part) if whole and c.bits == 8 else Image.fromarray(part.astype(np.float32))
            parts.append(np.asarray(image.resize((c.out_width, c.out_height), how), np.float64))
        return np.stack(parts, 2)
    return ask


def pillow(name, how, properties, axes, **keywords):
    return System('Pillow ' + name, properties, axes, pillow_call(how, False), pillow_call(how, True), **keywords)


# ---- TensorFlow 1's bicubic with its table ----

def tf_table(c):
    """resize_bicubic_op.cc: 1024 steps between two pixels, float32 entries (legacy scaler, a = -0.75)"""
    def axis(n, o):
        at = (np.arange(o, dtype=np.float32) * np.float32(n / np.float32(o))).astype(np.float32)
        low = np.floor(at).astype(int)
        part = np.rint((at - low) * 1024) / 1024
        weight = m.keys(-.75)[0]
        w = np.stack([weight(np.abs(part - k)) for k in (-1, 0, 1, 2)], 1).astype(np.float32).astype(float)
        return m.Axis(m.fold(low - 1, w, n, 'border'))
    return m.resize(c.picture, axis(c.width, c.out_width), axis(c.height, c.out_height))


def line(method, grid, **more):
    return {'method': method, 'coordinate-mode': grid, **{k.replace('_', '-'): v for k, v in more.items()}}


def onnx_system(name, properties, axes, mode, coordinates, index_noise=False, **keywords):
    """The reference code inside the onnx package's node cases; it is slow, so the pictures are small."""
    from onnx.backend.test.case.node import resize as reference

    def ask(c):
        pick = {'nearest': lambda r: reference.nearest_coeffs(r, keywords['rounding']) if 'rounding' in keywords
                else reference.nearest_coeffs(r), 'linear': reference.linear_coeffs,
                'cubic': lambda r: reference.cubic_coeffs(r, keywords.get('a', -.75))}[mode]
        return np.stack([reference.interpolate_nd(
            c.picture[:, :, k].astype(float), pick, output_size=[c.out_height, c.out_width],
            coordinate_transformation_mode=coordinates, exclude_outside=keywords.get('exclude', False))
            for k in range(c.picture.shape[2])], 2)
    return System('ONNX ' + name, properties, axes, ask, ask, noise=1e-9, index_noise=index_noise, most=10)


def all_systems():
    out = [torch_system(mode) for mode in ('nearest', 'nearest-exact', 'bilinear', 'bicubic', 'area')]
    for mode in ('bilinear', 'bicubic'):
        out += [torch_system(mode, True), torch_system(mode, False, True), torch_system(mode, True, True)]
    out += [torch_system(mode, scaled=True) for mode in ('nearest', 'nearest-exact', 'bilinear', 'bicubic')]
    out += [torch_system(mode, antialias=True, scaled=True) for mode in ('bilinear', 'bicubic')]
    for mode in ('bilinear', 'bicubic'):
        out += [grid_sample(mode, corners, p) for corners in (False, True) for p in ('zeros', 'border', 'reflection')]
    out += [grid_sample('nearest', corners, 'border') for corners in (False, True)]

    h, a75, a50 = m.half_pixel, m.keys(-.75), m.keys(-.5)
    asymmetric = line('nearest', 'asymmetric', nearest_rounding='floor')
    out += [
        cv('NEAREST', cv2.INTER_NEAREST, asymmetric, nearest(m.asymmetric, m.floor), index_noise=True),
        cv('NEAREST_EXACT', cv2.INTER_NEAREST_EXACT, line('nearest', 'half-pixel', nearest_rounding='half-down'),
           nearest(h, m.half_down), index_noise=True),
        cv('LINEAR', cv2.INTER_LINEAR, line('bilinear', 'half-pixel', padding_mode='border'),
           kernel(h, m.TRIANGLE, 'border'), noise=2e-4),
        cv('CUBIC', cv2.INTER_CUBIC, line('bicubic', 'half-pixel', padding_mode='border', cubic_a=-.75),
           kernel(h, a75, 'border'), noise=3e-4),
        cv('LANCZOS4', cv2.INTER_LANCZOS4, line('lanczos4', 'half-pixel', padding_mode='border'),
           kernel(h, m.lanczos(4), 'border'), noise=4e-4),
        cv('AREA, downscaling', cv2.INTER_AREA, {'method': 'coverage'}, both(m.coverage_axis), noise=2e-5, down=True),
        pillow('NEAREST', Image.NEAREST, line('nearest', 'half-pixel', nearest_rounding='half-up'), nearest(h, m.half_up),
               index_noise=True),
    ]
    for name, how, method, weights, more in (
            ('BOX', Image.BOX, 'box', m.BOX, {}), ('BILINEAR', Image.BILINEAR, 'bilinear', m.TRIANGLE, {}),
            ('HAMMING', Image.HAMMING, 'hamming', m.HAMMING, {}), ('BICUBIC', Image.BICUBIC, 'bicubic', a50, {'cubic_a': -.5}),
            ('LANCZOS', Image.LANCZOS, 'lanczos', m.lanczos(3), {})):
        out.append(pillow(name, how, line(method, 'half-pixel', antialias='true', padding_mode='renormalize', **more),
                          kernel(h, weights, 'renormalize', True), noise=2e-6, index_noise=name == 'BOX'))
    out += [
        System('TF1 nearest', asymmetric, nearest(m.asymmetric, m.floor)),
        System('TF1 nearest align_corners', line('nearest', 'align-corners', nearest_rounding='half-up'),
               nearest(m.align_corners, m.half_up)),
        System('TF1 bilinear', line('bilinear', 'asymmetric', padding_mode='border'), kernel(m.asymmetric, m.TRIANGLE, 'border')),
        System('TF1 bilinear align_corners', line('bilinear', 'align-corners', padding_mode='border'),
               kernel(m.align_corners, m.TRIANGLE, 'border')),
        System('TF1 bicubic, within its table', line('bicubic', 'asymmetric', padding_mode='border', cubic_a=-.75),
               kernel(m.asymmetric, a75, 'border'), tf_table, tf_table, noise=5e-3),
        System('TF2 nearest', line('nearest', 'half-pixel', nearest_rounding='half-up'), nearest(h, m.half_up)),
        System('TF2 bilinear', line('bilinear', 'half-pixel', padding_mode='border'), kernel(h, m.TRIANGLE, 'border')),
        System('TF2 bicubic', line('bicubic', 'half-pixel', padding_mode='renormalize', cubic_a=-.5),
               kernel(h, a50, 'renormalize')),
        System('TF ResizeArea', {'method': 'coverage'}, both(m.coverage_axis)),
    ]
    for name, method, weights, antialias, more in (
            ('bilinear', 'bilinear', m.TRIANGLE, True, {}), ('bicubic', 'bicubic', a50, True, {'cubic_a': -.5}),
            ('lanczos3', 'lanczos', m.lanczos(3), True, {}), ('mitchellcubic', 'mitchell', m.MITCHELL, True, {}),
            ('gaussian', 'gaussian', m.GAUSSIAN, True, {}), ('lanczos3', 'lanczos', m.lanczos(3), False, {}),
            ('mitchellcubic', 'mitchell', m.MITCHELL, False, {}), ('gaussian', 'gaussian', m.GAUSSIAN, False, {})):
        out.append(System(f'TF2 {name}{" antialias" if antialias else ""}',
                          line(method, 'half-pixel', antialias=str(antialias).lower(), padding_mode='renormalize', **more),
                          kernel(h, weights, 'renormalize', antialias)))
    for name, mode, grid in (('STRICT_ALIGN_CORNERS', 'align-corners', m.align_corners),
                             ('ALIGN_CORNERS', 'align-corners-center', m.align_corners_center),
                             ('DEFAULT (UPSAMPLE)', 'asymmetric', m.asymmetric),
                             ('OFFSET_CORNERS (ROI)', 'offset-corners', m.offset_corners),
                             ('UNALIGN_CORNERS', 'half-pixel', h)):
        out.append(System('CoreML ' + name, line('bilinear', mode, padding_mode='border'), kernel(grid, m.TRIANGLE, 'border')))
    half = line('nearest', 'half-pixel', nearest_rounding='half-down')
    out += [
        onnx_system('nearest', half, nearest(h, m.half_down), 'nearest', 'half_pixel', index_noise=True),
        onnx_system('nearest ceil asymmetric', line('nearest', 'asymmetric', nearest_rounding='ceil'),
                    nearest(m.asymmetric, m.ceil), 'nearest', 'asymmetric', index_noise=True, rounding='ceil'),
        onnx_system('linear', line('bilinear', 'half-pixel', padding_mode='border'), kernel(h, m.TRIANGLE, 'border'),
                    'linear', 'half_pixel'),
        onnx_system('linear align_corners', line('bilinear', 'align-corners', padding_mode='border'),
                    kernel(m.align_corners, m.TRIANGLE, 'border'), 'linear', 'align_corners'),
        onnx_system('cubic', line('bicubic', 'half-pixel', padding_mode='border', cubic_a=-.75), kernel(h, a75, 'border'),
                    'cubic', 'half_pixel'),
        onnx_system('cubic exclude_outside', line('bicubic', 'half-pixel', padding_mode='renormalize', cubic_a=-.5),
                    kernel(h, a50, 'renormalize'), 'cubic', 'half_pixel', a=-.5, exclude=True),
        System('ONNX antialias cubic', line('bicubic', 'half-pixel', antialias='true', padding_mode='border', cubic_a=-.75),
               kernel(h, a75, 'border', True)),
        System('ONNX antialias linear', line('bilinear', 'half-pixel', antialias='true', padding_mode='border'),
               kernel(h, m.TRIANGLE, 'border', True)),
    ]
    return out
