/* SPDX-License-Identifier: MIT */
/* Numbers: in sequence, around this host's own, kept, and never given again. */
#include "tests/unit/unit.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "helper/sync/ids.h"

#define FIRST 2001000000
#define LAST  2001000009

static char folder[] = "/tmp/doorward-ids-XXXXXX";
static char passwd[64], group[64], database[64];

static void
write_text(const char *to, const char *text)
{
	int fd = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	assert_int_equal(close(fd), 0);
}

static int
setup(void **state)
{
	(void)state;
	if (mkdtemp(folder) == NULL)
		return -1;
	(void)snprintf(passwd, sizeof(passwd), "%s/passwd", folder);
	(void)snprintf(group, sizeof(group), "%s/group", folder);
	(void)snprintf(database, sizeof(database), "%s/" STATE_NAME, folder);
	write_text(passwd, "local:x:2001000001:50::/:/bin/sh\n");
	write_text(group, "local:x:2001000003:\n");
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	(void)unlink(passwd);
	(void)unlink(group);
	(void)unlink(database);
	return rmdir(folder);
}

/* Runs the statements first, gives an id in a transaction of its own, and returns it; or minus the
 * code of the error. */
static int64_t
give(const char *first, const char *kind, const char *key, const char *name)
{
	auto_state s = { 0 };
	auto_local local = { { 0 } };
	struct ids ids;
	struct err e = { 0 };
	int64_t id = 0;
	int rc;

	assert_int_equal(local_read(&local, passwd, group, &e), 0);
	assert_int_equal(state_open(folder, STATE_WRITE, &s, &e), 0);
	assert_int_equal(sql_run(s.db, "BEGIN IMMEDIATE", &e), 0);
	assert_int_equal(sql_run(s.db, first, &e), 0);
	assert_int_equal(ids_open(&ids, &s, &local, FIRST, LAST, 1, &e), 0);
	rc = ids_give(&ids, kind, key, name, &id, &e);
	assert_int_equal(ids_save(&ids, NULL), 0);
	ids_close(&ids);
	assert_int_equal(sql_run(s.db, "COMMIT", &e), 0);
	return rc == 0 ? id : -(int64_t)e.code;
}

static void
numbers_in_sequence(void **state)
{
	(void)state;
	assert_int_equal(give("", ID_USER, "DU1", "a"), FIRST);
	assert_int_equal(give("", ID_USER, "DU2", "b"), FIRST + 2);  /* 1 is a local uid */
	assert_int_equal(give("", ID_GROUP, "DG1", "b"), FIRST + 4); /* 3 is a local gid */
	assert_int_equal(give("", ID_USER, "DU1", "a"), FIRST);
	assert_int_equal(give("", ID_USER, "DU1", "renamed"), FIRST);
	assert_int_equal(give("", ID_GROUP, "DU1", "a"), FIRST + 5); /* another kind of key */
	/* not even when the row is gone */
	assert_int_equal(give("DELETE FROM given", ID_USER, "DU3", "c"), FIRST + 6);
	/* nor what is wanted for somebody else */
	assert_int_equal(give("INSERT INTO wanted VALUES ('u', 'z', 2001000007, NULL)", ID_USER, "DU4",
				 "d"), FIRST + 8);
	assert_int_equal(give("", ID_USER, "DU5", "z"), FIRST + 7);
	assert_int_equal(give("INSERT INTO wanted VALUES ('u', 'y', 2001000001, NULL)", ID_USER, "DU6",
				 "y"), -ERR_CONFLICT);
	assert_int_equal(give("", ID_USER, "DU7", "e"), LAST);
	assert_int_equal(give("", ID_USER, "DU8", "f"), -ERR_CONFIG); /* used up */
	assert_int_equal(give("", ID_USER, "DU7", "e"), LAST);
	/* a local user took the number afterwards */
	write_text(passwd, "local:x:2001000009:50::/:/bin/sh\n");
	assert_int_equal(give("", ID_USER, "DU7", "e"), -ERR_CONFLICT);
}

