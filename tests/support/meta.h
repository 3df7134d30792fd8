/* meta.h: handmade _metadata, part by part, and reading it. */
#ifndef TESTS_SUPPORT_META_H
#define TESTS_SUPPORT_META_H
#include "flink/read.h"
#include "support/bytes.h"

/* Magic, version, checkpoint id 7, no master states, number of operators. */
void meta_begin(struct bytes *b, int32_t version, int32_t operators);
/* An operator up to and including its number of subtasks, its 16 bytes of id all the same; name and uid are written from
 * version 5 on. Max parallelism is 128. */
void meta_operator(struct bytes *b, int32_t version, uint8_t id, int32_t parallelism, int32_t subtasks);
/* The head of a subtask up to its number of managed operator state handles. */
void meta_subtask(struct bytes *b, int32_t version, int32_t index);
/* The rest of a subtask without in-flight data, whose keyed handles were written before. */
void meta_subtask_end(struct bytes *b, int32_t version);
/* A whole subtask that has nothing. */
void meta_empty_subtask(struct bytes *b, int32_t version, int32_t index);
/* What stands behind the operators: null properties from version 4 on. */
void meta_end(struct bytes *b, int32_t version);

/* CheckpointProperties around a SnapshotType with the class and an enum constant in a field of it; NULL: around null. */
void meta_properties(struct bytes *b, const char *type_class, const char *field, const char *constant);

/* Stream state handles. */
void meta_inline(struct bytes *b, const char *name, const void *state, size_t n);
void meta_file(struct bytes *b, const char *path, int64_t size);
void meta_relative(struct bytes *b, const char *path, int64_t size);
void meta_segment(struct bytes *b, const char *path, int64_t start, int64_t size);

/* The beginning of a KeyGroupsStateHandle and its kin: tag, first key group and the offsets; a stream follows. */
void meta_key_groups(struct bytes *b, uint8_t tag, int32_t first, const int64_t *offsets, int32_t count);

/* A snapshot that was read from b; release with meta_done. */
void meta_read(struct bytes *b, struct sv_snapshot *out);
void meta_done(struct sv_snapshot *snapshot, struct bytes *b);
#endif
