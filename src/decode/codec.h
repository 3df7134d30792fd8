/* codec.h: what the decoders share; nobody outside the room includes it. */
#ifndef SV_DECODE_CODEC_H
#define SV_DECODE_CODEC_H
#include "decode/decode.h"

/* One value being decoded. */
struct sv_decoding {
    struct sv_cursor *cur;
    struct sv_arena *arena;
    unsigned depth; /* values around the one being read */
    uint32_t nodes; /* values made so far, those referred to again counted each time */
};

/* One codec tree being built. */
struct sv_codec_builder {
    struct sv_arena *arena;
    sv_read_java_fn *read_java;
};

typedef struct sv_value *sv_decode_fn(struct sv_decoding *d, const struct sv_codec *codec);
typedef bool sv_hash_fn(struct sv_cursor *cur, const struct sv_codec *codec, int32_t *hash_out);
typedef void sv_skip_fn(struct sv_cursor *cur, const struct sv_codec *codec, struct sv_arena *scratch);
/* Fills what a family needs besides its parts. false when memory is out; what cannot be decoded gets a reason. */
typedef bool sv_prepare_fn(struct sv_codec_builder *b, struct sv_codec *codec);

/* How values of one serializer snapshot class are laid out: rows of decoders.def. */
struct sv_decoder {
    sv_str name;   /* of the snapshot class */
    uint8_t parts; /* nested serializers it needs; there may be more */
    sv_prepare_fn *prepare;
    sv_decode_fn *decode;
    sv_hash_fn *hash;  /* NULL when Java's hash code is not to be known from the bytes */
    const char *shape; /* members, for decode function record (record.c); "" for others */
};

struct sv_codec {
    const struct sv_type *type;
    sv_decode_fn *decode;
    sv_hash_fn *hash;
    sv_skip_fn *skip;
    int32_t length; /* length.c; -1: variable */
    const char *shape;
    const char *reason; /* static text: why its values cannot be decoded, NULL when they can */
    sv_read_java_fn *read_java;
    uint32_t count;
    const struct sv_codec **parts; /* of the nested serializers in the order of the snapshot; none is NULL */
    sv_str *names;                 /* of fields or constants, as UTF-8; NULL where there are none */
    union {                        /* by family, else NULL */
        const struct sv_avro_schema *avro;
        const struct sv_kryo_ids *kryo;
        const struct sv_table_type *table;
    } more;
};

/* The functions that the rows of decoders.def name. */
#define DECODER(name_, parts_, prepare_, decode_, hash_, shape_)                                                       \
    sv_prepare_fn sv_prepare_##prepare_;                                                                               \
    sv_decode_fn sv_decode_##decode_;                                                                                  \
    sv_hash_fn sv_hash_##hash_;
#include "decode/decoders.def"
#undef DECODER

/* codec.c */
const struct sv_codec *sv_codec_build(struct sv_codec_builder *b, const struct sv_type *type);
/* Whether the snapshot is of that kind and was read; else the codec refuses. */
bool sv_codec_is(struct sv_codec *codec, enum sv_kind kind);
/* Makes the codec one whose values cannot be decoded. */
void sv_codec_refuse(struct sv_codec *codec, const char *reason);
/* Room for count names; the i-th of them, from modified UTF-8. false when memory is out. */
bool sv_codec_names(struct sv_codec_builder *b, struct sv_codec *codec, uint32_t count);
bool sv_codec_name(struct sv_codec_builder *b, struct sv_codec *codec, uint32_t i, sv_str as_written);
/* Row i of decoders.def in order of name, or NULL past the end. */
const struct sv_decoder *sv_decoder_at(size_t i);
/* A value of another codec, one level deeper. NULL after a failure. */
struct sv_value *sv_decode_value(struct sv_decoding *d, const struct sv_codec *codec);
static inline struct sv_value *sv_decode_part(struct sv_decoding *d, const struct sv_codec *codec, uint32_t i)
{
    return sv_decode_value(d, codec->parts[i]);
}
/* One level deeper or shallower, for decoders that recurse by themselves. Too deep is a defect, and false. */
bool sv_decode_enter(struct sv_decoding *d);
void sv_decode_leave(struct sv_decoding *d);
/* Decodes from frame until it is closed, which asks that it was used up; returns the cursor to close with. */
struct sv_cursor *sv_frame_open(struct sv_decoding *d, struct sv_cursor *frame);
void sv_frame_close(struct sv_decoding *d, struct sv_cursor *outer);
/* The bytes at the cursor make no sense here. */
void sv_decode_bad(struct sv_decoding *d);

/* length.c and skip.c: what a codec gets at its end. */
int32_t sv_codec_measure(const struct sv_codec *codec);
sv_skip_fn *sv_codec_skipper(const struct sv_codec *codec);

/* make.c: nodes of the value, each NULL (and a defect) when memory is out. */
struct sv_value *sv_make(struct sv_decoding *d, enum sv_value_kind kind);
struct sv_value *sv_make_number(struct sv_decoding *d, enum sv_value_kind kind, int64_t i);
/* FLOAT of the bits of a float, DOUBLE of those of a double. */
struct sv_value *sv_make_real(struct sv_decoding *d, enum sv_value_kind kind, uint64_t bits);
/* TEXT or BYTES; text must live as long as the value. */
struct sv_value *sv_make_text(struct sv_decoding *d, enum sv_value_kind kind, sv_str text);
/* TEXT of a short formatted text, cut at 200 bytes. */
__attribute__((format(printf, 2, 3))) struct sv_value *sv_make_format(struct sv_decoding *d, const char *format, ...);
/* TEXT of two texts with another between them. NULL when one of them is. */
struct sv_value *sv_join(struct sv_decoding *d, const struct sv_value *a, const char *between,
                         const struct sv_value *b);
