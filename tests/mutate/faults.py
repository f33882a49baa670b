# Copyright (C) 2026 The alignscale authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Faults to plant: those of chosen.txt, and those that rules find in C."""
import os
import random
import re
from collections import namedtuple

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))

# name: unique, and says where; at: where in the text of file old begins, whose place new takes
Fault = namedtuple('Fault', 'name file at old new')


def read(path, root=ROOT):
    with open(os.path.join(root, path), encoding='utf-8') as file:
        return file.read()


def chosen():
    """The rows of chosen.txt. Raises ValueError where the old text of one is not in its file exactly once."""
    faults, problems = [], []
    for block in re.sub(r'^#.*\n', '', read('tests/mutate/chosen.txt'), flags=re.M).strip().split('\n\n'):
        lines = block.strip('\n').split('\n')
        name, file = lines[0].split(':')[0].split(' ')
        old = '\n'.join(line[1:] for line in lines if line.startswith('-'))
        new = '\n'.join(line[1:] for line in lines if line.startswith('+'))
        text = read(file)
        if text.count(old) != 1:
            problems.append(f'{name}: {file} has the old text {text.count(old)} times')
        faults.append(Fault(name, file, text.find(old), old, new))
    if len({fault.name for fault in faults}) < len(faults):
        problems.append('a name is there twice')
    if problems:
        raise ValueError('tests/mutate/chosen.txt: ' + '; '.join(problems))
    return faults


# rule: what it finds, what takes its place
RULES = {
    'comparison': (r' (<=?|>=?|==|!=) (?=[^=])', {'<': ['<=', '>'], '<=': ['<', '>'], '>': ['>=', '<'], '>=': ['>', '<'],
                                                 '==': ['!='], '!=': ['==']}),
    'arithmetic': (r'(?<=[\w)\]]) ([-+*/%]) (?=[\w(&])', {'+': ['-'], '-': ['+'], '*': ['/'], '/': ['*'], '%': ['/']}),
    'bits': (r'(?<=[\w)]) (<<|>>|&|\|) (?=[\w(~])', {'<<': ['>>'], '>>': ['<<'], '&': ['|'], '|': ['&']}),
    'assignment': (r' ([-+*|&]|<<|>>)= ', {'+': ['-'], '-': ['+'], '*': ['/'], '|': ['&'], '&': ['|'], '<<': ['>>'], '>>': ['<<']}),
    'step': (r'(\+\+|--)', {'++': ['--'], '--': ['++']}),
    'logic': (r'(&&|\|\|)', {'&&': ['||'], '||': ['&&']}),
    'not': (r'(?<=[(\s])(!)(?=[\w(])', {'!': ['']}),
    'sign': (r'(?<=[(,=?:])\s?(-)(?=[\w(])', {'-': ['']}),
    'constant': (r'(?<![\w.])(\d+)(?=u?\b)(?![.\w])', lambda n: [str(int(n) + 1)] + ([str(int(n) - 1)] if int(n) else [])),
    'fraction': (r'(?<![\w.])(\d+\.\d+)(?=f?\b)', lambda n: [str(float(n) + 1.0), str(-float(n))] if float(n) else ['1.0']),
    'bound': (r'\b(MIN|MAX|f?min|fmax|floor|ceil|least)(?= \()', {'MIN': ['MAX'], 'MAX': ['MIN'], 'fmin': ['fmax'],
              'fmax': ['fmin'], 'floor': ['ceil'], 'ceil': ['floor'], 'least': ['']}),
    'truth': (r'\b(TRUE|FALSE|true|false)\b', {'TRUE': ['FALSE'], 'FALSE': ['TRUE'], 'true': ['false'], 'false': ['true']}),
    'condition': (r'(?<=\bif )(\([^()]*(?:\([^()]*\)[^()]*)*\))(?=(?: \{)?$)', lambda c: [f'(!{c})']),
    'statement': (r'(?<=^)\s{2,}((?:\*?[\w.>\[\]-]+ (?:[-+*|&]|<<|>>)?= [^;]+|[a-z_]\w+ \([^;]*\)|\w+(?:\+\+|--));)(?=$)',
                  lambda s: [';']),
}

# what says something, or asks the cache, and changes nothing
TALK = re.compile(r'(?:GST_(?:DEBUG|LOG|INFO|WARNING|TRACE)\w*|__builtin_prefetch|ask_\w+) \(|_Static_assert|G_STATIC_ASSERT|'
                  r'G_DEFINE|GST_DEBUG_CATEGORY')


def blank(text):
    """The text with comments, strings, the preprocessor's lines and talk as spaces: everything else stays where it was."""
    def spaces(match):
        return re.sub(r'[^\n]', ' ', match.group())

    text = re.sub(r'/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\])+\'', spaces, text, flags=re.S)
    text = re.sub(r'^#(?:.*\\\n)*.*$', spaces, text, flags=re.M)
    return re.sub(f'(?:{TALK.pattern})[^;]*;', spaces, text)


def found(file):
    """Every fault that the rules find in a file."""
    text = read(file)
    code = blank(text)
    line_of = [0]
    for line in code.split('\n'):
        line_of.append(line_of[-1] + len(line) + 1)
    for rule, (pattern, changes) in RULES.items():
        for match in re.finditer(pattern, code, flags=re.M):
            old = text[match.start(1):match.end(1)]
            at = match.start(1)
            number = next(i for i, start in enumerate(line_of) if start > at)
            if rule == 'statement' and re.match(r'\s*(return|break|goto|case|default|else|if|for|while|switch)\b', match.group()):
                continue
            for new in changes(old) if callable(changes) else changes.get(old, []):
                column = at - line_of[number - 1] + 1
                # lines keep their numbers, which messages have in them
                yield Fault(f'{file}:{number}:{column} {rule}: {" ".join(old.split())} -> {new or "nothing"}', file, at, old,
                            new + '\n' * old.count('\n'))


def drawn(seed, count, files):
    """count of the faults that the rules find in files, no two of them in one line."""
    sites = [fault for file in sorted(files) for fault in found(file)]
    random.Random(seed).shuffle(sites)
    lines, result = set(), []
    for fault in sites:
        line = fault.name.split(' ')[0].rsplit(':', 1)[0]
        if line not in lines and len(result) < count:
            lines.add(line)
            result.append(fault)
    return result, len(sites)
