/* Differences between sequences, against the plain dynamic programme, and between texts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "compare/align.h"
#include "compare/words.h"

static uint32_t seed = 1;

static uint32_t random_below(uint32_t limit) {
    seed = seed * 1664525 + 1013904223;
    return (seed >> 8) % limit;
}

enum { MOST = 40 };

static size_t longest(const uint32_t *a, size_t n, const uint32_t *b, size_t m) {
    size_t t[MOST + 1][MOST + 1] = {{0}};
    for (size_t i = 1; i <= n; i++)
        for (size_t k = 1; k <= m; k++)
            if (a[i - 1] == b[k - 1])
                t[i][k] = t[i - 1][k - 1] + 1;
            else
                t[i][k] = t[i - 1][k] > t[i][k - 1] ? t[i - 1][k] : t[i][k - 1];
    return t[n][m];
}

/* The kept items of both are the same, in order; how many they are. */
static size_t check_kept(const uint32_t *a, size_t n, const uint32_t *b, size_t m,
                         const bool *kept_a, const bool *kept_b) {
    size_t i = 0, k = 0, count = 0;
    for (;; i++, k++, count++) {
        while (i < n && !kept_a[i])
            i++;
        while (k < m && !kept_b[k])
            k++;
        if (i == n || k == m)
            break;
        assert_int_equal(a[i], b[k]);
    }
    assert_true(i == n && k == m);
    return count;
}

static void test_align_small(void **state) {
    (void)state;
    for (int round = 0; round < 20000; round++) {
        uint32_t a[MOST], b[MOST], symbols = 1 + random_below(8);
        bool kept_a[MOST], kept_b[MOST], coarse = false;
        size_t n = random_below(MOST + 1), m = random_below(MOST + 1);
        for (size_t i = 0; i < n; i++)
            a[i] = random_below(symbols);
        for (size_t i = 0; i < m; i++)
            b[i] = random_below(symbols);
        assert_int_equal(align(a, n, b, m, symbols, kept_a, kept_b, &coarse), 0);
        assert_false(coarse);
        assert_int_equal(check_kept(a, n, b, m, kept_a, kept_b), longest(a, n, b, m));
    }
}

/* Sequences that share items but no order: an exact answer would take a minute. */
static void test_align_large(void **state) {
    (void)state;
    enum { COUNT = 50000 };
    uint32_t *a = malloc(2 * COUNT * sizeof *a), *b = a + COUNT;
    bool *kept = malloc(2 * COUNT), coarse = false;
    assert_non_null(a);
    assert_non_null(kept);
    for (size_t i = 0; i < 2 * COUNT; i++)
        a[i] = random_below(1000);
    a[0] = b[0] = a[COUNT - 1] = b[COUNT - 1] = 7;
    assert_int_equal(align(a, COUNT, b, COUNT, 1000, kept, kept + COUNT, &coarse), 0);
    assert_true(coarse);
    assert_true(check_kept(a, COUNT, b, COUNT, kept, kept + COUNT) >= 2);
    /* A few changes in as many items are found exactly. */
    memcpy(b, a, COUNT * sizeof *a);
    b[1000] = b[20000] = b[30000] = 1000;
    coarse = false;
    assert_int_equal(align(a, COUNT, b, COUNT, 1001, kept, kept + COUNT, &coarse), 0);
    assert_false(coarse);
    assert_int_equal(check_kept(a, COUNT, b, COUNT, kept, kept + COUNT), COUNT - 3);
    free(a);
    free(kept);
}

/* Words over two letters, of many lengths and with much in common at their start: equal ones
 * have equal symbols, and sorting keeps every word of its text, and no space. */
