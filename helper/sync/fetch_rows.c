/* SPDX-License-Identifier: MIT */
/* Reads groups and people as the directory sends them into the scratch database. */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "api/json.h"
#include "helper/directory/reader.h"
#include "helper/sync/fetch.h"
#include "policy/policy.h"

#define PROGRESS 500 /* rows between two words about it */
#define TEXT_FIT 768 /* bytes of a real name; what is longer is cut */

enum { PERSON, WANT, TEAM, MEMBER, BROUGHT, ODD, PERSON_SEQ, TEAM_SEQ, STATEMENTS };

_Static_assert(STATEMENTS == FETCH_STATEMENTS, "as many as struct fetch has room for");

static const char *const statements[STATEMENTS] = {
	[PERSON] = "INSERT INTO seen.person (key, username, email, realname, status, last_login,"
		" shell, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (key) DO NOTHING",
	[WANT] = "INSERT INTO seen.want (name, person, rank) VALUES (?1, ?2, ?3)"
		" ON CONFLICT (name, person) DO NOTHING",
	[TEAM] = "INSERT INTO seen.team (key, title, name, reason) VALUES (?1, ?2, ?3, ?4)"
		" ON CONFLICT (key) DO NOTHING",
	[MEMBER] = "INSERT INTO seen.member (person, team)"
		" SELECT ?1, seq FROM seen.team WHERE key = ?2 ON CONFLICT (person, team) DO NOTHING",
	[BROUGHT] = "SELECT name FROM seen.brought WHERE who = ?1 ORDER BY rank",
	[ODD] = "INSERT INTO seen.odd (kind, key, title, why) VALUES (?1, ?2, ?3, ?4)"
		" ON CONFLICT (kind, key, title) DO NOTHING",
	[PERSON_SEQ] = "SELECT seq FROM seen.person WHERE key = ?1",
	[TEAM_SEQ] = "SELECT seq FROM seen.team WHERE key = ?1",
};

int
fetch_open(struct fetch *f, struct run *r, struct err *e)
{
	*f = (struct fetch){ .run = r };
	return sql_prepare_all(r->state.db, statements, STATEMENTS, f->stmt, e);
}

void
fetch_close(struct fetch *f)
{
	sql_finalize_all(f->stmt, STATEMENTS);
}

static void
count_row(struct fetch *f)
{
	const struct sync_job *job = f->run->job;

	if (++f->rows % PROGRESS == 0 && job->progress != NULL && f->asked == NULL)
		job->progress(job->ctx, f->what, f->rows);
}

/* Adds somebody or a group, once. Who comes twice has moved from page to page, unless it is one
 * page: a list with such pages is not to be believed. Returns 1 when it was added, 0, or -1. */
static int
add_once(struct fetch *f, sqlite3_stmt *add, sqlite3_stmt *seq, const char *key, const char *name,
	struct err *e)
{
	char shown[128];
	bool same_page;

	if (f->page != f->pages.number)
		f->first_seq = f->last_seq;
	f->page = f->pages.number;
	if (sql_done(add, e) != 0)
		return -1;
	if (sqlite3_changes(sqlite3_db_handle(add)) > 0) {
		f->last_seq = sqlite3_last_insert_rowid(sqlite3_db_handle(add));
		count_row(f);
		return 1;
	}
	sql_bind(seq, "s", key);
	if (sql_step(seq, e) < 0)
		return -1;
	same_page = sqlite3_column_int64(seq, 0) > f->first_seq;
	(void)sqlite3_reset(seq);
	f->twice = true;
	return !same_page ? 0 : err_set(e, ERR_UNREACHABLE, "the directory listed %s twice on one "
		"page: such a list is not believed", text_clean(shown, sizeof(shown), name));
}

int
fetch_odd(struct fetch *f, const char *kind, const char *key, const char *title, const char *why,
	struct err *e)
{
	char shown[128];

	count_row(f);
	sql_bind(f->stmt[ODD], "ssss", kind, key, text_clean(shown, sizeof(shown), title), why);
	return sql_done(f->stmt[ODD], e);
}

/* An object that was read, and makes no sense; key and title are what it says itself. */
static int
odd_row(struct fetch *f, const char *kind, const char *key, const char *title, const char *why,
	struct err *e)
{
	char place[48];

	if (f->asked != NULL)
		return fetch_odd(f, kind, f->asked, f->title, why, e);
	if (key[0] == '\0' && title[0] == '\0') {
		(void)snprintf(place, sizeof(place), "number %lld of the list",
			(long long)f->rows + 1);
		title = place;
	}
	return fetch_odd(f, kind, strlen(key) < DIRECTORY_KEY_MAX ? key : "", title, why, e);
}

static const char *
text_or_empty(const cJSON *object, const char *name)
{
	const char *text = json_string(object, name);

	return text != NULL ? text : "";
}

