# SPDX-License-Identifier: LGPL-2.1-or-later
"""Numbers that others have printed: test programs, manuals, the onnx package's node cases. At 16 bits, so that four decimals
show; a result counts as wrong when it is further from the printed number than its last decimal and one step of 16 bits."""
import numpy as np

import element

ONE_TO = {4: [[1, 2], [3, 4]], 9: [[1, 2, 3], [4, 5, 6], [7, 8, 9]], 16: np.arange(1, 17).reshape(4, 4)}
FIVES = [[1, 2, 3, 4, 5], [1, 2, 3, 4, 5]]
TF1, TF1_ALIGN = 'coordinate-mode=asymmetric', 'coordinate-mode=align-corners'
NEAREST1, NEAREST1_ALIGN = f'method=nearest {TF1} nearest-rounding=floor', f'method=nearest {TF1_ALIGN} nearest-rounding=half-up'
NEAREST2 = 'method=nearest coordinate-mode=half-pixel nearest-rounding=half-up'
FRAMED = [[1, 2, 0], [3, 4, 0], [0, 0, 0]]

# (where it is printed, launch properties, input, output; None: a row that is not printed, half of the last decimal)
PRINTED = [
    ('TensorFlow ResizeBilinearOpTest TestBilinear2x2To1x1', TF1, ONE_TO[4], [[1]], 0),
    ('TensorFlow ResizeBilinearOpTest TestBilinear2x2To3x3', TF1, ONE_TO[4],
     [[1, 5 / 3, 2], [7 / 3, 3, 10 / 3], [3, 11 / 3, 4]], 0),
    ('TensorFlow ResizeBilinearOpTest TestBilinear3x3To2x2', TF1, ONE_TO[9], [[1, 2.5], [5.5, 7]], 0),
    ('TensorFlow ResizeBilinearOpTest TestBilinear3x3To4x4', TF1, ONE_TO[9],
     [[1, 1.75, 2.5, 3], [3.25, 4, 4.75, 5.25], [5.5, 6.25, 7, 7.5], [7, 7.75, 8.5, 9]], 0),
    ('TensorFlow ResizeBilinearOpTest TestBilinear2x2To4x4', TF1, ONE_TO[4],
     [[1, 1.5, 2, 2], [2, 2.5, 3, 3], [3, 3.5, 4, 4], [3, 3.5, 4, 4]], 0),
    ('TensorFlow ResizeBilinearOpAlignCornersTest 2x2To1x1', TF1_ALIGN, ONE_TO[4], [[1]], 0),
    ('TensorFlow ResizeBilinearOpAlignCornersTest 2x2To3x3', TF1_ALIGN, ONE_TO[4],
     [[1, 1.5, 2], [2, 2.5, 3], [3, 3.5, 4]], 0),
    ('TensorFlow ResizeBilinearOpAlignCornersTest 4x4To3x3', TF1_ALIGN, ONE_TO[16],
     [[1, 2.5, 4], [7, 8.5, 10], [13, 14.5, 16]], 0),
    ('TensorFlow ResizeNearestNeighborOpTest 2x2To3x3', NEAREST1, ONE_TO[4], [[1, 1, 2], [1, 1, 2], [3, 3, 4]], 0),
    ('TensorFlow ResizeNearestNeighborOpTest 4x4To3x3', NEAREST1, ONE_TO[16], [[1, 2, 3], [5, 6, 7], [9, 10, 11]], 0),
    ('TensorFlow ResizeNearestNeighborOpTest 2x2To2x5', NEAREST1, ONE_TO[4], [[1, 1, 1, 2, 2], [3, 3, 3, 4, 4]], 0),
    ('TensorFlow ResizeNearestNeighborOpAlignCornersTest 2x2To3x3', NEAREST1_ALIGN, ONE_TO[4],
     [[1, 2, 2], [3, 4, 4], [3, 4, 4]], 0),
    ('TensorFlow ResizeNearestNeighborOpAlignCornersTest 4x4To3x3', NEAREST1_ALIGN, ONE_TO[16],
     [[1, 3, 4], [9, 11, 12], [13, 15, 16]], 0),
    ('TensorFlow ResizeNearestNeighborHalfPixelCentersOpTest 5x2To2x2', NEAREST2, FIVES, [[2, 4], [2, 4]], 0),
    ('TensorFlow ResizeNearestNeighborHalfPixelCentersOpTest 2x2To1x1', NEAREST2, ONE_TO[4], [[4]], 0),
    ('TensorFlow ResizeNearestNeighborHalfPixelCentersOpTest 2x2To2x5', NEAREST2, ONE_TO[4],
     [[1, 1, 2, 2, 2], [3, 3, 4, 4, 4]], 0),
    ('TensorFlow ResizeNearestNeighborHalfPixelCentersOpTest 4x4To3x3', NEAREST2, ONE_TO[16],
     [[1, 3, 4], [9, 11, 12], [13, 15, 16]], 0),
    ('TensorFlow ResizeAreaBaseline, in[4] to out[3]', 'method=coverage', [[1, 2, 4, 8]],
     [[(1 + 2 / 3) * .75, (4 / 3 + 8 / 3) * .75, (4 / 3 + 8) * .75]], 0),
    ('torch.nn.Upsample bilinear, framed', '', FRAMED,
     [[1, 1.25, 1.75, 1.5, .5, 0], None, [2.5, 2.75, 3.25, 2.625, .875, 0], None, None, None], 0),
    ('torch.nn.Upsample bilinear align_corners, framed', 'align-corners=true', FRAMED,
     [[1, 1.4, 1.8, 1.6, .8, 0], None, [2.6, 3, 3.4, 2.88, 1.44, 0], None, None, None], 0),
    ('torch.nn.functional.interpolate bicubic 2 to 4', 'method=bicubic', ONE_TO[4],
     [[.6836, 1.0156, 1.5625, 1.8945], None, None, [3.1055, 3.4375, 3.9844, 4.3164]], 5e-5),
    ('torch.nn.functional.interpolate bicubic align_corners 2 to 4', 'method=bicubic align-corners=true', ONE_TO[4],
     [[1, 1.3148, 1.6852, 2], None, None, None], 5e-5),
]

