/* dump.c: what the formats of dump share. */
#include "report/dump.h"

#include <inttypes.h>

#include "report/escape.h"
#include "report/value.h"

void sv_dump_parts(const struct sv_dump_row *row, struct sv_dump_part parts_out[SV_DUMP_PARTS])
{
    const struct sv_state_entry *e = row->entry;
    sv_str none = { NULL, 0 };
    bool timer = e->state->kind == SV_STATE_TIMER;
    parts_out[SV_DUMP_KEY] = (struct sv_dump_part){ "key", e->key, row->key };
    parts_out[SV_DUMP_NAMESPACE] = (struct sv_dump_part){ "namespace", e->name_space, row->name_space };
    parts_out[SV_DUMP_USER_KEY] = (struct sv_dump_part){ "user_key", e->user_key, row->user_key };
    parts_out[SV_DUMP_VALUE] = (struct sv_dump_part){ "value", row->keys_only || timer ? none : e->value, row->value };
}

bool sv_dump_is_undecoded(const struct sv_dump_part *part)
{
    return part->bytes.p && !part->value;
}

void sv_dump_undecoded(struct sv_buf *out, const struct sv_dump_part parts[SV_DUMP_PARTS])
{
    char before = '{';
    for (int i = 0; i < SV_DUMP_PARTS; i++) {
        if (!sv_dump_is_undecoded(&parts[i]))
            continue;
        sv_buf_printf(out, "%c\"%s\":\"", before, parts[i].name);
        sv_hex(out, parts[i].bytes);
        sv_buf_putc(out, '"');
        before = ',';
    }
    sv_buf_puts(out, before == ',' ? "}" : "null");
}

static void put_key_groups(struct sv_buf *out, const struct sv_loss *loss)
{
    if (loss->first_key_group < 0)
        return;
    if (loss->first_key_group == loss->last_key_group)
        sv_buf_printf(out, ", key group %d", (int)loss->first_key_group);
    else
        sv_buf_printf(out, ", key groups %d to %d", (int)loss->first_key_group, (int)loss->last_key_group);
}

static void put_quoted(struct sv_buf *out, const char *before, sv_str text)
{
    sv_buf_printf(out, "%s'", before);
    sv_escape_text(out, text);
    sv_buf_putc(out, '\'');
}

static void put_state(struct sv_buf *out, const struct sv_operator *op, const struct sv_state *state)
{
    if (state)
        put_quoted(out, "state ", state->name);
    else
        sv_buf_puts(out, "states");
    sv_buf_puts(out, " of operator ");
    if (op->uid.n || op->name.n)
        put_quoted(out, "", op->uid.n ? op->uid : op->name);
    else
        sv_hex(out, (sv_str){ (const char *)op->id, sizeof op->id });
}

void sv_loss_more_text(struct sv_buf *out, const struct sv_operator *op, const struct sv_state *state, uint64_t count)
{
    sv_buf_puts(out, "lost: ");
    put_state(out, op, state);
    sv_buf_printf(out, ": the same in %" PRIu64 " more %s", count, count == 1 ? "place" : "places");
}

void sv_loss_text(struct sv_buf *out, const struct sv_loss *loss)
{
    const struct sv_defect *defect = &loss->defect;
    sv_buf_puts(out, "lost: ");
    put_state(out, loss->op, loss->state);
    sv_buf_printf(out, ", subtask %d", (int)loss->subtask->index);
    put_key_groups(out, loss);
    if (loss->blob)
        put_quoted(out, ": ", loss->blob->name);
    sv_buf_puts(out, " at byte ");
    sv_buf_u64(out, defect->at);
    sv_buf_printf(out, ": %s: %s", defect->doing ? defect->doing : "reading", sv_defect_text(defect->code));
    if (defect->subject.n)
        put_quoted(out, " ", defect->subject);
    if (loss->first_key.n) {
        sv_buf_puts(out, "; keys ");
        sv_hex(out, loss->first_key);
        sv_buf_puts(out, " to ");
        sv_hex(out, loss->last_key);
    }
    if (loss->detail)
        put_quoted(out, "; ", sv_str_of(loss->detail));
}
