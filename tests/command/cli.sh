#!/bin/bash
# What the command does with options, inputs, outputs and failures: tests/command/cli.sh
. "$(dirname "$0")/../lib/check.sh"
version=$(sed -n 's/^.define QP_VERSION "\(.*\)"/\1/p' "$top/include/qparse.h")

# The value at a jq path of a file's first record.
value() { jq -r "$2" "$1" | head -n 1; }
xpath() { xmllint --xpath "$2" "$1" 2>/dev/null; }

cp "$top/fixtures/001-pending/page.txt" page.txt
sed 's/4127/4128/' page.txt >other.txt
# The heading tells what the response section does not: one warning.
sed 's/Ministère de la culture$/& (retirée)/' page.txt >warn.txt
: >empty.txt
printf 'Résultats de la recherche\n\n3 questions trouvées\n' >list.txt
mkdir folder
cp page.txt folder/
for name in page other warn; do
    for form in json jsonl xml; do
        "$q" -f $form $name.txt >$name.$form 2>/dev/null
    done
done
"$q" <page.txt >stdin.json 2>err

formats() {
    try page.txt
    expect 'a page gives JSON, in silence' 0 =page.json ''
    check 'the record is laid out as jq does' diff page.json <(jq . page.json)
    check 'its number is the page'\''s' test "$(value page.json .number)" = 4127
    for spelling in '-fjson' '-f json' '--format=json' '--format json' '--form=json'; do
        # shellcheck disable=SC2086 # words are wanted
        try $spelling page.txt
        expect "$spelling" 0 =page.json ''
    done
    try page.txt -f xml
    expect 'an option after the input' 0 =page.xml ''
    try -qf xml page.txt
    expect 'short options together' 0 =page.xml ''
    try -f xml -f json page.txt
    expect 'the last of two formats counts' 0 =page.json ''
    check 'jsonl is one line' test "$(wc -l <page.jsonl)" = 1
    check 'jsonl is what jq -c writes' diff page.jsonl <(jq -c . page.jsonl)
    check 'the XML has one question' test "$(xpath page.xml 'name(/*)')" = question
    check 'the XML has its declaration' grep -q '^<?xml version="1.0" encoding="UTF-8"?>$' page.xml
}

several() {
    try page.txt other.txt page.txt
    expect 'several inputs, JSON, in order' 0 =<(cat page.json other.json page.json) ''
    try -f jsonl other.txt page.txt
    expect 'several inputs, JSON lines' 0 =<(cat other.jsonl page.jsonl) ''
    try -f jsonarray page.txt other.txt page.txt
    expect 'several inputs, one JSON list' 0 =<(cat page.json other.json page.json | jq -s .) ''
    try -f jsonarray page.txt
    expect 'a list of one' 0 =<(jq -s . page.json) ''
    try -f jsonarray empty.txt
    expect 'without a record there is no list' 3 '' '*'
    mkdir two && cat page.txt other.txt >two/both.txt && cp page.txt two/one.txt
    try -q -f jsonarray -o lists/ two
    expect 'lists in a folder' 0 '' ''
    check 'a list for each page' test \
        "$(jq -c '[.[].number]' lists/both.txt.json lists/one.txt.json | tr -d '\n')" = '["4127","4128"]["4127"]'
    try -f xml page.txt other.txt
    cp out two.xml
    expect 'several inputs, XML' 0 '^<questions>$' ''
    check 'the XML holds both, in order' test \
        "$(xpath two.xml 'concat(count(/*/*), //question[1]/number, //question[2]/number)')" \
        = 241274128
    try -f xml page.txt empty.txt
    expect 'XML of two inputs of which one fails has the root of several' 3 '^<questions>$' '*'
    try empty.txt other.txt list.txt page.txt
    expect 'a failed input prints nothing, the others go on' 3 =<(cat other.json page.json) '*'
    for form in json jsonl xml; do
        try -f $form empty.txt list.txt
        expect "nothing converts, nothing is printed ($form)" 3 '' '*'
    done
}

