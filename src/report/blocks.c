/* blocks.c: findings worst first and folded. */
#include "report/blocks.h"

#include <stdlib.h>

/* Errors first, then what was not seen, then warnings, then notes. */
static int rank(enum sv_severity severity)
{
    static const int ranks[] = { [SV_ERROR] = 0, [SV_BLIND] = 1, [SV_WARNING] = 2, [SV_NOTE] = 3 };
    return ranks[severity];
}

static int compare_blocks(const struct sv_finding *a, const struct sv_finding *b)
{
    int order = rank(a->severity) - rank(b->severity);
    if (!order && a->rule != b->rule)
        order = a->rule < b->rule ? -1 : 1;
    if (!order)
        order = sv_str_cmp(a->why, b->why);
    if (!order)
        order = sv_str_cmp(a->remedy, b->remedy);
    return order;
}

static int compare(const void *left, const void *right)
{
    const struct sv_finding *a = *(const struct sv_finding *const *)left, *b = *(const struct sv_finding *const *)right;
    int order = compare_blocks(a, b);
    if (!order)
        order = sv_str_cmp(a->message, b->message);
    if (!order)
        order = a < b ? -1 : a > b; /* the check has sorted them by place */
    return order;
}

bool sv_blocks_of(const struct sv_check *check, const struct sv_finding ***out, size_t *count_out)
{
    size_t count = check->findings.count;
    const struct sv_finding **sorted = count ? calloc(count, sizeof *sorted) : NULL;
    if (count && !sorted)
        return false;
    for (size_t i = 0; i < count; i++)
        sorted[i] = &check->findings.items[i];
    if (count)
        qsort(sorted, count, sizeof *sorted, compare);
    *out = sorted;
    *count_out = count;
    return true;
}

size_t sv_block_length(const struct sv_finding *const *findings, size_t count)
{
    size_t n = 1;
    while (n < count && compare_blocks(findings[0], findings[n]) == 0)
        n++;
    return n;
}

size_t sv_message_length(const struct sv_finding *const *findings, size_t count)
{
    size_t n = 1;
    while (n < count && sv_str_eq(findings[0]->message, findings[n]->message))
        n++;
    return n;
}
