/* Memory can be made to fail here: text.c is included with a realloc() of our own,
 * libxml2 is given the same through xmlMemSetup(). */
#include <libxml/parser.h>
#include <libxml/xmlschemas.h>
#include <limits.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

static struct {
    long left;   /* allocations until one fails; negative: none does */
    bool sticky; /* all later ones fail too */
    long live;   /* blocks not yet freed */
} memory = {-1, false, 0};

static bool memory_fails(void) {
    if (memory.left < 0)
        return false;
    if (memory.left == 0) {
        if (!memory.sticky)
            memory.left = -1;
        return true;
    }
    memory.left--;
    return false;
}

static void *test_malloc_(size_t size) {
    void *p = memory_fails() ? NULL : malloc(size);
    memory.live += p != NULL;
    return p;
}

static void *test_realloc_(void *old, size_t size) {
    void *p = memory_fails() ? NULL : realloc(old, size);
    memory.live += p && !old;
    return p;
}

static void test_free_(void *p) {
    memory.live -= p != NULL;
    free(p);
}

static char *test_strdup_(const char *s) {
    char *p = test_malloc_(strlen(s) + 1);
    return p ? strcpy(p, s) : NULL;
}

#define malloc(size) test_malloc_(size)
#define realloc(old, size) test_realloc_(old, size)
#define free(p) test_free_(p)
#include "base/print.h"
#include "base/memory.c"
#undef malloc
#undef realloc
#undef free

#include "emit/emit.h"

/* What qp_emit() gave: freed as qp_free() does, and counted. */
static void release(char *out) {
    memory.live -= out != NULL;
    qp_free(out);
}

#define TEXT(literal) {literal, sizeof(literal) - 1}
#define S(literal) ((qp_string)TEXT(literal))
#define COUNT(array) (sizeof(array) / sizeof *(array))

static qp_string head_cells[] = {TEXT("Année"), TEXT("Montant")};
static qp_string year_cells[] = {TEXT("2019"), {NULL, 0}};
static qp_row rows[] = {{head_cells, 2}, {year_cells, 2}, {NULL, 0}};
static qp_block body_blocks[] = {
    {QP_PARAGRAPH, TEXT("Première ligne\net « la suite »."), NULL, 0},
    {QP_TABLE, TEXT("Année\tMontant\n2019\t\n"), rows, 3},
};
static qp_block response_blocks[] = {{QP_PARAGRAPH, TEXT("A < B & \"C\" > D"), NULL, 0}};
static qp_string analysis[] = {TEXT("barèmes"), TEXT("délais")};
static qp_relation relations[] = {
    {QP_TRANSFORMED_INTO, TEXT("question N° S12"), TEXT("S12"), TEXT("/question/13/11S0012")},
    {QP_RECALLS, TEXT("question n° 7"), TEXT("7"), {NULL, 0}},
    {QP_CITES, TEXT("question orale"), {NULL, 0}, {NULL, 0}},
};
static qp_event events[] = {
    {QP_TRANSFERRED, {2012, 1, 9, -1, 0}, TEXT("Budget")},
    {QP_RENEWED, {0, 0, 0, -1, 0}, {NULL, 0}},
    {QP_SIGNALLED, {2012, 2, 7, -1, 0}, {NULL, 0}},
    {QP_ERRATUM, {2012, 3, 1, -1, 0}, TEXT("p. 55")},
};
static qp_comment comments[] = {
    {TEXT("Zoé"), {2012, 4, 5, 9, 7}, TEXT("Bien vu.\n\nMerci.")},
    {{NULL, 0}, {2012, 4, 6, -1, 0}, TEXT("Non.")},
};
static qp_unparsed unparsed[] = {{42, TEXT("Ligne perdue")}};

static qp_question full_question(void) {
    return (qp_question){
        .file = S("pages/a.html"),
        .id = S("SENAT-13-QE-3705"),
        .site = QP_NOSSENATEURS,
        .legislature = 13,
        .type = S("QE"),
        .type_label = S("Question écrite"),
        .number = S("3705"),
        .reference = S("111203705"),
        .url = S("https://exemple.fr/q?a=1&b=2"),
        .source_url = S("https://exemple.fr/source"),
        .author = {S("Zoé Ronce"), S("Mme"), S("Groupe des Haies"), S("Creuse")},
        .ministry = {S("Budget"), S("Budget, comptes"), S("Finances"), S("Économie")},
        .addressee = S("M. le ministre du budget"),
        .title = S("Barèmes"),
        .rubric = S("impôts"),
        .rubric_head = S("taxe"),
        .analysis = analysis,
        .analysis_count = COUNT(analysis),
        .status = QP_WITHDRAWN,
        .body = {{2011, 12, 1, -1, 0}, S("1204"), {body_blocks, COUNT(body_blocks)}},
        .has_response = true,
        .response = {{2012, 5, 31, -1, 0}, S("77"), {2012, 6, 1, -1, 0},
                     {response_blocks, COUNT(response_blocks)}},
        .has_withdrawal = true,
        .withdrawal = {{2012, 6, 2, -1, 0}, S("Retirée")},
        .relations = relations,
        .relation_count = COUNT(relations),
        .events = events,
        .event_count = COUNT(events),
        .comment_count = 3,
        .comments = comments,
        .comment_item_count = COUNT(comments),
        .unparsed = unparsed,
        .unparsed_count = COUNT(unparsed),
    };
}

