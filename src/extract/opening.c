/* The grammar of an opening sentence: the speaker, "M. Paul Girard", then the addressee, "M. le
 * ministre de la santé". The addressee begins where a verb or noun leads to a member of the
 * Government, and ends at the first word that can't belong to a title. Where the words allow two
 * readings there is none: a wrong addressee would be worse. */
#include "extract/opening.h"

#include "extract/opening_words.h"

enum {
    WINDOW = 4096,        /* bytes of the paragraph that are read */
    MAX_NAME_WORDS = 12,  /* of a person */
    MAX_TITLE_WORDS = 80, /* of a member of the Government; the longest known has 45 */
};

/* ---- the speaker ---- */

/* Particles from `w` on lead to a capital: "de La Tour", "du Lac". */
static bool particles_lead_to_name(struct word w, struct fold f) {
    for (int i = 0; i < 4 && is_particle(&w); i++)
        if (!word_next(&f, &w) || w.mark)
            return false;
        else if (w.upper)
            return true;
    return false;
}

/* "M. le président", "M. LE MINISTRE": a function where a name could be. */
static bool is_function(const struct word *w, struct fold f) {
    struct word next;
    bool complete;
    return among(w, WORDS("le", "la")) && word_next(&f, &next) &&
           (function_at(&next, &f, &complete) || is_other_function(&next));
}

/* A person's name from the next word on; *f moves behind it. In "LUCIE ARNAUD INTERROGE" only the
 * verb tells where the name ends. */
static struct span read_name(struct fold *f) {
    struct span name = NO_SPAN;
    struct word w;
    for (int i = 0; i < MAX_NAME_WORDS; i++) {
        struct fold after = *f;
        if (!word_next(&after, &w) || w.mark)
            break;
        bool ended = name.ptr && w.shouted && follows_name(&w);
        if (w.upper ? ended : !particles_lead_to_name(w, after))
            break;
        if (!name.ptr) {
            if (is_function(&w, after))
                break;
            name.ptr = w.begin;
        }
        name.len = (size_t)(w.end - name.ptr);
        *f = after;
    }
    return name;
}

/* The next run of letters, folded; *size is its length, of which `part` holds `cap` at most. */
static bool next_part(struct fold *f, char *part, size_t cap, size_t *size) {
    uint32_t c = fold_next(f);
    while (c != FOLD_END && !fold_is_letter(c))
        c = fold_next(f);
    for (*size = 0; fold_is_letter(c); c = fold_next(f))
        if ((*size)++ < cap)
            part[*size - 1] = (char)(c < 0x80 ? c : '?');
    return *size > 0;
}

/* `name` holds every word of the author's, in any order: "GIRARD Paul", "Paul Girard". */
static bool names_author(struct span name, struct span author) {
    char part[32], other[32];
    size_t size, other_size;
    struct fold a = fold_start(author);
    bool any = false;
    while (next_part(&a, part, sizeof part, &size)) {
        struct fold n = fold_start(name);
        bool found = false;
        while (!found && next_part(&n, other, sizeof other, &other_size))
            found = size == other_size &&
                    memcmp(part, other, size < sizeof part ? size : sizeof part) == 0;
        if (!found)
            return false;
        any = true;
    }
    return any;
}

static void take_speaker(struct opening *o, const struct word *civility, struct span name) {
    o->speaker = name;
    if (among(civility, WORDS("m")))
        o->civility = span_from(civility->begin, civility->end);
    else if (among(civility, WORDS("mme", "mlle"))) /* no dot belongs to these */
        o->civility = span_from(civility->begin,
                                civility->end - (civility->end[-1] == '.'));
}

/* Looks for the author within the first sentences or, where the heading names none, for a person in
 * the first words. Returns the start of the sentence that names them, else of the text. */
static struct fold find_speaker(struct span text, struct span author, struct opening *o) {
    enum { SENTENCES = 4 };
    struct fold start = fold_start(text), f = start, sentence = start;
    struct word w;
    bool first = true;
    for (int sentences = 0; sentences < SENTENCES;) {
        struct fold before = f;
        if (!word_next(&f, &w))
            break;
        if (w.mark == '.') {
            sentences++;
            sentence = before;
        }
        if (is_civility(&w)) {
            struct fold after = f;
            struct span name = read_name(&after);
            if (name.ptr && (author.ptr ? names_author(name, author) : first)) {
                take_speaker(o, &w, name);
                return sentence;
            }
        }
        first = false;
    }
    return start;
}

