#!/usr/bin/env python3
"""Bad input, each kind with the outcome that it must have: hostile.py [NAME...]
hostile.py --write FOLDER only writes it, for who has another use for it.

Every case is a page made here, bytes in hand, and one or more outcomes that are allowed:
    A   a record and no warning
    W   a record and a warning with this code, line and column; status 1 under --strict,
        which prints the same record
    E   no record, one line that says why with this code; status 3
What is refused is run alone, and under --strict what there is a warning of; what converts is
run together, where the exit status is that of each, as JSON and as XML, which must parse and
hold equal values. Then all of them in one batch, which must print the same. What the record
must say, or whose record it must equal, is told beside the case. Files, folders and signals
are the matter of tests/command. Standard library only; QPARSE names the command."""
import codecs
import json
import os
import random
import re
import sys
import tempfile
import xml.etree.ElementTree as ET

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import equal  # noqa: E402
import pages  # noqa: E402
DAMAGE = "\ufffd"


def fixture(name):
    with open(os.path.join(pages.FIXTURES, name), encoding="utf-8", newline="") as f:
        return f.read()


TEXT = fixture("001-pending/page.txt")
ANSWERED = fixture("101-ns-answered/page.copy.txt")
HTML = fixture("101-ns-answered/page.html")
AN = fixture("251-an-col10-answered/page.html")
WORD = "coûtait"  # stands once in the question of HTML and ANSWERED
PARAGRAPH = "<p>La dématérialisation"  # begins its answer


class Case:
    """like: the record is that of these bytes, `but` for these keys. has: these texts stand in
    the record's strings. kept: so do these, in the question's text and answer."""

    def __init__(self, name, data, *outcomes, like=None, but=(), has=(), lacks=(), status=None,
                 arguments=(), count=1):
        self.name, self.outcomes, self.count = name, outcomes, count
        self.data = data if isinstance(data, bytes) else data.encode("utf-8")
        self.like, self.but, self.has, self.lacks = like, set(but) | {"file"}, has, lacks
        self.status, self.arguments = status, list(arguments)


A = ("A", "")


def W(*codes):
    return ("W", "|".join(codes))


def E(*codes):
    return ("E", "|".join(codes))


def in_html(text, at=PARAGRAPH):
    """HTML with `text` as a paragraph of the answer."""
    return HTML.replace(at, "<p>%s</p>%s" % (text, at), 1)


