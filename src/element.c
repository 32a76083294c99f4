#include "element.h"

const struct element_info element_table[EL_COUNT] = {
    {"", 0, 0},
#define X(id, name, flags) {name, sizeof(name) - 1, flags},
    ELEMENTS(X)
#undef X
};

/* Where the names of each letter start in the list. */
static enum element first_of(char letter) {
    static const unsigned char starts[26] = {
        ['a' - 'a'] = EL_A,      ['b' - 'a'] = EL_BR,      ['c' - 'a'] = EL_CANVAS,
        ['d' - 'a'] = EL_DIV, ['e' - 'a'] = EL_EM,   ['f' - 'a'] = EL_FONT,
        ['h' - 'a'] = EL_H1,     ['i' - 'a'] = EL_IMG,      ['l' - 'a'] = EL_LI,
        ['m' - 'a'] = EL_META,   ['n' - 'a'] = EL_NAV,    ['o' - 'a'] = EL_OBJECT,
        ['p' - 'a'] = EL_P,      ['r' - 'a'] = EL_RP,     ['s' - 'a'] = EL_SPAN,
        ['t' - 'a'] = EL_TD,  ['u' - 'a'] = EL_UL,      ['v' - 'a'] = EL_VIDEO,
        ['w' - 'a'] = EL_WBR,    ['x' - 'a'] = EL_XMP,
    };
    return letter >= 'a' && letter <= 'z' ? (enum element)starts[letter - 'a'] : EL_OTHER;
}

/* What the key of a long name does not hold. */
static bool rest_is(struct span name, const struct element_info *e) {
    if (name.len != e->length)
        return false;
    for (size_t i = 8; i < name.len; i++)
        if ((name.ptr[i] | 0x20) != e->name[i])
            return false;
    return true;
}

enum element element_of(struct span name, uint64_t key) {
    if (name.len == 0)
        return EL_OTHER;
    char letter = (char)(name.ptr[0] | 0x20);
    for (unsigned i = first_of(letter); i < EL_COUNT; i++) {
        const struct element_info *e = &element_table[i];
        if (e->name[0] != letter)
            break;
        if (swar_load(e->name) == key && (e->length < 8 || rest_is(name, e)))
            return (enum element)i;
    }
    return EL_OTHER;
}
