#!/usr/bin/env python3
"""That csv and Akoma Ntoso say what JSON says, read with other programs than ours, every page of
fixtures/ tried; and that diagnostics for programs can be read by them. QPARSE is the command,
QPARSE_AKN the folder of the OASIS schema, akomantoso30.xsd: without it documents are not held
against it."""
import csv
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

sys.path.insert(0, "tests/lib")
import equal  # noqa: E402

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


def csv_with_other_separators():
    plain = table(run("-f", "csv", *PAGES, status=None))[0]
    for word, separator in ((";", ";"), ("|", "|"), ("tab", "\t")):
        text = run("-f", "csv", "--csv-separator=" + word, *PAGES, status=None).decode("utf-8")
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
        check("--csv-separator=%s: the same cells" % word, differ(plain, rows))
    sheet = run("-f", "csv", "--bom", "--csv-separator=;", "fixtures/001-pending/page.txt")
    check("with --bom, too", differ(b"\xef\xbb\xbfschema;file;id;", sheet[:18]))
    check("another letter is none", differ(b"", run("-f", "csv", "--csv-separator=x", PAGES[0], status=2)))
    check("it is for csv alone", differ(b"", run("--csv-separator=;", PAGES[0], status=2)))


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


# ---- Akoma Ntoso ----

AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
RECORD = "{urn:qparse:1}"


def paragraph(p):
    for br in p:
        if br.tag != AKN + "br" or len(br) or br.text:
            raise equal.Shape("<%s> in a paragraph" % br.tag)
    return (p.text or "") + "".join("\n" + (br.tail or "") for br in p)


def blocks_of(part):
    """The blocks of a record that <question> or <answer> stands for."""
    out = []
    for child in part:
        if child.tag == AKN + "p":
            out.append({"type": "paragraph", "text": paragraph(child)})
        elif child.tag == AKN + "table":
            rows = [["".join(paragraph(p) for p in cell) for cell in row] for row in child]
            out.append({"type": "table", "rows": rows, "text": "\n".join("\t".join(r) for r in rows)})
        elif child.tag != AKN + "from":
            raise equal.Shape("<%s> in <%s>" % (child.tag, part.tag))
    return [] if out == [{"type": "paragraph", "text": ""}] else out


def record_of(document):
    question = document.find(".//%sproprietary/%squestion" % (AKN, RECORD))
    for element in question.iter():
        element.tag = element.tag.replace(RECORD, "")
    record = equal.record(question)
    body = document.find(".//%squestions" % AKN)
    for key, name in (("body", "question"), ("response", "answer")):
        part = body.find(AKN + name)
        if part is not None:
            record[key]["blocks"] = blocks_of(part)
    return record


def dangling(document):
    """References to elements that are not there."""
    ids = {e.get("eId") for e in document.iter()}
    return ["%s=%s" % (key, value) for e in document.iter() for key, value in e.items()
            if e.tag.startswith(AKN) and value.startswith("#") and value[1:] not in ids]


def work_of(document):
    return document.find(".//%sFRBRWork/%sFRBRuri" % (AKN, AKN)).get("value")


def fit_schema(paths):
    folder = os.environ.get("QPARSE_AKN")
    if not folder:
        print("ok - every document fits the OASIS schema # SKIP QPARSE_AKN is not set")
        return
    done = subprocess.run(["xmllint", "--nonet", "--noout", "--schema",
                           os.path.join(folder, "akomantoso30.xsd")] + paths,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=300)
    lines = done.stderr.decode().splitlines()
    good = {path + " validates" for path in paths}
    check("every document fits the OASIS schema",
          [line for line in lines if line not in good] + ["%d validate" % len(good & set(lines))] *
          (good > set(lines) or done.returncode != 0))


def akn_of_fixtures(folder):
    run("-f", "akn", "-o", folder + "/", "--include=page.*", "fixtures")
    works, problems, references, paths = {}, [], [], []
    for record in records("--include=page.*", "fixtures"):
        paths.append(os.path.join(folder, record["file"][len("fixtures/"):] + ".akn.xml"))
        document = ET.parse(paths[-1])
        works.setdefault(os.path.dirname(record["file"]), set()).add(work_of(document))
        references += dangling(document.getroot())
        equal.differ(record["file"], record, record_of(document), problems)
    check("a document holds the whole record, each text where the standard has it", problems)
    check("a document refers to nothing that it lacks", references)
    check("a question has one IRI, however its page was saved",
          ["%s: %s" % item for item in works.items() if len(item[1]) > 1])
    fit_schema(paths)


