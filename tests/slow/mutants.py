#!/usr/bin/env python3
"""That the tests tell: mutants.py [OPTION]... [N]

N places of src/*.c and src/sites/*.c (240, or as many as MUTANTS says) are changed one at a time:
a comparison is turned or moved by one, && and || are swapped, a ! is dropped, a condition is
forced, 1 is no longer added, a loop is left instead of continued, a function returns the other
value, a small number is another. Files get as many as they have conditions, and the seed draws
them file by file, so that the draw of one stays when another changes. What is no code of a
function stays as it is: comments, strings, macros, tables, array sizes, assertions. A mutant that
does not compile, or whose object file is the original's byte for byte, is none: another is drawn.

Each is built in a copy of the tree, without a sanitizer, and tried with one suite after the other
until one is red: golden, the unit tests, the scripts, cheapest first, but those that were red for
an earlier mutant of the file before all others; at last golden and the unit tests with sanitizers,
if the tree has been built with them. Of golden and invariance, whose thousands of runs take a
minute, only the cases are tried whose output in one run over all pages is another than it was. A
suite that takes far longer than it did with the original, or a process that does not end, is red.
What a suite says of the original is found out when it is first needed; where that is red already,
the suite is left out.

Prints `FILE:LINE: what -> what: SOURCE` for every mutant that no suite told, and the count; the
exit status is 1 where less than 95 % of those tried were told. Not tried are those that
tests/slow/mutants.judged names: there a line is, between tabs, the file, the line's text, what became
what, and why no test can or need tell.

    -j N        so many at a time, each with a copy of the tree; as many as there are processors
    --seed N    another draw
    --only F    only the mutants drawn for these files or lines, with commas between them
    --list      say what is drawn, try nothing; what is no mutant is not known then
    --suites S  only these, with commas: golden, unit, asan for both with sanitizers, or one's name
    -v          say of each what told

Standard library only. Root's mutants could rename a file over /dev/null: they get devices of
their own, for which util-linux must be there."""
import argparse
import os
import random
import re
import resource
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
JUDGED = os.path.join(TOP, "tests", "mutants.judged")
WANTED = 95  # per cent
FLAGS = {"mutants": "-DQP_NO_SPARE -O2 -g0 -w", "asan": None}  # SANITIZE of the Makefile
# Scripts that can tell, by what they cost without a sanitizer, a few seconds to a minute.
SCRIPTS = ["pairs", "man", "first_minute", "other_pages", "variants", "formats", "validate",
           "diff", "cli", "completions", "hostile", "batch", "invariance", "sweep"]
# Sources that a script is about, which is then tried before the others.
ABOUT = {
    "diff": "diff compare align words load record_read record_json record_xml",
    "validate": "validate xsd load guard schema record_read record_json record_xml",
    "formats": "emit_csv emit_akn emit say",
    "cli": "main options help completion input terminal output say",
    "batch": "batch find tree container gunzip zip_name warc convert progress interrupt output input",
    "other_pages": "sniff other_page",
    "variants": "relation relations official official_lex official_values official_find segment",
    "hostile": "decode html mime unbox stack",
}
LAST = ["guard", "oom"]  # of the unit tests
NO_TEST = ["html5lib_driver"]
SLOWER = 10    # than with the original: a hang
LEAST = 60     # seconds, whatever the original took
PROCESSOR = 60  # seconds, of one process
CONVERSION = 10  # seconds, of all fixtures, which take a tenth of one
MEMORY = 4 << 30  # of one, without a sanitizer, which asks for more than there is
FILE = 2 << 30

# ---- What is changed

TOKEN = re.compile(r"""(?m:^[ \t]*\#)(?:[^\n\\]|\\.)*|//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'
    |[A-Za-z_]\w*|\d[\w.]*|<<=|>>=|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|\S""", re.S | re.X)
COMPARISONS = {"<": ("<=", ">="), "<=": ("<", ">"), ">": (">=", "<="), ">=": (">", "<"),
               "==": ("!=",), "!=": ("==",), "&&": ("||",), "||": ("&&",)}
