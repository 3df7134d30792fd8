/* plan_markdown.c: a plan as a page to work from. docs/plan.md */
#include <stdlib.h>

#include "base/limits.h"
#include "report/blocks.h"
#include "report/escape.h"
#include "report/fill.h"
#include "report/plan.h"
#include "report/verdict.h"
#include "report/words.h"

enum { PLACES_NAMED = 10 };

struct markdown {
    struct sv_buf *out;
    struct sv_buf text; /* being composed, escaped as for a terminal */
    const struct sv_plan *plan;
};

/* What was composed, between two pieces of markup. */
static void put(struct markdown *md, const char *before, const char *after)
{
    sv_buf_puts(md->out, before);
    sv_escape_markdown(md->out, sv_buf_str(&md->text));
    sv_buf_puts(md->out, after);
    md->text.n = 0;
}

static void put_prose(struct markdown *md, const char *before, const char *text, const char *after)
{
    sv_plan_prose(&md->text, md->plan, text);
    put(md, before, after);
}

static void put_head(struct markdown *md)
{
    const struct sv_check *check = md->plan->check;
    sv_buf_puts(md->out, "# Upgrade to Flink ");
    sv_buf_add(md->out, check->target->name);
    sv_buf_printf(md->out, " on %s, by %s\n\n", sv_platform_title(md->plan->platform),
                  sv_via_title(md->plan->platform, md->plan->via));
    sv_escape_text(&md->text, check->snapshot->path);
    put(md, "<code>", "</code>: ");
    sv_word_snapshot(&md->text, check->snapshot);
    put(md, "", "\n\n");
    sv_buf_printf(md->out, "**%s**: ", sv_verdict_title(md->plan->verdict));
    sv_word_verdict(&md->text, check);
    put(md, "", " ");
    sv_buf_printf(md->out, "%s\n", sv_plan_advice(md->plan->verdict));
}

static void put_block(struct markdown *md, const struct sv_finding *const *findings, size_t count)
{
    sv_buf_printf(md->out, "- [ ] **%s** ", findings[0]->rule->code);
    sv_buf_puts(&md->text, findings[0]->rule->title);
    put(md, "", "  \n");
    sv_escape_text(&md->text, findings[0]->remedy);
    put(md, "  ", "\n");
    for (size_t i = 0; i < count && i < PLACES_NAMED; i++) {
        sv_word_place(&md->text, findings[i]);
        put(md, "  - <code>", "</code>\n");
    }
    if (count > PLACES_NAMED)
        sv_buf_printf(md->out, "  - and %zu more\n", count - PLACES_NAMED);
}

static void put_findings(struct markdown *md)
{
    const struct sv_finding **findings = NULL;
    size_t count = 0, n;
    bool titled = false;
    md->out->failed |= !sv_blocks_of(md->plan->check, &findings, &count);
    for (size_t i = 0; i < count; i += n) {
        n = sv_block_length(findings + i, count - i);
        if (findings[i]->severity == SV_NOTE)
            continue;
        if (!titled)
            sv_buf_printf(md->out, "\n## %s\n\n", sv_plan_findings_title(md->plan->verdict));
        titled = true;
        put_block(md, findings + i, n);
    }
    free(findings);
}

static void put_states(struct markdown *md)
{
    const struct sv_plan *plan = md->plan;
    if (!plan->state_count)
        return;
    sv_buf_puts(md->out, "\n## States that do not come along\n\n| State | Size | Open ways |\n|---|--:|---|\n");
    for (size_t i = 0; i < plan->state_count; i++) {
        sv_word_plan_state(&md->text, &plan->states[i]);
        put(md, "| ", " | ");
        sv_word_plan_size(md->out, &plan->states[i]);
        sv_buf_puts(md->out, " | ");
        sv_word_ways(md->out, plan->states[i].ways);
        sv_buf_puts(md->out, " |\n");
    }
}

