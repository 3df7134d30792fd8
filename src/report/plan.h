/* plan.h: what the writers of a plan share. */
#ifndef SV_REPORT_PLAN_H
#define SV_REPORT_PLAN_H
#include "plan/plan.h"
#include "report/report.h"

/* What a verdict means for the upgrade, in a sentence or two. */
const char *sv_plan_advice(enum sv_verdict verdict);
/* "Actions before it" and the like: what the findings of a plan are to it. */
const char *sv_plan_findings_title(enum sv_verdict verdict);

/* Marks the holes of a step's commands, and of all commands of a plan. */
void sv_plan_step_holes(const struct sv_plan *plan, const struct sv_step *step, bool used[SV_HOLE_COUNT]);
void sv_plan_holes(const struct sv_plan *plan, bool used[SV_HOLE_COUNT]);
/* Marks those of them that somebody has to fill in; false when there are none. */
bool sv_plan_blanks(const struct sv_plan *plan, bool blanks[SV_HOLE_COUNT]);

/* For how many of the plan's states a way is open. */
size_t sv_plan_open_count(const struct sv_plan *plan, enum sv_way way);
/* "open for all 3 states", "open for 2 of 3 states", "open"; or why it is shut. */
void sv_word_plan_way(struct sv_buf *out, const struct sv_plan *plan, enum sv_way way);
/* "refactor, parallel, reprocess", "none" */
void sv_word_ways(struct sv_buf *out, unsigned ways);
/* "state \"cart\" (value, heap)", or "the operator as such" */
void sv_word_plan_state(struct sv_buf *out, const struct sv_plan_state *item);
/* "1.2 KiB", "at most 1.2 KiB" when the bytes are shared with other states */
void sv_word_plan_size(struct sv_buf *out, const struct sv_plan_state *item);

/* A step's text (precondition, verify, ...) with its holes filled, as prose. */
void sv_plan_prose(struct sv_buf *out, const struct sv_plan *plan, const char *text);
#endif
