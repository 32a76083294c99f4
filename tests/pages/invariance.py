#!/usr/bin/env python3
"""That a page gives the same record whichever way it was saved: invariance.py [FIXTURE...]

For every fixture that has page.html, the record of each other page.* is compared with the
record of page.html: to the byte where the flavour keeps the text (copies, encodings, saved
pages); but for no-break spaces, which they lose, where a text browser or a converter re-wraps it;
with white space folded in narrow dumps and those of html2text, which lose line breaks, too. In a
re-wrapped text a section with a table is compared by its words alone, as dumps break the cells,
and `unparsed` is not. What only the markup can tell is asked of saved pages alone. EXCEPTIONS lists what a flavour can't tell;
a row of it that excuses nothing in a file that it names is an error too."""
import fnmatch
import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
from pages import FIXTURES, convert, fixtures, pages  # noqa: E402
REWRAPPED = re.compile(r"^page\.(w3m|lynx|elinks|links|pandoc|html2text|firefox|markdown|turndown|print)")
FOLDED = re.compile(r"^page\.(w3m40|pandoc50|html2text|print)")
# These print the target of the link to the official page.
LINKED = re.compile(r"^page\.(firefox|markdown|turndown)")
MARKUP = re.compile(r"html$")
# Keys that text can't tell, and `type` in pages of NosDéputés.fr.
MARKUP_KEYS = ["legislature", "reference", "source_url", "id", "author.id", "author.group", "relations[].url"]
# Of an input, not of the page.
INPUT_KEYS = ["file", "url", "unparsed[].line"]

DUMPS = "w3m* lynx* elinks* links* pandoc* html2text*"
# Fixtures, flavours, key, how much may differ, why. Globs, several of them separated by blanks.
# "edges": where paragraphs and lines end, but no word; "words": anything under the key.
EXCEPTIONS = [
    ("117-*", "saved.html mhtml", "relations[].url", "words",
     "the browser has resolved an address that is none against the page's own"),
    ("119-*", "copy.txt innertext.txt", "response.blocks", "edges",
     "<br> and <p> in a cell end its line; a table of one column can't be told from lines"),
    ("119-*", "html2text.txt", "response.blocks", "words",
     "no blank between the columns of a table: the words of two cells become one"),
    ("120-*", "lynx.txt lynxlist.txt pandoc*", "body.blocks", "edges",
     "<br><br> is printed as one line break"),
    ("120-*", "lynx60.txt", "body.blocks", "edges",
     "<br><br> is printed as one line break, and a line that <br> ends is as long as a full one"),
    ("112-* 120-*", "html2text.txt", "body.blocks", "edges",
     "no blank line between paragraphs: the line break of a <br> looks like a paragraph's end"),
    ("112-* 120-*", "html2text.txt", "response.blocks", "edges",
     "no blank line between paragraphs: the line break of a <br> looks like a paragraph's end"),
    ("134-*", "print.txt", "body.blocks", "words",
     "pdftotext drops the hyphen at which a sheet cut an address"),
    ("101-*", "print.txt", "body.blocks", "edges",
     "no blank line between paragraphs, and a proportional font: no width tells their ends"),
    ("134-*", "print.txt printlayout.txt", "response.blocks", "edges",
     "a sheet ends in a full stop within a paragraph, as \"article R.\" has it"),
    ("122-*", "html2text.txt", "comments.items[].author", "words",
     "in links the blanks are underscores: \"castor_junior\" has one of its own"),
    ("125-*", "copy.txt", "body.blocks", "edges",
     "no blank line at the edge of a division"),
    ("125-*", "copy.txt", "response.blocks", "edges",
     "no blank line where a paragraph interrupts loose text"),
    ("135-*", "copy.txt innertext.txt", "body.blocks", "edges", "no blank line between items"),
    ("135-*", "copy.txt innertext.txt", "response.blocks", "edges", "no blank line between items"),
    ("135-*", DUMPS, "body.blocks", "edges", "no blank line between items"),
    ("135-*", DUMPS, "response.blocks", "words",
     "no blank line between items, and their numbers are printed"),
    ("201-* 205-* 234-*", "lynx* pandoc*", "response.blocks", "edges",
     "<br><br> is printed as one line break"),
    ("231-* 232-* 233-*", "lynx*", "body.blocks", "edges", "<br><br> is printed as one line break"),
    ("234-* 271-* 272-* 273-* 277-*", "lynx* pandoc*", "body.blocks", "edges",
     "<br><br> is printed as one line break"),
    ("231-*", "lynx*", "response.blocks", "edges", "<br><br> is printed as one line break"),
    ("205-*", "copy.txt innertext.txt", "unparsed[].text", "words",
     "the value without a label stands in a line with others"),
    ("251-*", "copy.txt innertext.txt cp1252.txt crlf.txt quoted.txt utf16.txt",
     "response.blocks", "words", "an empty cell that colspan adds is not copied"),
    ("251-*", "html2text.txt", "response.blocks", "words",
     "no blank between the columns of a table: the words of two cells become one"),
    ("271-* 273-* 277-*", "html2text.txt", "body.blocks", "edges",
     "no blank line between paragraphs: the line break of a <br> looks like a paragraph's end"),
    ("258-* 271-* 277-*", "html2text.txt", "response.blocks", "edges",
     "no blank line between paragraphs: the line break of a <br> looks like a paragraph's end"),
]


