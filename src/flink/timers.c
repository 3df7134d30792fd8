/* timers.c: raw keyed state of one key group, as the timers beside a RocksDB backend are kept there.
 * docs/format/state-head.md#timers
 *
 * SIZE  MEANING
 *    4  F1 CD 85 9F, then 4 version: absent before Flink 1.4.1
 *    4  number of timer services, and of each:
 *  UTF  name
 *       key and namespace serializer: two Java objects (unversioned), pairs (1), two versioned snapshots (2, since 1.8)
 *    4  number of event-time timers, and of each key, namespace, 8 time
 *    4  the same for processing time
 *
 * Mirrors InternalTimerServiceSerializationProxy and InternalTimersSnapshotReaderWriters. Flink reads whatever an operator
 * wrote as raw keyed state this way unless the operator says it is its own; we cannot ask it, but timers are easily told. */
#include "flink/head.h"

enum { UNVERSIONED = 0, WITH_PAIRS = 1, WITH_SNAPSHOTS = 2, SMALLEST_SERVICE = 12, JAVA_STREAM_MAGIC = 0xACED };

static const unsigned char versioned_identifier[] = { 0xF1, 0xCD, 0x85, 0x9F };

static const sv_str queue_prefixes[] = { SV_STR_INIT("_timer_state/processing_"), SV_STR_INIT("_timer_state/event_") };
enum { QUEUES = sizeof queue_prefixes / sizeof *queue_prefixes };

static bool is_versioned(struct sv_cursor cur)
{
    const unsigned char *p = sv_cur_take(&cur, sizeof versioned_identifier);
    return p && memcmp(p, versioned_identifier, sizeof versioned_identifier) == 0;
}

/* The unversioned form has no mark: it is taken for timers when a Java object follows the first service's name, or when
 * there is nothing but the number zero. */
static bool is_unversioned(struct sv_cursor cur)
{
    if (sv_cur_i32(&cur) == 0)
        return sv_cur_ok(&cur) && sv_cur_left(&cur) == 0;
    sv_cur_utf(&cur);
    return sv_cur_u16(&cur) == JAVA_STREAM_MAGIC;
}

static struct sv_type *read_serializers(struct sv_reader *r, int32_t version)
{
    if (version == WITH_PAIRS) {
        uint64_t at = r->cur.at;
        struct sv_type *key = sv_read_type_pairs(r, NULL, "key namespace");
        if (sv_cur_ok(&r->cur) && (!key || !key->next || key->next->next))
            sv_cur_fail_at(&r->cur, SV_DEFECT_BAD_VALUE, at, "timer service: number of serializers", (sv_str){ "", 0 });
        return key;
    }
    struct sv_type *key = version == UNVERSIONED ? sv_read_java_type(r, "key") : sv_read_type(r, NULL, "key");
    if (key && sv_cur_ok(&r->cur))
        key->next = version == UNVERSIONED ? sv_read_java_type(r, "namespace") : sv_read_type(r, NULL, "namespace");
    return key;
}

static sv_str join(struct sv_reader *r, sv_str head, sv_str tail)
{
    char *text = sv_arena_alloc(r->arena, head.n + tail.n + 1, 1);
    if (!text) {
        sv_cur_fail(&r->cur, SV_DEFECT_LIMIT);
        return (sv_str){ "", 0 };
    }
    memcpy(text, head.p, head.n);
    if (tail.n)
        memcpy(text + head.n, tail.p, tail.n);
    return (sv_str){ text, head.n + tail.n };
}

/* The two queues of a service, which share its serializers. */
static struct sv_state **add_queues(struct sv_reader *r, struct sv_stream *stream, struct sv_state **tail,
                                    sv_str service, uint64_t at)
{
    struct sv_type *serializers = read_serializers(r, stream->version);
    for (unsigned i = 0; i < QUEUES && serializers; i++) {
        struct sv_state *state = SV_NEW(r->arena, struct sv_state);
        if (!state) {
            sv_cur_fail(&r->cur, SV_DEFECT_LIMIT);
            return tail;
        }
        *state = (struct sv_state){ .name = join(r, queue_prefixes[i], service),
                                    .kind = SV_STATE_TIMER,
                                    .backend = SV_BACKEND_HEAP,
                                    .serializers = serializers,
                                    .stream = stream,
                                    .at = at };
        stream->read += sv_cur_ok(&r->cur);
        *tail = state;
        tail = &state->next;
    }
    return tail;
}

/* Timers have no length of their own: only where there are none can the next service be found. */
static void step_over_no_timers(struct sv_reader *r, sv_str service)
{
    for (unsigned i = 0; i < QUEUES && sv_cur_ok(&r->cur); i++) {
        r->cur.doing = "timer service: number of timers";
        uint64_t at = r->cur.at;
        int32_t timers = sv_cur_i32(&r->cur);
        if (timers != 0)
            sv_cur_fail_at(&r->cur, timers > 0 ? SV_DEFECT_UNSUPPORTED : SV_DEFECT_BAD_VALUE, at,
                           "timers before the next timer service", service);
    }
}

static void read_services(struct sv_reader *r, struct sv_stream *stream)
{
    r->cur.doing = "number of timer services";
    uint32_t services = sv_cur_count(&r->cur, SMALLEST_SERVICE);
    stream->declared = services <= UINT32_MAX / QUEUES ? services * QUEUES : UINT32_MAX;
    struct sv_state **tail = &stream->states;
    for (uint32_t left = services; left > 0 && sv_cur_ok(&r->cur); left--) {
        r->cur.doing = "timer service: name";
        uint64_t at = r->cur.at;
        sv_str service = sv_cur_utf(&r->cur);
        if (!sv_cur_ok(&r->cur))
            return;
        r->cur.doing = "timer service: serializers";
        tail = add_queues(r, stream, tail, service, at);
        if (left > 1)
            step_over_no_timers(r, service);
    }
}

int32_t sv_read_timers_version(struct sv_cursor *cur)
{
    if (!is_versioned(*cur))
        return UNVERSIONED;
    sv_cur_take(cur, sizeof versioned_identifier);
    cur->doing = "timers: version";
    uint64_t at = cur->at;
    int32_t version = sv_cur_i32(cur);
    if (version < WITH_PAIRS || version > WITH_SNAPSHOTS)
        sv_cur_fail_at(cur, SV_DEFECT_UNKNOWN_VERSION, at, cur->doing, (sv_str){ "", 0 });
    return version;
}

void sv_step_over_timer_serializers(struct sv_reader *r, int32_t version)
{
    read_serializers(r, version);
}

struct sv_stream *sv_read_timers_head(struct sv_reader *r)
{
    struct sv_stream *stream = sv_stream_new(r, SV_STREAM_TIMERS);
    if (!stream)
        return NULL;
    r->cur.doing = "raw keyed state";
    if (!is_versioned(r->cur) && !is_unversioned(r->cur)) {
        stream->kind = SV_STREAM_OPAQUE;
        return sv_stream_end(r, stream);
    }
    stream->version = sv_read_timers_version(&r->cur);
    read_services(r, stream);
    return sv_stream_end(r, stream);
}
