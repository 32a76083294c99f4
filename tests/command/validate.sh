#!/bin/bash
# --validate with real files: tests/command/validate.sh
. "$(dirname "$0")/../lib/check.sh"

# spoil FILE SED-SCRIPT: makes FILE of a.json or a.xml, by its end.
spoil() { sed -E "$2" "a.${1##*.}" >"$1"; }

cp "$top/fixtures/001-pending/page.txt" a.txt
cp "$top/fixtures/101-ns-answered/page.html" b.html
"$q" a.txt >a.json
"$q" -f xml a.txt >a.xml
"$q" -f jsonl a.txt b.html >ab.jsonl 2>/dev/null
"$q" a.txt b.html >ab.json 2>/dev/null
"$q" -f xml a.txt b.html >ab.xml 2>/dev/null

try --validate a.json a.xml ab.jsonl ab.json ab.xml
expect 'what qparse wrote is valid' 0 '' ''
try --validate <ab.json
expect 'standard input' 0 '' ''
{ printf '\xef\xbb\xbf' && cat a.json; } >bom.json
sed 's/$/\r/' ab.jsonl >crlf.jsonl
jq -S . a.json >sorted.json
try --validate bom.json crlf.jsonl sorted.json
expect 'a byte order mark, CRLF, and another order of keys' 0 '' ''

spoil x.json 's/"2022-12-01"/"2022-12-32"/'
try --validate x.json
expect 'a day that is none' 1 '' '^x.json:35:13: error: \.body\.date: "2022-12-32" is no .*record-invalid\]$'
spoil x.json 's/"title": /"titles": /'
try --validate x.json
expect 'an unknown key' 1 '' '^x.json:29:13: error: \.titles: no key of a record'
expect 'and a missing one' 1 '' '^x.json:1:1: error: \.: missing: title '
spoil x.json 's/^  "status"/  "title": "x",\n&/'
try --validate x.json
expect 'a key that stands twice' 1 '' '^x.json:33:12: error: \.title: this stands twice.*record-invalid\]$'
spoil x.json 's/"legislature": null/"legislature": "15"/'
try --validate x.json
expect 'a string for a number' 1 '' '^x.json:7:18: error: \.legislature: a number or null is wanted, not a string'
spoil x.json 's/"id": null/"id": "SENAT-15"/'
try --validate x.json
expect 'an id that is none' 1 '' "^x.json:4:9: error: \.id: .*pattern"
"$q" b.html >b.json
for program in '.id |= sub("5127"; "7")' '.id |= sub("15"; "14")' '.number = "127"' '.number = null' \
    '.legislature = null'; do
    jq "$program" b.json >x.json
    try --validate x.json
    expect "an id of another question: $program" 1 '' "^x.json:4:9: error: \.id: .* is not made of this record's chamber"
done
jq '.number = "05127"' b.json >x.json
try --validate x.json
expect 'zeros of the number are not in the id' 0 '' ''
for program in '.response = null' '.status = "announced" | .response = null' '.status = "pending"' \
    '.status = "transformed"' '.status = "withdrawn" | .response = null'; do
    jq "$program" b.json >x.json
    try --validate x.json
    expect "a status that the record contradicts: $program" 1 '' '^x.json:33:13: error: \.status: "'
done
spoil x.json 's/"legislature": null/"legislature": 99999999999/'
try --validate x.json
expect 'a number that is too large' 1 '' '\.legislature: "99999999999" is no whole number from 1 to 2147483647 '
spoil x.json 's/"text": "Elle.*/"text": ""/'
try --validate x.json
expect 'an empty paragraph' 1 '' '^x.json:[0-9]+:17: error: \.body\.blocks\[2\]\.text: '
head -c 1000 a.json >x.json
try --validate x.json
expect 'half a record' 1 '' '^x.json:[0-9]+:[0-9]+: error: no JSON: premature end of input'
: >x.json
try --validate x.json
expect 'an empty file' 1 '' '^x.json:1:1: error: there is no record in it'
iconv -f UTF-8 -t ISO-8859-1 a.json >x.json
try --validate x.json
expect 'JSON in Latin-1' 1 '' '^x.json:8?[0-9]+:[0-9]+: error: the byte 0xe9 is no UTF-8'
jq -s . ab.json >x.json
try --validate x.json
expect 'a list of records' 0 '' ''
jq -s '.[1].site = "x"' ab.json >x.json
try --validate x.json
expect 'a fault in the second of a list' 1 '' '^x.json:[0-9]+:13: error: \.site: "x" is none of'
echo '[[{}]]' >x.json
try --validate x.json
expect 'a list of lists' 1 '' "^x.json:1:2: error: no JSON: a record begins with '\{'.*record-malformed"
head -c 1000 a.json >x.json

