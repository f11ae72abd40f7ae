/* SPDX-License-Identifier: MIT */
/* Scope, target and role of an update, as the console's own form works them out. */
#include "helper/cli/services/sentinelone_places.h"

#include <stdio.h>
#include <string.h>

#define VIEWER	     "Viewer"
#define TENANT_WORDS "the whole console"

static const struct {
	const char *word;
	const char *roles_param; /* asks for the roles of such a place */
	enum console_kind kind;	 /* of the place; of no use for the tenant */
} scopes[SCOPES] = {
	[SCOPE_TENANT] = { "tenant", "tenant", CONSOLE_ACCOUNT },
	[SCOPE_ACCOUNT] = { "account", "accountIds", CONSOLE_ACCOUNT },
	[SCOPE_SITE] = { "site", "siteIds", CONSOLE_SITE },
};

const char *
scope_word(enum scope scope)
{
	return scopes[scope].word;
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
int
places_read(struct update *u, struct err *e)
{
	const cJSON *role;

	if (scope_of(json_string(u->now, "scope"), &u->before.scope) != 0)
		return err_set(e, ERR_UNREACHABLE, "%s: the console shows no scope known here",
			u->user.label);
	cJSON_ArrayForEach (role, json_array(u->now, "scopeRoles")) {
		struct place *p = &u->before.place[u->before.count];
		char id_buf[JSON_ID_SIZE], role_buf[JSON_ID_SIZE];
		const char *id = json_id(role, "id", id_buf);
		const char *role_id = json_id(role, "roleId", role_buf);

		if (u->before.count == PLACES_MAX)
			return err_set(e, ERR_REFUSED, "%s: has roles in more than %d places",
				u->user.label, PLACES_MAX);
		if (u->before.scope == SCOPE_TENANT)
			id = "";
		if (id == NULL || role_id == NULL || text_copy(p->id, sizeof(p->id), id) != 0 ||
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
				"--target: the user's scope is tenant, which has none; say "
				"--scope");
		(void)snprintf(after->place[0].name, sizeof(after->place[0].name), TENANT_WORDS);
		return 0;
	}
	if (u->wish.target == NULL)
		return err_set(
			e, ERR_USAGE, "--scope %s needs --target", scopes[after->scope].word);
	if (console_find(u->run, scopes[after->scope].kind, u->wish.target, NULL, &target, e) != 0)
		return err_where(e, "--target");
	(void)snprintf(after->place[0].id, sizeof(after->place[0].id), "%s", target.id);
	name_place(target.object, &after->place[0]);
	return 0;
}

/* Finds a role by id or name among those that a place has. */
static int
find_role(struct update *u, const struct place *p, const char *word, struct service_found *ret_role,
	struct err *e)
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
				"%s: has several roles (%s, %s, …), so which one stays must be "
				"said: "
				"--update-role yes --role ROLE",
				u->user.label, u->before.place[0].role, u->before.place[i].role);
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

int
places_choose(struct update *u, struct err *e)
{
	return choose_places(u, e) != 0 ? -1 : choose_roles(u, e);
}

bool
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
