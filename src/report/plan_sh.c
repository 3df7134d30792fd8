/* plan_sh.c: a plan as a script that asks before each step that changes something and stops at the first that fails.
 * docs/plan.md */
#include <stdlib.h>

#include "base/limits.h"
#include "report/blocks.h"
#include "report/escape.h"
#include "report/fill.h"
#include "report/plan.h"
#include "report/verdict.h"
#include "report/words.h"

/* src/report/sh/runner.sh, as the build packed it. */
extern const char sv_plan_runner_sh[];
extern const size_t sv_plan_runner_sh_bytes;

struct script {
    struct sv_buf *out;
    struct sv_buf text; /* being composed */
    const struct sv_plan *plan;
};

/* What was composed, as a comment. */
static void put_comment(struct script *s)
{
    sv_buf_puts(s->out, "# ");
    sv_buf_add(s->out, sv_buf_str(&s->text));
    sv_buf_putc(s->out, '\n');
    s->text.n = 0;
}

/* What a verdict is for: rule, places and cure. */
static void put_findings(struct script *s)
{
    const struct sv_finding **findings = NULL;
    size_t count = 0;
    s->out->failed |= !sv_blocks_of(s->plan->check, &findings, &count);
    for (size_t i = 0, n; i < count; i += n) {
        n = sv_block_length(findings + i, count - i);
        if (findings[i]->severity == SV_NOTE)
            continue;
        sv_buf_printf(&s->text, "%s  %s", findings[i]->rule->code, findings[i]->rule->title);
        put_comment(s);
        for (size_t place = i; place < i + n; place++) {
            sv_buf_puts(&s->text, "    ");
            sv_word_place(&s->text, findings[place]);
            put_comment(s);
        }
        sv_buf_puts(&s->text, "    cure: ");
        sv_escape_text(&s->text, findings[i]->remedy);
        put_comment(s);
    }
    free(findings);
}

static void put_states(struct script *s)
{
    for (size_t i = 0; i < s->plan->state_count; i++) {
        const struct sv_plan_state *item = &s->plan->states[i];
        sv_word_plan_state(&s->text, item);
        sv_buf_puts(&s->text, ", ");
        sv_word_plan_size(&s->text, item);
        sv_buf_puts(&s->text, ": ");
        sv_word_ways(&s->text, item->ways);
        put_comment(s);
    }
}

/* A part of the comment, where it has something to say. */
static void put_part(struct script *s, const char *title, void (*put)(struct script *s))
{
    size_t begin = s->out->n;
    sv_buf_printf(s->out, "#\n# %s:\n", title);
    size_t titled = s->out->n;
    put(s);
    if (s->out->n == titled)
        s->out->n = begin;
}

static void put_head(struct script *s)
{
    const struct sv_plan *plan = s->plan;
    sv_buf_puts(s->out, "#!/usr/bin/env bash\n");
    sv_buf_puts(&s->text, "Upgrade to Flink ");
    sv_buf_add(&s->text, plan->check->target->name);
    sv_buf_printf(&s->text, " on %s, by %s; written by snapvet " SNAPVET_VERSION " plan.",
                  sv_platform_title(plan->platform), sv_via_title(plan->platform, plan->via));
    put_comment(s);
    sv_escape_text(&s->text, plan->check->snapshot->path);
    sv_buf_puts(&s->text, ": ");
    sv_word_snapshot(&s->text, plan->check->snapshot);
    put_comment(s);
    sv_word_verdict(&s->text, plan->check);
    sv_buf_printf(&s->text, " %s", sv_plan_advice(plan->verdict));
    put_comment(s);
    put_part(s, sv_plan_findings_title(plan->verdict), put_findings);
    put_part(s, "States that do not come along, and the ways that are open for each", put_states);
    sv_buf_puts(s->out, "set -euo pipefail\n");
}

