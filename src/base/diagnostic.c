/* The table of diagnostics, and the messages of one input. */
#include "base/diagnostic.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static const qp_diagnostic_info table[] = {
#define X(code, name, severity, meaning) {name, severity, meaning},
    DIAGNOSTICS(X)
#undef X
};

const qp_diagnostic_info *diagnostic_info(enum code code) {
    return &table[code];
}

const qp_diagnostic_info *qp_diagnostic_info_at(size_t index) {
    return index < D_COUNT ? &table[index] : NULL;
}

__attribute__((format(printf, 3, 0))) static void
add(struct diagnostics *d, struct diagnostic item, const char *format, va_list args) {
    char *message = NULL;
    int len = vasprintf(&message, format, args);
    if (len < 0 || array_reserve((void **)&d->items, &d->cap, d->count, sizeof *d->items) ||
        arena_string(d->arena, (struct span){message, (size_t)len}, &item.message))
        d->failed = true;
    else
        d->items[d->count++] = item;
    if (len >= 0)
        free(message);
}

void diagnose(struct diagnostics *d, enum code code, size_t offset, const char *format, ...) {
    va_list args;
    va_start(args, format);
    add(d, (struct diagnostic){.code = code, .offset = offset}, format, args);
    va_end(args);
}

void diagnose_line(struct diagnostics *d, enum code code, size_t line, const char *format, ...) {
    va_list args;
    va_start(args, format);
    add(d, (struct diagnostic){.code = code, .offset = NO_PLACE, .line = line}, format, args);
    va_end(args);
}

const char *quoted(struct diagnostics *d, struct span text) {
    enum { LONGEST = 60 };
    struct buffer b = {0};
    const char *at = text.ptr, *end = text.ptr ? text.ptr + text.len : NULL;
    for (size_t n = 0; at < end; n++) {
        if (n == LONGEST) {
            buffer_append(&b, "…", sizeof "…" - 1);
            break;
        }
        uint32_t c = utf8_next(&at, end);
        char escaped[16];
        if (commands_terminal(c))
            buffer_append(&b, escaped,
                          (size_t)snprintf(escaped, sizeof escaped, "\\u%04x", (unsigned)c));
        else
            buffer_codepoint(&b, c);
    }
    qp_string copy = {"", 0};
    if (b.failed || arena_string(d->arena, (struct span){b.ptr, b.len}, &copy)) {
        d->failed = true;
        copy.data = "";
    }
    buffer_free(&b);
    return copy.data;
}

void diagnostics_free(struct diagnostics *d) {
    free(d->items);
    *d = (struct diagnostics){0};
}
