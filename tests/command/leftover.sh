#!/bin/bash
# --check and --prune over real folders: tests/command/leftover.sh
. "$(dirname "$0")/../lib/check.sh"
. "$top/tests/lib/inputs.sh"

page=$top/fixtures/001-pending/page.txt
mkdir -p pages/sub
cp "$page" pages/a.txt && cp "$page" pages/gone.txt && cp "$page" pages/sub/b.txt
cp "$top/fixtures/101-ns-answered/page.html" pages/c.html

checking() {
    try --check -o records/ pages
    expect '--check before anything was converted' 1 '' \
        '^records/a\.txt\.json: error: missing: the record of pages/a\.txt \[output-missing\]$'
    check 'writes nothing' test ! -e records
    "$q" -q -o records/ pages
    try --check -o records/ pages
    expect '--check of what was just converted' 0 '' '^4 pages: 4 converted'
    try -q --check -o records/ pages/sub/b.txt
    expect 'of one page, at a place that it was not written to' 1 '' '^records/b\.txt\.json: error: missing'
    sed -i 's/"pending"/"lapsed"/' records/a.txt.json
    try --check -o records/ pages
    expect 'an output that was changed' 1 '' \
        '^records/a\.txt\.json: error: differs from the record of pages/a\.txt \[output-differs\]$'
    check 'stays as it is' grep -q '"lapsed"' records/a.txt.json
    "$q" -q -o records/ pages && sed -i 's/^Entretien/Le nettoyage/' pages/a.txt
    try -q --check -o records/ pages
    expect 'a page that was changed' 1 '' '^records/a\.txt\.json: error: differs'
    "$q" -q -o records/ pages && rm records/sub/b.txt.json
    try -q --check -o records/ pages
    expect 'an output that is missing' 1 '' '^records/sub/b\.txt\.json: error: missing'
    "$q" -q -o records/ pages && mv pages/gone.txt aside
    try -q --check -o records/ pages
    expect 'an output whose page is gone' 1 '' \
        '^records/gone\.txt\.json: error: left over: pages/gone\.txt is gone \[output-left-over\]$'
    try -q --check --exclude='*.html' -o records/ pages
    expect 'is not asked for where a part is selected' 0 '' ''
    try --check --diagnostics=github -o records/ pages
    expect 'as an annotation' 1 '' '^::error file=records/gone\.txt\.json,title=output-left-over::'
    echo 'Bonjour' >pages/gone.txt
    try -q --check -o records/ pages
    expect 'an output whose page is no question any more' 1 '' \
        '^records/gone\.txt\.json: error: left over: pages/gone\.txt is there'
    mv aside pages/gone.txt
    try -q --check -o records/ pages
    expect 'all as it was' 0 '' ''
    mkdir none
    try --check -o records/ none
    expect 'a folder without a page' 3 '' 'nothing to convert'
    try --check pages
    expect '--check without a folder' 2 '' '-o DIR/'
    try --check --update -o records/ pages
    expect '--check --update' 2 '' 'leave --prune and --update out'
}

# A record of another page, as somebody may have put it into the folder.
record() { # PAGE FILE
    sed "s|pages/a\.txt|$1|" records/a.txt.json >"$2"
}

kept() { # what must not have removed anything
    check "$1: nothing is removed" diff -r before records
}

refused() {
    local what
    try -q --prune -o records/ pages/a.txt
    expect '--prune of a single page' 2 '' 'folders or archives'
    try -q --prune -o records/ - <pages/a.txt
    expect '--prune of standard input' 2 '' 'folders or archives'
    for what in --update --shard=1/2 --include='*.txt' --exclude='*.html' --files-from=aside; do
        try --prune "$what" -o records/ pages
        expect "--prune $what" 2 '' '--prune needs to see every page'
    done
    try --prune -f akn -o records/ pages
    expect '--prune in akn' 2 '' 'json, jsonl or xml'
    try --prune pages
    expect '--prune without a folder' 2 '' '-o DIR/'
    kept 'a usage error'
}

