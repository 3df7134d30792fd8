/* dump_csv.c: an entry as a line of comma-separated values (RFC 4180). docs/output.md#dump */
#include "base/limits.h"
#include "report/csv.h"
#include "report/dump.h"
#include "report/value.h"

/* A cell that is not known or null is empty, a text always has quotes. */
static void put_value(struct sv_buf *out, const struct sv_value *value, struct sv_buf *scratch)
{
    sv_buf_putc(out, ',');
    if (!value || value->kind == SV_VALUE_NULL)
        return;
    scratch->n = 0;
    sv_value_plain(scratch, value);
    sv_csv_cell(out, sv_buf_str(scratch));
}

static void put_row(struct sv_buf *out, const struct sv_dump_row *row, struct sv_buf *scratch)
{
    struct sv_dump_part parts[SV_DUMP_PARTS];
    const struct sv_state_entry *e = row->entry;
    bool undecoded = false;
    sv_dump_parts(row, parts);
    sv_hex(out, (sv_str){ (const char *)e->op->id, sizeof e->op->id });
    sv_csv_name(out, e->op->uid);
    sv_csv_name(out, e->state->name);
    sv_buf_printf(out, ",%s,", sv_state_kind_name(e->state->kind));
    if (e->key_group >= 0)
        sv_buf_i64(out, e->key_group);
    for (int i = 0; i < SV_DUMP_PARTS; i++) {
        put_value(out, parts[i].value, scratch);
        undecoded |= sv_dump_is_undecoded(&parts[i]);
    }
    put_value(out, row->ttl, scratch);
    sv_buf_putc(out, ',');
    if (undecoded) {
        scratch->n = 0;
        sv_dump_undecoded(scratch, parts);
        sv_csv_cell(out, sv_buf_str(scratch));
    }
    sv_buf_puts(out, "\r\n");
}

void sv_dump_csv(const struct sv_report *report, struct sv_buf *out)
{
    if (!report->row) {
        sv_buf_puts(out, "operator,uid,state,kind,key_group,key,namespace,user_key,value,ttl,undecoded\r\n");
        return;
    }
    struct sv_buf scratch;
    sv_buf_init(&scratch, SV_LIMIT_REPORT_BYTES);
    put_row(out, report->row, &scratch);
    out->failed |= scratch.failed;
    sv_buf_free(&scratch);
}
