/* The words by which an opening sentence is read: tables and their lookup. Pure. */
#ifndef OPENING_WORDS_H
#define OPENING_WORDS_H
#include "extract/opening_walk.h"

/* How a verb or noun takes the addressee, and which words may follow it. */
enum frame {
    DIRECT = 1,   /* interroge M. le ministre */
    DATIVE = 2,   /* demande à M. le ministre */
    GENITIVE = 4, /* obtenir de M. le ministre; l'attention de M. le ministre */
    ABOUT = 8,    /* informe M. le ministre de la situation: "de" also leads to the subject */
    STOP = 16     /* ma question s'adresse à M. le ministre. The sentence may end there */
};

/* All frames of a verb; 0: the word is no such verb. */
unsigned verb_frame(const struct word *w);
bool is_infinitive(const struct word *w);
/* "ayant interrogé", "a été saisi": the verb behind it tells of another day. */
bool is_auxiliary(const struct word *w);
/* "attention", "avis": their owner is the addressee. */
bool is_genitive_noun(const struct word *w);
/* "que", "par", "avec": the person behind it is no object of the verb before it. */
bool bars_object(const struct word *w);

/* "M.", "Mme", and the whole words. */
bool is_civility(const struct word *w);
/* "de" or "van" of a name. */
bool is_particle(const struct word *w);
/* "président", "maire": a person, though no member of the Government. */
bool is_other_function(const struct word *w);
/* "attire", "souhaite": a verb that follows the author's name. */
bool follows_name(const struct word *w);

/* The longest function of a member of the Government at `w`; *w and *f move to its last word.
 * *complete: no "de …" belongs to it. */
bool function_at(struct word *w, struct fold *f, bool *complete);
/* "charge", "delegue": behind a comma the title goes on with it. */
bool continues_title(const struct word *w);
/* "contre", "de": no title ends with it, and an article may follow, "contre les violences". */
bool expects_noun(const struct word *w);
/* "politique", "lutte": its own "de …" follows within the title: "de la politique de la ville". */
bool takes_complement(const struct word *w);
/* "delegue", "commissaire": what it is in charge of may follow with "à". */
bool takes_dative(const struct word *w);

/* "afin", "à propos": ends the title wherever it is, whatever the verb. */
bool ends_title(const struct word *w, struct fold f);
/* "lui", "bien": behind "de" it begins the verb's complement, "de lui indiquer". */
bool begins_complement(const struct word *w);
/* "situation", "difficultés": what questions are about, and no ministry. */
bool is_topic(const struct word *w);
/* "souhaite", "lui": behind "et" it begins another clause. */
bool begins_clause(const struct word *w);
/* "doit", "envisage": a verb whose subject would be the title. */
bool is_subject_verb(const struct word *w);

#endif
