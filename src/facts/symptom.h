/* symptom.h: texts that Flink writes when a restore fails, or when it falls back to Kryo: rows of symptoms.def; and the places
 * in its code that tell a restore from other work: rows of places.def. */
#ifndef SV_FACTS_SYMPTOM_H
#define SV_FACTS_SYMPTOM_H
#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

enum sv_symptom_kind {
    SV_SYMPTOM_ALONE,  /* an exception that means the same wherever it is thrown */
    SV_SYMPTOM_WITHIN, /* an exception that means this within a restore alone */
    SV_SYMPTOM_FRAME,  /* a place in the code; within a restore, of an exception that says nothing itself */
    SV_SYMPTOM_LINE    /* no exception: a line of its own, of TypeExtractor */
};
enum { SV_SYMPTOM_HOLES = 3 };
struct sv_symptom {
    const char *slug;
    const char *pattern; /* the text, with * for what differs */
    const char *
        holes; /* what each * stands for: c class, C class that is a Java name, G one that is none, f field, s state, o operator id,
                  p path, - other */
    const char *rule; /* that explains it; "" for none */
    enum sv_symptom_kind kind;
    const char *what, *cure;
};
/* The i-th row, NULL past the end. */
const struct sv_symptom *sv_symptom_at(size_t i);
/* The longest piece of a row's pattern: a text without it does not show the row. */
sv_str sv_symptom_anchor(const struct sv_symptom *symptom);
/* Whether a text shows a row; then holes_out has what stands in its holes, borrowed from the text. */
bool sv_symptom_fits(const struct sv_symptom *symptom, sv_str text, sv_str holes_out[SV_SYMPTOM_HOLES]);

/* Which states of an operator something is about. */
enum sv_about {
    SV_ABOUT_ANY,
    SV_ABOUT_KEYED,
    SV_ABOUT_OPERATOR,
    SV_ABOUT_BROADCAST,
    SV_ABOUT_TIMERS,
    SV_ABOUT_NONE /* it is no restore, whatever else is there */
};
struct sv_place_in_code {
    sv_str text; /* in a message or a stack frame */
    enum sv_about about;
};
/* The i-th row of places.def, NULL past the end. */
const struct sv_place_in_code *sv_place_in_code_at(size_t i);
#endif
