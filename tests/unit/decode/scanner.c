/* The scanner for clean UTF-8 against a table of what is well-formed, byte by byte. */
#include "decode/clean.c"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

/* Table 3-7 of the Unicode standard; the length of the good sequence at p, or 0. */
static size_t reference(const byte *p, size_t left) {
    static const struct {
        byte low, high, second_low, second_high, len;
    } ranges[] = {
        {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3}, {0xE1, 0xEC, 0x80, 0xBF, 3},
        {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3}, {0xF0, 0xF0, 0x90, 0xBF, 4},
        {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
    };
    if (p[0] < 0x80)
        return p[0] >= 0x20 || (p[0] && strchr("\t\n\r\f", p[0]));
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        if (p[0] < ranges[i].low || p[0] > ranges[i].high)
            continue;
        if (left < ranges[i].len || p[1] < ranges[i].second_low || p[1] > ranges[i].second_high)
            return 0;
        for (size_t k = 2; k < ranges[i].len; k++)
            if (p[k] < 0x80 || p[k] > 0xBF)
                return 0;
        return p[0] == 0xEF && p[1] == 0xBF && p[2] >= 0xBE ? 0 : ranges[i].len;
    }
    return 0;
}

static size_t reference_clean(const byte *p, size_t len) {
    size_t at = 0;
    for (size_t n; at < len && (n = reference(p + at, len - at)) > 0;)
        at += n;
    return at;
}

static void compare(const byte *p, size_t len) {
    bool suspicious = false;
    size_t got = (size_t)(skip_clean(p, p + len, &suspicious) - p);
    size_t expected = reference_clean(p, len);
    if (got != expected)
        fail_msg("%02x %02x %02x: clean up to %zu, not %zu", p[0], p[1], p[2], got, expected);
}

static void test_every_short_sequence(void **state) {
    (void)state;
    byte s[3] = {0};
    for (unsigned a = 0; a < 256; a++) {
        s[0] = (byte)a;
        compare(s, 1);
        for (unsigned b = 0; b < 256; b++) {
            s[1] = (byte)b;
            compare(s, 2);
            /* behind what leads no sequence the others are one of two, which are all tried */
            for (unsigned c = 0; c < 256; c += a < 0xC0 ? 5 : 1) {
                s[2] = (byte)c;
                compare(s, 3);
            }
        }
    }
}

/* The same in the midst and at the edges of the blocks that are read at once. */
static void test_sequences_in_blocks(void **state) {
    (void)state;
    static const byte last[] = {0x00, 0x0A, 0x0B, 'a',  0x7F, 0x80, 0x8F, 0x90,
                                0x9F, 0xA0, 0xBD, 0xBE, 0xBF, 0xC3, 0xE2, 0xFF};
    static const size_t places[] = {0, 7, 30, 60, 61, 62, 63, 64};
    byte page[160];
    memset(page, ' ', sizeof page);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        byte *s = page + places[i];
        for (unsigned a = 0; a < 256; a++) {
            s[0] = (byte)a;
            for (unsigned b = 0; b < 256; b++) {
                s[1] = (byte)b;
                for (size_t c = 0; c < sizeof last; c++) {
                    s[2] = last[c];
                    bool suspicious = false;
                    size_t got = (size_t)(skip_clean(page, page + sizeof page, &suspicious) - page);
                    size_t n = places[i] + reference_clean(s, 6);
                    if (n == places[i] + 6) /* behind the longest sequence are spaces */
                        n = sizeof page;
                    if (got != n)
                        fail_msg("%02x %02x %02x at %zu: %zu, not %zu", a, b, last[c], places[i],
                                 got, n);
                }
            }
        }
        memset(s, ' ', 3);
    }
}

static void test_four_bytes(void **state) {
    (void)state;
    static const byte edges[] = {0x7F, 0x80, 0x8F, 0x90, 0xBF, 0xC0};
    for (unsigned lead = 0xEF; lead < 256; lead++)
        for (size_t i = 0; i < 6 * 6 * 6; i++) {
            byte s[4] = {(byte)lead, edges[i % 6], edges[i / 6 % 6], edges[i / 36]};
            compare(s, 4);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_short_sequence),
        cmocka_unit_test(test_sequences_in_blocks),
        cmocka_unit_test(test_four_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
