#include "extract/opening.h"

#include "base/fold.h"
#include "base/swar.h"

/* The opening is read word by word. Tables hold folded words, apart by one space; an
 * elided word keeps its apostrophe ("l'"). Folding makes "à" and "a", "où" and "ou",
 * "interrogé" and "interroge" one: the pages of the 1980s print no accents at all. */

enum {
    WINDOW = 4096,       /* bytes; an opening sentence that is longer is not sure */
    MAX_NAME_WORDS = 12, /* of a person */
    MAX_TITLE_WORDS = 80, /* of a member of the Government; the longest known has 45 */
    LONGEST = 24
};

/* A word of a list, zeros behind it: one comparison tells most words from it. */
typedef char row[LONGEST];

struct word {
    const char *begin, *end; /* as printed, with the dot of an abbreviation */
    row text;                /* folded, without that dot; cut where it is longer */
    size_t size;             /* of the folded word, uncut */
    char mark;               /* what stands before it: 0 but spaces, else ',', '.' … */
    bool upper;              /* begins with a capital */
    bool shouted;            /* two letters or more, all capitals */
};

/* What a verb says of where its addressee and its complement stand. */
enum {
    DIRECT = 1,   /* interroge M. le ministre */
    DATIVE = 2,   /* demande à M. le ministre */
    GENITIVE = 4, /* l'attention de M. le ministre */
    ABOUT = 8,    /* informe M. le ministre de la situation: "de" also leads the complement */
    STOP = 16     /* ma question s'adresse à M. le ministre. */
};

static const struct {
    unsigned frame;
    const char *stems[26]; /* by their first letter */
} verbs[] = {
    {DIRECT, {
        ['a' - 'a'] = "alert",
        ['c' - 'a'] = "conjur consult",
        ['e' - 'a'] = "exhort encourag",
        ['i' - 'a'] = "interrog interpell invit",
        ['p' - 'a'] = "press pri",
        ['q' - 'a'] = "questionn",
        ['s' - 'a'] = "sollicit somm suppli sensibilis",
    }},
    {DIRECT | ABOUT, {
        ['a' - 'a'] = "averti avis",
        ['e' - 'a'] = "entretien",
        ['f' - 'a'] = "felicit",
        ['i' - 'a'] = "inform",
        ['p' - 'a'] = "prevenir previen",
        ['r' - 'a'] = "remerci",
        ['s' - 'a'] = "saisi",
    }},
    {DATIVE, {
        ['c' - 'a'] = "confirm communiqu",
        ['d' - 'a'] = "demand decri di decrir dir",
        ['e' - 'a'] = "expos expliqu expriment exprim enjoin",
        ['f' - 'a'] = "fai",
        ['i' - 'a'] = "indiqu",
        ['m' - 'a'] = "manifest montr",
        ['p' - 'a'] = "pos propos precis present",
        ['r' - 'a'] = "rappel rappell renouvel renouvell reiter repet recommand reclam represent "
                      "redemand rapport",
        ['s' - 'a'] = "signal soulign soumet soumett sugger",
        ['t' - 'a'] = "transmet transmett temoign",
    }},
    {DATIVE | ABOUT, {
        ['e' - 'a'] = "etonn enquier enquer emeu",
        ['f' - 'a'] = "felicit",
        ['i' - 'a'] = "inquiet insist intervien interven indign",
        ['p' - 'a'] = "plain plaind",
    }},
    {ABOUT, {
        ['e' - 'a'] = "etat",
        ['p' - 'a'] = "part",
    }},
    {DATIVE | STOP, {
        ['a' - 'a'] = "adress",
    }},
    {GENITIVE, {
        ['a' - 'a'] = "apprendre",
        ['c' - 'a'] = "connaitre",
        ['o' - 'a'] = "obtenir",
        ['r' - 'a'] = "recevoir",
        ['s' - 'a'] = "savoir",
    }},
};

static const char endings[] = "e er ent ant ait eait eant erait era ons it t re nt r a ir issait";

