#include "facts/legacy.h"

#include <criterion/criterion.h>

Test(legacy, a_row_goes_by_types_or_by_state)
{
    size_t count = 0;
    for (const struct sv_legacy *row; (row = sv_legacy_at(count)); count++) {
        cr_expect_neq(row->types.n == 0, row->state.n == 0, "%s", row->connector);
        cr_expect(*row->connector && *row->cure);
    }
    cr_expect_gt(count, 3);
}

Test(legacy, is_found)
{
    const struct sv_legacy *row =
        sv_legacy_of_type(SV_STR("org.apache.flink.streaming.connectors.kafka.internals.KafkaTopicPartition"));
    cr_assert(row);
    cr_expect_str_eq(row->connector, "FlinkKafkaConsumer");
    cr_expect(sv_legacy_of_state(SV_STR("bucket-states")));
    cr_expect_null(sv_legacy_of_state(SV_STR("")));
    cr_expect_null(sv_legacy_of_type(SV_STR("")));
    cr_expect_null(sv_legacy_of_state(SV_STR("SourceReaderState")));
}
