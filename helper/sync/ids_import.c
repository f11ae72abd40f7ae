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
#include "helper/directory/reader.h"
#include "helper/sync/ids.h"

#define LINES_MAX 4000000

struct import {
	sqlite3 *db;
	sqlite3_stmt *given_name, *given_id, *wanted_name, *wanted_id, *add;
	struct ids_imported count;
	struct err *e; /* for recover_record */
};

/* What one line says. */
struct entry {
	const char *kind, *name;
	int64_t id;
};

static int
import_open(struct import *im, const struct state *s, struct err *e)
{
	*im = (struct import){ .db = s->db };
	if (sql_prepare(s->db, "SELECT id FROM main.given WHERE kind = ?1 AND name = ?2",
		    &im->given_name, e) != 0 ||
		sql_prepare(s->db, "SELECT kind, name FROM main.given WHERE id = ?1",
			&im->given_id, e) != 0 ||
		sql_prepare(s->db, "SELECT id FROM main.wanted WHERE kind = ?1 AND name = ?2",
			&im->wanted_name, e) != 0 ||
		sql_prepare(s->db, "SELECT kind, name FROM main.wanted WHERE id = ?1",
			&im->wanted_id, e) != 0)
		return -1;
	return sql_prepare(s->db, "INSERT INTO main.wanted (kind, name, id) VALUES (?1, ?2, ?3)",
		&im->add, e);
}

static void
import_close(struct import *im)
{
	cleanup_stmt(&im->given_name);
	cleanup_stmt(&im->given_id);
	cleanup_stmt(&im->wanted_name);
	cleanup_stmt(&im->wanted_id);
	cleanup_stmt(&im->add);
}

/* Is the name known with a number? Returns 1 when it is this one, 0 when there is none, -1. */
static int
known_name(sqlite3_stmt *stmt, const struct entry *n, struct err *e)
{
	int rc;

	sql_bind(stmt, "ss", n->kind, n->name);
	rc = sql_step(stmt, e);
	if (rc <= 0 || sqlite3_column_int64(stmt, 0) == n->id)
		return rc;
	return err_set(e, ERR_CONFLICT, "%s has the id %lld already, and an id never changes",
		n->name, (long long)sqlite3_column_int64(stmt, 0));
}

/* Does somebody else have the number? A private group may be named beside its user. Returns 1 when
 * it is only that, 0 when it is free, -1. */
static int
known_id(sqlite3_stmt *stmt, const struct entry *n, struct err *e)
{
	int rc;

	sql_bind(stmt, "i", n->id);
	rc = sql_step(stmt, e);
	if (rc <= 0)
		return rc;
	if (strcmp(sql_text(stmt, 1), n->name) == 0)
		return 1;
	return err_set(e, ERR_CONFLICT, "%s: the id %" PRId64 " is that of %s already", n->name,
		n->id, sql_text(stmt, 1));
}

static int
take_entry(struct import *im, const struct entry *n, struct err *e)
{
	char shown[64];
	int rc;

	if (!directory_name_ok(n->name))
		return err_set(e, ERR_USAGE, "\"%s\" is no name for an account",
			text_clean(shown, sizeof(shown), n->name));
	if (!directory_id_ok((uint32_t)n->id))
		return err_set(e, ERR_USAGE, "%s: the id %" PRId64
			" is reserved, and libnss_doorward would not serve it", n->name, n->id);
	rc = known_name(im->given_name, n, e);
	if (rc == 0)
		rc = known_name(im->wanted_name, n, e);
	if (rc == 0)
		rc = known_id(im->given_id, n, e);
	if (rc == 0)
		rc = known_id(im->wanted_id, n, e);
	if (rc != 0) {
		im->count.same += rc > 0;
		return rc < 0 ? -1 : 0;
	}
	sql_bind(im->add, "ssi", n->kind, n->name, n->id);
	if (sql_done(im->add, e) != 0)
		return -1;
	if (n->kind[0] == ID_USER[0])
		im->count.users++;
	else
		im->count.groups++;
	return 0;
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
	ret_entry->kind = ID_USER;
	count = split(line, colons ? ':' : ',', field, sizeof(field) / sizeof(field[0]));
	if (colons) {
		if (count != 4 && count != 7)
			return err_set(e, ERR_USAGE, "is neither passwd(5) nor group(5)");
		id = 2;
		if (count == 4)
			ret_entry->kind = ID_GROUP;
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
	if (first && !colons)
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
	import_close(&im);
	if (rc == 0 && !rehearse)
		rc = sql_run(s->db, "COMMIT", e);
	if (rc != 0 || rehearse)
		(void)!sql_run(s->db, "ROLLBACK", NULL); /* also after a failed commit */
	if (rc == 0)
		*ret_imported = im.count;
	return rc;
}

/* Without its database a host would give its numbers anew; the directory file still has them. */
static int
recover_record(void *context, char letter, const void *key, size_t key_len,
	const unsigned char *data, size_t data_len)
{
	struct import *im = context;
	struct entry n = { .kind = letter == 'u' ? ID_USER : ID_GROUP };

	if ((letter != 'u' && letter != 'G') || key_len != 4 || data_len <= PERSON_TEXT ||
		data[data_len - 1] != '\0')
		return 0;
	n.id = directory_get32(key);
	n.name = (const char *)data + (letter == 'u' ? PERSON_TEXT : GROUP_TEXT);
	return take_entry(im, &n, im->e);
}

int
ids_recover(const struct state *s, const char *directory_file, struct ids_imported *ret_imported,
	struct err *e)
{
	struct import im;
	int rc = import_open(&im, s, e);

	*ret_imported = (struct ids_imported){ 0 };
	if (rc == 0) {
		im.e = e;
		rc = directory_walk(directory_file, recover_record, &im, e);
		if (rc != 0 && e->code == ERR_NOT_FOUND)
			rc = 0;
	}
	import_close(&im);
	*ret_imported = im.count;
	return rc;
}
