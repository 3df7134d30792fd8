/* plan_json.c: a plan for programs, "snapvet.plan/1". docs/plan.md */
#include <stdlib.h>

#include "base/limits.h"
#include "report/blocks.h"
#include "report/fill.h"
#include "report/json.h"
#include "report/plan.h"
#include "report/sizes.h"

struct writing {
    struct sv_json json;
    struct sv_buf text; /* being filled */
    const struct sv_plan *plan;
};

static void put_filled(struct writing *w, cJSON *to, const char *key, const char *text, enum sv_syntax syntax)
{
    sv_fill(&w->text, text, syntax, w->plan->values, false);
    sv_json_text(&w->json, to, key, sv_buf_str(&w->text));
    w->text.n = 0;
}

static void put_values(struct writing *w, cJSON *document)
{
    bool used[SV_HOLE_COUNT] = { false };
    sv_plan_holes(w->plan, used);
    cJSON *values = sv_json_array(&w->json, document, "values");
    for (int hole = 0; hole < SV_HOLE_COUNT; hole++) {
        if (!used[hole])
            continue;
        cJSON *item = sv_json_object(&w->json, values, NULL);
        sv_json_text(&w->json, item, "name", sv_holes[hole].name);
        sv_json_text(&w->json, item, "variable", sv_holes[hole].variable);
        sv_json_word(&w->json, item, "meaning", sv_holes[hole].meaning);
        sv_json_text_or_null(&w->json, item, "value", w->plan->values[hole]);
    }
}

static void put_places(struct writing *w, cJSON *to, const struct sv_finding *const *findings, size_t count)
{
    cJSON *places = sv_json_array(&w->json, to, "places");
    for (size_t i = 0; i < count; i++) {
        const struct sv_finding *finding = findings[i];
        cJSON *item = sv_json_object(&w->json, places, NULL);
        sv_json_id(&w->json, item, "operator", finding->op);
        sv_json_text_or_null(&w->json, item, "uid", finding->op ? finding->op->uid : (sv_str){ "", 0 });
        sv_json_text_or_null(&w->json, item, "state", finding->state ? finding->state->name : (sv_str){ "", 0 });
        sv_json_text_or_null(&w->json, item, "path", finding->path);
        sv_json_text(&w->json, item, "message", finding->message);
    }
}

static void put_actions(struct writing *w, cJSON *document)
{
    const struct sv_finding **findings = NULL;
    size_t count = 0, n;
    cJSON *actions = sv_json_array(&w->json, document, "actions");
    w->json.failed |= !sv_blocks_of(w->plan->check, &findings, &count);
    for (size_t i = 0; i < count; i += n) {
        n = sv_block_length(findings + i, count - i);
        if (findings[i]->severity == SV_NOTE)
            continue;
        cJSON *item = sv_json_object(&w->json, actions, NULL);
        sv_json_word(&w->json, item, "rule", findings[i]->rule->code);
        sv_json_word(&w->json, item, "severity", sv_severity_name(findings[i]->severity));
        sv_json_word(&w->json, item, "title", findings[i]->rule->title);
        sv_json_text(&w->json, item, "cure", findings[i]->remedy);
        put_places(w, item, findings + i, n);
    }
    free(findings);
}

static void put_way_slugs(struct writing *w, cJSON *to, const char *key, unsigned ways)
{
    cJSON *list = sv_json_array(&w->json, to, key);
    for (int way = 0; way < SV_WAY_COUNT; way++)
        if (ways & 1u << way)
            sv_json_word(&w->json, list, NULL, sv_ways[way].slug);
}

static void put_states(struct writing *w, cJSON *document)
{
    cJSON *states = sv_json_array(&w->json, document, "states");
    for (size_t i = 0; i < w->plan->state_count; i++) {
        const struct sv_plan_state *state = &w->plan->states[i];
        const struct sv_op_sizes sizes = sv_op_sizes_of(state->op);
        struct sv_state_size size = { state->op->state_bytes, false };
        if (state->state)
            size = sv_size_of_state(&sizes, state->state);
        cJSON *item = sv_json_object(&w->json, states, NULL);
        sv_json_id(&w->json, item, "operator", state->op);
        sv_json_text_or_null(&w->json, item, "uid", state->op->uid);
        sv_json_text_or_null(&w->json, item, "state", state->state ? state->state->name : (sv_str){ "", 0 });
        sv_json_u64(&w->json, item, "size_bytes", size.bytes);
        sv_json_bool(&w->json, item, "size_is_shared", size.shared);
        put_way_slugs(w, item, "ways", state->ways);
    }
}

