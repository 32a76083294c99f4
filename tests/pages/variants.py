#!/usr/bin/env python3
"""What pages of the chambers' own sites print in other states: variants.py [WORD...]

A variant is a fixture's page with some of its text replaced. The keys that it names have the
values that it names; every other key keeps the fixture's. Only those whose name holds all
words are tried, where words are given."""
import json
import os
import re
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
QPARSE = os.path.abspath(os.environ.get("QPARSE") or os.path.join(TOP, "qparse"))

COL10 = "251-an-col10-answered"
ASKED = "252-an-col10-pending"
DYN = "271-an-dyn-answered"
FICHE = "205-an-fiche-errata"
XML = "291-an-xml-answered"
SENAT = "301-senat-answered"
SENAT23 = "331-senat23-answered"

ALERT = ">Être alerté(e) de la réponse<"
PERSON = "M. Adrien Lacombe</a></span> (Libertés et Territoires (Socialistes - radicaux) - <span>Finistère"
Q_DATE = "<div>Question publiée au JO le :"
DYN_PERSON = "<span class=\"_colored-primary _regular\">Mme Lucie Ferrand (Bretagne - Écologiste et Social)"
DYN_TEXT = "Une mission"
with open(os.path.join(TOP, "fixtures", DYN, "expected.json"), encoding="utf-8") as expected:
    DYN_ANSWER = json.load(expected)["response"]["blocks"]
AWAITED = "<h2>R&eacute;ponse du Minist&egrave;re de l'agriculture et de la p&ecirc;che</h2>"


def event(kind, date, detail=None):
    return {"type": kind, "date": date, "detail": detail}


