/* stats_text.c: what is in states, for people. docs/output.md#stats */
#include <inttypes.h>
#include <time.h>

#include "report/escape.h"
#include "report/issues.h"
#include "report/stats.h"
#include "report/value.h"
#include "report/words.h"

size_t sv_stats_bars(const struct sv_state_stats *s, uint64_t bars_out[SV_STATS_BARS])
{
    if (!s->groups || s->group_count <= 0)
        return 0;
    size_t groups = (size_t)s->group_count, run = (groups + SV_STATS_BARS - 1) / SV_STATS_BARS;
    size_t count = (groups + run - 1) / run;
    for (size_t i = 0; i < count; i++)
        bars_out[i] = 0;
    for (size_t i = 0; i < groups; i++)
        bars_out[i / run] += s->groups[i].entries;
    return count;
}

/* Eight heights, the highest bar full. */
static void put_bars(struct sv_buf *line, const struct sv_state_stats *s, bool ascii)
{
    static const char *const usual[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
    static const char *const plain[] = { ".", ".", ":", ":", "=", "=", "#", "#" };
    const char *const *blocks = ascii ? plain : usual;
    uint64_t bars[SV_STATS_BARS], most = 1;
    size_t count = sv_stats_bars(s, bars);
    for (size_t i = 0; i < count; i++)
        most = bars[i] > most ? bars[i] : most;
    for (size_t i = 0; i < count; i++)
        sv_buf_puts(line, bars[i] ? blocks[(size_t)((double)bars[i] * 7.0 / (double)most + 0.5)] : " ");
}

static void put_spread(struct sv_page *page, const struct sv_state_stats *s)
{
    struct sv_spread spread;
    struct sv_buf *line = &page->line;
    if (!sv_spread_of(s, &spread))
        return;
    sv_buf_printf(line,
                  "key groups %" PRId32 " of %" PRId32 " used, entries min %" PRIu64 ", median %" PRIu64
                  ", max %" PRIu64 " in key group %" PRId32 ", skew %.2f",
                  spread.used, spread.groups, spread.min, spread.median, spread.max, spread.largest_group, spread.skew);
    sv_page_flush(page, 4, 6);
    sv_buf_putc(line, '|');
    put_bars(line, s, page->style.ascii);
    sv_buf_putc(line, '|');
    sv_page_flush(page, 4, 4);
}

static void put_time(struct sv_buf *line, int64_t ms)
{
    time_t seconds = (time_t)(ms / 1000 - (ms % 1000 < 0));
    struct tm day;
    char text[40];
    if (gmtime_r(&seconds, &day) && day.tm_year < 8100 && day.tm_year > -1900 &&
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &day))
        sv_buf_puts(line, text);
    else
        sv_buf_i64(line, ms);
}

static void put_bins(struct sv_buf *line, const struct sv_times *times, const char *before)
{
    static const char *const names[SV_TIME_BINS] = { NULL,      "1 minute", "1 hour",   "1 day",  "7 days",
                                                     "30 days", "90 days",  "365 days", "beyond", "never" };
    const char *between = "; ";
    if (times->bins[SV_BIN_BEFORE]) {
        sv_buf_printf(line, "; %s %" PRIu64, before, times->bins[SV_BIN_BEFORE]);
        between = ", ";
    }
    for (int i = 1; i < SV_TIME_BINS; i++) {
        if (!times->bins[i])
            continue;
        sv_buf_printf(line, "%s%s%s %" PRIu64, between, i <= SV_TIME_LIMITS ? "within " : "", names[i], times->bins[i]);
        between = ", ";
    }
}

static void put_ttl(struct sv_page *page, const struct sv_stats *stats, const struct sv_state_stats *s)
{
    struct sv_buf *line = &page->line;
    const struct sv_times *ttl = &s->ttl;
    if (!s->timed || !ttl->count)
        return;
    sv_buf_puts(line, "time to live: ");
    sv_word_count(line, ttl->count, "time of last access", "times of last access");
    sv_buf_puts(line, " from ");
    put_time(line, ttl->first);
    sv_buf_puts(line, " to ");
    put_time(line, ttl->last);
    put_bins(line, ttl, "later than the reference");
    if (stats->ttl_ms >= 0)
        sv_buf_printf(line, "; expired %" PRIu64 " (%.1f %%)", ttl->expired,
                      100.0 * (double)ttl->expired / (double)ttl->count);
    sv_page_flush(page, 4, 6);
}

static void put_due(struct sv_page *page, const struct sv_state_stats *s)
{
    struct sv_buf *line = &page->line;
    if (!s->due.count)
        return;
    sv_buf_puts(line, "due from ");
    put_time(line, s->due.first);
    sv_buf_puts(line, " to ");
    put_time(line, s->due.last);
    put_bins(line, &s->due, "before the reference");
    sv_page_flush(page, 4, 6);
}

