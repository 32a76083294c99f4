#!/usr/bin/env python3
"""What sources tell. --diff of two inputs that can't tell the same: a page and open data, HTML and
text, pages of two sites: the same question has no changes there, a changed word is told, --exact
tells all. And the manual's table of keys and sources is what the fixtures' records say;
`sources.py --table` prints it. QPARSE is the command."""
import glob
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, "tests/pages")
import cases  # noqa: E402

QPARSE = os.path.abspath(os.environ.get("QPARSE", "qparse"))
FIXTURES = os.path.abspath("fixtures")
# The text lost what the page says: the order of cells, the marks of lists, a comment, a link's end.
LOST = {"119-ns-tables": ("elinks", "elinks120", "html2text", "links", "links60", "pandoc", "pandoc50", "w3m", "w3m132",
                          "w3m40"),
        "122-ns-comments": ("html2text",), "134-ns-long-answer": ("print",),
        "135-ns-lists": ("elinks", "html2text", "links", "lynx", "pandoc", "w3m"),
        # The file that a browser saved has other addresses.
        "117-ns-links": ("page.mhtml", "page.saved.html")}


def check(what, problems):
    print(("not ok - " if problems else "ok - ") + what)
    for problem in problems[:20]:
        print("    " + str(problem).replace("\n", "\n    "))
    check.failed += bool(problems)


check.failed = 0


def diff(*args):
    done = subprocess.run((QPARSE, "--diff") + args, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=300)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def record(path):
    return json.loads(subprocess.run((QPARSE, "-q", "-f", "json", path), stdin=subprocess.DEVNULL,
                                     stdout=subprocess.PIPE, check=True).stdout)


def html(blocks):
    def one(block):
        if block["type"] == "table":
            return "<table>%s</table>" % "".join("<tr>%s</tr>" % "".join("<td>%s</td>" % c for c in row)
                                                 for row in block["rows"])
        return "<p>%s</p>" % block["text"].replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br/>")
    return "".join(map(one, blocks))


def journal(day, page=None):
    return {"typeJO": "JO_QUESTION", "dateJO": day, "pageJO": page}


def open_data(r):
    """The file that the Assemblée would have for the record of a page."""
    ministry = r["ministry"]["attributed"] or r["ministry"]["asked"] or r["ministry"]["answering"]
    moved = [e for e in r["events"] if e["type"] == "transferred"]
    first = {"infoJO": journal(r["body"]["date"]), "denomination": {"abrege": r["ministry"]["asked"] if moved else ministry}}
    answer = r["response"] if r["response"] and r["response"]["blocks"] else None
    closed = r["withdrawal"]
    data = {
        "uid": r["reference"], "identifiant": {"numero": r["number"], "legislature": str(r["legislature"])},
        "type": r["type"],
        "indexationAN": {"rubrique": r["rubric"], "teteAnalyse": r["rubric_head"],
                         "analyses": {"analyse": r["analysis"] or r["title"]}},
        "auteur": {"identite": {"acteurRef": r["author"]["id"] or "PA1"}, "groupe": {"developpe": r["author"]["group"]}},
        "minInt": {"abrege": r["ministry"]["asked"]},
        "minAttribs": {"minAttrib": [first] + [{"infoJO": journal(e["date"]), "denomination": {"abrege": e["detail"] or ministry}}
                                               for e in moved]},
        "textesQuestion": {"texteQuestion": {"infoJO": journal(r["body"]["date"], r["body"]["page"]),
                                             "texte": html(r["body"]["blocks"])}},
        "textesReponse": answer and {"texteReponse": {"infoJO": journal(answer["date"], answer["page"]),
                                                      "texte": html(answer["blocks"])}},
        "cloture": closed and {"codeCloture": "X", "libelleCloture": closed["reason"], "dateCloture": closed["date"]},
        "signalement": [{"infoJO": journal(e["date"])} for e in r["events"] if e["type"] == "signalled"],
        "renouvellements": {"renouvellement": [{"infoJO": journal(e["date"])} for e in r["events"]
                                               if e["type"] == "renewed"]}}
    return json.dumps({"question": data}, ensure_ascii=False)


def pages_of(folder):
    """Of a fixture its HTML, and the other files of the page."""
    names = sorted(name for name in os.listdir(folder) if name.startswith("page.")) if os.path.isdir(folder) else []
    return ([n for n in names if n == "page.html"] or [None])[0], [n for n in names if n != "page.html"]


