#!/usr/bin/env python3
"""What README.md shows is what the program does: its console blocks are run, its job for GitHub
in a repository made for it, its C program is compiled against the library and run. QPARSE is
the command."""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

TOP = os.getcwd()
QPARSE = os.environ.get("QPARSE", os.path.join(TOP, "qparse"))
INSTALLED = bool(os.environ.get("QPARSE_INSTALLED"))
failed = 0


def check(what, want, got):
    global failed
    if want == got:
        print("ok - " + what)
        return
    failed += 1
    print("not ok - " + what)
    print("    shown: %r\n    here:  %r" % (want, got))


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


def run_console(blocks, folder):
    env = dict(os.environ, LC_ALL="C.UTF-8", PATH=folder + os.pathsep + os.environ["PATH"])
    if not INSTALLED:
        env.update(PYTHONPATH=os.path.join(TOP, "src/python"),
                   QPARSE_LIBRARY=glob.glob(os.path.join(TOP, "libqparse.so.*"))[0])
    for block in blocks:
        for command, want in steps(block):
            p = subprocess.run(["bash", "-c", command], cwd=folder, env=env, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
            check(command, want.rstrip(), p.stdout.decode("utf-8").rstrip())


def run_job(readme, folder):
    """All but the job's installation."""
    job = re.search(r"```yaml\n(.*?)```", readme, re.S).group(1)
    commands = [c for c in re.findall(r"^ *- run: (.*)$", job, re.M) if "sudo" not in c]
    check("the job has ten lines, two of them to run", (10, 2), (job.count("\n"), len(commands)))
    if not shutil.which("git"):
        print("ok - the job # SKIP there is no git")
        return
    repository = os.path.join(folder, "repository")
    os.makedirs(os.path.join(repository, "pages"))
    page = os.path.join(repository, "pages", "page.txt")
    shutil.copy("fixtures/001-pending/page.txt", page)
    env = dict(os.environ, PATH=folder + os.pathsep + os.environ["PATH"], GIT_CONFIG_GLOBAL=os.devnull,
               GIT_CONFIG_NOSYSTEM="1", GIT_CEILING_DIRECTORIES=folder)
    commit = "git add -A && git -c user.name=x -c user.email=x@x commit -qm x"

    def run(command):
        return subprocess.run(["bash", "-c", command], cwd=repository, env=env, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)

    def job_status():
        return [run(c).returncode for c in commands]

    run("git init -q && " + commit)
    check("the job fails where a record is missing", [0, 1], job_status())
    run(commit)
    check("the job succeeds where the records are right", [0, 0], job_status())
    with open(page, encoding="utf-8") as f:
        text = f.read()
    with open(page, "w", encoding="utf-8") as f:
        f.write(text.replace("Réponse\n", "Réponse émise le 31 juin 2023\n"))
    out = run(commands[0]).stdout.splitlines()[0]
    check("the job annotates the page's line", "::warning file=pages/page.txt,line=", out[:35])
    check("the job fails where a record changes", [0, 1], job_status())


def build(text, folder):
    """The program, compiled and linked."""
    source, program = os.path.join(folder, "example.c"), os.path.join(folder, "example")
    with open(source, "w", encoding="utf-8") as f:
        f.write(text)
    if INSTALLED:
        library, flags = [], output("pkg-config", "--cflags", "--libs", "qparse")
    else:
        library = ["-I" + os.path.join(TOP, "include"), os.path.join(TOP, "libqparse.a")]
        flags = "-pthread"
    subprocess.run([os.environ.get("CC", "cc"), "-std=c11", "-Wall", "-Wextra", "-Werror", source,
                    "-o", program] + library + flags.split(), check=True)
    return program


def output(*command, **how):
    return subprocess.run(command, stdout=subprocess.PIPE, check=True, **how).stdout.decode("utf-8")


def set_up(folder):
    """The pages that the examples name, and the command."""
    shutil.copy(os.path.join(TOP, "fixtures/001-pending/page.txt"), folder)
    shutil.copy(os.path.join(TOP, "fixtures/101-ns-answered/page.html"), folder)
    os.symlink(QPARSE, os.path.join(folder, "qparse"))


def read(name):
    with open(os.path.join(TOP, name), encoding="utf-8") as f:
        return f.read()


def try_readme(folder):
    text = read("README.md")
    run_console(re.findall(r"```console\n(.*?)```", text, re.S), folder)
    for program in re.findall(r"```c\n(.*?)```", text, re.S):
        check("the C program", "Jeanne Martin\n", output(build(program, folder)))


def literals(page):
    """The displays of a page in mdoc, as they are seen."""
    for text in re.findall(r"^\.Bd -literal.*?\n(.*?)^\.Ed", page, re.S | re.M):
        for escape, char in (r"\(aq", "'"), (r"\('E", "É"), (r"\(`e", "è"), (r"\(->", "→"), (r"\&", ""), (r"\e", "\\"):
            text = text.replace(escape, char)
        yield text


def try_manual(folder):
    run_console([b for b in literals(read("src/qparse.1")) if b.startswith("$ ")], folder)
    first, second = literals(read("src/qparse.3"))
    page = os.path.join(folder, "page.txt")
    with open(page, "rb") as f:
        check("qparse(3): the program that writes JSON", output(QPARSE, "--spaces=keep", stdin=open(page)),
              output(build(first, folder), stdin=f))
    answered = os.path.join(folder, "page.html")
    texts = output("jq", "-r", '"\(.id): \(.status)\n\(.response.date)", '
                   '(.response.blocks[] | "\n\(.text)")',
                   input=subprocess.run([QPARSE, "--spaces=plain", answered],
                                        stdout=subprocess.PIPE, check=True).stdout)
    check("qparse(3): the program that reads the struct", texts,
          output(build(second, folder), answered))


def main():
    for attempt in try_readme, try_manual:
        with tempfile.TemporaryDirectory() as folder:
            set_up(folder)
            attempt(folder)
    sys.exit(1 if failed else 0)


main()
