/* share.c: which part of a run a document is. */
#include "report/share.h"

void sv_json_share(struct sv_json *json, cJSON *to, const struct sv_share *share, const char *snapshot_id)
{
    if (!share->count)
        return;
    cJSON *part = sv_json_object(json, to, "part");
    sv_json_number(json, part, "shard", (int64_t)share->index + 1);
    sv_json_number(json, part, "of", share->count);
    sv_json_word(json, part, "snapshot_id", snapshot_id);
}
