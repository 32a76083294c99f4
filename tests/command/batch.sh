#!/bin/bash
# Folders, lists, archives, workers, output folders and interruption: tests/command/batch.sh
. "$(dirname "$0")/../lib/check.sh"
python=${PYTHON:-python3}
export PYTHONDONTWRITEBYTECODE=1
mounted=
trap '[ -z "$mounted" ] || umount "$mounted"; chmod -R u+rwx "$work"; rm -rf "$work"' EXIT
# The sanitizers' own threads and files are not to be counted.
plain=$q && [ ! -x "$top/qparse" ] || { plain=$work/bin/plain && cp "$top/qparse" "$plain"; }

# What the records of `out` say, one line: "field field".
records() { jq -r "$1" out | tr '\n' ' ' | sed 's/ $//'; }
same() { # WHAT WANTED GOT
    result "$1" "$([ "$2" = "$3" ] || printf 'wanted: %s\ngot:    %s' "$2" "$3")"
}
names() { (cd "$1" && find . -mindepth 1 ! -type d | LC_ALL=C sort | sed 's|^\./||' | tr '\n' ' '); }
# Root may read and write everything: there the command is run as another user.
user=("$q")
if [ "$(id -u)" = 0 ]; then
    user=()
    other=(setpriv --reuid=65534 --regid=65534 --clear-groups "$q")
    "${other[@]}" --version >out 2>err && user=("${other[@]}")
fi
as_user() {
    tried="qparse $*, as an ordinary user"
    "${user[@]}" "$@" >out 2>err
    rc=$?
}

page=$top/fixtures/001-pending/page.txt
archives_read=yes
gzip -c "$page" | "$q" 2>err >out || archives_read=
# A build without zlib leaves checksums to libarchive, which does not look at gzip's.
sums_checked=
nm -D "$built" 2>/dev/null | grep -q ' U inflate' && sums_checked=yes
# page_of NUMBER FILE
page_of() { sed "s/4127/$1/" "$page" >"$2"; }

# in/: five pages and a text that is none
mkdir -p in/b in/b.d in/a
page_of 1 in/a.txt
page_of 2 in/a/x.txt
page_of 3 in/b.d/x.txt
page_of 4 in/b/x.txt
page_of 5 in/b/y.html
printf 'Résultats de la recherche\n\n3 questions trouvées\n' >in/list.txt
page_of 9 in/.hidden.txt
mkdir in/.git && page_of 9 in/.git/x.txt

folders() {
    try -f jsonl in
    expect 'a folder' 0 '*' '^6 pages: 5 converted, 1 not questions, 0 failed, 0 with warnings; [0-9]+\.[0-9][0-9] s$'
    same 'is read in byte order of the path, hidden files left out' '1 2 3 4 5' "$(records .number)"
    same 'a record has the path' 'in/a.txt in/a/x.txt in/b.d/x.txt in/b/x.txt in/b/y.html' \
        "$(records .file)"
    cp out folder.jsonl
    check 'nothing else is said' test "$(wc -l <err)" = 1
    try -q -f jsonl in/
    check 'a slash at the end is not doubled' cmp folder.jsonl out
    check '-q: no summary' test ! -s err
    try --strict -f jsonl in
    expect '--strict: what is no question is an error' 3 =folder.jsonl '^in/list\.txt.*\[not-a-question\]$'
    try -f xml in
    check 'one XML document' xmllint --noout out
    same 'of all records' 5 "$(xmllint --xpath 'count(/questions/question)' out)"
    mkdir one && cp in/a.txt one/
    try -f xml one
    check 'of one record too' grep -qx '<questions>' out
    mkdir none && echo rien >none/x
    try -f xml none
    expect 'nothing converts, nothing is printed' 0 '' '^1 page: 0 converted, 1 not questions'
    mkdir empty
    try empty
    expect 'an empty folder' 0 '' '^0 pages: '
    try -f jsonl in --include='*.html'
    same '--include' 5 "$(records .number)"
    try -f jsonl in --exclude='b*'
    same '--exclude, of folders too' '1 2' "$(records .number)"
    try -f jsonl in --include='*.txt' --exclude='b/*' --exclude=a.txt
    same '--include, --exclude, of a path' '2 3' "$(records .number)"
    try -f jsonl in/b in/a.txt
    same 'operands as they stand' '4 5 1' "$(records .number)"
}

