/* SPDX-License-Identifier: MIT */
/* Hands out numbers from the database; see ids.h for the rules. */
#include "helper/sync/ids.h"

#include <inttypes.h>
#include <string.h>

#include "base/directory.h"

enum { FIND, WANTED, USE, TAKEN, RELEASE, ADD, RENAME, STATEMENTS };

static const char *const statements[STATEMENTS] = {
	[FIND] = "SELECT id, name FROM main.given WHERE kind = ?1 AND key = ?2",
	[WANTED] = "SELECT id, gid FROM main.wanted WHERE kind = ?1 AND name = ?2",
	[USE] = "DELETE FROM main.wanted WHERE kind = ?1 AND name = ?2",
	[TAKEN] = "SELECT 1 FROM main.given WHERE id = ?1"
		" UNION ALL SELECT 1 FROM main.wanted WHERE id = ?1",
	[RELEASE] = "UPDATE main.given SET name = '' WHERE kind = ?1 AND name = ?2 AND key <> ?3",
	[ADD] = "INSERT INTO main.given (kind, key, id, name, time, gid)"
		" VALUES (?1, ?2, ?3, ?4, ?5, nullif(?6, -1))",
	[RENAME] = "UPDATE main.given SET name = ?3 WHERE kind = ?1 AND key = ?2",
};

_Static_assert(sizeof(((struct ids *)NULL)->stmt) == STATEMENTS * sizeof(sqlite3_stmt *),
	"struct ids has room for each");

int
ids_open(struct ids *ids, const struct state *s, const struct local *local, int64_t first,
	int64_t last, int64_t now, struct err *e)
{
	*ids = (struct ids){
		.db = s->db, .local = local, .first = first, .last = last, .now = now };
	if (sql_prepare_all(s->db, statements, STATEMENTS, ids->stmt, e) != 0 ||
		sql_number(s->db, "SELECT value FROM main.counter WHERE name = 'next'",
			&ids->next, e) != 0)
		return -1;
	if (ids->next < first)
		ids->next = first;
	return 0;
}

/* The next number of the sequence that nobody has or wants. */
static int
next_free(struct ids *ids, int64_t *ret_id, struct err *e)
{
	for (; ids->next <= ids->last; ids->next++) {
		int rc;

		if (local_has_id(ids->local, ids->next) || !directory_id_ok((uint32_t)ids->next))
			continue;
		sql_bind(ids->stmt[TAKEN], "i", ids->next);
		rc = sql_step(ids->stmt[TAKEN], e);
		if (rc < 0)
			return -1;
		if (rc > 0)
			continue;
		*ret_id = ids->next++;
		return 0;
	}
	return err_set(e, ERR_CONFIG, "every id from %" PRId64 " to %" PRId64
		" is given away: raise sync.uid_last", ids->first, ids->last);
}

/* A name is that of one person or group only, also among those who are gone. */
static int
release_name(struct ids *ids, const char *kind, const char *key, const char *name, struct err *e)
{
	sql_bind(ids->stmt[RELEASE], "sss", kind, name, key);
	return sql_done(ids->stmt[RELEASE], e);
}

static int
give_new(struct ids *ids, const char *kind, const char *key, const char *name, int64_t *ret_id,
	struct err *e)
{
	int64_t id = 0, gid = -1;
	int rc;

	sql_bind(ids->stmt[WANTED], "ss", kind, name);
	rc = sql_step(ids->stmt[WANTED], e);
	if (rc < 0)
		return -1;
	if (rc > 0) {
		id = sqlite3_column_int64(ids->stmt[WANTED], 0);
		if (sqlite3_column_type(ids->stmt[WANTED], 1) != SQLITE_NULL)
			gid = sqlite3_column_int64(ids->stmt[WANTED], 1);
		if (local_has_id(ids->local, id))
			return err_set(e, ERR_CONFLICT, "its id %" PRId64
				" is in this host's own files", id);
		sql_bind(ids->stmt[USE], "ss", kind, name);
		if (sql_done(ids->stmt[USE], e) != 0)
			return -1;
	} else if (next_free(ids, &id, e) != 0) {
		return -1;
	}
	if (release_name(ids, kind, key, name, e) != 0)
		return -1;
	sql_bind(ids->stmt[ADD], "ssisii", kind, key, id, name, ids->now, gid);
	if (sql_done(ids->stmt[ADD], e) != 0)
		return -1;
	*ret_id = id;
	return 0;
}

int
ids_keep(struct ids *ids, const char *kind, const char *key, const char *name, bool renamed,
	int64_t id, struct err *e)
{
	if (local_has_id(ids->local, id))
		return err_set(e, ERR_CONFLICT, "its id %" PRId64 " is in this host's own files",
			id);
	if (!renamed)
		return 0;
	if (release_name(ids, kind, key, name, e) != 0)
		return -1;
	sql_bind(ids->stmt[RENAME], "sss", kind, key, name);
	return sql_done(ids->stmt[RENAME], e);
}

int
ids_give(struct ids *ids, const char *kind, const char *key, const char *name, int64_t *ret_id,
	struct err *e)
{
	int64_t id;
	bool renamed;
	int rc;

	sql_bind(ids->stmt[FIND], "ss", kind, key);
	rc = sql_step(ids->stmt[FIND], e);
	if (rc < 0)
		return -1;
	if (rc == 0)
		return give_new(ids, kind, key, name, ret_id, e);
	id = sqlite3_column_int64(ids->stmt[FIND], 0);
	renamed = strcmp(sql_text(ids->stmt[FIND], 1), name) != 0;
	(void)sqlite3_reset(ids->stmt[FIND]);
	if (ids_keep(ids, kind, key, name, renamed, id, e) != 0)
		return -1;
	*ret_id = id;
	return 0;
}

int
ids_save(struct ids *ids, struct err *e)
{
	auto_stmt stmt = NULL;

	if (sql_prepare(ids->db, "INSERT INTO main.counter (name, value) VALUES ('next', ?1)"
			" ON CONFLICT (name) DO UPDATE SET value = max(value, ?1)", &stmt, e) != 0)
		return -1;
	sql_bind(stmt, "i", ids->next);
	return sql_done(stmt, e);
}

void
ids_close(struct ids *ids)
{
	sql_finalize_all(ids->stmt, STATEMENTS);
}
