/* kryo_class.c: look-up in the tables of Kryo's layouts. */
#include "facts/kryo_class.h"

#include "base/table.h"

static const struct sv_kryo_class classes[] = {
#define KRYO_CLASS(name_, shape_, final_, id_, detail_)                                                                \
    { .name = SV_STR_INIT(name_),                                                                                      \
      .shape = SV_KRYO_SHAPE_##shape_,                                                                                 \
      .is_final = (final_),                                                                                            \
      .id = (id_),                                                                                                     \
      .detail = (detail_) },
#include "facts/kryo_classes.def"
#undef KRYO_CLASS
};
enum { CLASS_COUNT = sizeof classes / sizeof *classes };

static const struct {
    sv_str name;
    enum sv_kryo_shape shape;
} serializers[] = {
#define KRYO_SERIALIZER(name_, shape_) { SV_STR_INIT(name_), SV_KRYO_SHAPE_##shape_ },
#include "facts/kryo_serializers.def"
#undef KRYO_SERIALIZER
};

const struct sv_kryo_class *sv_kryo_class_find(sv_str name)
{
    return sv_table_find(name, classes, CLASS_COUNT, sizeof *classes);
}

const struct sv_kryo_class *sv_kryo_class_at(size_t i)
{
    return i < CLASS_COUNT ? &classes[i] : NULL;
}

enum sv_kryo_shape sv_kryo_shape_of(sv_str serializer_class)
{
    for (size_t i = 0; i < sizeof serializers / sizeof *serializers; i++)
        if (sv_str_eq(serializers[i].name, serializer_class))
            return serializers[i].shape;
    return SV_KRYO_SHAPE_none;
}