static const char *const genitive_nouns[26] = {
    ['a' - 'a'] = "attention avis appreciation analyse",
    ['b' - 'a'] = "bienveillance",
    ['c' - 'a'] = "concours",
    ['e' - 'a'] = "explications eclaircissements",
    ['i' - 'a'] = "interet intention intentions intervention",
    ['o' - 'a'] = "opinion",
    ['p' - 'a'] = "position positions part precisions",
    ['r' - 'a'] = "reponse",
    ['s' - 'a'] = "sentiment sentiments sollicitude soutien",
    ['v' - 'a'] = "vigilance vue",
};

static const row auxiliaries[] = {"avait", "avaient", "ayant", "avoir", "ete", "ont"};

static const struct {
    const char *words;
    bool complete; /* takes no "de …": what follows is another part of the sentence */
} functions[] = {
    {"premier ministre", true},
    {"premiere ministre", true},
    {"premier-ministre", true},
    {"ministre d' etat", false},
    {"ministre", false},
    {"ministre-delegue", false},
    {"ministre-deleguee", false},
    {"secretaire d' etat", false},
    {"sous-secretaire d' etat", false},
    {"garde des sceaux", true},
    {"haut-commissaire", false},
    {"haut commissaire", false},
    {"haute-commissaire", false},
    {"haute commissaire", false},
    {"porte-parole du gouvernement", true},
};

/* People who are no member of the Government, and so no name either: "M. le président". */
static const row other_functions[] = {"president", "presidente", "depute", "deputee", "senateur",
    "senatrice", "rapporteur", "rapporteure", "maire", "prefet", "prefete", "commissaire",
    "directeur", "directrice", "recteur", "rectrice"};

/* What ends the addressee wherever it stands, whatever the verb. */
static const char *const breaks[26] = {
    ['a' - 'a'] = "afin alors au-dela aussi auquel avant apres ayant aujourd' au-dessus",
    ['c' - 'a'] = "concernant comment combien ce c' cet cette ces cinq certains certaines car "
                  "comme considerant",
    ['d' - 'a'] = "dans dont deux depuis durant devant",
    ['e' - 'a'] = "encore egalement expressement elle elles envers etant est-ce",
    ['f' - 'a'] = "face",
    ['g' - 'a'] = "grace",
    ['h' - 'a'] = "hier",
    ['i' - 'a'] = "instamment il ils",
    ['l' - 'a'] = "lors lequel laquelle lesquels lesquelles leur leurs lui lorsque lorsqu'",
    ['m' - 'a'] = "malgre",
    ['n' - 'a'] = "notamment n' ne",
    ['p' - 'a'] = "par particulierement plus pourquoi plusieurs pendant puisque parce portant",
    ['q' - 'a'] = "quant que qu' qui quel quelle quels quelles quand quelques quatre",
    ['r' - 'a'] = "relativement relative relatif relatives relatifs",
    ['s' - 'a'] = "s' suite solennellement specialement specifiquement si son sa ses selon sous "
                  "sans sachant",
    ['t' - 'a'] = "tout toute tous toutes trois tandis touchant tendant",
    ['u' - 'a'] = "un une",
    ['v' - 'a'] = "vis-a-vis vivement vers via visant voici",
    ['y' - 'a'] = "y",
};

/* The same where more words tell it: each alternative behind the first word. */
static const struct {
    row first;
    const char *next;
} long_breaks[] = {
    {"au", "sujet|regard|nom|titre|moment|lendemain|vu"},
    {"a", "propos|l' egard|la suite|l' occasion|l' heure|la veille|la lumiere|l' issue|l' instar|"
          "la lecture|travers|nouveau|ce|cet|cette|ces|son|sa|ses|leur|un|une|quel|quelle|quels|"
          "quelles|partir|titre"},
    {"en", "ce|quoi|particulier|matiere|faveur|vue|raison|tant|application|cas|sa|complement|"
           "outre|effet|l' occurrence|vertu|reponse|date"},
    {"compte", "tenu"},
    {"de", "nouveau|meme|plus|maniere|facon"},
    {"d'", "une|un|autre|abord|ores"},
    {"ou", "en"},
    {"avec", "insistance|gravite|force|solennite|inquietude|vigueur|fermete"},
    {"eu", "egard"},
    {"pour", "que|qu'|quel|quelle|quels|quelles"},
    {"aux", "fins"},
};