static void test_numbers(void **state) {
    enum { TEXTS = 3, WORDS = 900, LONGEST = 12 };
    (void)state;
    struct arena arena = {0};
    struct buffer written[TEXTS] = {{0}};
    struct pieces texts[TEXTS];
    for (size_t i = 0; i < TEXTS; i++) {
        for (size_t k = 0; k < WORDS; k++) {
            for (size_t n = 1 + random_below(LONGEST); n; n--)
                buffer_char(&written[i], random_below(9) ? 'a' : 'b');
            buffer_char(&written[i], ' ');
        }
        assert_int_equal(words_split(&arena, (struct span){written[i].ptr, written[i].len},
                                     (struct manner){0}, &texts[i]), 0);
        assert_int_equal(texts[i].count, 2 * WORDS - 1);
    }
    size_t symbols, sum[TEXTS] = {0};
    assert_int_equal(words_number(texts, TEXTS, &symbols), 0);
    struct span *of = calloc(symbols, sizeof *of);
    assert_non_null(of);
    for (size_t i = 0; i < TEXTS; i++)
        for (size_t k = 0; k < texts[i].count; k++) {
            struct piece t = texts[i].items[k];
            assert_true(t.symbol < symbols);
            assert_true(!of[t.symbol].ptr || span_equal(of[t.symbol], t.text));
            of[t.symbol] = t.text;
            sum[i] += t.kind == PIECE_SPACE ? 0 : t.symbol;
        }
    for (size_t i = 0; i < symbols; i++)
        for (size_t k = 0; k < i; k++)
            assert_false(span_equal(of[i], of[k]));
    assert_int_equal(words_sort(texts, TEXTS, symbols), 0);
    for (size_t i = 0; i < TEXTS; i++) {
        assert_int_equal(texts[i].count, WORDS);
        for (size_t k = 0; k < WORDS; k++) {
            assert_true(k == 0 || texts[i].items[k - 1].symbol <= texts[i].items[k].symbol);
            sum[i] -= texts[i].items[k].symbol;
        }
        assert_int_equal(sum[i], 0);
        buffer_free(&written[i]);
    }
    free(of);
    arena_free(&arena);
}

/* More than are compared: none counts as kept, and that is told. */
static void test_align_most(void **state) {
    enum { MANY = 4000001 };
    uint32_t *many = calloc(MANY, sizeof *many), one = 0;
    bool *kept = malloc(MANY), one_kept = true;
    (void)state;
    assert_true(many && kept);
    for (int swapped = 0; swapped < 2; swapped++) {
        bool coarse = false;
        memset(kept, 1, MANY);
        assert_int_equal(swapped ? align(&one, 1, many, MANY, 1, &one_kept, kept, &coarse)
                                 : align(many, MANY, &one, 1, 1, kept, &one_kept, &coarse), 0);
        assert_true(coarse);
        assert_false(one_kept);
        assert_null(memchr(kept, 1, MANY));
        /* one less is compared */
        coarse = false;
        assert_int_equal(swapped ? align(&one, 1, many, MANY - 1, 1, &one_kept, kept, &coarse)
                                 : align(many, MANY - 1, &one, 1, 1, kept, &one_kept, &coarse), 0);
        assert_false(coarse);
        assert_true(one_kept);
    }
    free(many);
    free(kept);
}

static void put(struct buffer *out, struct span text) {
    buffer_append(out, text.ptr, text.len);
}

#define NBSP "\xC2\xA0"
#define NARROW "\xE2\x80\xAF"

