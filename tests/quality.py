# SPDX-License-Identifier: LGPL-2.1-or-later
"""quality.py PAGE BUILD   The table of failure modes in docs/quality.md names tests that are built and functions that they run,
for modes 1 to 48."""
import json
import os
import re
import sys

page, build = sys.argv[1:3]
root = os.path.dirname(os.path.dirname(os.path.abspath(page)))


def load(name):
    with open(os.path.join(build, 'meson-info', name)) as file:
        return json.load(file)


sources = {}  # of each program
for target in load('intro-targets.json'):
    for filename in target['filename']:
        sources[filename] = [s for group in target.get('target_sources', []) for s in group.get('sources', [])]
programs = {}
for test in load('intro-tests.json'):
    # a test of the core has a name for each instruction set
    programs[test['name']] = programs[re.sub(r'-c$', '', test['name'])] = test['cmd'][0]

wrong, modes, n = [], [], 0
with open(page) as file:
    for line in file:
        row = re.match(r'\| (\d+) \|.*\| ([^|]*) \|$', line)
        if not row:
            continue
        modes.append(int(row.group(1)))
        named = re.findall('`([^`]+)`', row.group(2))
        if not named:
            wrong.append(f'mode {modes[-1]} has no test')
        for name in named:
            test, *functions = name.split()
            n += 1
            if '/' in test:
                if not os.access(os.path.join(root, test), os.X_OK):
                    wrong.append(f'mode {modes[-1]}: there is no {test}')
            elif test not in programs:
                wrong.append(f'mode {modes[-1]}: no test is called {test}')
            else:
                text = ''.join(open(s).read() for s in sources.get(programs[test], []) if s.endswith('.c'))
                wrong += [f'mode {modes[-1]}: {test} runs no {f}' for f in functions if len(re.findall(rf'\b{f}\b', text)) < 2]
if modes != list(range(1, 49)):
    wrong.append(f'the modes are {modes}')
print(f'{len(modes)} modes, {n} tests', *wrong, sep='\n')
sys.exit(bool(wrong))
