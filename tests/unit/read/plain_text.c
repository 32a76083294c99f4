/* What read_text() makes of text, line by line. */
#include "read/read.h"
#include "unwrap/unwrap.h"
#include "page/page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct page start(struct arena *arena, const char *text, size_t size) {
    return (struct page){.arena = arena, .source = {text, size}};
}

/* The lines, each behind a '|', one that is a rule behind "|~". */
static void expect(const char *text, const char *lines) {
    struct arena arena = {0};
    struct buffer out = {0};
    struct page page = start(&arena, text, strlen(text));
    assert_int_equal(read_text(&page), 0);
    for (size_t i = 0; i < page.count; i++) {
        buffer_append(&out, "|~", page.lines[i].flags & LINE_RULE ? 2 : 1);
        buffer_append(&out, page.lines[i].ptr, page.lines[i].len);
    }
    buffer_char(&out, '\0');
    if (strcmp(out.ptr, lines) != 0)
        fail_msg("\"%s\"\ngives  %s\nwanted %s", text, out.ptr, lines);
    buffer_free(&out);
    page_free(&page);
    arena_free(&arena);
}

struct row {
    const char *text, *lines;
};

static void expect_rows(const struct row *rows, size_t count) {
    for (size_t i = 0; i < count; i++)
        expect(rows[i].text, rows[i].lines);
}

#define EXPECT(rows) expect_rows(rows, sizeof(rows) / sizeof *(rows))

static void line_ends(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"", ""},
        {"a\nb", "|a|b"},
        {"a\rb\r\nc\r", "|a|b|c"},
        {"a\rb", "|a|b"},
        {"a\fb", "|a|b"},
        {"a\u2028b\u2029c", "|a|b|c"},
        {"a\u2029b", "|a|b"},
        {"a\u2019b\u2192c\rd\u2019\u2192", "|a\u2019b\u2192c|d\u2019\u2192"},
        {"a\u2019b\u2192c\u202Ad", "|a\u2019b\u2192c\u202Ad"},
        {"a\n\u00A0\nb\n \u00A0c", "|a|b|\u00A0c"},
    };
    EXPECT(rows);
}

static void quotations(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"> a\n>\n>b\n> > c\n d", "|a|b|c|d"},
        {"> a\nb\nc", "|> a|b|c"},
    };
    EXPECT(rows);
}

static void rules(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"+-+", "|~+-+"},       {"++", "|++"},           {"| |", "|~| |"},         {"||", "|||"},
        {"|", "||"},            {"--- ---", "|~--- ---"}, {"-- --", "|-- --"},     {"=== ===", "|~=== ==="},
        {"________", "|~________"}, {"___", "|___"},     {"----------", "|~----------"},
        {"---------", "|---------"}, {"----------a", "|----------a"},
    };
    EXPECT(rows);
}

static void tables(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"a\tb", "|a\tb"},
        {"\ta\tb\nc\td\te", "|\ta\tb|c\td\te"},
        {"  \ta\tb  \nc\td\te", "|\ta\tb|c\td\te"},
        {"\ta\nb\tc\td", "|a|b\tc\td"},
        {"a\t \nb\tc", "|a\t|b\tc"},
    };
    EXPECT(rows);
}

/* Two lines between stars tell that html2text has made the page. */
#define STARRED "***** A *****\n***** B *****\n"

static void html2text(void **state) {
    (void)state;
    static const struct row rows[] = {
        {STARRED "** c **", "|A|B|c"},
        {STARRED "******* c", "|A|B|******* c"},
        {STARRED "c *******", "|A|B|c *******"},
        {STARRED "***", "|A|B|***"},
        {STARRED "*c*", "|A|B|*c*"},
        {STARRED "c_d e@f_g http://h_i", "|A|B|c d e@f_g http://h_i"},
        {"***** A *****\nb_c", "|***** A *****|b_c"},
    };
    EXPECT(rows);
}

