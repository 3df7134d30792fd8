/* scan.h: the entries of a snapshot's states, from all backends in one form. Joins flink/, store/ and decode/ as
 * inspect/ does for heads.
 *
 * A plan divides the work into units that do not depend on each other: what one thread reads at a time, and what shards
 * share out. A unit is a part of one handle's key groups (or of an operator-state handle's elements). */
#ifndef SV_SCAN_SCAN_H
#define SV_SCAN_SCAN_H
#include "base/error.h"
#include "decode/decode.h"
#include "model/entry.h"

struct sv_scan_options {
    bool (*only)(const struct sv_operator *op, const struct sv_state *state, const void *context); /* NULL: all */
    const void *only_context;
    int32_t first_key_group, last_key_group; /* both -1: all; operator state is left out otherwise */
    uint32_t shard, shard_count;             /* shard of 0 .. shard_count - 1; shard_count 0: all */
    const char *temporary_folder;            /* where RocksDB folders are staged; NULL: $TMPDIR, else /tmp */
};

/* Who is told; functions may be NULL. entry returns false to stop the scan (which is then SV_OK). */
struct sv_visitor {
    bool (*entry)(const struct sv_state_entry *entry, void *context);
    void (*loss)(const struct sv_loss *loss, void *context);
    void (*progress)(uint64_t bytes, void *context); /* of the unit's bytes, since the last call */
    void *context;
};

/* How the parts of a state's entries decode; NULL for a part that the state does not have. */
struct sv_state_codecs {
    const struct sv_codec *key, *name_space; /* name_space NULL for VoidNamespace too */
    const struct sv_codec *user_key;
    const struct sv_codec *value;   /* one value; of a list on heap the list, of a map one of its values */
    const struct sv_codec *element; /* kind list: one element */
};

struct sv_scan_unit {
    const struct sv_operator *op;
    const struct sv_subtask *subtask;
    struct sv_handle *handle;
    int32_t first_key_group, last_key_group; /* -1 for operator state */
    uint64_t bytes;                          /* on disk, as far as known: for progress and for sharing out */
    struct sv_scan_unit *next;
};

/* What a scan shares between its units: staged RocksDB folders, codecs. Belongs to one snapshot, which must outlive it.
 */
struct sv_scan;

/* Works out the units in the snapshot's order. Yours to free; the same options give the same units on every machine, so
 * that shards meet. */
SV_MUST_USE enum sv_status sv_scan_new(struct sv_snapshot *snapshot, const struct sv_scan_options *options,
                                       struct sv_scan **out, struct sv_error *err);
/* Removes what was staged too. */
void sv_scan_free(struct sv_scan *scan);
const struct sv_scan_unit *sv_scan_units(const struct sv_scan *scan);
/* The same that entries of the state carry; NULL for a state that is not scanned. */
const struct sv_state_codecs *sv_scan_codecs(const struct sv_scan *scan, const struct sv_state *state);

/* A part of an entry as a tree: NULL when it does not decode exactly to its last byte. codec may be NULL. */
struct sv_value *sv_entry_part(sv_str part, const struct sv_codec *codec, struct sv_arena *arena);
/* The value of an entry in whatever form it has: a list's as an array, a timer's its time. ttl_out gets the timestamps
 * of state with a time to live (of a list an array), NULL where there are none. NULL as above. */
struct sv_value *sv_entry_value(const struct sv_state_entry *entry, struct sv_arena *arena, struct sv_value **ttl_out);

/* Tells the visitor all entries of a unit, in the order of key group, then as stored; what changes of a changelog made
 * comes last. Several threads may run units of one scan at the same time, each with a visitor of its own. Damage is a
 * loss; a status says that we failed. */
SV_MUST_USE enum sv_status sv_scan_run(struct sv_scan *scan, const struct sv_scan_unit *unit,
                                       const struct sv_visitor *visitor, struct sv_error *err);
#endif
