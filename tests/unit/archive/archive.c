#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "archive/archive.h"
#ifdef HAVE_LIBARCHIVE
#include "archive/frames.h"
#include "archive/gunzip.h"
#endif
#include "lib/trickle.h"

#include <stdio.h>
#include <stdlib.h>

#define TEXT(literal)                                                                              \
    { literal, sizeof(literal) - 1 }

/* By the first bytes, wherever they stand. */
static void kinds(void **state) {
    static const struct {
        size_t at;
        struct span bytes;
        size_t size; /* of all that there is */
        const char *name;
    } rows[] = {
        {0, TEXT("\x1F\x8B"), 2, "gzip-compressed data"},
        {0, TEXT("\x1F"), 1, NULL},
        {0,
         TEXT("\xFD"
              "7zXZ\0"),
         10, "xz-compressed data"},
        {0, TEXT("\x28\xB5\x2F\xFD"), 4, "zstd-compressed data"},
        {0, TEXT("BZh91AY&SY"), 10, "bzip2-compressed data"},
        {0, TEXT("PK\3\4"), 4, "a zip archive"},
        {0, TEXT("PK\5\6"), 22, "a zip archive"},
        {257, TEXT("ustar"), 262, "a tar archive"},
        {257, TEXT("ustar"), 261, NULL},
        {0, TEXT("WARC/1.0\r\n"), 10, "a WARC web archive"},
        {0, TEXT("warc/0.18"), 9, "a WARC web archive"},
        {0, TEXT("\r\n\nWARC/1.0"), 11, "a WARC web archive"},
        {0, TEXT("WARC/2.0"), 8, NULL},
        {0, TEXT("<p>"), 3, NULL},
        {0, TEXT(""), 0, NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *bytes = calloc(1, rows[i].size + 1), *copy;
        assert_non_null(bytes);
        for (size_t k = 0; k < rows[i].bytes.len && rows[i].at + k < rows[i].size; k++)
            bytes[rows[i].at + k] = rows[i].bytes.ptr[k];
        copy = malloc(rows[i].size + !rows[i].size);
        assert_non_null(copy);
        memcpy(copy, bytes, rows[i].size);
        const char *name = container_name((struct span){copy, rows[i].size});
        if (!name != !rows[i].name || (name && strcmp(name, rows[i].name) != 0))
            fail_msg("row %zu is %s", i, name ? name : "nothing");
        free(copy);
        free(bytes);
    }
}

/* A tar archive from before there was a mark for them, by the sum of its first header. */
static void old_tar(void **state) {
    static const struct {
        const char *sum; /* NULL: the right one */
        size_t size;
        bool is_tar;
        char first;
    } rows[] = {
        {"   141 ", 512, true, 'a'},   {"000141\0 ", 600, true, 'a'}, {"00000141", 512, true, 'a'},
        {"   141x", 512, false, 'a'},  {"   1418", 512, false, 'a'},  {"   142 ", 512, false, 'a'},
        {"        ", 512, false, 'a'}, {"-00141\0", 512, false, 'a'}, {"   141 ", 511, false, 'a'},
        {"000040 ", 512, false, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *header = calloc(1, rows[i].size);
        char octal[9] = {0};
        assert_non_null(header);
        header[0] = rows[i].first;
        memcpy(header + 148, rows[i].sum, 8);
        /* 'a' alone has the sum 0141, the field's own eight spaces 0400 */
        char *digit = strstr(memcpy(octal, header + 148, 8), "141");
        if (digit)
            header[148 + (digit - octal)] = '5';
        const char *name = container_name((struct span){header, rows[i].size});
        if (!name != !rows[i].is_tar)
            fail_msg("row %zu is %s", i, name ? name : "nothing");
        free(header);
    }
}

#ifdef HAVE_LIBARCHIVE

/* ---- gzip ---- */

#define TEN_A "aaaaaaaaaa"
/* "abc", as gzip(1) writes it. */
#define ABC "\x1F\x8B\x08\0\0\0\0\0\0\x03\x4B\x4C\x4A\x06\0\xC2\x41\x24\x35\x03\0\0\0"

static void members(void **state) {
    static const struct {
        struct span bytes;
        const char *text;
        const char *said; /* NULL: all is well; "": the source fails */
        bool tail;
    } rows[] = {
        {TEXT(ABC), "abc", NULL, false},
        {TEXT(ABC ABC), "abcabc", NULL, false},
        {TEXT(ABC "\0\0\0\0"), "abc", NULL, false}, /* a tape filled up */
        {TEXT(ABC "\0\0\0\0" ABC), "abc", NULL, true},
        {TEXT(""), "", NULL, false},
        {TEXT("abc"), "", NULL, true},
        {TEXT(ABC "a"), "abc", NULL, true},
        {TEXT(ABC "\x1F"), "abc", "its gzip data ends early", false},
        {TEXT(ABC "\x1F\x8B\x07 xxxxxxxxx"), "abc", "its gzip data is damaged", false},
        {TEXT(ABC "\x1F\x8C xxxxxxxxx"), "abc", NULL, true},
        {TEXT("\x1F\x8B\x08\0\0\0\0\0\0\x03\x4B\x4C\x4A\x06\0\xC3\x41\x24\x35\x03\0\0\0"), "abc",
         "its gzip data is damaged", false},
        {TEXT("\x1F\x8B\x08\0\0\0\0\0\0\x03\x4B\x4C"), "ab", "its gzip data ends early", false},
        {TEXT("\x1F\x8B\x08\0\0\0\0\0\0\x03\x4B\x4C"), "ab", "", false},
        /* a hundred of one letter, which are still to be given when the source has ended */
        {TEXT("\x1F\x8B\x08\0\0\0\0\0\0\x03\x4B\x4C\xA4\x3D\0"),
         TEN_A TEN_A TEN_A TEN_A TEN_A TEN_A TEN_A TEN_A TEN_A TEN_A, "its gzip data ends early", false},
        {TEXT(""), "", "", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t most = 1; most < 100; most += 98)
            for (size_t room = 1; room < 100; room += 98) {
                const char *said = rows[i].said, *message = NULL;
                struct trickle s = {rows[i].bytes, most, said && !*said};
                struct gunzip *g = gunzip_open(read_trickle, &s);
                char text[200];
                size_t len = 0;
                ssize_t n;
                assert_non_null(g);
                while ((n = gunzip_read(g, text + len, room, &message)) > 0)
                    len += (size_t)n;
                assert_int_equal(n, said ? -1 : 0);
                if (said && *said)
                    assert_string_equal(message, said);
                else
                    assert_null(message);
                assert_true(len <= strlen(rows[i].text) && memcmp(text, rows[i].text, len) == 0);
                assert_true(said || len == strlen(rows[i].text));
                assert_int_equal(gunzip_tail(g), rows[i].tail);
                gunzip_close(g);
            }
}

/* ---- xz and zstd ---- */

/* "abc" as xz(1) writes it with a CRC32, the same stored, and an empty stream. */
#define XZ_HEAD "\3757zXZ\0\0\1\x69\x22\xDE\x36"
#define XZ_BLOCK "\2\0\x21\1\x16\0\0\0\x74\x2F\xE5\xA3"
#define XZ_FOOTER "\x90\x42\x99\x0D\1\0\0\0\0\1YZ"
#define XZ_TAIL "\0\1\x17\3\xF8\xB1\x27\xB3" XZ_FOOTER
#define XZ                                                                                         \
    XZ_HEAD XZ_BLOCK "\1\0\2"                                                                     \
                     "abc\0\0\xC2\x41\x24\x35" XZ_TAIL
#define XZ_NONE XZ_HEAD "\0\0\0\0\x1C\xDF\x44\x21" XZ_FOOTER
/* Chunks packed without and with properties, whose data is not looked at. */
#define XZ_PACKED XZ_HEAD XZ_BLOCK "\xE0\0\2\0\0\x5Dx\x80\0\2\0\1xy\0\0\0" "sums" XZ_TAIL
/* "abc" stored, without and with a checksum, and a hundred times one letter. */
#define ZSTD "\x28\xB5\x2F\xFD\x20\3\x19\0\0abc"
#define ZSTD_SUM "\x28\xB5\x2F\xFD\x24\3\x19\0\0abcsums"
#define ZSTD_LONG "\x28\xB5\x2F\xFD\x83\x58wordsize\x22\3\0x\1\0\0"
#define ZSTD_OTHER "\x5F\x2A\x4D\x18\2\0\0\0ab"

static void frames(void **state) {
    static const struct {
        struct span bytes;
        size_t taken; /* of them; 0: all */
        enum frames_format format;
        bool tail;
    } rows[] = {
        {TEXT(XZ), 0, FRAMES_XZ, false},
        {TEXT(XZ XZ_PACKED XZ_NONE XZ), 0, FRAMES_XZ, false},
        {TEXT(XZ "\0\0\0\0" XZ "\0\0\0\0\0\0\0\0"), 0, FRAMES_XZ, false},
        {TEXT(XZ "\0\0"), sizeof XZ - 1, FRAMES_XZ, false},
        {TEXT(XZ "\0\0\0a"), sizeof XZ - 1, FRAMES_XZ, true},
        {TEXT(XZ "\0a"), sizeof XZ - 1, FRAMES_XZ, true},
        {TEXT(XZ "\3757zXY"), sizeof XZ - 1, FRAMES_XZ, true},
        {TEXT(XZ "\3757zXZ"), sizeof XZ - 1, FRAMES_XZ, true},
        {TEXT(XZ "a"), sizeof XZ - 1, FRAMES_XZ, true},
        {TEXT(XZ_NONE "abcdefghijklmnopq"), sizeof XZ_NONE - 1, FRAMES_XZ, true},
        {TEXT(XZ_PACKED XZ_HEAD "a"), 0, FRAMES_XZ, false}, /* ends within */
        {TEXT(XZ_HEAD XZ_BLOCK "\x80\0"), 0, FRAMES_XZ, false},
        {TEXT(XZ_HEAD XZ_BLOCK "\3\0\0garbage, until the end"), 0, FRAMES_XZ, false},
        {TEXT(ZSTD ZSTD_SUM ZSTD_OTHER ZSTD_LONG ZSTD), 0, FRAMES_ZSTD, false},
        {TEXT(ZSTD "\x28\xB5\x2F"), sizeof ZSTD - 1, FRAMES_ZSTD, true},
        {TEXT(ZSTD_SUM "\0\0\0\0"), sizeof ZSTD_SUM - 1, FRAMES_ZSTD, true},
        {TEXT(ZSTD_LONG ZSTD_OTHER "garbage"), sizeof ZSTD_LONG ZSTD_OTHER - 1, FRAMES_ZSTD, true},
        {TEXT("\x28\xB5\x2F\xFD\x20\3\x19\0"), 0, FRAMES_ZSTD, false},
        {TEXT("\x28\xB5\x2F\xFD\x20\3\x1F\0\0garbage"), 0, FRAMES_ZSTD, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t most = 1; most <= rows[i].bytes.len; most += most < 20 ? 1 : 7) {
            struct frames f = {.format = rows[i].format};
            struct span left = rows[i].bytes;
            size_t seen = 0, taken = 0, all = rows[i].taken ? rows[i].taken : left.len;
            for (bool last = false; !last;) {
                seen = seen + most < left.len ? seen + most : left.len;
                last = seen == left.len;
                /* a block of just that size, for the sanitizer */
                char *copy = malloc(seen - taken + 1);
                assert_non_null(copy);
                memcpy(copy, left.ptr + taken, seen - taken);
                taken += frames_take(&f, (struct span){copy, seen - taken}, last);
                free(copy);
            }
            if (taken != all || f.tail != rows[i].tail)
                fail_msg("row %zu, %zu at a time: %zu taken, tail %d", i, most, taken, f.tail);
        }
}

#endif

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds),
        cmocka_unit_test(old_tar),
#ifdef HAVE_LIBARCHIVE
        cmocka_unit_test(members),
        cmocka_unit_test(frames),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
