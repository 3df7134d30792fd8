/* plan.c: the states of a scan and its units. */
#include "scan/plan.h"

#include <stdlib.h>

#include "base/size.h"
#include "flink/read.h"
#include "scan/extent.h"

/* A unit's size on disk: large enough that opening it is nothing beside reading it, small enough to share out. */
#define UNIT_BYTES ((uint64_t)64 << 20)
/* With shards, units for each: the less, the less fair. */
enum { UNITS_PER_SHARD = 4 };

static const sv_str void_namespace =
    SV_STR_INIT("org.apache.flink.runtime.state.VoidNamespaceSerializer$VoidNamespaceSerializerSnapshot");

/* ---- states ---- */

typedef bool handle_fn(struct sv_scan *scan, const struct sv_operator *op, const struct sv_handle *handle);

/* Calls fn for every handle with a stream, those inside others too. */
static bool each_handle(struct sv_scan *scan, const struct sv_operator *op, const struct sv_handle *handle,
                        handle_fn *fn)
{
    for (; handle; handle = handle->next)
        if (!fn(scan, op, handle) || !each_handle(scan, op, handle->materialized, fn) ||
            !each_handle(scan, op, handle->increments, fn))
            return false;
    return true;
}

static bool count_states(struct sv_scan *scan, const struct sv_operator *op, const struct sv_handle *handle)
{
    (void)op;
    for (const struct sv_stream *stream = handle->stream; stream; stream = stream->next)
        for (const struct sv_state *state = stream->states; state; state = state->next)
            scan->state_count++;
    return true;
}

static bool is_wanted(const struct sv_scan *scan, const struct sv_operator *op, const struct sv_state *state)
{
    return !scan->options.only || scan->options.only(op, state, scan->options.only_context);
}

static bool add_states(struct sv_scan *scan, const struct sv_operator *op, const struct sv_handle *handle)
{
    for (const struct sv_stream *stream = handle->stream; stream; stream = stream->next)
        for (const struct sv_state *state = stream->states; state; state = state->next)
            scan->states[scan->state_count++] =
                (struct sv_scan_state){ .op = op, .state = state, .wanted = is_wanted(scan, op, state) };
    return true;
}

static bool each_state_handle(struct sv_scan *scan, handle_fn *fn)
{
    for (const struct sv_operator *op = scan->snapshot->operators; op; op = op->next)
        for (const struct sv_subtask *subtask = op->subtasks; subtask; subtask = subtask->next)
            if (!each_handle(scan, op, subtask->managed_operator, fn) ||
                !each_handle(scan, op, subtask->managed_keyed, fn) || !each_handle(scan, op, subtask->raw_keyed, fn))
                return false;
    return true;
}

static int by_address(const void *a, const void *b)
{
    uintptr_t x = (uintptr_t)((const struct sv_scan_state *)a)->state;
    uintptr_t y = (uintptr_t)((const struct sv_scan_state *)b)->state;
    return (x > y) - (x < y);
}

/* Subtasks share states. */
static void drop_doubles(struct sv_scan *scan)
{
    size_t kept = 0;
    for (size_t i = 0; i < scan->state_count; i++)
        if (kept == 0 || scan->states[kept - 1].state != scan->states[i].state)
            scan->states[kept++] = scan->states[i];
    scan->state_count = kept;
}

/* NULL in *codec_out for a serializer that the state does not have. */
static bool codec_of(struct sv_scan *scan, const struct sv_type *type, const struct sv_codec **codec_out)
{
    *codec_out = type ? sv_codec_new(type, sv_read_java, &scan->arena) : NULL;
    return *codec_out || !type;
}

/* Timers of the backend are written by one serializer, raw ones by two. */
static void take_timer_apart(struct sv_scan_state *row, const struct sv_codec *timer)
{
    if (!timer)
        return;
    row->codecs.key = sv_codec_part(timer, 0);
    row->name_space = sv_codec_part(timer, 1);
}

static void take_value_apart(struct sv_scan_state *row)
{
    const struct sv_codec *whole = sv_codec_unwrapped(row->codecs.value);
    switch (row->state->kind) {
    case SV_STATE_MAP:
        row->codecs.user_key = sv_codec_part(whole, 0);
        row->codecs.value = sv_codec_part(whole, 1);
        break;
    case SV_STATE_LIST:
        row->codecs.element = sv_codec_part(whole, 0);
        break;
    case SV_STATE_BROADCAST:
        row->codecs.user_key = row->codecs.key;
        row->codecs.key = NULL;
        break;
    case SV_STATE_TIMER:
        take_timer_apart(row, whole);
        row->codecs.value = NULL;
        break;
    default:
        break;
    }
}

