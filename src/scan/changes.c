/* changes.c: changes of a changelog applied one after the other.
 *
 * SIZE  MEANING
 *       of timers: added: 4 number, timers; removed: a timer
 *       of all others: key, namespace, and then
 *         set: the value; add: a list or map whole; element added: an element, or user key and value of a pair
 *         element removed: user key; namespaces merged: target, 4 number, sources; cleared: nothing
 *
 * Mirrors KvStateChangeApplier and its kin, PriorityQueueStateChangeApplier. */
#include "scan/changes.h"

#include <stdlib.h>

#include "base/limits.h"

enum { FIRST_BUCKETS = 1024 };

bool sv_changes_init(struct sv_changes *c, struct sv_scan_job *job)
{
    *c = (struct sv_changes){ .job = job, .bucket_count = FIRST_BUCKETS };
    sv_arena_init(&c->arena, SV_LIMIT_MODEL_BYTES);
    c->tail = &c->first;
    c->buckets = calloc(c->bucket_count, sizeof *c->buckets);
    return c->buckets;
}

void sv_changes_free(struct sv_changes *c)
{
    for (struct sv_touched *t = c->first; t; t = t->next) {
        free(t->elements.bytes);
        free(t->elements.ends);
    }
    free(c->buckets);
    sv_arena_free(&c->arena);
}

/* ---- the table ---- */

static size_t hash_bytes(size_t hash, sv_str bytes)
{
    for (size_t i = 0; i < bytes.n; i++)
        hash = (hash ^ (unsigned char)bytes.p[i]) * 0x100000001b3u;
    return hash;
}

static size_t hash_of(const struct sv_state *state, int32_t key_group, sv_str scope, sv_str user_key)
{
    size_t hash = hash_bytes(0xcbf29ce484222325u + (uint32_t)key_group, state->name);
    return hash_bytes(hash_bytes(hash, scope) + user_key.n, user_key);
}

static struct sv_touched *find(const struct sv_changes *c, const struct sv_state *state, int32_t key_group,
                               sv_str scope, bool is_pair, sv_str user_key)
{
    size_t hash = hash_of(state, key_group, scope, user_key);
    for (struct sv_touched *t = c->buckets[hash % c->bucket_count]; t; t = t->chain)
        if (t->key_group == key_group && t->is_pair == is_pair && sv_str_eq(t->scope, scope) &&
            sv_str_eq(t->user_key, user_key) && sv_str_eq(t->state->state->name, state->name))
            return t;
    return NULL;
}

static void enlarge(struct sv_changes *c)
{
    size_t larger = 4 * c->bucket_count;
    struct sv_touched **buckets = calloc(larger, sizeof *buckets);
    if (!buckets)
        return; /* slower, and right all the same */
    for (struct sv_touched *t = c->first; t; t = t->next) {
        size_t i = hash_of(t->state->state, t->key_group, t->scope, t->user_key) % larger;
        t->chain = buckets[i];
        buckets[i] = t;
    }
    free(c->buckets);
    c->buckets = buckets;
    c->bucket_count = larger;
}

/* The one of that name, new if there is none; NULL when memory is out. scope and user_key of a new one are copies. */
static struct sv_touched *touch(struct sv_changes *c, const struct sv_scan_state *state, int32_t key_group,
                                sv_str scope, bool is_pair, sv_str user_key)
{
    struct sv_touched *t = find(c, state->state, key_group, scope, is_pair, user_key);
    if (t) {
        t->state = state;
        return t;
    }
    if (c->count >= 2 * c->bucket_count)
        enlarge(c);
    t = SV_NEW(&c->arena, struct sv_touched);
    sv_str own_scope = sv_arena_copy(&c->arena, scope), own_key = sv_arena_copy(&c->arena, user_key);
    if (!t || !own_scope.p || !own_key.p)
        return NULL;
    size_t bucket = hash_of(state->state, key_group, scope, user_key) % c->bucket_count;
    *t = (struct sv_touched){ .state = state,
                              .key_group = key_group,
                              .scope = own_scope,
                              .is_pair = is_pair,
                              .user_key = own_key,
                              .replaced = is_pair || c->over_nothing,
                              .chain = c->buckets[bucket] };
    c->buckets[bucket] = t;
    *c->tail = t;
    c->tail = &t->next;
    c->count++;
    return t;
}

