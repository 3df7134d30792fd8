/* inside.h: what the files of this room share; nobody else includes it. */
#ifndef SV_RESOLVE_INSIDE_H
#define SV_RESOLVE_INSIDE_H
#include "resolve/evidence.h"
#include "resolve/resolve.h"

/* One question as it is worked on. */
struct sv_resolver {
    const struct sv_evidence *evidence;
    struct sv_arena *arena;
    struct sv_filled *filled; /* old Kryo nodes that were merged with new ones (kryo.c) */
    bool out_of_memory;       /* the answer is of no use */
};

/* What new says of old, by new's class. Both have a row and no part that could not be read. */
typedef struct sv_resolution sv_resolve_fn(struct sv_resolver *r, const struct sv_type *new, const struct sv_type *old);
#define FAMILY(layout, fn, source) sv_resolve_fn sv_resolve_##fn;
#include "resolve/families.def"
#undef FAMILY

/* The function for a class, NULL when there is none. Two classes with one function have one base class in Flink. */
sv_resolve_fn *sv_family(const struct sv_class *cls);

/* Any two nodes of the trees. */
struct sv_resolution sv_resolve_pair(struct sv_resolver *r, const struct sv_type *new, const struct sv_type *old);
/* The same for two that Flink would put a TtlAwareSerializerSnapshot around first, if there is none (ttl.c). */
struct sv_resolution sv_resolve_ttl_aware_pair(struct sv_resolver *r, const struct sv_type *new,
                                               const struct sv_type *old);
/* Two whole states: TtlAwareSerializerSnapshotWrapper on both sides (ttl.c). */
struct sv_resolution sv_resolve_state(struct sv_resolver *r, const struct sv_type *new, const struct sv_type *old);

/* Answers in short. */
struct sv_resolution sv_say(enum sv_answer answer, const struct sv_type *new, const struct sv_type *old,
                            const char *text);
struct sv_resolution sv_say_of(enum sv_answer answer, const struct sv_type *new, const struct sv_type *old,
                               const char *text, sv_str subject, sv_str instead);
/* Incompatible because the classes of the two snapshots are not the same. */
struct sv_resolution sv_say_other_class(const struct sv_type *new, const struct sv_type *old);

/* CompositeTypeSerializerUtil#constructIntermediateCompatibilityResult: answers of nested pairs in order, into one. Begin
 * with an answer as is. false ends the loop: sum is the result. */
bool sv_sum_add(struct sv_resolution *sum, struct sv_resolution next);
/* The children of two nodes, of equal number, pair by pair; the one at the index aware is asked as part of a state (-1
 * for none). */
struct sv_resolution sv_resolve_children(struct sv_resolver *r, const struct sv_type *new, const struct sv_type *old,
                                         int aware);
uint32_t sv_child_count(const struct sv_type *t);
/* A composite whose child at the index aware is asked as part of a state (composite.c). */
struct sv_resolution sv_resolve_composite_aware(struct sv_resolver *r, const struct sv_type *new,
                                                const struct sv_type *old, int aware);

/* Whether some bytes of the node's body are not known: it holds a class without a row, or is beyond our limits. */
bool sv_is_blind(const struct sv_type *t);

/* What 2.2 cannot read of an old snapshot, bytes and classes (reads.c): false, and why, when reading throws. What is not
 * known reads. A POJO's fields and subclasses and most of Kryo's entries swallow what is thrown below them. */
bool sv_reads(struct sv_resolver *r, const struct sv_type *old, struct sv_cause *why_out);
/* Whether an entry of an old snapshot has a key or value after reading. */
bool sv_entry_has_type(struct sv_resolver *r, const struct sv_entry *entry);
bool sv_entry_has_class(const struct sv_entry *entry);
bool sv_registration_has_value(struct sv_resolver *r, const struct sv_entry *entry);
bool sv_default_has_value(struct sv_resolver *r, const struct sv_entry *entry);
bool sv_default_class_has_value(const struct sv_entry *entry);

/* Whether restoreSerializer() of an old snapshot that reads goes well (restore.c); false, and why. Depends on what was
 * resolved before: Kryo's entries that had been absent are filled by it. */
bool sv_restores(struct sv_resolver *r, const struct sv_type *old, struct sv_cause *why_out);
/* Whether all entries of a Kryo node are there by now (kryo.c); false, and the name of one that is not. */
bool sv_kryo_is_complete(struct sv_resolver *r, const struct sv_type *old, sv_str *missing_out);

/* Whether no 2.x has a class of Flink's. Arrays count as what they are of. */
bool sv_class_is_gone(sv_str name);

/* The entry of that name, looked for from *at on and round; *at moves behind it, since two maps mostly agree in their
 * order. NULL when there is none. */
const struct sv_entry *sv_entry_find(const struct sv_entries *entries, sv_str name, uint32_t *at);
/* Whether the names of old's entries are those that new's begin with (LinkedOptionalMap#isLeftPrefixOfRight). */
bool sv_entries_are_prefix(const struct sv_entries *old, const struct sv_entries *new);

/* equals() of two Java-serialized objects as 2.2 reads them (java_equal.c). */
enum sv_equality { SV_EQUAL, SV_EQUALITY_UNKNOWN, SV_DIFFERENT };
enum sv_equality sv_java_equal(const struct sv_java_stream *new, const struct sv_java_stream *old);
#endif
