/* The other way round: a record is thrown with the input's bytes as dice, printed as
 * NosSénateurs.fr shows it and as a browser copies it, and must be read back as it was. */
#include "base/fold.h"
#include "fuzz.h"

#include "lex/lex.h"

#include <stdio.h>
#include <stdlib.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define NBSP "\xC2\xA0"

enum { MOST_BLOCKS = 6, MOST_ITEMS = 4 };

struct maker {
    const uint8_t *at, *end; /* dice that are left */
    struct arena arena;      /* owns what the record says */
    struct buffer page, scratch;
    qp_question q;
    qp_relation relations[1];
    qp_block body[MOST_BLOCKS + 2], response[MOST_BLOCKS];
    qp_comment comments[MOST_ITEMS];
    const char *suffix;
};

static unsigned roll(struct maker *m, size_t sides) {
    return m->at < m->end ? *m->at++ % (unsigned)sides : 0;
}

static void print(struct maker *m, const char *text) {
    buffer_append(&m->page, text, strlen(text));
}

static void print_line(struct maker *m, qp_string s) {
    buffer_append(&m->page, s.data, s.size);
    print(m, "\n");
}

static qp_string keep(struct maker *m, struct span s) {
    qp_string out;
    REQUIRE(arena_string(&m->arena, s, &out) == 0);
    return out;
}

static qp_string keep_text(struct maker *m, const char *text) {
    return keep(m, (struct span){text, strlen(text)});
}

/* ---- words ---- */

/* A letter or sign of any script, but no space and nothing that frames text. */
static void any_character(struct maker *m) {
    static const struct {
        uint32_t first, count;
    } ranges[] = {{0xA1, 0x1AF}, {0x391, 0x39}, {0x410, 0x40}, {0x4E00, 0x51FF}, {0x1F300, 0x2FF},
                  {0x300, 0x50}, {0x200C, 2}, {'!', 94}};
    size_t i = roll(m, COUNT(ranges));
    uint32_t offset = roll(m, 256) << 8;
    offset |= roll(m, 256);
    size_t begin = m->scratch.len;
    buffer_codepoint(&m->scratch, ranges[i].first + offset % ranges[i].count);
    struct fold f = fold_start((struct span){m->scratch.ptr + begin, m->scratch.len - begin});
    if (fold_next(&f) == 'n') { /* "Question n 3705" names one, and so does "ń" */
        m->scratch.len = begin;
        buffer_char(&m->scratch, 'm');
    }
}

static void add_words(struct maker *m, unsigned count) {
    static const char *const words[] = {
        "de", "la", "réponse", "commentaires", "le 3 mai 2012", "sieste", "l'été", "« oui »",
        "œuvre", "Ministère", "12,5" NBSP "%", "(retirée)", "source", "Email", "a dit", "&amp;",
        "<b>", "\"", "\\", "]]>", "3705", "soumise", "Réponse", "écrite", "oui" NBSP "!",
        "RÉPUBLIQUE", "n'est-ce pas" NBSP "?", "https://www.senat.fr/", "–",
        "1" NBSP "004", "/", "*"};
    for (unsigned i = 0; i < count; i++) {
        unsigned which = roll(m, COUNT(words) + 4);
        buffer_char(&m->scratch, ' ');
        if (which < COUNT(words))
            buffer_append(&m->scratch, words[which], strlen(words[which]));
        else
            any_character(m);
    }
}

/* A line that is none of the site's labels and starts like text. */
static struct span line(struct maker *m, unsigned most) {
    static const char *const starts[] = {
        "Cette", "Il", "Réponse", "Question", "La", "En 2012,", "Commentaire", "L'été",
        "Retirée", "Source", "Par", "À", "3 mai", "Le", "«" NBSP "Ainsi" NBSP "»", "Elle"};
    m->scratch.len = 0;
    const char *start = starts[roll(m, COUNT(starts))];
    buffer_append(&m->scratch, start, strlen(start));
    add_words(m, roll(m, most));
    REQUIRE(!m->scratch.failed);
    struct span s = {m->scratch.ptr, m->scratch.len};
    if (lex_line(s) == DATUM_NONE)
        return s;
    buffer_append(&m->scratch, " en effet", 9);
    s = (struct span){m->scratch.ptr, m->scratch.len};
    return lex_line(s) == DATUM_NONE ? s : SPAN("Une phrase sans surprise");
}

static qp_date throw_date(struct maker *m) {
    static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int8_t month = (int8_t)roll(m, 12);
    return (qp_date){(int16_t)(2004 + roll(m, 20)), (int8_t)(month + 1),
                     (int8_t)(1 + roll(m, (size_t)days[month])), -1, -1};
}

