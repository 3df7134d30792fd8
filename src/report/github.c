/* github.c: workflow commands of GitHub Actions, one annotation a line: the verdict, then what was found, worst first,
 * since GitHub shows ten errors and ten warnings of a step. */
#include <inttypes.h>
#include <stdlib.h>

#include "base/limits.h"
#include "report/blocks.h"
#include "report/escape.h"
#include "report/verdict.h"
#include "report/where.h"
#include "report/words.h"

enum { PLACES_NAMED = 5 };
#define NEW_LINE "%0A"

struct github {
    struct sv_buf *out;
    struct sv_buf text; /* being composed */
};

static void put(struct github *github, const char *before)
{
    sv_buf_puts(github->out, before);
    sv_escape_github(github->out, sv_buf_str(&github->text));
    github->text.n = 0;
}

static void put_property(struct github *github, const char *before)
{
    sv_buf_puts(github->out, before);
    sv_escape_github_property(github->out, sv_buf_str(&github->text));
    github->text.n = 0;
}

static void put_verdict(struct github *github, const struct sv_check *check)
{
    static const char *const commands[] = {
        [SV_COMPATIBLE] = "notice", [SV_NEEDS_ACTION] = "warning", [SV_UNDECIDED] = "error", [SV_INCOMPATIBLE] = "error"
    };
    sv_buf_printf(github->out, "::%s", commands[check->verdict]);
    struct sv_where where = { .name = check->snapshot->metadata };
    sv_where_path(&github->text, &where);
    put_property(github, " file=");
    sv_buf_printf(&github->text, "snapvet: %s", sv_verdict_title(check->verdict));
    put_property(github, ",title=");
    sv_buf_puts(github->out, "::");
    sv_buf_printf(&github->text, "%s: ", sv_verdict_title(check->verdict));
    sv_word_verdict(&github->text, check);
    put(github, "");
    sv_word_subject(&github->text, check);
    put(github, NEW_LINE);
    sv_buf_putc(github->out, '\n');
}

static void put_places(struct github *github, const struct sv_finding *const *findings, size_t count)
{
    for (size_t i = 0; i < count && i < PLACES_NAMED; i++) {
        sv_word_place(&github->text, findings[i]);
        put(github, i ? NEW_LINE : "");
    }
    if (count > PLACES_NAMED) {
        sv_buf_printf(&github->text, "and %zu more", count - PLACES_NAMED);
        put(github, NEW_LINE);
    }
}

/* Findings with the same message are one annotation. */
static void put_findings(struct github *github, const struct sv_check *check, const struct sv_finding *const *findings,
                         size_t count)
{
    static const char *const commands[] = {
        [SV_NOTE] = "notice", [SV_WARNING] = "warning", [SV_ERROR] = "error", [SV_BLIND] = "error"
    };
    const struct sv_finding *first = findings[0];
    struct sv_where where = sv_where_of(check, first);
    sv_buf_printf(github->out, "::%s", commands[first->severity]);
    sv_where_path(&github->text, &where);
    put_property(github, " file=");
    if (first->line)
        sv_buf_printf(github->out, ",line=%" PRIu32, first->line);
    sv_buf_printf(&github->text, "%s: %s", first->rule->code, first->rule->title);
    put_property(github, ",title=");
    sv_buf_puts(github->out, "::");
    put_places(github, findings, count);
    sv_buf_add(&github->text, first->message);
    put(github, NEW_LINE);
    sv_buf_add(&github->text, first->why);
    put(github, NEW_LINE "why: ");
    sv_buf_add(&github->text, first->remedy);
    put(github, NEW_LINE "cure: ");
    sv_buf_putc(github->out, '\n');
}

static void put_check(struct github *github, const struct sv_check *check)
{
    const struct sv_finding **findings = NULL;
    size_t count = 0;
    put_verdict(github, check);
    github->out->failed |= !sv_blocks_of(check, &findings, &count);
    for (size_t block, i = 0; i < count; i += block) {
        block = sv_block_length(findings + i, count - i);
        for (size_t n, j = i; j < i + block; j += n) {
            n = sv_message_length(findings + j, i + block - j);
            put_findings(github, check, findings + j, n);
        }
    }
    free(findings);
    for (size_t i = 0; i < check->remark_count; i++) {
        sv_buf_add(&github->text, check->remarks[i]);
        put(github, "::notice title=snapvet policy::");
        sv_buf_putc(github->out, '\n');
    }
}

void sv_check_github(const struct sv_report *report, struct sv_buf *out)
{
    struct github github = { .out = out };
    sv_buf_init(&github.text, SV_LIMIT_REPORT_BYTES);
    for (size_t i = 0; i < report->count; i++)
        put_check(&github, report->checks[i]);
    out->failed |= github.text.failed;
    sv_buf_free(&github.text);
}
