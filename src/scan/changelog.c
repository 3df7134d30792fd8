/* changelog.c: what was materialized, and the changes since. docs/format/state-entries.md#changelog
 *
 * In memory                                    In a file
 * SIZE  MEANING                                SIZE  MEANING
 *    4  number of changes, and of each            1  whether all that follows is snappy framed
 *    4  key group, -1 for descriptions                 up to the recorded offset: other change sets
 *    4  length                                    4  number of key groups, and of each:
 *       change                                    4  number of changes
 *                                                 4  key group, -1 for descriptions
 *                                                    4 length, change each
 * A change: 1 operation; of a description 4 version, UTF name, ..., 2 id of the state, 1 its type at the end; of others
 * 2 id of the state, and what changes.c reads.
 *
 * Mirrors ChangelogBackendRestoreOperation, ChangelogBackendLogApplier, StateChangeFormat. */
#include "scan/changes.h"

#include <stdlib.h>

#include "base/buf.h"
#include "scan/input.h"
#include "scan/key_guess.h"

enum { DESCRIPTIONS = -1, IDS = 1 << 16, BEFORE_NAME = 5, BEHIND_ID = 1 };

struct changelog {
    struct sv_scan_job *job;
    struct sv_changes changes;
    const struct sv_scan_state **by_id; /* IDS of them */
    const struct sv_handle *handle;     /* the increment being read */
    const struct sv_blob *blob;
    struct sv_key_guess guess; /* of the key serializer, where the snapshot does not name it */
    bool out_of_memory;
};

static void lost(struct changelog *l, const struct sv_scan_state *state, int32_t key_group,
                 const struct sv_defect *defect)
{
    if (!state || state->wanted)
        sv_tell_lost(l->job, state ? state->state : NULL, l->blob, key_group, key_group, defect);
}

/* ---- one change ---- */

static const struct sv_scan_state *state_named(const struct changelog *l, sv_str name)
{
    for (const struct sv_stream *stream = l->handle->stream; stream; stream = stream->next)
        for (const struct sv_state *state = stream->states; state; state = state->next)
            if (sv_str_eq(state->name, name))
                return sv_key_guess_state(&l->guess, sv_scan_state(l->job->scan, state));
    return NULL;
}

/* A description gives a state its id; what else is in it was read with the head. */
static void read_description(struct changelog *l, struct sv_cursor change)
{
    struct sv_cursor tail = change;
    sv_cur_take(&change, BEFORE_NAME);
    sv_str name = sv_cur_utf(&change);
    enum { TAIL = 3 };
    size_t n = sv_cur_left(&tail);
    sv_cur_take(&tail, n > TAIL ? n - TAIL : 0);
    uint16_t id = sv_cur_u16(&tail);
    if (sv_cur_ok(&change) && sv_cur_ok(&tail))
        l->by_id[id] = state_named(l, name);
}

static void read_change(struct changelog *l, int32_t key_group, struct sv_cursor change)
{
    struct sv_cursor whole = change;
    change.doing = "change of a state";
    uint8_t operation = sv_cur_u8(&change);
    if (operation == SV_CHANGE_METADATA) {
        read_description(l, whole);
        return;
    }
    const struct sv_scan_state *state = l->by_id[sv_cur_u16(&change)];
    if (key_group < l->job->unit->first_key_group || key_group > l->job->unit->last_key_group)
        return;
    if (operation > SV_CHANGE_METADATA)
        sv_cur_fail(&change, SV_DEFECT_BAD_VALUE);
    if (!state)
        sv_cur_fail_at(&change, SV_DEFECT_BAD_VALUE, whole.at, "change of a state without a description",
                       (sv_str){ "", 0 });
    if (state && !state->wanted)
        return;
    if (sv_cur_ok(&change) && !sv_changes_apply(&l->changes, state, key_group, (enum sv_change)operation, &change))
        l->out_of_memory = true;
    if (!sv_cur_ok(&change))
        lost(l, state, key_group, &change.bad);
}

/* ---- where changes lie ---- */

static bool at_hand(struct sv_input *in, size_t n)
{
    while (sv_cur_left(&in->cur) < n) {
        struct sv_cursor tried = in->cur;
        sv_cur_take(&tried, n);
        if (!sv_input_retry(in, &tried))
            return false;
    }
    return true;
}

static int32_t next_i32(struct sv_input *in, const char *doing)
{
    in->cur.doing = doing;
    if (!at_hand(in, 4))
        sv_cur_fail(&in->cur, SV_DEFECT_TRUNCATED);
    return sv_cur_i32(&in->cur);
}

static uint32_t next_size(struct sv_input *in, const char *doing)
{
    int32_t n = next_i32(in, doing);
    if (n >= 0)
        return (uint32_t)n;
    sv_cur_fail(&in->cur, SV_DEFECT_BAD_VALUE);
    return 0;
}

typedef void change_fn(struct changelog *l, int32_t key_group, struct sv_cursor change);

