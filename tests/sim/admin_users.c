/* SPDX-License-Identifier: MIT */
/* Admin API: listing, making, changing, deleting and enrolling users. */
#include "tests/sim/admin.h"
#include "tests/sim/view.h"

#include <stdlib.h>
#include <string.h>

#define LIST_MAX 100

/* At most one of the four filters may be given; -1: the call has failed. */
static int
find_filter(struct call *call, const char **ret_filter)
{
	static const char *const filters[] = { "username", "email", "user_id_list",
		"username_list" };

	*ret_filter = NULL;
	for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++) {
		if (call_param(call, filters[i]) == NULL)
			continue;
		if (*ret_filter != NULL) {
			call_fail(call, 40002, filters[i]);
			return -1;
		}
		*ret_filter = filters[i];
	}
	return 0;
}

/* Answers all that were found; such lists know no pages. */
static void
answer_found(struct call *call, const struct list *found)
{
	cJSON *metadata = cJSON_CreateObject();

	json_add_number(metadata, "total_objects", (int64_t)found->count);
	call_ok_page(call, view_list(found, view_user), metadata);
}

/* An element of a list names nobody. True: that was answered, one way or the other. */
static bool
unknown_id(struct call *call, const char *filter)
{
	if (strcmp(filter, "user_id_list") != 0)
		return false;
	switch (call->sim->behaviour.unknown_ids) {
	case UNKNOWN_IDS_DROP:
		return false;
	case UNKNOWN_IDS_REFUSE:
		call_fail(call, 40002, filter);
		return true;
	case UNKNOWN_IDS_IGNORE:
		call_page(call, &call->sim->store.users, 100, 300, view_user);
		return true;
	}
	return false;
}

static void
list_named_users(struct call *call, const char *filter)
{
	struct store *store = &call->sim->store;
	auto_json names = call_array(call, filter, LIST_MAX, false);
	auto_list found = { .item = NULL };
	const cJSON *name;

	if (names == NULL)
		return;
	cJSON_ArrayForEach (name, names) {
		struct user *user = NULL;

		if (!cJSON_IsString(name)) {
			call_fail(call, 40002, filter);
			return;
		}
		user = strcmp(filter, "user_id_list") == 0
			       ? store_find_user(store, name->valuestring)
			       : store_find_username(store, name->valuestring);
		if (user == NULL && unknown_id(call, filter))
			return;
		if (user != NULL && !list_has(&found, user))
			list_add(&found, user);
	}
	answer_found(call, &found);
}

void
admin_list_users(struct call *call)
{
	struct store *store = &call->sim->store;
	auto_list found = { .item = NULL };
	const char *filter;
	struct user *user;

	for (size_t i = 0; i < store->users.count; i++)
		store_settle_user(store, store->users.item[i], call->now);
	if (find_filter(call, &filter) != 0)
		return;
	if (filter == NULL) {
		call_page(call, &store->users, 100, 300, view_user);
	} else if (strstr(filter, "_list") != NULL) {
		list_named_users(call, filter);
	} else {
		user = strcmp(filter, "email") == 0
			       ? store_find_email(store, call_param(call, filter))
			       : store_find_username(store, call_param(call, filter));
		if (user != NULL)
			list_add(&found, user);
		answer_found(call, &found);
	}
}

void
admin_create_user(struct call *call)
{
	const char *username = call_required(call, "username");
	struct user *user;

	if (username == NULL || admin_apply_user(call, NULL) != 0)
		return;
	user = store_add_user(&call->sim->store, username, call->now);
	if (admin_apply_user(call, user) == 0)
		call_ok(call, view_user(user));
}

void
admin_get_user(struct call *call)
{
	const struct user *user = call_user(call);

	if (user != NULL)
		call_ok(call, view_user(user));
}

void
admin_update_user(struct call *call)
{
	struct user *user = call_user(call);

	if (user != NULL && admin_apply_user(call, user) == 0)
		call_ok(call, view_user(user));
}

void
admin_delete_user(struct call *call)
{
	struct user *user = store_find_user(&call->sim->store, call->argument[0]);

	if (user != NULL)
		store_delete_user(&call->sim->store, user);
	call_ok_empty(call);
}

void
admin_enroll_user(struct call *call)
{
	struct store *store = &call->sim->store;
	const char *username = call_required(call, "username");
	const char *email = username != NULL ? call_required(call, "email") : NULL;
	auto_str code = NULL;
	struct user *user;
	int64_t seconds;

	if (email == NULL || call_number(call, "valid_secs", 0, INT32_MAX, 2592000, &seconds) != 0)
		return;
	user = store_find_username(store, username);
	if (user == NULL)
		user = store_add_user(store, username, call->now);
	sim_set(&user->email, email);
	code = sim_random_hex(32);
	call_ok(call, cJSON_CreateString(code));
}
