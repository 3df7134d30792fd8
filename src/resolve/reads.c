/* reads.c: what 2.2 does to an old snapshot before it asks about it: TypeSerializerSnapshot#readVersionedSnapshot and the
 * readSnapshot methods below it. A class of the user's is taken to be there unless the new job's snapshots say more. */
#include "facts/legacy.h"
#include "facts/serialuid.h"
#include "model/classes.h"
#include "resolve/avro_schema.h"
#include "resolve/inside.h"

/* Version under which 1.7 to 1.16 wrote snapshots of serializers that had no snapshot class of their own. */
enum { CONFIG_ADAPTER = 0x7A53C4F0, SC_ENUM = 16 };

static bool fails(struct sv_cause *why, const struct sv_type *old, const char *text, sv_str subject)
{
    *why = (struct sv_cause){ .text = text, .subject = subject, .instead = { "", 0 }, .old = old };
    return false;
}

/* "[[Lcom.acme.A;" is of com.acme.A. */
static sv_str element_of(sv_str name)
{
    if (!sv_str_starts(name, SV_STR("[")))
        return name;
    while (sv_str_starts(name, SV_STR("[")))
        name = sv_str_skip(name, 1);
    name = sv_str_skip(name, 1);
    if (sv_str_ends(name, SV_STR(";")))
        name.n--;
    return name;
}

bool sv_class_is_gone(sv_str name)
{
    static const sv_str flink = SV_STR_INIT("org.apache.flink."), scala = SV_STR_INIT("org.apache.flink.api.scala.");
    name = element_of(name);
    if (!sv_str_starts(name, flink))
        return false;
    const struct sv_class *cls = sv_class_find(name);
    if (cls)
        return cls->gone != SV_GONE_NEVER;
    const struct sv_serial_class *serial = sv_serial_class_find(name);
    return (serial && serial->gone) || sv_str_starts(name, scala) || sv_legacy_of_type(name);
}

static bool class_reads(const struct sv_type *old, sv_str name, struct sv_cause *why)
{
    return !sv_class_is_gone(name) || fails(why, old, "2.2 does not have the class", name);
}

/* ObjectInputStream: every class descriptor names a class that is there and has that serialVersionUID. tolerant: read
 * through InstantiationUtil.FailureTolerantObjectInputStream. */
static bool stream_reads(struct sv_resolver *r, const struct sv_type *old, const struct sv_java_stream *stream,
                         bool tolerant, struct sv_cause *why)
{
    for (const struct sv_java_class *cls = stream ? stream->classes : NULL; cls; cls = cls->next) {
        if (sv_class_is_gone(cls->name))
            return fails(why, old, "2.2 does not have a class that is Java-serialized here", cls->name);
        if (cls->flags & SC_ENUM || sv_str_starts(cls->name, SV_STR("[")))
            continue;
        const struct sv_serial_class *row = sv_serial_class_find(cls->name);
        int64_t uid = cls->uid;
        if (row && !(tolerant && uid == row->tolerated))
            uid = row->uid;
        else if (!row && sv_class_is_user(cls->name))
            sv_evidence_uid(r->evidence, cls->name, &uid);
        if (uid != cls->uid)
            return fails(why, old, "another serialVersionUID of a class that is Java-serialized here", cls->name);
    }
    return true;
}

static bool streams_read(struct sv_resolver *r, const struct sv_type *old, bool tolerant, struct sv_cause *why)
{
    for (const struct sv_java_stream *stream = old->java; stream; stream = stream->next)
        if (!stream_reads(r, old, stream, tolerant, why))
            return false;
    return true;
}

/* EnumSerializer.EnumSerializerSnapshot#readSnapshot */
static bool enum_reads(struct sv_resolver *r, const struct sv_type *old, struct sv_cause *why)
{
    const struct sv_enum *names = old->more.names;
    if (!class_reads(old, old->java_type, why))
        return false;
    const struct sv_type *new = sv_evidence_enum(r->evidence, old->java_type);
    if (!new &&sv_evidence_is_pojo(r->evidence, old->java_type))
        return fails(why, old, "the class is no enum in the new job", old->java_type);
    const struct sv_enum *now = new ? new->more.names : NULL;
    uint32_t at = 0;
    for (uint32_t i = 0; names && now && i < names->count; i++) {
        uint32_t tried = 0;
        while (tried < now->count && !sv_str_eq(now->names[at % now->count], names->names[i]))
            at++, tried++;
        if (tried == now->count)
            return fails(why, old, "the enum has lost a constant", names->names[i]);
        at = at % now->count + 1;
    }
    return true;
}

/* A frame that is too short, or whose stream makes no sense, is no missing class: KryoSerializerSnapshotData does not
 * catch that for registrations. */
