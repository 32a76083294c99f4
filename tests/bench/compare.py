#!/usr/bin/env python3
"""Whether two builds of the command write the same bytes: compare.py OLD NEW [FOLDER...]

Every page.* below the folders (fixtures without one) goes through both, in every format and with
--explain: what they print, what they say of the pages, and their exit status. One process reads all
pages; where its output differs, each page is read alone, so that the difference names it.
`make compare BASE=COMMIT` builds COMMIT and runs this."""
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FORMS = [("-f", form) for form in ("json", "jsonl", "xml", "csv", "akn")]
VIEWS = FORMS + [("--bom", "-f", "csv"), ("--spaces=plain",), ("--explain",),
                 ("--diagnostics=json",)]
SHOWN = 20  # pages whose difference is printed


def pages(folders):
    found = []
    for top in folders:
        for folder, below, names in os.walk(top):
            below.sort()
            found += [os.path.join(folder, name) for name in sorted(names)
                      if name.startswith("page.")]
    return found


def run(command, view, paths):
    done = subprocess.run([command, *view, "--", *paths], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    return done.stdout, done.stderr, b"exit status %d\n" % done.returncode


def contrast(old, new):
    """The two outputs' lines that differ."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, parts in (("old", old), ("new", new)):
            paths.append(os.path.join(folder, name))
            with open(paths[-1], "wb") as file:
                file.write(b"".join(parts))
        shown = subprocess.run(["diff", "-U1", "--label", "old", "--label", "new", *paths],
                               stdout=subprocess.PIPE, check=False).stdout
    return shown.decode("utf-8", "replace")


def compare(old, new, view, paths):
    """The pages that the two read differently, as (page, view, difference)."""
    if run(old, view, paths) == run(new, view, paths):
        return []
    found = []
    for path in paths:
        a, b = run(old, view, [path]), run(new, view, [path])
        if a != b:
            found.append((path, " ".join(view), contrast(a, b)))
    return found or [("all pages in one run", " ".join(view), "none differs alone\n")]


def main(arguments):
    if len(arguments) < 2:
        sys.exit(__doc__)
    old, new = (os.path.abspath(a) for a in arguments[:2])
    paths = pages(arguments[2:] or [os.path.join(TOP, "fixtures")])
    if not paths:
        sys.exit("compare.py: no page.* below " + " ".join(arguments[2:]))
    with ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        found = [one for of_view in pool.map(lambda v: compare(old, new, v, paths), VIEWS)
                 for one in of_view]
    for path, view, text in found[:SHOWN]:
        print("%s: %s\n%s" % (os.path.relpath(path), view, text))
    print("%d pages, %d views: %d differences" % (len(paths), len(VIEWS), len(found)))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