static void link_lists(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"[1]a\nReferences\n1. https://a.fr/", "|a|~References|~1. https://a.fr/"},
        {"a\nVisible links\n1. https://a.fr/", "|a|~Visible links|~1. https://a.fr/"},
        {"a\nLiens visibles\n1. https://a.fr/", "|a|~Liens visibles|~1. https://a.fr/"},
        {"a\nRéférences\nVisible links\n1. file:/a", "|a|~Références|~Visible links|~1. file:/a"},
        {"a\nReferences\n1. https://a.fr/\fb", "|a|~References|~1. https://a.fr/|b"},
        {"a\nReferences\n12", "|a|References|12"},
        {"a\nReferences\nx", "|a|References|x"},
        {"a\nReferences\n1.", "|a|References|1."},
        {"a\nReferences\n1) http://a", "|a|References|1) http://a"},
        {"a\nReferences\n1.http://a", "|a|References|1.http://a"},
        {"a\nReferences\n1. abc", "|a|References|1. abc"},
        {"a\nReference\n1. https://a.fr/", "|a|Reference|1. https://a.fr/"},
        {"a\nÉcole\n1. https://a.fr/", "|a|École|1. https://a.fr/"},
        {"[1]a [5]b [2]c\n[3]d [4]e", "|a [5]b c|d e"},
        {"[1]a [2]b\n[x]c [3 [4a] [1234567] []d\n[3]e [4]f [5", "|a b|[x]c [3 [4a] [1234567] []d|e f [5"},
        {"[1]a [2]b [3]c", "|[1]a [2]b [3]c"},
        {"[1]a [2]b [3]c\n[4]", "|a b c|~[4]"},
    };
    EXPECT(rows);
}

/* Headings with '#' and a link at a line's end tell that the page is in Markdown. */
#define MARKDOWN "# A\n## B\n[c](d)\n"

static void markdown(void **state) {
    (void)state;
    static const struct row rows[] = {
        {MARKDOWN "ab", "|A|B|c|ab"},
        {MARKDOWN "(a)", "|A|B|c|(a)"},
        {"# A\n# B\nc](d", "|# A|# B|c](d"},
        {"# A\nb\n[c](d)", "|# A|b|[c](d)"},
        {"# A\n# B\n[c](d) e\nf (g)", "|# A|# B|[c](d) e|f (g)"},
        {MARKDOWN "[a] b](c) d", "|A|B|c|[a] b](c) d"},
        {MARKDOWN "[a](b", "|A|B|c|[a](b"},
        {MARKDOWN "b [a]()", "|A|B|c|b a"},
        {MARKDOWN "[a](b) [c]", "|A|B|c|a [c]"},
        {MARKDOWN "[a [b](c) ]", "|A|B|c|[a b ]"},
        {MARKDOWN "a] b", "|A|B|c|a] b"},
        {MARKDOWN "\\*a\\é\\1\\b\\ c\\~ d\\\x7F \\", "|A|B|c|*a\\é\\1\\b\\ c~ d\\\x7F"},
        {MARKDOWN "![a](b) c! d !", "|A|B|c|a c! d !"},
        {MARKDOWN "_a_ b_c (_d_) e,_f g_", "|A|B|c|a b_c (d) e,f g"},
        {MARKDOWN "a_(b) c _ d", "|A|B|c|a(b) c  d"},
        {MARKDOWN "**a** b*c*", "|A|B|c|a bc"},
        {MARKDOWN "a |", "|A|B|c|a"},
        {MARKDOWN "_", "|A|B|c|_"},
        {MARKDOWN "a\tb\n# \t", "|A|B|c|a\tb|# \t"}, /* a row, which keeps its empty cell */
    };
    EXPECT(rows);
}

/* What Firefox, mail clients, other Markdown and printers add. */
static void dialects(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"A B <http://a/b>\nQuestion écrite N° 1 au Ministère de x\n\nsource <http://c/>",
         "|A B|Question écrite N° 1 au Ministère de x|source"},
        {"source <http://c/>\n*a b* /c/ et/ou _d_ e*f* 1/2/3 < 3 <x>",
         "|source|a b c et/ou d e*f* 1/2/3 < 3 <x>"},
        {"source <http://c/>\na <http://b/\nc/d> e", "|source|a|e"},
        {"a <http://b/>", "|a <http://b/>"}, /* one alone is the text's own */
        {"*Question soumise le 3 mars 2012*\n\n_a_", "|Question soumise le 3 mars 2012|a"},
        {"a\n===\n\nb\n---\n\n[c][d] [e][] [f] [g]\n\n[d]: /x\n[e]: /y \"z\"\n[f]: #",
         "|a|b|c e f [g]|~[d]: /x|~[e]: /y \"z\"|~[f]: #"},
        {"## Réponse\n\n::: {#a}\n- b\n:::\n\n| a | b |\n| --- | --- |\n| c | |",
         "|Réponse|b|a\tb|c\t"},
        {"Réponse\n___\n\na\n\n---\n\nb", "|Réponse|a|---|b"},
        {"**Réponse**\n\na <td>b</td> n\\. d. -- c", "|Réponse|a  b  n. d. -- c"},
        {"12/1/26, 12:05 AM  T\n\na\n\nhttp://b/c   1/2\n\f12/1/26, 12:05 AM  T\n\nd\n\nhttp://b/c   2/2",
         "|a|d"},
        {"a\n\fb", "|a|b"},
        {"Aucun commentaire n'a encore été formulé sur\ncette question.",
         "|Aucun commentaire n'a encore été formulé sur cette question."},
        {"Question orale avec débat portant sur un sujet\neuropéen N° 1 au Ministère de x",
         "|Question orale avec débat portant sur un sujet européen N° 1 au Ministère de x"},
        {"Le\n12/03/2012 à 10:22\n, Anonyme\na dit :\nb",
         "|Le 12/03/2012 à 10:22, Anonyme a dit :|b"},
        {"Références\n\n1. http://a/\n2. http://b/\n\nc",
         "|Références|1. http://a/|2. http://b/|c"},
        {"[1]a\n\nReferences\n\n1. http://a/\n\nb", "|a|~References|~1. http://a/|b"},
        {"la question n^o 12 et les n^os 3, m^o 4", "|la question no 12 et les nos 3, m^o 4"},
    };
    EXPECT(rows);
}

