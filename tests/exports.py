# SPDX-License-Identifier: LGPL-2.1-or-later
"""exports.py LIBRARY [HEADER]   A library exports what its header declares as ALS_API, a plugin what GStreamer looks for; its
functions look after their stack frames and, where $FORTIFIED is set, after the memory they copy to; it is linked so that its
tables cannot be written once it is loaded."""
import os
import re
import subprocess
import sys


def lines(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, universal_newlines=True).stdout.splitlines()


library = sys.argv[1]
symbols = {line.split()[-1].split('@')[0] for line in lines('nm', '-D', '--defined-only', library)}
# of the linker, on machines that have them
symbols -= {'_init', '_fini', '_edata', '_end', '__bss_start', '__bss_start__', '__bss_end__', '__end__', '_bss_end__'}
if len(sys.argv) > 2:
    with open(sys.argv[2]) as header:
        expected = set(re.findall(r'^ALS_API [^(]*?(\w+) \(', header.read(), re.M))
else:
    expected = {'gst_plugin_alignscale_get_desc', 'gst_plugin_alignscale_register'}
wrong = [f'{name}: {"exported" if name in symbols else "missing"}' for name in sorted(symbols ^ expected)]
if len(expected) < 2:
    wrong.append(f'only {expected} expected: the pattern no longer fits the header')

called = {line.split()[-1].split('@')[0] for line in lines('nm', '-D', '--undefined-only', library)}
if not any(name.startswith('__stack_chk_fail') for name in called):
    wrong.append('no stack protector')
if 'FORTIFIED' in os.environ and not any(name.startswith('__') and name.endswith('_chk') for name in called):
    wrong.append('no fortified function')

dynamic = '\n'.join(lines('readelf', '--dynamic', library))
if not re.search(r'BIND_NOW|FLAGS_1.*NOW', dynamic):
    wrong.append('symbols are bound late: no -z now')
segments = '\n'.join(lines('readelf', '--program-headers', '--wide', library))
if 'GNU_RELRO' not in segments:
    wrong.append('no -z relro')
if re.search(r'GNU_STACK.*RWE', segments):
    wrong.append('the stack is executable')
if 'TEXTREL' in dynamic:
    wrong.append('text is relocated')
print(f'{library}: {len(symbols)} symbols', *wrong, sep='\n')
sys.exit(bool(wrong))
