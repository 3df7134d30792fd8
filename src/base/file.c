/* file.c: read-only maps, the guard against files that shrink, and path joining. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* The guard's table is read by the signal handler: plain atomics, no locks. It grows by whole blocks that are never
 * freed, so that the handler can walk it at any moment. */
struct sv_map_guard {
    _Atomic uintptr_t begin, end;
    atomic_bool changed;
};
enum { GUARD_BLOCK = 256 };
struct guard_block {
    struct sv_map_guard entries[GUARD_BLOCK];
    _Atomic(struct guard_block *) next;
};
static struct guard_block guard_table;
static atomic_bool guard_on;
static struct sigaction guard_before;
static uintptr_t guard_page;

static struct sv_map_guard *guard_find(uintptr_t at)
{
    for (struct guard_block *block = &guard_table; block; block = atomic_load(&block->next))
        for (int i = 0; i < GUARD_BLOCK; i++)
            if (at >= atomic_load(&block->entries[i].begin) && at < atomic_load(&block->entries[i].end))
                return &block->entries[i];
    return NULL;
}

static void on_bus_error(int sig, siginfo_t *info, void *context)
{
    uintptr_t at = (uintptr_t)info->si_addr;
    struct sv_map_guard *entry = info->si_code > 0 ? guard_find(at) : NULL; /* else sent by a process: no address */
    if (entry) {
        void *page = (void *)(at & ~(guard_page - 1));
        if (mmap(page, guard_page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != MAP_FAILED) {
            atomic_store(&entry->changed, true);
            return;
        }
    }
    if (guard_before.sa_flags & SA_SIGINFO) {
        guard_before.sa_sigaction(sig, info, context);
    } else if (guard_before.sa_handler != SIG_DFL && guard_before.sa_handler != SIG_IGN) {
        guard_before.sa_handler(sig);
    } else {
        sigaction(SIGBUS, &guard_before, NULL); /* an access is made again and meets the earlier action */
        if (info->si_code <= 0)
            raise(sig);
    }
}

enum sv_status sv_map_guard_install(struct sv_error *err)
{
    if (atomic_exchange(&guard_on, true))
        return SV_OK;
    guard_page = (uintptr_t)sysconf(_SC_PAGESIZE);
    struct sigaction action = { .sa_sigaction = on_bus_error, .sa_flags = SA_SIGINFO | SA_RESTART };
    sigemptyset(&action.sa_mask);
    if (sigaction(SIGBUS, &action, &guard_before) != 0)
        return sv_fail(err, SV_ERR_OPEN, "cannot watch for files that are cut short: %s", strerror(errno));
    return SV_OK;
}

static struct sv_map_guard *guard_claim(struct guard_block *block, const void *bytes, size_t n)
{
    for (int i = 0; i < GUARD_BLOCK; i++) {
        struct sv_map_guard *entry = &block->entries[i];
        uintptr_t free_mark = 0;
        if (atomic_compare_exchange_strong(&entry->begin, &free_mark, (uintptr_t)bytes)) {
            atomic_store(&entry->changed, false);
            atomic_store(&entry->end, (uintptr_t)bytes + n);
            return entry;
        }
    }
    return NULL;
}

/* NULL without a guard, and when memory is out: the map then works as without one. */
static struct sv_map_guard *guard_add(const void *bytes, size_t n)
{
    if (!atomic_load(&guard_on))
        return NULL;
    for (struct guard_block *block = &guard_table;;) {
        struct sv_map_guard *entry = guard_claim(block, bytes, n);
        if (entry)
            return entry;
        struct guard_block *next = atomic_load(&block->next);
        if (!next) {
            struct guard_block *fresh = calloc(1, sizeof *fresh);
            if (!fresh)
                return NULL;
            if (atomic_compare_exchange_strong(&block->next, &next, fresh))
                next = fresh;
            else
                free(fresh);
        }
        block = next;
    }
}

static enum sv_status map_descriptor(int fd, const char *path, size_t limit_bytes, struct sv_map *out,
                                     struct sv_error *err)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return sv_fail(err, SV_ERR_OPEN, "cannot look at '%s': %s", path, strerror(errno));
    if (!S_ISREG(st.st_mode))
        return sv_fail(err, SV_ERR_OPEN, "cannot read '%s': it is no regular file", path);
    struct sv_map map = { .file_bytes = (uint64_t)st.st_size };
    if (map.file_bytes > SIZE_MAX)
        return sv_fail(err, SV_ERR_MEMORY, "cannot map '%s': it is larger than the address space", path);
    map.n = (size_t)map.file_bytes;
    if (limit_bytes && map.n > limit_bytes)
        map.n = limit_bytes;
    if (map.n) {
        void *bytes = mmap(NULL, map.n, PROT_READ, MAP_PRIVATE, fd, 0);
        if (bytes == MAP_FAILED)
            return sv_fail(err, errno == ENOMEM ? SV_ERR_MEMORY : SV_ERR_OPEN, "cannot map '%s' (%zu bytes): %s", path,
                           map.n, strerror(errno));
        map.bytes = bytes;
        map.guard = guard_add(bytes, map.n);
    }
    *out = map;
    return SV_OK;
}