static void put_largest(struct sv_page *page, const struct sv_state_stats *s)
{
    static const char *const names[] = { " key ", " namespace ", " user key " };
    struct sv_buf *line = &page->line;
    for (uint32_t i = 0; i < s->largest_count; i++) {
        const struct sv_largest *large = &s->largest[i];
        sv_buf_puts(line, i ? "" : "largest:");
        sv_page_tab(page, 9);
        sv_word_size(line, large->bytes);
        if (large->key_group >= 0)
            sv_buf_printf(line, ", key group %" PRId32 ",", large->key_group);
        else
            sv_buf_printf(line, ", subtask %" PRId32 " at byte %" PRIu64, large->subtask, large->at);
        for (int part = 0; part < SV_ENTRY_PARTS; part++) {
            if (!large->raw[part].p && !large->shown[part].p)
                continue;
            sv_buf_puts(line, names[part]);
            if (large->shown[part].p)
                sv_escape_text(line, large->shown[part]);
            else
                sv_hex(line, large->raw[part]);
        }
        sv_page_flush(page, 4, 15);
    }
}

static void put_state(struct sv_page *page, const struct sv_stats *stats, const struct sv_state_stats *s)
{
    struct sv_buf *line = &page->line;
    sv_buf_puts(line, "state \"");
    sv_escape_text(line, s->state->name);
    sv_buf_printf(line, "\", %s, %s: ", sv_state_kind_name(s->state->kind), sv_backend_name(s->state->backend));
    if (!s->counted) {
        sv_buf_puts(line, "entries not known without a scan");
    } else if (!s->entries) {
        sv_buf_puts(line, "empty");
    } else {
        sv_buf_puts(line, stats->estimate ? "about " : "");
        sv_word_count(line, s->entries, "entry", "entries");
        sv_buf_puts(line, ", keys ");
        sv_word_size(line, s->key_bytes);
        sv_buf_puts(line, ", values ");
        sv_word_size(line, s->value_bytes);
    }
    if (s->disk_known) {
        sv_buf_puts(line, ", on disk ");
        sv_word_size(line, s->disk_bytes);
        if (s->files) {
            sv_buf_puts(line, " in ");
            sv_word_count(line, s->files, "file", "files");
        }
    }
    sv_page_flush(page, 2, 4);
    if (!s->entries)
        return;
    put_spread(page, s);
    put_ttl(page, stats, s);
    put_due(page, s);
    put_largest(page, s);
}

static void put_operator(struct sv_page *page, const struct sv_operator_stats *o)
{
    struct sv_buf *line = &page->line;
    sv_page_gap(page);
    sv_page_paint(page, SV_PAINT_BOLD);
    sv_word_operator(line, o->op);
    sv_page_paint(page, SV_PAINT_PLAIN);
    sv_buf_printf(line, ": parallelism %" PRId32 ", max %" PRId32 ", ", o->op->parallelism, o->op->max_parallelism);
    sv_word_size(line, o->bytes);
    if (o->files) {
        sv_buf_puts(line, " in ");
        sv_word_count(line, o->files, "file", "files");
    } else if (o->bytes) {
        sv_buf_puts(line, " in _metadata");
    }
    sv_page_flush(page, 0, 4);
}

static void put_reference(struct sv_page *page, const struct sv_stats *stats)
{
    struct sv_buf *line = &page->line;
    sv_buf_puts(line, "times are measured from ");
    put_time(line, stats->reference_ms);
    sv_buf_puts(line, stats->reference_given ? " as given" : ", when _metadata was written here (--now gives another)");
    sv_page_flush(page, 0, 4);
}

void sv_stats_text(const struct sv_report *report, struct sv_buf *out)
{
    const struct sv_stats *stats = report->stats;
    struct sv_page page;
    sv_page_begin(&page, &report->style, out);
    sv_page_paint(&page, SV_PAINT_BOLD);
    sv_escape_text(&page.line, stats->snapshot->path);
    sv_page_paint(&page, SV_PAINT_PLAIN);
    sv_buf_puts(&page.line, ": ");
    sv_word_snapshot(&page.line, stats->snapshot);
    sv_page_flush(&page, 0, 4);
    if (stats->estimate)
        sv_page_puts(&page, 0, "estimated from metadata and properties of files; nothing was scanned");
    else
        put_reference(&page, stats);
    size_t next = 0;
    for (size_t i = 0; i < stats->operator_count; i++) {
        const struct sv_operator_stats *o = &stats->operators[i];
        if (next < stats->state_count && stats->states[next].op == o->op)
            put_operator(&page, o);
        for (; next < stats->state_count && stats->states[next].op == o->op; next++)
            put_state(&page, stats, &stats->states[next]);
    }
    if (stats->losses.count) {
        sv_page_gap(&page);
        sv_page_paint(&page, SV_PAINT_RED);
        sv_buf_puts(&page.line, "not read:");
        sv_page_paint(&page, SV_PAINT_PLAIN);
        sv_page_flush(&page, 0, 0);
        sv_text_issues(&page, 2, &stats->losses, SV_CHECK_COUNT, false, stats->snapshot);
    }
    sv_page_end(&page);
}
