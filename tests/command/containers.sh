#!/bin/bash
# Archives that do not end where they should, records of web archives, mails: tests/command/containers.sh
. "$(dirname "$0")/../lib/check.sh"
python=${PYTHON:-python3}
export PYTHONDONTWRITEBYTECODE=1

# To start jq takes longer than all else here: these are lines of qparse's own making.
records() { sed -nE "s/^\{.*[{,]\"$1\":\"?([^\",]*)\"?,\"$2\":.*/\1/p" out | tr '\n' ' ' | sed 's/ $//'; }
# holds WHAT STATUS "RECORDS' NUMBERS" STDERR-REGEX: expect(), and the numbers of the records
holds() {
    expect "$1" "$2" '*' "$4"
    local got
    got=$(records number reference)
    result "$1: the records" "$([ "$got" = "$3" ] || printf 'wanted: %s\ngot:    %s' "$3" "$got")"
}

page=$top/fixtures/001-pending/page.txt
for n in 1 2 3 4; do sed "s/4127/$n/" "$page" >$n.txt; done
archives_read=yes
gzip -c 1.txt | "$q" 2>err >out || archives_read=

# What follows the last part of compressed data, by the programs' own formats.
ends() {
    local z other name wrong='error: the bytes behind its last whole part are no .*\[archive-damaged\]$'
    head -c 40000 /dev/urandom >noise.bin
    xz -c noise.bin >inner.xz # is stored, so that its end is to be seen in that of others
    tar -cf a.tar 1.txt inner.xz noise.bin 2.txt
    tar -cf b.tar 3.txt
    for z in gzip bzip2 xz zstd; do
        command -v $z >/dev/null || { skip "$z" "no $z" && continue; }
        pack() { $z -c "$@" 2>/dev/null; }
        { pack <1.txt && echo 'something else'; } >page.$z
        try -q -f jsonl page.$z
        holds "$z: text behind a page" 4 1 "^page\.$z: $wrong"
        { pack <a.tar && pack <b.tar; } >two.tar.$z
        try -f jsonl two.tar.$z
        holds "$z: an archive behind an archive" 0 '1 2 3' 'inner\.xz: warning: .*\[archive-nested\]$'
        pack <b.tar >b.$z
        for other in x '\0\0\0\0\0\0\0\0' '\1\2'; do
            { pack <a.tar && printf "$other" && cat b.$z; } >between.tar.$z
            for name in between.tar.$z - ; do
                try -q -f jsonl $name <between.tar.$z
                if [ $z = xz ] && [ "$other" = '\0\0\0\0\0\0\0\0' ]; then
                    holds "$z: padding between archives ($name)" 0 '1 2 3' ''
                else
                    holds "$z: $other between archives ($name)" 4 '1 2' ": $wrong"
                fi
            done
        done
        { pack <a.tar && tail -c +2 b.$z; } >mark.tar.$z
        try -q -f jsonl mark.tar.$z
        holds "$z: a damaged mark" 4 '1 2' ": $wrong"
        { pack <a.tar && head -c 3 b.$z; } >cut.tar.$z
        try -q -f jsonl cut.tar.$z
        holds "$z: a part that was cut in its mark" 4 '1 2' '\[archive-damaged\]$'
        { [ $z = bzip2 ] || pack </dev/null; } >empty.$z
        { pack <1.txt && pack </dev/null; } >>empty.$z
        try -q -f jsonl empty.$z
        holds "$z: parts of nothing" 0 1 ''
    done
    for z in gzip xz; do
        { $z -c <1.txt && head -c 1024 /dev/zero; } >zeros.$z
        try -q -f jsonl zeros.$z
        holds "$z: padding" 0 1 ''
    done
    for z in '--check=sha256 --x86 --lzma2' '--check=none --block-size=4096 -T2' '--check=crc64 -9'; do
        # shellcheck disable=SC2086 # words are wanted
        xz -c $z <a.tar >a.xz
        cat a.xz b.xz >forms.xz
        try -q -f jsonl forms.xz
        holds "xz $z" 0 '1 2 3' ''
    done
}

# An archive that is not compressed.
tars() {
    local other='error: .*\[archive-damaged\]$'
    cat a.tar b.tar >two.tar
    try -q -f jsonl two.tar
    holds 'tar: an archive behind an archive' 0 '1 2 3' ''
    { cat a.tar && head -c 5120 noise.bin; } >noise.tar
    try -q -f jsonl noise.tar
    holds 'tar: noise behind the end' 4 '1 2' "^noise\.tar: $other"
    { cat a.tar && echo x; } >x.tar
    try -q -f jsonl x.tar
    holds 'tar: a line behind the end' 4 '1 2' "^x\.tar: $other"
    tar -cf c.tar 1.txt 2.txt 3.txt
    "$python" - <<'END'
data = bytearray(open('c.tar', 'rb').read())
data[data.index(b'2.txt')] ^= 1 # the sum of this header is wrong then
open('sum.tar', 'wb').write(data)
END
    try -q -f jsonl sum.tar
    holds 'tar: a header with a wrong sum' 4 '1 3' "^sum\.tar: error: bytes in it .*\[archive-damaged\]$"
}

