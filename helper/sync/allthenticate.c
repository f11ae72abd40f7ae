/* SPDX-License-Identifier: MIT */
/* Computer usernames as the Allthenticate organisation has them: a list of people, then each one,
 * because the list does not hold the names. Who was asked a short while ago and has not changed
 * in the list is not asked again. People are found by their e-mail address. */
#include <cjson/cJSON.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "api/json.h"
#include "base/cleanup.h"
#include "helper/common/service.h"
#include "helper/sync/pages.h"
#include "helper/sync/run.h"

#define USER_AGENT  "doorward-sync/" PACKAGE_VERSION
#define RANK_FIRST  1000 /* behind those of sync.usernames_file */
#define EMAIL_SIZE  320
#define PAUSE_MS    100 /* longest stretch of waiting between two looks at tick */

enum { FOUND, KEEP, FORGET, BROUGHT, ODD, ODD_ID, STATEMENTS };

static const char *const statements[STATEMENTS] = {
	[FOUND] = "INSERT INTO seen.found (email_id, email, row) VALUES (?1, ?2, ?3)"
		" ON CONFLICT (email_id) DO NOTHING",
	[KEEP] = "INSERT OR REPLACE INTO seen.known (email_id, row, fetched, names)"
		" SELECT email_id, row, ?2, ?3 FROM seen.found WHERE email_id = ?1",
	[FORGET] = "DELETE FROM seen.known WHERE email_id = ?1",
	[BROUGHT] = "INSERT INTO seen.brought (who, rank, name) VALUES (?1, ?2, ?3)"
		" ON CONFLICT (who, rank) DO NOTHING",
	[ODD] = "INSERT INTO seen.odd (kind, key, title, why) VALUES ('a', ?1, '', ?2)"
		" ON CONFLICT (kind, key, title) DO NOTHING",
	/* of those without names that are known already */
	[ODD_ID] = "INSERT INTO seen.odd (kind, key, title, why)"
		" SELECT 'a', lower(f.email), '', ?2 FROM seen.found f WHERE f.email_id = ?1"
		"  AND NOT EXISTS (SELECT 1 FROM seen.known k WHERE k.email_id = ?1)"
		" ON CONFLICT (kind, key, title) DO NOTHING",
};

struct organisation {
	struct run *run;
	struct api_client *api;
	sqlite3_stmt *stmt[STATEMENTS];
	int64_t asked_ms; /* when the last request went out */
	int64_t done;
	int64_t odd_in_a_row;
};

static void
tell_kept(struct organisation *o, const char *title, const char *why)
{
	char clean[128];

	run_tell(o->run, SYNC_KEPT, &(struct sync_event){ .name = "", .key = "", .id = -1,
		.title = text_clean(clean, sizeof(clean), title), .why = why });
}

/* Ids are numbers in what is published; text would do as well. */
static int
id_text(const cJSON *row, char ret_id[32])
{
	const char *text = json_string(row, "email_id");
	int64_t number;

	if (text != NULL)
		return text_copy(ret_id, 32, text);
	if (json_int(row, "email_id", &number) != 0)
		return -1;
	(void)snprintf(ret_id, 32, "%" PRId64, number);
	return 0;
}

