/* made.h: snapshots made by hand as the readers would fill them, without bytes. For tests of what comes after reading.
 *
 * Everything lives in the arena of the snapshot; ends the test program when memory is out. */
#ifndef TESTS_SUPPORT_MADE_H
#define TESTS_SUPPORT_MADE_H
#include "model/snapshot.h"

/* An empty canonical savepoint of metadata version 4. made_free releases it. */
struct sv_snapshot *made_snapshot(void);
void made_free(struct sv_snapshot *snapshot);

/* One more operator of one subtask, with a name of its own and max parallelism 128. */
struct sv_operator *made_operator(struct sv_snapshot *snapshot);
struct sv_subtask *made_subtask(struct sv_snapshot *snapshot, struct sv_operator *op);

/* A handle with an inline blob at the head of a list of a subtask. */
struct sv_handle *made_handle(struct sv_snapshot *snapshot, struct sv_handle **list, enum sv_handle_kind kind);
/* A handle in the right list of the last subtask, and its stream: keyed state of version 6 with String keys, or operator
 * state of version 6. */
struct sv_stream *made_stream(struct sv_snapshot *snapshot, struct sv_operator *op, enum sv_stream_kind kind);

/* A state in a stream, and in the operator's list of states unless another of its name and kind is there. roots are
 * chained: a keyed state gets a VoidNamespace namespace before them when they have none. */
struct sv_state *made_state(struct sv_snapshot *snapshot, struct sv_operator *op, struct sv_stream *stream,
                            enum sv_state_kind kind, const char *name, struct sv_type *roots);

/* The same in short: an operator with one state of a heap or RocksDB backend, or an operator state. */
struct sv_state *made_keyed(struct sv_snapshot *snapshot, enum sv_state_kind kind, enum sv_backend backend,
                            struct sv_type *value);
struct sv_state *made_list(struct sv_snapshot *snapshot, const char *name, struct sv_type *element);

/* A serializer snapshot of that class: kind and row from facts/classes.def; with the highest version of its row. */
struct sv_type *made_type(struct sv_snapshot *snapshot, const char *role, const char *class_name);
struct sv_type *made_string(struct sv_snapshot *snapshot, const char *role);
struct sv_type *made_kryo(struct sv_snapshot *snapshot, const char *role, const char *java_type);
struct sv_type *made_pojo(struct sv_snapshot *snapshot, const char *role, const char *java_type);
/* Hangs child under parent and gives parent; with a name it is that field of a POJO. */
struct sv_type *made_child(struct sv_type *parent, const char *field, struct sv_type *child);
/* One more entry of a POJO's or Kryo's map, key and value present. */
struct sv_entry *made_entry(struct sv_snapshot *snapshot, struct sv_entries *entries, const char *name);

/* A Java object stream under a type, with one class descriptor and one object of it. */
struct sv_java_object *made_java(struct sv_snapshot *snapshot, struct sv_type *type, const char *class_name,
                                 int64_t uid);
/* Gives the object one field of a reference type. */
void made_java_field(struct sv_snapshot *snapshot, struct sv_java_object *object, const char *name,
                     struct sv_java_object *value);
#endif
