/* touch.h: reads every byte that a model refers to, so that a sanitizer sees a string that points outside its bytes or
 * outlives them, and follows every list, so that one that does not end is seen as a hang.
 *
 * Each returns a sum that depends on all it read: equal models have equal sums. */
#ifndef TESTS_SUPPORT_TOUCH_H
#define TESTS_SUPPORT_TOUCH_H
#include "model/snapshot.h"

uint64_t touch_java(const struct sv_java_stream *streams);
/* A tree and its siblings; NULL is none. */
uint64_t touch_types(const struct sv_type *roots);
uint64_t touch_streams(const struct sv_stream *streams);
uint64_t touch_snapshot(const struct sv_snapshot *snapshot);

/* Whether a defect is one that a reader of so many bytes from offset 0 can have found: a known code, a place inside them
 * and a text, or none of these. */
bool touch_is_defect(const struct sv_defect *defect, uint64_t bytes);
#endif
