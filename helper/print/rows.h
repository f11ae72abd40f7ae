/* SPDX-License-Identifier: MIT */
/* Rows that a host command makes itself, printed as those of the directory are. */
#ifndef PRINT_ROWS_H
#define PRINT_ROWS_H

#include "helper/print/print.h"

struct rows_cell {
	const char *name;
	const char *text; /* NULL = null */
};

/* Opens a printer on standard output, with what was chosen. Returns 0 or -1. */
int rows_open(const struct print_choice *choice, const char *columns, struct printer *p,
	struct err *e) __attribute__((warn_unused_result));

/* Prints one row; cells end with a NULL name. Returns 0 or -1. */
int rows_print(struct printer *p, const struct rows_cell *cells, struct err *e)
	__attribute__((warn_unused_result));

#endif
