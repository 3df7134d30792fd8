/* dump_json.c: an entry as a line of JSON. docs/output.md#dump */
#include "report/dump.h"
#include "report/escape.h"
#include "report/value.h"

static void put_text_or_null(struct sv_buf *out, sv_str text)
{
    if (text.n)
        sv_escape_json(out, text);
    else
        sv_buf_puts(out, "null");
}

void sv_dump_json(const struct sv_report *report, struct sv_buf *out)
{
    const struct sv_dump_row *row = report->row;
    struct sv_dump_part parts[SV_DUMP_PARTS];
    if (!row)
        return;
    sv_dump_parts(row, parts);
    const struct sv_state_entry *e = row->entry;
    sv_buf_puts(out, "{\"operator\":\"");
    sv_hex(out, (sv_str){ (const char *)e->op->id, sizeof e->op->id });
    sv_buf_puts(out, "\",\"uid\":");
    put_text_or_null(out, e->op->uid);
    sv_buf_puts(out, ",\"state\":");
    sv_escape_json(out, e->state->name);
    sv_buf_printf(out, ",\"kind\":\"%s\",\"key_group\":", sv_state_kind_name(e->state->kind));
    if (e->key_group < 0)
        sv_buf_puts(out, "null");
    else
        sv_buf_i64(out, e->key_group);
    for (int i = 0; i < SV_DUMP_PARTS; i++) {
        sv_buf_printf(out, ",\"%s\":", parts[i].name);
        sv_value_json(out, parts[i].value);
    }
    sv_buf_puts(out, ",\"ttl\":");
    sv_value_json(out, row->ttl);
    sv_buf_puts(out, ",\"undecoded\":");
    sv_dump_undecoded(out, parts);
    sv_buf_puts(out, "}\n");
}