# coremltools, MIL op resize_bilinear: where the outputs of the two pixels 0 and 1 lie
for mode, grid, five, six in (
        ('STRICT_ALIGN_CORNERS', 'align-corners', [0, .25, .5, .75, 1], [0, .2, .4, .6, .8, 1]),
        ('ALIGN_CORNERS', 'align-corners-center', [0, .25, .5, .75, 1], [0, .2, .4, .6, .8, 1]),
        ('DEFAULT', 'asymmetric', [0, .4, .8, 1, 1], [0, .33, .67, 1, 1, 1]),
        ('OFFSET_CORNERS', 'offset-corners', [.1, .3, .5, .7, .9], [.08, .25, .42, .58, .75, .92]),
        ('UNALIGN_CORNERS', 'half-pixel', [0, .1, .5, .9, 1], [0, 0, .33, .67, 1, 1])):
    PRINTED += [(f'coremltools resize_bilinear {mode}, Xin=2 Xout={len(p)}', f'coordinate-mode={grid}', [[0, 1]], [p], .005)
                for p in (five, six)]


def run_one(properties, picture, wanted, slack, out_size):
    """How many of the printed numbers the element does not give, and how many there are."""
    picture = np.asarray(picture, float)
    one = 60000 / max(picture.max(), 1) / 1.25  # room for overshoot
    got = element.scale(np.rint(picture * one)[:, :, None], *out_size, 'GRAY16_LE', properties)[:, :, 0] / one
    wrong = total = 0
    for row, line in zip(got, wanted):
        if line is not None:
            low = np.clip(np.asarray(line, float), 0, None)  # a picture has nothing below 0
            wrong += int((np.abs(row - low) > slack * 1.02 + 1.5 / one).sum())
            total += len(line)
    return wrong, total


