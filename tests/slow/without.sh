#!/bin/bash
# A build without libarchive and zlib, which reads no archives, passes the command's tests: without.sh.
# It is made in a copy, so that nothing here changes.
set -u
cd "$(dirname "$0")/../.." || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
failed=0
mkdir "$work/copy" && cp -r Makefile include src tests fixtures "$work/copy" || exit 2
if ! make -C "$work/copy" -j"$(nproc)" qparse ARCHIVE= >"$work/log" 2>&1; then
    echo 'not ok - a build without libarchive' && tail -n 20 "$work/log" | sed 's/^/    /'
    exit 1
fi
for suite in $(grep -lE 'lib/inputs.sh' "$work"/copy/tests/command/*.sh) "$work"/copy/tests/command/{cli,containers}.sh; do
    if QPARSE=$work/copy/qparse bash "$suite" >"$work/log" 2>&1; then
        echo "ok - without libarchive: ${suite##*/}"
    else
        echo "not ok - without libarchive: ${suite##*/}" && grep -A 9 '^not ok' "$work/log" | sed 's/^/    /'
        failed=1
    fi
done
exit $failed
