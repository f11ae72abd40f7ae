/* SPDX-License-Identifier: MIT */
/* Opens state.db carefully and keeps its schema. */
#include "helper/sync/state.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/trust.h"

#define STATE_TAG     0x44574453 /* "DWDS" */

static const char settings[] =
	"PRAGMA trusted_schema = OFF;"
	"PRAGMA cell_size_check = ON;"
	"PRAGMA temp_store = MEMORY;"  /* no file in a folder that the environment names */
	"PRAGMA synchronous = EXTRA;"  /* the journal's removal is on the disk as well */
	"PRAGMA cache_size = -8192;"   /* KiB */
	"PRAGMA max_page_count = 2097152;"; /* 8 GiB of 4 KiB pages */

/* Each brings the schema from the version of its index to the next; all end in one transaction. */
static const char *const steps[] = {
	"CREATE TABLE given (kind TEXT NOT NULL, key TEXT NOT NULL, id INTEGER NOT NULL UNIQUE,"
	" name TEXT NOT NULL, time INTEGER NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;"
	"CREATE INDEX given_name ON given (kind, name);"
	"CREATE TABLE wanted (kind TEXT NOT NULL, name TEXT NOT NULL, id INTEGER NOT NULL UNIQUE,"
	" PRIMARY KEY (kind, name)) WITHOUT ROWID;"
	"CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE person (key TEXT PRIMARY KEY, username TEXT NOT NULL, email TEXT NOT NULL,"
	" status TEXT NOT NULL, last_login INTEGER NOT NULL, name TEXT NOT NULL, uid INTEGER,"
	" shell TEXT NOT NULL, reason TEXT NOT NULL, aliases TEXT NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE team (key TEXT PRIMARY KEY, title TEXT NOT NULL, name TEXT NOT NULL,"
	" gid INTEGER, reason TEXT NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE known (email_id TEXT PRIMARY KEY, row INTEGER NOT NULL,"
	" fetched INTEGER NOT NULL, names TEXT NOT NULL) WITHOUT ROWID;"
	"PRAGMA application_id = 1146569811;",

	/* gids of imported users, and numbers that are one user's and another group's */
	"ALTER TABLE given RENAME TO given_1;"
	"ALTER TABLE wanted RENAME TO wanted_1;"
	"DROP INDEX given_name;"
	"CREATE TABLE given (kind TEXT NOT NULL, key TEXT NOT NULL, id INTEGER NOT NULL,"
	" gid INTEGER, name TEXT NOT NULL, time INTEGER NOT NULL, PRIMARY KEY (kind, key),"
	" UNIQUE (id, kind)) WITHOUT ROWID;"
	"CREATE INDEX given_name ON given (kind, name);"
	"CREATE TABLE wanted (kind TEXT NOT NULL, name TEXT NOT NULL, id INTEGER NOT NULL,"
	" gid INTEGER, PRIMARY KEY (kind, name), UNIQUE (id, kind)) WITHOUT ROWID;"
	"INSERT INTO given SELECT kind, key, id, NULL, name, time FROM given_1;"
	"INSERT INTO wanted SELECT kind, name, id, NULL FROM wanted_1;"
	"DROP TABLE given_1;"
	"DROP TABLE wanted_1;",

	/* groups of an account, NULL = not known yet */
	"ALTER TABLE person ADD COLUMN teams TEXT;",

	/* what is needed to keep somebody as last seen, and why that was done */
	"ALTER TABLE person ADD COLUMN realname TEXT NOT NULL DEFAULT '';"
	"ALTER TABLE person ADD COLUMN kept TEXT NOT NULL DEFAULT '';"
	"ALTER TABLE person ADD COLUMN kept_since INTEGER;",
};

#define STATE_VERSION ((int64_t)(sizeof(steps) / sizeof(steps[0])))

_Static_assert(STATE_TAG == 1146569811, "the schema says it in decimal");

/* A new database is made by us, before SQLite sees it: closed to others, in the name of whom the
 * folder belongs to. Returns 1 when it is new, 0 when it was there, -1. */
static int
make_file(const char *folder, const char *path, struct err *e)
{
	struct stat st;
	auto_fd fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (fd < 0)
		return errno == EEXIST ? 0 : err_sys(e, ERR_OTHER, errno, "%s", path);
	if (geteuid() == 0 && (stat(folder, &st) != 0 || fchown(fd, st.st_uid, st.st_gid) != 0))
		return err_sys(e, ERR_OTHER, errno, "%s: cannot set the owner", path);
	return 1;
}

