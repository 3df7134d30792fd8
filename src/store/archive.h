/* archive.h: a snapshot inside a tar or zip file, read without unpacking it.
 *
 * A packed stream can only be read forward, so that the archive is gone through as a whole: once for the names of all
 * members and the bytes of each _metadata, then for those parts of members that were asked for and not there. Who reads
 * a snapshot does it again after each sv_archive_fetch, until nothing is asked for any more.
 *
 * Only regular files count. Members whose path is absolute or has a ".." are passed over, as are links. */
#ifndef SV_STORE_ARCHIVE_H
#define SV_STORE_ARCHIVE_H
#include "base/error.h"
#include "base/file.h"
#include "base/str.h"

struct sv_archive;

/* A file in the archive; lives as long as the archive. */
struct sv_member;

/* Whether bytes begin as one of the kinds of archives that can be read: tar and zip, tar packed by gzip, LZ4 or
 * Zstandard. */
bool sv_archive_is(sv_str bytes);

/* Reads the names of all members, and finds the snapshot: the only _metadata, or that of the newest of retained
 * checkpoints of one job. path must outlive it. Yours to free. SV_ERR_UNREADABLE when there is no snapshot in it, or
 * more than one, or the archive is damaged or a bomb. */
SV_MUST_USE enum sv_status sv_archive_open(const char *path, struct sv_archive **out, struct sv_error *err);
/* The same for an archive in memory, which must outlive it; path is for messages. */
SV_MUST_USE enum sv_status sv_archive_open_bytes(sv_str bytes, const char *path, struct sv_archive **out,
                                                 struct sv_error *err);
void sv_archive_free(struct sv_archive *archive);

/* The snapshot's _metadata. */
struct sv_member *sv_archive_metadata(const struct sv_archive *archive);

/* The member of that path, NULL when there is none. */
struct sv_member *sv_archive_find(const struct sv_archive *archive, sv_str path);
/* Whether some member lies below that folder; the empty path is the archive's root. */
bool sv_archive_has_folder(const struct sv_archive *archive, sv_str path);

sv_str sv_member_name(const struct sv_member *member);
uint64_t sv_member_bytes(const struct sv_member *member);
/* n bytes of a member from an offset, which lie inside it: borrowed from the archive. NULL when they were not fetched:
 * the next sv_archive_fetch does it, unless they are more than can be kept. */
const unsigned char *sv_member_read(struct sv_member *member, uint64_t from, size_t n);

/* Whether something was asked for that one more sv_archive_fetch can bring. */
bool sv_archive_is_wanting(const struct sv_archive *archive);
SV_MUST_USE enum sv_status sv_archive_fetch(struct sv_archive *archive, struct sv_error *err);
#endif
