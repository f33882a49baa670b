# Copyright (C) 2026 The alignscale authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Sections as text and as Markdown, plots as SVG."""
import math

from tables import BASE, LIMIT, LIBRARIES, OURS, number, taps_of

COLOURS = {OURS: '#c0392b', BASE: '#2c5f8a', LIMIT: '#888888', 'opencv': '#2e8b57', 'libyuv': '#b8860b', 'swscale': '#7d5ba6',
           'zimg': '#008b8b'}


def as_text(section):
    widths = [max(len(row[i]) for row in [section.head] + section.rows) for i in range(len(section.head))]

    def line(row):
        return '  '.join(cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths))).rstrip()

    lines = ['', section.title, '=' * len(section.title), line(section.head)] + [line(row) for row in section.rows]
    return '\n'.join(lines + ([section.after] if section.after else []))


def as_markdown(sections, results):
    m = results.machine
    lines = [
        '# Benchmarks', '',
        'Written by `tools/bench --write`; run `tools/bench` to see the figures of your own machine.', '',
        f"Machine: {m['cpu']}; {m['cores']} cores. {m['gstreamer']}, {m['compiler']}. {m['date']}, load {m['load']} at the start.", '',
        *([f"alignscale held to the instruction set {m['instructions']}.", ''] if m['instructions'] else []),
        'All scalers take turns in one process on the same frames: four inputs and four outputs in rotation, waves with '
        'noise. Each has one thread, whose processor time is what counts. The elements are pushed buffers of a pool, so that the way to them and from them costs '
        'little and the same; `videoscale` and `alignscale` run with `add-borders=false`, `videoscale` with bilinear, '
        'nearest-neighbour, catrom (bicubic), lanczos and bilinear2 (area), `alignscale` with antialias for bicubic and '
        'lanczos, as videoscale always has. Milliseconds move with what else the machine does; ratios repeat to 5-10 %.', '']
    for section in sections:
        lines += [f'## {section.title}', '', section.text, '']
        lines += [f'![{section.title}](benchmarks/{plot})\n' for plot in section.plots]
        lines.append('| ' + ' | '.join(section.head) + ' |')
        lines.append('|' + '---|' * len(section.head))
        lines += ['| ' + ' | '.join(row) + ' |' for row in section.rows]
        lines += ['', section.after, ''] if section.after else ['']
    return '\n'.join(lines).rstrip() + '\n'


class Svg:
    def __init__(self, width, height):
        self.size = (width, height)
        self.parts = []

    def text(self, x, y, text, anchor='start', size=12, colour='#222'):
        text = text.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="{colour}">{text}</text>')

    def line(self, x1, y1, x2, y2, colour='#ddd', width=1.0):
        self.parts.append(f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" stroke-width="{width}"/>')

    def dot(self, x, y, colour, r=4.0):
        self.parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r}" fill="{colour}"/>')

    def path(self, points, colour):
        at = ' '.join(f'{x:.1f},{y:.1f}' for x, y in points)
        self.parts.append(f'<polyline points="{at}" fill="none" stroke="{colour}" stroke-width="2"/>')

    def done(self):
        w, h = self.size
        return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}" '
                'font-family="sans-serif">\n<rect width="100%" height="100%" fill="white"/>\n' + '\n'.join(self.parts)
                + '\n</svg>\n')


def legend(svg, names, x, y):
    for name in names:
        svg.dot(x, y - 4, COLOURS[name])
        svg.text(x + 8, y, name)
        x += 28 + 7.2 * len(name)


class Scale:
    """A logarithmic axis from low to high, drawn from a to b."""

    def __init__(self, low, high, a, b):
        self.low, self.high, self.a, self.b = math.log(low), math.log(high), a, b

    def __call__(self, value):
        return self.a + (math.log(value) - self.low) / (self.high - self.low) * (self.b - self.a)

    def ticks(self):
        marks = [m * 10.0 ** e for e in range(-6, 7) for m in (1, 2, 5)]
        return [t for t in marks if self.low - 1e-9 <= math.log(t) <= self.high + 1e-9]


