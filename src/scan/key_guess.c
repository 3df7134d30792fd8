/* key_guess.c: the key serializer of a changelog without a materialized part. */
#include "scan/key_guess.h"

#include <stdlib.h>

#include "base/limits.h"

static const sv_str names[SV_KEY_CANDIDATES] = {
    SV_STR_INIT("org.apache.flink.api.common.typeutils.base.StringSerializer$StringSerializerSnapshot"),
    SV_STR_INIT("org.apache.flink.api.common.typeutils.base.LongSerializer$LongSerializerSnapshot"),
    SV_STR_INIT("org.apache.flink.api.common.typeutils.base.IntSerializer$IntSerializerSnapshot"),
    SV_STR_INIT("org.apache.flink.api.common.typeutils.base.ShortSerializer$ShortSerializerSnapshot"),
    SV_STR_INIT("org.apache.flink.api.common.typeutils.base.ByteSerializer$ByteSerializerSnapshot"),
    SV_STR_INIT("org.apache.flink.api.common.typeutils.base.CharSerializer$CharSerializerSnapshot"),
    SV_STR_INIT("org.apache.flink.api.common.typeutils.base.BooleanSerializer$BooleanSerializerSnapshot"),
    SV_STR_INIT("org.apache.flink.api.common.typeutils.base.DoubleSerializer$DoubleSerializerSnapshot"),
    SV_STR_INIT("org.apache.flink.api.common.typeutils.base.BigIntSerializer$BigIntSerializerSnapshot"),
};

/* States of the job's changes, with a key serializer or without. */
static bool add_states(struct sv_key_guess *guess, const struct sv_stream *stream)
{
    for (; stream; stream = stream->next)
        for (const struct sv_state *state = stream->states; state; state = state->next) {
            if (guess->state_count == guess->state_capacity) {
                size_t capacity = 2 * guess->state_capacity + 16;
                struct sv_scan_state *larger = realloc(guess->states, capacity * sizeof *larger);
                if (!larger)
                    return false;
                guess->states = larger;
                guess->state_capacity = capacity;
            }
            guess->states[guess->state_count++] = *sv_scan_state(guess->job->scan, state);
        }
    return true;
}

bool sv_key_guess_init(struct sv_key_guess *guess, struct sv_scan_job *job)
{
    *guess = (struct sv_key_guess){ .job = job };
    sv_arena_init(&guess->arena, SV_LIMIT_MODEL_BYTES);
    for (int i = 0; i < SV_KEY_CANDIDATES; i++) {
        struct sv_type *type = SV_NEW(&guess->arena, struct sv_type);
        if (!type)
            return false;
        type->class_name = names[i];
        type->role = "key";
        guess->candidates[i] = sv_codec_new(type, NULL, &guess->arena);
        if (!guess->candidates[i])
            return false;
    }
    for (const struct sv_handle *handle = job->unit->handle->increments; handle; handle = handle->next)
        if (!add_states(guess, handle->stream))
            return false;
    return true;
}

void sv_key_guess_free(struct sv_key_guess *guess)
{
    sv_arena_free(&guess->arena);
    free(guess->states);
}

bool sv_key_guess_needed(const struct sv_key_guess *guess)
{
    for (size_t i = 0; i < guess->state_count; i++)
        if (!guess->states[i].codecs.key)
            return true;
    return false;
}

static bool fits(struct sv_key_guess *guess, const struct sv_codec *candidate, const struct sv_scan_state *state,
                 bool whole, int32_t key_group, struct sv_cursor cur)
{
    struct sv_cursor key = cur;
    int32_t hash;
    struct sv_arena *scratch = &guess->job->scratch;
    if (!sv_java_hash(&key, candidate, &hash) ||
        sv_key_group_of(hash, guess->job->unit->op->max_parallelism) != key_group)
        return false;
    sv_skip(&cur, candidate, scratch);
    if (state->name_space)
        sv_skip(&cur, state->name_space, scratch);
    if (whole && state->codecs.value && sv_cur_ok(&cur)) {
        sv_skip(&cur, state->codecs.value, scratch);
        if (cur.bad.code == SV_DEFECT_UNSUPPORTED || cur.bad.code == SV_DEFECT_UNKNOWN_CLASS)
            return true;
        sv_cur_finish(&cur);
    }
    return sv_cur_ok(&cur);
}

void sv_key_guess_try(struct sv_key_guess *guess, const struct sv_scan_state *state, bool whole, int32_t key_group,
                      struct sv_cursor cur)
{
    if (state->codecs.key || guess->job->unit->op->max_parallelism <= 0)
        return;
    for (int i = 0; i < SV_KEY_CANDIDATES; i++)
        if (!guess->refused[i] && !fits(guess, guess->candidates[i], state, whole, key_group, cur))
            guess->refused[i] = true;
    guess->tried++;
}

void sv_key_guess_end(struct sv_key_guess *guess)
{
    int left = 0;
    for (int i = 0; i < SV_KEY_CANDIDATES && guess->tried; i++)
        if (!guess->refused[i]) {
            guess->key = guess->candidates[i];
            left++;
        }
    if (left != 1)
        guess->key = NULL;
    for (size_t i = 0; i < guess->state_count; i++)
        if (!guess->states[i].codecs.key)
            guess->states[i].codecs.key = guess->key;
}

const struct sv_scan_state *sv_key_guess_state(const struct sv_key_guess *guess, const struct sv_scan_state *state)
{
    for (size_t i = 0; state && i < guess->state_count; i++)
        if (guess->states[i].state == state->state)
            return &guess->states[i];
    return state;
}
