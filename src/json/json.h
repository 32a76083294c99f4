/* JSON read strictly (RFC 8259), one event at a time, from input that may come in pieces.
 *
 * The reader makes no tree and does not call itself: it keeps one bit for each open bracket. Texts
 * that follow each other are read as a stream, as jq writes it.
 *
 *     struct json_reader r;
 *     json_start(&r, 0);
 *     json_feed(&r, text, true);
 *     while ((event = json_next(&r)) > JSON_MORE)
 *         ...;
 *     json_free(&r);
 */
#ifndef JSON_H
#define JSON_H

#include "base/memory.h"

enum json_event {
    JSON_NO_MEMORY,
    JSON_ERROR, /* `message` tells why, `offset` where; the reader says so again when asked on */
    JSON_END,   /* the last piece is read, and no value is open */
    JSON_MORE,  /* the piece is read: feed the next one */
    JSON_OBJECT,
    JSON_OBJECT_END,
    JSON_LIST,
    JSON_LIST_END,
    JSON_KEY,    /* `text` is the key; its value comes next */
    JSON_STRING, /* `text` is the string */
    JSON_NUMBER, /* `text` is the number as it is written */
    JSON_TRUE,
    JSON_FALSE,
    JSON_NULL
};

/* A document that is nested more deeply is an error. */
enum { JSON_DEPTH_MOST = 65536 };

struct json_reader {
    /* Of the last event. `text` is decoded, and valid until the next call of json_next() or
     * json_feed(); `offset` counts bytes from the first piece's begin plus that of json_start(). */
    struct span text;
    size_t offset;
    size_t depth; /* brackets that are open behind the event */
    const char *message;

    /* The reader's own. */
    const char *begin, *at, *end;
    size_t base;           /* offset of `begin` */
    bool last;             /* no piece follows */
    char left[12];         /* the end of a piece that cuts a word, an escape or a character */
    size_t left_len;
    struct buffer joined;  /* that, and the piece behind it */
    struct buffer decoded; /* of a string or number that is not a stretch of its piece */
    struct buffer objects; /* a bit for each open bracket: it is an object's */
    unsigned state, token;
    size_t begun;          /* offset of the token that is being read */
};

void json_start(struct json_reader *r, size_t offset);
/* The next piece, borrowed until json_next() has said JSON_MORE or JSON_END. Pieces may cut the
 * text anywhere. -1 when memory ends. */
int json_feed(struct json_reader *r, struct span piece, bool last) QP_CHECK;
enum json_event json_next(struct json_reader *r);
void json_free(struct json_reader *r);

#endif