/* ---- the addressee's last word ---- */

/* The addressee up to the word at hand. */
struct title {
    const char *begin;
    const char *function_end; /* of "ministre" in "ministre de la santé" */
    struct word last;
    unsigned frame;      /* how the ruling verb takes it */
    bool complete;       /* no "de …" belongs to the function */
    bool joined_by_at;   /* "délégué à l'emploi": "à" joins its parts */
};

enum verdict { GOES_ON, ENDS, UNSURE };

static bool de_word(const struct word *w) {
    return among(w, WORDS("de", "du", "des", "d'"));
}

static bool at_word(const struct word *w) {
    return among(w, WORDS("a", "au", "aux"));
}

/* "de", "du", "des", "d'": the title's next part, or the verb's complement. */
static enum verdict judge_de(const struct title *t, const struct word *w, struct fold f) {
    struct word next;
    bool bare = among(w, WORDS("de", "d'"));
    if (!word_next(&f, &next) || next.mark)
        return UNSURE;
    if (bare && (begins_complement(&next) || is_infinitive(&next)))
        return ENDS;
    if (bare && among(&next, WORDS("la", "l'"))) {
        struct word after;
        if (!word_next(&f, &after) || after.mark)
            return UNSURE;
        if (is_infinitive(&after)) /* "de l'informer" */
            return ENDS;
        next = after;
    }
    if (is_topic(&next) && !among(&t->last, WORDS("charge", "chargee", "charges", "prevention")))
        return ENDS;
    if (w->mark == ',' || among(&t->last, WORDS("et")) || takes_complement(&t->last))
        return GOES_ON;
    /* Title and complement look the same in "informe M. le ministre de la santé du mal-être" and in
     * "demande à M. le ministre de la santé des moyens". */
    return t->frame & ABOUT || (t->frame & DATIVE && among(w, WORDS("des"))) ? UNSURE : GOES_ON;
}

static enum verdict judge_at(const struct title *t, const struct word *w, struct fold f) {
    struct word next;
    if (!word_next(&f, &next) || next.mark)
        return UNSURE;
    if (among(w, WORDS("a")) && is_infinitive(&next))
        return ENDS;
    /* "l'attention de X a été attirée" */
    if (among(w, WORDS("a")) && among(&next, WORDS("ete", "deja")))
        return t->frame & GENITIVE ? ENDS : UNSURE;
    if (w->mark == ',' && !t->joined_by_at)
        return ENDS;
    return GOES_ON;
}

/* Behind "et": another clause, or the title's next part. */
static enum verdict judge_and(struct fold f) {
    struct word next, after;
    if (!word_next(&f, &next) || next.mark)
        return UNSURE;
    if (begins_clause(&next))
        return ENDS;
    if (!word_next(&f, &after) || after.mark)
        return GOES_ON;
    /* "et l'interroge" */
    if (among(&next, WORDS("l'", "le", "la")) && verb_frame(&after) & DIRECT && !after.upper)
        return ENDS;
    return GOES_ON;
}

static enum verdict judge_for(const struct title *t, struct fold f) {
    struct word next;
    if (!word_next(&f, &next) || next.mark)
        return UNSURE;
    if (is_infinitive(&next))
        return ENDS;
    /* "ministre pour les droits des femmes" */
    if (t->last.end == t->function_end)
        return UNSURE;
    return t->frame & ABOUT || among(&next, WORDS("le", "la", "les", "l'")) ? ENDS : UNSURE;
}

static enum verdict judge_mark(const struct title *t, char mark) {
    if (mark == ':' || mark == '(')
        return ENDS; /* "demande à M. le ministre : 1° si …" */
    return mark == '.' && t->frame & STOP ? ENDS : UNSURE;
}

/* Behind "M. le Premier ministre" only another charge carries the title on. */
static enum verdict judge_complete(struct title *t, const struct word *w, struct fold f) {
    if (among(w, WORDS("et")))
        return judge_and(f);
    if (among(w, WORDS("ainsi")))
        return UNSURE;
    if (!continues_title(w))
        return ENDS;
    t->complete = false;
    return GOES_ON;
}

