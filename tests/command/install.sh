#!/bin/bash
# That what `make install` puts somewhere works from there, and that nothing else is left by
# `make uninstall`: tests/command/install.sh
set -u
cd "$(dirname "$0")/../.." || exit 2
top=$PWD
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
failed=0
unset DESTDIR PREFIX BINDIR LIBDIR INCLUDEDIR DATADIR MANDIR PYTHONDIR QPARSE_LIBRARY MAKEFLAGS
version=$(sed -n 's/^.define QP_VERSION "\(.*\)"/\1/p' include/qparse.h)
shared=$(sed -n 's/^QPARSE_\([0-9]*\) .*/libqparse.so.\1/p' src/qparse.map)
page=$top/fixtures/001-pending/page.txt

# check WHAT COMMAND...: the command succeeds
check() {
    local what=$1 said
    shift
    if said=$("$@" 2>&1); then
        echo "ok - $what"
    else
        failed=1
        printf 'not ok - %s\n    %s: %s\n' "$what" "$*" "$said"
    fi
}
same() { # WHAT WANTED GOT
    check "$1" diff <(printf '%s\n' "$2") <(printf '%s\n' "$3")
}
make_it() { make --no-print-directory -C "$top" "$@" >"$work/log" 2>&1; }

# A build knows of a library only by its objects: one of these two is in it.
check 'libraries that have come or gone make another object' \
    make_it -n WITH=build/with-another qparse
same 'the one that asks for them' 'archive/archive ' \
    "$(sed -nE 's|^echo .  build/obj/(.*)\.o.;.*|\1|p' "$work/log" | LC_ALL=C sort | tr '\n' ' ')"

prefix=$work/opt
check 'make install' make_it install PREFIX="$prefix"
same 'the files' "bin/qparse
include/qparse.h
lib/libqparse.a
lib/libqparse.so
lib/$shared
lib/$shared.$version
lib/pkgconfig/qparse.pc
lib/python3/dist-packages/qparse.py
share/bash-completion/completions/qparse
share/fish/vendor_completions.d/qparse.fish
share/man/man1/qparse.1
share/man/man3/qparse.3
share/zsh/site-functions/_qparse" "$(cd "$prefix" && find . ! -type d | sed 's|^\./||' | LC_ALL=C sort)"
same 'and their modes' "644 755" \
    "$(find "$prefix" -type f -printf '%m\n' | sort -u | tr '\n' ' ' | sed 's/ $//')"
same 'the command' "qparse $version" "$("$prefix/bin/qparse" --version)"
same 'completions' "$("$prefix/bin/qparse" --completion=bash)" \
    "$(cat "$prefix/share/bash-completion/completions/qparse")"

export PKG_CONFIG_PATH=$prefix/lib/pkgconfig
same 'pkg-config knows the version' "$version" "$(pkg-config --modversion qparse)"
awk '/^```c$/ { on = 1; next } /^```$/ { on = 0 } on' README.md >"$work/example.c"
# Programs may use the names that the library uses inside.
cat >"$work/clash.c" <<'END'
#include <qparse.h>
int decode(void);
int sniff(void);
int decode(void) { return 1; }
int sniff(void) { return 2; }
int main(void) {
    qp_result *result = qp_parse("", 0, NULL);
    int status = qp_result_outcome(result) == QP_NOT_QUESTION ? decode() + sniff() - 3 : 1;
    qp_result_free(result);
    return status;
}
END
printf '#include <qparse.h>\nint main() { return qp_schema(QP_XML) ? 0 : 1; }\n' >"$work/plus.cc"
# build OUTPUT SOURCE [FLAG...]
build() {
    # shellcheck disable=SC2046 # words are wanted
    ${CC:-cc} -std=c11 -Wall -Wextra -Werror -o "$work/$1" "$work/$2" $(pkg-config --cflags qparse) \
        "${@:3}"
}
# shellcheck disable=SC2046
check 'a program with the shared library' build shared example.c $(pkg-config --libs qparse)
same 'runs' 'Jeanne Martin' "$(LD_LIBRARY_PATH=$prefix/lib "$work/shared")"
check 'and needs it by its soname' \
    grep -q "\[$shared\]" <(readelf -d "$work/shared")
check 'a program with the static library' build static example.c "$prefix/lib/libqparse.a" -pthread
same 'runs too' 'Jeanne Martin' "$("$work/static")"
check 'a program with names of its own' build clash clash.c "$prefix/lib/libqparse.a" -pthread
check 'runs as well' "$work/clash"
if command -v c++ >/dev/null; then
    # shellcheck disable=SC2046
    check 'a program in C++' c++ -Wall -Wextra -Werror -o "$work/plus" "$work/plus.cc" \
        $(pkg-config --cflags --libs qparse)
    check 'runs' env LD_LIBRARY_PATH="$prefix/lib" "$work/plus"
else
    echo 'ok - a program in C++ # SKIP there is no c++'
fi
same 'Python finds the library beside the module' 4127 "$(cd / &&
    PYTHONPATH=$prefix/lib/python3/dist-packages PYTHONDONTWRITEBYTECODE= "${PYTHON:-python3}" -c \
        'import qparse, sys; print(qparse.read(sys.argv[1]).records[0]["number"])' "$page")"

check 'make uninstall' make_it uninstall PREFIX="$prefix"
same 'leaves nothing' '' "$(find "$prefix" ! -type d)"

stage="$work/a stage"
check 'make install into a DESTDIR with a space' \
    make_it install PREFIX=/usr LIBDIR=/usr/lib/here DESTDIR="$stage"
same 'qparse.pc does not know it' "prefix=/usr
libdir=/usr/lib/here" "$(grep -E '^(prefix|libdir)=' "$stage/usr/lib/here/pkgconfig/qparse.pc")"
check 'nothing is outside of /usr' test "$(ls "$stage")" = usr
check 'make uninstall from there' make_it uninstall PREFIX=/usr LIBDIR=/usr/lib/here DESTDIR="$stage"
same 'leaves nothing there' '' "$(find "$stage" ! -type d)"
exit $failed
