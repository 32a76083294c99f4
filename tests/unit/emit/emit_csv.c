/* Records in CSV, plain and for spreadsheets: every cell, every quote, no formula. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "records.h"

static const char full_csv[] =
    "qparse/1,pages/a.html,SENAT-13-QE-3705,nossenateurs.fr,senat,13,QE,Question écrite,3705,"
    "111203705,https://exemple.fr/q?a=1&b=2,https://exemple.fr/source,"
    "PA7,Zoé Ronce,Mme,Groupe des Haies,Creuse,Économie,Budget,\"Budget, comptes\",Finances,Économie,"
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
    "qparse/1,,,assemblee-nationale.fr,an,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,\r\n";

static void test_full(void **state) {
    (void)state;
    qp_question q = full_question();
    assert_emits(&q, QP_CSV, QP_ITEM, full_csv);
    assert_emits(&q, QP_CSV_SHEET, QP_ITEM, full_csv);
}

static void test_bare(void **state) {
    (void)state;
    qp_question q = bare_question();
    assert_emits(&q, QP_CSV, QP_ITEM, bare_csv);
    /* An answer that tells nothing and an empty title are empty cells. */
    q.has_response = q.has_withdrawal = true;
    q.title = S("");
    assert_emits(&q, QP_CSV, QP_ITEM, bare_csv);
}

/* The record of this title and nothing else. */
static void assert_row(char *title, size_t size, enum qp_format format, const char *cell) {
    qp_question q = {.title = {title, size}, .comment_count = -1};
    char want[128];
    snprintf(want, sizeof want, "qparse/1%.23s%s%.18s\r\n", ",,,,,,,,,,,,,,,,,,,,,,,", cell,
             ",,,,,,,,,,,,,,,,,,");
    assert_emits(&q, format, QP_ITEM, want);
}

/* Every character at every place of the first twenty. */
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
    qp_free(sheet);
    qp_free(csv);
}

static void test_empty_item(void **state) {
    (void)state;
    qp_string items[] = {TEXT(""), TEXT("=1")};
    qp_question q = {.analysis = items, .analysis_count = 2};
    char *sheet = emitted(&q, QP_CSV_SHEET, QP_ITEM), *csv = emitted(&q, QP_CSV, QP_ITEM);
    assert_non_null(strstr(sheet, ",\"; =1\","));
    assert_non_null(strstr(csv, ",\"; =1\","));
    qp_free(sheet);
    qp_free(csv);
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
    assert_int_equal(names, 42);
    assert_int_equal(cells, names);
    assert_memory_equal(qp_emit_head(QP_CSV_SHEET), "\xEF\xBB\xBF", 3);
    assert_string_equal(qp_emit_head(QP_CSV_SHEET) + 3, head);
    qp_question q = bare_question();
    char *alone = emitted(&q, QP_CSV_SHEET, QP_ALONE);
    assert_int_equal(strlen(alone), strlen(head) + 3 + strlen(bare_csv));
    assert_memory_equal(alone, qp_emit_head(QP_CSV_SHEET), strlen(head) + 3);
    qp_free(alone);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_full),
        cmocka_unit_test(test_bare),
        cmocka_unit_test(test_quotes),
        cmocka_unit_test(test_formulas),
        cmocka_unit_test(test_empty_item),
        cmocka_unit_test(test_cells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
