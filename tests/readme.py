#!/usr/bin/python3
# Copyright (C) 2026 The alignscale authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Checks README.md, docs/element.md and docs/from-videoscale.md against what was built: launch lines run as they are typed
(autovideosink becomes fakesink, so that no window opens) and the pixels of their alignscales are compared with float64 formulas, as
are those of the Python in docs/element.md; its property table says what gst-inspect says, and each row of README's PyTorch table is
computed by PyTorch and by alignscale and compared. Prints one line a test, as TAP does. The build folder is build/, or $BUILD_DIR."""
import contextlib
import os
import re
import shlex
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = os.path.abspath(os.path.join(ROOT, os.environ.get('BUILD_DIR', 'build')))
# a critical message is a failure
os.environ['G_DEBUG'] = 'fatal-criticals'
os.environ['GST_PLUGIN_PATH'] = os.path.join(BUILD, 'gst')
count = failures = 0


def report(name, problem=None, skip=None):
    global count, failures
    count += 1
    failures += problem is not None
    print(f'{"ok" if problem is None else "not ok"} {count} - {name}' + (f' # SKIP {skip}' if skip else ''), flush=True)
    if problem is not None:
        print(f'# {problem}')


def run(command, **keywords):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120, **keywords)


def code_lines(text):
    """The commands in README's ```sh blocks, continued lines joined."""
    for block in re.findall(r'^```sh\n(.*?)^```', text, re.M | re.S):
        yield from re.sub(r'\s*\\\n\s*', ' ', block).strip().splitlines()


def table(text, first_header):
    """The rows of the table whose first column has this header: lists of cells."""
    lines = text.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(f'| {first_header} |'))
    rows = []
    for line in lines[start + 2:]:
        if not line.startswith('|'):
            break
        rows.append([cell.strip() for cell in line.strip('|').split('|')])
    return rows


def read(*path):
    with open(os.path.join(ROOT, *path), encoding='utf-8') as file:
        return file.read()


@contextlib.contextmanager
def checkout():
    """A folder to leave files in where the paths of the documentation are right."""
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(os.path.join(ROOT, 'tools'), os.path.join(folder, 'tools'))
        os.chdir(folder)
        try:
            yield folder
        finally:
            os.chdir(before)


def load_recipes():
    """tests/recipes.py, or why there is none."""
    try:
        import recipes
        recipes.Gst.init(None)
        return recipes, None
    except (ImportError, ValueError) as error:
        return None, f'{error}; tools/install conformance brings it'


def check_pixels(line):
    recipes, missing = load_recipes()
    if missing:
        return report(f'pixels of {line}', skip=missing)
    problem, samples = None, 0
    with checkout():
        try:
            watched = recipes.run(shlex.split(line.replace('autovideosink', 'fakesink'))[1:])
            samples = sum(recipes.compare(element) for element in watched)
            if not samples:
                problem = 'nothing was scaled'
        except Exception as error:  # whatever the text makes GStreamer and numpy raise
            problem = repr(error)
    report(f'{samples} samples of {line}', problem)


