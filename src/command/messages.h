/* The command's messages: lines for standard error, for people or for programs, and JSON lines for
 * --report. They are collected in buffers, to be printed in the order of the inputs. */
#ifndef MESSAGES_H
#define MESSAGES_H
#include "base/memory.h"
#include "command/options.h"
#include "record/record.h"

/* The diagnostics that the library does not have: code, name, severity, meaning. */
#define TROUBLES(X)                                                                                \
    X(UNREADABLE, "unreadable", QP_ERROR, "an input can't be read")                                \
    X(UNWRITABLE, "unwritable", QP_ERROR, "an output can't be written")                            \
    X(ARCHIVE_DAMAGED, "archive-damaged", QP_ERROR, "an archive, or a page in it, can't be read")  \
    X(ARCHIVE_UNREAD, "archive-unread", QP_ERROR, "this build does not read archives")             \
    X(ARCHIVE_NESTED, "archive-nested", QP_WARNING, "an archive within an archive is not read")    \
    X(COLLISION, "collision", QP_ERROR, "two inputs would write the same file")                    \
    X(NAME_OUTSIDE, "name-outside", QP_ERROR, "a name leads out of the output folder")             \
    X(NOT_REGULAR, "not-a-regular-file", QP_WARNING,                                               \
      "what a folder or archive holds is no regular file")                                         \
    X(USAGE, "usage", QP_ERROR, "the command line asks for what can't be done")                    \
    X(RECORD_OTHER, "not-a-record", QP_ERROR, "what should be a record is something else")         \
    X(RECORD_MALFORMED, "record-malformed", QP_ERROR, "a record is no well-formed JSON or XML")    \
    X(RECORD_INVALID, "record-invalid", QP_ERROR, "a record is not as the schema has it")          \
    X(NOTHING_CONVERTED, "nothing-converted", QP_ERROR,                                            \
      "folders or archives hold no question page")                                               \
    X(NOTHING_COMPARED, "nothing-compared", QP_ERROR,                                              \
      "neither side of --diff holds a question")                                                   \
    X(RECORD_STRAY, "record-left-out", QP_WARNING,                                                 \
      "a JSON or XML file of a folder is none that qparse wrote")                                  \
    X(QUESTION_CHANGED, "question-changed", QP_WARNING,                                            \
      "--diff, for GitHub alone: a question changed, came or went")                                \
    X(OUTPUT_MISSING, "output-missing", QP_ERROR,                                                  \
      "--check: a page has no record in the output folder")                                        \
    X(OUTPUT_DIFFERS, "output-differs", QP_ERROR,                                                  \
      "--check: a page gives another record now")                                                  \
    X(OUTPUT_LEFT_OVER, "output-left-over", QP_ERROR,                                              \
      "--check: a record whose page gives none any more")                                          \
    X(OUTPUT_REMOVED, "output-removed", QP_NOTE,                                                   \
      "--prune: a record whose page is gone")                                                      \
    X(OUTPUT_KEPT, "output-kept", QP_WARNING,                                                      \
      "--prune: a record whose page is there, and is no question")                                 \
    X(FOLDERS_KEPT, "folders-kept", QP_NOTE,                                                       \
      "two inputs have one name, so that outputs keep their folders")                              \
    X(LINK_LOOP, "link-loop", QP_WARNING, "a link to a folder that is read already")

enum trouble {
#define X(code, name, severity, meaning) T_##code,
    TROUBLES(X)
#undef X
        T_COUNT
};

/* NULL for T_COUNT and above. */
const qp_diagnostic_info *trouble_info(enum trouble trouble);
/* The diagnostic of a fault in a record. */
const qp_diagnostic_info *fault_info(enum record_fault fault);

struct messages {
    struct buffer text, report; /* for standard error; for --report */
    enum diagnostics_as as;
    enum qp_severity least; /* below it nothing is said */
    bool reported; /* a report is wanted */
};

/* These add a message about the input `name`, NULL for standard input. Where memory ends, the
 * buffer's `failed` tells. */

/* `silent`: it goes to the report only. */
void say_diagnostic(struct messages *m, const char *name, const qp_diagnostic *d, bool silent);
/* "NAME: error: MESSAGE [code]" */
void say_trouble(struct messages *m, const char *name, enum trouble trouble, const char *message);
/* About a SOURCE_PROBLEM without an errno value. */
void say_problem(struct messages *m, const struct source *s);
/* "qparse: NAME: MESSAGE", where a system call failed. */
void say_system(struct messages *m, const char *name, enum trouble trouble, const char *message);

/* Adds the same line to any buffer. Here `name` NULL means no name: no input is the reason. */
void append_system(struct buffer *b, enum diagnostics_as as, const char *name,
                   const qp_diagnostic_info *info, const char *message);
/* The message that memory ended: static text, for where no memory is left. */
const char *no_memory_line(enum diagnostics_as as);
void messages_free(struct messages *m);

#endif
