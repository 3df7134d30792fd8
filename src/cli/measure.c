/* measure.c: what the measuring commands share. */
#include "measure.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

bool measure_number(const char *text, uint64_t most, uint64_t *out)
{
    char *stop;
    if (*text < '0' || *text > '9')
        return false;
    errno = 0;
    unsigned long long value = strtoull(text, &stop, 10);
    if (errno || *stop || value > most)
        return false;
    *out = value;
    return true;
}

bool measure_shard(const char *text, uint32_t *shard_out, uint32_t *count_out)
{
    char first[16];
    uint64_t shard, count;
    const char *slash = strchr(text, '/');
    if (!slash || (size_t)(slash - text) >= sizeof first)
        return false;
    memcpy(first, text, (size_t)(slash - text));
    first[slash - text] = '\0';
    if (!measure_number(first, UINT32_MAX, &shard) || !measure_number(slash + 1, UINT32_MAX, &count) || !shard ||
        shard > count)
        return false;
    *shard_out = (uint32_t)shard - 1;
    *count_out = (uint32_t)count;
    return true;
}

/* false when the value is none of the option; *status says whether the library took it. */
static bool set_common(struct measure *m, int opt, const char *value, enum snapvet_status *status,
                       struct snapvet_error *err)
{
    enum { JOBS_MOST = 256 };
    uint64_t jobs;
    switch (opt) {
    case MEASURE_OPERATOR:
        m->run.only = value;
        return true;
    case MEASURE_STATE:
        m->run.state = value;
        return true;
    case MEASURE_JOBS:
        if (!measure_number(value, JOBS_MOST, &jobs) || !jobs)
            return false;
        m->run.jobs = (unsigned)jobs;
        return true;
    case MEASURE_SHARD:
        return measure_shard(value, &m->run.shard, &m->run.shard_count);
    case MEASURE_UIDS:
        *status = snapvet_options_add_uids(m->how, value, err);
        return true;
    case MEASURE_MAP:
        *status = snapvet_options_add_map(m->how, value, err);
        return true;
    case MEASURE_CLASS:
        *status = snapvet_options_add_class(m->how, value, err);
        return true;
    case MEASURE_FORMAT:
        m->look.format = value;
        return true;
    default:
        m->look.colour = value;
        return true;
    }
}

static const char *name_of(const struct command *self, int opt)
{
    for (size_t i = 0; i < self->option_count; i++)
        if (self->options[i].id == opt)
            return self->options[i].name;
    return "option";
}

bool measure_parse(const struct command *self, int argc, char **argv, struct measure *m, measure_set_fn *set,
                   void *context, int *code)
{
    struct snapvet_error err;
    enum snapvet_status status = snapvet_options_new(&m->how, &err);
    struct opt_parser parser = opt_begin(self->name, self->options, self->option_count, argc, argv);
    for (int opt; status == SNAPVET_OK && (opt = opt_next(&parser)) != OPT_END;) {
        if (opt == OPT_OPERAND) {
            operands_add(&m->paths, argc, parser.value);
            continue;
        }
        if (opt < 0 || opt >= OPT_HELP)
            return !cli_common(self, opt, code);
        bool taken = opt >= MEASURE_FIRST ? set_common(m, opt, parser.value, &status, &err)
                                          : set && set(opt, parser.value, context);
        if (!taken) {
            *code = cli_usage(self, "'%s' is no value of %s", parser.value ? parser.value : "", name_of(self, opt));
            return false;
        }
    }
    if (status != SNAPVET_OK)
        *code = cli_complain(&err);
    return status == SNAPVET_OK;
}

void measure_end(struct measure *m)
{
    free(m->paths.items);
    snapvet_options_free(m->how);
}

struct snapvet_snapshot *measure_open(const struct measure *m, const char *path, int *code)
{
    struct snapvet_error err;
    struct snapvet_snapshot *snapshot = NULL;
    if (snapvet_open(path, m->how, &snapshot, &err) == SNAPVET_OK)
        return snapshot;
    *code = cli_complain(&err);
    return NULL;
}

void measure_write(struct snapvet_text *text)
{
    cli_write(text);
    snapvet_text_free(text);
}
