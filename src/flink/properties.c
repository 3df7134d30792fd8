/* properties.c: what a snapshot says it is. docs/format/metadata.md#properties
 *
 * One Java object stream: a CheckpointProperties, or null. Its field checkpointType holds a SnapshotType:
 *   CheckpointType  name, sharingFilesStrategy (FORWARD: a full checkpoint; FORWARD_BACKWARD)
 *   SavepointType   name, postCheckpointAction, formatType (CANONICAL, NATIVE)
 * Mirrors MetadataV4Serializer#deserializeProperties, CheckpointProperties, CheckpointType and SavepointType of
 * flink-runtime 1.16 to 2.3 and SavepointFormatType of flink-core. */
#include "flink/metadata.h"
#include "flink/read.h"

#define PROPERTIES_CLASS SV_STR("org.apache.flink.runtime.checkpoint.CheckpointProperties")
#define CHECKPOINT_CLASS SV_STR("org.apache.flink.runtime.checkpoint.CheckpointType")
#define SAVEPOINT_CLASS SV_STR("org.apache.flink.runtime.checkpoint.SavepointType")

static sv_str text_of(const struct sv_java_object *object, const char *field)
{
    const struct sv_java_object *value = sv_java_ref(object, field);
    bool has_text = value && (value->kind == SV_JAVA_STRING || value->kind == SV_JAVA_ENUM);
    return has_text ? value->text : (sv_str){ "", 0 };
}

static void read_type(const struct sv_java_object *type, struct sv_properties *p)
{
    p->type = SV_PROP_OTHER;
    p->type_name = text_of(type, "name");
    if (!type || !type->cls)
        return;
    if (sv_str_eq(type->cls->name, CHECKPOINT_CLASS)) {
        p->type = SV_PROP_CHECKPOINT;
        p->full = sv_str_eq(text_of(type, "sharingFilesStrategy"), SV_STR("FORWARD"));
    } else if (sv_str_eq(type->cls->name, SAVEPOINT_CLASS)) {
        sv_str format = text_of(type, "formatType");
        p->type = SV_PROP_SAVEPOINT;
        if (sv_str_eq(format, SV_STR("CANONICAL")))
            p->format = SV_FORMAT_CANONICAL;
        else if (sv_str_eq(format, SV_STR("NATIVE")))
            p->format = SV_FORMAT_NATIVE;
    }
}

void sv_read_properties(struct sv_metadata_reader *r, struct sv_properties *properties_out)
{
    if (!sv_cur_ok(&r->cur))
        return;
    uint64_t at = r->cur.at;
    r->cur.doing = "checkpoint properties";
    const struct sv_java_stream *stream = sv_read_java(&r->cur, r->arena);
    if (!stream || !stream->root) /* null: nobody said */
        return;
    if (stream->root->kind != SV_JAVA_OBJECT || !sv_str_eq(stream->root->cls->name, PROPERTIES_CLASS)) {
        sv_cur_fail_at(&r->cur, SV_DEFECT_BAD_VALUE, at, "class of the checkpoint properties", (sv_str){ "", 0 });
        return;
    }
    properties_out->present = true;
    read_type(sv_java_ref(stream->root, "checkpointType"), properties_out);
}
