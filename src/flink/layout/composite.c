/* layout/composite.c: snapshot of a serializer made of serializers. docs/format/serializers.md#composite
 *
 * SIZE  MEANING
 *  4    magic 911108 (from version 3)
 *  4    outer version (from version 3; else the snapshot's version serves)
 *       outer body, by class:
 *         composite            nothing
 *         composite_class      UTF component, tuple or case class
 *         composite_text       UTF source text that builds a Scala collection
 *         composite_padding    4 length of the padding for null
 *         composite_row and the like: 1 boolean in newer outer versions; older ones imply it
 *         composite_external   Java-serialized DataType, 1 boolean
 *       nested serializers
 * Mirrors CompositeTypeSerializerSnapshot#readSnapshot and readOuterSnapshot of its subclasses */
#include "flink/layout/layout.h"

enum { COMPOSITE_MAGIC = 911108, LAST_VERSION_WITHOUT_OUTER = 2 };

void sv_read_composite(struct sv_reader *r, struct sv_type *t, sv_layout_fn *outer)
{
    struct sv_cursor *c = &r->cur;
    t->outer_version = t->version;
    if (t->version > LAST_VERSION_WITHOUT_OUTER) {
        c->doing = "composite serializer: magic";
        uint64_t at = c->at;
        if (sv_cur_i32(c) != COMPOSITE_MAGIC)
            sv_cur_fail_at(c, SV_DEFECT_BAD_MAGIC, at, c->doing, (sv_str){ "", 0 });
        c->doing = "composite serializer: outer version";
        t->outer_version = sv_cur_i32(c);
    }
    if (outer)
        outer(r, t);
    sv_read_nested(r, t);
}

void sv_layout_composite(struct sv_reader *r, struct sv_type *t)
{
    sv_read_composite(r, t, NULL);
}

void sv_layout_composite_class(struct sv_reader *r, struct sv_type *t)
{
    sv_read_composite(r, t, sv_layout_type_class);
}

static void outer_text(struct sv_reader *r, struct sv_type *t)
{
    (void)t;
    r->cur.doing = "collection builder";
    sv_cur_utf(&r->cur);
}

void sv_layout_composite_text(struct sv_reader *r, struct sv_type *t)
{
    sv_read_composite(r, t, outer_text);
}

static void outer_padding(struct sv_reader *r, struct sv_type *t)
{
    r->cur.doing = "null padding";
    t->numbers[0] = sv_cur_i32(&r->cur);
}

void sv_layout_composite_padding(struct sv_reader *r, struct sv_type *t)
{
    sv_read_composite(r, t, outer_padding);
}

/* A boolean that outer versions from first_read on write down and that is true by itself from first_true on. */
static void outer_flag(struct sv_reader *r, struct sv_type *t, int32_t first_true, int32_t first_read)
{
    r->cur.doing = "outer flag";
    t->flag = t->outer_version >= first_read ? sv_cur_bool(&r->cur) : t->outer_version >= first_true;
}

static void outer_row(struct sv_reader *r, struct sv_type *t)
{
    outer_flag(r, t, 3, 4); /* row kind */
}

void sv_layout_composite_row(struct sv_reader *r, struct sv_type *t)
{
    sv_read_composite(r, t, outer_row);
}

static void outer_linked_list(struct sv_reader *r, struct sv_type *t)
{
    outer_flag(r, t, 2, 3); /* null mask */
}

void sv_layout_composite_linked_list(struct sv_reader *r, struct sv_type *t)
{
    sv_read_composite(r, t, outer_linked_list);
}

static void outer_nfa_state(struct sv_reader *r, struct sv_type *t)
{
    outer_flag(r, t, 2, 2); /* previous timestamp */
}

void sv_layout_composite_nfa_state(struct sv_reader *r, struct sv_type *t)
{
    sv_read_composite(r, t, outer_nfa_state);
}

static void outer_two_phase(struct sv_reader *r, struct sv_type *t)
{
    outer_flag(r, t, 3, 4); /* null transaction */
}

void sv_layout_composite_two_phase(struct sv_reader *r, struct sv_type *t)
{
    sv_read_composite(r, t, outer_two_phase);
}

static void outer_external(struct sv_reader *r, struct sv_type *t)
{
    sv_read_java_parts(r, t, 1);
    r->cur.doing = "external serializer: internal input";
    t->flag = sv_cur_bool(&r->cur);
}

void sv_layout_composite_external(struct sv_reader *r, struct sv_type *t)
{
    sv_read_composite(r, t, outer_external);
}
