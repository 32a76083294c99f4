#!/bin/bash
# The wheel: its files, and what it does in a fresh virtual environment without a network.
cd "$(dirname "$0")/../.." || exit 2
. tests/lib/check.sh
cd "$top" || exit 2
unset MAKEFLAGS MFLAGS MAKELEVEL QPARSE_LIBRARY PYTHONPATH PIP_INDEX_URL
python=${PYTHON:-python3}
version=$(sed -n 's/^.define QP_VERSION "\(.*\)"/\1/p' include/qparse.h)

check 'a wheel is made' "$python" src/python/wheel_of.py "$work/a"
wheel=$(echo "$work"/a/*.whl)
result 'its name has the version' "$([[ $wheel = */qparse-$version-py3-none-*.whl ]] || echo "$wheel")"
result 'its files' "$(diff <("$python" -m zipfile -l "$wheel" | awk 'NR > 1 { print $1 }') - <<END
qparse.py
qparse.libs/$(basename libqparse.so.*)
qparse-$version.dist-info/LICENSE
qparse-$version.dist-info/METADATA
qparse-$version.dist-info/WHEEL
qparse-$version.dist-info/RECORD
END
)"
size=$(wc -c <"$wheel")
echo "# $size bytes of a wheel"
check 'at most half a megabyte' test "$size" -le 524288
"$python" src/python/wheel_of.py "$work/b" >/dev/null
check 'built again it is the same' cmp "$wheel" "$work"/b/*.whl

# Each way of pip, in an environment of its own.
tried() { # WHAT PATH
    if ! "$python" -m venv "$work/venv" >"$work/log" 2>&1; then
        skip "$1" 'there is no venv'
        return
    fi
    check "$1" "$work/venv/bin/python" -m pip install -q --disable-pip-version-check --no-index "$2"
    check "$1: it is the library of the environment" env -C / "$work/venv/bin/python" -c 'import qparse, sys
sys.exit(not qparse._find_library().startswith(sys.prefix) or qparse.__version__ != sys.argv[1])' "$version"
}
tried 'pip install of the wheel' "$wheel"
if [ -x "$work/venv/bin/python" ]; then
    check 'the tests of the module, there' \
        env QPARSE_INSTALLED=1 QPARSE="$built" "$work/venv/bin/python" tests/command/python.py
    "$work/venv/bin/python" -m pip uninstall -q -y qparse 2>/dev/null
    result 'pip uninstall leaves nothing' "$(find "$work/venv" -name '*qparse*')"
fi
rm -rf "$work/venv"
if [ -n "${QPARSE_LEAKS-}" ]; then # in check-all: pip builds it in some ten seconds
    tried 'pip install of the folder' ./src/python
fi
finish
