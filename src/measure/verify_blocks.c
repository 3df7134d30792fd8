/* verify_blocks.c: every block of every SST file, files over threads. RocksDB reads those that entries need; here all are
 * looked at, and a damaged one is told by its file and place. */
#include <pthread.h>
#include <stdlib.h>

#include "base/limits.h"
#include "measure/blobs.h"
#include "measure/verify_parts.h"
#include "store/sst.h"

/* SST files of a snapshot and who takes which. */
struct blocks {
    struct sv_verified_snapshot *v;
    struct sv_blob_use *files; /* owned */
    size_t count, capacity, next;
    struct sv_crc32c crc;
    pthread_mutex_t lock; /* of next and v */
};

static bool add_sst(const struct sv_blob_use *use, void *context)
{
    struct blocks *b = context;
    if (!use->file || !sv_str_ends(use->file->name, SV_STR(".sst")))
        return true;
    if (b->count == b->capacity) {
        size_t capacity = b->capacity ? 2 * b->capacity : 64;
        struct sv_blob_use *files = reallocarray(b->files, capacity, sizeof *files);
        if (!files)
            return false;
        b->files = files;
        b->capacity = capacity;
    }
    b->files[b->count++] = *use;
    return true;
}

static uint64_t start_of(const struct sv_blob *blob)
{
    return blob->kind == SV_BLOB_SEGMENT ? blob->more.segment->start : 0;
}

/* By what every machine has in common. */
static int by_place(const void *left, const void *right)
{
    const struct sv_blob_use *a = left, *b = right;
    uint64_t x = start_of(a->blob), y = start_of(b->blob);
    int order = sv_str_cmp(a->blob->name, b->blob->name);
    order = order ? order : (x > y) - (x < y);
    return order ? order : (a->blob->at > b->blob->at) - (a->blob->at < b->blob->at);
}

/* Subtasks share files; those inline in _metadata are each their own. */
static void drop_doubles(struct blocks *b)
{
    size_t kept = 0;
    if (b->count)
        qsort(b->files, b->count, sizeof *b->files, by_place);
    for (size_t i = 0; i < b->count; i++) {
        const struct sv_blob *last = kept ? b->files[kept - 1].blob : NULL, *blob = b->files[i].blob;
        if (!last || !sv_blob_is_file(blob) || !sv_str_eq(last->name, blob->name) || start_of(last) != start_of(blob))
            b->files[kept++] = b->files[i];
    }
    b->count = kept;
}

static void tell(struct blocks *b, const struct sv_blob_use *use, const struct sv_sst *sst, uint64_t origin)
{
    const struct sv_issue issue = {
        .check = SV_CHECK_BLOCKS,
        .blind = sv_defect_is_blind(sst->defect.code),
        .op_index = sv_operator_index(b->v->snapshot, use->op),
        .subtask = use->subtask->index,
        .state = sst->properties.column_family,
        .file = use->blob->name,
        .at = origin + sst->defect.at,
        .what = sv_str_of(sv_defect_text(sst->defect.code)),
        .doing = sv_str_of(sst->defect.doing),
        .subject = use->file->name,
        .first_key_group = use->handle->first_key_group,
        .last_key_group = use->handle->first_key_group + use->handle->key_group_count - 1,
    };
    sv_issues_add(&b->v->issues, &issue);
}

static void look_at(struct blocks *b, const struct sv_blob_use *use)
{
    struct sv_map map;
    struct sv_cursor cur;
    struct sv_arena arena;
    struct sv_sst sst;
    if (!sv_blob_map(use->blob, &map, &cur))
        return;
    sv_arena_init(&arena, SV_LIMIT_MODEL_BYTES);
    sv_sst_verify(&sst, cur, &arena, &b->crc);
    if (sv_map_changed(&map))
        sst.defect.code = SV_DEFECT_CHANGED;
    pthread_mutex_lock(&b->lock);
    b->v->looked_at[SV_CHECK_BLOCKS] += sst.blocks;
    if (sst.defect.code != SV_DEFECT_NONE)
        tell(b, use, &sst, cur.at);
    pthread_mutex_unlock(&b->lock);
    sv_arena_free(&arena);
    sv_map_close(&map);
}

static void *work(void *context)
{
    struct blocks *b = context;
    for (;;) {
        pthread_mutex_lock(&b->lock);
        size_t i = b->next < b->count ? b->next++ : b->count;
        pthread_mutex_unlock(&b->lock);
        if (i == b->count)
            return NULL;
        look_at(b, &b->files[i]);
    }
}

/* This thread works, too: others that cannot be started are done without. */
static void look_at_all(struct blocks *b, const struct sv_run *run)
{
    pthread_t threads[SV_JOBS_MOST];
    unsigned jobs = sv_run_jobs(run), started = 0;
    while (started + 1 < jobs && started + 1 < b->count && pthread_create(&threads[started], NULL, work, b) == 0)
        started++;
    work(b);
    while (started)
        pthread_join(threads[--started], NULL);
}

bool sv_verify_blocks(struct sv_verified_snapshot *v, const struct sv_run *run)
{
    struct blocks b = { .v = v };
    bool done = true;
    for (const struct sv_operator *op = v->snapshot->operators; op && done; op = op->next)
        done = sv_each_blob_use(op, add_sst, &b);
    drop_doubles(&b);
    size_t all = b.count;
    b.count = 0;
    for (size_t i = 0; i < all; i++)
        if (sv_share_has(run, i, all))
            b.files[b.count++] = b.files[i];
    sv_crc32c_init(&b.crc);
    pthread_mutex_init(&b.lock, NULL);
    if (done)
        look_at_all(&b, run);
    pthread_mutex_destroy(&b.lock);
    free(b.files);
    return done && !v->issues.failed;
}
