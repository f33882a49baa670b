# SPDX-License-Identifier: LGPL-2.1-or-later
"""Resizing as two matrices, in float64 with exact positions: the formulas that the systems publish, and nothing of ours.

An axis is n input pixels to m output pixels. A Grid answers the input coordinate of output i as a fraction (top[i] / bottom),
and the step between two; a weight is a kernel of an exact quotient, so that no kernel jumps at the wrong pixel.
"""
import numpy as np


class Grid:
    """Coordinates top[i] / bottom and the step num / den: whole numbers all of them."""

    def __init__(self, top, bottom, num, den):
        self.top, self.bottom = np.asarray(top, np.int64), int(bottom)
        self.num, self.den = int(num), int(den)


def half_pixel(n, m):
    return Grid((2 * np.arange(m) + 1) * n - m, 2 * m, n, m)


def half_pixel_scale(p, q):
    """F.interpolate (scale_factor=p / q): a is the scale that was asked for, not the ratio of the sizes."""
    return lambda n, m: Grid((2 * np.arange(m) + 1) * q - p, 2 * p, q, p)


def align_corners(n, m):
    return Grid(np.arange(m) * (n - 1), m - 1, n - 1, m - 1) if m > 1 else Grid([0], 1, 0, 1)


def align_corners_center(n, m):
    return align_corners(n, m) if m > 1 else Grid([n - 1], 2, 0, 1)


def asymmetric(n, m):
    return Grid(np.arange(m) * n, m, n, m)


def offset_corners(n, m):
    k = max(1, n - 1)
    return Grid((2 * np.arange(m) + 1) * k, 2 * m, k, m)


def torch_antialias_corners(n, m):
    """F.interpolate (antialias=True, align_corners=True): the scale of one grid in the formula of the other."""
    if m == 1:
        return Grid([0], 1, 1, 1) if n == 1 else Grid([-1], 2, 0, 1)
    return Grid((2 * np.arange(m) + 1) * (n - 1) - (m - 1), 2 * (m - 1), n - 1, m - 1)


# ---- kernels: (function of |x|, how far it reaches) ----

def triangle(t):
    return np.where(t < 1, 1 - t, 0.)


def keys(a):
    def weight(t):
        return np.where(t < 1, ((a + 2) * t - (a + 3)) * t * t + 1,
                        np.where(t < 2, a * (((t - 5) * t + 8) * t - 4), 0.))
    return weight, 2


def sinc(t):
    whole = t == np.rint(t)
    safe = np.where(whole, .5, t)
    return np.where(whole, (t == 0) * 1., np.sin(np.pi * safe) / (np.pi * safe))


def lanczos(lobes):
    return lambda t: np.where(t < lobes, sinc(t) * sinc(t / lobes), 0.), lobes


def mitchell(t):
    return np.where(t < 1, (7 * t * t * t - 12 * t * t + 16 / 3) / 6,
                    np.where(t < 2, (-7 / 3 * t * t * t + 12 * t * t - 20 * t + 32 / 3) / 6, 0.))


TRIANGLE = triangle, 1
HAMMING = lambda t: np.where(t < 1, sinc(t) * (.54 + .46 * np.cos(np.pi * t)), 0.), 1
MITCHELL = mitchell, 2
GAUSSIAN = lambda t: np.where(t < 1.5, np.exp(-2 * t * t), 0.), 1.5
BOX = None, .5  # not symmetric: see axis()


class Axis:
    """Rows of weights. sums: the weights are whole numbers and each row is divided by its entry, once, at the end."""

    def __init__(self, weights, step_is_dyadic=True, sums=None):
        self.weights, self.sums = weights, sums
        scaled = weights * 4096
        self.dyadic = np.all(scaled == np.rint(scaled), axis=1) & step_is_dyadic
        if sums is not None:
            self.dyadic[:] = True


def is_dyadic(num, den):
    return num * 4096 % den == 0


