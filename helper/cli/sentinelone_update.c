/* SPDX-License-Identifier: MIT */
/* Update User: reads the user, works out scope, place and role as the console's own form does,
 * and sends scope and roles always, because a PUT without them may mean anything. */
#include "helper/cli/sentinelone.h"

#include <stdio.h>
#include <string.h>

#define PLACES_MAX   64
#define VIEWER	     "Viewer"
#define ROLES_OP     "sentinelone_listroles"
#define UPDATE_OP    "sentinelone_updateuser"
#define TENANT_WORDS "the whole console"

enum scope { SCOPE_TENANT, SCOPE_ACCOUNT, SCOPE_SITE, SCOPES };

static const struct {
	const char *word;
	const char *roles_param; /* asks for the roles of such a place */
	enum console_kind kind;	 /* of the place; of no use for the tenant */
} scopes[SCOPES] = {
	[SCOPE_TENANT] = { "tenant", "tenant", CONSOLE_ACCOUNT },
	[SCOPE_ACCOUNT] = { "account", "accountIds", CONSOLE_ACCOUNT },
	[SCOPE_SITE] = { "site", "siteIds", CONSOLE_SITE },
};

/* A role somewhere. */
struct place {
	char id[SERVICE_ID_SIZE]; /* "" = the tenant, which has none */
	char name[192];
	char role_id[SERVICE_ID_SIZE];
	char role[128];
};

struct places {
	enum scope scope;
	size_t count;
	struct place place[PLACES_MAX];
};

/* What was asked for. */
struct wish {
	const char *scope, *target, *role, *full_name;
	const char *token; /* "true" or "false"; NULL = as it is */
	bool update_role;
};

/* One update under way. */
struct update {
	struct service_run *run;
	struct wish wish;
	struct service_found user;
	const cJSON *now; /* the user as the console has it */
	struct places before, after;
	bool fell; /* to Viewer */
	struct text_buf changes;
};

static int
read_wish(const struct cli *cli, struct wish *w, struct err *e)
{
	const char *update_role = cli_param_value(cli, "update_role");
	const char *token = cli_param_value(cli, "can_generate_token");
	const char *truth = update_role != NULL ? service_truth(update_role) : NULL;

	*w = (struct wish){ .scope = cli_param_value(cli, "scope"),
		.target = cli_param_value(cli, "target"),
		.role = cli_param_value(cli, "role"),
		.full_name = cli_param_value(cli, "full_name"),
		.token = token != NULL ? service_truth(token) : NULL };
	if (truth == NULL)
		return err_set(e, ERR_USAGE,
			"--update-role: takes yes (a new role, with --role) or no (the role stays, "
			"or becomes " VIEWER " where it does not exist); it must be said");
	w->update_role = strcmp(truth, "true") == 0;
	if (w->update_role != (w->role != NULL))
		return err_set(e, ERR_USAGE, w->update_role ? "--update-role yes needs --role"
							    : "--role needs --update-role yes");
	if (token != NULL && w->token == NULL)
		return err_set(e, ERR_USAGE, "--can-generate-token: takes yes or no");
	if (w->scope != NULL && strcmp(w->scope, "global") == 0)
		w->scope = "tenant"; /* the form says Global, the API says tenant */
	if (w->scope != NULL && strcmp(w->scope, "tenant") == 0 && w->target != NULL)
		return err_set(e, ERR_USAGE,
			"--target: the scope tenant is the whole console and has none");
	return 0;
}

static int
scope_of(const char *word, enum scope *ret_scope)
{
	for (size_t i = 0; i < SCOPES; i++)
		if (word != NULL && strcmp(scopes[i].word, word) == 0) {
			*ret_scope = (enum scope)i;
			return 0;
		}
	return -1;
}

static const char *
text_of(const cJSON *object, const char *name)
{
	const char *text = json_string(object, name);

	return text != NULL ? text : "";
}

/* "Berlin (Acme)": sites of different accounts may bear one name. */
static void
name_place(const cJSON *row, struct place *p)
{
	char name[96], account[64];
	bool differs = strcmp(text_of(row, "name"), text_of(row, "accountName")) != 0 &&
		text_of(row, "accountName")[0] != '\0';

	(void)text_clean(name, sizeof(name), text_of(row, "name"));
	(void)text_clean(account, sizeof(account), text_of(row, "accountName"));
	(void)snprintf(p->name, sizeof(p->name), "%s%s%s%s", name, differs ? " (" : "",
		differs ? account : "", differs ? ")" : "");
}

