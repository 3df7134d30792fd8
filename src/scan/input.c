/* input.c: the plain bytes of a part of a blob. */
#include "scan/input.h"

#include <stdlib.h>

#include "base/size.h"
#include "base/snappy.h"

enum { FIRST_WINDOW = 4 * 65536, PROGRESS_STEP = 4 << 20 };
/* No Java object's bytes are longer. */
#define LARGEST_WINDOW (((size_t)2 << 30) + SV_SNAPPY_CHUNK_BYTES)
/* A record that fails for another reason than its length may still do so because the window cut it. */
#define DOUBTFUL_WINDOW ((size_t)16 << 20)

static bool no_bytes(const struct sv_blob *blob, struct sv_defect *defect_out)
{
    enum sv_defect_code code = blob->defect != SV_DEFECT_NONE ? blob->defect : SV_DEFECT_CANNOT_OPEN;
    bool archived = blob->place && blob->place->member;
    *defect_out = (struct sv_defect){ .code = archived ? SV_DEFECT_UNSUPPORTED : code,
                                      .doing = archived ? "entries inside an archive (unpack it)" : "state file",
                                      .subject = blob->name };
    return false;
}

bool sv_input_open(struct sv_input *in, struct sv_scan_job *job, const struct sv_blob *blob,
                   struct sv_defect *defect_out)
{
    *in = (struct sv_input){ .job = job, .blob = blob };
    in->cur = in->packed = sv_cur_of(NULL, 0, 0);
    if (blob->kind == SV_BLOB_INLINE) {
        in->bytes = blob->more.bytes;
        in->size = blob->size;
        in->origin = blob->at;
        return true;
    }
    in->origin = blob->kind == SV_BLOB_SEGMENT ? blob->more.segment->start : 0;
    uint64_t end = sv_u64_add_cap(in->origin, blob->size);
    if (blob->kind == SV_BLOB_NONE || blob->kind == SV_BLOB_EMPTY || end == 0)
        return true;
    size_t limit = end < SIZE_MAX ? (size_t)end : SIZE_MAX;
    if (!blob->place || !blob->place->path || blob->place->member ||
        sv_map_open(blob->place->path, limit, &in->map, NULL) != SV_OK)
        return no_bytes(blob, defect_out);
    uint64_t mapped = in->map.n > in->origin ? in->map.n - in->origin : 0;
    in->size = mapped < blob->size ? mapped : blob->size;
    in->bytes = in->size ? in->map.bytes + in->origin : NULL;
    return true;
}

void sv_input_close(struct sv_input *in)
{
    if (in->map.bytes)
        sv_map_close(&in->map);
    free(in->window);
    *in = (struct sv_input){ 0 };
}

void sv_input_part(struct sv_input *in, struct sv_extent part)
{
    uint64_t from = part.from < in->size ? part.from : in->size;
    uint64_t n = part.n < in->size - from ? part.n : in->size - from;
    in->cur = sv_cur_of(in->bytes ? in->bytes + from : NULL, (size_t)n, in->origin + from);
    in->is_packed = false;
    in->told = in->cur.p;
}

void sv_input_unpack(struct sv_input *in)
{
    in->packed = in->cur;
    in->cur.end = in->cur.p;
    in->is_packed = true;
}

/* Where reading of the file itself stands. */
static const unsigned char *position(const struct sv_input *in)
{
    return in->is_packed ? in->packed.p : in->cur.p;
}

static void tell_progress(struct sv_input *in, const unsigned char *to)
{
    if (in->map.bytes)
        sv_map_give_back(&in->map, in->told, to);
    sv_tell_progress(in->job, (uint64_t)(to - in->told));
    in->told = to;
}

static bool make_room(struct sv_input *in, size_t capacity)
{
    if (capacity <= in->capacity)
        return true;
    unsigned char *larger = realloc(in->window, capacity);
    if (!larger)
        return false;
    in->window = larger;
    in->capacity = capacity;
    return true;
}

/* At least doubles what is at hand, if there is so much. */
static bool more(struct sv_input *in)
{
    size_t used = sv_cur_left(&in->cur), want = used < FIRST_WINDOW / 2 ? FIRST_WINDOW : 2 * used, had = used;
    size_t at = used ? (size_t)(in->cur.p - in->window) : 0;
    struct sv_snappy_chunk chunk;
    if (!in->is_packed || used > LARGEST_WINDOW)
        return false;
    if (!make_room(in, want + SV_SNAPPY_CHUNK_BYTES)) {
        sv_cur_fail(&in->packed, SV_DEFECT_LIMIT);
        return false;
    }
    if (used)
        memmove(in->window, in->window + at, used);
    while (used < want) {
        uint64_t chunk_at = in->packed.at;
        if (!sv_snappy_next(&in->packed, &chunk))
            break;
        if (!sv_snappy_inflate(&chunk, in->window + used)) {
            sv_cur_fail_at(&in->packed, SV_DEFECT_BAD_VALUE, chunk_at, "snappy chunk", (sv_str){ "", 0 });
            break;
        }
        used += chunk.plain_bytes;
    }
    in->cur.p = in->window;
    in->cur.end = in->window + used;
    return used > had;
}

static bool may_be_cut(const struct sv_input *in, enum sv_defect_code code)
{
    if (code == SV_DEFECT_TRUNCATED)
        return true;
    return code != SV_DEFECT_UNSUPPORTED && code != SV_DEFECT_LIMIT && sv_cur_left(&in->cur) < DOUBTFUL_WINDOW;
}

bool sv_input_retry(struct sv_input *in, const struct sv_cursor *tried)
{
    return may_be_cut(in, tried->bad.code) && more(in);
}

void sv_input_accept(struct sv_input *in, const struct sv_cursor *read)
{
    in->cur = *read;
    const unsigned char *here = position(in);
    if (here - in->told >= PROGRESS_STEP)
        tell_progress(in, here);
}

bool sv_input_left(struct sv_input *in)
{
    return sv_cur_left(&in->cur) > 0 || more(in);
}

bool sv_input_whole(struct sv_input *in)
{
    while (more(in))
        ;
    return !in->is_packed || (sv_cur_left(&in->packed) == 0 && sv_cur_ok(&in->packed));
}

void sv_input_end(struct sv_input *in)
{
    tell_progress(in, in->is_packed ? in->packed.end : in->cur.end);
}

struct sv_defect sv_input_defect(const struct sv_input *in, const struct sv_cursor *tried)
{
    struct sv_defect defect = tried->bad;
    if (in->is_packed && defect.code == SV_DEFECT_TRUNCATED && in->packed.bad.code != SV_DEFECT_NONE)
        defect = in->packed.bad;
    if (sv_map_changed(&in->map))
        defect.code = SV_DEFECT_CHANGED;
    return defect;
}
