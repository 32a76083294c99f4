#!/bin/bash
# --diff with real files: tests/command/diff.sh
. "$(dirname "$0")/../lib/check.sh"
unset TERM

# expect WHAT STATUS OUT [ERR], of what try() ran: OUT is all of the output, '~RE' an expression
# that a line of it must match; ERR, an expression, likewise; without it there is no message.
expect() {
    local problem=
    [ "$rc" = "$2" ] || problem+="exit status $rc, not $2; "
    case $3 in
    '~'*) grep -qE -e "${3#\~}" out || problem+="no line matches $3; " ;;
    *) [ "$3" = "$(<out)" ] || problem+="expected: $3; " ;;
    esac
    if [ -z "${4-}" ]; then [ ! -s err ] || problem+="there is a message; "; else
        grep -qE -e "$4" err || problem+="no message matches $4; "
    fi
    result "$1" "${problem:+$tried: $problem}"
}

cp "$top/fixtures/001-pending/page.txt" a.txt
cp "$top/fixtures/101-ns-answered/page.html" b.html
"$q" a.txt >a.json
"$q" -f xml a.txt >a.xml
"$q" b.html >b.json 2>/dev/null

# ---- what can be compared ----
sed 's/"id": "SENAT/"id": "S\&N/' b.json >amp.json
"$q" -f xml b.html 2>/dev/null | sed 's/ id="SENAT/ id="S\&amp;N/' >amp.xml
try --diff amp.json amp.xml
expect 'an ampersand in an attribute is one in a string' 0 ''
for old in a.txt a.json a.xml; do
    for new in a.txt a.json a.xml; do
        try --diff $old $new
        expect "$old and $new are the same" 0 ''
    done
done
"$q" -f jsonl a.txt b.html >ab.jsonl 2>/dev/null
"$q" -f json a.txt b.html >ab.json 2>/dev/null
"$q" -f xml a.txt b.html >ab.xml 2>/dev/null
for new in ab.json ab.xml; do
    try --diff ab.jsonl $new
    expect "ab.jsonl and $new are the same" 0 ''
done
"$q" --diff - a.xml <a.json >out 2>err
rc=$? tried='qparse --diff - a.xml'
expect 'standard input' 0 ''
sed '1s/^/[          ] [Rechercher]\n/' a.txt >field.txt
try --diff field.txt a.json
expect "a page that begins with a browser's empty field" 0 ''
"$q" <a.txt | "$q" --diff a.txt - >out 2>err
rc=$?
expect 'the name of the input is no difference' 0 ''

# ---- what changed ----
# pair WHAT OLD NEW LINE...: what two programs of jq make of a.json differs by these lines.
whats=() programs=() told=()
pair() {
    whats+=("$1") programs+=("($2)" "($3)")
    shift 3
    told+=("$(printf '%s\n' "$@")")
}
# change WHAT PROGRAM LINE...: a.json and what the program makes of it differ by these lines.
change() { pair "$1" . "${@:2}"; }
# lists WHAT OLD NEW LINE...: two records with these keys differ by these lines.
lists() { pair "$1" ". + $2" ". + $3" "${@:4}"; }
# One jq makes them all: to start it takes longer than the comparison.
try_pairs() {
    local made i IFS=,
    mapfile -t made < <(jq -c "${programs[*]}" a.json)
    for i in "${!whats[@]}"; do
        printf '%s\n' "${made[2 * i]}" >o.json
        printf '%s\n' "${made[2 * i + 1]}" >n.json
        try --diff o.json n.json
        expect "${whats[i]}" 1 "${told[i]}"
    done
}
seven='[range(7) | {type: "paragraph", text: "Alinéa \(.)."}]'
table='{type: "table", rows: [["a", "b"]], text: "a\tb"}'
change answered '.status = "answered" | .response = {date: "2023-02-16", page: "p. 1", expected: null,
    blocks: '"$seven"'}' 'answered on 2023-02-16 (7 paragraphs)'
change 'answered, with a table' '.status = "answered" | .response = {date: "2023-02-16", page: null,
    expected: null, blocks: ['"$table"', {type: "paragraph", text: "x"}]}' \
    'answered on 2023-02-16 (1 paragraph, 1 table)'
