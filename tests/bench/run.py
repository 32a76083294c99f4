#!/usr/bin/env python3
"""What speed costs here: make bench

Writes pages from a seeded generator, times qparse and what it is held against in turns, and
prints a table for README.md beside it: processor time (user + system), its ratio, wall time, peak memory,
each the median of the rounds, output to nowhere. Times of one run compare with each other only.
    BENCH_FILES    pages of the table (10000)
    BENCH_ROUNDS   turns (7)
    BENCH_GROWTH   0: not how time grows, which takes 2 GB under TMPDIR and most of the time
"""
import datetime
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
QPARSE = os.path.abspath(os.environ.get('QPARSE', os.path.join(HERE, '..', '..', 'qparse')))
FILES = int(os.environ.get('BENCH_FILES', 10000))
ROUNDS = int(os.environ.get('BENCH_ROUNDS', 7))
GROWTH = os.environ.get('BENCH_GROWTH', '1') != '0'
CORES = len(os.sched_getaffinity(0))


class Cost:
    """Of one run, or the medians of several."""

    def __init__(self, cpu, wall, peak):
        self.cpu, self.wall, self.peak = cpu, wall, peak


def run(command, folder):
    done = subprocess.run([os.path.join(FOLDER, 'cost')] + command, cwd=folder, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE)
    if done.returncode not in (0, 3):
        sys.exit('bench: %s: exit status %d' % (' '.join(command[:6]), done.returncode))
    return Cost(*map(float, done.stdout.split()))


def in_turns(commands, folder, rounds=ROUNDS):
    """The medians of each command's costs; the first turn fills caches and does not count."""
    costs = {name: [] for name in commands}
    for turn in range(rounds + 1):
        for name, command in commands.items():
            cost = run(command, folder)
            if turn:
                costs[name].append(cost)
    return {name: Cost(*(statistics.median(getattr(c, key) for c in all)
                         for key in ('cpu', 'wall', 'peak'))) for name, all in costs.items()}


def compile_c(name, folder):
    flags = subprocess.run(['pkg-config', '--cflags', '--libs', 'libxml-2.0'], check=True,
                           capture_output=True, text=True).stdout.split() if name == 'sax' else []
    out = os.path.join(folder, name)
    subprocess.run([os.environ.get('CC', 'cc'), '-O2', '-o', out,
                    os.path.join(HERE, name + '.c')] + flags, check=True)
    return out


def python_with_lxml():
    for python in sys.executable, '/usr/bin/python3':
        if shutil.which(python) and subprocess.run([python, '-c', 'import lxml.html'],
                                                   stderr=subprocess.DEVNULL).returncode == 0:
            return python
    return None


def generate(folder, count, size=0):
    subprocess.run([sys.executable, os.path.join(HERE, 'generate.py'), folder, str(count)] +
                   ([str(size)] if size else []), check=True)


def row(*cells):
    print('| ' + ' | '.join(cells) + ' |')


def qparse(kind, form, jobs=1, *more):
    return [QPARSE, '-q', '-j%d' % jobs, '-f', form, *(more or [kind])]


def runs(kind, suffix, others):
    commands = dict(others)
    for form in 'jsonl', 'json', 'xml':
        for jobs in dict.fromkeys((1, CORES)):
            commands['qparse -f %s -j%d' % (form, jobs)] = qparse(kind, form, jobs)
    return commands


def table(title, costs, yardstick):
    print('\n| %s | cpu s | ratio | wall s | peak MB |\n| --- | --- | --- | --- | --- |' % title)
    for name, c in costs.items():
        row(name, '%.3f' % c.cpu, '%.2f' % (c.cpu / costs[yardstick].cpu), '%.3f' % c.wall,
            '%.1f' % c.peak)


def bar(what, got, limit, most=True):
    met = got <= limit if most else got >= limit
    row(what, '%.2f' % got, ('at most ' if most else 'at least ') + '%g' % limit,
        'yes' if met else '**no**')


def compare(folder, tools):
    """The two tables, and the bars that come from them."""
    python, perl, xmllint = python_with_lxml(), shutil.which('perl'), shutil.which('xmllint')
    here = {'html': sorted(os.path.join('html', n) for n in os.listdir(folder + '/html')),
            'text': sorted(os.path.join('text', n) for n in os.listdir(folder + '/text'))}
    cat = [shutil.which('cat')]
    text = {'minimal C program': [tools['lines']] + here['text'], 'cat': cat + here['text']}
    html = {'libxml2 SAX pass': [tools['sax']] + here['html'], 'cat': cat + here['html']}
    if perl:
        text['perl, one pass'] = [perl, os.path.join(HERE, 'regex.pl')] + here['text']
    if xmllint:
        html['xmllint --html'] = [xmllint, '--html', '--noout'] + here['html']
    if python:
        html['python lxml'] = [python, os.path.join(HERE, 'tree.py')] + here['html']
    texts = in_turns(runs('text', 'txt', text), folder)
    pages = in_turns(runs('html', 'html', html), folder)
    sizes = {k: sum(os.path.getsize(os.path.join(folder, n)) for n in here[k]) for k in here}
    for kind, costs, yardstick in (('text', texts, 'minimal C program'),
                                   ('HTML', pages, 'libxml2 SAX pass')):
        table('%s %s pages, %.1f KB each' % (format(FILES, ','), kind,
                                             sizes[kind.lower()] / FILES / 1000), costs, yardstick)
    return texts, pages


