/* parts.h: all parts of a run, summed. */
#ifndef SV_MEASURE_PARTS_H
#define SV_MEASURE_PARTS_H
#include "measure/part.h"

/* What the parts are of; one of them is not NULL, yours to free. */
struct sv_parts_sum {
    struct sv_stats *stats;
    struct sv_verified *verified;
};
/* One file's bytes. */
struct sv_part_file {
    const char *path;
    sv_str bytes;
};
SV_MUST_USE enum sv_status sv_parts_sum(const struct sv_part_file *files, size_t count, struct sv_parts_sum *out,
                                        struct sv_error *err);
void sv_parts_sum_free(struct sv_parts_sum *sum);
#endif