static void raised(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"le 16^e et XVI^e, 1^er", "|le 16e et XVIe, 1er"},
        {"le 16^(e) et 2^è", "|le 16e et 2è"},
        {"^e a^e m^2", "|^e a^e m^2"},
        {"16^", "|16^"},
        {"16^(", "|16^("},
        {"16^(e", "|16^(e"},
        {"16^(e x", "|16^(e x"},
        {"16^abc 16^{e}", "|16^abc 16^{e}"},
    };
    EXPECT(rows);
}

#define WRAPPED \
    "Mme Jeanne Martin interroge M. le ministre du travail sur la sieste, une affaire\n" \
    "que chacun devrait avoir chaque jour avec son lit, et dont la longueur de droit,\n" \
    "sans nul doute, n'a jamais été fixée par un texte, et que la loi ne connaît pas,\n" \
    "au sud du pays comme ailleurs, sans que nul ne la compte, et demande comment la\n" \
    "faire entrer dans le code, avec vingt minutes au moins.\n\n"
#define UNIT "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"

#define RATING "Vous trouvez ce commentaire constructif : non neutre oui"

/* Below a text that was wrapped at 80 columns: what else has been one line. */
static void expect_below(const char *head, const struct row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        char text[1000];
        struct arena arena = {0};
        struct buffer out = {0};
        size_t at = 0;
        int n = snprintf(text, sizeof text, "%s\n\n%s%s", head, WRAPPED, rows[i].text);
        struct page page = start(&arena, text, (size_t)n);
        assert_int_equal(read_text(&page), 0);
        while (at < page.count && !memmem(page.lines[at].ptr, page.lines[at].len, "affaire que", 11))
            at++;
        assert_in_range(at, 1, 2);
        for (size_t k = at + 1; k < page.count; k++) {
            buffer_char(&out, '|');
            buffer_append(&out, page.lines[k].ptr, page.lines[k].len);
        }
        buffer_char(&out, '\0');
        size_t len = strlen(rows[i].lines);
        if (out.len <= len || strcmp(out.ptr + out.len - 1 - len, rows[i].lines) != 0)
            fail_msg("\"%s\" gives %s", rows[i].text, out.ptr);
        buffer_free(&out);
        page_free(&page);
        arena_free(&arena);
    }
}

