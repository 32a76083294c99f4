#!/bin/bash
# Output folders and output files: tests/command/trees.sh
. "$(dirname "$0")/../lib/check.sh"
. "$top/tests/lib/inputs.sh"

"$q" -q -f jsonl in >folder.jsonl

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
    expect 'into a folder that is there' 2 '' ' would write to the same place: other/a\.txt\.json; '
    try --dry-run -o never/ - <in/a.txt
    expect '--dry-run of standard input' 0 '^new - -> never/stdin\.json$' ''
    try --update -o stdin/ - <in/a.txt
    expect '--update of standard input' 0 '' ''
    same 'which has no time to compare' 'stdin.json ' "$(names stdin)"
    try -f akn --shard=2/2 in/a.txt
    expect 'a share of a document that has none of it' 0 '' ''
    try -f akn --explain in/a.txt in/b/x.txt
    expect 'of several pages a format of one is no matter for --explain' 0 '*' ''
    same 'each has its name above it, and a line between' '==> in/a.txt <==,,==> in/b/x.txt <==,' \
        "$(grep -e '^==> ' -e '^$' out | tr '\n' ,)"
    try --explain in
    check 'in a folder too' grep -qx '==> in/b/x.txt <==' out
    try --explain in/a.txt
    check 'one alone has none' bash -c '! grep -q "^==> " out'
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
    expect 'a folder whose parent is missing' 0 '' ''
    check 'is made' test -s no/such/a.txt.json
    try -o elsewhere/ in/a.txt
    expect 'a file as the folder' 4 '' 'elsewhere/: Not a directory'
    mkdir inside && cp in/a.txt inside/
    "$q" -q -o inside/records/ inside && "$q" -q -o inside/records/ inside
    same 'the output folder is no input' 'a.txt records/a.txt.json ' "$(names inside)"
    mkdir -p glob/x glob/y && cp in/a.txt glob/x/page.txt && cp in/a.txt glob/y/page.txt
    try -o globbed/ glob/*/page.txt
    expect 'files of one name from a glob' 0 '' '^qparse: two inputs have one name: outputs keep their folders$'
    same 'keep their folders below the one that they share' 'x/page.txt.json y/page.txt.json ' "$(names globbed)"
    try -o named/ glob/x/page.txt in/a.txt
    same 'others have their names alone' 'a.txt.json page.txt.json ' "$(names named)"
    try -o twice/ glob/x/page.txt glob/x/page.txt
    expect 'one file twice' 2 '' ' would write to the same place: twice/page\.txt\.json; name the folder above'
    (cd glob/x && "$q" -o up/ page.txt ../y/page.txt) 2>err
    rc=$? tried='qparse -o up/ page.txt ../y/page.txt' && : >out
    expect 'one above the folder of the run' 2 '' 'would write to the same place'
    try -o forgotten in
    expect 'a folder that is not there, without its slash' 2 '' '^qparse: forgotten: several inputs go to a folder, '
    check 'makes no file of that name' test ! -e forgotten
    try -q -o alone in/a.txt
    expect 'one page may go to such a file' 0 '' ''
    mkdir -p beside/s && cp in/a.txt beside && cp in/a.txt beside/s/b.txt && echo '{}' >beside/tool.json
    local n out
    for n in 1 2; do
        try -o beside/ beside
        expect "a folder that is its own output, run $n" 0 '' '^3 pages: 2 converted, 1 not'
    done
    same 'has a record beside each page' 'a.txt a.txt.json s/b.txt s/b.txt.json tool.json ' "$(names beside)"
    for out in . ./; do
        (cd beside && "$q" --strict --exclude=tool.json -o $out .) 2>err
        rc=$? tried="qparse --strict -o $out ." && : >out
        expect "with --strict, too: -o $out ." 0 '' '^2 pages: 2 converted, 0 not'
    done
    try -o inside/records/ inside/records
    expect 'a folder of records alone holds no page' 3 '' '^qparse: 1 file, and it is not a question page'
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

trees

finish
