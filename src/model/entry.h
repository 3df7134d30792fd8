/* entry.h: one entry of a state as its backend stores it: parts are bytes as the serializers wrote them, borrowed from
 * the scan and gone when the visitor returns. */
#ifndef SV_MODEL_ENTRY_H
#define SV_MODEL_ENTRY_H
#include "model/snapshot.h"

/* What stands in the value of an entry besides what the serializer wrote. */
enum sv_entry_form {
    SV_ENTRY_PLAIN,          /* one value */
    SV_ENTRY_NULLABLE,       /* a map's value: a byte, 1 for null, then the value unless null */
    SV_ENTRY_LIST_COUNTED,   /* a list on heap: i4 count, then the elements */
    SV_ENTRY_LIST_DELIMITED, /* a list on RocksDB: elements with a ',' between two */
};

struct sv_state_codecs; /* scan/scan.h */
struct sv_state_entry {
    const struct sv_operator *op;
    const struct sv_subtask *subtask;
    const struct sv_state *state;
    const struct sv_state_codecs *codecs; /* how the parts decode */
    int32_t key_group;                    /* -1 for operator state */
    enum sv_entry_form form;
    /* p is NULL for a part that the entry does not have: namespace when it is VoidNamespace, user_key but for maps and
     * broadcast state, value of a timer. */
    sv_str key, name_space, user_key, value;
    int64_t timer; /* kind timer: its time in ms */
    uint64_t at;   /* where it begins in its file (uncompressed bytes); 0 in an SST */
};

/* Something that a scan could not read: what follows it was read all the same where that is possible. */
struct sv_loss {
    const struct sv_operator *op;
    const struct sv_subtask *subtask;
    const struct sv_state *state;            /* NULL: all states of the stream, or of the file */
    const struct sv_blob *blob;              /* NULL when it is not about one file */
    int32_t first_key_group, last_key_group; /* -1: not known */
    sv_str first_key, last_key; /* raw RocksDB keys between which an SST had entries; empty when not known */
    struct sv_defect defect;
    const char *detail; /* what RocksDB said, or NULL; borrowed until the visitor returns */
};
#endif
