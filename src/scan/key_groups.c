/* key_groups.c: managed keyed state in one stream, key group after key group. docs/format/state-entries.md#key-groups
 *
 * Behind the head the key groups stand one after the other, in one of two forms: heap.c and full.c. Savepoints
 * since 1.13 are of the second; before, and in checkpoints, each backend wrote its own, and the file does not say
 * which. */
#include "scan/key_groups.h"

#include <stdlib.h>

typedef void key_group_fn(struct sv_key_group *g);

/* Key groups that are looked at to tell the form. */
enum { KEY_GROUPS_TRIED = 8, MASK_LAST_OF_STATE = 0x80 };

void sv_key_group_lost(struct sv_key_group *g, const struct sv_scan_state *state, const struct sv_defect *defect)
{
    struct sv_scan_job *job = g->job;
    if (state && state->wanted)
        sv_tell_lost(job, state->state, g->in->blob, g->number, g->number, defect);
    for (uint32_t i = 0; i < job->state_count; i++)
        if (!g->came[i] && job->states[i] != state && job->states[i]->wanted)
            sv_tell_lost(job, job->states[i]->state, g->in->blob, g->number, g->number, defect);
    if (job->unit->handle->stream->read < job->unit->handle->stream->declared)
        sv_tell_lost(job, NULL, g->in->blob, g->number, g->number, defect);
}

bool sv_hold(struct sv_key_group *g, sv_str bytes)
{
    if (bytes.n > g->held.capacity - g->held.n) {
        size_t capacity = 2 * (g->held.n + bytes.n);
        char *larger = realloc(g->held.p, capacity);
        if (!larger)
            return false;
        g->held.p = larger;
        g->held.capacity = capacity;
    }
    if (bytes.n)
        memcpy(g->held.p + g->held.n, bytes.p, bytes.n);
    g->held.n += bytes.n;
    return true;
}

/* ---- which form ---- */

static bool is_snappy(struct sv_cursor cur)
{
    static const unsigned char header[] = { 0xff, 0x06, 0x00, 0x00, 's', 'N', 'a', 'P', 'p', 'Y' };
    const unsigned char *p = sv_cur_take(&cur, sizeof header);
    return p && memcmp(p, header, sizeof header) == 0;
}

/* Whether a pair of a full snapshot may begin here: state, key that begins with the key group, value. */
static bool may_be_full(const struct sv_key_group *g, struct sv_cursor cur)
{
    if (g->job->unit->handle->stream->compressed)
        return is_snappy(cur);
    uint16_t state = sv_cur_u16(&cur);
    struct sv_cursor key = sv_cur_frame(&cur, sv_cur_count(&cur, 1));
    sv_cur_count(&cur, 1);
    int32_t number = sv_cur_u8(&key) & (MASK_LAST_OF_STATE - 1);
    if (sv_key_group_bytes(g->job->unit->op->max_parallelism) > 1)
        number = number << 8 | sv_cur_u8(&key);
    return sv_cur_ok(&key) && sv_cur_ok(&cur) && number == g->number && state < g->job->state_count;
}

static bool may_be_heap(const struct sv_key_group *g, struct sv_cursor cur)
{
    if (sv_cur_i32(&cur) != g->number)
        return false;
    if (g->job->unit->handle->stream->compressed)
        return is_snappy(cur);
    return sv_cur_u16(&cur) < g->job->state_count && sv_cur_ok(&cur);
}

/* Both may fit one key group by chance, but not many. */
static bool is_full(struct sv_key_group *g)
{
    const struct sv_handle *handle = g->job->unit->handle;
    uint32_t full = 0, heap = 0;
    if (handle->kind == SV_HANDLE_KEY_GROUPS_SAVEPOINT)
        return true;
    for (const struct sv_state *state = handle->stream->states; state; state = state->next)
        if (state->backend == SV_BACKEND_HEAP)
            return false;
    for (uint32_t i = handle->offset_count; i > 0 && full + heap < KEY_GROUPS_TRIED; i--) {
        g->number = handle->first_key_group + (int32_t)(i - 1);
        sv_input_part(g->in, sv_key_group_extent(handle, g->number, false));
        if (sv_cur_left(&g->in->cur) == 0)
            continue;
        full += may_be_full(g, g->in->cur);
        heap += may_be_heap(g, g->in->cur);
    }
    return full > heap;
}

/* ---- reading ---- */

static void read_all(struct sv_key_group *g)
{
    const struct sv_scan_unit *unit = g->job->unit;
    key_group_fn *read = is_full(g) ? sv_read_full_key_group : sv_read_heap_key_group;
    for (int64_t number = unit->first_key_group; number <= unit->last_key_group && !g->job->stopped; number++) {
        struct sv_extent extent = sv_key_group_extent(unit->handle, (int32_t)number, false);
        if (extent.n == 0)
            continue;
        g->number = (int32_t)number;
        g->states_left = unit->handle->stream->declared;
        memset(g->came, 0, g->job->state_count * sizeof *g->came);
        sv_input_part(g->in, extent);
        read(g);
        sv_input_end(g->in);
    }
}

enum sv_status sv_scan_key_groups(struct sv_scan_job *job, struct sv_error *err)
{
    struct sv_input in;
    struct sv_defect defect;
    struct sv_key_group g = { .job = job, .in = &in };
    const struct sv_blob *blob = &job->unit->handle->blob;
    enum sv_status status = SV_OK;
    if (!sv_input_open(&in, job, blob, &defect)) {
        sv_tell_lost(job, NULL, blob, job->unit->first_key_group, job->unit->last_key_group, &defect);
        goto out;
    }
    g.came = calloc(job->state_count ? job->state_count : 1, sizeof *g.came);
    if (!g.came) {
        status = sv_fail(err, SV_ERR_MEMORY, "out of memory");
        goto out;
    }
    read_all(&g);
out:
    free(g.came);
    free(g.held.p);
    sv_input_close(&in);
    return status;
}
