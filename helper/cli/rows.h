/* SPDX-License-Identifier: MIT */
/* Rows that a host command makes itself, printed as those of the directory are. */
#ifndef CLI_ROWS_H
#define CLI_ROWS_H

#include "helper/cli/cli.h"
#include "helper/cli/print.h"

struct rows_cell {
	const char *name;
	const char *text; /* NULL = null */
};

/* Opens a printer on standard output, as the options of the command say. Returns 0 or -1. */
int rows_open(const struct cli *cli, const char *columns, struct printer *p, struct err *e)
	__attribute__((warn_unused_result));

/* Prints one row; cells end with a NULL name. Returns 0 or -1. */
int rows_print(struct printer *p, const struct rows_cell *cells, struct err *e)
	__attribute__((warn_unused_result));

#endif
