/* What labelled values of the chambers' own pages make of a question. */
#include "extract/official_values.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct span text(const char *s) {
    return (struct span){s, strlen(s)};
}

struct step {
    enum datum datum; /* DATUM_NONE ends the steps */
    const char *value;
    enum tail tail;
};

/* What the page holds besides. */
enum { BODY_TEXT = 1, ANSWER_TEXT = 2, CLOSED_PAGE = 4 };

static const struct {
    enum qp_site site;
    struct step steps[4];
    unsigned page;
    const char *left;  /* of the last value; NULL: nothing */
    size_t findings;
    const char *json; /* parts of the record, a '|' between them */
} rows[] = {
    /* the first value stays */
    {QP_ASSEMBLEE, {{DATUM_TITLE, "Eau", 0}, {DATUM_TITLE, "", 0}}, 0, NULL, 0, "\"title\":\"Eau\""},
    {QP_ASSEMBLEE, {{DATUM_TITLE, "Eau", 0}, {DATUM_TITLE, "EAU", 0}}, 0, NULL, 0, "\"title\":\"Eau\""},
    {QP_ASSEMBLEE, {{DATUM_TITLE, "Eau", 0}, {DATUM_TITLE, "Air", 0}}, 0, "Air", 0, "\"title\":\"Eau\""},
    {QP_ASSEMBLEE, {{DATUM_HEADING, "Question écrite n° 12 : Eau", 0},
                    {DATUM_HEADING, "Question orale sans débat n° 13 : Air", 0}}, 0, NULL, 0,
     "\"type\":\"QE\",\"type_label\":\"Question écrite\",\"number\":\"12\"|\"title\":\"Eau\""},
    {QP_ASSEMBLEE, {{DATUM_RUBRIC_HEAD, "Eau", 0}, {DATUM_RUBRIC_HEAD, "Air", 0}}, 0, NULL, 0,
     "\"rubric_head\":\"Eau\""},
    {QP_ASSEMBLEE, {{DATUM_RUBRIC_HEAD, "Aucune tête d'analyse", 0}}, 0, NULL, 0, "\"rubric_head\":null"},
    {QP_ASSEMBLEE, {{DATUM_LEGISLATURE, "16e", 0}, {DATUM_LEGISLATURE, "17e", 0}}, 0, NULL, 0,
     "\"legislature\":16"},
    {QP_ASSEMBLEE, {{DATUM_LEGISLATURE, "seize", 0}}, 0, NULL, 0, "\"legislature\":null"},
    {QP_ASSEMBLEE, {{DATUM_LEGISLATURE, "162", 0}}, 0, NULL, 0, "\"legislature\":null"},
    /* types */
    {QP_ASSEMBLEE, {{DATUM_TYPE, "Question d'actualité au gouvernement", 0}}, 0, NULL, 0,
     "\"type\":\"QG\",\"type_label\":\"Question d'actualité au gouvernement\""},
    {QP_SENAT, {{DATUM_TYPE, "Question au Gouvernement", 0}}, 0, NULL, 0,
     "\"type\":\"QAG\",\"type_label\":\"Question au Gouvernement\""},
    {QP_ASSEMBLEE, {{DATUM_TYPE, "Motion", 0}}, 0, NULL, 0, "\"type\":null,\"type_label\":\"Motion\""},
    {QP_SENAT, {{DATUM_PERSON, "la commune", 0}}, 0, "la commune", 0, "\"name\":null"},
    /* dates and pages */
    {QP_ASSEMBLEE, {{DATUM_QUESTION_DATE, "demain", 0}}, 0, NULL, 1, "\"body\":{\"date\":null"},
    {QP_ASSEMBLEE, {{DATUM_QUESTION_DATE, "", 0}}, 0, NULL, 0, "\"body\":{\"date\":null"},
    {QP_ASSEMBLEE, {{DATUM_ANSWER_DATE, "", 0}}, 0, NULL, 0, "\"response\":null"},
    {QP_ASSEMBLEE, {{DATUM_QUESTION_DATE, "Paru le 12/06/2018", 0}}, 0, NULL, 0,
     "\"body\":{\"date\":\"2018-06-12\",\"page\":null"},
    {QP_ASSEMBLEE, {{DATUM_QUESTION_DATE, "12/06/2018 ; page : 3", 0}}, 0, NULL, 0,
     "\"body\":{\"date\":\"2018-06-12\",\"page\":\"3\""},
    {QP_ASSEMBLEE, {{DATUM_QUESTION_DATE, "12/06/2018 page : trois", 0}}, 0, "page : trois", 0,
     "\"body\":{\"date\":\"2018-06-12\",\"page\":null"},
    {QP_ASSEMBLEE, {{DATUM_QUESTION_DATE, "12/06/2018", 0}, {DATUM_QUESTION_DATE, "31/02/2018 page 4", 0}},
     0, NULL, 1, "\"body\":{\"date\":\"2018-06-12\",\"page\":\"4\""},
    {QP_ASSEMBLEE, {{DATUM_QUESTION_DATE, "12/06/2018", 0}, {DATUM_QUESTION_DATE, "13/06/2018 page 4", 0}},
     0, "13/06/2018 page 4", 0, "\"body\":{\"date\":\"2018-06-12\",\"page\":null"},
    {QP_ASSEMBLEE, {{DATUM_ERRATUM, "12/06/2018", TAIL_DATE}, {DATUM_PAGE, "5", 0}, {DATUM_PAGE, "6", 0}},
     0, NULL, 0, "{\"type\":\"erratum\",\"date\":\"2018-06-12\",\"detail\":\"5\"}]|\"page\":null"},
    {QP_ASSEMBLEE, {{DATUM_ERRATUM_PAGE, "5", 0}}, 0, NULL, 0,
     "[{\"type\":\"erratum\",\"date\":null,\"detail\":\"5\"}]"},
    {QP_ASSEMBLEE, {{DATUM_SIGNALLED, "12/06/2018 page 2", 0}, {DATUM_RENEWED, "12/06/2018", 0},
                    {DATUM_SIGNALLED, "11/06/2018", 0}}, 0, NULL, 0,
     "[{\"type\":\"signalled\",\"date\":\"2018-06-11\",\"detail\":null},{\"type\":\"signalled\",\"date\":"
     "\"2018-06-12\",\"detail\":\"2\"},{\"type\":\"renewed\",\"date\":\"2018-06-12\",\"detail\":null}]"},
    {QP_ASSEMBLEE, {{DATUM_SIGNALLED, "12/06/2018, 13/06/2018", 0}}, 0, NULL, 0,
     "[{\"type\":\"signalled\",\"date\":\"2018-06-12\",\"detail\":null},"
     "{\"type\":\"signalled\",\"date\":\"2018-06-13\",\"detail\":null}]"},
    {QP_ASSEMBLEE, {{DATUM_SIGNALLED, "12/06/2018 13/06/2018", 0}}, 0, "13/06/2018", 0,
     "[{\"type\":\"signalled\",\"date\":\"2018-06-12\",\"detail\":null}]"},
    /* their date on the next line, or nowhere */
    {QP_ASSEMBLEE, {{DATUM_SIGNALLED, "", TAIL_DATE}, {DATUM_SIGNALLED, "12/06/2018", TAIL_DATE},
                    {DATUM_RENEWED, "", TAIL_DATE}, {DATUM_PAGE, "5", 0}}, 0, NULL, 0,
     "\"events\":[{\"type\":\"signalled\",\"date\":\"2018-06-12\",\"detail\":null}]|"
     "\"body\":{\"date\":null,\"page\":\"5\""},
    {QP_ASSEMBLEE, {{DATUM_TRANSFERRED, "", TAIL_DATE}, {DATUM_TRANSFERRED, "12/06/2018", TAIL_DATE},
                    {DATUM_ERRATUM, "", TAIL_DATE}, {DATUM_PAGE, "5", 0}}, 0, NULL, 0,
     "\"page\":null|\"events\":[{\"type\":\"erratum\",\"date\":null,\"detail\":\"5\"},"
     "{\"type\":\"transferred\",\"date\":\"2018-06-12\",\"detail\":null}]"},
    {QP_ASSEMBLEE, {{DATUM_ERRATUM, "", TAIL_DATE}, {DATUM_ERRATUM, "12/06/2018", TAIL_DATE}, {DATUM_PAGE, "5", 0}},
     0, NULL, 0, "\"events\":[{\"type\":\"erratum\",\"date\":\"2018-06-12\",\"detail\":\"5\"}]"},
    {QP_ASSEMBLEE, {{DATUM_ANALYSIS, "a; b. c.d;e.", 0}}, 0, NULL, 0, "\"analysis\":[\"a\",\"b\",\"c.d;e\"]"},
    /* in a session */
    {QP_ASSEMBLEE, {{DATUM_SESSION, "jeudi", 0}}, 0, "jeudi", 0,
     "\"status\":\"answered\"|\"body\":{\"date\":null"},
    {QP_ASSEMBLEE, {{DATUM_SESSION, "jeudi, Journal officiel le 3 mars 2020", 0}}, 0, NULL, 0,
     "\"body\":{\"date\":\"2020-03-03\""},
    {QP_ASSEMBLEE, {{DATUM_QUESTION_DATE, "2 mars 2020", 0},
                    {DATUM_SESSION, "jeudi, Journal officiel le 3 mars 2020", 0}}, 0, NULL, 0,
     "\"body\":{\"date\":\"2020-03-02\"|\"response\":{\"date\":\"2020-03-03\""},
    {QP_ASSEMBLEE, {{DATUM_TYPE, "QG", 0}, {DATUM_QUESTION_DATE, "2 mars 2020", 0},
                    {DATUM_SESSION, "3 mars 2020", 0}}, 0, "3 mars 2020", 0,
     "\"body\":{\"date\":\"2020-03-02\"|\"response\":{\"date\":\"2020-03-02\""},
    {QP_ASSEMBLEE, {{DATUM_QUESTION_DATE, "3 mars 2020", 0}, {DATUM_SESSION, "3 mars 2020 (soir)", 0}}, 0,
     "(soir)", 0, "\"body\":{\"date\":\"2020-03-03\"|\"response\":{\"date\":null"},
    /* withdrawals */
    {QP_SENAT, {{DATUM_WITHDRAWAL, "pour cause de\u00A0", 0}}, 0, NULL, 0,
     "\"withdrawal\":{\"date\":null,\"reason\":null}"},
    {QP_SENAT, {{DATUM_WITHDRAWAL, "pour cause de décès", 0}}, 0, NULL, 0, "\"reason\":\"décès\""},
    {QP_SENAT, {{DATUM_WITHDRAWAL, ".", 0}}, 0, NULL, 0,
     "\"status\":\"withdrawn\"|\"withdrawal\":{\"date\":null,\"reason\":null}"},
    {QP_SENAT, {{DATUM_WITHDRAWAL, "(fin de mandat)", 0}, {DATUM_WITHDRAWAL, "10/11/2022 (décès)", 0}}, 0,
     NULL, 0, "\"withdrawal\":{\"date\":\"2022-11-10\",\"reason\":\"fin de mandat\"}"},
    {QP_SENAT, {{DATUM_WITHDRAWAL, "10/11/2022 .", 0}}, 0, NULL, 0,
     "\"withdrawal\":{\"date\":\"2022-11-10\",\"reason\":null}"},
    {QP_ASSEMBLEE, {{DATUM_WITHDRAWAL_REASON, "(fin", 0}}, 0, NULL, 0, "\"reason\":\"(fin\""},
    {QP_ASSEMBLEE, {{DATUM_WITHDRAWAL_REASON, "caducité", 0}}, 0, NULL, 0, "\"status\":\"lapsed\""},
    {QP_ASSEMBLEE, {{DATUM_WITHDRAWAL_REASON, "caduque", 0}}, 0, NULL, 0, "\"status\":\"lapsed\""},
    {QP_ASSEMBLEE, {{DATUM_RETIRED, "", 0}}, 0, NULL, 0, "\"status\":\"withdrawn\""},
    {QP_ASSEMBLEE, {{DATUM_WITHDRAWAL_REASON, "Réponse publiée", 0}}, 0, NULL, 0,
     "\"status\":\"answered\"|\"withdrawal\":null"},
    /* a closing is a withdrawal where nothing tells of an answer */
    {QP_ASSEMBLEE, {{DATUM_CLOSED, "", 0}}, 0, NULL, 0, "\"status\":null"},
    {QP_ASSEMBLEE, {{DATUM_CLOSED, "10/11/2022 (décès)", 0}}, 0, NULL, 0,
     "\"status\":\"withdrawn\"|\"withdrawal\":{\"date\":\"2022-11-10\",\"reason\":\"décès\"}"},
    {QP_ASSEMBLEE, {{DATUM_CLOSED, "10/11/2022", 0}, {DATUM_RETIRED, "", 0}}, 0, NULL, 0,
     "\"withdrawal\":{\"date\":null,\"reason\":null}"},
    {QP_ASSEMBLEE, {{DATUM_CLOSED, "10/11/2022", 0}, {DATUM_ANSWER_DATE, "10/11/2022", 0}}, 0, NULL, 0,
     "\"status\":\"answered\"|\"withdrawal\":null"},
    {QP_ASSEMBLEE, {{DATUM_CLOSED, "10/11/2022", 0}, {DATUM_SESSION, "", 0}}, 0, NULL, 0,
     "\"status\":\"answered\"|\"withdrawal\":null"},
    {QP_ASSEMBLEE, {{DATUM_CLOSED, "10/11/2022", 0}}, ANSWER_TEXT, NULL, 0,
     "\"status\":\"answered\"|\"withdrawal\":null"},
    {QP_ASSEMBLEE, {{DATUM_RETIRED, "", 0}}, ANSWER_TEXT, NULL, 1, "\"status\":\"answered\""},
    /* what tells that no answer is there */
    {QP_ASSEMBLEE, {{DATUM_TITLE, "Eau", 0}}, 0, NULL, 0, "\"status\":null"},
    {QP_ASSEMBLEE, {{DATUM_RESPONSE, "", 0}}, 0, NULL, 0, "\"status\":\"pending\""},
    {QP_ASSEMBLEE, {{DATUM_TITLE, "Eau", 0}}, BODY_TEXT, NULL, 0, "\"status\":null"},
    {QP_ASSEMBLEE, {{DATUM_KEYS, "", 0}}, BODY_TEXT, NULL, 0, "\"status\":\"pending\""},
    {QP_ASSEMBLEE, {{DATUM_TITLE, "Eau", 0}}, CLOSED_PAGE, NULL, 0, "\"status\":\"pending\""},
    /* ministries */
    {QP_SENAT, {{DATUM_TRANSFERRED, "Ministère de la mer le 12/12/2022", TAIL_MINISTRY},
                {DATUM_AWAITED, "Ministère de l'eau", TAIL_MINISTRY}}, 0, "Ministère de l'eau", 0,
     "\"attributed\":\"Ministère de la mer\"|[{\"type\":\"transferred\",\"date\":\"2022-12-12\","
     "\"detail\":\"Ministère de la mer\"}]"},
    {QP_SENAT, {{DATUM_TRANSFERRED, "Ministère de la mer le 12/12/2022 au soir", TAIL_MINISTRY}}, 0, NULL, 0,
     "\"date\":null,\"detail\":\"Ministère de la mer le 12/12/2022 au soir\""},
    {QP_SENAT, {{DATUM_TRANSFERRED, "Ministère pour le port", TAIL_MINISTRY}}, 0, NULL, 0,
     "\"date\":null,\"detail\":\"Ministère pour le port\""},
    {QP_SENAT, {{DATUM_AWAITED, "Ministère de la mer", TAIL_MINISTRY},
                {DATUM_AWAITED, "Ministère de l'eau", TAIL_MINISTRY}}, 0, "Ministère de l'eau", 0,
     "\"attributed\":\"Ministère de la mer\""},
    {QP_ASSEMBLEE, {{DATUM_ORDER_DATE, "12/06/2018", 0}}, 0, "12/06/2018", 0, "\"events\":[]"},
    {QP_ASSEMBLEE, {{DATUM_ORDER, "Sports", 0}, {DATUM_ORDER, "Ville", 0}, {DATUM_ORDER_DATE, "12/06/2018", 0},
                    {DATUM_ORDER_DATE, "13/06/2018", 0}}, 0, "13/06/2018", 0,
     "[{\"type\":\"transferred\",\"date\":\"2018-06-12\",\"detail\":\"Ville\"}]"},
    {QP_ASSEMBLEE, {{DATUM_ORDER_NUMBER, "1", 0}, {DATUM_ORDER, "Sports", 0}, {DATUM_ORDER_NUMBER, "2", 0},
                    {DATUM_ORDER, "Sports", 0}}, 0, NULL, 0,
     "\"attributed\":\"Sports\"|[{\"type\":\"transferred\",\"date\":null,\"detail\":\"Sports\"}]"},
    {QP_ASSEMBLEE, {{DATUM_CODE, "JO_DECRET", 0}}, 0, NULL, 0, "\"events\":[]"},
    {QP_ASSEMBLEE, {{DATUM_CODE, "Une remarque", 0}}, 0, "Une remarque", 0, "\"events\":[]"},
    {QP_ASSEMBLEE, {{DATUM_CLOSING_CODE, "REP_PUB", 0}, {DATUM_CLOSING_PAGE, "12", 0}}, 0, NULL, 0,
     "\"status\":\"answered\"|\"page\":\"12\",\"expected\":null"},
    {QP_ASSEMBLEE, {{DATUM_ASKED, "Sports", 0}, {DATUM_SIGNALLED, "12/06/2018", 0}, {DATUM_ORDER, "SPORTS", 0},
                    {DATUM_ORDER, "Ville", 0}}, 0, NULL, 0,
     "[{\"type\":\"transferred\",\"date\":null,\"detail\":\"Ville\"},{\"type\":\"signalled\",\"date\":"
     "\"2018-06-12\",\"detail\":null}]"},
    {QP_ASSEMBLEE, {{DATUM_ASKED, "Sports", 0}, {DATUM_ORDER, "", 0}}, 0, NULL, 0, "\"events\":[]"},
    /* parts of a name; a relation whose line has no link */
    {QP_ASSEMBLEE, {{DATUM_FIRST_NAME, "Anne", 0}}, 0, NULL, 0, "\"name\":\"Anne\""},
    {QP_SENAT, {{DATUM_RECALLS, "n° 12", 0}}, 0, NULL, 0,
     "{\"type\":\"recalls\",\"text\":\"question n° 12\",\"number\":\"12\",\"url\":null}"},
};

