#!/usr/bin/env python3
"""Writes questions in the form of the Assemblée's open data: opendata.py FOLDER [N]

N questions, as FOLDER/Questions.json.zip (a file each, in a folder json/), and as the one file of a
legislature, FOLDER/legislature.json and .xml. The same arguments write the same bytes everywhere."""
import json
import os
import random
import sys
import zipfile
from xml.sax.saxutils import escape

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import generate  # noqa: E402

HEAD = {"json": '{"questionsEcrites": {"question": [\n', "xml": '<?xml version="1.0" encoding="UTF-8"?>\n<questionsEcrites>\n'}
TAIL = {"json": "\n]}}\n", "xml": "\n</questionsEcrites>\n"}
BETWEEN = {"json": ",\n", "xml": "\n"}
PLACES = {kind: (HEAD[kind], TAIL[kind]) for kind in HEAD}


def journal(day, page):
    return {"typeJO": "JO_QUESTION", "dateJO": day, "pageJO": page, "numJO": None, "urlLegifrance": None,
            "referenceNOR": None}


def text(r, opening):
    parts = [opening] + generate.paragraphs(r, r.randint(600, 2400))
    return "<br/><br/>".join(parts).replace("dotation", "<em>dotation</em>")


def question(n):
    r = random.Random(n)
    day = "20%02d-%02d-%02d" % (r.randint(13, 16), r.randint(1, 12), r.randint(1, 28))
    name = "%s %s" % (r.choice(generate.FIRST), r.choice(generate.LAST))
    ministry = {"abrege": "Culture", "developpe": "Ministère de la culture"}
    answer = None if n % 3 == 0 else {"texteReponse": {"infoJO": journal(day, str(r.randint(1, 9999))),
                                                       "texte": text(r, "Le ministre répond ceci.")}}
    return {"@xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance", "uid": "QANR5L14QE%d" % n,
            "identifiant": {"numero": str(n), "regime": "5eme Republique", "legislature": "14"}, "type": "QE",
            "indexationAN": {"rubrique": "culture", "teteAnalyse": None, "analyses": {"analyse": "bibliothèques. crédits"}},
            "auteur": {"identite": {"acteurRef": "PA%d" % r.randint(1, 9999), "mandatRef": "PM1"},
                       "groupe": {"organeRef": "PO1", "abrege": "GEST", "developpe": "Groupe des Estuaires"}},
            "minInt": ministry, "minAttribs": {"minAttrib": {"infoJO": journal(day, None), "denomination": ministry}},
            "textesQuestion": {"texteQuestion": {"infoJO": journal(day, str(r.randint(1, 9999))),
                                                 "texte": text(r, "Mme %s interroge M. le ministre." % name)}},
            "textesReponse": answer, "cloture": None, "signalement": None, "renouvellements": None}


def element(name, value):
    if isinstance(value, list):
        return "".join(element(name, item) for item in value)
    if value is None:
        return "<%s xsi:nil=\"true\"/>" % name
    if isinstance(value, str):
        return "<%s>%s</%s>" % (name, escape(value), name)
    attributes = "".join(" %s=%s" % (k[1:], json.dumps(v)) for k, v in value.items() if k[0] == "@")
    inside = "".join(element(k, v) for k, v in value.items() if k[0] != "@")
    return "<%s%s>%s</%s>" % (name, attributes, inside, name)


def written(kind, n):
    return json.dumps(question(n), ensure_ascii=False) if kind == "json" else element("question", question(n))


def write_list(path, kind, count):
    with open(path, "w", encoding="utf-8") as file:
        file.write(HEAD[kind])
        for n in range(1, count + 1):
            file.write(BETWEEN[kind] * (n > 1) + written(kind, n))
        file.write(TAIL[kind])


def write_zip(path, count):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(1, count + 1):
            one = json.dumps({"question": question(n)}, ensure_ascii=False, indent=1)
            archive.writestr("json/QANR5L14QE%d.json" % n, one)


def a_list(kind, size):
    """A list of about so many bytes."""
    items, n = [], 0
    while size > 0:
        n += 1
        items.append(written(kind, n))
        size -= len(items[-1].encode("utf-8"))
    return HEAD[kind] + BETWEEN[kind].join(items) + TAIL[kind]


def many(member, size):
    """A question with one member so often that it has about so many bytes."""
    made = question(1)
    holder = made["indexationAN"] if member == "analyses" else made
    (name, one), = holder[member].items()
    holder[member] = {name: [one] * (size // len(json.dumps(one)))}
    return json.dumps({"question": made}, ensure_ascii=False)


def main():
    folder, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 20000
    os.makedirs(folder, exist_ok=True)
    write_zip(os.path.join(folder, "Questions.json.zip"), count)
    for kind in HEAD:
        write_list(os.path.join(folder, "legislature." + kind), kind, count)


if __name__ == "__main__":
    main()
