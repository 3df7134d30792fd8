/* check_stream.c: state files and their heads: what could not be read, and formats that 2.x no longer reads. */
#include "rules/check.h"

enum {
    KEYED_FORMAT_OLDEST = 6,    /* KeyedBackendSerializationProxy.VERSION */
    OPERATOR_FORMAT_OLDEST = 5, /* OperatorBackendStateMetaInfoSnapshotReaderWriters */
    TIMERS_FORMAT_OLDEST = 2    /* InternalTimerServiceSerializationProxy.VERSION */
};

/* The oldest version that 2.x reads; 0 for streams without one. */
static int32_t oldest_format(enum sv_stream_kind kind)
{
    switch (kind) {
    case SV_STREAM_KEYED:
        return KEYED_FORMAT_OLDEST;
    case SV_STREAM_OPERATOR:
        return OPERATOR_FORMAT_OLDEST;
    case SV_STREAM_TIMERS:
        return TIMERS_FORMAT_OLDEST;
    default:
        return 0;
    }
}

static bool is_old(const struct sv_stream *stream)
{
    bool version_read = stream->version > 0 || (stream->kind == SV_STREAM_TIMERS && stream->read > 0);
    return version_read && stream->version < oldest_format(stream->kind);
}

static const char *stream_word(enum sv_stream_kind kind)
{
    static const char *const words[] = { [SV_STREAM_KEYED] = "keyed state",
                                         [SV_STREAM_OPERATOR] = "operator state",
                                         [SV_STREAM_TIMERS] = "timers",
                                         [SV_STREAM_CHANGELOG] = "a changelog",
                                         [SV_STREAM_OPAQUE] = "raw state" };
    return words[kind];
}

void sv_check_old_format(const struct sv_site *at, struct sv_findings *out)
{
    const struct sv_stream *stream = at->stream;
    if (!is_old(stream))
        return;
    struct sv_finding *f = sv_found(
        out, SV_RULE_SV209, at, "%s in format version %d; Flink %.*s reads from version %d on",
        stream_word(stream->kind), (int)stream->version, SV_ARG(at->target->name), (int)oldest_format(stream->kind));
    sv_finding_reach(f, sv_site_backend(at));
}

/* What concerns the file as such is said by check_handle_files. */
static bool is_file_defect(enum sv_defect_code code)
{
    return code == SV_DEFECT_MISSING_FILE || code == SV_DEFECT_CANNOT_OPEN || code == SV_DEFECT_SHORT_FILE ||
           code == SV_DEFECT_LONG_FILE || code == SV_DEFECT_CHANGED;
}

static struct sv_finding *found_defect(const struct sv_site *at, struct sv_findings *out)
{
    const struct sv_stream *stream = at->stream;
    const struct sv_defect *defect = &stream->defect;
    if (defect->code == SV_DEFECT_UNKNOWN_CLASS)
        return sv_found(out, SV_RULE_SV005, at, "stopped in %s at %.*s; %u of %u states were read",
                        stream_word(stream->kind), SV_ARG(defect->subject), stream->read, stream->declared);
    return sv_found(out, SV_RULE_SV002, at, "%s: %s at byte %llu while reading %s; %u of %u states were read",
                    stream_word(stream->kind), sv_defect_text(defect->code), (unsigned long long)defect->at,
                    defect->doing ? defect->doing : "it", stream->read, stream->declared);
}

void sv_check_unread_stream(const struct sv_site *at, struct sv_findings *out)
{
    const struct sv_stream *stream = at->stream;
    struct sv_finding *f;
    if (is_old(stream)) /* refused however much of it is known */
        return;
    if (stream->defect.code != SV_DEFECT_NONE)
        f = found_defect(at, out);
    else if (stream->read < stream->declared)
        f = sv_found(out, SV_RULE_SV002, at, "%s: %u of %u were seen", stream_word(stream->kind), stream->read,
                     stream->declared);
    else
        return;
    sv_finding_reach(f, sv_site_backend(at));
    sv_finding_file(f, stream->blob ? stream->blob->name : (sv_str){ "", 0 }, stream->defect.at);
}

static void check_blob(const struct sv_site *at, const struct sv_blob *blob, enum sv_reach reach,
                       struct sv_findings *out)
{
    struct sv_finding *f;
    if (!is_file_defect(blob->defect))
        return;
    if (blob->defect == SV_DEFECT_MISSING_FILE || blob->defect == SV_DEFECT_CANNOT_OPEN)
        f = sv_found(out, SV_RULE_SV003, at, "a file is missing or cannot be opened");
    else
        f = sv_found(out, SV_RULE_SV004, at, "a file is %s: %llu bytes are recorded, %llu are there",
                     sv_defect_text(blob->defect), (unsigned long long)blob->size,
                     (unsigned long long)(blob->place ? blob->place->file_bytes : 0));
    if (f)
        f->blob = blob;
    sv_finding_file(f, blob->name, UINT64_MAX);
    sv_finding_reach(f, reach);
}

static void check_files(const struct sv_site *at, const struct sv_file *file, struct sv_findings *out)
{
    for (; file; file = file->next)
        check_blob(at, &file->blob, SV_REACH_KEYED, out);
}

void sv_check_handle_files(const struct sv_site *at, struct sv_findings *out)
{
    const struct sv_handle *handle = at->handle;
    enum sv_reach reach = handle->kind == SV_HANDLE_OPERATOR ? SV_REACH_LISTS : SV_REACH_KEYED;
    check_blob(at, &handle->blob, reach, out);
    check_files(at, handle->shared, out);
    check_files(at, handle->private_files, out);
    check_files(at, handle->increment_files, out);
}

static bool is_channel_state(enum sv_handle_kind kind)
{
    return kind == SV_HANDLE_INPUT_CHANNEL || kind == SV_HANDLE_RESULT_SUBPARTITION;
}

/* Flink 1.11 alone describes it without the number of the subtask; the version of _metadata is the same as later. */
void sv_check_in_flight_unnumbered(const struct sv_site *at, struct sv_findings *out)
{
    if (!is_channel_state(at->handle->kind) || at->handle->subtask_index >= 0)
        return;
    const struct sv_site whole = {
        .snapshot = at->snapshot, .target = at->target, .op_number = SV_NO_NUMBER, .state_number = SV_NO_NUMBER
    };
    struct sv_finding *f = sv_found(out, SV_RULE_SV402, &whole, "in-flight data is described as Flink 1.11 did");
    sv_finding_reach(f, SV_REACH_SNAPSHOT);
}
