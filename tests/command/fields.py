#!/usr/bin/env python3
"""That every key of a record is known everywhere: each is changed alone, and --diff tells it; each is
broken in every way that its type allows, and --validate says where; the schemas, the manual, README
and the header name it. QPARSE names the command."""
import copy
import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

QPARSE = os.path.abspath(os.environ.get("QPARSE", "qparse"))
failed = 0

# A record in which no key is absent and no list empty, with another value for each.
FULL = {
    "schema": "qparse/1", "file": "a.html", "id": "SENAT-15-QE-12", "site": "senat.fr",
    "chamber": "senat", "legislature": 15, "type": "QE", "type_label": "Question écrite",
    "number": "12", "reference": "221100012", "url": "http://a/1", "source_url": "http://a/2",
    "author": {"id": "PA7", "name": "Anne Roux", "civility": "Mme", "group": "GEST", "constituency": "Rhône"},
    "ministry": {"name": "Sol", "displayed": "Mer", "asked": "Eau", "attributed": "Air", "answering": "Sol"},
    "addressee": "M. le ministre", "title": "Des phares", "rubric": "mer", "rubric_head": "phares",
    "analysis": ["peinture", "toiture"], "status": "answered",
    "body": {"date": "2022-11-10", "page": "1", "blocks": [
        {"type": "paragraph", "text": "Un phare."},
        {"type": "table", "rows": [["a", "b"], ["c", ""]], "text": "a\tb\nc\t"}]},
    "response": {"date": "2023-02-16", "page": "2", "expected": "2023-02-01",
                 "blocks": [{"type": "paragraph", "text": "Une réponse."}]},
    "withdrawal": None,
    "relations": [{"type": "cites", "text": "question n° 7", "number": "7", "url": "/7"}],
    "events": [{"type": "renewed", "date": "2023-01-05", "detail": "9"}],
    "comments": {"count": 1, "items": [
        {"author": "Castor", "date": "2023-03-01T10:20", "text": "Bien."}]},
    "unparsed": [{"line": 3, "text": "Une ligne."}],
}
# The one key that an answer leaves out.
WITHDRAWN = dict(FULL, status="withdrawn", response=None,
                 withdrawal={"date": "2023-02-16", "reason": "fin de mandat"})
OTHER = {"site": "nossenateurs.fr", "id": "SENAT-15-QE-13", "type": "QC", "status": "announced",
         "relations[0].type": "recalls", "events[0].type": "signalled",
         "comments.items[0].date": "2023-03-02"}
# Not told by --diff: of the input, or follows from another key (a table's rows from its text).
UNTOLD = {"schema", "file", "chamber", "unparsed[0].line"}
# Added after the first release: an older record has none.
ADDED = {"author.id", "ministry.name"}
MAY_BE_EMPTY = {"file", "comments.items[0].text"}


def check(what, problem):
    global failed
    failed += bool(problem)
    print(("not ok - %s\n    %s" % (what, str(problem)[:1500].replace("\n", "\n    "))) if problem
          else "ok - " + what)


