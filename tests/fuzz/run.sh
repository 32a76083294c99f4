#!/bin/bash
# Runs fuzz targets for FUZZ_SECONDS each, from earlier runs' inputs and seeds of the fixtures: run.sh TARGET...
# A finding stands in build/fuzz/found, with what the target said of it in build/fuzz/log.
set -u
cd "$(dirname "$0")/../.." || exit 2
seconds=${FUZZ_SECONDS:-60}
top=build/fuzz
mkdir -p "$top/corpus" "$top/found" "$top/log"

# An allocation too large for the sanitizer is a NULL, as elsewhere.
export ASAN_OPTIONS=allocator_may_return_null=1:${ASAN_OPTIONS-}
export UBSAN_OPTIONS=print_stacktrace=1:${UBSAN_OPTIONS-}

# Every other run gives freed memory again at once, as malloc() does and a sanitizer does not: what
# is known by its address may then be taken for what stands there next.
fuzz() {
    local target=$1 largest=20000
    [ $((RANDOM % 2)) = 0 ] ||
        export ASAN_OPTIONS=$ASAN_OPTIONS:quarantine_size_mb=0:thread_local_quarantine_size_kb=0
    case $target in date) largest=64 ;; opening | decode | roundtrip) largest=2000 ;; esac
    mkdir -p "$top/corpus/$target"
    "$top/target-$target" -max_total_time="$seconds" -max_len=$largest -timeout=300 \
        -rss_limit_mb=2048 -dict="$top/labels.dict" -artifact_prefix="$top/found/$target-" \
        -print_funcs=0 -print_final_stats=1 "$top/corpus/$target" "$top/seeds/$target" \
        >"$top/log/$target" 2>&1
    echo $? >"$top/log/$target.rc"
}

number() {
    sed -n "s/^stat::$1: *//p" "$top/log/$2" | tail -n 1
}

rm -rf "$top/seeds"
python3 tests/fuzz/seeds.py fixtures "$top/seeds" || exit 2
slots=$(nproc 2>/dev/null || echo 2)
start=$SECONDS
for target in "$@"; do
    while [ "$(jobs -rp | wc -l)" -ge "$slots" ]; do wait -n; done
    fuzz "$target" &
done
wait

failed=0 total=0
printf '%-12s %12s %10s %10s\n' target executions seconds a-second
for target in "$@"; do
    read -r rc <"$top/log/$target.rc" || rc=2
    count=$(number number_of_executed_units "$target")
    spent=$(sed -n 's/^Done [0-9]* runs in \([0-9]*\) second.*/\1/p' "$top/log/$target")
    printf '%-12s %12s %10s %10s\n' "$target" "${count:-0}" "${spent:--}" \
        "$(number average_exec_per_sec "$target")"
    total=$((total + ${count:-0}))
    [ "$rc" != 0 ] || continue
    failed=1
    echo "fuzz: $target: exit status $rc; the end of $top/log/$target:"
    grep -avE '^(#[0-9]|stat::|MS:|0x|\\|Base64|NOTE|  )|fuzzer::|libc|_start|^ *$' \
        "$top/log/$target" | tail -n 25 | cut -c 1-300
done
echo "# $total executions by $# targets in $((SECONDS - start)) seconds"
exit $failed
