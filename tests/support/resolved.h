/* resolved.h: one question about two handmade trees (made.h), and parts of such trees that the tests of resolve/ share. */
#ifndef TESTS_SUPPORT_RESOLVED_H
#define TESTS_SUPPORT_RESOLVED_H
#include "resolve/resolve.h"
#include "support/made.h"

#define RESOLVED_BASE "org.apache.flink.api.common.typeutils.base."
#define RESOLVED_RUNTIME "org.apache.flink.api.java.typeutils.runtime."
#define RESOLVED_TABLE "org.apache.flink.table.runtime.typeutils."
#define RESOLVED_LONG RESOLVED_BASE "LongSerializer$LongSerializerSnapshot"
#define RESOLVED_LIST RESOLVED_BASE "ListSerializerSnapshot"
#define RESOLVED_MAP RESOLVED_BASE "MapSerializerSnapshot"
#define RESOLVED_TUPLE RESOLVED_RUNTIME "TupleSerializerSnapshot"
#define RESOLVED_TTL "org.apache.flink.runtime.state.ttl.TtlStateFactory$TtlSerializerSnapshot"

/* What new says of old, by nothing but the two. Ends the test program when memory is out. */
struct sv_resolution resolved(const struct sv_type *new, const struct sv_type *old, unsigned flags);
/* The same in short: "as-is", "incompatible", ... */
const char *resolved_word(const struct sv_type *new, const struct sv_type *old);
const char *resolved_state(const struct sv_type *new, const struct sv_type *old);

struct sv_type *resolved_long(struct sv_snapshot *s);
/* A composite of that class around parts, which are NULL from the first on that is not used. */
struct sv_type *resolved_of(struct sv_snapshot *s, const char *class_name, struct sv_type *a, struct sv_type *b);
/* An enum whose constants are the words of a text. */
struct sv_type *resolved_enum(struct sv_snapshot *s, const char *class_name, const char *words);
/* One more field of a POJO, declared by that class; one more registered subclass. */
struct sv_entry *resolved_field(struct sv_snapshot *s, struct sv_type *pojo, const char *declared_by, const char *name,
                                struct sv_type *type);
struct sv_entry *resolved_subclass(struct sv_snapshot *s, struct sv_type *pojo, const char *name, struct sv_type *type);
/* One more registration of a Kryo serializer, of kind 0. */
struct sv_entry *resolved_registration(struct sv_snapshot *s, struct sv_type *kryo, const char *name);
#endif
