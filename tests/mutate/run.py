# Copyright (C) 2026 The alignscale authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Builds each fault in a copy of the working tree and runs the tests until one is red; see tools/mutate."""
import argparse
import atexit
import hashlib
import json
import os
import queue
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time

import faults

ROOT = faults.ROOT
DIR = os.path.join(ROOT, os.environ.get('MUTATE_DIR', 'build-mutate'))
RESULTS = os.path.join(DIR, 'results.txt')
TIMES = os.path.join(DIR, 'times.json')

# the tests of the element that are nearest to a file; the others follow
NEAREST = {
    'alignscale': ['states', 'properties', 'facts', 'metas', 'regions', 'navigation', 'renegotiation'],
    'grid': ['siting', 'fields', 'box'],
    'border': ['borders', 'views', 'formats'],
    'caps': ['caps', 'rectangle', 'sizes'],
    'extent': ['unpacked', 'hostile', 'formats'],
    'format': ['facts', 'unlisted', 'native', 'formats', 'output'],
    'frame': ['output', 'hostile', 'crop', 'allocation'],
    'layout': ['formats', 'unpacked', 'native', 'light'],
    'light': ['light'],
    'line': ['unpacked', 'formats'],
    'meta': ['regions', 'metas', 'navigation', 'crop'],
    'parts': ['fields', 'views', 'siting', 'crop', 'cropsiting', 'box'],
    'plans': ['properties', 'light', 'renegotiation', 'crop'],
    'ratio': ['caps', 'rectangle', 'sizes'],
    'run': ['output', 'borders', 'fields', 'unpacked'],
    'scheme': ['properties', 'siting', 'box', 'crop', 'cropsiting', 'light'],
    'settings': ['properties'],
    'slices': ['threads'],
    'unpack': ['unpacked', 'hostile', 'formats'],
}


RUNNING = set()


def kill_running():
    for process in list(RUNNING):
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


class Red(Exception):
    """The tests fail, or nothing can be built, without a fault."""


def limits(cpu_seconds):
    def set_limits():
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
        resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return set_limits


class Copy:
    """A copy of the working tree and its build."""

    def __init__(self, number):
        self.source = os.path.join(DIR, f'copy-{number}', 'source')
        self.build = os.path.join(DIR, f'copy-{number}', 'build')
        self.env = dict(os.environ, CCACHE_DIR=os.path.join(DIR, 'ccache'), CK_DEFAULT_TIMEOUT='60')
        # there while a fault is planted: what it left may look new
        self.planted = os.path.join(DIR, f'copy-{number}', 'planted')
        if os.path.exists(self.planted):
            shutil.rmtree(self.build)
            os.remove(self.planted)
        self.take_files()
        if not os.path.exists(os.path.join(self.build, 'build.ninja')):
            self.call('meson', 'setup', '-Doptimization=1', self.build, cwd=self.source)
        if self.ninja() != 0:
            raise Red(f'{self.build} cannot be built')
        self.objects = self.hash_objects()
        self.dependents = {}
        for block in self.call('ninja', '-C', self.build, '-t', 'deps', cwd=self.source).split('\n\n'):
            lines = block.split('\n')
            for line in lines[1:]:
                file = os.path.relpath(os.path.join(self.build, line.strip()), self.source)
                self.dependents.setdefault(file, set()).add(lines[0].split(':')[0])
        tests = json.loads(self.call('meson', 'introspect', '--tests', self.build, cwd=self.source))
        targets = json.loads(self.call('meson', 'introspect', '--targets', self.build, cwd=self.source))
        files = {os.path.relpath(name, self.build) for target in targets for name in target['filename']}
        self.tests = {}
        for test in tests:
            # the one that must fail says that the others can
            if '--fault' not in test['cmd']:
                words = [os.path.relpath(word, self.build) for word in test['cmd'] if os.path.isabs(word)]
                test['targets'] = [word for word in words if word in files]
                test['of_gst'] = any(suite.endswith(':gst') for suite in test['suite']) or test['name'] == 'exports-plugin'
                test['slow'] = any(suite.endswith(':slow') for suite in test['suite'])
                self.tests[test['name']] = test

    def call(self, *command, cwd):
        done = subprocess.run(command, cwd=cwd, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        if done.returncode != 0:
            raise Red(f'{" ".join(command)}: {done.stdout}')
        return done.stdout

    def take_files(self):
        """Files that are as they were keep their times, so that little is built again."""
        names = subprocess.run(['git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'], cwd=ROOT, check=True,
                               stdout=subprocess.PIPE, text=True).stdout.split('\0')
        for name in filter(os.path.isfile, (os.path.join(ROOT, name) for name in names if name)):
            copy = os.path.join(self.source, os.path.relpath(name, ROOT))
            os.makedirs(os.path.dirname(copy), exist_ok=True)
            with open(name, 'rb') as file:
                content = file.read()
            if os.path.exists(copy):
                with open(copy, 'rb') as file:
                    if file.read() == content:
                        continue
            shutil.copyfile(name, copy)
            shutil.copymode(name, copy)

    def ninja(self, *targets):
        process = self.start(['ninja', '-C', self.build, '-j1', *targets], env=self.env)
        code = process.wait()
        RUNNING.discard(process)
        return code

    def start(self, command, **options):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, **options)
        RUNNING.add(process)
        return process

    def hash_objects(self):
        hashes = {}
        for part in ('src', 'gst'):
            for folder, _, names in os.walk(os.path.join(self.build, part)):
                for name in names:
                    if name.endswith('.o'):
                        with open(os.path.join(folder, name), 'rb') as file:
                            hashes[os.path.join(folder, name)] = hashlib.sha256(file.read()).digest()
        return hashes

    def run(self, name, cost):
        """Runs a test: '' where it is green, else what it died of; and its seconds of processor time."""
        test = self.tests[name]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.monotonic()
        process = self.start(test['cmd'], cwd=test['workdir'] or self.build,
                             env=dict(self.env, **dict(test['env'], CK_DEFAULT_TIMEOUT='60')),
                             preexec_fn=limits(int(10 + 5 * cost)))
        try:
            code = process.wait(timeout=60 + 20 * cost)
            why = '' if code == 0 else 'red' if code > 0 else signal.Signals(-code).name
        except subprocess.TimeoutExpired:
            why = 'time'
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()
        RUNNING.discard(process)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return why, min(time.monotonic() - began, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)

    def write(self, fault, text, objects=None):
        """What ninja builds next is with this text: all that depends on the file, or some objects alone."""
        path = os.path.join(self.source, fault.file)
        time_before = os.stat(path).st_mtime_ns
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        if objects is not None:
            os.utime(path, ns=(time_before, time_before))
            for name in objects:
                os.remove(os.path.join(self.build, name))


