/* Records in JSON, pretty and one a line: every member, every escape, the keys of the schema. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "records.h"

static const char full_json[] =
    "{\n"
    "  \"schema\": \"qparse/1\",\n"
    "  \"file\": \"pages/a.html\",\n"
    "  \"id\": \"SENAT-13-QE-3705\",\n"
    "  \"site\": \"nossenateurs.fr\",\n"
    "  \"chamber\": \"senat\",\n"
    "  \"legislature\": 13,\n"
    "  \"type\": \"QE\",\n"
    "  \"type_label\": \"Question écrite\",\n"
    "  \"number\": \"3705\",\n"
    "  \"reference\": \"111203705\",\n"
    "  \"url\": \"https://exemple.fr/q?a=1&b=2\",\n"
    "  \"source_url\": \"https://exemple.fr/source\",\n"
    "  \"author\": {\n"
    "    \"id\": \"PA7\",\n"
    "    \"name\": \"Zoé Ronce\",\n"
    "    \"civility\": \"Mme\",\n"
    "    \"group\": \"Groupe des Haies\",\n"
    "    \"constituency\": \"Creuse\"\n"
    "  },\n"
    "  \"ministry\": {\n"
    "    \"name\": \"Économie\",\n"
    "    \"displayed\": \"Budget\",\n"
    "    \"asked\": \"Budget, comptes\",\n"
    "    \"attributed\": \"Finances\",\n"
    "    \"answering\": \"Économie\"\n"
    "  },\n"
    "  \"addressee\": \"M. le ministre du budget\",\n"
    "  \"title\": \"Barèmes\",\n"
    "  \"rubric\": \"impôts\",\n"
    "  \"rubric_head\": \"taxe\",\n"
    "  \"analysis\": [\n"
    "    \"barèmes\",\n"
    "    \"délais\"\n"
    "  ],\n"
    "  \"status\": \"withdrawn\",\n"
    "  \"body\": {\n"
    "    \"date\": \"2011-12-01\",\n"
    "    \"page\": \"1204\",\n"
    "    \"blocks\": [\n"
    "      {\n"
    "        \"type\": \"paragraph\",\n"
    "        \"text\": \"Première ligne\\net « la suite ».\"\n"
    "      },\n"
    "      {\n"
    "        \"type\": \"table\",\n"
    "        \"rows\": [\n"
    "          [\n"
    "            \"Année\",\n"
    "            \"Montant\"\n"
    "          ],\n"
    "          [\n"
    "            \"2019\",\n"
    "            \"\"\n"
    "          ],\n"
    "          []\n"
    "        ],\n"
    "        \"text\": \"Année\\tMontant\\n2019\\t\\n\"\n"
    "      }\n"
    "    ]\n"
    "  },\n"
    "  \"response\": {\n"
    "    \"date\": \"2012-05-31\",\n"
    "    \"page\": \"77\",\n"
    "    \"expected\": \"2012-06-01\",\n"
    "    \"blocks\": [\n"
    "      {\n"
    "        \"type\": \"paragraph\",\n"
    "        \"text\": \"A < B & \\\"C\\\" > D\"\n"
    "      }\n"
    "    ]\n"
    "  },\n"
    "  \"withdrawal\": {\n"
    "    \"date\": \"2012-06-02\",\n"
    "    \"reason\": \"Retirée\"\n"
    "  },\n"
    "  \"relations\": [\n"
    "    {\n"
    "      \"type\": \"transformed_into\",\n"
    "      \"text\": \"question N° S12\",\n"
    "      \"number\": \"S12\",\n"
    "      \"url\": \"/question/13/11S0012\"\n"
    "    },\n"
    "    {\n"
    "      \"type\": \"recalls\",\n"
    "      \"text\": \"question n° 7\",\n"
    "      \"number\": \"7\",\n"
    "      \"url\": null\n"
    "    },\n"
    "    {\n"
    "      \"type\": \"cites\",\n"
    "      \"text\": \"question orale\",\n"
    "      \"number\": null,\n"
    "      \"url\": null\n"
    "    }\n"
    "  ],\n"
    "  \"events\": [\n"
    "    {\n"
    "      \"type\": \"transferred\",\n"
    "      \"date\": \"2012-01-09\",\n"
    "      \"detail\": \"Budget\"\n"
    "    },\n"
    "    {\n"
    "      \"type\": \"renewed\",\n"
    "      \"date\": null,\n"
    "      \"detail\": null\n"
    "    },\n"
    "    {\n"
    "      \"type\": \"signalled\",\n"
    "      \"date\": \"2012-02-07\",\n"
    "      \"detail\": null\n"
    "    },\n"
    "    {\n"
    "      \"type\": \"erratum\",\n"
    "      \"date\": \"2012-03-01\",\n"
    "      \"detail\": \"p. 55\"\n"
    "    }\n"
    "  ],\n"
    "  \"comments\": {\n"
    "    \"count\": 3,\n"
    "    \"items\": [\n"
    "      {\n"
    "        \"author\": \"Zoé\",\n"
    "        \"date\": \"2012-04-05T09:07\",\n"
    "        \"text\": \"Bien vu.\\n\\nMerci.\"\n"
    "      },\n"
    "      {\n"
    "        \"author\": null,\n"
    "        \"date\": \"2012-04-06\",\n"
    "        \"text\": \"Non.\"\n"
    "      }\n"
    "    ]\n"
    "  },\n"
    "  \"unparsed\": [\n"
    "    {\n"
    "      \"line\": 42,\n"
    "      \"text\": \"Ligne perdue\"\n"
    "    }\n"
    "  ]\n"
    "}\n";

static const char bare_jsonl[] =
    "{\"schema\":\"qparse/1\",\"file\":null,\"id\":null,\"site\":\"assemblee-nationale.fr\","
    "\"chamber\":\"an\",\"legislature\":null,\"type\":null,\"type_label\":null,\"number\":null,"
    "\"reference\":null,\"url\":null,\"source_url\":null,\"author\":{\"id\":null,\"name\":null,"
    "\"civility\":null,\"group\":null,\"constituency\":null},\"ministry\":{\"name\":null,\"displayed\":null,"
    "\"asked\":null,\"attributed\":null,\"answering\":null},\"addressee\":null,\"title\":null,"
    "\"rubric\":null,\"rubric_head\":null,\"analysis\":[],\"status\":null,\"body\":{\"date\":null,"
    "\"page\":null,\"blocks\":[]},\"response\":null,\"withdrawal\":null,\"relations\":[],"
    "\"events\":[],\"comments\":{\"count\":null,\"items\":[]},\"unparsed\":[]}\n";

/* `jq -c` from `jq`: white space outside strings goes. */
static char *compact(const char *json) {
    char *out = calloc(1, strlen(json) + 2), *to = out;
    assert_non_null(out);
    for (bool in_string = false; *json; json++) {
        if (*json == '\\')
            *to++ = *json++;
        else if (*json == '"')
            in_string = !in_string;
        if (in_string || (*json != ' ' && *json != '\n'))
            *to++ = *json;
    }
    *to = '\n';
    return out;
}

