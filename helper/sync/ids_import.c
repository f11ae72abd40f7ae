/* SPDX-License-Identifier: MIT */
/* Takes numbers over that a fleet uses already, so that no file changes its owner. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/directory.h"
#include "base/text.h"
#include "base/trust.h"
#include "helper/sync/ids.h"

#define LINES_MAX 4000000

/* Rows with the number ?1 as uid or gid, for a line of kind ?2 that makes a private group if ?3;
 * that of another name than ?4 first. */
#define SAME_NUMBER \
	" WHERE id = ?1 AND (kind = ?2 OR CASE ?2 WHEN 'u' THEN ?3 ELSE gid IS NULL END)" \
	" ORDER BY name = ?4 LIMIT 1"
#define SAME_NAME " WHERE kind = ?1 AND name = ?2"

enum { GIVEN_NAME, WANTED_NAME, GIVEN_ID, WANTED_ID, ADD, REPLACE, STATEMENTS };

static const char *const statements[STATEMENTS] = {
	[GIVEN_NAME] = "SELECT id, coalesce(gid, id) FROM main.given" SAME_NAME,
	[WANTED_NAME] = "SELECT id, coalesce(gid, id) FROM main.wanted" SAME_NAME,
	[GIVEN_ID] = "SELECT name FROM main.given" SAME_NUMBER,
	[WANTED_ID] = "SELECT name FROM main.wanted" SAME_NUMBER,
	[ADD] = "INSERT INTO main.wanted (kind, name, id, gid) VALUES (?1, ?2, ?3, nullif(?4, -1))",
	[REPLACE] = "DELETE FROM main.wanted WHERE kind = 'g' AND name = ?1 AND id = ?2",
};

struct import {
	sqlite3 *db;
	sqlite3_stmt *stmt[STATEMENTS];
	struct ids_imported count;
};

/* What one line says. */
struct entry {
	const char *kind, *name;
	int64_t id;
	int64_t gid; /* of a user; -1 = the line does not say, or is a group's */
};

static int
import_open(struct import *im, const struct state *s, struct err *e)
{
	*im = (struct import){ .db = s->db };
	return sql_prepare_all(s->db, statements, STATEMENTS, im->stmt, e);
}

static bool
has_private_group(const struct entry *n)
{
	return n->kind[0] == ID_USER[0] && (n->gid < 0 || n->gid == n->id);
}

/* Is the name known with its numbers? Returns 1 when they are these, 0 when there are none, -1. */
static int
known_name(sqlite3_stmt *stmt, const struct entry *n, struct err *e)
{
	int64_t id, gid;
	int rc;

	sql_bind(stmt, "ss", n->kind, n->name);
	rc = sql_step(stmt, e);
	if (rc <= 0)
		return rc;
	id = sqlite3_column_int64(stmt, 0);
	gid = sqlite3_column_int64(stmt, 1);
	if (id == n->id && (n->gid < 0 || n->gid == gid))
		return 1;
	return err_set(e, ERR_CONFLICT, "%s has the %s %" PRId64 " already, and an id never changes",
		n->name, id != n->id ? "id" : "gid", id != n->id ? id : gid);
}

/* Does somebody else have the number? A group of a user's name with that number is the user's
 * private one. Returns 1 when it need not be noted, 0 when it is free, -1. */
static int
known_id(sqlite3_stmt *stmt, const struct entry *n, struct err *e)
{
	int rc;

	sql_bind(stmt, "isis", n->id, n->kind, (int64_t)has_private_group(n), n->name);
	rc = sql_step(stmt, e);
	if (rc <= 0)
		return rc;
	if (strcmp(sql_text(stmt, 0), n->name) == 0)
		return n->kind[0] == ID_GROUP[0] ? 1 : 0;
	return err_set(e, ERR_CONFLICT, "%s: the id %" PRId64 " is that of %s already", n->name,
		n->id, sql_text(stmt, 0));
}

static int
check_entry(const struct entry *n, struct err *e)
{
	char shown[64];

	if (!directory_name_ok(n->name))
		return err_set(e, ERR_USAGE, "\"%s\" is no name for an account",
			text_clean(shown, sizeof(shown), n->name));
	if (!directory_id_ok((uint32_t)n->id))
		return err_set(e, ERR_USAGE, "%s: the id %" PRId64
			" is reserved, and libnss_doorward would not serve it: leave the line out",
			n->name, n->id);
	if (n->gid >= 0 && !directory_id_ok((uint32_t)n->gid))
		return err_set(e, ERR_USAGE, "%s: the gid %" PRId64 " is reserved, and "
			"libnss_doorward would not serve it; the line %s,%" PRId64
			" takes the uid alone", n->name, n->gid, n->name, n->id);
	return 0;
}

static int
note_entry(struct import *im, const struct entry *n, struct err *e)
{
	if (n->kind[0] == ID_GROUP[0]) {
		im->count.groups++;
	} else {
		im->count.users++;
		sql_bind(im->stmt[REPLACE], "si", n->name, n->id);
		if (has_private_group(n) && sql_done(im->stmt[REPLACE], e) != 0)
			return -1;
	}
	sql_bind(im->stmt[ADD], "ssii", n->kind, n->name, n->id,
		has_private_group(n) ? INT64_C(-1) : n->gid);
	return sql_done(im->stmt[ADD], e);
}

