#!/usr/bin/env python3
"""Writes pages of all families, damaged and mixed, for `make compare`: pages.py FOLDER [N]

Each is made of fixtures: lines are dropped, doubled, moved, cut or changed for a label of any
site; two pages of different families follow each other, or one ends within the other. The same
arguments write the same bytes everywhere."""
import os
import random
import re
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FIXTURES = os.path.join(TOP, "fixtures")
LARGEST = 60_000  # bytes of a fixture that is used


def bases():
    """{family: [(name, text)]}; a family is a hundred of fixtures, in text or in markup."""
    found = {}
    for folder in sorted(os.listdir(FIXTURES)):
        path = os.path.join(FIXTURES, folder)
        for name in sorted(os.listdir(path)) if os.path.isdir(path) else []:
            if not re.match(r"page\..*(txt|html)$", name) or os.path.getsize(os.path.join(path, name)) > LARGEST:
                continue
            with open(os.path.join(path, name), "rb") as file:
                text = file.read().decode("utf-8", "replace")
            kind = "html" if name.endswith("html") else "txt"
            found.setdefault(folder[:2] + kind, []).append(text)
    return found


def labels():
    """The words of the sites' tables, with what may follow them."""
    words = []
    sites = os.path.join(TOP, "src", "sites")
    for name in sorted(os.listdir(sites)):
        if name.endswith(".c"):
            with open(os.path.join(sites, name), encoding="utf-8") as file:
                words += re.findall(r"\{(?:TOK|DATUM)_\w+, \"([^\"]+)\"", file.read())
    tails = ["", " :", " : 12/05/2011", " le 3 mai 2031", " 12/05/2011 - page 77", " Ministère de la culture",
             " : M. Jean Martin (Rhône - GEST)", " n° 345", " (fin de mandat)", " et la suite de la phrase."]
    return [w[0].upper() + w[1:] for w in sorted(set(words))], tails


def changed(dice, text, words, tails):
    """One to five lines of the page are others, or elsewhere."""
    lines = text.split("\n")
    for _ in range(dice.randint(1, 5)):
        i = dice.randrange(len(lines))
        what = dice.randrange(7)
        if what == 0:
            del lines[i:i + dice.randint(1, 3)]
        elif what == 1:
            lines.insert(dice.randrange(len(lines) + 1), lines[i])
        elif what == 2:
            k = dice.randrange(len(lines))
            lines[i], lines[k] = lines[k], lines[i]
        elif what == 3:
            cut = dice.randint(0, len(lines[i]))
            lines[i:i + 1] = [lines[i][:cut], lines[i][cut:]]
        elif what == 4 and i + 1 < len(lines):
            lines[i:i + 2] = [lines[i] + " " + lines[i + 1]]
        elif what == 5:
            lines.insert(i, dice.choice(words) + dice.choice(tails))
        else:
            lines[i] = lines[i] + dice.choice(tails)
        lines = lines or [""]
    return "\n".join(lines)


def mixed(dice, families):
    """Two pages of two families, one below the other or one within the other."""
    kind = dice.choice(["txt", "html"])
    one, two = dice.sample(sorted(f for f in families if f.endswith(kind)), 2)
    a, b = dice.choice(families[one]), dice.choice(families[two])
    if dice.random() < 0.3:
        a = a[:dice.randint(0, len(a))]
    return a + dice.choice(["\n", "\n\n", "\f", "\n\n\n"]) + b, kind


def main(arguments):
    if not arguments:
        sys.exit(__doc__)
    folder, count = arguments[0], int(arguments[1]) if len(arguments) > 1 else 2400
    families = bases()
    words, tails = labels()
    os.makedirs(folder, exist_ok=True)
    for i in range(count):
        dice = random.Random("page %d" % i)
        if i % 4 == 3:
            text, kind = mixed(dice, families)
        else:
            family = dice.choice(sorted(families))
            text, kind = dice.choice(families[family]), family[2:]
        if i % 4 != 3 or dice.random() < 0.5:
            text = changed(dice, text, words, tails)
        with open(os.path.join(folder, "page.%04d.%s" % (i, kind)), "w", encoding="utf-8", newline="") as file:
            file.write(text)


if __name__ == "__main__":
    main(sys.argv[1:])
