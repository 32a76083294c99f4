/* Appends names, messages and numbers to a buffer, safe for a terminal. */
#include "base/print.h"

#include "base/utf8.h"

#include <stdio.h>

size_t utf8_character(const char *p, uint32_t *c) {
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char first = (unsigned char)*p;
    size_t len = first < 0x80 ? 1 : first < 0xC0 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (len == 1)
        *c = first;
    if (len < 2 || first >= 0xF8)
        return len == 1;
    uint32_t value = first & (0x7Fu >> len);
    for (size_t i = 1; i < len; i++) {
        unsigned char next = (unsigned char)p[i];
        if ((next & 0xC0) != 0x80)
            return 0;
        value = value << 6 | (next & 0x3F);
    }
    if (value < least[len] || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000))
        return 0;
    *c = value;
    return len;
}

bool is_utf8(const char *text) {
    uint32_t c;
    size_t len;
    while (*text && (len = utf8_character(text, &c)))
        text += len;
    return !*text;
}

void append_text(struct buffer *b, const char *text) {
    buffer_append(b, text, strlen(text));
}

void append_coded(struct buffer *b, const char *text, const char *coded) {
    while (*text) {
        uint32_t c;
        size_t len = utf8_character(text, &c);
        bool code = len == 1 && strchr(coded, *text);
        if (len && !code && !commands_terminal(c)) {
            buffer_append(b, text, len);
            text += len;
            continue;
        }
        for (size_t i = 0; i < (len ? len : 1); i++) {
            char escape[8];
            snprintf(escape, sizeof escape, code ? "%%%02X" : "\\x%02x", (unsigned char)*text++);
            append_text(b, escape);
        }
    }
}

void append_escaped(struct buffer *b, const char *text) {
    append_coded(b, text, "");
}

void append_escaped_span(struct buffer *b, struct span text) {
    struct buffer copy = {0};
    buffer_append(&copy, text.ptr, text.len);
    buffer_char(&copy, '\0');
    if (copy.failed)
        b->failed = true;
    else
        append_escaped(b, copy.ptr);
    buffer_free(&copy);
}

void append_count(struct buffer *b, size_t n) {
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%zu", n);
    for (int i = 0; i < len; i++) {
        if (i && (len - i) % 3 == 0)
            buffer_char(b, ',');
        buffer_char(b, digits[i]);
    }
}

void append_number(struct buffer *b, size_t n) {
    char digits[24];
    buffer_append(b, digits, (size_t)snprintf(digits, sizeof digits, "%zu", n));
}

size_t decimal(long value, char out[24]) {
    unsigned long rest = value < 0 ? 0ul - (unsigned long)value : (unsigned long)value;
    char reversed[24];
    size_t digits = 0, len = 0;
    do
        reversed[digits++] = (char)('0' + rest % 10);
    while ((rest /= 10) != 0);
    if (value < 0)
        out[len++] = '-';
    while (digits > 0)
        out[len++] = reversed[--digits];
    return len;
}