standard_input() {
    try <page.txt
    expect 'no input is standard input' 0 =stdin.json ''
    try - <page.txt
    expect '- is standard input' 0 =stdin.json ''
    check 'its record names no file' test "$(jq .file stdin.json)" = null
    check 'and is the same otherwise' \
        diff <(jq 'del(.file)' stdin.json) <(jq 'del(.file)' page.json)
    try < <(cat page.txt)
    expect 'a pipe' 0 =stdin.json ''
    try other.txt - <page.txt
    expect 'standard input among files' 0 =<(cat other.json stdin.json) ''
    try </dev/null
    expect 'an empty one is named <stdin>' 3 '' '^<stdin>: error: .* \[empty-input\]$'
    try - <warn.txt
    expect 'a warning about it too' 0 '*' '^<stdin>:[0-9]+:[0-9]+: warning: '
    try <&-
    expect 'a closed one' 4 '' 'Bad file descriptor'
    try <folder
    expect 'a folder as standard input' 4 '' '*'
    cp page.txt ./-
    try ./-
    expect 'a file named -' 0 '"file": "./-"' ''
}

usage() {
    local arguments
    for arguments in --no-such-option -Z '-f yaml' '--format=' --format --spaces=none \
        --encoding=klingon --encoding= --input-format=pdf --schema=yaml --help=more --completion=csh --site=senat --site= --strict=yes -o; do
        # shellcheck disable=SC2086 # words are wanted
        try $arguments </dev/null
        expect "usage: $arguments" 2 '' '^qparse: '
    done
    try --no-such-option page.txt
    expect 'a wrong option is named' 2 '' 'no-such-option'
    try -f yaml page.txt
    expect 'a wrong value is named' 2 '' 'yaml'
    try --help
    expect '--help' 0 '^[Uu]sage: qparse \[OPTION\]\.\.\. \[INPUT\]\.\.\.$' ''
    check '--help is one screen of 80 columns and 24 lines' \
        awk 'length > 80 { wide = 1 } END { exit wide || NR > 23 }' out
    cp out help
    try -h
    expect '-h' 0 =help ''
    check 'with examples, and the manual' grep -q 'man qparse' help
    for about in diff csv formats; do
        try --help=$about
        expect "--help=$about" 0 'OLD NEW|csv-separator|jsonarray' ''
        check 'in 24 lines of 90 columns' awk 'length > 90 { wide = 1 } END { exit wide || NR > 24 }' out
    done
    try --help=all
    expect '--help=all' 0 '^      --list-diagnostics ' ''
    check '--help=all fits 80 columns' awk 'length > 80 { exit 1 }' out
    check '--help=all has all that --help has' test -z "$(grep -e ' --' help | grep -vxFf out)"
    try --version
    expect '--version' 0 "^qparse ${version//./\\.}$" ''
    try -V
    expect '-V' 0 "^qparse ${version//./\\.}$" ''
    try --list-diagnostics
    expect '--list-diagnostics' 0 'status-conflict' ''
    try --schema=json
    expect '--schema=json' 0 '*' ''
    check 'it is JSON' jq -e '."$schema"' out
    try --schema=xml
    expect '--schema=xml' 0 '*' ''
    check 'it is a schema for the record' xmllint --noout --schema out page.xml
}

sites() {
    local site page
    try --list-sites
    expect '--list-sites' 0 '^assemblee-nationale\.fr +2007-2012 +after descriptions +legislature 13, labels with >$' ''
    check 'pages of the Assemblée were seen' grep -Eq '^assemblee-nationale\.fr +2012-2024 +seen +XML view' out
    check 'none of senat.fr was' sh -c '! grep "^senat.fr" out | grep -v "after descriptions"'
    cp out sites
    # The option's values and these names stand in two tables.
    for site in $(cut -d' ' -f1 sites | sort -u); do
        try --site="$site" empty.txt
        expect "--site knows $site" 3 '' '\[empty-input\]$'
    done
    try --site=none page.txt
    check 'and no other' test "$(grep -oE '[a-z-]+\.fr' err | sort)" = "$(cut -d' ' -f1 sites | sort -u)"
    cp "$top/fixtures/301-senat-answered/page.html" senat.html
    cp "$top/fixtures/251-an-col10-answered/page.html" an.html
    cp "$top/fixtures/151-nd17-answered/page.html" nd.html
    for page in page.txt=nossenateurs.fr nd.html=nosdeputes.fr senat.html=senat.fr \
        an.html=assemblee-nationale.fr; do
        "$q" "${page%=*}" >found 2>/dev/null
        for site in $(cut -d' ' -f1 sites | sort -u); do
            try --site="$site" "${page%=*}"
            if [ "$site" = "${page#*=}" ]; then
                check "--site=$site, which it is" cmp found out
            else
                expect "--site=$site is none of ${page#*=}" 3 '' "pages of ${site//./\\.} .*\[not-a-question\]$"
            fi
        done
    done
}