static void put_ways(struct writing *w, cJSON *document)
{
    const struct sv_plan *plan = w->plan;
    cJSON *ways = sv_json_array(&w->json, document, "ways");
    for (int way = 0; way < SV_WAY_COUNT && plan->verdict == SV_INCOMPATIBLE; way++) {
        cJSON *item = sv_json_object(&w->json, ways, NULL);
        sv_json_word(&w->json, item, "way", sv_ways[way].slug);
        sv_json_word(&w->json, item, "title", sv_ways[way].title);
        sv_json_word(&w->json, item, "what", sv_ways[way].what);
        sv_json_word(&w->json, item, "cost", sv_ways[way].cost);
        sv_json_bool(&w->json, item, "open_for_all", (plan->ways & 1u << way) != 0);
        sv_json_u64(&w->json, item, "open_for_states", sv_plan_open_count(plan, (enum sv_way)way));
        bool here = sv_ways[way].platforms & 1u << plan->platform;
        sv_json_word(&w->json, item, "shut_by_platform", here ? NULL : sv_ways[way].elsewhere);
    }
}

static void put_commands(struct writing *w, cJSON *to, const struct sv_step *step)
{
    const struct sv_plan *plan = w->plan;
    const struct sv_command *command;
    bool own = true;
    cJSON *commands = sv_json_array(&w->json, to, "commands");
    for (size_t i = 0; (command = sv_step_command(sv_step_id_of(step), plan->platform, plan->via, i, &own)); i++) {
        cJSON *item = sv_json_object(&w->json, commands, NULL);
        sv_json_word(&w->json, item, "via", sv_via_name(own ? plan->via : SV_VIA_CLI));
        sv_json_word(&w->json, item, "syntax", sv_syntax_name(command->syntax));
        put_filled(w, item, "text", command->text, command->syntax);
    }
}

static void put_steps(struct writing *w, cJSON *document)
{
    cJSON *steps = sv_json_array(&w->json, document, "steps");
    for (size_t i = 0; i < w->plan->step_count; i++) {
        const struct sv_step *step = w->plan->steps[i];
        cJSON *item = sv_json_object(&w->json, steps, NULL);
        sv_json_word(&w->json, item, "id", step->slug);
        sv_json_word(&w->json, item, "phase", sv_phase_name(step->phase));
        sv_json_word(&w->json, item, "way", step->way == SV_WAY_NONE ? NULL : sv_ways[step->way].slug);
        sv_json_bool(&w->json, item, "changes_something", step->changes_something);
        put_filled(w, item, "title", step->title, SV_SYNTAX_PROSE);
        put_filled(w, item, "why", step->why, SV_SYNTAX_PROSE);
        put_filled(w, item, "precondition", step->precondition, SV_SYNTAX_PROSE);
        put_commands(w, item, step);
        put_filled(w, item, "verify", step->verify, SV_SYNTAX_PROSE);
        put_filled(w, item, "failure", step->failure, SV_SYNTAX_PROSE);
        put_filled(w, item, "back", step->back, SV_SYNTAX_PROSE);
    }
}

void sv_plan_json(const struct sv_report *report, struct sv_buf *out)
{
    struct writing w = { .plan = report->plan };
    sv_json_begin(&w.json);
    sv_buf_init(&w.text, SV_LIMIT_REPORT_BYTES);
    cJSON *document = sv_json_document(&w.json, "snapvet.plan/1");
    sv_json_text(&w.json, document, "target", w.plan->check->target->name);
    sv_json_word(&w.json, document, "verdict", sv_verdict_name(w.plan->verdict));
    sv_json_word(&w.json, document, "platform", sv_platform_name(w.plan->platform));
    sv_json_word(&w.json, document, "via", sv_via_name(w.plan->via));
    sv_json_word(&w.json, document, "advice", sv_plan_advice(w.plan->verdict));
    sv_json_snapshot(&w.json, document, w.plan->check->snapshot);
    put_values(&w, document);
    put_actions(&w, document);
    put_states(&w, document);
    put_ways(&w, document);
    put_steps(&w, document);
    w.json.failed |= w.text.failed;
    sv_buf_free(&w.text);
    sv_json_end(&w.json, document, report->style.compact, out);
}
