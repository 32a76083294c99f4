/* The command's exit statuses. Of several that apply the highest counts. */
#ifndef EXIT_STATUS_H
#define EXIT_STATUS_H

enum {
    EXIT_WARNED = 1, /* a warning (--strict), a change (--diff), a fault (--validate) */
    EXIT_USAGE = 2,
    EXIT_NOT_QUESTION = 3,
    EXIT_SYSTEM = 4 /* reading, writing or memory failed */
};

#endif
