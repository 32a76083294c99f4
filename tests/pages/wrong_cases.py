#!/usr/bin/env python3
"""That cases.py tells what is wrong: each of these files of cases is red, and says why."""
import contextlib
import io
import os
import sys
import tempfile

import cases

PAGE = """--- page
Jeanne Martin
Question écrite N° 12 au Ministère du travail
"""
NO_COMMENT = "\nAucun commentaire n'a encore été formulé sur cette question.\n"
SAID = "--- said\n2:1 warning truncated\n"
GOOD = "## Good\n" + PAGE + SAID + '--- record\n.number = "12"\n'


def with_facts(facts, page=PAGE, said=SAID):
    return "## One\n" + page + said + facts


def from_good(part, facts="--- record as before\n"):
    return GOOD + "## One\n--- page from Good\n" + part + SAID + facts


# what is wrong, the file, what is said of it
WRONG = [
    ("a value", with_facts('--- record\n.number = "13"\n'), 'got    "12"'),
    ("a value of another type", with_facts("--- record\n.unparsed = false\n"), "wanted = false"),
    ("zero is not false", with_facts("--- record\n.comments.count = false\n", PAGE + NO_COMMENT,
                                     SAID.replace("2:1", "4:1")), "got    0"),
    ("a part of a text", with_facts('--- record\n.number holds "3"\n'), "wanted holds"),
    ("a length", with_facts("--- record\n.unparsed | length = 1\n"), "got    0"),
    ("a path", with_facts('--- record\n.numbers = "12"\n'), "there is no numbers"),
    ("a path below nothing", with_facts("--- record\n.response.date = null\n"), "there is no date in null"),
    ("an item", with_facts('--- record\n.unparsed[0].text = "a"\n'), "there are 0 items"),
    ("a list that is none", with_facts("--- record\n.number | length = 2\n"), "no list"),
    ("an index of what is no list", with_facts("--- record\n.number[0] = null\n"), "no list"),
    ("a text that is none", with_facts('--- record\n.unparsed holds "a"\n'), "no text"),
    ("what is said", with_facts('--- record\n.number = "12"\n', said=""), "said, wanted\n        nothing"),
    ("what is not said", with_facts('--- record\n.number = "12"\n', said=SAID + "2:1 note order\n"), "note order"),
    ("the place", with_facts('--- record\n.number = "12"\n', said=SAID.replace("1 w", "2 w")), "2:2 warning"),
    ("the severity", with_facts('--- record\n.number = "12"\n', said=SAID.replace("warning", "note")), "2:1 note"),
    ("the message", with_facts("--- record\n", said=SAID.replace("ated", "ated: it is cut")), "it is cut"),
    ("a record", with_facts(""), "wanted 0 records, got 1"),
    ("no record", with_facts('--- record\n.number = "1"\n', "--- page\nBonjour\n", "--- said\nerror not-a-question\n"),
     "wanted 1 records, got 0"),
    ("the number of records", with_facts('--- 2 records\n.[0].number = "12"\n'), "wanted 2 records, got 1"),
    ("another value than before", from_good("- 12\n+ 13\n"), 'before "12"'),
    ("another value beside the one that is told", from_good("- 12\n+ 13\n", "--- record as before\n"
                                                            '.author.name = "Jeanne Martin"\n'), 'before "12"'),
    ("another value in the object that one is told of", from_good("- Jeanne\n+ Anne\n", "--- record as before\n"
                                                                  ".author.civility = null\n"), 'got    "Anne Martin"'),
    ("an option", "## One\n--- options --site=nowhere\n" + PAGE + SAID, "exit status 2"),
    ("nothing is tried", "## One\n" + PAGE + "--- said\n--- record\n", "nothing is tried"),
    ("no page", "## One\n" + SAID, "there is no page"),
    ("no case", "One\n" + PAGE, "there is no case"),
    ("two titles", GOOD + GOOD, "another case has this title"),
    ("a part", with_facts("--- records\n"), "no part begins like this"),
    ("a page", "## One\n--- page of nobody\n" + SAID, "no page begins like this"),
    ("two parts of facts", with_facts("--- record\n--- record\n"), "one part tells"),
    ("two parts of what is said", with_facts(SAID), "one part tells"),
    ("options below their line", "## One\n--- options\n--strict\n" + PAGE + SAID, "options stand in one line"),
    ("a diagnostic", "## One\n" + PAGE + "--- said\nhelp\n", "not [LINE:COLUMN]"),
    ("a fact", with_facts('--- record\nnumber = "12"\n'), "no fact"),
    ("JSON", with_facts("--- record\n.number = 12a\n"), "is not JSON"),
    ("an escape", "## One\n--- page\n\\q\n" + SAID, "no escape"),
    ("before nothing", with_facts("--- record as before\n"), "needs pages that are from another"),
    ("a source", "## One\n--- page from Two\n" + SAID, "no other case of this file"),
    ("a source below", "## One\n--- page from Good\n" + SAID + GOOD, "stands below"),
    ("a fixture", "## One\n--- page from fixtures/000-none/page.html\n" + SAID, "No such file"),
    ("what is replaced", from_good("- 14\n+ 15\n"), "does not hold"),
    ("the order of what is replaced", from_good("- 12\n+ 13\n- Jeanne\n+ Anne\n"), "does not hold"),
    ("nothing is replaced", from_good("+ 13\n"), "neither `- old`"),
]


def run(text, *words):
    """The exit status, and what is printed."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "file.txt")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        with contextlib.redirect_stdout(io.StringIO()) as out:
            status = cases.main([path, *words])
    return status, out.getvalue()


def crash():
    with tempfile.TemporaryDirectory() as folder:
        command, kept = os.path.join(folder, "qparse"), cases.QPARSE
        with open(command, "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\nexit 86\n")
        os.chmod(command, 0o755)
        cases.QPARSE = command
        try:
            return run(GOOD)
        finally:
            cases.QPARSE = kept


def main():
    os.environ.pop("CASE", None)
    tried = [(what, run(text), 1, said) for what, text, said in WRONG]
    tried += [("nothing is wrong", run(GOOD), 0, "ok - file: Good\n"),
              ("no case of this title", run(GOOD, "Bad"), 1, "nothing was tried"),
              ("the command crashes", crash(), 1, "exit status 86")]
    failed = 0
    for what, (status, out), wanted, said in tried:
        good = status == wanted and said in out and ("not ok - " in out) == bool(wanted)
        print("%s - %s" % ("ok" if good else "not ok", what))
        if not good:
            print("    exit status %d, wanted: %s\n    got: %s" % (status, said, out.replace("\n", "\n    ")))
        failed += not good
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
