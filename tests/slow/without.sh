#!/bin/bash
# Builds without libarchive (no archives), then without zlib (no checksums of gzip), pass the command's
# tests: without.sh. They are made in a copy, so that nothing here changes.
set -u
cd "$(dirname "$0")/../.." || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
failed=0
for what in ARCHIVE ZLIB; do
    rm -rf "$work/copy" && mkdir "$work/copy"
    cp -r Makefile include src tests fixtures "$work/copy" || exit 2
    if ! make -C "$work/copy" -j"$(nproc)" qparse "$what=" >"$work/log" 2>&1; then
        echo "not ok - a build without $what" && tail -n 20 "$work/log" | sed 's/^/    /'
        failed=1
        continue
    fi
    for suite in $(grep -lE 'lib/inputs.sh' "$work"/copy/tests/command/*.sh) "$work/copy/tests/command/cli.sh"; do
        if QPARSE=$work/copy/qparse bash "$suite" >"$work/log" 2>&1; then
            echo "ok - without $what: ${suite##*/}"
        else
            echo "not ok - without $what: ${suite##*/}" && grep -A 9 '^not ok' "$work/log" | sed 's/^/    /'
            failed=1
        fi
    done
done
exit $failed