/* After a comma these carry on the title: "…, chargée de la ville". */
static const row continued[] = {"charge", "chargee", "charges", "ministre", "porte-parole",
    "garde", "secretaire", "haut-commissaire", "haut", "haute", "aupres", "delegue", "deleguee"};

/* An article behind one of these is part of the title: "contre les discriminations". */
static const row before_article[] = {"de", "a", "au", "aux", "du", "des", "d'", "et", "ou", "sur",
    "avec", "contre", "entre", "pour", "par", "en", "dans", "aupres", "hors", "le", "la", "les",
    "l'"};

static const row clitics[] = {"bien", "vouloir", "lui", "leur", "leurs", "se", "s'", "me", "m'",
    "nous", "ne", "n'", "y", "en", "le", "les", "sa", "son", "ses", "ce", "cet", "cette", "ces",
    "c'", "plusieurs", "certains", "certaines", "nombreux", "nombreuses", "quel", "quelle",
    "quels", "quelles", "quoi", "savoir", "nouvelles", "nouveau", "tres", "trop", "tels", "telles",
    "tel", "telle", "quelques", "mieux"};

/* What questions are about, and no ministry: "de la situation" ends its name. */
static const char *const topics[26] = {
    ['a' - 'a'] = "attentes absence",
    ['b' - 'a'] = "baisse",
    ['c' - 'a'] = "cas consequence consequences colere",
    ['d' - 'a'] = "difficulte difficultes demande demandes devenir decision decisions dossier "
                  "desarroi",
    ['e' - 'a'] = "eclaircissement eclaircissements explication explications effets",
    ['f' - 'a'] = "fermeture fermetures",
    ['g' - 'a'] = "gravite",
    ['h' - 'a'] = "hausse",
    ['i' - 'a'] = "inquietude inquietudes informations importance insuffisance impact",
    ['l' - 'a'] = "lenteur",
    ['m' - 'a'] = "modalites menace menaces mecontentement manque malaise",
    ['n' - 'a'] = "necessite nouvelles",
    ['p' - 'a'] = "preoccupation preoccupations probleme problemes precision precisions propos "
                  "projet projets",
    ['q' - 'a'] = "question questions",
    ['r' - 'a'] = "reponse reponses raisons risque risques revendications retard retards refus",
    ['s' - 'a'] = "situation situations sort suite suites suppression",
    ['u' - 'a'] = "urgence",
};

/* Verbs whose subject the title would be. */
static const row subject_verbs[] = {"ait", "soit", "etait", "avait", "sera", "serait", "peut",
    "pourrait", "doit", "devrait", "va", "vient", "entend", "envisage", "ont", "ete"};

/* Words of titles whose own complement starts with "de": "de la politique de la ville". */
static const char *const with_complement[26] = {
    ['a' - 'a'] = "aupres amenagement amelioration action acces",
    ['c' - 'a'] = "commissaire charge chargee charges cohesion controle coordination",
    ['d' - 'a'] = "delegue deleguee droits developpement defense departements",
    ['e' - 'a'] = "etat egalite evaluation etablis",
    ['f' - 'a'] = "francais",
    ['g' - 'a'] = "garde",
    ['h' - 'a'] = "haut-commissaire hors",
    ['l' - 'a'] = "lutte",
    ['m' - 'a'] = "ministre modernisation mise",
    ['o' - 'a'] = "oeuvre organisation",
    ['p' - 'a'] = "porte-parole politique plan protection prevention",
    ['r' - 'a'] = "reforme relance",
    ['s' - 'a'] = "secretaire simplification",
    ['t' - 'a'] = "transformation territoires",
    ['v' - 'a'] = "victimes",
};

/* Words that end as infinitives do. */
static const char *const no_infinitive[26] = {
    ['a' - 'a'] = "alger avenir",
    ['b' - 'a'] = "berger boulanger bucher",
    ['c' - 'a'] = "cancer cher cuir concert",
    ['d' - 'a'] = "danger desir",
    ['e' - 'a'] = "etranger espoir",
    ['f' - 'a'] = "fer",
    ['h' - 'a'] = "hiver hier horloger",
    ['l' - 'a'] = "leader loisir leger",
    ['m' - 'a'] = "mer manager miroir maraicher",
    ['n' - 'a'] = "noir",
    ['o' - 'a'] = "outre-mer outremer",
    ['p' - 'a'] = "plaisir pouvoirs",
    ['s' - 'a'] = "souvenir soir",
    ['t' - 'a'] = "tir terroir trottoir",
    ['v' - 'a'] = "verger",
};

