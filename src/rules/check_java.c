/* check_java.c: Java-serialized parts of serializer snapshots: classes that 2.x lacks or changed. */
#include "facts/serialuid.h"
#include "rules/check.h"

enum { SC_ENUM = 16 }; /* ObjectStreamConstants: enums are exempt from the comparison of UIDs */

/* These read through InstantiationUtil.FailureTolerantObjectInputStream, which lets one known change pass. */
static bool is_tolerant(const struct sv_type *t)
{
    return t->cls && (t->cls->layout == SV_LAYOUT_row_data || t->cls->layout == SV_LAYOUT_array_data ||
                      t->cls->layout == SV_LAYOUT_map_data);
}

static void check_class(const struct sv_site *at, const struct sv_java_class *cls, struct sv_findings *out)
{
    const struct sv_serial_class *row = sv_serial_class_find(cls->name);
    if (!row)
        return;
    struct sv_finding *f = NULL;
    if (row->gone)
        f = sv_found(out, SV_RULE_SV202, at, "%.*s does not exist in Flink %.*s", SV_ARG(cls->name),
                     SV_ARG(at->target->name));
    else if (!(cls->flags & SC_ENUM) && cls->uid != row->uid && !(is_tolerant(at->type) && cls->uid == row->tolerated))
        f = sv_found(out, SV_RULE_SV203, at, "%.*s has serialVersionUID %lld here and %lld in Flink %.*s",
                     SV_ARG(cls->name), (long long)cls->uid, (long long)row->uid, SV_ARG(at->target->name));
    sv_finding_reach(f, sv_site_backend(at));
}

void sv_check_java_classes(const struct sv_site *at, struct sv_findings *out)
{
    if (at->type->kind == SV_KIND_LEGACY)
        return; /* gone as a whole */
    for (const struct sv_java_stream *stream = at->type->java; stream; stream = stream->next)
        for (const struct sv_java_class *cls = stream->classes; cls; cls = cls->next)
            check_class(at, cls, out);
}

/* UserDefinedType.objectIdentifier is set for types of a catalog only. */
static bool is_registered_structure(const struct sv_java_object *object)
{
    static const sv_str name = SV_STR_INIT("org.apache.flink.table.types.logical.StructuredType");
    return object->kind == SV_JAVA_OBJECT && object->cls && sv_str_eq(object->cls->name, name) &&
           sv_java_ref(object, "objectIdentifier") != NULL;
}

void sv_check_structured_type(const struct sv_site *at, struct sv_findings *out)
{
    for (const struct sv_java_stream *stream = at->type->java; stream; stream = stream->next)
        for (const struct sv_java_object *object = stream->objects; object; object = object->next)
            if (is_registered_structure(object)) {
                sv_found(out, SV_RULE_SV210, at, "holds a structured type that is registered in a catalog");
                return;
            }
}