/* ---- values ---- */

/* An element behind those there are. */
static bool append(struct sv_touched *t, sv_str element)
{
    size_t n = t->elements.n + element.n;
    if (n > t->elements.capacity || !t->elements.bytes) {
        char *larger = realloc(t->elements.bytes, 2 * n + 16);
        if (!larger)
            return false;
        t->elements.bytes = larger;
        t->elements.capacity = 2 * n + 16;
    }
    if (t->elements.count == t->elements.ends_capacity) {
        uint32_t capacity = 2 * t->elements.ends_capacity + 4;
        size_t *larger = realloc(t->elements.ends, capacity * sizeof *larger);
        if (!larger)
            return false;
        t->elements.ends = larger;
        t->elements.ends_capacity = capacity;
    }
    if (element.n)
        memcpy(t->elements.bytes + t->elements.n, element.p, element.n);
    t->elements.n = n;
    t->elements.ends[t->elements.count++] = n;
    return true;
}

static void clear(struct sv_touched *t)
{
    t->elements.n = t->elements.count = 0;
    t->replaced = true;
    t->unknown = false;
    t->epoch++;
}

sv_str sv_touched_element(const struct sv_touched *t, uint32_t i)
{
    size_t from = i ? t->elements.ends[i - 1] : 0;
    return (sv_str){ t->elements.bytes + from, t->elements.ends[i] - from };
}

static sv_str rest(struct sv_cursor *cur)
{
    return sv_cur_bytes(cur, sv_cur_left(cur));
}

/* ---- kinds of state ---- */

static bool apply_value(struct sv_touched *t, enum sv_change operation, struct sv_cursor *cur)
{
    if (operation != SV_CHANGE_SET && operation != SV_CHANGE_SET_INTERNAL) {
        sv_cur_fail(cur, SV_DEFECT_BAD_VALUE);
        return true;
    }
    clear(t);
    return append(t, rest(cur));
}

static bool add_elements(struct sv_changes *c, struct sv_touched *t, struct sv_cursor *cur)
{
    bool done = true;
    for (uint32_t left = sv_cur_count(cur, 0); left > 0 && sv_cur_ok(cur) && done; left--) {
        sv_str element = sv_take_value(c->job, cur, t->state->codecs.element);
        done = !sv_cur_ok(cur) || append(t, element);
    }
    return done;
}

static bool apply_list(struct sv_changes *c, struct sv_touched *t, enum sv_change operation, struct sv_cursor *cur)
{
    switch (operation) {
    case SV_CHANGE_SET:
    case SV_CHANGE_SET_INTERNAL:
        clear(t);
        return add_elements(c, t, cur);
    case SV_CHANGE_ADD:
        return add_elements(c, t, cur);
    case SV_CHANGE_ADD_ELEMENT:
        return append(t, rest(cur));
    default:
        sv_cur_fail(cur, SV_DEFECT_BAD_VALUE);
        return true;
    }
}

/* A pair's value gets the byte before it that values of maps have everywhere else. */
static bool put_pair(struct sv_changes *c, struct sv_touched *scope, sv_str user_key, bool is_null, sv_str value)
{
    struct sv_touched *pair = touch(c, scope->state, scope->key_group, scope->scope, true, user_key);
    if (!pair)
        return false;
    char *bytes = sv_arena_alloc(&c->arena, value.n + 1, 1);
    if (!bytes)
        return false;
    bytes[0] = is_null;
    if (value.n)
        memcpy(bytes + 1, value.p, value.n);
    pair->owner = scope;
    pair->epoch = scope->epoch;
    pair->present = true;
    pair->pair = (sv_str){ bytes, value.n + 1 };
    return true;
}

static bool put_pairs(struct sv_changes *c, struct sv_touched *scope, struct sv_cursor *cur)
{
    const struct sv_state_codecs *codecs = &scope->state->codecs;
    bool done = true;
    for (uint32_t left = sv_cur_count(cur, 1); left > 0 && sv_cur_ok(cur) && done; left--) {
        sv_str user_key = sv_take_value(c->job, cur, codecs->user_key);
        bool is_null = sv_cur_bool(cur);
        sv_str value = is_null ? (sv_str){ "", 0 } : sv_take_value(c->job, cur, codecs->value);
        done = !sv_cur_ok(cur) || put_pair(c, scope, user_key, is_null, value);
    }
    return done;
}