STATEMENTS = {"continue": "break", "break": "continue"}
RETURNS = {"true": "false", "false": "true"}
KEYWORDS = {"return", "sizeof", "case", "else", "do", "goto", "if", "while", "for", "switch"}
ASSERTIONS = {"assert", "_Static_assert", "static_assert"}


class Mutant:
    """At `begin` of the file's text, up to `end`, stands `new`."""

    def __init__(self, file, text, begin, end, new, what):
        self.file, self.begin, self.end, self.new = file, begin, end, new
        self.line = text.count("\n", 0, begin) + 1
        first = text.rfind("\n", 0, begin) + 1
        self.source = text[first:text.index("\n", begin)].strip()
        self.what = what

    def __str__(self):
        return "%s:%d: %s: %s" % (self.file, self.line, self.what, self.source)

    def key(self):
        return self.file, self.source, self.what


def code(text):
    """The tokens of functions' bodies, without assertions and tables: (begin, text)."""
    tokens = list(compiled((m.start(), m.group()) for m in TOKEN.finditer(text)))
    depth = 0
    found, before = [], ""
    i = 0
    while i < len(tokens):
        word = tokens[i][1]
        if word == "{":
            # A block stands behind these; behind all else a table, or a type.
            block = before == ")" or depth and before in ("else", "do", ";", "{", "}", ":")
            if not block:
                i = closing(tokens, i, "{", "}")
                before = "}"
                i += 1
                continue
            depth += 1
        elif word == "}":
            depth -= 1
        elif word in ASSERTIONS:
            i = closing(tokens, i + 1, "(", ")")
        if depth:
            found.append(tokens[i])
        before = tokens[i][1]
        i += 1
    if depth:
        raise ValueError("braces")
    return found


def compiled(tokens):
    """Neither comments nor directives, nor what stands behind #else, where a brace may be closed again."""
    otherwise = 0
    for token in tokens:
        directive = re.match(r"\s*#\s*(\w*)", token[1])
        if directive and otherwise:
            otherwise += {"i": 1, "e": -1 if directive[1] == "endif" else 0}.get(directive[1][:1], 0)
        elif directive:
            otherwise = directive[1] in ("else", "elif")
        elif not otherwise and not token[1].startswith(("/*", "//")):
            yield token


def closing(tokens, i, opens, closes):
    depth = 0
    for i in range(i, len(tokens)):
        depth += {opens: 1, closes: -1}.get(tokens[i][1], 0)
        if depth == 0:
            return i
    raise ValueError("no " + closes)


def mutants_of(file, text):
    """(those of conditions, the others), and how many conditions there are."""
    conditions, others, sites = [], [], 0
    tokens = code(text)
    word = [t[1] for t in tokens] + [""]
    nth = {}

    def add(to, k, new, what=None, last=None):
        begin = tokens[k][0]
        last = k if last is None else last
        end = tokens[last][0] + len(word[last])
        line = text.count("\n", 0, begin)
        same = nth[k] if k in nth else sum(text.count("\n", 0, tokens[j][0]) == line
                                           for j in range(max(0, k - 60), k + 1) if word[j] == word[k])
        nth[k] = same
        number = "#%d" % same if same > 1 else ""
        to.append(Mutant(file, text, begin, end, new, "%s%s -> %s" % (word[k], number, what or new)))

    for k in range(len(tokens)):
        w, before, then = word[k], word[k - 1] if k else "", word[k + 1]
        if w in COMPARISONS:
            sites += 1
            for new in COMPARISONS[w]:
                add(conditions, k, new)
        elif w == "!":
            sites += 1
            add(conditions, k, "", "dropped")
        elif w in ("if", "while") and then == "(":
            sites += 1
            last = closing(tokens, k + 1, "(", ")")
            inside = text[tokens[k + 1][0] + 1:tokens[last][0]]
            for value in ("true", "false") if w == "if" else ("false",):
                add(conditions, k, "%s ((%s), %d)" % (w, inside, value == "true"), value, last)
        elif w in STATEMENTS:
            add(others, k, STATEMENTS[w])
        elif w in RETURNS and before == "return":
            add(others, k, RETURNS[w])
        elif w == "1" and before in "+-" and word[k - 2] not in ("return", "(", "=", ",", "?", ":"):
            add(others, k, "0")
        elif w == "1" and before == "-" and word[k - 2] == "return":
            add(others, k, "0")
        elif re.fullmatch(r"\d\d?", w) and not declares_array(word, k):
            for new in (int(w) + 1, int(w) - 1):
                if new >= 0:
                    add(others, k, str(new))
    return conditions, others, sites


