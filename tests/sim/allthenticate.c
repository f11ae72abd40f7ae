/* SPDX-License-Identifier: MIT */
/* The users of an Allthenticate organisation. What its maker does not say is a guess, and most
 * guesses can be changed on the control page. */
#include "tests/sim/call.h"
#include "tests/sim/route.h"
#include "tests/sim/services.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define PREFIX "/allthenticate"

static void
answer(struct call *call, unsigned status, cJSON *json)
{
	auto_json owned = json;

	call_bytes(call, status, cJSON_PrintUnformatted(owned));
}

static void
say(struct call *call, unsigned status, const char *word, const char *text)
{
	cJSON *json = cJSON_CreateObject();

	json_add_text(json, word, text);
	answer(call, status, json);
}

void
allthenticate_refuse(struct call *call, unsigned status, int64_t retry_after)
{
	say(call, status, "error", status == 404 ? "Not found." : "The request was refused.");
	call_retry_after(call, retry_after);
}

int
allthenticate_admit(struct call *call, const struct request *request, const struct service *service,
	const struct route *route)
{
	const struct allthenticate *a = &call->sim->allthenticate;
	auto_str wanted =
		a->scheme[0] != '\0' ? sim_format("%s %s", a->scheme, a->key) : sim_strdup(a->key);
	const char *sent = request_header(request, a->header);

	(void)service;
	(void)route;
	if (sent != NULL && strcmp(sent, wanted) == 0)
		return 0;
	say(call, 401, "error", "Invalid API key.");
	return -1;
}

/* The user with this id in the member of that name. NULL: the call was answered. */
static cJSON *
find_user(struct call *call, const char *param, const char *member)
{
	const char *id = call_param(call, param);
	cJSON *user = services_find(call->sim->allthenticate.users, member, id);
	auto_str text = sim_format("%s is missing or names nobody.", param);

	if (user == NULL)
		say(call, 400, "error", text);
	return user;
}

static cJSON *
pairs_of(const cJSON *names)
{
	cJSON *pairs = cJSON_CreateArray();
	const cJSON *name;

	cJSON_ArrayForEach (name, names) {
		cJSON *pair = cJSON_CreateArray();

		cJSON_AddItemToArray(pair, cJSON_Duplicate(name, 1));
		cJSON_AddItemToArray(pairs, pair);
	}
	return pairs;
}

static cJSON *
list_of(const cJSON *user, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(user, name);
}

/* Ids are numbers on the wire, of any size. */
static void
add_id(cJSON *row, const char *name, const cJSON *user)
{
	cJSON_AddRawToObject(row, name, json_text(user, name));
}

static cJSON *
view_row(const struct allthenticate *a, const cJSON *user, bool with_email)
{
	const char *field = suspension_words[a->suspension];
	const char *state = json_flag(user, "suspended", false) ? "SUSPENDED" : "ACTIVE";
	auto_str name =
		sim_format("%s %s", json_text(user, "first_name"), json_text(user, "last_name"));
	auto_str long_name = sim_format("%s (%s)", name, json_text(user, "email"));
	cJSON *row = cJSON_CreateObject();

	json_add_text(row, "ad_status",
		strcmp(field, "none") == 0	  ? NULL
		: strcmp(field, "ad_status") == 0 ? state
						  : "ACTIVE");
	json_add_text(row, "active_date", "2020-03-20 01:30:34");
	json_add_text(row, "confirmed", "2020-03-20 01:30:16");
	json_add_text(row, "created", "2020-03-20 01:30:05");
	json_add_text(row, "device_added", "2023-01-23 23:46:35");
	json_add_text(row, "email", json_text(user, "email"));
	add_id(row, "email_id", user);
	json_add_text(row, "email_status",
		strcmp(field, "email_status") == 0 && strcmp(state, "ACTIVE") != 0 ? state
										   : "CONFIRMED");
	if (strcmp(field, "status") == 0)
		json_add_text(row, "status", state);
	json_add_text(row, "first_name", json_text(user, "first_name"));
	cJSON_AddItemToObject(row, "groups", pairs_of(list_of(user, "groups")));
	json_add_text(row, "last_name", json_text(user, "last_name"));
	json_add_text(row, "name", with_email ? long_name : name);
	add_id(row, "user_id", user);
	json_add_text(row, "username", json_text(user, "username"));
	json_add_text(row, "unique_id", json_text(user, "user_id"));
	return row;
}

