/* source.h: finds and reads the bytes of a state handle on this machine. Never writes, never leaves what it was given.
 *
 * Flink records absolute paths of the machine that wrote the snapshot. A file is looked for, in this order:
 *   1. --map PREFIX=DIR rules, longest prefix first;
 *   2. by its place under the snapshot: its name, with as many of the folders above it as are found (chk-N/name;
 *      shared/name; taskowned/name; job-id/shared/subtask/name), below the folder of _metadata and its parent;
 *   3. the recorded path itself, when it is a local one.
 * In an archive it is looked for by 2 alone: what is not in it is missing. */
#ifndef SV_STORE_SOURCE_H
#define SV_STORE_SOURCE_H
#include "base/buf.h"
#include "base/size.h"
#include "model/snapshot.h"
#include "store/archive.h"

struct sv_path_map {
    sv_str prefix, dir;
};

/* Remembers folders and files, so that each is asked for once however many blobs name it. */
struct sv_recorded_folder;
struct sv_named_place;
struct sv_locator {
    sv_str folder, parent;            /* of _metadata; of that folder */
    const struct sv_archive *archive; /* that they are in; NULL for the disk */
    const struct sv_path_map *maps;
    size_t map_count;
    sv_str archive_path;
    struct sv_arena *arena;          /* found paths are kept here */
    void *folders;                   /* tree (search.h) of struct sv_recorded_folder */
    struct sv_recorded_folder *last; /* mostly the next one too */
    struct sv_named_place *spare;    /* a new one, for the next name that is not known yet */
    struct sv_buf path;              /* scratch */
};

/* Strings, rules and names of blobs are borrowed until the locator is freed. Yours to free, whatever comes back; what was
 * found lives on in the arena. False when memory is out. */
SV_MUST_USE bool sv_locator_init(struct sv_locator *locator, sv_str folder, const struct sv_path_map *maps,
                                 size_t map_count, struct sv_arena *arena);
/* The same for the snapshot of an archive; archive_path names the archive in the paths of what is found. */
SV_MUST_USE bool sv_locator_init_archive(struct sv_locator *locator, const struct sv_archive *archive,
                                         sv_str archive_path, struct sv_arena *arena);
void sv_locator_free(struct sv_locator *locator);

/* Looks for the file of a blob: fills blob->place, and blob->defect when it is missing, short, long, no regular file or
 * named in a way that would leave the folder. moved_out is set, and otherwise left alone, when the recorded path is a
 * local one and the file was found elsewhere. Nothing to do for inline and empty blobs. False when memory is out. */
SV_MUST_USE bool sv_source_locate(struct sv_locator *locator, struct sv_blob *blob, bool *moved_out);

/* Reads n bytes from offset from of a located blob into buffer, without mapping its file. False when that is not
 * possible: then blob->defect says why. In an archive it may only be possible after the next sv_archive_fetch. */
SV_MUST_USE bool sv_source_read(struct sv_blob *blob, uint64_t from, size_t n, unsigned char *buffer);

/* The bytes of a located blob, at most limit_bytes of them (0: all): inline bytes as they are, files mapped and kept in
 * snapshot->maps until its release, one map for all blobs of a file. cur_out has source offsets of the file. A blob that
 * cannot be read yields an empty cursor that carries the defect, and the defect in the blob. */
void sv_source_open(struct sv_snapshot *snapshot, struct sv_blob *blob, uint64_t limit_bytes,
                    struct sv_cursor *cur_out);

/* Whether a blob is a file, or part of one. */
bool sv_blob_is_file(const struct sv_blob *blob);
/* Where a blob begins in its file. */
uint64_t sv_blob_start(const struct sv_blob *blob);
/* The bytes of a located blob, in a map of its own that is yours to close (it may be empty). False when its file is not
 * there, too short or cannot be mapped. Not for archives. */
SV_MUST_USE bool sv_blob_map(const struct sv_blob *blob, struct sv_map *map_out, struct sv_cursor *cur_out);
#endif