/* Ministries of 2009 and 2016 have it in their title: "chargée des relations internationales sur le
 * climat". */
static enum verdict judge_sur(const struct title *t, struct fold f) {
    struct word next;
    if (among(&t->last, WORDS("internationales", "negociations")) && word_next(&f, &next) &&
        !next.mark && phrase_at(&next, &f, "le climat"))
        return GOES_ON;
    return ENDS;
}

static enum verdict judge_article(const struct title *t, const struct word *w) {
    if (w->mark == ',')
        return t->frame & DATIVE ? ENDS : UNSURE;
    return expects_noun(&t->last) ? GOES_ON : ENDS;
}

/* "M. le ministre de l'intérieur, Jean Martin, sur …" */
static bool is_person(const struct word *w, struct fold f) {
    struct word next;
    struct fold name = fold_start(span_from(w->begin, f.end));
    if (w->mark != ',' || !w->upper || w->shouted)
        return false;
    read_name(&name);
    return name.at > f.at && word_next(&name, &next) && next.mark == ',';
}

/* Whether the title goes on with `w`, which has f behind it. */
static enum verdict judge(struct title *t, const struct word *w, struct fold f) {
    struct word w2 = *w;
    struct fold f2 = f;
    if (w->mark && w->mark != ',')
        return judge_mark(t, w->mark);
    if (t->complete)
        return judge_complete(t, w, f);
    if (among(w, WORDS("sur")))
        return judge_sur(t, f);
    if (ends_title(w, f))
        return ENDS;
    if (de_word(w))
        return judge_de(t, w, f);
    if (at_word(w))
        return judge_at(t, w, f);
    if (among(w, WORDS("et")))
        return judge_and(f);
    if (among(w, WORDS("le", "la", "les", "l'")))
        return judge_article(t, w);
    if (among(w, WORDS("pour")))
        return judge_for(t, f);
    if (among(w, WORDS("est", "sont"))) /* "l'attention de M. le ministre est attirée" */
        return t->frame & GENITIVE ? ENDS : UNSURE;
    if (is_civility(w)) /* "et Mme la ministre": a second addressee */
        return w->mark == ',' ? ENDS : UNSURE;
    if (among(w, WORDS("ainsi")) || is_subject_verb(w) || w->text[0] <= '9') /* a number */
        return UNSURE;
    if (is_person(w, f))
        return ENDS;
    if (w->mark == ',' && !continues_title(w) && !phrase_at(&w2, &f2, "en charge"))
        return UNSURE;
    return GOES_ON;
}

/* The title from its function's last word to its end; NO_SPAN: not sure. */
static struct span read_title(struct title *t, struct fold f) {
    struct word w;
    for (int i = 0; i < MAX_TITLE_WORDS; i++) {
        struct fold after = f;
        enum verdict verdict;
        if (!word_next(&after, &w))
            verdict = t->frame & STOP ? ENDS : UNSURE;
        else
            verdict = judge(t, &w, after);
        if (verdict == UNSURE || (verdict == ENDS && expects_noun(&t->last)))
            return NO_SPAN;
        if (verdict == ENDS)
            return span_from(t->begin, t->last.end);
        if (at_word(&w) && takes_dative(&t->last))
            t->joined_by_at = true;
        t->last = w;
        f = after;
    }
    return NO_SPAN;
}

/* ---- the addressee's first word ---- */

/* A member of the Government at `w`: "M. le ministre", "M. Jean Martin, ministre"; *f moves behind
 * the function. In "du ministre" and "au ministre" the title begins behind the preposition. */
static bool head_at(struct word w, struct fold *f, struct title *t) {
    struct fold after = *f;
    struct word next;
    bool person = is_civility(&w);
    t->begin = w.begin;
    if ((!person && !among(&w, WORDS("le", "la", "du", "au"))) || !word_next(&after, &next))
        return false;
    if (person) {
        struct fold named = *f;
        if (next.mark)
            return false;
        if (read_name(&named).ptr) {
            after = named;
            if (!word_next(&after, &next) || next.mark != ',')
                return false;
        } else if (!among(&next, WORDS("le", "la", "l'")) || !word_next(&after, &next) ||
                   next.mark) {
            return false;
        }
    } else if (next.mark) {
        return false;
    } else if (among(&w, WORDS("du", "au"))) {
        t->begin = next.begin;
    }
    if (!function_at(&next, &after, &t->complete))
        return false;
    t->last = next;
    t->function_end = next.end;
    *f = after;
    return true;
}

