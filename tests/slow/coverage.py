#!/usr/bin/env python3
"""Which lines and branches of src/ the suites of `make test` reach, held against the bars: coverage.py
coverage.py --show FILE... prints what the last run did not reach there."""
import json
import os
import shutil
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.path.join(TOP, "build", "cov")
RESULT = os.path.join(BUILD, "coverage.json")
BARS = {"lines": 99.0, "branches": 97.0}  # per cent
FLAGS = "-include tests/lib/coverage.h -DQP_NO_SPARE -O0 -g --coverage -fprofile-update=atomic"


def run_suites():
    jobs = str(os.cpu_count() or 2)
    subprocess.run(["make", "-s", "-j" + jobs, "CHECKED=cov", "SANITIZE=" + FLAGS, "tests"],
                   cwd=TOP, check=True, stdout=subprocess.DEVNULL)
    for folder, _, names in os.walk(BUILD):
        for name in names:
            if name.endswith(".gcda"):
                os.remove(os.path.join(folder, name))
    suites = os.environ.get("QPARSE_COVERAGE_SUITES", "").split()
    run(suites)
    # Failing calls are told apart by nothing but where they are: more of them than there is time
    # for in `make test`.
    run(["calls", "signals"], QPARSE_SWEEP="full")


def run(suites, **more):
    environment = dict(os.environ, QPARSE_CHECKED="cov", QPARSE_TEST_SECONDS="7200", **more)
    done = subprocess.run(["tests/run.sh", *suites], cwd=TOP, env=environment, text=True,
                          stdout=subprocess.PIPE)
    print(done.stdout.strip().split("\n")[-1])
    if done.returncode:
        sys.exit(done.stdout + "coverage.py: the tests fail with this build")


def counters():
    """What gcov tells of each object, as its JSON."""
    objects = [os.path.join(folder, name) for folder, _, names in os.walk(BUILD)
               for name in names if name.endswith(".gcda")]
    for first in range(0, len(objects), 20):
        done = subprocess.run(["gcov", "--branch-probabilities", "--json-format", "--stdout",
                               *objects[first:first + 20]], cwd=TOP, check=True, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        for line in done.stdout.splitlines():
            yield from json.loads(line)["files"]


def merge(into, branches):
    """A test may include a source file, perhaps with another macro: then the first counts."""
    if not into:
        into.extend(branches)
    elif len(into) == len(branches):
        into[:] = [a + b for a, b in zip(into, branches)]


def count():
    """{file: {line: [executions, [executions of each branch]]}}"""
    total = {}
    for file in counters():
        if not file["file"].startswith("src/"):
            continue
        lines = total.setdefault(file["file"], {})
        for line in file["lines"]:
            known = lines.setdefault(line["line_number"], [0, []])
            known[0] += line["count"]
            merge(known[1], [branch["count"] for branch in line["branches"]])
    with open(RESULT, "w", encoding="utf-8") as out:
        json.dump(total, out)


def files():
    """(path, source lines, [(number, executions, branches)]) of every file."""
    with open(RESULT, encoding="utf-8") as file:
        total = json.load(file)
    for path in sorted(total):
        with open(os.path.join(TOP, path), encoding="utf-8") as source:
            text = source.read().split("\n")
        lines = sorted((int(number), *known) for number, known in total[path].items())
        yield path, text, lines


def show(wanted):
    for path, source, lines in files():
        if not any(path.endswith(name) for name in wanted):
            continue
        for number, executions, branches in lines:
            missed = branches.count(0)
            if not executions or missed:
                lack = "%d/%d" % (missed, len(branches)) if executions else "never"
                print("%s:%d: %s: %s" % (path, number, lack, source[number - 1].strip()))


def verdict():
    reached, total = {what: 0 for what in BARS}, {what: 0 for what in BARS}
    for _, _, lines in files():
        for _, executions, branches in lines:
            total["lines"] += 1
            reached["lines"] += bool(executions)
            total["branches"] += len(branches)
            reached["branches"] += len(branches) - branches.count(0)
    good = True
    for what, bar in BARS.items():
        percent = 100.0 * reached[what] / max(total[what], 1)
        print("# %d of %d %s (%.2f %%)" % (reached[what], total[what], what, percent))
        print("%s - at least %g %% of the %s are reached" % ("ok" if percent >= bar else "not ok", bar, what))
        good = good and percent >= bar
    return 0 if good else 1


def main(arguments):
    if not shutil.which("gcov"):
        print("ok - coverage # SKIP there is no gcov")
        return 0
    if arguments[:1] == ["--show"]:
        show(arguments[1:])
        return 0
    if arguments:
        sys.exit(__doc__)
    run_suites()
    count()
    return verdict()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
