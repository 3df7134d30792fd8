/* keyed.c: head of managed keyed state. docs/format/state-head.md#keyed
 *
 * SIZE  MEANING
 *    4  version
 *    1  whether key groups are compressed (from version 4 on)
 *       key serializer: prior serializer (1, 2), one pair (3 to 5), proxy (6)
 *    2  number of states
 *       states (stateinfo.c)
 *
 * Mirrors KeyedBackendSerializationProxy. */
#include "flink/head.h"

static const struct sv_head_form forms[] = {
    { .states = SV_STATE_FORM_KEYED_PRIOR, .key = SV_KEY_PRIOR },                       /* Flink 1.2 */
    { .states = SV_STATE_FORM_KEYED_PRIOR, .key = SV_KEY_PRIOR },                       /* never released */
    { .states = SV_STATE_FORM_KEYED_PAIRS, .key = SV_KEY_PAIRS },                       /* 1.3 */
    { .states = SV_STATE_FORM_KEYED_PAIRS, .key = SV_KEY_PAIRS, .compression = true },  /* 1.4, 1.5 */
    { .states = SV_STATE_FORM_PAIRS, .key = SV_KEY_PAIRS, .compression = true },        /* 1.6 */
    { .states = SV_STATE_FORM_SNAPSHOTS, .key = SV_KEY_SNAPSHOT, .compression = true }, /* since 1.7 */
};

struct sv_stream *sv_read_keyed_head(struct sv_reader *r, bool exact_end, enum sv_backend backend)
{
    struct sv_stream *stream = sv_read_head(r, SV_STREAM_KEYED, forms, sizeof forms / sizeof *forms, exact_end);
    for (struct sv_state *state = stream ? stream->states : NULL; state; state = state->next)
        state->backend = backend;
    return stream;
}