/* An id that can be kept; and the one that was asked about, if one was. */
static bool
id_fits(const struct fetch *f, const char *key)
{
	return key[0] != '\0' && strlen(key) < DIRECTORY_KEY_MAX &&
		(f->asked == NULL || strcmp(f->asked, key) == 0);
}

int
fetch_team(void *ctx, const cJSON *row, struct err *e)
{
	struct fetch *f = ctx;
	const char *key = text_or_empty(row, "group_id"), *title = text_or_empty(row, "name");
	const char *why = "no rule of sync.unix_groups names it";
	char name[NAME_SIZE] = "";
	int rc;

	if (!id_fits(f, key))
		return odd_row(f, ID_GROUP, key, title, "the directory sent a group without an id",
			e);
	if (names_match(&f->run->conf->sync.unix_groups, title)) {
		if (name_make(&f->run->rules, title, name, &why))
			why = "";
		else
			name[0] = '\0';
	}
	sql_bind(f->stmt[TEAM], "ssss", key, title, name, why);
	rc = add_once(f, f->stmt[TEAM], f->stmt[TEAM_SEQ], key, title, e);
	return rc < 0 ? -1 : 0;
}

/* What a person's groups say, as far as rules ask. */
struct groups {
	size_t count;
	const char *status[STATUS_GROUPS_MAX];
	bool listed; /* one of them is in sync.groups */
	const char *shell;
	size_t shell_rank;
};

static void
note_shell(const struct conf *c, const char *title, struct groups *g)
{
	size_t len = strlen(title);

	for (size_t i = 0; i < g->shell_rank; i++) {
		const char *entry = c->sync.shells.name[i];

		if (strncmp(entry, title, len) == 0 && entry[len] == '=') {
			g->shell = entry + len + 1;
			g->shell_rank = i;
		}
	}
}

/* Returns NULL, or why no such person can be. */
static const char *
read_groups(const struct conf *c, const cJSON *row, struct groups *g)
{
	const cJSON *groups = cJSON_GetObjectItemCaseSensitive(row, "groups");
	const cJSON *group;

	g->count = 0;
	g->listed = c->sync.groups.count == 0;
	g->shell = c->sync.shell;
	g->shell_rank = c->sync.shells.count;
	if (groups != NULL && !cJSON_IsNull(groups) && !cJSON_IsArray(groups))
		return "the groups of the user are not a list";
	cJSON_ArrayForEach(group, groups) {
		const char *title = text_or_empty(group, "name");

		if (g->count == STATUS_GROUPS_MAX)
			return "the user has more than " STATUS_GROUPS_MAX_TEXT " groups";
		g->status[g->count++] = json_string(group, "status");
		g->listed = g->listed || names_match(&c->sync.groups, title);
		note_shell(c, title, g);
	}
	return NULL;
}

/* The effective status in the directory's own words: the user's own, or that of a group. */
static const char *
effective_word(const cJSON *row, const struct groups *g)
{
	static const char *const group_words[] = { "disabled", "bypass" };
	const char *own = text_or_empty(row, "status");
	enum finding all = status_effective(own, g->status, g->count, true);

	if (status_effective(own, NULL, 0, true) == all)
		return own;
	for (size_t i = 0; i < sizeof(group_words) / sizeof(group_words[0]); i++)
		if (status_effective(group_words[i], NULL, 0, true) == all)
			return group_words[i];
	return "not known";
}

/* *ret_why: NULL, or why the rules make no name of it. */
static int
want_name(struct fetch *f, int64_t person, const char *from, int64_t *rank, const char **ret_why,
	struct err *e)
{
	const char *why;
	char name[NAME_SIZE];

	*ret_why = NULL;
	if (from == NULL || from[0] == '\0')
		return 0;
	if (!name_make(&f->run->rules, from, name, &why)) {
		*ret_why = why;
		return 0;
	}
	sql_bind(f->stmt[WANT], "sii", name, person, (*rank)++);
	return sql_done(f->stmt[WANT], e);
}

/* Names that were given to who is called so there: a directory name, or an e-mail address. */
static int
want_brought(struct fetch *f, int64_t person, const char *who, int64_t *rank, struct err *e)
{
	char lower[512], name[BROUGHT_MAX][BROUGHT_SIZE], title[128], shown[BROUGHT_SIZE];
	int count = 0, rc;

	if (who[0] == '\0' || name_fold(who, lower, sizeof(lower)) != 0)
		return 0;
	sql_bind(f->stmt[BROUGHT], "s", lower);
	while ((rc = sql_step(f->stmt[BROUGHT], e)) > 0 && count < BROUGHT_MAX)
		(void)!text_copy(name[count++], BROUGHT_SIZE, sql_text(f->stmt[BROUGHT], 0));
	(void)sqlite3_reset(f->stmt[BROUGHT]);
	for (int i = 0; rc >= 0 && i < count; i++) {
		const char *why;

		rc = want_name(f, person, name[i], rank, &why, e);
		if (why != NULL)
			run_tell(f->run, SYNC_REFUSED, &(struct sync_event){
				.name = text_clean(shown, sizeof(shown), name[i]),
				.title = text_clean(title, sizeof(title), who), .key = "",
				.id = -1, .why = why });
	}
	return rc < 0 ? -1 : 0;
}

