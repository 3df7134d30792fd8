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

/* The guard's table is read by the signal handler: plain atomics, never freed, no locks. A map that finds no
 * free slot works as without a guard. */
enum { GUARD_SLOTS = 256 };
static struct {
    _Atomic uintptr_t begin, end;
    atomic_bool changed;
} guard[GUARD_SLOTS];
static atomic_bool guard_on;
static struct sigaction guard_before;
static uintptr_t guard_page;

static int guard_find(uintptr_t at)
{
    for (int i = 0; i < GUARD_SLOTS; i++)
        if (at >= atomic_load(&guard[i].begin) && at < atomic_load(&guard[i].end))
            return i;
    return -1;
}

static void on_bus_error(int sig, siginfo_t *info, void *context)
{
    uintptr_t at = (uintptr_t)info->si_addr;
    int slot = guard_find(at);
    if (slot >= 0) {
        void *page = (void *)(at & ~(guard_page - 1));
        if (mmap(page, guard_page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != MAP_FAILED) {
            atomic_store(&guard[slot].changed, true);
            return;
        }
    }
    if (guard_before.sa_flags & SA_SIGINFO) {
        guard_before.sa_sigaction(sig, info, context);
    } else {
        sigaction(SIGBUS, &guard_before, NULL); /* the access is made again and meets the earlier action */
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

static int guard_add(const void *bytes, size_t n)
{
    if (!atomic_load(&guard_on))
        return -1;
    for (int i = 0; i < GUARD_SLOTS; i++) {
        uintptr_t free_mark = 0;
        if (atomic_compare_exchange_strong(&guard[i].begin, &free_mark, (uintptr_t)bytes)) {
            atomic_store(&guard[i].changed, false);
            atomic_store(&guard[i].end, (uintptr_t)bytes + n);
            return i;
        }
    }
    return -1;
}

static enum sv_status map_descriptor(int fd, const char *path, size_t limit_bytes, struct sv_map *out, struct sv_error *err)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return sv_fail(err, SV_ERR_OPEN, "cannot look at '%s': %s", path, strerror(errno));
    if (!S_ISREG(st.st_mode))
        return sv_fail(err, SV_ERR_OPEN, "cannot read '%s': it is no regular file", path);
    struct sv_map map = { .file_bytes = (uint64_t)st.st_size, .guard_slot = -1 };
    if (map.file_bytes > SIZE_MAX)
        return sv_fail(err, SV_ERR_MEMORY, "cannot map '%s': it is larger than the address space", path);
    map.n = (size_t)map.file_bytes;
    if (limit_bytes && map.n > limit_bytes)
        map.n = limit_bytes;
    if (map.n) {
        void *bytes = mmap(NULL, map.n, PROT_READ, MAP_PRIVATE, fd, 0);
        if (bytes == MAP_FAILED)
            return sv_fail(err, errno == ENOMEM ? SV_ERR_MEMORY : SV_ERR_OPEN, "cannot map '%s' (%zu bytes): %s", path, map.n,
                           strerror(errno));
        map.bytes = bytes;
        map.guard_slot = guard_add(bytes, map.n);
    }
    *out = map;
    return SV_OK;
}

enum sv_status sv_map_open(const char *path, size_t limit_bytes, struct sv_map *out, struct sv_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY); /* O_NONBLOCK: a pipe in place of a file must not hang */
    if (fd < 0)
        return sv_fail(err, errno == ENOENT || errno == ENOTDIR ? SV_ERR_NOT_FOUND : SV_ERR_OPEN, "cannot open '%s': %s", path,
                       strerror(errno));
    enum sv_status status = map_descriptor(fd, path, limit_bytes, out, err);
    close(fd);
    return status;
}

void sv_map_close(struct sv_map *map)
{
    if (map->guard_slot >= 0) {
        atomic_store(&guard[map->guard_slot].end, 0);
        atomic_store(&guard[map->guard_slot].begin, 0);
    }
    if (map->bytes)
        munmap((void *)(uintptr_t)map->bytes, map->n);
    *map = (struct sv_map){ .guard_slot = -1 };
}

bool sv_map_changed(const struct sv_map *map)
{
    return map->guard_slot >= 0 && atomic_load(&guard[map->guard_slot].changed);
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
    if (name.n == 0 || name.p[0] == '/' || climbs(name) || memchr(name.p, 0, name.n) || (dir.n && memchr(dir.p, 0, dir.n)))
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
