/* fuzz_head.c: the head of a state stream. The first byte says which kind, and whether its end is known. */
#include "flink/read.h"
#include "base/limits.h"
#include "fuzz/fuzz.h"
#include "support/touch.h"

static struct sv_stream *read_head(struct sv_reader *r, uint8_t selector)
{
    bool exact_end = selector & 1;
    switch (selector >> 1 & 7) {
    case 0:
        return sv_read_keyed_head(r, exact_end, SV_BACKEND_HEAP);
    case 1:
        return sv_read_keyed_head(r, exact_end, SV_BACKEND_ROCKSDB);
    case 2:
        return sv_read_operator_head(r, exact_end);
    case 3:
        return sv_read_timers_head(r);
    case 4:
        return sv_read_changelog_head(r);
    default:
        return sv_read_changelog_file_head(r, selector >> 4);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (n == 0)
        return 0;
    struct sv_arena arena;
    sv_arena_init(&arena, FUZZ_MEMORY_BYTES);
    struct sv_inference inference = { .work_left = 1 << 16 };
    struct sv_reader r = { .cur = sv_cur_of(data + 1, n - 1, 0),
                           .arena = &arena,
                           .nodes_left = SV_LIMIT_TYPE_NODES,
                           .inference = &inference };
    struct sv_stream *stream = read_head(&r, data[0]);
    if (stream) {
        MUST(touch_is_defect(&stream->defect, UINT64_MAX));
        MUST(stream->read <= stream->declared || stream->next);
        MUST(stream->defect.code != SV_DEFECT_NONE || stream->read == stream->declared ||
             stream->kind != SV_STREAM_KEYED);
        touch_streams(stream);
    }
    sv_arena_free(&arena);
    return 0;
}
