/* verify_entries.c: every entry is read, and every key hashed as Flink hashes it. */
#include <inttypes.h>
#include <stdlib.h>

#include "base/limits.h"
#include "measure/stats.h"
#include "measure/verify_parts.h"

/* Keys of one state in one key group that belong elsewhere. */
struct strays {
    const struct sv_operator *op;
    const struct sv_subtask *subtask;
    const struct sv_state *state;
    int32_t key_group, belongs_to; /* of the first one */
    uint64_t count;
    struct sv_buf first; /* as it is shown */
};

/* One thread's counters. */
struct reading {
    struct sv_verified_snapshot *v;
    void (*print)(struct sv_buf *out, const struct sv_value *value);
    const struct sv_scan_unit *unit;
    struct sv_arena values, texts;
    struct sv_issues issues;
    uint64_t looked_at[SV_CHECK_COUNT], not_hashed;
    struct sv_buf last_key; /* most keys come several times in a row */
    const struct sv_codec *last_codec;
    int32_t last_group;
    struct strays strays;
    bool failed;
};

enum { GROUP_NOT_KNOWN = -2 };

static void init(struct reading *r, struct sv_verified_snapshot *v, const struct sv_verify_request *request)
{
    *r = (struct reading){ .v = v, .print = request->print };
    sv_arena_init(&r->values, SV_LIMIT_MODEL_BYTES);
    sv_arena_init(&r->texts, SV_LIMIT_MODEL_BYTES);
    sv_buf_init(&r->last_key, SV_LIMIT_REPORT_BYTES);
    sv_buf_init(&r->strays.first, SV_LIMIT_REPORT_BYTES);
    r->issues.arena = &r->texts;
}

static void release(struct reading *r)
{
    sv_arena_free(&r->values);
    sv_arena_free(&r->texts);
    sv_buf_free(&r->last_key);
    sv_buf_free(&r->strays.first);
    sv_issues_free(&r->issues);
}

static bool is_about_file(enum sv_defect_code code)
{
    return code >= SV_DEFECT_MISSING_FILE && code <= SV_DEFECT_CHANGED;
}

/* Whether code of the user's own, or of Kryo, writes a part of the state's values. */
static bool is_opaque(const struct sv_state *state)
{
    for (const struct sv_type *root = NULL; (root = sv_state_next_root(state, root));)
        for (const struct sv_type *t = root; t; t = sv_type_next(root, t))
            if (t->kind == SV_KIND_UNKNOWN || t->kind == SV_KIND_GENERIC || t->kind == SV_KIND_KRYO ||
                t->kind == SV_KIND_LEGACY)
                return true;
    return false;
}

/* Heap state stands without lengths: where such values end is worked out from what follows them, and when that leads nowhere
 * it need not be damage. */
static bool is_guesswork(const struct sv_handle *handle)
{
    bool opaque = false;
    if (handle->kind != SV_HANDLE_KEY_GROUPS || !handle->stream || handle->stream->kind != SV_STREAM_KEYED)
        return false;
    for (const struct sv_state *state = handle->stream->states; state; state = state->next) {
        if (state->backend == SV_BACKEND_ROCKSDB)
            return false;
        opaque |= is_opaque(state);
    }
    return opaque;
}

static void tell_strays(struct reading *r)
{
    struct strays *strays = &r->strays;
    struct sv_buf detail;
    if (!strays->count)
        return;
    sv_buf_init(&detail, SV_LIMIT_REPORT_BYTES);
    sv_buf_printf(&detail, "it belongs to key group %" PRId32 "; entries of this state here that lie wrong: %" PRIu64,
                  strays->belongs_to, strays->count);
    const struct sv_issue issue = {
        .check = SV_CHECK_KEYS,
        .blind = is_guesswork(r->unit->handle),
        .op_index = sv_operator_index(r->v->snapshot, strays->op),
        .subtask = strays->subtask->index,
        .state = strays->state->name,
        .file = r->unit->handle->blob.name,
        .what = SV_STR("key of another key group"),
        .doing = SV_STR("hashing keys"),
        .subject = sv_buf_str(&strays->first),
        .detail = sv_buf_str(&detail),
        .first_key_group = strays->key_group,
        .last_key_group = strays->key_group,
    };
    sv_issues_add(&r->issues, &issue);
    r->failed |= detail.failed || strays->first.failed;
    sv_buf_free(&detail);
    strays->count = 0;
}

