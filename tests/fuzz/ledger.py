#!/usr/bin/env python3
"""How long each fuzz target has run since the last change of what it fuzzes.

    ledger.py digest TARGET                               of what TARGET fuzzes
    ledger.py add FILE TARGET DIGEST EXECUTIONS SECONDS   a run without a finding
    ledger.py show FILE                                   the sums, and what they are short of

FILE has one line for each target, as `add` takes it. Comments and blank lines are no change."""
import glob
import hashlib
import os
import re
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WANTED = 4 * 3600  # seconds of processor time in all, before a release
# The others fuzz all there is.
MODULES = {
    "date": ["date", "text"],
    "opening": ["opening", "relation", "text"],
    "decode": ["decode", "text"],
}
TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|//[^\n]*|/\*.*?\*/', re.S)


def sources(target):
    modules = MODULES.get(target)
    if modules:
        return [f"src/{module}.{kind}" for module in modules for kind in "ch"]
    found = [path for pattern in ("src/*.[ch]", "src/sites/*.[ch]", "include/*.h")
             for path in glob.glob(os.path.join(TOP, pattern))]
    return sorted(os.path.relpath(path, TOP) for path in found)


def code(path):
    """The file's lines without comments."""
    with open(os.path.join(TOP, path), encoding="utf-8") as file:
        text = TOKEN.sub(lambda m: " " if m[0][0] == "/" else m[0], file.read())
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def digest(target):
    total = hashlib.sha256()
    for path in sources(target):
        total.update(f"{path}\n{code(path)}\n".encode())
    return total.hexdigest()[:16]


def read(path):
    runs = {}
    if os.path.exists(path):
        with open(path, encoding="ascii") as file:
            for line in file:
                target, of, executions, seconds = line.split()
                runs[target] = (of, int(executions), int(seconds))
    return runs


def add(path, target, of, executions, seconds):
    runs = read(path)
    before = runs.get(target, (of, 0, 0))
    if before[0] != of:
        before = (of, 0, 0)
    runs[target] = (of, before[1] + int(executions), before[2] + int(seconds))
    with open(path + ".new", "w", encoding="ascii") as file:
        for name, run in sorted(runs.items()):
            print(name, *run, file=file)
    os.replace(path + ".new", path)


def show(path):
    executions = seconds = 0
    for target, (of, count, spent) in sorted(read(path).items()):
        changed = digest(target) != of
        print(f"{target:12} {count:12,} executions {spent / 3600:6.2f} hours"
              + (", before its source was changed" if changed else ""))
        if not changed:
            executions, seconds = executions + count, seconds + spent
    print(f"# {executions:,} executions in {seconds / 3600:.2f} hours of processor time since "
          "the last change" + ("" if seconds >= WANTED else
                               f"; a release wants {WANTED // 3600}: make fuzz FUZZ_SECONDS=3600 "
                               f"FUZZ_LEDGER={os.path.relpath(path, TOP)}"))


def main(command=None, *arguments):
    if command == "digest" and len(arguments) == 1:
        print(digest(*arguments))
    elif command == "add" and len(arguments) == 5:
        add(*arguments)
    elif command == "show" and len(arguments) == 1:
        show(*arguments)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(*sys.argv[1:])