def is_lost(name, other):
    lost = LOST.get(name, ())
    return other in lost or other.split(".")[1] in lost


def flavours():
    found, count, silent = [], 0, []
    for name in sorted(os.listdir(FIXTURES)):
        folder = os.path.join(FIXTURES, name)
        page, others = pages_of(folder)
        for other in others if page else []:
            got = diff("-q", os.path.join(folder, page), os.path.join(folder, other))
            count += 1
            if is_lost(name, other):
                silent += [(name, other)] if got[0] == 0 else []
            elif got[:2] != (0, ""):
                found.append("%s %s: %s" % (name, other, got))
    check("the same page in two flavours says that nothing changed (%d pairs)" % count, found)
    check("what a text lost is told", silent)


def with_data(folder):
    found, types = [], set()
    names = [n for n in sorted(os.listdir(FIXTURES)) if n[:2] in ("25", "27", "28") and pages_of(os.path.join(FIXTURES, n))[0]]
    for name in names:
        page = os.path.join(FIXTURES, name, "page.html")
        r = record(page)
        if r["legislature"] < 14:  # there is no open data
            continue
        data = os.path.join(folder, "%s.json" % name)
        with open(data, "w", encoding="utf-8") as file:
            file.write(open_data(r))
        types.add(r["type"])
        for pair in (page, data), (data, page):
            got = diff("-q", *pair)
            if got[:2] != (0, ""):
                found.append("%s: %s" % (pair, got))
    check("a page and the open data of its question: nothing changed (%d pages)" % len(names), found)
    check("each type of question", sorted({"QE", "QOSD", "QG"} - types))


def some_changes(folder):
    page = os.path.join(FIXTURES, "251-an-col10-answered", "page.html")
    data = open_data(record(page))
    with open(os.path.join(folder, "same.json"), "w", encoding="utf-8") as file:
        file.write(data)
    same, other = os.path.join(folder, "same.json"), os.path.join(folder, "other.json")

    def changed(change):
        question = json.loads(data)
        change(question["question"])
        with open(other, "w", encoding="utf-8") as file:
            json.dump(question, file)
        return diff(page, other)

    got = changed(lambda q: q["indexationAN"].update(rubrique="autre"))
    check("another value is told", [got] if got[0] != 1 or "rubric changed" not in got[1] else [])
    got = changed(lambda q: q["textesReponse"]["texteReponse"].update(
        texte=q["textesReponse"]["texteReponse"]["texte"].replace("périmètres", "contours")))
    check("another word of a text is told", [got] if got[0] != 1 or "[-périmètres-]" not in got[1] else [])
    got = changed(lambda q: q.update(textesReponse=None))
    check("an answer that one has is told", [got] if got[0] != 1 or "pending (was answered)" not in got[1] else [])
    got = diff(page, same)
    check("what was not compared is counted", [got] if got[:2] != (0, "") or "values that only one source has were not compared" not in got[2] else [])
    got = diff("--exact", page, same)
    check("--exact compares all", [got] if got[0] != 1 or "constituency removed" not in got[1] or "not compared" in got[2] else [])
    records = []
    for name, path in ("page", page), ("data", same):
        records.append(os.path.join(folder, name + ".record.json"))
        with open(records[-1], "w", encoding="utf-8") as file:
            json.dump(record(path), file)
    got = diff(*records)
    check("two records are compared in all", [got] if got[0] != 1 or "constituency removed" not in got[1] else [])
    got = diff(page, records[1])
    check("a page and a record, too", [got] if got[0] != 1 or "constituency removed" not in got[1] else [])


def folders(folder):
    pages, files = os.path.join(folder, "pages"), os.path.join(folder, "files")
    os.makedirs(pages)
    os.makedirs(files)
    for name in ("251-an-col10-answered", "278-an-today-answered"):
        page = os.path.join(FIXTURES, name, "page.html")
        r = record(page)
        os.symlink(page, os.path.join(pages, name + ".html"))
        with open(os.path.join(files, r["reference"] + ".json"), "w", encoding="utf-8") as file:
            file.write(open_data(r))
    got = diff(pages, files)
    check("folders match by id", [got] if got[0] or not got[2].startswith("2 questions: 2 the same, 0 changed, 0 added, 0 removed; ") else [])


