/* parallel.c: a queue of numbers. */
#include "parallel.h"

#include <pthread.h>
#include <stdlib.h>

struct queue {
    const struct parallel *p;
    pthread_mutex_t lock;
    pthread_cond_t worked, taken; /* an item's work is done; an item was done with */
    size_t next, turn;            /* item to work on; item to be done with */
    bool *ready;                  /* by item */
};

static void *worker(void *context)
{
    struct queue *q = context;
    pthread_mutex_lock(&q->lock);
    while (q->next < q->p->count) {
        if (q->next >= q->turn + q->p->ahead) {
            pthread_cond_wait(&q->taken, &q->lock);
            continue;
        }
        size_t i = q->next++;
        pthread_mutex_unlock(&q->lock);
        q->p->work(i, q->p->context);
        pthread_mutex_lock(&q->lock);
        q->ready[i] = true;
        pthread_cond_broadcast(&q->worked);
    }
    pthread_mutex_unlock(&q->lock);
    return NULL;
}

static void take_turns(struct queue *q)
{
    pthread_mutex_lock(&q->lock);
    while (q->turn < q->p->count) {
        if (!q->ready[q->turn]) {
            pthread_cond_wait(&q->worked, &q->lock);
            continue;
        }
        pthread_mutex_unlock(&q->lock);
        q->p->done(q->turn, q->p->context);
        pthread_mutex_lock(&q->lock);
        q->turn++;
        pthread_cond_broadcast(&q->taken);
    }
    pthread_mutex_unlock(&q->lock);
}

/* Fewer threads than wanted do as well; without any the queue would stand still. */
static bool run_threads(struct queue *q, pthread_t *threads)
{
    unsigned started = 0;
    while (started < q->p->threads && pthread_create(&threads[started], NULL, worker, q) == 0)
        started++;
    if (started)
        take_turns(q);
    for (unsigned i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
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
    pthread_t *threads = calloc(p->threads, sizeof *threads);
    bool done = false;
    if (q.ready && threads && pthread_mutex_init(&q.lock, NULL) == 0) {
        if (pthread_cond_init(&q.worked, NULL) == 0) {
            if (pthread_cond_init(&q.taken, NULL) == 0) {
                done = run_threads(&q, threads);
                pthread_cond_destroy(&q.taken);
            }
            pthread_cond_destroy(&q.worked);
        }
        pthread_mutex_destroy(&q.lock);
    }
    free(threads);
    free(q.ready);
    return done;
}
