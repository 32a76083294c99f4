/* The record's XSD, at work: libxml2's validator, fed with the events of a parser. */
#ifndef XSD_H
#define XSD_H
#include "qparse.h"

#include <libxml/parser.h>

/* The schema that is built in, compiled; made once in a run. */
struct schema;

/* NULL when memory ends. */
struct schema *schema_open(void) QP_CHECK;
void schema_close(struct schema *s);

/* One document: its events go to s->sax with s->data as their context, texts in one piece
 * each: libxml2 copies all that came before for every piece. `complain` hears what is wrong
 * with the element whose event it was. */
struct schema_run {
    xmlSAXHandlerPtr sax;
    void *data;
    void *plug, *context;
    /* `attribute`: of the element, whose value it is about; NULL: the element itself. */
    void (*complain)(void *user, const char *attribute, const char *message);
    void *user;
    bool failed;
};

int schema_begin(struct schema *s, struct schema_run *run) QP_CHECK;
/* -1: memory ended, and what was heard may not be all. */
int schema_end(struct schema_run *run) QP_CHECK;

/* What libxml2 says, on one line and cut to a readable length. */
void schema_message(const char *said, char out[400]);

#if LIBXML_VERSION >= 21200
typedef const xmlError *schema_error;
#else
typedef xmlErrorPtr schema_error;
#endif

#endif