static const struct sv_type *key_in(const struct sv_handle *handle)
{
    const struct sv_type *key = NULL;
    for (; handle && !key; handle = handle->next) {
        for (const struct sv_stream *stream = handle->stream; stream && !key; stream = stream->next) {
            key = stream->key;
            for (const struct sv_state *state = stream->states; state && !key; state = state->next)
                if (state->kind == SV_STATE_TIMER && sv_state_root(state, "value"))
                    key = sv_type_child(sv_state_root(state, "value"), 0);
        }
        key = key ? key : key_in(handle->materialized);
        key = key ? key : key_in(handle->increments);
    }
    return key;
}

/* A changelog does not describe the key serializer: it is that of all keyed state of the operator, timers too. */
static const struct sv_type *key_of(const struct sv_scan_state *row)
{
    const struct sv_type *key = sv_state_root(row->state, "key");
    if (row->state->backend != SV_BACKEND_CHANGELOG || row->state->kind == SV_STATE_TIMER)
        return key;
    for (const struct sv_subtask *subtask = row->op->subtasks; subtask && !key; subtask = subtask->next)
        key = key_in(subtask->managed_keyed);
    return key;
}

static bool make_codecs(struct sv_scan *scan, struct sv_scan_state *row)
{
    const struct sv_type *name_space = sv_state_root(row->state, "namespace");
    if (!codec_of(scan, key_of(row), &row->codecs.key) || !codec_of(scan, name_space, &row->name_space) ||
        !codec_of(scan, sv_state_root(row->state, "value"), &row->codecs.value))
        return false;
    take_value_apart(row);
    const struct sv_type *type = row->name_space ? sv_codec_type(row->name_space) : NULL;
    bool is_void = type && sv_str_eq(type->class_name, void_namespace);
    row->codecs.name_space = is_void ? NULL : row->name_space;
    row->decodable = (!row->codecs.user_key || sv_decodable(row->codecs.user_key, NULL)) && row->codecs.value &&
                     sv_decodable(row->codecs.value, NULL);
    return true;
}

bool sv_plan_states(struct sv_scan *scan)
{
    each_state_handle(scan, count_states);
    scan->states = calloc(scan->state_count ? scan->state_count : 1, sizeof *scan->states);
    if (!scan->states)
        return false;
    scan->state_count = 0;
    each_state_handle(scan, add_states);
    qsort(scan->states, scan->state_count, sizeof *scan->states, by_address);
    drop_doubles(scan);
    for (size_t i = 0; i < scan->state_count; i++)
        if (!make_codecs(scan, &scan->states[i]))
            return false;
    return true;
}

/* ---- units ---- */

struct planning {
    struct sv_scan *scan;
    struct sv_scan_unit *first, **tail;
    uint64_t unit_bytes;
};

static bool wants_operator(const struct sv_scan *scan, const struct sv_operator *op)
{
    bool wanted = !op->states;
    for (const struct sv_op_state *s = op->states; s && !wanted; s = s->next)
        wanted = is_wanted(scan, op, s->state);
    return wanted;
}

/* Whether a handle may hold something that is wanted: what could not be read may. */
static bool wants_handle(const struct sv_scan *scan, const struct sv_handle *handle)
{
    if (handle->kind == SV_HANDLE_CHANGELOG)
        return true;
    for (const struct sv_stream *stream = handle->stream; stream; stream = stream->next) {
        if (stream->kind == SV_STREAM_OPAQUE)
            continue;
        if (stream->defect.code != SV_DEFECT_NONE)
            return true;
        for (const struct sv_state *state = stream->states; state; state = state->next)
            if (sv_scan_state(scan, state)->wanted)
                return true;
    }
    return false;
}

static bool add_unit(struct planning *p, const struct sv_scan_unit *unit)
{
    struct sv_scan_unit *copy = SV_NEW(&p->scan->arena, struct sv_scan_unit);
    if (!copy)
        return false;
    *copy = *unit;
    *p->tail = copy;
    p->tail = &copy->next;
    return true;
}

static uint64_t files_bytes(const struct sv_file *file)
{
    uint64_t bytes = 0;
    for (; file; file = file->next)
        bytes = sv_u64_add_cap(bytes, file->blob.size);
    return bytes;
}

/* Of a key group whose place in the files is not known: an equal share. */
static uint64_t share_of(const struct sv_handle *handle)
{
    uint64_t bytes = sv_u64_add_cap(files_bytes(handle->shared), files_bytes(handle->private_files));
    return handle->key_group_count > 0 ? bytes / (uint64_t)handle->key_group_count : bytes;
}

