/* SPDX-License-Identifier: MIT */
/* Writes the settled picture: into the directory file, and into state.db for people to ask. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "helper/sync/run.h"
#include "policy/policy.h"

#define ALIASES_MAX 256
#define GIDS_MAX    STATUS_GROUPS_MAX

enum { NAMES, GIDS, REFUSE, STATEMENTS };

static const char *const statements[STATEMENTS] = {
	[NAMES] = "SELECT name FROM seen.want WHERE person = ?1 ORDER BY rank",
	[GIDS] = "SELECT t.gid FROM seen.member m JOIN seen.team t ON t.seq = m.team"
		" WHERE m.person = ?1 AND t.gid IS NOT NULL",
	[REFUSE] = "UPDATE seen.person SET name = '', uid = NULL, gid = NULL, reason = ?2"
		" WHERE seq = ?1",
};

struct store {
	struct run *run;
	int64_t lost; /* accounts that the file cannot hold */
	sqlite3_stmt *stmt[STATEMENTS];
};

/* A record that the file cannot hold is told and left out; other faults end the sync. */
static int
left_out(struct store *s, bool group, const char *name, const char *title, struct err *own,
	struct err *e)
{
	if (own->code != ERR_USAGE && own->code != ERR_CONFLICT) {
		*e = *own;
		return -1;
	}
	run_tell(s->run, SYNC_REFUSED, &(struct sync_event){ .group = group, .name = name,
		.title = title, .key = "", .id = -1, .why = own->msg });
	return 0;
}

static int
put_groups(struct store *s, struct err *e)
{
	auto_stmt stmt = NULL;
	int rc;

	if (sql_prepare(s->run->state.db, "SELECT name, gid, title FROM seen.team"
			" WHERE gid IS NOT NULL ORDER BY seq", &stmt, e) != 0)
		return -1;
	while ((rc = sql_step(stmt, e)) > 0) {
		struct err own = { 0 };

		if (directory_writer_add_group(s->run->writer, sql_text(stmt, 0),
			    (gid_t)sqlite3_column_int64(stmt, 1), &own) != 0 &&
			left_out(s, true, sql_text(stmt, 0), sql_text(stmt, 2), &own, e) != 0)
			return -1;
	}
	return rc;
}

/* The names of one person and what they lead to. */
struct names_of {
	char name[ALIASES_MAX][NAME_SIZE];
	size_t count;
	const char *alias[ALIASES_MAX]; /* that may lead to the account */
	size_t alias_count;
};

static int
read_names(struct store *s, int64_t person, const char *canonical, struct names_of *n,
	struct err *e)
{
	const struct local *local = &s->run->local;
	int rc;

	n->count = n->alias_count = 0;
	sql_bind(s->stmt[NAMES], "i", person);
	while ((rc = sql_step(s->stmt[NAMES], e)) > 0 && n->count < ALIASES_MAX) {
		char *name = n->name[n->count];

		if (text_copy(name, NAME_SIZE, sql_text(s->stmt[NAMES], 0)) != 0 ||
			name_is_privileged(name))
			continue;
		n->count++;
		if (strcmp(name, canonical) != 0 && !local_has_user(local, name))
			n->alias[n->alias_count++] = name;
	}
	(void)sqlite3_reset(s->stmt[NAMES]);
	return rc < 0 ? -1 : 0;
}

static int
read_gids(struct store *s, int64_t person, gid_t gid[GIDS_MAX], size_t *ret_count, struct err *e)
{
	size_t count = 0;
	int rc;

	sql_bind(s->stmt[GIDS], "i", person);
	while ((rc = sql_step(s->stmt[GIDS], e)) > 0 && count < GIDS_MAX)
		gid[count++] = (gid_t)sqlite3_column_int64(s->stmt[GIDS], 0);
	(void)sqlite3_reset(s->stmt[GIDS]);
	*ret_count = count;
	return rc < 0 ? -1 : 0;
}

enum { SEQ, KEY, USERNAME, REALNAME, STATUS, SHELL, NAME, UID, GID, KEPT_SINCE };

static const char people[] =
	"SELECT seq, key, username, realname, status, shell, name, uid, coalesce(gid, uid),"
	" coalesce(kept_since, ?1)"
	" FROM seen.person"
	" ORDER BY seq";

static int
put_account(struct store *s, sqlite3_stmt *row, const struct names_of *n, struct err *e)
{
	const struct conf *c = s->run->conf;
	char home[DIRECTORY_TEXT_MAX];
	gid_t gid[GIDS_MAX];
	struct directory_person p = { .name = sql_text(row, NAME), .alias = n->alias,
		.alias_count = n->alias_count, .uid = (uid_t)sqlite3_column_int64(row, UID),
		.gid = (gid_t)sqlite3_column_int64(row, GID), .gecos = sql_text(row, REALNAME),
		.home = home, .shell = sql_text(row, SHELL), .gids = gid };
	struct err own = { 0 };

	if (read_gids(s, sqlite3_column_int64(row, SEQ), gid, &p.gid_count, e) != 0)
		return -1;
	if (name_expand(c->sync.home, p.name, home, sizeof(home)) != 0)
		(void)err_set(&own, ERR_USAGE, "the home folder is too long");
	else if (directory_writer_add_person(s->run->writer, &p, &own) == 0)
		return 0;
	if (left_out(s, false, p.name, sql_text(row, USERNAME), &own, e) != 0)
		return -1;
	s->lost++;
	s->run->outcome.accounts--;
	sql_bind(s->stmt[REFUSE], "is", sqlite3_column_int64(row, SEQ), own.msg);
	if (sql_done(s->stmt[REFUSE], e) != 0)
		return -1;
	if (s->lost <= c->sync.max_removals || s->run->job->force)
		return 0;
	return err_set(e, ERR_CONFLICT, "more accounts than sync.max_removals cannot be written, "
		"and everything stays as it was. The last one: %s", own.msg);
}

