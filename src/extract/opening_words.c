/* The words by which an opening sentence is read, as folding leaves them; a list's words are apart
 * by one space, and lists of 26 hold one string for each first letter. */
#include "extract/opening_words.h"

static bool among_indexed(const struct word *w, const char *const lists[26]) {
    return w->size <= sizeof w->text && word_indexed((struct span){w->text, w->size}, lists);
}

static const struct {
    unsigned frame;
    const char *stems[26];
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

/* Of verbs, behind their stems. */
static const char endings[] = "e er ent ant ait eait eant erait era ons it t re nt r a ir issait";

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

unsigned verb_frame(const struct word *w) {
    unsigned frame = 0, letter = (unsigned char)w->text[0] - (unsigned)'a';
    if (w->size > sizeof w->text || letter >= 26)
        return 0;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (verbs[i].stems[letter] && has_stem(w, verbs[i].stems[letter]))
            frame |= verbs[i].frame;
    return frame;
}

/* Other words that end as infinitives do. */
static const char *const infinitive_like[26] = {
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

/* Infinitives with an ending that nouns have too: "étudier" beside "courrier". */
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

bool is_infinitive(const struct word *w) {
    if (w->size > sizeof w->text || w->upper != w->shouted)
        return false;
    char last = w->text[w->size - 1];
    if (last != 'r' && last != 'e')
        return false;
    if (among_indexed(w, infinitives) || has_ending(w, infinitive_endings))
        return true;
    return has_ending(w, "er ir") && !has_ending(w, "ier oir") &&
           !among_indexed(w, infinitive_like);
}

bool is_auxiliary(const struct word *w) {
    static const word_text words[] = {"avait", "avaient", "ayant", "avoir", "ete", "ont"};
    return among(w, words);
}

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

bool is_genitive_noun(const struct word *w) {
    return among_indexed(w, genitive_nouns);
}

bool bars_object(const struct word *w) {
    static const word_text words[] = {
        "que", "qu'", "par", "avec", "chez", "contre", "selon", "comme", "et", "ou", "dont", "si",
        "en", "pour",
    };
    return among(w, words);
}

bool is_civility(const struct word *w) {
    return w->upper && among(w, WORDS("m", "mme", "mlle", "monsieur", "madame", "mademoiselle"));
}

bool is_particle(const struct word *w) {
    static const word_text words[] = {
        "de", "du", "des", "d'", "la", "le", "les", "l'", "van", "von", "der", "den", "el", "al",
        "ben", "di", "da", "dos", "y",
    };
    return among(w, words);
}

bool is_other_function(const struct word *w) {
    static const word_text words[] = {
        "president", "presidente", "depute", "deputee", "senateur", "senatrice", "rapporteur",
        "rapporteure", "maire", "prefet", "prefete", "commissaire", "directeur", "directrice",
        "recteur", "rectrice",
    };
    return among(w, words);
}

bool follows_name(const struct word *w) {
    static const word_text words[] = {
        "attire", "appelle", "souhaite", "souhaiterait", "voudrait", "desire", "tient", "aimerait",
        "s'", "se", "met", "porte", "constate",
    };
    return verb_frame(w) != 0 || among(w, words);
}

/* A pattern that begins with another comes before it: "ministre d'État", "ministre". */
static const struct {
    const char *words;
    bool complete;
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

bool function_at(struct word *w, struct fold *f, bool *complete) {
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        struct word last = *w;
        struct fold after = *f;
        if (!phrase_at(&last, &after, functions[i].words))
            continue;
        *w = last;
        *f = after;
        *complete = functions[i].complete;
        return true;
    }
    return false;
}

bool continues_title(const struct word *w) {
    static const word_text words[] = {
        "charge", "chargee", "charges", "ministre", "porte-parole", "garde", "secretaire",
        "haut-commissaire", "haut", "haute", "aupres", "delegue", "deleguee",
    };
    return among(w, words);
}

bool expects_noun(const struct word *w) {
    static const word_text words[] = {
        "de", "a", "au", "aux", "du", "des", "d'", "et", "ou", "sur", "avec", "contre", "entre",
        "pour", "par", "en", "dans", "aupres", "hors", "le", "la", "les", "l'",
    };
    return among(w, words);
}

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

bool takes_complement(const struct word *w) {
    return among_indexed(w, with_complement);
}

bool takes_dative(const struct word *w) {
    static const word_text words[] = {
        "ministre", "etat", "delegue", "deleguee", "commissaire", "ministre-delegue",
        "ministre-deleguee", "haut-commissaire", "haute-commissaire",
    };
    return among(w, words);
}

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

/* Breaks of several words: "à propos" ends a title, which "à la mer" does not. */
static const struct {
    word_text first;
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

bool ends_title(const struct word *w, struct fold f) {
    struct word next;
    if (among_indexed(w, breaks))
        return true;
    for (size_t i = 0; i < sizeof long_breaks / sizeof *long_breaks; i++)
        if (word_is(w, long_breaks[i].first))
            return word_next(&f, &next) && !next.mark &&
                   any_phrase_at(next, f, long_breaks[i].next);
    return false;
}

bool begins_complement(const struct word *w) {
    static const word_text words[] = {
        "bien", "vouloir", "lui", "leur", "leurs", "se", "s'", "me", "m'", "nous", "ne", "n'", "y",
        "en", "le", "les", "sa", "son", "ses", "ce", "cet", "cette", "ces", "c'", "plusieurs",
        "certains", "certaines", "nombreux", "nombreuses", "quel", "quelle", "quels", "quelles",
        "quoi", "savoir", "nouvelles", "nouveau", "tres", "trop", "tels", "telles", "tel", "telle",
        "quelques", "mieux",
    };
    return among(w, words);
}

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

bool is_topic(const struct word *w) {
    return among_indexed(w, topics);
}

bool begins_clause(const struct word *w) {
    static const word_text words[] = {
        "lui", "leur", "se", "s'", "souhaite", "souhaiterait", "demande", "voudrait", "aimerait",
        "interroge", "porte", "concerne", "vise",
    };
    return among(w, words);
}

bool is_subject_verb(const struct word *w) {
    static const word_text words[] = {
        "ait", "soit", "etait", "avait", "sera", "serait", "peut", "pourrait", "doit", "devrait",
        "va", "vient", "entend", "envisage", "ont", "ete",
    };
    return among(w, words);
}
