/* Recognises archives and compressed files, in builds that read them and in others. */
#include "archive/kind.h"

#include "archive/archive.h"
#include "archive/warc.h"
#include "decode/sniff.h"

static const char *const names[] = {
    [KIND_NONE] = NULL,
    [KIND_GZIP] = "gzip-compressed data",
    [KIND_XZ] = "xz-compressed data",
    [KIND_ZSTD] = "zstd-compressed data",
    [KIND_BZIP2] = "bzip2-compressed data",
    [KIND_ZIP] = "a zip archive",
    [KIND_TAR] = "a tar archive",
};

static const struct magic {
    size_t at;
    struct span bytes;
    enum kind kind;
} magics[] = {
    {0, {"\x1F\x8B", 2}, KIND_GZIP},         {0, {"\3757zXZ\0", 6}, KIND_XZ},
    {0, {"\x28\xB5\x2F\xFD", 4}, KIND_ZSTD}, {4, {"1AY&SY", 6}, KIND_BZIP2},
    {0, {"PK\3\4", 4}, KIND_ZIP},            {0, {"PK\5\6", 4}, KIND_ZIP},
    {257, {"ustar", 5}, KIND_TAR},
};

static bool has(struct span s, size_t at, struct span bytes) {
    return s.len >= at + bytes.len && memcmp(s.ptr + at, bytes.ptr, bytes.len) == 0;
}

/* A tar archive of the time before "ustar". Its first header holds in octal digits the sum of its
 * own bytes, with spaces in place of the sum. */
static bool is_old_tar(struct span s) {
    enum { HEADER = 512, SUM = 148, SUM_END = 156 };
    size_t sum = 0, told = 0, i = SUM;
    if (s.len < HEADER || !s.ptr[0])
        return false;
    while (i < SUM_END && s.ptr[i] == ' ')
        i++;
    for (; i < SUM_END && s.ptr[i] >= '0' && s.ptr[i] <= '7'; i++)
        told = told * 8 + (size_t)(s.ptr[i] - '0');
    if (told == 0 || (i < SUM_END && s.ptr[i] && s.ptr[i] != ' '))
        return false;
    for (i = 0; i < HEADER; i++)
        sum += i >= SUM && i < SUM_END ? ' ' : (unsigned char)s.ptr[i];
    return sum == told;
}

enum kind kind_of(struct span first) {
    if (sniff_office(first))
        return KIND_NONE;
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (has(first, magics[i].at, magics[i].bytes))
            return magics[i].kind;
    return is_old_tar(first) ? KIND_TAR : KIND_NONE;
}

const char *kind_name(enum kind kind) {
    return names[kind];
}

const char *container_name(struct span first) {
    enum kind kind = kind_of(first);
    return kind ? kind_name(kind) : warc_sniff(first) ? "a WARC web archive" : NULL;
}
