/* SPDX-License-Identifier: MIT */
/* Primary groups that are not private ones: accounts that were imported with one keep it. */
#include <stdio.h>

#include "base/directory.h"
#include "helper/sync/run.h"

enum { GROUP_NAME, NAME_TAKEN, TRUSTED, ADD_GROUP, MEMBERS, REFUSE, STATEMENTS };

static const char *const statements[STATEMENTS] = {
	[GROUP_NAME] = "SELECT name FROM (SELECT name FROM main.wanted WHERE id = ?1 AND kind = 'g'"
		" UNION ALL SELECT name FROM main.given WHERE id = ?1 AND kind = 'g')"
		" WHERE name <> ''",
	[NAME_TAKEN] = "SELECT 1 FROM seen.team WHERE name = ?1 AND gid IS NOT NULL"
		" UNION ALL SELECT 1 FROM seen.want w JOIN seen.person p ON p.seq = w.person"
		"  WHERE w.name = ?1 AND p.name = w.name AND p.gid IS NULL",
	[TRUSTED] = "SELECT 1 FROM seen.trusted WHERE name = ?1",
	[ADD_GROUP] = "INSERT INTO seen.team (key, title, name, gid, reason)"
		" VALUES ('gid ' || ?2, ?1, ?1, ?2, '')",
	[MEMBERS] = "SELECT name, username, key FROM seen.person WHERE gid = ?1",
	[REFUSE] = "UPDATE seen.person SET name = '', uid = NULL, gid = NULL, reason = ?2"
		" WHERE gid = ?1",
};

struct primary {
	struct run *run;
	sqlite3_stmt *stmt[STATEMENTS];
};

/* Nobody with this group gets an account. */
static int
refuse(struct primary *p, int64_t gid, const char *why, struct err *e)
{
	int rc;

	sql_bind(p->stmt[MEMBERS], "i", gid);
	while ((rc = sql_step(p->stmt[MEMBERS], e)) > 0) {
		char username[128];

		p->run->outcome.accounts--;
		run_tell(p->run, SYNC_REFUSED, &(struct sync_event){
			.name = sql_text(p->stmt[MEMBERS], 0),
			.title = text_clean(username, sizeof(username), sql_text(p->stmt[MEMBERS], 1)),
			.key = sql_text(p->stmt[MEMBERS], 2), .id = -1, .why = why });
	}
	sql_bind(p->stmt[REFUSE], "is", gid, why);
	return rc < 0 ? -1 : sql_done(p->stmt[REFUSE], e);
}

static int
has_row(struct primary *p, int query, const char *name, bool *ret_has, struct err *e)
{
	int rc;

	sql_bind(p->stmt[query], "s", name);
	rc = sql_step(p->stmt[query], e);
	(void)sqlite3_reset(p->stmt[query]);
	*ret_has = rc > 0;
	return rc < 0 ? -1 : 0;
}

/* A group of this number that the directory does not have. */
static int
settle_group(struct primary *p, int64_t gid, struct err *e)
{
	const struct local *local = &p->run->local;
	const char *fault = NULL;
	char name[DIRECTORY_NAME_MAX + 1] = "", why[128 + DIRECTORY_NAME_MAX];
	bool taken, trusted;
	int rc;

	sql_bind(p->stmt[GROUP_NAME], "i", gid);
	rc = sql_step(p->stmt[GROUP_NAME], e);
	if (rc < 0)
		return -1;
	if (rc == 0 || text_copy(name, sizeof(name), sql_text(p->stmt[GROUP_NAME], 0)) != 0)
		fault = "has no name";
	(void)sqlite3_reset(p->stmt[GROUP_NAME]);
	if (has_row(p, NAME_TAKEN, name, &taken, e) != 0 || has_row(p, TRUSTED, name, &trusted, e) != 0)
		return -1;
	if (taken)
		fault = "has the name of another group here";
	else if (trusted)
		fault = "has a name that the configuration trusts";
	else if (name_is_privileged(name))
		fault = "has a privileged name";
	else if (local_has_group(local, name) || local_has_id(local, gid))
		fault = "has the name or number of one of this host's own";
	if (fault != NULL) {
		(void)snprintf(why, sizeof(why), "the primary group %s (%lld) %s", name,
			(long long)gid, fault);
		return refuse(p, gid, why, e);
	}
	p->run->outcome.unix_groups++;
	sql_bind(p->stmt[ADD_GROUP], "si", name, gid);
	return sql_done(p->stmt[ADD_GROUP], e);
}

/* The groups are sorted, so all of them are read before the tables change. */
static int
settle_groups(struct primary *p, struct err *e)
{
	auto_stmt stmt = NULL;
	int rc;

	if (sql_run(p->run->state.db, "UPDATE seen.person SET gid = (SELECT gid FROM main.given g"
			"  WHERE g.kind = 'u' AND g.key = person.key) WHERE uid IS NOT NULL AND key IN"
			" (SELECT key FROM main.given WHERE kind = 'u' AND gid IS NOT NULL)", e) != 0 ||
		sql_prepare(p->run->state.db, "SELECT DISTINCT gid FROM seen.person"
			" WHERE gid IS NOT NULL AND gid NOT IN"
			"  (SELECT gid FROM seen.team WHERE gid IS NOT NULL) ORDER BY gid",
			&stmt, e) != 0)
		return -1;
	while ((rc = sql_step(stmt, e)) > 0)
		if (settle_group(p, sqlite3_column_int64(stmt, 0), e) != 0)
			return -1;
	return rc;
}

int
primary_groups(struct run *r, struct err *e)
{
	struct primary p = { .run = r };
	int rc = sql_prepare_all(r->state.db, statements, STATEMENTS, p.stmt, e);

	if (rc == 0)
		rc = settle_groups(&p, e);
	sql_finalize_all(p.stmt, STATEMENTS);
	return rc;
}
