#!/usr/bin/env python3
"""The Python binding, against what the command says of the same pages; with QPARSE_INSTALLED the
one that python3 finds by itself."""
import ctypes
import glob
import json
import os
import re
import subprocess
import sys
import threading

TOP = os.getcwd()
QPARSE = os.environ.get("QPARSE", os.path.join(TOP, "qparse"))
INSTALLED = bool(os.environ.get("QPARSE_INSTALLED"))
if not INSTALLED:
    os.environ["QPARSE_LIBRARY"] = glob.glob(os.path.join(TOP, "libqparse.so.*"))[0]
    sys.path.insert(0, os.path.join(TOP, "src", "python"))
import qparse  # noqa: E402

PAGE = "fixtures/001-pending/page.txt"
failed = 0


def check(what, good):
    global failed
    failed += not good
    print("%s - %s" % ("ok" if good else "not ok", what))


def raises(kind, function, *arguments, **options):
    try:
        function(*arguments, **options)
    except kind as error:
        return error
    return None


def command(*arguments):
    p = subprocess.run([QPARSE, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return p.stdout.decode(), p.stderr.decode()


def try_records():
    pages = sorted(glob.glob("fixtures/1[0-4]*/page.html") + glob.glob("fixtures/3*/page.html"))
    wrong = [p for p in pages
             if json.loads(command("-f", "jsonl", p)[0]) != qparse.read(p).records[0]]
    check("%d pages give the command's records" % len(pages), len(pages) > 30 and not wrong)
    with open(PAGE, encoding="utf-8") as f:
        text = f.read()
    record = json.loads(command(PAGE)[0])
    check("keys stand in the record's order", list(qparse.read(PAGE).records[0]) == list(record))
    record["file"] = None
    for page in text, text.encode(), bytearray(text.encode()), memoryview(text.encode()):
        check("a page as %s" % type(page).__name__, qparse.parse(page).records == [record])
    check("no-break spaces become plain",
          "\xa0" not in repr(qparse.parse(text.replace("« plus", "«\xa0plus"), plain_spaces=True)))
    check("they stay", "«\xa0plus" in qparse.parse(
        text.replace("« plus", "«\xa0plus")).records[0]["body"]["blocks"][1]["text"])
    check("a file's name and address", (lambda r: (r["file"], r["url"]))(
        qparse.parse(text, file="été.txt", url="https://www.example.org/1").records[0])
        == ("été.txt", "https://www.example.org/1"))
    check("bytes of another encoding", qparse.parse(
        text.encode("iso-8859-15", "replace"), encoding="iso-8859-15").records[0]["title"]
        == record["title"])
    two = qparse.parse(text + text.replace("4127", "4128"))
    check("two questions in one page", [r["number"] for r in two.records] == ["4127", "4128"])
    check("a NUL and what follows are read", "\ufffd" in qparse.parse(
        text.replace("Plusieurs", "Plusieurs\0")).records[0]["body"]["blocks"][1]["text"])


def try_diagnostics():
    with open(PAGE, encoding="utf-8") as f:
        text = f.read()
    said = qparse.parse(text.replace("culture\n", "culture (retirée)\n", 1)).diagnostics
    check("a diagnostic has its place and code",
          [d[:4] for d in said] == [("warning", said[0].line, 1, "status-conflict")] and said[0].line)
    check("as text", re.fullmatch(r"\d+:1: warning: .+ \[status-conflict\]", str(said[0])))
    error = raises(qparse.Error, qparse.parse, b"%PDF-1.7\n")
    check("no question is an error", error and error.diagnostics[0].code == "input-format"
          and "PDF" in str(error))
    check("an empty input too", raises(qparse.Error, qparse.parse, b"").diagnostics[0].code
          == "empty-input")
    check("too large", raises(qparse.Error, qparse.parse, text, max_size=10).diagnostics[0].code
          == "input-too-large")
    check("a file that is missing", raises(FileNotFoundError, qparse.read, "no/such/page"))
    for options in {"encoding": "klingon"}, {"input": "pdf"}, {"site": "example.org"}, {"url": "a\0b"}, \
            {"max_size": -1}, {"max_lines": 1 << 64}:
        check("a wrong value: %r" % options,
              raises((LookupError, ValueError), qparse.parse, text.encode(), **options))
    check("an encoding of a str", raises(ValueError, qparse.parse, text, encoding="utf-8"))
    check("a wrong option", raises(TypeError, qparse.parse, text, colour=True))
    check("a wrong page", raises(TypeError, qparse.parse, None) and raises(TypeError, qparse.parse, 5))


def try_texts():
    with open(PAGE, "rb") as f:
        page = f.read()
    for name in "json", "jsonl", "xml", "csv", "akn":
        check("convert to " + name,
              qparse.convert(page, name, file=PAGE).encode() == subprocess.run(
                  [QPARSE, "-f", name, PAGE], stdout=subprocess.PIPE).stdout)
    check("two questions in one document", qparse.convert(page + page, "xml").count("<question ") == 2)
    two = page + page.replace(b"4127", b"4128")
    check("akn of two questions", raises(ValueError, qparse.convert, two, "akn"))
    check("csv of two questions", qparse.convert(two, "csv").count("\r\n") == 3)
    check("a wrong format", raises(ValueError, qparse.convert, page, "yaml"))
    check("explain", qparse.explain(page) == command("--explain", PAGE)[0])
    for name in "json", "xml":
        check("schema of " + name, qparse.schema(name) == command("--schema=" + name)[0])
    check("no schema", raises(ValueError, qparse.schema, "csv"))


def try_threads():
    with open("fixtures/134-ns-long-answer/page.html", "rb") as f:
        page = f.read()
    wanted, got = qparse.convert(page, "xml"), []
    threads = [threading.Thread(target=lambda: got.append(qparse.convert(page, "xml")))
               for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    check("threads", got == [wanted] * 16)


def try_layout():
    """The structs and numbers are those of the header, as tests/command/abi.txt notes them."""
    with open("tests/command/abi.txt", encoding="utf-8") as f:
        abi = f.read()
    for name, struct in ("qp_options", qparse._Options), ("qp_diagnostic", qparse._Diagnostic):
        header = [(member, int(at)) for member, at in
                  re.findall(r"^%s\.(\w+): .* at (\d+)$" % name, abi, re.M)]
        size = int(re.search(r"^%s: (\d+) bytes$" % name, abi, re.M).group(1))
        check("the members of " + name, ctypes.sizeof(struct) == size and header == [
            (member, getattr(struct, member).offset) for member, _ in struct._fields_])
    numbers = {name.lower(): int(n) for name, n in re.findall(r"^enum \w+: QP_(\w+) = (\d+)$", abi, re.M)}
    mine = dict(qparse._FORMATS, converted=qparse._CONVERTED, not_question=qparse._NOT_QUESTION,
                alone=qparse._ALONE, item=qparse._ITEM)
    mine.update({"input_" + (name or "auto"): n for name, n in qparse._INPUTS.items()})
    mine.update({name: n for n, name in enumerate(qparse._SEVERITIES)})
    check("the numbers of its enums", all(numbers[name] == n for name, n in mine.items()))
    check("the name of the library", INSTALLED or os.path.exists(os.path.join(TOP, qparse._SONAME)))


try_records()
try_diagnostics()
try_texts()
try_threads()
if ctypes.sizeof(ctypes.c_void_p) == 8:
    try_layout()
else:
    print("ok - layout # SKIP sizes are noted for 64 bits")
sys.exit(1 if failed else 0)