/* Who is called so; "" = nobody. */
static const char *
called(const char *name)
{
	static char key[16];
	auto_state s = { 0 };
	auto_stmt stmt = NULL;
	struct err e = { 0 };
	int rows = 0;

	assert_int_equal(state_open(folder, STATE_WRITE, &s, &e), 0);
	assert_int_equal(sql_prepare(s.db, "SELECT key FROM given WHERE name = ?1", &stmt, &e), 0);
	sql_bind(stmt, "s", name);
	for (key[0] = '\0'; sql_step(stmt, &e) > 0; rows++)
		assert_int_equal(text_copy(key, sizeof(key), sql_text(stmt, 0)), 0);
	cleanup_stmt(&stmt);
	stmt = NULL;
	return rows > 1 ? "several" : key;
}

static void
a_name_is_of_one_only(void **state)
{
	(void)state;
	assert_int_equal(unlink(database), 0);
	write_text(passwd, "");
	assert_int_equal(give("", ID_USER, "DU1", "a"), FIRST);
	assert_int_equal(give("", ID_USER, "DU2", "b"), FIRST + 1);
	assert_int_equal(give("", ID_USER, "DU3", "a"), FIRST + 2); /* the first one was gone */
	assert_string_equal(called("a"), "DU3");
	assert_int_equal(give("", ID_USER, "DU2", "a"), FIRST + 1); /* and by a change of name */
	assert_string_equal(called("a"), "DU2");
	assert_int_equal(give("", ID_USER, "DU1", "c"), FIRST); /* the ids stay */
	assert_string_equal(called("c"), "DU1");
}

/* As the first version wrote it. */
static void
an_earlier_schema_is_brought_up_to_date(void **state)
{
	sqlite3 *db = NULL;

	(void)state;
	assert_int_equal(unlink(database), 0);
	write_text(database, "");
	assert_int_equal(chmod(database, 0600), 0);
	assert_int_equal(sqlite3_open(database, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db,
		"CREATE TABLE person (key TEXT PRIMARY KEY) WITHOUT ROWID;"
		"CREATE TABLE given (kind TEXT NOT NULL, key TEXT NOT NULL, id INTEGER NOT NULL UNIQUE,"
		" name TEXT NOT NULL, time INTEGER NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;"
		"CREATE INDEX given_name ON given (kind, name);"
		"CREATE TABLE wanted (kind TEXT NOT NULL, name TEXT NOT NULL,"
		" id INTEGER NOT NULL UNIQUE, PRIMARY KEY (kind, name)) WITHOUT ROWID;"
		"CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;"
		"INSERT INTO given VALUES ('u', 'DU1', 2001000006, 'a', 1);"
		"INSERT INTO wanted VALUES ('u', 'b', 2001000001);"
		"PRAGMA user_version = 1; PRAGMA application_id = 1146569811;",
		NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	assert_int_equal(give("", ID_USER, "DU1", "a"), FIRST + 6);
	assert_int_equal(give("", ID_USER, "DU2", "b"), FIRST + 1);
	assert_int_equal(give("", ID_USER, "DU3", "c"), FIRST);
	assert_int_equal(give("", ID_USER, "DU1", "a"), FIRST + 6);
}

static void
a_later_schema_is_refused(void **state)
{
	auto_state s = { 0 };
	struct err e = { 0 };

	(void)state;
	assert_int_equal(give("PRAGMA user_version = 99", ID_USER, "DU1", "a"), FIRST + 6);
	assert_int_equal(state_open(folder, STATE_WRITE, &s, &e), -1);
	assert_non_null(strstr(e.msg, "by a later version"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_in_sequence),
		cmocka_unit_test(a_name_is_of_one_only),
		cmocka_unit_test(an_earlier_schema_is_brought_up_to_date),
		cmocka_unit_test(a_later_schema_is_refused),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
