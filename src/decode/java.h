/* java.h: values in Java serialization: shared by java.c and java_known.c alone. */
#ifndef SV_DECODE_JAVA_H
#define SV_DECODE_JAVA_H
#include "decode/codec.h"

/* An object, string, array, ... of a stream as a value; NULL is null. */
struct sv_value *sv_java_value(struct sv_decoding *d, const struct sv_java_object *object);
/* A class of the JDK whose bytes say more than its fields: false when it is none of those. */
bool sv_java_known(struct sv_decoding *d, const struct sv_java_object *object, struct sv_value **value_out);
/* The bytes that a class wrote by hand, as a cursor; its elements are sv_java_items. */
struct sv_cursor sv_java_block(const struct sv_java_object *object);
/* java_time.c: an object of java.time.Ser. */
struct sv_value *sv_java_time(struct sv_decoding *d, const struct sv_java_object *object);
#endif