static int
take_entry(struct import *im, const struct entry *n, struct err *e)
{
	int rc = check_entry(n, e);

	if (rc == 0)
		rc = known_name(im->stmt[GIVEN_NAME], n, e);
	if (rc == 0)
		rc = known_name(im->stmt[WANTED_NAME], n, e);
	if (rc == 0)
		rc = known_id(im->stmt[GIVEN_ID], n, e);
	if (rc == 0)
		rc = known_id(im->stmt[WANTED_ID], n, e);
	if (rc == 0)
		return note_entry(im, n, e);
	im->count.same += rc > 0;
	return rc < 0 ? -1 : 0;
}

/* Splits at every sep; returns how many fields there are, at most max. */
static size_t
split(char *line, char sep, char *field[], size_t max)
{
	size_t count = 0;

	for (char *at = line; at != NULL && count < max; count++) {
		field[count] = at;
		at = strchr(at, sep);
		if (at != NULL)
			*at++ = '\0';
	}
	return count;
}

/* Returns 1 with an entry, 0 when the line holds none, -1. */
static int
read_line(char *line, bool first, struct entry *ret_entry, struct err *e)
{
	char *field[8];
	size_t count, name = 0, id = 1;
	bool colons = strchr(line, ':') != NULL;

	text_end_line(line);
	if (line[0] == '\0' || line[0] == '#')
		return 0;
	*ret_entry = (struct entry){ .kind = ID_USER, .gid = -1 };
	count = split(line, colons ? ':' : ',', field, sizeof(field) / sizeof(field[0]));
	if (colons) {
		if (count != 4 && count != 7)
			return err_set(e, ERR_USAGE, "is neither passwd(5) nor group(5)");
		id = 2;
		if (count == 4)
			ret_entry->kind = ID_GROUP;
		else if (text_to_int(field[3], 0, UINT32_MAX, &ret_entry->gid) != 0)
			return err_set(e, ERR_USAGE, "the gid is not a number");
	} else if (count == 3 && (strcmp(field[0], "group") == 0 || strcmp(field[0], "user") == 0)) {
		ret_entry->kind = field[0][0] == 'g' ? ID_GROUP : ID_USER;
		name = 1;
		id = 2;
	} else if (count != 2) {
		return err_set(e, ERR_USAGE, "must read NAME,UID or group,NAME,GID");
	}
	ret_entry->name = field[name];
	if (text_to_int(field[id], 0, UINT32_MAX, &ret_entry->id) == 0)
		return 1;
	if (first && (strcmp(field[id], "uid") == 0 || strcmp(field[id], "gid") == 0))
		return 0; /* the heading */
	return err_set(e, ERR_USAGE, "the id is not a number");
}

static int
import_file(struct import *im, const char *path, struct err *e)
{
	auto_fd fd = trust_open(path, TRUST_POLICY, e);
	auto_file f = NULL;
	auto_str line = NULL;
	size_t size = 0;
	unsigned number = 0;

	if (fd < 0)
		return -1;
	f = fdopen(fd, "r");
	if (f == NULL)
		return err_sys(e, ERR_OTHER, errno, "%s", path);
	(void)take_fd(&fd);
	while (getline(&line, &size, f) >= 0) {
		struct entry n;
		int rc;

		if (++number > LINES_MAX)
			return err_set(e, ERR_USAGE, "%s: has more than %d lines", path, LINES_MAX);
		rc = read_line(line, number == 1, &n, e);
		if (rc > 0)
			rc = take_entry(im, &n, e);
		if (rc < 0)
			return err_where(e, "%s:%u", path, number);
	}
	return ferror(f) ? err_sys(e, ERR_OTHER, errno, "%s", path) : 0;
}

/* A primary group has a name, or the account would be in a group that nobody can look up. */
static int
check_groups(struct import *im, struct err *e)
{
	auto_stmt stmt = NULL;
	int rc;

	if (sql_prepare(im->db, "SELECT name, gid FROM main.wanted u WHERE u.gid IS NOT NULL"
			" AND NOT EXISTS (SELECT 1 FROM main.wanted WHERE id = u.gid AND kind = 'g')"
			" AND NOT EXISTS (SELECT 1 FROM main.given WHERE id = u.gid AND kind = 'g')"
			" LIMIT 1", &stmt, e) != 0)
		return -1;
	rc = sql_step(stmt, e);
	if (rc <= 0)
		return rc;
	return err_set(e, ERR_USAGE, "%s: its primary group %s has no name yet: take the file of "
		"the groups first", sql_text(stmt, 0), sql_text(stmt, 1));
}

int
ids_import(const struct state *s, const char *path, bool rehearse,
	struct ids_imported *ret_imported, struct err *e)
{
	struct import im;
	int rc = sql_run(s->db, "BEGIN IMMEDIATE", e);

	if (rc != 0)
		return -1;
	rc = import_open(&im, s, e);
	if (rc == 0)
		rc = import_file(&im, path, e);
	if (rc == 0)
		rc = check_groups(&im, e);
	sql_finalize_all(im.stmt, STATEMENTS);
	if (rc == 0 && !rehearse)
		rc = sql_run(s->db, "COMMIT", e);
	if (rc != 0 || rehearse)
		(void)!sql_run(s->db, "ROLLBACK", NULL); /* also after a failed commit */
	if (rc == 0)
		*ret_imported = im.count;
	return rc;
}
