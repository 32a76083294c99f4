#!/usr/bin/env python3
r"""Small pages, what is said of them and what their records say: cases.py [-v] [FILE|WORD]...

All of tests/pages/cases/*.txt are run, or the FILEs, or the cases whose file's name and title hold
every WORD; `CASE="WORD..." make test T=cases` does the same. -v shows of each case what is said and
what is in the record, in the form that a case has them: write the page, then copy.

What a file's cases have in common stands above the first one. A case:

    ## A title that no other case of the file has
    Why, and the input that made it necessary. Optional.
    --- options --site=senat.fr
    --- page
    Jeanne Martin
    Question écrite N° 12 au Ministère du travail
    --- said
    2:1 warning truncated
    --- record
    .number = "12"

--- options OPTION...   of the command; optional

--- page                the input, byte for byte. A backslash begins \t, \r, \f, \n, \s for a blank
                        at a line's end, \\, \# and \- where a line would begin a part, \u{200B} and
                        the byte \xE9; at the end of a line, it takes the line break away
--- page from SOURCE    the page at fixtures/... or of the case with this title in the same file,
                        with replacements: lines `- old`, then lines `+ new`; both may be parts of a
                        line. They stand in the order of the page, each is of the first place behind
                        the one before, and there must be one. Blank lines may stand between them
                        Several page parts are one below the other in one input

--- said                every diagnostic in its order: LINE:COLUMN SEVERITY CODE, without the place
                        where the whole input is meant. Behind ": " the message or its end may stand.
                        Without this part nothing is said

--- record              what the record says; without this part there is none
--- 2 records           the paths begin with .[0] or .[1], or .[*] for the values of all
--- record as before    all that the source's record says as well, but where a fact tells otherwise
--- 2 records as before as each of the sources' records
    .body.date = "2012-03-03"           a value in JSON, which may go on in indented lines
    .body.blocks | length = 2
    .relations[*].number = ["1", "2"]   of the items; also [1], [-1] for the last, [1:3]
    .response.blocks[0].text holds "sieste"

`file` is left out of the records, and `ministry.name` of what is as before: it follows from the other
ministries, and is checked against them in every record."""
import collections
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
QPARSE = os.path.abspath(os.environ.get("QPARSE") or os.path.join(TOP, "qparse"))

ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u\{([0-9A-Fa-f]+)\}|(.)|\Z)", re.S)
MEANING = {"t": "\t", "r": "\r", "f": "\f", "n": "\n", "s": " ", "\\": "\\", "#": "#", "-": "-", "\n": ""}
PART = re.compile(r"--- (options|page|said|record|(\d+) records)(?: (.+))?")
SAID = re.compile(r"(?:(\d+):(\d+) )?(note|warning|error) ([a-z-]+)(?:: (.+))?")
FACT = re.compile(r"(\.\S*) (?:(= )(.+)|(\| length = )(\d+)|(holds )(\".+\"))", re.S)
STEP = re.compile(r"\.?([a-z_]+)|\.?\[(\*|-?\d+|-?\d*:-?\d*)\]")

Source = collections.namedtuple("Source", "name replacements")
Said = collections.namedtuple("Said", "line column severity code text")
Fact = collections.namedtuple("Fact", "path verb value")
Outcome = collections.namedtuple("Outcome", "records said crash")


class Wrong(Exception):
    """A case that says nothing that could be tried."""


class Case:
    def __init__(self, file, line, title):
        self.file, self.line, self.title = file, line, title
        self.options, self.pages, self.said = [], [], None
        self.records = None  # how many are wanted
        self.as_before = False
        self.facts = []

    def name(self):
        return os.path.basename(self.file)[:-len(".txt")] + ": " + self.title


# ---- Reading a file of cases

def cases_of(path):
    """The cases, and problems as (line, what)."""
    with open(path, encoding="utf-8", newline="") as file:
        lines = file.read().split("\n")
    starts = [i for i, line in enumerate(lines) if line.startswith("## ")] + [len(lines)]
    cases, problems = {}, []
    for begin, end in zip(starts, starts[1:]):
        case = Case(path, begin + 1, lines[begin][3:].strip())
        try:
            if case.title in cases:
                raise Wrong("another case has this title")
            read_case(case, lines[begin + 1:end])
            cases[case.title] = case
        except Wrong as wrong:
            problems.append((begin + 1, "%s: %s" % (case.title, wrong)))
    if len(starts) == 1:
        problems.append((1, "there is no case"))
    return cases, problems


