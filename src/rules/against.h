/* against.h: the new job at hand, as a snapshot of it shows it: which of its operators and states take over which of the
 * snapshot that is checked, and what its serializers answer. */
#ifndef SV_RULES_AGAINST_H
#define SV_RULES_AGAINST_H
#include "resolve/resolve.h"
#include "rules/rule.h"

struct sv_against {
    const struct sv_new_job *job;
    const struct sv_evidence *evidence;
    void *classes;           /* tree of the user classes that it names */
    struct sv_arena arena;   /* of evidence and classes */
    struct sv_arena scratch; /* of one answer */
    bool failed;             /* memory ran out */
};

/* Yours to release. False when memory is out. */
SV_MUST_USE bool sv_against_init(struct sv_against *against, const struct sv_new_job *job);
void sv_against_release(struct sv_against *against);

/* The new job's operator of the same id; NULL when it has none. */
const struct sv_operator *sv_against_operator(const struct sv_against *against, const struct sv_operator *op);
/* The state of an operator that Flink takes for the same: by name, among keyed, list or broadcast states. NULL: none. */
const struct sv_state *sv_same_state(const struct sv_operator *op, const struct sv_state *state);
/* Whether not all heads of an operator's streams were read: states may be there that are not known. */
bool sv_is_partly_unread(const struct sv_operator *op);

/* What the new job's serializer answers about the old one, as a state backend asks. Either may be NULL: then both have to
 * be. */
struct sv_resolution sv_against_ask(struct sv_against *against, const struct sv_type *new, const struct sv_type *old,
                                    unsigned flags);
/* Whether the new job names a user class. */
bool sv_against_names(const struct sv_against *against, sv_str class_name);
/* Whether the values of a root have a time to live. */
bool sv_has_ttl(const struct sv_type *root);
#endif