/* Infinitives whose ending is one of nouns too. */
static const char *const infinitives[26] = {
    ['a' - 'a'] = "apprecier associer allier avoir apercevoir admettre apparaitre abattre "
                  "accroitre",
    ['b' - 'a'] = "beneficier battre boire",
    ['c' - 'a'] = "concilier copier crier convier concevoir contredire commettre compromettre "
                  "connaitre croire convaincre combattre conclure clore",
    ['d' - 'a'] = "dedier dissocier differencier devoir dire disparaitre distraire debattre",
    ['e' - 'a'] = "etudier expedier envier emettre etre ecrire elire extraire exclure",
    ['f' - 'a'] = "faire",
    ['i' - 'a'] = "initier interdire interrompre inclure",
    ['l' - 'a'] = "lier lire",
    ['m' - 'a'] = "mettre",
    ['n' - 'a'] = "negocier nier naitre nuire",
    ['o' - 'a'] = "oublier omettre",
    ['p' - 'a'] = "privilegier publier pallier prier plier pouvoir prevoir pourvoir percevoir "
                  "promouvoir prevaloir predire permettre promettre paraitre poursuivre plaire",
    ['r' - 'a'] = "remedier relier rallier recevoir revoir refaire redire remettre reconnaitre "
                  "rire rompre resoudre",
    ['s' - 'a'] = "savoir soumettre suivre satisfaire soustraire",
    ['t' - 'a'] = "trier transmettre taire",
    ['v' - 'a'] = "varier vouloir voir valoir vivre vaincre",
};

static const char infinitive_endings[] = "fier ndre uire crire indre ondre";

/* Where the character that was just read begins. */
static const char *last_read(const struct fold *f) {
    return utf8_start(f->at - 1);
}

/* Of a character beyond ASCII. */
static bool is_capital(const char *at, const char *end) {
    uint32_t c = utf8_next(&at, end);
    if (c < 0x100)
        return c >= 0xC0 && c <= 0xDE;
    if (c < 0x180) /* capitals are the even ones but for two runs */
        return ((c >= 0x139 && c <= 0x148) || c >= 0x178) ? c % 2 == 1 || c == 0x178 : c % 2 == 0;
    return true;
}

/* Whether the character that was just read is a capital. */
static bool was_capital(const struct fold *f) {
    char c = f->at[-1];
    return c & 0x80 ? is_capital(last_read(f), f->end) : c >= 'A' && c <= 'Z';
}

static char mark_of(uint32_t c) {
    switch (c) {
    case '.': case '!': case '?': case 0x2026:
        return '.';
    case '-': /* a dash between spaces sets apart as a comma does */
        return ',';
    default:
        return c < 0x80 ? (char)c : '"';
    }
}

static bool same_word(const struct word *w, const row other) {
    return swar_load(w->text) == swar_load(other) &&
           memcmp(w->text + 8, other + 8, LONGEST - 8) == 0;
}

static bool among_rows(const struct word *w, const row *rows, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (same_word(w, rows[i]))
            return w->size <= LONGEST;
    return false;
}

#define WORDS(...) ((const row[]){__VA_ARGS__})
#define among(w, list) among_rows(w, list, sizeof(list) / sizeof(row))

/* The same for a list by first letters. */
static bool among_indexed(const struct word *w, const char *const lists[26]) {
    return w->size <= sizeof w->text && word_indexed((struct span){w->text, w->size}, lists);
}

static const row abbreviations[] = {"mm", "mme", "mlle", "mmes", "dr", "st", "ste"};

/* The dot of "M." or of an initial ends no sentence. */
static void take_dot(struct fold *f, struct word *w) {
    struct fold ahead = *f;
    if (fold_next(&ahead) != '.' || (w->size != 1 && !among(w, abbreviations)))
        return;
    *f = ahead;
    w->end = ahead.at;
}