/* Units of consecutive key groups, each closed when it is large enough. */
static bool add_key_groups(struct planning *p, struct sv_scan_unit unit)
{
    const struct sv_handle *handle = unit.handle;
    const struct sv_scan_options *options = &p->scan->options;
    int64_t first = handle->first_key_group, last = first + handle->key_group_count - 1;
    if (options->last_key_group >= 0) {
        first = first < options->first_key_group ? options->first_key_group : first;
        last = last > options->last_key_group ? options->last_key_group : last;
    }
    bool raw = handle->stream && handle->stream->kind == SV_STREAM_TIMERS;
    uint64_t share = share_of(handle);
    unit.bytes = 0;
    unit.first_key_group = (int32_t)first;
    for (int64_t group = first; group <= last; group++) {
        struct sv_extent extent = { .n = share };
        if (handle->kind != SV_HANDLE_INCREMENTAL)
            extent = sv_key_group_extent(handle, (int32_t)group, raw);
        unit.bytes = sv_u64_add_cap(unit.bytes, extent.n);
        if (unit.bytes < p->unit_bytes && group < last)
            continue;
        unit.last_key_group = (int32_t)group;
        if (!add_unit(p, &unit))
            return false;
        unit.first_key_group = (int32_t)group + 1;
        unit.bytes = 0;
    }
    return true;
}

/* What is inside a changelog handle belongs together: changes are applied to what was materialized. */
static uint64_t changelog_bytes(const struct sv_handle *handle)
{
    uint64_t bytes = 0;
    for (; handle; handle = handle->next) {
        uint64_t files = sv_u64_add_cap(files_bytes(handle->shared), files_bytes(handle->private_files));
        files = sv_u64_add_cap(files, files_bytes(handle->increment_files));
        bytes = sv_u64_add_cap(bytes, sv_u64_add_cap(handle->blob.size, files));
        bytes = sv_u64_add_cap(bytes, changelog_bytes(handle->materialized));
        bytes = sv_u64_add_cap(bytes, changelog_bytes(handle->increments));
    }
    return bytes;
}

static bool add_changelog(struct planning *p, struct sv_scan_unit unit)
{
    struct planning one = *p;
    one.unit_bytes = UINT64_MAX;
    struct sv_scan_unit **tail = p->tail;
    if (!add_key_groups(&one, unit))
        return false;
    p->tail = one.tail;
    if (*tail)
        (*tail)->bytes =
            sv_u64_add_cap(changelog_bytes(unit.handle->materialized), changelog_bytes(unit.handle->increments));
    return true;
}

static bool add_keyed(struct planning *p, struct sv_scan_unit unit, struct sv_handle *handle)
{
    for (; handle; handle = handle->next) {
        if (!wants_handle(p->scan, handle))
            continue;
        unit.handle = handle;
        bool changelog = handle->kind == SV_HANDLE_CHANGELOG;
        if (!(changelog ? add_changelog(p, unit) : add_key_groups(p, unit)))
            return false;
    }
    return true;
}

static bool add_operator_state(struct planning *p, struct sv_scan_unit unit, struct sv_handle *handle)
{
    if (p->scan->options.last_key_group >= 0)
        return true;
    unit.first_key_group = unit.last_key_group = -1;
    for (; handle; handle = handle->next) {
        unit.handle = handle;
        unit.bytes = handle->blob.size;
        if (wants_handle(p->scan, handle) && !add_unit(p, &unit))
            return false;
    }
    return true;
}

/* Units in order of place, each to the shard in whose part of all bytes its middle lies. */
static void keep_shard(struct planning *p, const struct sv_scan_options *options)
{
    if (!options->shard_count)
        return;
    uint64_t total = 0, before = 0;
    for (const struct sv_scan_unit *unit = p->first; unit; unit = unit->next)
        total = sv_u64_add_cap(total, sv_u64_add_cap(unit->bytes, 1));
    uint64_t part = total / options->shard_count + 1;
    struct sv_scan_unit **link = &p->first;
    for (struct sv_scan_unit *unit = p->first; unit; unit = unit->next) {
        uint64_t bytes = sv_u64_add_cap(unit->bytes, 1), middle = sv_u64_add_cap(before, bytes / 2);
        before = sv_u64_add_cap(before, bytes);
        if (middle / part != options->shard)
            continue;
        *link = unit;
        link = &unit->next;
    }
    *link = NULL;
}

static uint64_t unit_bytes_for(const struct sv_scan *scan)
{
    uint64_t units = (uint64_t)scan->options.shard_count * UNITS_PER_SHARD;
    uint64_t bytes = units ? scan->snapshot->state_bytes / units + 1 : UNIT_BYTES;
    return bytes < UNIT_BYTES ? bytes : UNIT_BYTES;
}

bool sv_plan_units(struct sv_scan *scan)
{
    struct planning p = { .scan = scan, .unit_bytes = unit_bytes_for(scan) };
    p.tail = &p.first;
    for (struct sv_operator *op = scan->snapshot->operators; op; op = op->next) {
        if (!wants_operator(scan, op))
            continue;
        for (struct sv_subtask *subtask = op->subtasks; subtask; subtask = subtask->next) {
            struct sv_scan_unit unit = { .op = op, .subtask = subtask };
            if (!add_operator_state(&p, unit, subtask->managed_operator) ||
                !add_keyed(&p, unit, subtask->managed_keyed) || !add_keyed(&p, unit, subtask->raw_keyed))
                return false;
        }
    }
    keep_shard(&p, &scan->options);
    scan->units = p.first;
    return true;
}
