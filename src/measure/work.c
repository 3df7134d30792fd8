/* work.c: threads that take units one after the other. */
#include "measure/work.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "flink/read.h"

enum { TOLD_EVERY_MS = 200 };

struct crew {
    struct sv_scan *scan;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    const struct sv_scan_unit *next;
    unsigned working;
    enum sv_status status; /* the first failure ends all */
    struct sv_error *err;
    atomic_uint_fast64_t done_bytes;
};

/* A thread and its worker. */
struct hand {
    struct crew *crew;
    const struct sv_worker *worker;
    pthread_t thread;
    bool started;
};

unsigned sv_run_jobs(const struct sv_run *run)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned jobs = run->jobs ? run->jobs : cores > 0 ? (unsigned)cores : 1;
    return jobs < SV_JOBS_MOST ? jobs : SV_JOBS_MOST;
}

struct sv_scan_options sv_run_scan_options(const struct sv_run *run)
{
    return (struct sv_scan_options){
        .only = run->only,
        .only_context = run->only_context,
        .first_key_group = -1,
        .last_key_group = -1,
        .shard = run->shard,
        .shard_count = run->shard_count,
        .temporary_folder = run->temporary_folder,
    };
}

void sv_snapshot_id(const struct sv_snapshot *snapshot, char hex_out[33])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char id[16];
    sv_uid_hash((sv_str){ (const char *)snapshot->map.bytes, snapshot->map.n }, id);
    for (int i = 0; i < 32; i++)
        hex_out[i] = digits[i % 2 ? id[i / 2] & 15 : id[i / 2] >> 4];
    hex_out[32] = '\0';
}

static void fail(struct crew *crew, enum sv_status status, const struct sv_error *why)
{
    if (crew->status != SV_OK)
        return;
    crew->status = sv_fail(crew->err, status, "%s", why->text);
}

static const struct sv_scan_unit *take_unit(struct crew *crew)
{
    const struct sv_scan_unit *unit = NULL;
    pthread_mutex_lock(&crew->lock);
    if (crew->status == SV_OK && crew->next) {
        unit = crew->next;
        crew->next = unit->next;
    }
    pthread_mutex_unlock(&crew->lock);
    return unit;
}

static void add_progress(uint64_t bytes, void *context)
{
    atomic_fetch_add(&((struct hand *)context)->crew->done_bytes, bytes);
}

/* A visitor has one context for all it is told: this one leads to the worker's and to the hand. */
static bool pass_entry(const struct sv_state_entry *entry, void *context)
{
    const struct hand *hand = context;
    return hand->worker->visitor.entry(entry, hand->worker->visitor.context);
}

static void pass_loss(const struct sv_loss *loss, void *context)
{
    const struct hand *hand = context;
    hand->worker->visitor.loss(loss, hand->worker->visitor.context);
}

static enum sv_status run_unit(struct hand *hand, const struct sv_scan_unit *unit, struct sv_error *why)
{
    const struct sv_worker *worker = hand->worker;
    const struct sv_visitor visitor = {
        .entry = worker->visitor.entry ? pass_entry : NULL,
        .loss = worker->visitor.loss ? pass_loss : NULL,
        .progress = add_progress,
        .context = hand,
    };
    bool whole = !worker->begin || worker->begin(unit, worker->visitor.context);
    enum sv_status status = whole ? sv_scan_run(hand->crew->scan, unit, &visitor, why) : SV_OK;
    if (status == SV_OK && (!whole || (worker->failed && *worker->failed)))
        status = sv_fail(why, SV_ERR_MEMORY, "out of memory");
    return status;
}

static void *work(void *context)
{
    struct hand *hand = context;
    struct crew *crew = hand->crew;
    const struct sv_worker *worker = hand->worker;
    const struct sv_scan_unit *unit;
    while ((unit = take_unit(crew))) {
        struct sv_error why;
        enum sv_status status = run_unit(hand, unit, &why);
        pthread_mutex_lock(&crew->lock);
        if (status == SV_OK && worker->done && !worker->done(worker->visitor.context))
            status = sv_fail(&why, SV_ERR_MEMORY, "out of memory");
        if (status != SV_OK)
            fail(crew, status, &why);
        pthread_mutex_unlock(&crew->lock);
    }
    pthread_mutex_lock(&crew->lock);
    crew->working--;
    pthread_cond_signal(&crew->changed);
    pthread_mutex_unlock(&crew->lock);
    return NULL;
}

static void wait_for_all(struct crew *crew, const struct sv_run *run)
{
    uint64_t total = 0;
    for (const struct sv_scan_unit *unit = sv_scan_units(crew->scan); unit; unit = unit->next)
        total += unit->bytes;
    pthread_mutex_lock(&crew->lock);
    while (crew->working) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += TOLD_EVERY_MS * 1000000L;
        if (until.tv_nsec >= 1000000000L) {
            until.tv_sec++;
            until.tv_nsec -= 1000000000L;
        }
        pthread_cond_timedwait(&crew->changed, &crew->lock, &until);
        if (!run->progress)
            continue;
        pthread_mutex_unlock(&crew->lock);
        run->progress(atomic_load(&crew->done_bytes), total, run->progress_context);
        pthread_mutex_lock(&crew->lock);
    }
    pthread_mutex_unlock(&crew->lock);
}

enum sv_status sv_work(struct sv_scan *scan, const struct sv_run *run, const struct sv_worker *workers,
                       struct sv_error *err)
{
    struct crew crew = { .scan = scan, .next = sv_scan_units(scan), .err = err };
    unsigned jobs = sv_run_jobs(run), started = 0;
    struct hand *hands = calloc(jobs, sizeof *hands);
    if (!hands)
        return sv_fail(err, SV_ERR_MEMORY, "out of memory");
    pthread_mutex_init(&crew.lock, NULL);
    pthread_cond_init(&crew.changed, NULL);
    pthread_mutex_lock(&crew.lock);
    for (unsigned i = 0; i < jobs; i++) {
        hands[i].crew = &crew;
        hands[i].worker = &workers[i];
        hands[i].started = pthread_create(&hands[i].thread, NULL, work, &hands[i]) == 0;
        started += hands[i].started;
    }
    crew.working = started;
    if (!started)
        crew.status = sv_fail(err, SV_ERR_MEMORY, "cannot start a thread");
    pthread_mutex_unlock(&crew.lock);
    wait_for_all(&crew, run);
    for (unsigned i = 0; i < jobs; i++)
        if (hands[i].started)
            pthread_join(hands[i].thread, NULL);
    pthread_cond_destroy(&crew.changed);
    pthread_mutex_destroy(&crew.lock);
    free(hands);
    return crew.status;
}