# name, fixture, what is replaced by what, values by path
VARIANTS = [
    ("group with dashes", COL10, [("Libertés et Territoires (Socialistes - radicaux)",
                                   "La France insoumise - Nouvelle Union Populaire")],
     {"author.group": "La France insoumise - Nouvelle Union Populaire"}),
    ("group with dashes and parentheses", COL10,
     [("Libertés et Territoires (Socialistes - radicaux)", "Gauche - unie (hors - groupe)")],
     {"author.group": "Gauche - unie (hors - groupe)"}),
    ("no constituency", COL10, [(" - <span>Finistère</span> )", ")")], {"author.constituency": None}),
    ("constituency with parentheses", COL10,
     [("<span>Finistère</span>", "<span>Français établis hors de France (1ère)</span>")],
     {"author.constituency": "Français établis hors de France (1ère)"}),
    ("no civility", COL10, [("M. Adrien Lacombe</a>", "Adrien Lacombe</a>")], {}),
    ("Mlle", COL10, [("M. Adrien Lacombe</a>", "Mlle Adrienne Lacombe</a>")],
     {"author.civility": "Mlle", "author.name": "Adrienne Lacombe"}),
    ("name in capitals", COL10, [("M. Adrien Lacombe</a>", "M. Adrien LACOMBE</a>")],
     {"author.name": "Adrien LACOMBE"}),
    ("signalled by its other label", COL10, [("Date de signalement :", "Question signalée au JO le :")], {}),
    ("transferred after the answer", COL10, [("17/07/2018", "17/11/2018")],
     {"events": [event("renewed", "2018-09-11"), event("renewed", "2018-09-18"),
                 event("signalled", "2018-09-25"), event("transferred", "2018-11-17")]}),
    ("errata of both texts", COL10,
     [(Q_DATE, "<div>Erratum de la question publié au JO le : <span>19/06/2018</span> page : <span>5200"
               "</span></div><div>Erratum de la réponse publié au JO le : <span>09/10/2018</span></div>" + Q_DATE)],
     {"events": [event("erratum", "2018-06-19", "5200"), event("transferred", "2018-07-17"),
                 event("renewed", "2018-09-11"), event("renewed", "2018-09-18"),
                 event("signalled", "2018-09-25"), event("erratum", "2018-10-09")]}),
    ("an impossible date keeps its page", COL10, [("02/10/2018", "31/02/2018")], {"response.date": None}),
    ("texts on their labels' lines", COL10 + "/page.copy.txt",
     [("Texte de la question\nM.", "Texte de la question M."), ("Texte de la réponse\n", "Texte de la réponse ")], {}),
    ("a short line is not wrapped", COL10 + "/page.copy.txt", [("Ministère interrogé", "Ministère\ninterrogé")],
     {"ministry.asked": None, "unparsed": ...}),
    ("pages below their dates", COL10 + "/page.copy.txt",
     [("12/06/2018 page : 4901", "12/06/2018\npage : 4901"), ("02/10/2018 page : 8745", "02/10/2018\npage : 8745")], {}),
    ("dates between semicolons", COL10 + "/page.copy.txt",
     [("18/09/2018\nDate de renouvellement: ", "18/09/2018 ; ")], {}),
    ("constituency below a mark that says nothing", DYN + "/page.copy.txt",
     [("Mme Lucie Ferrand (Bretagne - Écologiste et Social)", "Mme Lucie Ferrand\n:\nEssonne (4e circonscription) - UDR")],
     {"author.constituency": "Essonne (4e circonscription)", "author.group": "UDR"}),
    ("no page", COL10, [(' page : <span class="question_big_content">8745</span>', "")],
     {"response.page": None}),
    ("ministry without a value", COL10, [("Transition écologique et solidaire", "")],
     {"ministry.attributed": None}),
    ("withdrawn on the author's wish", ASKED,
     [("</div>\n                <section class=\"question_answer\">",
       "<div>Question retirée le: <span>20/06/2019</span>\n (retrait à l'initiative de l'auteur)\n</div></div>"
       "<section class=\"question_answer\">")],
     {"status": "withdrawn",
      "withdrawal": {"date": "2019-06-20", "reason": "retrait à l'initiative de l'auteur"}}),
    ("no words of the alert", ASKED, [(ALERT, "><")], {}),
    ("two ministers", ASKED, [("M. le ministre de l'agriculture et de l'alimentation sur",
                               "M. le ministre de l'agriculture et de l'alimentation et Mme la ministre des "
                               "sports sur")], {"addressee": ..., "body.blocks": ...}),
    ("constituency below the name", DYN,
     [(DYN_PERSON, DYN_PERSON.split(" (")[0] + "\n<br/>\nEssonne (4<sup>e</sup> circonscription) - La France "
       "insoumise - Nouveau Front Populaire"), ("Mme Lucie Ferrand (Bretagne - Écologiste et Social)",
                                               "Mme Lucie Ferrand")],
     {"author.constituency": "Essonne (4e circonscription)",
      "author.group": "La France insoumise - Nouveau Front Populaire"}),
    ("group with parentheses after the region", DYN,
     [("Mme Lucie Ferrand (Bretagne - Écologiste et Social)",
       "Mme Lucie Ferrand (Bretagne - Démocrate (MoDem et Indépendants))")] * 2,
     {"author.group": "Démocrate (MoDem et Indépendants)"}),
    ("title that reads like a label", DYN, [("Bacs du littoral : entretien</span></span>",
                                            "Réponse publiée le 3 mars : la suite, n° 3</span></span>")],
     {"title": "Réponse publiée le 3 mars : la suite, n° 3"}),
    ("closed and answered", DYN, [("Réponse publiée le 4 février 2025</span>",
                                   "Réponse publiée le 4 février 2025</span><br/><span>Date de clôture : 4 "
                                   "février 2025</span>")], {}),
    ("answered in session", DYN, [("Réponse  publiée  le", "Réponse en séance, et publiée le")], {}),
    ("asked in session", DYN, [(DYN_PERSON, DYN_PERSON + "</span>, posée en séance, et publiée le 5 "
                                "novembre 2024<span>")], {}),
    ("constituency and the day below the name", "276-an-dyn-debate",
     [(", posée en séance", "<br/>Finistère (2e circonscription) - UDR, posée en séance"),
      (DYN_PERSON.split(">")[1], "Mme Lucie Ferrand"), (DYN_PERSON.split(">")[1], "Mme Lucie Ferrand")],
     {"author.group": "UDR", "author.constituency": "Finistère (2e circonscription)"}),
    ("ministry attributed", DYN, [("Ministère répondant :", "Ministère attributaire :")],
     {"ministry.attributed": "Transports", "ministry.answering": None}),
    ("events among the dates", DYN,
     [("Réponse publiée le 4 février 2025</span>",
       "Date de renouvellement : 21 janvier 2025</span><br/><span>Date de changement d'attribution : 3 "
       "décembre 2024</span><br/><span>Réponse publiée le 4 février 2025</span>")],
     {"events": [event("transferred", "2024-12-03"), event("renewed", "2025-01-21")]}),
    ("label without a meaning", FICHE, [("12/03/2003", "")], {"unparsed": []}),
    ("surname in capitals", FICHE, [("de La Brosse Anne-Sophie", "DE LA BROSSE Anne-Sophie")],
     {"author.name": "Anne-Sophie DE LA BROSSE"}),
    ("name that the text does not have", FICHE, [("de La Brosse Anne-Sophie", "Dupont Jeanne")],
     {"author.name": "Dupont Jeanne"}),
    ("withdrawn and answered", FICHE, [("<RET></RET>", "<RET>Question retirée</RET>")], {}),
    ("nothing but a text of the question", FICHE, [("<MINA>collectivités territoriales</MINA>", "<MINA></MINA>")],
     {"ministry.attributed": None}),
    ("comments in the table", XML, [("<!-- DEBTAB -->", "<!-- DEBTAB --><!-- > -- x --><P>")], {}),
    ("CDATA that is no tree", XML, [("<br>Il souhaite une réponse.</br>", "<br>Il souhaite</p></td></table></i>"
                                     " une réponse.<p></br></QUEST><")],
     {"body.blocks": ...}),
    ("no declaration", XML, [('<?xml version="1.0" encoding="UTF-8"?>\n', "")], {}),
    ("no group's name", XML, [("Radical, républicain, démocrate et progressiste", "")],
     {"author.group": "RRDP"}),
    ("closed for another reason", XML, [("Réponse publiée<", "Retrait<")], {}),
    ("an attribution to whom it was asked", XML, [("Ville, jeunesse et sports", "Sports")],
     {"ministry.attributed": "Sports", "events": ...}),
    ("awaited by another ministry", SENAT, [(AWAITED, "<h2>En attente de r&eacute;ponse du Minist&egrave;re de "
                                             "l'&eacute;cologie</h2><!--"), ("<!-- END", "--><!-- END")],
     {"status": "pending", "response": None, "ministry.answering": None,
      "ministry.attributed": "Ministère de l'écologie"}),
    ("answer that speaks like a label", SENAT,
     [("<p>Transmise au pr", "<p>La question est caduque</p><p>Transmise au Minist&egrave;re de l'eau</p><p>R&eacute;"
       "ponse du Minist&egrave;re de l'eau</p><p>Transmise au pr")], {"response.blocks": ...}),
    ("spelled without accents and in capitals", SENAT,
     [("<h2>R&eacute;ponse du Minist&egrave;re", "<h2>REPONSE DU MINISTERE")],
     {"ministry.answering": "MINISTERE de l'agriculture et de la pêche"}),
    ("legislature written out", SENAT, [("13&egrave;me l&eacute;gislature", "13 <sup>e</sup> L&eacute;gislature")], {}),
    ("page of the Journal officiel on its own line", SENAT, [(" - page 498", "<br />- page 498")], {}),
    ("name in capitals, no match", SENAT23, [("M. DUPRAT Étienne (", "M. DOSSUS Thomas (")],
     {"author.name": "DOSSUS Thomas"}),
    ("compound surname", SENAT23,
     [("M. DUPRAT Étienne (", "Mme de LA PROVÔTÉ Sonia ("), ("M. Étienne Duprat", "Mme Sonia de La Provôté")],
     {"author.name": "Sonia de LA PROVÔTÉ", "author.civility": "Mme", "body.blocks": ...}),
    ("day below the author", "335-senat23-before-1995/page.copy.txt",
     [(") publiée le 20", ")\npubliée le 20")], {}),
    ("title below the heading", "331-senat23-answered/page.copy.txt",
     [("Ramassage des huîtres\n", ""), ("Question de M.", "Ramassage des huîtres\n\nQuestion de M.")], {}),
    ("Markdown", SENAT23 + "/page.copy.txt",
     [("Question écrite n°03705 -", "## Question écrite n°03705 \\-"), ("Réponse du Secr", "## Réponse du Secr"),
      ("Question de M. DUPRAT Étienne (", "Question de [M. DUPRAT Étienne](https://a.example/b) ("),
      ("ce qui est prévu.", "**ce** _qui_ est [prévu](https://a.example/c_d)."),
      ("Mentions légales", "[Mentions légales](https://a.example/e)")], {}),
    ("Première ministre", "332-senat23-transferred/page.copy.txt",
     [("Transmise au Ministère de l'agriculture et de la souveraineté alimentaire",
       "Transmise à la Première ministre")],
     {"ministry.attributed": "Première ministre", "events": [event("transferred", None, "Première ministre")]}),
    ("group with a dash in its acronym", SENAT23, [("- GEST)", "- Les Républicains-R)")],
     {"author.group": "Les Républicains-R"}),
    ("date and page below the text", SENAT23,
     [("- page 5601", "Publiée dans le JO Sénat du 10/11/2022 - page 5601"),
      ("- page 712", "Publiée dans le JO Sénat du 02/02/2023 - page 712")], {}),
    ("date of another day below the text stays text", SENAT23,
     [("- page 5601", "Publiée dans le JO Sénat du 17/11/2022 - page 5601")],
     {"body.page": None, "body.blocks": ...}),
    ("heading in a paragraph", SENAT23, [("<h2>Question de", "<p>Question de"), ("10/11/2022</h2>", "10/11/2022</p>")],
     {}),
    ("transferred on a day", "332-senat23-transferred",
     [("Transmise au Ministère de l'agriculture et de la souveraineté alimentaire",
       "Transmise au Ministère de l'agriculture et de la souveraineté alimentaire le 12/01/2023")],
     {"events": [event("transferred", "2023-01-12",
                       "Ministère de l'agriculture et de la souveraineté alimentaire")]}),
    ("buttons above the heading", SENAT23, [("<div><h2>", "<p>Imprimer</p><p>Partager cette page</p><div><h2>")], {}),
    ("buttons below the heading", SENAT23, [("10/11/2022</h2>", "10/11/2022</h2><p>Imprimer</p>")], {}),
    ("text that reads like the page's tail", SENAT23,
     [("<p>Il demande ce", "<p>Accessibilité</p><p>Il demande ce")], {"body.blocks": ...}),
    ("answer that reads like the page's tail", SENAT,
     [("<p>Transmise au", "<p>Accessibilit&eacute;</p><p>Transmise au")], {"response.blocks": ...}),
    ("answered by a minister in person", SENAT,
     [("R&eacute;ponse du Minist&egrave;re de l'agriculture et de la p&ecirc;che",
       "R&eacute;ponse de M. le ministre d&eacute;l&eacute;gu&eacute;, charg&eacute; du commerce")],
     {"ministry.answering": "M. le ministre délégué, chargé du commerce"}),
    ("answered by a minister in person, in text", SENAT + "/page.copy.txt",
     [("Réponse du Ministère de l'agriculture et de la pêche", "Réponse de la Déléguée interministérielle")],
     {"ministry.answering": "Déléguée interministérielle"}),
    ("answered by no ministry", SENAT23,
     [("Réponse du Secrétariat d'État auprès de la Première ministre, chargé de la mer", "Réponse du Haut Comité")],
     {"ministry.answering": "Haut Comité"}),
    ("withdrawn on a day", "308-senat-withdrawn",
     [("pour cause de fin de mandat", "le 02/02/2009")],
     {"withdrawal": {"date": "2009-02-02", "reason": None}, "status": "withdrawn"}),
    ("video above the answer", SENAT, [("- page 868</h3>", "- page 868</h3><p>Voir la vid&eacute;o</p>")], {}),
    ("published twice", SENAT,
     [("- page 498</h3>", "- page 498</h3><h3>publi&eacute;e dans le JO S&eacute;nat du 20/03/2008</h3>")],
     {"unparsed": [{"line": 12, "text": "publiée dans le JO Sénat du 20/03/2008"}]}),
    ("question to the Government", "310-senat-current-affairs",
     [("Question d'actualit&eacute; au gouvernement", "Question au Gouvernement")],
     {"type_label": "Question au Gouvernement"}),
    ("legislature in parentheses", SENAT23, [("16e législature<br>", ""), ("n°03705 - 16e législature", "n°03705 (16e législature)")], {}),
    ("heading of another question above the title", SENAT + "/page.copy.txt",
     [("Question écrite n° 1\n", ""), ("Avenir des haras nationaux\n", "Avenir des haras nationaux\n\nQuestion écrite n° 2\n")],
     {}),
    ("several days, one below the other", COL10,
     [("Date de signalement :", "Date de renouvellement : <span>01/02/2018<br>02/02/2018 et 03/02/2018</span></div>"
       "<div>Date de signalement :")],
     {"events": [event("renewed", "2018-02-01"), event("renewed", "2018-02-02"), event("renewed", "2018-02-03"),
                 event("transferred", "2018-07-17"), event("renewed", "2018-09-11"),
                 event("renewed", "2018-09-18"), event("signalled", "2018-09-25")]}),
    ("no group and no constituency", COL10,
     [(" (Libertés et Territoires (Socialistes - radicaux) - <span>Finistère</span> )", "")],
     {"author.group": None, "author.constituency": None}),
    ("a rubric twice", DYN, [("Rubrique :", "Rubrique : Eau</p><p>Rubrique :")],
     {"rubric": "Eau", "unparsed": [{"line": 33, "text": "Rubrique : Transports par eau"}]}),
    ("a list in a text", DYN, [(DYN_TEXT, "<ul><li>Un</li></ul>" + DYN_TEXT)],
     {"response.blocks": ..., "unparsed": []}),
    ("a table in a text", DYN,
     [("Ils le seront.", "Ils le seront.<table><tr><th>Bac</th><th></th></tr><tr><td>Lorient</td><td>2</td></tr></table>")],
     {"response.blocks": DYN_ANSWER + [{"type": "table", "rows": [["Bac", ""], ["Lorient", "2"]],
                                        "text": "Bac\t\nLorient\t2"}]}),
    ("stray tags in a text", DYN, [(DYN_TEXT, "</p></div></div></div>" + DYN_TEXT)],
     {"response.blocks": ..., "unparsed": []}),
    ("type that is none of the Assemblée's", FICHE, [("<NAT>QE", "<NAT>QOAD")],
     {"type": None, "type_label": "QOAD", "id": None, "reference": None}),
    ("type that is unknown", FICHE, [("<NAT>QE", "<NAT>QX")],
     {"type": None, "type_label": "QX", "id": None, "reference": None}),
    ("answer of another day than the links tell", DYN, [("Réponse  publiée  le 4", "Réponse  publiée  le 5")],
     {"unparsed": [{"line": 24, "text": "Réponse publiée le 5 février 2025"}]}),
    ("stray tags in the text of a sheet", FICHE, [("Plusieurs communes", "</TD></TR>Plusieurs communes")],
     {"body.blocks": ...}),
    ("legislature of the address", DYN,
     [("</title>", "</title><link rel=\"canonical\" href=\"/dyn/17/questions/QANR5L17QE345\">"),
      ("17ème Législature", "16ème Législature")], {"url": "/dyn/17/questions/QANR5L17QE345"}),
    ("civility written out", FICHE, [("<QUEST>Mme", "<QUEST>Madame")], {"body.blocks": ...}),
]


