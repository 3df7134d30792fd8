/* fuzz_scan.c: a byte that chooses, the head of a stream with its length, and the state behind it: keyed state of the heap
 * or in the canonical form, operator state, timers in raw state. */
#include "base/limits.h"
#include "fuzz/fuzz.h"
#include "report/value.h"
#include "scan/scan.h"
#include "flink/read.h"

enum { HEAP, FULL, OPERATOR, TIMERS, FORMS };
enum { KEY_GROUPS = 4, MANY_KEY_GROUPS = 200 };

struct promises {
    struct sv_arena arena;
    const uint8_t *data;
    size_t n;
    uint64_t entries;
};

static bool check_entry(const struct sv_state_entry *entry, void *context)
{
    struct promises *p = context;
    struct sv_value *ttl;
    struct sv_buf out;
    MUST(entry->codecs && entry->op && entry->state);
    MUST(entry->state->kind == SV_STATE_TIMER || entry->value.p);
    sv_arena_reset(&p->arena);
    sv_buf_init(&out, FUZZ_MEMORY_BYTES);
    sv_value_json(&out, sv_entry_part(entry->key, entry->codecs->key, &p->arena));
    sv_value_json(&out, sv_entry_part(entry->name_space, entry->codecs->name_space, &p->arena));
    sv_value_json(&out, sv_entry_part(entry->user_key, entry->codecs->user_key, &p->arena));
    sv_value_json(&out, sv_entry_value(entry, &p->arena, &ttl));
    sv_value_json(&out, ttl);
    sv_buf_free(&out);
    return ++p->entries < 10000;
}

static void check_loss(const struct sv_loss *loss, void *context)
{
    (void)context;
    MUST(loss->op && loss->defect.code != SV_DEFECT_NONE && loss->defect.doing);
}

static struct sv_stream *read_head(struct sv_reader *r, int form)
{
    switch (form) {
    case OPERATOR:
        return sv_read_operator_head(r, true);
    case TIMERS:
        return sv_read_timers_head(r);
    default:
        return sv_read_keyed_head(r, true, form == HEAP ? SV_BACKEND_HEAP : SV_BACKEND_UNKNOWN);
    }
}

static void scan(struct sv_snapshot *snapshot, struct promises *p)
{
    struct sv_scan_options options = { .first_key_group = -1, .last_key_group = -1 };
    struct sv_visitor visitor = { .entry = check_entry, .loss = check_loss, .context = p };
    struct sv_scan *made;
    if (sv_scan_new(snapshot, &options, &made, NULL) != SV_OK)
        return;
    for (const struct sv_scan_unit *unit = sv_scan_units(made); unit; unit = unit->next)
        if (sv_scan_run(made, unit, &visitor, NULL) != SV_OK)
            break;
    sv_scan_free(made);
}

/* Key groups and elements begin at even distances behind the head. */
static void fill_handle(struct sv_handle *handle, size_t head, size_t n, struct sv_partition *partition,
                        unsigned char offsets[KEY_GROUPS * 8])
{
    for (size_t i = 0; i < KEY_GROUPS; i++) {
        uint64_t at = head + (n - head) * i / KEY_GROUPS;
        for (unsigned k = 0; k < 8; k++)
            offsets[i * 8 + k] = (unsigned char)(at >> (56 - 8 * k));
    }
    sv_str all = { (const char *)offsets, KEY_GROUPS * 8 };
    handle->offsets = partition->offsets = all;
    handle->offset_count = partition->offset_count = KEY_GROUPS;
    handle->key_group_count = KEY_GROUPS;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (n < 3)
        return 0;
    int form = data[0] % FORMS;
    bool many = data[0] >= 128;
    size_t head = (size_t)data[1] << 8 | data[2];
    data += 3;
    n -= 3;
    head = head < n ? head : n;
    struct sv_snapshot snapshot = { 0 };
    struct promises promises = { .data = data, .n = n };
    unsigned char offsets[KEY_GROUPS * 8];
    sv_arena_init(&snapshot.arena, FUZZ_MEMORY_BYTES);
    sv_arena_init(&promises.arena, FUZZ_MEMORY_BYTES);
    struct sv_reader r = { .cur = sv_cur_of(data, head, 0),
                           .arena = &snapshot.arena,
                           .nodes_left = SV_LIMIT_TYPE_NODES };
    struct sv_partition partition = { .mode = SV_DIST_SPLIT };
    struct sv_handle handle = { .kind = SV_HANDLE_KEY_GROUPS,
                                .blob = { .kind = SV_BLOB_INLINE, .size = n, .more.bytes = data } };
    struct sv_subtask subtask = { .index = 0 };
    struct sv_operator op = { .max_parallelism = many ? MANY_KEY_GROUPS : KEY_GROUPS, .subtasks = &subtask };
    handle.stream = read_head(&r, form);
    fill_handle(&handle, form == TIMERS ? 0 : head, n, &partition, offsets);
    if (form == FULL)
        handle.kind = SV_HANDLE_KEY_GROUPS_SAVEPOINT;
    if (form == OPERATOR) {
        handle.kind = SV_HANDLE_OPERATOR;
        handle.partitions = &partition;
        if (handle.stream && handle.stream->states)
            partition.name = handle.stream->states->name;
        subtask.managed_operator = &handle;
    } else if (form == TIMERS) {
        subtask.raw_keyed = &handle;
    } else {
        subtask.managed_keyed = &handle;
    }
    snapshot.operators = &op;
    if (handle.stream)
        scan(&snapshot, &promises);
    sv_arena_free(&promises.arena);
    sv_arena_free(&snapshot.arena);
    return 0;
}
