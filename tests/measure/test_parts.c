#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "support/measured.h"
#include "support/sweep.h"

enum { MOST = 7 };

static const struct measured_entry entries[] = {
    { 10, "k3", "dddd" }, { 18, "k4", "e" }, { 19, "k1", "bb" }, { 82, "k2", "cc" }, { 97, "k0", "a" },
};

static char *stats_text(struct scanned *s, uint32_t shard, uint32_t of, const char *format)
{
    struct sv_stats *stats;
    const struct sv_stats_request request = {
        .run = { .jobs = 1, .shard = shard, .shard_count = of },
        .top = 3,
        .ttl_ms = -1,
        .reference_given = true,
        .print = measured_print,
    };
    cr_assert_eq(sv_stats_run(s->made, &request, &stats, NULL), SV_OK);
    char *text = measured_report(SV_VIEW_STATS, format, &(struct sv_report){ .stats = stats });
    sv_stats_free(stats);
    free(stats);
    return text;
}

static char *verify_text(struct scanned *s, uint32_t shard, uint32_t of)
{
    struct sv_verified *verified;
    const struct sv_verify_item item = { .path = SV_STR("made"), .snapshot = s->made, .unreadable = { "", 0 } };
    const struct sv_verify_request request = {
        .run = { .jobs = 1, .shard = shard, .shard_count = of }, .items = &item, .count = 1, .print = measured_print
    };
    cr_assert_eq(sv_verify_run(&request, &verified, NULL), SV_OK);
    char *text = measured_report(SV_VIEW_VERIFY, "json", &(struct sv_report){ .verified = verified });
    sv_verified_free(verified);
    free(verified);
    return text;
}

struct parts {
    struct sv_part_file files[MOST + 1];
    char *texts[MOST + 1], names[MOST + 1][8];
    size_t count;
};

static void add(struct parts *p, char *text)
{
    snprintf(p->names[p->count], sizeof p->names[0], "part%zu", p->count + 1);
    p->texts[p->count] = text;
    p->files[p->count] = (struct sv_part_file){ p->names[p->count], sv_str_of(text) };
    p->count++;
}

static void release(struct parts *p)
{
    while (p->count)
        free(p->texts[--p->count]);
}

static void stats_parts(struct parts *p, struct scanned *s, uint32_t of)
{
    *p = (struct parts){ .count = 0 };
    for (uint32_t i = of; i > 0; i--) /* in any order */
        add(p, stats_text(s, i - 1, of, "json"));
}

Test(parts, sums_of_stats_are_the_whole_to_the_byte)
{
    struct scanned s;
    struct parts p;
    measured_values(&s, entries, 5);
    for (int lossy = 0; lossy < 2; lossy++) {
        s.handle->blob.size -= (uint64_t)lossy * 2;
        for (uint32_t of = 1; of <= MOST; of++) {
            struct sv_parts_sum sum;
            struct sv_error err;
            stats_parts(&p, &s, of);
            cr_assert_eq(sv_parts_sum(p.files, p.count, &sum, &err), SV_OK, "%s", err.text);
            static const char *const formats[] = { "json", "text", "csv" };
            for (size_t f = 0; f < 3; f++) {
                char *whole = stats_text(&s, 0, 0, formats[f]);
                char *text = measured_report(SV_VIEW_STATS, formats[f], &(struct sv_report){ .stats = sum.stats });
                cr_expect_str_eq(text, whole);
                free(text);
                free(whole);
            }
            sv_parts_sum_free(&sum);
            release(&p);
        }
    }
    scanned_done(&s);
}

Test(parts, sums_of_verify_are_the_whole_to_the_byte)
{
    struct scanned s;
    measured_values(&s, entries, 5);
    s.handle->blob.size -= 2;
    for (uint32_t of = 1; of <= MOST; of++) {
        struct parts p = { .count = 0 };
        struct sv_parts_sum sum;
        for (uint32_t i = 0; i < of; i++)
            add(&p, verify_text(&s, i, of));
        cr_assert_eq(sv_parts_sum(p.files, p.count, &sum, NULL), SV_OK);
        char *whole = verify_text(&s, 0, 0);
        char *text = measured_report(SV_VIEW_VERIFY, "json", &(struct sv_report){ .verified = sum.verified });
        cr_expect_str_eq(text, whole);
        free(text);
        free(whole);
        sv_parts_sum_free(&sum);
        release(&p);
    }
    scanned_done(&s);
}

