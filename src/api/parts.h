/* parts.h: entries in parts. A part of a dump begins with a line of JSON that says which one it is, and ends with one that
 * says what could not be read; between them stand the lines that the whole has there. */
#ifndef SV_API_PARTS_H
#define SV_API_PARTS_H
#include "api/handles.h"
#include "measure/parts.h"

bool sv_api_is_dump_part(sv_str bytes);
/* The first line; the last line. */
void sv_api_dump_part_head(struct sv_buf *out, const struct sv_snapshot *snapshot,
                           const struct snapvet_dump_request *request);
void sv_api_dump_part_tail(struct sv_buf *out, uint64_t lost);
/* Writes what stands between, in order of the parts. format NULL or that of the parts. */
enum snapvet_status sv_api_merge_dump(const struct sv_part_file *files, size_t count, const char *format,
                                      const struct snapvet_sink *sink, bool *whole_out, struct snapvet_error *err);
#endif