/* The roles that the user has now. */
static int
read_before(struct update *u, struct err *e)
{
	const cJSON *role;

	if (scope_of(json_string(u->now, "scope"), &u->before.scope) != 0)
		return err_set(e, ERR_UNREACHABLE, "%s: the console shows no scope known here",
			u->user.label);
	cJSON_ArrayForEach(role, json_array(u->now, "scopeRoles"))
	{
		struct place *p = &u->before.place[u->before.count];
		char id_buf[JSON_ID_SIZE], role_buf[JSON_ID_SIZE];
		const char *id = json_id(role, "id", id_buf);
		const char *role_id = json_id(role, "roleId", role_buf);

		if (u->before.count == PLACES_MAX)
			return err_set(e, ERR_REFUSED, "%s: has roles in more than %d places",
				u->user.label, PLACES_MAX);
		if (u->before.scope == SCOPE_TENANT)
			id = "";
		if (id == NULL || role_id == NULL ||
			text_copy(p->id, sizeof(p->id), id) != 0 ||
			text_copy(p->role_id, sizeof(p->role_id), role_id) != 0)
			return err_set(e, ERR_UNREACHABLE,
				"%s: the console shows a role without ids", u->user.label);
		name_place(role, p);
		(void)text_clean(p->role, sizeof(p->role),
			text_of(role, "roleName")[0] != '\0' ? text_of(role, "roleName") : role_id);
		u->before.count++;
	}
	return 0;
}

/* Where the user is to be: scope and places of u->after, without roles. */
static int
choose_places(struct update *u, struct err *e)
{
	struct places *after = &u->after;
	auto_found target = { 0 };

	after->scope = u->before.scope;
	if (u->wish.scope != NULL && scope_of(u->wish.scope, &after->scope) != 0)
		return err_set(e, ERR_USAGE, "--scope: takes tenant, account or site");
	if (u->wish.target == NULL && after->scope == u->before.scope) {
		*after = u->before;
		if (after->scope == SCOPE_TENANT && after->count == 0)
			after->count = 1; /* a role for the tenant can be set all the same */
		return 0;
	}
	after->count = 1;
	if (after->scope == SCOPE_TENANT) {
		if (u->wish.target != NULL)
			return err_set(e, ERR_USAGE,
				"--target: the user's scope is tenant, which has none; say --scope");
		(void)snprintf(after->place[0].name, sizeof(after->place[0].name), TENANT_WORDS);
		return 0;
	}
	if (u->wish.target == NULL)
		return err_set(e, ERR_USAGE, "--scope %s needs --target",
			scopes[after->scope].word);
	if (console_find(u->run, scopes[after->scope].kind, u->wish.target, NULL, &target, e) != 0)
		return err_where(e, "--target");
	(void)snprintf(after->place[0].id, sizeof(after->place[0].id), "%s", target.id);
	name_place(target.object, &after->place[0]);
	return 0;
}

/* Finds a role by id or name among those that a place has. */
static int
find_role(struct update *u, const struct place *p, const char *word,
	struct service_found *ret_role, struct err *e)
{
	bool tenant = u->after.scope == SCOPE_TENANT;
	const struct api_arg more[] = {
		{ scopes[u->after.scope].roles_param, tenant ? "true" : p->id }, { NULL, NULL }
	};

	return console_find(u->run, CONSOLE_ROLE, word, more, ret_role, e);
}

static void
set_role(struct place *p, const struct service_found *role)
{
	(void)snprintf(p->role_id, sizeof(p->role_id), "%s", role->id);
	(void)text_clean(p->role, sizeof(p->role), text_of(role->object, "name"));
}

/* The place of that id among those of now; NULL when the user is not there yet. */
static const struct place *
place_now(const struct update *u, const struct place *p)
{
	for (size_t i = 0; u->after.scope == u->before.scope && i < u->before.count; i++)
		if (strcmp(u->before.place[i].id, p->id) == 0)
			return &u->before.place[i];
	return NULL;
}

