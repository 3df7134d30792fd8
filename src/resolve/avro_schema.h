/* avro_schema.h: an Avro schema as its comparison needs it: org.apache.avro.Schema of Avro 1.11. */
#ifndef SV_RESOLVE_AVRO_SCHEMA_H
#define SV_RESOLVE_AVRO_SCHEMA_H
#include <cjson/cJSON.h>

#include "resolve/inside.h"

enum sv_avro_kind {
    SV_AVRO_IS_NULL,
    SV_AVRO_IS_BOOLEAN,
    SV_AVRO_IS_INT,
    SV_AVRO_IS_LONG,
    SV_AVRO_IS_FLOAT,
    SV_AVRO_IS_DOUBLE,
    SV_AVRO_IS_BYTES,
    SV_AVRO_IS_STRING,
    SV_AVRO_IS_RECORD, /* and all that follow have a name, up to FIXED */
    SV_AVRO_IS_ENUM,
    SV_AVRO_IS_FIXED,
    SV_AVRO_IS_ARRAY,
    SV_AVRO_IS_MAP,
    SV_AVRO_IS_UNION
};

struct sv_avro_names {
    const char **items;
    uint32_t count;
};

struct sv_avro_pair; /* what is known of this schema beside another one (avro_compare.c) */

/* A record's field, or a part of another schema (then without a name). */
struct sv_avro_part {
    const char *name;
    struct sv_avro_schema *schema;
    const cJSON *json; /* of a field: default, order and properties of its own are compared */
    struct sv_avro_names aliases;
};

struct sv_avro_schema {
    enum sv_avro_kind kind;
    const cJSON *json;            /* NULL for a primitive type given by its name alone */
    const char *name, *full_name; /* of named types: without and with namespace */
    struct sv_avro_names aliases; /* full names */
    struct sv_avro_names symbols; /* of an enum */
    struct sv_avro_part *parts;   /* fields; branches of a union; items or values */
    uint32_t part_count;
    struct sv_avro_pair *equal, *readable; /* pairs met so far with this one on their left */
};

struct sv_avro_document {
    cJSON *json;
    struct sv_avro_schema *schema; /* NULL when it makes no sense */
};

/* Parses a schema; schemas live in the arena, their JSON until sv_avro_close. */
void sv_avro_open(struct sv_resolver *r, sv_str text, struct sv_avro_document *out);
void sv_avro_close(struct sv_avro_document *document);
bool sv_avro_parses(struct sv_resolver *r, sv_str text);

enum sv_avro_fit {
    SV_AVRO_FITS,
    SV_AVRO_UNKNOWN, /* deeper than we go */
    SV_AVRO_FITS_NOT,
    SV_AVRO_THROWS /* a field of the reader has several of the writer's to read */
};
/* Schema#equals, which never throws: documentation, aliases and an enum's default do not count, all other properties do. */
enum sv_avro_fit sv_avro_equals(struct sv_resolver *r, struct sv_avro_schema *a, struct sv_avro_schema *b);
/* SchemaCompatibility#checkReaderWriterCompatibility. */
enum sv_avro_fit sv_avro_can_read(struct sv_resolver *r, struct sv_avro_schema *reader, struct sv_avro_schema *writer);
#endif
