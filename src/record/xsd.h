/* The XSD that is built in, run by libxml2's validator on the events of a parser. */
#ifndef XSD_H
#define XSD_H
#include "qparse.h"

#include <libxml/parser.h>

struct schema;

/* Compiles the schema, once in a run; NULL when memory ends. */
struct schema *schema_open(void) QP_CHECK;
void schema_close(struct schema *s);

/* The validation of one document. The caller sets `complain` and `user`, and passes the document's
 * events to `sax` with `data` as their context. It passes each text in one piece: for every further
 * piece libxml2 copies the text so far. */
struct schema_run {
    /* Hears of a fault of the element whose event is passed, or of its attribute; NULL: none. */
    void (*complain)(void *user, const char *attribute, const char *message);
    void *user;

    xmlSAXHandlerPtr sax;
    void *data;

    /* From here on the schema's own. */
    void *plug, *context;
    bool failed;
};

/* -1: memory ended. */
int schema_begin(struct schema *s, struct schema_run *run) QP_CHECK;
/* Frees the run. -1: memory ended, and faults may not have been told. */
int schema_end(struct schema_run *run) QP_CHECK;

/* A message of libxml2 on one line, cut to a readable length. */
void schema_message(const char *said, char out[400]);

#if LIBXML_VERSION >= 21200
typedef const xmlError *schema_error;
#else
typedef xmlErrorPtr schema_error;
#endif

#endif
