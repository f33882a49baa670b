# Copyright (C) 2026 The alignscale authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the benchmark measured, as tables of strings."""
import datetime
import json
import platform
from statistics import median

from targets import TARGETS, NOT_SLOWER

OURS, BASE, LIMIT, PAIR = 'alignscale', 'videoscale', 'limit', 'pair'
# a pair that takes no more of the time of one had both cores
TWO_CORES = 0.55
LIBRARIES = ['opencv', 'libyuv', 'swscale', 'swscale-accurate', 'zimg']


def quartile(values, share):
    values = sorted(values)
    at = share * (len(values) - 1)
    low = int(at)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (at - low)


class Cell:
    """One measurement: the times of all peers, round by round."""

    def __init__(self, data):
        self.data = data
        self.name = data['name']
        self.ms = {p['name']: p['ms'] for p in data['peers']}
        self.off = {p['name']: p.get('off') for p in data['peers']}
        self.next_ms = {p['name']: p.get('next_ms') for p in data['peers']}

    def median(self, peer):
        return median(self.ms[peer]) if peer in self.ms else None

    def ratios(self, peer, base=BASE):
        if peer not in self.ms or base not in self.ms:
            return None
        return [a / b for a, b in zip(self.ms[peer], self.ms[base])]

    def ratio(self, peer, base=BASE):
        values = self.ratios(peer, base)
        return median(values) if values else None

    def pairs(self):
        return self.ratios(PAIR, f'{OURS} 1')

    def with_two_cores(self):
        """Two threads over one in the rounds in which the machine had two cores for them."""
        return [r for r, p in zip(self.ratios(f'{OURS} 2', f'{OURS} 1'), self.pairs()) if p <= TWO_CORES]

    def best_peer(self):
        """The fastest of videoscale and the libraries."""
        return min((p for p in self.ms if p not in (OURS, LIMIT)), key=self.median)


class Results:
    def __init__(self, path):
        self.machine = {}
        self.cells = []
        with open(path) as f:
            for line in f:
                data = json.loads(line)
                if data['type'] == 'machine':
                    self.machine = data
                else:
                    self.cells.append(Cell(data))
        self.machine['cpu'] = cpu_name()
        self.machine['date'] = datetime.date.today().isoformat()

    def of(self, kind):
        return [c for c in self.cells if c.data['type'] == kind]


def cpu_name():
    try:
        with open('/proc/cpuinfo') as f:
            lines = dict(line.split(':', 1) for line in f if ':' in line)
        fields = {k.strip(): v.strip() for k, v in lines.items()}
        name = fields.get('model name', platform.machine())
        family = f" (family {fields['cpu family']}, model {fields['model']})" if 'cpu family' in fields else ''
        sets = [s for s in ('sse4_1', 'avx2', 'avx512f', 'avx512_vbmi') if s in fields.get('flags', '').split()]
        return name + family + (', ' + ', '.join(sets) if sets else '')
    except OSError:
        return platform.machine()


def number(value):
    """Three digits that mean something."""
    if value is None:
        return '-'
    if value >= 100:
        return f'{value:.0f}'
    if value >= 10:
        return f'{value:.1f}'
    return f'{value:.2f}' if value >= 0.2 else f'{value:.3f}'


def milliseconds(value):
    return '-' if value is None else f'{value:.3f}' if value < 10 else f'{value:.1f}'


def percent(value):
    return '-' if value is None else '0' if value == 0 else '<0.01' if value < 0.01 else f'{value:.2f}'


def spread(values):
    return f'{number(quartile(values, 0.25))}..{number(quartile(values, 0.75))}'


class Section:
    """A title, sentences below it, a table and what stands under that."""

    def __init__(self, title, text, head, rows, plots=(), after=''):
        self.title, self.text, self.head, self.rows, self.plots, self.after = title, text, head, rows, plots, after


def cells_section(results):
    rows = []
    for c in results.of('cell'):
        best = c.best_peer()
        rows.append([c.name, milliseconds(c.median(OURS)), milliseconds(c.median(BASE)), number(c.ratio(OURS)),
                     spread(c.ratios(OURS)), f'{best} {number(c.ratio(OURS, best))}', number(c.ratio(OURS, LIMIT)),
                     percent(c.off[OURS])])
    return Section('One thread', 'Milliseconds a frame (median of rounds). "of videoscale": the median of the ratios of the '
                   'rounds, then their quartiles. "of the best": against the fastest of all others. "of the limit": against '
                   'reading the input and writing the output once. "not exact": percent of samples that are not the '
                   'nearest to the float64 result.',
                   ['cell', 'alignscale ms', 'videoscale ms', 'of videoscale', 'quartiles', 'of the best', 'of the limit',
                    'not exact %'], rows, ['cells.svg'])


