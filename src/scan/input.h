/* input.h: the plain bytes of a part of a blob: as they lie in its file, or unpacked from snappy chunks, a window at a
 * time. What is at hand stands in a cursor; a reader that finds it too short asks for more and starts its record again.
 */
#ifndef SV_SCAN_INPUT_H
#define SV_SCAN_INPUT_H
#include "scan/backend.h"
#include "scan/extent.h"

struct sv_input {
    struct sv_cursor cur; /* at hand: from the next record on */
    const struct sv_blob *blob;
    /* the rest is the input's own */
    struct sv_scan_job *job;
    struct sv_map map;
    const unsigned char *bytes; /* of the blob */
    uint64_t size, origin;      /* bytes there are; offset of the first in its file */
    bool is_packed;
    struct sv_cursor packed; /* not unpacked yet */
    unsigned char *window;
    size_t capacity;
    const unsigned char *told; /* up to where progress was told */
};

/* Opens a blob for the job. False, and the reason in defect_out, when it cannot be read. Yours to close either way. */
SV_MUST_USE bool sv_input_open(struct sv_input *in, struct sv_scan_job *job, const struct sv_blob *blob,
                               struct sv_defect *defect_out);
/* Takes an input that was never opened (zeroed) too. */
void sv_input_close(struct sv_input *in);

/* Reads this part next, or what there is of it. */
void sv_input_part(struct sv_input *in, struct sv_extent part);
/* What is left of the part is snappy framed. */
void sv_input_unpack(struct sv_input *in);

/* After a reader failed on a copy of in->cur: true when there is more at hand now and it should try again. */
SV_MUST_USE bool sv_input_retry(struct sv_input *in, const struct sv_cursor *tried);
/* After a record: takes the reader's cursor over; tells progress and gives pages back now and then. */
void sv_input_accept(struct sv_input *in, const struct sv_cursor *read);
/* Whether something is left of the part. */
SV_MUST_USE bool sv_input_left(struct sv_input *in);
/* All that is left of the part is at hand; false when it is damaged or does not fit into memory. */
SV_MUST_USE bool sv_input_whole(struct sv_input *in);
/* The part is done or given up: tells the rest of its progress. */
void sv_input_end(struct sv_input *in);
/* Why a reader failed: its own defect, or what was wrong with the packed bytes, or that the file was cut short. */
struct sv_defect sv_input_defect(const struct sv_input *in, const struct sv_cursor *tried);
#endif
