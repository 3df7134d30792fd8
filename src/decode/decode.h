/* decode.h: bytes that a serializer of Flink 1.x wrote, by its snapshot, as values. Mirrors TypeSerializer#deserialize of
 * each class.
 *
 * Nothing is guessed: what does not decode is a defect of the cursor, and the caller shows the bytes. Whether the value
 * ends where its bytes end is for the caller to ask (sv_cur_finish). */
#ifndef SV_DECODE_DECODE_H
#define SV_DECODE_DECODE_H
#include "model/type.h"
#include "model/value.h"

/* Reads one Java object stream at the cursor: sv_read_java of flink/read.h. */
typedef struct sv_java_stream *sv_read_java_fn(struct sv_cursor *cur, struct sv_arena *arena);

/* How the values of one serializer are decoded, worked out once for all values of a state. */
struct sv_codec;

/* Lives in the arena and borrows type. Parts that cannot be decoded are left to fail when a value has them. Without
 * read_java (NULL) Java-serialized values are such a part. NULL when memory is out. */
const struct sv_codec *sv_codec_new(const struct sv_type *type, sv_read_java_fn *read_java, struct sv_arena *arena);

/* How the i-th nested serializer decodes: element; user key and value of a map; fields. NULL when there is none. Backends
 * store list elements and map entries one by one. */
const struct sv_codec *sv_codec_part(const struct sv_codec *codec, uint32_t i);

/* The serializer snapshot it was made from. */
const struct sv_type *sv_codec_type(const struct sv_codec *codec);

/* Whether every value can be decoded: false when a part of it is a class without a row, Kryo of a class whose fields are
 * not known, ... A value that leaves out that part may decode all the same. reason_out (may be NULL) gets static text. */
bool sv_decodable(const struct sv_codec *codec, const char **reason_out);

/* One value at the cursor. NULL, and the defect in the cursor, when the bytes are none of this serializer's, are of a part
 * that cannot be decoded, or memory is out. A value with a time to live is an object {timestamp, value}. */
struct sv_value *sv_decode(struct sv_cursor *cur, const struct sv_codec *codec, struct sv_arena *arena);

/* Moves over one value without giving it, or sets the cursor's defect. What it does not need to look at (an enum's number,
 * a boolean's byte) is not checked. scratch is emptied. */
void sv_skip(struct sv_cursor *cur, const struct sv_codec *codec, struct sv_arena *scratch);
/* TypeSerializer#getLength: the bytes of any value, -1 where they differ or are not known; 0 for VoidNamespace, which
 * writes one byte all the same. */
int32_t sv_codec_length(const struct sv_codec *codec);
/* The codec past serializers that only wrap another one. Takes NULL. */
const struct sv_codec *sv_codec_unwrapped(const struct sv_codec *codec);

/* The same as sv_decode, with the time to live taken out: of a value its timestamp, of a list or map the array of its elements'
 * timestamps. *ttl_out is NULL where there is none. */
struct sv_value *sv_decode_ttl(struct sv_cursor *cur, const struct sv_codec *codec, struct sv_arena *arena,
                               struct sv_value **ttl_out);

/* Java's hashCode() of the value at the cursor, as Flink takes it for the key group. false, the cursor anywhere, when it
 * cannot be known (a user's class, an enum constant) or the bytes are none of this serializer's. */
bool sv_java_hash(struct sv_cursor *cur, const struct sv_codec *codec, int32_t *hash_out);
/* KeyGroupRangeAssignment#computeKeyGroupForKeyHash: murmur of the hash modulo max_parallelism, which must be positive. */
int32_t sv_key_group_of(int32_t hash, int32_t max_parallelism);
#endif
