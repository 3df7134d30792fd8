/* layout.h: what flink/type.c, the layout readers and the legacy readers share; nobody outside flink/ includes it. */
#ifndef SV_FLINK_LAYOUT_LAYOUT_H
#define SV_FLINK_LAYOUT_LAYOUT_H
#include "flink/read.h"

/* Reads the body of a snapshot whose class name and version are in t. A failure stays in the cursor. */
typedef void sv_layout_fn(struct sv_reader *r, struct sv_type *t);
#define LAYOUT(name) sv_layout_fn sv_layout_##name;
#include "facts/layouts.def"
#undef LAYOUT

/* Nodes and bounded parts (type.c) */

/* An empty node under parent, beginning at the cursor; NULL, and a defect, when memory or the node limit is out. */
struct sv_type *sv_type_new(struct sv_reader *r, struct sv_type *parent, const char *role);
/* Reads class name, version and body into an empty node. */
void sv_type_fill(struct sv_reader *r, struct sv_type *t);
/* A reader over the next n bytes; r moves past them at once. */
struct sv_reader sv_reader_frame(struct sv_reader *r, uint64_t n);
/* Ends a frame: what it did not use up is a defect. A defect goes to defect_out, unless that has one, and not to r; but
 * memory and limits concern r as well. */
void sv_reader_close(struct sv_reader *r, struct sv_reader *frame, struct sv_defect *defect_out);
/* That many Java object streams, hung on t. */
void sv_read_java_parts(struct sv_reader *r, struct sv_type *t, uint32_t count);

/* Parts that several layouts have */

/* NestedSerializersSnapshotDelegate#readNestedSerializerSnapshots (nested.c). */
void sv_read_nested(struct sv_reader *r, struct sv_type *t);
/* CompositeTypeSerializerSnapshot (composite.c); outer reads the class's own part, NULL when it has none. */
void sv_read_composite(struct sv_reader *r, struct sv_type *t, sv_layout_fn *outer);
/* LinkedOptionalMapSerializer (optional_map.c). The callbacks read one framed key or value into the entry; what fails
 * in a frame stays in the entry. */
typedef void sv_entry_fn(struct sv_reader *frame, struct sv_type *t, struct sv_entry *entry);
void sv_read_optional_map(struct sv_reader *r, struct sv_type *t, struct sv_entries *out, sv_entry_fn *key,
                          sv_entry_fn *value);
/* UTF registered class, i4 kind, and by kind nothing, a class or a Java-serialized instance (kryo.c). */
void sv_read_kryo_registration(struct sv_reader *r, struct sv_entry *entry);
/* i4 count, UTF names, with ids i4 after each name (enumeration.c). */
void sv_read_enum_names(struct sv_reader *r, struct sv_enum *names, bool with_ids);
/* A Java-serialized serializer and, in what may be the same bytes further on, its snapshot (legacy_pairs.c). NULL when
 * memory is out. */
struct sv_type *sv_read_pair(struct sv_reader *serializer, struct sv_reader *snapshot, struct sv_type *parent,
                             const char *role);
/* A zeroed struct of the node's more, or NULL and a defect. */
#define SV_NEW_MORE(r, type) ((type *)sv_new_more((r), sizeof(type)))
void *sv_new_more(struct sv_reader *r, size_t size);
#endif