static void expect_refused(const struct parts *p, const char *why)
{
    struct sv_parts_sum sum;
    struct sv_error err = { .text = "" };
    cr_expect_eq(sv_parts_sum(p->files, p->count, &sum, &err), SV_ERR_USAGE);
    cr_expect(strstr(err.text, why), "'%s' is not in: %s", why, err.text);
}

Test(parts, what_is_missing_or_doubled_or_foreign_is_named)
{
    struct scanned s;
    struct parts p;
    measured_values(&s, entries, 5);
    stats_parts(&p, &s, 3);
    free(p.texts[--p.count]);
    expect_refused(&p, "1 part is missing: 1/3");
    add(&p, stats_text(&s, 1, 3, "json"));
    expect_refused(&p, "part 2/3 is there twice: 'part2' and 'part3'");
    free(p.texts[--p.count]);
    add(&p, stats_text(&s, 0, 4, "json"));
    expect_refused(&p, "'part1' is one of 3 parts, 'part3' one of 4");
    free(p.texts[--p.count]);
    add(&p, verify_text(&s, 0, 3));
    expect_refused(&p, "'part1' and 'part3' are of different snapshots");
    free(p.texts[--p.count]);
    add(&p, stats_text(&s, 0, 0, "json"));
    expect_refused(&p, "'part3': it is no part but a whole");
    free(p.texts[--p.count]);
    add(&p, strdup("{\"schema\":"));
    expect_refused(&p, "'part3': it is no JSON, or cut short");
    release(&p);
    scanned_done(&s);
}

static char *replaced(const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);
    cr_assert_not_null(at, "%s", from);
    char *result;
    cr_assert_gt(asprintf(&result, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from)), 0);
    return result;
}

Test(parts, other_questions_are_not_added)
{
    struct scanned s;
    struct parts p;
    static const struct {
        const char *from, *to, *why;
    } changes[] = {
        { "\"top\":\t3", "\"top\":\t4", "--top differs" },
        { "\"reference_time\":\t\"0\"", "\"reference_time\":\t\"1\"", "measured from another time" },
        { "\"ttl_ms\":\tnull", "\"ttl_ms\":\t\"5\"", "--ttl differs" },
        { "\"filter\":\tnull", "\"filter\":\t\"state x\"", "other operators or states" },
        { "\"entries\":\t\"", "\"entries\":\t\"-", "something is missing in it" },
        { "\"name\":\t\"v\"", "\"name\":\t\"w\"", "something is missing in it" },
    };
    measured_values(&s, entries, 5);
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        stats_parts(&p, &s, 2);
        char *changed = replaced(p.texts[1], changes[i].from, changes[i].to);
        free(p.texts[--p.count]);
        add(&p, changed);
        expect_refused(&p, changes[i].why);
        release(&p);
    }
    scanned_done(&s);
}

static void sum_swept(const unsigned char *bytes, size_t n, void *context)
{
    struct parts *p = context;
    struct sv_parts_sum sum;
    const struct sv_part_file files[] = { p->files[0], { "swept", { (const char *)bytes, n } } };
    if (sv_parts_sum(files, 2, &sum, NULL) == SV_OK)
        sv_parts_sum_free(&sum);
}

Test(parts, any_byte_of_a_part_may_be_wrong, .timeout = 300)
{
    struct scanned s;
    struct parts p;
    measured_values(&s, entries, 5);
    stats_parts(&p, &s, 2);
    cr_expect_gt(sweep_all(p.texts[1], strlen(p.texts[1]), 1500, sum_swept, &p), 1000);
    release(&p);
    p = (struct parts){ .count = 0 };
    add(&p, verify_text(&s, 0, 2));
    add(&p, verify_text(&s, 1, 2));
    cr_expect_gt(sweep_all(p.texts[1], strlen(p.texts[1]), 1500, sum_swept, &p), 1000);
    release(&p);
    scanned_done(&s);
}
