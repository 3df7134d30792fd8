#include <criterion/criterion.h>

#include "support/heads.h"
#include "support/types.h"

#define STRING_SERIALIZER TYPES_BASE "StringSerializer"

/* Magic and version up to and including the number of services. */
static void put_begin(struct bytes *b, int32_t version, int32_t services)
{
    bytes_raw(b, "\xF1\xCD\x85\x9F", 4);
    bytes_i32(b, version);
    bytes_i32(b, services);
}

static void put_service(struct bytes *b, const char *name)
{
    bytes_utf(b, name);
    types_simple(b, TYPES_STRING);
    types_simple(b, TYPES_LONG);
}

static void put_timers(struct bytes *b, int32_t event, int32_t processing)
{
    bytes_i32(b, event);
    bytes_fill(b, 0x55, (size_t)event * 20);
    bytes_i32(b, processing);
    bytes_fill(b, 0x55, (size_t)processing * 20);
}

static void expect_queues(const struct heads_read *h, const char *processing, const char *event)
{
    const struct sv_state *first = heads_find(h, processing), *second = heads_find(h, event);
    cr_assert_not_null(first);
    cr_assert_not_null(second);
    cr_expect_eq(first->kind, SV_STATE_TIMER);
    cr_expect_eq(second->kind, SV_STATE_TIMER);
    cr_expect_eq(first->serializers, second->serializers, "queues of a service share its serializers");
}

Test(timers, queues_are_named_as_in_a_backend)
{
    struct bytes b = { 0 };
    put_begin(&b, 2, 1);
    put_service(&b, "user-timers");
    size_t needed = b.n;
    put_timers(&b, 3, 1);
    heads_sweep(&b, needed, HEADS_TIMERS);
    struct heads_read h;
    heads_read(&h, &b, HEADS_TIMERS);
    cr_assert(heads_whole(&h), "%s", sv_defect_text(h.stream->defect.code));
    cr_expect_eq(h.stream->kind, SV_STREAM_TIMERS);
    cr_expect_eq(h.stream->declared, 2);
    cr_expect_eq(h.stream->head_end, needed, "timers themselves are not read");
    expect_queues(&h, "_timer_state/processing_user-timers", "_timer_state/event_user-timers");
    cr_expect(sv_str_eq(heads_class(h.stream->states, "key"), SV_STR(TYPES_STRING)));
    cr_expect(sv_str_eq(heads_class(h.stream->states, "namespace"), SV_STR(TYPES_LONG)));
    cr_expect_eq(h.stream->states->backend, SV_BACKEND_HEAP);
    heads_done(&h);
    bytes_free(&b);
}

Test(timers, services_without_timers_are_stepped_over)
{
    struct bytes b = { 0 };
    put_begin(&b, 2, 3);
    for (int i = 0; i < 3; i++) {
        put_service(&b, (const char *[]){ "a", "b", "c" }[i]);
        put_timers(&b, 0, 0);
    }
    heads_sweep(&b, b.n - 8, HEADS_TIMERS);
    struct heads_read h;
    heads_read(&h, &b, HEADS_TIMERS);
    cr_assert(heads_whole(&h), "%s", sv_defect_text(h.stream->defect.code));
    cr_expect_eq(h.stream->read, 6);
    expect_queues(&h, "_timer_state/processing_c", "_timer_state/event_c");
    heads_done(&h);
    bytes_free(&b);
}

Test(timers, timers_hide_the_next_service)
{
    for (int32_t event = 0; event < 2; event++) {
        struct bytes b = { 0 };
        put_begin(&b, 2, 2);
        put_service(&b, "a");
        put_timers(&b, event, 1 - event);
        put_service(&b, "b");
        put_timers(&b, 0, 0);
        struct heads_read h;
        heads_read(&h, &b, HEADS_TIMERS);
        cr_expect_eq(h.stream->defect.code, SV_DEFECT_UNSUPPORTED);
        cr_expect_eq(h.stream->read, 2);
        cr_expect_eq(h.stream->declared, 4);
        expect_queues(&h, "_timer_state/processing_a", "_timer_state/event_a");
        heads_done(&h);
        bytes_free(&b);
    }
}

