/* Converts an offset in the decoded text to a line and column of the input. */
#ifndef PLACE_H
#define PLACE_H
#include "base/span.h"

/* How the decoded text came from the input. */
enum origin_kind {
    ORIGIN_SAME,   /* the text is the input */
    ORIGIN_LATER,  /* the text is a part of the input that starts at `line` */
    ORIGIN_QUOTED, /* quoted-printable: the text was decoded from `raw`, which starts at `line` */
    ORIGIN_FLAT    /* base64: only the `line` where it starts is known */
};

struct origin {
    enum origin_kind kind;
    struct span raw;
    size_t line;       /* of the input, from 1 */
    bool single_bytes; /* each byte of the decoded part is a character */
};

struct place {
    size_t line, column; /* both from 1; columns in characters */
};

/* Walks a text forwards: ascending offsets cost one pass altogether, a smaller one starts anew. */
struct place_cursor {
    struct span text;
    struct origin origin;
    size_t at;
    struct place here;  /* of `at`, in the decoded text */
    size_t raw_at;      /* bytes into origin.raw; `raw` and `raw_text` are its place in the input
                         * and in the text */
    struct place raw, raw_text;
};

struct place_cursor place_start(struct span text, struct origin origin);
/* The place of `offset` bytes into the decoded text. A line ends at \n, \r\n or \r. */
struct place place_of(struct place_cursor *cursor, size_t offset);

#endif
