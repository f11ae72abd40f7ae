/* SPDX-License-Identifier: MIT */
/* Numbers in use that state.db does not know, since it was lost or is an old copy: the directory
 * file still has them. A person is known by the directory's key, for names change hands. */
#include <inttypes.h>
#include <string.h>

#include "base/directory.h"
#include "helper/directory/reader.h"
#include "helper/sync/ids.h"

enum { GIVEN, GIVEN_GROUP, WANTED, USE, RELEASE, GIVE, WANT, COUNT, STATEMENTS };

/* The first row of GIVEN and WANTED is one that contradicts (0), if there is any. */
static const char *const statements[STATEMENTS] = {
	[GIVEN] = "SELECT key = ?1 AND id = ?2 FROM main.given"
		" WHERE kind = 'u' AND (key = ?1 OR id = ?2) ORDER BY 1",
	[GIVEN_GROUP] = "SELECT 1 FROM main.given WHERE kind = 'g' AND id = ?1",
	[WANTED] = "SELECT name = ?2 AND id = ?3 FROM main.wanted"
		" WHERE kind = ?1 AND (name = ?2 OR id = ?3) ORDER BY 1",
	[USE] = "DELETE FROM main.wanted WHERE kind = 'u' AND name = ?1",
	[RELEASE] = "UPDATE main.given SET name = '' WHERE kind = 'u' AND name = ?1",
	[GIVE] = "INSERT INTO main.given (kind, key, id, gid, name, time)"
		" VALUES ('u', ?1, ?2, nullif(?3, ?2), ?4, ?5)",
	[WANT] = "INSERT INTO main.wanted (kind, name, id) VALUES (?1, ?2, ?3)",
	[COUNT] = "INSERT INTO main.counter (name, value) VALUES ('next', ?1)"
		" ON CONFLICT (name) DO UPDATE SET value = max(value, ?1)",
};

struct recovery {
	const char *path;
	int64_t first, last; /* of the sequence */
	int64_t time;	     /* of the file */
	int64_t next;	     /* behind the highest number of the sequence in it */
	int64_t count;
	sqlite3_stmt *stmt[STATEMENTS];
	struct err *e;
};

/* What one record says; gid is of users. */
struct holder {
	const char *kind, *name;
	int64_t id, gid;
};

/* Returns 1 when the bound statement finds what the file says, 0 when it finds nothing, -1. */
static int
agrees(struct recovery *r, sqlite3_stmt *stmt, const struct holder *h)
{
	int rc = sql_step(stmt, r->e);
	bool same = rc > 0 && sqlite3_column_int(stmt, 0) != 0;

	(void)sqlite3_reset(stmt);
	if (rc <= 0 || same)
		return rc;
	return err_set(r->e, ERR_CONFLICT, "%s has the id %" PRId64 " in %s, and state.db beside it "
		"says otherwise: keep the one that is right and remove the other", h->name, h->id,
		r->path);
}

static int
take_user(struct recovery *r, const struct holder *h, const char *key)
{
	int rc;

	sql_bind(r->stmt[GIVEN], "si", key, h->id);
	rc = agrees(r, r->stmt[GIVEN], h);
	if (rc != 0)
		return rc > 0 ? 0 : -1;
	sql_bind(r->stmt[WANTED], "ssi", h->kind, h->name, h->id);
	if (agrees(r, r->stmt[WANTED], h) < 0)
		return -1;
	sql_bind(r->stmt[USE], "s", h->name);
	sql_bind(r->stmt[RELEASE], "s", h->name);
	sql_bind(r->stmt[GIVE], "siisi", key, h->id, h->gid, h->name, r->time);
	r->count++;
	return sql_done(r->stmt[USE], r->e) != 0 || sql_done(r->stmt[RELEASE], r->e) != 0
		? -1 : sql_done(r->stmt[GIVE], r->e);
}

/* The file does not say which group of the directory it is: the next one of this name. */
static int
take_group(struct recovery *r, const struct holder *h)
{
	int rc;

	sql_bind(r->stmt[GIVEN_GROUP], "i", h->id);
	rc = agrees(r, r->stmt[GIVEN_GROUP], h);
	if (rc != 0)
		return rc > 0 ? 0 : -1;
	sql_bind(r->stmt[WANTED], "ssi", h->kind, h->name, h->id);
	rc = agrees(r, r->stmt[WANTED], h);
	if (rc != 0)
		return rc > 0 ? 0 : -1;
	sql_bind(r->stmt[WANT], "ssi", h->kind, h->name, h->id);
	r->count++;
	return sql_done(r->stmt[WANT], r->e);
}

static int
take_record(void *context, char letter, const void *key, size_t key_len,
	const unsigned char *data, size_t data_len)
{
	struct recovery *r = context;
	struct directory_mapping m;
	struct holder h;

	(void)data_len; /* the file was verified */
	if ((letter != 'u' && letter != 'G') || key_len != 4)
		return 0;
	h = (struct holder){ .kind = letter == 'u' ? ID_USER : ID_GROUP,
		.name = (const char *)data + (letter == 'u' ? (size_t)PERSON_TEXT : (size_t)GROUP_TEXT),
		.id = directory_get32(key), .gid = directory_get32(data + PERSON_GID) };
	if (h.id >= r->first && h.id <= r->last && h.id >= r->next)
		r->next = h.id + 1;
	if (letter == 'G')
		return take_group(r, &h);
	return directory_find_map(r->path, h.name, &m, r->e) != 0 ? -1 : take_user(r, &h, m.key);
}

/* Who is gone has a number below the highest as well: the sequence goes on behind it. */
static int
take_all(struct recovery *r, const struct state *s)
{
	if (sql_prepare_all(s->db, statements, STATEMENTS, r->stmt, r->e) != 0 ||
		directory_walk(r->path, take_record, r, r->e) != 0)
		return -1;
	sql_bind(r->stmt[COUNT], "i", r->next);
	return sql_done(r->stmt[COUNT], r->e);
}

static int
lost(const char *path, struct err *e)
{
	return err_set(e, ERR_OTHER, "state.db does not know the ids in use, and %s is damaged or not "
		"to be trusted: bring one of them back from the backup, or rename %s.previous; "
		"without it everybody gets a new id, and other people's files", path, path);
}

int
ids_recover(const struct state *s, const char *directory_file, int64_t first, int64_t last,
	int64_t *ret_count, struct err *e)
{
	struct recovery r = { .path = directory_file, .first = first, .last = last, .next = first,
		.e = e };
	struct directory_info info;
	struct err own = { 0 };
	int64_t known = 0, given = 0;
	int rc;

	*ret_count = 0;
	if (sql_number(s->db, "SELECT value FROM main.counter WHERE name = 'generation'",
		    &known, e) != 0 ||
		sql_number(s->db, "SELECT EXISTS (SELECT 1 FROM main.given)", &given, e) != 0)
		return -1;
	if (directory_info(directory_file, &info, &own) != 0)
		return own.code == ERR_NOT_FOUND || given != 0 ? 0 : lost(directory_file, e);
	if ((int64_t)info.generation <= known)
		return 0;
	if (directory_verify(directory_file, &info, &own) != 0)
		return lost(directory_file, e);
	r.time = (int64_t)info.time;
	rc = take_all(&r, s);
	sql_finalize_all(r.stmt, STATEMENTS);
	*ret_count = r.count;
	return rc;
}