Test(timers, version_1_has_pairs)
{
    struct bytes b = { 0 };
    put_begin(&b, 1, 1);
    bytes_utf(&b, "w");
    heads_pairs(&b, STRING_SERIALIZER, 2);
    size_t needed = b.n;
    put_timers(&b, 0, 0);
    heads_sweep(&b, needed, HEADS_TIMERS);
    struct heads_read h;
    heads_read(&h, &b, HEADS_TIMERS);
    cr_assert(heads_whole(&h), "%s", sv_defect_text(h.stream->defect.code));
    cr_expect(sv_str_eq(heads_class(h.stream->states, "namespace"), SV_STR(TYPES_CONFIG)));
    heads_done(&h);
    bytes_free(&b);
}

Test(timers, before_versions_there_were_java_objects)
{
    struct bytes b = { 0 };
    bytes_i32(&b, 1);
    bytes_utf(&b, "w");
    types_java_object(&b, STRING_SERIALIZER);
    types_java_object(&b, "com.acme.WindowSerializer");
    size_t needed = b.n;
    put_timers(&b, 0, 0);
    heads_sweep(&b, needed, HEADS_TIMERS);
    struct heads_read h;
    heads_read(&h, &b, HEADS_TIMERS);
    cr_assert(heads_whole(&h), "%s", sv_defect_text(h.stream->defect.code));
    cr_expect_eq(h.stream->kind, SV_STREAM_TIMERS);
    cr_expect(sv_str_eq(heads_class(h.stream->states, "namespace"), SV_STR("com.acme.WindowSerializer")));
    heads_done(&h);
    bytes_free(&b);
}

Test(timers, a_user_s_own_bytes_are_opaque)
{
    static const struct {
        const char *bytes;
        size_t n;
    } own[] = {
        { "", 0 },
        { "\0", 1 },
        { "\0\0\0\0\0", 5 },             /* zero and something else */
        { "\0\0\0\1\0\1x\0\0\0\0", 11 }, /* a name, but no Java object behind it */
        { "hello world, hello world", 24 },
        { "\xF1\xCD\x85", 3 },
    };
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        struct bytes b = { 0 };
        bytes_raw(&b, own[i].bytes, own[i].n);
        struct heads_read h;
        heads_read(&h, &b, HEADS_TIMERS);
        cr_expect_eq(h.stream->kind, SV_STREAM_OPAQUE, "case %zu", i);
        cr_expect_eq(h.stream->defect.code, SV_DEFECT_NONE, "case %zu", i);
        cr_expect_null(h.stream->states);
        heads_done(&h);
        bytes_free(&b);
    }
}

Test(timers, no_services)
{
    for (int versioned = 0; versioned < 2; versioned++) {
        struct bytes b = { 0 };
        if (versioned)
            put_begin(&b, 2, 0);
        else
            bytes_i32(&b, 0);
        struct heads_read h;
        heads_read(&h, &b, HEADS_TIMERS);
        cr_expect(heads_whole(&h));
        cr_expect_eq(h.stream->kind, SV_STREAM_TIMERS);
        heads_done(&h);
        bytes_free(&b);
    }
}

Test(timers, a_version_that_nobody_wrote)
{
    struct bytes b = { 0 };
    put_begin(&b, 3, 0);
    struct heads_read h;
    heads_read(&h, &b, HEADS_TIMERS);
    cr_expect_eq(h.stream->kind, SV_STREAM_TIMERS);
    cr_expect_eq(h.stream->defect.code, SV_DEFECT_UNKNOWN_VERSION);
    heads_done(&h);
    bytes_free(&b);
}

Test(timers, a_class_without_a_row)
{
    struct bytes b = { 0 };
    put_begin(&b, 2, 1);
    bytes_utf(&b, "w");
    types_simple(&b, TYPES_STRING);
    types_simple(&b, "com.acme.WindowSnapshot");
    bytes_fill(&b, 0, 40);
    struct heads_read h;
    heads_read(&h, &b, HEADS_TIMERS);
    cr_expect_eq(h.stream->defect.code, SV_DEFECT_UNKNOWN_CLASS);
    cr_expect_eq(h.stream->read, 0);
    cr_expect_eq(h.stream->declared, 2);
    cr_expect(sv_str_eq(heads_class(h.stream->states, "namespace"), SV_STR("com.acme.WindowSnapshot")));
    heads_done(&h);
    bytes_free(&b);
}