struct bench {
    struct arena arena;
    struct diagnostics d;
    struct line line;
    struct link link;
    struct page page;
    qp_options options;
    qp_question q;
    struct extract_request rq;
    struct values v;
};

static void start(struct bench *b, enum qp_site site) {
    static const char line[] = "Rappelle la question n° 12";
    *b = (struct bench){.q = {.site = site, .comment_count = -1}};
    b->d.arena = &b->arena;
    b->line = (struct line){.ptr = line, .len = sizeof line - 1};
    b->link = (struct link){text("question"), text("/1"), 1, 0}; /* of the next line */
    b->page = (struct page){.arena = &b->arena, .lines = &b->line, .count = 1, .links = &b->link,
                            .link_count = 1};
    b->rq = (struct extract_request){&b->page, &b->arena, &b->d, &b->options};
    b->v = (struct values){.rq = &b->rq, .q = &b->q, .person_line = NO_LINE};
}

static void finish(struct bench *b) {
    diagnostics_free(&b->d);
    arena_free(&b->arena);
}

/* Each part, up to the next '|', stands in the record. */
static void expect_parts(const qp_question *q, const char *parts) {
    char *json;
    size_t size;
    assert_int_equal(qp_emit(q, QP_JSONL, QP_ALONE, &json, &size), 0);
    while (*parts) {
        size_t n = strcspn(parts, "|");
        if (!memmem(json, size, parts, n))
            fail_msg("no %.*s in\n%.*s", (int)n, parts, (int)size, json);
        parts += n + (parts[n] == '|');
    }
    qp_free(json);
}

