/* avro.h: an Avro schema as far as reading values needs it: shared by avro_schema.c and avro.c alone. */
#ifndef SV_DECODE_AVRO_H
#define SV_DECODE_AVRO_H
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

enum sv_avro_type {
    SV_AVRO_NULL,
    SV_AVRO_BOOLEAN,
    SV_AVRO_INT,
    SV_AVRO_LONG,
    SV_AVRO_FLOAT,
    SV_AVRO_DOUBLE,
    SV_AVRO_BYTES,
    SV_AVRO_STRING,
    SV_AVRO_RECORD, /* parts: fields, with names */
    SV_AVRO_ENUM,   /* names: symbols */
    SV_AVRO_ARRAY,  /* one part */
    SV_AVRO_MAP,    /* one part */
    SV_AVRO_UNION,  /* parts: branches */
    SV_AVRO_FIXED,  /* count: bytes */
};

enum sv_avro_logical {
    SV_AVRO_PLAIN,
    SV_AVRO_DECIMAL,
    SV_AVRO_DATE,
    SV_AVRO_TIME,           /* of a day */
    SV_AVRO_TIMESTAMP,      /* in UTC */
    SV_AVRO_LOCAL_TIMESTAMP /* in no time zone */
};

struct sv_avro_schema {
    enum sv_avro_type type;
    enum sv_avro_logical logical;
    int64_t unit_nanos; /* of a time: nanoseconds of one count */
    int32_t scale;      /* of a decimal */
    uint32_t count;
    const struct sv_avro_schema **parts;
    sv_str *names; /* modified UTF-8, as the schema has them */
};

/* The schema in JSON; a named type may hold itself. In the arena. NULL, and *why_out static text, when it is none; NULL
 * alone when memory is out. */
const struct sv_avro_schema *sv_avro_parse(sv_str json, struct sv_arena *arena, const char **why_out);
#endif
