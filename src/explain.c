/* The page as it was read: each line with its number, section and field. */
#include "explain.h"

#include "base/place.h"
#include "base/print.h"
#include "base/utf8.h"
#include "result.h"

#include <inttypes.h>
#include <stdio.h>

static const struct {
    const char *name, *colour;
} sections[] = {
    [SECTION_NONE] = {"-", "\x1b[2m"},
    [SECTION_HEADER] = {"header", "\x1b[35m"},
    [SECTION_METADATA] = {"metadata", "\x1b[36m"},
    [SECTION_BODY] = {"body", "\x1b[34m"},
    [SECTION_RESPONSE] = {"response", "\x1b[32m"},
    [SECTION_COMMENTS] = {"comments", "\x1b[33m"},
    [SECTION_FURNITURE] = {"furniture", "\x1b[2m"},
    [SECTION_UNPARSED] = {"unparsed", "\x1b[31m"},
};

static const char *const fields[] = {
    [FIELD_NONE] = "",           [FIELD_AUTHOR] = "author",         [FIELD_TYPE] = "type",
    [FIELD_TITLE] = "title",     [FIELD_SOURCE] = "source_url",     [FIELD_DATE] = "date",
    [FIELD_BLOCKS] = "blocks",   [FIELD_EXPECTED] = "expected",     [FIELD_WITHDRAWAL] = "withdrawal",
    [FIELD_STATUS] = "status",   [FIELD_COUNT] = "count",           [FIELD_ITEMS] = "items",
};

static bool turns_line(uint32_t c) {
    return c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static void append_code(struct buffer *b, uint32_t c) {
    char escape[16];
    int n = snprintf(escape, sizeof escape, "\\u%04" PRIx32, c);
    buffer_append(b, escape, (size_t)n);
}

/* Text for a terminal, to which a page must not be able to send commands, and whose lines it must not
 * turn around. */
static void append_safe(struct buffer *b, struct span text) {
    const char *at = text.ptr, *end = text.ptr + text.len;
    while (at < end) {
        const char *from = at;
        uint32_t c = utf8_next(&at, end);
        if (turns_line(c))
            append_code(b, c);
        else if (c == '\t' || (c >= 0x20 && c < 0x7F) || c >= 0xA0)
            buffer_append(b, from, (size_t)(at - from));
        else
            buffer_append(b, "\xEF\xBF\xBD", 3);
    }
}

/* The columns that a character takes on a terminal. */
static size_t columns_of(uint32_t c) {
    static const struct {
        uint32_t first, last;
        size_t columns;
    } ranges[] = {
        {0x300, 0x36F, 0},   {0x1100, 0x115F, 2}, {0x200B, 0x200D, 0},   {0x2E80, 0xA4CF, 2},
        {0xAC00, 0xD7A3, 2}, {0xF900, 0xFAFF, 2}, {0xFE00, 0xFE0F, 0},   {0xFE30, 0xFE6F, 2},
        {0xFEFF, 0xFEFF, 0}, {0xFF00, 0xFF60, 2}, {0x1F300, 0x1FAFF, 2}, {0x20000, 0x3FFFD, 2},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges && c >= ranges[i].first; i++)
        if (c <= ranges[i].last)
            return ranges[i].columns;
    return turns_line(c) ? 6 : 1; /* shown as its code */
}

/* The part of a line that `room` columns hold, a column less where the line goes on. */
static struct span fit(struct span text, size_t before, size_t room) {
    const char *at = text.ptr, *end = text.ptr + text.len, *cut = at;
    size_t column = before;
    while (at < end) {
        uint32_t c = utf8_next(&at, end);
        column += c == '\t' ? 8 - column % 8 : columns_of(c);
        if (column > room)
            return span_from(text.ptr, cut);
        if (column < room)
            cut = at;
    }
    return text;
}

static void append_lines(const qp_result *result, const struct explain_look *look,
                         struct buffer *out) {
    struct place_cursor cursor = place_start(result->page.source, result->page.origin);
    enum { TEXT_LEAST = 20 }; /* in a terminal that is too narrow lines are not cut */
    for (size_t i = 0; i < result->page.count; i++) {
        const struct line *l = &result->page.lines[i];
        struct span text = line_text(l), shown = text;
        char head[64];
        int n = snprintf(head, sizeof head, "%6zu  %-9s  %-10s  ",
                         place_of(&cursor, l->offset).line, sections[l->section].name,
                         fields[l->field]);
        if (look->columns >= (size_t)n + TEXT_LEAST)
            shown = fit(text, (size_t)n, look->columns);
        if (look->colour)
            buffer_append(out, sections[l->section].colour, strlen(sections[l->section].colour));
        buffer_append(out, head, (size_t)n);
        append_safe(out, shown);
        append_text(out, shown.len < text.len ? "…" : "");
        if (look->colour)
            buffer_append(out, "\x1b[0m", 4);
        buffer_char(out, '\n');
    }
}

int explain_append(const qp_result *result, const struct explain_look *look, struct buffer *out) {
    size_t start = out->len;
    append_lines(result, look, out);
    for (size_t i = 0; i < result->part_count; i++)
        append_lines(result->parts[i], look, out);
    if (!out->failed)
        return 0;
    out->len = start;
    out->failed = false; /* the next page may be a smaller one */
    return -1;
}

int qp_explain(const qp_result *result, bool colour, char **out, size_t *size) {
    struct buffer b = {0};
    struct explain_look look = {.colour = colour};
    int rc = explain_append(result, &look, &b);
    buffer_char(&b, '\0');
    if (rc || b.failed) {
        buffer_free(&b);
        *out = NULL;
        return -1;
    }
    *out = b.ptr;
    *size = b.len - 1;
    return 0;
}
