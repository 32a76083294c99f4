/* One table from a member's path to its meaning, for JSON and XML. */
#include "opendata/members.h"

#include "base/ascii.h"
#include "base/fold.h"
#include "read/read.h"

#include <string.h>

enum which {
    ONCE,  /* a second one is an error */
    FIRST, /* of several the first counts */
    LAST,
    EACH
};

#define D(datum) (uint8_t)(ROLE_DATUM + DATUM_##datum)
#define P(path) {path, sizeof path - 1}

/* What is not named here is known and left out: organs, mandates, long names, numbers of the Journal
 * officiel. Rows are in the order that extract/ needs. */
static const struct member {
    struct span path;
    uint8_t role;
    enum which which;
    bool opens; /* the member counts where it begins, and has no value of its own */
    bool joins; /* its values stay between those of the row above */
} table[] = {
    {P("uid"), D(REFERENCE), ONCE, false, false},
    {P("identifiant.legislature"), D(LEGISLATURE), ONCE, false, false},
    {P("identifiant.numero"), D(NUMBER), ONCE, false, false},
    {P("type"), D(TYPE), ONCE, false, false},
    {P("indexationan.rubrique"), D(RUBRIC), ONCE, false, false},
    {P("indexationan.teteanalyse"), D(RUBRIC_HEAD), ONCE, false, false},
    {P("indexationan.analyses.analyse"), D(ANALYSIS), EACH, false, false},
    {P("indexationan.analyse.ana"), D(ANALYSIS), EACH, false, false}, /* legislature 14 */
    {P("auteur.identite.acteurref"), D(AUTHOR_ID), ONCE, false, false},
    {P("auteur.groupe.developpe"), D(GROUP), ONCE, false, false},
    {P("minint.abrege"), D(ASKED), ONCE, false, false},
    {P("minattribs.minattrib"), D(ORDER_NUMBER), EACH, true, false},
    {P("minattribs.minattrib.denomination.abrege"), D(ORDER), EACH, false, true},
    {P("minattribs.minattrib.infojo.datejo"), D(ORDER_DATE), EACH, false, true},
    {P("textesquestion.textequestion.infojo.datejo"), D(QUESTION_DATE), FIRST, false, false},
    {P("textesquestion.textequestion.infojo.pagejo"), D(QUESTION_PAGE), FIRST, false, false},
    {P("textesquestion.textequestion.texte"), ROLE_BODY, LAST, false, false},
    {P("textesreponse.textereponse.infojo.datejo"), D(ANSWER_DATE), LAST, false, false},
    {P("textesreponse.textereponse.infojo.pagejo"), D(ANSWER_PAGE), LAST, false, false},
    {P("textesreponse.textereponse.texte"), ROLE_RESPONSE, EACH, false, false},
    {P("cloture.codecloture"), D(CLOSING_CODE), ONCE, false, false},
    {P("cloture.datecloture"), D(CLOSED), ONCE, false, false},
    {P("cloture.libellecloture"), D(CLOSING_REASON), ONCE, false, false},
    {P("cloture.infojo.pagejo"), D(CLOSING_PAGE), ONCE, false, false},
    {P("signalement.infojo.datejo"), D(SIGNALLED), EACH, false, false},
    {P("renouvellements.renouvellement.infojo.datejo"), D(RENEWED), EACH, false, false},
};

enum { MEMBERS = sizeof table / sizeof *table };
_Static_assert((int)MEMBERS <= (int)MEMBERS_MOST, "struct members has no room for the rows");

static bool is_text(const struct member *m) {
    return m->role == ROLE_BODY || m->role == ROLE_RESPONSE;
}

bool members_in_question(const struct members *m) {
    return m->question > 0;
}

void members_refuse(struct members *m, size_t offset, const char *why) {
    if (!m->refused)
        diagnose(m->d, D_NOT_A_QUESTION, offset, "%s", why);
    m->refused = true;
}

size_t members_push(struct members *m, struct span name) {
    size_t before = m->path.len;
    buffer_append(&m->path, name.ptr, name.len);
    buffer_char(&m->path, '.');
    return before;
}

void members_pop(struct members *m, size_t before) {
    m->path.len = before;
}

/* Within the question, without the last '.'. */
static struct span open_path(const struct members *m) {
    struct span path = {m->path.ptr + m->question, m->path.len - m->question};
    path.len -= path.len > 0;
    return path;
}

/* The row of the open member; MEMBERS: it has none. */
static size_t find(const struct members *m) {
    struct span path = open_path(m);
    for (size_t i = 0; i < MEMBERS; i++)
        if (path.len == table[i].path.len && ascii_same(path, table[i].path.ptr))
            return i;
    return MEMBERS;
}

