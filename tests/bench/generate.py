#!/usr/bin/env python3
"""Writes pages in NosSénateurs.fr's form: generate.py FOLDER [N] [BYTES]

N HTML pages of about 12 KB in FOLDER/html and the text of the same pages, about 3 KB each,
in FOLDER/text. With BYTES, the length of each question's and each answer's text grows until
the HTML page has about that size. The same arguments write the same bytes everywhere.
"""
import os
import random
import sys

MONTHS = ('janvier février mars avril mai juin juillet août septembre octobre novembre '
          'décembre').split()
FIRST = 'Anaïs Bérénice Céline Damien Élodie Fabrice Gaëlle Hervé Inès Jérôme Loïc Maëlle'.split()
LAST = "Kervran Delmas-Roux d'Aubrac Le Goff Îsnard Château Œhler Péroz Sainte-Luce".split()
GROUPS = 'CRCE GEST LR RDPI RDSE SOC UC'.split()
MINISTRIES = ["Ministère de la culture", "Ministère de l'intérieur", "Premier Ministre",
              "Ministère des armées", "Ministère de la santé", "Ministère de l'agriculture"]
SUBJECTS = ("les communes du littoral|les petites écoles rurales|les bateliers de la Saône|"
            "les pharmacies de montagne|les archives départementales|les éleveurs de brebis|"
            "les ponts routiers anciens|les bibliothèques de quartier").split('|')
VERBS = ("s'inquiètent de|attendent encore|financent seules|demandent depuis trois ans|"
         "ne comprennent pas|soutiennent pourtant|ont dû abandonner").split('|')
THINGS = ("la réforme des concessions|le décret sur l'entretien des digues|une aide de l'État|"
          "le versement de la dotation|l'accès à la fibre optique|la révision des seuils|"
          "les travaux d'isolation|un calendrier précis").split('|')
ENDS = ("malgré un avis favorable rendu en 2019|faute de crédits|ce que plusieurs rapports "
        "signalent|alors que 12 % des foyers sont concernés|comme le rappelle l'article L. 541-3 "
        "du code|selon l'enquête « Territoires »|et cela dès l'hiver prochain").split('|')

MENU = ''.join(f'<li class="entree"><a href="/liste/{i}" title="Liste {i}">'
               f'<span class="gris">Rubrique</span> <span class="rouge">numéro {i}</span></a></li>\n'
               for i in range(40))
FOOT = ''.join(f'<a href="/pied/{i}">Page utile {i}</a>&nbsp; &mdash; &nbsp;' for i in range(16))
SCRIPT = '\n'.join(f'function suite{i}(x) {{ return x < {i} ? x + {i} : "<b>" + x + "</b>"; }}'
                   for i in range(18))


def sentence(r):
    return f'{r.choice(SUBJECTS)} {r.choice(VERBS)} {r.choice(THINGS)}, {r.choice(ENDS)}.'


def paragraph(r, size):
    parts, total = [], 0
    while total < size:
        part = sentence(r)
        parts.append(part[0].upper() + part[1:])
        total += len(part)
    return ' '.join(parts)


def paragraphs(r, size):
    parts = []
    while size > 0:
        parts.append(paragraph(r, min(size, r.randint(250, 600))))
        size -= len(parts[-1])
    return parts


def date(r, first, last):
    day = r.randint(1, 28)
    return f"{'1er' if day == 1 else day} {r.choice(MONTHS)} {r.randint(first, last)}"


def page(r, n, size, large):
    first, last = r.choice(FIRST), r.choice(LAST)
    civility = r.choice(['M.', 'Mme'])
    name, number = f'{first} {last}', n % 40000 + 1
    ministry, asked, state = r.choice(MINISTRIES), date(r, 2017, 2019), r.random()
    title = paragraph(r, 40).split(',')[0]
    opening = (f"{civility} {name} appelle l'attention de Mme la ministre de la culture sur ce que "
               + sentence(r))
    if large:  # with an answer, which is half of its text
        state = 0
    question = [opening] + paragraphs(r, size)
    if state < 0.7:
        heading, answer, suffix = f'Réponse émise le {date(r, 2020, 2022)}', paragraphs(r, size), ''
    elif state < 0.9:
        heading, answer, suffix = 'Réponse', ["Cette question n'a pas encore de réponse."], ''
    else:
        heading, answer, suffix = 'Retirée (caduque)', [], ' (caduque)'
    slug = f'senateur-{n}'
    kind = f'Question écrite N° {number} au {ministry}{suffix}'

    def html(parts):
        return '\n'.join('<p>' + p.replace('« ', '«&nbsp;').replace(' »', '&nbsp;»')
                         .replace(' %', '&nbsp;%') + '</p>' for p in parts)
    level = 'h3' if heading.startswith('Retirée') else 'h2'
    markup = f'''<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"
"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="fr" lang="fr">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>{name} - Question écrite N° {number} : {title} - NosSénateurs.fr</title>
<script type="text/javascript">
{SCRIPT}
</script>
<style>.gris {{ color: #888 }} .rouge {{ color: #c00 }}</style>
</head>
<body>
<div id="contenu"><div id="menu"><ul>
{MENU}</ul></div>
<div id="corps_page"><div class="contenu_page">
<div class="question" id="question15-{number:05}">
<div class="info_senateur"><div class="senateur_gauche">
<a href="/{slug}"><img title="{name} -- (Groupe parlementaire : {r.choice(GROUPS)})" src="/photo/{slug}" class="jstitle photo_fiche" alt="Photo de {name}"/></a></div>
<h1>  <a href="/{slug}">{name}</a> <br/>{kind}</h1></div>
<div class="stopfloat"></div>
<br/>
<div class="source"><a href="https://www.senat.fr/questions/base/2019/qSEQ1901{number:05}.html">source</a></div>
<h1>{title}</h1>
<div id="question">
<h2>Question soumise le {asked}</h2>
{html(question)}
</div>
<div id="reponse">
<{level}>{heading}</{level}>{html(answer)}
</div>
</div>
<div class="commentaires">
<h3 id="commentaires" class="list_com">Aucun commentaire n'a encore été formulé sur cette question.</h3>
</div></div></div>
<div id="bottom"><div class="legal">{FOOT}</div></div>
</div>
</body>
</html>
'''
    lines = [f'Photo de {name}', '', name, kind, '', 'source', '', title, '',
             f'Question soumise le {asked}', '']
    for part in question:
        lines += [part, '']
    lines += [heading, '']
    for part in answer:
        lines += [part, '']
    lines += ["Aucun commentaire n'a encore été formulé sur cette question."]
    return markup, '\n'.join(lines)


def main():
    folder = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 10000
    wanted = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    for name in 'html', 'text':
        os.makedirs(os.path.join(folder, name), exist_ok=True)
    for n in range(count):
        r = random.Random(f'page {n}')
        # Beside the text, a page has some 6 KB of menus and markup.
        size = (wanted - 7000) * 53 // 100 if wanted else r.randint(700, 2300)
        markup, text = page(r, n, max(size, 300), wanted > 0)
        with open(os.path.join(folder, 'html', f'{n:06}.html'), 'w', encoding='utf-8') as f:
            f.write(markup)
        with open(os.path.join(folder, 'text', f'{n:06}.txt'), 'w', encoding='utf-8') as f:
            f.write(text)


if __name__ == '__main__':
    main()
