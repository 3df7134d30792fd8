/* layout/optional_map.c: a map whose keys and values may be absent or unreadable. docs/format/serializers.md#optional-map
 *
 * SIZE  MEANING
 *  8    magic 000004F2C69A3D70
 *  4    number of entries
 *       of each entry: UTF name
 *  1      key present; then 4 length and that many bytes
 *  1      value present; then 4 length and that many bytes
 * Mirrors LinkedOptionalMapSerializer#readOptionalMap */
#include <string.h>

#include "base/size.h"
#include "flink/layout/layout.h"

static const int64_t MAP_MAGIC = 0x000004F2C69A3D70;
enum { SMALLEST_ENTRY = 4, FIRST_CAPACITY = 8 };

static void read_framed(struct sv_reader *r, struct sv_type *t, struct sv_entry *entry, sv_entry_fn *read)
{
    struct sv_reader frame = sv_reader_frame(r, sv_cur_count(&r->cur, 1));
    if (!sv_cur_ok(&r->cur))
        return;
    read(&frame, t, entry);
    sv_reader_close(r, &frame, &entry->defect);
}

static void read_entry(struct sv_reader *r, struct sv_type *t, struct sv_entry *entry, sv_entry_fn *key,
                       sv_entry_fn *value)
{
    struct sv_cursor *c = &r->cur;
    c->doing = "optional map: key";
    entry->key_present = sv_cur_bool(c);
    if (entry->key_present)
        read_framed(r, t, entry, key);
    c->doing = "optional map: value";
    entry->value_present = sv_cur_bool(c);
    if (entry->value_present)
        read_framed(r, t, entry, value);
}

/* A place for one more entry. The array grows with what was read and not with what the count promises: counts of maps
 * inside maps would each promise all that is left. */
static struct sv_entry *add_entry(struct sv_reader *r, struct sv_entries *out, uint32_t *capacity)
{
    if (out->count == *capacity) {
        uint32_t wanted = *capacity ? *capacity * 2 : FIRST_CAPACITY;
        struct sv_entry *items = sv_arena_alloc(r->arena, wanted, sizeof *items);
        if (!items) {
            sv_cur_fail(&r->cur, SV_DEFECT_LIMIT);
            return NULL;
        }
        if (out->count)
            memcpy(items, out->items, out->count * sizeof *items);
        out->items = items;
        *capacity = wanted;
    }
    struct sv_entry *entry = &out->items[out->count++];
    entry->name = entry->key_class = entry->key_name = (sv_str){ "", 0 };
    entry->registered_class = entry->serializer_class = (sv_str){ "", 0 };
    return entry;
}

void sv_read_optional_map(struct sv_reader *r, struct sv_type *t, struct sv_entries *out, sv_entry_fn *key,
                          sv_entry_fn *value)
{
    struct sv_cursor *c = &r->cur;
    c->doing = "optional map: magic";
    uint64_t at = c->at;
    if (sv_cur_i64(c) != MAP_MAGIC)
        sv_cur_fail_at(c, SV_DEFECT_BAD_MAGIC, at, c->doing, (sv_str){ "", 0 });
    c->doing = "optional map: number";
    uint32_t count = sv_cur_count(c, SMALLEST_ENTRY), capacity = 0;
    for (uint32_t i = 0; i < count && sv_cur_ok(c); i++) {
        struct sv_entry *entry = add_entry(r, out, &capacity);
        if (!entry)
            return;
        c->doing = "optional map: name";
        entry->name = sv_cur_utf(c);
        read_entry(r, t, entry, key, value);
    }
}