static void stray(struct reading *r, const struct sv_state_entry *entry, int32_t belongs_to)
{
    struct strays *strays = &r->strays;
    if (strays->count && strays->state == entry->state && strays->key_group == entry->key_group) {
        strays->count++;
        return;
    }
    tell_strays(r);
    strays->op = entry->op;
    strays->subtask = entry->subtask;
    strays->state = entry->state;
    strays->key_group = entry->key_group;
    strays->belongs_to = belongs_to;
    strays->count = 1;
    strays->first.n = 0;
    sv_arena_reset(&r->values);
    const struct sv_value *key = sv_entry_part(entry->key, entry->codecs->key, &r->values);
    if (key)
        r->print(&strays->first, key);
}

static int32_t group_of(struct reading *r, const struct sv_state_entry *entry)
{
    int32_t hash;
    if (r->last_codec == entry->codecs->key && sv_str_eq(entry->key, sv_buf_str(&r->last_key)))
        return r->last_group;
    struct sv_cursor cur = sv_cur_of(entry->key.p, entry->key.n, 0);
    r->last_group = GROUP_NOT_KNOWN;
    if (entry->op->max_parallelism > 0 && sv_java_hash(&cur, entry->codecs->key, &hash))
        r->last_group = sv_key_group_of(hash, entry->op->max_parallelism);
    r->last_codec = entry->codecs->key;
    r->last_key.n = 0;
    sv_buf_add(&r->last_key, entry->key);
    r->failed |= r->last_key.failed;
    return r->last_group;
}

static bool look(const struct sv_state_entry *entry, void *context)
{
    struct reading *r = context;
    r->looked_at[r->unit->handle->kind == SV_HANDLE_INCREMENTAL ? SV_CHECK_SST : SV_CHECK_ENTRIES]++;
    if (entry->key_group < 0 || !entry->key.p || !entry->codecs->key)
        return true;
    int32_t group = group_of(r, entry);
    if (group == GROUP_NOT_KNOWN) {
        r->not_hashed++;
        return !r->failed;
    }
    r->looked_at[SV_CHECK_KEYS]++;
    if (group != entry->key_group)
        stray(r, entry, group);
    return !r->failed;
}

static void lose(const struct sv_loss *loss, void *context)
{
    struct reading *r = context;
    struct sv_issue issue = sv_issue_of(r->v->snapshot, loss);
    if (r->unit->handle->kind == SV_HANDLE_INCREMENTAL)
        issue.check = SV_CHECK_SST;
    else if (!is_about_file(loss->defect.code))
        issue.blind |= is_guesswork(r->unit->handle);
    sv_issues_add(&r->issues, &issue);
}

static bool begin(const struct sv_scan_unit *unit, void *context)
{
    struct reading *r = context;
    r->unit = unit;
    r->last_codec = NULL;
    return true;
}

static bool done(void *context)
{
    struct reading *r = context;
    struct sv_verified_snapshot *v = r->v;
    tell_strays(r);
    for (int i = 0; i < SV_CHECK_COUNT; i++) {
        v->looked_at[i] += r->looked_at[i];
        r->looked_at[i] = 0;
    }
    v->not_hashed += r->not_hashed;
    r->not_hashed = 0;
    sv_issues_add_all(&v->issues, &r->issues);
    sv_issues_free(&r->issues);
    sv_arena_reset(&r->texts);
    return !v->issues.failed && !r->failed;
}

static enum sv_status read_all(struct sv_verified_snapshot *v, struct sv_scan *scan,
                               const struct sv_verify_request *request, struct sv_error *err)
{
    unsigned jobs = sv_run_jobs(&request->run);
    struct reading *readings = calloc(jobs, sizeof *readings);
    struct sv_worker *workers = calloc(jobs, sizeof *workers);
    enum sv_status status = SV_ERR_MEMORY;
    if (readings && workers) {
        for (unsigned i = 0; i < jobs; i++) {
            init(&readings[i], v, request);
            workers[i] = (struct sv_worker){
                .visitor = { .entry = look, .loss = lose, .context = &readings[i] },
                .begin = begin,
                .done = done,
                .failed = &readings[i].failed,
            };
        }
        status = sv_work(scan, &request->run, workers, err);
        for (unsigned i = 0; i < jobs; i++)
            release(&readings[i]);
    } else {
        status = sv_fail(err, SV_ERR_MEMORY, "out of memory");
    }
    free(readings);
    free(workers);
    return status;
}

enum sv_status sv_verify_entries(struct sv_verified_snapshot *v, struct sv_snapshot *snapshot,
                                 const struct sv_verify_request *request, struct sv_error *err)
{
    struct sv_scan_options options = sv_run_scan_options(&request->run);
    struct sv_scan *scan = NULL;
    enum sv_status status = sv_scan_new(snapshot, &options, &scan, err);
    if (status == SV_OK)
        status = read_all(v, scan, request, err);
    sv_scan_free(scan);
    return status;
}
