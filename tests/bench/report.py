# Copyright (C) 2026 The alignscale authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""report.py RESULTS [--write DOCS]: tables of what the benchmark measured; with --write also DOCS/benchmarks.md and its plots."""
import os
import sys

import document
import tables


def main():
    results = tables.Results(sys.argv[1])
    sections = tables.sections(results)
    load = results.machine['load']
    if load > 0.5:
        print(f'The machine had other work (load {load}) when this began: ratios may be off, most of all those of two threads.')
    for section in sections:
        print(document.as_text(section))
    if len(sys.argv) == 4 and sys.argv[2] == '--write':
        docs = sys.argv[3]
        plots = os.path.join(docs, 'benchmarks')
        os.makedirs(plots, exist_ok=True)
        for name, svg in document.plots(results).items():
            with open(os.path.join(plots, name), 'w') as f:
                f.write(svg)
        with open(os.path.join(docs, 'benchmarks.md'), 'w') as f:
            f.write(document.as_markdown(sections, results))
        print(f'written: {docs}/benchmarks.md, {plots}')


main()