static void unfolding(void **state) {
    static const struct row rows[] = {
        {"Retirée le 30 juin 2010\n(" UNIT, "Retirée le 30 juin 2010 (" UNIT},
        {"Retirée le 30 juin 2010\n" UNIT, "|" UNIT},
        {"Le 12/03/2012 à 10:22, Anonyme a dit :\n" UNIT, "|" UNIT},
        {"Le 12/03/2012 à 10:22, a dit :\n" UNIT, "|Le 12/03/2012 à 10:22, a dit : " UNIT},
        {RATING " (il faut un compte).\n" RATING, "|" RATING " (il faut un compte).|" RATING},
        {"Total des aides au sud :    12 345 euros, au titre de l'année deux mille douze seule",
         "|Total des aides au sud :    12 345 euros, au titre de l'année deux mille douze seule"},
        {"a\n" UNIT, "|a " UNIT},
        {"ab \u00A0-\n" UNIT, "|ab \u00A0- " UNIT},
        {"à-\n" UNIT, "|à-" UNIT},
        {"5-\n" UNIT, "|5-" UNIT},
        {"(-\n" UNIT, "|(- " UNIT},
        {"{-\n" UNIT, "|{- " UNIT},
        {"http://a/\n" UNIT, "|http://a/" UNIT},
        {"www.a.fr\n" UNIT ".htm", "|www.a.fr" UNIT ".htm"},
        {"www.a.fr\n" UNIT, "|www.a.fr " UNIT},
        {"ftp://a/b\n" UNIT, "|ftp://a/b " UNIT},
        {"17/07\n/" UNIT, "|17/07 /" UNIT},
    };
    static const struct row official[] = { /* on a chamber's own page */
        {"16e législature\n" UNIT, "|16e législature|" UNIT},
        {"16\n" UNIT, "|16 " UNIT},
    };
    static const char published[] = "Publiée dans le JO Sénat du 10/11/2022 - page 5601";
    char titled[100];
    (void)state;
    expect_below("Le titre\n\nQuestion soumise le 3 mars 2012", rows, sizeof rows / sizeof *rows);
    (void)snprintf(titled, sizeof titled, "Le titre\n\n%s", published);
    expect_below(titled, official, sizeof official / sizeof *official);
    expect_below(published, official, sizeof official / sizeof *official);
}

#define SUM(sign)                                                                                  \
    "Le calcul est de trois mille euros pour une commune" sign                                     \
    " deux cents communes au sud, quinze euros pour l'an" sign                                     \
    " quatre trimestres, comme il est dit plus haut, ni" sign " trois."
#define SENTENCE "et dont la longueur de droit n'a jamais été fixée par un texte "
#define LINES(line, end) line "que" end line "que" end SENTENCE "ici."
#define LONGER SENTENCE SENTENCE SENTENCE SENTENCE "ici."

#define WRAPPED_ONCE(gap, end)                                                                     \
    gap "Question soumise le 3 mars 2012" gap                                                      \
        "Mme Jeanne Martin interroge M. le ministre du travail sur la sieste prise" end            \
        "par les agents de l'État." gap "Réponse"

/* Whole pages of which lines may be joined, or not. */
static void wrapped_or_not(void **state) {
    (void)state;
    static const struct row rows[] = {
        /* a sign of a formula begins no word that goes on with a sentence */
        {SUM("\n÷"), "|" SUM("|÷")},
        {SUM("\nà"), "|" SUM(" à")},
        /* no tool wraps at more than 200 columns */
        {LINES(SENTENCE SENTENCE SENTENCE SENTENCE, "\n"),
         "|" LINES(SENTENCE SENTENCE SENTENCE SENTENCE, "|")},
        {LINES(SENTENCE SENTENCE SENTENCE, "\n"), "|" LINES(SENTENCE SENTENCE SENTENCE, " ")},
        /* a longer line shows that nothing was wrapped, but not one that is indented otherwise */
        {LINES(SENTENCE SENTENCE SENTENCE, "\n") "\n\n" LONGER,
         "|" LINES(SENTENCE SENTENCE SENTENCE, "|") "|" LONGER},
        {LINES(SENTENCE SENTENCE SENTENCE, "\n") "\n\n    " LONGER,
         "|" LINES(SENTENCE SENTENCE SENTENCE, " ") "|" LONGER},
        /* one wrapped line alone: shown by the indent of a text browser, or by its boxes */
        {WRAPPED_ONCE("\n\n", "\n"), WRAPPED_ONCE("|", "|")},
        /* no line of a page ends in an article */
        {"Mme Jeanne Martin interroge M. le ministre sur la sieste des\nagents de l'État.",
         "|Mme Jeanne Martin interroge M. le ministre sur la sieste des agents de l'État."},
        {WRAPPED_ONCE("\n\n   ", "\n   "), WRAPPED_ONCE("|", " ")},
        {WRAPPED_ONCE("\n\n", "\n") "\n\n[ ]", WRAPPED_ONCE("|", " ") "|[ ]"},
    };
    EXPECT(rows);
}