static qp_question bare_question(void) {
    return (qp_question){.site = QP_ASSEMBLEE, .comment_count = -1};
}

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
    "    \"name\": \"Zoé Ronce\",\n"
    "    \"civility\": \"Mme\",\n"
    "    \"group\": \"Groupe des Haies\",\n"
    "    \"constituency\": \"Creuse\"\n"
    "  },\n"
    "  \"ministry\": {\n"
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

static const char full_xml[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<question schema=\"qparse/1\" id=\"SENAT-13-QE-3705\">\n"
    "  <file>pages/a.html</file>\n"
    "  <site>nossenateurs.fr</site>\n"
    "  <chamber>senat</chamber>\n"
    "  <legislature>13</legislature>\n"
    "  <type>QE</type>\n"
    "  <type_label>Question écrite</type_label>\n"
    "  <number>3705</number>\n"
    "  <reference>111203705</reference>\n"
    "  <url>https://exemple.fr/q?a=1&amp;b=2</url>\n"
    "  <source_url>https://exemple.fr/source</source_url>\n"
    "  <author>\n"
    "    <name>Zoé Ronce</name>\n"
    "    <civility>Mme</civility>\n"
    "    <group>Groupe des Haies</group>\n"
    "    <constituency>Creuse</constituency>\n"
    "  </author>\n"
    "  <ministry>\n"
    "    <displayed>Budget</displayed>\n"
    "    <asked>Budget, comptes</asked>\n"
    "    <attributed>Finances</attributed>\n"
    "    <answering>Économie</answering>\n"
    "  </ministry>\n"
    "  <addressee>M. le ministre du budget</addressee>\n"
    "  <title>Barèmes</title>\n"
    "  <rubric>impôts</rubric>\n"
    "  <rubric_head>taxe</rubric_head>\n"
    "  <analysis>\n"
    "    <item>barèmes</item>\n"
    "    <item>délais</item>\n"
    "  </analysis>\n"
    "  <status>withdrawn</status>\n"
    "  <body>\n"
    "    <date>2011-12-01</date>\n"
    "    <page>1204</page>\n"
    "    <blocks>\n"
    "      <paragraph>Première ligne\n"
    "et « la suite ».</paragraph>\n"
    "      <table>\n"
    "        <row>\n"
    "          <cell>Année</cell>\n"
    "          <cell>Montant</cell>\n"
    "        </row>\n"
    "        <row>\n"
    "          <cell>2019</cell>\n"
    "          <cell/>\n"
    "        </row>\n"
    "        <row/>\n"
    "      </table>\n"
    "    </blocks>\n"
    "  </body>\n"
    "  <response>\n"
    "    <date>2012-05-31</date>\n"
    "    <page>77</page>\n"
    "    <expected>2012-06-01</expected>\n"
    "    <blocks>\n"
    "      <paragraph>A &lt; B &amp; \"C\" &gt; D</paragraph>\n"
    "    </blocks>\n"
    "  </response>\n"
    "  <withdrawal>\n"
    "    <date>2012-06-02</date>\n"
    "    <reason>Retirée</reason>\n"
    "  </withdrawal>\n"
    "  <relations>\n"
    "    <item>\n"
    "      <type>transformed_into</type>\n"
    "      <text>question N° S12</text>\n"
    "      <number>S12</number>\n"
    "      <url>/question/13/11S0012</url>\n"
    "    </item>\n"
    "    <item>\n"
    "      <type>recalls</type>\n"
    "      <text>question n° 7</text>\n"
    "      <number>7</number>\n"
    "    </item>\n"
    "    <item>\n"
    "      <type>cites</type>\n"
    "      <text>question orale</text>\n"
    "    </item>\n"
    "  </relations>\n"
    "  <events>\n"
    "    <item>\n"
    "      <type>transferred</type>\n"
    "      <date>2012-01-09</date>\n"
    "      <detail>Budget</detail>\n"
    "    </item>\n"
    "    <item>\n"
    "      <type>renewed</type>\n"
    "    </item>\n"
    "    <item>\n"
    "      <type>signalled</type>\n"
    "      <date>2012-02-07</date>\n"
    "    </item>\n"
    "    <item>\n"
    "      <type>erratum</type>\n"
    "      <date>2012-03-01</date>\n"
    "      <detail>p. 55</detail>\n"
    "    </item>\n"
    "  </events>\n"
    "  <comments>\n"
    "    <count>3</count>\n"
    "    <items>\n"
    "      <item>\n"
    "        <author>Zoé</author>\n"
    "        <date>2012-04-05T09:07</date>\n"
    "        <text>Bien vu.\n"
    "\n"
    "Merci.</text>\n"
    "      </item>\n"
    "      <item>\n"
    "        <date>2012-04-06</date>\n"
    "        <text>Non.</text>\n"
    "      </item>\n"
    "    </items>\n"
    "  </comments>\n"
    "  <unparsed>\n"
    "    <item>\n"
    "      <line>42</line>\n"
    "      <text>Ligne perdue</text>\n"
    "    </item>\n"
    "  </unparsed>\n"
    "</question>\n";

static const char bare_jsonl[] =
    "{\"schema\":\"qparse/1\",\"file\":null,\"id\":null,\"site\":\"assemblee-nationale.fr\","
    "\"chamber\":\"an\",\"legislature\":null,\"type\":null,\"type_label\":null,\"number\":null,"
    "\"reference\":null,\"url\":null,\"source_url\":null,\"author\":{\"name\":null,"
    "\"civility\":null,\"group\":null,\"constituency\":null},\"ministry\":{\"displayed\":null,"
    "\"asked\":null,\"attributed\":null,\"answering\":null},\"addressee\":null,\"title\":null,"
    "\"rubric\":null,\"rubric_head\":null,\"analysis\":[],\"status\":null,\"body\":{\"date\":null,"
    "\"page\":null,\"blocks\":[]},\"response\":null,\"withdrawal\":null,\"relations\":[],"
    "\"events\":[],\"comments\":{\"count\":null,\"items\":[]},\"unparsed\":[]}\n";

static const char bare_xml[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                               "<question schema=\"qparse/1\">\n"
                               "  <site>assemblee-nationale.fr</site>\n"
                               "  <chamber>an</chamber>\n"
                               "  <author/>\n"
                               "  <ministry/>\n"
                               "  <body/>\n"
                               "  <comments/>\n"
                               "</question>\n";

static const char full_csv[] =
    "qparse/1,pages/a.html,SENAT-13-QE-3705,nossenateurs.fr,senat,13,QE,Question écrite,3705,"
    "111203705,https://exemple.fr/q?a=1&b=2,https://exemple.fr/source,"
    "Zoé Ronce,Mme,Groupe des Haies,Creuse,Budget,\"Budget, comptes\",Finances,Économie,"
    "M. le ministre du budget,Barèmes,impôts,taxe,\"barèmes; délais\",withdrawn,"
    "2011-12-01,1204,\"Première ligne\net « la suite ».\n\nAnnée\tMontant\n2019\t\n\","
    "2012-05-31,77,2012-06-01,\"A < B & \"\"C\"\" > D\",2012-06-02,Retirée,"
    "\"[{\"\"type\"\":\"\"transformed_into\"\",\"\"text\"\":\"\"question N° S12\"\","
    "\"\"number\"\":\"\"S12\"\",\"\"url\"\":\"\"/question/13/11S0012\"\"},"
    "{\"\"type\"\":\"\"recalls\"\",\"\"text\"\":\"\"question n° 7\"\",\"\"number\"\":\"\"7\"\","
    "\"\"url\"\":null},"
    "{\"\"type\"\":\"\"cites\"\",\"\"text\"\":\"\"question orale\"\",\"\"number\"\":null,"
    "\"\"url\"\":null}]\","
    "\"[{\"\"type\"\":\"\"transferred\"\",\"\"date\"\":\"\"2012-01-09\"\",\"\"detail\"\":\"\"Budget\"\"},"
    "{\"\"type\"\":\"\"renewed\"\",\"\"date\"\":null,\"\"detail\"\":null},"
    "{\"\"type\"\":\"\"signalled\"\",\"\"date\"\":\"\"2012-02-07\"\",\"\"detail\"\":null},"
    "{\"\"type\"\":\"\"erratum\"\",\"\"date\"\":\"\"2012-03-01\"\",\"\"detail\"\":\"\"p. 55\"\"}]\","
    "3,\"[{\"\"author\"\":\"\"Zoé\"\",\"\"date\"\":\"\"2012-04-05T09:07\"\","
    "\"\"text\"\":\"\"Bien vu.\\n\\nMerci.\"\"},"
    "{\"\"author\"\":null,\"\"date\"\":\"\"2012-04-06\"\",\"\"text\"\":\"\"Non.\"\"}]\","
    "\"[{\"\"line\"\":42,\"\"text\"\":\"\"Ligne perdue\"\"}]\"\r\n";

static const char bare_csv[] =
    "qparse/1,,,assemblee-nationale.fr,an,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,\r\n";

/* The text that qp_emit() gives, its size checked; free with release(). */
static char *emitted(const qp_question *q, enum qp_format format, enum qp_part part) {
    char *out;
    size_t size;
    assert_int_equal(qp_emit(q, format, part, &out, &size), 0);
    assert_non_null(out);
    assert_int_equal(strlen(out), size);
    return out;
}

static void assert_emits(const qp_question *q, enum qp_format format, enum qp_part part,
                         const char *want) {
    char *out = emitted(q, format, part);
    assert_string_equal(out, want);
    release(out);
}

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

/* One level deeper: every line but those that a text goes on with. */
static char *deeper(const char *xml) {
    char *out = calloc(3, strlen(xml) + 1), *to = out;
    assert_non_null(out);
    for (const char *line = strchr(xml, '\n') + 1; *line;) {
        size_t len = (size_t)(strchr(line, '\n') + 1 - line);
        if (line[strspn(line, " ")] == '<')
            to += sprintf(to, "  ");
        memcpy(to, line, len);
        to += len;
        line += len;
    }
    return out;
}

static void test_full(void **state) {
    (void)state;
    qp_question q = full_question();
    char *jsonl = compact(full_json), *item = deeper(full_xml);
    assert_emits(&q, QP_JSON, QP_ALONE, full_json);
    assert_emits(&q, QP_JSON, QP_ITEM, full_json);
    assert_emits(&q, QP_JSONL, QP_ALONE, jsonl);
    assert_emits(&q, QP_XML, QP_ALONE, full_xml);
    assert_emits(&q, QP_XML, QP_ITEM, item);
    assert_emits(&q, QP_CSV, QP_ITEM, full_csv);
    assert_emits(&q, QP_CSV_SHEET, QP_ITEM, full_csv);
    free(jsonl);
    free(item);
}

static void test_bare(void **state) {
    (void)state;
    qp_question q = bare_question();
    assert_emits(&q, QP_JSONL, QP_ALONE, bare_jsonl);
    assert_emits(&q, QP_XML, QP_ALONE, bare_xml);
    assert_emits(&q, QP_CSV, QP_ITEM, bare_csv);
    /* An answer that tells nothing is there all the same; so is an empty title. */
    q.has_response = q.has_withdrawal = true;
    q.title = S("");
    char *json = emitted(&q, QP_JSONL, QP_ALONE), *xml = emitted(&q, QP_XML, QP_ALONE);
    assert_non_null(strstr(json, "\"title\":\"\",\"rubric\""));
    assert_non_null(strstr(json, "\"response\":{\"date\":null,\"page\":null,\"expected\":null,"
                                 "\"blocks\":[]},\"withdrawal\":{\"date\":null,\"reason\":null}"));
    assert_emits(&q, QP_CSV, QP_ITEM, bare_csv);
    assert_non_null(strstr(xml, "  <title/>\n  <body/>\n  <response/>\n  <withdrawal/>\n"));
    release(json);
    release(xml);
}

static void test_names(void **state) {
    (void)state;
    static const struct {
        enum qp_site site;
        const char *name, *chamber;
    } sites[] = {
        {QP_NOSSENATEURS, "nossenateurs.fr", "senat"},
        {QP_NOSDEPUTES, "nosdeputes.fr", "an"},
        {QP_SENAT, "senat.fr", "senat"},
        {QP_ASSEMBLEE, "assemblee-nationale.fr", "an"},
    };
    for (size_t i = 0; i < COUNT(sites); i++) {
        char want[80];
        qp_question q = {.site = sites[i].site};
        char *json = emitted(&q, QP_JSONL, QP_ALONE);
        assert_string_equal(qp_site_name(sites[i].site), sites[i].name);
        assert_int_equal(qp_site_of(sites[i].name), sites[i].site);
        snprintf(want, sizeof want, "\"site\":\"%s\",\"chamber\":\"%s\",", sites[i].name,
                 sites[i].chamber);
        assert_non_null(strstr(json, want));
        release(json);
    }
    static const char *const statuses[] = {NULL,        "pending", "announced",  "answered",
                                           "withdrawn", "lapsed",  "transformed"};
    for (size_t i = 1; i < COUNT(statuses); i++)
        assert_string_equal(qp_status_name((enum qp_status)i), statuses[i]);
    assert_null(qp_status_name(QP_STATUS_NONE));
    assert_null(qp_site_name(QP_SITE_NONE));
    assert_null(qp_site_name((enum qp_site)99));
    assert_int_equal(qp_site_of("senat"), QP_SITE_NONE);
}

static void test_decimal(void **state) {
    (void)state;
    static const long values[] = {0, 7, 10, 305, -1, 2147483647, LONG_MAX, LONG_MIN};
    for (size_t i = 0; i < COUNT(values); i++) {
        char want[32], got[24];
        int len = snprintf(want, sizeof want, "%ld", values[i]);
        assert_int_equal(decimal(values[i], got), len);
        assert_memory_equal(got, want, (size_t)len);
    }
}

/* What jq 1.6 and XML writers make of one ASCII character; byte by byte. */
static int json_escape(unsigned char c, char out[8]) {
    const char *from = "\"\\\b\f\n\r\t", *to = "\"\\bfnrt", *at = c ? strchr(from, c) : NULL;
    if (at)
        return sprintf(out, "\\%c", to[at - from]);
    return sprintf(out, c < 0x20 || c == 0x7F ? "\\u%04x" : "%c", c);
}

static int xml_escape(unsigned char c, char out[8]) {
    switch (c) {
    case '&':
        return sprintf(out, "&amp;");
    case '<':
        return sprintf(out, "&lt;");
    case '>':
        return sprintf(out, "&gt;");
    case '\r':
        return sprintf(out, "&#13;");
    default:
        return sprintf(out, "%c", c);
    }
}

/* The record of this title and nothing else. */
static void assert_row(char *title, size_t size, enum qp_format format, const char *cell) {
    qp_question q = {.title = {title, size}, .comment_count = -1};
    char want[128];
    snprintf(want, sizeof want, "qparse/1%.21s%s%.18s\r\n", ",,,,,,,,,,,,,,,,,,,,,", cell,
             ",,,,,,,,,,,,,,,,,,");
    assert_emits(&q, format, QP_ITEM, want);
}

/* Every character at every place, as in test_escapes(). */
static void test_quotes(void **state) {
    (void)state;
    for (unsigned char c = 1; c < 0x80; c++) {
        for (size_t place = 0; place < 19; place++) {
            char text[] = "abcdefghijklmnopqrst", want[64];
            text[place] = (char)c;
            const char *quote = strchr("\",\n\r", c) ? "\"" : "";
            snprintf(want, sizeof want, "%s%.*s%s%s%s", quote, (int)place + 1, text,
                     c == '"' ? quote : "", text + place + 1, quote);
            assert_row(text, sizeof text - 1, QP_CSV, want);
        }
    }
}

static void test_formulas(void **state) {
    (void)state;
    static char formulas[][12] = {"=1+1", "+3", "-3", "@SUM(A1)", "\tx", "\rx"};
    static char texts[][12] = {"1=1", " =1", "a-b", "'=1", "« = »"};
    for (size_t i = 0; i < COUNT(formulas); i++) {
        char want[80];
        const char *quote = formulas[i][0] == '\r' ? "\"" : "";
        snprintf(want, sizeof want, "%s'%s%s", quote, formulas[i], quote);
        assert_row(formulas[i], strlen(formulas[i]), QP_CSV_SHEET, want);
        snprintf(want, sizeof want, "%s%s%s", quote, formulas[i], quote);
        assert_row(formulas[i], strlen(formulas[i]), QP_CSV, want);
    }
    for (size_t i = 0; i < COUNT(texts); i++)
        assert_row(texts[i], strlen(texts[i]), QP_CSV_SHEET, texts[i]);
    /* In a list its beginning decides: the rest is within the same cell. */
    qp_block blocks[] = {{QP_PARAGRAPH, TEXT("- un"), NULL, 0},
                         {QP_PARAGRAPH, TEXT("- deux"), NULL, 0}};
    qp_question q = {.body.blocks = {blocks, COUNT(blocks)}};
    char *sheet = emitted(&q, QP_CSV_SHEET, QP_ITEM), *csv = emitted(&q, QP_CSV, QP_ITEM);
    assert_non_null(strstr(sheet, ",\"'- un\n\n- deux\","));
    assert_non_null(strstr(csv, ",\"- un\n\n- deux\","));
    release(sheet);
    release(csv);
}

/* A cell for each name, whatever is absent. */
static void test_cells(void **state) {
    (void)state;
    const char *head = qp_emit_head(QP_CSV);
    size_t names = 1, cells = 1;
    for (const char *p = head; (p = strchr(p, ',')); p++)
        names++;
    for (const char *p = bare_csv; (p = strchr(p, ',')); p++)
        cells++;
    assert_int_equal(names, 40);
    assert_int_equal(cells, names);
    assert_memory_equal(qp_emit_head(QP_CSV_SHEET), "\xEF\xBB\xBF", 3);
    assert_string_equal(qp_emit_head(QP_CSV_SHEET) + 3, head);
    qp_question q = bare_question();
    char *alone = emitted(&q, QP_CSV_SHEET, QP_ALONE);
    assert_int_equal(strlen(alone), strlen(head) + 3 + strlen(bare_csv));
    assert_memory_equal(alone, qp_emit_head(QP_CSV_SHEET), strlen(head) + 3);
    release(alone);
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
            release(json);
            xml_escape(c, escape);
            snprintf(want, sizeof want, "<title>%.*s%s%s</title>\n", (int)place + 1, text, escape,
                     text + place + 2);
            char *xml = emitted(&q, QP_XML, QP_ALONE);
            assert_non_null(strstr(xml, want));
            release(xml);
        }
    }
}

