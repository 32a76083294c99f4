#!/bin/bash
# 100,000 files (or QPARSE_FILES) in one folder, killed at ten random moments and run again: batch-large.sh
# The bytes are those of an undisturbed run, no file is stray, memory does not grow with their number.
set -u
cd "$(dirname "$0")/../.." || exit 2
top=$PWD
q=$(realpath "${QPARSE:-./qparse}")
count=${QPARSE_FILES:-100000}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
check() {
    local what=$1
    shift
    if "$@" >"$work/said" 2>&1; then
        passed=$((passed + 1)) && echo "ok - $what"
    else
        failed=$((failed + 1)) && echo "not ok - $what" && head -n 5 "$work/said" | sed 's/^/    /'
    fi
}
python3 - "$top/fixtures/001-pending/page.txt" "$work/in" "$count" <<'END'
import os, random, sys
page, folder, count = open(sys.argv[1], encoding='utf-8').read(), sys.argv[2], int(sys.argv[3])
r = random.Random(5)
os.mkdir(folder)
for n in range(count):
    text = page.replace('4127', str(n + 1)) if r.random() < 0.98 else 'Rien.\n'
    with open(f'{folder}/{n:06}.txt', 'w', encoding='utf-8') as f:
        f.write(text)
END
cd "$work" || exit 2
peak() { python3 -c '
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)' "$@"; }

"$q" -o whole/ in 2>err
check 'the summary counts them all' grep -q "^$(sed -E ':a; s/([0-9])([0-9]{3})(,|$)/\1,\2\3/; ta' <<<"$count") pages:" err
all=$(peak "$q" -f jsonl -j2 in)
few=$(peak "$q" -f jsonl -j2 in --shard=1/100)
check "peak memory of all ($all KB) and of a hundredth ($few KB) differ by the names alone" \
    test $((all - few)) -lt 16384
seconds=$( { TIMEFORMAT=%R && time "$q" -q -o timing/ in; } 2>&1)
rm -rf timing
RANDOM=4127
n=0
for signal in INT TERM KILL INT TERM KILL INT TERM KILL KILL; do
    n=$((n + 1))
    rm -rf again
    (exec env --default-signal=INT "$q" -q -j$((n % 2 + 1)) -o again/ in) &
    sleep "$(awk -v s="$seconds" -v r=$RANDOM 'BEGIN { print s * (0.05 + 0.8 * r / 32768) }')"
    kill -$signal $! 2>/dev/null
    wait $! 2>/dev/null
    rc=$?
    files=$(find again -name '*.json' 2>/dev/null | wc -l)
    [ $signal = KILL ] || check "SIG$signal at $files files leaves no temporary file" \
        test -z "$(find again -name '.*' -type f)"
    "$q" -q -o again/ in
    check "run again after SIG$signal (status $rc) at $files files" diff -rq whole again
done

echo
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