{ sed -n 1p ab.jsonl && echo '{"schema":' && sed 's/"QE"/"QX"/' ab.jsonl && echo '[]' &&
    sed -n 2p ab.jsonl; } >x.jsonl
try --validate x.jsonl
expect 'a stream: each line is looked at' 1 '' '^x.jsonl:4:[0-9]+: error: \.type: "QX"'
check 'three of six lines are wrong, an empty list holds no record' test "$(grep -c . err)" = 3

mkdir -p r/sub
cp a.json ab.xml r/ && cp a.txt b.html r/sub/ && cp ab.jsonl r/sub/
try --validate r
expect 'a folder' 0 '' '^5 records: 5 valid, 0 not valid; 2 files hold none$'
try --validate -q r
expect 'a folder, quietly' 0 '' ''
try --validate --strict r
expect 'all of a folder must be records' 1 '' '^r/sub/a.txt:1:1: error: neither JSON nor XML.*not-a-record\]$'
try --validate r/sub/a.txt
expect 'a page is no record' 1 '' 'neither JSON nor XML'
spoil r/sub/x.xml 's/senat/senate/'
: >r/y.json
try --validate r
expect 'a folder with a fault' 1 '' '^r/sub/x.xml:3:|^r/sub/x.xml:'
expect 'its summary' 1 '' '^6 records: 5 valid, 1 not valid; 2 files hold none$'
expect 'what is called like a record is looked at' 1 '' '^r/y.json:1:1: error: '
try --validate --include='*.jsonl' r
expect '--include' 0 '' '^2 records: 2 valid'
mkdir mixed && cp a.json mixed/ && echo '<html/>' >mixed/page.xml
try --validate mixed
expect 'another document in a folder' 0 '' '^1 record: 1 valid, 0 not valid; 1 file holds none$'
mkdir none && cp a.txt none/
try --validate none
expect 'a folder without records' 1 '' '^qparse: there is no record in the inputs$'

tar cf r.tar -C r a.json sub/ab.jsonl && gzip -k r.tar && gzip -k a.json
if "$q" -q -f jsonl r.tar 2>&1 | grep -q libarchive; then
    skip 'archives' 'this build reads none'
else
    try --validate r.tar.gz a.json.gz
    expect 'archives' 0 '' ''
fi

try --validate --report=list a.xml x.json r
expect 'a report' 1 '' '^x.json:'
check 'the report as JSON lines' jq -es \
    'any(.file == "r/sub/x.xml" and .line > 0 and .code == "record-invalid")' list
try --validate --diagnostics=github x.json
expect 'annotations' 1 '' '^::error file=x.json,line=[0-9]+,col=[0-9]+,title=record-malformed::'

sed -E 's/(id="SENAT-15-QE-)5127/\17/' <("$q" -f xml b.html) >x.xml
try --validate x.xml
expect 'XML with an id of another question' 1 '' "^x.xml:2:3?[0-9]*: error: \.id: .* is not made of"
for script in 's/<site>.*//' 's/senat</an</' 's/pending/answerd/' 's/2022-12-01/soon/'; do
    spoil x.xml "$script"
    try --validate x.xml
    expect "XML after $script" 1 '' '^x.xml:[0-9]+:[0-9]+: error: \.'
done
result 'a fault is told once' "$([ "$(grep -c . err)" = 1 ] || cat err)"
spoil x.xml 's/<title>/<title lang="fr">/'
try --validate x.xml
expect 'an attribute that no record has' 1 '' "^x.xml:18:3: error: \.title\.lang: The attribute 'lang' is not allowed"
spoil x.xml 's/<status>/<status><b>/'
try --validate x.xml
expect 'tags that do not match' 1 '' '^x.xml:19:[0-9]+: error: no XML: .*record-malformed\]$'
# A sanitizer that gives freed memory again at once, as malloc() does: what is known of a record's
# first element is not of the next one's, at the same address.
printf '<questions>\n<question/>\n<question/>\n</questions>\n' >x.xml
ASAN_OPTIONS=${ASAN_OPTIONS-}:quarantine_size_mb=0:thread_local_quarantine_size_kb=0 try --validate x.xml
expect 'a record without anything' 1 '' "^x.xml:2:1: error: \.: The attribute 'schema' is required but missing"
expect 'and another below it' 1 '' "^x.xml:3:1: error: \.: The attribute 'schema' is required but missing"
head -c 900 a.xml >x.xml
try --validate x.xml
expect 'half a document' 1 '' '^x.xml:[0-9]+:[0-9]+: error: no XML: '
echo '<html><body>a</body></html>' >x.xml
try --validate x.xml
expect 'another document' 1 '' '^x.xml:1:1: error: the root is neither .*not-a-record\]$'

