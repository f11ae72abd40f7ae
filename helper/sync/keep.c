/* SPDX-License-Identifier: MIT */
/* Who cannot be read stays as last seen: an object that is odd says nothing against its person. */
#include <stdio.h>
#include <string.h>

#include "helper/sync/fetch.h"

/* Of the same id, two reasons are one. */
#define ODD(kind) "(SELECT key, min(why) AS why FROM seen.odd WHERE kind = '" kind "'" \
	" AND key <> '' GROUP BY key)"

enum { PERSON, WANT, MEMBER, STATEMENTS };

static const char *const statements[STATEMENTS] = {
	[PERSON] = "INSERT INTO seen.person (key, username, email, realname, status, last_login, shell,"
		"  reason, kept, kept_since)"
		" SELECT key, username, email, realname, status, last_login, shell,"
		"  CASE WHEN uid IS NULL THEN reason ELSE '' END, ?2, coalesce(kept_since, min(?3 - 1,"
		"  coalesce((SELECT value FROM main.counter WHERE name = 'synced'), ?3)))"
		" FROM main.person WHERE key = ?1",
	[WANT] = "INSERT INTO seen.want (name, person, rank) VALUES (?1, ?2, ?3)"
		" ON CONFLICT (name, person) DO NOTHING",
	/* ?2 = the groups that the person had here, in commas */
	[MEMBER] = "INSERT INTO seen.member (person, team) SELECT ?1, t.seq FROM main.team m"
		" JOIN seen.team t ON t.key = m.key WHERE m.gid IS NOT NULL"
		"  AND instr(',' || ?2 || ',', ',' || m.name || ',') > 0"
		" ON CONFLICT (person, team) DO NOTHING",
};

/* The names are those of the last sync: what they were made of cannot be read. */
static int
keep_names(sqlite3_stmt *want, int64_t person, const char *names, struct err *e)
{
	char name[NAME_SIZE];
	int64_t rank = 0;

	while (names[0] != '\0') {
		size_t len = strcspn(names, ",");

		if (len > 0 && len < sizeof(name)) {
			memcpy(name, names, len);
			name[len] = '\0';
			sql_bind(want, "sii", name, person, rank++);
			if (sql_done(want, e) != 0)
				return -1;
		}
		names += len + (names[len] == ',');
	}
	return 0;
}

static int
keep_person(struct run *r, sqlite3_stmt *stmt[STATEMENTS], sqlite3_stmt *row, struct err *e)
{
	const char *why = sql_text(row, 6);
	char title[128];
	int64_t person;

	sql_bind(stmt[PERSON], "ssi", sql_text(row, 0), why, r->job->now);
	if (sql_done(stmt[PERSON], e) != 0)
		return -1;
	person = sqlite3_last_insert_rowid(r->state.db);
	if (keep_names(stmt[WANT], person, sql_text(row, 4), e) != 0)
		return -1;
	sql_bind(stmt[MEMBER], "is", person, sql_text(row, 5));
	if (sql_done(stmt[MEMBER], e) != 0)
		return -1;
	run_tell(r, SYNC_KEPT, &(struct sync_event){ .name = sql_text(row, 2), .key = sql_text(row, 0),
		.title = text_clean(title, sizeof(title), sql_text(row, 1)),
		.id = sqlite3_column_type(row, 3) != SQLITE_NULL ? sqlite3_column_int64(row, 3) : -1,
		.why = why, .known = sqlite3_column_int(row, 7) != 0 });
	return 0;
}

/* Objects that are nobody's whom a sync saw before. Those without an id may be somebody's who was
 * asked for by id, and was as odd then: told are they only when there are more of them. */
static int
tell_strangers(struct run *r, const char *kind, const char *known, struct err *e)
{
	auto_stmt stmt = NULL;
	char query[512];
	int rc;

	(void)snprintf(query, sizeof(query), "SELECT title, why, key FROM seen.odd o WHERE kind = '%s'"
		" AND NOT EXISTS (SELECT 1 FROM %s k WHERE k.key = o.key) AND (key <> '' OR"
		" (SELECT count(*) FROM seen.odd WHERE kind = '%s' AND key = '') >"
		" (SELECT count(*) FROM seen.odd n JOIN %s k ON k.key = n.key WHERE n.kind = '%s'))",
		kind, known, kind, known, kind);
	if (sql_prepare(r->state.db, query, &stmt, e) != 0)
		return -1;
	while ((rc = sql_step(stmt, e)) > 0)
		run_tell(r, SYNC_REFUSED, &(struct sync_event){ .group = strcmp(kind, ID_GROUP) == 0,
			.name = "", .title = sql_text(stmt, 0), .why = sql_text(stmt, 1), .id = -1,
			.key = sql_text(stmt, 2)[0] != '\0' ? sql_text(stmt, 2)
							   : "-" /* of an account */ });
	return rc;
}

static int
keep_each(struct run *r, sqlite3_stmt *stmt[STATEMENTS], struct err *e)
{
	auto_stmt row = NULL;
	int rc;

	if (sql_prepare(r->state.db, "SELECT m.key, m.username, m.name, m.uid, m.aliases, m.teams, o.why,"
			" m.kept <> '' FROM main.person m JOIN " ODD("u") " o ON o.key = m.key"
			" WHERE NOT EXISTS (SELECT 1 FROM seen.person p WHERE p.key = m.key)"
			" ORDER BY m.key", &row, e) != 0)
		return -1;
	while ((rc = sql_step(row, e)) > 0)
		if (keep_person(r, stmt, row, e) != 0)
			return -1;
	return rc;
}

int
keep_people(struct run *r, struct err *e)
{
	sqlite3_stmt *stmt[STATEMENTS] = { NULL };
	int rc = sql_prepare_all(r->state.db, statements, STATEMENTS, stmt, e);

	if (rc == 0)
		rc = keep_each(r, stmt, e);
	sql_finalize_all(stmt, STATEMENTS);
	return rc == 0 ? tell_strangers(r, ID_USER, "main.person", e) : -1;
}

int
keep_teams(struct run *r, struct err *e)
{
	auto_stmt row = NULL;
	int rc;

	if (sql_run(r->state.db, "INSERT INTO seen.team (key, title, name, reason)"
			" SELECT m.key, m.title, m.name, CASE WHEN m.gid IS NULL THEN m.reason ELSE '' END"
			" FROM main.team m JOIN " ODD("g") " o ON o.key = m.key WHERE true"
			" ON CONFLICT (key) DO NOTHING", e) != 0 ||
		sql_prepare(r->state.db, "SELECT m.name, m.title, m.key, m.gid, o.why FROM main.team m"
			" JOIN " ODD("g") " o ON o.key = m.key ORDER BY m.key", &row, e) != 0)
		return -1;
	while ((rc = sql_step(row, e)) > 0)
		run_tell(r, SYNC_KEPT, &(struct sync_event){ .group = true, .name = sql_text(row, 0),
			.title = sql_text(row, 1), .key = sql_text(row, 2),
			.id = sqlite3_column_int64(row, 3), .why = sql_text(row, 4) });
	return rc == 0 ? tell_strangers(r, ID_GROUP, "main.team", e) : -1;
}
