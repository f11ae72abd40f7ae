/* SPDX-License-Identifier: MIT */
/* One user of the console: shown, changed, deleted. */
#include "tests/sim/call.h"
#include "tests/sim/route.h"
#include "tests/sim/services.h"

#include <stdlib.h>
#include <string.h>

static cJSON *
items(const struct call *call, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(call->sim->sentinelone.console, name);
}

bool
sentinelone_role_fits(
	const struct sentinelone *s, const cJSON *role, const char *scope, const char *scope_id)
{
	const char *of = json_text(role, "scope"), *of_id = json_text(role, "scopeId");
	const cJSON *site = services_find(
		cJSON_GetObjectItemCaseSensitive(s->console, "sites"), "id", scope_id);

	if (strcmp(of, "tenant") == 0)
		return true;
	if (strcmp(scope, of) == 0)
		return scope_id != NULL && strcmp(of_id, scope_id) == 0;
	return strcmp(of, "account") == 0 && strcmp(scope, "site") == 0 && site != NULL &&
	       strcmp(of_id, json_text(site, "accountId")) == 0;
}

/* NULL: the call was answered. */
static cJSON *
find_user(struct call *call)
{
	cJSON *user = services_find(items(call, "users"), "id", call->argument[0]);

	if (user == NULL)
		sentinelone_fail(call, 404, 4040010, "Not Found", "User not found.");
	return user;
}

static void
invalid(struct call *call, const char *detail)
{
	sentinelone_fail(call, 400, 4000010, "Validation Error", detail);
}

static void
answer_user(struct call *call, const cJSON *user)
{
	cJSON *copy = cJSON_Duplicate(user, 1);

	cJSON_DeleteItemFromObjectCaseSensitive(copy, "generated");
	sentinelone_ok(call, copy, NULL);
}

void
sentinelone_get_user(struct call *call)
{
	const cJSON *user = find_user(call);

	if (user != NULL)
		answer_user(call, user);
}

void
sentinelone_delete_user(struct call *call)
{
	cJSON *user = find_user(call);
	cJSON *data;

	if (user == NULL)
		return;
	cJSON_Delete(cJSON_DetachItemViaPointer(items(call, "users"), user));
	data = cJSON_CreateObject();
	cJSON_AddTrueToObject(data, "success");
	sentinelone_ok(call, data, NULL);
}

/* The names that a role in a scope is shown with. */
static cJSON *
view_scope_role(const struct call *call, const char *scope, const char *scope_id, const cJSON *role)
{
	const cJSON *place = services_find(
		items(call, strcmp(scope, "site") == 0 ? "sites" : "accounts"), "id", scope_id);
	bool site = strcmp(scope, "site") == 0;
	cJSON *view = cJSON_CreateObject();
	cJSON *names;

	json_add_text(view, "id", place != NULL ? scope_id : "225494730938490000");
	json_add_text(view, "name", place != NULL ? json_text(place, "name") : "Global");
	json_add_text(view, "accountName",
		place == NULL ? "" : json_text(place, site ? "accountName" : "name"));
	json_add_text(view, "roleId", json_text(role, "id"));
	json_add_text(view, "roleName", json_text(role, "name"));
	names = cJSON_AddArrayToObject(view, "roles");
	cJSON_AddItemToArray(names, cJSON_CreateString(json_text(role, "name")));
	return view;
}