static bool kryo_reads(const struct sv_type *old, struct sv_cause *why)
{
    if (!class_reads(old, old->java_type, why))
        return false;
    const struct sv_kryo *kryo = old->more.kryo;
    for (uint32_t i = 0; kryo && i < kryo->registrations.count; i++) {
        const struct sv_entry *entry = &kryo->registrations.items[i];
        if (entry->defect.code != SV_DEFECT_NONE && entry->defect.code != SV_DEFECT_TRAILING)
            return fails(why, old, "a Kryo registration cannot be read", entry->name);
    }
    return true;
}

/* AvroSerializerSnapshot#readSnapshot; version 1 does without the runtime class. */
static bool avro_reads(struct sv_resolver *r, const struct sv_type *old, struct sv_cause *why)
{
    if (old->version > 1 && !class_reads(old, old->java_type, why))
        return false;
    return !old->more.avro || sv_avro_parses(r, old->more.avro->schema_json) ||
           fails(why, old, "its Avro schema makes no sense", (sv_str){ "", 0 });
}

/* The part of the body that is not nested snapshots. */
static bool body_reads(struct sv_resolver *r, const struct sv_type *old, struct sv_cause *why)
{
    switch (old->cls->layout) {
    case SV_LAYOUT_enumeration:
        return enum_reads(r, old, why);
    case SV_LAYOUT_kryo:
        return kryo_reads(old, why);
    case SV_LAYOUT_avro:
        return avro_reads(r, old, why);
    case SV_LAYOUT_pojo:
    case SV_LAYOUT_type_class:
    case SV_LAYOUT_composite_class:
        return class_reads(old, old->java_type, why);
    case SV_LAYOUT_row_data:
    case SV_LAYOUT_array_data:
    case SV_LAYOUT_map_data:
        return streams_read(r, old, true, why);
    default:
        return streams_read(r, old, false, why);
    }
}

/* Whether the node itself, and nothing inside it, is why the bytes ended. */
static bool has_own_defect(const struct sv_type *t)
{
    const struct sv_type *last = t->last;
    if (t->kind == SV_KIND_POJO || !last)
        return t->defect.code != SV_DEFECT_NONE;
    return t->defect.code != last->defect.code || t->defect.at != last->defect.at;
}

static bool version_is_checked(const struct sv_type *t)
{
    return t->version == CONFIG_ADAPTER || sv_family(t->cls) == sv_resolve_simple || t->kind == SV_KIND_POJO ||
           t->kind == SV_KIND_AVRO;
}

static bool bytes_read(const struct sv_type *old, struct sv_cause *why)
{
    if (!has_own_defect(old))
        return true;
    switch (old->defect.code) {
    case SV_DEFECT_NONE:
    case SV_DEFECT_TRAILING:
    case SV_DEFECT_UNKNOWN_CLASS:
    case SV_DEFECT_TOO_DEEP:
    case SV_DEFECT_LIMIT:
    case SV_DEFECT_UNSUPPORTED:
        return true;
    case SV_DEFECT_UNKNOWN_VERSION:
        return !version_is_checked(old) || fails(why, old, "2.2 does not read this version of", old->class_name);
    default:
        return fails(why, old, sv_defect_text(old->defect.code), (sv_str){ "", 0 });
    }
}

bool sv_reads(struct sv_resolver *r, const struct sv_type *old, struct sv_cause *why)
{
    if (!old->cls)
        return bytes_read(old, why);
    if (old->cls->gone != SV_GONE_NEVER)
        return fails(why, old, "2.2 does not have the snapshot class", old->class_name);
    if (!body_reads(r, old, why))
        return false;
    for (const struct sv_type *child = old->kind == SV_KIND_POJO ? NULL : old->child; child; child = child->next)
        if (!sv_reads(r, child, why))
            return false;
    return bytes_read(old, why);
}

bool sv_entry_has_type(struct sv_resolver *r, const struct sv_entry *entry)
{
    struct sv_cause why;
    return entry->value_present && entry->type && sv_reads(r, entry->type, &why);
}

bool sv_entry_has_class(const struct sv_entry *entry)
{
    return entry->key_present && !sv_class_is_gone(entry->key_class);
}

bool sv_registration_has_value(struct sv_resolver *r, const struct sv_entry *entry)
{
    struct sv_cause why;
    if (!entry->value_present || sv_class_is_gone(entry->registered_class))
        return false;
    return !sv_class_is_gone(entry->serializer_class) && stream_reads(r, NULL, entry->instance, false, &why);
}

bool sv_default_has_value(struct sv_resolver *r, const struct sv_entry *entry)
{
    struct sv_cause why;
    return entry->value_present && entry->instance && stream_reads(r, NULL, entry->instance, false, &why);
}

bool sv_default_class_has_value(const struct sv_entry *entry)
{
    return entry->value_present && !sv_class_is_gone(entry->serializer_class);
}
