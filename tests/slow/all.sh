#!/bin/bash
# What takes longer than `make test` may: all.sh [PART...]. Each part leaves what it said in build/check-all
# and prints `# ` before its figures, which follow in the end. REST=1 leaves out what passed with these files.
set -u
cd "$(dirname "$0")/../.." || exit 2
log=build/check-all
mkdir -p "$log"
export QPARSE=$PWD/qparse PYTHONDONTWRITEBYTECODE=1

parts=(
    'batch-large tests/slow/batch-large.sh'
    'sweep python3 tests/faults/sweep.py --full'
    'damage env QPARSE_SWEEP=full QPARSE_TEST_SECONDS=14400 tests/run.sh guard oom'
    'conservation env QPARSE_CONSERVATION=all QPARSE_TEST_SECONDS=3600 tests/run.sh conservation'
    'leaks env QPARSE_LEAKS=1 tests/run.sh command'
    'cluster tests/slow/cluster.sh'
    'linear env QPARSE_LINEAR=all python3 tests/faults/linear.py'
    'large python3 tests/slow/large.py'
    'analysis tests/slow/analysis.sh'
    'builds tests/slow/builds.sh'
    'valgrind tests/slow/valgrind.sh'
    'coverage python3 tests/slow/coverage.py'
    'mutants python3 tests/slow/mutants.py'
    'without tests/slow/without.sh'
    'packages tests/slow/packages.sh'
    'fresh tests/slow/fresh.sh'
    'fuzz make --no-print-directory fuzz'
)

files=$(find src include tests fixtures Makefile README.md -type f ! -name '*.pyc' |
    LC_ALL=C sort | xargs -d '\n' sha256sum | sha256sum)
failed=()
for part in "${parts[@]}"; do
    read -r name command <<<"$part"
    [ $# = 0 ] || [[ " $* " = *" $name "* ]] || continue
    printf '\n== %s\n' "$name"
    if [ -n "${REST-}" ] && [ "$(cat "$log/$name.passed" 2>/dev/null)" = "$files" ]; then
        echo "($name: passed before)"
        continue
    fi
    rm -f "$log/$name.passed"
    start=$SECONDS
    # shellcheck disable=SC2086 # words are wanted
    $command 2>&1 </dev/null | tee "$log/$name"
    status=${PIPESTATUS[0]}
    if [ "$status" = 0 ] || [ "$status" = 77 ]; then
        echo "$files" >"$log/$name.passed"
    else
        failed+=("$name")
    fi
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