/* ASCII letters and digits, which most of a word is made of. */
static size_t read_ascii(struct fold *f, struct word *w) {
    size_t capitals = 0;
    for (; !f->pending && f->at < f->end; f->at++) {
        unsigned char c = (unsigned char)*f->at;
        if (c >= 0x80 || !fold_is_letter(fold_table[c]))
            break;
        capitals += c >= 'A' && c <= 'Z';
        if (w->size < sizeof w->text)
            w->text[w->size] = (char)fold_table[c];
        w->size++;
    }
    return capitals;
}

static void read_letters(struct fold *f, struct word *w, uint32_t c) {
    size_t capitals = 0;
    for (;;) {
        capitals += was_capital(f);
        if (w->size < sizeof w->text)
            w->text[w->size] = c < 0x80 ? (char)c : '?';
        w->size++;
        capitals += read_ascii(f, w);
        w->end = f->at;
        struct fold ahead = *f;
        c = fold_next(&ahead);
        if (c == '\'' && w->size < 8) { /* "aujourd'" is the longest */
            w->text[w->size++] = '\'';
            w->end = ahead.at;
            *f = ahead;
            break;
        }
        struct fold behind = ahead;
        if (!fold_is_letter(c) && (c != '-' || !fold_is_letter(fold_next(&behind))))
            break;
        *f = ahead;
    }
    w->shouted = w->size > 1 && capitals + 1 >= w->size;
}

/* "sante" and U+0301: the accent is a part of the word that it ends. */
static void take_accents(struct fold *f, struct word *w) {
    while (f->end - f->at >= 2 && (f->at[0] == '\xCC' ||
                                   (f->at[0] == '\xCD' && (unsigned char)f->at[1] < 0xB0)))
        f->at += 2;
    if (f->at > w->end)
        w->end = f->at;
}

static bool word_next(struct fold *f, struct word *w) {
    *w = (struct word){0};
    for (;;) {
        uint32_t c = fold_next(f);
        if (c == FOLD_END)
            return false;
        if (fold_is_letter(c)) {
            w->begin = last_read(f);
            w->upper = was_capital(f);
            read_letters(f, w, c);
            take_accents(f, w);
            take_dot(f, w);
            return true;
        }
        char mark = c == ' ' ? 0 : mark_of(c);
        if (mark && (!w->mark || mark == '.'))
            w->mark = mark;
    }
}

/* `w`, and what follows it, are the words of the pattern, nothing between them but
 * spaces; *f then stands behind the last, which *w becomes. A '|' ends a pattern too. */
static bool phrase(struct word *w, struct fold *f, const char *pattern) {
    if (w->text[0] != pattern[0])
        return false;
    struct word at = *w;
    struct fold after = *f;
    for (;;) {
        size_t n = strcspn(pattern, " |");
        if (at.size != n || memcmp(at.text, pattern, n) != 0)
            return false;
        if (pattern[n] != ' ')
            break;
        pattern += n + 1;
        if (!word_next(&after, &at) || at.mark)
            return false;
    }
    *w = at;
    *f = after;
    return true;
}

/* One of the patterns, which a '|' sets apart, stands at `w`. */
static bool any_phrase(struct word w, struct fold f, const char *patterns) {
    while (patterns) {
        if (phrase(&w, &f, patterns))
            return true;
        patterns = strchr(patterns, '|');
        if (patterns)
            patterns++;
    }
    return false;
}

static bool breaks_here(const struct word *w, struct fold f) {
    struct word next;
    if (among_indexed(w, breaks))
        return true;
    for (size_t i = 0; i < sizeof long_breaks / sizeof *long_breaks; i++)
        if (same_word(w, long_breaks[i].first))
            return word_next(&f, &next) && !next.mark && any_phrase(next, f, long_breaks[i].next);
    return false;
}

static bool has_ending(const struct word *w, const char *list) {
    for (const char *p = list; *p;) {
        size_t n = 0;
        while (p[n] && p[n] != ' ')
            n++;
        if (w->size > n && memcmp(w->text + w->size - n, p, n) == 0)
            return true;
        p += n + (p[n] == ' ');
    }
    return false;
}

