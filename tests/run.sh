#!/bin/bash
# Runs the tests that `make test` has built: run.sh [NAME|FOLDER...]. Without a name all in
# unit/, pages/, command/ and faults/; a folder (pages, unit/lex, slow) is all that stands below it;
# NAME-plain is NAME with the command that users get, without a sanitizer.
#
# A suite is a program NAME.c or a script NAME.sh or NAME.py in one of these folders. It prints
# `ok - what` or `not ok - what` for each check, `ok - what # SKIP why` for one that can't be
# made here, and exits non-zero where one failed. A script that prints none of these may end
# with `N passed, N failed, N skipped`; or it is one check, by its exit status, and 77 skips
# it. Scripts are run from the top folder and find in
#   QPARSE    the command to try, an absolute path
#   PYTHON    a python3 that has jsonschema
# QPARSE_CHECKED names the folder in build/ of the build that is tried, `asan` without it; the
# suites that want a command without a sanitizer take its command too.
# Suites that need files from outside are given them by variables and are skipped without:
#   QPARSE_HTML5LIB   the folder "tokenizer" of html5lib-tests
#   QPARSE_AKN        the folder of the OASIS schema of Akoma Ntoso 3.0
# golden takes only the fixtures that FIXTURES names, and writes what it expects with UPDATE=1.
# cases takes only those whose file and title hold all words of CASE.
set -u
cd "$(dirname "$0")/.." || exit 2
top=$PWD
checked=$top/build/${QPARSE_CHECKED:-asan}
plain=$top/qparse
[ -z "${QPARSE_CHECKED-}" ] || plain=$checked/qparse

export PYTHONDONTWRITEBYTECODE=1 CMOCKA_MESSAGE_OUTPUT=tap
# Exit statuses that are none of the command's own; an allocation too large is a NULL.
# What is freed is watched until as much again has been; the usual 256 MB cost time.
export ASAN_OPTIONS=exitcode=86:allocator_may_return_null=1:quarantine_size_mb=16:${ASAN_OPTIONS-}
export UBSAN_OPTIONS=exitcode=87:print_stacktrace=1:${UBSAN_OPTIONS-}
export LSAN_OPTIONS=exitcode=86:${LSAN_OPTIONS-}
# The interpreter itself: what the PATH has may be a script that looks for it.
PYTHON=$(python3 -W ignore -c 'import jsonschema, sys; print(sys.executable)' 2>/dev/null) ||
    PYTHON=/usr/bin/python3
export PYTHON

# Files that come and go by the thousand cost more on a disk than in memory.
memory=/dev/shm
may_hold_tests() {
    local try
    try=$(mktemp -p "$memory" 2>/dev/null) || return
    printf '#!/bin/sh\n' >"$try" && chmod +x "$try" && "$try" 2>/dev/null &&
        [ "$(df -Pk "$memory" | awk 'END { print $4 }')" -gt 1000000 ]
    set -- $?
    rm "$try"
    return "$1"
}
[ -n "${TMPDIR-}" ] || ! may_hold_tests || export TMPDIR=$memory

# The suites below a folder, one path a line: folders in their order, names in theirs.
below() {
    find "tests/$1" -name '*.c' -o -name '*.sh' ! -path tests/slow/all.sh -o -name '*.py' | LC_ALL=C sort
}
usual='unit pages command faults'
declare -A path=()
for folder in $usual slow; do
    while read -r file; do
        name=${file##*/} name=${name%.*}
        [ -z "${path[$name]-}" ] || { echo "run.sh: $file and ${path[$name]} have one name" >&2; exit 2; }
        path[$name]=$file
    done < <(below "$folder")
done

# Names of what to run: "cli" is run with both builds of the command.
suites() {
    local folder file name
    for folder; do
        while read -r file; do
            name=${file##*/}
            echo "${name%.*}"
            [ "$name" != cli.sh ] || echo cli-plain
        done < <(below "$folder")
    done
}

start() {
    QPARSE=$checked/qparse
    [[ $1 != *-plain ]] || { QPARSE=$plain && set -- "${1%-plain}"; }
    case $1 in
    sweep) QPARSE=$plain ;; # nothing is preloaded before a sanitizer
    batch | diff | formats | interruption | leftover | sources | trees | validate | warnings | workers)
        # The start of a sanitizer takes longer than each of their hundreds of short runs. calls and
        # oom run the same code under it, and with QPARSE_LEAKS=1, in check-all, these do, too.
        [ -n "${QPARSE_LEAKS-}" ] || QPARSE=$plain
        ;;
    golden) # shellcheck disable=SC2086 # words are wanted
        set -- golden ${UPDATE:+--update} ${FIXTURES-}
        ;;
    html5lib)
        [ -n "${QPARSE_HTML5LIB-}" ] || { echo 'QPARSE_HTML5LIB is not set' && exit 77; }
        set -- html5lib "$checked/tests/lib/html5lib" "$QPARSE_HTML5LIB"
        ;;
    esac
    [ -x "$QPARSE" ] || QPARSE=$top/qparse
    export QPARSE
    local file=${path[$1]}
    # To look for leaks takes as long as a script's short run: golden does it for all pages, calls and
    # oom for whatever fails; with QPARSE_LEAKS=1 every run does.
    [[ $file = *.c || $1 = golden || -n ${QPARSE_LEAKS-} ]] || ASAN_OPTIONS+=:detect_leaks=0
    shift
    case $file in
    *.c) set -- "$checked/${file%.c}" ;;
    *.sh) set -- bash "$file" ;;
    *) set -- "$PYTHON" -W ignore "$file" "$@" ;;
    esac
    # A hang is a failure, not a night.
    exec timeout -k 10 "${QPARSE_TEST_SECONDS:-900}" "$@"
}