def ratios_plot(cells):
    """A row of dots for each cell: everyone's ratio to videoscale."""
    names = [OURS] + [n for n in LIBRARIES if n in COLOURS and any(n in c.ms for c in cells)] + [LIMIT]
    left, top, step, width = 220, 70, 18, 860
    svg = Svg(width, top + step * len(cells) + 30)
    values = [c.ratio(n) for c in cells for n in names if n in c.ms]
    scale = Scale(min(values) * 0.9, max(max(values), 1) * 1.1, left, width - 20)
    bottom = top + step * len(cells)
    svg.text(20, 24, 'Time per frame against videoscale (left is faster)', size=15)
    legend(svg, names, left, 46)
    for t in scale.ticks():
        svg.line(scale(t), top - 8, scale(t), bottom, '#555' if t == 1 else '#ddd', 1.5 if t == 1 else 1)
        svg.text(scale(t), bottom + 16, f'{t:g}', 'middle', 11)
    for i, c in enumerate(cells):
        y = top + step * i + 6
        svg.text(left - 10, y + 4, c.name, 'end', 11)
        for n in reversed(names):
            if n in c.ms:
                svg.dot(scale(c.ratio(n)), y, COLOURS[n], 5 if n == OURS else 3.5)
    return svg.done()


def lines_plot(title, x_title, y_title, lines):
    """lines: (name, dashes or '', [(x, y)]); both axes logarithmic."""
    width, height, left, bottom = 720, 420, 70, 370
    svg = Svg(width, height)
    xs = [x for _, _, points in lines for x, _ in points]
    ys = [y for _, _, points in lines for _, y in points]
    across = Scale(min(xs) * 0.9, max(xs) * 1.1, left, width - 110)
    up = Scale(min(ys) * 0.8, max(ys) * 1.2, bottom, 60)
    svg.text(20, 24, title, size=15)
    ticks = across.ticks()
    for t in ticks if len(ticks) < 12 else ticks[::3]:
        svg.line(across(t), bottom, across(t), 60)
        svg.text(across(t), bottom + 16, f'{t:g}' if t < 1e4 else f'{t / 1e6:g}M', 'middle', 11)
    for t in up.ticks():
        svg.line(left, up(t), width - 110, up(t))
        svg.text(left - 6, up(t) + 4, f'{t:g}', 'end', 11)
    svg.text((left + width - 110) / 2, height - 14, x_title, 'middle')
    svg.text(left, 50, y_title)
    for name, label, points in lines:
        svg.path([(across(x), up(y)) for x, y in points], COLOURS[name])
        for x, y in points:
            svg.dot(across(x), up(y), COLOURS[name], 3)
        svg.text(across(points[-1][0]) + 6, up(points[-1][1]) + 4, label, size=11, colour=COLOURS[name])
    return svg.done()


def plots(results):
    made = {}
    if results.of('cell'):
        made['cells.svg'] = ratios_plot(results.of('cell'))
    sizes = results.of('size')
    if sizes:
        lines = []
        for kind in ('bilinear', 'bicubic'):
            cells = [c for c in sizes if c.data['kind'] == kind]
            for who in (OURS, BASE):
                points = [(c.data['out'][0] * c.data['out'][1], 1e6 * c.median(who) / (c.data['out'][0] * c.data['out'][1]))
                          for c in cells]
                lines.append((who, f'{kind}', points))
        made['sizes.svg'] = lines_plot('I420 to two thirds (red alignscale, blue videoscale)', 'output pixels',
                                       'ns for each output pixel', lines)
    taps = results.of('taps')
    if taps:
        made['taps.svg'] = lines_plot('GRAY8 1920x1080, bicubic antialias', 'taps each way', 'ms a frame', [
            (who, who, [(taps_of(c), c.median(who)) for c in taps]) for who in (OURS, BASE, LIMIT)])
    return made
