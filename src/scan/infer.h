/* infer.h: where records end that hold values which do not decode. docs/format/state-entries.md#inference */
#ifndef SV_SCAN_INFER_H
#define SV_SCAN_INFER_H
#include "scan/key_groups.h"

/* Where records begin, as offsets from the first of them, and behind the last one where it ends. */
struct sv_starts {
    size_t *items; /* count + 1 of them */
    size_t count, capacity;
};
void sv_starts_free(struct sv_starts *starts);

/* Whether a defect says that bytes are of a class which is not known, and not that they are damaged. */
bool sv_is_opaque(const struct sv_defect *defect);

/* The entries of a state of the heap backend, count of them, the first at region, which reaches to the end of the key
 * group: true when there is exactly one way to place the others and what follows the last. */
SV_MUST_USE bool sv_infer_entries(const struct sv_key_group *g, const struct sv_scan_state *state,
                                  struct sv_cursor region, uint32_t count, struct sv_starts *starts_out);

/* Pairs of a map (null_byte: each value has a byte before it that says whether it is null) that fill the region. */
SV_MUST_USE bool sv_infer_pairs(struct sv_scan_job *job, const struct sv_scan_state *state, struct sv_cursor region,
                                uint32_t count, bool null_byte, struct sv_starts *starts_out);

/* An opaque part and one of a serializer that decodes (null_byte: behind a byte that says whether it is null), which
 * fill a region: the bytes of the first. */
SV_MUST_USE bool sv_infer_split(struct sv_scan_job *job, const struct sv_codec *second, bool null_byte,
                                struct sv_cursor both, size_t *first_out);
#endif
