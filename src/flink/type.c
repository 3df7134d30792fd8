/* type.c: one serializer snapshot: class name, version, body. docs/format/serializers.md#versioned-snapshot
 *
 * SIZE  MEANING
 *  UTF  snapshot class
 *  4    version
 *       body, laid out as facts/classes.def says of the class
 * Mirrors TypeSerializerSnapshot#readVersionedSnapshot. The body has no length: a class without a row ends the reading,
 * unless it stands in a frame or its length is assumed. */
#include "base/limits.h"
#include "flink/layout/layout.h"

static sv_layout_fn *const layouts[SV_LAYOUT_COUNT] = {
#define LAYOUT(name) [SV_LAYOUT_##name] = sv_layout_##name,
#include "facts/layouts.def"
#undef LAYOUT
};

struct sv_type *sv_type_new(struct sv_reader *r, struct sv_type *parent, const char *role)
{
    struct sv_type *t = r->nodes_left ? SV_NEW(r->arena, struct sv_type) : NULL;
    if (!t) {
        sv_cur_fail(&r->cur, SV_DEFECT_LIMIT);
        return NULL;
    }
    r->nodes_left--;
    t->class_name = t->java_type = t->field = (sv_str){ "", 0 };
    t->role = role;
    t->begin = t->end = r->cur.at;
    t->depth = parent ? parent->depth + 1 : 0;
    sv_type_add(parent, t);
    return t;
}

struct sv_reader sv_reader_frame(struct sv_reader *r, uint64_t n)
{
    struct sv_reader frame = *r;
    frame.cur = sv_cur_frame(&r->cur, n);
    return frame;
}

void sv_reader_close(struct sv_reader *r, struct sv_reader *frame, struct sv_defect *defect_out)
{
    sv_cur_finish(&frame->cur);
    r->nodes_left = frame->nodes_left;
    const struct sv_defect *bad = &frame->cur.bad;
    if (bad->code == SV_DEFECT_LIMIT)
        sv_cur_fail_at(&r->cur, bad->code, bad->at, bad->doing, bad->subject);
    if (defect_out->code == SV_DEFECT_NONE)
        *defect_out = *bad;
}

void *sv_new_more(struct sv_reader *r, size_t size)
{
    void *more = sv_arena_alloc(r->arena, 1, size);
    if (!more)
        sv_cur_fail(&r->cur, SV_DEFECT_LIMIT);
    return more;
}

void sv_read_java_parts(struct sv_reader *r, struct sv_type *t, uint32_t count)
{
    struct sv_java_stream **tail = &t->java;
    while (*tail)
        tail = &(*tail)->next;
    for (uint32_t i = 0; i < count && sv_cur_ok(&r->cur); i++) {
        *tail = sv_read_java(&r->cur, r->arena);
        if (*tail)
            tail = &(*tail)->next;
    }
}

static const struct sv_class *find_class(const struct sv_reader *r, sv_str name)
{
    for (size_t i = 0; r->extra && i < r->extra->count; i++)
        if (sv_str_eq(r->extra->rows[i].name, name))
            return &r->extra->rows[i];
    return sv_class_find(name);
}

/* A class without a row: stepped over if somebody assumes its length, else the end. */
static void read_unknown(struct sv_reader *r, struct sv_type *t)
{
    for (size_t i = 0; i < r->assumed_count; i++) {
        if (r->assumed[i].at != t->begin)
            continue;
        r->cur.doing = "serializer snapshot of an unknown class";
        sv_cur_take(&r->cur, r->assumed[i].length);
        t->inferred = true;
        return;
    }
    sv_cur_fail_at(&r->cur, SV_DEFECT_UNKNOWN_CLASS, t->begin, "serializer snapshot", t->class_name);
}

static void read_known(struct sv_reader *r, struct sv_type *t, uint64_t version_at)
{
    t->kind = t->cls->kind;
    if (t->version < t->cls->min_version || t->version > t->cls->max_version) {
        sv_cur_fail_at(&r->cur, SV_DEFECT_UNKNOWN_VERSION, version_at, "serializer snapshot", t->class_name);
        return;
    }
    r->cur.doing = "serializer snapshot";
    layouts[t->cls->layout](r, t);
}

void sv_type_fill(struct sv_reader *r, struct sv_type *t)
{
    struct sv_cursor *c = &r->cur;
    t->begin = c->at;
    if (t->depth >= SV_LIMIT_TYPE_DEPTH)
        sv_cur_fail(c, SV_DEFECT_TOO_DEEP);
    c->doing = "serializer snapshot: class name";
    t->class_name = sv_cur_utf(c);
    uint64_t version_at = c->at;
    c->doing = "serializer snapshot: version";
    t->version = sv_cur_i32(c);
    if (sv_cur_ok(c)) {
        t->cls = find_class(r, t->class_name);
        if (t->cls)
            read_known(r, t, version_at);
        else
            read_unknown(r, t);
    }
    t->end = c->at;
    if (!sv_cur_ok(c))
        t->defect = c->bad;
}

struct sv_type *sv_read_type(struct sv_reader *r, struct sv_type *parent, const char *role)
{
    struct sv_type *t = sv_type_new(r, parent, role);
    if (t)
        sv_type_fill(r, t);
    return t;
}
