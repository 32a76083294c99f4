#!/bin/bash
# What `make dist`, `make static` and `make deb` make, tried as somebody else would: packages.sh
set -u
cd "$(dirname "$0")/../.." || exit 2
top=$PWD
command -v apt-get >/dev/null || { echo 'packages.sh: skipped: no apt-get' && exit 0; }
version=$(sed -n 's/^.define QP_VERSION "\(.*\)"/\1/p' include/qparse.h)
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
failed=0
unset MAKEFLAGS DESTDIR PREFIX

# check WHAT COMMAND...: the command succeeds
check() {
    local what=$1
    shift
    if "$@" >"$work/log" 2>&1; then
        echo "ok - $what"
    else
        failed=1
        printf 'not ok - %s\n' "$what" && tail -n 30 "$work/log" | sed 's/^/    /'
    fi
}

check 'make dist' make dist
tarball=build/qparse-$version.tar.gz
cp "$tarball" "$work/first.tar.gz"
check 'make dist, again' make dist
check 'gives the same bytes' cmp "$work/first.tar.gz" "$tarball"
check 'the tarball unpacks into one folder' test \
    "$(tar -tzf "$tarball" | cut -d/ -f1 | sort -u)" = "qparse-$version"
check 'and holds what belongs there' test \
    "$(tar -tzf "$tarball" | cut -d/ -f2 | grep -v '^\.' | LC_ALL=C sort -u | tr '\n' ' ')" = \
    ' LICENSE Makefile README.md fixtures include src tests '
tar -C "$work" -xzf "$tarball"
cd "$work/qparse-$version" || exit 2
check 'it builds' make
check 'its tests pass' make test
check 'it installs' make install PREFIX="$work/opt"
check 'and runs' test "$("$work/opt/bin/qparse" --version)" = "qparse $version"
check 'it makes its own tarball' make dist
check 'of the same files' diff <(tar -tzf "$top/$tarball" | grep -v '/$' | sort) \
    <(tar -tzf "$tarball" | grep -v '/$' | sort)
cd "$top" || exit 2

check 'make static' make static
check 'it needs no shared library' bash -c '! readelf -d build/static/qparse | grep -q NEEDED'
check 'it converts all fixtures' env QPARSE="$top/build/static/qparse" python3 tests/pages/golden.py
tar -czf "$work/pages.tar.gz" fixtures/001-pending
check 'it reads archives' test \
    "$(build/static/qparse -q -f jsonl "$work/pages.tar.gz" | jq -r .number)" = 4127

check 'make deb, and lintian finds nothing' make deb
check 'four packages' test "$(cd build/deb && echo *.deb | sed "s/_${version}[^ ]*//g")" = \
    'libqparse-dev libqparse0 python3-qparse qparse'
check 'each knows the version' test "$(for deb in build/deb/*.deb; do
    dpkg-deb -f "$deb" Version
done | sed 's/-.*//' | sort -u)" = "$version"
exit $failed
