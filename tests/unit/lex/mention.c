#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "lex/mention.h"

#include <stdlib.h>

static struct span of(const char *s) {
    return (struct span){s, strlen(s)};
}

/* Each mention as "TYPE NUMBER|TEXT", one a line. */
static const struct {
    const char *text, *mentions;
} cases[] = {
    {"la question écrite n° 3705", "cites 3705|question écrite n° 3705\n"},
    {"LA QUESTION ÉCRITE N° 3705.", "cites 3705|QUESTION ÉCRITE N° 3705\n"},
    {"question N°\u00a0S905", "cites S905|question N°\u00a0S905\n"},
    {"la question orale n°11S123 de mai", "cites 11S123|question orale n°11S123\n"},
    {"la question n°S18", "cites S18|question n°S18\n"},
    {"sa question n° 0123S (JO)", "cites 0123S|question n° 0123S\n"},
    {"une question orale sans débat n° 12", "cites 12|question orale sans débat n° 12\n"},
    {"question d'actualité au gouvernement n° 7",
     "cites 7|question d'actualité au gouvernement n° 7\n"},
    {"la question écrite nº 12, puis", "cites 12|question écrite nº 12\n"},
    {"la question numéro 12", "cites 12|question numéro 12\n"},
    {"la question no 12", "cites 12|question no 12\n"},
    {"la question no. 12", "cites 12|question no. 12\n"},
    {"la question n ° 12", "cites 12|question n ° 12\n"},
    {"la question \u2116 12", "cites 12|question \u2116 12\n"},
    {"la question n 12", "cites 12|question n 12\n"},
    {"une\u00a0question n° 12", "cites 12|question n° 12\n"},
    {"La question\nécrite n° 12", "cites 12|question\nécrite n° 12\n"},
    {"sa question du 3 mars 2011 n° 12", "cites 12|question du 3 mars 2011 n° 12\n"},
    {"sa question du 3 mars 2011\nn° 12", "cites 12|question du 3 mars 2011\nn° 12\n"},
    {"sa question, posée le 03/03/2011 sous le n° 12",
     "cites 12|question, posée le 03/03/2011 sous le n° 12\n"},
    /* digits in groups */
    {"question n° 12\u00a0345", "cites 12\u00a0345|question n° 12\u00a0345\n"},
    {"question n° 12\u202f345 du", "cites 12\u202f345|question n° 12\u202f345\n"},
    {"question n° 12\u2009345", "cites 12\u2009345|question n° 12\u2009345\n"},
    {"question n° 12 345e", "cites 12|question n° 12\n"},
    {"question n° 012 345", "cites 012|question n° 012\n"},
    {"question n° 12 345 du", "cites 12 345|question n° 12 345\n"},
    {"question n° 12.345.", "cites 12.345|question n° 12.345\n"},
    {"question n° 12 3456", "cites 12|question n° 12\n"},
    {"question n° 12 34", "cites 12|question n° 12\n"},
    {"question n° 1234 567", "cites 1234|question n° 1234\n"},
    /* several */
    {"les questions écrites n° 1234 et n° 1235",
     "cites 1234|questions écrites n° 1234\n"
     "cites 1235|questions écrites n° 1234 et n° 1235\n"},
    {"les questions nos 12 et 13 ont vieilli",
     "cites 12|questions nos 12\ncites 13|questions nos 12 et 13\n"},
    {"les questions n°s 12, 13 et 14, en 2011",
     "cites 12|questions n°s 12\ncites 13|questions n°s 12, 13\n"
     "cites 14|questions n°s 12, 13 et 14\n"},
    {"les questions n° 12, ainsi que n° 13",
     "cites 12|questions n° 12\ncites 13|questions n° 12, ainsi que n° 13\n"},
    {"les questions n° 12 du 3 mars 2011 et n° 13 du 4 mai 2012",
     "cites 12|questions n° 12\ncites 13|questions n° 12 du 3 mars 2011 et n° 13\n"},
    {"les questions n° 12, 25 élus attendent", "cites 12|questions n° 12\n"},
    {"les questions n° 12 du 3 mars 2011 et 25 lettres", "cites 12|questions n° 12\n"},
    {"la question n° 12 et 13 lettres", "cites 12|question n° 12\n"},
    {"question n° 3705 de l'an passé, question écrite N° 3706",
     "cites 3705|question n° 3705\ncites 3706|question écrite N° 3706\n"},
    {"les questions n° 12 & n° 13", "cites 12|questions n° 12\n"
     "cites 13|questions n° 12 & n° 13\n"},
    {"les questions n° 12 & 13", "cites 12|questions n° 12\n"
     "cites 13|questions n° 12 & 13\n"},
    {"les questions n os 12 et 13", "cites 12|questions n os 12\n"
     "cites 13|questions n os 12 et 13\n"},
    {"les questions n°s 12, 13", "cites 12|questions n°s 12\n"
     "cites 13|questions n°s 12, 13\n"},
    {"les questions n°s 12, 13.", "cites 12|questions n°s 12\n"
     "cites 13|questions n°s 12, 13\n"},
    {"les questions n°s 12, 13 ;", "cites 12|questions n°s 12\n"
     "cites 13|questions n°s 12, 13\n"},
    {"les (questions n°s 12, 13)", "cites 12|questions n°s 12\n"
     "cites 13|questions n°s 12, 13\n"},
    {"les questions n° 12 ainsi n° 13", "cites 12|questions n° 12\n"},
    {"les questions n° 12 anticonstitutionnellement", "cites 12|questions n° 12\n"},
    {"les questions n° 12 anticonstitutionnel'le", "cites 12|questions n° 12\n"},
    {"la question n° 12 n° 13", "cites 12|question n° 12\n"},
    {"la question n° 12-", "cites 12|question n° 12\n"},
    {"la question n° 12-b", "cites 12|question n° 12\n"},
    {"les questions n°s 12, 13 & 14",
     "cites 12|questions n°s 12\ncites 13|questions n°s 12, 13\n"
     "cites 14|questions n°s 12, 13 & 14\n"},
    /* recalls */
    {"M. X rappelle à M. le ministre du budget les termes de sa question écrite n° 12 du 3 mai.",
     "recalls 12|question écrite n° 12\n"},
    {"Rappelle la question n° 12", "recalls 12|question n° 12\n"},
    {"RAPPEL DE LA QUESTION N° 12", "recalls 12|QUESTION N° 12\n"},
    {"Rappel : question n° 12", "recalls 12|question n° 12\n"},
    {"Elle rappelle au gouvernement la question n° 12", "recalls 12|question n° 12\n"},
    {"Il a rappelé sa question n° 12", "recalls 12|question n° 12\n"},
    {"Elle rappelait sa question n° 12", "recalls 12|question n° 12\n"},
    {"Elle rappelle à Mme. Roux sa question n° 12", "recalls 12|question n° 12\n"},
    {"Elle rappelle l'avis.La question n° 12", "recalls 12|question n° 12\n"},
    {"Des rappels de sa question n° 12", "cites 12|question n° 12\n"},
    {"Un rappeur rapide rapporte la question n° 12", "cites 12|question n° 12\n"},
    {"Elle rappelle la loi ! La question n° 12", "cites 12|question n° 12\n"},
    {"Rappelle-t-elle la loi ? La question n° 12", "cites 12|question n° 12\n"},
    {"Un rappel à l'ordre et la question n° 12", "cites 12|question n° 12\n"},
    {"Elle rappelle le contexte. La question n° 12", "cites 12|question n° 12\n"},
    {"Elle rappelle à M. Y sa question n° 12", "recalls 12|question n° 12\n"},
    {"Elle rappelle la réponse à la question n° 12", "cites 12|question n° 12\n"},
    {"Elle rappelle que la question n° 12 attend", "cites 12|question n° 12\n"},
    {"En réponse à la question écrite n° 12, elle rappelle la loi.",
     "cites 12|question écrite n° 12\n"},
    /* transformed */
    {"Cette question a été transformée en question N°\u00a0S905.",
     "transformed S905|question N°\u00a0S905\n"},
    {"  Cette question a ete transformee en une question orale n° 11S123",
     "transformed 11S123|question orale n° 11S123\n"},
    {"Question transformée en question orale n° 12", "transformed 12|question orale n° 12\n"},
    {"Cette question a été transformée en débat sur la question n° 12", "cites 12|question n° 12\n"},
    {"Cette question a été transformée en une autre question n° 12", "cites 12|question n° 12\n"},
    {"Hier, cette question a été transformée en question n° 12", "cites 12|question n° 12\n"},
    /* none */
    {"", ""},
    {"question n°", ""},
    {"la question {écrite} n° 12", ""},
    {"la question \u03A9 n° 12", ""},
    {"la question \u6771 n° 12", ""},
    {"la question \u2192 n° 12", ""},
    {"la question non 12", ""},
    {"la question nord 12", ""},
    {"la question anticonstitutionnelle n° 12", ""},
    {"la question du jour", ""},
    {"la question", ""},
    {"la question § n° 12", ""},
    {"question n° 2010-837", ""},
    {"question n° 12/2010", ""},
    {"question n° 12h", ""},
    {"question n° 1234567890", ""},
    {"La question porte sur la loi n° 12", ""},
    {"une question sur l'article n° 3", ""},
    {"M. Paul Question interroge M. le ministre sur le lot n° 12", ""},
    {"La question. Le n° 12", ""},
    {"questionnaire n° 12", ""}, {"quotient n° 12", ""},
    {"requestion n° 12", ""},
    {"question écrite du 3 mars 2011 au gouvernement de la date du 4 mars 2011 n° 12", ""},
};

