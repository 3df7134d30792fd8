/* scanned.h: streams of state made by hand, and the entries that a scan tells of them. */
#ifndef TESTS_SUPPORT_SCANNED_H
#define TESTS_SUPPORT_SCANNED_H
#include "support/bytes.h"
#include "support/made.h"
#include "support/types.h"

#define SCANNED_TIMER "org.apache.flink.streaming.api.operators.TimerSerializerSnapshot"
#define SCANNED_VOID "org.apache.flink.runtime.state.VoidNamespaceSerializer$VoidNamespaceSerializerSnapshot"

/* One operator and the stream that is being written: at first its first subtask's. */
struct scanned {
    struct sv_snapshot *made;
    struct sv_operator *op;
    struct sv_stream *stream;
    struct sv_handle *handle;
    struct bytes bytes;   /* of the stream; begins with a byte that stands for the head */
    struct bytes offsets; /* of key groups from 0 on, or of a partition */
    char *text;
};
void scanned_begin(struct scanned *s, enum sv_handle_kind handle, enum sv_stream_kind stream);
void scanned_done(struct scanned *s);

/* A state whose serializers are chained at roots; kept by the heap backend. */
struct sv_state *scanned_state(struct scanned *s, enum sv_state_kind kind, const char *name, struct sv_type *roots);
/* A list or map serializer of those parts; a timer's of string keys and no namespace. */
struct sv_type *scanned_list(struct scanned *s, struct sv_type *element);
struct sv_type *scanned_map(struct scanned *s, struct sv_type *user_key, struct sv_type *value);
struct sv_type *scanned_timer(struct scanned *s);

/* The bytes from here on belong to that key group (ascending), to an element of a new partition of that name. */
void scanned_key_group(struct scanned *s, int32_t key_group);
void scanned_partition(struct scanned *s, const char *name, enum sv_distribution mode);
void scanned_element(struct scanned *s);
/* Makes bytes and offsets those of the handle: before another stream is begun, and by scanned_text. */
void scanned_end_stream(struct scanned *s);

/* StringSerializer; the snappy frame of all bytes since from, as plain chunks of at most chunk bytes. */
void scanned_string(struct bytes *b, const char *text);
void scanned_snappy(struct bytes *b, size_t from, size_t chunk);

/* Entries and losses of all units, a line each: "97 st k0 - - \"v\" ttl", of what is undecoded "xHEX"; "lost st 97 why".
 * Lives until the next call. */
const char *scanned_text(struct scanned *s);
/* Every prefix and changed byte of the stream, every failing allocation: only a sanitizer can fail it. */
void scanned_sweep(struct scanned *s);
#endif