static void next_change(struct changelog *l, struct sv_input *in, int32_t key_group, change_fn *fn)
{
    uint32_t n = next_size(in, "change: length");
    if (!at_hand(in, n))
        sv_cur_fail(&in->cur, SV_DEFECT_TRUNCATED);
    struct sv_cursor change = sv_cur_frame(&in->cur, n);
    if (sv_cur_ok(&change))
        fn(l, key_group, change);
}

static void read_list(struct changelog *l, struct sv_input *in, change_fn *fn)
{
    for (uint32_t left = next_size(in, "number of changes"); left > 0 && sv_cur_ok(&in->cur); left--) {
        int32_t key_group = next_i32(in, "change: key group");
        next_change(l, in, key_group, fn);
    }
}

static void read_set(struct changelog *l, struct sv_input *in, uint64_t offset, change_fn *fn)
{
    enum { STEP = 1 << 16 };
    in->cur.doing = "changelog file";
    if (sv_cur_bool(&in->cur))
        sv_input_unpack(in);
    while (offset > 0 && sv_cur_ok(&in->cur)) {
        size_t n = offset < STEP ? (size_t)offset : STEP;
        if (!at_hand(in, n))
            sv_cur_fail(&in->cur, SV_DEFECT_TRUNCATED);
        sv_cur_take(&in->cur, n);
        offset -= n;
    }
    for (uint32_t groups = next_size(in, "number of key groups"); groups > 0 && sv_cur_ok(&in->cur); groups--) {
        uint32_t left = next_size(in, "number of changes");
        int32_t key_group = next_i32(in, "change set: key group");
        for (; left > 0 && sv_cur_ok(&in->cur); left--)
            next_change(l, in, key_group, fn);
    }
}

/* The changes of a blob; file NULL: those in memory. The size that is recorded for a file does not count its flag, and
 * counts plain bytes: the file's own size holds. */
static void read_blob(struct changelog *l, const struct sv_blob *blob, const struct sv_file *file, change_fn *fn)
{
    struct sv_input in;
    struct sv_defect defect;
    struct sv_blob whole = *blob;
    l->blob = blob;
    if (file && blob->place && (blob->kind == SV_BLOB_FILE || blob->kind == SV_BLOB_RELATIVE))
        whole.size = blob->place->file_bytes;
    if (sv_input_open(&in, l->job, &whole, &defect)) {
        sv_input_part(&in, (struct sv_extent){ 0, whole.size });
        if (file)
            read_set(l, &in, file->offset, fn);
        else if (blob->size)
            read_list(l, &in, fn);
        defect = sv_input_defect(&in, &in.cur);
    }
    if (defect.code != SV_DEFECT_NONE && fn == read_change)
        sv_tell_lost(l->job, NULL, blob, l->job->unit->first_key_group, l->job->unit->last_key_group, &defect);
    sv_input_close(&in);
}

static void read_increments(struct changelog *l, change_fn *fn)
{
    for (l->handle = l->job->unit->handle->increments; l->handle; l->handle = l->handle->next) {
        if (l->handle->kind == SV_HANDLE_CHANGELOG_BYTES)
            read_blob(l, &l->handle->blob, NULL, fn);
        for (const struct sv_file *file = l->handle->increment_files; file; file = file->next)
            read_blob(l, &file->blob, file, fn);
    }
}

/* ---- telling ---- */

/* A value of a list or of another state, with what was materialized of it before (NULL: nothing). */
static void tell_elements(struct changelog *l, const struct sv_touched *t, const struct sv_state_entry *before)
{
    bool list = t->state->state->kind == SV_STATE_LIST;
    struct sv_buf value;
    if (!t->elements.count)
        return;
    struct sv_state_entry entry = { .state = t->state->state,
                                    .codecs = &t->state->codecs,
                                    .key_group = t->key_group,
                                    .form = list ? SV_ENTRY_LIST_COUNTED : SV_ENTRY_PLAIN,
                                    .key = t->key,
                                    .name_space = t->name_space };
    sv_buf_init(&value, SIZE_MAX);
    sv_str old = before ? before->value : (sv_str){ "", 0 };
    uint32_t count = t->elements.count;
    if (before && before->form == SV_ENTRY_LIST_DELIMITED) {
        entry.form = SV_ENTRY_LIST_DELIMITED;
        sv_buf_add(&value, old);
    } else if (list) {
        if (old.n >= 4)
            count += sv_be32((const unsigned char *)old.p);
        const char size[] = { (char)(count >> 24), (char)(count >> 16), (char)(count >> 8), (char)count };
        sv_buf_add(&value, (sv_str){ size, sizeof size });
        sv_buf_add(&value, sv_str_skip(old, sizeof size));
    }
    for (uint32_t i = 0; i < t->elements.count; i++) {
        if (entry.form == SV_ENTRY_LIST_DELIMITED)
            sv_buf_putc(&value, ',');
        sv_buf_add(&value, sv_touched_element(t, i));
    }
    entry.value = sv_buf_str(&value);
    if (value.failed)
        l->out_of_memory = true;
    else
        sv_tell_entry(l->job, &entry);
    sv_buf_free(&value);
}