def read_case(case, lines):
    heads = [i for i, line in enumerate(lines) if line.startswith("--- ")] + [len(lines)]
    for begin, end in zip(heads, heads[1:]):
        head = PART.fullmatch(lines[begin])
        if not head:
            raise Wrong("no part begins like this: " + lines[begin])
        read_part(case, *head.groups(), lines[begin + 1:end])
    if not case.pages:
        raise Wrong("there is no page")
    if case.as_before and not all(isinstance(page, Source) for page in case.pages):
        raise Wrong("`as before` needs pages that are from another")


def read_part(case, kind, count, more, lines):
    if kind == "page":
        case.pages.append(read_page(more, lines))
    elif kind == "options":
        case.options += (more or "").split()
        if any(lines):
            raise Wrong("options stand in one line")
    elif kind == "said":
        if case.said is not None or more:
            raise Wrong("one part tells what is said")
        case.said = [read_said(line) for line in lines if line]
    else:
        if case.records is not None or more not in (None, "as before"):
            raise Wrong("one part tells of the records")
        case.records = int(count or 1)
        case.in_list = count is not None
        case.as_before = more is not None
        case.facts = [read_fact(text) for text in facts_in(lines)]


def read_page(more, lines):
    if not more:
        return unescape("".join(line + "\n" for line in lines), "utf-8")
    if not more.startswith("from "):
        raise Wrong("no page begins like this: " + more)
    replacements, before = [], ""
    for line in lines:
        kind, text = line[:1], line[2:]
        if line[1:2].strip() or kind not in ("", "-", "+") or kind == "+" and not before:
            raise Wrong("neither `- old` nor `+ new` below it: " + line)
        if kind == "-":
            if before != "-":
                replacements.append(([], []))
            replacements[-1][0].append(text)
        elif kind == "+":
            replacements[-1][1].append(text)
        before = kind
    return Source(more[len("from "):], [("\n".join(a), "\n".join(b)) for a, b in replacements])


def unescape(text, encoding):
    out, end = [], 0
    for m in ESCAPE.finditer(text):
        out.append(text[end:m.start()].encode(encoding))
        end = m.end()
        byte, point, letter = m.groups()
        if byte:
            out.append(bytes([int(byte, 16)]))
        elif point:
            out.append(chr(int(point, 16)).encode(encoding))
        elif letter in MEANING:
            out.append(MEANING[letter].encode(encoding))
        else:
            raise Wrong("no escape: %s" % m.group())
    return b"".join(out) + text[end:].encode(encoding)


def read_said(line):
    m = SAID.fullmatch(line)
    if not m:
        raise Wrong("not [LINE:COLUMN] SEVERITY CODE[: TEXT]: " + line)
    place = [int(n) if n else None for n in m.groups()[:2]]
    return Said(*place, *m.groups()[2:])


def facts_in(lines):
    """A fact goes on in the lines that are indented, or close its list."""
    texts = []
    for line in lines:
        if texts and line[:1] in (" ", "]", "}") and line:
            texts[-1] += "\n" + line
        elif line:
            texts.append(line)
    return texts


def read_fact(text):
    m = FACT.fullmatch(text)
    if not m:
        raise Wrong("no fact: " + text)
    path, verb, value = (word for word in m.groups() if word is not None)
    try:
        return Fact(path, verb.strip(), json.loads(value))
    except ValueError as error:
        raise Wrong("%s is not JSON: %s" % (value, error)) from None


# ---- The pages of a case

def source_page(case, name, cases):
    if name.startswith("fixtures/"):
        try:
            with open(os.path.join(TOP, name), "rb") as file:
                return file.read()
        except OSError as error:
            raise Wrong("%s: %s" % (name, error.strerror)) from None
    if name not in cases or name == case.title:
        raise Wrong("no other case of this file is called: " + name)
    if cases[name].line > case.line:
        raise Wrong("the source stands below: " + name)
    return input_of(cases[name], cases)


def replaced(page, replacements):
    try:
        page.decode("utf-8")
        encoding = "utf-8"
    except UnicodeDecodeError:
        encoding = "windows-1252"
    done, rest = b"", page
    for old, new in replacements:
        before, found, rest = rest.partition(unescape(old, encoding))
        if not found:
            raise Wrong("the source does not hold, or not behind the replacement before: " + old)
        done += before + unescape(new, encoding)
    return done + rest


def input_of(case, cases):
    whole = b""
    for page in case.pages:
        if isinstance(page, Source):
            page = replaced(source_page(case, page.name, cases), page.replacements)
        if whole and not whole.endswith(b"\n"):
            whole += b"\n"
        whole += page
    return whole


# ---- What the command makes of them