static int add(struct members *m, size_t member, struct span value, size_t offset) {
    size_t place = table[member].which == EACH ? 0 : m->places[member];
    struct entry *e = place ? &m->entries[place - 1] : NULL;
    qp_string copy = {0};
    if (e && table[member].which == ONCE)
        members_refuse(m, offset, "a member of this question is there twice");
    if (e && table[member].which != LAST)
        return 0;
    if (value.len && arena_string(m->page->arena, value, &copy))
        return -1;
    if (!e) {
        if (arena_reserve(m->page->arena, (void **)&m->entries, &m->cap, m->count, 1,
                          sizeof *m->entries))
            return -1;
        e = &m->entries[m->count++];
        m->places[member] = m->count;
    }
    *e = (struct entry){member, {copy.data, copy.size}, offset};
    return 0;
}

static bool ends_with_question(const struct buffer *path) {
    static const char name[] = "question.";
    size_t len = sizeof name - 1;
    return path->len >= len && ascii_same((struct span){path->ptr + path->len - len, len}, name) &&
           (path->len == len || path->ptr[path->len - len - 1] == '.');
}

int members_begin(struct members *m, size_t offset) {
    if (!members_in_question(m)) {
        if (ends_with_question(&m->path)) {
            m->question = m->path.len;
            m->count = 0;
            memset(m->places, 0, sizeof m->places);
        }
        return 0;
    }
    size_t member = find(m);
    return member < MEMBERS && table[member].opens ? add(m, member, SPAN("1"), offset) : 0;
}

static bool is_below(struct span path, struct span above) {
    if (path.len <= above.len || path.ptr[above.len] != '.')
        return false;
    for (size_t i = 0; i < above.len; i++)
        if (to_lower(path.ptr[i]) != to_lower(above.ptr[i]))
            return false;
    return true;
}

/* A value of a member without a row: whether it is where the table has something else. */
static bool is_misplaced(struct members *m) {
    struct span path = open_path(m);
    for (size_t i = 0; i < MEMBERS; i++) {
        struct span row = table[i].path;
        /* "@xsi:nil" is an attribute of the element */
        if (is_below(row, path) || (!table[i].opens && is_below(path, row) && path.ptr[row.len + 1] != '@'))
            return true;
    }
    return false;
}

int members_value(struct members *m, struct span value, size_t offset) {
    size_t member = members_in_question(m) ? find(m) : MEMBERS;
    bool blank = span_blank(value), known = member < MEMBERS && !table[member].opens;
    if (!known && !blank && members_in_question(m) && is_misplaced(m))
        members_refuse(m, offset, "this question has a text where members belong, or members where a text belongs");
    if (!known || (is_text(&table[member]) && blank))
        return 0;
    return add(m, member, value, offset);
}

void members_boolean(struct members *m, size_t offset) {
    if (members_in_question(m) && find(m) < MEMBERS)
        members_refuse(m, offset, "a member of this question is true or false, and not a text");
}

bool members_in_text(const struct members *m) {
    size_t member = members_in_question(m) ? find(m) : MEMBERS;
    return member < MEMBERS && is_text(&table[member]);
}

static int add_line(struct members *m, const struct entry *e, size_t *first) {
    const struct member *row = &table[e->member];
    size_t count = m->page->count;
    struct span value = span_trim(e->value);
    if (value.len == 0)
        return 0;
    if (is_text(row)) {
        if (read_fragment(m->page, m->d, value, (enum role)row->role, e->offset))
            return -1;
    } else if (page_add_line(m->page, (struct line){.ptr = value.ptr, .len = (uint32_t)value.len,
                                                    .offset = (uint32_t)e->offset,
                                                    .flags = LINE_STARTS, .role = row->role})) {
        return -1;
    }
    if (*first > count)
        *first = count;
    return 0;
}

int members_end(struct members *m) {
    size_t first = SIZE_MAX;
    for (size_t row = 0; row < MEMBERS; row++) {
        size_t last = row;
        if (table[row].joins)
            continue;
        while (last + 1 < MEMBERS && table[last + 1].joins)
            last++;
        for (size_t i = 0; i < m->count; i++)
            if (m->entries[i].member >= row && m->entries[i].member <= last &&
                add_line(m, &m->entries[i], &first))
                return -1;
    }
    if (first < m->page->count)
        m->page->lines[first].flags |= LINE_SHEET;
    m->question = 0;
    m->questions++;
    return 0;
}
