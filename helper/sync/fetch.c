/* SPDX-License-Identifier: MIT */
/* Reads groups and people of the directory into the scratch database, until nothing moves. */
#include <inttypes.h>
#include <stdio.h>

#include "helper/sync/fetch.h"

#define READINGS_MAX 3 /* of a list that changes each time it is read; SYNC_MOVED_WORDS says it */

/* A list of the directory, and how what was read of it is forgotten. */
struct listing {
	const char *operation, *what, *kind;
	int (*row)(void *ctx, const struct cJSON *object, struct err *e);
	const char *forget;
};

static const struct listing teams = { "listgroups", "groups", ID_GROUP, fetch_team,
	"DELETE FROM seen.team; DELETE FROM seen.odd WHERE kind = 'g'" };

static const struct listing people = { "listusers", "users", ID_USER, fetch_person,
	"DELETE FROM seen.person; DELETE FROM seen.want; DELETE FROM seen.member;"
	" DELETE FROM seen.odd WHERE kind = 'u'" };

static int
odd_place(void *ctx, int64_t place, const char *why, struct err *e)
{
	struct fetch *f = ctx;
	char title[48];

	(void)snprintf(title, sizeof(title), "number %" PRId64 " of the list", place);
	return fetch_odd(f, f->kind, "", title, why, e);
}

/* One reading, in a transaction of its own. */
static int
read_once(struct fetch *f, const struct listing *l, struct err *e)
{
	struct run *r = f->run;

	f->pages = (struct pages){ .job = r->job, .op = api_op_find(l->operation), .row = l->row,
		.odd = odd_place, .ctx = f };
	f->what = l->what;
	f->kind = l->kind;
	f->rows = f->page = f->first_seq = f->last_seq = 0;
	f->twice = false;
	if (sql_run(r->state.db, "BEGIN", e) != 0 || sql_run(r->state.db, l->forget, e) != 0 ||
		pages_walk(&f->pages, e) != 0)
		return -1;
	if (r->job->progress != NULL)
		r->job->progress(r->job->ctx, f->what, f->rows);
	return sql_run(r->state.db, "COMMIT", e);
}

/* Pages are cut by number: when somebody goes, who comes behind moves one place to the front, and may
 * stand on no page at all. A number that is another one on each page, somebody on two pages, and a
 * number that is not that of the objects are how it shows. Who is known to this host is asked for
 * afterwards all the same; the list is read again for those who are new. A list that counts
 * otherwise each time, in the same way, does not move. */
static int
read_list(struct fetch *f, const struct listing *l, struct err *e)
{
	int64_t rows = -1, total = -1;

	for (int n = 1;; n++) {
		const struct pages *p = &f->pages;
		bool rests;

		if (read_once(f, l, e) != 0)
			return -1;
		rests = !p->moved && !f->twice;
		if (rests && (p->total < 0 || p->total == f->rows ||
			(rows == f->rows && total == p->total)))
			return 0;
		if (n == READINGS_MAX) {
			f->run->outcome.moved = true;
			return 0;
		}
		rows = rests ? f->rows : -1;
		total = rests ? p->total : -1;
	}
}

/* Lines of sync.usernames_file that found nobody: one is told, for there may be many who left. */
static int
tell_unknown(struct run *r, struct err *e)
{
	auto_stmt stmt = NULL;
	char title[128], name[BROUGHT_SIZE], why[128];
	int rc;

	if (sql_prepare(r->state.db, "SELECT min(who), name, count(*) FROM seen.brought WHERE rank = 0"
			" AND who NOT IN (SELECT lower(username) FROM seen.person"
			"  UNION ALL SELECT lower(email) FROM seen.person)", &stmt, e) != 0)
		return -1;
	rc = sql_step(stmt, e);
	if (rc <= 0 || sqlite3_column_int64(stmt, 2) == 0)
		return rc < 0 ? -1 : 0;
	(void)snprintf(why, sizeof(why), "the directory has nobody of this name or e-mail address "
		"(%lld such in sync.usernames_file)", (long long)sqlite3_column_int64(stmt, 2));
	run_tell(r, SYNC_REFUSED, &(struct sync_event){ .key = "", .id = -1, .why = why,
		.name = text_clean(name, sizeof(name), sql_text(stmt, 1)),
		.title = text_clean(title, sizeof(title), sql_text(stmt, 0)) });
	return 0;
}

static int
fetch_both(struct fetch *f, struct err *e)
{
	struct run *r = f->run;

	if (read_list(f, &teams, e) != 0 || missing_teams(f, e) != 0 || keep_teams(r, e) != 0 ||
		read_list(f, &people, e) != 0)
		return -1;
	if (f->rows == 0)
		return err_set(e, ERR_CONFLICT, "the directory listed nobody at all: that is not "
			"believed, and everything stays as it was");
	if (missing_people(f, e) != 0 || keep_people(r, e) != 0 ||
		sql_number(r->state.db, "SELECT count(*) FROM seen.team", &r->outcome.groups, e) != 0)
		return -1;
	return sql_number(r->state.db, "SELECT count(*) FROM seen.person", &r->outcome.people, e);
}

int
fetch_all(struct run *r, struct err *e)
{
	struct fetch f;
	int rc = fetch_open(&f, r, e);

	if (rc == 0)
		rc = fetch_both(&f, e);
	fetch_close(&f);
	return rc == 0 ? tell_unknown(r, e) : -1;
}
