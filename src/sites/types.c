/* The types of questions, with their official codes. */
#include "sites/sites.h"

const struct question_type question_types[] = {
    {"question ecrite", "QE", 0, NULL}, /* the most frequent one */
    {"question orale avec debat portant sur un sujet europeen", "QOAE", 'E', NULL},
    {"question orale avec debat", "QOAD", 'A', NULL},
    {"question orale sans debat", "QOSD", 'S', NULL},
    {"question d'actualite au gouvernement", "QAG", 'G', NULL},
    {"question crible thematique", "QC", 'C', NULL},
    {"question au gouvernement", "QG", 0, NULL},
    {"question orale", NULL, 0, "QOSD"},
    {"question d'actualite", NULL, 0, NULL},
    {"question crible", NULL, 0, NULL},
    {"question", NULL, 0, NULL},
    {NULL, NULL, 0, NULL},
};
