/* The types of questions, with their official codes. */
#include "sites/sites.h"

const struct question_type question_types[] = {
    {"question ecrite", "QE", 0}, /* the most frequent one */
    {"question orale avec debat portant sur un sujet europeen", "QOAE", 'E'},
    {"question orale avec debat", "QOAD", 'A'},
    {"question orale sans debat", "QOSD", 'S'},
    {"question d'actualite au gouvernement", "QAG", 'G'},
    {"question crible thematique", "QC", 'C'},
    {"question au gouvernement", "QG", 0},
    {"question orale", NULL, 0},
    {"question d'actualite", NULL, 0},
    {"question crible", NULL, 0},
    {"question", NULL, 0},
    {NULL, NULL, 0},
};