# record TYPE MEDIA FILE [LINE...]: a WARC record, without an address unless a line has it
record() {
    local type=$1 media=$2 file=$3
    shift 3
    printf '%s\r\n' WARC/1.0 "WARC-Type: $type" ${media:+"Content-Type: $media"} "$@" \
        "Content-Length: $(stat -c %s "$file")" ''
    cat "$file" && printf '\r\n\r\n'
}

web_records() {
    for n in 1 2 3; do
        { echo '<html><body>' && sed 's/^$/<p>/' $n.txt; } >$n.html
        { printf 'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n' && cat $n.html; } >$n.http
    done
    printf 'GET / HTTP/1.1\r\n\r\n' >get
    {
        printf '\r\n\n'
        record warcinfo application/warc-fields get
        record resource "text/html; charset='utf-8'" 1.html 'WARC-Target-URI: http://a/1'
        record conversion text/plain 2.txt 'WARC-Target-URI: http://a/2'
        record response '' 3.http 'WARC-Target-URI: http://a/3'
        record response 'application/http; msgtype=response' 1.http
        record request 'application/http; msgtype=request' get 'WARC-Target-URI: http://a/3'
        record response 'application/http; msgtype=response' 2.http "WARC-Target-URI: http://a/$(printf '\1')"
        record resource image/png get 'WARC-Target-URI: http://a/png'
    } >forms.warc
    "$python" - <<'END'
data = open('forms.warc', 'rb').read()
open('forms.warc', 'wb').write(data.replace(b'\1', b'\0b'))
END
    try -f jsonl forms.warc
    holds 'records of each type' 0 '1 2 3 1 2' '^6 pages: 5 converted, 1 not questions, 0 failed'
    result 'are named by their address, or their place' "$(diff <(records file id) <(echo -n \
        'forms.warc!http://a/1 forms.warc!http://a/2 forms.warc!http://a/3 forms.warc!record-5 forms.warc!record-7'))"
    result 'an address without NULs is the url' "$(diff <(records url source_url) <(echo -n \
        'http://a/1 http://a/2 http://a/3 null null'))"
    try -q -f jsonl -o tree/ forms.warc
    check 'a page without an address has a file' test -s tree/forms.warc/record-5.jsonl
    try --strict -q forms.warc
    expect 'a picture, --strict' 3 '*' 'png: error: the record says that this is image/png \[not-a-question\]$'
    record response application/http 1.http 'WARC-Segment-Number: 1' >segment.warc
    try segment.warc
    expect 'a page in segments' 4 '' '^segment\.warc!record-1: error: it is one of several segments'
    [ -n "$archives_read" ] || return 0
    { gzip -c <forms.warc && echo x && gzip -c forms.warc; } >x.warc.gz
    try -q -f jsonl x.warc.gz
    holds 'text between compressed records' 4 '1 2 3 1 2' '^x\.warc\.gz: error: the bytes behind'
}

# part TYPE FILE: of a mail whose boundary is b
part() { printf -- '--b\nContent-Type: %s; charset=utf-8\n\n' "$1" && cat "$2" && echo; }
mail() { printf 'MIME-Version: 1.0\nContent-Type: multipart/%s; boundary=b\n\n' "$1"; }

mails() {
    echo 'Bonjour, voici les pages.' >cover
    { mail mixed && part text/plain cover && part text/html 1.html && part text/plain 2.txt && echo '--b--'; } >mixed.eml
    try -f jsonl mixed.eml
    holds 'a mail of several pages' 0 '1 2' '^mixed\.eml:7:1: note: 1 page of the input .*\[part-left-out\]$'
    result 'they have the name of the mail' "$(diff <(records file id) <(echo -n mixed.eml mixed.eml))"
    check 'lines are those of the mail' grep -q "^mixed\.eml:$(grep -n -m1 -x Inscription mixed.eml | cut -d: -f1):1: .*unparsed-line" err
    { mail related && part text/html 1.html && part text/html 2.html && echo '--b--'; } >related.mhtml
    try -q -f jsonl related.mhtml
    holds 'frames are no pages' 0 1 ''
    cat related.mhtml mixed.eml related.mhtml | "$q" -q -f jsonl >out 2>err
    rc=$?
    holds 'mails in a row' 0 '1 1 2 1' ''
    { mail mixed && part text/plain cover && part text/html cover && echo '--b--'; } >none.eml
    try none.eml
    expect 'a mail of no question' 3 '' 'error: none of the 2 pages of this input is a question page \[not-a-question\]$'
    try --explain mixed.eml
    expect 'each page is explained' 0 'Question écrite N° 2 ' '*'
    html=$top/fixtures/101-ns-answered/page.html
    { cat 1.txt && echo && cat "$html" 2.txt; } >row.txt
    try -q -f jsonl row.txt
    holds 'text, HTML and text' 0 "1 $("$q" -q -f jsonl "$html" | jq -r .number) 2" ''
}

if [ -n "$archives_read" ]; then
    ends
    tars
else
    skip 'ends of archives' 'this build has no libarchive'
fi
web_records
mails
finish