/* The sentence up to a possible addressee. */
struct sentence {
    struct word last, before;      /* the two words before it */
    unsigned verbs;                /* frames of all verbs so far */
    unsigned direct;               /* frame of the last verb with a direct object */
    int since_direct, since_noun;  /* words since that verb, and since "l'attention" */
};

static void note_word(struct sentence *c, const struct word *w) {
    unsigned frame = verb_frame(w);
    c->since_direct++;
    c->since_noun++;
    /* "M. Paul Girard, qui avait interrogé M. le ministre de l'intérieur, demande à …" is for the
     * second one, "M. Paul Girard avait interrogé M. le ministre de la mer" for that minister. */
    if (is_auxiliary(&c->last) && !c->before.upper)
        frame = 0;
    c->verbs |= frame;
    if (frame & DIRECT) {
        c->direct = frame;
        c->since_direct = 0;
    }
    if (is_genitive_noun(w) || frame & GENITIVE)
        c->since_noun = 0;
    c->before = c->last;
    c->last = *w;
}

/* The frame of the verb or noun that rules an addressee at `w`; 0: none does. */
static unsigned ruling_frame(const struct sentence *c, const struct word *w) {
    enum { NEAR_NOUN = 5, NEAR_VERB = 4 }; /* words: "l'attention toute particulière de" */
    bool contracted = among(w, WORDS("du", "au"));
    const struct word *preposition = contracted ? w : &c->last;
    const struct word *ruler = contracted ? &c->last : &c->before;
    if (among(preposition, WORDS("de", "du", "d'"))) {
        if (among(ruler, WORDS("aupres")))
            return DATIVE | (c->verbs & ABOUT);
        return c->since_noun <= NEAR_NOUN ? GENITIVE : 0;
    }
    if (among(preposition, WORDS("a", "au")))
        return c->verbs & DATIVE ? DATIVE | (c->verbs & (ABOUT | STOP)) : 0;
    return c->since_direct > NEAR_VERB || w->mark || bars_object(&c->last) ? 0 : c->direct;
}

/* Whether the site made the sentence up, of the heading's ministry and title: "Mme Lucie Arnaud
 * interroge le Ministère de la santé avenir des lignes". Authors question a person. */
static bool is_invented(struct fold f) {
    struct word w;
    if (!word_next(&f, &w) || w.mark || !among(&w, WORDS("le", "la")))
        return false;
    if (!word_next(&f, &w) || w.mark || !w.upper)
        return false;
    return among(&w, WORDS("ministere", "secretariat", "haut-commissariat")) ||
           phrase_at(&w, &f, "premier ministre");
}

static struct span find_addressee(struct fold f, bool *invented) {
    struct sentence c = {.since_direct = 100, .since_noun = 100};
    struct word w;
    struct title t;
    for (int i = 0; word_next(&f, &w) && (i == 0 || w.mark != '.'); i++) {
        struct fold after = f;
        t = (struct title){0};
        if (head_at(w, &after, &t)) {
            t.frame = ruling_frame(&c, &w);
            if (t.frame)
                return read_title(&t, after);
            /* "se félicite que M. le ministre parte": "le ministre" is no addressee either */
            f = after;
            c.last = t.last;
            continue;
        }
        if (among(&w, WORDS("interroge")) && is_invented(f)) {
            *invented = true;
            return NO_SPAN;
        }
        note_word(&c, &w);
    }
    return NO_SPAN;
}

/* WINDOW bytes at most, and whole characters. */
static struct span first_bytes(struct span text) {
    if (text.len > WINDOW) {
        text.len = WINDOW;
        while (((unsigned char)text.ptr[text.len] & 0xC0) == 0x80)
            text.len--;
    }
    return text;
}

struct opening opening_read(struct span paragraph, struct span author) {
    struct opening o = {NO_SPAN, NO_SPAN, NO_SPAN, false};
    struct span text = first_bytes(paragraph);
    if (!text.ptr || text.len == 0)
        return o;
    struct fold sentence = find_speaker(text, first_bytes(author), &o);
    o.addressee = find_addressee(sentence, &o.invented);
    return o;
}