static void test_full(void **state) {
    (void)state;
    qp_question q = full_question();
    char *jsonl = compact(full_json);
    assert_emits(&q, QP_JSON, QP_ALONE, full_json);
    assert_emits(&q, QP_JSON, QP_ITEM, full_json);
    assert_emits(&q, QP_JSONL, QP_ALONE, jsonl);
    free(jsonl);
}

static void test_bare(void **state) {
    (void)state;
    qp_question q = bare_question();
    assert_emits(&q, QP_JSONL, QP_ALONE, bare_jsonl);
    /* An answer that tells nothing is there all the same; so is an empty title. */
    q.has_response = q.has_withdrawal = true;
    q.title = S("");
    char *json = emitted(&q, QP_JSONL, QP_ALONE);
    assert_non_null(strstr(json, "\"title\":\"\",\"rubric\""));
    assert_non_null(strstr(json, "\"response\":{\"date\":null,\"page\":null,\"expected\":null,"
                                 "\"blocks\":[]},\"withdrawal\":{\"date\":null,\"reason\":null}"));
    qp_free(json);
}

/* What jq 1.6 makes of one ASCII character. */
static int json_escape(unsigned char c, char out[8]) {
    const char *from = "\"\\\b\f\n\r\t", *to = "\"\\bfnrt", *at = c ? strchr(from, c) : NULL;
    if (at)
        return sprintf(out, "\\%c", to[at - from]);
    return sprintf(out, c < 0x20 || c == 0x7F ? "\\u%04x" : "%c", c);
}

