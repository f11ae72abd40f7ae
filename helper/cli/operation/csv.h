/* SPDX-License-Identifier: MIT */
/* Comma-separated values (RFC 4180) as spreadsheets write them: quotes, line breaks inside quotes,
 * CR LF or LF, a byte order mark, and ';' or tab where there is no ',' in the heading. */
#ifndef OPERATION_CSV_H
#define OPERATION_CSV_H

#include <stddef.h>

#include "base/err.h"

#define CSV_COLUMNS_MAX 64
#define CSV_ROWS_MAX	1000000

/* Cells point into the text. */
struct csv {
	char *text;	/* owned */
	size_t columns;
	size_t rows;	/* without the heading */
	size_t *number; /* of each row as a spreadsheet counts: the heading is row 1; owned */
	char **cell;	/* heading first, then row after row; owned */
};

/* Takes over text (NUL-terminated, len bytes), also on failure. Rows of nothing are left out.
 * Returns 0, or -1 with ERR_USAGE naming the row. Clear it in either case. */
int csv_parse(char *text, size_t len, struct csv *ret_csv, struct err *e)
	__attribute__((warn_unused_result));

/* The heading of a column; the cell of row 0, 1, … */
const char *csv_heading(const struct csv *c, size_t column);
const char *csv_cell(const struct csv *c, size_t row, size_t column);

/* Can be repeated. */
void csv_clear(struct csv *c);

#define auto_csv __attribute__((cleanup(csv_clear))) struct csv

#endif
