/* How the suites of record_read() read: what was taken is written again, complaints are lines. */
#ifndef RECORD_READING_H
#define RECORD_READING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "emit/emit.h"
#include "base/place.h"
#include "record/record.h"
#include "record/xsd.h"

/* What a reading came to: the records, written again, and the complaints as lines. */
struct heard {
    struct buffer records, complaints;
    struct span text;
    enum qp_format format;
    size_t taken, refused;
};

static void take(void *user, const qp_question *question, bool older) {
    (void)older;
    struct heard *h = user;
    if (!question) {
        h->refused++;
        return;
    }
    h->taken++;
    assert_int_equal(format_of(h->format)->emit(question, QP_ALONE, &h->records), 0);
}

static void complain(void *user, enum record_fault fault, struct place at, const char *message) {
    static const char *const faults[] = {"unable", "other", "malformed", "invalid"};
    struct heard *h = user;
    char place[64];
    snprintf(place, sizeof place, "%zu:%zu %s ", at.line, at.column, faults[fault]);
    buffer_append(&h->complaints, place, strlen(place));
    buffer_append(&h->complaints, message, strlen(message));
    buffer_char(&h->complaints, '\n');
}

static struct schema *schema;

static void read_as(struct heard *h, struct span given, enum qp_format format, bool strict) {
    struct arena arena = {0};
    char *exact = malloc(given.len); /* for the sanitizer to see a read past its end */
    struct span text = {exact, given.len};
    assert_true(exact || !given.len);
    if (given.len)
        memcpy(exact, given.ptr, given.len);
    *h = (struct heard){.text = text, .format = format};
    struct record_reader r = {.arena = &arena, .strict = strict, .schema = strict ? schema : NULL,
                              .take = take, .complain = complain, .user = h};
    assert_int_equal(record_read(&r, text), 0);
    buffer_char(&h->records, '\0');
    buffer_char(&h->complaints, '\0');
    arena_free(&arena);
    free(exact);
}

static void heard_free(struct heard *h) {
    buffer_free(&h->records);
    buffer_free(&h->complaints);
}

#define STR(literal) {literal, sizeof(literal) - 1}

/* A record, one line, to be spoiled. */
static char *record(enum qp_format format) {
    qp_block blocks[] = {{QP_PARAGRAPH, STR("Un phare."), NULL, 0}};
    qp_question q = {.site = QP_SENAT, .status = QP_PENDING, .comment_count = 0,
                     .title = STR("Phares"), .body = {{2022, 12, 1, -1, 0}, {0}, {blocks, 1}}};
    char *text;
    size_t size;
    assert_int_equal(qp_emit(&q, format, QP_ALONE, &text, &size), 0);
    return text;
}

#endif
