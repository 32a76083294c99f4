#!/usr/bin/env python3
"""What README.md shows is what the program does: its console blocks are run, its job for GitHub
in a repository made for it, its C program is compiled against the library and run. QPARSE is
the command."""
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
        run_job(readme, folder)
        run_program(readme, folder)
    sys.exit(1 if failed else 0)


main()