def printed():
    """name, wrong numbers, numbers, note"""
    for name, text, picture, wanted, slack in PRINTED:
        properties = dict(p.split('=') for p in text.split())
        width = max(len(row) for row in wanted if row is not None)
        yield (name, *run_one(properties, picture, wanted, slack, (width, len(wanted))), text)


# ---- the node cases of the onnx package ----

COORDINATES = {'half_pixel': 'half-pixel', 'pytorch_half_pixel': 'half-pixel', 'align_corners': 'align-corners',
               'asymmetric': 'asymmetric', 'tf_crop_and_resize': 'align-corners'}
ROUNDINGS = {'round_prefer_floor': 'half-down', 'round_prefer_ceil': 'half-up', 'floor': 'floor', 'ceil': 'ceil'}


def node_cases():
    """Resize and Upsample as the package's generator makes them: name, node, inputs by name, output"""
    from onnx.backend.test.case.node import resize, upsample
    found = []

    def keep(node, inputs, outputs, name, **_):
        found.append((name, node, dict(zip([i for i in node.input if i], inputs)), outputs[0]))
    for module, owner in ((resize, resize.Resize), (upsample, upsample.Upsample)):
        module.expect = keep
        for attribute in sorted(vars(owner)):
            if attribute.startswith('export'):
                getattr(owner, attribute)()
    return found


def axis_box(mode, n, out, scale, roi):
    """The source box that gives the axis its coordinates: start and size, (0, 0) for the whole"""
    if mode == 'tf_crop_and_resize':
        return roi[0] * (n - 1), (roi[1] - roi[0]) * (n - 1) + 1
    if mode == 'pytorch_half_pixel' and out == 1:
        return -n / 2, n  # -1/2
    if scale is None or n * scale == out:
        return 0, 0
    if mode == 'align_corners':  # the package divides by the size before it is rounded down
        return 0, 1 + (n - 1) * (out - 1) / (n * scale - 1) if out > 1 else 0
    return 0, out / scale


def onnx_cases():
    import onnx
    for name, node, inputs, output in node_cases():
        attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
        attributes = {k: v.decode() if isinstance(v, bytes) else v for k, v in attributes.items()}
        mode = 'asymmetric' if node.op_type == 'Upsample' else attributes.get('coordinate_transformation_mode', 'half_pixel')
        picture, wanted = inputs['X'][0, 0], output[0, 0]
        properties = {'method': {'nearest': 'nearest', 'linear': 'bilinear', 'cubic': 'bicubic'}[attributes['mode']],
                      'coordinate-mode': COORDINATES[mode],
                      'padding-mode': 'renormalize' if attributes.get('exclude_outside') else 'border'}
        if attributes['mode'] == 'cubic':
            properties['cubic-a'] = attributes.get('cubic_coeff_a', -.75)
        if attributes['mode'] == 'nearest':
            properties['nearest-rounding'] = 'floor' if node.op_type == 'Upsample' else \
                ROUNDINGS[attributes.get('nearest_mode', 'round_prefer_floor')]
        roi = inputs.get('roi')
        for k, (side, start) in enumerate((('height', 'y'), ('width', 'x'))):
            scale = float(inputs['scales'][2 + k]) if 'scales' in inputs else None
            part = (float(roi[2 + k]), float(roi[6 + k])) if roi is not None else None
            at, size = axis_box(mode, picture.shape[k], wanted.shape[k], scale, part)
            if size:
                properties['src-' + start], properties['src-' + side] = at, size
            if part and max(part) > 1:
                properties = None  # beyond the last centre, onnx replaces the whole pixel
                break
        if properties is None:
            yield name, 0, 0, 'not expressible: a coordinate outside makes the whole pixel extrapolation_value, no blend'
            continue
        text = ' '.join(f'{k}={v}' for k, v in properties.items())
        yield (name, *run_one(properties, picture, wanted, 2e-6, wanted.shape[::-1]), text)
