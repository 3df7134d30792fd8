/* legacy_pairs.c: serializers beside their snapshots, as 1.3 to 1.6 wrote them. docs/format/serializers.md#pairs
 *
 * SIZE  MEANING
 *  4    number of pairs
 *       of each: 4 offset of the serializer, 4 offset of the snapshot, both in the bytes below
 *  4    length of what follows
 *       of each: prior serializer, proxy
 * Prior serializer: 4 version 1, 4 length, a Java object stream of that length.
 * Mirrors TypeSerializerSerializationUtil#readSerializersAndConfigsWithResilience and TypeSerializerSerializationProxy.
 * The parts are taken only in the order in which they are written: offsets that jump would read bytes twice. */
#include "flink/layout/layout.h"

enum { PRIOR_SERIALIZER_VERSION = 1, PAIR_OF_OFFSETS = 8 };

struct sv_java_stream *sv_read_prior_serializer(struct sv_reader *r, struct sv_defect *defect_out)
{
    struct sv_cursor *c = &r->cur;
    c->doing = "prior serializer";
    uint64_t at = c->at;
    if (sv_cur_i32(c) != PRIOR_SERIALIZER_VERSION)
        sv_cur_fail_at(c, SV_DEFECT_UNKNOWN_VERSION, at, c->doing, (sv_str){ "", 0 });
    struct sv_reader frame = sv_reader_frame(r, sv_cur_count(c, 1));
    if (!sv_cur_ok(c))
        return NULL;
    struct sv_java_stream *stream = sv_read_java(&frame.cur, r->arena);
    sv_reader_close(r, &frame, defect_out);
    return stream;
}

static sv_str class_of(const struct sv_java_stream *serializer)
{
    if (serializer && serializer->root && serializer->root->kind == SV_JAVA_OBJECT)
        return serializer->root->cls->name;
    return (sv_str){ "", 0 };
}

/* Some serializers changed their snapshot class when snapshots came to be; Flink then puts the new class around the
 * one in the file, unless the file has the new one. */
static struct sv_type *wrap(struct sv_reader *r, struct sv_type *parent, const char *role, sv_str wrapper)
{
    struct sv_reader ahead = *r;
    sv_cur_i32(&ahead.cur);
    if (wrapper.n == 0 || sv_str_eq(sv_cur_utf(&ahead.cur), wrapper))
        return NULL;
    struct sv_type *t = sv_type_new(r, parent, role);
    if (!t)
        return NULL;
    t->class_name = wrapper;
    t->cls = sv_class_find(wrapper);
    t->kind = t->cls ? t->cls->kind : SV_KIND_UNKNOWN;
    return t;
}

struct sv_type *sv_read_pair(struct sv_reader *serializer, struct sv_reader *snapshot, struct sv_type *parent,
                             const char *role)
{
    struct sv_defect unreadable = { .code = SV_DEFECT_NONE };
    struct sv_java_stream *stream = sv_read_prior_serializer(serializer, &unreadable);
    struct sv_type *outer = wrap(snapshot, parent, role, sv_class_transformed(class_of(stream)));
    struct sv_type *written = sv_read_type_proxy(snapshot, outer ? outer : parent, outer ? "element" : role);
    if (!written)
        return NULL;
    struct sv_type *t = outer ? outer : written;
    t->end = written->end;
    if (written->defect.code == SV_DEFECT_NONE)
        written->defect = unreadable;
    if (stream) {
        stream->next = t->java;
        t->java = stream;
    }
    return t;
}

/* The next pair: where its serializer begins, where that ends and its snapshot begins, and where that ends. */
struct bounds {
    uint32_t serializer, snapshot, end;
};

static struct bounds next_bounds(struct sv_cursor *table, uint32_t total)
{
    struct bounds b = { .serializer = (uint32_t)sv_cur_i32(table), .snapshot = (uint32_t)sv_cur_i32(table) };
    struct sv_cursor ahead = *table;
    b.end = sv_cur_left(table) ? (uint32_t)sv_cur_i32(&ahead) : total;
    return b;
}

struct sv_type *sv_read_type_pairs(struct sv_reader *r, struct sv_type *parent, const char *roles)
{
    struct sv_cursor *c = &r->cur;
    c->doing = "serializers and their snapshots";
    uint32_t count = sv_cur_count(c, PAIR_OF_OFFSETS);
    struct sv_cursor table = sv_cur_frame(c, (uint64_t)count * PAIR_OF_OFFSETS);
    uint32_t total = sv_cur_count(c, 1);
    struct sv_cursor rest = sv_cur_frame(c, total);
    struct sv_type *first = NULL, *last = NULL;
    uint32_t used = 0;
    for (uint32_t i = 0; i < count && sv_cur_ok(c); i++) {
        uint64_t at = table.at;
        struct bounds b = next_bounds(&table, total);
        if (b.serializer != used || b.snapshot < used || b.end < b.snapshot || b.end > total) {
            sv_cur_fail_at(c, SV_DEFECT_BAD_VALUE, at, c->doing, (sv_str){ "", 0 });
            break;
        }
        struct sv_reader serializer = *r, snapshot = *r;
        serializer.cur = sv_cur_frame(&rest, b.snapshot - b.serializer);
        snapshot.cur = sv_cur_frame(&rest, b.end - b.snapshot);
        struct sv_type *t = sv_read_pair(&serializer, &snapshot, parent, sv_role_at(roles, i));
        used = b.end;
        if (!t) {
            sv_cur_fail(c, SV_DEFECT_LIMIT);
            break;
        }
        sv_reader_close(r, &serializer, &t->defect);
        sv_reader_close(r, &snapshot, &t->defect);
        if (last && !parent)
            last->next = t;
        first = first ? first : t;
        last = t;
    }
    return sv_cur_ok(c) ? first : NULL;
}