change 'answered, but when' '.status = "answered" | .response = {date: null, page: null,
    expected: null, blocks: '"$seven"'}' 'answered (7 paragraphs)'
change announced '.status = "announced" | .response = {date: null, page: null,
    expected: "2031-05-03", blocks: []}' 'answer announced for 2031-05-03'
change withdrawn '.status = "withdrawn" | .withdrawal = {date: null, reason: null}' withdrawn
change 'withdrawn on a day' '.status = "withdrawn" | .withdrawal =
    {date: "2023-01-02", reason: "fin de mandat"}' 'withdrawn on 2023-01-02 (fin de mandat)'
change lapsed '.status = "lapsed" | .withdrawal = {date: "2023-01-02", reason: "caduque"}' \
    'lapsed on 2023-01-02 (caduque)'
change transformed '.status = "transformed" | .relations = [{type: "transformed_into",
    text: "question N° S12", number: "S12", url: null}]' 'transformed into question N° S12' \
    'relation added: transformed into question N° S12'
change 'a status that is not told' '.status = null' 'status unknown (was pending)'
change ministry '.ministry.displayed = "Ministère de la mer"' \
    'ministry changed: Ministère de la culture → Ministère de la mer'
change 'ministry of an official page' '.ministry.attributed = "Mer"' 'ministry added: Mer (attributed)'
change title '.title |= sub("phares"; "tours")' \
    'title changed: Entretien des [-phares-]{+tours+} désaffectés par les communes littorales'
change 'title removed' '.title = null' \
    'title removed: Entretien des phares désaffectés par les communes littorales'
change author '.author.name = "Zoé Kervran"' 'author changed: Élodie Kervran → Zoé Kervran'
change legislature '.legislature = 16' 'legislature added: 16'
change date '.body.date = "2022-12-02"' "question's date changed: 2022-12-01 → 2022-12-02"
change analysis '.analysis = ["un", "deux"]' 'analysis added: un' 'analysis added: deux'
change 'comment added' '.comments = {count: 1, items: [{author: "Zoé", date: "2023-01-02T10:20",
    text: "Bravo"}]}' 'comment added by Zoé on 2023-01-02T10:20'
change 'comments counted' '.comments.count = 3' 'number of comments changed: 0 → 3'
change events '.events = [{type: "transferred", date: "2023-01-02", detail: "Mer"},
    {type: "renewed", date: "2023-02-02", detail: null},
    {type: "erratum", date: null, detail: "p. 3"}]' \
    'transferred to Mer on 2023-01-02' 'renewed on 2023-02-02' 'erratum (p. 3)'
change 'unparsed lines' '.unparsed = [{line: 3, text: "?"}]' 'line that was not understood added: ?'
change 'a word' '.body.blocks[2].text |= sub("aidés"; "soutenus")' \
    "question, paragraph 3: Elle lui demande donc si ces bâtiments pourraient être [-aidés-]{+soutenus+} au titre du patrimoine maritime, et à partir de quelle date."
change 'a paragraph added' '.body.blocks |= [.[0], {type: "paragraph", text: "Tout neuf."}] + .[1:]' \
    'question, paragraph 2 added: {+Tout neuf.+}'
change 'a paragraph removed' '.body.blocks |= .[:2]' \
    "question, paragraph 3 removed: [-Elle lui demande donc si ces bâtiments pourraient être aidés au titre du patrimoine maritime, et à partir de quelle date.-]"
change 'paragraphs in another order, one changed' \
    '.body.blocks |= [{type: "paragraph", text: "Avant."}, .[0], (.[1] | .text |= sub("1998"; "1999")), .[2]]' \
    'question, paragraph 1 added: {+Avant.+}' \
    "question, paragraph 3: … aide de l'État, elle, n'a pas changé depuis [-1998-]{+1999+}."
change 'a paragraph replaced' '.body.blocks[2].text = "Rien de tel."' \
    "question, paragraph 3 removed: [-Elle lui demande donc si ces bâtiments pourraient être aidés au titre du patrimoine maritime, et à partir de quelle date.-]" \
    'question, paragraph 3 added: {+Rien de tel.+}'
