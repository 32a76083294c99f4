/* The XSD that is built in, run by libxml2's validator. */
#include "record/xsd.h"

#include "record/memory_guard.h"

#include <libxml/xmlmemory.h>
#include <libxml/xmlschemas.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct schema {
    xmlSchemaPtr compiled;
};

/* No schema names another; should one do, nothing is loaded. */
static xmlParserInputPtr refuse_to_load(const char *url, const char *id, xmlParserCtxtPtr context) {
    (void)url, (void)id, (void)context;
    return NULL;
}

static void ignore(void *user, schema_error error) {
    (void)user, (void)error;
}

static xmlSchemaPtr compile(void) {
    const char *text = qp_schema(QP_XML);
    xmlSchemaParserCtxtPtr context = xmlSchemaNewMemParserCtxt(text, (int)strlen(text));
    xmlSchemaPtr compiled = context ? xmlSchemaParse(context) : NULL;
    xmlSchemaFreeParserCtxt(context);
    return compiled;
}

static void compile_guarded(struct schema *s) {
    struct guard guard;
    guard_begin(&guard);
    if (setjmp(guard.back) == 0) {
        xmlInitParser();
        xmlSetExternalEntityLoader(refuse_to_load);
        xmlSetStructuredErrorFunc(NULL, ignore);
        s->compiled = compile();
    }
    guard_end(&guard);
}

struct schema *schema_open(void) {
    struct schema *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    xmlMemSetup(free, guard_malloc, guard_realloc, guard_strdup);
    compile_guarded(s);
    if (s->compiled)
        return s;
    free(s);
    return NULL;
}

void schema_close(struct schema *s) {
    if (s)
        xmlSchemaFree(s->compiled);
    free(s);
}

void schema_message(const char *said, char out[400]) {
    enum { LONGEST = 300 };
    size_t len = 0;
    for (; *said && len < LONGEST; said++)
        out[len++] = *said == '\n' ? ' ' : *said;
    while (*said && len > 0 && ((unsigned char)*said & 0xC0) == 0x80)
        said--, len--;
    while (len > 0 && (out[len - 1] == ' ' || out[len - 1] == '.'))
        len--;
    const char *end = *said ? "…" : "";
    memcpy(out + len, end, strlen(end) + 1);
}

/* The text behind "Element 'question', attribute 'id': ", and the attribute's name, else "". */
static const char *split(const char *said, char attribute[32]) {
    static const char element[] = "Element '", of[] = "', attribute '";
    const char *colon = strncmp(said, element, sizeof element - 1) == 0 ? strstr(said, "': ") : NULL;
    const char *name = colon ? strstr(said, of) : NULL;
    *attribute = '\0';
    if (name && name < colon) {
        name += sizeof of - 1;
        if (colon - name < 32)
            snprintf(attribute, 32, "%.*s", (int)(colon - name), name);
    }
    return colon ? colon + 3 : said;
}

static void hear(void *user, schema_error error) {
    struct schema_run *run = user;
    char message[400], attribute[32];
    if (error->code == XML_SCHEMAV_INTERNAL || !error->message) {
        run->failed = true;
        return;
    }
    schema_message(split(error->message, attribute), message);
    run->complain(run->user, *attribute ? attribute : NULL, message);
}

int schema_begin(struct schema *s, struct schema_run *run) {
    run->sax = NULL;
    run->data = NULL;
    run->failed = false;
    run->context = xmlSchemaNewValidCtxt(s->compiled);
    if (!run->context)
        return -1;
    xmlSchemaSetValidStructuredErrors(run->context, hear, run);
    run->plug = xmlSchemaSAXPlug(run->context, &run->sax, &run->data);
    if (run->plug)
        return 0;
    xmlSchemaFreeValidCtxt(run->context);
    return -1;
}

int schema_end(struct schema_run *run) {
    int rc = xmlSchemaSAXUnplug(run->plug);
    xmlSchemaFreeValidCtxt(run->context);
    return rc < 0 || run->failed ? -1 : 0;
}