static void print_date(struct maker *m, qp_date d) {
    static const char *const months[] = {
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
        "octobre", "novembre", "décembre"};
    char text[64];
    snprintf(text, sizeof text, "%d%s %s %d", d.day, d.day == 1 ? "er" : "", months[d.month - 1],
             d.year);
    print(m, text);
}

/* ---- blocks ---- */

static qp_string table_text(struct maker *m, const qp_block *b) {
    m->scratch.len = 0;
    for (size_t r = 0; r < b->row_count; r++)
        for (size_t c = 0; c < b->rows[r].count; c++) {
            if (r || c)
                buffer_char(&m->scratch, c ? '\t' : '\n');
            buffer_append(&m->scratch, b->rows[r].cells[c].data, b->rows[r].cells[c].size);
        }
    return keep(m, (struct span){m->scratch.ptr, m->scratch.len});
}

static void throw_table(struct maker *m, qp_block *b) {
    static const char *const cells[] = {"Commune", "12", "n. d.", "Réponse", "1" NBSP "004", "–"};
    size_t columns = 2 + roll(m, 3);
    b->type = QP_TABLE;
    b->row_count = 1 + roll(m, 4);
    b->rows = arena_array(&m->arena, b->row_count, sizeof *b->rows);
    REQUIRE(b->rows);
    for (size_t r = 0; r < b->row_count; r++) {
        qp_row *row = &b->rows[r];
        row->count = columns;
        row->cells = arena_array(&m->arena, columns, sizeof *row->cells);
        REQUIRE(row->cells);
        for (size_t c = 0; c < columns; c++)
            row->cells[c] = keep_text(m, cells[roll(m, COUNT(cells))]);
    }
    b->text = table_text(m, b);
}

/* One line, or a few short ones that <br> parts: longer ones could be a tool's width. */
static qp_string throw_paragraph(struct maker *m) {
    struct span s = line(m, 60);
    qp_string text = keep(m, s);
    if (s.len > 30 || roll(m, 4))
        return text;
    for (unsigned more = roll(m, 3); more > 0; more--) {
        qp_string next = keep(m, line(m, 3));
        if (next.size > 30)
            break;
        m->scratch.len = 0;
        buffer_append(&m->scratch, text.data, text.size);
        buffer_char(&m->scratch, '\n');
        buffer_append(&m->scratch, next.data, next.size);
        text = keep(m, (struct span){m->scratch.ptr, m->scratch.len});
    }
    return text;
}

static void throw_blocks(struct maker *m, qp_block *items, qp_blocks *out) {
    size_t count = 1 + roll(m, MOST_BLOCKS);
    out->items = items;
    for (size_t i = 0; i < count; i++) {
        qp_block *b = &items[out->count];
        *b = (qp_block){0};
        bool after_table = out->count && b[-1].type == QP_TABLE;
        if (!after_table && roll(m, 5) == 4)
            throw_table(m, b);
        else
            b->text = throw_paragraph(m);
        out->count++;
    }
}

static void print_blocks(struct maker *m, const qp_blocks *blocks) {
    for (size_t i = 0; i < blocks->count; i++) {
        print_line(m, blocks->items[i].text);
        print(m, "\n");
    }
}

/* ---- the record, top down as it is printed ---- */

static void make_heading(struct maker *m) {
    static const struct {
        const char *label, *code;
    } types[] = {{"Question écrite", "QE"},
                 {"Question d'actualité au gouvernement", "QAG"},
                 {"Question crible thématique", "QC"},
                 {"Question orale sans débat", "QOSD"},
                 {"Question orale avec débat", "QOAD"},
                 {"Question orale avec débat portant sur un sujet européen", "QOAE"}};
    static const char *const authors[] = {"Jeanne Martin", "Aimé L'Hostis", "Zoé de La Tour-d'Aigues",
                                          "Hélène Réponse", "Ève Roux"};
    static const char *const ministries[] = {
        "Ministère du travail", "Premier Ministre", "Secrétariat d'État au numérique",
        "Ministère de l'espace rural", "Haut-Commissariat aux solidarités"};
    size_t type = roll(m, COUNT(types));
    char number[8];
    snprintf(number, sizeof number, "%u", 1 + roll(m, 256) * 97 + roll(m, 97));
    m->q.type_label = keep_text(m, types[type].label);
    m->q.type = keep_text(m, types[type].code);
    m->q.number = keep_text(m, number);
    m->q.author.name = keep_text(m, authors[roll(m, COUNT(authors))]);
    m->q.ministry.displayed = keep_text(m, ministries[roll(m, COUNT(ministries))]);
    m->q.title = keep(m, line(m, 12));
    m->q.body.date = throw_date(m);
}