def peers_section(results):
    names = [n for n in LIBRARIES if any(n in c.ms for c in results.of('cell'))]
    if not names:
        return None
    rows = []
    for c in results.of('cell'):
        row = [c.name, number(c.ratio(OURS))] + [number(c.ratio(n)) for n in names]
        rows.append(row + [milliseconds(c.median(LIMIT))])
    return Section('The peers, against videoscale', 'Median of the ratios of the rounds; below 1 is faster than videoscale. '
                   'Not all do the same work when they scale down: opencv never widens its kernel but for area, libyuv not '
                   'for bilinear, swscale and zimg always do; zimg may use 64-byte vectors. For area, videoscale runs bilinear2 and libyuv its box filter.',
                   ['cell', OURS] + names + ['limit ms'], rows)


def exact_section(results):
    names = [OURS, BASE] + [n for n in LIBRARIES if any(n in c.ms for c in results.of('cell'))]
    rows = [[c.name] + [percent(c.off.get(n)) for n in names] for c in results.of('cell')]
    return Section('Samples that are not exact', 'Percent of samples that are not the nearest value to the float64 result of '
                   "what that scaler means to compute (ties may go either way): alignscale by its own definition, all "
                   'components; the others by the convention that fits them, first component. "-": not compared, or no '
                   'simple convention.', ['cell'] + names, rows)


def target_rows(results):
    """(label, cell, ratio, must, aim) of every target that was measured."""
    cells = {c.name: c for c in results.of('cell')}
    seen = set()
    rows = []
    for label, must, aim, names in TARGETS:
        for name in names:
            seen.add(name)
            if name in cells:
                rows.append((label, name, cells[name].ratio(OURS), must, aim))
    must, aim = NOT_SLOWER
    rows += [('every other cell', n, c.ratio(OURS), must, aim) for n, c in cells.items() if n not in seen]
    swept = results.of('format') + results.of('method')
    if swept:
        worst = max(swept, key=lambda c: c.ratio(OURS))
        rows.append((f'every format and method ({len(swept)} cells)', 'worst: ' + swept_name(worst), worst.ratio(OURS), must,
                     aim))
    threads = results.of('threads')
    rows += [('2 threads over 1', c.name, c.ratio(f'{OURS} 2', f'{OURS} 1'), 0.60, 0.55) for c in threads]
    for c in results.of('first'):
        if '1080p>720p' in c.name:
            rows.append(('set-up and first frame, ms', c.name, c.median(OURS), 2, 1))
    return rows


def targets_section(results):
    rows = target_rows(results)
    if not rows:
        return None
    must = sum(r[2] <= r[3] for r in rows)
    aim = sum(r[2] <= r[4] for r in rows)
    table = [[label, name, number(value), number(m), 'met' if value <= m else 'NOT met', number(a),
              'met' if value <= a else 'not met'] for label, name, value, m, a in rows]
    return Section('What was to be reached', f'{must} of {len(rows)} reach what they must, {aim} what they aim at. Ratios to '
                   'videoscale in the same rounds, where nothing else is said.',
                   ['what', 'cell', 'reached', 'must', '', 'aim', ''], table)


def first_section(results):
    rows = [[c.name, peer, milliseconds(c.median(peer)), spread(c.ms[peer]), milliseconds(median(c.next_ms[peer]))]
            for c in results.of('first') for peer in c.ms]
    return Section('The first frame', 'Milliseconds from nothing to the first frame: the element or context made, negotiated '
                   'and run once; then the frame after it.', ['cell', 'who', 'set-up and first frame', 'quartiles',
                                                             'the next frame'], rows)


