/* Records in Akoma Ntoso: names, dates and references of the document, and what is left out. */
#include <libxml/parser.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "records.h"

static void assert_holds(const qp_question *q, const char *part) {
    char *akn = emitted(q, QP_AKN, QP_ITEM);
    if (!strstr(akn, part))
        fail_msg("no %s in %s", part, akn);
    qp_free(akn);
}

static void test_akn(void **state) {
    (void)state;
    qp_question q = full_question();
    char *alone = emitted(&q, QP_AKN, QP_ALONE);
    assert_emits(&q, QP_AKN, QP_ITEM, alone);
    xmlDoc *doc = xmlReadMemory(alone, (int)strlen(alone), NULL, NULL, XML_PARSE_NONET);
    assert_non_null(doc);
    xmlFreeDoc(doc);
    qp_free(alone);
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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_akn),
        cmocka_unit_test(test_akn_bare),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
