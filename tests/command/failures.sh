#!/bin/bash
# Inputs that are gone, disks that are full, folders that are locked: tests/command/failures.sh
. "$(dirname "$0")/../lib/check.sh"
. "$top/tests/lib/inputs.sh"
many 100
"$q" -q -o whole/ many/in

failures() {
    local n
    try -f jsonl in missing in/a.txt
    expect 'a vanished file fails alone' 4 '*' '^qparse: missing: No such file or directory$'
    same 'the others go on' 6 "$(wc -l <out)"
    cp -r in leaving && rm -f fifo && mkfifo fifo
    "$q" -j1 -f jsonl fifo leaving in/missing >out 2>err &
    feed rm leaving/a/x.txt
    wait $!
    rc=$? tried='a run from which a file goes'
    expect 'a file that goes while the run is at work' 4 '*' '^qparse: leaving/a/x\.txt: No such file or directory$'
    same 'fails alone too' '1 1 3 4 5' "$(records number)"
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

failures

finish
