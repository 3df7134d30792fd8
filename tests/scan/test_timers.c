#include <criterion/criterion.h>

#include "support/scanned.h"

/* Timer services of string keys without namespaces. */
static void begin(struct scanned *s)
{
    scanned_begin(s, SV_HANDLE_KEY_GROUPS, SV_STREAM_TIMERS);
    s->bytes.n = 0;
    static const char *const names[] = { "_timer_state/processing_a", "_timer_state/event_a", "_timer_state/event_b" };
    for (int i = 0; i < 3; i++) {
        struct sv_type *key = made_string(s->made, "key");
        key->next = made_type(s->made, "namespace", SCANNED_VOID);
        scanned_state(s, SV_STATE_TIMER, names[i], key);
    }
}

static void key_group(struct scanned *s, int32_t number, int32_t services)
{
    scanned_key_group(s, number);
    bytes_raw(&s->bytes, "\xF1\xCD\x85\x9F", 4);
    bytes_i32(&s->bytes, 2);
    bytes_i32(&s->bytes, services);
}

static void service(struct scanned *s, const char *name)
{
    bytes_utf(&s->bytes, name);
    types_simple(&s->bytes, TYPES_STRING);
    types_simple(&s->bytes, SCANNED_VOID);
}

static void timers(struct scanned *s, int32_t count, const char *key, int64_t time)
{
    bytes_i32(&s->bytes, count);
    for (int32_t i = 0; i < count; i++) {
        scanned_string(&s->bytes, key);
        bytes_u8(&s->bytes, 0);
        bytes_i64(&s->bytes, time + i);
    }
}

Test(timers, both_queues_of_every_service)
{
    struct scanned s;
    begin(&s);
    key_group(&s, 19, 2);
    service(&s, "a");
    timers(&s, 2, "k1", 5);
    timers(&s, 1, "k1", -1);
    service(&s, "b");
    timers(&s, 1, "k1", 9);
    timers(&s, 0, "", 0);
    key_group(&s, 97, 0);
    cr_expect_str_eq(scanned_text(&s), "19 _timer_state/event_a \"k1\" - - \"5\"\n"
                                       "19 _timer_state/event_a \"k1\" - - \"6\"\n"
                                       "19 _timer_state/processing_a \"k1\" - - \"-1\"\n"
                                       "19 _timer_state/event_b \"k1\" - - \"9\"\n");
    scanned_sweep(&s);
    scanned_done(&s);
}

Test(timers, a_service_that_no_head_shows_is_lost)
{
    struct scanned s;
    begin(&s);
    key_group(&s, 19, 1);
    service(&s, "b");
    timers(&s, 0, "", 0);
    timers(&s, 1, "k1", 9);
    cr_expect_str_eq(scanned_text(&s),
                     "lost * 19 timers of a service that no head shows: format is known but not read\n");
    scanned_done(&s);
}