static void print_heading(struct maker *m) {
    if (roll(m, 2)) {
        print(m, "Photo de ");
        print_line(m, m->q.author.name);
    }
    print_line(m, m->q.author.name);
    print(m, m->q.type_label.data);
    print(m, " N° ");
    print(m, m->q.number.data);
    print(m, " au ");
    print(m, m->q.ministry.displayed.data);
    print(m, m->suffix);
    print(m, roll(m, 2) ? "\n\n\nsource\n" : "\n\n");
    print_line(m, m->q.title);
    print(m, roll(m, 2) ? "\nQuestion soumise le " : "Question soumise le ");
    print_date(m, m->q.body.date);
    print(m, "\n");
}

static qp_string joined(struct maker *m, const char *a, qp_string b, const char *c, qp_string d,
                        const char *e) {
    m->scratch.len = 0;
    buffer_append(&m->scratch, a, strlen(a));
    buffer_append(&m->scratch, b.data, b.size);
    buffer_append(&m->scratch, c, strlen(c));
    buffer_append(&m->scratch, d.data, d.size);
    buffer_append(&m->scratch, e, strlen(e));
    return keep(m, (struct span){m->scratch.ptr, m->scratch.len});
}

/* The opening sentence names the author with a civility, and the addressee. */
static void make_opening(struct maker *m, qp_block *b) {
    static const char *const verbs[] = {" attire l'attention de ", " interroge ", " demande à "};
    static const char *const addressees[] = {
        "M. le ministre du travail", "Mme la ministre des armées", "M. le Premier ministre",
        "Mme la secrétaire d'État chargée de l'écologie"};
    const char *civility = roll(m, 2) ? "M." : "Mme";
    m->q.author.civility = keep_text(m, civility);
    m->q.addressee = keep_text(m, addressees[roll(m, COUNT(addressees))]);
    qp_string speaker = joined(m, civility, keep_text(m, " "), "", m->q.author.name, "");
    b->text = joined(m, "", speaker, verbs[roll(m, COUNT(verbs))], m->q.addressee,
                     " sur la sieste.");
}

static void make_transformed(struct maker *m, qp_block *b) {
    m->relations[0] = (qp_relation){QP_TRANSFORMED_INTO, keep_text(m, "question N°" NBSP "S123"),
                                    keep_text(m, "S123"), {NULL, 0}};
    m->q.relations = m->relations;
    m->q.relation_count = 1;
    b->text = keep_text(m, "Cette question a été transformée en question N°" NBSP "S123.");
}

static void make_body(struct maker *m, bool transformed) {
    qp_blocks *blocks = &m->q.body.blocks, rest = {0};
    size_t first = 0;
    if (transformed)
        make_transformed(m, &m->body[first++]);
    make_opening(m, &m->body[first++]);
    throw_blocks(m, m->body + first, &rest);
    *blocks = (qp_blocks){m->body, first + rest.count};
}

/* The states of a question that a text tells without contradiction. */
enum state {
    ANSWERED, ANSWERED_UNDATED, PENDING, ANNOUNCED, TRANSFORMED, WITHDRAWN, LAPSED, STATES
};

static void make_state(struct maker *m, enum state state) {
    static const char *const reasons[] = {NULL, "fin de mandat", "retrait", "fin de mandat."};
    static const enum qp_status statuses[] = {QP_ANSWERED, QP_ANSWERED, QP_PENDING, QP_ANNOUNCED,
                                              QP_TRANSFORMED, QP_WITHDRAWN, QP_LAPSED};
    qp_question *q = &m->q;
    q->status = statuses[state];
    q->has_response = state == ANSWERED || state == ANSWERED_UNDATED || state == ANNOUNCED;
    q->has_withdrawal = state == WITHDRAWN || state == LAPSED;
    m->suffix = state == WITHDRAWN ? " (retirée)" : state == LAPSED ? " (caduque)" : "";
    if (state == ANSWERED)
        q->response.date = throw_date(m);
    if (state == ANSWERED || state == ANSWERED_UNDATED)
        throw_blocks(m, m->response, &q->response.blocks);
    if (state == ANNOUNCED)
        q->response.expected = throw_date(m);
    if (q->has_withdrawal && roll(m, 2))
        q->withdrawal.date = throw_date(m);
    const char *reason = state == LAPSED ? "caduque" : reasons[roll(m, COUNT(reasons))];
    if (q->has_withdrawal && reason)
        q->withdrawal.reason = keep_text(m, reason);
}

