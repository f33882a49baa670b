# SPDX-License-Identifier: LGPL-2.1-or-later
"""The pixels of a launch line: the frames before and behind each alignscale of a pipeline, and what the float64 formulas of
tests/conformance/model.py make of the first. Knows what the recipes of the documentation use, and refuses the rest."""
import contextlib
import ctypes
import os
import sys
from fractions import Fraction

import gi
import numpy as np

gi.require_version('Gst', '1.0')
gi.require_version('GstVideo', '1.0')
from gi.repository import GObject, Gst, GstVideo  # noqa: E402

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'conformance'))
import model  # noqa: E402

KERNELS = {'bilinear': model.TRIANGLE, 'lanczos': model.lanczos(3)}
KEPT = 0, 12, 30  # frames that are looked at
NUMBERS = 'src-x', 'src-y', 'src-width', 'src-height'
NICKS = 'method', 'padding-mode', 'coordinate-mode', 'nearest-rounding'
OTHERS = 'antialias', 'align-corners', 'add-borders', 'border-color', 'cubic-a', 'alpha-weighting', 'gamma-decode'


class CropMeta(ctypes.Structure):
    """GstVideoCropMeta, whose functions are macros that Python does not have."""
    _fields_ = [('flags', ctypes.c_uint), ('info', ctypes.c_void_p)] + [
        (name, ctypes.c_uint) for name in ('x', 'y', 'width', 'height')]


def crop_of(buffer):
    GstVideo.video_crop_meta_api_get_type()
    meta = buffer.get_meta(GObject.type_from_name('GstVideoCropMetaAPI'))
    return ctypes.cast(hash(meta), ctypes.POINTER(CropMeta)).contents if meta else None


