/* SPDX-License-Identifier: MIT */
/* Makes JSON objects of plain cells for the printer. */
#include "helper/print/rows.h"

int
rows_open(const struct print_choice *choice, const char *columns, struct printer *p, struct err *e)
{
	const struct print_options options = print_stdout(choice, columns);

	return print_open(p, &options, e);
}

int
rows_print(struct printer *p, const struct rows_cell *cells, struct err *e)
{
	cJSON *row = cJSON_CreateObject();
	bool fine = row != NULL;
	int rc;

	for (; fine && cells->name != NULL; cells++)
		fine = (cells->text != NULL ? cJSON_AddStringToObject(row, cells->name, cells->text)
					    : cJSON_AddNullToObject(row, cells->name)) != NULL;
	rc = fine ? print_row(p, row, e) : err_set(e, ERR_OTHER, "out of memory");
	cJSON_Delete(row);
	return rc;
}
