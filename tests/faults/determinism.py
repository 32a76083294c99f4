#!/usr/bin/env python3
"""The same bytes in every locale and time zone, for every number of workers, in whatever order a
folder gives its names: determinism.py [COMMAND...]

With commands, builds of other compilers, each must print what ./qparse prints. Locales are made here
where localedef has their sources. Standard library only."""
import hashlib
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
QPARSE = os.path.join(TOP, "qparse")
RUNS = (["-f", "jsonl"], ["-f", "xml"], ["-f", "csv"], ["-f", "csv", "--bom"], ["-f", "akn"],
        ["--diagnostics=json", "-f", "jsonl", "--strict"], ["--explain"], ["--list-diagnostics"], ["--list-sites"],
        ["--help=all"], ["--schema=json"], ["--schema=xml"], ["--diff"], ["--validate"])
LOCALES = (("C", None), ("C.UTF-8", None), ("fr_FR.UTF-8", ("fr_FR", "UTF-8")), ("tr_TR.UTF-8", ("tr_TR", "UTF-8")),
           ("fr_FR.ISO-8859-1", ("fr_FR", "ISO-8859-1")))


def digest(command, folder, arguments=(), **environment):
    """What all runs print and how they end, as a number."""
    total = hashlib.sha256()
    for run in RUNS:
        operands = [] if run[0].startswith(("--list", "--help", "--schema")) else ["in"]
        if run[0] == "--diff":
            operands = ["in/101-ns-answered.page.html", "in/151-nd17-answered.page.html"]
        done = subprocess.run([command, *arguments, "--progress=never", *run, *operands], cwd=folder, capture_output=True,
                              stdin=subprocess.DEVNULL, env=dict(os.environ, **environment), timeout=300)
        # The summary of a folder ends with the seconds that it took.
        errors = [line for line in done.stderr.splitlines() if b" pages: " not in line]
        total.update(repr((run, done.returncode, done.stdout, errors)).encode())
    return total.hexdigest()


def fill(folder, order):
    """A folder of the fixtures' pages, their names made in this order."""
    pages = []
    for base, _, files in os.walk(os.path.join(TOP, "fixtures")):
        pages += [os.path.join(base, name) for name in files if name in ("page.html", "page.txt", "page.copy.txt", "page.mhtml",
                                                                          "page.cp1252.txt")]
    pages.sort()
    random.Random(order).shuffle(pages)
    os.makedirs(os.path.join(folder, "in"))
    for page in pages:
        name = "%s.%s" % (os.path.basename(os.path.dirname(page)), os.path.basename(page))
        shutil.copy(page, os.path.join(folder, "in", name))
    return folder


def check(name, found, wanted):
    print("%s - %s" % ("ok" if found == wanted else "not ok", name))
    sys.stdout.flush()
    return found == wanted


def made(name, source, folder):
    """Whether there is such a locale; LOCPATH is where those are that are made here. An order of all letters of
    Unicode takes longest to make: only that with a small charset has its own, the others that of the bytes."""
    if not source:
        return True
    if os.path.exists(os.path.join(folder, name)):
        return True
    language, charset = source
    path = os.path.join("/usr/share/i18n/locales", language)
    if not shutil.which("localedef") or not os.path.exists(path):
        return False
    if charset == "UTF-8":
        with open(path, encoding="utf-8") as f:
            text = re.sub("(?ms)^LC_COLLATE$.*^END LC_COLLATE$", 'LC_COLLATE\ncopy "POSIX"\nEND LC_COLLATE', f.read())
        path = os.path.join(folder, language + ".source")
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
    new = os.path.join(folder, "new")
    done = subprocess.run(["localedef", "-i", path, "-f", charset, new], capture_output=True)
    if done.returncode not in (0, 1) or not os.path.exists(os.path.join(new, "LC_CTYPE")):
        return False
    os.rename(new, os.path.join(folder, name))
    return True


def main():
    with tempfile.TemporaryDirectory() as base:
        folder = fill(os.path.join(base, "first"), 1)
        wanted = digest(QPARSE, folder, ["-j1"], LC_ALL="C", TZ="UTC")
        good = []
        for command in sys.argv[1:]:
            good.append(check(command, digest(command, folder, ["-j1"], LC_ALL="C", TZ="UTC"), wanted))
        if sys.argv[1:]:
            return 0 if all(good) else 1
        locales = os.path.join(TOP, "build", "locales")  # kept: they take longer than the test
        os.makedirs(locales, exist_ok=True)
        for name, source in LOCALES:
            if not made(name, source, locales):
                print("ok - locale %s # SKIP localedef has no source of it" % name)
                continue
            where = {"LOCPATH": locales} if source else {}
            good.append(check("locale " + name, digest(QPARSE, folder, ["-j1"], LC_ALL=name, LANG=name, TZ="UTC", **where), wanted))
        for zone in "Pacific/Kiritimati", "America/St_Johns", "XYZ-13:30":
            good.append(check("time zone " + zone, digest(QPARSE, folder, ["-j1"], LC_ALL="C", TZ=zone), wanted))
        for jobs in "1", "2", "8":
            for again in range(2):
                good.append(check("-j%s, run %d" % (jobs, again + 1), digest(QPARSE, folder, ["-j" + jobs], LC_ALL="C"), wanted))
        for order in 2, 3:
            other = fill(os.path.join(base, str(order)), order)
            good.append(check("names made in order %d" % order, digest(QPARSE, other, ["-j2"], LC_ALL="C"), wanted))
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