static int
list_row(void *ctx, const cJSON *row, struct err *e)
{
	struct organisation *o = ctx;
	const char *email = json_string(row, "email");
	static const char no_id[] = "Allthenticate sent a user without an email_id";
	char *text = NULL, id[32], lower[EMAIL_SIZE];
	uint64_t hash;

	if (id_text(row, id) != 0 && email != NULL && name_fold(email, lower, sizeof(lower)) == 0) {
		tell_kept(o, email, no_id);
		sql_bind(o->stmt[ODD], "ss", lower, no_id);
		return sql_done(o->stmt[ODD], e);
	}
	if (id_text(row, id) != 0 || email == NULL || email[0] == '\0' || strlen(email) >= EMAIL_SIZE)
		return 0; /* nobody could be found by it */
	text = cJSON_PrintUnformatted(row);
	if (text == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	hash = seen_hash('a', text, strlen(text));
	free(text);
	sql_bind(o->stmt[FOUND], "ssi", id, email, (int64_t)hash);
	return sql_done(o->stmt[FOUND], e);
}

/* At most sync.allthenticate_rate requests in a second. */
static int
wait_turn(struct organisation *o, struct err *e)
{
	const struct sync_job *job = o->run->job;
	int64_t turn = o->asked_ms + 1000 / o->run->conf->sync.allthenticate_rate;

	for (int64_t left; (left = turn - clock_ms()) > 0;) {
		struct timespec pause = {
			.tv_nsec = (left < PAUSE_MS ? left : PAUSE_MS) * 1000000 };

		if (job->tick != NULL && job->tick(job->ctx) != 0)
			return err_set(e, ERR_TIMEOUT, "the sync was given up");
		(void)nanosleep(&pause, NULL);
	}
	o->asked_ms = clock_ms();
	return 0;
}

/* The names of one answer, one in a line. */
static int
names_text(const cJSON *user, struct text_buf *b, struct err *e)
{
	const cJSON *names = json_array(user, "computer_usernames"), *name;
	int count = 0;

	if (names == NULL)
		return err_set(e, ERR_UNREACHABLE, "an answer without computer_usernames");
	cJSON_ArrayForEach(name, names) {
		const char *text = cJSON_IsObject(name) ? json_string(name, "computer_username")
							: cJSON_GetStringValue(name);

		if (text == NULL || strchr(text, '\n') != NULL || ++count > BROUGHT_MAX)
			return err_set(e, ERR_UNREACHABLE, "computer_usernames cannot be read");
		text_buf_printf(b, "%s\n", text);
	}
	return b->failed ? err_set(e, ERR_UNREACHABLE, "computer_usernames are too long") : 0;
}

/* Whose names cannot be read keeps those that are known. Returns 0, or -1 for other failures. */
static int
leave_out(struct organisation *o, const char *id, const struct api_answer *a, const struct err *why,
	struct err *e)
{
	char title[64];

	if (!pages_answer_is_odd(a, why) || !pages_odd_is_single(a, ++o->odd_in_a_row)) {
		*e = *why;
		return -1;
	}
	(void)snprintf(title, sizeof(title), "Allthenticate user %s", id);
	tell_kept(o, title, why->msg);
	sql_bind(o->stmt[ODD_ID], "ss", id, why->msg);
	return sql_done(o->stmt[ODD_ID], e);
}

static int
ask_one(struct organisation *o, const char *id, struct err *e)
{
	const struct sync_job *job = o->run->job;
	const struct api_arg arg = { .name = "email_id", .value = id };
	const struct api_call call = { .op = api_op_find("allthenticate_getuser"), .args = &arg,
		.arg_count = 1, .deadline = deadline_in(job->page_ms), .tick = job->tick,
		.tick_ctx = job->ctx };
	auto_api_answer answer = { .next_offset = -1 };
	auto_text_buf names = { .limit = 65536 };
	struct err own = { 0 };

	if (wait_turn(o, e) != 0)
		return -1;
	if (api_call(o->api, &call, &answer, &own) != 0) {
		if (own.code == ERR_NOT_FOUND) { /* gone since the list was made */
			sql_bind(o->stmt[FORGET], "s", id);
			return sql_done(o->stmt[FORGET], e);
		}
		return leave_out(o, id, &answer, &own, e);
	}
	if (names_text(answer.response, &names, &own) != 0)
		return leave_out(o, id, &answer, &own, e);
	o->odd_in_a_row = 0;
	sql_bind(o->stmt[KEEP], "sis", id, o->run->job->now, names.data != NULL ? names.data : "");
	if (sql_done(o->stmt[KEEP], e) != 0)
		return -1;
	if (++o->done % 100 == 0 && job->progress != NULL)
		job->progress(job->ctx, "computer usernames", o->done);
	return 0;
}

/* Asks for everybody whose row changed or who was asked too long ago. */
static int
ask_all(struct organisation *o, struct err *e)
{
	auto_stmt stmt = NULL;
	int64_t since = o->run->job->now - o->run->conf->sync.allthenticate_refresh_ms / 1000;
	char id[32] = "";
	int rc;

	if (sql_prepare(o->run->state.db, "SELECT f.email_id FROM seen.found f LEFT JOIN seen.known k"
			" ON k.email_id = f.email_id AND k.row = f.row AND k.fetched > ?2"
			"  AND k.fetched <= ?3" /* or the clock was ahead then */
			" WHERE f.email_id > ?1 AND k.email_id IS NULL"
			" ORDER BY f.email_id LIMIT 1", &stmt, e) != 0)
		return -1;
	for (;;) {
		sql_bind(stmt, "sii", id, since, o->run->job->now);
		rc = sql_step(stmt, e);
		if (rc <= 0)
			return rc;
		(void)!text_copy(id, sizeof(id), sql_text(stmt, 0));
		(void)sqlite3_reset(stmt);
		if (ask_one(o, id, e) != 0)
			return -1;
	}
}

static int
bring(struct organisation *o, const char *email, char *names, struct err *e)
{
	int64_t rank = RANK_FIRST;
	char lower[EMAIL_SIZE];
	const char *name;

	if (name_fold(email, lower, sizeof(lower)) != 0)
		return 0;
	while ((name = strsep(&names, "\n")) != NULL) {
		if (name[0] == '\0')
			continue;
		sql_bind(o->stmt[BROUGHT], "sis", lower, rank++, name);
		if (sql_done(o->stmt[BROUGHT], e) != 0)
			return -1;
	}
	return 0;
}

/* An address that two people have says nothing about either. */
static int
bring_all(struct organisation *o, struct err *e)
{
	auto_stmt stmt = NULL;
	int rc;

	if (sql_prepare(o->run->state.db, "SELECT f.email, k.names, count(*) FROM seen.found f"
			" JOIN seen.known k ON k.email_id = f.email_id"
			" GROUP BY f.email ORDER BY f.email", &stmt, e) != 0)
		return -1;
	while ((rc = sql_step(stmt, e)) > 0) {
		auto_str names = strdup(sql_text(stmt, 1));

		if (names == NULL)
			return err_set(e, ERR_OTHER, "out of memory");
		if (sqlite3_column_int(stmt, 2) > 1)
			run_tell(o->run, SYNC_REFUSED, &(struct sync_event){ .name = "",
				.title = sql_text(stmt, 0), .key = "", .id = -1,
				.why = "two Allthenticate users have this e-mail address" });
		else if (bring(o, sql_text(stmt, 0), names, e) != 0)
			return -1;
	}
	return rc;
}

/* Names that are not known from a former answer are taken from the accounts of the last sync. */
static int
bring_last(struct organisation *o, struct err *e)
{
	auto_stmt stmt = NULL;
	int rc;

	if (sql_prepare(o->run->state.db, "SELECT o.key, coalesce(m.aliases, '') FROM seen.odd o"
			" LEFT JOIN main.person m ON lower(m.email) = o.key OR lower(m.username) = o.key"
			" WHERE o.kind = 'a' ORDER BY o.key", &stmt, e) != 0)
		return -1;
	while ((rc = sql_step(stmt, e)) > 0) {
		auto_str names = strdup(sql_text(stmt, 1));

		if (names == NULL)
			return err_set(e, ERR_OTHER, "out of memory");
		for (char *c = names; *c != '\0'; c++)
			if (*c == ',')
				*c = '\n';
		if (bring(o, sql_text(stmt, 0), names, e) != 0)
			return -1;
	}
	return rc;
}

/* A list that lost many is not believed: their accounts would change their names. */
static int
judge(const struct organisation *o, struct err *e)
{
	int64_t lost = 0, found = 0;

	if (sql_number(o->run->state.db, "SELECT count(*) FROM seen.known k WHERE NOT EXISTS"
			" (SELECT 1 FROM seen.found f WHERE f.email_id = k.email_id)", &lost, e) != 0 ||
		sql_number(o->run->state.db, "SELECT count(*) FROM seen.found", &found, e) != 0)
		return -1;
	if (found == 0)
		return err_set(e, ERR_CONFLICT, "Allthenticate listed nobody at all: that is not "
			"believed, and everything stays as it was. If it has nobody: "
			"sync.allthenticate = false");
	if (o->run->job->force || lost <= o->run->conf->sync.max_removals)
		return 0;
	return err_set(e, ERR_CONFLICT, "Allthenticate lists %" PRId64 " of former users no more, "
		"and sync.max_removals is %" PRId64 ": everything stays as it was. If they should "
		"go: doorward sync --force", lost, o->run->conf->sync.max_removals);
}

static int
walk(struct organisation *o, struct err *e)
{
	const struct sync_job *job = o->run->job;
	const struct api_call call = { .op = api_op_find("allthenticate_multipleusers"),
		.deadline = deadline_in(job->page_ms), .tick = job->tick, .tick_ctx = job->ctx };

	if (api_list(o->api, &call, list_row, o, NULL, e) != 0 || judge(o, e) != 0 ||
		ask_all(o, e) != 0)
		return -1;
	if (job->progress != NULL)
		job->progress(job->ctx, "computer usernames", o->done);
	return bring_all(o, e) != 0 ? -1 : bring_last(o, e);
}

int
organisation_read(struct run *r, struct err *e)
{
	struct organisation o = { .run = r };
	int rc;

	if (!r->conf->sync.allthenticate)
		return 0;
	rc = sql_prepare_all(r->state.db, statements, STATEMENTS, o.stmt, e);
	if (rc == 0)
		rc = service_client_new(r->conf, API_ALLTHENTICATE, USER_AGENT, &o.api, e);
	if (rc == 0)
		rc = walk(&o, e);
	sql_finalize_all(o.stmt, STATEMENTS);
	api_client_free(o.api);
	return rc;
}
