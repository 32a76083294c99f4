/* A document of records: its form, and the reader of that form. */
#include "record/record.h"

#include "decode/decode.h"
#include "record/json.h"
#include "record/read.h"
#include "record/xml.h"

#include <stdlib.h>

/* An object, a list of objects or an empty list: w3m shows a page's search field as "[      ]". */
static bool begins_json(struct span s) {
    struct span rest = span_trim(span_from(s.ptr + 1, span_end(s)));
    if (rest.len == 0)
        return false;
    return *s.ptr == '{' ? *rest.ptr == '"' || *rest.ptr == '}'
                         : *rest.ptr == '{' || (*rest.ptr == ']' && rest.len == 1);
}

enum record_kind record_sniff(struct span bytes) {
    struct span s = span_trim(bytes);
    if (s.len && *s.ptr == '<')
        return xml_begins_record(s) ? RECORD_XML : RECORD_NONE;
    return s.len && (*s.ptr == '{' || *s.ptr == '[') && begins_json(s) ? RECORD_JSON : RECORD_NONE;
}

int record_read(struct record_reader *r, struct span document) {
    size_t clean = decode_clean(document);
    r->begin = r->here = place_start(document, (struct origin){.kind = ORIGIN_SAME});
    struct span s = span_trim(document);
    if (clean < document.len)
        record_complain(r, FAULT_MALFORMED, clean,
                        "the byte 0x%02x is no UTF-8 here, or no character of a record",
                        (unsigned char)document.ptr[clean]);
    else if (!s.len)
        record_complain(r, FAULT_MALFORMED, 0, "there is no record in it");
    else if (*s.ptr == '<')
        record_read_xml(r, document, record_take, record_knows);
    else if (*s.ptr != '{' && *s.ptr != '[' && !span_find(s, SPAN("\n{")))
        record_complain(r, FAULT_OTHER, (size_t)(s.ptr - document.ptr),
                        "neither JSON nor XML: a record begins with '{' or '<'");
    else
        record_read_json(r, document, record_take);
    record_complain_rest(r);
    record_forget(r);
    free(r->nodes);
    return r->failed ? -1 : 0;
}
