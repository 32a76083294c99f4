"""The pages of the fixtures, and what the command makes of many pages in few runs: a run with a
sanitizer begins and ends more slowly than it converts hundreds of pages. Standard library only."""
import os
import re
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FIXTURES = os.path.join(TOP, "fixtures")
QPARSE = os.path.abspath(os.environ.get("QPARSE") or os.path.join(TOP, "qparse"))
SECONDS = 300  # for one run; a hang is what this is to end
MOST = 40  # that fail, and are tried one by one
SUMMARY = re.compile(rb"[\d,]+ pages?: ")  # a run of several pages ends with it


# The search for leaks takes as long as the rest of a run with a page: that of many is enough.
WITHOUT_LEAKS = dict(os.environ,
                     ASAN_OPTIONS=os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0")


def run(*args, data=b"", cwd=None, env=None):
    done = subprocess.run(args, input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          cwd=cwd, env=env, timeout=SECONDS)
    return done.stdout, done.stderr, done.returncode


def fixtures(asked):
    """The names of all fixtures; or of those asked for by path, by name or by how it begins."""
    every = sorted(entry.name for entry in os.scandir(FIXTURES) if entry.is_dir())
    chosen = []
    for word in asked:
        name = os.path.basename(os.path.abspath(word))
        found = [name] if name in every else [one for one in every if one.startswith(name)]
        if not found:
            sys.exit("no fixture is called %s" % word)
        chosen += found
    return chosen or every


def pages(fixture):
    return sorted(name for name in os.listdir(os.path.join(FIXTURES, fixture))
                  if name.startswith("page."))


def convert(folder, names, *options):
    """{name: (output, messages, exit status)} of the files with these names below the folder,
    as a run in each file's own folder has them; but XML has a root as that of several pages."""
    found, failed = {}, 0
    groups = [list(names)] if names else []
    while groups:
        group = groups.pop()
        said = None if failed == MOST else together(folder, group, options)
        if said:
            found.update(said)
        elif failed == MOST:
            found.update((name, (b"", b"not tried: %d others failed" % failed, -1)) for name in group)
        elif len(group) == 1:
            found[group[0]] = alone(folder, group[0], *options)
            failed += found[group[0]][2] != 0
        else:  # one of them makes the exit status: which?
            middle = len(group) // 2
            groups += [group[middle:], group[:middle]]
    return found


def alone(folder, name, *options, env=None):
    at, bare = os.path.split(os.path.join(folder, name))
    return run(QPARSE, *options, bare, cwd=at, env=env)


def together(folder, names, options):
    """None unless each gave something and the run succeeded: then so would each alone."""
    with tempfile.TemporaryDirectory() as out:
        _, errors, status = run(QPARSE, "-j1", *options, "-o", out + "/", "-0",
                                "--files-from=-", data=b"\0".join(map(os.fsencode, names)), cwd=folder)
        outputs = sorted(os.path.relpath(os.path.join(at, file), out)
                         for at, _, files in os.walk(out) for file in files)
        messages = by_name(names, errors)
        if status or len(outputs) != len(names) or messages is None:
            return None
        suffix = outputs[0][len(min(names)):]
        found = {}
        for name in names:
            with open(os.path.join(out, name + suffix), "rb") as file:
                found[name] = bare(name, file.read()), bare(name, messages[name]), 0
        return found


def by_name(names, errors):
    """The lines that begin with each name; None where there are others."""
    lines = {name: [] for name in names}
    for line in errors.splitlines(keepends=True):
        name = os.fsdecode(line.split(b":", 1)[0])
        if name in lines:
            lines[name].append(line)
        elif not SUMMARY.match(line):
            return None
    return {name: b"".join(said) for name, said in lines.items()}


def bare(name, said):
    return said.replace(os.fsencode(name), os.fsencode(os.path.basename(name)))
