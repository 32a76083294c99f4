#!/usr/bin/env python3
"""What README.md shows is what the program does: its console blocks are run, its C program is
compiled against the library and run. QPARSE is the command."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

TOP = os.getcwd()
QPARSE = os.environ.get("QPARSE", os.path.join(TOP, "qparse"))
failed = 0


def check(what, want, got):
    global failed
    if want == got:
        print("ok - " + what)
        return
    failed += 1
    print("not ok - " + what)
    print("    README: %r\n    here:   %r" % (want, got))


def steps(block):
    """The commands of a console block, each with the output that follows it."""
    command, output = None, []
    for line in block.splitlines():
        if line.startswith("$ "):
            if command:
                yield command, "\n".join(output)
            command, output = line[2:], []
        else:
            output.append(line)
    yield command, "\n".join(output)


def run_console(readme, folder):
    env = dict(os.environ, LC_ALL="C.UTF-8", PATH=folder + os.pathsep + os.environ["PATH"])
    for block in re.findall(r"```console\n(.*?)```", readme, re.S):
        for command, want in steps(block):
            p = subprocess.run(["bash", "-c", command], cwd=folder, env=env, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
            check(command, want.rstrip(), p.stdout.decode("utf-8").rstrip())


def run_program(readme, folder):
    source = os.path.join(folder, "example.c")
    with open(source, "w", encoding="utf-8") as f:
        f.write(re.search(r"```c\n(.*?)```", readme, re.S).group(1))
    flags = subprocess.run(["pkg-config", "--libs", "libxml-2.0"], stdout=subprocess.PIPE, check=True)
    program = os.path.join(folder, "example")
    build = [os.environ.get("CC", "cc"), "-std=c11", "-Wall", "-Wextra", "-Werror",
             "-I" + os.path.join(TOP, "include"), source, os.path.join(TOP, "libqparse.a"), "-o", program]
    subprocess.run(build + flags.stdout.decode().split() + ["-pthread"], check=True)
    out = subprocess.run([program], stdout=subprocess.PIPE, check=True).stdout.decode("utf-8")
    check("the C program", "Jeanne Martin\n", out)


def main():
    with open("README.md", encoding="utf-8") as f:
        readme = f.read()
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy("fixtures/001-pending/page.txt", folder)
        shutil.copy("fixtures/101-ns-answered/page.html", folder)
        os.symlink(QPARSE, os.path.join(folder, "qparse"))
        run_console(readme, folder)
        run_program(readme, folder)
    sys.exit(1 if failed else 0)


main()
