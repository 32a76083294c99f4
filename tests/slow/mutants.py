#!/usr/bin/env python3
"""Changes the sources at one place after another, and prints what no suite turns red for: mutants.py [N]
At least 95 of 100 that are tried must turn one red. mutants.py --help for the options."""
import argparse
import glob
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
sys.path.insert(0, os.path.join(TOP, "tests", "lib"))
from mutate import mutants_of  # noqa: E402

WANTED = 95  # per cent
FLAGS = {"mutants": "-DQP_NO_SPARE -O2 -g0 -w", "asan": None}  # SANITIZE of the Makefile
# Scripts that no mutant is tried with: those that look at something else than the command's answers, or
# take minutes.
NO_SCRIPT = {"abi", "browser", "confinement", "determinism", "hardening", "install", "linear", "python", "readme",
             "recipes", "wrong_cases", "golden"}  # golden is tried before all
# Sources that a script is about, which is then tried before the others.
ABOUT = {
    "cases": "parse lex/ sites/ segment/ extract/ unwrap/ read/ decode/",
    "diff": "command/diff command/documents compare/ record/",
    "validate": "command/validate command/documents schema/ record/ json/",
    "fields": "question/ emit/ record/ compare/",
    "formats": "emit/ command/messages",
    "cli": "main command/ files/input files/output files/terminal",
    "archives": "archive/ command/archive_pages",
    "web_archives": "archive/",
    "trees": "files/ command/batch",
    "workers": "command/batch command/convert command/results",
    "interruption": "files/interrupt files/output command/batch",
    "failures": "files/ command/convert",
    "batch": "command/batch command/progress files/inputs",
    "hostile": "decode/ html/ unwrap/",
}
LAST = ["guard", "oom"]  # of the unit tests
SLOWER = 10    # than with the original: a hang
LEAST = 60     # seconds, whatever the original took
PROCESSOR = 60  # seconds, of one process
CONVERSION = 10  # seconds, of all fixtures, which take a tenth of one
MEMORY = 4 << 30  # of one, without a sanitizer, which asks for more than there is
FILE = 2 << 30

# ---- What is tried

def sources():
    return sorted(os.path.relpath(path, TOP)
                  for path in glob.glob(os.path.join(TOP, "src", "**", "*.c"), recursive=True))


def draw(count, seed):
    """{file: (how many, mutants in the order of their draw)}. Files get as many as they have conditions, and
    are drawn one by one, so that the draw of one stays when another changes."""
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
        self.tests = below("unit/*.c", "unit/*/*.c", "faults/*.c")
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
            elif "qc" in argv:  # rm -f ARCHIVE && ar qc ARCHIVE OBJECT...
                argv = argv[argv.index("&&") + 1:]
                self.how[argv[2]] = argv
        for test, path in self.tests.items():  # a link needs no compilation then
            argv = self.how[self.test(test)]
            base = argv[:argv.index("-o")]
            run([*base, "-c", "-o", self.test(test) + ".o", path], tree)
        self.included = {test: included(path) for test, path in self.tests.items()}

    def test(self, name):
        return "build/%s/%s" % (self.name, self.tests[name][:-2])

    def object(self, file):
        return "build/%s/%s.o" % (self.name, file[len("src/"):-2])


def below(*patterns):
    """{name: path} of the suites."""
    paths = [path for pattern in patterns for path in sorted(glob.glob(os.path.join(TOP, "tests", pattern)))]
    return {os.path.splitext(os.path.basename(path))[0]: os.path.relpath(path, TOP) for path in paths}