static void put_ways(struct markdown *md)
{
    if (md->plan->verdict != SV_INCOMPATIBLE)
        return;
    sv_buf_puts(md->out, "\n## Ways\n\n| Way | | Open | What is done | What it costs |\n|---|---|---|---|---|\n");
    for (int way = 0; way < SV_WAY_COUNT; way++) {
        if (way == SV_WAY_JOB && !(md->plan->ways_some & 1u << way))
            continue;
        sv_buf_printf(md->out, "| %s | ", sv_ways[way].slug);
        put_prose(md, "", sv_ways[way].title, " | ");
        sv_word_plan_way(&md->text, md->plan, (enum sv_way)way);
        put(md, "", " | ");
        put_prose(md, "", sv_ways[way].what, " | ");
        put_prose(md, "", sv_ways[way].cost, " |\n");
    }
}

static void put_blanks(struct markdown *md)
{
    bool blanks[SV_HOLE_COUNT] = { false };
    if (!sv_plan_blanks(md->plan, blanks))
        return;
    sv_buf_puts(md->out, "\n## Blanks to fill in\n\n| Blank | What it is |\n|---|---|\n");
    for (int hole = 0; hole < SV_HOLE_COUNT; hole++) {
        if (!blanks[hole])
            continue;
        sv_buf_add(&md->text, sv_holes[hole].variable);
        put(md, "| <code>", "</code> | ");
        put_prose(md, "", sv_holes[hole].meaning, " |\n");
    }
}

static void put_commands(struct markdown *md, const struct sv_step *step)
{
    const struct sv_plan *plan = md->plan;
    const struct sv_command *command;
    bool own = true;
    for (size_t i = 0; (command = sv_step_command(sv_step_id_of(step), plan->platform, plan->via, i, &own)); i++) {
        if (!own && !i)
            sv_buf_printf(md->out, "By %s:\n\n", sv_via_title(plan->platform, SV_VIA_CLI));
        sv_buf_printf(md->out, "```%s\n", sv_syntax_name(command->syntax));
        sv_fill(md->out, command->text, command->syntax, plan->values, false);
        sv_buf_puts(md->out, md->out->n && md->out->p[md->out->n - 1] == '\n' ? "```\n\n" : "\n```\n\n");
    }
}

static void put_step(struct markdown *md, size_t number)
{
    const struct sv_step *step = md->plan->steps[number];
    if (!number || step->phase != md->plan->steps[number - 1]->phase)
        sv_buf_printf(md->out, "\n## %s\n", sv_phase_title(step->phase));
    sv_buf_printf(md->out, "\n### %zu. ", number + 1);
    put_prose(md, "", step->title, "");
    sv_buf_printf(md->out, " (%s)\n\n", step->slug);
    if (step->way != SV_WAY_NONE)
        sv_buf_printf(md->out, "Way: %s.\n", sv_ways[step->way].slug);
    put_prose(md, "", step->why, "\n\n");
    put_prose(md, "- **Needs:** ", step->precondition, "\n");
    sv_buf_printf(md->out, "- **Changes something:** %s\n\n", step->changes_something ? "yes" : "no");
    put_commands(md, step);
    put_prose(md, "- **Verify:** ", step->verify, "\n");
    put_prose(md, "- **Failure looks like:** ", step->failure, "\n");
    put_prose(md, "- **Way back:** ", step->back, "\n");
}

void sv_plan_markdown(const struct sv_report *report, struct sv_buf *out)
{
    struct markdown md = { .out = out, .plan = report->plan };
    sv_buf_init(&md.text, SV_LIMIT_REPORT_BYTES);
    put_head(&md);
    put_findings(&md);
    put_states(&md);
    put_ways(&md);
    put_blanks(&md);
    for (size_t i = 0; i < report->plan->step_count; i++)
        put_step(&md, i);
    sv_buf_printf(out, "\n<sub>snapvet %s</sub>\n", SNAPVET_VERSION);
    out->failed |= md.text.failed;
    sv_buf_free(&md.text);
}
