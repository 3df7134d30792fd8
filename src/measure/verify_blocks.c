/* verify_blocks.c: every block of every SST file, files over threads. RocksDB reads those that entries need; here all are
 * looked at, and a damaged one is told by its file and place. */
#include <pthread.h>
#include <stdlib.h>

#include "base/limits.h"
#include "measure/sst_files.h"
#include "measure/verify_parts.h"
#include "store/sst.h"

/* SST files of a snapshot and who takes which. */
struct blocks {
    struct sv_verified_snapshot *v;
    struct sv_sst_files files;
    size_t next;
    struct sv_crc32c crc;
    pthread_mutex_t lock; /* of next and v */
};

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
        size_t i = b->next < b->files.count ? b->next++ : b->files.count;
        pthread_mutex_unlock(&b->lock);
        if (i == b->files.count)
            return NULL;
        look_at(b, &b->files.items[i]);
    }
}

/* This thread works, too: others that cannot be started are done without. */
static void look_at_all(struct blocks *b, const struct sv_run *run)
{
    pthread_t threads[SV_JOBS_MOST];
    unsigned jobs = sv_run_jobs(run), started = 0;
    while (started + 1 < jobs && started + 1 < b->files.count && pthread_create(&threads[started], NULL, work, b) == 0)
        started++;
    work(b);
    while (started)
        pthread_join(threads[--started], NULL);
}

bool sv_verify_blocks(struct sv_verified_snapshot *v, const struct sv_run *run)
{
    struct blocks b = { .v = v };
    bool done = sv_sst_files_of(v->snapshot, &b.files);
    size_t all = b.files.count;
    b.files.count = 0;
    for (size_t i = 0; i < all; i++)
        if (sv_share_has(run, i, all))
            b.files.items[b.files.count++] = b.files.items[i];
    sv_crc32c_init(&b.crc);
    pthread_mutex_init(&b.lock, NULL);
    if (done)
        look_at_all(&b, run);
    pthread_mutex_destroy(&b.lock);
    free(b.files.items);
    return done && !v->issues.failed;
}