static int
put_person(struct store *s, sqlite3_stmt *row, struct err *e)
{
	struct directory_user user = { .key = sql_text(row, KEY),
		.username = sql_text(row, USERNAME), .status = sql_text(row, STATUS),
		.time = (uint64_t)sqlite3_column_int64(row, KEPT_SINCE) };
	struct names_of n;

	if (read_names(s, sqlite3_column_int64(row, SEQ), sql_text(row, NAME), &n, e) != 0)
		return -1;
	if (sqlite3_column_type(row, UID) != SQLITE_NULL && put_account(s, row, &n, e) != 0)
		return -1;
	for (size_t i = 0; i < n.count; i++) {
		struct err own = { 0 };

		if (directory_writer_add_map(s->run->writer, n.name[i], &user, &own) != 0 &&
			left_out(s, false, n.name[i], user.username, &own, e) != 0)
			return -1;
	}
	return 0;
}

static int
put_people(struct store *s, struct err *e)
{
	auto_stmt stmt = NULL;
	int rc;

	if (sql_prepare(s->run->state.db, people, &stmt, e) != 0)
		return -1;
	sql_bind(stmt, "i", s->run->job->now);
	while ((rc = sql_step(stmt, e)) > 0)
		if (put_person(s, stmt, e) != 0)
			return -1;
	return rc;
}

/* Rows that stay as they are stay unwritten: hardly anybody changes from one sync to the next. No
 * SELECT reads the table that is written, for SQLite would keep all it finds in memory first. */
static const char snapshot[] =
	"DELETE FROM main.person WHERE NOT EXISTS"
	" (SELECT 1 FROM seen.person p WHERE p.key = main.person.key);"
	"INSERT INTO main.person SELECT key, username, email, status, last_login, name, uid, shell,"
	"  reason, " RUN_NAMES ", " RUN_TEAMS ", realname, kept, kept_since"
	" FROM seen.person p WHERE true"
	" ON CONFLICT (key) DO UPDATE SET username = excluded.username,"
	"  email = excluded.email, status = excluded.status, last_login = excluded.last_login,"
	"  name = excluded.name, uid = excluded.uid, shell = excluded.shell,"
	"  reason = excluded.reason, aliases = excluded.aliases, teams = excluded.teams,"
	"  realname = excluded.realname, kept = excluded.kept, kept_since = excluded.kept_since"
	" WHERE (username, email, status, last_login, name, uid, shell, reason, aliases, teams,"
	"   realname, kept, kept_since) IS NOT"
	"  (excluded.username, excluded.email, excluded.status, excluded.last_login, excluded.name,"
	"   excluded.uid, excluded.shell, excluded.reason, excluded.aliases, excluded.teams,"
	"   excluded.realname, excluded.kept, excluded.kept_since);"
	"DELETE FROM main.known WHERE EXISTS (SELECT 1 FROM seen.found)"
	" AND email_id NOT IN (SELECT email_id FROM seen.found);"
	"INSERT INTO main.known SELECT email_id, row, fetched, names FROM seen.known"
	" WHERE email_id IN (SELECT email_id FROM seen.found) ON CONFLICT (email_id) DO UPDATE"
	"  SET row = excluded.row, fetched = excluded.fetched, names = excluded.names"
	" WHERE (row, fetched, names) IS NOT (excluded.row, excluded.fetched, excluded.names);"
	"DELETE FROM main.team WHERE NOT EXISTS"
	" (SELECT 1 FROM seen.team t WHERE t.key = main.team.key);"
	"INSERT INTO main.team SELECT key, title, name, gid, reason FROM seen.team WHERE true"
	" ON CONFLICT (key) DO UPDATE SET title = excluded.title, name = excluded.name,"
	"  gid = excluded.gid, reason = excluded.reason"
	" WHERE (title, name, gid, reason) IS NOT"
	"  (excluded.title, excluded.name, excluded.gid, excluded.reason);";

int
store_all(struct run *r, struct err *e)
{
	struct store s = { .run = r };
	int rc = sql_prepare_all(r->state.db, statements, STATEMENTS, s.stmt, e);

	if (rc == 0)
		rc = put_groups(&s, e);
	if (rc == 0)
		rc = put_people(&s, e);
	sql_finalize_all(s.stmt, STATEMENTS);
	return rc == 0 ? sql_run(r->state.db, snapshot, e) : -1;
}