pruning() {
    echo '{"compilerOptions": {}}' >records/tool.json
    record pages/x.txt records/x.txt.json && sed -i 's/"pending"/"waiting"/' records/x.txt.json
    record elsewhere/y.txt records/y.txt.json
    record pages2/y.txt records/y2.txt.json
    record pages/z.txt records/copy.json
    record pages/link.txt linked.json && ln -s ../linked.json records/link.txt.json
    mkdir linked && record pages/way/w.txt linked/w.txt.json && ln -s ../linked records/way
    record pages/h.txt records/.h.txt.json
    "$q" -q -f xml -o records/ pages
    cp -r records before && rm pages/gone.txt
    refused
    head -c 70000 /dev/zero | tr '\0' ' ' >pages/big.txt
    try --prune --max-size=64K -o records/ pages
    expect 'a page that could not be read' 3 '' '--prune removes nothing'
    rm pages/big.txt
    kept 'a page that could not be read'
    mkfifo full && mkdir warned && sed 's/^Réponse$/Réponse émise le 31 juin 2023/' pages/a.txt >warned/0.txt
    for ((i = 1; i < 600; i++)); do cp warned/0.txt warned/$i.txt; done
    (exec 7<>full && exec env --default-signal=INT "$q" --prune -o records/ pages warned 2>full) &
    asleep $! && kill -INT $!
    wait $!
    check 'an interrupted run ends as such' test $? = 130
    rm -f records/[0-9]*.txt.json
    kept 'an interrupted run'
    record pages/new.txt new.json && cp pages/a.txt pages/new.txt && mkdir -p records/new.txt.json/x
    try --prune -o records/ pages
    expect 'an output that can not be written' 4 '' '--prune removes nothing'
    rm -r records/new.txt.json pages/new.txt
    kept 'an output that can not be written'
    mkdir nothing && echo 'Bonjour' >nothing/a.txt
    try --prune -o records/ nothing
    expect 'nothing was converted' 3 '' '--prune removes nothing'
    kept 'nothing was converted'
    echo 'Bonjour' >pages/gone.txt
    try --prune -o records/ pages
    expect 'a page that is no question any more' 0 '' \
        '^records/gone\.txt\.json: warning: stays: pages/gone\.txt is there, and gives no record \[output-kept\]$'
    kept 'a page that is no question any more'
    rm pages/gone.txt
    try --prune --dry-run -o records/ pages
    expect '--prune --dry-run lists' 0 '^remove pages/gone\.txt -> records/gone\.txt\.json$' ''
    result 'one record, no link' "$([ "$(grep -c ^remove out)" = 1 ] || cat out)"
    kept '--prune --dry-run'
    try --prune -o records/ pages
    expect '--prune' 0 '' '^records/gone\.txt\.json: note: removed, as its page is gone \[output-removed\]$'
    result 'removes that record, and no other file' \
        "$(diff -r before records | grep -v '^Only in before: gone\.txt\.json$')"
    check 'indeed' test ! -e records/gone.txt.json -a -e records/gone.txt.xml
    try --prune -f xml -o records/ pages/
    expect 'in XML, too' 0 '' '^records/gone\.txt\.xml: note: removed'
}

archives() {
    command -v python3 >/dev/null || { skip '--prune of an archive' 'no python3' && return; }
    mkdir zips && (cd pages && python3 -m zipfile -c ../zips/p.zip a.txt sub/) && cp zips/p.zip zips/q.zip
    "$q" -q -o unpacked/ zips 2>/dev/null || { skip '--prune of an archive' 'this build reads none' && return; }
    (cd pages && python3 -m zipfile -c ../zips/p.zip a.txt)
    rm zips/q.zip
    try --check -o unpacked/ zips
    expect 'what an archive does not hold any more' 1 '' '^unpacked/p\.zip/sub/b\.txt\.json: error: left over: .* is of an archive that gives no record of it \[output-left-over\]$'
    try --prune -o unpacked/ zips
    expect 'stays, as its archive is there' 0 '' '^unpacked/p\.zip/sub/b\.txt\.json: warning: stays'
    check 'what was in an archive that is gone does not' test ! -e unpacked/q.zip/a.txt.json -a \
        -e unpacked/p.zip/sub/b.txt.json -a -e unpacked/p.zip/a.txt.json
}

checking
pruning
archives
finish
