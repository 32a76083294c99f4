#!/usr/bin/env python3
"""What somebody meets who has never used it: nothing typed but the name, a page pasted into the
terminal, an address, a format that is not read. QPARSE is the command."""
import codecs
import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
import unicodedata
import zipfile

TOP = os.getcwd()
QPARSE = os.environ.get("QPARSE", os.path.join(TOP, "qparse"))
SECONDS = 60
failed = 0


def check(what, good, got=""):
    global failed
    failed += not good
    print("%s - %s" % ("ok" if good else "not ok", what))
    if not good and got:
        print("    %r" % (got,))


class Session:
    """The command with a terminal as standard input and as those of its streams that are named
    in `on`; the others are pipes. The terminal lacks the local modes of `without`."""

    def __init__(self, *arguments, on=("stderr",), before=b"", without=0, columns=0):
        self.master, self.slave = pty.openpty()
        modes = termios.tcgetattr(self.slave)
        modes[3] &= ~without
        termios.tcsetattr(self.slave, termios.TCSANOW, modes)
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        os.write(self.master, before)
        streams = {name: self.slave if name in on else subprocess.PIPE
                   for name in ("stdout", "stderr")}
        self.before = termios.tcgetattr(self.slave)
        self.process = subprocess.Popen([QPARSE, *arguments], stdin=self.slave,
                                        start_new_session=True, **streams)
        self.seen = ""
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace") # a read may cut a character

    def until(self, pattern):
        end = time.monotonic() + SECONDS
        while not re.search(pattern, self.seen) and time.monotonic() < end:
            if select.select([self.master], [], [], 0.1)[0]:
                self.seen += self.decoder.decode(os.read(self.master, 65536))
        return bool(re.search(pattern, self.seen))

    def type(self, keys):
        """As a terminal does: what is not taken waits, and the echo is read meanwhile."""
        while keys:
            ready, writable, _ = select.select([self.master], [self.master], [], SECONDS)
            if ready:
                self.seen += self.decoder.decode(os.read(self.master, 65536))
            if writable:
                keys = keys[os.write(self.master, keys[:512]):]

    def changed(self):
        """Waits until lines are no longer the terminal's business."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            if not termios.tcgetattr(self.slave)[3] & termios.ICANON:
                return True
            time.sleep(0.01)
        return False

    def end(self):
        try:
            out, err = self.process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            out, err = self.process.communicate()
        kept = termios.tcgetattr(self.slave) == self.before
        os.close(self.master)
        os.close(self.slave)
        return self.process.returncode, (out or b"").decode(), (err or b"").decode(), kept


def try_waiting(text):
    session = Session()
    check("on a terminal it says what it waits for", session.until(r"waiting for a page.*Ctrl-D"),
          session.seen)
    session.changed()
    session.type(text.encode() + b"\x04")
    code, out, _, kept = session.end()
    check("and takes what is pasted", code == 0 and json.loads(out)["number"] == "4127", out)
    check("the terminal is as it was", kept)
    session = Session("--validate")
    check("--validate waits for a record", session.until("waiting for a record"), session.seen)
    check("one that is pasted", session.changed())
    session.process.send_signal(signal.SIGINT)
    code, _, _, kept = session.end()
    check("Ctrl-C gives up, and leaves the terminal as it was", code == -signal.SIGINT and kept, code)
    session = Session("-q", "-f", "jsonl", "--files-from=-", on=())
    session.type(b"no/sucj\x7fh\r" + os.path.join(TOP, "fixtures/001-pending/page.txt").encode()
                 + b"\r\x04")
    code, out, err, _ = session.end()
    check("a list is typed, with corrections", code == 4 and json.loads(out)["number"] == "4127"
          and "no/such:" in err, (code, err))
    session = Session("--files-from=-")
    check("and waited for", session.until("waiting for the inputs' names"), session.seen)
    session.type(b"\x04")
    session.end()
    for what, arguments, on in (("to a pipe it says nothing", (), ()),
                                ("nor with -q", ("-q",), ("stderr",)),
                                ("nor where - is named", ("-",), ("stderr",)),
                                ("nor with a page", (os.path.join(TOP, "README.md"),), ("stderr",))):
        session = Session(*arguments, on=on)
        if len(arguments) == 0 or arguments[0][0] == "-":
            session.changed()
            session.type(text.encode() + b"\x04")
        _, _, err, _ = session.end()
        check(what, "waiting" not in err + session.seen, err + session.seen)
    p = subprocess.run([QPARSE], input=text.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    check("nor in a pipe", p.returncode == 0 and not p.stderr, p.stderr)


def try_long_line(text):
    """A terminal that cuts lines by itself stops at 4,095 bytes."""
    words = " ".join("mot%d" % i for i in range(3000))
    session = Session()
    session.changed()
    session.type(text.replace("Plusieurs maires", words + " Plusieurs maires").encode() + b"\x04")
    _, out, _, _ = session.end()
    body = json.loads(out)["body"]["blocks"][1]["text"] if out else ""
    check("a paragraph of 20,000 bytes is pasted whole", words + " Plusieurs maires" in body)
    session = Session()
    session.changed()
    session.type(b"\x04")
    code, _, _, _ = session.end()
    check("Ctrl-D alone is an empty input", code == 3, code)
    session = Session(before=text.encode() + b"\x04")
    code, out, _, _ = session.end()
    check("what was typed before it started counts",
          code == 0 and json.loads(out)["number"] == "4127", code)


def try_screen(text):
    """What is left on the screen once the page has been echoed."""
    text = text.rstrip("\n")
    for what, page in ("a line that ended", text + "\n"), ("one that did not", text):
        session = Session("-f", "jsonl", on=("stdout", "stderr"))
        session.changed()
        session.type(page.encode())
        session.until("Connexion")
        check("what is pasted is seen as it is", page.rstrip().replace("\n", "\r\n") in session.seen,
              session.seen)
        session.type(b"\x04")
        session.until(r'"unparsed":\[\]\}\r\n')
        after = session.seen[session.seen.rindex("Connexion") + len("Connexion"):]
        check("the output is on a line of its own behind " + what,
              re.match(r'(\r\n\x04|\x04\r\n)\{"schema"', after), after[:80])
        check("and no progress is shown", after.endswith('"unparsed":[]}\r\n'), after[-80:])
        session.end()


def try_other_terminals(text):
    """Without echo there is no line to end; who has turned lines off himself is left alone."""
    session = Session("-f", "jsonl", on=("stdout", "stderr"), without=termios.ECHO)
    session.changed()
    session.type(text.rstrip("\n").encode() + b"\x04")
    session.until(r'"unparsed":\[\]\}\r\n')
    behind = session.seen[session.seen.index("gives up"):].split("\r\n", 2)[-1]
    check("where nothing is echoed no line is ended", behind.startswith('{"schema"'), session.seen)
    session.end()
    session = Session(without=termios.ICANON)
    session.until("waiting for a page.*Ctrl-D")
    time.sleep(0.5)
    check("a terminal without lines stays as it is",
          termios.tcgetattr(session.slave) == session.before)
    session.process.send_signal(signal.SIGINT)
    code, _, _, kept = session.end()
    check("at the end, too", code == -signal.SIGINT and kept, code)


def columns_of(text):
    text = re.sub(r"\x1b\[[0-9;]*[mK]", "", text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
               for c in text)


def screen_of(*arguments, columns, on):
    """What a terminal of so many columns is sent."""
    session = Session(*arguments, on=on, columns=columns)
    session.process.wait(SECONDS)
    while select.select([session.master], [], [], 0.2)[0]:
        session.seen += session.decoder.decode(os.read(session.master, 65536))
    session.end()
    return session.seen


def try_widths(text):
    with open("wide.txt", "w", encoding="utf-8") as f:
        f.write(text.replace("Plusieurs maires", "\U0001F4C4 e\u0301 Plusieurs maires"))
    for columns in 60, 61, 80, 133:
        lines = screen_of("--explain", "wide.txt", columns=columns, on=("stdout",)).split("\r\n")
        widest = max(map(columns_of, lines))
        check("--explain cuts lines at %d columns" % columns, widest == columns, widest)
        check("and marks these, in their colour",
              any(re.search("…\x1b\\[0m$", line) for line in lines), lines)
    cut = screen_of("--explain", "wide.txt", columns=30, on=("stdout",))
    check("a terminal too narrow for it is given all", "…" not in cut, cut)
    cut = screen_of("--explain", "wide.txt", columns=0, on=("stdout",))
    check("one that tells no width too", "…" not in cut, cut)
    whole = subprocess.run([QPARSE, "--explain", "wide.txt"], stdout=subprocess.PIPE).stdout.decode()
    check("to a pipe nothing is cut", "…" not in whole)


def try_progress(text):
    """Pages among which some have warnings; with the records on the same terminal, and beside it."""
    os.mkdir("pages")
    for i in range(200):
        with open("pages/%03d.txt" % i, "w", encoding="utf-8") as f:
            f.write(text.replace("1er décembre 2022", "31 juin 2022") if i % 5 == 0 else text)
    for columns, on in (80, ("stderr",)), (80, ("stdout", "stderr")), (35, ("stderr",)):
        output = [] if "stdout" in on else ["-o", "all.jsonl"]
        session = Session("-j2", "--progress=always", "-f", "jsonl", *output, *["pages"] * 2, on=on,
                          columns=columns)
        session.until(r"\d pages: [^\r]*\r\n")
        session.end()
        seen = session.seen
        lines = [re.split(r"\r(?:\x1b\[K)?", line)[-1] for line in seen.split("\r\n")]
        torn = [line for line in lines if re.search(r"\[[#.]{20}\]", line)]
        what = "%d columns, %s" % (columns, " and ".join(on))
        check("progress is drawn: " + what, "[#" in seen or "[." in seen, seen[:200])
        check("and each other line is whole: " + what, not torn, torn[:2])
        drawn = re.findall(r"\r(\[[#.]*[^\r\x1b]*)", seen)
        check("and it is one row: " + what, all(len(line) < columns for line in drawn), drawn[:2])


def answer(*arguments):
    p = subprocess.run([QPARSE, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                       stderr=subprocess.PIPE)
    return p.returncode, p.stderr.decode()


def office(name, member, content):
    with zipfile.ZipFile(name, "w") as z:
        z.writestr(member, content)
        z.writestr("content.xml", "<p>Question N° 3 au Ministère de la culture</p>")
    with open(name, "rb") as f:
        return f.read()


def try_files(text):
    page = text.encode()
    records = {name: subprocess.run([QPARSE, "-f", name], input=page,
                                    stdout=subprocess.PIPE).stdout
               for name in ("json", "jsonl", "xml", "csv", "akn")}
    files = {
        "a.pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "a PDF document.*save its text"),
        "b.png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG image.*a picture has no text"),
        "c.jpg": (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "a JPEG image"),
        "d.docx": (office("d.docx", "[Content_Types].xml", "<Types/>"), "Office Open XML.*its text"),
        "s.docx": (office("s.docx", "_rels/.rels", "<Relationships/>"), "Office Open XML.*its text"),
        "t.docx": (office("t.docx", "word/numbering.xml", "<w/>"), "Office Open XML.*its text"),
        "e.odt": (office("e.odt", "mimetype", "application/vnd.oasis.opendocument.text"),
                  "OpenDocument.*save its text"),
        "f.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "old Word"),
        "g.rtf": (b"{\\rtf1\\ansi Question}", "RTF"),
        "h.rar": (b"Rar!\x1a\x07\x01\0", "RAR archive.*unpack it first"),
        "i.webarchive": (b"bplist00\xd1\1\2", "Safari web archive.*save the page"),
        "j.url": (b"[InternetShortcut]\r\nURL=https://www.senat.fr/\r\n", "a link to a page, not"),
        "k.html": (b"", "the input is empty"),
        "l.html": (b" \r\n\t\n", "the input is empty"),
        "m.json": (records["json"], "a record that qparse wrote.*--validate"),
        "n.jsonl": (records["jsonl"], "a record that qparse wrote.*--validate"),
        "o.xml": (records["xml"], "a record that qparse wrote.*--validate"),
        "p.csv": (records["csv"], "a table of records"),
        "q.xml": (records["akn"], "Akoma Ntoso"),
        "r.json": (b'{"question": {"id": 3, "source": "x"}}', "programs \\(JSON\\)"),
    }
    for name, (content, wanted) in files.items():
        for path in name, "page": # content decides
            with open(path, "wb") as f:
                f.write(content)
            code, err = answer(path)
            check("%s as %s" % (name, path), code == 3 and err.count("\n") == 1 and
                  re.search("^%s: error: .*%s" % (path, wanted), err), (code, err))


def try_names():
    for name in "https://www.senat.fr/questions/base/2022/qSEQ22110370S.html", "www.senat.fr":
        code, err = answer(name)
        check(name, code == 4 and "save the page" in err and name in err, err)
    code, err = answer("file:///tmp/page.html")
    check("file:///tmp/page.html", code == 4 and "without file://" in err, err)
    os.makedirs("www.example.org")
    code, err = answer("www.example.org")
    check("a folder that is called like an address", code == 3 and "nothing to convert: no file is there" in err, err)
    for name in "no/such/folder/", "no-such-page.html":
        code, err = answer(name)
        check(name, code == 4 and err == "qparse: %s: No such file or directory\n" % name, err)
    code, err = answer("--frmat", "xml")
    check("a wrong option points to --help", code == 2 and "qparse --help" in err, err)


def main():
    with open("fixtures/001-pending/page.txt", encoding="utf-8") as f:
        text = f.read()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try_waiting(text)
        try_long_line(text)
        try_screen(text)
        try_other_terminals(text)
        try_widths(text)
        try_progress(text)
        try_files(text)
        try_names()
        os.chdir(TOP)
    sys.exit(1 if failed else 0)


main()
