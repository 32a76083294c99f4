/* Records in XML: every member, every escape, what a parser reads back, what the XSD accepts. */
#include <libxml/parser.h>
#include <libxml/xmlschemas.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "records.h"

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
    "    <id>PA7</id>\n"
    "    <name>Zoé Ronce</name>\n"
    "    <civility>Mme</civility>\n"
    "    <group>Groupe des Haies</group>\n"
    "    <constituency>Creuse</constituency>\n"
    "  </author>\n"
    "  <ministry>\n"
    "    <name>Économie</name>\n"
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

static const char bare_xml[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                               "<question schema=\"qparse/1\">\n"
                               "  <site>assemblee-nationale.fr</site>\n"
                               "  <chamber>an</chamber>\n"
                               "  <author/>\n"
                               "  <ministry/>\n"
                               "  <body/>\n"
                               "  <comments/>\n"
                               "</question>\n";

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
    char *item = deeper(full_xml);
    assert_emits(&q, QP_XML, QP_ALONE, full_xml);
    assert_emits(&q, QP_XML, QP_ITEM, item);
    free(item);
}

static void test_bare(void **state) {
    (void)state;
    qp_question q = bare_question();
    assert_emits(&q, QP_XML, QP_ALONE, bare_xml);
    /* An answer that tells nothing is there all the same; so is an empty title. */
    q.has_response = q.has_withdrawal = true;
    q.title = S("");
    char *xml = emitted(&q, QP_XML, QP_ALONE);
    assert_non_null(strstr(xml, "  <title/>\n  <body/>\n  <response/>\n  <withdrawal/>\n"));
    qp_free(xml);
}

/* What XML writers make of one ASCII character. */
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

/* Every character at every place of a word of eight, in the run and in its rest. */
static void test_escapes(void **state) {
    (void)state;
    for (unsigned char c = 1; c < 0x80; c++) {
        for (size_t place = 0; place < 19; place++) {
            char text[] = "éabcdefghijklmnopqrs", escape[8], want[64];
            qp_question q = {.title = {text, sizeof text - 1}};
            text[place + 1] = (char)c;
            text[0] = 'e';
            xml_escape(c, escape);
            snprintf(want, sizeof want, "<title>%.*s%s%s</title>\n", (int)place + 1, text, escape,
                     text + place + 2);
            char *xml = emitted(&q, QP_XML, QP_ALONE);
            assert_non_null(strstr(xml, want));
            qp_free(xml);
        }
    }
}

static void test_other_characters_stay(void **state) {
    (void)state;
    static const char odd[] = "\xC2\x85\u00A0\u2028\u202E\uFEFF\uFFFD\U0001F600\U0010FFFFé/'";
    qp_question q = {.title = {odd, sizeof odd - 1}};
    char want[64];
    char *xml = emitted(&q, QP_XML, QP_ALONE);
    snprintf(want, sizeof want, "<title>%s</title>", odd);
    assert_non_null(strstr(xml, want));
    qp_free(xml);
}

static void test_attribute(void **state) {
    (void)state;
    qp_question q = {.id = S("a\"b<c>&\n\t\r'é")};
    char *xml = emitted(&q, QP_XML, QP_ALONE);
    assert_non_null(strstr(xml, " id=\"a&quot;b&lt;c&gt;&amp;&#10;&#9;&#13;'é\">\n"));
    qp_free(xml);
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
    qp_free(xml);
}

/* Three megabytes, with an escape in every kilobyte of the last. */
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
    char *xml = emitted(&q, QP_XML, QP_ALONE);
    xmlDoc *doc = parsed(xml);
    xmlNode *body = child(xmlDocGetRootElement(doc), "body");
    xmlChar *back = xmlNodeGetContent(child(child(body, "blocks"), "paragraph"));
    assert_int_equal(strlen((char *)back), size);
    assert_memory_equal(back, text, size);
    xmlFree(back);
    xmlFreeDoc(doc);
    qp_free(xml);
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
    qp_free(one);
    qp_free(two);
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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_full),
        cmocka_unit_test(test_bare),
        cmocka_unit_test(test_escapes),
        cmocka_unit_test(test_other_characters_stay),
        cmocka_unit_test(test_attribute),
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_long_text),
        cmocka_unit_test(test_xsd_accepts),
        cmocka_unit_test(test_xsd_refuses),
    };
    return cmocka_run_group_tests(tests, load_xsd, free_xsd);
}
