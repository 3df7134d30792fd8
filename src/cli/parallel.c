/* parallel.c: a queue of numbers. */
#include "parallel.h"

#include <stdlib.h>
#include <threads.h>

struct queue {
    const struct parallel *p;
    mtx_t lock;
    cnd_t worked, taken; /* an item's work is done; an item was done with */
    size_t next, turn;   /* item to work on; item to be done with */
    bool *ready;         /* by item */
};

static int worker(void *context)
{
    struct queue *q = context;
    mtx_lock(&q->lock);
    while (q->next < q->p->count) {
        if (q->next >= q->turn + q->p->ahead) {
            cnd_wait(&q->taken, &q->lock);
            continue;
        }
        size_t i = q->next++;
        mtx_unlock(&q->lock);
        q->p->work(i, q->p->context);
        mtx_lock(&q->lock);
        q->ready[i] = true;
        cnd_broadcast(&q->worked);
    }
    mtx_unlock(&q->lock);
    return 0;
}

static void take_turns(struct queue *q)
{
    mtx_lock(&q->lock);
    while (q->turn < q->p->count) {
        if (!q->ready[q->turn]) {
            cnd_wait(&q->worked, &q->lock);
            continue;
        }
        mtx_unlock(&q->lock);
        q->p->done(q->turn, q->p->context);
        mtx_lock(&q->lock);
        q->turn++;
        cnd_broadcast(&q->taken);
    }
    mtx_unlock(&q->lock);
}

/* Fewer threads than wanted do as well; without any the queue would stand still. */
static bool run_threads(struct queue *q, thrd_t *threads)
{
    unsigned started = 0;
    while (started < q->p->threads && thrd_create(&threads[started], worker, q) == thrd_success)
        started++;
    if (started)
        take_turns(q);
    for (unsigned i = 0; i < started; i++)
        thrd_join(threads[i], NULL);
    return started > 0;
}

static void run_alone(const struct parallel *p)
{
    for (size_t i = 0; i < p->count; i++) {
        p->work(i, p->context);
        p->done(i, p->context);
    }
}

bool parallel_run(const struct parallel *p)
{
    if (p->threads <= 1 || p->count <= 1) {
        run_alone(p);
        return true;
    }
    struct queue q = { .p = p, .ready = calloc(p->count, sizeof *q.ready) };
    thrd_t *threads = calloc(p->threads, sizeof *threads);
    bool done = false;
    if (q.ready && threads && mtx_init(&q.lock, mtx_plain) == thrd_success) {
        if (cnd_init(&q.worked) == thrd_success) {
            if (cnd_init(&q.taken) == thrd_success) {
                done = run_threads(&q, threads);
                cnd_destroy(&q.taken);
            }
            cnd_destroy(&q.worked);
        }
        mtx_destroy(&q.lock);
    }
    free(threads);
    free(q.ready);
    return done;
}
