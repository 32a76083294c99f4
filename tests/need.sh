#!/bin/sh
# Sees to what a purpose needs: need.sh build|test|check|fuzz|static|deb
# Silent where nothing is missing. Otherwise installs it where there is apt-get (as root
# or through sudo), and elsewhere says what to type and fails. A new need is a row below,
# and a case in present() where finding a command of that name is not enough.
set -u
cc=${CC:-cc}
cc=${cc%% *}

# for  need         Debian               Fedora               Alpine          Homebrew
table() {
    cat <<END
build  cc           $([ "$cc" = cc ] && echo gcc || echo "$cc")  gcc  gcc  gcc
build  stdio.h      libc6-dev            glibc-devel          musl-dev        -
build  pkg-config   pkg-config           pkgconf-pkg-config   pkgconf         pkgconf
build  libxml-2.0   libxml2-dev          libxml2-devel        libxml2-dev     libxml2
build  libarchive   libarchive-dev       libarchive-devel     libarchive-dev  libarchive
build  zlib         zlib1g-dev           zlib-devel           zlib-dev        -
test   jansson      libjansson-dev       jansson-devel        jansson-dev     jansson
test   cmocka       libcmocka-dev        libcmocka-devel      cmocka-dev      cmocka
test   xmllint      libxml2-utils        libxml2              libxml2-utils   libxml2
test   jq           jq                   jq                   jq              jq
test   python3      python3              python3              python3         python3
test   xz           xz-utils             xz                   xz               xz
test   mandoc       mandoc               mandoc               mandoc           mandoc
test   strace       strace               strace               strace          -
test   valgrind     valgrind             valgrind             valgrind        -
test   zsh          zsh                  zsh                  zsh              zsh
test   fish         fish                 fish                 fish             fish
test   jsonschema   python3-jsonschema   python3-jsonschema   py3-jsonschema  -
check  gcc          gcc                  gcc                  gcc             gcc
check  clang-tidy   clang-tidy           clang-tools-extra    clang-extra-tools    llvm
check  cppcheck     cppcheck             cppcheck             cppcheck        cppcheck
fuzz   clang        clang                clang                clang           llvm
fuzz   libfuzzer    libclang-rt-14-dev   compiler-rt          compiler-rt     llvm
static libacl.a     libacl1-dev          libacl-static        acl-static      -
static liblz4.a     liblz4-dev           lz4-static           lz4-static      -
deb    build-essential    build-essential  -                  -               -
deb    dh           debhelper            -                    -               -
deb    dh_python3   dh-python            -                    -               -
deb    fakeroot     fakeroot             -                    -               -
deb    lintian      lintian              -                    -               -
END
}

present() {
    case $1 in
    cc) command -v "$cc" ;;
    stdio.h) echo '#include <stdio.h>' | "$cc" -E - ;;
    libxml-2.0 | libarchive | zlib | jansson | cmocka) pkg-config --exists "$1" ;;
    build-essential) dpkg -s "$1" ;; # dpkg-buildpackage asks for the package itself
    *.a) [ "$("$cc" -print-file-name="$1")" != "$1" ] ;;
    # The first python3 of the PATH may be another one than the system's.
    jsonschema)
        python3 -c 'import jsonschema' || /usr/bin/python3 -c 'import jsonschema'
        ;;
    libfuzzer) echo 'int LLVMFuzzerTestOneInput(void) { return 0; }' |
        clang -fsanitize=fuzzer,address -x c -o /dev/null - ;;
    *) command -v "$1" ;;
    esac >/dev/null 2>&1
}

# The packages, in column $1 of the table, of what is missing.
missing() {
    table | while read -r what need debian fedora alpine brew; do
        case $what$for in # fuzz needs what test does too, and check what fuzz does
        build* | "$for$for" | testfuzz | fuzzcheck) ;;
        *) continue ;;
        esac
        present "$need" && continue
        case $1 in
        need) echo "$need" ;;
        debian) echo "$debian" ;;
        fedora) echo "$fedora" ;;
        alpine) echo "$alpine" ;;
        brew) echo "$brew" ;;
        esac
    done | grep -vx -e - | sort -u | tr '\n' ' ' | sed 's/ $//'
}

for=${1-}
case $for in
build | test | check | fuzz | static | deb) ;;
*)
    echo 'usage: need.sh build|test|check|fuzz|static|deb' >&2
    exit 2
    ;;
esac
[ -n "$(missing need)" ] || exit 0

if ! command -v apt-get >/dev/null; then
    echo "need.sh: missing: $(missing need). Install it, then type the same again:" >&2
    if command -v dnf >/dev/null; then
        echo "    sudo dnf install $(missing fedora)" >&2
    elif command -v apk >/dev/null; then
        echo "    apk add $(missing alpine)" >&2
    elif command -v brew >/dev/null; then
        echo "    brew install $(missing brew)" >&2
    else
        echo "    (Debian's packages have it: $(missing debian))" >&2
    fi
    exit 1
fi

packages=$(missing debian)
if [ "$(id -u)" = 0 ]; then
    as_root=
elif command -v sudo >/dev/null; then
    as_root=sudo
else
    echo "need.sh: missing: $(missing need). As root, type:" >&2
    echo "    apt-get install $packages" >&2
    exit 1
fi
{
    echo "need.sh: installing with ${as_root:+$as_root }apt-get: $packages"
    # One broken list of many must not stop it: the installation is what decides.
    $as_root apt-get -q update || echo 'need.sh: going on with the package lists that there are'
    # shellcheck disable=SC2086 # words are wanted
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120 \
        install --no-install-recommends $packages
} >&2 </dev/null
left=$(missing need)
[ -z "$left" ] || {
    echo "need.sh: still missing: $left" >&2
    exit 1
}
