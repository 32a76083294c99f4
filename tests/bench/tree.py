#!/usr/bin/env python3
"""What a user of python would write: each page's tree by lxml, the same fields as JSON lines.
Pages are named on the command line."""
import json
import re
import sys

import lxml.html

MONTHS = ('janvier février mars avril mai juin juillet août septembre octobre novembre '
          'décembre').split()
DATE = re.compile(r'(\d+)(?:er)? (\S+) (\d{4})')
HEADING = re.compile(r'(Question .*?) N° (\d+\w?) au (.+?)(?: \((retirée|caduque)\))?$')
OPENING = re.compile(r"\b(?:à|de|auprès de) ((?:M\.|Mme) (?:le|la) (?:ministre|secrétaire|Premier)[^,.]*?)"
                     r" (?:sur|que|de bien|quant)\b")


def date(text):
    found = DATE.search(text or '')
    if not found or found[2] not in MONTHS:
        return None
    return '%s-%02d-%02d' % (found[3], MONTHS.index(found[2]) + 1, int(found[1]))


def blocks(division):
    return [{'type': 'paragraph', 'text': p.text_content().strip()} for p in division.iter('p')]


def read(path):
    with open(path, 'rb') as file:
        page = lxml.html.fromstring(file.read())
    question = page.xpath('//div[@class="question"]')[0]
    author, title = question.xpath('.//h1')
    label, number, ministry, suffix = HEADING.search(author.text_content().strip()).groups()
    name = author.xpath('a')[0].text_content()
    photo = question.xpath('.//img/@title')[0]
    body = question.xpath('div[@id="question"]')[0]
    paragraphs = blocks(body)
    opening = OPENING.search(paragraphs[0]['text'])
    answer = question.xpath('div[@id="reponse"]')[0]
    heading = answer[0].text_content()
    answered, text = date(heading), blocks(answer)
    if heading.startswith('Retirée'):
        status = 'lapsed' if 'caduque' in heading else 'withdrawn'
    else:
        status = 'announced' if 'à venir' in heading else 'answered' if answered else 'pending'
    return {
        'file': path, 'legislature': int(question.get('id')[8:10]), 'type_label': label,
        'number': number, 'source_url': question.xpath('div[@class="source"]/a/@href')[0],
        'author': {'name': name, 'civility': paragraphs[0]['text'].split(' ', 1)[0],
                   'group': photo.rsplit(': ', 1)[-1].rstrip(')')},
        'ministry': ministry, 'addressee': opening and opening[1],
        'title': title.text_content().strip(), 'status': status,
        'body': {'date': date(body[0].text_content()), 'blocks': paragraphs},
        'response': {'date': answered, 'blocks': text} if status == 'answered' else None,
    }


for path in sys.argv[1:]:
    print(json.dumps(read(path), ensure_ascii=False))