def encodings():
    odd = HTML.encode("utf-16-le")
    unmarked = HTML.replace("charset=utf-8", "charset=x")
    yield Case("utf-8 with a mark", codecs.BOM_UTF8 + HTML.encode(), A, like=HTML)
    for name in "utf-16-le", "utf-16-be":
        mark = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}[name]
        yield Case(name + " with a mark", mark + HTML.encode(name), A, like=HTML)
        yield Case(name + " without a mark", HTML.encode(name), W("encoding-guessed", "charset-mismatch"),
                   E("encoding-unknown"), A, like=HTML)
        yield Case(name + " text without a mark", ANSWERED.encode(name), W("encoding-guessed"),
                   E("encoding-unknown"), A, like=ANSWERED)
    yield Case("utf-16 of odd length", codecs.BOM_UTF16_LE + odd[:-1], W("invalid-encoding"), like=HTML)
    cut = odd.index(WORD.encode("utf-16-le"))
    for name, unit in ("high", b"\x00\xd8"), ("low", b"\x00\xdc"):
        yield Case("utf-16 with a lone %s surrogate" % name,
                   codecs.BOM_UTF16_LE + odd[:cut] + unit + odd[cut:], W("invalid-encoding"), has=[DAMAGE + WORD])
    page = HTML.encode()
    at = page.index(WORD.encode())
    for name, bad, lacks in (("surrogate", b"\xed\xa0\x80", []), ("beyond U+10FFFF", b"\xf4\x90\x80\x80", []),
                             ("overlong solidus", b"\xc0\xaf", ["/" + WORD]),
                             ("overlong in three", b"\xe0\x80\xaf", ["/" + WORD])):
        yield Case("utf-8: " + name, page[:at] + bad + page[at:], W("invalid-encoding"),
                   has=[DAMAGE + WORD], lacks=lacks)
    yield Case("one bad byte", page[:at] + b"\xe9" + page[at:], W("mixed-encoding"),
               like=HTML.replace(WORD, "é" + WORD))
    for name, base in ("html", HTML), ("text", ANSWERED):
        old = base[base.index("Des points numériques"):base.index("au-delà.") + 8]
        yield Case("a latin-1 paragraph in a page of utf-8, " + name,
                   base.encode().replace(old.encode(), old.replace("\u00a0", " ").encode("cp1252")),
                   W("mixed-encoding"), like=base.replace(old, old.replace("\u00a0", " ")))
    twice = ANSWERED.encode().decode("cp1252", "replace")
    if DAMAGE not in twice:
        yield Case("encoded twice", twice, W("encoding-repaired"), like=ANSWERED)
    twice = TEXT.encode().decode("latin-1")
    yield Case("encoded twice through latin-1", twice, W("encoding-repaired", "mojibake-suspected"))
    begin, end = TEXT.index("Mme Élodie Kervran attire"), TEXT.index("Réponse")
    part = TEXT[begin:end].encode().decode("latin-1")
    yield Case("a part encoded twice", TEXT[:begin] + part + TEXT[end:], W("mojibake-suspected"), has=["bÃ¢timents"])
    yield Case("a declared charset that is not the bytes'", HTML.replace("charset=utf-8", "charset=iso-8859-1"),
               A, W("charset-mismatch"), like=HTML)
    plain = re.sub(r"[^\x00-\xff]", "-", HTML)
    yield Case("utf-8 declared, windows-1252 meant", plain.encode("cp1252"), A, W("charset-mismatch"), like=plain)
    typed = unmarked.replace(WORD, "l’œuf à 3 €")
    yield Case("windows-1252, not declared", typed.encode("cp1252"), A, like=typed)
    yield Case("windows-1252 text, not declared", ANSWERED.replace("\u202f", " ").replace(WORD, "l’œuf à 3 €").encode("cp1252"), A,
               has=["l’œuf à 3 €"])
    yield Case("references to C1 controls", HTML.replace(WORD, "l&#146;&#156;uf &#128; &#x92;"), A, has=["l’œuf € ’"])


def characters():
    later = ["Il n'est pas prévu d'aller au-delà."]
    for name, old, new in (("text", WORD, "\0" + WORD), ("a tag's name", "<br/>", "<b\0r/>"),
                           ("an attribute", 'class="info_senateur"', 'class="info\0senateur"'),
                           ("an attribute's name", 'class="stopfloat"', 'cla\0ss="stopfloat"'),
                           ("a comment", "<h1>", "<!-- \0 --><h1>"), ("raw text", "var _paq", "var \0_paq")):
        yield Case("NUL in " + name, HTML.replace(old, new, 1), W("invalid-character"), has=later)
    yield Case("NUL in a text page", ANSWERED.replace(WORD, "\0" + WORD), W("invalid-character"),
               has=[DAMAGE + WORD] + later)
    for number in [*range(1, 9), 0x0b, *range(0x0e, 0x20), 0xfffe, 0xffff]:
        yield Case("U+%04X" % number, HTML.replace(WORD, chr(number) + WORD), W("invalid-character"),
                   has=[DAMAGE + WORD], status="characters")
    yield Case("controls in attributes", HTML.replace("qSEQ180305127", "q\x01SEQ\x1f\ufffe"), W("invalid-character"))
    for reference in "&#0;", "&#1;", "&#x1f;", "&#xFFFE;", "&#xD800;", "&#x110000;", "&#99999999999999999999;":
        yield Case("a reference to no character: " + reference, HTML.replace(WORD, reference + WORD),
                   W("invalid-character"), has=[DAMAGE + WORD])
    verbatim = "a\u007fb\u0085c\u202ed\u200be\ufefff\u00a0g\u202fh"
    yield Case("odd characters that XML allows", ANSWERED.replace(WORD, verbatim), A, has=["a\u007fb", "c\u202ed\u200be\ufefff"])
    for label in ("Réponse\u00a0émise le 1er mai 2018", "Réponse\u202fémise\u00a0le 1er\u00a0mai 2018",
                  "\u200bRéponse émise le 1er mai 2018", "Re\u0301ponse e\u0301mise le 1er mai 2018",
                  "RÉPONSE ÉMISE LE 1ER MAI 2018", "REPONSE EMISE LE 1ER MAI 2018", "Réponse émise le 1er mai 2018\ufeff"):
        yield Case("a label written " + ascii(label), ANSWERED.replace("Réponse émise le 1er mai 2018", label), A,
                   like=ANSWERED, but=["unparsed"])
    yield Case("ligatures and decomposed letters stay", ANSWERED.replace(WORD, "e\u0301te\u0301 ﬁn œuvre"), A,
               has=["e\u0301te\u0301 ﬁn œuvre"])
    for name, text in (("quotes", "« “ ‹ ’ \" '' » ” « « »"), ("cdata's end", "a ]]> b ]]&gt; c"),
                       ("tags in text", "&lt;b&gt; &lt;/script&gt; &lt;!-- &amp;lt;"), ("backslashes", r"\u0041 \n \\ /")):
        shown = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        yield Case("verbatim: " + name, in_html(text), A, has=[shown])
        yield Case("verbatim in text: " + name, ANSWERED.replace(WORD, shown), A, has=[shown])