def convert(pages, options):
    """{page: Outcome}, from one process, as long as that ends well."""
    with tempfile.TemporaryDirectory() as folder:
        names = ["%04d" % i for i in range(len(pages))]
        for name, page in zip(names, pages):
            with open(os.path.join(folder, name), "wb") as file:
                file.write(page)
        done = subprocess.run([QPARSE, "-f", "jsonl", "--diagnostics=json", *options, *names],
                              cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=300, check=False)
    outcomes = {name: Outcome([], [], None) for name in names}
    try:
        for line in done.stdout.splitlines():
            record = json.loads(line.decode("utf-8"))
            outcomes[record.pop("file").split("!")[0]].records.append(record)
        for line in done.stderr.splitlines():
            said = json.loads(line.decode("utf-8"))
            outcomes[said["file"].split("!")[0]].said.append(Said(said["line"], said["column"], said["severity"],
                                                   said["code"], said["message"]))
        status = 0 if all(o.records for o in outcomes.values()) else 3
    except (ValueError, KeyError):
        status = None
    if done.returncode == status:
        return dict(zip(pages, outcomes.values()))
    if len(pages) > 1:  # which of them is it?
        return {page: convert([page], options)[page] for page in pages}
    return {pages[0]: Outcome([], [], "exit status %d: %s" % (
        done.returncode, done.stderr.decode("utf-8", "replace")))}


# ---- Facts

def values_at(path, value):
    """What stands at a path; a list where the path asks for several."""
    rest, several = path if path != "." else "", False
    values = [value]
    while rest:
        step = STEP.match(rest)
        if not step:
            raise Wrong("no path: " + path)
        rest = rest[step.end():]
        several = several or step.group(2) is not None and not step.group(2).lstrip("-").isdigit()
        values = [inner for v in values for inner in step_into(v, *step.groups(), path)]
    return values if several else values[0]


def step_into(value, key, index, path):
    if key:
        if not isinstance(value, dict) or key not in value:
            raise Wrong("%s: there is no %s in %s" % (path, key, brief(value)))
        return [value[key]]
    if not isinstance(value, list):
        raise Wrong("%s: no list: %s" % (path, brief(value)))
    if index == "*":
        return value
    if ":" in index:
        return value[slice(*(int(n) if n else None for n in index.split(":")))]
    if not -len(value) <= int(index) < len(value):
        raise Wrong("%s: there are %d items" % (path, len(value)))
    return [value[int(index)]]


def brief(value):
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) < 300 else text[:300] + " ..."


def fact_problem(fact, value):
    got = values_at(fact.path, value)
    if fact.verb == "holds":
        if not isinstance(got, str):
            raise Wrong("%s: no text: %s" % (fact.path, brief(got)))
        good = fact.value in got
    elif fact.verb == "=":
        good = got == fact.value and type(got) is type(fact.value)
    else:
        if not isinstance(got, list):
            raise Wrong("%s: no list: %s" % (fact.path, brief(got)))
        got, good = len(got), len(got) == fact.value
    return "" if good else "%s\n    wanted %s %s\n    got    %s" % (
        fact.path, fact.verb, brief(fact.value), brief(got))


def differences(before, got, path=""):
    """(path, value before, value now) of all that differs; lists of other lengths differ as one."""
    if isinstance(before, dict) and isinstance(got, dict):
        for key in before:
            yield from differences(before[key], got[key], path + "." + key)
    elif isinstance(before, list) and isinstance(got, list) and len(before) == len(got):
        for i, (a, b) in enumerate(zip(before, got)):
            yield from differences(a, b, path + ("[%d]" if path else ".[%d]") % i)
    elif before != got:
        yield path, before, got


def is_told(path, facts):
    """Whether a fact is about the value, a part of it or what it is a part of."""
    steps = STEP.findall(path)
    for fact in facts:
        told = STEP.findall(fact.path)
        if all(a[0] == b[0] and (a[1] == b[1] or not re.fullmatch(r"\d*", b[1]))
               for a, b in zip(steps, told)):
            return True
    return False


def in_charge(ministry):
    """What `ministry.name` repeats: the facts of a case tell it once."""
    return next((ministry[key] for key in ("answering", "attributed", "asked", "displayed") if ministry[key]), None)


# ---- A case is tried

def moved(records, lines):
    """The records of a page that has so many lines above it."""
    records = json.loads(json.dumps(records))
    for record in records:
        for item in record["unparsed"]:
            item["line"] += lines
    return records


def records_before(case, cases, outcomes):
    records, above = [], b""
    for source in case.pages:
        page = source_page(case, source.name, cases)
        records += moved(outcomes[page, tuple(case.options)].records, above.count(b"\n"))
        above += page if page.endswith(b"\n") else page + b"\n"
    return records


