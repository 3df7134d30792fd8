/* heads.h: handmade heads of state streams, as Flink 1.7 and later write them. */
#ifndef TESTS_SUPPORT_HEADS_H
#define TESTS_SUPPORT_HEADS_H
#include "support/bytes.h"

/* A keyed head up to its number of states: not compressed, keys are ints. */
void heads_keyed(struct bytes *b, int16_t states);
/* A keyed value state whose values have that snapshot class, of version 3 without a body. */
void heads_value_state(struct bytes *b, const char *name, const char *value_class);
/* A whole operator head of one split list state of strings. */
void heads_operator(struct bytes *b, const char *name);
/* One key group of raw keyed state: timer services of that name, keys and namespaces ints, without timers. */
void heads_timers(struct bytes *b, const char *name);
#endif
