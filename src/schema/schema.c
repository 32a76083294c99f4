/* The schemas of the record, built into the library. */
#include "qparse.h"
#include "schema_text.h"

const char *qp_schema(enum qp_format format) {
    if (format == QP_XML)
        return (const char *)question_xsd;
    bool json = format == QP_JSON || format == QP_JSONL;
    return json ? (const char *)question_schema_json : NULL;
}
