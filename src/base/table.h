/* table.h: look-up by name in sorted tables. */
#ifndef SV_BASE_TABLE_H
#define SV_BASE_TABLE_H
#include <stdlib.h>

#include "base/str.h"

/* Orders a name and a row, which must begin with its name. */
static inline int sv_table_order(const void *name, const void *row)
{
    return sv_str_cmp(*(const sv_str *)name, *(const sv_str *)row);
}

/* The row of that name in a table sorted by it, or NULL. */
static inline const void *sv_table_find(sv_str name, const void *rows, size_t count, size_t row_bytes)
{
    return bsearch(&name, rows, count, row_bytes, sv_table_order);
}
#endif