static const struct text_case {
    const char *old, *new;
    struct manner manner;
    const char *difference; /* NULL: they say the same */
} texts[] = {
    {"", "", {0}, NULL},
    {"un phare", "un phare", {0}, NULL},
    {"un phare", "un" NBSP "phare", {0}, NULL},
    {"un phare !", "un phare" NARROW "!", {0}, NULL},
    {"un\nphare", " un  phare\t", {0}, NULL},
    {"un phare", "un" NBSP "phare", {.exact = true}, "un[-\\u0020-]{+\\u00a0+}phare"},
    {"un\nphare", "un phare", {.exact = true}, "un[-\\u000a-]{+\\u0020+}phare"},
    {"un phare ", "un phare", {.exact = true}, "un phare[-\\u0020-]"},
    {"un phare", "un phare rouge", {.exact = true}, "un phare{+ rouge+}"},
    {"un phare", "unphare", {0}, "[-un phare-]{+unphare+}"},
    {"un phare", "une tour", {0}, "[-un phare-]{+une tour+}"},
    {"un phare", "un grand phare", {0}, "un {+grand +}phare"},
    {"un grand phare", "un phare", {0}, "un [-grand -]phare"},
    {"un phare", "", {0}, "[-un phare-]"},
    {"", "un phare", {0}, "{+un phare+}"},
    {"l'aide de 1998", "l'aide de 1999", {0}, "l'aide de [-1998-]{+1999+}"},
    {"l’été, enfin", "l’été enfin", {0}, "l’été[-,-] enfin"},
    {"Élu", "Elu", {0}, "[-Élu-]{+Elu+}"},
    {"un bon petit phare rouge", "un vieux grand phare rouge", {0},
     "un [-bon petit-]{+vieux grand+} phare rouge"},
    {"« un »", "«un»", {0}, "«[- -]un[- -]»"},
    {"a\tb\nc\td", "a\tb\nc\te", {.table = true}, "a | b / c | [-d-]{+e+}"},
    {"a\tb\nc\td", "a\t\tb\nc\td", {.table = true}, "a | {+ | +}b / c | d"},
    {"a \t b", "a\tb" NBSP, {.table = true}, NULL},
    {"a\tb", "a b", {0}, NULL},
    /* Every kind of space is one, and no more than that. */
    {"a b c d e f g h i", "a\tb\nc\rd\fe\xE2\x80\x80" "f\xE2\x80\x8Ag\xE2\x81\x9Fh\xE3\x80\x80i", {0},
     NULL},
    {"ab", "a\xE2\x80\x8B" "b", {0}, "[-ab-]{+a\xE2\x80\x8B" "b+}"},
    /* Marks stand alone between letters, in any script. */
    {"a·b", "a»b", {0}, "a[-·-]{+»+}b"},
    {"a×b÷c", "a+b÷c", {0}, "a[-×-]{+++}b÷c"},
    {"x\xE3\x80\x81y", "x\xE3\x80\x82y", {0}, "x[-\xE3\x80\x81-]{+\xE3\x80\x82+}y"},
    {"m\xC2\xB2 n\xC2\xBA 1\xC2\xAA \xC2\xB5g \xC2\xB9 \xC2\xB3", "m\xC2\xB2 n\xC2\xBA", {0},
     "m\xC2\xB2 n\xC2\xBA[- 1\xC2\xAA \xC2\xB5g \xC2\xB9 \xC2\xB3-]"},
    {"\xE4\xB8\x80 \xE3\x81\x82", "\xE4\xB8\x80", {0}, "\xE4\xB8\x80[- \xE3\x81\x82-]"},
    {"a{b@c[d`e/f:g", "a{b@c[d`e/f;g", {0}, "a{b@c[d`e/f[-:-]{+;+}g"},
    /* A line break that stays is a space where all is one line. */
    {"un\nphare rouge", "un\nphare vert", {.exact = true}, "un phare [-rouge-]{+vert+}"},
    {"1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30",
     "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 x", {0},
     "… 21 22 23 24 25 26 27 28 29 30{+ x+}"},
    {"x 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30",
     "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30", {0},
     "[-x -]1 2 3 4 5 6 7 8 9 10 …"},
    {"a 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34"
     " 35 36 b",
     "x 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34"
     " 35 36 y", {0},
     "[-a-]{+x+} 2 3 4 5 6 7 8 9 10 11 … 27 28 29 30 31 32 33 34 35 36 [-b-]{+y+}"},
};

static void test_texts(void **state) {
    static const struct marks marks = {"[-", "-]", "{+", "+}"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const struct text_case *t = &texts[i];
        qp_string a = {t->old, strlen(t->old)}, b = {t->new, strlen(t->new)};
        struct buffer out = {0};
        bool coarse = false;
        if (words_same(a, b, t->manner) != !t->difference ||
            words_same(b, a, t->manner) != !t->difference)
            fail_msg("same: %s | %s", t->old, t->new);
        assert_int_equal(words_diff((struct span){a.data, a.size},
                                    (struct span){b.data, b.size}, t->manner, &marks, put, &out,
                                    &coarse), 0);
        buffer_char(&out, '\0');
        if (t->difference)
            assert_string_equal(out.ptr, t->difference);
        else
            assert_null(strpbrk(out.ptr, "[{"));
        buffer_free(&out);
    }
}

/* How much two texts have in common: nothing is like nothing. */
static void test_shared(void **state) {
    struct piece a[] = {{.symbol = 1}, {.symbol = 2}}, b[] = {{.symbol = 2}, {.symbol = 3}};
    struct pieces none = {0}, first = {a, 2}, second = {b, 2};
    (void)state;
    assert_true(words_shared(&none, &none) >= 1);
    assert_true(words_shared(&none, &first) <= 0);
    assert_true(words_shared(&first, &second) >= 0.5 && words_shared(&first, &second) <= 0.5);
}

static void test_absent(void **state) {
    (void)state;
    qp_string absent = {0}, empty = {"", 0}, blank = {NBSP, 2}, word = {"a", 1};
    struct manner exact = {.exact = true}, plain = {0};
    assert_true(words_same(absent, empty, plain));
    assert_true(words_same(blank, absent, plain));
    assert_false(words_same(absent, word, plain));
    assert_false(words_same(absent, empty, exact));
    assert_true(words_same(absent, absent, exact));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_align_small),
        cmocka_unit_test(test_align_large),
        cmocka_unit_test(test_align_most),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_absent),
        cmocka_unit_test(test_shared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