static void sets_values(void **state) {
    static char words[] = "Un texte.";
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct bench b;
        qp_block block = {.type = QP_PARAGRAPH, .text = {words, sizeof words - 1}};
        start(&b, rows[i].site);
        for (const struct step *s = rows[i].steps; s < rows[i].steps + 4 && s->datum; s++) {
            struct labelled l = {.datum = s->datum, .tail = s->tail, .value = text(s->value)};
            assert_int_equal(value_set(&b.v, &l, 0), 0);
        }
        struct span left = text(rows[i].left ? rows[i].left : "");
        if (!span_equal(span_trim(b.v.left), left))
            fail_msg("row %zu: \"%.*s\" is left", i, (int)b.v.left.len, b.v.left.ptr);
        if (rows[i].page & BODY_TEXT)
            b.q.body.blocks = (qp_blocks){&block, 1};
        if (rows[i].page & ANSWER_TEXT)
            b.q.response.blocks = (qp_blocks){&block, 1};
        b.page.closed = rows[i].page & CLOSED_PAGE;
        assert_int_equal(values_finish(&b.v), 0);
        assert_int_equal(b.d.count, rows[i].findings);
        expect_parts(&b.q, rows[i].json);
        finish(&b);
    }
}

#define SIXTY "Rhône, et bien d'autres lieux dont le nom est sans fin, puis "