/* The role stays, unless the new place does not have it: then it is Viewer. */
static int
keep_role(struct update *u, struct place *p, struct err *e)
{
	const struct place *old = place_now(u, p);
	auto_found role = { 0 };

	if (old != NULL) {
		*p = *old;
		return 0;
	}
	for (size_t i = 1; i < u->before.count; i++)
		if (strcmp(u->before.place[i].role_id, u->before.place[0].role_id) != 0)
			return err_set(e, ERR_USAGE,
				"%s: has several roles (%s, %s, …), so which one stays must be said: "
				"--update-role yes --role ROLE", u->user.label,
				u->before.place[0].role, u->before.place[i].role);
	if (u->before.count > 0) {
		if (find_role(u, p, u->before.place[0].role_id, &role, e) == 0) {
			set_role(p, &role);
			return 0;
		}
		if (e->code != ERR_NOT_FOUND)
			return -1;
	}
	u->fell = true;
	if (find_role(u, p, VIEWER, &role, e) != 0)
		return err_where(e, "the new scope does not have the role, and");
	set_role(p, &role);
	return 0;
}

static int
choose_roles(struct update *u, struct err *e)
{
	for (size_t i = 0; i < u->after.count; i++) {
		struct place *p = &u->after.place[i];
		auto_found role = { 0 };

		if (!u->wish.update_role) {
			if (keep_role(u, p, e) != 0)
				return -1;
			continue;
		}
		if (find_role(u, p, u->wish.role, &role, e) != 0)
			return err_where(e, "--role");
		set_role(p, &role);
	}
	return 0;
}

static void
add_change(struct text_buf *out, const char *name, const char *before, const char *after,
	const char *why)
{
	char old[256], new[256];

	if (strcmp(before, after) == 0)
		return;
	text_buf_printf(out, "  %s: %s -> %s%s\n", name, text_quote(old, sizeof(old), before),
		text_quote(new, sizeof(new), after), why);
}

/* Names of the places, or of the roles there, as one text. */
static void
join(const struct places *places, bool roles, struct text_buf *out)
{
	for (size_t i = 0; i < places->count; i++)
		text_buf_printf(out, "%s%s", i > 0 ? ", " : "",
			roles ? places->place[i].role : places->place[i].name);
	text_buf_puts(out, "");
}

