/* show.h: what the files of `show` share. */
#ifndef SV_REPORT_SHOW_H
#define SV_REPORT_SHOW_H
#include "report/page.h"

/* The lists of handles that a subtask has, in Flink's order. */
enum { SV_SHOW_LISTS = 6 };
struct sv_show_list_name {
    const char *key, *title; /* in JSON, in text */
};
extern const struct sv_show_list_name sv_show_list_names[SV_SHOW_LISTS];
const struct sv_handle *sv_show_list(const struct sv_subtask *subtask, size_t list);
/* Bytes of a handle and of the handles in it; files in it are counted in files_out. */
uint64_t sv_show_handle_bytes(const struct sv_handle *handle, uint64_t *files_out);

/* Whether a report is to show an operator. */
bool sv_show_wants(const struct sv_report *report, const struct sv_operator *op);

/* A serializer snapshot and all below it, one line each. */
void sv_text_type(struct sv_page *page, unsigned indent, const struct sv_type *root);
#endif