static bool apply_map(struct sv_changes *c, struct sv_touched *scope, enum sv_change operation, struct sv_cursor *cur)
{
    sv_str user_key;
    struct sv_touched *pair;
    switch (operation) {
    case SV_CHANGE_ADD:
        return put_pairs(c, scope, cur);
    case SV_CHANGE_ADD_ELEMENT:
    case SV_CHANGE_ADD_OR_UPDATE_ELEMENT:
        user_key = sv_take_value(c->job, cur, scope->state->codecs.user_key);
        return !sv_cur_ok(cur) || put_pair(c, scope, user_key, false, rest(cur));
    case SV_CHANGE_REMOVE_ELEMENT:
        pair = touch(c, scope->state, scope->key_group, scope->scope, true, rest(cur));
        if (!pair)
            return false;
        pair->owner = scope;
        pair->epoch = scope->epoch;
        pair->present = false;
        return true;
    default:
        sv_cur_fail(cur, SV_DEFECT_BAD_VALUE);
        return true;
    }
}

static bool put_timer(struct sv_changes *c, const struct sv_scan_state *state, int32_t key_group, bool present,
                      struct sv_cursor *cur)
{
    const unsigned char *begin = cur->p;
    int64_t time = sv_take_time(cur);
    sv_str key = sv_take_value(c->job, cur, state->codecs.key),
           name_space = sv_take_value(c->job, cur, state->name_space);
    if (!sv_cur_ok(cur))
        return true;
    sv_str whole = { (const char *)begin, (size_t)(cur->p - begin) };
    struct sv_touched *t = touch(c, state, key_group, whole, false, (sv_str){ "", 0 });
    if (!t)
        return false;
    size_t key_at = (size_t)(key.p - whole.p), space_at = (size_t)(name_space.p - whole.p);
    t->key = (sv_str){ t->scope.p + key_at, key.n };
    t->name_space = (sv_str){ t->scope.p + space_at, name_space.n };
    t->timer = time;
    t->replaced = true;
    t->present = present;
    return true;
}

static bool apply_timers(struct sv_changes *c, const struct sv_scan_state *state, int32_t key_group,
                         enum sv_change operation, struct sv_cursor *cur)
{
    if (operation == SV_CHANGE_REMOVE_ELEMENT)
        return put_timer(c, state, key_group, false, cur);
    if (operation != SV_CHANGE_ADD_ELEMENT)
        sv_cur_fail(cur, SV_DEFECT_BAD_VALUE);
    bool done = true;
    for (uint32_t left = sv_cur_count(cur, 8); left > 0 && sv_cur_ok(cur) && done; left--)
        done = put_timer(c, state, key_group, true, cur);
    return done;
}

/* ---- scopes ---- */

/* Namespace and key in one, as the table knows them; a void namespace is left out. False when memory is out. */
static bool scope_of(struct sv_arena *arena, sv_str name_space, sv_str key, sv_str *scope_out)
{
    char *bytes = sv_arena_alloc(arena, name_space.n + key.n + 1, 1);
    if (!bytes)
        return false;
    if (name_space.n)
        memcpy(bytes, name_space.p, name_space.n);
    if (key.n)
        memcpy(bytes + name_space.n, key.p, key.n);
    *scope_out = (sv_str){ bytes, name_space.n + key.n };
    return true;
}

static struct sv_touched *touch_scope(struct sv_changes *c, const struct sv_scan_state *state, int32_t key_group,
                                      sv_str name_space, sv_str key)
{
    sv_str scope;
    if (!state->codecs.name_space)
        name_space = (sv_str){ "", 0 };
    if (!scope_of(&c->arena, name_space, key, &scope))
        return NULL;
    struct sv_touched *t = touch(c, state, key_group, scope, false, (sv_str){ "", 0 });
    if (t && !t->key.p) {
        t->name_space = (sv_str){ state->codecs.name_space ? t->scope.p : NULL, name_space.n };
        t->key = (sv_str){ t->scope.p + name_space.n, key.n };
    }
    return t;
}

