/* SPDX-License-Identifier: MIT */
/* What the formats share, below them and the printer. */
#include "helper/print/print_format.h"

#include "helper/print/cell.h"

void
print_cell(struct printer *p, const cJSON *row, size_t column, bool pretty, struct text_buf *out)
{
	if (cell_add(out, row, p->column.name[column], pretty))
		p->seen[column] = true;
}
