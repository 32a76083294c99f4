#!/bin/bash
# That a fresh Debian needs nothing but make: tests/fresh.sh [SUITE]
#
# Builds a minimal Debian (bookworm, or another SUITE) in a folder, puts the checkout into it
# and runs `apt-get install make`, `make demo` and `make test` there, then both again, when
# apt must not be asked for anything. Needs root, debootstrap, some 1.5 GB under TMPDIR and a
# few minutes; nothing calls it but you. Mirrors, proxies and keys are this machine's own.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
suite=${1:-bookworm}

[ "$(id -u)" = 0 ] || { echo 'fresh.sh: skipped: not root' && exit 77; }
command -v debootstrap >/dev/null || { echo 'fresh.sh: skipped: no debootstrap' && exit 77; }
# shellcheck disable=SC2016 # the format is apt's
mirror=$(apt-get indextargets --format '$(REPO_URI) $(COMPONENT) $(CODENAME)' \
    'Created-By: Packages' | awk -v suite="$suite" '$2 == "main" && $3 == suite { print $1; exit }')
[ -n "$mirror" ] || { echo "fresh.sh: skipped: apt here knows no mirror of $suite" && exit 77; }

root=$(mktemp -d)
chmod 755 "$root" # other users live in there too
cleanup() {
    for place in dev/pts dev proc; do
        mountpoint -q "$root/$place" && umount "$root/$place"
    done
    # A folder that is still mounted must not be emptied.
    mount | grep -qF " $root/" || rm -rf --one-file-system "$root"
}
trap cleanup EXIT

step() { printf '\n== %s\n' "$1"; }
step "debootstrap $suite"
debootstrap --variant=minbase "$suite" "$root" "$mirror" >"$root.log" ||
    { tail -n 20 "$root.log" && exit 1; }
rm -f "$root.log"
# What a fresh machine would have been given: how to get at packages, proxies and keys.
for part in apt.conf apt.conf.d trusted.gpg trusted.gpg.d; do
    [ ! -e "/etc/apt/$part" ] || cp -a "/etc/apt/$part" "$root/etc/apt/"
done
cp -L /etc/resolv.conf /etc/hosts "$root/etc/" 2>/dev/null || true
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
mkdir "$root/dev/pts" && mount -t devpts devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
# Not this machine's own /dev: what is broken in there stays in there.
for device in 'null 3' 'zero 5' 'full 7' 'random 8' 'urandom 9'; do
    mknod -m 666 "$root/dev/${device% *}" c 1 "${device#* }"
done
mknod -m 666 "$root/dev/tty" c 5 0
for fd in fd: stdin:/0 stdout:/1 stderr:/2; do
    ln -s "/proc/self/fd${fd#*:}" "$root/dev/${fd%:*}"
done

mkdir "$root/qparse"
tar -C "$top" --exclude=./.git --exclude=./build --exclude=./qparse --exclude='./libqparse.*' \
    -cf - . | tar -C "$root/qparse" -xf -

inside() {
    chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
        ${http_proxy:+http_proxy="$http_proxy"} "$@"
}
step 'apt-get install make'
inside sh -c 'apt-get -q update && apt-get -q install -y make' | tail -n 3
for target in demo test; do
    step "make $target"
    inside make --no-print-directory -C /qparse "$target"
    step "make $target, again"
    inside make --no-print-directory -C /qparse "$target" >"$root/again" 2>&1 ||
        { tail -n 40 "$root/again" && exit 1; }
    if grep -E 'need.sh|apt-get' "$root/again"; then
        echo 'fresh.sh: something is still missing' && exit 1
    fi
    tail -n 1 "$root/again"
done
echo
echo 'fresh.sh: passed'