change 'two paragraphs, one replaced, one changed' \
    '.body.blocks |= [.[0], {type: "paragraph", text: "Rien de tel."}, (.[2] | .text |= sub("aidés"; "soutenus"))]' \
    "question, paragraph 2 removed: [-Plusieurs maires du littoral lui ont dit que la peinture, la toiture et l'escalier d'une seule tour prennent « plus du tiers » de leur budget d'entretien ; l'aide de l'État, elle, n'a pas changé depuis 1998.-]" \
    'question, paragraph 2 added: {+Rien de tel.+}' \
    "question, paragraph 3: Elle lui demande donc si ces bâtiments pourraient être [-aidés-]{+soutenus+} au titre du patrimoine maritime, et à partir de quelle date."
change 'comments counted where they were not' '.comments = {count: 1, items: [range(2) |
    {author: "Zoé", date: null, text: "\(.)"}]}' 'comment added by Zoé' 'comment added by Zoé' \
    'number of comments changed: 0 → 1'
change 'no text at all' '.body.blocks = []' "question's text removed (3 paragraphs)"
change 'several things' '.status = "withdrawn" | .withdrawal = {date: null, reason: null} |
    .title = "Phares" | .author.group = "RDSE"' withdrawn 'group added: RDSE' \
    'title changed: [-Entretien des phares désaffectés par les communes littorales-]{+Phares+}'

change 'a paragraph moved' '.body.blocks |= [.[2], .[0], .[1]]' \
    'question, paragraph 1 moved: was paragraph 3'
change 'paragraphs in the opposite order' '.body.blocks |= reverse' \
    'question, paragraph 3 moved: was paragraph 1'
change 'a paragraph moved, one added, one removed' \
    '.body.blocks |= [.[1], .[0], {type: "paragraph", text: "Fin."}]' \
    "question, paragraph 3 removed: [-Elle lui demande donc si ces bâtiments pourraient être aidés au titre du patrimoine maritime, et à partir de quelle date.-]" \
    'question, paragraph 2 moved: was paragraph 1' 'question, paragraph 3 added: {+Fin.+}'

comment() { # NAME DAY TEXT...
    local items=
    for ((; $# > 2;)); do
        items+="${items:+, }{author: \"$1\", date: \"2023-01-0$2T10:00\", text: \"$3\"}" && shift 3
    done
    echo "{comments: {count: 2, items: [$items]}}"
}
lists 'comments in another order' "$(comment Zoé 1 Un. Luc 2 Deux.)" \
    "$(comment Luc 2 Deux. Zoé 1 Un.)" 'comment moved: by Zoé on 2023-01-01T10:00'
lists 'a comment before one that was edited' "$(comment Zoé 1 Un.)" \
    "$(comment Luc 2 Deux. Zoé 1 Trois.)" 'comment added by Luc on 2023-01-02T10:00' \
    'comment by Zoé on 2023-01-01T10:00: [-Un-]{+Trois+}.'
one='{type: "cites", text: "question n° 4", number: "4", url: null}'
two='{type: "recalls", text: "question n° 5", number: "5", url: null}'
lists 'relations in another order' "{relations: [$one, $two]}" "{relations: [$two, $one]}" \
    'relation moved: cites question n° 4'
lists 'the address of a relation' "{relations: [$one]}" "{relations: [$one + {url: \"/q/4\"}]}" \
    "relation's address added (question n° 4): /q/4"
lists 'terms in another order' '{analysis: ["un", "deux"]}' '{analysis: ["deux", "trois", "un"]}' \
    'analysis added: trois' 'analysis moved: un'
lists 'events in another order' '{events: [{type: "erratum", date: null, detail: "p. 3"},
    {type: "renewed", date: null, detail: null}]}' '{events: [{type: "renewed", date: null,
    detail: null}, {type: "erratum", date: null, detail: "p. 3"}]}' 'moved: erratum (p. 3)'
try_pairs

jq '.status = "answered" | .response = {date: "2023-02-16", page: "p. 1", expected: null,
    blocks: '"$seven"'} | .comments = {count: 1, items: [{author: "Zoé", date: null, text: "Un."}]}' \
    a.json >answered.json
