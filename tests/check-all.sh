#!/bin/bash
# What takes longer than `make test` may, part by part, with its figures in the end: check-all.sh
# [PART...]. A part that fails stops no other. Each prints `# ` before a line with a figure, and
# leaves what it said in build/check-all.
set -u
cd "$(dirname "$0")/.." || exit 2
log=build/check-all
mkdir -p "$log"
export QPARSE=$PWD/qparse PYTHONDONTWRITEBYTECODE=1

parts=(
    'batch-large tests/batch-large.sh'
    'sweep python3 tests/sweep.py --full'
    'damage env QPARSE_SWEEP=full QPARSE_TEST_SECONDS=14400 tests/run.sh guard oom'
    'cluster tests/cluster.sh'
    'linear env QPARSE_LINEAR=all python3 tests/linear.py'
    'large python3 tests/large.py'
    'analysis tests/analysis.sh'
    'builds tests/builds.sh'
    'valgrind tests/valgrind.sh'
    'coverage python3 tests/coverage.py'
    'mutants python3 tests/mutants.py'
    'without tests/without.sh'
    'packages tests/packages.sh'
    'fresh tests/fresh.sh'
    'fuzz make --no-print-directory fuzz'
    'fuzzed python3 tests/fuzz/ledger.py show tests/fuzz/ledger'
)

failed=()
for part in "${parts[@]}"; do
    read -r name command <<<"$part"
    [ $# = 0 ] || [[ " $* " = *" $name "* ]] || continue
    printf '\n== %s\n' "$name"
    start=$SECONDS
    # shellcheck disable=SC2086 # words are wanted
    $command 2>&1 </dev/null | tee "$log/$name"
    status=${PIPESTATUS[0]}
    [ "$status" = 0 ] || [ "$status" = 77 ] || failed+=("$name")
    echo "($name: $((SECONDS - start)) s)"
done

printf '\n== figures\n'
for part in "${parts[@]}"; do
    name=${part%% *}
    [ ! -e "$log/$name" ] || grep '^# ' "$log/$name" | sed "s/^# /$name: /"
done
echo
[ ${#failed[@]} = 0 ] || { echo "check-all: failed: ${failed[*]}" && exit 1; }
echo 'check-all: all parts passed'
