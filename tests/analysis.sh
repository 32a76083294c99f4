#!/bin/bash
# What gcc's analyzer and cppcheck find in the sources: nothing, or it is suppressed at its line,
# with the reason. make check-all
set -u
cd "$(dirname "$0")/.." || exit 2
failed=0
log=$(mktemp) || exit 2
trap 'rm -f "$log"' EXIT
flags=(-std=c11 -D_GNU_SOURCE -Iinclude -Isrc -Ibuild)
for library in libarchive:HAVE_LIBARCHIVE jansson:HAVE_JANSSON; do
    pkg-config --exists "${library%:*}" && flags+=("-D${library#*:}")
done

result() { # WHAT: the log must be empty
    if [ -s "$log" ]; then
        failed=1 && echo "not ok - $1" && head -n 60 "$log" | sed 's/^/    /'
    else
        echo "ok - $1"
    fi
}

if command -v cppcheck >/dev/null; then
    # The system's headers would add nothing but time.
    cppcheck --std=c11 --enable=warning,performance,portability --inline-suppr --quiet \
        "${flags[@]:1}" src >"$log" 2>&1
    result cppcheck
else
    echo 'ok - cppcheck # SKIP it is not installed'
fi
if gcc -fanalyzer -x c -fsyntax-only - </dev/null 2>/dev/null; then
    # shellcheck disable=SC2046 # words are wanted
    for source in src/*.c src/sites/*.c; do
        gcc "${flags[@]}" $(pkg-config --cflags libxml-2.0) -O1 -fanalyzer -c -o /dev/null "$source"
    done >"$log" 2>&1
    result 'gcc -fanalyzer'
else
    echo 'ok - gcc -fanalyzer # SKIP there is no gcc that has it'
fi
exit $failed