static void assert_holds(const qp_question *q, const char *part) {
    char *akn = emitted(q, QP_AKN, QP_ITEM);
    if (!strstr(akn, part))
        fail_msg("no %s in %s", part, akn);
    release(akn);
}

static void test_akn(void **state) {
    (void)state;
    qp_question q = full_question();
    char *alone = emitted(&q, QP_AKN, QP_ALONE);
    assert_emits(&q, QP_AKN, QP_ITEM, alone);
    xmlFreeDoc(xmlReadMemory(alone, (int)strlen(alone), NULL, NULL, XML_PARSE_NONET));
    release(alone);
    assert_holds(&q, "<FRBRuri value=\"/akn/fr/debate/qe/senat/2011-12-01/3705\"/>");
    assert_holds(&q, "<FRBRuri value=\"/akn/fr/debate/qe/senat/2011-12-01/3705/fra@2012-05-31\"/>");
    assert_holds(&q, "<publication date=\"2011-12-01\" name=\"Journal officiel\" "
                     "showAs=\"Journal officiel, page 1204\"/>");
    assert_holds(&q, "<keyword value=\"taxe\" showAs=\"taxe\" dictionary=\"#rubric-head\"/>");
    assert_holds(&q, "<step date=\"2012-03-01\" by=\"#chamber\" outcome=\"#erratum\"/>");
    assert_holds(&q, "<TLCPerson eId=\"author\" href=\"/akn/ontology/person/fr/zoe-ronce\" ");
    assert_holds(&q, "<p>Première ligne<br/>et « la suite ».</p>");
    assert_holds(&q, "<table eId=\"questions__question__table_1\">");
    assert_holds(&q, "<answer eId=\"questions__answer\" by=\"#ministry-answering\" to=\"#author\">");
    assert_holds(&q, "<text>Ligne perdue</text>");
    /* A row without cells has one in the standard. */
    assert_holds(&q, "          <td/>\n            </tr>\n            <tr>\n"
                     "              <td/>\n            </tr>\n          </table>\n");
    assert_holds(&q, "<step date=\"2012-06-02\" by=\"#chamber\" outcome=\"#withdrawn\"/>");
    q.status = QP_LAPSED;
    assert_holds(&q, "<step date=\"2012-06-02\" by=\"#chamber\" outcome=\"#lapsed\"/>");
    q.has_response = false;
    assert_holds(&q, "/fra@2012-06-02\"/>");
    q.has_withdrawal = false;
    assert_holds(&q, "/fra@\"/>");
}

