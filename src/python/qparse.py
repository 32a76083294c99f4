"""Pages of French parliamentary questions as records.

    >>> import qparse
    >>> page = qparse.read("page.html")
    >>> page.records[0]["title"], page.records[0]["author"]["name"]
    >>> for record in qparse.records("pages/"):
    ...     print(record["id"], record["status"])

As a pandas frame, a row for each question:

    >>> import pandas, qparse
    >>> frame = pandas.json_normalize(list(qparse.records("pages/")))
    >>> frame[["id", "author.name", "ministry.name", "status", "body.date"]]

    read(path)          the questions of one file, and what was not clear in it
    read_bytes(page)    the same, of bytes that are at hand; parse() takes a str, too
    records(path...)    the records of files, folders and archives, one after another
    convert(page, "csv")    a page as text in another format
    explain(page)       how each line of a page was read
    schema()            the record's JSON Schema

A record is a dict with the keys that README and qparse(1) tell of: a key is always there, and
None where the page does not tell. A page that holds no question raises qparse.Error, which names
the file.

The library is libqparse.so.1: the one that QPARSE_LIBRARY names, the one that was installed with
this file, or the system's.
"""
import ctypes
import json
import os
import shutil
import subprocess
import tempfile
from typing import NamedTuple

__all__ = ["Diagnostic", "Error", "Result", "convert", "explain", "parse", "read", "read_bytes",
           "records", "schema"]

_SONAME = "libqparse.so.1"
_CONVERTED, _NOT_QUESTION = range(2)
_SEVERITIES = "note", "warning", "error"
_INPUTS = {None: 0, "text": 1, "html": 2, "mhtml": 3, "opendata": 4}
_FORMATS = {"json": 0, "jsonl": 1, "xml": 2, "csv": 3, "akn": 4, "jsonarray": 6}
_ALONE, _ITEM = range(2)


class Diagnostic(NamedTuple):
    """What the page did not tell clearly. `line` and `column` count from 1, and are 0 where the
    whole input is meant; `severity` is "note", "warning" or "error"; `code` is stable."""
    severity: str
    line: int
    column: int
    code: str
    message: str

    def __str__(self):
        place = "%d:%d: " % (self.line, self.column) if self.line else ""
        return "%s%s: %s [%s]" % (place, self.severity, self.message, self.code)


class Result(NamedTuple):
    records: list
    diagnostics: list


class Error(ValueError):
    """The input holds no question; `diagnostics` tells why, `file` is its name, if it has one."""

    def __init__(self, diagnostics, file=None):
        errors = [d for d in diagnostics if d.severity == "error"]
        why = str((errors or diagnostics or ["the input holds no question"])[0])
        super().__init__("%s: %s" % (os.fsdecode(file), why) if file is not None else why)
        self.diagnostics = diagnostics
        self.file = file


class _Diagnostic(ctypes.Structure):
    _fields_ = [("severity", ctypes.c_int), ("line", ctypes.c_size_t),
                ("column", ctypes.c_size_t), ("code", ctypes.c_char_p),
                ("message", ctypes.c_char_p)]


class _Options(ctypes.Structure):
    _fields_ = [("input", ctypes.c_int), ("encoding", ctypes.c_char_p),
                ("file", ctypes.c_char_p), ("url", ctypes.c_char_p),
                ("charset", ctypes.c_char_p), ("plain_spaces", ctypes.c_bool),
                ("keep_lines", ctypes.c_bool), ("max_size", ctypes.c_size_t),
                ("site", ctypes.c_int), ("max_depth", ctypes.c_size_t),
                ("max_cells", ctypes.c_size_t), ("max_comments", ctypes.c_size_t),
                ("max_lines", ctypes.c_size_t)]


_BYTES = ctypes.POINTER(ctypes.c_char)
_TEXT = [ctypes.POINTER(_BYTES), ctypes.POINTER(ctypes.c_size_t)]
_FUNCTIONS = {
    "qp_parse": (ctypes.c_void_p, [ctypes.c_char_p, ctypes.c_size_t, ctypes.POINTER(_Options)]),
    "qp_result_free": (None, [ctypes.c_void_p]),
    "qp_result_outcome": (ctypes.c_int, [ctypes.c_void_p]),
    "qp_result_count": (ctypes.c_size_t, [ctypes.c_void_p]),
    "qp_result_question": (ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_size_t]),
    "qp_result_diagnostic_count": (ctypes.c_size_t, [ctypes.c_void_p]),
    "qp_result_diagnostic": (ctypes.POINTER(_Diagnostic), [ctypes.c_void_p, ctypes.c_size_t]),
    "qp_emit": (ctypes.c_int, [ctypes.c_void_p, ctypes.c_int, ctypes.c_int] + _TEXT),
    "qp_emit_head": (ctypes.c_char_p, [ctypes.c_int]),
    "qp_emit_tail": (ctypes.c_char_p, [ctypes.c_int]),
    "qp_emit_between": (ctypes.c_char_p, [ctypes.c_int]),
    "qp_explain": (ctypes.c_int, [ctypes.c_void_p, ctypes.c_bool] + _TEXT),
    "qp_schema": (ctypes.c_char_p, [ctypes.c_int]),
    "qp_site_of": (ctypes.c_int, [ctypes.c_char_p]),
    "qp_encoding_known": (ctypes.c_bool, [ctypes.c_char_p]),
    "qp_version": (ctypes.c_char_p, []),
    "qp_free": (None, [_BYTES]),
}