def record(out, errors, status):
    if status:
        return "exit status %d: %s" % (status, errors.decode("utf-8", "replace")[:300])
    try:
        return json.loads(out.decode("utf-8"))
    except ValueError as error:
        return "not one record: %s" % error


def fold(text):
    return re.sub(r"[\s\u00a0\u202f\u2007]+", " ", text).strip()


def same(a, b, folded):
    return fold(a) == fold(b) if folded else (re.sub(r"[\u00a0\u202f\u2007]", " ", a) ==
                                              re.sub(r"[\u00a0\u202f\u2007]", " ", b))


def words(blocks):
    return sorted(re.findall(r"\w+", " ".join(block["text"] for block in blocks)))


def differences(want, got, path, exact, folded, out):
    """Appends (key, wanted, got) for each value that differs."""
    if path.endswith("blocks") and not exact and isinstance(got, list) and any(
            block["type"] == "table" for block in want):
        want, got = words(want), words(got)
        if want != got:
            out.append((path, " ".join(want), " ".join(got)))
    elif isinstance(want, dict) and isinstance(got, dict):
        for key in want:
            differences(want[key], got.get(key), (path + "." + key).lstrip("."), exact, folded, out)
    elif isinstance(want, list) and isinstance(got, list) and len(want) == len(got):
        for a, b in zip(want, got):
            differences(a, b, path + "[]", exact, folded, out)
    elif isinstance(want, str) and isinstance(got, str) and not exact:
        if not same(want, got, folded):
            out.append((path, want, got))
    elif want != got or type(want) is not type(got):
        out.append((path, want, got))


def excuses(folder, name):
    """The rows that speak of a file."""
    flavour = name[len("page."):]
    return [row for row in EXCEPTIONS
            if any(fnmatch.fnmatch(folder, glob) for glob in row[0].split())
            and any(fnmatch.fnmatch(flavour, glob) for glob in row[1].split())]


def all_words(value):
    if isinstance(value, dict):
        return [word for inner in value.values() for word in all_words(inner)]
    if isinstance(value, list):
        return [word for inner in value for word in all_words(inner)]
    return re.findall(r"\w+", str(value))


def excuses_this(row, key, a, b):
    return of_key(key, [row[2]]) and (row[3] == "words" or
                                      all_words(texts(a)) == all_words(texts(b)))


def texts(value):
    """Of blocks the texts alone: where one becomes two, their types become two as well."""
    if isinstance(value, list) and value and "text" in value[0]:
        return [item["text"] for item in value]
    return value


def of_key(key, keys):
    """Whether one of the keys is this one or holds it."""
    return any(key == k or key.startswith((k + ".", k + "[")) for k in keys)


def problems_of(folder, name, want, got):
    if isinstance(want, str) or isinstance(got, str):
        return [got if isinstance(got, str) else want]
    untold = list(INPUT_KEYS)
    if not MARKUP.search(name):
        untold += [key for key in MARKUP_KEYS
                   if not (LINKED.search(name) and key in ("source_url", "reference"))]
        if want["site"] == "nosdeputes.fr":
            untold.append("type")
    if REWRAPPED.search(name):
        untold.append("unparsed")
    found = []
    differences(want, got, "", not REWRAPPED.search(name), FOLDED.search(name), found)
    rows = excuses(folder, name)
    excused = set()
    problems = []
    for key, a, b in found:
        row = next((row for row in rows if excuses_this(row, key, a, b)), None)
        if row:
            excused.add(row)
        elif not of_key(key, untold):
            problems.append("%s\n%s" % (key, contrast(a, b)))
    problems += ["%s: the exception no longer applies: %s" % (row[2], row[4])
                 for row in rows if row not in excused]
    return problems


def contrast(a, b):
    """Two values from where they begin to differ."""
    a, b = (json.dumps(texts(value), ensure_ascii=False) for value in (a, b))
    at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), 0)
    at = max(0, at - 40)
    return "    page.html %s\n    here      %s" % (a[at:at + 160], b[at:at + 160])


def main():
    cases = {case: pages(case) for case in fixtures(sys.argv[1:])}
    every = [(case, name) for case, names in cases.items() if "page.html" in names
             for name in names]
    made = convert(FIXTURES, map("/".join, every), "-f", "json")
    records = {page: record(*made["/".join(page)]) for page in every}
    failed = 0
    for folder, name in every:
        if name == "page.html":
            continue
        problems = problems_of(folder, name, records[folder, "page.html"], records[folder, name])
        print("%s - %s %s" % ("not ok" if problems else "ok", folder, name))
        for problem in problems:
            print("    " + problem)
        failed += bool(problems)
    if not sys.argv[1:]:
        for row in EXCEPTIONS:
            if not any(row in excuses(*page) for page in every):
                print("not ok - an exception names no page: %s %s" % row[:2])
                failed += 1
    return 1 if failed or not every else 0


if __name__ == "__main__":
    sys.exit(main())
