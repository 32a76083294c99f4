/* The schemas of the record, built into the library. */
#include "qparse.h"
#include "schema_text.h"

const char *qp_schema(enum qp_format format) {
    switch (format) {
    case QP_XML:
        return (const char *)question_xsd;
    case QP_JSON:
    case QP_JSONL:
        return (const char *)question_schema_json;
    case QP_CSV:
    case QP_AKN:
    case QP_CSV_SHEET:
        break;
    }
    return NULL;
}
