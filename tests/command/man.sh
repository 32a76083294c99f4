#!/bin/bash
# That qparse(1) and qparse(3) are well-formed and tell of all that there is; their examples
# are tried by tests/command/readme.py. QPARSE names the command.
set -u
cd "$(dirname "$0")/../.." || exit 2
q=$(realpath "${QPARSE:-./qparse}")
command -v mandoc >/dev/null || { echo 'ok - man pages # SKIP there is no mandoc' && exit 0; }
failed=0

# same WHAT WANTED GOT: two lists, one word a line
same() {
    local lost surplus
    lost=$(comm -23 <(sort -u <<<"$2") <(sort -u <<<"$3") | tr '\n' ' ')
    surplus=$(comm -13 <(sort -u <<<"$2") <(sort -u <<<"$3") | tr '\n' ' ')
    if [ -n "$2" ] && [ -z "$lost$surplus" ]; then
        echo "ok - $1"
    else
        failed=1
        printf 'not ok - %s\n    not told of: %s\n    told of, but unknown: %s\n' \
            "$1" "$lost" "$surplus"
    fi
}
# The tags of the lists in one section of qparse(1).
tags() {
    sed -n "/^\.Sh $1/,/^\.Sh /p" src/qparse.1 | sed -n 's/^\.It //p'
}

for page in src/qparse.1 src/qparse.3; do
    problems=$(mandoc -T lint -W all "$page" 2>&1)
    if [ -z "$problems" ]; then
        echo "ok - mandoc finds nothing in $page"
    else
        failed=1
        printf 'not ok - mandoc finds nothing in %s\n%s\n' "$page" "$problems"
    fi
done

same 'qparse(1) has the options of --help=all, long' \
    "$("$q" --help=all | grep -oE '^ +(-., )?--[a-z-]+' | grep -oE -- '--[a-z-]+')" \
    "$(tags DESCRIPTION | grep -oE '(^| )Fl -[a-z-]+' | sed 's/.*Fl /-/')"
same 'and short' "$("$q" --help=all | grep -oE '^ +-.,' | grep -oE '[^ ,-]')" \
    "$(tags DESCRIPTION | grep -oE '^Fl [^-]( |$)' | sed 's/^Fl //; s/ //')"
# `FORMAT json` for each word that an option knows.
same 'and the words that they take' \
    "$("$q" --completion=fish | sed -nE "s/.* -l ([a-z-]+) .*-a '([^']*)'.*/\1 \2/p" |
        while read -r option words; do
            for word in $words; do echo "$option $word"; done
        done)" \
    "$(awk '/^\.It Fl/ { option = /-h/ ? "help" : ""
            for (i = 2; i <= NF; i++) if ($i ~ /^-[a-z]/) option = substr($i, 2)
            for (i = 2; i < NF; i++) if ($i == "Cm") print option, $(i + 1); next }
        /^\.(El|Pp|Sh)/ { option = "" }
        option && option !~ /encoding/ && /^\.(Cm|Pq Cm)/ {
            sub(/^\.(Cm|Pq Cm) /, ""); gsub(/ , No .*| [,.;]$/, "")
            print option, $0 }' src/qparse.1)"
same 'and the keys of the record' "$("$q" --schema=json | jq -r '.properties | keys[]')" \
    "$(tags 'THE RECORD' | sed 's/^Cm //; s/ , /\n/g')"
same 'and the diagnostics, with their severities' \
    "$("$q" --list-diagnostics | awk '{ print $1, $2 }')" \
    "$(tags DIAGNOSTICS | sed 's/^Cm //; s/ Pq / /')"
functions=$(grep -oE '\bqp_[a-z_]+\(' include/qparse.h | tr -d '(' | sort -u)
same 'qparse(3) has the functions of qparse.h in its synopsis' "$functions" \
    "$(sed -n '/^\.Sh SYNOPSIS/,/^\.Sh DESCRIPTION/s/^\.F[no] \([a-z_]*\).*/\1/p' src/qparse.3)"
same 'and in its name' "$functions" "$(sed -n 's/^\.Nm \(qp_[a-z_]*\).*/\1/p' src/qparse.3)"
same 'and the members of qp_options' \
    "$(sed -n '/^typedef struct qp_options/,/^}/s/^    \([^;]*\);.*/\1/p' include/qparse.h |
        sed 's/.*[ *]//')" \
    "$(sed -n '/^\.Ss Reading/,/^\.El/s/^\.It Va //p' src/qparse.3)"
exit $failed