def fold(first, weights, n, border):
    """Weights of the pixels from first[i] on, taps outside treated by the border rule."""
    m, taps = weights.shape
    at = first[:, None] + np.arange(taps)
    inside = (at >= 0) & (at < n)
    out = np.zeros((m, n))
    if border in ('zeros', 'renormalize'):
        weights = np.where(inside, weights, 0.)
        if border == 'renormalize':
            weights = weights / weights.sum(1, keepdims=True)
        at = np.clip(at, 0, n - 1)
    elif border == 'mirror-edges':
        at = at % (2 * n)
        at = np.where(at < n, at, 2 * n - 1 - at)
    elif border == 'mirror-centres' and n > 1:
        at = at % (2 * n - 2)
        at = np.where(at < n, at, 2 * n - 2 - at)
    else:
        at = np.clip(at, 0, n - 1)
    np.add.at(out, (np.repeat(np.arange(m), taps), at.ravel()), weights.ravel())
    return out


def kernel_axis(n, m, grid, kernel, border, antialias=False):
    """coordinate, kernel, normalise over all taps, border."""
    g = grid(n, m)
    function, reach = kernel
    wide = antialias and g.num > g.den
    scale_num, scale_den = (g.num, g.den) if wide else (1, 1)
    half = reach * scale_num / scale_den
    first = np.floor(g.top / g.bottom - half).astype(np.int64) - 1
    pixels = first[:, None] + np.arange(int(np.ceil(2 * half)) + 4)
    distance = (pixels * g.bottom - g.top[:, None]) * scale_den  # over g.bottom * scale_num
    if function is None:
        unit = g.bottom * scale_num
        weights = ((2 * distance > -unit) & (2 * distance <= unit)) * 1.
    else:
        weights = function(np.abs(distance / (g.bottom * scale_num)))
    weights = weights / weights.sum(1, keepdims=True)
    return Axis(fold(first, weights, n, border), is_dyadic(g.num, g.den))


def area_axis(n, m):
    """torch's adaptive pool"""
    i = np.arange(m)
    first, end = i * n // m, -(-(i + 1) * n // m)
    weights = ((np.arange(n) >= first[:, None]) & (np.arange(n) < end[:, None])) * 1.
    return Axis(weights, sums=(end - first) * 1.)


def coverage_axis(n, m):
    """TensorFlow's ResizeArea, OpenCV's INTER_AREA: each pixel by how much of it [i n / m, (i + 1) n / m] covers."""
    low, j = np.arange(m)[:, None] * n, np.arange(n) * m  # in 1 / m of a pixel
    return Axis(np.clip(np.minimum(low + n, j + m) - np.maximum(low, j), 0, None) / n, is_dyadic(n, m))


def floor(top, bottom):
    return top // bottom


def ceil(top, bottom):
    return -(-top // bottom)


def half_up(top, bottom):
    return (2 * top + bottom) // (2 * bottom)


def half_down(top, bottom):
    return -((-2 * top + bottom) // (2 * bottom))


def half_even(top, bottom):
    up, down = half_up(top, bottom), half_down(top, bottom)
    return np.where(up % 2 == 0, up, down)


def nearest_axis(n, m, grid, rounding):
    g = grid(n, m)
    return index_axis(n, np.clip(rounding(g.top, g.bottom), 0, n - 1))


def index_axis(n, index):
    weights = np.zeros((len(index), n))
    weights[np.arange(len(index)), index] = 1
    return Axis(weights)


def resize(picture, x, y):
    """picture[height, width, components] through the two axes, unrounded."""
    out = np.einsum('ia,ajc->ijc', y.weights, np.einsum('jb,abc->ajc', x.weights, picture.astype(np.float64), optimize=True),
                    optimize=True)
    for axis, shape in ((x, (1, -1, 1)), (y, (-1, 1, 1))):
        if axis.sums is not None and (x.sums is None or y.sums is None):
            out = out / axis.sums.reshape(shape)
    if x.sums is not None and y.sums is not None:
        out = out / (y.sums[:, None] * x.sums)[:, :, None]
    return out


def exact_ties(x, y):
    """Where ties of the result are met exactly, so that nothing is to be excused."""
    return (y.dyadic[:, None] & x.dyadic)[:, :, None]