jq '.response.date = "2023-02-17" | .response.blocks[3].text = "Alinéa trois." | .comments.items[0].text = "Deux."' \
    answered.json >n.json
try --diff answered.json n.json
expect 'an answer that changes' 1 "answer's date changed: 2023-02-16 → 2023-02-17
answer, paragraph 4: Alinéa [-3-]{+trois+}.
comment by Zoé: [-Un-]{+Deux+}."
try --diff answered.json a.json
expect 'an answer that is gone' 1 "pending (was answered)
answer's date removed: 2023-02-16
answer's page removed: p. 1
answer's text removed (7 paragraphs)
comment removed by Zoé"
jq '.body.blocks[1] = '"$table" a.json >t.json
jq '.body.blocks[1] |= (.rows = [["a", "c"]] | .text = "a\tc")' t.json >n.json
try --diff t.json n.json
expect 'a cell' 1 'question, table 2: a | [-b-]{+c+}'

jq '.body.blocks[1] = {type: "paragraph", text: "a b"}' t.json >n.json
try --diff t.json n.json
expect 'a table that a copy shows as text' 0 ''
try --diff --exact t.json n.json
expect 'with --exact it is no table any more' 1 'question, paragraph 2: a[-\u0009-]{+\u0020+}b'

# ---- spaces ----
jq '.body.blocks[].text |= (gsub(" "; "\u00a0") | sub(",\u00a0"; ",\n")) | .title |= gsub(" "; "\u202f")' \
    a.json >n.json
try --diff a.json n.json
expect 'no-break spaces and line breaks are no change' 0 ''
try --diff --exact a.json n.json
expect 'with --exact they are' 1 '~^title changed: Entretien\[-\\u0020-\]\{\+\\u202f\+\}des'

# ---- how it is printed ----
jq '.title = "Phares"' a.json >n.json
try --diff --color=always a.json n.json
expect 'colours' 1 "$(printf 'title changed: \033[31mEntretien des phares désaffectés par les communes littorales\033[m\033[32mPhares\033[m')"
for when in '' --color=auto --color=never; do
    # shellcheck disable=SC2086 # no word where it is empty
    try --diff $when a.json n.json
    expect "no colours in a pipe${when:+, $when}" 1 '~\{\+Phares\+\}$'
done
if command -v script >/dev/null && script -qec true /dev/null >/dev/null 2>&1; then
    for how in 'TERM=xterm' 'TERM=dumb' 'TERM=xterm NO_COLOR=1'; do
        script -qec "$how '$q' --diff a.json n.json" /dev/null </dev/null >out 2>err
        case $how in *xterm) want=1 ;; *) want=0 ;; esac
        [ "$(grep -c $'\033' out)" = $want ] && problem= || problem=wrong
        result "a terminal: $how" "$problem"
    done
else
    skip 'colours on a terminal' 'script(1) works not here'
fi
jq '.title = "Pha\u001bres\u202e"' a.json >n.json 2>/dev/null
try --diff a.json n.json
expect 'no record holds what a terminal obeys' 3 '' 'n.json:29:12: error: .title: a character that XML forbids'
jq '.title = "Pha\u202eres"' a.json >n.json
try --diff a.json n.json
expect 'what turns a line round is escaped' 1 '~Pha\\xe2\\x80\\xaeres'
try --diff -f jsonl a.json answered.json
jq -r '[.change, .id, .old_file, .new_file, .field, .old, .new, .message] | join("|")' out >lines
mv lines out
expect 'changes for scripts' 1 'answered||a.txt|a.txt|.status|pending|answered|answered on 2023-02-16 (7 paragraphs)
added||a.txt|a.txt|.comments.items[0]||Un.|comment added by Zoé'
try --diff -o changes.txt a.json answered.json
expect 'into a file' 1 ''
mv changes.txt out && rc=1
expect 'the file' 1 '~^answered on'

# ---- folders ----
mkdir old new
for n in 1 2 3 4; do
    sed "s/^  \"id\": .*/  \"id\": \"AN-16-QE-$n\",/; s/^  \"number\": .*/  \"number\": \"$n\",/" a.json >old/$n.json