static void put(char **at, const char *bytes, size_t len) {
    memcpy(*at, bytes, len);
    *at += len;
}

static void test_mentions(void **state) {
    static const char *const types[] = {
        [QP_TRANSFORMED_INTO] = "transformed ", [QP_RECALLS] = "recalls ", [QP_CITES] = "cites "};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char found[1024], *end = found;
        struct mention m;
        size_t at = 0, before = 0;
        while (mention_next(of(cases[i].text), &at, &m)) {
            assert_true(at > before);
            before = at;
            put(&end, types[m.type], strlen(types[m.type]));
            put(&end, m.number.ptr, m.number.len);
            put(&end, "|", 1);
            put(&end, m.text.ptr, m.text.len);
            put(&end, "\n", 1);
        }
        *end = '\0';
        if (strcmp(found, cases[i].mentions) != 0)
            fail_msg("\"%s\" gives\n%s", cases[i].text, found);
    }
}

/* A list goes no further than PHRASE, and no number is cut there. */
static void test_long_list(void **state) {
    char text[400] = "questions   nos ";
    struct mention m;
    size_t at = 0, count = 0, len = strlen(text);
    (void)state;
    for (; len + 12 < sizeof text; len += 11)
        memcpy(text + len, "111111111, ", 12);
    for (; mention_next((struct span){text, len}, &at, &m); count++)
        assert_int_equal(m.number.len, 9);
    assert_int_equal(count, 16);
}

