# Copyright (C) 2026 The alignscale authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The ratios to reach, against videoscale in the same run: what, must, aim, cells."""

TARGETS = [
    ('planar bilinear, general ratio', 0.35, 0.22, [
        'I420 1080p>720p bilinear', 'I420 1080p>640^2 bilinear', 'I420 720p>1080p bilinear',
        'GRAY8 1080p>720p bilinear', 'Y444 1080p>720p bilinear']),
    ('I420 bilinear 1080p > 4K', 0.20, 0.12, ['I420 1080p>4K bilinear']),
    ('I420 bilinear 4K > 1080p', 0.85, 0.75, ['I420 4K>1080p bilinear']),
    ('I420 bilinear 1080p > 224^2', 0.45, 0.35, ['I420 1080p>224^2 bilinear']),
    ('NV12 bilinear', 0.40, 0.25, ['NV12 1080p>720p bilinear', 'NV12 1080p>640^2 bilinear']),
    ('RGB, RGBA bilinear 1080p > 720p', 0.50, 0.40, ['RGB 1080p>720p bilinear', 'RGBA 1080p>720p bilinear']),
    ('I420 bicubic antialias', 0.30, 0.20, [
        'I420 1080p>720p bicubic', 'I420 1080p>4K bicubic', 'I420 4K>1080p bicubic', 'I420 720p>1080p bicubic']),
    ('RGB bicubic antialias', 0.30, 0.15, ['RGB 1080p>640^2 bicubic']),
    ('RGBA bicubic antialias', 0.36, 0.25, ['RGBA 1080p>640^2 bicubic']),
    ('I420 lanczos antialias', 0.40, 0.25, ['I420 1080p>720p lanczos', 'I420 1080p>4K lanczos']),
    ('I420 area 1080p > 720p', 0.35, 0.20, ['I420 1080p>720p area']),
    ('I420 area 1080p > 224^2', 0.40, 0.25, ['I420 1080p>224^2 area']),
    ('I420 nearest 1080p > 720p', 0.60, 0.40, ['I420 1080p>720p nearest']),
    ('I420 nearest 1080p > 4K', 1.05, 0.95, ['I420 1080p>4K nearest']),
    ('10-bit bilinear 1080p > 720p', 0.08, 0.06, ['I420_10LE 1080p>720p bilinear']),
    ('10-bit bicubic 4K > 1080p', 0.045, 0.03, ['I420_10LE 4K>1080p bicubic']),
]

# every other format and method that videoscale has
NOT_SLOWER = (1.05, 0.50)
