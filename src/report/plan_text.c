/* plan_text.c: a plan for people at a terminal. docs/plan.md */
#include <stdlib.h>

#include "report/blocks.h"
#include "report/check_text.h"
#include "report/escape.h"
#include "report/fill.h"
#include "report/page.h"
#include "report/plan.h"
#include "report/verdict.h"
#include "report/words.h"

enum { INDENT = 4, LABEL = 8, BLANK = 22, PLACES_NAMED = 10 };

static void put_title(struct sv_page *page, const char *title)
{
    sv_page_gap(page);
    sv_page_paint(page, SV_PAINT_BOLD);
    sv_buf_puts(&page->line, title);
    sv_page_paint(page, SV_PAINT_PLAIN);
    sv_page_flush(page, 0, 0);
}

/* "why     text", wrapped under itself. */
static void put_labelled(struct sv_page *page, unsigned indent, const char *label, const struct sv_plan *plan,
                         const char *text)
{
    sv_buf_puts(&page->line, label);
    sv_page_tab(page, LABEL);
    sv_plan_prose(&page->line, plan, text);
    sv_page_flush(page, indent, indent + LABEL);
}

static void put_places(struct sv_page *page, const struct sv_finding *const *findings, size_t count)
{
    for (size_t i = 0; i < count && i < PLACES_NAMED; i++) {
        sv_word_place(&page->line, findings[i]);
        sv_page_flush(page, INDENT, INDENT + 2);
    }
    if (count > PLACES_NAMED) {
        sv_buf_printf(&page->line, "and %zu more: snapvet check lists them", count - PLACES_NAMED);
        sv_page_flush(page, INDENT, INDENT);
    }
}

static void put_findings(struct sv_page *page, const struct sv_plan *plan)
{
    const struct sv_finding **findings = NULL;
    size_t count = 0, n;
    bool titled = false;
    page->out->failed |= !sv_blocks_of(plan->check, &findings, &count);
    for (size_t i = 0; i < count; i += n) {
        const struct sv_finding *first = findings[i];
        n = sv_block_length(findings + i, count - i);
        if (first->severity == SV_NOTE)
            continue;
        if (!titled)
            put_title(page, sv_plan_findings_title(plan->verdict));
        titled = true;
        sv_buf_printf(&page->line, "%s  %s", first->rule->code, first->rule->title);
        sv_page_flush(page, 2, INDENT);
        put_places(page, findings + i, n);
        sv_buf_puts(&page->line, "cure");
        sv_page_tab(page, LABEL);
        sv_escape_text(&page->line, first->remedy);
        sv_page_flush(page, INDENT, INDENT + LABEL);
    }
    free(findings);
}

static void put_states(struct sv_page *page, const struct sv_plan *plan)
{
    if (!plan->state_count)
        return;
    put_title(page, "States that do not come along, and the ways that are open for each");
    for (size_t i = 0; i < plan->state_count; i++) {
        sv_word_plan_state(&page->line, &plan->states[i]);
        sv_buf_puts(&page->line, ", ");
        sv_word_plan_size(&page->line, &plan->states[i]);
        sv_buf_puts(&page->line, ": ");
        sv_word_ways(&page->line, plan->states[i].ways);
        sv_page_flush(page, 2, INDENT);
    }
}

static void put_ways(struct sv_page *page, const struct sv_plan *plan)
{
    if (plan->verdict != SV_INCOMPATIBLE)
        return;
    put_title(page, "Ways");
    for (int way = 0; way < SV_WAY_COUNT; way++) {
        if (way == SV_WAY_JOB && !(plan->ways_some & 1u << way))
            continue;
        sv_buf_printf(&page->line, "%s: %s; ", sv_ways[way].slug, sv_ways[way].title);
        sv_word_plan_way(&page->line, plan, (enum sv_way)way);
        sv_page_flush(page, 2, INDENT);
        put_labelled(page, INDENT, "what", plan, sv_ways[way].what);
        put_labelled(page, INDENT, "cost", plan, sv_ways[way].cost);
    }
}

static void put_blanks(struct sv_page *page, const struct sv_plan *plan)
{
    bool blanks[SV_HOLE_COUNT] = { false };
    if (!sv_plan_blanks(plan, blanks))
        return;
    put_title(page, "Blanks to fill in");
    for (int hole = 0; hole < SV_HOLE_COUNT; hole++) {
        if (!blanks[hole])
            continue;
        sv_buf_add(&page->line, sv_holes[hole].variable);
        sv_page_tab(page, BLANK);
        sv_buf_puts(&page->line, sv_holes[hole].meaning);
        sv_page_flush(page, 2, 2 + BLANK);
    }
}

