/* SPDX-License-Identifier: MIT */
/* Streams groups and people of the directory into the scratch database, a page at a time. */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "api/json.h"
#include "helper/directory/reader.h"
#include "helper/sync/run.h"
#include "policy/policy.h"

#define GROUPS_MAX  128 /* Duo allows 100 groups for a user */
#define PROGRESS    500 /* rows between two words about it */
#define TEXT_FIT    768 /* bytes of a real name; what is longer is cut */

enum { PERSON, WANT, TEAM, MEMBER, BROUGHT, STATEMENTS };

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
};

struct fetch {
	struct run *run;
	const char *what;
	int64_t rows;
	sqlite3_stmt *stmt[STATEMENTS];
};

static void
count_row(struct fetch *f)
{
	const struct sync_job *job = f->run->job;

	if (++f->rows % PROGRESS == 0 && job->progress != NULL)
		job->progress(job->ctx, f->what, f->rows);
}

/* Adds somebody or a group, once: who comes twice has moved from page to page. */
static int
add_once(sqlite3_stmt *stmt, const char *what, const char *name, struct err *e)
{
	char shown[128];

	if (sql_done(stmt, e) != 0)
		return -1;
	return sqlite3_changes(sqlite3_db_handle(stmt)) > 0 ? 0 : err_set(e, ERR_UNREACHABLE,
		"the directory listed the %s %s twice: it changed while it was read, sync again", what,
		text_clean(shown, sizeof(shown), name));
}

static const char *
text_or_empty(const cJSON *object, const char *name)
{
	const char *text = json_string(object, name);

	return text != NULL ? text : "";
}

static int
fetch_team(void *ctx, const cJSON *row, struct err *e)
{
	struct fetch *f = ctx;
	const char *key = text_or_empty(row, "group_id"), *title = text_or_empty(row, "name");
	const char *why = "no rule of sync.unix_groups names it";
	char name[NAME_SIZE] = "";

	if (key[0] == '\0' || strlen(key) >= DIRECTORY_KEY_MAX)
		return err_set(e, ERR_UNREACHABLE, "the directory sent a group without an id");
	if (names_match(&f->run->conf->sync.unix_groups, title)) {
		if (name_make(&f->run->rules, title, name, &why))
			why = "";
		else
			name[0] = '\0';
	}
	count_row(f);
	sql_bind(f->stmt[TEAM], "ssss", key, title, name, why);
	return add_once(f->stmt[TEAM], "group", title, e);
}

/* What a person's groups say, as far as rules ask. */
struct groups {
	size_t count;
	const char *status[GROUPS_MAX];
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

static int
read_groups(const struct conf *c, const cJSON *row, struct groups *g, struct err *e)
{
	const cJSON *groups = cJSON_GetObjectItemCaseSensitive(row, "groups");
	const cJSON *group;

	*g = (struct groups){ .listed = c->sync.groups.count == 0, .shell = c->sync.shell,
		.shell_rank = c->sync.shells.count };
	if (groups != NULL && !cJSON_IsNull(groups) && !cJSON_IsArray(groups))
		return err_set(e, ERR_UNREACHABLE, "the groups of a user are not a list");
	cJSON_ArrayForEach(group, groups) {
		const char *title = text_or_empty(group, "name");

		if (g->count == GROUPS_MAX)
			return err_set(e, ERR_UNREACHABLE, "a user has more than %d groups",
				GROUPS_MAX);
		g->status[g->count++] = json_string(group, "status");
		g->listed = g->listed || names_match(&c->sync.groups, title);
		note_shell(c, title, g);
	}
	return 0;
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
	return add_once(f->stmt[PERSON], "user", text_or_empty(row, "username"), e);
}

static int
fetch_person(void *ctx, const cJSON *row, struct err *e)
{
	struct fetch *f = ctx;
	sqlite3 *db = f->run->state.db;
	const char *key = text_or_empty(row, "user_id");
	const char *username = text_or_empty(row, "username");
	struct groups g;
	int64_t person;

	if (key[0] == '\0' || strlen(key) >= DIRECTORY_KEY_MAX || username[0] == '\0' ||
		strlen(username) >= DIRECTORY_USER_MAX)
		return err_set(e, ERR_UNREACHABLE,
			"the directory sent a user without an id or a name");
	if (read_groups(f->run->conf, row, &g, e) != 0 || add_person(f, row, &g, e) != 0)
		return -1;
	person = sqlite3_last_insert_rowid(db);
	count_row(f);
	return want_all(f, person, row, e) != 0 ? -1 : add_members(f, person, row, e);
}

static int
fetch_list(struct fetch *f, const char *operation, const char *what,
	int (*row)(void *ctx, const cJSON *element, struct err *e), int64_t *ret_rows,
	struct err *e)
{
	const struct sync_job *job = f->run->job;
	const struct api_call call = { .op = api_op_find(operation),
		.deadline = deadline_in(job->page_ms), .tick = job->tick, .tick_ctx = job->ctx };

	f->what = what;
	f->rows = 0;
	if (api_list(job->api, &call, row, f, NULL, e) != 0)
		return -1;
	*ret_rows = f->rows;
	if (job->progress != NULL)
		job->progress(job->ctx, what, f->rows);
	return 0;
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

int
fetch_all(struct run *r, struct err *e)
{
	struct fetch f = { .run = r };
	int rc = sql_prepare_all(r->state.db, statements, STATEMENTS, f.stmt, e);

	if (rc == 0)
		rc = fetch_list(&f, "listgroups", "groups", fetch_team, &r->outcome.groups, e);
	if (rc == 0)
		rc = fetch_list(&f, "listusers", "users", fetch_person, &r->outcome.people, e);
	sql_finalize_all(f.stmt, STATEMENTS);
	return rc == 0 ? tell_unknown(r, e) : -1;
}