# Pages one below the other: each gives the record that it gives alone.
SEVERAL = [
    ("251-an-col10-answered/page.html", "331-senat23-answered/page.html"),
    ("251-an-col10-answered/page.copy.txt", "331-senat23-answered/page.copy.txt"),
    ("331-senat23-answered/page.w3m.txt", "301-senat-answered/page.w3m.txt"),
    ("201-an-fiche-answered/page.copy.txt", "202-an-fiche-pending/page.copy.txt"),
    ("271-an-dyn-answered/page.copy.txt", "257-an-col10-debate/page.copy.txt",
     "301-senat-answered/page.copy.txt"),
    ("101-ns-answered/page.copy.txt", "331-senat23-answered/page.copy.txt"),
    ("331-senat23-answered/page.copy.txt", "101-ns-answered/page.copy.txt"),
    ("151-nd17-answered/page.copy.txt", "251-an-col10-answered/page.copy.txt", "102-ns-pending/page.copy.txt"),
    ("001-pending/page.txt", "201-an-fiche-answered/page.copy.txt", "001-pending/page.txt"),
    ("101-ns-answered/page.w3m.txt", "301-senat-answered/page.w3m.txt"),
    ("251-an-col10-answered/page.html", "151-nd17-answered/page.html"),
    ("151-nd17-answered/page.html", "251-an-col10-answered/page.html", "331-senat23-answered/page.html",
     "117-ns-links/page.html"),
    ("173-nd-2009-headings/page.copy.txt", "271-an-dyn-answered/page.copy.txt", "122-ns-comments/page.copy.txt"),
]


