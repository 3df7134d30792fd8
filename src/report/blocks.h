/* blocks.h: findings as people want them. A block holds what one rule says with one why and one cure, worst first; in
 * it, findings with the same message stand together. */
#ifndef SV_REPORT_BLOCKS_H
#define SV_REPORT_BLOCKS_H
#include "report/report.h"

/* The findings of a check in that order, to be freed; NULL with 0 when there are none. False when memory is out. */
bool sv_blocks_of(const struct sv_check *check, const struct sv_finding ***out, size_t *count_out);
/* How many of count findings, from the first on, are of one block; of one message. At least 1. */
size_t sv_block_length(const struct sv_finding *const *findings, size_t count);
size_t sv_message_length(const struct sv_finding *const *findings, size_t count);
#endif
