#!/bin/bash
# Archives and compressed pages: tests/command/archives.sh
. "$(dirname "$0")/../lib/check.sh"
. "$top/tests/lib/inputs.sh"

archives() {
    mkdir -p ar/pages/été
    page_of 1 ar/pages/1.txt
    page_of 2 ar/pages/été/œuf.txt
    echo rien >ar/pages/3.css
    page_of 8 ar/pages/.hidden.txt
    "$python" - ar <<'END'
import tarfile, zipfile, zlib, gzip, lzma, bz2, os, struct, sys, io
os.chdir(sys.argv[1])
files = ['pages/1.txt', 'pages/3.css', 'pages/.hidden.txt', 'pages/été/œuf.txt']
for mode in ['', 'gz', 'xz', 'bz2']:
    name = 'a.tar' + ('.' + mode if mode else '')
    with tarfile.open(name, 'w:' + mode) as t:
        for f in files:
            t.add(f)
with tarfile.open('gnu.tar', 'w', format=tarfile.GNU_FORMAT) as t:
    for f in files:
        t.add(f)
with zipfile.ZipFile('a.zip', 'w', zipfile.ZIP_DEFLATED) as z:
    for f in files:
        z.write(f)
page = open('pages/1.txt', 'rb').read()
gzip.open('page.txt.gz', 'wb').write(page)
lzma.open('page.txt.xz', 'wb').write(page)
def member(t, name, data=page, **more):
    m = tarfile.TarInfo(name)
    for key, value in more.items():
        setattr(m, key, value)
    m.size = len(data)
    t.addfile(m, io.BytesIO(data))
with tarfile.open('hostile.tar', 'w') as t:
    for name in ['../up.txt', '/abs.txt', 'a/../../b.txt', 'ok.txt', './ok.txt', 'x//y.txt',
                 'esc\x1b[31m\n.txt', 'n' * 254]:
        member(t, name)
    member(t, 'link.txt', b'', type=tarfile.SYMTYPE, linkname='/etc/passwd')
    member(t, 'hard.txt', b'', type=tarfile.LNKTYPE, linkname='ok.txt')
    member(t, 'dev', b'', type=tarfile.CHRTYPE, devmajor=1, devminor=5)
    member(t, 'last.txt')
data = open('a.tar.gz', 'rb').read()
open('cut.tar.gz', 'wb').write(data[:len(data) // 2])
data = open('a.zip', 'rb').read()
open('cut.zip', 'wb').write(data[:40])
# 270 MB of zeros, a part of which is compressed once.
zero = tarfile.TarInfo('zero.txt')
zero.size = 270 << 20
after = io.BytesIO()
with tarfile.open(fileobj=after, mode='w') as t:
    member(t, 'after.txt')
open('big.tar.gz', 'wb').write(gzip.compress(zero.tobuf()) + gzip.compress(bytes(1 << 20)) * 270 +
                               gzip.compress(after.getvalue()))
with tarfile.open('nested.tar', 'w') as t:
    t.add('a.zip')
    t.add('page.txt.gz')
    t.add('pages/1.txt')
with zipfile.ZipFile('empty.zip', 'w'):
    pass
gzip.open('empty.gz', 'wb').close()
open('cut.txt.gz', 'wb').write(gzip.compress(page)[:-12])
def other_sum(data):
    return data[:-8] + bytes([data[-8] ^ 1]) + data[-7:]
open('sum.txt.gz', 'wb').write(other_sum(gzip.compress(page)))
open('padded.tar.gz', 'wb').write(other_sum(gzip.compress(open('a.tar', 'rb').read() + bytes(300 << 10))))
open('sum.tar.gz', 'wb').write(other_sum(open('a.tar.gz', 'rb').read()))
open('tail.txt.gz', 'wb').write(gzip.compress(page[:500]) + gzip.compress(page[500:]) + b'\0' * 512)
def zip_of(path, members, lock=0):
    out, directory = b'', b''
    for name, flag in members:
        fields = struct.pack('<HHHIIIHH', 0, 0, 0, zlib.crc32(page), len(page), len(page), len(name), 0)
        directory += struct.pack('<IHHH', 0x02014B50, 20, 20, flag | lock) + fields + \
            struct.pack('<HHHII', 0, 0, 0, 0, len(out)) + name
        out += struct.pack('<IHH', 0x04034B50, 20, flag | lock) + fields + name + page
    end = struct.pack('<IHHHHIIH', 0x06054B50, 0, 0, len(members), len(members), len(directory),
                      len(out), 0)
    open(path, 'wb').write(out + directory + end)
zip_of('names.zip', [('œuf.txt'.encode(), 0x800), ('thé.txt'.encode(), 0),
                     ('Forêt à l\'été.txt'.encode('cp437'), 0), (b'two.txt', 0), (b'two.txt', 0),
                     (b'..\\up.txt', 0)])
zip_of('locked.zip', [(b'a.txt', 0)], lock=1)
with zipfile.ZipFile('office.zip', 'w') as z:
    z.writestr('mimetype', 'application/vnd.oasis.opendocument.text')
    z.writestr('content.xml', '<x/>')
END
    cd ar || exit
    if [ -z "$archives_read" ]; then
        try a.tar.gz
        expect 'without libarchive an archive is named' 3 '' 'gzip.*without libarchive.*\[archive-unread\]$'
        mkdir unread && cp a.tar a.zip page.txt.gz pages/1.txt unread
        try -f jsonl unread
        expect 'in a folder too' 3 '"number":"1"' '^4 pages: 1 converted, 0 not questions, 3 failed'
        skip archives 'this build has no libarchive'
        cd .. && return
    fi
    command -v zstd >/dev/null && zstd -q a.tar -o a.tar.zst && zstd -qc pages/1.txt >page.txt.zst
    local name
    for name in a.tar gnu.tar a.tar.gz a.tar.xz a.tar.bz2 a.tar.zst a.zip; do
        [ -e $name ] || { skip "$name" 'no zstd' && continue; }
        try -f jsonl $name
        expect "$name" 0 '*' '^3 pages: 2 converted, 1 not questions, 0 failed'
        same "$name: its pages" "$name!pages/1.txt 1 $name!pages/été/œuf.txt 2" "$(records file number)"
        try -f jsonl - <$name
        same "$name from standard input" '-!pages/1.txt 1 -!pages/été/œuf.txt 2' "$(records file number)"
        try -f jsonl - < <(cat $name)
        same "$name from a pipe" '-!pages/1.txt 1 -!pages/été/œuf.txt 2' "$(records file number)"
    done
    for name in page.txt.gz page.txt.xz page.txt.zst; do
        [ -e $name ] || { skip "$name" 'no zstd' && continue; }
        try -f xml $name
        expect "$name is a page" 0 '^<question ' ''
        same "$name: its file" $name "$(xmllint --xpath 'string(/question/file)' out)"
    done
    try -f xml a.tar
    check 'XML of an archive' grep -qx '<questions>' out
    try --strict a.tar
    expect '--strict in an archive' 3 '*' '^a\.tar!pages/3\.css.*\[not-a-question\]$'
    try -f jsonl a.tar --include='*.txt' --exclude='été/*' --exclude='*/été/*'
    same '--include and --exclude in an archive' 1 "$(records number)"
    mkdir in && cp a.tar a.zip page.txt.gz in/
    try -o tree/ in
    same 'archives in a folder' 'a.tar/pages/1.txt.json a.tar/pages/été/œuf.txt.json a.zip/pages/1.txt.json a.zip/pages/été/œuf.txt.json page.txt.gz.json ' "$(names tree)"
    touch -d '2001-01-01' in/*
    try --update -o tree/ in
    expect '--update with archives' 0 '' '^7 pages: 0 converted, 5 up to date, 2 not questions'

    try -o hostile/ hostile.tar
    expect 'hostile names' 4 '' '^9 pages: 5 converted, 0 not questions, 4 failed'
    same 'stay in the folder' \
        $'abs.txt.json\nesc\033[31m\n.txt.json\nlast.txt.json\nok.txt.json\nx\ny.txt.json' \
        "$(cd hostile/hostile.tar && printf '%s\n' *; ls x)"
    check 'with .. they are an error' test "$(grep -c '\[name-outside\]' err)" = 2
    check 'the second of two is an error' grep -q '^hostile.tar!./ok.txt: error: .*\[collision\]' err
    check 'links and devices are left out' test "$(grep -c '\[not-a-regular-file\]' err)" = 3
    check 'nothing was written elsewhere' test ! -e ../up.txt.json -a ! -e up.txt.json -a ! -e b.txt.json
    for name in cut.tar.gz cut.zip; do
        try -f jsonl $name pages/1.txt
        expect "damaged: $name" 4 '"number":"1"' "^$name(!.*)?: error: .*\\[archive-damaged\\]$"
    done
    try -f jsonl cut.txt.gz pages/1.txt
    expect 'a compressed page that was cut' 4 '"number":"1"' '^cut\.txt\.gz: error: .*\[archive-damaged\]$'
    try -f jsonl tail.txt.gz
    same 'compressed in two parts, with NULs behind them' 1 "$(records number)"
    try -f jsonl padded.tar.gz
    expect 'a wrong checksum behind the end of the archive' 4 '*' \
        '^padded\.tar\.gz: error: its gzip data is damaged \[archive-damaged\]$'
    for name in sum.txt.gz sum.tar.gz; do
        try -f jsonl $name pages/1.txt
        expect "a wrong checksum: $name" 4 '"number":"1"' "^$name: error: its gzip data is damaged \[archive-damaged\]$"
    done
    try locked.zip
    expect 'a member with a password' 4 '' '^locked\.zip!a\.txt: error: .*\[archive-damaged\]$'
    try -f jsonl names.zip
    same 'names of a zip: UTF-8, UTF-8 without its mark, code page 437' \
        'œuf.txt thé.txt Forêt à l'"'"'été.txt' "$(records file | sed 's/names\.zip!//g' | cut -d ' ' -f 1-5)"
    expect 'two members of one name, to a stream' 0 '*' '^6 pages: 6 converted'
    try -o names.d/ names.zip
    expect 'two members of one name, to a folder' 4 '' '^names\.zip!two\.txt: error: .*\[collision\]$'
    same 'the first is written' $'Forêt à l\'été.txt.json\nthé.txt.json\ntwo.txt.json\nœuf.txt.json' \
        "$(ls names.d/names.zip)"
    check 'a backslash leads out as a slash does' grep -q '!\.\./up\.txt: error: .*\[name-outside\]$' err
    try -f jsonl nested.tar
    expect 'an archive within an archive' 0 '"number":"1"' '^nested\.tar!a\.zip: warning: .*\[archive-nested\]$'
    check 'and a compressed page' grep -q '^nested\.tar!page\.txt\.gz: warning: .*\[archive-nested\]$' err
    check 'are counted' grep -q '^3 pages: 1 converted, 2 not questions' err
    try --strict -f jsonl nested.tar
    same 'errors under --strict' 3 $rc
    tar --format=v7 -cf old.tar pages/1.txt
    try -f jsonl old.tar
    same 'a tar archive without a mark' 'old.tar!pages/1.txt' "$(records file)"
    for name in 1 4; do
        try -j$name empty.zip
        expect "an archive of nothing, -j$name" 3 '' '^qparse: nothing to convert: no file is there$'
    done
    cp pages/1.txt page.tar
    try -j2 -f jsonl page.tar
    expect 'a page with the name of an archive' 0 '"file":"page\.tar".*"number":"1"' ''
    mkfifo pipe.tar
    cat a.tar >pipe.tar &
    try -j2 -f jsonl pipe.tar
    wait $!
    same 'a pipe with the name of an archive' 'pipe.tar!pages/1.txt pipe.tar!pages/été/œuf.txt' "$(records file)"
    cat pages/1.txt pages/été/œuf.txt >two.txt && tar -cf two.tar two.txt
    try -f akn -o akn.d/ two.tar
    expect 'a member of several questions' 4 '' '^two\.tar!two\.txt: error: .* this page holds several \[unwritable\]$'
    mkdir -p cross/1 cross/2/a.tar/pages && cp a.tar cross/1 && cp pages/1.txt cross/2/a.tar/pages
    try -o cross.d/ cross/1 cross/2
    expect 'a member where another input is written' 4 '' '^cross/1/a\.tar!pages/1\.txt: error: .*\[collision\]$'
    same 'which is written' 'a.tar/pages/1.txt.json a.tar/pages/été/œuf.txt.json ' "$(names cross.d)"
    try -o outside.d/ --files-from=- <<<../ar/a.tar
    expect 'members of an archive whose name leads out' 4 '' '^\.\./ar/a\.tar!pages/1\.txt: error: .*\[name-outside\]$'
    same 'are not written' '' "$(names outside.d)"
    "$python" - many.tar pages/1.txt <<'END'
import sys, tarfile, io
page = open(sys.argv[2], 'rb').read()
with tarfile.open(sys.argv[1], 'w') as t:
    for n in range(5):
        m = tarfile.TarInfo('%d.txt' % n)
        data = b' ' * (100 << 10) + page
        m.size = len(data)
        t.addfile(m, io.BytesIO(data))
END
    for name in 1 2; do
        try -j$name -f jsonl many.tar
        same "more members than are handed over at once, -j$name" \
            "$(for n in {0..4}; do echo -n "many.tar!$n.txt 1 "; done)" "$(records file number) "
    done
    try empty.gz
    expect 'a compressed file of nothing' 3 '' '^empty\.gz: error: .*\[empty-input\]$'
    try --dry-run -o dry/ a.tar
    expect '--dry-run of an archive' 0 '^new a\.tar!pages/1\.txt -> dry/a\.tar/pages/1\.txt\.json$' ''
    try -q --report=report.jsonl -f jsonl a.tar cut.txt.gz
    same '--report of archives' 'a.tar!pages/3.css not-a-question cut.txt.gz archive-damaged ' \
        "$(jq -r '.file, .code' report.jsonl | tr '\n' ' ')"
    q=$plain try -f jsonl big.tar.gz
    expect 'a member larger than the limit' 3 '*' '\[input-too-large\]$'
    same 'does not stop the others' 1 "$(records number)"
    try office.zip
    expect 'an office document is no archive' 3 '' 'OpenDocument.*\[input-format\]$'
    if command -v strace >/dev/null; then
        strace -f -e trace=execve,socket -o trace "$plain" -q -f jsonl a.* >out 2>err
        check 'no program is started for an archive' test "$(grep -c 'execve(\|socket(' trace)" = 1
    fi
    cd ..
}

archives

finish
