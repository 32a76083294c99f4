#!/bin/bash
# Runs the tests that `make test` has built: run.sh [NAME...], all without a name.
#
# A suite is a program of tests/test_NAME.c or a script tests/NAME.sh or NAME.py. It prints
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
set -u
cd "$(dirname "$0")/.." || exit 2
top=$PWD
checked=$top/build/${QPARSE_CHECKED:-asan}
plain=$top/qparse
[ -z "${QPARSE_CHECKED-}" ] || plain=$checked/qparse

export PYTHONDONTWRITEBYTECODE=1 CMOCKA_MESSAGE_OUTPUT=tap
# Exit statuses that are none of the command's own; an allocation too large is a NULL.
export ASAN_OPTIONS=exitcode=86:allocator_may_return_null=1:${ASAN_OPTIONS-}
export UBSAN_OPTIONS=exitcode=87:print_stacktrace=1:${UBSAN_OPTIONS-}
export LSAN_OPTIONS=exitcode=86:${LSAN_OPTIONS-}
export PYTHON=python3
"$PYTHON" -W ignore -c 'import jsonschema' 2>/dev/null || PYTHON=/usr/bin/python3

# Names of what to run: "cli" is run with both builds of the command.
suites() {
    local path
    for path in tests/test_*.c tests/*.sh tests/*.py; do
        case $path in
        tests/run.sh | tests/check-all.sh | tests/need.sh | tests/fresh.sh | tests/equal.py | *'*'*) ;;
        tests/batch-large.sh | tests/cluster.sh | tests/packages.sh | tests/without.sh | \
            tests/analysis.sh | tests/builds.sh | tests/valgrind.sh | tests/large.py | \
            tests/coverage.py | tests/mutants.py) ;; # make check-all
        tests/cli.sh) printf '%s\n' cli cli-plain ;;
        *) path=${path##*/} && path=${path#test_} && echo "${path%.*}" ;;
        esac
    done
}

start() {
    QPARSE=$checked/qparse
    case $1 in
    cli-plain) QPARSE=$plain && set -- cli ;;
    sweep) QPARSE=$plain ;; # nothing is preloaded before a sanitizer
    golden) [ -z "${UPDATE-}" ] || set -- golden --update ;;
    html5lib)
        [ -n "${QPARSE_HTML5LIB-}" ] || { echo 'QPARSE_HTML5LIB is not set' && exit 77; }
        set -- html5lib "$checked/tests/html5lib_driver" "$QPARSE_HTML5LIB"
        ;;
    esac
    [ -x "$QPARSE" ] || QPARSE=$top/qparse
    export QPARSE
    local name=$1
    shift
    if [ -e "tests/test_$name.c" ]; then
        set -- "$checked/tests/test_$name"
    elif [ -e "tests/$name.sh" ]; then
        set -- bash "tests/$name.sh"
    else
        set -- "$PYTHON" -W ignore "tests/$name.py" "$@"
    fi
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
    local name=$1 log=$work/$1.log passed failed skipped rc report
    (start "$name") >"$log" 2>&1 </dev/null
    rc=$?
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
        elif [ $rc = 0 ] && [ ! -e "tests/test_$name.c" ]; then
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
mapfile -t names < <(suites)
if [ $# != 0 ]; then
    for name in "$@"; do
        [[ " ${names[*]} " = *" $name "* ]] || {
            echo "run.sh: no test is called '$name'; there are: ${names[*]}" >&2
            exit 2
        }
    done
    names=("$@")
fi

slots=$(nproc 2>/dev/null || echo 2)
for name in "${names[@]}"; do
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
