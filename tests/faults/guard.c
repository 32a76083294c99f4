/* Every page of the fixtures where a read past its end is a fault, and damaged: cut off at
 * any byte, each line left out, doubled or changed with the next. It gives a record or an error
 * with a reason, and what holds of every result holds of this one. A page that lost a part of
 * a text says so.
 *
 * QPARSE_SWEEP=full tries every byte of a text, every hundredth of markup, every line and every
 * ending of three signs; else a part of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fuzz/invariants.h"
#include "base/memory.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct page {
    const char *path;
    char *bytes;
    size_t size;
    bool markup;
    struct buffer texts; /* of its record; empty: it has none or several */
};

static glob_t paths;
static bool full;
static size_t tried;

/* ---- memory that ends where the bytes end ---- */

static struct {
    char *start;
    size_t room;
} guarded;

static void make_guard(size_t room) {
    size_t unit = (size_t)sysconf(_SC_PAGESIZE);
    guarded.room = (room + unit - 1) / unit * unit;
    guarded.start = mmap(NULL, guarded.room + unit, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(guarded.start != MAP_FAILED);
    assert_int_equal(mprotect(guarded.start + guarded.room, unit, PROT_NONE), 0);
}

static void free_guard(void) {
    munmap(guarded.start, guarded.room + (size_t)sysconf(_SC_PAGESIZE));
}

/* Where `size` bytes have to stand. */
static char *guard(size_t size) {
    assert_true(size <= guarded.room);
    return guarded.start + guarded.room - size;
}

/* ---- one try ---- */

static void stop(const struct page *p, const char *what, size_t at, const char *broken) {
    fail_msg("%s: %s %zu: %s", p->path, what, at, broken);
}

/* What a text says, its white space aside: a page that ends earlier may show another width. */
static void append_words(struct buffer *b, const qp_blocks *blocks) {
    for (size_t i = 0; i < blocks->count; i++)
        for (size_t k = 0; k < blocks->items[i].text.size; k++) {
            char c = blocks->items[i].text.data[k];
            if (c != ' ' && c != '\n' && c != '\t')
                buffer_char(b, c);
        }
    buffer_char(b, '\n');
}

static void append_texts(struct buffer *b, const qp_result *r) {
    const qp_question *q = qp_result_question(r, 0);
    append_words(b, &q->body.blocks);
    append_words(b, &q->response.blocks);
    assert_false(b->failed);
}

static bool same_texts(const qp_result *r, const struct buffer *whole) {
    struct buffer b = {0};
    append_texts(&b, r);
    bool same = b.len == whole->len && memcmp(b.ptr, whole->ptr, b.len) == 0;
    buffer_free(&b);
    return same;
}

static bool warns(const qp_result *r) {
    for (size_t i = 0; i < qp_result_diagnostic_count(r); i++)
        if (qp_result_diagnostic(r, i)->severity >= QP_WARNING)
            return true;
    return false;
}

/* Whether a person may have chosen to copy so much: the last text ends with a whole sentence. */
static bool ends_sentence(const qp_result *r) {
    struct buffer b = {0};
    append_texts(&b, r);
    while (b.len > 0 && strchr(" \n", b.ptr[b.len - 1]))
        b.len--;
    bool ended = b.len > 0 && strchr(".!?)\xBB", b.ptr[b.len - 1]);
    buffer_free(&b);
    return ended;
}

/* `shortened`: no text may be other than the whole page's without a warning, but where it ends
 * with a sentence. */
static void try_bytes(const struct page *p, const char *bytes, size_t size, const char *what,
                      size_t at, bool shortened) {
    qp_options options = {.keep_lines = true};
    qp_result *r = qp_parse(bytes, size, &options);
    assert_non_null(r);
    tried++;
    const char *broken = check_result(r);
    if (broken)
        stop(p, what, at, broken);
    if (shortened && p->texts.len && qp_result_count(r) == 1 && !same_texts(r, &p->texts) && !warns(r) &&
        !ends_sentence(r))
        stop(p, what, at, "a text is shorter, and no warning says so");
    qp_result_free(r);
}

/* ---- pages ---- */

static void read_page(struct page *p, const char *path) {
    FILE *file = fopen(path, "rb");
    const char *dot = strrchr(path, '.');
    assert_non_null(file);
    *p = (struct page){.path = path, .markup = strcmp(dot, ".txt") != 0};
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    p->size = (size_t)ftell(file);
    rewind(file);
    p->bytes = malloc(p->size + 1);
    assert_non_null(p->bytes);
    assert_int_equal(fread(p->bytes, 1, p->size, file), p->size);
    fclose(file);
    qp_result *r = qp_parse(p->bytes, p->size, NULL);
    assert_non_null(r);
    if (qp_result_count(r) == 1)
        append_texts(&p->texts, r);
    qp_result_free(r);
}

typedef void trial(const struct page *p);

/* Each page, or one in `step` where not all are tried. */
static void for_pages(trial *one, size_t step) {
    for (size_t i = 0; i < paths.gl_pathc; i += full ? 1 : step) {
        struct page p;
        read_page(&p, paths.gl_pathv[i]);
        make_guard(p.size * 2 + 1);
        one(&p);
        free_guard();
        free(p.bytes);
        buffer_free(&p.texts);
    }
}

static void try_whole(const struct page *p) {
    char *bytes = memcpy(guard(p->size), p->bytes, p->size);
    try_bytes(p, bytes, p->size, "whole, of bytes", p->size, true);
}

/* Cut in a step that is none of a line's length, so that cuts fall anywhere. */
static void try_prefixes(const struct page *p) {
    size_t step = full ? (p->markup ? 100 : 1) : (p->markup ? 2003 : 397);
    for (size_t n = 0; n < p->size; n += step) {
        char *bytes = guard(n);
        if (n)
            memcpy(bytes, p->bytes, n);
        try_bytes(p, bytes, n, "cut after byte", n, true);
    }
}

static size_t line_end(const struct page *p, size_t at) {
    const char *end = memchr(p->bytes + at, '\n', p->size - at);
    return end ? (size_t)(end + 1 - p->bytes) : p->size;
}

/* The page with its line [from, mid) left out, written twice, or behind the next, [mid, end),
 * as the first letter of `what` says. */
static void try_line(const struct page *p, size_t from, size_t mid, size_t end, const char *what) {
    bool removed = what[0] == 'r', doubled = what[0] == 'd';
    size_t size = p->size - (removed ? mid - from : 0) + (doubled ? mid - from : 0);
    char *bytes = guard(size), *to = bytes;
    memcpy(to, p->bytes, from);
    to += from;
    if (!removed) {
        size_t second = doubled ? from : mid, stop_at = doubled ? mid : end;
        memcpy(to, p->bytes + second, stop_at - second);
        to += stop_at - second;
        memcpy(to, p->bytes + from, mid - from);
        to += mid - from;
    }
    size_t rest = removed || doubled ? mid : end;
    memcpy(to, p->bytes + rest, p->size - rest);
    try_bytes(p, bytes, size, what, from, false);
}

static void try_lines(const struct page *p) {
    size_t step = full ? 1 : 59, number = 0;
    for (size_t at = 0, mid; at < p->size; at = mid, number++) {
        mid = line_end(p, at);
        if (number % step)
            continue;
        try_line(p, at, mid, mid, "removed the line at byte");
        try_line(p, at, mid, mid, "doubled the line at byte");
        if (mid < p->size)
            try_line(p, at, mid, line_end(p, mid), "swapped the line at byte");
    }
}

/* Behind a head, up to three of `signs`: a page may end anywhere. */
struct ending {
    const char *head;
    const char *const *signs;
    size_t count;
};

static void try_endings(const struct ending *e) {
    enum { MOST = 3 };
    size_t head = strlen(e->head);
    make_guard(head + 64);
    size_t pairs = e->count * e->count; /* the first of the signs is none */
    for (size_t n = 0; n < pairs * e->count; n += full || n < pairs ? 1 : 29) {
        const char *parts[MOST];
        size_t size = head, left = n;
        for (size_t i = 0; i < MOST; i++, left /= e->count)
            size += strlen(parts[i] = e->signs[left % e->count]);
        char *bytes = guard(size), *to = bytes;
        memcpy(to, e->head, head);
        to += head;
        for (size_t i = 0; i < MOST; i++) {
            memcpy(to, parts[i], strlen(parts[i]));
            to += strlen(parts[i]);
        }
        qp_result *r = qp_parse(bytes, size, NULL);
        assert_non_null(r);
        tried++;
        qp_result_free(r);
    }
    free_guard();
}

/* ---- suites ---- */

static void ends_at_an_unmapped_page(void **state) {
    (void)state;
    for_pages(try_whole, 1);
}

static void cut_off(void **state) {
    (void)state;
    for_pages(try_prefixes, 5);
}

static void lines_damaged(void **state) {
    (void)state;
    for_pages(try_lines, 5);
}

static void ends_in_signs(void **state) {
    static const char *const text[] = {"", "a", "1", " ", "\n", "\t", "\f", "\r", "|", "│", "┌", "+",
                                       "-", "*", "_", "#", "[", "]", "(", ")", "^", "\\", "!", ".",
                                       ":", ">", "\"", "«", "»", "é", "\u00A0", "\xC3", "\xE2\x94"};
    static const char *const markup[] = {"", "a", "1", " ", "\n", "<", ">", "/", "!", "-", "--", "?",
                                         "=", "\"", "'", "&", "#", "x", ";", "[", "]", "[CDATA[",
                                         "script", "title", "&amp", "é", "\xC3"};
    static const char *const mail[] = {"", "a", "\n", "\r", " ", "\t", "-", "--b", "--b--", "=", "=C",
                                       ":", ";", "\"", "<", "<p>", "Content-Type: text/html",
                                       "Content-Transfer-Encoding: ", "base64", "quoted-printable",
                                       "charset=", "boundary=", "=?utf-8?q?", "?="};
    static const struct ending endings[] = {
#define OF(signs) signs, sizeof(signs) / sizeof *(signs)
        {"x\n", OF(text)},
        {"# A\n## B\n[c](d)\n", OF(text)},
        {"***** A *****\n***** B *****\n", OF(text)},
        {"[1]a [2]b\n[3]c [4]d\n", OF(text)},
        {"┌────┬────┬────┐\n│Question N° : │ de M. Jean Roux │ QE │\n", OF(text)},
        {"<p>a", OF(markup)},
        {"<html><body><p title='a' ", OF(markup)},
        {"<html><script><!--", OF(markup)},
        {"<html><svg><p>", OF(markup)},
        {"MIME-Version: 1.0\n", OF(mail)},
        {"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n", OF(mail)},
        {"MIME-Version: 1.0\nContent-Type: text/html\n"
         "Content-Transfer-Encoding: quoted-printable\n\n", OF(mail)},
    };
    (void)state;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        try_endings(&endings[i]);
}

static int start(void **state) {
    const char *sweep = getenv("QPARSE_SWEEP");
    (void)state;
    full = sweep && strcmp(sweep, "full") == 0;
    return invariants_start() || glob("fixtures/*/page.*", 0, NULL, &paths) ? -1 : 0;
}

static int end(void **state) {
    (void)state;
    printf("# %zu damaged inputs\n", tried);
    globfree(&paths);
    invariants_end();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ends_at_an_unmapped_page),
        cmocka_unit_test(ends_in_signs),
        cmocka_unit_test(cut_off),
        cmocka_unit_test(lines_damaged),
    };
    return cmocka_run_group_tests(tests, start, end);
}
