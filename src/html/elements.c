/* The tables of HTML elements. */
#include "html/elements.h"

const struct element_info element_table[EL_COUNT + 1] = {
    {"", 0, 0},
#define X(id, name, flags) {name, sizeof(name) - 1, flags},
    ELEMENTS(X)
#undef X
    {"", 0, 0},
};

const unsigned char element_starts[32] = {
    ['a' & 31] = EL_A, ['b' & 31] = EL_BR, ['c' & 31] = EL_CANVAS, ['d' & 31] = EL_DIV,
    ['e' & 31] = EL_EM, ['f' & 31] = EL_FONT, ['h' & 31] = EL_H1, ['i' & 31] = EL_IMG,
    ['l' & 31] = EL_LI, ['m' & 31] = EL_META, ['n' & 31] = EL_NAV, ['o' & 31] = EL_OBJECT,
    ['p' & 31] = EL_P, ['r' & 31] = EL_RP, ['s' & 31] = EL_SPAN, ['t' & 31] = EL_TD,
    ['u' & 31] = EL_UL, ['v' & 31] = EL_VIDEO, ['w' & 31] = EL_WBR, ['x' & 31] = EL_XMP,
};

bool element_rest_is(struct span name, const struct element_info *e) {
    if (name.len != e->length)
        return false;
    for (size_t i = 8; i < name.len; i++)
        if ((name.ptr[i] | 0x20) != e->name[i])
            return false;
    return true;
}
