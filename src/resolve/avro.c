/* avro.c: AvroSerializerSnapshot#resolveSchemaCompatibility: the two schemas alone; the classes of the values, GenericRecord
 * or generated ones, are not compared. */
#include "resolve/avro_schema.h"

static struct sv_resolution decide(struct sv_resolver *r, const struct sv_type *new, const struct sv_type *old,
                                   struct sv_avro_schema *reader, struct sv_avro_schema *writer)
{
    enum sv_avro_fit equal = sv_avro_equals(r, writer, reader);
    if (equal == SV_AVRO_FITS)
        return sv_say(SV_ANSWER_AS_IS, new, old, "nothing changed");
    enum sv_avro_fit fit = sv_avro_can_read(r, reader, writer);
    switch (fit) {
    case SV_AVRO_FITS:
        if (equal == SV_AVRO_FITS_NOT)
            return sv_say(SV_ANSWER_AFTER_MIGRATION, new, old, "the Avro schema changed and reads the old one");
        break;
    case SV_AVRO_FITS_NOT:
        return sv_say(SV_ANSWER_INCOMPATIBLE, new, old, "the Avro schema changed and cannot read the old one");
    case SV_AVRO_THROWS:
        return sv_say(SV_ANSWER_RESOLVE_ERROR, new, old, "a field of the Avro schema reads several old ones");
    case SV_AVRO_UNKNOWN:
        break;
    }
    return sv_say(SV_ANSWER_UNDECIDED, new, old, "the Avro schema refers to itself deeper than it is followed");
}

struct sv_resolution sv_resolve_avro(struct sv_resolver *r, const struct sv_type *new, const struct sv_type *old)
{
    struct sv_avro_document reader, writer;
    struct sv_resolution out = sv_say(SV_ANSWER_UNDECIDED, new, old, "the new Avro schema makes no sense");
    sv_avro_open(r, new->more.avro->schema_json, &reader);
    sv_avro_open(r, old->more.avro->schema_json, &writer);
    if (reader.schema && writer.schema)
        out = decide(r, new, old, reader.schema, writer.schema);
    sv_avro_close(&reader);
    sv_avro_close(&writer);
    return out;
}
