#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "archive/archive.h"
#include "archive/gunzip.h"
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

/* ---- gzip ---- */

#define TEN_A "aaaaaaaaaa"
/* "abc", as gzip(1) writes it. */
#define ABC "\x1F\x8B\x08\0\0\0\0\0\0\x03\x4B\x4C\x4A\x06\0\xC2\x41\x24\x35\x03\0\0\0"

static void members(void **state) {
    static const struct {
        struct span bytes;
        const char *text;
        const char *said; /* NULL: all is well; "": the source fails */
    } rows[] = {
        {TEXT(ABC), "abc", NULL},
        {TEXT(ABC ABC), "abcabc", NULL},
        {TEXT(ABC "\0\0\0\0"), "abc", NULL}, /* a tape filled up */
        {TEXT(""), "", NULL},
        {TEXT("abc"), "", NULL},
        {TEXT(ABC "\x1F"), "abc", "its gzip data ends early"},
        {TEXT(ABC "\x1F\x8C xxxxxxxxx"), "abc", "its gzip data is damaged"},
        {TEXT("\x1F\x8B\x08\0\0\0\0\0\0\x03\x4B\x4C\x4A\x06\0\xC3\x41\x24\x35\x03\0\0\0"), "abc",
         "its gzip data is damaged"},
        {TEXT("\x1F\x8B\x08\0\0\0\0\0\0\x03\x4B\x4C"), "ab", "its gzip data ends early"},
        {TEXT("\x1F\x8B\x08\0\0\0\0\0\0\x03\x4B\x4C"), "ab", ""},
        /* a hundred of one letter, which are still to be given when the source has ended */
        {TEXT("\x1F\x8B\x08\0\0\0\0\0\0\x03\x4B\x4C\xA4\x3D\0"),
         TEN_A TEN_A TEN_A TEN_A TEN_A TEN_A TEN_A TEN_A TEN_A TEN_A, "its gzip data ends early"},
        {TEXT(""), "", ""},
    };
    (void)state;
    if (!gunzip_available())
        return;
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
                gunzip_close(g);
            }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds),
        cmocka_unit_test(old_tar),
        cmocka_unit_test(members),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
