/* SPDX-License-Identifier: MIT */
/* Nobody goes because a list lacks them: the directory itself has to say that they are gone.
 *
 * Whom the last sync knew and the list lacks is asked for by id, many at a time. What becomes there
 * of ids that name nobody is not published: they may be dropped, the whole request may be refused,
 * or the parameter ignored. So only who is in such an answer counts, and only if nobody is in it who
 * was not asked for; everybody else is asked for alone, and "not found" is the one answer that takes
 * an account away. */
#include <cjson/cJSON.h>
#include <inttypes.h>
#include <string.h>

#include "api/json.h"
#include "base/cleanup.h"
#include "helper/directory/reader.h"
#include "helper/sync/fetch.h"

#define AT_ONCE	    100	 /* ids in one request: the directory's limit */
#define IDS_SIZE    4000 /* bytes of them */
#define ALWAYS	    1000 /* so many are asked for, however few may go */

/* Which of the last sync are missing now, behind key ?1. */
#define MISSING_PEOPLE " FROM main.person m WHERE m.key > ?1" \
	" AND NOT EXISTS (SELECT 1 FROM seen.person p WHERE p.key = m.key)" \
	" AND NOT EXISTS (SELECT 1 FROM seen.odd o WHERE o.kind = 'u' AND o.key = m.key)"
/* Groups that only this host has are called by their gid, see primary.c. */
#define MISSING_TEAMS " FROM main.team m WHERE m.key > ?1 AND m.gid IS NOT NULL" \
	" AND m.key NOT LIKE 'gid %'" \
	" AND NOT EXISTS (SELECT 1 FROM seen.team t WHERE t.key = m.key)" \
	" AND NOT EXISTS (SELECT 1 FROM seen.odd o WHERE o.kind = 'g' AND o.key = m.key)"

/* People, or groups. */
struct missing {
	const char *kind, *operation, *argument;
	const char *next, *count; /* of those missing; count looks only at accounts */
	int (*row)(void *ctx, const cJSON *object, struct err *e);
};

static const struct missing kinds[] = {
	{ ID_USER, "getuser", "user_id",
		"SELECT m.key, m.username, m.uid IS NOT NULL" MISSING_PEOPLE " ORDER BY m.key LIMIT ?2",
		"SELECT count(*)" MISSING_PEOPLE " AND m.uid IS NOT NULL", fetch_person },
	{ ID_GROUP, "getgroupv2", "group_id",
		"SELECT m.key, m.title, 1" MISSING_TEAMS " ORDER BY m.key LIMIT ?2",
		"SELECT count(*)" MISSING_TEAMS, fetch_team },
};

/* Those at hand: statements are over before the network is waited for. */
struct batch {
	size_t count;
	struct {
		char key[DIRECTORY_KEY_MAX];
		char title[128];
		bool account;
	} one[AT_ONCE];
};

/* Takes the next ones behind the key. */
static int
next_batch(struct fetch *f, const struct missing *m, const char *behind, size_t most,
	struct batch *ret_batch, struct err *e)
{
	auto_stmt stmt = NULL;
	int rc;

	ret_batch->count = 0;
	if (sql_prepare(f->run->state.db, m->next, &stmt, e) != 0)
		return -1;
	sql_bind(stmt, "si", behind, (int64_t)most);
	while ((rc = sql_step(stmt, e)) > 0 && ret_batch->count < most) {
		size_t i = ret_batch->count++;

		(void)!text_copy(ret_batch->one[i].key, DIRECTORY_KEY_MAX, sql_text(stmt, 0));
		(void)text_clean(ret_batch->one[i].title, sizeof(ret_batch->one[i].title),
			sql_text(stmt, 1));
		ret_batch->one[i].account = sqlite3_column_int(stmt, 2) != 0;
	}
	return rc < 0 ? -1 : 0;
}

static bool
was_asked(const struct batch *b, const cJSON *user)
{
	const char *key = json_string(user, "user_id");

	for (size_t i = 0; key != NULL && i < b->count; i++)
		if (strcmp(b->one[i].key, key) == 0)
			return true;
	return false;
}

/* A list with somebody who was not asked for is the answer to another question. */
static int
take_found(struct fetch *f, const struct batch *b, const struct api_answer *a, struct err *e)
{
	const cJSON *user;

	if (!cJSON_IsArray(a->response))
		return 0;
	cJSON_ArrayForEach(user, a->response)
		if (!was_asked(b, user))
			return 0;
	f->pages.number++; /* who is twice in it was not on an earlier page */
	cJSON_ArrayForEach(user, a->response)
		if (fetch_person(f, user, e) != 0)
			return -1;
	return 0;
}

/* Does this failure say nothing of the directory as a whole? Its list has just been read, so a
 * refusal of credentials is one of this call. */
static bool
is_of_this_call(const struct api_answer *a, const struct err *e)
{
	return e->code == ERR_REFUSED || e->code == ERR_NOT_FOUND || e->code == ERR_PERMISSION ||
		e->code == ERR_CREDENTIALS || pages_answer_is_odd(a, e);
}

