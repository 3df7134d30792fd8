/* fuzz_java.c: a Java object stream. */
#include "flink/read.h"
#include "fuzz/fuzz.h"
#include "support/touch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct sv_arena arena;
    sv_arena_init(&arena, FUZZ_MEMORY_BYTES);
    struct sv_cursor cur = sv_cur_of(data, n, 0);
    struct sv_java_stream *stream = sv_read_java(&cur, &arena);
    MUST((stream != NULL) == sv_cur_ok(&cur));
    MUST(touch_is_defect(&cur.bad, n));
    if (stream) {
        MUST(stream->begin == 0 && stream->end == cur.at && stream->end <= n);
        touch_java(stream);
    }
    sv_arena_free(&arena);
    return 0;
}
