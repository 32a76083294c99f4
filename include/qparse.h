/* qparse: pages of French parliamentary questions into structured records.
 *
 * This is the only public header. It compiles alone as C11 and as C++.
 *
 * Threads: no function keeps state between calls. Several threads may use different results at
 * once, but only one thread at a time may use one result.
 *
 * No function prints, exits, aborts or touches a file. */
#ifndef QPARSE_H
#define QPARSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define QP_VERSION "0.1.0"
#define QP_SCHEMA "qparse/1"

#if defined(__GNUC__)
#define QP_API __attribute__((visibility("default")))
#define QP_CHECK __attribute__((warn_unused_result))
#else
#define QP_API
#define QP_CHECK
#endif

/* Text: `size` bytes of UTF-8 that XML 1.0 allows, and a NUL behind them. `data` is NULL where the
 * value is absent. Owned by the question. */
typedef struct qp_string {
    const char *data;
    size_t size;
} qp_string;

/* A date as printed. `year` is 0 where it is absent; `hour` is -1 without a time of day. */
typedef struct qp_date {
    int16_t year;
    int8_t month, day;
    int8_t hour, minute;
} qp_date;

enum qp_site { QP_SITE_NONE, QP_NOSSENATEURS, QP_NOSDEPUTES, QP_SENAT, QP_ASSEMBLEE };

enum qp_status {
    QP_STATUS_NONE,
    QP_PENDING,
    QP_ANNOUNCED,
    QP_ANSWERED,
    QP_WITHDRAWN,
    QP_LAPSED,
    QP_TRANSFORMED
};

enum qp_block_type { QP_PARAGRAPH, QP_TABLE };
enum qp_relation_type { QP_TRANSFORMED_INTO, QP_RECALLS, QP_CITES };
enum qp_event_type { QP_TRANSFERRED, QP_RENEWED, QP_SIGNALLED, QP_ERRATUM };

typedef struct qp_row {
    qp_string *cells;
    size_t count;
} qp_row;

/* `text` is the whole text in either case: line breaks join the rows of a table, tabs its cells.
 * `rows` is NULL in a paragraph. */
typedef struct qp_block {
    enum qp_block_type type;
    qp_string text;
    qp_row *rows;
    size_t row_count;
} qp_block;

typedef struct qp_blocks {
    qp_block *items;
    size_t count;
} qp_blocks;

typedef struct qp_author {
    qp_string id; /* the chamber's own, where the page links to the member: "PA722150", "14052D" */
    qp_string name, civility, group, constituency;
} qp_author;

typedef struct qp_ministry {
    qp_string name; /* whom the question is with: answering, else attributed, asked, displayed */
    qp_string displayed, asked, attributed, answering;
} qp_ministry;

typedef struct qp_body {
    qp_date date;
    qp_string page;
    qp_blocks blocks;
} qp_body;

typedef struct qp_response {
    qp_date date;
    qp_string page;
    qp_date expected;
    qp_blocks blocks;
} qp_response;

typedef struct qp_withdrawal {
    qp_date date;
    qp_string reason;
} qp_withdrawal;

typedef struct qp_relation {
    enum qp_relation_type type;
    qp_string text, number, url;
} qp_relation;

typedef struct qp_event {
    enum qp_event_type type;
    qp_date date;
    qp_string detail;
} qp_event;

typedef struct qp_comment {
    qp_string author;
    qp_date date;
    qp_string text;
} qp_comment;

/* A line of the page that no rule understood; `line` counts from 1 in the input. */
typedef struct qp_unparsed {
    size_t line;
    qp_string text;
} qp_unparsed;

/* One question, with its members in the order of the record. */
typedef struct qp_question {
    qp_string file;
    qp_string id;
    enum qp_site site;
    int legislature; /* 0: absent */
    qp_string type, type_label, number, reference;
    qp_string url, source_url;
    qp_author author;
    qp_ministry ministry;
    qp_string addressee, title, rubric, rubric_head;
    qp_string *analysis;
    size_t analysis_count;
    enum qp_status status;
    qp_body body;
    bool has_response;
    qp_response response;
    bool has_withdrawal;
    qp_withdrawal withdrawal;
    qp_relation *relations;
    size_t relation_count;
    qp_event *events;
    size_t event_count;
    long comment_count; /* as printed; -1: absent */
    qp_comment *comments;
    size_t comment_item_count;
    qp_unparsed *unparsed;
    size_t unparsed_count;
} qp_question;

enum qp_severity { QP_NOTE, QP_WARNING, QP_ERROR };

/* `line` and `column` count from 1 in the input, columns in characters; both are 0 for the whole
 * input. `code` is a stable name such as "status-conflict"; `message` is UTF-8 on one line, with
 * text of the page escaped. Owned by the result. */
typedef struct qp_diagnostic {
    enum qp_severity severity;
    size_t line, column;
    const char *code;
    const char *message;
} qp_diagnostic;

/* A row of the table of all diagnostics, as `--list-diagnostics` prints it. Static text. */
typedef struct qp_diagnostic_info {
    const char *code;
    enum qp_severity severity;
    const char *meaning;
} qp_diagnostic_info;

/* Row `index` of the table, NULL past its end. */
QP_API const qp_diagnostic_info *qp_diagnostic_info_at(size_t index);

/* A generation of a site's pages, as `--list-sites` prints it: `name` says which, `years` when the
 * questions that it shows were asked. `seen`: it was made after real pages, else after descriptions.
 * Static text. */
