#!/bin/bash
# What the compiler and the linker were asked to guard is guarded in what they made.
set -u
cd "$(dirname "$0")/../.." || exit 2
command -v readelf >/dev/null || { echo 'ok - hardening # SKIP there is no readelf' && exit 0; }
failed=0

# check WHAT FILE WANTED PATTERN READELF-OPTION...: lines that match, some or none
check() {
    local what=$1 file=$2 wanted=$3 pattern=$4 found=none
    shift 4
    LC_ALL=C readelf -W "$@" "$file" | grep -qE "$pattern" && found=some
    if [ $found = "$wanted" ]; then
        echo "ok - $file: $what"
    else
        failed=1 && echo "not ok - $file: $what"
    fi
}

for file in qparse libqparse.so.*; do
    check 'is loaded at any address' "$file" some 'Type: +DYN' -h
    check 'its tables are read-only once it is loaded' "$file" some GNU_RELRO -l
    check 'all that it calls is bound before' "$file" some '(BIND_NOW|FLAGS.*NOW)' -d
    check 'its stack holds no code' "$file" some 'GNU_STACK .* RW ' -l
    check 'no part is writable and code' "$file" none 'LOAD .* RWE ' -l
    check 'its code is not written when it is loaded' "$file" none TEXTREL -d
    check 'it looks for libraries nowhere else' "$file" none '(RPATH|RUNPATH)' -d
    check 'the stack is guarded' "$file" some __stack_chk_fail --dyn-syms
done
# A program that links the library brings nothing else along: not libxml2, ICU or a C++ runtime.
needed=$(LC_ALL=C readelf -W -d libqparse.so.* | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
if [ "$needed" = libc.so.6 ]; then
    echo 'ok - the library needs libc alone'
else
    failed=1 && echo "not ok - the library needs libc alone: $needed"
fi
check 'calls of the C library know their buffers' qparse some '__[a-z]+_chk' --dyn-syms
exit $failed
