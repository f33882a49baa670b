# SPDX-License-Identifier: LGPL-2.1-or-later
"""Frames through the element, in this process."""
import gi
import numpy as np

gi.require_version('Gst', '1.0')
gi.require_version('GstApp', '1.0')
from gi.repository import Gst, GstApp  # noqa: E402,F401

Gst.init(None)

FORMATS = {'GRAY8': (1, np.uint8), 'RGB': (3, np.uint8), 'GRAY16_LE': (1, np.dtype('<u2'))}


class Failed(Exception):
    pass


def present():
    return Gst.ElementFactory.find('alignscale') is not None


def launch_text(properties):
    return 'alignscale ' + ' '.join(f'{k}={v}' for k, v in properties.items()) + ' add-borders=false'


def stride_of(width, pixel):
    return (width * pixel + 3) & ~3


def scale(picture, out_width, out_height, fmt, properties):
    """picture[height, width, components] as the element scales it."""
    components, kind = FORMATS[fmt]
    height, width = picture.shape[:2]
    pixel = components * np.dtype(kind).itemsize
    stride = stride_of(width, pixel)
    rows = np.zeros((height, stride), np.uint8)
    rows[:, :width * pixel] = np.ascontiguousarray(picture, kind).view(np.uint8).reshape(height, -1)
    pipeline = Gst.parse_launch(
        f'appsrc name=in format=time caps=video/x-raw,format={fmt},width={width},height={height},framerate=25/1 '
        f'! {launch_text(properties)} ! appsink name=out sync=false '
        f'caps=video/x-raw,format={fmt},width={out_width},height={out_height}')
    try:
        source, sink = pipeline.get_by_name('in'), pipeline.get_by_name('out')
        pipeline.set_state(Gst.State.PLAYING)
        buffer = Gst.Buffer.new_wrapped(rows.tobytes())
        buffer.pts, buffer.duration = 0, 40 * Gst.MSECOND
        source.emit('push-buffer', buffer)
        source.emit('end-of-stream')
        sample = sink.emit('try-pull-sample', 20 * Gst.SECOND)
        if sample is None:
            message = pipeline.get_bus().pop_filtered(Gst.MessageType.ERROR)
            raise Failed(' '.join(map(str, message.parse_error())) if message else 'no frame came')
        result = sample.get_buffer()
        data = np.frombuffer(result.extract_dup(0, result.get_size()), np.uint8)
    finally:
        pipeline.set_state(Gst.State.NULL)
    out_stride = stride_of(out_width, pixel)
    rows = data[:out_height * out_stride].reshape(out_height, out_stride)[:, :out_width * pixel]
    return np.ascontiguousarray(rows).view(kind).reshape(out_height, out_width, components)