def check_snippets(text):
    """Runs the Python of a page; its `picture`, if it has one, is the middle of a frame that came out of alignscale, and `x` that
    as torchvision normalises it."""
    recipes, missing = load_recipes()
    for block in re.findall(r'^```python\n(.*?)^```', text, re.M | re.S):
        title = text[:text.index(block)].rsplit('\n### ', 1)[1].splitlines()[0]
        if missing:
            report(f'Python of "{title}"', skip=missing)
            continue
        import numpy as np
        problem, samples, names = None, 0, {}
        with checkout(), recipes.watching() as watched:
            try:
                exec(block, names)
                samples = sum(recipes.compare(element) for element in watched)
                if not samples:
                    problem = 'nothing was scaled'
                elif 'picture' in names:
                    want, shape = watched[0].frames[0][2].rgb(), names['picture'].shape
                    top, left = ((want.shape[k] - shape[k] + 1) // 2 for k in (0, 1))
                    want = want[top:, left:][:shape[0], :shape[1]]
                    if (names['picture'] != want).any():
                        problem = 'picture is not what came out of alignscale'
                    for c, (mean, deviation) in enumerate(((.485, .229), (.456, .224), (.406, .225))):
                        if 'x' in names and np.abs(names['x'][0, c] - (want[:, :, c] / 255 - mean) / deviation).max() > 1e-6:
                            problem = 'x is not the normalised picture'
            except Exception as error:  # whatever the page's text makes Python raise
                problem = repr(error)
        report(f'{samples} samples of the Python of "{title}"', problem)


def check_launch_lines(text, at_least):
    lines = [line for line in code_lines(text) if line.startswith('gst-launch-1.0')]
    if len(lines) < at_least:
        report('there are launch lines', f'only {len(lines)} found')
    for line in lines:
        check_pixels(line)
        with checkout() as folder:
            result = run(['bash', '-c', line.replace('autovideosink', 'fakesink')], cwd=folder,
                         env=dict(os.environ, GST_DEBUG='1,alignscale:2', GST_DEBUG_NO_COLOR='1'))
            bad = result.returncode != 0 or re.search(r'^(WARNING|ERROR)|WARN|ERROR', result.stdout, re.M)
            report(f'runs: {line}', ' / '.join(result.stdout.splitlines()[-8:]) if bad else None)


def element_properties():
    """{name: (default, nicks of the enumeration, range, flags)} from gst-inspect, without those of GstObject."""
    text = run(['gst-inspect-1.0', '--no-colors', 'alignscale']).stdout
    text = text[text.index('Element Properties:'):]
    found = {}
    for name, body in re.findall(r'^  ([a-z][a-z0-9-]*) +: (.*?)(?=^  [a-z]|\Z)', text, re.M | re.S):
        default = re.search(r'Default: (?:\d+, )?"?([^"\n]*?)"? *$', body, re.M).group(1) if 'Default:' in body else ''
        limits = re.search(r'Range: +(-?\d+) - +(-?\d+)', body)
        values = limits.groups() if limits else ('boolean',) if 'Boolean.' in body else ()
        flags = re.search('flags: (.*)', body).group(1)
        found[name] = default, re.findall(r'^ +\(\d+\): ([a-z0-9-]+)', body, re.M), values, flags
    return {name: value for name, value in found.items() if name not in ('name', 'parent')}


def same_value(a, b):
    try:
        return float(int(a, 0)) == float(int(b, 0))
    except ValueError:
        return a == b


def check_property_table(text):
    rows = {re.findall('`(.*?)`', row[0])[0]: row for row in table(text, 'Property')}
    properties = element_properties()
    if not properties or set(rows) != set(properties):
        report('property table', f'docs/element.md alone: {sorted(set(rows) - set(properties))}, '
               f'element alone: {sorted(set(properties) - set(rows))}')
    for name in sorted(set(rows) & set(properties)):
        default, nicks, values, flags = properties[name]
        _, allowed, shown, effect, _ = rows[name]
        problem = None
        if not same_value(shown.strip('`'), default):
            problem = f'default {shown}, gst-inspect: {default}'
        if not allowed.startswith(' to '.join(values)) or sorted(nicks) != sorted(re.findall('`(.*?)`', allowed)):
            problem = f'values {allowed}, gst-inspect: {" to ".join(values)} {nicks}'
        if ('PLAYING' in flags) != ('next frame' in effect) or ('controllable' in flags) != ('controllable' in effect):
            problem = f'takes effect: {effect}, gst-inspect: {flags}'
        report(f'property {name}', problem)


def check_conventions():
    """Every system that tools/conformance tests stands in docs/conventions.md with the very properties."""
    there = {line.strip() for line in read('docs', 'conventions.md').splitlines() if line.startswith('| ')}
    tested = run([os.path.join(ROOT, 'tools', 'conformance'), '--table']).stdout.splitlines()
    tested = [line for line in tested if line.startswith('| ')]
    missing = [line for line in tested if line not in there]
    report('docs/conventions.md has the table of tools/conformance',
           None if tested and not missing else f'not in it: {missing or "no table was printed"}')


def check_migration():
    """docs/from-videoscale.md: its lines run, its table is what tools/facts measures, its methods are those of both elements."""
    text = read('docs', 'from-videoscale.md')
    check_launch_lines(text, 1)
    there = re.search(r'<!-- facts -->\n(.*?)<!-- end of facts -->', text, re.S).group(1)
    measured = run([os.path.join(ROOT, 'tools', 'facts')]).stdout
    measured = ''.join(f'{line}\n' for line in measured.splitlines() if line.startswith('|'))
    other = there.splitlines()[:1] != measured.splitlines()[:1] and measured
    report('docs/from-videoscale.md has the table of tools/facts', None if there == measured or other else measured,
           skip='another GStreamer' if other else None)
    methods = [re.findall('`(?:method=)?(.*?)`', row[0])[0] for row in table(text, 'videoscale')]
    nicks = re.findall(r'^ +\(\d+\): ([a-z0-9-]+)', run(['gst-inspect-1.0', '--no-colors', 'videoscale']).stdout.split(
        'GstVideoScaleMethod')[1].split('GstVideo')[0], re.M)
    report('docs/from-videoscale.md names every method of videoscale',
           None if set(nicks) <= set(methods) else sorted(set(nicks) - set(methods)))
    for row in table(text, 'videoscale'):
        for line in re.findall('`(method=.*?)`', row[2]):
            result = run(f'gst-launch-1.0 fakesrc num-buffers=0 ! alignscale {line} ! fakesink'.split())
            report(f'alignscale takes {line}', result.stdout if result.returncode or 'WARN' in result.stdout else None)


def scale(element, frame, width, height):
    """An RGB frame, an array of rows, through gst-launch and the element as README writes it."""
    import numpy as np
    rows, columns = frame.shape[:2]
    padded = np.zeros((rows, (columns * 3 + 3) // 4 * 4), np.uint8)
    padded[:, :columns * 3] = frame.reshape(rows, columns * 3)
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, 'in'), 'wb') as file:
            file.write(padded.tobytes())
        result = run(f'gst-launch-1.0 filesrc location={folder}/in blocksize={padded.size} ! '
                     f'video/x-raw,format=RGB,width={columns},height={rows},framerate=1/1 ! {element} ! '
                     f'video/x-raw,width={width},height={height} ! filesink location={folder}/out'.split())
        if result.returncode:
            raise RuntimeError(' / '.join(result.stdout.splitlines()))
        stride = (width * 3 + 3) // 4 * 4
        out = np.fromfile(os.path.join(folder, 'out'), np.uint8).reshape(height, stride)
    return out[:, :width * 3].reshape(height, width, 3)


def check_torch_table(text):
    rows = [tuple(re.search('`(.*?)`', cell).group(1) for cell in row) for row in table(text, 'PyTorch')]
    try:
        import numpy as np
        import torch
        import torch.nn.functional as F
        from PIL import Image
    except ImportError as error:
        for call, element in rows:
            report(f'{call}  =  {element}', skip=f'{error}; tools/install torch brings it')
        return

    class Resample:
        """Pillow takes one float plane at a time."""
        def __init__(self, x):
            self.x = x

        def resize(self, size, method):
            planes = [Image.fromarray(p.numpy().astype(np.float32)).resize(size, method) for p in self.x[0]]
            return torch.from_numpy(np.stack([np.asarray(p, np.float64) for p in planes]))[None]

    random = np.random.default_rng(1)
    for call, element in rows:
        worst, excused, problem = 0, 0, None
        for columns, lines, width, height in ((64, 48, 37, 29), (37, 29, 64, 48), (23, 40, 55, 11)):
            frame = random.integers(0, 256, (lines, columns, 3), dtype=np.uint8)
            x = torch.from_numpy(frame).permute(2, 0, 1)[None].double()

            def grid(align_corners):
                identity = torch.eye(2, 3, dtype=x.dtype)[None]
                return F.affine_grid(identity, (1, 3, height, width), align_corners=align_corners)

            try:
                exact = eval(call, dict(F=F, x=x, size=(height, width), width=width, height=height, grid=grid,
                                        picture=Resample(x), Image=Image))
                got = scale(element, frame, width, height).astype(np.float64)
            except Exception as error:  # whatever README's text makes Python raise
                problem = repr(error)
                break
            exact = exact[0].permute(1, 2, 0).numpy()
            difference = np.abs(np.rint(exact).clip(0, 255) - got)
            near_tie = np.abs(np.abs(exact - np.floor(exact)) - 0.5) < 1e-3
            excused += int((difference[near_tie] > 0).sum())
            worst = max(worst, int(difference.max()))
            if (difference > near_tie).any():
                problem = f'{int((difference > near_tie).sum())} samples differ, by up to {worst}, ' \
                          f'at {columns}x{lines} to {width}x{height}'
                break
        report(f'{call}  =  {element} ({excused} near-ties)', problem)


def main():
    text, element = read('README.md'), read('docs', 'element.md')
    check_launch_lines(text, 3)
    check_launch_lines(element, 18)
    check_snippets(element)
    check_property_table(element)
    check_conventions()
    check_migration()
    check_torch_table(text)
    print(f'1..{count}')
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