static void tell_unknown(struct changelog *l, const struct sv_touched *t)
{
    struct sv_defect defect = { .code = SV_DEFECT_UNSUPPORTED, .doing = "namespaces merged by the job's own function" };
    l->blob = NULL;
    lost(l, t->state, t->key_group, &defect);
}

static void tell_touched(struct changelog *l, const struct sv_touched *t)
{
    struct sv_state_entry entry = { .state = t->state->state,
                                    .codecs = &t->state->codecs,
                                    .key_group = t->key_group,
                                    .key = t->key,
                                    .name_space = t->name_space,
                                    .timer = t->timer };
    if (t->unknown) {
        tell_unknown(l, t);
    } else if (t->state->state->kind == SV_STATE_TIMER) {
        if (!t->state->codecs.name_space)
            entry.name_space = (sv_str){ NULL, 0 };
        if (t->present)
            sv_tell_entry(l->job, &entry);
    } else if (t->is_pair) {
        entry.key = t->owner->key;
        entry.name_space = t->owner->name_space;
        entry.form = SV_ENTRY_NULLABLE;
        entry.user_key = t->user_key;
        entry.value = t->pair;
        if (t->present && t->epoch == t->owner->epoch)
            sv_tell_entry(l->job, &entry);
    } else if (t->state->state->kind != SV_STATE_MAP) {
        tell_elements(l, t, NULL);
    }
}

/* A materialized entry is told unless a change took its place. */
static bool tell_materialized(const struct sv_state_entry *entry, void *context)
{
    struct changelog *l = context;
    struct sv_touched *scope = sv_changes_scope(&l->changes, entry), *pair = NULL;
    if (entry->state->kind == SV_STATE_MAP)
        pair = sv_changes_pair(&l->changes, entry);
    struct sv_state_entry copy = *entry;
    if (!scope) {
        sv_tell_entry(l->job, &copy);
    } else if (entry->state->kind == SV_STATE_MAP) {
        if (!scope->replaced && (!pair || pair->epoch != scope->epoch))
            sv_tell_entry(l->job, &copy);
    } else if (!scope->replaced && !scope->unknown) {
        scope->told = true;
        if (scope->elements.count)
            tell_elements(l, scope, entry);
        else
            sv_tell_entry(l->job, &copy);
    }
    return !l->job->stopped && !l->out_of_memory;
}

static void pass_loss(const struct sv_loss *loss, void *context)
{
    struct changelog *l = context;
    sv_tell_loss(l->job, *loss);
}

static void pass_progress(uint64_t bytes, void *context)
{
    struct changelog *l = context;
    sv_tell_progress(l->job, bytes);
}

static enum sv_status read_materialized(struct changelog *l, struct sv_error *err)
{
    struct sv_visitor visitor = {
        .entry = tell_materialized, .loss = pass_loss, .progress = pass_progress, .context = l
    };
    enum sv_status status = SV_OK;
    struct sv_handle *handle = l->job->unit->handle->materialized;
    for (; handle && status == SV_OK && !l->job->stopped; handle = handle->next) {
        struct sv_scan_unit unit = *l->job->unit;
        unit.handle = handle;
        struct sv_scan_job nested = { .scan = l->job->scan, .unit = &unit, .visitor = &visitor };
        status = sv_job_run(&nested, err);
    }
    return status;
}

static void collect(struct changelog *l, int32_t key_group, struct sv_cursor change)
{
    struct sv_cursor whole = change;
    uint8_t operation = sv_cur_u8(&change);
    if (operation == SV_CHANGE_METADATA) {
        read_description(l, whole);
        return;
    }
    const struct sv_scan_state *state = l->by_id[sv_cur_u16(&change)];
    if (state && sv_cur_ok(&change))
        sv_key_guess_try(&l->guess, state, operation == SV_CHANGE_SET, key_group, change);
}

enum sv_status sv_scan_changelog(struct sv_scan_job *job, struct sv_error *err)
{
    struct changelog l = { .job = job };
    enum sv_status status = SV_OK;
    l.by_id = calloc(IDS, sizeof *l.by_id);
    if (!sv_changes_init(&l.changes, job) || !l.by_id || !sv_key_guess_init(&l.guess, job))
        l.out_of_memory = true;
    l.changes.over_nothing = !job->unit->handle->materialized;
    if (!l.out_of_memory && sv_key_guess_needed(&l.guess)) {
        read_increments(&l, collect);
        sv_key_guess_end(&l.guess);
        memset(l.by_id, 0, IDS * sizeof *l.by_id);
    }
    if (!l.out_of_memory)
        read_increments(&l, read_change);
    if (!l.out_of_memory)
        status = read_materialized(&l, err);
    for (const struct sv_touched *t = l.changes.first; t && !l.out_of_memory && !job->stopped; t = t->next)
        if (!t->told)
            tell_touched(&l, t);
    if (l.out_of_memory && status == SV_OK)
        status = sv_fail(err, SV_ERR_MEMORY, "out of memory for the changes of a changelog");
    sv_key_guess_free(&l.guess);
    sv_changes_free(&l.changes);
    free(l.by_id);
    return status;
}
