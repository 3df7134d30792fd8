/* needles.c: a window of the shortest needle's length moves over the text; its last three bytes say how far. It is the end of a needle
 * that must stand in it: names of Java begin alike. */
#include "base/needles.h"

enum { BLOCK = 3 };

static size_t slot_of(const char *end)
{
    const unsigned char *b = (const unsigned char *)end - BLOCK;
    return ((size_t)b[0] << 7 ^ (size_t)b[1] << 4 ^ b[2]) & (SV_NEEDLES_SLOTS - 1);
}

static uint32_t four_at(const char *p)
{
    uint32_t four;
    memcpy(&four, p, sizeof four);
    return four;
}

void sv_needles_init(struct sv_needles *needles, const sv_str *all, size_t count)
{
    size_t shortest = count ? UINT8_MAX : 0;
    for (size_t i = 0; i < count; i++)
        shortest = all[i].n < shortest ? all[i].n : shortest;
    *needles = (struct sv_needles){ .all = all, .shortest = shortest };
    memset(needles->jump, shortest ? (int)shortest - BLOCK + 1 : 1, sizeof needles->jump);
    for (size_t i = count; i-- > 0;) {
        const char *end = all[i].p + all[i].n;
        for (size_t back = 0; back + BLOCK <= shortest; back++) {
            uint8_t *jump = &needles->jump[slot_of(end - back)];
            *jump = back < *jump ? (uint8_t)back : *jump;
        }
        uint8_t *first = &needles->first[slot_of(end)];
        needles->next[i] = *first;
        needles->begin[i] = four_at(all[i].p);
        *first = (uint8_t)(i + 1);
    }
}

/* The next needle of those that may end with the window. */
static bool try_window(const struct sv_needles *needles, sv_str text, struct sv_needle_hit *hit)
{
    while (hit->tried) {
        size_t needle = hit->tried - 1;
        sv_str wanted = needles->all[needle];
        hit->tried = needles->next[needle];
        if (wanted.n > hit->end)
            continue;
        const char *at = text.p + (hit->end - wanted.n);
        if (needles->begin[needle] != four_at(at) || memcmp(at, wanted.p, wanted.n) != 0)
            continue;
        hit->at = hit->end - wanted.n;
        hit->needle = needle;
        return true;
    }
    return false;
}

/* The first end of a window, from one on, whose last bytes are those of a needle; beyond the text without. */
static size_t find_window(const struct sv_needles *needles, sv_str text, size_t end)
{
    for (uint8_t jump; end <= text.n && (jump = needles->jump[slot_of(text.p + end)]); end += jump)
        ;
    return end;
}

bool sv_needles_next(const struct sv_needles *needles, sv_str text, struct sv_needle_hit *hit)
{
    if (!needles->shortest)
        return false;
    if (hit->end && try_window(needles, text, hit))
        return true;
    size_t next = hit->end ? hit->end + 1 : needles->shortest;
    while ((hit->end = find_window(needles, text, next)) <= text.n) {
        hit->tried = needles->first[slot_of(text.p + hit->end)];
        if (try_window(needles, text, hit))
            return true;
        next = hit->end + 1;
    }
    return false;
}
