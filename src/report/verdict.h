/* verdict.h: a verdict in words, and the operators of a check worst first. */
#ifndef SV_REPORT_VERDICT_H
#define SV_REPORT_VERDICT_H
#include "report/report.h"

/* How many operators and states have each verdict. */
struct sv_totals {
    uint64_t operators[SV_INCOMPATIBLE + 1], states[SV_INCOMPATIBLE + 1];
};
struct sv_totals sv_totals_of(const struct sv_check *check);

/* "NEEDS ACTION" */
const char *sv_verdict_title(enum sv_verdict verdict);
/* "Flink 2.2.0 cannot restore 3 states of 2 operators.", to follow the title and a colon. A promise: docs/output.md. */
void sv_word_verdict(struct sv_buf *out, const struct sv_check *check);
/* "2 waived and 1 known findings"; only when findings were set aside. */
void sv_word_aside(struct sv_buf *out, const struct sv_check *check);
/* "9 operators compatible, 1 needs action, 2 incompatible." */
void sv_word_totals(struct sv_buf *out, const struct sv_totals *totals);

/* An operator with what the check says of it. */
struct sv_judged {
    const struct sv_operator *op;
    const struct sv_op_verdict *verdict;
    const struct sv_finding *findings; /* of the operator and its states: finding_count in a row */
    size_t finding_count;
    uint32_t number; /* place in the snapshot's list */
};
/* All operators in the order of the snapshot, to be freed; NULL with 0 when there are none. False when memory is out. */
bool sv_judged_all(const struct sv_check *check, struct sv_judged **out, size_t *count_out);
/* Worst verdict first, otherwise the order as it was. */
void sv_judged_sort(struct sv_judged *items, size_t count);
/* Findings about the snapshot as a whole are the first of the check: how many. */
size_t sv_general_findings(const struct sv_check *check);
#endif
