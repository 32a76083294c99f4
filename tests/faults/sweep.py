#!/usr/bin/env python3
"""The command with each of its calls failing once: memory, reading, writing, opening, closing,
renaming and so on, in runs over pages of each kind. The outcome of every run must be the very
bytes of an undisturbed one, or an error that names a path (or says that memory ended), with
every output file that there is being whole, and no stray file.

    sweep.py            a part of it: some calls of each kind, in about ten seconds
    sweep.py --full     every call, once and from then on, with every kind of failure

QPARSE is the command, built without a sanitizer, before which nothing can be preloaded;
QPARSE_FAIL_SO the library made of tests/lib/fail.c, without which this is skipped."""
import concurrent.futures
import errno
import gzip
import io
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import zipfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, "tests", "bench"))
import opendata  # noqa: E402

FIXTURES = os.path.join(TOP, "fixtures")
QPARSE = os.environ.get("QPARSE", os.path.join(TOP, "qparse"))
LIBRARY = os.environ.get("QPARSE_FAIL_SO", os.path.join(TOP, "build", "fail.so"))
FULL = "--full" in sys.argv[1:]

# What may go wrong with a call; None is a read or write of one byte.
FAILURES = {
    "malloc": (errno.ENOMEM,),
    "open": (errno.EMFILE, errno.EACCES, errno.EINTR, errno.EIO),
    "read": (errno.EIO, errno.EINTR, None),
    "write": (errno.ENOSPC, errno.EIO, errno.EINTR, None),
    "close": (errno.EIO, errno.ENOSPC, errno.EINTR),
    "fsync": (errno.EIO, errno.ENOSPC),
    "rename": (errno.EIO, errno.ENOSPC, errno.EACCES),
    "mkdir": (errno.ENOSPC, errno.EACCES),
    "unlink": (errno.EACCES,),
    "stat": (errno.EIO, errno.EACCES),
    "opendir": (errno.EMFILE, errno.EIO),
}
# A second try of these succeeds, or the loop that makes it would never end.
HARMLESS = (errno.EINTR, None)

# Runs, in a folder that holds `in`; `out` is where files go.
RUNS = {
    "stream": ["-f", "jsonl", "in"],
    "xml file": ["-f", "xml", "-o", "out.xml", "in"],
    "tree": ["--sync", "--report=report.jsonl", "-o", "out/", "in"],
    "again": ["-f", "json", "-o", "old/", "in"],
    "update": ["--update", "--files-from=list", "-o", "old/"],
    "two workers": ["-j2", "-f", "jsonl", "in"],
    "csv": ["-f", "csv", "in/a.txt", "in/b.html"],
    "akn": ["-f", "akn", "in/a.txt"],
    "explain": ["--explain", "in/a.txt"],
    "standard input": ["-f", "xml"],
}
SHORT = {"stream": 9, "tree": 5, "xml file": 11, "csv": 11, "explain": 5}


def page(folder, name):
    with open(os.path.join(FIXTURES, folder, name), "rb") as file:
        return file.read()


def make_inputs(top):
    folder = os.path.join(top, "in")
    os.makedirs(os.path.join(folder, "d"))
    pages = {
        "a.txt": page("101-ns-answered", "page.innertext.txt"),
        "b.html": page("152-nd17-pending", "page.html"),
        "c.mhtml": page("151-nd17-answered", "page.mhtml"),
        "d/e.html": page("251-an-col10-answered", "page.html"),
        "d/f.txt": page("108-ns-end-of-mandate", "page.w3m.txt"),
        "none.txt": "Rien qui soit une question.\n".encode(),
    }
    for name, data in pages.items():
        with open(os.path.join(folder, name), "wb") as file:
            file.write(data)
    with zipfile.ZipFile(os.path.join(folder, "g.zip"), "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("a.txt", "b.html"):
            archive.writestr("m/" + name, pages[name])
        archive.writestr("m/l.xml", opendata.a_list("xml", 2000))
    opendata.write_list(os.path.join(folder, "j.json"), "json", 2)
    with tarfile.open(os.path.join(folder, "h.tar.gz"), "w:gz") as archive:
        info = tarfile.TarInfo("n.html")
        info.size = len(pages["b.html"])
        archive.addfile(info, io.BytesIO(pages["b.html"]))
    response = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + pages["b.html"]
    with open(os.path.join(folder, "i.warc.gz"), "wb") as file:
        file.write(gzip.compress(
            b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\n"
            b"WARC-Target-URI: https://www.nosdeputes.fr/15/question/QE/1\r\n"
            b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(response), response), mtime=0))
    with open(os.path.join(top, "list"), "w", encoding="utf-8") as file:
        file.write("in/a.txt\nin/d/e.html\n")


def files(top):
    """Every file that a run may have made, with its bytes."""
    out = {}
    for folder, folders, names in os.walk(top):
        if folder == top and "in" in folders:
            folders.remove("in")
        for name in names:
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                out[os.path.relpath(path, top)] = file.read()
    return out


