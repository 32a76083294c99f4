#!/bin/bash
# Web archives: tests/command/web_archives.sh
. "$(dirname "$0")/../lib/check.sh"
. "$top/tests/lib/inputs.sh"

web_archives() {
    mkdir -p warc && cd warc || exit
    "$python" - "$top/fixtures/001-pending" <<'END'
import gzip, sys, io
text = open(sys.argv[1] + '/page.txt', 'rb').read()
def html(number):
    parts = [p for p in text.replace(b'4127', number).decode().split('\n\n')]
    return ('<html><head><title>x</title></head><body>' +
            ''.join('<p>' + p.strip().replace('\n', '<br>') + '</p>' for p in parts)).encode()
def chunked(body, size=1000):
    out = b''
    for i in range(0, len(body), size):
        part = body[i:i + size]
        out += b'%x;note=1\r\n' % len(part) + part + b'\r\n'
    return out + b'0\r\n\r\n'
def response(url, body, headers='', status='200 OK', kind='response', more=''):
    block = f'HTTP/1.1 {status}\r\n{headers}\r\n'.encode() + body
    return record(url, block, kind, 'application/http; msgtype=response', more)
def head(url, length, kind, media, more=''):
    return (f'WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n{more}'
            f'Content-Type: {media}\r\nContent-Length: {length}\r\n\r\n').encode()
def record(url, block, kind, media, more=''):
    return head(url, len(block), kind, media, more) + block + b'\r\n\r\n'
site = 'https://www.nossenateurs.fr/question/16/'
HTML = 'Content-Type: text/html; charset=utf-8\r\n'
records = [
    record('', b'software: test\r\n', 'warcinfo', 'application/warc-fields'),
    record(site + '1', b'GET / HTTP/1.1\r\n\r\n', 'request', 'application/http; msgtype=request'),
    response(site + '1', html(b'1'), HTML),
    response(site + '2', chunked(html(b'2')), HTML + 'Transfer-Encoding: chunked\r\n'),
    response(site + '3', gzip.compress(html(b'3')), HTML + 'Content-Encoding: gzip\r\n'),
    response(site + '4', chunked(gzip.compress(html(b'4')), 37),
             HTML + 'transfer-encoding: Chunked\r\ncontent-encoding: GZIP\r\n'),
    response(site + '5', html(b'5'), HTML + 'Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n'),
    response(site + '6', html(b'6').decode().encode('cp1252'), 'Content-Type: text/html; charset="ISO-8859-1"\r\n'),
    response('<' + site + '7>', html(b'7').replace(b'\r\n', b'\n'), 'Content-Type: text/html\r\n'),
    response(site + '8', chunked(gzip.compress(html(b'8'))), HTML + 'Transfer-Encoding: gzip, chunked\r\n'),
    response(site + 'gone', b'nothing', HTML, '404 Not Found'),
    response(site + 'x.png', b'\x89PNG\r\n\x1a\n', 'Content-Type: image/png\r\n'),
    response(site + 'other', b'<html><body><p>Accueil</p></body></html>', HTML),
    response(site + 'x.zip', b'PK\3\4', 'Content-Type: application/zip\r\n'),
    response(site + '1', b'', HTML, kind='revisit'),
    record(site + '1', b'fetchTimeMs: 7\r\n', 'metadata', 'application/warc-fields'),
    record(site + '9', html(b'9'), 'conversion', 'text/html'),
    record(site + 'y.png', b'\x89PNG\r\n\x1a\n', 'resource', 'image/png'),
    record('dns:www.nossenateurs.fr', b'20200101 1.2.3.4', 'response', 'text/dns'),
]
bad = [
    response(site + 'br', b'\x0b\x02\x80', HTML + 'Content-Encoding: br\r\n'),
    response(site + 'chunks', b'5\r\nabc', HTML + 'Transfer-Encoding: chunked\r\n'),
    response(site + 'chunk1', b'fffffffffffffffff\r\nabc\r\n0\r\n\r\n', HTML + 'Transfer-Encoding: chunked\r\n'),
    response(site + 'chunk2', b'ffffffffffffffff\r\nabc\r\n0\r\n\r\n', HTML + 'Transfer-Encoding: chunked\r\n'),
    response(site + 'chunk3', b'3\r\nabc\r\n-1\r\n\r\n', HTML + 'Transfer-Encoding: chunked\r\n'),
    response(site + 'chunk4', b'3\r\nabcdef\r\n0\r\n\r\n', HTML + 'Transfer-Encoding: chunked\r\n'),
    response(site + 'chunk5', chunked(html(b'8'))[:-7], HTML + 'Transfer-Encoding: chunked\r\n'),
    record(site + 'none', b'', 'response', 'application/http; msgtype=response'),
    response(site + 'zip', gzip.compress(html(b'8'))[:60], HTML + 'Content-Encoding: gzip\r\n'),
    response(site + 'short', html(b'8'), HTML + 'Content-Length: 99999\r\n'),
    response(site + 'cut', html(b'8'), HTML, more='WARC-Truncated: length\r\n'),
    response(site + '8', html(b'8'), HTML),
]
open('a.warc', 'wb').write(b''.join(records))
open('a.warc.gz', 'wb').write(b''.join(gzip.compress(r) for r in records))
open('bad.warc', 'wb').write(b''.join(bad))
open('end.warc', 'wb').write(records[2] + records[3][:-400])
open('junk.warc', 'wb').write(records[2] + b'something else\r\n' + records[3])
open('sum.warc', 'wb').write(response(site + 'sum', gzip.compress(html(b'8'))[:-8] + b'\0' * 8,
                                       HTML + 'Content-Encoding: gzip\r\n'))
# 272 MB of spaces in chunks, one of which is compressed.
chunk = chunked(b' ' * (1 << 24), 1 << 24)[:-5]
answer = ('HTTP/1.1 200 OK\r\n' + HTML + 'Transfer-Encoding: chunked\r\n\r\n').encode()
open('big.warc.gz', 'wb').write(
    gzip.compress(head(site + 'big', len(answer) + 17 * len(chunk) + 5, 'response',
                       'application/http; msgtype=response') + answer) +
    gzip.compress(chunk, 1) * 17 + gzip.compress(b'0\r\n\r\n\r\n\r\n' + records[2]))
open('none.warc', 'wb').write(b'WARC/1.0\r\nWARC-Type: response\r\n\r\n' + records[2])
open('endless.warc', 'wb').write(b'WARC/1.0\r\n' + b'X: y\r\n' * 20000 + records[2])
open('twice.warc', 'wb').write(records[2] + records[2] + response(site + '../../x', html(b'9'), HTML))
END
    local name site=https://www.nossenateurs.fr/question/16/
    for name in a.warc a.warc.gz; do
        [ -n "$archives_read" ] || { skip "$name" 'this build has no libarchive' && continue; }
        try -f jsonl $name
        expect "$name" 0 '*' '^15 pages: 9 converted, 6 not questions, 0 failed'
        same "$name: plain, chunked, gzip, both, joined by the crawler, other encodings, without an answer" '1 2 3 4 5 6 7 8 9' \
            "$(records number)"
        same "$name: the address is the record's" "${site}1 ${site}2 ${site}3 ${site}4 ${site}5 ${site}6 ${site}7 ${site}8 ${site}9" \
            "$(records url)"
        same "$name: and names the member" "$name!${site}1" "$(jq -r .file out | head -n 1)"
        check "$name: the declared encoding counts" grep -q 'Élodie Kervran' <(sed -n 6p out)
        try -f jsonl -o tree/ $name
        same "$name: files" "$(for n in {1..9}; do echo -n "$name/www.nossenateurs.fr/question/16/$n.jsonl "; done)" \
            "$(cd tree && find "$name" -type f | sort | tr '\n' ' ')"
    done
    try --strict -q a.warc
    [ -n "$archives_read" ] || rc=3
    expect 'answers that are no page, --strict' 3 '*' 'gone: error: the server answered 404 \[not-a-question\]$'
    try -f jsonl bad.warc
    expect 'damaged answers' 4 '"number":"8"' '^12 pages: 1 converted, 0 not questions, 11 failed'
    same 'each with its reason' 5 "$(grep -c '!.*/chunk[1-5]: error: its chunks are damaged \[archive-damaged\]$' err)"
    if [ -n "$archives_read" ]; then
        try sum.warc
        expect 'an answer with a wrong checksum' 4 '' '/sum: error: its gzip data is damaged'
    fi
    if [ -n "$archives_read" ]; then
        q=$plain try -f jsonl big.warc.gz
        expect 'an answer larger than the limit' 3 '"number":"1"' '!.*/big: error: .*\[input-too-large\]$'
    fi
    try -f jsonl --exclude='*/[2-9]' a.warc
    same 'addresses are left out by --exclude' 1 "$(records number)"
    [ -z "$archives_read" ] || same 'of the pages that can be read' 7 "$(sed -n 's/ pages: .*//p' err)"
    if [ -n "$archives_read" ]; then
        try --max-size=200 -f jsonl a.warc
        expect 'a body that is larger when it is unpacked' 3 '' '/3: error: .*\[input-too-large\]$'
    fi
    for name in none endless; do
        try $name.warc
        expect "a WARC record without its length or end: $name" 4 '' '\[archive-damaged\]$'
    done
    for name in end junk; do
        try -f jsonl $name.warc
        expect "a damaged WARC: $name" 4 '"number":"1"' "^$name\\.warc(!.*)?: error: .*\\[archive-damaged\\]$"
    done
    try -o tree/ twice.warc
    expect 'one address twice, and one that leads out' 4 '' '\[collision\]$'
    check 'is an error for the second' test "$(grep -c '\[collision\]\|\[name-outside\]' err)" = 2
    cd ..
}

web_archives

finish
