/* touch.c: reads all of a model. */
#include "support/touch.h"

static uint64_t mix(uint64_t sum, uint64_t value)
{
    return (sum ^ value) * 0x100000001b3u;
}

static uint64_t text(uint64_t sum, sv_str s)
{
    sum = mix(sum, s.n);
    for (size_t i = 0; i < s.n; i++)
        sum = mix(sum, (unsigned char)s.p[i]);
    return sum;
}

static uint64_t defect(uint64_t sum, const struct sv_defect *d)
{
    return text(text(mix(mix(sum, d->code), d->at), sv_str_of(d->doing)), d->subject);
}

bool touch_is_defect(const struct sv_defect *d, uint64_t bytes)
{
    defect(0, d);
    return d->code == SV_DEFECT_NONE || (d->code < SV_DEFECT_COUNT && d->at <= bytes && d->doing);
}

static uint64_t java_class(const struct sv_java_class *cls)
{
    uint64_t sum = mix(text(0, cls->name), (uint64_t)cls->uid);
    for (uint32_t i = 0; i < cls->field_count; i++)
        sum = text(text(mix(sum, (unsigned char)cls->fields[i].type), cls->fields[i].name), cls->fields[i].signature);
    for (const struct sv_java_class *super = cls->super; super; super = super->super)
        sum = text(sum, super->name);
    return sum;
}

/* Values are bytes of the union, whichever member is set: references differ from run to run and are left out. */
static uint64_t java_object(const struct sv_java_object *object)
{
    uint64_t sum = mix(text(mix(0, object->kind), object->text), object->at);
    if (object->cls)
        sum = text(sum, object->cls->name);
    for (uint32_t i = 0; i < object->annotation_count; i++)
        sum = mix(sum, object->annotations[i] ? object->annotations[i]->at : 0);
    volatile int64_t value;
    for (uint32_t i = 0; i < object->value_count; i++)
        value = object->values[i].i;
    (void)value;
    return mix(sum, object->value_count);
}

uint64_t touch_java(const struct sv_java_stream *streams)
{
    uint64_t sum = 0;
    for (const struct sv_java_stream *s = streams; s; s = s->next) {
        sum = mix(mix(sum, s->begin), s->end);
        for (const struct sv_java_class *cls = s->classes; cls; cls = cls->next)
            sum = mix(sum, java_class(cls));
        for (const struct sv_java_object *object = s->objects; object; object = object->next)
            sum = mix(sum, java_object(object));
    }
    return sum;
}

static uint64_t entries(uint64_t sum, const struct sv_entries *list)
{
    for (uint32_t i = 0; i < list->count; i++) {
        const struct sv_entry *e = &list->items[i];
        sum = text(text(text(sum, e->name), e->key_class), e->key_name);
        sum = text(text(mix(sum, (uint64_t)e->registration_kind), e->registered_class), e->serializer_class);
        sum = defect(mix(sum, touch_java(e->instance)), &e->defect);
    }
    return sum;
}

static uint64_t body(const struct sv_type *t)
{
    uint64_t sum = 0;
    if (t->kind == SV_KIND_POJO && t->more.pojo) {
        sum = entries(sum, &t->more.pojo->fields);
        sum = entries(sum, &t->more.pojo->registered);
        sum = entries(sum, &t->more.pojo->other);
    } else if (t->kind == SV_KIND_KRYO && t->more.kryo) {
        sum = entries(sum, &t->more.kryo->registrations);
        sum = entries(sum, &t->more.kryo->defaults);
        sum = entries(sum, &t->more.kryo->default_classes);
    } else if (t->kind == SV_KIND_AVRO && t->more.avro) {
        sum = text(text(sum, t->more.avro->runtime_class), t->more.avro->schema_json);
    } else if (t->kind == SV_KIND_ENUM && t->more.names) {
        for (uint32_t i = 0; i < t->more.names->count; i++)
            sum = mix(text(sum, t->more.names->names[i]), t->more.names->ids ? (uint32_t)t->more.names->ids[i] : 0);
    }
    return sum;
}

uint64_t touch_types(const struct sv_type *roots)
{
    uint64_t sum = 0;
    for (const struct sv_type *root = roots; root; root = root->next) {
        for (const struct sv_type *t = root; t; t = sv_type_next(root, t)) {
            sum = text(text(text(sum, t->class_name), t->java_type), t->field);
            sum = text(mix(mix(sum, t->kind), (uint64_t)t->version), sv_str_of(t->role));
            sum = defect(mix(mix(sum, t->begin), t->end), &t->defect);
            sum = mix(mix(sum, body(t)), touch_java(t->java));
        }
    }
    return sum;
}

uint64_t touch_streams(const struct sv_stream *streams)
{
    uint64_t sum = 0;
    for (const struct sv_stream *s = streams; s; s = s->next) {
        sum = defect(mix(mix(mix(sum, s->kind), s->declared), s->read), &s->defect);
        sum = mix(sum, touch_types(s->key));
        for (const struct sv_state *state = s->states; state; state = state->next) {
            sum = mix(mix(text(sum, state->name), state->kind), touch_types(state->serializers));
            for (const struct sv_option *option = state->options; option; option = option->next)
                sum = text(text(sum, option->key), option->value);
        }
    }
    return sum;
}

static uint64_t blob(uint64_t sum, const struct sv_blob *b)
{
    sum = text(mix(mix(sum, b->kind), b->size), b->name);
    if (b->kind == SV_BLOB_INLINE)
        sum = text(sum, (sv_str){ (const char *)b->more.bytes, (size_t)b->size });
    return sum;
}

static uint64_t files(uint64_t sum, const struct sv_file *list)
{
    for (const struct sv_file *f = list; f; f = f->next)
        sum = blob(text(sum, f->name), &f->blob);
    return sum;
}

/* Handles nest at most SV_LIMIT_HANDLE_DEPTH levels deep. */
static uint64_t handles(uint64_t sum, const struct sv_handle *list)
{
    for (const struct sv_handle *h = list; h; h = h->next) {
        sum = text(text(text(mix(sum, h->kind), h->offsets), h->backend_id), h->storage_id);
        sum = files(files(files(blob(sum, &h->blob), h->shared), h->private_files), h->increment_files);
        for (const struct sv_partition *p = h->partitions; p; p = p->next)
            sum = text(text(sum, p->name), p->offsets);
        sum = handles(handles(sum, h->materialized), h->increments);
        sum = mix(sum, touch_streams(h->stream));
    }
    return sum;
}

uint64_t touch_snapshot(const struct sv_snapshot *snapshot)
{
    uint64_t sum = defect(mix(0, (uint64_t)snapshot->checkpoint_id), &snapshot->defect);
    sum = text(sum, snapshot->properties.type_name);
    for (const struct sv_master_state *m = snapshot->master_states; m; m = m->next)
        sum = text(text(sum, m->name), m->bytes);
    for (const struct sv_operator *op = snapshot->operators; op; op = op->next) {
        sum = blob(text(text(sum, op->name), op->uid), &op->coordinator);
        for (const struct sv_subtask *task = op->subtasks; task; task = task->next) {
            sum = handles(handles(sum, task->managed_operator), task->raw_operator);
            sum = handles(handles(sum, task->managed_keyed), task->raw_keyed);
            sum = handles(handles(sum, task->input_channel), task->result_subpartition);
        }
    }
    return sum;
}