def _find_library():
    """qparse.libs/ beside this file, as the wheel has it; or PREFIX/lib/ where this file is
    PREFIX/lib/python3/dist-packages/qparse.py."""
    if os.environ.get("QPARSE_LIBRARY"):
        return os.environ["QPARSE_LIBRARY"]
    folder = os.path.dirname(os.path.abspath(__file__))
    for place in "qparse.libs", "..", "../..", "../../..":
        path = os.path.normpath(os.path.join(folder, place, _SONAME))
        if os.path.exists(path):
            return path
    return _SONAME


def _load():
    library = ctypes.CDLL(_find_library())
    for name, (result, arguments) in _FUNCTIONS.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


_lib = _load()
__version__ = _lib.qp_version().decode()


def _c_string(value, name):
    if value is None:
        return None
    value = os.fsencode(value)
    if b"\0" in value:
        raise ValueError("%s holds a NUL" % name)
    return value


_SHARED = ("encoding", "input", "site", "plain_spaces", "max_size", "max_depth", "max_cells",
           "max_comments", "max_lines")
_KNOWN = ("file", "url", "charset") + _SHARED


def _check_names(options, known=_KNOWN):
    for name in options:
        if name not in known:
            raise TypeError("no option is called %r; there are: %s" % (name, ", ".join(known)))


def _options(file=None, url=None, charset=None, encoding=None, input=None, site=None,
             plain_spaces=False, max_size=0, max_depth=0, max_cells=0, max_comments=0,
             max_lines=0):
    strings = {"file": file, "url": url, "charset": charset, "encoding": encoding}
    limits = {"max_size": max_size, "max_depth": max_depth, "max_cells": max_cells,
              "max_comments": max_comments, "max_lines": max_lines}
    for name, value in limits.items(): # ctypes would take -1 for the largest number
        if not 0 <= value <= 1 << 30:
            raise ValueError("%s is no number from 1 to 1073741824: %r" % (name, value))
    options = _Options(plain_spaces=plain_spaces, **limits,
                       **{name: _c_string(value, name) for name, value in strings.items()})
    if encoding is not None and not _lib.qp_encoding_known(options.encoding):
        raise LookupError("unknown encoding: %s" % encoding)
    if input not in _INPUTS:
        raise ValueError("unknown input: %r" % (input,))
    options.input = _INPUTS[input]
    if site is not None:
        options.site = _lib.qp_site_of(_c_string(site, "site"))
        if options.site == 0:
            raise ValueError("unknown site: %r" % (site,))
    return options


class _Parsed:
    """A result of the library, freed at the end of the `with`."""

    def __init__(self, page, options, keep_lines=False):
        if isinstance(page, str):
            if options.get("encoding") is not None:
                raise ValueError("a str has no encoding")
            page = page.encode("utf-8", "surrogatepass")
            options = dict(options, encoding="utf-8")
        page = bytes(memoryview(page))
        _check_names(options)
        self.options = _options(**options)
        self.options.keep_lines = keep_lines
        self.file = options.get("file")
        self.pointer = _lib.qp_parse(page, len(page), ctypes.byref(self.options))

    def __enter__(self):
        if not self.pointer:
            raise MemoryError
        return self

    def __exit__(self, *_):
        _lib.qp_result_free(self.pointer)

    def diagnostics(self):
        found = []
        for i in range(_lib.qp_result_diagnostic_count(self.pointer)):
            d = _lib.qp_result_diagnostic(self.pointer, i).contents
            found.append(Diagnostic(_SEVERITIES[d.severity], d.line, d.column, d.code.decode(),
                                    d.message.decode()))
        return found

    def check(self):
        outcome = _lib.qp_result_outcome(self.pointer)
        if outcome == _NOT_QUESTION:
            raise Error(self.diagnostics(), self.file)
        if outcome != _CONVERTED:
            raise MemoryError

    def emit(self, format, part):
        for i in range(_lib.qp_result_count(self.pointer)):
            question = _lib.qp_result_question(self.pointer, i)
            yield _take(lambda *to: _lib.qp_emit(question, format, part, *to))


def _take(function):
    """The text that a function of the library gives away."""
    text, size = _BYTES(), ctypes.c_size_t()
    if function(ctypes.byref(text), ctypes.byref(size)):
        raise MemoryError
    try:
        return ctypes.string_at(text, size.value).decode()
    finally:
        _lib.qp_free(text)


def _format(name):
    if name not in _FORMATS:
        raise ValueError("unknown format: %r" % (name,))
    return _FORMATS[name]


def read(path, **options):
    """The questions of a file as a Result: its `records` are dicts, its `diagnostics` tell what
    was not clear. The options are those of parse()."""
    with open(path, "rb") as page:
        return parse(page.read(), **dict({"file": path}, **options))


