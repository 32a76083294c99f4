/* The questions that the emitters' suites write, and how they ask for it. Include cmocka.h first. */
#ifndef EMIT_RECORDS_H
#define EMIT_RECORDS_H

#include "emit/emit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT(literal) {literal, sizeof(literal) - 1}
#define S(literal) ((qp_string)TEXT(literal))
#define COUNT(array) (sizeof(array) / sizeof *(array))

static qp_string head_cells[] = {TEXT("Année"), TEXT("Montant")};
static qp_string year_cells[] = {TEXT("2019"), {NULL, 0}};
static qp_row rows[] = {{head_cells, 2}, {year_cells, 2}, {NULL, 0}};
static qp_block body_blocks[] = {
    {QP_PARAGRAPH, TEXT("Première ligne\net « la suite »."), NULL, 0},
    {QP_TABLE, TEXT("Année\tMontant\n2019\t\n"), rows, 3},
};
static qp_block response_blocks[] = {{QP_PARAGRAPH, TEXT("A < B & \"C\" > D"), NULL, 0}};
static qp_string analysis[] = {TEXT("barèmes"), TEXT("délais")};
static qp_relation relations[] = {
    {QP_TRANSFORMED_INTO, TEXT("question N° S12"), TEXT("S12"), TEXT("/question/13/11S0012")},
    {QP_RECALLS, TEXT("question n° 7"), TEXT("7"), {NULL, 0}},
    {QP_CITES, TEXT("question orale"), {NULL, 0}, {NULL, 0}},
};
static qp_event events[] = {
    {QP_TRANSFERRED, {2012, 1, 9, -1, 0}, TEXT("Budget")},
    {QP_RENEWED, {0, 0, 0, -1, 0}, {NULL, 0}},
    {QP_SIGNALLED, {2012, 2, 7, -1, 0}, {NULL, 0}},
    {QP_ERRATUM, {2012, 3, 1, -1, 0}, TEXT("p. 55")},
};
static qp_comment comments[] = {
    {TEXT("Zoé"), {2012, 4, 5, 9, 7}, TEXT("Bien vu.\n\nMerci.")},
    {{NULL, 0}, {2012, 4, 6, -1, 0}, TEXT("Non.")},
};
static qp_unparsed unparsed[] = {{42, TEXT("Ligne perdue")}};

static inline qp_question full_question(void) {
    return (qp_question){
        .file = S("pages/a.html"),
        .id = S("SENAT-13-QE-3705"),
        .site = QP_NOSSENATEURS,
        .legislature = 13,
        .type = S("QE"),
        .type_label = S("Question écrite"),
        .number = S("3705"),
        .reference = S("111203705"),
        .url = S("https://exemple.fr/q?a=1&b=2"),
        .source_url = S("https://exemple.fr/source"),
        .author = {S("PA7"), S("Zoé Ronce"), S("Mme"), S("Groupe des Haies"), S("Creuse")},
        .ministry = {S("Économie"), S("Budget"), S("Budget, comptes"), S("Finances"), S("Économie")},
        .addressee = S("M. le ministre du budget"),
        .title = S("Barèmes"),
        .rubric = S("impôts"),
        .rubric_head = S("taxe"),
        .analysis = analysis,
        .analysis_count = COUNT(analysis),
        .status = QP_WITHDRAWN,
        .body = {{2011, 12, 1, -1, 0}, S("1204"), {body_blocks, COUNT(body_blocks)}},
        .has_response = true,
        .response = {{2012, 5, 31, -1, 0}, S("77"), {2012, 6, 1, -1, 0},
                     {response_blocks, COUNT(response_blocks)}},
        .has_withdrawal = true,
        .withdrawal = {{2012, 6, 2, -1, 0}, S("Retirée")},
        .relations = relations,
        .relation_count = COUNT(relations),
        .events = events,
        .event_count = COUNT(events),
        .comment_count = 3,
        .comments = comments,
        .comment_item_count = COUNT(comments),
        .unparsed = unparsed,
        .unparsed_count = COUNT(unparsed),
    };
}

static inline qp_question bare_question(void) {
    return (qp_question){.site = QP_ASSEMBLEE, .comment_count = -1};
}

/* The text that qp_emit() gives, its size checked; free with qp_free(). */
static inline char *emitted(const qp_question *q, enum qp_format format, enum qp_part part) {
    char *out;
    size_t size;
    assert_int_equal(qp_emit(q, format, part, &out, &size), 0);
    assert_non_null(out);
    assert_int_equal(strlen(out), size);
    return out;
}

static inline void assert_emits(const qp_question *q, enum qp_format format, enum qp_part part,
                                const char *want) {
    char *out = emitted(q, format, part);
    assert_string_equal(out, want);
    qp_free(out);
}

#endif