static void
list_users(struct call *call)
{
	const struct allthenticate *a = &call->sim->allthenticate;
	const char *email = call_param(call, "email");
	const char *tag = call_param(call, "user_tag");
	cJSON *rows = cJSON_CreateArray();
	const cJSON *user;

	cJSON_ArrayForEach (user, a->users)
		if (tag == NULL || strcmp(tag, json_text(user, "tag")) == 0)
			cJSON_AddItemToArray(rows,
				view_row(a, user, email != NULL && strcmp(email, "true") == 0));
	answer(call, 200, rows);
}

static void
get_user(struct call *call)
{
	const cJSON *user = find_user(call, "email_id", "email_id");
	cJSON *json;

	if (user == NULL)
		return;
	json = cJSON_CreateObject();
	cJSON_AddItemToObject(json, "policies", pairs_of(list_of(user, "policies")));
	cJSON_AddItemToObject(json, "computer_usernames",
		cJSON_Duplicate(list_of(user, "computer_usernames"), 1));
	cJSON_AddItemToObject(json, "smartcards", cJSON_Duplicate(list_of(user, "smartcards"), 1));
	answer(call, 200, json);
}

static void
delete_user(struct call *call)
{
	bool by_id = call_param(call, "email_id") != NULL;
	cJSON *user = find_user(call, by_id ? "email_id" : "email", by_id ? "email_id" : "email");
	auto_str text = NULL;

	if (user == NULL)
		return;
	text = sim_format("User %s/%s was successfully deleted from your organization.",
		json_text(user, "email"), json_text(user, "username"));
	cJSON_Delete(cJSON_DetachItemViaPointer(call->sim->allthenticate.users, user));
	say(call, 200, "success", text);
}

static void
get_smartcards(struct call *call)
{
	const cJSON *user = find_user(call, "email_id", "email_id");
	cJSON *json;

	if (user == NULL)
		return;
	json = cJSON_CreateObject();
	add_id(json, "email_id", user);
	cJSON_AddItemToObject(json, "smartcards", cJSON_Duplicate(list_of(user, "smartcards"), 1));
	answer(call, 200, json);
}

/* The list in a field of a form, or in a JSON body. NULL: the call was answered. */
static cJSON *
read_list(struct call *call, const char *name)
{
	const char *text = call_param(call, name);
	cJSON *list = text != NULL ? cJSON_ParseWithOpts(text, NULL, 1) : NULL;

	if (cJSON_IsArray(list))
		return list;
	cJSON_Delete(list);
	say(call, 400, "error", "A serialized JSON array of dictionaries is needed.");
	return NULL;
}

/* Takes list over. */
static void
set_list(struct call *call, cJSON *user, const char *name, cJSON *list)
{
	cJSON *old = cJSON_DetachItemFromObjectCaseSensitive(user, name);

	while (call->sim->allthenticate.append && cJSON_GetArraySize(list) > 0)
		cJSON_AddItemToArray(old, cJSON_DetachItemFromArray(list, 0));
	cJSON_AddItemToObject(user, name, call->sim->allthenticate.append ? old : list);
	cJSON_Delete(call->sim->allthenticate.append ? list : old);
	say(call, 200, "success", "The user was modified.");
}

static void
set_usernames(struct call *call)
{
	cJSON *user = find_user(call, "email_id", "email_id");
	auto_json list = user != NULL ? read_list(call, "computer_usernames") : NULL;
	auto_json names = cJSON_CreateArray();
	const cJSON *one;

	if (list == NULL)
		return;
	cJSON_ArrayForEach (one, list) {
		const char *name = json_text(one, "computer_username");

		if (name == NULL || name[0] == '\0') {
			say(call, 400, "error", "computer_username is missing.");
			return;
		}
		cJSON_AddItemToArray(names, cJSON_CreateString(name));
	}
	set_list(call, user, "computer_usernames", cJSON_Duplicate(names, 1));
}