/* Every character at every place of a word of eight, in the run and in its rest. */
static void test_escapes(void **state) {
    (void)state;
    for (unsigned char c = 1; c < 0x80; c++) {
        for (size_t place = 0; place < 19; place++) {
            char text[] = "éabcdefghijklmnopqrs", escape[8], want[64];
            qp_question q = {.title = {text, sizeof text - 1}};
            text[place + 1] = (char)c;
            text[0] = 'e';
            json_escape(c, escape);
            snprintf(want, sizeof want, "\"title\":\"%.*s%s%s\",", (int)place + 1, text, escape,
                     text + place + 2);
            char *json = emitted(&q, QP_JSONL, QP_ALONE);
            assert_non_null(strstr(json, want));
            qp_free(json);
        }
    }
}

static void test_other_characters_stay(void **state) {
    (void)state;
    static const char odd[] = "\xC2\x85\u00A0\u2028\u202E\uFEFF\uFFFD\U0001F600\U0010FFFFé/'";
    qp_question q = {.title = {odd, sizeof odd - 1}};
    char want[64];
    char *json = emitted(&q, QP_JSONL, QP_ALONE);
    snprintf(want, sizeof want, "\"title\":\"%s\",", odd);
    assert_non_null(strstr(json, want));
    qp_free(json);
}

static void test_long_text(void **state) {
    (void)state;
    size_t size = (3u << 20) + 5, plain = 2u << 20;
    char *text = malloc(size);
    assert_non_null(text);
    memset(text, 'x', size);
    for (size_t i = plain; i < size; i += 1024)
        text[i] = '&';
    qp_block b = {QP_PARAGRAPH, {text, size}, NULL, 0};
    qp_question q = {.site = QP_SENAT, .body.blocks = {&b, 1}};
    char *json = emitted(&q, QP_JSON, QP_ALONE);
    const char *in_json = strstr(json, "\"text\": \"");
    assert_non_null(in_json);
    assert_memory_equal(in_json + 9, text, size);
    qp_free(json);
    free(text);
}

/* The record's keys and those that the JSON schema wants, in the same order. */
static void test_json_schema_keys(void **state) {
    (void)state;
    const char *schema = qp_schema(QP_JSON), *want = strstr(schema, "\"required\": [");
    assert_ptr_equal(schema, qp_schema(QP_JSONL));
    assert_non_null(want);
    want = strchr(want, '[') + 1;
    size_t keys = 0;
    for (const char *line = full_json; *line; line = strchr(line, '\n') + 1) {
        if (strncmp(line, "  \"", 3) != 0)
            continue;
        size_t len = strcspn(line + 3, "\"") + 2;
        want += strspn(want, " \n,");
        assert_memory_equal(want, line + 2, len);
        want += len;
        keys++;
    }
    assert_int_equal(want[strspn(want, " \n")], ']');
    assert_int_equal(keys, 27);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_full),
        cmocka_unit_test(test_bare),
        cmocka_unit_test(test_escapes),
        cmocka_unit_test(test_other_characters_stay),
        cmocka_unit_test(test_long_text),
        cmocka_unit_test(test_json_schema_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
