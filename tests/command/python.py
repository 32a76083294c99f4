#!/usr/bin/env python3
"""The Python binding, against what the command says of the same pages; with QPARSE_INSTALLED the
one that python3 finds by itself."""
import ctypes
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
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
    check("keys are in the record's order", list(qparse.read(PAGE).records[0]) == list(record))
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
    check("read_bytes", qparse.read_bytes(text.encode()).records == [record]
          and raises(TypeError, qparse.read_bytes, text))
    with open("include/qparse.h", encoding="utf-8") as f:
        check("the version", '"%s"' % qparse.__version__ in f.read())
    two = qparse.parse(text + text.replace("4127", "4128"))
    check("two questions in one page", [r["number"] for r in two.records] == ["4127", "4128"])
    check("a NUL and what follows are read", "\ufffd" in qparse.parse(
        text.replace("Plusieurs", "Plusieurs\0")).records[0]["body"]["blocks"][1]["text"])


def from_folder(path, *paths, **options):
    """What records() gives with the PATH, and the error that ended it."""
    before, found, error = os.environ["PATH"], [], None
    os.environ["PATH"] = path
    try:
        for record in qparse.records(*paths, **options):
            found.append(record)
    except (qparse.Error, OSError) as e:
        error = e
    finally:
        os.environ["PATH"] = before
    return found, error


def fill(folder):
    """Pages in folders, a page in an archive, and what is none."""
    for page, name in (("fixtures/101-ns-answered/page.html", "a/page.html"), (PAGE, "a.txt"),
                       (PAGE, "a/b/c.txt"), (PAGE, "a/.hidden"), (PAGE, "a/page.html.txt")):
        os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
        shutil.copy(page, os.path.join(folder, name))
    os.symlink("..", os.path.join(folder, "a", "up"))
    with open(os.path.join(folder, "a", "notes"), "w", encoding="utf-8") as f:
        f.write("Bonjour.\n")


def try_many():
    with tempfile.TemporaryDirectory() as folder:
        fill(folder)
        tools, page = os.path.join(folder, ".bin"), os.path.join(folder, "a.txt")
        os.mkdir(tools)
        os.symlink(QPARSE, os.path.join(tools, "qparse"))
        wanted = [json.loads(line) for line in command("-q", "-f", "jsonl", folder)[0].splitlines()]
        for how, path in ("the command", tools), ("the library", "/nowhere"):
            found, error = from_folder(path, folder)
            check("records of a folder by " + how, len(wanted) == 4 and found == wanted and not error)
            found, error = from_folder(path, page, os.path.join(folder, "a", "notes"), page)
            check("%s reads on behind what is none, and tells it" % how, len(found) == 2
                  and error.file.endswith("a/notes") and error.diagnostics[0].code == "not-a-question")
            found, error = from_folder(path, page, site="senat.fr", plain_spaces=True, max_size=1 << 20)
            check("%s has the options" % how, not found and isinstance(error, qparse.Error))
            check("records of nothing by " + how, from_folder(path) == ([], None))
            check("%s stops where nobody wants more" % how, next(iter(qparse.records(folder))))
        check("a missing path", raises(FileNotFoundError, qparse.records, page, "no/such/page"))
        archive = shutil.make_archive(os.path.join(folder, "pages"), "zip", folder, "a")
        check("an archive", len(from_folder(tools, archive)[0]) >= 3)
        found, error = from_folder("/nowhere", archive, page)
        check("an archive without the command", len(found) == 1 and "command qparse" in str(error))


def try_help():
    """What the module says of itself, run as it is written."""
    text = subprocess.run([sys.executable, "-c", "import qparse; help(qparse)"], check=True,
                          stdout=subprocess.PIPE, env=dict(os.environ, PYTHONPATH=os.pathsep.join(
                              sys.path), PYTHONIOENCODING="utf-8")).stdout.decode()
    check("help() starts with what one wants", "qparse.read(" in text[:400])
    check("and tells each function", all("    %s(" % name in text for name in qparse.__all__
                                         if name.islower()))
    program = "\n".join(re.findall(r"^    (?:>>>|\.\.\.) ?(.*)", qparse.__doc__, re.M))
    pandas = [p for p in (sys.executable, "/usr/bin/python3") if os.path.exists(p) and subprocess.run(
        [p, "-c", "import pandas"], stderr=subprocess.DEVNULL).returncode == 0]
    if not pandas:
        print("ok - the lines of help() # SKIP there is no pandas")
        return
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "pages"))
        for name in "page.html", "pages/1.html":
            shutil.copy("fixtures/101-ns-answered/page.html", os.path.join(folder, name))
        run = subprocess.run([pandas[0], "-W", "ignore", "-c", program + "\nprint(len(frame), frame.loc[0, 'id'])"],
                             cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=dict(
                                 os.environ, PYTHONPATH=os.path.dirname(os.path.abspath(qparse.__file__)),
                                 QPARSE_LIBRARY=qparse._find_library()))
        check("the lines of help(), with pandas: " + run.stdout.decode()[-300:].strip(),
              run.stdout.endswith(b"\n1 SENAT-15-QE-5127\n"))


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
    for function in qparse.parse, qparse.records:
        check("a wrong option of " + function.__name__,
              "'colour'; there are: " in str(raises(TypeError, function, text, colour=True)))
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "été.txt")
        with open(path, "w", encoding="utf-8") as f:
            f.write("Bonjour.\n")
        error = raises(qparse.Error, qparse.read, path)
        check("an error names the file", error and error.file == path
              and str(error).startswith(path + ": error: "))
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
try_many()
try_help()
try_texts()
try_threads()
if ctypes.sizeof(ctypes.c_void_p) == 8:
    try_layout()
else:
    print("ok - layout # SKIP sizes are noted for 64 bits")
sys.exit(1 if failed else 0)