static void test_akn_bare(void **state) {
    (void)state;
    qp_question q = bare_question();
    assert_holds(&q, "<FRBRuri value=\"/akn/fr/debate/question/an/nn/nn\"/>");
    assert_holds(&q, "<FRBRdate date=\"0001-01-01\" name=\"unknown\"/>");
    assert_holds(&q, "<question eId=\"questions__question\" by=\"#chamber\">\n          <p/>\n");
    /* An answer whose minister is not told is the Government's. */
    q.has_response = true;
    q.response.blocks = (qp_blocks){response_blocks, COUNT(response_blocks)};
    assert_holds(&q, "by=\"#government\" to=\"#chamber\"");
    q.type = S("QOSD");
    q.number = S("11S0123");
    assert_holds(&q, "/qosd/an/nn/123\"/>");
    q.author.name = S(" Œdipe d'Àlphα ");
    assert_holds(&q, "/person/fr/oedipe-d-alph%CE%B1\"");
    q.number = S("« ? »");
    assert_holds(&q, "/qosd/an/nn/%C2%AB-%C2%BB\"/>");
    /* Indexing of which only some is printed. */
    q.rubric_head = S("taxe");
    assert_holds(&q, "<keyword value=\"taxe\" showAs=\"taxe\" dictionary=\"#rubric-head\"/>");
    q.rubric_head = (qp_string){NULL, 0};
    q.analysis = analysis;
    q.analysis_count = 1;
    assert_holds(&q, "<keyword value=\"barèmes\" showAs=\"barèmes\" dictionary=\"#analysis\"/>");
}

