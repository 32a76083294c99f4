"""Makes the wheel: the module, and the library in qparse.libs/ beside it. pip calls build_wheel()
(`pip install src/python`), `make wheel` calls it with a folder. Nothing but Python is needed, so
that it works without a network."""
import base64
import glob
import hashlib
import os
import re
import subprocess
import sys
import sysconfig
import tempfile
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
DESCRIPTION = """Metadata-Version: 2.1
Name: qparse
Version: %s
Summary: Pages of French parliamentary questions as records
License: MIT
Requires-Python: >=3.7
"""


def get_requires_for_build_wheel(config_settings=None):
    return []


def library():
    """The bytes of libqparse.so.N, without what a debugger wants."""
    alone = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    subprocess.run(["make", "-s", "-C", TOP, "library"], check=True, stdout=sys.stderr, env=alone)
    path, = glob.glob(os.path.join(TOP, "libqparse.so.*"))
    with tempfile.TemporaryDirectory() as folder:
        small = os.path.join(folder, os.path.basename(path))
        subprocess.run(["strip", "--strip-unneeded", "-o", small, path], check=True)
        with open(small, "rb") as file:
            return os.path.basename(path), file.read()


def text_of(*path):
    with open(os.path.join(TOP, *path), "rb") as file:
        return file.read()


def digest(data):
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    version = re.search(rb'define QP_VERSION "(.*)"', text_of("include", "qparse.h")).group(1).decode()
    tag = "py3-none-" + re.sub(r"[-.]", "_", sysconfig.get_platform())
    name, shared = library()
    info = "qparse-%s.dist-info/" % version
    files = [("qparse.py", text_of("src", "python", "qparse.py")),
             ("qparse.libs/" + name, shared),
             (info + "LICENSE", text_of("LICENSE")),
             (info + "METADATA", (DESCRIPTION % version).encode()),
             (info + "WHEEL", ("Wheel-Version: 1.0\nGenerator: qparse\nRoot-Is-Purelib: false\n"
                               "Tag: %s\n" % tag).encode())]
    record = ["%s,%s,%d" % (path, digest(data), len(data)) for path, data in files]
    files.append((info + "RECORD", "\n".join(record + [info + "RECORD,,", ""]).encode()))
    wheel = "qparse-%s-%s.whl" % (version, tag)
    with zipfile.ZipFile(os.path.join(wheel_directory, wheel), "w", zipfile.ZIP_DEFLATED) as out:
        for path, data in files: # all of one time, so that a wheel built again is the same
            entry = zipfile.ZipInfo(path)
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(entry, data)
    return wheel


if __name__ == "__main__":
    os.makedirs(sys.argv[1], exist_ok=True)
    print(os.path.join(sys.argv[1], build_wheel(sys.argv[1])))
