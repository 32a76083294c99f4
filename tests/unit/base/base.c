#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/fold.h"
#include "extract/blocks.h"

static struct span text(const char *s) {
    return (struct span){s, strlen(s)};
}

static void folding(void **state) {
    static const struct {
        const char *from, *to;
    } rows[] = {
        {"ÉCRITE", "ecrite"},
        {"e\xCC\x81" "crite", "ecrite"},
        {"œuvre Æther ﬁn", "oeuvre aether fin"},
        {"l\xE2\x80\x99\xC5\x92uvre", "l'oeuvre"},
        {"N\xC2\xB0\xC2\xA0" "3", "no 3"},
        {"N\xC2\xBA 3", "no 3"},
        {"\xE2\x84\x96 3", "no 3"},
        {"Saint\xE2\x80\x91Malo \xE2\x80\x93", "saint-malo -"},
        {"a\xE2\x80\x8B" "b\xEF\xBB\xBF", "ab"},
        {"Łódź Đ", "lodz d"},
        {"Ĳssel ĳ", "ijssel ij"},
        {"oﬀre ﬂeur", "offre fleur"},
        {"a\xE2\x80\x80" "b\xE2\x80\x8A" "c", "a b c"},
        {"5 \xE2\x88\x92 3\xE2\x80\x90" "2", "5 - 3-2"},
        {"a\xE2\x80\xAA" "b\xE2\x80\xAE" "c\xE2\x81\xA0" "d\xE2\x81\xA9" "e\xC2\xAD" "f", "abcdef"},
        {"e\xCD\xAF", "e"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fold f = fold_start(text(rows[i].from));
        for (const char *p = rows[i].to; *p; p++)
            assert_int_equal(fold_next(&f), (unsigned char)*p);
        assert_int_equal(fold_next(&f), FOLD_END);
        assert_true(fold_equal(text(rows[i].from), rows[i].to));
    }
}

static void prefixes(void **state) {
    struct span rest;
    (void)state;
    assert_true(fold_prefix(text("  Question \xC2\xA0 soumise  le 3"), "question soumise le", &rest));
    assert_int_equal(rest.len, 1);
    assert_true(fold_prefix(text("Réponses"), "reponse", &rest));
    assert_memory_equal(rest.ptr, "s", 1);
    assert_false(fold_prefix(text("Répons"), "reponse", &rest));
    assert_false(fold_prefix(text("œ"), "o", &rest)); /* half a ligature is another word */
    assert_false(fold_equal(text("Réponse à"), "reponse"));
    assert_true(fold_prefix(text("Réponses"), "reponse", NULL));
    assert_false(fold_prefix(text("Répons"), "reponse", NULL));
    assert_true(fold_same(text("Éric DUPONT"), text("eric Dupont")));
    assert_false(fold_same(text("Eric"), text("Erick")));
}

static void blanks(void **state) {
    (void)state;
    assert_true(span_blank(text("")));
    assert_true(span_blank(text(" \t\xC2\xA0\xE2\x80\xAF\xE2\x80\x8B")));
    assert_false(span_blank(text("\xC2\xA0.")));
    assert_int_equal(span_trim(text(" \t a \xC2\xA0 ")).len, 4);
}

/* A run with an ordinary space is one space; a lone no-break space stays. */
static void values(void **state) {
    static const struct {
        const char *from, *keep, *plain;
    } rows[] = {
        {"  a  b\tc\n d ", "a b c d", "a b c d"},
        {"a\xC2\xA0" "b", "a\xC2\xA0" "b", "a b"},
        {"a \xC2\xA0" "b\xE2\x80\xAF!", "a b\xE2\x80\xAF!", "a b !"},
        {"a\rb\r\nc", "a b c", "a b c"},
        {"\u00A0 a \u00A0", "a", "a"},
        {"\u00A0a\u202F", "\u00A0a\u202F", "a"},
    };
    struct arena arena = {0};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        qp_string s;
        assert_int_equal(text_value(&arena, text(rows[i].from), false, &s), 0);
        assert_string_equal(s.data, rows[i].keep);
        assert_int_equal(text_value(&arena, text(rows[i].from), true, &s), 0);
        assert_string_equal(s.data, rows[i].plain);
        assert_int_equal(s.size, strlen(s.data));
    }
    arena_free(&arena);
}

static void arenas(void **state) {
    struct arena arena = {0};
    qp_string s[100];
    (void)state;
    for (size_t i = 0; i < 100; i++) {
        char *big = arena_alloc(&arena, i * 1000);
        assert_non_null(big);
        assert_int_equal((uintptr_t)big % _Alignof(max_align_t), 0);
        memset(big, 'x', i * 1000);
        assert_int_equal(arena_string(&arena, text("mot"), &s[i]), 0);
    }
    for (size_t i = 0; i < 100; i++)
        assert_string_equal(s[i].data, "mot");
    assert_null(arena_alloc(&arena, SIZE_MAX / 2));
    assert_null(arena_array(&arena, SIZE_MAX / 4, 8));
    assert_non_null(arena_array(&arena, SIZE_MAX, 0));
    assert_non_null(arena_text(&arena, 0));
    arena_free(&arena);
}

/* What no memory could hold is refused before it is asked for. */
static void too_much(void **state) {
    struct buffer b = {0};
    void *items = NULL;
    size_t cap = SIZE_MAX / 4;
    (void)state;
    assert_false(buffer_reserve(&b, SIZE_MAX));
    assert_true(b.failed);
    assert_false(buffer_reserve(&b, 1)); /* and what failed once stays failed */
    assert_int_equal(array_reserve(&items, &cap, cap, 8), -1);
    assert_null(items);
    assert_int_equal(cap, SIZE_MAX / 4);
}

/* Each length of a character, to its bytes and back. */
static void characters(void **state) {
    static const uint32_t all[] = {0x41, 0x7F, 0x80, 0x7FF, 0x800, 0xFFFD, 0x10000, 0x10FFFF};
    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        char bytes[4];
        const char *p = bytes;
        size_t len = utf8_encode(all[i], bytes);
        assert_int_equal(utf8_next(&p, bytes + len), all[i]);
        assert_ptr_equal(p, bytes + len);
        assert_int_equal(utf8_length((struct span){bytes, len}), 1);
        p = bytes;
        if (len > 1) /* cut inside */
            assert_int_equal(utf8_next(&p, bytes + len - 1), 0xFFFD);
        assert_true(len == 1 || p == bytes + len - 1);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folding), cmocka_unit_test(prefixes), cmocka_unit_test(blanks),
        cmocka_unit_test(values),  cmocka_unit_test(arenas),  cmocka_unit_test(too_much),
        cmocka_unit_test(characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
