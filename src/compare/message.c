/* The message of a change, put together from words and page text. */
#include "compare/message.h"

#include "base/print.h"
#include "question/date.h"

void add_words(struct comparing *j, const char *text) {
    buffer_append(&j->text, text, strlen(text));
}

void add_string(struct comparing *j, qp_string s) {
    j->c->put(&j->text, (struct span){s.data ? s.data : "", s.size});
}

void add_number(struct comparing *j, size_t n) {
    char digits[24];
    size_t len = decimal((long)n, digits);
    buffer_append(&j->text, digits, len);
}

void add_blocks(struct comparing *j, const qp_blocks *blocks) {
    size_t tables = 0;
    for (size_t i = 0; i < blocks->count; i++)
        tables += blocks->items[i].type == QP_TABLE;
    size_t paragraphs = blocks->count - tables;
    if (paragraphs || !tables) {
        add_number(j, paragraphs);
        add_words(j, paragraphs == 1 ? " paragraph" : " paragraphs");
    }
    if (tables) {
        add_words(j, paragraphs ? ", " : "");
        add_number(j, tables);
        add_words(j, tables == 1 ? " table" : " tables");
    }
}

void add_date(struct comparing *j, const char *before, qp_date date) {
    if (!date.year)
        return;
    add_words(j, before);
    add_string(j, date_string(j, date));
}

void add_difference(struct comparing *j, qp_string old, qp_string new, struct manner manner) {
    bool coarse = false;
    if (words_diff((struct span){old.data, old.size}, (struct span){new.data, new.size},
                   manner, j->c->marks, j->c->put, &j->text, &coarse))
        j->failed = true;
    if (coarse)
        add_words(j, " (compared coarsely: too much changed)");
}

qp_string date_string(struct comparing *j, qp_date date) {
    char digits[17];
    qp_string s = {0};
    size_t len = date.year ? date_format(date, digits) : 0;
    if (len && arena_string(&j->arena, (struct span){digits, len}, &s))
        j->failed = true;
    return s;
}

qp_string number_string(struct comparing *j, long n) {
    char digits[24];
    qp_string s = {0};
    size_t len = decimal(n, digits);
    if (arena_string(&j->arena, (struct span){digits, len}, &s))
        j->failed = true;
    return s;
}

qp_string name_string(const char *name) {
    return (qp_string){name, name ? strlen(name) : 0};
}

bool leave_out(struct comparing *j, bool was, bool is) {
    if (was == is || !j->c->across || j->c->exact)
        return false;
    ++*j->c->left_out;
    return true;
}

const char *what_of(qp_string old, qp_string new) {
    return !old.data ? "added" : !new.data ? "removed" : "changed";
}

void tell(struct comparing *j, const char *what, const char *field, qp_string old, qp_string new) {
    struct change change = {what, field, old, new, {j->text.ptr, j->text.len}};
    if (j->text.failed)
        j->failed = true;
    else
        j->c->tell(j->c->user, &change);
    j->text.len = 0;
}