/* The usual form of a UUID. */
struct sv_value *sv_make_uuid(struct sv_decoding *d, uint64_t most, uint64_t least);
/* Gives value a name, which must live as long, and hangs it under object. */
void sv_make_member(struct sv_value *object, const char *name, struct sv_value *value);
/* A second node for a value that is complete: the same children, a place of its own. Counts as all its nodes. */
struct sv_value *sv_make_again(struct sv_decoding *d, const struct sv_value *value, uint32_t nodes);
/* TEXT of bytes that should be UTF-8, standard or modified: damage and lone surrogates become U+FFFD. */
struct sv_value *sv_make_utf8(struct sv_decoding *d, sv_str bytes);
sv_str sv_clean_utf8(struct sv_decoding *d, sv_str bytes);

/* UTF-16 units, one by one, as UTF-8. */
struct sv_units {
    char *p;
    size_t n;
    uint32_t high; /* a high surrogate that waits for its low one, or 0 */
};
/* Room for count units; false when memory is out. */
bool sv_units_begin(struct sv_decoding *d, struct sv_units *u, size_t count);
void sv_units_put(struct sv_units *u, uint32_t unit);
sv_str sv_units_end(struct sv_units *u);

/* string.c: StringValue#readString and its kin. */
uint32_t sv_read_groups(struct sv_cursor *cur);
/* A string whose length and units are written in groups of 7 bits; false for null. */
bool sv_read_string(struct sv_decoding *d, sv_str *text_out);

/* time.c: TEXT in the forms of java.time's toString, which are ISO-8601. Numbers out of Java's range are a defect. */
struct sv_value *sv_make_date(struct sv_decoding *d, int64_t epoch_day);
struct sv_value *sv_make_year_month_day(struct sv_decoding *d, int64_t year, int month, int day);
struct sv_value *sv_make_time(struct sv_decoding *d, int64_t nano_of_day);
struct sv_value *sv_make_date_time(struct sv_decoding *d, int64_t epoch_day, int64_t nano_of_day);
struct sv_value *sv_make_instant(struct sv_decoding *d, int64_t seconds, int64_t nanos);
struct sv_value *sv_make_duration(struct sv_decoding *d, int64_t seconds, int64_t nanos);
struct sv_value *sv_make_period(struct sv_decoding *d, int32_t years, int32_t months, int32_t days);
struct sv_value *sv_make_year_month(struct sv_decoding *d, int32_t year, int month);
struct sv_value *sv_make_month_day(struct sv_decoding *d, int month, int day);
/* ZoneOffset: Z, +hh:mm or +hh:mm:ss. */
struct sv_value *sv_make_offset(struct sv_decoding *d, int32_t seconds);
/* Time in ms since 1970 of java.util.Date, java.sql.Date (a day) and java.sql.Time (within a day). */
struct sv_value *sv_make_millis(struct sv_decoding *d, int64_t millis);
struct sv_value *sv_make_sql_date(struct sv_decoding *d, int64_t millis);
struct sv_value *sv_make_sql_time(struct sv_decoding *d, int64_t millis);
/* Local date and time of ms since 1970 and nanoseconds within the ms. */
struct sv_value *sv_make_local_millis(struct sv_decoding *d, int64_t millis, int64_t nanos);
/* hh:mm:ss to nanoseconds of the day; false when one is out of range. */
bool sv_nano_of_day(int hour, int minute, int second, int64_t nano, int64_t *nano_of_day_out);

/* scalar.c: the bytes of a BigInteger at the cursor; empty for null or after a failure. */
sv_str sv_read_big(struct sv_cursor *cur);
/* hash.c: hash codes of a BigInteger of these bytes, and of a LocalDate. */
uint32_t sv_big_hash(sv_str bytes);
uint32_t sv_date_hash(int32_t year, int month, int day);

/* number.c: TEXT of big numbers. bytes: two's complement, highest first, at least one. */
struct sv_value *sv_make_big_integer(struct sv_decoding *d, sv_str bytes);
/* As BigDecimal#toString. */
struct sv_value *sv_make_big_decimal(struct sv_decoding *d, sv_str bytes, int32_t scale);
struct sv_value *sv_make_decimal(struct sv_decoding *d, int64_t unscaled, int32_t scale);

/* java.c: the elements of a java.util.List in a Java object stream; none when it is no list that is known. */
struct sv_java_items {
    struct sv_java_object *const *objects; /* of a list that wrote them one by one */
    const union sv_java_value *values;     /* of a list around an array */
    uint32_t count;
};
struct sv_java_items sv_java_items(const struct sv_java_object *list);
const struct sv_java_object *sv_java_item(const struct sv_java_items *items, uint32_t i);
/* A Java object stream at the cursor, as far as its classes are known. */
struct sv_value *sv_read_java_value(struct sv_decoding *d, sv_read_java_fn *read_java);

/* Math#floorDiv and #floorMod for a positive b. */
static inline int64_t sv_floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}
static inline int64_t sv_floor_mod(int64_t a, int64_t b)
{
    return a % b + (a % b < 0 ? b : 0);
}

/* Little-endian, as the table runtime writes. */
static inline uint64_t sv_cur_le(struct sv_cursor *cur, unsigned bytes)
{
    const unsigned char *p = sv_cur_take(cur, bytes);
    uint64_t v = 0;
    for (unsigned i = bytes; p && i > 0; i--)
        v = v << 8 | p[i - 1];
    return v;
}
#endif
