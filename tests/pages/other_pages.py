#!/usr/bin/env python3
"""What pages are that are no question: each is named, and gives no record. And pages that are a
question stay one, whatever words their texts quote: other_pages.py"""
import json
import os
import re
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
QPARSE = os.path.abspath(os.environ.get("QPARSE") or os.path.join(TOP, "qparse"))

HTML = "<!DOCTYPE html><html><head><meta charset='utf-8'><title>%s</title></head><body>%s</body></html>"
MENU = "<ul><li><a href='/'>Accueil</a></li><li><a href='/questions'>Questions</a></li></ul>"
ERROR = "an error page of the site"
MISSING = "the site's page for what it does not have"
REDIRECTION = "a redirection"
EMPTY = "a list of results without any"
RESULTS = "a list of results"
QUESTIONS = "a list of questions"
MEMBER = "a member's page"
DEBATE = "a debate"

# what it is, the title, the body
PAGES = [
    (ERROR, "Temporary error", "<h1>Temporary error</h1><p>Please try again later.</p>"),
    (ERROR, "503 Service Temporarily Unavailable", "<center><h1>503 Service Temporarily Unavailable</h1></center><hr>"
            "<center>nginx</center>"),
    (ERROR, "503", "<h1>Error 503 Backend fetch failed</h1><p>Guru Meditation:</p>"),
    (ERROR, "Erreur", "<h1>Service temporairement indisponible</h1>"),
    (ERROR, "502 Bad Gateway", "<h1>502 Bad Gateway</h1>"),
    (ERROR, "500", "<h1>Internal Server Error</h1>"),
    (ERROR, "403 Forbidden", "<h1>403 Forbidden</h1>"),
    (MISSING, "404 Not Found", "<h1>404 Not Found</h1>"),
    (MISSING, "Page non trouvée", MENU + "<h1>Page non trouvée</h1><p>Question écrite</p>"),
    (MISSING, "Sénat", MENU + "<p>La page que vous recherchez n'existe pas ou plus.</p>"),
    (MISSING, "Erreur", MENU + "<h1>Erreur 404</h1>"),
    (REDIRECTION, "301 Moved Permanently", "<h1>Moved Permanently</h1><p>The document has moved <a href='/q'>here</a>.</p>"),
    (REDIRECTION, "Object moved", "<h2>Object moved to <a href='/x'>here</a>.</h2>"),
    (REDIRECTION, "Redirection", "<p>Vous allez être redirigé vers la page demandée.</p>"),
    (REDIRECTION, "Redirecting", "Redirecting to <a href='https://www.senat.fr/'>https://www.senat.fr/</a>."),
    (EMPTY, "Recherche", MENU + "<h1>Recherche de questions</h1><p>Aucun résultat ne correspond à votre recherche.</p>"),
    (EMPTY, "Questions", MENU + "<p>Aucune question trouvée</p>"),
    (RESULTS, "Recherche", MENU + "<h1>Recherche avancée</h1><p>3 questions trouvées</p>"
              "<ul><li>Question écrite n° 1 de M. Jean Martin (Rhône - GEST)</li>"
              "<li>Question écrite n° 2 de Mme Anne Petit (Nord - UC)</li><li>Question écrite n° 3 de M. Paul Durand "
              "(Aude - SER)</li></ul>"),
    (RESULTS, "Recherche", MENU + "<p>3 résultats</p>" + "".join(
        "<p>Question de M. DURAND %s (Aude - SER) publiée le 0%d/03/2023</p>" % (name, day)
        for day, name in enumerate(("Paul", "Jean", "Luc", "Marc"), 1))),
    (RESULTS, "Recherche", MENU + "<h1>Résultats de la recherche</h1><p>Question N° 12</p>"),
    (QUESTIONS, "Questions", MENU + "<h1>Liste des questions écrites</h1>"),
    (MEMBER, "M. Jean Martin", MENU + "<h1>M. Jean Martin</h1><h2>Mandats en cours</h2><p>Député du Rhône</p>"),
    (MEMBER, "Mme Anne Petit", MENU + "<h1>Mme Anne Petit</h1><h2>Biographie</h2><p>Née le 2 mars 1960</p>"),
    (DEBATE, "Compte rendu", MENU + "<h1>Compte rendu intégral</h1><p>M. le président. La parole est à Mme Anne "
             "Petit, auteur de la question n° 12.</p>"),
    (DEBATE, "Séance", MENU + "<h1>Séance du 12 mars 2020</h1><h2>Questions au Gouvernement</h2>"),
    (DEBATE, "Séance", MENU + "<p>Présidence de M. Jean Martin</p><h2>Questions orales sans débat</h2>"),
]

