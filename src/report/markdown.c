/* markdown.c: a comment on a pull request: verdict, a table of the operators worst first, findings folded. Cut short before
 * GitHub would refuse it. */
#include <stdlib.h>

#include "base/limits.h"
#include "report/blocks.h"
#include "report/escape.h"
#include "report/pom.h"
#include "report/verdict.h"
#include "report/words.h"

enum {
    ROWS = 30,
    PLACES_NAMED = 5,   /* of one message */
    TEXT_BYTES = 600,   /* of one name or sentence */
    LIMIT_BYTES = 50000 /* a comment holds 65536 characters */
};

struct markdown {
    struct sv_buf *out;
    struct sv_buf text; /* being composed, escaped as for a terminal */
    size_t begin;       /* where the comment begins in out */
};

static bool is_full(const struct markdown *md)
{
    return md->out->n - md->begin > LIMIT_BYTES;
}

/* What was composed, with what is around it; of what is too long the beginning. */
static void put(struct markdown *md, const char *before, const char *after)
{
    sv_str text = sv_buf_str(&md->text);
    bool cut = text.n > TEXT_BYTES;
    if (cut)
        for (text.n = TEXT_BYTES; text.n > 0 && ((unsigned char)text.p[text.n] & 0xC0) == 0x80; text.n--)
            ;
    sv_buf_puts(md->out, before);
    sv_escape_markdown(md->out, text);
    sv_buf_puts(md->out, cut ? "..." : "");
    sv_buf_puts(md->out, after);
    md->text.n = 0;
}

static void put_head(struct markdown *md, const struct sv_check *check)
{
    sv_buf_printf(md->out, "## %s: ", sv_verdict_title(check->verdict));
    sv_word_verdict(md->out, check);
    sv_buf_puts(md->out, "\n\n");
    sv_escape_text(&md->text, check->snapshot->path);
    put(md, "<code>", "</code>: ");
    sv_word_subject(md->out, check);
    sv_buf_puts(md->out, "\n\n");
}

/* "3", or "1 of 3 incompatible" */
static void put_states(struct markdown *md, const struct sv_judged *judged)
{
    enum sv_verdict verdict = judged->verdict->verdict;
    uint32_t same = 0;
    for (uint32_t i = 0; i < judged->op->state_count; i++)
        same += judged->verdict->states[i] == verdict;
    if (verdict != SV_COMPATIBLE && same)
        sv_buf_printf(md->out, " | %u of %u", same, judged->op->state_count);
    else
        sv_buf_printf(md->out, " | %u", judged->op->state_count);
}

/* Codes of the rules that found something, each once. */
static void put_rules(struct markdown *md, const struct sv_judged *judged)
{
    bool found[SV_RULE_COUNT] = { false };
    const char *separator = " | ";
    for (size_t i = 0; i < judged->finding_count; i++)
        found[judged->findings[i].rule - sv_rules] = true;
    for (size_t i = 0; i < SV_RULE_COUNT; i++)
        if (found[i]) {
            sv_buf_printf(md->out, "%s%s", separator, sv_rules[i].code);
            separator = ", ";
        }
    sv_buf_puts(md->out, *separator == ',' ? " |\n" : " | |\n");
}

static void put_table(struct markdown *md, const struct sv_check *check)
{
    struct sv_judged *judged = NULL;
    size_t count = 0, i = 0;
    md->out->failed |= !sv_judged_all(check, &judged, &count);
    sv_judged_sort(judged, count);
    if (count)
        sv_buf_puts(md->out, "| Operator | Verdict | States | Size | Rules |\n|---|---|--:|--:|---|\n");
    for (; i < count && i < ROWS && !is_full(md); i++) {
        sv_word_operator(&md->text, judged[i].op);
        put(md, "| ", " | ");
        sv_buf_puts(md->out, sv_verdict_name(judged[i].verdict->verdict));
        put_states(md, &judged[i]);
        sv_buf_puts(md->out, " | ");
        sv_word_size(md->out, judged[i].op->state_bytes);
        put_rules(md, &judged[i]);
    }
    if (i < count) {
        struct sv_totals totals = sv_totals_of(check);
        sv_buf_printf(md->out, "\nand %zu more: ", count - i);
        sv_word_totals(md->out, &totals);
        sv_buf_putc(md->out, '\n');
    }
    sv_buf_putc(md->out, '\n');
    free(judged);
}

