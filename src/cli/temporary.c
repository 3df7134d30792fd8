/* temporary.c: a thread waits for the signals, since a handler must not walk folders. */
#include "temporary.h"

#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* The command's threads may write while the folder is being removed. */
enum { REMOVALS_MOST = 100, PAUSE_NS = 10000000, OPEN_FOLDERS_MOST = 8 };

static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
static char *folder; /* NULL: none */
static sigset_t awaited;
static atomic_bool is_dying;

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)st, (void)kind, (void)where;
    remove(path);
    return 0;
}

static void remove_folder(void)
{
    for (int i = 0; i < REMOVALS_MOST && access(folder, F_OK) == 0; i++) {
        if (i)
            nanosleep(&(struct timespec){ .tv_nsec = PAUSE_NS }, NULL);
        nftw(folder, remove_one, OPEN_FOLDERS_MOST, FTW_DEPTH | FTW_PHYS);
    }
}

/* Dies of the signal, as without this. */
static void *wait_for_signal(void *unused)
{
    (void)unused;
    int signal_number;
    if (sigwait(&awaited, &signal_number) != 0)
        return NULL;
    /* The command's threads go on, and what they meet from now on is nobody's business. */
    atomic_store(&is_dying, true);
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere >= 0 && dup2(nowhere, STDOUT_FILENO) >= 0 && dup2(nowhere, STDERR_FILENO) >= 0)
        remove_folder();
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, signal_number);
    signal(signal_number, SIG_DFL);
    pthread_sigmask(SIG_UNBLOCK, &one, NULL);
    raise(signal_number);
    return NULL;
}

static void await_signals(void)
{
    pthread_t thread;
    sigemptyset(&awaited);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct sigaction now;
        if (sigaction(signals[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN)
            sigaddset(&awaited, signals[i]);
    }
    pthread_sigmask(SIG_BLOCK, &awaited, NULL);
    if (pthread_create(&thread, NULL, wait_for_signal, NULL) == 0)
        pthread_detach(thread);
    else
        pthread_sigmask(SIG_UNBLOCK, &awaited, NULL);
}

const char *cli_temporary_folder(void)
{
    static const char name[] = "/snapvet-XXXXXX";
    const char *parent = getenv("TMPDIR");
    if (folder)
        return folder;
    parent = parent && *parent ? parent : "/tmp";
    folder = malloc(strlen(parent) + sizeof name);
    if (!folder)
        return NULL;
    memcpy(folder, parent, strlen(parent));
    memcpy(folder + strlen(parent), name, sizeof name);
    if (mkdtemp(folder)) {
        await_signals();
        return folder;
    }
    free(folder);
    folder = NULL;
    return NULL;
}

void cli_temporary_end(void)
{
    while (atomic_load(&is_dying))
        pause();
    if (!folder)
        return;
    remove_folder();
    free(folder);
    folder = NULL;
}