def run(*arguments, cwd):
    done = subprocess.run([QPARSE, *arguments], cwd=cwd, stdin=subprocess.DEVNULL, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def leaves(value, path=""):
    """(path, value) of all that is neither object nor list."""
    if isinstance(value, dict):
        for key in value:
            yield from leaves(value[key], path + "." * bool(path) + key)
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from leaves(item, "%s[%d]" % (path, i))
    elif value is not None:
        yield path, value


def holder(record, path):
    """The object or list that holds what is at the path, and its key there."""
    steps = [int(s[1:-1]) if s[0] == "[" else s for s in re.findall(r"\[\d+\]|[^.\[]+", path)]
    for step in steps[:-1]:
        record = record[step]
    return record, steps[-1]


def changed(record, path, value):
    record = copy.deepcopy(record)
    where, key = holder(record, path)
    where[key] = value
    return record


def another(path, value):
    if path in OTHER:
        return OTHER[path]
    if isinstance(value, int):
        return value + 1
    if re.match(r"\d{4}-\d\d-\d\d", value):
        return "2021" + value[4:]
    return value + "x"


def is_of_table(path):
    return re.search(r"blocks\[\d+\]\.(type|rows)", path)


def tell_changes(folder):
    """One run a key: what it says is the key's path."""
    problems = []
    for record in FULL, WITHDRAWN:
        with open(os.path.join(folder, "old.json"), "w", encoding="utf-8") as file:
            json.dump(record, file)
        for path, value in leaves(record):
            if path in UNTOLD or is_of_table(path) or (
                    record is WITHDRAWN and not path.startswith("withdrawal.")):
                continue
            new = changed(record, path, another(path, value))
            if re.search(r"blocks\[1\]", path):
                new["body"]["blocks"][1] = {"type": "table", "rows": [["a", "z"]], "text": "a\tz"}
            with open(os.path.join(folder, "new.json"), "w", encoding="utf-8") as file:
                json.dump(new, file)
            status, out, err = run("--diff", "-f", "jsonl", "old.json", "new.json", cwd=folder)
            told = [json.loads(line)["field"] for line in out.splitlines()]
            near = re.sub(r"\.?\w+$", "", path) if re.match(r"(relations|events|comments\.items|unparsed)\[", path) else path
            if status != 1 or not any(("." + near) in (field or "") for field in told):
                problems.append("%s: status %d, told %s %s" % (path, status, told, err))
    check("--diff tells a change of each key", "\n".join(problems))


def line_of(record, path, text):
    """The record on one line with `text` at the path, and the column where it begins."""
    mark = "\uE000"
    line = json.dumps(changed(record, path, mark), ensure_ascii=False)
    before, after = line.split('"%s"' % mark)
    return before + text + after, len(before) + 1


def keys(value, path=""):
    """(path of the object, key) of every key."""
    if isinstance(value, dict):
        for key in value:
            yield path, key
            yield from keys(value[key], path + "." * bool(path) + key)
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from keys(item, "%s[%d]" % (path, i))


def begins(record, path):
    """The column of what is at the path, in the record's one line."""
    if not path:
        return 1
    where, key = holder(record, path)
    return line_of(record, path, json.dumps(where[key], ensure_ascii=False))[1]


def broken(record):
    """(line, column, path) of a record with one fault."""
    for path, value in leaves(record):
        table = is_of_table(path)
        for text in ("{}", "[]", "true", "1.5", "7" if isinstance(value, str) else '"x"'):
            line, column = line_of(record, path, text)
            yield line, column, "." + path
        if isinstance(value, str) and path not in MAY_BE_EMPTY and not table and "blocks[1]" not in path:
            line, column = line_of(record, path, '""')
            yield line, column, "." + path
    for path, key in keys(record):
        whole = path + "." * bool(path) + key
        if holder(record, whole)[0][key] is None:
            continue
        if whole not in ADDED:
            less = copy.deepcopy(record)
            del holder(less, whole)[0][key]
            yield json.dumps(less, ensure_ascii=False), begins(less, path), "." + path
        if "blocks[" not in path:
            more = json.dumps(holder(record, whole)[0][key], ensure_ascii=False)
            line, column = line_of(record, whole, more)
            twice = ', "%s": ' % key
            at = column - 1 + len(more)
            yield line[:at] + twice + more + line[at:], at + len(twice) + 1, "." + whole
            odd = ', "zz": '
            yield line[:at] + odd + "1" + line[at:], at + len(odd) + 1, ".%szz" % (path + "." * bool(path))


STREAM = 200


def find_faults(folder):
    """A record a line, in streams of so few that all their faults are told."""
    cases = [case for record in (FULL, WITHDRAWN) for case in broken(record)]
    said, streams = {}, range(0, len(cases), STREAM)
    for begin in streams:
        with open(os.path.join(folder, "%d.jsonl" % begin), "w", encoding="utf-8") as file:
            file.write("".join(line + "\n" for line, _, _ in cases[begin:begin + STREAM]))
    status, _, err = run("--validate", "--diagnostics=json", *("%d.jsonl" % begin for begin in streams), cwd=folder)
    for line in err.splitlines():
        one = json.loads(line)
        number = one["line"] + int(one["file"].split(".")[0])
        said.setdefault(number, []).append((one["column"], one["message"].split(": ")[0]))
    problems = ["line %d: %s at %d, said %s in %s" % (i, path, column, said.get(i), line[max(0, column - 30):column + 40])
                for i, (line, column, path) in enumerate(cases, 1)
                if (column, path if path != "." else ".") not in said.get(i, [])]
    check("--validate finds %d faults, each at its place" % len(cases),
          problems and "%d of them not:\n%s" % (len(problems), "\n".join(problems[:12])))
    check("their exit status is 1", "" if status == 1 else status)


def whole_is_valid(folder):
    with open(os.path.join(folder, "good.jsonl"), "w", encoding="utf-8") as file:
        for record in FULL, WITHDRAWN, dict(reversed(FULL.items())):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    status, _, err = run("--validate", "good.jsonl", cwd=folder)
    check("the whole record is valid, in any order of keys", err if status or err else "")


def without_added(record):
    record = copy.deepcopy(record)
    for path in ADDED:
        where, key = holder(record, path)
        del where[key]
    return record


def older_is_known(folder):
    """A record of a version that lacked keys is valid, and differs in no key that it could not know."""
    page = os.path.join(os.getcwd(), "fixtures/001-pending/page.txt")
    xml = run("-f", "xml", page, cwd=folder)[1]
    texts = {
        "full.json": json.dumps(FULL), "older.json": json.dumps(without_added(FULL)),
        "less.json": json.dumps(changed(FULL, "author.id", None)),
        "full.xml": xml, "older.xml": re.sub(r"(<ministry>\s*)<name>.*</name>\s*", r"\1", xml),
    }
    for name, text in texts.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
    check("the XML of an older record has no ministry/name", "" if len(texts["older.xml"]) < len(xml) else xml)
    for kind in "json", "xml":
        check("an older record in %s is valid" % kind, run("--validate", "older." + kind, cwd=folder)[2])
        for pair in ("older." + kind, "full." + kind), ("full." + kind, "older." + kind):
            status, out, err = run("--diff", *pair, cwd=folder)
            check("--diff %s %s counts no key that the older lacks" % pair, out + err if status else "")
    out = run("--diff", "full.json", "less.json", cwd=folder)[1]
    check("--diff tells an author's id that is gone", "" if out == "author's id removed: PA7\n" else out)


def names(value, path=""):
    return {re.sub(r"\[\d+\]", "", path + "." * bool(path) + key)
            for path, key in keys(value) if "rows" not in path}


def named_everywhere(folder):
    wanted = names(FULL) | names(WITHDRAWN)
    words = {path.split(".")[-1] for path in wanted}
    schema = run("--schema=json", cwd=folder)[1]
    xsd = ET.fromstring(run("--schema=xml", cwd=folder)[1])
    places = {
        "the JSON Schema": set(re.findall(r'"(\w+)": ', schema)),
        "the XSD": {e.get("name") for e in xsd.iter() if e.get("name")} | {"type", "rows"},
    }
    with open("src/qparse.1", encoding="utf-8") as file:
        places["the manual"] = set(re.findall(r"\w+", file.read())) | {"rows"}
    with open("README.md", encoding="utf-8") as file:
        places["README"] = set(re.findall(r"\w+", file.read())) | {"rows"}
    with open("include/qparse.h", encoding="utf-8") as file:
        places["the header"] = set(re.findall(r"\w+", file.read())) | {"schema", "chamber"}
    for place, known in places.items():
        check("every key is named in " + place, " ".join(sorted(words - known)))
    cells = run("-f", "csv", os.path.join(os.getcwd(), "fixtures/001-pending/page.txt"), cwd=folder)[1].split("\r\n")[0].split(",")
    top = {path for path in wanted if not re.match(r"(relations|events|unparsed|comments\.items|body\.blocks|response\.blocks)\.", path)}
    leaf = {path for path in top if not any(other.startswith(path + ".") for other in top)}
    check("the head of the CSV has them all", " ".join(sorted(leaf ^ set(cells))))


def main():
    with tempfile.TemporaryDirectory() as folder:
        whole_is_valid(folder)
        older_is_known(folder)
        tell_changes(folder)
        find_faults(folder)
        named_everywhere(folder)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