/* What no page gives: a site that is not known, a table without rows, a text that is none. */
static void test_nothing(void **state) {
    (void)state;
    qp_block blocks[] = {{.type = QP_TABLE}, {.type = QP_PARAGRAPH}};
    qp_question q = {.comment_count = -1, .body.blocks = {blocks, 2}};
    char *text;
    size_t size;
    assert_int_equal(qp_emit(&q, QP_JSONL, QP_ALONE, &text, &size), 0);
    assert_non_null(strstr(text, "{\"type\":\"table\",\"rows\":[],\"text\":null}"));
    qp_free(text);
    assert_int_equal(qp_emit(&q, QP_AKN, QP_ALONE, &text, &size), 0);
    assert_non_null(strstr(text, "Parlement"));
    qp_free(text);
    assert_null(qp_schema(QP_CSV));
    assert_ptr_equal(qp_schema(QP_JSONL), qp_schema(QP_JSON));
    /* An empty item is one all the same. */
    qp_string items[] = {TEXT(""), TEXT("=1")};
    q = (qp_question){.analysis = items, .analysis_count = 2};
    char *sheet = emitted(&q, QP_CSV_SHEET, QP_ITEM), *csv = emitted(&q, QP_CSV, QP_ITEM);
    assert_non_null(strstr(sheet, ",\"; =1\","));
    assert_non_null(strstr(csv, ",\"; =1\","));
    release(sheet);
    release(csv);
}

