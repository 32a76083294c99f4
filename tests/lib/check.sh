# What the shell tests share: source it from a test, which then stands in an empty folder of
# its own, $work, beside a copy of the command, $q. $top is the checkout.
# QPARSE names the command, ./qparse without it.
set -u
cd "$(dirname "$0")/../.." || exit 2
top=$PWD
built=$(realpath "${QPARSE:-./qparse}")
export LC_ALL=C
unset NO_COLOR POSIXLY_CORRECT
umask 022

work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
chmod 755 "$work" && cd "$work" || exit 2
# A copy: another user may not reach the build's folder, and a build may go on meanwhile.
mkdir bin && q=$work/bin/qparse && cp "$built" "$q" || exit 2
passed=0 failed=0 skipped=0

result() { # what, problem: none is a pass
    if [ -z "$2" ]; then
        passed=$((passed + 1)) && echo "ok - $1"
    else
        failed=$((failed + 1)) && printf 'not ok - %s\n%s\n' "$1" "$2" | sed '2,$s/^/    /'
    fi
}
skip() {
    skipped=$((skipped + 1))
    echo "ok - $1 # SKIP $2"
}
# check WHAT COMMAND...: the command succeeds
check() {
    local what=$1 said
    shift
    if said=$("$@" 2>&1); then said=; else said="failed: $*"$'\n'"$said"; fi
    result "$what" "$said"
}
# try [ARGUMENT...]: runs the command; standard input is the caller's
try() {
    tried="qparse $*"
    "$q" "$@" >out 2>err
    rc=$?
}
# expect WHAT STATUS OUT ERR, of what try() ran. OUT and ERR: '' must be empty, '*' must not be,
# =FILE must be equal to it, anything else is a regular expression that a line must match.
expect() {
    local problem=
    [ "$rc" = "$2" ] || problem+="exit status $rc, not $2"$'\n'
    problem+=$(compare out "$3")$(compare err "$4")
    [ -z "$problem" ] || problem="$tried"$'\n'"$problem"$'\n'"stderr: $(head -c 600 err | cat -v)"
    result "$1" "$problem"
}
compare() {
    case $2 in
    '') [ ! -s "$1" ] || echo "std$1 is not empty: $(head -c 300 "$1" | cat -v)" ;;
    '*') [ -s "$1" ] || echo "std$1 is empty" ;;
    =*) cmp "${2#=}" "$1" 2>&1 ;;
    *) grep -qE -e "$2" "$1" || echo "no line of std$1 matches $2" ;;
    esac
}
# finish: the counts, and whether all is well; the last line of a test.
finish() {
    echo "$passed passed, $failed failed, $skipped skipped"
    [ "$failed" = 0 ]
}