inputs() {
    try folder
    expect 'a folder is its files' 0 '"file": "folder/page\.txt"' '^1 page: 1 converted'
    try no/such.txt
    expect 'a missing file' 4 '' 'no/such\.txt: .*No such file or directory'
    try page.txt/x
    expect 'a file as a folder' 4 '' 'Not a directory'
    ln -s loop loop
    try loop
    expect 'a loop of links' 4 '' 'symbolic links'
    try "$(printf 'x%.0s' {1..300})"
    expect 'a name too long' 4 '' 'File name too long'
    try ''
    expect 'an empty name' 4 '' 'No such file'
    unreadable
    try empty.txt
    expect 'an empty file' 3 '' '^empty\.txt: error: .* \[empty-input\]$'
    try list.txt
    expect 'no question page' 3 '' '^list\.txt(:[0-9]+:[0-9]+)?: error: .* \[not-a-question\]$'
    printf '%%PDF-1.7\n%%\342\343\317\323\n1 0 obj\n' >page.pdf
    printf '{\\rtf1\\ansi Question}' >page.rtf
    printf '\211PNG\r\n\032\n\000\000\000\rIHDR' >page.png
    local name
    for name in pdf:PDF rtf:RTF png:PNG; do
        try page.${name%%:*}
        expect "a format that is not read: ${name%%:*}" 3 '' "${name#*:}.*\[input-format\]$"
    done
    try missing.txt empty.txt page.txt
    expect 'the highest exit status counts' 4 =page.json '*'
    mkfifo fifo
    cat page.txt >fifo &
    try fifo
    expect 'a named pipe' 0 '"number": "4127"' ''
    wait $!
    timeout 120 "$q" /dev/zero >out 2>err
    rc=$? tried='qparse /dev/zero'
    expect 'an endless input' 3 '' '\[input-too-large\]$'
}

# Root may read and write everything: there the command is run as another user.
as_user() {
    tried="qparse $*, as an ordinary user"
    "${user[@]}" "$@" >out 2>err
    rc=$?
}
user=("$q")
if [ "$(id -u)" = 0 ]; then
    user=() no_user='no other user can run the command here'
    other=(setpriv --reuid=65534 --clear-groups "$q")
    "${other[@]}" --version >out 2>err && user=("${other[@]}")
fi

