"""Pages of French parliamentary questions as records, through libqparse.

    >>> import qparse
    >>> result = qparse.read("page.html")
    >>> result.records[0]["title"]

A record is a dict with the keys that qparse(1) tells of. What was not understood stands in
result.diagnostics; an input without a question raises qparse.Error, which has them too.

The library is libqparse.so.1: the one that QPARSE_LIBRARY names, the one that was installed
with this file, or the system's.
"""
import ctypes
import json
import os
from typing import NamedTuple

__all__ = ["Diagnostic", "Error", "Result", "convert", "explain", "parse", "read", "schema"]

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
    """The input holds no question; `diagnostics` tells why."""

    def __init__(self, diagnostics):
        errors = [d for d in diagnostics if d.severity == "error"]
        super().__init__(str((errors or diagnostics or ["the input holds no question"])[0]))
        self.diagnostics = diagnostics


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
    "qp_free": (None, [_BYTES]),
}


def _find_library():
    """PREFIX/lib/libqparse.so.1 for PREFIX/lib/python3/dist-packages/qparse.py."""
    if os.environ.get("QPARSE_LIBRARY"):
        return os.environ["QPARSE_LIBRARY"]
    folder = os.path.dirname(os.path.abspath(__file__))
    for _ in range(3):
        folder = os.path.dirname(folder)
        path = os.path.join(folder, _SONAME)
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


def _c_string(value, name):
    if value is None:
        return None
    value = os.fsencode(value)
    if b"\0" in value:
        raise ValueError("%s holds a NUL" % name)
    return value


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
        self.options = _options(**options)
        self.options.keep_lines = keep_lines
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
            raise Error(self.diagnostics())
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


def parse(page, **options):
    """The questions of a page, bytes or str, as a Result.

    Options: `file`, the name that the record carries; `url`, the page's address; `charset`, what
    a server said of its encoding; `encoding`, whatever the page says; `input`, "text", "html",
    "mhtml" or "opendata"; `site`, such as "senat.fr"; `plain_spaces`, no no-break spaces; `max_size`, in bytes;
    `max_depth`, `max_cells`, `max_comments` and `max_lines` as the command has them. Where they
    are not given the content tells."""
    with _Parsed(page, options) as parsed:
        parsed.check()
        records = [json.loads(text) for text in parsed.emit(_FORMATS["jsonl"], _ITEM)]
        return Result(records, parsed.diagnostics())


def read(path, **options):
    """The same, of a file, whose name the record carries."""
    with open(path, "rb") as page:
        return parse(page.read(), **dict({"file": path}, **options))


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
