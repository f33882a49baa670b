# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is right. Every case compares three things: the element, the exact result of the system's formula (model.py) and,
where the system is installed, what it says itself.

  element against formula: equal to the rounded result; at 8 bits a difference of 1 is excused within 1e-3 of a tie, and not
  even that where the weights are dyadic or areas, whose ties are exact; at 16 bits a difference of 1 is excused within
  0.05 of a tie (float32 has 24 bits: 1 in 256 there) and in at most 0.5 % of all such pixels.
  system against formula: no further apart than the system's own arithmetic is coarse (`noise` of a system, in parts of the
  largest value). That makes the formula the system's, case by case. Pixels that a system of exact rule places elsewhere by
  noise of its own (`index noise`) are counted apart.
"""
import numpy as np

NEAR, NEAR_WIDE = 1e-3, 0.05
WIDE_SHARE = 0.005


class Tally:
    def __init__(self, name, launch, where):
        self.name, self.launch, self.where = name, launch, where
        self.cases = self.pixels = self.wrong = self.excused = self.largest = 0
        self.wide_pixels = self.wide_off = 0
        self.apart = 0        # largest distance of the system from its formula, in parts of the largest value
        self.index_noise = 0  # pixels of the system that its formula places elsewhere
        self.others = 0       # pixels where the result that the system's users see is another
        self.first = None

    def wrong_here(self, text):
        self.first = self.first or text

    def add(self, got, exact, ties_exact, case, system=None, everyday=None, noise=0., index_noise=False):
        top = 255 if case.bits == 8 else 65535
        want = np.clip(np.rint(exact), 0, top)
        off = np.abs(got.astype(np.int64) - want.astype(np.int64))
        self.cases += 1
        self.pixels += got.size
        self.largest = max(self.largest, int(off.max()))
        near = np.abs(exact - np.floor(exact) - .5) < (NEAR if case.bits == 8 else NEAR_WIDE)
        excused = (off == 1) & near
        if case.bits == 8:
            excused &= ~np.broadcast_to(ties_exact, off.shape)
        else:
            self.wide_pixels += got.size
            self.wide_off += int(excused.sum())
        wrong = (off > 0) & ~excused
        self.excused += int(excused.sum())
        self.wrong += int(wrong.sum())
        if wrong.any():
            y, x, c = np.argwhere(wrong)[0]
            self.wrong_here(f'{case} at {x},{y}: {got[y, x, c]}, exactly {exact[y, x, c]:.6f}')
        if system is None:
            return
        distance = np.abs(system - exact)
        self.others += int((np.clip(np.rint(everyday), 0, top) != got).sum())
        far = distance > noise * top
        if index_noise:
            self.index_noise += int(far.sum())
        elif far.any():
            y, x, c = np.argwhere(far)[0]
            self.wrong += int(far.sum())
            self.wrong_here(f'{case} at {x},{y}: the system says {system[y, x, c]:.6f}, its formula {exact[y, x, c]:.6f}')
        self.apart = max(self.apart, float(distance[~far].max(initial=0)) / top)

    def line(self):
        share = 100 * self.excused / self.pixels if self.pixels else 0.
        text = f'{self.name:<40} {self.cases:5d} {self.pixels:10d} {self.wrong:6d} {self.largest:4d} {share:8.4f}%'
        text += f' {self.apart:8.1e} {self.others:8d}' if self.where == 'system' else f' {"formula":>8} {"":>8}'
        return f'{text}  {self.launch}'


HEADING = (f'{"system":<40} {"cases":>5} {"pixels":>10} {"wrong":>6} {"most":>4} {"excused":>9} {"noise":>8} {"differ":>8}'
           '  launch line')