/* Values that are not known may come from the environment, or be written into the script. */
static void put_values(struct script *s, const bool used[SV_HOLE_COUNT])
{
    sv_buf_puts(s->out, "\n# ---- values; what is empty is to be filled in ----\n");
    for (int hole = 0; hole < SV_HOLE_COUNT; hole++) {
        const struct sv_hole_row *row = &sv_holes[hole];
        sv_str name = row->variable;
        if (!used[hole])
            continue;
        sv_buf_printf(s->out, "export %.*s=", SV_ARG(name));
        if (s->plan->values[hole].n)
            sv_escape_shell(s->out, s->plan->values[hole]);
        else
            sv_buf_printf(s->out, "${%.*s:-}", SV_ARG(name));
        sv_buf_printf(s->out, " # %s%s\n", row->meaning, row->is_found ? "; a step finds it" : "");
    }
}

/* What a value has to be like, by the name of its variable. */
static void put_checks(struct script *s, const bool used[SV_HOLE_COUNT])
{
    sv_buf_puts(s->out, "\ncheck_value() {\n    case $1 in\n");
    for (int hole = 0; hole < SV_HOLE_COUNT; hole++) {
        sv_str name = sv_holes[hole].variable;
        if (!used[hole])
            continue;
        sv_buf_printf(s->out, "    %.*s)\n        : \"${%.*s:?fill in: %s}\"\n        fits %.*s ", SV_ARG(name),
                      SV_ARG(name), sv_holes[hole].meaning, SV_ARG(name));
        sv_escape_shell(s->out, sv_str_of(sv_holes[hole].allowed));
        sv_buf_puts(s->out, "\n        ;;\n");
    }
    sv_buf_puts(s->out, "    esac\n}\n");
}

/* The variables that steps find, for later runs too. */
static void put_found(struct script *s, const bool used[SV_HOLE_COUNT])
{
    const char *separator = "";
    sv_buf_puts(s->out, "found=(");
    for (int hole = 0; hole < SV_HOLE_COUNT; hole++) {
        if (!used[hole] || !sv_holes[hole].is_found)
            continue;
        sv_buf_printf(s->out, "%s%.*s", separator, SV_ARG(sv_holes[hole].variable));
        separator = " ";
    }
    sv_buf_puts(s->out, ")\n");
}

/* The variables of each step's commands, by words. */
static void put_variables(struct script *s)
{
    sv_buf_puts(s->out, "variables=(\n");
    for (size_t i = 0; i < s->plan->step_count; i++) {
        bool used[SV_HOLE_COUNT] = { false };
        const char *separator = "";
        sv_buf_puts(s->out, "    '");
        sv_plan_step_holes(s->plan, s->plan->steps[i], used);
        for (int hole = 0; hole < SV_HOLE_COUNT; hole++) {
            if (!used[hole])
                continue;
            sv_buf_printf(s->out, "%s%.*s", separator, SV_ARG(sv_holes[hole].variable));
            separator = " ";
        }
        sv_buf_puts(s->out, "'\n");
    }
    sv_buf_puts(s->out, ")\n");
}

static void put_lines(struct script *s, const char *indent)
{
    sv_str left = sv_buf_str(&s->text);
    while (left.n) {
        const char *end = memchr(left.p, '\n', left.n);
        sv_str line = { left.p, end ? (size_t)(end - left.p) : left.n };
        sv_buf_puts(s->out, line.n ? indent : "");
        sv_buf_add(s->out, line);
        sv_buf_putc(s->out, '\n');
        left = sv_str_skip(left, line.n + 1);
    }
    s->text.n = 0;
}

/* Python runs from stdin, and does what the same step says in Java; what is no language of the script is shown to a
 * person. */
static void put_command(struct script *s, const struct sv_command *command)
{
    if (command->syntax == SV_SYNTAX_JAVA)
        return;
    sv_fill(&s->text, command->text, command->syntax, s->plan->values, true);
    if (command->syntax == SV_SYNTAX_SH) {
        put_lines(s, "    ");
        return;
    }
    sv_buf_puts(s->out, command->syntax == SV_SYNTAX_PYTHON ? "    python3 - << 'END_OF_TEXT'\nimport os\n"
                                                            : "    by_hand << END_OF_TEXT\n");
    put_lines(s, "");
    sv_buf_puts(s->out, "END_OF_TEXT\n");
}