/* "| `org.apache.flink:flink-clients` | 1.20.1 | 2.2.0 |" */
static void put_dependencies(struct markdown *md, const struct sv_check *check)
{
    size_t rows = 0, left = 0;
    for (const struct sv_pom_dependency *d = NULL; (d = sv_pom_next(check, d));) {
        if (!rows)
            sv_buf_puts(md->out, "| Dependency | Version | On the target |\n|---|---|---|\n");
        if (rows++ >= ROWS || is_full(md)) {
            left++;
            continue;
        }
        sv_escape_text(&md->text, d->group);
        sv_buf_putc(&md->text, ':');
        sv_escape_text(&md->text, d->artifact);
        put(md, "| ", " | ");
        sv_escape_text(&md->text, d->version.text);
        put(md, "", " | ");
        sv_word_outlook(&md->text, check, d);
        put(md, "", " |\n");
    }
    if (left)
        sv_buf_printf(md->out, "\nand %zu more\n", left);
    sv_buf_puts(md->out, rows ? "\n" : "");
}

static void put_message(struct markdown *md, const struct sv_finding *const *findings, size_t count)
{
    sv_buf_add(&md->text, findings[0]->message);
    put(md, "- ", "\n");
    size_t i = 0;
    for (; i < count && i < PLACES_NAMED && !is_full(md); i++) {
        sv_word_place(&md->text, findings[i]);
        put(md, "  - <code>", "</code>\n");
    }
    if (i < count)
        sv_buf_printf(md->out, "  - and %zu more\n", count - i);
}

static void put_block(struct markdown *md, const struct sv_finding *const *findings, size_t count)
{
    const struct sv_finding *first = findings[0];
    sv_buf_printf(md->out, "<details>\n<summary><b>%s %s</b> ", sv_severity_name(first->severity), first->rule->code);
    sv_escape_markdown(md->out, sv_str_of(first->rule->title));
    sv_buf_puts(md->out, " (");
    sv_word_count(md->out, count, "place", "places");
    sv_buf_puts(md->out, ")</summary>\n\n");
    size_t n, i = 0;
    for (; i < count && !is_full(md); i += n) {
        n = sv_message_length(findings + i, count - i);
        put_message(md, findings + i, n);
    }
    if (i < count)
        sv_buf_printf(md->out, "- and %zu more places\n", count - i);
    sv_buf_add(&md->text, first->why);
    put(md, "\n**Why:** ", "\n\n");
    sv_buf_add(&md->text, first->remedy);
    put(md, "**Cure:** ", "\n\n</details>\n\n");
}

static void put_not_checked(struct markdown *md, const struct sv_check *check)
{
    if (!check->not_checked_count || is_full(md))
        return;
    sv_buf_puts(md->out, "<details>\n<summary>Not checked</summary>\n\n");
    for (size_t i = 0; i < check->not_checked_count; i++) {
        sv_buf_add(&md->text, check->not_checked[i]);
        put(md, "- ", "\n");
    }
    sv_buf_puts(md->out, "\n</details>\n\n");
}

static void put_remarks(struct markdown *md, const struct sv_check *check)
{
    for (size_t i = 0; i < check->remark_count && !is_full(md); i++) {
        sv_buf_add(&md->text, check->remarks[i]);
        put(md, "- ", "\n");
    }
    sv_buf_puts(md->out, check->remark_count ? "\n" : "");
}

static void put_check(struct markdown *md, const struct sv_check *check)
{
    const struct sv_finding **findings = NULL;
    size_t count = 0, n, i = 0;
    put_head(md, check);
    if (is_full(md))
        return;
    if (check->pom)
        put_dependencies(md, check);
    else
        put_table(md, check);
    md->out->failed |= !sv_blocks_of(check, &findings, &count);
    for (; i < count && !is_full(md); i += n) {
        n = sv_block_length(findings + i, count - i);
        put_block(md, findings + i, n);
    }
    if (i < count)
        sv_buf_printf(md->out, "and %zu more findings: this comment is cut short, the other formats are not.\n\n",
                      count - i);
    free(findings);
    put_remarks(md, check);
    put_not_checked(md, check);
}

void sv_check_markdown(const struct sv_report *report, struct sv_buf *out)
{
    struct markdown md = { .out = out, .begin = out->n };
    sv_buf_init(&md.text, SV_LIMIT_REPORT_BYTES);
    for (size_t i = 0; i < report->count; i++)
        put_check(&md, report->checks[i]);
    sv_buf_printf(out, "<sub>snapvet %s</sub>\n", SNAPVET_VERSION);
    out->failed |= md.text.failed;
    sv_buf_free(&md.text);
}
