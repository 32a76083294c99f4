/* All generations of pages that are known. */
#include "sites/sites.h"

extern const struct family family_nossenateurs, family_nosdeputes, family_senat_2022,
    family_senat_2023, family_fiche, family_leg13, family_col10, family_dyn, family_xml,
    family_opendata;

const struct family *const families[] = {
    &family_nossenateurs, &family_nosdeputes, &family_fiche,      &family_leg13,
    &family_col10,        &family_dyn,        &family_xml,        &family_opendata,
    &family_senat_2022,   &family_senat_2023, NULL,
};

bool site_group_first(enum qp_site site) {
    for (const struct family *const *f = families; *f; f++)
        if ((*f)->site == site)
            return (*f)->group_first;
    return true;
}

bool qp_site_info_at(size_t index, qp_site_info *out) {
    if (index >= sizeof families / sizeof *families - 1)
        return false;
    const struct family *f = families[index];
    *out = (qp_site_info){f->site, f->name, f->years, f->seen};
    return true;
}