def read_bytes(page, **options):
    """The same, of a page that is at hand as bytes."""
    return parse(memoryview(page), **options)


def parse(page, **options):
    """The same, of bytes or a str.

    Options: `file`, the name that the record carries; `url`, the page's address; `charset`, what
    a server said of its encoding; `encoding`, whatever the page says; `input`, "text", "html",
    "mhtml" or "opendata"; `site`, such as "senat.fr"; `plain_spaces`, no no-break spaces;
    `max_size`, in bytes; `max_depth`, `max_cells`, `max_comments` and `max_lines` as the command
    has them. Where they are not given the content tells."""
    with _Parsed(page, options) as parsed:
        parsed.check()
        records = [json.loads(text) for text in parsed.emit(_FORMATS["jsonl"], _ITEM)]
        return Result(records, parsed.diagnostics())


def records(*paths, **options):
    """The records of files, folders and archives, as an iterator of dicts.

    A folder is all pages in it and in its folders; what is no question page there is passed over.
    Archives (zip, tar, gz, xz, zst, WARC) are read by the command qparse, which has to be
    installed for them. What could not be read raises after the last record: an Error for a named
    file that holds no question, or for an archive without the command; an OSError for one that
    could not be read.

    Options are those of parse() but `file`, `url` and `charset`."""
    _check_names(options, _SHARED)
    _options(**options)
    paths = [os.fsdecode(path) for path in paths]
    for path in paths:
        os.stat(path)
    command = shutil.which("qparse")
    return _by_command(command, paths, options) if command else _by_library(paths, options)


def _by_command(command, paths, options):
    line = [command, "-q", "-f", "jsonl", "--diagnostics=json"]
    for name, value in options.items():
        if name == "plain_spaces":
            line += ["--spaces=plain"] if value else []
        elif value: # 0 and None say nothing
            flag = "input-format" if name == "input" else name.replace("_", "-")
            line.append("--%s=%s" % (flag, value))
    line += ["--"] + [os.path.join(".", path) if path == "-" else path for path in paths]
    if not paths: # the command would read standard input
        return
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(line, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=said) as run:
            for record in run.stdout:
                yield json.loads(record)
        said.seek(0)
        errors = os.fsdecode(said.read()).strip()
    if not errors.startswith("{"):
        if run.returncode:
            raise OSError(errors or "%s: status %d" % (command, run.returncode))
        return
    first = json.loads(errors.split("\n")[0])
    if run.returncode != 3:
        raise OSError("%s: %s" % (first["file"], first["message"]))
    raise Error([Diagnostic(*(first[key] or 0 for key in Diagnostic._fields))], first["file"])


def _by_library(paths, options):
    failed = None
    for path, named in _files(paths):
        try:
            yield from read(path, **options).records
        except Error as error:
            first = error.diagnostics[0]
            if first.code == "input-format" and "unpack" in first.message:
                first = first._replace(message="an archive or compressed file is read where the "
                                       "command qparse is installed, which was not found")
                error = Error([first], path)
            elif not named:
                continue
            failed = failed or error
        except OSError as error:
            failed = failed or error
    if failed:
        raise failed


def _files(paths):
    """The command's order: bytes of whole paths. Yields each path, and whether it was named."""
    seen = set()
    for path in paths:
        if os.path.isdir(path):
            for file in _walk(path if path.endswith("/") else path + "/", seen):
                yield file, False
        else:
            yield path, True


def _walk(folder, seen):
    status = os.stat(folder)
    if (status.st_dev, status.st_ino) in seen:
        return
    seen.add((status.st_dev, status.st_ino))
    names = [name + "/" if os.path.isdir(folder + name) else name
             for name in os.listdir(folder) if not name.startswith(".")]
    for name in sorted(names, key=os.fsencode):
        if name.endswith("/"):
            yield from _walk(folder + name, seen)
        elif os.path.isfile(folder + name):
            yield folder + name


def convert(page, format, **options):
    """The page's record as the text of a "json", "jsonl", "jsonarray", "xml", "csv" or "akn" document; akn
    has one for each question, so that a page of several can't be one."""
    number = _format(format)
    with _Parsed(page, options) as parsed:
        parsed.check()
        count = _lib.qp_result_count(parsed.pointer)
        if format == "akn" and count > 1:
            raise ValueError("akn is a document for each question, and the page holds %d" % count)
        if count == 1:
            return "".join(parsed.emit(number, _ALONE))
        head, tail = _lib.qp_emit_head(number), _lib.qp_emit_tail(number)
        between = _lib.qp_emit_between(number).decode()
        return head.decode() + between.join(parsed.emit(number, _ITEM)) + tail.decode()


def explain(page, **options):
    """Each line of the page with the section and the field that it went to, as text."""
    with _Parsed(page, options, keep_lines=True) as parsed:
        return _take(lambda *to: _lib.qp_explain(parsed.pointer, False, *to))


def schema(format="json"):
    """The record's JSON Schema ("json") or XSD ("xml"), as text."""
    text = _lib.qp_schema(_format(format))
    if text is None:
        raise ValueError("%s has no schema" % format)
    return text.decode()