def declares_array(word, k):
    return (word[k - 1] == "[" and word[k - 2].isidentifier() and word[k - 3] not in KEYWORDS and
            (word[k - 3].isidentifier() or word[k - 3] == "*"))


def sources():
    found = []
    for folder in "src", "src/sites":
        found += sorted(folder + "/" + n for n in os.listdir(os.path.join(TOP, folder)) if n.endswith(".c"))
    return found


def draw(count, seed):
    """{file: (how many, mutants in the order of their draw)}"""
    drawn, weight = {}, {}
    for file in sources():
        with open(os.path.join(TOP, file), encoding="utf-8") as f:
            conditions, others, weight[file] = mutants_of(file, f.read())
        dice = random.Random("%d %s" % (seed, file))
        dice.shuffle(conditions)
        dice.shuffle(others)
        row = []
        while conditions or others:  # three of conditions, then one of the others
            row += conditions[:3] + others[:1]
            del conditions[:3], others[:1]
        drawn[file] = row
    total = sum(weight.values())
    share = {file: count * weight[file] / total for file in drawn}
    quota = {file: int(share[file]) for file in drawn}
    most = sorted(drawn, key=lambda file: quota[file] - share[file])
    for file in most[:count - sum(quota.values())]:
        quota[file] += 1
    return {file: (quota[file], drawn[file]) for file in drawn if quota[file]}


# ---- How it is built

def run(argv, cwd, **more):
    return subprocess.run(argv, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, check=False, **more)


class Build:
    """One of the Makefile's builds, in the clean tree: what it would do to make each file."""

    def __init__(self, tree, name):
        self.tree, self.name = tree, name
        self.tests = sorted(f[:-2] for f in os.listdir(os.path.join(TOP, "tests"))
                            if f.endswith(".c") and f[:-2] not in NO_TEST)
        self.command = "build/%s/qparse" % name
        self.archive = "build/%s/all.a" % name
        more = ["CHECKED=" + name] + (["SANITIZE=" + FLAGS[name]] if FLAGS[name] else [])
        targets = [self.command, self.archive, "build/fail.so"] + [self.test(t) for t in self.tests]
        done = run(["make", "-s", "-j%d" % (os.cpu_count() or 2), *more, *targets], tree)
        if done.returncode:
            sys.exit("mutants.py: the tree does not build: " + done.stderr.decode())
        said = run(["make", "-n", "-B", "V=1", *more, *targets], tree).stdout.decode()
        self.how = {}
        for line in said.replace("\\\n", " ").split("\n"):
            argv = shlex.split(line)
            if "-o" in argv and argv[0] not in ("rm", "mkdir"):
                self.how[argv[argv.index("-o") + 1]] = argv
        for test in self.tests:  # a link needs no compilation then
            argv = self.how[self.test(test)]
            base = argv[:argv.index("-o")]
            run([*base, "-c", "-o", self.test(test) + ".o", "tests/%s.c" % test], tree)
        self.included = {t: included("tests/%s.c" % t) for t in self.tests}

    def test(self, name):
        return "build/%s/tests/%s" % (self.name, name)

    def object(self, file):
        return "build/%s/%s.o" % (self.name, file[len("src/"):-2])


def included(path):
    """What a test includes of src/, headers and sources, by base name."""
    with open(os.path.join(TOP, path), encoding="utf-8") as f:
        names = re.findall(r'^#include "(?:.*/)?([^"/]+)"', f.read(), re.M)
    found = set(names)
    for name in names:
        if name.endswith(".c") and os.path.exists(os.path.join(TOP, "tests", name)):
            found |= included("tests/" + name)
    return found


