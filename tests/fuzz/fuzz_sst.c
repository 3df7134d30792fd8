/* fuzz_sst.c: a length, so many bytes as one SST file and the rest as another, of one column family. */
#include "base/buf.h"
#include "fuzz/fuzz.h"
#include "store/sorted.h"
#include "store/sst.h"

enum { FILES = 2, FAMILY_BYTES = 2 };

static const char family[FAMILY_BYTES + 1] = "st";

/* Checks cover no more than the file, and say so when they cover less. */
static bool look_at(const uint8_t *bytes, size_t n, struct sv_arena *arena)
{
    struct sv_crc32c crc;
    struct sv_sst opened, verified;
    sv_crc32c_init(&crc);
    sv_sst_open(&opened, sv_cur_of(bytes, n, 0), arena, &crc);
    sv_sst_verify(&verified, sv_cur_of(bytes, n, 0), arena, &crc);
    MUST(opened.defect.code == SV_DEFECT_NONE || verified.defect.code != SV_DEFECT_NONE);
    MUST(opened.blocks <= verified.blocks || verified.defect.code != SV_DEFECT_NONE);
    return opened.plain;
}

/* Keys rise. */
static void walk(const struct sv_stage *stage)
{
    const sv_str all = { "", 0 };
    struct sv_sorted *sorted = sv_sorted_new(stage, (sv_str){ family, FAMILY_BYTES }, all, all);
    struct sv_buf last;
    sv_str key, value;
    bool first = true;
    if (!sorted)
        return;
    sv_buf_init(&last, FUZZ_MEMORY_BYTES);
    for (; sv_sorted_next(sorted, &key, &value); first = false) {
        MUST(first || sv_str_cmp(sv_buf_str(&last), key) < 0);
        MUST(value.p);
        last.n = 0;
        sv_buf_add(&last, key);
    }
    sv_buf_free(&last);
    sv_sorted_free(sorted);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct sv_blob blobs[FILES];
    struct sv_stage_table tables[FILES];
    struct sv_arena arena;
    if (n < 2)
        return 0;
    size_t left = n - 2, first = (size_t)data[0] << 8 | data[1];
    first = first < left ? first : left;
    const size_t sizes[FILES] = { first, left - first };
    const uint8_t *p = data + 2;
    sv_arena_init(&arena, FUZZ_MEMORY_BYTES);
    struct sv_stage stage = { .tables = tables };
    for (int i = 0; i < FILES && sizes[i]; p += sizes[i], i++) {
        blobs[i] = (struct sv_blob){ .kind = SV_BLOB_INLINE, .size = sizes[i], .more.bytes = p };
        tables[stage.table_count++] = (struct sv_stage_table){ .blob = &blobs[i],
                                                               .family = { family, FAMILY_BYTES },
                                                               .first_key = { "", 0 },
                                                               .last_key = { "", 0 },
                                                               .plain = look_at(p, sizes[i], &arena) };
    }
    walk(&stage);
    sv_arena_free(&arena);
    return 0;
}
