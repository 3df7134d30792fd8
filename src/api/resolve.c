/* resolve.c: two serializer snapshots, and what Flink 2.2 says of them. */
#include <stdlib.h>

#include "api/handles.h"
#include "api/type_files.h"
#include "base/limits.h"
#include "report/escape.h"

struct snapvet_resolver {
    struct sv_extra_classes extra;
    struct sv_type_files files;
    struct sv_arena scratch;
    struct sv_buf reason;
    unsigned flags;
};

const char *snapvet_answer_name(enum snapvet_answer answer)
{
    return sv_answer_name((enum sv_answer)answer);
}

enum snapvet_status snapvet_resolver_new(const struct snapvet_options *options, bool as_state,
                                         struct snapvet_resolver **out, struct snapvet_error *err)
{
    struct sv_error why;
    struct snapvet_resolver *resolver = calloc(1, sizeof *resolver);
    if (!resolver)
        return sv_api_no_memory(err);
    const struct sv_extra_classes *extra = sv_api_inspect_options(options, &resolver->extra).extra;
    if (sv_type_files_init(&resolver->files, extra, &why) != SV_OK) {
        free(resolver);
        return sv_api_failed(&why, err);
    }
    sv_arena_init(&resolver->scratch, SV_LIMIT_MODEL_BYTES);
    sv_buf_init(&resolver->reason, SV_LIMIT_REPORT_BYTES);
    resolver->flags = as_state ? SV_RESOLVE_AS_STATE : 0;
    *out = resolver;
    return SNAPVET_OK;
}

void snapvet_resolver_free(struct snapvet_resolver *resolver)
{
    if (!resolver)
        return;
    sv_type_files_free(&resolver->files);
    sv_arena_free(&resolver->scratch);
    sv_buf_free(&resolver->reason);
    free(resolver);
}

static enum snapvet_verdict verdict_of(const struct sv_resolution *resolution)
{
    if (resolution->answer >= SV_ANSWER_INCOMPATIBLE || resolution->trouble >= SV_TROUBLE_KRYO)
        return SNAPVET_INCOMPATIBLE;
    if (resolution->answer == SV_ANSWER_UNDECIDED)
        return SNAPVET_UNDECIDED;
    return resolution->trouble == SV_TROUBLE_JAVA ? SNAPVET_NEEDS_ACTION : SNAPVET_COMPATIBLE;
}

/* "field names > element: another serializer: was 'StringSerializer', is 'LongSerializer'" */
static void write_cause(const struct sv_cause *cause, struct sv_buf *out)
{
    struct sv_buf path;
    sv_buf_init(&path, SV_LIMIT_REPORT_BYTES);
    sv_cause_path(cause, &path);
    if (path.n) {
        sv_escape_text(out, sv_buf_str(&path));
        sv_buf_puts(out, ": ");
    }
    out->failed = out->failed || path.failed;
    sv_buf_free(&path);
    sv_buf_puts(out, cause->text);
    if (!cause->subject.n)
        return;
    sv_buf_puts(out, cause->instead.n ? ": was '" : " '");
    sv_escape_text(out, cause->subject);
    if (cause->instead.n) {
        sv_buf_puts(out, "', is '");
        sv_escape_text(out, cause->instead);
    }
    sv_buf_putc(out, '\'');
}

/* A snapshot that cannot be had: no answer of Flink's, but what a job would meet that tried to read it. */
static bool is_unreadable(const struct sv_type_copy *old, const struct sv_type_copy *new,
                          struct snapvet_resolution *out, struct sv_buf *reason)
{
    const struct sv_type_copy *bad = new->failure || !new->root ? new : old->failure || !old->root ? old : NULL;
    if (!bad)
        return false;
    out->answer = bad == new ? SNAPVET_ANSWER_UNDECIDED : SNAPVET_READ_ERROR;
    out->verdict = SNAPVET_UNDECIDED;
    out->unreadable = true;
    sv_escape_text(reason, sv_str_of(bad->failure ? bad->failure : "no serializer snapshot is in the file '"));
    if (!bad->failure) {
        sv_escape_text(reason, sv_str_of(bad->path));
        sv_buf_putc(reason, '\'');
    }
    return true;
}

static enum sv_status resolve(struct snapvet_resolver *resolver, const struct sv_type_copy *old,
                              const struct sv_type_copy *new, struct snapvet_resolution *out, struct sv_error *why)
{
    struct sv_resolution resolution;
    if (old->framing == SV_FRAMING_PRE_1_7)
        resolution = (struct sv_resolution){ .answer = SV_ANSWER_READ_ERROR,
                                             .cause.text = "2.2 does not read what was written before 1.7" };
    else if (sv_resolve(new->root, old->root, new->evidence, resolver->flags, &resolver->scratch, &resolution, why) !=
             SV_OK)
        return SV_ERR_MEMORY;
    out->answer = (enum snapvet_answer)resolution.answer;
    out->verdict = verdict_of(&resolution);
    write_cause(&resolution.cause, &resolver->reason);
    if (resolution.trouble != SV_TROUBLE_NONE) {
        sv_buf_puts(&resolver->reason, "; but ");
        write_cause(&resolution.trouble_cause, &resolver->reason);
    }
    return SV_OK;
}

enum snapvet_status snapvet_resolve(struct snapvet_resolver *resolver, const char *old_path, const char *new_path,
                                    struct snapvet_resolution *out, struct snapvet_error *err)
{
    struct sv_error why;
    struct sv_type_copy *old, *new;
    struct snapvet_resolution result = { .unreadable = false };
    sv_arena_reset(&resolver->scratch);
    resolver->reason.n = 0;
    if (sv_type_files_get(&resolver->files, old_path, new_path, &old, &new, &why) != SV_OK)
        return sv_api_failed(&why, err);
    if (!is_unreadable(old, new, &result, &resolver->reason) && resolve(resolver, old, new, &result, &why) != SV_OK)
        return sv_api_failed(&why, err);
    sv_buf_putc(&resolver->reason, '\0');
    if (resolver->reason.failed)
        return sv_api_no_memory(err);
    result.reason = resolver->reason.p;
    *out = result;
    return SNAPVET_OK;
}