/* Values that no enumeration has, as a caller's own question may hold. */
static void test_unknown_values(void **state) {
    enum { UNKNOWN = 99 };
    qp_block unknown = {(enum qp_block_type)UNKNOWN, TEXT("Un"), NULL, 0};
    qp_relation relation = {(enum qp_relation_type)UNKNOWN, TEXT("question"), {NULL, 0}, {NULL, 0}};
    qp_event event = {(enum qp_event_type)UNKNOWN, {0, 0, 0, -1, 0}, {NULL, 0}};
    qp_question q = {.site = (enum qp_site)UNKNOWN, .status = (enum qp_status)UNKNOWN,
                     .body.blocks = {&unknown, 1}, .relations = &relation, .relation_count = 1,
                     .events = &event, .event_count = 1};
    (void)state;
    char *json = emitted(&q, QP_JSONL, QP_ALONE), *xml = emitted(&q, QP_XML, QP_ALONE);
    assert_non_null(strstr(json, "\"site\":null,\"chamber\":null,"));
    assert_non_null(strstr(json, "\"status\":null,"));
    assert_non_null(strstr(json, "\"blocks\":[{\"text\":\"Un\"}]"));
    assert_non_null(strstr(json, "[{\"type\":\"cites\",\"text\":\"question\","));
    assert_non_null(strstr(json, "[{\"type\":\"erratum\",\"date\":null,"));
    assert_non_null(strstr(xml, "<blocks/>"));
    assert_holds(&q, "showAs=\"Parlement\"");
    release(json);
    release(xml);
}

static void test_other_characters_stay(void **state) {
    (void)state;
    static const char odd[] = "\xC2\x85\u00A0\u2028\u202E\uFEFF\uFFFD\U0001F600\U0010FFFFé/'";
    qp_question q = {.title = {odd, sizeof odd - 1}};
    char want[64];
    char *json = emitted(&q, QP_JSONL, QP_ALONE), *xml = emitted(&q, QP_XML, QP_ALONE);
    snprintf(want, sizeof want, "\"title\":\"%s\",", odd);
    assert_non_null(strstr(json, want));
    snprintf(want, sizeof want, "<title>%s</title>", odd);
    assert_non_null(strstr(xml, want));
    release(json);
    release(xml);
}

static void test_attribute(void **state) {
    (void)state;
    qp_question q = {.id = S("a\"b<c>&\n\t\r'é")};
    char *xml = emitted(&q, QP_XML, QP_ALONE);
    assert_non_null(strstr(xml, " id=\"a&quot;b&lt;c&gt;&amp;&#10;&#9;&#13;'é\">\n"));
    release(xml);
}

static xmlDoc *parsed(const char *xml) {
    xmlDoc *doc = xmlReadMemory(xml, (int)strlen(xml), NULL, NULL,
                                XML_PARSE_NONET | XML_PARSE_HUGE);
    assert_non_null(doc);
    return doc;
}

static xmlNode *child(xmlNode *node, const char *name) {
    xmlNode *c = node->children;
    while (c && strcmp((const char *)c->name, name) != 0)
        c = c->next;
    assert_non_null(c);
    return c;
}

