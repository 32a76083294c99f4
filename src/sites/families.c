#include "site.h"

extern const struct family family_nossenateurs, family_nosdeputes, family_senat_2022,
    family_senat_2023, family_fiche, family_leg13, family_col10, family_dyn, family_xml;

const struct family *const families[] = {
    &family_nossenateurs, &family_nosdeputes, &family_fiche,      &family_leg13,      &family_col10,
    &family_dyn,          &family_xml,        &family_senat_2022, &family_senat_2023, NULL,
};
