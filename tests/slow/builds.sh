#!/bin/bash
# Each compiler, with and without optimization, makes a command that prints the same bytes, and so do other
# sanitizers than those of `make test`, which have nothing to say: builds.sh
set -u
cd "$(dirname "$0")/../.." || exit 2
top=$PWD
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cp -r src include tests Makefile "$work" && ln -s "$top/fixtures" "$work/" || exit 2
failed=0

result() { # WHAT STATUS, and what the log says where it is not 0
    if [ "$2" = 0 ]; then
        echo "ok - $1"
    else
        failed=1 && echo "not ok - $1" && tail -n 40 "$work/log" | sed 's/^/    /'
    fi
}
# made WHAT ARGUMENT...: make, in a copy of the sources
made() {
    local what=$1
    shift
    make -s -C "$work" "$@" >"$work/log" 2>&1 || { result "$what is built" 1 && false; }
}
# has CC FLAG: it knows this sanitizer
has() { echo 'int main(void) { return 0; }' | "$1" "$2" -x c -o "$work/has" - 2>/dev/null && "$work/has"; }

compilers() {
    local cc level commands=()
    for cc in gcc clang; do
        command -v $cc >/dev/null || { echo "ok - built by $cc # SKIP there is no $cc" && continue; }
        for level in -O0 -O3; do
            rm -rf "$work/build"
            made "$cc $level" CC=$cc CFLAGS=$level qparse || continue
            mv "$work/qparse" "$work/qparse-$cc$level"
            commands+=("$work/qparse-$cc$level")
        done
    done
    [ ${#commands[@]} = 0 ] || python3 tests/faults/determinism.py "${commands[@]}" || failed=1
}

# same COMMAND ARGUMENT...: it has nothing else to say than ./qparse, the seconds that it took aside
same() {
    local command
    for command in "$1" ./qparse; do
        "$command" --progress=never "${@:2}" >"$work/out" 2>"$work/err"
        echo "exit status $?" >>"$work/err"
        sed 's/; [0-9.]* s$//' "$work/err" | cat "$work/out" - >"$work/said"
        [ "$command" = ./qparse ] || mv "$work/said" "$work/watched"
    done
    diff "$work/watched" "$work/said" >"$work/log"
    result "${watched}: ${*:2}" $?
}

# Our own code alone: what the libraries have written counts as never set, hence no reader of XML, no
# archives and no unit test of either.
memory() {
    local watched=MemorySanitizer form program tests=()
    has clang -fsanitize=memory || { echo "ok - $watched # SKIP there is no clang that has it" && return; }
    for program in $(find tests/unit -name '*.c'); do
        grep -qE 'libxml|jansson|fuzz/|"record/' "$program" ||
            tests+=("build/memory/${program%.c}")
    done
    rm -rf "$work/build"
    made $watched -j"$(nproc)" CC=clang ARCHIVE= CHECKED=memory \
        SANITIZE='-DQP_NO_SPARE -O1 -g -fsanitize=memory -fno-sanitize-recover=all' build/memory/qparse "${tests[@]}" || return
    for form in json jsonl csv xml; do
        same "$work/build/memory/qparse" -f $form fixtures "$work/hostile"
    done
    same "$work/build/memory/qparse" --explain fixtures "$work/hostile"
    same "$work/build/memory/qparse" --diagnostics=json --strict -j8 -f jsonl fixtures "$work/hostile"
    same "$work/build/memory/qparse" --diff fixtures/101-ns-answered/page.html fixtures/151-nd17-answered/page.html
    for program in "${tests[@]}"; do
        (cd "$work" && "$program") >"$work/log" 2>&1
        result "$watched: ${program##*/}" $?
    done
}

# Numbers that lose bits when they become smaller, and NULL where none is meant. That unsigned ones
# wrap is often meant: (unsigned char)(c - '0') < 10.
numbers() {
    local watched='UndefinedBehaviorSanitizer, of conversions'
    local checks=undefined,nullability,integer,implicit-conversion but=unsigned-integer-overflow,unsigned-shift-base form
    has clang -fsanitize=undefined,integer || { echo "ok - $watched # SKIP there is no clang that has it" && return; }
    rm -rf "$work/build"
    made "$watched" -j"$(nproc)" CC=clang CHECKED=numbers tests \
        SANITIZE="-DQP_NO_SPARE -O1 -g -fsanitize=$checks -fno-sanitize=$but -fno-sanitize-recover=all" || return
    for form in json xml csv; do
        same "$work/build/numbers/qparse" -f $form fixtures "$work/hostile"
    done
    same "$work/build/numbers/qparse" --explain --diagnostics=json fixtures "$work/hostile"
    # shellcheck disable=SC2046 # words are wanted
    (cd "$work" && QPARSE_CHECKED=numbers tests/run.sh \
        $(find tests/unit tests/faults -name '*.c' ! -name oom.c | sed 's|.*/||; s|\.c$||')) >"$work/log" 2>&1
    result "$watched: the unit tests" $?
}

threads() {
    local watched=ThreadSanitizer form
    has "${CC:-cc}" -fsanitize=thread || { echo "ok - $watched # SKIP this compiler has none" && return; }
    rm -rf "$work/build"
    made $watched CFLAGS='-O1 -g -fsanitize=thread' LDFLAGS=-fsanitize=thread qparse || return
    tar -czf "$work/pages.tar.gz" fixtures/1*/page.html
    for form in json xml csv; do
        same "$work/qparse" -j8 -f $form fixtures "$work/pages.tar.gz"
    done
    same "$work/qparse" -j8 --diagnostics=json -f jsonl "$work/pages.tar.gz" fixtures
    same "$work/qparse" -j8 -o "$work/out/" fixtures "$work/pages.tar.gz"
    same "$work/qparse" -j8 --update -o "$work/out/" fixtures "$work/pages.tar.gz"
    same "$work/qparse" -j8 --validate "$work/out/"
    same "$work/qparse" -j8 --diff "$work/out/" "$work/out/"
}

mkdir "$work/hostile" && python3 tests/faults/hostile.py --write "$work/hostile" || exit 2
export MSAN_OPTIONS=exitcode=89 TSAN_OPTIONS=exitcode=88
compilers
memory
numbers
threads
exit $failed