/* The role of one element of scopeRoles; NULL: the call was answered. */
static const cJSON *
read_role(struct call *call, const char *scope, const cJSON *element)
{
	const struct sentinelone *s = &call->sim->sentinelone;
	const char *id = json_text(element, "id"), *role_id = json_text(element, "roleId");
	const cJSON *role = services_find(items(call, "roles"), "id", role_id);

	if (!cJSON_IsObject(element) || role_id == NULL) {
		invalid(call, "data.scopeRoles: roleId is a string and is needed");
	} else if (strcmp(scope, "tenant") != 0 &&
		   services_find(items(call, strcmp(scope, "site") == 0 ? "sites" : "accounts"),
			   "id", id) == NULL) {
		invalid(call, "data.scopeRoles: id is a string, is needed, and names the scope");
	} else if (strcmp(scope, "tenant") == 0 &&
		   cJSON_GetObjectItemCaseSensitive(element, "id") != NULL) {
		invalid(call, "data.scopeRoles: the tenant has no id");
	} else if (role != NULL && sentinelone_role_fits(s, role, scope, id)) {
		return role;
	} else if (s->viewer_default) {
		return services_find(items(call, "roles"), "name", "Viewer");
	} else {
		invalid(call, "data.scopeRoles: the role is not in the scope");
	}
	return NULL;
}

/* The new scopeRoles; NULL: the call was answered. */
static cJSON *
read_scope_roles(struct call *call, const char *scope, const cJSON *given)
{
	cJSON *roles = cJSON_CreateArray();
	const cJSON *element;

	if (!cJSON_IsArray(given) || cJSON_GetArraySize(given) == 0) {
		/* what an empty list would do is not known; nobody may find out by accident */
		invalid(call, "data.scopeRoles: must hold something");
		cJSON_Delete(roles);
		return NULL;
	}
	cJSON_ArrayForEach (element, given) {
		const cJSON *role = read_role(call, scope, element);

		if (role == NULL) {
			cJSON_Delete(roles);
			return NULL;
		}
		cJSON_AddItemToArray(
			roles, view_scope_role(call, scope, json_text(element, "id"), role));
	}
	return roles;
}

static bool
scope_is_known(const char *scope)
{
	return scope != NULL && (strcmp(scope, "tenant") == 0 || strcmp(scope, "account") == 0 ||
					strcmp(scope, "site") == 0);
}

/* -1: the call was answered. */
static int
check_members(struct call *call, const cJSON *data)
{
	static const char *const texts[] = { "scope", "fullName", "email" };
	static const char *const flags[] = { "canGenerateApiToken", "twoFaEnabled" };
	const cJSON *member;

	cJSON_ArrayForEach (member, data) {
		bool fine = strcmp(member->string, "scopeRoles") == 0;

		for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
			fine |= strcmp(texts[i], member->string) == 0 && cJSON_IsString(member);
		for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
			fine |= strcmp(flags[i], member->string) == 0 && cJSON_IsBool(member);
		if (!fine) {
			auto_str detail =
				sim_format("data.%s: Unknown field or wrong type", member->string);

			invalid(call, detail);
			return -1;
		}
	}
	return 0;
}

void
sentinelone_put_user(struct call *call)
{
	static const char *const plain[] = { "scope", "fullName", "canGenerateApiToken",
		"twoFaEnabled" };
	cJSON *user = find_user(call), *roles = NULL;
	const char *text = call_param(call, "data");
	auto_json data = text != NULL ? cJSON_Parse(text) : NULL;
	const char *scope = json_text(data, "scope");
	const cJSON *given = cJSON_GetObjectItemCaseSensitive(data, "scopeRoles");

	if (user == NULL)
		return;
	if (!cJSON_IsObject(data) || !scope_is_known(scope)) {
		invalid(call, "data.scope: Missing data for required field.");
		return;
	}
	if (check_members(call, data) != 0)
		return;
	if (given != NULL || strcmp(scope, "tenant") != 0) {
		roles = read_scope_roles(call, scope, given);
		if (roles == NULL)
			return;
		cJSON_ReplaceItemInObjectCaseSensitive(user, "scopeRoles", roles);
	}
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
		const cJSON *value = cJSON_GetObjectItemCaseSensitive(data, plain[i]);

		if (value != NULL)
			cJSON_ReplaceItemInObjectCaseSensitive(
				user, plain[i], cJSON_Duplicate(value, 1));
	}
	answer_user(call, user);
}