class Tree:
    """A copy of the tree in which one mutant after the other is built."""

    def __init__(self, folder, clean, build):
        self.folder, self.build = folder, build
        shutil.copytree(clean, folder, symlinks=True)
        self.tmp = os.path.join(folder, "tmp")
        self.fresh()
        self.clean, self.changed = clean, None
        self.cases = None  # whose output is another than it was, once golden has been tried

    def fresh(self):
        run(["chmod", "-R", "u+rwx", self.tmp], "/") if os.path.exists(self.tmp) else None
        shutil.rmtree(self.tmp, ignore_errors=True)
        os.makedirs(self.tmp, exist_ok=True)
        os.chmod(self.tmp, 0o1777)

    def make(self, argv):
        return run(argv, self.folder).returncode == 0

    def put(self, path, text):
        with open(os.path.join(self.folder, path), "w", encoding="utf-8") as f:
            f.write(text)

    def apply(self, mutant):
        """Whether there is one: it compiles, and to something else."""
        self.undo()
        self.changed, self.cases = mutant.file, None
        path = os.path.join(self.clean, mutant.file)
        with open(path, encoding="utf-8") as f:
            text = f.read()
        self.put(mutant.file, text[:mutant.begin] + mutant.new + text[mutant.end:])
        b = self.build
        o = b.object(mutant.file)
        if not self.make(b.how[o]):
            return False
        with open(os.path.join(self.folder, o), "rb") as mine, open(os.path.join(self.clean, o), "rb") as old:
            if mine.read() == old.read():
                return False
        linked = run(b.how[b.command], self.folder)
        if linked.returncode:  # no mutant's doing: the folder is damaged
            raise RuntimeError("%s does not link: %s" % (mutant, linked.stderr.decode()))
        return True

    def archive(self):
        # Of main.c's object there is none in it.
        if self.changed != "src/main.c":
            self.make(["ar", "r", self.build.archive, self.build.object(self.changed)])

    def link(self, test):
        b = self.build
        argv = b.how[b.test(test)]
        if os.path.basename(self.changed or "") not in b.included[test]:
            argv = [b.test(test) + ".o" if a == "tests/%s.c" % test else a for a in argv]
        return self.make(argv)

    def undo(self):
        if not self.changed:
            return
        b = self.build
        for path in self.changed, b.object(self.changed):
            shutil.copy2(os.path.join(self.clean, path), os.path.join(self.folder, path))
        self.archive()
        self.changed = None


# ---- How it is tried

def limits(build, seconds=PROCESSOR):
    """What a process may take that does not end, and all that it starts."""
    def set_limits():
        os.setsid()
        for number in signal.SIGINT, signal.SIGQUIT, signal.SIGHUP:  # a background job ignores them
            signal.signal(number, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (FILE, FILE))
        if build.name == "mutants":
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    return set_limits


def stop(process):
    for how in signal.SIGTERM, signal.SIGKILL:
        try:
            os.killpg(process.pid, how)
        except ProcessLookupError:
            pass
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            continue
        try:  # what the first had started
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        return


