/* needles.c: a window of the shortest needle's length moves over the text; its last two bytes say how far. */
#include "base/needles.h"

static size_t slot_of(const char *two)
{
    return ((size_t)(unsigned char)two[0] << 4 ^ (unsigned char)two[1]) & (SV_NEEDLES_SLOTS - 1);
}

void sv_needles_init(struct sv_needles *needles, const sv_str *all, size_t count)
{
    size_t shortest = count ? UINT8_MAX : 0;
    for (size_t i = 0; i < count; i++)
        shortest = all[i].n < shortest ? all[i].n : shortest;
    *needles = (struct sv_needles){ .all = all, .shortest = shortest };
    memset(needles->jump, shortest > 1 ? (int)shortest - 1 : 1, sizeof needles->jump);
    for (size_t i = count; i-- > 0;) {
        for (size_t end = 2; end <= shortest; end++) {
            uint8_t *jump = &needles->jump[slot_of(all[i].p + end - 2)];
            *jump = shortest - end < *jump ? (uint8_t)(shortest - end) : *jump;
        }
        uint8_t *first = &needles->first[slot_of(all[i].p + shortest - 2)];
        needles->next[i] = *first;
        *first = (uint8_t)(i + 1);
    }
}

/* The next needle of those that may stand in the window. */
static bool try_window(const struct sv_needles *needles, sv_str text, struct sv_needle_hit *hit)
{
    sv_str rest = sv_str_skip(text, hit->end - needles->shortest);
    while (hit->tried) {
        size_t needle = hit->tried - 1;
        hit->tried = needles->next[needle];
        if (!sv_str_starts(rest, needles->all[needle]))
            continue;
        hit->at = hit->end - needles->shortest;
        hit->needle = needle;
        return true;
    }
    return false;
}

bool sv_needles_next(const struct sv_needles *needles, sv_str text, struct sv_needle_hit *hit)
{
    if (!needles->shortest)
        return false;
    if (!hit->end)
        hit->end = needles->shortest;
    else if (try_window(needles, text, hit))
        return true;
    else
        hit->end++;
    while (hit->end <= text.n) {
        size_t slot = slot_of(text.p + hit->end - 2);
        if (needles->jump[slot]) {
            hit->end += needles->jump[slot];
            continue;
        }
        hit->tried = needles->first[slot];
        if (try_window(needles, text, hit))
            return true;
        hit->end++;
    }
    return false;
}
