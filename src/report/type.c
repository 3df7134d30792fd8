/* type.c: `type`: one file that holds one serializer snapshot. */
#include "base/limits.h"
#include "report/escape.h"
#include "report/json.h"
#include "report/show.h"
#include "report/words.h"

void sv_type_json(const struct sv_report *report, struct sv_buf *out)
{
    const struct sv_type_file *file = report->type;
    struct sv_json json;
    sv_json_begin(&json);
    cJSON *document = cJSON_CreateObject();
    sv_json_text(&json, document, "file", file->name);
    sv_json_word(&json, document, "framing", file->framing);
    if (file->root)
        sv_json_type(&json, document, "tree", file->root);
    else
        sv_json_null(&json, document, "tree");
    sv_json_u64(&json, document, "consumed", file->consumed);
    sv_json_u64(&json, document, "total", file->total);
    struct sv_buf error;
    sv_buf_init(&error, SV_LIMIT_REPORT_BYTES);
    if (file->defect.code != SV_DEFECT_NONE)
        sv_word_defect(&error, &file->defect);
    sv_json_text_or_null(&json, document, "error", sv_buf_str(&error));
    json.failed |= error.failed;
    sv_buf_free(&error);
    sv_json_end(&json, document, true, out);
}

void sv_type_text(const struct sv_report *report, struct sv_buf *out)
{
    const struct sv_type_file *file = report->type;
    struct sv_page page;
    sv_page_begin(&page, &report->style, out);
    sv_page_paint(&page, SV_PAINT_BOLD);
    sv_escape_text(&page.line, file->name);
    sv_page_paint(&page, SV_PAINT_PLAIN);
    sv_buf_printf(&page.line, ": %s, %llu of %llu bytes", file->framing, (unsigned long long)file->consumed,
                  (unsigned long long)file->total);
    sv_page_flush(&page, 0, 4);
    for (const struct sv_type *root = file->root; root; root = root->next)
        sv_text_type(&page, 2, root);
    if (file->defect.code != SV_DEFECT_NONE) {
        struct sv_buf error;
        sv_buf_init(&error, SV_LIMIT_REPORT_BYTES);
        sv_word_defect(&error, &file->defect);
        sv_page_paint(&page, SV_PAINT_RED);
        sv_buf_puts(&page.line, "not read to its end");
        sv_page_paint(&page, SV_PAINT_PLAIN);
        sv_buf_puts(&page.line, ": ");
        sv_escape_text(&page.line, sv_buf_str(&error));
        sv_page_flush(&page, 2, 4);
        page.line.failed |= error.failed;
        sv_buf_free(&error);
    }
    sv_page_end(&page);
}