static bool is_infinitive(const struct word *w) {
    if (w->size > sizeof w->text || w->upper != w->shouted)
        return false;
    char last = w->text[w->size - 1];
    if (last != 'r' && last != 'e')
        return false;
    if (among_indexed(w, infinitives) || has_ending(w, infinitive_endings))
        return true;
    return has_ending(w, "er ir") && !has_ending(w, "ier oir") && !among_indexed(w, no_infinitive);
}

static bool has_stem(const struct word *w, const char *stems) {
    for (const char *p = stems; *p; p += *p == ' ') {
        size_t n = 0;
        while (n < w->size && p[n] == w->text[n])
            n++;
        p += n;
        if (*p != ' ' && *p != '\0')
            p += strcspn(p, " ");
        else if (w->size == n ||
                 word_among((struct span){w->text + n, w->size - n}, endings))
            return true;
    }
    return false;
}

static unsigned verb_frame(const struct word *w) {
    unsigned frame = 0, letter = (unsigned char)w->text[0] - (unsigned)'a';
    if (w->size > sizeof w->text || letter >= 26)
        return 0;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (verbs[i].stems[letter] && has_stem(w, verbs[i].stems[letter]))
            frame |= verbs[i].frame;
    return frame;
}

static bool is_civility(const struct word *w) {
    return w->upper && among(w, WORDS("m", "mme", "mlle", "monsieur", "madame", "mademoiselle"));
}

/* A function of a member of the Government; *w and *f move to its last word. */
static bool function_at(struct word *w, struct fold *f, bool *complete) {
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        struct word last = *w;
        struct fold after = *f;
        if (!phrase(&last, &after, functions[i].words))
            continue;
        /* the longest: "ministre d'État" stands before "ministre" in the table */
        *w = last;
        *f = after;
        *complete = functions[i].complete;
        return true;
    }
    return false;
}

static const row particles[] = {"de", "du", "des", "d'", "la", "le", "les", "l'", "van", "von",
    "der", "den", "el", "al", "ben", "di", "da", "dos", "y"};

/* How many words from `w` on are particles before a capital: "de La", "du"; 0: none. */
static bool particles_lead_to_name(struct word w, struct fold f) {
    for (int i = 0; i < 4 && among(&w, particles); i++)
        if (!word_next(&f, &w) || w.mark)
            return false;
        else if (w.upper)
            return true;
    return false;
}

static const row first_verbs[] = {"attire", "appelle", "souhaite", "souhaiterait", "voudrait",
                                  "desire", "tient", "aimerait", "s'", "se", "met", "porte",
                                  "constate"};

/* In a text all in capitals only the verb tells where the name ends. */
static bool ends_name(const struct word *w) {
    return w->shouted && (verb_frame(w) != 0 || among(w, first_verbs));
}

/* A person's name as printed, from the next word on; *f moves behind it. */
static struct span read_name(struct fold *f) {
    struct span name = NO_SPAN;
    struct word w;
    for (int i = 0; i < MAX_NAME_WORDS; i++) {
        struct fold after = *f;
        if (!word_next(&after, &w) || w.mark)
            break;
        if (!(w.upper ? !name.ptr || !ends_name(&w) : particles_lead_to_name(w, after)))
            break;
        if (!name.ptr) {
            struct word next = w;
            struct fold ahead = after;
            bool complete;
            if (among(&w, WORDS("le", "la")) && word_next(&ahead, &next) &&
                (function_at(&next, &ahead, &complete) || among(&next, other_functions)))
                break;
            name.ptr = w.begin;
        }
        name.len = (size_t)(w.end - name.ptr);
        *f = after;
    }
    return name;
}

static bool next_part(struct fold *f, char *part, size_t cap, size_t *size) {
    uint32_t c = fold_next(f);
    while (c != FOLD_END && !fold_is_letter(c))
        c = fold_next(f);
    for (*size = 0; fold_is_letter(c); c = fold_next(f))
        if ((*size)++ < cap)
            part[*size - 1] = (char)(c < 0x80 ? c : '?');
    return *size > 0;
}

/* Every word of the author's name is one of `name`, in any order. */
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

/* Looks for the speaker: the first words of the text, or the author within its first
 * sentences. The sentence that names them starts at the result. */
