/* work.h: a scan's units over threads. */
#ifndef SV_MEASURE_WORK_H
#define SV_MEASURE_WORK_H
#include "scan/scan.h"

/* How any of the measurements runs; zeroed is one thread, everything, silent. */
struct sv_run {
    unsigned jobs; /* threads; 0 for one per core */
    uint32_t shard, shard_count;
    const char *temporary_folder;
    bool (*only)(const struct sv_operator *op, const struct sv_state *state, const void *context);
    const void *only_context;
    /* Called from the thread that asked for the measurement, a few times a second. */
    void (*progress)(uint64_t done_bytes, uint64_t total_bytes, void *context);
    void *progress_context;
};

/* What one thread does with the entries of its units. Counters are its own: nothing here is locked but done. */
struct sv_worker {
    struct sv_visitor visitor;                                     /* its progress is the work's */
    bool (*begin)(const struct sv_scan_unit *unit, void *context); /* may be NULL; false: out of memory */
    bool (*done)(void *context); /* after each unit, one thread at a time; may be NULL; false: out of memory */
    bool *failed;                /* set when the visitor ran out of memory */
};
enum { SV_JOBS_MOST = 256 };
/* Threads that a run will use: at least 1. */
unsigned sv_run_jobs(const struct sv_run *run);

/* Runs all units of the scan; worker i of sv_run_jobs(run) is used by one thread alone. */
SV_MUST_USE enum sv_status sv_work(struct sv_scan *scan, const struct sv_run *run, const struct sv_worker *workers,
                                   struct sv_error *err);

/* Options of a scan for a run. */
struct sv_scan_options sv_run_scan_options(const struct sv_run *run);
/* 32 hex digits that tell snapshots apart: of the bytes of _metadata. */
void sv_snapshot_id(const struct sv_snapshot *snapshot, char hex_out[33]);
#endif
