/* fuzz_value.c: a serializer snapshot and, behind it, a value that it wrote. */
#include "base/limits.h"
#include "decode/decode.h"
#include "flink/read.h"
#include "fuzz/fuzz.h"
#include "support/touch.h"

/* Every node once for each place it stands at: what a report would print. */
static uint32_t count_nodes(const struct sv_value *value)
{
    uint32_t nodes = 1, children = 0;
    for (const struct sv_value *child = value->child; child; child = child->next, children++)
        nodes += count_nodes(child);
    MUST(children == value->count);
    MUST(value->kind != SV_VALUE_MAP || children % 2 == 0);
    MUST(value->kind >= SV_VALUE_ARRAY || !children);
    return nodes;
}

static void decode(const struct sv_type *type, struct sv_cursor cur, size_t n, struct sv_arena *arena)
{
    const struct sv_codec *codec = sv_codec_new(type, sv_read_java, arena);
    if (!codec) /* out of memory */
        return;
    const char *reason = NULL;
    MUST(sv_decodable(codec, &reason) == !reason);
    struct sv_cursor key = cur, again = cur;
    int32_t hash = 0;
    struct sv_value *ttl = NULL, *value = sv_decode(&cur, codec, arena);
    MUST(!value == !sv_cur_ok(&cur));
    MUST(touch_is_defect(&cur.bad, n));
    MUST(!value || count_nodes(value) <= SV_LIMIT_VALUE_NODES);
    bool hashed = sv_java_hash(&key, codec, &hash);
    MUST(!hashed || !value || key.at == cur.at);
    MUST(!hashed || sv_key_group_of(hash, 128) < 128);
    value = sv_decode_ttl(&again, codec, arena, &ttl);
    MUST(!value == !sv_cur_ok(&again));
    MUST(!value || again.at == cur.at);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct sv_arena arena;
    sv_arena_init(&arena, FUZZ_MEMORY_BYTES);
    struct sv_reader r = { .cur = sv_cur_of(data, n, 0), .arena = &arena, .nodes_left = SV_LIMIT_TYPE_NODES };
    const struct sv_type *type = sv_read_type(&r, NULL, "root");
    if (type && sv_cur_ok(&r.cur))
        decode(type, r.cur, n, &arena);
    sv_arena_free(&arena);
    return 0;
}
