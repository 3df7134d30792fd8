/* diff_text.c: what differs between two snapshots, for people: what is the same is only counted. docs/output.md#diff */
#include <inttypes.h>

#include "model/difference.h"
#include "report/escape.h"
#include "report/issues.h"
#include "report/value.h"
#include "report/words.h"

static const char *sign_of(enum sv_change change)
{
    static const char *const signs[] = { "  ", "+ ", "- ", "~ " };
    return signs[change];
}

static void put_sign(struct sv_page *page, enum sv_change change)
{
    static const enum sv_paint paints[] = { SV_PAINT_PLAIN, SV_PAINT_GREEN, SV_PAINT_RED, SV_PAINT_YELLOW };
    sv_page_paint(page, paints[change]);
    sv_buf_puts(&page->line, sign_of(change));
    sv_page_paint(page, SV_PAINT_PLAIN);
}

static void put_entry(struct sv_page *page, const struct sv_changed_entry *entry)
{
    static const char *const names[] = { " key ", " namespace ", " user key " };
    struct sv_buf *line = &page->line;
    put_sign(page, entry->change);
    if (entry->key_group >= 0)
        sv_buf_printf(line, "key group %" PRId32 ",", entry->key_group);
    for (int i = 0; i < SV_ENTRY_PARTS; i++) {
        if (!entry->raw[i].p)
            continue;
        sv_buf_puts(line, names[i]);
        if (entry->shown[i].p)
            sv_escape_text(line, entry->shown[i]);
        else
            sv_hex(line, entry->raw[i]);
    }
    if (entry->value.p) {
        sv_buf_puts(line, ": ");
        sv_escape_text(line, entry->value);
    }
    sv_page_flush(page, 4, 8);
}

static void put_counts(struct sv_buf *line, const struct sv_state_difference *s)
{
    const struct {
        uint64_t count;
        const char *name;
    } counts[] = { { s->added, "added" }, { s->removed, "removed" }, { s->changed, "changed" } };
    const char *before = ": ";
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        if (!counts[i].count)
            continue;
        sv_buf_printf(line, "%s%" PRIu64 " %s", before, counts[i].count, counts[i].name);
        before = ", ";
    }
}

static void put_state(struct sv_page *page, const struct sv_state_difference *s)
{
    struct sv_buf *line = &page->line;
    const struct sv_state *state = s->before.state ? s->before.state : s->after.state;
    put_sign(page, sv_state_change(s));
    sv_buf_puts(line, "state \"");
    sv_escape_text(line, state->name);
    sv_buf_printf(line, "\", %s: ", sv_state_kind_name(state->kind));
    sv_word_count(line, s->before.entries, "entry", "entries");
    sv_buf_puts(line, " (");
    sv_word_size(line, s->before.bytes);
    sv_buf_puts(line, ") before, ");
    sv_word_count(line, s->after.entries, "entry", "entries");
    sv_buf_puts(line, " (");
    sv_word_size(line, s->after.bytes);
    sv_buf_puts(line, ") after");
    put_counts(line, s);
    if (s->serializers_differ)
        sv_buf_puts(line, "; other serializers or options");
    sv_page_flush(page, 2, 6);
    for (size_t i = 0; i < s->entry_count; i++)
        put_entry(page, &s->entries[i]);
    if (s->entry_count && s->entry_count < s->added + s->removed + s->changed) {
        sv_buf_printf(line, "and more; --limit says how many are listed");
        sv_page_flush(page, 4, 8);
    }
}

static void put_operator(struct sv_page *page, const struct sv_operator_difference *o)
{
    struct sv_buf *line = &page->line;
    const struct sv_operator *before = o->before, *after = o->after;
    sv_page_gap(page);
    put_sign(page, sv_operator_change(o));
    sv_page_paint(page, SV_PAINT_BOLD);
    sv_word_operator(line, before ? before : after);
    sv_page_paint(page, SV_PAINT_PLAIN);
    sv_buf_puts(line, ": ");
    sv_word_size(line, before ? before->state_bytes : 0);
    sv_buf_puts(line, " before, ");
    sv_word_size(line, after ? after->state_bytes : 0);
    sv_buf_puts(line, " after");
    if (before && after && before->parallelism != after->parallelism)
        sv_buf_printf(line, "; parallelism %" PRId32 ", then %" PRId32, before->parallelism, after->parallelism);
    if (before && after && before->max_parallelism != after->max_parallelism)
        sv_buf_printf(line, "; max parallelism %" PRId32 ", then %" PRId32, before->max_parallelism,
                      after->max_parallelism);
    sv_page_flush(page, 0, 4);
    for (size_t i = 0; i < o->state_count; i++)
        if (sv_state_change(&o->states[i]) != SV_CHANGE_NONE)
            put_state(page, &o->states[i]);
}

static void put_head(struct sv_page *page, const char *what, const struct sv_snapshot *snapshot)
{
    sv_buf_puts(&page->line, what);
    sv_page_paint(page, SV_PAINT_BOLD);
    sv_escape_text(&page->line, snapshot->path);
    sv_page_paint(page, SV_PAINT_PLAIN);
    sv_buf_puts(&page->line, ": ");
    sv_word_snapshot(&page->line, snapshot);
    sv_page_flush(page, 0, 4);
}

static void put_losses(struct sv_page *page, const char *what, const struct sv_issues *losses,
                       const struct sv_snapshot *snapshot)
{
    if (!losses->count)
        return;
    sv_page_gap(page);
    sv_page_puts(page, 0, what);
    sv_text_issues(page, 2, losses, SV_CHECK_COUNT, false, snapshot);
}

void sv_diff_text(const struct sv_report *report, struct sv_buf *out)
{
    const struct sv_difference *difference = report->difference;
    struct sv_page page;
    size_t same = 0;
    sv_page_begin(&page, &report->style, out);
    put_head(&page, "before ", difference->before);
    put_head(&page, "after  ", difference->after);
    for (size_t i = 0; i < difference->operator_count; i++) {
        const struct sv_operator_difference *o = &difference->operators[i];
        if (sv_operator_change(o) == SV_CHANGE_NONE)
            same++;
        else
            put_operator(&page, o);
    }
    put_losses(&page, "not compared, of before:", &difference->losses_before, difference->before);
    put_losses(&page, "not compared, of after:", &difference->losses_after, difference->after);
    sv_page_gap(&page);
    sv_word_count(&page.line, same, "operator is the same", "operators are the same");
    sv_buf_printf(&page.line, ", %zu differ%s", difference->operator_count - same,
                  difference->operator_count - same == 1 ? "s" : "");
    sv_page_flush(&page, 0, 4);
    sv_page_end(&page);
}