# Folders are told apart by disk and number, in whatever order links lead to them.
linked_folders() {
    local shm n
    mkdir linked real.1 real.2
    page_of 1 real.1/x.txt && page_of 2 real.2/x.txt
    for n in a:1 b:2 c:1 d:2; do ln -s ../real.${n#*:} linked/${n%:*}; done
    try -f jsonl linked
    same 'each folder is read by the first link to it' 'linked/a/x.txt linked/b/x.txt' "$(records .file)"
    rm linked/* && for n in a:2 b:1 c:2 d:1; do ln -s ../real.${n#*:} linked/${n%:*}; done
    try -f jsonl linked
    same 'in the other order too' 'linked/a/x.txt linked/b/x.txt' "$(records .file)"
    shm=$(mktemp -d -p /dev/shm 2>/dev/null) && [ "$(stat -c %d "$shm")" != "$(stat -c %d .)" ] ||
        { skip 'folders of two disks' 'there is one only' && rm -rf linked "$shm" && return; }
    page_of 3 "$shm/x.txt"
    for n in "$work/real.1 $shm" "$shm $work/real.1"; do
        rm linked/*
        for name in a b c d; do ln -s "${n% *}" linked/$name && n="${n#* } ${n% *}"; done
        try -f jsonl linked
        same "folders of two disks: $n" 'linked/a/x.txt linked/b/x.txt' "$(records .file)"
    done
    rm -r "$shm" linked
}

oddities() {
    mkdir -p odd/real
    page_of 1 odd/real/x.txt
    ln -s real odd/link
    ln -s . odd/real/self
    ln -s .. odd/real/up
    ln -s ../real/x.txt odd/real/y.txt
    mkfifo odd/fifo && ln -s fifo odd/to-fifo
    try -f jsonl odd
    same 'links are followed, never in circles' \
        'odd/link/x.txt odd/link/y.txt odd/real/x.txt odd/real/y.txt' "$(records .file)"
    check 'a circle is told' grep -q 'odd/real/self/: warning: .*\[link-loop\]' err
    check 'what is no regular file is skipped with a warning' \
        grep -qE '^odd/fifo: warning: .*\[not-a-regular-file\]$' err
    check 'and a link to it' grep -qE '^odd/to-fifo: warning: .*\[not-a-regular-file\]$' err
    linked_folders
    rm -r odd && mkdir odd
    local name
    for name in $'a\nb' $'esc\033[31m' $'\351\377' -j --help ' ' $'\xe2\x80\xae' \
        "$(printf 'n%.0s' {1..249})"; do
        page_of 7 "odd/$name"
    done
    try -f jsonl -o names/ odd
    expect 'odd names' 0 '' '^8 pages: 8 converted'
    same 'keep their bytes' "$(cd odd && printf '%s.jsonl\n' * | sort)" "$(cd names && printf '%s\n' * | sort)"
    : >$'odd/bad\n\033]0;\351'
    try -q --strict odd
    check 'in messages they are escaped' grep -qaF 'odd/bad\x0a\x1b]0;\xe9: error: ' err
    mkdir long && page_of 7 "long/$(printf 'n%.0s' {1..252})" && page_of 8 long/short
    try -o names/ long
    expect 'a name with no room for the suffix' 4 '' '^2 pages: 1 converted.* 1 failed'
    ln -s nowhere dangling
    mkdir links && ln -s nowhere links/dangling
    try -f jsonl links in/a.txt
    expect 'a dangling link' 4 '"number":"1"' '^qparse: links/dangling: No such file or directory$'
    [ ${#user[@]} != 0 ] || { skip 'unreadable files' 'no other user can run the command' && return; }
    mkdir -p closed/folder && page_of 1 closed/a.txt && page_of 2 closed/b.txt
    chmod 000 closed/a.txt closed/folder
    as_user -f jsonl closed
    expect 'an unreadable file and folder' 4 '"number":"2"' '^3 pages: 1 converted, 0 not questions, 2 failed'
    check 'are named with the reason' test "$(grep -c '^qparse: closed/.*: Permission denied$' err)" = 2
}

lists() {
    printf '%s\n' in/b/y.html '' in/a.txt >list
    try -f jsonl --files-from=list
    same '--files-from' '5 1' "$(records .number)"
    try -f jsonl --files-from=- <list
    same '--files-from=-' '5 1' "$(records .number)"
    try -f jsonl --files-from=- in/b/x.txt < <(printf 'in/a.txt')
    same 'operands come before the list' '4 1' "$(records .number)"
    page_of 6 $'line\nbreak'
    try -f jsonl -0 --files-from=- < <(printf '%s\0' $'line\nbreak' in/a.txt)
    same '-0' '6 1' "$(records .number)"
    try --files-from=- < <(printf 'in/a.txt\0')
    expect 'NULs without -0' 2 '' '-0'
    sed 's/$/\r/' list >crlf
    try --files-from=crlf
    expect 'a list from Windows' 4 '' '^qparse: in/b/y\.html\\x0d: no such file; the name ends with a carriage return'
    try --files-from=missing
    expect 'a list that is missing' 4 '' 'No such file'
    try --files-from=- - <list
    expect 'standard input twice' 2 '' 'standard input'
    try --files-from=/dev/null
    expect 'an empty list' 0 '' '^0 pages'
    page_of 6 kept && ln -s kept link && cp kept copy
    for arguments in '-o kept kept' '-o kept in/a.txt ./kept' '-o kept link' '--report=kept kept' \
        '-o kept --dry-run kept' '--explain -o kept kept'; do
        # shellcheck disable=SC2086
        try $arguments
        expect "a page is not written over: $arguments" 2 '' '^qparse: .* is an input: what is written would replace it$'
    done
    try -o kept --files-from=- <<<kept
    expect 'nor one of the list' 2 '' '^qparse: kept is an input'
    check 'it is as it was' cmp kept copy
    rm kept link copy crlf
    local k
    for k in 1 2 3; do
        try -f jsonl -q in --shard=$k/3
        cp out shard.$k
    done
    check '--shard: the parts are the whole' diff <(sort folder.jsonl) <(sort shard.1 shard.2 shard.3)
    same 'every third' 'in/a.txt in/b/x.txt' "$(jq -r .file shard.1 | tr '\n' ' ' | sed 's/ $//')"
    for k in 0/3 4/3 1/0 a/b 1 -1/2 1/2x; do
        try --shard=$k in
        expect "--shard=$k" 2 '' 'shard'
    done
    for k in 0 -1 x 1x 99999999999999999999; do
        try -j $k in
        expect "-j $k" 2 '' 'jobs'
    done
}

trees() {
    local before
    try -o out.d/ in
    expect 'an output folder' 0 '' '^6 pages: 5 converted'
    same 'mirrors the tree' \
        'a.txt.json a/x.txt.json b.d/x.txt.json b/x.txt.json b/y.html.json ' "$(names out.d)"
    "$q" in/b/x.txt >x.json
    check 'a file holds what one run prints' cmp x.json out.d/b/x.txt.json
    check 'no file is left beside' test -z "$(find out.d -name '.*' ! -name .)"
    touch -d '2001-02-03' out.d/a.txt.json
    ln out.d/a.txt.json inode
    try -o out.d in
    expect 'again' 0 '' '^6 pages: 5 converted'
    same 'equal bytes: the file is not touched' "$(stat -c '%i %Y' inode)" \
        "$(stat -c '%i %Y' out.d/a.txt.json)"
    echo other >out.d/b/x.txt.json
    try -o out.d in
    check 'other bytes are replaced' cmp x.json out.d/b/x.txt.json
    try -f xml -o xml.d/ in
    same 'the format names the file' \
        'a.txt.xml a/x.txt.xml b.d/x.txt.xml b/x.txt.xml b/y.html.xml ' "$(names xml.d)"
    check 'and is in it' xmllint --noout xml.d/a.txt.xml
    cat "$page" in/a.txt >two.txt
    try -f xml -o xml.d/ two.txt
    same 'several records in one file' 2 "$(xmllint --xpath 'count(/questions/question)' xml.d/two.txt.xml)"

    find in -exec touch -d '2020-01-01' {} +
    touch -d '2020-01-02' out.d/a.txt.json
    touch -d '2019-01-01' out.d/a/x.txt.json
    echo stale >out.d/a.txt.json && touch -d '2020-01-02' out.d/a.txt.json
    try --update -o out.d in
    expect '--update' 0 '' '^6 pages: 1 converted, 4 up to date, 1 not questions'
    check 'leaves what is newer' grep -qx stale out.d/a.txt.json
    try --update in
    expect '--update without a folder' 2 '' '--update'
    rm out.d/b/y.html.json
    before=$(names out.d)
    try --dry-run -o out.d in
    expect '--dry-run' 0 '^changed in/a\.txt -> out\.d/a\.txt\.json$' ''
    check 'tells of a new file' grep -qx 'new in/b/y.html -> out.d/b/y.html.json' out
    check 'and of an equal one' grep -qx 'unchanged in/b/x.txt -> out.d/b/x.txt.json' out
    same 'and writes nothing' "$before" "$(names out.d)"
    try --dry-run -o never/ in
    check 'no folder either' test ! -e never
    try --dry-run in
    check '--dry-run without a folder' test "$(grep -c '^convert in/' out)" = 6
    try --sync -o sync.d/ in
    same '--sync' "$(names xml.d | sed 's/\.xml/.json/g; s/two.txt.json //')" "$(names sync.d)"
    if command -v strace >/dev/null; then
        strace -f -e trace=fsync -o trace "$plain" --sync -o sync2.d/ in/a.txt 2>err
        check 'asks for the disk' grep -q 'fsync(' trace
    fi

    try -o out.d/ in/a.txt in/b/y.html
    check 'single files by their name' test -e out.d/y.html.json
    mkdir other && cp in/a.txt other/
    try -o collide/ in other
    expect 'two inputs for one file' 2 '' 'in/a\.txt and other/a\.txt .*collide/a\.txt\.json'
    check 'are found before anything is written' test ! -e collide
    mkdir -p other/a.txt.json && page_of 1 other/a.txt.json/z && rm other/a.txt
    try -o collide/ in other
    expect 'a file where another needs a folder' 2 '' 'in/a\.txt and other/a\.txt\.json/z '
    try -o collide/ in/a.txt in/a.txt
    expect 'the same input twice' 2 '' 'in/a\.txt and in/a\.txt'
    try -o other in/a.txt in/a.txt
    expect 'into a folder that is there' 2 '' ' would write to the same place: other/a\.txt\.json '
    try --dry-run -o never/ - <in/a.txt
    expect '--dry-run of standard input' 0 '^new - -> never/stdin\.json$' ''
    try --update -o stdin/ - <in/a.txt
    expect '--update of standard input' 0 '' ''
    same 'which has no time to compare' 'stdin.json ' "$(names stdin)"
    try -f akn --shard=2/2 in/a.txt
    expect 'a share of a document that has none of it' 0 '' ''
    try -f akn --explain in/a.txt in/b/x.txt
    expect 'of several pages a format of one is no matter for --explain' 0 '*' ''
    printf '%s\n' ../work/x /etc/hostname ./in//a.txt "$work/in/b/../a.txt" >list
    try -o listed/ --files-from=list
    check 'a listed name is no other for --update' bash -c \
        '"$0" --update -o listed/ --files-from=list 2>&1 | grep -q "\.\./a\.txt: error: .*\[name-outside\]"' "$q"
    try -o listed/ --files-from=list
    same 'listed names stay within the folder' 'in/a.txt.json ' "$(names listed)"
    check 'one with .. is an error' grep -q '\.\./a\.txt: error: .*\[name-outside\]' err
    check 'and nothing else appeared' test ! -e a.txt.json -a ! -e in/a.txt.json

    ln -s "$work/in" trap.d
    try -o trap.d/ in/a.txt
    expect 'an output folder that is a link' 4 '' 'trap\.d/: a symbolic link'
    mkdir -p soft && ln -s ../in soft/b
    try -o soft/ in
    expect 'a link in the output folder' 4 '' '^qparse: soft/b/x\.txt\.json: a symbolic link'
    check 'nothing went through it' test ! -e in/x.txt.json -a ! -e in/b/x.txt.json -a ! -e in/y.html.json
    check 'the others are written' test -e soft/a/x.txt.json
    echo safe >elsewhere && ln -s ../elsewhere soft/list.json
    mkdir soft2 && ln -s ../elsewhere soft2/a.txt.json
    try -o soft2 in/a.txt
    expect 'an output that is a link' 4 '' 'soft2/a\.txt\.json: a symbolic link'
    same 'its target stays' safe "$(cat elsewhere)"
    mkdir -p taken/a.txt.json
    try -o taken in/a.txt
    expect 'an output that is a folder' 4 '' 'taken/a\.txt\.json: Is a directory'
    try -o no/such/ in/a.txt
    expect 'a folder whose parent is missing' 4 '' 'no/such/: No such file'
    try -o elsewhere/ in/a.txt
    expect 'a file as the folder' 4 '' 'elsewhere/: Not a directory'
    mkdir inside && cp in/a.txt inside/
    "$q" -q -o inside/records/ inside && "$q" -q -o inside/records/ inside
    same 'the output folder is no input' 'a.txt records/a.txt.json ' "$(names inside)"
    try -o inside/records/ inside/records
    expect 'not where it is named' 0 '' '^0 pages: '
    ln -s records inside/link && "$q" -o inside/records/ inside 2>err
    check 'nor by a link' grep -q '^1 page: 1 converted' err
    rm inside/link
    "$q" -q -f jsonl -o inside/all.jsonl inside && "$q" -f jsonl -o inside/all.jsonl inside 2>err
    check 'nor is the output file' grep -q '^2 pages: 1 converted, 1 not' err
    try -f jsonl -o one.jsonl in
    expect 'an output file' 0 '' '^6 pages: 5 converted'
    check 'holds the stream' cmp folder.jsonl one.jsonl
    touch -d '2001-02-03' one.jsonl && ln one.jsonl one.inode
    try -q -f jsonl -o one.jsonl in
    same 'equal bytes: the file is not touched' "$(stat -c '%i %Y' one.inode)" "$(stat -c '%i %Y' one.jsonl)"
    try -q --sync -f jsonl -o one.jsonl in/b
    check 'other bytes are replaced' diff <(sed -n 4,5p folder.jsonl) one.jsonl
    sed -n 1p folder.jsonl | sed 's/"1"/"8"/' >one.jsonl
    try -q -f jsonl -o one.jsonl in/a.txt
    check 'as many other bytes too' diff <(sed -n 1p folder.jsonl) one.jsonl
    "$python" -c 'import socket; socket.socket(socket.AF_UNIX).bind("socket")'
    try -o socket in/a.txt
    expect 'what can only be connected to' 4 '' '^qparse: socket: No such device or address$'
    check 'nothing is left beside' test -z "$(find . -maxdepth 1 -name '.qparse*')"
    if command -v strace >/dev/null; then
        strace -f -e trace=fsync,rename -o trace "$plain" --sync -o synced.json in/a.txt 2>err
        same '--sync: the file, its name, the folder' 'fsync rename fsync ' \
            "$(sed -nE 's/^[0-9]+ +([a-z]+)\(.* = 0$/\1/p' trace | tr '\n' ' ')"
    fi
    local k
    for k in 1 2 3 4; do
        try -q --shard=$k/4 -o parts/ in
    done
    check '--shard into one folder: the whole tree' diff -r sync.d parts
    try --strict --update -o out.d in
    expect '--strict --update: what is no page is one again' 3 '' '\[not-a-question\]$'
    sed 's/^Réponse$/Réponse émise le 31 juin 2023/' "$page" >warned.txt
    try --strict -o warned/ warned.txt in/a.txt
    expect '--strict: a page with a warning' 1 '' '^2 pages: 2 converted, .* 1 with warnings'
    check 'is written all the same' test -e warned/warned.txt.json
    touch -d '2001-01-01' warned.txt
    try --strict --update -o warned/ warned.txt
    expect '--strict --update: it is not read again' 0 '' ''
    try --dry-run --update -o warned/ warned.txt
    expect '--dry-run --update' 0 '^up-to-date warned\.txt -> warned/warned\.txt\.json$' ''
    try --explain -o out.d in/a.txt
    expect '--explain into a folder' 2 '' 'explain'
    try -o '' in/a.txt
    expect 'no name' 2 '' 'output'
}

reports() {
    try --report=report.jsonl --files-from=- < <(printf '%s\n' in/a.txt missing in/list.txt $'\351')
    check 'a report is JSON lines' jq -e . report.jsonl
    same 'of every diagnostic' 'missing unreadable in/list.txt not-a-question ' \
        "$(jq -r '.file, .code' report.jsonl | head -n 4 | tr '\n' ' ')"
    check 'names are UTF-8 in it' jq -e 'select(.file == "\ufffd")' report.jsonl
    try -q --report=report.jsonl in
    same 'of pages that are no questions too' '"not-a-question"' "$(jq .code report.jsonl)"
    rm report.jsonl
    try --dry-run --report=report.jsonl in
    check 'none in a dry run' test ! -e report.jsonl
    try -f jsonl --report=/dev/full in in/list.txt
    expect 'a report with no room' 4 '*' '^qparse: /dev/full: No space left on device$'
    same 'is told once, and ends the run' 1 "$(grep -c 'No space' err)"
}

# The same bytes from any number of workers.
workers() {
    mkdir -p many/in
    "$python" - "$page" many/in <<'END'
import random, sys, os
page, folder = open(sys.argv[1], encoding='utf-8').read(), sys.argv[2]
r = random.Random(5)
for n in range(2000):
    text = page.replace('4127', str(n + 1))
    kind = r.random()
    if kind < 0.05:
        text = 'Rien à voir.\n' * r.randint(1, 50)
    elif kind < 0.1:
        text = text.replace('culture\n', 'culture (retirée)\n', 1)
    elif kind < 0.15:
        text = text.replace('Plusieurs maires', 'Plusieurs maires, ' * r.randint(100, 3000))
    elif kind < 0.16:
        text = ''
    path = os.path.join(folder, str(n % 7), f'{n}.txt')
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='utf-8') as f:
        f.write(text)
END
    local form j
    for form in jsonl json xml; do
        for j in 1 2 8; do
            "$q" -f $form -j$j --report=report.$j many/in missing in/list.txt 2>err.$j >out.$j
            echo $? >rc.$j
            sed -i '$s/; .*//' err.$j
        done
        for j in 2 8; do
            check "-j$j prints what -j1 does ($form)" cmp out.1 out.$j
            check "-j$j says what -j1 does ($form)" cmp err.1 err.$j
            check "-j$j reports what -j1 does ($form)" cmp report.1 report.$j
            check "-j$j ends as -j1 does ($form)" cmp rc.1 rc.$j
        done
    done
    if command -v strace >/dev/null; then
        strace -f -e trace=clone,clone3 -o trace "$plain" -j1 -q in >out 2>err
        check '-j1 starts no thread' bash -c '! grep -q clone trace'
        strace -f -e trace=clone,clone3 -o trace "$plain" -q in/a.txt >out 2>err
        check 'nor does one input' bash -c '! grep -q clone trace'
    fi
    [ -n "$archives_read" ] || { skip 'workers on archives' 'this build has no libarchive' && return; }
    tar -cf many.tar many/in
    for j in 1 2 8; do
        "$q" -q -f jsonl -j$j many.tar in >out.$j
        "$q" -q -j$j -o many/out.$j/ many/in many.tar
    done
    for j in 2 8; do
        check "-j$j of an archive" cmp out.1 out.$j
        check "-j$j into a folder" diff -r many/out.1 many/out.$j
    done
    check 'an archive has its folder' test -e many/out.1/many.tar/many/in/0/7.txt.json
    cp many.tar many.bin
    "$q" -q -f jsonl -j4 many.bin in | sed 's/many\.bin/many.tar/' >out
    check 'an archive is known by its bytes, not its name' cmp out.1 out
    "$q" -q -f jsonl -j4 - in <many.tar | sed 's/"-!/"many.tar!/' >out
    check 'an archive on standard input' cmp out.1 out
}

# at_last SECONDS COMMAND...: after so long does this, and gives the pipe its page.
at_last() {
    sleep "$1" && shift && "$@" && timeout 60 bash -c 'cat in/a.txt >fifo'
}

# What stands behind an input that is waited for is read and held back, within bounds.
waiting() {
    local n
    rm -f fifo && mkfifo fifo && mkdir slow heavy
    for n in {11..41}; do page_of $n slow/$n.txt; done
    # The second group of two workers: its results are too many to be held until it is done.
    "$python" - slow/14.txt 80000 heavy/1.txt 170000 "$page" <<'END'
import sys
text = open(sys.argv[5], encoding='utf-8').read()
for path, count in zip(sys.argv[1:5:2], sys.argv[2:5:2]):
    with open(path, 'w', encoding='utf-8') as f:
        f.write(text.replace('Plusieurs maires', 'Plusieurs maires, ' * int(count)))
END
    at_last 0 true &
    "$q" -q -j1 -f jsonl fifo slow >wanted
    wait $!
    at_last 1 true &
    "$q" -q -j2 -f jsonl fifo slow >out
    same 'a worker with much to print waits for its turn' 0 $?
    wait $!
    check 'and prints all of it then' cmp wanted out
    at_last 1 true &
    "$q" -q -j2 -f jsonl fifo slow >/dev/full 2>err
    same 'or nothing, where the one before it had no room' 4 $?
    wait $!
    same 'which is told once' 1 "$(grep -c 'No space left' err)"
    "$q" -q -j1 -f jsonl slow/14.txt slow >/dev/full 2>err
    same 'one worker ends in the middle, too' "4 1" "$? $(grep -c 'No space left' err)"
    at_pipe TERM -j2 -f jsonl fifo slow
    expect 'a signal ends the waiting' 143 '' '^interrupted: 0 pages'

    for n in {2..9}; do ln heavy/1.txt heavy/$n.txt; done
    "$q" -q -j1 -f jsonl heavy/1.txt heavy/2.txt in/a.txt >wanted
    same 'large results do not stay' '4127 4127 1' "$(jq -r .number wanted | tr '\n' ' ' | sed 's/ $//')"
    at_last 2 rm heavy/7.txt &
    try -j2 -f jsonl fifo heavy
    expect 'what is much is not read before its time' 4 '*' '^qparse: heavy/7\.txt: No such file or directory$'
    wait $!
    same 'the others are all there, in order' "fifo $(echo heavy/{1..6}.txt heavy/{8,9}.txt)" "$(records .file)"
    rm -r heavy slow
}

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
with tarfile.open('big.tar.gz', 'w:gz') as t:
    member(t, 'zero.txt', b'\0' * (270 << 20))
    member(t, 'after.txt')
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
        same "$name: its pages" "$name!pages/1.txt 1 $name!pages/été/œuf.txt 2" "$(records '.file, .number')"
        try -f jsonl - <$name
        same "$name from standard input" '-!pages/1.txt 1 -!pages/été/œuf.txt 2' "$(records '.file, .number')"
        try -f jsonl - < <(cat $name)
        same "$name from a pipe" '-!pages/1.txt 1 -!pages/été/œuf.txt 2' "$(records '.file, .number')"
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
    same '--include and --exclude in an archive' 1 "$(records .number)"
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
    same 'compressed in two parts, with NULs behind them' 1 "$(records .number)"
    if [ -n "$sums_checked" ]; then
        try -f jsonl padded.tar.gz
        expect 'a wrong checksum behind the end of the archive' 4 '*' \
            '^padded\.tar\.gz: error: its gzip data is damaged \[archive-damaged\]$'
        for name in sum.txt.gz sum.tar.gz; do
            try -f jsonl $name pages/1.txt
            expect "a wrong checksum: $name" 4 '"number":"1"' "^$name: error: its gzip data is damaged \[archive-damaged\]$"
        done
    else
        skip 'wrong checksums' 'this build has no zlib'
    fi
    try locked.zip
    expect 'a member with a password' 4 '' '^locked\.zip!a\.txt: error: .*\[archive-damaged\]$'
    try -f jsonl names.zip
    same 'names of a zip: UTF-8, UTF-8 without its mark, code page 437' \
        'œuf.txt thé.txt Forêt à l'"'"'été.txt' "$(records '.file[10:]' | cut -d ' ' -f 1-5)"
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
    same 'a tar archive without a mark' 'old.tar!pages/1.txt' "$(records .file)"
    for name in 1 4; do
        try -j$name empty.zip
        expect "an archive of nothing, -j$name" 0 '' '^0 pages'
    done
    cp pages/1.txt page.tar
    try -j2 -f jsonl page.tar
    expect 'a page with the name of an archive' 0 '"file":"page\.tar".*"number":"1"' ''
    mkfifo pipe.tar
    cat a.tar >pipe.tar &
    try -j2 -f jsonl pipe.tar
    wait $!
    same 'a pipe with the name of an archive' 'pipe.tar!pages/1.txt pipe.tar!pages/été/œuf.txt' "$(records .file)"
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
            "$(for n in {0..4}; do echo -n "many.tar!$n.txt 1 "; done)" "$(records '.file, .number') "
    done
    try empty.gz
    expect 'a compressed file of nothing' 3 '' '^empty\.gz: error: .*\[empty-input\]$'
    try --dry-run -o dry/ a.tar
    expect '--dry-run of an archive' 0 '^new a\.tar!pages/1\.txt -> dry/a\.tar/pages/1\.txt\.json$' ''
    try -q --report=report.jsonl -f jsonl a.tar cut.txt.gz
    same '--report of archives' 'a.tar!pages/3.css not-a-question cut.txt.gz archive-damaged ' \
        "$(jq -r '.file, .code' report.jsonl | tr '\n' ' ')"
    try -f jsonl big.tar.gz
    expect 'a member larger than the limit' 3 '*' '\[input-too-large\]$'
    same 'does not stop the others' 1 "$(records .number)"
    try office.zip
    expect 'an office document is no archive' 3 '' 'OpenDocument.*\[input-format\]$'
    if command -v strace >/dev/null; then
        strace -f -e trace=execve,socket -o trace "$plain" -q -f jsonl a.* >out 2>err
        check 'no program is started for an archive' test "$(grep -c 'execve(\|socket(' trace)" = 1
    fi
    cd ..
}

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
def record(url, block, kind, media, more=''):
    head = (f'WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n{more}'
            f'Content-Type: {media}\r\nContent-Length: {len(block)}\r\n\r\n').encode()
    return head + block + b'\r\n\r\n'
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
    record(site + '1', html(b'99'), 'conversion', 'text/html'),
    record(site + '1', html(b'99'), 'resource', 'text/html'),
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
open('big.warc.gz', 'wb').write(gzip.compress(
    response(site + 'big', chunked(b'<p>' + b' ' * (270 << 20), 1 << 24), HTML + 'Transfer-Encoding: chunked\r\n') +
    records[2], 1))
