/* The fuzz targets' dictionary: the words of the tables, then forms of the pages around them. */
#include "lex/other_page.c"
#include "sites/sites.h"

#include <stdio.h>

static const char *const forms[] = {
    "1er mars 2012", "3705", "N°", "Question écrite", "Réponse", "Question soumise le ",
    "Réponse émise le ", "Retirée le ", "Cette question n'a pas encore de réponse.", "Ministère",
    "Question N° 1 au Ministère", "<div class=", "<h1>", "</h1>", "<br>", "<table>", "<td>", "</td>",
    "<tr>", "<td colspan=9>", "&nbsp;", "&#146;", "<!--", "-->", "<script>", "</script>", "<textarea>",
    "Content-Type: multipart/related; boundary=b", "Content-Transfer-Encoding: quoted-printable",
    "Content-Transfer-Encoding: base64", "MIME-Version: 1.0", "charset=iso-8859-1",
    "<meta charset=", "saved from url=", "\f", "\r", "\xA0", "\x92", "\u00A0", "\u202F", "> > ",
    "\uFEFF", "\xFF\xFE",
};

/* As libFuzzer reads it. */
static void entry(const char *text, int number) {
    putchar('"');
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\')
            printf("\\%c", c);
        else if (c < 0x20 || c >= 0x7F)
            printf("\\x%02X", c);
        else
            putchar(c == '#' ? number : c);
    }
    puts("\"");
}

/* Of a table, where a '#' stands for a number. */
static void word(const char *text) {
    if (text)
        entry(text, '1');
}

static void family_words(const struct family *f) {
    for (const struct label *l = f->labels; l && l->words; l++)
        word(l->words);
    for (const struct comment_mark *m = f->marks; m && m->words; m++)
        word(m->words);
    for (const struct selector *h = f->selectors; h && (h->element != EL_OTHER || h->name); h++) {
        word(h->name);
        word(h->attribute);
        word(h->value);
        word(h->capture);
    }
}

int main(void) {
    for (const struct label *l = regards_labels; l->words; l++)
        word(l->words);
    for (const struct question_type *t = question_types; t->words; t++) {
        word(t->words);
        word(t->code);
    }
    for (const struct family *const *f = families; *f; f++) {
        family_words(*f);
        word(qp_site_name((*f)->site));
    }
    for (size_t i = 0; i < PHRASES; i++)
        word(phrases[i].words);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        entry(forms[i], '#');
    puts("\"\\x00\"");
    return 0;
}
