/* head.h: what the readers of state heads share; only they include it.
 *
 * A head is a sequence of parts: the key serializer of a keyed stream, then one or two lists of states. Parts have no
 * frames, so that a part that cannot be read hides all that follow. */
#ifndef SV_FLINK_HEAD_H
#define SV_FLINK_HEAD_H
#include "flink/read.h"

/* How a state is written down. Flink numbers these per backend up to 4 and together from 5 on. */
enum sv_state_form {
    SV_STATE_FORM_KEYED_PRIOR,    /* keyed 1, 2: Flink 1.2 */
    SV_STATE_FORM_KEYED_PAIRS,    /* keyed 3, 4: Flink 1.3 to 1.5 */
    SV_STATE_FORM_OPERATOR_PRIOR, /* operator 1: Flink 1.2 */
    SV_STATE_FORM_OPERATOR_PAIRS, /* operator 2, 3: Flink 1.3 to 1.5 */
    SV_STATE_FORM_PAIRS,          /* 5: Flink 1.6 */
    SV_STATE_FORM_SNAPSHOTS       /* 6, 7: since Flink 1.7 */
};

/* Whose list a state stands in, which decides what it may be. */
enum sv_state_list { SV_LIST_KEYED, SV_LIST_OPERATOR, SV_LIST_BROADCAST };

/* The state at the cursor of r. With a defect in the cursor: the state as far as it could be read when at least its name
 * and kind are known, else NULL. */
struct sv_state *sv_read_state(struct sv_reader *r, enum sv_state_form form, enum sv_state_list list);

/* A serializer that stands Java-serialized without a snapshot, in a frame; NULL when memory is out or it has no frame. */
struct sv_type *sv_read_prior_type(struct sv_reader *r, const char *role);
/* The same without a frame: a bare Java object stream. NULL with a defect in the cursor. */
struct sv_type *sv_read_java_type(struct sv_reader *r, const char *role);

/* What distinguishes one version of a head from another. */
struct sv_head_form {
    enum sv_state_form states;
    enum { SV_KEY_NONE, SV_KEY_PRIOR, SV_KEY_PAIRS, SV_KEY_SNAPSHOT } key;
    bool compression; /* a flag stands before the first part */
    bool broadcast;   /* a second list of states follows the first */
    bool recounted;   /* the number of states stands once more behind the last */
};

/* The place between two parts. */
struct sv_head_place {
    struct sv_cursor cur;
    enum { SV_PART_KEY, SV_PART_STATES, SV_PART_BROADCAST, SV_PART_END } part; /* that follows */
    uint32_t left;                                                             /* states of this list that follow */
    struct sv_state **tail;                                                    /* where the next state is hung */
};

/* One pass over the parts from place on. place moves past every part that was read whole; of the one that was not, the
 * stream gets what is known, and loses it again when the pass is repeated from there. */
void sv_read_parts(struct sv_reader *r, const struct sv_head_form *form, struct sv_head_place *place,
                   struct sv_stream *stream);

/* Version, flag and parts of a head, with inference when its end is known. forms[version - 1] tells the form. NULL when
 * memory is out. */
struct sv_stream *sv_read_head(struct sv_reader *r, enum sv_stream_kind kind, const struct sv_head_form *forms,
                               int32_t form_count, bool exact_end);

/* A new stream, or NULL when memory is out. */
struct sv_stream *sv_stream_new(struct sv_reader *r, enum sv_stream_kind kind);
/* Takes the defect of the cursor over into the stream and gives the stream back. */
struct sv_stream *sv_stream_end(struct sv_reader *r, struct sv_stream *stream);

/* The pass from place on stopped at a class without a row, as the cursor of r says; the head ends where the cursor does.
 * True, and rows in the reader's arena, when there is exactly one way to give every such class a length so that all
 * parts are read and end with the head. */
bool sv_infer(struct sv_reader *r, const struct sv_head_form *form, const struct sv_head_place *place,
              const struct sv_assumed **rows_out, size_t *count_out);
#endif