static int
want_aliases(struct fetch *f, int64_t person, const cJSON *row, int64_t *rank, struct err *e)
{
	const cJSON *aliases = cJSON_GetObjectItemCaseSensitive(row, "aliases"), *alias;
	const char *ignored;
	char field[24];

	if (!f->run->conf->sync.aliases)
		return 0;
	cJSON_ArrayForEach(alias, aliases)
		if (want_name(f, person, cJSON_GetStringValue(alias), rank, &ignored, e) != 0)
			return -1;
	for (int i = 1; i <= 4 && !cJSON_IsObject(aliases); i++) {
		(void)snprintf(field, sizeof(field), "alias%d", i);
		if (want_name(f, person, json_string(row, field), rank, &ignored, e) != 0)
			return -1;
	}
	return 0;
}

static int
want_all(struct fetch *f, int64_t person, const cJSON *row, struct err *e)
{
	const char *username = text_or_empty(row, "username"), *email = text_or_empty(row, "email");
	const char *told_later; /* who is left without any name is told then */
	int64_t rank = 0;

	if (want_brought(f, person, username, &rank, e) != 0)
		return -1;
	if (strcasecmp(email, username) != 0 && want_brought(f, person, email, &rank, e) != 0)
		return -1;
	if (want_name(f, person, username, &rank, &told_later, e) != 0)
		return -1;
	return want_aliases(f, person, row, &rank, e);
}

static int
add_members(struct fetch *f, int64_t person, const cJSON *row, struct err *e)
{
	const cJSON *group;

	cJSON_ArrayForEach(group, cJSON_GetObjectItemCaseSensitive(row, "groups")) {
		sql_bind(f->stmt[MEMBER], "is", person, text_or_empty(group, "group_id"));
		if (sql_done(f->stmt[MEMBER], e) != 0)
			return -1;
	}
	return 0;
}

static const char *
real_name(const cJSON *row, char ret_name[TEXT_FIT])
{
	(void)text_clean(ret_name, TEXT_FIT, text_or_empty(row, "realname"));
	for (char *c = ret_name; *c != '\0'; c++)
		if (*c == ':' || *c == ',')
			*c = ' '; /* separators of passwd(5) and of gecos itself */
	return ret_name;
}

static int
add_person(struct fetch *f, const cJSON *row, const struct groups *g, struct err *e)
{
	const struct conf *c = f->run->conf;
	const char *status = effective_word(row, g);
	char name[TEXT_FIT], reason[128] = "";
	int64_t last_login = 0;

	if (!g->listed)
		(void)snprintf(reason, sizeof(reason), "is in no group of sync.groups");
	else if (!names_has(&c->sync.statuses, status))
		(void)snprintf(reason, sizeof(reason), "status \"%.32s\" is not in sync.statuses",
			status);
	if (json_int(row, "last_login", &last_login) != 0)
		last_login = 0;
	sql_bind(f->stmt[PERSON], "sssssiss", text_or_empty(row, "user_id"),
		text_or_empty(row, "username"), text_or_empty(row, "email"), real_name(row, name),
		status, last_login, g->shell, reason);
	return add_once(f, f->stmt[PERSON], f->stmt[PERSON_SEQ], text_or_empty(row, "user_id"),
		text_or_empty(row, "username"), e);
}

/* Why this is nobody who could be taken; NULL = it is somebody. */
static const char *
person_fault(struct fetch *f, const cJSON *row, struct groups *g)
{
	const char *username = text_or_empty(row, "username");

	if (!id_fits(f, text_or_empty(row, "user_id")))
		return f->asked != NULL ? "the directory sent another user, or one without an id"
					: "the directory sent a user without an id";
	if (username[0] == '\0' || strlen(username) >= DIRECTORY_USER_MAX)
		return "the directory sent a user without a name";
	return read_groups(f->run->conf, row, g);
}

int
fetch_person(void *ctx, const cJSON *row, struct err *e)
{
	struct fetch *f = ctx;
	struct groups g;
	const char *fault = person_fault(f, row, &g);
	int64_t person;
	int rc;

	if (fault != NULL)
		return odd_row(f, ID_USER, text_or_empty(row, "user_id"),
			text_or_empty(row, "username"), fault, e);
	rc = add_person(f, row, &g, e);
	if (rc <= 0)
		return rc;
	person = f->last_seq;
	return want_all(f, person, row, e) != 0 ? -1 : add_members(f, person, row, e);
}