def part_of(path):
    name = os.path.splitext(os.path.basename(path))[0]
    return name.replace('gstalignscale', '').replace('private', '') or 'alignscale'


def in_order(tests, costs, fault, kills):
    """The tests that a fault can turn red, those likely to first."""
    near = ['gst-' + name for name in NEAREST.get(part_of(fault.file), [])]
    own = fault.file.startswith('src/rows_')

    def key(name):
        hit = kills.get((fault.file, name), 0)
        return (tests[name]['of_gst'], tests[name]['slow'], -hit, near.index(name) if name in near else len(near),
                not (own and name.endswith('-' + part_of(fault.file)[5:])), costs[name])

    return sorted((name for name in tests if fault.file.startswith('src/') or tests[name]['of_gst']), key=key)


def stages(copy, fault):
    """The objects to be built with a fault, some first where that is much faster: a header of the vectors' rows is in the file
    of every instruction set, and the tests of one of them often see it."""
    if not (fault.file.startswith('src/rows_') and fault.file.endswith('.h')):
        return [None]
    objects = sorted(copy.dependents.get(fault.file, ()), key=lambda name: ('avx' in name, name))
    return [objects[:1], objects[1:]] if len(objects) > 1 else [None]


def run_tests(copy, names, costs):
    """The test that is red, and why."""
    for name in names:
        if copy.ninja('gst/libgstalignscale.so', *copy.tests[name]['targets']) != 0:
            return 'not compiled', name
        why, _ = copy.run(name, costs[name])
        # once more, so that a busy machine kills nothing
        if why and copy.run(name, costs[name])[0]:
            return 'killed', f'{name} ({why})'
    return None


def try_fault(copy, fault, costs, kills):
    """What became of a fault, and the test that saw it."""
    text = faults.read(fault.file, copy.source)
    names = in_order(copy.tests, costs, fault, kills)
    plan = stages(copy, fault)
    built = []
    same = True
    with open(copy.planted, 'w', encoding='utf-8'):
        pass
    try:
        for objects in plan:
            built += objects or []
            copy.write(fault, text[:fault.at] + fault.new + text[fault.at + len(fault.old):], objects)
            if copy.ninja('gst/libgstalignscale.so') != 0:
                return 'not compiled', '-'
            if copy.hash_objects() == copy.objects:
                continue
            same = False
            # those of one instruction set, or all
            some = [name for name in names if objects is not plan[-1] and not copy.tests[name]['of_gst']
                    and not copy.tests[name]['slow'] and (name.rsplit('-', 1)[-1] in objects[0] or name == 'checkrows')]
            seen = run_tests(copy, some if objects is not plan[-1] else names, costs)
            if seen:
                return seen
        return ('same code' if same else 'survived'), '-'
    finally:
        copy.write(fault, text, [name for name in built if os.path.exists(os.path.join(copy.build, name))] if built else None)
        # the next build is without it
        if copy.ninja('gst/libgstalignscale.so') == 0 and copy.hash_objects() == copy.objects:
            os.remove(copy.planted)
        else:
            raise Red(f'{fault.name} cannot be taken back')


