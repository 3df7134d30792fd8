/* decode.h: bytes that a serializer of Flink 1.x wrote, by its snapshot, as values. Mirrors TypeSerializer#deserialize of each class.
 *
 * Nothing is guessed: what does not decode exactly is a defect of the cursor, and the caller shows the bytes. */
#ifndef SV_DECODE_DECODE_H
#define SV_DECODE_DECODE_H
#include "model/type.h"
#include "model/value.h"

/* Whether values of this serializer can be decoded at all: false when a part of it is a class without a row, Kryo of a
 * class whose fields are not known, Java serialization of unknown classes, ... reason_out (may be NULL) gets static text. */
bool sv_decodable(const struct sv_type *type, const char **reason_out);

/* One value at the cursor. NULL, and the defect in the cursor, when the bytes are none of this serializer's, are of a part
 * that cannot be decoded, or memory is out. */
struct sv_value *sv_decode(struct sv_cursor *cur, const struct sv_type *type, struct sv_arena *arena);

/* Java's hashCode() of the value, as Flink takes it for the key group; false when it cannot be known (a user's class). */
bool sv_java_hash(const struct sv_type *type, const struct sv_value *value, int32_t *hash_out);
/* KeyGroupRangeAssignment#computeKeyGroupForKeyHash: murmur of the hash modulo max parallelism. */
int32_t sv_key_group_of(int32_t hash, int32_t max_parallelism);
#endif
