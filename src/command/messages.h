/* What the command says: lines for standard error, for people or for programs, and JSON lines
 * for --report. Collected in buffers, so that they can be printed in the order of the inputs. */
#ifndef MESSAGES_H
#define MESSAGES_H
#include "base/memory.h"
#include "command/options.h"
#include "record/record.h"

/* What the library can't know of: code, name, severity, meaning. */
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
    X(LINK_LOOP, "link-loop", QP_WARNING, "a link to a folder that is read already")

enum trouble {
#define X(code, name, severity, meaning) T_##code,
    TROUBLES(X)
#undef X
        T_COUNT
};

const qp_diagnostic_info *trouble_info(enum trouble trouble);
/* That of what is wrong with a record. */
const qp_diagnostic_info *fault_info(enum record_fault fault);

struct messages {
    struct buffer text, report;
    enum diagnostics_as as;
    bool quiet;    /* errors only */
    bool reported; /* a report is wanted */
};

/* `name` NULL: standard input. `silent`: for the report only. */
void say_diagnostic(struct messages *m, const char *name, const qp_diagnostic *d, bool silent);
/* "NAME: error: MESSAGE [code]" */
void say_trouble(struct messages *m, const char *name, enum trouble trouble, const char *message);
/* What a folder holds and is not read, where no errno value tells why. */
void say_problem(struct messages *m, const struct source *s);
/* "qparse: NAME: MESSAGE", for what the system refused. */
void say_system(struct messages *m, const char *name, enum trouble trouble, const char *message);
/* The same for a message that no input is the reason of, where `name` NULL is none. */
void append_system(struct buffer *b, enum diagnostics_as as, const char *name,
                   const qp_diagnostic_info *info, const char *message);
/* That memory ended, for where none is left to say it with. */
const char *no_memory_line(enum diagnostics_as as);
void messages_free(struct messages *m);

#endif
