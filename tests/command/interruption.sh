#!/bin/bash
# Runs that a signal ends: tests/command/interruption.sh
. "$(dirname "$0")/../lib/check.sh"
. "$top/tests/lib/inputs.sh"
many 300

# Killed with so many files written, at random, and run again: the same bytes, no stray file.
interruption() {
    local all=many/in n signal rc some written killed=0
    "$q" -q -o whole/ $all
    mkfifo fifo # behind all of it: a run that nobody ends is never quicker
    RANDOM=4127
    for n in 1 2 3 4 5 6 7 8; do
        signal=INT && [ $((n % 3)) = 0 ] && signal=TERM
        [ $((n % 4)) = 0 ] && signal=KILL
        rm -rf again
        # A shell's background job ignores SIGINT, and so would the command.
        (trap - INT TERM && exec env --default-signal=INT "$q" -q -j$((n % 2 + 1)) -o again/ $all fifo) &
        some=$((RANDOM % 200 + 1))
        until written=(again/*/*.json) && [ ${#written[@]} -ge $some ] || ! kill -0 $! 2>/dev/null; do
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
    asleep $!
    kill -TERM $!
    wait $! 2>/dev/null
    same 'waiting for a pipe it ends too' 143 $?
    same 'without the file or a part of it' '' "$(ls -A | grep -e half -e qparse- | tr '\n' ' ')"
    # shellcheck disable=SC2016
    timeout 60 bash -c '"$0" -f jsonl many/in 2>err; echo $? >rc' "$q" | head -n 1 >out
    check 'a closed pipe ends it' test "$(cat rc)" = 141
    check 'quietly' bash -c '! grep -v ": warning\|: error:" err'
}

# In the middle of a run, whatever it writes to.
interrupted_outputs() {
    local signal status j
    rm -f fifo full && mkfifo fifo full
    (trap '' HUP && exec "$q" -f jsonl fifo >out 2>err) &
    asleep $! && kill -HUP $!
    feed true && wait $!
    same 'a signal that is ignored, as nohup has it, ends nothing' '0 1' "$? $(records number)"
    for signal in INT TERM; do
        status=130 j=1 && [ $signal = INT ] || status=143 j=4
        at_pipe $signal -j$j -f jsonl in fifo many/in
        expect "SIG$signal to a stream" $status '*' '^interrupted: '
        same 'what was done is there, in whole records' '1 2 3 4 5' "$(jq -r .number out | xargs)"
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
        asleep $! && kill -$signal $!
        wait $! 2>/dev/null
        rc=$? tried="qparse -j$j -f jsonl many/in, to a pipe that nobody reads, SIG$signal"
        : >out
        expect "SIG$signal to a full pipe" $status '' '^interrupted: '
        check 'is no error of writing' bash -c '! grep -i cancel err'
        at_pipe $signal -j$j -o again/ --dry-run in fifo many/in
        same "SIG$signal in a dry run" $status $rc
    done
    for signal in QUIT ALRM USR1; do
        at_pipe $signal -j1 -f jsonl -o kept.jsonl in fifo many/in
        same "SIG$signal leaves the old file, and no other" "$((128 + $(kill -l $signal))) old " \
            "$rc $(cat kept.jsonl) $(find . -name '.qparse-*.tmp')"
    done
    [ -n "$archives_read" ] || { skip 'interrupted archives' 'this build has no libarchive' && return; }
    tar -cf many.tar many/in
    for j in 1 4; do
        rm -rf again
        (head -c 400000 many.tar && exec sleep 60) >fifo &
        local writer=$!
        (exec env --default-signal=INT "$q" -q -j$j -o again/ - <fifo >out 2>err) &
        asleep $!
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

interruption

finish
