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
        ['w' - 'a'] = EL_WBR,
    };
    return letter >= 'a' && letter <= 'z' ? (enum element)starts[letter - 'a'] : EL_OTHER;
}

static bool same(struct span name, const char *lower) {
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        if (c != lower[i] && (c < 'A' || c > 'Z' || c + 32 != lower[i]))
            return false;
    }
    return true;
}

enum element element_of(struct span name) {
    if (name.len == 0 || name.len > 10)
        return EL_OTHER;
    char letter = (char)(name.ptr[0] | 0x20);
    unsigned first = first_of(letter);
    for (unsigned i = first; i < EL_COUNT && element_table[i].name[0] == letter; i++)
        if (element_table[i].length == name.len && same(name, element_table[i].name))
            return (enum element)i;
    return EL_OTHER;
}
