/* dump.h: one entry of a state as dump writes it. */
#ifndef SV_REPORT_DUMP_H
#define SV_REPORT_DUMP_H
#include "model/entry.h"
#include "model/value.h"
#include "report/report.h"

/* A part that the entry has and whose value is NULL did not decode: its bytes are shown. */
struct sv_dump_row {
    const struct sv_state_entry *entry;
    const struct sv_value *key, *name_space, *user_key, *value, *ttl;
    bool keys_only; /* value and time to live are left unknown */
};

/* A part as it is shown. */
struct sv_dump_part {
    const char *name; /* "key" */
    sv_str bytes;     /* p is NULL when the entry does not have it */
    const struct sv_value *value;
};
enum { SV_DUMP_KEY, SV_DUMP_NAMESPACE, SV_DUMP_USER_KEY, SV_DUMP_VALUE, SV_DUMP_PARTS };
void sv_dump_parts(const struct sv_dump_row *row, struct sv_dump_part parts_out[SV_DUMP_PARTS]);
bool sv_dump_is_undecoded(const struct sv_dump_part *part);
/* { "value": "hex", ... } of the parts that did not decode, or null. */
void sv_dump_undecoded(struct sv_buf *out, const struct sv_dump_part parts[SV_DUMP_PARTS]);

/* What was lost, in one line: what, operator, state, key groups, file and place, reason. */
void sv_loss_text(struct sv_buf *out, const struct sv_loss *loss);
/* That there were more losses of the same kind. state may be NULL. */
void sv_loss_more_text(struct sv_buf *out, const struct sv_operator *op, const struct sv_state *state, uint64_t count);
#endif
