/* log_file.h: a log on disk or on stdin, plain or packed (store/inflate.h), read forward piece by piece. */
#ifndef SV_STORE_LOG_FILE_H
#define SV_STORE_LOG_FILE_H
#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"

struct sv_log_file;
/* "-" is stdin; path must outlive it. Yours to close. A folder is SV_ERR_OPEN. */
SV_MUST_USE enum sv_status sv_log_file_open(const char *path, struct sv_log_file **out, struct sv_error *err);
/* Takes NULL. */
void sv_log_file_close(struct sv_log_file *file);
/* The next bytes, unpacked, good until the next call; empty at the end. SV_ERR_UNREADABLE when it is no text, is an archive, or what
 * it is packed by is damaged, cut short or out of all proportion to its size. */
SV_MUST_USE enum sv_status sv_log_file_next(struct sv_log_file *file, sv_str *out, struct sv_error *err);
/* Bytes on disk, and how many of them are done with; 0 in all when that is not known. */
uint64_t sv_log_file_progress(const struct sv_log_file *file, uint64_t *all_out);

/* Whether a path that may be a log is a snapshot: a folder, a file that begins as _metadata, a zip or a tar, packed or not. */
bool sv_log_file_is_snapshot(const char *path);
#endif
