#!/usr/bin/env python3
"""The golden files: golden.py [--update] [FIXTURE...]

A case is a folder fixtures/NNN-name with page.<flavour> and any of expected.json,
expected.xml, expected.csv, expected.akn and expected.err (the diagnostics; without it the run must be silent).
The expectations are those of one page, page.txt before page.html before any other;
every page must convert, to JSON and XML that say the same and fit their schemas.
A case with expected.err alone is an input that gives no record, exit status 3.
--update writes the expectations anew, in a new case all that apply."""
import json
import os
import shutil
import sys
import tempfile

import jsonschema

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, "tests", "lib"))
import equal  # noqa: E402
from pages import FIXTURES, QPARSE, WITHOUT_LEAKS, alone, convert, fixtures, pages, run  # noqa: E402
# Formats of every page, and those that a case may have an expectation of, but need not.
FORMS = ["json", "jsonl", "xml"]
MORE_FORMS = ["csv", "akn"]
UPDATE = "--update" in sys.argv[1:]


def check(what, problems):
    """One line for a check, what is wrong under it."""
    print(("not ok - " if problems else "ok - ") + what)
    for problem in problems:
        print("    " + problem.replace("\n", "\n    "))
    check.failed += bool(problems)


check.failed = 0


def text(raw):
    return raw.decode("utf-8", "replace")