class Suites:
    """What is said of a tree; of the original, what it took."""

    def __init__(self, original):
        self.original = original
        self.took, self.lock = {}, threading.Lock()
        self.python = "python3"
        if run([self.python, "-W", "ignore", "-c", "import jsonschema"], "/").returncode:
            self.python = "/usr/bin/python3"
        self.pages = {}
        for case in sorted(os.listdir(os.path.join(original.folder, "fixtures"))):
            folder = os.path.join("fixtures", case)
            if os.path.isdir(os.path.join(original.folder, folder)):
                names = sorted(n for n in os.listdir(os.path.join(original.folder, folder))
                               if n.startswith("page."))
                if names:
                    self.pages[folder] = names
        self.outputs = {form: self.at_once(original, form) for form in FORMS}

    def environment(self, tree):
        env = dict(os.environ, QPARSE=os.path.join(tree.folder, tree.build.command), PYTHON=self.python,
                   QPARSE_CHECKED=tree.build.name, TMPDIR=tree.tmp, CMOCKA_MESSAGE_OUTPUT="tap",
                   PYTHONDONTWRITEBYTECODE="1")
        for name, status in ("ASAN", 86), ("UBSAN", 87), ("LSAN", 86):
            env[name + "_OPTIONS"] = "exitcode=%d" % status
        env["ASAN_OPTIONS"] += ":allocator_may_return_null=1"
        return env

    def is_red(self, tree, argv, limit):
        """Why, or nothing. Ends at the first check that fails."""
        p = subprocess.Popen(argv, cwd=tree.folder, env=self.environment(tree), stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                             preexec_fn=limits(tree.build))
        hung = threading.Event()

        def end():
            hung.set()
            stop(p)
        timer = threading.Timer(limit, end)
        timer.start()
        red = ""
        for line in p.stdout:
            if line.startswith(b"not ok ") and b"# skip" not in line.lower():
                red = line.decode("utf-8", "replace").strip()
                stop(p)
                break
        status = p.wait()
        timer.cancel()
        p.stdout.close()
        tree.fresh()
        return red or (hung.is_set() and "it does not end") or (status not in (0, 77) and "exit status %d" % status)

    def suite(self, tree, name):
        argv = self.argv(tree, name)
        if (tree.build.name, name) not in self.took:
            with self.lock:  # one at a time: each clears the original's folder for temporary files
                if (tree.build.name, name) not in self.took:
                    self.originally(tree.build.name, name)
        took = self.took[tree.build.name, name]
        if took is None:
            return False
        if name.startswith("test_") and not tree.link(name):
            return True
        if name == "invariance" and tree.cases is not None:
            if not tree.cases:
                return False
            argv += tree.cases
        return self.is_red(tree, argv, max(LEAST, SLOWER * took))

    def originally(self, build, name):
        """How long it took, None where it is red. With sanitizers `make test` has seen that it is not."""
        if build != self.original.build.name:
            self.took[build, name] = LEAST
            return
        began = time.monotonic()
        red = self.is_red(self.original, self.argv(self.original, name), 3600)
        if red:
            print("# %s is red without a mutant, and left out: %s" % (name, red), file=sys.stderr)
        self.took[build, name] = None if red else time.monotonic() - began

    def argv(self, tree, name):
        if name.startswith("test_"):
            return [tree.build.test(name)]
        if os.path.exists(os.path.join(tree.folder, "tests", name + ".sh")):
            return ["bash", "tests/%s.sh" % name]
        return [self.python, "-W", "ignore", "tests/%s.py" % name]

    # Golden files, of which those are run that can be red.

    def convert(self, tree, form, pages, cwd=""):
        argv = [os.path.join(tree.folder, tree.build.command), "-j1", "-f", form, *pages]
        seconds = CONVERSION if tree.build.name == "mutants" else PROCESSOR
        # A file, whose size has a limit.
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            try:
                status = subprocess.run(argv, cwd=os.path.join(tree.folder, cwd), stdin=subprocess.DEVNULL,
                                        stdout=out, stderr=err, env=self.environment(tree), check=False,
                                        preexec_fn=limits(tree.build, seconds), timeout=120).returncode
            except subprocess.TimeoutExpired:
                return b"", b"", -1
            out.seek(0)
            err.seek(0)
            return out.read(64 << 20), err.read(64 << 20), status

    def at_once(self, tree, form):
        """What one run says of every page, and its exit status."""
        pages = [folder + "/" + n for folder in self.pages for n in self.pages[folder]]
        out, err, status = self.convert(tree, form, pages)
        said = {}
        for stream in out, err:
            parts = re.split(rb"(fixtures/[\w.-]+/page[\w.-]*)", stream)
            for name, text in zip(parts[1::2], parts[2::2]):
                said.setdefault(name.decode(), []).append(text)
        return said, status

    def golden(self, tree):
        other, tree.cases = {}, []
        for form in FORMS:
            (old, status), (new, now) = self.outputs[form], self.at_once(tree, form)
            # A record's first members stand before its file's name, in the part of the one before.
            names = list(old)
            for a, b in zip(names, names[1:] + names[:1]):
                if old[a] != new.get(a):
                    other.setdefault(a, form)
                    other.setdefault(b, form)
            if status != now and not other:
                other = {folder + "/" + primary(names): form for folder, names in self.pages.items()}
            if now < 0:  # it crashed, or did not end, as it will not in other forms
                break
        first = [p for p in other if primary(self.pages[os.path.dirname(p)]) == os.path.basename(p)]
        for page in first[:40]:
            for form in dict.fromkeys((other[page], "json", "xml")):
                if self.is_another(tree, page, form):
                    return True
        tree.cases = list(dict.fromkeys(os.path.dirname(p) for p in other))[:20]
        argv = [self.python, "-W", "ignore", "tests/pages/golden.py", *tree.cases]
        return bool(tree.cases) and self.is_red(tree, argv, 600)

    def is_another(self, tree, page, form):
        """What tests/pages/golden.py asks of a case's first page."""
        folder, name = os.path.split(page)
        form = "json" if form == "jsonl" else form

        def expected(suffix):
            try:
                with open(os.path.join(tree.folder, folder, "expected." + suffix), "rb") as f:
                    return f.read()
            except FileNotFoundError:
                return None
        wanted = expected(form)
        if wanted is None and any(map(expected, ("json", "xml", "csv", "akn"))):
            return False
        out, err, status = self.convert(tree, form, [name], folder)
        return (out, err, status) != (wanted or b"", expected("err") or b"", 3 if wanted is None else 0)


