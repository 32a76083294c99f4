#!/bin/bash
# What gcc's analyzer, clang-tidy and cppcheck find in the sources: analysis.sh. Nothing may be left but
# what is suppressed at its line, with the reason.
set -u
cd "$(dirname "$0")/../.." || exit 2
failed=0
log=$(mktemp) || exit 2
trap 'rm -f "$log"' EXIT
sources=(src/*.c src/*/*.c)
flags=(-std=c11 -D_GNU_SOURCE -Iinclude -Isrc -Ibuild)
read -ra xml < <(pkg-config --cflags libxml-2.0)

result() { # WHAT: the log must be empty
    if [ -s "$log" ]; then
        failed=1 && echo "not ok - $1" && head -n 60 "$log" | sed 's/^/    /'
    else
        echo "ok - $1"
    fi
}
# each COMMAND...: runs it with each source, two at a time; what it says, and that it failed
each() {
    printf '%s\n' "${sources[@]}" | xargs -P2 -I{} "$@" 2>&1 || echo "exit status $?"
}

# What clang-tidy looks for, but not
#   an order of members or parameters that is a matter of taste,
#   memcpy_s(), which no libc here has,
#   a NUL behind every text: ours are spans,
#   sizes of pointers: an array of them is sorted,
#   commas within strings of words that fill a line: in our tables a comma too few does not compile,
#   conversions to char: -Wconversion, always on, knows the range of a ?: as well.
# Of results that nobody looks at those of printf() and its kin are left out: a stream's failure is
# asked for once, behind it all.
checks='-*,clang-analyzer-*,bugprone-*,cert-*'
checks+=,-clang-analyzer-optin.performance.Padding,-bugprone-easily-swappable-parameters
checks+=,-clang-analyzer-security.insecureAPI.DeprecatedOrUnsafeBufferHandling
checks+=,-bugprone-not-null-terminated-result,-bugprone-sizeof-expression
checks+=,-bugprone-suspicious-missing-comma,-bugprone-narrowing-conversions
looked_at='::fclose;::fflush;::fopen;::fread;::fwrite;::calloc;::malloc;::realloc;::getline;::remove'
looked_at+=';::rename;::setlocale;::setvbuf;::strftime;::strtol;::strtoul;::strtoull'

if command -v cppcheck >/dev/null; then
    # The system's headers would add nothing but time.
    cppcheck --std=c11 --enable=warning,performance,portability --inline-suppr --quiet \
        "${flags[@]:1}" src >"$log" 2>&1
    result cppcheck
else
    echo 'ok - cppcheck # SKIP it is not installed'
fi
if command -v clang-tidy >/dev/null; then
    each clang-tidy --quiet --checks="$checks" --warnings-as-errors='*' \
        --config="{CheckOptions: [{key: cert-err33-c.CheckedFunctions, value: '$looked_at'}]}" \
        {} -- "${flags[@]}" "${xml[@]}" | grep -vE '^[0-9]+ warnings? (treated as errors?|generated)' >"$log"
    result clang-tidy
else
    echo 'ok - clang-tidy # SKIP it is not installed'
fi
if gcc -fanalyzer -x c -fsyntax-only - </dev/null 2>/dev/null; then
    each gcc "${flags[@]}" "${xml[@]}" -O1 -fanalyzer -c -o /dev/null {} >"$log"
    result 'gcc -fanalyzer'
else
    echo 'ok - gcc -fanalyzer # SKIP there is no gcc that has it'
fi
exit $failed
