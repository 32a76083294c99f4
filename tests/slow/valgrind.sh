#!/bin/bash
# The tests in C, and every page of the fixtures in each format, under valgrind: valgrind.sh. QPARSE_VALGRIND=all
# runs the command's own suites too, which start it thousands of times.
set -u
cd "$(dirname "$0")/../.." || exit 2
command -v valgrind >/dev/null || { echo 'ok - valgrind # SKIP it is not installed' && exit 0; }
suites=() all=(cli-plain diff validate golden formats hostile guard)
failed=0
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

# build/plain has no sanitizer; build/valgrind holds a script of each name, which runs it watched.
make -s -j"$(nproc)" CHECKED=plain SANITIZE='-DQP_NO_SPARE -O1 -g' tests >"$work/log" 2>&1 || {
    echo 'not ok - a build without sanitizers' && tail -n 20 "$work/log" | sed 's/^/    /'
    exit 1
}
rm -rf build/valgrind
for program in qparse $(find tests/unit tests/faults -name '*.c'); do
    program=build/plain/${program%.c}
    script=build/valgrind/${program#build/plain/}
    mkdir -p "${script%/*}"
    printf '#!/bin/sh\nexec valgrind -q --error-exitcode=99 --leak-check=full %s "%s" "$@"\n' \
        --errors-for-leak-kinds=definite,indirect "$PWD/$program" >"$script" && chmod +x "$script"
    name=${program##*/}
    [[ $program = *qparse || " oom ${all[*]} " = *" $name "* ]] || suites+=("$name")
done

# One process for all pages; what it prints is what the command prints by itself.
pages() { # ARGUMENT...
    local what="all pages: $*" command
    for command in build/plain build/valgrind; do
        "$command/qparse" --progress=never "$@" >"$work/${command#*/}" 2>"$work/${command#*/}.err"
        echo "exit status $?" >>"$work/${command#*/}"
    done
    if cmp "$work/plain" "$work/valgrind" >"$work/log" 2>&1 && ! grep '^==' "$work/valgrind.err" >"$work/log"; then
        echo "ok - $what"
    else
        failed=1 && echo "not ok - $what" && head -n 60 "$work/log" | sed 's/^/    /'
    fi
}
tar -czf "$work/pages.tar.gz" fixtures/*/page.*
for form in json jsonl xml csv; do pages -f "$form" fixtures; done
pages --explain fixtures
pages --diagnostics=json --strict fixtures
pages -j4 -f jsonl fixtures "$work/pages.tar.gz"
pages -o "$work/out/" fixtures
pages --validate "$work/out/"
pages --diff fixtures/101-ns-answered fixtures/102*

[ -z "${QPARSE_VALGRIND-}" ] || suites+=("${all[@]}")
QPARSE_CHECKED=valgrind QPARSE_TEST_SECONDS=7200 tests/run.sh "${suites[@]}" || failed=1
exit $failed