open('none.warc', 'wb').write(b'WARC/1.0\r\nWARC-Type: response\r\n\r\n' + records[2])
open('endless.warc', 'wb').write(b'WARC/1.0\r\n' + b'X: y\r\n' * 20000 + records[2])
open('twice.warc', 'wb').write(records[2] + records[2] + response(site + '../../x', html(b'9'), HTML))
END
    local name site=https://www.nossenateurs.fr/question/16/
    for name in a.warc a.warc.gz; do
        [ -n "$archives_read" ] || { skip "$name" 'this build has no libarchive' && continue; }
        try -f jsonl $name
        expect "$name" 0 '*' '^12 pages: 8 converted, 4 not questions, 0 failed'
        same "$name: plain, chunked, gzip, both, joined by the crawler, other encodings" '1 2 3 4 5 6 7 8' \
            "$(records .number)"
        same "$name: the address is the record's" "${site}1 ${site}2 ${site}3 ${site}4 ${site}5 ${site}6 ${site}7 ${site}8" \
            "$(records .url)"
        same "$name: and names the member" "$name!${site}1" "$(jq -r .file out | head -n 1)"
        check "$name: the declared encoding counts" grep -q 'Élodie Kervran' <(sed -n 6p out)
        try -f jsonl -o tree/ $name
        same "$name: files" "$(for n in {1..8}; do echo -n "$name/www.nossenateurs.fr/question/16/$n.jsonl "; done)" \
            "$(cd tree && find "$name" -type f | sort | tr '\n' ' ')"
    done
    try --strict -q a.warc
    [ -n "$archives_read" ] || rc=3
    expect 'answers that are no page, --strict' 3 '*' 'gone: error: the server answered 404 \[not-a-question\]$'
    try -f jsonl bad.warc
    expect 'damaged answers' 4 '"number":"8"' '^12 pages: 1 converted, 0 not questions, 11 failed'
    same 'each with its reason' 5 "$(grep -c '!.*/chunk[1-5]: error: its chunks are damaged \[archive-damaged\]$' err)"
    if [ -n "$sums_checked" ]; then
        try sum.warc
        expect 'an answer with a wrong checksum' 4 '' '/sum: error: its gzip data is damaged'
    fi
    if [ -n "$archives_read" ]; then
        try -f jsonl big.warc.gz
        expect 'an answer larger than the limit' 3 '"number":"1"' '!.*/big: error: .*\[input-too-large\]$'
    fi
    try -f jsonl --exclude='*/[2-8]' a.warc
    same 'addresses are left out by --exclude' 1 "$(records .number)"
    [ -z "$archives_read" ] || same 'of the pages that can be read' 5 "$(sed -n 's/ pages: .*//p' err)"
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

