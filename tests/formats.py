#!/usr/bin/env python3
"""That csv says what JSON says, read with other programs than ours. QPARSE is the command;
every page of fixtures/ is tried."""
import csv
import io
import json
import os
import re
import subprocess
import sys
import tempfile

import equal

QPARSE = os.path.abspath(os.environ.get("QPARSE", "qparse"))
PAGES = sorted(os.path.join(folder, name) for folder, _, names in os.walk("fixtures")
               for name in names if name.startswith("page."))
# What a cell must survive: quotes, commas, and text that a spreadsheet would compute.
TRICKY = """Photo de Zoé "Z" Ronce

=Zoé, "Z" Ronce
Question écrite N° 12 au Ministère de la culture

%s

Question soumise le 1er décembre 2022

%s

Cette question rappelle, avec "guillemets", la question écrite n° 3705 sur la mer, les ports.

Réponse

Cette question n'a pas encore de réponse.
"""


def check(what, problems):
    print(("not ok - " if problems else "ok - ") + what)
    for problem in problems[:20]:
        print("    " + str(problem).replace("\n", "\n    "))
    check.failed += bool(problems)


check.failed = 0


def run(*args, data=b"", status=0):
    done = subprocess.run((QPARSE, "-q") + args, input=data, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=300)
    if status is not None and done.returncode != status:
        check("exit status of %s" % " ".join(args[:4]), [done.returncode, done.stderr.decode()])
    return done.stdout


def read(path):
    with open(path, "rb") as file:
        return file.read()


def differ(want, got):
    return [] if want == got else ["wanted %r" % want, "got    %r" % got]


# ---- csv ----

def flat(value, shape, path=""):
    """The cells of a record: (name, text) in the order of its keys."""
    if isinstance(shape, tuple):
        shape = shape[1]
    if isinstance(shape, dict):
        for key, inner in shape.items():
            member = value[key] if value is not None else None
            yield from flat(member, inner, path + "." + key if path else key)
    elif shape is equal.BLOCKS:
        yield path, "\n\n".join(b["text"] for b in value or [])
    elif shape == [str]:
        yield path, "; ".join(value)
    elif isinstance(shape, list):
        yield path, json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else ""
    else:
        yield path, "" if value is None else str(value)


def cells(record):
    return [text for _, text in flat(record, equal.RECORD)]


def table(data):
    """What Python's reader makes of it, and what RFC 4180 says that it may not be."""
    text = data.decode("utf-8")
    plain, quoted = r'[^",\r\n]*', r'"(?:[^"]|"")*"'
    one = "(?:%s|%s)" % (quoted, plain)
    problems = []
    if not re.fullmatch(r"(?:%s(?:,%s)*\r\n)+" % (one, one), text):
        problems.append("the grammar of RFC 4180 does not fit")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    if len({len(row) for row in rows}) != 1:
        problems.append("rows of %s cells" % sorted({len(row) for row in rows}))
    return rows, problems


def records(*args):
    return [json.loads(line) for line in run("-f", "jsonl", *args, status=None).split(b"\n") if line]


def csv_of_fixtures():
    rows, problems = table(run("-f", "csv", *PAGES, status=None))
    want = records(*PAGES)
    check("csv is RFC 4180's", problems)
    check("the first row has the names", differ([name for name, _ in flat(want[0], equal.RECORD)],
                                                rows[0]))
    check("a row for each record, under one row of names", differ(len(want) + 1, len(rows)))
    check("each cell is the record's value",
          ["%s: wanted %r, got %r" % (name, a, b)
           for record, row in zip(want, rows[1:])
           for name, a, b in zip(rows[0], cells(record), row) if a != b])


def csv_of_one():
    page = "fixtures/001-pending/page.txt"
    alone, listed = run("-f", "csv", page), run("-f", "csv", "--include=*", page)
    check("one page has the row of names too", differ(listed, alone) + table(alone)[1])
    check("no page, no row", differ(b"", run("-f", "csv", data=b"", status=3)))
    with tempfile.TemporaryDirectory() as folder:
        run("-f", "csv", "-o", folder + "/", page, "fixtures/101-ns-answered/page.html")
        check("in a folder each file is a table",
              differ(alone, read(os.path.join(folder, "page.txt.csv"))))


def csv_of_formulas():
    page = TRICKY % ("=1+1", "-3 degrés, dit-on.\n\n@SUM(A1)")
    plain, sheet = run("-f", "csv", data=page.encode()), run("-f", "csv", "--bom", data=page.encode())
    rows, problems = table(plain)
    one = dict(zip(*rows))
    check("csv alters no text", problems + differ(
        ["=Zoé, \"Z\" Ronce", "=1+1", "-3 degrés, dit-on.\n\n@SUM(A1)\n\nCette question rappelle"],
        [one["author.name"], one["title"], one["body.blocks"][:53]]))
    check("--bom begins with a byte order mark", differ(b"\xef\xbb\xbfschema,", sheet[:10]))
    rows, problems = table(sheet[3:])
    guarded = dict(zip(*rows))
    check("--bom leaves no formula", problems + [
        cell for cell in rows[1] if cell[:1] in "=+-@\t\r" and cell])
    check("--bom puts an apostrophe before formulas and nothing else", [
        "%s: %r" % (key, cell) for key, cell in guarded.items()
        if cell != ("'" if one[key][:1] in "=+-@" and one[key] else "") + one[key]])
    two = run("-f", "csv", "--bom", "fixtures/001-pending/page.txt", "fixtures/101-ns-answered/page.html")
    check("one mark and one row of names for all", differ((1, 1),
                                                          (two.count(b"\xef\xbb\xbf"), two.count(b"schema,"))))
    check("--bom is for csv alone", differ(b"", run("--bom", data=page.encode(), status=2)))


def main():
    csv_of_fixtures()
    csv_of_one()
    csv_of_formulas()
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
