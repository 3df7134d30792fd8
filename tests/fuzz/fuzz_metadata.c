/* fuzz_metadata.c: a whole _metadata. */
#include "flink/read.h"
#include "fuzz/fuzz.h"
#include "support/touch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct sv_snapshot snapshot = { 0 };
    sv_arena_init(&snapshot.arena, FUZZ_MEMORY_BYTES);
    sv_read_metadata(sv_cur_of(data, n, 0), &snapshot);
    MUST(touch_is_defect(&snapshot.defect, n));
    MUST(snapshot.defect.code != SV_DEFECT_NONE || snapshot.operator_count == snapshot.declared_operators);
    touch_snapshot(&snapshot);
    sv_arena_free(&snapshot.arena);
    return 0;
}
