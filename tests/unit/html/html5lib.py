#!/usr/bin/env python3
"""Runs the html5lib tokenizer tests: html5lib.py DRIVER FOLDER

DRIVER is tests/lib/html5lib.c built with the tokenizer, FOLDER the "tokenizer" folder of
html5lib-tests. Lists of parse errors are not compared: the tokenizer tells no errors.
"""

import collections
import json
import pathlib
import re
import subprocess
import sys

# The order is that of enum html_state.
STATES = ["Data state", "RCDATA state", "RAWTEXT state", "Script data state", "PLAINTEXT state",
          "CDATA section state"]

SURROGATE = re.compile("[\ud800-\udfff]")
FORBIDDEN = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

SKIP_SURROGATE = "a lone surrogate in the input: decode.c lets none through"
SKIP_INFOSET = "coercion to an XML infoset: decode.c and the emitters see to it"
ADAPT_NUL = "U+0000 in the input is U+FFFD, as decode.c makes it"
ADAPT_FORBIDDEN = "a reference to a character that XML forbids is U+FFFD"
ADAPT_DOCTYPE = "of a DOCTYPE only its being there and its end are compared"


def unescaped(value):
    """The value with the \\uHHHH of its strings replaced."""
    if isinstance(value, str):
        text = re.sub(r"\\u([0-9A-Fa-f]{4})", lambda m: chr(int(m[1], 16)), value)
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    if isinstance(value, list):
        return [unescaped(item) for item in value]
    if isinstance(value, dict):
        return {unescaped(key): unescaped(item) for key, item in value.items()}
    return value


def replaced(value, pattern):
    """The value with U+FFFD for what matches in its strings."""
    if isinstance(value, str):
        return re.sub(pattern, "\ufffd", value)
    if isinstance(value, list):
        return [replaced(item, pattern) for item in value]
    if isinstance(value, dict):
        return {replaced(key, pattern): replaced(item, pattern) for key, item in value.items()}
    return value


def joined(tokens):
    """Neighbouring character tokens made one."""
    result = []
    for token in tokens:
        if token[0] == "Character" and result and result[-1][0] == "Character":
            result[-1] = ["Character", result[-1][1] + token[1]]
        else:
            result.append(token)
    return result


def adapted(text, expected, reasons):
    """Input and output as the project reads them; adds to the reasons why."""
    if "\0" in text:
        text, expected = replaced(text, "\0"), replaced(expected, "\0")
        reasons.add(ADAPT_NUL)
    if "&#" in text and not FORBIDDEN.search(text):
        legal = replaced(expected, FORBIDDEN)
        if legal != expected:
            expected = legal
            reasons.add(ADAPT_FORBIDDEN)
    if any(token[0] == "DOCTYPE" for token in expected):
        expected = [["DOCTYPE"] if token[0] == "DOCTYPE" else token for token in expected]
        reasons.add(ADAPT_DOCTYPE)
    return text, expected


def cases(folder, skipped):
    """(name, state, last start tag, input, expected output, reasons for a change)"""
    for path in sorted(folder.glob("*.test")):
        content = json.loads(path.read_text(encoding="utf-8"))
        skipped[SKIP_INFOSET] += len(content.get("xmlViolationTests", []))
        for test in content.get("tests", []):
            states = test.get("initialStates", ["Data state"])
            text, expected = test["input"], test["output"]
            if test.get("doubleEscaped"):
                text, expected = unescaped(text), unescaped(expected)
            if SURROGATE.search(text):
                skipped[SKIP_SURROGATE] += len(states)
                continue
            reasons = set()
            text, expected = adapted(text, expected, reasons)
            for state in states:
                name = f"{path.name}: {test['description']} ({state})"
                yield name, state, test.get("lastStartTag", ""), text, joined(expected), reasons


def tokens_of(line):
    """The driver's tokens in the form of the tests."""
    tokens = []
    for token in joined(json.loads(line)):
        if token[0] == "StartTag":
            attributes = {}
            for name, value in token[2]:
                attributes.setdefault(name, value)
            token = ["StartTag", token[1], attributes] + [True] * token[3]
        tokens.append(token)
    return tokens


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__.strip())
    skipped, altered = collections.Counter(), collections.Counter()
    todo = list(cases(pathlib.Path(sys.argv[2]), skipped))
    if not todo:
        sys.exit(f"{sys.argv[2]}: no tests")
    lines = (f"{STATES.index(state)} -{last.encode().hex()} -{text.encode().hex()}\n"
             for _, state, last, text, _, _ in todo)
    run = subprocess.run([sys.argv[1]], input="".join(lines).encode(), capture_output=True,
                         check=False)
    answers = run.stdout.decode().split("\n")[:-1]
    if run.returncode != 0 or len(answers) != len(todo):
        sys.exit(f"{sys.argv[1]}: status {run.returncode}, {len(answers)} answers to "
                 f"{len(todo)} cases\n{run.stderr.decode(errors='replace')}")
    failed = 0
    for (name, _, _, text, expected, reasons), answer in zip(todo, answers):
        altered.update(reasons)
        tokens = tokens_of(answer)
        if tokens != expected:
            failed += 1
            print(f"failed: {name}\n  input    {text!r}\n  expected {expected}\n"
                  f"  got      {tokens}")
    print(f"{len(todo) - failed} passed, {failed} failed, {sum(skipped.values())} skipped")
    for reason, count in sorted(skipped.items()):
        print(f"{count:6} skipped: {reason}")
    for reason, count in sorted(altered.items()):
        print(f"{count:6} adapted: {reason}")
    sys.exit(1 if failed else 0)


main()
