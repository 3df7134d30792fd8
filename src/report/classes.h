/* classes.h: the user's classes that the state of a snapshot names, with the places. */
#ifndef SV_REPORT_CLASSES_H
#define SV_REPORT_CLASSES_H
#include "report/report.h"

struct sv_class_use {
    sv_str name;
    const struct sv_operator *op;
    const struct sv_state *state;
};
struct sv_class_uses {
    struct sv_class_use *items; /* sorted by name, then place; each name at most once per state */
    size_t count, capacity;
    bool failed;
};
/* Every use in the operators that the report wants. Release with sv_class_uses_free. */
void sv_class_uses_collect(const struct sv_report *report, struct sv_class_uses *out);
void sv_class_uses_free(struct sv_class_uses *uses);
#endif
