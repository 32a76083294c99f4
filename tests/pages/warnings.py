#!/usr/bin/env python3
"""That a warning is worth reading: warnings.py

A page that is right and whole says nothing: of all forms of all fixtures only those warn that are
listed here with what is odd about the page. Neither does a selection of a whole question, from its
heading or author to the end of its texts, in 150 pages that were pasted."""
import collections
import glob
import json
import os
import re
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
QPARSE = os.path.abspath(os.environ.get("QPARSE") or os.path.join(TOP, "qparse"))

# A text that reads like the labels around it: in a text nothing else tells them apart.
LOOK_ALIKES = "121 234 251 271 272 273 274 275 277 301 302 303 304 305 306 307 308 309 310 311 312 313 331 332 333 334 336".split()
# The page contradicts itself, or its site lost something.
ODD = {"111": "answer-empty", "122": "comment-count", "123": "date-invalid",
       "124": "date-invalid ministry-missing number-missing", "154": "status-conflict",
       "158": "comment-count", "159": "answer-empty", "161": "date-replaced-text",
       "163": "answer-before-question", "164": "status-conflict", "205": "unparsed-line",
       "206": "answer-empty", "207": "truncated", "294": "encoding-repaired",
       "422": "comment-count", "425": "comment-count"}
SELECTIONS = 150


def allowed(number):
    codes = set(ODD.get(number, "").split())
    if number in LOOK_ALIKES:
        codes |= {"ambiguous-label", "duplicate-section"}
    return codes


def run(*args, text=None):
    done = subprocess.run([QPARSE, *args], input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=600)
    return done.stdout.decode("utf-8"), done.stderr.decode("utf-8", "replace")


def warned(said):
    return re.findall(r"^(\S+?)(?::\d+:\d+)?: (?:warning|error): .*\[([a-z-]+)\]$", said, re.M)


def folded(text):
    return re.sub("[\\s\u00a0\u202f]+", " ", text).strip()


def selection(page, record):
    """The lines of a pasted page from its heading or author to the last text; None: there are none."""
    lines = page.split("\n")
    name, texts = record["author"]["name"], record["body"]["blocks"] + (record["response"] or {"blocks": []})["blocks"]
    if not name or not texts:
        return None
    heads = re.compile("Question.* N ?°.*" + re.escape(record["number"] or "-"), re.I)
    first = [i for i, line in enumerate(lines) if folded(name) in folded(line) or heads.match(folded(line))]
    last = [i for i, line in enumerate(lines)
            if folded(line) == folded(texts[-1]["text"].split("\n")[-1]) and folded(line)[-1:] in ".!?»"]
    if not first or not last or last[-1] <= first[0]:
        return None
    return "\n".join(lines[first[0]:last[-1] + 1])


def main():
    failed = 0
    pages = sorted(glob.glob(os.path.join(TOP, "fixtures", "*", "page.*")))
    said = collections.defaultdict(set)
    for page, code in warned(run("-f", "jsonl", "-o", os.devnull, *pages)[1]):
        said[os.path.basename(os.path.dirname(page))].add(code)
    for folder in sorted({os.path.basename(os.path.dirname(page)) for page in pages}):
        more = said[folder] - allowed(folder[:3])
        failed += bool(more)
        print("not ok" if more else "ok", "-", folder, "warns of", ", ".join(sorted(more)) or "nothing new")
    tried = 0
    for page in pages:
        text = open(page, "rb").read()
        if tried == SELECTIONS or not page.endswith((".copy.txt", ".innertext.txt")):
            continue
        record, of_page = run("-f", "jsonl", page)
        part = selection(text.decode("utf-8"), json.loads(record)) if record else None
        if part is None:
            continue
        tried += 1
        more = [code for _, code in warned(run("-f", "jsonl", text=part.encode("utf-8"))[1])
                if code not in [known for _, known in warned(of_page)]]
        failed += bool(more)
        if more:
            print("not ok - a selection of", page[len(TOP) + 1:], "warns of", ", ".join(more))
    print("ok" if tried == SELECTIONS else "not ok", "-", tried, "selections were tried")
    return 1 if failed or tried < SELECTIONS else 0


if __name__ == "__main__":
    sys.exit(main())