FORMS = ["jsonl", "xml", "csv", "akn"]


def primary(names):
    for name in "page.txt", "page.html":
        if name in names:
            return name
    return names[0]


class Trial:
    """A worker: its trees, and what it is to tell."""

    def __init__(self, suites, tree, checked, asked):
        self.suites, self.tree, self.checked, self.names = suites, tree, checked, asked

    def asked(self, name):
        return not self.names or name in self.names or name.startswith("test_") and "unit" in self.names

    def killer(self, mutant, first):
        """The suite that is red, or None."""
        s, tree = self.suites, self.tree
        if self.asked("golden") and s.golden(tree):
            return "golden"
        tree.archive()
        base = os.path.basename(mutant.file)[:-2]
        tests = sorted(tree.build.tests, key=lambda t: (
            t[len("test_"):] in LAST, not base.startswith(t[len("test_"):]),
            base + ".c" not in tree.build.included[t], base + ".h" not in tree.build.included[t]))
        scripts = sorted(SCRIPTS, key=lambda n: base not in ABOUT.get(n, "").split())
        if tree.cases:  # of which invariance is as cheap
            scripts.remove("invariance")
            tests.insert(0, "invariance")
        for name in sorted(tests + scripts, key=lambda n: n not in first):
            if self.asked(name) and s.suite(tree, name):
                return name
        return self.sanitized(mutant, tests) if self.checked and self.asked("asan") else None

    def sanitized(self, mutant, tests):
        tree = self.checked()
        if not tree.apply(mutant):
            return None
        if self.suites.golden(tree):
            return "golden, sanitized"
        tree.archive()
        for name in tests:
            if name[len("test_"):] not in LAST and self.suites.suite(tree, name):
                return name + ", sanitized"
        return None


class Session:
    def __init__(self, options, work):
        self.options, self.work = options, work
        self.clean = os.path.join(work, "clean")
        shutil.copytree(TOP, self.clean, symlinks=True, ignore=self.left_out)
        self.build = Build(self.clean, "mutants")
        self.suites = Suites(Tree(os.path.join(work, "original"), self.clean, self.build))
        self.has_asan = os.path.exists(os.path.join(TOP, "build/asan/qparse"))
        self.lock, self.asan_build = threading.Lock(), None
        self.workers, self.trials = 0, []
        self.killed, self.survivors, self.equivalent = 0, [], 0
        self.known, self.judged = judged(), 0

    @staticmethod
    def left_out(folder, names):
        if folder == TOP:
            return {n for n in names if n == ".git" or n == "qparse" or n.startswith("libqparse")}
        if folder == os.path.join(TOP, "build"):
            return {n for n in names if n not in ("asan", "schema_text.h") and not n.startswith("with-")}
        return set()

    def trial(self):
        with self.lock:
            if self.trials:
                return self.trials.pop()
            self.workers += 1
            number = self.workers
        folder = os.path.join(self.work, str(number))

        def checked(made=[]):
            with self.lock:
                if not self.asan_build:
                    self.asan_build = Build(self.clean, "asan")
            if not made:
                made.append(Tree(folder + ".asan", self.clean, self.asan_build))
            return made[0]
        return Trial(self.suites, Tree(folder, self.clean, self.build), 
                     checked if self.has_asan else None, self.options.suites)

    def file(self, row):
        quota, mutants = row
        trial, first = self.trial(), []
        for mutant in mutants:
            if quota == 0:
                break
            if not trial.tree.apply(mutant):
                with self.lock:
                    self.equivalent += 1
                continue
            quota -= 1
            if not wanted(mutant, self.options.only):
                continue
            if mutant.key() in self.known:
                with self.lock:
                    self.judged += 1
                continue
            began = time.monotonic()
            by = trial.killer(mutant, first)
            if by and by not in first:
                first.insert(0, by)
            with self.lock:
                if by:
                    self.killed += 1
                else:
                    self.survivors.append(mutant)
                if self.options.verbose:
                    print("%-24s %4.0f s %s" % (by or "SURVIVES", time.monotonic() - began, mutant), flush=True)
        trial.tree.undo()
        with self.lock:
            self.trials.append(trial)


