#!/usr/bin/env python3
"""Bad input that takes gigabytes or millions, with the outcome and the memory that it may have: large.py"""
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "faults"))
import linear  # noqa: E402

TOP = linear.TOP
QPARSE = linear.QPARSE
MB = 1 << 20


def repeated(before, part, count, after):
    def write(path):
        with open(path, "wb") as f:
            f.write(before.encode())
            block = part.encode() * max(1, MB // len(part.encode()))
            left = count * len(part.encode())
            while left > 0:
                f.write(block[:left])
                left -= len(block)
            f.write(after.encode())
    return write


def page(place, part, count):
    before, after = linear.PLACES[place]
    return repeated(before, part, count, after)


def numbered(part, count):
    def write(path):
        before, after = linear.PLACES["html"]
        with open(path, "w", encoding="utf-8") as f:
            f.write(before)
            f.writelines(part % n for n in range(count))
            f.write("mot" + after)
    return write


def sparse(size):
    def write(path):
        with open(path, "wb") as f:
            f.truncate(size)
    return write


# name, what writes it, exit status, what a message says, options
CASES = [
    ("1,000,000 nested elements", page("html", "<div>", 1000000), 3, "[limit-depth]", []),
    ("40,000 attributes of a tag", numbered("<b a%d=1>", 40000), 0, None, []),
    ("80,000 elements and end tags of others", page("html", "<b></q>", 80000), 0, None, []),
    ("800,000 names", numbered("<i a%d=1></i>", 800000), 0, None, []),
    ("1 GiB on one line", sparse(1 << 30), 3, "[input-too-large]", []),
    ("10,000,000 lines", page("text", "abcd\n", 10000000), 3, "[limit-lines]", []),
    ("10,000,000 lines, allowed", page("text", "abcd\n", 10000000), 0, None, ["--max-lines=20000000"]),
    ("a paragraph of 10,000,001 bytes", page("text", "a", 10000001), 0, None, []),
    ("a text of 200 MB in markup", page("html", "mot ", 50000000), 0, None, []),
    ("an attribute of 50 MB", repeated(linear.PLACES["html"][0] + '<p title="', "a", 50000000, '">' + linear.PLACES["html"][1]),
     0, None, []),
]


def problems(folder, write, status, code, options):
    path = os.path.join(folder, "page")
    write(path)
    out = os.path.join(folder, "out")
    # Standard error is thrown away by what measures, so that it is read in a run of its own.
    done = subprocess.run([os.path.join(folder, "cost"), QPARSE, *options, "-q", path], capture_output=True, timeout=900)
    if done.returncode != status:
        yield "exit status %d, not %d" % (done.returncode, status)
        return
    peak = float(done.stdout.split()[2])
    with open(out, "wb") as f:
        said = subprocess.run([QPARSE, *options, "-q", path], stdout=f, stderr=subprocess.PIPE, timeout=900).stderr.decode()
    if code and code not in said:
        yield "it does not say %s: %s" % (code, said[:300])
    promised = 16 + (6 * min(os.path.getsize(path), 256 * MB) + 2 * os.path.getsize(out)) / MB
    if peak > promised and not options:
        yield "peak memory %.0f MB, promised %.0f MB" % (peak, promised)


def cost(folder, *command):
    """Seconds of the processor, the least of three runs, and peak memory in MB."""
    runs = [subprocess.run([os.path.join(folder, "cost"), *command], capture_output=True, timeout=900).stdout.split()
            for _ in range(3)]
    return min(float(run[0]) for run in runs), max(float(run[2]) for run in runs)


def many_questions(folder):
    """20,000 questions of open data in a zip cost little more than to unpack them."""
    path = os.path.join(folder, "questions.zip")
    linear.opendata.write_zip(path, 20000)
    unpack, _ = cost(folder, shutil.which("unzip"), "-p", path)
    took, peak = cost(folder, QPARSE, "-q", "-j1", "-f", "jsonl", path)
    print("# %.2f s, where unzip -p takes %.2f s; %.0f MB" % (took, unpack, peak))
    if took > 3 * unpack or peak > 64:
        yield "more than 3 times unzip -p, or more than 64 MB"


def main():
    good = True
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([os.environ.get("CC", "cc"), "-O1", "-o", os.path.join(folder, "cost"),
                        os.path.join(TOP, "tests/bench/cost.c")], check=True)
        cases = [(name, problems(folder, *case)) for name, *case in CASES]
        if shutil.which("unzip"):
            cases.insert(0, ("20,000 questions in a zip", many_questions(folder)))
        for name, said in cases:
            found = list(said)
            print("%s - %s" % ("not ok" if found else "ok", name))
            for problem in found:
                print("    " + problem)
            sys.stdout.flush()
            good = good and not found
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