def show_said(said):
    place = "%d:%d " % (said.line, said.column) if said.line else ""
    return "%s%s %s" % (place, said.severity, said.code) + (": " + said.text if said.text else "")


def said_problem(wanted, got):
    if len(wanted) == len(got) and all(
            a[:4] == b[:4] and b.text.endswith(a.text or "") for a, b in zip(wanted, got)):
        return ""
    return "said, wanted\n    %s\nsaid, got\n    %s" % tuple(
        "\n    ".join(show_said(one) for one in said) or "nothing" for said in (wanted, got))


def problems_of(case, cases, outcomes):
    outcome = outcomes[input_of(case, cases), tuple(case.options)]
    if outcome.crash:
        return [outcome.crash]
    problems = [said_problem(case.said or [], outcome.said)]
    if not case.said and not case.facts and not case.as_before:
        problems.append("neither said nor facts: nothing is tried")
    if len(outcome.records) != (case.records or 0):
        return problems + ["wanted %d records, got %d" % (case.records or 0, len(outcome.records))]
    before = records_before(case, cases, outcomes) if case.as_before else None
    if before is not None and len(before) != case.records:
        return problems + ["the sources have %d records" % len(before)]
    if case.records is None:
        return problems
    got = outcome.records
    problems += ["ministry.name is %s" % record["ministry"]["name"] for record in got
                 if record["ministry"]["name"] != in_charge(record["ministry"])]
    if not case.in_list:
        got, before = got[0], before and before[0]
    for fact in case.facts:
        try:
            problems.append(fact_problem(fact, got))
        except Wrong as wrong:
            problems.append(str(wrong))
    if case.as_before:
        problems += ["%s\n    before %s\n    got    %s" % (path, brief(a), brief(b))
                     for path, a, b in differences(before, got)
                     if not path.endswith(".ministry.name") and not is_told(path, case.facts)]
    return problems


def facts_about(value, path=""):
    if isinstance(value, dict):
        return [fact for key in value for fact in facts_about(value[key], path + "." + key)]
    if isinstance(value, list) and value:
        return [fact for i, inner in enumerate(value)
                for fact in facts_about(inner, path + ("[%d]" if path else ".[%d]") % i)]
    return ["%s = %s" % (path, json.dumps(value, ensure_ascii=False))] if value not in (None, []) else []


def show(case, outcome):
    for said in outcome.said:
        print("    " + show_said(said))
    records = outcome.records
    for fact in facts_about(records[0] if len(records) == 1 else records):
        print("    " + fact)


def needed_pages(case, cases):
    yield input_of(case, cases)
    if case.as_before:
        yield from (source_page(case, source.name, cases) for source in case.pages)


def outcomes_of(pages):
    """{(page, options): Outcome}; one process for each set of options."""
    outcomes = {}
    for options in sorted(pages):
        for page, outcome in convert(sorted(pages[options]), options).items():
            outcomes[page, options] = outcome
    return outcomes


def report(what, problems):
    problems = [problem for problem in problems if problem]
    print("%s - %s" % ("not ok" if problems else "ok", what))
    for problem in problems:
        print("    " + problem.replace("\n", "\n    "))
    return not problems


def main(arguments):
    verbose = "-v" in arguments
    words = [a for a in arguments if a != "-v" and not a.endswith(".txt")]
    words += os.environ.get("CASE", "").split()
    files = [a for a in arguments if a.endswith(".txt")]
    good, tried, pages = True, [], collections.defaultdict(set)
    for path in files or sorted(glob.glob(os.path.join(TOP, "tests", "pages", "cases", "*.txt"))):
        cases, problems = cases_of(path)
        for line, problem in problems:
            good = report("%s:%d: %s" % (os.path.relpath(path, TOP), line, problem), ["it can't be tried"])
        for case in cases.values():
            if not all(word in case.name() for word in words):
                continue
            try:
                needed = list(needed_pages(case, cases))
                pages[tuple(case.options)].update(needed)
                tried.append((case, cases))
            except Wrong as wrong:
                good = report("%s:%d: %s" % (os.path.relpath(path, TOP), case.line, case.title), [str(wrong)])
    outcomes = outcomes_of(pages)
    for case, cases in tried:
        problems = [problem for problem in problems_of(case, cases, outcomes) if problem]
        where = "%s:%d: %s" % (os.path.relpath(case.file, TOP), case.line, case.title)
        good = report(where if problems else case.name(), problems) and good
        if verbose:
            show(case, outcomes[input_of(case, cases), tuple(case.options)])
    if not tried:
        good = report("no case is called " + " ".join(words), ["nothing was tried"])
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