unreadable() {
    [ ${#user[@]} != 0 ] || { skip 'an unreadable file' "$no_user" && return; }
    cp page.txt secret.txt
    chmod 000 secret.txt
    as_user secret.txt page.txt
    expect 'an unreadable file' 4 =page.json 'secret\.txt: .*Permission denied'
    mkdir -m 555 locked
    as_user -o locked/new.json page.txt
    expect 'an output folder that is locked' 4 '' 'Permission denied'
}

meant() {
    local typed wanted
    while read -r typed wanted; do
        try $typed page.txt
        expect "$typed" 2 '' "did you mean ${wanted:-what is not there}\?"
    done <<'END'
--fromat=json --format
--outptu=x --output
--versoin --version
--QUIET --quiet
--includ-e=x --include
--files-form=x --files-from
--format=jsn json
--format=JSNOL jsonl
--spaces=plian plain
--help=format formats
END
    for typed in --xyz --no-such-option=format --format=yaml --format=j --spaces=none -x --in --format= \
        --abcdefghijklmnopqrstuvwxyz-abcdefghijklmnopqrstuvwxyz; do
        try $typed page.txt
        check "$typed is near to nothing" bash -c '[ "$1" = 2 ] && ! grep -q "did you mean" err' - $rc
    done
    try --fromat=json page.txt
    expect 'on a line of its own' 2 '' "^qparse: did you mean --format\? 'qparse --help' lists more$"
}

warnings() {
    try warn.txt
    expect 'a warning has its place and code' 0 =warn.json \
        '^warn\.txt:[0-9]+:[0-9]+: warning: .+ \[status-conflict\]$'
    cp err warn.err
    for form in json xml; do
        try --strict -f $form warn.txt
        expect "--strict prints the record all the same ($form)" 1 =warn.$form =warn.err
    done
    try --strict page.txt
    expect '--strict without a warning' 0 =page.json ''
    try --strict page.txt warn.txt empty.txt
    expect '--strict and a failure' 3 =<(cat page.json warn.json) '*'
    try -q warn.txt
    expect '-q says nothing of it' 0 =warn.json ''
    mkdir -p noted && iconv -f utf-8 -t iso-8859-1//TRANSLIT warn.txt >noted/noted.txt
    try -f jsonl noted
    expect 'a note is said too' 0 '*' '^noted/noted\.txt:[0-9:]+: note: .*\[encoding-guessed\]'
    try --quiet=notes -f jsonl noted
    expect '--quiet=notes leaves the warnings' 0 '*' ': warning: .+ \[status-conflict\]$'
    check 'and the notes out' bash -c '! grep -q ": note: " err'
    check 'the summary is there' grep -q '^1 page: 1 converted' err
    try --quiet=notes --report=noted.jsonl -f jsonl noted
    check 'the report has all' grep -q '"severity":"note"' noted.jsonl
    try --quiet=notes -qo o.json noted/noted.txt
    expect 'the last one counts, and -q takes no word of its own' 0 '' ''
    try --quiet=everything warn.txt
    expect 'another word' 2 '' '^qparse: --quiet knows notes, not "everything"$'
    try --quiet --strict warn.txt
    expect '--quiet --strict tells by its status' 1 =warn.json ''
    "$q" warn.txt >out 2>&-
    rc=$? tried='qparse warn.txt 2>&-'
    : >err
    expect 'closed standard error' 0 =warn.json ''
    "$q" -o o.json warn.txt 2>&-
    check 'no diagnostic gets into the output file' cmp warn.json o.json
    "$q" -o o.json warn.txt <&- 2>&-
    check 'nor with standard input closed, too' cmp warn.json o.json
    rm -f o.json
}

explain() {
    try --explain page.txt
    expect '--explain shows the page' 0 'Question soumise le 1er décembre 2022' ''
    check 'in a pipe it has no escapes' bash -c '! grep -q "$(printf "\033")" out'
    sed 's/^Mme/\xe2\x80\xae&/' page.txt >bidi.txt
    try --explain bidi.txt
    expect '--explain escapes what would turn a line around' 0 '  .u202eMme ' ''
    command -v script >/dev/null || { skip '--explain on a terminal' 'no script(1)' && return; }
    local command="'$q' --explain page.txt"
    TERM=xterm script -qec "$command" /dev/null >seen </dev/null
    check 'on a terminal it has colours' grep -q "$(printf '\033')" seen
    NO_COLOR=1 TERM=xterm script -qec "$command" /dev/null >seen </dev/null
    check 'and none with NO_COLOR' bash -c '[ -s seen ] && ! grep -q "$(printf "\033")" seen'
    NO_COLOR='' TERM=xterm script -qec "$command" /dev/null >seen </dev/null
    check 'which counts where it is not empty' grep -q "$(printf '\033')" seen
}

writing() {
    local arguments
    for arguments in page.txt '-f xml page.txt' --help --version --schema=xml --list-diagnostics --list-sites \
        '--explain page.txt'; do
        # shellcheck disable=SC2086 # words are wanted
        "$q" $arguments >/dev/full 2>err
        rc=$? tried="qparse $arguments >/dev/full" && : >out
        expect "a full disk: $arguments" 4 '' 'No space left on device'
        # shellcheck disable=SC2086
        "$q" $arguments >&- 2>err
        rc=$? tried="qparse $arguments >&-"
        expect "closed standard output: $arguments" 4 '' 'Bad file descriptor'
    done
    if command -v strace >/dev/null; then
        ASAN_OPTIONS=${ASAN_OPTIONS-}:detect_leaks=0 strace -o trace -P /dev/null \
            -e inject=open,openat:error=EMFILE "$q" page.txt >&- 2>err
        rc=$? tried='qparse page.txt >&-, without /dev/null'
        expect 'closed standard output, and nothing to take its place' 4 '' 'Bad file descriptor'
    fi
    # A pipe whose reader is gone: open for both, then for writing, then closed for reading.
    rm -f fifo && mkfifo fifo
    exec 8<>fifo 9>fifo 8<&-
    (trap - PIPE && exec "$q" page.txt) >&9 2>err
    rc=$? tried='qparse page.txt | :' && : >out
    expect 'a closed pipe ends it quietly' 141 '' ''
    (trap - PIPE && exec "$q" --help) >&9 2>err
    rc=$? tried='qparse --help, to a closed pipe'
    expect 'and so it does what is printed at once' 141 '' ''
    "${PYTHON:-python3}" -c 'import os, signal, sys
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGPIPE])
os.execv(sys.argv[1], sys.argv[1:])' "$q" page.txt >&9 2>err
    rc=$? tried='qparse page.txt, to a closed pipe, SIGPIPE blocked'
    expect 'a blocked signal leaves its exit status' 141 '' ''
    exec 9>&-
}

