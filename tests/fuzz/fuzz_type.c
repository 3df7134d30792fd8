/* fuzz_type.c: a file with one serializer snapshot in any framing. */
#include "flink/read.h"
#include "base/limits.h"
#include "fuzz/fuzz.h"
#include "support/touch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct sv_arena arena;
    sv_arena_init(&arena, FUZZ_MEMORY_BYTES);
    struct sv_reader r = { .cur = sv_cur_of(data, n, 0), .arena = &arena, .nodes_left = SV_LIMIT_TYPE_NODES };
    enum sv_framing framing = SV_FRAMING_UNKNOWN;
    struct sv_type *type = sv_read_type_file(&r, &framing);
    MUST(r.cur.at <= n);
    MUST(touch_is_defect(&r.cur.bad, n));
    MUST(sv_framing_name(framing));
    if (type) {
        MUST(type->begin <= type->end && type->end <= n);
        touch_types(type);
        MUST(sv_type_same(type, type));
    }
    sv_arena_free(&arena);
    return 0;
}