static int
ask_many(struct fetch *f, const struct batch *b, struct err *e)
{
	const struct sync_job *job = f->run->job;
	auto_text_buf ids = { .limit = 0 };
	struct api_arg arg = { .name = "user_id_list" };
	struct api_call call = { .op = api_op_find("listusers"), .args = &arg, .arg_count = 1,
		.deadline = deadline_in(job->page_ms), .tick = job->tick, .tick_ctx = job->ctx };
	auto_api_answer answer = { .next_offset = -1 };
	struct err own = { 0 };

	for (size_t i = 0; i < b->count; i++) {
		text_buf_puts(&ids, i == 0 ? "[" : ",");
		json_write_string(&ids, b->one[i].key);
	}
	text_buf_puts(&ids, "]");
	if (ids.failed)
		return err_set(e, ERR_OTHER, "out of memory");
	arg.value = ids.data;
	if (api_call(job->api, &call, &answer, &own) == 0)
		return take_found(f, b, &answer, e);
	if (is_of_this_call(&answer, &own))
		return 0; /* each of them will be asked for alone */
	*e = own;
	return -1;
}

/* Fewer than permitted when their ids are long. */
static size_t
fit(const struct batch *b)
{
	size_t len = 0;

	for (size_t i = 0; i < b->count; i++) {
		len += strlen(b->one[i].key) + 3;
		if (len > IDS_SIZE)
			return i;
	}
	return b->count;
}

static int
ask_all_many(struct fetch *f, const struct missing *m, struct err *e)
{
	char behind[DIRECTORY_KEY_MAX] = "";
	struct batch b;

	for (;;) {
		if (next_batch(f, m, behind, AT_ONCE, &b, e) != 0)
			return -1;
		b.count = fit(&b);
		if (b.count == 0)
			return 0;
		memcpy(behind, b.one[b.count - 1].key, sizeof(behind));
		if (ask_many(f, &b, e) != 0)
			return -1;
	}
}

/* Asks for one. Returns 1 when it is gone, 0 when it is not, or nobody can tell, and -1. */
static int
ask_one(struct fetch *f, const struct missing *m, const struct batch *b, int64_t *in_a_row,
	struct err *e)
{
	const struct sync_job *job = f->run->job;
	const struct api_arg arg = { .name = m->argument, .value = b->one[0].key };
	const struct api_call call = { .op = api_op_find(m->operation), .args = &arg, .arg_count = 1,
		.deadline = deadline_in(job->page_ms), .tick = job->tick, .tick_ctx = job->ctx };
	auto_api_answer answer = { .next_offset = -1 };
	struct err own = { 0 };
	int rc;

	f->asked = b->one[0].key;
	f->title = b->one[0].title;
	f->pages.number++;
	rc = api_call(job->api, &call, &answer, &own);
	if (rc == 0 || own.code == ERR_NOT_FOUND)
		*in_a_row = 0;
	if (rc == 0)
		return m->row(f, answer.response, e);
	if (own.code == ERR_NOT_FOUND)
		return 1;
	if (is_of_this_call(&answer, &own) && pages_odd_is_single(&answer, ++*in_a_row))
		return fetch_odd(f, m->kind, f->asked, f->title, own.msg, e);
	*e = own;
	return -1;
}

/* Asks until more are gone than may go: then the sync is refused anyway. */
static int
ask_all_alone(struct fetch *f, const struct missing *m, struct err *e)
{
	const struct run *r = f->run;
	char behind[DIRECTORY_KEY_MAX] = "";
	int64_t gone = 0, in_a_row = 0;
	struct batch b;

	while (r->job->force || gone <= r->conf->sync.max_removals) {
		int rc = next_batch(f, m, behind, 1, &b, e);

		if (rc != 0 || b.count == 0)
			return rc;
		memcpy(behind, b.one[0].key, sizeof(behind));
		rc = ask_one(f, m, &b, &in_a_row, e);
		f->asked = f->title = NULL;
		if (rc < 0)
			return -1;
		gone += rc > 0 && b.one[0].account;
	}
	return 0;
}

/* Are there so many that the answer does not matter? */
static int
are_too_many(const struct fetch *f, const struct missing *m, bool *ret_too_many, struct err *e)
{
	const struct run *r = f->run;
	auto_stmt stmt = NULL;
	int64_t most = r->conf->sync.max_removals > ALWAYS ? r->conf->sync.max_removals : ALWAYS;

	if (sql_prepare(r->state.db, m->count, &stmt, e) != 0)
		return -1;
	sql_bind(stmt, "s", "");
	if (sql_step(stmt, e) < 0)
		return -1;
	*ret_too_many = !r->job->force && sqlite3_column_int64(stmt, 0) > most;
	return 0;
}

int
missing_people(struct fetch *f, struct err *e)
{
	bool too_many;

	if (are_too_many(f, &kinds[0], &too_many, e) != 0)
		return -1;
	if (too_many)
		return 0;
	return ask_all_many(f, &kinds[0], e) != 0 ? -1 : ask_all_alone(f, &kinds[0], e);
}

int
missing_teams(struct fetch *f, struct err *e)
{
	bool too_many;

	if (are_too_many(f, &kinds[1], &too_many, e) != 0)
		return -1;
	return too_many ? 0 : ask_all_alone(f, &kinds[1], e);
}
