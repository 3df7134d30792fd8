/* fold.c: what is told again is counted, not kept. */
#include "why/inside.h"

enum { COMPLAINTS_MOST = 10000, TEXT_MOST = 500 };

sv_str sv_why_keep(struct sv_why *why, struct sv_arena *arena, sv_str text)
{
    text.n = text.n > TEXT_MOST ? TEXT_MOST : text.n;
    sv_str kept = sv_arena_copy(arena, text);
    why->failed |= !kept.p;
    return kept.p ? kept : (sv_str){ "", 0 };
}

/* Objects are told by addresses, "PojoSerializer@8bf85b5d"; unknown texts hold times, numbers, ids: none of them makes another
 * trouble. The next character that counts, from *at on; '\0' at the end. */
static char next_telling(sv_str text, bool only_addresses, size_t *at)
{
    bool in_number = false;
    for (; *at < text.n; ++*at) {
        char c = text.p[*at];
        bool is_digit = (c >= '0' && c <= '9') || (in_number && c >= 'a' && c <= 'f');
        in_number = is_digit ? in_number || !only_addresses || (*at > 0 && text.p[*at - 1] == '@') : c == '@';
        if (!is_digit || !in_number) {
            ++*at;
            return c ? c : ' ';
        }
    }
    return '\0';
}

static bool is_alike(sv_str a, sv_str b, bool only_addresses)
{
    size_t i = 0, j = 0;
    char c;
    do {
        c = next_telling(a, only_addresses, &i);
        if (c != next_telling(b, only_addresses, &j))
            return false;
    } while (c);
    return true;
}

static uint64_t mix_text(uint64_t sum, sv_str text, bool only_addresses)
{
    size_t at = 0;
    for (char c; (c = next_telling(text, only_addresses, &at));)
        sum = (sum ^ (unsigned char)c) * 0x100000001b3u;
    return sum * 31;
}

static bool counts(const struct sv_symptom *symptom, int hole)
{
    return symptom->holes[hole] != '-';
}

static size_t bucket_of(const struct sv_complaint *c)
{
    uint64_t sum = 0xcbf29ce484222325u;
    if (!c->symptom)
        return mix_text(sum, c->text, false) % SV_WHY_BUCKETS;
    sum = mix_text(sum, sv_str_of(c->symptom->slug), true);
    for (int i = 0; i < SV_SYMPTOM_HOLES && c->symptom->holes[i]; i++)
        if (counts(c->symptom, i))
            sum = mix_text(sum, c->holes[i], true);
    return sum % SV_WHY_BUCKETS;
}

static bool says_the_same(const struct sv_complaint *a, const struct sv_complaint *b)
{
    if (a->symptom != b->symptom)
        return false;
    if (!a->symptom)
        return is_alike(a->text, b->text, false);
    for (int i = 0; i < SV_SYMPTOM_HOLES && a->symptom->holes[i]; i++)
        if (counts(a->symptom, i) && !is_alike(a->holes[i], b->holes[i], true))
            return false;
    return true;
}

/* A trace that names no operator is that of the one who said the same last: Flink tells of a failed task once with its name
 * and again as the end of the job. */
static bool is_same(const struct sv_complaint *known, const struct sv_complaint *seen)
{
    if (!says_the_same(known, seen))
        return false;
    return !seen->has_id || (known->has_id && memcmp(known->id, seen->id, sizeof known->id) == 0);
}

static struct sv_complaint *find_known(struct sv_why *why, size_t bucket, const struct sv_complaint *seen)
{
    for (struct sv_complaint **link = &why->buckets[bucket]; *link; link = &(*link)->older) {
        struct sv_complaint *known = *link;
        if (!is_same(known, seen))
            continue;
        *link = known->older; /* to the front: it is the last that said so */
        known->older = why->buckets[bucket];
        why->buckets[bucket] = known;
        return known;
    }
    return NULL;
}

static void put(struct sv_why *why, size_t bucket, const struct sv_complaint *seen)
{
    struct sv_diagnosis *found = &why->found;
    struct sv_complaint *copy = SV_NEW(&found->arena, struct sv_complaint);
    if (!copy) {
        why->failed = true;
        return;
    }
    *copy = *seen;
    copy->count = 1;
    copy->log = why->log;
    copy->next = NULL;
    copy->text = sv_why_keep(why, &found->arena, seen->text);
    copy->task = sv_why_keep(why, &found->arena, seen->task);
    for (int i = 0; i < SV_SYMPTOM_HOLES; i++)
        copy->holes[i] = sv_why_keep(why, &found->arena, seen->holes[i]);
    copy->older = why->buckets[bucket];
    why->buckets[bucket] = copy;
    *why->tail = copy;
    why->tail = &copy->next;
    if (copy->symptom)
        found->recognised++;
    else
        found->strange++;
}

void sv_why_add(struct sv_why *why, const struct sv_complaint *seen)
{
    size_t bucket = bucket_of(seen);
    struct sv_complaint *known = find_known(why, bucket, seen);
    if (known)
        known->count++;
    else if (why->found.recognised + why->found.strange == COMPLAINTS_MOST)
        why->found.dropped++;
    else
        put(why, bucket, seen);
}
