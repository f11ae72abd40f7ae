/* SPDX-License-Identifier: MIT */
/* user import: a table of users into the directory, batch after batch, as often as it takes. */
#ifndef OPERATION_IMPORT_H
#define OPERATION_IMPORT_H

#include <stdbool.h>

#include "helper/cli/cli.h"
#include "helper/cli/operation/csv.h"

/* Hook of special.h: does the command import a table? Else it is the call, with a JSON list. */
bool import_elsewhere(const struct cli *cli);

/* Hook: users who are there already are compared, and edited with --update; others are created.
 * Nothing is remembered between runs, so a run that was broken off is repeated as it was. Returns
 * 0, or -1 with ERR_USAGE before anything was sent; ERR_PARTLY when some rows failed; another error
 * when it had to stop. */
int import_run(const struct cli *cli, struct err *e) __attribute__((warn_unused_result));

/* A table that has been checked as a whole. */
struct import_table {
	struct csv csv;
	size_t username;		     /* the column */
	const char *field[CSV_COLUMNS_MAX]; /* parameter of createuser that a column fills, or NULL */
};

/* Reads and checks a table (path "-" = standard input); tells every fault with its row on standard
 * error. Returns 0, or -1 with ERR_USAGE. Clear it in either case. */
int import_table_read(const char *path, struct import_table *ret_table, struct err *e)
	__attribute__((warn_unused_result));

/* Fills args (CSV_COLUMNS_MAX of them) with what is in a row's cells; empty ones say nothing.
 * Returns how many. */
size_t import_row_args(const struct import_table *t, size_t row, struct api_arg *args);

/* Is this a status that the directory finds by itself, and nobody can give? */
bool import_status_is_found(const char *status);

void import_table_clear(struct import_table *t);

#define auto_import_table __attribute__((cleanup(import_table_clear))) struct import_table

#endif
