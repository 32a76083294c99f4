/* Messages as text, as JSON lines, and as annotations of a GitHub runner. */
#include "command/messages.h"

#include "base/print.h"

#include <assert.h>
#include <stdio.h>

static const qp_diagnostic_info troubles[] = {
#define X(code, name, severity, meaning) {name, severity, meaning},
    TROUBLES(X)
#undef X
};

const qp_diagnostic_info *trouble_info(enum trouble trouble) {
    return trouble < T_COUNT ? &troubles[trouble] : NULL;
}

const qp_diagnostic_info *fault_info(enum record_fault fault) {
    static const enum trouble of_fault[] = {
        [FAULT_UNABLE] = T_UNREADABLE,
        [FAULT_OTHER] = T_RECORD_OTHER,
        [FAULT_MALFORMED] = T_RECORD_MALFORMED,
        [FAULT_INVALID] = T_RECORD_INVALID,
    };
    return trouble_info(of_fault[fault]);
}

static void append_json(struct buffer *b, const char *text) {
    buffer_char(b, '"');
    while (*text) {
        uint32_t c;
        size_t len = utf8_character(text, &c);
        char escape[8];
        if (!len) {
            append_text(b, "\xEF\xBF\xBD");
        } else if (c == '"' || c == '\\') {
            buffer_char(b, '\\');
            buffer_char(b, (char)c);
        } else if (c < 0x20 || c == 0x7F) {
            buffer_append(b, escape, (size_t)snprintf(escape, sizeof escape, "\\u%04x", c));
        } else {
            buffer_append(b, text, len);
        }
        text += len ? len : 1;
    }
    buffer_char(b, '"');
}

static void append_place(struct buffer *b, const char *key, size_t n) {
    append_text(b, key);
    if (n)
        append_number(b, n);
    else
        append_text(b, "null");
}

static const char *const words[] = {"note", "warning", "error"};

static void append_json_line(struct buffer *b, const char *name, const qp_diagnostic *d) {
    append_text(b, "{\"file\":");
    if (name)
        append_json(b, name);
    else
        append_text(b, "null");
    append_place(b, ",\"line\":", d->line);
    append_place(b, ",\"column\":", d->column);
    append_text(b, ",\"severity\":\"");
    append_text(b, words[d->severity]);
    append_text(b, "\",\"code\":\"");
    append_text(b, d->code);
    append_text(b, "\",\"message\":");
    append_json(b, d->message);
    append_text(b, "}\n");
}

/* As compilers print it: editors know that format. */
static void append_line(struct buffer *b, const char *name, const qp_diagnostic *d) {
    append_escaped(b, name ? name : "<stdin>");
    if (d->line) {
        buffer_char(b, ':');
        append_number(b, d->line);
        buffer_char(b, ':');
        append_number(b, d->column);
    }
    append_text(b, ": ");
    append_text(b, words[d->severity]);
    append_text(b, ": ");
    append_escaped(b, d->message);
    append_text(b, " [");
    append_text(b, d->code);
    append_text(b, "]\n");
}

/* A workflow command of GitHub's runner, which shows it beside the line. Names are coded: a comma
 * in one would end its property. */
static void append_annotation(struct buffer *b, const char *name, const qp_diagnostic *d) {
    static const char *const commands[] = {"::notice ", "::warning ", "::error "};
    static const char in_message[] = "%\r\n", in_property[] = "%\r\n:,";
    append_text(b, commands[d->severity]);
    if (name) {
        append_text(b, "file=");
        append_coded(b, name, in_property);
        append_text(b, ",");
    }
    if (d->line) {
        append_text(b, "line=");
        append_number(b, d->line);
        append_text(b, ",col=");
        append_number(b, d->column);
        append_text(b, ",");
    }
    append_text(b, "title=");
    append_coded(b, d->code, in_property);
    append_text(b, "::");
    append_coded(b, d->message, in_message);
    buffer_char(b, '\n');
}

void say_diagnostic(struct messages *m, const char *name, const qp_diagnostic *d, bool silent) {
    if (m->reported)
        append_json_line(&m->report, name, d);
    if (silent || d->severity < m->least)
        return;
    switch (m->as) {
    case DIAGNOSTICS_TEXT:
        append_line(&m->text, name, d);
        break;
    case DIAGNOSTICS_JSON:
        append_json_line(&m->text, name, d);
        break;
    case DIAGNOSTICS_GITHUB:
        append_annotation(&m->text, name, d);
        break;
    }
}

void say_trouble(struct messages *m, const char *name, enum trouble trouble, const char *message) {
    const qp_diagnostic_info *info = trouble_info(trouble);
    qp_diagnostic d = {info->severity, 0, 0, info->code, message};
    say_diagnostic(m, name, &d, false);
}

void say_problem(struct messages *m, const struct source *s) {
    bool loop = s->problem == PROBLEM_LINK_LOOP;
    say_trouble(m, s->path, loop ? T_LINK_LOOP : T_NOT_REGULAR,
                loop ? "a link to a folder that is read already is not followed"
                     : "this is no regular file");
}

void append_system(struct buffer *b, enum diagnostics_as as, const char *name,
                   const qp_diagnostic_info *info, const char *message) {
    qp_diagnostic d = {info->severity, 0, 0, info->code, message};
    switch (as) {
    case DIAGNOSTICS_TEXT:
        append_text(b, "qparse: ");
        append_escaped(b, name ? name : "");
        append_text(b, name ? ": " : "");
        append_escaped(b, message);
        buffer_char(b, '\n');
        break;
    case DIAGNOSTICS_JSON:
        append_json_line(b, name, &d);
        break;
    case DIAGNOSTICS_GITHUB:
        append_annotation(b, name, &d);
        break;
    }
}

void say_system(struct messages *m, const char *name, enum trouble trouble, const char *message) {
    const qp_diagnostic_info *info = trouble_info(trouble);
    assert(info);
    qp_diagnostic d = {info->severity, 0, 0, info->code, message};
    if (m->reported)
        append_json_line(&m->report, name, &d);
    if (!name && m->as == DIAGNOSTICS_TEXT)
        name = "standard input";
    append_system(&m->text, m->as, name, info, message);
}

const char *no_memory_line(enum diagnostics_as as) {
    static const char *const lines[] = {
        [DIAGNOSTICS_TEXT] = "qparse: Cannot allocate memory\n",
        [DIAGNOSTICS_JSON] = ("{\"file\":null,\"line\":null,\"column\":null,\"severity\":\"error\","
                             "\"code\":\"out-of-memory\",\"message\":\"Cannot allocate memory\"}\n"),
        [DIAGNOSTICS_GITHUB] = "::error title=out-of-memory::Cannot allocate memory\n",
    };
    return lines[as];
}

void messages_free(struct messages *m) {
    buffer_free(&m->text);
    buffer_free(&m->report);
}
