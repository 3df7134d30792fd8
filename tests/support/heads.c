/* heads.c: handmade heads of state streams. */
#include "support/heads.h"

#include "support/types.h"

enum { PROXY = 2, KEY_VALUE = 0, OPERATOR = 1 };

static void put_proxy(struct bytes *b, const char *class_name)
{
    bytes_i32(b, PROXY);
    types_simple(b, class_name);
}

void heads_keyed(struct bytes *b, int16_t states)
{
    bytes_i32(b, 6);
    bytes_bool(b, false);
    put_proxy(b, TYPES_INT);
    bytes_i16(b, states);
}

static void put_state(struct bytes *b, const char *name, int32_t type, const char *option, const char *value)
{
    bytes_utf(b, name);
    bytes_i32(b, type);
    bytes_i32(b, 1);
    bytes_utf(b, option);
    bytes_utf(b, value);
}

void heads_value_state(struct bytes *b, const char *name, const char *value_class)
{
    put_state(b, name, KEY_VALUE, "KEYED_STATE_TYPE", "VALUE");
    bytes_i32(b, 2);
    bytes_utf(b, "NAMESPACE_SERIALIZER");
    put_proxy(b, TYPES_INT);
    bytes_utf(b, "VALUE_SERIALIZER");
    put_proxy(b, value_class);
}

void heads_operator(struct bytes *b, const char *name)
{
    bytes_i32(b, 5);
    bytes_i16(b, 1);
    put_state(b, name, OPERATOR, "OPERATOR_STATE_DISTRIBUTION_MODE", "SPLIT_DISTRIBUTE");
    bytes_i32(b, 1);
    bytes_utf(b, "VALUE_SERIALIZER");
    put_proxy(b, TYPES_STRING);
    bytes_i16(b, 0);
}

void heads_timers(struct bytes *b, const char *name)
{
    bytes_raw(b, "\xF1\xCD\x85\x9F", 4);
    bytes_i32(b, 2);
    bytes_i32(b, 1);
    bytes_utf(b, name);
    types_simple(b, TYPES_INT);
    types_simple(b, TYPES_INT);
    bytes_i32(b, 0);
    bytes_i32(b, 0);
}
