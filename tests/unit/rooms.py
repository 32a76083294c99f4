#!/usr/bin/env python3
"""That the rooms of src/ include each other only as the picture in src/README.md has it: rooms.py [SRC]"""
import os
import re
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SRC = os.path.abspath(sys.argv[1]) if len(sys.argv) > 1 else os.path.join(TOP, "src")
MOST_AT_THE_TOP = 6  # C files directly in src/
LONGEST = 700        # lines of a file that nobody generated
LONGEST_FUNCTION = 60


def picture():
    """{room: (line, place on it where ▸ orders the line, else None)}, from the top down."""
    with open(os.path.join(SRC, "README.md"), encoding="utf-8") as file:
        text = re.search(r"^## Rooms\n.*?```\n(.*?)```", file.read(), re.S | re.M).group(1)
    rooms = {}
    for floor, line in enumerate(text.splitlines()):
        for place, room in enumerate(re.findall(r"\w+", line)):
            rooms[room] = floor, place if "▸" in line else None
    return rooms


def sources():
    for folder, _, names in os.walk(SRC):
        for name in sorted(names):
            if name.endswith((".c", ".h")):
                yield os.path.relpath(os.path.join(folder, name), SRC)


def room_of(path):
    return path.split("/")[0] if "/" in path else os.path.splitext(path)[0]


def may_include(rooms, room, other):
    if room == other:
        return True
    (floor, place), (below, there) = rooms[room], rooms[other]
    return below > floor or (below == floor and place is not None and there > place)


def long_functions(path, text):
    begin = 0
    for number, line in enumerate(text.splitlines(), 1):
        if not begin and line.endswith(") {"):
            begin = number
        elif line == "}":
            if begin and number - begin >= LONGEST_FUNCTION:
                yield "%s:%d: a function of %d lines" % (path, begin, number - begin + 1)
            begin = 0


def problems(rooms):
    at_the_top = 0
    for path in sources():
        room = room_of(path)
        at_the_top += path == room + ".c"
        with open(os.path.join(SRC, path), encoding="utf-8") as file:
            text = file.read()
        if room not in rooms:
            yield "%s: the picture in src/README.md has no room '%s'" % (path, room)
            continue
        if text.count("\n") > LONGEST and "Generated: " not in text:
            yield "%s has %d lines, more than %d: split it by job" % (path, text.count("\n"), LONGEST)
        yield from long_functions(path, text)
        for name in re.findall(r'^#include "([^"]+)"', text, re.M):
            if not os.path.exists(os.path.join(SRC, name)):
                continue  # the public header, or one that the build makes
            if not may_include(rooms, room, room_of(name)):
                yield "%s includes %s, which is not below it" % (path, name)
    if at_the_top > MOST_AT_THE_TOP:
        yield "%d C files directly in src/, more than %d" % (at_the_top, MOST_AT_THE_TOP)


def main():
    rooms = picture()
    found = list(problems(rooms))
    empty = sorted(set(rooms) - {room_of(path) for path in sources()})
    found += ["src/README.md: the room '%s' holds no source" % room for room in empty]
    print("not ok - rooms\n    " + "\n    ".join(found) if found else "ok - %d rooms" % len(rooms))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
