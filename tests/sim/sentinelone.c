/* SPDX-License-Identifier: MIT */
/* The users, roles, accounts and sites of a SentinelOne console, API 2.1. */
#include "tests/sim/call.h"
#include "tests/sim/route.h"
#include "tests/sim/services.h"

#include <stdlib.h>
#include <string.h>

#define PREFIX "/web/api/v2.1"

int
sentinelone_admit(struct call *call, const struct request *request, const struct service *service,
	const struct route *route)
{
	const struct sentinelone *s = &call->sim->sentinelone;
	const char *sent = request->authorization;

	(void)service;
	if (route != NULL && strcmp(route->path, PREFIX "/system/status") == 0)
		return 0; /* the one call that needs no token */
	if (sent == NULL || strncmp(sent, "ApiToken ", 9) != 0 ||
		(strcmp(sent + 9, s->token) != 0 && strcmp(sent + 9, s->token_ro) != 0)) {
		sentinelone_refuse(call, 401, 0);
		return -1;
	}
	if (strcmp(sent + 9, s->token_ro) == 0 && strcmp(request->method, "GET") != 0) {
		/* such answers come without a title */
		sentinelone_fail(call, 403, 4030010, NULL, "Action is not allowed to this user");
		return -1;
	}
	return 0;
}

static cJSON *
items(const struct call *call, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(call->sim->sentinelone.console, name);
}

/* Is any of the listed scopes one where the role is to be had? */
static bool
role_fits_one_of(const struct call *call, const cJSON *role, const char *scope, const char *csv)
{
	const cJSON *at;

	cJSON_ArrayForEach (at, items(call, strcmp(scope, "site") == 0 ? "sites" : "accounts"))
		if (sentinelone_has_word(csv, json_text(at, "id")) &&
			sentinelone_role_fits(
				&call->sim->sentinelone, role, scope, json_text(at, "id")))
			return true;
	return false;
}

static bool
role_admits(const struct call *call, const cJSON *role)
{
	const char *accounts = call_param(call, "accountIds");
	const char *sites = call_param(call, "siteIds");
	const char *tenant = call_param(call, "tenant");

	if (sites != NULL)
		return role_fits_one_of(call, role, "site", sites);
	if (accounts != NULL)
		return role_fits_one_of(call, role, "account", accounts);
	return tenant == NULL || strcmp(tenant, "true") != 0 ||
	       strcmp(json_text(role, "scope"), "tenant") == 0;
}

static bool
site_admits(const struct call *call, const cJSON *site)
{
	const char *account = call_param(call, "accountId");
	const char *accounts = call_param(call, "accountIds");

	return (account == NULL || strcmp(account, json_text(site, "accountId")) == 0) &&
	       (accounts == NULL || sentinelone_has_word(accounts, json_text(site, "accountId")));
}

/* Is the user at home in one of the listed scopes, or in one of the listed roles? */
static bool
user_admits(const struct call *call, const cJSON *user)
{
	static const struct {
		const char *param, *member, *scope;
	} lists[] = { { "accountIds", "id", "account" }, { "siteIds", "id", "site" },
		{ "roleIds", "roleId", NULL } };

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		const char *csv = call_param(call, lists[i].param);
		bool found = csv == NULL;
		const cJSON *role;

		cJSON_ArrayForEach (role, cJSON_GetObjectItemCaseSensitive(user, "scopeRoles"))
			if (csv != NULL &&
				sentinelone_has_word(csv, json_text(role, lists[i].member)) &&
				(lists[i].scope == NULL ||
					strcmp(lists[i].scope, json_text(user, "scope")) == 0))
				found = true;
		if (!found)
			return false;
	}
	return true;
}

static cJSON *
view_whole(const cJSON *item)
{
	cJSON *copy = cJSON_Duplicate(item, 1);

	cJSON_DeleteItemFromObjectCaseSensitive(copy, "generated");
	return copy;
}

