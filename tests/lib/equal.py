#!/usr/bin/env python3
"""That a record says the same in XML and in JSON: equal.py RECORD.json RECORD.xml

Reads the XML back into the shape of the JSON and compares the two, keys, order and
values. Every element has its place in a table, so that one the contract does not know
is an error. golden.py uses differences(). Standard library only."""
import json
import sys
import xml.etree.ElementTree as ET

# What a key holds: a list with the shape of its items, an object with the shapes of its
# keys, or a single value by its type. An object that may be absent is marked "?".
BLOCKS = ["blocks"]
AUTHOR = dict(id=str, name=str, civility=str, group=str, constituency=str)
MINISTRY = dict(name=str, displayed=str, asked=str, attributed=str, answering=str)
RELATION = dict(type=str, text=str, number=str, url=str)
EVENT = dict(type=str, date=str, detail=str)
COMMENT = dict(author=str, date=str, text=str)
RECORD = dict(
    schema=str, file=str, id=str, site=str, chamber=str, legislature=int, type=str,
    type_label=str, number=str, reference=str, url=str, source_url=str, author=AUTHOR,
    ministry=MINISTRY, addressee=str, title=str, rubric=str, rubric_head=str, analysis=[str],
    status=str, body=dict(date=str, page=str, blocks=BLOCKS),
    response=("?", dict(date=str, page=str, expected=str, blocks=BLOCKS)),
    withdrawal=("?", dict(date=str, reason=str)), relations=[RELATION], events=[EVENT],
    comments=dict(count=int, items=[COMMENT]), unparsed=[dict(line=int, text=str)])


class Shape(Exception):
    pass


def block(element):
    if element.tag == "paragraph":
        only(element, ())
        return {"type": "paragraph", "text": element.text or ""}
    if element.tag != "table":
        raise Shape("<%s> is no block" % element.tag)
    rows = [[cell.text or "" for cell in only(row, ("cell",))] for row in only(element, ("row",))]
    return {"type": "table", "rows": rows, "text": "\n".join("\t".join(r) for r in rows)}


def only(element, names):
    """The children, all of them of these names; text beside them is lost by no reader."""
    for child in element:
        if child.tag not in names:
            raise Shape("<%s> in <%s>" % (child.tag, element.tag))
    stray = "".join([element.text or ""] + [child.tail or "" for child in element])
    if names and stray.strip(" \n"):
        raise Shape("text %r in <%s>" % (stray, element.tag))
    return element


def value(element, shape):
    if isinstance(shape, tuple):
        return None if element is None else value(element, shape[1])
    if isinstance(shape, list):
        if element is None:
            return []
        if len(element) == 0:
            raise Shape("<%s> is an empty list" % element.tag)
        if shape is BLOCKS:
            return [block(child) for child in only(element, ("paragraph", "table"))]
        return [value(child, shape[0]) for child in only(element, ("item",))]
    if isinstance(shape, dict):
        if element is None:
            raise Shape("an object has no element")
        return members(element, shape)
    if element is None:
        return None
    only(element, ())
    return shape(element.text or "")


def members(element, shape):
    only(element, shape)
    names = [child.tag for child in element]
    if names != [key for key in shape if key in names]:
        raise Shape("the elements of <%s> are out of order or stand twice: %s" %
                    (element.tag, " ".join(names)))
    return {key: value(element.find(key), inner) for key, inner in shape.items()}


def record(question):
    """The JSON record that an XML <question> stands for."""
    attributes = [key for key in ("schema", "id") if key in question.attrib]
    if question.tag != "question" or list(question.attrib) != attributes:
        raise Shape("<%s %s>" % (question.tag, " ".join(question.attrib)))
    inner = {key: shape for key, shape in RECORD.items() if key not in ("schema", "id")}
    values = dict(members(question, inner), **{k: question.get(k) for k in ("schema", "id")})
    return {key: values[key] for key in RECORD}


def differ(path, a, b, out):
    if isinstance(a, dict) and isinstance(b, dict):
        if list(a) != list(b):
            out.append("%s: keys %s in JSON, %s in XML" % (path, list(a), list(b)))
        for key in a.keys() & b.keys():
            differ("%s.%s" % (path, key), a[key], b[key], out)
    elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        for i, (x, y) in enumerate(zip(a, b)):
            differ("%s[%d]" % (path, i), x, y, out)
    elif type(a) is not type(b) or a != b:
        out.append("%s: %r in JSON, %r in XML" % (path, a, b))


def from_json(data):
    """The records of one or more JSON texts after one another."""
    decoder, text, out = json.JSONDecoder(), data.decode("utf-8").lstrip(), []
    while text:
        one, end = decoder.raw_decode(text)
        out.append(one)
        text = text[end:].lstrip()
    return out


def from_xml(data):
    root = ET.fromstring(data)
    return [record(q) for q in (root if root.tag == "questions" else [root])]


def differences(json_data, xml_data):
    """What the two say differently, as lines; each may hold several records."""
    out = []
    try:
        differ("", from_json(json_data), from_xml(xml_data), out)
    except (Shape, ET.ParseError, ValueError) as error:
        out.append("%s: %s" % (type(error).__name__, error))
    return out


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1], "rb") as a, open(sys.argv[2], "rb") as b:
        lines = differences(a.read(), b.read())
    print("\n".join(lines), end="\n" if lines else "")
    sys.exit(1 if lines else 0)