static void put_function_name(struct script *s, const struct sv_step *step)
{
    sv_buf_puts(s->out, "step_");
    for (const char *p = step->slug; *p; p++)
        sv_buf_putc(s->out, *p == '-' ? '_' : *p);
}

/* Its end says whose it is: the runner shows what stands up to there. */
static void put_function(struct script *s, const struct sv_step *step)
{
    const struct sv_command *command;
    sv_buf_putc(s->out, '\n');
    put_function_name(s, step);
    sv_buf_puts(s->out, "() {\n");
    for (size_t i = 0; (command = sv_step_command(sv_step_id_of(step), s->plan->platform, s->plan->via, i, NULL)); i++)
        put_command(s, command);
    sv_buf_puts(s->out, "} # ");
    put_function_name(s, step);
    sv_buf_putc(s->out, '\n');
}

/* One text of every step as an array. */
static void put_array(struct script *s, const char *name, const char *(*text_of)(const struct sv_step *step))
{
    sv_buf_printf(s->out, "%s=(\n", name);
    for (size_t i = 0; i < s->plan->step_count; i++) {
        sv_plan_prose(&s->text, s->plan, text_of(s->plan->steps[i]));
        sv_buf_puts(s->out, "    ");
        sv_escape_shell(s->out, sv_buf_str(&s->text));
        sv_buf_putc(s->out, '\n');
        s->text.n = 0;
    }
    sv_buf_puts(s->out, ")\n");
}

static const char *slug_of(const struct sv_step *step)
{
    return step->slug;
}

static const char *phase_of(const struct sv_step *step)
{
    return sv_phase_name(step->phase);
}

static const char *way_of(const struct sv_step *step)
{
    return step->way == SV_WAY_NONE ? "" : sv_ways[step->way].slug;
}

static const char *changes_of(const struct sv_step *step)
{
    return step->changes_something ? "yes" : "no";
}

static const char *title_of(const struct sv_step *step)
{
    return step->title;
}

static const char *need_of(const struct sv_step *step)
{
    return step->precondition;
}

static const char *verify_of(const struct sv_step *step)
{
    return step->verify;
}

static const char *failure_of(const struct sv_step *step)
{
    return step->failure;
}

static const char *back_of(const struct sv_step *step)
{
    return step->back;
}

/* Ways that steps of the plan go. */
static void put_open_ways(struct script *s)
{
    const char *separator = "";
    enum sv_way last = SV_WAY_NONE;
    sv_buf_puts(s->out, "open_ways='");
    for (size_t i = 0; i < s->plan->step_count; i++) {
        enum sv_way way = s->plan->steps[i]->way;
        if (way == SV_WAY_NONE || way == last)
            continue;
        sv_buf_printf(s->out, "%s%s", separator, sv_ways[way].slug);
        separator = " ";
        last = way;
    }
    sv_buf_puts(s->out, "'\n");
}

void sv_plan_sh(const struct sv_report *report, struct sv_buf *out)
{
    struct script s = { .out = out, .plan = report->plan };
    bool used[SV_HOLE_COUNT] = { false };
    sv_buf_init(&s.text, SV_LIMIT_REPORT_BYTES);
    sv_plan_holes(s.plan, used);
    put_head(&s);
    put_values(&s, used);
    put_checks(&s, used);
    for (size_t i = 0; i < s.plan->step_count; i++)
        put_function(&s, s.plan->steps[i]);
    sv_buf_puts(out, "\n# ---- the steps ----\n");
    put_open_ways(&s);
    put_array(&s, "names", slug_of);
    put_variables(&s);
    put_found(&s, used);
    put_array(&s, "phases", phase_of);
    put_array(&s, "ways", way_of);
    put_array(&s, "changes", changes_of);
    put_array(&s, "titles", title_of);
    put_array(&s, "needs", need_of);
    put_array(&s, "verifies", verify_of);
    put_array(&s, "failures", failure_of);
    put_array(&s, "backs", back_of);
    sv_buf_add(out, (sv_str){ sv_plan_runner_sh, sv_plan_runner_sh_bytes });
    out->failed |= s.text.failed;
    sv_buf_free(&s.text);
}
