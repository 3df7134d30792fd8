/* plan.c: a plan in words. */
#include "report/plan.h"

#include "report/escape.h"
#include "report/fill.h"
#include "report/sizes.h"
#include "report/words.h"

const char *sv_plan_advice(enum sv_verdict verdict)
{
    static const char *const texts[] = {
        [SV_COMPATIBLE] = "Upgrade in place: the state comes along.",
        [SV_NEEDS_ACTION] = "Do first what is listed, then upgrade in place: the state comes along.",
        [SV_UNDECIDED] =
            "No upgrade is planned yet: what is listed could not be seen or known. Decide it, then plan again.",
        [SV_INCOMPATIBLE] =
            "No upgrade in place: the states that are listed do not come along. Go one of the ways, then plan again.",
    };
    return texts[verdict];
}

const char *sv_plan_findings_title(enum sv_verdict verdict)
{
    static const char *const titles[] = {
        [SV_COMPATIBLE] = "To look at",
        [SV_NEEDS_ACTION] = "Actions first",
        [SV_UNDECIDED] = "What is not known",
        [SV_INCOMPATIBLE] = "What is in the way",
    };
    return titles[verdict];
}

void sv_plan_step_holes(const struct sv_plan *plan, const struct sv_step *step, bool used[SV_HOLE_COUNT])
{
    const struct sv_command *command;
    enum sv_step_id id = sv_step_id_of(step);
    for (size_t i = 0; (command = sv_step_command(id, plan->platform, plan->via, i, NULL)); i++)
        sv_fill_mark(command->text, used);
}

void sv_plan_holes(const struct sv_plan *plan, bool used[SV_HOLE_COUNT])
{
    for (size_t i = 0; i < plan->step_count; i++)
        sv_plan_step_holes(plan, plan->steps[i], used);
}

bool sv_plan_blanks(const struct sv_plan *plan, bool blanks[SV_HOLE_COUNT])
{
    bool any = false;
    sv_plan_holes(plan, blanks);
    for (int hole = 0; hole < SV_HOLE_COUNT; hole++) {
        blanks[hole] = blanks[hole] && !plan->values[hole].n && !sv_holes[hole].is_found;
        any |= blanks[hole];
    }
    return any;
}

size_t sv_plan_open_count(const struct sv_plan *plan, enum sv_way way)
{
    size_t count = 0;
    for (size_t i = 0; i < plan->state_count; i++)
        count += (plan->states[i].ways & 1u << way) != 0;
    return count;
}

void sv_word_plan_way(struct sv_buf *out, const struct sv_plan *plan, enum sv_way way)
{
    size_t open = sv_plan_open_count(plan, way);
    if (!(sv_ways[way].platforms & 1u << plan->platform))
        sv_buf_printf(out, "shut: %s", sv_ways[way].elsewhere);
    else if (!plan->state_count)
        sv_buf_puts(out, plan->ways & 1u << way ? "open" : "shut");
    else if (!open)
        sv_buf_puts(out, "shut for every state");
    else if (open == plan->state_count)
        sv_buf_puts(out, open == 1 ? "open" : "open for every state");
    else
        sv_buf_printf(out, "open for %zu of %zu states", open, plan->state_count);
}

void sv_word_ways(struct sv_buf *out, unsigned ways)
{
    const char *separator = "";
    for (int way = 0; way < SV_WAY_COUNT; way++) {
        if (!(ways & 1u << way))
            continue;
        sv_buf_printf(out, "%s%s", separator, sv_ways[way].slug);
        separator = ", ";
    }
    if (!*separator)
        sv_buf_puts(out, "none");
}

void sv_word_plan_state(struct sv_buf *out, const struct sv_plan_state *item)
{
    sv_word_operator(out, item->op);
    if (!item->state)
        return;
    sv_buf_puts(out, ", state \"");
    sv_escape_text(out, item->state->name);
    sv_buf_printf(out, "\" (%s)", sv_state_kind_name(item->state->kind));
}

void sv_word_plan_size(struct sv_buf *out, const struct sv_plan_state *item)
{
    if (!item->state) {
        sv_word_size(out, item->op->state_bytes);
        return;
    }
    const struct sv_op_sizes sizes = sv_op_sizes_of(item->op);
    struct sv_state_size size = sv_size_of_state(&sizes, item->state);
    sv_buf_puts(out, size.shared ? "at most " : "");
    sv_word_size(out, size.bytes);
}

void sv_plan_prose(struct sv_buf *out, const struct sv_plan *plan, const char *text)
{
    sv_fill(out, text, SV_SYNTAX_PROSE, plan->values, false);
}
