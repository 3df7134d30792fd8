/* stats.h: what the formats of `stats` share. */
#ifndef SV_REPORT_STATS_H
#define SV_REPORT_STATS_H
#include "model/stats.h"
#include "report/report.h"

/* A histogram of at most so many bars, each the entries of a run of key groups of the same length (the last may be
 * shorter). Returns how many there are. */
enum { SV_STATS_BARS = 32 };
size_t sv_stats_bars(const struct sv_state_stats *s, uint64_t bars_out[SV_STATS_BARS]);
#endif