def read(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


def write(path, content):
    """Leaves a file that is right alone: its time tells when it changed."""
    if content and read(path) != content:
        with open(path, "wb") as file:
            file.write(content)
        print("# wrote " + os.path.relpath(path, TOP))
    elif not content and os.path.exists(path):
        os.remove(path)
        print("# removed " + os.path.relpath(path, TOP))


def diff(path, got):
    """How `got` differs from the file at `path`, which may be missing."""
    other = path if os.path.exists(path) else os.devnull
    return text(run("diff", "-u", "--label", "expected", "--label", "got", other, "-", data=got)[0])


class Page:
    """One page of a case and what the command makes of it."""

    def __init__(self, path, made):
        case, self.file = os.path.split(path)
        self.folder = os.path.join(FIXTURES, case)
        self.name = path.replace("/", " ")
        self.out, self.err, self.status = {}, {}, {}
        for form, said in made.items():
            if path in said:
                self.out[form], self.err[form], self.status[form] = said[path]

    def converted(self):
        return self.status["json"] == 0


def primary(pages):
    for name in "page.txt", "page.html":
        if name in pages:
            return name
    return pages[0]


def update(page):
    path = {form: os.path.join(page.folder, "expected." + form) for form in page.out}
    new = not any(os.path.exists(p) for p in path.values())
    for form in path:
        if (new and form in ("json", "xml")) or os.path.exists(path[form]) or not page.converted():
            write(path[form], page.out[form])
    write(os.path.join(page.folder, "expected.err"), page.err["json"])


def against_expectations(page):
    problems, forms = [], []
    for form in page.out:
        path = os.path.join(page.folder, "expected." + form)
        if os.path.exists(path):
            forms.append(form)
            if read(path) != page.out[form]:
                problems.append(diff(path, page.out[form]))
    path = os.path.join(page.folder, "expected.err")
    if (read(path) or b"") != page.err["json"]:
        problems.append(diff(path, page.err["json"]))
    if not forms and not os.path.exists(path):
        problems.append("no expectation: `make check UPDATE=1` writes them")
    want = 0 if forms else 3
    if page.status["json"] != want:
        problems.append("exit status %d, not %d" % (page.status["json"], want))
    check("%s as expected" % page.name, problems)


class Schema:
    """Looks once at what is the same record in several flavours of a page."""

    def __init__(self, schema):
        self.validator = jsonschema.Draft202012Validator(schema)
        self.found = {}

    def problems(self, page):
        key = page.out["json"].replace(page.file.encode(), b"page")
        if key not in self.found:
            self.found[key] = ["schema: %s: %s" % (error.json_path, error.message)
                               for one in equal.from_json(page.out["json"])
                               for error in self.validator.iter_errors(one)]
        return self.found[key]


def consistent(page, schema):
    problems = []
    if len(set(page.status.values())) > 1 or len(set(page.err.values())) > 1:
        problems.append("exit status or diagnostics depend on the format: %s %s" %
                        (page.status, page.err))
    if not page.converted():
        if page.status["json"] != 3 or any(page.out.values()):
            problems.append("exit status %d: %s" % (page.status["json"], text(page.err["json"])))
    else:
        problems += equal.differences(page.out["json"], page.out["xml"])
        problems += schema.problems(page)
    check("%s the same in JSON and XML, fits the schema" % page.name, problems)


def as_jq(pages, form, options):
    """jq's own layout is the contract; one process lays out every record."""
    def laid_out(data):
        return run("jq", *options, ".", data=data)[0]

    whole = b"".join(page.out[form] for page in pages)
    problems = []
    if laid_out(whole) != whole:
        alone = [(page.name, laid_out(page.out[form]), page.out[form]) for page in pages]
        problems = ["%s: %s" % (name, first_difference(a, b)) for name, a, b in alone if a != b]
        problems = problems or ["the records together, not one alone"]
    check("%s as jq lays it out" % form, problems)


def first_difference(a, b):
    for i, (x, y) in enumerate(zip(a.split(b"\n"), b.split(b"\n"))):
        if x != y:
            return "line %d: jq %r, qparse %r" % (i + 1, x, y)
    return "one is the beginning of the other"


def fits_xsd(pages):
    folder = tempfile.mkdtemp()
    try:
        xsd = os.path.join(folder, "question.xsd")
        with open(xsd, "wb") as file:
            file.write(run(QPARSE, "--schema=xml")[0])
        names = []
        for i, page in enumerate(pages):
            names.append("%04d-%s.xml" % (i, page.name.replace(" ", "-")))
            with open(os.path.join(folder, names[-1]), "wb") as file:
                file.write(page.out["xml"])
        _, err, status = run("xmllint", "--nonet", "--noout", "--schema", xsd, *names, cwd=folder)
        said = set(text(err).splitlines())
        problems = sorted(said - {name + " validates" for name in names})
        if status or len(said) < len(names):
            problems.append("xmllint: exit status %d" % status)
        check("xml fits the XSD", problems)
    finally:
        shutil.rmtree(folder)


def main():
    cases = {case: pages(case) for case in fixtures([a for a in sys.argv[1:] if a != "--update"])}
    schema_text, _, status = run(QPARSE, "--schema=json")
    schema = json.loads(schema_text) if status == 0 else False
    check("the JSON Schema is one", problems_of(schema))
    schema = Schema(schema)
    every = [case + "/" + name for case in cases for name in cases[case]]
    first = [case + "/" + primary(names) for case, names in cases.items() if names]
    made = {form: convert(FIXTURES, every, "-f", form) for form in FORMS}
    made.update((form, convert(FIXTURES, first, "-f", form)) for form in MORE_FORMS)
    for path in first:  # whose XML alone has another root, and is what is expected
        made["xml"][path] = alone(FIXTURES, path, "-f", "xml", env=WITHOUT_LEAKS)
    converted = []
    for case, names in cases.items():
        if not names:
            check(case, ["no page.* in it"])
        for name in names:
            page = Page(case + "/" + name, made)
            if name == primary(names):
                if UPDATE:
                    update(page)
                against_expectations(page)
            consistent(page, schema)
            if page.converted():
                converted.append(page)
    as_jq(converted, "json", [])
    as_jq(converted, "jsonl", ["-c"])
    fits_xsd(converted)
    return 1 if check.failed else 0


def problems_of(schema):
    try:
        jsonschema.Draft202012Validator.check_schema(schema)
        return [] if isinstance(schema, dict) else ["--schema=json gave none"]
    except jsonschema.SchemaError as error:
        return [str(error)]


if __name__ == "__main__":
    sys.exit(main())
