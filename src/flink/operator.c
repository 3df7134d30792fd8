/* operator.c: head of managed operator state. docs/format/state-head.md#operator
 *
 * SIZE  MEANING
 *    4  version
 *    1  whether the elements are compressed (from version 6 on)
 *    2  number of list states
 *       list states (stateinfo.c)
 *    2  number of broadcast states (from version 3 on)
 *       broadcast states
 *    4  number of states (versions 1 and 2): DefaultOperatorStateBackend wrote it before the elements
 *
 * Mirrors OperatorBackendSerializationProxy. */
#include "flink/head.h"

static const struct sv_head_form forms[] = {
    { .states = SV_STATE_FORM_OPERATOR_PRIOR, .recounted = true },                 /* Flink 1.2 */
    { .states = SV_STATE_FORM_OPERATOR_PAIRS, .recounted = true },                 /* 1.3, 1.4 */
    { .states = SV_STATE_FORM_OPERATOR_PAIRS, .broadcast = true },                 /* 1.5 */
    { .states = SV_STATE_FORM_PAIRS, .broadcast = true },                          /* 1.6 */
    { .states = SV_STATE_FORM_SNAPSHOTS, .broadcast = true },                      /* 1.7 to 1.17 */
    { .states = SV_STATE_FORM_SNAPSHOTS, .broadcast = true, .compression = true }, /* since 1.18 */
};

struct sv_stream *sv_read_operator_head(struct sv_reader *r, bool exact_end)
{
    struct sv_stream *stream = sv_read_head(r, SV_STREAM_OPERATOR, forms, sizeof forms / sizeof *forms, exact_end);
    for (struct sv_state *state = stream ? stream->states : NULL; state; state = state->next)
        state->backend = SV_BACKEND_OPERATOR;
    return stream;
}
