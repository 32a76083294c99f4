#!/usr/bin/env python3
"""Which lines and branches of src/ the tests reach: coverage.py [--show FILE...]

Builds with gcc's counters in build/cov, runs the suites of `make test` with that build, and holds
what gcov counts against the bars: every line, and 98 of 100 branches.
What can't be reached, a line or a branch of one, stands in tests/slow/coverage.unreached:
`FILE: TEXT OF THE LINE  # why`.
--show takes the counts of the last run and prints the source lines of FILE that lack something
without such a reason.
QPARSE_COVERAGE_SUITES names other suites than all."""
import json
import os
import shutil
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.path.join(TOP, "build", "cov")
RESULT = os.path.join(BUILD, "coverage.json")
JUDGED = os.path.join(TOP, "tests", "coverage.unreached")
BRANCHES = 98.0
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
    run(["calls"], QPARSE_SWEEP="full")


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


def judged():
    reasons = {}
    if os.path.exists(JUDGED):
        with open(JUDGED, encoding="utf-8") as file:
            for line in file:
                where, _, reason = line.rstrip("\n").partition("  # ")
                name, _, text = where.partition(": ")
                if not line.startswith("#") and reason:
                    reasons[name, text.strip()] = reason
    return reasons


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
    reasons = judged()
    for path, source, lines in files():
        if not any(path.endswith(name) for name in wanted):
            continue
        for number, executions, branches in lines:
            missed = branches.count(0)
            text = source[number - 1].strip()
            if (not executions or missed) and (path, text) not in reasons:
                lack = "%d/%d" % (missed, len(branches)) if executions else "never"
                print("%s:%d: %s: %s" % (path, number, lack, text))


def verdict():
    reasons, used, good = judged(), set(), True
    lines_all = lines_run = branches_all = branches_run = branches_judged = 0
    for path, source, lines in files():
        for number, executions, branches in lines:
            text = source[number - 1].strip()
            used.add((path, text))
            lines_all += 1
            lines_run += bool(executions)
            branches_all += len(branches)
            branches_run += len(branches) - branches.count(0)
            branches_judged += branches.count(0) if (path, text) in reasons else 0
            if not executions and (path, text) not in reasons:
                good = False
                print("not ok - %s:%d is never reached: %s" % (path, number, text))
    for path, text in sorted(set(reasons) - used):
        good = False
        print("not ok - tests/slow/coverage.unreached: no such line: %s: %s" % (path, text))
    percent = 100.0 * branches_run / max(branches_all, 1)
    if percent < BRANCHES:
        good = False
        print("not ok - %.2f %% of the branches are reached, which should be %g" %
              (percent, BRANCHES))
    print("# %d of %d lines (%.2f %%), %d of %d branches (%.2f %%; a reason for %d of the others)" %
          (lines_run, lines_all, 100.0 * lines_run / max(lines_all, 1), branches_run,
           branches_all, percent, branches_judged))
    if good:
        print("ok - every line but those with a reason, and %g %% of the branches" % BRANCHES)
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
