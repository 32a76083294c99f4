#!/usr/bin/env python3
"""Writes entities.h, the HTML standard's named character references."""

import html.entities
import string

HEAD = """\
/* The named character references of the HTML standard, without '&' and ';'.
 * Generated: python3 src/html/entities.py > src/html/entities.h */
#ifndef ENTITIES_H
#define ENTITIES_H
#include <stdint.h>

struct entity {
    uint16_t name;   /* offset in entity_names */
    uint8_t name_len;
    uint8_t bare;    /* known without its ';' too */
    uint8_t value_len;
    char value[7];   /* UTF-8 */
};
"""


def packed(items, width=100, indent="    "):
    """The items with commas between, as many to a line as fit."""
    line = indent
    for item in items:
        if len(line) + len(item) + 1 > width:
            yield line.rstrip()
            line = indent
        line += item + ", "
    yield line.rstrip()


def main():
    table = html.entities.html5
    names = sorted(name[:-1] for name in table if name.endswith(";"))
    bare = {name for name in table if not name.endswith(";")}
    assert all(table[name] == table[name + ";"] for name in bare)
    assert all(name.isascii() and name.isalnum() and name[0].isalpha() for name in names)

    print(HEAD)
    print("/* The names, end to end: one string for each first letter, as C promises no literal")
    print(" * longer than 4095. */")
    print("static const struct {")
    pools, place = {}, {}
    size = 0
    for letter in string.ascii_uppercase + string.ascii_lowercase:
        pools[letter] = ""
        for name in (name for name in names if name[0] == letter):
            place[name] = size + len(pools[letter])
            pools[letter] += name
        assert 0 < len(pools[letter]) <= 4095
        print(f"    char {letter}[{len(pools[letter]) + 1}];")
        size += len(pools[letter]) + 1
    assert size <= 0xFFFF
    print("} entity_names = {")
    for pool in pools.values():
        pieces = [pool[i:i + 92] for i in range(0, len(pool), 92)]
        print("\n".join(f'    "{piece}"' for piece in pieces) + ",")
    print("};\n")

    print("/* Sorted by name, bytes compared. */")
    print("static const struct entity entities[] = {")
    rows = []
    for name in names:
        value = table[name + ";"].encode()
        assert len(value) <= 6
        text = "".join(f"\\x{byte:02x}" for byte in value)
        rows.append(f'{{{place[name]}, {len(name)}, {int(name in bare)}, {len(value)}, "{text}"}}')
    print("\n".join(packed(rows)))
    print("};\n")

    print("/* Where the entries of each first letter begin: A to Z, a to z, and the end. */")
    print("static const uint16_t entity_first[53] = {")
    first = [str(next(i for i, name in enumerate(names) if name[0] == letter)) for letter in pools]
    print("\n".join(packed(first + [str(len(names))])))
    print("};\n")
    print("#endif")


main()
