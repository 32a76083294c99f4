#!/usr/bin/env python3
"""That no input makes the command open a socket, run a program, open a file that was not named
or write outside of its output folder: every system call is seen by strace. confinement.py

Each case is an input that asks for more: external entities, links to files, style sheets, parts
of a mail, archives whose members have names that lead out or are links, web archives of files,
records with a DOCTYPE. Standard library only."""
import gzip
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# The sanitizers look at files of their own, and their leak check does not run under strace.
QPARSE = os.path.join(TOP, "qparse")
SECONDS = 120
# What malloc() and sysconf() of the C library look at, some of it only when threads meet.
SYSTEM = ["/proc/sys/vm/overcommit_memory", "/sys/devices/system/cpu", "/proc/stat", "/proc/cpuinfo"]
CALLS = "trace=%file,%network,%process,io_uring_setup"
CALL = re.compile(r"^(?:\d+ +)?(?:<\.\.\. )?(\w+)(?:\(| resumed)(.*)$")
PATH = re.compile(r'(?:AT_FDCWD|\d+)?(?:<([^>]*)>, )?"((?:[^"\\]|\\.)*)"')


def fixture(name):
    with open(os.path.join(TOP, "fixtures", name), "rb") as f:
        return f.read()


HTML = fixture("101-ns-answered/page.html")
TEXT = fixture("001-pending/page.txt")
XML_VIEW = fixture("291-an-xml-answered/page.html")
ENTITIES = (b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>')


def pages(secret):
    """name, bytes, in the words of every way there is to ask for another file."""
    ask = (b'<base href="file:///etc/"><link rel="stylesheet" href="http://127.0.0.1:9/x.css">'
           b'<xi:include href="file:///etc/passwd" parse="text"/><iframe src="%s"></iframe>'
           b'<img src="file://%s"><object data="%s"></object><script src="http://127.0.0.1:9/x.js"></script>'
           b'<meta http-equiv="refresh" content="0;url=file:///etc/passwd">' % ((secret,) * 3))
    yield "entities.html", ENTITIES + HTML.replace(b"attire", b"&x; &#x70; attire")
    yield "links.html", HTML.replace(b"<p>", ask + b"<p>")
    yield "source.html", HTML.replace(b"https://www.senat.fr/questions", b"file:///etc/passwd?")
    yield "view.xml", XML_VIEW.replace(b"?>", b"?>" + ENTITIES + b'<?xml-stylesheet href="file:///etc/passwd"?>', 1)
    yield "remote.xml", b'<?xml version="1.0"?><!DOCTYPE q SYSTEM "http://127.0.0.1:9/q.dtd"><q>&x;</q>'
    yield "external.mhtml", (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b; start=\"<file:///etc/passwd>\"\n\n--b\n"
                             b"Content-Type: message/external-body; access-type=local-file; name=\"/etc/passwd\"\n\n--b\n"
                             b"Content-Type: text/html\nContent-Location: file:///etc/passwd\n\n" + HTML + b"\n--b--\n")
    yield "command.txt", TEXT.replace(b"phares", b"$(touch ran) `touch ran` ; touch ran | file:///etc/passwd")


def tar(members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name, kind, data in members:
            member = tarfile.TarInfo(name)
            member.type = kind
            if kind == tarfile.REGTYPE:
                member.size = len(data)
                archive.addfile(member, io.BytesIO(data))
            else:
                member.linkname = data
                archive.addfile(member)
    return out.getvalue()


def archives(secret):
    target = secret.decode()
    members = [("../up.txt", tarfile.REGTYPE, TEXT), (target + ".txt", tarfile.REGTYPE, TEXT),
               ("a/../../b.txt", tarfile.REGTYPE, TEXT), ("link.txt", tarfile.SYMTYPE, target),
               ("folder", tarfile.SYMTYPE, os.path.dirname(target)), ("folder/in.txt", tarfile.REGTYPE, TEXT),
               ("hard.txt", tarfile.LNKTYPE, target), ("fifo", tarfile.FIFOTYPE, ""), ("device", tarfile.CHRTYPE, ""),
               ("ok.txt", tarfile.REGTYPE, TEXT), ("..", tarfile.REGTYPE, TEXT), (".", tarfile.REGTYPE, TEXT)]
    plain = tar(members)
    yield "a.tar", plain
    yield "a.tar.gz", gzip.compress(plain)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in "../up.txt", target + ".txt", "a/../../b.txt", "C:\\up.txt", "..\\up.txt", "ok.txt":
            archive.writestr(name, TEXT)
        link = zipfile.ZipInfo("link.txt")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, target)
        archive.writestr("link.txt/in.txt", TEXT)
    yield "a.zip", out.getvalue()
    record = b""
    for address in b"file:///etc/passwd", b"https://x.fr/../../up", b"https://x.fr/%2e%2e/up", b"https://../up", b"https:///up":
        body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nLocation: file:///etc/passwd\r\n\r\n" + HTML
        record += (b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: %s\r\nContent-Type: application/http\r\n"
                   b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (address, len(body), body))
    yield "a.warc", record


def calls(arguments, folder):
    """The system calls of a run: name, what strace printed of its arguments."""
    trace = os.path.join(os.path.dirname(folder), "trace")
    done = subprocess.run(["strace", "-f", "-qq", "-y", "-s", "4096", "-e", CALLS, "-o", trace, QPARSE, *arguments],
                          cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS)
    with open(trace, encoding="utf-8", errors="surrogateescape") as f:
        found = [m.groups() for m in map(CALL.match, f) if m]
    return done, found


def opened(folder, found):
    """Paths that were opened, made, renamed or removed, and whether that is a change."""
    for name, text in found:
        if name not in ("open", "openat", "openat2", "creat", "mkdir", "mkdirat", "rename", "renameat", "renameat2",
                        "unlink", "unlinkat", "rmdir", "link", "linkat", "symlink", "symlinkat", "truncate", "chmod",
                        "fchmodat", "chown", "utimensat", "mknod", "mknodat"):
            continue
        changes = not name.startswith("open") or re.search(r"O_(WRONLY|RDWR|CREAT|TRUNC|APPEND)", text)
        for base, path in PATH.findall(text):
            yield os.path.normpath(os.path.join(folder, base or "", path)), bool(changes)


def beside(folder, seen, allowed, written):
    """What was opened, or changed, that no argument names."""
    for path, changes in seen:
        roots = written if changes else allowed + written
        if not any(path == root or path.startswith(root + "/") for root in roots):
            yield path


def problems(arguments, folder, usual, read, written):
    done, found = calls(arguments, folder)
    if done.returncode not in (0, 1, 3, 4):
        yield "exit status %d: %s" % (done.returncode, done.stderr[:300])
    if b"root:" in done.stdout + done.stderr:
        yield "it printed another file"
    started = [text for name, text in found if name in ("execve", "execveat", "fork", "vfork")]
    if len(started) != 1:
        yield "it ran %s" % started[1:]
    for name, text in found:
        if name in ("socket", "connect", "bind", "socketpair", "sendto", "io_uring_setup"):
            yield "%s(%s" % (name, text)
    paths = [os.path.join(folder, name) for name in read]
    outputs = [os.path.join(folder, name) for name in written]
    stray = set(beside(folder, opened(folder, found), paths + usual, outputs))
    if stray:
        yield "it opened " + ", ".join(sorted(stray))


def check(name, found):
    found = list(found)
    print("%s - %s" % ("not ok" if found else "ok", name))
    for problem in found:
        print("    " + problem[:1000])
    return not found


def snapshot(folder):
    return sorted((base, tuple(sorted(files))) for base, _, files in os.walk(folder))


def links(folder, usual):
    """Folders that links turn into circles are read once, and no output goes through a link."""
    os.makedirs(os.path.join(folder, "in/deep"))
    shutil.copy(os.path.join(folder, "command.txt"), os.path.join(folder, "in/deep/page.txt"))
    for target, name in ("..", "in/deep/up"), (".", "in/self"), ("deep", "in/twin"), ("loop", "in/loop"), ("/etc/passwd", "in/out.txt"):
        os.symlink(target, os.path.join(folder, name))
    done, found = calls(["-f", "jsonl", "in"], folder)
    reads = [path for path, changes in opened(folder, found) if path.endswith("page.txt")]
    if len(reads) > 2 or done.stdout.count(b"\n") != len(reads):
        yield "a page was read %d times" % len(reads)
    os.makedirs(os.path.join(folder, "trap/in"))
    os.symlink("../elsewhere", os.path.join(folder, "trap/deep"))
    os.makedirs(os.path.join(folder, "elsewhere"))
    yield from problems(["-q", "-o", "trap/", "in"], folder, usual + ["/etc/passwd"], ["in"], ["trap"])
    if os.listdir(os.path.join(folder, "elsewhere")):
        yield "it wrote through a link"


def main():
    if not shutil.which("strace"):
        print("ok - confinement # SKIP there is no strace")
        return 0
    if subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True).returncode:
        print("ok - confinement # SKIP strace may not trace here")
        return 0
    with tempfile.TemporaryDirectory() as base:
        base = os.path.realpath(base)
        folder = os.path.join(base, "a", "b", "work")
        os.makedirs(folder)
        secret = os.path.join(base, "secret")
        with open(secret, "w", encoding="utf-8") as f:
            f.write("root: the text of a file that nobody named\n")
        names = []
        for name, data in [*pages(secret.encode()), *archives(secret.encode())]:
            names.append(name)
            with open(os.path.join(folder, name), "wb") as f:
                f.write(data)
        # What the loader and the libraries open for harmless input: locales, the time zone.
        harmless = [tar([("page.txt", tarfile.REGTYPE, TEXT)]), io.BytesIO()]
        with zipfile.ZipFile(harmless[1], "w") as archive:
            archive.writestr("page.txt", TEXT)
        for name, data in zip(("harmless.tar", "harmless.zip"), (harmless[0], harmless[1].getvalue())):
            with open(os.path.join(folder, name), "wb") as f:
                f.write(data)
        _, found = calls(["-j2", "-q", "--dry-run", "-o", "none/", "command.txt", "harmless.tar", "harmless.zip"], folder)
        usual = [path for path, changes in opened(folder, found) if not path.startswith(base)]
        usual += SYSTEM
        names += ["harmless.tar", "harmless.zip"]
        before = snapshot(base)
        good = []
        for name in names:
            good.append(check(name, problems(["-q", name], folder, usual, [name], [])))
            good.append(check(name + ", XML", problems(["-q", "-f", "xml", name], folder, usual, [name], [])))
        for action in ["--validate"], ["--diff", "-f", "jsonl", "command.txt"], ["--explain"], ["--strict", "-f", "csv"]:
            for name in names:
                good.append(check("%s %s" % (" ".join(action), name),
                                  problems([*action, name], folder, usual, [name, "command.txt"], [])))
        good.append(check("nothing was written", [] if snapshot(base) == before else [str(snapshot(base))]))
        good.append(check("all into a folder", problems(["-q", "-j2", "-o", "records/", *names], folder, usual, names, ["records"])))
        written = [os.path.relpath(os.path.join(b, f), folder) for b, _, files in os.walk(folder) for f in files if f not in names]
        good.append(check("which has all that was written", [] if "records/command.txt.json" in written and
                          all(w.startswith("records/") for w in written) and
                          sorted(os.listdir(base)) == ["a", "secret"] else [str(written)]))
        good.append(check("links", links(folder, usual)))
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