def structure():
    other = HTML.replace("5127", "5128")
    yield Case("two pages, HTML", HTML + other, W("several-questions"), count=2)
    yield Case("two pages, text", ANSWERED + "\n" + TEXT, W("several-questions"), count=2)
    for text in "Question écrite", "Texte de la réponse", "13 mars 2018", "5127", "Réponse":
        yield Case("a paragraph of HTML that looks like a label: " + text, in_html(text), A,
                   W("ambiguous-label"), has=["=" + text, "Il n'est pas prévu d'aller au-delà."])
        kept = ["=" + text, "Elle lui demande donc"]
        yield Case("a paragraph of text that looks like a label: " + text,
                   TEXT.replace("Elle lui demande", text + "\n\nElle lui demande"),
                   *([W("ambiguous-label")] if text == "Réponse" else [A, W("ambiguous-label")]), has=kept)
    section = ANSWERED[ANSWERED.index("Réponse émise"):ANSWERED.index("au-delà.") + 8]
    yield Case("two answers", ANSWERED.replace(section, section + "\n\n" + section.replace("1er mai", "2 juin")),
               W("duplicate-section", "ambiguous-label"), has=["9 400 à la fin"])
    answer = re.search(r'<div id="reponse">.*?</div>', HTML, re.S).group()
    yield Case("two answers, HTML", HTML.replace(answer, answer + answer.replace("1er mai", "2 juin")),
               W("duplicate-section"))
    yield Case("two numbers", HTML.replace("question15-05127", "question15-05126"), W("number-conflict"))
    question = re.search(r'<div id="question">.*?</div>', HTML, re.S).group()
    yield Case("the answer before the question", HTML.replace(answer, "").replace(question, answer + question), W("order"))
    question = ANSWERED[ANSWERED.index("Question soumise"):ANSWERED.index("Réponse émise")]
    yield Case("the answer before the question, text",
               ANSWERED.replace(section, "").replace(question, section + "\n\n" + question), W("order"))
    for name, state in (("001-pending/page.txt", "pending"), ("106-ns-withdrawn/page.html", "withdrawn"),
                        ("109-ns-lapsed/page.html", "lapsed"), ("116-ns-transformed/page.html", "transformed")):
        yield Case("a question that is " + state, fixture(name), A, has=["=" + state])
    for name, page in (("results", "<h1>Résultats</h1><p>3 questions trouvées</p>"), ("404", "<h1>404 Not Found</h1>"),
                       ("cookies", "<p>Ce site utilise des cookies</p><button>Tout accepter</button>"),
                       ("login", "<form><label>Mot de passe</label><input type='password'></form>"),
                       ("amendment", "<h1>Amendement n° 12</h1><p>Supprimer cet article.</p>"),
                       ("English", "<h1>Written question 12</h1><p>To ask the Secretary of State</p>")):
        yield Case("no question: " + name, "<!DOCTYPE html><html><body>%s</body></html>" % page, E("not-a-question"))


