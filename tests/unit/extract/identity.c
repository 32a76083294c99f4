/* Which question a page is: what its addresses, its division and its text tell together. */
#include "extract/identity.h"

#include "extract/extract.h"
#include "sites/sites.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct span text(const char *s) {
    return s ? (struct span){s, strlen(s)} : NO_SPAN;
}

static qp_string string(const char *s) {
    return s ? (qp_string){s, strlen(s)} : (qp_string){0};
}

static void expect(const char *what, struct span got, const char *want) {
    if (want ? !got.ptr || !span_equal(got, text(want)) : got.ptr != NULL)
        fail_msg("%s: wanted %s, got %.*s", what, want ? want : "none", got.ptr ? (int)got.len : 4,
                 got.ptr ? got.ptr : "none");
}

static void expect_text(const char *what, qp_string got, const char *want) {
    expect(what, (struct span){got.data, got.size}, want);
}

struct bench {
    struct arena arena;
    struct diagnostics d;
    struct line line;
    struct page page;
    qp_options options;
    struct extract_request rq;
};

static void start(struct bench *b) {
    *b = (struct bench){.line = {.ptr = "Question", .len = 8}};
    b->d.arena = &b->arena;
    b->page = (struct page){.arena = &b->arena, .lines = &b->line, .count = 1};
    b->rq = (struct extract_request){&b->page, &b->arena, &b->d, &b->options};
}

static void finish(struct bench *b) {
    diagnostics_free(&b->d);
    arena_free(&b->arena);
}

