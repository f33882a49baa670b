# SPDX-License-Identifier: LGPL-2.1-or-later
"""The element against every system that it claims to reproduce. tools/conformance starts this."""
import argparse
import sys
import time

import numpy as np

import element
import examples
import judge
import model
import systems

CASES, QUICK_CASES = 2400, 200
SCALES = [(p, q) for q in (1, 2, 3, 4, 5, 7, 8, 10) for p in range(1, 4 * q) if p != q]


class Case:
    def __init__(self, rng, system, number):
        self.fmt = ('GRAY8', 'RGB', 'GRAY16_LE')[number % 3]
        self.bits = 16 if self.fmt == 'GRAY16_LE' else 8
        self.width, self.height, self.out_width, self.out_height = sizes(rng, system)
        if system.scaled:
            self.fractions, self.scales, outs = [], [], []
            for n in (self.width, self.height):
                p, q = SCALES[rng.integers(len(SCALES))]
                while not 1 <= n * p // q <= 400 or n * p // q in [n * a for a in system.avoided]:
                    p, q = SCALES[rng.integers(len(SCALES))]
                self.fractions.append((p, q))
                self.scales.append(p / q)
                outs.append(int(np.floor(n * (p / q))))
            self.out_width, self.out_height = outs
        components, kind = element.FORMATS[self.fmt]
        shape = (self.height, self.width, components)
        top = 255 if self.bits == 8 else 65535
        look = rng.integers(4)
        if look == 0:  # noise that uses the ends
            picture = rng.choice([0, top, top // 2], shape)
        elif look == 1:  # something smooth
            y, x, c = np.meshgrid(*(np.arange(s) for s in shape), indexing='ij')
            picture = top * (.5 + .5 * np.sin(x * rng.uniform(.05, 1) + y * rng.uniform(.05, 1) + c))
        else:
            picture = rng.integers(0, top + 1, shape)
        self.picture = picture.astype(kind)

    def __str__(self):
        scale = f' scale {self.fractions}' if hasattr(self, 'fractions') else ''
        return f'{self.fmt} {self.width}x{self.height} to {self.out_width}x{self.out_height}{scale}'


def sizes(rng, system):
    """1 to 400, small ones more often; dyadic ratios, equal sizes and single pixels among them"""
    def one(most):
        return max(1, min(most, int(np.exp(rng.uniform(0, np.log(most + 1))))))

    result = []
    for _ in range(2):
        n, o = one(system.most), one(system.most)
        kind = rng.integers(8)
        if kind == 0:
            o = 1
        elif kind == 1:
            o = n
        elif kind == 2:
            ratio = int(rng.choice([2, 3, 4, 8]))
            n = max(1, n // ratio)
            o = n * ratio
        elif kind == 3:
            ratio = int(rng.choice([2, 3, 4, 6, 8]))
            o = max(1, n // ratio)
            n = o * ratio
        if n > system.most or o > system.most:
            n = o = system.most
        if system.down and o > n:
            n, o = o, n
        result.append((n, o))
    return result[0][0], result[1][0], result[0][1], result[1][1]


def run_system(system, rng, count, offset):
    tally = judge.Tally(system.name, element.launch_text(system.properties), 'system' if system.ask else 'formula')
    for number in range(count):
        case = Case(rng, system, number + offset)
        x, y = system.axes(case)
        try:
            got = element.scale(case.picture, case.out_width, case.out_height, case.fmt, system.launch_properties(case))
        except element.Failed as error:
            tally.cases += 1
            tally.wrong += case.out_width * case.out_height
            tally.wrong_here(f'{case}: {error}')
            continue
        tally.add(got, model.resize(case.picture, x, y), model.exact_ties(x, y), case,
                  system.ask(case) if system.ask else None, system.everyday(case) if system.everyday else None,
                  system.noise, system.index_noise)
    return tally


def run_examples(title, rows):
    wrong = numbers = shown = 0
    for name, bad, total, text in rows:
        wrong += bad
        numbers += total
        shown += total > 0
        if bad or not total:
            print(f'    {name}: {f"{bad} of {total} numbers wrong: " if bad else ""}{text}', flush=True)
    print(f'{title:<40} {shown:5d} {numbers:10d} {wrong:6d}', flush=True)
    return wrong


def main():
    parser = argparse.ArgumentParser(prog='tools/conformance', description=__doc__)
    parser.add_argument('--quick', action='store_true', help=f'{QUICK_CASES} cases instead of {CASES}')
    parser.add_argument('--seed', type=int, default=1, help='of the random cases (default 1)')
    parser.add_argument('--only', default='', help='only systems whose name contains this')
    parser.add_argument('--table', action='store_true', help='print the rows of docs/conventions.md and scale nothing')
    options = parser.parse_args()
    if options.table:
        for system in systems.all_systems():
            properties = element.launch_text(system.properties).replace(" add-borders=false", "").replace("alignscale ", "", 1)
            print(f"| {system.name} | `{properties}` |")
        return 0
    if not element.present():
        sys.exit('conformance: there is no element alignscale; GST_PLUGIN_PATH or BUILD_DIR leads to it')

    began = time.time()
    chosen = [s for s in systems.all_systems() if options.only in s.name]
    if not chosen:
        sys.exit(f'conformance: no system has {options.only} in its name')
    total = QUICK_CASES if options.quick else CASES
    print(judge.HEADING, flush=True)
    tallies = []
    for k, system in enumerate(chosen):
        count = total * (k + 1) // len(chosen) - total * k // len(chosen)
        tally = run_system(system, np.random.default_rng([options.seed, k]), max(count, 1), k)
        print(tally.line(), flush=True)
        for text in [tally.first] if tally.first else []:
            print('    ' + text, flush=True)
        tallies.append(tally)
    wrong = sum(t.wrong for t in tallies)
    off, wide = sum(t.wide_off for t in tallies), sum(t.wide_pixels for t in tallies)
    print(f'\nof {wide} pixels of 16 bits {off} are off by one: {100 * off / max(wide, 1):.3f} %')
    if off > judge.WIDE_SHARE * wide:
        print(f'    more than {100 * judge.WIDE_SHARE} %')
        wrong += off

    noisy = [t for t in tallies if t.index_noise]
    if noisy:
        print('\nTargets are exact; pixels that these systems place elsewhere, by rounding errors of their own:')
        for t in noisy:
            print(f'    {t.name:<40} {t.index_noise:8d} of {t.pixels}')
            # seen are 2 % at most; more is another formula
            if t.index_noise > max(50, .05 * t.pixels):
                print('        more than rounding errors explain')
                wrong += t.index_noise
    if not options.only:
        print(f'\n{"printed by others":<40} {"cases":>5} {"numbers":>10} {"wrong":>6}')
        wrong += run_examples('test programs and manuals', examples.printed())
        wrong += run_examples('node cases of the onnx package', examples.onnx_cases())
        try:
            import onnx.reference  # noqa: F401
        except ImportError:
            print('    this onnx carries no reference implementation beyond its node cases')
    pixels, excused = sum(t.pixels for t in tallies), sum(t.excused for t in tallies)
    print(f'\nconformance: {len(tallies)} systems, {sum(t.cases for t in tallies)} cases, {pixels} pixels, {wrong} wrong pixels, '
          f'{100 * excused / max(pixels, 1):.4f} % excused as near ties, {time.time() - began:.0f} s')
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
