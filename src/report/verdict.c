/* verdict.c: a verdict in words; operators worst first. */
#include "report/verdict.h"

#include <stdlib.h>

#include "report/pom.h"
#include "report/words.h"

struct sv_totals sv_totals_of(const struct sv_check *check)
{
    struct sv_totals totals = { 0 };
    size_t i = 0;
    for (const struct sv_operator *op = check->snapshot->operators; op; op = op->next, i++) {
        const struct sv_op_verdict *verdict = &check->operators[i];
        totals.operators[verdict->verdict]++;
        for (uint32_t s = 0; s < op->state_count; s++)
            totals.states[verdict->states[s]]++;
    }
    return totals;
}

const char *sv_verdict_title(enum sv_verdict verdict)
{
    static const char *const words[] = {
        [SV_COMPATIBLE] = "COMPATIBLE",
        [SV_NEEDS_ACTION] = "NEEDS ACTION",
        [SV_UNDECIDED] = "UNDECIDED",
        [SV_INCOMPATIBLE] = "INCOMPATIBLE",
    };
    return words[verdict];
}

/* "3 states of 2 operators", "2 operators", or "this snapshot" when no operator is to blame */
static void put_share(struct sv_buf *out, const struct sv_totals *totals, enum sv_verdict verdict)
{
    uint64_t states = totals->states[verdict], operators = totals->operators[verdict];
    if (states) {
        sv_word_count(out, states, "state", "states");
        sv_buf_puts(out, " of ");
    }
    if (operators)
        sv_word_count(out, operators, "operator", "operators");
    else
        sv_buf_puts(out, "this snapshot");
}

void sv_word_verdict(struct sv_buf *out, const struct sv_check *check)
{
    static const char *const words[] = {
        [SV_COMPATIBLE] = " can restore ",
        [SV_NEEDS_ACTION] = " can restore this snapshot once the warnings are dealt with: they touch ",
        [SV_UNDECIDED] = " may or may not restore ",
        [SV_INCOMPATIBLE] = " cannot restore ",
    };
    struct sv_totals totals = sv_totals_of(check);
    if (check->pom) {
        sv_word_pom_verdict(out, check);
    } else {
        sv_buf_puts(out, "Flink ");
        sv_buf_add(out, check->target->name);
        sv_buf_puts(out, words[check->verdict]);
        put_share(out, &totals, check->verdict);
    }
    if (check->aside_count) {
        sv_buf_puts(out, ", not counting ");
        sv_word_aside(out, check);
    }
    sv_buf_putc(out, '.');
}

void sv_word_aside(struct sv_buf *out, const struct sv_check *check)
{
    static const char *const words[] = { [SV_WAIVED] = "waived", [SV_KNOWN] = "known" };
    const char *separator = "";
    for (int kind = 0; kind < SV_ASIDE_KINDS; kind++) {
        if (!check->aside_counts[kind])
            continue;
        sv_buf_printf(out, "%s%zu %s", separator, check->aside_counts[kind], words[kind]);
        separator = " and ";
    }
    sv_buf_puts(out, check->aside_count == 1 ? " finding" : " findings");
}

void sv_word_totals(struct sv_buf *out, const struct sv_totals *totals)
{
    static const char *const words[] = {
        [SV_COMPATIBLE] = "compatible",
        [SV_NEEDS_ACTION] = "needs action",
        [SV_UNDECIDED] = "undecided",
        [SV_INCOMPATIBLE] = "incompatible",
    };
    bool first = true;
    for (int v = SV_COMPATIBLE; v <= SV_INCOMPATIBLE; v++) {
        uint64_t n = totals->operators[v];
        if (!n)
            continue;
        if (first)
            sv_word_count(out, n, "operator", "operators");
        else
            sv_buf_printf(out, ", %llu", (unsigned long long)n);
        sv_buf_printf(out, " %s", v == SV_NEEDS_ACTION && n > 1 ? "need action" : words[v]);
        first = false;
    }
    if (first)
        sv_buf_puts(out, "no operators");
    sv_buf_putc(out, '.');
}

size_t sv_general_findings(const struct sv_check *check)
{
    size_t n = 0;
    while (n < check->findings.count && check->findings.items[n].op_number == SV_NO_NUMBER)
        n++;
    return n;
}

bool sv_judged_all(const struct sv_check *check, struct sv_judged **out, size_t *count_out)
{
    uint32_t count = check->snapshot->operator_count, i = 0;
    struct sv_judged *items = count ? calloc(count, sizeof *items) : NULL;
    if (count && !items)
        return false;
    size_t next = sv_general_findings(check);
    for (const struct sv_operator *op = check->snapshot->operators; op && i < count; op = op->next, i++) {
        size_t first = next;
        while (next < check->findings.count && check->findings.items[next].op_number == i)
            next++;
        items[i] = (struct sv_judged){ .op = op,
                                       .verdict = &check->operators[i],
                                       .findings = check->findings.items ? check->findings.items + first : NULL,
                                       .finding_count = next - first,
                                       .number = i };
    }
    *out = items;
    *count_out = i;
    return true;
}

static int compare(const void *left, const void *right)
{
    const struct sv_judged *a = left, *b = right;
    int order = (int)b->verdict->verdict - (int)a->verdict->verdict;
    return order ? order : (a->number > b->number) - (a->number < b->number);
}

void sv_judged_sort(struct sv_judged *items, size_t count)
{
    if (count)
        qsort(items, count, sizeof *items, compare);
}
