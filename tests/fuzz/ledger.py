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
# What these fuzz; the others fuzz the library, and MORE of the command. The linker's map
# (-Wl,-Map) of a target shows which of its modules it takes in.
MODULES = {
    "date": ["date", "text"],
    "opening": ["opening", "relation", "text"],
    "decode": ["decode", "text"],
}
MORE = {
    "container": "container gunzip input interrupt say terminal warc zip_name".split(),
    "record": "align compare guard record_json record_read record_xml words xsd".split(),
}
TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|//[^\n]*|/\*.*?\*/', re.S)


def command():
    """The modules that are the command's alone, as the Makefile lists them."""
    with open(os.path.join(TOP, "Makefile"), encoding="utf-8") as file:
        listed = re.search(r"^COMMAND := \$\(patsubst %,src/%\.c,([^)]*)\)", file.read(), re.M)
    return set(listed[1].replace("\\\n", " ").split())


def sources(target):
    modules = MODULES.get(target)
    if modules:
        return [f"src/{module}.{kind}" for module in modules for kind in "ch"]
    left_out = command() - set(MORE.get(target, []))
    found = [path for pattern in ("src/*.[ch]", "src/sites/*.[ch]", "include/*.h")
             for path in glob.glob(os.path.join(TOP, pattern))
             if os.path.splitext(os.path.basename(path))[0] not in left_out]
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
