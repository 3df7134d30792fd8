/* meta.c: handmade _metadata. */
#include "support/meta.h"

#include <string.h>

#include "base/limits.h"
#include "support/types.h"

#define CHECKPOINT "org.apache.flink.runtime.checkpoint."

void meta_begin(struct bytes *b, int32_t version, int32_t operators)
{
    bytes_i32(b, 0x4960672D);
    bytes_i32(b, version);
    bytes_i64(b, 7);
    bytes_i32(b, 0);
    bytes_i32(b, operators);
}

void meta_operator(struct bytes *b, int32_t version, uint8_t id, int32_t parallelism, int32_t subtasks)
{
    if (version >= 5) {
        bytes_utf(b, "Name");
        bytes_utf(b, "uid");
    }
    bytes_fill(b, id, 16);
    bytes_i32(b, parallelism);
    bytes_i32(b, 128);
    if (version == 2)
        bytes_i32(b, 1);
    else
        bytes_u8(b, 0);
    bytes_i32(b, subtasks);
}

void meta_subtask(struct bytes *b, int32_t version, int32_t index)
{
    bytes_i32(b, index);
    if (version == 2) {
        bytes_i64(b, -1);
        bytes_i32(b, 0);
    }
}

void meta_subtask_end(struct bytes *b, int32_t version)
{
    if (version >= 3) {
        bytes_i32(b, 0);
        bytes_i32(b, 0);
    }
    if (version >= 7)
        bytes_u8(b, 0);
}

void meta_empty_subtask(struct bytes *b, int32_t version, int32_t index)
{
    meta_subtask(b, version, index);
    bytes_i32(b, 0);
    bytes_i32(b, 0);
    bytes_u8(b, 0);
    bytes_u8(b, 0);
    meta_subtask_end(b, version);
}

void meta_end(struct bytes *b, int32_t version)
{
    if (version >= 4)
        types_java_null(b);
}

void meta_properties(struct bytes *b, const char *type_class, const char *field, const char *constant)
{
    types_java_begin(b);
    bytes_u8(b, 0x73);
    types_java_descriptor(b, CHECKPOINT "CheckpointProperties", 2, 1);
    types_java_field(b, 'L', "checkpointType", "Lx;");
    types_java_no_super(b);
    if (!type_class) {
        bytes_u8(b, 0x70);
        return;
    }
    bytes_u8(b, 0x73);
    types_java_descriptor(b, type_class, 2, 2);
    types_java_field(b, 'L', field, "Ly;");
    types_java_field(b, 'L', "name", "Lz;");
    types_java_no_super(b);
    bytes_u8(b, 0x7E); /* enum constant */
    bytes_u8(b, 0x72);
    bytes_utf(b, "SomeEnum");
    bytes_i64(b, 0);
    bytes_u8(b, 0x12);
    bytes_i16(b, 0);
    types_java_no_super(b);
    bytes_u8(b, 0x74);
    bytes_utf(b, constant);
    bytes_u8(b, 0x74);
    bytes_utf(b, "Its Name");
}

void meta_inline(struct bytes *b, const char *name, const void *state, size_t n)
{
    bytes_u8(b, 1);
    bytes_utf(b, name);
    bytes_sized(b, state, n);
}

void meta_file(struct bytes *b, const char *path, int64_t size)
{
    bytes_u8(b, 2);
    bytes_i64(b, size);
    bytes_utf(b, path);
}

void meta_relative(struct bytes *b, const char *path, int64_t size)
{
    bytes_u8(b, 6);
    bytes_utf(b, path);
    bytes_i64(b, size);
}

void meta_segment(struct bytes *b, const char *path, int64_t start, int64_t size)
{
    bytes_u8(b, 15);
    bytes_i64(b, start);
    bytes_i64(b, size);
    bytes_i32(b, 1);
    bytes_utf(b, path);
    bytes_utf(b, "logical");
}

void meta_key_groups(struct bytes *b, uint8_t tag, int32_t first, const int64_t *offsets, int32_t count)
{
    bytes_u8(b, tag);
    bytes_i32(b, first);
    bytes_i32(b, count);
    for (int32_t i = 0; i < count; i++)
        bytes_i64(b, offsets[i]);
}

void meta_read(struct bytes *b, struct sv_snapshot *out)
{
    *out = (struct sv_snapshot){ 0 };
    sv_arena_init(&out->arena, SV_LIMIT_MODEL_BYTES);
    sv_read_metadata(bytes_cursor(b), out);
}

void meta_done(struct sv_snapshot *snapshot, struct bytes *b)
{
    sv_snapshot_release(snapshot);
    bytes_free(b);
}
