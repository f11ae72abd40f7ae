/* SPDX-License-Identifier: MIT */
/* SQLite in our terms: one-line statements, and errors that say what and where. */
#ifndef HELPER_SYNC_SQL_H
#define HELPER_SYNC_SQL_H

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* Finalizes and sets NULL. */
static inline void
cleanup_stmt(sqlite3_stmt **stmt)
{
	(void)sqlite3_finalize(*stmt); /* repeats the error of the last step, which was told */
	*stmt = NULL;
}

#define auto_stmt __attribute__((cleanup(cleanup_stmt))) sqlite3_stmt *

/* Turns the last fault of db into an error with its path and returns -1: ERR_TIMEOUT when another
 * process held the database for too long. */
int sql_fault(sqlite3 *db, struct err *e);

/* Runs statements that return nothing. */
int sql_run(sqlite3 *db, const char *text, struct err *e) __attribute__((warn_unused_result));

int sql_prepare(sqlite3 *db, const char *text, sqlite3_stmt **ret_stmt, struct err *e)
	__attribute__((warn_unused_result));

/* The same for several, as tables of statements have them. Returns 0, or -1; sql_finalize_all is
 * right after both, if the statements were NULL before. */
int sql_prepare_all(sqlite3 *db, const char *const texts[], size_t count,
	sqlite3_stmt *ret_stmts[], struct err *e) __attribute__((warn_unused_result));
void sql_finalize_all(sqlite3_stmt *stmts[], size_t count);

/* Resets stmt and binds its parameters in order: 's' const char * (NULL allowed; copied), 'i'
 * int64_t. Failures show at the next sql_step. */
void sql_bind(sqlite3_stmt *stmt, const char *types, ...);

/* Returns 1 with a row, 0 at the end, -1. At the end the statement is reset. */
int sql_step(sqlite3_stmt *stmt, struct err *e) __attribute__((warn_unused_result));

/* sql_step for a statement that returns no row. Returns 0 or -1. */
int sql_done(sqlite3_stmt *stmt, struct err *e) __attribute__((warn_unused_result));

/* The text of a column of the present row, never NULL; valid until the next step. */
const char *sql_text(sqlite3_stmt *stmt, int column);

/* The first column of the first row of a query without parameters; 0 when there is none. */
int sql_number(sqlite3 *db, const char *text, int64_t *ret_number, struct err *e)
	__attribute__((warn_unused_result));

#endif