def included(path):
    """What a test includes of src/, headers and sources, itself or by what it includes of tests/."""
    with open(os.path.join(TOP, path), encoding="utf-8") as f:
        names = re.findall(r'^#include "([^"]+)"', f.read(), re.M)
    found = set()
    for name in names:
        for folder in os.path.dirname(path), "src", "tests":
            other = os.path.join(folder, name)
            if os.path.exists(os.path.join(TOP, other)):
                found |= included(other) if other.startswith("tests/") else {other}
                break
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
        # Filled anew: two rooms may have a file of one name, so that none can be replaced by its name.
        os.remove(os.path.join(self.folder, self.build.archive))
        self.make(self.build.how[self.build.archive])

    def link(self, test):
        b = self.build
        argv = b.how[b.test(test)]
        if self.changed not in b.included[test]:
            argv = [b.test(test) + ".o" if a == b.tests[test] else a for a in argv]
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
    """What is said of a tree; of the original, what it took, as what takes far longer is a hang. What is red
    with the original is left out."""

    def __init__(self, original):
        self.original = original
        self.took, self.lock = {}, threading.Lock()
        scripts = below(*("%s/*.%s" % (folder, kind) for folder in ("pages", "command", "faults") for kind in ("py", "sh")))
        self.scripts = {name: path for name, path in scripts.items() if name not in NO_SCRIPT}
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
        if name in tree.build.tests and not tree.link(name):
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
        if name in tree.build.tests:
            return [tree.build.test(name)]
        path = self.scripts[name]
        return ["bash", path] if path.endswith(".sh") else [self.python, "-W", "ignore", path]

    # Golden and invariance take a minute with all pages: of them those are run whose output in one run over
    # all is another than it was.

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
        return not self.names or name in self.names or name in self.tree.build.tests and "unit" in self.names

    def killer(self, mutant, first):
        """The suite that is red, or None: golden, the tests in C, the scripts, but what was red for an earlier
        mutant of the file before all; at last golden and the tests in C with sanitizers."""
        s, tree = self.suites, self.tree
        if self.asked("golden") and s.golden(tree):
            return "golden"
        tree.archive()
        file, build = mutant.file[len("src/"):], tree.build
        tests = sorted(build.tests, key=lambda t: (
            t in LAST, mutant.file not in build.included[t], mutant.file[:-2] + ".h" not in build.included[t],
            os.path.dirname(file) != os.path.basename(os.path.dirname(build.tests[t]))))
        scripts = sorted(s.scripts, key=lambda script: not any(
            file.startswith(part) for part in ABOUT.get(script, "").split()))
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
            if name in tree.build.tests and name not in LAST and self.suites.suite(tree, name):
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


DEVICES = ("null", "full", "zero", "random", "urandom", "tty", "fd", "stdin", "stdout", "stderr")
OWN_DEVICES = """set -e; dev=$(mktemp -d); mount -t tmpfs -o mode=755 tmpfs "$dev"
for d in %s; do [ ! -e "/dev/$d" ] || cp -a "/dev/$d" "$dev/"; done
mkdir -m 1777 "$dev/shm"; mkdir "$dev/pts"; mount --rbind /dev/pts "$dev/pts"; cp -a /dev/ptmx "$dev/"
mount --rbind "$dev" /dev; exec "$@"
""" % " ".join(DEVICES)


def with_own_devices():
    """Root's mutants could rename a file over /dev/null."""
    if os.getuid() or os.environ.get("MUTANTS_DEVICES"):
        return
    os.environ["MUTANTS_DEVICES"] = "own"
    again = ["unshare", "-m", "-p", "--fork", "--mount-proc", "--kill-child", "sh", "-c", OWN_DEVICES, "sh"]
    if run([*again, "true"], "/").returncode:
        print("mutants.py: skipped: no devices of its own")
        sys.exit(77)
    os.execvp(again[0], [*again, sys.executable, *sys.argv])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=int(os.environ.get("MUTANTS") or 240),
                        help="how many, 240 or $MUTANTS by default")
    parser.add_argument("-j", dest="jobs", type=int, default=len(os.sched_getaffinity(0)),
                        help="so many at a time, each in a copy of the tree")
    parser.add_argument("--seed", type=int, default=2031, help="another draw")
    parser.add_argument("--only", type=lambda places: places.split(","),
                        help="those that are drawn for these FILES or FILE:LINES, with commas")
    parser.add_argument("--suites", type=lambda names: names.split(","),
                        help="with these alone: golden, unit, asan (both with sanitizers), or names of suites")
    parser.add_argument("--list", action="store_true", help="say what is drawn, try nothing")
    parser.add_argument("-v", dest="verbose", action="store_true", help="say of each what turned red")
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
    print("# %d tried, %d killed (%.1f %%), %d equivalent by object code" %
          (tried, session.killed, share, session.equivalent))
    return 0 if share >= WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
