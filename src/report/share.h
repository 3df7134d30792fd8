/* share.h: what tells the parts of a divided run apart. */
#ifndef SV_REPORT_SHARE_H
#define SV_REPORT_SHARE_H
#include "model/stats.h"
#include "report/json.h"

/* "part": which share this is and of what; nothing for the whole. */
void sv_json_share(struct sv_json *json, cJSON *to, const struct sv_share *share, const char *snapshot_id);
#endif
