#!/usr/bin/env python3
"""That a question has one identity, whichever site shows it: pairs.py

A fixture NNN-pair-MMM is the page of a chamber's own site for the question that fixture MMM
shows as NosSénateurs.fr or NosDéputés.fr has it."""
import json
import os
import re
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
QPARSE = os.path.abspath(os.environ.get("QPARSE") or os.path.join(TOP, "qparse"))
KEYS = ("id", "reference", "type", "legislature", "chamber")


def record(folder):
    page = os.path.join(TOP, "fixtures", folder, "page.html")
    done = subprocess.run([QPARSE, "-q", page], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          timeout=60)
    return json.loads(done.stdout.decode("utf-8")) if done.returncode == 0 else {}


def main():
    folders = sorted(os.listdir(os.path.join(TOP, "fixtures")))
    failed = tried = 0
    for folder in folders:
        name = re.fullmatch(r"\d+-pair-(\d+)", folder)
        if not name:
            continue
        other = next(f for f in folders if f.startswith(name.group(1) + "-"))
        ours, theirs = record(folder), record(other)
        wrong = [key for key in KEYS if ours.get(key) is None or ours.get(key) != theirs.get(key)]
        print("%s - %s is %s" % ("not ok" if wrong else "ok", folder, other))
        for key in wrong:
            print("    %s: %s, and there %s" % (key, ours.get(key), theirs.get(key)))
        tried += 1
        failed += bool(wrong)
    return 1 if failed or not tried else 0


if __name__ == "__main__":
    sys.exit(main())