/* A line below the author, below a line that says the same or nothing. */
static void sets_affiliations(void **state) {
    static const struct {
        enum qp_site site;
        const char *name, *before, *line;
        bool taken;
        const char *json;
    } cases[] = {
        {QP_SENAT, NULL, NULL, "M. Jean Roux", true, "\"name\":\"Jean Roux\",\"civility\":\"M.\""},
        {QP_SENAT, NULL, NULL, "M. Jean Roux (Rhône - GEST)", true, "\"group\":\"GEST\",\"constituency\":\"Rhône\""},
        {QP_ASSEMBLEE, NULL, NULL, "M. Jean Roux (GEST - Rhône)", true, "\"group\":\"GEST\""},
        {QP_SENAT, NULL, NULL, "Jean Roux", false, "\"name\":null"},
        {QP_SENAT, NULL, NULL, "la commune", false, "\"name\":null"},
        {QP_SENAT, "Jean Roux", NULL, "(Rhône - GEST)", true, "\"group\":\"GEST\",\"constituency\":\"Rhône\""},
        {QP_SENAT, "Jean Roux", NULL, "Rhône - GEST", true, "\"group\":\"GEST\",\"constituency\":\"Rhône\""},
        {QP_SENAT, "Jean Roux", NULL, "(Rhône)", true, "\"group\":null,\"constituency\":\"Rhône\""},
        {QP_SENAT, "Jean Roux", NULL, "(Rhône - GEST), posée en séance", true, "\"group\":\"GEST\""},
        {QP_SENAT, "Jean Roux", NULL, "Rhône", false, "\"constituency\":null"},
        {QP_SENAT, "Jean Roux", NULL, "(Rhône (nord))", false, "\"constituency\":null"},
        {QP_SENAT, "Jean Roux", NULL, "(Rhône - GEST).", false, "\"constituency\":null"},
        {QP_SENAT, "Jean Roux", NULL, SIXTY SIXTY SIXTY SIXTY "- GEST", true, "\"group\":\"GEST\""},
        {QP_SENAT, "Jean Roux", NULL, SIXTY SIXTY SIXTY SIXTY SIXTY "- GEST", false, "\"group\":null"},
        {QP_SENAT, "Jean Roux", NULL, "\u00A0", false, "\"constituency\":null"},
        {QP_SENAT, "Jean Roux", "(Rhône - GEST)", "RHÔNE - GEST", true, "\"constituency\":\"Rhône\""},
        {QP_SENAT, "Jean Roux", "(Rhône - GEST)", "Rhône - UDR", false, "\"group\":\"GEST\""},
        {QP_SENAT, "Jean Roux", "(Rhône - GEST)", "Isère - GEST", false, "\"constituency\":\"Rhône\""},
        {QP_SENAT, "Jean Roux", "(Rhône - GEST)", "(Rhône)", false, "\"group\":\"GEST\""},
        {QP_SENAT, "Jean Roux", "(Rhône)", "Rhône - GEST", false, "\"group\":null"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bench b;
        bool taken;
        start(&b, cases[i].site);
        if (cases[i].name)
            b.q.author.name = (qp_string){cases[i].name, strlen(cases[i].name)};
        if (cases[i].before)
            assert_int_equal(value_set_affiliation(&b.v, text(cases[i].before), &taken), 0);
        assert_int_equal(value_set_affiliation(&b.v, text(cases[i].line), &taken), 0);
        if (taken != cases[i].taken)
            fail_msg("\"%s\"", cases[i].line);
        expect_parts(&b.q, cases[i].json);
        finish(&b);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sets_values), cmocka_unit_test(sets_affiliations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
