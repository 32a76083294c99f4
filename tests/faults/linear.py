#!/usr/bin/env python3
"""That time and memory grow with the input's size and no faster: linear.py [FAMILY...]

A family is a page with one kind of hostile repetition in it, at two sizes, one the double of the
other. Instructions are counted by valgrind, which gives the same number on a busy machine; what an
empty run takes is subtracted, so that a constant can't hide growth. One process of valgrind counts
for all, in its children (tests/lib/forks.c). Peak memory is held against the promise. No clock
decides, but whatever runs longer than SECONDS is killed; that this works is tried first. Without
names every STEP-th family is run, of their records every STEP_RECORDS-th, with QPARSE_LINEAR=all each of them. Several are after the
pathological inputs of cmark and md4c. Standard library only."""
import base64
import gzip
import io
import os
import quopri
import resource
import shutil
import subprocess
import sys
import tarfile
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, "tests", "bench"))
import opendata  # noqa: E402

# valgrind does not run what the sanitizers built, and their memory is not the command's.
QPARSE = os.path.join(TOP, "qparse")
FORKS = os.path.join(TOP, "build", "forks")
SECONDS = 120
STEP = 12
STEP_RECORDS = 61  # of the records of pages, which take longer: --diff compares all of their words
WARM_UP = ("001-pending/page.txt", "101-ns-answered/page.html", "101-ns-answered/page.mhtml",
           "251-an-col10-answered/page.html", "301-senat-answered/page.w3m.txt")
RATIO = 2.05
SIZE = 40_000    # bytes, for instructions; and the double
SIZE_RECORDS = 20_000
LARGE = 2_000_000  # for memory
LARGE_RECORDS = 1_000_000
DEPTH = 40_000    # nesting stops at a limit of its own


def fixture(name):
    with open(os.path.join(TOP, "fixtures", name), encoding="utf-8") as f:
        return f.read()


TEXT = fixture("001-pending/page.txt")
ANSWERED = fixture("101-ns-answered/page.copy.txt")
HTML = fixture("101-ns-answered/page.html")
COMMENTS = fixture("122-ns-comments/page.html")
AN = fixture("251-an-col10-answered/page.html")
DYN = fixture("271-an-dyn-answered/page.html")
SENAT = fixture("301-senat-answered/page.html")
XML_VIEW = fixture("291-an-xml-answered/page.html")


def split(page, at):
    """What stands before and behind the place where a repetition goes."""
    before, middle, after = page.partition(at)
    if not middle:
        sys.exit("no %r in the page" % at)
    return before, middle + after


PLACES = {
    "bare": ("", ""),
    "text": split(TEXT, "Elle lui demande"),
    "answer": split(ANSWERED, "Des points numériques"),
    "top": ("", ANSWERED),
    "html": split(HTML, "<p>La dématérialisation"),
    "head": split(HTML, "</head>"),
    "menu": split(HTML, '<div class="question"'),
    "comment": split(COMMENTS, "</body>"),
    "an": split(AN, "</body>"),
    "an top": split(AN, "<body"),
    "dyn": split(DYN, "</body>"),
    "senat": split(SENAT, "</body>"),
    "list": opendata.PLACES["json"],
    "xml list": opendata.PLACES["xml"],
    "data": split(opendata.written("json", 1), '"cloture"'),
    "xml data": split(opendata.written("xml", 1), "<cloture"),
}


def repeat(place, *parts):
    """The place with so many of the parts that there are `size` bytes of them, each part in turn
    as a whole: ("<b>", "</b>") nests. A function makes its n-th item."""
    before, after = PLACES[place]

    def make(size):
        if len(parts) == 1 and callable(parts[0]):
            items, room, n = [], size, 0
            while room > 0:
                items.append(parts[0](n))
                room -= len(items[-1])
                n += 1
            return before + "".join(items) + after
        count = size // sum(map(len, parts))
        return before + "".join(part * count for part in parts) + after
    return make


