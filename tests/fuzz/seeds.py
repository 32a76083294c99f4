#!/usr/bin/env python3
"""Seeds for the fuzz targets, made of the fixtures: seeds.py FIXTURES FOLDER

A page's seed starts with the four bytes that choose how it is read (plan_read() in fuzz.c):
defaults, and for some the k-th allocation that fails."""
import bz2
import glob
import gzip
import io
import lzma
import os
import re
import sys
import tarfile
import zipfile

DEFAULTS = b"\x07\x0f\x00\x00"
LARGEST = 24000


def plan(number):
    """Every third page has a failing allocation, each of them another."""
    return DEFAULTS if number % 3 else b"\x07\x0f" + (number * 7 % 400).to_bytes(2, "big")


def write(folder, name, data):
    with open(os.path.join(folder, name), "wb") as out:
        out.write(data)


def tar(members, mode):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("link.html")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return out.getvalue()


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def record(kind, body, extra=b""):
    return (b"WARC/1.0\r\nWARC-Type: " + kind + b"\r\nContent-Length: %d\r\n" % len(body) + extra +
            b"\r\n" + body + b"\r\n\r\n")


def warc(members):
    """The HTTP bodies as servers send them: plain, in chunks, compressed."""
    out = [record(b"warcinfo", b"software: none\r\n")]
    for number, (name, data) in enumerate(members):
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
        if number % 3 == 1:
            half = len(data) // 2
            head += b"Transfer-Encoding: chunked\r\n"
            data = b"".join(b"%x\r\n%s\r\n" % (len(part), part)
                            for part in (data[:half], data[half:]) if part) + b"0\r\n\r\n"
        elif number % 3 == 2:
            head += b"Content-Encoding: gzip\r\n"
            data = gzip.compress(data, mtime=0)
        out.append(record(b"response", head + b"\r\n" + data,
                          b"WARC-Target-URI: https://www.nossenateurs.fr/" + name.encode() +
                          b"\r\nContent-Type: application/http; msgtype=response\r\n"))
    return out


def containers(pages, folder):
    small = [(f"d/{i}.html", data) for i, data in enumerate(sorted(pages, key=len)[:3])]
    records = warc(small)
    seeds = {
        "tar": tar(small, "w:"), "tar.gz": tar(small, "w:gz"), "tar.xz": tar(small, "w:xz"),
        "zip": zipped(small), "gz": gzip.compress(small[0][1], mtime=0),
        "xz": lzma.compress(small[0][1]), "bz2": bz2.compress(small[0][1]),
        "warc": b"".join(records), "warc.gz": b"".join(gzip.compress(r, mtime=0) for r in records),
        "head.warc": records[0],
    }
    for number, (name, data) in enumerate(sorted(seeds.items())):
        write(folder, name, plan(number) + data)
        write(folder, "limit." + name, b"\x47" + plan(number + 1)[1:] + data)


def texts(fixtures):
    """Single lines of the pages, by what they are: dates, first sentences."""
    dates, openings = set(), set()
    for path in glob.glob(os.path.join(fixtures, "*", "page.innertext.txt")):
        text = open(path, encoding="utf-8").read()
        dates.update(re.findall(r"\d{1,2}(?:er)?[ /]\w+[ /]\d{2,4}(?: à \d\d:\d\d)?", text))
        name = text.split("\n", 1)[0]
        openings.update(f"{name}\n{line}" for line in text.split("\n")
                        if re.match(r"M\.|Mme|Mlle", line) or "question" in line[8:])
    return dates, openings


def records(fixtures, folder):
    """As qparse writes them; strictly or not, every third with a failing allocation."""
    for number, path in enumerate(sorted(glob.glob(os.path.join(fixtures, "*", "expected.[jx]*")))):
        with open(path, "rb") as record:
            data = record.read()
        fails = 0 if number % 3 else number * 7 % 400
        name = os.path.basename(os.path.dirname(path)) + "." + os.path.basename(path)
        if len(data) <= LARGEST:
            write(folder, name, bytes([number % 8]) + fails.to_bytes(2, "big") + data)
        before, row, after = data.rpartition(b"<row>")
        if row:  # which somebody wrote without cells
            write(folder, "row." + name,
                  b"\1\0\0" + before + b"<row/>" + after.partition(b"</row>")[2])


def main(fixtures, top):
    folders = {name: os.path.join(top, name) for name in
               "text html mhtml container date opening decode roundtrip record".split()}
    for folder in folders.values():
        os.makedirs(folder, exist_ok=True)
    pages = []
    for number, path in enumerate(sorted(glob.glob(os.path.join(fixtures, "*", "page.*")))):
        with open(path, "rb") as page:
            data = page.read()
        kind = {"html": "html", "mhtml": "mhtml"}.get(path.rsplit(".", 1)[1], "text")
        name = os.path.basename(os.path.dirname(path)) + "." + os.path.basename(path)
        if len(data) <= LARGEST:
            write(folders[kind], name, plan(number) + data)
        if name.endswith("innertext.txt"):  # "Question écriteN ° 12"
            cut = re.sub(rb"(Question[^\n]*?) ?N\xc2\xb0", b"\\1N \xc2\xb0", data)
            if cut != data:
                write(folders[kind], "sign." + name, plan(number) + cut)
        if kind == "html" and len(data) <= 12000:
            pages.append(data)
        write(folders["decode"], name, bytes([number % 128]) + data[:600])
        write(folders["roundtrip"], name, bytes((b * 31 + number) % 256 for b in data[:300]))
    containers(pages, folders["container"])
    records(fixtures, folders["record"])
    dates, openings = texts(fixtures)
    for name, lines in (("date", dates), ("opening", openings)):
        for number, text in enumerate(sorted(lines)):
            write(folders[name], str(number), text.encode())


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