class Frame:
    """A buffer as component planes of whole numbers: those of its crop rectangle, where it has one."""

    def __init__(self, caps, buffer):
        self.info = info = GstVideo.VideoInfo.new_from_caps(caps)
        self.fields = caps.get_structure(0)
        self.time = buffer.pts
        meta, crop = GstVideo.buffer_get_video_meta(buffer), crop_of(buffer)
        offsets, strides = (meta.offset, meta.stride) if meta else (info.offset, info.stride)
        width, height = (meta.width, meta.height) if meta else (info.width, info.height)
        self.cropped = crop is not None
        x, y, w, h = (crop.x, crop.y, crop.width, crop.height) if crop else (0, 0, width, height)
        assert crop is None or (w, h) == (info.width, info.height)
        data = buffer.extract_dup(0, buffer.get_size())
        finfo = info.finfo
        self.planes, self.subs, self.tops, self.stride = [], [], [], strides[0]
        for c in range(finfo.n_components):
            sub_x, sub_y, depth = finfo.w_sub[c], finfo.h_sub[c], finfo.depth[c]
            kind = np.dtype(np.uint8 if depth == 8 else '<u2')
            columns, rows = -(-width // (1 << sub_x)), -(-height // (1 << sub_y))
            p = finfo.plane[c]
            mates = [k for k in range(finfo.n_components) if finfo.plane[k] == p]
            offset = finfo.poffset[c]
            if len(mates) * kind.itemsize == finfo.pixel_stride[c]:  # P010's are not in bytes, but in order
                offset = sum(finfo.poffset[k] < offset for k in mates) * kind.itemsize
            plane = np.ndarray((rows, columns), kind, data, offsets[p] + offset, (strides[p], finfo.pixel_stride[c]))
            assert x % (1 << sub_x) == 0 and y % (1 << sub_y) == 0
            plane = plane[y >> sub_y:, x >> sub_x:][:-(-h // (1 << sub_y)), :-(-w // (1 << sub_x))]
            self.planes.append(plane.astype(np.int64) >> finfo.shift[c])
            self.subs.append((sub_x, sub_y))
            self.tops.append((1 << depth) - 1)

    def rgb(self):
        return np.stack(self.planes[:3], axis=2)


class Line:
    """One alignscale of a pipeline: properties and frames of each that is kept."""

    def __init__(self, element):
        self.element, self.frames, self.n, self.before, self.failure = element, [], 0, None, None
        element.get_static_pad('sink').add_probe(Gst.PadProbeType.BUFFER, self.enters)
        element.get_static_pad('src').add_probe(Gst.PadProbeType.BUFFER, self.leaves)

    def frame(self, pad, probe):
        try:
            return Frame(pad.get_current_caps(), probe.get_buffer())
        except Exception as failure:  # told by compare(), not by a streaming thread
            self.failure = failure

    def enters(self, pad, probe):
        if self.n in KEPT:
            self.before = self.frame(pad, probe)
        return Gst.PadProbeReturn.OK

    def leaves(self, pad, probe):
        if self.n in KEPT:
            how = {name: self.element.get_property(name) for name in NUMBERS + OTHERS}
            how.update({name: self.element.get_property(name).value_nick for name in NICKS})
            self.frames.append((how, self.before, self.frame(pad, probe)))
        self.n += 1
        return Gst.PadProbeReturn.OK


def watch(pipeline):
    elements, found = pipeline.iterate_elements(), []
    while True:
        result, element = elements.next()
        if result != Gst.IteratorResult.OK:
            return found
        if element.get_factory() and element.get_factory().get_name() == 'alignscale':
            found.append(Line(element))


def run(words):
    """Runs a launch line, in words, until it ends; the Lines of its alignscales."""
    pipeline = Gst.parse_launchv(words)
    lines = watch(pipeline)
    pipeline.set_state(Gst.State.PLAYING)
    try:
        message = pipeline.get_bus().timed_pop_filtered(
            100 * Gst.SECOND, Gst.MessageType.EOS | Gst.MessageType.ERROR | Gst.MessageType.WARNING)
    finally:
        pipeline.set_state(Gst.State.NULL)
    if not message or message.type != Gst.MessageType.EOS:
        raise RuntimeError(message.get_structure().to_string() if message else 'it does not end')
    return lines


@contextlib.contextmanager
def watching():
    """Python code in this context gets pipelines that are watched and open no window; their Lines come in the list."""
    lines, launch = [], Gst.parse_launch

    def parse_launch(text):
        pipeline = launch(text.replace('autovideosink', 'fakesink'))
        lines.extend(watch(pipeline))
        return pipeline

    Gst.parse_launch = parse_launch
    try:
        yield lines
    finally:
        Gst.parse_launch = launch


def axis(how, n, m, box, size, period, first, frame_in, frame_out):
    """Weights of n samples to m, which are every period-th of a grid of frame_in to frame_out pixels, from first on."""
    box, size = Fraction(box).limit_denominator(1000), Fraction(size).limit_denominator(1000)
    method, antialias = how['method'], how['antialias']
    if method in ('nearest', 'nearest-exact', 'area'):
        assert (box, size, period) == (0, frame_in, 1), f'{method} on a part is not known here'
        if method == 'area':
            return model.area_axis(n, m)
        centre = 1 if method == 'nearest-exact' else 0
        return model.index_axis(n, (2 * np.arange(m) + centre) * n // (2 * m))
    step = size / frame_out
    start = box + step / 2 - Fraction(1, 2)  # where pixel 0 of the grid lies
    start = (step * first + start - first) / period
    bottom = start.denominator * step.denominator
    top = int(start * bottom) + np.arange(m) * int(step * bottom)
    kernel = model.keys(-.5 if antialias else -.75) if method == 'bicubic' else KERNELS[method]
    border = how['padding-mode']
    if border == 'auto':
        border = 'renormalize' if antialias else 'border'
    assert border in ('border', 'zeros', 'renormalize') and how['coordinate-mode'] == how['nearest-rounding'] == 'auto'
    grid = model.Grid(top, bottom, step.numerator, step.denominator)
    return model.kernel_axis(n, m, lambda *_: grid, kernel, border, antialias)


def rectangle(how, source, target):
    """The picture in a frame with borders: as large as it can be, in the middle, whole chroma samples."""
    width, height = target.info.width, target.info.height
    if not how['add-borders']:
        return 0, 0, width, height
    shape = Fraction(source.info.width * source.info.par_n * target.info.par_d,
                     source.info.height * source.info.par_d * target.info.par_n)
    unit_x, unit_y = (1 << max(sub[k] for sub in target.subs) for k in (0, 1))
    w, h = min(Fraction(width), height * shape), min(Fraction(height), width / shape)
    w, h = (round(Fraction(v) / u) * u if v != all_ else all_ for v, u, all_ in ((w, unit_x, width), (h, unit_y, height)))
    return (width - w) // 2 // unit_x * unit_x, (height - h) // 2 // unit_y * unit_y, w, h


def colour(how, frame):
    """border-color in the components of 8-bit frames; YUV by BT.601 or BT.709, limited."""
    a, r, g, b = ((how['border-color'] >> shift) & 255 for shift in (24, 16, 8, 0))
    if frame.info.finfo.flags & GstVideo.VideoFormatFlags.RGB:
        return [r, g, b, a]
    kr, kb = {GstVideo.VideoColorMatrix.BT601: (.299, .114), GstVideo.VideoColorMatrix.BT709: (.2126, .0722)}[
        frame.info.colorimetry.matrix]
    y = (kr * r + (1 - kr - kb) * g + kb * b) / 255
    assert frame.tops[0] == 255
    return [round(16 + 219 * y), round(128 + 112 * (b / 255 - y) / (1 - kb)), round(128 + 112 * (r / 255 - y) / (1 - kr)), a]


def compare(line):
    """How many samples of a Line were compared; AssertionError where one is wrong. A near-tie may be one level away."""
    if line.failure:
        raise line.failure
    assert line.frames, 'no frame went through'
    return sum(compare_frame(*frame) for frame in line.frames)


def compare_frame(how, source, target):
    assert not how['align-corners'] and not how['alpha-weighting'] and not how['gamma-decode'] and not how['cubic-a']
    left, top, width, height = rectangle(how, source, target)
    views = {'side-by-side': (2, 1), 'top-bottom': (1, 2)}.get(source.fields.get_string('multiview-mode'), (1, 1))
    assert views == (1, 1) or (width, height) == (target.info.width, target.info.height), 'views with borders'
    fields = 2 if source.fields.get_string('interlace-mode') == 'interleaved' else 1
    site = source.fields.get_string('chroma-site')
    samples = 0
    for c, (plane, got, (sub_x, sub_y), most) in enumerate(zip(source.planes, target.planes, target.subs, target.tops)):
        want = np.full(got.shape, colour(how, target)[c] if (width, height) != (target.info.width, target.info.height) else 0,
                       np.float64)
        tie_free = np.zeros(got.shape, bool)
        for v in range(views[1]):
            for u in range(views[0]):
                part = plane[v * plane.shape[0] // views[1]:, u * plane.shape[1] // views[0]:]
                part = part[:plane.shape[0] // views[1], :plane.shape[1] // views[0]]
                w, h = -(-width // views[0] // (1 << sub_x)), -(-height // views[1] // (1 << sub_y))
                x, y = (left >> sub_x) + u * w, (top >> sub_y) + v * h
                for field in range(fields):
                    one = part[field::fields]
                    place = slice(y + field, y + h, fields), slice(x, x + w)
                    axes = [axis_of(how, name, s, site, sub, one.shape[k], want[place].shape[k], period, phase,
                                    (source.info.height, source.info.width)[k] // views[1 - k],
                                    (height, width)[k] // views[1 - k], part.shape[k], (h, w)[k])
                            for k, (name, s, sub, period, phase) in enumerate((
                                ('y', 'height', sub_y, fields, field), ('x', 'width', sub_x, 1, 0)))]
                    want[place] = model.resize(one[:, :, None], axes[1], axes[0])[:, :, 0]
                    tie_free[place] = model.exact_ties(axes[1], axes[0])[:, :, 0]
        off = np.abs(np.clip(np.rint(want), 0, most) - got)
        near = np.abs(np.abs(want - np.floor(want)) - .5) < min(.05, 1e-3 * (most + 1) / 256)
        wrong = (off > 1) | ((off == 1) & ~(near & ~tie_free))
        assert not wrong.any(), f'component {c}: {int(wrong.sum())} of {wrong.size} samples are wrong, by up to {int(off.max())}'
        samples += got.size
    return samples


def axis_of(how, name, extent, site, sub, n, m, period, phase, luma_in, luma_out, plane_in, plane_out):
    """The axis of a plane that has a chroma-site, or is scaled by itself."""
    spacing = 1 << sub
    box = Fraction(how[f'src-{name}']).limit_denominator(1000)
    size = Fraction(how[f'src-{extent}']).limit_denominator(1000)
    across = {'mpeg2': True, 'cosited': True, 'jpeg': False, None: None}[site]
    cosited = across if name == 'x' else site == 'cosited'
    if not sub or not across:  # jpeg: chroma in the middle, as if by itself
        return axis(how, n, m, box / spacing, size / spacing or plane_in - box / spacing, period, phase, plane_in, plane_out)
    return axis(how, n, m, box, size or luma_in - box, spacing * period, spacing * phase + (Fraction(0) if cosited else Fraction(spacing - 1, 2)),
                luma_in, luma_out)
