/* symptom.h: texts that Flink writes when a restore fails, or when it falls back to Kryo: rows of symptoms.def. */
#ifndef SV_FACTS_SYMPTOM_H
#define SV_FACTS_SYMPTOM_H
#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

enum { SV_SYMPTOM_HOLES = 3 };
struct sv_symptom {
    const char *slug;
    const char *pattern; /* the text, with * for what differs */
    const char *
        holes; /* what each * stands for: c class, C class that is a Java name, f field, o operator id, p path, - other */
    const char *rule;  /* that explains it; "" for none */
    bool is_exception; /* else a line of its own, of TypeExtractor */
    const char *what, *cure;
};
/* The i-th row, NULL past the end. */
const struct sv_symptom *sv_symptom_at(size_t i);
/* The first row that a text shows, with what stands in its holes, borrowed from the text; NULL when there is none. */
const struct sv_symptom *sv_symptom_find(sv_str text, sv_str holes_out[SV_SYMPTOM_HOLES]);
#endif
