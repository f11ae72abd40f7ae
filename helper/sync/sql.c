/* SPDX-License-Identifier: MIT */
/* Thin ways around SQLite's interface, so that callers read as what they do. */
#include "helper/sync/sql.h"

#include <stdarg.h>

int
sql_fault(sqlite3 *db, struct err *e)
{
	int code = sqlite3_errcode(db) & 0xff;
	const char *path = sqlite3_db_filename(db, "main");

	if (path == NULL || path[0] == '\0')
		path = "the database"; /* was not opened, or is in memory */
	if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
		return err_set(e, ERR_TIMEOUT, "%s: is held by another process", path);
	return err_set(e, ERR_OTHER, "%s: %s", path, sqlite3_errmsg(db));
}

int
sql_run(sqlite3 *db, const char *text, struct err *e)
{
	return sqlite3_exec(db, text, NULL, NULL, NULL) == SQLITE_OK ? 0 : sql_fault(db, e);
}

int
sql_prepare(sqlite3 *db, const char *text, sqlite3_stmt **ret_stmt, struct err *e)
{
	return sqlite3_prepare_v2(db, text, -1, ret_stmt, NULL) == SQLITE_OK ? 0 : sql_fault(db, e);
}

int
sql_prepare_all(sqlite3 *db, const char *const texts[], size_t count, sqlite3_stmt *ret_stmts[],
	struct err *e)
{
	for (size_t i = 0; i < count; i++)
		if (sql_prepare(db, texts[i], &ret_stmts[i], e) != 0)
			return -1;
	return 0;
}

void
sql_finalize_all(sqlite3_stmt *stmts[], size_t count)
{
	for (size_t i = 0; i < count; i++)
		cleanup_stmt(&stmts[i]);
}

void
sql_bind(sqlite3_stmt *stmt, const char *types, ...)
{
	va_list ap;

	(void)sqlite3_reset(stmt);
	va_start(ap, types);
	for (int i = 0; types[i] != '\0'; i++) {
		if (types[i] == 's')
			(void)sqlite3_bind_text(stmt, i + 1, va_arg(ap, const char *), -1,
				SQLITE_TRANSIENT);
		else
			(void)sqlite3_bind_int64(stmt, i + 1, va_arg(ap, int64_t));
	}
	va_end(ap);
}

int
sql_step(sqlite3_stmt *stmt, struct err *e)
{
	int rc = sqlite3_step(stmt);

	if (rc == SQLITE_ROW)
		return 1;
	if (rc != SQLITE_DONE) {
		(void)sql_fault(sqlite3_db_handle(stmt), e);
		(void)sqlite3_reset(stmt);
		return -1;
	}
	(void)sqlite3_reset(stmt);
	return 0;
}

int
sql_done(sqlite3_stmt *stmt, struct err *e)
{
	return sql_step(stmt, e) < 0 ? -1 : 0;
}

const char *
sql_text(sqlite3_stmt *stmt, int column)
{
	const unsigned char *text = sqlite3_column_text(stmt, column);

	return text != NULL ? (const char *)text : "";
}

int
sql_number(sqlite3 *db, const char *text, int64_t *ret_number, struct err *e)
{
	auto_stmt stmt = NULL;
	int rc;

	if (sql_prepare(db, text, &stmt, e) != 0)
		return -1;
	rc = sql_step(stmt, e);
	if (rc < 0)
		return -1;
	*ret_number = rc > 0 ? sqlite3_column_int64(stmt, 0) : 0;
	return 0;
}
