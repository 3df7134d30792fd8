/* issue.c: lists of issues that add up. */
#include "model/issue.h"

#include <stdlib.h>

#include "base/limits.h"

const struct sv_check_row sv_check_rows[SV_CHECK_COUNT] = {
#define CHECK(id, name_, holds_, one_, many_)                                                                          \
    [SV_CHECK_##id] = { .name = name_, .holds = holds_, .one = one_, .many = many_ },
#include "model/checks.def"
#undef CHECK
};

uint32_t sv_operator_index(const struct sv_snapshot *snapshot, const struct sv_operator *op)
{
    uint32_t index = 0;
    for (const struct sv_operator *o = snapshot->operators; o && o != op; o = o->next)
        index++;
    return index;
}

void sv_issues_free(struct sv_issues *issues)
{
    free(issues->items);
    issues->items = NULL;
    issues->count = issues->capacity = 0;
}

static bool has_room(struct sv_issues *issues)
{
    if (issues->count < issues->capacity)
        return true;
    size_t capacity = issues->capacity ? 2 * issues->capacity : 64;
    struct sv_issue *items = reallocarray(issues->items, capacity, sizeof *items);
    if (!items)
        return false;
    issues->items = items;
    issues->capacity = capacity;
    return true;
}

static void copy(struct sv_issues *issues, sv_str *text)
{
    if (!text->n)
        *text = (sv_str){ "", 0 };
    else
        *text = sv_arena_copy(issues->arena, *text);
    if (!text->p) {
        *text = (sv_str){ "", 0 };
        issues->failed = true;
    }
}

void sv_issues_add(struct sv_issues *issues, const struct sv_issue *issue)
{
    if (issues->count >= SV_LIMIT_FINDINGS)
        sv_issues_settle(issues);
    if (issues->count >= SV_LIMIT_FINDINGS) {
        issues->dropped++;
        return;
    }
    if (!has_room(issues)) {
        issues->failed = true;
        return;
    }
    struct sv_issue *item = &issues->items[issues->count++];
    *item = *issue;
    sv_str *texts[] = { &item->state, &item->file, &item->what, &item->doing, &item->subject, &item->detail };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        copy(issues, texts[i]);
}

void sv_issues_add_all(struct sv_issues *issues, const struct sv_issues *from)
{
    for (size_t i = 0; i < from->count; i++)
        sv_issues_add(issues, &from->items[i]);
    issues->dropped += from->dropped;
    issues->failed |= from->failed;
}

#define ORDER(x, y) (((x) > (y)) - ((x) < (y)))

/* Issues that are the same but for their key groups. */
static int compare_but_key_groups(const struct sv_issue *a, const struct sv_issue *b)
{
    int order = ORDER(a->op_index, b->op_index);
    order = order ? order : ORDER(a->subtask, b->subtask);
    order = order ? order : ORDER((int)a->check, (int)b->check);
    order = order ? order : ORDER((int)a->blind, (int)b->blind);
    order = order ? order : sv_str_cmp(a->file, b->file);
    order = order ? order : ORDER(a->at, b->at);
    order = order ? order : sv_str_cmp(a->state, b->state);
    order = order ? order : sv_str_cmp(a->doing, b->doing);
    order = order ? order : sv_str_cmp(a->what, b->what);
    order = order ? order : sv_str_cmp(a->subject, b->subject);
    return order ? order : sv_str_cmp(a->detail, b->detail);
}

static int compare(const void *left, const void *right)
{
    const struct sv_issue *a = left, *b = right;
    int order = compare_but_key_groups(a, b);
    order = order ? order : ORDER(a->first_key_group, b->first_key_group);
    return order ? order : ORDER(a->last_key_group, b->last_key_group);
}

void sv_issues_settle(struct sv_issues *issues)
{
    size_t kept = 0;
    if (!issues->count)
        return;
    qsort(issues->items, issues->count, sizeof *issues->items, compare);
    for (size_t i = 1; i < issues->count; i++) {
        struct sv_issue *last = &issues->items[kept], *next = &issues->items[i];
        if (compare_but_key_groups(last, next) == 0 && next->first_key_group <= last->last_key_group + 1) {
            if (last->last_key_group < next->last_key_group)
                last->last_key_group = next->last_key_group;
            continue;
        }
        issues->items[++kept] = *next;
    }
    issues->count = kept + 1;
}

size_t sv_issues_of(const struct sv_issues *issues, enum sv_check_id check, bool blind)
{
    size_t count = 0;
    for (size_t i = 0; i < issues->count; i++)
        count += (check == SV_CHECK_COUNT || issues->items[i].check == check) && issues->items[i].blind == blind;
    return count;
}

bool sv_defect_is_blind(enum sv_defect_code code)
{
    switch (code) {
    case SV_DEFECT_NONE: /* it was not even tried */
    case SV_DEFECT_UNKNOWN_CLASS:
    case SV_DEFECT_UNKNOWN_VERSION:
    case SV_DEFECT_TOO_DEEP:
    case SV_DEFECT_LIMIT:
    case SV_DEFECT_UNSUPPORTED:
        return true;
    default:
        return false;
    }
}