# Killed with so many files written, at random, and run again: the same bytes, no stray file.
interruption() {
    local all=many/in n signal rc some killed=0
    "$q" -q -o whole/ $all
    RANDOM=4127
    for n in 1 2 3 4 5 6 7 8; do
        signal=INT && [ $((n % 3)) = 0 ] && signal=TERM
        [ $((n % 4)) = 0 ] && signal=KILL
        rm -rf again
        # A shell's background job ignores SIGINT, and so would the command.
        (trap - INT TERM && exec env --default-signal=INT "$q" -q -j$((n % 2 + 1)) -o again/ $all) &
        some=$((RANDOM % 1000 + 1))
        until [ "$(find again -type f 2>/dev/null | wc -l)" -ge $some ] || ! kill -0 $! 2>/dev/null; do
            :
        done
        kill -$signal $! 2>/dev/null
        wait $! 2>/dev/null
        rc=$?
        if [ $rc = 0 ]; then
            : # it was quicker
        elif [ $signal = INT ] && [ $rc != 130 ] || [ $signal = TERM ] && [ $rc != 143 ]; then
            result "ended by SIG$signal after $some files" "exit status $rc"
            continue
        else
            killed=$((killed + 1))
        fi
        if [ $signal != KILL ] && [ -d again ]; then
            check "SIG$signal after $some files leaves no temporary file" test -z "$(find again -name '.*' -type f)"
        fi
        local broken
        mkdir -p again # where the signal was quicker
        broken=$(diff -rq whole again 2>&1 | grep -v '^Only in whole\|^Only in again.*\.tmp$')
        result "no half file after SIG$signal" "$broken"
        "$q" -q -o again/ $all
        check "run again after SIG$signal, $some files" diff -r whole again
    done
    check 'some were killed in the middle' test $killed -ge 4
    mkdir stray && : >stray/.qparse-99-0-7.tmp && : >stray/.qparse-notes.txt
    "$q" -q -o stray/ in/a.txt
    same 'what a killed run left goes, and nothing else' '.qparse-notes.txt a.txt.json ' "$(names stray)"

    interrupted_outputs
    (exec 7<>fifo && exec "$q" in/a.txt fifo -o half.json) 2>err &
    sleep 0.5
    kill -TERM $!
    wait $! 2>/dev/null
    same 'waiting for a pipe it ends too' 143 $?
    same 'without the file or a part of it' '' "$(ls -A | grep -e half -e qparse- | tr '\n' ' ')"
    # shellcheck disable=SC2016
    timeout 60 bash -c '"$0" -f jsonl many/in 2>err; echo $? >rc' "$q" | head -n 1 >out
    check 'a closed pipe ends it' test "$(cat rc)" = 141
    check 'quietly' bash -c '! grep -v "warning\|error:" err'
}