static void test_no_text(void **state) {
    struct mention m;
    size_t at = 0;
    (void)state;
    assert_false(mention_next(NO_SPAN, &at, &m));
    at = 9;
    assert_false(mention_next(SPAN("question"), &at, &m));
}

/* Finishing is the test: each of these is minutes long where a scan starts again. */
static void test_hostile(void **state) {
    static const struct {
        const char *part;
        bool mentions;
    } parts[] = {
        {"question ", false}, {"n° ", false}, {"question n° ", false}, {"question de la ", false},
        {"question n° 1, 2, 3 et ", true}, {"questions n°1,", true},
        {"1,", false}, {"rappel ", false}, {"question              ", false},
    };
    size_t size = 2 << 20;
    char *text = malloc(size);
    (void)state;
    assert_non_null(text);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct span s = {text, 0};
        struct mention m;
        size_t at = 0, count = 0;
        for (size_t n = strlen(parts[i].part); s.len + n <= size; s.len += n)
            memcpy(text + s.len, parts[i].part, n);
        while (mention_next(s, &at, &m))
            count++;
        assert_int_equal(count > 0, parts[i].mentions);
    }
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mentions),
        cmocka_unit_test(test_long_list),
        cmocka_unit_test(test_no_text),
        cmocka_unit_test(test_hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