echo secret >secret
for type in '<!DOCTYPE question>' '<!DOCTYPE question SYSTEM "secret">' '<!doctype question>' \
    "<!DOCTYPE question [<!ENTITY x SYSTEM \"file://$work/secret\">]>" \
    '<!-- <question> --> <!DOCTYPE question [<!ENTITY x "y">]>'; do
    sed "s|<question|$type&|; s|Ministère|\&x;|" a.xml >x.xml
    try --validate x.xml
    expect "refused: ${type:0:40}" 1 '' '^x.xml:2:[0-9]+: error: a document with a DOCTYPE is not read'
done
if command -v strace >/dev/null; then
    sed 's|<question|& xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="secret"|' \
        a.xml >y.xml
    ASAN_OPTIONS=detect_leaks=0 strace -f -o trace "$q" --validate x.xml y.xml 2>/dev/null
    if ! grep -q '"x.xml"' trace; then
        skip 'nothing but the named file is opened' 'strace works not here'
    else
        result 'nothing but the named file is opened' "$(grep -E 'secret|socket\(' trace)"
    fi
else
    skip 'nothing but the named file is opened' 'there is no strace'
fi
iconv -f UTF-8 -t UTF-16 a.xml >x.xml
try --validate x.xml
expect 'XML in UTF-16' 1 '' '^x.xml:1:1: error: the byte 0xff is no UTF-8'
sed 's/UTF-8/ISO-8859-1/' a.xml | iconv -f UTF-8 -t ISO-8859-1 >x.xml
try --validate x.xml
expect 'XML in Latin-1' 1 '' '^x.xml:'
{ printf '<question schema="qparse/1">' && printf '<a>%.0s' {1..3000}; } >x.xml
try --validate x.xml
expect 'deep XML' 1 '' 'x.xml:1:'

{ printf '<!-- > -->\n<question' && printf ' a%d="1"' {1..3000} && echo '/>'; } >x.xml
try --validate x.xml
expect 'a crowded tag' 1 '' '^x.xml:2:1: error: this tag has more attributes'
{ printf '<question schema="qparse/1">' && printf '<a%d/>' {1..3000} && echo '</question>'; } >x.xml
try --validate x.xml
expect 'strange names' 1 '' ': 1,000 elements have names that no record has'
printf '<question schema="qparse/1"><file>\000</file></question>' >x.xml
try --validate x.xml
expect 'a NUL' 1 '' '^x.xml:1:35: error: the byte 0x00 is no UTF-8 here'

try --validate gone.json
expect 'a file that is not there' 4 '' '^qparse: gone.json: No such file or directory$'
try --validate --update a.xml
expect 'no update' 2 '' '^qparse: --update is for converting'
try --validate -o out.json a.xml
expect 'no output' 2 '' '--output has no use'
try --validate --max-size=10 a.xml
expect 'over the limit' 3 '' '^a.xml: error: the input is larger than 10 bytes \[input-too-large\]$'
try --validate http://example.org/a.xml
expect 'an address' 4 '' '^qparse: http://example.org/a.xml: an address is not opened'
cp a.xml x.xml
try --validate --report=x.xml x.xml
expect 'a report over the record' 2 '' '^qparse: x.xml is an input: what is written would replace it$'
check 'it is as it was' cmp a.xml x.xml
try --validate --report=a.xml/no a.xml
expect 'a report that can not be written' 4 '' '^qparse: a.xml/no: Not a directory'
mkdir mixed && cp a.xml mixed/ && echo Notes >mixed/n
try --validate mixed
expect 'a short name in a folder' 0 '' '^1 record: 1 valid, 0 not valid; 1 file holds none$'
mkdir m && echo Notes >m/n && sed 's/<question /<question lang="fr" /' a.xml >m/record.txt
try --validate m
expect 'a record is none of the other files, whatever its name' 1 '' \
    '^m/record\.txt:2:1: error: \.lang: '
expect 'and a name may be shorter than any suffix' 1 '' '^1 record: 0 valid, 1 not valid; 1 file holds none$'
{
    printf 'WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\n'
    printf 'WARC-Target-URI: https://www.senat.fr/a\r\nContent-Length: 26\r\n\r\n'
    printf 'HTTP/1.1 404 Not Found\r\n\r\n\r\n\r\n'
} >gone.warc
try --validate gone.warc a.xml
expect 'that a server had nothing is no fault of a record' 0 '' ''
try --validate --diagnostics=json mixed
expect 'no summary for scripts' 0 '' ''
try --validate -q mixed
expect 'nor where it is quiet' 0 '' ''
if json; then
    printf '{"a": %d}\n' {1..2000} >many.json
    try --validate many.json
    expect 'more messages than are held' 1 '' '^many.json:2000:1: error: \.: missing: schema'
    result 'each of them' "$([ "$(grep -c 'no key of a record' err)" = 2000 ] || echo not all)"
fi
finish
