/* heads.h: handmade heads of state streams, and reading them. */
#ifndef TESTS_SUPPORT_HEADS_H
#define TESTS_SUPPORT_HEADS_H
#include "flink/read.h"
#include "support/bytes.h"

/* Whole heads and parts as Flink 1.7 and later write them. */

/* A keyed head up to its number of states: not compressed, keys are ints. */
void heads_keyed(struct bytes *b, int16_t states);
/* A keyed value state whose values have that snapshot class, of version 3 without a body. */
void heads_value_state(struct bytes *b, const char *name, const char *value_class);
/* A whole operator head of one split list state of strings. */
void heads_operator(struct bytes *b, const char *name);
/* One key group of raw keyed state: timer services of that name, keys and namespaces ints, without timers. */
void heads_timers(struct bytes *b, const char *name);

/* A state up to its number of serializers: ordinal of its BackendStateType, one option (NULL for none). */
void heads_state(struct bytes *b, const char *name, int32_t type, const char *option, const char *value);
/* TypeSerializerSnapshotSerializationProxy of a snapshot of version 3 without a body. */
void heads_proxy(struct bytes *b, const char *class_name);
/* The same behind its key in the map of serializers. */
void heads_serializer(struct bytes *b, const char *key, const char *class_name);

/* Parts as before 1.7. */

/* A Java-serialized serializer of that class in its frame. */
void heads_prior(struct bytes *b, const char *serializer_class);
/* Pairs of such a serializer and a config snapshot without parts. */
void heads_pairs(struct bytes *b, const char *serializer_class, int32_t count);

/* A stream that was read, with all that belongs to it. */
enum heads_kind { HEADS_KEYED, HEADS_OPERATOR, HEADS_TIMERS, HEADS_CHANGELOG, HEADS_CHANGELOG_FILE };
struct heads_read {
    struct sv_arena arena;
    struct sv_inference inference;
    struct sv_reader reader;
    struct sv_stream *stream;
};
/* Reads all of b. A keyed or operator head ends with it. End with heads_done. */
void heads_read(struct heads_read *out, struct bytes *b, enum heads_kind kind);
void heads_done(struct heads_read *h);
/* Whether all declared states were read and nothing carries a defect. */
bool heads_whole(const struct heads_read *h);
/* The state of that name, or NULL. */
const struct sv_state *heads_find(const struct heads_read *h, const char *name);
/* The class of its root of that role, "" when there is none. */
sv_str heads_class(const struct sv_state *state, const char *role);

/* Every prefix, every changed byte, every failing allocation: nothing but a sanitizer, a place outside the bytes or
 * counts that do not fit can fail this, and no prefix of the first needed bytes may read as whole. */
void heads_sweep(const struct bytes *b, size_t needed, enum heads_kind kind);
#endif
