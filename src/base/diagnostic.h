/* All diagnostics in one table, and the list of those of one input. Codes are stable; messages may
 * change. */
#ifndef DIAGNOSTIC_H
#define DIAGNOSTIC_H
#include "base/memory.h"

/* code, name, severity, meaning */
#define DIAGNOSTICS(X)                                                                             \
    X(EMPTY_INPUT, "empty-input", QP_ERROR, "the input holds no text")                             \
    X(NOT_A_QUESTION, "not-a-question", QP_ERROR, "the input is no question page that is known")   \
    X(INPUT_FORMAT, "input-format", QP_ERROR, "the input is a format that is not read")            \
    X(INPUT_TOO_LARGE, "input-too-large", QP_ERROR, "the input is larger than the limit")          \
    X(ENCODING_UNKNOWN, "encoding-unknown", QP_ERROR, "the input's encoding can't be told")        \
    X(OUT_OF_MEMORY, "out-of-memory", QP_ERROR, "memory ran out")                                  \
    X(ENCODING_GUESSED, "encoding-guessed", QP_NOTE, "no declaration told the encoding")           \
    X(CHARSET_MISMATCH, "charset-mismatch", QP_WARNING,                                            \
      "the declared encoding is not the one the bytes are in; the bytes win")                      \
    X(MIXED_ENCODING, "mixed-encoding", QP_WARNING,                                                \
      "bytes of another encoding stand in UTF-8 text; each was read as windows-1252")              \
    X(INVALID_ENCODING, "invalid-encoding", QP_WARNING, "ill-formed bytes became U+FFFD")          \
    X(INVALID_CHARACTER, "invalid-character", QP_WARNING,                                          \
      "characters that XML forbids became U+FFFD")                                                 \
    X(ENCODING_REPAIRED, "encoding-repaired", QP_WARNING,                                          \
      "text that was encoded twice has been decoded twice")                                        \
    X(MOJIBAKE_SUSPECTED, "mojibake-suspected", QP_WARNING,                                        \
      "text looks encoded twice but can't be repaired without loss")                               \
    X(LIMIT_DEPTH, "limit-depth", QP_ERROR, "elements are nested more deeply than the limit")      \
    X(LIMIT_LINES, "limit-lines", QP_ERROR, "the page has more lines than the limit")              \
    X(LIMIT_COMMENTS, "limit-comments", QP_WARNING,                                                \
      "more comments than the limit; the others stay unparsed")                                    \
    X(LIMIT_CELLS, "limit-cells", QP_WARNING,                                                      \
      "colspan asks for more empty cells than the limit")                                           \
    X(UNTERMINATED, "unterminated-markup", QP_WARNING,                                             \
      "a comment, tag, attribute or raw text element never ends")                                  \
    X(MIME_DAMAGED, "mime-damaged", QP_WARNING, "a MIME part is damaged or never ends")            \
    X(PART_LEFT_OUT, "part-left-out", QP_NOTE, "a part of the input holds no question page")        \
    X(SEVERAL_QUESTIONS, "several-questions", QP_WARNING, "the input holds more than one page")    \
    X(OTHER_SITE, "other-site", QP_WARNING,                                                        \
      "a question is of another site than the one given, and left out")                            \
    X(TRUNCATED, "truncated", QP_WARNING, "a sentence is cut, or a whole page tells no state")     \
    X(STATUS_CONFLICT, "status-conflict", QP_WARNING,                                              \
      "the heading and the response section tell different states")                                \
    X(ANSWER_EMPTY, "answer-empty", QP_WARNING, "an answer is dated but has no text")              \
    X(ANSWER_BEFORE_QUESTION, "answer-before-question", QP_WARNING,                                \
      "the answer is dated before the question")                                                   \
    X(AMBIGUOUS_LABEL, "ambiguous-label", QP_WARNING,                                              \
      "several lines could head the response; the others stay text")                               \
    X(DUPLICATE_SECTION, "duplicate-section", QP_WARNING, "a section stands twice")                \
    X(ORDER, "order", QP_WARNING, "the sections stand in an order that the site does not use")     \
    X(DATE_INVALID, "date-invalid", QP_WARNING, "a printed date does not exist or can't be read")  \
    X(DATE_REPLACED_TEXT, "date-replaced-text", QP_WARNING,                                        \
      "the question's text is only a date: the site lost the rest")                                \
    X(NUMBER_MISSING, "number-missing", QP_WARNING, "the heading has no number")                   \
    X(NUMBER_CONFLICT, "number-conflict", QP_WARNING,                                              \
      "the heading and the division name different questions")                                     \
    X(MINISTRY_MISSING, "ministry-missing", QP_WARNING, "the heading names no ministry")           \
    X(MINISTRY_DAMAGED, "ministry-damaged", QP_NOTE,                                               \
      "the heading's ministry was garbled or cut by the site")                                     \
    X(AUTHOR_MISSING, "author-missing", QP_WARNING, "no line names the author")                    \
    X(OPENING_INVENTED, "opening-invented", QP_NOTE,                                               \
      "the opening sentence looks made by the site, not by the author")                            \
    X(COMMENT_COUNT, "comment-count", QP_WARNING,                                                  \
      "the printed number of comments is not that of the comments shown")                          \
    X(UNPARSED_LINE, "unparsed-line", QP_WARNING, "a line was not understood")

enum code {
#define X(code, name, severity, meaning) D_##code,
    DIAGNOSTICS(X)
#undef X
        D_COUNT
};

struct diagnostic {
    enum code code;
    size_t offset;       /* bytes into the decoded text; NO_PLACE: the whole input */
    size_t line;         /* from 1 in the input, of a place outside the decoded text; 0: none */
    size_t order;        /* among those of the same place */
    qp_string message;
};

#define NO_PLACE ((size_t)-1)

/* The diagnostics of one input. The messages live in the arena, which the caller owns. Where memory
 * ends, `failed` is set and stays set. */
struct diagnostics {
    struct arena *arena;
    struct diagnostic *items;
    size_t count, cap;
    bool failed;
};

/* Adds a diagnostic at `offset` bytes into the decoded text, or at NO_PLACE. */
void diagnose(struct diagnostics *d, enum code code, size_t offset, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* The same for a place outside the decoded text, such as a MIME header: `line` counts from 1 in the
 * input. */
void diagnose_line(struct diagnostics *d, enum code code, size_t line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Page text for a message: cut to 60 characters, control and bidi characters escaped. Lives in the
 * arena; "" where memory ends. */
const char *quoted(struct diagnostics *d, struct span text);
/* Frees the list; the messages go with the arena. */
void diagnostics_free(struct diagnostics *d);

/* The row of the table; static. */
const qp_diagnostic_info *diagnostic_info(enum code code);

#endif