def once(place, opening, filling, closing=""):
    """One long thing: an attribute, a line, a comment."""
    before, after = PLACES[place]
    return lambda size: before + opening + filling * (size // len(filling)) + closing + after


def nested(place, opening, closing="", inside="x"):
    before, after = PLACES[place]

    def make(size):
        count = min(size // (len(opening) + len(closing)), DEPTH * (2 if size > SIZE else 1))
        return before + opening * count + inside + closing * count + after
    return make


def mail(body, headers="", encoding=None):
    def make(size):
        page = body(size)
        if encoding == "base64":
            page = base64.encodebytes(page.encode()).decode()
        elif encoding:
            page = quopri.encodestring(page.encode()).decode()
        extra = "Content-Transfer-Encoding: %s\n" % encoding if encoding else ""
        return ("MIME-Version: 1.0\nContent-Type: multipart/related; boundary=\"b\"\n%s\n--b\n"
                "Content-Type: text/html; charset=utf-8\n%s\n%s\n--b--\n" % (headers, extra, page))
    return make


def between(page, opening, filling, closing):
    return lambda size: page[0] + opening + filling * (size // len(filling)) + closing + page[1]


FAMILIES = {
    # open data
    "a list of questions": lambda size: opendata.a_list("json", size),
    "a list of questions in XML": lambda size: opendata.a_list("xml", size),
    "a list of what is none": repeat("list", lambda n: '"%d",' % n),
    "a list of nothing": repeat("list", "{},"),
    "a list of nothing in XML": repeat("xml list", "<question/>"),
    "a list of questions without an end": repeat("list", lambda n: '{"uid":"QANR%d",' % n),
    "a list of questions without an end in XML": repeat("xml list", "<question><uid>1</uid>"),
    "a question with a uid again and again": once("list", '{"a":', '"uid":"QANR1",'),
    "a question with comments in XML": repeat("xml data", "<!-- <a> -->"),
    "a question with other members": repeat("data", lambda n: '"a%d": [{}],' % n),
    "a question of many texts": lambda size: opendata.many("textesQuestion", size),
    "a question of many answers": lambda size: opendata.many("textesReponse", size),
    "a question of many ministries": lambda size: opendata.many("minAttribs", size),
    "a question of many analyses": lambda size: opendata.many("analyses", size),
    # text
    "one line": once("text", "", "mot "),
    "one word": once("text", "", "m"),
    "many short lines": once("text", "", "a\n"),
    "many paragraphs": once("text", "", "a\n\n"),
    "blank lines": once("text", "", "\n"),
    "blank lines before all": once("top", "", "\n"),
    "carriage returns": once("text", "", "\r"),
    "line separators": once("text", "", "\u2028"),
    "tabs": once("text", "", "\t"),
    "tabs in lines": once("text", "", "a\tb\n"),
    "spaces": once("text", "a", " ", "b"),
    "no-break spaces": once("text", "a", "\u00a0", "b"),
    "quotes opened": once("text", "", "« "),
    "quotes of all kinds": once("text", "", "« “ ‹ ’ \" "),
    "mail quoting": once("text", "", "> "),
    "mail quoting, lines": once("text", "", "\n> a"),
    "wrapped text": once("text", "", "un mot après l'autre jusqu'au bout de la ligne de soixante-dix\n"),
    "hyphens": once("text", "", "- "),
    "rules": once("text", "", "------\n"),
    "boxes": once("text", "", "│ a │ b │\n"),
    "links' numbers": repeat("text", lambda n: "[%d]mot " % n),
    "links' list": repeat("answer", lambda n: "%4d. https://www.nossenateurs.fr/%d\n" % (n, n)),
    "responses": once("text", "", "\nRéponse\n\nOui.\n"),
    "dated responses": once("text", "", "\nRéponse émise le 1er mai 2018\n\nOui.\n"),
    "submission lines": once("text", "", "\nQuestion soumise le 13 mars 2018\n\nOui.\n"),
    "headings": repeat("text", lambda n: "\nQuestion écrite N° %d au Ministère du travail\n" % n),
    "pages after one another": repeat("bare", lambda n: TEXT.replace("4127", str(n))),
    "counts of comments": once("answer", "", "\n2 commentaires :\n"),
    "furniture below a count": once("answer", "2 commentaires :\n", "avatar\n"),
    "forms": once("answer", "", "\nEcrire un commentaire\n"),
    "comments in text": once("answer", "3 commentaires :\n\n", "\nLe 2 mai 2018 à 10:12, Anne a dit :\n\nUn mot\n"),
    "furniture": once("answer", "", "\npar email\n"),
    "dates": once("text", "", "le 1er janvier 2012 "),
    "digits": once("text", "", "1"),
    "numbers of questions": repeat("text", lambda n: "question écrite n° %d du 3 mai 2018, " % n),
    "addressees": once("text", "", "attire l'attention de Mme la ministre de la culture "),
    "abbreviations": once("text", "", "M. "),
    "parentheses": once("text", "", "("),
    "brackets in pairs": repeat("text", "[", "]"),
    "emphasis opened": once("text", "", "*a **a "),
    "emphasis closed": once("text", "", "a_ "),
    "emphasis mismatched": once("text", "", "*a_ "),
    "emphasis nested": repeat("text", "*a **a ", " a** a*"),
    "link openers": once("text", "", "[a"),
    "links unclosed": once("text", "", "[a](<b"),
    "link openers and emphasis": once("text", "", "[a_"),
    "parentheses of links": once("text", "", "[ (]("),
    "images": once("text", "", "![[]()"),
    "backquotes": repeat("text", lambda n: "e" + "`" * (n % 400)),
    "backslashes": once("text", "", "\\"),
    "numbered lists": repeat("text", lambda n: "%d. a\n" % n),
    "lists nested": repeat("text", lambda n: " " * (n % 200) + "* a\n"),
    "tables of a text browser": once("text", "", "| a | b |\n|---|---|\n"),
    "wide table of a text browser": once("text", "|", "x|", "\n"),
    "headings of markdown": once("text", "", "# a\n"),
    "html2text's headings": once("text", "", "***** a *****\n"),
    "underscores": once("text", "", "___\n"),
    "references' definitions": repeat("text", lambda n: "[%d]: /a\n" % n),
    # characters
    "NULs": once("text", "", "a\0"),
    "forbidden characters": once("text", "", "a\x01\ufffe"),
    "accents that stand apart": once("text", "", "e\u0301"),
    "accents on one letter": once("text", "e", "\u0301"),
    "right-to-left marks": once("text", "", "\u202e"),
    "ligatures": once("text", "", "ﬁ"),
    "byte order marks": once("text", "", "\ufeff"),
    "encoded twice": once("text", "", "Ã©"),
    # markup
    "elements": nested("html", "<div>", "</div>"),
    "elements unclosed": nested("html", "<div>"),
    "inline elements unclosed": nested("html", "<b>"),
    "end tags without start": once("html", "<p>", "</q>"),
    "start and end tags that don't match": repeat("html", "<b>", "</q>"),
    "paragraphs unclosed": once("html", "", "<p>a"),
    "lists in lists": nested("html", "<ul><li>", "</li></ul>"),
    "list items unclosed": once("html", "<ul>", "<li>a"),
    "links in links": once("html", "", "<a href=/x>a"),
    "tables in tables": nested("html", "<table><tr><td>", "</td></tr></table>"),
    "rows": once("html", "<table>", "<tr><td>a<td>b", "</table>"),
    "cells of one row": once("html", "<table><tr>", "<td>a", "</table>"),
    "cells that span": once("html", "<table><tr>", "<td colspan=1000>a", "</table>"),
    "cells without a table": once("html", "", "<td>a"),
    "line breaks": once("html", "<p>", "a<br>"),
    "empty paragraphs": once("html", "", "<p></p>"),
    "headings of elements": once("html", "", "<h2>Réponse émise le 1er mai 2018</h2>"),
    "divisions of questions": repeat("menu", lambda n: '<div class="question" id="question15-%05d"></div>' % n),
    "divisions below a source": repeat("bare", lambda n: '<div class="source"><a href="/%d">source</a></div><div class='
                                       '"question" id="question13-%d"><h1>Anne<br>Question écrite N° %d au Travail</h1>'
                                       '<div id=question><h2>Question soumise le 3 mars 2012</h2></div></div>' % (n, n, n)),
    "questions after one another": repeat("bare", lambda n: HTML.replace("5127", "%04d" % n)),
    "attributes": repeat("html", lambda n: "<b a%d=1 b%d='2'>a</b>" % (n, n)),
    "attributes of one tag": between(PLACES["html"], "<b ", "a=1 ", ">mot</b>"),
    "attributes of one tag, without values": between(PLACES["html"], "<b ", "a ", ">mot</b>"),
    "a long attribute": once("html", '<p title="', "a", '">mot'),
    "a long address": once("html", '<a href="', "a/../", '">mot</a>'),
    "quotes in tags": once("html", "<p ", "''\"\" ", ">"),
    "values that lost their quote": once("html", "", '<p title="a<b>">'),
    "slashes in a tag": once("html", "<p ", "/", ">"),
    "names of elements": repeat("html", lambda n: "<x%d>" % n),
    "a long name": once("html", "<", "x", ">"),
    "less-than signs": once("html", "", "<"),
    "comments": once("html", "", "<!-- a -->"),
    "comments opened": once("html", "", "<!--"),
    "comments and dashes": once("html", "<!--", "-"),
    "comments ended wrongly": once("html", "", "<!--a--!"),
    "declarations": once("html", "", "<!A "),
    "processing instructions": once("html", "", "e<?php "),
    "CDATA opened": once("html", "", "<![CDATA["),
    "scripts": once("html", "", "<script>a</script>"),
    "scripts opened": once("html", "", "<script><!--"),
    "scripts in scripts": once("html", "", "<script><!--<script>"),
    "titles": once("html", "", "<title>a</title>"),
    "text areas opened": once("html", "", "<textarea>"),
    "end tags of raw text": once("html", "<script>", "</scrip"),
    "references": once("html", "", "&amp;&lt;&eacute;&#233;"),
    "references that are none": once("html", "", "&a&notin&#x"),
    "one long number": once("html", "&#", "1", ";"),
    "references to nothing": once("html", "", "&#1;"),
    "preformatted": once("html", "<pre>", "a\n", "</pre>"),
    "hidden": once("html", "", "<p hidden>a</p>"),
    "styles": once("html", "", '<p style="display:  none">a</p>'),
    "meta": once("head", "", "<meta charset=utf-8>"),
    "links to styles": once("head", "", "<link rel=canonical href=/a>"),
    "photos": once("menu", "", '<img title="A -- (Groupe parlementaire : UC)">'),
    "links to other questions": repeat("html", lambda n: '<a href="/question/15/%d">question n° %d</a> ' % (n, n)),
    "comments of readers": repeat("comment", lambda n: '<div class="commentaire" id="commentaire_%d"><p>Le 2 mai 2018 à 10:12, '
                                                       'Anne a dit :</p><p>Un mot</p></div>' % n),
    # official pages
    "rubrics": once("an", "", "<p><b>Rubrique :</b> a</p>"),
    "analyses": once("an", "", "<p><b>Analyse :</b> a</p>"),
    "signals": once("an", "", "<p>Date de signalement : 02/03/2018</p>"),
    "attributions": once("an", "", "<p>Date de changement d'attribution : 02/03/2018</p>"),
    "labels of the Assemblée": once("an top", "", "<p>Question publiée au JO le : 02/03/2018 page : 12</p>"),
    "headings of the Assemblée": once("dyn", "", "<h1>Question écrite n° 12 : Titre</h1>"),
    "labels of the Sénat": once("senat", "", "<h3>Réponse du Ministère du travail</h3><p>publiée dans le JO Sénat du "
                                            "02/03/2018 - page 12</p>"),
    "transfers of the Sénat": once("senat", "", "<p>Transmise au Ministère du travail</p>"),
    "CDATA of the XML view": once("bare", XML_VIEW.replace("]]>", "", 1)[:400], "<![CDATA[<p>a]]>"),
    # mail
    "base64": mail(once("html", "", "<p>a</p>"), encoding="base64"),
    "quoted-printable": mail(once("html", "", "<p>é</p>"), encoding="quoted-printable"),
    "soft line breaks": mail(once("html", "", "=\n"), "Content-Transfer-Encoding: quoted-printable\n"),
    "boundaries": mail(once("html", "", "\n--b\n")),
    "boundaries almost": mail(once("html", "", "\n--bb")),
    "parts": mail(once("html", "", "\n--b\nContent-Type: text/html\n\n<p>a</p>")),
    "mails in mails": mail(once("bare", "", "\n--b\nContent-Type: multipart/mixed; boundary=b\n\n")),
    "headers": lambda size: mail(lambda n: HTML, "X-A: b\n" * (size // 7))(size),
    "one long header": lambda size: mail(lambda n: HTML, "Subject: " + "=?utf-8?q?a?= " * (size // 14) + "\n")(size),
    "folded headers": lambda size: mail(lambda n: HTML, "X-A: b\n" + " c\n" * (size // 3))(size),
}

def stream(record):
    """Records one below the other; a function makes the n-th."""
    return lambda size: "".join(record(n) for n in range(size // len(record(0))))


def inside(opening, filling, closing=""):
    return lambda size: opening + filling * (size // len(filling)) + closing


# Records that somebody wrote, with faults in every order.
RECORDS = {
    "faulty records, one a line": stream(lambda n: '{"title":1,"id":2,"site":"x"}\n'),
    "faulty records, keys on lines": stream(lambda n: '{"title":1,\n"id":2,\n"site":"x"}\n'),
    "faulty records in a list": lambda size: "[" + stream(lambda n: '{"title":1,\n"id":2},\n')(size) + "{}]",
    "faulty records in XML": lambda size: "<questions>" + stream(
        lambda n: '<question id="x">\n<title/><site>x</site>\n</question>\n')(size) + "</questions>",
    "records cut off": stream(lambda n: '{"title":"a",\n"id":\n'),
    "records within records": stream(lambda n: '{"title":\n'),
    "lists without end": inside('{"unparsed":[\n', '{},\n'),
    "unknown keys": stream(lambda n: '{"k%d":1}\n' % n),
    "unknown keys of one record": lambda size: "{" + stream(lambda n: '"k%d":"",\n' % n)(size) + '"a":""}',
    "numbers in a list": inside('{"unparsed":[1', ",1", "]}"),
    "lists in a list": inside('{"unparsed":[[]', ",[]", "]}"),
    "objects in a list": inside('{"unparsed":[{}', ",{}", "]}"),
    "empty strings": inside('{"unparsed":[""', ',""', "]}"),
    "one string": inside('{"title":"', "a", '"}'),
    "escapes": inside('{"title":"', "\\u00e9", '"}'),
    "carriage returns between faults": stream(lambda n: '{"title":1,\r"id":2}\r\n'),
    "items of a list in XML": inside("<question><unparsed>", "<item>a</item>", "</unparsed></question>"),
    "unknown elements": stream(lambda n: "<question><k%d/></question>" % n),
}

# No question pages: it is looked for what they are.
OTHERS = {
    "comments opened in a program's XML": lambda size: '<?xml version="1.0"?>' + "<!--" * (size // 4),
    "comments before its first element": lambda size: '<?xml version="1.0"?>' + "<!---->" * (size // 7),
    "instructions before its first element": lambda size: '<?xml version="1.0"?>' + "<?a?>" * (size // 5),
    "titles opened": lambda size: "<title " * (size // 7),
    "addresses": lambda size: "[https://www.exemple.fr/\n" * (size // 25),
}

# Options under which families grow otherwise; the two pages of --diff are the two halves.
RUNS = {
    "xml": (["-f", "xml"], "many paragraphs", "quotes of all kinds", "cells that span", "pages after one another"),
    "csv": (["-f", "csv"], "many paragraphs", "rows", "links to other questions", "quotes of all kinds"),
    "akn": (["-f", "akn"], "many paragraphs", "rows", "comments of readers"),
    "explain": (["--explain"], "many short lines", "one line", "responses", "numbers of questions"),
    "plain": (["--spaces=plain"], "no-break spaces",),
    "diff": (["--diff", "OLD"], "one line", "many paragraphs", "numbers of questions", "links to other questions", "rows"),
}


# Rows that share words are compared exactly up to a limit, which these sizes are beyond. Of records
# without end the last 64 are read once for each of them.
SIZES = {"rows, diff": 4 * SIZE, "rows, diff of jsonl": 4 * SIZE,
         "records cut off, validate": 16 * SIZE, "records cut off, diff": 16 * SIZE}


def warm_ups(folder):
    """Command lines that run what most of the others run: conversions, and records read back."""
    pages = [os.path.join(TOP, "fixtures", name) for name in WARM_UP]
    records = [os.path.join(folder, "warm." + form) for form in ("xml", "jsonl")]
    converts = [["-q", "-j1", "-f", os.path.splitext(path)[1][1:], "-o", path, *pages] for path in records]
    return [["-q", "-j1", *pages], *converts, ["--validate", "-q", records[0]],
            ["--validate", "-q", records[1]], ["--diff", "-q", *records]]


def runs(folder, commands, seconds, tool=()):
    """(process, exit status) of each command line; the status is -1 where it was killed."""
    done = subprocess.run([*tool, FORKS, "%d" % (seconds * 1000)],
                          input="".join("\t".join(c) + "\n" for c in [*warm_ups(folder), [], *commands]),
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    ends = [tuple(map(int, line.split())) for line in done.stdout.splitlines()]
    if done.returncode or len(ends) != len(commands):
        sys.exit("%s, exit status %d: %d runs of %d" % (FORKS, done.returncode, len(ends), len(commands)))
    return ends


def is_killed(folder):
    """Whether what runs too long is: it waits for a pipe that nobody writes to."""
    pipe = os.path.join(folder, "pipe")
    os.mkfifo(pipe)
    page = os.path.join(TOP, "fixtures", WARM_UP[0])
    (_, hung), = runs(folder, [["-q", pipe]], 0.2)
    (_, ended), = runs(folder, [["-q", page]], SECONDS)
    return hung == -1 and ended == 0


def count(folder, commands):
    """(exit status, instructions) of each command line."""
    ends = runs(folder, commands, SECONDS, ["valgrind", "-q", "--tool=cachegrind", "--cache-sim=no",
                                    "--cachegrind-out-file=" + os.path.join(folder, "%p.cg")])
    return [(status, 0 if status < 0 else instructions(os.path.join(folder, "%d.cg" % process)))
            for process, status in ends]


def instructions(path):
    """What the last line sums up."""
    with open(path, "rb") as f:
        f.seek(-100, os.SEEK_END)
        return int(f.read().split(b"summary:")[1])


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "wb") as f:
        f.write(text.encode("utf-8"))
    return path


def command_line(options, path):
    # A text of as many words and none of them the same: the worst that two versions can be.
    return [path + ".old" if word == "OLD" else word for word in options] + ["-q", path]


def prepare(folder, name, make, size, options):
    page = make(size)
    path = write(folder, "%s.%d" % (name, size), page)
    if "OLD" in options:
        write(folder, "%s.%d.old" % (name, size), changed(page))
    return command_line(options, path), page


def record_of(folder, name, page, form):
    """The page's record in a file; that of no question is what stands in for it: the page."""
    path = write(folder, name + ".page", page)
    out = "%s.%s" % (os.path.join(folder, name), form)
    subprocess.run([QPARSE, "-q", "-f", form, "-o", out, path], stdin=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, timeout=SECONDS)
    return out if os.path.exists(out) else path


def changed(page):
    return page.replace("mot", "tom").replace(">a", ">b").replace("\na", "\nb")


def prepare_records(folder, name, make, size, options):
    """Records of the family's page, or those that the family makes."""
    page, made = make(size), make not in RECORDS.values()
    form = "xml" if "xml" in options else "jsonl"
    names = [name + "-%d" % size] + [name + "-%d.old" % size] * ("--diff" in options)
    files = [record_of(folder, n, p, form) if made else write(folder, n, p)
             for n, p in zip(names, [page, changed(page)])]
    return ["--diff" if "--diff" in options else "--validate", "-q", *reversed(files)], files


def ratio_problem(counts):
    for status, _ in counts:
        if status not in (0, 1, 3):
            return "killed after %d s" % SECONDS if status < 0 else "exit status %d" % status
    (_, once), (_, twice) = counts
    if twice / max(once, 1) > RATIO:
        return "twice the input takes %.3f times the instructions: %d, %d" % (twice / once, once, twice)
    return None


def memory_problem(folder, name, make, options):
    if "RECORD" in options:
        command, files = prepare_records(folder, name, make, LARGE_RECORDS, options)
        promised = 16 + 12 * sum(map(os.path.getsize, files)) / (1 << 20)
    else:
        command, page = prepare(folder, name, make, LARGE, options)
        promised = 16 + 6 * len(page.encode("utf-8")) / (1 << 20)
    done = subprocess.run(["timeout", str(SECONDS), os.path.join(folder, "cost"), QPARSE, *command],
                          stdin=subprocess.DEVNULL, capture_output=True)
    if done.returncode not in (0, 1, 3):
        return "exit status %d" % done.returncode
    peak = float(done.stdout.split()[2])
    if peak > promised and "RECORD" not in options:
        out = subprocess.run(["timeout", str(SECONDS), QPARSE, *command], stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
        promised += 2 * len(out) / (1 << 20)
    return "peak memory %.1f MB, promised %.1f MB" % (peak, promised) if peak > promised else None


def archive_problem(folder):
    """Of a tar archive of 400,000 empty members, whose outcomes add up if they are kept."""
    header, end = io.BytesIO(), b"\0" * 1024
    with tarfile.open(fileobj=header, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        tar.addfile(tarfile.TarInfo("a.html"))
    thousand = gzip.compress(header.getvalue()[:512] * 1000)
    path = os.path.join(folder, "empty.tar.gz")
    with open(path, "wb") as f:
        f.write(thousand * 400 + gzip.compress(end))
    done = subprocess.run([os.path.join(folder, "cost"), QPARSE, "-q", "-j1", path],
                          stdin=subprocess.DEVNULL, capture_output=True)
    peak = float(done.stdout.split()[2])
    return "peak memory %.1f MB, promised 16 MB" % peak if peak > 16 else None


def list_problem(folder):
    """Of questions in one file and in many: the memory does not depend on how many there are."""
    count, promised = 4000, 24
    opendata.write_zip(os.path.join(folder, "q.zip"), count)
    for kind in opendata.HEAD:
        opendata.write_list(os.path.join(folder, "q." + kind), kind, count)
    for name in ("q.zip", "q.json", "q.xml"):
        path = os.path.join(folder, name)
        done = subprocess.run([os.path.join(folder, "cost"), QPARSE, "-q", "-j1", "-f", "jsonl", path],
                              stdin=subprocess.DEVNULL, capture_output=True)
        peak = float(done.stdout.split()[2])
        lines = subprocess.run([QPARSE, "-q", "-f", "jsonl", path], stdin=subprocess.DEVNULL,
                               capture_output=True).stdout.count(b"\n")
        if lines != count or peak > promised:
            return "%s: %d records, peak memory %.1f MB, promised %d MB" % (name, lines, peak, promised)
    return None


def own_record_problem(folder):
    """Of a page with a million rows and cells: its record has more nodes than a limit once allowed."""
    before, after = PLACES["html"]
    page = write(folder, "cells.html", before + "<table>" + "<tr><td>a<td>b" * 360_000 + "</table>" + after)
    record = os.path.join(folder, "cells.json")
    for command in (["-q", "-o", record, page], ["--validate", "-q", record], ["--diff", "-q", record, record]):
        done = subprocess.run([QPARSE, *command], stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode:
            return "%s: exit status %d; %s" % (command[0], done.returncode, done.stderr[:200])
    return None


def chosen(words):
    tasks = [(name, make, []) for name, make in FAMILIES.items()]
    for label, (options, *names) in RUNS.items():
        tasks += [("%s, %s" % (name, label), FAMILIES[name], options) for name in names]
    for what in ("--validate", "--diff"):
        tasks += [("%s, %s" % (name, what[2:]), make, [what, "RECORD"]) for name, make in RECORDS.items()]
    of_pages = [("%s, %s of %s" % (name, what[2:], form), make, [what, "RECORD", form])
                for name, make in FAMILIES.items()
                for what, form in (("--validate", "xml"), ("--validate", "jsonl"), ("--diff", "jsonl"))]
    others = [(name, make, []) for name, make in OTHERS.items()]
    if words:
        return [task for task in tasks + others + of_pages if any(word in task[0] for word in words)]
    if os.environ.get("QPARSE_LINEAR") == "all":
        return tasks + others + of_pages
    return tasks[::STEP] + others + of_pages[::STEP_RECORDS]


def growth(folder, tasks):
    """Of each task the exit statuses and instructions of both sizes."""
    nothing = write(folder, "empty", "rien\n")
    record = write(folder, "empty record", "{}\n")
    empty = {"--validate": ["--validate", "-q", record], "--diff": ["--diff", "-q", record, record],
             "": ["-q", nothing]}
    commands = [*empty.values()]
    for task, (name, make, options) in enumerate(tasks):
        size = SIZES.get(name, SIZE_RECORDS if "RECORD" in options else SIZE)
        of = prepare_records if "RECORD" in options else prepare
        commands += [of(folder, "f%03d" % task, make, size, options)[0]
                     for size in (size, 2 * size)]
    counts = count(folder, commands)
    least = {action: number for action, (_, number) in zip(empty, counts)}
    counts = counts[len(empty):]
    pairs = []
    for (_, _, options), pair in zip(tasks, zip(counts[::2], counts[1::2])):
        action = options[0] if options and options[0] in least else ""
        pairs.append(tuple((status, number - least[action]) for status, number in pair))
    return pairs


def main():
    if not shutil.which("valgrind"):
        print("ok - linear time # SKIP there is no valgrind")
        return 0
    tasks = chosen(sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder:
        # A program of its own measures: a child's peak counts what its parent had when it began.
        subprocess.run([os.environ.get("CC", "cc"), "-O1", "-o", os.path.join(folder, "cost"),
                        os.path.join(TOP, "tests/bench/cost.c")], check=True)
        good = is_killed(folder)
        print("%s - what runs too long is killed" % ("ok" if good else "not ok"))
        for what, problem in (("an archive of 400,000 empty members", archive_problem(folder)),
                              ("questions in one file and in many", list_problem(folder)),
                              ("the record of a page of a million rows and cells is valid", own_record_problem(folder))):
            print("%s - %s" % ("not ok" if problem else "ok", what))
            if problem:
                print("    " + problem)
            good = good and not problem
        worst = (0, "")
        for (name, make, options), counts in zip(tasks, growth(folder, tasks)):
            bad = [ratio_problem(counts)]
            if "OLD" not in options:  # what is promised is the memory of a conversion
                bad.append(memory_problem(folder, "large", make, options))
            bad = [b for b in bad if b]
            ratio = counts[1][1] / max(counts[0][1], 1)
            print("%s - %s (%.3f, %d instructions a byte)"
                  % ("not ok" if bad else "ok", name, ratio, counts[0][1] // SIZE))
            for problem in bad:
                print("    " + problem)
            sys.stdout.flush()
            good = good and not bad
            worst = max(worst, (ratio, name))
    print("# %d families; twice the input takes %.3f times the instructions at most (%s)"
          % (len(tasks), *worst))
    return 0 if good else 1


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.exit(main())