typedef struct qp_site_info {
    enum qp_site site;
    const char *name, *years;
    bool seen;
} qp_site_info;

/* Entry `index` of the known generations: true and *out, or false past the end. */
QP_API bool qp_site_info_at(size_t index, qp_site_info *out);
/* The site of a name, as records have it: "senat.fr". QP_SITE_NONE: no site has this name. */
QP_API enum qp_site qp_site_of(const char *name);

enum qp_input {
    QP_INPUT_AUTO, QP_INPUT_TEXT, QP_INPUT_HTML, QP_INPUT_MHTML, QP_INPUT_OPENDATA
};

/* How to read an input. All zero is the default. Strings are borrowed for the call. */
typedef struct qp_options {
    enum qp_input input;  /* the format; AUTO decides by content */
    const char *encoding; /* the label of an encoding; NULL: found in the input */
    const char *file;     /* goes into the `file` of records; NULL: none */
    const char *url;      /* the page's address, if the caller knows it; NULL: the page may tell */
    const char *charset;  /* as a server declared it; the bytes may overrule it; NULL: none */
    bool plain_spaces;    /* U+00A0, U+202F and U+2007 become a space in values */
    bool keep_lines;      /* keep the lines that qp_explain() shows */
    size_t max_size;      /* of the input, in bytes; 0: 256 MiB */
    enum qp_site site;    /* the site of the page: questions of another are left out and reported;
                           * QP_SITE_NONE: found by content */
    size_t max_depth;     /* of open elements in markup; 0: 100,000 */
    size_t max_cells;     /* empty cells that colspan may add; 0: 1000 and one for 8 bytes */
    size_t max_comments;  /* of a question; 0: 100,000 */
    size_t max_lines;     /* with text, of a page; 0: 300,000 and one for 8 bytes */
} qp_options;

/* Whether qp_options.encoding knows this label; ASCII case does not matter. */
QP_API bool qp_encoding_known(const char *label);

/* How the reading of an input ended. */
enum qp_outcome {
    QP_CONVERTED,     /* at least one question */
    QP_NOT_QUESTION,  /* nothing that can be read as a page of a question */
    QP_FAILED         /* out of memory: the result holds only this diagnostic */
};

typedef struct qp_result qp_result;

/* QP_VERSION of the library that is linked. Static text. */
QP_API const char *qp_version(void);

/* Does nothing: for programs that were written when a library below had a state. */
QP_API void qp_init(void);

/* Reads one input. `bytes` is borrowed for the call. NULL only where not even the result could be
 * allocated; free it with qp_result_free(). */
QP_API QP_CHECK qp_result *qp_parse(const void *bytes, size_t size, const qp_options *options);
QP_API void qp_result_free(qp_result *result);

QP_API enum qp_outcome qp_result_outcome(const qp_result *result);
/* The questions in the order of the input, owned by the result; NULL past the end. */
QP_API size_t qp_result_count(const qp_result *result);
QP_API const qp_question *qp_result_question(const qp_result *result, size_t index);
/* The diagnostics in the order of their places, owned by the result; NULL past the end. */
QP_API size_t qp_result_diagnostic_count(const qp_result *result);
QP_API const qp_diagnostic *qp_result_diagnostic(const qp_result *result, size_t index);

/* QP_CSV: a row for each question, after RFC 4180. QP_CSV_SHEET: the same for spreadsheets, with a
 * byte order mark first, and an apostrophe before text that would otherwise be a formula. QP_AKN:
 * Akoma Ntoso 3.0, a document by itself for each question, whatever the part. QP_JSONARRAY: one
 * JSON document, a list of records. */
enum qp_format { QP_JSON, QP_JSONL, QP_XML, QP_CSV, QP_AKN, QP_CSV_SHEET, QP_JSONARRAY };

/* The part of a document that qp_emit() writes, which matters in XML, CSV and the JSON list: ALONE
 * is a whole document, ITEM a record between qp_emit_head() and qp_emit_tail(), with
 * qp_emit_between() before each ITEM but the first. */
enum qp_part { QP_ALONE, QP_ITEM };

/* Writes a question. Returns 0 with *out, *size bytes and a NUL behind them, which the caller frees
 * with qp_free(); or -1 where memory ends, with *out NULL. */
QP_API QP_CHECK int qp_emit(const qp_question *question, enum qp_format format, enum qp_part part,
                            char **out, size_t *size);
/* The text before and behind ITEM records: "" in JSON, the row of names in CSV. Static text. */
QP_API const char *qp_emit_head(enum qp_format format);
QP_API const char *qp_emit_tail(enum qp_format format);
/* The text between two ITEM records: a comma in the JSON list, "" in all others. Static text. */
QP_API const char *qp_emit_between(enum qp_format format);

/* The page as it was read: each line with its number, section and field. Needs
 * qp_options.keep_lines. Memory and errors are as in qp_emit(). */
QP_API QP_CHECK int qp_explain(const qp_result *result, bool colour, char **out, size_t *size);

/* JSON Schema 2020-12 or XSD 1.0 of the record; NULL for a format without one. Static text. */
QP_API const char *qp_schema(enum qp_format format);

/* The names in records; NULL for a value without one. Static text. */
QP_API const char *qp_site_name(enum qp_site site);
QP_API const char *qp_status_name(enum qp_status status);

QP_API void qp_free(void *memory);

#ifdef __cplusplus
}
#endif
#endif