TABLE = " 11ème législature\n ______________________\n|___Question_N°_:_450_| de Mme_Petit_Anne_|_QE|\n"

# A fixture with these lines at the start of a paragraph of its text.
QUOTED = ("Temporary error", "503 Service Unavailable", "404 Not Found", "Aucun résultat ne correspond.",
          "Page non trouvée", "3 questions trouvées", "Résultats de la recherche", "Liste des questions écrites",
          "Séance du 12 mars 2020", "Compte rendu intégral", "Mandats en cours", "Moved Permanently",
          "Vous allez être redirigé.")
SOURCES = [("fixtures/251-an-col10-answered/page.html", "<p>Un arrêté"),
           ("fixtures/271-an-dyn-answered/page.html", '<p class="_pa-small">Les bacs'),
           ("fixtures/301-senat-answered/page.html", "<p>Les haras"),
           ("fixtures/331-senat23-answered/page.html", "<p>Le ramassage"),
           ("fixtures/101-ns-answered/page.html", None),
           ("fixtures/251-an-col10-answered/page.copy.txt", "Un arrêté"),
           ("fixtures/301-senat-answered/page.w3m.txt", "Les haras"),
           ("fixtures/331-senat23-answered/page.copy.txt", "Le ramassage")]


def run(page):
    return subprocess.run([QPARSE], input=page.encode("utf-8"), stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=60)


def refused(kind, title, body):
    problems = []
    text = title + "\n\n" + re.sub(r"\n\s*\n+", "\n\n", re.sub(r"<[^>]*>", "\n", body))
    for form, page in (("HTML", HTML % (title, body)), ("text", text)):
        done = run(page)
        said = done.stderr.decode("utf-8")
        if done.returncode != 3 or done.stdout:
            problems.append("%s: exit status %d, not 3" % (form, done.returncode))
        elif not re.search(r"looks like %s \[not-a-question\]$" % re.escape(kind), said, re.MULTILINE):
            problems.append("%s: not named: %s" % (form, said.strip()))
    return problems


def accepted(path, place):
    with open(os.path.join(TOP, path), encoding="utf-8") as file:
        page = file.read()
    place = place or re.search(r'<div id="reponse">.*?<p>', page, re.S).group()[-3:]
    if place not in page:
        return ["the fixture does not hold: " + place]
    markup = path.endswith("html")
    lines = ("".join("<p>%s</p>" % line for line in QUOTED) if markup
             else "\n\n".join(QUOTED) + "\n\n")
    if place == "<p>":
        start = page.index('<div id="reponse">')
        page = page[:start] + page[start:].replace("<p>", lines + "<p>", 1)
    elif "_pa-small" in place:
        page = page.replace(place, place.split(">")[0] + ">" + "<br><br>".join(QUOTED) + "<br><br>Les bacs", 1)
    else:
        page = page.replace(place, lines + place, 1)
    done = run(page)
    if done.returncode:
        return ["exit status %d: %s" % (done.returncode, done.stderr.decode("utf-8"))]
    blocks = [block["text"] for block in json.loads(done.stdout.decode("utf-8"))["response"]["blocks"]]
    return ["not in the answer: " + line for line in QUOTED if not any(line in text for text in blocks)]


def main():
    checks = [("%s: %s" % (kind, title), refused(kind, title, body)) for kind, title, body in PAGES]
    said = run(TABLE).stderr.decode("utf-8")
    checks.append(("html2text's table", [] if "html2text" in said else ["not named: " + said]))
    checks += [("quoted in %s" % path, accepted(path, place)) for path, place in SOURCES]
    for what, problems in checks:
        print("%s - %s" % ("not ok" if problems else "ok", what))
        for problem in problems:
            print("    " + problem)
    return 1 if any(problems for _, problems in checks) else 0


if __name__ == "__main__":
    sys.exit(main())