# at_pipe SIGNAL [ARGUMENT...]: runs the command and sends it the signal when it has long been
# waiting for the pipe that is among its inputs.
at_pipe() {
    local signal=$1
    shift
    tried="qparse $*, SIG$signal"
    (exec 7<>fifo && exec env --default-signal=INT "$q" "$@" >out 2>err) &
    sleep 0.5
    kill -"$signal" $!
    wait $! 2>/dev/null
    rc=$?
}

# In the middle of a run, whatever it writes to.
interrupted_outputs() {
    local signal status j
    rm -f fifo full && mkfifo fifo full
    (trap '' HUP && exec "$q" -f jsonl fifo >out 2>err) &
    sleep 0.5 && kill -HUP $!
    at_last 0 true && wait $!
    same 'a signal that is ignored, as nohup has it, ends nothing' '0 1' "$? $(records .number)"
    for signal in INT TERM; do
        status=130 j=1 && [ $signal = INT ] || status=143 j=4
        at_pipe $signal -j$j -f jsonl in fifo many/in
        expect "SIG$signal to a stream" $status '*' '^interrupted: '
        same 'what was done is there, in whole records' '1 2 3 4 5' "$(records .number)"
        at_pipe $signal -j$j -f xml in fifo many/in
        same 'in XML too' "$status 5 5" "$rc $(grep -c '^<question \|^  <question ' out) $(grep -c '</question>$' out)"
        echo old >kept.jsonl
        at_pipe $signal -j$j -f jsonl -o kept.jsonl --report=kept.report in fifo many/in
        same "SIG$signal to a file: the old one stays" "$status old" "$rc $(cat kept.jsonl)"
        at_pipe $signal -j$j -f xml -o never.xml in fifo many/in
        same 'or there is none' "$status " "$rc $(ls never.xml kept.report 2>/dev/null)"
        rm -rf again
        at_pipe $signal -j$j -o again/ in fifo many/in
        same "SIG$signal to a folder" "$status yes" "$rc $([ -e again/b/y.html.json ] && echo yes)"
        check 'leaves no temporary file' test -z "$(find . -name '.qparse-*.tmp')"
        "$q" -q -o again/ in many/in && "$q" -q -o undisturbed/ in many/in
        check 'and what is missing comes with the next run' diff -r undisturbed again
        (exec 7<>full && exec env --default-signal=INT "$q" -j$j -f jsonl many/in >full 2>err) &
        sleep 1 && kill -$signal $!
        wait $! 2>/dev/null
        rc=$? tried="qparse -j$j -f jsonl many/in, to a pipe that nobody reads, SIG$signal"
        : >out
        expect "SIG$signal to a full pipe" $status '' '^interrupted: '
        check 'is no error of writing' bash -c '! grep -i cancel err'
        at_pipe $signal -j$j -o again/ --dry-run in fifo many/in
        same "SIG$signal in a dry run" $status $rc
    done
    [ -e many.tar ] || { skip 'interrupted archives' 'this build has no libarchive' && return; }
    for j in 1 4; do
        rm -rf again
        (head -c 1500000 many.tar && exec sleep 60) >fifo &
        local writer=$!
        (exec env --default-signal=INT "$q" -q -j$j -o again/ - <fifo >out 2>err) &
        sleep 1
        kill -INT $!
        wait $! 2>/dev/null
        rc=$?
        kill $writer 2>/dev/null
        wait $writer 2>/dev/null
        same "SIGINT in an archive, -j$j" 130 $rc
        check 'what was read is written' test -n "$(find again -name '*.json')"
        check 'without temporary files' test -z "$(find again -name '.*' -type f)"
        "$q" -q -o again/ - <many.tar && "$q" -q -o piped/ - <many.tar
        check 'and the next run goes on' diff -r piped again
    done
}

