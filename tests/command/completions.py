#!/usr/bin/env python3
"""What bash, zsh and fish complete, asked of the shells themselves. QPARSE is the command."""
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

QPARSE = os.environ.get("QPARSE", os.path.abspath("qparse"))
SECONDS = 60
failed = 0


def check(what, problem):
    global failed
    if problem:
        failed += 1
        print("not ok - %s\n    %s" % (what, problem))
    else:
        print("ok - " + what)


def run(*command):
    p = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                       stderr=subprocess.STDOUT, timeout=SECONDS)
    return p.stdout.decode("utf-8", "replace")


def missing(wanted, text):
    lost = [w for w in wanted if not re.search(r"(?<![\w-])%s(?![\w-])" % re.escape(w), text)]
    return "not offered: %s; offered: %r" % (" ".join(lost), text[-2000:]) if lost else ""


# What is typed, what must be offered, what must not be.
CASES = [
    ("qparse --form", ["--format"], ["--files-from"]),
    ("qparse --format=", ["json", "jsonl", "xml"], ["page.txt"]),
    ("qparse --format=xm", ["xml"], ["json"]),
    ("qparse -f xm", ["xml"], ["json"]),
    ("qparse --completion=z", ["zsh"], ["bash"]),
    ("qparse --help=", ["all"], ["page.txt"]),
    ("qparse --report=pa", ["page.txt"], ["other.txt"]),
    ("qparse -o pa", ["page.txt"], ["other.txt"]),
    ("qparse pa", ["page.txt"], ["other.txt"]),
    ("qparse --strict pa", ["page.txt"], ["other.txt"]),
    ("qparse page.txt --sit", ["--site"], ["--strict"]),
]


def offers(shell, ask, options):
    for typed, wanted, unwanted in CASES:
        got = ask(typed)
        problem = missing(wanted, got)
        for word in unwanted:
            if not missing([word], got):
                problem += " offered all the same: " + word
        check("%s: %s" % (shell, typed), problem)
    check(shell + ": every option of --help=all", missing(options, ask("qparse --")))


def bash_asker(script):
    """Bash splits the line at '=' before it calls the function, as COMP_WORDBREAKS tells."""
    def ask(typed):
        words = re.findall(r"=|[^ =]+", typed) + ([""] if typed.endswith(" ") else [])
        quoted = " ".join("'%s'" % w for w in words)
        return run("bash", "-c", "source %s; COMP_WORDS=(%s); COMP_CWORD=%d; _qparse; "
                   "printf '%%s\\n' \"${COMPREPLY[@]}\"" % (script, quoted, len(words) - 1))
    return ask


class Terminal:
    """A shell on a terminal of its own."""

    def __init__(self, *command):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="dumb", PS1="@> ", HISTFILE="/dev/null")
            os.execvp(command[0], command)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 300, 250, 0, 0))

    def until(self, pattern):
        """What it prints up to the pattern; all of it where that never comes."""
        text, end = "", time.monotonic() + SECONDS
        while not re.search(pattern, text) and time.monotonic() < end:
            if select.select([self.fd], [], [], 1)[0]:
                try:
                    text += os.read(self.fd, 65536).decode("utf-8", "replace")
                except OSError:
                    break
        return text

    def type(self, keys):
        os.write(self.fd, keys.encode())

    def close(self):
        os.close(self.fd)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def zsh_asker(terminal):
    """Ctrl-D lists what could follow and completes nothing. Before zsh has turned bracketed
    paste on it would be the end of the input."""
    def ask(typed):
        terminal.type("\x15" + typed + "\x04" + "\x15echo end\"\"ed\r")
        text = terminal.until(r"ended[^@]*@> \x1b\[\?2004h")
        return text.replace(typed, "", 1)
    return ask


def try_bash(folder, options):
    script = os.path.join(folder, "qparse.bash")
    check("bash: the script's syntax", run("bash", "-n", script))
    offers("bash", bash_asker(script), options)
    got = run("bash", "-c", "source %s; COMP_WORDBREAKS=' '; COMP_WORDS=(qparse --format=x); "
              "COMP_CWORD=1; _qparse; echo \"${COMPREPLY[@]}\"" % script)
    check("bash: '=' as a part of words", "" if got == "--format=xml\n" else got)
    terminal = Terminal("bash", "--norc", "--noprofile", "-i")
    terminal.type("source qparse.bash; qparse() { printf '<%s>' \"$@\"; }\r")
    terminal.type("qparse --form\txm\t --repo\t'a b\t\r")
    got = terminal.until(r"txt>")
    check("bash: typed on a terminal",
          "" if "<--format=xml><--report=a b.txt>" in got else repr(got))
    terminal.close()


def try_zsh(folder, options):
    if not shutil.which("zsh"):
        print("ok - zsh # SKIP there is no zsh")
        return
    check("zsh: the script's syntax", run("zsh", "-fn", os.path.join(folder, "_qparse")))
    terminal = Terminal("zsh", "-f", "-i")
    terminal.type("fpath=(%s $fpath); autoload -U compinit; compinit -u -D; LISTMAX=9999; "
                  "setopt noautolist; echo rea\"\"dy\r" % folder)
    terminal.until(r"ready[^@]*@> \x1b\[\?2004h")
    offers("zsh", zsh_asker(terminal), options)
    terminal.close()


def try_fish(folder, options):
    if not shutil.which("fish"):
        print("ok - fish # SKIP there is no fish")
        return
    script = os.path.join(folder, "qparse.fish")
    os.environ["HOME"] = folder
    check("fish: the script's syntax", run("fish", "-n", script))

    def ask(typed):
        got = run("fish", "--private", "-c", "source %s; complete -C '%s'" % (script, typed))
        return re.sub(r"\t.*", "", got) # a description stands behind the tab
    offers("fish", ask, options)


def main():
    options = sorted(set(re.findall(r"(?<!\S)--[a-z-]+", run(QPARSE, "--help=all"))))
    check("--help=all names options", "" if len(options) > 20 else repr(options))
    with tempfile.TemporaryDirectory() as folder:
        for shell, name in ("bash", "qparse.bash"), ("zsh", "_qparse"), ("fish", "qparse.fish"):
            with open(os.path.join(folder, name), "wb") as f:
                subprocess.run([QPARSE, "--completion=" + shell], stdout=f, check=True)
        for name in "page.txt", "other.txt", "a b.txt":
            open(os.path.join(folder, name), "w").close()
        os.chdir(folder)
        try_bash(folder, options)
        try_zsh(folder, options)
        try_fish(folder, options)
        os.chdir("/")
    sys.exit(1 if failed else 0)


main()