static struct fold find_speaker(struct span text, struct span author, struct opening *o) {
    struct fold start = fold_start(text), f = start, sentence = start;
    struct word w;
    bool first = true;
    for (int sentences = 0; sentences < 4;) {
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

/* "X interroge le Ministère de la santé": people interrogate a person. */
static bool is_invented(struct fold f) {
    struct word w;
    if (!word_next(&f, &w) || w.mark || !among(&w, WORDS("le", "la")))
        return false;
    if (!word_next(&f, &w) || w.mark || !w.upper)
        return false;
    return among(&w, WORDS("ministere", "secretariat", "haut-commissariat")) ||
           phrase(&w, &f, "premier ministre");
}

/* The addressee while it is read. */
struct title {
    const char *begin;
    const char *function_end;
    struct word last;
    unsigned frame;
    bool complete;  /* see functions[] */
    bool takes_at;  /* "délégué à l'emploi": "à" joins its parts */
};

enum verdict { GOES_ON, ENDS, UNSURE };

static bool de_word(const struct word *w) {
    return among(w, WORDS("de", "du", "des", "d'"));
}

static bool at_word(const struct word *w) {
    return among(w, WORDS("a", "au", "aux"));
}

/* "de", "du", "des", "d'": the next part of a title, or the verb's complement. */
static enum verdict judge_de(const struct title *t, const struct word *w, struct fold f) {
    struct word next;
    bool bare = among(w, WORDS("de", "d'"));
    if (!word_next(&f, &next) || next.mark)
        return UNSURE;
    if (bare && (among(&next, clitics) || is_infinitive(&next)))
        return ENDS;
    if (bare && among(&next, WORDS("la", "l'"))) {
        struct word after;
        if (!word_next(&f, &after) || after.mark)
            return UNSURE;
        if (is_infinitive(&after))
            return ENDS;
        next = after;
    }
    if (among_indexed(&next, topics) &&
        !among(&t->last, WORDS("charge", "chargee", "charges", "prevention")))
        return ENDS;
    if (w->mark == ',' || among(&t->last, WORDS("et")) || among_indexed(&t->last, with_complement))
        return GOES_ON;
    /* nothing tells a title from a complement in "informe M. le ministre de la santé du
     * mal-être", nor in "demande à M. le ministre de la santé des moyens" */
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
    if (w->mark == ',' && !t->takes_at)
        return ENDS;
    return GOES_ON;
}

static const row next_clause[] = {"lui", "leur", "se", "s'", "souhaite", "souhaiterait",
                                  "demande", "voudrait", "aimerait", "interroge", "porte",
                                  "concerne", "vise"};

static enum verdict judge_and(struct fold f) {
    struct word next, after;
    if (!word_next(&f, &next) || next.mark)
        return UNSURE;
    if (among(&next, next_clause))
        return ENDS;
    if (!word_next(&f, &after) || after.mark)
        return GOES_ON;
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

/* "M. le Premier ministre": only a comma and another charge carry it on. */
static enum verdict judge_complete(struct title *t, const struct word *w, struct fold f) {
    if (among(w, WORDS("et")))
        return judge_and(f);
    if (among(w, WORDS("ainsi")))
        return UNSURE;
    if (!among(w, continued))
        return ENDS;
    t->complete = false;
    return GOES_ON;
}

static enum verdict judge_sur(const struct title *t, struct fold f) {
    struct word next;
    /* ministries of 2009 and 2016: "chargée des relations internationales sur le climat" */
    if (among(&t->last, WORDS("internationales", "negociations")) && word_next(&f, &next) &&
        !next.mark && phrase(&next, &f, "le climat"))
        return GOES_ON;
    return ENDS;
}

static enum verdict judge_article(const struct title *t, const struct word *w) {
    if (w->mark == ',')
        return t->frame & DATIVE ? ENDS : UNSURE;
    return among(&t->last, before_article) ? GOES_ON : ENDS;
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

/* What `w`, with `f` behind it, is to a title that has run up to it. */
static enum verdict judge(struct title *t, const struct word *w, struct fold f) {
    struct word w2 = *w;
    struct fold f2 = f;
    if (w->mark && w->mark != ',')
        return judge_mark(t, w->mark);
    if (t->complete)
        return judge_complete(t, w, f);
    if (among(w, WORDS("sur")))
        return judge_sur(t, f);
    if (breaks_here(w, f))
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
    if (among(w, WORDS("ainsi")) || among(w, subject_verbs) || w->text[0] <= '9') /* a number */
        return UNSURE;
    if (is_person(w, f))
        return ENDS;
    if (w->mark == ',' && !among(w, continued) && !phrase(&w2, &f2, "en charge"))
        return UNSURE;
    return GOES_ON;
}

static const row delegates[] = {"ministre", "etat", "delegue", "deleguee", "commissaire",
                                "ministre-delegue", "ministre-deleguee", "haut-commissaire",
                                "haute-commissaire"};

/* The addressee's last word, by the complement of the verb that follows. */
static struct span read_title(struct title *t, struct fold f) {
    struct word w;
    for (int i = 0; i < MAX_TITLE_WORDS; i++) {
        struct fold after = f;
        enum verdict verdict;
        if (!word_next(&after, &w))
            verdict = t->frame & STOP ? ENDS : UNSURE;
        else
            verdict = judge(t, &w, after);
        if (verdict == UNSURE || (verdict == ENDS && among(&t->last, before_article)))
            return NO_SPAN;
        if (verdict == ENDS)
            return span_from(t->begin, t->last.end);
        if (at_word(&w) && among(&t->last, delegates))
            t->takes_at = true;
        t->last = w;
        f = after;
    }
    return NO_SPAN;
}

/* A member of the Government named at `w`; *f moves behind the function. The title
 * starts at t->begin; "du ministre" and "au ministre" leave the preposition out. */
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
        if (read_name(&named).ptr) { /* "M. Jean Martin, ministre de la ville" */
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

/* What was read of the sentence before a possible addressee. */
struct sentence {
    struct word last, before;      /* the two words before it */
    unsigned verbs;                /* frames of all verbs so far */
    unsigned direct;               /* frame of the last verb with a direct object */
    int since_direct, since_noun;  /* words since then, and since "l'attention" */
};

static void note_word(struct sentence *c, const struct word *w) {
    unsigned frame = verb_frame(w);
    c->since_direct++;
    c->since_noun++;
    /* "ayant déjà interrogé": the addressee of another day */
    if (among(&c->last, auxiliaries) && !c->before.upper)
        frame = 0;
    c->verbs |= frame;
    if (frame & DIRECT) {
        c->direct = frame;
        c->since_direct = 0;
    }
    if (among_indexed(w, genitive_nouns) || frame & GENITIVE)
        c->since_noun = 0;
    c->before = c->last;
    c->last = *w;
}

static const row not_governing[] = {"que", "qu'", "par", "avec", "chez", "contre", "selon",
                                    "comme", "et", "ou", "dont", "si", "en", "pour"};

/* The frame of the verb that rules an addressee at `w`; 0 where none does. */
static unsigned government(const struct sentence *c, const struct word *w) {
    bool contracted = among(w, WORDS("du", "au"));
    const struct word *preposition = contracted ? w : &c->last;
    const struct word *ruler = contracted ? &c->last : &c->before;
    if (among(preposition, WORDS("de", "du", "d'"))) {
        if (among(ruler, WORDS("aupres")))
            return DATIVE | (c->verbs & ABOUT);
        return c->since_noun <= 5 ? GENITIVE : 0;
    }
    if (among(preposition, WORDS("a", "au")))
        return c->verbs & DATIVE ? DATIVE | (c->verbs & (ABOUT | STOP)) : 0;
    if (c->since_direct > 4 || w->mark ||
        among(&c->last, not_governing))
        return 0;
    return c->direct;
}

static struct span find_addressee(struct fold f, bool *invented) {
    struct sentence c = {.since_direct = 100, .since_noun = 100};
    struct word w;
    struct title t;
    for (int i = 0; word_next(&f, &w) && (i == 0 || w.mark != '.'); i++) {
        struct fold after = f;
        t = (struct title){0};
        if (head_at(w, &after, &t)) {
            t.frame = government(&c, &w);
            if (t.frame)
                return read_title(&t, after);
            /* "se félicite que M. le ministre": not for "le ministre" either */
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