static void test_round_trip(void **state) {
    (void)state;
    static const char odd[] = " ]]> <b>&lt;\r\n\t\"'\r « \u2028\xC2\x85\x7F » &#13; </paragraph> ";
    qp_block b = {QP_PARAGRAPH, {odd, sizeof odd - 1}, NULL, 0};
    qp_question q = {.id = S("\t\"<\r\n "), .site = QP_SENAT, .body.blocks = {&b, 1}};
    char *xml = emitted(&q, QP_XML, QP_ALONE);
    xmlDoc *doc = parsed(xml);
    xmlNode *root = xmlDocGetRootElement(doc);
    xmlNode *paragraph = child(child(child(root, "body"), "blocks"), "paragraph");
    xmlChar *text = xmlNodeGetContent(paragraph), *id = xmlGetProp(root, BAD_CAST "id");
    assert_string_equal((char *)text, odd);
    assert_string_equal((char *)id, q.id.data);
    xmlFree(text);
    xmlFree(id);
    xmlFreeDoc(doc);
    release(xml);
}

/* More than one write's worth of libxml2, with an escape in every kilobyte. */
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
    char *xml = emitted(&q, QP_XML, QP_ALONE), *json = emitted(&q, QP_JSON, QP_ALONE);
    xmlDoc *doc = parsed(xml);
    xmlNode *body = child(xmlDocGetRootElement(doc), "body");
    xmlChar *back = xmlNodeGetContent(child(child(body, "blocks"), "paragraph"));
    assert_int_equal(strlen((char *)back), size);
    assert_memory_equal(back, text, size);
    const char *in_json = strstr(json, "\"text\": \"");
    assert_non_null(in_json);
    assert_memory_equal(in_json + 9, text, size);
    xmlFree(back);
    xmlFreeDoc(doc);
    release(xml);
    release(json);
    free(text);
}

static void quiet(void *context, xmlErrorPtr error) {
    (void)context, (void)error;
}

static xmlSchema *xsd;

static bool valid(const char *xml) {
    xmlDoc *doc = parsed(xml);
    xmlSchemaValidCtxt *context = xmlSchemaNewValidCtxt(xsd);
    assert_non_null(context);
    xmlSchemaSetValidStructuredErrors(context, quiet, NULL);
    int rc = xmlSchemaValidateDoc(context, doc);
    assert_true(rc >= 0);
    xmlSchemaFreeValidCtxt(context);
    xmlFreeDoc(doc);
    return rc == 0;
}

static int load_xsd(void **state) {
    (void)state;
    const char *text = qp_schema(QP_XML);
    xmlSchemaParserCtxt *context = xmlSchemaNewMemParserCtxt(text, (int)strlen(text));
    xsd = xmlSchemaParse(context);
    xmlSchemaFreeParserCtxt(context);
    return xsd ? 0 : -1;
}

static int free_xsd(void **state) {
    (void)state;
    xmlSchemaFree(xsd);
    return 0;
}

static void test_xsd_accepts(void **state) {
    (void)state;
    qp_question full = full_question(), bare = bare_question();
    char *one = emitted(&full, QP_XML, QP_ITEM), *two = emitted(&bare, QP_XML, QP_ITEM);
    struct buffer list = {0};
    const char *const parts[] = {qp_emit_head(QP_XML), one, two, qp_emit_tail(QP_XML)};
    for (size_t i = 0; i < COUNT(parts); i++)
        buffer_append(&list, parts[i], strlen(parts[i]));
    buffer_char(&list, '\0');
    assert_true(valid(full_xml));
    assert_true(valid(bare_xml));
    assert_true(valid(list.ptr));
    buffer_free(&list);
    release(one);
    release(two);
}

