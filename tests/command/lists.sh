#!/bin/bash
# The one file of a legislature, whose questions are members: tests/command/lists.sh
. "$(dirname "$0")/../lib/check.sh"
. "$top/tests/lib/inputs.sh"
python=${PYTHON:-python3}
export PYTHONDONTWRITEBYTECODE=1

# The records' files, in order.
files() { grep -o '"file":"[^"]*"' out | cut -d'"' -f4 | tr '\n' ' '; }

"$python" - <<'END'
import json, zipfile, gzip
def question(n):
    return {'uid': f'QANR5L14QE{n}', 'identifiant': {'numero': str(n), 'legislature': '14'}, 'type': 'QE',
            'textesQuestion': {'texteQuestion': {'texte': f'M. Paul Aubry demande un pont à {n} arches.'}}}
def xml(n):
    return (f'<question><uid>QANR5L14QE{n}</uid><identifiant><numero>{n}</numero><legislature>14</legislature>'
            '</identifiant><type>QE</type><textesQuestion><texteQuestion><texte>M. Paul Aubry demande un pont '
            f'à {n} arches.</texte></texteQuestion></textesQuestion></question>')
def write(name, text, encoding='utf-8'):
    with open(name, 'wb') as f:
        f.write(text.encode(encoding))
def lists(name, numbers, broken=None):
    questions = [json.dumps(question(n), ensure_ascii=False) for n in numbers]
    elements = [xml(n) for n in numbers]
    if broken:
        questions[1] = questions[1].replace(*broken[0])
        elements[1] = elements[1].replace(*broken[1])
    write(name + '.json', '{"questionsEcrites": {"question": [\n' + ',\n'.join(questions) + ']}}')
    write(name + '.xml', '<?xml version="1.0" encoding="UTF-8"?>\n<questionsEcrites>\n' + '\n'.join(elements) +
          '\n</questionsEcrites>\n')
lists('three', [1, 2, 3])
lists('other', [1, 2, 3, 4], (('un pont', 'un quai'), ('un pont', 'un quai')))
lists('broken', [1, 2, 3, 4], (('"QE"', 'QE'), ('</type>', '</typo>')))
lists('long', [1, 2, 3], (('un pont', 'un' + ' pont' * 300), ('un pont', 'un' + ' pont' * 300)))
lists('many', range(1, 12000))
text = open('three.json').read()
write('cut.json', text[:-3])
write('latin.xml', open('three.xml').read().replace('UTF-8', 'ISO-8859-1'), 'latin-1')
write('one.json', '{"questionsEcrites": {"question": ' + json.dumps(question(5)) + '}}')
write('none.json', '{"questionsEcrites": {"question": []}}')
with zipfile.ZipFile('all.zip', 'w', zipfile.ZIP_DEFLATED) as z:
    for name in 'three.json', 'cut.json', 'three.xml':
        z.write(name, 'json/' + name)
    z.writestr('json/alone.json', json.dumps({'question': question(9)}))
with gzip.open('three.json.gz', 'wb') as f:
    f.write(text.encode())
END

all() { for n in "${@:2}"; do printf '%s!QANR5L14QE%s ' "$1" "$n"; done; }
for name in three.json three.xml latin.xml; do
    try -f jsonl $name
    expect "$name" 0 '*' '^3 pages: 3 converted'
    try -q -f jsonl $name
    expect "$name: texts" 0 'pont à 2 arches' ''
    same "$name: files" "$(all $name 1 2 3)" "$(files)"
    try -q -f jsonl - <$name
    same "$name from standard input" "$(all - 1 2 3)" "$(files)"
    try -q -f jsonl - < <(cat $name)
    same "$name from a pipe" "$(all - 1 2 3)" "$(files)"
done
for name in broken.json broken.xml; do
    try -f jsonl $name
    expect "$name: the place of the fault in the file" 3 '*' "^$name!QANR5L14QE2:[34]:[0-9]+: error: .*\[not-a-question\]$"
    same "$name: the others" "$(all $name 1 3 4)" "$(files)"
done
for name in long.json long.xml; do
    try -f jsonl --max-size=1000 $name
    expect "$name: --max-size is for a question" 3 '*' "^$name!QANR5L14QE2:.*error: .*\[input-too-large\]$"
    same "$name: the others" "$(all $name 1 3)" "$(files)"
done
try -q -f jsonl cut.json
expect 'a list that is cut between questions' 4 '*' '^cut.json: error: .*\[archive-damaged\]$'
same 'its questions' "$(all cut.json 1 2 3)" "$(files)"
try -q -f xml one.json
expect 'a list of one question is a list' 0 '^<questions>' ''
try -f jsonl none.json
expect 'a list of none' 3 '' 'nothing to convert'
try -f akn three.json
expect 'a document holds one question' 4 '' 'has room for all'
try -q -f jsonl --include='*[13]' three.xml
same '--include is for the questions of a list' "$(all three.xml 1 3)" "$(files)"
mkdir folder && cp three.json three.xml folder
try -q -f jsonl --include='*.xml' folder
same '--include in a folder is for the list' "$(all folder/three.xml 1 2 3)" "$(files)"
try -o made/ folder
same 'outputs of a list' 'made/three.json/QANR5L14QE1.json made/three.json/QANR5L14QE2.json made/three.json/QANR5L14QE3.json' \
    "$(echo made/three.json/*)"
touch -d 2001-01-01 folder/*
try --update -o made/ folder
expect '--update' 0 '' '6 up to date'
try --diff three.json other.xml
expect '--diff of two lists' 1 'QANR5L14QE2 ' ''
check 'and of their questions' test "$(grep -c '(AN-14' out)" = 2

try --validate three.json
expect '--validate of a list' 1 '' '^three.json!QANR5L14QE2:3:1: error: this is a question of .*\[not-a-record\]$'
check 'a message for each' test "$(wc -l <err)" = 3

try -q -f jsonl three.json.gz
if [ ! -s out ]; then
    skip 'packed lists' 'this build has no libarchive'
else
    same 'a list that is packed' "$(all three.json.gz 1 2 3)" "$(files)"
    try -q -f jsonl all.zip
    expect 'lists in an archive' 4 '*' '^all.zip!json/cut.json: error: .*\[archive-damaged\]$'
    same 'their questions' "$(all all.zip!json/three.json 1 2 3)$(all all.zip!json/cut.json 1 2 3)$(
        all all.zip!json/three.xml 1 2 3)all.zip!json/alone.json " "$(files)"
    try -q -f jsonl --include='*three.json' all.zip
    same '--include in an archive is for the list' "$(all all.zip!json/three.json 1 2 3)" "$(files)"
    try -q -o zipped/ all.zip
    check 'outputs of a list in an archive' test -s zipped/all.zip/json/three.xml/QANR5L14QE3.json
fi
for name in many.json many.xml; do
    "$q" -q -j1 -f jsonl $name >one
    "$q" -q -j3 -f jsonl $name >three
    check "$name by three" cmp one three
    check "$name: all of it" test "$(wc -l <one)" = 11999
done
finish