def several_problems(names):
    pages = []
    for name in names:
        with open(os.path.join(TOP, "fixtures", name), "rb") as file:
            pages.append(file.read() + b"\n")
    done = subprocess.run([QPARSE, "-f", "jsonl"], input=b"".join(pages), stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=60)
    got = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    if len(got) != len(pages) or b"[several-questions]" not in done.stderr:
        return ["%d records: %s" % (len(got), done.stderr.decode("utf-8"))]
    return ["%s: %s" % (name, key) for name, page, value in zip(names, pages, got)
            for key, alone in record(page).items() if key != "unparsed" and value[key] != alone]


def record(page):
    done = subprocess.run([QPARSE], input=page, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    if done.returncode:
        raise ValueError("exit status %d: %s" % (done.returncode, done.stderr.decode("utf-8", "replace")))
    return json.loads(done.stdout.decode("utf-8"))


def flat(value, path=""):
    """The record as paths and values; lists stay whole."""
    if isinstance(value, dict):
        return {k: v for key in value for k, v in flat(value[key], path + "." + key if path else key).items()}
    return {path: value}


def problems_of(fixture, replaced, wanted):
    flavour = fixture if "/" in fixture else fixture + "/page.html"
    with open(os.path.join(TOP, "fixtures", flavour), "rb") as file:
        page = file.read()
    encoding = "windows-1252" if "an-fiche" in fixture else "utf-8"
    text = page.decode(encoding)
    for old, new in replaced:
        if old not in text:
            return ["the fixture does not hold: " + old]
        text = text.replace(old, new, 1)
    try:
        before, got = flat(record(page)), flat(record(text.encode(encoding)))
    except ValueError as error:
        return [str(error)]
    problems = []
    for key in sorted(set(before) | set(got)):
        rows = [k for k in wanted if key == k or key.startswith(k + ".") or k.startswith(key + ".")]
        want = before.get(key)
        if rows:
            if wanted[rows[0]] is ...:
                continue
            want = flat(wanted[rows[0]], rows[0]).get(key)
        if got.get(key) != want:
            problems.append("%s: wanted %s, got %s" % (key, json.dumps(want, ensure_ascii=False),
                                                      json.dumps(got.get(key), ensure_ascii=False)[:300]))
    return problems


def main():
    failed = 0
    for name, fixture, replaced, wanted in VARIANTS:
        if not all(word in fixture + " " + name for word in sys.argv[1:]):
            continue
        problems = problems_of(fixture, replaced, wanted)
        print("%s - %s: %s" % ("not ok" if problems else "ok", fixture, name))
        for problem in problems:
            print("    " + problem)
        failed += bool(problems)
    for names in SEVERAL:
        if sys.argv[1:]:
            break
        problems = several_problems(names)
        print("%s - together: %s" % ("not ok" if problems else "ok", " ".join(names)))
        for problem in problems:
            print("    " + problem)
        failed += bool(problems)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
