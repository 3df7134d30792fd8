/* resolve.h: what Flink 2.2 says of two serializer snapshots, TypeSerializerSnapshot#resolveSchemaCompatibility: the new
 * job's serializer is asked whether it goes on with what the old one wrote. docs/resolve.md
 *
 * The new tree stands for the new job's serializer in memory, not for one read back from a file; the old one is read by
 * 2.2 first, which can fail by itself. Where Flink asks a class of the user's by reflection, the answer rests on what the
 * new job's snapshots carry, and on the user's classes being still there where they carry nothing. */
#ifndef SV_RESOLVE_RESOLVE_H
#define SV_RESOLVE_RESOLVE_H
#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "facts/release.h"
#include "model/type.h"

enum sv_answer {
    SV_ANSWER_AS_IS,
    SV_ANSWER_RECONFIGURED,    /* as is, with the new serializer put in the old one's order */
    SV_ANSWER_AFTER_MIGRATION, /* the old serializer reads, the new one writes; refused for keys and namespaces */
    SV_ANSWER_UNDECIDED,       /* the bytes cannot tell */
    SV_ANSWER_INCOMPATIBLE,
    SV_ANSWER_READ_ERROR,    /* 2.2 cannot read the old snapshot: the whole backend of the operator fails */
    SV_ANSWER_RESOLVE_ERROR, /* the check itself throws */
    SV_ANSWER_COUNT
};
/* "as-is", "after-migration", ... */
const char *sv_answer_name(enum sv_answer answer);
/* Whether the job goes on with the state: as is, reconfigured or after a migration. */
bool sv_answer_accepts(enum sv_answer answer);

/* Why: a static text, what it is about (may be empty; borrowed from the trees), what stands there now instead (may be
 * empty), and the pair of nodes that decided (either may be NULL). */
struct sv_cause {
    const char *text;
    sv_str subject, instead;
    const struct sv_type *old, *new;
};

/* What an accepting answer does not look at. */
enum sv_trouble {
    SV_TROUBLE_NONE,
    SV_TROUBLE_JAVA,    /* values in Java serialization, of a class that is not in the snapshot */
    SV_TROUBLE_KRYO,    /* written by Kryo 2, read by Kryo 5 */
    SV_TROUBLE_RESTORE, /* the backend restores the old serializer before it asks, and that throws */
};

struct sv_resolution {
    enum sv_answer answer;
    struct sv_cause cause;
    enum sv_trouble trouble; /* of the old snapshot as a whole, the worst there is; when the answer is no refusal */
    struct sv_cause trouble_cause;
};

/* What the snapshots of the new job say of the user's classes: fields of POJOs, constants of enums, serialVersionUIDs. */
struct sv_evidence;

/* Collects it from trees (NULL ones are skipped), which it borrows; in the arena. NULL when memory is out. */
const struct sv_evidence *sv_evidence_of(const struct sv_type *const *trees, size_t count, struct sv_arena *arena);

enum sv_resolve_flags {
    /* What a state backend of 2.2 ends with (StateSerializerProvider): it puts a TtlAwareSerializerSnapshot around both
     * sides first, so that a time to live may be switched on or off, and lists and maps go with their like alone. */
    SV_RESOLVE_AS_STATE = 1
};

/* Asks new about old. The arena takes what is needed meanwhile and may be freed right after. Fails only for lack of
 * memory. */
SV_MUST_USE enum sv_status sv_resolve(const struct sv_type *new, const struct sv_type *old,
                                      const struct sv_evidence *evidence, unsigned flags, struct sv_arena *arena,
                                      struct sv_resolution *out, struct sv_error *err);

/* The snapshot that a target would write for the types of an old one, as far as the job is the same and the old bytes tell:
 * a copy, in the arena, where another serializer takes the place of each that 2.x no longer chooses. What the target does
 * not have stays: reading it is what fails. Strings and Java streams are the old one's. NULL when memory is out. */
const struct sv_type *sv_successor(const struct sv_type *old, const struct sv_release *target, struct sv_arena *arena);

/* Whether Avro takes a text for a schema. The arena takes what is needed meanwhile. */
bool sv_is_avro_schema(sv_str text, struct sv_arena *arena);

/* Where in the old tree a cause stands: "field names > element"; nothing for its root. Names are as in the file. */
void sv_cause_path(const struct sv_cause *cause, struct sv_buf *out);
#endif
