/* Runs html.c for html5lib.py. Reads cases from standard input, one a line,
 *     <state> <last start tag> <input>
 * the first one of html.h's states as a number, the others in hexadecimal with a '-'
 * before them; writes the tokens of each as a line of JSON. */
#include "html/tokenizer.h"

#include <stdio.h>
#include <stdlib.h>

/* As a reader's loop does it. */
static void next_token(struct html *h, struct html_token *t) {
    if (!html_next_plain(h, t))
        html_next(h, t);
}

static void put_string(struct span s) {
    putchar('"');
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c < 0x20 || c == '"' || c == '\\' || c == 0x7F)
            printf("\\u%04x", c);
        else
            putchar(c);
    }
    putchar('"');
}

static void put_text(const struct html_token *t, struct buffer *b) {
    b->len = 0;
    if (t->raw)
        html_newlines(t->text, b);
    else
        html_decode(t->text, false, b);
    put_string((struct span){b->ptr, b->len});
}

static void put_name(struct span name, struct buffer *b) {
    b->len = 0;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        buffer_char(b, c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c);
    }
    put_string((struct span){b->ptr, b->len});
}

static void put_token(const struct html_token *t, struct buffer *b) {
    static const char *const names[] = {
        [HTML_TEXT] = "Character", [HTML_START] = "StartTag", [HTML_CLOSE] = "EndTag",
        [HTML_COMMENT] = "Comment", [HTML_DOCTYPE] = "DOCTYPE",
    };
    printf("[\"%s\"", names[t->kind]);
    if (t->kind != HTML_DOCTYPE)
        putchar(',');
    if (t->kind == HTML_TEXT) {
        put_text(t, b);
    } else if (t->kind == HTML_COMMENT) {
        b->len = 0;
        html_newlines(t->text, b);
        put_string((struct span){b->ptr, b->len});
    } else if (t->kind != HTML_DOCTYPE) {
        put_name(t->text, b);
    }
    if (t->kind == HTML_START) {
        printf(",[");
        for (size_t i = 0; i < t->attribute_count; i++) {
            printf(i ? ",[" : "[");
            put_name(t->attributes[i].name, b);
            putchar(',');
            b->len = 0;
            html_decode(t->attributes[i].value, true, b);
            put_string((struct span){b->ptr, b->len});
            putchar(']');
        }
        printf(t->self_closing ? "],true" : "],false");
    }
    putchar(']');
}

static void run(enum html_state state, struct span last_start, struct span input) {
    struct html h;
    struct html_token token;
    struct buffer scratch = {0};
    html_start(&h, input);
    h.state = state;
    h.last_start = last_start;
    putchar('[');
    const char *comma = "";
    for (next_token(&h, &token); token.kind != HTML_END; next_token(&h, &token)) {
        fputs(comma, stdout);
        put_token(&token, &scratch);
        comma = ",";
    }
    fputs("]\n", stdout);
    if (h.failed || scratch.failed)
        exit(1);
    html_free(&h);
    buffer_free(&scratch);
}

static char nibble(char c) {
    return (char)(c <= '9' ? c - '0' : c - 'a' + 10);
}

/* In place; moves *p behind the word. */
static struct span read_hexadecimal(char **p) {
    char *out = *p, *begin = out;
    char *in = out + 1; /* the '-' */
    for (; *in > ' '; in += 2)
        *out++ = (char)(nibble(in[0]) << 4 | nibble(in[1]));
    *p = in + 1;
    return span_from(begin, out);
}

int main(void) {
    char *line = NULL;
    size_t cap = 0;
    while (getline(&line, &cap, stdin) > 0) {
        enum html_state state = (enum html_state)(line[0] - '0');
        char *p = line + 2;
        struct span last_start = read_hexadecimal(&p);
        run(state, last_start, read_hexadecimal(&p));
    }
    free(line);
    return fflush(stdout) == 0 ? 0 : 1;
}