def markup():
    for name, broken in (("comment", "<!-- "), ("attribute", '<p title="'), ("script", "<script>"),
                         ("title", "<title>"), ("textarea", "<textarea>")):
        yield Case("unterminated, within the answer: " + name, HTML.replace("Des points", broken + "Des points"),
                   W("truncated") if name == "textarea" else W("unterminated-markup"),
                   E("unterminated-markup", "not-a-question"), has=["9 400 à la fin"])
        yield Case("unterminated, at the start: " + name, HTML.replace("<body>", "<body>" + broken.replace('"', "\x02")).replace("\x02", '"'),
                   W("unterminated-markup"), E("unterminated-markup", "not-a-question", "empty-input"))
    yield Case("unterminated, behind the page", HTML + "<!-- ", A, W("unterminated-markup"), like=HTML)
    for depth in 255, 256, 257, 20000:
        yield Case("%d nested elements" % depth, HTML.replace("<div id=\"question\">", "<div>" * depth + '<div id="question">'),
                   A, E("limit-depth"), like=HTML)
    yield Case("20,000 attributes of a tag", in_html("<b %s>mot</b>" % " ".join("a%d=1" % n for n in range(20000))), A, has=["=mot"])
    yield Case("20,000 unmatched end tags", in_html("<b>" * 20000 + "mot" + "</q>" * 20000), A, has=["=mot"])
    yield Case("20,000 names of elements", in_html("".join("<x%d>" % n for n in range(20000)) + "mot"), A)
    entity = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    for name, page in (("entity", HTML.replace(HTML[:HTML.index("<html")], entity).replace(WORD, "&x;" + WORD)),
                       ("xi:include", in_html('<xi:include href="file:///etc/passwd" parse="text"/>')),
                       ("base and style sheet", HTML.replace("<head>", '<head><base href="file:///etc/"><link rel="stylesheet" href="http://127.0.0.1:9/x">'))):
        yield Case("what asks for another file: " + name, page, A, W("unparsed-line"), lacks=["root:"],
                   has=["&x;" + WORD] if name == "entity" else [WORD])
    trap = "Réponse émise le 31 décembre 1999"
    for opening, closing in (("<script>", "</script>"), ("<style>", "</style>"), ("<noscript>", "</noscript>"),
                             ("<template><h2>", "</h2></template>"), ("<svg><text>", "</text></svg>"), ("<div hidden><h2>", "</h2></div>"),
                             ("<!-- <h2>", "</h2> -->"), ('<img title="', '">'), ('<img alt="', '">')):
        yield Case("a label within " + opening, HTML.replace('<div id="question">', opening + trap + closing + '<div id="question">'),
                   A, like=HTML, lacks=["1999"])