static bool
has_card(const struct call *call, const cJSON *owner, const char *number)
{
	const cJSON *user;

	cJSON_ArrayForEach (user, call->sim->allthenticate.users)
		if (user != owner &&
			services_find(list_of(user, "smartcards"), "number", number) != NULL)
			return true;
	return false;
}

static void
set_smartcards(struct call *call)
{
	cJSON *user = find_user(call, "email_id", "email_id");
	auto_json list = user != NULL ? read_list(call, "smartcards") : NULL;
	const char *duplicates = call_param(call, "allow_duplicates");
	bool strict = duplicates == NULL || strcmp(duplicates, "true") != 0;
	const cJSON *card;

	if (list == NULL)
		return;
	cJSON_ArrayForEach (card, list) {
		const char *number = json_text(card, "number");

		if (number == NULL || number[0] == '\0' ||
			number[strspn(number, "0123456789")] != '\0') {
			say(call, 400, "error", "A smartcard needs a number.");
			return;
		}
		if (strict && (services_find(list, "number", number) != card ||
				      has_card(call, user, number))) {
			say(call, 400, "error", "This number is in use.");
			return;
		}
	}
	set_list(call, user, "smartcards", cJSON_Duplicate(list, 1));
}

static void
set_text(cJSON *user, const char *name, const char *text)
{
	cJSON_ReplaceItemInObjectCaseSensitive(user, name, cJSON_CreateString(text));
}

static void
set_rank(struct call *call)
{
	static const char *const ranks[] = { "REGULAR", "ADMIN", "SUPER" };
	cJSON *user = find_user(call, "admin_user_id", "user_id");
	const char *rank = call_param(call, "rank");

	if (user == NULL)
		return;
	for (size_t i = 0; i < 3; i++)
		if (rank != NULL && strcmp(ranks[i], rank) == 0) {
			set_text(user, "rank", rank);
			say(call, 200, "success", "The rank was set.");
			return;
		}
	say(call, 400, "error", "This is no rank.");
}

static void
promote_guest(struct call *call)
{
	bool by_user_id = call->sim->allthenticate.promote_by_user_id;
	cJSON *user = find_user(call, "email_id", by_user_id ? "user_id" : "email_id");

	if (user == NULL)
		return;
	if (strcmp(json_text(user, "tag"), "GUEST") != 0) {
		say(call, 400, "error", "The user is not a guest.");
		return;
	}
	set_text(user, "tag", "USER");
	say(call, 200, "success", "The guest was promoted.");
}

static void
toggle_suspension(struct call *call)
{
	cJSON *user = find_user(call, "email_id", "email_id");
	bool suspended;

	if (user == NULL)
		return;
	suspended = json_flag(user, "suspended", false);
	cJSON_DeleteItemFromObjectCaseSensitive(user, "suspended");
	cJSON_AddBoolToObject(user, "suspended", !suspended);
	call_bytes(call, 200, sim_strdup("")); /* no answer is documented */
}

const struct route allthenticate_routes[] = {
	{ "POST", PREFIX "/modifyallusernames", set_usernames, PERMIT_NOTHING, RATE_NONE, false },
	{ "POST", PREFIX "/modifyrank", set_rank, PERMIT_NOTHING, RATE_NONE, false },
	{ "GET", PREFIX "/modifysmartcard", get_smartcards, PERMIT_NOTHING, RATE_NONE, false },
	{ "POST", PREFIX "/modifysmartcard", set_smartcards, PERMIT_NOTHING, RATE_NONE, false },
	{ "GET", PREFIX "/multipleusers", list_users, PERMIT_NOTHING, RATE_NONE, false },
	{ "POST", PREFIX "/promoteguest", promote_guest, PERMIT_NOTHING, RATE_NONE, false },
	{ "POST", PREFIX "/togglesuspension", toggle_suspension, PERMIT_NOTHING, RATE_NONE, false },
	{ "GET", PREFIX "/user", get_user, PERMIT_NOTHING, RATE_NONE, false },
	{ "DELETE", PREFIX "/user", delete_user, PERMIT_NOTHING, RATE_NONE, false },
};

const size_t allthenticate_route_count =
	sizeof(allthenticate_routes) / sizeof(allthenticate_routes[0]);
