/* The names of sites, chambers, statuses, relations and events. */
#include "question/names.h"

#include <string.h>

static const char *const sites[] = {
    [QP_NOSSENATEURS] = "nossenateurs.fr",
    [QP_NOSDEPUTES] = "nosdeputes.fr",
    [QP_SENAT] = "senat.fr",
    [QP_ASSEMBLEE] = "assemblee-nationale.fr",
};

const char *qp_site_name(enum qp_site site) {
    return (size_t)site < sizeof sites / sizeof *sites ? sites[site] : NULL;
}

const char *qp_status_name(enum qp_status status) {
    static const char *const names[] = {
        [QP_PENDING] = "pending",
        [QP_ANNOUNCED] = "announced",
        [QP_ANSWERED] = "answered",
        [QP_WITHDRAWN] = "withdrawn",
        [QP_LAPSED] = "lapsed",
        [QP_TRANSFORMED] = "transformed",
    };
    return (size_t)status < sizeof names / sizeof *names ? names[status] : NULL;
}

const char *chamber_name(enum qp_site site) {
    switch (site) {
    case QP_NOSSENATEURS:
    case QP_SENAT:
        return "senat";
    case QP_NOSDEPUTES:
    case QP_ASSEMBLEE:
        return "an";
    case QP_SITE_NONE:
        break;
    }
    return NULL;
}

const char *relation_name(enum qp_relation_type type) {
    switch (type) {
    case QP_TRANSFORMED_INTO:
        return "transformed_into";
    case QP_RECALLS:
        return "recalls";
    case QP_CITES:
        break;
    }
    return "cites";
}

const char *event_name(enum qp_event_type type) {
    switch (type) {
    case QP_TRANSFERRED:
        return "transferred";
    case QP_RENEWED:
        return "renewed";
    case QP_SIGNALLED:
        return "signalled";
    case QP_ERRATUM:
        break;
    }
    return "erratum";
}

enum qp_site qp_site_of(const char *name) {
    for (int site = QP_NOSSENATEURS; site <= QP_ASSEMBLEE; site++)
        if (strcmp(sites[site], name) == 0)
            return (enum qp_site)site;
    return QP_SITE_NONE;
}