static bool
places_equal(const struct places *a, const struct places *b)
{
	if (a->scope != b->scope || a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (strcmp(a->place[i].id, b->place[i].id) != 0 ||
			strcmp(a->place[i].role_id, b->place[i].role_id) != 0)
			return false;
	return true;
}

/* Lines of what changes; none when nothing does. */
static int
compare(struct update *u, struct err *e)
{
	bool before_token = false;
	const char *old_token;

	(void)!json_bool(u->now, "canGenerateApiToken", &before_token); /* absent is no */
	old_token = before_token ? "true" : "false";
	if (!places_equal(&u->before, &u->after)) {
		auto_text_buf old = { 0 }, new = { 0 }, old_roles = { 0 }, new_roles = { 0 };

		join(&u->before, false, &old);
		join(&u->after, false, &new);
		join(&u->before, true, &old_roles);
		join(&u->after, true, &new_roles);
		if (old.data == NULL || new.data == NULL || old_roles.data == NULL ||
			new_roles.data == NULL)
			return err_set(e, ERR_OTHER, "out of memory");
		add_change(&u->changes, "scope", scopes[u->before.scope].word,
			scopes[u->after.scope].word, "");
		add_change(&u->changes, "target", old.data, new.data, "");
		add_change(&u->changes, "role", old_roles.data, new_roles.data,
			u->fell ? " (the new scope does not have it)" : "");
		if (u->changes.len == 0) /* other ids under the same names */
			text_buf_puts(&u->changes, "  scopeRoles: other ids\n");
	}
	if (u->wish.full_name != NULL)
		add_change(&u->changes, "fullName", text_of(u->now, "fullName"), u->wish.full_name,
			"");
	if (u->wish.token != NULL)
		add_change(&u->changes, "canGenerateApiToken", old_token, u->wish.token, "");
	return u->changes.failed ? err_set(e, ERR_OTHER, "out of memory") : 0;
}

/* Never an empty list: what that would do is not documented. */
static void
write_roles(const struct places *places, struct text_buf *out)
{
	text_buf_puts(out, "[");
	for (size_t i = 0; i < places->count; i++) {
		const struct place *p = &places->place[i];

		text_buf_puts(out, i > 0 ? ",{" : "{");
		if (p->id[0] != '\0')
			text_buf_printf(out, "\"id\":\"%s\",", p->id);
		text_buf_printf(out, "\"roleId\":\"%s\"}", p->role_id);
	}
	text_buf_puts(out, "]");
}

/* Is what the console answered what was sent? It may choose another role in silence. */
static int
check_answer(const struct update *u, const cJSON *user, struct err *e)
{
	struct update after = { .user = u->user, .now = user };
	char role[128], wanted[128];

	if (!cJSON_IsObject(user) || read_before(&after, e) != 0)
		return err_set(e, ERR_UNREACHABLE, "%s: the update was answered, but not with a user",
			u->user.label);
	if (places_equal(&after.before, &u->after))
		return 0;
	(void)snprintf(role, sizeof(role), "%.100s",
		after.before.count > 0 ? after.before.place[0].role : "none");
	(void)snprintf(wanted, sizeof(wanted), "%.100s", u->after.place[0].role);
	return err_set(e, ERR_CONFLICT,
		"%s: the console has updated the user, but not as asked: scope %s, role %s instead "
		"of %s", u->user.label, scopes[after.before.scope].word, role, wanted);
}

static int
send(struct update *u, struct err *e)
{
	auto_text_buf roles = { 0 };
	auto_api_answer answer = { 0 };
	struct api_arg args[6] = { { "user_id", u->user.id },
		{ "scope", scopes[u->after.scope].word } };
	size_t count = 2;

	write_roles(&u->after, &roles);
	if (roles.failed)
		return err_set(e, ERR_OTHER, "out of memory");
	if (u->after.count > 0)
		args[count++] = (struct api_arg){ "scopeRoles", roles.data };
	if (u->wish.full_name != NULL)
		args[count++] = (struct api_arg){ "fullName", u->wish.full_name };
	if (u->wish.token != NULL)
		args[count++] = (struct api_arg){ "canGenerateApiToken", u->wish.token };
	if (u->run->cli->options.dry_run)
		return service_preview(u->run, u->user.label, u->changes.data, UPDATE_OP, args, e);
	if (service_call(u->run, UPDATE_OP, args, &answer, e) != 0)
		return -1;
	if (check_answer(u, answer.response, e) != 0)
		return -1;
	service_tell(u->run, u->user.label, "updated", u->changes.data);
	return service_print(u->run, answer.response, SENTINELONE_CARD, e);
}

static int
perform(struct update *u, struct err *e)
{
	auto_api_answer now = { 0 };
	bool fixed = false;

	if (console_find(u->run, CONSOLE_USER, u->run->cli->word[0], NULL, &u->user, e) != 0 ||
		console_get_user(u->run, u->user.id, &now, e) != 0)
		return -1;
	u->now = now.response;
	if (read_before(u, e) != 0 || choose_places(u, e) != 0 || choose_roles(u, e) != 0 ||
		compare(u, e) != 0)
		return -1;
	if (u->changes.len == 0) {
		service_tell(u->run, u->user.label, "unchanged", "");
		return u->run->cli->options.dry_run
			? 0 : service_print(u->run, u->now, SENTINELONE_CARD, e);
	}
	if (u->wish.full_name != NULL && json_bool(u->now, "fullNameReadOnly", &fixed) == 0 && fixed)
		return err_set(e, ERR_REFUSED,
			"%s: the full name comes from elsewhere and cannot be changed here",
			u->user.label);
	return send(u, e);
}

int
sentinelone_user_update_run(const struct cli *cli, struct err *e)
{
	struct update u = { .run = NULL };
	auto_service r = { 0 };
	int rc;

	if (read_wish(cli, &u.wish, e) != 0 || service_begin(cli, API_SENTINELONE, &r, e) != 0)
		return -1;
	u.run = &r;
	rc = perform(&u, e);
	service_found_clear(&u.user);
	text_buf_clear(&u.changes);
	return rc == 0 ? service_finish(&r, e) : -1;
}
