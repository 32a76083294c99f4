/* Places: an offset in the decoded text to a line and column of the input. */
#ifndef PLACE_H
#define PLACE_H
#include "base/span.h"

/* How the input relates to the text that was decoded from it. */
enum origin_kind {
    ORIGIN_SAME,   /* the text is the input */
    ORIGIN_LATER,  /* a stretch of it, that starts at `line` */
    ORIGIN_QUOTED, /* quoted-printable: `raw` is what was decoded, from `line` on */
    ORIGIN_FLAT    /* base64: only `line`, where it starts, is known */
};

struct origin {
    enum origin_kind kind;
    struct span raw;
    size_t line;       /* of the input, from 1 */
    bool single_bytes; /* each byte of the decoded part is a character */
};

struct place {
    size_t line, column; /* from 1; the column in characters */
};

/* Walks a text forwards; offsets asked in ascending order cost one pass in all. */
struct place_cursor {
    struct span text;
    struct origin origin;
    size_t at;
    struct place here;  /* of `at`, in the decoded text */
    size_t raw_at;      /* in origin.raw, with its place in the input and in the text */
    struct place raw, raw_text;
};

struct place_cursor place_start(struct span text, struct origin origin);
/* A line ends at \n, \r\n or \r. */
struct place place_of(struct place_cursor *cursor, size_t offset);

#endif