enum sv_status sv_map_open(const char *path, size_t limit_bytes, struct sv_map *out, struct sv_error *err)
{
    /* O_NONBLOCK: a pipe in place of a file must not hang */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return sv_fail(err, errno == ENOENT || errno == ENOTDIR ? SV_ERR_NOT_FOUND : SV_ERR_OPEN,
                       "cannot open '%s': %s", path, strerror(errno));
    enum sv_status status = map_descriptor(fd, path, limit_bytes, out, err);
    close(fd);
    return status;
}

enum sv_status sv_map_copy(sv_str bytes, struct sv_map *out, struct sv_error *err)
{
    struct sv_map map = { .n = bytes.n, .file_bytes = bytes.n };
    if (bytes.n) {
        void *copy = mmap(NULL, bytes.n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (copy == MAP_FAILED)
            return sv_fail(err, SV_ERR_MEMORY, "no memory for %zu bytes: %s", bytes.n, strerror(errno));
        memcpy(copy, bytes.p, bytes.n);
        mprotect(copy, bytes.n, PROT_READ);
        map.bytes = copy;
    }
    *out = map;
    return SV_OK;
}

void sv_map_close(struct sv_map *map)
{
    if (map->guard) {
        atomic_store(&map->guard->end, 0);
        atomic_store(&map->guard->begin, 0);
    }
    if (map->bytes)
        munmap((void *)(uintptr_t)map->bytes, map->n);
    *map = (struct sv_map){ 0 };
}

void sv_map_give_back(const struct sv_map *map, const unsigned char *begin, const unsigned char *end)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t from = (size_t)(begin - map->bytes) / page * page, to = (size_t)(end - map->bytes) / page * page;
    if (map->bytes && to > from)
        madvise((unsigned char *)(uintptr_t)map->bytes + from, to - from, MADV_DONTNEED);
}

bool sv_map_changed(const struct sv_map *map)
{
    return map->guard && atomic_load(&map->guard->changed);
}

enum sv_path_kind sv_path_kind(const char *path, uint64_t *size_out)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return SV_PATH_NONE;
    if (S_ISREG(st.st_mode)) {
        if (size_out)
            *size_out = (uint64_t)st.st_size;
        return SV_PATH_FILE;
    }
    return S_ISDIR(st.st_mode) ? SV_PATH_FOLDER : SV_PATH_OTHER;
}

/* Whether one of the parts of a path is "..". */
static bool climbs(sv_str name)
{
    for (size_t i = 0; i + 1 < name.n; i++)
        if (name.p[i] == '.' && name.p[i + 1] == '.' && (i == 0 || name.p[i - 1] == '/') &&
            (i + 2 == name.n || name.p[i + 2] == '/'))
            return true;
    return false;
}

char *sv_path_join(sv_str dir, sv_str name)
{
    if (name.n == 0 || name.p[0] == '/' || climbs(name) || memchr(name.p, 0, name.n) ||
        (dir.n && memchr(dir.p, 0, dir.n)))
        return NULL;
    if (dir.n > SIZE_MAX / 4 || name.n > SIZE_MAX / 4)
        return NULL;
    char *path = malloc(dir.n + 1 + name.n + 1);
    if (!path)
        return NULL;
    size_t n = 0;
    if (dir.n) {
        memcpy(path, dir.p, dir.n);
        n = dir.n;
        if (path[n - 1] != '/')
            path[n++] = '/';
    }
    memcpy(path + n, name.p, name.n);
    path[n + name.n] = '\0';
    return path;
}

sv_str sv_path_dir(sv_str path)
{
    while (path.n > 1 && path.p[path.n - 1] == '/')
        path.n--;
    for (size_t i = path.n; i > 0; i--)
        if (path.p[i - 1] == '/')
            return (sv_str){ path.p, i == 1 ? 1 : i - 1 };
    return SV_STR(".");
}