/* Rows of a list lack what only a single user has. */
static cJSON *
view_user_row(const cJSON *user)
{
	static const char *const absent[] = { "elevatedSessionDurationMinutes",
		"isExternalLoginUser", "globalUserId", "globalOrganizationId", "account", "pages" };
	cJSON *copy = view_whole(user);

	for (size_t i = 0; i < sizeof(absent) / sizeof(absent[0]); i++)
		cJSON_DeleteItemFromObjectCaseSensitive(copy, absent[i]);
	return copy;
}

static void
list_users(struct call *call)
{
	const struct sentinelone_list list = {
		.items = items(call, "users"),
		.id_list = "ids",
		.known = "ids email email__contains fullName fullName__contains query accountIds "
			 "siteIds roleIds source sources canGenerateApiToken hasValidApiToken "
			 "emailVerified emailReadOnly fullNameReadOnly twoFaEnabled twoFaStatus "
			 "twoFaStatuses primaryTwoFaMethod dateJoined firstLogin lastLogin "
			 "createdAt lastActivation apiTokenExpiresAt",
		.admits = user_admits,
		.view = view_user_row,
	};

	sentinelone_page(call, &list);
}

static void
list_roles(struct call *call)
{
	const struct sentinelone_list list = {
		.items = items(call, "roles"),
		.id_list = "ids",
		.known = "ids name query description accountIds siteIds groupIds tenant "
			 "includeParents "
			 "includeChildren accountName siteName creator creatorId updatedBy "
			 "updatedById usersInRoles createdAt updatedAt",
		.admits = role_admits,
		.view = view_whole,
	};

	sentinelone_page(call, &list);
}

static void
list_accounts(struct call *call)
{
	const struct sentinelone_list list = {
		.items = items(call, "accounts"),
		.id_list = "ids",
		.known = "ids name query states accountType billingMode usageType isDefault "
			 "features activeLicenses totalLicenses createdAt updatedAt expiration",
		.view = view_whole,
	};

	sentinelone_page(call, &list);
}

static void
list_sites(struct call *call)
{
	const struct sentinelone_list list = {
		.items = items(call, "sites"),
		.id_list = "siteIds",
		.known = "siteIds name name__contains query accountId accountIds "
			 "accountName__contains description description__contains state states "
			 "siteType healthStatus isDefault activeLicenses totalLicenses externalId "
			 "sku module features adminOnly availableMoveSites createdAt updatedAt "
			 "expiration",
		.member = "sites",
		.admits = site_admits,
		.view = view_whole,
	};

	sentinelone_page(call, &list);
}

static void
get_me(struct call *call)
{
	sentinelone_ok(call, view_whole(cJSON_GetArrayItem(items(call, "users"), 0)), NULL);
}

static void
get_status(struct call *call)
{
	cJSON *data = cJSON_CreateObject();

	json_add_text(data, "health", "ok");
	sentinelone_ok(call, data, NULL);
}

const struct route sentinelone_routes[] = {
	{ "GET", PREFIX "/users", list_users, PERMIT_NOTHING, RATE_NONE, false },
	{ "GET", PREFIX "/users/{user_id}", sentinelone_get_user, PERMIT_NOTHING, RATE_NONE,
		false },
	{ "PUT", PREFIX "/users/{user_id}", sentinelone_put_user, PERMIT_NOTHING, RATE_NONE,
		false },
	{ "DELETE", PREFIX "/users/{user_id}", sentinelone_delete_user, PERMIT_NOTHING, RATE_NONE,
		false },
	{ "GET", PREFIX "/user", get_me, PERMIT_NOTHING, RATE_NONE, false },
	{ "GET", PREFIX "/rbac/roles", list_roles, PERMIT_NOTHING, RATE_NONE, false },
	{ "GET", PREFIX "/accounts", list_accounts, PERMIT_NOTHING, RATE_NONE, false },
	{ "GET", PREFIX "/sites", list_sites, PERMIT_NOTHING, RATE_NONE, false },
	{ "GET", PREFIX "/system/status", get_status, PERMIT_NOTHING, RATE_NONE, false },
};

const size_t sentinelone_route_count = sizeof(sentinelone_routes) / sizeof(sentinelone_routes[0]);
