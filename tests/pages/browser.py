#!/usr/bin/env python3
"""That HTML gives the lines that a browser shows: browser.py [FIXTURE...]

The lines of `qparse --explain page.html` between the menus and the footer are those of
page.innertext.txt, Chromium's innerText of the same division, white space folded, in the
same order; fixtures/flavours.sh made it. DIFFERENT lists what may differ and why; a row of
it that excuses nothing in a fixture that it names is an error too."""
import difflib
import fnmatch
import os
import re
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
QPARSE = os.path.abspath(os.environ.get("QPARSE") or os.path.join(TOP, "qparse"))

# Fixtures, the browser's lines, ours, why. Lines are regular expressions, joined by " / ".
DIFFERENT = [
    ("119-*", "Généralistes / installés / 12 / 1 004", "Généralistes installés 12 1 004",
     "in a cell <br> and <p> are white space, so that a row is one line"),
    ("119-*", r"dont femmes / 7 / \(58 %\) / 611", r"dont femmes 7 \(58 %\) 611",
     "in a cell <br> and <p> are white space, so that a row is one line"),
]

# In these tables a label, a value or a text is a line here, where a browser makes one of a row.
BY_WORDS = re.compile("20[0-9]-|23[0-9]-")

# Of every page: the form's tables give a line for each cell here, one for each row there, and
# the box's picture has a text here. Neither is text of the question.
FURNITURE = re.compile(
    r"Photo (de|issue du site) .*|E-?mail|ou|Inscription|Connexion|Mot de passe|"
    r"Nom d'utilisateur( ou e-?mail)?|Imprimer|Format PDF|Être alerté\(e\) de la réponse",
    re.IGNORECASE)


def fold(line):
    """Tabs between cells, and no-break spaces, which invariance.py compares, are spaces here."""
    return re.sub(r"[ \t\u00a0]+", " ", line).strip()


def significant(lines):
    folded = (fold(line) for line in lines)
    return [line for line in folded if line and not FURNITURE.fullmatch(line)]


def ours(folder):
    done = subprocess.run([QPARSE, "--explain", "page.html"], stdin=subprocess.DEVNULL, cwd=folder,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace")
        raise ValueError("exit status %d: %s" % (done.returncode, said[:300]))
    lines = []
    for line in done.stdout.decode("utf-8").split("\n"):
        shape = re.fullmatch(r" *\d+  .{9}  .{10}  (.*)", line)
        if shape:
            lines.append(shape.group(1))
    return significant(lines)


def content(lines):
    """The lines between the menus, whose last entry is FAQ, and the footer."""
    top = lines.index("FAQ") + 1 if "FAQ" in lines else 0
    end = next((i for i, line in enumerate(lines) if line.startswith("Questions fréquentes")),
               len(lines))
    return lines[top:end]


def differences(a, b):
    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
    return [(" / ".join(a[i:j]), " / ".join(b[k:l]))
            for tag, i, j, k, l in matcher.get_opcodes() if tag != "equal"]


def problems_of(name, folder):
    with open(os.path.join(folder, "page.innertext.txt"), encoding="utf-8", newline="\n") as file:
        shown = significant(file.read().split("\n"))
    rows = [row for row in DIFFERENT if any(fnmatch.fnmatch(name, g) for g in row[0].split())]
    used, problems = set(), []
    lines = content(ours(folder))
    if BY_WORDS.match(name):
        shown, lines = " ".join(shown).split(), " ".join(lines).split()
    for browser, here in differences(shown, lines):
        row = next((row for row in rows
                    if re.fullmatch(row[1], browser) and re.fullmatch(row[2], here)), None)
        if row:
            used.add(row)
        else:
            problems.append("browser: %s\n    here:    %s" % (browser, here))
    return problems + ["this no longer differs: %s" % (row,) for row in rows if row not in used]


def main():
    base = os.path.join(TOP, "fixtures")
    asked = [os.path.basename(os.path.abspath(a)) for a in sys.argv[1:]]
    names = [n for n in sorted(asked or os.listdir(base))
             if os.path.exists(os.path.join(base, n, "page.html"))
             and os.path.exists(os.path.join(base, n, "page.innertext.txt"))]
    failed = 0
    for name in names:
        try:
            problems = problems_of(name, os.path.join(base, name))
        except ValueError as error:
            problems = [str(error)]
        print("%s - %s as the browser shows it" % ("not ok" if problems else "ok", name))
        for problem in problems:
            print("    " + problem)
        failed += bool(problems)
    return 1 if failed or not names else 0


if __name__ == "__main__":
    sys.exit(main())