/* Owner root, the folder's or our own; closed to others. */
static int
check_file(const char *folder, const char *path, struct err *e)
{
	struct stat st, in;

	if (lstat(path, &st) != 0)
		return err_sys(e, errno == ENOENT ? ERR_NOT_FOUND : ERR_OTHER, errno, "%s", path);
	if (stat(folder, &in) != 0)
		return err_sys(e, ERR_OTHER, errno, "%s", folder);
	if (!S_ISREG(st.st_mode))
		return err_set(e, ERR_CONFIG, "%s: is not a regular file", path);
	if (st.st_uid != 0 && st.st_uid != geteuid() && st.st_uid != in.st_uid)
		return err_set(e, ERR_CONFIG, "%s: belongs to uid %u, who is neither root nor the "
			"owner of its folder", path, (unsigned)st.st_uid);
	if ((st.st_mode & 027) != 0)
		return err_set(e, ERR_CONFIG, "%s: must be closed to others: chmod 0600 %s", path,
			path);
	return 0;
}

/* In a transaction: what another process brought up to date meanwhile is seen. */
static int
bring_up_to_date(struct state *s, struct err *e)
{
	int64_t version = 0;
	char text[48];

	if (sql_number(s->db, "PRAGMA user_version", &version, e) != 0)
		return -1;
	for (; version < STATE_VERSION; version++)
		if (sql_run(s->db, steps[version], e) != 0)
			return -1;
	(void)snprintf(text, sizeof(text), "PRAGMA user_version = %" PRId64 ";COMMIT",
		STATE_VERSION);
	return sql_run(s->db, text, e);
}

static int
check_schema(struct state *s, const char *path, struct err *e)
{
	int64_t version = 0, tag = 0;

	if (sql_number(s->db, "PRAGMA user_version", &version, e) != 0 ||
		sql_number(s->db, "PRAGMA application_id", &tag, e) != 0)
		return -1;
	s->fresh = version == 0 && tag == 0;
	if (!s->fresh && tag != STATE_TAG)
		return err_set(e, ERR_OTHER, "%s: is a database of another program", path);
	if (version > STATE_VERSION)
		return err_set(e, ERR_OTHER, "%s: was written by a later version of Doorward "
			"(schema %" PRId64 ", this one knows %" PRId64 ")", path, version,
			STATE_VERSION);
	if (version == STATE_VERSION)
		return 0;
	if (sql_run(s->db, "BEGIN IMMEDIATE", e) != 0)
		return -1;
	return bring_up_to_date(s, e); /* closing rolls back what was not committed */
}

static int
open_database(struct state *s, const char *path, int flags, struct err *e)
{
	int rc = sqlite3_open_v2(path, &s->db,
		flags | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_FULLMUTEX | SQLITE_OPEN_PRIVATECACHE, NULL);

	if (s->db == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	if (rc == SQLITE_CANTOPEN && sqlite3_system_errno(s->db) != 0)
		return err_sys(e, ERR_OTHER, sqlite3_system_errno(s->db), "%s", path);
	if (rc != SQLITE_OK) {
		(void)sql_fault(s->db, e);
		return err_where(e, "%s", path);
	}
	(void)sqlite3_busy_timeout(s->db, STATE_BUSY_MS);
	(void)sqlite3_limit(s->db, SQLITE_LIMIT_LENGTH, 1 << 20);
	(void)sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	return sql_run(s->db, settings, e);
}

int
state_open(const char *folder, enum state_mode mode, struct state *ret_state, struct err *e)
{
	auto_state s = { 0 };
	auto_str path = NULL;
	bool memory;

	if (asprintf(&path, "%s/" STATE_NAME, folder) < 0)
		return err_set(e, ERR_OTHER, "out of memory");
	memory = mode == STATE_REHEARSE && access(path, F_OK) != 0 && errno == ENOENT;
	if (mode == STATE_WRITE && make_file(folder, path, e) < 0)
		return -1;
	if (!memory && check_file(folder, path, e) != 0)
		return -1;
	if (open_database(&s, memory ? ":memory:" : path,
		    SQLITE_OPEN_READWRITE, e) != 0 ||
		check_schema(&s, path, e) != 0)
		return -1;
	*ret_state = s;
	s.db = NULL;
	return 0;
}

void
state_close(struct state *s)
{
	if (s->db != NULL)
		(void)sqlite3_close_v2(s->db); /* rolls back */
	s->db = NULL;
}