/* The chambers' own pages: the page's address, and what its text says. */
static void official_pages(void **state) {
    static const struct {
        const char *address;
        enum qp_site site;
        const char *type, *number;
        int legislature;
        const char *id, *reference;
        int legislature_after;
        size_t findings;
    } rows[] = {
        {"/dyn/16/questions/QANR5L16QE200", QP_ASSEMBLEE, "QE", "200", 0, "AN-16-QE-200",
         "QANR5L16QE200", 16, 0},
        {"/dyn/16/questions/QANR5L16QE200", QP_ASSEMBLEE, "QE", "200", 15, "AN-16-QE-200",
         "QANR5L16QE200", 16, 1},
        {"/dyn/16/questions/QANR5L16QE201", QP_ASSEMBLEE, "QE", "200", 16, "AN-16-QE-200",
         "QANR5L16QE200", 16, 1},
        {"/dyn/16/questions/QANR5L16QE200", QP_ASSEMBLEE, "QE", NULL, 16, NULL, "QANR5L16QE200", 16, 0},
        {"/dyn/16/questions/QANR5LQE201", QP_ASSEMBLEE, "QE", "200", 16, "AN-16-QE-200",
         "QANR5L16QE200", 16, 0},
        {"/dyn/16/questions/QANR5L12345QE201", QP_ASSEMBLEE, "QE", "200", 16, "AN-16-QE-200",
         "QANR5L16QE200", 16, 0},
        {"/dyn/16/questions/QANR5L15QE", QP_ASSEMBLEE, "QE", "200", 16, "AN-16-QE-200", "QANR5L16QE200",
         16, 0},
        {"/dyn/16/questions/QANR5L15QExemple", QP_ASSEMBLEE, "QE", "200", 16, "AN-16-QE-200",
         "QANR5L16QE200", 16, 0},
        {"/dyn/16/questions/QANR5L15QX201", QP_ASSEMBLEE, "QE", "200", 16, "AN-16-QE-200",
         "QANR5L16QE200", 16, 0},
        {"/q15/15-1234QE.htm", QP_ASSEMBLEE, "QE", "1234", 0, "AN-15-QE-1234", "QANR5L15QE1234", 15, 0},
        {"/q15/15-1234Qcm.htm", QP_ASSEMBLEE, NULL, "1234", 0, NULL, NULL, 15, 0},
        {"/q15/15-1234QE", QP_ASSEMBLEE, "QE", "1234", 0, "AN-15-QE-1234", "QANR5L15QE1234", 15, 0},
        {"/q/-12QE.htm", QP_ASSEMBLEE, "QE", "1234", 0, NULL, NULL, 0, 0},
        {"/q15/14-12QE.htm", QP_ASSEMBLEE, "QE", "1234", 0, NULL, NULL, 0, 0},
        {"/q15/15.htm", QP_ASSEMBLEE, "QE", "1234", 0, NULL, NULL, 0, 0},
        {"/q15.htm", QP_ASSEMBLEE, "QE", "1234", 0, NULL, NULL, 0, 0},
        {NULL, QP_ASSEMBLEE, NULL, "200", 16, NULL, NULL, 16, 0},
        {NULL, QP_ASSEMBLEE, "QE", "000", 16, NULL, NULL, 16, 0},
        {NULL, QP_ASSEMBLEE, "QE", "1234567890123", 16, NULL, NULL, 16, 0},
        {NULL, QP_ASSEMBLEE, "QE", "123456789012", 16, "AN-16-QE-123456789012", "QANR5L16QE123456789012",
         16, 0},
        {"/questions/qSEQ221103705.html", QP_SENAT, "QE", "03705", 16, "SENAT-16-QE-3705", "221103705",
         16, 0},
        {"/questions/qSEQ221103705", QP_SENAT, "QE", "03706", 16, "SENAT-16-QE-3706", "221103705", 16, 1},
        {"/questions/qSEQ11050123S.html", QP_SENAT, "QOSD", "0123S", 13, "SENAT-13-QOSD-2011-123",
         "11050123S", 13, 0},
        {"/questions/qSEQ94050123Sx.html", QP_SENAT, "QOSD", "0123S", 9, "SENAT-9-QOSD-1994-123",
         "94050123S", 9, 0},
        {"/questions/qSEQ2211", QP_SENAT, "QOSD", "0123S", 13, NULL, NULL, 13, 0},
        {"/questions/qSEQA2110370", QP_SENAT, "QOSD", "0123S", 13, NULL, NULL, 13, 0},
        {"/questions/qSEQ2A110370", QP_SENAT, "QOSD", "0123S", 13, NULL, NULL, 13, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct bench b;
        start(&b);
        qp_question q = {.site = rows[i].site, .type = string(rows[i].type),
                         .number = string(rows[i].number), .legislature = rows[i].legislature};
        const char *name = rows[i].address ? rows[i].address : "no address";
        assert_int_equal(identity_official(&b.rq, text(rows[i].address), &q), 0);
        expect_text(name, q.id, rows[i].id);
        expect_text(name, q.reference, rows[i].reference);
        assert_int_equal(q.legislature, rows[i].legislature_after);
        assert_int_equal(b.d.count, rows[i].findings);
        finish(&b);
    }
}

/* NosSénateurs.fr and NosDéputés.fr: the division, the link to the official page, the address. */
static void regards_pages(void **state) {
    static const struct {
        const char *division, *source, *url;
        enum qp_site site;
        const char *type, *number;
        char letter;
        const char *id;
        int legislature;
        size_t findings;
    } rows[] = {
        {"question15-03705", NULL, NULL, QP_NOSSENATEURS, "QE", "3705", 0, "SENAT-15-QE-3705", 15, 0},
        {"question15-03706", NULL, NULL, QP_NOSSENATEURS, "QE", "3705", 0, "SENAT-15-QE-3705", 15, 1},
        {"question150-03705", NULL, NULL, QP_NOSSENATEURS, "QE", "3705", 0, NULL, 0, 0},
        {"question13-11S0123", NULL, NULL, QP_NOSSENATEURS, "QOSD", "123", 'S', "SENAT-13-QOSD-2011-123",
         13, 0},
        {"question13-S123", NULL, NULL, QP_NOSSENATEURS, "QOSD", "123", 'S', NULL, 13, 0},
        {"question13-1S123", NULL, NULL, QP_NOSSENATEURS, "QOSD", "123", 'S', NULL, 13, 0},
        {"question13-123", NULL, NULL, QP_NOSSENATEURS, "QOSD", "123", 'S', NULL, 13, 0},
        {"question1234", NULL, "/15/question/QE/1234", QP_NOSDEPUTES, "QE", "1234", 0, "AN-15-QE-1234", 15,
         0},
        {NULL, NULL, "/question/13/3705", QP_NOSSENATEURS, "QE", "3705", 0, "SENAT-13-QE-3705", 13, 0},
        {NULL, NULL, "/question/13", QP_NOSSENATEURS, "QE", "3705", 0, NULL, 0, 0},
        {NULL, NULL, "/question/123/4", QP_NOSSENATEURS, "QE", "3705", 0, NULL, 0, 0},
        {NULL, NULL, "/14/autre", QP_NOSDEPUTES, "QE", "3705", 0, NULL, 0, 0},
        {NULL, NULL, "/142/question/QE/1", QP_NOSDEPUTES, "QE", "3705", 0, NULL, 0, 0},
        {NULL, NULL, "https://2012-2017.nosdeputes.fr/question/QE/1", QP_NOSDEPUTES, "QE", "1", 0,
         "AN-14-QE-1", 14, 0},
        {NULL, "https://questions.assemblee-nationale.fr/q14/14-12QE.htm", NULL, QP_NOSDEPUTES, NULL, "12", 0,
         "AN-14-QE-12", 14, 0},
        {NULL, "https://questions.assemblee-nationale.fr/q14/14-12QG.htm", NULL, QP_NOSSENATEURS, NULL, "12",
         0, NULL, 14, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct bench b;
        struct fact division = {.value = text(rows[i].division)}, source = {.value = text(rows[i].source)},
                    url = {.value = text(rows[i].url)};
        struct identity_facts facts = {rows[i].division ? &division : NULL, rows[i].source ? &source : NULL,
                                       rows[i].url ? &url : NULL};
        struct question_type type = {.letter = rows[i].letter};
        struct sections record = {.heading = {.type = &type}};
        start(&b);
        qp_question q = {.site = rows[i].site, .type = string(rows[i].type), .number = string(rows[i].number)};
        const char *name = rows[i].division ? rows[i].division : rows[i].source ? rows[i].source : rows[i].url;
        assert_int_equal(identity_read(&b.rq, &record, &facts, &q), 0);
        expect_text(name, q.id, rows[i].id);
        expect_text(name, q.source_url, rows[i].source);
        expect_text(name, q.url, rows[i].url);
        assert_int_equal(q.legislature, rows[i].legislature);
        assert_int_equal(b.d.count, rows[i].findings);
        finish(&b);
    }
}

static void groups_and_paths(void **state) {
    static const struct {
        const char *title, *group;
    } groups[] = {
        {"Jean Roux -- (Groupe parlementaire : GEST)", "GEST"},
        {"Jean Roux -- (Groupe parlementaire : GEST (R))", "GEST (R)"},
        {"Jean Roux -- (Groupe parlementaire GEST)", NULL},
        {"Jean Roux -- (Groupe parlementaire : GEST", NULL},
        {"Jean Roux -- (Groupe parlementaire : )", NULL},
        {"Jean Roux", NULL},
    };
    static const struct {
        const char *target, *own;
    } paths[] = {
        {"https://www.nosdeputes.fr/question/QE/1", "/question/QE/1"},
        {"http://nosdeputes.fr/", "/"},
        {"https://www.nosdeputes.fr", "https://www.nosdeputes.fr"},
        {"http://a.fr/x", "http://a.fr/x"},
        {"https://www.senat.fr/questions/1", "https://www.senat.fr/questions/1"},
        {"/question/QE/1", "/question/QE/1"},
        {"", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        struct span group;
        bool found = identity_group(text(groups[i].title), &group);
        expect(groups[i].title, found ? group : NO_SPAN, groups[i].group);
    }
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        expect(paths[i].target, identity_own_path(QP_NOSDEPUTES, text(paths[i].target)), paths[i].own);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(official_pages), cmocka_unit_test(regards_pages),
        cmocka_unit_test(groups_and_paths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