def wanted(mutant, only):
    return not only or mutant.file in only or "%s:%d" % (mutant.file, mutant.line) in only


def judged():
    with open(JUDGED, encoding="utf-8") as f:
        rows = [line.split("\t") for line in f if line.strip() and not line.startswith("#")]
    return {(file, source, what) for file, source, what, _ in rows}


DEVICES = ("null", "full", "zero", "random", "urandom", "tty", "fd", "stdin", "stdout", "stderr")
OWN_DEVICES = """set -e; dev=$(mktemp -d); mount -t tmpfs -o mode=755 tmpfs "$dev"
for d in %s; do [ ! -e "/dev/$d" ] || cp -a "/dev/$d" "$dev/"; done
mkdir -m 1777 "$dev/shm"; mkdir "$dev/pts"; mount --rbind /dev/pts "$dev/pts"; cp -a /dev/ptmx "$dev/"
mount --rbind "$dev" /dev; exec "$@"
""" % " ".join(DEVICES)


def with_own_devices():
    if os.getuid() or os.environ.get("MUTANTS_DEVICES"):
        return
    os.environ["MUTANTS_DEVICES"] = "own"
    again = ["unshare", "-m", "-p", "--fork", "--mount-proc", "--kill-child", "sh", "-c", OWN_DEVICES, "sh"]
    if run([*again, "true"], "/").returncode:
        print("mutants.py: skipped: no devices of its own")
        sys.exit(77)
    os.execvp(again[0], [*again, sys.executable, *sys.argv])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("count", nargs="?", type=int, default=int(os.environ.get("MUTANTS") or 240))
    parser.add_argument("-j", dest="jobs", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--seed", type=int, default=2031)
    parser.add_argument("--only", type=lambda places: places.split(","))
    parser.add_argument("--suites", type=lambda names: names.split(","))
    parser.add_argument("--list", action="store_true")
    parser.add_argument("-v", dest="verbose", action="store_true")
    options = parser.parse_args()
    for name in "MAKEFLAGS", "MFLAGS", "MAKELEVEL":  # of `make check-all`
        os.environ.pop(name, None)
    drawn = draw(options.count, options.seed)
    if options.list:
        for quota, mutants in drawn.values():
            for mutant in mutants[:quota]:
                if wanted(mutant, options.only):
                    print(mutant)
        return 0
    with_own_devices()
    if options.only:
        files = {place.split(":")[0] for place in options.only}
        drawn = {f: row for f, row in drawn.items() if f in files}
    with tempfile.TemporaryDirectory() as work:
        os.chmod(work, 0o755)
        session = Session(options, work)
        rows = sorted(drawn.values(), key=lambda row: -row[0])
        with ThreadPoolExecutor(options.jobs) as pool:
            list(pool.map(session.file, rows))
    for mutant in sorted(session.survivors, key=lambda m: (m.file, m.line)):
        print(mutant)
    tried = session.killed + len(session.survivors)
    share = 100 * session.killed / tried if tried else 0
    print("# %d tried, %d killed (%.1f %%), %d judged, %d equivalent by object code" %
          (tried, session.killed, share, session.judged, session.equivalent))
    return 0 if share >= WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
