/* names.h: which word stands for which name. */
#ifndef SV_REDACT_NAMES_H
#define SV_REDACT_NAMES_H
#include "base/arena.h"
#include "base/str.h"

enum sv_name_sort {
#define WORD(sort, word) SV_NAME_##sort,
#include "redact/words.def"
#undef WORD
    SV_NAME_SORTS
};
struct sv_names {
    struct sv_arena *arena; /* words live here */
    void *by_name;          /* tree (search.h) */
    void *by_word;          /* the same entries by the address of their word */
    unsigned last[SV_NAME_SORTS];
    bool failed; /* memory ran out */
};
void sv_names_free(struct sv_names *names);

/* The word for a name of a sort, NUL-terminated; the empty name and what is a word already stay as they are. */
sv_str sv_name(struct sv_names *names, enum sv_name_sort sort, sv_str name);

/* The same for the name of a class as Java writes it, arrays too: only user classes have a word. */
sv_str sv_name_class(struct sv_names *names, sv_str name);
/* For a name of which only that is known that it may stand elsewhere too: a class, a file or any text. */
sv_str sv_name_any(struct sv_names *names, sv_str name);
/* Whether the name of a class is one to hide. */
bool sv_name_is_users(sv_str class_name);
#endif