/* Never wrapped: it is to be copied. */
static void put_command(struct sv_page *page, const struct sv_plan *plan, const struct sv_command *command)
{
    struct sv_buf text;
    sv_buf_init(&text, page->out->limit_bytes);
    sv_fill(&text, command->text, command->syntax, plan->values, false);
    for (sv_str left = sv_buf_str(&text); left.n;) {
        const char *end = memchr(left.p, '\n', left.n);
        sv_str line = { left.p, end ? (size_t)(end - left.p) : left.n };
        sv_buf_fill(page->out, ' ', line.n ? INDENT + LABEL : 0);
        sv_buf_add(page->out, line);
        sv_buf_putc(page->out, '\n');
        left = sv_str_skip(left, line.n + 1);
    }
    page->out->failed |= text.failed;
    sv_buf_free(&text);
}

static void put_commands(struct sv_page *page, const struct sv_plan *plan, const struct sv_step *step)
{
    const struct sv_command *command;
    bool own = true;
    for (size_t i = 0; (command = sv_step_command(sv_step_id_of(step), plan->platform, plan->via, i, &own)); i++) {
        if (i)
            sv_page_gap(page);
        sv_buf_printf(&page->line, "do      %s", sv_syntax_name(command->syntax));
        if (!own)
            sv_buf_printf(&page->line, ", by %s", sv_via_title(plan->platform, SV_VIA_CLI));
        sv_page_flush(page, INDENT, INDENT + LABEL);
        put_command(page, plan, command);
    }
}

static void put_step(struct sv_page *page, const struct sv_plan *plan, size_t number)
{
    const struct sv_step *step = plan->steps[number];
    if (!number || step->phase != plan->steps[number - 1]->phase)
        put_title(page, sv_phase_title(step->phase));
    else
        sv_page_gap(page);
    sv_buf_printf(&page->line, "%zu.", number + 1);
    sv_page_tab(page, INDENT);
    sv_plan_prose(&page->line, plan, step->title);
    sv_buf_printf(&page->line, " (%s", step->slug);
    if (step->way != SV_WAY_NONE)
        sv_buf_printf(&page->line, ", way %s", sv_ways[step->way].slug);
    sv_buf_puts(&page->line, step->changes_something ? "; changes something)" : ")");
    sv_page_flush(page, 0, INDENT);
    put_labelled(page, INDENT, "why", plan, step->why);
    put_labelled(page, INDENT, "needs", plan, step->precondition);
    put_commands(page, plan, step);
    put_labelled(page, INDENT, "verify", plan, step->verify);
    put_labelled(page, INDENT, "fails", plan, step->failure);
    put_labelled(page, INDENT, "back", plan, step->back);
}

static void put_head(struct sv_page *page, const struct sv_plan *plan)
{
    const struct sv_check *check = plan->check;
    sv_page_paint(page, SV_PAINT_BOLD);
    sv_escape_text(&page->line, check->snapshot->path);
    sv_page_paint(page, SV_PAINT_PLAIN);
    sv_buf_puts(&page->line, ": ");
    sv_word_snapshot(&page->line, check->snapshot);
    sv_buf_puts(&page->line, " -> Flink ");
    sv_buf_add(&page->line, check->target->name);
    sv_buf_printf(&page->line, " on %s, by %s", sv_platform_title(plan->platform),
                  sv_via_title(plan->platform, plan->via));
    sv_page_flush(page, 0, 4);
    sv_page_gap(page);
    sv_page_paint(page, sv_text_verdict_paint(plan->verdict));
    sv_buf_puts(&page->line, sv_verdict_title(plan->verdict));
    sv_page_paint(page, SV_PAINT_PLAIN);
    sv_buf_puts(&page->line, ": ");
    sv_word_verdict(&page->line, check);
    sv_page_flush(page, 0, 4);
    sv_page_puts(page, 0, sv_plan_advice(plan->verdict));
}

void sv_plan_text(const struct sv_report *report, struct sv_buf *out)
{
    const struct sv_plan *plan = report->plan;
    struct sv_page page;
    sv_page_begin(&page, &report->style, out);
    put_head(&page, plan);
    put_findings(&page, plan);
    put_states(&page, plan);
    put_ways(&page, plan);
    put_blanks(&page, plan);
    for (size_t i = 0; i < plan->step_count; i++)
        put_step(&page, plan, i);
    sv_page_end(&page);
}