# Columns of the manual's table: the site, and the form of the page.
SOURCES = [("regards", "HTML"), ("regards", "text"), ("an", "HTML"), ("an", "text"), ("an", "XML"), ("an", "data"),
           ("senat", "HTML"), ("senat", "text")]


def told(r, path=""):
    """The keys with a value, without those of items but for a relation's address and an event's detail."""
    for key, value in r.items():
        name = path + key
        if isinstance(value, dict):
            yield from told(value, name + ".")
        elif isinstance(value, list):
            if value:
                yield name
            of_items = {"relations": "url", "events": "detail"}.get(name)
            if of_items and any(item[of_items] for item in value):
                yield "%s.%s" % (name, of_items)
        elif value is not None:
            yield name


def keys(r, path=""):
    empty = {"response": ("date", "page", "expected", "blocks"), "withdrawal": ("date", "reason")}
    for key, value in r.items():
        name = path + key
        if name in empty or isinstance(value, dict):
            yield from keys(dict.fromkeys(empty.get(name, value or ())), name + ".")
        else:
            yield name
            yield from ["%s.%s" % (name, {"relations": "url", "events": "detail"}[name])] if name in ("relations", "events") else []


def source_of(r, page):
    site = {"nossenateurs.fr": "regards", "nosdeputes.fr": "regards", "senat.fr": "senat"}.get(r["site"], "an")
    begin = page.lstrip(b"\xef\xbb\xbf \n")
    if b"<QUESTION " in begin[:200]:
        return site, "XML"
    if begin[:1] == b"{" or b"<uid>" in begin[:4096].lower():
        return site, "data"
    return site, "HTML" if begin[:1] == b"<" or b"\n<" in page or b"text/html" in page or b"\0" in page[:4] else "text"


def records_of_cases():
    """(record, page) of the small pages that need no options."""
    pages = set()
    for path in glob.glob("tests/pages/cases/*.txt"):
        found, _ = cases.cases_of(path)
        for case in found.values():
            try:
                pages.update([] if case.options else [cases.input_of(case, found)])
            except cases.Wrong:
                pass  # tests/pages/cases.py tells
    for page, outcome in cases.convert(sorted(pages), []).items():
        for r in outcome.records:
            yield r, page


def table(folder):
    """Lines of the manual: for each key what the sources tell."""
    pages = [os.path.join(FIXTURES, name, page) for name in sorted(os.listdir(FIXTURES)) if name[:1] in "0123"
             for page in sorted(os.listdir(os.path.join(FIXTURES, name))) if page.startswith("page.")]
    data = [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".json")]
    lines = subprocess.run((QPARSE, "-q", "-f", "jsonl", *pages, *data), stdin=subprocess.DEVNULL,
                           stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.splitlines()
    records = []
    for line in lines:
        records.append((json.loads(line), b""))
        with open(records[-1][0]["file"], "rb") as file:
            records[-1] = records[-1][0], file.read()
    found = {source: set() for source in SOURCES}
    for r, page in records + list(records_of_cases()):
        found[source_of(r, page)].update(told(r))
    rows = []
    for key in keys(records[0][0]):
        if key in ("schema", "file"):
            continue
        cells = []
        for site, form in SOURCES:
            markup = form == "text" and key in found[site, "HTML"]
            cells.append("told" if key in found[site, form] else "lost" if markup else "null")
        rows.append(".It Va %s Ta %s" % (key, " Ta ".join(cells)))
    return rows


def manual(folder):
    with open("src/qparse.1", encoding="utf-8") as file:
        shown = [line.rstrip("\n") for line in file if line.startswith(".It Va ") and line.count(" Ta ") == len(SOURCES)]
    wanted = table(folder)
    check("the manual's table of keys and sources", ["missing: " + row for row in wanted if row not in shown] +
          ["not so: " + row for row in shown if row not in wanted] +
          ["another order"] * (sorted(shown) == sorted(wanted) and shown != wanted))


def main():
    if sys.argv[1:] == ["--table"]:
        with tempfile.TemporaryDirectory() as folder:
            with_data(folder)
            print("\n".join(table(folder)))
        return 0
    flavours()
    with tempfile.TemporaryDirectory() as folder:
        with_data(folder)
        manual(folder)
        some_changes(folder)
        folders(folder)
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
