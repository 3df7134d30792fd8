/* java_class.c: class descriptors of a Java object stream; the byte table is in flink/java.c. */
#include <string.h>

#include "base/limits.h"
#include "flink/java_reader.h"

static void read_fields_of_class(struct sv_java_reader *r, struct sv_java_class *cls)
{
    uint32_t count = sv_cur_count16(r->cur, 3);
    cls->fields = sv_arena_alloc(r->arena, count ? count : 1, sizeof *cls->fields);
    if (!cls->fields) {
        sv_cur_fail(r->cur, SV_DEFECT_LIMIT);
        return;
    }
    for (uint32_t i = 0; i < count && sv_cur_ok(r->cur); i++) {
        struct sv_java_field *field = &cls->fields[i];
        uint64_t at = r->cur->at;
        field->type = (char)sv_cur_u8(r->cur);
        if (!field->type || !strchr("BCDFIJSZL[", field->type))
            sv_java_fail(r, SV_DEFECT_BAD_VALUE, at);
        field->name = sv_cur_utf(r->cur);
        field->signature = (sv_str){ "", 0 };
        if (field->type == 'L' || field->type == '[')
            field->signature = sv_java_read_string(r);
        cls->field_count = (uint16_t)(i + 1);
    }
}

/* One descriptor without its superclass. */
static struct sv_java_class *read_one_class(struct sv_java_reader *r, uint8_t tag)
{
    struct sv_java_class *cls = SV_NEW(r->arena, struct sv_java_class);
    if (!cls) {
        sv_cur_fail(r->cur, SV_DEFECT_LIMIT);
        return NULL;
    }
    *r->class_tail = cls;
    r->class_tail = &cls->next;
    cls->at = r->cur->at;
    cls->name = (sv_str){ "", 0 };
    cls->flags = SC_SERIALIZABLE;
    if (tag == TC_PROXYCLASSDESC) {
        sv_java_add_handle(r, cls, NULL);
        uint32_t count = sv_cur_count(r->cur, 2);
        for (uint32_t i = 0; i < count && sv_cur_ok(r->cur); i++)
            sv_cur_utf(r->cur);
    } else {
        cls->name = sv_cur_utf(r->cur);
        cls->uid = sv_cur_i64(r->cur);
        sv_java_add_handle(r, cls, NULL);
        uint64_t at = r->cur->at;
        cls->flags = sv_cur_u8(r->cur);
        if ((cls->flags & SC_SERIALIZABLE) && (cls->flags & SC_EXTERNALIZABLE))
            sv_java_fail(r, SV_DEFECT_BAD_VALUE, at);
        read_fields_of_class(r, cls);
    }
    sv_java_read_annotation(r, NULL);
    return cls;
}

/* A descriptor known before. One that is still being read has no levels yet, and would make a circle. */
static struct sv_java_class *read_class_reference(struct sv_java_reader *r)
{
    uint64_t at = r->cur->at;
    const struct sv_java_handle *handle = sv_java_read_handle(r);
    if (handle && handle->cls && handle->cls->levels)
        return handle->cls;
    sv_java_fail(r, SV_DEFECT_BAD_VALUE, at);
    return NULL;
}

struct sv_java_class *sv_java_read_class_tagged(struct sv_java_reader *r, uint8_t tag)
{
    struct sv_java_class *first = NULL, **link = &first;
    unsigned fresh = 0;
    for (; tag == TC_CLASSDESC || tag == TC_PROXYCLASSDESC; tag = sv_cur_u8(r->cur)) {
        if (++fresh > SV_LIMIT_JAVA_LEVELS)
            sv_cur_fail(r->cur, SV_DEFECT_TOO_DEEP);
        *link = read_one_class(r, tag);
        if (!sv_cur_ok(r->cur))
            return NULL;
        link = &(*link)->super;
    }
    if (tag == TC_REFERENCE)
        *link = read_class_reference(r);
    else if (tag != TC_NULL)
        sv_cur_fail(r->cur, SV_DEFECT_BAD_VALUE);
    unsigned levels = fresh + (*link ? (*link)->levels : 0);
    if (levels > SV_LIMIT_JAVA_LEVELS)
        sv_cur_fail(r->cur, SV_DEFECT_TOO_DEEP);
    if (!sv_cur_ok(r->cur))
        return NULL;
    for (struct sv_java_class *cls = first; cls && !cls->levels; cls = cls->super)
        cls->levels = (uint16_t)levels--;
    return first;
}

struct sv_java_class *sv_java_read_class(struct sv_java_reader *r)
{
    uint64_t at = r->cur->at;
    struct sv_java_class *cls = sv_java_read_class_tagged(r, sv_cur_u8(r->cur));
    if (!cls)
        sv_java_fail(r, SV_DEFECT_BAD_VALUE, at);
    return cls;
}
