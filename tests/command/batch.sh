#!/bin/bash
# Folders, lists of files and reports: tests/command/batch.sh
. "$(dirname "$0")/../lib/check.sh"
. "$top/tests/lib/inputs.sh"

folders() {
    try -f jsonl in
    expect 'a folder' 0 '*' '^6 pages: 5 converted, 1 not questions, 0 failed, 0 with warnings; [0-9]+\.[0-9][0-9] s [(]--strict or --report=FILE tells which are no questions[)]$'
    same 'is read in byte order of the path, hidden files left out' '1 2 3 4 5' "$(records number)"
    same 'a record has the path' 'in/a.txt in/a/x.txt in/b.d/x.txt in/b/x.txt in/b/y.html' \
        "$(records file)"
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
    expect 'nothing converts, nothing is printed' 3 '' '^1 page: 0 converted, 1 not questions'
    expect 'and that is told' 3 '' '^qparse: 1 file, and it is not a question page; --strict lists them$'
    echo rien >none/y
    try -q none
    expect 'also with -q' 3 '' '^qparse: 2 files, none of them a question page; --strict lists them$'
    try --dry-run none
    expect 'but not where nothing was to be done' 0 'convert none/x' ''
    try --strict none
    expect '--strict says it of each' 3 '' '^none/y: error: no line heads a question'
    mkdir empty
    try empty
    expect 'an empty folder' 3 '' '^qparse: nothing to convert: no file is there$'
    try in --include='*.none'
    expect 'a filter that leaves nothing' 0 '' '^0 pages: '
    try empty in/a.txt
    expect 'an empty folder beside a page' 0 '*' '^1 page: 1 converted'
    "$q" -q -o again/ in && try --update -o again/ in/a.txt in/b
    expect 'all is up to date' 0 '' ' up to date'
    try -f jsonl in --include='*.html'
    same '--include' 5 "$(records number)"
    try -f jsonl in --exclude='b*'
    same '--exclude, of folders too' '1 2' "$(records number)"
    try -f jsonl in --include='*.txt' --exclude='b/*' --exclude=a.txt
    same '--include, --exclude, of a path' '2 3' "$(records number)"
    try -f jsonl in/b in/a.txt
    same 'operands as they stand' '4 5 1' "$(records number)"
}

# Folders are told apart by disk and number, in whatever order links lead to them.
linked_folders() {
    local far= n first
    mkdir linked real.1 real.2
    page_of 1 real.1/x.txt && page_of 2 real.2/x.txt
    for n in a:1 b:2 c:1 d:2; do ln -s ../real.${n#*:} linked/${n%:*}; done
    try -f jsonl linked
    same 'each folder is read by the first link to it' 'linked/a/x.txt linked/b/x.txt' "$(records file)"
    rm linked/* && for n in a:2 b:1 c:2 d:1; do ln -s ../real.${n#*:} linked/${n%:*}; done
    try -f jsonl linked
    same 'in the other order too' 'linked/a/x.txt linked/b/x.txt' "$(records file)"
    for n in /dev/shm /tmp /var/tmp "$top"; do
        far=$(mktemp -d -p "$n" 2>/dev/null) || continue
        [ "$(stat -c %d "$far")" = "$(stat -c %d .)" ] || break
        rmdir "$far" && far=
    done
    [ -n "$far" ] || { skip 'folders of two disks' 'there is one only' && rm -rf linked && return; }
    page_of 3 "$far/x.txt"
    for n in "$work/real.1 $far" "$far $work/real.1"; do
        first=here && [ "${n#"$far"}" = "$n" ] || first=there
        rm linked/*
        for name in a b c d; do ln -s "${n% *}" linked/$name && n="${n#* } ${n% *}"; done
        try -f jsonl linked
        same "folders of two disks, that $first first" 'linked/a/x.txt linked/b/x.txt' "$(records file)"
    done
    rm -r "$far" linked
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
        'odd/link/x.txt odd/link/y.txt odd/real/x.txt odd/real/y.txt' "$(records file)"
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
    same '--files-from' '5 1' "$(records number)"
    try -f jsonl --files-from=- <list
    same '--files-from=-' '5 1' "$(records number)"
    try -f jsonl --files-from=- in/b/x.txt < <(printf 'in/a.txt')
    same 'operands come before the list' '4 1' "$(records number)"
    page_of 6 $'line\nbreak'
    try -f jsonl -0 --files-from=- < <(printf '%s\0' $'line\nbreak' in/a.txt)
    same '-0' '6 1' "$(records number)"
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

folders
oddities
lists
reports

finish