def other_formats():
    yield Case("a pasted page", TEXT, A)
    yield Case("MHTML", fixture("101-ns-answered/page.mhtml"), A, W("unparsed-line"), like=HTML, but=["url"])
    yield Case("Markdown", "# Titre\n\n- un\n- deux\n", E("not-a-question"))
    noise = random.Random(28).randbytes(65536)
    for name, data, word in (("RTF", rb"{\rtf1\ansi Question}", "RTF"), ("PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "PDF"),
                             ("PNG", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"), ("JPEG", b"\xff\xd8\xff\xe0\0\x10JFIF\0", "JPEG"),
                             ("Word", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504, "")):
        yield Case("a format that is not read: " + name, data, E("input-format"), status=word)
    yield Case("noise", noise, E("not-a-question", "encoding-unknown", "input-format", "empty-input"))
    lines = ANSWERED.replace("\r", "")
    for name, page in (("CRLF", lines.replace("\n", "\r\n")), ("CR", lines.replace("\n", "\r")), ("U+2028", lines.replace("\n", "\u2028")),
                       ("mixed", "".join(l + e for l, e in zip(lines.split("\n"), ["\n", "\r", "\r\n"] * 100))),
                       ("no final line break", lines.rstrip("\n")), ("10,000 blank lines", "\n" * 10000 + lines + "\n" * 10000)):
        yield Case("line ends: " + name, page, A, like=lines)
    for name, data in (("nothing", b""), ("spaces", b" \n\t \r\n"), ("a mark", codecs.BOM_UTF8), ("a UTF-16 mark", b"\xff\xfe"),
                       ("no-break spaces", "\u00a0\u202f\u3000\n".encode()), ("an empty document", b"<html><body> </body></html>")):
        yield Case("empty: " + name, data, E("empty-input", "not-a-question"))


def run(arguments, folder=None, env=None):
    out, errors, status = pages.run(pages.QPARSE, *arguments, cwd=folder, env=env)
    return status, out, errors.decode("utf-8")


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)


def records(text):
    """JSON documents that follow one another."""
    decoder, found, at = json.JSONDecoder(parse_constant=lambda word: 1 / 0), [], 0
    while at < len(text):
        value, at = decoder.raw_decode(text, at)
        found.append(value)
        while at < len(text) and text[at].isspace():
            at += 1
    return found


def outcome_problem(case, status, errors):
    """What the exit status and the messages have against the outcomes that are allowed."""
    place = re.compile(r":\d+:\d+: warning: .+ \[(.+)\]$")
    warned = [m.group(1) for m in map(place.search, errors.splitlines()) if m]
    everything = re.findall(r": (warning|error): .+ \[(.+)\]$", errors, re.M)
    for kind, codes in case.outcomes:
        codes = codes.split("|")
        if kind == "A" and status == 0 and not everything:
            return None
        if kind == "W" and status == 0 and set(codes) & set(warned):
            return None
        if kind == "E" and status == 3 and [c for k, c in everything if k == "error" and c in codes]:
            return None
    return "status %d, %s; allowed are %s" % (status, errors.strip() or "no message", case.outcomes)


def content_problems(case, found):
    texts = [s for record in found for s in strings(record)]
    for wanted in case.has:
        if not any(s == wanted[1:] if wanted[0] == "=" else wanted in s for s in texts):
            yield "the record does not say %r" % wanted
    for unwanted in case.lacks:
        if any(unwanted in s for s in texts):
            yield "the record says %r" % unwanted


def likeness_problems(case, found, wanted):
    for key in wanted:
        if key not in case.but and wanted[key] != found[key]:
            yield "%s: %.200r is not %.200r" % (key, found[key], wanted[key])


class Runs:
    """What is said of each case, by the name of its file."""

    def __init__(self, cases, folder):
        self.folder, self.cases = folder, dict(zip(write(cases, folder), cases))
        _, out, _ = run(["-f", "jsonl", *self.cases], folder)
        # A last line is cut off where the run has been.
        converted = {json.loads(line)["file"] for line in out.splitlines() if line.endswith(b"}")}
        good = [name for name in self.cases if name in converted]
        self.alone = self.convert(good, "-f", "json")
        self.alone.update((name, self.run(name)) for name in self.cases if name not in converted)
        good = [name for name in good if self.alone[name][0] == 0]
        self.xml = self.convert(good, "-f", "xml")
        clean = [name for name in good if ": warning: " not in self.alone[name][2]]
        self.strict = self.convert(clean, "--strict", "-f", "json")
        self.likes = self.records_of({c.like for c in cases if c.like is not None})

    def convert(self, names, *options):
        made = pages.convert(self.folder, names, *options)
        return {name: (status, out, errors.decode("utf-8")) for name, (out, errors, status) in made.items()}

    def run(self, *arguments):
        """Without a search for leaks: that of the batch is enough."""
        return run(arguments, self.folder, pages.WITHOUT_LEAKS)

    def records_of(self, texts):
        names = {text: "like%d" % number for number, text in enumerate(sorted(texts))}
        for text, name in names.items():
            with open(os.path.join(self.folder, name), "wb") as f:
                f.write(text.encode())
        made = self.convert(names.values(), "-f", "json")
        return {text: records(made[name][1].decode("utf-8"))[0] for text, name in names.items()}

    def problems(self, name):
        case, (status, out, errors) = self.cases[name], self.alone[name]
        bad = outcome_problem(case, status, errors)
        if bad:
            yield bad
        if status != 0:
            yield from refusal_problems(case, name, out, errors)
            return
        xml_status, xml_out, xml_errors = self.xml[name]
        if (status, errors) != (xml_status, xml_errors):
            yield "XML ends otherwise than JSON: %d %s" % (xml_status, xml_errors)
            return
        found = records(out.decode("utf-8"))
        if len(found) != case.count:
            yield "%d records" % len(found)
            return
        yield from equal.differences(out, xml_out)
        yield from content_problems(case, found)
        if case.like is not None:
            yield from likeness_problems(case, found[0], self.likes[case.like])
        strict = self.strict[name] if name in self.strict else self.run("--strict", name)
        if strict != (1 if ": warning: " in errors else 0, out, errors):
            yield "--strict: status %d" % strict[0]


def refusal_problems(case, name, out, errors):
    if out:
        yield "it failed and printed"
    if errors.count("\n") < 1 or not errors.startswith(name + ":"):
        yield "not one line with the file's name: %s" % errors
    if case.status and case.status not in errors:
        yield "the message does not name %s: %s" % (case.status, errors)


def complaints(errors):
    return [line for line in errors.splitlines() if ": error: " in line or ": warning: " in line]


def batch_problems(runs):
    names, alone = list(runs.cases), runs.alone
    refused = [name for name in names if alone[name][0] != 0]
    for arguments, chosen in ((["-j1"], names), (["-j3"], names), (["-j1", "-f", "xml"], refused)):
        status, out, errors = run([*arguments, *chosen], runs.folder)
        if status != max(alone[n][0] for n in chosen):
            yield "%s: status %d" % (arguments, status)
        if out != b"".join(alone[n][1] for n in chosen):
            yield "%s: the records are not those of the pages alone" % arguments
        if complaints(errors) != [line for n in chosen for line in complaints(alone[n][2])]:
            yield "%s: the messages are not those of the pages alone" % arguments
    _, out, _ = run(["-f", "xml", *names], runs.folder)
    expected = sum(len(records(alone[n][1].decode())) for n in names)
    if len(ET.fromstring(out)) != expected:
        yield "XML: %d questions, not %d" % (len(ET.fromstring(out)), expected)


def single_bytes(folder):
    """Each byte alone is an error with a reason."""
    paths = []
    for byte in range(256):
        paths.append(os.path.join(folder, "byte%02x" % byte))
        with open(paths[-1], "wb") as f:
            f.write(bytes([byte]))
    status, out, errors = run(["--progress=never", *paths])
    if status != 3 or out:
        yield "status %d" % status
    for path in paths:
        if not re.search(re.escape(path) + r"(:\d+:\d+)?: error: .+ \[(empty-input|not-a-question|encoding-unknown)\]$", errors, re.M):
            yield "%s: no such error" % path


def ends_sentence(record):
    """Whether the last text is one that a person may have chosen to copy up to there."""
    blocks = (record["response"] or {"blocks": []})["blocks"] or record["body"]["blocks"]
    return bool(blocks) and re.search(r"[.!?…][\s»)\]\"]*$", blocks[-1]["text"]) is not None


def prefixes(folder):
    """A page cut anywhere is an error, has a warning, ends with a sentence, or lost no text of question and answer."""
    for name, step in (("001-pending/page.txt", 1), ("101-ns-answered/page.copy.txt", 5), ("101-ns-answered/page.html", 29),
                       ("106-ns-withdrawn/page.html", 31), ("151-nd17-answered/page.html", 37), ("160-nd07-answered/page.html", 31),
                       ("251-an-col10-answered/page.html", 41), ("271-an-dyn-answered/page.html", 41),
                       ("291-an-xml-answered/page.html", 29), ("301-senat-answered/page.html", 41),
                       ("331-senat23-answered/page.html", 41), ("101-ns-answered/page.mhtml", 61)):
        whole = fixture(name).encode()
        base = os.path.join(folder, name.replace("/", "-"))
        os.mkdir(base)
        for end in [*range(0, len(whole), step), len(whole)]:
            with open(os.path.join(base, "%08d" % end), "wb") as f:
                f.write(whole[:end])
        report = base + ".report"
        status, out, errors = run(["-q", "-f", "jsonl", "--report=" + report, base])
        if status not in (0, 3, 4):
            yield "%s: status %d %s" % (name, status, errors[:300])
            continue
        told = {}
        with open(report, encoding="utf-8") as f:
            for line in f:
                message = json.loads(line)
                told.setdefault(message["file"], []).append(message)
        found = records(out.decode())
        full = found[-1]
        for record in found[:-1]:
            loss = [k for k in ("title", "body", "response", "status", "withdrawal") if record[k] != full[k]]
            if loss and not ends_sentence(record) and not any(m["severity"] != "note" for m in told.get(record["file"], [])):
                yield "%s cut at %s: %s lost in silence" % (name, os.path.basename(record["file"]), " ".join(loss))


def limits(folder):
    """Each limit, on both of its sides."""
    comments = fixture("122-ns-comments/page.html")
    count = len(records(json_of(folder, comments))[0]["comments"]["items"])
    depth = 600
    nested = HTML.replace('<div id="question">', "<div>" * depth + '<div id="question">')
    deepest = next(n for n in range(depth, depth + 100) if limited(folder, nested, "--max-depth=%d" % n)[0] == 0)
    rows = TEXT.replace("Elle lui demande", "a\n" * 700 + "Elle lui demande")
    lines = next(n for n in range(700, 800) if limited(folder, rows, "--max-lines=%d" % n)[0] == 0)
    spanned = in_html("<table><tr><td colspan=11>a<td>b</table>")
    size = len(HTML.encode())
    for page, option, most, code, status in ((HTML, "max-size", size, "input-too-large", 3),
                                             (nested, "max-depth", deepest, "limit-depth", 3),
                                             (rows, "max-lines", lines, "limit-lines", 3),
                                             (spanned, "max-cells", 10, "limit-cells", 0),
                                             (comments, "max-comments", count, "limit-comments", 0)):
        unlimited = limited(folder, page)
        for limit in most, most + 1:
            if limited(folder, page, "--%s=%d" % (option, limit)) != unlimited:
                yield "--%s=%d refuses %d" % (option, limit, most)
        got, out, errors = limited(folder, page, "--%s=%d" % (option, most - 1))
        if got != status or bool(out) != (status == 0) or "[%s]" % code not in errors:
            yield "--%s=%d lets %d pass: status %d, %s" % (option, most - 1, most, got, errors)
    cut = records(limited(folder, comments, "--max-comments=%d" % (count - 1))[1])[0]
    last = records(json_of(folder, comments))[0]["comments"]["items"][-1]["text"].split("\n")[0]
    if len(cut["comments"]["items"]) != count - 1 or not any(last in u["text"] for u in cut["unparsed"]):
        yield "--max-comments loses the comments beyond it"
    for option in "--max-size=0", "--max-size=2G", "--max-size=1T", "--max-size=1KK", "--max-depth=1K", "--max-cells=", "--max-comments=-1":
        if run([option, os.devnull])[0] != 2:
            yield option + " is accepted"
    if limited(folder, HTML, "--max-size=1K")[0] != 3 or limited(folder, HTML, "--max-size=1G")[0] != 0:
        yield "units of --max-size"


def limited(folder, page, *arguments):
    path = os.path.join(folder, "limited")
    with open(path, "wb") as f:
        f.write(page.encode())
    status, out, errors = run([*arguments, path])
    return status, out.decode("utf-8"), errors


def json_of(folder, page):
    return limited(folder, page)[1]


def check(name, found):
    found = list(found)
    print("%s - %s" % ("not ok" if found else "ok", name))
    for problem in found[:12]:
        print("    " + problem.replace("\n", "\n    ")[:1200])
    sys.stdout.flush()
    return not found


def write(cases, folder):
    """The names of their files."""
    names = ["case%03d" % number for number in range(len(cases))]
    for name, case in zip(names, cases):
        with open(os.path.join(folder, name), "wb") as f:
            f.write(case.data)
    return names


def main():
    cases = [*encodings(), *characters(), *structure(), *markup(), *other_formats()]
    if sys.argv[1:2] == ["--write"]:
        write(cases, sys.argv[2])
        return 0
    chosen = sys.argv[1:]
    cases = [c for c in cases if not chosen or any(word in c.name for word in chosen)]
    if len({c.name for c in cases}) != len(cases):
        sys.exit("two cases have one name")
    with tempfile.TemporaryDirectory() as folder:
        runs = Runs(cases, folder)
        good = [check(case.name, runs.problems(name)) for name, case in runs.cases.items()]
        if not chosen:
            good.append(check("all of them in a batch", batch_problems(runs)))
            good.append(check("each byte alone", single_bytes(folder)))
            good.append(check("pages that are cut", prefixes(folder)))
            good.append(check("limits", limits(folder)))
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