static void print_state(struct maker *m, enum state state) {
    qp_question *q = &m->q;
    print(m, q->has_withdrawal ? "Retirée" : "Réponse");
    qp_date date = state == ANNOUNCED ? q->response.expected
                   : q->has_withdrawal ? q->withdrawal.date : q->response.date;
    if (date.year) {
        print(m, state == ANNOUNCED ? " à venir le " : q->has_withdrawal ? " le " : " émise le ");
        print_date(m, date);
    }
    if (q->withdrawal.reason.data) {
        print(m, " (");
        print(m, q->withdrawal.reason.data);
        print(m, ")");
    }
    print(m, "\n\n");
    print_blocks(m, &q->response.blocks);
    if (state == PENDING || state == ANNOUNCED || state == TRANSFORMED)
        print(m, "Cette question n'a pas encore de réponse.\n\n");
}

static void make_comment(struct maker *m, qp_comment *c) {
    static const char *const logins[] = {"Anonyme", "castor_junior (enseignante)", "Qui l'a dit ?"};
    char when[64];
    c->author = keep_text(m, logins[roll(m, COUNT(logins))]);
    c->date = throw_date(m);
    c->date.hour = (int8_t)roll(m, 24);
    c->date.minute = (int8_t)roll(m, 60);
    snprintf(when, sizeof when, "Le %02d/%02d/%d à %02d:%02d, ", c->date.day, c->date.month,
             c->date.year, c->date.hour, c->date.minute);
    c->text = keep(m, line(m, 20));
    print(m, when);
    print(m, c->author.data);
    print(m, " a dit :\n\n");
    print_line(m, c->text);
    print(m, "\nVous trouvez ce commentaire constructif" NBSP ": non neutre oui\n\n");
}

static void make_comments(struct maker *m) {
    size_t count = roll(m, MOST_ITEMS + 1);
    char head[64];
    m->q.comment_count = (long)count;
    m->q.comments = m->comments;
    m->q.comment_item_count = count;
    snprintf(head, sizeof head, "%zu commentaire%s" NBSP ":\n\n", count, count > 1 ? "s" : "");
    print(m, count ? head : "Aucun commentaire n'a encore été formulé sur cette question.\n\n");
    for (size_t i = 0; i < count; i++)
        make_comment(m, &m->comments[i]);
}

static void make_page(struct maker *m) {
    enum state state = (enum state)roll(m, STATES);
    m->q.site = QP_NOSSENATEURS;
    make_heading(m);
    make_state(m, state);
    make_body(m, state == TRANSFORMED);
    print_heading(m);
    if (!m->q.has_withdrawal && !m->q.response.blocks.count && roll(m, 2))
        print(m, "\nÊtre alerté lorsque cette\nquestion aura une réponse\nEmail\npar email\n");
    print(m, "\n");
    print_blocks(m, &m->q.body.blocks);
    print_state(m, state);
    make_comments(m);
    print(m, "Ecrire un commentaire\n\nInscription\nNom d'utilisateur\nEmail\n");
    REQUIRE(!m->page.failed && !m->scratch.failed);
}

static void check_read(struct maker *m) {
    char *wanted, *got = NULL;
    size_t wanted_size, got_size = 0;
    qp_options options = {.keep_lines = true};
    qp_result *r = qp_parse(m->page.ptr, m->page.len, &options);
    REQUIRE(r);
    require_kept(check_result(r));
    REQUIRE(qp_emit(&m->q, QP_JSON, QP_ALONE, &wanted, &wanted_size) == 0);
    if (qp_result_count(r) == 1)
        REQUIRE(qp_emit(qp_result_question(r, 0), QP_JSON, QP_ALONE, &got, &got_size) == 0);
    if (!got || wanted_size != got_size || memcmp(wanted, got, got_size) != 0) {
        fprintf(stderr, "---- page\n%.*s---- wanted\n%s---- got\n%s", (int)m->page.len, m->page.ptr,
                wanted, got ? got : "");
        give_up("the record that was printed is not the one that was read");
    }
    qp_free(wanted);
    qp_free(got);
    qp_result_free(r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct maker m = {.at = data, .end = data + size, .suffix = ""};
    make_page(&m);
    check_read(&m);
    buffer_free(&m.page);
    buffer_free(&m.scratch);
    arena_free(&m.arena);
    return 0;
}
