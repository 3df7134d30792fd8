/* stats_csv.c: a line per state (RFC 4180). docs/output.md#stats */
#include <inttypes.h>

#include "base/limits.h"
#include "report/csv.h"
#include "report/stats.h"
#include "report/value.h"

static void put_u64(struct sv_buf *out, bool known, uint64_t value)
{
    sv_buf_putc(out, ',');
    if (known)
        sv_buf_u64(out, value);
}

static void put_state(struct sv_buf *out, const struct sv_stats *stats, const struct sv_state_stats *s)
{
    struct sv_spread spread = { .groups = 0 };
    bool spreads = sv_spread_of(s, &spread);
    sv_hex(out, (sv_str){ (const char *)s->op->id, sizeof s->op->id });
    sv_csv_name(out, s->op->uid);
    sv_csv_name(out, s->op->name);
    sv_csv_name(out, s->state->name);
    sv_buf_printf(out, ",%s,%s", sv_state_kind_name(s->state->kind), sv_backend_name(s->state->backend));
    put_u64(out, s->counted, s->entries);
    put_u64(out, s->counted, s->key_bytes);
    put_u64(out, s->counted, s->value_bytes);
    put_u64(out, s->disk_known, s->disk_bytes);
    put_u64(out, s->disk_known, s->files);
    put_u64(out, spreads, spread.min);
    put_u64(out, spreads, spread.median);
    put_u64(out, spreads, spread.max);
    sv_buf_putc(out, ',');
    if (spreads)
        sv_buf_printf(out, "%.2f", spread.skew);
    put_u64(out, s->largest_count > 0, s->largest_count ? s->largest[0].bytes : 0);
    put_u64(out, s->timed, s->ttl.count);
    put_u64(out, s->timed && stats->ttl_ms >= 0, s->ttl.expired);
    sv_buf_puts(out, "\r\n");
}

void sv_stats_csv(const struct sv_report *report, struct sv_buf *out)
{
    sv_buf_puts(out, "operator,uid,operator_name,state,kind,backend,entries,key_bytes,value_bytes,disk_bytes,files,"
                     "key_group_min,key_group_median,key_group_max,skew,largest_bytes,ttl_times,ttl_expired\r\n");
    for (size_t i = 0; i < report->stats->state_count; i++)
        put_state(out, report->stats, &report->stats->states[i]);
}