failures() {
    local n
    try -f jsonl in missing in/a.txt
    expect 'a vanished file fails alone' 4 '*' '^qparse: missing: No such file or directory$'
    same 'the others go on' 6 "$(wc -l <out)"
    cp -r in leaving && rm -f fifo && mkfifo fifo
    ("$q" -j1 -f jsonl fifo leaving in/missing >out 2>err; echo $? >rc) &
    { sleep 0.5 && rm leaving/a/x.txt && cat in/a.txt; } >fifo
    wait $!
    tried='a run from which a file goes' rc=$(cat rc)
    expect 'a file that goes while the run is at work' 4 '*' '^qparse: leaving/a/x\.txt: No such file or directory$'
    same 'fails alone too' '1 1 3 4 5' "$(records .number)"
    # Files may not grow: as a full disk, without the right to make one.
    (ulimit -f 0 && exec "$q" -j1 -o limited/ many/in) 2>&1 | cat >err
    same 'no room for any file' 4 "${PIPESTATUS[0]}"
    same 'ends after twenty' 20 "$(grep -c '^qparse: limited/.*: File too large$' err)"
    check 'and says so' grep -q '^qparse: 20 outputs in a row' err
    same 'and leaves nothing' '' "$(names limited)"
    "$q" -f jsonl in >/dev/full 2>err
    same 'a full disk under standard output' 4 $?
    check 'is told once' test "$(grep -c 'No space left' err)" = 1
    if mkdir small && mount -t tmpfs -o size=64k tmpfs small 2>err; then
        mounted=$work/small
        try -j1 -o small/ many/in
        expect 'a full disk under a folder' 4 '' '^qparse: small/.*: No space left on device$'
        check 'ends after twenty in a row' grep -q '^qparse: 20 outputs in a row' err
        check 'all of which are told' test "$(grep -c 'No space left' err)" -ge 20
        check 'without temporary files' test -z "$(find small -name '.*' -type f)"
        check 'what is there is whole' bash -c 'cd small && find . -name "*.json" -exec cmp {} ../whole/{} \;'
        cp err err.1
        umount small && mount -t tmpfs -o size=64k tmpfs small
        "$q" -o small/all.json many/in 2>err
        same 'a full disk under a file' 4 $?
        same 'leaves nothing' '' "$(ls -A small)"
        umount small && mounted=
    else
        skip 'a full disk under a folder' 'no right to mount one'
    fi
    [ ${#user[@]} != 0 ] || { skip 'a folder that is locked' 'no other user' && return; }
    mkdir -m 777 shared && mkdir -m 555 shared/b
    as_user -o shared/ in
    expect 'a locked folder within' 4 '' '^qparse: shared/b/x\.txt\.json: Permission denied$'
    same 'fails alone' 'a.txt.json a/x.txt.json b.d/x.txt.json ' "$(names shared)"
    # A success between the failures starts the count again.
    mkdir -p locks && for n in {10..60}; do page_of $n locks/$n.txt; done
    mkdir -m 777 mixed && for n in {10..60}; do [ $((n % 15)) = 0 ] || mkdir mixed/$n.txt.json; done
    try -o mixed locks
    expect 'failures that are not in a row' 4 '' '^51 pages: 4 converted, 0 not questions, 47 failed'
}

showing() {
    try --progress=always -q in
    check '--progress=never shows nothing' bash -c '"$0" --progress=never in 2>&1 >out | grep -qv "left" ' "$q"
    try --progress=always empty
    expect '--progress=always of nothing' 0 '' '\[\.{20}\] 0 pages, 0/s, 0 left, 0 failed'
    try --progress=always --diagnostics=json -f jsonl in
    expect '--progress=always among JSON lines' 0 '*' '\[[#.]{20}\] '
    "$q" --progress=always many/in >out 2>err
    check '--progress=always shows how far it is' grep -qaE '\[[#.]{20}\] [0-9,]+ pages, [0-9,]+/s, [0-9,]+ left, [0-9]+ failed' err
    # The terminal itself: what it was sent.
    "$python" - "$q" many/in many/in many/in many/in >screen <<'END'
import os, pty, sys
out = os.dup(1)
os.dup2(os.open('/dev/null', os.O_WRONLY), 1)
sent = b''
pid, fd = pty.fork()
if pid == 0:
    os.dup2(os.open('/dev/null', os.O_WRONLY), 1)
    os.execv(sys.argv[1], sys.argv[1:])
try:
    while piece := os.read(fd, 65536):
        sent += piece
except OSError:
    pass
os.waitpid(pid, 0)
os.write(out, sent)
END
    check 'on a terminal it is shown' grep -qaE '\[#*\.*\] [0-9,]+ pages, [0-9,]+/s, [0-9,]+ left, [0-9]+ failed' screen
    check 'and goes before the summary' grep -qaE $'(^|\033\\[K)8,000 pages: ' screen
    "$q" many/in >out 2>err
    check 'in a pipe it does not' bash -c '! grep -qa left err'
    try --progress=perhaps in
    expect 'a wrong word' 2 '' 'progress'
}

folders
oddities
lists
trees
reports
workers
waiting
archives
web_archives
interruption
failures
showing

finish