output_file() {
    echo old >o.json
    ln o.json link.json
    try -o o.json page.txt
    expect '-o' 0 '' ''
    check 'the file holds the record' cmp page.json o.json
    check 'it came by a rename' grep -qx old link.json
    check 'nothing else is left' test "$(echo o.json*)" = o.json
    (umask 027 && "$q" --output=new.json page.txt)
    check 'a new file has the mode that the umask tells' test "$(stat -c %a new.json)" = 640
    try -f xml -o two.out page.txt other.txt
    check 'several in one file' cmp two.xml two.out
    echo old >o.json
    for input in empty.txt missing.txt; do
        try -o o.json $input
        check "an old file stays where nothing converts ($input)" grep -qx old o.json
    done
    try -o none.json empty.txt
    check 'and no new one appears' test ! -e none.json
    try -o o.json empty.txt page.txt
    expect 'one of two converts' 3 '' '*'
    check 'and is in the file' cmp page.json o.json
    echo old >o.json
    try -o no/such/o.json page.txt
    expect 'folders above the output that are missing' 0 '' ''
    check 'are made' cmp page.json no/such/o.json
    try -o page.txt/o.json page.txt
    expect 'but not below a file' 4 '' 'page.txt/o\.json: .*Not a directory'
    try -o - page.txt
    expect '- is standard output' 0 =page.json ''
    for form in json jsonl xml; do
        try -o "by-name.$form" page.txt
        expect "the name asks for $form" 0 '' ''
        check 'and gets it' cmp "page.$form" "by-name.$form"
    done
    try -f json -o by-option.xml page.txt
    check 'an option counts more than the name' cmp page.json by-option.xml
    try -o BY-NAME.AKN.XML page.txt
    check 'the longest suffix counts, in any letters' grep -q '<akomaNtoso' BY-NAME.AKN.XML
    try -f NDJSON page.txt
    expect 'ndjson is jsonl' 0 =page.jsonl ''
    mkdir tree
    try -o tree page.txt
    expect 'an output that is a folder' 0 '' ''
    check 'gets a file' cmp page.json tree/page.txt.json
    ls -A >before
    tried='qparse -o o.json page.txt, files limited to 0 bytes'
    # The sanitizers write no file; standard error goes through a pipe for the limit's sake.
    (ulimit -f 0 && exec "$q" -o o.json page.txt) 2> >(cat >err)
    rc=$? && : >out
    sleep 0.1
    expect 'a file that may not grow' 4 '' 'File too large'
    check 'leaves the old one' grep -qx old o.json
    check 'and no other' diff before <(ls -A)
    ln -s /proc/self/fd/1 to-stdout
    "$q" -o to-stdout page.txt 2>err | cat >out
    rc=${PIPESTATUS[0]} tried='qparse -o to-stdout page.txt | cat'
    expect 'a link to a pipe, as /dev/stdout may be, is written directly' 0 =page.json ''
    check 'and stays a link' test -L to-stdout
    echo old >elsewhere
    ln -s elsewhere soft.json
    try -o soft.json page.txt
    expect 'a link to a file is refused' 4 '' '^qparse: soft\.json: '
    check 'and both stay' test -L soft.json -a "$(cat elsewhere)" = old
    # As root a mistake here would replace the device itself.
    if [ ${#user[@]} != 0 ]; then
        as_user -o /dev/full page.txt
        expect 'a device is written directly' 4 '' 'No space left'
    else
        skip 'a device is written directly' "$no_user"
    fi
    cp page.txt both
    try -o both both
    expect 'the input is not the output' 2 '' '^qparse: both is an input'
    check 'it is as it was' cmp page.txt both
}

names() {
    local name=$'a\nb\033[31m.txt'
    : >"$name"
    try "$name"
    expect 'a name with control characters' 3 '' '\[empty-input\]$'
    check 'is one line without them' test "$(tr -d '[:print:]' <err | od -An -c | tr -d ' ')" = '\n'
    name=$'a\033[31m.txt'
    cp page.txt "$name"
    try "$name"
    check 'in the record what XML forbids in a name is U+FFFD' \
        test "$(value out .file)" = $'a\xef\xbf\xbd[31m.txt'
    name=$'\351t\351.txt'
    cp page.txt "$name"
    try "$name"
    check 'ill-formed bytes of a name are U+FFFD' \
        test "$(jq -r .file out)" = $'\xef\xbf\xbdt\xef\xbf\xbd.txt'
    cp page.txt ./-f
    try -- -f
    expect 'a name after --' 0 '"file": "-f"' ''
}

same() { # WHAT ARGUMENT...: the record of standard input
    local what=$1
    shift
    "$q" "$@" >out 2>err
    rc=$? tried="qparse $*, $what"
    expect "the same record: $what" 0 =stdin.json ''
}

encodings() {
    same 'with a final line break' < <(cat page.txt && echo)
    same CRLF < <(sed 's/$/\r/' page.txt)
    same CR < <(tr '\n' '\r' <page.txt)
    same 'UTF-8 with BOM' < <(printf '\357\273\277' && cat page.txt)
    same 'UTF-16LE' < <(printf '\377\376' && iconv -f UTF-8 -t UTF-16LE page.txt)
    same 'UTF-16BE' < <(printf '\376\377' && iconv -f UTF-8 -t UTF-16BE page.txt)
    iconv -f UTF-8 -t CP1252 page.txt >page.cp1252
    same 'windows-1252, as told' --encoding=windows-1252 <page.cp1252
    same 'ISO-8859-1, as told' --encoding=ISO-8859-1 <page.cp1252
    same 'text, as told' --input-format=text <page.txt
    same '--spaces=keep' --spaces=keep <page.txt
    try <page.cp1252
    expect 'windows-1252, not told' 0 =stdin.json '(^$|encoding-guessed)'
    sed 's/ ;/\xc2\xa0;/; s/« /«\xe2\x80\xaf/' page.txt >nbsp.txt
    try nbsp.txt
    check 'no-break spaces stay' grep -qE $'entretien »\xc2\xa0; l|«\xe2\x80\xafplus' out
    try --spaces=plain nbsp.txt
    check '--spaces=plain makes them spaces' \
        diff <(jq 'del(.file)' out) <(jq 'del(.file)' page.json)
    local locale
    for locale in C C.UTF-8 tr_TR.UTF-8 fr_FR.UTF-8 fr_FR.ISO-8859-1; do
        LC_ALL=$locale LANG=$locale "$q" -f xml page.txt warn.txt >out 2>err.$locale
        cmp -s out <(LC_ALL=C "$q" -f xml page.txt warn.txt 2>err.C) && cmp -s err.C err.$locale
        check "the same bytes in locale $locale" test $? = 0
    done
    env -i "$q" page.txt >out 2>err
    rc=$? tried='env -i qparse page.txt'
    expect 'without an environment' 0 =page.json ''
}

formats
several
standard_input
usage
sites
inputs
meant
warnings
explain
writing
output_file
names
encodings

finish
