#!/bin/bash
# Each compiler, with and without optimization, makes a command that prints the same bytes; so does
# one whose threads ThreadSanitizer watches. make check-all
set -u
cd "$(dirname "$0")/.." || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cp -r src include Makefile "$work" && mkdir -p "$work/tests" && cp tests/need.sh "$work/tests/" || exit 2
failed=0 commands=()
for cc in gcc clang; do
    command -v $cc >/dev/null || { echo "ok - built by $cc # SKIP there is no $cc" && continue; }
    for level in -O0 -O3; do
        rm -rf "$work/build"
        if make -s -C "$work" CC=$cc CFLAGS="$level" qparse >"$work/log" 2>&1; then
            mv "$work/qparse" "$work/qparse-$cc$level"
            commands+=("$work/qparse-$cc$level")
        else
            failed=1 && echo "not ok - $cc $level builds it" && tail -n 20 "$work/log" | sed 's/^/    /'
        fi
    done
done
[ ${#commands[@]} = 0 ] || python3 tests/determinism.py "${commands[@]}" || failed=1

rm -rf "$work/build"
if make -s -C "$work" CFLAGS='-O1 -g -fsanitize=thread' LDFLAGS=-fsanitize=thread qparse >"$work/log" 2>&1; then
    export TSAN_OPTIONS=exitcode=88
    mkdir "$work/in" && for page in fixtures/1*/page.html; do cp "$page" "$work/in/${page//\//-}"; done
    "$work/qparse" -q -j8 -f xml "$work/in" >"$work/one" 2>"$work/log"
    status=$?
    "$work/qparse" -q -j8 -o "$work/out/" "$work/in" 2>>"$work/log"
    if [ $status$? = 00 ] && ! grep -q ThreadSanitizer "$work/log"; then
        echo 'ok - ThreadSanitizer has nothing to say of -j8'
    else
        failed=1 && echo 'not ok - ThreadSanitizer has nothing to say of -j8' && head -n 60 "$work/log" | sed 's/^/    /'
    fi
else
    echo 'ok - ThreadSanitizer # SKIP this compiler has none'
fi
exit $failed