static void units_and_dates(void **state) {
    static const struct {
        const char *text;
        size_t columns, glued;
    } units[] = {
        {"a b", 1, 1},   {"a", 1, 1},          {"« a b", 1, 3}, {"- a b", 1, 3}, {"no 12 b", 2, 5},
        {"a ; b", 1, 3}, {"« a » b", 1, 5}, {"+ a", 1, 1},   {"", 0, 0},      {"a ", 1, 1},
    };
    static const struct {
        const char *before, *next;
        bool cut;
    } dates[] = {
        {"10/", "11/2022", true}, {"17/07", "/2018", true}, {"/", "11", false}, {"a/", "11", false},
        {"10/", "a", false},      {"17", "/", false},       {"17", "/a", false}, {"17", "a1", false},
        {"a", "/1", false},       {"", "/1", false},        {"17/", "", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        struct span s = {units[i].text, strlen(units[i].text)};
        if (unfold_first_unit(s, false) != units[i].columns || unfold_first_unit(s, true) != units[i].glued)
            fail_msg("\"%s\": %zu %zu", units[i].text, unfold_first_unit(s, false), unfold_first_unit(s, true));
    }
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        if (unfold_cuts_date((struct span){dates[i].before, strlen(dates[i].before)},
                             (struct span){dates[i].next, strlen(dates[i].next)}) != dates[i].cut)
            fail_msg("\"%s\" \"%s\"", dates[i].before, dates[i].next);
}

#define FRAME "+------+-----+-----+\n"
#define BOX FRAME "| Question N° | c | d |\n" FRAME

/* The box that text browsers draw around a table; a line that is no row of it stays. */
static void boxes(void **state) {
    (void)state;
    static const struct row rows[] = {
        {BOX "| a | b |\n" FRAME, "|Question N°|c|d|a|b"},
        {BOX "| a | b |\n| e | f |\n" FRAME, "|Question N°|c|d|a|e|b|f"},
        {BOX "| --- | b |\n" FRAME, "|Question N°|c|d|b"},
        {BOX "| a\n" FRAME, "|Question N°|c|d|a"},
        {BOX "| a | b |\n| c\n" FRAME, "|Question N°|c|d|a | b|c"},
        {BOX "| a |\n| eee |\n" FRAME, "|Question N°|c|d|a eee"},
        {BOX "| a||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||b |\n",
         "|Question N°|c|d|| a||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||b |"},
        {FRAME "| Motion N° | c | d |\n" FRAME, "|~+------+-----+-----+|| Motion N° | c | d ||~+------+-----+-----+"},
        {FRAME "| Question N° | c\n", "|Question N°|c"},
        {BOX "|| b |\n" FRAME, "|Question N°|c|d|b"},
        {BOX "| ──╂──╿ | b |\n" FRAME, "|Question N°|c|d|b"},
        {BOX "| ▀ | b |\n" FRAME, "|Question N°|c|d|▀|b"},
        {FRAME "x | Question N° | c | d |\n" FRAME,
         "|~+------+-----+-----+|x | Question N° | c | d ||~+------+-----+-----+"},
        {FRAME, "|~+------+-----+-----+"},
    };
    EXPECT(rows);
}

/* A link's text and target may be long, and an indentation; a page has a limit of lines. */
static void limits(void **state) {
    enum { LONG = 2100 };
    char text[2 * LONG];
    struct arena arena = {0};
    (void)state;
    int n = snprintf(text, sizeof text, MARKDOWN "[a](%0*d)", LONG, 0);
    struct page page = start(&arena, text, (size_t)n);
    assert_int_equal(read_text(&page), 0);
    assert_int_equal(page.count, 4);
    assert_int_equal(page.lines[3].len, LONG + 5); /* the target is too long for one */
    page_free(&page);
    n = snprintf(text, sizeof text, "%*s", LONG, "a");
    page = start(&arena, text, (size_t)n);
    assert_int_equal(read_text(&page), 0);
    assert_int_equal(page.lines[0].indent, 1000);
    page_free(&page);
    for (size_t lines = 2; lines <= 3; lines++) {
        page = start(&arena, "a\nb\nc", 5);
        page.max_lines = lines;
        assert_int_equal(read_text(&page), lines < 3 ? -1 : 0);
        assert_int_equal(page.too_long, lines < 3);
        page_free(&page);
    }
    struct page starred = {.starred = true};
    char out[3];
    struct span line = SPAN("* a_b");
    assert_true(span_equal(undress_label(&starred, line, out, 3), SPAN("a b")));
    assert_ptr_equal(undress_label(&starred, line, out, 2).ptr, line.ptr);
    arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(line_ends), cmocka_unit_test(quotations), cmocka_unit_test(rules),
        cmocka_unit_test(tables),    cmocka_unit_test(html2text),  cmocka_unit_test(link_lists),
        cmocka_unit_test(markdown),  cmocka_unit_test(raised), cmocka_unit_test(dialects),     cmocka_unit_test(limits),
        cmocka_unit_test(boxes),     cmocka_unit_test(unfolding), cmocka_unit_test(units_and_dates),
        cmocka_unit_test(wrapped_or_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
