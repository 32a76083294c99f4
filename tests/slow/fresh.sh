#!/bin/bash
# A fresh Debian (bookworm, or SUITE) needs nothing but what README says: fresh.sh [SUITE]
# Needs root, debootstrap, some 3 GB under TMPDIR and some ten minutes.
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
suite=${1:-bookworm}

[ "$(id -u)" = 0 ] || { echo 'fresh.sh: skipped: not root' && exit 77; }
command -v debootstrap >/dev/null || { echo 'fresh.sh: skipped: no debootstrap' && exit 77; }
# shellcheck disable=SC2016 # the format is apt's
mirror=$(apt-get indextargets --format '$(REPO_URI) $(COMPONENT) $(CODENAME)' \
    'Created-By: Packages' | awk -v suite="$suite" '$2 == "main" && $3 == suite { print $1; exit }')
[ -n "$mirror" ] || { echo "fresh.sh: skipped: apt here knows no mirror of $suite" && exit 77; }

work=$(mktemp -d)
chmod 755 "$work" # other users live in there too
cleanup() {
    for root in source packages; do
        for place in dev/pts dev proc; do
            ! mountpoint -q "$work/$root/$place" || umount "$work/$root/$place"
        done
    done
    # A folder that is still mounted must not be emptied.
    mount | grep -qF " $work/" || rm -rf --one-file-system "$work"
}
trap cleanup EXIT

step() { printf '\n== %s\n' "$1"; }
# quietly COMMAND...: shows what it says only where it fails
quietly() {
    "$@" >"$work/log" 2>&1 || { grep -A 8 'not ok' "$work/log" || tail -n 60 "$work/log"; exit 1; }
}

# What a running system has, of its own: what is broken in there stays in there.
start() {
    local root=$work/$1 device fd
    mount -t proc proc "$root/proc"
    mount -t tmpfs -o mode=755 tmpfs "$root/dev"
    mkdir "$root/dev/pts" && mount -t devpts devpts "$root/dev/pts"
    ln -s pts/ptmx "$root/dev/ptmx"
    for device in 'null 3' 'zero 5' 'full 7' 'random 8' 'urandom 9'; do
        mknod -m 666 "$root/dev/${device% *}" c 1 "${device#* }"
    done
    mknod -m 666 "$root/dev/tty" c 5 0
    for fd in fd: stdin:/0 stdout:/1 stderr:/2; do
        ln -s "/proc/self/fd${fd#*:}" "$root/dev/${fd%:*}"
    done
}
# inside ROOT COMMAND...
inside() {
    chroot "$work/$1" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        HOME=/root DEBIAN_FRONTEND=noninteractive ${http_proxy:+http_proxy="$http_proxy"} "${@:2}"
}

# In one copy the lines of README's part "Install" are run as they are printed, in the other the packages that
# the first has made are installed.
step "debootstrap $suite"
quietly debootstrap --variant=minbase "$suite" "$work/source" "$mirror"
# What a fresh machine would have been given: how to get at packages, proxies and keys.
for part in apt.conf apt.conf.d trusted.gpg trusted.gpg.d; do
    [ ! -e "/etc/apt/$part" ] || cp -a "/etc/apt/$part" "$work/source/etc/apt/"
done
cp -L /etc/resolv.conf /etc/hosts "$work/source/etc/" 2>/dev/null || true
cp -a "$work/source" "$work/packages"
start source
start packages
quietly inside source apt-get -q update
quietly inside packages apt-get -q update

mkdir "$work/source/qparse"
tar -C "$top" --exclude=./.git --exclude=./build --exclude=./qparse --exclude='./libqparse*' -cf - . |
    tar -C "$work/source/qparse" -xf -

# The indented lines of the part "Install", one after the other.
install=$(awk '/^## / { on = $2 == "Install" } on && sub(/^    /, "")' "$top/README.md")
[ -n "$install" ] || { echo 'fresh.sh: README has no part "Install"' && exit 1; }
while read -r line <&3; do
    step "$line"
    quietly inside source sh -c "cd /qparse && $line"
    tail -n 3 "$work/log"
done 3<<<"$install"
for target in demo test; do
    step "make $target, again"
    quietly inside source make --no-print-directory -C /qparse "$target"
    if grep -E 'need.sh|apt-get' "$work/log"; then
        echo 'fresh.sh: something is still missing' && exit 1
    fi
    tail -n 1 "$work/log"
done

# documents ROOT: what README and the manuals show, with what is installed in there
documents() {
    inside "$1" sh -c 'cd /qparse && QPARSE=/usr/local/bin/qparse && [ -x $QPARSE ] ||
        QPARSE=/usr/bin/qparse; export QPARSE QPARSE_INSTALLED=1
        python3 tests/command/readme.py && python3 tests/command/python.py' >"$work/log" 2>&1 ||
        { grep -A 2 -v '^ok' "$work/log" && exit 1; }
    grep -c '^ok' "$work/log"
}
step 'README and the manuals, with what `make install` put there'
documents source
quietly inside source make -C /qparse uninstall
if find "$work/source/usr/local" -name '*qparse*' | grep .; then
    echo 'fresh.sh: make uninstall leaves something behind' && exit 1
fi

step 'README and the manuals, with the packages'
mkdir "$work/packages/qparse"
for part in README.md src include tests fixtures; do
    cp -a "$top/$part" "$work/packages/qparse/"
done
cp "$work"/source/qparse/build/deb/*.deb "$work/packages/root/"
quietly inside packages sh -c 'apt-get -q install -y --no-install-recommends /root/*.deb'
inside packages qparse --version
# What the shown commands are piped to, and what runs them.
quietly inside packages apt-get -q install -y --no-install-recommends \
    python3 gcc libc6-dev pkg-config jq libxml2-utils
documents packages
quietly inside packages apt-get -q purge -y qparse libqparse1 libqparse-dev python3-qparse
if find "$work/packages/usr" -name '*qparse*' | grep .; then
    echo 'fresh.sh: the packages leave something behind' && exit 1
fi
echo
echo 'fresh.sh: passed'