# What tells why a suite failed: the end of what it said, where no line is known to.
said() {
    grep -E --no-group-separator -A 14 \
        '^not ok |ERROR: (Address|Leak)Sanitizer|runtime error: ' "$1" |
        grep -vE '^ok ' || tail -n 40 "$1"
}

# Prints one line, and where the suite failed what it said; leaves its counts in a file.
run() {
    local name=$1 log=$work/$1.log passed failed skipped rc report began=${EPOCHREALTIME/[.,]/}
    (start "$name") >"$log" 2>&1 </dev/null
    rc=$?
    echo $((${EPOCHREALTIME/[.,]/} - began)) >"$took/$name"
    skipped=$(grep -ciE '^(not )?ok .*# skip' "$log")
    passed=$(grep -E '^ok ' "$log" | grep -civ '# skip')
    failed=$(grep -E '^not ok ' "$log" | grep -civ '# skip')
    if [ $((passed + failed + skipped)) = 0 ]; then
        read -r passed failed skipped < <(sed -nE \
            's/^([0-9]+) passed, ([0-9]+) failed(, ([0-9]+) skipped)?$/\1 \2 0\4/p' "$log" |
            tail -n 1)
        : "${passed:=0}" "${failed:=0}" "${skipped:=0}"
        skipped=$((10#$skipped))
    fi
    if [ $((passed + failed + skipped)) = 0 ]; then
        if [ $rc = 77 ]; then
            skipped=1 rc=0
        elif [ $rc = 0 ] && [[ ${path[$name]-} != *.c ]]; then
            passed=1
        else
            failed=1
        fi
    fi
    [ $rc = 0 ] || [ "$failed" != 0 ] || failed=1
    echo "$passed $failed $skipped" >"$work/$name.count"
    report=$(printf '%-16s %s passed, %s failed, %s skipped' "$name" "$passed" "$failed" "$skipped")
    if [ "$failed" != 0 ]; then
        report+=" (exit status $rc)"$'\n'$(said "$log" | head -n 100 | sed 's/^/    /')
    elif [ "$skipped" != 0 ]; then
        report+=$'\n'$(grep -iE '# skip' "$log" || grep -i skipped: "$log" || tail -n 1 "$log")
    fi
    printf '%s\n' "$report"
    grep -E '^# (wrote|removed|[0-9]+) ' "$log"
}

work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
names=()
for asked in "${@:-$usual}"; do
    if [ -n "${path[${asked%-plain}]-}" ]; then
        names+=("$asked")
    elif [ -d "tests/${asked%% *}" ]; then
        # shellcheck disable=SC2086 # words are wanted
        mapfile -t -O ${#names[@]} names < <(suites $asked)
    else
        echo "run.sh: no test or folder of tests is called '$asked'; there are: $usual slow" \
            "$(printf '%s\n' "${!path[@]}" | LC_ALL=C sort | tr '\n' ' ')" >&2
        exit 2
    fi
done

# The longest first, as of the last time: one begun at the end would be waited for. What has none
# comes before all, from the last folder on: programs of unit/ are quick.
took=$checked/took
mkdir -p "$took" || exit 2
by_time() {
    local i
    for ((i = ${#names[@]} - 1; i >= 0; i--)); do
        echo "$(cat "$took/${names[i]}" 2>/dev/null || echo 999999999999) ${names[i]}"
    done | sort -k 1,1nr -s | cut -d ' ' -f 2
}

slots=$(nproc 2>/dev/null || echo 2)
for name in $(by_time); do
    while [ "$(jobs -rp | wc -l)" -ge "$slots" ]; do wait -n; done
    run "$name" &
done
wait

total=(0 0 0)
for name in "${names[@]}"; do
    read -r passed failed skipped <"$work/$name.count" || passed=0 failed=1 skipped=0
    total=($((total[0] + passed)) $((total[1] + failed)) $((total[2] + skipped)))
done
skips=
[ "${total[2]}" = 0 ] || skips=", ${total[2]} skipped"
echo
echo "${total[0]} passed, ${total[1]} failed$skips"
[ "${total[1]}" = 0 ] && [ "${total[0]}" != 0 ]
