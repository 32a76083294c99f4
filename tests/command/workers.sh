#!/bin/bash
# Workers, what is held back for an input that is waited for, and how far a run is: tests/command/workers.sh
. "$(dirname "$0")/../lib/check.sh"
. "$top/tests/lib/inputs.sh"
many 400

# The same bytes from any number of workers.
workers() {
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
    "$q" -q -j1 -f jsonl fifo slow >wanted &
    feed true
    wait $!
    "$q" -q -j2 -f jsonl fifo slow >out &
    feed true
    wait $!
    same 'a worker with much to print waits for its turn' 0 $?
    check 'and prints all of it then' cmp wanted out
    "$q" -q -j2 -f jsonl fifo slow >/dev/full 2>err &
    feed true
    wait $!
    same 'or nothing, where the one before it had no room' 4 $?
    same 'which is told once' 1 "$(grep -c 'No space left' err)"
    "$q" -q -j1 -f jsonl slow/14.txt slow >/dev/full 2>err
    same 'one worker ends in the middle, too' "4 1" "$? $(grep -c 'No space left' err)"
    at_pipe TERM -j2 -f jsonl fifo slow
    expect 'a signal ends the waiting' 143 '' '^interrupted: 0 pages'

    for n in {2..9}; do ln heavy/1.txt heavy/$n.txt; done
    "$plain" -q -j1 -f jsonl heavy/1.txt heavy/2.txt in/a.txt >wanted
    same 'large results do not stay' '4127 4127 1' "$(jq -r .number wanted | tr '\n' ' ' | sed 's/ $//')"
    "$plain" -j2 -f jsonl fifo heavy >out 2>err &
    feed rm heavy/7.txt
    wait $!
    rc=$? tried='a run from which a large page goes while it waits'
    expect 'what is much is not read before its time' 4 '*' '^qparse: heavy/7\.txt: No such file or directory$'
    same 'the others are all there, in order' "fifo $(echo heavy/{1..6}.txt heavy/{8,9}.txt)" \
        "$(jq -r .file out | xargs)"
    rm -r heavy slow
}

showing() {
    try --progress=always -q in
    check '--progress=never shows nothing' bash -c '"$0" --progress=never in 2>&1 >out | grep -qv "left" ' "$q"
    try --progress=always empty
    expect '--progress=always of nothing' 3 '' '\[\.{20}\] 0 pages, 0/s, 0 left, 0 failed'
    try --progress=always --diagnostics=json -f jsonl in
    expect '--progress=always among JSON lines' 0 '*' '\[[#.]{20}\] '
    "$q" --progress=always many/in >out 2>err
    check '--progress=always shows how far it is' grep -qaE '\[[#.]{20}\] [0-9,]+ pages, [0-9,]+/s, [0-9,]+ left, [0-9]+ failed' err
    # The terminal itself: what it was sent. The pipe has the run last longer than nothing is shown.
    mkfifo slowly
    "$python" - in/a.txt slowly "$q" slowly many/in many/in many/in >screen <<'END'
import os, pty, sys, time
out = os.dup(1)
os.dup2(os.open('/dev/null', os.O_WRONLY), 1)
sent = b''
pid, fd = pty.fork()
if pid == 0:
    os.dup2(os.open('/dev/null', os.O_WRONLY), 1)
    os.execv(sys.argv[3], sys.argv[3:])
with open(sys.argv[2], 'wb') as pipe, open(sys.argv[1], 'rb') as page:
    time.sleep(0.2)
    pipe.write(page.read())
try:
    while piece := os.read(fd, 65536):
        sent += piece
except OSError:
    pass
os.waitpid(pid, 0)
os.write(out, sent)
END
    check 'on a terminal it is shown' grep -qaE '\[#*\.*\] [0-9,]+ pages, [0-9,]+/s, [0-9,]+ left, [0-9]+ failed' screen
    check 'and goes before the summary' grep -qaE $'(^|\033\\[K)1,201 pages: ' screen
    "$q" many/in >out 2>err
    check 'in a pipe it does not' bash -c '! grep -qa left err'
    try --progress=perhaps in
    expect 'a wrong word' 2 '' 'progress'
}

workers
waiting
mkdir empty
showing

finish
