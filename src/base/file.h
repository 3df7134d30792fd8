/* file.h: read-only maps of files, and paths that stay inside a folder.
 *
 * A mapped file that somebody cuts short meanwhile raises SIGBUS when its lost pages are read. With
 * sv_map_guard_install the handler puts zero pages in their place and marks the map, so that the reader goes
 * on, finds nonsense at worst, and its caller learns from sv_map_changed that the file was cut. */
#ifndef SV_BASE_FILE_H
#define SV_BASE_FILE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"

struct sv_map_guard;
struct sv_map {
    const unsigned char *bytes; /* NULL when n is 0 */
    size_t n;                   /* bytes mapped: the file's, or fewer when a limit was given */
    uint64_t file_bytes;        /* size of the whole file */
    struct sv_map_guard *guard; /* its entry in the guard's table, NULL without */
};

/* Maps the first limit_bytes of a regular file read-only (0: the whole file). Yours to close. Never opens
 * anything but a regular file. */
SV_MUST_USE enum sv_status sv_map_open(const char *path, size_t limit_bytes, struct sv_map *out, struct sv_error *err);
/* A map of memory that holds a copy of bytes: for what is no file of its own. Yours to close. */
SV_MUST_USE enum sv_status sv_map_copy(sv_str bytes, struct sv_map *out, struct sv_error *err);
void sv_map_close(struct sv_map *map);

/* Gives the memory of whole pages from begin to end back: what was read and will not be read again, so that a large file does
 * not fill memory as its own. */
void sv_map_give_back(const struct sv_map *map, const unsigned char *begin, const unsigned char *end);

/* Whether the file was cut short while it was mapped: always false without the guard. */
bool sv_map_changed(const struct sv_map *map);

/* Catches SIGBUS for maps opened from now on; a SIGBUS that is not ours goes to the earlier handler. Once per
 * process, for programs that own their signal handlers. */
SV_MUST_USE enum sv_status sv_map_guard_install(struct sv_error *err);

enum sv_path_kind { SV_PATH_NONE, SV_PATH_FILE, SV_PATH_FOLDER, SV_PATH_OTHER };
/* What a path names, links followed; size_out (may be NULL) gets a file's size. */
enum sv_path_kind sv_path_kind(const char *path, uint64_t *size_out);

/* dir + '/' + name as a NUL-terminated string to be freed by the caller. NULL when memory is out, when a part
 * holds a NUL byte, or when name would leave dir (absolute, or with a ".." part). */
char *sv_path_join(sv_str dir, sv_str name);

/* The folder part of a path ("." when there is none), borrowed from it. */
sv_str sv_path_dir(sv_str path);
#endif
