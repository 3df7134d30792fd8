/* words.h: how things are called in text. Everything put out here is escaped, but for sv_word_defect. */
#ifndef SV_REPORT_WORDS_H
#define SV_REPORT_WORDS_H
#include "base/buf.h"
#include "model/snapshot.h"
#include "rules/rule.h"

/* "1 state", "3 states", "no states" */
void sv_word_count(struct sv_buf *out, uint64_t n, const char *one, const char *many);
/* "812 B", "1.2 GiB" */
void sv_word_size(struct sv_buf *out, uint64_t bytes);
/* The first digits hexadecimal digits of an operator id, 32 for all. */
void sv_word_id(struct sv_buf *out, const unsigned char id[16], unsigned digits);
/* "Orders (uid orders, 5f3c9a01)" or what is known of it */
void sv_word_operator(struct sv_buf *out, const struct sv_operator *op);
/* "canonical savepoint 17 of Flink 1.15 to 1.20, 12 operators, 34 states, 1.2 GiB" */
void sv_word_snapshot(struct sv_buf *out, const struct sv_snapshot *snapshot);
/* What a check is of: a snapshot as above, or a POM. */
void sv_word_subject(struct sv_buf *out, const struct sv_check *check);
/* "cut short at byte 17 while reading serializer snapshot: version: 'com.acme.Snapshot'"; not escaped, so that each
 * format does it its own way. */
void sv_word_defect(struct sv_buf *out, const struct sv_defect *defect);
/* "Orders (uid orders, 5f3c9a01), state "cart": value > field items > Kryo(java.util.List), in FILE at byte 17"; of a POM "org.apache.flink:flink-java in pom.xml:17" */
void sv_word_place(struct sv_buf *out, const struct sv_finding *finding);
/* A serializer snapshot class as people know it: "StringSerializer"; a class without a row in full. */
void sv_word_class(struct sv_buf *out, const struct sv_type *t);

/* The types that Kryo holds anywhere in a state (contract `kryo`): sorted, once each. On success an array of *count_out
 * names to be freed; NULL with count 0 when there are none; false when memory is out. */
bool sv_kryo_types(const struct sv_state *state, sv_str **types_out, size_t *count_out);
#endif
