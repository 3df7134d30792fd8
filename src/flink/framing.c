/* framing.c: what stands around a serializer snapshot. docs/format/serializers.md#framings
 *
 * SIZE  MEANING
 *       versioned: as in type.c
 *       proxy:     4 version 2, versioned
 *       pre-1.7:   pairs as in legacy_pairs.c, one of them; or 4 version 1, versioned
 * Mirrors TypeSerializerSnapshotSerializationProxy and TypeSerializerSerializationUtil */
#include "flink/layout/layout.h"

enum { PROXY_VERSION = 2, PROXY_VERSION_PRE_1_7 = 1 };

const char *sv_framing_name(enum sv_framing framing)
{
    static const char *const names[] = { [SV_FRAMING_UNKNOWN] = "unknown",
                                         [SV_FRAMING_VERSIONED] = "versioned",
                                         [SV_FRAMING_PROXY] = "proxy",
                                         [SV_FRAMING_PRE_1_7] = "pre-1.7" };
    return (unsigned)framing < sizeof names / sizeof names[0] ? names[framing] : names[0];
}

struct sv_type *sv_read_type_proxy(struct sv_reader *r, struct sv_type *parent, const char *role)
{
    struct sv_cursor *c = &r->cur;
    struct sv_type *t = sv_type_new(r, parent, role);
    if (!t)
        return NULL;
    c->doing = "serializer snapshot proxy: version";
    uint64_t at = c->at;
    int32_t version = sv_cur_i32(c);
    if (version != PROXY_VERSION && version != PROXY_VERSION_PRE_1_7)
        sv_cur_fail_at(c, SV_DEFECT_UNKNOWN_VERSION, at, c->doing, (sv_str){ "", 0 });
    sv_type_fill(r, t);
    return t;
}

/* Whether a class name may begin at the cursor, as far as there are bytes. */
static bool may_be_class_name(struct sv_cursor c)
{
    size_t n = sv_cur_u16(&c);
    n = n < sv_cur_left(&c) ? n : sv_cur_left(&c);
    sv_str name = sv_cur_bytes(&c, n);
    for (size_t i = 0; i < name.n; i++)
        if ((unsigned char)name.p[i] <= ' ' || name.p[i] == 0x7F)
            return false;
    return name.n > 0;
}

static struct sv_type *read_pre_1_7_file(struct sv_reader *r)
{
    struct sv_cursor ahead = r->cur;
    uint64_t at = ahead.at;
    sv_cur_i32(&ahead);
    if (sv_cur_i32(&ahead) != 0) /* no offset of a first serializer, but a proxy's class name */
        return sv_read_type_proxy(r, NULL, "root");
    struct sv_type *t = sv_read_type_pairs(r, NULL, "root");
    if (t && t->next)
        sv_cur_fail_at(&r->cur, SV_DEFECT_BAD_VALUE, at, "serializers and their snapshots", (sv_str){ "", 0 });
    return t;
}

struct sv_type *sv_read_type_file(struct sv_reader *r, enum sv_framing *framing_out)
{
    struct sv_cursor *c = &r->cur, ahead = *c;
    *framing_out = SV_FRAMING_UNKNOWN;
    c->doing = "serializer snapshot: framing";
    int32_t first = sv_cur_i32(&ahead);
    if (!sv_cur_ok(&ahead)) {
        sv_cur_i32(c);
        return NULL;
    }
    if (first == PROXY_VERSION) {
        *framing_out = SV_FRAMING_PROXY;
        return sv_read_type_proxy(r, NULL, "root");
    }
    if (first == PROXY_VERSION_PRE_1_7) {
        *framing_out = SV_FRAMING_PRE_1_7;
        return read_pre_1_7_file(r);
    }
    if (may_be_class_name(*c)) {
        *framing_out = SV_FRAMING_VERSIONED;
        return sv_read_type(r, NULL, "root");
    }
    sv_cur_fail(c, SV_DEFECT_BAD_MAGIC);
    return NULL;
}
