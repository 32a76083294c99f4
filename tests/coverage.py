#!/usr/bin/env python3
"""Which lines and branches of src/ the tests reach: coverage.py [--show FILE...]

Builds with gcc's counters in build/cov, runs the suites of `make test` and the long sweeps with
that build, and holds what gcovr counts against the bars: every line, and 98 of 100 branches.
Lines that can't be reached stand in tests/coverage.unreached: `FILE: TEXT OF THE LINE  # why`.
--show takes the counts of the last run and prints the source lines of FILE that lack something.
QPARSE_COVERAGE_SUITES names other suites than all."""
import json
import os
import re
import shutil
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = os.path.join(TOP, "build", "cov")
RESULT = os.path.join(BUILD, "coverage.json")
JUDGED = os.path.join(TOP, "tests", "coverage.unreached")
BRANCHES = 98.0
FLAGS = "-O0 -g --coverage -fprofile-update=atomic"


def run_suites():
    jobs = str(os.cpu_count() or 2)
    subprocess.run(["make", "-s", "-j" + jobs, "CHECKED=cov", "SANITIZE=" + FLAGS, "tests"],
                   cwd=TOP, check=True, stdout=subprocess.DEVNULL)
    for folder, _, names in os.walk(BUILD):
        for name in names:
            if name.endswith(".gcda"):
                os.remove(os.path.join(folder, name))
    environment = dict(os.environ, QPARSE_CHECKED="cov", QPARSE_SWEEP="full")
    suites = os.environ.get("QPARSE_COVERAGE_SUITES", "").split()
    done = subprocess.run(["tests/run.sh", *suites], cwd=TOP, env=environment, text=True,
                          stdout=subprocess.PIPE)
    print(done.stdout.strip().split("\n")[-1])
    if done.returncode:
        sys.exit(done.stdout + "coverage.py: the tests fail with this build")


def count():
    subprocess.run(["gcovr", "--root", TOP, "--filter", "src/", "--exclude-unreachable-branches",
                    "--gcov-ignore-parse-errors", "--json", RESULT, BUILD], cwd=TOP, check=True)


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
    """(path, source lines, what is known of each line) of every file."""
    with open(RESULT, encoding="utf-8") as file:
        for entry in json.load(file)["files"]:
            with open(os.path.join(TOP, entry["file"]), encoding="utf-8") as source:
                yield entry["file"], source.read().split("\n"), entry["lines"]


def show(wanted):
    for path, source, lines in files():
        if not any(path.endswith(name) for name in wanted):
            continue
        for line in lines:
            missed = [n for n, b in enumerate(line["branches"]) if not b["count"]]
            if line["gcovr/noncode"]:
                continue
            if not line["count"] or missed:
                print("%s:%d: %s %s" % (path, line["line_number"],
                                       "-----" if not line["count"] else
                                       "%d/%d" % (len(missed), len(line["branches"])),
                                       source[line["line_number"] - 1].strip()))


def verdict():
    reasons, used, good = judged(), set(), True
    sums = {"lines": [0, 0], "branches": [0, 0]}
    for path, source, lines in files():
        for line in lines:
            if line["gcovr/noncode"]:
                continue
            text = source[line["line_number"] - 1].strip()
            key = (path, text)
            excused = key in reasons
            used.add(key)
            sums["lines"][0] += 1
            sums["lines"][1] += bool(line["count"])
            sums["branches"][0] += len(line["branches"])
            sums["branches"][1] += sum(bool(b["count"]) for b in line["branches"])
            if not line["count"] and not excused:
                good = False
                print("not ok - %s:%d is never reached: %s" % (path, line["line_number"], text))
    for name, text in sorted(set(reasons) - used):
        good = False
        print("not ok - tests/coverage.unreached: no such line: %s: %s" % (name, text))
    percent = {k: 100.0 * v[1] / max(v[0], 1) for k, v in sums.items()}
    if percent["branches"] < BRANCHES:
        good = False
        print("not ok - %.2f %% of the branches are reached, which should be %g" %
              (percent["branches"], BRANCHES))
    print("# coverage: %d of %d lines (%.2f %%), %d of %d branches (%.2f %%)" %
          (sums["lines"][1], sums["lines"][0], percent["lines"], sums["branches"][1],
           sums["branches"][0], percent["branches"]))
    if good:
        print("ok - every line but those with a reason, and %g %% of the branches" % BRANCHES)
    return 0 if good else 1


def main(arguments):
    if not shutil.which("gcovr"):
        print("ok - coverage # SKIP there is no gcovr")
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