static void test_xsd_refuses(void **state) {
    (void)state;
    static const struct {
        const char *from, *to;
    } damages[] = {
        {"qparse/1", "qparse/2"},
        {" schema=\"qparse/1\"", ""},
        {"SENAT-13-QE-3705", "SENAT-13-QE-03705"},
        {"SENAT-13-QE-3705", "SENAT-13-QOSD-3705"},
        {"<site>nossenateurs.fr", "<site>nossenateurs.com"},
        {"<chamber>senat", "<chamber>Senat"},
        {"<legislature>13", "<legislature>0"},
        {"<type>QE<", "<type>QX<"},
        {"  <author>\n", "  <author>\n    <age>7</age>\n"},
        {"<title>Barèmes</title>", "<title/>"},
        {"<title>Barèmes</title>\n  <rubric>impôts</rubric>",
         "<rubric>impôts</rubric>\n  <title>Barèmes</title>"},
        {"withdrawn", "retired"},
        {"<date>2011-12-01", "<date>2011-02-30"},
        {"<date>2011-12-01", "<date>2011-12-01Z"},
        {"<expected>2012-06-01", "<expected>1er juin"},
        {"<paragraph>", "<paragraph> <b/>"},
        {"<type>recalls", "<type>mentions"},
        {"<type>renewed", "<type>again"},
        {"<count>3", "<count>-1"},
        {"T09:07", "T24:07"},
        {"T09:07", "T09:07:00"},
        {"<line>42", "<line>0"},
        {"  <status>", "  <state/>\n  <status>"},
    };
    for (size_t i = 0; i < COUNT(damages); i++) {
        char damaged[sizeof full_xml + 64];
        const char *at = strstr(full_xml, damages[i].from);
        assert_non_null(at);
        snprintf(damaged, sizeof damaged, "%.*s%s%s", (int)(at - full_xml), full_xml,
                 damages[i].to, at + strlen(damages[i].from));
        if (valid(damaged))
            fail_msg("accepted: %s for %s", damages[i].to, damages[i].from);
    }
    assert_false(valid("<questions/>"));
    assert_false(valid("<author/>"));
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

static void count_error(void *context, xmlErrorPtr error) {
    (void)error;
    ++*(int *)context;
}

static void count_message(void *context, const char *format, ...) {
    (void)format;
    ++*(int *)context;
}

/* Fails allocation `k`: the right bytes or none, nothing kept, nothing said. False
 * where the emitter makes no such allocation. */
static bool survives(const qp_question *q, enum qp_format format, enum qp_part part, long k,
                     bool sticky, const char *want) {
    char *out = NULL;
    size_t size = 0;
    long before = memory.live;
    memory.left = k;
    memory.sticky = sticky;
    int rc = qp_emit(q, format, part, &out, &size);
    bool failed = memory.left < 0 || (sticky && memory.left == 0);
    memory.left = -1;
    if (rc == 0) {
        assert_string_equal(out, want);
        assert_int_equal(size, strlen(want));
    } else {
        assert_int_equal(rc, -1);
        assert_null(out);
        assert_int_equal(size, 0);
    }
    release(out);
    assert_int_equal(memory.live, before);
    return failed;
}

static void sweep(const qp_question *q, enum qp_format format, enum qp_part part) {
    char *want = emitted(q, format, part);
    for (int sticky = 0; sticky < 2; sticky++) {
        long k = 0;
        while (survives(q, format, part, k, sticky, want))
            k++;
        assert_true(k >= 1);
    }
    release(want);
}

static void test_memory_ends(void **state) {
    enum { FIRST_ROOM = 8192 }; /* as qp_emit() reserves */
    (void)state;
    size_t size = 40000;
    char *text = malloc(size);
    assert_non_null(text);
    for (size_t i = 0; i < size; i++)
        text[i] = "un & deux\n"[i % 10];
    qp_block b = {QP_PARAGRAPH, {text, size}, NULL, 0};
    /* Escapes for which more is needed than was reserved, and a row that leaves no room for
     * the NUL behind it. */
    char *quotes = malloc(size);
    assert_non_null(quotes);
    memset(quotes, '"', size);
    static char filling[FIRST_ROOM];
    memset(filling, 'x', sizeof filling);
    qp_question questions[] = {full_question(), bare_question(),
                               {.site = QP_SENAT, .body.blocks = {&b, 1}},
                               {.site = QP_SENAT, .title = {quotes, size}},
                               {.site = QP_SENAT, .title = {filling, 0}}};
    qp_question *filled = &questions[COUNT(questions) - 1];
    char *empty = emitted(filled, QP_CSV, QP_ITEM);
    filled->title.size = FIRST_ROOM - strlen(empty);
    release(empty);
    int errors = 0, messages = 0;
    xmlResetLastError();
    xmlSetStructuredErrorFunc(&errors, count_error);
    xmlSetGenericErrorFunc(&messages, count_message);
    for (size_t i = 0; i < COUNT(questions); i++) {
        sweep(&questions[i], QP_JSON, QP_ALONE);
        sweep(&questions[i], QP_JSONL, QP_ALONE);
        sweep(&questions[i], QP_XML, QP_ALONE);
        sweep(&questions[i], QP_XML, QP_ITEM);
        sweep(&questions[i], QP_CSV, QP_ITEM);
        sweep(&questions[i], QP_AKN, QP_ALONE);
        sweep(&questions[i], QP_CSV_SHEET, QP_ALONE);
    }
    assert_true(xmlStructuredError == count_error);
    assert_ptr_equal(xmlStructuredErrorContext, &errors);
    assert_int_equal(errors, 0);
    assert_int_equal(messages, 0);
    assert_null(xmlGetLastError());
    xmlSetStructuredErrorFunc(NULL, NULL);
    xmlSetGenericErrorFunc(NULL, NULL);
    free(text);
    free(quotes);
}

static void test_heads(void **state) {
    (void)state;
    assert_string_equal(qp_emit_head(QP_XML),
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<questions>\n");
    assert_string_equal(qp_emit_tail(QP_XML), "</questions>\n");
    assert_string_equal(qp_emit_head(QP_JSON), "");
    assert_string_equal(qp_emit_tail(QP_JSONL), "");
    assert_string_equal(qp_emit_tail(QP_CSV), "");
    assert_null(qp_schema(QP_CSV));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_full),
        cmocka_unit_test(test_bare),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_decimal),
        cmocka_unit_test(test_escapes),
        cmocka_unit_test(test_quotes),
        cmocka_unit_test(test_formulas),
        cmocka_unit_test(test_cells),
        cmocka_unit_test(test_akn),
        cmocka_unit_test(test_akn_bare),
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_unknown_values),
        cmocka_unit_test(test_other_characters_stay),
        cmocka_unit_test(test_attribute),
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_long_text),
        cmocka_unit_test(test_xsd_accepts),
        cmocka_unit_test(test_xsd_refuses),
        cmocka_unit_test(test_json_schema_keys),
        cmocka_unit_test(test_memory_ends),
        cmocka_unit_test(test_heads),
    };
    xmlMemSetup(test_free_, test_malloc_, test_realloc_, test_strdup_);
    qp_init();
    return cmocka_run_group_tests_name("emit", tests, load_xsd, free_xsd);
}