def bars(texts, pages):
    one = 'qparse -f %s -j1'
    bar('text: cpu / minimal C program', texts[one % 'jsonl'].cpu / texts['minimal C program'].cpu, 2)
    bar('HTML: cpu / libxml2 SAX pass', pages[one % 'jsonl'].cpu / pages['libxml2 SAX pass'].cpu, .35)
    if 'python lxml' in pages:
        bar('HTML: python lxml / cpu', pages['python lxml'].cpu / pages[one % 'jsonl'].cpu, 8, False)
    if 'perl, one pass' in texts:
        bar('text: perl / cpu', texts['perl, one pass'].cpu / texts[one % 'jsonl'].cpu, 5, False)
    bar('HTML: xml / jsonl, cpu', pages[one % 'xml'].cpu / pages[one % 'jsonl'].cpu, 1.3)
    bar('text: xml / jsonl, cpu', texts[one % 'xml'].cpu / texts[one % 'jsonl'].cpu, 2.5)
    if CORES >= 2:
        two = in_turns({1: qparse('html', 'jsonl'), 2: qparse('html', 'jsonl', 2)}, FOLDER)
        bar('HTML: wall, -j1 / -j2', two[1].wall / two[2].wall, 1.6, False)


def growth_files(folder):
    """From 1,000 to 100,000 files: the ratios, and the peak memory of the last."""
    big = os.path.join(folder, 'big')
    generate(big, 100000)
    rounds = max(3, ROUNDS // 2)
    for kind in 'text', 'html':
        names = sorted(os.listdir(os.path.join(big, kind)))
        for count in 1000, 10000:
            some = os.path.join(big, '%s.%d' % (kind, count))
            os.mkdir(some)
            for name in names[:count]:
                os.link(os.path.join(big, kind, name), os.path.join(some, name))
        costs = in_turns({count: qparse(kind, 'jsonl', 1, *(
            [kind] if count == 100000 else ['%s.%d' % (kind, count)]))
            for count in (1000, 10000, 100000)}, big, rounds)
        label = 'HTML' if kind == 'html' else kind
        for count in 10000, 100000:
            bar('%s: cpu, %s / %s files' % (label, format(count, ','), format(count // 10, ',')),
                costs[count].cpu / costs[count // 10].cpu, 10.5)
        largest = max(os.path.getsize(os.path.join(big, kind, name)) for name in names) / 1e6
        for jobs in 1, 2:
            peak = run(qparse(kind, 'jsonl', jobs), big).peak
            bar('%s: MB at the peak, 100,000 files, -j%d' % (label, jobs), peak,
                round(jobs * (16 + 8 * largest), 1))
    shutil.rmtree(big)


def growth_bytes(folder):
    """From 10 KB to 100 MB in a page, each by a command of its own: of the small ones it is the
    start that is measured."""
    sizes = [10 ** n for n in range(4, 9)]
    for size in sizes:
        generate(os.path.join(folder, str(size)), 1, size)
    for kind, suffix in ('text', 'txt'), ('html', 'html'):
        costs = in_turns({size: qparse(kind, 'jsonl', 1, '%d/%s/000000.%s' % (size, kind, suffix))
                          for size in sizes}, folder)
        label = 'HTML' if kind == 'html' else kind
        for size in sizes[1:]:
            bar('%s: cpu, a page of %s KB / %s KB' % (label, format(size // 1000, ','),
                                                     format(size // 10000, ',')),
                costs[size].cpu / costs[size // 10].cpu, 10.5)


def machine():
    model = platform.processor() or platform.machine()
    try:
        with open('/proc/cpuinfo') as info:
            model = next(l.split(':', 1)[1].strip() for l in info if l.startswith('model name'))
    except (OSError, StopIteration):
        pass
    return '%s, %d processors, Linux %s' % (model, CORES, platform.release().split('-')[0])


def main():
    print('%s, %s; %d rounds.' % (datetime.date.today().isoformat(), machine(), ROUNDS))
    tools = {name: compile_c(name, FOLDER) for name in ('cost', 'lines', 'sax')}
    generate(FOLDER, FILES)
    texts, pages = compare(FOLDER, tools)
    print('\n| what | here | bar | met |\n| --- | --- | --- | --- |')
    bars(texts, pages)
    if GROWTH:
        growth_files(FOLDER)
        growth_bytes(FOLDER)


with tempfile.TemporaryDirectory(prefix='qparse-bench-') as FOLDER:
    main()