done
cp a.txt old/a.txt
cp old/*.json a.txt new/
try --diff old new
expect 'equal folders' 0 '' '^5 questions: 5 the same, 0 changed, 0 added, 0 removed$'
try --diff -q old new
expect 'equal folders, quietly' 0 ''
rm new/1.json
mv new/2.json new/renamed.json
jq '.status = "withdrawn" | .withdrawal = {date: null, reason: null}' old/3.json >new/3.json
jq '.id = "AN-16-QE-9" | .title = "Neuf"' old/4.json >new/4.json
sed 's/4127/4128/' a.txt >new/a.txt
echo 'Notes' >new/notes.md
try --diff old new
expect 'folders' 1 '1 (AN-16-QE-1)
  question removed: Entretien des phares désaffectés par les communes littorales
3 (AN-16-QE-3)
  withdrawn
4 (AN-16-QE-4)
  question removed: Entretien des phares désaffectés par les communes littorales
a.txt
  number changed: 4127 → 4128
4 (AN-16-QE-9)
  question added: Neuf' '^6 questions: 1 the same, 2 changed, 1 added, 2 removed$'
try --diff -q -f jsonl old new
jq -r '[.change, .id, .field] | join(" ")' out >lines
mv lines out
expect 'folders for scripts' 1 'removed AN-16-QE-1 .
withdrawn AN-16-QE-3 .status
removed AN-16-QE-4 .
changed  .number
added AN-16-QE-9 .'
try --diff --strict old new
expect 'all of a folder must be questions' 3 '~withdrawn' '^new/notes.md: error: .*not-a-question\]$'
cat old/*.json >old.json && cat new/*.json >new.json
try --diff -q old.json new.json
expect 'streams' 1 '~AN-16-QE-3'
mkdir pages && cp a.txt b.html pages/
"$q" -q -o records/ pages/
try --diff -q pages records
expect 'pages and their records' 0 ''
"$q" -q -f jsonl pages/ >records.jsonl
try --diff -q records.jsonl pages
expect 'pages and a stream of their records' 0 ''
tar czf pages.tar.gz pages
if "$q" -q pages.tar.gz 2>&1 | grep -q libarchive; then
    skip 'archives' 'this build reads none'
else
    (cd pages && tar czf ../pages.tar.gz .)
    try --diff -q pages.tar.gz pages
    expect 'an archive and a folder' 0 ''
    tar cf one.tar a.txt && tar cPf up.tar --transform 's|^|../|' a.txt
    for operands in 'one.tar a.txt' 'a.txt one.tar'; do
        # shellcheck disable=SC2086
        try --diff $operands
        expect "one page, which an archive names: $operands" 0 ''
        # shellcheck disable=SC2086
        try --diff ${operands/a.txt/b.html}
        expect "and another one is no change of it: $operands" 1 '~^  question added: '
    done
    try --diff up.tar up.tar
    expect 'a name that leads out of the archive' 0 ''
fi

try --diff ab.jsonl a.json
expect 'two questions and one of them' 1 '~^  question removed: '
try --diff a.json ab.jsonl
expect 'and the other way round' 1 '~^  question added: '

# ---- what a question is called by ----
{ printf '\xef\xbb\xbf' && cat a.json; } >bom.json
try --diff a.json bom.json
expect 'a byte order mark' 0 ''
mkdir here there alone
jq '.id = "AN-16-QE-1"' a.json >here/avant.json
jq '.id = "AN-16-QE-1" | .title = "Neuf"' a.json >there/apres.json
try --diff -q here there
expect 'a renamed file that changed' 1 'avant → apres (AN-16-QE-1)
  title changed: [-Entretien des phares désaffectés par les communes littorales-]{+Neuf+}'
cp a.json alone/nue
try --diff alone here
expect 'one question, known by its file' 1 '~^nue → avant \(AN-16-QE-1\)$' \
    '^1 question: 0 the same, 1 changed, 0 added, 0 removed$'
cp here/avant.json alone/nue
try --diff alone here
expect 'one question, the same' 0 '' '^1 question: 1 the same, 0 changed'
try --diff --diagnostics=json alone there
expect 'no summary for scripts' 1 '~^nue → apres '
try --diff -q here/avant.json there
expect 'a file and a folder' 1 '~^  title changed: '
try --diff -q there here/avant.json
expect 'a folder and a file' 1 '~^  title changed: '
jq -c '.id = null | .title = null | .file = null | .number = (1, 2, 3 | tostring)' a.json >unnamed.jsonl
head -n 2 unnamed.jsonl >fewer.jsonl
try --diff unnamed.jsonl fewer.jsonl
expect 'neither name nor title' 1 '-
  question removed'
try --diff -q -f jsonl fewer.jsonl unnamed.jsonl
mv out lines && jq -c '[.change, .id, .new_file, .message]' lines >out
expect 'the same for scripts' 1 '["added",null,null,"question added"]'
jq -c '.id = ("AN-16-QE-1", null)' a.json >some.jsonl
jq -c '.id = (null, null)' a.json >none.jsonl
try --diff -q some.jsonl none.jsonl
expect 'an id that is told no more' 1 '~^  id removed: AN-16-QE-1$'
jq -c '.id = "AN-16-QE-1" | .number = (1, 2, 3 | tostring)' a.json >thrice.jsonl
jq -c '.id = "AN-16-QE-1" | .file = "b.txt" | .number = (1, 3 | tostring)' a.json >twice.jsonl
try --diff -q thrice.jsonl twice.jsonl
expect 'one id, more than once' 1 'a.txt → b.txt (AN-16-QE-1)
  number changed: 2 → 3
a.txt (AN-16-QE-1)
  question removed: Entretien des phares désaffectés par les communes littorales'

# ---- trouble ----
mkfifo fifo
timeout --preserve-status -s TERM 1 "$q" --diff fifo a.json >out 2>err
rc=$?
expect 'interrupted while it waits' 143 ''
try --diff a.json
expect 'one operand' 2 '' 'two operands, OLD and NEW'
try --diff a.json b.json a.txt
expect 'three operands' 2 '' 'two operands, OLD and NEW'
echo b.json >list
try --diff --files-from=list a.json b.json
expect 'two operands and a list' 2 '' 'two operands, OLD and NEW'
try --diff - -
expect 'standard input twice' 2 '' "can't be both"
for option in --update --dry-run; do
    try --diff $option -o over.txt a.json answered.json
    expect "$option" 2 '' "^qparse: $option is for converting"
done
check 'nothing was written' test ! -e over.txt
try --diff --shard=1/2 a.json b.json
expect 'a part of two folders' 2 '' '--shard has no use'
try --exact a.txt
expect '--exact alone' 2 '' '^qparse: --exact is for --diff$'
try --exact --version
expect '--exact, where nothing is read' 0 '~^qparse [0-9]'
try --diff -f xml a.json b.json
expect 'a format that says no changes' 2 '' 'format=jsonl'
try --diff gone.json a.json
expect 'a file that is not there' 4 '' '^qparse: gone.json: No such file'
try --diff --max-size=10 a.json a.xml
expect 'over the limit' 3 '' '^a.xml: error: the input is larger than 10 bytes \[input-too-large\]$'
try --diff file:///a.json a.json
expect 'an address' 4 '' '^qparse: file:///a.json: name the file by its path'
cp a.json x.json
try --diff -o x.json x.json answered.json
expect 'an output over OLD' 2 '' '^qparse: x.json is an input'
check 'it is as it was' cmp a.json x.json
head -c 700 a.json >half.json
try --diff a.json half.json
expect 'half a record' 3 '' '^half.json:[0-9]+:[0-9]+: error: no JSON: '
printf '<questions/>\n' >none.xml
try --diff none.xml a.json
expect 'a list without questions is no list that could not be read' 1 '~^  question added: Entretien'
try --diff a.json none.xml
expect 'on either side' 1 '~^  question removed: Entretien'
printf 'ah' >two.txt
try --diff two.txt a.json
expect 'an input of two bytes' 3 '' '^two.txt: error: '
echo 'Bonjour' >hello.txt
try --diff hello.txt a.json
expect 'no question' 3 '' '^hello.txt: error: '
sed 's|<question|<!DOCTYPE question>&|' a.xml >x.xml
try --diff a.xml x.xml
expect 'a DOCTYPE' 3 '' 'DOCTYPE'
try --diff a.json no.txt
expect 'what is not there has lost nothing' 4 '' 'no.txt: No such file'
try --diff ab.jsonl no.txt
expect 'nor has a NEW that is not there' 4 '' 'no.txt: No such file'
try --diff no.txt ab.jsonl
expect 'nor an OLD' 4 '' 'no.txt: No such file'
try --diff -o a.txt/no.txt a.json answered.json
expect 'an output that can not be written' 4 '' '^qparse: a.txt/no.txt: Not a directory'
mkdir -p nothing/old nothing/new
try --diff nothing/old nothing/new
expect 'two folders without a page or a record' 3 '' '^qparse: nothing to compare: '
echo 'Bonjour' | tee nothing/old/a.txt >nothing/new/a.txt
try --diff nothing/old nothing/new
expect 'two folders whose pages are no questions any more' 3 '' '^qparse: nothing to compare: '
try --diff --include='*.html' nothing/old nothing/new
expect 'a filter that leaves nothing' 0 '' '^0 questions: '
"$q" -q -f csv -o nothing/a.csv a.txt
try --diff nothing/a.csv nothing/a.csv
expect 'records in CSV' 3 '' '^nothing/a.csv: error: .*\[input-format\]$'
echo '{"compilerOptions": {}}' | tee nothing/old/tool.json >nothing/new/tool.json
cp a.txt nothing/old/page.txt && cp a.txt nothing/new/page.txt
try --diff nothing/old nothing/new
expect 'other JSON beside pages is told once' 0 '' '^nothing/old/tool.json: warning: this and 1 other are no records'
result "in one line" "$([ "$(grep -c record-left-out err)" = 1 ] || cat err)"
try --diff --strict nothing/old nothing/new
expect 'with --strict it is an error' 3 '' '^nothing/new/tool.json:1:1: error: '

# ---- annotations ----
mkdir -p marked/old/s marked/new/s
cp a.txt marked/old/b.txt
sed 's/de la culture$/de la mer/; s/1998/2003/' a.txt >marked/new/b.txt
cp b.html marked/old/s/gone.html
sed 's/4127/4130/' a.txt | tee marked/new/s/same.txt marked/old/s/same.txt >marked/new/a,1.txt
sed -i 's/4130/4131/' marked/new/a,1.txt
try --diff marked/old marked/new
cp out plain
try --diff --diagnostics=github --color=always marked/old marked/new
expect 'a change is an annotation of NEW, with all that changed' 1 "$(<plain)" \
    '^::warning file=marked/new/b.txt,title=question-changed::ministry changed: .*de la mer%0Aquestion, paragraph 2: .*\[-1998-\]\{\+2003\+\}\.$'
result 'in the order of the output' "$(diff - <(sed -n 's/^::warning file=\([^,]*\),.*/\1/p' err) <<'END'
marked/new/b.txt
marked/old/s/gone.html
marked/new/a%2C1.txt
END
)"
try --diff --diagnostics=github -f jsonl a.txt - <marked/new/b.txt
expect 'standard input has no name, so that OLD is annotated' 1 '~^\{"change":"changed"' '^::warning file=a.txt,'
try --diff --diagnostics=github -q marked/old marked/new
expect 'none of them with -q' 1 "$(<plain)"
try --diff --diagnostics=github marked/old marked/old
expect 'without a change there is none' 0 '' '^3 questions: 3 the same'
result 'at all' "$(grep '^::' err)"

if [ -c /dev/full ]; then
    "$q" --diff a.json answered.json >/dev/full 2>err
    rc=$?
    : >out
    expect 'a full disk' 4 '' '^qparse: standard output: No space left'
fi
{ sleep 0.3 && exec "$q" --diff a.json answered.json; } 2>err | true
problem=${PIPESTATUS[0]}
[ "$problem" = 141 ] && problem=
result 'a closed pipe' "${problem:+exit status $problem}"
finish