def threads_section(results):
    rows = []
    for c in results.of('threads'):
        row = [c.name]
        for who in (OURS, BASE):
            values = c.ratios(f'{who} 2', f'{who} 1')
            row += [milliseconds(c.median(f'{who} 1')), milliseconds(c.median(f'{who} 2')), number(median(values)),
                    spread(values)]
        rounds = c.with_two_cores()
        row += [number(median(c.pairs())), spread(c.pairs()), f'{len(rounds)} of {len(c.pairs())}',
                number(median(rounds)) if rounds else '-']
        rows.append(row)
    return Section('Two threads', 'Two threads over one of the same element. "pair": two elements at once, each with half of the '
                   'picture and a thread, which share nothing: what this machine has for two threads, which is less where '
                   'other programs take the second core or both wait for memory. "two cores": the rounds in which the pair '
                   f'took no more than {TWO_CORES}, how many they are, and two threads over one in them. '
                   'What was to be reached is judged by all rounds.',
                   ['cell', 'alignscale 1', '2', 'ratio', 'quartiles', 'videoscale 1', '2', 'ratio', 'quartiles', 'pair',
                    'quartiles', 'two cores', 'ratio'], rows)


def sizes_section(results):
    rows = []
    for c in results.of('size'):
        pixels = c.data['out'][0] * c.data['out'][1]
        rows.append([c.name] + [milliseconds(c.median(p)) for p in (OURS, BASE)]
                    + [number(1e6 * c.median(p) / pixels) for p in (OURS, BASE)] + [number(c.ratio(OURS))])
    return Section('Frame size', 'I420 to two thirds of its width and height.',
                   ['cell', 'alignscale ms', 'videoscale ms', 'alignscale ns a pixel', 'videoscale ns a pixel', 'ratio'],
                   rows, ['sizes.svg'])


def taps_of(c):
    return 4 * c.data['in'][0] / c.data['out'][0]


def taps_section(results):
    rows = [[c.name, f'{taps_of(c):.0f}', milliseconds(c.median(OURS)), milliseconds(c.median(BASE)), number(c.ratio(OURS)),
             number(c.ratio(OURS, LIMIT))] for c in results.of('taps')]
    return Section('Taps', 'GRAY8 1920x1080, bicubic with antialias: the smaller the output, the more input pixels each way '
                   'count for one of its pixels.', ['cell', 'taps each way', 'alignscale ms', 'videoscale ms', 'ratio',
                                                    'of the limit'], rows, ['taps.svg'])


def swept_name(c):
    way = 'up' if c.data['in'][0] < c.data['out'][0] else 'down'
    return f"{c.data['format']} {c.data.get('method', c.data['kind'])} {way}"


def sweep_section(results, kind, title, text):
    cells = results.of(kind)
    columns, table = [], {}
    for c in cells:
        column = (c.data['kind'] if kind == 'format' else c.data['method'])
        column += ' up' if c.data['in'][0] < c.data['out'][0] else ' down'
        if column not in columns:
            columns.append(column)
        table.setdefault(c.data['format'], {})[column] = c.ratio(OURS)
    if not cells:
        return None
    values = [c.ratio(OURS) for c in cells]
    slow = sorted((c for c in cells if c.ratio(OURS) > NOT_SLOWER[0]), key=lambda c: -c.ratio(OURS))
    after = f'{len(values)} cells: median {number(median(values))}, worst {number(max(values))}; {len(slow)} above 1.05'
    after += (': ' + ', '.join(f'{swept_name(c)} {number(c.ratio(OURS))}' for c in slow[:12]) if slow else '') + '.'
    rows = [[f] + [number(table[f].get(c)) for c in columns] for f in table]
    return Section(title, text, ['format'] + columns, rows, after=after)


def sections(results):
    made = [cells_section(results), peers_section(results), targets_section(results), exact_section(results)]
    for kind, make in (('first', first_section), ('threads', threads_section), ('size', sizes_section),
                       ('taps', taps_section)):
        if results.of(kind):
            made.append(make(results))
    made.append(sweep_section(results, 'format', 'Every format', 'Ratio to videoscale, one thread: down is 720x540 to '
                              '480x360, up 320x240 to 480x360.'))
    made.append(sweep_section(results, 'method', "videoscale's other methods", 'Ratio to videoscale, one thread, sizes as '
                              'above, against what comes nearest: 4-tap bicubic, bilinear2 bilinear, sinc lanczos, hermite '
                              'hermite, spline spline16, mitchell mitchell, all but the first with antialias.'))
    return [s for s in made if s and s.rows]