def akn_of_several():
    page = "fixtures/001-pending/page.txt"
    two = read(page) + b"\n" + read(page).replace(b"4127", b"4128")
    for what, args in (("two pages", (page, "fixtures/101-ns-answered/page.html")),
                       ("a folder", ("fixtures/001-pending",)), ("a list", ("--files-from=-",))):
        check("%s in one stream can't be documents" % what,
              differ(b"", run("-f", "akn", *args, status=2)))
    check("nor can two questions of a page", differ(b"", run("-f", "akn", data=two, status=4)))
    check("one page is one document", differ("fixtures/001-pending/page.txt", record_of(
        ET.ElementTree(ET.fromstring(run("-f", "akn", page))))["file"]))
    with tempfile.TemporaryDirectory() as folder:
        pages = os.path.join(folder, "two.txt")
        with open(pages, "wb") as file:
            file.write(two)
        run("-f", "akn", "-o", folder + "/out/", pages, page, status=4)
        check("in a folder neither, but the other pages'", differ(
            ["page.txt.akn.xml"], os.listdir(folder + "/out")))
        bundle = os.path.join(folder, "pages")
        subprocess.run(["tar", "-cf", bundle, page], check=True)
        os.link(bundle, bundle + ".tar")
        check("nor can an archive's pages", differ(
            [b"", b""], [run("-f", "akn", bundle + ".tar", status=2), run("-f", "akn", bundle, status=4)]))


# ---- diagnostics ----

def said(how, *args, data=b""):
    done = subprocess.run((QPARSE, "--diagnostics=" + how) + args, input=data, timeout=300,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    return done.stderr.decode("utf-8")


def annotation(line):
    """What GitHub's runner makes of a line: command, properties, message."""
    def decode(text, codes):
        for code in codes:
            text = text.replace(code, chr(int(code[1:], 16)))
        return text.replace("%25", "%")

    m = re.fullmatch(r"::(notice|warning|error) ([^:]*)::(.*)", line)
    if not m:
        return line
    properties = dict(p.split("=", 1) for p in m.group(2).split(","))
    return (m.group(1), {k: decode(v, ("%0D", "%0A", "%3A", "%2C")) for k, v in properties.items()},
            decode(m.group(3), ("%0D", "%0A")))


def as_annotation(d):
    properties = {"file": d["file"], "line": d["line"], "col": d["column"], "title": d["code"]}
    return ({"note": "notice"}.get(d["severity"], d["severity"]),
            {k: str(v) for k, v in properties.items() if v is not None}, d["message"])


def diagnostics():
    page = read("fixtures/001-pending/page.txt").replace(
        "Réponse\n".encode(), "Réponse émise le 31 juin 2023\n".encode()).replace(
        "Question soumise".encode(), "À 100%25, %0A::error::rien\n\nQuestion soumise".encode())
    with tempfile.TemporaryDirectory() as folder:
        odd = os.path.join(folder, "100%, a:b%0A\r\n::error::é.txt")
        with open(odd, "wb") as file:
            file.write(page)
        report = os.path.join(folder, "report")
        args = ["--report=" + report, odd, folder + "/none", "README.md"] + PAGES
        lines, notes = said("json", *args), said("github", *args)
        values = [json.loads(line) for line in lines.splitlines()]
        check("JSON lines are those of --report", differ(read(report).decode(), lines))
        check("one for each thing that text says",
              differ([d["message"] for d in values if d["file"] != folder + "/none"],
                     [re.sub(r".*?: (?:note|warning|error): (.*) \[[a-z-]+\]$", r"\1", line)
                      for line in said("text", *args).splitlines() if "/none" not in line]))
        # A control character in a name is shown, never sent; the others come back as they were.
        check("annotations say the same",
              differ([as_annotation(d) for d in values],
                     [annotation(line) for line in notes.splitlines()]))
        check("a name is one property", differ(
            "::warning file=%s/100%%25%%2C a%%3Ab%%250A%%0D%%0A%%3A%%3Aerror%%3A%%3Aé.txt,line=9,col=1,"
            "title=unparsed-line::not understood: \"À 100%%2525, %%250A::error::rien\"" % folder,
            notes.splitlines()[0]))
        check("with -q errors only", differ(
            {"error"}, {json.loads(line)["severity"] for line in said("json", "-q", *args).splitlines()}))
        out = said("github", "-o", folder + "/x/", "fixtures/119-ns-tables/page.html",
                   "fixtures/119-ns-tables/page.html")
        check("what ends a run is an annotation", differ(
            ("error", {"title": "collision"}), annotation(out[:-1])[:2]))
        check("nothing but JSON of a folder", [line for line in said("json", "fixtures").splitlines()
                                               if not line.startswith("{")])
    check("standard input has no file", differ(
        ("error", {"title": "empty-input"}), annotation(said("github")[:-1])[:2]))
    check("an output that can't be written", differ(
        "unwritable", json.loads(said("json", "-o", "/dev/null/x", PAGES[0]))["code"]))


def main():
    diagnostics()
    csv_of_fixtures()
    csv_with_other_separators()
    csv_of_one()
    csv_of_formulas()
    with tempfile.TemporaryDirectory() as folder:
        akn_of_fixtures(folder)
    akn_of_several()
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