def measure(copy):
    """Seconds of processor time of every test without a fault; they are kept for the next run."""
    costs = {}
    if os.path.exists(TIMES):
        with open(TIMES, encoding='utf-8') as file:
            costs = json.load(file)
    for name in copy.tests:
        if name in costs:
            continue
        why, costs[name] = copy.run(name, 30)
        if why:
            raise Red(f'{name} is red without a fault ({why})')
        print(f'{name}: {costs[name]:.1f} s', flush=True)
        with open(TIMES, 'w', encoding='utf-8') as file:
            json.dump(costs, file, indent=1)
    return costs


def digest(file):
    return hashlib.sha256(faults.read(file).encode()).hexdigest()[:12]


def known():
    """The results of runs before this one, of files that are as they were."""
    results = {}
    if os.path.exists(RESULTS):
        with open(RESULTS, encoding='utf-8') as file:
            for line in file:
                verdict, test, of, name = line.rstrip('\n').split('\t')
                if os.path.exists(os.path.join(ROOT, of.split(' ')[0])) and digest(of.split(' ')[0]) == of.split(' ')[1]:
                    results[name] = verdict, test
    return results


def share(verdicts):
    alive, dead = verdicts.count('survived'), verdicts.count('killed')
    return dead / (dead + alive) if dead + alive else 1.0


def main():
    parser = argparse.ArgumentParser(prog='tools/mutate')
    parser.add_argument('--chosen', action='store_true')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--count', type=int, default=200)
    parser.add_argument('--jobs', type=int, default=1)
    parser.add_argument('--again', action='store_true')
    parser.add_argument('--only', default='')
    args = parser.parse_args()

    os.makedirs(DIR, exist_ok=True)
    first = Copy(0)
    if args.chosen:
        plan = faults.chosen()
    else:
        compiled = {os.path.relpath(entry['file'], '../source') for entry in
                    json.loads(faults.read('compile_commands.json', first.build))}
        files = [f'{part}/{name}' for part in ('src', 'gst') for name in os.listdir(os.path.join(ROOT, part))
                 if f'{part}/{name}' in compiled or name.endswith('.h')]
        plan, sites = faults.drawn(args.seed, args.count, files)
        print(f'{len(plan)} of {sites} faults in {len(files)} files, seed {args.seed}')
    plan = [fault for fault in plan if args.only in fault.name]
    digests, done = {fault.file: digest(fault.file) for fault in plan}, known()
    results = {fault.name: done[fault.name] for fault in plan
               if fault.name in done and not (args.again and done[fault.name][0] == 'survived')}
    costs, kills = measure(first), {}
    left, lock = queue.Queue(), threading.Lock()
    for fault in plan:
        if fault.name not in results:
            left.put(fault)
        elif results[fault.name][0] == 'killed':
            key = fault.file, results[fault.name][1].split(' ')[0]
            kills[key] = kills.get(key, 0) + 1

    def work(copy):
        while True:
            try:
                fault = left.get_nowait()
            except queue.Empty:
                return
            verdict, test = try_fault(copy, fault, costs, kills)
            with lock:
                results[fault.name] = verdict, test
                if verdict == 'killed':
                    key = fault.file, test.split(' ')[0]
                    kills[key] = kills.get(key, 0) + 1
                with open(RESULTS, 'a', encoding='utf-8') as file:
                    file.write(f'{verdict}\t{test}\t{fault.file} {digests[fault.file]}\t{fault.name}\n')
                print(f'{len(results)}/{len(plan)} {share([v for v, _ in results.values()]):.1%} killed: {verdict:8} {test}: '
                      f'{fault.name}', flush=True)

    threads = [threading.Thread(target=work, args=(copy,), daemon=True) for copy in
               [first] + [Copy(n) for n in range(1, args.jobs)]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    verdicts = [verdict for verdict, _ in results.values()]
    for name, (verdict, _) in results.items():
        if verdict == 'survived':
            print('survived:', name)
    print(f'{len(plan)} faults: {verdicts.count("killed")} killed, {verdicts.count("survived")} survived, '
          f'{verdicts.count("same code")} the same code, {verdicts.count("not compiled")} did not compile: '
          f'{share(verdicts):.1%} killed')
    return 'survived' in verdicts if args.chosen else share(verdicts) < 0.9


if __name__ == '__main__':
    atexit.register(kill_running)
    signal.signal(signal.SIGTERM, lambda *_: (kill_running(), os._exit(1)))
    try:
        sys.exit(main())
    except (Red, ValueError) as problem:
        sys.exit(f'tools/mutate: {problem}')