/* Lists are put together; what else is merged needs the user's function, unless there is but one of them. */
static bool merge_into(struct sv_touched *target, struct sv_touched *source)
{
    bool list = target->state->state->kind == SV_STATE_LIST, done = true;
    if (!source->replaced || source->unknown || (!list && !target->replaced))
        target->unknown = true;
    else if (!list && source->elements.count && target->elements.count)
        target->unknown = true;
    else
        for (uint32_t i = 0; i < source->elements.count && done; i++)
            done = append(target, sv_touched_element(source, i));
    bool unknown = target->unknown;
    clear(source);
    target->unknown = unknown;
    return done;
}

static bool merge_namespaces(struct sv_changes *c, const struct sv_scan_state *state, int32_t key_group, sv_str key,
                             struct sv_cursor *cur)
{
    struct sv_touched *target = touch_scope(c, state, key_group, sv_take_value(c->job, cur, state->name_space), key);
    bool done = target != NULL;
    for (uint32_t left = sv_cur_count(cur, 1); left > 0 && sv_cur_ok(cur) && done; left--) {
        sv_str name_space = sv_take_value(c->job, cur, state->name_space);
        if (!sv_cur_ok(cur))
            break;
        struct sv_touched *source = touch_scope(c, state, key_group, name_space, key);
        done = source && (source == target || merge_into(target, source));
    }
    return done;
}

bool sv_changes_apply(struct sv_changes *c, const struct sv_scan_state *state, int32_t key_group,
                      enum sv_change operation, struct sv_cursor *cur)
{
    bool done;
    if (state->state->kind == SV_STATE_TIMER) {
        done = apply_timers(c, state, key_group, operation, cur);
        sv_cur_finish(cur);
        return done;
    }
    sv_str key = sv_take_value(c->job, cur, state->codecs.key),
           name_space = sv_take_value(c->job, cur, state->name_space);
    if (!sv_cur_ok(cur))
        return true;
    struct sv_touched *scope = touch_scope(c, state, key_group, name_space, key);
    if (!scope)
        return false;
    if (operation == SV_CHANGE_CLEAR) {
        clear(scope);
        done = true;
    } else if (operation == SV_CHANGE_MERGE_NS) {
        done = merge_namespaces(c, state, key_group, key, cur);
    } else if (state->state->kind == SV_STATE_MAP) {
        done = apply_map(c, scope, operation, cur);
    } else if (state->state->kind == SV_STATE_LIST) {
        done = apply_list(c, scope, operation, cur);
    } else {
        done = apply_value(scope, operation, cur);
    }
    sv_cur_finish(cur);
    return done;
}

/* ---- look-up of what was materialized ---- */

/* The scope of an entry, in the scratch arena. */
static bool entry_scope(const struct sv_changes *c, const struct sv_state_entry *entry, sv_str *scope_out)
{
    unsigned char time[8];
    if (entry->state->kind != SV_STATE_TIMER)
        return scope_of(&c->job->scratch, entry->name_space, entry->key, scope_out);
    uint64_t flipped = (uint64_t)entry->timer ^ (uint64_t)INT64_MIN;
    for (unsigned i = 0; i < sizeof time; i++)
        time[i] = (unsigned char)(flipped >> (56 - 8 * i));
    static const char void_name_space[] = { 0 };
    sv_str behind, space = entry->name_space.p ? entry->name_space : (sv_str){ void_name_space, 1 };
    return scope_of(&c->job->scratch, entry->key, space, &behind) &&
           scope_of(&c->job->scratch, (sv_str){ (const char *)time, sizeof time }, behind, scope_out);
}

struct sv_touched *sv_changes_scope(const struct sv_changes *c, const struct sv_state_entry *entry)
{
    sv_str scope;
    sv_arena_reset(&c->job->scratch);
    if (!entry_scope(c, entry, &scope))
        return NULL;
    return find(c, entry->state, entry->key_group, scope, false, (sv_str){ "", 0 });
}

struct sv_touched *sv_changes_pair(const struct sv_changes *c, const struct sv_state_entry *entry)
{
    sv_str scope;
    sv_arena_reset(&c->job->scratch);
    if (!entry_scope(c, entry, &scope))
        return NULL;
    return find(c, entry->state, entry->key_group, scope, true, entry->user_key);
}
