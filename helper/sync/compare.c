/* SPDX-License-Identifier: MIT */
/* Judges the new picture against that of the last sync: what changes, and is that credible? */
#include <inttypes.h>

#include "helper/directory/reader.h"
#include "helper/sync/run.h"

/* Words about one thing of an account, behind those before; none where it is the same, or was not
 * known. */
#define DIFFERENT(what, was, is) " || CASE WHEN " was " <> " is " THEN '" what " ' || " was \
	" || ' -> ' || " is " || '; ' ELSE '' END"

/* Columns: computer username or group name, the directory's name, key, id, words, and whether an
 * account is called otherwise from now on. */
static const struct {
	enum sync_change change;
	bool group;
	const char *query;
} differences[] = {
	{ SYNC_ADDED, false,
		"SELECT p.name, p.username, p.key, p.uid, '', 0 FROM seen.person p"
		" WHERE p.uid IS NOT NULL AND NOT EXISTS (SELECT 1 FROM main.person m"
		"  WHERE m.key = p.key AND m.uid IS NOT NULL) ORDER BY p.seq" },
	{ SYNC_CHANGED, false,
		"SELECT name, username, key, uid, rtrim(words, '; '), renamed FROM (SELECT p.*,"
		"  m.name <> p.name AS renamed,"
		"  CASE WHEN m.name <> p.name THEN 'was called ' || m.name || '; ' ELSE '' END"
		DIFFERENT("status", "m.status", "p.status") DIFFERENT("shell", "m.shell", "p.shell")
		DIFFERENT("names", "m.aliases", "p.names") DIFFERENT("groups", "m.teams", "p.teams")
		"  AS words FROM (SELECT *, " RUN_NAMES " AS names, " RUN_TEAMS " AS teams"
		"   FROM seen.person p WHERE uid IS NOT NULL) p"
		"  JOIN main.person m ON m.key = p.key WHERE m.uid IS NOT NULL)"
		" WHERE words <> '' ORDER BY seq" },
	{ SYNC_REMOVED, false,
		"SELECT m.name, m.username, m.key, m.uid,"
		" coalesce((SELECT p.reason FROM seen.person p WHERE p.key = m.key),"
		"  'the directory does not list this user any more'), 0"
		" FROM main.person m WHERE m.uid IS NOT NULL AND NOT EXISTS"
		" (SELECT 1 FROM seen.person p WHERE p.key = m.key AND p.uid IS NOT NULL)" },
	{ SYNC_ADDED, true,
		"SELECT t.name, t.title, t.key, t.gid, '', 0 FROM seen.team t"
		" WHERE t.gid IS NOT NULL AND NOT EXISTS (SELECT 1 FROM main.team m"
		"  WHERE m.key = t.key AND m.gid IS NOT NULL) ORDER BY t.seq" },
	{ SYNC_CHANGED, true,
		"SELECT t.name, t.title, t.key, t.gid, 'was called ' || m.name, 0 FROM seen.team t"
		" JOIN main.team m ON m.key = t.key WHERE t.gid IS NOT NULL AND m.gid IS NOT NULL"
		" AND m.name <> t.name ORDER BY t.seq" },
	{ SYNC_REMOVED, true,
		"SELECT m.name, m.title, m.key, m.gid,"
		" coalesce((SELECT t.reason FROM seen.team t WHERE t.key = m.key),"
		"  'the directory does not list this group any more'), 0"
		" FROM main.team m WHERE m.gid IS NOT NULL AND NOT EXISTS"
		" (SELECT 1 FROM seen.team t WHERE t.key = m.key AND t.gid IS NOT NULL)" },
};

struct losses {
	int64_t persons, groups, names;
};

static int
tell_differences(struct run *r, size_t i, struct losses *lost, struct err *e)
{
	auto_stmt stmt = NULL;
	int rc;

	if (sql_prepare(r->state.db, differences[i].query, &stmt, e) != 0)
		return -1;
	while ((rc = sql_step(stmt, e)) > 0) {
		run_tell(r, differences[i].change, &(struct sync_event){
			.group = differences[i].group, .name = sql_text(stmt, 0),
			.title = sql_text(stmt, 1), .key = sql_text(stmt, 2),
			.id = sqlite3_column_int64(stmt, 3), .why = sql_text(stmt, 4) });
		lost->names += sqlite3_column_int64(stmt, 5);
		if (differences[i].change == SYNC_REMOVED)
			*(differences[i].group ? &lost->groups : &lost->persons) += 1;
	}
	return rc;
}

/* Without state.db the file in use still says how many there were. */
static int
lost_by_header(const struct run *r, struct losses *lost, struct err *e)
{
	struct directory_info info;
	struct err own = { 0 };

	if (r->outcome.recovered == 0)
		return 0;
	if (directory_info(r->directory_file, &info, &own) != 0) {
		*e = own;
		return -1;
	}
	if ((int64_t)info.counts.persons - r->outcome.accounts > lost->persons)
		lost->persons = (int64_t)info.counts.persons - r->outcome.accounts;
	return 0;
}

static int
judge(const struct run *r, const struct losses *lost, struct err *e)
{
	int64_t most = r->conf->sync.max_removals;

	if (r->job->force)
		return 0;
	if (lost->names > most)
		return err_set(e, ERR_CONFLICT, "%" PRId64 " accounts would change their names at "
			"once, and sync.max_removals is %" PRId64 ": everything stays as it was. "
			"If they should: doorward sync --force", lost->names, most);
	if (lost->persons <= most && lost->groups <= most)
		return 0;
	return err_set(e, ERR_CONFLICT, "%" PRId64 " accounts and %" PRId64 " groups would go at "
		"once, and sync.max_removals is %" PRId64 ": everything stays as it was. If they "
		"should go: doorward sync --force", lost->persons, lost->groups, most);
}

int
compare_all(struct run *r, struct err *e)
{
	struct losses lost = { 0 };

	for (size_t i = 0; i < sizeof(differences) / sizeof(differences[0]); i++)
		if (tell_differences(r, i, &lost, e) != 0)
			return -1;
	return lost_by_header(r, &lost, e) != 0 ? -1 : judge(r, &lost, e);
}
