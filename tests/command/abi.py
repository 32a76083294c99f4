#!/usr/bin/env python3
"""What programs that use the library rely on: the names that it shows, and how its header lays
out structs, enums and functions, held against tests/command/abi.txt.

A line more is a new promise: `UPDATE=1 make test T=abi` notes it. A line that is another one or
gone breaks programs: raise the first number of QP_VERSION and the version in src/qparse.map."""
import difflib
import glob
import os
import re
import subprocess
import sys
import tempfile

LIST = "tests/command/abi.txt"
CC = os.environ.get("CC", "cc").split()
failed = 0


def check(what, problem):
    global failed
    if problem:
        failed += 1
        print("not ok - %s\n    %s" % (what, problem.replace("\n", "\n    ")))
    else:
        print("ok - " + what)


def output(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.decode()


def read_header():
    with open("include/qparse.h", encoding="utf-8") as f:
        text = f.read()
    version = re.search(r'define QP_VERSION "(.*)"', text).group(1)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    return version, re.sub(r"\s+", " ", re.sub(r"^#.*\n", "", text, flags=re.M))


def members(body):
    """(type, name) of "const char *a; int8_t b, c;"."""
    for declaration in filter(None, (d.strip() for d in body.split(";"))):
        first, *others = declaration.split(",")
        kind, stars, name = re.fullmatch(r"(.*?) ?(\**)(\w+)", first.strip()).groups()
        for stars, name in [(stars, name)] + [re.fullmatch(r" *(\**)(\w+)", o).groups()
                                              for o in others]:
            yield (kind + " " + stars).strip(), name


def layout(text):
    """A C program that prints a line for each member and enumerator, with its place or value."""
    lines = []
    for body, name in re.findall(r"typedef struct \w+ \{(.*?)\} (\w+);", text):
        lines.append('printf("%s: %%zu bytes\\n", sizeof(%s));' % (name, name))
        for kind, member in members(body):
            lines.append('printf("%s.%s: %s at %%zu\\n", offsetof(%s, %s));'
                         % (name, member, kind, name, member))
    for name, body in re.findall(r"enum (\w+) \{(.*?)\}", text):
        for word in re.findall(r"\w+", body):
            lines.append('printf("enum %s: %s = %%d\\n", %s);' % (name, word, word))
    return "#include <qparse.h>\n#include <stdio.h>\nint main(void) {\n%s\nreturn 0; }\n" % \
        "\n".join(lines)


def functions(text):
    for prototype in re.findall(r"QP_API (.*?\));", text):
        yield prototype.replace("QP_CHECK ", "")


def shown(text, folder):
    program = os.path.join(folder, "layout")
    with open(program + ".c", "w", encoding="utf-8") as f:
        f.write(layout(text))
    subprocess.run(CC + ["-std=c11", "-Iinclude", "-o", program, program + ".c"], check=True)
    return "".join(p + "\n" for p in functions(text)) + output(program)


def compare(got):
    if os.environ.get("UPDATE"):
        with open(LIST, "w", encoding="utf-8") as f:
            f.write(got)
        print("# wrote " + LIST)
    with open(LIST, encoding="utf-8") as f:
        known = f.read()
    check("the header is what %s notes" % LIST, "\n".join(
        difflib.unified_diff(known.splitlines(), got.splitlines(), LIST, "include/qparse.h",
                             lineterm="", n=0)))


def symbols(path, *options):
    lines = output("nm", "--defined-only", *options, path).splitlines()
    return sorted(words[2] for words in map(str.split, lines) if len(words) == 3 and words[1] != "A")


def main():
    _, text = read_header()
    with open("src/qparse.map", encoding="utf-8") as file:
        abi = re.search(r"QPARSE_(\d+)", file.read()).group(1)
    wanted = sorted(re.search(r"(\w+)\(", f).group(1) for f in functions(text))
    libraries = glob.glob("libqparse.so.*")
    check("one shared library, of the map's number",
          "" if libraries == ["libqparse.so." + abi] else repr(libraries))
    library = libraries[0]
    check("its soname is its name", "" if re.search(
        r"SONAME.*\[%s\]" % re.escape(library), output("readelf", "-d", library)) else library)
    got = symbols(library, "-D")
    check("it shows the functions of the header and no others, with their version",
          "" if got == ["%s@@QPARSE_%s" % (f, abi) for f in wanted] else repr(got))
    got = symbols("libqparse.a", "-g")
    check("so does the static library", "" if got == wanted else repr(got))
    with tempfile.TemporaryDirectory() as folder:
        if output(*CC, "-dM", "-E", "-x", "c", "/dev/null").find("__LP64__ 1") < 0:
            print("ok - layout # SKIP sizes are noted for 64 bits")
        else:
            compare(shown(text, folder))
    sys.exit(1 if failed else 0)


main()