class Outcome:
    """A run in a folder of its own, which is gone behind it."""

    def __init__(self, template, name, failure):
        with tempfile.TemporaryDirectory(dir=os.path.dirname(template)) as top:
            for entry in ("in", "list"):
                os.symlink(os.path.join(template, entry), os.path.join(top, entry))
            if "old/" in RUNS[name]:
                shutil.copytree(os.path.join(template, "old"), os.path.join(top, "old"))
            count = os.path.join(os.path.dirname(template), "count." + os.path.basename(top))
            options = [] if "-j2" in RUNS[name] else ["-j1"]
            env = dict(os.environ, LD_PRELOAD=LIBRARY, QPARSE_FAIL=failure,
                       QPARSE_FAIL_COUNT=count)
            with open(os.path.join(template, "in", "a.txt"), "rb") as stdin:
                run = subprocess.run([QPARSE, *options, *RUNS[name]], cwd=top, env=env,
                                     stdin=stdin, capture_output=True, timeout=60, check=False)
            self.rc, self.out = run.returncode, run.stdout
            self.err = run.stderr.decode("utf-8", "replace")
            self.files = files(top)
            self.calls, self.live = 0, 0
            if os.path.exists(count):
                with open(count, encoding="ascii") as file:
                    self.calls, self.live = map(int, file.read().split())
                os.unlink(count)


def is_part(part, whole):
    """Each line of a stream is one of the undisturbed run's, in its order."""
    rest = iter(whole.split(b"\n"))
    return all(line in rest for line in part.split(b"\n"))


def names_a_path(err):
    return any(word in err for word in ("in/", "qparse: in: ", "out", "old/", "list", "standard ",
                                        "report", "memory"))


def judge(name, call, error, healthy, got):
    """What is wrong with the outcome of a disturbed run; None: nothing."""
    if got.rc < 0:
        return "ended by " + signal.Signals(-got.rc).name
    same = got.out == healthy.out and got.rc == healthy.rc
    reports = ("report.jsonl",)
    stray = [path for path in got.files if path not in healthy.files]
    if stray and call != "unlink":
        return "stray files: " + " ".join(stray)
    for path, data in got.files.items():
        whole = healthy.files.get(path, data)
        if data != whole and path not in reports and not (path == "out.xml" and got.rc == 4 and
                                                          is_part(data, whole)):
            return "%s has other bytes" % path
    missing = [path for path in healthy.files if path not in got.files]
    if same and not missing and all(got.files[r] == healthy.files[r] for r in reports
                                    if r in healthy.files):
        if call == "fsync" and os.strerror(error) not in got.err:
            return "what may not be on the disk is not told"
        return None if call != "malloc" or got.live <= healthy.live else "memory leaks"
    if error in HARMLESS and call in ("read", "write", "close"):
        return "a call that can be made again changed the outcome: " + got.err
    if got.rc == 0 or (got.rc == healthy.rc and not got.err):
        return "exit status %d, and other output; missing %s" % (got.rc, missing)
    if call == "write" and healthy.out.startswith(got.out):
        return None
    if name in ("stream", "two workers") and not is_part(got.out, healthy.out):
        return "the stream holds what is none of its lines"
    if not names_a_path(got.err) and call != "write":
        return "the error names no path: " + got.err
    return None if got.live <= healthy.live else "memory leaks: %d blocks" % got.live


def plans(calls, call, step):
    """The failures of one call in one run."""
    for k in range(1, calls + 1, 1 if FULL else step):
        for number, error in enumerate(FAILURES[call]):
            if not FULL and (k // step + number) % len(FAILURES[call]):
                continue
            how = "short" if error is None else str(error)
            yield k, error, "%s:%d:%s" % (call, k, how)
            if FULL and error not in HARMLESS or error is None:
                yield k, error, "%s:%d:%s:all" % (call, k, how)


def sweep(template, pool):
    done, failed = 0, 0
    for name in RUNS if FULL else SHORT:
        tried = {}
        for call in FAILURES:
            healthy = Outcome(template, name, call + ":0:0")
            rows = list(plans(healthy.calls, call, SHORT.get(name, 1)))
            outcomes = pool.map(lambda row: Outcome(template, name, row[2]), rows)
            for (k, error, failure), got in zip(rows, outcomes):
                wrong = judge(name, call, error, healthy, got)
                if wrong:
                    failed += 1
                    wrong = wrong.strip().replace("\n", "; ")
                    print("not ok - %s: %s: %s" % (name, failure, wrong))
            tried[call] = len(rows)
            done += len(rows)
        print("ok - %s: %s" % (name, ", ".join("%s %d" % t for t in tried.items() if t[1])))
    print("# %d runs with a failing call" % done)
    return failed


def main():
    if not os.path.exists(LIBRARY):
        print("ok - failing calls # SKIP there is no " + LIBRARY)
        return 0
    with tempfile.TemporaryDirectory() as top:
        template = os.path.join(top, "template")
        os.mkdir(template)
        make_inputs(template)
        subprocess.run([QPARSE, "-q", "-o", "old/", "in"], cwd=template, check=False,
                       stderr=subprocess.DEVNULL)
        for path in ("in/a.txt.json", "in/g.zip/m/a.txt.json"):
            path = os.path.join(template, "old", path)
            if os.path.exists(path):
                os.unlink(path)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
            return 1 if sweep(template, pool) else 0


if __name__ == "__main__":
    sys.exit(main())
